/*
 * FileInfo and DirectoryInfo: a path, and what the file system says of it when
 * it is asked.
 */
#include "config.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/datetime.h"
#include "lib/types/file_types.h"
#include "lib/types/table.h"

struct info {
	struct native native;
	char *path;
	char *given;			/* as it was asked for */
	struct stat st;
	bool known, exists;
};

extern const struct type type_filesysteminfo, type_fileinfo, type_directoryinfo;

static struct info *info_of(struct value v)
{
	return (struct info *)v.u.native;
}

static void info_free(struct native *native)
{
	g_free(((struct info *)native)->path);
	g_free(((struct info *)native)->given);
}

static const struct stat *look(struct value self)
{
	struct info *info = info_of(self);

	if (!info->known) {
		info->known = true;
		info->exists = !stat(info->path, &info->st) || !lstat(info->path, &info->st);
		if (!info->exists)
			memset(&info->st, 0, sizeof(info->st));
	}
	return &info->st;
}

static struct value info_new(const struct type *type, const char *path, const char *given)
{
	struct info *info = native_new(type, sizeof(*info));

	info->path = g_strdup(path);
	info->given = g_strdup(given);
	return value_of(info);
}

MEMBER(info_construct)
{
	g_autofree char *path = file_path_arg(args[0], error);

	if (!path)
		return false;
	*ret = info_new(call->type, path, args[0].u.str->data);
	return true;
}

static struct value time_of(struct value self, struct timespec t, bool utc)
{
	struct value v;

	if (!info_of(self)->exists)
		v = date_value(504911232000000000LL, DATE_UTC);
	else
		v = date_value(DATE_UNIX_EPOCH + t.tv_sec * TICKS_PER_SECOND + t.tv_nsec / 100, DATE_UTC);
	return utc ? v : date_to_local(v);
}

static const char *name_of(struct value self)
{
	const char *slash = strrchr(info_of(self)->path, '/');

	return slash && slash[1] ? slash + 1 : info_of(self)->path;
}

static bool is_folder(struct value self)
{
	return type_is(self.u.native->type, &type_directoryinfo);
}

static struct value extension_of(struct value self)
{
	const char *dot = strrchr(name_of(self), '.');

	return value_text(dot && dot[1] ? dot : "");
}

static struct value base_name(struct value self)
{
	const char *name = name_of(self), *dot = strrchr(name, '.');

	return value_str(str_new(name, dot && !is_folder(self) ? dot - name : -1));
}

static struct value parent_of(struct value self, bool as_text)
{
	g_autofree char *parent = g_path_get_dirname(info_of(self)->path);

	if (strcmp(info_of(self)->path, "/") == 0)
		return VALUE_NULL;
	return as_text ? value_text(parent) : info_new(&type_directoryinfo, parent, parent);
}

static int64_t attributes_of(struct value self)
{
	const struct stat *st = look(self);
	struct stat link;
	int64_t attributes = S_ISDIR(st->st_mode) ? 16 : 0;

	if (!info_of(self)->exists)
		return -1;
	if (!(st->st_mode & 0222))
		attributes |= 1;
	if (*name_of(self) == '.')
		attributes |= 2;
	if (!lstat(info_of(self)->path, &link) && S_ISLNK(link.st_mode))
		attributes |= 1024;
	return attributes ? attributes : 128;
}

/* "d----", "-a---", "l----" as PowerShell shows them. */
static struct value mode_of(struct value self)
{
	int64_t attributes = attributes_of(self);
	char mode[6] = "-----";

	if (attributes < 0)
		return value_text("");
	if (attributes & 1024)
		mode[0] = 'l';
	else if (attributes & 16)
		mode[0] = 'd';
	if (!(attributes & 16) && !(attributes & 1024))
		mode[1] = 'a';
	mode[2] = attributes & 1 ? 'r' : '-';
	mode[3] = attributes & 2 ? 'h' : '-';
	return value_text(mode);
}

static struct value unix_mode(struct value self)
{
	static const char letters[] = "rwxrwxrwx";
	const struct stat *st = look(self);
	char mode[11] = "----------";

	mode[0] = S_ISDIR(st->st_mode) ? 'd' : S_ISLNK(st->st_mode) ? 'l' : '-';
	for (unsigned i = 0; i < 9; i++)
		mode[i + 1] = st->st_mode & (0400 >> i) ? letters[i] : '-';
	return value_text(mode);
}

static struct value link_target(struct value self)
{
	g_autofree char *target = g_file_read_link(info_of(self)->path, NULL);

	return target ? value_text(target) : VALUE_NULL;
}

static struct value user_name(uid_t id)
{
	struct passwd *entry = getpwuid(id);

	return entry ? value_text(entry->pw_name) : value_str(str_printf("%u", id));
}

