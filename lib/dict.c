/*
 * Dictionaries: entries in insertion order beside an open-addressed index of
 * them, as compact as Python's. A removed entry leaves a hole that the next
 * growth closes.
 */
#include "config.h"

#include "lib/dict.h"

#include "lib/convert.h"
#include "lib/heap.h"
#include "lib/object.h"

#define INDEX_FREE	(-1)
#define INDEX_GONE	(-2)

/* -- Keys ------------------------------------------------------------------------ */

static uint32_t mix(uint64_t x)
{
	x *= 0x9e3779b97f4a7c15ull;
	return x >> 32;
}

uint32_t value_hash(struct value v, bool with_case)
{
	uint64_t bits;

	v = value_base(v);
	switch (v.kind) {
	case V_STRING:
		return with_case ? str_hash(v.u.str) : str_hash_nocase(v.u.str);
	case V_F32:
	case V_F64:
		if (v.u.f == 0)
			v.u.f = 0;
		memcpy(&bits, &v.u.f, sizeof(bits));
		return mix(bits);
	case V_DECIMAL:
	case V_BIGINT: {
		struct string *text = value_to_string(v, NULL);
		uint32_t h = str_hash(text);

		str_unref(text);
		return h;
	}
	case V_NATIVE:
		if (v.u.native->type->equals) {
			struct string *text = value_to_string(v, NULL);
			uint32_t h = str_hash(text);

			str_unref(text);
			return h;
		}
		return mix((uintptr_t)v.u.ptr);
	case V_I8: case V_U8: case V_I16: case V_U16: case V_I32: case V_U32: case V_I64: case V_U64:
		/* Numbers that follow one another lie side by side, as names do (lib/str.c). */
		return mix((v.u.u >> 4) + ((uint64_t)v.kind << 60)) << 4 | (v.u.u & 15);
	default:
		return mix(v.u.u + v.kind);
	}
}

bool value_same(struct value a, struct value b, bool with_case)
{
	a = value_base(a);
	b = value_base(b);
	if (a.kind != b.kind)
		return value_is_null(a) && value_is_null(b);
	switch (a.kind) {
	case V_STRING:
		return with_case ? str_equal(a.u.str, b.u.str) : str_equal_nocase(a.u.str, b.u.str);
	case V_NULL:
	case V_NOTHING:
		return true;
	case V_F32:
	case V_F64:
		return a.u.f == b.u.f;
	case V_ENUM:
		return a.aux == b.aux && a.u.i == b.u.i;
	case V_DECIMAL:
	case V_BIGINT: {
		struct string *x = value_to_string(a, NULL), *y = value_to_string(b, NULL);
		bool same = str_equal(x, y);

		str_unref(x);
		str_unref(y);
		return same;
	}
	case V_NATIVE:
		if (a.u.native->type == b.u.native->type && a.u.native->type->equals)
			return a.u.native->type->equals(a, b);
		return a.u.ptr == b.u.ptr;
	default:
		return a.u.u == b.u.u;
	}
}

/* -- The table -------------------------------------------------------------------- */

struct dict *dict_new(enum dict_style style, bool with_case)
{
	struct dict *dict = container_new(V_DICT, sizeof(*dict));

	dict->style = style;
	dict->with_case = with_case;
	return dict;
}

static void index_insert(struct dict *dict, uint32_t hash, int32_t entry)
{
	uint32_t at = hash & dict->mask;

	while (dict->index[at].entry >= 0)
		at = (at + 1) & dict->mask;
	dict->index[at] = (struct dict_slot){ entry, hash };
}

