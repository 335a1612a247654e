/*
 * Parameters as objects. What an attribute's arguments are called is a row of a
 * table: positional ones by their order, the named ones with their defaults.
 */
#include "config.h"

#include "shell/parameter_info.h"

#include "lib/convert.h"
#include "lib/object.h"
#include "lib/types/table.h"
#include "shell/attributes.h"
#include "shell/command_info.h"
#include "shell/exception.h"

#define NO_POSITION	INT32_MIN

/* An object of a type by its name, without members. */
static struct object *typed(const char *type_name)
{
	const struct type *type = type_find(type_name, -1);
	struct shape *shape = shape_empty(type ? type : &type_pscustomobject);
	struct object *object = object_new(shape);

	shape_unref(shape);
	return object;
}

/* A property of the object's own type; `v` is taken over. */
static void put(struct object *object, const char *name, struct value v)
{
	struct string *text = str_new(name, -1);

	object_add(object, text, MEMBER_PROPERTY, 0, v);
	str_unref(text);
}

/* -- Sets ---------------------------------------------------------------------------------------- */

const struct sig_set *sig_param_in(const struct sig_param *param, uint32_t mask)
{
	for (uint32_t i = 0; i < param->set_count; i++)
		if (param->sets[i].mask & mask)
			return &param->sets[i];
	return NULL;
}

const char *signature_default_set(const struct signature *s)
{
	for (uint32_t i = 0; s && i < s->set_count; i++)
		if (s->default_set & 1u << i)
			return s->set_names[i];
	return NULL;
}

void signature_each_set(const struct signature *s,
			void (*visit)(const struct signature *signature, const char *name, uint32_t mask, void *data),
			void *data)
{
	if (s->set_count == 0)
		visit(s, "__AllParameterSets", ALL_SETS, data);
	for (unsigned pass = 0; pass < 2; pass++)
		for (uint32_t i = 0; i < s->set_count; i++)
			if ((pass == 0) == !!(s->default_set & 1u << i))
				visit(s, s->set_names[i], 1u << i, data);
}

static int by_position(gconstpointer a, gconstpointer b, gpointer data)
{
	uint32_t mask = *(uint32_t *)data;

	return sig_param_in(*(struct sig_param *const *)a, mask)->position -
	       sig_param_in(*(struct sig_param *const *)b, mask)->position;
}

GPtrArray *signature_in_order(const struct signature *s, uint32_t mask)
{
	GPtrArray *all = g_ptr_array_new();

	for (uint32_t i = 0; i < s->own; i++) {
		const struct sig_set *in = sig_param_in(&s->params[i], mask);

		if (in && in->position >= 0)
			g_ptr_array_add(all, &s->params[i]);
	}
	g_ptr_array_sort_with_data(all, by_position, &mask);
	for (int mandatory = 1; mandatory >= 0; mandatory--)
		for (uint32_t i = 0; i < s->own; i++) {
			const struct sig_set *in = sig_param_in(&s->params[i], mask);

			if (in && in->position < 0 && in->mandatory == mandatory)
				g_ptr_array_add(all, &s->params[i]);
		}
	return all;
}

/* -- Attributes ------------------------------------------------------------------------------------ */

struct attribute_row {
	const char *name;
	const char *positional;		/* names by order; one with a star takes all */
	const char *named;		/* Name=default ...: true, false, null or a word */
};

