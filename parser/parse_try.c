/*
 * What handles errors and what leaves: try, trap, return and its like.
 */
#include "parser/parser.h"

/* -- try, trap ------------------------------------------------------------- */

/* [A], [B] before a block, on the list; false when a type is missing. */
static bool parse_catch_types(struct parser *p)
{
	do {
		struct ast *type;

		parser_unread(p);
		lexer_skip_lines(&p->lex);
		if (lexer_peek(&p->lex) != '[') {
			report(p->diag, PE_MissingTypeLiteralToken, span_after(p->last_end));
			return false;
		}
		type = parse_bracketed(p);
		if (!type)
			return true;
		if (type->kind == AST_TYPE_CONSTRAINT)
			list_push(p, type);
		else
			report_wrong(p->diag, PE_UnexpectedAttribute, type->span,
				     ast_attribute(type)->type->name->data);
		parser_skip_newlines(p);
	} while (parser_take(p, T_COMMA));
	return true;
}

static struct ast_catch *parse_catch(struct parser *p)
{
	struct token word = parser_next(p);
	struct ast_catch *node = NODE(p, CATCH, catch, word.span.start);
	unsigned mark = list_begin(p);
	bool good = true;
	uint32_t at;

	parser_peek_line(p, &at);
	parser_unread(p);
	if (lexer_peek(&p->lex) == '[')
		good = parse_catch_types(p);
	else
		parser_rewind(p, at);
	node->types = list_end(p, mark, &node->type_count);
	node->body = parse_statement_block(p);
	if (!node->body) {
		if (good)
			report(p->diag, PE_MissingCatchHandlerBlock, span_after(p->last_end));
		node->body = flow_empty_block(p);
	}
	node->ast.span.end = p->last_end;
	return node;
}

static struct ast_statement_block *parse_finally(struct parser *p)
{
	struct token word = parser_next(p);
	struct ast_statement_block *body = parse_statement_block(p);

	if (body)
		return body;
	report(p->diag, PE_MissingFinallyStatementBlock, span_after(word.span.end));
	return flow_empty_block(p);
}

struct ast *parse_try(struct parser *p)
{
	struct token word = parser_next(p);
	struct ast_try *node = NODE(p, TRY, try, word.span.start);
	unsigned mark = list_begin(p);
	uint32_t at;

	node->body = parse_statement_block(p);
	if (!node->body) {
		report(p->diag, PE_MissingTryStatementBlock, span_after(word.span.end));
		node->body = flow_empty_block(p);
		return &node->ast;
	}
	while (parser_peek_line(p, &at)->kind == T_CATCH)
		list_push(p, parse_catch(p));
	node->catches = list_end(p, mark, &node->catch_count);
	if (parser_peek(p)->kind == T_FINALLY)
		node->finally = parse_finally(p);
	else
		parser_rewind(p, at);
	if (!node->catch_count && !node->finally)
		report(p->diag, PE_MissingCatchOrFinally, span_after(node->body->ast.span.end));
	node->ast.span.end = p->last_end;
	return &node->ast;
}

struct ast *parse_trap(struct parser *p)
{
	struct token word = parser_next(p);
	struct ast_trap *node = NODE(p, TRAP, trap, word.span.start);
	uint32_t at;

	parser_peek_line(p, &at);
	parser_unread(p);
	if (lexer_peek(&p->lex) == '[') {
		struct ast *type = parse_bracketed(p);

		if (type && type->kind == AST_TYPE_CONSTRAINT)
			node->type = ast_type_constraint(type);
	}
	node->body = parse_statement_block(p);
	if (!node->body) {
		report(p->diag, PE_MissingTrapStatement, span_after(p->last_end));
		node->body = flow_empty_block(p);
	}
	node->ast.span.end = p->last_end;
	return &node->ast;
}

/* -- Leaving --------------------------------------------------------------- */

static struct ast *parse_jump(struct parser *p, const struct token *word)
{
	bool is_break = word->kind == T_BREAK;
	struct ast *label = parse_argument(p);
	struct ast_break *node = NODE(p, BREAK, break, word->span.start);

	node->ast.kind = is_break ? AST_BREAK : AST_CONTINUE;
	node->label = label;
	return &node->ast;
}

struct ast *parse_leave(struct parser *p)
{
	struct token word = parser_next(p);
	struct ast_return *node;
	struct ast *value;

	if (word.kind == T_BREAK || word.kind == T_CONTINUE)
		return parse_jump(p, &word);
	value = parse_pipeline_chain(p);
	node = NODE(p, RETURN, return, word.span.start);
	node->ast.kind = word.kind == T_RETURN ? AST_RETURN :
		word.kind == T_EXIT ? AST_EXIT : AST_THROW;
	node->value = value;
	return &node->ast;
}
