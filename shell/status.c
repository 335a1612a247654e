/*
 * $?. A pipeline of commands sets it: false when one of them reported an error.
 * An expression makes it true, unless it only wraps a command in parentheses.
 * Since few sources ask for it, only their blocks keep account of expressions.
 */
#include "config.h"

#include "shell/status.h"

/* ( ), $( ) and @( ) around one statement are as that statement. */
static bool block_succeeds(const struct ast_statement_block *block)
{
	return block->statement_count != 1 || status_of_statement(block->statements[0]);
}

static bool expression_succeeds(const struct ast *expression)
{
	switch (expression->kind) {
	case AST_PAREN:
		return status_of_statement(ast_paren(expression)->pipeline);
	case AST_SUB_EXPRESSION:
		return block_succeeds(ast_sub_expression(expression)->body);
	case AST_ARRAY_EXPRESSION:
		return block_succeeds(ast_array_expression(expression)->body);
	default:
		return true;
	}
}

bool status_of_statement(const struct ast *statement)
{
	const struct ast *expression;

	while (statement->kind == AST_ASSIGNMENT)
		statement = ast_assignment(statement)->right;
	if (ast_is_expression(statement))
		return expression_succeeds(statement);
	expression = ast_pure_expression((struct ast *)statement);
	return expression && expression_succeeds(expression);
}

/* Typed text has no file: the next line that is typed may ask. */
static bool somebody_asks(const struct source *source)
{
	return !source->path || strstr(source->text, "$?") || strstr(source->text, "&&") ||
	       strstr(source->text, "||");
}

const bool *status_of_block(struct unit *unit, struct ast *const *statements, uint32_t n)
{
	bool *succeeds;

	if (!unit->parent)
		unit->asks_status = somebody_asks(unit->tree->source);
	else
		unit->asks_status = unit->parent->asks_status;
	if (!unit->asks_status)
		return NULL;
	succeeds = unit_alloc(unit, n * sizeof(*succeeds) + 1);
	for (uint32_t i = 0; i < n; i++)
		succeeds[i] = status_of_statement(statements[i]);
	return succeeds;
}
