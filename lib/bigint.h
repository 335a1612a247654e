/* Big integers: GMP in a counted block. */
#ifndef HMSH_BIGINT_H
#define HMSH_BIGINT_H

#include <gmp.h>

#include "lib/value.h"

struct bigint {			/* V_BIGINT */
	struct block block;
	mpz_t z;
};

/* A new one, zero; yours. */
struct bigint *bigint_new(void);
/* Sets `z` (initialized) to the whole part of any numeric value; false when it has none (NaN,
 * infinity). */
bool bigint_set_value(mpz_t z, struct value v);
/* The value as a 64-bit integer; false when it does not fit. */
bool bigint_to_i128(struct value v, __int128 *ret);
double bigint_to_f64(struct value v);
/* Its decimal digits with sign; g_free(). */
char *bigint_text(struct value v);

#endif
