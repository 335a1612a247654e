/*
 * ConvertFrom-Json, ConvertTo-Json. The reader is lib's; the writer is here,
 * because what an object's properties are is the shell's to say.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "lib/convert.h"
#include "lib/datetime.h"
#include "lib/dict.h"
#include "lib/json.h"
#include "lib/operate.h"
#include "lib/object.h"

/* -- ConvertFrom-Json ------------------------------------------------------- */

struct convertfrom_json_args {
	struct value input, as_table, depth, whole, dates;
};

static const struct param convertfrom_json_params[] = {
	{ "InputObject", "string", FIELD(convertfrom_json_args, input), POSITION(0),
	  .pipeline = BY_VALUE, .flags = PARAM_MANDATORY | PARAM_ALLOW_EMPTY,
	  .help = "The JSON text; several lines are one text unless the first is complete." },
	{ "AsHashtable", "switch", FIELD(convertfrom_json_args, as_table),
	  .help = "Gives ordered hashtables, whose keys may differ in case only." },
	{ "Depth", "int", FIELD(convertfrom_json_args, depth), .min = 1, .max = INT32_MAX,
	  .help = "How deep the text may nest; 1024 if not given." },
	{ "NoEnumerate", "switch", FIELD(convertfrom_json_args, whole),
	  .help = "Gives a list as one object." },
	{ "DateKind", "string", FIELD(convertfrom_json_args, dates),
	  .values = "Default Local Utc Offset String",
	  .help = "What text in the form of a date becomes." },
	{ NULL }
};

static enum flow convertfrom_json(struct call *call, void *data)
{
	struct convertfrom_json_args *args = data;
	GArray **lines = call_state(call);

	if (!*lines)
		*lines = held_new();
	if (args->input.kind == V_STRING)
		held_add(*lines, args->input);
	return FLOW_NEXT;
}

static bool parse_text(const struct convertfrom_json_args *args, const char *text, gsize len,
		       struct value *ret, GError **error)
{
	static const char *const kinds[] = { "Default", "Local", "Utc", "Offset", "String" };
	struct json_options options = {
		.as_table = arg_on(args->as_table), .max_depth = arg_int(args->depth, 1024),
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (text_equal_nocase(arg_text(args->dates, "Default"), kinds[i]))
			options.dates = (enum json_dates)i;
	return json_parse(text, len, &options, ret, error);
}

static enum flow emit_parsed(struct call *call, struct convertfrom_json_args *args, const char *text,
			     gsize len)
{
	value_auto v = VALUE_NULL;
	GError *error = NULL;

	if (!parse_text(args, text, len, &v, &error))
		return call_throw(call, error);
	return arg_on(args->whole) ? emit(call, v) : emit_each(call, v);
}

static enum flow parse_joined(struct call *call, struct convertfrom_json_args *args,
			      const GArray *lines)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++) {
		const struct string *line = g_array_index(lines, struct value, i).u.str;

		if (i)
			g_string_append_c(text, '\n');
		g_string_append_len(text, line->data, line->len);
	}
	return emit_parsed(call, args, text->str, text->len);
}

static enum flow convertfrom_json_end(struct call *call, void *data)
{
	struct convertfrom_json_args *args = data;
	const GArray *lines = *(GArray **)call_state(call);
	value_auto first = VALUE_NULL;
	enum flow flow = FLOW_NEXT;

	if (!lines || !lines->len)
		return FLOW_NEXT;
	if (lines->len > 1) {
		const struct string *line = g_array_index(lines, struct value, 0).u.str;
		g_autoptr(GError) incomplete = NULL;

		if (!parse_text(args, line->data, line->len, &first, &incomplete))
			return parse_joined(call, args, lines);
	}
	for (guint i = 0; i < lines->len && flow == FLOW_NEXT; i++) {
		const struct string *line = g_array_index(lines, struct value, i).u.str;

		flow = emit_parsed(call, args, line->data, line->len);
	}
	return flow;
}

static void convertfrom_json_clean(struct call *call)
{
	held_free(*(GArray **)call_state(call));
}

static const struct cmdlet_example convertfrom_json_examples[] = {
	{ "Get-Content config.json -Raw | ConvertFrom-Json", "The objects of a file." },
	{ NULL }
};

CMDLET(convertfrom_json_cmdlet) = {
	.name = "ConvertFrom-Json", .module = MODULE_UTILITY,
	.synopsis = "Converts JSON text to objects or hashtables.",
	.params = convertfrom_json_params, .examples = convertfrom_json_examples,
	.output = "System.Management.Automation.PSObject System.Collections.Hashtable",
	.args_size = sizeof(struct convertfrom_json_args), .state_size = sizeof(GArray *),
	.process = convertfrom_json, .end = convertfrom_json_end, .clean = convertfrom_json_clean,
};

