/*
 * Completion for scripts: TabExpansion2 and Register-ArgumentCompleter.
 */
#include "config.h"

#include "lib/convert.h"
#include "lib/object.h"
#include "lib/types/table.h"
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

/* -- What completion gives ----------------------------------------------------------------------------- */

extern const struct type type_completion_kind, type_completion_result, type_command_completion;

static void put(struct object *object, const char *name, struct value v)
{
	struct string *text = str_new(name, -1);

	object_add(object, text, MEMBER_PROPERTY, 0, v);
	str_unref(text);
}

static struct object *typed(const struct type *type)
{
	struct shape *shape = shape_empty(type);
	struct object *object = object_new(shape);

	shape_unref(shape);
	return object;
}

/* All are taken over. */
static struct value result_object(struct value text, struct value item, struct value kind, struct value tip)
{
	struct object *object = typed(&type_completion_result);

	put(object, "CompletionText", text);
	put(object, "ListItemText", item);
	put(object, "ResultType", kind);
	put(object, "ToolTip", tip);
	return value_of(object);
}

static struct value match_object(const struct completion_match *match)
{
	int64_t number;

	return result_object(value_text(match->text), value_text(match->item),
			     enum_parse(&type_completion_kind, match->kind, &number, NULL)
			     ? value_enum(&type_completion_kind, number) : value_text(match->kind),
			     value_text(match->tip));
}

MEMBER(result_new)
{
	*ret = n == 1 ? result_object(value_ref(args[0]), value_ref(args[0]), value_enum(&type_completion_kind, 0),
				      value_ref(args[0]))
		      : result_object(value_ref(args[0]), value_ref(args[1]), value_ref(args[2]), value_ref(args[3]));
	return true;
}

static const struct type_member result_constructors[] = {
	CONSTRUCTOR("new(string completionText)", result_new),
	CONSTRUCTOR("new(string completionText, string listItemText, "
		    "System.Management.Automation.CompletionResultType resultType, string toolTip)", result_new),
	END_OF_MEMBERS
};

TYPE(type_completion_result);
const struct type type_completion_result = {
	.name = "System.Management.Automation.CompletionResult", .kind = V_OBJECT, .base = &type_object,
	.constructors = result_constructors,
};

static const struct type_enum_name completion_kinds[] = {
	{ "Text", 0 }, { "History", 1 }, { "Command", 2 }, { "ProviderItem", 3 }, { "ProviderContainer", 4 },
	{ "Property", 5 }, { "Method", 6 }, { "ParameterName", 7 }, { "ParameterValue", 8 }, { "Variable", 9 },
	{ "Namespace", 10 }, { "Type", 11 }, { "Keyword", 12 }, { "DynamicKeyword", 13 }, { NULL, 0 }
};

TYPE(type_completion_kind);
const struct type type_completion_kind = {
	.name = "System.Management.Automation.CompletionResultType", .kind = V_ENUM, .base = &type_enum,
	.flags = TYPE_IS_VALUETYPE, .names = completion_kinds,
};

/* The next match, or the one before: the index goes round. */
MEMBER(completion_next)
{
	struct object *object = self.u.object;
	value_auto matches = object_get(object, "CompletionMatches"), current = object_get(object, "CurrentMatchIndex");
	int64_t count = matches.u.array->len, at = current.u.i + (value_truth(args[0]) ? 1 : -1);

	if (count == 0) {
		*ret = VALUE_NULL;
		return true;
	}
	at = at < 0 ? count - 1 : at >= count ? 0 : at;
	object_set(object, "CurrentMatchIndex", value_i32((int32_t)at));
	*ret = array_get(matches.u.array, at);
	return true;
}

static const struct type_member completion_methods[] = {
	METHOD("System.Management.Automation.CompletionResult GetNextResult(bool forward)", completion_next),
	END_OF_MEMBERS
};

TYPE(type_command_completion);
const struct type type_command_completion = {
	.name = "System.Management.Automation.CommandCompletion", .kind = V_OBJECT, .base = &type_object,
	.methods = completion_methods,
};

/* -- TabExpansion2 -------------------------------------------------------------------------------------- */

static enum flow expand(struct call *call, void *data)
{
	struct expand_args *args = data;
	struct string *line = args->script.u.str;
	struct session *session = session_of(call_host(call));
	int32_t column = line->units;
	struct completion found;
	struct object *result = typed(&type_command_completion);
	struct array *matches;

	if (arg_given(args->column))
		value_to_i32(args->column, &column, NULL);
	column = CLAMP(column, 0, (int32_t)line->units);
	complete_line(session, line->data, str_byte_of_unit(line, column), &found);
	matches = array_new(NULL, found.matches->len);
	for (guint i = 0; i < found.matches->len; i++)
		array_set(matches, i, match_object(&g_array_index(found.matches, struct completion_match, i)));
	put(result, "CurrentMatchIndex", value_i32(-1));
	put(result, "ReplacementIndex", value_i32(str_unit_of_byte(line, found.start)));
	put(result, "ReplacementLength", value_i32((int32_t)(str_unit_of_byte(line, found.start + found.length) -
						     str_unit_of_byte(line, found.start))));
	put(result, "CompletionMatches", value_of(matches));
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
