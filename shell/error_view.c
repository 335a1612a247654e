/*
 * Views of an error, chosen by $ErrorView. ConciseView is one line for the first
 * line of code without a file; otherwise it shows the line and marks the extent.
 * NormalView has the message, the position, the category and the id,
 * DetailedView all that the record holds.
 */
#include "config.h"

#include "shell/error_view.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/object.h"
#include "shell/command.h"
#include "shell/console.h"
#include "shell/error_details.h"
#include "shell/format.h"
#include "shell/member.h"
#include "shell/position.h"

/* -- Parts ---------------------------------------------------------------------------- */

static const char *reason_of(struct error_record *record)
{
	return record->reason ? record->reason->data : type_simple_name(type_of(record->exception));
}

static bool is_runtime(struct error_record *record)
{
	const struct type *runtime = type_find("System.Management.Automation.RuntimeException", -1);

	return runtime && value_is(record->exception, runtime);
}

static bool command_exists(struct scope *scope, const char *name)
{
	return cmdlet_find(scope->session, name) || function_find(scope, name) ||
	       alias_find(scope->session, name);
}

/* What stands before the colon. */
static const char *name_of(struct scope *scope, struct error_record *record)
{
	const char *command = record->command ? record->command->data : "";

	if (record->from_throw && is_runtime(record))
		return "Exception";
	if (*command && command_exists(scope, command))
		return command;
	if (record->activity && record->activity->len)
		return record->activity->data;
	if (*command)
		return command;
	if (record->category == CATEGORY_NOT_SPECIFIED)
		return reason_of(record);
	return error_category_name(record->category);
}

/* Category: (Target:Type) [Activity], Reason */
static char *category_text(struct error_record *record)
{
	struct string *target = record->target_name ? str_ref(record->target_name)
			      : value_is_null(record->target) ? str_empty() : value_to_string(record->target, " ");
	const char *type = record->target_type ? record->target_type->data
			 : value_is_null(record->target) ? "" : type_simple_name(type_of(record->target));
	char *text;

	if (target->len > 40) {
		struct string *head = str_sub(target, 0, 19), *tail = str_sub(target, target->units - 19, 19);
		struct string *cut = str_printf("%s…%s", head->data, tail->data);

		str_unref(head);
		str_unref(tail);
		str_unref(target);
		target = cut;
	}
	text = g_strdup_printf("%s: (%s:%s) [%s], %s", error_category_name(record->category), target->data, type,
			       record->activity ? record->activity->data : "", reason_of(record));
	str_unref(target);
	return text;
}

/* -- ConciseView ---------------------------------------------------------------------------- */

/* The message; of an error of the parser the first problem, without its position. */
static char *concise_message(struct error_record *record)
{
	struct string *message = error_record_message(record);
	const char *text = message->data, *mark = strstr(text, "~\n");
	char *result;

	if (!record->details && record->category == CATEGORY_PARSER_ERROR && mark) {
		const char *end = strstr(mark + 2, "\n\n");

		result = end ? g_strndup(mark + 2, end - mark - 2) : g_strdup(mark + 2);
	} else {
		result = g_strdup(text);
	}
	str_unref(message);
	return result;
}

/* "Line |", the source line and its marks; `lead` is what a line number of five digits needs more. */
static void append_source(GString *out, struct source *source, struct span span, int lead)
{
	g_autofree char *position = position_message(source, span);
	g_auto(GStrv) lines = g_strsplit(position, "\n", -1);

	g_string_append_printf(out, "%*sLine |\n%4u | %s\n", lead, "", source_line_of(source, span.start),
			       lines[1] + 1);
	if (lines[2])
		g_string_append_printf(out, "%*s     | %s\n", lead, "", lines[2] + 1);
}

/* How much of a text goes on a line: up to the last blank within `width`, else all of `width`. */
static glong fitting(const char *text, glong width)
{
	glong n = 0, blank = -1;

	for (const char *p = text; *p && n < width; p = g_utf8_next_char(p), n++)
		if (g_unichar_isspace(g_utf8_get_char(p)))
			blank = n;
	return n < width || blank < 0 ? n : blank;
}

/*
 * Wraps a text that begins with `margin`; further lines get the margin as well. A word that does
 * not fit behind the margin ends the wrapping.
 */
static void append_wrapped(GString *out, const char *text, const char *margin, glong width)
{
	glong room = g_utf8_strlen(margin, -1);
	glong n = g_utf8_strlen(text, -1) > width ? fitting(text, width) : g_utf8_strlen(text, -1);
	const char *end = g_utf8_offset_to_pointer(text, n);
	g_autofree char *rest = g_strstrip(g_strdup(end));

	g_string_append_len(out, text, end - text);
	if (!*end)
		return;
	g_string_append_c(out, '\n');
	for (;;) {
		g_autofree char *line = g_strconcat(margin, rest, NULL);

		n = fitting(line, width);
		if (g_utf8_strlen(line, -1) <= width || n <= room) {
			g_string_append(out, line);
			return;
		}
		end = g_utf8_offset_to_pointer(line, n);
		g_string_append_len(out, line, end - line);
		g_string_append_c(out, '\n');
		memmove(rest, end, strlen(end) + 1);
		g_strstrip(rest);
	}
}

/* The message behind the bar; that of an error in a file is wrapped there. */
static void append_message(GString *out, char *message, const char *margin, bool wraps, glong width)
{
	g_autofree char *text = NULL;

	if (wraps)
		g_strdelimit(message, "\n\t", ' ');
	text = g_strconcat(margin, message, NULL);
	if (wraps)
		append_wrapped(out, text, margin, width);
	else
		g_string_append(out, text);
}

