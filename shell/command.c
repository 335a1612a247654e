/*
 * Commands by name.
 */
#include "config.h"

#include "shell/command.h"

#include <sys/stat.h>
#include <unistd.h>

#include "lib/heap.h"

extern const struct cmdlet *const cmdlet_registry[];

/* -- Aliases ------------------------------------------------------------------------ */

struct builtin_alias {
	const char *name, *definition;
};

static const struct builtin_alias builtin_aliases[] = {
	{ "?", "Where-Object" }, { "%", "ForEach-Object" }, { "ac", "Add-Content" },
	{ "cat", "Get-Content" }, { "cd", "Set-Location" }, { "chdir", "Set-Location" },
	{ "clc", "Clear-Content" }, { "clear", "Clear-Host" }, { "clhy", "Clear-History" },
	{ "cli", "Clear-Item" }, { "cls", "Clear-Host" }, { "clv", "Clear-Variable" },
	{ "compare", "Compare-Object" }, { "copy", "Copy-Item" }, { "cp", "Copy-Item" },
	{ "cpi", "Copy-Item" }, { "cvpa", "Convert-Path" }, { "del", "Remove-Item" },
	{ "diff", "Compare-Object" }, { "dir", "Get-ChildItem" }, { "echo", "Write-Output" },
	{ "epal", "Export-Alias" }, { "epcsv", "Export-Csv" }, { "erase", "Remove-Item" },
	{ "fc", "Format-Custom" }, { "fl", "Format-List" }, { "foreach", "ForEach-Object" },
	{ "ft", "Format-Table" }, { "fw", "Format-Wide" }, { "gal", "Get-Alias" },
	{ "gc", "Get-Content" }, { "gci", "Get-ChildItem" }, { "gcm", "Get-Command" },
	{ "gdr", "Get-PSDrive" }, { "gerr", "Get-Error" }, { "ghy", "Get-History" },
	{ "gi", "Get-Item" }, { "gl", "Get-Location" }, { "gm", "Get-Member" },
	{ "gmo", "Get-Module" }, { "gp", "Get-ItemProperty" }, { "gps", "Get-Process" },
	{ "group", "Group-Object" }, { "gsv", "Get-Service" }, { "gu", "Get-Unique" },
	{ "gv", "Get-Variable" }, { "h", "Get-History" }, { "history", "Get-History" },
	{ "icm", "Invoke-Command" }, { "iex", "Invoke-Expression" }, { "ihy", "Invoke-History" },
	{ "ii", "Invoke-Item" }, { "ipal", "Import-Alias" }, { "ipcsv", "Import-Csv" },
	{ "ipmo", "Import-Module" }, { "irm", "Invoke-RestMethod" }, { "iwr", "Invoke-WebRequest" },
	{ "kill", "Stop-Process" }, { "ls", "Get-ChildItem" }, { "man", "Get-Help" },
	{ "md", "mkdir" }, { "measure", "Measure-Object" }, { "mi", "Move-Item" },
	{ "mount", "New-PSDrive" }, { "move", "Move-Item" }, { "mv", "Move-Item" },
	{ "nal", "New-Alias" }, { "ndr", "New-PSDrive" }, { "ni", "New-Item" }, { "nmo", "New-Module" },
	{ "nv", "New-Variable" }, { "oh", "Out-Host" }, { "popd", "Pop-Location" },
	{ "ps", "Get-Process" }, { "pushd", "Push-Location" }, { "pwd", "Get-Location" },
	{ "r", "Invoke-History" }, { "rd", "Remove-Item" }, { "ren", "Rename-Item" },
	{ "ri", "Remove-Item" }, { "rm", "Remove-Item" }, { "rmdir", "Remove-Item" },
	{ "rmo", "Remove-Module" }, { "rni", "Rename-Item" }, { "rnp", "Rename-ItemProperty" },
	{ "rp", "Remove-ItemProperty" }, { "rv", "Remove-Variable" }, { "rvpa", "Resolve-Path" },
	{ "sal", "Set-Alias" }, { "saps", "Start-Process" }, { "sasv", "Start-Service" },
	{ "sc", "Set-Content" }, { "select", "Select-Object" }, { "set", "Set-Variable" },
	{ "shcm", "Show-Command" }, { "si", "Set-Item" }, { "sl", "Set-Location" },
	{ "sleep", "Start-Sleep" }, { "sls", "Select-String" }, { "sort", "Sort-Object" },
	{ "sp", "Set-ItemProperty" }, { "spps", "Stop-Process" }, { "spsv", "Stop-Service" },
	{ "start", "Start-Process" }, { "sv", "Set-Variable" }, { "tee", "Tee-Object" },
	{ "type", "Get-Content" }, { "where", "Where-Object" }, { "write", "Write-Output" },
};

static void alias_free(gpointer p)
{
	struct alias *alias = p;

	g_free(alias->definition);
	g_free(alias->description);
	g_free(alias);
}

