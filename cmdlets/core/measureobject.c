/*
 * Measure-Object: counts objects, sums and compares a property of them, or
 * counts the lines, words and characters of their text. One total per measured
 * property; values that are no numbers are errors of their own.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/column.h"
#include "lib/convert.h"
#include "lib/operate.h"
#include "lib/types/results.h"

#include <math.h>

struct measure_object_args {
	struct value input, property, deviation, sum, all, average, maximum, minimum, line, word,
		character, no_blanks;
};

enum { SET_GENERIC = 1, SET_TEXT = 2 };

static const struct param measure_object_params[] = {
	{ "InputObject", "object", FIELD(measure_object_args, input), .pipeline = BY_VALUE,
	  .help = "The objects to measure." },
	{ "Property", "object[]", FIELD(measure_object_args, property), POSITION(0),
	  .flags = PARAM_WILDCARDS,
	  .help = "The properties to measure; without them the objects themselves." },
	{ "StandardDeviation", "switch", FIELD(measure_object_args, deviation),
	  .sets = SET_GENERIC, .help = "Gives the standard deviation of the values." },
	{ "Sum", "switch", FIELD(measure_object_args, sum), .sets = SET_GENERIC,
	  .help = "Gives the sum of the values." },
	{ "AllStats", "switch", FIELD(measure_object_args, all), .sets = SET_GENERIC,
	  .help = "Gives everything." },
	{ "Average", "switch", FIELD(measure_object_args, average), .sets = SET_GENERIC,
	  .help = "Gives the average of the values." },
	{ "Maximum", "switch", FIELD(measure_object_args, maximum), .sets = SET_GENERIC,
	  .help = "Gives the largest value." },
	{ "Minimum", "switch", FIELD(measure_object_args, minimum), .sets = SET_GENERIC,
	  .help = "Gives the smallest value." },
	{ "Line", "switch", FIELD(measure_object_args, line), .sets = SET_TEXT,
	  .help = "Counts lines." },
	{ "Word", "switch", FIELD(measure_object_args, word), .sets = SET_TEXT,
	  .help = "Counts words." },
	{ "Character", "switch", FIELD(measure_object_args, character), .sets = SET_TEXT,
	  .help = "Counts characters." },
	{ "IgnoreWhiteSpace", "switch", FIELD(measure_object_args, no_blanks), .sets = SET_TEXT,
	  .help = "Characters without blanks." },
	{ NULL }
};

/* What was measured of one property. */
struct total {
	struct string *name;
	struct member_cache member;
	uint32_t count;
	double sum, mean, spread;	/* Welford's running mean and sum of squares */
	struct value max, min;
	int64_t lines, words, characters;
};

struct measure_state {
	struct columns columns;
	GArray *totals;
	bool numeric, max, min, failed, text;
};

static const struct fault not_numeric = {
	"NonNumericInputObject", "System.Management.Automation.PSInvalidCastException",
	CATEGORY_INVALID_TYPE, NULL };

static void total_clear(void *data)
{
	struct total *total = data;

	str_unref(total->name);
	member_cache_clear(&total->member);
	value_unref(total->max);
	value_unref(total->min);
}

static struct total *find_total(struct measure_state *state, struct string *name)
{
	struct total total = { 0 };

	for (guint i = 0; i < state->totals->len; i++) {
		struct total *at = &g_array_index(state->totals, struct total, i);

		if (at->name && str_equal_nocase(at->name, name))
			return at;
	}
	total.name = str_ref(name);
	total.member.symbol = symbol_of(name);
	g_array_append_val(state->totals, total);
	return &g_array_index(state->totals, struct total, state->totals->len - 1);
}

static enum flow measure_object_begin(struct call *call, void *data)
{
	struct measure_object_args *args = data;
	struct measure_state *state = call_state(call);
	GError *error = NULL;
	bool all = arg_on(args->all);

	state->totals = g_array_new(FALSE, TRUE, sizeof(struct total));
	g_array_set_clear_func(state->totals, total_clear);
	if (!columns_init(&state->columns, args->property, 0, &error))
		return call_throw(call, error);
	state->max = all || arg_on(args->maximum);
	state->min = all || arg_on(args->minimum);
	state->numeric = all || arg_on(args->sum) || arg_on(args->average) ||
			 arg_on(args->deviation);
	state->text = arg_on(args->line) || arg_on(args->word) || arg_on(args->character);
	if (!state->columns.n)
		g_array_set_size(state->totals, 1);
	return FLOW_NEXT;
}

