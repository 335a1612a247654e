/*
 * Staging, swapping and pruning. What is durable when: the files and folders of a
 * generation before `current` names it; the rename of `current` before the
 * publishing reports success.
 */
#include "config.h"
#include "lib/fault.h"
#include "render/check.h"
#include "render/generation.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <grp.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#define STAGE_PREFIX	".stage"
#define SETTLED_SECONDS	10
#define SYNC_FEW	12	/* more files than this are made durable by one syncfs() */

static const struct fault io_fault = {
	"PublishFolderUnwritable", "System.IO.IOException", CATEGORY_WRITE_ERROR, NULL
};

static const struct fault busy = {
	"PublishInProgress", "System.InvalidOperationException", CATEGORY_RESOURCE_BUSY,
	"Wait until the other publishing has ended."
};

static const struct fault earlier_edited = {
	"PublishedFilesEdited", "System.InvalidOperationException", CATEGORY_INVALID_DATA,
	"Restore another generation, or publish the state: Publish-HostingConfiguration -Force."
};

static bool fail(const char *path, const char *what, GError **error)
{
	fault_set(error, &io_fault, VALUE_NULL, "%s could not be %s: %s", path, what,
		  g_strerror(errno));
	return false;
}

/* -- What is there --------------------------------------------------------------- */

char *generation_folder(const char *root, uint64_t number)
{
	return g_strdup_printf("%s/generations/%" G_GUINT64_FORMAT, root, (guint64)number);
}

static uint64_t number_of(const char *name)
{
	return *name && strspn(name, "0123456789") == strlen(name) ? strtoull(name, NULL, 10) : 0;
}

static void read_current(struct generations *generations)
{
	g_autofree char *link = g_build_filename(generations->root, "current", NULL);
	g_autofree char *target = g_file_read_link(link, NULL);
	const char *slash = target ? strrchr(target, '/') : NULL;

	generations->number = slash ? number_of(slash + 1) : 0;
	if (!generations->number)
		return;
	generations->folder = generation_folder(generations->root, generations->number);
	generations->manifest = manifest_load(generations->folder);
}

static int take_lock(const char *root, GError **error)
{
	g_autofree char *folder = g_build_filename(root, "generations", NULL);
	g_autofree char *path = g_build_filename(root, "lock", NULL);
	int fd;

	if (g_mkdir_with_parents(folder, 0755) < 0) {
		fail(folder, "made", error);
		return -1;
	}
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		fail(path, "opened", error);
		return -1;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	fault_set(error, &busy, VALUE_NULL, "Another publishing into %s is under way.", root);
	close(fd);
	return -1;
}

/* What a killed publishing left: whoever holds the lock is the only one that stages. */
static void sweep_stages(const char *root)
{
	g_autofree char *parent = g_build_filename(root, "generations", NULL);
	g_autoptr(GDir) dir = g_dir_open(parent, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *folder = g_build_filename(parent, name, NULL);

		if (g_str_has_prefix(name, STAGE_PREFIX))
			check_remove(folder);
	}
}

bool generations_open(struct generations *ret, const char *root, bool lock, GError **error)
{
	int fd = lock ? take_lock(root, error) : -1;

	if (lock && fd < 0)
		return false;
	if (lock)
		sweep_stages(root);
	*ret = (struct generations){ .root = g_canonicalize_filename(root, NULL), .lock = fd };
	read_current(ret);
	return true;
}

void generations_close(struct generations *generations)
{
	if (generations->lock >= 0)
		close(generations->lock);
	g_free(generations->root);
	g_free(generations->folder);
	manifest_free(generations->manifest);
}

static int by_number(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

GArray *generations_list(const char *root)
{
	GArray *numbers = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	g_autofree char *folder = g_build_filename(root, "generations", NULL);
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		uint64_t number = number_of(name);

		if (number)
			g_array_append_val(numbers, number);
	}
	g_array_sort(numbers, by_number);
	return numbers;
}

/* -- What changed ------------------------------------------------------------------- */

static bool same_file(const struct manifest_entry *old, const struct generation_change *change)
{
	return old && old->mode == change->entry.mode && old->size == change->entry.size &&
		!strcmp(old->hash, change->entry.hash);
}

static int by_path(const void *a, const void *b)
{
	const struct generation_change *left = a, *right = b;

	return strcmp(left->path, right->path);
}