static void alias_put(GHashTable *table, const char *name, const char *definition, unsigned options,
		      const char *description)
{
	struct alias *alias = g_new0(struct alias, 1);

	alias->name = symbol_get(name, -1);
	alias->definition = g_strdup(definition);
	alias->description = g_strdup(description);
	alias->options = options;
	g_hash_table_replace(table, alias->name, alias);
}

GHashTable *aliases(struct session *session)
{
	if (session->aliases)
		return session->aliases;
	session->aliases = g_hash_table_new_full(NULL, NULL, NULL, alias_free);
	for (size_t i = 0; i < G_N_ELEMENTS(builtin_aliases); i++)
		alias_put(session->aliases, builtin_aliases[i].name, builtin_aliases[i].definition, 0, "");
	for (size_t i = 0; cmdlet_registry[i]; i++) {
		g_auto(GStrv) names = cmdlet_registry[i]->aliases
			? g_strsplit(cmdlet_registry[i]->aliases, " ", -1) : NULL;

		for (size_t j = 0; names && names[j]; j++)
			alias_put(session->aliases, names[j], cmdlet_registry[i]->name, 0, "");
	}
	return session->aliases;
}

struct alias *alias_find(struct session *session, const char *name)
{
	GHashTable *table = aliases(session);
	struct symbol *symbol = symbol_find(name, -1);

	return symbol ? g_hash_table_lookup(table, symbol) : NULL;
}

void alias_set(struct session *session, const char *name, const char *definition, unsigned options,
	       const char *description)
{
	alias_put(aliases(session), name, definition, options, description);
	session->epoch++;
}

bool alias_remove(struct session *session, const char *name)
{
	session->epoch++;
	return g_hash_table_remove(aliases(session), symbol_get(name, -1));
}

/* -- Functions ----------------------------------------------------------------------------- */

struct function *function_ref(struct function *function)
{
	function->refs++;
	return function;
}

void function_unref(struct function *function)
{
	if (!function || --function->refs > 0)
		return;
	value_unref(function->block);
	str_unref(function->spelling);
	g_free(function);
}

/* "global:f": the scope before the colon, the name after it. */
static struct scope *function_scope(struct scope *scope, const char **name)
{
	const char *colon = strchr(*name, ':');
	g_autofree char *prefix = colon ? g_strndup(*name, colon - *name) : NULL;
	struct scope *named = prefix ? scope_named(scope, prefix) : NULL;

	if (!named)
		return scope;
	*name = colon + 1;
	return named;
}

void function_define(struct scope *scope, const char *name, struct value block, bool is_filter)
{
	struct scope *in = function_scope(scope, &name);
	struct function *function = g_new0(struct function, 1);

	function->refs = 1;
	function->name = symbol_get(name, -1);
	function->spelling = str_new(name, -1);
	function->block = value_ref(block);
	function->is_filter = is_filter;
	function->module = scope->module;
	if (!in->functions)
		in->functions = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)function_unref);
	g_hash_table_replace(in->functions, function->name, function);
	scope->session->epoch++;
}

bool function_remove(struct scope *scope, const char *name)
{
	struct symbol *symbol = symbol_find(name, -1);

	for (struct scope *s = scope; symbol && s; s = s->parent)
		if (s->functions && g_hash_table_remove(s->functions, symbol)) {
			scope->session->epoch++;
			return true;
		}
	return false;
}

struct function *function_find(struct scope *scope, const char *name)
{
	struct scope *from = function_scope(scope, &name);
	struct symbol *symbol = symbol_find(name, -1);

	for (struct scope *s = from; symbol && s; s = s->parent) {
		struct function *function = s->functions ? g_hash_table_lookup(s->functions, symbol) : NULL;

		if (function)
			return function;
	}
	return NULL;
}

/* -- Cmdlets --------------------------------------------------------------------------------- */

const struct cmdlet *const *cmdlets_all(void)
{
	return cmdlet_registry;
}

const struct cmdlet *cmdlet_find(struct session *session, const char *name)
{
	struct symbol *symbol;
	const char *slash = strrchr(name, '\\');

	if (!session->cmdlets) {
		session->cmdlets = g_hash_table_new(NULL, NULL);
		for (size_t i = 0; cmdlet_registry[i]; i++)
			g_hash_table_insert(session->cmdlets, symbol_get(cmdlet_registry[i]->name, -1),
					    (gpointer)cmdlet_registry[i]);
	}
	symbol = symbol_find(slash ? slash + 1 : name, -1);
	return symbol ? g_hash_table_lookup(session->cmdlets, symbol) : NULL;
}

/* -- Files ------------------------------------------------------------------------------------ */

static bool is_file(const char *path, bool executable)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && (!executable || access(path, X_OK) == 0);
}

static bool has_suffix(const char *path)
{
	return g_str_has_suffix(path, ".ps1") || g_str_has_suffix(path, ".PS1");
}

