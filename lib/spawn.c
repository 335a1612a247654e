/*
 * One fork serves both: the child reports a failed exec through a pipe that
 * closes by itself when the exec works, so a missing program is an error of
 * the start, not a mysterious status 127. Standard input is a memory file:
 * nothing can block on it, and no SIGPIPE comes back. The end of a program is
 * watched by a pidfd beside its two outputs, so that a grandchild which keeps
 * the outputs open (a daemon) does not keep us waiting.
 */
#include "lib/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEFAULT_TIMEOUT_MS	10000
#define DEFAULT_MAX_OUTPUT	(1024 * 1024)
#define POLL_SLICE_MS		5	/* without pidfd */

G_DEFINE_QUARK(hmsh-spawn-error, spawn_error)

void spawn_result_clear(struct spawn_result *result)
{
	if (result->out != NULL)
		g_string_free(g_steal_pointer(&result->out), TRUE);
	if (result->err != NULL)
		g_string_free(g_steal_pointer(&result->err), TRUE);
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static void default_signals(void)
{
	struct sigaction action = { .sa_handler = SIG_DFL };
	sigset_t none;

	for (int sig = 1; sig < NSIG; sig++)
		sigaction(sig, &action, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Puts `fd` where a descriptor of the standard three belongs; /dev/null for -1. */
static bool put_standard(int fd, int at, int flags)
{
	int opened = -1;
	bool ok;

	if (fd < 0)
		fd = opened = open("/dev/null", flags);
	ok = fd >= 0 && dup2(fd, at) == at;
	if (opened > STDERR_FILENO)
		close(opened);
	return ok;
}

static G_NORETURN void run_child(const struct spawn *s, const int standard[3], int report)
{
	bool ok;
	int why;

	default_signals();
	if (!s->same_group)
		setpgid(0, 0);
	ok = put_standard(standard[0], 0, O_RDONLY) && put_standard(standard[1], 1, O_WRONLY) &&
	     put_standard(standard[2], 2, O_WRONLY) && (s->cwd == NULL || chdir(s->cwd) == 0);
	/* After this the prepare function may open what it likes, all of it ends at the exec. */
	if (ok && s->prepare != NULL)
		ok = s->prepare(s->prepare_data);
	if (ok) {
		close_range(STDERR_FILENO + 1, ~0U, CLOSE_RANGE_CLOEXEC);
		if (s->env != NULL)
			execvpe(s->argv[0], (char *const *)s->argv, (char *const *)s->env);
		else
			execvp(s->argv[0], (char *const *)s->argv);
	}
	why = errno;
	if (write(report, &why, sizeof(why)) < 0)
		_exit(126);
	_exit(127);
}

/* A descriptor above the standard three, so that run_child() can move it without losing another. */
static bool high_pipe(int ends[2])
{
	int low[2];

	if (pipe2(low, O_CLOEXEC) < 0)
		return false;
	for (int i = 0; i < 2; i++) {
		ends[i] = fcntl(low[i], F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
		close(low[i]);
	}
	return ends[0] >= 0 && ends[1] >= 0;
}

static int read_report(int fd)
{
	int why = 0;
	ssize_t n;

	do
		n = read(fd, &why, sizeof(why));
	while (n < 0 && errno == EINTR);
	return n == sizeof(why) ? why : 0;
}

static pid_t start(const struct spawn *s, const int standard[3], GError **error)
{
	int report[2] = { -1, -1 }, why = 0;
	pid_t pid = -1;

	if (!high_pipe(report) || (pid = fork()) < 0)
		why = errno;
	if (pid == 0)
		run_child(s, standard, report[1]);
	close_fd(&report[1]);
	if (pid > 0) {
		if (!s->same_group)
			setpgid(pid, pid);
		why = read_report(report[0]);
	}
	close_fd(&report[0]);
	if (why == 0)
		return pid;
	if (pid > 0)
		waitpid(pid, NULL, 0);
	g_set_error(error, SPAWN_ERROR, SPAWN_ERROR_START, "cannot start %s: %s", s->argv[0],
		    g_strerror(why));
	return -1;
}

pid_t spawn_start(const struct spawn *spawn, int out_fd, GError **error)
{
	const int standard[3] = { -1, out_fd, out_fd };

	return start(spawn, standard, error);
}

pid_t spawn_start_with(const struct spawn *spawn, const int standard[3], GError **error)
{
	return start(spawn, standard, error);
}

/* Standard input as a memory file, or -1 with `error` unset when there is none to give. */
static int input_file(const struct spawn *s, GError **error)
{
	const char *p = s->input;
	size_t left = s->input_length;
	int fd;

	if (p == NULL)
		return -1;
	fd = memfd_create("input", MFD_CLOEXEC);
	while (fd >= 0 && left > 0) {
		ssize_t n = write(fd, p, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			close_fd(&fd);
		else
			p += n, left -= n;
	}
	if (fd < 0)
		g_set_error(error, SPAWN_ERROR, SPAWN_ERROR_START, "cannot keep the input of %s: %s",
			    s->argv[0], g_strerror(errno));
	else
		lseek(fd, 0, SEEK_SET);
	return fd;
}

struct capture {
	struct pollfd fd[3];	/* out, err, pidfd */
	GString *text[2];
	size_t max;
	bool truncated;
};

/* Reads what is there; closes at the end of the stream. Never blocks. */
static void drain(struct capture *c, int which)
{
	char buffer[8192];
	ssize_t n;

	while (c->fd[which].fd >= 0 && (n = read(c->fd[which].fd, buffer, sizeof(buffer))) != 0) {
		size_t room = c->max - c->text[which]->len;

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n < 0)
			break;
		c->truncated |= (size_t)n > room;
		g_string_append_len(c->text[which], buffer, MIN((size_t)n, room));
	}
	close_fd(&c->fd[which].fd);
}

/* Waits until the program has ended and its output is read; false when the time is over. */
static bool wait_end(struct capture *c, pid_t pid, unsigned timeout_ms, int *ret_wait)
{
	gint64 end = g_get_monotonic_time() + (gint64)timeout_ms * 1000;

	for (;;) {
		gint64 left = (end - g_get_monotonic_time() + 999) / 1000;
		pid_t ended;

		if (left <= 0)
			return false;
		if (c->fd[2].fd < 0)
			left = MIN(left, POLL_SLICE_MS);
		poll(c->fd, G_N_ELEMENTS(c->fd), (int)left);
		drain(c, 0);
		drain(c, 1);
		ended = waitpid(pid, ret_wait, WNOHANG);
		if (ended == pid || (ended < 0 && errno == ECHILD)) {
			drain(c, 0);
			drain(c, 1);
			return true;
		}
	}
}

static void kill_group(pid_t pid)
{
	kill(-pid, SIGKILL);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void capture_open(struct capture *c, const struct spawn *s, const int fds[2], pid_t pid)
{
	c->max = s->max_output > 0 ? s->max_output : DEFAULT_MAX_OUTPUT;
	c->truncated = false;
	for (int i = 0; i < 2; i++) {
		fcntl(fds[i], F_SETFL, fcntl(fds[i], F_GETFL) | O_NONBLOCK);
		c->fd[i] = (struct pollfd){ .fd = fds[i], .events = POLLIN };
		c->text[i] = g_string_new(NULL);
	}
	c->fd[2] = (struct pollfd){ .fd = syscall(SYS_pidfd_open, pid, 0), .events = POLLIN };
}

static void capture_close(struct capture *c, struct spawn_result *result)
{
	for (int i = 0; i < 3; i++)
		close_fd(&c->fd[i].fd);
	result->out = c->text[0];
	result->err = c->text[1];
	result->truncated = c->truncated;
}

/* The program runs: collects its output and its status. */
static bool collect(const struct spawn *s, pid_t pid, const int fds[2],
		    struct spawn_result *ret_result, GError **error)
{
	unsigned timeout = s->timeout_ms > 0 ? s->timeout_ms : DEFAULT_TIMEOUT_MS;
	g_auto(spawn_result) result = SPAWN_RESULT_INIT;
	struct capture c;
	int status = 0;
	bool ended;

	capture_open(&c, s, fds, pid);
	ended = wait_end(&c, pid, timeout, &status);
	if (!ended)
		kill_group(pid);
	capture_close(&c, &result);
	if (!ended) {
		g_set_error(error, SPAWN_ERROR, SPAWN_ERROR_TIMEOUT,
			    "%s did not end within %.3g seconds", s->argv[0], timeout / 1000.0);
		return false;
	}
	result.status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	*ret_result = result;
	result = (struct spawn_result)SPAWN_RESULT_INIT;
	return true;
}

bool spawn_run(const struct spawn *spawn, struct spawn_result *ret_result, GError **error)
{
	int out[2] = { -1, -1 }, err[2] = { -1, -1 }, input;
	GError *why = NULL;
	pid_t pid = -1;

	input = input_file(spawn, &why);
	if (why == NULL && (!high_pipe(out) || !high_pipe(err)))
		g_set_error(&why, SPAWN_ERROR, SPAWN_ERROR_START, "cannot start %s: %s",
			    spawn->argv[0], g_strerror(errno));
	if (why == NULL) {
		const int standard[3] = { input, out[1], err[1] };

		pid = start(spawn, standard, &why);
	}
	close_fd(&input);
	close_fd(&out[1]);
	close_fd(&err[1]);
	if (pid > 0) {
		const int fds[2] = { out[0], err[0] };

		return collect(spawn, pid, fds, ret_result, error);
	}
	close_fd(&out[0]);
	close_fd(&err[0]);
	g_propagate_error(error, why);
	return false;
}

char *spawn_last_line(const GString *text)
{
	const char *end = text->str + text->len, *start;

	while (end > text->str && g_ascii_isspace(end[-1]))
		end--;
	for (start = end; start > text->str && start[-1] != '\n'; start--)
		;
	return g_utf8_make_valid(start, end - start);
}

bool spawn_check(const struct spawn *spawn, struct spawn_result *ret_result, GError **error)
{
	g_auto(spawn_result) result = SPAWN_RESULT_INIT;
	g_autofree char *line = NULL;
	bool ok;

	if (!spawn_run(spawn, &result, error))
		return false;
	ok = result.status == 0;
	if (!ok) {
		line = spawn_last_line(result.err->len > 0 ? result.err : result.out);
		g_set_error(error, SPAWN_ERROR, SPAWN_ERROR_STATUS, "%s ended with status %d%s%s",
			    spawn->argv[0], result.status, *line != '\0' ? ": " : "", line);
	}
	if (ret_result != NULL) {
		*ret_result = result;
		result = (struct spawn_result)SPAWN_RESULT_INIT;
	}
	return ok;
}
