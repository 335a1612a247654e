/* lib/spawn.h: results, limits, failures, and that nothing of ours leaks into a child. */
#include "lib/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGV(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void test_output_and_status(void)
{
	struct spawn s = { .argv = ARGV("sh", "-c", "echo out; echo err >&2; exit 3") };
	g_auto(spawn_result) r = SPAWN_RESULT_INIT;
	GError *error = NULL;

	g_assert_true(spawn_run(&s, &r, &error));
	g_assert_no_error(error);
	g_assert_cmpint(r.status, ==, 3);
	g_assert_cmpstr(r.out->str, ==, "out\n");
	g_assert_cmpstr(r.err->str, ==, "err\n");
	g_assert_false(r.truncated);
}

static void test_input(void)
{
	g_autofree char *big = g_strnfill(300000, 'x');
	struct spawn s = { .argv = ARGV("wc", "-c"), .input = big, .input_length = 300000 };
	struct spawn deaf = { .argv = ARGV("true"), .input = big, .input_length = 300000 };
	g_auto(spawn_result) r = SPAWN_RESULT_INIT;
	g_auto(spawn_result) t = SPAWN_RESULT_INIT;

	g_assert_true(spawn_run(&s, &r, NULL));
	g_assert_cmpint(atoi(r.out->str), ==, 300000);
	g_assert_true(spawn_run(&deaf, &t, NULL));
	g_assert_cmpint(t.status, ==, 0);
}

static void test_no_input_is_empty(void)
{
	struct spawn s = { .argv = ARGV("cat") };
	g_auto(spawn_result) r = SPAWN_RESULT_INIT;

	g_assert_true(spawn_run(&s, &r, NULL));
	g_assert_cmpuint(r.out->len, ==, 0);
}

static void test_missing_program(void)
{
	struct spawn s = { .argv = ARGV("/nonexistent/program") };
	struct spawn_result r = SPAWN_RESULT_INIT;
	g_autoptr(GError) error = NULL;

	g_assert_false(spawn_run(&s, &r, &error));
	g_assert_error(error, SPAWN_ERROR, SPAWN_ERROR_START);
	g_assert_cmpstr(error->message, ==,
			"cannot start /nonexistent/program: No such file or directory");
	g_assert_null(r.out);
}

static void test_time_limit_kills_the_group(void)
{
	struct spawn s = { .argv = ARGV("sh", "-c", "sleep 60 & sleep 60"), .timeout_ms = 100 };
	struct spawn_result r = SPAWN_RESULT_INIT;
	g_autoptr(GError) error = NULL;
	gint64 start = g_get_monotonic_time();

	g_assert_false(spawn_run(&s, &r, &error));
	g_assert_error(error, SPAWN_ERROR, SPAWN_ERROR_TIMEOUT);
	g_assert_cmpstr(error->message, ==, "sh did not end within 0.1 seconds");
	g_assert_cmpint(g_get_monotonic_time() - start, <, 5 * G_USEC_PER_SEC);
	g_assert_cmpint(waitpid(-1, NULL, WNOHANG), ==, -1);
}

static void test_grandchild_does_not_hold_us(void)
{
	struct spawn s = { .argv = ARGV("sh", "-c", "sleep 60 & echo $!"), .timeout_ms = 5000 };
	g_auto(spawn_result) r = SPAWN_RESULT_INIT;
	gint64 start = g_get_monotonic_time();

	g_assert_true(spawn_run(&s, &r, NULL));
	g_assert_cmpint(g_get_monotonic_time() - start, <, 4 * G_USEC_PER_SEC);
	g_assert_cmpint(kill(atoi(r.out->str), SIGKILL), ==, 0);
}

static void test_bounded_output(void)
{
	struct spawn s = { .argv = ARGV("sh", "-c", "head -c 100000 /dev/zero; echo end >&2"),
			   .max_output = 1000 };
	g_auto(spawn_result) r = SPAWN_RESULT_INIT;

	g_assert_true(spawn_run(&s, &r, NULL));
	g_assert_cmpuint(r.out->len, ==, 1000);
	g_assert_true(r.truncated);
	g_assert_cmpstr(r.err->str, ==, "end\n");
}

