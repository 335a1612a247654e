/*
 * The line is read up to the cursor as the language's lexer would, but without
 * ever failing: what is open stays open. That gives the words of the command
 * that the cursor stands in; a variable or a member at the cursor is seen by
 * its own look.
 */
#include "config.h"

#include "shell/complete.h"

#include "lib/collate.h"
#include "lib/wildcard.h"
#include "shell/automatic.h"
#include "shell/command_info.h"
#include "shell/complete_infer.h"

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
	const char *x = ((const struct completion_match *)a)->item, *y = ((const struct completion_match *)b)->item;

	return collate_text(x, strlen(x), y, strlen(y), true);
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

	if (strpbrk(prefix, "*?")) {
		g_autofree char *pattern = g_strconcat(prefix, "*", NULL);

		return wildcard_match_name(pattern, name);
	}
	return strlen(name) >= n && text_compare_range(name, name + n, prefix, prefix + n) == 0;
}

/* -- Reading the line --------------------------------------------------------------------- */

struct reader {
	GPtrArray *commands;		/* GPtrArray of words: a stack, the innermost last */
	GString *word;			/* being read, or NULL */
	size_t start;
	char quote;			/* of the word */
	char open;			/* the quote that is open now */
	bool comma;			/* one was passed since the last word */
	bool called;			/* & or . stands before the next word */
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
	word->after_comma = r->comma;
	word->called = r->called;
	r->comma = r->called = false;
	r->word = NULL;
	g_ptr_array_add(current(r), word);
}

/* A dot alone is an operator: the next word names the command. */
static void drop_dot(struct reader *r)
{
	const struct complete_word *first = current(r)->len == 1 ? current(r)->pdata[0] : NULL;

	if (!first || first->quote || !g_str_equal(first->text, "."))
		return;
	g_ptr_array_set_size(current(r), 0);
	r->called = true;
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
	r->comma = r->called = false;
	g_ptr_array_set_size(current(r), 0);
}