static const struct attribute_row rows[] = {
	{ "Parameter", "", "ExperimentName=null ExperimentAction=None Position=none "
	  "ParameterSetName=__AllParameterSets Mandatory=false ValueFromPipeline=false "
	  "ValueFromPipelineByPropertyName=false ValueFromRemainingArguments=false HelpMessage=null "
	  "HelpMessageBaseName=null HelpMessageResourceId=null DontShow=false" },
	{ "Alias", "AliasNames*", "" },
	{ "ValidateSet", "ValidValues*", "ErrorMessage=null IgnoreCase=true" },
	{ "ValidateRange", "MinRange MaxRange", "RangeKind=null" },
	{ "ValidateLength", "MinLength MaxLength", "" },
	{ "ValidateCount", "MinLength MaxLength", "" },
	{ "ValidatePattern", "RegexPattern", "Options=IgnoreCase ErrorMessage=null" },
	{ "ValidateScript", "ScriptBlock", "ErrorMessage=null" },
	{ "ValidateDrive", "ValidRootDrives*", "" },
	{ "ArgumentCompleter", "ScriptBlock", "Type=null" },
	{ "ArgumentCompletions", "Completions*", "" },
	{ "PSDefaultValue", "Value", "Help=null" },
	{ "PSTypeName", "PSTypeName", "" },
	{ "CmdletBinding", "", "PositionalBinding=true DefaultParameterSetName=null SupportsShouldProcess=false "
	  "SupportsPaging=false SupportsTransactions=false ConfirmImpact=Medium HelpUri= "
	  "RemotingCapability=PowerShell" },
	{ "OutputType", "Type*", "ProviderCmdlet=null ParameterSetName=__AllParameterSets" },
};

static const struct attribute_row *row_of(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (text_equal_nocase(rows[i].name, name))
			return &rows[i];
	return NULL;
}

const char *attribute_named_arguments(const char *name)
{
	size_t len = strlen(name);
	g_autofree char *simple = len > 9 && text_equal_nocase(name + len - 9, "Attribute") ? g_strndup(name, len - 9)
											    : g_strdup(name);
	const struct attribute_row *row = row_of(simple);

	return row ? row->named : NULL;
}

static struct value argument_value(struct session *session, struct unit *unit, struct ast *ast)
{
	struct value v = constant_value(ast);
	struct node *node;

	if (v.kind != V_UNSET)
		return v;
	node = prepare_expression(unit, ast);
	v = node->eval(node, session->scope);
	if (v.kind != V_SIGNAL)
		return v;
	if (session->error)
		value_unref(value_of(error_take(session)));
	return VALUE_NULL;
}

static struct value default_value(const char *word)
{
	if (g_str_equal(word, "null"))
		return VALUE_NULL;
	if (g_str_equal(word, "true") || g_str_equal(word, "false"))
		return value_bool(*word == 't');
	return g_str_equal(word, "none") ? value_i32(NO_POSITION) : value_text(word);
}

static void put_defaults(struct object *object, const char *named)
{
	g_auto(GStrv) words = g_strsplit(named, " ", -1);

	for (char **word = words; *word; word++) {
		char *equals = strchr(*word, '=');

		if (!equals)
			continue;
		*equals = '\0';
		put(object, *word, default_value(equals + 1));
	}
}

static struct value all_arguments(struct session *session, struct unit *unit, const struct ast_attribute *ast,
				  bool texts)
{
	struct array *all = array_new(texts ? &type_string : NULL, ast->arg_count);

	for (uint32_t i = 0; i < ast->arg_count; i++) {
		value_auto v = argument_value(session, unit, ast->args[i]);

		array_set(all, i, texts ? value_str(value_to_string(v, NULL)) : value_ref(v));
	}
	return value_of(all);
}

static void put_positional(struct session *session, struct unit *unit, struct object *object,
			   const struct attribute_row *row, const struct ast_attribute *ast)
{
	g_auto(GStrv) names = g_strsplit(row->positional, " ", -1);
	size_t len = strlen(row->positional);

	if (len && row->positional[len - 1] == '*') {
		g_autofree char *name = g_strndup(row->positional, len - 1);

		put(object, name, all_arguments(session, unit, ast, !g_str_equal(name, "Type")));
		return;
	}
	for (uint32_t i = 0; names[i]; i++)
		if (*names[i])
			put(object, names[i], i < ast->arg_count ? argument_value(session, unit, ast->args[i])
								 : VALUE_NULL);
}

