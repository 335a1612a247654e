/*
 * Sort-Object: every key is taken out once, when its object arrives. What is sorted then are
 * pairs of a row's number and a head, a number in the order of the first key: all of it for
 * numbers, for text the first places where the texts differ. Heads settle most comparisons
 * without looking at anything else.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/column.h"
#include "lib/collate.h"
#include "lib/convert.h"
#include "lib/error_record.h"
#include "lib/operate.h"

struct sort_object_args {
	struct value input, property, descending, unique, stable, top, bottom, culture, with_case;
};

enum { SET_DEFAULT = 1, SET_TOP = 2, SET_BOTTOM = 4 };

static const struct param sort_object_params[] = {
	{ "InputObject", "object", FIELD(sort_object_args, input), .pipeline = BY_VALUE,
	  .help = "The objects to sort." },
	{ "Property", "object[]", FIELD(sort_object_args, property), POSITION(0),
	  .help = "What to sort by: property names, blocks, or calculated properties with "
		  "Ascending or Descending." },
	{ "Descending", "switch", FIELD(sort_object_args, descending),
	  .help = "The largest first." },
	{ "Unique", "switch", FIELD(sort_object_args, unique),
	  .help = "Of equal objects keeps the first." },
	{ "Stable", "switch", FIELD(sort_object_args, stable), .sets = SET_DEFAULT,
	  .help = "Equal objects stay in their order (they always do here)." },
	{ "Top", "int", FIELD(sort_object_args, top), .sets = SET_TOP, .mandatory_sets = SET_TOP,
	  .min = 1, .max = INT32_MAX, .help = "How many objects to keep from the start." },
	{ "Bottom", "int", FIELD(sort_object_args, bottom), .sets = SET_BOTTOM,
	  .mandatory_sets = SET_BOTTOM, .min = 1, .max = INT32_MAX,
	  .help = "How many objects to keep from the end." },
	{ "Culture", "string", FIELD(sort_object_args, culture), .flags = PARAM_IGNORED,
	  .help = "The culture whose order counts." },
	{ "CaseSensitive", "switch", FIELD(sort_object_args, with_case),
	  .help = "Upper and lower case differ." },
	{ NULL }
};

/* What the first keys are, one bit each; heads are had of some mixtures only. */
enum {
	HEAD_TEXT = 1,		/* ASCII of which every character counts */
	HEAD_INTEGER = 2,	/* one that a double holds exactly */
	HEAD_LARGE = 4,		/* one that it does not */
	HEAD_REAL = 8,
	HEAD_NONE = 16,
};

struct sort_entry {
	uint64_t head;
	uint32_t row;
};

struct sort_state {
	struct columns columns;
	GArray *objects;		/* struct value, a row each */
	GArray *keys;			/* n a row; V_UNSET: the object lacks the property */
	unsigned n;
	bool with_case, descending;
	unsigned kinds;			/* HEAD_* of all first keys */
	uint32_t common;		/* characters with which all of them, text, begin */
	unsigned settled;		/* keys that equal heads say are equal: 0 or 1 */
	uint8_t places[128];		/* of the characters, by collate_weight() */
};

static struct value object_at(const struct sort_state *state, uint32_t row)
{
	return g_array_index(state->objects, struct value, row);
}

static const struct value *keys_at(const struct sort_state *state, uint32_t row)
{
	return &g_array_index(state->keys, struct value, (size_t)row * state->n);
}

/* -- Heads ------------------------------------------------------------------- */

static bool every_character_counts(const struct sort_state *state, const struct string *str)
{
	if (!str_is_ascii(str))
		return false;
	for (uint32_t i = 0; i < str->len; i++)
		if (!state->places[(uint8_t)str->data[i]])
			return false;
	return true;
}

static uint32_t shared(const struct string *a, const struct string *b, uint32_t most)
{
	uint32_t n = 0;

	most = MIN(most, MIN(a->len, b->len));
	while (n < most && a->data[n] == b->data[n])
		n++;
	return n;
}

static unsigned number_kind(struct value v)
{
	if (v.kind >= V_I8 && v.kind <= V_I64)
		return v.u.i >= -(1ll << 53) && v.u.i <= 1ll << 53 ? HEAD_INTEGER : HEAD_LARGE;
	return v.kind == V_F64 && v.u.f == v.u.f ? HEAD_REAL : HEAD_NONE;
}

/* Notes what kind of first key one more row has. */
static void note_kind(struct sort_state *state, const struct value *key, const struct value *first)
{
	if (state->kinds & HEAD_NONE)
		return;
	if (key->kind != V_STRING) {
		state->kinds |= number_kind(*key);
	} else if (!every_character_counts(state, key->u.str)) {
		state->kinds |= HEAD_NONE;
	} else {
		state->kinds |= HEAD_TEXT;
		if (first->kind == V_STRING)
			state->common = shared(first->u.str, key->u.str, state->common);
	}
}