static bool found_file(struct command *ret, char *path)
{
	ret->kind = has_suffix(path) ? COMMAND_SCRIPT : COMMAND_PROGRAM;
	ret->path = path;
	return true;
}

/* A name with a folder in it: that file, with .ps1 added when it lacks it. */
static bool find_path(struct scope *scope, const char *name, struct command *ret)
{
	g_autofree char *path = host_native_path(&scope->session->host, name, NULL);
	g_autofree char *script = path ? g_strconcat(path, ".ps1", NULL) : NULL;

	if (!path)
		return false;
	if (is_file(path, !has_suffix(path)))
		return found_file(ret, g_steal_pointer(&path));
	return is_file(script, false) && found_file(ret, g_steal_pointer(&script));
}

static bool find_in_path(const char *name, struct command *ret)
{
	g_auto(GStrv) folders = g_strsplit(g_getenv("PATH") ? g_getenv("PATH") : "", ":", -1);

	for (size_t i = 0; folders[i]; i++) {
		g_autofree char *path = g_build_filename(*folders[i] ? folders[i] : ".", name, NULL);
		g_autofree char *script = g_strconcat(path, ".ps1", NULL);

		if (is_file(script, false))
			return found_file(ret, g_steal_pointer(&script));
		if (is_file(path, !has_suffix(path)))
			return found_file(ret, g_steal_pointer(&path));
	}
	return false;
}

bool command_find_file(struct scope *scope, const char *name, struct command *ret)
{
	return strpbrk(name, "/\\") ? find_path(scope, name, ret) : find_in_path(name, ret);
}

/* -- Not found ----------------------------------------------------------------------------------- */

static const struct fault command_not_found = {
	"CommandNotFoundException", "System.Management.Automation.CommandNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, NULL };

/* Edit distance, bounded by the length of the names. */
static unsigned distance(const char *a, const char *b)
{
	unsigned row[64], n = strlen(b);

	if (n >= G_N_ELEMENTS(row) || strlen(a) >= G_N_ELEMENTS(row))
		return G_MAXUINT;
	for (unsigned j = 0; j <= n; j++)
		row[j] = j;
	for (unsigned i = 1; a[i - 1]; i++) {
		unsigned diagonal = row[0];

		row[0] = i;
		for (unsigned j = 1; j <= n; j++) {
			unsigned above = row[j];
			unsigned cost = g_ascii_tolower(a[i - 1]) != g_ascii_tolower(b[j - 1]);

			row[j] = MIN(MIN(row[j] + 1, row[j - 1] + 1), diagonal + cost);
			diagonal = above;
		}
	}
	return row[n];
}

static const char *nearest_cmdlet(const char *name)
{
	const char *nearest = NULL;
	unsigned least = 3;

	for (size_t i = 0; cmdlet_registry[i]; i++) {
		unsigned d = distance(name, cmdlet_registry[i]->name);

		if (d < least) {
			least = d;
			nearest = cmdlet_registry[i]->name;
		}
	}
	return nearest;
}

static void not_found(const char *name, GError **error)
{
	const char *nearest = nearest_cmdlet(name);
	value_auto target = value_text(name);

	fault_set(error, &command_not_found, target, "The term '%s' is not recognized as a name of a cmdlet, "
		  "function, script file, or executable program.\nCheck the spelling of the name, or if a path was "
		  "included, verify that the path is correct and try again.", name);
	if (nearest && error)
		fault_data(*error)->action = g_strdup_printf("The nearest name is %s.", nearest);
}

bool command_find(struct scope *scope, const char *name, struct command *ret, GError **error)
{
	struct session *session = scope->session;
	const char *wanted = name;

	*ret = (struct command){ .block = VALUE_NULL };
	for (int hops = 0; hops < 16; hops++) {
		struct alias *alias = alias_find(session, wanted);

		if (!alias || text_equal_nocase(alias->definition, wanted))
			break;
		wanted = alias->definition;
	}
	ret->function = function_find(scope, wanted);
	if (ret->function) {
		ret->kind = COMMAND_FUNCTION;
		function_ref(ret->function);
		return true;
	}
	ret->cmdlet = cmdlet_find(session, wanted);
	if (ret->cmdlet) {
		ret->kind = COMMAND_CMDLET;
		return true;
	}
	if (command_find_file(scope, wanted, ret))
		return true;
	if (!strchr(wanted, '-') && *wanted) {
		g_autofree char *get = g_strconcat("Get-", wanted, NULL);

		ret->cmdlet = cmdlet_find(session, get);
		if (ret->cmdlet) {
			ret->kind = COMMAND_CMDLET;
			return true;
		}
	}
	not_found(name, error);
	return false;
}

void command_clear(struct command *command)
{
	function_unref(command->function);
	g_free(command->path);
	value_unref(command->block);
	*command = (struct command){ .block = VALUE_NULL };
}
