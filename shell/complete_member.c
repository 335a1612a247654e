/*
 * Members after a dot or two colons, and keys in brackets: what the guesses of
 * the expression before them have. Members come by kind, then by name; the keys
 * of a hashtable come last.
 */
#include "config.h"

#include "shell/complete.h"

#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/object.h"
#include "shell/complete_infer.h"

enum { RANK_ALIAS, RANK_PROPERTY, RANK_SCRIPT, RANK_METHOD, RANK_KEY, RANK_COUNT };

struct member_search {
	GPtrArray *ranked[RANK_COUNT];	/* a name, then its tip: char * */
	const char *prefix;
	const struct type *type;	/* whose members are visited */
	bool is_static;
};

static void search_init(struct member_search *search, const char *prefix)
{
	*search = (struct member_search){ .prefix = prefix };
	for (unsigned i = 0; i < RANK_COUNT; i++)
		search->ranked[i] = g_ptr_array_new_with_free_func(g_free);
}

static void search_clear(struct member_search *search)
{
	for (unsigned i = 0; i < RANK_COUNT; i++)
		g_ptr_array_unref(search->ranked[i]);
}

/* Takes `tip` over. */
static void add_member(struct member_search *search, unsigned rank, const char *name, size_t len, char *tip)
{
	g_autofree char *text = g_strndup(name, len);
	GPtrArray *names = search->ranked[rank];

	/* A further overload is a line of the tip. */
	if (rank == RANK_METHOD && tip && names->len && g_str_equal(names->pdata[names->len - 2], text)) {
		char *both = g_strdup_printf("%s\n%s", (char *)names->pdata[names->len - 1], tip);

		g_free(names->pdata[names->len - 1]);
		names->pdata[names->len - 1] = both;
		g_free(tip);
		return;
	}
	if (!complete_matches(text, search->prefix)) {
		g_free(tip);
		return;
	}
	g_ptr_array_add(names, g_steal_pointer(&text));
	g_ptr_array_add(names, tip ? tip : g_strndup(name, len));
}

static bool is_accessor(const char *name, size_t len)
{
	return (len > 4 && (memcmp(name, "get_", 4) == 0 || memcmp(name, "set_", 4) == 0)) || name[0] == '.';
}

static void visit_property(const struct type_member *member, void *data)
{
	struct member_search *search = data;
	size_t len;
	const char *name = type_member_name(member, &len);

	add_member(search, RANK_PROPERTY, name, len, type_signature(search->type, member));
}

static void visit_method(const struct type_member *member, void *data)
{
	struct member_search *search = data;
	size_t len;
	const char *name = type_member_name(member, &len);

	if (!is_accessor(name, len))
		add_member(search, RANK_METHOD, name, len, type_signature(search->type, member));
}

/* string Name=anna */
static char *note_tip(const struct shape_member *member, struct value v)
{
	struct string *text;
	char *tip;

	if (member->kind != MEMBER_NOTE && member->kind != MEMBER_PROPERTY)
		return NULL;
	text = value_is_enumerable(v) ? str_new(type_of(value_base(v))->name, -1) : value_to_string(v, NULL);
	tip = g_strdup_printf("%s %s=%s", value_is_null(v) ? "object" : type_short(type_of(value_base(v))),
			      member->name->data, value_is_null(v) ? "null" : text->data);
	str_unref(text);
	return tip;
}

static void visit_members(struct member_search *search, const struct object *members)
{
	const struct shape *shape = members->shape;
	static const unsigned ranks[] = { [MEMBER_PROPERTY] = RANK_PROPERTY, [MEMBER_NOTE] = RANK_PROPERTY,
					  [MEMBER_ALIAS] = RANK_ALIAS, [MEMBER_SCRIPT] = RANK_SCRIPT,
					  [MEMBER_METHOD] = RANK_METHOD };

	for (uint32_t i = 0; i < shape->n; i++) {
		const struct shape_member *member = &shape->members[i];

		if (!(member->flags & MEMBER_HIDDEN))
			add_member(search, ranks[member->kind], member->name->data, member->name->len,
				   note_tip(member, members->slots[i]));
	}
}

