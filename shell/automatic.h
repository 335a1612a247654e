/*
 * Automatic variables: those computed when read ($args, $PSCmdlet, $?), and
 * those that exist from the start (preferences, $HOME, $PSVersionTable) but
 * cost nothing until read.
 */
#ifndef HMSH_AUTOMATIC_H
#define HMSH_AUTOMATIC_H

#include "shell/session.h"

typedef struct value (*automatic_get)(struct scope *scope);

/* The getter of a computed variable, or NULL. */
automatic_get automatic_computed(struct symbol *name);
/* Makes a start-up variable in the global scope; false when `name` is none. */
bool automatic_create(struct session *session, struct symbol *name);
/* Makes all of them (Get-Variable). */
void automatic_create_all(struct session *session);

#endif
