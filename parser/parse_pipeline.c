/*
 * Pipelines, chains of them, and assignments.
 *
 * An element is first tried as an expression; where none can start it is a
 * command. Only the first may be an expression, and only a lone one may be
 * assigned to. The right side of an assignment is a whole statement.
 */
#include "parser/parser.h"

static struct ast *parse_assignment(struct parser *p, struct ast *left, enum ast_operator op)
{
	struct token token = parser_next(p);
	struct ast_assignment *node;
	struct ast *right;

	parser_skip_newlines(p);
	right = parse_statement(p);
	if (!right)
		report(p->diag, PE_ExpectedValueExpression, span_after(token.span.end),
		       parser_token_text(p, &token));
	node = NODE(p, ASSIGNMENT, assignment, left->span.start);
	node->op = op;
	node->op_span = token.span;
	node->left = left;
	node->right = right;
	return &node->ast;
}

static struct ast *wrap_expression(struct parser *p, struct ast *expression)
{
	struct ast_command_expression *node;
	unsigned mark = list_begin(p), seen = 0;

	parse_redirections(p, &seen);
	node = NODE(p, COMMAND_EXPRESSION, command_expression, expression->span.start);
	node->redirections = list_end(p, mark, &node->redirection_count);
	node->expression = expression;
	return &node->ast;
}

/* Whether the pipeline goes on; takes the pipe and the line ends around it. */
static bool take_pipe(struct parser *p)
{
	struct token *token = parser_peek(p);
	struct span pipe;

	if (token->kind == T_NEWLINE && lexer_pipe_follows(&p->lex))
		parser_skip_newlines(p);
	token = parser_peek(p);
	if (token->kind != T_PIPE) {
		if (!token_ends_pipeline(token)) {
			report_wrong(p->diag, PE_UnexpectedToken, token->span,
			       parser_token_text(p, token));
			/* A bracket out of place would be met again by every rule above. */
			if (token->kind == T_RBRACKET || token->kind == T_UNKNOWN)
				parser_skip(p);
		}
		return false;
	}
	pipe = token->span;
	parser_skip(p);
	parser_skip_newlines(p);
	if (parser_peek(p)->kind != T_END)
		return true;
	report(p->diag, PE_EmptyPipeElement, span_after(pipe.end));
	return false;
}

/* One element on the list; an assignment, when it is one, is returned instead. */
static struct ast *parse_element(struct parser *p, unsigned mark, bool *ret_found)
{
	bool first = list_begin(p) == mark;
	struct ast *expression, *command;
	enum ast_operator op;

	*ret_found = true;
	parser_mode(p, MODE_EXPRESSION);
	expression = parse_expression(p);
	if (expression && first && token_assignment(parser_peek(p), &op))
		return parse_assignment(p, expression, op);
	parser_mode(p, MODE_COMMAND);
	if (expression) {
		if (!first)
			report_wrong(p->diag, PE_ExpressionsMustBeFirstInPipeline,
				     expression->span);
		list_push(p, wrap_expression(p, expression));
		return NULL;
	}
	command = parse_command(p);
	if (command)
		list_push(p, command);
	else
		*ret_found = false;
	return NULL;
}

static struct ast *parse_pipeline(struct parser *p)
{
	uint32_t start = parser_peek(p)->span.start;
	unsigned mark = list_begin(p);
	struct ast_pipeline *node;
	bool found;

	do {
		struct ast *assignment = parse_element(p, mark, &found);

		if (assignment)
			return assignment;
		if (!found) {
			if (list_begin(p) > mark || parser_peek(p)->kind == T_PIPE)
				report(p->diag, PE_EmptyPipeElement, parser_peek(p)->span);
			if (parser_peek(p)->kind == T_PIPE)
				parser_skip(p);
			break;
		}
	} while (take_pipe(p));
	if (list_begin(p) == mark)
		return NULL;
	node = NODE(p, PIPELINE, pipeline, start);
	node->elements = list_end(p, mark, &node->element_count);
	return &node->ast;
}

static bool take_background(struct parser *p)
{
	struct span sign = parser_peek(p)->span;

	if (!parser_take(p, T_AMPERSAND))
		return false;
	if (parser_peek(p)->kind == T_AND_AND || parser_peek(p)->kind == T_OR_OR)
		report_wrong(p->diag, PE_BackgroundOperatorInPipelineChain, sign);
	return true;
}

static struct ast *parse_chain_rest(struct parser *p, struct ast *left, const struct token *op)
{
	struct ast_pipeline_chain *node;
	struct ast *right;

	parser_skip_newlines(p);
	right = parse_pipeline(p);
	if (!right)
		report(p->diag, PE_EmptyPipelineChainElement, span_after(op->span.end));
	node = NODE(p, PIPELINE_CHAIN, pipeline_chain, left->span.start);
	node->op = op->kind == T_AND_AND ? AST_OP_AND_AND : AST_OP_OR_OR;
	node->left = left;
	node->right = right ? right : flow_empty_statement(p);
	return &node->ast;
}

struct ast *parse_pipeline_chain(struct parser *p)
{
	enum lexer_mode mode = p->lex.mode;
	struct ast *node = NULL;

	if (parser_enter(p))
		node = parse_pipeline(p);
	while (node && node->kind != AST_ASSIGNMENT &&
	       (parser_peek(p)->kind == T_AND_AND || parser_peek(p)->kind == T_OR_OR)) {
		struct token op = parser_next(p);

		node = parse_chain_rest(p, node, &op);
	}
	if (node && node->kind != AST_ASSIGNMENT && take_background(p)) {
		if (node->kind == AST_PIPELINE)
			ast_pipeline(node)->background = true;
		else
			ast_pipeline_chain(node)->background = true;
		node->span.end = p->last_end;
	}
	parser_mode(p, mode);
	parser_leave(p);
	return node;
}
