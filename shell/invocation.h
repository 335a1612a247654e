/*
 * One running function, script or script block: what $args, $PSBoundParameters,
 * $MyInvocation and $PSCmdlet speak of. Lives on the stack of the call.
 */
#ifndef HMSH_INVOCATION_H
#define HMSH_INVOCATION_H

#include "shell/node.h"
#include "shell/session.h"

struct invocation_frame {
	struct unit *unit;
	const struct function *function;	/* NULL: a bare script block or script */
	struct string *name;			/* as called; borrowed */
	struct value args;			/* $args: object[], or V_UNSET (made empty when read) */
	struct value input;			/* $input, or V_UNSET */
	struct dict *bound;			/* $PSBoundParameters; NULL until read */
	struct call *call;			/* of an advanced function: $PSCmdlet; or NULL */
	struct node *call_node;			/* where it was called; or NULL */
	const struct signature *signature;	/* of `bound_mask` */
	uint64_t bound_mask[2];			/* parameters given explicitly, by index */
	uint32_t pipeline_position, pipeline_length;
	bool expecting_input;
};

/* $PSBoundParameters of the nearest invocation. */
struct dict *invocation_bound(struct scope *scope);
/* The nearest invocation from `scope` upwards, or NULL at the prompt. */
struct invocation_frame *scope_invocation(struct scope *scope);

#endif