/* Nine characters of seven bits, after what all texts begin with. */
static uint64_t head_of_text(const struct sort_state *state, const struct string *str)
{
	enum { CHARACTERS = 9, BITS = 7 };
	const char *p = str->data + state->common;
	uint32_t n = MIN(str->len - state->common, CHARACTERS);
	uint64_t head = 0;

	for (uint32_t i = 0; i < n; i++)
		head = head << BITS | state->places[(uint8_t)p[i]];
	return head << BITS * (CHARACTERS - n);
}

static uint64_t head_of_real(double f)
{
	uint64_t bits;

	f += 0.0;	/* no negative zero */
	memcpy(&bits, &f, sizeof(bits));
	return bits >> 63 ? ~bits : bits | 1ull << 63;
}

static uint64_t head_of(const struct sort_state *state, struct value key)
{
	switch (state->kinds) {
	case HEAD_TEXT:
		return head_of_text(state, key.u.str);
	case HEAD_INTEGER:
	case HEAD_LARGE:
	case HEAD_INTEGER | HEAD_LARGE:
		return (uint64_t)key.u.i ^ 1ull << 63;
	case HEAD_REAL:
	case HEAD_REAL | HEAD_INTEGER:
		return head_of_real(key.kind == V_F64 ? key.u.f : (double)key.u.i);
	default:
		return 0;
	}
}

static bool key_descends(const struct sort_state *state, unsigned k)
{
	int direction = state->columns.n ? state->columns.at[k].direction : 0;

	return direction ? direction < 0 : state->descending;
}

static struct sort_entry *entries_new(struct sort_state *state)
{
	struct sort_entry *entries = g_new(struct sort_entry, state->objects->len);
	bool descends = key_descends(state, 0);

	state->settled = !(state->kinds & (HEAD_TEXT | HEAD_NONE)) &&
			 (state->kinds & (HEAD_LARGE | HEAD_REAL)) != (HEAD_LARGE | HEAD_REAL);
	for (uint32_t i = 0; i < state->objects->len; i++) {
		uint64_t head = head_of(state, *keys_at(state, i));

		entries[i] = (struct sort_entry){ descends ? ~head : head, i };
	}
	return entries;
}

/* -- Rows -------------------------------------------------------------------- */

static void values_free(GArray *values)
{
	for (guint i = 0; values && i < values->len; i++) {
		values_look_ahead((struct value *)values->data, i, values->len);
		value_unref(g_array_index(values, struct value, i));
	}
	if (values)
		g_array_unref(values);
}

static enum flow sort_object_begin(struct call *call, void *data)
{
	struct sort_object_args *args = data;
	struct sort_state *state = call_state(call);
	GError *error = NULL;

	if (!columns_init(&state->columns, args->property, COLUMN_ORDER, &error))
		return call_throw(call, error);
	state->n = MAX(state->columns.n, 1);
	state->with_case = arg_on(args->with_case);
	state->descending = arg_on(args->descending);
	state->common = UINT32_MAX;
	for (unsigned c = 0; c < G_N_ELEMENTS(state->places); c++)
		state->places[c] = collate_weight(c);
	state->objects = g_array_new(FALSE, FALSE, sizeof(struct value));
	state->keys = g_array_new(FALSE, FALSE, sizeof(struct value));
	return FLOW_NEXT;
}

static const struct fault expression_failed = {
	"ExpressionEvaluation", "System.Management.Automation.PSArgumentException",
	CATEGORY_INVALID_RESULT, NULL };

/* A block that fails is an error of its own, and the key counts as absent. */
static enum flow report_failed_key(struct call *call, struct value object)
{
	value_auto record = host_take_error(call_host(call));
	struct string *message;
	enum flow flow;

	if (record.kind != V_ERROR)
		return FLOW_NEXT;
	message = error_record_message((struct error_record *)record.u.block);
	flow = call_fail(call, &expression_failed, object, "%s", message->data);
	str_unref(message);
	return flow;
}

static enum flow read_key(struct call *call, struct sort_state *state, unsigned k,
			  struct value object, struct value *ret)
{
	enum flow flow;

	if (!state->columns.n) {
		*ret = value_ref(object);
		return FLOW_NEXT;
	}
	*ret = VALUE_UNSET;
	flow = column_read(&state->columns.at[k], call_host(call), object, ret);
	if (flow == FLOW_ERROR)
		return report_failed_key(call, object);
	return flow;
}

static enum flow sort_object(struct call *call, void *data)
{
	struct sort_object_args *args = data;
	struct sort_state *state = call_state(call);
	struct value object = args->input;

	if (value_is_null(object))
		return FLOW_NEXT;
	value_ref(object);
	g_array_append_val(state->objects, object);
	for (unsigned k = 0; k < state->n; k++) {
		struct value key = VALUE_UNSET;
		enum flow flow = read_key(call, state, k, args->input, &key);

		g_array_append_val(state->keys, key);
		if (flow != FLOW_NEXT)
			return flow;
		if (k == 0)
			note_kind(state, &key, keys_at(state, 0));
	}
	return FLOW_NEXT;
}

