/*
 * Get-, Add-, Clear- and Invoke-History: the commands of this session.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "lib/convert.h"
#include "lib/datetime.h"
#include "lib/object.h"
#include "lib/types/table.h"
#include "shell/recall.h"
#include "shell/pipeline.h"

static const struct fault no_history = {
	"GetHistoryNoHistoryForId", "System.ArgumentException", CATEGORY_OBJECT_NOT_FOUND, NULL };
static const struct fault no_command = {
	"InvokeHistoryNoHistoryForId", "System.ArgumentException", CATEGORY_OBJECT_NOT_FOUND, NULL };
static const struct fault no_last = {
	"InvokeHistoryNoLastHistoryEntryFound", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION, NULL };

extern const struct type type_history_info;

static void put(struct object *object, const char *name, struct value v)
{
	struct string *text = str_new(name, -1);

	object_add(object, text, MEMBER_PROPERTY, 0, v);
	str_unref(text);
}

static struct value entry_object(const struct recall_entry *entry)
{
	struct shape *shape = shape_empty(&type_history_info);
	struct object *object = object_new(shape);

	shape_unref(shape);
	put(object, "Id", value_i64(entry->id));
	put(object, "CommandLine", value_text(entry->text));
	put(object, "ExecutionStatus", value_text(entry->failed ? "Failed" : "Completed"));
	put(object, "StartExecutionTime", entry->start);
	put(object, "EndExecutionTime", entry->end);
	put(object, "Duration", timespan_value(date_ticks(entry->end) - date_ticks(entry->start)));
	return value_of(object);
}

static struct string *history_text(struct value self)
{
	value_auto line = object_get(self.u.object, "CommandLine");

	return value_to_string(line, NULL);
}

TYPE(type_history_info);
const struct type type_history_info = {
	.name = "Microsoft.PowerShell.Commands.HistoryInfo", .kind = V_OBJECT, .base = &type_object,
	.to_string = history_text,
};

/* The place of an entry, or -1. */
static int place_of(GPtrArray *entries, int64_t id)
{
	for (guint i = 0; i < entries->len; i++)
		if (((struct recall_entry *)entries->pdata[i])->id == id)
			return i;
	return -1;
}

/* -- Get-History ------------------------------------------------------------------------------------- */

struct get_args { struct value id, count; };

static const struct param get_params[] = {
	{ "Id", "long[]", FIELD(get_args, id), POSITION(0), .pipeline = BY_VALUE, .min = 1, .max = INT64_MAX,
	  .help = "The commands' numbers." },
	{ "Count", "int", FIELD(get_args, count), POSITION(1), .min = 0, .max = 32767,
	  .help = "So many, up to the newest or to the one that -Id says." },
	{ NULL }
};

static enum flow emit_range(struct call *call, GPtrArray *entries, int64_t end, struct value count)
{
	int64_t from = arg_given(count) ? MAX(0, end - count.u.i) : 0;
	enum flow flow = FLOW_NEXT;

	for (int64_t i = from; flow == FLOW_NEXT && i < end; i++)
		flow = emit_take(call, entry_object(entries->pdata[i]));
	return flow;
}

static enum flow get_history(struct call *call, void *data)
{
	struct get_args *args = data;
	GPtrArray *entries = recall_entries(call->session);
	uint32_t n = arg_count(args->id);
	enum flow flow = FLOW_NEXT;

	if (!arg_given(args->id))
		return emit_range(call, entries, entries->len, args->count);
	for (uint32_t i = 0; flow == FLOW_NEXT && i < n; i++) {
		value_auto id = arg_at(args->id, i);
		int at = place_of(entries, id.u.i);

		if (at < 0)
			flow = call_fail(call, &no_history, id, "Cannot locate the history for Id %" G_GINT64_FORMAT ".",
					 id.u.i);
		else if (arg_given(args->count))
			flow = emit_range(call, entries, at + 1, args->count);
		else
			flow = emit_take(call, entry_object(entries->pdata[at]));
	}
	return flow;
}

CMDLET(get_history_cmdlet) = {
	.name = "Get-History", .params = get_params, .args_size = sizeof(struct get_args), .process = get_history,
	.module = "Microsoft.PowerShell.Core", .synopsis = "Gets the commands of this session.",
	.description = "Commands of the prompt are kept with their times, but for lines that may hold a secret.",
	.output = "Microsoft.PowerShell.Commands.HistoryInfo",
};

/* -- Add-History -------------------------------------------------------------------------------------- */

struct add_args { struct value input, pass; };

static const struct param add_params[] = {
	{ "InputObject", "psobject[]", FIELD(add_args, input), POSITION(0), .pipeline = BY_VALUE,
	  .help = "Entries: what Get-History gave, or text." },
	{ "Passthru", "switch", FIELD(add_args, pass), .help = "Emits what was added." },
	{ NULL }
};

static enum flow add_entry(struct call *call, struct add_args *args, struct value v)
{
	struct host *host = call_host(call);
	value_auto line = host_member(host, v, symbol_get("CommandLine", -1));
	value_auto start = host_member(host, v, symbol_get("StartExecutionTime", -1));
	value_auto end = host_member(host, v, symbol_get("EndExecutionTime", -1));
	struct string *text = value_to_string(line.kind == V_UNSET ? v : line, NULL);
	GPtrArray *entries = recall_entries(call->session);
	guint before = entries->len;
	struct recall_entry *entry;
	enum flow flow = FLOW_NEXT;

