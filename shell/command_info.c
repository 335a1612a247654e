/*
 * Commands as objects.
 */
#include "config.h"

#include "shell/command_info.h"

#include "lib/convert.h"
#include "lib/object.h"
#include "shell/binder.h"
#include "shell/scriptblock.h"

static struct object *info_new(const char *type_name, const char *kind, const char *name)
{
	const struct type *type = type_find(type_name, -1);
	const struct type *kinds = type_find("System.Management.Automation.CommandTypes", -1);
	struct shape *shape = shape_empty(type ? type : &type_pscustomobject);
	struct object *info = object_new(shape);
	int64_t number;

	shape_unref(shape);
	if (!type) {
		struct string *named = str_new(type_name, -1);
		struct shape *own = shape_named(info->shape, named);

		str_unref(named);
		shape_unref(info->shape);
		info->shape = own;
	}
	object_set(info, "CommandType", kinds && enum_parse(kinds, kind, &number, NULL)
		   ? value_enum(kinds, number) : value_text(kind));
	object_set(info, "Name", value_text(name));
	object_set(info, "Version", value_text(""));
	object_set(info, "Source", value_text(""));
	object_set(info, "ModuleName", value_text(""));
	return info;
}

struct value alias_info(struct session *session, const struct alias *alias)
{
	struct object *info = info_new("System.Management.Automation.AliasInfo", "Alias", symbol_name(alias->name));
	g_autofree char *display = g_strdup_printf("%s -> %s", symbol_name(alias->name), alias->definition);

	object_set(info, "DisplayName", value_text(display));
	object_set(info, "Definition", value_text(alias->definition));
	object_set(info, "ReferencedCommand", value_text(alias->definition));
	object_set(info, "ResolvedCommandName", value_text(alias->definition));
	object_set(info, "Description", value_text(alias->description ? alias->description : ""));
	object_set(info, "Options", value_text("None"));
	return value_of(info);
}

static void put_parameters(struct object *info, const struct signature *signature)
{
	struct dict *parameters = dict_new(DICT_GENERIC, false);

	for (uint32_t i = 0; signature && i < signature->n; i++) {
		const struct sig_param *param = &signature->params[i];
		struct object *object = object_custom();

		object_set(object, "Name", value_text(symbol_name(param->name)));
		object_set(object, "ParameterType", value_type_object(param->type ? param->type : &type_object));
		object_set(object, "SwitchParameter", value_bool(param->is_switch));
		dict_set_text(parameters, symbol_name(param->name), value_of(object));
	}
	object_set(info, "Parameters", value_of(parameters));
}

struct value function_info(struct session *session, struct function *function)
{
	struct object *info = info_new("System.Management.Automation.FunctionInfo",
				       function->is_filter ? "Filter" : "Function", function->spelling->data);
	struct scriptblock *block = scriptblock_of(function->block);
	const struct signature *signature = signature_of_unit(session, block->unit, NULL);

	object_set(info, "ScriptBlock", value_ref(function->block));
	object_set(info, "Definition", value_str(scriptblock_text(block)));
	object_set(info, "CmdletBinding", value_bool(block->unit->advanced));
	object_set(info, "Options", value_text("None"));
	put_parameters(info, signature);
	return value_of(info);
}

static const char *module_of(const struct cmdlet *cmdlet)
{
	return cmdlet->module ? cmdlet->module : "hmsh";
}

struct value cmdlet_info(struct session *session, const struct cmdlet *cmdlet)
{
	struct object *info = info_new("System.Management.Automation.CmdletInfo", "Cmdlet", cmdlet->name);
	const struct signature *signature = signature_of_cmdlet(session, cmdlet);
	const char *dash = strchr(cmdlet->name, '-');
	g_autofree char *verb = dash ? g_strndup(cmdlet->name, dash - cmdlet->name) : g_strdup("");

	object_set(info, "Source", value_text(module_of(cmdlet)));
	object_set(info, "ModuleName", value_text(module_of(cmdlet)));
	object_set(info, "Verb", value_text(verb));
	object_set(info, "Noun", value_text(dash ? dash + 1 : ""));
	object_set(info, "Definition", value_str(signature_syntax(cmdlet->name, signature)));
	put_parameters(info, signature);
	return value_of(info);
}

struct value program_info(const char *path)
{
	g_autofree char *name = g_path_get_basename(path);
	bool script = g_str_has_suffix(path, ".ps1");
	struct object *info = info_new(script ? "System.Management.Automation.ExternalScriptInfo"
					      : "System.Management.Automation.ApplicationInfo",
				       script ? "ExternalScript" : "Application", name);

	object_set(info, "Path", value_text(path));
	object_set(info, "Source", value_text(path));
	object_set(info, "Definition", value_text(path));
	return value_of(info);
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
		return program_info(command->path);
	default:
		return VALUE_NULL;
	}
}

/* -- Syntax --------------------------------------------------------------------------------- */

static void append_param(GString *out, const struct sig_param *param, const struct sig_set *set)
{
	const char *name = symbol_name(param->name);
	g_autofree char *value = param->is_switch ? NULL
		: g_strdup_printf("<%s>", type_short(param->type ? param->type : &type_object));

	if (param->is_switch)
		g_string_append_printf(out, " [-%s]", name);
	else if (set->position >= 0 && set->mandatory)
		g_string_append_printf(out, " [-%s] %s", name, value);
	else if (set->position >= 0)
		g_string_append_printf(out, " [[-%s] %s]", name, value);
	else if (set->mandatory)
		g_string_append_printf(out, " -%s %s", name, value);
	else
		g_string_append_printf(out, " [-%s %s]", name, value);
}

static const struct sig_set *set_of(const struct sig_param *param, uint32_t set)
{
	for (uint32_t i = 0; i < param->set_count; i++)
		if (param->sets[i].mask & set)
			return &param->sets[i];
	return NULL;
}

/* Positional ones by position, then mandatory, then the rest. */
static void append_set(GString *out, const struct signature *s, uint32_t set)
{
	for (int position = 0; position < 32; position++)
		for (uint32_t i = 0; i < s->own; i++) {
			const struct sig_set *at = set_of(&s->params[i], set);

			if (at && at->position == position && !(s->params[i].flags & PARAM_HIDDEN))
				append_param(out, &s->params[i], at);
		}
	for (int mandatory = 1; mandatory >= 0; mandatory--)
		for (uint32_t i = 0; i < s->own; i++) {
			const struct sig_set *at = set_of(&s->params[i], set);

			if (at && at->position < 0 && at->mandatory == mandatory &&
			    !(s->params[i].flags & PARAM_HIDDEN))
				append_param(out, &s->params[i], at);
		}
	if (s->should_process)
		g_string_append(out, " [-WhatIf] [-Confirm]");
	if (s->advanced)
		g_string_append(out, " [<CommonParameters>]");
}

struct string *signature_syntax(const char *name, const struct signature *s)
{
	GString *out = g_string_new(NULL);
	uint32_t n = s->set_count ? s->set_count : 1;

	for (uint32_t i = 0; i < n; i++) {
		g_string_append_printf(out, "%s%s", i ? "\n\n" : "", name);
		append_set(out, s, s->set_count ? 1u << i : ALL_SETS);
	}
	return str_from_gstring(out);
}
