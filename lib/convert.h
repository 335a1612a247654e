/*
 * Conversion between any two types, by PowerShell's rules
 * (about_Type_Conversion; language rules 29-37): casts, parameters, operators.
 * All results are yours; all failures carry PowerShell's id and message.
 */
#ifndef HMSH_CONVERT_H
#define HMSH_CONVERT_H

#include "lib/type.h"

/* [type]v. Fault ids: ConvertToFinalInvalidCastException, InvalidCastFromStringToInteger, ... */
bool value_convert(struct value v, const struct type *to, struct value *ret, GError **error);
/* -as: V_NULL instead of an error. */
struct value value_as(struct value v, const struct type *to);

/* [pscustomobject] of a dictionary: a note property for each entry. */
struct value value_to_custom(struct value dict);

/* "$v": text by the invariant culture ($OFS between elements when not NULL, else blank). */
struct string *value_to_string(struct value v, const char *ofs);
/* What ToString(), -join, -f, Write-Host and Set-Content show: current culture, round-trip digits.
 */
struct string *value_to_display(struct value v);

/* String to number as the language does it (rule 33): hex, suffixes, multipliers, blanks. */
bool number_parse(const char *text, size_t len, struct value *ret);
bool value_to_i64(struct value v, int64_t *ret, GError **error);
bool value_to_i32(struct value v, int32_t *ret, GError **error);
bool value_to_f64(struct value v, double *ret, GError **error);

/* Decimal: 96-bit integer, sign, scale 0..28, as .NET's. Big integers: GMP. */
struct value decimal_from_i64(int64_t i);
bool decimal_parse(const char *text, size_t len, struct value *ret);
bool bigint_parse(const char *text, size_t len, struct value *ret);

#endif
