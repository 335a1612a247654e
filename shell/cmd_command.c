/*
 * Get-Command: every kind of command is gathered by name, chosen by what the
 * parameters ask for, and shown in the order of kinds and names.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/object.h"
#include "lib/wildcard.h"
#include "shell/command_info.h"
#include "shell/module.h"
#include "shell/pipeline.h"

struct command_args {
	struct value name, verb, noun, type, module, syntax, total, all, arguments, list_imported, parameter_name,
		parameter_type, qualified;
};

/* CommandTypes. */
enum { KIND_ALIAS = 1, KIND_FUNCTION = 2, KIND_FILTER = 4, KIND_CMDLET = 8, KIND_SCRIPT = 16, KIND_PROGRAM = 32,
       KIND_ALL = 383 };

struct found {
	unsigned kind;
	char *name;
	struct value info;
};

struct command_state {
	GArray *found;			/* struct found */
	GHashTable *matched;		/* -ParameterName patterns that some parameter fitted */
	bool sorted;			/* a pattern was among the names */
};

static const struct fault not_found = {
	"CommandNotFoundException", "System.Management.Automation.CommandNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, NULL };
static const struct fault parameter_not_found = {
	"CommandParameterNotFound", "System.ArgumentException", CATEGORY_OBJECT_NOT_FOUND, NULL };

static void found_clear(gpointer data)
{
	struct found *found = data;

	g_free(found->name);
	value_unref(found->info);
}

static unsigned wanted_kinds(struct command_args *args)
{
	struct value v = value_base(args->type);

	if (v.kind == V_ENUM)
		return v.u.i;
	return arg_given(args->name) ? KIND_ALL : KIND_ALIAS | KIND_FUNCTION | KIND_FILTER | KIND_CMDLET;
}

static bool any_matches(struct value patterns, const char *name)
{
	struct enumerator e;
	struct value item;
	bool any = false;

	if (!arg_given(patterns))
		return true;
	enumerator_init(&e, patterns);
	while (enumerator_next(&e, &item, NULL)) {
		any |= wildcard_match_name(value_cstr(item) ? value_cstr(item) : "", name);
		value_unref(item);
	}
	enumerator_clear(&e);
	return any;
}

static bool verb_and_noun(struct command_args *args, const char *name)
{
	const char *dash = strchr(name, '-');
	g_autofree char *verb = g_strndup(name, dash ? dash - name : 0);

	if (!arg_given(args->verb) && !arg_given(args->noun))
		return true;
	return dash && any_matches(args->verb, verb) && any_matches(args->noun, dash + 1);
}

/* -- Choosing by parameters ------------------------------------------------------------------------- */

static bool param_matches(struct call *call, const struct sig_param *param, const char *pattern)
{
	struct command_state *state = call_state(call);
	bool matches = wildcard_match_name(pattern, sig_param_name(param));

	for (uint32_t i = 0; !matches && i < param->alias_count; i++)
		matches = wildcard_match_name(pattern, symbol_name(param->aliases[i]));
	if (matches)
		g_hash_table_add(state->matched, g_strdup(pattern));
	return matches;
}

static bool param_has_type(const struct sig_param *param, struct value types)
{
	struct enumerator e;
	struct value item;
	bool has = !arg_given(types);

	enumerator_init(&e, types);
	while (!has && enumerator_next(&e, &item, NULL)) {
		struct value base = value_base(item);
		struct string *text = value_to_string(item, NULL);
		const struct type *type = base.kind == V_TYPE ? base.u.type : type_find(text->data, -1);

		has = type && param->type && (type_is(param->type, type) ||
					      (param->type->element && type_is(param->type->element, type)));
		str_unref(text);
		value_unref(item);
	}
	enumerator_clear(&e);
	return has;
}

static bool param_wanted(struct call *call, struct command_args *args, const struct sig_param *param)
{
	struct enumerator e;
	struct value item;
	bool matches = !arg_given(args->parameter_name);

	enumerator_init(&e, args->parameter_name);
	while (enumerator_next(&e, &item, NULL)) {
		matches |= param_matches(call, param, value_cstr(item) ? value_cstr(item) : "");
		value_unref(item);
	}
	enumerator_clear(&e);
	return matches && param_has_type(param, args->parameter_type);
}

static bool parameters_wanted(struct call *call, struct command_args *args, const struct command *command)
{
	value_auto holder = VALUE_NULL;
	const struct signature *s;

	if (!arg_given(args->parameter_name) && !arg_given(args->parameter_type))
		return true;
	s = command_signature(call->session, command, &holder);
	for (uint32_t i = 0; s && i < s->n; i++)
		if (param_wanted(call, args, &s->params[i]))
			return true;
	return false;
}

/* -- Gathering ----------------------------------------------------------------------------------------- */

static bool is_there(GArray *found, unsigned kind, const char *name)
{
	for (guint i = 0; i < found->len; i++)
		if (g_array_index(found, struct found, i).kind == kind &&
		    text_equal_nocase(g_array_index(found, struct found, i).name, name))
			return true;
	return false;
}

static bool module_wanted(struct command_args *args, const char *module)
{
	return !arg_given(args->module) || (module && any_matches(args->module, module));
}

static void add(struct call *call, struct command_args *args, unsigned kind, const char *name, const char *module,
		const struct command *command, struct alias *alias)
{
	struct command_state *state = call_state(call);
	struct found found = { .kind = kind, .name = g_strdup(name) };
	struct command behind = { .block = VALUE_NULL };
	bool known = command || command_find(call->session->scope, alias->definition, &behind, NULL);

	if (verb_and_noun(args, name) && module_wanted(args, module) && known &&
	    parameters_wanted(call, args, command ? command : &behind)) {
		found.info = alias ? alias_info(call->session, alias) : command_info(call->session, command);
		g_array_append_val(state->found, found);
	} else if (!known && verb_and_noun(args, name) && !arg_given(args->module) &&
		   !arg_given(args->parameter_name)) {
		found.info = alias_info(call->session, alias);
		g_array_append_val(state->found, found);
	} else {
		g_free(found.name);
	}
	command_clear(&behind);
}

static void add_function(struct call *call, struct command_args *args, struct function *function)
{
	const struct command command = { .kind = COMMAND_FUNCTION, .function = function, .block = VALUE_NULL };

	add(call, args, function->is_filter ? KIND_FILTER : KIND_FUNCTION, function->spelling->data,
	    function->module ? function->module->name : NULL, &command, NULL);
}

static void add_cmdlet(struct call *call, struct command_args *args, const struct cmdlet *cmdlet)
{
	const struct command command = { .kind = COMMAND_CMDLET, .cmdlet = cmdlet, .block = VALUE_NULL };

	add(call, args, KIND_CMDLET, cmdlet->name, cmdlet_module(cmdlet), &command, NULL);
}

static void add_file(struct call *call, struct command_args *args, const struct command *command)
{
	g_autofree char *name = g_path_get_basename(command->path);

	add(call, args, command->kind == COMMAND_SCRIPT ? KIND_SCRIPT : KIND_PROGRAM, name, NULL, command, NULL);
}

static void match_aliases(struct call *call, struct command_args *args, const char *pattern)
{
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, aliases(call->session));
	while (g_hash_table_iter_next(&iter, NULL, &value)) {
		struct alias *alias = value;

		if (wildcard_match_name(pattern, symbol_name(alias->name)))
			add(call, args, KIND_ALIAS, symbol_name(alias->name), NULL, NULL, alias);
	}
}

