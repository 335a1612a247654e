/*
 * Attributes as data. A check is a row of the table: its name and its test.
 */
#include "config.h"

#include "shell/attributes.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/operate.h"
#include "shell/collector.h"
#include "shell/class.h"
#include "shell/eval.h"
#include "shell/exception.h"

/* -- Constant arguments --------------------------------------------------------------------- */

struct value constant_value(const struct ast *ast)
{
	const struct ast_variable *variable;

	switch (ast->kind) {
	case AST_CONSTANT:
		return value_ref(ast_constant(ast)->value);
	case AST_STRING:
		return value_str(str_ref(ast_string(ast)->value));
	case AST_VARIABLE:
		variable = ast_variable(ast);
		if (variable->name == symbol_get("true", 4))
			return value_bool(true);
		if (variable->name == symbol_get("false", 5))
			return value_bool(false);
		return variable->name == symbol_get("null", 4) ? VALUE_NULL : VALUE_UNSET;
	case AST_UNARY: {
		value_auto child = constant_value(ast_unary(ast)->child);
		struct value v;

		return ast_unary(ast)->op == AST_OP_MINUS && value_negate(child, &v, NULL) ? v : VALUE_UNSET;
	}
	case AST_PAREN: {
		struct ast *inner = ast_pure_expression(ast_paren(ast)->pipeline);

		return inner ? constant_value(inner) : VALUE_UNSET;
	}
	default:
		return VALUE_UNSET;
	}
}

bool attribute_is(const struct ast_attribute *attribute, const char *name)
{
	const char *full = attribute->type->name->data, *dot = strrchr(full, '.');
	size_t len;

	full = dot ? dot + 1 : full;
	len = strlen(full);
	if (len > 9 && text_equal_nocase(full + len - 9, "Attribute"))
		len -= 9;
	return strlen(name) == len && text_compare_range(full, full + len, name, name + len) == 0;
}

const struct ast_attribute *attribute_find(struct ast_attribute **attributes, uint32_t n, const char *name)
{
	for (uint32_t i = 0; i < n; i++)
		if (attribute_is(attributes[i], name))
			return attributes[i];
	return NULL;
}

struct value attribute_named(struct unit *unit, const struct ast_attribute *attribute, const char *name)
{
	for (uint32_t i = 0; i < attribute->named_count; i++) {
		if (!text_equal_nocase(symbol_name(attribute->named[i].name), name))
			continue;
		if (attribute->named[i].omitted)
			return value_bool(true);
		return unit_keep(unit, constant_value(attribute->named[i].value));
	}
	return VALUE_UNSET;
}

static bool params_make_advanced(struct ast_parameter **params, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < params[i]->attribute_count; j++)
			if (params[i]->attributes[j]->kind == AST_ATTRIBUTE &&
			    attribute_is(ast_attribute(params[i]->attributes[j]), "Parameter"))
				return true;
	return false;
}

bool unit_is_advanced(const struct unit *unit)
{
	const struct ast_param_block *params = unit->ast->params;

	if (params && attribute_find(params->attributes, params->attribute_count, "CmdletBinding"))
		return true;
	if (params && params_make_advanced(params->params, params->param_count))
		return true;
	return unit->function && params_make_advanced(unit->function->params, unit->function->param_count);
}

/* -- Checks ------------------------------------------------------------------------------------- */

struct check_kind {
	const char *name;
	bool each;			/* elements of a collection, one by one */
	bool (*test)(struct check *check, struct scope *scope, struct value v, GError **error);
};

static const struct fault check_failed = {
	"ValidationMetadataException", "System.Management.Automation.ValidationMetadataException",
	CATEGORY_METADATA_ERROR, NULL };

static bool refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static bool refuse(GError **error, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	fault_set(error, &check_failed, VALUE_NULL, "%s", text);
	return false;
}

/* The attribute's own ErrorMessage: {0} is the value, {1} what it had to be. */
static bool refuse_own(struct check *check, struct scope *scope, struct value v, const char *wanted,
		       GError **error)
{
	struct value args[2] = { value_str(value_to_text(scope, v, " ")), value_text(wanted) };
	value_auto both = value_of(array_take(args, 2));
	value_auto text = VALUE_UNSET;

	if (!value_format(check->message, both, &text, NULL))
		text = value_ref(check->message);
	return refuse(error, "%s", text.u.str->data);
}

