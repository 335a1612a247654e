/*
 * Files replaced together: each is written beside its place, all are made
 * durable, and only then is the first renamed into place. What is not applied
 * leaves no trace.
 */
#ifndef HMSH_STAGING_H
#define HMSH_STAGING_H

#include <glib.h>
#include <stdbool.h>

struct staging;
struct staging *staging_new(void);
void staging_free(struct staging *staging);	/* NULL is fine */

/* Folders of `path` are made, mode 0700. */
bool staging_write(struct staging *staging, const char *path, const char *bytes, size_t len,
		   unsigned mode, GError **error);
/* A file that goes instead. */
void staging_remove(struct staging *staging, const char *path);
/* Syncs, renames, removes, syncs the folders. Files renamed before a failure stay so. */
bool staging_apply(struct staging *staging, GError **error);

#endif
