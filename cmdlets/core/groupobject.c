/*
 * Group-Object: groups are found by a hash of their keys' texts while objects
 * arrive, and put in order of their keys at the end, unless the keys' types
 * differ: then they stay in the order of their first objects.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/column.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/types/results.h"

struct group_object_args {
	struct value input, property, no_element, as_table, as_string, culture, with_case;
};

enum { SET_TABLE = 1 };

static const struct param group_object_params[] = {
	{ "InputObject", "object", FIELD(group_object_args, input), .pipeline = BY_VALUE,
	  .help = "The objects to group." },
	{ "Property", "object[]", FIELD(group_object_args, property), POSITION(0),
	  .help = "What to group by: property names, blocks or calculated properties." },
	{ "NoElement", "switch", FIELD(group_object_args, no_element),
	  .help = "Leaves the grouped objects out." },
	{ "AsHashTable", "switch", FIELD(group_object_args, as_table), .sets = SET_TABLE,
	  .aliases = "AHT", .help = "Gives one hashtable of the groups." },
	{ "AsString", "switch", FIELD(group_object_args, as_string), .sets = SET_TABLE,
	  .help = "The hashtable's keys are text." },
	{ "Culture", "string", FIELD(group_object_args, culture), .flags = PARAM_IGNORED,
	  .help = "The culture whose order counts." },
	{ "CaseSensitive", "switch", FIELD(group_object_args, with_case),
	  .help = "Upper and lower case differ." },
	{ NULL }
};

struct group {
	uint32_t number;		/* in the order of their first objects */
	uint32_t count;
	struct list *members;
	struct value keys[];
};

struct group_state {
	struct columns columns;
	unsigned n;
	bool with_case, mixed;
	const struct type **types;	/* of each key so far */
	struct dict *index;		/* text of the keys -> number in `groups` */
	GPtrArray *groups;
	struct value *keys;		/* of the object at hand */
	GString *text;
};

static const struct fault table_of_many = {
	"GroupObjectMultipleProperties", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	NULL };
static const struct fault only_with_table = {
	"GroupObjectWithHashTable", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT, NULL };

static enum flow group_object_begin(struct call *call, void *data)
{
	struct group_object_args *args = data;
	struct group_state *state = call_state(call);
	GError *error = NULL;

	if (arg_on(args->as_string) && !arg_on(args->as_table))
		return call_throw_fault(call, &only_with_table, VALUE_NULL,
			"The AsString parameter must be used with the AsHashTable parameter.");
	if (!columns_init(&state->columns, args->property, 0, &error))
		return call_throw(call, error);
	if (arg_on(args->as_table) && state->columns.n > 1 && !arg_on(args->as_string))
		return call_throw_fault(call, &table_of_many, VALUE_NULL,
			"The AsHashTable parameter can only be used with more than one property "
			"when the AsString parameter is added.");
	state->n = MAX(state->columns.n, 1);
	state->with_case = arg_on(args->with_case);
	state->types = g_new0(const struct type *, state->n);
	state->keys = g_new0(struct value, state->n);
	state->index = dict_new(DICT_GENERIC, state->with_case);
	state->groups = g_ptr_array_new();
	state->text = g_string_new(NULL);
	return FLOW_NEXT;
}

/* Reads the keys of one object; those it lacks count as null. */
static enum flow read_keys(struct call *call, struct group_state *state, struct value object)
{
	for (unsigned k = 0; k < state->n; k++) {
		struct value v = VALUE_UNSET;
		enum flow flow = FLOW_NEXT;

		if (!state->columns.n)
			v = value_ref(object);
		else
			flow = column_read(&state->columns.at[k], call_host(call), object, &v);
		if (flow == FLOW_ERROR) {
			value_unref(host_take_error(call_host(call)));
			flow = FLOW_NEXT;
		}
		value_put(&state->keys[k], value_is_null(v) ? VALUE_NULL : v);
		if (flow != FLOW_NEXT)
			return flow;
	}
	return FLOW_NEXT;
}

static void note_types(struct group_state *state)
{
	for (unsigned k = 0; k < state->n && !state->mixed; k++) {
		const struct type *type;

		if (value_is_null(state->keys[k]))
			continue;
		type = type_of(value_base(state->keys[k]));
		if (!state->types[k])
			state->types[k] = type;
		else if (state->types[k] != type)
			state->mixed = true;
	}
}

static struct group *find_equal(const struct group_state *state)
{
	for (guint i = 0; i < state->groups->len; i++) {
		struct group *group = state->groups->pdata[i];
		unsigned k = 0;

		while (k < state->n && !value_rank(group->keys[k], state->keys[k], state->with_case))
			k++;
		if (k == state->n)
			return group;
	}
	return NULL;
}

/* What equal keys have in common: one that is text already stands for itself. */
static struct value key_text(struct group_state *state)
{
	struct value only = state->n == 1 ? value_base(state->keys[0]) : VALUE_NULL;

	if (only.kind == V_STRING)
		return value_ref(only);
	g_string_truncate(state->text, 0);
	for (unsigned k = 0; k < state->n; k++)
		value_key(state->text, state->keys[k], state->with_case);
	if (!value_is_null(only))	/* without the end of the key, as text alone is */
		g_string_truncate(state->text, state->text->len - 1);
	return value_str(str_new(state->text->str, state->text->len));
}

static struct group *group_new(struct group_state *state)
{
	struct group *group = g_malloc0(sizeof(*group) + state->n * sizeof(struct value));

	for (unsigned k = 0; k < state->n; k++)
		group->keys[k] = value_ref(state->keys[k]);
	group->number = state->groups->len;
	group->members = list_new(result_collection_type(), NULL);
	g_ptr_array_add(state->groups, group);
	return group;
}

