/*
 * The view is built from private mounts over the constant paths of a real
 * host. /run, /var/spool and /var/log are empty in it: what this machine keeps
 * there (sockets of its own daemons, other queues) is no business of a trial.
 * Sources are held open from before the first mount, so they may lie anywhere,
 * also under what is about to be covered.
 */
#include "render/sandbox_view.h"

#include "render/daemon.h"
#include "render/loopback.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static bool failed(GError **error, const char *what, const char *about)
{
	int why = errno;

	g_set_error(error, SANDBOX_ERROR, SANDBOX_ERROR_SETUP, "cannot %s %s: %s%s", what, about,
		    g_strerror(why), why == EPERM ? " (is CAP_SYS_ADMIN held back?)" : "");
	return false;
}

/* Mounts what `name` in `dirfd` is over `target`, which exists. */
static bool bind_over(int dirfd, const char *name, const char *target, GError **error)
{
	int fd = openat(dirfd, name, O_PATH | O_CLOEXEC);
	char source[64];
	bool ok;

	g_snprintf(source, sizeof(source), "/proc/self/fd/%d", fd);
	ok = fd >= 0 && mount(source, target, NULL, MS_BIND | MS_REC, NULL) == 0;
	if (!ok)
		failed(error, "mount over", target);
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool cover(const char *target, GError **error)
{
	return mount("tmpfs", target, "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755") == 0 ||
	       failed(error, "cover", target);
}

static bool make_folder(const char *path, GError **error)
{
	return g_mkdir_with_parents(path, 0755) == 0 || failed(error, "make", path);
}

static bool write_file(int dirfd, const char *path, const char *text, GError **error)
{
	int fd = openat(dirfd, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	size_t n = strlen(text);
	bool ok = fd >= 0 && write(fd, text, n) == (ssize_t)n;

	if (!ok)
		failed(error, "write", path);
	if (fd >= 0)
		close(fd);
	return ok;
}

/* A file of /etc: /etc/resolv.conf is often a link into /run, where nothing is left. */
static bool replace_file(int dirfd, const char *name, const char *target, const char *text,
			 GError **error)
{
	g_autofree char *folder = g_path_get_dirname(target);

	if (!write_file(dirfd, name, text, error))
		return false;
	if (access(target, F_OK) != 0 &&
	    (!make_folder(folder, error) || !write_file(AT_FDCWD, target, "", error)))
		return false;
	return bind_over(dirfd, name, target, error);
}

/* Where the file of /etc really is; owned by the caller. */
static char *link_target(const char *path)
{
	g_autofree char *link = g_file_read_link(path, NULL);

	return link != NULL ? g_canonicalize_filename(link, "/etc") : g_strdup(path);
}

static bool mount_all(const struct sandbox_config *c, int rundir, int root, GError **error)
{
	g_autofree char *resolv_conf = link_target("/etc/resolv.conf");
	g_autofree char *hosts = link_target("/etc/hosts");

	return cover("/run", error) && cover("/var/spool", error) && cover("/var/log", error) &&
	       make_folder(HOST_ROOT, error) && make_folder(HOST_SPOOL, error) &&
	       make_folder(HOST_LOG, error) && bind_over(root, ".", HOST_ROOT, error) &&
	       bind_over(rundir, "spool", HOST_SPOOL, error) &&
	       bind_over(rundir, "log", HOST_LOG, error) &&
	       replace_file(rundir, "resolv.conf", resolv_conf, c->resolv_conf, error) &&
	       replace_file(rundir, "hosts", hosts, c->hosts, error);
}

static bool network_make(const struct sandbox_config *c, GError **error)
{
	g_autoptr(GError) why = NULL;
	bool ok = loopback_up(&why);

	for (const char *const *a = c->addresses; ok && a != NULL && *a != NULL; a++)
		ok = loopback_add(*a, &why);
	if (!ok)
		g_set_error_literal(error, SANDBOX_ERROR, SANDBOX_ERROR_SETUP, why->message);
	return ok;
}

static bool files_make(const struct sandbox_config *c, GError **error)
{
	g_autoptr(GError) why = NULL;

	if (!daemon_folders_make("", &why)) {
		g_set_error_literal(error, SANDBOX_ERROR, SANDBOX_ERROR_SETUP, why->message);
		return false;
	}
	for (size_t i = 0; i < c->n_files; i++)
		if (!write_file(AT_FDCWD, c->files[i].path, c->files[i].text, error))
			return false;
	return true;
}

/* A folder to mount from: opened in this mount namespace, and before it is covered. */
static int open_source(const char *path, GError **error)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		failed(error, "open", path);
	return fd;
}

static bool mounts_make(const struct sandbox_config *c, GError **error)
{
	int root = -1, rundir = -1;
	bool ok;

	ok = (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 ||
	      failed(error, "make private", "the mounts")) &&
	     (root = open_source(c->root, error)) >= 0 &&
	     (rundir = open_source(c->rundir, error)) >= 0 && mount_all(c, rundir, root, error);
	if (root >= 0)
		close(root);
	if (rundir >= 0)
		close(rundir);
	return ok;
}

bool sandbox_view_make(const struct sandbox_config *config, GError **error)
{
	if (!mounts_make(config, error) || !network_make(config, error) ||
	    !files_make(config, error))
		return false;
	if (config->hostname != NULL && sethostname(config->hostname, strlen(config->hostname)) < 0)
		return failed(error, "name the sandbox", config->hostname);
	return mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) == 0 ||
	       failed(error, "mount", "/proc");
}
