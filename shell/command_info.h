/*
 * Commands as objects: AliasInfo, FunctionInfo, CmdletInfo, ApplicationInfo.
 * All yours.
 */
#ifndef HMSH_COMMAND_INFO_H
#define HMSH_COMMAND_INFO_H

#include "shell/binder.h"
#include "shell/command.h"

struct value alias_info(struct session *session, const struct alias *alias);
struct value function_info(struct session *session, struct function *function);
struct value cmdlet_info(struct session *session, const struct cmdlet *cmdlet);
struct value program_info(const char *path);
struct value command_info(struct session *session, const struct command *command);
/* "Get-Thing [[-Name] <string[]>] [<CommonParameters>]", a line a set. */
struct string *signature_syntax(const char *name, const struct signature *signature);

#endif
