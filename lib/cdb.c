/*
 * The format: 256 pointers to hash tables, the entries, the tables. An entry
 * is two lengths, key and value; a table has twice as many slots as entries,
 * so that a look-up of a missing key mostly reads one slot. All numbers are
 * 32 bits, little-endian.
 */
#include "config.h"
#include "lib/cdb.h"

#include <string.h>

#define TABLES		256
#define HEADER		(TABLES * 8)

struct slot {
	uint32_t hash, at;
};

struct cdb_maker {
	GByteArray *bytes;
	GArray *slots;			/* of struct slot, in the order of the entries */
	uint32_t count[TABLES];
	bool too_large;
};

static uint32_t hash_bytes(const uint8_t *key, size_t len)
{
	uint32_t hash = 5381;

	for (size_t i = 0; i < len; i++)
		hash = ((hash << 5) + hash) ^ key[i];
	return hash;
}

static void put_number(uint8_t *at, uint32_t n)
{
	n = GUINT32_TO_LE(n);
	memcpy(at, &n, sizeof n);
}

static uint32_t get_number(const uint8_t *at)
{
	uint32_t n;

	memcpy(&n, at, sizeof n);
	return GUINT32_FROM_LE(n);
}

struct cdb_maker *cdb_maker_new(void)
{
	struct cdb_maker *maker = g_new0(struct cdb_maker, 1);

	maker->bytes = g_byte_array_new();
	maker->slots = g_array_new(FALSE, FALSE, sizeof(struct slot));
	g_byte_array_set_size(maker->bytes, HEADER);
	return maker;
}

void cdb_maker_free(struct cdb_maker *maker)
{
	if (!maker)
		return;
	g_byte_array_unref(maker->bytes);
	g_array_free(maker->slots, TRUE);
	g_free(maker);
}

void cdb_add(struct cdb_maker *maker, const void *key, size_t key_len, const void *value,
	     size_t value_len)
{
	struct slot slot = { hash_bytes(key, key_len), maker->bytes->len };
	uint8_t lengths[8];

	/* The tables take 16 bytes an entry; GLib's own limit is above this one. */
	if (maker->too_large ||
	    (uint64_t)maker->bytes->len + key_len + value_len +
		    16ull * (maker->slots->len + 1) + HEADER > UINT32_MAX / 2) {
		maker->too_large = true;
		return;
	}
	put_number(lengths, key_len);
	put_number(lengths + 4, value_len);
	g_byte_array_append(maker->bytes, lengths, sizeof lengths);
	g_byte_array_append(maker->bytes, key, key_len);
	g_byte_array_append(maker->bytes, value, value_len);
	g_array_append_val(maker->slots, slot);
	maker->count[slot.hash % TABLES]++;
}

void cdb_add_text(struct cdb_maker *maker, const char *key, const char *value)
{
	cdb_add(maker, key, strlen(key), value, strlen(value));
}

static void place(uint8_t *table, uint32_t size, struct slot slot)
{
	uint32_t i = (slot.hash >> 8) % size;

	while (get_number(table + 8 * i + 4))
		i = (i + 1) % size;
	put_number(table + 8 * i, slot.hash);
	put_number(table + 8 * i + 4, slot.at);
}

GBytes *cdb_finish(struct cdb_maker *maker)
{
	uint32_t start = maker->bytes->len, at = start, tables[TABLES];
	GBytes *bytes = NULL;

	if (!maker->too_large) {
		g_byte_array_set_size(maker->bytes, start + 16 * maker->slots->len);
		memset(maker->bytes->data + start, 0, 16 * maker->slots->len);
		for (unsigned i = 0; i < TABLES; i++) {
			tables[i] = at;
			put_number(maker->bytes->data + 8 * i, at);
			put_number(maker->bytes->data + 8 * i + 4, 2 * maker->count[i]);
			at += 16 * maker->count[i];
		}
		for (guint i = 0; i < maker->slots->len; i++) {
			struct slot slot = g_array_index(maker->slots, struct slot, i);
			unsigned table = slot.hash % TABLES;

			place(maker->bytes->data + tables[table], 2 * maker->count[table], slot);
		}
		bytes = g_byte_array_free_to_bytes(g_steal_pointer(&maker->bytes));
		maker->bytes = g_byte_array_new();
	}
	cdb_maker_free(maker);
	return bytes;
}

bool cdb_open(struct cdb *cdb, const void *data, size_t len)
{
	uint32_t first;

	cdb->data = data;
	cdb->len = len;
	if (len < HEADER || len > UINT32_MAX)
		return false;
	first = get_number(cdb->data);
	return first >= HEADER && first <= len;
}

static bool entry_at(const struct cdb *cdb, size_t at, struct cdb_entry *ret)
{
	if (at + 8 > cdb->len)
		return false;
	ret->key_len = get_number(cdb->data + at);
	ret->value_len = get_number(cdb->data + at + 4);
	if ((uint64_t)at + 8 + ret->key_len + ret->value_len > cdb->len)
		return false;
	ret->key = (const char *)cdb->data + at + 8;
	ret->value = ret->key + ret->key_len;
	return true;
}

bool cdb_find(const struct cdb *cdb, const void *key, size_t key_len, struct cdb_entry *ret)
{
	uint32_t hash = hash_bytes(key, key_len);
	const uint8_t *header = cdb->data + 8 * (hash % TABLES);
	uint32_t table = get_number(header), size = get_number(header + 4);

	if ((uint64_t)table + 8ull * size > cdb->len)
		return false;
	for (uint32_t n = 0; n < size; n++) {
		const uint8_t *slot = cdb->data + table + 8 * (((hash >> 8) + n) % size);

		if (!get_number(slot + 4))
			return false;
		if (get_number(slot) == hash && entry_at(cdb, get_number(slot + 4), ret) &&
		    ret->key_len == key_len && !memcmp(ret->key, key, key_len))
			return true;
	}
	return false;
}

bool cdb_next(const struct cdb *cdb, size_t *at, struct cdb_entry *ret)
{
	size_t from = *at ? *at : HEADER;

	/* The first table is where the entries end. */
	if (from >= get_number(cdb->data) || !entry_at(cdb, from, ret))
		return false;
	*at = from + 8 + ret->key_len + ret->value_len;
	return true;
}
