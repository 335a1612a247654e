/*
 * The shaper: objects in, packets out. The first object that is more than
 * plain text begins a document and chooses its view; those after it become its
 * entries, in groups. What the view does not fit is shown out of band, where
 * it comes.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/object.h"
#include "lib/operate.h"
#include "lib/types/entries.h"
#include "shell/error_details.h"
#include "shell/error_view.h"
#include "shell/eval.h"
#include "shell/format.h"
#include "shell/help.h"
#include "shell/member.h"

struct shaper {
	struct scope *scope;
	const struct format_params *params;
	struct packet_sink *sink;
	struct view *view;		/* of the document that is open, or NULL */
	const struct column *group;	/* what entries are grouped by, or NULL */
	bool in_group;
	struct value group_value;
	GPtrArray *errors;		/* struct error_record *: of the entry under way */
};

struct shaper *shaper_new(struct scope *scope, const struct format_params *params,
			  struct packet_sink *sink)
{
	struct shaper *s = g_new0(struct shaper, 1);

	s->scope = scope;
	s->params = params;
	s->sink = sink;
	s->group_value = VALUE_UNSET;
	return s;
}

static enum flow put(struct shaper *s, struct packet *packet)
{
	return s->sink->put(s->sink, packet);
}

/* -- Texts of an object -------------------------------------------------------------------- */

static const struct fault expression_failed = { "PSPropertyExpressionError",
						"System.InvalidOperationException",
						CATEGORY_INVALID_ARGUMENT, NULL };
static const struct fault format_failed = {
	"formattingError", "System.FormatException", CATEGORY_INVALID_ARGUMENT, NULL };

/* -ShowError: told after the entry; -DisplayError: a mark in its place. */
static struct string *failed_text(struct shaper *s, const struct fault *fault, const char *text,
				  const char *mark)
{
	if (s->params && s->params->show_error) {
		GError *error = NULL;

		if (!s->errors)
			s->errors = g_ptr_array_new();
		fault_set(&error, fault, VALUE_NULL,
			  fault == &format_failed ? "Failed to interpret format string \"%s\"."
						  : "Failed to evaluate expression \"%s\".",
			  text);
		g_ptr_array_add(s->errors, error_record_of(error));
	}
	return s->params && s->params->display_error ? str_new(mark, -1) : str_empty();
}

static struct string *text_of(struct shaper *s, const struct column *column, struct value object,
			      bool in_table)
{
	struct value v = VALUE_UNSET, failed;
	struct string *text;

	if (!column_value(s->scope, column, object, &v, &failed)) {
		text = column->name ? str_ref(column->given ? column->given : column->name->name)
				    : value_to_string(column->block, NULL);
		value_unref(failed);
		failed = value_str(text);
		text = failed_text(s, &expression_failed, text->data, "#ERR");
		value_unref(failed);
	} else if (!column->format || value_is_null(v)) {
		text = cell_text(s->scope, v, in_table && !column->format);
	} else if (!cell_format(s->scope, v, column->format, &text)) {
		text = s->params && (s->params->show_error || s->params->display_error)
		       ? failed_text(s, &format_failed, column->format, "#FMTERR")
		       : cell_text(s->scope, v, false);
	}
	value_unref(v);
	return text;
}

static enum flow put_errors(struct shaper *s)
{
	g_autoptr(GPtrArray) errors = g_steal_pointer(&s->errors);
	enum flow flow = FLOW_NEXT;

	for (guint i = 0; errors && i < errors->len; i++) {
		struct packet *packet = packet_entry(ENTRY_TEXT, 1);

		packet->out_of_band = true;
		packet->texts[0] = error_view_text(s->scope, errors->pdata[i]);
		value_unref(value_of(errors->pdata[i]));
		if (flow == FLOW_NEXT)
			flow = put(s, packet);
		else
			value_unref(value_of(packet));
	}
	return flow;
}

/* -- Entries ------------------------------------------------------------------------------- */

static struct packet *list_packet(struct shaper *s, GArray *columns, struct value v)
{
	struct packet *packet = packet_entry(ENTRY_LIST, columns->len);

	for (guint i = 0; i < columns->len; i++) {
		const struct column *column = &g_array_index(columns, struct column, i);

		packet->labels[i] = column_label(s->scope, column, v);
		packet->texts[i] = text_of(s, column, v, false);
	}
	return packet;
}

static struct packet *row_packet(struct shaper *s, GArray *columns, struct value v)
{
	struct packet *packet = packet_entry(ENTRY_ROW, columns->len);

	packet->wrap = s->view->wrap;
	for (guint i = 0; i < columns->len; i++)
		packet->texts[i] = text_of(s, &g_array_index(columns, struct column, i), v,
					   !s->view->row);
	return packet;
}

