/*
 * Functions as stages, and the frames their blocks run in.
 */
#ifndef HMSH_FUNCTION_H
#define HMSH_FUNCTION_H

#include "shell/pipeline.h"

/* Depth and stack checks before a call; false: ScriptCallDepthException raised. */
bool call_enter(struct scope *scope, struct node *node);
void call_leave(struct scope *scope);
/* The check of the stack alone, for what runs in its caller's frame. */
bool call_fits(struct scope *scope, struct node *node);
/* Calls a simple function with values by parameter (a call site's plan). Values are taken over. */
enum flow function_call_slots(struct scope *scope, struct function *function, struct unit *unit,
			      struct node *node, struct value *values, uint32_t n, struct sink *out);

/* What a parameter without argument and default holds. */
struct value param_default(const struct type *type);
void param_default_failed(struct scope *frame, struct function_param *param, GError *inner);
/* Puts an argument (taken over) into its parameter's variable, checks kept. */
void param_bind(struct scope *frame, struct function_param *param, struct value v);

#endif
