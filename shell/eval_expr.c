/*
 * The operators that are not arithmetic: ranges, -f, -match and its family,
 * -split, -join, -replace, -contains, -is, -as. Each evaluates its operands and
 * calls the table in lib/operate.h.
 */
#include "config.h"

#include "shell/eval.h"

#include "lib/convert.h"
#include "lib/dict.h"

#define LITERAL_ARGS 8	/* of -f; a longer list is made an array */

/* Both operands; false when control leaves. */
static bool operands(struct node *node, struct scope *scope, struct value *a, struct value *b)
{
	struct binary_node *binary = (struct binary_node *)node;

	*a = node_value(binary->left, scope);
	if (a->kind == V_SIGNAL)
		return false;
	*b = node_value(binary->right, scope);
	if (b->kind == V_SIGNAL) {
		value_unref(*a);
		return false;
	}
	return true;
}

/* Drops the operands; the result or the error raised. */
static struct value finish(struct node *node, struct scope *scope, struct value a, struct value b,
			   bool ok, struct value result, GError *error)
{
	value_unref(a);
	value_unref(b);
	return ok ? result : raise_value(scope, node, error);
}

/* A list written out, as most are: its values make no array. */
static struct value format_literal(struct node *node, struct scope *scope, struct value format,
				   const struct node_list *items)
{
	struct value args[LITERAL_ARGS], result = VALUE_NULL;
	GError *error = NULL;
	uint32_t n = 0;
	bool ok;

	while (n < items->n && (args[n] = node_value(items->nodes[n], scope)).kind != V_SIGNAL)
		n++;
	ok = n == items->n && value_format_list(format, args, n, &result, &error);
	while (n > 0)
		value_unref(args[--n]);
	value_unref(format);
	if (ok)
		return result;
	return error ? raise_value(scope, node, error) : VALUE_SIGNAL;
}

struct value eval_format(struct node *node, struct scope *scope)
{
	struct node *left = ((struct binary_node *)node)->left;
	struct node *right = ((struct binary_node *)node)->right;
	struct value a, b, result = VALUE_NULL;
	GError *error = NULL;
	bool ok;

	if (right->eval == eval_array_literal &&
	    ((struct list_node *)right)->items.n <= LITERAL_ARGS) {
		a = node_value(left, scope);
		return a.kind == V_SIGNAL ? a : format_literal(node, scope, a,
							       &((struct list_node *)right)->items);
	}
	if (!operands(node, scope, &a, &b))
		return VALUE_SIGNAL;
	ok = value_format(a, b, &result, &error);
	return finish(node, scope, a, b, ok, result, error);
}

struct value eval_range(struct node *node, struct scope *scope)
{
	struct value a, b, result = VALUE_NULL;
	GError *error = NULL;
	bool ok;

	if (!operands(node, scope, &a, &b))
		return VALUE_SIGNAL;
	ok = value_range(a, b, &result, &error);
	return finish(node, scope, a, b, ok, result, error);
}

/* A range of integers that is written out makes no array. */
enum flow exec_range(struct node *node, struct scope *scope, struct sink *out)
{
	struct value a, b;
	int64_t step;

	if (!operands(node, scope, &a, &b))
		return scope->session->flow;
	if (a.kind != V_I32 || b.kind != V_I32) {
		struct value result = VALUE_NULL;
		GError *error = NULL;
		bool ok = value_range(a, b, &result, &error);
		enum flow flow = FLOW_NEXT;

		value_unref(a);
		value_unref(b);
		if (!ok)
			return raise_flow(scope, node, error);
		for (uint32_t i = 0; flow == FLOW_NEXT && i < result.u.array->len; i++)
			flow = sink_write(out, result.u.array->u.items[i]);
		value_unref(result);
		return flow;
	}
	step = a.u.i <= b.u.i ? 1 : -1;
	for (int64_t i = a.u.i;; i += step) {
		enum flow flow = sink_write(out, value_i32(i));

		if (flow != FLOW_NEXT || i == b.u.i)
			return flow;
	}
}

struct value eval_match(struct node *node, struct scope *scope)
{
	struct binary_node *binary = (struct binary_node *)node;
	struct value a, b, result = VALUE_NULL, matches = VALUE_UNSET;
	GError *error = NULL;
	bool ok;

	if (!operands(node, scope, &a, &b))
		return VALUE_SIGNAL;
	ok = value_match(binary->op, a, b, binary->with_case, &result, &matches, &error);
	if (matches.kind != V_UNSET)
		scope_set(scope, symbol_get("Matches", 7), matches, NULL);
	return finish(node, scope, a, b, ok, result, error);
}

