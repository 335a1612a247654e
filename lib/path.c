/*
 * Everything here is text but path_glob(), which reads folders. A path is taken
 * apart once: prefix, drive, home; what remains is joined to the folder it is
 * relative to and freed of its dots.
 */
#include "config.h"

#include "lib/path.h"

#include "lib/fault.h"
#include "lib/str.h"
#include "lib/wildcard.h"

#include <dirent.h>
#include <sys/stat.h>

static const struct fault drive_not_found = {
	"DriveNotFound", "System.Management.Automation.DriveNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND,
	"Set HMSH_DRIVE_<letter> to the folder that a drive letter stands for." };

static const struct fault path_not_found = {
	"PathNotFound", "System.Management.Automation.ItemNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, NULL };

static bool is_separator(char c)
{
	return c == '/' || c == '\\';
}

/* Behind "FileSystem::" or "Microsoft.PowerShell.Core\FileSystem::". */
static const char *skip_provider(const char *path)
{
	static const char *const prefixes[] = {
		"Microsoft.PowerShell.Core\\FileSystem::", "FileSystem::" };

	for (unsigned i = 0; i < G_N_ELEMENTS(prefixes); i++)
		if (!g_ascii_strncasecmp(path, prefixes[i], strlen(prefixes[i])))
			return path + strlen(prefixes[i]);
	return path;
}

/* The length of a drive's name before the colon, 0 when there is none. */
static size_t drive_length(const char *path)
{
	size_t n = 0;

	while (g_ascii_isalnum(path[n]) || path[n] == '_')
		n++;
	return n && path[n] == ':' ? n : 0;
}

char *path_drive(const char *path)
{
	size_t n = drive_length(path);

	if (n < 2 || path[n + 1] == ':' || (n == 4 && !g_ascii_strncasecmp(path, "temp", 4)))
		return NULL;
	return g_strndup(path, n);
}

/* A drive's folder exists from its first use, with Temp in it, where scripts leave their files. */
static char *made_drive(char *folder)
{
	g_autofree char *temp = g_build_filename(folder, "Temp", NULL);

	g_mkdir_with_parents(temp, 0700);
	return folder;
}

char *path_drive_variable(const char *name)
{
	g_auto(GStrv) names = g_listenv();
	size_t prefix = strlen(PATH_DRIVE_PREFIX);

	for (size_t i = 0; names[i]; i++)
		if (g_str_has_prefix(names[i], PATH_DRIVE_PREFIX) &&
		    text_equal_nocase(names[i] + prefix, name))
			return g_strdup(names[i]);
	return NULL;
}

static char *drive_folder(const char *path, size_t n, GError **error)
{
	g_autofree char *name = g_strndup(path, n), *variable = NULL;
	value_auto target = VALUE_UNSET;

	if (n == 1) {
		char variable[] = "HMSH_DRIVE_?", folder[] = "drive_?";
		const char *found;

		variable[sizeof(variable) - 2] = g_ascii_toupper(*path);
		folder[sizeof(folder) - 2] = g_ascii_tolower(*path);
		found = g_getenv(variable);
		return made_drive(found && *found ? g_strdup(found)
						  : g_build_filename(g_get_home_dir(), folder, NULL));
	}
	if (!g_ascii_strcasecmp(name, "temp"))
		return g_strdup(g_get_tmp_dir());
	variable = path_drive_variable(name);
	if (variable)
		return g_strdup(g_getenv(variable));
	target = value_text(name);
	fault_set(error, &drive_not_found, target,
		  "Cannot find drive. A drive with the name '%s' does not exist.", name);
	return NULL;
}

/* Joins the parts of `text` to those of `base`, "." and ".." resolved. */
static char *join_normal(const char *base, const char *text)
{
	GString *out = g_string_new(g_str_equal(base, "/") ? "" : base);

	while (*text) {
		const char *start = text;

		while (*text && *text != '/')
			text++;
		if (text - start == 2 && start[0] == '.' && start[1] == '.') {
			char *slash = strrchr(out->str, '/');

			g_string_truncate(out, slash ? slash - out->str : 0);
		} else if (text > start && !(text - start == 1 && *start == '.')) {
			g_string_append_c(out, '/');
			g_string_append_len(out, start, text - start);
		}
		if (*text)
			text++;
	}
	if (!out->len)
		g_string_append_c(out, '/');
	return g_string_free(out, FALSE);
}

/* The name in a folder that differs from `name` only in case, or NULL. Yours. */
static char *name_in_folder(const char *folder, const char *name)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *entry;

	while (dir && (entry = g_dir_read_name(dir)))
		if (text_equal_nocase(entry, name))
			return g_strdup(entry);
	return NULL;
}

