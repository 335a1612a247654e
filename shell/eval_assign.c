/*
 * Assignment, compound assignment, ++ and --. The target's parts are evaluated
 * once; a string with one owner grows in place because its slot is emptied
 * while the sum is made.
 */
#include "config.h"

#include "shell/eval.h"

#include "lib/convert.h"
#include "shell/member.h"

struct assign_node {
	struct node node;
	struct node *target;
	struct node *right;
	enum ast_operator op;
	bool pure;		/* the right side is an expression, not a statement */
};

static struct value eval_right(struct assign_node *a, struct scope *scope)
{
	return a->pure ? node_value(a->right, scope) : eval_statement(a->right, scope);
}

static enum flow exec_set(struct node *node, struct scope *scope, struct sink *out)
{
	struct assign_node *a = (struct assign_node *)node;
	struct value v = eval_right(a, scope);

	if (v.kind == V_SIGNAL)
		return scope->session->flow;
	return assign_to(a->target, scope, v) ? FLOW_NEXT : scope->session->flow;
}

static struct value eval_set(struct node *node, struct scope *scope)
{
	struct assign_node *a = (struct assign_node *)node;
	struct value v = eval_right(a, scope);

	if (v.kind == V_SIGNAL)
		return v;
	value_ref(v);
	if (assign_to(a->target, scope, v)) {
		if (a->target->ast->kind != AST_CONVERT)
			return v;
		value_unref(v);
		return a->target->eval ? a->target->eval(a->target, scope)
				       : ((struct unary_node *)a->target)->child->eval(
						 ((struct unary_node *)a->target)->child, scope);
	}
	value_unref(v);
	return VALUE_SIGNAL;
}

/* $null = ...: nothing is kept, nor collected on the way. */
static enum flow exec_discard(struct node *node, struct scope *scope, struct sink *out)
{
	struct assign_node *a = (struct assign_node *)node;
	struct sink none = { sink_discards };
	struct value v;

	if (!a->pure)
		return a->right->exec(a->right, scope, &none);
	v = a->right->eval(a->right, scope);
	if (v.kind == V_SIGNAL)
		return scope->session->flow;
	value_unref(v);
	return FLOW_NEXT;
}

static struct value eval_discard(struct node *node, struct scope *scope)
{
	return eval_right((struct assign_node *)node, scope);
}

/* -- Places: what a compound assignment reads and writes --------------------------------- */

/* A target evaluated as far as it can be without reading it. */
struct place {
	struct node *node;
	struct value target;		/* of an index or member */
	struct value index;
	struct symbol *name;
};

static void place_clear(struct place *place)
{
	value_unref(place->target);
	value_unref(place->index);
}

static bool place_open(struct place *place, struct node *node, struct scope *scope)
{
	*place = (struct place){ .node = node, .target = VALUE_NULL, .index = VALUE_NULL };
	if (node->ast->kind == AST_INDEX) {
		struct binary_node *b = (struct binary_node *)node;

		place->target = b->left->eval(b->left, scope);
		if (place->target.kind == V_SIGNAL)
			return false;
		place->index = b->right->eval(b->right, scope);
		if (place->index.kind != V_SIGNAL)
			return true;
		value_unref(place->target);
		return false;
	}
	if (node->ast->kind == AST_MEMBER && !ast_member(node->ast)->is_static)
		return member_place(node, scope, &place->target, &place->name);
	return true;
}

/* Compound assignment reads only the scope's own variable (language rule 45). */
static struct value read_own(struct node *node, struct scope *scope)
{
	struct variable_node *variable = (struct variable_node *)node;
	struct value *place;

	if (node->eval != eval_variable)
		return node->eval(node, scope);
	place = scope_find_own(scope, variable->name);
	if (!place && scope->kind == SCOPE_KIND_GLOBAL)
		return node->eval(node, scope);
	return place ? variable_read(place) : VALUE_NULL;
}

static struct value place_read(struct place *place, struct scope *scope, bool own)
{
	GError *error = NULL;
	struct value v = VALUE_NULL;

	if (place->node->ast->kind == AST_INDEX) {
		if (!member_index(scope, place->target, place->index, &v, &error))
			return raise_value(scope, place->node, error);
		return v;
	}
	if (place->name) {
		v = member_get(scope, place->target, place->name, &error);
		if (error)
			return raise_value(scope, place->node, error);
		return v.kind == V_UNSET ? VALUE_NULL : v;
	}
	if (place->node->ast->kind == AST_CONVERT || place->node->ast->kind == AST_ATTRIBUTED) {
		struct node *child = ((struct unary_node *)place->node)->child;

		return child->eval(child, scope);
	}
	if (own && place->node->ast->kind == AST_VARIABLE)
		return read_own(place->node, scope);
	return place->node->eval(place->node, scope);
}

