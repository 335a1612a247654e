/*
 * Views: how a document begun by some object is laid out. What the command
 * line names comes first, then the type's own view (view_table.c), then the
 * properties a type is known by, then all there are.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/object.h"
#include "lib/wildcard.h"
#include "shell/format.h"
#include "shell/help.h"
#include "shell/member.h"
#include "shell/typedata.h"

#define TABLE_MAX_SHAPE 4		/* more properties than this make a list */
#define TABLE_MAX_COLUMNS 10		/* of a table that nobody chose columns for */

/* -- Columns ------------------------------------------------------------------------------- */

static void column_clear(gpointer p)
{
	struct column *column = p;

	str_unref(column->label);
	str_unref(column->given);
	value_unref(column->block);
	g_free(column->format);
}

GArray *columns_new(void)
{
	GArray *columns = g_array_new(FALSE, FALSE, sizeof(struct column));

	g_array_set_clear_func(columns, column_clear);
	return columns;
}

struct column *columns_add(GArray *columns, const char *label, const char *property)
{
	struct column column = { .label = label ? str_new(label, -1) : NULL,
				 .block = VALUE_UNSET,
				 .depth = -1 };

	if (property)
		column.name = symbol_get(property, -1);
	g_array_append_val(columns, column);
	return &g_array_index(columns, struct column, columns->len - 1);
}

static struct column *columns_copy(GArray *columns, const struct column *from)
{
	struct column column = *from;

	if (column.label)
		str_ref(column.label);
	if (column.given)
		str_ref(column.given);
	value_ref(column.block);
	column.format = g_strdup(from->format);
	g_array_append_val(columns, column);
	return &g_array_index(columns, struct column, columns->len - 1);
}

static void column_free(struct column *column)
{
	if (column)
		column_clear(column);
	g_free(column);
}

void format_params_clear(struct format_params *params)
{
	g_clear_pointer(&params->properties, g_array_unref);
	g_clear_pointer(&params->group, column_free);
	g_clear_pointer(&params->view, g_free);
}

static struct view *view_new(enum view_kind kind)
{
	struct view *view = g_new0(struct view, 1);

	view->refs = 1;
	view->kind = kind;
	return view;
}

void view_unref(struct view *view)
{
	if (!view || --view->refs > 0)
		return;
	g_clear_pointer(&view->columns, g_array_unref);
	column_free(view->group);
	g_free(view);
}

/* -- What there is to know of an object ---------------------------------------------------- */

bool is_plain_text(struct value v)
{
	static const char *const texts[] = {
		"System.Management.Automation.InformationRecord",
		"System.Management.Automation.WarningRecord",
		"System.Management.Automation.VerboseRecord",
		"System.Management.Automation.DebugRecord",
		"System.Security.SecureString",
	};
	const struct type *type;

	v = value_base(v);
	if (v.kind == V_TIMESPAN || v.kind == V_DATETIME || v.kind == V_SWITCH || v.kind == V_TYPE)
		return false;
	if (v.kind < V_ARRAY || v.kind == V_SCRIPTBLOCK || v.kind == V_ERROR)
		return true;
	if (v.kind != V_NATIVE && v.kind != V_OBJECT)
		return false;
	type = type_of(v);
	/* Exchange's values are text; its objects are records of the state. */
	if (v.kind == V_NATIVE && g_str_has_prefix(type->name, "Microsoft.Exchange."))
		return true;
	for (size_t i = 0; type != &type_pscustomobject && i < G_N_ELEMENTS(texts); i++)
		if (g_str_has_prefix(type->name, texts[i]))
			return true;
	return false;
}

static void count_property(struct string *name, struct value v, void *data)
{
	++*(unsigned *)data;
}

bool has_properties(struct scope *scope, struct value v)
{
	struct value base = value_base(v);
	unsigned n = 0;

	if (base.kind == V_OBJECT)
		for (uint32_t i = 0; i < base.u.object->shape->n; i++)
			if (!(base.u.object->shape->members[i].flags & MEMBER_HIDDEN) &&
			    base.u.object->shape->members[i].kind != MEMBER_METHOD)
				return true;
	if (type_of(base)->properties)
		return true;
	member_each(scope, v, count_property, &n);
	return n > 0;
}

enum align natural_align(struct value v)
{
	v = value_base(v);
	if (value_is_number(v) || v.kind == V_BOOL || v.kind == V_ENUM || v.kind == V_CHAR ||
	    (v.kind == V_NATIVE && v.u.native->type == &type_securestring))
		return ALIGN_RIGHT;
	return ALIGN_LEFT;
}

const struct type *record_type(struct value v)
{
	struct value base = value_base(v);
	const struct type *type = type_of(base);

	return base.kind == V_OBJECT && type->free_hidden && type->default_properties ? type : NULL;
}

