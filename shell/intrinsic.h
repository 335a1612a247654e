/*
 * Members that every value has: .ForEach(), .Where(), .psobject; and the
 * methods of what only the shell knows: script blocks, $PSCmdlet, $Host.
 */
#ifndef HMSH_INTRINSIC_H
#define HMSH_INTRINSIC_H

#include "shell/session.h"

/* Whether the method is one of these; *ret is then its result (V_SIGNAL: control left). */
bool intrinsic_invoke(struct scope *scope, struct node *node, struct value v, struct symbol *name,
		      const struct value *args, unsigned n, struct value *ret);

#endif
