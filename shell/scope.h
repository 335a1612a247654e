/*
 * Scopes and variables.
 *
 * A layout maps names to slots. A function's layout is made when its block is
 * prepared and shared by all its frames; the global scope's grows as names
 * appear. Names that a frame's layout does not have (made by Set-Variable or
 * by a dot-sourced block) go to the scope's `extra` table. Reading walks up
 * the callers' scopes (dynamic scoping); assigning makes a variable of the
 * current scope.
 *
 * A slot holds the value itself, or a V_VARIABLE when the variable is typed,
 * validated, read-only or referenced; the layout may give a slot a type too
 * (typed parameters), which costs nothing a call.
 */
#ifndef HMSH_SCOPE_H
#define HMSH_SCOPE_H

#include "lib/symbol.h"
#include "lib/variable.h"

struct session;
struct unit;
struct function;

struct layout {
	uint32_t refs;
	uint32_t n;
	uint32_t capacity;
	bool growing;
	struct symbol **names;
	const struct type **types;	/* constraint of a slot, or NULL entries */
	uint32_t *index;		/* symbol id -> slot + 1 */
	uint32_t mask;
};

enum scope_kind { SCOPE_KIND_GLOBAL, SCOPE_KIND_MODULE, SCOPE_KIND_SCRIPT, SCOPE_KIND_FUNCTION,
		  SCOPE_KIND_BLOCK };

struct scope {
	struct session *session;
	struct scope *parent;		/* the caller's; a module function's is the module's */
	struct scope *caller;		/* always the caller's */
	struct layout *layout;
	struct value *slots;
	GHashTable *extra;		/* symbol -> struct value *, or NULL */
	GHashTable *functions;		/* symbol -> struct function *, or NULL */
	struct unit *unit;		/* what runs in it, borrowed */
	struct invocation_frame *invocation;	/* of the function or script, or NULL */
	struct module *module;		/* that its code belongs to, or NULL */
	enum scope_kind kind;
	unsigned strict;		/* Set-StrictMode: 0 off, else major * 10 + minor */
};

struct layout *layout_new(bool growing);
void layout_unref(struct layout *layout);
int layout_find(const struct layout *layout, const struct symbol *name);
/* Finds or adds. */
uint32_t layout_add(struct layout *layout, struct symbol *name);

void scope_init(struct scope *scope, struct session *session, struct scope *parent,
		struct layout *layout, struct value *slots, enum scope_kind kind);
/* Drops what the scope holds, slots included. */
void scope_clear(struct scope *scope);

/* A variable looked up from `scope` upwards; NULL when unset. Borrowed, till the next assignment. */
struct value *scope_find(struct scope *scope, struct symbol *name);
/* In this scope only. */
struct value *scope_find_own(struct scope *scope, struct symbol *name);
/* The place of a variable in this scope, made (V_UNSET) when missing. */
struct value *scope_place(struct scope *scope, struct symbol *name);
/* Reads as $name does: automatic variables included. Yours; V_UNSET when there is none. */
struct value scope_get(struct scope *scope, struct symbol *name);
/* Assigns as `$name = v` does; v is taken over, also on failure. */
bool scope_set(struct scope *scope, struct symbol *name, struct value v, GError **error);
/* Assigns into a place found (constraints and options obeyed); v is taken over. */
bool variable_assign(struct value *place, struct symbol *name, const struct type *slot_type,
		     struct value v, GError **error);
/* What a place reads as. Yours. */
struct value variable_read(const struct value *place);
bool scope_remove(struct scope *scope, struct symbol *name);
/* Calls visit() for each variable of this scope alone. */
void scope_each(struct scope *scope, void (*visit)(struct symbol *name, struct value *place, void *data),
		void *data);
/* local, global, script, a number: the scope meant, or NULL. */
struct scope *scope_named(struct scope *scope, const char *name);
struct scope *scope_script(struct scope *scope);

#endif
