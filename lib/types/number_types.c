/*
 * Numbers: the same members for each kind, made by one macro, and what only
 * some have.
 */
#include "config.h"

#include <math.h>

#include "lib/types/table.h"

#include "lib/bigint.h"
#include "lib/decimal.h"
#include "lib/number.h"
#include "lib/type_rank.h"
#include "lib/types/culture.h"

/* -- Text ---------------------------------------------------------------------------------- */

MEMBER(number_to_string)
{
	*ret = value_str(value_to_display(self));
	return true;
}

/* ToString(format [, provider]) and ToString(provider). */
MEMBER(number_to_string_format)
{
	struct value format = args[0], provider = n > 1 ? args[1] : VALUE_NULL;
	GString *out;

	if (format.kind != V_STRING && !value_is_null(format)) {
		provider = format;
		format = VALUE_NULL;
	}
	out = g_string_new(NULL);
	if (!number_format(out, self, text_arg(format), strlen(text_arg(format)),
			   provider_numbers(provider), error)) {
		g_string_free(out, TRUE);
		return false;
	}
	*ret = value_str(str_from_gstring(out));
	return true;
}

MEMBER(number_compare_to)
{
	int order = 0;

	if (value_is_null(args[0])) {
		*ret = value_i32(1);
		return true;
	}
	if (args[0].kind != self.kind) {
		fault_throw(error, ARGUMENT, "Object must be of type %s.", type_simple_name(type_of(self)));
		return false;
	}
	if (!value_order(self, args[0], true, &order, error))
		return false;
	*ret = value_i32(order);
	return true;
}

MEMBER(number_type_code)
{
	static const uint8_t codes[V_KIND_COUNT] = {
		[V_BOOL] = 3, [V_CHAR] = 4, [V_I8] = 5, [V_U8] = 6, [V_I16] = 7, [V_U16] = 8,
		[V_I32] = 9, [V_U32] = 10, [V_I64] = 11, [V_U64] = 12, [V_F32] = 13, [V_F64] = 14,
		[V_DECIMAL] = 15, [V_DATETIME] = 16, [V_STRING] = 18,
	};

	*ret = value_enum(type_find("System.TypeCode", -1), codes[self.kind]);
	return true;
}

/* -- Parsing ---------------------------------------------------------------------------------- */

enum { ALLOW_HEX = 512, ALLOW_THOUSANDS = 64 };

static bool parse_hex(const struct type *type, const char *text, struct value *ret, GError **error)
{
	char *end;
	guint64 u = g_ascii_strtoull(text, &end, 16);
	static const uint8_t widths[V_KIND_COUNT] = {
		[V_I8] = 8, [V_U8] = 8, [V_I16] = 16, [V_U16] = 16, [V_I32] = 32, [V_U32] = 32,
		[V_I64] = 64, [V_U64] = 64,
	};
	unsigned width = widths[type->kind];

	if (!*text || *end || strchr(text, 'x') || strchr(text, '-') || !width) {
		fault_throw(error, FORMAT_EXCEPTION, "The input string '%s' was not in a correct format.",
			    text);
		return false;
	}
	if (width < 64 && u >> width) {
		fault_throw(error, "System.OverflowException", "%s", number_overflow_text(type->kind));
		return false;
	}
	if (width < 64 && (type->kind == V_I8 || type->kind == V_I16 || type->kind == V_I32))
		u = (uint64_t)((int64_t)(u << (64 - width)) >> (64 - width));
	*ret = value_int(type->kind, (int64_t)u);
	return true;
}

/* Text without group separators, when the styles allow them in an integer. */
static char *without_groups(const char *text)
{
	GString *out = g_string_new(NULL);

	for (; *text; text++)
		if (*text != ',')
			g_string_append_c(out, *text);
	return g_string_free(out, FALSE);
}

static bool parse_number(const struct type *type, struct value text, int64_t styles,
			 struct value *ret, GError **error)
{
	g_autofree char *plain = NULL;

