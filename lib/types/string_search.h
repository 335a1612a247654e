/* The members of String that look for one text within another. */
#ifndef HMSH_STRING_SEARCH_H
#define HMSH_STRING_SEARCH_H

#include "lib/types/table.h"

enum comparison {		/* System.StringComparison */
	CURRENT_CULTURE, CURRENT_CULTURE_NOCASE, INVARIANT_CULTURE, INVARIANT_CULTURE_NOCASE,
	ORDINAL, ORDINAL_NOCASE,
};

static inline bool ignores_case(enum comparison comparison)
{
	return comparison & 1;
}

/* The comparison argument among args, or `fallback`. */
enum comparison comparison_arg(const struct value *args, unsigned n, enum comparison fallback);

/* A char argument as a string; a string one as it is. Yours. */
struct string *string_arg(struct value v);
/* Whether the unit is one of a char[]. */
bool unit_among(uint16_t unit, const struct array *set);

SHARED_MEMBER(string_index_of);
SHARED_MEMBER(string_last_index_of);
SHARED_MEMBER(string_index_of_any);
SHARED_MEMBER(string_last_index_of_any);
SHARED_MEMBER(string_contains);
SHARED_MEMBER(string_starts_with);
SHARED_MEMBER(string_ends_with);
SHARED_MEMBER(string_replace);
SHARED_MEMBER(string_replace_line_endings);
SHARED_MEMBER(string_split);

#endif
