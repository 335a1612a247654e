/*
 * Trees of files are walked with open folders as the starting points of names,
 * symbolic links are copied and removed as links, and the first failure ends
 * the walk with .NET's words.
 */
#include "config.h"

#include "cmdlets/core/filetree.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/textfile.h"
#include "lib/object.h"
#include "lib/path.h"
#include "lib/wildcard.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct fault not_empty = {
	"DirectoryNotEmpty", "System.IO.IOException", CATEGORY_WRITE_ERROR,
	"Add -Recurse to remove the folder with all that is in it." };
static const struct fault itself = {
	"CopyError", "System.IO.IOException", CATEGORY_WRITE_ERROR, NULL };
static const struct fault exists_already = {
	"IOError", "System.IO.IOException", CATEGORY_WRITE_ERROR, "Add -Force to replace the file." };

struct value file_item(struct host *host, const char *path)
{
	const struct type *type =
		type_find(is_folder(path) ? "System.IO.DirectoryInfo" : "System.IO.FileInfo", -1);
	value_auto text = value_text(path);
	struct value item = VALUE_UNSET;

	if (!type || !type_construct(type, &text, 1, host, &item, NULL))
		return VALUE_UNSET;
	return item;
}

bool is_folder(const char *path)
{
	return g_file_test(path, G_FILE_TEST_IS_DIR);
}

bool is_file_there(const char *path)
{
	struct stat st;

	return !lstat(path, &st);
}

bool folder_make(const char *path, GError **error)
{
	if (!g_mkdir_with_parents(path, 0777))
		return true;
	file_error(error, path, errno);
	return false;
}

/* Calls `fn` with the path of each entry of a folder until one fails. */
static bool each_entry(const char *path, bool (*fn)(const char *path, void *data, GError **error),
		       void *data, GError **error)
{
	struct dirent *entry;
	DIR *dir = opendir(path);
	bool ok = true;

	if (!dir) {
		file_error(error, path, errno);
		return false;
	}
	while (ok && (entry = readdir(dir))) {
		g_autofree char *child = NULL;

		if (g_str_equal(entry->d_name, ".") || g_str_equal(entry->d_name, ".."))
			continue;
		child = g_build_filename(path, entry->d_name, NULL);
		ok = fn(child, data, error);
	}
	closedir(dir);
	return ok;
}

static bool remove_entry(const char *path, void *data, GError **error)
{
	struct stat st;

	if (lstat(path, &st)) {
		file_error(error, path, errno);
		return false;
	}
	if (S_ISDIR(st.st_mode)) {
		if (!each_entry(path, remove_entry, data, error))
			return false;
		if (!rmdir(path))
			return true;
	} else if (!unlink(path)) {
		return true;
	}
	file_error(error, path, errno);
	return false;
}

bool tree_remove(const char *path, bool recurse, bool force, GError **error)
{
	value_auto target = VALUE_UNSET;
	struct stat st;

	if (recurse || lstat(path, &st) || !S_ISDIR(st.st_mode))
		return remove_entry(path, NULL, error);
	if (!rmdir(path))
		return true;
	target = value_text(path);
	if (errno == ENOTEMPTY || errno == EEXIST)
		fault_set(error, &not_empty, target, "Directory %s cannot be removed because it is "
			  "not empty.", path);
	else
		file_error(error, path, errno);
	return false;
}

static bool copy_bytes(int in, int out)
{
	char buffer[1 << 16];

	for (;;) {
		ssize_t n = read(in, buffer, sizeof(buffer));

		if (n == 0)
			return true;
		if (n < 0 && errno == EINTR)
			continue;
		for (ssize_t at = 0; n > 0 && at < n;) {
			ssize_t written = write(out, buffer + at, n - at);

			if (written < 0 && errno != EINTR)
				return false;
			at += MAX(written, 0);
		}
		if (n < 0)
			return false;
	}
}

static bool copy_file(const char *from, const char *to, const struct stat *st, bool force,
		      GError **error)
{
	int in = open(from, O_RDONLY | O_CLOEXEC), out;
	bool ok;

	if (in < 0) {
		file_error(error, from, errno);
		return false;
	}
	if (force && access(to, W_OK) && errno == EACCES)
		unlink(to);
	out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, st->st_mode & 0777);
	ok = out >= 0 && copy_bytes(in, out);
	if (ok) {
		struct timespec times[2] = { st->st_atim, st->st_mtim };

		futimens(out, times);
	}
	if (!ok)
		file_error(error, to, errno);
	close(in);
	if (out >= 0 && close(out) && ok) {
		file_error(error, to, errno);
		ok = false;
	}
	return ok;
}

struct copying {
	const char *to;
	bool recurse, force;
};

