/*
 * Modules as commands.
 */
#include "config.h"

#include "cmdlets/hosting/provided.h"
#include "cmdlets/core/verb.h"
#include "lib/convert.h"
#include "lib/object.h"
#include "lib/wildcard.h"
#include "shell/collector.h"
#include "shell/command.h"
#include "shell/module_info.h"
#include "shell/pipeline.h"
#include "shell/scriptblock.h"

static const struct fault not_there = {
	"Modules_ModuleNotFound", "System.IO.FileNotFoundException", CATEGORY_RESOURCE_UNAVAILABLE,
	"Give the path of a .psm1 or .psd1 file, or put its folder into $env:PSModulePath." };

/* -- Import-Module ------------------------------------------------------------------------- */

struct import_args { struct value name, prefix, function, pass, force, global, version, silent, ignored; };

static const struct param import_params[] = {
	{ "Name", "object[]", FIELD(import_args, name), .position = POSITION(0), .flags = PARAM_MANDATORY,
	  .pipeline = BY_VALUE, .aliases = "ModuleInfo FullyQualifiedName Assembly",
	  .help = "Files, folders, names below $env:PSModulePath or of what hmsh fills, or modules." },
	{ "Prefix", "string", FIELD(import_args, prefix), .help = "Put before the nouns of its functions." },
	{ "Function", "string[]", FIELD(import_args, function), .help = "Only these functions." },
	{ "PassThru", "switch", FIELD(import_args, pass), .help = "Gives the module." },
	{ "Force", "switch", FIELD(import_args, force), .help = "Also when it is there already." },
	{ "Global", "switch", FIELD(import_args, global), .help = "For the whole session.", .flags = PARAM_IGNORED },
	{ "MinimumVersion", "string", FIELD(import_args, version), .help = "At least this one.",
	  .aliases = "RequiredVersion", .flags = PARAM_IGNORED },
	{ "DisableNameChecking", "switch", FIELD(import_args, silent), .help = "No warning about verbs." },
	{ "NoClobber", "switch", FIELD(import_args, ignored), .flags = PARAM_IGNORED,
	  .help = "A function takes the place of what has its name." },
	{ "Scope", "string", FIELD(import_args, ignored), .flags = PARAM_IGNORED,
	  .help = "A module's functions are the session's." },
	{ "Variable", "string[]", FIELD(import_args, ignored), .flags = PARAM_IGNORED,
	  .help = "All exported variables are imported." },
	{ "Alias", "string[]", FIELD(import_args, ignored), .flags = PARAM_IGNORED,
	  .help = "All exported aliases are imported." },
	{ "Cmdlet", "string[]", FIELD(import_args, ignored), .flags = PARAM_IGNORED,
	  .help = "Cmdlets are part of hmsh." },
	{ "ArgumentList", "object[]", FIELD(import_args, ignored), .aliases = "Args",
	  .flags = PARAM_REFUSED, .help = "A module's param block gets no arguments yet." },
	{ "SkipEditionCheck", "switch", FIELD(import_args, ignored), .flags = PARAM_IGNORED,
	  .help = "Modules are not made for editions here." },
	{ "UseWindowsPowerShell", "switch", FIELD(import_args, ignored), .flags = PARAM_IGNORED,
	  .help = "There is no Windows PowerShell to import from." },
	{ NULL }
};

static bool is_file(const char *path)
{
	return g_file_test(path, G_FILE_TEST_IS_REGULAR);
}

/* A file as given, with an ending put after it, or in a folder of its name. */
static char *module_file_at(const char *base)
{
	static const char *const endings[] = { ".psd1", ".psm1", ".ps1" };
	g_autofree char *name = g_path_get_basename(base);

	if (is_file(base))
		return g_strdup(base);
	for (size_t i = 0; i < 2 * G_N_ELEMENTS(endings); i++) {
		g_autofree char *path = i % 2 ? g_strdup_printf("%s/%s%s", base, name, endings[i / 2])
					      : g_strdup_printf("%s%s", base, endings[i / 2]);

		if (is_file(path))
			return g_steal_pointer(&path);
	}
	return NULL;
}