	if (value_is_null(text))
		return throw_null(error, "s");
	if (styles & ALLOW_HEX)
		return parse_hex(type, text.u.str->data, ret, error);
	if ((styles & ALLOW_THOUSANDS) && type->kind < V_F32) {
		plain = without_groups(text.u.str->data);
		return number_parse_as(type->kind, plain, strlen(plain), ret, error);
	}
	return number_parse_as(type->kind, text.u.str->data, text.u.str->len, ret, error);
}

MEMBER(number_parse_member)
{
	int64_t styles = n > 1 && args[1].kind == V_ENUM ? args[1].u.i : 0;

	return parse_number(call->type, args[0], styles, ret, error);
}

MEMBER(number_try_parse)
{
	int64_t styles = n > 2 && args[1].kind == V_ENUM ? args[1].u.i : 0;
	struct value parsed = value_default(call->type);
	g_autoptr(GError) failure = NULL;
	bool ok;

	if (parsed.kind == V_NOTHING && !bigint_parse("0", 1, &parsed))
		parsed = value_i32(0);
	if (!value_is_null(args[0])) {
		struct value found = VALUE_NOTHING;

		ok = parse_number(call->type, args[0], styles, &found, &failure);
		if (ok)
			value_put(&parsed, found);
	} else {
		ok = false;
	}
	out_set(args[n - 1], parsed);
	*ret = value_bool(ok);
	return true;
}

#define NUMBER_METHODS(T)								\
	METHOD("int CompareTo(System.Object value)", number_compare_to),		\
	METHOD("int CompareTo(" T " value)", number_compare_to),			\
	METHOD("System.TypeCode GetTypeCode()", number_type_code),			\
	METHOD("string ToString()", number_to_string),					\
	METHOD("string ToString(string format)", number_to_string_format),		\
	METHOD("string ToString(System.IFormatProvider provider)", number_to_string_format), \
	METHOD("string ToString(string format, System.IFormatProvider provider)",	\
	       number_to_string_format),						\
	STATIC(T " Parse(string s)", number_parse_member),				\
	STATIC(T " Parse(string s, System.Globalization.NumberStyles style)", number_parse_member), \
	STATIC(T " Parse(string s, System.IFormatProvider provider)", number_parse_member), \
	STATIC(T " Parse(string s, System.Globalization.NumberStyles style, System.IFormatProvider provider)", \
	       number_parse_member),							\
	STATIC("bool TryParse(string s, out " T " result)", number_try_parse),		\
	STATIC("bool TryParse(string s, System.IFormatProvider provider, out " T " result)", \
	       number_try_parse),							\
	STATIC("bool TryParse(string s, System.Globalization.NumberStyles style, System.IFormatProvider provider, out " T " result)", \
	       number_try_parse)

static const struct type *const number_interfaces[] = {
	&type_icomparable, &type_iconvertible, &type_iformattable, NULL
};

/* -- Integers: members by their limits ------------------------------------------------------------- */

MEMBER(integer_max)
{
	static const int64_t limits[V_KIND_COUNT] = {
		[V_I8] = INT8_MAX, [V_U8] = UINT8_MAX, [V_I16] = INT16_MAX, [V_U16] = UINT16_MAX,
		[V_I32] = INT32_MAX, [V_U32] = UINT32_MAX, [V_I64] = INT64_MAX, [V_U64] = -1,
	};

	*ret = value_int(call->type->kind, limits[call->type->kind]);
	return true;
}

MEMBER(integer_min)
{
	static const int64_t limits[V_KIND_COUNT] = {
		[V_I8] = INT8_MIN, [V_I16] = INT16_MIN, [V_I32] = INT32_MIN, [V_I64] = INT64_MIN,
	};

	*ret = value_int(call->type->kind, limits[call->type->kind]);
	return true;
}

#define INTEGER(symbol, full, short_names, value_kind)					\
	static const struct type_member symbol##_methods[] = {				\
		NUMBER_METHODS(full), END_OF_MEMBERS					\
	};										\
	static const struct type_member symbol##_properties[] = {			\
		{ full " MaxValue {get;}", integer_max, NULL, TYPE_STATIC },		\
		{ full " MinValue {get;}", integer_min, NULL, TYPE_STATIC },		\
		END_OF_MEMBERS								\
	};										\
	const struct type symbol = {							\
		.name = "System." full, .alias = short_names, .kind = value_kind,	\
		.base = &type_valuetype, .flags = TYPE_IS_VALUETYPE,			\
		.interfaces = number_interfaces, .methods = symbol##_methods,		\
		.properties = symbol##_properties,					\
	}

