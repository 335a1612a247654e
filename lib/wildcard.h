/*
 * PowerShell's wildcard patterns: * ? [a-z] and ` before a character that
 * stands for itself. A pattern without any of them, or with a * at its end
 * only, compares by culture; others go character by character.
 */
#ifndef HMSH_WILDCARD_H
#define HMSH_WILDCARD_H

#include "lib/str.h"

struct wildcard;

/* NULL + error ("The specified wildcard character pattern is not valid: ..."). */
struct wildcard *wildcard_new(struct string *pattern, bool ignore_case, GError **error);
void wildcard_free(struct wildcard *wildcard);
/* As -like does. */
bool wildcard_match(const struct wildcard *wildcard, struct string *text);
/* Character by character always, as switch -Wildcard and names do. */
bool wildcard_match_text(const struct wildcard *wildcard, const char *text, size_t len);
/* Names: one call, ignoring case; an invalid pattern matches only itself. */
bool wildcard_match_name(const char *pattern, const char *name);
/* Whether a * ? or [ stands unescaped in it. */
bool wildcard_has_special(const char *pattern, size_t len);
/* ` put before, or removed from before, what is special. Yours. */
struct string *wildcard_escape(struct string *text);
struct string *wildcard_unescape(struct string *text);

#endif