static void test_signal_is_128_plus(void)
{
	struct spawn s = { .argv = ARGV("sh", "-c", "kill -TERM $$") };
	g_auto(spawn_result) r = SPAWN_RESULT_INIT;

	g_assert_true(spawn_run(&s, &r, NULL));
	g_assert_cmpint(r.status, ==, 128 + SIGTERM);
}

static void test_environment_and_folder(void)
{
	struct spawn s = { .argv = ARGV("/bin/sh", "-c", "echo $A; pwd; env | wc -l"),
			   .env = ARGV("A=b"), .cwd = "/usr" };
	g_auto(spawn_result) r = SPAWN_RESULT_INIT;

	g_assert_true(spawn_run(&s, &r, NULL));
	g_assert_true(g_str_has_prefix(r.out->str, "b\n/usr\n"));
}

static void test_descriptors_stay_ours(void)
{
	int fd = open("/dev/null", O_RDONLY);
	struct spawn s = { .argv = ARGV("sh", "-c", "ls /proc/self/fd | wc -l") };
	g_auto(spawn_result) r = SPAWN_RESULT_INIT;

	g_assert_cmpint(fd, >=, 0);
	g_assert_true(spawn_run(&s, &r, NULL));
	/* its standard three and the folder that ls reads */
	g_assert_cmpint(atoi(r.out->str), ==, 4);
	close(fd);
}

static bool refuse(void *data)
{
	errno = *(int *)data;
	return false;
}

static void test_prepare_fails(void)
{
	int why = EPERM;
	struct spawn s = { .argv = ARGV("true"), .prepare = refuse, .prepare_data = &why };
	struct spawn_result r = SPAWN_RESULT_INIT;
	g_autoptr(GError) error = NULL;

	g_assert_false(spawn_run(&s, &r, &error));
	g_assert_cmpstr(error->message, ==, "cannot start true: Operation not permitted");
}

static void test_check(void)
{
	struct spawn s = { .argv = ARGV("sh", "-c", "echo one; echo 'line 7: wrong' >&2; exit 2") };
	g_auto(spawn_result) r = SPAWN_RESULT_INIT;
	g_autoptr(GError) error = NULL;

	g_assert_false(spawn_check(&s, &r, &error));
	g_assert_error(error, SPAWN_ERROR, SPAWN_ERROR_STATUS);
	g_assert_cmpstr(error->message, ==, "sh ended with status 2: line 7: wrong");
	g_assert_cmpstr(r.out->str, ==, "one\n");
}

static void test_start(void)
{
	struct spawn s = { .argv = ARGV("sh", "-c", "echo started; exit 5") };
	char buffer[64];
	int ends[2], status;
	pid_t pid;

	g_assert_cmpint(pipe(ends), ==, 0);
	pid = spawn_start(&s, ends[1], NULL);
	g_assert_cmpint(pid, >, 0);
	close(ends[1]);
	g_assert_cmpint(read(ends[0], buffer, sizeof(buffer)), ==, 8);
	close(ends[0]);
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	g_assert_cmpint(WEXITSTATUS(status), ==, 5);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/spawn/output-and-status", test_output_and_status);
	g_test_add_func("/spawn/input", test_input);
	g_test_add_func("/spawn/no-input-is-empty", test_no_input_is_empty);
	g_test_add_func("/spawn/missing-program", test_missing_program);
	g_test_add_func("/spawn/time-limit-kills-the-group", test_time_limit_kills_the_group);
	g_test_add_func("/spawn/grandchild-does-not-hold-us", test_grandchild_does_not_hold_us);
	g_test_add_func("/spawn/bounded-output", test_bounded_output);
	g_test_add_func("/spawn/signal-is-128-plus", test_signal_is_128_plus);
	g_test_add_func("/spawn/environment-and-folder", test_environment_and_folder);
	g_test_add_func("/spawn/descriptors-stay-ours", test_descriptors_stay_ours);
	g_test_add_func("/spawn/prepare-fails", test_prepare_fails);
	g_test_add_func("/spawn/check", test_check);
	g_test_add_func("/spawn/start", test_start);
	return g_test_run();
}
