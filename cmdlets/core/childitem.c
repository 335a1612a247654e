/*
 * Get-ChildItem: the entries of folders, in order of name, files and folders
 * told apart, down to a depth.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/filetree.h"
#include "cmdlets/core/textfile.h"
#include "lib/path.h"

#include <errno.h>
#include <glib/gstdio.h>

struct get_childitem_args {
	struct value path, literal, filter, include, exclude, recurse, depth, force, name, directory,
		file, hidden, readonly, is_system, attributes, follow;
};

enum { SET_ITEMS = 1, SET_LITERAL = 2 };

static const struct param get_childitem_params[] = {
	{ "Path", "string[]", FIELD(get_childitem_args, path), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = SET_ITEMS, .flags = PARAM_WILDCARDS,
	  .complete = "File", .help = "The folders; the current one if not given." },
	{ "LiteralPath", "string[]", FIELD(get_childitem_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL, .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP",
	  .complete = "File", .help = "The folders, without wildcards." },
	{ "Filter", "string", FIELD(get_childitem_args, filter), POSITION(1),
	  .help = "A pattern for names." },
	{ "Include", "string[]", FIELD(get_childitem_args, include), .help = "Names that count." },
	{ "Exclude", "string[]", FIELD(get_childitem_args, exclude),
	  .help = "Names that do not count." },
	{ "Recurse", "switch", FIELD(get_childitem_args, recurse), .aliases = "s r",
	  .help = "What is in the folders below too." },
	{ "Depth", "uint", FIELD(get_childitem_args, depth),
	  .help = "How many levels below; implies -Recurse." },
	{ "Force", "switch", FIELD(get_childitem_args, force),
	  .help = "Names that begin with a dot too." },
	{ "Name", "switch", FIELD(get_childitem_args, name), .help = "Only the names." },
	{ "Attributes", "string", FIELD(get_childitem_args, attributes),
	  .flags = PARAM_DYNAMIC | PARAM_REFUSED, .help = "Use -File, -Directory or -Hidden." },
	{ "FollowSymlink", "switch", FIELD(get_childitem_args, follow), .flags = PARAM_DYNAMIC,
	  .help = "Goes into folders that are links." },
	{ "Directory", "switch", FIELD(get_childitem_args, directory),
	  .flags = PARAM_DYNAMIC, .aliases = "ad d", .help = "Only folders." },
	{ "File", "switch", FIELD(get_childitem_args, file),
	  .flags = PARAM_DYNAMIC, .aliases = "af", .help = "Only files." },
	{ "Hidden", "switch", FIELD(get_childitem_args, hidden),
	  .flags = PARAM_DYNAMIC, .aliases = "ah h",
	  .help = "Only names that begin with a dot." },
	{ "ReadOnly", "switch", FIELD(get_childitem_args, readonly),
	  .flags = PARAM_DYNAMIC, .aliases = "ar", .help = "Only read-only items." },
	{ "System", "switch", FIELD(get_childitem_args, is_system), .aliases = "as",
	  .flags = PARAM_DYNAMIC | PARAM_IGNORED, .help = "Files have no such attribute here." },
	{ NULL }
};

struct child_walk {
	struct call *call;
	const struct get_childitem_args *args;
	int64_t depth;		/* levels below the first that are still shown; -1: no limit */
	const char *base;	/* names are relative to it */
};

static bool is_hidden(const char *name)
{
	return *name == '.';
}

static bool shown(const struct get_childitem_args *args, const char *path, const char *name)
{
	value_auto text = value_text(name);
	bool folder = is_folder(path);

	if (arg_on(args->hidden) ? !is_hidden(name) : is_hidden(name) && !arg_on(args->force))
		return false;
	if ((arg_on(args->file) && folder && !arg_on(args->directory)) ||
	    (arg_on(args->directory) && !folder && !arg_on(args->file)))
		return false;
	if (arg_on(args->readonly) && !g_access(path, 2))
		return false;
	if (args->filter.kind == V_STRING && !text_is_like(text, args->filter))
		return false;
	if (arg_count(args->include) && !text_is_like_any(text, args->include))
		return false;
	return !text_is_like_any(text, args->exclude);
}

static enum flow show_item(struct child_walk *walk, const char *path)
{
	size_t base = walk->base ? strlen(walk->base) : 0;
	g_autofree char *leaf = NULL;

	if (!arg_on(walk->args->name))
		return emit_take(walk->call, file_item(call_host(walk->call), path));
	if (base && !strncmp(path, walk->base, base) && path[base] == '/')
		return emit_text(walk->call, path + base + 1, -1);
	leaf = path_leaf(path);
	return emit_text(walk->call, base == 1 && *path == '/' ? path + 1 : leaf, -1);
}