TYPE(type_int32);
INTEGER(type_int32, "Int32", "int", V_I32);
TYPE(type_int64);
INTEGER(type_int64, "Int64", "long", V_I64);
TYPE(type_byte);
INTEGER(type_byte, "Byte", "byte", V_U8);
TYPE(type_int16);
INTEGER(type_int16, "Int16", "short", V_I16);
TYPE(type_uint16);
INTEGER(type_uint16, "UInt16", "ushort", V_U16);
TYPE(type_uint32);
INTEGER(type_uint32, "UInt32", "uint", V_U32);
TYPE(type_uint64);
INTEGER(type_uint64, "UInt64", "ulong", V_U64);
TYPE(type_sbyte);
INTEGER(type_sbyte, "SByte", "sbyte", V_I8);

/* -- Reals ------------------------------------------------------------------------------------------ */

static struct value real_of(const struct type *type, double f)
{
	return (struct value){ .kind = type->kind, .u.f = type->kind == V_F32 ? (float)f : f };
}

MEMBER_IS(real_max, real_of(call->type, call->type->kind == V_F32 ? 3.4028234663852886e38 : 1.7976931348623157e308))
MEMBER_IS(real_min, real_of(call->type, call->type->kind == V_F32 ? -3.4028234663852886e38 : -1.7976931348623157e308))
MEMBER_IS(real_epsilon, real_of(call->type, call->type->kind == V_F32 ? 1.401298464324817e-45 : 4.9406564584124654e-324))
MEMBER_IS(real_nan, real_of(call->type, NAN))
MEMBER_IS(real_positive, real_of(call->type, INFINITY))
MEMBER_IS(real_negative, real_of(call->type, -INFINITY))
MEMBER_IS(real_is_nan, value_bool(isnan(args[0].u.f)))
MEMBER_IS(real_is_infinity, value_bool(isinf(args[0].u.f)))
MEMBER_IS(real_is_positive, value_bool(isinf(args[0].u.f) && args[0].u.f > 0))
MEMBER_IS(real_is_negative, value_bool(isinf(args[0].u.f) && args[0].u.f < 0))
MEMBER_IS(real_is_finite, value_bool(isfinite(args[0].u.f)))

#define REAL(symbol, full, short_names, value_kind)					\
	static const struct type_member symbol##_methods[] = {				\
		NUMBER_METHODS(full),							\
		STATIC("bool IsNaN(" full " d)", real_is_nan),				\
		STATIC("bool IsInfinity(" full " d)", real_is_infinity),		\
		STATIC("bool IsPositiveInfinity(" full " d)", real_is_positive),	\
		STATIC("bool IsNegativeInfinity(" full " d)", real_is_negative),	\
		STATIC("bool IsFinite(" full " d)", real_is_finite),			\
		END_OF_MEMBERS								\
	};										\
	static const struct type_member symbol##_properties[] = {			\
		{ full " MaxValue {get;}", real_max, NULL, TYPE_STATIC },		\
		{ full " MinValue {get;}", real_min, NULL, TYPE_STATIC },		\
		{ full " Epsilon {get;}", real_epsilon, NULL, TYPE_STATIC },		\
		{ full " NaN {get;}", real_nan, NULL, TYPE_STATIC },			\
		{ full " PositiveInfinity {get;}", real_positive, NULL, TYPE_STATIC },	\
		{ full " NegativeInfinity {get;}", real_negative, NULL, TYPE_STATIC },	\
		END_OF_MEMBERS								\
	};										\
	const struct type symbol = {							\
		.name = "System." full, .alias = short_names, .kind = value_kind,	\
		.base = &type_valuetype, .flags = TYPE_IS_VALUETYPE,			\
		.interfaces = number_interfaces, .methods = symbol##_methods,		\
		.properties = symbol##_properties,					\
	}

