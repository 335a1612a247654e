/*
 * $Host: its user interface writes to the console and asks on it.
 */
#include "config.h"

#include "shell/host_objects.h"

#include "lib/object.h"
#include "lib/secret.h"
#include "lib/types/table.h"
#include "shell/console.h"
#include "shell/progress.h"

static const struct type type_host, type_ui, type_raw_ui, type_size;

static struct value object_of(const struct type *type)
{
	struct shape *shape = shape_empty(type);
	struct object *object = object_new(shape);

	shape_unref(shape);
	return value_of(object);
}

/* -- Writing -------------------------------------------------------------------------------- */

/* The text is the last argument, after its colours. */
static void write_text(struct type_call *call, const struct value *args, unsigned n, const char *end)
{
	struct string *front, *back;

	if (n == 1)
		host_write(call->host, text_arg(args[0]));
	if (n == 3) {
		front = value_to_string(args[0], NULL);
		back = value_to_string(args[1], NULL);
		console_write_coloured(session_of(call->host), text_arg(args[2]), front->data, back->data);
		str_unref(front);
		str_unref(back);
	}
	host_write(call->host, end);
}

MEMBER(ui_write)
{
	write_text(call, args, n, "");
	return true;
}

MEMBER(ui_write_line)
{
	write_text(call, args, n, "\n");
	return true;
}

MEMBER(ui_write_error)
{
	console_error(session_of(call->host), text_arg(args[0]));
	return true;
}

static bool write_stream(struct type_call *call, enum stream_index stream, const char *prefix, struct value text)
{
	console_stream(session_of(call->host), stream, prefix, text_arg(text));
	return true;
}

MEMBER(ui_write_warning)
{
	return write_stream(call, STREAM_I_WARNING, "WARNING: ", args[0]);
}

MEMBER(ui_write_verbose)
{
	return write_stream(call, STREAM_I_VERBOSE, "VERBOSE: ", args[0]);
}

MEMBER(ui_write_debug)
{
	return write_stream(call, STREAM_I_DEBUG, "DEBUG: ", args[0]);
}

/* -- Asking ------------------------------------------------------------------------------------- */

MEMBER(ui_read_line)
{
	g_autofree char *line = host_read_line(call->host, "", false, error);

	if (!line)
		return false;
	*ret = value_text(line);
	return true;
}

MEMBER(ui_read_secret)
{
	char *line = host_read_line(call->host, "", true, error);

	if (!line)
		return false;
	*ret = securestring_new(line, strlen(line));
	explicit_bzero(line, strlen(line));
	g_free(line);
	return true;
}

struct choice {
	char *label;			/* without & */
	char *key;			/* the letter after &, or the label */
	char *help;
};

static void choice_clear(gpointer data)
{
	struct choice *choice = data;

	g_free(choice->label);
	g_free(choice->key);
	g_free(choice->help);
}

static struct choice choice_read(struct type_call *call, struct value v)
{
	value_auto label = v.kind == V_STRING ? value_ref(v)
					      : host_member(call->host, v, symbol_get("Label", -1));
	value_auto help = v.kind == V_STRING ? VALUE_NULL
					     : host_member(call->host, v, symbol_get("HelpMessage", -1));
	const char *text = text_arg(label), *mark = strchr(text, '&');
	struct choice choice = { .help = g_strdup(text_arg(help)) };

	if (!mark || !mark[1]) {
		choice.label = g_strdup(text);
		choice.key = g_strdup(text);
	} else {
		choice.label = g_strdup_printf("%.*s%s", (int)(mark - text), text, mark + 1);
		choice.key = g_utf8_strup(mark + 1, g_utf8_next_char(mark + 1) - (mark + 1));
	}
	return choice;
}

static char *choices_prompt(GArray *choices, int32_t fallback)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < choices->len; i++) {
		struct choice *choice = &g_array_index(choices, struct choice, i);

		g_string_append_printf(text, "[%s] %s  ", choice->key, choice->label);
	}
	g_string_append(text, "[?] Help");
	if (fallback >= 0 && (guint)fallback < choices->len)
		g_string_append_printf(text, " (default is \"%s\")",
				       g_array_index(choices, struct choice, fallback).key);
	g_string_append(text, ": ");
	return g_string_free(text, FALSE);
}

