/*
 * Write-Output, Write-Warning and the other Write- cmdlets: each writes its
 * argument to one stream. The preferences belong to the call's own functions;
 * here is only what the texts are made of.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "lib/convert.h"
#include "lib/error_record.h"
#include "lib/object.h"

/* -- Write-Output --------------------------------------------------------- */

struct write_output_args {
	struct value input, whole;
};

static const struct param write_output_params[] = {
	{ "InputObject", "psobject", FIELD(write_output_args, input), .pipeline = BY_VALUE,
	  .flags = PARAM_MANDATORY | PARAM_REMAINING | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .help = "The objects to write." },
	{ "NoEnumerate", "switch", FIELD(write_output_args, whole),
	  .help = "Writes a collection as one object." },
	{ NULL }
};

/* Arguments that are no single array are a list of their own, which -NoEnumerate gives out. */
static struct value whole_of(struct value v)
{
	struct list *list;

	if (v.kind != V_ARRAY || (v.u.array->len == 1 && v.u.array->u.items[0].kind == V_ARRAY))
		return arg_rest(v);
	list = list_new(type_find("System.Collections.Generic.List[object]", -1), NULL);
	for (uint32_t i = 0; i < v.u.array->len; i++)
		list_add(list, array_get(v.u.array, i));
	return value_of(list);
}

static enum flow write_output(struct call *call, void *data)
{
	struct write_output_args *args = data;
	value_auto v = VALUE_UNSET;

	if (call_input(call).kind != V_UNSET)
		v = value_ref(args->input);
	else
		v = arg_on(args->whole) ? whole_of(args->input) : arg_rest(args->input);
	if (v.kind == V_UNSET)
		return FLOW_NEXT;
	return arg_on(args->whole) ? emit(call, v) : emit_each(call, v);
}

static const struct cmdlet_example write_output_examples[] = {
	{ "Write-Output 'a', 'b' | ForEach-Object { \"<$_>\" }", "Sends two objects on." },
	{ NULL }
};

CMDLET(write_output_cmdlet) = {
	.name = "Write-Output", .aliases = "echo write", .module = MODULE_UTILITY,
	.synopsis = "Writes objects to the pipeline.",
	.params = write_output_params, .examples = write_output_examples,
	.output = "System.Management.Automation.PSObject",
	.args_size = sizeof(struct write_output_args), .process = write_output,
};

/* -- Write-Warning, -Verbose, -Debug --------------------------------------- */

struct write_message_args {
	struct value message;
};

static const struct param write_message_params[] = {
	{ "Message", "string", FIELD(write_message_args, message), POSITION(0),
	  .pipeline = BY_VALUE, .flags = PARAM_MANDATORY | PARAM_ALLOW_EMPTY, .aliases = "Msg",
	  .help = "The text to write." },
	{ NULL }
};

static enum flow write_warning(struct call *call, void *data)
{
	struct write_message_args *args = data;

	return call_warning(call, "%s", arg_text(args->message, ""));
}

static enum flow write_verbose(struct call *call, void *data)
{
	struct write_message_args *args = data;

	return call_verbose(call, "%s", arg_text(args->message, ""));
}

static enum flow write_debug(struct call *call, void *data)
{
	struct write_message_args *args = data;

	return call_debug(call, "%s", arg_text(args->message, ""));
}

static const struct cmdlet_example write_warning_examples[] = {
	{ "Write-Warning \"$($mailbox.Name) is over its quota.\"", "Warns." },
	{ NULL }
};

CMDLET(write_warning_cmdlet) = {
	.name = "Write-Warning", .module = MODULE_UTILITY,
	.synopsis = "Writes a warning message.",
	.params = write_message_params, .examples = write_warning_examples,
	.args_size = sizeof(struct write_message_args), .process = write_warning,
};

static const struct cmdlet_example write_verbose_examples[] = {
	{ "Write-Verbose 'Reading the list of domains'", "Shown only under -Verbose." },
	{ NULL }
};

CMDLET(write_verbose_cmdlet) = {
	.name = "Write-Verbose", .module = MODULE_UTILITY,
	.synopsis = "Writes text to the verbose message stream.",
	.params = write_message_params, .examples = write_verbose_examples,
	.args_size = sizeof(struct write_message_args), .process = write_verbose,
};

