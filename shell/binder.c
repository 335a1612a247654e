/*
 * Binding the command line: names, then positions, defaults, the rest; the
 * sets narrow with every parameter bound.
 */
#include "config.h"

#include "shell/binder.h"

#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/wildcard.h"
#include "shell/attributes.h"
#include "shell/eval.h"

/* -- Messages ------------------------------------------------------------------------ */

#define BINDING_FAULT(id) { id, "System.Management.Automation.ParameterBindingException", \
			    CATEGORY_INVALID_ARGUMENT, NULL }

static const struct fault not_found = BINDING_FAULT("NamedParameterNotFound");
static const struct fault ambiguous = BINDING_FAULT("AmbiguousParameter");
static const struct fault missing_argument = BINDING_FAULT("MissingArgument");
static const struct fault already_bound = BINDING_FAULT("ParameterAlreadyBound");
static const struct fault no_position = BINDING_FAULT("PositionalParameterNotFound");
static const struct fault ambiguous_set = BINDING_FAULT("AmbiguousParameterSet");
static const struct fault no_convert = BINDING_FAULT("CannotConvertArgumentNoMessage");
static const struct fault null_not_allowed = {
	"ParameterArgumentValidationErrorNullNotAllowed",
	"System.Management.Automation.ParameterBindingValidationException", CATEGORY_INVALID_DATA, NULL };
static const struct fault empty_string = {
	"ParameterArgumentValidationErrorEmptyStringNotAllowed",
	"System.Management.Automation.ParameterBindingValidationException", CATEGORY_INVALID_DATA, NULL };
static const struct fault empty_array = {
	"ParameterArgumentValidationErrorEmptyArrayNotAllowed",
	"System.Management.Automation.ParameterBindingValidationException", CATEGORY_INVALID_DATA, NULL };
static const struct fault empty_collection = {
	"ParameterArgumentValidationErrorEmptyCollectionNotAllowed",
	"System.Management.Automation.ParameterBindingValidationException", CATEGORY_INVALID_DATA, NULL };
static const struct fault transformation = {
	"ParameterArgumentTransformationError",
	"System.Management.Automation.ParameterBindingArgumentTransformationException",
	CATEGORY_INVALID_DATA, NULL };
static const struct fault validation = {
	"ParameterArgumentValidationError",
	"System.Management.Automation.ParameterBindingValidationException", CATEGORY_INVALID_DATA, NULL };
static const struct fault refused = {
	"ParameterNotSupported", "System.Management.Automation.ParameterBindingException",
	CATEGORY_NOT_IMPLEMENTED, NULL };

/* -- Arguments -------------------------------------------------------------------------- */

void arguments_add(struct arguments *args, struct argument arg)
{
	if (args->n == args->capacity) {
		args->capacity = args->capacity ? args->capacity * 2 : 8;
		args->items = g_renew(struct argument, args->items, args->capacity);
	}
	args->items[args->n++] = arg;
}

void arguments_clear(struct arguments *args)
{
	for (uint32_t i = 0; i < args->n; i++)
		value_unref(args->items[i].v);
	g_free(args->items);
	*args = (struct arguments){ 0 };
}

static inline bool bit(const uint64_t *bits, uint32_t i)
{
	return bits[i / 64] >> (i % 64) & 1;
}

static inline void set_bit(uint64_t *bits, uint32_t i)
{
	bits[i / 64] |= 1ull << (i % 64);
}

bool binding_init(struct binding *b, const struct signature *signature, struct scope *scope,
		  struct node *node, const char *name, struct value *values)
{
	*b = (struct binding){
		.signature = signature, .session = scope->session, .scope = scope, .node = node,
		.name = name, .values = values, .sets = ALL_SETS,
	};
	for (uint32_t i = 0; i < signature->n; i++)
		values[i] = VALUE_UNSET;
	return true;
}

void binding_clear(struct binding *b)
{
	for (uint32_t i = 0; b->signature && i < b->signature->n; i++)
		value_clear(&b->values[i]);
	for (uint32_t i = 0; b->blocks && i < b->signature->n; i++)
		value_unref(b->blocks[i]);
	g_clear_pointer(&b->blocks, g_free);
	g_clear_pointer(&b->plan, g_free);
	g_clear_pointer(&b->names, name_plan_free);
	if (b->rest)
		value_unref(value_of(b->rest));
	b->rest = NULL;
}

/* -- What an error points at ---------------------------------------------------------------- */

