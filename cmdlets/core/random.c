/*
 * Get-Random, Get-SecureRandom, New-Guid: chance, always from the system's
 * generator unless a seed is given.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "lib/convert.h"

#include <errno.h>
#include <float.h>
#include <sys/random.h>

/* -- Get-Random ------------------------------------------------------------- */

struct get_random_args {
	struct value seed, maximum, minimum, input, count, shuffle;
};

enum { SET_NUMBER = 1, SET_LIST = 2, SET_SHUFFLE = 4 };

static const struct param get_random_params[] = {
	{ "SetSeed", "int", FIELD(get_random_args, seed),
	  .help = "Makes the results of this command repeatable." },
	{ "Maximum", "object", FIELD(get_random_args, maximum), POSITION(0), .sets = SET_NUMBER,
	  .help = "The number that all results are below." },
	{ "Minimum", "object", FIELD(get_random_args, minimum), .sets = SET_NUMBER,
	  .help = "The smallest number; 0 if not given." },
	{ "InputObject", "object[]", FIELD(get_random_args, input), POSITION(0),
	  .pipeline = BY_VALUE, .sets = SET_LIST | SET_SHUFFLE,
	  .mandatory_sets = SET_LIST | SET_SHUFFLE, .flags = PARAM_ALLOW_NULL,
	  .help = "The objects to choose from." },
	{ "Count", "int", FIELD(get_random_args, count), .sets = SET_NUMBER | SET_LIST, .min = 1,
	  .max = INT32_MAX, .help = "How many numbers or objects." },
	{ "Shuffle", "switch", FIELD(get_random_args, shuffle), .sets = SET_SHUFFLE,
	  .mandatory_sets = SET_SHUFFLE, .help = "All objects in another order." },
	{ NULL }
};

struct random_state {
	GArray *held;
	GRand *seeded;
};

static const struct fault minimum_too_large = {
	"MinGreaterThanOrEqualMax", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT, NULL };

static uint64_t random_bits(const struct random_state *state)
{
	uint64_t bits = 0;

	if (state->seeded)
		return (uint64_t)g_rand_int(state->seeded) << 32 | g_rand_int(state->seeded);
	while (getrandom(&bits, sizeof(bits), 0) < 0 && errno == EINTR)
		;
	return bits;
}

/* Even over [0, n). */
static uint64_t random_below(const struct random_state *state, uint64_t n)
{
	uint64_t limit = UINT64_MAX - UINT64_MAX % n, bits;

	do
		bits = random_bits(state);
	while (bits >= limit);
	return bits % n;
}

static bool is_real(struct value v)
{
	value_auto number = VALUE_UNSET;

	v = value_base(v);
	if (v.kind == V_STRING && number_parse(v.u.str->data, v.u.str->len, &number))
		return number.kind == V_F64 || number.kind == V_DECIMAL;
	return v.kind == V_F64 || v.kind == V_F32 || v.kind == V_DECIMAL;
}

static enum flow random_real(struct call *call, const struct get_random_args *args,
			     const struct random_state *state)
{
	double low = 0, high = DBL_MAX;
	GError *error = NULL;

	if ((arg_given(args->minimum) && !value_to_f64(args->minimum, &low, &error)) ||
	    (arg_given(args->maximum) && !value_to_f64(args->maximum, &high, &error)))
		return call_throw(call, error);
	if (low >= high)
		return call_throw_fault(call, &minimum_too_large, VALUE_NULL,
			"The Minimum value (%g) cannot be greater than or equal to the Maximum value "
			"(%g).", low, high);
	return emit(call, value_f64(low + (high - low) * ((random_bits(state) >> 11) * 0x1p-53)));
}

static enum flow random_integer(struct call *call, const struct get_random_args *args,
				const struct random_state *state)
{
	int64_t low = 0, high = INT32_MAX, number;
	bool wide;
	GError *error = NULL;

	if ((arg_given(args->minimum) && !value_to_i64(args->minimum, &low, &error)) ||
	    (arg_given(args->maximum) && !value_to_i64(args->maximum, &high, &error)))
		return call_throw(call, error);
	if (low >= high)
		return call_throw_fault(call, &minimum_too_large, VALUE_NULL,
			"The Minimum value (%" G_GINT64_FORMAT ") cannot be greater than or equal to the "
			"Maximum value (%" G_GINT64_FORMAT ").", low, high);
	wide = low < INT32_MIN || high > INT32_MAX || value_base(args->maximum).kind == V_I64 ||
	       value_base(args->minimum).kind == V_I64;
	number = (int64_t)((uint64_t)low +
			   random_below(state, (uint64_t)high - (uint64_t)low));
	return emit(call, wide ? value_i64(number) : value_i32(number));
}

static enum flow get_random_begin(struct call *call, void *data)
{
	struct get_random_args *args = data;
	struct random_state *state = call_state(call);

	if (arg_given(args->seed))
		state->seeded = g_rand_new_with_seed(arg_int(args->seed, 0));
	state->held = held_new();
	return FLOW_NEXT;
}

