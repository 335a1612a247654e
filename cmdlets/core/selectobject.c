/*
 * Select-Object: which objects, and which of their properties.
 *
 * For the properties a plan is made once for each input shape: the output
 * shape, and for each of its slots where the value comes from. Objects made
 * alike then cost one copy per property. Which objects pass is decided before
 * that, so a dropped object costs nothing; -First stops the producers.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/column.h"
#include "lib/convert.h"
#include "lib/dict.h"

struct select_object_args {
	struct value input, property, exclude, expand, unique, ignore_case, last, first, skip,
		skip_last, wait, index, skip_index;
};

enum { SET_DEFAULT = 1, SET_SKIP_LAST = 2, SET_INDEX = 4, SET_SKIP_INDEX = 8,
	SET_SELECTING = SET_DEFAULT | SET_SKIP_LAST | SET_SKIP_INDEX };

static const struct param select_object_params[] = {
	{ "InputObject", "object", FIELD(select_object_args, input), .pipeline = BY_VALUE,
	  .help = "The objects to select from." },
	{ "Property", "object[]", FIELD(select_object_args, property), POSITION(0),
	  .sets = SET_SELECTING, .flags = PARAM_WILDCARDS,
	  .help = "The properties to keep: names, patterns, or calculated properties "
		  "@{Name='...'; Expression={...}}." },
	{ "ExcludeProperty", "string[]", FIELD(select_object_args, exclude),
	  .sets = SET_SELECTING, .flags = PARAM_WILDCARDS,
	  .help = "Properties to leave out; alone it keeps all the others." },
	{ "ExpandProperty", "string", FIELD(select_object_args, expand), .sets = SET_SELECTING,
	  .help = "A property whose value comes out itself, element by element." },
	{ "Unique", "switch", FIELD(select_object_args, unique),
	  .help = "Of equal objects keeps the first." },
	{ "CaseInsensitive", "switch", FIELD(select_object_args, ignore_case),
	  .help = "-Unique compares text without case." },
	{ "Last", "int", FIELD(select_object_args, last), .sets = SET_DEFAULT, .min = 0,
	  .max = INT32_MAX, .help = "How many objects to keep from the end." },
	{ "First", "int", FIELD(select_object_args, first), .sets = SET_DEFAULT, .min = 0,
	  .max = INT32_MAX, .help = "How many objects to keep from the start." },
	{ "Skip", "int", FIELD(select_object_args, skip), .sets = SET_DEFAULT | SET_SKIP_LAST,
	  .min = 0, .max = INT32_MAX, .help = "How many objects to pass over first." },
	{ "SkipLast", "int", FIELD(select_object_args, skip_last), .sets = SET_SKIP_LAST,
	  .min = 0, .max = INT32_MAX, .help = "How many objects to drop at the end." },
	{ "Wait", "switch", FIELD(select_object_args, wait), .sets = SET_DEFAULT | SET_INDEX,
	  .help = "Lets the producers run to their end." },
	{ "Index", "int[]", FIELD(select_object_args, index), .sets = SET_INDEX, .min = 0,
	  .max = INT32_MAX, .help = "The places of the objects to keep, from 0." },
	{ "SkipIndex", "int[]", FIELD(select_object_args, skip_index), .sets = SET_SKIP_INDEX,
	  .min = 0, .max = INT32_MAX, .help = "The places of the objects to drop, from 0." },
	{ NULL }
};

/* Where one slot of an output object comes from. */
struct plan_item {
	struct string *name;
	struct column *column;		/* a block, or NULL */
	struct member_cache member;
};

struct plan {
	const void *key;		/* the input's shape or type; NULL: not made */
	struct shape *held;		/* keeps that shape */
	struct shape *shape;		/* of the output */
	GArray *items;
};

struct select_state {
	bool active, ended, direct;
	struct columns columns;
	struct column expand;
	struct value all;		/* '*', when only -ExcludeProperty is given */
	struct plan plan;
	GHashTable *unique_keys;
	GArray *unique;
	GQueue held;			/* struct value *, for -Last and -SkipLast */
	GHashTable *indexes;
	int64_t at, max_index, first, last, skip, skip_last, passed;
};

