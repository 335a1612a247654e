/*
 * ConvertTo-Html: a table of objects, or a list of each one's properties, as a
 * page or a fragment; every value passes through one encoder.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/column.h"
#include "cmdlets/core/markup.h"
#include "lib/convert.h"
#include "lib/dict.h"

struct convertto_html_args {
	struct value input, property, body, head, title, as, css, post, pre, fragment, meta, charset,
		transitional;
};

enum { SET_PAGE = 1, SET_FRAGMENT = 2 };

static const struct param convertto_html_params[] = {
	{ "InputObject", "psobject", FIELD(convertto_html_args, input), .pipeline = BY_VALUE,
	  .help = "The objects to show." },
	{ "Property", "object[]", FIELD(convertto_html_args, property), POSITION(0),
	  .help = "The properties to show; all if not given." },
	{ "Body", "string[]", FIELD(convertto_html_args, body), POSITION(3), .sets = SET_PAGE,
	  .help = "Markup behind the body tag." },
	{ "Head", "string[]", FIELD(convertto_html_args, head), POSITION(1), .sets = SET_PAGE,
	  .help = "Markup of the head, in place of the title." },
	{ "Title", "string", FIELD(convertto_html_args, title), POSITION(2), .sets = SET_PAGE,
	  .help = "The page's title." },
	{ "As", "string", FIELD(convertto_html_args, as), .values = "Table List",
	  .help = "A table, or a list of properties." },
	{ "CssUri", "uri", FIELD(convertto_html_args, css), .sets = SET_PAGE, .aliases = "cu uri",
	  .help = "Where the style sheet is." },
	{ "PostContent", "string[]", FIELD(convertto_html_args, post),
	  .help = "Markup behind the table." },
	{ "PreContent", "string[]", FIELD(convertto_html_args, pre),
	  .help = "Markup before the table." },
	{ "Fragment", "switch", FIELD(convertto_html_args, fragment), .sets = SET_FRAGMENT,
	  .mandatory_sets = SET_FRAGMENT, .help = "Only the table." },
	{ "Meta", "System.Collections.Hashtable", FIELD(convertto_html_args, meta),
	  .sets = SET_PAGE, .help = "Names and contents of meta tags." },
	{ "Charset", "string", FIELD(convertto_html_args, charset), .sets = SET_PAGE,
	  .help = "The page's character set." },
	{ "Transitional", "switch", FIELD(convertto_html_args, transitional), .sets = SET_PAGE,
	  .help = "Declares XHTML transitional." },
	{ NULL }
};

struct html_state {
	struct columns columns;
	bool ready, any, list;
};

static enum flow emit_lines(struct call *call, struct value lines)
{
	uint32_t n = arg_count(lines);
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < n && flow == FLOW_NEXT; i++)
		flow = emit_take(call, arg_at(lines, i));
	return flow;
}

static enum flow emit_title(struct call *call, const struct convertto_html_args *args)
{
	g_autoptr(GString) line = g_string_new("<title>");
	const char *title = arg_text(args->title, "HTML TABLE");

	html_put(line, title, strlen(title));
	g_string_append(line, "</title>");
	return emit_text(call, line->str, line->len);
}

static enum flow emit_meta(struct call *call, const struct convertto_html_args *args)
{
	struct value table = value_base(args->meta);
	const struct dict_entry *entry;
	enum flow flow = FLOW_NEXT;

	if (arg_given(args->charset)) {
		g_autofree char *line = g_strdup_printf("<meta charset=\"%s\">",
							arg_text(args->charset, ""));

		flow = emit_text(call, line, -1);
	}
	for (uint32_t i = 0; table.kind == V_DICT && flow == FLOW_NEXT &&
	     dict_next(table.u.dict, &i, &entry);) {
		struct string *name = value_to_string(entry->key, NULL);
		struct string *content = value_to_string(entry->value, NULL);
		g_autofree char *line = g_strdup_printf("<meta name=\"%s\" content=\"%s\">",
							name->data, content->data);

		flow = emit_text(call, line, -1);
		str_unref(name);
		str_unref(content);
	}
	return flow;
}

static enum flow emit_head(struct call *call, const struct convertto_html_args *args)
{
	static const char strict[] = "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\"  "
		"\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">";
	static const char loose[] = "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\"  "
		"\"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">";
	enum flow flow = emit_text(call, arg_on(args->transitional) ? loose : strict, -1);

	if (flow == FLOW_NEXT)
		flow = emit_text(call, "<html xmlns=\"http://www.w3.org/1999/xhtml\">", -1);
	if (flow == FLOW_NEXT)
		flow = emit_text(call, "<head>", -1);
	if (flow == FLOW_NEXT)
		flow = emit_meta(call, args);
	if (flow == FLOW_NEXT)
		flow = arg_given(args->head) ? emit_lines(call, args->head) : emit_title(call, args);
	if (flow == FLOW_NEXT && arg_given(args->css)) {
		struct string *uri = value_to_string(args->css, NULL);
		g_autofree char *line = g_strdup_printf(
			"<link rel=\"stylesheet\" type=\"text/css\" href=\"%s\" />", uri->data);

		str_unref(uri);
		flow = emit_text(call, line, -1);
	}
	if (flow == FLOW_NEXT)
		flow = emit_text(call, "</head><body>", -1);
	return flow == FLOW_NEXT ? emit_lines(call, args->body) : flow;
}

static enum flow convertto_html_begin(struct call *call, void *data)
{
	struct convertto_html_args *args = data;
	struct html_state *state = call_state(call);
	GError *error = NULL;
	enum flow flow = FLOW_NEXT;

	if (!columns_init(&state->columns, args->property, COLUMN_NAME | COLUMN_LAYOUT, &error))
		return call_throw(call, error);
	state->list = text_equal_nocase(arg_text(args->as, "Table"), "List");
	if (!arg_on(args->fragment))
		flow = emit_head(call, args);
	if (flow == FLOW_NEXT)
		flow = emit_lines(call, args->pre);
	return flow == FLOW_NEXT ? emit_text(call, "<table>", -1) : flow;
}

/* The columns of the first object: its properties, patterns expanded. */
struct column_search {
	struct list *names;
	struct value pattern;	/* V_UNSET: all */
};

