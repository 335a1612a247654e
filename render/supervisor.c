/*
 * Two processes. The first takes the lock of the run folder and the new
 * namespaces, and forks the second, which is number 1 in them: it makes the
 * view, starts the daemons, waits until they answer and then only reaps,
 * records who ended, and waits for SIGTERM. It restarts nothing: a trial has
 * to show what fails. When it ends, by whatever cause, the kernel ends
 * everything inside.
 */
#include "render/supervisor.h"

#include "lib/spawn.h"
#include "render/daemon.h"
#include "render/sandbox_record.h"
#include "render/sandbox_view.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEFAULT_READY_MS	10000
#define READY_SLICE_MS		3
#define STOP_GRACE_MS		3000
#define LOG_TAIL_LINES		5

struct supervisor {
	const struct sandbox_config *config;
	int dirfd;
	struct sandbox_status status;
	sigset_t signals;	/* blocked, waited for */
};

static gint64 now_ms(void)
{
	return g_get_monotonic_time() / 1000;
}

static G_NORETURN void report_and_exit(int report, const GError *error)
{
	char code = '1' + (char)error->code;

	if (write(report, &code, 1) == 1 && write(report, error->message, strlen(error->message)) < 0)
		_exit(2);
	_exit(1);
}

/* The end of a daemon's log, for the error that it caused. */
static char *log_tail(const char *daemon)
{
	g_autofree char *path = g_strconcat(HOST_LOG "/", daemon, ".log", NULL), *text = NULL;
	const char *at;
	gsize n = 0;
	int lines = 0;

	if (!g_file_get_contents(path, &text, &n, NULL) || n == 0)
		return g_strdup("its log is empty");
	g_strchomp(text);
	for (at = text + strlen(text); at > text; at--)
		if (at[-1] == '\n' && ++lines == LOG_TAIL_LINES)
			break;
	return g_strdup_printf("the end of its log:\n%s", at);
}

static struct sandbox_daemon_status *daemon_status(struct supervisor *s, size_t i)
{
	return &g_array_index(s->status.daemons, struct sandbox_daemon_status, i);
}

static bool start_daemon(struct supervisor *s, const struct daemon *daemon, GError **error)
{
	static const char *const env[] = {
		"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
		"LANG=C.UTF-8", "HOME=/", NULL,
	};
	struct sandbox_daemon_status status = { .name = (char *)daemon->name, .status = -1 };
	struct spawn spawn = { .argv = daemon->run, .env = env, .cwd = "/" };
	g_autofree char *path = g_strconcat(HOST_LOG "/", daemon->name, ".log", NULL);
	g_autoptr(GError) why = NULL;
	int log = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);

	if (log >= 0)
		status.pid = spawn_start(&spawn, log, &why);
	if (log < 0 || status.pid < 0) {
		g_set_error(error, SANDBOX_ERROR, SANDBOX_ERROR_DAEMON, "%s: %s", daemon->name,
			    why != NULL ? why->message : g_strerror(errno));
		return false;
	}
	close(log);
	g_array_append_val(s->status.daemons, status);
	return true;
}

/* Takes every child that ended; true when one of them was a daemon. */
static bool reap(struct supervisor *s)
{
	bool changed = false;
	int wait;
	pid_t pid;

	while ((pid = waitpid(-1, &wait, WNOHANG)) > 0) {
		for (guint i = 0; i < s->status.daemons->len; i++) {
			struct sandbox_daemon_status *d = daemon_status(s, i);

			if (d->pid != pid || d->status >= 0)
				continue;
			d->status = WIFSIGNALED(wait) ? 128 + WTERMSIG(wait) : WEXITSTATUS(wait);
			changed = true;
		}
	}
	return changed;
}

static socklen_t socket_address(const struct sandbox_socket *socket, struct sockaddr_storage *at)
{
	struct sockaddr_in *in = (struct sockaddr_in *)at;
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)at;
	struct sockaddr_un *un = (struct sockaddr_un *)at;

	memset(at, 0, sizeof(*at));
	if (inet_pton(AF_INET, socket->address, &in->sin_addr) == 1) {
		in->sin_family = AF_INET;
		in->sin_port = htons(socket->port);
		return sizeof(*in);
	}
	if (inet_pton(AF_INET6, socket->address, &in6->sin6_addr) == 1) {
		in6->sin6_family = AF_INET6;
		in6->sin6_port = htons(socket->port);
		return sizeof(*in6);
	}
	un->sun_family = AF_UNIX;
	g_strlcpy(un->sun_path, socket->address, sizeof(un->sun_path));
	return sizeof(*un);
}

static bool answers(const struct sandbox_socket *wanted)
{
	struct sockaddr_storage at;
	socklen_t n = socket_address(wanted, &at);
	int fd = socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool ok = fd >= 0 && connect(fd, (struct sockaddr *)&at, n) == 0;

	if (fd >= 0)
		close(fd);
	return ok;
}

/* The daemon that ended, if one did. */
static const struct sandbox_daemon_status *ended(struct supervisor *s)
{
	reap(s);
	for (guint i = 0; i < s->status.daemons->len; i++)
		if (daemon_status(s, i)->status >= 0)
			return daemon_status(s, i);
	return NULL;
}

static void set_daemon_error(GError **error, const char *daemon, const char *what)
{
	g_autofree char *tail = log_tail(daemon);

	g_set_error(error, SANDBOX_ERROR, SANDBOX_ERROR_DAEMON, "%s %s; %s", daemon, what, tail);
}