static void add_words(struct member_search *search, const char *names)
{
	g_auto(GStrv) words = g_strsplit(names ? names : "", " ", -1);

	for (char **word = words; *word; word++)
		if (**word)
			add_member(search, RANK_PROPERTY, *word, strlen(*word), NULL);
}

static void add_type_members(struct member_search *search, const struct type *type)
{
	search->type = type;
	type_each_property(type, search->is_static, visit_property, search);
	type_each_method(type, search->is_static, visit_method, search);
	if (!search->is_static && type->kind == V_OBJECT && !type->properties)
		add_words(search, type->default_properties);
	for (const struct type_enum_name *n = search->is_static ? type->names : NULL; n && n->name; n++)
		add_member(search, RANK_PROPERTY, n->name, strlen(n->name), NULL);
	if (search->is_static && !(type->flags & (TYPE_IS_STATIC | TYPE_IS_INTERFACE | TYPE_IS_ABSTRACT)) &&
	    (type->constructors || type->flags & TYPE_IS_SCRIPT) && type->kind != V_ENUM)
		add_member(search, RANK_METHOD, "new", 3, NULL);
}

/* What the language itself adds to collections. */
static void add_collection_methods(struct member_search *search)
{
	add_member(search, RANK_METHOD, "Where", 5, g_strdup("Where({ expression } [, mode [, numberToReturn]])"));
	add_member(search, RANK_METHOD, "ForEach", 7, g_strdup("ForEach(expression [, arguments...])"));
}

static void add_keys(struct member_search *search, const struct dict *dict)
{
	const struct dict_entry *entry;

	for (uint32_t at = 0; dict->style != DICT_SET && dict_next(dict, &at, &entry);)
		if (entry->key.kind == V_STRING)
			add_member(search, RANK_KEY, entry->key.u.str->data, entry->key.u.str->len, NULL);
}

static void visit_adapted(struct string *name, void *data)
{
	add_member(data, RANK_PROPERTY, name->data, name->len, NULL);
}

static void add_value_members(struct member_search *search, struct value v)
{
	struct value base = value_base(v);
	struct enumerator e;
	struct value item;

	if (value_is_null(base))
		return;
	if (search->is_static) {
		if (base.kind == V_TYPE)
			add_type_members(search, base.u.type);
		return;
	}
	if (v.kind == V_BOXED)
		visit_members(search, ((struct boxed *)v.u.block)->members);
	if (base.kind == V_OBJECT)
		visit_members(search, base.u.object);
	if (base.kind == V_DICT)
		add_keys(search, base.u.dict);
	if (type_of(base)->member_each)
		type_of(base)->member_each(base, visit_adapted, search);
	if (value_is_enumerable(base)) {
		enumerator_init(&e, base);
		if (enumerator_next(&e, &item, NULL)) {
			add_value_members(search, item);
			value_unref(item);
		}
		enumerator_clear(&e);
		add_collection_methods(search);
	}
	add_type_members(search, type_of(base));
}

static void add_class_member(struct member_search *search, struct ast *member)
{
	if (member->kind == AST_PROPERTY_MEMBER) {
		const struct ast_property_member *property = ast_property_member(member);

		if (property->is_static == search->is_static && !property->is_hidden)
			add_member(search, RANK_PROPERTY, property->spelled->data, property->spelled->len, NULL);
	} else if (member->kind == AST_FUNCTION_MEMBER) {
		const struct ast_function_member *method = ast_function_member(member);

		if (method->is_static == search->is_static && !method->is_hidden && !method->is_constructor)
			add_member(search, RANK_METHOD, method->spelled->data, method->spelled->len, NULL);
	}
}

