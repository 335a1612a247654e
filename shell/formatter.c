/*
 * The formatter: takes objects one by one, keeps the view under way, and
 * changes it when an object does not fit.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/dict.h"
#include "lib/heap.h"
#include "lib/object.h"
#include "shell/error_details.h"
#include "shell/error_view.h"
#include "shell/eval.h"
#include "shell/format.h"
#include "shell/help.h"
#include "shell/member.h"

struct formatter {
	struct scope *scope;
	struct format_out *out;
	struct view *view;		/* under way, or NULL */
	struct grid *table;
	bool any_in_list;
	const void *help;		/* layout of the help that was the last, or NULL */
	struct string *group;		/* text of the current group */
	struct list *wide;
};

struct formatter *formatter_new(struct scope *scope, struct format_out *out)
{
	struct formatter *f = g_new0(struct formatter, 1);

	f->scope = scope;
	f->out = out;
	return f;
}

static void write_text(struct formatter *f, const char *text)
{
	f->out->write(f->out, text, strlen(text));
}

/* Ends what the current view has open. */
static void close_part(struct formatter *f)
{
	if (f->table) {
		grid_end(g_steal_pointer(&f->table));
		write_text(f, "\n");
	}
	if (f->wide) {
		wide_write(f->view, f->scope, f->out, f->wide);
		value_unref(value_of(g_steal_pointer(&f->wide)));
	}
	if (f->help)
		write_text(f, "\n");
	f->help = NULL;
	f->any_in_list = false;
}

static void close_view(struct formatter *f)
{
	close_part(f);
	g_clear_pointer(&f->group, str_unref);
	g_clear_pointer(&f->view, view_unref);
}

/* A new group gets its heading: a blank line, then "   Label: value". */
static void check_group(struct formatter *f, struct value v)
{
	struct string *text;
	g_autofree char *heading = NULL;

	if (!f->view->group)
		return;
	text = cell_text(f->scope, f->view->group, v, NULL, false);
	if (f->group && str_equal(f->group, text)) {
		str_unref(text);
		return;
	}
	close_part(f);
	str_unref(f->group);
	f->group = text;
	heading = g_strdup_printf("\n   %s: %s\n", f->view->group->label->data, text->data);
	write_text(f, heading);
}

static void add_text(struct formatter *f, struct value v)
{
	struct string *text;

	if (error_details_is(v))
		text = error_view_details(f->scope->session, v);
	else if (v.kind == V_ERROR)
		text = error_view_text(f->scope, (struct error_record *)v.u.block);
	else if (value_is_number(v) || v.kind == V_DATETIME)
		text = v.kind == V_DATETIME ? cell_of(f->scope, v, "F", false) : value_to_text(f->scope, v, " ");
	else
		text = value_to_text(f->scope, v, " ");
	f->out->write(f->out, text->data, text->len);
	write_text(f, "\n");
	str_unref(text);
}

static void add_row(struct formatter *f, struct value v)
{
	check_group(f, v);
	switch (f->view->kind) {
	case VIEW_TABLE:
		if (!f->table) {
			if (!f->view->hide_headers || !f->group)
				write_text(f, "\n");
			f->table = grid_new(f->view, f->scope, f->out);
		}
		grid_add(f->table, v);
		break;
	case VIEW_WIDE:
		if (!f->wide)
			f->wide = list_new(NULL, NULL);
		list_add(f->wide, value_ref(v));
		break;
	default:
		list_add_object(f->view, f->scope, f->out, v, !f->any_in_list);
		f->any_in_list = true;
	}
}

/* Help has layouts of its own. */
static bool add_help(struct formatter *f, struct value v)
{
	g_autoptr(GString) text = g_string_new(NULL);

	const void *layout = help_view_write(v, f->out->width, text);

	if (!layout)
		return false;
	if (f->help != layout) {
		close_view(f);
		write_text(f, "\n");
	}
	f->help = layout;
	f->out->write(f->out, text->str, text->len);
	return true;
}