char *module_locate(struct host *host, const char *name)
{
	g_autofree char *native = host_native_path(host, name, NULL);
	const char *folders = g_getenv("PSModulePath");
	g_auto(GStrv) list = g_strsplit(folders ? folders : "", ":", -1);
	char *found = native && strpbrk(name, "/\\.") ? module_file_at(native) : NULL;

	for (char **folder = list; !found && *folder; folder++) {
		g_autofree char *base = g_build_filename(*folder, name, NULL);

		found = module_file_at(base);
	}
	return found;
}

static char *module_name(const char *path)
{
	char *name = g_path_get_basename(path), *dot = strrchr(name, '.');

	if (dot)
		*dot = '\0';
	return name;
}

static struct value parse_file(struct call *call, const char *path, GError **error)
{
	g_autofree char *text = NULL;

	if (!g_file_get_contents(path, &text, NULL, error))
		return VALUE_NULL;
	return scriptblock_parse(session_of(call_host(call)), text, path, error);
}

static char *manifest_text(struct value manifest, const char *key)
{
	value_auto name = value_text(key);
	value_auto v = manifest.kind == V_DICT ? dict_get(manifest.u.dict, name) : VALUE_UNSET;
	struct string *text = value_is_null(v) ? NULL : value_to_string(v, NULL);
	char *copy = text ? g_strdup(text->data) : NULL;

	str_unref(text);
	return copy;
}

static void export_words(GPtrArray **names, struct value v)
{
	struct enumerator e;
	struct value item;

	if (!*names)
		*names = g_ptr_array_new_with_free_func(g_free);
	enumerator_init(&e, v);
	while (enumerator_next(&e, &item, NULL)) {
		struct string *text = value_to_string(item, NULL);

		g_ptr_array_add(*names, g_strdup(text->data));
		str_unref(text);
		value_unref(item);
	}
	enumerator_clear(&e);
}

static enum flow load_file(struct call *call, const char *path, const char *name, struct module **ret);

/* A manifest names the file with the code, and what it exports. */
static enum flow load_manifest(struct call *call, const char *path, struct module **ret)
{
	struct session *session = session_of(call_host(call));
	GError *error = NULL;
	value_auto block = parse_file(call, path, &error);
	value_auto manifest = VALUE_UNSET, functions = VALUE_UNSET, key = value_text("FunctionsToExport");
	g_autofree char *root = NULL, *folder = g_path_get_dirname(path), *file = NULL, *name = module_name(path);
	enum flow flow;

	if (error)
		return call_throw(call, error);
	flow = block_value(&session->host, block, VALUE_NULL, &manifest);
	if (flow != FLOW_NEXT)
		return flow;
	root = manifest_text(manifest, "RootModule");
	if (!root)
		root = manifest_text(manifest, "ModuleToProcess");
	file = g_build_filename(folder, root ? root : "", NULL);
	if (!root || !is_file(file))
		return call_throw_fault(call, &not_there, VALUE_NULL, "The module \"%s\" has no file with code: "
					"RootModule says \"%s\".", name, root ? root : "");
	flow = load_file(call, file, name, ret);
	if (flow != FLOW_NEXT)
		return flow;
	(*ret)->version = manifest_text(manifest, "ModuleVersion");
	(*ret)->description = manifest_text(manifest, "Description");
	(*ret)->manifest = true;
	functions = dict_get(manifest.u.dict, key);
	if (functions.kind != V_UNSET && !(*ret)->exported) {
		(*ret)->exported = true;
		export_words(&(*ret)->functions, functions);
	}
	return FLOW_NEXT;
}

static enum flow load_file(struct call *call, const char *path, const char *name, struct module **ret)
{
	GError *error = NULL;
	struct value block;