static int compare_rows(const struct sort_state *state, uint32_t a, uint32_t b, unsigned from)
{
	const struct value *left = keys_at(state, a), *right = keys_at(state, b);

	for (unsigned k = from; k < state->n; k++) {
		struct value x = left[k], y = right[k];
		int rank;

		if ((x.kind == V_UNSET) != (y.kind == V_UNSET))
			return x.kind == V_UNSET ? 1 : -1;
		rank = value_rank(x, y, state->with_case);
		if (rank)
			return key_descends(state, k) ? -rank : rank;
	}
	return 0;
}

static inline bool comes_after(const struct sort_state *state, const struct sort_entry *a,
			       const struct sort_entry *b)
{
	if (a->head != b->head)
		return a->head > b->head;
	return compare_rows(state, a->row, b->row, state->settled) > 0;
}

/* Merges two runs that lie side by side; those that are in order already stay. */
static void merge(const struct sort_state *state, struct sort_entry *entries, struct sort_entry *space,
		  size_t n, size_t middle)
{
	size_t i = 0, j = middle, k = 0;

	if (!comes_after(state, &entries[middle - 1], &entries[middle]))
		return;
	memcpy(space, entries, middle * sizeof(*space));
	while (i < middle && j < n)
		entries[k++] = comes_after(state, &space[i], &entries[j]) ? entries[j++] : space[i++];
	memcpy(entries + k, space + i, (middle - i) * sizeof(*space));
}

static void insertion_sort(const struct sort_state *state, struct sort_entry *entries, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		struct sort_entry entry = entries[i];
		size_t at = i;

		for (; at > 0 && comes_after(state, &entries[at - 1], &entry); at--)
			entries[at] = entries[at - 1];
		entries[at] = entry;
	}
}

/* Stable; `space` has room for half of them. */
static void sort_entries(const struct sort_state *state, struct sort_entry *entries,
			 struct sort_entry *space, size_t n)
{
	if (n <= 8) {
		insertion_sort(state, entries, n);
		return;
	}
	sort_entries(state, entries, space, n / 2);
	sort_entries(state, entries + n / 2, space, n - n / 2);
	merge(state, entries, space, n, n / 2);
}

/* Moves the first of each run of equal rows to the front; how many those are. */
static int64_t drop_equal(const struct sort_state *state, struct sort_entry *entries, int64_t len)
{
	int64_t n = 0;

	for (int64_t i = 0; i < len; i++)
		if (!n || compare_rows(state, entries[n - 1].row, entries[i].row, 0))
			entries[n++] = entries[i];
	return n;
}

static enum flow sort_object_end(struct call *call, void *data)
{
	struct sort_object_args *args = data;
	struct sort_state *state = call_state(call);
	g_autofree struct sort_entry *entries = entries_new(state);
	g_autofree struct sort_entry *space = g_new(struct sort_entry, state->objects->len / 2 + 1);
	enum flow flow = FLOW_NEXT;
	int64_t n = state->objects->len, from, to;

	sort_entries(state, entries, space, n);
	if (arg_on(args->unique))
		n = drop_equal(state, entries, n);
	from = MAX(0, n - arg_int(args->bottom, n));
	to = MIN(n, arg_int(args->top, n));
	for (int64_t i = from; i < to && flow == FLOW_NEXT; i++) {
		if (i + 8 < to)
			__builtin_prefetch(object_at(state, entries[i + 8].row).u.ptr);
		flow = emit(call, object_at(state, entries[i].row));
	}
	return flow;
}

static void sort_object_clean(struct call *call)
{
	struct sort_state *state = call_state(call);

	values_free(g_steal_pointer(&state->objects));
	values_free(g_steal_pointer(&state->keys));
	columns_clear(&state->columns);
}

static const struct cmdlet_example sort_object_examples[] = {
	{ "Get-Mailbox | Sort-Object Database, Name", "By database, then by name." },
	{ "Get-Mailbox | Sort-Object @{ Expression = 'Database'; Descending = $true }, Name",
	  "One key descending, one ascending." },
	{ NULL }
};

CMDLET(sort_object_cmdlet) = {
	.name = "Sort-Object", .aliases = "sort", .module = MODULE_UTILITY,
	.synopsis = "Sorts objects by the values of their properties.",
	.description = "Collects the objects of a pipeline and gives them out in order; objects "
		"with equal keys stay in the order they came in.",
	.params = sort_object_params, .examples = sort_object_examples,
	.sets = "Default Top Bottom", .default_set = "Default",
	.output = "System.Management.Automation.PSObject",
	.args_size = sizeof(struct sort_object_args), .state_size = sizeof(struct sort_state),
	.begin = sort_object_begin, .process = sort_object, .end = sort_object_end,
	.clean = sort_object_clean,
};
