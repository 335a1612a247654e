/*
 * Objects of the engine: $PSCmdlet, $ExecutionContext, $MyInvocation. Each is a
 * type whose members ask the session; a $PSCmdlet that outlives its call
 * answers nothing.
 */
#include "config.h"

#include "shell/host_objects.h"

#include "lib/object.h"
#include "lib/types/table.h"
#include "shell/collector.h"
#include "shell/command_info.h"
#include "shell/eval.h"
#include "shell/function.h"
#include "shell/module_info.h"
#include "shell/position.h"
#include "shell/streams.h"

static struct value object_of(const struct type *type, void *hidden)
{
	struct shape *shape = shape_empty(type);
	struct object *object = object_new(shape);

	shape_unref(shape);
	object->hidden = hidden;
	return value_of(object);
}

static struct session *session_of_call(struct type_call *call)
{
	return session_of(call->host);
}

/* -- $PSCmdlet ------------------------------------------------------------------------------ */

static const struct fault call_over = {
	"InvalidOperation", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION, NULL };

/* The call an object stands for, as long as it runs. */
static struct call *running_call(struct type_call *call, struct value self)
{
	for (struct scope *s = session_of_call(call)->scope; s; s = s->caller)
		if (s->invocation && s->invocation->call && s->invocation->call == self.u.object->hidden)
			return s->invocation->call;
	return NULL;
}

static struct call *needed_call(struct type_call *call, struct value self, GError **error)
{
	struct call *running = running_call(call, self);

	if (!running)
		fault_set(error, &call_over, VALUE_NULL, "The command that this object belongs to has ended.");
	return running;
}

static const char *text_or(struct value v, const char *fallback)
{
	return v.kind == V_STRING ? v.u.str->data : fallback;
}

/* False without an error: control leaves as the session's flow says. */
static bool flow_on(struct type_call *call, enum flow flow)
{
	session_of_call(call)->flow = flow;
	return flow == FLOW_NEXT;
}

MEMBER(cmdlet_should_process)
{
	struct call *running = needed_call(call, self, error);
	enum flow flow = FLOW_NEXT;
	bool yes;

	if (!running)
		return false;
	if (n >= 3)
		yes = should_process_described(running, text_or(args[0], ""), text_or(args[1], ""),
					       text_or(args[2], ""), &flow);
	else
		yes = should_process(running, text_or(args[0], ""),
				     n > 1 ? text_or(args[1], "") : running->stage->name, &flow);
	*ret = value_bool(yes);
	return flow_on(call, flow);
}

MEMBER(cmdlet_should_continue)
{
	struct call *running = needed_call(call, self, error);
	enum flow flow = FLOW_NEXT;

	if (!running)
		return false;
	*ret = value_bool(call_should_continue(running, text_or(args[0], ""), text_or(args[1], ""), &flow));
	return flow_on(call, flow);
}

static GError *record_error(struct value record)
{
	GError *error = NULL;

	fault_set_record(&error, value_ref(record));
	return error;
}

MEMBER(cmdlet_write_error)
{
	struct call *running = needed_call(call, self, error);

	return running && flow_on(call, call_error(running, record_error(args[0])));
}

MEMBER(cmdlet_throw)
{
	struct call *running = needed_call(call, self, error);
	struct session *session = session_of_call(call);

	if (!running)
		return false;
	session->flow = call_throw(running, record_error(args[0]));
	if (session->error) {
		session->error->ends_function = !session->error->fatal;
		session->error->fatal = true;
	}
	return false;
}

MEMBER(cmdlet_write_object)
{
	struct call *running = needed_call(call, self, error);
	struct sink *out = running ? running->stage->out : NULL;

	if (!out)
		return false;
	if (n > 1 && value_truth(args[1]))
		return flow_on(call, write_unrolled(running->scope, running->stage->node, out, args[0]));
	return flow_on(call, sink_write(out, args[0]));
}

