/*
 * Positions in tables: a key put in between others, and tables whose keys are
 * in order. What follows the new key is taken out and put back behind it.
 */
#include "config.h"

#include "lib/dict.h"
#include "lib/types/culture.h"
#include "lib/types/table.h"

void dict_insert(struct dict *dict, uint32_t at, struct value key, struct value v)
{
	uint32_t n = dict->len - at;
	g_autofree struct value *tail = g_new(struct value, 2 * n + 1);

	for (uint32_t i = 0; i < n; i++) {
		struct dict_entry *entry = dict_at(dict, at);

		tail[2 * i] = value_ref(entry->key);
		tail[2 * i + 1] = value_ref(entry->value);
		dict_remove(dict, tail[2 * i]);
	}
	dict_set(dict, key, v);
	for (uint32_t i = 0; i < n; i++)
		dict_set(dict, tail[2 * i], tail[2 * i + 1]);
}

int64_t dict_position(const struct dict *dict, struct value key)
{
	for (uint32_t i = 0; i < dict->len; i++)
		if (value_same(dict_at(dict, i)->key, key, dict->with_case))
			return i;
	return -1;
}

static int order_of(const struct dict *dict, struct value a, struct value b)
{
	int order = 0;

	if (a.kind == V_STRING && b.kind == V_STRING && dict->order)
		return string_comparer_code_order(dict->order, a.u.str, b.u.str);
	values_order(a, b, &order, NULL);
	return order;
}

void dict_put(struct dict *dict, struct value key, struct value v)
{
	uint32_t low = 0, high = dict->len;

	if (!dict->type || !(dict->type->flags & TYPE_IS_SORTED) || dict_find(dict, key)) {
		dict_set(dict, key, v);
		return;
	}
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (order_of(dict, dict_at(dict, middle)->key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	dict_insert(dict, low, key, v);
}
