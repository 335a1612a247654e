/*
 * Units: a script block's tree with its prepared form. Preparing decides the
 * layout (every name that the block or a block within it assigns, and the
 * parameters), then makes the nodes of the named blocks.
 */
#include "config.h"

#include "shell/node.h"

#include "lib/array.h"
#include "shell/attributes.h"
#include "shell/automatic.h"
#include "shell/binder.h"
#include "shell/class.h"
#include "shell/origin.h"
#include "shell/session.h"

#define CHUNK 4096

struct unit *unit_new(struct ast_tree *tree, const struct ast_script_block *ast, struct unit *parent)
{
	struct unit *unit = g_new0(struct unit, 1);

	unit->refs = 1;
	unit->tree = ast_tree_ref(tree);
	unit->ast = ast;
	unit->parent = parent;
	if (parent) {
		unit->class_type = parent->class_type;
		if (!parent->units)
			parent->units = g_ptr_array_new_with_free_func((GDestroyNotify)unit_unref);
		g_ptr_array_add(parent->units, unit);
	}
	return unit;
}

struct unit *unit_ref(struct unit *unit)
{
	unit->refs++;
	return unit;
}

void unit_unref(struct unit *unit)
{
	if (!unit || --unit->refs > 0)
		return;
	if (unit->units) {
		for (guint i = 0; i < unit->units->len; i++)
			((struct unit *)unit->units->pdata[i])->parent = NULL;
		g_ptr_array_unref(unit->units);
	}
	for (guint i = 0; unit->constants && i < unit->constants->len; i++)
		value_unref(g_array_index(unit->constants, struct value, i));
	g_clear_pointer(&unit->constants, g_array_unref);
	binder_signature_free(unit->signature);
	layout_unref(unit->layout);
	g_clear_pointer(&unit->chunks, g_ptr_array_unref);
	ast_tree_unref(unit->tree);
	g_free(unit);
}

void *unit_alloc(struct unit *unit, size_t size)
{
	void *p;

	size = (size + 15) & ~(size_t)15;
	if (size > unit->chunk_left) {
		size_t chunk = MAX(size, CHUNK);

		if (!unit->chunks)
			unit->chunks = g_ptr_array_new_with_free_func(g_free);
		unit->chunk = g_malloc0(chunk);
		unit->chunk_left = chunk;
		g_ptr_array_add(unit->chunks, unit->chunk);
	}
	p = unit->chunk;
	unit->chunk += size;
	unit->chunk_left -= size;
	return p;
}

struct value unit_keep(struct unit *unit, struct value v)
{
	if (!value_counted(v))
		return v;
	if (!unit->constants)
		unit->constants = g_array_new(FALSE, FALSE, sizeof(struct value));
	g_array_append_val(unit->constants, v);
	return v;
}

/* -- Layout ------------------------------------------------------------------------ */

struct collecting {
	struct layout *layout;
	struct session *session;
};

/* A variable of the session's own ($HOME) exists before its first assignment, to refuse or convert it. */
static void collect_name(struct collecting *c, struct symbol *name)
{
	if (!scope_find_own(&c->session->global, name))
		automatic_create(c->session, name);
	layout_add(c->layout, name);
}

static void collect_target(struct collecting *c, const struct ast *target)
{
	switch (target->kind) {
	case AST_VARIABLE:
		if (ast_variable(target)->scope == SCOPE_NONE || ast_variable(target)->scope == SCOPE_LOCAL)
			collect_name(c, ast_variable(target)->name);
		break;
	case AST_CONVERT:
		collect_target(c, ast_convert(target)->child);
		break;
	case AST_ATTRIBUTED:
		collect_target(c, ast_attributed(target)->child);
		break;
	case AST_PAREN: {
		struct ast *inner = ast_pure_expression(ast_paren(target)->pipeline);

		if (inner)
			collect_target(c, inner);
		break;
	}
	case AST_ARRAY_LITERAL:
		for (uint32_t i = 0; i < ast_array_literal(target)->element_count; i++)
			collect_target(c, ast_array_literal(target)->elements[i]);
		break;
	default:
		break;
	}
}

