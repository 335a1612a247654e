/*
 * Export-Csv, ConvertTo-Csv: the first object's properties are the columns;
 * each remembers its slot, so a row of the same shape is a walk over slots.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/column.h"
#include "cmdlets/core/textfile.h"
#include "lib/convert.h"
#include "lib/csv.h"
#include "lib/dict.h"
#include "lib/operate.h"

enum { SET_DELIMITER = 1, SET_CULTURE = 2 };

static uint32_t delimiter_of(struct value delimiter)
{
	return delimiter.kind == V_CHAR && delimiter.u.ch ? delimiter.u.ch : ',';
}

/* -- Writing -------------------------------------------------------------------- */

struct csv_out_column {
	struct string *name;
	struct member_cache member;
	enum csv_quotes quotes;
};

struct csv_out {
	GArray *columns;		/* NULL: no object seen yet */
	char delimiter[8];
	struct value quote_fields;	/* borrowed from the arguments */
	enum csv_quotes quotes;
	GString *line;
};

static void csv_out_column_clear(void *data)
{
	struct csv_out_column *column = data;

	str_unref(column->name);
	member_cache_clear(&column->member);
}

static void csv_out_init(struct csv_out *out, struct value delimiter, struct value quotes,
			 struct value quote_fields)
{
	g_autoptr(GString) text = g_string_new(NULL);

	text_put(text, delimiter_of(delimiter));
	g_strlcpy(out->delimiter, text->str, sizeof(out->delimiter));
	out->quote_fields = quote_fields;
	out->line = g_string_new(NULL);
	if (text_equal_nocase(arg_text(quotes, "Always"), "AsNeeded"))
		out->quotes = CSV_AS_NEEDED;
	else if (text_equal_nocase(arg_text(quotes, "Always"), "Never"))
		out->quotes = CSV_NEVER;
}

static void csv_out_clear(struct csv_out *out)
{
	g_clear_pointer(&out->columns, g_array_unref);
	if (out->line)
		g_string_free(out->line, TRUE);
	out->line = NULL;
}

static void csv_out_add(struct string *name, struct value v, void *data)
{
	struct csv_out *out = data;
	struct csv_out_column column = { .name = str_ref(name), .quotes = out->quotes };

	column.member.symbol = symbol_of(name);
	if (arg_given(out->quote_fields))
		column.quotes = value_contains(out->quote_fields, value_str(name), false) ? CSV_ALWAYS : CSV_NEVER;
	g_array_append_val(out->columns, column);
}

static void csv_out_begin(struct csv_out *out)
{
	out->columns = g_array_new(FALSE, FALSE, sizeof(struct csv_out_column));
	g_array_set_clear_func(out->columns, csv_out_column_clear);
}

static void csv_out_columns(struct csv_out *out, struct call *call, struct value v)
{
	const struct dict_entry *entry;

	csv_out_begin(out);
	v = v.kind == V_BOXED && value_base(v).kind == V_DICT ? value_base(v) : v;
	if (v.kind != V_DICT) {
		host_each_property(call_host(call), v, csv_out_add, out);
		return;
	}
	for (uint32_t i = 0; dict_next(v.u.dict, &i, &entry);) {
		struct string *name = value_to_string(entry->key, NULL);

		csv_out_add(name, entry->value, out);
		str_unref(name);
	}
}

static void csv_out_header(struct csv_out *out)
{
	g_string_truncate(out->line, 0);
	for (guint i = 0; i < out->columns->len; i++) {
		struct csv_out_column *column = &g_array_index(out->columns, struct csv_out_column, i);

		if (i)
			g_string_append(out->line, out->delimiter);
		csv_put(out->line, column->name->data, column->name->len, column->quotes,
			out->delimiter);
	}
}

static void csv_out_row(struct csv_out *out, struct call *call, struct value row)
{
	g_string_truncate(out->line, 0);
	for (guint i = 0; i < out->columns->len; i++) {
		struct csv_out_column *column = &g_array_index(out->columns, struct csv_out_column, i);
		value_auto v = member_read(&column->member, call_host(call), row);
		struct string *text;

		if (i)
			g_string_append(out->line, out->delimiter);
		if (value_is_null(v))
			continue;
		text = value_cell(v);
		csv_put(out->line, text->data, text->len, column->quotes, out->delimiter);
		str_unref(text);
	}
}

