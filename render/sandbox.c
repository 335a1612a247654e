/*
 * The side of the sandbox that administrators' commands stand on. Start forks
 * the supervisor and reads its one report; everything after that finds the
 * supervisor through the status file and holds it by a pidfd whose start time
 * was compared, so a number that was used again is never touched.
 */
#include "render/sandbox.h"

#include "lib/spawn.h"
#include "render/daemon.h"
#include "render/sandbox_record.h"
#include "render/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define STOP_MS		6000
#define KILL_MS		2000

static bool setup_failed(GError **error, const char *what, const char *path)
{
	g_set_error(error, SANDBOX_ERROR, SANDBOX_ERROR_SETUP, "cannot %s %s: %s", what, path,
		    g_strerror(errno));
	return false;
}

/* The run folder, with what the supervisor expects in it. */
static int open_rundir(const char *rundir, GError **error)
{
	int fd = -1;

	if (g_mkdir_with_parents(rundir, 0755) < 0 ||
	    (fd = open(rundir, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0)
		setup_failed(error, "make", rundir);
	else if ((mkdirat(fd, "spool", 0755) < 0 || mkdirat(fd, "log", 0755) < 0) && errno != EEXIST)
		setup_failed(error, "make folders in", rundir);
	else
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static bool read_report(int fd, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	char buffer[4096];
	ssize_t n;

	while ((n = read(fd, buffer, sizeof(buffer))) != 0) {
		if (n > 0)
			g_string_append_len(text, buffer, n);
		else if (errno != EINTR)
			break;
	}
	if (g_str_equal(text->str, "0"))
		return true;
	if (text->len == 0)
		g_set_error(error, SANDBOX_ERROR, SANDBOX_ERROR_SETUP,
			    "the sandbox's supervisor ended without a word");
	else
		g_set_error_literal(error, SANDBOX_ERROR, text->str[0] - '1', text->str + 1);
	return false;
}

/* `config` with absolute paths: the supervisor has another working folder. */
static bool start_supervisor(const struct sandbox_config *config, GError **error)
{
	int ends[2], dirfd = open_rundir(config->rundir, error);
	pid_t pid;
	bool ok;

	if (dirfd < 0)
		return false;
	if (pipe2(ends, O_CLOEXEC) < 0 || (pid = fork()) < 0) {
		close(dirfd);
		return setup_failed(error, "start a supervisor for", config->rundir);
	}
	if (pid == 0)
		supervisor_main(config, dirfd, ends[1]);
	close(dirfd);
	close(ends[1]);
	ok = read_report(ends[0], error);
	close(ends[0]);
	waitpid(pid, NULL, 0);
	return ok;
}

bool sandbox_start(const struct sandbox_config *config, GError **error)
{
	g_autofree char *root = g_canonicalize_filename(config->root, NULL);
	g_autofree char *rundir = g_canonicalize_filename(config->rundir, NULL);
	struct sandbox_config absolute = *config;

	if (geteuid() != 0) {
		g_set_error(error, SANDBOX_ERROR, SANDBOX_ERROR_DENIED,
			    "the sandbox has to be started by root: its daemons run as several users");
		return false;
	}
	absolute.root = root;
	absolute.rundir = rundir;
	return start_supervisor(&absolute, error);
}

bool sandbox_status_get(const char *rundir, struct sandbox_status *ret_status, GError **error)
{
	g_auto(sandbox_status) status = SANDBOX_STATUS_INIT;
	g_autofree char *file = NULL;
	guint64 start = 0;
	pid_t pid = 0;

	if (!sandbox_record_read(rundir, &status, error))
		return false;
	file = g_strdup_printf("/proc/%d/stat", status.pid);
	if (!sandbox_process_read(file, &pid, &start) || start != status.start) {
		g_set_error(error, SANDBOX_ERROR, SANDBOX_ERROR_NOT_RUNNING,
			    "no sandbox runs in %s: its supervisor is gone", rundir);
		return false;
	}
	*ret_status = status;
	status = (struct sandbox_status)SANDBOX_STATUS_INIT;
	return true;
}

/* A pidfd of the supervisor, or -1. */
static int open_supervisor(const char *rundir, GError **error)
{
	g_auto(sandbox_status) before = SANDBOX_STATUS_INIT, after = SANDBOX_STATUS_INIT;
	int fd;

	if (!sandbox_status_get(rundir, &before, error))
		return -1;
	fd = syscall(SYS_pidfd_open, before.pid, 0);
	if (fd < 0) {
		g_set_error(error, SANDBOX_ERROR, SANDBOX_ERROR_NOT_RUNNING,
			    "no sandbox runs in %s: %s", rundir, g_strerror(errno));
		return -1;
	}
	/* What lives under this number now is what the pidfd holds. */
	if (!sandbox_status_get(rundir, &after, error)) {
		close(fd);
		return -1;
	}
	return fd;
}

static bool wait_gone(int pidfd, int timeout_ms)
{
	struct pollfd fd = { .fd = pidfd, .events = POLLIN };

	return TEMP_FAILURE_RETRY(poll(&fd, 1, timeout_ms)) == 1;
}

bool sandbox_stop(const char *rundir, GError **error)
{
	static const char *const made[] = { SANDBOX_STATUS_FILE, SANDBOX_LOCK_FILE, "resolv.conf",
					    "hosts" };
	int fd = open_supervisor(rundir, error);
	bool ok;

	if (fd < 0)
		return false;
	ok = syscall(SYS_pidfd_send_signal, fd, SIGTERM, NULL, 0) == 0;
	if (ok && !wait_gone(fd, STOP_MS)) {
		syscall(SYS_pidfd_send_signal, fd, SIGKILL, NULL, 0);
		ok = wait_gone(fd, KILL_MS);
	}
	close(fd);
	if (!ok)
		return setup_failed(error, "end the supervisor of", rundir);
	for (size_t i = 0; i < G_N_ELEMENTS(made); i++) {
		g_autofree char *path = g_build_filename(rundir, made[i], NULL);

		unlink(path);
	}
	return true;
}

bool sandbox_reload(const char *rundir, const char *daemon, GError **error)
{
	const struct daemon *one = daemon != NULL ? daemon_find(daemon) : daemons;
	size_t n = daemon != NULL ? 1 : n_daemons;

	g_return_val_if_fail(one != NULL, false);
	for (size_t i = 0; i < n; i++) {
		struct spawn spawn = { .argv = one[i].reload };
		g_auto(spawn_result) result = SPAWN_RESULT_INIT;
		g_autofree char *line = NULL;

		if (!sandbox_exec(rundir, &spawn, &result, error))
			return false;
		if (result.status == 0)
			continue;
		line = spawn_last_line(result.err->len > 0 ? result.err : result.out);
		g_set_error(error, SANDBOX_ERROR, SANDBOX_ERROR_DAEMON, "%s did not reload: %s",
			    one[i].name, line);
		return false;
	}
	return true;
}

/*
 * A process enters a process namespace only by its children: the one that was
 * forked for the program stays outside, waits for the program and ends as it
 * does. It keeps nothing open, so the outputs end with the program.
 */
static bool enter(void *data)
{
	int pidfd = *(int *)data, wait = 0;
	pid_t pid;

	if (setns(pidfd, CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC) < 0 ||
	    (pid = fork()) < 0)
		return false;
	if (pid == 0)
		return chdir("/") == 0;
	close_range(0, ~0U, 0);
	while (waitpid(pid, &wait, 0) < 0 && errno == EINTR)
		;
	_exit(WIFSIGNALED(wait) ? 128 + WTERMSIG(wait) : WEXITSTATUS(wait));
}

bool sandbox_exec(const char *rundir, const struct spawn *spawn, struct spawn_result *ret_result,
		  GError **error)
{
	struct spawn inside = *spawn;
	int fd = open_supervisor(rundir, error);
	bool ok;

	if (fd < 0)
		return false;
	inside.cwd = NULL;
	inside.prepare = enter;
	inside.prepare_data = &fd;
	ok = spawn_run(&inside, ret_result, error);
	close(fd);
	return ok;
}

char *sandbox_log_path(const char *rundir, const char *daemon)
{
	return g_strconcat(rundir, "/log/", daemon, ".log", NULL);
}
