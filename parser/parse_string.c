/*
 * Strings as nodes: a plain one, or its pieces, of which those in $( ) are
 * parsed by a parser of their own over the inner text.
 */
#include "parser/parser.h"

static enum string_form form_of(const struct token *token)
{
	switch (token->kind) {
	case T_STRING: return token->braced ? STRING_DOUBLE : STRING_SINGLE;
	case T_EXPANDABLE: return STRING_DOUBLE;
	case T_HERE_STRING: return token->braced ? STRING_HERE_DOUBLE : STRING_HERE_SINGLE;
	case T_HERE_EXPANDABLE: return STRING_HERE_DOUBLE;
	default: return STRING_BARE;
	}
}

/* How much a string in a string counts as nesting: each level reads the text once more. */
enum { NESTED_STRING_DEPTH = 25 };

static struct ast *parse_inner(struct parser *p, const struct piece *piece)
{
	struct ast_sub_expression *node = NODE(p, SUB_EXPRESSION, sub_expression, piece->span.start);
	struct parser inner = *p;

	node->ast.span = piece->span;
	inner.has_token = false;
	inner.no_comma = false;
	inner.lex.map = piece->map;
	inner.lex.text = piece->map ? piece->text : piece->text - piece->at;
	inner.lex.pos = piece->map ? 0 : piece->at;
	inner.lex.end = inner.lex.pos + piece->len;
	inner.lex.mode = MODE_COMMAND;
	inner.last_end = piece->span.start + 2;
	inner.depth += NESTED_STRING_DEPTH;
	node->body = parse_block_until(&inner, piece->span.start + 2);
	if (parser_peek(&inner)->kind != T_END)
		report_wrong(p->diag, PE_UnexpectedToken, parser_peek(&inner)->span,
			     parser_token_text(&inner, parser_peek(&inner)));
	return &node->ast;
}

static struct ast *piece_node(struct parser *p, const struct piece *piece, enum string_form form)
{
	switch (piece->kind) {
	case PIECE_VARIABLE:
		return node_variable(p, piece->span, piece->text, piece->len, piece->braced, false);
	case PIECE_SUBEXPRESSION:
		return parse_inner(p, piece);
	default:
		return node_string(p, piece->span, form, piece->text, piece->len);
	}
}

struct ast *parse_string_token(struct parser *p, const struct token *token)
{
	enum string_form form = form_of(token);
	struct ast_expandable *node;
	uint32_t i;

	if (token->kind == T_STRING || token->kind == T_HERE_STRING || token->kind == T_WORD)
		return node_string(p, token->span, form, token->text, token->len);
	node = NODE(p, EXPANDABLE, expandable, token->span.start);
	node->ast.span = token->span;
	node->form = form;
	node->part_count = token->piece_count;
	node->parts = arena_alloc(p->arena, token->piece_count * sizeof(*node->parts));
	for (i = 0; i < token->piece_count; i++)
		node->parts[i] = piece_node(p, &token->pieces[i], form);
	return &node->ast;
}