GArray *generation_changes(const struct generations *generations, const struct tree *tree,
			   GPtrArray *edited)
{
	GArray *changes = g_array_new(FALSE, FALSE, sizeof(struct generation_change));
	g_autoptr(GPtrArray) files = tree_files(tree);
	const struct manifest *manifest = generations->manifest;
	g_autoptr(GPtrArray) old = manifest ? manifest_sorted(manifest) : g_ptr_array_new();

	for (guint i = 0; i < files->len; i++) {
		const struct tree_file *file = g_ptr_array_index(files, i);
		struct generation_change change = { .path = file->path, .file = file };

		change.entry.mode = file->mode;
		manifest_describe(&change.entry, file->bytes);
		change.old = manifest ? manifest_find(manifest, file->path) : NULL;
		if (!same_file(change.old, &change) ||
		    g_ptr_array_find_with_equal_func(edited, file->path, g_str_equal, NULL))
			g_array_append_val(changes, change);
	}
	for (guint i = 0; i < old->len; i++) {
		const struct manifest_entry *entry = g_ptr_array_index(old, i);
		struct generation_change change = { .path = entry->path, .old = entry };

		if (tree_claims(tree, entry->path) && !tree_find(tree, entry->path))
			g_array_append_val(changes, change);
	}
	g_array_sort(changes, by_path);
	return changes;
}

/* -- Staging ------------------------------------------------------------------------- */

struct staging {
	const struct generations *generations;
	char *stage;
	GHashTable *folders;		/* made so far: path within the generation */
	unsigned written;
	gid_t dovecot;
};

static bool make_folder(struct staging *staging, const char *path, GError **error)
{
	const char *slash = strrchr(path, '/');
	g_autofree char *folder = slash ? g_strndup(path, slash - path) : g_strdup("");
	g_autofree char *full = NULL;

	if (!slash || g_hash_table_contains(staging->folders, folder))
		return true;
	full = g_build_filename(staging->stage, folder, NULL);
	if (g_mkdir_with_parents(full, 0755) < 0)
		return fail(full, "made", error);
	g_hash_table_add(staging->folders, g_steal_pointer(&folder));
	return true;
}

static mode_t mode_of(enum tree_mode mode)
{
	if (mode == TREE_PLAIN)
		return 0644;
	return mode == TREE_DOVECOT && geteuid() == 0 ? 0640 : 0600;
}

static bool write_bytes(int fd, GBytes *bytes)
{
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);

	while (len) {
		ssize_t n = write(fd, data, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		data += n;
		len -= n;
	}
	return true;
}

/*
 * Dovecot compares whole seconds and the size: every version is a second later than the one before.
 * Each program of Postfix waits until its main.cf is two seconds old: a version is not younger,
 * unless many followed each other.
 */
static bool set_time(int fd, const struct manifest_entry *old, int64_t *ret_mtime)
{
	struct timespec times[2] = { { .tv_nsec = UTIME_OMIT } };
	struct stat st;

	if (fstat(fd, &st) < 0)
		return false;
	times[1].tv_sec = st.st_mtim.tv_sec - SETTLED_SECONDS;
	if (old && old->mtime / 1000000000 >= times[1].tv_sec)
		times[1].tv_sec = old->mtime / 1000000000 + 1;
	*ret_mtime = times[1].tv_sec * INT64_C(1000000000);
	return futimens(fd, times) == 0;
}

static bool write_file(struct staging *staging, struct generation_change *change, GError **error)
{
	g_autofree char *path = g_build_filename(staging->stage, change->path, NULL);
	enum tree_mode mode = change->file->mode;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	bool done;

	if (fd < 0)
		return fail(path, "made", error);
	done = (mode != TREE_DOVECOT || geteuid() || fchown(fd, 0, staging->dovecot) == 0) &&
		fchmod(fd, mode_of(mode)) == 0 && write_bytes(fd, change->file->bytes) &&
		set_time(fd, change->old, &change->entry.mtime);
	if (done && staging->written++ < SYNC_FEW)
		done = fdatasync(fd) == 0;
	if (!done)
		fail(path, "written", error);
	return close(fd) == 0 && done;
}

