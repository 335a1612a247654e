/*
 * Maildir++: a folder is a directory ".Name.Below", the messages lie in its
 * cur and new. Dovecot writes the size into a message's name (S=), so that it
 * need not be asked for.
 */
#include "config.h"
#include "cmdlets/hosting/maildir.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Made by Dovecot in every mailbox. */
static const char *const usual[] = { "Inbox", "Deleted Items", "Drafts", "Junk Email",
				     "Sent Items" };

/* The size and the time of arrival that a message's name holds, "1700000000.M1P2.host,S=1234:2,S". */
static bool read_name(const char *name, uint64_t *size, int64_t *arrived)
{
	const char *s = strstr(name, ",S=");
	char *end;

	*arrived = g_ascii_strtoll(name, &end, 10);
	*size = s ? g_ascii_strtoull(s + 3, NULL, 10) : 0;
	return s && end > name;
}

static void count_message(struct maildir_folder *folder, int fd, const char *name)
{
	uint64_t size;
	int64_t arrived;
	struct stat st;

	if (!read_name(name, &size, &arrived)) {
		if (fstatat(fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			return;
		size = st.st_size;
		arrived = st.st_mtime;
	}
	folder->items++;
	folder->bytes += size;
	if (!folder->oldest || arrived < folder->oldest)
		folder->oldest = arrived;
	if (arrived > folder->newest)
		folder->newest = arrived;
}

static void count_messages(struct maildir_folder *folder, const char *path, const char *part)
{
	g_autofree char *below = g_build_filename(path, part, NULL);
	DIR *dir = opendir(below);
	const struct dirent *entry;

	if (!dir)
		return;
	while ((entry = readdir(dir)))
		if (*entry->d_name != '.')
			count_message(folder, dirfd(dir), entry->d_name);
	closedir(dir);
}

static void add_folder(GArray *folders, const char *path, const char *name)
{
	struct maildir_folder folder = { .name = g_strdup(name) };

	count_messages(&folder, path, "cur");
	count_messages(&folder, path, "new");
	g_array_append_val(folders, folder);
}

static void folder_clear(void *data)
{
	g_free(((struct maildir_folder *)data)->name);
}

/* ".Sent Items.2024" -> "Sent Items/2024" */
static char *folder_name(const char *directory)
{
	return g_strdelimit(g_strdup(directory + 1), ".", '/');
}

static bool has(const GArray *folders, const char *name)
{
	for (guint i = 0; i < folders->len; i++)
		if (!g_ascii_strcasecmp(g_array_index(folders, struct maildir_folder, i).name,
					name))
			return true;
	return false;
}

static int by_name(const void *a, const void *b)
{
	const struct maildir_folder *x = a, *y = b;
	bool first = !strcmp(x->name, usual[0]), second = !strcmp(y->name, usual[0]);

	return first || second ? second - first : g_ascii_strcasecmp(x->name, y->name);
}

GArray *maildir_folders(const char *home)
{
	GArray *folders = g_array_new(FALSE, FALSE, sizeof(struct maildir_folder));
	g_autofree char *root = g_build_filename(home, "Maildir", NULL);
	GDir *dir = g_dir_open(root, 0, NULL);
	const char *name;

	g_array_set_clear_func(folders, folder_clear);
	add_folder(folders, root, usual[0]);
	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(root, name, NULL);
		g_autofree char *shown = *name == '.' ? folder_name(name) : NULL;

		if (shown && g_file_test(path, G_FILE_TEST_IS_DIR))
			add_folder(folders, path, shown);
	}
	if (dir)
		g_dir_close(dir);
	for (size_t i = 1; i < G_N_ELEMENTS(usual); i++)
		if (!has(folders, usual[i]))
			add_folder(folders, "", usual[i]);
	g_array_sort(folders, by_name);
	return folders;
}
