/*
 * Commands as objects: AliasInfo, FunctionInfo, CmdletInfo, ApplicationInfo,
 * ExternalScriptInfo. What takes work (parameters, sets, texts) is made when
 * it is asked for. All yours.
 */
#ifndef HMSH_COMMAND_INFO_H
#define HMSH_COMMAND_INFO_H

#include "shell/binder.h"
#include "shell/command.h"

struct value alias_info(struct session *session, const struct alias *alias);
struct value function_info(struct session *session, struct function *function);
struct value cmdlet_info(struct session *session, const struct cmdlet *cmdlet);
struct value program_info(struct session *session, const char *path);
struct value command_info(struct session *session, const struct command *command);
/* The command that such an object stands for; false: it is none. Yours to clear. */
bool command_of_info(struct value v, struct command *ret);

/* The parameters of a command; NULL: it has none that are known. Borrowed from `holder`, a block kept for it. */
const struct signature *command_signature(struct session *session, const struct command *command,
					  struct value *holder);
const char *cmdlet_module(const struct cmdlet *cmdlet);

/* Get-Thing [[-Name] <string[]>] [<CommonParameters>]: a blank line and a line for each set. */
struct string *signature_syntax(const char *name, const struct signature *signature);
/* The same of one set, without the name. */
struct string *signature_set_syntax(const struct signature *signature, uint32_t mask);
/* The name of a parameter's type as a syntax line has it. Yours. */
char *sig_param_type(const struct sig_param *param);

#endif
