/*
 * Get-Content: the lines, the bytes or the whole text of files, and the values
 * behind variable:, env: and function: paths.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/filetree.h"
#include "cmdlets/core/textfile.h"
#include "lib/convert.h"
#include "lib/path.h"

struct get_content_args {
	struct value path, literal, read_count, total, tail, filter, include, exclude, force,
		credential, delimiter, wait, raw, encoding, bytes, stream;
};

enum { SET_PATH = 1, SET_LITERAL = 2 };

static const struct param get_content_params[] = {
	{ "Path", "string[]", FIELD(get_content_args, path), POSITION(0), .pipeline = BY_NAME,
	  .sets = SET_PATH, .mandatory_sets = SET_PATH, .flags = PARAM_WILDCARDS,
	  .complete = "File", .help = "The files to read." },
	{ "LiteralPath", "string[]", FIELD(get_content_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL, .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP",
	  .complete = "File", .help = "The files, without wildcards." },
	{ "ReadCount", "long", FIELD(get_content_args, read_count), .pipeline = BY_NAME,
	  .help = "How many lines are sent on together; 0 is all." },
	{ "TotalCount", "long", FIELD(get_content_args, total), .pipeline = BY_NAME,
	  .aliases = "First Head", .help = "How many lines to read from the start." },
	{ "Tail", "int", FIELD(get_content_args, tail), .pipeline = BY_NAME, .aliases = "Last",
	  .help = "How many lines to read from the end." },
	{ "Filter", "string", FIELD(get_content_args, filter), .help = "A pattern for file names." },
	{ "Include", "string[]", FIELD(get_content_args, include), .help = "Names that count." },
	{ "Exclude", "string[]", FIELD(get_content_args, exclude),
	  .help = "Names that do not count." },
	{ "Force", "switch", FIELD(get_content_args, force), .help = "Hidden files too." },
	{ "Credential", "pscredential", FIELD(get_content_args, credential), .pipeline = BY_NAME,
	  .flags = PARAM_REFUSED, .help = "Files are read as the user who runs the shell." },
	{ "Delimiter", "string", FIELD(get_content_args, delimiter), .flags = PARAM_DYNAMIC,
	  .help = "What ends a line; a newline if not given." },
	{ "Wait", "switch", FIELD(get_content_args, wait),
	  .flags = PARAM_DYNAMIC | PARAM_REFUSED,
	  .help = "Following a file as it grows is not supported." },
	{ "Raw", "switch", FIELD(get_content_args, raw),
	  .flags = PARAM_DYNAMIC, .help = "The whole text as one string." },
	{ "Encoding", "object", FIELD(get_content_args, encoding),
	  .flags = PARAM_DYNAMIC | PARAM_NO_CONVERT,
	  .complete = "Encoding", .help = "The files' encoding; UTF-8 if not given." },
	{ "AsByteStream", "switch", FIELD(get_content_args, bytes),
	  .flags = PARAM_DYNAMIC, .help = "Bytes, not text." },
	{ "Stream", "string", FIELD(get_content_args, stream),
	  .flags = PARAM_DYNAMIC | PARAM_REFUSED,
	  .help = "Files have no alternate streams here." },
	{ NULL }
};

static const struct fault conflict = {
	"GetContentReaderArgument", "System.InvalidOperationException", CATEGORY_INVALID_ARGUMENT,
	NULL };

/* Sends lines on, one by one or in batches. */
struct line_batch {
	struct call *call;
	int64_t size;		/* 1: single lines; 0: all together */
	GArray *held;
};

static enum flow flush_batch(struct line_batch *batch)
{
	struct array *array;
	enum flow flow;

	if (!batch->held->len)
		return FLOW_NEXT;
	if (batch->held->len == 1)
		return emit(batch->call, g_array_index(batch->held, struct value, 0));
	array = array_new(NULL, batch->held->len);
	for (guint i = 0; i < batch->held->len; i++)
		array_set(array, i, value_ref(g_array_index(batch->held, struct value, i)));
	flow = emit_take(batch->call, value_of(array));
	g_array_set_size(batch->held, 0);
	return flow;
}