static void push(struct reader *r, size_t at)
{
	if (r->word || r->open)
		add_char(r, at, '(');
	end_word(r);
	g_byte_array_append(r->outer, (const guint8 *)&r->open, 1);
	r->open = 0;
	r->comma = r->called = false;
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
		r->comma |= c == ',';
		drop_dot(r);
	} else if (c == ';' || c == '|' || c == '\n' || c == '&' ||
		   (c == '=' && !(r->word && r->word->str[0] == '-'))) {
		new_command(r);
		r->called = c == '&';
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

static void add_command(struct completion *c, const char *name, const char *prefix, const struct signature *signature)
{
	struct string *syntax;

	if (!complete_matches(name, prefix))
		return;
	syntax = signature ? signature_syntax(name, signature) : NULL;
	if (syntax) {
		g_autofree char *tip = g_strstrip(g_strdup(syntax->data));

		completion_add(c, name, name, "Command", tip);
		str_unref(syntax);
	} else {
		completion_add(c, name, name, "Command", NULL);
	}
}

struct text_search {
	struct session *session;
	struct completion *c;
	const char *prefix;
};

/* Functions of the text itself. */
static bool add_text_function(struct ast *node, void *data)
{
	struct text_search *search = data;

	if (node->kind == AST_FUNCTION)
		add_command(search->c, ast_function(node)->name->data, search->prefix, NULL);
	ast_children(node, add_text_function, data);
	return true;
}

static void add_functions(struct session *session, const char *prefix, struct completion *c)
{
	for (struct scope *s = session->scope; s; s = s->parent) {
		GHashTableIter iter;
		gpointer value;

		if (!s->functions)
			continue;
		g_hash_table_iter_init(&iter, s->functions);
		while (g_hash_table_iter_next(&iter, NULL, &value)) {
			struct function *function = value;
			const struct command command = { .kind = COMMAND_FUNCTION, .function = function };

			if (!strchr(function->spelling->data, '\\') || strchr(prefix, '\\'))
				add_command(c, function->spelling->data, prefix,
					    *prefix ? command_signature(session, &command, NULL) : NULL);
		}
	}
}

static void add_programs(const char *prefix, struct completion *c)
{
	g_auto(GStrv) folders = g_strsplit(g_getenv("PATH") ? g_getenv("PATH") : "", ":", -1);

	for (char **folder = folders; *folder; folder++) {
		g_autoptr(GDir) dir = g_dir_open(*folder, 0, NULL);
		const char *name;

		while (dir && (name = g_dir_read_name(dir))) {
			g_autofree char *path = g_build_filename(*folder, name, NULL);

			if (complete_matches(name, prefix) && g_file_test(path, G_FILE_TEST_IS_EXECUTABLE))
				completion_add(c, name, name, "Command", path);
		}
	}
}

static void complete_command(const struct complete_line *line, struct completion *c)
{
	const char *prefix = complete_word_at(line, 0)->text;
	struct session *session = line->session;
	struct text_search text = { session, c, prefix };
	GHashTableIter iter;
	gpointer key, value;

	if (strpbrk(prefix, "/~") || (strchr(prefix, '\\') && !g_ascii_isalpha(prefix[0]))) {
		complete_path(session, prefix, complete_word_at(line, 0)->quote, false, c);
		return;
	}
	add_functions(session, prefix, c);
	for (const struct cmdlet *const *cmdlet = cmdlets_all(); *cmdlet; cmdlet++)
		if (!((*cmdlet)->flags & CMDLET_HIDDEN) && complete_matches((*cmdlet)->name, prefix))
			add_command(c, (*cmdlet)->name, prefix, signature_of_cmdlet(session, *cmdlet));
	add_text_function(&line->tree->tree->root->ast, &text);
	g_hash_table_iter_init(&iter, aliases(session));
	while (*prefix && g_hash_table_iter_next(&iter, &key, &value))
		if (complete_matches(symbol_name(key), prefix))
			completion_add(c, symbol_name(key), symbol_name(key), "Command",
				       ((struct alias *)value)->definition);
	if (*prefix && !strpbrk(prefix, "-*"))
		add_programs(prefix, c);
	completion_sort(c, 0);
}

/* -- Variables ------------------------------------------------------------------------------------ */

struct variable_search {
	struct completion *c;
	const char *prefix;		/* of the name */
	const char *scope;		/* "script:" or "" */
	char sigil;			/* $, or @ of a splatted one */
	bool braced;
};

static void add_variable(struct variable_search *search, const char *name, struct value v)
{
	bool plain = true;
	g_autofree char *text = NULL, *tip = NULL;

	if (!complete_matches(name, search->prefix))
		return;
	for (const char *p = name; *p; p++)
		plain &= g_ascii_isalnum(*p) || *p == '_' || *p == '?' || *p == '^' || *p == '$';
	text = g_strdup_printf(search->braced || !plain ? "%c{%s%s}" : "%c%s%s", search->sigil, search->scope, name);
	tip = value_is_null(v) ? g_strdup_printf("$%s", name)
			       : g_strdup_printf("[%s]$%s", type_short(type_of(value_base(v))), name);
	completion_add(search->c, text, name, "Variable", tip);
}

static void visit_variable(struct symbol *name, struct value *place, void *data)
{
	if (place->kind != V_UNSET) {
		value_auto v = variable_read(place);

		add_variable(data, symbol_name(name), v);
	}
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
			add_variable(search, *name, VALUE_NULL);
		return;
	}
	if (g_ascii_strcasecmp(search->scope, "function:") == 0) {
		struct completion names = { .matches = g_array_new(FALSE, FALSE, sizeof(struct completion_match)) };

		g_array_set_clear_func(names.matches, match_clear);
		add_functions(session, search->prefix, &names);
		for (guint i = 0; i < names.matches->len; i++)
			add_variable(search, g_array_index(names.matches, struct completion_match, i).item, VALUE_NULL);
		completion_clear(&names);
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
		add_variable(search, computed[i], VALUE_NULL);
}

/* Variables that the text itself gives a value. */
static bool add_text_variable(struct ast *node, void *data)
{
	const struct ast_variable *variable = NULL;
	struct ast *left = node->kind == AST_ASSIGNMENT ? ast_assignment(node)->left : NULL;

	while (left && left->kind == AST_CONVERT)
		left = ast_convert(left)->child;
	if (left && left->kind == AST_VARIABLE)
		variable = ast_variable(left);
	else if (node->kind == AST_FOREACH)
		variable = ast_foreach(node)->variable;
	else if (node->kind == AST_PARAMETER)
		variable = ast_parameter(node)->variable;
	if (variable && variable->scope == SCOPE_NONE)
		add_variable(data, symbol_name(variable->name), VALUE_NULL);
	ast_children(node, add_text_variable, data);
	return true;
}

/* What is typed ends in $name, ${name, $scope:name or @name. */
static bool complete_variable(struct complete_tree *t, const char *line, size_t cursor, struct completion *c)
{
	struct session *session = t->session;
	size_t start = cursor;
	g_autofree char *scope = NULL, *typed = NULL;
	struct variable_search search = { .c = c, .sigil = '$' };
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
	if (!search.braced && start > 1 && start < cursor && line[start - 1] == '@' && line[start - 2] == ' ')
		search.sigil = '@';
	else if (!search.braced && (start == 0 || line[start - 1] != '$'))
		return false;
	typed = g_strndup(line + start, cursor - start);
	colon = strrchr(typed, ':');
	scope = colon ? g_strndup(typed, colon + 1 - typed) : g_strdup("");
	search.scope = scope;
	search.prefix = typed + strlen(scope);
	c->start = start - (search.braced ? 2 : 1);
	c->length = cursor - c->start;
	search_variables(session, &search);
	if (!*scope)
		add_text_variable(&t->tree->root->ast, &search);
	completion_sort(c, 0);
	return true;
}

/* -- All ----------------------------------------------------------------------------------------------- */

static void complete_word(struct complete_tree *t, const char *text, size_t cursor, struct reader *r,
			  struct completion *c)
{
	struct complete_line line = { t->session, text, cursor, current(r), t };
	struct complete_word *last = complete_word_at(&line, line.words->len - 1);

	if (complete_comment(text, cursor, c) || (r->open != '\'' && complete_variable(t, text, cursor, c)) ||
	    complete_keys(t, text, c))
		return;
	if (!r->open && (complete_table_keys(t->session, text, cursor, c) || complete_members(t, c) ||
			 complete_type(t, text, c) || complete_attribute(text, cursor, c)))
		return;
	c->start = last->start;
	c->length = cursor - last->start;
	if (complete_operator(&line, c) || complete_using(&line, c))
		return;
	if (line.words->len > 1 && !complete_is_expression(&line))
		complete_argument(&line, c);
	else if (line.words->len == 1 && *last->text && (!last->quote || strchr(last->text, '/')))
		complete_command(&line, c);
}

static bool is_name(char c)
{
	return g_ascii_isalnum(c) || c == '_' || (unsigned char)c >= 128;
}

/* Where the token ends that the cursor stands in: what is typed of it counts whole. */
static size_t token_end(const char *line, size_t cursor)
{
	size_t start = cursor, end = cursor;

	if (cursor == 0 || strchr(" \t\r\n;|&(){}[],=\"'", line[cursor - 1]) || !line[cursor])
		return cursor;
	while (start > 0 && is_name(line[start - 1]))
		start--;
	/* A variable or a member is a name alone, other words go on to a blank or a sign. */
	if (start > 0 && (strchr("$@{", line[start - 1]) || strchr(".:", line[start - 1]))) {
		size_t word = start;

		while (word > 0 && !strchr(" \t\n;|&(){},=", line[word - 1]))
			word--;
		if (strchr("$@{", line[start - 1]) || strchr("$[\"'", line[word]) || (word > 0 && line[word - 1] == ')')) {
			while (is_name(line[end]))
				end++;
			return end;
		}
	}
	while (line[end] && !strchr(" \t\r\n;|&(){}[],=\"'", line[end]))
		end++;
	return end;
}

void complete_line(struct session *session, const char *line, size_t cursor, struct completion *ret)
{
	struct reader r = { .commands = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref),
			    .outer = g_byte_array_new() };
	struct complete_tree tree;

	cursor = token_end(line, cursor);
	*ret = (struct completion){ .matches = g_array_new(FALSE, FALSE, sizeof(struct completion_match)),
				    .start = cursor };
	g_array_set_clear_func(ret->matches, match_clear);
	g_ptr_array_add(r.commands, words_new());
	read_line(&r, line, cursor);
	complete_tree_init(&tree, session, line, cursor);
	complete_word(&tree, line, cursor, &r, ret);
	complete_tree_clear(&tree);
	g_ptr_array_unref(r.commands);
	g_byte_array_unref(r.outer);
}