static void blame_name(struct binding *b, const struct argument *arg, int param)
{
	b->blamed = arg->splatted && arg->node ? arg->node->ast->span : arg->name_span;
	b->blamed_name = param >= 0 ? sig_param_name(&b->signature->params[param]) : arg->name;
	b->blamed_param = param;
}

static void blame_value(struct binding *b, const struct argument *arg, int param)
{
	b->blamed = arg->node ? arg->node->ast->span : (struct span){ 0, 0 };
	b->blamed_name = sig_param_name(&b->signature->params[param]);
	b->blamed_param = param;
}

static void blame_command(struct binding *b)
{
	b->blamed = (struct span){ 0, 0 };
	b->blamed_name = NULL;
	b->blamed_param = -1;
}

/* -- Values of parameters ------------------------------------------------------------------- */

static const char *param_name(const struct binding *b, uint32_t i)
{
	return sig_param_name(&b->signature->params[i]);
}

static bool is_collection(struct value v)
{
	v = value_base(v);
	return v.kind == V_ARRAY || v.kind == V_LIST;
}

static bool empty_refused(struct binding *b, uint32_t i, const struct fault *fault, const char *what,
			  GError **error)
{
	fault_set(error, fault, VALUE_NULL, "Cannot bind argument to parameter '%s' because it is %s.",
		  param_name(b, i), what);
	return false;
}

/* $null, '' and empty collections are refused for a mandatory parameter; elements count when `each`. */
static bool check_filled(struct binding *b, uint32_t i, struct value v, bool each, GError **error)
{
	unsigned flags = b->signature->params[i].flags;
	struct enumerator e;
	struct value item;
	bool any = false, ok = true;

	v = value_base(v);
	if (value_is_null(v))
		return flags & PARAM_ALLOW_NULL ||
		       empty_refused(b, i, &null_not_allowed, "null", error);
	if (v.kind == V_STRING)
		return v.u.str->len || flags & PARAM_ALLOW_EMPTY_TEXT ||
		       empty_refused(b, i, &empty_string, "an empty string", error);
	if (!each || !is_collection(v))
		return true;
	enumerator_init(&e, v);
	while (ok && enumerator_next(&e, &item, NULL)) {
		any = true;
		ok = check_filled(b, i, item, false, error);
		value_unref(item);
	}
	enumerator_clear(&e);
	if (any || flags & PARAM_ALLOW_EMPTY_LIST)
		return ok;
	return v.kind == V_ARRAY ? empty_refused(b, i, &empty_array, "an empty array", error)
				 : empty_refused(b, i, &empty_collection, "an empty collection", error);
}

static bool check_empty(struct binding *b, uint32_t i, struct value v, GError **error)
{
	if (!(b->signature->params[i].flags & PARAM_MANDATORY) || !b->signature->advanced)
		return true;
	return check_filled(b, i, v, true, error);
}

static void conversion_failed(struct binding *b, uint32_t i, struct value v, const GError *inner,
			      GError **error)
{
	if (b->signature->params[i].function)
		fault_set(error, &transformation, VALUE_NULL,
			  "Cannot process argument transformation on parameter '%s'. %s", param_name(b, i),
			  inner->message);
	else
		fault_set(error, &no_convert, VALUE_NULL, "Cannot bind parameter '%s'. %s", param_name(b, i),
			  inner->message);
}

bool binding_null_fits(const struct binding *b, uint32_t i, GError **error)
{
	unsigned flags = b->signature->params[i].flags;

	return !(flags & PARAM_MANDATORY) || flags & PARAM_ALLOW_NULL || !b->signature->advanced ||
	       empty_refused((struct binding *)b, i, &null_not_allowed, "null", error);
}

bool binding_error_is_conversion(const GError *error)
{
	return fault_is(error, &transformation) || fault_is(error, &no_convert);
}

static bool refuse_array_for_scalar(struct binding *b, const struct sig_param *param, struct value v)
{
	return b->signature->advanced && is_collection(v) && param->type == &type_string;
}

static bool is_yes_or_no(const struct sig_param *param, struct value v)
{
	return (value_is_null(v) && param->is_switch) || v.kind == V_BOOL || v.kind == V_SWITCH || value_is_number(v);
}

