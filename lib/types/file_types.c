/*
 * FileInfo and DirectoryInfo: a path, and what the file system says about it
 * each time it is asked.
 */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/datetime.h"
#include "lib/path.h"
#include "lib/types/table.h"
#include "lib/wildcard.h"

TYPE(type_filesysteminfo);
TYPE(type_fileinfo);
TYPE(type_directoryinfo);

#define FILE_NOT_FOUND		"System.IO.FileNotFoundException"
#define FOLDER_NOT_FOUND	"System.IO.DirectoryNotFoundException"
#define IO_EXCEPTION		"System.IO.IOException"

extern const struct type type_fileattributes;

struct file_info {
	struct native native;
	char *given;		/* as it was named: what ToString() gives */
	char *path;		/* absolute */
};

static struct file_info *info_of(struct value v)
{
	return native_of(v, &type_filesysteminfo);
}

static bool info_is_folder(const struct file_info *info)
{
	return info->native.type == &type_directoryinfo;
}

static struct value info_new(const struct type *type, const char *given, const char *path)
{
	struct file_info *info = native_new(type, sizeof(*info));

	info->given = g_strdup(given);
	info->path = g_strdup(path);
	return value_of(info);
}

static void info_free(struct native *native)
{
	struct file_info *info = (struct file_info *)native;

	g_free(info->given);
	g_free(info->path);
}

static struct string *info_text(struct value self)
{
	return str_new(info_of(self)->given, -1);
}

static bool info_make(const struct type *type, struct value text, struct value *ret, GError **error)
{
	g_autofree char *cwd = g_get_current_dir();
	g_autofree char *path = NULL;

	if (text.kind != V_STRING || !text.u.str->len) {
		fault_throw(error, ARGUMENT, "The path is empty. (Parameter 'path')");
		return false;
	}
	path = path_native(text.u.str->data, cwd, error);
	if (!path)
		return false;
	*ret = info_new(type, text.u.str->data, path);
	return true;
}

MEMBER(fileinfo_new)
{
	return info_make(&type_fileinfo, args[0], ret, error);
}

MEMBER(directoryinfo_new)
{
	return info_make(&type_directoryinfo, args[0], ret, error);
}

static bool fileinfo_from(struct value v, struct value *ret, GError **error)
{
	return v.kind == V_STRING && info_make(&type_fileinfo, v, ret, error);
}

static bool directoryinfo_from(struct value v, struct value *ret, GError **error)
{
	return v.kind == V_STRING && info_make(&type_directoryinfo, v, ret, error);
}

/* -- Names ------------------------------------------------------------------- */

/* A text made by one of path.h's functions. */
static struct value taken(char *text)
{
	value_auto v = value_text(text);

	g_free(text);
	return value_steal(&v);
}

MEMBER_IS(info_name, taken(path_leaf(info_of(self)->path)))
MEMBER_IS(info_full_name, value_text(info_of(self)->path))
MEMBER_IS(info_extension, taken(path_extension(info_of(self)->path)))
MEMBER_IS(info_base_name, taken(info_is_folder(info_of(self)) ? path_leaf(info_of(self)->path)
							      : path_leaf_base(info_of(self)->path)))
MEMBER_IS(info_directory_name, taken(path_parent(info_of(self)->path)))
MEMBER_IS(info_is_container, value_bool(info_is_folder(info_of(self))))
MEMBER_IS(info_ps_path, taken(g_strconcat("Microsoft.PowerShell.Core\\FileSystem::",
					  info_of(self)->path, NULL)))

MEMBER(info_ps_parent)
{
	g_autofree char *parent = path_parent(info_of(self)->path);

	*ret = taken(g_strconcat("Microsoft.PowerShell.Core\\FileSystem::", parent, NULL));
	return true;
}

MEMBER(info_parent)
{
	g_autofree char *parent = path_parent(info_of(self)->path);

	*ret = *parent ? info_new(&type_directoryinfo, parent, parent) : VALUE_NULL;
	return true;
}

MEMBER_IS(info_root, info_new(&type_directoryinfo, "/", "/"))

/* -- What the file system says --------------------------------------------------- */

static bool info_stat(struct value self, struct stat *st)
{
	return !stat(info_of(self)->path, st) || !lstat(info_of(self)->path, st);
}

MEMBER(info_exists)
{
	struct stat st;

	*ret = value_bool(info_stat(self, &st) && S_ISDIR(st.st_mode) == info_is_folder(info_of(self)));
	return true;
}

MEMBER(info_length)
{
	struct stat st;

	if (!info_stat(self, &st)) {
		fault_throw(error, FILE_NOT_FOUND, "Could not find file '%s'.", info_of(self)->path);
		return false;
	}
	*ret = value_i64(st.st_size);
	return true;
}

