/*
 * Get-Help: reads what binding reads.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/object.h"
#include "lib/wildcard.h"
#include "shell/command_info.h"
#include "shell/pipeline.h"
#include "shell/scriptblock.h"

/* -- Get-Help ------------------------------------------------------------------------------------ */

struct help_args {
	struct value name, full, detailed, examples, parameter, online, category, component, functionality, role,
		show_window, path;
};

static void append_param_help(GString *out, const struct sig_param *param)
{
	const struct sig_set *set = &param->sets[0];
	const char *type = type_short(param->type ? param->type : &type_object);

	g_string_append_printf(out, "    -%s%s%s%s\n", symbol_name(param->name), param->is_switch ? "" : " <",
			       param->is_switch ? "" : type, param->is_switch ? "" : ">");
	if (param->table && param->table->help)
		g_string_append_printf(out, "        %s\n", param->table->help);
	g_string_append_printf(out, "        Required: %s  Position: ", set->mandatory ? "true" : "false");
	if (set->position >= 0)
		g_string_append_printf(out, "%d", set->position);
	else
		g_string_append(out, "named");
	g_string_append_printf(out, "  Pipeline: %s%s%s\n", set->by_value ? "ByValue" : "",
			       set->by_value && set->by_name ? ", " : "",
			       set->by_name ? "ByPropertyName" : set->by_value ? "" : "false");
	for (uint32_t i = 0; i < param->alias_count; i++)
		g_string_append_printf(out, "%s%s", i ? ", " : "        Aliases: ", symbol_name(param->aliases[i]));
	if (param->alias_count)
		g_string_append_c(out, '\n');
	if (param->table && param->table->values)
		g_string_append_printf(out, "        Values: %s\n", param->table->values);
	g_string_append_c(out, '\n');
}

static void append_examples(GString *out, const struct cmdlet *cmdlet)
{
	for (size_t i = 0; cmdlet->examples && cmdlet->examples[i].code; i++)
		g_string_append_printf(out, "EXAMPLE %u\n    PS> %s\n\n    %s\n\n", (unsigned)i + 1,
				       cmdlet->examples[i].code,
				       cmdlet->examples[i].text ? cmdlet->examples[i].text : "");
}

static struct value cmdlet_help(struct call *call, struct help_args *args, const struct cmdlet *cmdlet)
{
	const struct signature *s = signature_of_cmdlet(call->session, cmdlet);
	struct string *syntax = signature_syntax(cmdlet->name, s);
	g_auto(GStrv) lines = g_strsplit(syntax->data, "\n", -1);
	bool full = arg_on(args->full) || arg_on(args->detailed);
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "\nNAME\n    %s\n\nSYNOPSIS\n    %s\n\n", cmdlet->name,
			       cmdlet->synopsis ? cmdlet->synopsis : "");
	if (arg_on(args->examples)) {
		append_examples(out, cmdlet);
		str_unref(syntax);
		return value_str(str_from_gstring(out));
	}
	g_string_append(out, "SYNTAX\n");
	for (size_t i = 0; lines[i]; i++)
		g_string_append_printf(out, "%s%s\n", *lines[i] ? "    " : "", lines[i]);
	if (cmdlet->description)
		g_string_append_printf(out, "\nDESCRIPTION\n    %s\n", cmdlet->description);
	g_string_append(out, "\nPARAMETERS\n");
	for (uint32_t i = 0; i < s->own; i++)
		if (full)
			append_param_help(out, &s->params[i]);
		else if (!(s->params[i].flags & (PARAM_HIDDEN | PARAM_IGNORED | PARAM_REFUSED)))
			g_string_append_printf(out, "    -%-28s %s\n", symbol_name(s->params[i].name),
					       s->params[i].table && s->params[i].table->help
					       ? s->params[i].table->help : "");
	if (full || cmdlet->examples)
		g_string_append_c(out, '\n');
	append_examples(out, cmdlet);
	if (cmdlet->aliases)
		g_string_append_printf(out, "ALIASES\n    %s\n", cmdlet->aliases);
	str_unref(syntax);
	return value_str(str_from_gstring(out));
}

static struct value param_help(struct call *call, const struct cmdlet *cmdlet, const char *pattern)
{
	const struct signature *s = signature_of_cmdlet(call->session, cmdlet);
	GString *out = g_string_new("\n");

	for (uint32_t i = 0; i < s->own; i++)
		if (wildcard_match_name(pattern, symbol_name(s->params[i].name)))
			append_param_help(out, &s->params[i]);
	return value_str(str_from_gstring(out));
}