static bool wait_ready(struct supervisor *s, GError **error)
{
	const struct sandbox_config *c = s->config;
	unsigned limit = c->timeout_ms > 0 ? c->timeout_ms : DEFAULT_READY_MS;
	const struct timespec slice = { .tv_nsec = READY_SLICE_MS * 1000000L };
	gint64 end = now_ms() + limit;
	size_t up = 0;

	while (up < c->n_sockets) {
		const struct sandbox_socket *socket = &c->sockets[up];
		const struct sandbox_daemon_status *gone = ended(s);
		g_autofree char *what = NULL;

		if (gone != NULL)
			what = g_strdup_printf("ended with status %d", gone->status);
		else if (answers(socket))
			up++;
		else if (now_ms() > end)
			what = g_strdup_printf("does not answer on %s port %u after %u ms",
					       socket->address, socket->port, limit);
		else
			sigtimedwait(&s->signals, NULL, &slice);
		if (what != NULL) {
			set_daemon_error(error, gone != NULL ? gone->name : socket->daemon, what);
			return false;
		}
	}
	return true;
}

static void stop_all(struct supervisor *s)
{
	gint64 end = now_ms() + STOP_GRACE_MS;
	const struct timespec slice = { .tv_nsec = 5 * 1000000L };

	kill(-1, SIGTERM);
	do {
		reap(s);
		if (waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD)
			return;
		sigtimedwait(&s->signals, NULL, &slice);
	} while (now_ms() < end);
	kill(-1, SIGKILL);
}

static void watch(struct supervisor *s)
{
	for (;;) {
		int sig = sigwaitinfo(&s->signals, NULL);

		if (sig == SIGTERM || sig == SIGINT)
			return;
		if (reap(s))
			sandbox_record_write(s->dirfd, &s->status);
	}
}

static bool bring_up(struct supervisor *s, GError **error)
{
	const struct sandbox_config *c = s->config;

	/* Read through the old /proc: the numbers that others know. */
	if (!sandbox_process_read("/proc/self/stat", &s->status.pid, &s->status.start)) {
		g_set_error(error, SANDBOX_ERROR, SANDBOX_ERROR_SETUP, "cannot read /proc/self/stat");
		return false;
	}
	if (!sandbox_view_make(c, error))
		return false;
	for (size_t i = 0; i < c->n_daemons; i++)
		if (!start_daemon(s, &c->daemons[i], error))
			return false;
	if (!wait_ready(s, error))
		return false;
	if (sandbox_record_write(s->dirfd, &s->status))
		return true;
	g_set_error(error, SANDBOX_ERROR, SANDBOX_ERROR_SETUP, "cannot write the status file: %s",
		    g_strerror(errno));
	return false;
}

static G_NORETURN void supervise(const struct sandbox_config *config, int dirfd, int report)
{
	struct supervisor s = { .config = config, .dirfd = dirfd,
				.status = { .root = (char *)config->root } };
	GError *error = NULL;
	bool ok;

	prctl(PR_SET_NAME, "hmsh-sandbox");
	sigemptyset(&s.signals);
	sigaddset(&s.signals, SIGTERM);
	sigaddset(&s.signals, SIGINT);
	sigaddset(&s.signals, SIGCHLD);
	sigprocmask(SIG_SETMASK, &s.signals, NULL);
	s.status.daemons = g_array_new(FALSE, TRUE, sizeof(struct sandbox_daemon_status));
	ok = bring_up(&s, &error);
	if (ok && write(report, "0", 1) == 1)
		close(report);
	if (ok)
		watch(&s);
	stop_all(&s);
	unlinkat(dirfd, SANDBOX_STATUS_FILE, 0);
	if (!ok)
		report_and_exit(report, error);
	_exit(0);
}

/* Descriptors 1 and 2 become sandbox.log, and nothing of ours stays open in the supervisor. */
static void detach(int *dirfd, int *lock, int *report)
{
	int *const kept[] = { dirfd, lock, report };
	const int n = G_N_ELEMENTS(kept), first = STDERR_FILENO + 1;
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int log = openat(*dirfd, "log/sandbox.log", O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0644);

	setsid();
	dup2(null, 0);
	dup2(log >= 0 ? log : null, 1);
	dup2(log >= 0 ? log : null, 2);
	/* First out of the way of each other, then to their places. */
	for (int i = 0; i < n; i++)
		*kept[i] = fcntl(*kept[i], F_DUPFD, first + n);
	for (int i = 0; i < n; i++)
		*kept[i] = dup2(*kept[i], first + i);
	close_range(first + n, ~0U, 0);
	close_range(first, first + n - 1, CLOSE_RANGE_CLOEXEC);
	umask(022);
	if (chdir("/") < 0)
		_exit(1);
}

static void set_denied(GError **error, int why)
{
	if (why == EPERM)
		g_set_error(error, SANDBOX_ERROR, SANDBOX_ERROR_DENIED,
			    "the kernel allows no private namespaces here: this process lacks the "
			    "capability CAP_SYS_ADMIN");
	else
		g_set_error(error, SANDBOX_ERROR, SANDBOX_ERROR_DENIED,
			    "the kernel allows no private namespaces here: %s", g_strerror(why));
}

void supervisor_main(const struct sandbox_config *config, int dirfd, int report)
{
	int lock = openat(dirfd, SANDBOX_LOCK_FILE, O_RDWR | O_CREAT, 0644);
	GError *error = NULL;
	pid_t pid = -1;

	detach(&dirfd, &lock, &report);
	if (lock < 0 || flock(lock, LOCK_EX | LOCK_NB) < 0)
		g_set_error(&error, SANDBOX_ERROR, SANDBOX_ERROR_RUNNING,
			    "a sandbox runs already in %s", config->rundir);
	else if (unshare(CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC) < 0 ||
		 (pid = fork()) < 0)
		set_denied(&error, errno);
	if (error != NULL)
		report_and_exit(report, error);
	if (pid > 0)
		_exit(0);
	supervise(config, dirfd, report);
}
