/*
 * Script blocks as values: what lib knows of them. The evaluator's own struct
 * starts with this one; cmdlets run a block through block_run() and its
 * relatives (cmdlet.h).
 */
#ifndef HMSH_CALLABLE_H
#define HMSH_CALLABLE_H

#include "lib/value.h"

struct callable;

struct callable_ops {
	void (*free)(struct callable *callable);	/* what it holds, not the block */
	void (*traverse)(struct callable *callable, void (*visit)(struct value, void *), void *data);
	struct string *(*text)(struct callable *callable);	/* the source between the braces; yours */
	/* A property that only the evaluator knows: "File", "Module" ... Yours; V_NULL when there is none. */
	struct value (*property)(struct callable *callable, void *host, const char *name);
};

struct callable {		/* V_SCRIPTBLOCK */
	struct block block;
	struct gc_link link;
	const struct callable_ops *ops;
};

#endif
