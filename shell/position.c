/*
 * Positions as scripts see them.
 */
#include "config.h"

#include "shell/position.h"

#include "lib/object.h"
#include "shell/invocation.h"
#include "shell/scriptblock.h"

struct source *error_source(const struct error_record *record, struct span *ret_span)
{
	struct scriptblock *block = scriptblock_of(record->source);

	if (!block || !record->has_extent)
		return NULL;
	*ret_span = (struct span){ record->start, record->end };
	return block->unit->tree->source;
}

/* -- The statement around a node ------------------------------------------------------------ */

struct statement_search {
	struct span wanted, found;
	enum ast_kind parent;
};

/* What an error inside it points at: a pipeline or an assignment, but not the pipeline inside one or in (). */
static bool is_point(enum ast_kind kind, enum ast_kind parent)
{
	return kind == AST_ASSIGNMENT ||
	       (kind == AST_PIPELINE && parent != AST_ASSIGNMENT && parent != AST_PAREN);
}

static bool search_statement(struct ast *node, void *data)
{
	struct statement_search *search = data;

	if (node->span.start > search->wanted.start || node->span.end < search->wanted.end)
		return true;
	if (is_point(node->kind, search->parent))
		search->found = node->span;
	search->parent = node->kind;
	ast_children(node, search_statement, search);
	return false;
}

struct span position_of_statement(const struct node *node)
{
	struct statement_search search = {
		.wanted = node->ast->span, .found = node->ast->span, .parent = AST_SCRIPT_BLOCK,
	};

	ast_children((struct ast *)&node->unit->ast->ast, search_statement, &search);
	return search.found;
}

/* -- The position message ------------------------------------------------------------------- */

/* A source line as it is shown: the extent marked in it, cut around the extent when it is long. */
struct marked_line {
	gunichar *text;
	uint32_t len;
	uint32_t at, marked;		/* the extent: its first column, and how many */
	bool cut_before, cut_after;
};

/* What is shown of a longer line, and how much before and after the extent is kept at least. */
enum { LINE_SHOWN = 69, KEPT_BEFORE = 12, KEPT_AFTER = 8, TAB_WIDTH = 4 };

static void append_expanded(GArray *out, const gunichar *text, uint32_t n)
{
	static const gunichar blanks[TAB_WIDTH] = { ' ', ' ', ' ', ' ' };

	for (uint32_t i = 0; i < n; i++)
		if (text[i] == '\t')
			g_array_append_vals(out, blanks, TAB_WIDTH);
		else
			g_array_append_val(out, text[i]);
}

/* The line without its trailing blanks, its tabs expanded. */
static struct marked_line marked_line_new(const char *line, uint32_t at, uint32_t marked)
{
	glong len;
	g_autofree gunichar *text = g_utf8_to_ucs4_fast(line, -1, &len);
	g_autoptr(GArray) shown = g_array_new(FALSE, FALSE, sizeof(gunichar));
	struct marked_line m = { .at = 0 };

	while (len > 0 && g_unichar_isspace(text[len - 1]))
		len--;
	at = MIN(at, (uint32_t)len);
	marked = MIN(marked, (uint32_t)len - at);
	append_expanded(shown, text, at);
	m.at = shown->len;
	append_expanded(shown, text + at, marked);
	m.marked = shown->len - m.at;
	append_expanded(shown, text + at + marked, (uint32_t)len - at - marked);
	m.len = shown->len;
	m.text = (gunichar *)g_array_free(g_steal_pointer(&shown), FALSE);
	return m;
}

/* Cuts a line to LINE_SHOWN columns: as much of the extent as fits, then what is before it, then after. */
static void marked_line_cut(struct marked_line *m)
{
	uint32_t after = m->len - m->marked - m->at, before = MIN(m->at, KEPT_BEFORE);
	uint32_t kept = MIN(after, KEPT_AFTER), start;

	if (before + m->marked + kept >= LINE_SHOWN) {
		m->cut_after = true;
	} else {
		before += MIN(m->at - before, LINE_SHOWN - before - m->marked - kept);
		kept += MIN(after, LINE_SHOWN - before - m->marked - kept);
		m->cut_after = kept < after;
	}
	m->cut_before = before < m->at;
	start = m->at - before;
	m->len = MIN(m->len - start, LINE_SHOWN);
	memmove(m->text, m->text + start, m->len * sizeof(*m->text));
	m->at = before;
	m->marked = MIN(m->marked, LINE_SHOWN - before);
}

static void append_columns(GString *out, const gunichar *text, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		g_string_append_unichar(out, text[i]);
}