	if (g_str_has_suffix(path, ".psd1"))
		return load_manifest(call, path, ret);
	block = parse_file(call, path, &error);
	if (error)
		return call_throw(call, error);
	return module_load(session_of(call_host(call)), name, path, block, call_sink(call), ret);
}

/* What hmsh fills is there from the start. */
static enum flow import_provided(struct call *call, struct import_args *args,
				 const struct provided_module *module)
{
	enum flow flow = call_verbose(call, "The module '%s' is part of hmsh.", module->name);

	if (flow == FLOW_NEXT && arg_on(args->pass))
		flow = emit_take(call, provided_module_object(module));
	return flow;
}

/* What names the module: text, or the path or name of a module's object; yours. */
static char *module_word(struct call *call, struct value v)
{
	static const char *const members[] = { "Path", "Name", "ModuleName" };
	struct string *text = value_to_string(v, NULL);
	char *word = g_strdup(text->data);

	str_unref(text);
	for (size_t i = 0; i < G_N_ELEMENTS(members) && value_base(v).kind != V_STRING; i++) {
		value_auto member = host_member(call_host(call), v, symbol_get(members[i], -1));

		if (member.kind != V_STRING || !member.u.str->len)
			continue;
		g_free(word);
		word = g_strdup(member.u.str->data);
		break;
	}
	return word;
}

/* One warning for all functions whose verb is none that is approved. */
static enum flow check_verbs(struct call *call, const struct module *module)
{
	for (guint i = 0; module->imported && i < module->imported->len; i++) {
		const char *name = module->imported->pdata[i], *dash = strchr(name, '-');

		if (!dash || strchr(name, '\\') || verb_is_approved(name, dash - name))
			continue;
		return call_warning(call, "The names of some imported commands from the module '%s' include unapproved verbs "
				    "that might make them less discoverable. To find the commands with unapproved verbs, "
				    "run the Import-Module command again with the Verbose parameter. For a list of approved "
				    "verbs, type Get-Verb.", module->name);
	}
	return FLOW_NEXT;
}

static enum flow import_one(struct call *call, struct import_args *args, const char *given)
{
	struct session *session = session_of(call_host(call));
	g_autofree char *path = module_locate(call_host(call), given), *name = path ? module_name(path) : NULL;
	struct module *module = path ? module_find(session, name) : NULL;
	enum flow flow = FLOW_NEXT;

	if (!path && provided_module_find(given))
		return import_provided(call, args, provided_module_find(given));
	if (!path) {
		value_auto target = value_text(given);

		return call_fail(call, &not_there, target, "The specified module '%s' was not loaded because no "
				 "valid module file was found in any module directory.", given);
	}
	if (!module || arg_on(args->force) || g_strcmp0(module->path, path) != 0)
		flow = load_file(call, path, name, &module);
	if (flow != FLOW_NEXT)
		return flow;
	module_import(session, module, arg_text(args->prefix, ""), args->function);
	if (!arg_on(args->silent))
		flow = check_verbs(call, module);
	if (flow != FLOW_NEXT)
		return flow;
	return arg_on(args->pass) ? emit_take(call, module_info(session, module)) : FLOW_NEXT;
}

static enum flow import_module(struct call *call, void *data)
{
	struct import_args *args = data;
	struct enumerator e;
	struct value name;
	enum flow flow = FLOW_NEXT;

	enumerator_init(&e, args->name);
	while (flow == FLOW_NEXT && enumerator_next(&e, &name, NULL)) {
		g_autofree char *word = module_word(call, name);

		flow = import_one(call, args, word);
		value_unref(name);
	}
	enumerator_clear(&e);
	return flow;
}

CMDLET(import_module_cmdlet) = {
	.name = "Import-Module", .aliases = "ipmo", .params = import_params,
	.args_size = sizeof(struct import_args), .process = import_module,
	.module = "Microsoft.PowerShell.Core", .synopsis = "Runs a module's code in a scope of its own and offers its functions.",
};

