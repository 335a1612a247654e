/*
 * Set-, Add- and Clear-Content: text or bytes into files. The files are opened
 * by the first object, so that what reads them in the same pipeline is done by
 * then, and stay open until the last.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/filetree.h"
#include "cmdlets/core/textfile.h"
#include "lib/convert.h"
#include "lib/path.h"

#include <errno.h>
#include <unistd.h>

struct write_content_args {
	struct value value, pass, path, literal, filter, include, exclude, force, credential,
		no_newline, encoding, bytes, stream;
};

enum { SET_PATH = 1, SET_LITERAL = 2 };

static const struct param write_content_params[] = {
	{ "Value", "object[]", FIELD(write_content_args, value), POSITION(1),
	  .pipeline = BY_VALUE | BY_NAME,
	  .flags = PARAM_MANDATORY | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .help = "What to write, one line each." },
	{ "PassThru", "switch", FIELD(write_content_args, pass), .help = "Gives the values out." },
	{ "Path", "string[]", FIELD(write_content_args, path), POSITION(0), .pipeline = BY_NAME,
	  .sets = SET_PATH, .mandatory_sets = SET_PATH, .flags = PARAM_WILDCARDS,
	  .complete = "File", .help = "The files to write." },
	{ "LiteralPath", "string[]", FIELD(write_content_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL, .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP",
	  .complete = "File", .help = "The files, without wildcards." },
	{ "Filter", "string", FIELD(write_content_args, filter), .flags = PARAM_IGNORED,
	  .help = "A pattern for file names." },
	{ "Include", "string[]", FIELD(write_content_args, include), .flags = PARAM_IGNORED,
	  .help = "Names that count." },
	{ "Exclude", "string[]", FIELD(write_content_args, exclude), .flags = PARAM_IGNORED,
	  .help = "Names that do not count." },
	{ "Force", "switch", FIELD(write_content_args, force), .help = "Read-only files too." },
	{ "Credential", "pscredential", FIELD(write_content_args, credential), .pipeline = BY_NAME,
	  .flags = PARAM_REFUSED, .help = "Files are written as the user who runs the shell." },
	{ "NoNewline", "switch", FIELD(write_content_args, no_newline), .flags = PARAM_DYNAMIC,
	  .help = "Writes no newline between or after the values." },
	{ "Encoding", "object", FIELD(write_content_args, encoding),
	  .flags = PARAM_DYNAMIC | PARAM_NO_CONVERT,
	  .complete = "Encoding", .help = "The files' encoding; UTF-8 if not given." },
	{ "AsByteStream", "switch", FIELD(write_content_args, bytes),
	  .flags = PARAM_DYNAMIC, .help = "Bytes, not text." },
	{ "Stream", "string", FIELD(write_content_args, stream),
	  .flags = PARAM_DYNAMIC | PARAM_REFUSED,
	  .help = "Files have no alternate streams here." },
	{ NULL }
};

struct write_content_state {
	bool opened;
	GArray *writers;		/* struct text_writer */
	GPtrArray *variables;		/* paths of variable:, env: ... */
	GArray *values;			/* what goes into those */
};

static bool appends(struct call *call)
{
	return call_cmdlet(call)->data != NULL;
}

/* Existing files that a pattern fits, or the one file that a path names. */
static enum flow target_files(struct call *call, const struct write_content_args *args,
			      struct value path, GPtrArray *files)
{
	const char *text = arg_text(path, "");
	GError *error = NULL;
	char *native;

	if (!arg_given(args->literal) && text_has_wildcards(text)) {
		if (!host_expand_path(call_host(call), text, false, files, &error))
			return call_throw(call, error);
		return FLOW_NEXT;
	}
	native = host_native_path(call_host(call), text, &error);
	if (!native)
		return call_throw(call, error);
	g_ptr_array_add(files, native);
	return FLOW_NEXT;
}

static enum flow open_file(struct call *call, const struct write_content_args *args,
			   const char *path, const struct encoding *encoding)
{
	struct write_content_state *state = call_state(call);
	unsigned flags = (appends(call) ? WRITE_APPEND : 0) |
			 (arg_on(args->force) ? WRITE_FORCE : 0);
	g_autofree char *target = g_strdup_printf("Path: %s", path);
	struct text_writer writer = { 0 };
	GError *error = NULL;
	enum flow flow;

	if (!call_should_process_action(call, target, appends(call) ? "Add Content" : "Set Content",
					&flow))
		return flow;
	if (!text_writer_open(&writer, path, flags, encoding, &error))
		return call_error(call, error);
	g_array_append_val(state->writers, writer);
	return FLOW_NEXT;
}

