/*
 * Views: what a type shows by default, and what -Property asks for.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/object.h"
#include "lib/wildcard.h"
#include "shell/eval.h"
#include "shell/format.h"
#include "shell/member.h"

struct view *view_new(enum view_kind kind)
{
	struct view *view = g_new0(struct view, 1);

	view->refs = 1;
	view->kind = kind;
	return view;
}

struct view *view_ref(struct view *view)
{
	view->refs++;
	return view;
}

static void column_clear(gpointer p)
{
	struct column *column = p;

	str_unref(column->label);
	value_unref(column->block);
	g_free(column->format);
}

void view_unref(struct view *view)
{
	if (!view || --view->refs > 0)
		return;
	g_clear_pointer(&view->columns, g_array_unref);
	if (view->group) {
		column_clear(view->group);
		g_free(view->group);
	}
	g_free(view);
}

struct column *view_add(struct view *view, const char *label, const char *property)
{
	struct column column = { .label = str_new(label, -1), .block = VALUE_UNSET };

	if (property)
		column.name = symbol_get(property, -1);
	if (!view->columns) {
		view->columns = g_array_new(FALSE, FALSE, sizeof(struct column));
		g_array_set_clear_func(view->columns, column_clear);
	}
	g_array_append_val(view->columns, column);
	return &g_array_index(view->columns, struct column, view->columns->len - 1);
}

/* -- -Property ------------------------------------------------------------------------- */

struct wildcard_data {
	struct view *view;
	const char *pattern;
	bool any;
};

static void add_matching(struct string *name, struct value v, void *data)
{
	struct wildcard_data *w = data;

	if (!wildcard_match_name(w->pattern, name->data))
		return;
	for (guint i = 0; w->view->columns && i < w->view->columns->len; i++)
		if (g_array_index(w->view->columns, struct column, i).name == symbol_of(name))
			return;
	view_add(w->view, name->data, name->data);
}

static void calculated(struct column *column, const char *key, struct value v)
{
	struct string *text = value_to_string(v, NULL);
	int32_t number;

	if (strchr("nl", g_ascii_tolower(*key)) && !g_str_has_prefix(key, "w")) {
		str_unref(column->label);
		column->label = str_ref(text);
	} else if (g_ascii_tolower(*key) == 'e') {
		if (v.kind == V_SCRIPTBLOCK)
			value_put(&column->block, value_ref(v));
		else
			column->name = symbol_of(text);
	} else if (g_ascii_tolower(*key) == 'w' && value_to_i32(v, &number, NULL)) {
		column->width = MAX(number, 0);
	} else if (g_ascii_tolower(*key) == 'a') {
		column->align = g_ascii_tolower(*text->data) == 'r' ? ALIGN_RIGHT
			      : g_ascii_tolower(*text->data) == 'c' ? ALIGN_CENTER : ALIGN_LEFT;
	} else if (g_ascii_tolower(*key) == 'f') {
		g_free(column->format);
		column->format = g_strdup(text->data);
	}
	str_unref(text);
}

static void add_calculated(struct view *view, const struct dict *dict)
{
	struct column *column = view_add(view, "", NULL);
	const struct dict_entry *entry;

	for (uint32_t at = 0; dict_next(dict, &at, &entry);) {
		struct string *key = value_to_string(entry->key, NULL);

		calculated(column, key->data, entry->value);
		str_unref(key);
	}
	if (column->label->len == 0) {
		str_unref(column->label);
		column->label = column->name ? str_ref(column->name->name)
				: column->block.kind != V_UNSET ? value_to_string(column->block, NULL) : str_empty();
	}
}

static void add_property(struct view *view, struct scope *scope, struct value v, struct value object)
{
	struct value base = value_base(v);
	struct string *text;

	if (base.kind == V_DICT) {
		add_calculated(view, base.u.dict);
		return;
	}
	text = value_to_string(v, NULL);
	if (base.kind == V_SCRIPTBLOCK) {
		view_add(view, text->data, NULL)->block = value_ref(base);
	} else if (wildcard_has_special(text->data, text->len)) {
		struct wildcard_data w = { view, text->data, false };

		member_each(scope, object, add_matching, &w);
	} else {
		view_add(view, text->data, text->data);
	}
	str_unref(text);
}

bool view_add_properties(struct view *view, struct scope *scope, struct value properties,
			 struct value object, GError **error)
{
	struct enumerator e;
	struct value item;

	if (!view->columns)
		view_add(view, "", NULL), g_array_set_size(view->columns, 0);
	enumerator_init(&e, properties);
	while (enumerator_next(&e, &item, NULL)) {
		add_property(view, scope, item, object);
		value_unref(item);
	}
	enumerator_clear(&e);
	return true;
}

/* -- Views of types, as data ---------------------------------------------------------------- */

struct type_view {
	const char *type;
	enum view_kind kind;
	const char *columns;		/* "Label=Property:align:width Label ..." */
};

