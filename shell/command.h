/*
 * Commands by name: alias, function, cmdlet, script or program, in that order.
 */
#ifndef HMSH_COMMAND_H
#define HMSH_COMMAND_H

#include "lib/cmdlet.h"
#include "shell/session.h"

enum command_kind { COMMAND_NONE, COMMAND_FUNCTION, COMMAND_CMDLET, COMMAND_SCRIPT, COMMAND_PROGRAM,
		    COMMAND_BLOCK };

struct command {
	enum command_kind kind;
	struct function *function;	/* reference */
	const struct cmdlet *cmdlet;
	char *path;			/* script or program; owned */
	struct value block;		/* COMMAND_BLOCK: & { }; owned */
	uint32_t used;			/* arguments that said what it is: & $module { } */
};

/* Looks a name up from `scope`; false + CommandNotFoundException (with the nearest name). */
bool command_find(struct scope *scope, const char *name, struct command *ret, GError **error);
/* Scripts and programs only: a path, or a name in $env:PATH. */
bool command_find_file(struct scope *scope, const char *name, struct command *ret);
void command_clear(struct command *command);
/* Functions only / cmdlets only; borrowed. */
struct function *function_find(struct scope *scope, const char *name);
const struct cmdlet *cmdlet_find(struct session *session, const char *name);
/* Every cmdlet, by name; the array ends with NULL. */
const struct cmdlet *const *cmdlets_all(void);
struct alias *alias_find(struct session *session, const char *name);
void alias_set(struct session *session, const char *name, const char *definition, unsigned options,
	       const char *description);
bool alias_remove(struct session *session, const char *name);
GHashTable *aliases(struct session *session);

/* Defines in the scope that the name says ("global:f"), else in `scope`. `block` is borrowed. */
void function_define(struct scope *scope, const char *name, struct value block, bool is_filter);
bool function_remove(struct scope *scope, const char *name);
struct function *function_ref(struct function *function);
void function_unref(struct function *function);

#endif