static int choice_named(GArray *choices, const char *answer)
{
	for (guint i = 0; i < choices->len; i++) {
		struct choice *choice = &g_array_index(choices, struct choice, i);

		if (text_equal_nocase(choice->key, answer) || text_equal_nocase(choice->label, answer))
			return i;
	}
	return -1;
}

static bool choose(struct type_call *call, GArray *choices, int32_t fallback, struct value *ret, GError **error)
{
	g_autofree char *prompt = choices_prompt(choices, fallback);

	for (;;) {
		g_autofree char *line = host_read_line(call->host, prompt, false, error);
		int chosen;

		if (!line)
			return false;
		g_strstrip(line);
		chosen = *line ? choice_named(choices, line) : fallback;
		if (chosen >= 0) {
			*ret = value_i32(chosen);
			return true;
		}
		for (guint i = 0; strcmp(line, "?") == 0 && i < choices->len; i++) {
			struct choice *choice = &g_array_index(choices, struct choice, i);
			g_autofree char *help = g_strdup_printf("%s - %s\n", choice->key, choice->help);

			console_prompt_text(session_of(call->host), help);
		}
	}
}

MEMBER(ui_choose)
{
	GArray *choices = g_array_new(FALSE, FALSE, sizeof(struct choice));
	g_autofree char *heading = g_strdup_printf("\n%s\n%s\n", text_arg(args[0]), text_arg(args[1]));
	struct enumerator e;
	struct value item;
	int32_t fallback = -1;
	bool ok;

	g_array_set_clear_func(choices, choice_clear);
	enumerator_init(&e, args[2]);
	while (enumerator_next(&e, &item, NULL)) {
		struct choice choice = choice_read(call, value_base(item));

		g_array_append_val(choices, choice);
		value_unref(item);
	}
	enumerator_clear(&e);
	if (n > 3)
		value_to_i32(args[3], &fallback, NULL);
	if (!session_of(call->host)->non_interactive)
		console_prompt_text(session_of(call->host), heading);
	ok = choose(call, choices, fallback, ret, error);
	g_array_unref(choices);
	return ok;
}

/* -- The window ------------------------------------------------------------------------------------- */

static struct value size_new(const char *first, int a, const char *second, int b)
{
	struct value size = object_of(&type_size);

	object_set(size.u.object, first, value_i32(a));
	object_set(size.u.object, second, value_i32(b));
	return size;
}