static bool write_message(struct type_call *call, struct value self, enum stream_index stream, struct value text,
			  GError **error)
{
	struct call *running = needed_call(call, self, error);

	return running && flow_on(call, stream_message(running, stream, text_or(text, "")));
}

MEMBER(cmdlet_write_verbose)
{
	return write_message(call, self, STREAM_I_VERBOSE, args[0], error);
}

MEMBER(cmdlet_write_warning)
{
	return write_message(call, self, STREAM_I_WARNING, args[0], error);
}

MEMBER(cmdlet_write_debug)
{
	return write_message(call, self, STREAM_I_DEBUG, args[0], error);
}

MEMBER(cmdlet_write_information)
{
	struct call *running = needed_call(call, self, error);

	return running && flow_on(call, call_information(running, args[0], NULL));
}

MEMBER_IS(cmdlet_ignore, VALUE_NOTHING)

MEMBER(cmdlet_set_name)
{
	struct call *running = needed_call(call, self, error);

	if (!running)
		return false;
	*ret = value_text(call_set_name(running));
	return true;
}

static struct scope *scope_of_call(struct type_call *call, struct call *running)
{
	for (struct scope *s = session_of_call(call)->scope; s; s = s->caller)
		if (s->invocation && s->invocation->call == running)
			return s;
	return session_of_call(call)->scope;
}

MEMBER(cmdlet_invocation)
{
	struct call *running = needed_call(call, self, error);
	struct scope *scope;

	if (!running)
		return false;
	scope = scope_of_call(call, running);
	*ret = command_invocation(scope, scope->invocation, running->stage->name);
	return true;
}

MEMBER_IS(cmdlet_host, host_variable(call->host, "Host"))
MEMBER_IS(cmdlet_stopping, value_bool(session_of_call(call)->interrupted))
MEMBER_IS(cmdlet_session_state, object_of(&type_session_state, self.u.object->hidden))
MEMBER_IS(cmdlet_invoke_command, object_of(&type_command_intrinsics, NULL))
static struct value module_in_force(struct session *session)
{
	return session->scope->module ? module_info(session, session->scope->module) : VALUE_NULL;
}

MEMBER_IS(state_module, module_in_force(session_of_call(call)))
MEMBER_IS(state_variables, object_of(&type_variable_intrinsics, self.u.object->hidden))

static struct value bound_argument(struct call *running, const char *name)
{
	struct dict *bound = call_bound_arguments(running);
	value_auto key = value_text(name);
	struct value v = dict_get(bound, key);

	value_unref(value_of(bound));
	return v;
}

static struct value paging_number(struct call *running, const char *name, uint64_t fallback)
{
	struct value v = bound_argument(running, name);

	return v.kind == V_UNSET ? (struct value){ .kind = V_U64, .u.u = fallback } : v;
}

MEMBER(cmdlet_paging)
{
	struct call *running = needed_call(call, self, error);
	struct object *paging;
	struct value total;

	if (!running)
		return false;
	paging = object_custom();
	total = bound_argument(running, "IncludeTotalCount");
	object_set(paging, "IncludeTotalCount", total.kind == V_UNSET ? value_bool(false) : total);
	object_set(paging, "Skip", paging_number(running, "Skip", 0));
	object_set(paging, "First", paging_number(running, "First", UINT64_MAX));
	*ret = value_of(paging);
	return true;
}

/* -- Variables of a session state ---------------------------------------------------------------- */

/* $PSCmdlet's variables are its caller's; $ExecutionContext's those of the code that asks. */
static struct scope *variables_scope(struct type_call *call, struct value self)
{
	struct call *running = self.u.object->hidden ? running_call(call, self) : NULL;

	return running ? running->scope : session_of_call(call)->scope;
}

MEMBER(variables_value)
{
	struct value v = scope_get(variables_scope(call, self), symbol_get(text_or(args[0], ""), -1));

	if (v.kind == V_UNSET && n > 1)
		v = value_ref(args[1]);
	*ret = v.kind == V_UNSET ? VALUE_NULL : v;
	return true;
}