static bool collect(struct ast *node, void *data)
{
	struct collecting *c = data;

	switch (node->kind) {
	case AST_FUNCTION:
	case AST_TYPE_DEFINITION:
		return true;
	case AST_ASSIGNMENT:
		collect_target(c, ast_assignment(node)->left);
		break;
	case AST_FOREACH:
		collect_name(c, ast_foreach(node)->variable->name);
		break;
	case AST_UNARY:
		if (ast_unary(node)->op >= AST_OP_PRE_INCREMENT)
			collect_target(c, ast_unary(node)->child);
		break;
	default:
		break;
	}
	return ast_children(node, collect, c);
}

/* -- Parameters ---------------------------------------------------------------------- */

static bool prepare_param(struct unit *unit, struct session *session, struct function_param *param,
			  const struct ast_parameter *ast, GError **error)
{
	param->ast = ast;
	param->name = ast->name;
	param->slot = layout_add(unit->layout, ast->name);
	for (uint32_t i = 0; i < ast->attribute_count; i++) {
		if (ast->attributes[i]->kind != AST_TYPE_CONSTRAINT)
			continue;
		param->type_name = ast_type_constraint(ast->attributes[i])->type;
		param->type = resolve_type_name(session, session->scope, param->type_name, error);
		if (!param->type) {
			origin_of_error(session->scope, unit, ast->attributes[i]->span, error);
			return false;
		}
	}
	param->is_switch = param->type == &type_switch;
	if (param->type && param->type != &type_object)
		unit->layout->types[param->slot] = param->type;
	return true;
}

static bool prepare_params(struct unit *unit, struct session *session, GError **error)
{
	struct ast_parameter **params = NULL;
	uint32_t n = 0;

	if (unit->function && unit->function->param_count) {
		params = unit->function->params;
		n = unit->function->param_count;
	} else if (unit->method) {
		params = unit->method->params;
		n = unit->method->param_count;
	} else if (unit->ast->params) {
		params = unit->ast->params->params;
		n = unit->ast->params->param_count;
	}
	unit->params = unit_alloc(unit, (n + 1) * sizeof(*unit->params));
	unit->param_count = n;
	for (uint32_t i = 0; i < n; i++)
		if (!prepare_param(unit, session, &unit->params[i], params[i], error))
			return false;
	return true;
}

/* -- Preparing ------------------------------------------------------------------------- */

static struct block_node *prepare_named(struct unit *unit, const struct ast_named_block *block)
{
	return block ? prepare_block(unit, (const struct ast_statement_block *)block) : NULL;
}

bool unit_prepare_now(struct unit *unit, struct session *session, GError **error)
{
	if (!unit->layout) {
		if (!classes_define(session, unit, error))
			return false;
		unit->layout = layout_new(false);
		unit->advanced = unit_is_advanced(unit);
		if (!prepare_params(unit, session, error)) {
			g_clear_pointer(&unit->layout, layout_unref);
			return false;
		}
	}
	for (uint32_t i = 0; i < unit->param_count; i++) {
		struct function_param *param = &unit->params[i];

		if (param->ast->value)
			param->fallback = prepare_expression(unit, param->ast->value);
		if (!checks_prepare(unit, session, param, error))
			return false;
	}
	ast_children((struct ast *)&unit->ast->ast, collect,
		     &(struct collecting){ unit->layout, session });
	unit->dynamicparam = prepare_named(unit, unit->ast->dynamicparam);
	unit->begin = prepare_named(unit, unit->ast->begin);
	unit->process = prepare_named(unit, unit->ast->process);
	unit->end = prepare_named(unit, unit->ast->end);
	unit->clean = prepare_named(unit, unit->ast->clean);
	unit->prepared = true;
	return true;
}
