/*
 * Files and claims are sets of paths; claims of folders are few and looked
 * through one by one.
 */
#include "config.h"
#include "render/tree.h"

#include <string.h>

struct tree {
	GHashTable *files;		/* path -> struct tree_file */
	GHashTable *claims;		/* single paths */
	GPtrArray *folders;		/* claimed as a whole */
};

static void file_free(void *data)
{
	struct tree_file *file = data;

	g_free(file->path);
	g_bytes_unref(file->bytes);
	g_free(file);
}

struct tree *tree_new(void)
{
	struct tree *tree = g_new0(struct tree, 1);

	tree->files = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, file_free);
	tree->claims = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	tree->folders = g_ptr_array_new_with_free_func(g_free);
	return tree;
}

void tree_free(struct tree *tree)
{
	if (!tree)
		return;
	g_hash_table_unref(tree->files);
	g_hash_table_unref(tree->claims);
	g_ptr_array_unref(tree->folders);
	g_free(tree);
}

void tree_add(struct tree *tree, const char *path, GBytes *bytes, enum tree_mode mode)
{
	struct tree_file *file = g_new0(struct tree_file, 1);

	file->path = g_strdup(path);
	file->bytes = bytes;
	file->mode = mode;
	g_hash_table_replace(tree->files, file->path, file);
}

void tree_claim(struct tree *tree, const char *path)
{
	if (g_str_has_suffix(path, "/"))
		g_ptr_array_add(tree->folders, g_strdup(path));
	else
		g_hash_table_add(tree->claims, g_strdup(path));
}

bool tree_claims(const struct tree *tree, const char *path)
{
	if (g_hash_table_contains(tree->claims, path) || g_hash_table_contains(tree->files, path))
		return true;
	for (guint i = 0; i < tree->folders->len; i++)
		if (g_str_has_prefix(path, g_ptr_array_index(tree->folders, i)))
			return true;
	return false;
}

const struct tree_file *tree_find(const struct tree *tree, const char *path)
{
	return g_hash_table_lookup(tree->files, path);
}

static int by_path(const void *a, const void *b)
{
	const struct tree_file *const *left = a, *const *right = b;

	return strcmp((*left)->path, (*right)->path);
}

GPtrArray *tree_files(const struct tree *tree)
{
	GPtrArray *files = g_ptr_array_sized_new(g_hash_table_size(tree->files));
	GHashTableIter iter;
	void *file;

	g_hash_table_iter_init(&iter, tree->files);
	while (g_hash_table_iter_next(&iter, NULL, &file))
		g_ptr_array_add(files, file);
	g_ptr_array_sort(files, by_path);
	return files;
}