static struct value date_of(const struct timespec *ts, bool utc)
{
	struct value date = date_value(DATE_UNIX_EPOCH + ts->tv_sec * TICKS_PER_SECOND +
				       ts->tv_nsec / 100, DATE_UTC);

	return utc ? date : date_to_local(date);
}

enum { TIME_WRITE, TIME_ACCESS, TIME_CREATION };

static struct value info_time(struct value self, int which, bool utc)
{
	static const struct timespec never = { .tv_sec = -11644473600 };	/* .NET's: 1601 */
	struct statx sx;
	struct stat st;
	struct timespec ts;

	if (!info_stat(self, &st))
		return date_of(&never, utc);
	if (which == TIME_ACCESS)
		return date_of(&st.st_atim, utc);
	ts = st.st_mtim;
	if (which == TIME_CREATION && !statx(AT_FDCWD, info_of(self)->path, 0, STATX_BTIME, &sx) &&
	    sx.stx_mask & STATX_BTIME && sx.stx_btime.tv_sec < ts.tv_sec)
		ts = (struct timespec){ sx.stx_btime.tv_sec, sx.stx_btime.tv_nsec };
	return date_of(&ts, utc);
}

MEMBER_IS(info_written, info_time(self, TIME_WRITE, false))
MEMBER_IS(info_written_utc, info_time(self, TIME_WRITE, true))
MEMBER_IS(info_accessed, info_time(self, TIME_ACCESS, false))
MEMBER_IS(info_accessed_utc, info_time(self, TIME_ACCESS, true))
MEMBER_IS(info_created, info_time(self, TIME_CREATION, false))
MEMBER_IS(info_created_utc, info_time(self, TIME_CREATION, true))

static bool set_time(struct value self, struct value date, bool write, GError **error)
{
	int64_t ticks = date_ticks(date_to_utc(date)) - DATE_UNIX_EPOCH;
	struct timespec ts = { ticks / TICKS_PER_SECOND, ticks % TICKS_PER_SECOND * 100 };
	struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, { .tv_nsec = UTIME_OMIT } };

	times[write] = ts;
	if (!utimensat(AT_FDCWD, info_of(self)->path, times, 0))
		return true;
	fault_throw(error, IO_EXCEPTION, "%s : '%s'", g_strerror(errno), info_of(self)->path);
	return false;
}

MEMBER(info_set_written)
{
	return set_time(self, args[0], true, error);
}

MEMBER(info_set_accessed)
{
	return set_time(self, args[0], false, error);
}

enum { ATTRIBUTE_READONLY = 1, ATTRIBUTE_HIDDEN = 2, ATTRIBUTE_FOLDER = 16, ATTRIBUTE_NORMAL = 128,
	ATTRIBUTE_LINK = 1024 };

static bool is_read_only(struct value self)
{
	return !access(info_of(self)->path, F_OK) && access(info_of(self)->path, W_OK);
}

static int64_t info_attribute_bits(struct value self)
{
	g_autofree char *leaf = path_leaf(info_of(self)->path);
	struct stat st;
	int64_t bits = 0;

	if (lstat(info_of(self)->path, &st))
		return -1;
	bits |= is_read_only(self) ? ATTRIBUTE_READONLY : 0;
	bits |= *leaf == '.' ? ATTRIBUTE_HIDDEN : 0;
	bits |= info_is_folder(info_of(self)) ? ATTRIBUTE_FOLDER : 0;
	bits |= S_ISLNK(st.st_mode) ? ATTRIBUTE_LINK : 0;
	return bits ? bits : ATTRIBUTE_NORMAL;
}

MEMBER_IS(info_attributes, value_enum(&type_fileattributes, info_attribute_bits(self)))
MEMBER_IS(info_read_only, value_bool(is_read_only(self)))

MEMBER(info_mode)
{
	int64_t bits = info_attribute_bits(self);
	char mode[] = "-----";

	if (bits & ATTRIBUTE_LINK)
		mode[0] = 'l';
	else if (bits & ATTRIBUTE_FOLDER)
		mode[0] = 'd';
	else
		mode[1] = 'a';
	if (bits & ATTRIBUTE_READONLY)
		mode[2] = 'r';
	if (bits & ATTRIBUTE_HIDDEN)
		mode[3] = 'h';
	*ret = value_text(mode);
	return true;
}