static enum flow get_random(struct call *call, void *data)
{
	struct get_random_args *args = data;
	struct random_state *state = call_state(call);
	int64_t count = arg_int(args->count, 1);
	enum flow flow = FLOW_NEXT;

	if (arg_given(args->input)) {
		uint32_t n = arg_count(args->input);

		for (uint32_t i = 0; i < n; i++) {
			struct value v = arg_at(args->input, i);

			g_array_append_val(state->held, v);
		}
		return FLOW_NEXT;
	}
	for (; count > 0 && flow == FLOW_NEXT; count--)
		flow = is_real(args->maximum) || is_real(args->minimum)
			? random_real(call, args, state) : random_integer(call, args, state);
	return flow;
}

static enum flow get_random_end(struct call *call, void *data)
{
	struct get_random_args *args = data;
	struct random_state *state = call_state(call);
	guint n = state->held->len;
	guint wanted = arg_on(args->shuffle) ? n : MIN(n, arg_int(args->count, 1));
	enum flow flow = FLOW_NEXT;

	for (guint i = 0; i < wanted && flow == FLOW_NEXT; i++) {
		struct value *slots = (struct value *)state->held->data;
		guint k = i + random_below(state, n - i);
		struct value v = slots[i];

		slots[i] = slots[k];
		slots[k] = v;
		flow = emit(call, slots[i]);
	}
	return flow;
}

static void get_random_clean(struct call *call)
{
	struct random_state *state = call_state(call);

	held_free(state->held);
	if (state->seeded)
		g_rand_free(state->seeded);
}

static const struct cmdlet_example get_random_examples[] = {
	{ "Get-Random -Minimum 1 -Maximum 7", "A number from 1 to 6." },
	{ "'DB1', 'DB2', 'DB3' | Get-Random", "One of three names." },
	{ NULL }
};

CMDLET(get_random_cmdlet) = {
	.name = "Get-Random", .module = MODULE_UTILITY,
	.synopsis = "Gets a random number, or selects objects randomly from a collection.",
	.params = get_random_params, .examples = get_random_examples,
	.sets = "RandomNumberParameterSet RandomListItemParameterSet ShuffleParameterSet",
	.default_set = "RandomNumberParameterSet", .output = "System.Int32 System.Double System.Object",
	.args_size = sizeof(struct get_random_args), .state_size = sizeof(struct random_state),
	.begin = get_random_begin, .process = get_random, .end = get_random_end,
	.clean = get_random_clean,
};

CMDLET(get_securerandom_cmdlet) = {
	.name = "Get-SecureRandom", .module = MODULE_UTILITY,
	.synopsis = "Gets a random number or object from the system's secure generator.",
	.params = get_random_params + 1, .examples = get_random_examples,
	.sets = "RandomNumberParameterSet RandomListItemParameterSet ShuffleParameterSet",
	.default_set = "RandomNumberParameterSet", .output = "System.Int32 System.Double System.Object",
	.args_size = sizeof(struct get_random_args), .state_size = sizeof(struct random_state),
	.begin = get_random_begin, .process = get_random, .end = get_random_end,
	.clean = get_random_clean,
};

/* -- New-Guid ------------------------------------------------------------------ */

struct new_guid_args {
	struct value empty, input;
};

enum { SET_DEFAULT = 1, SET_EMPTY = 2, SET_INPUT = 4 };

static const struct param new_guid_params[] = {
	{ "Empty", "switch", FIELD(new_guid_args, empty), .sets = SET_EMPTY,
	  .help = "The GUID of zeros." },
	{ "InputObject", "string", FIELD(new_guid_args, input), POSITION(0), .pipeline = BY_VALUE,
	  .sets = SET_INPUT, .mandatory_sets = SET_INPUT, .help = "The text of a GUID." },
	{ NULL }
};

static const struct fault bad_guid = {
	"StringNotRecognizedAsGuid", "System.FormatException", CATEGORY_INVALID_ARGUMENT, NULL };

static enum flow new_guid(struct call *call, void *data)
{
	struct new_guid_args *args = data;
	struct value text = VALUE_UNSET, guid;
	g_autoptr(GError) error = NULL;
	bool ok;

	if (arg_on(args->empty)) {
		text = value_text("00000000-0000-0000-0000-000000000000");
	} else if (args->input.kind == V_STRING) {
		text = value_ref(args->input);
	} else {
		g_autofree char *made = g_uuid_string_random();

		text = value_text(made);
	}
	ok = value_convert(text, &type_guid, &guid, &error);
	value_unref(text);
	if (!ok)
		return call_fail(call, &bad_guid, args->input, "Unrecognized Guid format.");
	return emit_take(call, guid);
}

static const struct cmdlet_example new_guid_examples[] = {
	{ "New-Guid", "A new GUID." },
	{ NULL }
};

CMDLET(new_guid_cmdlet) = {
	.name = "New-Guid", .module = MODULE_UTILITY,
	.synopsis = "Creates a GUID.",
	.params = new_guid_params, .examples = new_guid_examples,
	.sets = "Default Empty InputObject", .default_set = "Default", .output = "System.Guid",
	.args_size = sizeof(struct new_guid_args), .process = new_guid,
};
