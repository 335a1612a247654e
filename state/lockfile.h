/*
 * The writers' lock: flock() on a file that names its owner and is there only
 * while it is held, so that a refused change leaves nothing behind.
 */
#ifndef HMSH_LOCKFILE_H
#define HMSH_LOCKFILE_H

#include <glib.h>
#include <stdbool.h>

/* A descriptor, or -1: held by another for `patience` seconds, who is named; or unwritable. */
int lockfile_take(const char *path, double patience, GError **error);
void lockfile_drop(const char *path, int fd);

#endif
