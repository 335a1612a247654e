/* Cultures and comparers, as other types use them. */
#ifndef HMSH_CULTURE_H
#define HMSH_CULTURE_H

#include "lib/type.h"

struct number_culture;
struct date_culture;

/* What an IFormatProvider argument says; the session's culture (en-US) when it is null. */
const struct number_culture *provider_numbers(struct value provider);
const struct date_culture *provider_dates(struct value provider);
/* The session's culture and the invariant one as values; yours. */
struct value culture_current(void);
struct value culture_invariant(void);

/* A StringComparer's order, and whether it ignores case. Any other value counts as CurrentCulture. */
int string_comparer_order(struct value comparer, struct string *a, struct string *b);
/* The same without the value: a small number for a comparer, 0 for none. */
unsigned string_comparer_code(struct value comparer);
int string_comparer_code_order(unsigned code, struct string *a, struct string *b);
bool string_comparer_ignores_case(struct value comparer);

#endif