static struct group *find_group(struct group_state *state)
{
	value_auto key = key_text(state);
	const struct value *found = dict_find(state->index, key);
	struct group *group = NULL;

	if (found)
		return state->groups->pdata[found->u.i];
	if (state->mixed)
		group = find_equal(state);
	if (!group)
		group = group_new(state);
	dict_set(state->index, value_steal(&key), value_i32(group->number));
	return group;
}

static enum flow group_object(struct call *call, void *data)
{
	struct group_object_args *args = data;
	struct group_state *state = call_state(call);
	struct group *group;
	enum flow flow;

	if (value_is_null(args->input))
		return FLOW_NEXT;
	flow = read_keys(call, state, args->input);
	if (flow != FLOW_NEXT)
		return flow;
	note_types(state);
	group = find_group(state);
	group->count++;
	if (!arg_on(args->no_element))
		list_add(group->members, value_ref(args->input));
	return FLOW_NEXT;
}

static void append_key(GString *name, struct value key)
{
	struct value base = value_base(key);
	bool braces = base.kind == V_ARRAY || base.kind == V_LIST;
	uint32_t n = arg_count(key);

	if (name->len)
		g_string_append(name, ", ");
	if (braces)
		g_string_append_c(name, '{');
	for (uint32_t i = 0; i < n; i++) {
		value_auto v = arg_at(key, i);
		struct string *text = value_to_display(v);

		if (i)
			g_string_append(name, ", ");
		g_string_append_len(name, text->data, text->len);
		str_unref(text);
	}
	if (braces)
		g_string_append_c(name, '}');
}

static struct value group_name(const struct group_state *state, const struct group *group)
{
	GString *name = g_string_new(NULL);

	for (unsigned k = 0; k < state->n; k++)
		if (!value_is_null(group->keys[k]))
			append_key(name, group->keys[k]);
	return value_str(str_from_gstring(name));
}

static enum flow emit_group(struct call *call, const struct group_state *state,
			    struct group *group, bool no_element)
{
	struct list *values = list_new(NULL, NULL);

	for (unsigned k = 0; k < state->n; k++)
		list_add(values, value_ref(group->keys[k]));
	return emit_take(call, result_group(no_element, group->count, group_name(state, group),
					    value_of(values), value_ref(value_of(group->members))));
}

static enum flow emit_table(struct call *call, const struct group_state *state, bool as_string)
{
	struct dict *table = dict_new(DICT_HASHTABLE, state->with_case);

	for (guint i = 0; i < state->groups->len; i++) {
		struct group *group = state->groups->pdata[i];
		struct value key = as_string ? group_name(state, group) : value_ref(group->keys[0]);

		dict_set(table, value_is_null(key) ? value_text("") : key,
			 value_ref(value_of(group->members)));
	}
	return emit_take(call, value_of(table));
}

static int compare_groups(const void *a, const void *b, void *data)
{
	const struct group *x = *(struct group *const *)a, *y = *(struct group *const *)b;
	const struct group_state *state = data;

	for (unsigned k = 0; k < state->n; k++) {
		int rank = value_rank(x->keys[k], y->keys[k], state->with_case);

		if (rank)
			return rank;
	}
	return 0;
}

static enum flow group_object_end(struct call *call, void *data)
{
	struct group_object_args *args = data;
	struct group_state *state = call_state(call);
	enum flow flow = FLOW_NEXT;

	if (!state->mixed)
		g_qsort_with_data(state->groups->pdata, state->groups->len, sizeof(void *),
				  compare_groups, state);
	if (arg_on(args->as_table))
		return state->groups->len ? emit_table(call, state, arg_on(args->as_string))
					  : FLOW_NEXT;
	for (guint i = 0; i < state->groups->len && flow == FLOW_NEXT; i++)
		flow = emit_group(call, state, state->groups->pdata[i], arg_on(args->no_element));
	return flow;
}

static void group_object_clean(struct call *call)
{
	struct group_state *state = call_state(call);

	for (guint i = 0; state->groups && i < state->groups->len; i++) {
		struct group *group = state->groups->pdata[i];

		for (unsigned k = 0; k < state->n; k++)
			value_unref(group->keys[k]);
		value_unref(value_of(group->members));
		g_free(group);
	}
	for (unsigned k = 0; state->keys && k < state->n; k++)
		value_unref(state->keys[k]);
	g_clear_pointer(&state->groups, g_ptr_array_unref);
	if (state->index)
		value_unref(value_of(state->index));
	if (state->text)
		g_string_free(state->text, TRUE);
	g_free(state->types);
	g_free(state->keys);
	columns_clear(&state->columns);
}

static const struct cmdlet_example group_object_examples[] = {
	{ "Get-Mailbox | Group-Object Database", "How many mailboxes each database has." },
	{ "Get-Mailbox | Group-Object Organization -AsHashTable -AsString",
	  "The mailboxes by organization, for look-ups." },
	{ NULL }
};

CMDLET(group_object_cmdlet) = {
	.name = "Group-Object", .aliases = "group", .module = MODULE_UTILITY,
	.synopsis = "Groups objects that have the same values of properties.",
	.params = group_object_params, .examples = group_object_examples,
	.sets = "HashTable", .default_set = "HashTable",
	.output = "Microsoft.PowerShell.Commands.GroupInfo System.Collections.Hashtable",
	.args_size = sizeof(struct group_object_args), .state_size = sizeof(struct group_state),
	.begin = group_object_begin, .process = group_object, .end = group_object_end,
	.clean = group_object_clean,
};
