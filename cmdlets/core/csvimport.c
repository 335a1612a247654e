/*
 * Import-Csv, ConvertFrom-Csv: the header makes one shape, every row is an
 * object of it.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/textfile.h"
#include "lib/convert.h"
#include "lib/csv.h"
#include "lib/object.h"

/* -- Reading ---------------------------------------------------------------- */

struct csv_import {
	struct shape *shape;		/* NULL: no header yet */
	char *type_name;
	bool warned;
	struct csv_cache cache;
};

static const struct fault duplicate_column = {
	"AlreadyPresentPSMemberInfoInternalCollectionAdd",
	"System.Management.Automation.ExtendedTypeSystemException", CATEGORY_NOT_SPECIFIED, NULL };

static void csv_import_clear(struct csv_import *import)
{
	shape_unref(import->shape);
	g_free(import->type_name);
	csv_cache_clear(&import->cache);
}

/* Adds a column; one without a name is called H and its number. */
static bool add_column(struct csv_import *import, const char *text, uint32_t len, unsigned number,
		       bool *unnamed, GError **error)
{
	struct string *name = len ? str_new(text, len) : str_printf("H%u", number);
	struct shape *next;
	bool ok = shape_slot(import->shape, symbol_of(name)) < 0;

	*unnamed |= !len;
	if (ok) {
		next = shape_add(import->shape, name, MEMBER_NOTE, 0);
		shape_unref(import->shape);
		import->shape = next;
	} else {
		fault_set(error, &duplicate_column, VALUE_NULL,
			  "The member \"%s\" is already present.", name->data);
	}
	str_unref(name);
	return ok;
}

static void begin_shape(struct csv_import *import)
{
	struct string *type_name;
	struct shape *shape = shape_empty(&type_pscustomobject);

	if (import->type_name && *import->type_name) {
		type_name = str_new(import->type_name, -1);
		import->shape = shape_named(shape, type_name);
		str_unref(type_name);
		shape_unref(shape);
	} else {
		import->shape = shape;
	}
}

static bool finish_header(struct csv_import *import, struct call *call, bool unnamed, bool ok)
{
	if (!ok) {
		shape_unref(g_steal_pointer(&import->shape));
		return false;
	}
	if (unnamed && !import->warned)
		call_warning(call, "One or more headers were not specified. Default names starting "
			     "with \"H\" have been used in place of any missing headers.");
	import->warned |= unnamed;
	return true;
}

static bool header_from_argument(struct csv_import *import, struct call *call, struct value header,
				 GError **error)
{
	uint32_t n = arg_count(header);
	bool ok = true, unnamed = false;

	begin_shape(import);
	for (uint32_t i = 0; i < n && ok; i++) {
		value_auto v = arg_at(header, i);
		const char *text = arg_text(v, "");

		ok = add_column(import, text, strlen(text), i + 1, &unnamed, error);
	}
	return finish_header(import, call, unnamed, ok);
}

/* The header line: the first that is no comment. */
static bool header_from_text(struct csv_import *import, struct call *call,
			     struct csv_reader *reader, GError **error)
{
	static const char w3c[] = "#Fields: ";
	bool ok = true, unnamed = false;

	while (csv_read(reader)) {
		struct csv_field *fields = reader->fields;
		guint n = reader->n;

		while (n > 1 && !fields[n - 1].len)
			n--;
		if (fields[0].len >= strlen(w3c) && !memcmp(fields[0].text, w3c, strlen(w3c))) {
			fields[0].text += strlen(w3c);
			fields[0].len -= strlen(w3c);
		} else if (fields[0].len && fields[0].text[0] == '#') {
			continue;
		}
		begin_shape(import);
		for (guint i = 0; i < n && ok; i++)
			ok = add_column(import, fields[i].text, fields[i].len, i + 1, &unnamed,
					error);
		return finish_header(import, call, unnamed, ok);
	}
	return true;
}

static enum flow import_rows(struct csv_import *import, struct call *call,
			     struct csv_reader *reader)
{
	enum flow flow = FLOW_NEXT;

