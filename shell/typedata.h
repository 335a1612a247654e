/* Members that Update-TypeData adds to types. */
#ifndef HMSH_TYPEDATA_H
#define HMSH_TYPEDATA_H

#include "shell/session.h"

/* V_UNSET: none. Yours. */
struct value typedata_get(struct scope *scope, struct value v, struct symbol *name);
void typedata_each(struct scope *scope, struct value v,
		   void (*visit)(struct string *name, struct value v, void *data), void *data);
/* Adds a member to a type by name. `v` is borrowed. */
void typedata_add(struct session *session, const char *type_name, const char *name, int member_kind,
		  struct value v);
/* -DefaultDisplayPropertySet: what lists and tables show of the value's type. `v` is borrowed. */
void typedata_set_display(struct session *session, const char *type_name, struct value v);
/* Its names, a newline between; yours. NULL: none was set. */
char *typedata_display_set(struct scope *scope, struct value v);
/* The script method of that name, borrowed; V_UNSET: none. */
struct value typedata_method(struct scope *scope, struct value v, struct symbol *name);

#endif
