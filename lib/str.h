/*
 * Strings: immutable, counted, UTF-8 (WTF-8: a lone surrogate survives), always
 * followed by a NUL that is not part of them.
 *
 * Lengths and indexes that scripts see count UTF-16 units. When all is ASCII
 * (flag STR_ASCII) a unit is a byte; otherwise str_utf16() makes a view once.
 * A string with one owner may grow in place: str_append() consumes it.
 */
#ifndef HMSH_STR_H
#define HMSH_STR_H

#include "lib/value.h"

struct string {
	struct block block;
	uint32_t len;		/* bytes */
	uint32_t units;		/* UTF-16 units */
	uint32_t hash;		/* ordinal, case folded; 0 = not made yet */
	uint32_t capacity;	/* bytes that `data` has room for, without the NUL */
	uint16_t *utf16;	/* made on first use, or NULL */
	char data[];
};

enum { STR_ASCII = 0x10 };	/* in block.flags */

/* New strings (yours). `len` -1: up to the NUL. Invalid UTF-8 becomes U+FFFD. */
struct string *str_new(const char *text, ssize_t len);
/* Room for `len` bytes, to be filled and given to str_finish() before use. */
struct string *str_alloc(size_t len);
/* Sets length, units and flags after str->data was filled with `len` bytes. */
struct string *str_finish(struct string *str, size_t len);
/* From UTF-16 units, lone surrogates included. */
struct string *str_from_utf16(const uint16_t *units, size_t n);
/* Takes the GString over. */
struct string *str_from_gstring(GString *text);
struct string *str_printf(const char *format, ...) G_GNUC_PRINTF(1, 2);
/* The empty string; a new reference. */
struct string *str_empty(void);

static inline struct string *str_ref(struct string *str)
{
	str->block.refs++;
	return str;
}

static inline void str_unref(struct string *str)
{
	if (str && --str->block.refs == 0)
		block_free(&str->block);
}

static inline bool str_is_ascii(const struct string *str)
{
	return str->block.flags & STR_ASCII;
}

/* The UTF-16 view; belongs to the string. */
const uint16_t *str_utf16(struct string *str);
uint16_t str_unit(struct string *str, uint32_t index);
/* Units [start, start+n) as a new string; the range must lie within. */
struct string *str_sub(struct string *str, uint32_t start, uint32_t n);
struct string *str_concat(const struct string *a, const struct string *b);
/* Consumes one reference of `a`, grows it in place when it was the only one. */
struct string *str_append(struct string *a, const char *bytes, size_t len);
/* Byte offset <-> unit index. */
uint32_t str_unit_of_byte(struct string *str, uint32_t byte);
uint32_t str_byte_of_unit(struct string *str, uint32_t unit);

/* Ordinal. */
bool str_equal(const struct string *a, const struct string *b);
/* Ordinal, ignoring case (names, keys, parameters). */
bool str_equal_nocase(const struct string *a, const struct string *b);
uint32_t str_hash_nocase(struct string *str);
uint32_t str_hash(const struct string *str);
int str_compare_ordinal(struct string *a, struct string *b);	/* by UTF-16 unit */
/* Ordinal case mapping, as ToUpperInvariant/ToLowerInvariant. */
struct string *str_upper(struct string *str);
struct string *str_lower(struct string *str);

/* Case folding of one code point, ordinal ignore case (simple upper case). */
uint32_t unichar_fold(uint32_t c);
/* Ordinal ignore case on bytes: -1, 0, 1 / equality. NUL-terminated. */
bool text_equal_nocase(const char *a, const char *b);
int text_compare_nocase(const char *a, const char *b);
int text_compare_range(const char *a, const char *a_end, const char *b, const char *b_end);
/* Never 0. */
uint32_t text_hash_nocase(const char *p, const char *end);
/* Next code point of WTF-8 at *p (advanced); invalid bytes give U+FFFD. */
uint32_t text_next(const char **p, const char *end);
/* Appends a code point as WTF-8. */
void text_put(GString *out, uint32_t c);

static inline struct value value_str(struct string *str)
{
	return (struct value){ .kind = V_STRING, .u.str = str };
}

/* A new string value. */
static inline struct value value_text(const char *text)
{
	return value_str(str_new(text, -1));
}

/* The bytes of a V_STRING value; NULL for any other kind. */
static inline const char *value_cstr(struct value v)
{
	return v.kind == V_STRING ? v.u.str->data : NULL;
}


#endif