	while (flow == FLOW_NEXT && csv_read(reader)) {
		const struct csv_field *fields = reader->fields;
		struct object *object = object_new(import->shape);
		guint n = MIN(reader->n, import->shape->n);

		for (guint i = 0; i < n; i++)
			object->slots[i] = value_str(csv_string(&import->cache, i, fields[i].text,
								fields[i].len));
		flow = emit_take(call, value_of(object));
		if (flow == FLOW_NEXT && host_interrupted(call_host(call)))
			flow = FLOW_STOP;
	}
	return flow;
}

/* `text` ends with a NUL behind `len`. */
static enum flow csv_import_text(struct csv_import *import, struct call *call, struct value header,
				 const char *text, gsize len, uint32_t delimiter)
{
	struct csv_reader reader;
	GError *error = NULL;
	enum flow flow;
	bool ok = true;

	csv_reader_init(&reader, text, len, delimiter);
	if (!import->shape && arg_given(header))
		ok = header_from_argument(import, call, header, &error);
	if (ok && !import->shape) {
		char *type_name = csv_read_type(&reader);

		if (type_name) {
			g_free(import->type_name);
			import->type_name = type_name;
		}
		ok = header_from_text(import, call, &reader, &error);
	}
	if (!ok)
		flow = call_throw(call, error);
	else
		flow = import->shape ? import_rows(import, call, &reader) : FLOW_NEXT;
	csv_reader_clear(&reader);
	return flow;
}

static uint32_t delimiter_of(struct value delimiter)
{
	return delimiter.kind == V_CHAR && delimiter.u.ch ? delimiter.u.ch : ',';
}

/* -- Import-Csv -------------------------------------------------------------- */

struct import_csv_args {
	struct value delimiter, path, literal, culture, header, encoding;
};

enum { SET_DELIMITER_PATH = 1, SET_DELIMITER_LITERAL = 2, SET_CULTURE_PATH = 4,
	SET_CULTURE_LITERAL = 8 };

static const struct param import_csv_params[] = {
	{ "Delimiter", "char", FIELD(import_csv_args, delimiter), POSITION(1),
	  .sets = SET_DELIMITER_PATH | SET_DELIMITER_LITERAL,
	  .help = "The character between two fields; a comma if not given." },
	{ "Path", "string[]", FIELD(import_csv_args, path), POSITION(0), .pipeline = BY_VALUE,
	  .sets = SET_DELIMITER_PATH | SET_CULTURE_PATH,
	  .mandatory_sets = SET_DELIMITER_PATH | SET_CULTURE_PATH, .flags = PARAM_WILDCARDS,
	  .complete = "File", .help = "The files to read." },
	{ "LiteralPath", "string[]", FIELD(import_csv_args, literal), .pipeline = BY_NAME,
	  .sets = SET_DELIMITER_LITERAL | SET_CULTURE_LITERAL,
	  .mandatory_sets = SET_DELIMITER_LITERAL | SET_CULTURE_LITERAL, .aliases = "PSPath LP",
	  .complete = "File", .help = "The files to read, without wildcards." },
	{ "UseCulture", "switch", FIELD(import_csv_args, culture),
	  .sets = SET_CULTURE_PATH | SET_CULTURE_LITERAL,
	  .mandatory_sets = SET_CULTURE_PATH | SET_CULTURE_LITERAL,
	  .help = "The list separator of the culture is the delimiter." },
	{ "Header", "string[]", FIELD(import_csv_args, header),
	  .help = "The names of the columns; the first line is then data." },
	{ "Encoding", "object", FIELD(import_csv_args, encoding), .flags = PARAM_NO_CONVERT,
	  .complete = "Encoding", .help = "The files' encoding; UTF-8 if not given." },
	{ NULL }
};

static enum flow import_file(struct call *call, struct import_csv_args *args, const char *path,
			     const struct encoding *encoding)
{
	struct csv_import import = { 0 };
	GError *error = NULL;
	gsize len = 0;
	g_autofree char *text = text_file_read(path, encoding, &len, &error);
	enum flow flow;

	if (!text)
		return call_error(call, error);
	flow = csv_import_text(&import, call, args->header, text, len,
			       delimiter_of(args->delimiter));
	csv_import_clear(&import);
	return flow;
}

