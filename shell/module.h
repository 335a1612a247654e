/*
 * Modules: code with a scope of its own. A module's scope lies under the
 * global one; its functions see it instead of their callers' scopes.
 */
#ifndef HMSH_MODULE_H
#define HMSH_MODULE_H

#include "shell/session.h"

struct scriptblock;

struct module {
	char *name;
	char *path;
	struct scope scope;
	struct value *slots;
	struct layout *layout;
	bool exported;			/* Export-ModuleMember was called */
	GPtrArray *functions, *variables, *aliases;	/* names exported */
};

struct scope *module_scope(struct module *module);
/* What a closure captured becomes variables of its frame. */
void closure_restore(struct scriptblock *block, struct scope *frame);
void module_free(struct module *module);

#endif
