/*
 * Streams. A record of a stream is an object of its record type when it is
 * merged or collected, a prefixed line when it reaches the console.
 */
#include "config.h"

#include "shell/streams.h"

#include <unistd.h>

#include "lib/convert.h"
#include "lib/datetime.h"
#include "lib/object.h"
#include "shell/console.h"
#include "shell/eval.h"
#include "shell/function.h"

struct stream_row {
	const char *preference;
	enum action_preference fallback;
	const char *prefix;		/* on the console */
	const char *type;		/* of its records */
};

static const struct stream_row rows[STREAM_I_COUNT] = {
	[STREAM_I_ERROR] = { "ErrorActionPreference", ACTION_CONTINUE, "", "" },
	[STREAM_I_WARNING] = { "WarningPreference", ACTION_CONTINUE, "WARNING: ",
			       "System.Management.Automation.WarningRecord" },
	[STREAM_I_VERBOSE] = { "VerbosePreference", ACTION_SILENTLY, "VERBOSE: ",
			       "System.Management.Automation.VerboseRecord" },
	[STREAM_I_DEBUG] = { "DebugPreference", ACTION_SILENTLY, "DEBUG: ",
			     "System.Management.Automation.DebugRecord" },
	[STREAM_I_INFORMATION] = { "InformationPreference", ACTION_SILENTLY, "",
				   "System.Management.Automation.InformationRecord" },
};

static struct value record_of(enum stream_index stream, const char *text)
{
	const struct type *type = type_find(rows[stream].type, -1);
	struct shape *shape = shape_empty(type ? type : &type_pscustomobject);
	struct object *object = object_new(shape);

	shape_unref(shape);
	object_set(object, "Message", value_text(text));
	return value_of(object);
}

enum flow stream_write(struct session *session, enum stream_index stream, struct value v)
{
	struct sink *sink = session->streams.sinks[stream];
	struct string *text;

	if (sink)
		return sink_write(sink, v);
	text = value_to_text(session->scope, v, " ");
	console_stream(session, stream, rows[stream].prefix, text->data);
	str_unref(text);
	return FLOW_NEXT;
}

static int call_action(struct call *call, enum stream_index stream)
{
	int given = stream == STREAM_I_WARNING ? call->warning_action
		  : stream == STREAM_I_INFORMATION ? call->information_action
		  : stream == STREAM_I_VERBOSE ? call->verbose : call->debug;

	if (given < 0)
		return preference_get(call->session->scope, rows[stream].preference, rows[stream].fallback);
	if (stream == STREAM_I_VERBOSE || stream == STREAM_I_DEBUG)
		return given ? ACTION_CONTINUE : ACTION_SILENTLY;
	return given;
}

bool stream_is_silent(struct call *call, enum stream_index stream)
{
	int action = call_action(call, stream);

	return action == ACTION_SILENTLY || action == ACTION_IGNORE;
}

static const struct fault stopped = {
	"ActionPreferenceStop", "System.Management.Automation.ActionPreferenceStopException",
	CATEGORY_OPERATION_STOPPED, NULL };

enum flow stream_message(struct call *call, enum stream_index stream, const char *text)
{
	int action = call_action(call, stream);
	value_auto record = VALUE_UNSET;
	enum flow flow;

	if (stream != STREAM_I_WARNING && (action == ACTION_SILENTLY || action == ACTION_IGNORE))
		return FLOW_NEXT;
	record = record_of(stream, text);
	if (stream == STREAM_I_WARNING && action != ACTION_IGNORE)
		stage_collect(call->session, call->stage, 1, record);
	if (action == ACTION_SILENTLY || action == ACTION_IGNORE)
		return FLOW_NEXT;
	flow = stream_write(call->session, stream, record);
	if (flow == FLOW_NEXT && action == ACTION_STOP) {
		flow = call_throw_fault(call, &stopped, VALUE_NULL, "The running command stopped because the "
					"preference variable \"%s\" or common parameter is set to Stop: %s",
					rows[stream].preference, text);
		if (call->session->error)
			call->session->error->fatal = true;
	}
	return flow;
}