/* Functions of the scopes, the nearest first; a module's are under its name as well. */
static void match_functions(struct call *call, struct command_args *args, unsigned kinds, const char *pattern)
{
	struct command_state *state = call_state(call);

	for (struct scope *scope = call->session->scope; scope; scope = scope->parent) {
		GHashTableIter iter;
		gpointer value;

		if (!scope->functions)
			continue;
		g_hash_table_iter_init(&iter, scope->functions);
		while (g_hash_table_iter_next(&iter, NULL, &value)) {
			struct function *function = value;
			unsigned kind = function->is_filter ? KIND_FILTER : KIND_FUNCTION;

			if (kind & kinds && !strchr(function->spelling->data, '\\') &&
			    wildcard_match_name(pattern, function->spelling->data) &&
			    (arg_on(args->all) || !is_there(state->found, kind, function->spelling->data)))
				add_function(call, args, function);
		}
	}
}

static void match_files_in(struct call *call, struct command_args *args, unsigned kinds, const char *pattern,
			   const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	struct command_state *state = call_state(call);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		struct command command = { .block = VALUE_NULL };
		bool found = wildcard_match_name(pattern, name) && command_find_file(call->session->scope, path,
										     &command);
		unsigned kind = command.kind == COMMAND_SCRIPT ? KIND_SCRIPT : KIND_PROGRAM;

		if (found && kind & kinds && !is_there(state->found, kind, name))
			add_file(call, args, &command);
		command_clear(&command);
	}
}