static bool test_set(struct check *check, struct scope *scope, struct value v, GError **error)
{
	struct string *text = value_to_text(scope, v, " ");
	g_autoptr(GString) list = g_string_new(NULL);
	bool found = false;

	for (uint32_t i = 0; i < check->args.u.array->len; i++) {
		struct string *word = value_to_string(check->args.u.array->u.items[i], NULL);

		found |= check->ignore_case ? str_equal_nocase(word, text) : str_equal(word, text);
		g_string_append_printf(list, "%s%s", i ? "," : "", word->data);
		str_unref(word);
	}
	if (!found && check->message.kind == V_STRING)
		refuse_own(check, scope, v, list->str, error);
	else if (!found)
		refuse(error, "The argument \"%s\" does not belong to the set \"%s\" specified by the ValidateSet "
		       "attribute. Supply an argument that is in the set and then try the command again.",
		       text->data, list->str);
	str_unref(text);
	return found;
}

/* [ValidateRange('Positive')] and its kind: which side of zero, and whether zero itself. */
static const struct range_kind {
	const char *name, *refusal;
	int sign;
	bool zero;
} range_kinds[] = {
	{ "Positive", "greater than zero", 1, false },
	{ "NonNegative", "greater than or equal to zero", 1, true },
	{ "Negative", "less than zero", -1, false },
	{ "NonPositive", "less than or equal to zero", -1, true },
};

static bool test_sign(struct check *check, struct scope *scope, struct value v, GError **error)
{
	struct string *word = value_to_string(check->args.u.array->u.items[0], NULL), *text;
	const struct range_kind *kind = NULL;
	int order = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(range_kinds); i++)
		if (text_equal_nocase(word->data, range_kinds[i].name))
			kind = &range_kinds[i];
	str_unref(word);
	if (!kind || (value_order(v, value_i32(0), false, &order, NULL) &&
		      (order * kind->sign > 0 || (order == 0 && kind->zero))))
		return true;
	text = value_to_string(v, NULL);
	refuse(error, "The argument \"%s\" cannot be validated because its value is not %s.", text->data,
	       kind->refusal);
	str_unref(text);
	return false;
}

static bool test_range(struct check *check, struct scope *scope, struct value v, GError **error)
{
	struct value min, max;
	value_auto fitted = VALUE_UNSET;
	struct string *a, *b;
	int low = 0, high = 0;

	if (check->args.u.array->len == 1)
		return test_sign(check, scope, v, error);
	if (check->args.u.array->len < 2)
		return true;
	min = check->args.u.array->u.items[0];
	max = check->args.u.array->u.items[1];
	if (!value_convert(v, type_of(min), &fitted, NULL))
		return refuse(error, "The argument cannot be validated because its type \"%s\" is not the same type "
			      "(%s) as the maximum and minimum limits of the parameter. Make sure the argument is of "
			      "type %s and then try the command again.", type_simple_name(type_of(value_base(v))),
			      type_simple_name(type_of(min)), type_simple_name(type_of(min)));
	if (!value_order(fitted, min, false, &low, NULL) || !value_order(fitted, max, false, &high, NULL))
		return refuse(error, "The argument cannot be validated because its type is not comparable.");
	if (low >= 0 && high <= 0)
		return true;
	a = value_to_string(v, NULL);
	b = value_to_string(low < 0 ? min : max, NULL);
	refuse(error, low < 0
	       ? "The %s argument is less than the minimum allowed range of %s. Supply an argument that is greater "
		 "than or equal to %s and then try the command again."
	       : "The %s argument is greater than the maximum allowed range of %s. Supply an argument that is less "
		 "than or equal to %s and then try the command again.", a->data, b->data, b->data);
	str_unref(a);
	str_unref(b);
	return false;
}

static int64_t check_int(struct check *check, uint32_t i)
{
	int64_t n = 0;

	if (i < check->args.u.array->len)
		value_to_i64(check->args.u.array->u.items[i], &n, NULL);
	return n;
}