/* -- ConvertTo-Json ----------------------------------------------------------- */

struct convertto_json_args {
	struct value input, depth, compress, names, as_array, escapes;
};

static const struct param convertto_json_params[] = {
	{ "InputObject", "object", FIELD(convertto_json_args, input), POSITION(0),
	  .pipeline = BY_VALUE, .flags = PARAM_MANDATORY | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .help = "The objects to write." },
	{ "Depth", "int", FIELD(convertto_json_args, depth), .min = 0, .max = 100,
	  .help = "How deep objects are followed; 2 if not given." },
	{ "Compress", "switch", FIELD(convertto_json_args, compress),
	  .help = "Writes everything in one line." },
	{ "EnumsAsStrings", "switch", FIELD(convertto_json_args, names),
	  .help = "Writes the names of enumeration values." },
	{ "AsArray", "switch", FIELD(convertto_json_args, as_array),
	  .help = "Writes a list even for one object." },
	{ "EscapeHandling", "string", FIELD(convertto_json_args, escapes),
	  .values = "Default EscapeNonAscii EscapeHtml", .help = "Which characters are escaped." },
	{ NULL }
};

struct json_writer {
	struct call *call;
	GString *out;
	int max_depth;
	bool compress, names, truncated;
	enum json_escapes escapes;
	int indent;
};

static void put_value(struct json_writer *writer, struct value v, int depth);

static void put_break(struct json_writer *writer)
{
	if (writer->compress)
		return;
	g_string_append_c(writer->out, '\n');
	for (int i = 0; i < writer->indent; i++)
		g_string_append(writer->out, "  ");
}

static void put_text(struct json_writer *writer, struct value v)
{
	struct string *text = value_to_string(v, NULL);

	json_put_string(writer->out, text, writer->escapes);
	str_unref(text);
}

static void put_date(struct json_writer *writer, struct value v)
{
	GString *text = g_string_new(NULL);
	struct string *str;

	datetime_format(text, v, "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", 28, &date_invariant, NULL);
	str = str_from_gstring(text);
	json_put_string(writer->out, str, writer->escapes);
	str_unref(str);
}

static void put_list(struct json_writer *writer, struct value v, int depth)
{
	struct enumerator e;
	struct value element;
	bool any = false;

	g_string_append_c(writer->out, '[');
	writer->indent++;
	enumerator_init(&e, v);
	while (enumerator_next(&e, &element, NULL)) {
		if (any)
			g_string_append_c(writer->out, ',');
		any = true;
		put_break(writer);
		put_value(writer, element, depth + 1);
		value_unref(element);
	}
	enumerator_clear(&e);
	writer->indent--;
	if (any)
		put_break(writer);
	g_string_append_c(writer->out, ']');
}

/* The members of an object while they are written. */
struct json_members {
	struct json_writer *writer;
	int depth;
	bool any;
};

static void put_member(struct string *name, struct value v, void *data)
{
	struct json_members *members = data;
	struct json_writer *writer = members->writer;

	if (members->any)
		g_string_append_c(writer->out, ',');
	members->any = true;
	put_break(writer);
	json_put_string(writer->out, name, writer->escapes);
	g_string_append(writer->out, writer->compress ? ":" : ": ");
	put_value(writer, v, members->depth + 1);
}

static void put_table(struct json_members *members, const struct dict *dict)
{
	const struct dict_entry *entry;

	for (uint32_t i = 0; dict_next(dict, &i, &entry);) {
		struct string *name = value_to_string(entry->key, NULL);

		put_member(name, entry->value, members);
		str_unref(name);
	}
}

static void put_object(struct json_writer *writer, struct value v, int depth)
{
	struct json_members members = { .writer = writer, .depth = depth };
	struct value base = value_base(v);
	struct string *name;

	g_string_append_c(writer->out, '{');
	writer->indent++;
	if (base.kind == V_DICT) {
		put_table(&members, base.u.dict);
	} else if (base.kind == V_SWITCH) {
		name = str_new("IsPresent", -1);
		put_member(name, value_bool(base.u.b), &members);
		str_unref(name);
	} else {
		host_each_property(call_host(writer->call), v, put_member, &members);
	}
	writer->indent--;
	if (members.any)
		put_break(writer);
	g_string_append_c(writer->out, '}');
}

/* A DateTimeOffset: as a date, with the offset it has. */
static bool put_moment(struct json_writer *writer, struct value v)
{
	struct string *text;

	if (!value_format_one(v, "yyyy-MM-ddTHH:mm:ss.FFFFFFFzzz", &text, NULL))
		return false;
	json_put_string(writer->out, text, writer->escapes);
	str_unref(text);
	return true;
}

