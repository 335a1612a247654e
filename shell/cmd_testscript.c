/*
 * Test-Script: what is wrong with script files, found by the parser alone. A file that parses
 * gives nothing, so that the output is the list of what there is to mend.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/textfile.h"
#include "lib/types/results.h"
#include "parser/parse.h"

struct test_script_args {
	struct value path, literal, quiet;
};

enum { SET_PATH = 1, SET_LITERAL = 2 };

static const struct param test_script_params[] = {
	{ "Path", "string[]", FIELD(test_script_args, path), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = SET_PATH, .mandatory_sets = SET_PATH,
	  .flags = PARAM_WILDCARDS, .complete = "File", .help = "The script files to parse." },
	{ "LiteralPath", "string[]", FIELD(test_script_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL, .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP",
	  .complete = "File", .help = "The script files, without wildcards." },
	{ "Quiet", "switch", FIELD(test_script_args, quiet),
	  .help = "Only tells, of each file, whether it parses." },
	{ NULL }
};

static const struct fault unreadable = {
	"ScriptUnreadable", "System.IO.IOException", CATEGORY_OPEN_ERROR, NULL };

static struct value error_object(struct source *source, const struct parse_error *error)
{
	g_autofree char *text = source_text(source, error->span);
	uint32_t line, column, end_line, end_column;

	source_position(source, error->span.start, &line, &column);
	source_position(source, error->span.end, &end_line, &end_column);
	{
		const struct value slots[] = {
			value_text(source->path), value_i32(line), value_i32(column),
			value_i32(end_line), value_i32(end_column), value_text(error->id),
			value_text(error->message), value_text(text) };

		return result_make(RESULT_SCRIPT_ERROR, slots);
	}
}

static enum flow test_source(struct call *call, struct source *source, bool quiet)
{
	g_autoptr(GPtrArray) errors = parse_errors_new();
	enum flow flow = FLOW_NEXT;

	ast_tree_unref(parse(source, errors));
	if (quiet)
		return emit(call, value_bool(!errors->len));
	for (guint i = 0; i < errors->len && flow == FLOW_NEXT; i++)
		flow = emit_take(call, error_object(source, errors->pdata[i]));
	return flow;
}

static enum flow test_file(struct call *call, const char *path, bool quiet)
{
	g_autoptr(GError) error = NULL;
	source_auto struct source *source = source_load(path, &error);
	value_auto target = VALUE_UNSET;

	if (source)
		return test_source(call, source, quiet);
	target = value_text(path);
	return call_fail(call, &unreadable, target, "%s", error->message);
}

static enum flow test_script(struct call *call, void *data)
{
	struct test_script_args *args = data;
	enum flow flow;
	g_autoptr(GPtrArray) found = paths_expand(call, args->path, args->literal, &flow);

	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		flow = test_file(call, found->pdata[i], arg_on(args->quiet));
	return flow;
}

static const struct cmdlet_example test_script_examples[] = {
	{ "Test-Script C:\\Scripts\\*.ps1 | Format-Table Path, Line, Message",
	  "The errors in all scripts of a folder; none is run." },
	{ NULL }
};

CMDLET(test_script_cmdlet) = {
	.name = "Test-Script", .module = "HostingManagement",
	.synopsis = "Parses script files without running them, and reports every error.",
	.params = test_script_params, .examples = test_script_examples,
	.sets = "Path LiteralPath", .default_set = "Path",
	.output = "ScriptError System.Boolean",
	.args_size = sizeof(struct test_script_args), .process = test_script,
};