static bool convert_value(struct binding *b, uint32_t i, struct value v, struct value *ret, GError **error)
{
	const struct sig_param *param = &b->signature->params[i];
	g_autoptr(GError) inner = NULL;

	if (!param->type || param->type == &type_object || (param->is_switch && v.kind == V_SWITCH)) {
		*ret = v.kind == V_NOTHING ? VALUE_NULL : value_ref(v);
		return true;
	}
	if (param->is_switch && param->table && value_is_number(value_base(v))) {
		*ret = (struct value){ .kind = V_SWITCH, .u.b = value_truth(v) };
		return true;
	}
	if ((param->type == &type_bool || param->is_switch) && !is_yes_or_no(param, value_base(v))) {
		g_set_error(&inner, FAULT_ERROR, 0, "Cannot convert value \"%s\" to type \"%s\". Boolean "
			    "parameters accept only Boolean values and numbers, such as $True, $False, 1 or 0.",
			    value_is_null(v) ? "" : type_of(value_base(v))->name, param->type->name);
	} else if (refuse_array_for_scalar(b, param, v)) {
		g_set_error(&inner, FAULT_ERROR, 0, "Cannot convert value to type System.String.");
	} else if (param->type == &type_psreference && value_base(v).kind != V_VARIABLE) {
		g_set_error(&inner, FAULT_ERROR, 0, "Reference type is expected in argument.");
	} else if (value_cast(b->scope, v, param->type, ret, &inner)) {
		return true;
	}
	conversion_failed(b, i, v, inner, error);
	return false;
}

static bool check_table(struct binding *b, uint32_t i, struct value v, GError **error);

bool binding_set_value(struct binding *b, uint32_t i, struct value v, bool coerce, GError **error)
{
	const struct sig_param *param = &b->signature->params[i];
	struct value converted;
	g_autoptr(GError) inner = NULL;

	if (param->table && param->flags & PARAM_REFUSED) {
		fault_set(error, &refused, VALUE_NULL, "The parameter '%s' cannot be used here: %s",
			  param->table->name, param->table->help);
		return false;
	}
	if (!convert_value(b, i, v, &converted, error))
		return false;
	if (!check_empty(b, i, converted, error) || (param->table && !check_table(b, i, converted, error))) {
		value_unref(converted);
		return false;
	}
	if (param->function && param->function->check_count &&
	    !checks_run(param->function->checks, param->function->check_count, b->scope, &converted, &inner)) {
		fault_set(error, &validation, VALUE_NULL, "Cannot validate argument on parameter '%s'. %s",
			  param_name(b, i), inner->message);
		value_unref(converted);
		return false;
	}
	value_put(&b->values[i], converted);
	return true;
}

/* ValidateSet and ValidateRange of a cmdlet's table. */
static bool word_allowed(const char *values, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = values; *at; at += strspn(at, " ")) {
		size_t n = strcspn(at, " ");

		if (n == len && text_compare_range(at, at + n, word, word + len) == 0)
			return true;
		at += n;
	}
	return false;
}

static bool check_word(struct binding *b, uint32_t i, struct value v, GError **error)
{
	const struct param *table = b->signature->params[i].table;
	struct string *text = value_to_string(v, NULL);
	bool ok = word_allowed(table->values, text->data);

	if (!ok) {
		g_auto(GStrv) words = g_strsplit(table->values, " ", -1);
		g_autofree char *list = g_strjoinv(",", words);

		fault_set(error, &validation, VALUE_NULL, "Cannot validate argument on parameter '%s'. The argument "
			  "\"%s\" does not belong to the set \"%s\" specified by the ValidateSet attribute. "
			  "Supply an argument that is in the set and then try the command again.",
			  table->name, text->data, list);
	}
	str_unref(text);
	return ok;
}

static bool check_range(struct binding *b, uint32_t i, struct value v, GError **error)
{
	const struct param *table = b->signature->params[i].table;
	int64_t number;

	if (!value_to_i64(v, &number, NULL) || (number >= table->min && number <= table->max))
		return true;
	fault_set(error, &validation, VALUE_NULL, "Cannot validate argument on parameter '%s'. The %" G_GINT64_FORMAT
		  " argument is %s than the %s allowed range of %" G_GINT64_FORMAT ". Supply an argument that "
		  "is %s than or equal to %" G_GINT64_FORMAT " and then try the command again.",
		  table->name, number, number < table->min ? "less" : "greater",
		  number < table->min ? "minimum" : "maximum",
		  number < table->min ? table->min : table->max, number < table->min ? "greater" : "less",
		  number < table->min ? table->min : table->max);
	return false;
}

