/*
 * Get-Help: finds what a name means, and gives its help as an object. A name
 * that means nothing is looked for within names and synopses.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "lib/convert.h"
#include "lib/object.h"
#include "lib/wildcard.h"
#include "shell/command_info.h"
#include "shell/help.h"
#include "shell/help_topic.h"
#include "shell/module.h"
#include "shell/pipeline.h"
#include "shell/scriptblock.h"

struct help_args {
	struct value name, full, detailed, examples, parameter, online, category, component, functionality, role,
		show_window, path;
};

static const struct fault no_help = {
	"HelpNotFound", "Microsoft.PowerShell.Commands.HelpNotFoundException", CATEGORY_RESOURCE_UNAVAILABLE, NULL };
static const struct fault no_parameter = {
	"NoParmsFound", "System.Management.Automation.PSArgumentException", CATEGORY_INVALID_ARGUMENT, NULL };
static const struct fault no_address = {
	"InvalidOperation", "System.Management.Automation.PSInvalidOperationException", CATEGORY_INVALID_OPERATION,
	NULL };

/* -- One command ------------------------------------------------------------------------------------- */

static gint by_text(gconstpointer a, gconstpointer b)
{
	return text_compare_nocase(*(const char *const *)a, *(const char *const *)b);
}

static char *aliases_of(struct session *session, const char *name)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	GString *text = g_string_new(NULL);
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, aliases(session));
	while (g_hash_table_iter_next(&iter, NULL, &value))
		if (text_equal_nocase(((struct alias *)value)->definition, name))
			g_ptr_array_add(found, (gpointer)symbol_name(((struct alias *)value)->name));
	g_ptr_array_sort(found, by_text);
	for (guint i = 0; i < found->len; i++)
		g_string_append_printf(text, "%s\n", (char *)found->pdata[i]);
	return g_string_free(text, FALSE);
}

static const char *category_of(const struct command *command)
{
	if (command->kind == COMMAND_CMDLET)
		return "Cmdlet";
	if (command->kind == COMMAND_FUNCTION)
		return command->function->is_filter ? "Filter" : "Function";
	return "ExternalScript";
}

static const char *module_name_of(const struct command *command)
{
	if (command->kind == COMMAND_CMDLET)
		return cmdlet_module(command->cmdlet);
	return command->kind == COMMAND_FUNCTION && command->function->module ? command->function->module->name : NULL;
}

static struct value outputs_of(struct session *session, const struct command *command)
{
	value_auto info = command_info(session, command);

	return host_member(&session->host, info, symbol_get("OutputType", -1));
}

/* The block of a function or script; NULL: a cmdlet. */
static struct unit *unit_of(const struct command *command, struct value holder)
{
	if (command->kind == COMMAND_FUNCTION)
		return scriptblock_of(command->function->block)->unit;
	return holder.kind == V_SCRIPTBLOCK ? scriptblock_of(holder)->unit : NULL;
}

static struct value help_of_command(struct session *session, const struct command *command)
{
	value_auto holder = VALUE_NULL, outputs = outputs_of(session, command), info = command_info(session, command);
	struct string *name = value_to_string(info, NULL);
	struct help_subject subject = { .category = category_of(command), .module = module_name_of(command),
					.outputs = outputs };
	struct help_text text;
	struct unit *unit;
	struct value help;
	bool commented;

	subject.signature = command_signature(session, command, &holder);
	subject.name = command->kind == COMMAND_SCRIPT ? command->path : name->data;
	subject.aliases = aliases_of(session, name->data);
	unit = unit_of(command, holder);
	if (unit)
		commented = help_of_comment(unit, &text);
	else if ((commented = command->kind == COMMAND_CMDLET))
		help_of_cmdlet(command->cmdlet, subject.signature, &text);
	help = help_object(session, &subject, commented ? &text : NULL);
	if (commented && text.forward && !text_equal_nocase(text.forward, subject.name)) {
		struct command other;

		if (command_find(session->scope, text.forward, &other, NULL)) {
			if (other.kind != COMMAND_PROGRAM)
				value_put(&help, help_of_command(session, &other));
			command_clear(&other);
		}
	}
	if (commented)
		help_text_clear(&text);
	g_free(subject.aliases);
	str_unref(name);
	return help;
}

