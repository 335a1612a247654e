/*
 * Completion for scripts: TabExpansion2 and Register-ArgumentCompleter.
 */
#include "config.h"

#include "lib/convert.h"
#include "lib/object.h"
#include "shell/complete.h"

struct expand_args { struct value script, column, options; };

static const struct param expand_params[] = {
	{ "inputScript", "string", FIELD(expand_args, script), .position = POSITION(0),
	  .flags = PARAM_MANDATORY | PARAM_ALLOW_EMPTY, .help = "The line to complete." },
	{ "cursorColumn", "int", FIELD(expand_args, column), .position = POSITION(1),
	  .help = "Where the cursor is; the end by default." },
	{ "options", "hashtable", FIELD(expand_args, options), .position = POSITION(2),
	  .help = "Accepted for the sake of scripts.", .flags = PARAM_IGNORED },
	{ NULL }
};

static struct value match_object(const struct completion_match *match)
{
	const struct type *type = type_find("System.Management.Automation.CompletionResult", -1);
	const struct type *kinds = type_find("System.Management.Automation.CompletionResultType", -1);
	struct shape *shape = shape_empty(type ? type : &type_pscustomobject);
	struct object *object = object_new(shape);
	int64_t number;

	shape_unref(shape);
	object_set(object, "CompletionText", value_text(match->text));
	object_set(object, "ListItemText", value_text(match->item));
	object_set(object, "ResultType", kinds && enum_parse(kinds, match->kind, &number, NULL)
		   ? value_enum(kinds, number) : value_text(match->kind));
	object_set(object, "ToolTip", value_text(match->tip));
	return value_of(object);
}

static enum flow expand(struct call *call, void *data)
{
	struct expand_args *args = data;
	struct string *line = args->script.u.str;
	struct session *session = session_of(call_host(call));
	int32_t column = line->units;
	struct completion found;
	struct object *result = object_custom();
	struct array *matches;

	if (arg_given(args->column))
		value_to_i32(args->column, &column, NULL);
	column = CLAMP(column, 0, (int32_t)line->units);
	complete_line(session, line->data, str_byte_of_unit(line, column), &found);
	matches = array_new(NULL, found.matches->len);
	for (guint i = 0; i < found.matches->len; i++)
		array_set(matches, i, match_object(&g_array_index(found.matches, struct completion_match, i)));
	object_set(result, "CompletionMatches", value_of(matches));
	object_set(result, "CurrentMatchIndex", value_i32(-1));
	object_set(result, "ReplacementIndex", value_i32(str_unit_of_byte(line, found.start)));
	object_set(result, "ReplacementLength",
		   value_i32(column - (int32_t)str_unit_of_byte(line, found.start)));
	completion_clear(&found);
	return emit_take(call, value_of(result));
}

CMDLET(tab_expansion_cmdlet) = {
	.name = "TabExpansion2", .params = expand_params, .args_size = sizeof(struct expand_args),
	.process = expand, .module = "Microsoft.PowerShell.Core",
	.synopsis = "Says what may stand at a place of a command line.",
	.output = "System.Management.Automation.CommandCompletion",
};

struct register_args { struct value command, parameter, block, native; };

static const struct param register_params[] = {
	{ "CommandName", "string[]", FIELD(register_args, command),
	  .help = "The commands that it completes; all when not given." },
	{ "ParameterName", "string", FIELD(register_args, parameter), .help = "The parameter it completes." },
	{ "ScriptBlock", "scriptblock", FIELD(register_args, block), .flags = PARAM_MANDATORY,
	  .help = "Gives the values, or CompletionResult objects." },
	{ "Native", "switch", FIELD(register_args, native), .help = "Completes the words of a program." },
	{ NULL }
};

static enum flow register_completer(struct call *call, void *data)
{
	struct register_args *args = data;
	struct session *session = session_of(call_host(call));
	const char *parameter = arg_on(args->native) ? NULL : arg_text(args->parameter, NULL);
	struct enumerator e;
	struct value name;

	if (!arg_given(args->command)) {
		completer_register(session, NULL, parameter, args->block);
		return FLOW_NEXT;
	}
	enumerator_init(&e, args->command);
	while (enumerator_next(&e, &name, NULL)) {
		completer_register(session, value_cstr(name), parameter, args->block);
		value_unref(name);
	}
	enumerator_clear(&e);
	return FLOW_NEXT;
}

CMDLET(register_completer_cmdlet) = {
	.name = "Register-ArgumentCompleter", .params = register_params,
	.args_size = sizeof(struct register_args), .process = register_completer,
	.module = "Microsoft.PowerShell.Core", .synopsis = "Adds a completer of arguments.",
};
