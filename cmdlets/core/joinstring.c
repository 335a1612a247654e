/*
 * Join-String, ConvertFrom-StringData: text out of many values, and values out
 * of name=value lines.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/column.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/operate.h"

/* -- Join-String ------------------------------------------------------------ */

struct join_string_args {
	struct value property, separator, prefix, suffix, single, dbl, format, culture, input;
};

enum { SET_DEFAULT = 1, SET_SINGLE = 2, SET_DOUBLE = 4, SET_FORMAT = 8 };

static const struct param join_string_params[] = {
	{ "Property", "object", FIELD(join_string_args, property), POSITION(0),
	  .flags = PARAM_NO_CONVERT, .help = "The property, or a block that gives the text." },
	{ "Separator", "string", FIELD(join_string_args, separator), POSITION(1),
	  .flags = PARAM_ALLOW_EMPTY, .help = "What stands between two texts; $OFS if not given." },
	{ "OutputPrefix", "string", FIELD(join_string_args, prefix), .aliases = "op",
	  .help = "What stands before everything." },
	{ "OutputSuffix", "string", FIELD(join_string_args, suffix), .aliases = "os",
	  .help = "What stands after everything." },
	{ "SingleQuote", "switch", FIELD(join_string_args, single), .sets = SET_SINGLE,
	  .help = "Puts each text in single quotes." },
	{ "DoubleQuote", "switch", FIELD(join_string_args, dbl), .sets = SET_DOUBLE,
	  .help = "Puts each text in double quotes." },
	{ "FormatString", "string", FIELD(join_string_args, format), .sets = SET_FORMAT,
	  .help = "A format for each value, as of -f." },
	{ "UseCulture", "switch", FIELD(join_string_args, culture),
	  .help = "The list separator of the culture." },
	{ "InputObject", "psobject[]", FIELD(join_string_args, input), .pipeline = BY_VALUE,
	  .flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY, .help = "The values to join." },
	{ NULL }
};

struct join_state {
	struct columns columns;
	GString *out;
	bool any;
};

static enum flow join_string_begin(struct call *call, void *data)
{
	struct join_string_args *args = data;
	struct join_state *state = call_state(call);
	GError *error = NULL;

	if (!columns_init(&state->columns, args->property, 0, &error))
		return call_throw(call, error);
	state->out = g_string_new(arg_text(args->prefix, ""));
	return FLOW_NEXT;
}

static void append_separator(struct call *call, const struct join_string_args *args,
			     struct join_state *state)
{
	value_auto ofs = VALUE_UNSET;

	if (!state->any) {
		state->any = true;
	} else if (args->separator.kind == V_STRING) {
		g_string_append(state->out, args->separator.u.str->data);
	} else if (arg_on(args->culture)) {
		g_string_append_c(state->out, ',');
	} else {
		ofs = host_variable(call_host(call), "OFS");
		g_string_append(state->out, arg_text(ofs, ""));
	}
}

static enum flow append_value(struct call *call, const struct join_string_args *args,
			      struct join_state *state, struct value v)
{
	struct string *text;
	value_auto formatted = VALUE_UNSET;
	GError *error = NULL;
	char quote = arg_on(args->single) ? '\'' : arg_on(args->dbl) ? '"' : 0;

	append_separator(call, args, state);
	if (args->format.kind == V_STRING) {
		if (!value_format(args->format, v, &formatted, &error))
			return call_error(call, error);
		g_string_append(state->out, arg_text(formatted, ""));
		return FLOW_NEXT;
	}
	text = value_to_string(v, NULL);
	if (quote)
		g_string_append_c(state->out, quote);
	for (uint32_t i = 0; i < text->len; i++) {
		if (quote && text->data[i] == quote)
			g_string_append_c(state->out, quote);
		g_string_append_c(state->out, text->data[i]);
	}
	if (quote)
		g_string_append_c(state->out, quote);
	str_unref(text);
	return FLOW_NEXT;
}

static enum flow join_one(struct call *call, const struct join_string_args *args,
			  struct join_state *state, struct value input)
{
	value_auto v = VALUE_UNSET;
	enum flow flow;

	if (value_is_null(input))
		return FLOW_NEXT;
	if (!state->columns.n)
		return append_value(call, args, state, input);
	flow = column_read(&state->columns.at[0], call_host(call), input, &v);
	if (flow != FLOW_NEXT || value_is_null(v))
		return flow;
	return append_value(call, args, state, v);
}

static enum flow join_string(struct call *call, void *data)
{
	struct join_string_args *args = data;
	uint32_t n = arg_count(args->input);
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < n && flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(args->input, i);

		flow = join_one(call, args, call_state(call), v);
	}
	return flow;
}

static enum flow join_string_end(struct call *call, void *data)
{
	struct join_string_args *args = data;
	struct join_state *state = call_state(call);

	g_string_append(state->out, arg_text(args->suffix, ""));
	return emit_text(call, state->out->str, state->out->len);
}

static void join_string_clean(struct call *call)
{
	struct join_state *state = call_state(call);

	columns_clear(&state->columns);
	if (state->out)
		g_string_free(state->out, TRUE);
}