static enum flow import_csv(struct call *call, void *data)
{
	struct import_csv_args *args = data;
	g_autoptr(GPtrArray) paths = NULL;
	struct encoding encoding;
	GError *error = NULL;
	enum flow flow;

	if (!encoding_parse(args->encoding, &encoding, &error))
		return call_throw(call, error);
	paths = paths_expand(call, args->path, args->literal, &flow);
	for (guint i = 0; i < paths->len && flow == FLOW_NEXT; i++)
		flow = import_file(call, args, paths->pdata[i], &encoding);
	return flow;
}

static const struct cmdlet_example import_csv_examples[] = {
	{ "Import-Csv users.csv | ForEach-Object { New-Mailbox -Name $_.Name -Organization Contoso }",
	  "Creates a mailbox for each row." },
	{ "Import-Csv users.csv -Delimiter ';' -Header Name, Mail", "Names the columns itself." },
	{ NULL }
};

CMDLET(import_csv_cmdlet) = {
	.name = "Import-Csv", .aliases = "ipcsv", .module = MODULE_UTILITY,
	.synopsis = "Creates objects from the rows of comma-separated files.",
	.params = import_csv_params, .examples = import_csv_examples,
	.sets = "DelimiterPath DelimiterLiteralPath CulturePath CultureLiteralPath",
	.default_set = "DelimiterPath", .output = "System.Management.Automation.PSObject",
	.args_size = sizeof(struct import_csv_args), .process = import_csv,
};

/* -- ConvertFrom-Csv ----------------------------------------------------------- */

struct convertfrom_csv_args {
	struct value delimiter, culture, input, header;
};

enum { SET_DELIMITER = 1, SET_CULTURE = 2 };

static const struct param convertfrom_csv_params[] = {
	{ "Delimiter", "char", FIELD(convertfrom_csv_args, delimiter), POSITION(1),
	  .sets = SET_DELIMITER, .help = "The character between two fields; a comma if not given." },
	{ "UseCulture", "switch", FIELD(convertfrom_csv_args, culture), .sets = SET_CULTURE,
	  .mandatory_sets = SET_CULTURE, .help = "The list separator of the culture is the delimiter." },
	{ "InputObject", "psobject[]", FIELD(convertfrom_csv_args, input), POSITION(0),
	  .pipeline = BY_VALUE, .flags = PARAM_MANDATORY | PARAM_ALLOW_EMPTY,
	  .help = "The text." },
	{ "Header", "string[]", FIELD(convertfrom_csv_args, header), POSITION(2),
	  .help = "The names of the columns; the first line is then data." },
	{ NULL }
};

static enum flow convertfrom_csv(struct call *call, void *data)
{
	struct convertfrom_csv_args *args = data;
	uint32_t n = arg_count(args->input);
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < n && flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(args->input, i);
		struct string *text = value_to_display(v);

		flow = csv_import_text(call_state(call), call, args->header, text->data, text->len,
				       delimiter_of(args->delimiter));
		str_unref(text);
	}
	return flow;
}

static void convertfrom_csv_clean(struct call *call)
{
	csv_import_clear(call_state(call));
}

static const struct cmdlet_example convertfrom_csv_examples[] = {
	{ "'Name,Mail', 'anna,anna@contoso.com' | ConvertFrom-Csv", "One object of two lines." },
	{ NULL }
};

CMDLET(convertfrom_csv_cmdlet) = {
	.name = "ConvertFrom-Csv", .module = MODULE_UTILITY,
	.synopsis = "Creates objects from comma-separated text.",
	.params = convertfrom_csv_params, .examples = convertfrom_csv_examples,
	.sets = "Delimiter UseCulture", .default_set = "Delimiter",
	.output = "System.Management.Automation.PSObject",
	.args_size = sizeof(struct convertfrom_csv_args), .state_size = sizeof(struct csv_import),
	.process = convertfrom_csv, .clean = convertfrom_csv_clean,
};

