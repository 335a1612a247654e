/*
 * Inside conversion: what its files share. A converter is asked only when the
 * value is not of the type already; `to` is the type wanted, of the converter's
 * kind or family.
 */
#ifndef HMSH_CAST_H
#define HMSH_CAST_H

#include "lib/convert.h"

typedef bool (*cast_fn)(struct value v, const struct type *to, struct value *ret, GError **error);

/* convert_number.c */
bool cast_integer(struct value v, const struct type *to, struct value *ret, GError **error);
bool cast_real(struct value v, const struct type *to, struct value *ret, GError **error);
bool cast_decimal(struct value v, const struct type *to, struct value *ret, GError **error);
bool cast_bigint(struct value v, const struct type *to, struct value *ret, GError **error);
/* convert_date.c */
bool cast_datetime(struct value v, const struct type *to, struct value *ret, GError **error);
bool cast_timespan(struct value v, const struct type *to, struct value *ret, GError **error);
/* convert_enum.c */
bool cast_enum(struct value v, const struct type *to, struct value *ret, GError **error);
/* convert_collection.c */
bool cast_array(struct value v, const struct type *to, struct value *ret, GError **error);
bool cast_list(struct value v, const struct type *to, struct value *ret, GError **error);
bool cast_dict(struct value v, const struct type *to, struct value *ret, GError **error);
/* convert_object.c: by the target's own table: Parse, constructor, properties. */
bool cast_by_table(struct value v, const struct type *to, struct value *ret, GError **error);

/* A row for a failed cast. */
#define CAST_FAULT(id) { id, "System.Management.Automation.RuntimeException", \
			 CATEGORY_INVALID_ARGUMENT, NULL }

/* Failures; all return false. */
extern const struct fault cast_final_fault, cast_iconvertible_fault;
bool cast_fail(GError **error, const struct fault *fault, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
/* Cannot convert the "v" value of type "T" to type "U". */
bool cast_fail_final(struct value v, const struct type *to, GError **error);
/* Cannot convert value "v" to type "U". Error: "reason" */
bool cast_fail_because(const struct fault *fault, struct value v, const struct type *to,
		       const char *reason, GError **error);
/* Invalid cast from 'T' to 'U'. for what .NET calls IConvertible, else the final failure. */
bool cast_fail_kinds(struct value v, const struct type *to, GError **error);
/* bool, char, numbers, date-times, strings, enums. */
bool cast_is_convertible(struct value v);

#endif
