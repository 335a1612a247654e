/*
 * Writing numbers. Every kind becomes significant digits and a decimal point;
 * the formats work on those alone. Doubles are rounded from their exact binary
 * value (half to even) by the fixed formats, from 15 digits (half away from
 * zero) by custom formats, as .NET does.
 */
#include "config.h"

#include "lib/number.h"

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

/* A number under a format: its digits, and whether it is binary (-0 exists, exact rounding). */
struct number {
	struct digits digits;
	bool binary;
	bool is_single;
	double f;
};

static const double powers10[] = {
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
	1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

/* -- Digits ------------------------------------------------------------------- */

static void strip(struct digits *digits)
{
	while (digits->n > 0 && digits->d[digits->n - 1] == '0')
		digits->n--;
	if (digits->n == 0)
		digits->point = 0;
}

static void set_u64(struct digits *digits, uint64_t u)
{
	char reversed[20];
	int n = 0;

	for (; u > 0; u /= 10)
		reversed[n++] = '0' + (char)(u % 10);
	digits->n = digits->point = n;
	for (int i = 0; i < n; i++)
		digits->d[i] = reversed[n - 1 - i];
}

/* From "d.ddde±x" or "ddd.ddd" as printf writes them. */
static void set_printed(struct digits *digits, const char *text)
{
	int point = 0;
	bool fraction = false;

	digits->n = 0;
	for (; *text && *text != 'e'; text++) {
		if (*text == '-')
			continue;
		if (*text == '.') {
			fraction = true;
			continue;
		}
		if (digits->n == 0 && *text == '0') {
			point -= fraction;
			continue;
		}
		if (digits->n < DIGITS_MAX)
			digits->d[digits->n++] = *text;
		point += !fraction;
	}
	if (*text == 'e')
		point += atoi(text + 1);
	digits->point = point;
	strip(digits);
}

/* A fraction of few digits, found without printing: f = r / 10^k exactly as read back. */
static bool shortest_fast(struct digits *digits, double f)
{
	double a = fabs(f);

	if (a >= 1e15 || (a != 0 && a < 1e-5))
		return false;
	for (int k = 0; k <= 20; k++) {
		double t = a * powers10[k], r = nearbyint(t);

		if (r >= 1e15)
			return false;
		if (r / powers10[k] == a) {
			set_u64(digits, (uint64_t)r);
			digits->point -= k;
			digits->negative = signbit(f);
			strip(digits);
			return true;
		}
	}
	return false;
}

/* `n` significant digits of the exact value. */
static void set_significant(struct digits *digits, double f, int n)
{
	char text[DIGITS_MAX + 64];

	/* What 15 digits write exactly is those digits. */
	if (n == 15 && shortest_fast(digits, f))
		return;
	g_snprintf(text, sizeof(text), "%.*e", CLAMP(n, 1, DIGITS_MAX) - 1, f);
	set_printed(digits, text);
	digits->negative = signbit(f);
}

void digits_shortest(struct digits *digits, double f, bool is_single)
{
	char text[40];
	int n = is_single ? 6 : 15, last = is_single ? 9 : 17;
	double a = fabs(f);

	if (!is_single && shortest_fast(digits, f))
		return;
	/* Where the fast way looks at all 15 digits, there are more. */
	if (!is_single && a >= 1e-5 && a < 1e14)
		n = 16;
	/* Below the normal range a number has fewer digits. */
	if (a < (is_single ? 1.17549435e-38 : 2.2250738585072014e-308))
		n = 1;
	for (; n <= last; n++) {
		g_snprintf(text, sizeof(text), "%.*e", n - 1, f);
		if (n == last || (is_single ? strtof(text, NULL) == (float)f : strtod(text, NULL) == f))
			break;
	}
	set_printed(digits, text);
	digits->negative = signbit(f);
}

void digits_round(struct digits *digits, int n)
{
	bool up;

	if (n >= digits->n) {
		strip(digits);
		return;
	}
	if (n < 0) {
		digits->n = digits->point = 0;
		return;
	}
	up = digits->d[n] >= '5';
	digits->n = n;
	if (up) {
		while (digits->n > 0 && digits->d[digits->n - 1] == '9')
			digits->n--;
		if (digits->n == 0) {
			digits->d[digits->n++] = '1';
			digits->point++;
		} else {
			digits->d[digits->n - 1]++;
		}
	}
	strip(digits);
}

/* Rounds a double to `decimals` places by its exact value. */
static void round_binary(struct digits *digits, double f, int decimals)
{
	char text[DIGITS_MAX + 64];
	double a = fabs(f), t, r, rest;

	if (decimals <= 15 && a * powers10[decimals] < 9007199254740992.0) {
		t = a * powers10[decimals];
		r = nearbyint(t);
		/* The product's own rounding error, exactly. */
		rest = (t - r) + fma(a, powers10[decimals], -t);
		if (rest > 0.5 || (rest == 0.5 && fmod(r, 2) != 0))
			r++;
		else if (rest < -0.5 || (rest == -0.5 && fmod(r, 2) != 0))
			r--;
		set_u64(digits, (uint64_t)r);
		digits->point -= decimals;
		digits->negative = signbit(f);
		strip(digits);
		return;
	}
	g_snprintf(text, sizeof(text), "%.*f", MIN(decimals, DIGITS_MAX), f);
	set_printed(digits, text);
	digits->negative = signbit(f);
}

static void number_of(struct number *number, struct value v)
{
	struct dec d;

	number->binary = false;
	number->digits.negative = false;
	switch (v.kind) {
	case V_F32:
	case V_F64:
		number->binary = true;
		number->is_single = v.kind == V_F32;
		number->f = v.u.f;
		break;
	case V_U64:
		set_u64(&number->digits, v.u.u);
		break;
	case V_DECIMAL: {
		char text[32];

		d = decimal_get(v);
		number->digits.n = (int)dec_digits(d, text);
		memcpy(number->digits.d, text, number->digits.n);
		number->digits.point = number->digits.n - d.scale;
		number->digits.negative = d.negative;
		if (d.n == 0)
			number->digits.n = number->digits.point = 0;
		strip(&number->digits);
		break;
	}
	case V_BIGINT: {
		g_autofree char *text = bigint_text(v);

		set_printed(&number->digits, text);
		number->digits.point = (int)strlen(text) - (*text == '-');
		number->digits.negative = *text == '-';
		strip(&number->digits);
		break;
	}
	default:
		set_u64(&number->digits, v.u.i < 0 ? -(uint64_t)v.u.i : (uint64_t)v.u.i);
		number->digits.negative = v.u.i < 0;
		break;
	}
}

/* Rounds to places after the point; zero loses its sign unless it is binary. */
static void round_places(struct number *number, int decimals)
{
	if (number->binary)
		round_binary(&number->digits, number->f, decimals);
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

static void put_exponent(GString *out, int exponent, char letter, int width, bool plus)
{
	char text[16];
	int n = 0;
	unsigned u = exponent < 0 ? -exponent : exponent;

	g_string_append_c(out, letter);
	if (exponent < 0)
		g_string_append_c(out, '-');
	else if (plus)
		g_string_append_c(out, '+');
	for (; u > 0 || n < width; u /= 10)
		text[n++] = '0' + (char)(u % 10);
	while (n > 0)
		g_string_append_c(out, text[--n]);
}

static void put_scientific(GString *out, struct number *number, int decimals, char letter,
			   const struct number_culture *culture)
{
	struct digits *digits = &number->digits;

	if (number->binary)
		set_significant(digits, number->f, decimals + 1);
	else
		digits_round(digits, decimals + 1);
	if (digits->negative)
		g_string_append_c(out, '-');
	g_string_append_c(out, digits->n > 0 ? digits->d[0] : '0');
	if (decimals > 0)
		g_string_append(out, culture->decimal);
	for (int i = 1; i <= decimals; i++)
		g_string_append_c(out, i < digits->n ? digits->d[i] : '0');
	put_exponent(out, digits->n > 0 ? digits->point - 1 : 0, letter, 3, true);
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
	put_exponent(out, digits->point - 1, letter, 2, true);
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
		set_significant(&number.digits, number.f, precision);
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
		round_binary(&number->digits, number->f, decimals + 2);
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
		put_fixed(out, &number.digits, decimals, (letter | 0x20) == 'n' ? culture->group : NULL,
			  culture->decimal);
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

/* -- Custom formats ----------------------------------------------------------- */

/* The n-th section of "positive;negative;zero"; *found is 0 when the first serves. */
static const char *find_section(const char *format, const char *end, int n, int *found)
{
	const char *p = format;
	int section = n;

	*found = 0;
	if (n == 0)
		return format;
	while (p < end) {
		char c = *p++;

		if (c == '\'' || c == '"') {
			while (p < end && *p != c)
				p++;
			p += p < end;
		} else if (c == '\\') {
			p += p < end;
		} else if (c == ';') {
			if (--section > 0)
				continue;
			if (p < end && *p != ';') {
				*found = n;
				return p;
			}
			return format;
		}
	}
	return format;
}

/* What a section says, counted before anything is written. */
struct layout {
	int digits;		/* placeholders */
	int point;		/* placeholders before the decimal point */
	int first_zero, last_zero;
	int scale;
	bool groups;
	bool scientific;
};

static bool starts_exponent(const char *p, const char *end)
{
	return (p < end && *p == '0') ||
	       (end - p >= 2 && (*p == '+' || *p == '-') && p[1] == '0');
}

static void read_layout(const char *p, const char *end, struct layout *l)
{
	int thousand = -1, thousands = 0;

	*l = (struct layout){ .point = -1, .first_zero = INT_MAX };
	while (p < end && *p != ';') {
		char c = *p++;

		switch (c) {
		case '#':
			l->digits++;
			break;
		case '0':
			if (l->first_zero == INT_MAX)
				l->first_zero = l->digits;
			l->last_zero = ++l->digits;
			break;
		case '.':
			if (l->point < 0)
				l->point = l->digits;
			break;
		case ',':
			if (l->digits == 0 || l->point >= 0)
				break;
			if (thousand == l->digits) {
				thousands++;
				break;
			}
			l->groups |= thousand >= 0;
			thousand = l->digits;
			thousands = 1;
			break;
		case '%':
			l->scale += 2;
			break;
		case '\'':
		case '"':
			while (p < end && *p != c)
				p++;
			p += p < end;
			break;
		case '\\':
			p += p < end;
			break;
		case 'E':
		case 'e':
			if (starts_exponent(p, end)) {
				for (p++; p < end && *p == '0'; p++)
					;
				l->scientific = true;
			}
			break;
		default:
			if ((unsigned char)c == 0xe2 && end - p >= 2 && memcmp(p, "\x80\xb0", 2) == 0)
				l->scale += 3;		/* per mille */
			break;
		}
	}
	if (l->point < 0)
		l->point = l->digits;
	if (thousand >= 0) {
		if (thousand == l->point)
			l->scale -= thousands * 3;
		else
			l->groups = true;
	}
}

/* Where writing by a layout stands. */
struct writer {
	GString *out;
	const struct number_culture *culture;
	const struct digits *digits;
	const struct layout *l;
	int next;		/* digit */
	int place;		/* of the next digit: whole digits still to come */
	int lead;		/* digits the number has beyond (or short of) the layout */
	int first, last;	/* places that show zeros */
	bool point_written;
};

static void write_digit(struct writer *w, char c)
{
	g_string_append_c(w->out, c);
	if (w->l->groups && w->place > 1 && (w->place - 1) % 3 == 0)
		g_string_append(w->out, w->culture->group);
}

static void write_lead(struct writer *w)
{
	for (; w->lead > 0; w->lead--) {
		write_digit(w, w->next < w->digits->n ? w->digits->d[w->next++] : '0');
		w->place--;
	}
}

static void write_place(struct writer *w)
{
	char c = 0;

	if (w->lead < 0) {
		w->lead++;
		c = w->place <= w->first ? '0' : 0;
	} else if (w->next < w->digits->n) {
		c = w->digits->d[w->next++];
	} else if (w->place > w->last) {
		c = '0';
	}
	if (c)
		write_digit(w, c);
	w->place--;
}

static const char *write_exponent(struct writer *w, const char *p, const char *end, char letter)
{
	bool plus = p < end && *p == '+';
	int width = 0, exponent;

	if (p < end && (*p == '+' || *p == '-'))
		p++;
	for (; p < end && *p == '0'; p++)
		width++;
	exponent = w->digits->n == 0 ? 0 : w->digits->point - w->l->point;
	put_exponent(w->out, exponent, letter, MIN(width, 10), plus);
	return p;
}

static void write_section(struct writer *w, const char *p, const char *end)
{
	bool scientific = w->l->scientific;

	while (p < end && *p != ';') {
		char c = *p++;

		switch (c) {
		case '#':
		case '0':
			write_lead(w);
			write_place(w);
			break;
		case '.':
			write_lead(w);
			if (w->place != 0 || w->point_written)
				break;
			if (w->last < 0 || (w->l->point < w->l->digits && w->next < w->digits->n)) {
				g_string_append(w->out, w->culture->decimal);
				w->point_written = true;
			}
			break;
		case ',':
			break;
		case '\'':
		case '"':
			while (p < end && *p != c)
				g_string_append_c(w->out, *p++);
			p += p < end;
			break;
		case '\\':
			if (p < end)
				g_string_append_c(w->out, *p++);
			break;
		case 'E':
		case 'e':
			if (scientific && starts_exponent(p, end)) {
				p = write_exponent(w, p, end, c);
				scientific = false;
				break;
			}
			g_string_append_c(w->out, c);
			break;
		default:
			g_string_append_c(w->out, c);
			break;
		}
	}
}

static void put_custom(GString *out, struct value v, const char *format, size_t len,
		       const struct number_culture *culture)
{
	const char *end = format + len, *section;
	struct number number;
	struct digits *digits = &number.digits;
	struct layout l;
	struct writer w;
	gsize at = out->len;
	int found, again;

	number_of(&number, v);
	if (number.binary)
		set_significant(digits, number.f, number.is_single ? 7 : 15);
	section = find_section(format, end, digits->n == 0 ? 2 : digits->negative ? 1 : 0, &found);
	for (;;) {
		read_layout(section, end, &l);
		if (digits->n == 0)
			break;
		digits->point += l.scale;
		digits_round(digits, l.scientific ? l.digits : digits->point + l.digits - l.point);
		if (digits->n > 0)
			break;
		section = find_section(format, end, 2, &again);
		if (again == found)
			break;
		found = again;
	}
	if (digits->n == 0) {
		digits->point = 0;
		digits->negative &= number.binary;
	}
	w = (struct writer){
		.out = out, .culture = culture, .digits = digits, .l = &l,
		.first = l.first_zero < l.point ? l.point - l.first_zero : 0,
		.last = l.last_zero > l.point ? l.point - l.last_zero : 0,
		.place = l.scientific ? l.point : MAX(digits->point, l.point),
		.lead = l.scientific ? 0 : digits->point - l.point,
	};
	write_section(&w, section, end);
	if (digits->negative && found == 0 && out->len > at)
		g_string_insert_c(out, (gssize)at, '-');
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
	put_custom(out, v, format, len, culture);
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
	set_significant(&digits, v.u.f, limit);
	put_general(out, &digits, limit, 'E', ".");
}