static bool check_table(struct binding *b, uint32_t i, struct value v, GError **error)
{
	const struct param *table = b->signature->params[i].table;

	if (table->max > table->min && !value_is_null(v) && !check_range(b, i, v, error))
		return false;
	if (!table->values || value_is_null(v))
		return true;
	if (v.kind != V_ARRAY)
		return check_word(b, i, v, error);
	for (uint32_t k = 0; k < v.u.array->len; k++) {
		value_auto item = array_get(v.u.array, k);

		if (!check_word(b, i, item, error))
			return false;
	}
	return true;
}

/* -- Names ------------------------------------------------------------------------------------- */

static bool name_fits(const struct sig_param *param, const char *name, size_t len, bool exact)
{
	for (uint32_t i = 0; i <= param->alias_count; i++) {
		const struct string *full = i ? param->aliases[i - 1]->name : param->name->name;

		if (full->len < len || (exact && full->len != len))
			continue;
		if (text_compare_range(full->data, full->data + len, name, name + len) == 0)
			return true;
	}
	return false;
}

/* Those of the provider are looked for in a round of their own, after the others. */
static bool prefix_fits(const struct sig_param *param, const char *name, size_t len, bool dynamic)
{
	return !!(param->flags & PARAM_DYNAMIC) == dynamic && name_fits(param, name, len, false);
}

static void ambiguous_name(struct binding *b, const char *name, bool dynamic, GError **error)
{
	g_autoptr(GString) list = g_string_new(NULL);

	for (uint32_t i = 0; i < b->signature->n; i++)
		if (prefix_fits(&b->signature->params[i], name, strlen(name), dynamic))
			g_string_append_printf(list, " -%s", param_name(b, i));
	fault_set(error, &ambiguous, VALUE_NULL, "Parameter cannot be processed because the parameter name "
		  "'%s' is ambiguous. Possible matches include:%s.", name, list->str);
}

/* -1: none fits; -2: several, error set. */
static int find_prefix(struct binding *b, const char *name, bool dynamic, GError **error)
{
	const struct signature *s = b->signature;
	size_t len = strlen(name);
	int found = -1, own = 0, all = 0;

	for (uint32_t i = 0; i < s->n; i++) {
		if (!prefix_fits(&s->params[i], name, len, dynamic))
			continue;
		all++;
		own += i < s->own;
		if (found < 0 || (i < s->own && found >= (int)s->own))
			found = i;
	}
	if (all <= 1 || own == 1)
		return found;
	ambiguous_name(b, name, dynamic, error);
	return -2;
}

/* The parameter a name means: exactly, else by unique prefix. -1: none; -2: ambiguous, error set. */
static int find_param(struct binding *b, const char *name, GError **error)
{
	const struct signature *s = b->signature;
	size_t len = strlen(name);
	int found;

	for (uint32_t i = 0; i < s->n; i++)
		if (name_fits(&s->params[i], name, len, true))
			return i;
	found = find_prefix(b, name, false, error);
	return found == -1 ? find_prefix(b, name, true, error) : found;
}

static void unmatched(struct binding *b, struct argument *arg)
{
	if (!b->rest)
		b->rest = list_new(NULL, NULL);
	if (arg->name) {
		struct value name = value_str(str_printf("-%s%s", arg->name, arg->colon ? ":" : ""));

		name.aux = arg->colon ? 2 : 1;	/* @args hands it on as a parameter */
		list_add(b->rest, name);
		if (arg->v.kind != V_UNSET)
			list_add(b->rest, value_ref(arg->v));
	} else {
		list_add(b->rest, value_ref(arg->v));
	}
}

static bool bind_at(struct binding *b, uint32_t i, struct value v, GError **error)
{
	const struct sig_param *param = &b->signature->params[i];

	if (v.kind == V_SCRIPTBLOCK && param->type && param->type != &type_object &&
	    param->type != &type_scriptblock && b->expects_input && i < b->signature->own) {
		for (uint32_t j = 0; j < param->set_count; j++)
			if (param->sets[j].by_value || param->sets[j].by_name) {
				set_bit(b->delayed, i);
				set_bit(b->bound, i);
				if (!b->blocks)
					b->blocks = g_new0(struct value, b->signature->n);
				value_put(&b->blocks[i], value_ref(v));
				b->sets &= param->mask;
				return true;
			}
	}
	if (!binding_set_value(b, i, v, true, error))
		return false;
	set_bit(b->bound, i);
	b->sets &= param->mask;
	return true;
}