static struct packet *one_packet(struct shaper *s, enum entry_kind kind, GArray *columns,
				 struct value v)
{
	struct packet *packet = packet_entry(kind, 1);

	packet->texts[0] = columns->len
				   ? text_of(s, &g_array_index(columns, struct column, 0), v, false)
				   : str_empty();
	return packet;
}

static struct packet *entry_of(struct shaper *s, struct value v)
{
	g_autoptr(GArray) columns = NULL;

	if (s->view->help) {
		struct packet *packet = packet_entry(ENTRY_HELP, 0);

		packet->help = value_ref(v);
		return packet;
	}
	if (s->view->kind == VIEW_TABLE)
		return row_packet(s, s->view->columns, v);
	if (s->view->kind == VIEW_CUSTOM && !s->view->row)
		return custom_entry(s->scope, v, s->params);
	columns = view_expand(s->scope, s->view, v, s->params);
	switch (s->view->kind) {
	case VIEW_LIST:
		return list_packet(s, columns, v);
	case VIEW_WIDE:
		return one_packet(s, ENTRY_WIDE, columns, v);
	default:
		return one_packet(s, ENTRY_LINES, columns, v);
	}
}

/* -- Out of band --------------------------------------------------------------------------- */

static struct packet *text_packet(struct string *text)
{
	struct packet *packet = packet_entry(ENTRY_TEXT, 1);

	packet->out_of_band = true;
	packet->texts[0] = text;
	return packet;
}

static struct packet *plain_packet(struct shaper *s, struct value v)
{
	if (error_details_is(v))
		return text_packet(error_view_details(s->scope->session, v));
	if (v.kind == V_ERROR)
		return text_packet(error_view_text(s->scope, (struct error_record *)v.u.block));
	if (value_is_null(v))
		return text_packet(str_empty());
	return text_packet(value_to_text(s->scope, v, " "));
}

/* An object that the document's view does not fit: its own list. */
static struct packet *foreign_packet(struct shaper *s, struct value v)
{
	const struct type_view *row = type_view_find(v, VIEW_CUSTOM, NULL);
	struct view list = { .kind = VIEW_LIST };
	g_autoptr(GArray) columns = NULL;
	struct packet *packet;

	if (row && !type_view_find(v, VIEW_LIST, NULL) && value_base(v).kind != V_DATETIME)
		return plain_packet(s, v);
	columns = view_expand(s->scope, &list, v, NULL);
	packet = list_packet(s, columns, v);
	packet->out_of_band = true;
	return packet;
}

/* -- Documents and groups ------------------------------------------------------------------ */

static struct packet *group_packet(struct shaper *s, struct value v)
{
	uint32_t indent = s->view->group == s->group ? s->view->group_indent : 3;
	struct string *label, *text;
	struct packet *packet;

	if (!s->group)
		return packet_new(PACKET_GROUP);
	packet = packet_texts(PACKET_GROUP, ENTRY_LINES, 1);
	label = column_label_in(s->scope, s->group, v);
	text = cell_text(s->scope, s->group_value, false);
	packet->texts[0] = str_printf("%*s%s: %s", (int)indent, "", label->data, text->data);
	str_unref(label);
	str_unref(text);
	return packet;
}

static bool same_group(struct value a, struct value b)
{
	int order;

	if (value_is_null(a) || value_is_null(b))
		return value_is_null(a) && value_is_null(b);
	if (value_order(a, b, false, &order, NULL))
		return order == 0;
	return value_equal(a, b, false);
}

/* Whether the object begins another group; its value is kept. */
static bool group_changes(struct shaper *s, struct value v)
{
	struct value now, failed;
	bool changed;

	if (!s->group)
		return false;
	if (!column_value(s->scope, s->group, v, &now, &failed)) {
		value_unref(failed);
		return false;
	}
	changed = s->group_value.kind == V_UNSET || !same_group(s->group_value, now);
	value_put(&s->group_value, now);
	return changed;
}

static enum flow close_group(struct shaper *s)
{
	if (!s->in_group)
		return FLOW_NEXT;
	s->in_group = false;
	return put(s, packet_new(PACKET_GROUP_END));
}

enum flow shaper_end(struct shaper *s)
{
	enum flow flow;

	if (!s->view)
		return FLOW_NEXT;
	flow = close_group(s);
	value_clear(&s->group_value);
	s->group = NULL;
	g_clear_pointer(&s->view, view_unref);
	return flow == FLOW_NEXT ? put(s, packet_new(PACKET_END)) : flow;
}

static enum flow open_document(struct shaper *s, struct value v, GError **error)
{
	struct packet *start;

	s->view = view_for(s->scope, v, s->params, error);
	if (!s->view)
		return FLOW_ERROR;
	s->group = s->params && s->params->group ? s->params->group : s->view->group;
	start = packet_new(PACKET_START);
	start->view = view_ref(s->view);
	return put(s, start);
}

