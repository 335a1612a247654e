/*
 * The line is read up to the cursor as the language's lexer would, but without
 * ever failing: what is open stays open. That gives the words of the command
 * that the cursor stands in; a variable or a member at the cursor is seen by
 * its own look.
 */
#include "config.h"

#include "shell/complete.h"

#include "lib/regex.h"
#include "shell/automatic.h"
#include "shell/command.h"

static void match_clear(gpointer data)
{
	struct completion_match *match = data;

	g_free(match->text);
	g_free(match->item);
	g_free(match->tip);
}

void completion_add(struct completion *c, const char *text, const char *item, const char *kind,
		    const char *tip)
{
	struct completion_match match = { g_strdup(text), g_strdup(item), g_strdup(tip ? tip : item), kind };

	for (guint i = 0; i < c->matches->len; i++)
		if (strcmp(g_array_index(c->matches, struct completion_match, i).text, text) == 0) {
			match_clear(&match);
			return;
		}
	g_array_append_val(c->matches, match);
}

void completion_clear(struct completion *c)
{
	g_array_unref(c->matches);
}

static int match_order(gconstpointer a, gconstpointer b)
{
	return text_compare_nocase(((const struct completion_match *)a)->item,
				   ((const struct completion_match *)b)->item);
}

void completion_sort(struct completion *c, guint from)
{
	if (c->matches->len > from)
		qsort(&g_array_index(c->matches, struct completion_match, from), c->matches->len - from,
		      sizeof(struct completion_match), match_order);
}

bool complete_matches(const char *name, const char *prefix)
{
	size_t n = strlen(prefix);

	return strlen(name) >= n && text_compare_range(name, name + n, prefix, prefix + n) == 0;
}

/* -- Reading the line --------------------------------------------------------------------- */

struct reader {
	GPtrArray *commands;		/* GPtrArray of words: a stack, the innermost last */
	GString *word;			/* being read, or NULL */
	size_t start;
	char quote;			/* of the word */
	char open;			/* the quote that is open now */
	bool in_text;			/* within "...$( )": what to return to */
	GByteArray *outer;		/* open quotes of the commands around */
};

static void word_free(gpointer data)
{
	struct complete_word *word = data;

	g_free(word->text);
	g_free(word);
}

static GPtrArray *words_new(void)
{
	return g_ptr_array_new_with_free_func(word_free);
}

static GPtrArray *current(struct reader *r)
{
	return r->commands->pdata[r->commands->len - 1];
}

static void end_word(struct reader *r)
{
	struct complete_word *word;

	if (!r->word)
		return;
	word = g_new0(struct complete_word, 1);
	word->text = g_string_free(r->word, FALSE);
	word->start = r->start;
	word->quote = r->quote;
	g_ptr_array_add(current(r), word);
	r->word = NULL;
}

static void add_char(struct reader *r, size_t at, char c)
{
	if (!r->word) {
		r->word = g_string_new(NULL);
		r->start = at;
		r->quote = 0;
	}
	g_string_append_c(r->word, c);
}

static void new_command(struct reader *r)
{
	end_word(r);
	g_ptr_array_set_size(current(r), 0);
}

static void push(struct reader *r, size_t at)
{
	if (r->word || r->open)
		add_char(r, at, '(');
	end_word(r);
	g_byte_array_append(r->outer, (const guint8 *)&r->open, 1);
	r->open = 0;
	g_ptr_array_add(r->commands, words_new());
}

static void pop(struct reader *r, size_t at)
{
	end_word(r);
	if (r->commands->len < 2)
		return;
	g_ptr_array_set_size(r->commands, r->commands->len - 1);
	r->open = (char)r->outer->data[r->outer->len - 1];
	g_byte_array_set_size(r->outer, r->outer->len - 1);
	add_char(r, at, ')');
}

