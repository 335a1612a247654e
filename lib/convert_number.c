/*
 * Conversion to numbers. Between numeric kinds it is .NET's Convert: halves go
 * to even, and what does not fit is an error with that kind's own words. From
 * text it is .NET's Parse first, then the language's literals ('0x1F', '1kb',
 * '2.5'), and the error is always that of Parse.
 */
#include "config.h"

#include <math.h>

#include "lib/bigint.h"
#include "lib/cast.h"
#include "lib/decimal.h"
#include "lib/number.h"

static const struct fault from_string_integer = CAST_FAULT("InvalidCastFromStringToInteger");
static const struct fault from_string_real = CAST_FAULT("InvalidCastFromStringToDoubleOrSingle");
static const struct fault from_string_decimal = CAST_FAULT("InvalidCastFromStringToDecimal");

static bool too_large(struct value v, const struct type *to, enum value_kind kind, GError **error)
{
	return cast_fail_because(&cast_iconvertible_fault, v, to, number_overflow_text(kind),
				 error);
}

/* -- Whole numbers ------------------------------------------------------------ */

static bool real_to_integer(struct value v, const struct type *to, struct value *ret,
			    GError **error)
{
	enum value_kind kind = to->kind;
	double f = nearbyint(v.u.f);
	struct value narrow;

	if (kind == V_I64 || kind == V_U64) {
		if (fabs(f) < 0x1p64 && number_fit(kind, (__int128)f, ret))
			return true;
		return cast_fail_because(&cast_iconvertible_fault, v, to,
					 "Arithmetic operation resulted in an overflow.", error);
	}
	/* The narrow kinds go through Int32, and so does their first error. */
	if (!(fabs(f) < 0x1p64) || (kind != V_U32 && !number_fit(V_I32, (__int128)f, &narrow)))
		return too_large(v, to, kind == V_U32 ? V_U32 : V_I32, error);
	return number_fit(kind, (__int128)f, ret) || too_large(v, to, kind, error);
}

static bool number_to_integer(struct value v, const struct type *to, struct value *ret,
			      GError **error)
{
	__int128 i = 0;

	switch (v.kind) {
	case V_F32:
	case V_F64:
		return real_to_integer(v, to, ret, error);
	case V_BOOL:
		i = v.u.b;
		break;
	case V_CHAR:
		i = v.u.ch;
		break;
	case V_U64:
		i = v.u.u;
		break;
	case V_DECIMAL:
		if (!dec_to_i128(decimal_get(v), &i))
			return too_large(v, to, to->kind, error);
		break;
	case V_BIGINT:
		if (!bigint_to_i128(v, &i))
			return too_large(v, to, to->kind, error);
		break;
	default:
		i = v.u.i;
		break;
	}
	return number_fit(to->kind, i, ret) || too_large(v, to, to->kind, error);
}

/* The hexadecimal forms that .NET's converters know: 0x1F, &h1F, #1F. */
static const char *hex_digits(const char *p)
{
	if (*p == '#')
		return p + 1;
	if ((p[0] == '0' && (p[1] | 0x20) == 'x') || (p[0] == '&' && (p[1] | 0x20) == 'h'))
		return p + 2;
	return NULL;
}

static enum value_kind unsigned_kind(enum value_kind kind)
{
	switch (kind) {
	case V_I32:
		return V_U32;
	case V_I64:
		return V_U64;
	case V_I16:
		return V_U16;
	default:
		return kind;
	}
}