TYPE(type_double);
REAL(type_double, "Double", "double", V_F64);
TYPE(type_single);
REAL(type_single, "Single", "float", V_F32);

/* -- Decimal ------------------------------------------------------------------------------------------ */

static struct value decimal_limit(bool negative)
{
	return decimal_value((struct dec){ .n = ((decimal_bits)1 << 96) - 1, .negative = negative });
}

MEMBER_IS(decimal_max, decimal_limit(false))
MEMBER_IS(decimal_min, decimal_limit(true))
MEMBER_IS(decimal_zero, decimal_from_i64(0))
MEMBER_IS(decimal_one, decimal_from_i64(1))
MEMBER_IS(decimal_minus_one, decimal_from_i64(-1))
MEMBER_IS(decimal_truncate, decimal_value(dec_round(decimal_get(args[0]), 0, DEC_TO_ZERO)))
MEMBER_IS(decimal_floor, decimal_value(dec_round(decimal_get(args[0]), 0, DEC_DOWN)))
MEMBER_IS(decimal_ceiling, decimal_value(dec_round(decimal_get(args[0]), 0, DEC_UP)))

MEMBER(decimal_round)
{
	int digits = n > 1 && args[1].kind == V_I32 ? (int)args[1].u.i : 0;
	bool away = n > 1 && args[n - 1].kind == V_ENUM && args[n - 1].u.i == 1;

	if (digits < 0 || digits > 28) {
		fault_throw(error, ARGUMENT_RANGE,
			    "Decimal can only round to between 0 and 28 digits of precision. (Parameter 'decimals')");
		return false;
	}
	*ret = decimal_value(dec_round(decimal_get(args[0]), digits, away ? DEC_HALF_AWAY : DEC_HALF_EVEN));
	return true;
}

static bool decimal_operate(enum operator op, const struct value *args, struct value *ret, GError **error)
{
	return value_operate(op, args[0], args[1], ret, error);
}

MEMBER(decimal_add)
{
	return decimal_operate(OP_ADD, args, ret, error);
}

MEMBER(decimal_subtract)
{
	return decimal_operate(OP_SUB, args, ret, error);
}

MEMBER(decimal_multiply)
{
	return decimal_operate(OP_MUL, args, ret, error);
}

MEMBER(decimal_divide)
{
	return decimal_operate(OP_DIV, args, ret, error);
}

MEMBER(decimal_compare)
{
	*ret = value_i32(dec_compare(decimal_get(args[0]), decimal_get(args[1])));
	return true;
}

MEMBER(decimal_bits_of)
{
	struct dec d = decimal_get(args[0]);
	struct array *bits = array_new(&type_int32, 4);

	for (unsigned i = 0; i < 3; i++)
		bits->u.items[i] = value_i32((int32_t)(uint32_t)(d.n >> 32 * i));
	bits->u.items[3] = value_i32((int32_t)((uint32_t)d.scale << 16 | (uint32_t)d.negative << 31));
	*ret = value_of(bits);
	return true;
}

MEMBER(decimal_new)
{
	return value_convert(args[0], &type_decimal, ret, error);
}

