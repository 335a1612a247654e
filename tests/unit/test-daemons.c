/*
 * The seed's generation (tests/daemons), written by hand, run by the real
 * daemons in a sandbox: they all answer, serve both tenants (walkthrough/prove.sh)
 * and read a changed configuration again. Needs root and the daemons' packages; skipped without.
 */
#include "lib/spawn.h"
#include "render/daemon.h"
#include "render/sandbox.h"

#include <unistd.h>

#define ARGV(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const char *const addresses[] = { "10.161.1.20", "10.161.1.21", "10.161.1.23", NULL };
static const struct sandbox_file files[] = {
	{ HOST_RUN "/knot/local/tenants.conf", "include: " HOST_CURRENT "/knot/tenants.conf\n" },
};
static const struct sandbox_socket sockets[] = {
	{ "knot", "10.161.1.20", 53 },	     { "knot", HOST_RUN "/knot/knot.sock", 0 },
	{ "dovecot", "10.161.1.21", 993 },   { "dovecot", "10.161.1.21", 995 },
	{ "postfix", "10.161.1.21", 25 },    { "postfix", "10.161.1.21", 587 },
	{ "nginx", "10.161.1.21", 443 },     { "nginx", "10.161.1.23", 80 },
};

struct fixture {
	char *folder, *root, *rundir;
};

static char *tree_path(const char *name)
{
	const char *top = g_getenv("srcdir");
	g_autofree char *path = g_build_filename(top != NULL ? top : ".", name, NULL);

	return g_canonicalize_filename(path, NULL);
}

static void run(const char *const *argv, unsigned timeout_ms)
{
	struct spawn spawn = { .argv = argv, .timeout_ms = timeout_ms };
	g_auto(spawn_result) result = SPAWN_RESULT_INIT;
	g_autoptr(GError) error = NULL;

	if (!spawn_check(&spawn, &result, &error))
		g_test_message("%s%s", result.out != NULL ? result.out->str : "",
			       result.err != NULL ? result.err->str : "");
	g_assert_no_error(error);
}

static void set_up(struct fixture *f)
{
	g_autofree char *make = tree_path("tests/daemons/make-seed.sh");
	g_autoptr(GError) error = NULL;
	struct sandbox_config config = {
		.hostname = "ex01", .addresses = addresses,
		.resolv_conf = "nameserver 10.161.1.20\n", .hosts = "127.0.0.1 localhost\n",
		.files = files, .n_files = G_N_ELEMENTS(files),
		.daemons = daemons, .n_daemons = n_daemons,
		.sockets = sockets, .n_sockets = G_N_ELEMENTS(sockets),
	};

	f->folder = g_dir_make_tmp("hmsh-daemons-XXXXXX", NULL);
	config.root = f->root = g_build_filename(f->folder, "root", NULL);
	config.rundir = f->rundir = g_build_filename(f->folder, "run", NULL);
	run(ARGV(make, f->root), 20000);
	sandbox_start(&config, &error);
	g_assert_no_error(error);
}

static void tear_down(struct fixture *f)
{
	g_autoptr(GError) error = NULL;

	sandbox_stop(f->rundir, &error);
	g_assert_no_error(error);
	run(ARGV("rm", "-rf", f->folder), 10000);
	g_free(f->folder);
	g_free(f->root);
	g_free(f->rundir);
}

static void prove(const struct fixture *f)
{
	g_autofree char *script = tree_path("tests/walkthrough/prove.sh"), *pid = NULL;
	g_autofree char *root_pem = g_build_filename(f->root, "root.pem", NULL);
	g_autofree char *credentials = g_build_filename(f->folder, "credentials", NULL);
	g_auto(sandbox_status) status = SANDBOX_STATUS_INIT;

	g_assert_true(sandbox_status_get(f->rundir, &status, NULL));
	g_assert_true(g_file_set_contents(credentials, "jsmith@tenant.com Passw0rd!1\n"
					  "anna@contoso.com Passw0rd!2\n", -1, NULL));
	pid = g_strdup_printf("%d", status.pid);
	run(ARGV(script, pid, root_pem, credentials), 60000);
}

static void reload(const struct fixture *f)
{
	static const char *const added[] = {
		"/bin/sh", "-c", "echo 'new IN A 10.161.1.9' >>" HOST_CURRENT
		"/knot/zones/provider.com.zone; sed -i 's/hostmaster.provider.com. 1 /"
		"hostmaster.provider.com. 2 /' " HOST_CURRENT "/knot/zones/provider.com.zone", NULL,
	};
	struct spawn change = { .argv = added };
	struct spawn ask = { .argv = ARGV("kdig", "+short", "new.provider.com") };
	g_auto(spawn_result) changed = SPAWN_RESULT_INIT;
	g_autoptr(GError) error = NULL;

	g_assert_true(sandbox_exec(f->rundir, &change, &changed, NULL));
	sandbox_reload(f->rundir, NULL, &error);
	g_assert_no_error(error);
	for (int i = 0; i < 100; i++) {
		g_auto(spawn_result) answer = SPAWN_RESULT_INIT;

		g_assert_true(sandbox_exec(f->rundir, &ask, &answer, NULL));
		if (g_str_equal(answer.out->str, "10.161.1.9\n"))
			return;
		g_usleep(20000);
	}
	g_test_fail_printf("the changed zone is not served after a reload");
}

static void test_seed(void)
{
	struct fixture f;

	set_up(&f);
	prove(&f);
	reload(&f);
	tear_down(&f);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (size_t i = 0; i < n_daemons; i++)
		if (geteuid() != 0 || !g_file_test(daemons[i].run[0], G_FILE_TEST_IS_EXECUTABLE))
			return 77;
	g_test_add_func("/daemons/seed", test_seed);
	return g_test_run();
}
