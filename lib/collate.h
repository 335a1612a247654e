/*
 * The order of text by culture: that of Unicode's root collation, blanks before
 * signs before digits before letters, accents and case as later differences.
 * ASCII is ordered by a table here; ICU is loaded when more has to be ordered.
 */
#ifndef HMSH_COLLATE_H
#define HMSH_COLLATE_H

#include "lib/str.h"

/* -1, 0, 1. Ignoring case, 'a' and 'A' are equal; else 'a' comes first. */
int collate(struct string *a, struct string *b, bool ignore_case);
/* The same on bytes of UTF-8. */
int collate_text(const char *a, size_t alen, const char *b, size_t blen, bool ignore_case);
/* The place of an ASCII character in this order without case, below 128; 0: it does not count. */
unsigned collate_weight(unsigned char c);

#endif
