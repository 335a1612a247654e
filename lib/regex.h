/*
 * Regular expressions with .NET's syntax and results on PCRE2 with JIT.
 * Compiled expressions are cached by pattern and options; what .NET has and
 * PCRE2 lacks is refused by name. Groups are numbered as .NET does: the
 * unnamed ones first, then the named ones.
 */
#ifndef HMSH_REGEX_H
#define HMSH_REGEX_H

#include "lib/type.h"

enum {		/* System.Text.RegularExpressions.RegexOptions */
	REGEX_IGNORE_CASE = 1,
	REGEX_MULTILINE = 2,
	REGEX_EXPLICIT_CAPTURE = 4,
	REGEX_COMPILED = 8,
	REGEX_SINGLELINE = 16,
	REGEX_IGNORE_WHITESPACE = 32,
	REGEX_RIGHT_TO_LEFT = 64,
	REGEX_ECMASCRIPT = 256,
	REGEX_CULTURE_INVARIANT = 512,
};

struct regex;

/* Bytes [start, end) of the subject; start -1: the group did not take part. */
struct regex_span {
	ssize_t start, end;
};

/* A reference that is yours; NULL + RegexParseException. */
struct regex *regex_get(const char *pattern, size_t len, unsigned options, GError **error);
struct regex *regex_ref(struct regex *regex);
void regex_unref(struct regex *regex);

struct string *regex_pattern(const struct regex *regex);	/* borrowed */
unsigned regex_options(const struct regex *regex);
/* Number of groups, the whole match (0) included. */
unsigned regex_group_count(const struct regex *regex);
/* NULL when group i has no name. */
const char *regex_group_name(const struct regex *regex, unsigned i);
/* By name or by the digits of its number; -1 when there is none. */
int regex_group_find(const struct regex *regex, const char *name, size_t len);

/*
 * Looks for a match from byte `start` on. 1 and spans[group count] filled, 0, or -1 with an error
 * (too many steps).
 */
int regex_exec(struct regex *regex, const char *text, size_t len, size_t start,
	       struct regex_span *spans, GError **error);
/* Where to look next after a match: an empty one is stepped over. */
size_t regex_next(const char *text, size_t len, const struct regex_span *match);

/* Appends a replacement pattern ($1, ${name}, $$, $&, $`, $', $+, $_) for one match. */
void regex_expand(GString *out, const struct regex *regex, const char *pattern, size_t pattern_len,
		  const char *text, size_t len, const struct regex_span *spans);
/* Replaces at most `limit` matches (-1: all) from byte `start`. */
bool regex_replace(struct regex *regex, struct string *text, const char *pattern,
		   size_t pattern_len, int limit, size_t start, struct string **ret,
		   GError **error);
/* Puts a backslash before what is special, as Regex.Escape(). Yours. */
struct string *regex_escape(struct string *text);

/* The payload of a [regex] value (type_regex). */
struct regex_value {
	struct native native;
	struct regex *regex;
};

/* A [regex] value; takes over the reference. */
struct value regex_value_new(struct regex *regex);
/* The expression of a value: a [regex]'s own, else its text compiled with `options`. Yours. */
struct regex *regex_of_value(struct value v, unsigned options, GError **error);

/* Makes what the functions above threw an operator's error; takes `failure`, returns false. */
bool regex_operator_error(GError *failure, GError **error);

/* Frees the cache. */
void regex_shutdown(void);

#endif
