/*
 * apt-get by argument vector. A package's own service must not start: its
 * daemon is run by units of ours on configuration of ours. Debian asks
 * /usr/sbin/policy-rc.d before it starts anything; while packages are being
 * installed one stands there that says no, unless the host has its own.
 */
#include "config.h"
#include "cmdlets/hosting/packages.h"
#include "lib/fault.h"
#include "lib/spawn.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static const char policy_path[] = "/usr/sbin/policy-rc.d";

static const struct fault missing_packages = {
	"PackagesMissing", "System.InvalidOperationException", CATEGORY_NOT_INSTALLED,
	"Run the command as root, then try again." };
static const struct fault other_mail_server = {
	"OtherMailServer", "System.InvalidOperationException", CATEGORY_RESOURCE_EXISTS,
	"Remove the other mail server first, or install postfix yourself." };

static gint compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void drop_installed(GHashTable *missing, const char *output)
{
	g_auto(GStrv) lines = g_strsplit(output, "\n", -1);

	for (char **line = lines; *line; line++)
		if (g_str_has_prefix(*line, "installed "))
			g_hash_table_remove(missing, *line + strlen("installed "));
}

GPtrArray *packages_missing(GHashTable *packages, GError **error)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_autoptr(GHashTable) missing = g_hash_table_new(g_str_hash, g_str_equal);
	g_auto(spawn_result) result = SPAWN_RESULT_INIT;
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	GHashTableIter at;
	gpointer name;

	g_ptr_array_add(argv, (char *)"dpkg-query");
	g_ptr_array_add(argv, (char *)"--show");
	g_ptr_array_add(argv, (char *)"--showformat=${db:Status-Status} ${Package}\\n");
	g_hash_table_iter_init(&at, packages);
	while (g_hash_table_iter_next(&at, &name, NULL)) {
		g_ptr_array_add(argv, name);
		g_hash_table_add(missing, name);
	}
	if (!g_hash_table_size(packages))
		return names;
	g_ptr_array_add(argv, NULL);
	if (!spawn_run(&(struct spawn){ .argv = (const char *const *)argv->pdata }, &result, error)) {
		g_ptr_array_unref(names);
		return NULL;
	}
	drop_installed(missing, result.out->str);
	g_hash_table_iter_init(&at, missing);
	while (g_hash_table_iter_next(&at, &name, NULL))
		g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, compare_names);
	return names;
}

static char *join_names(GPtrArray *names)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < names->len; i++)
		g_string_append_printf(out, "%s%s", i ? " " : "", (char *)names->pdata[i]);
	return g_string_free(out, FALSE);
}

/* A policy that forbids every start; false when the host has a policy of its own, which stays. */
static bool policy_place(void)
{
	static const char text[] = "#!/bin/sh\nexit 101\n";
	int fd = open(policy_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0755);
	bool whole;

	if (fd < 0)
		return false;
	whole = write(fd, text, sizeof(text) - 1) == (ssize_t)sizeof(text) - 1;
	close(fd);
	if (!whole)
		unlink(policy_path);
	return whole;
}

/* Postfix would push another mail server out: that is the administrator's decision. */
static bool keeps_mail_server(GPtrArray *missing, GError **error)
{
	static const char *const others[] = { "/usr/sbin/exim4", "/usr/lib/sm.bin/sendmail",
					      "/usr/sbin/opensmtpd" };

	if (!g_ptr_array_find_with_equal_func(missing, "postfix", g_str_equal, NULL))
		return true;
	for (unsigned i = 0; i < G_N_ELEMENTS(others); i++) {
		if (access(others[i], X_OK) != 0)
			continue;
		fault_set(error, &other_mail_server, VALUE_NULL,
			  "This host has another mail server, %s, which installing postfix would replace.",
			  others[i]);
		return false;
	}
	return true;
}

static bool run_apt(GPtrArray *missing, GError **error)
{
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_auto(GStrv) env = g_environ_setenv(g_get_environ(), "DEBIAN_FRONTEND", "noninteractive",
					     TRUE);
	static const char *const head[] = { "apt-get", "install", "--yes", "--no-install-recommends",
					    "--no-upgrade", "--quiet=2", "--" };

	for (unsigned i = 0; i < G_N_ELEMENTS(head); i++)
		g_ptr_array_add(argv, (char *)head[i]);
	for (guint i = 0; i < missing->len; i++)
		g_ptr_array_add(argv, missing->pdata[i]);
	g_ptr_array_add(argv, NULL);
	return spawn_check(&(struct spawn){ .argv = (const char *const *)argv->pdata,
					    .env = (const char *const *)env,
					    .timeout_ms = 20 * 60 * 1000 }, NULL, error);
}

bool packages_install(GPtrArray *missing, GError **error)
{
	g_autofree char *names = join_names(missing);
	g_autoptr(GError) reason = NULL;
	bool placed, installed;

	if (!missing->len)
		return true;
	if (!keeps_mail_server(missing, error))
		return false;
	if (geteuid() != 0) {
		fault_set(error, &missing_packages, VALUE_NULL,
			  "Packages are missing: run \"apt-get install --no-install-recommends %s\" as root.",
			  names);
		return false;
	}
	placed = policy_place();
	installed = run_apt(missing, &reason);
	if (placed)
		unlink(policy_path);
	if (!installed)
		fault_set(error, &missing_packages, VALUE_NULL,
			  "Packages could not be installed (%s): run \"apt-get install "
			  "--no-install-recommends %s\".", reason->message, names);
	return installed;
}