static void find_column(struct string *name, struct value v, void *data)
{
	struct column_search *search = data;

	if (search->pattern.kind == V_UNSET || text_is_like(value_str(name), search->pattern))
		list_add(search->names, value_str(str_ref(name)));
}

static enum flow expand_columns(struct call *call, const struct convertto_html_args *args,
				struct html_state *state)
{
	struct list *names = list_new(NULL, NULL);
	value_auto held = value_of(names);
	struct column_search search = { .names = names };
	uint32_t n = arg_count(args->property);
	GError *error = NULL;

	for (uint32_t i = 0; i < n; i++) {
		value_auto v = arg_at(args->property, i);

		if (v.kind == V_STRING && text_has_wildcards(v.u.str->data)) {
			search.pattern = v;
			host_each_property(call_host(call), args->input, find_column, &search);
		} else {
			list_add(names, value_ref(v));
		}
	}
	search.pattern = VALUE_UNSET;
	if (!n)
		host_each_property(call_host(call), args->input, find_column, &search);
	columns_clear(&state->columns);
	state->ready = true;
	if (!columns_init(&state->columns, held, COLUMN_NAME | COLUMN_LAYOUT, &error))
		return call_throw(call, error);
	return FLOW_NEXT;
}

static enum flow emit_header(struct call *call, const struct html_state *state)
{
	g_autoptr(GString) line = g_string_new("<colgroup>");
	enum flow flow;

	for (unsigned i = 0; i < state->columns.n; i++)
		g_string_append(line, "<col/>");
	g_string_append(line, "</colgroup>");
	flow = emit_text(call, line->str, line->len);
	if (flow != FLOW_NEXT)
		return flow;
	g_string_assign(line, "<tr>");
	for (unsigned i = 0; i < state->columns.n; i++) {
		struct string *name = column_name(&state->columns.at[i]);

		g_string_append(line, "<th>");
		html_put(line, name->data, name->len);
		g_string_append(line, "</th>");
	}
	g_string_append(line, "</tr>");
	return emit_text(call, line->str, line->len);
}

