/*
 * The operators that .NET types define for themselves: date-times, time spans,
 * decimals. A row says what it takes; the choice among rows and the errors are
 * those of a method call.
 */
#include "config.h"

#include <math.h>

#include "lib/arith.h"
#include "lib/convert.h"
#include "lib/datetime.h"

static const struct fault not_found = {
	"MethodNotFound",
	"System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION,
	NULL,
};
static const struct fault no_overload = {
	"MethodCountCouldNotFindBest", "System.Management.Automation.MethodException",
	CATEGORY_NOT_SPECIFIED, NULL,
};
static const struct fault bad_argument = {
	"MethodArgumentConversionInvalidCastArgument",
	"System.Management.Automation.MethodException",
	CATEGORY_NOT_SPECIFIED,
	NULL,
};
static const struct fault thrown = {
	"DotNetMethodException", "System.Management.Automation.MethodInvocationException",
	CATEGORY_NOT_SPECIFIED, NULL,
};
const struct fault operate_undefined_fault = {
	"NotADefinedOperationForType", "System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION, NULL,
};

static const struct operator_name {
	const char *sign, *method;
} names[OP_COUNT] = {
	[OP_ADD] = { "+", "op_Addition" },
	[OP_SUB] = { "-", "op_Subtraction" },
	[OP_MUL] = { "*", "op_Multiply" },
	[OP_DIV] = { "/", "op_Division" },
	[OP_REM] = { "%", "op_Modulus" },
	[OP_BAND] = { "-band", "op_BitwiseAnd" },
	[OP_BOR] = { "-bor", "op_BitwiseOr" },
	[OP_BXOR] = { "-bxor", "op_ExclusiveOr" },
	[OP_SHL] = { "-shl", "op_LeftShift" },
	[OP_SHR] = { "-shr", "op_RightShift" },
};

const char *operate_sign(enum operator op)
{
	return names[op].sign;
}

const char *operate_type_name(struct value v)
{
	const struct type *type;

	if (value_is_null(v))
		return "$null";
	type = type_of(v);
	return type == &type_pscustomobject ? "System.Management.Automation.PSObject" : type->name;
}

/* -- What the operators do ---------------------------------------------------- */

typedef bool (*op_fn)(enum operator op, struct value a, struct value b, struct value *ret,
		      const char **reason);

static bool span_result(__int128 ticks, struct value *ret, const char **reason)
{
	if (ticks > INT64_MAX || ticks < INT64_MIN) {
		*reason = "TimeSpan overflowed because the duration is too long.";
		return false;
	}
	*ret = timespan_value((int64_t)ticks);
	return true;
}

static bool date_span(enum operator op, struct value a, struct value b, struct value *ret,
		      const char **reason)
{
	__int128 ticks =
		(__int128)date_ticks(a) + (op == OP_ADD ? (__int128)b.u.i : -(__int128)b.u.i);

	if (ticks < 0 || ticks > DATE_MAX_TICKS) {
		*reason = "The added or subtracted value results in an un-representable DateTime. "
			  "(Parameter 't')";
		return false;
	}
	*ret = date_value((int64_t)ticks, date_kind(a));
	return true;
}

static bool date_date(enum operator op, struct value a, struct value b, struct value *ret,
		      const char **reason)
{
	(void)op;
	return span_result((__int128)date_ticks(a) - date_ticks(b), ret, reason);
}

static bool span_span(enum operator op, struct value a, struct value b, struct value *ret,
		      const char **reason)
{
	return span_result(op == OP_ADD ? (__int128)a.u.i + b.u.i : (__int128)a.u.i - b.u.i, ret,
			   reason);
}

static bool span_ratio(enum operator op, struct value a, struct value b, struct value *ret,
		       const char **reason)
{
	(void)op;
	(void)reason;
	*ret = value_f64((double)a.u.i / (double)b.u.i);
	return true;
}

static bool span_scale(enum operator op, struct value a, struct value b, struct value *ret,
		       const char **reason)
{
	double ticks = a.kind == V_TIMESPAN ? (op == OP_MUL ? a.u.i * b.u.f : a.u.i / b.u.f)
					    : a.u.f * b.u.i;

	if (isnan(a.kind == V_TIMESPAN ? b.u.f : a.u.f)) {
		*reason = "TimeSpan does not accept floating point Not-a-Number values.";
		return false;
	}
	ticks = nearbyint(ticks);
	return span_result(fabs(ticks) < 0x1p64 ? (__int128)ticks : (__int128)1 << 100, ret,
			   reason);
}

static bool decimals(enum operator op, struct value a, struct value b, struct value *ret,
		     const char **reason)
{
	if (arith_apply(op, ARITH_DECIMAL, a, b, ret, NULL))
		return true;
	*reason = op == OP_DIV || op == OP_REM ? "Attempted to divide by zero."
					       : "Value was either too large or too small for a "
						 "Decimal.";
	return false;
}

static const struct op_method {
	enum operator op;
	const struct type *left, *right;
	op_fn fn;
} date_methods[] = {
	{ OP_ADD, &type_datetime, &type_timespan, date_span },
	{ OP_SUB, &type_datetime, &type_datetime, date_date },
	{ OP_SUB, &type_datetime, &type_timespan, date_span },
	{ 0 }
}, span_methods[] = {
	{ OP_ADD, &type_timespan, &type_timespan, span_span },
	{ OP_SUB, &type_timespan, &type_timespan, span_span },
	{ OP_MUL, &type_timespan, &type_double, span_scale },
	{ OP_MUL, &type_double, &type_timespan, span_scale },
	{ OP_DIV, &type_timespan, &type_double, span_scale },
	{ OP_DIV, &type_timespan, &type_timespan, span_ratio },
	{ 0 }
}, decimal_methods[] = {
	{ OP_ADD, &type_decimal, &type_decimal, decimals },
	{ OP_SUB, &type_decimal, &type_decimal, decimals },
	{ OP_MUL, &type_decimal, &type_decimal, decimals },
	{ OP_DIV, &type_decimal, &type_decimal, decimals },
	{ OP_REM, &type_decimal, &type_decimal, decimals },
	{ 0 }
};

