/*
 * Commands as objects. An object holds the command it stands for; its members
 * are rows of its type's table that ask the command.
 */
#include "config.h"

#include "shell/command_info.h"

#include "lib/convert.h"
#include "lib/object.h"
#include "lib/types/table.h"
#include "shell/attributes.h"
#include "shell/module.h"
#include "shell/module_info.h"
#include "shell/parameter_info.h"
#include "shell/scriptblock.h"

struct command_held {
	struct command command;
	struct value script;		/* the block of a script file, once parsed */
	char *name;
	char *alias_of, *description;	/* of an alias; a function's description */
	unsigned options;
	char *module;			/* its name, or NULL */
};

static void held_free(void *data)
{
	struct command_held *held = data;

	command_clear(&held->command);
	value_unref(held->script);
	g_free(held->name);
	g_free(held->alias_of);
	g_free(held->description);
	g_free(held->module);
	g_free(held);
}

static struct command_held *held_of(struct value self)
{
	return self.u.object->hidden;
}

static struct value info_new(const struct type *type, struct command_held **ret)
{
	struct shape *shape = shape_empty(type);
	struct object *info = object_new(shape);

	shape_unref(shape);
	*ret = info->hidden = g_new0(struct command_held, 1);
	(*ret)->command.block = VALUE_NULL;
	return value_of(info);
}

extern const struct type type_alias_info, type_function_info, type_filter_info, type_cmdlet_info,
	type_application_info, type_script_info;

struct value alias_info(struct session *session, const struct alias *alias)
{
	struct command_held *held;
	struct value v = info_new(&type_alias_info, &held);

	held->name = g_strdup(symbol_name(alias->name));
	held->alias_of = g_strdup(alias->definition);
	held->description = g_strdup(alias->description);
	held->options = alias->options;
	return v;
}

struct value function_info(struct session *session, struct function *function)
{
	const char *slash = strrchr(function->spelling->data, '\\');
	struct command_held *held;
	struct value v = info_new(function->is_filter ? &type_filter_info : &type_function_info, &held);

	held->command.kind = COMMAND_FUNCTION;
	held->command.function = function_ref(function);
	held->name = g_strdup(slash && slash[1] ? slash + 1 : function->spelling->data);
	held->options = function->options;
	held->module = function->module ? g_strdup(function->module->name) : NULL;
	return v;
}

const char *cmdlet_module(const struct cmdlet *cmdlet)
{
	return cmdlet->module ? cmdlet->module : "Microsoft.PowerShell.Utility";
}

struct value cmdlet_info(struct session *session, const struct cmdlet *cmdlet)
{
	struct command_held *held;
	struct value v = info_new(&type_cmdlet_info, &held);

	held->command.kind = COMMAND_CMDLET;
	held->command.cmdlet = cmdlet;
	held->name = g_strdup(cmdlet->name);
	held->module = g_strdup(cmdlet_module(cmdlet));
	return v;
}

struct value program_info(struct session *session, const char *path)
{
	bool script = g_str_has_suffix(path, ".ps1") || g_str_has_suffix(path, ".PS1");
	struct command_held *held;
	struct value v = info_new(script ? &type_script_info : &type_application_info, &held);

	held->command.kind = script ? COMMAND_SCRIPT : COMMAND_PROGRAM;
	held->command.path = g_strdup(path);
	held->name = g_path_get_basename(path);
	return v;
}

struct value command_info(struct session *session, const struct command *command)
{
	switch (command->kind) {
	case COMMAND_FUNCTION:
		return function_info(session, command->function);
	case COMMAND_CMDLET:
		return cmdlet_info(session, command->cmdlet);
	case COMMAND_SCRIPT:
	case COMMAND_PROGRAM:
		return program_info(session, command->path);
	default:
		return VALUE_NULL;
	}
}

static bool is_info(struct value v)
{
	return v.kind == V_OBJECT && v.u.object->hidden && v.u.object->shape->type &&
	       v.u.object->shape->type->free_hidden == held_free;
}

