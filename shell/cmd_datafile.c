/*
 * Import-PowerShellDataFile, Test-ModuleManifest, Get-Host: a data file is run
 * as the body of a data statement, which may hold constants alone.
 */
#include "config.h"

#include "lib/object.h"
#include "lib/convert.h"
#include "shell/pipeline.h"
#include "shell/scriptblock.h"

enum { SET_PATH = 1, SET_LITERAL = 2 };

static const struct fault
	not_data = { "CouldNotParseAsPowerShellDataFile", "System.InvalidOperationException",
		     CATEGORY_INVALID_DATA,
		     "A data file is one table of constants: @{ Name = 'value' }." },
	no_version = { "Modules_InvalidManifest", "System.IO.InvalidDataException",
		       CATEGORY_OBJECT_NOT_FOUND, NULL };

/* The table of a data file; yours. */
static bool read_data(struct call *call, const char *path, struct value *ret, GError **error)
{
	struct session *session = call->session;
	g_autofree char *text = NULL, *code = NULL;
	g_autoptr(GError) wrong = NULL;
	value_auto block = VALUE_NULL, target = value_text(path);

	if (!g_file_get_contents(path, &text, NULL, error))
		return false;
	code = g_strdup_printf("data {\n%s\n}",
			       g_str_has_prefix(text, "\xef\xbb\xbf") ? text + 3 : text);
	block = scriptblock_parse(session, code, NULL, &wrong);
	*ret = VALUE_NULL;
	if (!wrong && block_value(&session->host, block, VALUE_NULL, ret) != FLOW_NEXT) {
		struct error_record *record = error_take(session);

		if (record)
			value_unref(value_of(record));
		*ret = VALUE_NULL;
	}
	if (ret->kind == V_DICT)
		return true;
	value_clear(ret);
	fault_set(error, &not_data, target,
		  "The file '%s' could not be parsed as a PowerShell Data File.", path);
	return false;
}

/* -- Import-PowerShellDataFile ----------------------------------------------------------- */

struct data_args { struct value path, literal, skip; };

static const struct param data_params[] = {
	{ "Path", "string[]", FIELD(data_args, path), .position = POSITION(0), .sets = SET_PATH,
	  .mandatory_sets = SET_PATH, .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_WILDCARDS,
	  .complete = "File", .help = "The data files." },
	{ "LiteralPath", "string[]", FIELD(data_args, literal), .sets = SET_LITERAL,
	  .mandatory_sets = SET_LITERAL, .pipeline = BY_NAME, .aliases = "PSPath LP", .complete = "File",
	  .help = "The same without wildcards." },
	{ "SkipLimitCheck", "switch", FIELD(data_args, skip), .flags = PARAM_IGNORED,
	  .help = "A table of any size is read." },
	{ NULL }
};

static enum flow each_path(struct call *call, struct value list, bool literal,
			   enum flow (*fn)(struct call *, const char *))
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	struct enumerator e;
	struct value item;
	enum flow flow = FLOW_NEXT;

	enumerator_init(&e, list);
	while (flow == FLOW_NEXT && enumerator_next(&e, &item, NULL)) {
		GError *error = NULL;

		if (!host_expand_path(call_host(call), value_cstr(item) ? value_cstr(item) : "",
				      literal, found, &error))
			flow = call_error(call, error);
		value_unref(item);
	}
	enumerator_clear(&e);
	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		flow = fn(call, found->pdata[i]);
	return flow;
}

static enum flow import_one(struct call *call, const char *path)
{
	struct value table;
	GError *error = NULL;

	if (!read_data(call, path, &table, &error))
		return call_error(call, error);
	return emit_take(call, table);
}

static enum flow import_data(struct call *call, void *data)
{
	struct data_args *args = data;
	bool literal = arg_given(args->literal);

	return each_path(call, literal ? args->literal : args->path, literal, import_one);
}

static const struct cmdlet_example data_examples[] = {
	{ "(Import-PowerShellDataFile settings.psd1).Tenants", "Reads settings without running code." },
	{ NULL }
};

