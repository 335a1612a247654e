/*
 * Decimal arithmetic on limbs: operands are widened to 256 bits by powers of
 * ten, worked on exactly, and brought back to 96 bits by one division that
 * rounds half to even.
 */
#include "config.h"

#include <gmp.h>
#include <math.h>

#include "lib/convert.h"
#include "lib/decimal.h"
#include "lib/heap.h"

#define LIMBS 5			/* 96 + 96 bits, and room for a power of ten */
#define MAX_SCALE 28

/* An unsigned integer of LIMBS limbs, least significant first. */
struct wide {
	mp_limb_t w[LIMBS];
};

static const decimal_bits max_bits = ((decimal_bits)1 << 96) - 1;

static decimal_bits power10(unsigned n)
{
	decimal_bits p = 1;

	while (n-- > 0)
		p *= 10;
	return p;
}

static struct wide wide_of(decimal_bits n)
{
	return (struct wide){ { (mp_limb_t)n, (mp_limb_t)(n >> 64) } };
}

static decimal_bits wide_low(const struct wide *w)
{
	return (decimal_bits)w->w[1] << 64 | w->w[0];
}

static bool wide_fits(const struct wide *w)
{
	return !w->w[2] && !w->w[3] && !w->w[4] && wide_low(w) <= max_bits;
}

static bool wide_is_zero(const struct wide *w)
{
	return !(w->w[0] | w->w[1] | w->w[2] | w->w[3] | w->w[4]);
}

static struct wide wide_scale(struct wide w, unsigned digits)
{
	static const mp_limb_t step = 10000000000000000000ull;		/* 10^19 */

	for (; digits > 19; digits -= 19)
		mpn_mul_1(w.w, w.w, LIMBS, step);
	mpn_mul_1(w.w, w.w, LIMBS, (mp_limb_t)power10(digits));
	return w;
}

static mp_size_t limbs(const struct wide *w)
{
	mp_size_t n = LIMBS;

	while (n > 0 && w->w[n - 1] == 0)
		n--;
	return n;
}

/* Quotient, and the remainder in *rest. `b` is not zero. */
static struct wide wide_divide(const struct wide *a, const struct wide *b, struct wide *rest)
{
	struct wide q = { { 0 } };
	mp_size_t na = limbs(a), nb = limbs(b);

	*rest = (struct wide){ { 0 } };
	if (na < nb) {
		*rest = *a;
		return q;
	}
	mpn_tdiv_qr(q.w, rest->w, 0, a->w, na, b->w, nb);
	return q;
}

/* Whether `rest` of a division by `by` rounds the quotient up, half to even. */
static bool rounds_up(const struct wide *rest, const struct wide *by, bool odd)
{
	struct wide twice;
	int order;

	mpn_lshift(twice.w, rest->w, LIMBS, 1);
	order = mpn_cmp(twice.w, by->w, LIMBS);
	return order > 0 || (order == 0 && odd);
}

/* Brings w / 10^scale into 96 bits and 28 digits. */
static bool reduce(const struct wide *w, int scale, bool negative, struct dec *ret)
{
	int drop = MAX(scale - MAX_SCALE, 0);

	if (limbs(w) > 2)
		drop = MAX(drop, (int)((limbs(w) - 2) * 9));
	if (drop > scale)
		drop = scale;
	for (;; drop++) {
		struct wide q = *w;

		if (drop > scale)
			return false;
		if (drop > 0) {
			struct wide by = wide_scale(wide_of(1), drop), rest;

			q = wide_divide(w, &by, &rest);
			if (rounds_up(&rest, &by, q.w[0] & 1))
				mpn_add_1(q.w, q.w, LIMBS, 1);
		}
		if (!wide_fits(&q))
			continue;
		*ret = (struct dec){ wide_low(&q), scale - drop, negative };
		return true;
	}
}

/* -- Values ------------------------------------------------------------------- */

struct value decimal_value(struct dec d)
{
	struct decimal *block = block_new(V_DECIMAL, sizeof(*block));

	block->scale = d.scale;
	block->negative = d.negative;
	block->low = (uint64_t)d.n;
	block->high = (uint32_t)(d.n >> 64);
	return value_of(block);
}

struct dec decimal_get(struct value v)
{
	const struct decimal *d = (const struct decimal *)v.u.block;

	return (struct dec){ (decimal_bits)d->high << 64 | d->low, d->scale, d->negative };
}

struct value decimal_from_i64(int64_t i)
{
	return decimal_value(dec_of_i64(i));
}

struct dec dec_of_u64(uint64_t u)
{
	return (struct dec){ .n = u };
}

struct dec dec_of_i64(int64_t i)
{
	return (struct dec){ .n = i < 0 ? -(uint64_t)i : (uint64_t)i, .negative = i < 0 };
}