static bool link_file(struct staging *staging, const char *from, const char *path, GError **error)
{
	g_autofree char *old = g_build_filename(from, path, NULL);
	g_autofree char *new = g_build_filename(staging->stage, path, NULL);

	return make_folder(staging, path, error) &&
		(link(old, new) == 0 || fail(new, "linked", error));
}

static bool stage_begin(struct staging *staging, const struct generations *generations,
			GError **error)
{
	const struct group *group = getgrnam("dovecot");

	*staging = (struct staging){ .generations = generations };
	staging->stage = g_strdup_printf("%s/generations/" STAGE_PREFIX "-%d", generations->root,
					 (int)getpid());
	staging->folders = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	staging->dovecot = group ? group->gr_gid : 0;
	check_remove(staging->stage);
	return g_mkdir(staging->stage, 0755) == 0 || fail(staging->stage, "made", error);
}

static bool sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool done = fd >= 0 && fsync(fd) == 0;

	if (fd >= 0)
		close(fd);
	return done;
}

static bool sync_all(const struct staging *staging)
{
	GHashTableIter iter;
	void *folder;
	int fd;

	if (staging->written > SYNC_FEW) {
		fd = open(staging->stage, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		return fd >= 0 && syncfs(fd) == 0 && close(fd) == 0;
	}
	g_hash_table_iter_init(&iter, staging->folders);
	while (g_hash_table_iter_next(&iter, &folder, NULL)) {
		g_autofree char *path = g_build_filename(staging->stage, folder, NULL);

		if (!sync_folder(path))
			return false;
	}
	return true;
}

/* The staging folder, or NULL when `done` is false or it cannot be made durable. */
static char *stage_end(struct staging *staging, bool done, GError **error)
{
	char *stage = staging->stage;

	if (done && !sync_all(staging))
		done = fail(stage, "made durable", error);
	g_hash_table_unref(staging->folders);
	if (done)
		return stage;
	check_remove(stage);
	g_free(stage);
	return NULL;
}

static bool stage_changes(struct staging *staging, GArray *changes, GHashTable *changed,
			  struct manifest *manifest, GError **error)
{
	for (guint i = 0; i < changes->len; i++) {
		struct generation_change *change =
			&g_array_index(changes, struct generation_change, i);

		g_hash_table_add(changed, (void *)change->path);
		if (!change->file)
			continue;
		if (!make_folder(staging, change->path, error) ||
		    !write_file(staging, change, error))
			return false;
		change->entry.path = (char *)change->path;
		manifest_add(manifest, &change->entry);
	}
	return true;
}

static bool stage_rest(struct staging *staging, GHashTable *changed, struct manifest *manifest,
		       GError **error)
{
	const struct generations *generations = staging->generations;
	GHashTableIter iter;
	void *path, *entry;

	if (!generations->manifest)
		return true;
	g_hash_table_iter_init(&iter, generations->manifest->entries);
	while (g_hash_table_iter_next(&iter, &path, &entry)) {
		if (g_hash_table_contains(changed, path))
			continue;
		if (!link_file(staging, generations->folder, path, error))
			return false;
		manifest_add(manifest, entry);
	}
	return true;
}

char *generation_stage(const struct generations *generations, GArray *changes,
		       struct manifest *manifest, GError **error)
{
	g_autoptr(GHashTable) changed = g_hash_table_new(g_str_hash, g_str_equal);
	struct staging staging;
	bool done = stage_begin(&staging, generations, error) &&
		stage_changes(&staging, changes, changed, manifest, error) &&
		stage_rest(&staging, changed, manifest, error);

	return stage_end(&staging, done, error);
}

static void note_differences(const struct manifest *from, const struct manifest *to,
			     GPtrArray *ret)
{
	g_autoptr(GPtrArray) sorted = manifest_sorted(from);

	for (guint i = 0; i < sorted->len; i++) {
		const struct manifest_entry *entry = g_ptr_array_index(sorted, i);
		const struct manifest_entry *other = manifest_find(to, entry->path);

		if ((!other || strcmp(other->hash, entry->hash)) &&
		    !g_ptr_array_find_with_equal_func(ret, entry->path, g_str_equal, NULL))
			g_ptr_array_add(ret, g_strdup(entry->path));
	}
}

/* Generations share files: what was changed in one of them was changed in others. */
static bool check_earlier(const struct manifest *earlier, const char *folder, GError **error)
{
	g_autoptr(GPtrArray) edited = g_ptr_array_new_with_free_func(g_free);

	manifest_edited(earlier, folder, edited);
	if (!edited->len)
		return true;
	fault_set(error, &earlier_edited, VALUE_NULL, "The generation %" G_GUINT64_FORMAT " is not "
		  "what was published: %s was changed by hand.", (guint64)earlier->generation,
		  (char *)g_ptr_array_index(edited, 0));
	return false;
}

char *generation_stage_earlier(const struct generations *generations, uint64_t number,
			       struct manifest *manifest, GPtrArray *ret_changed, GError **error)
{
	g_autofree char *from = generation_folder(generations->root, number);
	struct manifest *earlier = manifest_load(from);
	struct staging staging;
	GHashTableIter iter;
	void *path, *entry;
	bool done;

	if (!earlier) {
		fault_set(error, &io_fault, VALUE_NULL, "There is no generation %" G_GUINT64_FORMAT
			  " in %s.", (guint64)number, generations->root);
		return NULL;
	}
	if (!check_earlier(earlier, from, error)) {
		manifest_free(earlier);
		return NULL;
	}
	done = stage_begin(&staging, generations, error);
	g_hash_table_iter_init(&iter, earlier->entries);
	while (done && g_hash_table_iter_next(&iter, &path, &entry)) {
		done = link_file(&staging, from, path, error);
		manifest_add(manifest, entry);
	}
	manifest->sequence = earlier->sequence;
	g_free(manifest->version);
	manifest->version = g_strdup(earlier->version);
	manifest->additions = g_strdup(earlier->additions);
	if (generations->manifest) {
		note_differences(generations->manifest, earlier, ret_changed);
		note_differences(earlier, generations->manifest, ret_changed);
	}
	manifest_free(earlier);
	return stage_end(&staging, done, error);
}

/* -- Swapping --------------------------------------------------------------------------- */

static bool point_current(const char *root, uint64_t number)
{
	g_autofree char *target =
		g_strdup_printf("generations/%" G_GUINT64_FORMAT, (guint64)number);
	g_autofree char *fresh = g_build_filename(root, ".current", NULL);
	g_autofree char *link = g_build_filename(root, "current", NULL);

	unlink(fresh);
	return symlink(target, fresh) == 0 && rename(fresh, link) == 0 && sync_folder(root);
}

bool generation_swap(struct generations *generations, const char *stage,
		     struct manifest *manifest, GError **error)
{
	g_autofree char *parent = g_build_filename(generations->root, "generations", NULL);
	g_autofree char *folder = generation_folder(generations->root, manifest->generation);

	if (!manifest_save(manifest, stage, error))
		return false;
	if (!sync_folder(stage) || rename(stage, folder) < 0 || !sync_folder(parent))
		return fail(folder, "made", error);
	if (point_current(generations->root, manifest->generation))
		return true;
	fail(generations->root, "changed", error);
	check_remove(folder);
	return false;
}

bool generation_swap_back(const char *root, uint64_t number)
{
	g_autofree char *link = g_build_filename(root, "current", NULL);

	return number ? point_current(root, number) : unlink(link) == 0;
}

void generation_discard(const char *stage)
{
	check_remove(stage);
}

void generation_touch_old(const struct generations *generations, GArray *changes)
{
	for (guint i = 0; generations->folder && i < changes->len; i++) {
		const struct generation_change *change =
			&g_array_index(changes, struct generation_change, i);
		struct timespec times[2] = { { .tv_nsec = UTIME_OMIT } };
		g_autofree char *path = NULL;

		if (!change->old || !g_str_has_suffix(change->path, ".cdb"))
			continue;
		path = g_build_filename(generations->folder, change->path, NULL);
		times[1].tv_sec = change->old->mtime / 1000000000 - 1;
		utimensat(AT_FDCWD, path, times, 0);
	}
}

void generations_prune(const struct generations *generations, unsigned keep)
{
	g_autoptr(GArray) numbers = generations_list(generations->root);

	for (guint i = 0; i + keep < numbers->len; i++) {
		g_autofree char *folder =
			generation_folder(generations->root, g_array_index(numbers, uint64_t, i));

		check_remove(folder);
	}
}
