/*
 * Arrays and closed generics: made once for their arguments, kept by name, so
 * that the same arguments give the same address. A closed generic copies its
 * open type's table; members see the arguments as T, TKey and TValue.
 */
#include "config.h"

#include "lib/type_make.h"

static struct {
	GHashTable *arrays;		/* element -> T[] */
	GHashTable *closed;		/* full name -> type */
	GHashTable *texts;		/* type -> short name and the like */
	GPtrArray *made;
	GStringChunk *chunk;
} store;

static const char *keep(const char *text)
{
	if (!store.chunk)
		store.chunk = g_string_chunk_new(4096);
	return g_string_chunk_insert_const(store.chunk, text);
}

static struct type *make(const struct type *open, const char *name)
{
	struct type *type = g_new(struct type, 1);

	*type = *open;
	type->open = open;
	type->alias = NULL;
	type->flags &= ~TYPE_IS_GENERIC;
	type->name = keep(name);
	if (!store.made)
		store.made = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(store.made, type);
	return type;
}

const struct type *type_array_of(const struct type *element)
{
	g_autofree char *name = NULL;
	struct type *type;

	if (!store.arrays)
		store.arrays = g_hash_table_new(NULL, NULL);
	type = g_hash_table_lookup(store.arrays, element);
	if (type)
		return type;
	name = g_strconcat(element->name, "[]", NULL);
	type = make(&type_array, name);
	type->base = &type_array;
	type->flags &= ~TYPE_IS_ABSTRACT;
	type->element = element;
	g_hash_table_insert(store.arrays, (void *)element, type);
	return type;
}

static struct type *find_closed(const char *name)
{
	if (!store.closed)
		store.closed = g_hash_table_new(g_str_hash, g_str_equal);
	return g_hash_table_lookup(store.closed, name);
}

const struct type *type_array_ranked(const struct type *element, unsigned rank)
{
	GString *name = g_string_new(element->name);
	struct type *type;

	g_string_append_c(name, '[');
	for (unsigned i = 1; i < rank; i++)
		g_string_append_c(name, ',');
	g_string_append_c(name, ']');
	type = find_closed(name->str);
	if (!type) {
		type = make(&type_array, name->str);
		type->base = &type_array;
		type->element = element;
		g_hash_table_insert(store.closed, (void *)type->name, type);
	}
	g_string_free(name, TRUE);
	return type;
}

#define ASSEMBLY ", System.Private.CoreLib, Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e"

const struct type *type_generic(const struct type *open, const struct type *const *args, unsigned n)
{
	GString *name = g_string_new(open->name);
	struct type *type;

	for (unsigned i = 0; i < n; i++)
		g_string_append_printf(name, "%s[%s" ASSEMBLY "]", i ? "," : "[", args[i]->name);
	g_string_append_c(name, ']');
	type = find_closed(name->str);
	if (!type) {
		type = make(open, name->str);
		type->element = n > 0 ? args[0] : NULL;
		type->element2 = n > 1 ? args[1] : NULL;
		g_hash_table_insert(store.closed, (void *)type->name, type);
	}
	g_string_free(name, TRUE);
	return type;
}

/* -- Names for display ---------------------------------------------------------------------- */

static const char *text_of_type(const struct type *type, bool is_short);

static void append_arguments(GString *out, const struct type *type, bool is_short)
{
	const struct type *args[] = { type->element, type->element2 };

	g_string_append_c(out, '[');
	for (unsigned i = 0; i < 2 && args[i]; i++)
		g_string_append_printf(out, "%s%s", i ? "," : "",
				       is_short ? text_of_type(args[i], true) : type_text(args[i]));
	g_string_append_c(out, ']');
}

static char *make_text(const struct type *type, bool is_short)
{
	GString *out = g_string_new(NULL);

	if (type->open == &type_array) {
		g_string_append(out, is_short ? text_of_type(type->element, true)
					      : type_text(type->element));
		g_string_append(out, strrchr(type->name, '['));
	} else {
		const char *tick = strchr(type->open->name, '`');

		g_string_append_len(out, type->open->name, is_short && tick ? tick - type->open->name : -1);
		append_arguments(out, type, is_short);
	}
	return g_string_free(out, FALSE);
}

static const char *text_of_type(const struct type *type, bool is_short)
{
	const char *known;
	g_autofree char *text = NULL;

	if (!type->open || type->open == type) {
		if (!is_short || !type->alias)
			return type->name;
		return keep(text = g_strndup(type->alias, strcspn(type->alias, " ")));
	}
	if (!is_short)
		return keep(text = make_text(type, false));
	if (!store.texts)
		store.texts = g_hash_table_new(NULL, NULL);
	known = g_hash_table_lookup(store.texts, type);
	if (!known) {
		known = keep(text = make_text(type, true));
		g_hash_table_insert(store.texts, (void *)type, (void *)known);
	}
	return known;
}

const char *type_short(const struct type *type)
{
	return text_of_type(type, true);
}

const char *type_text(const struct type *type)
{
	return text_of_type(type, false);
}

const char *type_simple_name(const struct type *type)
{
	g_autofree char *text = NULL;
	const char *plain, *dot, *plus;

	if (type->open == &type_array) {
		text = g_strconcat(type_simple_name(type->element), strrchr(type->name, '['), NULL);
		return keep(text);
	}
	plain = type->open ? type->open->name : type->name;
	dot = strrchr(plain, '.');
	plain = dot ? dot + 1 : plain;
	plus = strrchr(plain, '+');
	return plus ? plus + 1 : plain;
}

void type_make_shutdown(void)
{
	g_clear_pointer(&store.arrays, g_hash_table_unref);
	g_clear_pointer(&store.closed, g_hash_table_unref);
	g_clear_pointer(&store.texts, g_hash_table_unref);
	if (store.made)
		g_ptr_array_unref(store.made);
	if (store.chunk)
		g_string_chunk_free(store.chunk);
	store.made = NULL;
	store.chunk = NULL;
}