static void open_quote(struct reader *r, size_t at, char quote)
{
	if (!r->word) {
		r->word = g_string_new(NULL);
		r->start = at;
		r->quote = quote;
	}
	r->open = quote;
}

/* Within quotes; the number of characters passed. */
static size_t read_quoted(struct reader *r, const char *line, size_t at)
{
	char c = line[at];

	if (r->open == '"' && c == '$' && line[at + 1] == '(') {
		push(r, at);
		return 2;
	}
	if (c == r->open && line[at + 1] != c) {
		r->open = 0;
		return 1;
	}
	add_char(r, at, c);
	return c == r->open || (r->open == '"' && c == '`' && line[at + 1]) ? 2 : 1;
}

static size_t read_plain(struct reader *r, const char *line, size_t at)
{
	char c = line[at];

	if (c == '\'' || c == '"') {
		open_quote(r, at, c);
	} else if (c == '`' && line[at + 1]) {
		if (line[at + 1] != '\n')
			add_char(r, at, line[at + 1]);
		return 2;
	} else if (c == ' ' || c == '\t' || c == ',') {
		end_word(r);
	} else if (c == ';' || c == '|' || c == '\n' || c == '&' ||
		   (c == '=' && !(r->word && r->word->str[0] == '-'))) {
		new_command(r);
	} else if (c == '(' || c == '{') {
		if (c == '{' && r->word && r->word->str[r->word->len - 1] == '$') {
			add_char(r, at, c);
			return 1;
		}
		push(r, at);
	} else if (c == ')' || c == '}') {
		if (c == '}' && r->word && r->word->str[0] == '$')
			add_char(r, at, c);
		else
			pop(r, at);
	} else {
		add_char(r, at, c);
	}
	return 1;
}

static void read_line(struct reader *r, const char *line, size_t cursor)
{
	g_autofree char *text = g_strndup(line, cursor);

	for (size_t at = 0; at < cursor;)
		at += r->open ? read_quoted(r, text, at) : read_plain(r, text, at);
	if (!r->word) {
		r->word = g_string_new(NULL);
		r->start = cursor;
		r->quote = 0;
	}
	end_word(r);
}

/* -- Commands ---------------------------------------------------------------------------------- */

static void add_command(struct completion *c, const char *name, const char *prefix)
{
	if (complete_matches(name, prefix))
		completion_add(c, name, name, "Command", NULL);
}

static void complete_command(const struct complete_line *line, struct completion *c)
{
	const char *prefix = complete_word_at(line, 0)->text;
	struct session *session = line->session;
	GHashTableIter iter;
	gpointer key;

	for (struct scope *s = session->scope; s; s = s->parent) {
		if (!s->functions)
			continue;
		g_hash_table_iter_init(&iter, s->functions);
		while (g_hash_table_iter_next(&iter, &key, NULL))
			add_command(c, symbol_name(key), prefix);
	}
	for (const struct cmdlet *const *cmdlet = cmdlets_all(); *cmdlet; cmdlet++)
		if (!((*cmdlet)->flags & CMDLET_HIDDEN))
			add_command(c, (*cmdlet)->name, prefix);
	g_hash_table_iter_init(&iter, aliases(session));
	while (*prefix && g_hash_table_iter_next(&iter, &key, NULL))
		add_command(c, symbol_name(key), prefix);
	completion_sort(c, 0);
}

/* -- Variables ------------------------------------------------------------------------------------ */

struct variable_search {
	struct completion *c;
	const char *prefix;		/* of the name */
	const char *scope;		/* "script:" or "" */
	bool braced;
};

static void add_variable(struct variable_search *search, const char *name)
{
	bool plain = true;
	g_autofree char *text = NULL;

	if (!complete_matches(name, search->prefix))
		return;
	for (const char *p = name; *p; p++)
		plain &= g_ascii_isalnum(*p) || *p == '_' || *p == '?' || *p == '^' || *p == '$';
	text = g_strdup_printf(search->braced || !plain ? "${%s%s}" : "$%s%s", search->scope, name);
	completion_add(search->c, text, name, "Variable", NULL);
}