static void add_definition_members(struct complete_tree *t, struct member_search *search,
				   const struct ast_type_definition *definition)
{
	bool is_enum = definition->type_kind == DEFINE_ENUM;

	for (uint32_t i = 0; i < definition->member_count; i++) {
		if (is_enum && search->is_static) {
			struct string *name = ast_property_member(definition->members[i])->spelled;

			add_member(search, RANK_PROPERTY, name->data, name->len, NULL);
		} else if (!is_enum) {
			add_class_member(search, definition->members[i]);
		}
	}
	for (uint32_t i = 0; i < definition->base_count && !is_enum; i++) {
		const char *name = definition->bases[i]->type->name->data;
		const struct ast_type_definition *base = infer_definition(t, name);

		if (base)
			add_definition_members(t, search, base);
		else if (type_find(name, -1))
			add_type_members(search, type_find(name, -1));
	}
	if (search->is_static)
		add_member(search, RANK_METHOD, "new", 3, NULL);
	else
		add_type_members(search, &type_object);
}

static void add_table_members(struct member_search *search, const struct guess *guess)
{
	bool object = guess->type == &type_pscustomobject;

	for (uint32_t i = 0; i < guess->table->pair_count; i++)
		if (guess->table->pairs[i].key->kind == AST_STRING) {
			struct string *name = ast_string(guess->table->pairs[i].key)->value;

			add_member(search, object ? RANK_PROPERTY : RANK_KEY, name->data, name->len, NULL);
		}
	add_type_members(search, guess->type);
}

static void add_guess_members(struct complete_tree *t, struct member_search *search, const struct guess *guess)
{
	if (guess->value.kind != V_UNSET) {
		add_value_members(search, guess->value);
	} else if (guess->definition) {
		add_definition_members(t, search, guess->definition);
	} else if (guess->table) {
		add_table_members(search, guess);
	} else if (guess->names) {
		for (guint i = 0; i < guess->names->len; i++)
			add_member(search, RANK_PROPERTY, guess->names->pdata[i], strlen(guess->names->pdata[i]), NULL);
		add_type_members(search, &type_object);
	} else if (guess->type && !search->is_static) {
		if (guess->type->element && guess->type->kind != V_DICT)
			add_type_members(search, guess->type->element);
		if (guess->type->kind == V_ARRAY || guess->type->kind == V_LIST)
			add_collection_methods(search);
		add_type_members(search, guess->type);
	}
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return text_compare_nocase(*(const char *const *)a, *(const char *const *)b);
}

/* Names that were offered in an earlier rank are not offered again. */
static void put_members(struct member_search *search, struct completion *c, unsigned first, unsigned last)
{
	for (unsigned rank = first; rank <= last; rank++) {
		GPtrArray *names = search->ranked[rank];

		if (names->len && rank != RANK_KEY)
			qsort(names->pdata, names->len / 2, 2 * sizeof(gpointer), by_name);
		for (guint i = 0; i < names->len; i += 2) {
			const char *name = names->pdata[i];
			bool plain = name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] == '\0';
			g_autofree char *text = g_strdup_printf(plain ? "%s%s" : "'%s'%s", name,
								rank == RANK_METHOD ? "(" : "");

			completion_add(c, text, name, rank == RANK_METHOD ? "Method" : "Property", names->pdata[i + 1]);
		}
	}
}

static void search_static(struct complete_tree *t, struct member_search *search, const struct type_name *name)
{
	const struct ast_type_definition *definition = infer_definition(t, name->name->data);
	const struct type *type = type_find(name->name->data, -1);

	if (definition)
		add_definition_members(t, search, definition);
	else if (type)
		add_type_members(search, type);
}

static void search_guesses(struct complete_tree *t, struct member_search *search, struct ast *expression)
{
	GArray *guesses = guesses_new();

	infer(t, expression, guesses);
	for (guint i = 0; i < guesses->len; i++)
		add_guess_members(t, search, &g_array_index(guesses, struct guess, i));
	g_array_unref(guesses);
}

/* The member node whose name ends at the cursor. */
static const struct ast_member *member_at(struct complete_tree *t)
{
	for (uint32_t i = t->depth; i > 0; i--) {
		struct ast *node = t->path[i - 1];
		const struct ast_member *member;

		if (node->kind != AST_MEMBER)
			continue;
		member = ast_member(node);
		if (member->member->kind == AST_STRING && member->member->span.end == t->cursor &&
		    ast_string(member->member)->form == STRING_BARE)
			return member;
	}
	return NULL;
}