static const struct op_method *methods_of(struct value v)
{
	switch (v.kind) {
	case V_DATETIME:
		return date_methods;
	case V_TIMESPAN:
		return span_methods;
	case V_DECIMAL:
		return decimal_methods;
	default:
		return NULL;
	}
}

/* -- Choice ------------------------------------------------------------------- */

/* How well a value suits a parameter: 0 not at all, the same type best. */
static int suits(struct value v, const struct type *to)
{
	if (v.kind == to->kind)
		return 10;
	if (to->kind == V_F64) {
		if (v.kind == V_BOOL)
			return 3;
		if (value_is_number(v) || v.kind == V_CHAR)
			return 8;
		return v.kind == V_STRING ? 7 : value_is_null(v) ? 5 : v.kind == V_DATETIME ? 1 : 0;
	}
	if (value_is_null(v) || v.kind == V_ARRAY || v.kind == V_LIST)
		return 0;
	if (v.kind == V_STRING)
		return 5;
	if (value_is_integer(v) || v.kind == V_CHAR)
		return 4;
	if (value_is_number(v) || v.kind == V_BOOL || v.kind == V_DATETIME)
		return 3;
	return v.kind == V_DICT || v.kind == V_OBJECT ? 2 : 0;
}

/* The one row that suits best; NULL with *n the number of equals (0: none at all). */
static const struct op_method *choose(const struct op_method *methods, enum operator op,
				      struct value a, struct value b, int *n)
{
	const struct op_method *best = NULL, *only = NULL;
	int most = 0, rows = 0;

	*n = 0;
	for (const struct op_method *m = methods; m && m->fn; m++) {
		int left, right;

		if (m->op != op)
			continue;
		rows++;
		only = m;
		left = suits(a, m->left);
		right = suits(b, m->right);
		if (left == 0 || right == 0 || left + right < most)
			continue;
		*n = left + right == most ? *n + 1 : 1;
		most = left + right;
		best = m;
	}
	if (rows == 1)
		return only;
	if (rows > 1 && *n == 1)
		return best;
	if (rows == 0)
		*n = -1;
	return NULL;
}

static bool convert_argument(const char *method, int index, struct value v, const struct type *to,
			     struct value *ret, GError **error)
{
	GError *failure = NULL;
	struct string *text;

	if (value_convert(v, to, ret, &failure))
		return true;
	text = value_to_display(v);
	fault_set(error, &bad_argument, VALUE_NULL,
		  "Cannot convert argument \"%d\", with value: \"%s\", for \"%s\" to type \"%s\": "
		  "\"%s\"",
		  index, text->data, method, to->name, failure->message);
	str_unref(text);
	g_error_free(failure);
	return false;
}

static bool call(const struct op_method *method, struct value a, struct value b, struct value *ret,
		 GError **error)
{
	const char *name = names[method->op].method, *reason = NULL;
	value_auto left = VALUE_UNSET;
	value_auto right = VALUE_UNSET;

	if (!convert_argument(name, 0, a, method->left, &left, error) ||
	    !convert_argument(name, 1, b, method->right, &right, error))
		return false;
	if (method->fn(method->op, left, right, ret, &reason))
		return true;
	fault_set(error, &thrown, VALUE_NULL,
		  "Exception calling \"%s\" with \"2\" argument(s): \"%s\"", name, reason);
	fault_inner(error, "System.OverflowException", "%s", reason);
	return false;
}

static bool is_primitive(struct value v)
{
	return (v.kind >= V_BOOL && v.kind <= V_F64 && v.kind != V_SWITCH);
}

bool operate_method(enum operator op, struct value a, struct value b, struct value *ret,
		    GError **error)
{
	const char *name = names[op].method;
	const struct op_method *method;
	struct value owner = a;
	int n;

	if (value_is_null(a) || is_primitive(a)) {
		owner = b;
		if (value_is_null(b) || is_primitive(b)) {
			fault_set(error, &operate_undefined_fault, VALUE_NULL,
				  "The operation '[%s] %s [%s]' is not defined.",
				  operate_type_name(a), names[op].sign, operate_type_name(b));
			return false;
		}
	}
	if (owner.kind == V_NATIVE && type_of(owner)->operate) {
		GError *failure = NULL;

		if (type_of(owner)->operate(op, a, b, ret, &failure))
			return true;
		if (failure) {
			fault_set(error, &thrown, VALUE_NULL,
				  "Exception calling \"%s\" with \"2\" argument(s): \"%s\"", name,
				  failure->message);
			g_error_free(failure);
			return false;
		}
	}
	method = choose(methods_of(owner), op, a, b, &n);
	if (method)
		return call(method, a, b, ret, error);
	if (n < 0)
		fault_set(error, &not_found, VALUE_NULL,
			  "Method invocation failed because [%s] does not contain a method named "
			  "'%s'.",
			  operate_type_name(owner), name);
	else
		fault_set(error, &no_overload, VALUE_NULL,
			  n ? "Multiple ambiguous overloads found for \"%s\" and the argument "
			      "count: \"2\"."
			    : "Cannot find an overload for \"%s\" and the argument count: \"2\".",
			  name);
	return false;
}