static enum flow put_line(struct line_batch *batch, struct value v)
{
	enum flow flow;

	if (batch->size == 1) {
		flow = emit_take(batch->call, v);
		return flow == FLOW_NEXT && host_interrupted(call_host(batch->call)) ? FLOW_STOP : flow;
	}
	g_array_append_val(batch->held, v);
	if (!batch->size || batch->held->len < batch->size)
		return FLOW_NEXT;
	flow = flush_batch(batch);
	g_array_set_size(batch->held, 0);
	return flow;
}

/* The end of the line at p; `*next` is where the next begins. */
static const char *line_end(const char *p, const char *end, const char *delimiter,
			    const char **next)
{
	const char *found;

	if (delimiter) {
		found = g_strstr_len(p, end - p, delimiter);
		*next = found ? found + strlen(delimiter) : end;
		return found ? found : end;
	}
	for (found = p; found < end && *found != '\n' && *found != '\r'; found++)
		;
	*next = found;
	if (found < end)
		*next += *found == '\r' && found + 1 < end && found[1] == '\n' ? 2 : 1;
	return found;
}

/* Where the last `n` lines begin. */
static const char *tail_start(const char *text, const char *end, const char *delimiter, int64_t n)
{
	g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(const char *));
	const char *next;

	for (const char *p = text; p < end; p = next) {
		g_array_append_val(starts, p);
		line_end(p, end, delimiter, &next);
	}
	if (n <= 0)
		return end;
	if (n >= starts->len)
		return text;
	return g_array_index(starts, const char *, starts->len - n);
}

static enum flow send_lines(struct line_batch *batch, const struct get_content_args *args,
			    const char *text, gsize len)
{
	const char *delimiter = arg_text(args->delimiter, NULL);
	const char *end = text + len, *next;
	int64_t total = arg_int(args->total, -1);
	enum flow flow = FLOW_NEXT;

	if (delimiter && (!*delimiter || g_str_equal(delimiter, "\n")))
		delimiter = NULL;
	if (arg_given(args->tail))
		text = tail_start(text, end, delimiter, arg_int(args->tail, 0));
	for (; text < end && total && flow == FLOW_NEXT; text = next) {
		const char *stop = line_end(text, end, delimiter, &next);

		flow = put_line(batch, value_str(str_new(text, stop - text)));
		if (total > 0)
			total--;
	}
	return flow;
}

static enum flow send_bytes(struct line_batch *batch, const struct get_content_args *args,
			    const char *bytes, gsize len)
{
	enum flow flow = FLOW_NEXT;
	gsize at = 0;

	if (arg_given(args->tail))
		at = len - MIN(len, (gsize)MAX(arg_int(args->tail, 0), 0));
	if (arg_int(args->total, -1) >= 0)
		len = MIN(len, (gsize)arg_int(args->total, 0));
	if (arg_on(args->raw) || !batch->size)
		return len > at ? emit_take(batch->call,
					    value_of(array_of_bytes(bytes + at, len - at)))
				: FLOW_NEXT;
	if (batch->size > 1) {
		for (; at < len && flow == FLOW_NEXT; at += batch->size)
			flow = emit_take(batch->call,
				value_of(array_of_bytes(bytes + at, MIN(len - at, (gsize)batch->size))));
		return flow;
	}
	for (; at < len && flow == FLOW_NEXT; at++)
		flow = emit_take(batch->call, value_int(V_U8, (uint8_t)bytes[at]));
	return flow;
}

