/*
 * Where-Object: a block that is true, or property, operator and value. Each
 * operator is a row: its parameter set and the test it stands for. The row is
 * found once, when the cmdlet begins; after that an object costs one property
 * read and one comparison.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/column.h"
#include "lib/convert.h"
#include "lib/operate.h"

struct where_object_args {
	struct value input, filter, property, value, not;
	struct value eq, ceq, ne, cne, gt, cgt, lt, clt, ge, cge, le, cle, like, clike, notlike,
		cnotlike, match, cmatch, notmatch, cnotmatch, contains, ccontains, notcontains,
		cnotcontains, in, cin, notin, cnotin, is, isnot;
};

/* One bit for each parameter set, in the order of their names below. */
enum {
	SET_EQUAL = 1u << 0,
	SET_BLOCK = 1u << 1,
	SET_NOT = 1u << 31,
};

#define OPERATOR_SET(n)		(1u << (n))
#define OPERATOR(name_, field, n, aliases_, text) \
	{ name_, "switch", FIELD(where_object_args, field), .sets = OPERATOR_SET(n), \
	  .mandatory_sets = (n) ? OPERATOR_SET(n) : 0, .aliases = aliases_, .help = text }

static const struct param where_object_params[] = {
	{ "InputObject", "object", FIELD(where_object_args, input), .pipeline = BY_VALUE,
	  .help = "The objects to filter." },
	{ "FilterScript", "scriptblock", FIELD(where_object_args, filter), POSITION(0),
	  .sets = SET_BLOCK, .mandatory_sets = SET_BLOCK,
	  .help = "The test: objects for which the block gives a true value are passed on." },
	{ "Property", "string", FIELD(where_object_args, property), POSITION(0),
	  .sets = ~SET_BLOCK, .mandatory_sets = ~SET_BLOCK,
	  .help = "The property to test." },
	{ "Value", "object", FIELD(where_object_args, value), POSITION(1),
	  .sets = ~(SET_BLOCK | SET_NOT), .flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .help = "What the property is compared with." },
	OPERATOR("EQ", eq, 0, "IEQ", "The property equals the value."),
	OPERATOR("CEQ", ceq, 2, NULL, "The property equals the value, case included."),
	OPERATOR("NE", ne, 3, "INE", "The property differs from the value."),
	OPERATOR("CNE", cne, 4, NULL, "The property differs from the value, case included."),
	OPERATOR("GT", gt, 5, "IGT", "The property is greater than the value."),
	OPERATOR("CGT", cgt, 6, NULL, "The property is greater, case included."),
	OPERATOR("LT", lt, 7, "ILT", "The property is less than the value."),
	OPERATOR("CLT", clt, 8, NULL, "The property is less, case included."),
	OPERATOR("GE", ge, 9, "IGE", "The property is greater than or equal to the value."),
	OPERATOR("CGE", cge, 10, NULL, "The property is greater or equal, case included."),
	OPERATOR("LE", le, 11, "ILE", "The property is less than or equal to the value."),
	OPERATOR("CLE", cle, 12, NULL, "The property is less or equal, case included."),
	OPERATOR("Like", like, 13, "ILike", "The property fits the wildcard pattern."),
	OPERATOR("CLike", clike, 14, NULL, "The property fits the pattern, case included."),
	OPERATOR("NotLike", notlike, 15, "INotLike", "The property does not fit the pattern."),
	OPERATOR("CNotLike", cnotlike, 16, NULL, "It does not fit the pattern, case included."),
	OPERATOR("Match", match, 17, "IMatch", "The property matches the regular expression."),
	OPERATOR("CMatch", cmatch, 18, NULL, "It matches, case included."),
	OPERATOR("NotMatch", notmatch, 19, "INotMatch", "It does not match the expression."),
	OPERATOR("CNotMatch", cnotmatch, 20, NULL, "It does not match, case included."),
	OPERATOR("Contains", contains, 21, "IContains", "A list in the property has the value."),
	OPERATOR("CContains", ccontains, 22, NULL, "The list has the value, case included."),
	OPERATOR("NotContains", notcontains, 23, "INotContains", "The list lacks the value."),
	OPERATOR("CNotContains", cnotcontains, 24, NULL, "The list lacks it, case included."),
	OPERATOR("In", in, 25, "IIn", "The property is one of the values."),
	OPERATOR("CIn", cin, 26, NULL, "The property is one of the values, case included."),
	OPERATOR("NotIn", notin, 27, "INotIn", "The property is none of the values."),
	OPERATOR("CNotIn", cnotin, 28, NULL, "It is none of the values, case included."),
	OPERATOR("Is", is, 29, NULL, "The property is of the type."),
	OPERATOR("IsNot", isnot, 30, NULL, "The property is not of the type."),
	{ "Not", "switch", FIELD(where_object_args, not), .sets = SET_NOT,
	  .mandatory_sets = SET_NOT,
	  .help = "The property is false, null, empty or absent." },
	{ NULL }
};