/* An information record as the pipeline and -InformationVariable get it. */
static struct value information_record(struct call *call, struct value message, const char *const *tags)
{
	static const char *const names[] = { "MessageData", "Source", "TimeGenerated", "Tags", "User", "Computer",
					     "ProcessId", "NativeThreadId", "ManagedThreadId" };
	struct shape *shape = shape_make(type_find(rows[STREAM_I_INFORMATION].type, -1), names,
					 G_N_ELEMENTS(names));
	struct object *object = object_new(shape);
	struct list *words = list_new(type_find("System.Collections.Generic.List[string]", -1), &type_string);

	shape_unref(shape);
	for (size_t i = 0; tags && tags[i]; i++)
		list_add(words, value_text(tags[i]));
	object->slots[0] = value_ref(message);
	object->slots[1] = value_text(call->cmdlet ? call->cmdlet->name : call->stage->name);
	object->slots[2] = date_to_local(date_value(date_now_utc(), DATE_UTC));
	object->slots[3] = value_of(words);
	object->slots[4] = value_text(g_get_user_name());
	object->slots[5] = value_text(g_get_host_name());
	object->slots[6] = object->slots[7] = value_int(V_U32, getpid());
	object->slots[8] = value_int(V_U32, 1);
	return value_of(object);
}

static const char *slot_text(struct value message, const char *name, struct string **keep)
{
	value_auto v = message.kind == V_OBJECT ? object_get(message.u.object, name) : VALUE_UNSET;

	*keep = value_is_null(v) ? str_empty() : value_to_string(v, NULL);
	return (*keep)->data;
}

/* What Write-Host says, in its colours. */
static void write_to_host(struct session *session, struct value message)
{
	value_auto no_newline = message.kind == V_OBJECT ? object_get(message.u.object, "NoNewLine") : VALUE_UNSET;
	struct string *text, *foreground, *background;

	slot_text(message, "Message", &text);
	slot_text(message, "ForegroundColor", &foreground);
	slot_text(message, "BackgroundColor", &background);
	console_write_coloured(session, text->data, foreground->data, background->data);
	if (!value_truth(no_newline))
		console_write(session, "\n", 1);
	str_unref(text);
	str_unref(foreground);
	str_unref(background);
}

enum flow call_information(struct call *call, struct value v, const char *const *tags)
{
	int action = call_action(call, STREAM_I_INFORMATION);
	struct sink *sink = call->session->streams.sinks[STREAM_I_INFORMATION];
	bool is_host = tags && g_strv_contains(tags, "PSHOST");
	value_auto record = VALUE_UNSET;

	if (action == ACTION_IGNORE)
		return FLOW_NEXT;
	if (sink || stage_collects(call->session, call->stage, 2))
		record = information_record(call, v, tags);
	if (record.kind != V_UNSET)
		stage_collect(call->session, call->stage, 2, record);
	if (sink)
		return sink_write(sink, record);
	if (is_host)
		write_to_host(call->session, v);
	else if (action != ACTION_SILENTLY)
		return stream_write(call->session, STREAM_I_INFORMATION, v);
	return FLOW_NEXT;
}

/* -- ShouldProcess --------------------------------------------------------------------------- */

static bool preference_true(struct call *call, const char *name)
{
	struct symbol *symbol = symbol_find(name, -1);
	struct value *place = symbol ? scope_find(call->session->scope, symbol) : NULL;
	value_auto v = place ? variable_read(place) : VALUE_UNSET;

	return value_truth(v);
}

bool call_what_if(struct call *call)
{
	return call->what_if >= 0 ? call->what_if : preference_true(call, "WhatIfPreference");
}

enum impact { IMPACT_NONE, IMPACT_LOW, IMPACT_MEDIUM, IMPACT_HIGH };

static enum impact confirm_preference(struct call *call)
{
	static const char *const names[] = { "None", "Low", "Medium", "High" };
	struct symbol *symbol = symbol_find("ConfirmPreference", -1);
	struct value *place = symbol ? scope_find(call->session->scope, symbol) : NULL;
	value_auto v = place ? variable_read(place) : VALUE_UNSET;
	struct string *text;
	enum impact impact = IMPACT_HIGH;

