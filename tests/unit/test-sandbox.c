/*
 * render/sandbox.h with daemons of a few lines: what it gives them, and that
 * every failure is one clear error that leaves nothing behind. Needs root;
 * skipped otherwise. tests/daemons runs the real daemons.
 */
#include "lib/spawn.h"
#include "render/daemon.h"
#include "render/sandbox.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <linux/capability.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGV(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define PYTHON "/usr/bin/python3", "-c"
#define LISTEN	"import socket, time\n" \
		"s = socket.socket(); s.bind(('10.161.1.21', 25)); s.listen()\n" \
		"print('listening', flush=True); time.sleep(600)\n"

static const struct daemon listener = { "listener", ARGV(PYTHON, LISTEN), ARGV("/bin/true") };
static const struct daemon broken = { "broken",
	ARGV("/bin/sh", "-c", "echo one; echo 'conf line 7: wrong'; exit 3"), ARGV("/bin/true") };
static const struct daemon deaf = { "deaf", ARGV("/bin/sleep", "600"), ARGV("/bin/true") };
static const struct daemon missing = { "missing", ARGV("/nonexistent/daemon"), ARGV("/bin/true") };
static const struct sandbox_socket socket_25 = { "listener", "10.161.1.21", 25 };
static const struct sandbox_socket socket_deaf = { "deaf", "10.161.1.21", 26 };
static const char *const addresses[] = { "10.161.1.20", "10.161.1.21", "fd00::21", NULL };
static const char *const bad_addresses[] = { "10.161.1.999", NULL };

struct fixture {
	char *folder, *root, *rundir;
	struct sandbox_config config;
};

static void set_up(struct fixture *f, gconstpointer data)
{
	g_autofree char *file = NULL;

	f->folder = g_dir_make_tmp("hmsh-sandbox-XXXXXX", NULL);
	f->root = g_build_filename(f->folder, "root", NULL);
	f->rundir = g_build_filename(f->folder, "run", NULL);
	file = g_build_filename(f->root, "word", NULL);
	g_mkdir(f->root, 0755);
	g_assert_true(g_file_set_contents(file, "published\n", -1, NULL));
	f->config = (struct sandbox_config){
		.root = f->root, .rundir = f->rundir, .hostname = "ex01",
		.addresses = addresses,
		.resolv_conf = "nameserver 10.161.1.20\n", .hosts = "127.0.0.1 localhost ex01\n",
		.daemons = &listener, .n_daemons = 1, .sockets = &socket_25, .n_sockets = 1,
	};
}

static void tear_down(struct fixture *f, gconstpointer data)
{
	struct spawn spawn = { .argv = ARGV("rm", "-rf", f->folder) };

	sandbox_stop(f->rundir, NULL);
	g_assert_true(spawn_check(&spawn, NULL, NULL));
	g_free(f->folder);
	g_free(f->root);
	g_free(f->rundir);
}

static void assert_start(const struct fixture *f)
{
	g_autoptr(GError) error = NULL;

	sandbox_start(&f->config, &error);
	g_assert_no_error(error);
}

static void assert_fails(const struct fixture *f, enum sandbox_error code, const char *message)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *status = g_build_filename(f->rundir, "status", NULL);

	g_assert_false(sandbox_start(&f->config, &error));
	g_assert_error(error, SANDBOX_ERROR, (int)code);
	g_assert_cmpstr(error->message, ==, message);
	g_assert_false(g_file_test(status, G_FILE_TEST_EXISTS));
}