bool dec_of_f64(double f, int digits, struct dec *ret)
{
	char text[48];
	int n, point, exponent;

	if (!isfinite(f) || fabs(f) >= 79228162514264337593543950336.0)
		return false;
	n = g_snprintf(text, sizeof(text), "%.*e", digits - 1, f);
	/* Trailing zeros of the fraction are no part of a binary number. */
	exponent = (int)(strchr(text, 'e') - text);
	for (point = exponent; point > 0 && text[point - 1] == '0'; )
		point--;
	if (point > 0 && text[point - 1] == '.')
		point--;
	memmove(text + point, text + exponent, n - exponent + 1);
	return dec_parse(text, strlen(text), ret);
}

double dec_to_f64(struct dec d)
{
	double f = (double)(uint64_t)d.n + (double)(uint32_t)(d.n >> 64) * 18446744073709551616.0;

	if (d.scale > 0)
		f /= pow(10, d.scale);
	return d.negative ? -f : f;
}

bool dec_to_i128(struct dec d, __int128 *ret)
{
	struct dec whole = dec_round(d, 0, DEC_HALF_EVEN);

	*ret = whole.negative ? -(__int128)whole.n : (__int128)whole.n;
	return (whole.n >> 65) == 0;
}

/* -- Arithmetic --------------------------------------------------------------- */

bool dec_add(struct dec a, struct dec b, struct dec *ret)
{
	unsigned scale = MAX(a.scale, b.scale);
	struct wide x = wide_scale(wide_of(a.n), scale - a.scale);
	struct wide y = wide_scale(wide_of(b.n), scale - b.scale), sum;
	bool negative = a.negative;

	if (a.negative == b.negative) {
		mpn_add_n(sum.w, x.w, y.w, LIMBS);
	} else if (mpn_cmp(x.w, y.w, LIMBS) >= 0) {
		mpn_sub_n(sum.w, x.w, y.w, LIMBS);
	} else {
		mpn_sub_n(sum.w, y.w, x.w, LIMBS);
		negative = b.negative;
	}
	return reduce(&sum, scale, negative && !wide_is_zero(&sum), ret);
}

bool dec_sub(struct dec a, struct dec b, struct dec *ret)
{
	b.negative = !b.negative;
	return dec_add(a, b, ret);
}

bool dec_mul(struct dec a, struct dec b, struct dec *ret)
{
	struct wide x = wide_of(a.n), y = wide_of(b.n), product = { { 0 } };

	mpn_mul_n(product.w, x.w, y.w, 2);
	return reduce(&product, a.scale + b.scale, a.negative != b.negative, ret);
}

static void strip_zeros(struct dec *d, int scale)
{
	while (d->scale > scale && d->n % 10 == 0) {
		d->n /= 10;
		d->scale--;
	}
}

bool dec_div(struct dec a, struct dec b, struct dec *ret)
{
	int scale = a.scale - b.scale, extra;
	struct wide x, y = wide_of(b.n), q, rest;

	if (b.n == 0)
		return false;
	x = wide_scale(wide_of(a.n), MAX(-scale, 0));
	scale = MAX(scale, 0);
	q = wide_divide(&x, &y, &rest);
	if (wide_is_zero(&rest))
		return reduce(&q, scale, a.negative != b.negative, ret);
	if (limbs(&q) > 2)
		return reduce(&q, scale, a.negative != b.negative, ret);
	/* As many digits as 96 bits and the scale take, the last one rounded. */
	for (extra = MAX_SCALE - scale; extra >= 0; extra--) {
		struct wide more = wide_scale(x, extra);

		q = wide_divide(&more, &y, &rest);
		if (rounds_up(&rest, &y, q.w[0] & 1))
			mpn_add_1(q.w, q.w, LIMBS, 1);
		if (!wide_fits(&q))
			continue;
		*ret = (struct dec){ wide_low(&q), scale + extra, a.negative != b.negative };
		strip_zeros(ret, scale);
		return true;
	}
	return false;
}

bool dec_rem(struct dec a, struct dec b, struct dec *ret)
{
	unsigned scale = MAX(a.scale, b.scale);
	struct wide x = wide_scale(wide_of(a.n), scale - a.scale);
	struct wide y = wide_scale(wide_of(b.n), scale - b.scale), rest;

	if (b.n == 0)
		return false;
	wide_divide(&x, &y, &rest);
	return reduce(&rest, scale, a.negative, ret);
}