/* The file, the line with its marks, and the message below them. */
static void append_block(GString *out, struct source *source, struct span span, char *message,
			 bool wraps, glong width)
{
	uint32_t line = source_line_of(source, span.start);
	g_autofree char *number = g_strdup_printf("%u", line);
	int lead = MAX(0, (int)strlen(number) - 4);
	g_autofree char *margin = g_strdup_printf("%*s     | ", lead, "");

	if (source->path)
		g_string_append_printf(out, "%s:%u", source->path, line);
	g_string_append_c(out, '\n');
	append_source(out, source, span, lead);
	append_message(out, message, margin, wraps, width);
}

/* Whether the line is shown: of a file but a module's, of the parser's text, of code of several lines. */
static bool shows_line(struct source *source, struct span span, bool wraps)
{
	if (!source || (source->path && g_str_has_suffix(source->path, ".psm1")))
		return false;
	return wraps || source_line_of(source, span.start) > 1;
}

static struct string *concise(struct scope *scope, struct error_record *record)
{
	g_autofree char *message = concise_message(record);
	struct span span = { 0, 0 };
	struct source *source = error_source(record, &span);
	bool wraps = (source && source->path) || record->category == CATEGORY_PARSER_ERROR;
	glong width = host_width(&scope->session->host);
	GString *out = g_string_new(name_of(scope, record));

	g_string_append(out, ": ");
	if (shows_line(source, span, wraps))
		append_block(out, source, span, message, wraps, width);
	else
		append_message(out, message, "", wraps, width);
	if (wraps)
		g_string_append_c(out, '\n');
	if (record->action && record->action->len)
		g_string_append_printf(out, "\n  Recommendation: %s", record->action->data);
	return str_from_gstring(out);
}

/* -- NormalView and the rest -------------------------------------------------------------------- */

static struct value property_of(struct scope *scope, struct value object, const char *name)
{
	return value_is_null(object) ? VALUE_UNSET : member_get(scope, object, symbol_get(name, -1), NULL);
}

/* A property that is text; NULL: it is none, or empty. Yours. */
static char *text_of(struct scope *scope, struct value object, const char *name)
{
	value_auto v = property_of(scope, object, name);

	return v.kind == V_STRING && v.u.str->len ? g_strdup(v.u.str->data) : NULL;
}

/*
 * The reporter as NormalView names it: as it was called, a script by its path, a script block by
 * its text. NULL: nobody. Yours.
 */
static char *prefix_of(struct scope *scope, struct error_record *record)
{
	struct value info = error_record_invocation(record);
	value_auto command = property_of(scope, info, "MyCommand");
	g_autofree char *called = text_of(scope, info, "InvocationName");
	g_autofree char *path = text_of(scope, command, "Path");

	if (path && g_str_has_suffix(path, ".ps1"))
		return g_steal_pointer(&path);
	if (!strcmp(type_simple_name(type_of(command)), "ScriptInfo"))
		return text_of(scope, command, "Definition");
	if (called && strcmp(called, "&") && strcmp(called, "."))
		return g_steal_pointer(&called);
	return text_of(scope, command, "Name");
}

static struct string *normal(struct scope *scope, struct error_record *record)
{
	struct string *message = error_record_message(record);
	struct span span;
	struct source *source = error_source(record, &span);
	g_autofree char *category = category_text(record);
	g_autofree char *prefix = prefix_of(scope, record);
	GString *out = g_string_new(NULL);

	if (prefix)
		g_string_append_printf(out, "%s : ", prefix);
	g_string_append_printf(out, "%s\n", message->data);
	if (source && (record->command || record->category != CATEGORY_PARSER_ERROR)) {
		g_autofree char *position = position_message(source, span);

		g_string_append_printf(out, "%s\n", position);
	}
	g_string_append_printf(out, "+ CategoryInfo          : %s\n+ FullyQualifiedErrorId : %s", category,
			       record->id->data);
	str_unref(message);
	return str_from_gstring(out);
}

struct string *error_view_details(struct session *session, struct value v)
{
	struct string *text = error_details_text(session, v);
	GString *out = g_string_new("\n");

	g_string_append(out, text->data);
	g_string_append(out, "\n");
	str_unref(text);
	return str_from_gstring(out);
}

static struct string *detailed(struct scope *scope, struct error_record *record)
{
	return error_view_details(scope->session, value_of(record));
}

static struct string *category_view(struct scope *scope, struct error_record *record)
{
	g_autofree char *category = category_text(record);

	return str_new(category, -1);
}

struct view_row {
	const char *name;
	struct string *(*text)(struct scope *scope, struct error_record *record);
};

static const struct view_row views[] = {
	{ "ConciseView", concise }, { "NormalView", normal }, { "CategoryView", category_view },
	{ "DetailedView", detailed },
};

struct string *error_view_text(struct scope *scope, struct error_record *record)
{
	struct symbol *name = symbol_find("ErrorView", -1);
	struct value *place = name ? scope_find(scope, name) : NULL;
	value_auto v = place ? variable_read(place) : VALUE_UNSET;
	struct string *wanted;
	struct string *text = NULL;

	if (g_str_has_prefix(record->id->data, "NativeCommandError"))
		return error_record_message(record);	/* a program's own words */
	if (v.kind == V_UNSET)
		return concise(scope, record);
	wanted = value_to_string(v, NULL);
	for (size_t i = 0; !text && i < G_N_ELEMENTS(views); i++)
		if (text_equal_nocase(views[i].name, wanted->data))
			text = views[i].text(scope, record);
	str_unref(wanted);
	return text ? text : concise(scope, record);
}

void error_view_print(struct session *session, struct error_record *record)
{
	struct string *text = error_view_text(&session->global, record);

	console_error(session, text->data);
	str_unref(text);
	record->shown = true;
}
