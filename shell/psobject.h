/*
 * .psobject: the members of an object as objects. The view is an object of
 * type PSObject that keeps what it shows; its Properties, Methods, Members and
 * TypeNames are made when read.
 */
#ifndef HMSH_PSOBJECT_H
#define HMSH_PSOBJECT_H

#include "shell/session.h"

/* Methods of the view and of its collections: Add, Remove, Match, Copy. */
bool psobject_invoke(struct scope *scope, struct node *node, struct value v, struct symbol *name,
		     const struct value *args, unsigned n, struct value *ret);

#endif
