/*
 * System.IO.File and Directory: whole files and folders by their paths.
 */
#include "config.h"

#include "lib/types/file_types.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/datetime.h"
#include "lib/path.h"
#include "lib/types/io_streams.h"
#include "lib/types/table.h"
#include "lib/types/text_types.h"
#include "lib/wildcard.h"

char *file_path_arg(struct value v, GError **error)
{
	g_autofree char *cwd = g_get_current_dir();

	if (v.kind != V_STRING) {
		throw_null(error, "path");
		return NULL;
	}
	if (!v.u.str->len) {
		fault_throw(error, ARGUMENT, "The value cannot be an empty string. (Parameter 'path')");
		return NULL;
	}
	return path_native(v.u.str->data, cwd, error);
}

bool file_throw(GError **error, const char *path, int number)
{
	g_autofree char *folder = g_path_get_dirname(path);

	switch (number) {
	case ENOENT:
		if (g_file_test(folder, G_FILE_TEST_IS_DIR))
			fault_throw(error, "System.IO.FileNotFoundException", "Could not find file '%s'.", path);
		else
			fault_throw(error, "System.IO.DirectoryNotFoundException",
				    "Could not find a part of the path '%s'.", path);
		break;
	case ENOTDIR:
		fault_throw(error, "System.IO.DirectoryNotFoundException",
			    "Could not find a part of the path '%s'.", path);
		break;
	case EACCES:
	case EPERM:
	case EISDIR:
		fault_throw(error, "System.UnauthorizedAccessException", "Access to the path '%s' is denied.",
			    path);
		break;
	case EEXIST:
		fault_throw(error, "System.IO.IOException", "The file '%s' already exists.", path);
		break;
	case ENOTEMPTY:
		fault_throw(error, "System.IO.IOException", "Directory not empty : '%s'", path);
		break;
	default:
		fault_throw(error, "System.IO.IOException", "%s : '%s'", g_strerror(number), path);
	}
	return false;
}

bool file_load(const char *path, char **ret, gsize *ret_len, GError **error)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	GByteArray *bytes;
	guint8 block[65536];
	ssize_t got;
	struct stat st;

	if (fd < 0)
		return file_throw(error, path, errno);
	if (!fstat(fd, &st) && S_ISDIR(st.st_mode)) {
		close(fd);
		return file_throw(error, path, EISDIR);
	}
	bytes = g_byte_array_new();
	while ((got = read(fd, block, sizeof(block))) > 0)
		g_byte_array_append(bytes, block, got);
	close(fd);
	*ret_len = bytes->len;
	g_byte_array_append(bytes, (const guint8 *)"", 1);
	*ret = (char *)g_byte_array_free(bytes, FALSE);
	return true;
}

bool file_store(const char *path, const void *bytes, gsize len, bool append, GError **error)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (append ? O_APPEND : O_TRUNC), 0666);
	const char *p = bytes;

	if (fd < 0)
		return file_throw(error, path, errno);
	while (len) {
		ssize_t put = write(fd, p, len);

		if (put < 0) {
			int number = errno;

			close(fd);
			return file_throw(error, path, number);
		}
		p += put;
		len -= put;
	}
	close(fd);
	return true;
}

/* -- Reading ------------------------------------------------------------------------------------- */

static bool read_text(const struct value *args, unsigned n, char **ret, gsize *ret_len, GError **error)
{
	g_autofree char *path = file_path_arg(args[0], error);
	struct encoding encoding = encoding_arg(n > 1 ? args[1] : VALUE_NULL);
	char *bytes;
	gsize len;

	if (!path || !file_load(path, &bytes, &len, error))
		return false;
	*ret = encoding_decode(&encoding, bytes, len, ret_len);
	return true;
}

MEMBER(file_read_bytes)
{
	g_autofree char *path = file_path_arg(args[0], error), *bytes = NULL;
	gsize len;

	if (!path || !file_load(path, &bytes, &len, error))
		return false;
	*ret = value_of(array_of_bytes(bytes, len));
	return true;
}

