/*
 * The argument vectors are those of the units on a real host, so that what the
 * sandbox shows is what the host will run. The daemons log to their outputs:
 * whoever starts them decides where that goes.
 */
#include "render/daemon.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#define ARGV(...) ((const char *const[]){ __VA_ARGS__, NULL })

#define POSTFIX_DIR	HOST_CURRENT "/postfix"
#define DOVECOT_CONF	HOST_CURRENT "/dovecot/dovecot.conf"
#define NGINX_CONF	HOST_CURRENT "/nginx/nginx.conf"
#define KNOT_CONF	HOST_CURRENT "/knot/knot.conf"

const struct daemon daemons[] = {
	{ "knot",
	  ARGV("/usr/sbin/knotd", "-c", KNOT_CONF),
	  ARGV("/usr/sbin/knotc", "-c", KNOT_CONF, "reload") },
	{ "dovecot",
	  ARGV("/usr/sbin/dovecot", "-F", "-c", DOVECOT_CONF),
	  ARGV("/usr/bin/doveadm", "-c", DOVECOT_CONF, "reload") },
	{ "postfix",
	  ARGV("/usr/sbin/postfix", "-c", POSTFIX_DIR, "start-fg"),
	  ARGV("/usr/sbin/postfix", "-c", POSTFIX_DIR, "reload") },
	{ "nginx",
	  ARGV("/usr/sbin/nginx", "-e", "stderr", "-p", HOST_RUN "/nginx", "-c", NGINX_CONF),
	  ARGV("/usr/sbin/nginx", "-e", "stderr", "-p", HOST_RUN "/nginx", "-c", NGINX_CONF,
	       "-s", "reload") },
};
const size_t n_daemons = G_N_ELEMENTS(daemons);

const struct daemon_folder daemon_folders[] = {
	{ HOST_LOG, 0750, "root" },
	{ HOST_SPOOL, 0755, "root" },
	{ HOST_SPOOL "/postfix", 0755, "root" },
	{ HOST_SPOOL "/postfix-data", 0700, "postfix" },
	{ HOST_SPOOL "/dovecot", 0755, "root" },
	{ HOST_SPOOL "/mail", 0700, "5000" },
	{ HOST_SPOOL "/knot", 0700, "knot" },
	{ HOST_RUN, 0755, "root" },
	{ HOST_RUN "/dovecot", 0755, "root" },
	{ HOST_RUN "/nginx", 0755, "root" },
	{ HOST_RUN "/knot", 0755, "knot" },
	{ HOST_RUN "/knot/local", 0755, "root" },
};
const size_t n_daemon_folders = G_N_ELEMENTS(daemon_folders);

const struct daemon *daemon_find(const char *name)
{
	for (size_t i = 0; i < n_daemons; i++)
		if (g_str_equal(daemons[i].name, name))
			return &daemons[i];
	return NULL;
}

static bool owner_ids(const char *owner, uid_t *uid, gid_t *gid)
{
	const struct passwd *pw = getpwnam(owner);

	if (pw != NULL) {
		*uid = pw->pw_uid;
		*gid = pw->pw_gid;
		return true;
	}
	*uid = *gid = (uid_t)g_ascii_strtoull(owner, NULL, 10);
	return *uid != 0;
}

static bool folder_make(const char *path, const struct daemon_folder *folder, GError **error)
{
	uid_t uid;
	gid_t gid;

	if (!owner_ids(folder->owner, &uid, &gid)) {
		g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
			    "%s belongs to the user %s, who does not exist: is its package installed?",
			    folder->path, folder->owner);
		return false;
	}
	if (g_mkdir_with_parents(path, 0755) == 0 && chown(path, uid, gid) == 0 &&
	    chmod(path, folder->mode) == 0)
		return true;
	g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno), "cannot make %s: %s",
		    path, g_strerror(errno));
	return false;
}

bool daemon_folders_make(const char *below, GError **error)
{
	for (size_t i = 0; i < n_daemon_folders; i++) {
		g_autofree char *path = g_strconcat(below, daemon_folders[i].path, NULL);

		if (!g_file_test(path, G_FILE_TEST_IS_DIR) &&
		    !folder_make(path, &daemon_folders[i], error))
			return false;
	}
	return true;
}