/* -- Resolving columns against an object --------------------------------------------------- */

static struct string *spelled(struct shape *shape, const struct symbol *name)
{
	int slot = shape_slot(shape, name);

	return slot >= 0 && shape->members[slot].kind != MEMBER_METHOD
		       ? str_ref(shape->members[slot].name)
		       : NULL;
}

/* How the object itself spells a property; NULL: it has none of that name. */
static struct string *property_spelling(struct scope *scope, struct value v,
					const struct column *column)
{
	struct symbol *name = column->name;
	struct value base = value_base(v), got;
	struct string *found = NULL;
	const struct type_member *member;

	if (v.kind == V_BOXED)
		found = spelled(((struct boxed *)v.u.block)->members->shape, name);
	if (!found && base.kind == V_OBJECT)
		found = spelled(base.u.object->shape, name);
	if (found)
		return found;
	member = type_property(type_of(base), name, false);
	if (member) {
		size_t len;
		const char *text = type_member_name(member, &len);

		return str_new(text, len);
	}
	if (!type_of(base)->member_get &&
	    (!scope->session->type_additions || value_is_enumerable(base)))
		return NULL;
	got = member_get(scope, v, name, NULL);
	if (got.kind != V_UNSET &&
	    !(got.kind == V_NATIVE &&
	      g_str_has_prefix(got.u.native->type->name, "System.Management.Automation.PSMethod")))
		found = str_ref(column->given ? column->given : name->name);
	value_unref(got);
	return found;
}

struct wildcard_data {
	GArray *columns;
	const struct column *from;
	const char *pattern;
	guint first;			/* of the columns that this pattern gave */
};

static void add_matching(struct string *name, struct value v, void *data)
{
	struct wildcard_data *w = data;
	struct column *column;

	if (!wildcard_match_name(w->pattern, name->data))
		return;
	for (guint i = w->first; i < w->columns->len; i++)
		if (g_array_index(w->columns, struct column, i).name == symbol_of(name))
			return;
	column = columns_copy(w->columns, w->from);
	column->name = symbol_of(name);
	if (!column->label)
		column->label = str_ref(name);
}

/* What a column of the command line means for this object; `keep` keeps what it does not have. */
static void resolve(GArray *columns, struct scope *scope, const struct column *from, struct value v,
		    bool keep)
{
	struct string *name = NULL;
	struct column *column;

	if (from->name && wildcard_has_special(from->name->name->data, from->name->name->len)) {
		struct wildcard_data w = { columns, from, from->name->name->data, columns->len };

		member_each(scope, v, add_matching, &w);
		return;
	}
	if (from->name) {
		name = property_spelling(scope, v, from);
		if (!name && !keep)
			return;
	}
	column = columns_copy(columns, from);
	if (!column->label)
		column->label = name ? str_ref(name) : column_label(scope, from, v);
	str_unref(name);
}

struct string *column_label_in(struct scope *scope, const struct column *column, struct value v)
{
	g_autoptr(GArray) found = columns_new();

	resolve(found, scope, column, v, true);
	return found->len ? str_ref(g_array_index(found, struct column, 0).label)
			  : column_label(scope, column, v);
}

static GArray *resolve_all(struct scope *scope, const GArray *from, struct value v, bool keep)
{
	GArray *columns = columns_new();

	for (guint i = 0; i < from->len; i++)
		resolve(columns, scope, &g_array_index(from, struct column, i), v, keep);
	return columns;
}

static void add_property(struct string *name, struct value v, void *data)
{
	GArray *columns = data;

	for (guint i = 0; i < columns->len; i++)
		if (g_array_index(columns, struct column, i).name == symbol_of(name))
			return;
	columns_add(columns, name->data, NULL)->name = symbol_of(name);
}

static GArray *all_properties(struct scope *scope, struct value v)
{
	GArray *columns = columns_new();

	member_each(scope, v, add_property, columns);
	return columns;
}

/* The properties that objects of the type are known by; NULL: none. A record's list has all. */
static GArray *default_set(struct scope *scope, struct value v, bool for_list)
{
	g_autofree char *names = typedata_display_set(scope, v);
	const char *of_type = type_of(value_base(v))->default_properties;
	g_auto(GStrv) words = NULL;
	GArray *columns;

	if (!names && (!of_type || (for_list && record_type(v))))
		return NULL;
	words = g_strsplit(names ? names : of_type, names ? "\n" : " ", -1);
	columns = columns_new();
	for (size_t i = 0; words[i]; i++)
		if (*words[i])
			columns_add(columns, words[i], words[i]);
	return columns;
}

static GArray *known_properties(struct scope *scope, struct value v, bool for_list)
{
	GArray *columns = default_set(scope, v, for_list);

	return columns ? columns : all_properties(scope, v);
}

