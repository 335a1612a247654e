/*
 * Objects that stand for the shell itself: $Host, $PSCmdlet, $MyInvocation,
 * $ExecutionContext. All yours.
 */
#ifndef HMSH_HOST_OBJECTS_H
#define HMSH_HOST_OBJECTS_H

#include "shell/invocation.h"
#include "shell/session.h"

extern const struct type type_variable_intrinsics, type_command_intrinsics, type_session_state;

/* host_ui.c */
struct value host_object(struct session *session);
struct value execution_context(struct session *session);
struct value pscmdlet_object(struct scope *scope, struct call *call);
struct value command_invocation(struct scope *scope, struct invocation_frame *invocation, const char *name);

#endif