bool command_of_info(struct value v, struct command *ret)
{
	struct value base = value_base(v);
	struct command *from;

	if (!is_info(base) || held_of(base)->alias_of)
		return false;
	from = &held_of(base)->command;
	*ret = *from;
	ret->path = g_strdup(from->path);
	ret->block = VALUE_NULL;
	if (from->function)
		function_ref(from->function);
	return true;
}

/* -- What a command takes -------------------------------------------------------------------------- */

const struct signature *command_signature(struct session *session, const struct command *command,
					  struct value *holder)
{
	struct unit *unit = NULL;
	g_autofree char *text = NULL;

	if (command->kind == COMMAND_CMDLET)
		return signature_of_cmdlet(session, command->cmdlet);
	if (command->kind == COMMAND_FUNCTION) {
		unit = scriptblock_of(command->function->block)->unit;
	} else if (command->kind == COMMAND_SCRIPT) {
		if (holder->kind != V_SCRIPTBLOCK && g_file_get_contents(command->path, &text, NULL, NULL))
			value_put(holder, scriptblock_parse(session, text, command->path, NULL));
		unit = holder->kind == V_SCRIPTBLOCK ? scriptblock_of(*holder)->unit : NULL;
	}
	return unit ? signature_of_unit(session, unit, NULL) : NULL;
}

static struct session *session_in(struct type_call *call)
{
	return session_of(call->host);
}

/* The command behind an alias; false: there is none. */
static bool resolve(struct type_call *call, const struct command_held *held, struct command *ret)
{
	return held->alias_of && command_find(session_in(call)->scope, held->alias_of, ret, NULL);
}

static struct value with_signature(struct type_call *call, struct value self,
				   struct value (*make)(struct session *session, const struct signature *s))
{
	struct command_held *held = held_of(self);
	struct command behind = { .block = VALUE_NULL };
	value_auto holder = VALUE_NULL;
	const struct signature *s;
	struct value v;

	if (!held->alias_of)
		return make(session_in(call), command_signature(session_in(call), &held->command, &held->script));
	s = resolve(call, held, &behind) ? command_signature(session_in(call), &behind, &holder) : NULL;
	v = make(session_in(call), s);
	command_clear(&behind);
	return v;
}

MEMBER_IS(info_parameters, with_signature(call, self, parameters_info))
MEMBER_IS(info_sets, with_signature(call, self, parameter_sets_info))

static struct value default_set(struct session *session, const struct signature *s)
{
	const char *name = signature_default_set(s);

	return name ? value_text(name) : VALUE_NULL;
}

MEMBER_IS(info_default_set, with_signature(call, self, default_set))

/* -- Every command ------------------------------------------------------------------------------------ */

static struct value enum_named(const char *type_name, const char *name)
{
	const struct type *type = type_find(type_name, -1);
	int64_t number;

	return type && enum_parse(type, name, &number, NULL) ? value_enum(type, number) : value_text(name);
}

static const char *kind_name(struct value self)
{
	const struct type *type = self.u.object->shape->type;

	return type == &type_alias_info ? "Alias" : type == &type_filter_info ? "Filter"
	     : type == &type_function_info ? "Function" : type == &type_cmdlet_info ? "Cmdlet"
	     : type == &type_script_info ? "ExternalScript" : "Application";
}

static struct value version_of(struct session *session, const struct command_held *held)
{
	const struct type *type = type_find("System.Version", -1);
	const struct module *module = held->module ? module_find(session, held->module) : NULL;
	value_auto text = value_text(held->command.kind == COMMAND_CMDLET ? "7.0.0.0"
				     : held->command.kind == COMMAND_PROGRAM ? "0.0.0.0"
				     : module && module->version ? module->version : "0.0");
	struct value version;

	if (held->command.kind != COMMAND_CMDLET && held->command.kind != COMMAND_PROGRAM && !module)
		return VALUE_NULL;
	return type && value_convert(text, type, &version, NULL) ? version : value_ref(text);
}

static struct value module_of(struct type_call *call, const struct command_held *held)
{
	struct module *module = held->module ? module_find(session_in(call), held->module) : NULL;

	return module ? module_info(session_in(call), module) : VALUE_NULL;
}