MEMBER(file_read_text)
{
	g_autofree char *text = NULL;
	gsize len;

	if (!read_text(args, n, &text, &len, error))
		return false;
	*ret = value_str(str_new(text, len));
	return true;
}

MEMBER(file_read_lines)
{
	g_autofree char *text = NULL;
	g_autoptr(GPtrArray) lines = g_ptr_array_new();
	gsize len;

	if (!read_text(args, n, &text, &len, error))
		return false;
	for (const char *p = text, *end = text + len; p < end;) {
		const char *stop = p;

		while (stop < end && *stop != '\n' && *stop != '\r')
			stop++;
		g_ptr_array_add(lines, str_new(p, stop - p));
		p = stop + 1 + (stop + 1 < end && *stop == '\r' && stop[1] == '\n');
	}
	*ret = value_string_array((struct string **)lines->pdata, lines->len);
	return true;
}

/* -- Writing -------------------------------------------------------------------------------------- */

static void put_lines(GString *out, struct value lines)
{
	struct enumerator e;
	struct value item;

	enumerator_init(&e, lines);
	while (enumerator_next(&e, &item, NULL)) {
		struct string *text = value_to_display(item);

		g_string_append_len(out, text->data, text->len);
		g_string_append_c(out, '\n');
		str_unref(text);
		value_unref(item);
	}
	enumerator_clear(&e);
}

static bool write_text(const struct value *args, unsigned n, bool append, GError **error)
{
	g_autofree char *path = file_path_arg(args[0], error);
	struct encoding encoding = encoding_arg(n > 2 ? args[2] : VALUE_NULL);
	g_autoptr(GString) text = g_string_new(NULL), bytes = g_string_new(NULL);

	if (!path)
		return false;
	if (args[1].kind == V_STRING)
		g_string_append_len(text, args[1].u.str->data, args[1].u.str->len);
	else if (!value_is_null(args[1]))
		put_lines(text, args[1]);
	if (!append || !g_file_test(path, G_FILE_TEST_EXISTS))
		encoding_put_mark(&encoding, bytes);
	encoding_encode(&encoding, text->str, text->len, bytes);
	return file_store(path, bytes->str, bytes->len, append, error);
}

MEMBER(file_write_text)
{
	return write_text(args, n, false, error);
}

MEMBER(file_append_text)
{
	return write_text(args, n, true, error);
}

MEMBER(file_write_bytes)
{
	g_autofree char *path = file_path_arg(args[0], error);

	if (!path)
		return false;
	if (args[1].kind != V_ARRAY)
		return throw_null(error, "bytes");
	return file_store(path, args[1].u.array->u.bytes, args[1].u.array->len, false, error);
}

/* -- Files as wholes --------------------------------------------------------------------------------- */

static bool is_file(const char *path)
{
	return g_file_test(path, G_FILE_TEST_EXISTS) && !g_file_test(path, G_FILE_TEST_IS_DIR);
}

MEMBER(file_exists)
{
	g_autofree char *path = file_path_arg(args[0], NULL);

	*ret = value_bool(path && is_file(path));
	return true;
}

MEMBER(file_delete)
{
	g_autofree char *path = file_path_arg(args[0], error);

	if (!path)
		return false;
	if (unlink(path) && errno != ENOENT)
		return file_throw(error, path, errno);
	return true;
}

static bool check_target(const char *to, bool overwrite, GError **error)
{
	return overwrite || !g_file_test(to, G_FILE_TEST_EXISTS) || file_throw(error, to, EEXIST);
}

MEMBER(file_copy)
{
	g_autofree char *from = file_path_arg(args[0], error), *to = NULL, *bytes = NULL;
	gsize len;

	if (!from || !(to = file_path_arg(args[1], error)) ||
	    !check_target(to, n > 2 && args[2].u.b, error))
		return false;
	return file_load(from, &bytes, &len, error) && file_store(to, bytes, len, false, error);
}

MEMBER(file_move)
{
	g_autofree char *from = file_path_arg(args[0], error), *to = NULL;

	if (!from || !(to = file_path_arg(args[1], error)) ||
	    !check_target(to, n > 2 && args[2].u.b, error))
		return false;
	if (rename(from, to))
		return file_throw(error, from, errno);
	return true;
}

