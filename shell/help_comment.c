/*
 * Comment-based help. The comments before a function, at the start or at the
 * end of its body are candidates; the first block whose directives are all
 * known is the help.
 */
#include "config.h"

#include "shell/help.h"

#include "parser/source.h"
#include "shell/node.h"

/* How many lines may lie between a comment and what it speaks of. */
#define PROXIMITY 2

void help_text_init(struct help_text *text)
{
	GPtrArray **lists[] = { &text->examples, &text->inputs, &text->outputs, &text->links, &text->params };

	*text = (struct help_text){ NULL };
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		*lists[i] = g_ptr_array_new_with_free_func(g_free);
}

void help_text_clear(struct help_text *text)
{
	char **texts[] = { &text->synopsis, &text->description, &text->notes, &text->component, &text->role,
			   &text->functionality, &text->forward };
	GPtrArray **lists[] = { &text->examples, &text->inputs, &text->outputs, &text->links, &text->params };

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_clear_pointer(texts[i], g_free);
	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		g_clear_pointer(lists[i], g_ptr_array_unref);
}

const char *help_text_param(const struct help_text *text, const char *name)
{
	for (guint i = 0; i + 1 < text->params->len; i += 2)
		if (text_equal_nocase(text->params->pdata[i], name))
			return text->params->pdata[i + 1];
	return NULL;
}

static void add_param(struct help_text *text, const char *name, char *section)
{
	if (help_text_param(text, name)) {
		g_free(section);
		return;
	}
	g_ptr_array_add(text->params, g_strdup(name));
	g_ptr_array_add(text->params, section);
}

/* -- Lines of comments ----------------------------------------------------------------------------- */

/* The lines between <# and #>, or the text after the leading #. */
static void collect_lines(const struct source *source, struct span span, GPtrArray *lines)
{
	g_autofree char *text = source_text((struct source *)source, span);
	size_t len = strlen(text), skip;
	g_auto(GStrv) parts = NULL;

	if (*text != '<') {
		skip = strspn(text, "#");
		g_ptr_array_add(lines, g_strdup(text + skip));
		return;
	}
	text[len > 4 ? len - 2 : len] = '\0';
	parts = g_strsplit(text + 2, "\n", -1);
	for (char **part = parts; *part; part++) {
		size_t n = strlen(*part);

		if (n && (*part)[n - 1] == '\r')
			(*part)[n - 1] = '\0';
		g_ptr_array_add(lines, g_strdup(*part));
	}
}

static bool is_blank(const char *line)
{
	return line[strspn(line, " \t\r\f\v")] == '\0';
}

/* ".WORD" or ".WORD argument": the word, and what follows (NULL: nothing). */
static bool read_directive(const char *line, char **ret_word, char **ret_rest)
{
	const char *p = line + strspn(line, " \t"), *end, *rest;

	if (*p != '.')
		return false;
	end = ++p;
	while (g_ascii_isalnum(*end) || *end == '_')
		end++;
	rest = end + strspn(end, " \t\r");
	if (end == p || (*rest && rest == end))
		return false;
	if (ret_word)
		*ret_word = g_ascii_strup(p, end - p);
	if (ret_rest)
		*ret_rest = *rest ? g_strstrip(g_strdup(rest)) : NULL;
	return true;
}

static size_t leading_blanks(const char *line, size_t most)
{
	size_t n = strspn(line, " \t");

	return MIN(n, most);
}

/* The lines up to the next directive, less the indent of the first; *at is left on the last one. */
static char *read_section(GPtrArray *lines, guint *at)
{
	GString *text = g_string_new(NULL);
	bool capturing = false;
	size_t indent = 0;

	for (; *at < lines->len; (*at)++) {
		const char *line = lines->pdata[*at];

		if (!capturing && is_blank(line))
			continue;
		if (read_directive(line, NULL, NULL))
			break;
		if (!capturing)
			indent = leading_blanks(line, SIZE_MAX);
		capturing = true;
		g_string_append_printf(text, "%s\n", line + leading_blanks(line, indent));
	}
	return g_string_free(text, FALSE);
}

/* -- Directives --------------------------------------------------------------------------------------- */

