/*
 * Checks of a whole tree that parsed well: what may be assigned to, which
 * catch comes last, where control may go.
 */
#include "parser/parser.h"

struct check {
	struct parser *parser;
	bool in_finally;	/* directly, not in a function or script block inside */
	unsigned loops;		/* that were entered inside of the finally block */
};

/* -- Assignment ------------------------------------------------------------------- */

static bool assignable(const struct ast *node)
{
	uint32_t i;

	switch (node->kind) {
	case AST_VARIABLE:
		return true;
	case AST_MEMBER:
		return !ast_member(node)->null_conditional;
	case AST_INDEX:
		return !ast_index(node)->null_conditional;
	case AST_CONVERT:
		return assignable(ast_convert(node)->child);
	case AST_ATTRIBUTED:
		return assignable(ast_attributed(node)->child);
	case AST_PAREN: {
		struct ast *inner = ast_pure_expression(ast_paren(node)->pipeline);

		return inner && assignable(inner);
	}
	case AST_ARRAY_LITERAL:
		for (i = 0; i < ast_array_literal(node)->element_count; i++)
			if (!assignable(ast_array_literal(node)->elements[i]))
				return false;
		return true;
	default:
		return false;
	}
}

static void check_assignment(struct check *check, struct ast_assignment *node)
{
	if (!assignable(node->left))
		report_wrong(check->parser->diag, PE_InvalidLeftHandSide, node->left->span);
}

/* -- try ------------------------------------------------------------------------------ */

static void check_catches(struct check *check, struct ast_try *node)
{
	uint32_t i;

	for (i = 0; i + 1 < node->catch_count; i++)
		if (!node->catches[i]->type_count)
			report_wrong(check->parser->diag, PE_EmptyCatchNotLast,
				     node->catches[i]->ast.span);
}

static bool check_node(struct ast *node, void *data);

static void check_finally(struct check *check, struct ast_try *node)
{
	struct check inner = { check->parser, true, 0 };
	uint32_t i;

	check_catches(check, node);
	check_node(&node->body->ast, check);
	for (i = 0; i < node->catch_count; i++)
		check_node(&node->catches[i]->ast, check);
	if (node->finally)
		check_node(&node->finally->ast, &inner);
}

static void check_leaving(struct check *check, struct ast *node)
{
	bool stays = (node->kind == AST_BREAK || node->kind == AST_CONTINUE) && check->loops;

	if (check->in_finally && !stays)
		report_wrong(check->parser->diag, PE_ControlLeavingFinally, node->span);
}

/* -- The walk ----------------------------------------------------------------------------- */

static bool check_inside(struct ast *node, struct check *check)
{
	struct check inner = *check;

	switch (node->kind) {
	case AST_SCRIPT_BLOCK:
		inner.in_finally = false;
		inner.loops = 0;
		ast_children(node, check_node, &inner);
		return true;
	case AST_WHILE: case AST_DO_WHILE: case AST_DO_UNTIL: case AST_FOR: case AST_FOREACH:
	case AST_SWITCH:
		inner.loops++;
		ast_children(node, check_node, &inner);
		return true;
	default:
		ast_children(node, check_node, check);
		return true;
	}
}

static bool check_node(struct ast *node, void *data)
{
	struct check *check = data;

	switch (node->kind) {
	case AST_ASSIGNMENT:
		check_assignment(check, ast_assignment(node));
		break;
	case AST_TRY:
		check_finally(check, ast_try(node));
		return true;
	case AST_BREAK: case AST_CONTINUE: case AST_RETURN:
		check_leaving(check, node);
		break;
	}
	return check_inside(node, check);
}

void parse_check(struct parser *p, struct ast_script_block *root)
{
	struct check check = { .parser = p };

	check_node(&root->ast, &check);
}