MEMBER_IS(info_name, value_text(held_of(self)->name))
MEMBER_IS(info_kind, enum_named("System.Management.Automation.CommandTypes", kind_name(self)))
MEMBER_IS(info_source, value_text(held_of(self)->command.path ? held_of(self)->command.path
				  : held_of(self)->module ? held_of(self)->module : ""))
MEMBER_IS(info_module_name, value_text(held_of(self)->module ? held_of(self)->module : ""))
MEMBER_IS(info_module, module_of(call, held_of(self)))
MEMBER_IS(info_version, version_of(session_in(call), held_of(self)))
/* Of enums whose first and second values all commands have. */
MEMBER_IS(info_public,
	  value_enum(type_find("System.Management.Automation.SessionStateEntryVisibility", -1), 0))
MEMBER_IS(info_remoting,
	  value_enum(type_find("System.Management.Automation.RemotingCapability", -1), 1))
MEMBER_IS(info_empty, value_text(""))
MEMBER_IS(info_null, VALUE_NULL)

MEMBER(info_resolve_parameter)
{
	value_auto all = with_signature(call, self, parameters_info);
	const struct dict_entry *entry, *found = NULL;
	const char *name = text_arg(args[0]);

	for (uint32_t at = 0; dict_next(all.u.dict, &at, &entry);) {
		const char *key = entry->key.u.str->data;

		if (g_ascii_strncasecmp(key, name, strlen(name)) == 0 && (!found || text_equal_nocase(key, name)))
			found = entry;
	}
	*ret = found ? value_ref(found->value) : VALUE_NULL;
	return true;
}

static struct string *info_text(struct value self)
{
	return str_new(held_of(self)->name, -1);
}

/* What a table shows as the name: an alias with what it means. */
static struct value shown_name(struct value self)
{
	const struct command_held *held = held_of(self);

	return held->alias_of ? value_str(str_printf("%s -> %s", held->name, held->alias_of))
			      : value_text(held->name);
}

MEMBER_IS(info_shown, shown_name(self))

static const struct type_member info_properties[] = {
	{ "string ShownName {get;}", info_shown, NULL, TYPE_HIDDEN_MEMBER },
	PROPERTY("string Name {get;}", info_name),
	PROPERTY("System.Management.Automation.CommandTypes CommandType {get;}", info_kind),
	PROPERTY("string Source {get;}", info_source),
	PROPERTY("version Version {get;}", info_version),
	PROPERTY("System.Management.Automation.SessionStateEntryVisibility Visibility {get;set;}", info_public),
	PROPERTY("string ModuleName {get;}", info_module_name),
	PROPERTY("psmoduleinfo Module {get;}", info_module),
	PROPERTY("System.Management.Automation.RemotingCapability RemotingCapability {get;}", info_remoting),
	PROPERTY("System.Collections.Generic.Dictionary[string,System.Management.Automation.ParameterMetadata] "
		 "Parameters {get;}", info_parameters),
	PROPERTY("System.Collections.ObjectModel.ReadOnlyCollection[System.Management.Automation."
		 "CommandParameterSetInfo] ParameterSets {get;}", info_sets),
	END_OF_MEMBERS
};

static const struct type_member info_methods[] = {
	METHOD("System.Management.Automation.ParameterMetadata ResolveParameter(string name)",
	       info_resolve_parameter),
	END_OF_MEMBERS
};

TYPE(type_command_info);
const struct type type_command_info = {
	.name = "System.Management.Automation.CommandInfo", .kind = V_OBJECT, .base = &type_object,
	.flags = TYPE_IS_ABSTRACT, .properties = info_properties, .methods = info_methods,
	.to_string = info_text, .free_hidden = held_free,
};

#define INFO_TYPE(symbol, full, above, rows)						\
	const struct type symbol = {							\
		.name = "System.Management.Automation." full, .kind = V_OBJECT, .base = above,	\
		.properties = rows, .to_string = info_text, .free_hidden = held_free,	\
	}

/* -- Names of two parts --------------------------------------------------------------------------------- */

static struct value name_part(struct value self, bool verb)
{
	const char *name = held_of(self)->name, *dash = strchr(name, '-');

	if (!dash || dash == name)
		return value_text("");
	return verb ? value_str(str_new(name, dash - name)) : value_text(dash + 1);
}

