/*
 * Get-Error: the properties of a record as lines "Name : value", empty ones
 * left out. Errors, exceptions and the InvocationInfo among them, and the
 * elements of collections, are shown the same way, indented below their name.
 */
#include "config.h"

#include "shell/error_details.h"

#include "lib/array.h"
#include "lib/cmdlet.h"
#include "lib/convert.h"
#include "lib/error_record.h"
#include "lib/object.h"
#include "lib/type.h"
#include "shell/eval.h"
#include "shell/member.h"

enum { MAX_DEPTH = 10, INDENT = 4 };

static const char extended_name[] = "System.Management.Automation.ErrorRecord#PSExtendedError";

struct detail {
	struct string *name;
	struct value v;
};

struct details {
	struct session *session;
	GString *out;
};

static void append_details(struct details *d, struct value v, unsigned indent, unsigned depth);

/* -- Properties ------------------------------------------------------------------------------- */

static void detail_clear(void *data)
{
	struct detail *detail = data;

	str_unref(detail->name);
	value_unref(detail->v);
}

/* Null, '', zero, false and empty collections say nothing. */
static bool says_something(struct value v)
{
	struct value base = value_base(v);

	switch (base.kind) {
	case V_STRING:
		return base.u.str->len > 0;
	case V_ARRAY:
		return base.u.array->len > 0;
	case V_LIST:
		return base.u.list->len > 0;
	case V_DICT:
		return base.u.dict->len > 0;
	case V_BOOL: case V_SWITCH:
		return base.u.b;
	default:
		return !value_is_null(base) && !(value_is_number(base) && !value_truth(base));
	}
}

static void collect(struct string *name, struct value v, void *data)
{
	GArray *all = data;
	struct detail detail = { str_ref(name), value_ref(v) };

	for (unsigned i = 0; i < all->len; i++)
		if (str_equal(g_array_index(all, struct detail, i).name, name)) {
			detail_clear(&detail);
			return;
		}
	if (says_something(v))
		g_array_append_val(all, detail);
	else
		detail_clear(&detail);
}

static bool is_exception(struct value v)
{
	return value_is(v, &type_exception);
}

/* What every exception has comes after what only its own type has. */
static int rank_of(const struct detail *detail)
{
	static const char *const common[] = { "Message", "Data", "InnerException", "HelpLink", "Source",
					      "HResult", "StackTrace" };

	if (!strcmp(detail->name->data, "Type"))
		return -2;
	for (unsigned i = 0; i < G_N_ELEMENTS(common); i++)
		if (!strcmp(detail->name->data, common[i]))
			return i;
	return -1;
}

static int by_rank(const void *a, const void *b)
{
	return rank_of(a) - rank_of(b);
}

static GArray *details_of(struct details *d, struct value v)
{
	GArray *all = g_array_new(FALSE, FALSE, sizeof(struct detail));
	struct detail type = { .v = VALUE_UNSET };

	g_array_set_clear_func(all, detail_clear);
	if (is_exception(v)) {
		type.name = str_new("Type", -1);
		type.v = value_text(type_of(value_base(v))->name);
		g_array_append_val(all, type);
	}
	member_each(d->session->scope, v, collect, all);
	if (is_exception(v))
		g_array_sort(all, by_rank);
	return all;
}

/* -- Values ----------------------------------------------------------------------------------- */

static bool is_nested(struct value v)
{
	struct value base = value_base(v);

	return base.kind == V_ERROR || is_exception(base) ||
	       !strcmp(type_of(base)->name, "System.Management.Automation.InvocationInfo");
}

static void append_nested(struct details *d, struct value v, unsigned indent, unsigned depth)
{
	if (depth >= MAX_DEPTH) {
		g_string_append(d->out, "…");
		return;
	}
	g_string_append_c(d->out, '\n');
	append_details(d, v, indent + INDENT, depth + 1);
}

/* Text of several lines goes on below its first one. */
static void append_text(struct details *d, struct value v, unsigned margin)
{
	struct string *text = value_to_text(d->session->scope, v, " ");
	g_auto(GStrv) lines = g_strsplit(text->data, "\n", -1);

	for (unsigned i = 0; lines[i]; i++)
		g_string_append_printf(d->out, "%s%*s%s", i ? "\n" : "", i ? (int)margin : 0, "",
				       lines[1] ? g_strstrip(lines[i]) : lines[i]);
	str_unref(text);
}

static void append_table(struct details *d, const struct dict *dict, unsigned indent)
{
	const struct dict_entry *entry;

	g_string_append_c(d->out, '\n');
	for (uint32_t at = 0; dict_next(dict, &at, &entry);) {
		struct string *key = value_to_display(entry->key);

		g_string_append_printf(d->out, "%*s%s : ", indent + INDENT, "", key->data);
		append_text(d, entry->value, indent + INDENT);
		g_string_append_c(d->out, '\n');
		str_unref(key);
	}
}