/* Replace(source, destination, backup): the destination is kept as the backup, and becomes the source. */
MEMBER(file_replace)
{
	g_autofree char *from = file_path_arg(args[0], error), *to = NULL, *backup = NULL;

	if (!from || !(to = file_path_arg(args[1], error)))
		return false;
	if (args[2].kind == V_STRING && !(backup = file_path_arg(args[2], error)))
		return false;
	if (access(to, F_OK))
		return file_throw(error, to, errno);
	if (backup && rename(to, backup))
		return file_throw(error, to, errno);
	return rename(from, to) == 0 || file_throw(error, from, errno);
}

static bool file_times(const char *path, struct value *ret_created, struct value *ret_written,
		       struct value *ret_read, GError **error)
{
	struct stat st;

	if (stat(path, &st))
		return file_throw(error, path, errno);
#define TICKS(t)	date_value(DATE_UNIX_EPOCH + (t).tv_sec * TICKS_PER_SECOND + (t).tv_nsec / 100, DATE_UTC)
	*ret_created = TICKS(st.st_ctim.tv_sec < st.st_mtim.tv_sec ? st.st_ctim : st.st_mtim);
	*ret_written = TICKS(st.st_mtim);
	*ret_read = TICKS(st.st_atim);
#undef TICKS
	return true;
}

/* 0 created, 1 written, 2 read; `utc`: not made local. */
static bool give_time(struct value arg, int which, bool utc, struct value *ret, GError **error)
{
	g_autofree char *path = file_path_arg(arg, error);
	struct value times[3];

	if (!path || !file_times(path, &times[0], &times[1], &times[2], error))
		return false;
	*ret = utc ? times[which] : date_to_local(times[which]);
	return true;
}

#define TIME_OF(name, which, utc)						\
	MEMBER(name)								\
	{									\
		return give_time(args[0], which, utc, ret, error);		\
	}

TIME_OF(file_created, 0, false)
TIME_OF(file_created_utc, 0, true)
TIME_OF(file_written, 1, false)
TIME_OF(file_written_utc, 1, true)
TIME_OF(file_accessed, 2, false)

/* Sets the time of reading (0) or of writing (1); without a kind it is local, or UTC with `utc`. */
static bool set_time(const struct value *args, unsigned which, bool utc, GError **error)
{
	g_autofree char *path = file_path_arg(args[0], error);
	struct value date = utc && date_kind(args[1]) == DATE_UNSPECIFIED ? args[1] : date_to_utc(args[1]);
	int64_t ticks = date_ticks(date) - DATE_UNIX_EPOCH;
	struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_nsec = UTIME_OMIT } };

	if (!path)
		return false;
	times[which].tv_sec = ticks / TICKS_PER_SECOND - (ticks % TICKS_PER_SECOND < 0);
	times[which].tv_nsec = (ticks - times[which].tv_sec * TICKS_PER_SECOND) * 100;
	return utimensat(AT_FDCWD, path, times, 0) == 0 || file_throw(error, path, errno);
}

MEMBER(file_set_written)
{
	return set_time(args, 1, false, error);
}

MEMBER(file_set_written_utc)
{
	return set_time(args, 1, true, error);
}

MEMBER(file_set_accessed)
{
	return set_time(args, 0, false, error);
}

MEMBER(file_open_read)
{
	return io_open_file(args[0], 3, 1, ret, error);
}

MEMBER(file_open_write)
{
	return io_open_file(args[0], 4, 2, ret, error);
}

MEMBER(file_create)
{
	return io_open_file(args[0], 2, 3, ret, error);
}

MEMBER(file_open)
{
	return io_open_file(args[0], args[1].u.i, n > 2 ? args[2].u.i : 3, ret, error);
}

MEMBER(file_open_text)
{
	return type_construct(type_find("System.IO.StreamReader", -1), args, 1, call->host, ret, error);
}

MEMBER(file_create_text)
{
	return type_construct(type_find("System.IO.StreamWriter", -1), args, 1, call->host, ret, error);
}