/* Exchange's own values are text to those who read a report, as they are when they come from afar. */
static bool is_exchange_value(struct value v)
{
	return g_str_has_prefix(type_of(v)->name, "Microsoft.Exchange.");
}

/* What is written in one piece; false when it is not such a value. */
static bool put_simple(struct json_writer *writer, struct value v)
{
	const char *type;

	switch (v.kind) {
	case V_UNSET: case V_NULL: case V_NOTHING:
		g_string_append(writer->out, "null");
		return true;
	case V_BOOL:
		g_string_append(writer->out, v.u.b ? "true" : "false");
		return true;
	case V_STRING:
		json_put_string(writer->out, v.u.str, writer->escapes);
		return true;
	case V_CHAR: case V_TYPE:
		put_text(writer, v);
		return true;
	case V_DATETIME:
		put_date(writer, v);
		return true;
	case V_ENUM:
		if (writer->names || is_exchange_value(v))
			put_text(writer, v);
		else
			g_string_append_printf(writer->out, "%" G_GINT64_FORMAT, v.u.i);
		return true;
	case V_NATIVE:
		type = type_of(v)->name;
		if (g_str_equal(type, "System.DateTimeOffset"))
			return put_moment(writer, v);
		if (!g_str_equal(type, "System.Guid") && !g_str_equal(type, "System.Uri") &&
		    !is_exchange_value(v))
			return false;
		put_text(writer, v);
		return true;
	default:
		if (!value_is_number(v))
			return false;
		json_put_number(writer->out, v);
		return true;
	}
}

static void put_value(struct json_writer *writer, struct value v, int depth)
{
	struct value base = value_base(v);

	if (put_simple(writer, base))
		return;
	if (depth > writer->max_depth) {
		if (!writer->truncated)
			call_warning(writer->call, "Resulting JSON is truncated as serialization has "
				     "exceeded the set depth of %d.", writer->max_depth);
		writer->truncated = true;
		put_text(writer, v);
	} else if (base.kind != V_DICT && value_is_enumerable(base)) {
		put_list(writer, base, depth);
	} else {
		put_object(writer, v, depth);
	}
}

static enum flow convertto_json(struct call *call, void *data)
{
	struct convertto_json_args *args = data;
	GArray **held = call_state(call);

	if (args->input.kind == V_UNSET)
		return FLOW_NEXT;
	if (!*held)
		*held = held_new();
	held_add(*held, args->input);
	return FLOW_NEXT;
}

static void put_all(struct json_writer *writer, const GArray *held, bool as_array)
{
	struct list *list;
	value_auto all = VALUE_UNSET;

	if (held->len == 1 && !as_array) {
		put_value(writer, g_array_index(held, struct value, 0), 0);
		return;
	}
	list = list_new(NULL, NULL);
	all = value_of(list);
	for (guint i = 0; i < held->len; i++)
		list_add(list, value_ref(g_array_index(held, struct value, i)));
	put_value(writer, all, 0);
}

static enum flow convertto_json_end(struct call *call, void *data)
{
	struct convertto_json_args *args = data;
	const GArray *held = *(GArray **)call_state(call);
	const char *escapes = arg_text(args->escapes, "Default");
	struct json_writer writer = {
		.call = call, .out = g_string_new(NULL), .max_depth = arg_int(args->depth, 2),
		.compress = arg_on(args->compress), .names = arg_on(args->names),
		.escapes = text_equal_nocase(escapes, "EscapeHtml") ? JSON_ESCAPE_HTML :
			   text_equal_nocase(escapes, "EscapeNonAscii") ? JSON_ESCAPE_NON_ASCII :
			   JSON_ESCAPE_DEFAULT,
	};

	if (held)
		put_all(&writer, held, arg_on(args->as_array));
	if (!held) {
		g_string_free(writer.out, TRUE);
		return FLOW_NEXT;
	}
	return emit_take(call, value_str(str_from_gstring(writer.out)));
}

static void convertto_json_clean(struct call *call)
{
	held_free(*(GArray **)call_state(call));
}

static const struct cmdlet_example convertto_json_examples[] = {
	{ "Get-Mailbox | Select-Object Name, Database | ConvertTo-Json", "Mailboxes as JSON." },
	{ NULL }
};

CMDLET(convertto_json_cmdlet) = {
	.name = "ConvertTo-Json", .module = MODULE_UTILITY,
	.synopsis = "Converts objects to JSON text.",
	.params = convertto_json_params, .examples = convertto_json_examples,
	.output = "System.String", .args_size = sizeof(struct convertto_json_args),
	.state_size = sizeof(GArray *), .process = convertto_json, .end = convertto_json_end,
	.clean = convertto_json_clean,
};
