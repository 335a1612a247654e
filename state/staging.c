/*
 * A few files are synced one by one; for many, one syncfs() costs less than
 * their fsync()s.
 */
#include "config.h"
#include "state/staging.h"
#include "lib/fault.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define FEW 6

static const struct fault state_unwritable = {
	"StateUnwritable", "System.IO.IOException", CATEGORY_WRITE_ERROR,
	"See that there is room on the disk and that the state folder is yours to write." };

struct staged {
	char *path;
	char *beside;			/* NULL: the file goes */
	int fd;				/* -1: closed */
};

struct staging {
	GPtrArray *files;		/* struct staged */
};

static void staged_free(gpointer data)
{
	struct staged *file = data;

	if (file->fd >= 0)
		close(file->fd);
	if (file->beside)
		unlink(file->beside);
	g_free(file->path);
	g_free(file->beside);
	g_free(file);
}

struct staging *staging_new(void)
{
	struct staging *staging = g_new0(struct staging, 1);

	staging->files = g_ptr_array_new_with_free_func(staged_free);
	return staging;
}

void staging_free(struct staging *staging)
{
	if (!staging)
		return;
	g_ptr_array_free(staging->files, TRUE);
	g_free(staging);
}

static bool failed(GError **error, const char *path)
{
	fault_set(error, &state_unwritable, VALUE_NULL, "%s could not be written: %s.", path,
		  g_strerror(errno));
	return false;
}

static struct staged *add(struct staging *staging, const char *path)
{
	struct staged *file = g_new0(struct staged, 1);

	file->path = g_strdup(path);
	file->fd = -1;
	g_ptr_array_add(staging->files, file);
	return file;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes += n;
		len -= n;
	}
	return true;
}

bool staging_write(struct staging *staging, const char *path, const char *bytes, size_t len,
		   unsigned mode, GError **error)
{
	g_autofree char *folder = g_path_get_dirname(path), *base = g_path_get_basename(path);
	struct staged *file = add(staging, path);

	file->beside = g_strdup_printf("%s/.%s.new", folder, base);
	file->fd = open(file->beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode);
	if (file->fd < 0 && errno == ENOENT && g_mkdir_with_parents(folder, 0700) == 0)
		file->fd = open(file->beside, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode);
	if (file->fd < 0 || !write_all(file->fd, bytes, len))
		return failed(error, path);
	if (staging->files->len <= FEW)
		return true;
	close(file->fd);
	file->fd = -1;
	return true;
}

void staging_remove(struct staging *staging, const char *path)
{
	add(staging, path);
}

static bool sync_folder(const char *path, bool whole, GError **error)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && (whole ? syncfs(fd) : fsync(fd)) == 0;

	if (!ok)
		failed(error, path);
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool sync_everything(struct staging *staging, GError **error)
{
	const struct staged *first = staging->files->pdata[0];
	g_autofree char *folder = g_path_get_dirname(first->path);

	return sync_folder(folder, true, error);
}

static bool sync_files(struct staging *staging, GError **error)
{
	if (staging->files->len > FEW)
		return sync_everything(staging, error);
	for (guint i = 0; i < staging->files->len; i++) {
		const struct staged *file = staging->files->pdata[i];

		if (file->fd >= 0 && fdatasync(file->fd) < 0)
			return failed(error, file->path);
	}
	return true;
}

/* Renames must be on disk before the caller forgets where the bytes came from. */
static bool sync_folders(struct staging *staging, GError **error)
{
	g_autoptr(GHashTable) done = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	if (staging->files->len > FEW)
		return sync_everything(staging, error);
	for (guint i = 0; i < staging->files->len; i++) {
		const struct staged *file = staging->files->pdata[i];
		char *folder = g_path_get_dirname(file->path);

		if (g_hash_table_add(done, folder) && !sync_folder(folder, false, error))
			return false;
	}
	return true;
}

static bool put_in_place(struct staged *file, GError **error)
{
	if (!file->beside)
		return unlink(file->path) == 0 || errno == ENOENT || failed(error, file->path);
	if (rename(file->beside, file->path) < 0)
		return failed(error, file->path);
	g_clear_pointer(&file->beside, g_free);
	return true;
}

bool staging_apply(struct staging *staging, GError **error)
{
	if (!staging->files->len)
		return true;
	if (!sync_files(staging, error))
		return false;
	for (guint i = 0; i < staging->files->len; i++)
		if (!put_in_place(staging->files->pdata[i], error))
			return false;
	return sync_folders(staging, error);
}