static bool parse_hex(const char *p, const char *end, const struct type *to, struct value *ret,
		      const char **reason)
{
	static const unsigned bits[] = {
		[V_I8] = 8, [V_U8] = 8, [V_I16] = 16, [V_U16] = 16, [V_I32] = 32, [V_U32] = 32,
		[V_I64] = 64, [V_U64] = 64,
	};
	unsigned width = bits[to->kind];
	const char *start = p;
	uint64_t u = 0;

	for (; p < end && g_ascii_isxdigit(*p); p++) {
		if (u >> (width - 4)) {
			*reason = number_overflow_text(unsigned_kind(to->kind));
			return false;
		}
		u = u << 4 | (unsigned)g_ascii_xdigit_value(*p);
	}
	if (p == start) {
		*reason = "Could not find any recognizable digits.";
		return false;
	}
	if (p != end) {
		*reason = "Additional non-parsable characters are at the end of the string.";
		return false;
	}
	if (to->kind == V_I8 || to->kind == V_I16 || to->kind == V_I32)
		u = (uint64_t)((int64_t)(u << (64 - width)) >> (64 - width));
	*ret = (struct value){ .kind = to->kind, .u.u = u };
	return true;
}

/* What Parse does not take: literals of the language, and whatever reads as a double. */
static bool text_through_number(struct string *text, const struct type *to, struct value *ret)
{
	struct value number;
	bool good;

	if (!number_parse(text->data, text->len, &number) &&
	    !number_parse_as(V_F64, text->data, text->len, &number, NULL))
		return false;
	good = value_convert(number, to, ret, NULL);
	value_unref(number);
	return good;
}

static bool is_blank(const struct string *text)
{
	for (uint32_t i = 0; i < text->len; i++)
		if (!g_ascii_isspace(text->data[i]))
			return false;
	return true;
}

static bool text_to_integer(struct value v, const struct type *to, struct value *ret,
			    GError **error)
{
	struct string *text = v.u.str;
	const char *p = text->data, *end = p + text->len, *digits, *reason = NULL;
	GError *failure = NULL;

	if (is_blank(text)) {
		*ret = (struct value){ .kind = to->kind };
		return true;
	}
	while (g_ascii_isspace(*p))
		p++;
	while (g_ascii_isspace(end[-1]))
		end--;
	digits = hex_digits(p);
	if (digits) {
		if (parse_hex(digits, end, to, ret, &reason) || text_through_number(text, to, ret))
			return true;
		return cast_fail_because(&from_string_integer, v, to, reason, error);
	}
	if (number_parse_as(to->kind, p, end - p, ret, &failure))
		return true;
	if (g_str_equal(fault_id(failure), "FormatException") &&
	    text_through_number(text, to, ret)) {
		g_error_free(failure);
		return true;
	}
	cast_fail_because(&from_string_integer, v, to, failure->message, error);
	g_error_free(failure);
	return false;
}

static bool is_simple_number(struct value v)
{
	return value_is_number(v) || v.kind == V_BOOL || v.kind == V_CHAR || v.kind == V_ENUM;
}

bool cast_integer(struct value v, const struct type *to, struct value *ret, GError **error)
{
	if (is_simple_number(v))
		return number_to_integer(v, to, ret, error);
	if (v.kind == V_STRING)
		return text_to_integer(v, to, ret, error);
	return cast_fail_kinds(v, to, error);
}

/* -- Reals -------------------------------------------------------------------- */

static double number_to_f64(struct value v)
{
	switch (v.kind) {
	case V_F32:
	case V_F64:
		return v.u.f;
	case V_DECIMAL:
		return dec_to_f64(decimal_get(v));
	case V_BIGINT:
		return bigint_to_f64(v);
	case V_U64:
		return (double)v.u.u;
	case V_BOOL:
		return v.u.b;
	case V_CHAR:
		return v.u.ch;
	default:
		return (double)v.u.i;
	}
}

static bool text_to_real(struct value v, const struct type *to, const struct fault *fault,
			 struct value *ret, GError **error)
{
	struct string *text = v.u.str;
	GError *failure = NULL;

	if (is_blank(text))
		return value_convert(value_i32(0), to, ret, error);
	if (number_parse_as(to->kind, text->data, text->len, ret, &failure))
		return true;
	if (text_through_number(text, to, ret)) {
		g_error_free(failure);
		return true;
	}
	cast_fail_because(fault, v, to, failure->message, error);
	g_error_free(failure);
	return false;
}

