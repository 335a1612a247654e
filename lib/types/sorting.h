/* Sorting of values by a comparer: none (the default order), a StringComparer or a script block. */
#ifndef HMSH_SORTING_H
#define HMSH_SORTING_H

#include "lib/type.h"

/* Stable; `companions` (NULL, or as many) move along. On an error the order is undefined, nothing is lost. */
bool values_sort(struct type_call *call, struct value *items, struct value *companions, size_t n,
		 struct value comparer, GError **error);

#endif
