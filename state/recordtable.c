/*
 * Slots in the order of arrival, and one chained hash over the sums of all
 * keys, GUIDs included. A replaced slot dies where it is; its keys are skipped
 * until half of the slots are dead and the table is built anew.
 */
#include "config.h"
#include "state/keyhash.h"
#include "state/recordtable.h"
#include "lib/array.h"
#include "lib/str.h"

#define NONE UINT32_MAX

struct slot {
	struct record *record;		/* NULL: dead */
	uint32_t next;			/* of its kind */
	bool removed;
};

struct entry {
	uint64_t hash;
	uint32_t slot, next;
	uint32_t bits;
};

struct table {
	GArray *slots;			/* struct slot */
	GArray *entries;		/* struct entry */
	uint32_t *heads;
	uint32_t mask;
	GArray *kinds;			/* struct kind_slots: few, in the order of arrival */
	unsigned dead;
};

struct kind_slots {
	const struct kind_info *kind;
	uint32_t head;			/* slot put last */
};

/* -- Keys of a record ----------------------------------------------------------------- */

const char *key_text(const struct string *text, size_t *ret_len)
{
	const char *p = text->data;
	size_t skip = 0;

	if (text->len > 5 && !g_ascii_strncasecmp(p, "smtp:", 5))
		skip = 5;
	*ret_len = text->len - skip;
	return p + skip;
}

static unsigned property_bits(const struct property_info *info)
{
	unsigned flags = info->property->flags, bits = 0;

	bits |= flags & PROPERTY_KEY ? KEY_NAME : 0;
	bits |= flags & PROPERTY_IDENTITY ? KEY_IDENTITY : 0;
	bits |= flags & PROPERTY_UNIQUE ? KEY_UNIQUE : 0;
	bits |= flags & PROPERTY_UNIQUE_EVERYWHERE ? KEY_EVERYWHERE : 0;
	bits |= info->class == CLASS_ADDRESS ? KEY_ADDRESS : 0;
	bits |= info->class == CLASS_DOMAIN ? KEY_DOMAIN : 0;
	return bits;
}

typedef bool (*key_visit)(const char *text, size_t len, unsigned bits, void *data);

static bool visit_value(struct value v, unsigned bits, key_visit visit, void *data)
{
	struct string *str = property_text(v);
	size_t len;
	const char *text = key_text(str, &len);
	bool more = !len || visit(text, len, bits, data);

	str_unref(str);
	return more;
}

/* Every text that names the record. */
static bool each_key(const struct record *record, key_visit visit, void *data)
{
	if (!visit(record->guid, 36, KEY_GUID, data))
		return false;
	for (const uint16_t *i = record->info->indexed; *i < record->n; i++) {
		const struct property_info *info = &record->info->properties[*i];
		struct value v = record->values[*i];
		unsigned bits;

		if (v.kind == V_UNSET)
			continue;
		bits = property_bits(info);
		if (v.kind != V_ARRAY) {
			if (!visit_value(v, bits, visit, data))
				return false;
			continue;
		}
		for (uint32_t j = 0; j < v.u.array->len; j++)
			if (!visit_value(v.u.array->u.items[j], bits, visit, data))
				return false;
	}
	return true;
}

static bool add_key(const char *text, size_t len, unsigned bits, void *data)
{
	GArray *keys = data;
	struct record_key key = { .hash = key_hash(text, len), .bits = bits };

	for (guint i = 0; i < keys->len; i++) {
		struct record_key *k = &g_array_index(keys, struct record_key, i);

		if (k->hash == key.hash) {
			k->bits |= bits;
			return true;
		}
	}
	g_array_append_val(keys, key);
	return true;
}

const struct record_key *record_keys(struct record *record, unsigned *ret_n)
{
	if (!record->keys) {
		GArray *keys = g_array_sized_new(FALSE, FALSE, sizeof(struct record_key), 8);

		each_key(record, add_key, keys);
		record->n_keys = keys->len;
		record->keys = (struct record_key *)(void *)g_array_free(keys, FALSE);
	}
	*ret_n = record->n_keys;
	return record->keys;
}

