/*
 * The file is removed on release, so whoever gets the lock must see that the
 * path still leads to the file it has locked; else it starts over.
 */
#include "config.h"
#include "state/lockfile.h"
#include "lib/fault.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct fault locked = {
	"StateLocked", "System.TimeoutException", CATEGORY_RESOURCE_BUSY,
	"Wait until that process has ended, or end it." };
static const struct fault unlockable = {
	"StateUnwritable", "System.UnauthorizedAccessException", CATEGORY_PERMISSION_DENIED, NULL };

static bool is_current(const char *path, int fd)
{
	struct stat a, b;

	return fstat(fd, &a) == 0 && stat(path, &b) == 0 && a.st_ino == b.st_ino &&
	       a.st_dev == b.st_dev;
}

/* The program and its script, for who waits; other arguments may be secret. */
static char *own_command(void)
{
	g_autofree char *text = NULL, *program = NULL;
	const char *script = NULL;
	gsize len;

	if (!g_file_get_contents("/proc/self/cmdline", &text, &len, NULL) || !len)
		return g_strdup("hmsh");
	for (const char *p = text; p < text + len && !script; p += strlen(p) + 1)
		if (g_str_has_suffix(p, ".ps1"))
			script = p;
	program = g_path_get_basename(text);
	return script ? g_strdup_printf("%s %.100s", program, script) : g_strdup(program);
}

static void write_owner(int fd)
{
	g_autofree char *command = own_command();

	if (ftruncate(fd, 0) == 0)
		dprintf(fd, "%d %" G_GINT64_FORMAT " %s\n", getpid(),
			g_get_real_time() / G_USEC_PER_SEC, command);
}

static void report_owner(const char *path, double patience, GError **error)
{
	g_autofree char *text = NULL;
	g_autofree char *folder = g_path_get_dirname(path);
	g_auto(GStrv) words = NULL;
	gint64 since;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		text = g_strdup("");
	words = g_strsplit(g_strchomp(text), " ", 3);
	if (g_strv_length(words) < 3) {
		fault_set(error, &locked, VALUE_NULL,
			  "Another process is changing the state %s; waited %.0f seconds.", folder,
			  patience);
		return;
	}
	since = g_get_real_time() / G_USEC_PER_SEC - g_ascii_strtoll(words[1], NULL, 10);
	fault_set(error, &locked, VALUE_NULL,
		  "Process %s (%s) has been changing the state %s for %" G_GINT64_FORMAT
		  " seconds; waited %.0f seconds.",
		  words[0], words[2], folder, MAX(since, 0), patience);
}

/* 1: ours; 0: held by another; -1: error. */
static int try_once(const char *path, int *ret_fd, GError **error)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

	if (fd < 0) {
		fault_set(error, &unlockable, VALUE_NULL, "The state cannot be changed: %s: %s.",
			  path, g_strerror(errno));
		return -1;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) < 0 || !is_current(path, fd)) {
		close(fd);
		return 0;
	}
	*ret_fd = fd;
	return 1;
}

int lockfile_take(const char *path, double patience, GError **error)
{
	gint64 end = g_get_monotonic_time() + patience * G_USEC_PER_SEC;
	unsigned pause = 200;
	int fd, answer;

	while ((answer = try_once(path, &fd, error)) == 0) {
		if (g_get_monotonic_time() >= end) {
			report_owner(path, patience, error);
			return -1;
		}
		g_usleep(pause);
		pause = MIN(pause * 2, 20000);
	}
	if (answer < 0)
		return -1;
	write_owner(fd);
	return fd;
}

void lockfile_drop(const char *path, int fd)
{
	if (fd < 0)
		return;
	unlink(path);
	close(fd);
}
