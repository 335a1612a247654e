/*
 * The list of a generation's files: what each one was when it was written, so
 * that a change by hand is seen and an unchanged file is not written again.
 * It is the file `manifest` of the generation.
 */
#ifndef HMSH_MANIFEST_H
#define HMSH_MANIFEST_H

#include "render/tree.h"

#include <stdint.h>
#include <sys/stat.h>

struct manifest_entry {
	char *path;
	enum tree_mode mode;
	uint64_t size;
	int64_t mtime;			/* nanoseconds since 1970 */
	char hash[65];			/* SHA-256, hexadecimal */
};

struct manifest {
	uint64_t generation;
	uint64_t sequence;		/* of the state it was rendered from */
	int64_t created;		/* seconds since 1970 */
	char *version;			/* of the renderers */
	char *additions;		/* hash of the local additions that are part of files */
	GHashTable *entries;		/* path -> struct manifest_entry */
};

struct manifest *manifest_new(void);
void manifest_free(struct manifest *manifest);
/* Of the generation in `folder`; NULL when there is none, or it cannot be read. */
struct manifest *manifest_load(const char *folder);
/* Writes it durably into `folder`, replacing an older one by a rename. */
bool manifest_save(const struct manifest *manifest, const char *folder, GError **error);
/* Sorted by path; the array is yours. */
GPtrArray *manifest_sorted(const struct manifest *manifest);
const struct manifest_entry *manifest_find(const struct manifest *manifest, const char *path);
/* Adds a copy. */
void manifest_add(struct manifest *manifest, const struct manifest_entry *entry);
/* Fills size and hash from the bytes. */
void manifest_describe(struct manifest_entry *entry, GBytes *bytes);
/* Paths (yours to free with the array) whose file in `folder` is not what was written. */
void manifest_edited(const struct manifest *manifest, const char *folder, GPtrArray *ret);
int64_t stat_mtime(const struct stat *st);

#endif
