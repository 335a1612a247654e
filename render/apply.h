/*
 * Telling the daemons: who runs a publish root (a sandbox, systemd, nobody),
 * making daemons read what changed, and the units of a real host.
 */
#ifndef HMSH_APPLY_H
#define HMSH_APPLY_H

#include <glib.h>
#include <stdbool.h>

/*
 * Makes the daemons named read their configuration again, where they run: in the sandbox of
 * `rundir` (may be NULL) if it runs this root, else under systemd if the root is that of the host.
 * Names of those that were told are added to `ret_told` (char *). NULL-safe.
 */
bool apply_reload(const char *root, const char *rundir, const GPtrArray *daemons,
		  GPtrArray *ret_told, GError **error);

/* Units and folders of a real host; a root elsewhere needs none. Idempotent. */
bool apply_install(const char *root, GError **error);

#endif