static bool next_is_known(struct binding *b, const struct argument *next)
{
	return next->name && find_param(b, next->name, NULL) >= 0;
}

/* The parameter that takes what is left over; -1: none. */
static int remaining_param(struct binding *b)
{
	for (uint32_t i = 0; i < b->signature->own; i++)
		for (uint32_t j = 0; j < b->signature->params[i].set_count; j++)
			if (b->signature->params[i].sets[j].remaining &&
			    b->signature->params[i].sets[j].mask & b->sets && !bit(b->bound, i))
				return i;
	return -1;
}

static bool unknown_name(struct binding *b, const struct argument *arg, GError **error)
{
	blame_name(b, arg, -1);
	fault_set(error, &not_found, VALUE_NULL,
		  "A parameter cannot be found that matches parameter name '%s'.", arg->name);
	return false;
}

/* Binds -Name [value]; *at is the argument's index, advanced over what it used. */
static bool bind_named(struct binding *b, struct arguments *args, uint32_t *at, bool *used, GError **error)
{
	struct argument *arg = &args->items[*at];
	int i = find_param(b, arg->name, error);
	struct value v = arg->v;

	blame_name(b, arg, i);
	if (i == -2) {
		b->blamed = (struct span){ 0, 0 };
		return false;
	}
	if (i < 0)
		return !b->signature->advanced || remaining_param(b) >= 0 ||
		       unknown_name(b, arg, error);
	*used = true;
	if (bit(b->bound, i)) {
		if (arg->splatted)
			return true;
		fault_set(error, &already_bound, VALUE_NULL, "Cannot bind parameter because parameter '%s' is "
			  "specified more than once. To provide multiple values to parameters that can accept "
			  "multiple values, use the array syntax. For example, \"-parameter value1,value2,value3\".",
			  param_name(b, i));
		return false;
	}
	if (v.kind == V_UNSET && b->signature->params[i].is_switch)
		return bind_at(b, i, (struct value){ .kind = V_SWITCH, .u.b = true }, error);
	if (v.kind == V_UNSET) {
		struct argument *next = *at + 1 < args->n ? &args->items[*at + 1] : NULL;

		if (!next || next_is_known(b, next)) {
			fault_set(error, &missing_argument, VALUE_NULL, "Missing an argument for parameter '%s'. "
				  "Specify a parameter of type '%s' and try again.", param_name(b, i),
				  b->signature->params[i].type ? b->signature->params[i].type->name
							       : "System.Object");
			return false;
		}
		++*at;
		blame_value(b, next, i);
		if (next->name) {
			value_auto text = value_str(str_printf("-%s", next->name));

			return bind_at(b, i, text, error);
		}
		v = next->v;
	} else {
		blame_value(b, arg, i);
	}
	return bind_at(b, i, v, error);
}

/* -- Positions ------------------------------------------------------------------------------------- */

/* The position of a parameter in the sets that are possible; -1: none. */
static int position_in(const struct sig_param *param, uint32_t sets)
{
	int position = -1;

	for (uint32_t i = 0; i < param->set_count; i++)
		if (param->sets[i].mask & sets && param->sets[i].position >= 0 &&
		    (position < 0 || param->sets[i].position < position))
			position = param->sets[i].position;
	return position;
}

static bool fits_without_coercion(const struct sig_param *param, struct value v)
{
	return !param->type || param->type == &type_object || value_is(v, param->type);
}

/* The lowest position that an unbound parameter has in any set that is possible; -1: none. */
static int lowest_position(struct binding *b)
{
	int lowest = -1;

	for (uint32_t i = 0; i < b->signature->own; i++) {
		int position = position_in(&b->signature->params[i], b->sets);

		if (position >= 0 && !bit(b->bound, i) && (lowest < 0 || position < lowest))
			lowest = position;
	}
	return lowest;
}

static int param_at(struct binding *b, uint32_t sets, int position, struct value v, bool coerce, uint64_t skip)
{
	for (uint32_t i = 0; i < b->signature->own; i++)
		if (!bit(b->bound, i) && !(i < 64 && skip >> i & 1) &&
		    position_in(&b->signature->params[i], sets) == position &&
		    (coerce || fits_without_coercion(&b->signature->params[i], v)))
			return i;
	return -1;
}

