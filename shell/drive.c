/*
 * Drives as variables: a table of drive names.
 */
#include "config.h"

#include "shell/drive.h"

#include "lib/convert.h"
#include "shell/command.h"

/* -- env: ------------------------------------------------------------------------------ */

struct windows_name {
	const char *name;
	char *(*make)(struct session *session);
};

static char *make_computer(struct session *session)
{
	return g_strdup(g_get_host_name());
}

static char *make_temp(struct session *session)
{
	return host_native_path(&session->host, "C:\\Temp", NULL);
}

static char *make_user(struct session *session)
{
	return g_strdup(g_get_user_name());
}

static char *make_home(struct session *session)
{
	return g_strdup(g_get_home_dir());
}

#define EXCHANGE	"C:\\Program Files\\Microsoft\\Exchange Server\\V14\\"

/* What scripts run from there to have the cmdlets of Exchange; Connect-ExchangeServer is one here. */
static const char remote_exchange[] =
	"# The cmdlets of Exchange are part of hmsh: nothing has to be loaded.\n"
	"$global:exinstall = $env:ExchangeInstallPath\n"
	"$global:exbin = $env:ExchangeInstallPath + 'bin\\'\n"
	"$global:exscripts = $env:ExchangeInstallPath + 'Scripts\\'\n";

static const char *const exchange_scripts[] = {
	"bin\\RemoteExchange.ps1", "bin\\Exchange.ps1", "bin\\ConnectFunctions.ps1",
	"bin\\CommonConnectFunctions.ps1",
};

/* Makes the scripts on the first use of the folder's name; without them it is a name all the same. */
static char *make_exchange(struct session *session)
{
	for (size_t i = 0; i < G_N_ELEMENTS(exchange_scripts); i++) {
		g_autofree char *path = g_strconcat(EXCHANGE, exchange_scripts[i], NULL);
		g_autofree char *native = host_native_path(&session->host, path, NULL);
		g_autofree char *folder = native ? g_path_get_dirname(native) : NULL;

		if (native && !g_file_test(native, G_FILE_TEST_EXISTS) &&
		    !g_mkdir_with_parents(folder, 0755))
			g_file_set_contents(native, remote_exchange, -1, NULL);
	}
	return g_strdup(EXCHANGE);
}

static char *make_windows(struct session *session)
{
	return g_strdup("C:\\Windows");
}

static char *make_program_files(struct session *session)
{
	return g_strdup("C:\\Program Files");
}

static char *make_program_data(struct session *session)
{
	return g_strdup("C:\\ProgramData");
}

static char *make_domain(struct session *session)
{
	return g_ascii_strup(g_get_host_name(), -1);
}

static char *make_system_drive(struct session *session)
{
	return g_strdup("C:");
}

/* What Windows has and scripts read; the environment's own value comes first. */
static const struct windows_name windows_names[] = {
	{ "COMPUTERNAME", make_computer }, { "TEMP", make_temp }, { "TMP", make_temp },
	{ "USERNAME", make_user }, { "USERPROFILE", make_home }, { "SystemDrive", make_system_drive },
	{ "ExchangeInstallPath", make_exchange }, { "windir", make_windows },
	{ "SystemRoot", make_windows }, { "ProgramFiles", make_program_files },
	{ "ProgramData", make_program_data }, { "ALLUSERSPROFILE", make_program_data },
	{ "USERDOMAIN", make_domain },
};

/* A variable's own spelling: names that came through a symbol have lost theirs. */
static char *env_name(const char *name)
{
	g_auto(GStrv) names = NULL;

	if (g_getenv(name))
		return g_strdup(name);
	names = g_listenv();
	for (size_t i = 0; names[i]; i++)
		if (text_equal_nocase(names[i], name))
			return g_strdup(names[i]);
	return g_strdup(name);
}

static struct value env_get(struct scope *scope, const char *name)
{
	g_autofree char *own = env_name(name);
	const char *text = g_getenv(own);
	g_autofree char *made = NULL;