static const struct cmdlet_example write_debug_examples[] = {
	{ "Write-Debug \"filter is $filter\"", "Shown only under -Debug." },
	{ NULL }
};

CMDLET(write_debug_cmdlet) = {
	.name = "Write-Debug", .module = MODULE_UTILITY,
	.synopsis = "Writes a debug message.",
	.params = write_message_params, .examples = write_debug_examples,
	.args_size = sizeof(struct write_message_args), .process = write_debug,
};

/* -- Write-Information, Write-Host ----------------------------------------- */

struct write_information_args {
	struct value message, tags;
};

static const struct param write_information_params[] = {
	{ "MessageData", "object", FIELD(write_information_args, message), POSITION(0),
	  .pipeline = BY_VALUE, .flags = PARAM_MANDATORY | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .aliases = "Msg Message", .help = "The message or object." },
	{ "Tags", "string[]", FIELD(write_information_args, tags), POSITION(1),
	  .help = "Words to find the message by." },
	{ NULL }
};

static enum flow write_information(struct call *call, void *data)
{
	struct write_information_args *args = data;
	uint32_t n = arg_count(args->tags);
	g_autofree const char **tags = g_new0(const char *, n + 1);
	GArray *held = held_new();
	enum flow flow;

	for (uint32_t i = 0; i < n; i++) {
		value_auto tag = arg_at(args->tags, i);

		held_add(held, tag);
		tags[i] = arg_text(tag, "");
	}
	flow = call_information(call, args->message, tags);
	held_free(held);
	return flow;
}

static const struct cmdlet_example write_information_examples[] = {
	{ "Write-Information 'done' -InformationAction Continue", "Shows a message." },
	{ NULL }
};

CMDLET(write_information_cmdlet) = {
	.name = "Write-Information", .module = MODULE_UTILITY,
	.synopsis = "Writes an object to the information stream.",
	.params = write_information_params, .examples = write_information_examples,
	.args_size = sizeof(struct write_information_args), .process = write_information,
};

struct write_host_args {
	struct value object, no_newline, separator, foreground, background;
};

static const struct param write_host_params[] = {
	{ "Object", "object", FIELD(write_host_args, object), .pipeline = BY_VALUE,
	  .flags = PARAM_REMAINING | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .aliases = "Msg Message", .help = "What to show." },
	{ "NoNewline", "switch", FIELD(write_host_args, no_newline),
	  .help = "Does not end the line." },
	{ "Separator", "object", FIELD(write_host_args, separator),
	  .help = "What stands between several objects." },
	{ "ForegroundColor", "System.ConsoleColor", FIELD(write_host_args, foreground),
	  .help = "The colour of the text." },
	{ "BackgroundColor", "System.ConsoleColor", FIELD(write_host_args, background),
	  .help = "The colour behind the text." },
	{ NULL }
};

/* The text of an object: a collection's elements with the separator between. */
static void host_text(GString *out, struct value v, const char *separator, int depth)
{
	struct enumerator e;
	struct value element;
	bool first = true;

	if (!value_is_enumerable(v) || depth > 16) {
		struct string *text;

		if (value_is_null(v))
			return;
		text = value_to_display(v);
		g_string_append_len(out, text->data, text->len);
		str_unref(text);
		return;
	}
	enumerator_init(&e, v);
	while (enumerator_next(&e, &element, NULL)) {
		if (!first)
			g_string_append(out, separator);
		first = false;
		host_text(out, element, separator, depth + 1);
		value_unref(element);
	}
	enumerator_clear(&e);
}

static struct value colour(struct value given)
{
	return arg_given(given) ? value_ref(given) : VALUE_NULL;
}

/* An information record's message: text, colours, and whether the line goes on. */
static struct value host_message(const struct write_host_args *args, struct value text)
{
	static const char *const names[] = { "Message", "NoNewLine", "ForegroundColor", "BackgroundColor" };
	const struct type *type = type_find("System.Management.Automation.HostInformationMessage", -1);
	struct shape *shape = shape_make(type, names, G_N_ELEMENTS(names));
	struct object *object = object_new(shape);

	shape_unref(shape);
	object->slots[0] = text;
	object->slots[1] = value_bool(arg_on(args->no_newline));
	object->slots[2] = colour(args->foreground);
	object->slots[3] = colour(args->background);
	return value_of(object);
}