struct value eval_contains(struct node *node, struct scope *scope)
{
	struct binary_node *binary = (struct binary_node *)node;
	struct value a, b;
	bool found;

	if (!operands(node, scope, &a, &b))
		return VALUE_SIGNAL;
	found = value_contains(a, b, binary->with_case);
	return finish(node, scope, a, b, true, value_bool(found != binary->negate), NULL);
}

struct value eval_in(struct node *node, struct scope *scope)
{
	struct binary_node *binary = (struct binary_node *)node;
	struct value a, b;
	bool found;

	if (!operands(node, scope, &a, &b))
		return VALUE_SIGNAL;
	found = value_contains(b, a, binary->with_case);
	return finish(node, scope, a, b, true, value_bool(found != binary->negate), NULL);
}

struct value eval_replace(struct node *node, struct scope *scope)
{
	struct value a, b, result = VALUE_NULL;
	GError *error = NULL;
	bool ok;

	if (!operands(node, scope, &a, &b))
		return VALUE_SIGNAL;
	ok = value_replace(a, b, ((struct binary_node *)node)->with_case, &scope->session->host,
			   &result, &error);
	return finish(node, scope, a, b, ok, result, error);
}

struct value eval_split(struct node *node, struct scope *scope)
{
	struct value a, b, result = VALUE_NULL;
	GError *error = NULL;
	bool ok;

	if (!operands(node, scope, &a, &b))
		return VALUE_SIGNAL;
	ok = value_split(a, b, ((struct binary_node *)node)->with_case, &scope->session->host,
			 &result, &error);
	return finish(node, scope, a, b, ok, result, error);
}

struct value eval_join(struct node *node, struct scope *scope)
{
	struct value a, b, result = VALUE_NULL;
	GError *error = NULL;
	struct string *separator;
	bool ok;

	if (!operands(node, scope, &a, &b))
		return VALUE_SIGNAL;
	separator = value_to_string(b, NULL);
	ok = value_join(a, separator->data, &result, &error);
	str_unref(separator);
	return finish(node, scope, a, b, ok, result, error);
}

static const struct fault is_not_type = {
	"RuntimeException", "System.Management.Automation.RuntimeException", CATEGORY_NOT_SPECIFIED, NULL };
static const struct fault as_not_name = {
	"InvalidCastFromStringToType", "System.Management.Automation.PSInvalidCastException",
	CATEGORY_INVALID_ARGUMENT, NULL };
static const struct fault as_not_type = {
	"ConvertToFinalInvalidCastException", "System.Management.Automation.PSInvalidCastException",
	CATEGORY_INVALID_ARGUMENT, NULL };

/* The type that the right side of -is and -as names: a type or its name. NULL: raised. */
static const struct type *type_operand(struct node *node, struct scope *scope, struct value v, bool is)
{
	GError *error = NULL;
	const struct type *type = NULL;
	struct string *text;

	v = value_base(v);
	if (v.kind == V_TYPE)
		return v.u.type;
	text = value_to_string(v, NULL);
	if (v.kind == V_STRING)
		type = type_find(text->data, text->len);
	if (!type) {
		fault_set(&error, is ? &is_not_type : v.kind == V_STRING ? &as_not_name : &as_not_type, VALUE_NULL,
			  "Cannot convert the \"%s\" value of type \"%s\" to type \"System.Type\".", text->data,
			  is ? type_string.name : type_of(v)->name);
		raise_value(scope, node, error);
	}
	str_unref(text);
	return type;
}

struct value eval_is(struct node *node, struct scope *scope)
{
	struct binary_node *binary = (struct binary_node *)node;
	struct value a, b;
	const struct type *type;
	bool is;

	if (!operands(node, scope, &a, &b))
		return VALUE_SIGNAL;
	type = type_operand(node, scope, b, true);
	is = type && value_is(a, type);
	value_unref(a);
	value_unref(b);
	return type ? value_bool(is != binary->negate) : VALUE_SIGNAL;
}

struct value eval_as(struct node *node, struct scope *scope)
{
	struct value a, b, result;
	const struct type *type;

	if (!operands(node, scope, &a, &b))
		return VALUE_SIGNAL;
	type = type_operand(node, scope, b, false);
	result = type ? value_as(a, type) : VALUE_SIGNAL;
	value_unref(a);
	value_unref(b);
	return result;
}