int dec_compare(struct dec a, struct dec b)
{
	unsigned scale = MAX(a.scale, b.scale);
	struct wide x, y;
	int order;

	if (a.n == 0 && b.n == 0)
		return 0;
	if (a.negative != b.negative)
		return a.n == 0 ? (b.negative ? 1 : -1) : b.n == 0 ? (a.negative ? -1 : 1)
								   : (a.negative ? -1 : 1);
	x = wide_scale(wide_of(a.n), scale - a.scale);
	y = wide_scale(wide_of(b.n), scale - b.scale);
	order = mpn_cmp(x.w, y.w, LIMBS);
	order = (order > 0) - (order < 0);
	return a.negative ? -order : order;
}

struct dec dec_round(struct dec d, unsigned decimals, enum dec_rounding rounding)
{
	decimal_bits by, rest;
	bool up = false;

	if (d.scale <= decimals)
		return d;
	by = power10(d.scale - decimals);
	rest = d.n % by;
	d.n /= by;
	d.scale = decimals;
	switch (rounding) {
	case DEC_HALF_EVEN:
		up = rest > by / 2 || (rest == by / 2 && (d.n & 1));
		break;
	case DEC_HALF_AWAY:
		up = rest >= by / 2;
		break;
	case DEC_TO_ZERO:
		break;
	case DEC_DOWN:
		up = d.negative && rest;
		break;
	case DEC_UP:
		up = !d.negative && rest;
		break;
	}
	d.n += up;
	return d;
}

/* -- Text --------------------------------------------------------------------- */

/* The exponent after an e; false when malformed. Huge ones are cut, they over- or underflow anyway.
 */
static bool parse_exponent(const char **p, const char *end, int *ret)
{
	bool negative = false;
	int e = 0;

	if (*p < end && (**p == '+' || **p == '-'))
		negative = *(*p)++ == '-';
	if (*p == end || !g_ascii_isdigit(**p))
		return false;
	for (; *p < end && g_ascii_isdigit(**p); (*p)++)
		if (e < 100000)
			e = e * 10 + (**p - '0');
	*ret = negative ? -e : e;
	return true;
}

bool dec_parse(const char *text, size_t len, struct dec *ret)
{
	const char *p = text, *end = text + len;
	struct wide w = { { 0 } };
	int scale = 0, exponent = 0, digits = 0;
	bool negative = false, fraction = false, any = false;

	while (p < end && g_ascii_isspace(*p))
		p++;
	while (end > p && g_ascii_isspace(end[-1]))
		end--;
	if (p < end && (*p == '+' || *p == '-'))
		negative = *p++ == '-';
	for (; p < end; p++) {
		if (*p == '.' && !fraction) {
			fraction = true;
			continue;
		}
		if (!g_ascii_isdigit(*p))
			break;
		any = true;
		scale += fraction;
		if (digits < 60) {
			mpn_mul_1(w.w, w.w, LIMBS, 10);
			mpn_add_1(w.w, w.w, LIMBS, *p - '0');
			digits += digits > 0 || *p != '0';
		} else {
			scale--;	/* beyond any rounding */
		}
	}
	if (!any)
		return false;
	if (p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (!parse_exponent(&p, end, &exponent))
			return false;
	}
	if (p != end)
		return false;
	scale -= exponent;
	if (wide_is_zero(&w)) {
		*ret = (struct dec){ 0, CLAMP(scale, 0, MAX_SCALE), negative };
		return true;
	}
	if (scale < 0) {
		if (scale < -MAX_SCALE || digits > 30)
			return false;
		w = wide_scale(w, -scale);
		scale = 0;
	}
	if (scale > MAX_SCALE + 62) {
		*ret = (struct dec){ 0, MAX_SCALE, negative };
		return true;
	}
	return reduce(&w, scale, negative, ret);
}

bool decimal_parse(const char *text, size_t len, struct value *ret)
{
	struct dec d;

	if (!dec_parse(text, len, &d))
		return false;
	*ret = decimal_value(d);
	return true;
}

unsigned dec_digits(struct dec d, char digits[32])
{
	char reversed[32];
	unsigned n = 0;

	do {
		reversed[n++] = '0' + (char)(d.n % 10);
		d.n /= 10;
	} while (d.n > 0);
	for (unsigned i = 0; i < n; i++)
		digits[i] = reversed[n - 1 - i];
	return n;
}

unsigned dec_text(struct dec d, char text[DEC_TEXT_MAX])
{
	char digits[32];
	unsigned n = dec_digits(d, digits), at = 0, whole = n > d.scale ? n - d.scale : 0;

	if (d.negative && d.n != 0)
		text[at++] = '-';
	if (whole == 0)
		text[at++] = '0';
	memcpy(text + at, digits, whole);
	at += whole;
	if (d.scale > 0) {
		text[at++] = '.';
		for (unsigned i = n; i < d.scale; i++)
			text[at++] = '0';
		memcpy(text + at, digits + whole, n - whole);
		at += n - whole;
	}
	text[at] = '\0';
	return at;
}
