/*
 * Members after a dot or two colons. The expression before is evaluated only
 * when nothing can come of it: a variable, its properties and elements, a
 * literal, a type.
 */
#include "config.h"

#include "shell/complete.h"

#include "lib/object.h"
#include "shell/collector.h"
#include "shell/exception.h"

static const char *const kinds[] = { "Property", "Property", "Property", "Method" };

struct member_search {
	GPtrArray *ranked[4];		/* aliases, properties, script properties, methods: char * */
	const char *prefix;
};

static void add_member(struct member_search *search, unsigned rank, const char *name, size_t len)
{
	g_autofree char *text = g_strndup(name, len);

	if (complete_matches(text, search->prefix))
		g_ptr_array_add(search->ranked[rank], g_steal_pointer(&text));
}

static bool is_accessor(const char *name, size_t len)
{
	return (len > 4 && (memcmp(name, "get_", 4) == 0 || memcmp(name, "set_", 4) == 0)) || name[0] == '.';
}

static void visit_property(const struct type_member *member, void *data)
{
	size_t len;
	const char *name = type_member_name(member, &len);

	add_member(data, 1, name, len);
}

static void visit_method(const struct type_member *member, void *data)
{
	size_t len;
	const char *name = type_member_name(member, &len);

	if (!is_accessor(name, len))
		add_member(data, 3, name, len);
}

static void visit_shape(struct member_search *search, const struct shape *shape)
{
	for (uint32_t i = 0; i < shape->n; i++) {
		const struct shape_member *member = &shape->members[i];
		unsigned rank = member->kind == MEMBER_ALIAS ? 0 : member->kind == MEMBER_SCRIPT ? 2
			      : member->kind == MEMBER_METHOD ? 3 : 1;

		if (!(member->flags & MEMBER_HIDDEN))
			add_member(search, rank, member->name->data, member->name->len);
	}
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return text_compare_nocase(*(const char *const *)a, *(const char *const *)b);
}

static void put_members(struct member_search *search, struct completion *c)
{
	for (unsigned rank = 0; rank < G_N_ELEMENTS(search->ranked); rank++) {
		GPtrArray *names = search->ranked[rank];

		g_ptr_array_sort(names, by_name);
		for (guint i = 0; i < names->len; i++) {
			const char *name = names->pdata[i];
			g_autofree char *text = g_strconcat(name, rank == 3 ? "(" : "", NULL);

			completion_add(c, text, name, kinds[rank], NULL);
		}
		g_ptr_array_unref(names);
	}
}

static void add_instance(struct member_search *search, struct value v, const char *prefix)
{
	struct value base = value_base(v);
	struct enumerator e;
	struct value item;

	if (v.kind == V_BOXED)
		visit_shape(search, ((struct boxed *)v.u.block)->members->shape);
	if (base.kind == V_OBJECT)
		visit_shape(search, base.u.object->shape);
	else if (value_is_enumerable(base)) {
		enumerator_init(&e, base);
		if (enumerator_next(&e, &item, NULL)) {
			add_instance(search, item, prefix);
			value_unref(item);
		}
		enumerator_clear(&e);
		return;
	}
	if (value_is_null(base))
		return;
	type_each_property(type_of(base), false, visit_property, search);
	type_each_method(type_of(base), false, visit_method, search);
}

static void add_static(struct member_search *search, const struct type *type)
{
	type_each_property(type, true, visit_property, search);
	type_each_method(type, true, visit_method, search);
	for (const struct type_enum_name *n = type->names; n && n->name; n++)
		add_member(search, 1, n->name, strlen(n->name));
}

/* Where the harmless expression that ends at `end` starts; `end` when there is none. */
static size_t expression_start(const char *line, size_t end)
{
	size_t at = end;

	if (end && (line[end - 1] == '"' || line[end - 1] == '\'')) {
		for (at = end - 1; at > 0 && line[at - 1] != line[end - 1]; at--)
			;
		return at ? at - 1 : end;
	}
	while (at > 0 && (g_ascii_isalnum(line[at - 1]) || strchr("_.:[]", line[at - 1])))
		at--;
	if (at > 0 && line[at - 1] == '$')
		return at - 1;
	return line[at] == '[' ? at : end;
}

static struct value evaluate(struct session *session, const char *text)
{
	struct collector c;
	struct value v;

	collector_init(&c);
	session->try_depth++;
	if (host_script(&session->host, text, NULL, &c.sink) == FLOW_ERROR && session->error)
		value_unref(value_of(error_take(session)));
	session->try_depth--;
	v = collector_take(&c);
	return v;
}

bool complete_members(struct session *session, const char *line, size_t cursor, struct completion *c)
{
	struct member_search search;
	size_t name = cursor, end, start;
	g_autofree char *prefix = NULL, *text = NULL;
	bool is_static;
	value_auto v = VALUE_UNSET;

	while (name > 0 && (g_ascii_isalnum(line[name - 1]) || line[name - 1] == '_'))
		name--;
	is_static = name > 2 && line[name - 1] == ':' && line[name - 2] == ':';
	if (!is_static && (name < 2 || line[name - 1] != '.'))
		return false;
	end = name - (is_static ? 2 : 1);
	start = expression_start(line, end);
	if (start >= end)
		return false;
	prefix = g_strndup(line + name, cursor - name);
	/* A comma keeps a collection whole. */
	text = g_strdup_printf(",(%.*s)", (int)(end - start), line + start);
	v = evaluate(session, text);
	for (unsigned i = 0; i < G_N_ELEMENTS(search.ranked); i++)
		search.ranked[i] = g_ptr_array_new_with_free_func(g_free);
	search.prefix = prefix;
	c->start = name;
	c->length = cursor - name;
	if (is_static && value_base(v).kind == V_TYPE)
		add_static(&search, value_base(v).u.type);
	else if (!is_static)
		add_instance(&search, v, prefix);
	put_members(&search, c);
	return true;
}