struct directive {
	const char *word;
	size_t text;			/* the section's place in struct help_text, or 0 */
	size_t list;			/* or its list's */
	bool trimmed;
};

#define TEXT(field)	.text = offsetof(struct help_text, field) + 1
#define LIST(field)	.list = offsetof(struct help_text, field) + 1

static const struct directive directives[] = {
	{ "SYNOPSIS", TEXT(synopsis) }, { "DESCRIPTION", TEXT(description) }, { "NOTES", TEXT(notes) },
	{ "LINK", LIST(links), .trimmed = true }, { "EXAMPLE", LIST(examples) }, { "INPUTS", LIST(inputs) },
	{ "OUTPUTS", LIST(outputs) }, { "COMPONENT", TEXT(component), .trimmed = true },
	{ "ROLE", TEXT(role), .trimmed = true }, { "FUNCTIONALITY", TEXT(functionality), .trimmed = true },
};

static bool take_section(struct help_text *help, const char *word, GPtrArray *lines, guint *at)
{
	for (size_t i = 0; i < G_N_ELEMENTS(directives); i++) {
		const struct directive *d = &directives[i];
		char *section;

		if (!g_str_equal(d->word, word))
			continue;
		section = read_section(lines, at);
		if (d->trimmed)
			g_strstrip(section);
		if (d->list) {
			g_ptr_array_add(*(GPtrArray **)((char *)help + d->list - 1), section);
		} else {
			char **place = (char **)((char *)help + d->text - 1);

			g_free(*place);
			*place = section;
		}
		return true;
	}
	return false;
}

static bool take_argument(struct help_text *help, const char *word, const char *rest, GPtrArray *lines, guint *at)
{
	if (g_str_equal(word, "PARAMETER")) {
		add_param(help, rest, read_section(lines, at));
		return true;
	}
	if (g_str_equal(word, "FORWARDHELPTARGETNAME")) {
		g_free(help->forward);
		help->forward = g_strdup(rest);
		return true;
	}
	return g_str_equal(word, "FORWARDHELPCATEGORY") || g_str_equal(word, "REMOTEHELPRUNSPACE") ||
	       g_str_equal(word, "EXTERNALHELP");
}

/* Whether the lines are help: directives that are all known, and nothing before them. */
static bool read_help(GPtrArray *lines, struct help_text *ret)
{
	bool any = false, ok = true;

	help_text_init(ret);
	for (guint at = 0; ok && at < lines->len;) {
		g_autofree char *word = NULL, *rest = NULL;

		if (!read_directive(lines->pdata[at], &word, &rest)) {
			ok = is_blank(lines->pdata[at++]);
			continue;
		}
		any = true;
		at++;
		ok = rest ? take_argument(ret, word, rest, lines, &at) : take_section(ret, word, lines, &at);
	}
	if (ok && any)
		return true;
	help_text_clear(ret);
	return false;
}

/* -- Where comments stand ------------------------------------------------------------------------------ */

struct comments {
	struct ast_tree *tree;
	struct source *source;
};

static bool only_blanks(const struct comments *c, uint32_t from, uint32_t to)
{
	for (uint32_t i = from; i < to; i++)
		if (!strchr(" \t\r\n\f\v", c->source->text[i]))
			return false;
	return true;
}

static uint32_t line_at(const struct comments *c, uint32_t offset)
{
	return source_line_of(c->source, offset);
}

static struct span comment_at(const struct comments *c, uint32_t i)
{
	return c->tree->comments[i];
}

static GPtrArray *lines_of(const struct comments *c, uint32_t first, uint32_t end)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	for (uint32_t i = first; i < end; i++)
		collect_lines(c->source, comment_at(c, i), lines);
	return lines;
}

/* Comments right before an offset, of which the last ends on min_line or later: [*ret_first, *ret_end). */
static void comments_before(const struct comments *c, uint32_t offset, int64_t min_line, uint32_t *ret_first,
			    uint32_t *ret_end)
{
	uint32_t end = 0, first;

	while (end < c->tree->comment_count && comment_at(c, end).end <= offset)
		end++;
	for (first = end; first > 0; first--) {
		struct span span = comment_at(c, first - 1);

		if (!only_blanks(c, span.end, offset) || line_at(c, span.end) < min_line)
			break;
		min_line = (int64_t)line_at(c, span.start) - 1;
		offset = span.start;
	}
	*ret_first = first;
	*ret_end = end;
}

