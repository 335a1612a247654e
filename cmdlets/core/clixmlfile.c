/*
 * Export-Clixml, Import-Clixml: objects with their types in a file.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/textfile.h"
#include "lib/clixml.h"
#include "lib/convert.h"

enum { SET_PATH = 1, SET_LITERAL = 2 };

/* -- Export-Clixml ----------------------------------------------------------- */

struct export_clixml_args {
	struct value depth, path, literal, input, force, no_clobber, encoding;
};

static const struct param export_clixml_params[] = {
	{ "Depth", "int", FIELD(export_clixml_args, depth), .min = 1, .max = INT32_MAX,
	  .help = "How deep objects are followed; 2 if not given." },
	{ "Path", "string", FIELD(export_clixml_args, path), POSITION(0), .sets = SET_PATH,
	  .mandatory_sets = SET_PATH, .complete = "File", .help = "The file to write." },
	{ "LiteralPath", "string", FIELD(export_clixml_args, literal), .sets = SET_LITERAL,
	  .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP", .complete = "File",
	  .help = "The file, without wildcards." },
	{ "InputObject", "psobject", FIELD(export_clixml_args, input), .pipeline = BY_VALUE,
	  .flags = PARAM_MANDATORY | PARAM_ALLOW_NULL, .help = "The objects to write." },
	{ "Force", "switch", FIELD(export_clixml_args, force), .help = "Read-only files too." },
	{ "NoClobber", "switch", FIELD(export_clixml_args, no_clobber), .aliases = "NoOverwrite",
	  .help = "Refuses to replace a file." },
	{ "Encoding", "object", FIELD(export_clixml_args, encoding), .flags = PARAM_NO_CONVERT,
	  .complete = "Encoding", .help = "The file's encoding; UTF-8 if not given." },
	{ NULL }
};

static enum flow export_clixml(struct call *call, void *data)
{
	struct export_clixml_args *args = data;
	GArray **held = call_state(call);

	if (!*held)
		*held = held_new();
	if (args->input.kind != V_UNSET)
		held_add(*held, args->input);
	return FLOW_NEXT;
}

static void each_property(void *host, struct value v,
			  void (*visit)(struct string *name, struct value v, void *data), void *data)
{
	host_each_property(host, v, visit, data);
}

static bool write_file(const struct export_clixml_args *args, const char *path,
		       const struct encoding *encoding, const struct string *text, GError **error)
{
	struct text_writer writer = { 0 };
	unsigned flags = (arg_on(args->force) ? WRITE_FORCE : 0) |
			 (arg_on(args->no_clobber) ? WRITE_NO_CLOBBER : 0);
	bool ok;

	if (!text_writer_open(&writer, path, flags, encoding, error))
		return false;
	ok = text_writer_put(&writer, text->data, text->len, error);
	return text_writer_close(&writer, ok ? error : NULL) && ok;
}

static enum flow export_clixml_end(struct call *call, void *data)
{
	struct export_clixml_args *args = data;
	const GArray *held = *(GArray **)call_state(call);
	struct encoding encoding;
	struct string *text;
	GError *error = NULL;
	enum flow flow;
	g_autofree char *path = path_to_write(call, args->path, args->literal, &flow);
	bool ok;

	if (!path)
		return flow;
	if (!encoding_parse(args->encoding, &encoding, &error))
		return call_throw(call, error);
	if (!call_should_process(call, path, &flow))
		return flow;
	text = clixml_write(held ? (struct value *)held->data : NULL, held ? held->len : 0,
			    arg_int(args->depth, 2), each_property, call_host(call));
	ok = write_file(args, path, &encoding, text, &error);
	str_unref(text);
	return ok ? FLOW_NEXT : call_throw(call, error);
}

static void export_clixml_clean(struct call *call)
{
	held_free(*(GArray **)call_state(call));
}

static const struct cmdlet_example export_clixml_examples[] = {
	{ "Get-Mailbox | Export-Clixml before.xml", "Keeps a state to compare with later." },
	{ NULL }
};

CMDLET(export_clixml_cmdlet) = {
	.name = "Export-Clixml", .module = MODULE_UTILITY,
	.synopsis = "Creates an XML-based representation of objects and stores it in a file.",
	.params = export_clixml_params, .examples = export_clixml_examples,
	.sets = "ByPath ByLiteralPath", .default_set = "ByPath",
	.args_size = sizeof(struct export_clixml_args), .state_size = sizeof(GArray *),
	.flags = CMDLET_SHOULD_PROCESS, .process = export_clixml, .end = export_clixml_end,
	.clean = export_clixml_clean,
};

/* -- Import-Clixml --------------------------------------------------------------- */

struct import_clixml_args {
	struct value path, literal, total, skip, first;
};

static const struct param import_clixml_params[] = {
	{ "Path", "string[]", FIELD(import_clixml_args, path), POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = SET_PATH, .mandatory_sets = SET_PATH,
	  .flags = PARAM_WILDCARDS, .complete = "File", .help = "The files to read." },
	{ "LiteralPath", "string[]", FIELD(import_clixml_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL, .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP",
	  .complete = "File", .help = "The files, without wildcards." },
	{ "IncludeTotalCount", "switch", FIELD(import_clixml_args, total), .flags = PARAM_IGNORED,
	  .help = "Tells how many objects there are." },
	{ "Skip", "uint64", FIELD(import_clixml_args, skip), .help = "How many to pass over." },
	{ "First", "uint64", FIELD(import_clixml_args, first), .help = "How many to read." },
	{ NULL }
};

static enum flow import_file(struct call *call, const struct import_clixml_args *args,
			     const char *path)
{
	struct encoding encoding = { 0 };
	value_auto values = VALUE_UNSET;
	GError *error = NULL;
	gsize len = 0;
	g_autofree char *text = text_file_read(path, &encoding, &len, &error);
	int64_t first = arg_int(args->first, INT64_MAX);
	enum flow flow = FLOW_NEXT;

	if (!text || !clixml_read(text, len, &values, &error))
		return call_error(call, error);
	for (int64_t i = arg_int(args->skip, 0); i < values.u.array->len && first-- > 0 &&
	     flow == FLOW_NEXT; i++)
		flow = emit_take(call, array_get(values.u.array, i));
	return flow;
}

static enum flow import_clixml(struct call *call, void *data)
{
	struct import_clixml_args *args = data;
	enum flow flow;
	g_autoptr(GPtrArray) found = paths_expand(call, args->path, args->literal, &flow);

	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		flow = import_file(call, args, found->pdata[i]);
	return flow;
}

static const struct cmdlet_example import_clixml_examples[] = {
	{ "Compare-Object (Import-Clixml before.xml) (Get-Mailbox) -Property Name",
	  "What has changed since." },
	{ NULL }
};

CMDLET(import_clixml_cmdlet) = {
	.name = "Import-Clixml", .module = MODULE_UTILITY,
	.synopsis = "Imports a CLIXML file and creates the objects in it.",
	.params = import_clixml_params, .examples = import_clixml_examples,
	.sets = "ByPath ByLiteralPath", .default_set = "ByPath",
	.output = "System.Management.Automation.PSObject",
	.args_size = sizeof(struct import_clixml_args), .process = import_clixml,
};
