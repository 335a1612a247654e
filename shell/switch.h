/* The switch statement. */
#ifndef HMSH_SWITCH_H
#define HMSH_SWITCH_H

#include "shell/node.h"

struct node *prepare_switch(struct unit *unit, const struct ast_switch *ast);

#endif