static const struct fault expand_not_found = {
	"ExpandPropertyNotFound", "System.Management.Automation.PSArgumentException",
	CATEGORY_INVALID_ARGUMENT, NULL };
static const struct fault already_expanded = {
	"AlreadyExistingUserSpecifiedPropertyExpand", "System.InvalidOperationException",
	CATEGORY_INVALID_OPERATION, NULL };
static const struct fault already_selected = {
	"AlreadyExistingUserSpecifiedPropertyNoExpand", "System.InvalidOperationException",
	CATEGORY_INVALID_OPERATION, NULL };
static const struct fault many_renamed = {
	"RenamingMultipleResults", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION,
	NULL };

/* -- The plan ------------------------------------------------------------ */

static void plan_item_clear(void *data)
{
	struct plan_item *item = data;

	str_unref(item->name);
	member_cache_clear(&item->member);
}

static void plan_clear(struct plan *plan)
{
	shape_unref(plan->held);
	shape_unref(plan->shape);
	if (plan->items)
		g_array_unref(plan->items);
	*plan = (struct plan){ 0 };
}

struct planning {
	struct call *call;
	struct select_object_args *args;
	struct plan *plan;
	struct value pattern;		/* of the wildcard column that is resolved */
	const char *wanted;		/* the plain name that is looked for */
	struct string *found;
	struct value input;
	enum flow flow;
	struct string *label;
	unsigned matches;
};

static bool is_excluded(const struct planning *p, struct string *name)
{
	return arg_given(p->args->exclude) && text_is_like_any(value_str(name), p->args->exclude);
}

static void plan_add(struct planning *p, struct string *name, struct string *source,
		     struct column *column)
{
	struct plan_item item = { .name = name, .column = column };

	for (guint i = 0; i < p->plan->items->len; i++) {
		if (!str_equal_nocase(g_array_index(p->plan->items, struct plan_item, i).name, name))
			continue;
		if (p->flow == FLOW_NEXT)
			p->flow = call_fail(p->call, &already_selected, p->input,
				"The property cannot be processed because the property \"%s\" "
				"already exists.", name->data);
		return;
	}
	str_ref(name);
	if (source)
		item.member.symbol = symbol_of(source);
	g_array_append_val(p->plan->items, item);
}

static void plan_match(struct string *name, struct value v, void *data)
{
	struct planning *p = data;

	if (!text_is_like(value_str(name), p->pattern) || is_excluded(p, name))
		return;
	if (p->label && p->matches++) {
		if (p->matches == 2 && p->flow == FLOW_NEXT)
			p->flow = call_fail(p->call, &many_renamed, p->input,
				"Cannot rename multiple results.");
		return;
	}
	plan_add(p, p->label ? p->label : name, name, NULL);
}

static void plan_spelling(struct string *name, struct value v, void *data)
{
	struct planning *p = data;

	if (!p->found && text_equal_nocase(name->data, p->wanted))
		p->found = str_ref(name);
}

/* The name as the object spells it. */
static struct string *spelled(struct planning *p, const struct column *column)
{
	if (p->input.kind == V_OBJECT) {
		struct shape *shape = p->input.u.object->shape;
		int slot = shape_slot(shape, column->member.symbol);

		if (slot >= 0)
			return str_ref(shape->members[slot].name);
	}
	p->wanted = column->text->data;
	p->found = NULL;
	host_each_property(call_host(p->call), p->input, plan_spelling, p);
	return p->found ? g_steal_pointer(&p->found) : str_ref(column->text);
}

static void plan_column(struct planning *p, struct column *column)
{
	if (column->wildcard) {
		p->pattern = value_str(column->text);
		p->label = column->label;
		p->matches = 0;
		host_each_property(call_host(p->call), p->input, plan_match, p);
	} else if (column->member.symbol) {
		struct string *name = spelled(p, column);

		if (!is_excluded(p, name))
			plan_add(p, column->label ? column->label : name, column->text, NULL);
		str_unref(name);
	} else {
		plan_add(p, column_name(column), NULL, column);
	}
}