static bool test_length(struct check *check, struct scope *scope, struct value v, GError **error)
{
	struct string *text = value_to_text(scope, v, " ");
	int64_t n = text->units, min = check_int(check, 0), max = check_int(check, 1);

	str_unref(text);
	if (n < min)
		return refuse(error, "The character length (%d) of the argument is too short. Specify an argument "
			      "with a length that is greater than or equal to \"%d\", and then try the command "
			      "again.", (int)n, (int)min);
	if (n > max)
		return refuse(error, "The character length of the %d argument is too long. Shorten the character "
			      "length of the argument so it is fewer than or equal to \"%d\" characters, and then "
			      "try the command again.", (int)n, (int)max);
	return true;
}

static bool test_count(struct check *check, struct scope *scope, struct value v, GError **error)
{
	int64_t n = v.kind == V_ARRAY ? v.u.array->len : v.kind == V_LIST ? v.u.list->len : value_is_null(v) ? 0 : 1;
	int64_t min = check_int(check, 0), max = check_int(check, 1);

	if (min == max && n != min)
		return refuse(error, "The parameter requires exactly %d value(s) - %d value(s) were provided.",
			      (int)min, (int)n);
	if (n < min || n > max)
		return refuse(error, "The parameter requires at least %d value(s) and no more than %d value(s) - %d "
			      "value(s) were provided.", (int)min, (int)max, (int)n);
	return true;
}

static bool test_pattern(struct check *check, struct scope *scope, struct value v, GError **error)
{
	struct string *text = value_to_text(scope, v, " ");
	value_auto subject = value_str(text);
	struct value result = VALUE_NULL, matches = VALUE_UNSET;
	bool ok = check->args.u.array->len == 0 ||
		  value_match(MATCH_MATCH, subject, check->args.u.array->u.items[0], !check->ignore_case, &result,
			      &matches, error);

	value_unref(matches);
	if (!ok || value_truth(result) || check->args.u.array->len == 0)
		return ok;
	if (check->message.kind == V_STRING)
		return refuse_own(check, scope, v, check->args.u.array->u.items[0].u.str->data, error);
	return refuse(error, "The argument \"%s\" does not match the \"%s\" pattern. Supply an argument that matches "
		      "\"%s\" and try the command again.", text->data,
		      check->args.u.array->u.items[0].u.str->data, check->args.u.array->u.items[0].u.str->data);
}

static bool test_script(struct check *check, struct scope *scope, struct value v, GError **error)
{
	struct value result = VALUE_NULL;
	struct session *session = scope->session;
	enum flow flow;
	struct string *text, *block;
	bool fits;

	session->try_depth++;
	flow = block_value(&session->host, check->block, v, &result);
	session->try_depth--;
	if (flow != FLOW_NEXT) {
		struct error_record *record = error_take(session);

		text = record ? error_record_message(record) : str_empty();
		fault_set(error, &check_failed, VALUE_NULL, "%s", text->data);
		str_unref(text);
		if (record)
			value_unref(value_of(record));
		return false;
	}
	fits = value_truth(result);
	value_unref(result);
	if (fits)
		return true;
	if (check->message.kind == V_STRING) {
		struct string *source = value_to_string(check->block, NULL);

		refuse_own(check, scope, v, source->data, error);
		str_unref(source);
		return false;
	}
	text = value_to_text(scope, v, " ");
	block = value_to_string(check->block, NULL);
	refuse(error, "The \"%s\" validation script for the argument with value \"%s\" did not return a result of "
	       "True. Determine why the validation script failed, and then try the command again.", block->data,
	       text->data);
	str_unref(text);
	str_unref(block);
	return false;
}

/* What a Validate-not attribute refuses besides null, and what it says of a value and of an element. */
struct emptiness {
	bool (*refused)(const struct string *text);	/* NULL: no text */
	bool empty_list;
	const char *value, *element;
};

static bool text_is_empty(const struct string *text)
{
	return text->len == 0;
}

static bool text_is_blank(const struct string *text)
{
	return text->data[strspn(text->data, " \t\r\n\f\v")] == '\0';
}