static struct value group_name(gid_t id)
{
	struct group *entry = getgrgid(id);

	return entry ? value_text(entry->gr_name) : value_str(str_printf("%u", id));
}

static bool exists(struct value self)
{
	look(self);
	return info_of(self)->exists && S_ISDIR(info_of(self)->st.st_mode) == is_folder(self);
}

static struct string *info_text(struct value self)
{
	return str_new(info_of(self)->path, -1);
}

#define PROVIDER_PATH	"Microsoft.PowerShell.Core\\FileSystem::"

static struct value provider_path(const char *path)
{
	return value_str(str_printf(PROVIDER_PATH "%s", path));
}

static struct value provider_parent(struct value self)
{
	g_autofree char *parent = g_path_get_dirname(info_of(self)->path);

	return provider_path(parent);
}

MEMBER_IS(info_attributes, value_enum(type_find("System.IO.FileAttributes", -1), attributes_of(self)))
MEMBER_IS(info_base_name, base_name(self))
MEMBER_IS(info_created, time_of(self, look(self)->st_ctim.tv_sec < look(self)->st_mtim.tv_sec
				? look(self)->st_ctim : look(self)->st_mtim, false))
MEMBER_IS(info_created_utc, time_of(self, look(self)->st_ctim.tv_sec < look(self)->st_mtim.tv_sec
				    ? look(self)->st_ctim : look(self)->st_mtim, true))
MEMBER_IS(info_accessed, time_of(self, look(self)->st_atim, false))
MEMBER_IS(info_accessed_utc, time_of(self, look(self)->st_atim, true))
MEMBER_IS(info_written, time_of(self, look(self)->st_mtim, false))
MEMBER_IS(info_written_utc, time_of(self, look(self)->st_mtim, true))
MEMBER_IS(info_exists, value_bool(exists(self)))
MEMBER_IS(info_extension, extension_of(self))
MEMBER_IS(info_full_name, value_text(info_of(self)->path))
MEMBER_IS(info_name, value_text(name_of(self)))
MEMBER_IS(info_mode, mode_of(self))
MEMBER_IS(info_link_target, link_target(self))
MEMBER_IS(info_link_type, (attributes_of(self) > 0 && (attributes_of(self) & 1024)) ? value_text("SymbolicLink") : VALUE_NULL)
MEMBER_IS(info_unix_mode, unix_mode(self))
MEMBER_IS(info_user, user_name(look(self)->st_uid))
MEMBER_IS(info_group, group_name(look(self)->st_gid))
MEMBER_IS(info_ps_path, provider_path(info_of(self)->path))
MEMBER_IS(info_ps_parent, provider_parent(self))
MEMBER_IS(info_is_container, value_bool(is_folder(self)))
MEMBER_IS(info_directory, parent_of(self, false))
MEMBER_IS(info_directory_name, parent_of(self, true))
MEMBER_IS(info_read_only, value_bool(info_of(self)->exists && !(look(self)->st_mode & 0222)))
MEMBER_IS(info_root, info_new(&type_directoryinfo, "/", "/"))
MEMBER_IS(info_to_string, value_str(info_text(self)))

MEMBER(info_length)
{
	const struct stat *st = look(self);

	if (!info_of(self)->exists)
		return file_throw(error, info_of(self)->path, ENOENT);
	*ret = value_i64(st->st_size);
	return true;
}

/* What a table of files shows: a folder has a size too. */
MEMBER(info_size)
{
	const struct stat *st = look(self);

	*ret = info_of(self)->exists ? value_i64(st->st_size) : VALUE_NULL;
	return true;
}

MEMBER(info_refresh)
{
	info_of(self)->known = false;
	return true;
}

/* A static of File or Directory on our own path, what else is given behind it. */
static bool on_path(struct type_call *call, struct value self, const char *type, const char *name,
		    const struct value *args, unsigned n, struct value *ret, GError **error)
{
	value_auto path = value_text(info_of(self)->path);
	struct value all[4] = { path };

	memcpy(all + 1, args, MIN(n, 3) * sizeof(*args));
	info_of(self)->known = false;
	return type_invoke(type_find(type, -1), VALUE_UNSET, name, all, MIN(n, 3) + 1, call->host, ret, error);
}

#define ON_FILE(fn, name)							\
	MEMBER(fn)								\
	{									\
		return on_path(call, self, "System.IO.File", name, args, n, ret, error); \
	}

ON_FILE(info_append_text, "AppendText")
ON_FILE(info_create_file, "Create")
ON_FILE(info_create_text, "CreateText")
ON_FILE(info_delete_file, "Delete")
ON_FILE(info_open, "Open")
ON_FILE(info_open_read, "OpenRead")
ON_FILE(info_open_text, "OpenText")
ON_FILE(info_open_write, "OpenWrite")

