/* Types made at run time, and what type.c shares with its neighbours. */
#ifndef HMSH_TYPE_MAKE_H
#define HMSH_TYPE_MAKE_H

#include "lib/type.h"

/* T[,] and more; rank > 1. */
const struct type *type_array_ranked(const struct type *element, unsigned rank);
/* The name as Type.ToString() gives it: List`1[System.Int32]. Lives as long as the program. */
const char *type_text(const struct type *type);
void type_make_shutdown(void);
void type_calls_shutdown(void);

extern const struct type type_valuetype, type_icollection, type_ienumerable, type_ilist,
	type_idictionary;

#endif