static const struct emptiness
	no_null = { NULL, false,
		"The argument is null. Provide a valid value for the argument, and then try running the command again.",
		"The argument has a null value, or an element of the argument collection contains a null value. Provide "
		"a collection that does not contain any null values, and then try the command again." },
	no_empty = { text_is_empty, true,
		"The argument is null or empty. Provide an argument that is not null or empty, and then try the command "
		"again.",
		"The argument is null, empty, or an element of the argument collection contains a null value. Supply a "
		"collection that does not contain any null values and then try the command again." },
	no_blank = { text_is_blank, true,
		"The argument is null, empty, or consists of only white-space characters. Provide an argument that "
		"contains non white-space characters, and then try the command again.",
		"The argument is null, empty, or an element of the argument collection contains a null, empty, or "
		"consists of only white-space characters. Supply a collection that does not contain any null, empty, or "
		"whitespace values and then try the command again." };

static bool is_refused(const struct emptiness *what, struct value v)
{
	v = value_base(v);
	return value_is_null(v) || (what->refused && v.kind == V_STRING && what->refused(v.u.str));
}

static bool test_filled(const struct emptiness *what, struct value v, GError **error)
{
	struct enumerator e;
	struct value item;
	bool any = false, ok = true;

	if (is_refused(what, v))
		return refuse(error, "%s", what->value);
	v = value_base(v);
	if (!value_is_enumerable(v))
		return v.kind != V_DICT || v.u.dict->len || !what->empty_list ||
		       refuse(error, "%s", what->element);
	enumerator_init(&e, v);
	while (ok && enumerator_next(&e, &item, NULL)) {
		any = true;
		ok = !is_refused(what, item);
		value_unref(item);
	}
	enumerator_clear(&e);
	return (ok && (any || !what->empty_list)) || refuse(error, "%s", what->element);
}

static bool test_not_null(struct check *check, struct scope *scope, struct value v, GError **error)
{
	return test_filled(&no_null, v, error);
}

static bool test_not_empty(struct check *check, struct scope *scope, struct value v, GError **error)
{
	return test_filled(&no_empty, v, error);
}

static bool test_not_blank(struct check *check, struct scope *scope, struct value v, GError **error)
{
	return test_filled(&no_blank, v, error);
}

static const struct check_kind kinds[] = {
	{ "ValidateSet", true, test_set },
	{ "ValidateRange", true, test_range },
	{ "ValidateLength", true, test_length },
	{ "ValidateCount", false, test_count },
	{ "ValidatePattern", true, test_pattern },
	{ "ValidateScript", true, test_script },
	{ "ValidateNotNull", false, test_not_null },
	{ "ValidateNotNullOrEmpty", false, test_not_empty },
	{ "ValidateNotNullOrWhiteSpace", false, test_not_blank },
};

struct check *checks_add(struct unit *unit, struct check *checks, uint32_t *n,
			 const struct ast_attribute *attribute)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		struct check *grown;

		if (!attribute_is(attribute, kinds[i].name))
			continue;
		grown = unit_alloc(unit, (*n + 1) * sizeof(*checks));
		if (*n)
			memcpy(grown, checks, *n * sizeof(*checks));
		grown[(*n)++] = (struct check){ .kind = &kinds[i], .ast = attribute, .unit = unit };
		return grown;
	}
	return checks;
}

/* Attributes of a parameter that say something elsewhere, or nothing here. */
static const char *const other_attributes[] = {
	"Parameter", "Alias", "AllowNull", "AllowEmptyString", "AllowEmptyCollection", "ArgumentCompleter",
	"ArgumentCompletions", "SupportsWildcards", "PSDefaultValue", "PSTypeName", "Credential", "Obsolete",
	"ValidateDrive", "ValidateUserDrive", "ValidateTrustedData", "Experimental", "ArgumentToModuleTransformation",
	"SuppressMessage", "ValidateArguments", "Hidden", "DscProperty", "ArgumentTransformation",
};

