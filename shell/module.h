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
	struct value block;		/* its code */
	char *version, *description;
	bool manifest;			/* it was loaded by a .psd1 */
	GPtrArray *imported;		/* names of the functions that an import defined */
	struct value on_remove;		/* the block that Remove-Module runs, or V_UNSET */
};

struct scope *module_scope(struct module *module);
/* What a closure captured becomes variables of its frame. */
void closure_restore(struct scriptblock *block, struct scope *frame);
/* Runs `block` (taken over) as the code of a new module of that name, kept by the session. */
enum flow module_load(struct session *session, const char *name, const char *path, struct value block,
		      struct sink *out, struct module **ret);
/* Makes the exported functions the session's, `prefix` put before their nouns. */
void module_import(struct session *session, struct module *module, const char *prefix, struct value only);
void module_remove(struct session *session, struct module *module);
struct module *module_find(struct session *session, const char *name);
/* The file of a module by path or by name below $env:PSModulePath: yours, NULL = none. */
char *module_locate(struct host *host, const char *name);
/* Whether the module offers a function of that name. */
bool module_exports(const struct module *module, const char *name);
void module_free(struct module *module);

#endif
