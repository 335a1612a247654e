/*
 * Signatures: one form of parameters, whether they come from a cmdlet's table
 * or from the attributes of a function's parameters.
 */
#include "config.h"

#include "shell/binder.h"

#include "shell/attributes.h"
#include "shell/scriptblock.h"

/* -- Common parameters -------------------------------------------------------------- */

static const struct param common[] = {
	[COMMON_VERBOSE] = { "Verbose", "switch", .aliases = "vb", .help = "Shows what is done in detail." },
	[COMMON_DEBUG] = { "Debug", "switch", .aliases = "db", .help = "Shows messages for programmers." },
	[COMMON_ERROR_ACTION] = { "ErrorAction", "System.Management.Automation.ActionPreference",
		.aliases = "ea", .help = "What to do on an error that does not end the command." },
	[COMMON_WARNING_ACTION] = { "WarningAction", "System.Management.Automation.ActionPreference",
		.aliases = "wa", .help = "What to do on a warning." },
	[COMMON_INFORMATION_ACTION] = { "InformationAction", "System.Management.Automation.ActionPreference",
		.aliases = "infa", .help = "What to do on an information message." },
	[COMMON_PROGRESS_ACTION] = { "ProgressAction", "System.Management.Automation.ActionPreference",
		.aliases = "proga", .help = "What to do with progress." },
	[COMMON_ERROR_VARIABLE] = { "ErrorVariable", "string", .aliases = "ev",
		.help = "The variable that collects errors; +name appends." },
	[COMMON_WARNING_VARIABLE] = { "WarningVariable", "string", .aliases = "wv",
		.help = "The variable that collects warnings." },
	[COMMON_INFORMATION_VARIABLE] = { "InformationVariable", "string", .aliases = "iv",
		.help = "The variable that collects information messages." },
	[COMMON_OUT_VARIABLE] = { "OutVariable", "string", .aliases = "ov",
		.help = "The variable that collects output as well." },
	[COMMON_OUT_BUFFER] = { "OutBuffer", "int", .aliases = "ob", .help = "Accepted; output always streams." },
	[COMMON_PIPELINE_VARIABLE] = { "PipelineVariable", "string", .aliases = "pv",
		.help = "The variable that holds the current object for later commands." },
	[COMMON_WHAT_IF] = { "WhatIf", "switch", .aliases = "wi", .help = "Shows what would happen; changes nothing." },
	[COMMON_CONFIRM] = { "Confirm", "switch", .aliases = "cf", .help = "Asks before each change." },
	[COMMON_COUNT] = { NULL },
};

/* Of [CmdletBinding(SupportsPaging)]; $PSCmdlet.PagingParameters has them. */
static const struct param paging[] = {
	{ "IncludeTotalCount", "switch", .help = "Tells how many objects there are in all." },
	{ "Skip", "ulong", .help = "How many objects are left out first." },
	{ "First", "ulong", .help = "How many objects are given at most." },
};

const struct param *common_params(void)
{
	return common;
}

int signature_common(const struct signature *signature, int which)
{
	uint32_t n = signature->should_process ? COMMON_COUNT : COMMON_WHAT_IF;

	return signature->n > signature->own && (uint32_t)which < n ? (int)(signature->own + which) : -1;
}

static void add_aliases(struct sig_param *param, const char *text)
{
	g_auto(GStrv) names = text ? g_strsplit(text, " ", -1) : NULL;

	param->alias_count = names ? g_strv_length(names) : 0;
	param->aliases = g_new(struct symbol *, param->alias_count + 1);
	for (uint32_t i = 0; i < param->alias_count; i++)
		param->aliases[i] = symbol_get(names[i], -1);
}

static void param_of_table(struct sig_param *param, const struct param *table)
{
	uint32_t mask = table->sets ? table->sets : ALL_SETS;
	uint32_t mandatory = table->flags & PARAM_MANDATORY ? mask : table->mandatory_sets & mask;
	struct sig_set set = {
		.position = table->position - 1,
		.by_value = table->pipeline & BY_VALUE,
		.by_name = table->pipeline & BY_NAME,
		.remaining = table->flags & PARAM_REMAINING,
	};

	param->name = symbol_get(table->name, -1);
	param->type = table->flags & PARAM_NO_CONVERT ? NULL : type_find(table->type, -1);
	param->is_switch = param->type == &type_switch;
	param->flags = table->flags;
	param->table = table;
	param->mask = mask;
	add_aliases(param, table->aliases);
	param->sets = g_new(struct sig_set, 2);
	if (mandatory) {
		param->flags |= PARAM_MANDATORY;
		set.mask = mandatory;
		set.mandatory = true;
		param->sets[param->set_count++] = set;
	}
	if (mask & ~mandatory) {
		set.mask = mask & ~mandatory;
		set.mandatory = false;
		param->sets[param->set_count++] = set;
	}
}

