/*
 * Get-, New-, Remove-, Copy-, Move-, Rename-, Set- and Invoke-Item: files and
 * folders, and the items of the drives variable:, env:, function: and alias:.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/filetree.h"
#include "cmdlets/core/itempath.h"
#include "cmdlets/core/textfile.h"
#include "lib/convert.h"
#include "lib/path.h"

#include <errno.h>
#include <unistd.h>

struct item_filter {
	struct value filter, include, exclude;
};

static bool wanted(const struct item_filter *filter, const char *path)
{
	g_autofree char *leaf = path_leaf(path);
	value_auto name = value_text(leaf);

	if (filter->filter.kind == V_STRING && !text_is_like(name, filter->filter))
		return false;
	if (arg_count(filter->include) && !text_is_like_any(name, filter->include))
		return false;
	return !text_is_like_any(name, filter->exclude);
}

/*
 * Calls one of two functions for each item that a path argument names: for a file or folder, or
 * for an item of another drive.
 */
struct item_walk {
	struct call *call;
	void *args;
	struct item_filter filter;
	enum flow (*file)(struct item_walk *walk, const char *path);
	enum flow (*drive)(struct item_walk *walk, const struct drive_path *drive);
};

static enum flow walk_path(struct item_walk *walk, struct value path, bool literal)
{
	g_autoptr(GPtrArray) found = NULL;
	struct drive_path drive;
	enum flow flow;

	drive_path_init(&drive, arg_text(path, ""));
	if (drive.drive) {
		flow = walk->drive ? walk->drive(walk, &drive) : FLOW_NEXT;
		drive_path_clear(&drive);
		return flow;
	}
	found = literal ? paths_expand(walk->call, VALUE_UNSET, path, &flow)
			: paths_expand(walk->call, path, VALUE_UNSET, &flow);
	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		if (wanted(&walk->filter, found->pdata[i]))
			flow = walk->file(walk, found->pdata[i]);
	return flow;
}

static enum flow walk_items(struct item_walk *walk, struct value path, struct value literal)
{
	struct value list = arg_given(literal) ? literal : path;
	uint32_t n = arg_count(list);
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < n && flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(list, i);

		flow = walk_path(walk, v, arg_given(literal));
	}
	return flow;
}

static enum flow emit_item(struct call *call, const char *path)
{
	return emit_take(call, file_item(call_host(call), path));
}

/* -- Get-Item ------------------------------------------------------------------- */

struct get_item_args {
	struct value path, literal, filter, include, exclude, force, credential, stream;
};

static const struct param get_item_params[] = {
	PATH_PARAMS(get_item_args, POSITION(0), "The items to get."),
	FILTER_PARAMS(get_item_args),
	{ "Stream", "string[]", FIELD(get_item_args, stream), .flags = PARAM_REFUSED,
	  .help = "Files have no alternate streams here." },
	{ NULL }
};

static enum flow get_item_file(struct item_walk *walk, const char *path)
{
	return emit_item(walk->call, path);
}