static void match_all(struct call *call, struct command_args *args, const char *pattern)
{
	unsigned kinds = wanted_kinds(args);
	g_auto(GStrv) folders = g_strsplit(g_getenv("PATH") ? g_getenv("PATH") : "", ":", -1);

	if (kinds & KIND_ALIAS)
		match_aliases(call, args, pattern);
	if (kinds & (KIND_FUNCTION | KIND_FILTER))
		match_functions(call, args, kinds, pattern);
	for (size_t i = 0; kinds & KIND_CMDLET && cmdlets_all()[i]; i++)
		if (!(cmdlets_all()[i]->flags & CMDLET_HIDDEN) && wildcard_match_name(pattern, cmdlets_all()[i]->name))
			add_cmdlet(call, args, cmdlets_all()[i]);
	for (size_t i = 0; kinds & (KIND_SCRIPT | KIND_PROGRAM) && folders[i]; i++)
		match_files_in(call, args, kinds, pattern, *folders[i] ? folders[i] : ".");
}

/* A name as it is: the command that a call would run, or with -All those it hides as well. */
static bool find_exact(struct call *call, struct command_args *args, const char *name)
{
	struct command_state *state = call_state(call);
	struct scope *scope = call->session->scope;
	unsigned kinds = wanted_kinds(args);
	guint before = state->found->len;
	struct alias *alias = kinds & KIND_ALIAS ? alias_find(call->session, name) : NULL;
	struct function *function = kinds & (KIND_FUNCTION | KIND_FILTER) ? function_find(scope, name) : NULL;
	const struct cmdlet *cmdlet = kinds & KIND_CMDLET ? cmdlet_find(call->session, name) : NULL;
	struct command file = { .block = VALUE_NULL };
	bool more = arg_on(args->all);

	if (alias)
		add(call, args, KIND_ALIAS, symbol_name(alias->name), NULL, NULL, alias);
	if (function && (more || state->found->len == before) &&
	    kinds & (function->is_filter ? KIND_FILTER : KIND_FUNCTION))
		add_function(call, args, function);
	if (cmdlet && (more || state->found->len == before))
		add_cmdlet(call, args, cmdlet);
	if ((more || state->found->len == before) && kinds & (KIND_SCRIPT | KIND_PROGRAM) &&
	    command_find_file(scope, name, &file) &&
	    kinds & (file.kind == COMMAND_SCRIPT ? KIND_SCRIPT : KIND_PROGRAM))
		add_file(call, args, &file);
	command_clear(&file);
	return alias || function || cmdlet || state->found->len > before;
}

static enum flow find_named(struct call *call, struct command_args *args, const char *name)
{
	struct command_state *state = call_state(call);
	value_auto target = value_text(name);