static const char *input_type_name(struct value input)
{
	struct value base = value_base(input);

	return type_of(base)->name;
}

static void plan_finish(struct plan *plan, struct value input)
{
	struct shape *shape = shape_empty(&type_pscustomobject);
	struct string *type_name = str_printf("Selected.%s", input_type_name(input));
	struct shape *next = shape_named(shape, type_name);

	str_unref(type_name);
	shape_unref(shape);
	for (guint i = 0; i < plan->items->len; i++) {
		shape = next;
		next = shape_add(shape, g_array_index(plan->items, struct plan_item, i).name,
				 MEMBER_NOTE, 0);
		shape_unref(shape);
	}
	plan->shape = next;
}

/* Whether the plan made for the last object serves for this one. */
static bool plan_fits(const struct plan *plan, struct value input)
{
	if (!plan->shape)
		return false;
	if (input.kind == V_OBJECT)
		return plan->key == input.u.object->shape;
	return input.kind != V_DICT && input.kind != V_BOXED && plan->key == type_of(input);
}

static enum flow plan_make(struct call *call, struct select_object_args *args,
			   struct select_state *state)
{
	struct plan *plan = &state->plan;
	struct planning p = { .call = call, .args = args, .plan = plan, .input = args->input };

	plan_clear(plan);
	plan->items = g_array_new(FALSE, TRUE, sizeof(struct plan_item));
	g_array_set_clear_func(plan->items, plan_item_clear);
	for (unsigned i = 0; i < state->columns.n; i++)
		plan_column(&p, &state->columns.at[i]);
	plan_finish(plan, args->input);
	if (p.flow != FLOW_NEXT)	/* an error for each object that has it */
		return p.flow;
	if (args->input.kind == V_OBJECT) {
		plan->held = shape_ref(args->input.u.object->shape);
		plan->key = plan->held;
	} else {
		plan->key = type_of(args->input);
	}
	return FLOW_NEXT;
}

/* A block's error leaves the property null, as PowerShell has it. */
static enum flow item_read(struct call *call, struct plan_item *item, struct value input,
			   struct value *ret)
{
	enum flow flow = FLOW_NEXT;

	*ret = VALUE_UNSET;
	if (item->column) {
		flow = column_read(item->column, call_host(call), input, ret);
		if (flow == FLOW_ERROR) {
			value_unref(host_take_error(call_host(call)));
			flow = FLOW_NEXT;
		}
	} else {
		*ret = member_read(&item->member, call_host(call), input);
	}
	if (ret->kind == V_UNSET || ret->kind == V_NOTHING)
		*ret = VALUE_NULL;
	return flow;
}

static enum flow select_properties(struct call *call, struct select_object_args *args,
				   struct select_state *state, struct object **ret)
{
	enum flow flow = FLOW_NEXT;
	struct object *object;

	if (!plan_fits(&state->plan, args->input))
		flow = plan_make(call, args, state);
	if (flow != FLOW_NEXT)
		return flow;
	object = object_new(state->plan.shape);
	for (guint i = 0; i < state->plan.items->len; i++) {
		struct plan_item *item = &g_array_index(state->plan.items, struct plan_item, i);
		struct value v;

		flow = item_read(call, item, args->input, &v);
		if (flow != FLOW_NEXT) {
			value_unref(value_of(object));
			return flow;
		}
		object->slots[i] = v;
	}
	*ret = object;
	return FLOW_NEXT;
}

/* -- Output ---------------------------------------------------------------- */

/* Equal objects have equal keys: the value itself, then what was selected of it. */
static void unique_key(GString *key, struct value v, const struct object *selected, bool with_case)
{
	struct value base = value_base(v);

	if (base.kind != V_OBJECT || base.u.object->shape->type != &type_pscustomobject)
		value_key(key, base, with_case);
	for (uint32_t i = 0; selected && i < selected->shape->n; i++)
		value_key(key, selected->slots[i], with_case);
}

