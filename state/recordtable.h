/*
 * Records in memory, found by the sums of what names them: the commits not yet
 * folded, and files read whole. A record put again replaces the one of the same
 * GUID; a removed one stays known as removed, so that it hides what is below.
 */
#ifndef HMSH_RECORDTABLE_H
#define HMSH_RECORDTABLE_H

#include "state/kind.h"

enum {		/* what a key is to its record */
	KEY_GUID = 1,
	KEY_NAME = 2,		/* the PROPERTY_KEY value */
	KEY_IDENTITY = 4,	/* PROPERTY_IDENTITY */
	KEY_UNIQUE = 8,		/* PROPERTY_UNIQUE */
	KEY_ADDRESS = 16,	/* CLASS_ADDRESS */
	KEY_DOMAIN = 32,	/* CLASS_DOMAIN */
	KEY_EVERYWHERE = 64,	/* PROPERTY_UNIQUE_EVERYWHERE */
	KEY_ANY = 127,
};

struct record_key {
	uint64_t hash;
	uint32_t bits;
};

/* The text that a value is looked up by: an address without its "SMTP:". Not NUL-terminated. */
const char *key_text(const struct string *text, size_t *ret_len);
/* The keys of a record, each sum once; kept in the record. */
const struct record_key *record_keys(struct record *record, unsigned *ret_n);
/* Whether one of them has this sum under one of these bits. */
bool record_has_key(struct record *record, uint64_t hash, unsigned bits);
/* Whether the record has this text under one of these bits: what a sum only promises. */
bool record_answers(const struct record *record, const char *text, size_t len, unsigned bits);

struct table;
struct table *table_new(void);
void table_free(struct table *table);
void table_clear(struct table *table);
unsigned table_count(const struct table *table);	/* records and removals */
/* References the record; it must not change afterwards. */
void table_put(struct table *table, struct record *record);
/* Marks as removed; `record` is the removed one. */
void table_remove(struct table *table, struct record *record);
/* Forgets what it knows about a GUID. */
void table_forget(struct table *table, const char *guid);

enum table_answer { TABLE_UNKNOWN, TABLE_HAS, TABLE_REMOVED };
/* *ret is borrowed. */
enum table_answer table_guid(const struct table *table, const char *guid, struct record **ret);

/* Whether it has, or knows as removed, a record of that one's GUID. */
bool table_knows(const struct table *table, struct record *record);

/* Candidates with that sum under one of the bits, live ones only; false from visit() stops. */
typedef bool (*record_visit)(struct record *record, void *data);
bool table_find(const struct table *table, uint64_t hash, unsigned bits, record_visit visit,
		void *data);
/* All live records in no order; `removed` gives the removed ones instead. */
bool table_each(const struct table *table, bool removed, record_visit visit, void *data);
/* All live records of one kind, in no order. */
bool table_each_of_kind(const struct table *table, const struct kind_info *kind, record_visit visit,
			void *data);

#endif
