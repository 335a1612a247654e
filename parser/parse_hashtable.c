/*
 * Hashtable literals: keys are names or unary expressions, values statements;
 * entries are parted by line ends or semicolons.
 */
#include "parser/parser.h"

static struct ast *parse_key(struct parser *p)
{
	struct token token;
	bool old = p->no_comma;
	struct ast *key;

	parser_mode(p, MODE_EXPRESSION);
	token = *parser_peek(p);
	if (token.kind == T_WORD && token.plain) {
		parser_skip(p);
		return node_string(p, token.span, STRING_BARE, token.text, token.len);
	}
	p->no_comma = true;
	key = parse_unary(p);
	p->no_comma = old;
	return key;
}

static struct ast *parse_value(struct parser *p, struct ast *key)
{
	bool old = p->no_comma;
	struct ast *value;
	struct token token;

	parser_skip_newlines(p);
	token = *parser_peek(p);
	if (token.kind != T_EQUALS) {
		report(p->diag, PE_MissingEqualsInHashLiteral, span_after(key->span.end));
		return NULL;
	}
	parser_skip(p);
	parser_skip_newlines(p);
	p->no_comma = false;
	value = parse_statement(p);
	p->no_comma = old;
	if (!value)
		report(p->diag, PE_MissingStatementInHashLiteral, span_after(token.span.end));
	return value;
}

struct ast *parse_hashtable(struct parser *p, struct span open)
{
	enum lexer_mode mode = parser_mode(p, MODE_EXPRESSION);
	GArray *pairs = g_array_new(FALSE, FALSE, sizeof(struct hashtable_pair));
	struct ast_hashtable *node;

	for (;;) {
		struct hashtable_pair pair;

		parser_mode(p, MODE_EXPRESSION);
		parser_skip_separators(p);
		pair.key = parse_key(p);
		if (!pair.key)
			break;
		pair.value = parse_value(p, pair.key);
		if (!pair.value)
			break;
		g_array_append_val(pairs, pair);
		if (parser_peek(p)->kind != T_NEWLINE && parser_peek(p)->kind != T_SEMICOLON)
			break;
	}
	parse_close_brace(p, open);
	parser_mode(p, mode);
	node = NODE(p, HASHTABLE, hashtable, open.start);
	node->pair_count = pairs->len;
	node->pairs = arena_copy(p->arena, pairs->data, pairs->len * sizeof(struct hashtable_pair));
	g_array_free(pairs, TRUE);
	return &node->ast;
}
