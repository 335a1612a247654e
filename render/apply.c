/*
 * On a host, a unit of ours runs each daemon on /etc/hmsh/current; a unit is
 * written when it is missing or another, enabled so that it survives a
 * reboot, and started by the first publishing.
 */
#include "config.h"
#include "lib/fault.h"
#include "lib/spawn.h"
#include "lib/str.h"
#include "render/apply.h"
#include "render/daemon.h"
#include "render/sandbox.h"

#include <errno.h>
#include <unistd.h>

static const struct fault reload_failed = {
	"ReloadFailed", "System.InvalidOperationException", CATEGORY_INVALID_RESULT,
	"The generation before is current again. Get-HostingLog shows what the daemon said."
};

static const struct fault unit_fault = {
	"UnitUnwritable", "System.IO.IOException", CATEGORY_WRITE_ERROR, NULL
};

#define SYSTEMCTL	"/usr/bin/systemctl"
#define UNIT_FOLDER	"/etc/systemd/system"
#define TMPFILES	"/etc/tmpfiles.d/hmsh.conf"
#define UNIT_TIMEOUT_MS	60000

static bool is_host(const char *root)
{
	return !strcmp(root, HOST_ROOT);
}

static bool has_systemd(void)
{
	return g_file_test("/run/systemd/system", G_FILE_TEST_IS_DIR) &&
		g_file_test(SYSTEMCTL, G_FILE_TEST_IS_EXECUTABLE);
}

static bool systemctl(const char *verb, const char *unit, GError **error)
{
	const char *argv[] = { SYSTEMCTL, "--quiet", verb, unit, NULL };
	struct spawn spawn = { .argv = argv, .timeout_ms = UNIT_TIMEOUT_MS };

	return spawn_check(&spawn, NULL, error);
}

static bool sandbox_runs(const char *root, const char *rundir)
{
	g_auto(sandbox_status) status = SANDBOX_STATUS_INIT;
	g_autofree char *a = NULL, *b = NULL;

	if (!rundir || !sandbox_status_get(rundir, &status, NULL))
		return false;
	a = g_canonicalize_filename(status.root, NULL);
	b = g_canonicalize_filename(root, NULL);
	return !strcmp(a, b);
}

static const struct fault taken = {
	"ServiceConflict", "System.InvalidOperationException", CATEGORY_RESOURCE_BUSY,
	"The generation before is current again."
};

/* The package's own unit runs the same daemon on the same ports: which of the two is not ours to say. */
static bool is_taken(const char *daemon, GError **error)
{
	g_autofree char *unit = g_strdup_printf("%s.service", daemon);

	if (!systemctl("is-active", unit, NULL))
		return false;
	fault_set(error, &taken, VALUE_NULL, "%s of the package runs on this host and holds its ports. To "
		  "have hmsh do its work, run \"systemctl disable --now %s\" and publish again.", unit, unit);
	return true;
}

static bool reload_unit(const char *daemon, GError **error)
{
	g_autofree char *unit = g_strdup_printf("hmsh-%s.service", daemon);
	g_autoptr(GError) problem = NULL;

	if (systemctl("reload-or-restart", unit, &problem))
		return true;
	if (!is_taken(daemon, error))
		g_propagate_error(error, g_steal_pointer(&problem));
	return false;
}

bool apply_reload(const char *root, const char *rundir, const GPtrArray *daemons,
		  GPtrArray *ret_told, GError **error)
{
	bool sandbox = daemons->len && sandbox_runs(root, rundir);
	bool units = !sandbox && is_host(root) && geteuid() == 0 && has_systemd();
	g_autoptr(GError) problem = NULL;

	for (guint i = 0; (sandbox || units) && i < daemons->len; i++) {
		const char *daemon = g_ptr_array_index(daemons, i);
		value_auto target = value_text(daemon);

		if (!daemon_find(daemon))
			continue;
		if (!(sandbox ? sandbox_reload(rundir, daemon, &problem) :
		      reload_unit(daemon, &problem))) {
			if (fault_is(problem, &taken))
				g_propagate_error(error, g_steal_pointer(&problem));
			else
				fault_set(error, &reload_failed, target, "%s could not be told of its "
					  "new configuration: %s", daemon, problem->message);
			return false;
		}
		g_ptr_array_add(ret_told, g_strdup(daemon));
	}
	return true;
}

/* -- Units -------------------------------------------------------------------- */