static void append_elements(struct details *d, struct value v, unsigned indent, unsigned depth)
{
	struct enumerator e;
	struct value item;
	bool first = true;

	enumerator_init(&e, v);
	while (enumerator_next(&e, &item, NULL)) {
		g_string_append(d->out, first ? "\n" : "\n\n");
		if (is_nested(item))
			append_details(d, item, indent + INDENT, depth + 1);
		else
			append_text(d, item, indent + INDENT);
		first = false;
		value_unref(item);
	}
	enumerator_clear(&e);
}

static void append_value(struct details *d, struct value v, unsigned indent, unsigned margin, unsigned depth)
{
	struct value base = value_base(v);

	if (is_nested(base))
		append_nested(d, base, indent, depth);
	else if (base.kind == V_DICT)
		append_table(d, base.u.dict, indent);
	else if (base.kind != V_STRING && value_is_enumerable(base) && depth < MAX_DEPTH)
		append_elements(d, base, indent, depth);
	else
		append_text(d, v, margin);
}

static void append_details(struct details *d, struct value v, unsigned indent, unsigned depth)
{
	GArray *all = details_of(d, v);
	unsigned width = 0;

	for (unsigned i = 0; i < all->len; i++)
		width = MAX(width, g_array_index(all, struct detail, i).name->units);
	for (unsigned i = 0; i < all->len; i++) {
		struct detail *detail = &g_array_index(all, struct detail, i);

		g_string_append_printf(d->out, "%s%*s%-*s : ", i ? "\n" : "", indent, "", width,
				       detail->name->data);
		append_value(d, detail->v, indent, indent + width + 3, depth);
	}
	g_array_free(all, TRUE);
}

struct string *error_details_text(struct session *session, struct value v)
{
	struct details d = { session, g_string_new(NULL) };

	append_details(&d, v, 0, 1);
	return str_from_gstring(d.out);
}

/* -- Get-Error ------------------------------------------------------------------------------------ */

struct value error_details_new(struct value v)
{
	struct boxed *boxed = boxed_new(value_base(v));
	struct string *name = str_new(extended_name, -1);
	struct shape *shape = shape_named(boxed->members->shape, name);

	str_unref(name);
	shape_unref(boxed->members->shape);
	boxed->members->shape = shape;
	return value_of(boxed);
}

bool error_details_is(struct value v)
{
	const struct string *name;

	if (v.kind != V_BOXED)
		return false;
	name = ((struct boxed *)v.u.block)->members->shape->type_name;
	return name && !strcmp(name->data, extended_name);
}

struct get_error_args {
	struct value input, newest;
};

static const struct param get_error_params[] = {
	{ "InputObject", "psobject", FIELD(get_error_args, input), POSITION(0), .pipeline = BY_VALUE,
	  .sets = 2, .mandatory_sets = 2, .help = "An error record or exception to show." },
	{ "Newest", "int", FIELD(get_error_args, newest), .sets = 1, .aliases = "Last",
	  .min = 1, .max = INT32_MAX, .help = "How many of the session's last errors to show." },
	{ NULL }
};

static enum flow emit_details(struct call *call, struct value v)
{
	return emit_take(call, error_details_new(v));
}

static enum flow get_error(struct call *call, void *data)
{
	struct get_error_args *args = data;
	value_auto errors = host_variable(call_host(call), "Error");
	uint32_t n = args->newest.kind == V_I32 ? args->newest.u.i : 1;
	enum flow flow = FLOW_NEXT;

	if (arg_given(args->input))
		return emit_details(call, args->input);
	if (errors.kind != V_LIST)
		return FLOW_NEXT;
	for (uint32_t i = 0; flow == FLOW_NEXT && i < MIN(n, errors.u.list->len); i++)
		flow = emit_details(call, errors.u.list->items[i]);
	return flow;
}

static const struct cmdlet_example get_error_examples[] = {
	{ "Get-Error", "Shows the last error with all that it holds." },
	{ "Get-Error -Newest 3", "Shows the last three errors." },
	{ NULL }
};

CMDLET(get_error_cmdlet) = {
	.name = "Get-Error", .aliases = "gerr", .module = "Microsoft.PowerShell.Utility",
	.synopsis = "Shows all that an error record holds.",
	.description = "Shows the properties of the session's last error, or of those given, with the "
		       "exceptions inside it.",
	.params = get_error_params, .examples = get_error_examples,
	.sets = "Newest Error", .default_set = "Newest",
	.output = "System.Management.Automation.ErrorRecord",
	.args_size = sizeof(struct get_error_args), .process = get_error,
};