static void add_common(struct signature *signature)
{
	uint32_t n = signature->should_process ? COMMON_COUNT : COMMON_WHAT_IF;

	for (uint32_t i = 0; i < n; i++)
		param_of_table(&signature->params[signature->n++], &common[i]);
}

static void add_paging(struct signature *signature)
{
	for (size_t i = 0; i < G_N_ELEMENTS(paging); i++)
		param_of_table(&signature->params[signature->n++], &paging[i]);
}

static void find_pipeline(struct signature *signature)
{
	for (uint32_t i = 0; i < signature->own; i++)
		for (uint32_t j = 0; j < signature->params[i].set_count; j++)
			signature->has_pipeline |= signature->params[i].sets[j].by_value ||
						   signature->params[i].sets[j].by_name;
}

/* -- Cmdlets --------------------------------------------------------------------------- */

static struct signature *signature_make(const struct cmdlet *cmdlet)
{
	struct signature *s = g_new0(struct signature, 1);
	const struct param *params = cmdlet_params(cmdlet);
	uint32_t n = 0;

	while (params && params[n].name)
		n++;
	s->name = cmdlet->name;
	s->cmdlet = cmdlet;
	s->advanced = true;
	s->should_process = cmdlet->flags & CMDLET_SHOULD_PROCESS;
	s->confirm_high = cmdlet->flags & CMDLET_CONFIRM_HIGH;
	s->confirm_low = cmdlet->flags & CMDLET_CONFIRM_LOW;
	s->params = g_new0(struct sig_param, n + COMMON_COUNT);
	for (uint32_t i = 0; i < n; i++)
		param_of_table(&s->params[i], &params[i]);
	s->n = s->own = n;
	s->set_names = cmdlet->sets ? g_strsplit(cmdlet->sets, " ", -1) : NULL;
	s->set_count = s->set_names ? g_strv_length(s->set_names) : 0;
	for (uint32_t i = 0; cmdlet->default_set && i < s->set_count; i++)
		if (text_equal_nocase(s->set_names[i], cmdlet->default_set))
			s->default_set = 1u << i;
	find_pipeline(s);
	add_common(s);
	return s;
}

const struct signature *signature_of_cmdlet(struct session *session, const struct cmdlet *cmdlet)
{
	struct signature *s;

	if (!session->signatures)
		session->signatures = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)binder_signature_free);
	s = g_hash_table_lookup(session->signatures, cmdlet);
	if (!s) {
		s = signature_make(cmdlet);
		g_hash_table_insert(session->signatures, (gpointer)cmdlet, s);
	}
	return s;
}

void binder_signature_free(struct signature *s)
{
	if (!s)
		return;
	for (uint32_t i = 0; i < s->n; i++) {
		g_free(s->params[i].aliases);
		g_free(s->params[i].sets);
	}
	g_free(s->params);
	g_strfreev(s->set_names);
	g_free(s);
}

/* -- Functions -------------------------------------------------------------------------- */

/* The bit of a named set, made when new. */
static uint32_t set_bit(struct signature *s, const char *name)
{
	if (text_equal_nocase(name, "__AllParameterSets"))
		return ALL_SETS;
	for (uint32_t i = 0; i < s->set_count; i++)
		if (text_equal_nocase(s->set_names[i], name))
			return 1u << i;
	s->set_names = g_renew(char *, s->set_names, s->set_count + 2);
	s->set_names[s->set_count] = g_strdup(name);
	s->set_names[++s->set_count] = NULL;
	return 1u << (s->set_count - 1);
}

static bool named_true(struct unit *unit, const struct ast_attribute *attribute, const char *name)
{
	return value_truth(attribute_named(unit, attribute, name));
}

static struct sig_set set_of_attribute(struct signature *s, struct unit *unit,
				       const struct ast_attribute *attribute)
{
	struct value set = attribute_named(unit, attribute, "ParameterSetName");
	struct value position = attribute_named(unit, attribute, "Position");

	return (struct sig_set){
		.mask = set.kind == V_STRING ? set_bit(s, set.u.str->data) : ALL_SETS,
		.position = value_is_integer(position) ? (int)position.u.i : -1,
		.mandatory = named_true(unit, attribute, "Mandatory"),
		.by_value = named_true(unit, attribute, "ValueFromPipeline"),
		.by_name = named_true(unit, attribute, "ValueFromPipelineByPropertyName"),
		.remaining = named_true(unit, attribute, "ValueFromRemainingArguments"),
	};
}

static void alias_attribute(struct sig_param *param, const struct ast_attribute *attribute)
{
	param->aliases = g_renew(struct symbol *, param->aliases,
				 param->alias_count + attribute->arg_count + 1);
	for (uint32_t i = 0; i < attribute->arg_count; i++) {
		value_auto v = constant_value(attribute->args[i]);

		if (v.kind == V_STRING)
			param->aliases[param->alias_count++] = symbol_of(v.u.str);
	}
}

