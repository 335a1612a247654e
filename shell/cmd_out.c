/*
 * Out-String, Out-File, Out-Host, Out-Default: where formatted text goes.
 */
#include "config.h"

#include <errno.h>

#include "lib/array.h"
#include "lib/convert.h"
#include "shell/console.h"
#include "shell/format.h"
#include "shell/out_default.h"
#include "shell/pipeline.h"

struct out_args {
	struct value width, stream, no_newline, input, path, literal_path, append, encoding, force, no_clobber,
		paging, transcript;
};

struct out_state {
	struct format_out out;
	GString *text;
	struct formatter *formatter;
	char *path;
	struct sink *host;
};

static void write_text(struct format_out *out, const char *text, size_t len)
{
	g_string_append_len(((struct out_state *)out)->text, text, len);
}

static enum flow text_begin(struct call *call, void *data)
{
	struct out_args *args = data;
	struct out_state *state = call_state(call);
	int32_t width = host_width(call_host(call));

	if (arg_given(args->width))
		value_to_i32(args->width, &width, NULL);
	state->text = g_string_new(NULL);
	state->out = (struct format_out){ write_text, width };
	state->formatter = formatter_new(call->scope, &state->out);
	return FLOW_NEXT;
}

/* -Stream: the whole lines so far go out. */
static enum flow emit_lines(struct call *call, struct out_state *state)
{
	enum flow flow = FLOW_NEXT;
	char *start = state->text->str, *end;

	while (flow == FLOW_NEXT && (end = strchr(start, '\n'))) {
		flow = emit_take(call, value_str(str_new(start, end - start)));
		start = end + 1;
	}
	g_string_erase(state->text, 0, start - state->text->str);
	return flow;
}

static enum flow text_process(struct call *call, void *data)
{
	struct out_args *args = data;
	struct out_state *state = call_state(call);

	if (arg_given(args->input))
		formatter_add(state->formatter, args->input);
	return arg_on(args->stream) ? emit_lines(call, state) : FLOW_NEXT;
}

static void text_clean(struct call *call)
{
	struct out_state *state = call_state(call);

	if (state->formatter)
		formatter_free(state->formatter);
	if (state->text)
		g_string_free(state->text, TRUE);
	g_free(state->path);
}

static enum flow string_end(struct call *call, void *data)
{
	struct out_args *args = data;
	struct out_state *state = call_state(call);

	formatter_end(state->formatter);
	if (arg_on(args->stream))
		return emit_lines(call, state);
	return emit_take(call, value_str(str_new(state->text->str, state->text->len)));
}

#define INPUT_PARAM { "InputObject", "object", FIELD(out_args, input), .pipeline = BY_VALUE, \
		      .help = "What to show; as a rule from the pipeline." }
#define WIDTH_PARAM { "Width", "int", FIELD(out_args, width), .help = "The width of a line." }

static const struct param out_string_params[] = {
	{ "Stream", "switch", FIELD(out_args, stream), .help = "Emits a string a line." },
	WIDTH_PARAM,
	{ "NoNewline", "switch", FIELD(out_args, no_newline), .help = "Leaves line ends out." },
	INPUT_PARAM,
	{ NULL }
};

CMDLET(out_string_cmdlet) = {
	.name = "Out-String", .params = out_string_params, .args_size = sizeof(struct out_args),
	.state_size = sizeof(struct out_state), .begin = text_begin, .process = text_process, .end = string_end,
	.clean = text_clean, .synopsis = "Formats objects into a string.", .output = "System.String",
	.aliases = "oss",
};

/* -- Out-File ------------------------------------------------------------------------------- */

static const struct fault file_exists = {
	"NoClobber", "System.IO.IOException", CATEGORY_RESOURCE_EXISTS, NULL };

static enum flow file_begin(struct call *call, void *data)
{
	struct out_args *args = data;
	struct out_state *state = call_state(call);
	struct value path = arg_given(args->literal_path) ? args->literal_path : args->path;
	GError *error = NULL;