static void csv_out_type(struct csv_out *out, struct value v)
{
	struct value base = value_base(v);
	const char *name = type_of(base)->name;

	if (base.kind == V_OBJECT && base.u.object->shape->type_name)
		name = base.u.object->shape->type_name->data;
	g_string_printf(out->line, "#TYPE %s", name);
}

/* -- ConvertTo-Csv ----------------------------------------------------------------- */

#define CSV_OUT_PARAMS(args) \
	{ "IncludeTypeInformation", "switch", FIELD(args, with_type), .aliases = "ITI", \
	  .help = "Writes a #TYPE line first." }, \
	{ "NoTypeInformation", "switch", FIELD(args, no_type), .aliases = "NTI", \
	  .help = "Writes no #TYPE line, as is the rule." }, \
	{ "QuoteFields", "string[]", FIELD(args, quote_fields), .aliases = "QF", \
	  .help = "The only columns whose fields are quoted." }, \
	{ "UseQuotes", "string", FIELD(args, quotes), .aliases = "UQ", \
	  .values = "Never Always AsNeeded", .help = "When fields are quoted." }, \
	{ "NoHeader", "switch", FIELD(args, no_header), .help = "Writes no header line." }

struct convertto_csv_args {
	struct value input, delimiter, culture, with_type, no_type, quote_fields, quotes, no_header;
};

static const struct param convertto_csv_params[] = {
	{ "InputObject", "psobject", FIELD(convertto_csv_args, input), POSITION(0),
	  .pipeline = BY_VALUE, .flags = PARAM_MANDATORY, .help = "The objects to write." },
	{ "Delimiter", "char", FIELD(convertto_csv_args, delimiter), POSITION(1),
	  .sets = SET_DELIMITER, .help = "The character between two fields; a comma if not given." },
	{ "UseCulture", "switch", FIELD(convertto_csv_args, culture), .sets = SET_CULTURE,
	  .help = "The list separator of the culture is the delimiter." },
	CSV_OUT_PARAMS(convertto_csv_args),
	{ NULL }
};

static enum flow convertto_csv_begin(struct call *call, void *data)
{
	struct convertto_csv_args *args = data;

	csv_out_init(call_state(call), args->delimiter, args->quotes, args->quote_fields);
	return FLOW_NEXT;
}

static enum flow emit_line(struct call *call, const struct csv_out *out)
{
	return emit_text(call, out->line->str, out->line->len);
}

static enum flow convertto_csv(struct call *call, void *data)
{
	struct convertto_csv_args *args = data;
	struct csv_out *out = call_state(call);
	enum flow flow = FLOW_NEXT;

	if (!out->columns) {
		csv_out_columns(out, call, args->input);
		if (arg_on(args->with_type)) {
			csv_out_type(out, args->input);
			flow = emit_line(call, out);
		}
		if (flow == FLOW_NEXT && !arg_on(args->no_header)) {
			csv_out_header(out);
			flow = emit_line(call, out);
		}
	}
	if (flow != FLOW_NEXT)
		return flow;
	csv_out_row(out, call, args->input);
	return out->line->len ? emit_line(call, out) : FLOW_NEXT;
}

static void convertto_csv_clean(struct call *call)
{
	csv_out_clear(call_state(call));
}

static const struct cmdlet_example convertto_csv_examples[] = {
	{ "Get-Mailbox | Select-Object Name, Database | ConvertTo-Csv", "Mailboxes as text." },
	{ NULL }
};

CMDLET(convertto_csv_cmdlet) = {
	.name = "ConvertTo-Csv", .module = MODULE_UTILITY,
	.synopsis = "Converts objects into comma-separated text.",
	.params = convertto_csv_params, .examples = convertto_csv_examples,
	.sets = "Delimiter UseCulture", .default_set = "Delimiter", .output = "System.String",
	.args_size = sizeof(struct convertto_csv_args), .state_size = sizeof(struct csv_out),
	.begin = convertto_csv_begin, .process = convertto_csv, .clean = convertto_csv_clean,
};

