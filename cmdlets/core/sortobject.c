/*
 * Sort-Object: every key is taken out once, when its object arrives, and rows
 * of pointers are sorted. Text keys get the first eight places of their order
 * as one number, which settles most comparisons without looking at the text.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/column.h"
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

/* An object and its keys; V_UNSET: it lacks the property. */
struct sort_row {
	uint64_t prefix;
	struct value v;
	struct value keys[];
};

struct sort_state {
	struct columns columns;
	GPtrArray *rows;
	unsigned n;
	bool with_case, descending;
	bool prefixed;		/* every first key is ASCII text */
};

/*
 * Places of the ASCII characters in the order of the root culture: blanks,
 * punctuation, symbols, digits, letters (without case). 0: ignored.
 */
static uint8_t ascii_place(uint8_t c)
{
	static const char order[] = "\t\n\v\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789";
	const char *found;

	if (c >= 'a' && c <= 'z')
		return sizeof(order) + (c - 'a');
	if (c >= 'A' && c <= 'Z')
		return sizeof(order) + (c - 'A');
	found = c ? strchr(order, c) : NULL;
	return found ? found - order + 1 : 0;
}

static bool text_prefix(const struct string *str, uint64_t *ret)
{
	uint64_t prefix = 0;

	if (!str_is_ascii(str))
		return false;
	for (uint32_t i = 0; i < 8; i++) {
		uint8_t place = i < str->len ? ascii_place(str->data[i]) : 0;

		if (i < str->len && !place)
			return false;
		prefix = prefix << 8 | place;
	}
	*ret = prefix;
	return true;
}

static void row_free(void *data)
{
	struct sort_row *row = data;

	value_unref(row->v);
	g_free(row);
}

static void sort_free_rows(struct sort_state *state)
{
	if (!state->rows)
		return;
	for (guint i = 0; i < state->rows->len; i++) {
		struct sort_row *row = state->rows->pdata[i];

		for (unsigned k = 0; k < state->n; k++)
			value_unref(row->keys[k]);
	}
	g_ptr_array_unref(state->rows);
	state->rows = NULL;
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
	state->prefixed = true;
	state->rows = g_ptr_array_new_with_free_func(row_free);
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
	struct sort_row *row;

	if (value_is_null(args->input))
		return FLOW_NEXT;
	row = g_malloc0(sizeof(*row) + state->n * sizeof(struct value));
	row->v = value_ref(args->input);
	g_ptr_array_add(state->rows, row);
	for (unsigned k = 0; k < state->n; k++) {
		enum flow flow = read_key(call, state, k, args->input, &row->keys[k]);

		if (flow != FLOW_NEXT)
			return flow;
	}
	if (state->prefixed && !(row->keys[0].kind == V_STRING &&
				 text_prefix(row->keys[0].u.str, &row->prefix)))
		state->prefixed = false;
	return FLOW_NEXT;
}

static bool key_descends(const struct sort_state *state, unsigned k)
{
	int direction = state->columns.n ? state->columns.at[k].direction : 0;

	return direction ? direction < 0 : state->descending;
}

static int compare_rows(const struct sort_row *a, const struct sort_row *b,
			const struct sort_state *state)
{
	for (unsigned k = 0; k < state->n; k++) {
		struct value x = a->keys[k], y = b->keys[k];
		int rank;

		if ((x.kind == V_UNSET) != (y.kind == V_UNSET))
			return x.kind == V_UNSET ? 1 : -1;
		rank = value_rank(x, y, state->with_case);
		if (rank)
			return key_descends(state, k) ? -rank : rank;
	}
	return 0;
}

static int compare_slots(const void *a, const void *b, void *data)
{
	const struct sort_row *x = *(struct sort_row *const *)a;
	const struct sort_row *y = *(struct sort_row *const *)b;
	const struct sort_state *state = data;

	if (state->prefixed && x->prefix != y->prefix) {
		int rank = x->prefix < y->prefix ? -1 : 1;

		return key_descends(state, 0) ? -rank : rank;
	}
	return compare_rows(x, y, state);
}

/* Moves the first of each run of equal rows to the front; how many those are. */
static guint drop_equal(const struct sort_state *state, GPtrArray *rows)
{
	guint n = 0;

	for (guint i = 0; i < rows->len; i++) {
		void *row = rows->pdata[i];

		if (n && !compare_rows(rows->pdata[n - 1], row, state))
			continue;
		rows->pdata[i] = rows->pdata[n];
		rows->pdata[n++] = row;
	}
	return n;
}

static enum flow sort_object_end(struct call *call, void *data)
{
	struct sort_object_args *args = data;
	struct sort_state *state = call_state(call);
	GPtrArray *rows = state->rows;
	enum flow flow = FLOW_NEXT;
	int64_t n, from, to;

	g_qsort_with_data(rows->pdata, rows->len, sizeof(void *), compare_slots, state);
	n = arg_on(args->unique) ? drop_equal(state, rows) : rows->len;
	from = MAX(0, n - arg_int(args->bottom, n));
	to = MIN(n, arg_int(args->top, n));
	for (int64_t i = from; i < to && flow == FLOW_NEXT; i++)
		flow = emit(call, ((struct sort_row *)rows->pdata[i])->v);
	return flow;
}

static void sort_object_clean(struct call *call)
{
	struct sort_state *state = call_state(call);

	sort_free_rows(state);
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
