/*
 * Loops: while, do, for, foreach.
 */
#include "parser/parser.h"

static struct ast_statement_block *parse_loop_body(struct parser *p, const char *word)
{
	struct ast_statement_block *body = parse_statement_block(p);

	if (body)
		return body;
	report(p->diag, PE_MissingLoopStatement, span_after(p->last_end), word);
	return flow_empty_block(p);
}

static struct ast *parse_while(struct parser *p, const struct token *word)
{
	struct ast_while *node = NODE(p, WHILE, while, word->span.start);
	bool closed;

	if (!flow_take_open(p, word, PE_MissingOpenParenthesisAfterKeyword)) {
		node->condition = flow_empty_statement(p);
		node->body = flow_empty_block(p);
		return &node->ast;
	}
	node->condition = flow_condition(p, word, PE_MissingExpressionAfterKeyword, &closed);
	node->body = closed ? parse_loop_body(p, "while") : flow_empty_block(p);
	node->ast.span.end = p->last_end;
	return &node->ast;
}

static struct ast *parse_do(struct parser *p, const struct token *word)
{
	struct ast_do_while *node = NODE(p, DO_WHILE, do_while, word->span.start);
	struct token last;
	uint32_t mark;
	bool closed;

	node->condition = flow_empty_statement(p);
	node->body = parse_statement_block(p);
	if (!node->body) {
		report(p->diag, PE_MissingLoopStatement, span_after(word->span.end), "do");
		node->body = flow_empty_block(p);
		return &node->ast;
	}
	last = *parser_peek_line(p, &mark);
	if (last.kind != T_WHILE && last.kind != T_UNTIL) {
		parser_rewind(p, mark);
		report_open(p->diag, PE_MissingWhileOrUntilInDoWhile, span_after(p->last_end),
			    p->last_end);
		return &node->ast;
	}
	parser_skip(p);
	if (last.kind == T_UNTIL)
		node->ast.kind = AST_DO_UNTIL;
	if (flow_take_open(p, &last, PE_MissingOpenParenthesisAfterKeyword))
		node->condition = flow_condition(p, &last, PE_MissingExpressionAfterKeyword, &closed);
	node->ast.span.end = p->last_end;
	return &node->ast;
}

/* ; or a line end between the parts of `for`. */
static void take_part_end(struct parser *p)
{
	if (parser_peek(p)->kind == T_SEMICOLON || parser_peek(p)->kind == T_NEWLINE)
		parser_skip(p);
}

static struct ast *parse_for(struct parser *p, const struct token *word)
{
	struct ast_for *node = NODE(p, FOR, for, word->span.start);

	if (!flow_take_open(p, word, PE_MissingOpenParenthesisAfterKeyword)) {
		node->body = flow_empty_block(p);
		return &node->ast;
	}
	parser_skip_newlines(p);
	node->init = parse_pipeline_chain(p);
	take_part_end(p);
	parser_skip_newlines(p);
	node->condition = parse_pipeline_chain(p);
	take_part_end(p);
	parser_skip_newlines(p);
	node->iterator = parse_pipeline_chain(p);
	if (!flow_take_close(p, PE_MissingEndParenthesisAfterStatement, "for")) {
		node->body = flow_empty_block(p);
		return &node->ast;
	}
	node->body = parse_loop_body(p, "for");
	node->ast.span.end = p->last_end;
	return &node->ast;
}

static void parse_foreach_flags(struct parser *p, struct ast_foreach *node)
{
	while (parser_peek(p)->kind == T_PARAMETER) {
		struct token flag = parser_next(p);

		if (flow_is_flag(&flag, "parallel")) {
			node->is_parallel = true;
			report_wrong(p->diag, PE_KeywordParameterReservedForFutureUse, flag.span,
				     "foreach", "parallel");
		} else if (flow_is_flag(&flag, "throttlelimit")) {
			node->throttle = parse_argument(p);
			if (!node->throttle)
				report(p->diag, PE_MissingThrottleLimit, flag.span);
			report_wrong(p->diag, PE_KeywordParameterReservedForFutureUse, flag.span,
				     "foreach", "throttlelimit");
		} else {
			report_wrong(p->diag, PE_InvalidForeachFlag, flag.span,
				     parser_text(p, (struct span){ flag.span.start + 1,
								   flag.span.end }));
		}
	}
}

/* $name in expression: false after an error. */
static bool parse_foreach_head(struct parser *p, struct ast_foreach *node)
{
	struct token token;
	struct ast *variable;

	parser_skip_newlines(p);
	token = *parser_peek(p);
	if (token.kind != T_VARIABLE) {
		report(p->diag, PE_MissingVariableNameAfterForeach, span_after(p->last_end));
		return false;
	}
	parser_skip(p);
	variable = node_variable(p, token.span, token.text, token.len, token.braced, false);
	node->variable = variable->kind == AST_VARIABLE ? ast_variable(variable)
		: ast_variable(ast_using_expression(variable)->child);
	parser_skip_newlines(p);
	if (!parser_take(p, T_IN)) {
		report(p->diag, PE_MissingInInForeach, span_after(token.span.end));
		return false;
	}
	parser_skip_newlines(p);
	token.span.end = p->last_end;
	node->condition = parse_pipeline_chain(p);
	if (node->condition)
		return true;
	report(p->diag, PE_MissingForeachExpression, span_after(token.span.end));
	return false;
}

static struct ast *parse_foreach(struct parser *p, const struct token *word)
{
	struct ast_foreach *node = NODE(p, FOREACH, foreach, word->span.start);
	bool whole;

	parse_foreach_flags(p, node);
	node->body = flow_empty_block(p);
	node->condition = flow_empty_statement(p);
	node->variable = ast_variable(node_variable(p, word->span, "_", 1, false, false));
	if (!flow_take_open(p, word, PE_MissingOpenParenthesisAfterKeyword))
		return &node->ast;
	whole = parse_foreach_head(p, node);
	if (!node->condition)
		node->condition = flow_empty_statement(p);
	if (!whole)
		return &node->ast;
	if (!flow_take_close(p, PE_MissingEndParenthesisAfterForeach, NULL))
		return &node->ast;
	node->body = parse_statement_block(p);
	if (!node->body) {
		report(p->diag, PE_MissingForeachStatement, span_after(p->last_end));
		node->body = flow_empty_block(p);
	}
	node->ast.span.end = p->last_end;
	return &node->ast;
}

struct ast *parse_loop(struct parser *p, struct token *label)
{
	struct token word = parser_next(p);
	struct ast *node;

	switch (word.kind) {
	case T_WHILE: node = parse_while(p, &word); break;
	case T_DO: node = parse_do(p, &word); break;
	case T_FOR: node = parse_for(p, &word); break;
	default: node = parse_foreach(p, &word); break;
	}
	if (label) {
		/* All loops start with the same fields. */
		((struct ast_while *)node)->label = flow_label(label);
		node->span.start = label->span.start;
	}
	return node;
}