/* What differs from one unit to another, beside the daemon's own command lines. */
static const struct unit {
	const char *daemon, *title, *after, *extra;
} unit_table[] = {
	{ "postfix", "Postfix", " hmsh-dovecot.service",
	  "Type=exec\nExecStop=/usr/sbin/postfix -c " HOST_CURRENT
	  "/postfix stop\nKillMode=mixed\n" },
	{ "dovecot", "Dovecot", "", "Type=notify\nNonBlocking=yes\nLimitNOFILE=65535\n" },
	{ "nginx", "nginx", "",
	  "Type=exec\nKillSignal=SIGQUIT\nKillMode=mixed\nTimeoutStopSec=5\n" },
	{ "knot", "Knot DNS", "", "Type=notify\nLimitNOFILE=1048576\n" },
};

static char *command_line(const char *const *argv)
{
	return g_strjoinv(" ", (char **)argv);
}

static char *unit_text(const struct unit *unit, const struct daemon *daemon)
{
	g_autofree char *run = command_line(daemon->run), *reload = command_line(daemon->reload);

	return g_strdup_printf(
		"[Unit]\n"
		"Description=%s of the Hosting Management Shell\n"
		"After=network-online.target%s\n"
		"Wants=network-online.target\n"
		"\n"
		"[Service]\n"
		"ExecStart=%s\n"
		"ExecReload=%s\n"
		"%s"
		"StandardOutput=append:" HOST_LOG "/%s.log\n"
		"StandardError=inherit\n"
		"Restart=on-failure\n"
		"PrivateTmp=true\n"
		"\n"
		"[Install]\n"
		"WantedBy=multi-user.target\n",
		unit->title, unit->after, run, reload, unit->extra, unit->daemon);
}

static char *tmpfiles_text(void)
{
	GString *out =
		g_string_new("# The folders of the daemons of the Hosting Management Shell.\n");

	for (size_t i = 0; i < n_daemon_folders; i++)
		g_string_append_printf(out, "d %s %04o %s %s\n", daemon_folders[i].path,
				       (unsigned)daemon_folders[i].mode, daemon_folders[i].owner,
				       daemon_folders[i].owner);
	return g_string_free(out, FALSE);
}

/* Writes a file that is missing or another; *changed then. */
static bool install_file(const char *path, const char *text, bool *changed, GError **error)
{
	g_autofree char *old = NULL, *folder = g_path_get_dirname(path);
	g_autoptr(GError) problem = NULL;

	if (g_file_get_contents(path, &old, NULL, NULL) && !strcmp(old, text))
		return true;
	*changed = true;
	if (g_mkdir_with_parents(folder, 0755) == 0 &&
	    g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0644,
				     &problem))
		return true;
	fault_set(error, &unit_fault, VALUE_NULL, "%s could not be written: %s", path,
		  problem ? problem->message : g_strerror(errno));
	return false;
}

static bool install_units(bool *changed, GError **error)
{
	g_autofree char *tmpfiles = tmpfiles_text();

	for (size_t i = 0; i < G_N_ELEMENTS(unit_table); i++) {
		const struct daemon *daemon = daemon_find(unit_table[i].daemon);
		g_autofree char *text = unit_text(&unit_table[i], daemon);
		g_autofree char *path = g_strdup_printf(UNIT_FOLDER "/hmsh-%s.service",
							unit_table[i].daemon);

		if (!install_file(path, text, changed, error))
			return false;
	}
	return install_file(TMPFILES, tmpfiles, changed, error);
}

/* Where an administrator's own additions go. */
static bool make_local(const char *root, GError **error)
{
	for (size_t i = 0; i < n_daemons; i++) {
		g_autofree char *folder = g_build_filename(root, "local", daemons[i].name, NULL);

		if (g_mkdir_with_parents(folder, 0755) == 0)
			continue;
		fault_set(error, &unit_fault, VALUE_NULL, "%s could not be made: %s", folder,
			  g_strerror(errno));
		return false;
	}
	return true;
}

bool apply_install(const char *root, GError **error)
{
	bool changed = false;

	if (!make_local(root, error))
		return false;
	if (!is_host(root) || geteuid() != 0 || !g_file_test(SYSTEMCTL, G_FILE_TEST_EXISTS))
		return true;
	if (!install_units(&changed, error))
		return false;
	if (!changed)
		return true;
	if (has_systemd() &&
	    (!daemon_folders_make("", error) || !systemctl("daemon-reload", NULL, error)))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(unit_table); i++) {
		g_autofree char *unit = g_strdup_printf("hmsh-%s.service", unit_table[i].daemon);

		if (!systemctl("enable", unit, error))
			return false;
	}
	return true;
}