bool cast_real(struct value v, const struct type *to, struct value *ret, GError **error)
{
	double f;

	if (v.kind == V_STRING)
		return text_to_real(v, to, &from_string_real, ret, error);
	if (!is_simple_number(v))
		return cast_fail_kinds(v, to, error);
	f = number_to_f64(v);
	*ret = (struct value){ .kind = to->kind, .u.f = to->kind == V_F32 ? (double)(float)f : f };
	return true;
}

/* -- Decimals and big integers ------------------------------------------------ */

static bool bigint_to_decimal(struct value v, struct dec *ret)
{
	g_autofree char *text = bigint_text(v);

	return dec_parse(text, strlen(text), ret);
}

bool cast_decimal(struct value v, const struct type *to, struct value *ret, GError **error)
{
	struct dec d;
	bool good = true;

	if (v.kind == V_STRING)
		return text_to_real(v, to, &from_string_decimal, ret, error);
	if (v.kind == V_DICT)
		return cast_by_table(v, to, ret, error);
	if (!is_simple_number(v))
		return cast_fail_kinds(v, to, error);
	switch (v.kind) {
	case V_F32:
	case V_F64:
		good = dec_of_f64(v.u.f, v.kind == V_F32 ? 7 : 15, &d);
		break;
	case V_BIGINT:
		good = bigint_to_decimal(v, &d);
		break;
	case V_U64:
		d = dec_of_u64(v.u.u);
		break;
	case V_BOOL:
		d = dec_of_i64(v.u.b);
		break;
	case V_CHAR:
		d = dec_of_i64(v.u.ch);
		break;
	default:
		d = dec_of_i64(v.u.i);
		break;
	}
	if (!good)
		return too_large(v, to, V_DECIMAL, error);
	*ret = decimal_value(d);
	return true;
}

bool cast_bigint(struct value v, const struct type *to, struct value *ret, GError **error)
{
	struct bigint *big;

	if (v.kind == V_STRING) {
		struct value number;

		if (is_blank(v.u.str))
			return bigint_parse("0", 1, ret);
		/* Through a double, its digits cut: what the language does. */
		if (!number_parse_as(V_F64, v.u.str->data, v.u.str->len, &number, NULL) &&
		    !number_parse(v.u.str->data, v.u.str->len, &number))
			return cast_fail_because(&from_string_integer, v, to,
						 number_overflow_text(V_BIGINT), error);
		v = number;
	}
	if (!is_simple_number(v))
		return cast_fail_kinds(v, to, error);
	big = bigint_new();
	if (!bigint_set_value(big->z, v)) {
		value_unref(value_of(big));
		return cast_fail_because(&cast_iconvertible_fault, v, to,
					 "BigInteger cannot represent infinity.", error);
	}
	*ret = value_of(big);
	return true;
}

/* -- Plain C results ---------------------------------------------------------- */

bool value_to_i64(struct value v, int64_t *ret, GError **error)
{
	struct value i;

	if (!value_convert(v, &type_int64, &i, error))
		return false;
	*ret = i.u.i;
	return true;
}

bool value_to_i32(struct value v, int32_t *ret, GError **error)
{
	struct value i;

	if (!value_convert(v, &type_int32, &i, error))
		return false;
	*ret = (int32_t)i.u.i;
	return true;
}

/* Digits alone, and no more than a double holds exactly: what most columns of numbers are. */
static bool plain_digits(const struct string *text, double *ret)
{
	uint64_t n = 0;

	if (text->len == 0 || text->len > 15)
		return false;
	for (uint32_t i = 0; i < text->len; i++) {
		unsigned digit = (unsigned char)text->data[i] - '0';

		if (digit > 9)
			return false;
		n = n * 10 + digit;
	}
	*ret = n;
	return true;
}

bool value_to_f64(struct value v, double *ret, GError **error)
{
	struct value f;

	if (v.kind == V_STRING && plain_digits(v.u.str, ret))
		return true;
	if (!value_convert(v, &type_double, &f, error))
		return false;
	*ret = f.u.f;
	return true;
}