MEMBER(variables_set)
{
	return scope_set(variables_scope(call, self), symbol_get(text_or(args[0], ""), -1), value_ref(args[1]),
			 error);
}

MEMBER(variables_remove)
{
	scope_remove(variables_scope(call, self), symbol_get(text_or(args[0], ""), -1));
	return true;
}

MEMBER(variables_get)
{
	struct value v = scope_get(variables_scope(call, self), symbol_get(text_or(args[0], ""), -1));
	struct object *object;

	if (v.kind == V_UNSET) {
		*ret = VALUE_NULL;
		return true;
	}
	object = object_custom();
	object_set(object, "Name", value_ref(args[0]));
	object_set(object, "Value", v);
	*ret = value_of(object);
	return true;
}

static const struct type_member variables_methods[] = {
	METHOD("System.Object GetValue(string name)", variables_value),
	METHOD("System.Object GetValue(string name, System.Object defaultValue)", variables_value),
	METHOD("void Set(string name, System.Object value)", variables_set),
	METHOD("void Remove(string name)", variables_remove),
	METHOD("System.Object Get(string name)", variables_get),
	END_OF_MEMBERS
};

const struct type type_variable_intrinsics = {
	.name = "System.Management.Automation.PSVariableIntrinsics", .kind = V_OBJECT,
	.base = &type_object, .methods = variables_methods,
};

/* -- Commands of a session state -------------------------------------------------------------------- */

static bool run_text(struct type_call *call, const char *text, struct value *ret)
{
	struct collector c;
	enum flow flow;

	collector_init(&c);
	flow = host_script(call->host, text, NULL, &c.sink);
	*ret = collector_take(&c);
	return flow_on(call, flow);
}

MEMBER(commands_expand)
{
	g_autofree char *text = g_strdup_printf("@\"\n%s\n\"@", text_or(args[0], ""));

	return run_text(call, text, ret);
}

MEMBER(commands_script)
{
	return run_text(call, text_or(args[0], ""), ret);
}

MEMBER(commands_block)
{
	return block_parse(call->host, text_or(args[0], ""), ret, error);
}

MEMBER(commands_get)
{
	struct command_arg arg[] = {
		{ "Name", args[0] }, { "ErrorAction", value_text("Ignore") },
	};
	struct collector c;
	enum flow flow;

	collector_init(&c);
	flow = host_command(call->host, "Get-Command", arg, G_N_ELEMENTS(arg), &c.sink);
	value_unref(arg[1].v);
	*ret = collector_take(&c);
	if (ret->kind == V_NOTHING)
		*ret = VALUE_NULL;
	return flow_on(call, flow);
}

static const struct type_member commands_methods[] = {
	METHOD("string ExpandString(string source)", commands_expand),
	METHOD("System.Object InvokeScript(string script)", commands_script),
	METHOD("scriptblock NewScriptBlock(string scriptText)", commands_block),
	METHOD("System.Object GetCommand(string commandName, System.Object type)", commands_get),
	METHOD("System.Object GetCommand(string commandName)", commands_get),
	END_OF_MEMBERS
};

const struct type type_command_intrinsics = {
	.name = "System.Management.Automation.CommandInvocationIntrinsics", .kind = V_OBJECT,
	.base = &type_object, .methods = commands_methods,
};

/* -- The tables -------------------------------------------------------------------------------------------- */

static const struct type_member state_properties[] = {
	PROPERTY("System.Object PSVariable {get;}", state_variables),
	PROPERTY("psmoduleinfo Module {get;}", state_module),
	PROPERTY("System.Object InvokeCommand {get;}", cmdlet_invoke_command),
	END_OF_MEMBERS
};

const struct type type_session_state = {
	.name = "System.Management.Automation.SessionState", .kind = V_OBJECT, .base = &type_object,
	.properties = state_properties,
};

