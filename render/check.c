/*
 * Checkers say what is wrong in their own words, on either of their outputs;
 * the last lines are what an administrator needs.
 */
#include "config.h"
#include "lib/fault.h"
#include "lib/spawn.h"
#include "lib/str.h"
#include "render/check.h"
#include "render/sandbox.h"

#include <glib/gstdio.h>

static const struct fault check_failed = {
	"ConfigurationCheckFailed", "System.InvalidOperationException", CATEGORY_INVALID_RESULT,
	"Nothing was changed. Mend the value that the checker names, or a local addition below "
	"/etc/hmsh/local."
};

#define CHECK_TIMEOUT_MS	10000

/* Without the staging folder's path, so that the message names files as they will be. */
static char *plain_text(const char *text, const char *stage)
{
	g_auto(GStrv) parts = NULL;
	g_autofree char *folder = g_strconcat(stage, "/", NULL);

	parts = g_strsplit(text, folder, -1);
	return g_strchomp(g_strjoinv("", parts));
}

static bool complain(const char *daemon, const char *stage, const struct spawn_result *result,
		     GError **error)
{
	const GString *said = result->err->len ? result->err : result->out;
	g_autofree char *text = plain_text(said->str, stage);
	value_auto target = value_text(daemon);

	if (!*text)
		fault_set(error, &check_failed, target,
			  "The checker of %s ended with status %d and gave no reason.", daemon,
			  result->status);
	else
		fault_set(error, &check_failed, target, "The configuration of %s is refused: %s",
			  daemon, text);
	return false;
}

typedef bool (*runner)(const struct spawn *spawn, struct spawn_result *ret, GError **error);

static bool run(runner runs, const char *daemon, const char *stage, const char *const *argv,
		bool silent, GError **error)
{
	struct spawn spawn = { .argv = argv, .cwd = stage, .timeout_ms = CHECK_TIMEOUT_MS };
	g_auto(spawn_result) result = SPAWN_RESULT_INIT;

	if (!g_file_test(argv[0], G_FILE_TEST_IS_EXECUTABLE))
		return true;
	if (!runs(&spawn, &result, error))
		return false;
	if (result.status || (silent && result.err->len))
		return complain(daemon, stage, &result, error);
	return true;
}

bool check_run(const char *daemon, const char *stage, const char *const *argv, bool silent,
	       GError **error)
{
	return run(spawn_run, daemon, stage, argv, silent, error);
}

bool check_run_apart(const char *daemon, const char *stage, const char *const *argv,
		     GError **error)
{
	return run(sandbox_check, daemon, stage, argv, false, error);
}

void check_remove(const char *folder)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR) &&
		    !g_file_test(path, G_FILE_TEST_IS_SYMLINK))
			check_remove(path);
		else
			g_unlink(path);
	}
	if (dir)
		g_dir_close(dir);
	g_rmdir(folder);
}
