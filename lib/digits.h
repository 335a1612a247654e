/*
 * Numbers as significant digits: what every format starts from. Inside number
 * formatting.
 */
#ifndef HMSH_DIGITS_H
#define HMSH_DIGITS_H

#include "lib/number.h"

/* A number under a format: its digits, and whether it is binary (-0 exists, exact rounding). */
struct number {
	struct digits digits;
	bool binary;
	bool is_single;
	double f;
};

void number_of(struct number *number, struct value v);
/* `n` significant digits of the exact value. */
void digits_significant(struct digits *digits, double f, int n);
/* Rounds a double to `decimals` places by its exact value. */
void digits_places(struct digits *digits, double f, int decimals);
/* An exponent of at least `width` digits: E+05. */
void digits_put_exponent(GString *out, int exponent, char letter, int width, bool plus);
/* Custom formats: "#,##0.00;(0.00);zero". */
void number_put_custom(GString *out, struct value v, const char *format, size_t len,
		       const struct number_culture *culture);

#endif
