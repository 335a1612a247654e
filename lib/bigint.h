/* Big integers: GMP in a counted block. */
#ifndef HMSH_BIGINT_H
#define HMSH_BIGINT_H

#include <gmp.h>

#include "lib/value.h"

struct bigint {			/* V_BIGINT */
	struct block block;
	mpz_t z;
};

#endif