static void add_plain(struct formatter *f, struct value v)
{
	if (add_help(f, v))
		return;
	if (f->help)
		close_view(f);
	if (f->view && !view_continues(f->view, f->scope, v)) {
		close_view(f);
	}
	if (!f->view)
		f->view = view_default(f->scope, v, VIEW_TEXT);
	if (f->view->kind == VIEW_TEXT)
		add_text(f, v);
	else if (f->view->columns->len == 0)
		write_text(f, "\n");
	else
		add_row(f, v);
}

/* A dictionary is shown as its entries. */
static void add_entries(struct formatter *f, const struct dict *dict)
{
	const struct type *type = type_find("System.Collections.DictionaryEntry", -1);
	struct shape *shape = shape_empty(type ? type : &type_pscustomobject);
	const struct dict_entry *entry;

	for (uint32_t at = 0; dict_next(dict, &at, &entry);) {
		struct object *object = object_new(shape);

		object_set(object, "Name", value_ref(entry->key));
		object_set(object, "Value", value_ref(entry->value));
		if (!f->view || f->view->type != type) {
			close_view(f);
			f->view = view_new(VIEW_TABLE);
			f->view->type = type;
			view_add(f->view, "Name", "Name")->width = 30;
			view_add(f->view, "Value", "Value");
		}
		add_row(f, value_of(object));
		value_unref(value_of(object));
	}
	shape_unref(shape);
}

static void add_formatted(struct formatter *f, struct view *view, struct list *objects)
{
	close_view(f);
	f->view = view_ref(view);
	for (uint32_t i = 0; i < objects->len; i++) {
		struct value v = objects->items[i];

		if (view_default_is_text(f->scope, v)) {
			add_text(f, v);
			continue;
		}
		add_row(f, v);
	}
	close_view(f);
}

void formatter_add(struct formatter *f, struct value v)
{
	struct value base = value_base(v);
	struct view *view;
	struct list *objects;
	struct enumerator e;
	struct value item;

	if (value_is_null(v))
		return;
	if (format_data_get(v, &view, &objects)) {
		add_formatted(f, view, objects);
		return;
	}
	if (base.kind == V_DICT && base.u.dict->style != DICT_SET) {
		add_entries(f, base.u.dict);
		return;
	}
	if (!value_is_enumerable(base) || base.kind == V_NATIVE) {
		add_plain(f, v);
		return;
	}
	enumerator_init(&e, base);
	while (enumerator_next(&e, &item, NULL)) {
		add_plain(f, item);
		value_unref(item);
	}
	enumerator_clear(&e);
}

void formatter_flush(struct formatter *f)
{
	if (f->table)
		grid_flush(f->table);
}

void formatter_end(struct formatter *f)
{
	close_view(f);
}

void formatter_free(struct formatter *f)
{
	close_view(f);
	g_free(f);
}

/* -- What Format-* emits ------------------------------------------------------------------- */

struct format_data {
	struct native native;
	struct view *view;
	struct list *objects;
};

static void format_data_free(struct native *native)
{
	struct format_data *data = (struct format_data *)native;

	view_unref(data->view);
	value_unref(value_of(data->objects));
}

static const struct type type_format_data = {
	.name = "Microsoft.PowerShell.Commands.Internal.Format.FormatStartData", .kind = V_NATIVE,
	.free = format_data_free,
};

struct value format_data_new(struct view *view, struct list *objects)
{
	struct format_data *data = native_new(&type_format_data, sizeof(*data));

	data->view = view_ref(view);
	data->objects = (struct list *)value_ref(value_of(objects)).u.block;
	return value_of(data);
}

bool format_data_get(struct value v, struct view **ret_view, struct list **ret_objects)
{
	struct format_data *data;

	if (v.kind != V_NATIVE || v.u.native->type != &type_format_data)
		return false;
	data = (struct format_data *)v.u.native;
	*ret_view = data->view;
	*ret_objects = data->objects;
	return true;
}