MEMBER_IS(info_verb, name_part(self, true))
MEMBER_IS(info_noun, name_part(self, false))
MEMBER_IS(info_options, value_enum(type_find("System.Management.Automation.ScopedItemOptions", -1),
				   held_of(self)->options))
MEMBER_IS(info_description, value_text(held_of(self)->description ? held_of(self)->description : ""))

MEMBER(info_set_description)
{
	g_free(held_of(self)->description);
	held_of(self)->description = g_strdup(text_arg(args[0]));
	return true;
}

/* -- Output types --------------------------------------------------------------------------------------- */

static struct value output_type(const char *name)
{
	const struct type *type = type_find(name, -1);
	struct shape *shape = shape_empty(type_find("System.Management.Automation.PSTypeName", -1));
	struct object *object = object_new(shape);

	shape_unref(shape);
	object_set(object, "Name", value_text(type ? type->name : name));
	object_set(object, "Type", type ? value_type_object(type) : VALUE_NULL);
	return value_of(object);
}

static void output_types_of_unit(struct session *session, struct unit *unit, struct list *all)
{
	const struct ast_param_block *params = unit->ast->params;

	for (uint32_t i = 0; params && i < params->attribute_count; i++) {
		const struct ast_attribute *attribute = params->attributes[i];

		if (!attribute_is(attribute, "OutputType"))
			continue;
		for (uint32_t j = 0; j < attribute->arg_count; j++) {
			struct ast *arg = attribute->args[j];
			value_auto v = constant_value(arg);

			if (arg->kind == AST_TYPE)
				list_add(all, output_type(ast_type(arg)->type->name->data));
			else if (v.kind == V_STRING)
				list_add(all, output_type(v.u.str->data));
		}
	}
}

static struct value output_types(struct type_call *call, struct value self)
{
	struct command_held *held = held_of(self);
	struct list *all = list_new(NULL, NULL);
	struct array *array;

	if (held->command.kind == COMMAND_CMDLET) {
		const char *output = held->command.cmdlet->output;
		g_auto(GStrv) words = g_strsplit_set(output ? output : "", " ,", -1);

		for (char **word = words; *word; word++)
			if (**word)
				list_add(all, output_type(*word));
	} else if (held->command.kind == COMMAND_FUNCTION) {
		output_types_of_unit(session_in(call), scriptblock_of(held->command.function->block)->unit, all);
	} else if (held->command.kind == COMMAND_PROGRAM) {
		list_add(all, output_type("System.String"));
	}
	array = list_to_array(all);
	value_unref(value_of(all));
	return value_of(array);
}

MEMBER_IS(info_output, output_types(call, self))

static struct string *type_name_text(struct value self)
{
	value_auto name = object_get(self.u.object, "Name");

	return value_to_string(name, NULL);
}

TYPE(type_ps_type_name);
const struct type type_ps_type_name = {
	.name = "System.Management.Automation.PSTypeName", .alias = "pstypename", .kind = V_OBJECT,
	.base = &type_object, .to_string = type_name_text, .default_properties = "Name Type",
};

/* -- Functions ------------------------------------------------------------------------------------------- */

static struct scriptblock *block_of(struct value self)
{
	return scriptblock_of(held_of(self)->command.function->block);
}

MEMBER_IS(function_block, value_ref(held_of(self)->command.function->block))
MEMBER_IS(function_definition, value_str(scriptblock_text(block_of(self))))
MEMBER_IS(function_advanced, value_bool(block_of(self)->unit->advanced))

static const struct type_member function_properties[] = {
	PROPERTY("string HelpUri {get;}", info_empty),
	PROPERTY("scriptblock ScriptBlock {get;}", function_block),
	PROPERTY("bool CmdletBinding {get;}", function_advanced),
	PROPERTY("string DefaultParameterSet {get;}", info_default_set),
	PROPERTY("string Definition {get;}", function_definition),
	PROPERTY("System.Management.Automation.ScopedItemOptions Options {get;set;}", info_options),
	SETTABLE("string Description {get;set;}", info_description, info_set_description),
	PROPERTY("string Verb {get;}", info_verb),
	PROPERTY("string Noun {get;}", info_noun),
	PROPERTY("string HelpFile {get;}", info_null),
	PROPERTY("System.Collections.ObjectModel.ReadOnlyCollection[System.Management.Automation.PSTypeName] "
		 "OutputType {get;}", info_output),
	END_OF_MEMBERS
};