static enum flow write_host(struct call *call, void *data)
{
	static const char *const tags[] = { "PSHOST", NULL };
	struct write_host_args *args = data;
	struct string *separator = arg_given(args->separator) ? value_to_string(args->separator, NULL)
							      : str_new(" ", 1);
	GString *out = g_string_new(NULL);
	value_auto message = VALUE_UNSET, object = arg_rest(args->object);

	if (arg_given(object))
		host_text(out, object, separator->data, 0);
	str_unref(separator);
	message = host_message(args, value_str(str_from_gstring(out)));
	return call_information(call, message, tags);
}

static const struct cmdlet_example write_host_examples[] = {
	{ "Write-Host 'Mailbox created' -ForegroundColor Green", "Shows a line in green." },
	{ NULL }
};

CMDLET(write_host_cmdlet) = {
	.name = "Write-Host", .module = MODULE_UTILITY,
	.synopsis = "Writes to the host.",
	.params = write_host_params, .examples = write_host_examples,
	.args_size = sizeof(struct write_host_args), .process = write_host,
};

/* -- Write-Error ------------------------------------------------------------ */

struct write_error_args {
	struct value exception, message, record, category, id, target, action, activity, reason,
		target_name, target_type;
};

enum { SET_PLAIN = 1, SET_EXCEPTION = 2, SET_RECORD = 4, SET_TEXTS = SET_PLAIN | SET_EXCEPTION };

static const struct param write_error_params[] = {
	{ "Exception", "exception", FIELD(write_error_args, exception), POSITION(0),
	  .sets = SET_EXCEPTION, .mandatory_sets = SET_EXCEPTION,
	  .help = "The exception that the error stands for." },
	{ "Message", "string", FIELD(write_error_args, message), POSITION(0),
	  .pipeline = BY_VALUE, .sets = SET_TEXTS, .mandatory_sets = SET_PLAIN,
	  .flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY, .aliases = "Msg",
	  .help = "The error's message." },
	{ "ErrorRecord", "errorrecord", FIELD(write_error_args, record), POSITION(0),
	  .sets = SET_RECORD, .mandatory_sets = SET_RECORD, .help = "A whole error record." },
	{ "Category", "System.Management.Automation.ErrorCategory",
	  FIELD(write_error_args, category), .sets = SET_TEXTS, .help = "The error's category." },
	{ "ErrorId", "string", FIELD(write_error_args, id), .sets = SET_TEXTS,
	  .flags = PARAM_ALLOW_EMPTY, .help = "The error's id." },
	{ "TargetObject", "object", FIELD(write_error_args, target), .sets = SET_TEXTS,
	  .help = "The object that was being worked on." },
	{ "RecommendedAction", "string", FIELD(write_error_args, action), .flags = PARAM_ALLOW_EMPTY,
	  .help = "What to do about it." },
	{ "CategoryActivity", "string", FIELD(write_error_args, activity),
	  .flags = PARAM_ALLOW_EMPTY, .aliases = "Activity", .help = "What was being done." },
	{ "CategoryReason", "string", FIELD(write_error_args, reason),
	  .flags = PARAM_ALLOW_EMPTY, .aliases = "Reason", .help = "Why it failed." },
	{ "CategoryTargetName", "string", FIELD(write_error_args, target_name),
	  .flags = PARAM_ALLOW_EMPTY, .aliases = "TargetName", .help = "The target's name." },
	{ "CategoryTargetType", "string", FIELD(write_error_args, target_type),
	  .flags = PARAM_ALLOW_EMPTY, .aliases = "TargetType", .help = "The target's type." },
	{ NULL }
};

static void set_text(struct string **slot, struct value v)
{
	if (v.kind != V_STRING)
		return;
	str_unref(*slot);
	*slot = str_ref(v.u.str);
}

static struct value error_exception(const struct write_error_args *args)
{
	if (arg_given(args->exception))
		return value_ref(args->exception);
	return exception_new("Microsoft.PowerShell.Commands.WriteErrorException",
			     args->message.kind == V_STRING ? args->message.u.str : NULL,
			     VALUE_NULL);
}

static struct error_record *written_record(const struct write_error_args *args)
{
	const char *id = arg_text(args->id, NULL);
	struct error_record *record;