bool complete_members(struct complete_tree *t, struct completion *c)
{
	const struct ast_member *member = member_at(t);
	struct member_search search;

	if (!member)
		return false;
	search_init(&search, ast_string(member->member)->value->data);
	search.is_static = member->is_static;
	c->start = member->member->span.start;
	c->length = t->cursor - c->start;
	if (member->is_static && member->expression->kind == AST_TYPE)
		search_static(t, &search, ast_type(member->expression)->type);
	else
		search_guesses(t, &search, member->expression);
	put_members(&search, c, RANK_ALIAS, RANK_KEY);
	search_clear(&search);
	return true;
}

/* -- Properties of what comes down the pipeline ------------------------------------------------------------- */

void complete_input_members(struct complete_tree *t, const struct ast_command *command, const char *prefix,
			    bool methods, struct completion *c)
{
	struct member_search search;
	GArray *guesses = guesses_new();
	uint32_t index;
	const struct ast_pipeline *pipeline = infer_pipeline_at(t, command, &index);

	search_init(&search, prefix);
	if (pipeline)
		infer_input(t, pipeline, index, guesses);
	for (guint i = 0; i < guesses->len; i++)
		add_guess_members(t, &search, &g_array_index(guesses, struct guess, i));
	put_members(&search, c, RANK_ALIAS, RANK_SCRIPT);
	if (methods)
		put_members(&search, c, RANK_METHOD, RANK_METHOD);
	g_array_unref(guesses);
	search_clear(&search);
}

/* -- Keys --------------------------------------------------------------------------------------------------- */

static void put_key(struct completion *c, const char *key, const char *prefix)
{
	g_auto(GStrv) parts = g_strsplit(key, "'", -1);
	g_autofree char *doubled = g_strjoinv("''", parts);
	g_autofree char *text = g_strdup_printf("'%s'", doubled);

	if (complete_matches(key, prefix))
		completion_add(c, text, key, "Property", NULL);
}

static void put_keys(struct completion *c, const struct guess *guess, const char *prefix)
{
	struct value base = value_base(guess->value);
	const struct dict_entry *entry;

	for (uint32_t at = 0; base.kind == V_DICT && dict_next(base.u.dict, &at, &entry);)
		if (entry->key.kind == V_STRING)
			put_key(c, entry->key.u.str->data, prefix);
	for (uint32_t i = 0; guess->table && guess->type != &type_pscustomobject && i < guess->table->pair_count; i++)
		if (guess->table->pairs[i].key->kind == AST_STRING)
			put_key(c, ast_string(guess->table->pairs[i].key)->value->data, prefix);
}

bool complete_keys(struct complete_tree *t, const char *line, struct completion *c)
{
	const struct ast_index *index = NULL;
	g_autofree char *prefix = NULL;
	GArray *guesses;
	uint32_t start;

	for (uint32_t i = t->depth; i > 0 && !index; i--)
		if (t->path[i - 1]->kind == AST_INDEX)
			index = ast_index(t->path[i - 1]);
	if (!index || index->target->span.end >= t->cursor)
		return false;
	start = index->target->span.end;
	while (start < t->cursor && line[start] != '[')
		start++;
	start += start < t->cursor;
	for (uint32_t i = start; i < t->cursor; i++)
		if (strchr("])$(", line[i]))
			return false;
	c->start = start;
	c->length = t->cursor - start;
	start += start < t->cursor && strchr("'\"", line[start]);
	prefix = g_strndup(line + start, t->cursor - start);
	guesses = guesses_new();
	infer(t, index->target, guesses);
	for (guint i = 0; i < guesses->len; i++)
		put_keys(c, &g_array_index(guesses, struct guess, i), prefix);
	g_array_unref(guesses);
	return c->matches->len > 0;
}