/* Under `root` names are found without regard to case; what does not exist stays as written. */
static char *without_case(const char *root, char *path)
{
	GString *out = g_string_new(root);
	g_auto(GStrv) names = NULL;

	if (!g_str_has_prefix(path, root) || g_file_test(path, G_FILE_TEST_EXISTS)) {
		g_string_free(out, TRUE);
		return path;
	}
	names = g_strsplit(path + strlen(root), "/", -1);
	for (size_t i = 0; names[i]; i++) {
		g_autofree char *exact = g_build_filename(out->str, names[i], NULL);
		g_autofree char *found = NULL;

		if (!*names[i])
			continue;
		if (!g_file_test(exact, G_FILE_TEST_EXISTS))
			found = name_in_folder(out->str, names[i]);
		g_string_append_printf(out, "/%s", found ? found : names[i]);
	}
	g_free(path);
	return g_string_free(out, FALSE);
}

char *path_native(const char *path, const char *cwd, GError **error)
{
	g_autofree char *base = NULL;
	g_autofree char *text = NULL;
	size_t drive;

	path = skip_provider(path);
	drive = drive_length(path);
	if (drive) {
		base = drive_folder(path, drive, error);
		if (!base)
			return NULL;
		path += drive + 1;
	} else if (*path == '~' && (!path[1] || is_separator(path[1]))) {
		base = g_strdup(g_get_home_dir());
		path++;
	} else {
		base = g_strdup(is_separator(*path) ? "/" : cwd);
	}
	text = g_strdelimit(g_strdup(path), "\\", '/');
	return drive ? without_case(base, join_normal(base, text)) : join_normal(base, text);
}


static int compare_names(const void *a, const void *b)
{
	return text_compare_nocase(*(char *const *)a, *(char *const *)b);
}

static char *unescape(const char *text)
{
	struct string *str = str_new(text, -1);
	struct string *plain = wildcard_unescape(str);
	char *ret = g_strdup(plain->data);

	str_unref(str);
	str_unref(plain);
	return ret;
}

static GPtrArray *matching_names(const char *folder, const char *pattern, bool hidden)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	struct dirent *entry;
	DIR *dir = opendir(folder);

	while (dir && (entry = readdir(dir))) {
		const char *name = entry->d_name;

		if (g_str_equal(name, ".") || g_str_equal(name, "..") ||
		    (*name == '.' && *pattern != '.' && !hidden))
			continue;
		if (wildcard_match_name(pattern, name))
			g_ptr_array_add(names, g_strdup(name));
	}
	if (dir)
		closedir(dir);
	g_ptr_array_sort(names, compare_names);
	return names;
}

static bool exists(const char *path)
{
	struct stat st;

	return !lstat(path, &st);
}

/* `rest` is what follows `folder`, without a leading slash. */
static void glob_below(const char *folder, const char *rest, bool hidden, GPtrArray *ret)
{
	const char *slash = strchrnul(rest, '/');
	g_autofree char *part = g_strndup(rest, slash - rest);
	g_autoptr(GPtrArray) names = NULL;

	if (!wildcard_has_special(part, strlen(part))) {
		g_autofree char *plain = unescape(part);
		g_autofree char *path = g_build_filename(folder, plain, NULL);

		if (*slash && *plain)
			glob_below(path, slash + 1, hidden, ret);
		else if (exists(path))
			g_ptr_array_add(ret, g_steal_pointer(&path));
		return;
	}
	names = matching_names(folder, part, hidden);
	for (guint i = 0; i < names->len; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);

		if (!*slash)
			g_ptr_array_add(ret, g_steal_pointer(&path));
		else if (g_file_test(path, G_FILE_TEST_IS_DIR))
			glob_below(path, slash + 1, hidden, ret);
	}
}

