/*
 * Writing numbers by standard formats. Every kind becomes significant digits
 * and a decimal point; the formats work on those alone. Doubles are rounded from their exact binary
 * value (half to even) by the fixed formats, from 15 digits (half away from
 * zero) by custom formats, as .NET does.
 */
#include "config.h"

#include "lib/digits.h"

#include <math.h>

#include "lib/bigint.h"
#include "lib/decimal.h"
#include "lib/fault.h"

const struct number_culture number_en_us = {
	.decimal = ".", .group = ",", .infinity = "∞", .nan = "NaN", .currency = "$", .decimals = 3,
};

const struct number_culture number_invariant = {
	.decimal = ".", .group = ",", .infinity = "Infinity", .nan = "NaN", .currency = "¤",
	.decimals = 2, .percent_space = true, .currency_parens = true,
};

/* More digits after the point than this are not written. */
#define MAX_PRECISION 100000

/* Rounds to places after the point; zero loses its sign unless it is binary. */
static void round_places(struct number *number, int decimals)
{
	if (number->binary)
		digits_places(&number->digits, number->f, decimals);
	else
		digits_round(&number->digits, number->digits.point + decimals);
	if (number->digits.n == 0 && !number->binary)
		number->digits.negative = false;
}

/* -- Standard formats --------------------------------------------------------- */

static void put_zeros(GString *out, int n)
{
	for (; n > 0; n--)
		g_string_append_c(out, '0');
}

static void put_fixed(GString *out, const struct digits *digits, int decimals, const char *group,
		      const char *decimal)
{
	int whole = MAX(digits->point, 0);

	if (whole == 0)
		g_string_append_c(out, '0');
	for (int i = 0; i < whole; i++) {
		g_string_append_c(out, i < digits->n ? digits->d[i] : '0');
		if (group && i + 1 < whole && (whole - i - 1) % 3 == 0)
			g_string_append(out, group);
	}
	if (decimals <= 0)
		return;
	g_string_append(out, decimal);
	for (int i = digits->point; i < digits->point + decimals; i++)
		g_string_append_c(out, i >= 0 && i < digits->n ? digits->d[i] : '0');
}

static void put_scientific(GString *out, struct number *number, int decimals, char letter,
			   const struct number_culture *culture)
{
	struct digits *digits = &number->digits;

	if (number->binary)
		digits_significant(digits, number->f, decimals + 1);
	else
		digits_round(digits, decimals + 1);
	if (digits->negative)
		g_string_append_c(out, '-');
	g_string_append_c(out, digits->n > 0 ? digits->d[0] : '0');
	if (decimals > 0)
		g_string_append(out, culture->decimal);
	for (int i = 1; i <= decimals; i++)
		g_string_append_c(out, i < digits->n ? digits->d[i] : '0');
	digits_put_exponent(out, digits->n > 0 ? digits->point - 1 : 0, letter, 3, true);
}

/* The general format of digits already rounded: scientific outside `limit` whole digits. */
static void put_general(GString *out, const struct digits *digits, int limit, char letter,
			const char *decimal)
{
	if (digits->negative)
		g_string_append_c(out, '-');
	if (digits->point <= limit && digits->point >= -3) {
		put_fixed(out, digits, MAX(digits->n - digits->point, 0), NULL, decimal);
		return;
	}
	g_string_append_c(out, digits->d[0]);
	if (digits->n > 1) {
		g_string_append(out, decimal);
		g_string_append_len(out, digits->d + 1, digits->n - 1);
	}
	digits_put_exponent(out, digits->point - 1, letter, 2, true);
}

static void put_integer(GString *out, struct value v)
{
	char text[24], *p = text + sizeof(text);
	uint64_t u = v.kind != V_U64 && v.u.i < 0 ? -(uint64_t)v.u.i : v.u.u;

	do {
		*--p = '0' + (char)(u % 10);
		u /= 10;
	} while (u > 0);
	if (v.kind != V_U64 && v.u.i < 0)
		*--p = '-';
	g_string_append_len(out, p, text + sizeof(text) - p);
}

