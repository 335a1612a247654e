/*
 * $env:X, $function:f, $alias:a, $variable:v, ${C:\file}: drives as variables.
 */
#ifndef HMSH_DRIVE_H
#define HMSH_DRIVE_H

#include "shell/session.h"

/* Yours; V_NULL when there is none. */
struct value drive_variable_get(struct scope *scope, struct symbol *drive, struct symbol *name,
				GError **error);
/* `v` is taken over. */
bool drive_variable_set(struct scope *scope, struct symbol *drive, struct symbol *name,
			struct value v, GError **error);

#endif