	text_begin(call, data);
	state->path = host_native_path(call_host(call), arg_text(path, ""), &error);
	if (!state->path)
		return call_throw(call, error);
	if (arg_on(args->no_clobber) && g_file_test(state->path, G_FILE_TEST_EXISTS))
		return call_throw_fault(call, &file_exists, path, "The file '%s' already exists.", state->path);
	return FLOW_NEXT;
}

static bool write_file(const char *path, const char *text, size_t len, bool append, GError **error)
{
	FILE *file = fopen(path, append ? "ae" : "we");
	bool ok;

	if (file) {
		ok = fwrite(text, 1, len, file) == len;
		ok = fclose(file) == 0 && ok;
	} else {
		ok = false;
	}
	if (!ok)
		g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
			    "Could not write the file '%s': %s", path, g_strerror(errno));
	return ok;
}

static enum flow file_end(struct call *call, void *data)
{
	struct out_args *args = data;
	struct out_state *state = call_state(call);
	enum flow flow;
	GError *error = NULL;

	formatter_end(state->formatter);
	if (!call_should_process_action(call, state->path, "Output to File", &flow))
		return flow;
	if (arg_on(args->no_newline))
		while (state->text->len && state->text->str[state->text->len - 1] == '\n')
			g_string_truncate(state->text, state->text->len - 1);
	if (!write_file(state->path, state->text->str, state->text->len, arg_on(args->append), &error))
		return call_throw(call, error);
	return FLOW_NEXT;
}

static const struct param out_file_params[] = {
	{ "FilePath", "string", FIELD(out_args, path), .position = POSITION(0), .aliases = "Path",
	  .help = "The file to write." },
	{ "LiteralPath", "string", FIELD(out_args, literal_path), .aliases = "PSPath LP",
	  .pipeline = BY_NAME, .help = "The file to write, no wildcards." },
	{ "Encoding", "string", FIELD(out_args, encoding), .position = POSITION(1), .help = "The text's encoding." },
	{ "Append", "switch", FIELD(out_args, append), .help = "Adds to the end of the file." },
	{ "Force", "switch", FIELD(out_args, force), .help = "Writes a read-only file too." },
	{ "NoClobber", "switch", FIELD(out_args, no_clobber), .aliases = "NoOverwrite",
	  .help = "Does not replace a file." },
	{ "Width", "int", FIELD(out_args, width), .help = "The width of a line." },
	{ "NoNewline", "switch", FIELD(out_args, no_newline), .help = "Leaves the last line end out." },
	INPUT_PARAM,
	{ NULL }
};

CMDLET(out_file_cmdlet) = {
	.name = "Out-File", .params = out_file_params, .args_size = sizeof(struct out_args),
	.state_size = sizeof(struct out_state), .begin = file_begin, .process = text_process, .end = file_end,
	.clean = text_clean, .synopsis = "Writes formatted objects to a file.", .flags = CMDLET_SHOULD_PROCESS,
};

/* -- Out-Host, Out-Default ------------------------------------------------------------------------ */

static enum flow host_process(struct call *call, void *data)
{
	struct out_args *args = data;
	struct out_state *state = call_state(call);

	if (!state->host)
		state->host = out_default_open(call->session);
	return arg_given(args->input) ? sink_write(state->host, args->input) : FLOW_NEXT;
}

static void host_clean(struct call *call)
{
	struct out_state *state = call_state(call);

	if (state->host)
		out_default_close(call->session, state->host);
}

static const struct param out_host_params[] = {
	{ "Paging", "switch", FIELD(out_args, paging), .help = "Accepted; the terminal scrolls." },
	{ "Transcript", "switch", FIELD(out_args, transcript), .help = "Accepted." },
	INPUT_PARAM,
	{ NULL }
};

CMDLET(out_host_cmdlet) = {
	.name = "Out-Host", .params = out_host_params, .args_size = sizeof(struct out_args),
	.state_size = sizeof(struct out_state), .process = host_process, .clean = host_clean,
	.synopsis = "Shows objects on the console.",
};

CMDLET(out_default_cmdlet) = {
	.name = "Out-Default", .params = out_host_params, .args_size = sizeof(struct out_args),
	.state_size = sizeof(struct out_state), .process = host_process, .clean = host_clean,
	.synopsis = "Shows objects on the console, as every pipeline does at its end.",
};
