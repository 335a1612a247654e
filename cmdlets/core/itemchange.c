/*
 * Rename-Item, Set-Item, Clear-Item, Invoke-Item: what changes an item where it is.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/filetree.h"
#include "cmdlets/core/textfile.h"
#include "lib/path.h"

enum { SET_PATH = 1, SET_LITERAL = 2 };

/* -- Rename-Item --------------------------------------------------------------- */

struct rename_item_args {
	struct value path, literal, name, force, pass, credential;
};

static const struct param rename_item_params[] = {
	{ "Path", "string", FIELD(rename_item_args, path), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = SET_PATH, .mandatory_sets = SET_PATH,
	  .complete = "File", .help = "The item to rename." },
	{ "LiteralPath", "string", FIELD(rename_item_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL, .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP",
	  .complete = "File", .help = "The same without wildcards." },
	{ "NewName", "string", FIELD(rename_item_args, name), POSITION(1), .pipeline = BY_NAME,
	  .flags = PARAM_MANDATORY, .help = "Its new name." },
	{ "Force", "switch", FIELD(rename_item_args, force), .help = "Read-only items too." },
	{ "PassThru", "switch", FIELD(rename_item_args, pass), .help = "Gives the item out." },
	{ "Credential", "pscredential", FIELD(rename_item_args, credential), .pipeline = BY_NAME,
	  .flags = PARAM_REFUSED, .help = "Files are renamed as the user who runs the shell." },
	{ NULL }
};

static const struct fault not_one = {
	"InvalidOperation", "System.Management.Automation.PSInvalidOperationException",
	CATEGORY_INVALID_OPERATION, NULL };

static enum flow rename_one(struct call *call, const struct rename_item_args *args,
			    const char *from)
{
	g_autofree char *leaf = path_leaf(arg_text(args->name, ""));
	g_autofree char *parent = g_path_get_dirname(from);
	g_autofree char *to = g_build_filename(parent, leaf, NULL);
	g_autofree char *what = g_strdup_printf("Item: %s Destination: %s", from, to);
	GError *error = NULL;
	enum flow flow;

	if (!call_should_process_action(call, what,
					is_folder(from) ? "Rename Directory" : "Rename File", &flow))
		return flow;
	if (!g_str_equal(from, to) && !tree_move(from, to, false, &error))
		return call_error(call, error);
	return arg_on(args->pass) ? emit_take(call, file_item(call_host(call), to)) : FLOW_NEXT;
}

static enum flow rename_item(struct call *call, void *data)
{
	struct rename_item_args *args = data;
	value_auto target = value_ref(arg_given(args->literal) ? args->literal : args->path);
	g_autoptr(GPtrArray) found = NULL;
	enum flow flow;

	found = paths_expand(call, args->path, args->literal, &flow);
	if (flow != FLOW_NEXT || (!found->len && !text_has_wildcards(arg_text(target, ""))))
		return flow;
	if (found->len != 1)
		return call_fail(call, &not_one, target,
				 "Cannot rename because item at '%s' does not exist.",
				 arg_text(target, ""));
	return rename_one(call, args, found->pdata[0]);
}

static const struct cmdlet_example rename_item_examples[] = {
	{ "Get-ChildItem *.txt | Rename-Item -NewName { $_.BaseName + '.bak' }",
	  "Gives files another extension." },
	{ NULL }
};

CMDLET(rename_item_cmdlet) = {
	.name = "Rename-Item", .aliases = "rni ren", .module = MODULE_MANAGE,
	.synopsis = "Renames an item.",
	.params = rename_item_params, .examples = rename_item_examples,
	.sets = "ByPath ByLiteralPath", .default_set = "ByPath",
	.args_size = sizeof(struct rename_item_args), .flags = CMDLET_SHOULD_PROCESS,
	.process = rename_item,
};

/* -- Set-Item, Clear-Item ---------------------------------------------------------- */

struct set_item_args {
	struct value path, literal, value, force, pass;
};

static const struct param set_item_params[] = {
	{ "Path", "string[]", FIELD(set_item_args, path), POSITION(0), .pipeline = BY_NAME,
	  .sets = SET_PATH, .mandatory_sets = SET_PATH,
	  .help = "The item: variable:name, env:name or function:name." },
	{ "LiteralPath", "string[]", FIELD(set_item_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL, .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP",
	  .help = "The same without wildcards." },
	{ "Value", "object", FIELD(set_item_args, value), POSITION(1),
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .help = "Its new value." },
	{ "Force", "switch", FIELD(set_item_args, force), .help = "Read-only items too." },
	{ "PassThru", "switch", FIELD(set_item_args, pass), .help = "Gives the item out." },
	{ NULL }
};

static const struct fault not_supported = {
	"NotSupported", "System.Management.Automation.PSNotSupportedException",
	CATEGORY_NOT_IMPLEMENTED, "Use Set-Content for the content of a file." };

static enum flow set_one(struct call *call, const struct set_item_args *args, const char *path,
			 struct value v)
{
	g_autofree char *what = NULL;
	value_auto target = value_text(path);
	struct drive_path drive;
	enum flow flow;

	drive_path_init(&drive, path);
	if (!drive.drive)
		return call_fail(call, &not_supported, target,
			"Provider operation stopped because the provider does not support this "
			"operation.");
	what = g_strdup_printf("Item: %s Value: %s", drive.name, arg_text(v, ""));
	if (call_should_process_action(call, what, "Set Item", &flow)) {
		host_set_variable(call_host(call), drive.variable, v);
		if (arg_on(args->pass))
			flow = drive_item(call, &drive);
	}
	drive_path_clear(&drive);
	return flow;
}

static enum flow set_items(struct call *call, const struct set_item_args *args, struct value v)
{
	struct value list = arg_given(args->literal) ? args->literal : args->path;
	uint32_t n = arg_count(list);
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < n && flow == FLOW_NEXT; i++) {
		value_auto path = arg_at(list, i);

		flow = set_one(call, args, arg_text(path, ""), v);
	}
	return flow;
}

static enum flow set_item(struct call *call, void *data)
{
	struct set_item_args *args = data;

	return set_items(call, args, arg_given(args->value) ? args->value : VALUE_NULL);
}

static const struct cmdlet_example set_item_examples[] = {
	{ "Set-Item env:TZ UTC", "Sets a variable of the environment." },
	{ NULL }
};

CMDLET(set_item_cmdlet) = {
	.name = "Set-Item", .aliases = "si", .module = MODULE_MANAGE,
	.synopsis = "Changes the value of an item.",
	.params = set_item_params, .examples = set_item_examples,
	.sets = "Path LiteralPath", .default_set = "Path",
	.args_size = sizeof(struct set_item_args), .flags = CMDLET_SHOULD_PROCESS,
	.process = set_item,
};

static const struct param clear_item_params[] = {
	{ "Path", "string[]", FIELD(set_item_args, path), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = SET_PATH, .mandatory_sets = SET_PATH,
	  .help = "The item: variable:name or env:name." },
	{ "LiteralPath", "string[]", FIELD(set_item_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL, .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP",
	  .help = "The same without wildcards." },
	{ "Force", "switch", FIELD(set_item_args, force), .help = "Read-only items too." },
	{ NULL }
};

static enum flow clear_item(struct call *call, void *data)
{
	return set_items(call, data, VALUE_NULL);
}

static const struct cmdlet_example clear_item_examples[] = {
	{ "Clear-Item variable:answer", "Makes a variable null." },
	{ NULL }
};

CMDLET(clear_item_cmdlet) = {
	.name = "Clear-Item", .aliases = "cli", .module = MODULE_MANAGE,
	.synopsis = "Clears the value of an item, but not the item.",
	.params = clear_item_params, .examples = clear_item_examples,
	.sets = "Path LiteralPath", .default_set = "Path",
	.args_size = sizeof(struct set_item_args), .flags = CMDLET_SHOULD_PROCESS,
	.process = clear_item,
};

/* -- Invoke-Item ------------------------------------------------------------------------ */

struct invoke_item_args {
	struct value path, literal;
};

static const struct param invoke_item_params[] = {
	{ "Path", "string[]", FIELD(invoke_item_args, path), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = SET_PATH, .mandatory_sets = SET_PATH,
	  .flags = PARAM_WILDCARDS, .complete = "File", .help = "The file to open." },
	{ "LiteralPath", "string[]", FIELD(invoke_item_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL, .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP",
	  .complete = "File", .help = "The same without wildcards." },
	{ NULL }
};

/* A server has no desktop to open a file on: it says where the file is. */
static enum flow invoke_item(struct call *call, void *data)
{
	struct invoke_item_args *args = data;
	g_autoptr(GPtrArray) found = NULL;
	enum flow flow;

	found = paths_expand(call, args->path, args->literal, &flow);
	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		flow = call_verbose(call, "There is no desktop to open \"%s\" on.",
				    (char *)found->pdata[i]);
	return flow;
}

static const struct cmdlet_example invoke_item_examples[] = {
	{ "Invoke-Item report.html -Verbose", "Says where the report is." },
	{ NULL }
};

CMDLET(invoke_item_cmdlet) = {
	.name = "Invoke-Item", .aliases = "ii", .module = MODULE_MANAGE,
	.synopsis = "Performs the default action on an item.",
	.params = invoke_item_params, .examples = invoke_item_examples,
	.sets = "Path LiteralPath", .default_set = "Path",
	.args_size = sizeof(struct invoke_item_args), .flags = CMDLET_SHOULD_PROCESS,
	.process = invoke_item,
};