	if (wildcard_has_special(name, strlen(name))) {
		state->sorted = true;
		match_all(call, args, name);
		return FLOW_NEXT;
	}
	if (find_exact(call, args, name))
		return FLOW_NEXT;
	return call_fail(call, &not_found, target, "The term '%s' is not recognized as a name of a cmdlet, function, "
			 "script file, or executable program.\nCheck the spelling of the name, or if a path was "
			 "included, verify that the path is correct and try again.", name);
}

static enum flow get_command(struct call *call, void *data)
{
	struct command_args *args = data;
	struct command_state *state = call_state(call);
	struct enumerator e;
	struct value item;
	enum flow flow = FLOW_NEXT;

	if (!state->found) {
		state->found = g_array_new(FALSE, FALSE, sizeof(struct found));
		g_array_set_clear_func(state->found, found_clear);
		state->matched = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	}
	if (!arg_given(args->name))
		return find_named(call, args, "*");
	enumerator_init(&e, args->name);
	while (flow == FLOW_NEXT && enumerator_next(&e, &item, NULL)) {
		flow = find_named(call, args, value_cstr(item) ? value_cstr(item) : "");
		value_unref(item);
	}
	enumerator_clear(&e);
	return flow;
}

/* -- Showing ---------------------------------------------------------------------------------------------- */

static gint found_order(gconstpointer a, gconstpointer b)
{
	const struct found *x = a, *y = b;

	return x->kind != y->kind ? (x->kind < y->kind ? -1 : 1) : text_compare_nocase(x->name, y->name);
}

static char *replaced(const char *text, const char *from, const char *to)
{
	g_auto(GStrv) parts = g_strsplit(text, from, -1);

	return g_strjoinv(to, parts);
}

/* The syntax of a command; of an alias that of what it means, in its own name. */
static enum flow emit_syntax(struct call *call, const struct found *found)
{
	struct command command = { .block = VALUE_NULL };
	value_auto holder = VALUE_NULL;
	const struct signature *s;
	struct string *text = NULL;
	enum flow flow = FLOW_NEXT;

	if (!command_of_info(found->info, &command))
		command_find(call->session->scope, found->name, &command, NULL);
	s = command_signature(call->session, &command, &holder);
	if (s) {
		value_auto info = command_info(call->session, &command);
		struct string *name = value_to_string(info, NULL);

		text = signature_syntax(name->data, s);
		if (found->kind == KIND_ALIAS) {
			g_autofree char *own = replaced(text->data, name->data, found->name);
			struct string *both = str_printf("%s (alias) -> %s\n%s", found->name, name->data, own);

			str_unref(text);
			text = both;
		}
		str_unref(name);
	} else if (command.path) {
		text = str_new(command.path, -1);
	}
	if (text)
		flow = emit_take(call, value_str(text));
	command_clear(&command);
	return flow;
}

/* Aliases like gci show only when they were asked for. */
static bool is_shown(struct command_args *args, const struct found *found)
{
	return arg_given(args->name) || arg_on(args->all) || arg_given(args->total) || found->kind != KIND_ALIAS ||
	       strchr(found->name, '-') || (arg_given(args->type) && value_base(args->type).u.i & KIND_ALIAS);
}

static enum flow report_parameters(struct call *call, struct command_args *args)
{
	struct command_state *state = call_state(call);
	struct enumerator e;
	struct value item;
	enum flow flow = FLOW_NEXT;

	enumerator_init(&e, args->parameter_name);
	while (flow == FLOW_NEXT && enumerator_next(&e, &item, NULL)) {
		const char *name = value_cstr(item) ? value_cstr(item) : "";

		if (!wildcard_has_special(name, strlen(name)) && !g_hash_table_contains(state->matched, name))
			flow = call_fail(call, &parameter_not_found, item,
					 "A parameter cannot be found that matches parameter name '%s'.", name);
		value_unref(item);
	}
	enumerator_clear(&e);
	return flow;
}

static enum flow show_commands(struct call *call, void *data)
{
	struct command_args *args = data;
	struct command_state *state = call_state(call);
	enum flow flow = FLOW_NEXT;
	int64_t left = arg_given(args->total) ? args->total.u.i : INT64_MAX;

