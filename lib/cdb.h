/*
 * Constant databases (D. J. Bernstein's cdb), as Postfix reads them: keys and
 * values are bytes without a trailing NUL. A database is made in memory and
 * written as one file, which replaces its predecessor by a rename: it is never changed.
 */
#ifndef HMSH_CDB_H
#define HMSH_CDB_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cdb_maker;

struct cdb_maker *cdb_maker_new(void);
/* A key must be added once: the first of two would be found. Copies both. */
void cdb_add(struct cdb_maker *maker, const void *key, size_t key_len, const void *value,
	     size_t value_len);
void cdb_add_text(struct cdb_maker *maker, const char *key, const char *value);
/* The file's bytes (yours); frees the maker. NULL when they would pass the format's 4 GB. */
GBytes *cdb_finish(struct cdb_maker *maker);
void cdb_maker_free(struct cdb_maker *maker);

/* A database in memory; the bytes are borrowed and must outlive it. */
struct cdb {
	const uint8_t *data;
	size_t len;
};

struct cdb_entry {
	const char *key, *value;	/* point into the database; no NUL follows */
	uint32_t key_len, value_len;
};

/* False when the bytes are no database. */
bool cdb_open(struct cdb *cdb, const void *data, size_t len);
bool cdb_find(const struct cdb *cdb, const void *key, size_t key_len, struct cdb_entry *ret);
/* Walks the entries in the order they were added; *at is 0 at first. */
bool cdb_next(const struct cdb *cdb, size_t *at, struct cdb_entry *ret);

#endif