/* A number as it is summed; text that reads as one counts. */
static bool as_number(struct value v, double *ret)
{
	v = value_base(v);
	switch (v.kind) {
	case V_I8: case V_U8: case V_I16: case V_U16: case V_I32: case V_U32: case V_I64:
		*ret = v.u.i;
		return true;
	case V_F32: case V_F64:
		*ret = v.u.f;
		return true;
	case V_DATETIME: case V_TIMESPAN:
		return false;
	default:
		return value_to_f64(v, ret, NULL);
	}
}

static void count_text(struct total *total, struct string *text, bool no_blanks)
{
	const char *p = text->data, *end = p + text->len;
	bool in_word = false;

	if (text->len)
		total->lines++;
	while (p < end) {
		uint32_t c = text_next(&p, end);
		bool blank = g_unichar_isspace(c);

		if (c == '\n' && p < end)
			total->lines++;
		if (!blank && !in_word)
			total->words++;
		in_word = !blank;
		if (!blank || !no_blanks)
			total->characters += c > 0xffff ? 2 : 1;
	}
}

/* Keeps the larger (sign 1) or smaller (sign -1) of *kept and v. */
static void keep_extreme(struct value *kept, struct value v, int sign)
{
	double a, b;
	int rank;

	if (kept->kind == V_UNSET) {
		*kept = value_ref(v);
		return;
	}
	if (as_number(*kept, &a) && as_number(v, &b))
		rank = b < a ? -1 : b > a;
	else if (value_base(*kept).kind == value_base(v).kind)
		rank = value_rank(v, *kept, true);
	else {
		value_auto x = value_str(value_to_display(*kept));
		value_auto y = value_str(value_to_display(v));

		rank = value_rank(y, x, true);
	}
	if (rank * sign >= 0)
		value_put(kept, value_ref(v));
}

static void add_number(struct total *total, double v)
{
	double before = total->mean;

	total->sum += v;
	total->mean += (v - before) / total->count;
	total->spread += (v - before) * (v - total->mean);
}

static enum flow measure_value(struct call *call, struct measure_object_args *args,
			       struct measure_state *state, struct total *total, struct value v)
{
	double number;

	total->count++;
	if (state->text) {
		struct string *text = value_to_display(v);

		count_text(total, text, arg_on(args->no_blanks));
		str_unref(text);
	}
	if (state->max)
		keep_extreme(&total->max, v, 1);
	if (state->min)
		keep_extreme(&total->min, v, -1);
	if (!state->numeric)
		return FLOW_NEXT;
	if (as_number(v, &number)) {
		add_number(total, number);
		return FLOW_NEXT;
	}
	state->failed = true;
	value_auto shown = value_str(value_to_display(v));

	return call_fail(call, &not_numeric, v, "Input object \"%s\" is not numeric.",
			 shown.u.str->data);
}

struct measure_walk {
	struct call *call;
	struct measure_object_args *args;
	struct measure_state *state;
	struct value pattern;
	enum flow flow;
};

static void measure_matching(struct string *name, struct value v, void *data)
{
	struct measure_walk *walk = data;

	if (walk->flow != FLOW_NEXT || value_is_null(v) ||
	    !text_is_like(value_str(name), walk->pattern))
		return;
	walk->flow = measure_value(walk->call, walk->args, walk->state,
				   find_total(walk->state, name), v);
}

static enum flow measure_column(struct call *call, struct measure_object_args *args,
				struct measure_state *state, struct column *column)
{
	struct measure_walk walk = { call, args, state, VALUE_UNSET, FLOW_NEXT };
	value_auto v = VALUE_UNSET;
	enum flow flow;

	if (column->wildcard) {
		walk.pattern = value_str(column->text);
		host_each_property(call_host(call), args->input, measure_matching, &walk);
		return walk.flow;
	}
	flow = column_read(column, call_host(call), args->input, &v);
	if (flow == FLOW_ERROR) {
		value_unref(host_take_error(call_host(call)));
		return FLOW_NEXT;
	}
	if (flow != FLOW_NEXT || v.kind == V_UNSET)
		return flow;
	if (value_is_null(v)) {
		find_total(state, column_name(column));
		return FLOW_NEXT;
	}
	return measure_value(call, args, state, find_total(state, column_name(column)), v);
}