MEMBER(info_unix_mode)
{
	static const char letters[] = "rwxrwxrwx";
	char mode[] = "----------";
	struct stat st;

	if (lstat(info_of(self)->path, &st)) {
		*ret = VALUE_NULL;
		return true;
	}
	mode[0] = S_ISDIR(st.st_mode) ? 'd' : S_ISLNK(st.st_mode) ? 'l' : '-';
	for (int i = 0; i < 9; i++)
		if (st.st_mode & 0400 >> i)
			mode[i + 1] = letters[i];
	*ret = value_text(mode);
	return true;
}

MEMBER(info_link_target)
{
	char target[4096];
	ssize_t len = readlink(info_of(self)->path, target, sizeof(target));

	*ret = len < 0 ? VALUE_NULL : value_str(str_new(target, len));
	return true;
}

/* -- Methods -------------------------------------------------------------------------- */

static bool fail(GError **error, const char *path)
{
	fault_throw(error, errno == ENOENT ? FILE_NOT_FOUND : IO_EXCEPTION, "%s : '%s'",
		    g_strerror(errno), path);
	return false;
}

MEMBER(info_refresh)
{
	return true;
}

MEMBER(file_delete)
{
	return !unlink(info_of(self)->path) || errno == ENOENT || fail(error, info_of(self)->path);
}

MEMBER(folder_delete)
{
	return !rmdir(info_of(self)->path) || fail(error, info_of(self)->path);
}

MEMBER(folder_create)
{
	return !g_mkdir_with_parents(info_of(self)->path, 0777) || fail(error, info_of(self)->path);
}

MEMBER(info_move_to)
{
	struct file_info *info = info_of(self);
	g_autofree char *cwd = g_get_current_dir();
	g_autofree char *to = path_native(text_arg(args[0]), cwd, error);

	if (!to)
		return false;
	if (!access(to, F_OK)) {
		fault_throw(error, IO_EXCEPTION, "The file '%s' already exists.", to);
		return false;
	}
	if (rename(info->path, to))
		return fail(error, info->path);
	g_free(info->path);
	info->path = g_steal_pointer(&to);
	g_free(info->given);
	info->given = g_strdup(info->path);
	return true;
}

MEMBER(file_copy_to)
{
	g_autofree char *cwd = g_get_current_dir();
	g_autofree char *to = path_native(text_arg(args[0]), cwd, error);
	g_autofree char *bytes = NULL;
	gsize len;

	if (!to)
		return false;
	if (!access(to, F_OK) && !(n > 1 && value_truth(args[1]))) {
		fault_throw(error, IO_EXCEPTION, "The file '%s' already exists.", to);
		return false;
	}
	if (!g_file_get_contents(info_of(self)->path, &bytes, &len, NULL) ||
	    !g_file_set_contents(to, bytes, len, NULL)) {
		errno = errno ? errno : EIO;
		return fail(error, info_of(self)->path);
	}
	*ret = info_new(&type_fileinfo, to, to);
	return true;
}

static int compare_text(const void *a, const void *b)
{
	return text_compare_nocase(*(char *const *)a, *(char *const *)b);
}

/* The files (or folders) of a folder whose names fit a pattern. */
static bool list_folder(struct value self, const struct value *args, unsigned n, bool folders,
			struct value *ret, GError **error)
{
	const char *folder = info_of(self)->path;
	const char *pattern = n ? text_arg(args[0]) : "*";
	const struct type *type = folders ? &type_directoryinfo : &type_fileinfo;
	g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
	struct dirent *entry;
	struct array *array;
	DIR *dir = opendir(folder);

	if (!dir) {
		fault_throw(error, FOLDER_NOT_FOUND, "Could not find a part of the path '%s'.", folder);
		return false;
	}
	while ((entry = readdir(dir))) {
		g_autofree char *path = g_build_filename(folder, entry->d_name, NULL);

		if (g_str_equal(entry->d_name, ".") || g_str_equal(entry->d_name, "..") ||
		    g_file_test(path, G_FILE_TEST_IS_DIR) != folders ||
		    !wildcard_match_name(pattern, entry->d_name))
			continue;
		g_ptr_array_add(paths, g_steal_pointer(&path));
	}
	closedir(dir);
	g_ptr_array_sort(paths, compare_text);
	array = array_new(type, paths->len);
	for (guint i = 0; i < paths->len; i++)
		array_set(array, i, info_new(type, paths->pdata[i], paths->pdata[i]));
	*ret = value_of(array);
	return true;
}

MEMBER(folder_files)
{
	return list_folder(self, args, n, false, ret, error);
}

MEMBER(folder_folders)
{
	return list_folder(self, args, n, true, ret, error);
}

/* -- Tables ------------------------------------------------------------------------------ */

#define HIDDEN(signature, get)	{ signature, get, NULL, TYPE_HIDDEN_MEMBER }

