/*
 * Arguments of attributes: they are taken when a function is defined, so they
 * are constants or script blocks.
 */
#include "parser/parser.h"

static bool is_fixed_variable(const struct ast_variable *node)
{
	const char *name = symbol_name(node->name);

	return node->scope == SCOPE_NONE &&
		(text_equal_nocase(name, "true") || text_equal_nocase(name, "false") ||
		 text_equal_nocase(name, "null"));
}

static bool check_constant(struct ast *node, void *data)
{
	switch (node->kind) {
	case AST_VARIABLE:
		return is_fixed_variable(ast_variable(node));
	case AST_COMMAND: case AST_INVOKE_MEMBER: case AST_INDEX: case AST_EXPANDABLE:
	case AST_SUB_EXPRESSION: case AST_ASSIGNMENT: case AST_USING_EXPRESSION:
		return false;
	case AST_MEMBER:
		/* A value of an enum, by its type. */
		return ast_member(node)->is_static && ast_member(node)->expression->kind == AST_TYPE;
	case AST_SCRIPT_BLOCK_EXPRESSION:
		return true;
	default:
		return ast_children(node, check_constant, data);
	}
}

bool parse_is_constant(struct ast *expression)
{
	return check_constant(expression, NULL);
}

static void check_argument(struct parser *p, struct ast *argument)
{
	if (!parse_is_constant(argument))
		report_wrong(p->diag, PE_ParameterAttributeArgumentNeedsToBeConstantOrScriptBlock,
			     argument->span);
}

void parse_check_attribute(struct parser *p, struct ast_attribute *attribute)
{
	uint32_t i;

	for (i = 0; i < attribute->arg_count; i++)
		check_argument(p, attribute->args[i]);
	for (i = 0; i < attribute->named_count; i++)
		check_argument(p, attribute->named[i].value);
}