/* Comments from an offset on, each on the line after the one before it at the latest. */
static void comments_after(const struct comments *c, uint32_t offset, uint32_t *ret_first, uint32_t *ret_end)
{
	uint32_t first = 0, end, last_line = UINT32_MAX;

	while (first < c->tree->comment_count && comment_at(c, first).start < offset)
		first++;
	for (end = first; end < c->tree->comment_count; end++) {
		struct span span = comment_at(c, end);

		if (!only_blanks(c, offset, span.start) || line_at(c, span.start) > last_line)
			break;
		last_line = line_at(c, span.end) + 1;
		offset = span.end;
	}
	*ret_first = first;
	*ret_end = end;
}

/* A block before the first function of a script is that function's. */
static bool belongs_to_function(const struct comments *c, const struct unit *unit, uint32_t last)
{
	const struct ast_named_block *body = unit->ast->end;

	if (!unit->is_script || !body || !body->unnamed || !body->statement_count ||
	    body->statements[0]->kind != AST_FUNCTION)
		return false;
	return line_at(c, body->statements[0]->span.start) - line_at(c, comment_at(c, last).end) <= PROXIMITY;
}

static bool help_before(const struct comments *c, uint32_t offset, int64_t min_line, struct help_text *ret)
{
	g_autoptr(GPtrArray) lines = NULL;
	uint32_t first, end;

	comments_before(c, offset, min_line, &first, &end);
	lines = lines_of(c, first, end);
	return read_help(lines, ret);
}

static bool help_at_start(const struct comments *c, const struct unit *unit, uint32_t offset, struct help_text *ret)
{
	uint32_t first, end;

	for (;; offset = comment_at(c, end - 1).end) {
		g_autoptr(GPtrArray) lines = NULL;

		comments_after(c, offset, &first, &end);
		if (first == end)
			return false;
		lines = lines_of(c, first, end);
		if (!read_help(lines, ret))
			continue;
		if (!belongs_to_function(c, unit, end - 1))
			return true;
		help_text_clear(ret);
		return false;
	}
}

static bool find_help(const struct comments *c, const struct unit *unit, struct help_text *ret)
{
	struct span whole = unit->function ? unit->function->ast.span : unit->ast->ast.span;
	struct span body = unit->ast->ast.span;
	bool braces = !unit->is_script;
	uint32_t end = unit->is_script ? c->source->len : whole.end - 1;

	if (unit->function && help_before(c, whole.start, (int64_t)line_at(c, whole.start) - PROXIMITY, ret))
		return true;
	if (unit->function)
		while (body.start < body.end && c->source->text[body.start] != '{')
			body.start++;
	return help_at_start(c, unit, unit->is_script ? 0 : body.start + braces, ret) || help_before(c, end, 0, ret);
}

/* The comment that stands before, in or after a parameter. */
static char *param_comment(const struct comments *c, const struct ast_parameter *param)
{
	struct span span = param->ast.span;
	g_autoptr(GPtrArray) lines = NULL;
	uint32_t first, end, from, to;
	guint at = 0;

	comments_before(c, span.start, (int64_t)line_at(c, span.start) - PROXIMITY, &first, &end);
	lines = lines_of(c, first, end);
	for (uint32_t i = end; i < c->tree->comment_count && comment_at(c, i).start < span.end; i++)
		collect_lines(c->source, comment_at(c, i), lines);
	comments_after(c, span.end, &from, &to);
	for (; from < to; from++)
		collect_lines(c->source, comment_at(c, from), lines);
	return read_section(lines, &at);
}

bool help_of_comment(struct unit *unit, struct help_text *ret)
{
	const struct comments c = { unit->tree, unit->tree->source };

	if (!find_help(&c, unit, ret))
		return false;
	/* Of a function that cannot be prepared, those after the one that is wrong are not known. */
	for (uint32_t i = 0; i < unit->param_count && unit->params[i].ast; i++)
		add_param(ret, unit->params[i].ast->spelled->data, param_comment(&c, unit->params[i].ast));
	return true;
}
