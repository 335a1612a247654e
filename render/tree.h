/*
 * What the renderers give: files in memory, by their path within a
 * generation, and which places were rendered anew, so that a file that is no
 * longer given there goes away. Everything else stays as it was.
 */
#ifndef HMSH_TREE_H
#define HMSH_TREE_H

#include <glib.h>
#include <stdbool.h>

enum tree_mode {
	TREE_PLAIN,		/* 0644 */
	TREE_SECRET,		/* 0600, root's: private keys, passwords in clear */
	TREE_DOVECOT,		/* 0640, of the group dovecot: password hashes */
};

struct tree_file {
	char *path;
	GBytes *bytes;
	enum tree_mode mode;
};

struct tree;

struct tree *tree_new(void);
void tree_free(struct tree *tree);
/* Takes `bytes` over. A path is given once. */
void tree_add(struct tree *tree, const char *path, GBytes *bytes, enum tree_mode mode);
/* The path (ending with a slash: all below it) is rendered anew. tree_add() claims its path too. */
void tree_claim(struct tree *tree, const char *path);
bool tree_claims(const struct tree *tree, const char *path);
const struct tree_file *tree_find(const struct tree *tree, const char *path);
/* The files sorted by path; the array is yours, the files are the tree's. */
GPtrArray *tree_files(const struct tree *tree);

#endif