MEMBER_IS(raw_size, size_new("Width", host_width(call->host), "Height", 24))
MEMBER_IS(raw_buffer, size_new("Width", host_width(call->host), "Height", 3000))
MEMBER_IS(raw_cursor, size_new("X", 0, "Y", 0))
/* What a script sets is remembered, and done where there is a terminal. */
static void draw_on_terminal(struct type_call *call, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void draw_on_terminal(struct type_call *call, const char *format, ...)
{
	struct session *session = session_of(call->host);
	g_autofree char *text = NULL;
	va_list args;

	if (!session->is_terminal)
		return;
	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	console_draw(session, text, strlen(text));
}

static struct value title_of(struct session *session)
{
	return value_text(session->window_title ? session->window_title : "hmsh");
}

MEMBER_IS(raw_title, title_of(session_of(call->host)))

MEMBER(raw_set_title)
{
	struct session *session = session_of(call->host);
	const char *title = text_arg(args[0]);

	g_free(session->window_title);
	session->window_title = g_strdup(title);
	g_strdelimit(session->window_title, "\a\033\r\n", ' ');
	draw_on_terminal(call, "\033]0;%s\a", session->window_title);
	return true;
}

static bool set_colour(struct type_call *call, struct value colour, int which, GError **error)
{
	const struct type *type = type_find("System.ConsoleColor", -1);
	value_auto converted = VALUE_UNSET;
	struct string *name;

	if (!value_convert(colour, type, &converted, error))
		return false;
	session_of(call->host)->window_colours[which] = (int)converted.u.i + 1;
	name = value_to_string(converted, NULL);
	draw_on_terminal(call, "\033[%dm", console_colour(name->data) + which * 10);
	str_unref(name);
	return true;
}

static struct value colour_of(struct session *session, int which)
{
	int set = session->window_colours[which];

	return set ? value_enum(type_find("System.ConsoleColor", -1), set - 1) : value_i32(-1);
}

MEMBER_IS(raw_foreground, colour_of(session_of(call->host), 0))
MEMBER_IS(raw_background, colour_of(session_of(call->host), 1))

MEMBER(raw_set_foreground)
{
	return set_colour(call, args[0], 0, error);
}

MEMBER(raw_set_background)
{
	return set_colour(call, args[0], 1, error);
}

MEMBER(raw_set_cursor)
{
	value_auto x = host_member(call->host, args[0], symbol_get("X", -1));
	value_auto y = host_member(call->host, args[0], symbol_get("Y", -1));
	int32_t column = 0, row = 0;

	if (!value_to_i32(x, &column, error) || !value_to_i32(y, &row, error))
		return false;
	draw_on_terminal(call, "\033[%d;%dH", row + 1, column + 1);
	return true;
}

MEMBER(raw_set_size)
{
	fault_throw(error, "System.PlatformNotSupportedException",
		    "Operation is not supported on this platform.");
	return false;
}

MEMBER_IS(raw_flush, VALUE_NOTHING)
MEMBER_IS(raw_key_available, value_bool(false))

MEMBER(raw_read_key)
{
	g_autofree char *line = host_read_line(call->host, "", true, error);
	struct object *key;

	if (!line)
		return false;
	key = object_custom();
	object_set(key, "VirtualKeyCode", value_i32(*line ? (unsigned char)*line : 13));
	object_set(key, "Character", value_char(*line ? (unsigned char)*line : 13));
	object_set(key, "KeyDown", value_bool(true));
	*ret = value_of(key);
	return true;
}

static const struct type_member raw_properties[] = {
	SETTABLE("System.Object WindowSize {get;set;}", raw_size, raw_set_size),
	SETTABLE("System.Object BufferSize {get;set;}", raw_buffer, raw_set_size),
	SETTABLE("System.Object CursorPosition {get;set;}", raw_cursor, raw_set_cursor),
	SETTABLE("string WindowTitle {get;set;}", raw_title, raw_set_title),
	SETTABLE("System.Object ForegroundColor {get;set;}", raw_foreground, raw_set_foreground),
	SETTABLE("System.Object BackgroundColor {get;set;}", raw_background, raw_set_background),
	PROPERTY("bool KeyAvailable {get;}", raw_key_available),
	END_OF_MEMBERS
};

static const struct type_member raw_methods[] = {
	METHOD("System.Object ReadKey()", raw_read_key),
	METHOD("System.Object ReadKey(System.Object options)", raw_read_key),
	METHOD("void FlushInputBuffer()", raw_flush),
	END_OF_MEMBERS
};

static const struct type type_size = {
	.name = "System.Management.Automation.Host.Size", .kind = V_OBJECT, .base = &type_object,
};
static const struct type type_raw_ui = {
	.name = "System.Management.Automation.Internal.Host.InternalHostRawUserInterface", .kind = V_OBJECT,
	.base = &type_object, .properties = raw_properties, .methods = raw_methods,
};

/* -- Progress ---------------------------------------------------------------------------------------- */

static struct value record_part(struct type_call *call, struct value record, const char *name)
{
	return host_member(call->host, record, symbol_get(name, -1));
}

static int32_t record_number(struct type_call *call, struct value record, const char *name, int32_t fallback)
{
	value_auto v = record_part(call, record, name);

	value_to_i32(value_is_null(v) ? value_i32(fallback) : v, &fallback, NULL);
	return fallback;
}

MEMBER(ui_progress)
{
	value_auto activity = record_part(call, args[1], "Activity");
	value_auto status = record_part(call, args[1], "StatusDescription");
	value_auto operation = record_part(call, args[1], "CurrentOperation");
	value_auto type = record_part(call, args[1], "RecordType");
	struct string *kind = value_to_string(type, NULL);
	struct progress progress = {
		.id = record_number(call, args[1], "ActivityId", 0),
		.parent = record_number(call, args[1], "ParentActivityId", -1),
		.activity = text_arg(activity), .status = text_arg(status), .operation = text_arg(operation),
		.percent = record_number(call, args[1], "PercentComplete", -1),
		.seconds = record_number(call, args[1], "SecondsRemaining", -1),
		.done = text_equal_nocase(kind->data, "Completed"),
	};

	str_unref(kind);
	progress_report(session_of(call->host), &progress);
	return true;
}

/* -- The tables ------------------------------------------------------------------------------------------ */

MEMBER_IS(ui_raw, object_of(&type_raw_ui))
MEMBER_IS(ui_terminal, value_bool(session_of(call->host)->is_terminal))

static const struct type_member ui_properties[] = {
	PROPERTY("System.Object RawUI {get;}", ui_raw),
	PROPERTY("bool SupportsVirtualTerminal {get;}", ui_terminal),
	END_OF_MEMBERS
};

static const struct type_member ui_methods[] = {
	METHOD("void Write(string value)", ui_write),
	METHOD("void Write(System.Object foregroundColor, System.Object backgroundColor, string value)", ui_write),
	METHOD("void WriteLine()", ui_write_line),
	METHOD("void WriteLine(string value)", ui_write_line),
	METHOD("void WriteLine(System.Object foregroundColor, System.Object backgroundColor, string value)",
	       ui_write_line),
	METHOD("void WriteErrorLine(string value)", ui_write_error),
	METHOD("void WriteWarningLine(string message)", ui_write_warning),
	METHOD("void WriteVerboseLine(string message)", ui_write_verbose),
	METHOD("void WriteDebugLine(string message)", ui_write_debug),
	METHOD("void WriteProgress(long sourceId, System.Object record)", ui_progress),
	METHOD("string ReadLine()", ui_read_line),
	METHOD("securestring ReadLineAsSecureString()", ui_read_secret),
	METHOD("int PromptForChoice(string caption, string message, System.Object choices, int defaultChoice)",
	       ui_choose),
	END_OF_MEMBERS
};

static const struct type type_ui = {
	.name = "System.Management.Automation.Internal.Host.InternalHostUserInterface", .kind = V_OBJECT,
	.base = &type_object, .properties = ui_properties, .methods = ui_methods,
};

MEMBER(host_set_exit)
{
	return value_to_i32(args[0], &session_of(call->host)->exit_code, error);
}

static const struct type_member host_methods[] = {
	METHOD("void SetShouldExit(int exitCode)", host_set_exit),
	END_OF_MEMBERS
};

static const struct type type_host = {
	.name = "System.Management.Automation.Internal.Host.InternalHost", .kind = V_OBJECT,
	.base = &type_object, .methods = host_methods,
};

static void set_converted(struct object *object, const char *name, const char *type_name, const char *text)
{
	const struct type *type = type_find(type_name, -1);
	value_auto source = value_text(text);
	struct value v;

	if (!type || !value_convert(source, type, &v, NULL))
		v = value_ref(source);
	object_set(object, name, v);
}

struct value host_object(struct session *session)
{
	struct value host = object_of(&type_host);
	g_autofree char *id = g_uuid_string_random();

	object_set(host.u.object, "Name", value_text("ConsoleHost"));
	set_converted(host.u.object, "Version", "System.Version", "7.6.5");
	set_converted(host.u.object, "InstanceId", "System.Guid", id);
	object_set(host.u.object, "UI", object_of(&type_ui));
	set_converted(host.u.object, "CurrentCulture", "System.Globalization.CultureInfo", "en-US");
	set_converted(host.u.object, "CurrentUICulture", "System.Globalization.CultureInfo", "en-US");
	object_set(host.u.object, "PrivateData", value_of(object_custom()));
	object_set(host.u.object, "IsRunspacePushed", value_bool(false));
	return host;
}
