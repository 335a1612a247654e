/*
 * The sandbox: a published configuration run by the real daemons on this
 * machine, in private network, mount, process and host name namespaces.
 * Nothing outside them is touched but the run folder and an empty mount point.
 *
 * sandbox_start() returns when every daemon answers; a supervisor process
 * stays, owns the namespaces and is the first process in them, so nothing
 * outlives it. Later calls, from any process, name the sandbox by its run folder:
 *
 *	RUNDIR/status	pid and start time of the supervisor, each daemon's fate
 *	RUNDIR/log/	one file per daemon, begun anew at each start, and sandbox.log
 *	RUNDIR/spool/	queues and mail, kept from one start to the next
 *
 * Inside, `root` is /etc/hmsh and RUNDIR/spool is /var/spool/hmsh, so the
 * configuration is byte for byte that of a real host, and a new generation
 * that `current` is swapped to is seen at once. Needs root.
 */
#ifndef HMSH_SANDBOX_H
#define HMSH_SANDBOX_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct daemon;
struct spawn;
struct spawn_result;

enum sandbox_error {
	SANDBOX_ERROR_DENIED,		/* namespaces are not allowed; says what is missing */
	SANDBOX_ERROR_SETUP,		/* a mount, an address, a folder */
	SANDBOX_ERROR_DAEMON,		/* a daemon ended or did not answer; holds the end of its log */
	SANDBOX_ERROR_RUNNING,		/* start: there is one already */
	SANDBOX_ERROR_NOT_RUNNING,	/* everything else: there is none */
};
#define SANDBOX_ERROR sandbox_error_quark()
GQuark sandbox_error_quark(void);

/* What must accept a connection before the daemon counts as up. */
struct sandbox_socket {
	const char *daemon;
	const char *address;		/* an IP address, or the path of a socket with port 0 */
	uint16_t port;
};

/* A file made inside before the daemons start, for what a generation does not hold. */
struct sandbox_file {
	const char *path, *text;
};

struct sandbox_config {
	const char *root;			/* the publish root: holds `current` */
	const char *rundir;			/* made when missing */
	const char *hostname;			/* NULL: that of the machine */
	const char *const *addresses;		/* for lo, beside 127.0.0.1; ends with NULL */
	const char *resolv_conf, *hosts;	/* the texts of these files inside */
	const struct sandbox_file *files;
	size_t n_files;
	const struct daemon *daemons;		/* started in this order */
	size_t n_daemons;
	const struct sandbox_socket *sockets;
	size_t n_sockets;
	unsigned timeout_ms;			/* for all to answer; 0: 10 seconds */
};

bool sandbox_start(const struct sandbox_config *config, GError **error);

/* Ends all daemons, waits, and removes the status file; logs and spool stay. */
bool sandbox_stop(const char *rundir, GError **error);

struct sandbox_daemon_status {
	char *name;
	pid_t pid;		/* as seen inside */
	int status;		/* -1 while it runs, else its exit status or 128 + signal */
};

struct sandbox_status {
	pid_t pid;		/* of the supervisor, as seen outside; namespaces: /proc/PID/ns */
	guint64 start;		/* its start time in /proc/PID/stat */
	char *root;
	GArray *daemons;	/* of struct sandbox_daemon_status */
};

void sandbox_status_clear(struct sandbox_status *status);
typedef struct sandbox_status sandbox_status;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(sandbox_status, sandbox_status_clear)
#define SANDBOX_STATUS_INIT	{ 0, 0, NULL, NULL }

/* Fails with SANDBOX_ERROR_NOT_RUNNING when no supervisor of this folder lives. */
bool sandbox_status_get(const char *rundir, struct sandbox_status *ret_status, GError **error);

/* Makes a daemon read its configuration again; NULL: all of them. */
bool sandbox_reload(const char *rundir, const char *daemon, GError **error);

/* spawn_run() inside the sandbox; the folder is / whatever `cwd` says. */
bool sandbox_exec(const char *rundir, const struct spawn *spawn, struct spawn_result *ret_result,
		  GError **error);

/*
 * spawn_run() for a daemon's own checker, which may bind the addresses it is
 * told: in a network namespace of its own where every address and port can be
 * bound. Where that is not allowed it runs in ours. Needs no root.
 */
bool sandbox_check(const struct spawn *spawn, struct spawn_result *ret_result, GError **error);

/* The path of a daemon's log; owned by the caller. */
char *sandbox_log_path(const char *rundir, const char *daemon);

#endif
