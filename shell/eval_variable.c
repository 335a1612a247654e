/*
 * Variables: reading through the slot cache, assigning to every kind of
 * target, += and ++ without touching the value twice.
 */
#include "config.h"

#include "shell/eval.h"
#include "shell/exception.h"

#include "lib/convert.h"
#include "shell/attributes.h"
#include "shell/automatic.h"
#include "shell/drive.h"

static const struct fault undefined = {
	"VariableIsUndefined", "System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION, NULL };

/* The slot of this scope that the name has, cached by layout; NULL when it has none. */
static inline struct value *own_slot(struct variable_node *variable, struct scope *scope)
{
	int slot;

	if (G_LIKELY(variable->layout == scope->layout))
		return &scope->slots[variable->slot];
	slot = layout_find(scope->layout, variable->name);
	if (slot < 0)
		return NULL;
	variable->layout = scope->layout;
	variable->slot = slot;
	return &scope->slots[slot];
}

struct value *variable_own_place(struct variable_node *variable, struct scope *scope)
{
	struct value *place = own_slot(variable, scope);

	return place ? place : scope_place(scope, variable->name);
}

static struct value read_slowly(struct variable_node *variable, struct scope *scope)
{
	struct value v = scope_get(scope, variable->name);
	GError *error = NULL;

	if (v.kind != V_UNSET)
		return v;
	if (!scope->strict || (variable->in_text && scope->strict < 20))
		return VALUE_NULL;
	fault_set(&error, &undefined, VALUE_NULL,
		  "The variable '$%s' cannot be retrieved because it has not been set.",
		  symbol_name(variable->name));
	return raise_at(scope, &variable->node, variable->node.ast->span, error);
}

struct value eval_variable(struct node *node, struct scope *scope)
{
	struct variable_node *variable = (struct variable_node *)node;
	struct value *place = own_slot(variable, scope);

	if (G_LIKELY(place && place->kind != V_UNSET && place->kind != V_VARIABLE))
		return value_ref(*place);
	if (place && place->kind == V_VARIABLE)
		return variable_read(place);
	return read_slowly(variable, scope);
}

struct value eval_underbar(struct node *node, struct scope *scope)
{
	struct value v = scope->session->underbar;

	return v.kind == V_UNSET ? VALUE_NULL : value_ref(v);
}

/* -- $scope:name and $drive:name -------------------------------------------------------- */

static struct scope *named_scope(struct variable_node *variable, struct scope *scope)
{
	switch (variable->scope_kind) {
	case SCOPE_GLOBAL:
		return &scope->session->global;
	case SCOPE_SCRIPT:
		return scope_script(scope);
	default:
		return scope;
	}
}

static struct value eval_scoped(struct node *node, struct scope *scope)
{
	struct variable_node *variable = (struct variable_node *)node;
	struct scope *in = named_scope(variable, scope);
	struct value *place = scope_find_own(in, variable->name);

	if (variable->scope_kind == SCOPE_VARIABLE)
		return read_slowly(variable, scope);
	if (!place && in->kind == SCOPE_KIND_GLOBAL)
		return read_slowly(variable, in);
	if (!place && scope->strict)
		return read_slowly(variable, in);
	return place ? variable_read(place) : VALUE_NULL;
}

struct drive_node {
	struct variable_node variable;
	struct symbol *drive;
};

static struct value eval_drive(struct node *node, struct scope *scope)
{
	struct drive_node *d = (struct drive_node *)node;
	GError *error = NULL;
	struct value v = drive_variable_get(scope, d->drive, d->variable.name, &error);

	return error ? raise_value(scope, node, error) : v;
}

static struct value eval_automatic(struct node *node, struct scope *scope)
{
	return automatic_computed(((struct variable_node *)node)->name)(scope);
}

static node_eval eval_of(const struct ast_variable *ast)
{
	if (ast->scope == SCOPE_DRIVE)
		return eval_drive;
	if (ast->scope != SCOPE_NONE && ast->scope != SCOPE_LOCAL && ast->scope != SCOPE_PRIVATE)
		return eval_scoped;
	if (ast->name == symbol_get("_", 1) || ast->name == symbol_get("PSItem", 6))
		return eval_underbar;
	return automatic_computed(ast->name) ? eval_automatic : eval_variable;
}

struct variable_node *prepare_variable(struct unit *unit, const struct ast_variable *ast)
{
	struct drive_node *d = node_new(unit, sizeof(*d), &ast->ast, eval_of(ast), exec_expression);

	d->variable.name = ast->name;
	d->variable.scope_kind = ast->scope;
	d->variable.slot = -1;
	d->drive = ast->drive;
	return &d->variable;
}

/* -- Assigning ---------------------------------------------------------------------------- */

static const struct type *slot_type(struct variable_node *variable, struct scope *scope,
				    struct value *place)
{
	return variable->layout == scope->layout && place == &scope->slots[variable->slot]
	       ? scope->layout->types[variable->slot] : NULL;
}

static bool assign_plain(struct variable_node *variable, struct scope *scope, struct value v)
{
	struct value *place = own_slot(variable, scope);
	GError *error = NULL;
	bool ok;

	if (G_LIKELY(place && place->kind != V_UNSET && place->kind != V_VARIABLE &&
		     !scope->layout->types[variable->slot])) {
		value_put(place, v);
		return true;
	}
	if (place && place->kind != V_UNSET)
		ok = variable_assign(place, variable->name, slot_type(variable, scope, place), v, &error);
	else
		ok = scope_set(scope, variable->name, v, &error);
	if (!ok)
		raise_value(scope, &variable->node, error);
	return ok;
}

static bool assign_scoped(struct variable_node *variable, struct scope *scope, struct value v)
{
	GError *error = NULL;
	bool ok;

	if (variable->scope_kind == SCOPE_DRIVE)
		ok = drive_variable_set(scope, ((struct drive_node *)variable)->drive, variable->name, v,
					&error);
	else
		ok = scope_set(named_scope(variable, scope), variable->name, v, &error);
	if (!ok)
		raise_value(scope, &variable->node, error);
	return ok;
}

static bool assign_private(struct variable_node *variable, struct scope *scope, struct value v)
{
	struct value *place = variable_own_place(variable, scope);

	if (!variable_box(place))
		value_put(place, value_of(variable_new(variable->name, value_steal(place))));
	((struct variable *)place->u.block)->options |= VARIABLE_PRIVATE;
	return assign_plain(variable, scope, v);
}

static const struct fault read_only = {
	"VariableNotWritable", "System.Management.Automation.SessionStateUnauthorizedAccessException",
	CATEGORY_WRITE_ERROR, NULL };

static bool assign_automatic(struct variable_node *variable, struct scope *scope, struct value v)
{
	GError *error = NULL;

	if (variable->node.eval == eval_underbar) {
		value_put(&scope->session->underbar, v);
		return true;
	}
	if (text_equal_nocase(symbol_name(variable->name), "args") ||
	    text_equal_nocase(symbol_name(variable->name), "input") ||
	    text_equal_nocase(symbol_name(variable->name), "this"))
		return assign_plain(variable, scope, v);
	value_unref(v);
	fault_set(&error, &read_only, VALUE_NULL,
		  "Cannot overwrite variable %s because it is read-only or constant.",
		  symbol_name(variable->name));
	raise_value(scope, &variable->node, error);
	return false;
}

static bool assign_variable(struct node *target, struct scope *scope, struct value v)
{
	struct variable_node *variable = (struct variable_node *)target;

	if (target->eval == eval_variable)
		return variable->scope_kind == SCOPE_PRIVATE ? assign_private(variable, scope, v)
							     : assign_plain(variable, scope, v);
	if (target->eval == eval_underbar || target->eval == eval_automatic)
		return assign_automatic(variable, scope, v);
	return assign_scoped(variable, scope, v);
}

/* -- Typed targets: [int]$x = ... ------------------------------------------------------------- */

struct typed_target {
	struct node node;
	struct node *child;
	const struct type *type;
	const struct type_name *type_name;
	struct check *checks;
	uint32_t check_count;
};


static bool assign_typed(struct node *node, struct scope *scope, struct value v)
{
	struct typed_target *target = (struct typed_target *)node;
	struct node *child = target->child;
	struct variable_node *variable = (struct variable_node *)child;
	GError *error = NULL;
	struct value *place;
	struct variable *box;

	if (target->type_name && !target->type)
		target->type = resolve_type_name(scope->session, scope, target->type_name, &error);
	if (error) {
		value_unref(v);
		raise_value(scope, node, error);
		return false;
	}
	if (child->ast->kind != AST_VARIABLE)
		return assign_to(child, scope, v);
	place = variable->scope_kind == SCOPE_GLOBAL || variable->scope_kind == SCOPE_SCRIPT
		? scope_place(named_scope(variable, scope), variable->name)
		: variable_own_place(variable, scope);
	if (!variable_box(place)) {
		box = variable_new(variable->name, value_steal(place));
		if (box->v.kind == V_UNSET)
			box->v = VALUE_NULL;
		value_put(place, value_of(box));
	}
	box = (struct variable *)place->u.block;
	if (target->type && target->type != &type_object)
		box->type = target->type;
	if (target->check_count)
		variable_add_checks(box, target->checks, target->check_count, scope);
	if (variable_assign(place, variable->name, NULL, v, &error))
		return true;
	raise_value(scope, node, error);
	return false;
}

struct node *prepare_typed_target(struct unit *unit, const struct ast *ast)
{
	struct typed_target *target = node_new(unit, sizeof(*target), ast, NULL, NULL);
	const struct ast *at = ast;

	for (;;) {
		if (at->kind == AST_CONVERT) {
			if (!target->type_name)
				target->type_name = ast_convert(at)->type->type;
			at = ast_convert(at)->child;
		} else if (at->kind == AST_ATTRIBUTED) {
			target->checks = checks_add(unit, target->checks, &target->check_count,
						    ast_attributed(at)->attribute);
			at = ast_attributed(at)->child;
		} else {
			break;
		}
	}
	target->child = prepare_expression(unit, at);
	return &target->node;
}

/* -- Several targets: $a, $b = ... --------------------------------------------------------------- */

/* The rest of a list goes to the last target: one element as itself, none as null. */
static struct value rest_of(struct value v, uint32_t from)
{
	struct array *rest;
	uint32_t n = v.kind == V_ARRAY ? v.u.array->len : v.u.list->len;

	if (from >= n)
		return VALUE_NULL;
	if (from + 1 == n)
		return v.kind == V_ARRAY ? array_get(v.u.array, from) : list_get(v.u.list, from);
	rest = array_new(NULL, n - from);
	for (uint32_t i = from; i < n; i++)
		array_set(rest, i - from, v.kind == V_ARRAY ? array_get(v.u.array, i)
							   : list_get(v.u.list, i));
	return value_of(rest);
}

static struct value part_of(struct value v, uint32_t i, bool last)
{
	if (v.kind != V_ARRAY && v.kind != V_LIST)
		return i == 0 ? value_ref(v) : VALUE_NULL;
	if (last)
		return rest_of(v, i);
	if (i >= (v.kind == V_ARRAY ? v.u.array->len : v.u.list->len))
		return VALUE_NULL;
	return v.kind == V_ARRAY ? array_get(v.u.array, i) : list_get(v.u.list, i);
}

static bool assign_list(struct node *target, struct scope *scope, struct value v)
{
	struct list_node *list = (struct list_node *)target;
	bool ok = true;

	for (uint32_t i = 0; ok && i < list->items.n; i++)
		ok = assign_to(list->items.nodes[i], scope, part_of(v, i, i + 1 == list->items.n));
	value_unref(v);
	return ok;
}

bool assign_to(struct node *target, struct scope *scope, struct value v)
{
	switch (target->ast->kind) {
	case AST_VARIABLE:
		return assign_variable(target, scope, v);
	case AST_CONVERT:
	case AST_ATTRIBUTED:
		return assign_typed(target, scope, v);
	case AST_INDEX:
		return assign_index(target, scope, v);
	case AST_MEMBER:
		return assign_member(target, scope, v);
	case AST_PAREN:
		return assign_to(((struct unary_node *)target)->child, scope, v);
	default:
		return assign_list(target, scope, v);
	}
}
