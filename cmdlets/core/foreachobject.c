/*
 * ForEach-Object: blocks run in the caller's scope for each object, or a
 * member named once and read or called on each. Which of several positional
 * blocks is the first and the last is settled when the cmdlet begins.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/column.h"
#include "lib/convert.h"

struct foreach_object_args {
	struct value input, begin, process, end, remaining, member, arguments;
	struct value parallel, throttle, timeout, as_job, new_runspace;
};

enum { SET_BLOCKS = 1, SET_MEMBER = 2, SET_PARALLEL = 4 };

static const struct param foreach_object_params[] = {
	{ "InputObject", "object", FIELD(foreach_object_args, input), .pipeline = BY_VALUE,
	  .help = "The objects to work on." },
	{ "Begin", "scriptblock", FIELD(foreach_object_args, begin), .sets = SET_BLOCKS,
	  .help = "A block that runs once before the first object." },
	{ "Process", "scriptblock[]", FIELD(foreach_object_args, process), POSITION(0),
	  .sets = SET_BLOCKS, .mandatory_sets = SET_BLOCKS,
	  .flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .help = "The block that runs for each object, which it sees as $_." },
	{ "End", "scriptblock", FIELD(foreach_object_args, end), .sets = SET_BLOCKS,
	  .help = "A block that runs once after the last object." },
	{ "RemainingScripts", "scriptblock[]", FIELD(foreach_object_args, remaining),
	  .sets = SET_BLOCKS,
	  .flags = PARAM_REMAINING | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .help = "Further blocks; the first of several begins, the last ends." },
	{ "MemberName", "string", FIELD(foreach_object_args, member), POSITION(0),
	  .sets = SET_MEMBER, .mandatory_sets = SET_MEMBER, .flags = PARAM_WILDCARDS,
	  .help = "The property to read or the method to call on each object." },
	{ "ArgumentList", "object[]", FIELD(foreach_object_args, arguments), .sets = SET_MEMBER,
	  .flags = PARAM_REMAINING | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY, .aliases = "Args",
	  .help = "The arguments of the method." },
	{ "Parallel", "scriptblock", FIELD(foreach_object_args, parallel), .sets = SET_PARALLEL,
	  .mandatory_sets = SET_PARALLEL,
	  .help = "A block for each object that does not depend on the others; here one after "
		  "the other." },
	{ "ThrottleLimit", "int", FIELD(foreach_object_args, throttle), .sets = SET_PARALLEL,
	  .min = 1, .max = INT32_MAX, .flags = PARAM_IGNORED,
	  .help = "How many blocks may run at once." },
	{ "TimeoutSeconds", "int", FIELD(foreach_object_args, timeout), .sets = SET_PARALLEL,
	  .min = 0, .max = INT32_MAX / 1000, .flags = PARAM_IGNORED,
	  .help = "How long to wait for parallel blocks." },
	{ "AsJob", "switch", FIELD(foreach_object_args, as_job), .sets = SET_PARALLEL,
	  .flags = PARAM_REFUSED, .help = "There are no background jobs here." },
	{ "UseNewRunspace", "switch", FIELD(foreach_object_args, new_runspace),
	  .sets = SET_PARALLEL, .flags = PARAM_IGNORED,
	  .help = "Whether each block gets a runspace of its own." },
	{ NULL }
};

struct foreach_state {
	GArray *blocks;		/* of the process phase */
	struct value begin, end;
	struct member_cache member;
	const struct type *asked;	/* the last type looked at, and whether the name is its method */
	bool is_method;
	struct value *arguments;
	unsigned n_arguments;
};

static void add_blocks(GArray *blocks, struct value v)
{
	uint32_t n = arg_count(v);

	for (uint32_t i = 0; i < n; i++) {
		value_auto block = arg_at(v, i);

		if (block.kind == V_SCRIPTBLOCK)
			held_add(blocks, block);
	}
}

/* Two or more positional blocks: the first begins; three or more: the last ends. */
static void share_blocks(struct foreach_state *state, const struct foreach_object_args *args)
{
	bool has_begin = args->begin.kind == V_SCRIPTBLOCK;
	bool has_end = args->end.kind == V_SCRIPTBLOCK;
	GArray *blocks = state->blocks;
	guint total = blocks->len;

	if (has_begin)
		state->begin = value_ref(args->begin);
	if (has_end)
		state->end = value_ref(args->end);
	if (!has_end && total > (has_begin ? 1u : 2u)) {
		state->end = value_ref(g_array_index(blocks, struct value, blocks->len - 1));
		g_array_set_size(blocks, blocks->len - 1);
	}
	if (!has_begin && total > 1) {
		state->begin = value_ref(g_array_index(blocks, struct value, 0));
		g_array_remove_index(blocks, 0);
	}
}

/* -Begin and -End have no object of their own: $_ is what it is around the command. */
static enum flow run_outside(struct call *call, struct value block)
{
	value_auto outer = host_variable(call_host(call), "_");

	return block_run(call_host(call), block, outer.kind == V_UNSET ? VALUE_NULL : outer, call_sink(call));
}

static enum flow foreach_object_begin(struct call *call, void *data)
{
	struct foreach_object_args *args = data;
	struct foreach_state *state = call_state(call);

	if (args->member.kind == V_STRING) {
		state->member.symbol = symbol_of(args->member.u.str);
		state->n_arguments = arg_count(args->arguments);
		state->arguments = g_new0(struct value, state->n_arguments);
		for (unsigned i = 0; i < state->n_arguments; i++)
			state->arguments[i] = arg_at(args->arguments, i);
		return FLOW_NEXT;
	}
	state->blocks = held_new();
	if (args->parallel.kind == V_SCRIPTBLOCK) {
		held_add(state->blocks, args->parallel);
		return FLOW_NEXT;
	}
	add_blocks(state->blocks, args->process);
	add_blocks(state->blocks, args->remaining);
	share_blocks(state, args);
	if (state->begin.kind != V_SCRIPTBLOCK)
		return FLOW_NEXT;
	return run_outside(call, state->begin);
}

