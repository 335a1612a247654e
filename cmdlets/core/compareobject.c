/*
 * Compare-Object: the two sides are read in step; what has not met its equal
 * yet waits in a backlog of its side, found again by a hash of its keys. The
 * backlog is a list too, because with -SyncWindow the oldest entry leaves it,
 * and because what remains is given out in order.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/column.h"
#include "lib/convert.h"

struct compare_object_args {
	struct value reference, difference, window, property, only_equal, equal, pass, culture,
		with_case;
};

static const struct param compare_object_params[] = {
	{ "ReferenceObject", "psobject[]", FIELD(compare_object_args, reference), POSITION(0),
	  .flags = PARAM_MANDATORY | PARAM_ALLOW_EMPTY, .help = "The objects to compare with." },
	{ "DifferenceObject", "psobject[]", FIELD(compare_object_args, difference), POSITION(1),
	  .pipeline = BY_VALUE, .flags = PARAM_MANDATORY | PARAM_ALLOW_EMPTY,
	  .help = "The objects that are compared." },
	{ "SyncWindow", "int", FIELD(compare_object_args, window), .min = 0, .max = INT32_MAX,
	  .help = "How far apart equal objects may stand." },
	{ "Property", "object[]", FIELD(compare_object_args, property),
	  .help = "The properties that count; without them the objects themselves." },
	{ "ExcludeDifferent", "switch", FIELD(compare_object_args, only_equal),
	  .help = "Leaves out what differs." },
	{ "IncludeEqual", "switch", FIELD(compare_object_args, equal),
	  .help = "Gives out what is on both sides too." },
	{ "PassThru", "switch", FIELD(compare_object_args, pass),
	  .help = "Gives out the compared objects, with a SideIndicator." },
	{ "Culture", "string", FIELD(compare_object_args, culture), .flags = PARAM_IGNORED,
	  .help = "The culture whose order counts." },
	{ "CaseSensitive", "switch", FIELD(compare_object_args, with_case),
	  .help = "Upper and lower case differ." },
	{ NULL }
};

struct compare_entry {
	struct compare_entry *prev, *next;	/* in its backlog */
	struct compare_entry *same;		/* a later one with the same key */
	struct value v;
	char *key;
	gsize key_len;
	struct value *values;			/* of the properties */
};

struct backlog {
	struct compare_entry *first, *last;
	GHashTable *index;			/* GBytes -> first entry with that key */
	unsigned n;
};

struct compare_state {
	struct columns columns;
	struct backlog references, differences;
	uint32_t at, n;				/* of the reference objects */
	int64_t window;
	bool with_case, show_equal, show_different;
};

static void entry_free(struct compare_state *state, struct compare_entry *entry)
{
	if (!entry)
		return;
	for (unsigned i = 0; i < state->columns.n; i++)
		value_unref(entry->values[i]);
	value_unref(entry->v);
	g_free(entry->values);
	g_free(entry->key);
	g_free(entry);
}

static struct compare_entry *entry_new(struct call *call, struct compare_state *state,
				       struct value v)
{
	struct compare_entry *entry = g_new0(struct compare_entry, 1);
	GString *key = g_string_new(NULL);

	entry->v = value_ref(v);
	entry->values = g_new0(struct value, state->columns.n);
	for (unsigned i = 0; i < state->columns.n; i++) {
		if (column_read(&state->columns.at[i], call_host(call), v, &entry->values[i]) ==
		    FLOW_ERROR)
			value_unref(host_take_error(call_host(call)));
		if (value_is_null(entry->values[i]))
			entry->values[i] = VALUE_NULL;
		value_key(key, entry->values[i], state->with_case);
	}
	if (!state->columns.n)
		value_key(key, v, state->with_case);
	entry->key_len = key->len;
	entry->key = g_string_free(key, FALSE);
	return entry;
}

static bool same_entry(const struct compare_entry *a, const struct compare_entry *b)
{
	return a->key_len == b->key_len && !memcmp(a->key, b->key, a->key_len);
}

static GBytes *entry_key(const struct compare_entry *entry)
{
	return g_bytes_new_static(entry->key, entry->key_len);
}

static void backlog_add(struct backlog *backlog, struct compare_entry *entry)
{
	GBytes *key = entry_key(entry);
	struct compare_entry *same = g_hash_table_lookup(backlog->index, key);

	entry->prev = backlog->last;
	if (backlog->last)
		backlog->last->next = entry;
	else
		backlog->first = entry;
	backlog->last = entry;
	backlog->n++;
	if (!same) {
		g_hash_table_insert(backlog->index, key, entry);
		return;
	}
	g_bytes_unref(key);
	while (same->same)
		same = same->same;
	same->same = entry;
}