MEMBER(file_append_writer)
{
	struct value both[] = { args[0], value_bool(true) };

	return type_construct(type_find("System.IO.StreamWriter", -1), both, 2, call->host, ret, error);
}

#define PATH_ENCODING	"(string path, System.Text.Encoding encoding)"
#define LINES		"System.Collections.IEnumerable contents"

/* ReadOnly, Hidden, Directory, ReparsePoint by the file's mode and name; Normal when it is none. */
MEMBER(file_attributes)
{
	g_autofree char *path = file_path_arg(args[0], error), *base = NULL;
	struct stat st;
	int64_t bits = 0;

	if (!path)
		return false;
	if (lstat(path, &st))
		return file_throw(error, path, errno);
	base = g_path_get_basename(path);
	bits |= S_ISLNK(st.st_mode) ? 1024 : 0;
	bits |= S_ISDIR(st.st_mode) ? 16 : 0;
	bits |= *base == '.' ? 2 : 0;
	bits |= st.st_mode & 0222 ? 0 : 1;
	*ret = value_enum(type_find("System.IO.FileAttributes", -1), bits ? bits : 128);
	return true;
}

/* ReadOnly alone can be set. */
MEMBER(file_set_attributes)
{
	g_autofree char *path = file_path_arg(args[0], error);
	struct stat st;

	if (!path)
		return false;
	if (stat(path, &st) || chmod(path, args[1].u.i & 1 ? st.st_mode & 07555 : st.st_mode | 0200))
		return file_throw(error, path, errno);
	return true;
}

MEMBER(file_append_bytes)
{
	g_autofree char *path = file_path_arg(args[0], error);

	if (!path)
		return false;
	if (args[1].kind != V_ARRAY || !args[1].u.array->packed)
		return throw_null(error, "bytes");
	return file_store(path, args[1].u.array->u.bytes, args[1].u.array->len, true, error);
}

MEMBER(file_symbolic_link)
{
	g_autofree char *path = file_path_arg(args[0], error);

	if (!path)
		return false;
	if (symlink(text_arg(args[1]), path))
		return file_throw(error, path, errno);
	return type_construct(type_find("System.IO.FileInfo", -1), args, 1, call->host, ret, error);
}

static const struct type_member file_methods[] = {
	STATIC("void SetLastAccessTime(string path, datetime lastAccessTime)", file_set_accessed),
	STATIC("void SetLastWriteTimeUtc(string path, datetime lastWriteTimeUtc)", file_set_written_utc),
	STATIC("void AppendAllBytes(string path, byte[] bytes)", file_append_bytes),
	STATIC("System.IO.FileInfo CreateSymbolicLink(string path, string pathToTarget)", file_symbolic_link),
	STATIC("System.IO.FileAttributes GetAttributes(string path)", file_attributes),
	STATIC("void SetAttributes(string path, System.IO.FileAttributes fileAttributes)", file_set_attributes),
	STATIC("void AppendAllLines(string path, " LINES ")", file_append_text),
	STATIC("void AppendAllText(string path, string contents)", file_append_text),
	STATIC("void AppendAllText(string path, string contents, System.Text.Encoding encoding)", file_append_text),
	STATIC("System.Object AppendText(string path)", file_append_writer),
	STATIC("void Copy(string sourceFileName, string destFileName)", file_copy),
	STATIC("void Copy(string sourceFileName, string destFileName, bool overwrite)", file_copy),
	STATIC("System.Object Create(string path)", file_create),
	STATIC("System.Object CreateText(string path)", file_create_text),
	STATIC("void Delete(string path)", file_delete),
	STATIC("bool Exists(string path)", file_exists),
	STATIC("datetime GetCreationTime(string path)", file_created),
	STATIC("datetime GetCreationTimeUtc(string path)", file_created_utc),
	STATIC("datetime GetLastAccessTime(string path)", file_accessed),
	STATIC("datetime GetLastWriteTime(string path)", file_written),
	STATIC("datetime GetLastWriteTimeUtc(string path)", file_written_utc),
	STATIC("void Move(string sourceFileName, string destFileName)", file_move),
	STATIC("void Move(string sourceFileName, string destFileName, bool overwrite)", file_move),
	STATIC("System.Object Open(string path, System.IO.FileMode mode)", file_open),
	STATIC("System.Object Open(string path, System.IO.FileMode mode, System.IO.FileAccess access)", file_open),
	STATIC("System.Object OpenRead(string path)", file_open_read),
	STATIC("System.Object OpenText(string path)", file_open_text),
	STATIC("System.Object OpenWrite(string path)", file_open_write),
	STATIC("byte[] ReadAllBytes(string path)", file_read_bytes),
	STATIC("void Replace(string sourceFileName, string destinationFileName, string destinationBackupFileName)", file_replace),
	STATIC("string[] ReadAllLines(string path)", file_read_lines),
	STATIC("string[] ReadAllLines" PATH_ENCODING, file_read_lines),
	STATIC("string ReadAllText(string path)", file_read_text),
	STATIC("string ReadAllText" PATH_ENCODING, file_read_text),
	STATIC("string[] ReadLines(string path)", file_read_lines),
	STATIC("void SetLastWriteTime(string path, datetime lastWriteTime)", file_set_written),
	STATIC("void WriteAllBytes(string path, byte[] bytes)", file_write_bytes),
	STATIC("void WriteAllLines(string path, " LINES ")", file_write_text),
	STATIC("void WriteAllLines(string path, " LINES ", System.Text.Encoding encoding)", file_write_text),
	STATIC("void WriteAllText(string path, string contents)", file_write_text),
	STATIC("void WriteAllText(string path, string contents, System.Text.Encoding encoding)", file_write_text),
	END_OF_MEMBERS
};

