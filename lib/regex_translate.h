/* .NET's syntax put into PCRE2's. Inside regex.c and its tests. */
#ifndef HMSH_REGEX_TRANSLATE_H
#define HMSH_REGEX_TRANSLATE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * Appends the PCRE2 pattern. False + System.Text.RegularExpressions.RegexParseException in .NET's
 * words, or NotSupportedException for what PCRE2 lacks.
 */
bool regex_translate(GString *out, const char *pattern, size_t len, unsigned options,
		     GError **error);
/* "Invalid pattern 'p' at offset n. reason" */
void regex_parse_error(GError **error, const char *pattern, size_t len, size_t offset,
		       const char *format, ...) G_GNUC_PRINTF(5, 6);

#endif
