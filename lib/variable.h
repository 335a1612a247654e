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
	VARIABLE_REFERENCE = 16,	/* a [ref]: scripts see .Value */
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

#endif