static enum flow open_path(struct call *call, const struct write_content_args *args,
			   struct value path, const struct encoding *encoding)
{
	struct write_content_state *state = call_state(call);
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	struct drive_path drive;
	enum flow flow;

	drive_path_init(&drive, arg_text(path, ""));
	if (drive.drive) {
		g_ptr_array_add(state->variables, g_strdup(drive.variable));
		drive_path_clear(&drive);
		return FLOW_NEXT;
	}
	flow = target_files(call, args, path, files);
	for (guint i = 0; i < files->len && flow == FLOW_NEXT; i++)
		flow = open_file(call, args, files->pdata[i], encoding);
	return flow;
}

static enum flow open_all(struct call *call, const struct write_content_args *args)
{
	struct write_content_state *state = call_state(call);
	struct value list = arg_given(args->literal) ? args->literal : args->path;
	struct encoding encoding;
	GError *error = NULL;
	uint32_t n = arg_count(list);
	enum flow flow = FLOW_NEXT;

	state->opened = true;
	state->writers = g_array_new(FALSE, FALSE, sizeof(struct text_writer));
	state->variables = g_ptr_array_new_with_free_func(g_free);
	state->values = held_new();
	if (!encoding_parse(args->encoding, &encoding, &error))
		return call_throw(call, error);
	if (arg_on(args->bytes))
		encoding.kind = ENCODING_BYTE;
	for (uint32_t i = 0; i < n && flow == FLOW_NEXT; i++) {
		value_auto path = arg_at(list, i);

		flow = open_path(call, args, path, &encoding);
	}
	return flow;
}

static bool put_bytes(struct text_writer *writer, struct value v, GError **error)
{
	uint32_t n = arg_count(v);

	v = value_base(v);
	if (v.kind == V_ARRAY && v.u.array->packed)
		return text_writer_put_bytes(writer, v.u.array->u.bytes, v.u.array->len, error);
	for (uint32_t i = 0; i < n; i++) {
		value_auto element = arg_at(v, i);
		value_auto byte = VALUE_UNSET;
		uint8_t c;

		if (!value_convert(element, &type_byte, &byte, error))
			return false;
		c = byte.u.i;
		if (!text_writer_put_bytes(writer, &c, 1, error))
			return false;
	}
	return true;
}

/* One value is one line; a list in it is one line each. */
static bool put_text(struct text_writer *writer, const struct write_content_args *args,
		     struct value v, GError **error)
{
	uint32_t n = arg_count(v);

	for (uint32_t i = 0; i < n; i++) {
		value_auto element = arg_at(v, i);
		struct string *text = value_to_display(element);
		bool ok = text_writer_put(writer, text->data, text->len, error) &&
			  (arg_on(args->no_newline) || text_writer_put(writer, "\n", 1, error));

		str_unref(text);
		if (!ok)
			return false;
	}
	return true;
}

static enum flow put_value(struct call *call, const struct write_content_args *args, struct value v)
{
	struct write_content_state *state = call_state(call);
	GError *error = NULL;

	if (state->variables->len)
		held_add(state->values, v);
	for (guint i = 0; i < state->writers->len; i++) {
		struct text_writer *writer = &g_array_index(state->writers, struct text_writer, i);
		bool bytes = writer->encoding.kind == ENCODING_BYTE;

		if (!(bytes ? put_bytes(writer, v, &error) : put_text(writer, args, v, &error)))
			return call_throw(call, error);
	}
	return arg_on(args->pass) ? emit(call, v) : FLOW_NEXT;
}

static enum flow write_content(struct call *call, void *data)
{
	struct write_content_args *args = data;
	struct write_content_state *state = call_state(call);
	uint32_t n = arg_count(args->value);
	enum flow flow = state->opened ? FLOW_NEXT : open_all(call, args);

	for (uint32_t i = 0; i < n && flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(args->value, i);

		flow = put_value(call, args, v);
	}
	return flow;
}

static void set_variables(struct call *call, struct write_content_state *state)
{
	value_auto v = VALUE_NULL;
	struct array *array;

	if (state->values->len == 1) {
		v = value_ref(g_array_index(state->values, struct value, 0));
	} else if (state->values->len) {
		array = array_new(NULL, state->values->len);
		for (guint i = 0; i < state->values->len; i++)
			array_set(array, i, value_ref(g_array_index(state->values, struct value, i)));
		v = value_of(array);
	}
	for (guint i = 0; i < state->variables->len; i++)
		host_set_variable(call_host(call), state->variables->pdata[i], v);
}