enum test { TEST_TRUTH, TEST_NOT, TEST_COMPARE, TEST_MATCH, TEST_CONTAINS, TEST_NOT_CONTAINS,
	TEST_IN, TEST_NOT_IN, TEST_IS, TEST_IS_NOT };

#define AT(field)	FIELD(where_object_args, field)

static const struct where_operator {
	size_t at;
	enum test test;
	int op;
	bool with_case;
} where_operators[] = {
	{ AT(eq), TEST_COMPARE, COMPARE_EQ }, { AT(ceq), TEST_COMPARE, COMPARE_EQ, true },
	{ AT(ne), TEST_COMPARE, COMPARE_NE }, { AT(cne), TEST_COMPARE, COMPARE_NE, true },
	{ AT(gt), TEST_COMPARE, COMPARE_GT }, { AT(cgt), TEST_COMPARE, COMPARE_GT, true },
	{ AT(lt), TEST_COMPARE, COMPARE_LT }, { AT(clt), TEST_COMPARE, COMPARE_LT, true },
	{ AT(ge), TEST_COMPARE, COMPARE_GE }, { AT(cge), TEST_COMPARE, COMPARE_GE, true },
	{ AT(le), TEST_COMPARE, COMPARE_LE }, { AT(cle), TEST_COMPARE, COMPARE_LE, true },
	{ AT(like), TEST_MATCH, MATCH_LIKE }, { AT(clike), TEST_MATCH, MATCH_LIKE, true },
	{ AT(notlike), TEST_MATCH, MATCH_NOTLIKE }, { AT(cnotlike), TEST_MATCH, MATCH_NOTLIKE, true },
	{ AT(match), TEST_MATCH, MATCH_MATCH }, { AT(cmatch), TEST_MATCH, MATCH_MATCH, true },
	{ AT(notmatch), TEST_MATCH, MATCH_NOTMATCH },
	{ AT(cnotmatch), TEST_MATCH, MATCH_NOTMATCH, true },
	{ AT(contains), TEST_CONTAINS }, { AT(ccontains), TEST_CONTAINS, 0, true },
	{ AT(notcontains), TEST_NOT_CONTAINS }, { AT(cnotcontains), TEST_NOT_CONTAINS, 0, true },
	{ AT(in), TEST_IN }, { AT(cin), TEST_IN, 0, true },
	{ AT(notin), TEST_NOT_IN }, { AT(cnotin), TEST_NOT_IN, 0, true },
	{ AT(is), TEST_IS }, { AT(isnot), TEST_IS_NOT }, { AT(not), TEST_NOT },
};

struct where_state {
	struct member_cache member;
	enum test test;
	int op;
	bool with_case;
	const struct type *type;
};

static const struct fault no_operator = {
	"OperatorNotSpecified", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT, NULL };
static const struct fault no_value = {
	"ValueNotSpecifiedForWhereObject", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	NULL };
static const struct fault no_type = {
	"TypeNotFound", "System.Management.Automation.RuntimeException", CATEGORY_INVALID_OPERATION,
	NULL };

/* The type that -Is names. */
static enum flow find_type(struct call *call, struct where_state *state, struct value v)
{
	v = value_base(v);
	if (v.kind == V_TYPE)
		state->type = v.u.type;
	else if (v.kind == V_STRING)
		state->type = type_find(v.u.str->data, v.u.str->len);
	if (state->type)
		return FLOW_NEXT;
	return call_throw_fault(call, &no_type, v, "Unable to find type [%s].", arg_text(v, ""));
}

static enum flow where_object_begin(struct call *call, void *data)
{
	struct where_object_args *args = data;
	struct where_state *state = call_state(call);

	if (args->property.kind != V_STRING)
		return FLOW_NEXT;
	state->member.symbol = symbol_of(args->property.u.str);
	for (unsigned i = 0; i < G_N_ELEMENTS(where_operators); i++) {
		const struct where_operator *row = &where_operators[i];

		if (!arg_on(*(struct value *)((char *)args + row->at)))
			continue;
		state->test = row->test;
		state->op = row->op;
		state->with_case = row->with_case;
	}
	if (state->test == TEST_TRUTH && arg_given(args->value))
		return call_throw_fault(call, &no_operator, VALUE_NULL,
			"The command requires an operator. Include an operator parameter in the "
			"command, and then try the command again.");
	if (state->test > TEST_NOT && !arg_given(args->value))
		return call_throw_fault(call, &no_value, VALUE_NULL,
			"The specified operator requires both the -Property and -Value parameters. "
			"Provide values for both parameters, and then try the command again.");
	if (state->test == TEST_IS || state->test == TEST_IS_NOT)
		return find_type(call, state, args->value);
	return FLOW_NEXT;
}