static const struct type_member context_properties[] = {
	PROPERTY("System.Object Host {get;}", cmdlet_host),
	PROPERTY("System.Object InvokeCommand {get;}", cmdlet_invoke_command),
	PROPERTY("System.Object SessionState {get;}", cmdlet_session_state),
	END_OF_MEMBERS
};

static const struct type type_context = {
	.name = "System.Management.Automation.EngineIntrinsics", .kind = V_OBJECT, .base = &type_object,
	.properties = context_properties,
};

static const struct type_member cmdlet_properties[] = {
	PROPERTY("string ParameterSetName {get;}", cmdlet_set_name),
	PROPERTY("System.Object MyInvocation {get;}", cmdlet_invocation),
	PROPERTY("System.Object PagingParameters {get;}", cmdlet_paging),
	PROPERTY("System.Object InvokeCommand {get;}", cmdlet_invoke_command),
	PROPERTY("System.Object Host {get;}", cmdlet_host),
	PROPERTY("System.Object SessionState {get;}", cmdlet_session_state),
	PROPERTY("bool Stopping {get;}", cmdlet_stopping),
	END_OF_MEMBERS
};

static const struct type_member cmdlet_methods[] = {
	METHOD("bool ShouldProcess(string target)", cmdlet_should_process),
	METHOD("bool ShouldProcess(string target, string action)", cmdlet_should_process),
	METHOD("bool ShouldProcess(string verboseDescription, string verboseWarning, string caption)",
	       cmdlet_should_process),
	METHOD("bool ShouldContinue(string query, string caption)", cmdlet_should_continue),
	METHOD("void WriteError(System.Management.Automation.ErrorRecord errorRecord)", cmdlet_write_error),
	METHOD("void ThrowTerminatingError(System.Management.Automation.ErrorRecord errorRecord)", cmdlet_throw),
	METHOD("void WriteObject(System.Object sendToPipeline)", cmdlet_write_object),
	METHOD("void WriteObject(System.Object sendToPipeline, bool enumerateCollection)", cmdlet_write_object),
	METHOD("void WriteVerbose(string text)", cmdlet_write_verbose),
	METHOD("void WriteWarning(string text)", cmdlet_write_warning),
	METHOD("void WriteDebug(string text)", cmdlet_write_debug),
	METHOD("void WriteInformation(System.Object messageData, string[] tags)", cmdlet_write_information),
	METHOD("void WriteProgress(System.Object progressRecord)", cmdlet_ignore),
	METHOD("System.Object GetVariableValue(string name)", variables_value),
	METHOD("System.Object GetVariableValue(string name, System.Object defaultValue)", variables_value),
	END_OF_MEMBERS
};

static const struct type type_script_cmdlet = {
	.name = "System.Management.Automation.PSScriptCmdlet", .kind = V_OBJECT, .base = &type_object,
	.properties = cmdlet_properties, .methods = cmdlet_methods,
};

struct value execution_context(struct session *session)
{
	return object_of(&type_context, NULL);
}

struct value pscmdlet_object(struct scope *scope, struct call *call)
{
	return object_of(&type_script_cmdlet, call);
}

struct value command_invocation(struct scope *scope, struct invocation_frame *invocation, const char *name)
{
	value_auto command = VALUE_NULL;
	struct invocation_facts facts = { .name = name, .position = 1, .length = 1 };

	if (invocation && invocation->function)
		command = function_info(scope->session, (struct function *)invocation->function);
	else if (invocation && invocation->unit->is_script && invocation->unit->tree->source->path)
		command = program_info(scope->session, invocation->unit->tree->source->path);
	if (invocation) {
		facts.bound = invocation_bound(scope);
		facts.position = invocation->pipeline_position;
		facts.length = invocation->pipeline_length;
		facts.expects_input = invocation->expecting_input;
	}
	if (invocation && invocation->call_node) {
		facts.source = invocation->call_node->unit->tree->source;
		facts.span = invocation->call_node->ast->span;
	}
	facts.command = command;
	return invocation_info(&facts);
}