MEMBER(info_set_written)
{
	value_auto ignored = VALUE_UNSET;

	return on_path(call, self, "System.IO.File", "SetLastWriteTime", args, 1, &ignored, error);
}

MEMBER(info_copy_to)
{
	value_auto ignored = VALUE_UNSET;

	if (!on_path(call, self, "System.IO.File", "Copy", args, n, &ignored, error))
		return false;
	return type_construct(&type_fileinfo, args, 1, call->host, ret, error);
}

MEMBER(info_replace)
{
	value_auto ignored = VALUE_UNSET;

	if (!on_path(call, self, "System.IO.File", "Replace", args, n, &ignored, error))
		return false;
	return type_construct(&type_fileinfo, args, 1, call->host, ret, error);
}

MEMBER(info_move_to)
{
	g_autofree char *to = file_path_arg(args[0], error);

	if (!to || !on_path(call, self, is_folder(self) ? "System.IO.Directory" : "System.IO.File", "Move",
			    args, n, ret, error))
		return false;
	g_free(info_of(self)->path);
	info_of(self)->path = g_steal_pointer(&to);
	return true;
}

MEMBER(info_delete_folder)
{
	return on_path(call, self, "System.IO.Directory", "Delete", args, n, ret, error);
}

MEMBER(info_create_folder)
{
	value_auto ignored = VALUE_UNSET;

	return on_path(call, self, "System.IO.Directory", "CreateDirectory", NULL, 0, &ignored, error);
}

MEMBER(info_create_sub)
{
	g_autofree char *path = g_build_filename(info_of(self)->path, text_arg(args[0]), NULL);
	value_auto text = value_text(path);

	return type_invoke(type_find("System.IO.Directory", -1), VALUE_UNSET, "CreateDirectory", &text, 1,
			   call->host, ret, error);
}

/* Names by Directory's static made into objects. */
static bool list_infos(struct type_call *call, struct value self, const char *name, const struct value *args,
		       unsigned n, struct value *ret, GError **error)
{
	value_auto pattern = value_text("*"), paths = VALUE_UNSET;
	struct value given[2] = { n ? args[0] : pattern, n > 1 ? args[1] : VALUE_NULL };
	struct array *array;

	if (!on_path(call, self, "System.IO.Directory", name, given, MAX(n, 1), &paths, error))
		return false;
	array = array_new(strstr(name, "Files") ? &type_fileinfo : strstr(name, "Directories")
			  ? &type_directoryinfo : &type_filesysteminfo, paths.u.array->len);
	for (uint32_t i = 0; i < paths.u.array->len; i++) {
		const char *path = text_arg(paths.u.array->u.items[i]);

		array_set(array, i, info_new(g_file_test(path, G_FILE_TEST_IS_DIR) ? &type_directoryinfo
									      : &type_fileinfo, path, path));
	}
	*ret = value_of(array);
	return true;
}

MEMBER(info_get_files)
{
	return list_infos(call, self, "GetFiles", args, n, ret, error);
}

MEMBER(info_get_folders)
{
	return list_infos(call, self, "GetDirectories", args, n, ret, error);
}

MEMBER(info_get_all)
{
	return list_infos(call, self, "GetFileSystemEntries", args, n, ret, error);
}

static bool info_equal(struct value a, struct value b)
{
	return strcmp(info_of(a)->path, info_of(b)->path) == 0;
}

static const struct type_member common_properties[] = {
	PROPERTY("System.IO.FileAttributes Attributes {get;}", info_attributes),
	PROPERTY("datetime CreationTime {get;}", info_created),
	PROPERTY("datetime CreationTimeUtc {get;}", info_created_utc),
	PROPERTY("bool Exists {get;}", info_exists),
	PROPERTY("string Extension {get;}", info_extension),
	PROPERTY("string FullName {get;}", info_full_name),
	PROPERTY("datetime LastAccessTime {get;}", info_accessed),
	PROPERTY("datetime LastAccessTimeUtc {get;}", info_accessed_utc),
	SETTABLE("datetime LastWriteTime {get;set;}", info_written, info_set_written),
	PROPERTY("datetime LastWriteTimeUtc {get;}", info_written_utc),
	PROPERTY("string LinkTarget {get;}", info_link_target),
	PROPERTY("string Name {get;}", info_name),
	PROPERTY("string UnixFileMode {get;}", info_unix_mode),
	PROPERTY("string BaseName {get;}", info_base_name),
	PROPERTY("string Mode {get;}", info_mode),
	PROPERTY("string LinkType {get;}", info_link_type),
	PROPERTY("string Target {get;}", info_link_target),
	PROPERTY("string UnixMode {get;}", info_unix_mode),
	PROPERTY("string User {get;}", info_user),
	PROPERTY("string Group {get;}", info_group),
	PROPERTY("string PSPath {get;}", info_ps_path),
	PROPERTY("string PSParentPath {get;}", info_ps_parent),
	PROPERTY("string PSChildName {get;}", info_name),
	PROPERTY("bool PSIsContainer {get;}", info_is_container),
	{ "long Size {get;}", info_size, NULL, TYPE_HIDDEN_MEMBER },
	END_OF_MEMBERS
};