static enum flow select_emit(struct call *call, struct select_object_args *args,
			     struct select_state *state, struct value v,
			     const struct object *selected)
{
	GString *key;

	if (!arg_on(args->unique))
		return emit(call, v);
	key = g_string_new(NULL);
	unique_key(key, v, selected, !arg_on(args->ignore_case));
	if (g_hash_table_add(state->unique_keys, g_string_free_to_bytes(key)))
		held_add(state->unique, v);
	return FLOW_NEXT;
}

/* Adds what was selected to an expanded value. */
static enum flow add_selected(struct call *call, struct value *v, const struct object *selected,
			      struct value input)
{
	struct object *object;

	if (!selected || !selected->shape->n)
		return FLOW_NEXT;
	if (v->kind != V_OBJECT && v->kind != V_BOXED) {
		struct boxed *box = boxed_new(*v);

		value_put(v, value_of(box));
	}
	object = v->kind == V_OBJECT ? v->u.object : ((struct boxed *)v->u.block)->members;
	for (uint32_t i = 0; i < selected->shape->n; i++) {
		const struct shape_member *member = &selected->shape->members[i];
		enum flow flow;

		if (!object_slot(object, member->symbol)) {
			object_add(object, member->name, MEMBER_NOTE, 0,
				   value_ref(selected->slots[i]));
			continue;
		}
		flow = call_fail(call, &already_expanded, input,
				 "The property cannot be processed because the property \"%s\" "
				 "already exists.", member->name->data);
		if (flow != FLOW_NEXT)
			return flow;
	}
	return FLOW_NEXT;
}

static enum flow emit_expanded(struct call *call, struct select_object_args *args,
			       struct select_state *state, struct value v,
			       const struct object *selected)
{
	value_auto out = value_ref(v);
	enum flow flow;

	if (value_is_null(out))
		return FLOW_NEXT;
	flow = add_selected(call, &out, selected, args->input);
	return flow == FLOW_NEXT ? select_emit(call, args, state, out, selected) : flow;
}

static enum flow expand_value(struct call *call, struct select_object_args *args,
			      struct select_state *state, struct value v,
			      const struct object *selected)
{
	struct enumerator e;
	struct value element;
	GError *error = NULL;
	enum flow flow = FLOW_NEXT;

	if (!value_is_enumerable(v))
		return emit_expanded(call, args, state, v, selected);
	enumerator_init(&e, v);
	while (flow == FLOW_NEXT && enumerator_next(&e, &element, &error)) {
		flow = emit_expanded(call, args, state, element, selected);
		value_unref(element);
	}
	enumerator_clear(&e);
	return error ? call_error(call, error) : flow;
}

static enum flow select_expand(struct call *call, struct select_object_args *args,
			       struct select_state *state, const struct object *selected)
{
	value_auto v = VALUE_UNSET;
	struct plan_item *item;
	struct planning p = { .call = call, .args = args, .input = args->input };
	struct plan found = { 0 };

	if (!state->expand.wildcard) {
		v = member_read(&state->expand.member, call_host(call), args->input);
	} else {
		found.items = g_array_new(FALSE, TRUE, sizeof(struct plan_item));
		g_array_set_clear_func(found.items, plan_item_clear);
		p.plan = &found;
		plan_column(&p, &state->expand);
		if (found.items->len == 1) {
			item = &g_array_index(found.items, struct plan_item, 0);
			v = member_read(&item->member, call_host(call), args->input);
		}
		plan_clear(&found);
	}
	if (v.kind == V_UNSET)
		return call_fail(call, &expand_not_found, args->input,
				 "Property \"%s\" cannot be found.", state->expand.text->data);
	return expand_value(call, args, state, v, selected);
}

/* One object that passed the counting. */
static enum flow select_one(struct call *call, struct select_object_args *args,
			    struct select_state *state)
{
	struct object *selected = NULL;
	value_auto out = VALUE_UNSET;
	enum flow flow;

