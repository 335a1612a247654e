/*
 * Variables that are more than a slot: typed, validated, read-only, constant,
 * or shared by reference ([ref]). A plain variable is just a value in a slot;
 * its slot holds a V_VARIABLE when it is one of these.
 */
#ifndef HMSH_VARIABLE_H
#define HMSH_VARIABLE_H

#include "lib/fault.h"
#include "lib/symbol.h"

enum {
	VARIABLE_READONLY = 1,
	VARIABLE_CONSTANT = 2,
	VARIABLE_ALLSCOPE = 4,
	VARIABLE_PRIVATE = 8,
	VARIABLE_REFERENCE = 16,	/* a [ref]: `v` is the variable meant, or a value of its own */
};

struct variable {		/* V_VARIABLE */
	struct block block;
	struct gc_link link;
	struct value v;
	struct symbol *name;
	unsigned options;
	const struct type *type;	/* constraint, or NULL */
	struct string *description;
	/* Further checks on assignment (Validate*): may replace *v; NULL: none. */
	bool (*check)(struct variable *variable, struct value *v, GError **error);
	const void *check_data;		/* of whoever set `check`; outlives the variable */
	void *check_host;
};

struct variable *variable_new(struct symbol *name, struct value v);	/* v is taken over */
/* A [ref] to a variable's box, or to a value that no variable has; taken over. Yours. */
struct value variable_reference(struct value target);
/* The box in a variable's place; NULL when there is none (a [ref] is a value like others). */
static inline struct variable *variable_box(const struct value *place)
{
	struct variable *box = place->kind == V_VARIABLE ? (struct variable *)place->u.block : NULL;

	return box && !(box->options & VARIABLE_REFERENCE) ? box : NULL;
}
/* What a [ref] holds, borrowed. */
struct value reference_get(struct value reference);
/* Assigns through a [ref] or to a box: `v` is taken over, converted to the variable's type, checked. */
bool reference_set(struct value reference, struct value v, GError **error);
/* Conversion to a variable's type: a failing one is a metadata error with the same message. */
bool variable_constrain(const struct type *type, struct value *v, GError **error);
bool variable_set(struct variable *variable, struct value v, GError **error);

#endif
