/*
 * Hashtable, [ordered], Dictionary<K,V> and HashSet<T>: one compact table that
 * keeps insertion order.
 *
 * Keys are compared by kind and content: 1, '1' and [long]1 are three keys.
 * Text keys compare ordinally, without case unless DICT_CASE (the literal @{}
 * has no case, [hashtable]::new() and Dictionary have).
 */
#ifndef HMSH_DICT_H
#define HMSH_DICT_H

#include "lib/str.h"

enum dict_style {
	DICT_HASHTABLE,
	DICT_ORDERED,
	DICT_GENERIC,		/* Dictionary<K,V>; missing key is an error when indexed by .NET, null in the language */
	DICT_SET,		/* HashSet<T>; values unused */
};

struct dict_entry {
	struct value key;	/* V_UNSET: a deleted entry */
	struct value value;
	uint32_t hash;
};

/* Of the index: the hash is beside the entry's number, so that most probes read nothing else. */
struct dict_slot {
	int32_t entry;
	uint32_t hash;
};

struct dict {
	struct block block;
	struct gc_link link;
	uint8_t style;			/* enum dict_style */
	uint8_t order;			/* of a sorted table: string_comparer_code(), 0 = the default order */
	bool with_case;
	uint32_t len;			/* live entries */
	uint32_t used;			/* entries in use, deleted ones included */
	uint32_t capacity;		/* of entries */
	uint32_t mask;			/* size of index - 1 */
	uint32_t stamp;			/* changes with every insertion or removal */
	const struct type *type;	/* NULL: by style */
	struct dict_entry *entries;
	struct dict_slot *index;
};

struct dict *dict_new(enum dict_style style, bool with_case);
/* Borrowed value or NULL. */
struct value *dict_find(const struct dict *dict, struct value key);
struct value *dict_find_text(const struct dict *dict, const char *key);
/* Yours; V_UNSET when missing. */
struct value dict_get(const struct dict *dict, struct value key);
/* Key and value are taken over; an existing key keeps its spelling and place. */
void dict_set(struct dict *dict, struct value key, struct value v);
void dict_set_text(struct dict *dict, const char *key, struct value v);
/* The same, but a new key of a sorted table (by its type) gets its place in the order. */
void dict_put(struct dict *dict, struct value key, struct value v);
/* A new key at position `at`; both are taken over. */
void dict_insert(struct dict *dict, uint32_t at, struct value key, struct value v);
/* The position of a key, -1 when missing. */
int64_t dict_position(const struct dict *dict, struct value key);
bool dict_remove(struct dict *dict, struct value key);
void dict_clear(struct dict *dict);
/* Walk: for (uint32_t i = 0; dict_next(d, &i, &entry); ) ... entry is borrowed. */
bool dict_next(const struct dict *dict, uint32_t *at, const struct dict_entry **ret);
/* The live entry at position n (ordered access), or NULL. */
struct dict_entry *dict_at(const struct dict *dict, uint32_t n);

uint32_t value_hash(struct value v, bool with_case);
/* Same key? (Equals() of .NET: same kind and content.) */
bool value_same(struct value a, struct value b, bool with_case);

#endif