static int compare_names(const void *a, const void *b)
{
	return text_compare_nocase(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *entries(const char *folder, GError **error)
{
	g_autoptr(GError) failed = NULL;
	g_autoptr(GDir) dir = g_dir_open(folder, 0, &failed);
	GPtrArray *names;
	const char *name;

	if (!dir) {
		file_error(error, folder,
			   g_error_matches(failed, G_FILE_ERROR, G_FILE_ERROR_ACCES) ? EACCES : ENOENT);
		return NULL;
	}
	names = g_ptr_array_new_with_free_func(g_free);
	while ((name = g_dir_read_name(dir)))
		g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, compare_names);
	return names;
}

static bool enters(const struct child_walk *walk, const char *path, const char *name)
{
	if (is_hidden(name) && !arg_on(walk->args->force) && !arg_on(walk->args->hidden))
		return false;
	return is_folder(path) &&
	       (arg_on(walk->args->follow) || !g_file_test(path, G_FILE_TEST_IS_SYMLINK));
}

/* The entries of one folder, then what is below its folders. */
static enum flow walk_folder(struct child_walk *walk, const char *folder, int64_t depth)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) names = entries(folder, &error);
	enum flow flow = FLOW_NEXT;

	if (!names)
		return call_error(walk->call, error);
	for (guint i = 0; i < names->len && flow == FLOW_NEXT; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);

		if (shown(walk->args, path, names->pdata[i]))
			flow = show_item(walk, path);
		if (host_interrupted(call_host(walk->call)))
			flow = FLOW_STOP;
	}
	for (guint i = 0; i < names->len && flow == FLOW_NEXT && depth; i++) {
		g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);

		if (enters(walk, path, names->pdata[i]))
			flow = walk_folder(walk, path, depth - 1);
	}
	return flow;
}

static enum flow show_found(struct child_walk *walk, const char *path, bool matched)
{
	g_autofree char *leaf = path_leaf(path);

	if (is_folder(path) && (!matched || arg_on(walk->args->recurse))) {
		walk->base = path;
		return walk_folder(walk, path, walk->depth);
	}
	walk->base = NULL;
	return shown(walk->args, path, leaf) || !matched ? show_item(walk, path) : FLOW_NEXT;
}

/*
 * With -Recurse a path's last name that fits no folder is a pattern for all levels
 * (Get-ChildItem *.csv -Recurse).
 */
static enum flow walk_pattern(struct child_walk *walk, const char *text)
{
	g_autofree char *parent = path_parent(text);
	g_autofree char *leaf = path_leaf(text);
	struct get_childitem_args args = *walk->args;
	struct child_walk below = *walk;
	value_auto pattern = value_text(leaf);
	GError *error = NULL;
	g_autofree char *native = host_native_path(call_host(walk->call), *parent ? parent : ".",
						   &error);

	if (!native)
		return call_error(walk->call, error);
	args.filter = pattern;
	below.args = &args;
	below.base = native;
	return walk_folder(&below, native, walk->depth);
}

static enum flow walk_path(struct child_walk *walk, const char *text, bool literal)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	bool pattern = !literal && text_has_wildcards(text);
	struct drive_path drive;
	GError *error = NULL;
	enum flow flow = FLOW_NEXT;

	drive_path_init(&drive, text);
	if (drive.drive) {
		flow = drive_item(walk->call, &drive);
		drive_path_clear(&drive);
		return flow;
	}
	if (pattern && walk->depth && !walk->args->filter.kind)
		return walk_pattern(walk, text);
	if (!host_expand_path(call_host(walk->call), text, literal, found, &error))
		return call_error(walk->call, error);
	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		flow = show_found(walk, found->pdata[i], pattern);
	return flow;
}

static enum flow get_childitem(struct call *call, void *data)
{
	struct get_childitem_args *args = data;
	bool literal = arg_given(args->literal);
	struct value list = literal ? args->literal : args->path;
	struct child_walk walk = { .call = call, .args = args,
		.depth = arg_given(args->depth) ? arg_int(args->depth, 0)
						: arg_on(args->recurse) ? -1 : 0 };
	uint32_t n = arg_count(list);
	enum flow flow = FLOW_NEXT;

	if (!n)
		return walk_path(&walk, ".", false);
	for (uint32_t i = 0; i < n && flow == FLOW_NEXT; i++) {
		value_auto path = arg_at(list, i);

		flow = walk_path(&walk, arg_text(path, ""), literal);
	}
	return flow;
}

static const struct cmdlet_example get_childitem_examples[] = {
	{ "Get-ChildItem *.csv", "The CSV files of the current folder." },
	{ "Get-ChildItem /srv -Recurse -File | Measure-Object Length -Sum",
	  "The size of all files below a folder." },
	{ NULL }
};

CMDLET(get_childitem_cmdlet) = {
	.name = "Get-ChildItem", .aliases = "gci dir ls", .module = MODULE_MANAGE,
	.synopsis = "Gets the items in one or more locations.",
	.params = get_childitem_params, .examples = get_childitem_examples,
	.sets = "Items LiteralItems", .default_set = "Items",
	.output = "System.IO.FileInfo System.IO.DirectoryInfo",
	.args_size = sizeof(struct get_childitem_args), .process = get_childitem,
};
