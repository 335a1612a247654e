/*
 * System.IO.Path: path text by .NET's rules for Unix, where only / separates.
 */
#include "config.h"

#include <unistd.h>

#include "lib/types/table.h"

static const char *file_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The dot of the extension, or NULL; a dot at the end is no extension. */
static const char *extension_of(const char *path)
{
	const char *dot = strrchr(file_name(path), '.');

	return dot && dot[1] ? dot : NULL;
}

static bool is_rooted(const char *path)
{
	return *path == '/';
}

static struct value null_or(struct value arg, struct value v)
{
	if (!value_is_null(arg))
		return v;
	value_unref(v);
	return VALUE_NULL;
}

MEMBER(path_directory)
{
	const char *path = text_arg(args[0]);
	const char *slash = strrchr(path, '/');

	if (!*path || strcmp(path, "/") == 0) {
		*ret = VALUE_NULL;
		return true;
	}
	while (slash && slash > path && slash[-1] == '/')
		slash--;
	*ret = !slash ? value_text("") : slash == path ? value_text("/") : value_str(str_new(path, slash - path));
	return true;
}

MEMBER_IS(path_file_name, null_or(args[0], value_text(file_name(text_arg(args[0])))))
MEMBER_IS(path_get_extension, null_or(args[0], value_text(extension_of(text_arg(args[0])) ? extension_of(text_arg(args[0])) : "")))
MEMBER_IS(path_has_extension, value_bool(extension_of(text_arg(args[0])) != NULL))
MEMBER_IS(path_is_rooted, value_bool(is_rooted(text_arg(args[0]))))
MEMBER_IS(path_root, null_or(args[0], value_text(is_rooted(text_arg(args[0])) ? "/" : "")))

MEMBER(path_base_name)
{
	const char *name = file_name(text_arg(args[0]));
	const char *dot = strrchr(name, '.');

	*ret = null_or(args[0], value_str(str_new(name, dot ? dot - name : -1)));
	return true;
}

MEMBER(path_change_extension)
{
	const char *path = text_arg(args[0]), *dot = strrchr(file_name(path), '.');
	const char *extension = text_arg(args[1]);

	if (value_is_null(args[0]) || !*path) {
		*ret = value_ref(args[0]);
		return true;
	}
	*ret = value_str(str_printf("%.*s%s%s", (int)(dot ? dot - path : (ptrdiff_t)strlen(path)), path,
				    value_is_null(args[1]) || *extension == '.' ? "" : ".", extension));
	return true;
}

/* One rooted part starts again. */
static bool combine(GString *out, struct value part, bool restart, GError **error)
{
	if (value_is_null(part))
		return throw_null(error, "path");
	if (!part.u.str->len)
		return true;
	if (restart && is_rooted(part.u.str->data))
		g_string_truncate(out, 0);
	if (out->len && out->str[out->len - 1] != '/' && (restart || *part.u.str->data != '/'))
		g_string_append_c(out, '/');
	g_string_append(out, part.u.str->data);
	return true;
}

static bool combine_all(const struct value *args, unsigned n, bool restart, struct value *ret, GError **error)
{
	GString *out = g_string_new(NULL);
	bool ok = true;

	for (unsigned i = 0; ok && i < n; i++) {
		if (args[i].kind != V_ARRAY) {
			ok = combine(out, args[i], restart, error);
			continue;
		}
		for (uint32_t j = 0; ok && j < args[i].u.array->len; j++)
			ok = combine(out, args[i].u.array->u.items[j], restart, error);
	}
	*ret = value_str(str_from_gstring(out));
	if (!ok)
		value_clear(ret);
	return ok;
}

MEMBER(path_combine)
{
	return combine_all(args, n, true, ret, error);
}

MEMBER(path_join_all)
{
	return combine_all(args, n, false, ret, error);
}

MEMBER(path_full)
{
	g_autofree char *full = NULL;

	if (!*text_arg(args[0])) {
		fault_throw(error, ARGUMENT, "The path is empty. (Parameter 'path')");
		return false;
	}
	full = g_canonicalize_filename(text_arg(args[0]), NULL);
	*ret = value_text(full);
	return true;
}

MEMBER(path_temp)
{
	const char *folder = g_get_tmp_dir();

	*ret = value_str(str_printf("%s%s", folder, g_str_has_suffix(folder, "/") ? "" : "/"));
	return true;
}

MEMBER(path_temp_file)
{
	g_autofree char *name = NULL;
	g_autoptr(GError) failure = NULL;
	int fd = g_file_open_tmp("tmpXXXXXX", &name, &failure);

	if (fd < 0) {
		fault_throw(error, "System.IO.IOException", "%s", failure->message);
		return false;
	}
	close(fd);
	*ret = value_text(name);
	return true;
}

MEMBER(path_random)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";
	char text[13];

	for (unsigned i = 0; i < 12; i++)
		text[i] = letters[g_random_int_range(0, 32)];
	text[8] = '.';
	text[12] = 0;
	*ret = value_text(text);
	return true;
}

