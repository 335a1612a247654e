/*
 * What is no command and no expression: the words of comments that mean
 * something, and operators.
 */
#include "config.h"

#include "shell/complete.h"

static void add_words(struct completion *c, const char *words, const char *prefix, const char *kind, const char *dash)
{
	g_auto(GStrv) list = g_strsplit(words, " ", -1);

	for (char **word = list; *word; word++) {
		g_autofree char *text = g_strconcat(dash, *word, NULL);

		if (complete_matches(*word, prefix))
			completion_add(c, text, *word, kind, NULL);
	}
}

/* -- Comments -------------------------------------------------------------------------------------------- */

static const char help_words[] =
	"COMPONENT DESCRIPTION EXAMPLE EXTERNALHELP FORWARDHELPCATEGORY FORWARDHELPTARGETNAME FUNCTIONALITY INPUTS LINK "
	"NOTES OUTPUTS PARAMETER REMOTEHELPRUNSPACE ROLE SYNOPSIS";

static size_t line_start(const char *line, size_t cursor)
{
	while (cursor > 0 && line[cursor - 1] != '\n')
		cursor--;
	return cursor;
}

static bool in_block_comment(const char *line, size_t cursor)
{
	g_autofree char *text = g_strndup(line, cursor);
	const char *open = g_strrstr(text, "<#");

	return open && !strstr(open, "#>");
}

static bool complete_help_word(const char *line, size_t cursor, struct completion *c)
{
	size_t start = line_start(line, cursor), at;
	g_autofree char *prefix = NULL;

	at = start + strspn(line + start, " \t");
	if (at < cursor && line[at] == '#')
		at += 1 + strspn(line + at + 1, " \t");
	else if (!in_block_comment(line, cursor))
		return false;
	if (at >= cursor || line[at] != '.')
		return false;
	prefix = g_strndup(line + at + 1, cursor - at - 1);
	c->start = at + 1;
	c->length = strlen(prefix);
	add_words(c, help_words, prefix, "Keyword", "");
	return true;
}

struct requires_row {
	const char *name, *values;
};

static const struct requires_row requires_rows[] = {
	{ "Modules", "" }, { "PSEdition", "Core Desktop" }, { "RunAsAdministrator", "" },
	{ "Version", "3.0 4.0 5.0 5.1 6.0 6.1 6.2 7.0 7.1 7.2 7.3 7.4 7.5 7.6" },
};

static bool complete_requires(const char *line, size_t cursor, struct completion *c)
{
	size_t start = line_start(line, cursor), at = cursor;
	g_autofree char *text = g_strndup(line + start, cursor - start), *prefix = NULL;
	g_auto(GStrv) words = g_strsplit(text, " ", -1);
	guint n = g_strv_length(words);

	if (n < 2 || g_ascii_strcasecmp(words[0], "#requires") != 0)
		return false;
	at -= strlen(words[n - 1]);
	prefix = g_strdup(words[n - 1] + (*words[n - 1] == '-'));
	for (size_t i = 0; i < G_N_ELEMENTS(requires_rows); i++) {
		const struct requires_row *row = &requires_rows[i];
		g_autofree char *dashed = g_strconcat("-", row->name, NULL);

		if (*words[n - 1] == '-' && complete_matches(row->name, prefix) &&
		    !g_strv_contains((const char *const *)words + 1, dashed))
			completion_add(c, row->name, row->name, "ParameterName", NULL);
		if (*words[n - 1] != '-' && n > 2 && g_ascii_strcasecmp(words[n - 2], dashed) == 0)
			add_words(c, row->values, prefix, "ParameterValue", "");
	}
	c->start = at + (*words[n - 1] == '-');
	c->length = cursor - c->start;
	return true;
}

bool complete_comment(const char *line, size_t cursor, struct completion *c)
{
	return complete_requires(line, cursor, c) || complete_help_word(line, cursor, c);
}

/* -- Operators -------------------------------------------------------------------------------------------- */

static const char operators[] =
	"and as band bnot bor bxor ccontains ceq cge cgt cin cle clike clt cmatch cne cnotcontains cnotin cnotlike "
	"cnotmatch contains creplace csplit eq f ge gt icontains ieq ige igt iin ile ilike ilt imatch in ine inotcontains "
	"inotin inotlike inotmatch ireplace is isnot isplit join le like lt match ne not notcontains notin notlike notmatch "
	"or replace shl shr split xor";

bool complete_is_expression(const struct complete_line *line)
{
	const struct complete_word *first = complete_word_at(line, 0);

	return !first->called && (first->quote || (first->text[0] && strchr("$([@{)}0123456789", first->text[0])));
}

bool complete_operator(const struct complete_line *line, struct completion *c)
{
	const struct complete_word *last = complete_word_at(line, line->words->len - 1);

	if (line->words->len < 2 || last->quote || last->text[0] != '-' || !complete_is_expression(line))
		return false;
	add_words(c, operators, last->text + 1, "ParameterName", "-");
	return true;
}