static enum flow emit_parameters(struct call *call, struct help_args *args, struct value help)
{
	value_auto parameters = object_get(help.u.object, "parameters");
	value_auto all = object_get(parameters.u.object, "parameter");
	struct enumerator e;
	struct value item;
	enum flow flow = FLOW_NEXT;
	bool any = false;

	enumerator_init(&e, all);
	while (flow == FLOW_NEXT && enumerator_next(&e, &item, NULL)) {
		value_auto name = object_get(item.u.object, "name");

		if (text_is_like_any(name, args->parameter)) {
			any = true;
			flow = emit(call, item);
		}
		value_unref(item);
	}
	enumerator_clear(&e);
	if (!any) {
		struct string *wanted = value_to_string(args->parameter, " ");

		flow = call_fail(call, &no_parameter, args->parameter,
				 "No parameter matches criteria %s. (Parameter 'Parameter')", wanted->data);
		str_unref(wanted);
	}
	return flow;
}

static enum flow emit_help(struct call *call, struct help_args *args, struct value help)
{
	if (arg_given(args->parameter))
		return emit_parameters(call, args, help);
	if (arg_on(args->online))
		return call_throw_fault(call, &no_address, args->name, "The online version of this Help topic cannot be "
					"displayed because the Internet address (URI) of the Help topic is not "
					"specified in the command code or in the help file for the command.");
	if (arg_on(args->full))
		help_set_view(help, "FullView");
	else if (arg_on(args->detailed))
		help_set_view(help, "DetailedView");
	else if (arg_on(args->examples))
		help_set_view(help, "ExamplesView");
	return emit(call, help);
}

/* False: the name means no command with help. */
static bool show_command(struct call *call, struct help_args *args, const char *name, enum flow *ret_flow)
{
	struct command command;
	bool known;

	if (!command_find(call->session->scope, name, &command, NULL))
		return false;
	known = command.kind != COMMAND_PROGRAM && command.kind != COMMAND_BLOCK;
	if (known) {
		value_auto help = help_of_command(call->session, &command);

		*ret_flow = emit_help(call, args, help);
	}
	command_clear(&command);
	return known;
}

/* -- Lists ---------------------------------------------------------------------------------------------- */

struct topic {
	char *name, *synopsis;
	const char *category, *module;
};

static void topic_clear(gpointer data)
{
	struct topic *topic = data;

	g_free(topic->name);
	g_free(topic->synopsis);
}

static gint topic_order(gconstpointer a, gconstpointer b)
{
	const struct topic *x = a, *y = b;
	int order = text_compare_nocase(x->category, y->category);

	return order ? order : text_compare_nocase(x->name, y->name);
}

static bool category_wanted(struct help_args *args, const char *category)
{
	struct enumerator e;
	struct value item;
	bool wanted = !arg_given(args->category);

	enumerator_init(&e, args->category);
	while (enumerator_next(&e, &item, NULL)) {
		wanted |= value_cstr(item) && (text_equal_nocase(value_cstr(item), category) ||
					       text_equal_nocase(value_cstr(item), "All"));
		value_unref(item);
	}
	enumerator_clear(&e);
	return wanted;
}

static void add_topic(GArray *topics, struct help_args *args, const char *pattern, const char *name,
		      const char *category, const char *module, const char *synopsis, bool within)
{
	struct topic topic = { .category = category, .module = module };

	if (!category_wanted(args, category) || strchr(name, '\\') ||
	    !(wildcard_match_name(pattern, name) || (within && wildcard_match_name(pattern, synopsis))))
		return;
	topic.name = g_strdup(name);
	topic.synopsis = g_strdup(synopsis);
	g_array_append_val(topics, topic);
}

