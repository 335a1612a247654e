/*
 * Objects of the shell.
 */
#include "config.h"

#include "shell/host_objects.h"

#include "lib/object.h"
#include "shell/position.h"

static struct object *typed_object(const char *type_name)
{
	const struct type *type = type_find(type_name, -1);
	struct shape *shape = shape_empty(type ? type : &type_pscustomobject);
	struct object *object = object_new(shape);

	shape_unref(shape);
	return object;
}

struct value host_object(struct session *session)
{
	struct object *host = typed_object("System.Management.Automation.Internal.Host.InternalHost");

	object_set(host, "Name", value_text("ConsoleHost"));
	object_set(host, "Version", value_text("7.6.5"));
	return value_of(host);
}

struct value execution_context(struct session *session)
{
	return value_of(typed_object("System.Management.Automation.EngineIntrinsics"));
}

struct value pscmdlet_object(struct scope *scope, struct call *call)
{
	struct object *cmdlet = typed_object("System.Management.Automation.PSScriptCmdlet");

	cmdlet->hidden = call;
	return value_of(cmdlet);
}

struct value command_invocation(struct scope *scope, struct invocation_frame *invocation, const char *name)
{
	value_auto command = value_text(name);

	return invocation_info(scope, invocation ? invocation->call_node : NULL, name, command);
}
