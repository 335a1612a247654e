/*
 * A line a file: hash, mode, size, time, path. The time only spares reading
 * the file: a file with another time whose hash is right was not changed.
 */
#include "config.h"
#include "render/manifest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#define NAME	"manifest"

static void entry_free(void *data)
{
	struct manifest_entry *entry = data;

	g_free(entry->path);
	g_free(entry);
}

struct manifest *manifest_new(void)
{
	struct manifest *manifest = g_new0(struct manifest, 1);

	manifest->entries = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, entry_free);
	return manifest;
}

void manifest_free(struct manifest *manifest)
{
	if (!manifest)
		return;
	g_hash_table_unref(manifest->entries);
	g_free(manifest->version);
	g_free(manifest->additions);
	g_free(manifest);
}

void manifest_add(struct manifest *manifest, const struct manifest_entry *entry)
{
	struct manifest_entry *copy = g_memdup2(entry, sizeof *entry);

	copy->path = g_strdup(entry->path);
	g_hash_table_replace(manifest->entries, copy->path, copy);
}

const struct manifest_entry *manifest_find(const struct manifest *manifest, const char *path)
{
	return g_hash_table_lookup(manifest->entries, path);
}

static int by_path(const void *a, const void *b)
{
	const struct manifest_entry *const *left = a, *const *right = b;

	return strcmp((*left)->path, (*right)->path);
}

GPtrArray *manifest_sorted(const struct manifest *manifest)
{
	GPtrArray *sorted = g_ptr_array_sized_new(g_hash_table_size(manifest->entries));
	GHashTableIter iter;
	void *entry;

	g_hash_table_iter_init(&iter, manifest->entries);
	while (g_hash_table_iter_next(&iter, NULL, &entry))
		g_ptr_array_add(sorted, entry);
	g_ptr_array_sort(sorted, by_path);
	return sorted;
}

/* "hash mode size mtime path" */
static bool read_entry(struct manifest *manifest, char *line)
{
	struct manifest_entry entry = { 0 };
	char *p = line + 64, *end;

	if (strlen(line) < 72 || strspn(line, "0123456789abcdef") != 64 || *p != ' ')
		return false;
	memcpy(entry.hash, line, 64);
	entry.mode = strtoul(p + 1, &end, 10);
	entry.size = strtoull(end, &end, 10);
	entry.mtime = strtoll(end, &end, 10);
	if (*end != ' ' || !end[1] || entry.mode > TREE_DOVECOT)
		return false;
	entry.path = end + 1;
	manifest_add(manifest, &entry);
	return true;
}

static bool read_line(struct manifest *manifest, char *line)
{
	static const char *const words[] = {
		"generation ", "sequence ", "created ", "version ", "additions ",
	};

	if (g_str_has_prefix(line, words[0]))
		manifest->generation = strtoull(line + strlen(words[0]), NULL, 10);
	else if (g_str_has_prefix(line, words[1]))
		manifest->sequence = strtoull(line + strlen(words[1]), NULL, 10);
	else if (g_str_has_prefix(line, words[2]))
		manifest->created = strtoll(line + strlen(words[2]), NULL, 10);
	else if (g_str_has_prefix(line, words[3]))
		manifest->version = g_strdup(line + strlen(words[3]));
	else if (g_str_has_prefix(line, words[4]))
		manifest->additions = g_strdup(line + strlen(words[4]));
	else
		return read_entry(manifest, line);
	return true;
}

struct manifest *manifest_load(const char *folder)
{
	g_autofree char *path = g_build_filename(folder, NAME, NULL);
	g_autofree char *text = NULL;
	struct manifest *manifest;
	char *line, *end;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		return NULL;
	manifest = manifest_new();
	for (line = text; (end = strchr(line, '\n')); line = end + 1) {
		*end = 0;
		if (read_line(manifest, line))
			continue;
		manifest_free(manifest);
		return NULL;
	}
	return manifest;
}

static bool write_durably(const char *folder, const GString *text)
{
	g_autofree char *fresh = g_build_filename(folder, "." NAME, NULL);
	g_autofree char *path = g_build_filename(folder, NAME, NULL);
	int fd = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	bool done;

	if (fd < 0)
		return false;
	done = write(fd, text->str, text->len) == (ssize_t)text->len && fdatasync(fd) == 0;
	done = close(fd) == 0 && done;
	return done && rename(fresh, path) == 0;
}

bool manifest_save(const struct manifest *manifest, const char *folder, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GPtrArray) sorted = manifest_sorted(manifest);

	g_string_append_printf(text,
			       "generation %" G_GUINT64_FORMAT "\nsequence %" G_GUINT64_FORMAT
			       "\ncreated %" G_GINT64_FORMAT "\nversion %s\n",
			       (guint64)manifest->generation, (guint64)manifest->sequence,
			       (gint64)manifest->created, manifest->version);
	if (manifest->additions)
		g_string_append_printf(text, "additions %s\n", manifest->additions);
	for (guint i = 0; i < sorted->len; i++) {
		const struct manifest_entry *entry = g_ptr_array_index(sorted, i);

		g_string_append_printf(
			text, "%s %d %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT " %s\n", entry->hash,
			entry->mode, (guint64)entry->size, (gint64)entry->mtime, entry->path);
	}
	if (write_durably(folder, text))
		return true;
	g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
		    "The list of files in %s could not be written: %s", folder, g_strerror(errno));
	return false;
}

void manifest_describe(struct manifest_entry *entry, GBytes *bytes)
{
	g_autofree char *hash = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);

	g_strlcpy(entry->hash, hash, sizeof entry->hash);
	entry->size = g_bytes_get_size(bytes);
}

int64_t stat_mtime(const struct stat *st)
{
	return st->st_mtim.tv_sec * INT64_C(1000000000) + st->st_mtim.tv_nsec;
}

static bool hash_is(const char *path, const char *hash)
{
	g_autofree char *text = NULL, *found = NULL;
	gsize len;

	if (!g_file_get_contents(path, &text, &len, NULL))
		return false;
	found = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)text, len);
	explicit_bzero(text, len);
	return !strcmp(found, hash);
}

static bool is_edited(const struct manifest_entry *entry, const char *folder)
{
	g_autofree char *path = g_build_filename(folder, entry->path, NULL);
	struct stat st;

	if (lstat(path, &st) < 0 || !S_ISREG(st.st_mode) || (uint64_t)st.st_size != entry->size)
		return true;
	return stat_mtime(&st) != entry->mtime && !hash_is(path, entry->hash);
}

void manifest_edited(const struct manifest *manifest, const char *folder, GPtrArray *ret)
{
	g_autoptr(GPtrArray) sorted = manifest_sorted(manifest);

	for (guint i = 0; i < sorted->len; i++) {
		const struct manifest_entry *entry = g_ptr_array_index(sorted, i);

		if (is_edited(entry, folder))
			g_ptr_array_add(ret, g_strdup(entry->path));
	}
}
