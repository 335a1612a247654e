/*
 * Reading numbers: .NET's Parse methods, and the language's own literals,
 * which also serve strings that meet a number ('0x1F' + 0, [int]'1kb').
 */
#include "config.h"

#include "lib/number.h"

#include <errno.h>
#include <math.h>

#include "lib/bigint.h"
#include "lib/convert.h"
#include "lib/decimal.h"
#include "lib/fault.h"

/* One row a numeric kind: its .NET name, range, and how its overflow is reported. */
static const struct number_kind {
	const char *name;
	const char *overflow;
	__int128 min, max;
} kinds[] = {
	[V_I8] = { "System.SByte", "Value was either too large or too small for a signed byte.",
		   INT8_MIN, INT8_MAX },
	[V_U8] = { "System.Byte", "Value was either too large or too small for an unsigned byte.",
		   0, UINT8_MAX },
	[V_I16] = { "System.Int16", "Value was either too large or too small for an Int16.",
		    INT16_MIN, INT16_MAX },
	[V_U16] = { "System.UInt16", "Value was either too large or too small for a UInt16.", 0,
		    UINT16_MAX },
	[V_I32] = { "System.Int32", "Value was either too large or too small for an Int32.",
		    INT32_MIN, INT32_MAX },
	[V_U32] = { "System.UInt32", "Value was either too large or too small for a UInt32.", 0,
		    UINT32_MAX },
	[V_I64] = { "System.Int64", "Value was either too large or too small for an Int64.",
		    INT64_MIN, INT64_MAX },
	[V_U64] = { "System.UInt64", "Value was either too large or too small for a UInt64.", 0,
		    UINT64_MAX },
	[V_F32] = { .name = "System.Single",
		    .overflow = "Value was either too large or too small for a Single." },
	[V_F64] = { .name = "System.Double",
		    .overflow = "Value was either too large or too small for a Double." },
	[V_DECIMAL] = { .name = "System.Decimal",
			.overflow = "Value was either too large or too small for a Decimal." },
	[V_BIGINT] = { .name = "System.Numerics.BigInteger",
		       .overflow = "The value could not be parsed." },
	[V_CHAR] = { "System.Char", "Value was either too large or too small for a character.", 0,
		     UINT16_MAX },
};

const char *number_type_name(enum value_kind kind)
{
	return kinds[kind].name;
}

const char *number_overflow_text(enum value_kind kind)
{
	return kinds[kind].overflow;
}

bool number_fit(enum value_kind kind, __int128 i, struct value *ret)
{
	if (i < kinds[kind].min || i > kinds[kind].max)
		return false;
	*ret = (struct value){ .kind = kind, .u.i = (int64_t)(uint64_t)i };
	return true;
}

static void trim(const char **text, size_t *len)
{
	while (*len > 0 && g_ascii_isspace(**text)) {
		(*text)++;
		(*len)--;
	}
	while (*len > 0 && g_ascii_isspace((*text)[*len - 1]))
		(*len)--;
}

/* -- .NET's Parse ------------------------------------------------------------- */

static bool bad_format(const char *text, size_t len, GError **error)
{
	fault_throw(error, "System.FormatException",
		    "The input string '%.*s' was not in a correct format.", (int)len, text);
	return false;
}

static bool overflow(enum value_kind kind, GError **error)
{
	fault_throw(error, "System.OverflowException", "%s", kinds[kind].overflow);
	return false;
}

static bool parse_integer(enum value_kind kind, const char *text, size_t len, struct value *ret,
			  GError **error)
{
	const char *p = text, *end;
	size_t n = len;
	bool negative = false;
	__int128 i = 0;

	trim(&p, &n);
	end = p + n;
	if (p < end && (*p == '-' || *p == '+'))
		negative = *p++ == '-';
	if (p == end)
		return bad_format(text, len, error);
	for (; p < end; p++) {
		if (!g_ascii_isdigit(*p))
			return bad_format(text, len, error);
		if (i < (__int128)UINT64_MAX * 16)
			i = i * 10 + (*p - '0');
	}
	return number_fit(kind, negative ? -i : i, ret) || overflow(kind, error);
}

