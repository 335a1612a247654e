/*
 * Arithmetic and comparison. The pairs that scripts use (int32 with int32,
 * double with double, string with string) are done here; everything else goes
 * to the tables of lib/operate.h.
 */
#include "config.h"

#include "shell/eval.h"

#include "lib/convert.h"
#include "lib/operate.h"

static inline bool both(struct value a, struct value b, enum value_kind kind)
{
	return a.kind == kind && b.kind == kind;
}

static inline struct value int_result(int64_t i)
{
	return i == (int32_t)i ? value_i32(i) : value_f64(i);
}

/* The slow way: any pair; both operands are dropped. */
static struct value operate(struct node *node, struct scope *scope, enum operator op,
			    struct value a, struct value b)
{
	struct value result;
	GError *error = NULL;
	bool ok = value_operate(op, a, b, &result, &error);

	value_unref(a);
	value_unref(b);
	return ok ? result : raise_value(scope, node, error);
}

/* Evaluates both sides; on a signal returns from the caller. */
#define OPERANDS(node, scope, a, b) \
	struct binary_node *binary = (struct binary_node *)(node); \
	struct value a = node_value(binary->left, scope), b; \
	if (G_UNLIKELY(a.kind == V_SIGNAL)) \
		return a; \
	b = node_value(binary->right, scope); \
	if (G_UNLIKELY(b.kind == V_SIGNAL)) { \
		value_unref(a); \
		return b; \
	}

static struct value add_strings(struct value a, struct value b)
{
	struct value sum;

	if (a.u.block->refs == 1)
		sum = value_str(str_append(a.u.str, b.u.str->data, b.u.str->len));
	else {
		sum = value_str(str_concat(a.u.str, b.u.str));
		value_unref(a);
	}
	value_unref(b);
	return sum;
}

/* A collection after a string is joined with $OFS. */
static struct value add_collection(struct scope *scope, struct value a, struct value b)
{
	value_auto ofs = scope_get(scope, symbol_get("OFS", 3));
	struct string *separator = value_is_null(ofs) ? NULL : value_to_string(ofs, NULL);
	struct string *text = value_to_text(scope, b, separator ? separator->data : NULL);

	str_unref(separator);
	value_unref(b);
	return add_strings(a, value_str(text));
}

struct value values_add(struct node *node, struct scope *scope, struct value a, struct value b)
{
	if (both(a, b, V_I32))
		return int_result(a.u.i + b.u.i);
	if (both(a, b, V_F64))
		return value_f64(a.u.f + b.u.f);
	if (both(a, b, V_STRING) && (uint64_t)a.u.str->len + b.u.str->len < STR_MAX_BYTES)
		return add_strings(a, b);
	if (a.kind == V_STRING && value_is_enumerable(b))
		return add_collection(scope, a, b);
	return operate(node, scope, OP_ADD, a, b);
}

static struct value values_sub(struct node *node, struct scope *scope, struct value a, struct value b)
{
	if (both(a, b, V_I32))
		return int_result(a.u.i - b.u.i);
	if (both(a, b, V_F64))
		return value_f64(a.u.f - b.u.f);
	return operate(node, scope, OP_SUB, a, b);
}

static struct value values_mul(struct node *node, struct scope *scope, struct value a, struct value b)
{
	if (both(a, b, V_I32))
		return int_result(a.u.i * b.u.i);
	if (both(a, b, V_F64))
		return value_f64(a.u.f * b.u.f);
	return operate(node, scope, OP_MUL, a, b);
}

static struct value values_rem(struct node *node, struct scope *scope, struct value a, struct value b)
{
	if (both(a, b, V_I32) && b.u.i > 0)
		return value_i32((int32_t)a.u.i % (int32_t)b.u.i);
	return operate(node, scope, OP_REM, a, b);
}

static struct value values_div(struct node *node, struct scope *scope, struct value a, struct value b)
{
	if (both(a, b, V_F64) && b.u.f != 0)
		return value_f64(a.u.f / b.u.f);
	return operate(node, scope, OP_DIV, a, b);
}

struct value values_operate(struct node *node, struct scope *scope, enum operator op,
			    struct value a, struct value b)
{
	switch (op) {
	case OP_ADD:
		return values_add(node, scope, a, b);
	case OP_SUB:
		return values_sub(node, scope, a, b);
	case OP_MUL:
		return values_mul(node, scope, a, b);
	case OP_REM:
		return values_rem(node, scope, a, b);
	case OP_DIV:
		return values_div(node, scope, a, b);
	default:
		return operate(node, scope, op, a, b);
	}
}

struct value eval_add(struct node *node, struct scope *scope)
{
	OPERANDS(node, scope, a, b)
	if (G_LIKELY(both(a, b, V_I32)))
		return int_result(a.u.i + b.u.i);
	return values_add(node, scope, a, b);
}

struct value eval_sub(struct node *node, struct scope *scope)
{
	OPERANDS(node, scope, a, b)
	if (G_LIKELY(both(a, b, V_I32)))
		return int_result(a.u.i - b.u.i);
	return values_sub(node, scope, a, b);
}

struct value eval_mul(struct node *node, struct scope *scope)
{
	OPERANDS(node, scope, a, b)
	if (G_LIKELY(both(a, b, V_I32)))
		return int_result(a.u.i * b.u.i);
	return values_mul(node, scope, a, b);
}