/* -1: failed, `error` is set. */
static int where_test(const struct where_state *state, struct value left, struct value right,
		      GError **error)
{
	value_auto ret = VALUE_UNSET;

	switch (state->test) {
	case TEST_TRUTH:
		return value_truth(left);
	case TEST_NOT:
		return !value_truth(left);
	case TEST_COMPARE:
		if (state->op == COMPARE_EQ && !value_is_enumerable(left))
			return value_equal(left, right, state->with_case);
		if (!value_compare(state->op, left, right, state->with_case, &ret, error))
			return -1;
		return value_truth(ret);
	case TEST_MATCH:
		if (!value_match(state->op, left, right, state->with_case, &ret, NULL, error))
			return -1;
		return value_truth(ret);
	case TEST_CONTAINS:
		return value_contains(left, right, state->with_case);
	case TEST_NOT_CONTAINS:
		return !value_contains(left, right, state->with_case);
	case TEST_IN:
		return value_contains(right, left, state->with_case);
	case TEST_NOT_IN:
		return !value_contains(right, left, state->with_case);
	case TEST_IS:
		return value_is(left, state->type);
	case TEST_IS_NOT:
		return !value_is(left, state->type);
	}
	return 0;
}

static enum flow where_by_block(struct call *call, struct where_object_args *args)
{
	value_auto ret = VALUE_UNSET;
	enum flow flow = block_value(call_host(call), args->filter, args->input, &ret);

	if (flow != FLOW_NEXT || !value_truth(ret))
		return flow;
	return emit(call, args->input);
}

static enum flow where_by_property(struct call *call, struct where_object_args *args,
				   struct where_state *state)
{
	value_auto left = VALUE_UNSET;
	GError *error = NULL;
	int pass;

	left = member_read(&state->member, call_host(call), args->input);
	if (left.kind == V_UNSET)
		left = VALUE_NULL;
	pass = where_test(state, left, args->value, &error);
	if (pass < 0)
		return call_error(call, error);
	return pass ? emit(call, args->input) : FLOW_NEXT;
}

static enum flow where_object(struct call *call, void *data)
{
	struct where_object_args *args = data;
	struct where_state *state = call_state(call);

	if (args->input.kind == V_UNSET || args->input.kind == V_NOTHING)
		return FLOW_NEXT;
	return state->member.symbol ? where_by_property(call, args, state)
				    : where_by_block(call, args);
}

static void where_object_clean(struct call *call)
{
	member_cache_clear(&((struct where_state *)call_state(call))->member);
}

static const struct cmdlet_example where_object_examples[] = {
	{ "Get-Mailbox | Where-Object { $_.ProhibitSendQuota -eq 'unlimited' }",
	  "Shows the mailboxes without a quota." },
	{ "Get-Mailbox | Where-Object Database -eq DB1",
	  "The same with property, operator and value." },
	{ NULL }
};

CMDLET(where_object_cmdlet) = {
	.name = "Where-Object", .aliases = "where ?", .module = MODULE_CORE,
	.synopsis = "Selects objects by the values of their properties.",
	.description = "Passes on each object for which a script block, or a comparison of one "
		"of its properties, is true.",
	.params = where_object_params, .examples = where_object_examples,
	.sets = "EqualSet ScriptBlockSet CaseSensitiveEqualSet NotEqualSet "
		"CaseSensitiveNotEqualSet GreaterThanSet CaseSensitiveGreaterThanSet LessThanSet "
		"CaseSensitiveLessThanSet GreaterOrEqualSet CaseSensitiveGreaterOrEqualSet "
		"LessOrEqualSet CaseSensitiveLessOrEqualSet LikeSet CaseSensitiveLikeSet NotLikeSet "
		"CaseSensitiveNotLikeSet MatchSet CaseSensitiveMatchSet NotMatchSet "
		"CaseSensitiveNotMatchSet ContainsSet CaseSensitiveContainsSet NotContainsSet "
		"CaseSensitiveNotContainsSet InSet CaseSensitiveInSet NotInSet "
		"CaseSensitiveNotInSet IsSet IsNotSet Not",
	.default_set = "EqualSet", .output = "System.Object",
	.args_size = sizeof(struct where_object_args), .state_size = sizeof(struct where_state),
	.begin = where_object_begin, .process = where_object, .clean = where_object_clean,
};