static enum flow measure_object(struct call *call, void *data)
{
	struct measure_object_args *args = data;
	struct measure_state *state = call_state(call);
	enum flow flow = FLOW_NEXT;

	if (value_is_null(args->input))
		return FLOW_NEXT;
	if (!state->columns.n)
		return measure_value(call, args, state,
				     &g_array_index(state->totals, struct total, 0), args->input);
	for (unsigned i = 0; i < state->columns.n && flow == FLOW_NEXT; i++)
		flow = measure_column(call, args, state, &state->columns.at[i]);
	return flow;
}

static struct value extreme_result(struct value v, bool *is_number)
{
	double number;

	if (v.kind == V_UNSET)
		return VALUE_NULL;
	if (as_number(v, &number))
		return value_f64(number);
	*is_number = false;
	return value_ref(v);
}

static struct value total_name(const struct total *total)
{
	return total->name ? value_str(str_ref(total->name)) : VALUE_NULL;
}

static struct value generic_result(const struct measure_object_args *args,
				   const struct measure_state *state, const struct total *total)
{
	bool all = arg_on(args->all), numbers = true;
	bool known = !state->failed;
	struct value slots[7] = { value_i32(total->count), VALUE_NULL, VALUE_NULL, VALUE_NULL,
				  VALUE_NULL, VALUE_NULL, total_name(total) };

	if (known && (all || arg_on(args->average)) && total->count)
		slots[1] = value_f64(total->sum / total->count);
	if (known && (all || arg_on(args->sum)))
		slots[2] = value_f64(total->sum);
	slots[3] = extreme_result(total->max, &numbers);
	slots[4] = extreme_result(total->min, &numbers);
	if (known && (all || arg_on(args->deviation)) && total->count)
		slots[5] = value_f64(total->count > 1 ? sqrt(total->spread / (total->count - 1))
						      : 0);
	return result_make(numbers ? RESULT_MEASURE : RESULT_MEASURE_OBJECT, slots);
}

static struct value text_result(const struct measure_object_args *args, const struct total *total)
{
	const struct value slots[] = {
		arg_on(args->line) ? value_i32(total->lines) : VALUE_NULL,
		arg_on(args->word) ? value_i32(total->words) : VALUE_NULL,
		arg_on(args->character) ? value_i32(total->characters) : VALUE_NULL,
		total_name(total),
	};

	return result_make(RESULT_MEASURE_TEXT, slots);
}

static enum flow measure_object_end(struct call *call, void *data)
{
	struct measure_object_args *args = data;
	struct measure_state *state = call_state(call);
	enum flow flow = FLOW_NEXT;

	for (guint i = 0; i < state->totals->len && flow == FLOW_NEXT; i++) {
		struct total *total = &g_array_index(state->totals, struct total, i);

		if (total->name && !total->count)
			continue;
		flow = emit_take(call, state->text ? text_result(args, total)
						   : generic_result(args, state, total));
	}
	return flow;
}

static void measure_object_clean(struct call *call)
{
	struct measure_state *state = call_state(call);

	g_clear_pointer(&state->totals, g_array_unref);
	columns_clear(&state->columns);
}

static const struct cmdlet_example measure_object_examples[] = {
	{ "Get-Mailbox | Measure-Object", "How many mailboxes there are." },
	{ "Import-Csv usage.csv | Measure-Object MB -Sum -Average", "Totals of a column." },
	{ NULL }
};

CMDLET(measure_object_cmdlet) = {
	.name = "Measure-Object", .aliases = "measure", .module = MODULE_UTILITY,
	.synopsis = "Calculates the numeric properties of objects, or counts text.",
	.params = measure_object_params, .examples = measure_object_examples,
	.sets = "GenericMeasure TextMeasure", .default_set = "GenericMeasure",
	.output = "Microsoft.PowerShell.Commands.GenericMeasureInfo "
		"Microsoft.PowerShell.Commands.TextMeasureInfo",
	.args_size = sizeof(struct measure_object_args),
	.state_size = sizeof(struct measure_state), .begin = measure_object_begin,
	.process = measure_object, .end = measure_object_end, .clean = measure_object_clean,
};
