/*
 * The operators on values. The evaluator has the fast paths (int32 with int32,
 * double with double, string with string); these are the whole tables.
 * All results are yours.
 */
#ifndef HMSH_OPERATE_H
#define HMSH_OPERATE_H

#include "lib/type.h"

enum operator {
	OP_ADD, OP_SUB, OP_MUL, OP_DIV, OP_REM,
	OP_BAND, OP_BOR, OP_BXOR, OP_SHL, OP_SHR,
	OP_COUNT
};

/* Arithmetic and bitwise; arrays, strings, hashtables, dates included. */
bool value_operate(enum operator op, struct value a, struct value b, struct value *ret,
		   GError **error);
bool value_negate(struct value v, struct value *ret, GError **error);
bool value_plus(struct value v, struct value *ret, GError **error);	/* unary + */
bool value_bnot(struct value v, struct value *ret, GError **error);

enum {
	COMPARE_EQ, COMPARE_NE, COMPARE_LT, COMPARE_LE, COMPARE_GT, COMPARE_GE,
};

/* Scalar comparison: -eq and -ne never fail. */
bool value_equal(struct value a, struct value b, bool with_case);
bool value_order(struct value a, struct value b, bool with_case, int *ret, GError **error);
/* The operator: filters when the left is a collection. */
bool value_compare(int op, struct value a, struct value b, bool with_case, struct value *ret,
		   GError **error);

enum {
	MATCH_LIKE, MATCH_NOTLIKE, MATCH_MATCH, MATCH_NOTMATCH,
};

/* -like, -match; *matches becomes the $Matches hashtable of a scalar match, else untouched. */
bool value_match(int op, struct value a, struct value b, bool with_case, struct value *ret,
		 struct value *matches, GError **error);
bool value_contains(struct value collection, struct value item, bool with_case);

/*
 * -replace, -split, -join. `right` is the operand as given (array of arguments); a script block
 * in it is called through `host` (struct host of cmdlet.h).
 */
bool value_replace(struct value a, struct value right, bool with_case, void *host,
		   struct value *ret, GError **error);
bool value_split(struct value a, struct value right, bool with_case, void *host,
		 struct value *ret, GError **error);
bool value_split_unary(struct value a, struct value *ret, GError **error);
bool value_join(struct value a, const char *separator, struct value *ret, GError **error);
/* -f */
bool value_format(struct value format, struct value args, struct value *ret, GError **error);
/* The same, with the arguments of the list apart. */
bool value_format_list(struct value format, const struct value *args, unsigned n, struct value *ret,
		       GError **error);
/* [string]::Format(): System.FormatException on failure. */
bool format_composite(struct string *format, const struct value *args, unsigned n,
		      struct string **ret, GError **error);
/* v.ToString(format): numbers, dates, time spans, GUIDs, enums. */
bool value_format_one(struct value v, const char *format, struct string **ret, GError **error);
/* a..b as an array (the evaluator walks integer ranges itself). */
bool value_range(struct value a, struct value b, struct value *ret, GError **error);

/* Index: v[i], negative, lists of indexes, dictionaries, strings (rules 25, 74). */
bool value_index(struct value v, struct value index, struct value *ret, GError **error);
bool value_index_set(struct value v, struct value index, struct value to, GError **error);

/* Culture-aware string comparison, as -eq/-lt and Sort-Object do it (rule 31): ICU root order. */
int str_compare_culture(struct string *a, struct string *b, bool ignore_case);
bool str_equal_culture(struct string *a, struct string *b, bool ignore_case);

#endif
