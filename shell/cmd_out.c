/*
 * Out-String, Out-File, Out-Host, Out-Default, Out-GridView: where formatted
 * text goes.
 */
#include "config.h"

#include "cmdlets/core/textfile.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "shell/console.h"
#include "shell/format.h"
#include "shell/out_default.h"
#include "shell/pipeline.h"

#define TABLE_MAX_WIDTH (1u << 20)	/* a line that only blanks fill costs memory, too */

struct out_args {
	struct value width, stream, no_newline, input, path, literal_path, append, encoding, force,
		no_clobber, paging, transcript, title, pass_thru, output_mode, wait;
};

struct out_state {
	struct format_out out;
	GString *text;
	struct list *lines;		/* of -Stream */
	struct formatter *formatter;
	bool no_newline;
	struct text_writer file;
	bool file_open;
	struct sink *host;
	struct list *passed;
};

static void write_text(struct format_out *out, const char *text, size_t len)
{
	struct out_state *state = (struct out_state *)out;

	if (!state->no_newline) {
		g_string_append_len(state->text, text, len);
		return;
	}
	for (size_t i = 0; i < len; i++)
		if (text[i] != '\n')
			g_string_append_c(state->text, text[i]);
}

/* -Stream: a line an object, and plain text as one however many it has. */
static void write_plain(struct format_out *out, struct string *text)
{
	list_add(((struct out_state *)out)->lines, value_str(str_ref(text)));
}

static void write_lines(struct format_out *out, const char *text, size_t len)
{
	const char *end = text + len, *newline;

	for (; text < end && (newline = memchr(text, '\n', end - text)); text = newline + 1)
		list_add(((struct out_state *)out)->lines,
			 value_str(str_new(text, newline - text)));
}

static enum flow text_begin(struct call *call, void *data)
{
	struct out_args *args = data;
	struct out_state *state = call_state(call);
	int32_t width = G_MAXINT32;

	if (arg_given(args->width))
		value_to_i32(args->width, &width, NULL);
	state->text = g_string_new(NULL);
	state->out = (struct format_out){ .write = write_text, .width = width };
	state->out.table_width = width == G_MAXINT32 ? host_width(call_host(call))
						     : MIN((uint32_t)width, TABLE_MAX_WIDTH);
	if (arg_on(args->stream)) {
		state->lines = list_new(NULL, NULL);
		state->out.write = write_lines;
		state->out.write_plain = write_plain;
	}
	state->no_newline = arg_on(args->no_newline);
	state->formatter = formatter_new(call->scope, &state->out);
	return FLOW_NEXT;
}

static enum flow emit_lines(struct call *call, struct out_state *state)
{
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; flow == FLOW_NEXT && i < state->lines->len; i++)
		flow = emit(call, state->lines->items[i]);
	list_remove(state->lines, 0, state->lines->len);
	return flow;
}

static enum flow add_input(struct call *call, struct out_args *args)
{
	struct out_state *state = call_state(call);
	GError *error = NULL;

	if (!arg_given(args->input) || formatter_add(state->formatter, args->input, &error))
		return FLOW_NEXT;
	return error ? call_throw(call, error) : FLOW_STOP;
}

static enum flow string_process(struct call *call, void *data)
{
	struct out_args *args = data;
	enum flow flow = add_input(call, args);

	return flow == FLOW_NEXT && arg_on(args->stream) ? emit_lines(call, call_state(call))
							 : flow;
}

static void text_clean(struct call *call)
{
	struct out_state *state = call_state(call);

	formatter_free(state->formatter);
	if (state->lines)
		value_unref(value_of(state->lines));
	if (state->text)
		g_string_free(state->text, TRUE);
	if (state->file_open)
		text_writer_close(&state->file, NULL);
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
#define WIDTH_PARAM { "Width", "int", FIELD(out_args, width), .min = 2, .max = G_MAXINT32, \
		      .help = "The width of a line." }

static const struct param out_string_params[] = {
	{ "Stream", "switch", FIELD(out_args, stream), .help = "Emits a string a line." },
	WIDTH_PARAM,
	{ "NoNewline", "switch", FIELD(out_args, no_newline), .help = "Leaves line ends out." },
	INPUT_PARAM,
	{ NULL }
};

CMDLET(out_string_cmdlet) = {
	.name = "Out-String", .params = out_string_params, .args_size = sizeof(struct out_args),
	.state_size = sizeof(struct out_state), .begin = text_begin, .process = string_process,
	.end = string_end, .clean = text_clean, .synopsis = "Formats objects into a string.",
	.output = "System.String",
	.aliases = "oss",
};

/* -- Out-File ------------------------------------------------------------------------------ */

static unsigned write_flags(const struct out_args *args)
{
	return (arg_on(args->append) ? WRITE_APPEND : 0) |
	       (arg_on(args->no_clobber) ? WRITE_NO_CLOBBER : 0) |
	       (arg_on(args->force) ? WRITE_FORCE : 0);
}

static enum flow file_begin(struct call *call, void *data)
{
	struct out_args *args = data;
	struct out_state *state = call_state(call);
	struct encoding encoding = { .kind = ENCODING_UTF8 };
	enum flow flow = FLOW_NEXT;
	g_autofree char *path = path_to_write(call, args->path, args->literal_path, &flow);
	GError *error = NULL;

	if (!path)
		return flow;
	if (arg_given(args->encoding) && !encoding_parse(args->encoding, &encoding, &error))
		return call_throw(call, error);
	if (!call_should_process_action(call, path, "Output to File", &flow))
		return flow;
	if (!text_writer_open(&state->file, path, write_flags(args), &encoding, &error))
		return call_throw(call, error);
	state->file_open = true;
	return text_begin(call, data);
}

