/*
 * Publishing: making the state the configuration of daemons. The cmdlets know
 * this interface, render implements it.
 *
 * A publish root is a folder that holds generations/N and `current`, a link to
 * one of them. It is /etc/hmsh on a host; any other folder is for trying out.
 */
#ifndef HMSH_PUBLISH_H
#define HMSH_PUBLISH_H

#include "state/store.h"

enum publish_change { PUBLISH_ADDED, PUBLISH_CHANGED, PUBLISH_REMOVED };

struct publish_file {
	char *path;			/* within a generation */
	enum publish_change change;
	char *difference;		/* as diff -u shows it; NULL when it was not asked for */
};

struct publish_report {
	uint64_t generation;		/* that is current now */
	bool changed;			/* whether it is a new one */
	GPtrArray *files;		/* of struct publish_file, by path */
	GPtrArray *warnings;		/* of char * */
	GPtrArray *reloaded;		/* of char *: names of daemons */
	GPtrArray *edited;		/* of char *: files that were changed by hand */
};

void publish_report_init(struct publish_report *report);
void publish_report_clear(struct publish_report *report);

struct publish_options {
	const char *root;		/* the publish root */
	const char *sandbox;		/* run folder of the sandbox that may be running it */
	bool force;			/* overwrites what was changed by hand, renders all */
	bool check_only;		/* compare: nothing is changed, not even a folder made */
	bool differences;		/* fill in publish_file.difference */
};

struct publish_generation {
	uint64_t number;
	uint64_t sequence;		/* of the state it was rendered from */
	int64_t created;		/* seconds since 1970 */
	unsigned files;
	bool current;
};

struct publisher {
	/* Renders, checks, swaps and reloads what changed. On failure nothing has changed. */
	bool (*publish)(struct store *store, const struct publish_options *options,
			struct publish_report *ret, GError **error);
	/* Makes an earlier generation's files a new generation. */
	bool (*restore)(const struct publish_options *options, uint64_t generation,
			struct publish_report *ret, GError **error);
	/* Of struct publish_generation, oldest first; yours. */
	GPtrArray *(*generations)(const char *root, GError **error);

	/* Runs the current generation with the real daemons in namespaces of its own. */
	bool (*sandbox_start)(struct store *store, const struct publish_options *options,
			      GError **error);
	bool (*sandbox_stop)(const char *rundir, GError **error);
	/* Of struct publish_daemon; NULL + error when it does not run. */
	GPtrArray *(*sandbox_status)(const char *rundir, int *ret_pid, GError **error);
	/* The path of a daemon's log, in the sandbox or (`rundir` NULL) on the host; yours. */
	char *(*log_path)(const char *rundir, const char *daemon);
	/* Names of the daemons, NULL-terminated; yours. */
	char **(*daemons)(void);
};

struct publish_daemon {
	char *name;
	int status;			/* -1: runs; else how it ended */
};

extern const struct publisher hosting_publisher;

#endif