static bool is_method(struct foreach_state *state, struct value v)
{
	const struct type *type = type_of(value_base(v));

	if (type != state->asked) {
		state->asked = type;
		state->is_method = type_methods(type, state->member.symbol, false) != NULL;
	}
	return state->is_method;
}

static enum flow call_method(struct call *call, struct foreach_state *state, struct value input)
{
	const char *name = symbol_name(state->member.symbol);
	value_auto ret = VALUE_NOTHING;
	GError *error = NULL;

	if (!type_invoke(type_of(input), value_base(input), name, state->arguments,
			 state->n_arguments, call_host(call), &ret, &error))
		return call_error(call, error);
	return emit_each(call, ret);
}

/* The names that a pattern fits; ambiguous ones are refused as PowerShell does. */
struct member_search {
	struct value pattern;
	struct string *found;
	bool many;
};

static void search_member(struct string *name, struct value v, void *data)
{
	struct member_search *search = data;

	if (!text_is_like(value_str(name), search->pattern))
		return;
	if (search->found)
		search->many = true;
	else
		search->found = str_ref(name);
}

static const struct fault ambiguous_member = {
	"AmbiguousPropertyOrMethodName", "System.Management.Automation.PSArgumentException",
	CATEGORY_INVALID_ARGUMENT, NULL };
static const struct fault null_input = {
	"InputObjectIsNull", "System.Management.Automation.PSArgumentException",
	CATEGORY_INVALID_ARGUMENT, NULL };

static enum flow resolve_pattern(struct call *call, struct foreach_state *state,
				 struct foreach_object_args *args)
{
	struct member_search search = { .pattern = args->member };

	host_each_property(call_host(call), args->input, search_member, &search);
	if (search.many) {
		str_unref(search.found);
		return call_fail(call, &ambiguous_member, args->input,
				 "Input name \"%s\" is ambiguous. It can be resolved to multiple "
				 "matched members.", args->member.u.str->data);
	}
	if (search.found) {
		member_cache_clear(&state->member);
		state->member.symbol = symbol_of(search.found);
		str_unref(search.found);
	}
	return FLOW_NEXT;
}

static enum flow by_member(struct call *call, struct foreach_state *state,
			   struct foreach_object_args *args)
{
	value_auto v = VALUE_UNSET;

	if (value_is_null(args->input))
		return call_fail(call, &null_input, VALUE_NULL,
				 "Cannot process the null input object.");
	if (text_has_wildcards(args->member.u.str->data)) {
		enum flow flow = resolve_pattern(call, state, args);

		if (flow != FLOW_NEXT)
			return flow;
	}
	if (state->n_arguments || is_method(state, args->input))
		return call_method(call, state, args->input);
	v = member_read(&state->member, call_host(call), args->input);
	if (v.kind == V_UNSET)
		return emit(call, VALUE_NULL);
	return v.kind == V_NOTHING ? FLOW_NEXT : emit_each(call, v);
}

static enum flow foreach_object(struct call *call, void *data)
{
	struct foreach_object_args *args = data;
	struct foreach_state *state = call_state(call);
	struct value input = args->input.kind == V_UNSET ? VALUE_NULL : args->input;

	if (args->input.kind == V_UNSET && call_has_input(call))
		return FLOW_NEXT;
	if (state->member.symbol)
		return by_member(call, state, args);
	for (guint i = 0; i < state->blocks->len; i++) {
		enum flow flow = block_run(call_host(call),
					   g_array_index(state->blocks, struct value, i), input,
					   call_sink(call));

		if (flow != FLOW_NEXT)
			return flow;
	}
	return FLOW_NEXT;
}

static enum flow foreach_object_end(struct call *call, void *data)
{
	struct foreach_state *state = call_state(call);

	if (state->end.kind != V_SCRIPTBLOCK)
		return FLOW_NEXT;
	return run_outside(call, state->end);
}

static void foreach_object_clean(struct call *call)
{
	struct foreach_state *state = call_state(call);

	held_free(state->blocks);
	value_unref(state->begin);
	value_unref(state->end);
	member_cache_clear(&state->member);
	for (unsigned i = 0; i < state->n_arguments; i++)
		value_unref(state->arguments[i]);
	g_free(state->arguments);
}

static const struct cmdlet_example foreach_object_examples[] = {
	{ "Import-Csv users.csv | ForEach-Object { New-Mailbox -Name $_.Name -Organization Contoso }",
	  "Creates a mailbox for each row of a file." },
	{ "Get-Mailbox | ForEach-Object Name", "Shows one property of each mailbox." },
	{ NULL }
};

CMDLET(foreach_object_cmdlet) = {
	.name = "ForEach-Object", .aliases = "foreach %", .module = MODULE_CORE,
	.synopsis = "Performs an operation on each object of a pipeline.",
	.description = "Runs a script block for each object, or reads a property or calls a "
		"method of each.",
	.params = foreach_object_params, .examples = foreach_object_examples,
	.sets = "ScriptBlockSet PropertyAndMethodSet ParallelParameterSet",
	.default_set = "ScriptBlockSet", .output = "System.Object",
	.args_size = sizeof(struct foreach_object_args), .state_size = sizeof(struct foreach_state),
	.flags = CMDLET_SHOULD_PROCESS, .begin = foreach_object_begin, .process = foreach_object,
	.end = foreach_object_end, .clean = foreach_object_clean,
};