static struct value attribute_object(struct session *session, struct unit *unit, const struct ast_attribute *ast)
{
	const char *full = ast->type->name->data, *dot = strrchr(full, '.');
	g_autofree char *name = g_strdup(dot ? dot + 1 : full);
	g_autofree char *type_name = NULL;
	const struct attribute_row *row;
	const struct type *type;
	struct object *object;

	if (strlen(name) > 9 && text_equal_nocase(name + strlen(name) - 9, "Attribute"))
		name[strlen(name) - 9] = '\0';
	type_name = g_strdup_printf("System.Management.Automation.%sAttribute", name);
	type = type_find(type_name, -1);
	object = typed(type ? type->name : full);
	row = row_of(name);
	if (row) {
		put_positional(session, unit, object, row, ast);
		put_defaults(object, row->named);
	}
	for (uint32_t i = 0; i < ast->named_count; i++)
		object_set(object, symbol_name(ast->named[i].name), ast->named[i].omitted ? value_bool(true)
			   : argument_value(session, unit, ast->named[i].value));
	put(object, "TypeId", value_type_object(type_of(value_of(object))));
	return value_of(object);
}

static struct value plain_attribute(const char *name)
{
	g_autofree char *type_name = g_strdup_printf("System.Management.Automation.%sAttribute", name);
	const struct attribute_row *row = row_of(name);
	struct object *object = typed(type_name);

	if (row)
		put_defaults(object, row->named);
	put(object, "TypeId", value_type_object(type_of(value_of(object))));
	return value_of(object);
}

static void gather_attributes(struct session *session, struct unit *unit, struct ast *const *attributes, uint32_t n,
			      struct list *ret)
{
	bool is_typed = false;

	for (uint32_t i = 0; i < n; i++) {
		if (attributes[i]->kind == AST_ATTRIBUTE)
			list_add(ret, attribute_object(session, unit, ast_attribute(attributes[i])));
		else
			is_typed = true;
	}
	if (is_typed)
		list_add(ret, plain_attribute("ArgumentTypeConverter"));
}

struct value attributes_info(struct session *session, struct unit *unit, struct ast *const *attributes, uint32_t n)
{
	struct list *all = list_new(NULL, NULL);

	gather_attributes(session, unit, attributes, n, all);
	return value_of(all);
}

struct value variable_attributes_info(struct session *session, const struct variable *variable)
{
	struct list *all = list_new(NULL, NULL);
	uint32_t n = 0;
	const struct check *checks = variable ? variable_checks(variable, &n) : NULL;

	for (uint32_t i = 0; i < n; i++)
		list_add(all, attribute_object(session, checks[i].unit, checks[i].ast));
	if (variable && variable->type)
		list_add(all, plain_attribute("ArgumentTypeConverter"));
	return value_of(all);
}

static void put_arguments(struct object *object, const struct attribute_row *row, struct array *given)
{
	g_auto(GStrv) names = g_strsplit(row->positional, " ", -1);
	size_t len = strlen(row->positional);

	if (len && row->positional[len - 1] == '*') {
		g_autofree char *name = g_strndup(row->positional, len - 1);
		struct array *texts = array_new(&type_string, given->len);

		for (uint32_t i = 0; i < given->len; i++) {
			value_auto v = array_get(given, i);

			array_set(texts, i, value_str(value_to_string(v, NULL)));
		}
		put(object, name, value_of(texts));
		return;
	}
	for (uint32_t i = 0; names[i]; i++)
		if (*names[i])
			put(object, names[i], i < given->len ? array_get(given, i) : VALUE_NULL);
}

bool attribute_construct(struct type_call *call, struct value self, const struct value *args, unsigned n,
			 struct value *ret, GError **error)
{
	const char *dot = strrchr(call->type->name, '.');
	g_autofree char *name = g_strdup(dot ? dot + 1 : call->type->name);
	const struct attribute_row *row;
	struct object *object = typed(call->type->name);
	value_auto none = value_of(array_new(NULL, 0));
	struct value given = n && args[0].kind == V_ARRAY ? args[0] : none;