/* -- New-Module --------------------------------------------------------------------------------- */

struct new_args { struct value name, block, custom; };

static const struct param new_params[] = {
	{ "Name", "string", FIELD(new_args, name), .help = "Its name." },
	{ "ScriptBlock", "scriptblock", FIELD(new_args, block), .position = POSITION(0), .flags = PARAM_MANDATORY,
	  .help = "Its code." },
	{ "AsCustomObject", "switch", FIELD(new_args, custom), .help = "Gives an object with its functions as methods." },
	{ NULL }
};

static enum flow new_module(struct call *call, void *data)
{
	struct new_args *args = data;
	struct session *session = session_of(call_host(call));
	g_autofree char *made = g_strdup_printf("__DynamicModule_%u", session->epoch);
	struct module *module;
	struct collector nowhere;
	struct value block = scriptblock_new(scriptblock_of(args->block)->unit, NULL);
	enum flow flow;

	collector_init(&nowhere);
	flow = module_load(session, arg_text(args->name, made), NULL, block, &nowhere.sink, &module);
	collector_clear(&nowhere);
	if (flow != FLOW_NEXT)
		return flow;
	if (arg_on(args->custom))
		return emit_take(call, module_custom_object(session, module));
	module_import(session, module, "", VALUE_UNSET);
	return emit_take(call, module_info(session, module));
}

CMDLET(new_module_cmdlet) = {
	.name = "New-Module", .aliases = "nmo", .params = new_params, .args_size = sizeof(struct new_args),
	.process = new_module, .module = "Microsoft.PowerShell.Core",
	.synopsis = "Makes a module of a script block.",
};

/* -- Export-ModuleMember ------------------------------------------------------------------------ */

struct export_args { struct value function, variable, alias, cmdlet; };

static const struct param export_params[] = {
	{ "Function", "string[]", FIELD(export_args, function), .position = POSITION(0), .pipeline = BY_VALUE,
	  .flags = PARAM_ALLOW_EMPTY, .help = "Functions that importers see." },
	{ "Variable", "string[]", FIELD(export_args, variable), .help = "Variables that importers see." },
	{ "Alias", "string[]", FIELD(export_args, alias), .help = "Aliases that importers see." },
	{ "Cmdlet", "string[]", FIELD(export_args, cmdlet), .help = "Has no meaning here.", .flags = PARAM_IGNORED },
	{ NULL }
};

static const struct fault no_module = {
	"Modules_CanOnlyExecuteExportModuleMemberInsideAModule", "System.InvalidOperationException",
	CATEGORY_PERMISSION_DENIED, NULL };

static enum flow export_member(struct call *call, void *data)
{
	struct export_args *args = data;
	struct module *module = session_of(call_host(call))->scope->module;

	if (!module)
		return call_throw_fault(call, &no_module, VALUE_NULL, "The Export-ModuleMember cmdlet can only be "
					"called from inside a module.");
	module->exported = true;
	if (arg_given(args->function))
		export_words(&module->functions, args->function);
	if (arg_given(args->variable))
		export_words(&module->variables, args->variable);
	if (arg_given(args->alias))
		export_words(&module->aliases, args->alias);
	return FLOW_NEXT;
}

CMDLET(export_member_cmdlet) = {
	.name = "Export-ModuleMember", .params = export_params, .args_size = sizeof(struct export_args),
	.process = export_member, .module = "Microsoft.PowerShell.Core",
	.synopsis = "Says what a module offers.",
};

/* -- Remove-Module -------------------------------------------------------------------------------- */

struct remove_args { struct value name, force; };

static const struct param remove_params[] = {
	{ "Name", "string[]", FIELD(remove_args, name), .position = POSITION(0), .flags = PARAM_MANDATORY,
	  .pipeline = BY_VALUE | BY_NAME, .help = "The modules." },
	{ "Force", "switch", FIELD(remove_args, force), .help = "Also read-only ones." },
	{ NULL }
};