TYPE(type_function_info);
INFO_TYPE(type_function_info, "FunctionInfo", &type_command_info, function_properties);
TYPE(type_filter_info);
INFO_TYPE(type_filter_info, "FilterInfo", &type_function_info, NULL);

/* -- Cmdlets ----------------------------------------------------------------------------------------------- */

static struct value cmdlet_syntax(struct session *session, const struct signature *s)
{
	return value_str(signature_syntax(s->name, s));
}

static struct value implementing_type(struct value self)
{
	GString *name = g_string_new("Microsoft.PowerShell.Commands.");

	for (const char *p = held_of(self)->name; *p; p++)
		if (*p != '-')
			g_string_append_c(name, *p);
	g_string_append(name, "Command");
	return value_str(str_from_gstring(name));
}

MEMBER_IS(cmdlet_definition, with_signature(call, self, cmdlet_syntax))
MEMBER_IS(cmdlet_class, implementing_type(self))
MEMBER_IS(cmdlet_help_file, value_str(str_printf("%s-Help.xml", held_of(self)->module)))

static const struct type_member cmdlet_properties[] = {
	PROPERTY("string HelpUri {get;}", info_empty),
	PROPERTY("string Verb {get;}", info_verb),
	PROPERTY("string Noun {get;}", info_noun),
	PROPERTY("string HelpFile {get;}", cmdlet_help_file),
	PROPERTY("System.Object PSSnapIn {get;}", info_null),
	PROPERTY("type ImplementingType {get;}", cmdlet_class),
	PROPERTY("string Definition {get;}", cmdlet_definition),
	PROPERTY("string DefaultParameterSet {get;}", info_default_set),
	PROPERTY("System.Collections.ObjectModel.ReadOnlyCollection[System.Management.Automation.PSTypeName] "
		 "OutputType {get;}", info_output),
	PROPERTY("System.Management.Automation.ScopedItemOptions Options {get;set;}", info_options),
	END_OF_MEMBERS
};

TYPE(type_cmdlet_info);
INFO_TYPE(type_cmdlet_info, "CmdletInfo", &type_command_info, cmdlet_properties);

/* -- Aliases ------------------------------------------------------------------------------------------------ */

/* The command it means: an alias of an alias gives that one when `first`, else what is behind all. */
static struct value resolved(struct type_call *call, struct value self, bool first)
{
	const struct command_held *held = held_of(self);
	struct session *session = session_in(call);
	struct alias *next = first ? alias_find(session, held->alias_of) : NULL;
	struct command behind;
	struct value v;

	if (next && !text_equal_nocase(next->definition, held->alias_of))
		return alias_info(session, next);
	if (!resolve(call, held, &behind))
		return VALUE_NULL;
	v = command_info(session, &behind);
	command_clear(&behind);
	return v;
}

static struct value resolved_name(struct type_call *call, struct value self)
{
	value_auto v = resolved(call, self, false);

	return is_info(v) ? value_text(held_of(v)->name) : VALUE_NULL;
}

MEMBER_IS(alias_resolved, resolved(call, self, false))
MEMBER_IS(alias_referenced, resolved(call, self, true))
MEMBER_IS(alias_resolved_name, resolved_name(call, self))
MEMBER_IS(alias_definition, value_text(held_of(self)->alias_of))

static const struct type_member alias_properties[] = {
	PROPERTY("string HelpUri {get;}", info_empty),
	PROPERTY("string ResolvedCommandName {get;}", alias_resolved_name),
	PROPERTY("string DisplayName {get;}", info_shown),
	PROPERTY("System.Management.Automation.CommandInfo ReferencedCommand {get;}", alias_referenced),
	PROPERTY("System.Management.Automation.CommandInfo ResolvedCommand {get;}", alias_resolved),
	PROPERTY("string Definition {get;}", alias_definition),
	PROPERTY("System.Management.Automation.ScopedItemOptions Options {get;set;}", info_options),
	SETTABLE("string Description {get;set;}", info_description, info_set_description),
	PROPERTY("System.Collections.ObjectModel.ReadOnlyCollection[System.Management.Automation.PSTypeName] "
		 "OutputType {get;}", info_output),
	END_OF_MEMBERS
};

