/* Members that Update-TypeData adds to types. */
#ifndef HMSH_TYPEDATA_H
#define HMSH_TYPEDATA_H

#include "shell/session.h"

/* V_UNSET: none. Yours. */
struct value typedata_get(struct scope *scope, struct value v, struct symbol *name);
void typedata_each(struct scope *scope, struct value v,
		   void (*visit)(struct string *name, struct value v, void *data), void *data);
/* The members added to one of the value's type names that have this one; NULL: none. Borrowed. */
struct object *typedata_find(struct scope *scope, struct value v, struct symbol *name, int *ret_slot);
/* The members added to a type name; NULL: none. Borrowed. */
struct object *typedata_members(struct session *session, const char *type_name);
bool typedata_remove(struct session *session, const char *type_name);
/*
 * Adds a member to a type by name, or replaces it; an alias by the other's name, a script property by
 * its block or an array of getter and setter. `v` is borrowed.
 */
void typedata_add(struct session *session, const char *type_name, const char *name, int member_kind,
		  struct value v);
/* -DefaultDisplayPropertySet: what lists and tables show of the value's type. `v` is borrowed. */
void typedata_set_display(struct session *session, const char *type_name, struct value v);
/* Its names, a newline between; yours. NULL: none was set. */
char *typedata_display_set(struct scope *scope, struct value v);
/* The script method of that name, borrowed; V_UNSET: none. */
struct value typedata_method(struct scope *scope, struct value v, struct symbol *name);

#endif
