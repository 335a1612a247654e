/*
 * Classes and enums of scripts: dynamic types whose methods are units.
 */
#ifndef HMSH_CLASS_H
#define HMSH_CLASS_H

#include "shell/node.h"
#include "shell/session.h"

/* A class or enum that a script defined; NULL: none. */
const struct type *class_find(struct session *session, const char *name);
/* Calls; false: the value's class has no such method (another look-up goes on). */
bool class_invoke(struct scope *scope, struct node *node, struct value self, struct symbol *name,
		  const struct value *args, unsigned n, struct value *ret);
bool class_invoke_static(struct scope *scope, struct node *node, const struct type *type,
			 struct symbol *name, const struct value *args, unsigned n, struct value *ret);
bool class_get_static(struct scope *scope, const struct type *type, struct symbol *name, struct value *ret);
bool class_set_static(struct scope *scope, const struct type *type, struct symbol *name, struct value to,
		      GError **error);
/* Assigns a property: converted to its declared type, checked. `to` is borrowed. */
bool class_set_property(struct scope *scope, struct object *object, int slot, struct value to,
			GError **error);
/* A cast to a script class: from a hashtable, or by a constructor. False without error: not mine. */
bool class_convert(struct scope *scope, struct value v, const struct type *type, struct value *ret,
		   GError **error);
bool class_has_tostring(struct value v);

#endif
