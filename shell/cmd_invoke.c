/*
 * Invoke-Expression, Invoke-Command, Set-StrictMode: running code.
 */
#include "config.h"

#include "lib/convert.h"
#include "shell/pipeline.h"
#include "shell/scriptblock.h"

struct invoke_args {
	struct value command, block, arguments, input, no_new_scope, computer, session, hide;
};

/* -- Invoke-Expression --------------------------------------------------------------------- */

static enum flow invoke_expression(struct call *call, void *data)
{
	struct invoke_args *args = data;
	GError *error = NULL;
	struct value block = scriptblock_parse(call->session, arg_text(args->command, ""), NULL, &error);
	enum flow flow;

	if (error)
		return call_throw(call, error);
	flow = unit_run_here(call->scope, scriptblock_of(block)->unit, call->session->underbar, call->out);
	value_unref(block);
	return flow;
}

static const struct param invoke_expression_params[] = {
	{ "Command", "string", FIELD(invoke_args, command), .position = POSITION(0), .pipeline = BY_VALUE,
	  .flags = PARAM_MANDATORY, .help = "The text to run." },
	{ NULL }
};

CMDLET(invoke_expression_cmdlet) = {
	.name = "Invoke-Expression", .params = invoke_expression_params, .args_size = sizeof(struct invoke_args),
	.process = invoke_expression, .synopsis = "Runs text as commands.",
};

/* -- Invoke-Command ---------------------------------------------------------------------------- */

static const struct fault no_remoting = {
	"RemotingNotSupported", "System.NotSupportedException", CATEGORY_NOT_IMPLEMENTED, NULL };

static enum flow invoke_once(struct call *call, struct invoke_args *args)
{
	struct value *values = NULL;
	uint32_t n = 0;
	enum flow flow;

	if (arg_given(args->computer))
		return call_throw_fault(call, &no_remoting, args->computer, "Remote computers are not available in "
					"hmsh: run the command without -ComputerName.");
	if (arg_given(args->arguments) && args->arguments.kind == V_ARRAY) {
		values = args->arguments.u.array->u.items;
		n = args->arguments.u.array->len;
	}
	if (arg_on(args->no_new_scope))
		flow = unit_run_here(call->scope, scriptblock_of(args->block)->unit, call->session->underbar,
				     call->out);
	else
		flow = unit_call(call->scope, args->block, NULL, call->stage->node, values, n, call->out);
	return flow;
}

/* Once for each session, all of which are this host; without -Session once. */
static enum flow invoke_command(struct call *call, void *data)
{
	struct invoke_args *args = data;
	uint32_t times = args->session.kind == V_ARRAY ? args->session.u.array->len : 1;
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < times && flow == FLOW_NEXT; i++)
		flow = invoke_once(call, args);
	return flow;
}

static const struct param invoke_command_params[] = {
	{ "ScriptBlock", "scriptblock", FIELD(invoke_args, block), .position = POSITION(0),
	  .flags = PARAM_MANDATORY, .aliases = "Command", .help = "What to run." },
	{ "NoNewScope", "switch", FIELD(invoke_args, no_new_scope), .help = "Runs in the current scope." },
	{ "InputObject", "object", FIELD(invoke_args, input), .pipeline = BY_VALUE, .help = "The block's $input." },
	{ "ArgumentList", "object[]", FIELD(invoke_args, arguments), .aliases = "Args",
	  .help = "The block's arguments." },
	{ "ComputerName", "string[]", FIELD(invoke_args, computer), .aliases = "Cn",
	  .help = "Not available: there is no remoting." },
	{ "Session", "object[]", FIELD(invoke_args, session),
	  .help = "Sessions to Exchange, which are this host: the block runs here for each." },
	{ "HideComputerName", "switch", FIELD(invoke_args, hide), .flags = PARAM_IGNORED,
	  .help = "Objects have no PSComputerName: they are from here." },
	{ NULL }
};

CMDLET(invoke_command_cmdlet) = {
	.name = "Invoke-Command", .params = invoke_command_params, .args_size = sizeof(struct invoke_args),
	.process = invoke_command, .synopsis = "Runs a script block.",
};

/* -- Set-StrictMode -------------------------------------------------------------------------------- */

struct strict_args {
	struct value version, off;
};

static const struct fault bad_version = {
	"CannotConvertArgumentNoMessage", "System.Management.Automation.ParameterBindingException",
	CATEGORY_INVALID_ARGUMENT, NULL };

/* "Latest", a whole number, or a version; times ten. */
static bool strict_level(struct value v, int *ret, GError **error)
{
	const struct type *type = type_find("System.Version", -1);
	struct string *text = value_to_string(v, NULL);
	value_auto whole = value_str(text), version = VALUE_UNSET;
	g_autoptr(GError) inner = NULL;
	char *end;
	long number = strtol(text->data, &end, 10);

	if (text_equal_nocase(text->data, "Latest")) {
		*ret = 30;
	} else if (text->len && !*end) {
		*ret = number * 10;
	} else if (value_convert(whole, type, &version, &inner)) {
		*ret = g_ascii_strtod(text->data, NULL) * 10;
	} else {
		fault_set(error, &bad_version, VALUE_NULL, "Cannot bind parameter 'Version'. %s", inner->message);
		return false;
	}
	return true;
}

static enum flow set_strict(struct call *call, void *data)
{
	struct strict_args *args = data;
	GError *error = NULL;
	int level = 0;

	if (!arg_on(args->off) && !strict_level(args->version, &level, &error))
		return call_throw(call, error);
	call->session->scope->strict = level;
	return FLOW_NEXT;
}

static const struct param set_strict_params[] = {
	{ "Version", "object", FIELD(strict_args, version), .sets = 1, .flags = PARAM_MANDATORY, .aliases = "v",
	  .help = "1.0, 2.0, 3.0 or Latest." },
	{ "Off", "switch", FIELD(strict_args, off), .sets = 2, .flags = PARAM_MANDATORY,
	  .help = "Turns strict mode off." },
	{ NULL }
};

CMDLET(set_strict_cmdlet) = {
	.name = "Set-StrictMode", .params = set_strict_params, .args_size = sizeof(struct strict_args),
	.sets = "Version Off", .default_set = "Version", .process = set_strict,
	.synopsis = "Makes the use of what does not exist an error.",
};
