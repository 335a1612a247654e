/*
 * Big integers: making them from the other kinds and back. The arithmetic is
 * GMP's and is called where the operators are.
 */
#include "config.h"

#include "lib/bigint.h"

#include <math.h>

#include "lib/convert.h"
#include "lib/decimal.h"
#include "lib/heap.h"

/* Text longer than this is refused: reading it is quadratic at worst. */
#define MAX_DIGITS 100000

struct bigint *bigint_new(void)
{
	struct bigint *big = block_new(V_BIGINT, sizeof(*big));

	mpz_init(big->z);
	return big;
}

static void set_u128(mpz_t z, unsigned __int128 n)
{
	mpz_set_ui(z, (unsigned long)(n >> 64));
	mpz_mul_2exp(z, z, 64);
	mpz_add_ui(z, z, (unsigned long)n);
}

bool bigint_set_value(mpz_t z, struct value v)
{
	struct dec d;

	switch (v.kind) {
	case V_BIGINT:
		mpz_set(z, ((struct bigint *)v.u.block)->z);
		return true;
	case V_DECIMAL:
		d = dec_round(decimal_get(v), 0, DEC_TO_ZERO);
		set_u128(z, d.n);
		if (d.negative)
			mpz_neg(z, z);
		return true;
	case V_F32:
	case V_F64:
		if (!isfinite(v.u.f))
			return false;
		mpz_set_d(z, v.u.f);
		return true;
	case V_BOOL:
	case V_SWITCH:
		mpz_set_ui(z, v.u.b);
		return true;
	case V_CHAR:
		mpz_set_ui(z, v.u.ch);
		return true;
	case V_U64:
		mpz_set_ui(z, v.u.u);
		return true;
	default:
		mpz_set_si(z, v.u.i);
		return value_is_integer(v) || v.kind == V_ENUM;
	}
}

bool bigint_to_i128(struct value v, __int128 *ret)
{
	const struct bigint *big = (const struct bigint *)v.u.block;
	uint64_t limbs[2] = { 0, 0 };

	if (mpz_sizeinbase(big->z, 2) > 126)
		return false;
	mpz_export(limbs, NULL, -1, sizeof(limbs[0]), 0, 0, big->z);
	*ret = (__int128)((unsigned __int128)limbs[1] << 64 | limbs[0]);
	if (mpz_sgn(big->z) < 0)
		*ret = -*ret;
	return true;
}

double bigint_to_f64(struct value v)
{
	return mpz_get_d(((const struct bigint *)v.u.block)->z);
}

char *bigint_text(struct value v)
{
	const struct bigint *big = (const struct bigint *)v.u.block;
	char *text = g_malloc(mpz_sizeinbase(big->z, 10) + 2);

	return mpz_get_str(text, 10, big->z);
}

bool bigint_parse(const char *text, size_t len, struct value *ret)
{
	g_autofree char *copy = NULL;
	struct bigint *big;
	size_t at = 0;

	while (len > 0 && g_ascii_isspace(text[len - 1]))
		len--;
	while (at < len && g_ascii_isspace(text[at]))
		at++;
	if (at < len && text[at] == '+')
		at++;
	if (len - at > MAX_DIGITS)
		return false;
	for (size_t i = at + (at < len && text[at] == '-'); i < len; i++)
		if (!g_ascii_isdigit(text[i]))
			return false;
	copy = g_strndup(text + at, len - at);
	big = bigint_new();
	if (mpz_set_str(big->z, copy, 10) != 0) {
		value_unref(value_of(big));
		return false;
	}
	*ret = value_of(big);
	return true;
}
