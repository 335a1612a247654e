/*
 * Classes and enums of scripts: dynamic types whose methods are units.
 */
#ifndef HMSH_CLASS_H
#define HMSH_CLASS_H

#include "shell/node.h"
#include "shell/session.h"

/* Makes the types that a unit's text defines (not those of blocks within it). */
bool classes_define(struct session *session, struct unit *unit, GError **error);
/* Drops what the classes hold; the types themselves last as long as session->classes. */
void classes_release(struct session *session);
/* A class or enum that a script defined; NULL: none. */
const struct type *class_find(struct session *session, const char *name);
/* Element free function of session->classes. */
void class_free(void *class);
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