static void add_functions(GArray *topics, struct call *call, struct help_args *args, const char *pattern, bool within)
{
	for (struct scope *scope = call->session->scope; scope; scope = scope->parent) {
		GHashTableIter iter;
		gpointer value;

		if (!scope->functions)
			continue;
		g_hash_table_iter_init(&iter, scope->functions);
		while (g_hash_table_iter_next(&iter, NULL, &value)) {
			struct function *function = value;
			const struct command command = { .kind = COMMAND_FUNCTION, .function = function,
							 .block = VALUE_NULL };
			value_auto help = help_of_command(call->session, &command);
			value_auto synopsis = object_get(help.u.object, "Synopsis");

			add_topic(topics, args, pattern, function->spelling->data, category_of(&command),
				  module_name_of(&command), value_cstr(synopsis) ? value_cstr(synopsis) : "", within);
		}
	}
}

/* Everything whose name is like the pattern; `within`: or whose synopsis is. */
static GArray *gather(struct call *call, struct help_args *args, const char *pattern, bool within)
{
	GArray *topics = g_array_new(FALSE, FALSE, sizeof(struct topic));
	GHashTableIter iter;
	gpointer value;

	g_array_set_clear_func(topics, topic_clear);
	g_hash_table_iter_init(&iter, aliases(call->session));
	while (!within && g_hash_table_iter_next(&iter, NULL, &value)) {
		struct alias *alias = value;

		if (cmdlet_find(call->session, alias->definition) ||
		    function_find(call->session->scope, alias->definition))
			add_topic(topics, args, pattern, symbol_name(alias->name), "Alias", NULL, alias->definition,
				  false);
	}
	for (size_t i = 0; cmdlets_all()[i]; i++)
		if (!(cmdlets_all()[i]->flags & CMDLET_HIDDEN))
			add_topic(topics, args, pattern, cmdlets_all()[i]->name, "Cmdlet",
				  cmdlet_module(cmdlets_all()[i]),
				  cmdlets_all()[i]->synopsis ? cmdlets_all()[i]->synopsis : "", within);
	add_functions(topics, call, args, pattern, within);
	for (const struct help_topic *topic = help_topics(); topic->name; topic++)
		add_topic(topics, args, pattern, topic->name, "HelpFile", NULL, topic->synopsis, within);
	if (topics->len)
		qsort(topics->data, topics->len, sizeof(struct topic), topic_order);
	return topics;
}

static struct value topic_object(const struct topic *topic)
{
	struct object *object = object_custom();
	struct string *name = str_new("HelpInfoShort", -1);
	struct shape *shape = shape_named(object->shape, name);

	str_unref(name);
	shape_unref(object->shape);
	object->shape = shape;
	object_set(object, "Name", value_text(topic->name));
	object_set(object, "Category", value_text(topic->category));
	object_set(object, "Synopsis", value_text(topic->synopsis));
	object_set(object, "ModuleName", value_text(topic->module ? topic->module : ""));
	object_set(object, "Component", VALUE_NULL);
	object_set(object, "Role", VALUE_NULL);
	object_set(object, "Functionality", VALUE_NULL);
	return value_of(object);
}

static bool show_topic(struct call *call, const char *name, enum flow *ret_flow)
{
	for (const struct help_topic *topic = help_topics(); topic->name; topic++) {
		if (!text_equal_nocase(topic->name, name))
			continue;
		*ret_flow = emit_take(call, value_text(topic->text));
		return true;
	}
	return false;
}

static enum flow show_one(struct call *call, struct help_args *args, const char *name)
{
	enum flow flow = FLOW_NEXT;

	if (!show_command(call, args, name, &flow))
		show_topic(call, name, &flow);
	return flow;
}

/* False: nothing is like it. */
static bool show_list(struct call *call, struct help_args *args, const char *pattern, bool within, enum flow *ret_flow)
{
	g_autoptr(GArray) topics = gather(call, args, pattern, within);

	*ret_flow = FLOW_NEXT;
	if (topics->len == 1) {
		g_autofree char *name = g_strdup(g_array_index(topics, struct topic, 0).name);

		*ret_flow = show_one(call, args, name);
	}
	for (guint i = 0; topics->len > 1 && *ret_flow == FLOW_NEXT && i < topics->len; i++)
		*ret_flow = emit_take(call, topic_object(&g_array_index(topics, struct topic, i)));
	return topics->len > 0;
}