static const struct type_member info_properties[] = {
	PROPERTY("string Name {get;}", info_name),
	PROPERTY("string FullName {get;}", info_full_name),
	PROPERTY("string Extension {get;}", info_extension),
	PROPERTY("string BaseName {get;}", info_base_name),
	PROPERTY("bool Exists {get;}", info_exists),
	PROPERTY("System.IO.FileAttributes Attributes {get;set;}", info_attributes),
	SETTABLE("datetime CreationTime {get;set;}", info_created, info_set_written),
	SETTABLE("datetime CreationTimeUtc {get;set;}", info_created_utc, info_set_written),
	SETTABLE("datetime LastWriteTime {get;set;}", info_written, info_set_written),
	SETTABLE("datetime LastWriteTimeUtc {get;set;}", info_written_utc, info_set_written),
	SETTABLE("datetime LastAccessTime {get;set;}", info_accessed, info_set_accessed),
	SETTABLE("datetime LastAccessTimeUtc {get;set;}", info_accessed_utc, info_set_accessed),
	PROPERTY("string LinkTarget {get;}", info_link_target),
	PROPERTY("string Mode {get;}", info_mode),
	PROPERTY("string UnixMode {get;}", info_unix_mode),
	HIDDEN("bool PSIsContainer {get;}", info_is_container),
	HIDDEN("string PSPath {get;}", info_ps_path),
	HIDDEN("string PSParentPath {get;}", info_ps_parent),
	HIDDEN("string PSChildName {get;}", info_name),
	END_OF_MEMBERS
};

static const struct type_member info_methods[] = {
	METHOD("void Refresh()", info_refresh),
	END_OF_MEMBERS
};

const struct type type_filesysteminfo = {
	.name = "System.IO.FileSystemInfo", .kind = V_NATIVE, .flags = TYPE_IS_ABSTRACT,
	.properties = info_properties, .methods = info_methods, .to_string = info_text,
	.free = info_free };

static const struct type_member fileinfo_properties[] = {
	PROPERTY("long Length {get;}", info_length),
	PROPERTY("System.IO.DirectoryInfo Directory {get;}", info_parent),
	PROPERTY("string DirectoryName {get;}", info_directory_name),
	PROPERTY("bool IsReadOnly {get;set;}", info_read_only),
	END_OF_MEMBERS
};

static const struct type_member fileinfo_methods[] = {
	METHOD("void Delete()", file_delete),
	METHOD("void MoveTo(string destFileName)", info_move_to),
	METHOD("System.IO.FileInfo CopyTo(string destFileName)", file_copy_to),
	METHOD("System.IO.FileInfo CopyTo(string destFileName, bool overwrite)", file_copy_to),
	END_OF_MEMBERS
};

static const struct type_member fileinfo_constructors[] = {
	CONSTRUCTOR("new(string fileName)", fileinfo_new),
	END_OF_MEMBERS
};

const struct type type_fileinfo = {
	.name = "System.IO.FileInfo", .base = &type_filesysteminfo, .kind = V_NATIVE,
	.properties = fileinfo_properties, .methods = fileinfo_methods,
	.constructors = fileinfo_constructors, .to_string = info_text, .free = info_free,
	.convert_from = fileinfo_from };

static const struct type_member directoryinfo_properties[] = {
	PROPERTY("System.IO.DirectoryInfo Parent {get;}", info_parent),
	PROPERTY("System.IO.DirectoryInfo Root {get;}", info_root),
	END_OF_MEMBERS
};

static const struct type_member directoryinfo_methods[] = {
	METHOD("void Create()", folder_create),
	METHOD("void Delete()", folder_delete),
	METHOD("void MoveTo(string destDirName)", info_move_to),
	METHOD("System.IO.FileInfo[] GetFiles()", folder_files),
	METHOD("System.IO.FileInfo[] GetFiles(string searchPattern)", folder_files),
	METHOD("System.IO.DirectoryInfo[] GetDirectories()", folder_folders),
	METHOD("System.IO.DirectoryInfo[] GetDirectories(string searchPattern)", folder_folders),
	END_OF_MEMBERS
};

static const struct type_member directoryinfo_constructors[] = {
	CONSTRUCTOR("new(string path)", directoryinfo_new),
	END_OF_MEMBERS
};

const struct type type_directoryinfo = {
	.name = "System.IO.DirectoryInfo", .base = &type_filesysteminfo, .kind = V_NATIVE,
	.properties = directoryinfo_properties, .methods = directoryinfo_methods,
	.constructors = directoryinfo_constructors, .to_string = info_text, .free = info_free,
	.convert_from = directoryinfo_from };