void path_glob(const char *pattern, bool hidden, GPtrArray *ret)
{
	glob_below("/", *pattern == '/' ? pattern + 1 : pattern, hidden, ret);
}

bool path_expand(const char *path, const char *cwd, bool literal, bool hidden, GPtrArray *ret,
		 GError **error)
{
	g_autofree char *native = path_native(path, cwd, error);
	value_auto target = VALUE_UNSET;

	if (!native)
		return false;
	if (!literal && wildcard_has_special(path, strlen(path))) {
		path_glob(native, hidden, ret);
		return true;
	}
	if (!literal) {
		char *plain = unescape(native);

		g_free(native);
		native = plain;
	}
	if (exists(native)) {
		g_ptr_array_add(ret, g_steal_pointer(&native));
		return true;
	}
	target = value_text(native);
	fault_set(error, &path_not_found, target,
		  "Cannot find path '%s' because it does not exist.", native);
	return false;
}

/* -- Parts ------------------------------------------------------------------- */

/* Without separators at the end, a lone root kept. */
static char *trimmed(const char *path)
{
	size_t n = strlen(path);

	while (n > 1 && is_separator(path[n - 1]))
		n--;
	return g_strdelimit(g_strndup(path, n), "\\", '/');
}

char *path_parent(const char *path)
{
	char *text = trimmed(path);
	char *slash = strrchr(text, '/');

	if (!slash) {
		*text = '\0';
	} else if (slash == text) {
		text[text[1] ? 1 : 0] = '\0';
	} else {
		while (slash > text && slash[-1] == '/')
			slash--;
		*slash = '\0';
	}
	return text;
}

char *path_leaf(const char *path)
{
	g_autofree char *text = trimmed(path);
	const char *slash = strrchr(text, '/');

	return g_strdup(slash && slash[1] ? slash + 1 : text);
}

char *path_extension(const char *path)
{
	g_autofree char *leaf = path_leaf(path);
	const char *dot = strrchr(leaf, '.');

	return g_strdup(dot && dot[1] ? dot : "");
}

char *path_leaf_base(const char *path)
{
	char *leaf = path_leaf(path);
	char *dot = strrchr(leaf, '.');

	if (dot)
		*dot = '\0';
	return leaf;
}

char *path_qualifier(const char *path)
{
	size_t n = drive_length(path);

	return n ? g_strndup(path, n + 1) : NULL;
}

char *path_join(const char *parent, const char *child)
{
	GString *out = g_string_new(parent);

	while (is_separator(*child))
		child++;
	while (out->len && is_separator(out->str[out->len - 1]))
		g_string_truncate(out, out->len - 1);
	g_string_append_c(out, '/');
	g_string_append(out, child);
	return g_strdelimit(g_string_free(out, FALSE), "\\", '/');
}

bool path_is_absolute(const char *path)
{
	return is_separator(*path) || drive_length(path);
}

char *path_relative(const char *base, const char *path)
{
	g_auto(GStrv) from = g_strsplit(base, "/", -1);
	g_auto(GStrv) to = g_strsplit(path, "/", -1);
	GString *out = g_string_new(NULL);
	unsigned i = 0;

	while (from[i] && to[i] && g_str_equal(from[i], to[i]))
		i++;
	for (unsigned k = i; from[k]; k++)
		if (*from[k])
			g_string_append(out, "../");
	if (!out->len)
		g_string_append(out, "./");
	for (unsigned k = i; to[k]; k++)
		g_string_append_printf(out, "%s%s", to[k], to[k + 1] ? "/" : "");
	return g_string_free(out, FALSE);
}