static enum flow read_one(struct call *call, const struct get_content_args *args, const char *path,
			  const struct encoding *encoding)
{
	struct line_batch batch = { .call = call, .size = arg_int(args->read_count, 1) };
	bool bytes = encoding->kind == ENCODING_BYTE;
	GError *error = NULL;
	gsize len = 0;
	g_autofree char *text = bytes ? file_read(path, &len, &error)
				      : text_file_read(path, encoding, &len, &error);
	enum flow flow;

	if (!text)
		return call_error(call, error);
	if (bytes)
		return send_bytes(&batch, args, text, len);
	if (arg_on(args->raw))
		return len ? emit_text(call, text, len) : FLOW_NEXT;
	batch.held = held_new();
	flow = send_lines(&batch, args, text, len);
	if (flow == FLOW_NEXT && batch.size != 1)
		flow = flush_batch(&batch);
	held_free(batch.held);
	return flow;
}

static enum flow read_drive(struct call *call, const struct drive_path *drive, const char *path)
{
	static const struct fault not_found = {
		"PathNotFound", "System.Management.Automation.ItemNotFoundException",
		CATEGORY_OBJECT_NOT_FOUND, NULL };
	value_auto v = host_variable(call_host(call), drive->variable);
	value_auto target = value_text(path);

	if (value_is_null(v))
		return call_fail(call, &not_found, target,
				 "Cannot find path '%s' because it does not exist.", path);
	return emit_each(call, v);
}

static bool wanted(const struct get_content_args *args, const char *path)
{
	g_autofree char *leaf = path_leaf(path);
	value_auto name = value_text(leaf);

	if (args->filter.kind == V_STRING && !text_is_like(name, args->filter))
		return false;
	if (arg_count(args->include) && !text_is_like_any(name, args->include))
		return false;
	return !text_is_like_any(name, args->exclude);
}

static enum flow read_path(struct call *call, const struct get_content_args *args,
			   struct value path, const struct encoding *encoding)
{
	g_autoptr(GPtrArray) found = NULL;
	struct drive_path drive;
	enum flow flow;

	drive_path_init(&drive, arg_text(path, ""));
	if (drive.drive) {
		flow = read_drive(call, &drive, arg_text(path, ""));
		drive_path_clear(&drive);
		return flow;
	}
	found = arg_given(args->literal) ? paths_expand(call, VALUE_UNSET, path, &flow)
					 : paths_expand(call, path, VALUE_UNSET, &flow);
	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		if (wanted(args, found->pdata[i]))
			flow = read_one(call, args, found->pdata[i], encoding);
	return flow;
}

static enum flow get_content(struct call *call, void *data)
{
	struct get_content_args *args = data;
	struct value list = arg_given(args->literal) ? args->literal : args->path;
	struct encoding encoding;
	GError *error = NULL;
	uint32_t n = arg_count(list);
	enum flow flow = FLOW_NEXT;

	if (arg_on(args->raw) && (arg_given(args->total) || arg_given(args->tail)))
		return call_throw_fault(call, &conflict, VALUE_NULL,
			"The parameters 'Raw' and '%s' cannot be used together.",
			arg_given(args->tail) ? "Tail" : "TotalCount");
	if (!encoding_parse(args->encoding, &encoding, &error))
		return call_throw(call, error);
	if (arg_on(args->bytes))
		encoding.kind = ENCODING_BYTE;
	for (uint32_t i = 0; i < n && flow == FLOW_NEXT; i++) {
		value_auto path = arg_at(list, i);

		flow = read_path(call, args, path, &encoding);
	}
	return flow;
}

static const struct cmdlet_example get_content_examples[] = {
	{ "Get-Content domains.txt", "The lines of a file." },
	{ "Get-Content message.eml -Raw", "The whole text." },
	{ "[byte[]]$bytes = Get-Content cert.pfx -Encoding Byte -ReadCount 0",
	  "The bytes of a file." },
	{ NULL }
};

CMDLET(get_content_cmdlet) = {
	.name = "Get-Content", .aliases = "gc type cat", .module = MODULE_MANAGE,
	.synopsis = "Gets the content of the item at a path.",
	.params = get_content_params, .examples = get_content_examples,
	.sets = "Path LiteralPath", .default_set = "Path", .output = "System.String System.Byte",
	.args_size = sizeof(struct get_content_args), .process = get_content,
};