/* -- Export-Csv --------------------------------------------------------------------- */

struct export_csv_args {
	struct value input, path, literal, force, no_clobber, encoding, append, delimiter, culture,
		with_type, no_type, quote_fields, quotes, no_header;
};

static const struct param export_csv_params[] = {
	{ "InputObject", "psobject", FIELD(export_csv_args, input), .pipeline = BY_VALUE,
	  .flags = PARAM_MANDATORY, .help = "The objects to write." },
	{ "Path", "string", FIELD(export_csv_args, path), POSITION(0), .complete = "File",
	  .help = "The file to write." },
	{ "LiteralPath", "string", FIELD(export_csv_args, literal), .aliases = "PSPath LP",
	  .complete = "File", .help = "The file to write, without wildcards." },
	{ "Force", "switch", FIELD(export_csv_args, force),
	  .help = "Writes a read-only file; with -Append also rows that lack columns." },
	{ "NoClobber", "switch", FIELD(export_csv_args, no_clobber), .aliases = "NoOverwrite",
	  .help = "Refuses to replace a file." },
	{ "Encoding", "object", FIELD(export_csv_args, encoding), .flags = PARAM_NO_CONVERT,
	  .complete = "Encoding", .help = "The file's encoding; UTF-8 if not given." },
	{ "Append", "switch", FIELD(export_csv_args, append), .help = "Adds rows to the file." },
	{ "Delimiter", "char", FIELD(export_csv_args, delimiter), POSITION(1),
	  .sets = SET_DELIMITER, .help = "The character between two fields; a comma if not given." },
	{ "UseCulture", "switch", FIELD(export_csv_args, culture), .sets = SET_CULTURE,
	  .help = "The list separator of the culture is the delimiter." },
	CSV_OUT_PARAMS(export_csv_args),
	{ NULL }
};

struct export_csv_state {
	struct csv_out out;
	struct text_writer writer;
	char *path;
	bool appending, skipped;
};

static const struct fault no_path = {
	"CannotSpecifyPathAndLiteralPath", "System.InvalidOperationException",
	CATEGORY_INVALID_DATA, NULL };
static const struct fault column_missing = {
	"CannotAppendCsvWithMismatchedPropertyNames", "System.InvalidOperationException",
	CATEGORY_INVALID_DATA, "Add -Force to leave the missing fields empty." };

/* With -Append the columns are those of the file. */
static bool read_columns(struct export_csv_state *state, struct export_csv_args *args,
			 const struct encoding *encoding)
{
	struct csv_reader reader;
	gsize len = 0;
	g_autofree char *text = text_file_read(state->path, encoding, &len, NULL);

	if (!text || !len)
		return false;
	csv_reader_init(&reader, text, len, delimiter_of(args->delimiter));
	g_free(csv_read_type(&reader));
	if (csv_read(&reader)) {
		csv_out_begin(&state->out);
		for (guint i = 0; i < reader.n; i++) {
			const struct csv_field *field = &reader.fields[i];
			struct string *name = str_new(field->text, field->len);

			csv_out_add(name, VALUE_NULL, &state->out);
			str_unref(name);
		}
	}
	csv_reader_clear(&reader);
	return state->out.columns != NULL;
}

static enum flow export_csv_begin(struct call *call, void *data)
{
	struct export_csv_args *args = data;
	struct export_csv_state *state = call_state(call);
	struct encoding encoding;
	GError *error = NULL;
	enum flow flow;
	unsigned flags = (arg_on(args->append) ? WRITE_APPEND : 0) |
			 (arg_on(args->no_clobber) ? WRITE_NO_CLOBBER : 0) |
			 (arg_on(args->force) ? WRITE_FORCE : 0);