static enum flow put_cell(struct call *call, struct column *column, struct value row, GString *line)
{
	value_auto v = VALUE_UNSET;
	struct string *text;
	enum flow flow = column_read(column, call_host(call), row, &v);

	if (flow == FLOW_ERROR) {
		value_unref(host_take_error(call_host(call)));
		flow = FLOW_NEXT;
	}
	text = value_cell(v);
	g_string_append(line, "<td>");
	html_put(line, text->data, text->len);
	g_string_append(line, "</td>");
	str_unref(text);
	return flow;
}

static enum flow emit_row(struct call *call, struct html_state *state, struct value row)
{
	g_autoptr(GString) line = g_string_new("<tr>");
	enum flow flow = FLOW_NEXT;

	for (unsigned i = 0; i < state->columns.n && flow == FLOW_NEXT; i++)
		flow = put_cell(call, &state->columns.at[i], row, line);
	g_string_append(line, "</tr>");
	return flow == FLOW_NEXT ? emit_text(call, line->str, line->len) : flow;
}

static enum flow emit_list(struct call *call, struct html_state *state, struct value row)
{
	enum flow flow = state->any ? emit_text(call, "<tr><td><hr></td></tr>", -1) : FLOW_NEXT;

	for (unsigned i = 0; i < state->columns.n && flow == FLOW_NEXT; i++) {
		g_autoptr(GString) line = g_string_new("<tr><td>");
		struct string *name = column_name(&state->columns.at[i]);

		html_put(line, name->data, name->len);
		g_string_append(line, ":</td>");
		flow = put_cell(call, &state->columns.at[i], row, line);
		g_string_append(line, "</tr>");
		if (flow == FLOW_NEXT)
			flow = emit_text(call, line->str, line->len);
	}
	return flow;
}

static enum flow convertto_html(struct call *call, void *data)
{
	struct convertto_html_args *args = data;
	struct html_state *state = call_state(call);
	enum flow flow = FLOW_NEXT;

	if (value_is_null(args->input))
		return FLOW_NEXT;
	if (!state->ready) {
		flow = expand_columns(call, args, state);
		if (flow == FLOW_NEXT && !state->list)
			flow = emit_header(call, state);
	}
	if (flow == FLOW_NEXT)
		flow = state->list ? emit_list(call, state, args->input)
				   : emit_row(call, state, args->input);
	state->any = true;
	return flow;
}

static enum flow convertto_html_end(struct call *call, void *data)
{
	struct convertto_html_args *args = data;
	enum flow flow = emit_text(call, "</table>", -1);

	if (flow == FLOW_NEXT)
		flow = emit_lines(call, args->post);
	if (flow == FLOW_NEXT && !arg_on(args->fragment))
		flow = emit_text(call, "</body></html>", -1);
	return flow;
}

static void convertto_html_clean(struct call *call)
{
	columns_clear(&((struct html_state *)call_state(call))->columns);
}

static const struct cmdlet_example convertto_html_examples[] = {
	{ "Get-Mailbox | ConvertTo-Html Name, Database -Title Mailboxes | Set-Content report.html",
	  "A page with a table." },
	{ NULL }
};

CMDLET(convertto_html_cmdlet) = {
	.name = "ConvertTo-Html", .module = MODULE_UTILITY,
	.synopsis = "Converts objects into HTML.",
	.params = convertto_html_params, .examples = convertto_html_examples,
	.sets = "Page Fragment", .default_set = "Page", .output = "System.String",
	.args_size = sizeof(struct convertto_html_args), .state_size = sizeof(struct html_state),
	.begin = convertto_html_begin, .process = convertto_html, .end = convertto_html_end,
	.clean = convertto_html_clean,
};
