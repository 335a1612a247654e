/*
 * Interned names: one open-addressed table of ids over the list of symbols.
 */
#include "config.h"

#include "lib/symbol.h"

#include "lib/heap.h"

/* Interned for the life of the program: see symbol.h and heap.h. */
static struct {
	GPtrArray *by_id;
	uint32_t *table;	/* ids */
	uint32_t mask;
	GHashTable *exact;	/* text -> index into exact_texts */
	GPtrArray *exact_texts;
} symbols;

static bool symbol_is(const struct symbol *symbol, const char *name, size_t len)
{
	const struct string *own = symbol->name;

	return (own->len == len && !memcmp(own->data, name, len)) ||
	       text_compare_range(own->data, own->data + own->len, name, name + len) == 0;
}

static uint32_t *symbol_bucket(const char *name, size_t len, uint32_t hash)
{
	uint32_t at = hash & symbols.mask;

	for (;; at = (at + 1) & symbols.mask) {
		struct symbol *symbol;

		if (!symbols.table[at])
			return &symbols.table[at];
		symbol = symbols.by_id->pdata[symbols.table[at]];
		if (symbol->hash == hash && symbol_is(symbol, name, len))
			return &symbols.table[at];
	}
}

static void symbols_grow(void)
{
	uint32_t size = symbols.table ? (symbols.mask + 1) * 2 : 1024;

	if (!symbols.by_id) {
		symbols.by_id = g_ptr_array_sized_new(512);
		g_ptr_array_add(symbols.by_id, NULL);
	}
	g_free(symbols.table);
	symbols.table = g_new0(uint32_t, size);
	symbols.mask = size - 1;
	for (guint i = 1; i < symbols.by_id->len; i++) {
		struct symbol *symbol = symbols.by_id->pdata[i];

		*symbol_bucket(symbol->name->data, symbol->name->len, symbol->hash) = i;
	}
}

struct symbol *symbol_find(const char *name, ssize_t n)
{
	size_t len = n < 0 ? strlen(name) : (size_t)n;
	uint32_t id = symbols.table ? *symbol_bucket(name, len, text_hash_nocase(name, name + len)) : 0;

	return id ? symbols.by_id->pdata[id] : NULL;
}

struct symbol *symbol_get(const char *name, ssize_t n)
{
	size_t len = n < 0 ? strlen(name) : (size_t)n;
	uint32_t hash = text_hash_nocase(name, name + len);
	struct symbol *symbol;
	uint32_t *bucket;

	if (!symbols.table || symbols.by_id->len * 2 > symbols.mask)
		symbols_grow();
	bucket = symbol_bucket(name, len, hash);
	if (*bucket)
		return symbols.by_id->pdata[*bucket];
	symbol = g_new(struct symbol, 1);
	*symbol = (struct symbol){ symbols.by_id->len, hash, str_new(name, len) };
	*bucket = symbol->id;
	g_ptr_array_add(symbols.by_id, symbol);
	return symbol;
}

struct symbol *symbol_of(struct string *name)
{
	return symbol_get(name->data, name->len);
}

struct symbol *symbol_by_id(uint32_t id)
{
	return symbols.by_id->pdata[id];
}

uint32_t symbol_exact(const char *text, ssize_t n)
{
	g_autofree char *copy = g_strndup(text, n < 0 ? strlen(text) : (size_t)n);
	gpointer found;

	if (!symbols.exact) {
		symbols.exact = g_hash_table_new(g_str_hash, g_str_equal);
		symbols.exact_texts = g_ptr_array_new();
		g_ptr_array_add(symbols.exact_texts, NULL);
	}
	found = g_hash_table_lookup(symbols.exact, copy);
	if (found)
		return GPOINTER_TO_UINT(found);

	struct string *str = str_new(copy, -1);

	g_hash_table_insert(symbols.exact, str->data, GUINT_TO_POINTER(symbols.exact_texts->len));
	g_ptr_array_add(symbols.exact_texts, str);
	return symbols.exact_texts->len - 1;
}

struct string *symbol_exact_text(uint32_t id)
{
	return symbols.exact_texts->pdata[id];
}

void symbols_shutdown(void)
{
	for (guint i = 1; symbols.by_id && i < symbols.by_id->len; i++) {
		struct symbol *symbol = symbols.by_id->pdata[i];

		str_unref(symbol->name);
		g_free(symbol);
	}
	for (guint i = 1; symbols.exact_texts && i < symbols.exact_texts->len; i++)
		str_unref(symbols.exact_texts->pdata[i]);
	g_clear_pointer(&symbols.by_id, g_ptr_array_unref);
	g_clear_pointer(&symbols.exact_texts, g_ptr_array_unref);
	g_clear_pointer(&symbols.exact, g_hash_table_unref);
	g_clear_pointer(&symbols.table, g_free);
}