bool record_has_key(struct record *record, uint64_t hash, unsigned bits)
{
	unsigned n;
	const struct record_key *keys = record_keys(record, &n);

	for (unsigned i = 0; i < n; i++)
		if (keys[i].hash == hash && keys[i].bits & bits)
			return true;
	return false;
}

struct question {
	struct string *text;
	unsigned bits;
	bool yes;
};

static bool compare_key(const char *text, size_t len, unsigned bits, void *data)
{
	struct question *q = data;

	if (!(bits & q->bits))
		return true;
	if (len == q->text->len && !memcmp(text, q->text->data, len)) {
		q->yes = true;
	} else {
		struct string *str = str_new(text, len);

		q->yes = str_equal_nocase(str, q->text);
		str_unref(str);
	}
	return !q->yes;
}

bool record_answers(const struct record *record, const char *text, size_t len, unsigned bits)
{
	struct question q = { .text = str_new(text, len), .bits = bits };

	each_key(record, compare_key, &q);
	str_unref(q.text);
	return q.yes;
}

/* -- The table ------------------------------------------------------------------------ */

static void reset_heads(struct table *table, uint32_t size)
{
	g_free(table->heads);
	table->heads = g_new(uint32_t, size);
	memset(table->heads, 0xff, size * sizeof(uint32_t));
	table->mask = size - 1;
}

struct table *table_new(void)
{
	struct table *table = g_new0(struct table, 1);

	table->slots = g_array_new(FALSE, FALSE, sizeof(struct slot));
	table->entries = g_array_new(FALSE, FALSE, sizeof(struct entry));
	table->kinds = g_array_new(FALSE, FALSE, sizeof(struct kind_slots));
	reset_heads(table, 64);
	return table;
}

static void drop_records(struct table *table)
{
	for (guint i = 0; i < table->slots->len; i++)
		record_unref(g_array_index(table->slots, struct slot, i).record);
}

void table_clear(struct table *table)
{
	drop_records(table);
	g_array_set_size(table->slots, 0);
	g_array_set_size(table->entries, 0);
	g_array_set_size(table->kinds, 0);
	reset_heads(table, 64);
	table->dead = 0;
}

void table_free(struct table *table)
{
	if (!table)
		return;
	drop_records(table);
	g_array_free(table->slots, TRUE);
	g_array_free(table->entries, TRUE);
	g_array_free(table->kinds, TRUE);
	g_free(table->heads);
	g_free(table);
}

unsigned table_count(const struct table *table)
{
	return table->slots->len - table->dead;
}

static struct entry *entry_at(const struct table *table, uint32_t i)
{
	return &g_array_index(table->entries, struct entry, i);
}

static struct slot *slot_at(const struct table *table, uint32_t i)
{
	return &g_array_index(table->slots, struct slot, i);
}

static void grow(struct table *table)
{
	reset_heads(table, (table->mask + 1) * 4);
	for (guint i = 0; i < table->entries->len; i++) {
		struct entry *e = entry_at(table, i);
		uint32_t *head = &table->heads[e->hash & table->mask];

		e->next = *head;
		*head = i;
	}
}

static void link_key(struct table *table, const struct record_key *key, uint32_t slot)
{
	struct entry e = { .hash = key->hash, .bits = key->bits, .slot = slot };
	uint32_t *head;

	if (table->entries->len > table->mask)
		grow(table);
	head = &table->heads[key->hash & table->mask];
	e.next = *head;
	*head = table->entries->len;
	g_array_append_val(table->entries, e);
}

static uint32_t find_hashed_guid(const struct table *table, const char *guid, uint64_t hash)
{
	for (uint32_t i = table->heads[hash & table->mask]; i != NONE; i = entry_at(table, i)->next) {
		const struct entry *e = entry_at(table, i);
		const struct slot *slot = slot_at(table, e->slot);

		if (e->hash == hash && e->bits & KEY_GUID && slot->record &&
		    (!memcmp(slot->record->guid, guid, 36) ||
		     !g_ascii_strncasecmp(slot->record->guid, guid, 36)))
			return e->slot;
	}
	return NONE;
}

static uint32_t find_guid(const struct table *table, const char *guid)
{
	return find_hashed_guid(table, guid, key_hash(guid, 36));
}

bool table_knows(const struct table *table, struct record *record)
{
	unsigned n;

	return table->slots->len &&
	       find_hashed_guid(table, record->guid, record_keys(record, &n)[0].hash) != NONE;
}