static bool copy_into(const char *path, void *data, GError **error)
{
	const struct copying *copying = data;
	g_autofree char *name = g_path_get_basename(path);
	g_autofree char *to = g_build_filename(copying->to, name, NULL);

	return tree_copy(path, to, true, copying->force, error);
}

bool tree_copy(const char *from, const char *to, bool recurse, bool force, GError **error)
{
	struct copying copying = { to, recurse, force };
	struct stat st, there;

	if (stat(from, &st)) {
		file_error(error, from, errno);
		return false;
	}
	if (!stat(to, &there) && there.st_dev == st.st_dev && there.st_ino == st.st_ino) {
		value_auto target = value_text(from);

		fault_set(error, &itself, target, "Cannot overwrite the item %s with itself.", from);
		return false;
	}
	if (!S_ISDIR(st.st_mode))
		return copy_file(from, to, &st, force, error);
	if (!folder_make(to, error))
		return false;
	return !recurse || each_entry(from, copy_into, &copying, error);
}

bool tree_move(const char *from, const char *to, bool force, GError **error)
{
	if (is_file_there(to) && !(force && !is_folder(to))) {
		value_auto target = value_text(from);

		fault_set(error, &exists_already, target,
			  "Cannot create a file when that file already exists.");
		return false;
	}
	if (!rename(from, to))
		return true;
	if (errno != EXDEV) {
		file_error(error, errno == ENOENT && is_file_there(from) ? to : from, errno);
		return false;
	}
	return tree_copy(from, to, true, force, error) && tree_remove(from, true, force, error);
}

/* -- Drives that are no folders ------------------------------------------------ */

void drive_path_init(struct drive_path *drive, const char *path)
{
	const char *name;

	*drive = (struct drive_path){ .drive = path_drive(path) };
	if (!drive->drive)
		return;
	if (!text_equal_nocase(drive->drive, "env") && !text_equal_nocase(drive->drive, "variable") &&
	    !text_equal_nocase(drive->drive, "function") && !text_equal_nocase(drive->drive, "alias")) {
		g_clear_pointer(&drive->drive, g_free);
		return;
	}
	name = strchr(path, ':') + 1;
	while (*name == '/' || *name == '\\')
		name++;
	drive->name = g_strdup(name);
	drive->variable = g_strconcat(drive->drive, ":", name, NULL);
}

void drive_path_clear(struct drive_path *drive)
{
	g_free(drive->drive);
	g_free(drive->name);
	g_free(drive->variable);
}

bool drive_has_item(struct host *host, const struct drive_path *drive)
{
	value_auto v = VALUE_UNSET;

	if (!*drive->name)
		return true;
	v = host_variable(host, drive->variable);
	return !value_is_null(v);
}

/* An entry of the environment: Name (and Key) and Value. */
static enum flow emit_environment(struct call *call, const char *name, const char *value)
{
	struct object *object = object_custom();
	struct string *type_name = str_new("System.Collections.DictionaryEntry", -1);
	struct shape *shape = shape_named(object->shape, type_name);

	str_unref(type_name);
	shape_unref(object->shape);
	object->shape = shape;
	object_set(object, "Name", value_text(name));
	object_set(object, "Value", value_text(value));
	object_set(object, "Key", value_text(name));
	return emit_take(call, value_of(object));
}

static int compare_text(const void *a, const void *b)
{
	return text_compare_nocase(*(char *const *)a, *(char *const *)b);
}

static enum flow environment_items(struct call *call, const char *pattern)
{
	g_auto(GStrv) names = g_listenv();
	enum flow flow = FLOW_NEXT;

	qsort(names, g_strv_length(names), sizeof(*names), compare_text);
	for (unsigned i = 0; names[i] && flow == FLOW_NEXT; i++)
		if (!*pattern || wildcard_match_name(pattern, names[i]))
			flow = emit_environment(call, names[i], g_getenv(names[i]));
	return flow;
}

enum flow drive_item(struct call *call, const struct drive_path *drive)
{
	value_auto name = value_text(*drive->name ? drive->name : "*");
	value_auto kind = value_text("Function");
	struct command_arg args[] = { { "Name", name }, { "CommandType", kind } };
	struct host *host = call_host(call);

	if (text_equal_nocase(drive->drive, "env"))
		return environment_items(call, drive->name);
	if (text_equal_nocase(drive->drive, "variable"))
		return host_command(host, "Get-Variable", args, 1, call_sink(call));
	if (text_equal_nocase(drive->drive, "alias"))
		return host_command(host, "Get-Alias", args, 1, call_sink(call));
	return host_command(host, "Get-Command", args, 2, call_sink(call));
}
