/*
 * Comparison. The left operand decides: text compares by culture with what the
 * right is as text, numbers by value, anything else after the right was
 * converted to its type. -eq never fails, order may.
 */
#include "config.h"

#include "lib/operate.h"

#include "lib/arith.h"
#include "lib/array.h"
#include "lib/collate.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/object.h"

static const struct fault comparison_failure = {
	"ComparisonFailure",
	"System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION,
	NULL,
};
static const struct fault not_comparable = {
	"NotIcomparable",
	"System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION,
	NULL,
};
static const struct fault object_comparison = {
	"PSObjectCompareTo",
	"System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION,
	NULL,
};

/* -- Equality ----------------------------------------------------------------- */

static bool text_equal(struct value a, struct value b, bool with_case)
{
	struct string *right;
	bool equal;

	if (b.kind == V_STRING)
		return str_equal_culture(a.u.str, b.u.str, !with_case);
	right = value_to_string(b, NULL);
	equal = str_equal_culture(a.u.str, right, !with_case);
	str_unref(right);
	return equal;
}

static bool is_numeric(struct value v)
{
	return value_is_number(v) || v.kind == V_CHAR;
}

/* Both of one kind already. */
static bool same_kind_equal(struct value a, struct value b)
{
	switch (a.kind) {
	case V_BOOL:
	case V_SWITCH:
		return a.u.b == b.u.b;
	case V_DATETIME:
		return (a.u.u & 0x3fffffffffffffffull) == (b.u.u & 0x3fffffffffffffffull);
	case V_TIMESPAN:
		return a.u.i == b.u.i;
	case V_ENUM:
		return a.u.i == b.u.i && a.aux == b.aux;
	case V_TYPE:
		return a.u.type == b.u.type;
	default:
		break;
	}
	if (a.u.block == b.u.block)
		return true;
	if (a.kind == V_NATIVE || a.kind == V_OBJECT)
		for (const struct type *t = type_of(a); t; t = t->base)
			if (t->equals)
				return type_of(b) == type_of(a) && t->equals(a, b);
	return false;
}

static uint32_t fold_char(struct value v, bool with_case)
{
	return with_case ? v.u.ch : unichar_fold(v.u.ch);
}

/* Text beside a number is the number it reads as, not one of the left's type. */
static bool number_equal_text(struct value a, struct value b)
{
	value_auto number = VALUE_UNSET;

	return arith_text_to_number(b, type_of(a), &number, NULL) && arith_is_operand(number) &&
	       arith_compare(a, number) == 0;
}

static bool equal_converted(struct value a, struct value b, bool with_case)
{
	value_auto right = VALUE_UNSET;

	if (!value_convert(b, type_of(a), &right, NULL) || right.kind != a.kind)
		return false;
	if (a.kind == V_CHAR)
		return fold_char(a, with_case) == fold_char(right, with_case);
	return is_numeric(a) ? arith_compare(a, right) == 0 : same_kind_equal(a, right);
}

bool value_equal(struct value a, struct value b, bool with_case)
{
	if (a.kind == V_I32 && b.kind == V_I32)
		return a.u.i == b.u.i;
	a = value_base(a);
	b = value_base(b);
	if (value_is_null(a) || value_is_null(b))
		return value_is_null(a) && value_is_null(b);
	if (a.kind == V_STRING)
		return text_equal(a, b, with_case);
	if (a.kind == V_CHAR && b.kind == V_CHAR)
		return fold_char(a, with_case) == fold_char(b, with_case);
	if (is_numeric(a) && is_numeric(b) && !(a.kind == V_CHAR))
		return arith_compare(a, b) == 0;
	if (value_is_number(a) && b.kind == V_STRING)
		return number_equal_text(a, b);
	if (a.kind == V_ENUM && b.kind == V_BOOL)
		return a.u.i == b.u.b;
	if (a.kind == b.kind && same_kind_equal(a, b))
		return true;
	if (a.kind == V_TYPE)
		return false;
	if (a.kind >= V_ARRAY && a.kind != V_NATIVE && a.kind != V_OBJECT)
		return a.kind == b.kind && a.u.block == b.u.block;
	if (a.kind == V_OBJECT && type_of(a) == &type_pscustomobject)
		return false;
	return equal_converted(a, b, with_case);
}

/* -- Order -------------------------------------------------------------------- */

/* A number, char or bool beside null: null is below all but negative numbers. */
static int order_beside_null(struct value v)
{
	if (value_is_number(v))
		return arith_compare(v, value_i32(0)) < 0 ? -1 : 1;
	return 1;
}

static bool comparison_failed(struct value a, struct value b, GError *failure, GError **error)
{
	struct string *left = value_to_string(a, NULL), *right = value_to_string(b, NULL);

	fault_set(error, &comparison_failure, VALUE_NULL,
		  "Could not compare \"%s\" to \"%s\". Error: \"%s\"", left->data, right->data,
		  failure->message);
	str_unref(left);
	str_unref(right);
	g_error_free(failure);
	return false;
}

static int (*type_order(struct value v))(struct value, struct value)
{
	if (v.kind == V_NATIVE || v.kind == V_OBJECT)
		for (const struct type *t = type_of(v); t; t = t->base)
			if (t->compare)
				return t->compare;
	return NULL;
}

static bool is_comparable(struct value v)
{
	return v.kind <= V_ENUM || v.kind == V_DECIMAL || v.kind == V_BIGINT || type_order(v);
}