static struct value char_array(const uint16_t *units, uint32_t n)
{
	struct array *array = array_new(&type_char, n);

	for (uint32_t i = 0; i < n; i++)
		array->u.items[i] = value_char(units[i]);
	return value_of(array);
}

static const uint16_t invalid[] = { 0, '/' };

MEMBER_IS(path_invalid_name, char_array(invalid, 2))
MEMBER_IS(path_invalid_path, char_array(invalid, 1))
MEMBER_IS(path_separator, value_char('/'))
MEMBER_IS(path_list_separator, value_char(':'))

static bool ends_in_separator(struct value v)
{
	return v.kind == V_STRING && v.u.str->len && v.u.str->data[v.u.str->len - 1] == '/';
}

MEMBER_IS(path_ends_in_separator, value_bool(ends_in_separator(args[0])))
MEMBER_IS(path_exists, value_bool(args[0].kind == V_STRING && g_file_test(args[0].u.str->data, G_FILE_TEST_EXISTS)))
MEMBER_IS(path_trim_end, ends_in_separator(args[0]) && args[0].u.str->len > 1
	  ? value_str(str_new(args[0].u.str->data, args[0].u.str->len - 1)) : value_ref(args[0]))

/* From one folder to a path: up as often as needed, then down. */
MEMBER(path_relative)
{
	g_autofree char *from = g_canonicalize_filename(text_arg(args[0]), NULL);
	g_autofree char *to = g_canonicalize_filename(text_arg(args[1]), NULL);
	g_auto(GStrv) a = g_strsplit(from[1] ? from : "", "/", -1);
	g_auto(GStrv) b = g_strsplit(to[1] ? to : "", "/", -1);
	g_autoptr(GPtrArray) parts = g_ptr_array_new();
	unsigned same = 0;
	g_autofree char *joined = NULL;

	while (a[same] && b[same] && g_str_equal(a[same], b[same]))
		same++;
	for (unsigned i = same; a[i]; i++)
		g_ptr_array_add(parts, (char *)"..");
	for (unsigned i = same; b[i]; i++)
		g_ptr_array_add(parts, b[i]);
	g_ptr_array_add(parts, NULL);
	joined = g_strjoinv("/", (char **)parts->pdata);
	*ret = value_text(*joined ? joined : ".");
	return true;
}

static const struct type_member path_methods[] = {
	STATIC("bool EndsInDirectorySeparator(string path)", path_ends_in_separator),
	STATIC("bool Exists(string path)", path_exists),
	STATIC("string GetRelativePath(string relativeTo, string path)", path_relative),
	STATIC("string TrimEndingDirectorySeparator(string path)", path_trim_end),
	STATIC("string ChangeExtension(string path, string extension)", path_change_extension),
	STATIC("string Combine(string path1, string path2)", path_combine),
	STATIC("string Combine(string path1, string path2, string path3)", path_combine),
	STATIC("string Combine(string path1, string path2, string path3, string path4)", path_combine),
	STATIC("string Combine(params string[] paths)", path_combine),
	STATIC("string GetDirectoryName(string path)", path_directory),
	STATIC("string GetExtension(string path)", path_get_extension),
	STATIC("string GetFileName(string path)", path_file_name),
	STATIC("string GetFileNameWithoutExtension(string path)", path_base_name),
	STATIC("string GetFullPath(string path)", path_full),
	STATIC("char[] GetInvalidFileNameChars()", path_invalid_name),
	STATIC("char[] GetInvalidPathChars()", path_invalid_path),
	STATIC("string GetPathRoot(string path)", path_root),
	STATIC("string GetRandomFileName()", path_random),
	STATIC("string GetTempFileName()", path_temp_file),
	STATIC("string GetTempPath()", path_temp),
	STATIC("bool HasExtension(string path)", path_has_extension),
	STATIC("bool IsPathRooted(string path)", path_is_rooted),
	STATIC("bool IsPathFullyQualified(string path)", path_is_rooted),
	STATIC("string Join(string path1, string path2)", path_join_all),
	STATIC("string Join(string path1, string path2, string path3)", path_join_all),
	STATIC("string Join(params string[] paths)", path_join_all),
	END_OF_MEMBERS
};

static const struct type_member path_properties[] = {
	{ "char AltDirectorySeparatorChar {get;}", path_separator, NULL, TYPE_STATIC },
	{ "char DirectorySeparatorChar {get;}", path_separator, NULL, TYPE_STATIC },
	{ "char PathSeparator {get;}", path_list_separator, NULL, TYPE_STATIC },
	{ "char VolumeSeparatorChar {get;}", path_separator, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

TYPE(type_path);
const struct type type_path = {
	.name = "System.IO.Path", .kind = V_OBJECT, .flags = TYPE_IS_STATIC, .methods = path_methods,
	.properties = path_properties,
};