	if (g_str_has_suffix(name, "Attribute"))
		name[strlen(name) - 9] = '\0';
	row = row_of(name);
	/* One array stands for its elements. */
	if (given.u.array->len == 1 && row && strchr(row->positional, '*')) {
		value_auto first = array_get(given.u.array, 0);

		if (first.kind == V_ARRAY)
			put_arguments(object, row, first.u.array);
		else
			put_arguments(object, row, given.u.array);
	} else if (row) {
		put_arguments(object, row, given.u.array);
	}
	if (row)
		put_defaults(object, row->named);
	put(object, "TypeId", value_type_object(call->type));
	*ret = value_of(object);
	return true;
}

/* The Parameter attribute that a set of a signature stands for. */
static struct value parameter_attribute(const struct signature *s, const struct sig_param *param,
					const struct sig_set *set)
{
	struct value v = plain_attribute("Parameter");
	struct object *object = v.u.object;
	const char *name = "__AllParameterSets";

	for (uint32_t i = 0; set->mask != ALL_SETS && i < s->set_count; i++)
		if (set->mask & 1u << i)
			name = s->set_names[i];
	object_set(object, "Position", value_i32(set->position >= 0 ? set->position : NO_POSITION));
	object_set(object, "ParameterSetName", value_text(name));
	object_set(object, "Mandatory", value_bool(set->mandatory));
	object_set(object, "ValueFromPipeline", value_bool(set->by_value));
	object_set(object, "ValueFromPipelineByPropertyName", value_bool(set->by_name));
	object_set(object, "ValueFromRemainingArguments", value_bool(set->remaining));
	object_set(object, "DontShow", value_bool(param->flags & PARAM_HIDDEN));
	return v;
}

static struct value words_array(const char *words)
{
	g_auto(GStrv) list = g_strsplit(words, " ", -1);
	struct array *all = array_new(&type_string, g_strv_length(list));

	for (uint32_t i = 0; list[i]; i++)
		array_set(all, i, value_text(list[i]));
	return value_of(all);
}

static struct value aliases_of(const struct sig_param *param)
{
	struct array *all = array_new(&type_string, param->alias_count);

	for (uint32_t i = 0; i < param->alias_count; i++)
		array_set(all, i, value_text(symbol_name(param->aliases[i])));
	return value_of(all);
}

/* What a row of a cmdlet's table says, as attributes. */
static void table_attributes(const struct signature *s, const struct sig_param *param, struct list *all)
{
	const struct param *row = param->table;

	for (uint32_t i = 0; i < param->set_count; i++)
		list_add(all, parameter_attribute(s, param, &param->sets[i]));
	if (param->alias_count) {
		struct value v = plain_attribute("Alias");

		object_set(v.u.object, "AliasNames", aliases_of(param));
		list_add(all, v);
	}
	if (row->values) {
		struct value v = plain_attribute("ValidateSet");

		object_set(v.u.object, "ValidValues", words_array(row->values));
		list_add(all, v);
	}
	if (row->max > row->min) {
		struct value v = plain_attribute("ValidateRange");

		object_set(v.u.object, "MinRange", value_i64(row->min));
		object_set(v.u.object, "MaxRange", value_i64(row->max));
		list_add(all, v);
	}
	if (row->flags & PARAM_ALLOW_NULL)
		list_add(all, plain_attribute("AllowNull"));
	if (row->flags & PARAM_WILDCARDS)
		list_add(all, plain_attribute("SupportsWildcards"));
}

static bool has_parameter_attribute(const struct ast_parameter *ast)
{
	for (uint32_t i = 0; i < ast->attribute_count; i++)
		if (ast->attributes[i]->kind == AST_ATTRIBUTE &&
		    attribute_is(ast_attribute(ast->attributes[i]), "Parameter"))
			return true;
	return false;
}