/* Closes the holes and makes room for one more entry. */
static void dict_grow(struct dict *dict)
{
	uint32_t live = 0, size = 8;

	for (uint32_t i = 0; i < dict->used; i++)
		if (dict->entries[i].key.kind != V_UNSET)
			dict->entries[live++] = dict->entries[i];
	dict->used = live;
	while (size * 2 < (live + 1) * 3 + 2)
		size *= 2;
	if (live * 2 >= size / 2)
		size *= 2;
	dict->capacity = size * 2 / 3;
	dict->entries = g_renew(struct dict_entry, dict->entries, dict->capacity);
	dict->index = g_renew(struct dict_slot, dict->index, size);
	dict->mask = size - 1;
	for (uint32_t i = 0; i < size; i++)
		dict->index[i].entry = INDEX_FREE;
	for (uint32_t i = 0; i < live; i++)
		index_insert(dict, dict->entries[i].hash, i);
}

static struct dict_slot *dict_place(const struct dict *dict, struct value key, uint32_t hash)
{
	if (!dict->index)
		return NULL;
	for (uint32_t at = hash & dict->mask;; at = (at + 1) & dict->mask) {
		struct dict_slot *slot = &dict->index[at];

		if (slot->entry == INDEX_FREE)
			return NULL;
		if (slot->hash == hash && slot->entry != INDEX_GONE &&
		    value_same(dict->entries[slot->entry].key, key, dict->with_case))
			return slot;
	}
}

struct value *dict_find(const struct dict *dict, struct value key)
{
	struct dict_slot *place = dict_place(dict, key, value_hash(key, dict->with_case));

	return place ? &dict->entries[place->entry].value : NULL;
}

struct value *dict_find_text(const struct dict *dict, const char *key)
{
	value_auto v = value_text(key);

	return dict_find(dict, v);
}

struct value dict_get(const struct dict *dict, struct value key)
{
	struct value *found = dict_find(dict, key);

	return found ? value_ref(*found) : VALUE_UNSET;
}

void dict_set(struct dict *dict, struct value key, struct value v)
{
	uint32_t hash = value_hash(key, dict->with_case);
	struct dict_slot *place = dict_place(dict, key, hash);

	if (place) {
		value_unref(key);
		value_put(&dict->entries[place->entry].value, v);
		return;
	}
	if (dict->used == dict->capacity)
		dict_grow(dict);
	dict->entries[dict->used] = (struct dict_entry){ key, v, hash };
	index_insert(dict, hash, dict->used++);
	dict->len++;
	dict->stamp++;
}

void dict_set_text(struct dict *dict, const char *key, struct value v)
{
	dict_set(dict, value_text(key), v);
}

bool dict_remove(struct dict *dict, struct value key)
{
	struct dict_slot *place = dict_place(dict, key, value_hash(key, dict->with_case));
	struct dict_entry gone;

	if (!place)
		return false;
	gone = dict->entries[place->entry];
	dict->entries[place->entry] = (struct dict_entry){ VALUE_UNSET, VALUE_UNSET, 0 };
	place->entry = INDEX_GONE;
	dict->len--;
	dict->stamp++;
	value_unref(gone.key);
	value_unref(gone.value);
	return true;
}

void dict_clear(struct dict *dict)
{
	struct dict_entry *entries = g_steal_pointer(&dict->entries);
	uint32_t used = dict->used;

	g_clear_pointer(&dict->index, g_free);
	dict->used = dict->len = dict->capacity = dict->mask = 0;
	dict->stamp++;
	for (uint32_t i = 0; i < used; i++) {
		value_unref(entries[i].key);
		value_unref(entries[i].value);
	}
	g_free(entries);
}

bool dict_next(const struct dict *dict, uint32_t *at, const struct dict_entry **ret)
{
	while (*at < dict->used) {
		const struct dict_entry *entry = &dict->entries[(*at)++];

		if (entry->key.kind != V_UNSET) {
			*ret = entry;
			return true;
		}
	}
	return false;
}

struct dict_entry *dict_at(const struct dict *dict, uint32_t n)
{
	const struct dict_entry *entry;

	if (dict->used == dict->len)
		return n < dict->len ? &dict->entries[n] : NULL;
	for (uint32_t at = 0; dict_next(dict, &at, &entry);)
		if (n-- == 0)
			return (struct dict_entry *)entry;
	return NULL;
}
