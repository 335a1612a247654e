/*
 * What the core cmdlets share: their modules' names and small readers of
 * arguments. A list argument arrives as an array, a list or a single value;
 * arg_count() and arg_at() see all three alike.
 */
#ifndef HMSH_ARGUMENTS_H
#define HMSH_ARGUMENTS_H

#include "lib/array.h"
#include "lib/cmdlet.h"

#define MODULE_CORE	"Microsoft.PowerShell.Core"
#define MODULE_UTILITY	"Microsoft.PowerShell.Utility"
#define MODULE_MANAGE	"Microsoft.PowerShell.Management"
#define MODULE_SECURITY	"Microsoft.PowerShell.Security"

/* 0 when not given or null. */
static inline uint32_t arg_count(struct value v)
{
	v = value_base(v);
	if (v.kind == V_ARRAY)
		return v.u.array->len;
	if (v.kind == V_LIST)
		return v.u.list->len;
	return value_is_null(v) ? 0 : 1;
}

/* Yours. */
static inline struct value arg_at(struct value v, uint32_t i)
{
	struct value base = value_base(v);

	if (base.kind == V_ARRAY)
		return array_get(base.u.array, i);
	if (base.kind == V_LIST)
		return list_get(base.u.list, i);
	return value_ref(v);
}

static inline int64_t arg_int(struct value v, int64_t fallback)
{
	v = value_base(v);
	return value_is_integer(v) || v.kind == V_ENUM ? v.u.i : fallback;
}

/* What a parameter took of the remaining arguments: one argument is itself, not a list of one. Yours. */
static inline struct value arg_rest(struct value v)
{
	if (v.kind == V_ARRAY && v.u.array->len == 1)
		return array_get(v.u.array, 0);
	return value_ref(v);
}

/* Whether `text` is like the wildcard pattern; without case. */
bool text_is_like(struct value text, struct value pattern);
/* Whether it is like one of a list of patterns; false for none. */
bool text_is_like_any(struct value text, struct value patterns);
bool text_has_wildcards(const char *text);

/* A collection of objects that a cmdlet holds until its end. */
void held_free(GArray *held);
GArray *held_new(void);
void held_add(GArray *held, struct value v);	/* v is borrowed */

/* Emits `len` bytes (-1: up to the NUL) as a string. */
enum flow emit_text(struct call *call, const char *text, ssize_t len);

#endif
