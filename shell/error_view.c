/*
 * Views of an error, chosen by $ErrorView. ConciseView is one line for code of
 * one line; for a script it shows the line and underlines the extent.
 * NormalView has the message, the position, the category and the id.
 */
#include "config.h"

#include "shell/error_view.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/object.h"
#include "shell/console.h"
#include "shell/format.h"
#include "shell/position.h"

#define CUT_WIDTH 71	/* of a source line without its margin */

/* -- Parts ---------------------------------------------------------------------------- */

static const char *reason_of(struct error_record *record)
{
	return record->reason ? record->reason->data : type_simple_name(type_of(record->exception));
}

/* What stands before the colon. */
static const char *name_of(struct error_record *record)
{
	if (record->command && record->command->len)
		return record->command->data;
	if (record->from_throw)
		return strcmp(reason_of(record), "RuntimeException") == 0 ? "Exception" : "OperationStopped";
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

static void append_line(GString *out, const char *margin, const char *text)
{
	g_string_append_printf(out, "%s | %s\n", margin, text);
}

/* The source line and its underline. */
static void append_source(GString *out, struct source *source, struct span span)
{
	uint32_t line, column, marked;
	struct span whole;
	g_autofree char *text = NULL, *margin = NULL, *shown = NULL, *rule = NULL;

	source_position(source, span.start, &line, &column);
	whole = source_line_span(source, line);
	text = source_text(source, whole);
	for (char *p = text; *p; p++)
		if (*p == '\t')
			*p = ' ';
	{
		g_autofree char *part = source_text(source, (struct span){ span.start, MIN(span.end, whole.end) });

		marked = MAX(1, g_utf8_strlen(part, -1));
	}
	margin = g_strdup_printf("%4u", line);
	if (g_utf8_strlen(text, -1) > CUT_WIDTH) {
		g_autofree char *cut = g_utf8_substring(text, 0, CUT_WIDTH - 2);

		shown = g_strdup_printf(" %s …", cut);
	} else {
		shown = g_strdup_printf(" %s", text);
	}
	append_line(out, margin, shown);
	{
		g_autofree char *lead = g_strnfill(column, ' '), *tildes = g_strnfill(marked, '~');

		rule = g_strconcat(lead, tildes, NULL);
	}
	append_line(out, "    ", rule);
}

/* Text of several lines, or wrapped into them, each behind the margin. */
static void append_message(GString *out, const char *message, bool is_file, uint32_t width)
{
	g_autofree char *flat = g_strdup(message);
	const char *p = flat;

	if (!is_file) {
		g_string_append_printf(out, "     | %s", message);
		return;
	}
	g_strdelimit(flat, "\r\n\t", ' ');
	while (*p) {
		size_t n = strlen(p), room = width > 8 ? width - 8 : 1;

		if (n > room) {
			n = room;
			while (n > 0 && p[n] != ' ')
				n--;
			if (n == 0)
				n = room;
		}
		g_string_append_printf(out, "%s     | %.*s", p == flat ? "" : "\n", (int)n, p);
		p += n;
		while (*p == ' ')
			p++;
	}
}

static struct string *concise(struct session *session, struct error_record *record)
{
	struct string *message = error_record_message(record);
	struct span span;
	struct source *source = error_source(record, &span);
	bool is_file = source && source->path;
	GString *out = g_string_new(NULL);

	if (!source || (!is_file && source_line_count(source) <= 1)) {
		g_string_append_printf(out, "%s: %s", name_of(record), message->data);
	} else {
		g_string_append_printf(out, "%s: ", name_of(record));
		if (is_file)
			g_string_append_printf(out, "%s:%u", source->path, source_line_of(source, span.start));
		g_string_append(out, "\nLine |\n");
		append_source(out, source, span);
		append_message(out, message->data, is_file, host_width(&session->host));
	}
	if (record->action)
		g_string_append_printf(out, "\n  Recommendation: %s", record->action->data);
	if (is_file)
		g_string_append_c(out, '\n');
	str_unref(message);
	return str_from_gstring(out);
}

/* -- NormalView and the rest -------------------------------------------------------------------- */

static struct string *normal(struct session *session, struct error_record *record)
{
	struct string *message = error_record_message(record);
	struct span span;
	struct source *source = error_source(record, &span);
	g_autofree char *category = category_text(record);
	GString *out = g_string_new(NULL);

	if (record->command && record->command->len)
		g_string_append_printf(out, "%s : ", record->command->data);
	g_string_append_printf(out, "%s\n", message->data);
	if (source) {
		g_autofree char *position = position_message(source, span);

		g_string_append_printf(out, "%s\n", position);
	}
	g_string_append_printf(out, "+ CategoryInfo          : %s\n+ FullyQualifiedErrorId : %s", category,
			       record->id->data);
	str_unref(message);
	return str_from_gstring(out);
}

static struct string *category_view(struct session *session, struct error_record *record)
{
	g_autofree char *category = category_text(record);

	return str_new(category, -1);
}

struct view_row {
	const char *name;
	struct string *(*text)(struct session *session, struct error_record *record);
};

static const struct view_row views[] = {
	{ "ConciseView", concise }, { "NormalView", normal }, { "CategoryView", category_view },
	{ "DetailedView", normal },
};

struct string *error_view_text(struct session *session, struct error_record *record)
{
	struct symbol *name = symbol_find("ErrorView", -1);
	struct value *place = name ? scope_find(session->scope, name) : NULL;
	value_auto v = place ? variable_read(place) : VALUE_UNSET;
	struct string *wanted;
	struct string *text = NULL;

	if (v.kind == V_UNSET)
		return concise(session, record);
	wanted = value_to_string(v, NULL);
	for (size_t i = 0; !text && i < G_N_ELEMENTS(views); i++)
		if (text_equal_nocase(views[i].name, wanted->data))
			text = views[i].text(session, record);
	str_unref(wanted);
	return text ? text : concise(session, record);
}

void error_view_print(struct session *session, struct error_record *record)
{
	struct string *text = error_view_text(session, record);

	console_error(session, text->data);
	str_unref(text);
	record->shown = true;
}