	recall_add(call->session, text->data, start.kind == V_DATETIME ? start : recall_now(), false);
	str_unref(text);
	if (entries->len == before)
		return FLOW_NEXT;
	entry = entries->pdata[entries->len - 1];
	if (end.kind == V_DATETIME)
		entry->end = end;
	if (arg_on(args->pass))
		flow = emit_take(call, entry_object(entry));
	return flow;
}

static enum flow add_history(struct call *call, void *data)
{
	struct add_args *args = data;
	uint32_t n = arg_count(args->input);
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; flow == FLOW_NEXT && i < n; i++) {
		value_auto v = arg_at(args->input, i);

		flow = add_entry(call, args, v);
	}
	return flow;
}

CMDLET(add_history_cmdlet) = {
	.name = "Add-History", .params = add_params, .args_size = sizeof(struct add_args), .process = add_history,
	.module = "Microsoft.PowerShell.Core", .synopsis = "Adds entries to the history of this session.",
	.output = "Microsoft.PowerShell.Commands.HistoryInfo",
};

/* -- Clear-History --------------------------------------------------------------------------------------- */

struct clear_args { struct value id, line, count, newest; };

static const struct param clear_params[] = {
	{ "Id", "int[]", FIELD(clear_args, id), POSITION(0), .sets = 1, .help = "The commands' numbers." },
	{ "CommandLine", "string[]", FIELD(clear_args, line), .sets = 2, .flags = PARAM_WILDCARDS,
	  .help = "Commands like these." },
	{ "Count", "int", FIELD(clear_args, count), POSITION(1), .help = "At most so many." },
	{ "Newest", "switch", FIELD(clear_args, newest), .help = "The newest first." },
	{ NULL }
};

static bool clears(const struct clear_args *args, const struct recall_entry *entry)
{
	uint32_t n = arg_count(args->id);
	value_auto text = value_text(entry->text);

	if (arg_given(args->line))
		return text_is_like_any(text, args->line);
	for (uint32_t i = 0; i < n; i++) {
		value_auto id = arg_at(args->id, i);

		if (id.u.i == entry->id)
			return true;
	}
	return !arg_given(args->id);
}

static enum flow clear_history_now(struct call *call, void *data)
{
	struct clear_args *args = data;
	GPtrArray *entries = recall_entries(call->session);
	int64_t left = arg_given(args->count) ? args->count.u.i : INT64_MAX;
	enum flow flow;

	if (!call_should_process(call, "History", &flow))
		return flow;
	for (guint i = 0; left > 0 && i < entries->len;) {
		guint at = arg_on(args->newest) ? entries->len - 1 - i : i;

		if (clears(args, entries->pdata[at])) {
			g_ptr_array_remove_index(entries, at);
			left--;
		} else {
			i++;
		}
	}
	return FLOW_NEXT;
}

CMDLET(clear_history_cmdlet) = {
	.name = "Clear-History", .params = clear_params, .args_size = sizeof(struct clear_args),
	.sets = "IDParameter CommandLineParameter", .default_set = "IDParameter", .process = clear_history_now,
	.flags = CMDLET_SHOULD_PROCESS, .module = "Microsoft.PowerShell.Core",
	.synopsis = "Removes commands from the history of this session.",
};

/* -- Invoke-History ---------------------------------------------------------------------------------------- */

struct invoke_args { struct value id; };

static const struct param invoke_params[] = {
	{ "Id", "string", FIELD(invoke_args, id), POSITION(0), .pipeline = BY_NAME,
	  .help = "The command's number, or how it starts; the last one by default." },
	{ NULL }
};

static const struct recall_entry *entry_meant(GPtrArray *entries, const char *id)
{
	char *end;
	int64_t number = g_ascii_strtoll(id, &end, 10);
	int at = !*end ? place_of(entries, number) : -1;

	if (!*end)
		return at >= 0 ? entries->pdata[at] : NULL;
	for (guint i = entries->len; i > 0; i--)
		if (g_ascii_strncasecmp(((struct recall_entry *)entries->pdata[i - 1])->text, id, strlen(id)) == 0)
			return entries->pdata[i - 1];
	return NULL;
}

static enum flow invoke_history(struct call *call, void *data)
{
	struct invoke_args *args = data;
	GPtrArray *entries = recall_entries(call->session);
	const struct recall_entry *entry;
	g_autofree char *text = NULL;
	enum flow flow;

	if (!entries->len)
		return call_fail(call, &no_last, VALUE_NULL, "Cannot locate the last history entry.");
	entry = arg_given(args->id) ? entry_meant(entries, arg_text(args->id, "")) : entries->pdata[entries->len - 1];
	if (!entry)
		return call_fail(call, &no_command, args->id, "Cannot locate the history for command line %s.",
				 arg_text(args->id, ""));
	text = g_strdup(entry->text);
	if (!call_should_process(call, text, &flow))
		return flow;
	host_write(call_host(call), text);
	host_write(call_host(call), "\n");
	return host_script(call_host(call), text, NULL, call_sink(call));
}

CMDLET(invoke_history_cmdlet) = {
	.name = "Invoke-History", .params = invoke_params, .args_size = sizeof(struct invoke_args),
	.process = invoke_history, .flags = CMDLET_SHOULD_PROCESS, .module = "Microsoft.PowerShell.Core",
	.synopsis = "Runs a command of the history again.",
};