static void put_default(GString *out, struct value v, char letter,
			const struct number_culture *culture)
{
	struct digits digits;

	if (v.kind == V_F64 || v.kind == V_F32) {
		digits_shortest(&digits, v.u.f, v.kind == V_F32);
		put_general(out, &digits, v.kind == V_F32 ? 9 : 17, letter, culture->decimal);
	} else if (v.kind == V_DECIMAL) {
		char text[DEC_TEXT_MAX];
		unsigned n = dec_text(decimal_get(v), text);

		for (unsigned i = 0; i < n; i++) {
			if (text[i] == '.')
				g_string_append(out, culture->decimal);
			else
				g_string_append_c(out, text[i]);
		}
	} else if (v.kind == V_BIGINT) {
		g_autofree char *text = bigint_text(v);

		g_string_append(out, text);
	} else {
		put_integer(out, v);
	}
}

static void put_precise(GString *out, struct value v, int precision, char letter,
			const struct number_culture *culture)
{
	struct number number;

	number_of(&number, v);
	if (number.binary)
		digits_significant(&number.digits, number.f, precision);
	else
		digits_round(&number.digits, precision);
	if (number.digits.n == 0 && !number.binary)
		number.digits.negative = false;
	put_general(out, &number.digits, precision, letter, culture->decimal);
}

static unsigned kind_bits(enum value_kind kind)
{
	switch (kind) {
	case V_I8: case V_U8:
		return 8;
	case V_I16: case V_U16:
		return 16;
	case V_I32: case V_U32:
		return 32;
	default:
		return 64;
	}
}

/* X and B: two's complement at the kind's width. */
static void put_radix(GString *out, struct value v, int precision, char letter)
{
	unsigned bits = kind_bits(v.kind), step = (letter | 0x20) == 'x' ? 4 : 1;
	const char *set = letter == 'x' ? "0123456789abcdef" : "0123456789ABCDEF";
	uint64_t u = v.u.u;
	char text[64], *p = text + sizeof(text);

	if (bits < 64)
		u &= ((uint64_t)1 << bits) - 1;
	do {
		*--p = set[u & ((1u << step) - 1)];
		u >>= step;
	} while (u > 0);
	put_zeros(out, precision - (int)(text + sizeof(text) - p));
	g_string_append_len(out, p, text + sizeof(text) - p);
}

static void put_bigint_radix(GString *out, struct value v, int precision, char letter)
{
	const struct bigint *big = (const struct bigint *)v.u.block;
	size_t nibbles = mpz_sizeinbase(big->z, 2) / 4 + 1;
	g_autofree char *text = NULL;
	mpz_t z;

	mpz_init_set(z, big->z);
	if (mpz_sgn(z) < 0) {
		mpz_t whole;

		mpz_init_set_ui(whole, 1);
		mpz_mul_2exp(whole, whole, nibbles * 4);
		mpz_add(z, z, whole);
		mpz_clear(whole);
	}
	text = mpz_get_str(NULL, letter == 'X' ? -16 : 16, z);
	mpz_clear(z);
	/* A leading digit of 8 or more would read as negative. */
	if (mpz_sgn(big->z) >= 0 && g_ascii_xdigit_value(*text) >= 8)
		precision = MAX(precision, (int)strlen(text) + 1);
	put_zeros(out, precision - (int)strlen(text));
	g_string_append(out, text);
}

static void put_digits(GString *out, struct value v, int precision)
{
	struct number number;

	if (v.kind == V_BIGINT) {
		g_autofree char *text = bigint_text(v);

		if (*text == '-')
			g_string_append_c(out, '-');
		put_zeros(out, precision - (int)strlen(text + (*text == '-')));
		g_string_append(out, text + (*text == '-'));
		return;
	}
	number_of(&number, v);
	if (number.digits.negative)
		g_string_append_c(out, '-');
	put_zeros(out, precision - MAX(number.digits.point, 1));
	put_fixed(out, &number.digits, 0, NULL, ".");
}

static void put_currency(GString *out, const struct digits *digits, int decimals,
			 const struct number_culture *culture)
{
	bool parens = digits->negative && culture->currency_parens;

	if (parens)
		g_string_append_c(out, '(');
	else if (digits->negative)
		g_string_append_c(out, '-');
	if (!culture->currency_after)
		g_string_append(out, culture->currency);
	put_fixed(out, digits, decimals, culture->group, culture->decimal);
	if (culture->currency_after) {
		g_string_append(out, "\u00a0");
		g_string_append(out, culture->currency);
	}
	if (parens)
		g_string_append_c(out, ')');
}

