/*
 * Checks of a whole tree that parsed well: how deep it is, what may be assigned
 * to, which catch comes last, where control may go.
 *
 * The walk keeps its own stack: a chain of ten thousand `+` is as deep a tree
 * as it is long, and those who walk it by recursion after us rely on the limit
 * that is checked here.
 */
#include "parser/parser.h"

#include "lib/type.h"

/* The deepest tree that is handed out. */
enum { MAX_TREE_DEPTH = 5000 };

struct loop {
	const struct loop *outer;
	struct symbol *label;
};

struct visit {
	struct ast *node;
	uint32_t depth;
	const struct loop *loops;	/* entered inside of the finally block, innermost first */
	bool in_finally;	/* not in a function or script block inside of it */
};

struct check {
	struct parser *parser;
	GArray *stack;		/* struct visit */
	struct visit at;	/* what is being visited: children take it over */
	GPtrArray *later;	/* classes and data sections: they have checks of their own */
	bool too_deep;
	bool was_wrong;		/* the parser found errors */
};

static bool push(struct ast *child, void *data)
{
	struct check *check = data;
	struct visit visit = check->at;

	visit.node = child;
	visit.depth++;
	g_array_append_val(check->stack, visit);
	return true;
}

/* Children were pushed in order; they must come off in order. */
static void reverse_from(GArray *stack, guint from)
{
	guint i = from, j = stack->len;

	while (i + 1 < j) {
		struct visit *a = &g_array_index(stack, struct visit, i++);
		struct visit *b = &g_array_index(stack, struct visit, --j);
		struct visit copy = *a;

		*a = *b;
		*b = copy;
	}
}

/* -- try ------------------------------------------------------------------- */

static const struct type *resolve(const struct ast_type_constraint *constraint)
{
	const struct type_name *name = constraint->type;

	return name->assembly ? NULL : type_find(name->name->data, name->name->len);
}

/* Types that no one knows yet (classes of the script) are left to the run. */
static bool caught_before(const struct ast_try *node, uint32_t clause, const struct type *type)
{
	uint32_t i, j;

	for (i = 0; i < clause; i++)
		for (j = 0; j < node->catches[i]->type_count; j++) {
			const struct type *earlier = resolve(node->catches[i]->types[j]);

			if (earlier && type_is(type, earlier))
				return true;
		}
	return false;
}

static void check_catch(struct check *check, struct ast_try *node, uint32_t clause)
{
	struct ast_catch *catch = node->catches[clause];
	uint32_t i;

	if (!catch->type_count && clause + 1 < node->catch_count)
		report_wrong(check->parser->diag, PE_EmptyCatchNotLast,
			     span_before(node->catches[clause + 1]->ast.span.start));
	for (i = 0; clause && i < catch->type_count; i++) {
		const struct type *type = resolve(catch->types[i]);

		if (type && caught_before(node, clause, type))
			report_wrong(check->parser->diag, PE_ExceptionTypeAlreadyCaught,
				     catch->types[i]->ast.span, type->name);
	}
}

static void visit_try(struct check *check, struct ast_try *node)
{
	uint32_t i;

	for (i = 0; i < node->catch_count; i++)
		check_catch(check, node, i);
	push(&node->body->ast, check);
	for (i = 0; i < node->catch_count; i++)
		push(&node->catches[i]->ast, check);
	if (!node->finally)
		return;
	check->at.in_finally = true;
	check->at.loops = NULL;
	push(&node->finally->ast, check);
}

/* One without a label means the innermost loop; one by an expression may mean any. */
static bool stays_inside(const struct visit *at, const struct ast *label)
{
	const struct loop *loop;

	if (!label)
		return at->loops;
	if (label->kind != AST_STRING)
		return false;
	for (loop = at->loops; loop; loop = loop->outer)
		if (loop->label && str_equal_nocase(loop->label->name, ast_string(label)->value))
			return true;
	return false;
}

static void check_leaving(struct check *check, struct ast *node)
{
	bool stays = node->kind == AST_BREAK ? stays_inside(&check->at, ast_break(node)->label)
		: node->kind == AST_CONTINUE && stays_inside(&check->at, ast_continue(node)->label);

	if (check->at.in_finally && !stays)
		report_wrong(check->parser->diag, PE_ControlLeavingFinally, node->span);
}

/* All loops begin with the same fields. */
static struct symbol *label_of(struct ast *node)
{
	return node->kind == AST_SWITCH ? ast_switch(node)->label
					: ((const struct ast_while *)node)->label;
}

static void enter_loop(struct check *check, struct ast *node)
{
	struct loop *loop = arena_alloc(check->parser->arena, sizeof(*loop));

	*loop = (struct loop){ check->at.loops, label_of(node) };
	check->at.loops = loop;
}