CMDLET(import_datafile_cmdlet) = {
	.name = "Import-PowerShellDataFile",
	.params = data_params,
	.examples = data_examples,
	.args_size = sizeof(struct data_args),
	.process = import_data,
	.sets = "ByPath ByLiteralPath",
	.default_set = "ByPath",
	.synopsis = "Reads the table of a .psd1 file, which may hold constants alone.",
	.module = "Microsoft.PowerShell.Utility",
	.output = "System.Collections.Hashtable",
};

/* -- Test-ModuleManifest ------------------------------------------------------------------- */

static struct value manifest_value(struct value table, const char *key)
{
	struct value *v = dict_find_text(table.u.dict, key);

	return v ? value_ref(*v) : VALUE_NULL;
}

static enum flow test_one(struct call *call, const char *path)
{
	static const char *const keys[] = { "Description",     "Author",     "CompanyName",
					    "Copyright",       "RootModule", "PowerShellVersion",
					    "RequiredModules", "PrivateData" };
	g_autofree char *name = g_path_get_basename(path), *base = g_path_get_dirname(path);
	value_auto table = VALUE_NULL, version = VALUE_NULL, target = value_text(path),
		   text = VALUE_NULL;
	struct object *module;
	GError *error = NULL;

	if (!read_data(call, path, &table, &error))
		return call_error(call, error);
	text = manifest_value(table, "ModuleVersion");
	if (value_is_null(text) || !value_convert(text, &type_version, &version, NULL))
		return call_fail(
			call, &no_version, target,
			"The member 'ModuleVersion' in the module manifest is "
			"missing or not valid. Specify a valid version number in the '%s' file.",
			path);
	if (strrchr(name, '.'))
		*strrchr(name, '.') = '\0';
	module = object_custom();
	object_set(module, "ModuleType", value_text("Manifest"));
	object_set(module, "Version", value_steal(&version));
	object_set(module, "Name", value_text(name));
	object_set(module, "ExportedFunctions", manifest_value(table, "FunctionsToExport"));
	object_set(module, "ExportedCmdlets", manifest_value(table, "CmdletsToExport"));
	object_set(module, "ExportedAliases", manifest_value(table, "AliasesToExport"));
	object_set(module, "Guid", manifest_value(table, "GUID"));
	object_set(module, "Path", value_text(path));
	object_set(module, "ModuleBase", value_text(base));
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		object_set(module, keys[i], manifest_value(table, keys[i]));
	return emit_take(call, value_of(module));
}

struct manifest_args { struct value path; };

static const struct param manifest_params[] = {
	{ "Path", "string[]", FIELD(manifest_args, path), .position = POSITION(0), .flags = PARAM_MANDATORY,
	  .pipeline = BY_VALUE | BY_NAME, .complete = "File", .help = "The manifests." },
	{ NULL }
};

static enum flow test_manifest(struct call *call, void *data)
{
	return each_path(call, ((struct manifest_args *)data)->path, false, test_one);
}

static const struct cmdlet_example manifest_examples[] = {
	{ "(Test-ModuleManifest Tenants.psd1).Version", "The version that a manifest says." },
	{ NULL }
};

CMDLET(test_manifest_cmdlet) = {
	.name = "Test-ModuleManifest", .params = manifest_params, .examples = manifest_examples,
	.args_size = sizeof(struct manifest_args), .process = test_manifest,
	.synopsis = "Reads a module's manifest, and says what is wrong with it.",
	.module = "Microsoft.PowerShell.Core",
};

/* -- Get-Host -------------------------------------------------------------------------------- */

static enum flow get_host(struct call *call, void *data)
{
	return emit_take(call, host_variable(call_host(call), "Host"));
}

static const struct param no_params[] = { { NULL } };

static const struct cmdlet_example host_examples[] = {
	{ "(Get-Host).Version", "The version of the shell." },
	{ NULL }
};

CMDLET(get_host_cmdlet) = {
	.name = "Get-Host",
	.params = no_params,
	.examples = host_examples,
	.args_size = sizeof(struct data_args),
	.process = get_host,
	.synopsis = "Gets the program that hosts the shell, as $Host.",
	.module = "Microsoft.PowerShell.Utility",
};