/* Copies digits without the group separators; false when they stand where none may. */
static bool without_groups(const char *p, size_t len, char *copy)
{
	bool fraction = false;

	for (size_t i = 0; i < len; i++) {
		if (p[i] == ',') {
			if (fraction || i == 0 || !(g_ascii_isdigit(p[i - 1]) || p[i - 1] == ','))
				return false;
			continue;
		}
		fraction |= p[i] == '.' || p[i] == 'e' || p[i] == 'E';
		*copy++ = p[i];
	}
	*copy = '\0';
	return true;
}

/* [sign] digits [. digits] [e [sign] digits], nothing else. */
static bool is_real(const char *p)
{
	bool any = false;

	p += *p == '-' || *p == '+';
	for (; g_ascii_isdigit(*p); p++)
		any = true;
	if (*p == '.')
		for (p++; g_ascii_isdigit(*p); p++)
			any = true;
	if (!any)
		return false;
	if (*p == 'e' || *p == 'E') {
		p++;
		p += *p == '-' || *p == '+';
		if (!g_ascii_isdigit(*p))
			return false;
		while (g_ascii_isdigit(*p))
			p++;
	}
	return *p == '\0';
}

static bool parse_special(const char *text, double *ret)
{
	static const struct { const char *text; double f; } names[] = {
		{ "Infinity", INFINITY }, { "∞", INFINITY }, { "-Infinity", -INFINITY },
		{ "-∞", -INFINITY }, { "+Infinity", INFINITY }, { "NaN", NAN }, { "-NaN", NAN },
		{ "+NaN", NAN },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (g_ascii_strcasecmp(text, names[i].text) == 0) {
			*ret = names[i].f;
			return true;
		}
	return false;
}

static bool parse_real(enum value_kind kind, const char *text, size_t len, struct value *ret,
		       GError **error)
{
	char small[64];
	g_autofree char *large = NULL;
	char *copy = small;
	const char *p = text;
	size_t n = len;
	struct dec d;
	double f;

	trim(&p, &n);
	if (n >= sizeof(small))
		copy = large = g_malloc(n + 1);
	if (!without_groups(p, n, copy))
		return bad_format(text, len, error);
	if (kind != V_DECIMAL && parse_special(copy, &f)) {
		*ret = (struct value){ .kind = kind, .u.f = f };
		return true;
	}
	if (!is_real(copy))
		return bad_format(text, len, error);
	if (kind == V_DECIMAL) {
		if (!dec_parse(copy, strlen(copy), &d))
			return overflow(kind, error);
		*ret = decimal_value(d);
		return true;
	}
	f = kind == V_F32 ? (double)strtof(copy, NULL) : g_ascii_strtod(copy, NULL);
	*ret = (struct value){ .kind = kind, .u.f = f };
	return true;
}

bool number_parse_as(enum value_kind kind, const char *text, size_t len, struct value *ret,
		     GError **error)
{
	if (kind == V_BIGINT) {
		if (bigint_parse(text, len, ret))
			return true;
		fault_throw(error, "System.FormatException", "The value could not be parsed.");
		return false;
	}
	if (kind == V_F32 || kind == V_F64 || kind == V_DECIMAL)
		return parse_real(kind, text, len, ret, error);
	return parse_integer(kind, text, len, ret, error);
}

/* -- The language's literals -------------------------------------------------- */

/* What stands after the digits: type suffix and multiplier. */
struct suffix {
	char type;		/* 0, 'l', 'd', 's', 'y', 'n' */
	bool is_unsigned;
	unsigned shift;		/* the multiplier's power of two */
};

static bool read_suffix(const char *p, const char *end, struct suffix *ret)
{
	static const char multipliers[] = "kmgtp";
	const char *m;

	*ret = (struct suffix){ 0 };
	if (p < end && (*p | 0x20) == 'u') {
		ret->is_unsigned = true;
		p++;
	}
	if (p < end && strchr("lsyn", *p | 0x20))
		ret->type = *p++ | 0x20;
	else if (p < end && (*p | 0x20) == 'd' && !ret->is_unsigned)
		ret->type = *p++ | 0x20;
	if (ret->is_unsigned && ret->type == 'n')
		return false;
	if (end - p == 2 && (p[1] | 0x20) == 'b') {
		m = strchr(multipliers, *p | 0x20);
		if (!m || !*m)
			return false;
		ret->shift = 10 * (unsigned)(m - multipliers + 1);
		p += 2;
	}
	return p == end;
}

static enum value_kind suffix_kind(const struct suffix *suffix)
{
	switch (suffix->type) {
	case 'l':
		return suffix->is_unsigned ? V_U64 : V_I64;
	case 's':
		return suffix->is_unsigned ? V_U16 : V_I16;
	case 'y':
		return suffix->is_unsigned ? V_U8 : V_I8;
	case 'n':
		return V_BIGINT;
	case 'd':
		return V_DECIMAL;
	default:
		return suffix->is_unsigned ? V_U32 : V_I32;
	}
}

static bool fit_integer(__int128 i, const struct suffix *suffix, struct value *ret)
{
	enum value_kind kind = suffix_kind(suffix);

	if (kind == V_BIGINT) {
		struct bigint *big = bigint_new();

		mpz_set_si(big->z, (long)(i >> 64));
		mpz_mul_2exp(big->z, big->z, 64);
		mpz_add_ui(big->z, big->z, (unsigned long)i);
		*ret = value_of(big);
		return true;
	}
	if (kind == V_DECIMAL) {
		if ((i < 0 ? -i : i) >> 96)
			return false;
		*ret = decimal_value((struct dec){ .n = i < 0 ? -i : i, .negative = i < 0 });
		return true;
	}
	if (number_fit(kind, i, ret))
		return true;
	if (suffix->type == 'l' || suffix->type == 's' || suffix->type == 'y')
		return false;
	if (suffix->is_unsigned)
		return number_fit(V_U64, i, ret);
	if (number_fit(V_I64, i, ret))
		return true;
	if ((i < 0 ? -i : i) >> 96) {
		*ret = value_f64((double)i);
	} else {
		*ret = decimal_value((struct dec){ .n = i < 0 ? -i : i, .negative = i < 0 });
	}
	return true;
}

/* Hexadecimal and binary: digits of a full width are two's complement. */
static bool parse_radix(const char *p, const char *end, unsigned bits, bool negative,
			struct value *ret)
{
	const char *start = p;
	struct suffix suffix;
	unsigned __int128 u = 0;
	unsigned digits = 0, width;
	__int128 i;

	for (; p < end; p++) {
		int digit = g_ascii_xdigit_value(*p);

		/* A d or b among hex digits is a digit, not a suffix. */
		if (digit < 0 || digit >= 1 << bits)
			break;
		if (digits >= 128 / bits)
			return false;
		u = u << bits | (unsigned)digit;
		digits += digits > 0 || digit != 0 || p == start;
	}
	if (p == start || !read_suffix(p, end, &suffix))
		return false;
	width = (unsigned)(p - start) * bits;
	if (width > 64 && suffix.type != 'n')
		return false;
	i = (__int128)u;
	if (!suffix.is_unsigned && suffix.type != 'n') {
		if (suffix.type == 'y' && width == 8)
			i = (int8_t)u;
		else if (suffix.type == 's' && width == 16)
			i = (int16_t)u;
		else if (bits == 1 && suffix.type == 0 && (width == 8 || width == 16))
			i = width == 8 ? (__int128)(int8_t)u : (__int128)(int16_t)u;
		else if (width == 32 && suffix.type == 0)
			i = (int32_t)u;
		else if (width == 64)
			i = (int64_t)u;
	}
	/* All 64 bits written out are a long, however small. */
	if (width == 64 && suffix.type == 0)
		suffix.type = 'l';
	i *= (__int128)1 << suffix.shift;
	return fit_integer(negative ? -i : i, &suffix, ret);
}

static bool parse_literal_real(const char *digits, size_t n, const struct suffix *suffix,
			       bool negative, struct value *ret)
{
	g_autofree char *copy = g_strndup(digits, n);
	double f;
	struct dec d, by;

	if (suffix->type == 'd') {
		by = dec_of_u64((uint64_t)1 << suffix->shift);
		if (!dec_parse(copy, n, &d) || (suffix->shift && !dec_mul(d, by, &d)))
			return false;
		d.negative = negative;
		*ret = decimal_value(d);
		return true;
	}
	f = ldexp(g_ascii_strtod(copy, NULL), (int)suffix->shift);
	if (negative)
		f = -f;
	if (suffix->type == 0 && !suffix->is_unsigned) {
		*ret = value_f64(f);
		return true;
	}
	f = nearbyint(f);
	if (fabs(f) >= 0x1p100)
		return false;
	return fit_integer((__int128)f, suffix, ret);
}

/* Whole digits of any length: int, long, decimal, double, whichever takes them. */
static bool parse_literal_whole(const char *digits, size_t n, const struct suffix *suffix,
				bool negative, struct value *ret)
{
	__int128 i = 0;

	if (suffix->type == 'n' && n > 30) {
		if (!bigint_parse(digits, n, ret))
			return false;
		mpz_mul_2exp(((struct bigint *)ret->u.block)->z, ((struct bigint *)ret->u.block)->z,
			     suffix->shift);
		if (negative)
			mpz_neg(((struct bigint *)ret->u.block)->z,
				((struct bigint *)ret->u.block)->z);
		return true;
	}
	for (size_t k = 0; k < n; k++) {
		i = i * 10 + (digits[k] - '0');
		if (i > (__int128)1 << 100)
			return parse_literal_real(digits, n, suffix, negative, ret);
	}
	if (suffix->shift > 0 && i >> (120 - suffix->shift))
		return parse_literal_real(digits, n, suffix, negative, ret);
	i <<= suffix->shift;
	return fit_integer(negative ? -i : i, suffix, ret);
}

bool number_parse(const char *text, size_t len, struct value *ret)
{
	const char *p = text, *end, *start;
	struct suffix suffix;
	bool negative = false, real = false, any = false;

	trim(&p, &len);
	end = p + len;
	if (p < end && (*p == '-' || *p == '+'))
		negative = *p++ == '-';
	if (end - p > 2 && p[0] == '0' && (p[1] | 0x20) == 'x')
		return parse_radix(p + 2, end, 4, negative, ret);
	if (end - p > 2 && p[0] == '0' && (p[1] | 0x20) == 'b')
		return parse_radix(p + 2, end, 1, negative, ret);
	for (start = p; p < end && g_ascii_isdigit(*p); p++)
		any = true;
	if (p < end && *p == '.') {
		real = true;
		for (p++; p < end && g_ascii_isdigit(*p); p++)
			any = true;
	}
	if (!any)
		return false;
	if (p < end && (*p | 0x20) == 'e') {
		real = true;
		p++;
		p += p < end && (*p == '-' || *p == '+');
		if (p == end || !g_ascii_isdigit(*p))
			return false;
		while (p < end && g_ascii_isdigit(*p))
			p++;
	}
	if (!read_suffix(p, end, &suffix))
		return false;
	return real ? parse_literal_real(start, p - start, &suffix, negative, ret)
		    : parse_literal_whole(start, p - start, &suffix, negative, ret);
}
