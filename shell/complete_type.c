/*
 * Names of types and namespaces, and what may stand in an attribute.
 */
#include "config.h"

#include "shell/complete.h"

#include "lib/type.h"
#include "shell/complete_infer.h"
#include "shell/parameter_info.h"

extern const struct type *const type_registry[];

struct type_search {
	struct completion *c;
	const char *prefix;
	const char *dot;		/* the last one of the prefix, or NULL */
};

static const char *simple_name(const char *full)
{
	const char *dot = strrchr(full, '.');

	return dot ? dot + 1 : full;
}

static const char *kind_word(const struct type *type)
{
	return type->kind == V_ENUM ? "Enum " : type->flags & TYPE_IS_INTERFACE ? "Interface "
	     : type->flags & TYPE_IS_VALUETYPE ? "Struct " : "Class ";
}

static void add_namespace(struct type_search *search, const char *full)
{
	const char *next = strchr(full + strlen(search->prefix), '.');
	g_autofree char *name = next ? g_strndup(full, next - full) : NULL;
	g_autofree char *tip = name ? g_strconcat("Namespace ", name, NULL) : NULL;

	if (name)
		completion_add(search->c, name, simple_name(name), "Namespace", tip);
}

static void add_accelerators(struct type_search *search, const struct type *type)
{
	g_auto(GStrv) words = g_strsplit(type->alias ? type->alias : "", " ", -1);
	g_autofree char *tip = g_strconcat(kind_word(type), type->name, NULL);

	for (char **word = words; *word; word++)
		if (**word && complete_matches(*word, search->prefix)) {
			completion_add(search->c, words[0], simple_name(type->name), "Type", tip);
			return;
		}
	if (complete_matches(simple_name(type->name), search->prefix))
		completion_add(search->c, words[0] && *words[0] ? words[0] : type->name, simple_name(type->name), "Type",
			       tip);
}

static void add_type(struct type_search *search, const struct type *type)
{
	g_autofree char *tip = NULL;

	if (type->flags & TYPE_IS_GENERIC || strpbrk(type->name, "`[+"))
		return;
	if (!search->dot) {
		add_accelerators(search, type);
		return;
	}
	if (!complete_matches(type->name, search->prefix))
		return;
	if (strchr(type->name + (search->dot - search->prefix) + 1, '.')) {
		add_namespace(search, type->name);
		return;
	}
	tip = g_strconcat(kind_word(type), type->name, NULL);
	completion_add(search->c, type->name, simple_name(type->name), "Type", tip);
}

struct text_types {
	struct type_search *search;
	uint32_t cursor;
};

static bool add_text_type(struct ast *node, void *data)
{
	struct text_types *types = data;

	if (node->kind == AST_TYPE_DEFINITION && node->span.end <= types->cursor) {
		const char *name = ast_type_definition(node)->name->data;

		if (complete_matches(name, types->search->prefix))
			completion_add(types->search->c, name, name, "Type", name);
	}
	ast_children(node, add_text_type, data);
	return true;
}

static void add_root_namespaces(struct type_search *search)
{
	for (size_t i = 0; !search->dot && *search->prefix && type_registry[i]; i++)
		if (complete_matches(type_registry[i]->name, search->prefix) && strchr(type_registry[i]->name, '.'))
			add_namespace(search, type_registry[i]->name);
}

void complete_type_names(struct complete_tree *t, const char *prefix, struct completion *c)
{
	struct type_search search = { c, prefix, strrchr(prefix, '.') };
	struct text_types types = { &search, t->cursor };
	GPtrArray *classes = t->session->classes;
	guint from = c->matches->len;

	add_text_type(&t->tree->root->ast, &types);
	for (guint i = 0; classes && i < classes->len; i++) {
		const struct type *type = classes->pdata[i];

		if (complete_matches(type->name, prefix))
			completion_add(c, type->name, type->name, "Type", type->name);
	}
	for (size_t i = 0; type_registry[i]; i++)
		add_type(&search, type_registry[i]);
	add_root_namespaces(&search);
	completion_sort(c, from);
}

/* The text since a bracket that opens a type: [int, [System.Text., List[str */
static bool type_start(const char *line, size_t cursor, size_t *ret)
{
	size_t at = cursor, open;

	while (at > 0 && (g_ascii_isalnum(line[at - 1]) || strchr("_.", line[at - 1])))
		at--;
	open = at;
	while (open > 0 && (line[open - 1] == ',' || line[open - 1] == ' '))
		open--;
	if (open == 0 || line[open - 1] != '[' || (open < at && !memchr(line + open, ',', at - open)))
		return false;
	*ret = at;
	open--;
	if (open == 0 || strchr(" \t\n(,={;|&![@:", line[open - 1]))
		return true;
	/* After a name a bracket is an index, but for that of a generic type. */
	while (open > 0 && (g_ascii_isalnum(line[open - 1]) || strchr("_.", line[open - 1])))
		open--;
	return open > 0 && line[open - 1] == '[';
}

bool complete_type(struct complete_tree *t, const char *line, struct completion *c)
{
	g_autofree char *prefix = NULL;
	size_t start;

	if (!type_start(line, t->cursor, &start) || start == t->cursor)
		return false;
	prefix = g_strndup(line + start, t->cursor - start);
	c->start = start;
	c->length = t->cursor - start;
	complete_type_names(t, prefix, c);
	return c->matches->len > 0;
}

/* using namespace System.Coll */
bool complete_using(const struct complete_line *line, struct completion *c)
{
	const struct complete_word *last = complete_word_at(line, line->words->len - 1);
	struct type_search search = { c, last->text, strrchr(last->text, '.') };

	if (line->words->len != 3 || !text_equal_nocase(complete_word_at(line, 0)->text, "using") ||
	    !text_equal_nocase(complete_word_at(line, 1)->text, "namespace"))
		return false;
	for (size_t i = 0; type_registry[i]; i++)
		if (complete_matches(type_registry[i]->name, last->text) && strchr(type_registry[i]->name, '.'))
			add_namespace(&search, type_registry[i]->name);
	completion_sort(c, 0);
	return true;
}

/* -- [Name(... ------------------------------------------------------------------------------------------- */

bool complete_attribute(const char *line, size_t cursor, struct completion *c)
{
	size_t at = cursor, open, name;
	g_autofree char *prefix = NULL, *attribute = NULL;
	g_auto(GStrv) words = NULL;
	const char *named;

	while (at > 0 && g_ascii_isalnum(line[at - 1]))
		at--;
	for (open = at; open > 0 && !strchr("()[]{};\n", line[open - 1]); open--)
		;
	if (open == 0 || line[open - 1] != '(')
		return false;
	for (name = open - 1; name > 0 && (g_ascii_isalnum(line[name - 1]) || line[name - 1] == '.'); name--)
		;
	if (name == 0 || line[name - 1] != '[' || name == open - 1)
		return false;
	for (size_t i = at; i > open && line[i - 1] != ','; i--)
		if (!strchr(" \t", line[i - 1]))
			return false;
	attribute = g_strndup(line + name, open - 1 - name);
	prefix = g_strndup(line + at, cursor - at);
	named = attribute_named_arguments(attribute);
	words = g_strsplit(named ? named : "", " ", -1);
	c->start = at;
	c->length = cursor - at;
	for (char **word = words; *word; word++) {
		(*word)[strcspn(*word, "=")] = '\0';
		if (**word && complete_matches(*word, prefix))
			completion_add(c, *word, *word, "Property", NULL);
	}
	return c->matches->len > 0;
}