	for (size_t i = 0; !text && i < G_N_ELEMENTS(windows_names); i++)
		if (text_equal_nocase(windows_names[i].name, name))
			text = made = windows_names[i].make(scope->session);
	return text ? value_text(text) : VALUE_NULL;
}

static bool env_set(struct scope *scope, const char *name, struct value v)
{
	struct string *text = value_to_string(v, " ");
	g_autofree char *own = env_name(name);

	if (value_is_null(v) || text->len == 0)
		g_unsetenv(own);
	else
		g_setenv(own, text->data, TRUE);
	str_unref(text);
	return true;
}

/* -- function:, alias:, variable:, files ------------------------------------------------------ */

static struct value function_get(struct scope *scope, const char *name)
{
	struct function *function = function_find(scope, name);

	return function ? value_ref(function->block) : VALUE_NULL;
}

static bool function_set(struct scope *scope, const char *name, struct value v)
{
	if (value_is_null(v))
		function_remove(scope, name);
	else if (v.kind == V_SCRIPTBLOCK)
		function_define(scope, name, v, false);
	return true;
}

static struct value alias_get(struct scope *scope, const char *name)
{
	struct alias *alias = alias_find(scope->session, name);

	return alias ? value_text(alias->definition) : VALUE_NULL;
}

static bool alias_put(struct scope *scope, const char *name, struct value v)
{
	struct string *text = value_to_string(v, NULL);

	alias_set(scope->session, name, text->data, 0, "");
	str_unref(text);
	return true;
}

static struct value variable_get(struct scope *scope, const char *name)
{
	struct value v = scope_get(scope, symbol_get(name, -1));

	return v.kind == V_UNSET ? VALUE_NULL : v;
}

static bool variable_put(struct scope *scope, const char *name, struct value v)
{
	return scope_set(scope, symbol_get(name, -1), value_ref(v), NULL);
}

struct drive {
	const char *name;
	struct value (*get)(struct scope *scope, const char *name);
	bool (*set)(struct scope *scope, const char *name, struct value v);
};

static const struct drive drives[] = {
	{ "env", env_get, env_set },
	{ "function", function_get, function_set },
	{ "alias", alias_get, alias_put },
	{ "variable", variable_get, variable_put },
};

static const struct drive *drive_find(struct symbol *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(drives); i++)
		if (text_equal_nocase(drives[i].name, symbol_name(name)))
			return &drives[i];
	return NULL;
}

static const struct fault no_drive = {
	"DriveNotFound", "System.Management.Automation.DriveNotFoundException", CATEGORY_OBJECT_NOT_FOUND, NULL };

/* ${C:\file}: the file's text. */
static char *file_path(struct scope *scope, struct symbol *drive, struct symbol *name, GError **error)
{
	g_autofree char *path = g_strdup_printf("%s:%s", symbol_name(drive), symbol_name(name));

	if (strlen(symbol_name(drive)) != 1) {
		fault_set(error, &no_drive, VALUE_NULL, "Cannot find drive. A drive with the name '%s' does not "
			  "exist.", symbol_name(drive));
		return NULL;
	}
	return host_native_path(&scope->session->host, path, error);
}

struct value drive_variable_get(struct scope *scope, struct symbol *drive, struct symbol *name, GError **error)
{
	const struct drive *found = drive_find(drive);
	g_autofree char *path = NULL;
	g_autofree char *text = NULL;

	if (found)
		return found->get(scope, symbol_name(name));
	path = file_path(scope, drive, name, error);
	if (!path || !g_file_get_contents(path, &text, NULL, NULL))
		return VALUE_NULL;
	return value_text(text);
}

bool drive_variable_set(struct scope *scope, struct symbol *drive, struct symbol *name, struct value v,
			GError **error)
{
	const struct drive *found = drive_find(drive);
	g_autofree char *path = NULL;
	struct string *text;
	bool ok;

	if (found) {
		ok = found->set(scope, symbol_name(name), v);
		value_unref(v);
		return ok;
	}
	path = file_path(scope, drive, name, error);
	text = value_to_string(v, "\n");
	ok = path && g_file_set_contents(path, text->data, text->len, error);
	str_unref(text);
	value_unref(v);
	return ok;
}
