/*
 * JSON text: a reader into values with the tolerance and the error messages
 * that scripts know from PowerShell (comments, single quotes, bare names, a
 * trailing comma), and the pieces a writer needs.
 */
#ifndef HMSH_JSON_H
#define HMSH_JSON_H

#include "lib/str.h"

struct dict;

enum json_dates { JSON_DATES_DEFAULT, JSON_DATES_LOCAL, JSON_DATES_UTC, JSON_DATES_OFFSET,
	JSON_DATES_STRING };

struct json_options {
	bool as_table;			/* ordered tables with case instead of custom objects */
	int max_depth;
	enum json_dates dates;
};

/*
 * The value of `text`; yours. Error ids: System.ArgumentException (no JSON),
 * KeysWithDifferentCasingInJsonString, EmptyKeyInJsonString.
 */
bool json_parse(const char *text, gsize len, const struct json_options *options,
		struct value *ret, GError **error);

enum json_escapes { JSON_ESCAPE_DEFAULT, JSON_ESCAPE_NON_ASCII, JSON_ESCAPE_HTML };

/* Appends text in quotes. */
void json_put_string(GString *out, const struct string *text, enum json_escapes escapes);
/* Appends a number as JSON writes it: a real shows that it is one. */
void json_put_number(GString *out, struct value number);

#endif
