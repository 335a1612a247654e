/*
 * Debian packages that roles of this host need: which are missing, and their
 * installation. Installing never lets a package start its service.
 */
#ifndef HMSH_PACKAGES_H
#define HMSH_PACKAGES_H

#include <glib.h>
#include <stdbool.h>

/* Those of `packages` (a set of names) that are not installed, sorted; yours. NULL + error. */
GPtrArray *packages_missing(GHashTable *packages, GError **error);
/*
 * Installs them as root. When not root, or when it fails, an error names the packages and the one
 * command to run.
 */
bool packages_install(GPtrArray *missing, GError **error);

#endif