static enum flow put_text(struct call *call, struct out_state *state)
{
	GError *error = NULL;
	bool ok = text_writer_put(&state->file, state->text->str, state->text->len, &error);

	g_string_truncate(state->text, 0);
	return ok ? FLOW_NEXT : call_throw(call, error);
}

static enum flow file_process(struct call *call, void *data)
{
	struct out_state *state = call_state(call);
	enum flow flow = state->formatter ? add_input(call, data) : FLOW_NEXT;

	return flow == FLOW_NEXT && state->formatter ? put_text(call, state) : flow;
}

static enum flow file_end(struct call *call, void *data)
{
	struct out_state *state = call_state(call);
	GError *error = NULL;
	enum flow flow;

	if (!state->formatter)
		return FLOW_NEXT;
	formatter_end(state->formatter);
	flow = put_text(call, state);
	state->file_open = false;
	if (!text_writer_close(&state->file, &error) && flow == FLOW_NEXT)
		return call_throw(call, error);
	g_clear_error(&error);
	return flow;
}

static const struct param out_file_params[] = {
	{ "FilePath", "string", FIELD(out_args, path), .position = POSITION(0), .aliases = "Path",
	  .sets = 1, .flags = PARAM_MANDATORY, .help = "The file to write." },
	{ "LiteralPath", "string", FIELD(out_args, literal_path), .aliases = "PSPath LP", .sets = 2,
	  .flags = PARAM_MANDATORY, .pipeline = BY_NAME,
	  .help = "The file to write, no wildcards." },
	{ "Encoding", "object", FIELD(out_args, encoding), .position = POSITION(1),
	  .help = "The text's encoding." },
	{ "Append", "switch", FIELD(out_args, append), .help = "Adds to the end of the file." },
	{ "Force", "switch", FIELD(out_args, force), .help = "Writes a read-only file too." },
	{ "NoClobber", "switch", FIELD(out_args, no_clobber), .aliases = "NoOverwrite",
	  .help = "Does not replace a file." },
	WIDTH_PARAM,
	{ "NoNewline", "switch", FIELD(out_args, no_newline), .help = "Leaves line ends out." },
	INPUT_PARAM,
	{ NULL }
};

CMDLET(out_file_cmdlet) = {
	.name = "Out-File", .params = out_file_params, .args_size = sizeof(struct out_args),
	.state_size = sizeof(struct out_state), .begin = file_begin, .process = file_process,
	.end = file_end, .clean = text_clean, .synopsis = "Writes formatted objects to a file.",
	.sets = "ByPath ByLiteralPath", .default_set = "ByPath", .flags = CMDLET_SHOULD_PROCESS,
};

/* -- Out-Host, Out-Default ----------------------------------------------------------------- */

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

/* -- Out-GridView -------------------------------------------------------------------------- */

/* There is no window: the rows are shown as a table; what was to be chosen from goes on whole. */
static enum flow grid_begin(struct call *call, void *data)
{
	struct out_args *args = data;
	struct out_state *state = call_state(call);

	state->passed = list_new(NULL, NULL);
	if (*arg_text(args->title, "")) {
		host_write(call_host(call), args->title.u.str->data);
		host_write(call_host(call), "\n");
	}
	return FLOW_NEXT;
}

static enum flow grid_process(struct call *call, void *data)
{
	struct out_args *args = data;
	struct out_state *state = call_state(call);

	if (arg_given(args->input))
		list_add(state->passed, value_ref(args->input));
	return FLOW_NEXT;
}

static enum flow show_table(struct call *call, struct list *rows)
{
	struct sink *host = out_default_open(call->session);
	const struct command_arg arg = { "InputObject", value_of(rows) };
	enum flow flow = rows->len ? host_command(call_host(call), "Format-Table", &arg, 1, host)
				   : FLOW_NEXT;

	out_default_close(call->session, host);
	return flow;
}

static enum flow grid_end(struct call *call, void *data)
{
	struct out_args *args = data;
	struct out_state *state = call_state(call);
	bool passes = arg_on(args->pass_thru) ||
		      (arg_given(args->output_mode) &&
		       !text_equal_nocase(arg_text(args->output_mode, ""), "None"));
	enum flow flow = show_table(call, state->passed);

	for (uint32_t i = 0; passes && flow == FLOW_NEXT && i < state->passed->len; i++)
		flow = emit(call, state->passed->items[i]);
	return flow;
}

static void grid_clean(struct call *call)
{
	struct out_state *state = call_state(call);

	if (state->passed)
		value_unref(value_of(state->passed));
}

static const struct param out_gridview_params[] = {
	INPUT_PARAM,
	{ "Title", "string", FIELD(out_args, title), .help = "A line above the table." },
	{ "Wait", "switch", FIELD(out_args, wait),
	  .help = "Accepted; the table is shown at once." },
	{ "PassThru", "switch", FIELD(out_args, pass_thru), .help = "Passes the objects on, too." },
	{ "OutputMode", "string", FIELD(out_args, output_mode), .values = "None Single Multiple",
	  .help = "Whether objects are passed on." },
	{ NULL }
};

CMDLET(out_gridview_cmdlet) = {
	.name = "Out-GridView", .params = out_gridview_params, .args_size = sizeof(struct out_args),
	.state_size = sizeof(struct out_state), .begin = grid_begin, .process = grid_process,
	.end = grid_end, .clean = grid_clean, .aliases = "ogv",
	.synopsis = "Shows objects as a table on the console, where PowerShell opens a window.",
};