static bool place_write(struct place *place, struct scope *scope, struct value v)
{
	GError *error = NULL;
	bool ok;

	if (place->node->ast->kind == AST_INDEX)
		ok = member_index_set(scope, place->target, place->index, v, &error);
	else if (place->name)
		ok = member_set(scope, place->target, place->name, v, &error);
	else
		return assign_to(place->node, scope, v);
	value_unref(v);
	if (!ok)
		raise_value(scope, place->node, error);
	return ok;
}

static const enum operator arithmetic[] = {
	[AST_OP_SET_ADD] = OP_ADD, [AST_OP_SET_SUB] = OP_SUB, [AST_OP_SET_MUL] = OP_MUL,
	[AST_OP_SET_DIV] = OP_DIV, [AST_OP_SET_REM] = OP_REM,
};

/* Sums that cannot fail. */
static bool grows_in_place(enum ast_operator op, struct value old, struct value right)
{
	return op == AST_OP_SET_ADD && old.kind == V_STRING && right.kind == V_STRING &&
	       (uint64_t)old.u.str->len + right.u.str->len < STR_MAX_BYTES;
}

/* A plain slot of this scope; a text that grows is taken out while the sum is made. */
static bool compound_fast(struct assign_node *a, struct scope *scope, enum flow *flow)
{
	struct value *slot, old, right, sum;

	if (a->target->eval != eval_variable || a->op == AST_OP_SET_COALESCE)
		return false;
	slot = scope->layout == ((struct variable_node *)a->target)->layout
	       ? &scope->slots[((struct variable_node *)a->target)->slot] : NULL;
	if (!slot || slot->kind == V_VARIABLE || slot->kind == V_UNSET ||
	    scope->layout->types[((struct variable_node *)a->target)->slot])
		return false;
	right = eval_right(a, scope);
	*flow = scope->session->flow;
	if (right.kind == V_SIGNAL)
		return true;
	slot = &scope->slots[((struct variable_node *)a->target)->slot];
	if (slot->kind == V_I32 && right.kind == V_I32 && a->op == AST_OP_SET_ADD) {
		int64_t i = slot->u.i + right.u.i;

		*slot = i == (int32_t)i ? value_i32(i) : value_f64(i);
		*flow = FLOW_NEXT;
		return true;
	}
	if (!grows_in_place(a->op, *slot, right)) {
		sum = values_operate(&a->node, scope, arithmetic[a->op], value_ref(*slot), right);
		if (sum.kind == V_SIGNAL)
			return true;
		value_put(&scope->slots[((struct variable_node *)a->target)->slot], sum);
		*flow = FLOW_NEXT;
		return true;
	}
	old = value_steal(slot);
	sum = values_operate(&a->node, scope, arithmetic[a->op], old, right);
	slot = &scope->slots[((struct variable_node *)a->target)->slot];
	if (sum.kind != V_SIGNAL)
		*slot = sum;
	*flow = sum.kind == V_SIGNAL ? scope->session->flow : FLOW_NEXT;
	return true;
}

static struct value compound_value(struct assign_node *a, struct scope *scope)
{
	struct place place;
	struct value old, result;

	if (!place_open(&place, a->target, scope))
		return VALUE_SIGNAL;
	old = place_read(&place, scope, true);
	if (old.kind == V_SIGNAL) {
		place_clear(&place);
		return old;
	}
	if (a->op == AST_OP_SET_COALESCE && !value_is_null(old)) {
		place_clear(&place);
		return old;
	}
	result = eval_right(a, scope);
	if (result.kind == V_SIGNAL)
		value_unref(old);
	else if (a->op == AST_OP_SET_COALESCE)
		value_unref(old);
	else
		result = values_operate(&a->node, scope, arithmetic[a->op], old, result);
	if (result.kind != V_SIGNAL && !place_write(&place, scope, value_ref(result))) {
		value_unref(result);
		result = VALUE_SIGNAL;
	}
	place_clear(&place);
	return result;
}

static enum flow exec_compound(struct node *node, struct scope *scope, struct sink *out)
{
	enum flow flow;
	struct value v;

	if (compound_fast((struct assign_node *)node, scope, &flow))
		return flow;
	v = compound_value((struct assign_node *)node, scope);
	if (v.kind == V_SIGNAL)
		return scope->session->flow;
	value_unref(v);
	return FLOW_NEXT;
}

static struct value eval_compound(struct node *node, struct scope *scope)
{
	return compound_value((struct assign_node *)node, scope);
}

/* -- Preparing -------------------------------------------------------------------------------- */

/* A target is an expression, a list of targets, or a typed one. */
static struct node *prepare_target(struct unit *unit, const struct ast *ast)
{
	if (ast->kind == AST_CONVERT || ast->kind == AST_ATTRIBUTED)
		return prepare_typed_target(unit, ast);
	if (ast->kind == AST_ARRAY_LITERAL) {
		struct list_node *list = node_new(unit, sizeof(*list), ast, NULL, NULL);

		list->items.n = ast_array_literal(ast)->element_count;
		list->items.nodes = unit_alloc(unit, list->items.n * sizeof(struct node *));
		for (uint32_t i = 0; i < list->items.n; i++)
			list->items.nodes[i] = prepare_target(unit, ast_array_literal(ast)->elements[i]);
		return &list->node;
	}
	if (ast->kind == AST_PAREN) {
		struct unary_node *paren = node_new(unit, sizeof(*paren), ast, NULL, NULL);
		struct ast *inner = ast_pure_expression(ast_paren(ast)->pipeline);

		paren->child = inner ? prepare_target(unit, inner) : prepare_expression(unit, ast);
		return &paren->node;
	}
	return ast->kind == AST_VARIABLE ? &prepare_variable(unit, ast_variable(ast))->node
					 : prepare_expression(unit, ast);
}