	if (state->direct)
		return select_emit(call, args, state, args->input, NULL);
	if (state->columns.n) {
		flow = select_properties(call, args, state, &selected);
		if (flow != FLOW_NEXT)
			return flow;
		if (!selected)
			return FLOW_NEXT;
		out = value_of(selected);
	}
	if (state->expand.text)
		return select_expand(call, args, state, selected);
	return select_emit(call, args, state, out, selected);
}

/* -- Which objects --------------------------------------------------------- */

static enum flow select_finish(struct call *call, struct select_state *state)
{
	enum flow flow = FLOW_NEXT;

	if (state->ended)
		return FLOW_NEXT;
	state->ended = true;
	for (guint i = 0; state->unique && i < state->unique->len && flow == FLOW_NEXT; i++)
		flow = emit(call, g_array_index(state->unique, struct value, i));
	return flow;
}

static enum flow stop_upstream(struct call *call, struct select_object_args *args,
			       struct select_state *state)
{
	enum flow flow;

	if (arg_on(args->wait))
		return FLOW_NEXT;
	flow = select_finish(call, state);
	return flow == FLOW_NEXT ? FLOW_STOP : flow;
}

static struct value *held_value(struct value v)
{
	struct value *slot = g_new(struct value, 1);

	*slot = value_ref(v);
	return slot;
}

static void free_held(void *data)
{
	value_unref(*(struct value *)data);
	g_free(data);
}

/* Gives out the oldest object held back. */
static enum flow release_oldest(struct call *call, struct select_object_args *args,
				struct select_state *state)
{
	struct value *oldest = g_queue_pop_head(&state->held);
	struct value input = args->input;
	enum flow flow;

	args->input = *oldest;
	flow = select_one(call, args, state);
	args->input = input;
	free_held(oldest);
	return flow;
}

static enum flow by_index(struct call *call, struct select_object_args *args,
			  struct select_state *state)
{
	int64_t at = state->at++;
	bool listed = g_hash_table_contains(state->indexes, GINT_TO_POINTER(at));
	enum flow flow;

	if (arg_given(args->skip_index))
		return listed ? FLOW_NEXT : select_one(call, args, state);
	if (!listed)
		return FLOW_NEXT;
	flow = select_one(call, args, state);
	if (flow == FLOW_NEXT && at == state->max_index)
		return stop_upstream(call, args, state);
	return flow;
}

static enum flow by_count(struct call *call, struct select_object_args *args,
			  struct select_state *state)
{
	bool first = state->first >= 0, last = state->last >= 0;
	enum flow flow;

	if (state->skip > 0 && (first || !last)) {
		state->skip--;
		return FLOW_NEXT;
	}
	if (first && state->passed < state->first) {
		state->passed++;
		flow = select_one(call, args, state);
		if (flow == FLOW_NEXT && state->passed == state->first && !last)
			return stop_upstream(call, args, state);
		return flow;
	}
	if (last) {
		g_queue_push_tail(&state->held, held_value(args->input));
		if ((int64_t)state->held.length > state->last + MAX(state->skip, 0))
			free_held(g_queue_pop_head(&state->held));
		return FLOW_NEXT;
	}
	return first ? stop_upstream(call, args, state) : select_one(call, args, state);
}

static enum flow select_object(struct call *call, void *data)
{
	struct select_object_args *args = data;
	struct select_state *state = call_state(call);

	if (args->input.kind == V_UNSET || args->input.kind == V_NOTHING || state->ended)
		return FLOW_NEXT;
	if (state->indexes)
		return by_index(call, args, state);
	if (state->skip_last < 0)
		return by_count(call, args, state);
	if (state->skip > 0) {
		state->skip--;
		return FLOW_NEXT;
	}
	g_queue_push_tail(&state->held, held_value(args->input));
	if ((int64_t)state->held.length <= state->skip_last)
		return FLOW_NEXT;
	return release_oldest(call, args, state);
}

