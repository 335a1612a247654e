/*
 * Keys within @{ }: of calculated properties, of an object that is cast from
 * the table, of parameters that the table is splatted to.
 */
#include "config.h"

#include "shell/complete.h"

#include "shell/complete_infer.h"
#include "shell/binder.h"
#include "shell/command.h"
#include "shell/scriptblock.h"

struct calculated_row {
	const char *command, *keys;
};

static const struct calculated_row calculated[] = {
	{ "Select-Object", "Name Expression" }, { "Sort-Object", "Expression Ascending Descending" },
	{ "Group-Object", "Expression" }, { "Format-Table", "Expression FormatString Label Width Alignment" },
	{ "Format-List", "Expression FormatString Label" }, { "Format-Wide", "Expression FormatString" },
	{ "Format-Custom", "Expression Depth" }, { "Measure-Object", "Expression" },
	{ "Compare-Object", "Expression" }, { "ConvertTo-Html", "Expression Label Width Alignment" },
};

/* Where the innermost open @{ is, when the cursor is at a key of it; -1: it is not. */
static gssize open_table(const char *line, size_t cursor, size_t *ret_word)
{
	g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(size_t));
	size_t separator = 0, at;
	char quote = 0;

	for (at = 0; at < cursor; at++) {
		char ch = line[at];

		if (quote) {
			if (ch == quote)
				quote = 0;
		} else if (ch == '\'' || ch == '"') {
			quote = ch;
		} else if (strchr("({[", ch)) {
			g_array_append_val(open, at);
			separator = at + 1;
		} else if (strchr(")}]", ch) && open->len) {
			g_array_set_size(open, open->len - 1);
			separator = SIZE_MAX;
		} else if (ch == ';' || ch == '\n') {
			separator = at + 1;
		} else if (ch == '=') {
			separator = SIZE_MAX;
		}
	}
	if (!open->len || quote || separator == SIZE_MAX)
		return -1;
	at = g_array_index(open, size_t, open->len - 1);
	if (line[at] != '{' || at == 0 || line[at - 1] != '@')
		return -1;
	while (separator < cursor && strchr(" \t\r\n", line[separator]))
		separator++;
	for (size_t i = separator; i < cursor; i++)
		if (!g_ascii_isalnum(line[i]) && line[i] != '_')
			return -1;
	*ret_word = separator;
	return at - 1;
}

static bool is_given(const struct ast_hashtable *table, const char *key)
{
	for (uint32_t i = 0; i < table->pair_count; i++)
		if (table->pairs[i].key->kind == AST_STRING &&
		    text_equal_nocase(ast_string(table->pairs[i].key)->value->data, key))
			return true;
	return false;
}

static void add_key(struct completion *c, const struct ast_hashtable *table, const char *prefix, const char *key)
{
	if (complete_matches(key, prefix) && !is_given(table, key))
		completion_add(c, key, key, "Property", NULL);
}

static void add_keys(struct completion *c, const struct ast_hashtable *table, const char *prefix, const char *keys)
{
	g_auto(GStrv) words = g_strsplit(keys, " ", -1);

	for (char **word = words; *word; word++)
		add_key(c, table, prefix, *word);
}

static void command_keys(struct complete_tree *t, const struct ast_command *command, const struct ast_hashtable *table,
			 const char *prefix, struct completion *c)
{
	struct ast *first = command->element_count ? command->elements[0] : NULL;
	struct command found;

	if (!first || first->kind != AST_STRING ||
	    !command_find(t->session->scope, ast_string(first)->value->data, &found, NULL))
		return;
	for (size_t i = 0; found.cmdlet && i < G_N_ELEMENTS(calculated); i++)
		if (text_equal_nocase(calculated[i].command, found.cmdlet->name))
			add_keys(c, table, prefix, calculated[i].keys);
	command_clear(&found);
}

struct type_keys {
	struct completion *c;
	const struct ast_hashtable *table;
	const char *prefix;
};

static void visit_property(const struct type_member *member, void *data)
{
	struct type_keys *keys = data;
	size_t len;
	const char *name = type_member_name(member, &len);
	g_autofree char *text = g_strndup(name, len);

	if (member->set || strstr(member->signature, "set;"))
		add_key(keys->c, keys->table, keys->prefix, text);
}