struct value eval_rem(struct node *node, struct scope *scope)
{
	OPERANDS(node, scope, a, b)
	return values_rem(node, scope, a, b);
}

struct value eval_operate(struct node *node, struct scope *scope)
{
	OPERANDS(node, scope, a, b)
	if (both(a, b, V_I32)) {
		if (binary->op == OP_BAND)
			return value_i32(a.u.i & b.u.i);
		if (binary->op == OP_BOR)
			return value_i32(a.u.i | b.u.i);
	}
	return values_operate(node, scope, binary->op, a, b);
}

/* -- Comparison -------------------------------------------------------------------- */

/* For each operator: bit 0 when it holds for less, bit 1 for equal, bit 2 for greater. */
static const uint8_t holds[] = {
	[COMPARE_EQ] = 2, [COMPARE_NE] = 5, [COMPARE_LT] = 1, [COMPARE_LE] = 3, [COMPARE_GT] = 4,
	[COMPARE_GE] = 6,
};

static inline bool ordered(int op, int order)
{
	return holds[op] >> (order + 1) & 1;
}

static struct value compare_slowly(struct node *node, struct scope *scope, struct value a,
				   struct value b)
{
	struct binary_node *binary = (struct binary_node *)node;
	GError *error = NULL;
	struct value result;
	bool ok = value_compare(binary->op, a, b, binary->with_case, &result, &error);

	value_unref(a);
	value_unref(b);
	return ok ? result : raise_value(scope, node, error);
}

struct value eval_compare(struct node *node, struct scope *scope)
{
	OPERANDS(node, scope, a, b)
	if (both(a, b, V_I32))
		return value_bool(ordered(binary->op, (a.u.i > b.u.i) - (a.u.i < b.u.i)));
	if (both(a, b, V_F64) && a.u.f == a.u.f && b.u.f == b.u.f)
		return value_bool(ordered(binary->op, (a.u.f > b.u.f) - (a.u.f < b.u.f)));
	return compare_slowly(node, scope, a, b);
}

/* Truth of a condition without making a value: used by if and loops. */
int node_test(struct node *node, struct scope *scope)
{
	struct value v = node->eval(node, scope);
	bool truth;

	if (G_LIKELY(v.kind == V_BOOL))
		return v.u.b;
	if (v.kind == V_SIGNAL)
		return -1;
	truth = value_truth(v);
	value_unref(v);
	return truth;
}

/* -- Unary --------------------------------------------------------------------------- */

struct value eval_not(struct node *node, struct scope *scope)
{
	int truth = node_test(((struct unary_node *)node)->child, scope);

	return truth < 0 ? VALUE_SIGNAL : value_bool(!truth);
}

static struct value eval_unary_by(struct node *node, struct scope *scope,
				  bool (*fn)(struct value, struct value *, GError **))
{
	struct unary_node *unary = (struct unary_node *)node;
	struct value v = unary->child->eval(unary->child, scope), result;
	GError *error = NULL;
	bool ok;

	if (v.kind == V_SIGNAL)
		return v;
	ok = fn(v, &result, &error);
	value_unref(v);
	return ok ? result : raise_value(scope, node, error);
}

struct value eval_negate(struct node *node, struct scope *scope)
{
	return eval_unary_by(node, scope, value_negate);
}

struct value eval_plus(struct node *node, struct scope *scope)
{
	return eval_unary_by(node, scope, value_plus);
}

struct value eval_bnot(struct node *node, struct scope *scope)
{
	return eval_unary_by(node, scope, value_bnot);
}

struct value eval_unary_split(struct node *node, struct scope *scope)
{
	return eval_unary_by(node, scope, value_split_unary);
}

static bool join_unary(struct value v, struct value *ret, GError **error)
{
	return value_join(v, "", ret, error);
}

struct value eval_unary_join(struct node *node, struct scope *scope)
{
	return eval_unary_by(node, scope, join_unary);
}

/* -- Logic ----------------------------------------------------------------------------- */

struct value eval_and(struct node *node, struct scope *scope)
{
	struct binary_node *binary = (struct binary_node *)node;
	int truth = node_test(binary->left, scope);

	if (truth > 0)
		truth = node_test(binary->right, scope);
	return truth < 0 ? VALUE_SIGNAL : value_bool(truth);
}

struct value eval_or(struct node *node, struct scope *scope)
{
	struct binary_node *binary = (struct binary_node *)node;
	int truth = node_test(binary->left, scope);

	if (truth == 0)
		truth = node_test(binary->right, scope);
	return truth < 0 ? VALUE_SIGNAL : value_bool(truth);
}

struct value eval_xor(struct node *node, struct scope *scope)
{
	struct binary_node *binary = (struct binary_node *)node;
	int left = node_test(binary->left, scope), right;

	if (left < 0)
		return VALUE_SIGNAL;
	right = node_test(binary->right, scope);
	return right < 0 ? VALUE_SIGNAL : value_bool(left != right);
}

struct value eval_coalesce(struct node *node, struct scope *scope)
{
	struct binary_node *binary = (struct binary_node *)node;
	struct value v = binary->left->eval(binary->left, scope);

	if (v.kind == V_SIGNAL || !value_is_null(v))
		return v;
	return binary->right->eval(binary->right, scope);
}