	if (arg_given(args->path) == arg_given(args->literal))
		return call_throw_fault(call, &no_path, VALUE_NULL,
			"You must specify either the -Path or -LiteralPath parameters, but not both.");
	csv_out_init(&state->out, args->delimiter, args->quotes, args->quote_fields);
	if (!encoding_parse(args->encoding, &encoding, &error))
		return call_throw(call, error);
	state->path = path_to_write(call, args->path, args->literal, &flow);
	if (!state->path)
		return flow;
	state->skipped = !call_should_process(call, state->path, &flow);
	if (state->skipped)
		return flow;
	if (arg_on(args->append))
		state->appending = read_columns(state, args, &encoding);
	if (!text_writer_open(&state->writer, state->path, flags, &encoding, &error))
		return call_throw(call, error);
	return FLOW_NEXT;
}

/* The first column that the object lacks, or NULL. */
static const char *lacking_column(struct csv_out *out, struct call *call, struct value v)
{
	for (guint i = 0; i < out->columns->len; i++) {
		struct csv_out_column *column = &g_array_index(out->columns, struct csv_out_column, i);
		value_auto member = member_read(&column->member, call_host(call), v);

		if (member.kind == V_UNSET)
			return column->name->data;
	}
	return NULL;
}

static enum flow put_line(struct call *call, struct export_csv_state *state)
{
	GError *error = NULL;

	g_string_append_c(state->out.line, '\n');
	if (!text_writer_put(&state->writer, state->out.line->str, state->out.line->len, &error))
		return call_throw(call, error);
	return FLOW_NEXT;
}

static enum flow put_header(struct call *call, struct export_csv_args *args,
			    struct export_csv_state *state)
{
	enum flow flow = FLOW_NEXT;

	csv_out_columns(&state->out, call, args->input);
	if (arg_on(args->with_type)) {
		csv_out_type(&state->out, args->input);
		flow = put_line(call, state);
	}
	if (flow == FLOW_NEXT && !arg_on(args->no_header)) {
		csv_out_header(&state->out);
		flow = put_line(call, state);
	}
	return flow;
}

static enum flow export_csv(struct call *call, void *data)
{
	struct export_csv_args *args = data;
	struct export_csv_state *state = call_state(call);
	enum flow flow = FLOW_NEXT;

	if (state->skipped)
		return FLOW_NEXT;
	if (!state->out.columns)
		flow = put_header(call, args, state);
	if (flow != FLOW_NEXT)
		return flow;
	if (state->appending && !arg_on(args->force)) {
		const char *lacking = lacking_column(&state->out, call, args->input);

		if (lacking)
			return call_throw_fault(call, &column_missing, args->input,
				"Cannot append CSV content to the following file: %s. The appended "
				"object does not have a property that corresponds to the following "
				"column: %s. To continue with mismatched properties, add the -Force "
				"parameter, and then retry the command.", state->path, lacking);
	}
	csv_out_row(&state->out, call, args->input);
	return state->out.line->len ? put_line(call, state) : FLOW_NEXT;
}

static enum flow export_csv_end(struct call *call, void *data)
{
	struct export_csv_state *state = call_state(call);
	GError *error = NULL;

	if (!text_writer_close(&state->writer, &error))
		return call_throw(call, error);
	return FLOW_NEXT;
}

static void export_csv_clean(struct call *call)
{
	struct export_csv_state *state = call_state(call);

	text_writer_close(&state->writer, NULL);
	csv_out_clear(&state->out);
	g_free(state->path);
}

static const struct cmdlet_example export_csv_examples[] = {
	{ "Get-Mailbox | Select-Object Name, Database | Export-Csv mailboxes.csv",
	  "Writes two properties of all mailboxes." },
	{ "$row | Export-Csv log.csv -Append", "Adds a row to a file." },
	{ NULL }
};

CMDLET(export_csv_cmdlet) = {
	.name = "Export-Csv", .aliases = "epcsv", .module = MODULE_UTILITY,
	.synopsis = "Writes objects to a file as comma-separated values.",
	.params = export_csv_params, .examples = export_csv_examples,
	.sets = "Delimiter UseCulture", .default_set = "Delimiter",
	.args_size = sizeof(struct export_csv_args), .state_size = sizeof(struct export_csv_state),
	.flags = CMDLET_SHOULD_PROCESS, .begin = export_csv_begin, .process = export_csv,
	.end = export_csv_end, .clean = export_csv_clean,
};