	if (!id || !*id)
		id = arg_given(args->exception) ? type_of(value_base(args->exception))->name
						: "Microsoft.PowerShell.Commands.WriteErrorException";
	record = error_record_new(error_exception(args), id,
				  (enum error_category)arg_int(args->category, 0),
				  arg_given(args->target) ? args->target : VALUE_NULL);
	if (arg_given(args->exception) && args->message.kind == V_STRING)
		set_text(&record->details, args->message);
	return record;
}

static enum flow write_error(struct call *call, void *data)
{
	struct write_error_args *args = data;
	struct error_record *record;
	GError *error = NULL;

	if (args->record.kind == V_ERROR)
		record = error_record_copy((struct error_record *)args->record.u.block);
	else
		record = written_record(args);
	set_text(&record->action, args->action);
	if (record->action && !record->details)
		record->details = error_record_message(record);
	set_text(&record->activity, args->activity);
	set_text(&record->reason, args->reason);
	set_text(&record->target_name, args->target_name);
	set_text(&record->target_type, args->target_type);
	fault_set_record(&error, value_of(record));
	return call_error(call, error);
}

static const struct cmdlet_example write_error_examples[] = {
	{ "Write-Error 'No such tenant.' -Category ObjectNotFound -TargetObject $name",
	  "Reports an error and goes on." },
	{ NULL }
};

CMDLET(write_error_cmdlet) = {
	.name = "Write-Error", .module = MODULE_UTILITY,
	.synopsis = "Writes an object to the error stream.",
	.params = write_error_params, .examples = write_error_examples,
	.sets = "NoException WithException ErrorRecord", .default_set = "NoException",
	.args_size = sizeof(struct write_error_args), .flags = CMDLET_FOR_CALLER,
	.process = write_error,
};

/* -- Write-Progress ---------------------------------------------------------- */

struct write_progress_args {
	struct value activity, status, id, percent, seconds, operation, parent, completed, source;
};

static const struct param write_progress_params[] = {
	{ "Activity", "string", FIELD(write_progress_args, activity), POSITION(0),
	  .help = "What is being done." },
	{ "Status", "string", FIELD(write_progress_args, status), POSITION(1),
	  .help = "How far it is, in words." },
	{ "Id", "int", FIELD(write_progress_args, id), POSITION(2), .min = 0, .max = INT32_MAX,
	  .help = "Which of several bars." },
	{ "PercentComplete", "int", FIELD(write_progress_args, percent), .min = -1, .max = 100,
	  .help = "How far it is, in percent." },
	{ "SecondsRemaining", "int", FIELD(write_progress_args, seconds),
	  .help = "How long it will take." },
	{ "CurrentOperation", "string", FIELD(write_progress_args, operation),
	  .help = "The step at hand." },
	{ "ParentId", "int", FIELD(write_progress_args, parent), .min = -1, .max = INT32_MAX,
	  .help = "The bar above this one." },
	{ "Completed", "switch", FIELD(write_progress_args, completed),
	  .help = "Takes the bar away." },
	{ "SourceId", "int", FIELD(write_progress_args, source), .flags = PARAM_IGNORED,
	  .help = "The source of the record." },
	{ NULL }
};

static const struct fault missing_activity = {
	"MissingActivity", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT, NULL };

static enum flow write_progress(struct call *call, void *data)
{
	struct write_progress_args *args = data;
	struct progress progress = {
		.id = (int)arg_int(args->id, 0), .parent = (int)arg_int(args->parent, -1),
		.activity = arg_text(args->activity, ""), .status = arg_text(args->status, NULL),
		.operation = arg_text(args->operation, NULL), .percent = (int)arg_int(args->percent, -1),
		.seconds = arg_int(args->seconds, -1), .done = arg_on(args->completed),
	};

	if (!arg_given(args->activity) && !progress.done)
		return call_throw_fault(call, &missing_activity, VALUE_NULL,
			"Missing value for mandatory parameter. (Parameter 'Activity')");
	return call_progress(call, &progress);
}

static const struct cmdlet_example write_progress_examples[] = {
	{ "Write-Progress -Activity 'Moving mailboxes' -Status $m.Name -PercentComplete 40",
	  "Shows how far a script is." },
	{ NULL }
};

CMDLET(write_progress_cmdlet) = {
	.name = "Write-Progress", .module = MODULE_UTILITY,
	.synopsis = "Displays a progress bar.",
	.params = write_progress_params, .examples = write_progress_examples,
	.args_size = sizeof(struct write_progress_args), .process = write_progress,
};