/* -- Functions ------------------------------------------------------------- */

/* An empty list, f(), leaves room for a param block. */
static void check_function(struct check *check, struct ast_function *node)
{
	if (node->param_count && node->body->params)
		report_wrong(check->parser->diag, PE_OnlyOneParameterListAllowed,
			     node->body->params->ast.span);
	else
		parse_check_parameters(check->parser, node->params, node->param_count);
	if (node->is_workflow)
		report_wrong(check->parser->diag, PE_WorkflowNotSupportedInPowerShellCore,
			     node->ast.span);
}

/* -- Types ----------------------------------------------------------------- */

static void check_types(struct check *check, const struct ast_named_block *block)
{
	g_autoptr(GHashTable) seen = NULL;

	for (uint32_t i = 0; i < block->statement_count; i++) {
		struct ast *node = block->statements[i];

		if (node->kind != AST_TYPE_DEFINITION)
			continue;
		if (!seen)
			seen = g_hash_table_new(NULL, NULL);
		if (!g_hash_table_add(seen, symbol_of(ast_type_definition(node)->name)))
			report_wrong(check->parser->diag, PE_MemberAlreadyDefined, node->span,
				     ast_type_definition(node)->name->data);
	}
}

/* -- The walk -------------------------------------------------------------- */

static void visit_node(struct check *check, struct ast *node)
{
	switch (node->kind) {
	case AST_ASSIGNMENT:
		parse_check_assignment(check->parser, ast_assignment(node));
		break;
	case AST_UNARY:
		parse_check_unary(check->parser, ast_unary(node));
		break;
	case AST_CONVERT:
		parse_check_convert(check->parser, ast_convert(node));
		break;
	case AST_HASHTABLE:
		parse_check_hashtable(check->parser, ast_hashtable(node));
		break;
	case AST_PARAM_BLOCK:
		parse_check_parameters(check->parser, ast_param_block(node)->params,
				       ast_param_block(node)->param_count);
		break;
	case AST_FUNCTION_MEMBER:
		parse_check_parameters(check->parser, ast_function_member(node)->params,
				       ast_function_member(node)->param_count);
		break;
	case AST_NAMED_BLOCK:
		check_types(check, ast_named_block(node));
		break;
	case AST_FUNCTION:
		check_function(check, ast_function(node));
		break;
	case AST_TRY:
		visit_try(check, ast_try(node));
		return;
	case AST_BREAK: case AST_CONTINUE: case AST_RETURN:
		check_leaving(check, node);
		break;
	case AST_SCRIPT_BLOCK:
		check->at.in_finally = false;
		check->at.loops = NULL;
		break;
	case AST_WHILE: case AST_DO_WHILE: case AST_DO_UNTIL: case AST_FOR: case AST_FOREACH:
	case AST_SWITCH:
		enter_loop(check, node);
		break;
	case AST_TYPE_DEFINITION: case AST_DATA: case AST_ATTRIBUTE:
		g_ptr_array_add(check->later, node);
		break;
	}
	ast_children(node, push, check);
}

static void check_depth(struct check *check)
{
	if (check->at.depth <= MAX_TREE_DEPTH)
		return;
	if (!check->too_deep)
		report_wrong(check->parser->diag, PE_ScriptTooComplicated, check->at.node->span);
	check->too_deep = true;
}

/* These walk by recursion: the depth is known to be bearable by now. */
static void check_later(struct check *check)
{
	guint i;

	for (i = 0; i < check->later->len; i++) {
		struct ast *node = check->later->pdata[i];

		if (node->kind == AST_DATA)
			parse_check_data(check->parser, ast_data(node));
		else if (node->kind == AST_ATTRIBUTE)
			parse_check_attribute(check->parser, ast_attribute(node));
		else if (!check->was_wrong)
			parse_check_class(check->parser, ast_type_definition(node));
	}
}

void parse_check(struct parser *p, struct ast_script_block *root)
{
	struct check check = { .parser = p, .later = g_ptr_array_new(), .was_wrong = p->diag->count > 0,
			       .stack = g_array_new(FALSE, FALSE, sizeof(struct visit)) };

	push(&root->ast, &check);
	while (check.stack->len && !check.too_deep) {
		guint from = check.stack->len - 1;

		check.at = g_array_index(check.stack, struct visit, from);
		g_array_set_size(check.stack, from);
		check_depth(&check);
		visit_node(&check, check.at.node);
		reverse_from(check.stack, from);
	}
	if (!check.too_deep)
		check_later(&check);
	g_ptr_array_free(check.later, TRUE);
	g_array_free(check.stack, TRUE);
}
