/*
 * Where an error comes from: the command that reported it, and the place in the
 * source. It shows as the end of the id ("Id,Command"), as the activity, the
 * extent, the stack trace and the InvocationInfo, which is made when asked for.
 */
#ifndef HMSH_ORIGIN_H
#define HMSH_ORIGIN_H

#include "shell/pipeline.h"

/*
 * An error that a stage's command reports. A record that was located before keeps its place,
 * unless a function reports it anew ($PSCmdlet.WriteError($_), Write-Error -ErrorRecord $_).
 */
void origin_of_stage(struct stage *stage, struct error_record *record);
/*
 * An error of the code that a cmdlet ran (NULL: none is pending) leaves the cmdlet: it becomes the
 * cmdlet's own, but for what `throw` threw and what another command of the pipeline failed with.
 */
void origin_of_leaving(struct stage *stage, struct error_record *record);
/*
 * The record of a binding error (taken over) of a stage: marked at the argument; `input` is the object
 * of the pipeline that did not bind, or V_NULL. Yours.
 */
struct error_record *binding_failed(struct stage *stage, GError *error, struct value input);
/* An error of the evaluator itself at a place of a unit, unless the record has one already. */
void origin_of_code(struct scope *scope, struct unit *unit, struct span span,
		    struct error_record *record);
/* The same of an error on its way: it becomes one that knows its place. */
void origin_of_error(struct scope *scope, struct unit *unit, struct span span, GError **error);
/* The name is no command's; what was called `name` stood at `node`. */
void origin_of_unknown(struct scope *scope, struct node *node, const char *name,
		       struct error_record *record);

#endif