TYPE(type_alias_info);
INFO_TYPE(type_alias_info, "AliasInfo", &type_command_info, alias_properties);

/* -- Files -------------------------------------------------------------------------------------------------- */

static struct value file_text(struct value self)
{
	g_autofree char *text = NULL;
	gsize len;

	if (!g_file_get_contents(held_of(self)->command.path, &text, &len, NULL))
		return value_text("");
	return value_str(str_new(text, len));
}

static struct value file_block(struct type_call *call, struct value self)
{
	struct command_held *held = held_of(self);

	command_signature(session_in(call), &held->command, &held->script);
	return value_ref(held->script);
}

static struct value file_extension(struct value self)
{
	const char *dot = strrchr(held_of(self)->name, '.');

	return value_text(dot ? dot : "");
}

MEMBER_IS(file_path, value_text(held_of(self)->command.path))
MEMBER_IS(file_contents, file_text(self))
MEMBER_IS(file_script_block, file_block(call, self))
MEMBER_IS(file_ending, file_extension(self))

static const struct type_member application_properties[] = {
	PROPERTY("string Path {get;}", file_path),
	PROPERTY("string Extension {get;}", file_ending),
	PROPERTY("string Definition {get;}", file_path),
	PROPERTY("System.Collections.ObjectModel.ReadOnlyCollection[System.Management.Automation.PSTypeName] "
		 "OutputType {get;}", info_output),
	END_OF_MEMBERS
};

TYPE(type_application_info);
INFO_TYPE(type_application_info, "ApplicationInfo", &type_command_info, application_properties);

static const struct type_member script_properties[] = {
	PROPERTY("string HelpUri {get;}", info_empty),
	PROPERTY("string Path {get;}", file_path),
	PROPERTY("string Definition {get;}", file_path),
	PROPERTY("scriptblock ScriptBlock {get;}", file_script_block),
	PROPERTY("System.Collections.ObjectModel.ReadOnlyCollection[System.Management.Automation.PSTypeName] "
		 "OutputType {get;}", info_output),
	PROPERTY("string ScriptContents {get;}", file_contents),
	END_OF_MEMBERS
};

TYPE(type_script_info);
INFO_TYPE(type_script_info, "ExternalScriptInfo", &type_command_info, script_properties);

/* -- What all cmdlets share ---------------------------------------------------------------------------------- */

static struct value names_of(unsigned from, unsigned to)
{
	struct dict *set = dict_new(DICT_SET, false);

	for (unsigned i = from; i < to; i++)
		dict_set_text(set, common_params()[i].name, VALUE_NULL);
	return value_of(set);
}

MEMBER_IS(cmdlet_common, names_of(0, COMMON_WHAT_IF))
MEMBER_IS(cmdlet_optional, names_of(COMMON_WHAT_IF, COMMON_COUNT))

static const struct type_member class_properties[] = {
	{ "System.Collections.Generic.HashSet[string] CommonParameters {get;}", cmdlet_common, NULL, TYPE_STATIC },
	{ "System.Collections.Generic.HashSet[string] OptionalCommonParameters {get;}", cmdlet_optional, NULL,
	  TYPE_STATIC },
	END_OF_MEMBERS
};

TYPE(type_cmdlet_class);
const struct type type_cmdlet_class = {
	.name = "System.Management.Automation.Cmdlet", .kind = V_OBJECT, .base = &type_object,
	.flags = TYPE_IS_ABSTRACT, .properties = class_properties,
};

TYPE(type_pscmdlet_class);
const struct type type_pscmdlet_class = {
	.name = "System.Management.Automation.PSCmdlet", .kind = V_OBJECT, .base = &type_cmdlet_class,
	.flags = TYPE_IS_ABSTRACT,
};
