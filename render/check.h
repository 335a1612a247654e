/* Running a daemon's own checker on a staged generation. */
#ifndef HMSH_CHECK_H
#define HMSH_CHECK_H

#include <glib.h>
#include <stdbool.h>

/*
 * Runs `argv` in the folder `stage`. What it complains of is the error, with the staging folder's
 * path taken out of it. With `silent`, any word on its standard error is a complaint. A checker
 * that is not installed is no error: the daemon is not on this host either.
 */
bool check_run(const char *daemon, const char *stage, const char *const *argv, bool silent,
	       GError **error);
/* The same, where the checker may bind any address. */
bool check_run_apart(const char *daemon, const char *stage, const char *const *argv,
		     GError **error);
/* Removes a folder that a checker filled. */
void check_remove(const char *folder);

#endif
