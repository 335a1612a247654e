/*
 * The daemons that a generation is rendered for, and the folders they need:
 * one table for the sandbox, the units of a real host and its tmpfiles.d
 * file. All paths are constants; in the sandbox they are private mounts.
 */
#ifndef HMSH_DAEMON_H
#define HMSH_DAEMON_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define HOST_ROOT	"/etc/hmsh"		/* generations/N, current -> generations/N */
#define HOST_CURRENT	HOST_ROOT "/current"
#define HOST_SPOOL	"/var/spool/hmsh"	/* queues, mail, databases */
#define HOST_RUN	"/run/hmsh"		/* sockets, pid files */
#define HOST_LOG	"/var/log/hmsh"

struct daemon {
	const char *name;		/* its folder in a generation, its log, "hmsh-NAME.service" */
	const char *const *run;		/* runs in the foreground and logs to its outputs */
	const char *const *reload;	/* reads the configuration again */
};

extern const struct daemon daemons[];
extern const size_t n_daemons;

/* NULL when there is none of that name. */
const struct daemon *daemon_find(const char *name);

struct daemon_folder {
	const char *path;
	mode_t mode;
	const char *owner;		/* user and group: a name or a number */
};

extern const struct daemon_folder daemon_folders[];	/* parents first */
extern const size_t n_daemon_folders;

/* Makes the folders that are missing under `below` (a path without its last slash, "" for the host). */
bool daemon_folders_make(const char *below, GError **error);

#endif