static bool cannot_order(struct value a, struct value b, GError **error)
{
	struct string *left = value_to_string(a, NULL), *right = value_to_string(b, NULL);

	if (a.kind == V_OBJECT && type_of(a) == &type_pscustomobject)
		fault_set(error, &object_comparison, VALUE_NULL,
			  "Cannot compare \"%s\" to \"%s\" because the objects are not the same "
			  "type or "
			  "the object \"%s\" does not implement \"IComparable\".",
			  left->data, right->data, left->data);
	else
		fault_set(error, &not_comparable, VALUE_NULL,
			  "Cannot compare \"%s\" because it is not IComparable.", left->data);
	str_unref(left);
	str_unref(right);
	return false;
}

static int order_same_kind(struct value a, struct value b)
{
	int64_t i, j;

	switch (a.kind) {
	case V_CHAR:
		return (a.u.ch > b.u.ch) - (a.u.ch < b.u.ch);
	case V_DATETIME:
		i = (int64_t)(a.u.u & 0x3fffffffffffffffull);
		j = (int64_t)(b.u.u & 0x3fffffffffffffffull);
		return (i > j) - (i < j);
	case V_BOOL:
	case V_SWITCH:
		return (int)a.u.b - (int)b.u.b;
	case V_TIMESPAN:
	case V_ENUM:
		return (a.u.i > b.u.i) - (a.u.i < b.u.i);
	default:
		return type_order(a) ? type_order(a)(a, b) : 0;
	}
}

static bool order_text(struct value a, struct value b, bool with_case, int *ret)
{
	struct string *right = value_to_string(b, NULL);

	*ret = collate(a.u.str, right, !with_case);
	str_unref(right);
	return true;
}

static bool order_numbers(struct value a, struct value b, int *ret, GError **error)
{
	value_auto number = VALUE_UNSET;
	GError *failure = NULL;

	if (b.kind == V_STRING) {
		if (!arith_text_to_number(b, type_of(a), &number, error))
			return false;
		b = number;
	} else if (!is_numeric(b)) {
		if (!value_convert(b, type_of(a), &number, &failure))
			return comparison_failed(a, b, failure, error);
		b = number;
	}
	*ret = arith_compare(a, b);
	return true;
}

bool value_order(struct value a, struct value b, bool with_case, int *ret, GError **error)
{
	value_auto right = VALUE_UNSET;
	GError *failure = NULL;

	a = value_base(a);
	b = value_base(b);
	if (value_is_null(a)) {
		*ret = value_is_null(b) ? 0 : -order_beside_null(b);
		return true;
	}
	if (value_is_null(b)) {
		*ret = order_beside_null(a);
		return true;
	}
	if (a.kind == V_STRING)
		return order_text(a, b, with_case, ret);
	if (value_is_number(a))
		return order_numbers(a, b, ret, error);
	if (!is_comparable(a)) {
		if (a.kind == b.kind && value_counted(a) && a.u.block == b.u.block) {
			*ret = 0;
			return true;
		}
		return cannot_order(a, b, error);
	}
	if (!value_convert(b, type_of(a), &right, &failure))
		return comparison_failed(a, b, failure, error);
	*ret = order_same_kind(a, right);
	return true;
}

/* -- The operators ------------------------------------------------------------ */

static bool holds(int op, int order)
{
	if (order == 2)		/* NaN */
		return op == COMPARE_NE;
	switch (op) {
	case COMPARE_EQ:
		return order == 0;
	case COMPARE_NE:
		return order != 0;
	case COMPARE_LT:
		return order < 0;
	case COMPARE_LE:
		return order <= 0;
	case COMPARE_GT:
		return order > 0;
	default:
		return order >= 0;
	}
}

static bool compare_one(int op, struct value a, struct value b, bool with_case, bool *ret,
			GError **error)
{
	int order;

	if (op == COMPARE_EQ || op == COMPARE_NE) {
		*ret = value_equal(a, b, with_case) == (op == COMPARE_EQ);
		return true;
	}
	if (!value_order(a, b, with_case, &order, error))
		return false;
	*ret = holds(op, order);
	return true;
}

static bool compare_each(int op, struct value a, struct value b, bool with_case, struct value *ret,
			 GError **error)
{
	GArray *kept = g_array_new(FALSE, FALSE, sizeof(struct value));
	struct enumerator e;
	struct value item;
	GError *failure = NULL;
	bool keep;

	enumerator_init(&e, a);
	while (enumerator_next(&e, &item, &failure)) {
		if (!compare_one(op, item, b, with_case, &keep, &failure)) {
			value_unref(item);
			break;
		}
		if (keep)
			g_array_append_val(kept, item);
		else
			value_unref(item);
	}
	enumerator_clear(&e);
	*ret = value_of(array_take((struct value *)kept->data, kept->len));
	g_array_free(kept, TRUE);
	if (!failure)
		return true;
	value_unref(*ret);
	g_propagate_error(error, failure);
	return false;
}

bool value_compare(int op, struct value a, struct value b, bool with_case, struct value *ret,
		   GError **error)
{
	bool r;

	if (a.kind == V_I32 && b.kind == V_I32) {
		*ret = value_bool(holds(op, (a.u.i > b.u.i) - (a.u.i < b.u.i)));
		return true;
	}
	if (value_is_enumerable(a))
		return compare_each(op, a, b, with_case, ret, error);
	if (!compare_one(op, a, b, with_case, &r, error))
		return false;
	*ret = value_bool(r);
	return true;
}

bool value_contains(struct value collection, struct value item, bool with_case)
{
	struct enumerator e;
	struct value one;
	bool found = false;

	if (!value_is_enumerable(collection))
		return value_equal(collection, item, with_case);
	enumerator_init(&e, collection);
	while (!found && enumerator_next(&e, &one, NULL)) {
		found = value_equal(one, item, with_case);
		value_unref(one);
	}
	enumerator_clear(&e);
	return found;
}
