/*
 * Numbers as text: parsing by .NET's and by the language's rules, and .NET's
 * standard and custom number formats.
 */
#ifndef HMSH_NUMBER_H
#define HMSH_NUMBER_H

#include "lib/str.h"

/* How a culture writes numbers. */
struct number_culture {
	const char *decimal, *group;
	const char *infinity, *nan;
	const char *currency;
	unsigned decimals;		/* of N, F, P without digits */
	bool percent_space;		/* "45 %" */
	bool currency_parens;		/* negative amounts as (¤1.00) */
	bool currency_after;		/* "1,00 €" */
};

extern const struct number_culture number_en_us;	/* what a session has */
extern const struct number_culture number_invariant;

/* A number by its significant digits: 0.d1d2d3... x 10^point. */
enum { DIGITS_MAX = 340 };

struct digits {
	int n;
	int point;
	bool negative;
	char d[DIGITS_MAX];
};

/* The fewest digits that read back as `f` (as a single when `is_single`). f is finite. */
void digits_shortest(struct digits *digits, double f, bool is_single);
/* Keeps `n` digits, rounding half away from zero; strips trailing zeros. */
void digits_round(struct digits *digits, int n);

/*
 * v.ToString(format) of any numeric kind, appended to `out`. An empty format is
 * the general one. False + System.FormatException when the format is none.
 */
bool number_format(GString *out, struct value v, const char *format, size_t len,
		   const struct number_culture *culture, GError **error);
/* "$v" and [string]v: invariant, 15 digits of a double, 7 of a single. */
void number_text(GString *out, struct value v);

/*
 * Int32.Parse(text) and its relatives for any numeric kind, invariant culture:
 * blanks, sign; reals take exponent and grouping. Throws FormatException or
 * OverflowException with .NET's messages.
 */
bool number_parse_as(enum value_kind kind, const char *text, size_t len, struct value *ret,
		     GError **error);
/* "System.Int32" ... of a numeric kind. */
const char *number_type_name(enum value_kind kind);
/* "Value was either too large or too small for an Int32." */
const char *number_overflow_text(enum value_kind kind);
/* Whether the integer fits the integer kind; *ret is then its value. */
bool number_fit(enum value_kind kind, __int128 i, struct value *ret);

#endif