/* -- Views of types ------------------------------------------------------------------------ */

/* The end of a word of a spec: blanks within braces and quotes of a script do not end it. */
static const char *word_end(const char *p)
{
	for (int depth = 0; *p && (depth > 0 || *p != ' '); p++)
		depth += (*p == '{') - (*p == '}');
	return p;
}

/* PROPERTY or {SCRIPT}, up to `end`. */
static void column_source(struct scope *scope, struct column *column, const char *text,
			  const char *end)
{
	g_autofree char *source = g_strndup(text, end - text);
	size_t len = strlen(source);

	if (*source == '{') {
		source[len - 1] = '\0';
		block_parse(&scope->session->host, source + 1, &column->block, NULL);
		return;
	}
	if (len && source[len - 1] == '?') {
		column->optional = true;
		source[--len] = '\0';
	}
	column->name = symbol_get(source, len);
}

/* LABEL=PROPERTY:WIDTH:ALIGN */
static void column_of_word(struct scope *scope, struct column *column, const char *word,
			   const char *end)
{
	const char *equals = memchr(word, '=', end - word), *brace = memchr(word, '{', end - word);
	const char *stop, *source = word;

	if (equals && (!brace || equals < brace))
		source = equals + 1;
	brace = *source == '{' ? g_strrstr_len(source, end - source, "}") : NULL;
	stop = brace ? brace + 1 : memchr(source, ':', end - source);
	if (!stop)
		stop = end;
	column_source(scope, column, source, stop);
	if (source > word) {
		g_autofree char *label = g_strndup(word, source - 1 - word);

		column->label = str_new(g_strdelimit(label, "_", ' '), -1);
	} else {
		column->label = str_new(source, stop - source - column->optional);
	}
	for (const char *p = stop; p < end; p++) {
		if (g_ascii_isdigit(*p) && p[-1] == ':')
			column->width = strtoul(p, NULL, 10);
		else if (p[-1] == ':' && (*p == 'r' || *p == 'l'))
			column->align = *p == 'r' ? ALIGN_RIGHT : ALIGN_LEFT;
	}
}

static void option_of_word(struct scope *scope, struct view *view, const char *word,
			   const char *end)
{
	if (g_str_has_prefix(word, "+autosize")) {
		view->autosize = true;
	} else if (g_str_has_prefix(word, "+wrap")) {
		view->wrap = true;
	} else if (g_str_has_prefix(word, "+group=")) {
		view->group = g_new0(struct column, 1);
		view->group->block = VALUE_UNSET;
		column_of_word(scope, view->group, word + strlen("+group="), end);
		view->group_indent = view->group->name ? 3 : 4;
	}
}

static struct view *view_of_row(struct scope *scope, const struct type_view *row)
{
	struct view *view = view_new(type_view_kind(row));

	view->row = row;
	view->columns = columns_new();
	for (const char *word = word_end(row->spec), *end; *word; word = end) {
		end = word_end(++word);
		if (*word == '+')
			option_of_word(scope, view, word, end);
		else if (end > word)
			column_of_word(scope, columns_add(view->columns, NULL, NULL), word, end);
	}
	return view;
}

/* -- Choosing ------------------------------------------------------------------------------ */

static const struct fault no_view = {
	"FormatViewNotFound", "System.Management.Automation.PipelineStoppedException",
	CATEGORY_OBJECT_NOT_FOUND, NULL };

static const char *const shape_names[] = { [VIEW_ANY] = "Table",
					   [VIEW_TABLE] = "Table",
					   [VIEW_LIST] = "List",
					   [VIEW_WIDE] = "Wide",
					   [VIEW_CUSTOM] = "Custom" };

static const struct type_view *named_view(struct value v, const struct format_params *params,
					  GError **error)
{
	const struct type_view *row = type_view_find(v, params->kind, params->view), *other;
	g_autofree char *names = NULL;
	struct value target = VALUE_NULL;

	if (row)
		return row;
	names = type_view_names(v, params->kind);
	other = type_view_find(v, VIEW_ANY, params->view);
	if (*names)
		fault_set(error, &no_view, target,
			  "The view name %s cannot be found. Specify one of the following %s "
			  "views and try again: %s.",
			  params->view, shape_names[params->kind], names);
	else if (other)
		fault_set(error, &no_view, target,
			  " The view name %s cannot be found in the %s formatting. Try using "
			  "one of these other format cmdlets: Format-%s",
			  params->view, shape_names[params->kind],
			  shape_names[type_view_kind(other)]);
	else
		fault_set(error, &no_view, target,
			  "The view name %s cannot be found. There are no existing %s views "
			  "for %s objects.",
			  params->view, shape_names[params->kind], type_of(value_base(v))->name);
	return NULL;
}