	if (!state->found)
		return FLOW_NEXT;
	if (arg_given(args->parameter_name))
		flow = report_parameters(call, args);
	if (state->sorted && state->found->len)
		qsort(state->found->data, state->found->len, sizeof(struct found), found_order);
	for (guint i = 0; flow == FLOW_NEXT && left > 0 && i < state->found->len; i++) {
		struct found *found = &g_array_index(state->found, struct found, i);

		if (!is_shown(args, found))
			continue;
		flow = arg_on(args->syntax) ? emit_syntax(call, found) : emit(call, found->info);
		left--;
	}
	return flow;
}

static void get_command_clean(struct call *call)
{
	struct command_state *state = call_state(call);

	g_clear_pointer(&state->found, g_array_unref);
	g_clear_pointer(&state->matched, g_hash_table_unref);
}

static const struct param get_command_params[] = {
	{ "Name", "string[]", FIELD(command_args, name), .position = POSITION(0), .sets = 1,
	  .pipeline = BY_VALUE | BY_NAME, .complete = "Command", .flags = PARAM_WILDCARDS,
	  .help = "The commands' names." },
	{ "Verb", "string[]", FIELD(command_args, verb), .sets = 2, .pipeline = BY_NAME, .flags = PARAM_WILDCARDS,
	  .help = "Only these verbs." },
	{ "Noun", "string[]", FIELD(command_args, noun), .sets = 2, .pipeline = BY_NAME, .flags = PARAM_WILDCARDS,
	  .help = "Only these nouns." },
	{ "Module", "string[]", FIELD(command_args, module), .aliases = "PSSnapin", .pipeline = BY_NAME,
	  .flags = PARAM_WILDCARDS, .help = "Only commands of these modules." },
	{ "FullyQualifiedModule", "object[]", FIELD(command_args, qualified), .pipeline = BY_NAME,
	  .flags = PARAM_REFUSED, .help = "Modules have no specifications here; use -Module." },
	{ "CommandType", "System.Management.Automation.CommandTypes", FIELD(command_args, type), .aliases = "Type",
	  .sets = 1, .pipeline = BY_NAME, .help = "Only commands of these kinds." },
	{ "TotalCount", "int", FIELD(command_args, total), .pipeline = BY_NAME, .help = "At most this many." },
	{ "Syntax", "switch", FIELD(command_args, syntax), .pipeline = BY_NAME, .help = "Emits the syntax alone." },
	{ "ArgumentList", "object[]", FIELD(command_args, arguments), .position = POSITION(1), .aliases = "Args",
	  .flags = PARAM_REMAINING | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .help = "Arguments that dynamic parameters depend on." },
	{ "All", "switch", FIELD(command_args, all), .pipeline = BY_NAME,
	  .help = "Those too that others of the same name hide." },
	{ "ListImported", "switch", FIELD(command_args, list_imported), .pipeline = BY_NAME,
	  .help = "Only what is in the session." },
	{ "ParameterName", "string[]", FIELD(command_args, parameter_name), .flags = PARAM_WILDCARDS,
	  .help = "Only commands with such a parameter." },
	{ "ParameterType", "object[]", FIELD(command_args, parameter_type),
	  .help = "Only commands with a parameter of these types." },
	{ NULL }
};

static const struct cmdlet_example get_command_examples[] = {
	{ "Get-Command -Noun Mailbox", "Everything that can be done with mailboxes." },
	{ "Get-Command Set-Mailbox -Syntax", "How it is called." },
	{ NULL }
};

CMDLET(get_command_cmdlet) = {
	.name = "Get-Command", .params = get_command_params, .args_size = sizeof(struct command_args),
	.sets = "AllCommandSet CmdletSet", .default_set = "CmdletSet", .process = get_command, .end = show_commands,
	.clean = get_command_clean, .state_size = sizeof(struct command_state),
	.module = "Microsoft.PowerShell.Core", .examples = get_command_examples,
	.synopsis = "Gets the commands of the session.", .output = "System.Management.Automation.CommandInfo",
};