static void visit_variable(struct symbol *name, struct value *place, void *data)
{
	if (place->kind != V_UNSET)
		add_variable(data, symbol_name(name));
}

static void search_variables(struct session *session, struct variable_search *search)
{
	static const char *const computed[] = {
		"args", "Error", "input", "LASTEXITCODE", "MyInvocation", "PSBoundParameters", "PSCmdlet",
		"PSCommandPath", "PSItem", "PSScriptRoot", "PWD", "this", "true", "false", "null",
	};
	struct scope *named = NULL;

	if (g_ascii_strcasecmp(search->scope, "env:") == 0) {
		g_auto(GStrv) names = g_listenv();

		for (char **name = names; *name; name++)
			add_variable(search, *name);
		return;
	}
	if (*search->scope) {
		g_autofree char *name = g_strndup(search->scope, strlen(search->scope) - 1);

		named = scope_named(session->scope, name);
	}
	automatic_create_all(session);
	for (struct scope *s = named ? named : session->scope; s; s = named ? NULL : s->parent)
		scope_each(s, visit_variable, search);
	for (size_t i = 0; !*search->scope && i < G_N_ELEMENTS(computed); i++)
		add_variable(search, computed[i]);
}

/* What is typed ends in $name, ${name or $scope:name. */
static bool complete_variable(struct session *session, const char *line, size_t cursor, struct completion *c)
{
	size_t start = cursor;
	g_autofree char *scope = NULL, *typed = NULL;
	struct variable_search search = { .c = c };
	char *colon;

	while (start > 0 && (g_ascii_isalnum(line[start - 1]) || strchr("_:?", line[start - 1]) ||
			     (unsigned char)line[start - 1] >= 128))
		start--;
	for (size_t at = cursor; at > 1 && line[at - 1] != '}' && line[at - 1] != '\n'; at--)
		if (line[at - 2] == '$' && line[at - 1] == '{') {
			start = at;
			search.braced = true;
			break;
		}
	if (!search.braced && (start == 0 || line[start - 1] != '$'))
		return false;
	typed = g_strndup(line + start, cursor - start);
	colon = strrchr(typed, ':');
	scope = colon ? g_strndup(typed, colon + 1 - typed) : g_strdup("");
	search.scope = scope;
	search.prefix = typed + strlen(scope);
	c->start = start - (search.braced ? 2 : 1);
	c->length = cursor - c->start;
	search_variables(session, &search);
	completion_sort(c, 0);
	return true;
}

/* -- All ----------------------------------------------------------------------------------------------- */

static void complete_word(struct session *session, const char *text, size_t cursor, struct reader *r,
			  struct completion *c)
{
	struct complete_line line = { session, text, cursor, current(r) };
	struct complete_word *last = complete_word_at(&line, line.words->len - 1);

	if (r->open != '\'' && complete_variable(session, text, cursor, c))
		return;
	if (!r->open && complete_members(session, text, cursor, c))
		return;
	c->start = last->start;
	c->length = cursor - last->start;
	if (line.words->len > 1)
		complete_argument(&line, c);
	else if (!last->quote && *last->text)
		complete_command(&line, c);
}

void complete_line(struct session *session, const char *line, size_t cursor, struct completion *ret)
{
	struct reader r = { .commands = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref),
			    .outer = g_byte_array_new() };

	*ret = (struct completion){ .matches = g_array_new(FALSE, FALSE, sizeof(struct completion_match)),
				    .start = cursor };
	g_array_set_clear_func(ret->matches, match_clear);
	g_ptr_array_add(r.commands, words_new());
	read_line(&r, line, cursor);
	complete_word(session, line, cursor, &r, ret);
	g_ptr_array_unref(r.commands);
	g_byte_array_unref(r.outer);
}