static void put_percent(GString *out, struct number *number, int decimals,
			const struct number_culture *culture)
{
	if (number->binary) {
		/* The point moves two places after the exact digits are known. */
		digits_places(&number->digits, number->f, decimals + 2);
		number->digits.point += number->digits.n > 0 ? 2 : 0;
	} else {
		number->digits.point += number->digits.n > 0 ? 2 : 0;
		digits_round(&number->digits, number->digits.point + decimals);
		number->digits.negative &= number->digits.n > 0;
	}
	if (number->digits.negative)
		g_string_append_c(out, '-');
	put_fixed(out, &number->digits, decimals, culture->group, culture->decimal);
	g_string_append(out, culture->percent_space ? " %" : "%");
}

static bool is_whole_kind(enum value_kind kind)
{
	return (kind >= V_I8 && kind <= V_U64) || kind == V_BIGINT;
}

static bool bad_specifier(GError **error)
{
	fault_throw(error, "System.FormatException", "Format specifier was invalid.");
	return false;
}

static bool put_standard(GString *out, struct value v, char letter, int precision,
			 const struct number_culture *culture, GError **error)
{
	struct number number;
	int decimals = precision >= 0 ? precision : (int)culture->decimals;

	switch (letter | 0x20) {
	case 'd':
	case 'x':
	case 'b':
		if (!is_whole_kind(v.kind))
			return bad_specifier(error);
		if ((letter | 0x20) == 'd')
			put_digits(out, v, precision);
		else if (v.kind == V_BIGINT)
			put_bigint_radix(out, v, precision, letter);
		else
			put_radix(out, v, precision, letter);
		return true;
	case 'r':
		if (v.kind == V_DECIMAL)
			return bad_specifier(error);
		put_default(out, v, letter == 'r' ? 'e' : 'E', culture);
		return true;
	case 'g':
		if (precision <= 0)
			put_default(out, v, letter == 'g' ? 'e' : 'E', culture);
		else
			put_precise(out, v, precision, letter == 'g' ? 'e' : 'E', culture);
		return true;
	default:
		break;
	}
	number_of(&number, v);
	switch (letter | 0x20) {
	case 'e':
		put_scientific(out, &number, precision < 0 ? 6 : precision, letter, culture);
		return true;
	case 'f':
	case 'n':
		round_places(&number, decimals);
		if (number.digits.negative)
			g_string_append_c(out, '-');
		put_fixed(out, &number.digits, decimals,
			  (letter | 0x20) == 'n' ? culture->group : NULL, culture->decimal);
		return true;
	case 'p':
		put_percent(out, &number, decimals, culture);
		return true;
	case 'c':
		round_places(&number, precision < 0 ? 2 : precision);
		put_currency(out, &number.digits, precision < 0 ? 2 : precision, culture);
		return true;
	default:
		return bad_specifier(error);
	}
}

/* -- Entry -------------------------------------------------------------------- */

/* A letter and digits; *precision is -1 without any. */
static bool is_standard(const char *format, size_t len, int *precision)
{
	int n = 0;

	if (!g_ascii_isalpha(format[0]))
		return false;
	for (size_t i = 1; i < len; i++) {
		if (!g_ascii_isdigit(format[i]))
			return false;
		if (n < MAX_PRECISION)
			n = n * 10 + (format[i] - '0');
	}
	*precision = len > 1 ? MIN(n, MAX_PRECISION) : -1;
	return true;
}

bool number_format(GString *out, struct value v, const char *format, size_t len,
		   const struct number_culture *culture, GError **error)
{
	int precision;

	if ((v.kind == V_F64 || v.kind == V_F32) && !isfinite(v.u.f)) {
		if (v.u.f < 0)
			g_string_append_c(out, '-');
		g_string_append(out, isnan(v.u.f) ? culture->nan : culture->infinity);
		return true;
	}
	if (len == 0) {
		put_default(out, v, 'E', culture);
		return true;
	}
	if (is_standard(format, len, &precision))
		return put_standard(out, v, format[0], precision, culture, error);
	number_put_custom(out, v, format, len, culture);
	return true;
}

void number_text(GString *out, struct value v)
{
	struct digits digits;
	int limit = v.kind == V_F32 ? 7 : 15;

	if ((v.kind != V_F64 && v.kind != V_F32) || !isfinite(v.u.f)) {
		number_format(out, v, "", 0, &number_invariant, NULL);
		return;
	}
	digits_significant(&digits, v.u.f, limit);
	put_general(out, &digits, limit, 'E', ".");
}