static const struct fault item_not_found = {
	"PathNotFound", "System.Management.Automation.ItemNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, NULL };

static enum flow get_item_drive(struct item_walk *walk, const struct drive_path *drive)
{
	value_auto target = value_text(drive->variable);

	if (!text_has_wildcards(drive->name) && !drive_has_item(call_host(walk->call), drive))
		return call_fail(walk->call, &item_not_found, target,
				 "Cannot find path '%s' because it does not exist.", drive->variable);
	return drive_item(walk->call, drive);
}

static enum flow get_item(struct call *call, void *data)
{
	struct get_item_args *args = data;
	struct item_walk walk = { call, args, { args->filter, args->include, args->exclude },
				  get_item_file, get_item_drive };

	return walk_items(&walk, args->path, args->literal);
}

static const struct cmdlet_example get_item_examples[] = {
	{ "(Get-Item /var/log/mail.log).Length", "The size of a file." },
	{ "Get-Item env:PATH", "A variable of the environment." },
	{ NULL }
};

CMDLET(get_item_cmdlet) = {
	.name = "Get-Item", .aliases = "gi", .module = MODULE_MANAGE,
	.synopsis = "Gets the item at a path.",
	.params = get_item_params, .examples = get_item_examples,
	.sets = "Path LiteralPath", .default_set = "Path",
	.output = "System.IO.FileInfo System.IO.DirectoryInfo",
	.args_size = sizeof(struct get_item_args), .process = get_item,
};

/* -- New-Item -------------------------------------------------------------------- */

struct new_item_args {
	struct value path, name, kind, value, force, credential;
};

enum { SET_PATH_ONLY = 1, SET_NAME = 2 };

static const struct param new_item_params[] = {
	{ "Path", "string[]", FIELD(new_item_args, path), POSITION(0), .pipeline = BY_NAME,
	  .mandatory_sets = SET_PATH_ONLY, .complete = "File", .help = "Where the item is made." },
	{ "Name", "string", FIELD(new_item_args, name), .pipeline = BY_NAME, .sets = SET_NAME,
	  .mandatory_sets = SET_NAME, .flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .help = "Its name below the path." },
	{ "ItemType", "string", FIELD(new_item_args, kind), .pipeline = BY_NAME,
	  .aliases = "Type", .help = "File, Directory, SymbolicLink or HardLink." },
	{ "Value", "object", FIELD(new_item_args, value), .pipeline = BY_VALUE | BY_NAME,
	  .aliases = "Target", .help = "The file's text, or the link's target." },
	{ "Force", "switch", FIELD(new_item_args, force),
	  .help = "Replaces a file; is content with a folder that exists; makes what is above." },
	{ "Credential", "pscredential", FIELD(new_item_args, credential), .pipeline = BY_NAME,
	  .flags = PARAM_REFUSED, .help = "Files are made as the user who runs the shell." },
	{ NULL }
};

static const struct fault folder_exists = {
	"DirectoryExist", "System.IO.IOException", CATEGORY_RESOURCE_EXISTS,
	"Add -Force to go on with the folder that is there." };
static const struct fault new_item_failed = {
	"NewItemIOError", "System.IO.IOException", CATEGORY_WRITE_ERROR, NULL };
static const struct fault no_parent = {
	"NewItemIOError", "System.IO.DirectoryNotFoundException", CATEGORY_WRITE_ERROR,
	"Add -Force to make the folders above it." };
static const struct fault bad_kind = {
	"ArgumentError", "System.Management.Automation.PSArgumentException",
	CATEGORY_INVALID_ARGUMENT, "Use File, Directory, SymbolicLink or HardLink." };

enum item_kind { ITEM_FILE, ITEM_FOLDER, ITEM_LINK, ITEM_HARD_LINK, ITEM_BAD };

static enum item_kind item_kind_of(const char *text)
{
	static const struct {
		const char *name;
		enum item_kind kind;
	} kinds[] = { { "file", ITEM_FILE }, { "directory", ITEM_FOLDER }, { "container", ITEM_FOLDER },
		      { "symboliclink", ITEM_LINK }, { "junction", ITEM_LINK },
		      { "hardlink", ITEM_HARD_LINK } };

	for (unsigned i = 0; i < G_N_ELEMENTS(kinds) && *text; i++)
		if (!g_ascii_strncasecmp(kinds[i].name, text, strlen(text)))
			return kinds[i].kind;
	return *text ? ITEM_BAD : ITEM_FILE;
}

static enum flow new_folder(struct call *call, const struct new_item_args *args, const char *path)
{
	g_autofree char *what = g_strdup_printf("Destination: %s", path);
	value_auto target = value_text(path);
	GError *error = NULL;
	enum flow flow;

	if (is_file_there(path) && !(arg_on(args->force) && is_folder(path)))
		return call_fail(call, &folder_exists, target,
				 "An item with the specified name %s already exists.", path);
	if (!call_should_process_action(call, what, "Create Directory", &flow))
		return flow;
	if (!folder_make(path, &error))
		return call_error(call, error);
	return emit_item(call, path);
}

static enum flow new_file(struct call *call, const struct new_item_args *args, const char *path)
{
	static const struct encoding utf8 = { 0 };
	g_autofree char *what = g_strdup_printf("Destination: %s", path);
	g_autofree char *parent = g_path_get_dirname(path);
	value_auto target = value_text(path);
	struct text_writer writer = { 0 };
	GError *error = NULL;
	struct string *text;
	enum flow flow;
	bool ok;

	if (!call_should_process_action(call, what, "Create File", &flow))
		return flow;
	if (arg_on(args->force) && !folder_make(parent, &error))
		return call_error(call, error);
	if (is_file_there(path) && (!arg_on(args->force) || is_folder(path)))
		return call_fail(call, &new_item_failed, target, "The file '%s' already exists.", path);
	if (!is_folder(parent))
		return call_fail(call, &no_parent, target,
				 "Could not find a part of the path '%s'.", path);
	if (!text_writer_open(&writer, path, WRITE_FORCE, &utf8, &error))
		return call_error(call, error);
	text = value_to_string(args->value, NULL);
	ok = text_writer_put(&writer, text->data, text->len, &error);
	str_unref(text);
	ok = text_writer_close(&writer, ok ? &error : NULL) && ok;
	return ok ? emit_item(call, path) : call_error(call, error);
}

static enum flow new_link(struct call *call, const struct new_item_args *args, const char *path,
			  bool hard)
{
	g_autofree char *what = NULL;
	struct string *to = value_to_string(args->value, NULL);
	GError *error = NULL;
	enum flow flow;

	what = g_strdup_printf("Destination: %s", path);
	if (!call_should_process_action(call, what, hard ? "Create Hard Link" : "Create Symbolic Link",
					&flow)) {
		str_unref(to);
		return flow;
	}
	if (arg_on(args->force) && !is_folder(path))
		unlink(path);
	if ((hard ? link(to->data, path) : symlink(to->data, path))) {
		file_error(&error, path, errno);
		flow = call_error(call, error);
	} else {
		flow = emit_item(call, path);
	}
	str_unref(to);
	return flow;
}

static enum flow new_drive_item(struct call *call, const struct new_item_args *args,
				const struct drive_path *drive)
{
	host_set_variable(call_host(call), drive->variable,
			  arg_given(args->value) ? args->value : VALUE_NULL);
	return drive_item(call, drive);
}

static enum flow new_one(struct call *call, const struct new_item_args *args, const char *path)
{
	value_auto target = value_text(arg_text(args->kind, ""));
	g_autofree char *whole = NULL, *native = NULL;
	struct drive_path drive;
	GError *error = NULL;
	enum flow flow;

	whole = args->name.kind == V_STRING ? path_join(*path ? path : ".", args->name.u.str->data)
					    : g_strdup(path);
	drive_path_init(&drive, path);
	if (drive.drive) {
		flow = new_drive_item(call, args, &drive);
		drive_path_clear(&drive);
		return flow;
	}
	native = host_native_path(call_host(call), whole, &error);
	if (!native)
		return call_throw(call, error);
	switch (item_kind_of(arg_text(args->kind, ""))) {
	case ITEM_FOLDER:
		return new_folder(call, args, native);
	case ITEM_FILE:
		return new_file(call, args, native);
	case ITEM_LINK:
		return new_link(call, args, native, false);
	case ITEM_HARD_LINK:
		return new_link(call, args, native, true);
	default:
		return call_fail(call, &bad_kind, target,
				 "The type is not a known type for the file system. Only \"file\",\"directory\" "
				 "or \"symboliclink\" can be specified.");
	}
}

static enum flow new_item(struct call *call, void *data)
{
	struct new_item_args *args = data;
	uint32_t n = arg_count(args->path);
	enum flow flow = FLOW_NEXT;

	if (!n)
		return new_one(call, args, ".");
	for (uint32_t i = 0; i < n && flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(args->path, i);

		flow = new_one(call, args, arg_text(v, ""));
	}
	return flow;
}

static const struct cmdlet_example new_item_examples[] = {
	{ "New-Item -ItemType Directory C:\\Reports -Force", "Makes a folder unless it is there." },
	{ NULL }
};

CMDLET(new_item_cmdlet) = {
	.name = "New-Item", .aliases = "ni", .module = MODULE_MANAGE,
	.synopsis = "Creates a new item.",
	.params = new_item_params, .examples = new_item_examples,
	.sets = "pathSet nameSet", .default_set = "pathSet",
	.output = "System.IO.FileInfo System.IO.DirectoryInfo",
	.args_size = sizeof(struct new_item_args), .flags = CMDLET_SHOULD_PROCESS,
	.process = new_item,
};

static const struct param mkdir_params[] = {
	{ "Path", "string[]", FIELD(new_item_args, path), POSITION(0), .pipeline = BY_NAME,
	  .mandatory_sets = SET_PATH_ONLY, .complete = "File", .help = "The folder to make." },
	{ "Name", "string", FIELD(new_item_args, name), .pipeline = BY_NAME, .sets = SET_NAME,
	  .mandatory_sets = SET_NAME, .flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .help = "Its name below the path." },
	{ "Force", "switch", FIELD(new_item_args, force),
	  .help = "Is content with a folder that exists." },
	{ NULL }
};

static enum flow make_folder(struct call *call, void *data)
{
	struct new_item_args *args = data;

	args->kind = value_text("Directory");
	enum flow flow = new_item(call, args);

	value_clear(&args->kind);
	return flow;
}

static const struct cmdlet_example mkdir_examples[] = {
	{ "mkdir reports", "Makes a folder." },
	{ NULL }
};

CMDLET(mkdir_cmdlet) = {
	.name = "mkdir", .aliases = "md", .module = MODULE_MANAGE,
	.synopsis = "Creates a folder.",
	.params = mkdir_params, .examples = mkdir_examples,
	.sets = "pathSet nameSet", .default_set = "pathSet", .output = "System.IO.DirectoryInfo",
	.args_size = sizeof(struct new_item_args), .flags = CMDLET_SHOULD_PROCESS | CMDLET_HIDDEN,
	.process = make_folder,
};

/* -- Remove-Item -------------------------------------------------------------------- */

struct remove_item_args {
	struct value path, literal, filter, include, exclude, force, credential, recurse, stream;
};

static const struct param remove_item_params[] = {
	PATH_PARAMS(remove_item_args, POSITION(0), "The items to remove."),
	FILTER_PARAMS(remove_item_args),
	{ "Recurse", "switch", FIELD(remove_item_args, recurse),
	  .help = "Removes what is in a folder too." },
	{ "Stream", "string[]", FIELD(remove_item_args, stream), .flags = PARAM_REFUSED,
	  .help = "Files have no alternate streams here." },
	{ NULL }
};

static bool has_children(const char *path)
{
	g_autoptr(GDir) dir = is_folder(path) && !g_file_test(path, G_FILE_TEST_IS_SYMLINK)
		? g_dir_open(path, 0, NULL) : NULL;

	return dir && g_dir_read_name(dir);
}

static enum flow remove_file(struct item_walk *walk, const char *path)
{
	struct remove_item_args *args = walk->args;
	bool folder = is_folder(path), recurse = arg_on(args->recurse);
	GError *error = NULL;
	enum flow flow;

	if (!call_should_process_action(walk->call, path,
					folder ? "Remove Directory" : "Remove File", &flow))
		return flow;
	if (!recurse && has_children(path)) {
		g_autofree char *question = g_strdup_printf(
			"The item at %s has children and the Recurse parameter was not specified. If "
			"you continue, all children will be removed with the item. Are you sure you "
			"want to continue?", path);

		if (!call_should_continue(walk->call, question, "Confirm", &flow))
			return flow;
		recurse = true;
	}
	if (!tree_remove(path, recurse, arg_on(args->force), &error))
		return call_error(walk->call, error);
	return FLOW_NEXT;
}

static enum flow remove_drive(struct item_walk *walk, const struct drive_path *drive)
{
	struct host *host = call_host(walk->call);
	value_auto name = value_text(drive->name);
	value_auto target = value_text(drive->variable);
	value_auto on = value_bool(true);
	struct command_arg args[] = { { "Name", name }, { "Force", on } };

	if (!text_has_wildcards(drive->name) && !drive_has_item(host, drive))
		return call_fail(walk->call, &item_not_found, target,
				 "Cannot find path '%s' because it does not exist.", drive->variable);
	if (text_equal_nocase(drive->drive, "variable"))
		return host_command(host, "Remove-Variable", args, 2, call_sink(walk->call));
	if (text_equal_nocase(drive->drive, "alias"))
		return host_command(host, "Remove-Alias", args, 2, call_sink(walk->call));
	host_set_variable(host, drive->variable, VALUE_NULL);
	return FLOW_NEXT;
}

static enum flow remove_item(struct call *call, void *data)
{
	struct remove_item_args *args = data;
	struct item_walk walk = { call, args, { args->filter, args->include, args->exclude },
				  remove_file, remove_drive };

	return walk_items(&walk, args->path, args->literal);
}

static const struct cmdlet_example remove_item_examples[] = {
	{ "Remove-Item old.log", "Removes a file." },
	{ "Remove-Item /tmp/reports -Recurse -Force", "Removes a folder with all that is in it." },
	{ NULL }
};

CMDLET(remove_item_cmdlet) = {
	.name = "Remove-Item", .aliases = "ri rm rmdir del erase rd", .module = MODULE_MANAGE,
	.synopsis = "Deletes the specified items.",
	.params = remove_item_params, .examples = remove_item_examples,
	.sets = "Path LiteralPath", .default_set = "Path",
	.args_size = sizeof(struct remove_item_args), .flags = CMDLET_SHOULD_PROCESS,
	.process = remove_item,
};

/* -- Copy-Item, Move-Item --------------------------------------------------------------- */

struct copy_item_args {
	struct value path, literal, filter, include, exclude, force, credential, destination,
		container, recurse, pass;
};

static const struct param copy_item_params[] = {
	PATH_PARAMS(copy_item_args, POSITION(0), "The items to copy."),
	{ "Destination", "string", FIELD(copy_item_args, destination), POSITION(1),
	  .pipeline = BY_NAME, .complete = "File", .help = "Where to, a folder or a new name." },
	FILTER_PARAMS(copy_item_args),
	{ "Container", "switch", FIELD(copy_item_args, container), .flags = PARAM_IGNORED,
	  .help = "Keeps the tree of folders, as is the rule." },
	{ "Recurse", "switch", FIELD(copy_item_args, recurse),
	  .help = "Copies what is in a folder too." },
	{ "PassThru", "switch", FIELD(copy_item_args, pass), .help = "Gives the new items out." },
	{ NULL }
};

static const struct param move_item_params[] = {
	PATH_PARAMS(copy_item_args, POSITION(0), "The items to move."),
	{ "Destination", "string", FIELD(copy_item_args, destination), POSITION(1),
	  .pipeline = BY_NAME, .complete = "File", .help = "Where to, a folder or a new name." },
	FILTER_PARAMS(copy_item_args),
	{ "PassThru", "switch", FIELD(copy_item_args, pass), .help = "Gives the new items out." },
	{ NULL }
};

/* Where an item goes: into an existing folder, or to the destination itself. */
static char *destination_of(struct call *call, const struct copy_item_args *args, const char *path,
			    GError **error)
{
	g_autofree char *to = host_native_path(call_host(call), arg_text(args->destination, "."),
					       error);
	g_autofree char *name = NULL;

	if (!to || !is_folder(to))
		return g_steal_pointer(&to);
	name = path_leaf(path);
	return g_build_filename(to, name, NULL);
}

static bool moves(struct call *call)
{
	return call_cmdlet(call)->data != NULL;
}

static enum flow copy_file_item(struct item_walk *walk, const char *path)
{
	struct copy_item_args *args = walk->args;
	bool move = moves(walk->call), folder = is_folder(path);
	GError *error = NULL;
	g_autofree char *to = destination_of(walk->call, args, path, &error);
	g_autofree char *what = NULL, *action = NULL;
	enum flow flow;
	bool ok;

	if (!to)
		return call_throw(walk->call, error);
	what = g_strdup_printf("Item: %s Destination: %s", path, to);
	action = g_strdup_printf("%s %s", move ? "Move" : "Copy", folder ? "Directory" : "File");
	if (!call_should_process_action(walk->call, what, action, &flow))
		return flow;
	if (move)
		ok = tree_move(path, to, arg_on(args->force), &error);
	else
		ok = tree_copy(path, to, arg_on(args->recurse), arg_on(args->force), &error);
	if (!ok)
		return call_error(walk->call, error);
	return arg_on(args->pass) ? emit_item(walk->call, to) : FLOW_NEXT;
}

static enum flow copy_item(struct call *call, void *data)
{
	struct copy_item_args *args = data;
	struct item_walk walk = { call, args, { args->filter, args->include, args->exclude },
				  copy_file_item, NULL };

	return walk_items(&walk, args->path, args->literal);
}

static const struct cmdlet_example copy_item_examples[] = {
	{ "Copy-Item report.csv /srv/reports", "Copies a file into a folder." },
	{ NULL }
};

CMDLET(copy_item_cmdlet) = {
	.name = "Copy-Item", .aliases = "cpi cp copy", .module = MODULE_MANAGE,
	.synopsis = "Copies an item from one location to another.",
	.params = copy_item_params, .examples = copy_item_examples,
	.sets = "Path LiteralPath", .default_set = "Path",
	.args_size = sizeof(struct copy_item_args), .flags = CMDLET_SHOULD_PROCESS,
	.process = copy_item,
};

static const struct cmdlet_example move_item_examples[] = {
	{ "Move-Item report.csv archive/", "Moves a file into a folder." },
	{ NULL }
};

CMDLET(move_item_cmdlet) = {
	.name = "Move-Item", .aliases = "mi mv move", .module = MODULE_MANAGE,
	.synopsis = "Moves an item from one location to another.",
	.params = move_item_params, .examples = move_item_examples,
	.sets = "Path LiteralPath", .default_set = "Path",
	.args_size = sizeof(struct copy_item_args), .flags = CMDLET_SHOULD_PROCESS, .data = "move",
	.process = copy_item,
};
