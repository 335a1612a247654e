/* #requires: what a script needs before it may begin. */
#ifndef HMSH_REQUIRES_H
#define HMSH_REQUIRES_H

#include "parser/ast.h"
#include "shell/session.h"

/* Whether all that the script asks for is here. False + error: ScriptRequiresException. */
bool requirements_met(struct session *session, struct ast_tree *tree, GError **error);

#endif
