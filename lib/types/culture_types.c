/*
 * Cultures.
 */
#include "config.h"

#include "lib/types/table.h"

bool provider_is_invariant(struct value provider)
{
	(void)provider;
	return false;
}
