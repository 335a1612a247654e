/*
 * Invoke-Expression, Invoke-Command, Set-StrictMode: running code.
 */
#include "config.h"

#include "lib/convert.h"
#include "shell/pipeline.h"
#include "shell/scriptblock.h"

struct invoke_args {
	struct value command, block, arguments, input, no_new_scope, computer, session, hide, file, refused;
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

/* What the pipeline gave: the block's $input. */
struct invoke_state {
	struct list *input;
};

/* The block as a stage of its own, fed with what was piped into the command. */
static enum flow run_fed(struct call *call, struct value block, const struct value *values, uint32_t n,
			 struct list *input)
{
	struct stage *stage = g_new(struct stage, 1);
	struct command command = { .kind = COMMAND_BLOCK, .block = value_ref(block) };
	struct arguments arguments = { 0 };
	enum flow flow = FLOW_ERROR;

	stage_init(stage, call->scope, call->stage->node, command, "");
	stage->expects_input = true;
	stage->out = call->out;
	for (uint32_t i = 0; i < n; i++)
		arguments_add(&arguments, (struct argument){ .v = value_ref(values[i]) });
	if (stage->ops->open(stage, &arguments)) {
		stage->begun = true;
		flow = stage->ops->begin(stage);
		for (uint32_t i = 0; i < input->len && flow == FLOW_NEXT; i++)
			flow = stage->ops->process(stage, input->items[i]);
		if (flow == FLOW_NEXT)
			flow = stage->ops->end(stage);
	}
	stage_close(stage);
	arguments_clear(&arguments);
	g_free(stage);
	return flow;
}

/* The block of -ScriptBlock, or that of the file of -FilePath; yours, V_UNSET + error. */
static struct value invoked_block(struct call *call, const struct invoke_args *args, GError **error)
{
	g_autofree char *path = NULL, *text = NULL;
	struct value block;

	if (arg_given(args->block))
		return value_ref(args->block);
	path = host_native_path(call_host(call), arg_text(args->file, ""), error);
	if (!path || !g_file_get_contents(path, &text, NULL, error))
		return VALUE_UNSET;
	block = scriptblock_parse(call->session, text, path, error);
	return block.kind == V_SCRIPTBLOCK ? block : VALUE_UNSET;
}

static enum flow invoke_once(struct call *call, struct invoke_args *args)
{
	struct list *input = ((struct invoke_state *)call_state(call))->input;
	struct array *values = args->arguments.kind == V_ARRAY ? args->arguments.u.array : NULL;
	GError *error = NULL;
	value_auto block = VALUE_UNSET;

	if (arg_given(args->computer))
		return call_throw_fault(call, &no_remoting, args->computer, "Remote computers are not available in "
					"hmsh: run the command without -ComputerName.");
	block = invoked_block(call, args, &error);
	if (block.kind == V_UNSET)
		return call_throw(call, error);
	if (arg_on(args->no_new_scope))
		return unit_run_here(call->scope, scriptblock_of(block)->unit, call->session->underbar, call->out);
	if (input)
		return run_fed(call, block, values ? values->u.items : NULL, values ? values->len : 0, input);
	return unit_call(call->scope, block, NULL, call->stage->node, values ? values->u.items : NULL,
			 values ? values->len : 0, call->out);
}

static enum flow invoke_collect(struct call *call, void *data)
{
	struct invoke_state *state = call_state(call);
	struct invoke_args *args = data;

	if (!arg_given(args->input))
		return FLOW_NEXT;
	if (!state->input)
		state->input = list_new(NULL, NULL);
	list_add(state->input, value_ref(args->input));
	return FLOW_NEXT;
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

static void invoke_clean(struct call *call)
{
	struct invoke_state *state = call_state(call);

	if (state->input)
		value_unref(value_of(state->input));
}

enum { SET_BLOCK = 1, SET_FILE = 2 };

static const struct param invoke_command_params[] = {
	{ "ScriptBlock", "scriptblock", FIELD(invoke_args, block), .position = POSITION(0), .sets = SET_BLOCK,
	  .mandatory_sets = SET_BLOCK, .aliases = "Command", .help = "What to run." },
	{ "FilePath", "string", FIELD(invoke_args, file), .sets = SET_FILE, .mandatory_sets = SET_FILE,
	  .aliases = "PSPath", .complete = "File", .help = "The script to run." },
	{ "Credential", "pscredential", FIELD(invoke_args, refused), .flags = PARAM_REFUSED,
	  .help = "The block runs here, as the user who runs the shell." },
	{ "AsJob", "switch", FIELD(invoke_args, refused), .flags = PARAM_REFUSED,
	  .help = "Nothing runs in the background." },
	{ "Authentication", "string", FIELD(invoke_args, hide), .flags = PARAM_IGNORED,
	  .help = "No other host is reached." },
	{ "ConfigurationName", "string", FIELD(invoke_args, hide), .flags = PARAM_IGNORED,
	  .help = "No other host is reached." },
	{ "ConnectionUri", "string[]", FIELD(invoke_args, computer), .aliases = "URI CU",
	  .help = "Not available: there is no remoting." },
	{ "HostName", "string[]", FIELD(invoke_args, computer), .help = "Not available: there is no remoting." },
	{ "ThrottleLimit", "int", FIELD(invoke_args, hide), .flags = PARAM_IGNORED,
	  .help = "One block runs at a time." },
	{ "SessionOption", "object", FIELD(invoke_args, hide), .flags = PARAM_IGNORED,
	  .help = "No other host is reached." },
	{ "UseSSL", "switch", FIELD(invoke_args, hide), .flags = PARAM_IGNORED, .help = "No other host is reached." },
	{ "Port", "int", FIELD(invoke_args, hide), .flags = PARAM_IGNORED, .help = "No other host is reached." },
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
	.process = invoke_collect, .end = invoke_command, .clean = invoke_clean,
	.state_size = sizeof(struct invoke_state), .sets = "InProcess FilePath", .default_set = "InProcess",
	.synopsis = "Runs a script block.",
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