static enum flow select_object_end(struct call *call, void *data)
{
	struct select_object_args *args = data;
	struct select_state *state = call_state(call);
	enum flow flow = FLOW_NEXT;
	int64_t keep = state->last >= 0 && state->first < 0 ? MAX(state->skip, 0) : 0;

	if (state->last >= 0)
		while (flow == FLOW_NEXT && (int64_t)state->held.length > keep)
			flow = release_oldest(call, args, state);
	return flow == FLOW_NEXT ? select_finish(call, state) : flow;
}

static void read_indexes(struct select_state *state, struct value list)
{
	uint32_t n = arg_count(list);

	state->indexes = g_hash_table_new(NULL, NULL);
	state->max_index = -1;
	for (uint32_t i = 0; i < n; i++) {
		value_auto v = arg_at(list, i);
		int64_t at = arg_int(v, -1);

		g_hash_table_add(state->indexes, GINT_TO_POINTER(at));
		state->max_index = MAX(state->max_index, at);
	}
}

static enum flow select_object_begin(struct call *call, void *data)
{
	struct select_object_args *args = data;
	struct select_state *state = call_state(call);
	struct value property = args->property;
	GError *error = NULL;

	g_queue_init(&state->held);
	state->first = arg_int(args->first, -1);
	state->last = arg_int(args->last, -1);
	state->skip = arg_int(args->skip, 0);
	state->skip_last = arg_int(args->skip_last, -1);
	if (arg_given(args->index) || arg_given(args->skip_index))
		read_indexes(state, arg_given(args->index) ? args->index : args->skip_index);
	if (!arg_given(property) && arg_given(args->exclude) && !arg_given(args->expand))
		property = state->all = value_text("*");
	if (!columns_init(&state->columns, property, COLUMN_NAME, &error))
		return call_throw(call, error);
	if (args->expand.kind == V_STRING && args->expand.u.str->len) {
		state->expand.text = str_ref(args->expand.u.str);
		state->expand.wildcard = text_has_wildcards(state->expand.text->data);
		if (!state->expand.wildcard)
			state->expand.member.symbol = symbol_of(state->expand.text);
	}
	state->direct = !state->columns.n && !state->expand.text;
	if (arg_on(args->unique)) {
		state->unique = held_new();
		state->unique_keys = g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
							   (GDestroyNotify)g_bytes_unref, NULL);
	}
	return FLOW_NEXT;
}

static void select_object_clean(struct call *call)
{
	struct select_state *state = call_state(call);

	columns_clear(&state->columns);
	plan_clear(&state->plan);
	value_unref(state->all);
	str_unref(state->expand.text);
	member_cache_clear(&state->expand.member);
	held_free(state->unique);
	g_clear_pointer(&state->unique_keys, g_hash_table_unref);
	g_clear_pointer(&state->indexes, g_hash_table_unref);
	g_queue_clear_full(&state->held, free_held);
}

static const struct cmdlet_example select_object_examples[] = {
	{ "Get-Mailbox | Select-Object Name, Database -First 10",
	  "Two properties of the first ten mailboxes." },
	{ "Get-Mailbox | Select-Object Name, @{ n = 'Domain'; e = { $_.PrimarySmtpAddress.Domain } }",
	  "A calculated property." },
	{ "Get-Mailbox Anna | Select-Object -ExpandProperty EmailAddresses",
	  "The addresses themselves." },
	{ NULL }
};

CMDLET(select_object_cmdlet) = {
	.name = "Select-Object", .aliases = "select", .module = MODULE_UTILITY,
	.synopsis = "Selects objects, or properties of objects.",
	.description = "Keeps some of the objects of a pipeline, makes objects of some of their "
		"properties, or gives out the value of one property.",
	.params = select_object_params, .examples = select_object_examples,
	.sets = "DefaultParameter SkipLastParameter IndexParameter SkipIndexParameter",
	.default_set = "DefaultParameter", .output = "System.Management.Automation.PSObject",
	.args_size = sizeof(struct select_object_args), .state_size = sizeof(struct select_state),
	.begin = select_object_begin, .process = select_object, .end = select_object_end,
	.clean = select_object_clean,
};