static bool is_null_variable(const struct ast *ast)
{
	return ast->kind == AST_VARIABLE && ast_variable(ast)->scope == SCOPE_NONE &&
	       ast_variable(ast)->name == symbol_get("null", 4);
}

struct node *prepare_assignment(struct unit *unit, const struct ast_assignment *ast)
{
	bool set = ast->op == AST_OP_SET, discard = set && is_null_variable(ast->left);
	struct assign_node *a = node_new(unit, sizeof(*a), &ast->ast,
					 discard ? eval_discard : set ? eval_set : eval_compound,
					 discard ? exec_discard : set ? exec_set : exec_compound);
	struct ast *pure = ast_pure_expression(ast->right);

	a->op = ast->op;
	a->target = prepare_target(unit, ast->left);
	a->pure = pure || ast->right->kind == AST_ASSIGNMENT;
	a->right = pure ? prepare_expression(unit, pure) : prepare_statement(unit, ast->right);
	return &a->node;
}

/* -- ++ and -- ------------------------------------------------------------------------------------ */

struct increment_node {
	struct node node;
	struct node *target;
	int by;
	bool post;
};

static const struct fault not_number = {
	"OperatorRequiresNumber", "System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION, NULL };

static struct value incremented(struct increment_node *inc, struct scope *scope, struct value old)
{
	GError *error = NULL;

	if (value_is_null(old))
		return value_i32(inc->by);
	if (!value_is_number(old)) {
		fault_set(&error, &not_number, old,
			  "The '%s' operator works only on numbers. The operand is a '%s'.",
			  inc->by > 0 ? "++" : "--", type_of(old)->name);
		return raise_value(scope, &inc->node, error);
	}
	return values_add(&inc->node, scope, value_ref(old), value_i32(inc->by));
}

/* Gives the value of the expression. */
static struct value increment(struct increment_node *inc, struct scope *scope)
{
	struct place place;
	struct value old, result;

	if (!place_open(&place, inc->target, scope))
		return VALUE_SIGNAL;
	old = place_read(&place, scope, false);
	result = old.kind == V_SIGNAL ? old : incremented(inc, scope, old);
	if (result.kind != V_SIGNAL && !place_write(&place, scope, value_ref(result))) {
		value_unref(result);
		result = VALUE_SIGNAL;
	}
	place_clear(&place);
	if (old.kind == V_SIGNAL || result.kind == V_SIGNAL || !inc->post) {
		if (old.kind != V_SIGNAL)
			value_unref(old);
		return result;
	}
	value_unref(result);
	return value_is_null(old) ? value_i32(0) : old;
}

/* An int32 in a slot of this scope. */
static bool increment_fast(struct increment_node *inc, struct scope *scope, struct value *old)
{
	struct variable_node *variable = (struct variable_node *)inc->target;
	struct value *slot;

	if (inc->target->eval != eval_variable || variable->layout != scope->layout)
		return false;
	slot = &scope->slots[variable->slot];
	if (slot->kind != V_I32 || slot->u.i == INT32_MAX || slot->u.i == INT32_MIN ||
	    scope->layout->types[variable->slot])
		return false;
	*old = *slot;
	old->aux = 0;
	slot->u.i += inc->by;
	slot->aux = 0;
	return true;
}

static struct value eval_increment(struct node *node, struct scope *scope)
{
	struct increment_node *inc = (struct increment_node *)node;
	struct value old;

	if (!increment_fast(inc, scope, &old))
		return increment(inc, scope);
	if (!inc->post)
		old.u.i += inc->by;
	return old;
}

static enum flow exec_increment(struct node *node, struct scope *scope, struct sink *out)
{
	struct value v = eval_increment(node, scope);

	if (v.kind == V_SIGNAL)
		return scope->session->flow;
	value_unref(v);
	return FLOW_NEXT;
}

struct node *prepare_increment(struct unit *unit, const struct ast_unary *ast)
{
	struct increment_node *inc = node_new(unit, sizeof(*inc), &ast->ast, eval_increment,
					      exec_increment);

	inc->target = prepare_target(unit, ast->child);
	inc->by = ast->op == AST_OP_PRE_INCREMENT || ast->op == AST_OP_POST_INCREMENT ? 1 : -1;
	inc->post = ast->op == AST_OP_POST_INCREMENT || ast->op == AST_OP_POST_DECREMENT;
	return &inc->node;
}
