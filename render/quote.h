/*
 * One quoting function for each grammar that is rendered. Each appends one
 * word of the grammar to `out`, or refuses a text that the grammar cannot
 * hold as one word; the error says why. Text of the state reaches a daemon's
 * file by these functions alone, through a struct writer.
 */
#ifndef HMSH_QUOTE_H
#define HMSH_QUOTE_H

#include <glib.h>
#include <stdbool.h>

typedef bool (*quote_fn)(GString *out, const char *text, GError **error);

/* main.cf and -o { } of master.cf: part of a value. `$` is doubled. */
bool quote_postfix(GString *out, const char *text, GError **error);
/* Tables in text form (cidr, regexp): one blank-free word. */
bool quote_table(GString *out, const char *text, GError **error);
bool quote_dovecot(GString *out, const char *text, GError **error);
/* One field of a passwd-file. */
bool quote_passwd(GString *out, const char *text, GError **error);
bool quote_nginx(GString *out, const char *text, GError **error);
/* Zone files: a name, or a character string between quotes that the format supplies. */
bool quote_zone(GString *out, const char *text, GError **error);
bool quote_knot(GString *out, const char *text, GError **error);

#endif
