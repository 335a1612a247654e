/*
 * How well a value fits a parameter, for the choice of an overload: the ranks
 * that PowerShell gives a conversion, by types alone (whether a text really is
 * a number shows only when it is converted).
 */
#ifndef HMSH_TYPE_RANK_H
#define HMSH_TYPE_RANK_H

#include "lib/type.h"

enum conversion_rank {
	RANK_NONE,
	RANK_UNRELATED_ARRAYS,
	RANK_TO_STRING,
	RANK_ICONVERTIBLE,
	RANK_CAST,
	RANK_CONSTRUCTOR,
	RANK_CREATE,
	RANK_PARSE,
	RANK_LANGUAGE,
	RANK_NULL_TO_VALUE,
	RANK_NULL_TO_REFERENCE,
	RANK_NUMERIC_EXPLICIT,
	RANK_NUMERIC_EXPLICIT_1,
	RANK_NUMERIC_STRING,
	RANK_NUMERIC_IMPLICIT,
	RANK_ASSIGNABLE,
	RANK_CHAR_ARRAY,
	RANK_IDENTITY,
};

enum conversion_rank conversion_rank(struct value v, const struct type *to);
/* Positive when a is the more specific type, negative when b is, 0 when neither. */
int type_specificity(const struct type *a, const struct type *b);
/* Whether null has to be converted before it is passed: value types and string. */
bool type_takes_no_null(const struct type *type);
/* default(T) of a value type. */
struct value value_default(const struct type *type);
/* T[] of what `params` took; the values are borrowed. Yours. */
struct value value_of_rest(const struct type *element, const struct value *items, unsigned n);

#endif
