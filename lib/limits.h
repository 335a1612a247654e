/*
 * How large a value may grow. What a script asks for by a number is checked before it is allocated,
 * since an allocation that fails would end the program; a build for fuzzing has small limits, so
 * that large ones are reached.
 */
#ifndef HMSH_LIMITS_H
#define HMSH_LIMITS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#ifdef FUZZING
#define STR_MAX_BYTES (1u << 20)
#define ARRAY_MAX_ITEMS (1u << 16)
#define RUN_MAX_STEPS 20000u
#else
#define STR_MAX_BYTES (1u << 30)
#define ARRAY_MAX_ITEMS (1u << 27)
#define RUN_MAX_STEPS 0u	/* none */
#endif

/* Sets System.OutOfMemoryException; returns false. */
bool limit_exceeded(GError **error);
/* Whether a string of `bytes` (an array of `items`) may be made; the error is set when not. */
static inline bool limit_string(uint64_t bytes, GError **error)
{
	return G_LIKELY(bytes < STR_MAX_BYTES) || limit_exceeded(error);
}

static inline bool limit_array(uint64_t items, GError **error)
{
	return G_LIKELY(items <= ARRAY_MAX_ITEMS) || limit_exceeded(error);
}

#endif