static const struct fault no_attribute = {
	"CustomAttributeTypeNotFound", "System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION, NULL };

static bool attribute_known(struct session *session, const struct ast_attribute *attribute, GError **error)
{
	const char *name = attribute->type->name->data;
	g_autofree char *full = g_strconcat(name, "Attribute", NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (attribute_is(attribute, kinds[i].name))
			return true;
	for (size_t i = 0; i < G_N_ELEMENTS(other_attributes); i++)
		if (attribute_is(attribute, other_attributes[i]))
			return true;
	if (class_find(session, name) || class_find(session, full) || type_find(name, -1) || type_find(full, -1))
		return true;
	fault_set(error, &no_attribute, VALUE_NULL, "Cannot find the type for custom attribute '%s'. Make sure that "
		  "the assembly that contains this type is loaded.", name);
	return false;
}

bool checks_prepare(struct unit *unit, struct session *session, struct function_param *param, GError **error)
{
	for (uint32_t i = 0; i < param->ast->attribute_count; i++) {
		if (param->ast->attributes[i]->kind != AST_ATTRIBUTE)
			continue;
		if (!attribute_known(session, ast_attribute(param->ast->attributes[i]), error))
			return false;
		param->checks = checks_add(unit, param->checks, &param->check_count,
					   ast_attribute(param->ast->attributes[i]));
	}
	return true;
}

/* Evaluates the attribute's arguments once. */
static void check_ready(struct check *check, struct scope *scope)
{
	const struct ast_attribute *ast = check->ast;
	struct array *args = array_new(NULL, ast->arg_count);
	struct value v;

	for (uint32_t i = 0; i < ast->arg_count; i++) {
		struct node *node = prepare_expression(check->unit, ast->args[i]);

		v = node->eval(node, scope);
		args->u.items[i] = v.kind == V_SIGNAL ? VALUE_NULL : v;
		if (args->u.items[i].kind == V_SCRIPTBLOCK)
			check->block = args->u.items[i];
	}
	check->args = unit_keep(check->unit, value_of(args));
	v = attribute_named(check->unit, ast, "IgnoreCase");
	check->ignore_case = v.kind == V_UNSET || value_truth(v);
	check->message = attribute_named(check->unit, ast, "ErrorMessage");
	check->ready = true;
}

static bool check_one(struct check *check, struct scope *scope, struct value v, GError **error)
{
	struct enumerator e;
	struct value item;
	bool ok = true;

	if (!check->ready)
		check_ready(check, scope);
	if (!check->kind->each || !value_is_enumerable(v))
		return check->kind->test(check, scope, v, error);
	enumerator_init(&e, v);
	while (ok && enumerator_next(&e, &item, NULL)) {
		ok = check->kind->test(check, scope, item, error);
		value_unref(item);
	}
	enumerator_clear(&e);
	return ok;
}

bool checks_run(struct check *checks, uint32_t n, struct scope *scope, struct value *v, GError **error)
{
	for (uint32_t i = n; i > 0; i--)
		if (!check_one(&checks[i - 1], scope, *v, error))
			return false;
	return true;
}

static const struct fault variable_invalid = {
	"ValidateSetFailure", "System.Management.Automation.ValidationMetadataException",
	CATEGORY_METADATA_ERROR, NULL };

struct variable_checks {
	struct check *checks;
	uint32_t n;
};

static bool variable_check(struct variable *variable, struct value *v, GError **error)
{
	const struct variable_checks *checks = variable->check_data;
	g_autoptr(GError) inner = NULL;

	if (checks_run(checks->checks, checks->n, variable->check_host, v, &inner))
		return true;
	{
		struct string *text = value_to_string(*v, " ");

		fault_set(error, &variable_invalid, VALUE_NULL, "The variable cannot be validated because the value %s is "
			  "not a valid value for the %s variable.", text->data, symbol_name(variable->name));
		str_unref(text);
	}
	return false;
}

const struct check *variable_checks(const struct variable *variable, uint32_t *ret_n)
{
	const struct variable_checks *checks = variable->check == variable_check ? variable->check_data : NULL;

	*ret_n = checks ? checks->n : 0;
	return checks ? checks->checks : NULL;
}

void variable_add_checks(struct variable *variable, struct check *checks, uint32_t n, struct scope *scope)
{
	struct variable_checks *kept = unit_alloc(checks[0].unit, sizeof(*kept));

	*kept = (struct variable_checks){ checks, n };
	variable->check = variable_check;
	variable->check_data = kept;
	variable->check_host = &scope->session->global;
}