static enum flow write_content_end(struct call *call, void *data)
{
	struct write_content_state *state = call_state(call);
	GError *error = NULL;

	if (!state->opened)
		return FLOW_NEXT;
	if (state->variables->len)
		set_variables(call, state);
	for (guint i = 0; i < state->writers->len; i++)
		if (!text_writer_close(&g_array_index(state->writers, struct text_writer, i), &error))
			return call_throw(call, error);
	return FLOW_NEXT;
}

static void write_content_clean(struct call *call)
{
	struct write_content_state *state = call_state(call);

	if (!state->opened)
		return;
	for (guint i = 0; i < state->writers->len; i++)
		text_writer_close(&g_array_index(state->writers, struct text_writer, i), NULL);
	g_array_unref(state->writers);
	g_ptr_array_unref(state->variables);
	held_free(state->values);
}

static const struct cmdlet_example set_content_examples[] = {
	{ "'contoso.com', 'fabrikam.com' | Set-Content domains.txt", "Writes two lines." },
	{ NULL }
};

CMDLET(set_content_cmdlet) = {
	.name = "Set-Content", .aliases = "sc", .module = MODULE_MANAGE,
	.synopsis = "Writes new content or replaces the content of a file.",
	.params = write_content_params, .examples = set_content_examples,
	.sets = "Path LiteralPath", .default_set = "Path", .output = "System.String",
	.args_size = sizeof(struct write_content_args),
	.state_size = sizeof(struct write_content_state), .flags = CMDLET_SHOULD_PROCESS,
	.process = write_content, .end = write_content_end, .clean = write_content_clean,
};

static const struct cmdlet_example add_content_examples[] = {
	{ "Add-Content log.txt \"$(Get-Date -Format s) done\"", "Adds a line to a file." },
	{ NULL }
};

CMDLET(add_content_cmdlet) = {
	.name = "Add-Content", .aliases = "ac", .module = MODULE_MANAGE,
	.synopsis = "Adds content to files.",
	.params = write_content_params, .examples = add_content_examples,
	.sets = "Path LiteralPath", .default_set = "Path", .output = "System.String",
	.args_size = sizeof(struct write_content_args),
	.state_size = sizeof(struct write_content_state), .flags = CMDLET_SHOULD_PROCESS,
	.data = "append", .process = write_content, .end = write_content_end,
	.clean = write_content_clean,
};

/* -- Clear-Content ------------------------------------------------------------ */

struct clear_content_args {
	struct value path, literal, force;
};

static const struct param clear_content_params[] = {
	{ "Path", "string[]", FIELD(clear_content_args, path), POSITION(0), .pipeline = BY_NAME,
	  .sets = SET_PATH, .mandatory_sets = SET_PATH, .flags = PARAM_WILDCARDS,
	  .complete = "File", .help = "The files to empty." },
	{ "LiteralPath", "string[]", FIELD(clear_content_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL, .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP",
	  .complete = "File", .help = "The files, without wildcards." },
	{ "Force", "switch", FIELD(clear_content_args, force), .flags = PARAM_IGNORED,
	  .help = "Read-only files too." },
	{ NULL }
};

static enum flow clear_content(struct call *call, void *data)
{
	struct clear_content_args *args = data;
	g_autoptr(GPtrArray) found = NULL;
	enum flow flow;

	found = paths_expand(call, args->path, args->literal, &flow);
	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++) {
		g_autofree char *target = g_strdup_printf("Item: %s", (char *)found->pdata[i]);
		GError *error = NULL;

		if (!call_should_process_action(call, target, "Clear Content", &flow))
			continue;
		if (!truncate(found->pdata[i], 0))
			continue;
		file_error(&error, found->pdata[i], errno);
		flow = call_error(call, error);
	}
	return flow;
}

static const struct cmdlet_example clear_content_examples[] = {
	{ "Clear-Content log.txt", "Empties a file." },
	{ NULL }
};

CMDLET(clear_content_cmdlet) = {
	.name = "Clear-Content", .aliases = "clc", .module = MODULE_MANAGE,
	.synopsis = "Deletes the contents of a file, but not the file.",
	.params = clear_content_params, .examples = clear_content_examples,
	.sets = "Path LiteralPath", .default_set = "Path",
	.args_size = sizeof(struct clear_content_args), .flags = CMDLET_SHOULD_PROCESS,
	.process = clear_content,
};