static const struct cmdlet_example join_string_examples[] = {
	{ "Get-AcceptedDomain | Join-String DomainName -Separator ', '", "All domains in one line." },
	{ NULL }
};

CMDLET(join_string_cmdlet) = {
	.name = "Join-String", .module = MODULE_UTILITY,
	.synopsis = "Combines objects from the pipeline into a single string.",
	.params = join_string_params, .examples = join_string_examples,
	.sets = "default SingleQuote DoubleQuote Format", .default_set = "default",
	.output = "System.String", .args_size = sizeof(struct join_string_args),
	.state_size = sizeof(struct join_state), .begin = join_string_begin,
	.process = join_string, .end = join_string_end, .clean = join_string_clean,
};

/* -- ConvertFrom-StringData -------------------------------------------------------- */

struct convertfrom_stringdata_args {
	struct value text, delimiter;
};

static const struct param convertfrom_stringdata_params[] = {
	{ "StringData", "string", FIELD(convertfrom_stringdata_args, text), POSITION(0),
	  .pipeline = BY_VALUE, .flags = PARAM_MANDATORY | PARAM_ALLOW_EMPTY,
	  .help = "Lines of name=value; # begins a comment." },
	{ "Delimiter", "char", FIELD(convertfrom_stringdata_args, delimiter), POSITION(1),
	  .help = "What stands between name and value; = if not given." },
	{ NULL }
};

static const struct fault bad_line = {
	"InvalidOperation", "System.Management.Automation.PSInvalidOperationException",
	CATEGORY_INVALID_OPERATION, NULL };
static const struct fault bad_escape = {
	"System.Text.RegularExpressions.RegexParseException",
	"System.Text.RegularExpressions.RegexParseException", CATEGORY_INVALID_ARGUMENT, NULL };

/* Escapes are those of a regular expression: \n, \t, \x41, \\ ... */
static char *unescape(const char *text, GError **error)
{
	static const char from[] = "nrtabefv", to[] = "\n\r\t\a\b\33\f\v";
	GString *out = g_string_new(NULL);

	for (const char *p = text; *p; p++) {
		const char *found;
		unsigned digits = 0, c = 0, wanted;

		if (*p != '\\' || !p[1]) {
			g_string_append_c(out, *p);
			continue;
		}
		p++;
		wanted = *p == 'x' ? 2 : *p == 'u' ? 4 : 0;
		if (!wanted) {
			found = strchr(from, *p);
			g_string_append_c(out, found ? to[found - from] : *p);
			continue;
		}
		while (digits < wanted && g_ascii_isxdigit(p[1])) {
			c = c << 4 | g_ascii_xdigit_value(*++p);
			digits++;
		}
		if (digits < wanted) {
			fault_set(error, &bad_escape, VALUE_NULL,
				  "Invalid pattern '%s' at offset %ld. Insufficient or invalid "
				  "hexadecimal digits.", text, (long)(p - text + 1));
			g_string_free(out, TRUE);
			return NULL;
		}
		text_put(out, c);
	}
	return g_string_free(out, FALSE);
}

static enum flow add_line(struct call *call, struct dict *table, char *line, char delimiter)
{
	char *split = strchr(line, delimiter);
	g_autofree char *name = NULL, *value = NULL;
	GError *error = NULL;

	if (!split)
		return call_throw_fault(call, &bad_line, VALUE_NULL,
			"Data line '%s' is not in 'name=value' format. ", line);
	name = g_strstrip(g_strndup(line, split - line));
	if (dict_find_text(table, name))
		return call_throw_fault(call, &bad_line, VALUE_NULL,
			"Data item '%s' in line '%s' is already defined. ", name, line);
	value = unescape(g_strstrip(split + 1), &error);
	if (!value)
		return call_throw(call, error);
	dict_set_text(table, name, value_text(value));
	return FLOW_NEXT;
}

static enum flow convertfrom_stringdata(struct call *call, void *data)
{
	struct convertfrom_stringdata_args *args = data;
	char delimiter = args->delimiter.kind == V_CHAR ? args->delimiter.u.ch : '=';
	g_auto(GStrv) lines = g_strsplit_set(arg_text(args->text, ""), "\r\n", -1);
	struct dict *table = dict_new(DICT_HASHTABLE, false);
	value_auto held = value_of(table);
	enum flow flow = FLOW_NEXT;

	for (unsigned i = 0; lines[i] && flow == FLOW_NEXT; i++) {
		char *line = g_strstrip(lines[i]);

		if (*line && *line != '#')
			flow = add_line(call, table, line, delimiter);
	}
	return flow == FLOW_NEXT ? emit(call, held) : flow;
}

static const struct cmdlet_example convertfrom_stringdata_examples[] = {
	{ "Get-Content settings.txt -Raw | ConvertFrom-StringData", "A table of a file's settings." },
	{ NULL }
};

CMDLET(convertfrom_stringdata_cmdlet) = {
	.name = "ConvertFrom-StringData", .module = MODULE_UTILITY,
	.synopsis = "Converts lines of name=value to a hashtable.",
	.params = convertfrom_stringdata_params, .examples = convertfrom_stringdata_examples,
	.output = "System.Collections.Hashtable",
	.args_size = sizeof(struct convertfrom_stringdata_args), .process = convertfrom_stringdata,
};