/* Takes out an entry that is the first with its key. */
static void backlog_remove(struct backlog *backlog, struct compare_entry *entry)
{
	g_autoptr(GBytes) key = entry_key(entry);

	g_hash_table_remove(backlog->index, key);
	if (entry->same)
		g_hash_table_insert(backlog->index, entry_key(entry->same), entry->same);
	if (entry->prev)
		entry->prev->next = entry->next;
	else
		backlog->first = entry->next;
	if (entry->next)
		entry->next->prev = entry->prev;
	else
		backlog->last = entry->prev;
	backlog->n--;
}

/* The oldest entry equal to `entry`, taken out; NULL when there is none. */
static struct compare_entry *backlog_match(struct backlog *backlog,
					   const struct compare_entry *entry)
{
	g_autoptr(GBytes) key = entry_key(entry);
	struct compare_entry *found = g_hash_table_lookup(backlog->index, key);

	if (found)
		backlog_remove(backlog, found);
	return found;
}

static void set_side(struct value *v, const char *side)
{
	if (v->kind != V_OBJECT && v->kind != V_BOXED) {
		struct boxed *box = boxed_new(*v);

		value_put(v, value_of(box));
	}
	object_set(v->kind == V_OBJECT ? v->u.object : ((struct boxed *)v->u.block)->members,
		   "SideIndicator", value_text(side));
}

static struct value compared_values(const struct compare_state *state,
				    const struct compare_entry *entry)
{
	struct object *object = object_custom();

	for (unsigned i = 0; i < state->columns.n; i++)
		object_add(object, column_name(&state->columns.at[i]), MEMBER_NOTE, 0,
			   value_ref(entry->values[i]));
	if (!state->columns.n)
		object_set(object, "InputObject", value_ref(entry->v));
	return value_of(object);
}

static enum flow show(struct call *call, struct compare_object_args *args,
		      struct compare_state *state, const struct compare_entry *entry,
		      const char *side)
{
	value_auto v = arg_on(args->pass) ? value_ref(entry->v) : compared_values(state, entry);

	set_side(&v, side);
	return emit(call, v);
}

static enum flow show_match(struct call *call, struct compare_object_args *args,
			    struct compare_state *state, const struct compare_entry *entry)
{
	return state->show_equal ? show(call, args, state, entry, "==") : FLOW_NEXT;
}

static enum flow show_different(struct call *call, struct compare_object_args *args,
				struct compare_state *state, const struct compare_entry *entry,
				const char *side)
{
	return state->show_different ? show(call, args, state, entry, side) : FLOW_NEXT;
}

/* Puts an entry into its backlog; the oldest leaves when the window is full. */
static enum flow hold_back(struct call *call, struct compare_object_args *args,
			   struct compare_state *state, struct backlog *backlog,
			   struct compare_entry *entry, const char *side)
{
	enum flow flow = FLOW_NEXT;

	if (state->window <= 0) {
		flow = show_different(call, args, state, entry, side);
		entry_free(state, entry);
		return flow;
	}
	while (flow == FLOW_NEXT && backlog->n >= state->window) {
		struct compare_entry *oldest = backlog->first;

		backlog_remove(backlog, oldest);
		flow = show_different(call, args, state, oldest, side);
		entry_free(state, oldest);
	}
	backlog_add(backlog, entry);
	return flow;
}

/* Looks for `*entry` in the other side's backlog; a match ends both. */
static enum flow match_backlog(struct call *call, struct compare_object_args *args,
			       struct compare_state *state, struct compare_entry **entry,
			       struct backlog *other, bool entry_is_reference)
{
	struct compare_entry *match = *entry ? backlog_match(other, *entry) : NULL;
	enum flow flow;

	if (!match)
		return FLOW_NEXT;
	flow = show_match(call, args, state, entry_is_reference ? *entry : match);
	entry_free(state, match);
	entry_free(state, *entry);
	*entry = NULL;
	return flow;
}

/* One step: the next reference object with `difference`, each may be missing. */
static enum flow compare_step(struct call *call, struct compare_object_args *args,
			      struct compare_state *state, struct compare_entry *difference)
{
	struct compare_entry *reference = NULL;
	enum flow flow = FLOW_NEXT;