static void assert_inside(const struct fixture *f, const char *command, const char *expected)
{
	struct spawn spawn = { .argv = ARGV("/bin/sh", "-c", command) };
	g_auto(spawn_result) result = SPAWN_RESULT_INIT;
	g_autoptr(GError) error = NULL;

	sandbox_exec(f->rundir, &spawn, &result, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(result.out->str, ==, expected);
}

static void test_view(struct fixture *f, gconstpointer data)
{
	static const struct sandbox_file file = { "/run/hmsh/knot/local/x.conf", "local\n" };

	f->config.files = &file;
	f->config.n_files = 1;
	assert_start(f);
	assert_inside(f, "cat /etc/hmsh/word", "published\n");
	assert_inside(f, "cat /run/hmsh/knot/local/x.conf", "local\n");
	assert_inside(f, "cat /etc/resolv.conf", "nameserver 10.161.1.20\n");
	assert_inside(f, "cat /etc/hosts; uname -n", "127.0.0.1 localhost ex01\nex01\n");
	assert_inside(f, "ls /var/spool /run", "/run:\nhmsh\n\n/var/spool:\nhmsh\n");
	assert_inside(f, "stat -c '%U %a' /var/spool/hmsh/postfix-data", "postfix 700\n");
	assert_inside(f, "cat /proc/1/comm; pwd", "hmsh-sandbox\n/\n");
	assert_inside(f, "grep -c : /proc/net/dev", "1\n");
	assert_inside(f, "cat /var/log/hmsh/listener.log", "listening\n");
	assert_inside(f, "kill -TERM $$", "");
}

static void test_swapped_generation_is_seen(struct fixture *f, gconstpointer data)
{
	g_autofree char *link = g_build_filename(f->root, "current", NULL);

	assert_start(f);
	g_assert_cmpint(symlink("generations/7", link), ==, 0);
	assert_inside(f, "readlink /etc/hmsh/current", "generations/7\n");
}

static void test_status_and_stop(struct fixture *f, gconstpointer data)
{
	g_auto(sandbox_status) status = SANDBOX_STATUS_INIT;
	g_autoptr(GError) error = NULL, again = NULL;
	g_autofree char *expected = g_strconcat("a sandbox runs already in ", f->rundir, NULL);

	assert_start(f);
	g_assert_false(sandbox_start(&f->config, &again));
	g_assert_error(again, SANDBOX_ERROR, SANDBOX_ERROR_RUNNING);
	g_assert_cmpstr(again->message, ==, expected);
	g_assert_true(sandbox_status_get(f->rundir, &status, &error));
	g_assert_cmpint(kill(status.pid, 0), ==, 0);
	g_assert_cmpstr(status.root, ==, f->root);
	g_assert_cmpuint(status.daemons->len, ==, 1);
	g_assert_cmpint(g_array_index(status.daemons, struct sandbox_daemon_status, 0).status, ==, -1);
	g_assert_true(sandbox_stop(f->rundir, &error));
	g_assert_no_error(error);
	g_assert_false(sandbox_stop(f->rundir, &error));
	g_assert_error(error, SANDBOX_ERROR, SANDBOX_ERROR_NOT_RUNNING);
}

static void test_daemon_ends(struct fixture *f, gconstpointer data)
{
	f->config.daemons = &broken;
	assert_fails(f, SANDBOX_ERROR_DAEMON,
		     "broken ended with status 3; the end of its log:\none\nconf line 7: wrong");
}

static void test_daemon_does_not_answer(struct fixture *f, gconstpointer data)
{
	f->config.daemons = &deaf;
	f->config.sockets = &socket_deaf;
	f->config.timeout_ms = 100;
	assert_fails(f, SANDBOX_ERROR_DAEMON,
		     "deaf does not answer on 10.161.1.21 port 26 after 100 ms; its log is empty");
}

static void test_daemon_is_missing(struct fixture *f, gconstpointer data)
{
	f->config.daemons = &missing;
	assert_fails(f, SANDBOX_ERROR_DAEMON,
		     "missing: cannot start /nonexistent/daemon: No such file or directory");
}

static void test_bad_address(struct fixture *f, gconstpointer data)
{
	f->config.addresses = bad_addresses;
	assert_fails(f, SANDBOX_ERROR_SETUP,
		     "cannot give the sandbox the address 10.161.1.999: Invalid argument");
}

static void test_missing_root(struct fixture *f, gconstpointer data)
{
	f->config.root = "/nonexistent/root";
	assert_fails(f, SANDBOX_ERROR_SETUP, "cannot open /nonexistent/root: No such file or directory");
}

static void test_recycled_pid_is_left_alone(struct fixture *f, gconstpointer data)
{
	g_autofree char *file = g_build_filename(f->rundir, "status", NULL), *text = NULL;
	struct spawn spawn = { .argv = ARGV("sleep", "600") };
	pid_t pid = spawn_start(&spawn, -1, NULL);
	g_autoptr(GError) error = NULL;

	g_mkdir(f->rundir, 0755);
	text = g_strdup_printf("pid %d\nstart 12\nroot /\n", pid);
	g_assert_true(g_file_set_contents(file, text, -1, NULL));
	g_assert_false(sandbox_stop(f->rundir, &error));
	g_assert_error(error, SANDBOX_ERROR, SANDBOX_ERROR_NOT_RUNNING);
	g_assert_cmpint(waitpid(pid, NULL, WNOHANG), ==, 0);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

static void test_killed_supervisor_takes_all_along(struct fixture *f, gconstpointer data)
{
	g_auto(sandbox_status) status = SANDBOX_STATUS_INIT;
	g_autoptr(GError) error = NULL;

	assert_start(f);
	g_assert_true(sandbox_status_get(f->rundir, &status, NULL));
	kill(status.pid, SIGKILL);
	for (int i = 0; i < 500; i++) {
		g_usleep(10000);
		g_clear_error(&error);
		if (sandbox_start(&f->config, &error))
			break;
	}
	g_assert_no_error(error);
}

static void test_daemon_fate_is_recorded(struct fixture *f, gconstpointer data)
{
	struct sandbox_daemon_status *daemon = NULL;

	assert_start(f);
	assert_inside(f, "kill -KILL 2", "");
	for (int i = 0; i < 500; i++) {
		g_auto(sandbox_status) status = SANDBOX_STATUS_INIT;

		g_usleep(10000);
		g_assert_true(sandbox_status_get(f->rundir, &status, NULL));
		daemon = &g_array_index(status.daemons, struct sandbox_daemon_status, 0);
		if (daemon->status >= 0) {
			g_assert_cmpint(daemon->status, ==, 128 + SIGKILL);
			return;
		}
	}
	g_assert_not_reached();
}

static void test_not_running(struct fixture *f, gconstpointer data)
{
	struct spawn spawn = { .argv = ARGV("true") };
	struct spawn_result result = SPAWN_RESULT_INIT;
	g_autoptr(GError) error = NULL;
	g_autofree char *expected = g_strconcat("no sandbox runs in ", f->rundir, NULL);

	g_assert_false(sandbox_exec(f->rundir, &spawn, &result, &error));
	g_assert_error(error, SANDBOX_ERROR, SANDBOX_ERROR_NOT_RUNNING);
	g_assert_cmpstr(error->message, ==, expected);
}

/* Runs sandbox_start() in a child that `reduce` has taken rights from; returns its message. */
static char *start_reduced(struct fixture *f, void (*reduce)(void))
{
	char message[512] = "";
	int ends[2];
	pid_t pid;

	g_assert_cmpint(pipe(ends), ==, 0);
	pid = fork();
	if (pid == 0) {
		GError *error = NULL;

		reduce();
		if (!sandbox_start(&f->config, &error) &&
		    write(ends[1], error->message, strlen(error->message)) < 0)
			_exit(1);
		_exit(0);
	}
	close(ends[1]);
	waitpid(pid, NULL, 0);
	g_assert_cmpint(read(ends[0], message, sizeof(message) - 1), >, 0);
	close(ends[0]);
	return g_strdup(message);
}

static void become_nobody(void)
{
	if (setgid(65534) < 0 || setuid(65534) < 0)
		_exit(1);
}

static void drop_sys_admin(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct caps[2];

	syscall(SYS_capget, &header, caps);
	caps[0].effective &= ~(1U << CAP_SYS_ADMIN);
	syscall(SYS_capset, &header, caps);
}

static void test_denied(struct fixture *f, gconstpointer data)
{
	g_autofree char *nobody = start_reduced(f, become_nobody);
	g_autofree char *reduced = start_reduced(f, drop_sys_admin);

	g_assert_cmpstr(nobody, ==,
			"the sandbox has to be started by root: its daemons run as several users");
	g_assert_cmpstr(reduced, ==, "the kernel allows no private namespaces here: this process "
			"lacks the capability CAP_SYS_ADMIN");
}

static void assert_check_binds(void)
{
	struct spawn spawn = { .argv = ARGV(PYTHON, "import socket\n"
		"s = socket.socket(); s.bind(('203.0.113.7', 80)); s.listen(); print('bound')") };
	g_auto(spawn_result) result = SPAWN_RESULT_INIT;

	g_assert_true(sandbox_check(&spawn, &result, NULL));
	g_assert_cmpstr(result.out->str, ==, "bound\n");
}

static void test_check_binds_any_address(void)
{
	int status;
	pid_t pid;

	assert_check_binds();
	pid = fork();
	if (pid == 0) {
		become_nobody();
		assert_check_binds();
		_exit(0);
	}
	waitpid(pid, &status, 0);
	g_assert_cmpint(status, ==, 0);
}

#define ADD(path, test) g_test_add("/sandbox/" path, struct fixture, NULL, set_up, test, tear_down)

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	if (geteuid() != 0)
		return 77;
	ADD("view", test_view);
	ADD("swapped-generation-is-seen", test_swapped_generation_is_seen);
	ADD("status-and-stop", test_status_and_stop);
	ADD("daemon-ends", test_daemon_ends);
	ADD("daemon-does-not-answer", test_daemon_does_not_answer);
	ADD("daemon-is-missing", test_daemon_is_missing);
	ADD("bad-address", test_bad_address);
	ADD("missing-root", test_missing_root);
	ADD("recycled-pid-is-left-alone", test_recycled_pid_is_left_alone);
	ADD("killed-supervisor-takes-all-along", test_killed_supervisor_takes_all_along);
	ADD("daemon-fate-is-recorded", test_daemon_fate_is_recorded);
	ADD("not-running", test_not_running);
	ADD("denied", test_denied);
	g_test_add_func("/sandbox/check-binds-any-address", test_check_binds_any_address);
	return g_test_run();
}