/* "+ " and the line, "+ " and the marks below it. */
static void append_marked(GString *out, struct marked_line *m)
{
	g_string_append_printf(out, "+ %s", m->cut_before ? "… " : "");
	append_columns(out, m->text, m->len);
	g_string_append_printf(out, "%s\n+ %*s", m->cut_after ? " …" : "", m->at + (m->cut_before ? 2 : 0), "");
	for (uint32_t i = 0; i < MAX(1, m->marked); i++)
		g_string_append_c(out, '~');
}

/* How many columns of its first line a span covers. */
static uint32_t columns_covered(struct source *source, struct span span, struct span line)
{
	g_autofree char *part = NULL;

	if (span.start >= line.end)
		return 0;
	part = source_text(source, (struct span){ span.start, MIN(span.end, line.end) });
	return g_utf8_strlen(part, -1);
}

char *position_message(struct source *source, struct span span)
{
	uint32_t line, column;
	struct span whole;
	GString *out = g_string_new("At ");
	g_autofree char *text = NULL;
	struct marked_line marked;

	source_position(source, span.start, &line, &column);
	whole = source_line_span(source, line);
	text = source_text(source, whole);
	g_string_append_printf(out, "%s:%u char:%u\n", source->path ? source->path : "line", line, column);
	marked = marked_line_new(text, column - 1, columns_covered(source, span, whole));
	if (marked.len > LINE_SHOWN)
		marked_line_cut(&marked);
	if (marked.len)
		append_marked(out, &marked);
	else
		g_string_append(out, "+ ");
	g_free(marked.text);
	return g_string_free(out, FALSE);
}

/* -- InvocationInfo --------------------------------------------------------------------------- */

static void set_text(struct object *object, const char *name, const char *text)
{
	object_set(object, name, value_text(text ? text : ""));
}

static struct object *info_new(void)
{
	const struct type *type = type_find("System.Management.Automation.InvocationInfo", -1);
	struct shape *shape = shape_empty(type ? type : &type_pscustomobject);
	struct object *info = object_new(shape);

	shape_unref(shape);
	return info;
}

/* The text of a line with its line end. */
static char *whole_line(struct source *source, uint32_t line)
{
	struct span span = source_line_span(source, line);

	if (line < source_line_count(source))
		span.end = source_line_span(source, line + 1).start;
	return source_text(source, span);
}

static void set_position(struct object *info, struct source *source, struct span span)
{
	uint32_t line = 0, column = 0;
	g_autofree char *text = NULL, *statement = NULL, *message = NULL, *folder = NULL;

	if (source) {
		source_position(source, span.start, &line, &column);
		text = whole_line(source, line);
		statement = source_text(source, span);
		message = position_message(source, span);
		folder = source->path ? g_path_get_dirname(source->path) : NULL;
	}
	object_set(info, "ScriptLineNumber", value_i32(line));
	object_set(info, "OffsetInLine", value_i32(column));
	object_set(info, "HistoryId", value_i64(-1));
	set_text(info, "ScriptName", source ? source->path : NULL);
	set_text(info, "Line", text);
	set_text(info, "Statement", statement);
	set_text(info, "PositionMessage", message);
	set_text(info, "PSScriptRoot", folder);
	set_text(info, "PSCommandPath", source ? source->path : NULL);
}

struct value invocation_info(const struct invocation_facts *facts)
{
	struct object *info = info_new();

	object_set(info, "MyCommand", value_ref(facts->command));
	object_set(info, "BoundParameters", facts->bound ? value_ref(value_of(facts->bound))
							 : value_of(dict_new(DICT_GENERIC, false)));
	object_set(info, "UnboundArguments", value_of(list_new(NULL, NULL)));
	set_position(info, facts->source, facts->span);
	set_text(info, "InvocationName", facts->name);
	object_set(info, "PipelineLength", value_i32(facts->length));
	object_set(info, "PipelinePosition", value_i32(facts->position));
	object_set(info, "ExpectingInput", value_bool(facts->expects_input));
	object_set(info, "CommandOrigin", value_text("Internal"));
	object_set(info, "DisplayScriptPosition", VALUE_NULL);
	return value_of(info);
}

struct string *position_stack(struct scope *scope, struct error_record *record)
{
	GString *out = g_string_new(NULL);
	struct span span;
	struct source *source = error_source(record, &span);

	for (struct scope *s = scope; s && source; s = s->caller) {
		struct invocation_frame *in = s->invocation;
		const char *name = in && in->function ? in->function->spelling->data : "<ScriptBlock>";

		if (!in && s->kind != SCOPE_KIND_GLOBAL)
			continue;
		g_string_append_printf(out, "%sat %s, %s: line %u", out->len ? "\n" : "", name,
				       source->path ? source->path : "<No file>",
				       source_line_of(source, span.start));
		if (in && in->call_node) {
			source = in->call_node->unit->tree->source;
			span = in->call_node->ast->span;
		} else {
			break;
		}
	}
	return str_from_gstring(out);
}