/* Positions by order show in the attributes as if they were written. */
static void put_positions(const struct sig_param *param, struct list *all)
{
	uint32_t at = 0;

	for (uint32_t i = 0; i < all->len && at < param->set_count; i++) {
		if (type_of(all->items[i]) != type_find("parameter", -1))
			continue;
		if (param->sets[at].position >= 0)
			object_set(all->items[i].u.object, "Position", value_i32(param->sets[at].position));
		at++;
	}
}

static struct value param_attributes(struct session *session, const struct signature *s,
				     const struct sig_param *param)
{
	struct list *all = list_new(NULL, NULL);
	const struct ast_parameter *ast = param->function ? param->function->ast : NULL;

	if (!ast) {
		table_attributes(s, param, all);
		return value_of(all);
	}
	if (!has_parameter_attribute(ast))
		list_add(all, parameter_attribute(s, param, &param->sets[0]));
	gather_attributes(session, s->unit, ast->attributes, ast->attribute_count, all);
	put_positions(param, all);
	return value_of(all);
}

/* -- Parameters ----------------------------------------------------------------------------------- */

static const char *param_spelling(const struct sig_param *param)
{
	return param->function ? param->function->ast->spelled->data : sig_param_name(param);
}

static struct value help_message(const struct signature *s, const struct sig_param *param)
{
	const struct ast_parameter *ast = param->function ? param->function->ast : NULL;

	for (uint32_t i = 0; ast && i < ast->attribute_count; i++) {
		struct value v = VALUE_UNSET;

		if (ast->attributes[i]->kind == AST_ATTRIBUTE &&
		    attribute_is(ast_attribute(ast->attributes[i]), "Parameter"))
			v = attribute_named(s->unit, ast_attribute(ast->attributes[i]), "HelpMessage");
		if (v.kind == V_STRING)
			return value_ref(v);
	}
	return VALUE_NULL;
}

static void put_set_fields(struct object *object, const struct sig_set *set)
{
	put(object, "Position", value_i32(set->position >= 0 ? set->position : NO_POSITION));
	put(object, "ValueFromPipeline", value_bool(set->by_value));
	put(object, "ValueFromPipelineByPropertyName", value_bool(set->by_name));
	put(object, "ValueFromRemainingArguments", value_bool(set->remaining));
}

static struct value set_metadata(const struct signature *s, const struct sig_param *param, const struct sig_set *set)
{
	struct object *object = typed("System.Management.Automation.ParameterSetMetadata");

	put(object, "IsMandatory", value_bool(set->mandatory));
	put_set_fields(object, set);
	put(object, "HelpMessage", help_message(s, param));
	put(object, "HelpMessageBaseName", value_text(""));
	put(object, "HelpMessageResourceId", value_text(""));
	return value_of(object);
}

static struct value sets_of(const struct signature *s, const struct sig_param *param)
{
	struct dict *sets = dict_new(DICT_GENERIC, false);

	for (uint32_t i = 0; i < param->set_count; i++) {
		if (param->sets[i].mask == ALL_SETS || s->set_count == 0)
			dict_set_text(sets, "__AllParameterSets", set_metadata(s, param, &param->sets[i]));
		for (uint32_t j = 0; param->sets[i].mask != ALL_SETS && j < s->set_count; j++)
			if (param->sets[i].mask & 1u << j)
				dict_set_text(sets, s->set_names[j], set_metadata(s, param, &param->sets[i]));
	}
	return value_of(sets);
}

static struct value parameter_metadata(struct session *session, const struct signature *s,
				       const struct sig_param *param)
{
	struct object *object = typed("System.Management.Automation.ParameterMetadata");

	put(object, "Name", value_text(param_spelling(param)));
	put(object, "ParameterType", value_type_object(param->type ? param->type : &type_object));
	put(object, "ParameterSets", sets_of(s, param));
	put(object, "IsDynamic", value_bool(false));
	put(object, "Aliases", aliases_of(param));
	put(object, "Attributes", param_attributes(session, s, param));
	put(object, "SwitchParameter", value_bool(param->is_switch));
	return value_of(object);
}

