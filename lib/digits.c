/*
 * Finding the digits of a number. A double's shortest digits are looked for
 * without printing first, its exact ones come from the C library.
 */
#include "config.h"

#include "lib/digits.h"

#include <math.h>

#include "lib/bigint.h"
#include "lib/decimal.h"

static const double powers10[] = {
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
	1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

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

void digits_significant(struct digits *digits, double f, int n)
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
		if (n == last ||
		    (is_single ? strtof(text, NULL) == (float)f : strtod(text, NULL) == f))
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

void digits_places(struct digits *digits, double f, int decimals)
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

void number_of(struct number *number, struct value v)
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

void digits_put_exponent(GString *out, int exponent, char letter, int width, bool plus)
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