static void align_columns(struct scope *scope, GArray *columns, struct value v)
{
	for (guint i = 0; i < columns->len; i++) {
		struct column *column = &g_array_index(columns, struct column, i);
		struct value shown, failed;

		if (column->align)
			continue;
		column->align = ALIGN_LEFT;
		if (column_value(scope, column, v, &shown, &failed)) {
			column->align = natural_align(shown);
			value_unref(shown);
		} else {
			value_unref(failed);
		}
	}
}

/* The columns of a table of objects like the first. */
static GArray *table_columns(struct scope *scope, struct value v,
			     const struct format_params *params)
{
	GArray *columns;

	if (params && params->properties)
		return resolve_all(scope, params->properties, v, true);
	columns = default_set(scope, v, false);
	if (!columns) {
		columns = all_properties(scope, v);
		if (columns->len > TABLE_MAX_COLUMNS)
			g_array_set_size(columns, TABLE_MAX_COLUMNS);
	}
	return columns;
}

/* No view is known for the type: its properties make one. */
static struct view *view_of_properties(struct scope *scope, struct value v,
				       const struct format_params *params)
{
	struct view *view = view_new(params ? params->kind : VIEW_ANY);

	view->record = record_type(v);
	if (view->kind == VIEW_ANY) {
		g_autoptr(GArray) known = known_properties(scope, v, false);

		view->kind = known->len > TABLE_MAX_SHAPE ? VIEW_LIST : VIEW_TABLE;
		if (view->kind == VIEW_LIST && view->record)
			view->columns = g_array_ref(known);
	}
	if (view->kind == VIEW_TABLE) {
		view->columns = table_columns(scope, v, params);
		align_columns(scope, view->columns, v);
	}
	return view;
}

static void apply_params(struct view *view, const struct format_params *params)
{
	if (params->autosize >= 0)
		view->autosize = params->autosize;
	if (params->wrap >= 0)
		view->wrap = params->wrap;
	if (params->hide_headers >= 0)
		view->hide_headers = params->hide_headers;
	view->repeat_header = params->repeat_header;
	view->across = view->autosize ? 0 : MAX(params->across, 0);
}

struct view *view_for(struct scope *scope, struct value v, const struct format_params *params,
		      GError **error)
{
	const struct layout_row *help = params ? NULL : help_layout(v);
	const struct type_view *row = NULL;
	struct view *view;

	if (help) {
		view = view_new(VIEW_CUSTOM);
		view->help = help;
		return view;
	}
	if (params && params->view && !params->properties) {
		row = named_view(v, params, error);
		if (!row)
			return NULL;
	} else if (!params || !params->properties) {
		row = type_view_find(v, params ? params->kind : VIEW_ANY, NULL);
	}
	view = row ? view_of_row(scope, row) : view_of_properties(scope, v, params);
	if (params)
		apply_params(view, params);
	return view;
}

bool view_applies(const struct view *view, struct value v)
{
	return !view->row || type_view_applies(view->row, v);
}

/* -- What is shown of one object ----------------------------------------------------------- */

/* A type's list leaves out what the object does not have. */
static GArray *present_columns(struct scope *scope, const GArray *from, struct value v)
{
	GArray *columns = columns_new();

	for (guint i = 0; i < from->len; i++) {
		const struct column *column = &g_array_index(from, struct column, i);
		struct string *name = column->optional ? property_spelling(scope, v, column) : NULL;

		if (!column->optional || name)
			columns_copy(columns, column);
		str_unref(name);
	}
	return columns;
}

struct string *naming_property(struct scope *scope, struct value v)
{
	static const char *const patterns[] = { "name", "id", "key", "*key", "*name", "*id" };

	for (size_t i = 0; i < G_N_ELEMENTS(patterns); i++) {
		struct column from = { .name = symbol_get(patterns[i], -1), .depth = -1 };
		g_autoptr(GArray) found = columns_new();

		resolve(found, scope, &from, v, false);
		if (found->len)
			return str_ref(g_array_index(found, struct column, 0).label);
	}
	return NULL;
}

static GArray *wide_columns(struct scope *scope, struct value v)
{
	struct string *name = naming_property(scope, v);
	GArray *columns;

	if (!name)
		return known_properties(scope, v, false);
	columns = columns_new();
	columns_add(columns, name->data, name->data);
	str_unref(name);
	return columns;
}

GArray *view_expand(struct scope *scope, const struct view *view, struct value v,
		    const struct format_params *params)
{
	if (view->columns)
		return view->kind == VIEW_LIST ? present_columns(scope, view->columns, v)
					       : g_array_ref(view->columns);
	if (params && params->properties)
		return resolve_all(scope, params->properties, v, false);
	return view->kind == VIEW_WIDE ? wide_columns(scope, v) : known_properties(scope, v, true);
}