static const struct fault not_loaded = {
	"Modules_NoModulesRemoved", "System.InvalidOperationException", CATEGORY_RESOURCE_UNAVAILABLE, NULL };

static enum flow remove_module(struct call *call, void *data)
{
	struct remove_args *args = data;
	struct session *session = session_of(call_host(call));
	struct enumerator e;
	struct value name;
	enum flow flow = FLOW_NEXT;

	enumerator_init(&e, args->name);
	while (flow == FLOW_NEXT && enumerator_next(&e, &name, NULL)) {
		struct module *module = module_find(session, value_cstr(name) ? value_cstr(name) : "");

		if (module && module->on_remove.kind == V_SCRIPTBLOCK)
			flow = unit_call(session->scope, module->on_remove, NULL, NULL, NULL, 0, call_sink(call));
		if (module)
			module_remove(session, module);
		else
			flow = call_fail(call, &not_loaded, VALUE_NULL, "No modules were removed. Verify that the "
					 "specification of modules to remove is correct and those modules exist in the "
					 "runspace.");
		value_unref(name);
	}
	enumerator_clear(&e);
	return flow;
}

CMDLET(remove_module_cmdlet) = {
	.name = "Remove-Module", .aliases = "rmo", .params = remove_params,
	.args_size = sizeof(struct remove_args), .process = remove_module,
	.module = "Microsoft.PowerShell.Core", .synopsis = "Takes a module's functions away.",
};

/* -- Get-Module ---------------------------------------------------------------------------------- */

struct get_args { struct value name, available, all; };

static const struct param get_params[] = {
	{ "Name", "string[]", FIELD(get_args, name), .position = POSITION(0), .pipeline = BY_VALUE,
	  .flags = PARAM_WILDCARDS, .help = "The modules; all when not given." },
	{ "ListAvailable", "switch", FIELD(get_args, available), .help = "Also what is built in." },
	{ "All", "switch", FIELD(get_args, all), .help = "Also nested ones.", .flags = PARAM_IGNORED },
	{ NULL }
};

static bool asked(struct value names, const char *name)
{
	struct enumerator e;
	struct value item;
	bool found = names.kind == V_UNSET;

	enumerator_init(&e, names.kind == V_UNSET ? VALUE_NOTHING : names);
	while (enumerator_next(&e, &item, NULL)) {
		found |= item.kind == V_STRING && wildcard_match_name(item.u.str->data, name);
		value_unref(item);
	}
	enumerator_clear(&e);
	return found;
}

/*
 * What hmsh fills: always there, so a name finds it without -ListAvailable too.
 */
static enum flow emit_provided(struct call *call, const struct get_args *args)
{
	enum flow flow = FLOW_NEXT;

	if (!arg_on(args->available) && !arg_given(args->name))
		return FLOW_NEXT;
	for (const struct provided_module *m = provided_modules; m->name && flow == FLOW_NEXT; m++)
		if (asked(args->name, m->name))
			flow = emit_take(call, provided_module_object(m));
	return flow;
}

static enum flow get_module(struct call *call, void *data)
{
	struct get_args *args = data;
	struct session *session = session_of(call_host(call));
	GHashTableIter iter;
	gpointer key, module;
	enum flow flow = emit_provided(call, args);

	if (!session->modules)
		return flow;
	g_hash_table_iter_init(&iter, session->modules);
	while (flow == FLOW_NEXT && g_hash_table_iter_next(&iter, &key, &module))
		if (*(char *)key != '/' && asked(args->name, ((struct module *)module)->name))
			flow = emit_take(call, module_info(session, module));
	return flow;
}

CMDLET(get_module_cmdlet) = {
	.name = "Get-Module", .aliases = "gmo", .params = get_params, .args_size = sizeof(struct get_args),
	.process = get_module, .module = "Microsoft.PowerShell.Core", .synopsis = "Lists modules.",
};