TYPE(type_file);
const struct type type_file = {
	.name = "System.IO.File", .kind = V_OBJECT, .flags = TYPE_IS_STATIC, .methods = file_methods,
};

/* -- Directory -------------------------------------------------------------------------------------------- */

MEMBER(dir_exists)
{
	g_autofree char *path = file_path_arg(args[0], NULL);

	*ret = value_bool(path && g_file_test(path, G_FILE_TEST_IS_DIR));
	return true;
}

MEMBER(dir_create)
{
	g_autofree char *path = file_path_arg(args[0], error);
	value_auto text = VALUE_UNSET;

	if (!path)
		return false;
	if (g_mkdir_with_parents(path, 0777))
		return file_throw(error, path, errno);
	text = value_text(path);
	return type_construct(type_find("System.IO.DirectoryInfo", -1), &text, 1, call->host, ret, error);
}

static bool remove_tree(const char *path, GError **error)
{
	g_autoptr(GDir) dir = NULL;
	const char *name;

	if (g_file_test(path, G_FILE_TEST_IS_SYMLINK) || !g_file_test(path, G_FILE_TEST_IS_DIR))
		return !unlink(path) || file_throw(error, path, errno);
	dir = g_dir_open(path, 0, NULL);
	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *child = g_build_filename(path, name, NULL);

		if (!remove_tree(child, error))
			return false;
	}
	return !rmdir(path) || file_throw(error, path, errno);
}

MEMBER(dir_delete)
{
	g_autofree char *path = file_path_arg(args[0], error);

	if (!path)
		return false;
	if (!g_file_test(path, G_FILE_TEST_IS_DIR)) {
		fault_throw(error, "System.IO.DirectoryNotFoundException",
			    "Could not find a part of the path '%s'.", path);
		return false;
	}
	if (n > 1 && args[1].u.b)
		return remove_tree(path, error);
	return !rmdir(path) || file_throw(error, path, errno);
}

enum { WANT_FILES = 1, WANT_FOLDERS = 2 };

