/*
 * Members of any value: an object's slots, attached members, dictionary keys,
 * the members of its type, Update-TypeData's, and member enumeration over
 * collections.
 */
#ifndef HMSH_MEMBER_H
#define HMSH_MEMBER_H

#include "shell/session.h"

/* v.name: yours, V_UNSET when there is no such member (missing key: V_UNSET too). */
struct value member_get(struct scope *scope, struct value v, struct symbol *name, GError **error);
/* The same of the members of v's type alone (v.psbase.name). */
struct value member_get_typed(struct scope *scope, struct value v, struct symbol *name, GError **error);
/* v.name = to; `to` is borrowed. */
bool member_set(struct scope *scope, struct value v, struct symbol *name, struct value to,
		GError **error);
/* The same, a new key of a dictionary being spelled as it is written there. */
bool member_set_spelled(struct scope *scope, struct value v, struct symbol *name, struct string *spelling,
			struct value to, GError **error);
/* Evaluates the object and the name of a member node, without reading the member; false: signal. */
bool member_place(struct node *node, struct scope *scope, struct value *ret_target,
		  struct symbol **ret_name);
/* [type]::name */
struct value member_get_static(struct scope *scope, const struct type *type, struct symbol *name,
			       GError **error);
bool member_set_static(struct scope *scope, const struct type *type, struct symbol *name,
		       struct value to, GError **error);
/* v.name(args): V_SIGNAL when control left (error pending). */
struct value member_invoke(struct scope *scope, struct node *node, struct value v,
			   struct symbol *name, const struct value *args, unsigned n);
struct value member_invoke_static(struct scope *scope, struct node *node, const struct type *type,
				  struct symbol *name, const struct value *args, unsigned n);
/* Indexing with what only the shell knows (script classes, native indexers). */
bool member_index(struct scope *scope, struct value v, struct value index, struct value *ret,
		  GError **error);
bool member_index_set(struct scope *scope, struct value v, struct value index, struct value to,
		      GError **error);
/* Visits properties as Select-Object * sees them: name and value. */
void member_each(struct scope *scope, struct value v,
		 void (*visit)(struct string *name, struct value v, void *data), void *data);

#endif