/* Which parameter takes a positional argument: default set first, then the others; exact types first. */
static int choose_position(struct binding *b, struct value v, uint64_t skip)
{
	uint32_t preferred = b->sets & b->signature->default_set;
	uint32_t order[2] = { preferred ? preferred : b->sets, b->sets };
	int position = lowest_position(b);

	for (int coerce = 0; position >= 0 && coerce < 2; coerce++)
		for (int k = 0; k < 2; k++) {
			int i = param_at(b, order[k], position, v, coerce, skip);

			if (i >= 0)
				return i;
		}
	return -1;
}

static bool bind_position(struct binding *b, struct argument *arg, bool *used, GError **error)
{
	GError *first = NULL;
	uint64_t skip = 0;

	for (int tries = 0; tries < 4; tries++) {
		int i = choose_position(b, arg->v, skip);
		GError *failed = NULL;

		if (i < 0)
			break;
		if (!first)
			blame_value(b, arg, i);
		if (bind_at(b, i, arg->v, &failed)) {
			g_clear_error(&first);
			*used = true;
			return true;
		}
		skip |= 1ull << MIN(i, 63);
		if (first)
			g_error_free(failed);
		else
			first = failed;
	}
	if (first) {
		g_propagate_error(error, first);
		return false;
	}
	return true;
}

/* -- The rest ------------------------------------------------------------------------------------------ */

/* f a,b is f a b: a single argument that is an array is itself what remains. */
static bool is_one_array(const struct list *list)
{
	return list->len == 1 && list->items[0].kind == V_ARRAY && !list->items[0].u.array->element;
}

static bool bind_rest(struct binding *b, struct arguments *args, const bool *used, GError **error)
{
	int rest = remaining_param(b);
	struct list *list;
	bool ok;

	for (uint32_t i = 0; i < args->n; i++) {
		if (used[i])
			continue;
		if (rest < 0 && b->signature->advanced && !args->items[i].name) {
			struct string *text = value_to_string(args->items[i].v, NULL);

			fault_set(error, &no_position, VALUE_NULL, "A positional parameter cannot be found that "
				  "accepts argument '%s'.", text->data);
			str_unref(text);
			return false;
		}
		if (rest < 0 && b->signature->advanced)
			return unknown_name(b, &args->items[i], error);
		unmatched(b, &args->items[i]);
	}
	if (rest < 0 || !b->rest)
		return true;
	list = g_steal_pointer(&b->rest);
	{
		value_auto v = b->signature->params[rest].function && is_one_array(list)
			? list_get(list, 0) : value_of(list_to_array(list));

		value_unref(value_of(list));
		ok = bind_at(b, rest, v, error);
	}
	return ok;
}

/* -- $PSDefaultParameterValues ---------------------------------------------------------------------------- */

static bool bind_default(struct binding *b, const char *command, const char *name, struct value v,
			 GError **error)
{
	if (!wildcard_match_name(command, b->signature->cmdlet ? b->signature->cmdlet->name : b->name))
		return true;
	for (uint32_t i = 0; i < b->signature->n; i++) {
		value_auto computed = value_ref(v);

		if (bit(b->bound, i) || !wildcard_match_name(name, param_name(b, i)))
			continue;
		if (v.kind == V_SCRIPTBLOCK &&
		    block_value(&b->session->host, v, VALUE_NULL, &computed) != FLOW_NEXT)
			computed = VALUE_NULL;
		if (!bind_at(b, i, computed, error))
			return false;
	}
	return true;
}

static bool bind_defaults(struct binding *b, GError **error)
{
	struct symbol *variable = symbol_find("PSDefaultParameterValues", -1);
	struct value *place = variable && b->signature->advanced ? scope_find(b->scope, variable) : NULL;
	const struct dict_entry *entry;
	value_auto table = place ? variable_read(place) : VALUE_UNSET;

	if (table.kind != V_DICT)
		return true;
	for (uint32_t at = 0; dict_next(table.u.dict, &at, &entry);) {
		struct string *key = value_to_string(entry->key, NULL);
		char *colon = strchr(key->data, ':');
		bool ok = true;

		if (colon) {
			g_autofree char *command = g_strndup(key->data, colon - key->data);

			ok = bind_default(b, command, colon + 1, entry->value, error);
		}
		str_unref(key);
		if (!ok)
			return false;
	}
	return true;
}