static enum flow get_help(struct call *call, void *data)
{
	struct help_args *args = data;
	const char *name = arg_text(args->name, "");
	g_autofree char *within = g_strdup_printf("*%s*", name);
	enum flow flow = FLOW_NEXT;

	if (!*name && arg_given(args->category))
		name = "*";
	if (!*name)
		name = "default";
	if (wildcard_has_special(name, strlen(name))) {
		show_list(call, args, name, false, &flow);
		return flow;
	}
	if ((category_wanted(args, "HelpFile") && show_topic(call, name, &flow)) ||
	    show_command(call, args, name, &flow) || show_list(call, args, within, false, &flow) ||
	    show_list(call, args, within, true, &flow))
		return flow;
	return call_fail(call, &no_help, args->name, "Get-Help could not find %s in a help file in this session. To "
			 "download updated help topics type: \"Update-Help\". To get help online, search for the help "
			 "topic in the TechNet library at https://go.microsoft.com/fwlink/?LinkID=107116.", name);
}

static const struct param get_help_params[] = {
	{ "Name", "string", FIELD(help_args, name), .position = POSITION(0), .pipeline = BY_NAME, .complete = "Command",
	  .flags = PARAM_WILDCARDS, .help = "A command, a topic, or a pattern of names." },
	{ "Path", "string", FIELD(help_args, path), .flags = PARAM_IGNORED, .help = "Where help files lie." },
	{ "Category", "string[]", FIELD(help_args, category), .values = "Alias Cmdlet Provider General FAQ Glossary "
	  "HelpFile ScriptCommand Function Filter ExternalScript All DefaultHelp DscResource Class Configuration",
	  .help = "Only help of these kinds." },
	{ "Full", "switch", FIELD(help_args, full), .sets = 1, .help = "Everything about each parameter." },
	{ "Detailed", "switch", FIELD(help_args, detailed), .sets = 2, .mandatory_sets = 2,
	  .help = "The parameters and the examples too." },
	{ "Examples", "switch", FIELD(help_args, examples), .sets = 4, .mandatory_sets = 4,
	  .help = "The examples alone." },
	{ "Parameter", "string[]", FIELD(help_args, parameter), .sets = 8, .mandatory_sets = 8,
	  .flags = PARAM_WILDCARDS, .help = "Parameters with names like this." },
	{ "Component", "string[]", FIELD(help_args, component), .flags = PARAM_IGNORED, .help = "No help here has one." },
	{ "Functionality", "string[]", FIELD(help_args, functionality), .flags = PARAM_IGNORED,
	  .help = "No help here has one." },
	{ "Role", "string[]", FIELD(help_args, role), .flags = PARAM_IGNORED, .help = "No help here has one." },
	{ "Online", "switch", FIELD(help_args, online), .sets = 16, .mandatory_sets = 16,
	  .help = "The help on the Internet, where a command names its address." },
	{ "ShowWindow", "switch", FIELD(help_args, show_window), .sets = 32, .flags = PARAM_REFUSED,
	  .help = "There are no windows." },
	{ NULL }
};

static const struct cmdlet_example get_help_examples[] = {
	{ "Get-Help Set-Mailbox -Parameter *Quota*", "The parameters of a command with such names." },
	{ "Get-Help *mailbox*", "All help whose name contains the word." },
	{ NULL }
};

CMDLET(get_help_cmdlet) = {
	.name = "Get-Help", .aliases = "help", .params = get_help_params, .args_size = sizeof(struct help_args),
	.sets = "AllUsersView DetailedView Examples Parameters Online ShowWindow", .default_set = "AllUsersView",
	.process = get_help, .module = "Microsoft.PowerShell.Core", .examples = get_help_examples,
	.synopsis = "Shows what commands do and how they are called.",
	.description = "Help is made of the comments of functions and scripts, and of the tables of cmdlets. A name that "
		"is none is looked for within the names and the synopses of all help.",
};