static const struct type_view type_views[] = {
	{ "Microsoft.PowerShell.Commands.GroupInfo", VIEW_TABLE, "Count::r:5 Name Group" },
	{ "Microsoft.PowerShell.Commands.GroupInfoNoElement", VIEW_TABLE, "Count::r:5 Name" },
	{ "Microsoft.PowerShell.Commands.GenericMeasureInfo", VIEW_LIST,
	  "Count Average Sum Maximum Minimum StandardDeviation Property" },
	{ "Microsoft.PowerShell.Commands.TextMeasureInfo", VIEW_TABLE, "Lines Words Characters Property" },
	{ "Microsoft.PowerShell.Commands.MemberDefinition", VIEW_TABLE, "Name MemberType Definition" },
	{ "System.Collections.DictionaryEntry", VIEW_TABLE, "Name=Key::30 Value" },
	{ "System.Management.Automation.PSVariable", VIEW_TABLE, "Name::30 Value" },
	{ "System.Management.Automation.CommandInfo", VIEW_TABLE,
	  "CommandType::15 Name=ShownName::50 Version::10 Source" },
	{ "HelpInfoShort", VIEW_TABLE, "Name::33 Category::9 Module=ModuleName::25 Synopsis" },
	{ "System.Management.Automation.PathInfo", VIEW_TABLE, "Path" },
	{ "System.Management.Automation.PSCredential", VIEW_TABLE, "UserName::50 Password" },
	{ "System.Version", VIEW_TABLE, "Major::r:6 Minor::r:6 Build::r:6 Revision::r:8" },
	{ "System.IO.FileInfo", VIEW_TABLE, "Mode::r:14 LastWriteTime::r:25 Length::r:14 Name" },
	{ "System.IO.DirectoryInfo", VIEW_TABLE, "Mode::r:14 LastWriteTime::r:25 Length::r:14 Name" },
	{ "Microsoft.PowerShell.Commands.MatchInfo", VIEW_TEXT, "" },
};

static void view_of_columns(struct view *view, const char *text)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);

	for (size_t i = 0; words[i] && *words[i]; i++) {
		g_auto(GStrv) parts = g_strsplit(words[i], ":", -1);
		char *property = strchr(parts[0], '=');
		struct column *column;

		if (property)
			*property++ = '\0';
		column = view_add(view, parts[0], property ? property : parts[0]);
		column->align = ALIGN_LEFT;
		for (size_t k = 1; parts[k]; k++) {
			if (*parts[k] == 'r')
				column->align = ALIGN_RIGHT;
			else if (g_ascii_isdigit(*parts[k]))
				column->width = atoi(parts[k]);
		}
	}
}

static const struct type_view *type_view_of(struct value v)
{
	struct value base = value_base(v);
	const char *named = base.kind == V_OBJECT && base.u.object->shape->type_name
			    ? base.u.object->shape->type_name->data : NULL;

	for (size_t i = 0; i < G_N_ELEMENTS(type_views); i++)
		if (named && text_equal_nocase(type_views[i].type, named))
			return &type_views[i];
	for (const struct type *type = type_of(base); type; type = type->base)
		for (size_t i = 0; i < G_N_ELEMENTS(type_views); i++)
			if (!strcmp(type_views[i].type, type->name))
				return &type_views[i];
	return NULL;
}

/* Values that are shown as their text. */
static bool is_text(struct value v)
{
	struct value base = value_base(v);

	switch (base.kind) {
	case V_OBJECT:
		return base.u.object->shape->type && base.u.object->shape->type->to_string &&
		       !base.u.object->shape->type->default_properties && !type_view_of(v);
	case V_DICT:
		return false;
	case V_NATIVE:
		return type_of(base)->to_string && !type_view_of(v) && !type_of(base)->default_properties;
	case V_ERROR:
		return true;
	default:
		return true;
	}
}

struct count_data {
	uint32_t n;
	struct view *view;
};

static void add_all(struct string *name, struct value v, void *data)
{
	struct count_data *count = data;

	count->n++;
	view_add(count->view, name->data, name->data);
}

static void default_properties(struct view *view, const char *names)
{
	g_auto(GStrv) words = g_strsplit(names, " ", -1);

	for (size_t i = 0; words[i]; i++)
		if (*words[i])
			view_add(view, words[i], words[i]);
}

struct view *view_default(struct scope *scope, struct value v, enum view_kind wanted)
{
	struct value base = value_base(v);
	const struct type *type = type_of(base);
	const struct type_view *row = type_view_of(v);
	struct view *view = view_new(wanted == VIEW_TEXT ? VIEW_TABLE : wanted);
	struct count_data count = { 0, view };

	if (wanted == VIEW_TEXT && is_text(v)) {
		view->kind = VIEW_TEXT;
		return view;
	}
	if (base.kind != V_OBJECT || type != &type_pscustomobject)
		view->type = type;
	if (row && (wanted == VIEW_TEXT || wanted == row->kind)) {
		view->kind = row->kind;
		view->type = type;
		view->row = row;
		view_of_columns(view, row->columns);
		return view;
	}
	if (type->default_properties && wanted != VIEW_LIST)
		default_properties(view, type->default_properties);
	else
		member_each(scope, v, add_all, &count);
	if (!view->columns)
		view_add(view, "", NULL), g_array_set_size(view->columns, 0);
	if (!type->default_properties)
		view->type = NULL;
	if (wanted == VIEW_TEXT && view->columns->len > 4)
		view->kind = VIEW_LIST;
	if (view->kind == VIEW_TABLE && wanted == VIEW_TABLE && view->columns->len > 10)
		g_array_set_size(view->columns, 10);
	return view;
}

bool view_continues(const struct view *view, struct scope *scope, struct value v)
{
	if (view->kind == VIEW_TEXT || is_text(v))
		return view->kind == VIEW_TEXT && is_text(v);
	if (view->row || type_view_of(v))
		return view->row == type_view_of(v);
	return view->type == type_of(value_base(v)) || (!view->type && !type_view_of(v) &&
							 !type_of(value_base(v))->default_properties);
}

bool view_default_is_text(struct scope *scope, struct value v)
{
	return is_text(v);
}