	if (state->at < state->n) {
		value_auto v = arg_at(args->reference, state->at++);

		reference = entry_new(call, state, v);
	}
	if (reference && difference && same_entry(reference, difference)) {
		flow = show_match(call, args, state, reference);
		entry_free(state, reference);
		entry_free(state, difference);
		return flow;
	}
	flow = match_backlog(call, args, state, &difference, &state->references, false);
	if (flow == FLOW_NEXT)
		flow = match_backlog(call, args, state, &reference, &state->differences, true);
	if (flow == FLOW_NEXT && difference)
		flow = hold_back(call, args, state, &state->differences,
				 g_steal_pointer(&difference), "=>");
	if (flow == FLOW_NEXT && reference)
		flow = hold_back(call, args, state, &state->references,
				 g_steal_pointer(&reference), "<=");
	entry_free(state, difference);
	entry_free(state, reference);
	return flow;
}

static void backlog_init(struct backlog *backlog)
{
	backlog->index = g_hash_table_new_full(g_bytes_hash, g_bytes_equal,
					       (GDestroyNotify)g_bytes_unref, NULL);
}

static enum flow compare_object_begin(struct call *call, void *data)
{
	struct compare_object_args *args = data;
	struct compare_state *state = call_state(call);
	GError *error = NULL;

	if (!columns_init(&state->columns, args->property, 0, &error))
		return call_throw(call, error);
	backlog_init(&state->references);
	backlog_init(&state->differences);
	state->n = arg_count(args->reference);
	state->window = arg_int(args->window, INT32_MAX);
	state->with_case = arg_on(args->with_case);
	state->show_different = !arg_on(args->only_equal);
	state->show_equal = arg_given(args->equal) ? arg_on(args->equal) : arg_on(args->only_equal);
	return FLOW_NEXT;
}

static enum flow compare_object(struct call *call, void *data)
{
	struct compare_object_args *args = data;
	struct compare_state *state = call_state(call);
	uint32_t n = arg_count(args->difference);
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < n && flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(args->difference, i);

		flow = compare_step(call, args, state, entry_new(call, state, v));
	}
	return flow;
}

static enum flow show_backlog(struct call *call, struct compare_object_args *args,
			      struct compare_state *state, const struct backlog *backlog,
			      const char *side)
{
	enum flow flow = FLOW_NEXT;

	for (struct compare_entry *e = backlog->first; e && flow == FLOW_NEXT; e = e->next)
		flow = show_different(call, args, state, e, side);
	return flow;
}

static enum flow compare_object_end(struct call *call, void *data)
{
	struct compare_object_args *args = data;
	struct compare_state *state = call_state(call);
	enum flow flow = FLOW_NEXT;

	while (flow == FLOW_NEXT && state->at < state->n)
		flow = compare_step(call, args, state, NULL);
	if (flow == FLOW_NEXT)
		flow = show_backlog(call, args, state, &state->differences, "=>");
	if (flow == FLOW_NEXT)
		flow = show_backlog(call, args, state, &state->references, "<=");
	return flow;
}

static void backlog_clear(struct compare_state *state, struct backlog *backlog)
{
	struct compare_entry *entry = backlog->first;

	g_clear_pointer(&backlog->index, g_hash_table_unref);
	while (entry) {
		struct compare_entry *next = entry->next;

		entry_free(state, entry);
		entry = next;
	}
}

static void compare_object_clean(struct call *call)
{
	struct compare_state *state = call_state(call);

	backlog_clear(state, &state->references);
	backlog_clear(state, &state->differences);
	columns_clear(&state->columns);
}

static const struct cmdlet_example compare_object_examples[] = {
	{ "Compare-Object (Get-Content old.txt) (Get-Content new.txt)",
	  "The lines that are only in one of two files." },
	{ "Compare-Object $before $after -Property Name, Database",
	  "Compares two lists of mailboxes by two properties." },
	{ NULL }
};

CMDLET(compare_object_cmdlet) = {
	.name = "Compare-Object", .aliases = "compare diff", .module = MODULE_UTILITY,
	.synopsis = "Compares two sets of objects.",
	.description = "Tells which objects are only in the reference (<=), only in the "
		"difference (=>) or in both (==).",
	.params = compare_object_params, .examples = compare_object_examples,
	.output = "System.Management.Automation.PSObject",
	.args_size = sizeof(struct compare_object_args),
	.state_size = sizeof(struct compare_state), .begin = compare_object_begin,
	.process = compare_object, .end = compare_object_end, .clean = compare_object_clean,
};
