/*
 * Where something is in a script: InvocationInfo objects, position messages,
 * stack traces.
 */
#ifndef HMSH_POSITION_H
#define HMSH_POSITION_H

#include "lib/error_record.h"
#include "shell/node.h"
#include "shell/session.h"

/* InvocationInfo of an error's place. Yours. */
struct value position_invocation(struct scope *scope, struct error_record *record);
/* ScriptStackTrace. Yours. */
struct string *position_stack(struct scope *scope, struct error_record *record);
/* "At C:\x.ps1:3 char:5" and the line with the extent underlined. Yours (g_free). */
char *position_message(struct source *source, struct span span);
/* The source and span of a record; NULL when it has none. */
struct source *error_source(const struct error_record *record, struct span *ret_span);
/* InvocationInfo of a running command: $MyInvocation. Yours. */
struct value invocation_info(struct scope *scope, struct node *node, const char *name,
			     struct value command);

#endif