/* Those written before those of a splatted table, whatever their order: what is written wins. */
static bool bind_names(struct binding *b, struct arguments *args, bool splatted, bool *used, GError **error)
{
	for (uint32_t i = 0; i < args->n; i++) {
		uint32_t at = i;

		if (!args->items[i].name || used[i] || args->items[i].splatted != splatted)
			continue;
		if (!bind_named(b, args, &at, &used[i], error))
			return false;
		if (at > i)
			used[at] = true;
	}
	return true;
}

bool binding_command_line(struct binding *b, struct arguments *args, bool expects_input, GError **error)
{
	g_autofree bool *used = g_new0(bool, args->n + 1);

	b->expects_input = expects_input;
	if (!bind_names(b, args, false, used, error) || !bind_names(b, args, true, used, error))
		return false;
	for (uint32_t i = 0; i < args->n; i++)
		if (!used[i] && !args->items[i].name && !bind_position(b, &args->items[i], &used[i], error))
			return false;
	blame_command(b);
	if (!bind_defaults(b, error))
		return false;
	if (!bind_rest(b, args, used, error))
		return false;
	if (b->sets == 0) {
		fault_set(error, &ambiguous_set, VALUE_NULL, "Parameter set cannot be resolved using the "
			  "specified named parameters. One or more parameters issued cannot be used together or "
			  "an insufficient number of parameters were provided.");
		return false;
	}
	return true;
}

/* -- Sets and mandatory parameters ------------------------------------------------------------------------------ */

static bool mandatory_in(const struct sig_param *param, uint32_t set, bool *from_pipeline)
{
	for (uint32_t j = 0; j < param->set_count; j++)
		if (param->sets[j].mask & set && param->sets[j].mandatory) {
			*from_pipeline = param->sets[j].by_value || param->sets[j].by_name;
			return true;
		}
	return false;
}

/* How many mandatory parameters of a set are missing; those the pipeline may bring do not count. */
static uint32_t missing_in(struct binding *b, uint32_t set, bool pipeline, uint32_t *ret, uint32_t max)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < b->signature->own; i++) {
		bool from_pipeline = false;

		if (binding_has(b, i) || !mandatory_in(&b->signature->params[i], set, &from_pipeline) ||
		    (pipeline && from_pipeline))
			continue;
		if (ret && n < max)
			ret[n] = i;
		n++;
	}
	return n;
}

/* The set to use: the default when possible, else the only one, else one without anything missing. */
static uint32_t choose_set(struct binding *b, bool pipeline)
{
	const struct signature *s = b->signature;
	uint32_t possible = s->set_count ? b->sets & ((s->set_count >= 32 ? 0 : 1u << s->set_count) - 1)
					 : ALL_SETS;
	uint32_t complete = 0, count = 0;

	if (!s->set_count)
		return ALL_SETS;
	if (s->default_set == ALL_SETS)
		possible = possible ? possible : ALL_SETS;
	if (!possible)
		return b->sets;
	if (!(possible & (possible - 1)))
		return possible;
	for (uint32_t i = 0; i < s->set_count; i++)
		if (possible >> i & 1 && !missing_in(b, 1u << i, pipeline, NULL, 0)) {
			complete |= 1u << i;
			count++;
		}
	if (s->default_set & possible && (s->default_set & complete || !complete))
		return s->default_set & possible;
	if (count == 1)
		return complete;
	return count ? complete : 0;
}

bool binding_complete(struct binding *b, GError **error)
{
	uint32_t missing[32], n;
	uint32_t set = choose_set(b, b->expects_input);

	if (set == 0 || (b->signature->set_count && set != ALL_SETS && set & (set - 1) &&
			 !b->expects_input && !(set & b->signature->default_set))) {
		fault_set(error, &ambiguous_set, VALUE_NULL, "Parameter set cannot be resolved using the "
			  "specified named parameters. One or more parameters issued cannot be used together or "
			  "an insufficient number of parameters were provided.");
		return false;
	}
	b->set_chosen = set;
	n = missing_in(b, set, b->expects_input, missing, G_N_ELEMENTS(missing));
	if (n == 0 || !b->signature->advanced)
		return true;
	return binding_prompt(b, missing, MIN(n, G_N_ELEMENTS(missing)), error);
}

const char *binding_set_name(const struct binding *b)
{
	for (uint32_t i = 0; i < b->signature->set_count; i++)
		if (b->set_chosen >> i & 1 && b->set_chosen != ALL_SETS)
			return b->signature->set_names[i];
	return "__AllParameterSets";
}
