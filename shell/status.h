/* $?: whether the last statement succeeded. */
#ifndef HMSH_STATUS_H
#define HMSH_STATUS_H

#include "shell/node.h"

/* Whether a statement makes $? true by itself. */
bool status_of_statement(const struct ast *statement);
/*
 * Which statements of a block make $? true by themselves: those that run no command. NULL when
 * nothing in the source can ask for it. Owned by the unit.
 */
const bool *status_of_block(struct unit *unit, struct ast *const *statements, uint32_t n);

#endif