static const struct type_member common_methods[] = {
	METHOD("void Refresh()", info_refresh),
	METHOD("string ToString()", info_to_string),
	END_OF_MEMBERS
};

TYPE(type_filesysteminfo);
const struct type type_filesysteminfo = {
	.name = "System.IO.FileSystemInfo", .kind = V_NATIVE, .flags = TYPE_IS_ABSTRACT,
	.properties = common_properties, .methods = common_methods, .to_string = info_text,
};

static const struct type_member file_properties[] = {
	PROPERTY("System.IO.DirectoryInfo Directory {get;}", info_directory),
	PROPERTY("string DirectoryName {get;}", info_directory_name),
	PROPERTY("bool IsReadOnly {get;}", info_read_only),
	PROPERTY("long Length {get;}", info_length),
	END_OF_MEMBERS
};

static const struct type_member fileinfo_methods[] = {
	METHOD("System.Object AppendText()", info_append_text),
	METHOD("System.IO.FileInfo CopyTo(string destFileName)", info_copy_to),
	METHOD("System.IO.FileInfo CopyTo(string destFileName, bool overwrite)", info_copy_to),
	METHOD("System.Object Create()", info_create_file),
	METHOD("System.Object CreateText()", info_create_text),
	METHOD("void Delete()", info_delete_file),
	METHOD("void MoveTo(string destFileName)", info_move_to),
	METHOD("void MoveTo(string destFileName, bool overwrite)", info_move_to),
	METHOD("System.Object Open(System.IO.FileMode mode)", info_open),
	METHOD("System.Object Open(System.IO.FileMode mode, System.IO.FileAccess access)", info_open),
	METHOD("System.Object OpenRead()", info_open_read),
	METHOD("System.Object OpenText()", info_open_text),
	METHOD("System.Object OpenWrite()", info_open_write),
	METHOD("System.IO.FileInfo Replace(string destinationFileName, string destinationBackupFileName)", info_replace),
	END_OF_MEMBERS
};

static const struct type_member file_constructors[] = {
	CONSTRUCTOR("new(string fileName)", info_construct),
	END_OF_MEMBERS
};

TYPE(type_fileinfo);
const struct type type_fileinfo = {
	.name = "System.IO.FileInfo", .kind = V_NATIVE, .base = &type_filesysteminfo,
	.properties = file_properties, .methods = fileinfo_methods, .constructors = file_constructors,
	.free = info_free, .to_string = info_text, .equals = info_equal,
};

static const struct type_member directory_properties[] = {
	PROPERTY("System.IO.DirectoryInfo Parent {get;}", info_directory),
	PROPERTY("System.IO.DirectoryInfo Root {get;}", info_root),
	END_OF_MEMBERS
};

#define LISTING(T, name, fn)							\
	METHOD(T "[] " name "()", fn),						\
	METHOD(T "[] " name "(string searchPattern)", fn),			\
	METHOD(T "[] " name "(string searchPattern, System.IO.SearchOption searchOption)", fn)

static const struct type_member directoryinfo_methods[] = {
	METHOD("void Create()", info_create_folder),
	METHOD("System.Object CreateSubdirectory(string path)", info_create_sub),
	METHOD("void Delete()", info_delete_folder),
	METHOD("void Delete(bool recursive)", info_delete_folder),
	LISTING("System.IO.DirectoryInfo", "EnumerateDirectories", info_get_folders),
	LISTING("System.IO.FileInfo", "EnumerateFiles", info_get_files),
	LISTING("System.IO.DirectoryInfo", "GetDirectories", info_get_folders),
	LISTING("System.IO.FileInfo", "GetFiles", info_get_files),
	LISTING("System.IO.FileSystemInfo", "GetFileSystemInfos", info_get_all),
	METHOD("void MoveTo(string destDirName)", info_move_to),
	END_OF_MEMBERS
};

static const struct type_member directory_constructors[] = {
	CONSTRUCTOR("new(string path)", info_construct),
	END_OF_MEMBERS
};

TYPE(type_directoryinfo);
const struct type type_directoryinfo = {
	.name = "System.IO.DirectoryInfo", .kind = V_NATIVE, .base = &type_filesysteminfo,
	.properties = directory_properties, .methods = directoryinfo_methods,
	.constructors = directory_constructors, .free = info_free, .to_string = info_text,
	.equals = info_equal,
};
