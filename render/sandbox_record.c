/*
 * The status file is lines of words, written beside itself and renamed: its
 * readers are other processes, which may look at any time.
 */
#include "render/sandbox_record.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define STATUS_NEW	SANDBOX_STATUS_FILE ".new"

G_DEFINE_QUARK(hmsh-sandbox-error, sandbox_error)

void sandbox_status_clear(struct sandbox_status *status)
{
	g_clear_pointer(&status->root, g_free);
	g_clear_pointer(&status->daemons, g_array_unref);
}

static void daemon_status_clear(gpointer data)
{
	g_free(((struct sandbox_daemon_status *)data)->name);
}

bool sandbox_record_write(int dirfd, const struct sandbox_status *status)
{
	g_autoptr(GString) text = g_string_new(NULL);
	int fd = openat(dirfd, STATUS_NEW, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	bool ok;

	g_string_append_printf(text, "pid %d\nstart %" G_GUINT64_FORMAT "\nroot %s\n", status->pid,
			       status->start, status->root);
	for (guint i = 0; i < status->daemons->len; i++) {
		const struct sandbox_daemon_status *d =
			&g_array_index(status->daemons, struct sandbox_daemon_status, i);

		g_string_append_printf(text, "daemon %d %d %s\n", d->pid, d->status, d->name);
	}
	ok = fd >= 0 && write(fd, text->str, text->len) == (ssize_t)text->len;
	if (fd >= 0)
		close(fd);
	return ok && renameat(dirfd, STATUS_NEW, dirfd, SANDBOX_STATUS_FILE) == 0;
}

static bool read_line(const char *line, struct sandbox_status *status)
{
	struct sandbox_daemon_status daemon = { 0 };
	int at = 0;

	if (sscanf(line, "daemon %d %d %n", &daemon.pid, &daemon.status, &at) == 2 && at > 0) {
		daemon.name = g_strdup(line + at);
		g_array_append_val(status->daemons, daemon);
	} else if (g_str_has_prefix(line, "root ")) {
		g_free(status->root);
		status->root = g_strdup(line + strlen("root "));
	} else if (g_str_has_prefix(line, "start ")) {
		status->start = g_ascii_strtoull(line + strlen("start "), NULL, 10);
	} else if (g_str_has_prefix(line, "pid ")) {
		status->pid = (pid_t)g_ascii_strtoll(line + strlen("pid "), NULL, 10);
	} else {
		return *line == '\0';
	}
	return true;
}

bool sandbox_record_read(const char *rundir, struct sandbox_status *ret_status, GError **error)
{
	g_autofree char *path = g_build_filename(rundir, SANDBOX_STATUS_FILE, NULL), *text = NULL;
	g_auto(sandbox_status) status = SANDBOX_STATUS_INIT;
	g_auto(GStrv) lines = NULL;
	bool ok = true;

	if (!g_file_get_contents(path, &text, NULL, NULL)) {
		g_set_error(error, SANDBOX_ERROR, SANDBOX_ERROR_NOT_RUNNING,
			    "no sandbox runs in %s", rundir);
		return false;
	}
	status.daemons = g_array_new(FALSE, TRUE, sizeof(struct sandbox_daemon_status));
	g_array_set_clear_func(status.daemons, daemon_status_clear);
	lines = g_strsplit(text, "\n", -1);
	for (char **line = lines; *line != NULL && ok; line++)
		ok = read_line(*line, &status);
	if (!ok || status.pid <= 1 || status.root == NULL) {
		g_set_error(error, SANDBOX_ERROR, SANDBOX_ERROR_NOT_RUNNING,
			    "%s is not the status of a sandbox", path);
		return false;
	}
	*ret_status = status;
	status = (struct sandbox_status)SANDBOX_STATUS_INIT;
	return true;
}

bool sandbox_process_read(const char *file, pid_t *ret_pid, guint64 *ret_start)
{
	g_autofree char *text = NULL;
	const char *after;

	if (!g_file_get_contents(file, &text, NULL, NULL))
		return false;
	/* The name in parentheses may hold anything; the start time is the 20th word after it. */
	after = strrchr(text, ')');
	for (int words = 0; after != NULL && words < 20; words++)
		after = strchr(after + 1, ' ');
	if (after == NULL)
		return false;
	*ret_pid = (pid_t)g_ascii_strtoll(text, NULL, 10);
	*ret_start = g_ascii_strtoull(after + 1, NULL, 10);
	return true;
}