	if (v.kind == V_UNSET)
		return IMPACT_HIGH;
	text = value_to_string(v, NULL);
	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
		if (text_equal_nocase(names[i], text->data))
			impact = i;
	str_unref(text);
	return impact;
}

static bool must_ask(struct call *call)
{
	const struct signature *s = call->binding.signature;
	enum impact impact = s->confirm_high ? IMPACT_HIGH : s->confirm_low ? IMPACT_LOW : IMPACT_MEDIUM;
	enum impact preference = confirm_preference(call);

	if (call->confirm >= 0)
		return call->confirm;
	return preference != IMPACT_NONE && impact >= preference;
}

/* Y, A, N, L: true = yes. */
static bool ask(struct call *call, const char *caption, const char *question, enum flow *flow)
{
	GError *error = NULL;

	if (call->yes_to_all || call->no_to_all)
		return call->yes_to_all;
	for (;;) {
		g_autofree char *heading = g_strdup_printf("\n%s\n%s\n", caption, question);
		g_autofree char *line = NULL;

		if (!call->session->non_interactive)
			console_prompt_text(call->session, heading);
		line = host_read_line(&call->session->host, "[Y] Yes  [A] Yes to All  [N] No  [L] No to All  "
				      "[S] Suspend  [?] Help (default is \"Y\"): ", false, &error);
		if (!line) {
			*flow = call_throw(call, error);
			return false;
		}
		switch (g_ascii_toupper(*g_strstrip(line))) {
		case '\0':
		case 'Y':
			return true;
		case 'A':
			call->yes_to_all = true;
			return true;
		case 'N':
			return false;
		case 'L':
			call->no_to_all = true;
			return false;
		default:
			console_prompt_text(call->session,
				"Y - Continue with only the next step of the operation.\n"
				"A - Continue with all the steps of the operation.\n"
				"N - Skip this operation and proceed with the next operation.\n"
				"L - Skip this operation and all subsequent operations.\n");
		}
	}
}

/* What -WhatIf and -Verbose say, what is asked, and its heading. */
static bool should_process_asking(struct call *call, const char *what, const char *question,
				  const char *caption, enum flow *flow)
{
	*flow = FLOW_NEXT;
	if (call_what_if(call)) {
		console_what_if(call->session, what);
		return false;
	}
	if (must_ask(call))
		return ask(call, caption, question, flow);
	*flow = call_verbose(call, "%s", what);
	return *flow == FLOW_NEXT;
}

#define CONFIRM_CAPTION "Confirm\nAre you sure you want to perform this action?"

bool should_process_described(struct call *call, const char *description, const char *warning,
			      const char *caption, enum flow *flow)
{
	return should_process_asking(call, description, warning, *caption ? caption : "Confirm", flow);
}

/* `question` NULL: what is done to the target. */
static bool should_process_target(struct call *call, const char *target, const char *action,
				  const char *question, enum flow *flow)
{
	g_autofree char *what = NULL;

	*flow = FLOW_NEXT;
	if (!call_what_if(call) && !must_ask(call) && stream_is_silent(call, STREAM_I_VERBOSE))
		return true;
	what = g_strdup_printf("Performing the operation \"%s\" on target \"%s\".", action, target);
	return should_process_asking(call, what, question ? question : what, CONFIRM_CAPTION, flow);
}

bool should_process(struct call *call, const char *target, const char *action, enum flow *flow)
{
	return should_process_target(call, target, action, NULL, flow);
}

bool call_should_process_question(struct call *call, const char *target, const char *question,
				  enum flow *flow)
{
	const char *action = call->cmdlet ? call->cmdlet->name : call->stage->name;

	return should_process_target(call, target, action, question, flow);
}

bool call_should_process(struct call *call, const char *target, enum flow *flow)
{
	return should_process(call, target, call->cmdlet ? call->cmdlet->name : call->stage->name, flow);
}

bool call_should_process_action(struct call *call, const char *target, const char *action, enum flow *flow)
{
	return should_process(call, target, action, flow);
}

bool call_should_continue(struct call *call, const char *question, const char *caption, enum flow *flow)
{
	*flow = FLOW_NEXT;
	return ask(call, caption, question, flow);
}
