/*
 * Objects: a shape (ordered member names, kinds, type names) shared by all
 * objects made alike, and one slot for each of its members.
 *
 * A shape is found once per pipeline or literal, not once per object; member
 * access caches (shape, slot). Adding a member moves the object to the shape
 * that follows by a transition, so objects built alike share shapes.
 */
#ifndef HMSH_OBJECT_H
#define HMSH_OBJECT_H

#include "lib/symbol.h"

enum member_kind {
	MEMBER_PROPERTY,	/* a property of the object's own type: slot holds the value */
	MEMBER_NOTE,		/* NoteProperty: slot holds the value */
	MEMBER_ALIAS,		/* AliasProperty: slot holds the name of the other */
	MEMBER_SCRIPT,		/* ScriptProperty: slot holds the getter, or array (getter, setter) */
	MEMBER_METHOD,		/* ScriptMethod: slot holds the script block */
};

enum {
	MEMBER_HIDDEN = 1,	/* not shown, not enumerated */
	MEMBER_READONLY = 2,
};

struct shape_member {
	struct symbol *symbol;
	struct string *name;		/* as spelled when added */
	uint8_t kind;			/* enum member_kind */
	uint8_t flags;			/* MEMBER_* */
};

struct shape {
	uint64_t serial;		/* its own, never 0: what caches remember, since it may die */
	uint32_t refs;
	uint32_t n;
	const struct type *type;	/* what .GetType() says */
	struct string *type_name;	/* a PSTypeName put before the type's own names, or NULL */
	struct shape *parent;		/* without the last member */
	GHashTable *next;		/* transitions, (symbol, kind, spelling) -> shape; not references */
	struct shape_member *members;
	uint32_t *index;		/* symbol id -> slot + 1, open addressed; NULL when small */
	uint32_t mask;
};

/* The shape without members of a type; shared. Yours to unref. */
struct shape *shape_empty(const struct type *type);
/* `shape` plus one member: shared by all who ask the same. Yours. */
struct shape *shape_add(struct shape *shape, struct string *name, enum member_kind kind,
			unsigned flags);
/* A whole shape from names. */
struct shape *shape_make(const struct type *type, const char *const *names, size_t n);
/* The same members under another first type name (PSTypeName). Yours. */
struct shape *shape_named(struct shape *shape, struct string *type_name);
struct shape *shape_ref(struct shape *shape);
void shape_unref(struct shape *shape);
/* At exit. */
void shapes_shutdown(void);
/* The slot of a member, or -1. */
int shape_slot(const struct shape *shape, const struct symbol *symbol);

struct object {
	struct block block;
	struct gc_link link;
	struct shape *shape;
	uint32_t capacity;		/* of slots */
	void *hidden;			/* of the type: e.g. the record behind a state object; freed by type->free_hidden */
	struct value *slots;		/* `own`, until members are added */
	struct value own[];
};

/* All slots V_NULL. */
struct object *object_new(struct shape *shape);
/* Borrowed; NULL when there is no such member. Follows no alias, runs no script. */
struct value *object_slot(struct object *object, const struct symbol *symbol);
/* Yours; V_UNSET when missing. */
struct value object_get(struct object *object, const char *name);
/* Sets the member, or adds it as a note property. `v` is taken over. */
void object_set(struct object *object, const char *name, struct value v);
void object_add(struct object *object, struct string *name, enum member_kind kind, unsigned flags,
		struct value v);
bool object_remove(struct object *object, const struct symbol *symbol);
/* A [pscustomobject] without members, to be filled with object_set(). */
struct object *object_custom(void);

/* Any value plus attached members: Add-Member on a string, a number, an array. */
struct boxed {
	struct block block;
	struct gc_link link;
	struct value base;
	struct object *members;
};

struct boxed *boxed_new(struct value base);

#endif
