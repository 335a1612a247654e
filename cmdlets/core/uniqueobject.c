/*
 * Get-Unique: drops an object that equals the one before it.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/column.h"
#include "lib/convert.h"
#include "lib/operate.h"

struct get_unique_args {
	struct value input, as_string, on_type, ignore_case;
};

enum { SET_TEXT = 1, SET_TYPE = 2 };

static const struct param get_unique_params[] = {
	{ "InputObject", "object", FIELD(get_unique_args, input), .pipeline = BY_VALUE,
	  .flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY, .help = "The sorted objects." },
	{ "AsString", "switch", FIELD(get_unique_args, as_string), .sets = SET_TEXT,
	  .help = "Compares the objects' texts." },
	{ "OnType", "switch", FIELD(get_unique_args, on_type), .sets = SET_TYPE,
	  .mandatory_sets = SET_TYPE, .help = "Keeps one object of each type." },
	{ "CaseInsensitive", "switch", FIELD(get_unique_args, ignore_case),
	  .help = "Compares text without case." },
	{ NULL }
};

struct unique_state {
	bool any;
	struct value last;
};

static bool same_text(struct value a, struct value b, bool ignore_case)
{
	struct string *x = value_to_display(a), *y = value_to_display(b);
	bool same = str_equal_culture(x, y, ignore_case);

	str_unref(x);
	str_unref(y);
	return same;
}

static bool same_as_last(const struct unique_state *state, const struct get_unique_args *args)
{
	struct value a = value_base(state->last), b = value_base(args->input);
	bool ignore_case = arg_on(args->ignore_case);

	if (!state->any)
		return false;
	if (arg_on(args->on_type))
		return type_of(a) == type_of(b);
	if (arg_on(args->as_string))
		return same_text(a, b, ignore_case);
	if (type_of(a) != type_of(b))
		return false;
	return value_rank(a, b, !ignore_case) == 0;
}

static enum flow get_unique(struct call *call, void *data)
{
	struct get_unique_args *args = data;
	struct unique_state *state = call_state(call);

	if (args->input.kind == V_UNSET || same_as_last(state, args))
		return FLOW_NEXT;
	state->any = true;
	value_put(&state->last, value_ref(args->input));
	return emit(call, args->input);
}

static void get_unique_clean(struct call *call)
{
	value_clear(&((struct unique_state *)call_state(call))->last);
}

static const struct cmdlet_example get_unique_examples[] = {
	{ "Get-Content domains.txt | Sort-Object | Get-Unique", "Each domain once." },
	{ NULL }
};

CMDLET(get_unique_cmdlet) = {
	.name = "Get-Unique", .aliases = "gu", .module = MODULE_UTILITY,
	.synopsis = "Returns the unique items of a sorted list.",
	.params = get_unique_params, .examples = get_unique_examples,
	.sets = "AsString UniqueByType", .default_set = "AsString", .output = "System.Object",
	.args_size = sizeof(struct get_unique_args), .state_size = sizeof(struct unique_state),
	.process = get_unique, .clean = get_unique_clean,
};
