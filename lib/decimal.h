/*
 * Decimals as .NET's: a 96-bit integer, a sign and a scale of 0 to 28 digits.
 * Trailing zeros count (1.50 is not printed as 1.5). Results that do not fit
 * are rounded half to even; what exceeds 96 bits then is an overflow.
 */
#ifndef HMSH_DECIMAL_H
#define HMSH_DECIMAL_H

#include "lib/value.h"

typedef unsigned __int128 decimal_bits;

/* The number itself; a V_DECIMAL block holds one. */
struct dec {
	decimal_bits n;			/* below 2^96 */
	uint8_t scale;			/* 0..28 */
	bool negative;
};

struct decimal {			/* V_DECIMAL */
	struct block block;
	uint8_t scale;
	bool negative;
	uint32_t high;			/* bits 64..95 */
	uint64_t low;
};

struct value decimal_value(struct dec d);	/* yours */
struct dec decimal_get(struct value v);		/* of a V_DECIMAL */

struct dec dec_of_i64(int64_t i);
struct dec dec_of_u64(uint64_t u);
/* Rounded to 15 significant digits (7 of a single); false when it does not fit. */
bool dec_of_f64(double f, int digits, struct dec *ret);
double dec_to_f64(struct dec d);
/* Rounded half to even; false when it does not fit 64 bits and a sign. */
bool dec_to_i128(struct dec d, __int128 *ret);

/* False: overflow, or division by zero (the caller looks at b.n first). */
bool dec_add(struct dec a, struct dec b, struct dec *ret);
bool dec_sub(struct dec a, struct dec b, struct dec *ret);
bool dec_mul(struct dec a, struct dec b, struct dec *ret);
bool dec_div(struct dec a, struct dec b, struct dec *ret);
bool dec_rem(struct dec a, struct dec b, struct dec *ret);
int dec_compare(struct dec a, struct dec b);

enum dec_rounding { DEC_HALF_EVEN, DEC_HALF_AWAY, DEC_TO_ZERO, DEC_DOWN, DEC_UP };
struct dec dec_round(struct dec d, unsigned decimals, enum dec_rounding rounding);

/* [blanks][sign]digits[.digits][e±n], no grouping; false when it is no such text or too large. */
bool dec_parse(const char *text, size_t len, struct dec *ret);
/* Digits of the integer n, most significant first, no NUL; at least one. Returns their number. */
unsigned dec_digits(struct dec d, char digits[32]);
#define DEC_TEXT_MAX 40
/* Plain text with its trailing zeros; returns the length. */
unsigned dec_text(struct dec d, char text[DEC_TEXT_MAX]);

#endif
