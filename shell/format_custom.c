/*
 * Format-Custom: an object as a class with its members, one a line, what they
 * hold indented below them down to a depth.
 *
 * Text gathers on a line until the line is written; an empty one is written
 * too, with its indentation: so are the blank lines after a collection.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/object.h"
#include "lib/types/entries.h"
#include "shell/format.h"

#define STEP 2
#define DEFAULT_DEPTH 5

struct browser {
	struct scope *scope;
	const struct format_params *params;
	GString *line;
	uint32_t indent;
	GPtrArray *texts;		/* struct string * */
	GArray *indents;		/* uint32_t */
};

static void show_object(struct browser *b, struct value v, const GArray *properties, int level,
			int depth);

static void end_line(struct browser *b)
{
	g_ptr_array_add(b->texts, str_new(b->line->str, b->line->len));
	g_array_append_val(b->indents, b->indent);
	g_string_truncate(b->line, 0);
}

static void write_line(struct browser *b, const char *text)
{
	g_string_append(b->line, text);
	end_line(b);
}

static void show_leaf(struct browser *b, struct value v)
{
	struct string *text = cell_text(b->scope, v, false);

	write_line(b, text->data);
	str_unref(text);
}

static bool is_collection(struct value v)
{
	v = value_base(v);
	return value_is_enumerable(v) || v.kind == V_DICT;
}

static bool is_leaf(struct value v, int level, int depth)
{
	struct value base = value_base(v);

	return level >= depth || value_is_null(v) ||
	       (is_plain_text(v) && base.kind != V_SCRIPTBLOCK && base.kind != V_ERROR);
}

static void show_collection(struct browser *b, struct value v, int level, int depth);

static void show_element(struct browser *b, struct value v, int level, int depth)
{
	if (is_leaf(v, level, depth)) {
		show_leaf(b, v);
	} else if (is_collection(v)) {
		end_line(b);
		b->indent += STEP;
		show_collection(b, v, level + 1, depth);
		b->indent -= STEP;
	} else {
		show_object(b, v, NULL, level + 1, depth);
	}
}

static void show_elements(struct browser *b, struct value v, int level, int depth)
{
	int limit = enumeration_limit(b->scope), n = 0;
	struct enumerator e;
	struct value item;

	enumerator_init(&e, v);
	while (enumerator_next(&e, &item, NULL)) {
		if (n++ < limit)
			show_element(b, item, level, depth);
		value_unref(item);
		if (n > limit) {
			write_line(b, "…");
			break;
		}
	}
	enumerator_clear(&e);
}

/* [ elements ] */
static void show_collection(struct browser *b, struct value v, int level, int depth)
{
	struct value base = value_base(v);
	value_auto entries = base.kind == V_DICT && base.u.dict->style != DICT_SET
			     ? dict_view_new(base, VIEW_ENTRIES) : value_ref(base);

	write_line(b, "[");
	b->indent += STEP;
	show_elements(b, entries, level, depth);
	b->indent -= STEP;
	write_line(b, "]");
	end_line(b);
}

static void show_member(struct browser *b, struct value object, const struct column *column,
			int level, int depth)
{
	struct string *label = column_label(b->scope, column, object);
	struct value v = VALUE_UNSET, failed = VALUE_UNSET;

	g_string_append_printf(b->line, "%s = ", label->data);
	str_unref(label);
	if (column->depth >= 0)
		depth = column->depth;
	if (!column_value(b->scope, column, object, &v, &failed))
		v = value_text(b->params && b->params->display_error ? "#ERR" : "");
	value_unref(failed);
	if (is_collection(v)) {
		end_line(b);
		b->indent += STEP;
		show_collection(b, v, level + 1, depth);
		b->indent -= STEP;
	} else if (is_leaf(v, level, depth)) {
		show_leaf(b, v);
	} else {
		end_line(b);
		b->indent += STEP;
		show_object(b, v, NULL, level + 1, depth);
		b->indent -= STEP;
	}
	value_unref(v);
}

static const char *class_name(struct value v)
{
	struct value base = value_base(v);
	const char *name = base.kind == V_OBJECT && base.u.object->shape->type_name
			   ? base.u.object->shape->type_name->data : type_of(base)->name;
	const char *dot = strrchr(name, '.');

	return dot ? dot + 1 : name;
}

/* class Name { members } */
static void show_object(struct browser *b, struct value v, const GArray *properties, int level,
			int depth)
{
	struct format_params chosen = { .properties = (GArray *)properties };
	struct view view = { .kind = VIEW_CUSTOM };
	g_autoptr(GArray) columns = view_expand(b->scope, &view, v, properties ? &chosen : NULL);

	g_string_append_printf(b->line, "class %s", class_name(v));
	end_line(b);
	write_line(b, "{");
	b->indent += STEP;
	for (guint i = 0; i < columns->len; i++)
		show_member(b, v, &g_array_index(columns, struct column, i), level, depth);
	b->indent -= STEP;
	write_line(b, "}");
}

struct packet *custom_entry(struct scope *scope, struct value v, const struct format_params *params)
{
	struct browser b = { scope, params, g_string_new(NULL), 0, g_ptr_array_new(),
			     g_array_new(FALSE, FALSE, sizeof(uint32_t)) };
	int depth = params && params->depth > 0 ? params->depth : DEFAULT_DEPTH;
	struct packet *packet;

	if (is_leaf(v, 0, G_MAXINT))
		show_leaf(&b, v);
	else if (is_collection(v))
		show_collection(&b, v, 0, depth);
	else
		show_object(&b, v, params ? params->properties : NULL, 0, depth);
	end_line(&b);
	packet = packet_entry(ENTRY_LINES, b.texts->len);
	for (guint i = 0; i < b.texts->len; i++) {
		packet->texts[i] = b.texts->pdata[i];
		packet->indents[i] = g_array_index(b.indents, uint32_t, i);
	}
	g_ptr_array_unref(b.texts);
	g_array_unref(b.indents);
	g_string_free(b.line, TRUE);
	return packet;
}
