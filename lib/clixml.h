/*
 * CLIXML: values with their types as XML text, the form of Export-Clixml and
 * PSSerializer. Kinds that it has no element for become objects that keep
 * their properties, named Deserialized.<type>.
 */
#ifndef HMSH_CLIXML_H
#define HMSH_CLIXML_H

#include "lib/str.h"

/* The properties of an object that is no [pscustomobject], as the shell sees them. */
typedef void (*clixml_properties)(void *host, struct value v,
				  void (*visit)(struct string *name, struct value v, void *data),
				  void *data);

/* The document of `n` values; `properties` may be NULL. Yours. */
struct string *clixml_write(const struct value *values, unsigned n, int depth,
			    clixml_properties properties, void *host);
/* An object[] of the document's values (yours). */
bool clixml_read(const char *text, gsize len, struct value *ret, GError **error);

#endif