static void param_of_function(struct signature *s, struct unit *unit, struct sig_param *param,
			      const struct function_param *fn)
{
	param->name = fn->name;
	param->type = fn->type;
	param->is_switch = fn->is_switch;
	param->function = fn;
	param->sets = g_new0(struct sig_set, fn->ast->attribute_count + 1);
	for (uint32_t i = 0; i < fn->ast->attribute_count; i++) {
		const struct ast_attribute *attribute;

		if (fn->ast->attributes[i]->kind != AST_ATTRIBUTE)
			continue;
		attribute = ast_attribute(fn->ast->attributes[i]);
		if (attribute_is(attribute, "Parameter")) {
			param->sets[param->set_count++] = set_of_attribute(s, unit, attribute);
			if (named_true(unit, attribute, "DontShow"))
				param->flags |= PARAM_HIDDEN;
		} else if (attribute_is(attribute, "Alias"))
			alias_attribute(param, attribute);
		else if (attribute_is(attribute, "AllowNull"))
			param->flags |= PARAM_ALLOW_NULL;
		else if (attribute_is(attribute, "AllowEmptyString"))
			param->flags |= PARAM_ALLOW_EMPTY_TEXT;
		else if (attribute_is(attribute, "AllowEmptyCollection"))
			param->flags |= PARAM_ALLOW_EMPTY_LIST;
	}
	if (param->set_count == 0)
		param->sets[param->set_count++] = (struct sig_set){ .mask = ALL_SETS, .position = -1 };
	for (uint32_t i = 0; i < param->set_count; i++) {
		param->mask |= param->sets[i].mask;
		if (param->sets[i].mandatory)
			param->flags |= PARAM_MANDATORY;
	}
}

/* Without an explicit position anywhere, parameters have them by their order. */
static void implicit_positions(struct signature *s)
{
	int position = 0;

	for (uint32_t i = 0; i < s->own; i++)
		for (uint32_t j = 0; j < s->params[i].set_count; j++)
			if (s->params[i].sets[j].position >= 0)
				return;
	for (uint32_t i = 0; i < s->own; i++) {
		if (s->params[i].is_switch)
			continue;
		for (uint32_t j = 0; j < s->params[i].set_count; j++)
			if (!s->params[i].sets[j].remaining)
				s->params[i].sets[j].position = position;
		position++;
	}
}

static void binding_attribute(struct signature *s, struct unit *unit)
{
	const struct ast_param_block *params = unit->ast->params;
	const struct ast_attribute *attribute = params
		? attribute_find(params->attributes, params->attribute_count, "CmdletBinding") : NULL;
	struct value v;

	s->positional = true;
	if (!attribute)
		return;
	s->should_process = named_true(unit, attribute, "SupportsShouldProcess");
	s->paging = named_true(unit, attribute, "SupportsPaging");
	v = attribute_named(unit, attribute, "PositionalBinding");
	s->positional = v.kind == V_UNSET || value_truth(v);
	v = attribute_named(unit, attribute, "ConfirmImpact");
	if (v.kind == V_STRING) {
		s->confirm_high = text_equal_nocase(v.u.str->data, "High");
		s->confirm_low = text_equal_nocase(v.u.str->data, "Low") ||
				 text_equal_nocase(v.u.str->data, "None");
	}
	v = attribute_named(unit, attribute, "DefaultParameterSetName");
	if (v.kind == V_STRING)
		s->default_set = set_bit(s, v.u.str->data);
}

static const struct fault too_many = {
	"TooManyParameters", "System.Management.Automation.MetadataException",
	CATEGORY_METADATA_ERROR, NULL };

const struct signature *signature_of_unit(struct session *session, struct unit *unit, GError **error)
{
	struct signature *s;

	if (!unit_prepare(unit, session, error))
		return NULL;
	if (unit->signature)
		return unit->signature;
	if (unit->param_count > MAX_PARAMS - COMMON_COUNT) {
		fault_set(error, &too_many, VALUE_NULL, "A function can have at most %d parameters.",
			  MAX_PARAMS - COMMON_COUNT);
		return NULL;
	}
	s = unit->signature = g_new0(struct signature, 1);
	s->unit = unit;
	s->name = unit->function ? unit->function->name->data : "";
	s->advanced = unit->advanced;
	s->params = g_new0(struct sig_param, unit->param_count + COMMON_COUNT + G_N_ELEMENTS(paging));
	s->own = s->n = unit->param_count;
	binding_attribute(s, unit);
	for (uint32_t i = 0; i < s->own; i++)
		param_of_function(s, unit, &s->params[i], &unit->params[i]);
	if (s->positional)
		implicit_positions(s);
	find_pipeline(s);
	if (s->advanced)
		add_common(s);
	if (s->advanced && s->paging)
		add_paging(s);
	return s;
}