#define DECIMAL_TO(name)							\
	MEMBER(decimal_to_##name)						\
	{									\
		return type_invoke(type_find("System.Convert", -1), VALUE_UNSET, "To" #name, args, 1, NULL, \
				   ret, error);					\
	}

DECIMAL_TO(Byte)
DECIMAL_TO(Double)
DECIMAL_TO(Int16)
DECIMAL_TO(Int32)
DECIMAL_TO(Int64)
DECIMAL_TO(Single)

MEMBER(decimal_negate)
{
	return value_negate(args[0], ret, error);
}

MEMBER(decimal_remainder)
{
	return value_operate(OP_REM, args[0], args[1], ret, error);
}

static const struct type_member decimal_methods[] = {
	STATIC("decimal Negate(decimal d)", decimal_negate),
	STATIC("decimal Remainder(decimal d1, decimal d2)", decimal_remainder),
	STATIC("byte ToByte(decimal value)", decimal_to_Byte),
	STATIC("double ToDouble(decimal d)", decimal_to_Double),
	STATIC("int16 ToInt16(decimal value)", decimal_to_Int16),
	STATIC("int ToInt32(decimal d)", decimal_to_Int32),
	STATIC("long ToInt64(decimal d)", decimal_to_Int64),
	STATIC("float ToSingle(decimal d)", decimal_to_Single),
	NUMBER_METHODS("decimal"),
	STATIC("decimal Add(decimal d1, decimal d2)", decimal_add),
	STATIC("decimal Ceiling(decimal d)", decimal_ceiling),
	STATIC("int Compare(decimal d1, decimal d2)", decimal_compare),
	STATIC("decimal Divide(decimal d1, decimal d2)", decimal_divide),
	STATIC("decimal Floor(decimal d)", decimal_floor),
	STATIC("int[] GetBits(decimal d)", decimal_bits_of),
	STATIC("decimal Multiply(decimal d1, decimal d2)", decimal_multiply),
	STATIC("decimal Round(decimal d)", decimal_round),
	STATIC("decimal Round(decimal d, int decimals)", decimal_round),
	STATIC("decimal Round(decimal d, System.MidpointRounding mode)", decimal_round),
	STATIC("decimal Round(decimal d, int decimals, System.MidpointRounding mode)", decimal_round),
	STATIC("decimal Subtract(decimal d1, decimal d2)", decimal_subtract),
	STATIC("decimal Truncate(decimal d)", decimal_truncate),
	END_OF_MEMBERS
};

static const struct type_member decimal_properties[] = {
	{ "decimal MaxValue {get;}", decimal_max, NULL, TYPE_STATIC },
	{ "decimal MinValue {get;}", decimal_min, NULL, TYPE_STATIC },
	{ "decimal MinusOne {get;}", decimal_minus_one, NULL, TYPE_STATIC },
	{ "decimal One {get;}", decimal_one, NULL, TYPE_STATIC },
	{ "decimal Zero {get;}", decimal_zero, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

static const struct type_member decimal_constructors[] = {
	CONSTRUCTOR("new(int value)", decimal_new),
	CONSTRUCTOR("new(long value)", decimal_new),
	CONSTRUCTOR("new(double value)", decimal_new),
	END_OF_MEMBERS
};

TYPE(type_decimal);
const struct type type_decimal = {
	.name = "System.Decimal", .alias = "decimal", .kind = V_DECIMAL, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE, .interfaces = number_interfaces, .methods = decimal_methods,
	.properties = decimal_properties, .constructors = decimal_constructors,
};

/* -- BigInteger ------------------------------------------------------------------------------------------ */

static struct bigint *bigint_of(struct value v)
{
	return (struct bigint *)v.u.block;
}

static struct value bigint_number(long i)
{
	struct value v = VALUE_NOTHING;
	char text[32];

	bigint_parse(text, g_snprintf(text, sizeof(text), "%ld", i), &v);
	return v;
}

/* A fresh number to be written by GMP. */
static mpz_t *bigint_result(struct value *ret)
{
	*ret = bigint_number(0);
	return &bigint_of(*ret)->z;
}

MEMBER_IS(bigint_zero, bigint_number(0))
MEMBER_IS(bigint_one, bigint_number(1))
MEMBER_IS(bigint_minus_one, bigint_number(-1))
MEMBER_IS(bigint_sign, value_i32(mpz_sgn(bigint_of(self)->z)))
MEMBER_IS(bigint_is_even, value_bool(mpz_even_p(bigint_of(self)->z)))
MEMBER_IS(bigint_is_zero, value_bool(mpz_sgn(bigint_of(self)->z) == 0))
MEMBER_IS(bigint_is_one, value_bool(mpz_cmp_si(bigint_of(self)->z, 1) == 0))
MEMBER_IS(bigint_is_power, value_bool(mpz_popcount(bigint_of(self)->z) == 1))
MEMBER_IS(bigint_log10, value_f64(log10(mpz_get_d(bigint_of(args[0])->z))))
MEMBER_IS(bigint_compare, value_i32(mpz_cmp(bigint_of(args[0])->z, bigint_of(args[1])->z)))

MEMBER(bigint_pow)
{
	if (args[1].u.i < 0)
		return throw_range(error, "exponent");
	if (mpz_sizeinbase(bigint_of(args[0])->z, 2) * (uint64_t)args[1].u.i > 1u << 26) {
		fault_throw(error, "System.OutOfMemoryException", "The result has too many digits.");
		return false;
	}
	mpz_pow_ui(*bigint_result(ret), bigint_of(args[0])->z, args[1].u.i);
	return true;
}

MEMBER(bigint_modpow)
{
	if (!mpz_sgn(bigint_of(args[2])->z)) {
		fault_throw(error, "System.DivideByZeroException", "Attempted to divide by zero.");
		return false;
	}
	mpz_powm(*bigint_result(ret), bigint_of(args[0])->z, bigint_of(args[1])->z, bigint_of(args[2])->z);
	return true;
}

MEMBER(bigint_abs)
{
	mpz_abs(*bigint_result(ret), bigint_of(args[0])->z);
	return true;
}

MEMBER(bigint_negate)
{
	mpz_neg(*bigint_result(ret), bigint_of(args[0])->z);
	return true;
}

MEMBER(bigint_gcd)
{
	mpz_gcd(*bigint_result(ret), bigint_of(args[0])->z, bigint_of(args[1])->z);
	return true;
}

MEMBER(bigint_max)
{
	*ret = value_ref(args[mpz_cmp(bigint_of(args[0])->z, bigint_of(args[1])->z) < 0]);
	return true;
}

MEMBER(bigint_min)
{
	*ret = value_ref(args[mpz_cmp(bigint_of(args[0])->z, bigint_of(args[1])->z) > 0]);
	return true;
}

MEMBER(bigint_construct)
{
	return value_convert(args[0], &type_bigint, ret, error);
}

static struct value bigint_operation(enum operator op, const struct value *args)
{
	struct value result = VALUE_NULL;
	g_autoptr(GError) failure = NULL;

	value_operate(op, args[0], args[1], &result, &failure);
	return result;
}

MEMBER_IS(bigint_add, bigint_operation(OP_ADD, args))
MEMBER_IS(bigint_subtract, bigint_operation(OP_SUB, args))
MEMBER_IS(bigint_multiply, bigint_operation(OP_MUL, args))

#define BIGINT	"System.Numerics.BigInteger"

static const struct type_member bigint_methods[] = {
	NUMBER_METHODS(BIGINT),
	STATIC(BIGINT " Abs(" BIGINT " value)", bigint_abs),
	STATIC(BIGINT " Add(" BIGINT " left, " BIGINT " right)", bigint_add),
	STATIC("int Compare(" BIGINT " left, " BIGINT " right)", bigint_compare),
	STATIC(BIGINT " GreatestCommonDivisor(" BIGINT " left, " BIGINT " right)", bigint_gcd),
	STATIC("double Log10(" BIGINT " value)", bigint_log10),
	STATIC(BIGINT " Max(" BIGINT " left, " BIGINT " right)", bigint_max),
	STATIC(BIGINT " Min(" BIGINT " left, " BIGINT " right)", bigint_min),
	STATIC(BIGINT " ModPow(" BIGINT " value, " BIGINT " exponent, " BIGINT " modulus)", bigint_modpow),
	STATIC(BIGINT " Multiply(" BIGINT " left, " BIGINT " right)", bigint_multiply),
	STATIC(BIGINT " Negate(" BIGINT " value)", bigint_negate),
	STATIC(BIGINT " Pow(" BIGINT " value, int exponent)", bigint_pow),
	STATIC(BIGINT " Subtract(" BIGINT " left, " BIGINT " right)", bigint_subtract),
	END_OF_MEMBERS
};

static const struct type_member bigint_properties[] = {
	PROPERTY("bool IsEven {get;}", bigint_is_even),
	PROPERTY("bool IsOne {get;}", bigint_is_one),
	PROPERTY("bool IsPowerOfTwo {get;}", bigint_is_power),
	PROPERTY("bool IsZero {get;}", bigint_is_zero),
	PROPERTY("int Sign {get;}", bigint_sign),
	{ BIGINT " MinusOne {get;}", bigint_minus_one, NULL, TYPE_STATIC },
	{ BIGINT " One {get;}", bigint_one, NULL, TYPE_STATIC },
	{ BIGINT " Zero {get;}", bigint_zero, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

static const struct type_member bigint_constructors[] = {
	CONSTRUCTOR("new(int value)", bigint_construct),
	CONSTRUCTOR("new(long value)", bigint_construct),
	CONSTRUCTOR("new(double value)", bigint_construct),
	CONSTRUCTOR("new(decimal value)", bigint_construct),
	END_OF_MEMBERS
};

TYPE(type_bigint);
const struct type type_bigint = {
	.name = BIGINT, .alias = "bigint", .kind = V_BIGINT, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE, .interfaces = number_interfaces, .methods = bigint_methods,
	.properties = bigint_properties, .constructors = bigint_constructors,
};

/* -- bool and [switch] ------------------------------------------------------------------------------------- */

static bool parse_bool(const char *text, bool *ret)
{
	g_autofree char *word = g_strstrip(g_strdup(text));

	*ret = g_ascii_strcasecmp(word, "True") == 0;
	return *ret || g_ascii_strcasecmp(word, "False") == 0;
}

MEMBER(bool_parse)
{
	bool b;

	if (!parse_bool(text_arg(args[0]), &b)) {
		fault_throw(error, FORMAT_EXCEPTION, "String '%s' was not recognized as a valid Boolean.",
			    text_arg(args[0]));
		return false;
	}
	*ret = value_bool(b);
	return true;
}

MEMBER(bool_try_parse)
{
	bool b = false, ok = parse_bool(text_arg(args[0]), &b);

	out_set(args[1], value_bool(b));
	*ret = value_bool(ok);
	return true;
}

MEMBER_IS(bool_to_string, value_text(self.u.b ? "True" : "False"))
MEMBER_IS(bool_true_string, value_text("True"))
MEMBER_IS(bool_false_string, value_text("False"))

static const struct type_member bool_methods[] = {
	METHOD("int CompareTo(System.Object obj)", number_compare_to),
	METHOD("int CompareTo(bool value)", number_compare_to),
	METHOD("System.TypeCode GetTypeCode()", number_type_code),
	METHOD("string ToString()", bool_to_string),
	METHOD("string ToString(System.IFormatProvider provider)", bool_to_string),
	STATIC("bool Parse(string value)", bool_parse),
	STATIC("bool TryParse(string value, out bool result)", bool_try_parse),
	END_OF_MEMBERS
};

static const struct type_member bool_properties[] = {
	{ "string FalseString {get;}", bool_false_string, NULL, TYPE_STATIC },
	{ "string TrueString {get;}", bool_true_string, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

static const struct type *const bool_interfaces[] = { &type_icomparable, &type_iconvertible, NULL };

TYPE(type_bool);
const struct type type_bool = {
	.name = "System.Boolean", .alias = "bool", .kind = V_BOOL, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE, .interfaces = bool_interfaces, .methods = bool_methods,
	.properties = bool_properties,
};

static struct value switch_value(bool b)
{
	return (struct value){ .kind = V_SWITCH, .u.u = b };
}

MEMBER_IS(switch_is_present, value_bool(self.u.b))
MEMBER_IS(switch_new, switch_value(args[0].u.b))
MEMBER_IS(switch_present, switch_value(true))

static const struct type_member switch_methods[] = {
	METHOD("bool ToBool()", switch_is_present),
	METHOD("string ToString()", bool_to_string),
	END_OF_MEMBERS
};

static const struct type_member switch_properties[] = {
	PROPERTY("bool IsPresent {get;}", switch_is_present),
	{ "switch Present {get;}", switch_present, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

static const struct type_member switch_constructors[] = {
	CONSTRUCTOR("new(bool isPresent)", switch_new),
	END_OF_MEMBERS
};

TYPE(type_switch);
const struct type type_switch = {
	.name = "System.Management.Automation.SwitchParameter", .alias = "switch", .kind = V_SWITCH,
	.base = &type_valuetype, .flags = TYPE_IS_VALUETYPE, .methods = switch_methods,
	.properties = switch_properties, .constructors = switch_constructors,
};
