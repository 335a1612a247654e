/*
 * Where something is in a script: InvocationInfo objects, position messages,
 * stack traces.
 */
#ifndef HMSH_POSITION_H
#define HMSH_POSITION_H

#include "lib/error_record.h"
#include "shell/node.h"
#include "shell/session.h"

/* ScriptStackTrace. Yours. */
struct string *position_stack(struct scope *scope, struct error_record *record);
/* "At C:\x.ps1:3 char:5" and the line with the extent underlined. Yours (g_free). */
char *position_message(struct source *source, struct span span);
/* The statement that an error in an expression points at: the innermost around it. */
struct span position_of_statement(const struct node *node);
/* The source and span of a record; NULL when it has none. */
struct source *error_source(const struct error_record *record, struct span *ret_span);
/* What an InvocationInfo says; all borrowed. */
struct invocation_facts {
	struct source *source;		/* NULL: no position */
	struct span span;
	struct value command;		/* CommandInfo object, or V_NULL */
	const char *name;		/* as called */
	struct dict *bound;		/* NULL: nothing */
	uint32_t position, length;	/* in the pipeline, from 1; 0: of no command */
	bool expects_input;
};

/* InvocationInfo of a running command or of an error. Yours. */
struct value invocation_info(const struct invocation_facts *facts);

#endif
