/*
 * Generations on disk. A new one is staged beside the others: files that did
 * not change are links to those of the generation before, the others are
 * written. When it is whole and durable it gets its number, and `current` is
 * pointed at it by a rename. Whoever is killed in between leaves `current`
 * as it was, and a staging folder that the next publishing removes.
 */
#ifndef HMSH_GENERATION_H
#define HMSH_GENERATION_H

#include "render/manifest.h"

struct generations {
	char *root;
	int lock;			/* descriptor; -1 when it is not held */
	uint64_t number;		/* of the current one; 0: none */
	char *folder;			/* of the current one, or NULL */
	struct manifest *manifest;	/* of the current one, or NULL */
};

/* Reads what is current. With `lock`, makes the root and takes the publishers' lock. */
bool generations_open(struct generations *ret, const char *root, bool lock, GError **error);
void generations_close(struct generations *generations);
char *generation_folder(const char *root, uint64_t number);
/* Numbers in ascending order, of uint64_t; yours. */
GArray *generations_list(const char *root);

/* What differs from the current generation. */
struct generation_change {
	const char *path;
	const struct tree_file *file;		/* NULL: removed */
	const struct manifest_entry *old;	/* NULL: added */
	struct manifest_entry entry;		/* of the new file; entry.path is not set */
};

/*
 * Of struct generation_change, by path; yours. It refers to the tree and to the manifest. What is
 * in `edited` (char *) is not what the manifest says, and so always changes.
 */
GArray *generation_changes(const struct generations *generations, const struct tree *tree,
			   GPtrArray *edited);

/* Makes the staging folder of the next generation; yours, NULL + error. Fills the new manifest. */
char *generation_stage(const struct generations *generations, GArray *changes,
		       struct manifest *manifest, GError **error);
/* The same, with the files of an earlier generation; the changes are against the current one. */
char *generation_stage_earlier(const struct generations *generations, uint64_t number,
			       struct manifest *manifest, GPtrArray *ret_changed, GError **error);
/* Makes the staged generation current. Its number is the manifest's. */
bool generation_swap(struct generations *generations, const char *stage,
		     struct manifest *manifest, GError **error);
/* Points `current` back to an earlier number (0: removes it), after a reload that failed. */
bool generation_swap_back(const char *root, uint64_t number);
void generation_discard(const char *stage);
/* Makes daemons notice look-up tables that changed: they watch the files they have open. */
void generation_touch_old(const struct generations *generations, GArray *changes);
/* Removes all but the newest generations, and what killed publishings left. */
void generations_prune(const struct generations *generations, unsigned keep);

#endif
