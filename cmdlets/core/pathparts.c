/*
 * Split-Path, Join-Path, Resolve-Path, Convert-Path, Test-Path: paths as text,
 * and whether something is there.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/filetree.h"
#include "cmdlets/core/textfile.h"
#include "lib/datetime.h"
#include "lib/path.h"
#include "lib/types/results.h"

#include <sys/stat.h>

/* -- Split-Path ------------------------------------------------------------ */

struct split_path_args {
	struct value path, literal, parent, leaf, base, extension, qualifier, no_qualifier, absolute,
		resolve;
};

enum { SET_PARENT = 1, SET_LEAF = 2, SET_BASE = 4, SET_EXTENSION = 8, SET_QUALIFIER = 16,
	SET_NO_QUALIFIER = 32, SET_ABSOLUTE = 64, SET_LITERAL = 128 };

static const struct param split_path_params[] = {
	{ "Path", "string[]", FIELD(split_path_args, path), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = ~SET_LITERAL & 255,
	  .mandatory_sets = ~SET_LITERAL & 255, .complete = "File", .help = "The paths to take apart." },
	{ "LiteralPath", "string[]", FIELD(split_path_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL, .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP",
	  .help = "The paths, without wildcards." },
	{ "Parent", "switch", FIELD(split_path_args, parent), .sets = SET_PARENT,
	  .help = "The folder; this is the rule." },
	{ "Leaf", "switch", FIELD(split_path_args, leaf), .sets = SET_LEAF,
	  .mandatory_sets = SET_LEAF, .help = "The last name." },
	{ "LeafBase", "switch", FIELD(split_path_args, base), .sets = SET_BASE,
	  .mandatory_sets = SET_BASE, .help = "The last name without its extension." },
	{ "Extension", "switch", FIELD(split_path_args, extension), .sets = SET_EXTENSION,
	  .mandatory_sets = SET_EXTENSION, .help = "The extension of the last name." },
	{ "Qualifier", "switch", FIELD(split_path_args, qualifier), .sets = SET_QUALIFIER,
	  .mandatory_sets = SET_QUALIFIER, .help = "The drive." },
	{ "NoQualifier", "switch", FIELD(split_path_args, no_qualifier), .sets = SET_NO_QUALIFIER,
	  .mandatory_sets = SET_NO_QUALIFIER, .help = "The path without its drive." },
	{ "IsAbsolute", "switch", FIELD(split_path_args, absolute), .sets = SET_ABSOLUTE,
	  .mandatory_sets = SET_ABSOLUTE, .help = "Whether the path is absolute." },
	{ "Resolve", "switch", FIELD(split_path_args, resolve),
	  .help = "Expands wildcards first; the items must exist." },
	{ NULL }
};

static const struct fault no_qualifier = {
	"ParsePathFormatError", "System.FormatException", CATEGORY_INVALID_ARGUMENT, NULL };

static enum flow emit_owned(struct call *call, char *text)
{
	enum flow flow = emit_text(call, text, -1);

	g_free(text);
	return flow;
}

static enum flow split_qualifier(struct call *call, const char *path)
{
	char *qualifier = path_qualifier(path);
	value_auto target = value_text(path);

	if (qualifier)
		return emit_owned(call, qualifier);
	return call_fail(call, &no_qualifier, target,
			 "Cannot parse path because path '%s' does not have a qualifier specified.",
			 path);
}

/* What lies right below the root has no parent of its own. */
static enum flow split_parent(struct call *call, const char *path)
{
	g_autofree char *parent = path_parent(path);

	return emit_text(call, strcmp(parent, "/") ? parent : "", -1);
}

static enum flow split_one(struct call *call, const struct split_path_args *args, const char *path)
{
	g_autofree char *qualifier = NULL;

	if (arg_on(args->absolute))
		return emit(call, value_bool(path_is_absolute(path)));
	if (arg_on(args->leaf))
		return emit_owned(call, path_leaf(path));
	if (arg_on(args->base))
		return emit_owned(call, path_leaf_base(path));
	if (arg_on(args->extension))
		return emit_owned(call, path_extension(path));
	if (arg_on(args->qualifier))
		return split_qualifier(call, path);
	if (arg_on(args->no_qualifier)) {
		qualifier = path_qualifier(path);
		return emit_text(call, qualifier ? path + strlen(qualifier) : path, -1);
	}
	return split_parent(call, path);
}

static enum flow split_path(struct call *call, void *data)
{
	struct split_path_args *args = data;
	struct value list = arg_given(args->literal) ? args->literal : args->path;
	g_autoptr(GPtrArray) found = NULL;
	enum flow flow = FLOW_NEXT;
	uint32_t n = arg_count(list);

	if (arg_on(args->resolve)) {
		found = paths_expand(call, args->path, args->literal, &flow);
		for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
			flow = split_one(call, args, found->pdata[i]);
		return flow;
	}
	for (uint32_t i = 0; i < n && flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(list, i);

		flow = split_one(call, args, arg_text(v, ""));
	}
	return flow;
}

static const struct cmdlet_example split_path_examples[] = {
	{ "Split-Path /etc/hmsh/current/postfix/main.cf", "The folder of a file." },
	{ "Split-Path report.csv -LeafBase", "Its name without the extension." },
	{ NULL }
};

CMDLET(split_path_cmdlet) = {
	.name = "Split-Path", .module = MODULE_MANAGE,
	.synopsis = "Returns a part of a path.",
	.params = split_path_params, .examples = split_path_examples,
	.sets = "ParentSet LeafSet LeafBaseSet ExtensionSet QualifierSet NoQualifierSet "
		"IsAbsoluteSet LiteralPathSet",
	.default_set = "ParentSet", .output = "System.String System.Boolean",
	.args_size = sizeof(struct split_path_args), .process = split_path,
};

/* -- Join-Path ---------------------------------------------------------------- */

struct join_path_args {
	struct value path, child, more, resolve, extension;
};

static const struct param join_path_params[] = {
	{ "Path", "string[]", FIELD(join_path_args, path), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_MANDATORY, .aliases = "PSPath",
	  .complete = "File", .help = "The folders." },
	{ "ChildPath", "string", FIELD(join_path_args, child), POSITION(1), .pipeline = BY_NAME,
	  .flags = PARAM_MANDATORY | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .help = "What is appended to each." },
	{ "AdditionalChildPath", "string[]", FIELD(join_path_args, more),
	  .pipeline = BY_NAME, .flags = PARAM_REMAINING | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .help = "Further parts." },
	{ "Resolve", "switch", FIELD(join_path_args, resolve),
	  .help = "Expands wildcards; the items must exist." },
	{ "Extension", "string", FIELD(join_path_args, extension),
	  .flags = PARAM_ALLOW_EMPTY, .help = "The extension that the path gets." },
	{ NULL }
};

static char *joined_path(const struct join_path_args *args, const char *path)
{
	char *joined = path_join(path, arg_text(args->child, ""));
	uint32_t n = arg_count(args->more);

	for (uint32_t i = 0; i < n; i++) {
		value_auto v = arg_at(args->more, i);
		char *next = path_join(joined, arg_text(v, ""));

		g_free(joined);
		joined = next;
	}
	if (args->extension.kind == V_STRING) {
		g_autofree char *old = path_extension(joined);
		const char *extension = args->extension.u.str->data;
		char *next;

		joined[strlen(joined) - strlen(old)] = '\0';
		next = g_strconcat(joined, *extension && *extension != '.' ? "." : "", extension, NULL);
		g_free(joined);
		joined = next;
	}
	return joined;
}

static enum flow join_path(struct call *call, void *data)
{
	struct join_path_args *args = data;
	uint32_t n = arg_count(args->path);
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < n && flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(args->path, i);
		g_autofree char *joined = joined_path(args, arg_text(v, ""));
		value_auto text = value_text(joined);
		g_autoptr(GPtrArray) found = NULL;

		if (!arg_on(args->resolve)) {
			flow = emit(call, text);
			continue;
		}
		found = paths_expand(call, text, VALUE_UNSET, &flow);
		for (guint k = 0; k < found->len && flow == FLOW_NEXT; k++)
			flow = emit_text(call, found->pdata[k], -1);
	}
	return flow;
}