static bool list_entries(const char *path, const char *pattern, bool deep, unsigned want, GPtrArray *found,
			 GError **error)
{
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
	const char *name;

	if (!dir)
		return file_throw(error, path, errno == ENOENT ? ENOTDIR : errno);
	while ((name = g_dir_read_name(dir)))
		g_ptr_array_add(names, g_strdup(name));
	for (guint i = 0; i < names->len; i++) {
		char *child = g_build_filename(path, names->pdata[i], NULL);
		bool folder = g_file_test(child, G_FILE_TEST_IS_DIR);

		if ((want & (folder ? WANT_FOLDERS : WANT_FILES)) && wildcard_match_name(pattern, names->pdata[i]))
			g_ptr_array_add(found, g_strdup(child));
		if (deep && folder && !g_file_test(child, G_FILE_TEST_IS_SYMLINK) &&
		    !list_entries(child, pattern, true, want, found, error)) {
			g_free(child);
			return false;
		}
		g_free(child);
	}
	return true;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool dir_list(const struct value *args, unsigned n, unsigned want, struct value *ret, GError **error)
{
	g_autofree char *path = file_path_arg(args[0], error);
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	struct array *array;

	if (!path || !list_entries(path, n > 1 ? text_arg(args[1]) : "*", n > 2 && args[2].u.i == 1, want,
				   found, error))
		return false;
	qsort(found->pdata, found->len, sizeof(void *), by_name);
	array = array_new(&type_string, found->len);
	for (guint i = 0; i < found->len; i++)
		array_set(array, i, value_text(found->pdata[i]));
	*ret = value_of(array);
	return true;
}

MEMBER(dir_files)
{
	return dir_list(args, n, WANT_FILES, ret, error);
}

MEMBER(dir_folders)
{
	return dir_list(args, n, WANT_FOLDERS, ret, error);
}

MEMBER(dir_entries)
{
	return dir_list(args, n, WANT_FILES | WANT_FOLDERS, ret, error);
}

MEMBER(dir_current)
{
	g_autofree char *cwd = g_get_current_dir();

	*ret = value_text(cwd);
	return true;
}

MEMBER(dir_set_current)
{
	g_autofree char *path = file_path_arg(args[0], error);

	return path && (!chdir(path) || file_throw(error, path, errno));
}

MEMBER(dir_parent)
{
	g_autofree char *path = file_path_arg(args[0], error), *parent = NULL;
	value_auto text = VALUE_UNSET;

	if (!path)
		return false;
	parent = g_path_get_dirname(path);
	text = value_text(parent);
	return type_construct(type_find("System.IO.DirectoryInfo", -1), &text, 1, call->host, ret, error);
}

#define LISTING(name, fn)							\
	STATIC("string[] " name "(string path)", fn),				\
	STATIC("string[] " name "(string path, string searchPattern)", fn),	\
	STATIC("string[] " name "(string path, string searchPattern, System.IO.SearchOption searchOption)", fn)

static const struct type_member directory_methods[] = {
	LISTING("EnumerateFileSystemEntries", dir_entries),
	STATIC("datetime GetCreationTime(string path)", file_created),
	STATIC("datetime GetLastAccessTime(string path)", file_accessed),
	STATIC("void SetLastWriteTime(string path, datetime lastWriteTime)", file_set_written),
	STATIC("void SetLastAccessTime(string path, datetime lastAccessTime)", file_set_accessed),
	STATIC("void SetLastWriteTimeUtc(string path, datetime lastWriteTimeUtc)", file_set_written_utc),
	STATIC("System.Object CreateDirectory(string path)", dir_create),
	STATIC("void Delete(string path)", dir_delete),
	STATIC("void Delete(string path, bool recursive)", dir_delete),
	LISTING("EnumerateDirectories", dir_folders),
	LISTING("EnumerateFiles", dir_files),
	STATIC("bool Exists(string path)", dir_exists),
	STATIC("string GetCurrentDirectory()", dir_current),
	LISTING("GetDirectories", dir_folders),
	LISTING("GetFiles", dir_files),
	LISTING("GetFileSystemEntries", dir_entries),
	STATIC("datetime GetLastWriteTime(string path)", file_written),
	STATIC("System.Object GetParent(string path)", dir_parent),
	STATIC("void Move(string sourceDirName, string destDirName)", file_move),
	STATIC("void SetCurrentDirectory(string path)", dir_set_current),
	END_OF_MEMBERS
};

TYPE(type_directory);
const struct type type_directory = {
	.name = "System.IO.Directory", .kind = V_OBJECT, .flags = TYPE_IS_STATIC,
	.methods = directory_methods,
};