static struct kind_slots *slots_of_kind(const struct table *table, const struct kind_info *kind)
{
	for (guint i = 0; i < table->kinds->len; i++) {
		struct kind_slots *k = &g_array_index(table->kinds, struct kind_slots, i);

		if (k->kind == kind)
			return k;
	}
	return NULL;
}

static struct kind_slots *need_slots_of_kind(struct table *table, const struct kind_info *kind)
{
	struct kind_slots fresh = { .kind = kind, .head = NONE };
	struct kind_slots *found = slots_of_kind(table, kind);

	if (found)
		return found;
	g_array_append_val(table->kinds, fresh);
	return &g_array_index(table->kinds, struct kind_slots, table->kinds->len - 1);
}

static void append_slot(struct table *table, struct record *record, bool removed)
{
	struct kind_slots *kind = need_slots_of_kind(table, record->info);
	struct slot slot = { .record = record, .next = kind->head, .removed = removed };
	uint32_t at = table->slots->len;
	unsigned n;
	/* The GUID's is the first: all that is known of a removed one. */
	const struct record_key *keys = record_keys(record, &n);

	kind->head = at;
	g_array_append_val(table->slots, slot);
	for (unsigned i = 0; i < (removed ? 1 : n); i++)
		link_key(table, &keys[i], at);
}

/* Builds the table anew from its live slots. */
static void sweep(struct table *table)
{
	GArray *old = table->slots;

	table->slots = g_array_sized_new(FALSE, FALSE, sizeof(struct slot), old->len);
	g_array_set_size(table->entries, 0);
	g_array_set_size(table->kinds, 0);
	reset_heads(table, table->mask + 1);
	table->dead = 0;
	for (guint i = 0; i < old->len; i++) {
		const struct slot *slot = &g_array_index(old, struct slot, i);

		if (slot->record)
			append_slot(table, slot->record, slot->removed);
	}
	g_array_free(old, TRUE);
}

void table_forget(struct table *table, const char *guid)
{
	uint32_t at = find_guid(table, guid);

	if (at == NONE)
		return;
	record_unref(slot_at(table, at)->record);
	slot_at(table, at)->record = NULL;
	if (++table->dead > 256 && table->dead > table->slots->len / 2)
		sweep(table);
}

void table_put(struct table *table, struct record *record)
{
	table_forget(table, record->guid);
	append_slot(table, record_ref(record), false);
}

void table_remove(struct table *table, struct record *record)
{
	record_ref(record);
	table_forget(table, record->guid);
	append_slot(table, record, true);
}

enum table_answer table_guid(const struct table *table, const char *guid, struct record **ret)
{
	uint32_t at = find_guid(table, guid);

	if (at == NONE)
		return TABLE_UNKNOWN;
	if (slot_at(table, at)->removed)
		return TABLE_REMOVED;
	if (ret)
		*ret = slot_at(table, at)->record;
	return TABLE_HAS;
}

bool table_find(const struct table *table, uint64_t hash, unsigned bits, record_visit visit,
		void *data)
{
	for (uint32_t i = table->heads[hash & table->mask]; i != NONE; ) {
		const struct entry *e = entry_at(table, i);
		const struct slot *slot = slot_at(table, e->slot);

		i = e->next;
		if (e->hash == hash && e->bits & bits && slot->record && !slot->removed &&
		    !visit(slot->record, data))
			return false;
	}
	return true;
}

bool table_each(const struct table *table, bool removed, record_visit visit, void *data)
{
	for (guint i = 0; i < table->slots->len; i++) {
		const struct slot *slot = slot_at(table, i);

		if (slot->record && slot->removed == removed && !visit(slot->record, data))
			return false;
	}
	return true;
}

bool table_each_of_kind(const struct table *table, const struct kind_info *kind, record_visit visit,
			void *data)
{
	const struct kind_slots *of_kind = slots_of_kind(table, kind);

	for (uint32_t i = of_kind ? of_kind->head : NONE; i != NONE; ) {
		const struct slot *slot = slot_at(table, i);

		i = slot->next;
		if (slot->record && !slot->removed && !visit(slot->record, data))
			return false;
	}
	return true;
}