static void cast_keys(struct complete_tree *t, const char *type_name, const struct ast_hashtable *table,
		      const char *prefix, struct completion *c)
{
	const struct ast_type_definition *definition = infer_definition(t, type_name);
	const struct type *type = type_find(type_name, -1);
	struct type_keys keys = { c, table, prefix };

	for (uint32_t i = 0; definition && i < definition->member_count; i++)
		if (definition->members[i]->kind == AST_PROPERTY_MEMBER)
			add_key(c, table, prefix, ast_property_member(definition->members[i])->spelled->data);
	if (type && !definition && type != &type_pscustomobject)
		type_each_property(type, false, visit_property, &keys);
	completion_sort(c, 0);
}

/* -- Splatting ------------------------------------------------------------------------------------------- */

struct splat_search {
	struct symbol *name;
	const struct ast_command *found;
};

static bool find_splat(struct ast *node, void *data)
{
	struct splat_search *search = data;

	if (node->kind == AST_COMMAND && !search->found) {
		const struct ast_command *command = ast_command(node);

		for (uint32_t i = 1; i < command->element_count; i++)
			if (command->elements[i]->kind == AST_VARIABLE &&
			    ast_variable(command->elements[i])->splatted &&
			    ast_variable(command->elements[i])->name == search->name)
				search->found = command;
	}
	return ast_children(node, find_splat, data), true;
}

static void splat_keys(struct session *session, const struct ast_command *command, const struct ast_hashtable *table,
		       const char *prefix, struct completion *c)
{
	struct ast *first = command->elements[0];
	const struct signature *s = NULL;
	struct command found;

	if (first->kind != AST_STRING || !command_find(session->scope, ast_string(first)->value->data, &found, NULL))
		return;
	if (found.cmdlet)
		s = signature_of_cmdlet(session, found.cmdlet);
	else if (found.function)
		s = signature_of_unit(session, scriptblock_of(found.function->block)->unit, NULL);
	for (uint32_t i = 0; s && i < s->n; i++)
		if (!(s->params[i].flags & PARAM_HIDDEN))
			add_key(c, table, prefix, sig_param_name(&s->params[i]));
	command_clear(&found);
}

/* The command that the variable is splatted to is looked for in the whole text, after the cursor as well. */
static void assigned_keys(struct complete_tree *t, struct ast *left, const struct ast_hashtable *table,
			  const char *whole, const char *prefix, struct completion *c)
{
	struct complete_tree all;
	struct splat_search search = { NULL, NULL };

	while (left->kind == AST_CONVERT)
		left = ast_convert(left)->child;
	if (left->kind != AST_VARIABLE)
		return;
	search.name = ast_variable(left)->name;
	complete_tree_init(&all, t->session, whole, strlen(whole));
	find_splat(&all.tree->root->ast, &search);
	if (search.found)
		splat_keys(t->session, search.found, table, prefix, c);
	complete_tree_clear(&all);
}

bool complete_table_keys(struct session *session, const char *line, size_t cursor, struct completion *c)
{
	size_t word = 0;
	gssize at = open_table(line, cursor, &word);
	g_autofree char *prefix = NULL;
	const struct ast_hashtable *table = NULL;
	struct complete_tree t;
	uint32_t i;

	if (at < 0)
		return false;
	prefix = g_strndup(line + word, cursor - word);
	complete_tree_init(&t, session, line, cursor);
	t.depth = MIN(ast_path_at(t.tree, at + 1, t.path, G_N_ELEMENTS(t.path)), G_N_ELEMENTS(t.path));
	for (i = t.depth; i > 0 && !table; i--)
		if (t.path[i - 1]->kind == AST_HASHTABLE && t.path[i - 1]->span.start == (uint32_t)at)
			table = ast_hashtable(t.path[i - 1]);
	c->start = word;
	c->length = cursor - word;
	for (; table && i > 0; i--) {
		struct ast *around = t.path[i - 1];

		if (around->kind == AST_COMMAND) {
			command_keys(&t, ast_command(around), table, prefix, c);
			break;
		} else if (around->kind == AST_CONVERT) {
			cast_keys(&t, ast_convert(around)->type->type->name->data, table, prefix, c);
			break;
		} else if (around->kind == AST_ASSIGNMENT) {
			assigned_keys(&t, ast_assignment(around)->left, table, line, prefix, c);
			break;
		}
	}
	complete_tree_clear(&t);
	return true;
}