/* The comment-based help of a function: the block comment in or before it. */
static struct value function_help(struct call *call, struct function *function)
{
	struct scriptblock *block = scriptblock_of(function->block);
	struct ast_tree *tree = block->unit->tree;
	struct span body = block->unit->ast->ast.span;
	const struct signature *s = signature_of_unit(call->session, block->unit, NULL);
	struct string *syntax = s ? signature_syntax(function->spelling->data, s) : str_empty();
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "\nNAME\n    %s\n\nSYNTAX\n    %s\n", function->spelling->data, syntax->data);
	for (uint32_t i = 0; i < tree->comment_count; i++) {
		struct span span = tree->comments[i];
		g_autofree char *text = NULL;

		if (span.start < body.start || span.end > body.end)
			continue;
		text = source_text(tree->source, span);
		if (strcasestr(text, ".SYNOPSIS") || strcasestr(text, ".DESCRIPTION")) {
			size_t n = strlen(text);

			if (n > 4 && g_str_has_prefix(text, "<#"))
				text[n - 2] = '\0';
			g_string_append_printf(out, "\n%s\n", g_strstrip(g_str_has_prefix(text, "<#") ? text + 2 : text));
			break;
		}
	}
	str_unref(syntax);
	return value_str(str_from_gstring(out));
}

static const struct fault no_help = {
	"HelpNotFound", "Microsoft.PowerShell.Commands.HelpNotFoundException", CATEGORY_RESOURCE_UNAVAILABLE, NULL };

static enum flow list_topics(struct call *call, const char *pattern)
{
	enum flow flow = FLOW_NEXT;

	for (size_t i = 0; flow == FLOW_NEXT && cmdlets_all()[i]; i++) {
		const struct cmdlet *cmdlet = cmdlets_all()[i];
		struct object *topic;

		if (!wildcard_match_name(pattern, cmdlet->name))
			continue;
		topic = object_custom();
		object_set(topic, "Name", value_text(cmdlet->name));
		object_set(topic, "Category", value_text("Cmdlet"));
		object_set(topic, "Synopsis", value_text(cmdlet->synopsis ? cmdlet->synopsis : ""));
		flow = emit_take(call, value_of(topic));
	}
	return flow;
}

static enum flow get_help(struct call *call, void *data)
{
	struct help_args *args = data;
	const char *name = arg_text(args->name, "");
	struct command command;
	struct value text = VALUE_UNSET;

	if (!*name)
		return emit_take(call, value_text("\nGet-Help NAME shows a command: what it does, its parameters, examples.\n"
						  "Get-Help NAME -Full, -Examples, -Parameter NAME show more.\n"
						  "Get-Help *mailbox* lists the commands whose names match.\n"
						  "Get-Command lists all commands.\n"));
	if (wildcard_has_special(name, strlen(name)))
		return list_topics(call, name);
	if (command_find(call->session->scope, name, &command, NULL)) {
		if (command.kind == COMMAND_CMDLET)
			text = arg_given(args->parameter) ? param_help(call, command.cmdlet, arg_text(args->parameter, "*"))
							  : cmdlet_help(call, args, command.cmdlet);
		else if (command.kind == COMMAND_FUNCTION)
			text = function_help(call, command.function);
		command_clear(&command);
	}
	if (text.kind != V_UNSET)
		return emit_take(call, text);
	return call_fail(call, &no_help, args->name, "Get-Help could not find %s in a help file in this session. "
			 "Get-Help *%s* lists the names that contain it.", name, name);
}

static const struct param get_help_params[] = {
	{ "Name", "string", FIELD(help_args, name), .position = POSITION(0), .pipeline = BY_NAME | BY_VALUE,
	  .complete = "Command", .help = "A command's name, or a pattern of names." },
	{ "Full", "switch", FIELD(help_args, full), .help = "Everything about each parameter." },
	{ "Detailed", "switch", FIELD(help_args, detailed), .help = "As -Full." },
	{ "Examples", "switch", FIELD(help_args, examples), .help = "The examples alone." },
	{ "Parameter", "string", FIELD(help_args, parameter), .help = "Parameters with names like this." },
	{ "Online", "switch", FIELD(help_args, online), .flags = PARAM_REFUSED, .help = "hmsh opens no browser." },
	{ "ShowWindow", "switch", FIELD(help_args, show_window), .flags = PARAM_REFUSED, .help = "hmsh has no windows." },
	{ "Category", "string[]", FIELD(help_args, category), .help = "Accepted." },
	{ "Component", "string[]", FIELD(help_args, component), .help = "Accepted." },
	{ "Functionality", "string[]", FIELD(help_args, functionality), .help = "Accepted." },
	{ "Role", "string[]", FIELD(help_args, role), .help = "Accepted." },
	{ "Path", "string", FIELD(help_args, path), .help = "Accepted." },
	{ NULL }
};

CMDLET(get_help_cmdlet) = {
	.name = "Get-Help", .aliases = "help", .params = get_help_params, .args_size = sizeof(struct help_args),
	.process = get_help, .synopsis = "Shows what a command does and takes.", .output = "System.String",
};