static const struct cmdlet_example join_path_examples[] = {
	{ "Join-Path $PSScriptRoot users.csv", "A file beside the script." },
	{ NULL }
};

CMDLET(join_path_cmdlet) = {
	.name = "Join-Path", .module = MODULE_MANAGE,
	.synopsis = "Combines a path and a child path.",
	.params = join_path_params, .examples = join_path_examples, .output = "System.String",
	.args_size = sizeof(struct join_path_args), .process = join_path,
};

/* -- Resolve-Path, Convert-Path -------------------------------------------------- */

struct resolve_path_args {
	struct value path, literal, relative, base, force;
};

enum { SET_PATH = 1, SET_LITERAL_PATH = 2 };

static const struct param resolve_path_params[] = {
	{ "Path", "string[]", FIELD(resolve_path_args, path), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = SET_PATH, .mandatory_sets = SET_PATH,
	  .flags = PARAM_WILDCARDS, .complete = "File", .help = "The paths to resolve." },
	{ "LiteralPath", "string[]", FIELD(resolve_path_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL_PATH, .mandatory_sets = SET_LITERAL_PATH, .aliases = "PSPath LP",
	  .help = "The paths, without wildcards." },
	{ "Relative", "switch", FIELD(resolve_path_args, relative),
	  .help = "Gives paths relative to the current folder." },
	{ "RelativeBasePath", "string", FIELD(resolve_path_args, base),
	  .help = "The folder that -Relative starts from." },
	{ "Force", "switch", FIELD(resolve_path_args, force), .flags = PARAM_IGNORED,
	  .help = "Hidden items too." },
	{ NULL }
};


static enum flow resolve_path(struct call *call, void *data)
{
	struct resolve_path_args *args = data;
	g_autoptr(GPtrArray) found = NULL;
	g_autofree char *base = NULL;
	GError *error = NULL;
	enum flow flow;

	base = host_native_path(call_host(call), arg_text(args->base, "."), &error);
	if (!base)
		return call_throw(call, error);
	found = paths_expand(call, args->path, args->literal, &flow);
	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		flow = arg_on(args->relative) || arg_given(args->base)
			? emit_owned(call, path_relative(base, found->pdata[i]))
			: emit_take(call, result_path(found->pdata[i]));
	return flow;
}

static const struct cmdlet_example resolve_path_examples[] = {
	{ "Resolve-Path *.csv", "The full paths of all CSV files." },
	{ NULL }
};

CMDLET(resolve_path_cmdlet) = {
	.name = "Resolve-Path", .aliases = "rvpa", .module = MODULE_MANAGE,
	.synopsis = "Resolves the wildcards in a path.",
	.params = resolve_path_params, .examples = resolve_path_examples,
	.sets = "Path LiteralPath", .default_set = "Path",
	.output = "System.Management.Automation.PathInfo",
	.args_size = sizeof(struct resolve_path_args), .process = resolve_path,
};

struct convert_path_args {
	struct value path, literal;
};

static const struct param convert_path_params[] = {
	{ "Path", "string[]", FIELD(convert_path_args, path), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = SET_PATH, .mandatory_sets = SET_PATH,
	  .flags = PARAM_WILDCARDS, .complete = "File", .help = "The paths to convert." },
	{ "LiteralPath", "string[]", FIELD(convert_path_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL_PATH, .mandatory_sets = SET_LITERAL_PATH, .aliases = "PSPath LP",
	  .help = "The paths, without wildcards." },
	{ NULL }
};

static enum flow convert_path(struct call *call, void *data)
{
	struct convert_path_args *args = data;
	g_autoptr(GPtrArray) found = NULL;
	enum flow flow;

	found = paths_expand(call, args->path, args->literal, &flow);
	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		flow = emit_text(call, found->pdata[i], -1);
	return flow;
}

static const struct cmdlet_example convert_path_examples[] = {
	{ "Convert-Path ~", "The home folder as a native path." },
	{ NULL }
};

CMDLET(convert_path_cmdlet) = {
	.name = "Convert-Path", .aliases = "cvpa", .module = MODULE_MANAGE,
	.synopsis = "Converts a PowerShell path to a native path.",
	.params = convert_path_params, .examples = convert_path_examples,
	.sets = "Path LiteralPath", .default_set = "Path", .output = "System.String",
	.args_size = sizeof(struct convert_path_args), .process = convert_path,
};

/* -- Test-Path ---------------------------------------------------------------------- */

struct test_path_args {
	struct value path, literal, filter, include, exclude, kind, valid, older, newer;
};

static const struct param test_path_params[] = {
	{ "Path", "string[]", FIELD(test_path_args, path), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = SET_PATH, .mandatory_sets = SET_PATH,
	  .flags = PARAM_WILDCARDS | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY, .complete = "File",
	  .help = "The paths to test." },
	{ "LiteralPath", "string[]", FIELD(test_path_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL_PATH, .mandatory_sets = SET_LITERAL_PATH, .aliases = "PSPath LP",
	  .flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY, .help = "The paths, without wildcards." },
	{ "Filter", "string", FIELD(test_path_args, filter), .help = "A pattern for the name." },
	{ "Include", "string[]", FIELD(test_path_args, include), .help = "Patterns that count." },
	{ "Exclude", "string[]", FIELD(test_path_args, exclude),
	  .help = "Patterns that do not count." },
	{ "PathType", "string", FIELD(test_path_args, kind), .aliases = "Type",
	  .values = "Any Container Leaf", .help = "Whether it must be a folder or a file." },
	{ "IsValid", "switch", FIELD(test_path_args, valid),
	  .help = "Tests the path's form, not whether it is there." },
	{ "OlderThan", "datetime", FIELD(test_path_args, older),
	  .help = "The file must be older than that." },
	{ "NewerThan", "datetime", FIELD(test_path_args, newer),
	  .help = "The file must be newer than that." },
	{ NULL }
};

static const struct fault null_path = {
	"NullPathNotPermitted", "System.ArgumentNullException", CATEGORY_INVALID_ARGUMENT, NULL };

static bool right_kind(const char *path, const char *kind)
{
	if (text_equal_nocase(kind, "Container"))
		return is_folder(path);
	if (text_equal_nocase(kind, "Leaf"))
		return !is_folder(path);
	return true;
}

static bool right_age(const char *path, const struct test_path_args *args)
{
	struct stat st;
	int64_t ticks;

	if (!arg_given(args->older) && !arg_given(args->newer))
		return true;
	if (stat(path, &st))
		return false;
	ticks = DATE_UNIX_EPOCH + st.st_mtim.tv_sec * TICKS_PER_SECOND + st.st_mtim.tv_nsec / 100;
	if (args->older.kind == V_DATETIME && ticks >= date_ticks(date_to_utc(args->older)))
		return false;
	return args->newer.kind != V_DATETIME || ticks > date_ticks(date_to_utc(args->newer));
}

static bool right_name(const char *path, const struct test_path_args *args)
{
	g_autofree char *leaf = path_leaf(path);
	value_auto name = value_text(leaf);

	if (args->filter.kind == V_STRING && !text_is_like(name, args->filter))
		return false;
	if (arg_count(args->include) && !text_is_like_any(name, args->include))
		return false;
	return !text_is_like_any(name, args->exclude);
}

static bool is_there(struct call *call, const struct test_path_args *args, const char *path)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) error = NULL;
	struct drive_path drive;
	bool there = false;

	drive_path_init(&drive, path);
	if (drive.drive) {
		there = drive_has_item(call_host(call), &drive);
		drive_path_clear(&drive);
		return there;
	}
	if (arg_on(args->valid))
		return true;
	if (!host_expand_path(call_host(call), path, arg_given(args->literal), found, &error))
		return false;
	for (guint i = 0; i < found->len && !there; i++)
		there = right_kind(found->pdata[i], arg_text(args->kind, "Any")) &&
			right_age(found->pdata[i], args) && right_name(found->pdata[i], args);
	return there;
}

static enum flow test_path(struct call *call, void *data)
{
	struct test_path_args *args = data;
	struct value list = arg_given(args->literal) ? args->literal : args->path;
	uint32_t n = arg_count(list);
	enum flow flow = FLOW_NEXT;

	if (!n)
		return call_fail(call, &null_path, VALUE_NULL,
				 "The provided Path argument was null or an empty collection.");
	for (uint32_t i = 0; i < n && flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(list, i);
		g_autofree char *path = g_strdup(arg_text(v, ""));

		flow = emit(call, value_bool(*g_strstrip(path) &&
					     is_there(call, args, arg_text(v, ""))));
	}
	return flow;
}

static const struct cmdlet_example test_path_examples[] = {
	{ "if (-not (Test-Path C:\\Reports)) { New-Item C:\\Reports -ItemType Directory }",
	  "Makes a folder that is missing." },
	{ NULL }
};

CMDLET(test_path_cmdlet) = {
	.name = "Test-Path", .module = MODULE_MANAGE,
	.synopsis = "Determines whether all elements of a path exist.",
	.params = test_path_params, .examples = test_path_examples,
	.sets = "Path LiteralPath", .default_set = "Path", .output = "System.Boolean",
	.args_size = sizeof(struct test_path_args), .process = test_path,
};