struct value parameters_info(struct session *session, const struct signature *s)
{
	struct dict *all = dict_new(DICT_GENERIC, false);
	const struct type *args[] = { &type_string,
				      type_find("System.Management.Automation.ParameterMetadata", -1) };

	if (args[1])
		all->type = type_generic(&type_dictionary, args, 2);
	for (uint32_t i = 0; s && i < s->n; i++)
		dict_set_text(all, param_spelling(&s->params[i]), parameter_metadata(session, s, &s->params[i]));
	return value_of(all);
}

struct sets_data {
	struct session *session;
	struct list *all;
};

static struct value set_parameter(struct session *session, const struct signature *s, const struct sig_param *param,
				  const struct sig_set *set)
{
	struct object *object = typed("System.Management.Automation.CommandParameterInfo");

	put(object, "Name", value_text(param_spelling(param)));
	put(object, "ParameterType", value_type_object(param->type ? param->type : &type_object));
	put(object, "IsMandatory", value_bool(set->mandatory));
	put(object, "IsDynamic", value_bool(false));
	put_set_fields(object, set);
	put(object, "HelpMessage", help_message(s, param));
	put(object, "Aliases", aliases_of(param));
	put(object, "Attributes", param_attributes(session, s, param));
	return value_of(object);
}

static void visit_set(const struct signature *s, const char *name, uint32_t mask, void *data)
{
	struct sets_data *sets = data;
	struct object *object = typed("System.Management.Automation.CommandParameterSetInfo");
	struct list *params = list_new(NULL, NULL);

	for (uint32_t i = 0; i < s->n; i++) {
		const struct sig_set *in = sig_param_in(&s->params[i], mask);

		if (in)
			list_add(params, set_parameter(sets->session, s, &s->params[i], in));
	}
	put(object, "Name", value_text(name));
	put(object, "IsDefault", value_bool(s->default_set & mask && s->set_count));
	put(object, "Parameters", value_of(list_to_array(params)));
	value_unref(value_of(params));
	object->hidden = signature_set_syntax(s, mask);
	list_add(sets->all, value_of(object));
}

struct value parameter_sets_info(struct session *session, const struct signature *s)
{
	struct sets_data sets = { session, list_new(NULL, NULL) };
	struct array *all;

	if (s)
		signature_each_set(s, visit_set, &sets);
	all = list_to_array(sets.all);
	value_unref(value_of(sets.all));
	return value_of(all);
}

/* -- Types -------------------------------------------------------------------------------------------- */

TYPE(type_parameter_metadata);
const struct type type_parameter_metadata = {
	.name = "System.Management.Automation.ParameterMetadata", .kind = V_OBJECT, .base = &type_object,
};

TYPE(type_set_metadata);
const struct type type_set_metadata = {
	.name = "System.Management.Automation.ParameterSetMetadata", .kind = V_OBJECT, .base = &type_object,
};

static struct string *parameter_name(struct value self)
{
	value_auto name = object_get(self.u.object, "Name");

	return value_to_string(name, NULL);
}

TYPE(type_command_parameter);
const struct type type_command_parameter = {
	.name = "System.Management.Automation.CommandParameterInfo", .kind = V_OBJECT, .base = &type_object,
};

static struct string *set_text(struct value self)
{
	return self.u.object->hidden ? str_ref(self.u.object->hidden) : parameter_name(self);
}

static void set_free(void *text)
{
	str_unref(text);
}

TYPE(type_command_set);
const struct type type_command_set = {
	.name = "System.Management.Automation.CommandParameterSetInfo", .kind = V_OBJECT, .base = &type_object,
	.to_string = set_text, .free_hidden = set_free, .default_properties = "Name IsDefault Parameters",
};