static enum flow add_entry(struct shaper *s, struct value v)
{
	bool changed = group_changes(s, v);
	enum flow flow = FLOW_NEXT;
	struct packet *packet;

	if (changed && s->in_group)
		flow = close_group(s);
	if (flow == FLOW_NEXT && !s->in_group) {
		s->in_group = true;
		flow = put(s, group_packet(s, v));
	}
	if (flow != FLOW_NEXT)
		return flow;
	packet = entry_of(s, v);
	flow = put(s, packet);
	return flow == FLOW_NEXT ? put_errors(s) : flow;
}

/* Records of a kind, and help of a layout, have documents of their own. */
static bool begins_anew(struct shaper *s, struct value v)
{
	return s->view && !s->params &&
	       (s->view->record != record_type(v) || s->view->help != help_layout(v));
}

static enum flow add_object(struct shaper *s, struct value v, GError **error)
{
	bool force = s->params && s->params->force;
	enum flow flow = FLOW_NEXT;

	if (packet_of(v))
		return put(s, packet_of(value_ref(v)));
	if (!force && (error_details_is(v) || is_plain_text(v) || !has_properties(s->scope, v)))
		return put(s, plain_packet(s, v));
	if (begins_anew(s, v))
		flow = shaper_end(s);
	if (flow == FLOW_NEXT && !s->view)
		flow = open_document(s, v, error);
	if (flow != FLOW_NEXT)
		return flow;
	if (!force && !view_applies(s->view, v))
		return put(s, foreign_packet(s, v));
	return add_entry(s, v);
}

/* -- Collections --------------------------------------------------------------------------- */

static enum flow put_note(struct shaper *s, const char *text)
{
	return put(s, text_packet(str_new(text, -1)));
}

/* -Expand Both: the collection itself is described first. */
static enum flow describe(struct shaper *s, struct value v, unsigned n)
{
	g_autofree char *many = g_strdup_printf(
		"The IEnumerable contains the following %u objects:", n);
	enum flow flow = put_note(s, "The following object supports IEnumerable:");

	if (flow == FLOW_NEXT)
		flow = put(s, foreign_packet(s, v));
	if (flow != FLOW_NEXT)
		return flow;
	return put_note(s, n == 0 ? "The IEnumerable contains no objects."
			: n == 1 ? "The IEnumerable contains the following object:" : many);
}

static enum flow add_entries(struct shaper *s, struct value v, GError **error)
{
	const struct dict_entry *entry;
	enum flow flow = FLOW_NEXT;

	for (uint32_t at = 0; flow == FLOW_NEXT && dict_next(v.u.dict, &at, &entry);) {
		struct value item = entry_new(v, entry->key, entry->value);

		flow = add_object(s, item, error);
		value_unref(item);
	}
	return flow;
}

static enum flow add_elements(struct shaper *s, struct value v, GError **error)
{
	struct enumerator e;
	struct value item;
	enum flow flow = FLOW_NEXT;

	enumerator_init(&e, v);
	while (flow == FLOW_NEXT && enumerator_next(&e, &item, NULL)) {
		flow = add_object(s, item, error);
		value_unref(item);
	}
	enumerator_clear(&e);
	return flow;
}

static unsigned count_elements(struct value v)
{
	struct enumerator e;
	struct value item;
	unsigned n = 0;

	if (v.kind == V_DICT && v.u.dict->style != DICT_SET)
		return v.u.dict->len;
	enumerator_init(&e, v);
	for (; enumerator_next(&e, &item, NULL); n++)
		value_unref(item);
	enumerator_clear(&e);
	return n;
}

enum flow shaper_add(struct shaper *s, struct value v, GError **error)
{
	struct value base = value_base(v);
	bool is_dict = base.kind == V_DICT && base.u.dict->style != DICT_SET;
	enum expand expand = s->params ? s->params->expand : EXPAND_UNSET;
	enum flow flow = FLOW_NEXT;

	if (value_is_null(v))
		return FLOW_NEXT;
	if (expand == EXPAND_CORE || (!is_dict && !value_is_enumerable(base)))
		return add_object(s, v, error);
	if (expand == EXPAND_BOTH)
		flow = describe(s, v, count_elements(base));
	if (flow != FLOW_NEXT)
		return flow;
	return is_dict ? add_entries(s, base, error) : add_elements(s, base, error);
}

void shaper_free(struct shaper *s)
{
	if (!s)
		return;
	for (guint i = 0; s->errors && i < s->errors->len; i++)
		value_unref(value_of(s->errors->pdata[i]));
	g_clear_pointer(&s->errors, g_ptr_array_unref);
	view_unref(s->view);
	value_unref(s->group_value);
	g_free(s);
}
