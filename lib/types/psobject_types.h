/* What .PSObject shows of a value. */
#ifndef HMSH_PSOBJECT_TYPES_H
#define HMSH_PSOBJECT_TYPES_H

#include "lib/type.h"

/* v.PSObject: its properties, methods, type names. Yours. */
struct value psobject_view_new(struct value v);
/* A method as a value: 'x'.ToUpper without parentheses. Yours. */
struct host;
extern const struct type type_psmethod;
struct value psmethod_new(struct host *host, struct value owner, struct string *name);
/* The same of a type's static method, or of its constructors ("new"). */
struct value psmethod_static_new(struct host *host, const struct type *type, struct string *name);
/* The names of a value's types, its own first, then the bases'. A new list of strings; yours. */
GPtrArray *type_names_of(struct value v);	/* of char *, owned */

#endif
