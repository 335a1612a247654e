/*
 * Comma-separated values as PowerShell reads and writes them.
 *
 * The reader walks text in memory and hands out one record after the other;
 * fields point into the text, or into the reader's own buffer when quotes had
 * to be resolved, and stay valid until the next record.
 */
#ifndef HMSH_CSV_H
#define HMSH_CSV_H

#include "lib/str.h"

struct csv_field {
	const char *text;
	uint32_t len;
};

struct csv_reader {
	const char *p, *end;		/* what is left */
	char delimiter[8];		/* one character, as UTF-8 */
	uint32_t delimiter_len;
	struct csv_field *fields;	/* of the record read last */
	uint32_t n, capacity;
	GString *buffer;
	bool stops[256];		/* bytes that may end a field */
};

/* `text` must outlive the reader. `delimiter` is a code point. */
void csv_reader_init(struct csv_reader *reader, const char *text, gsize len, uint32_t delimiter);
void csv_reader_clear(struct csv_reader *reader);
/* The next record that is not blank; false at the end. */
bool csv_read(struct csv_reader *reader);
/* Reads a #TYPE line when one stands at the start: its type name (yours), else NULL. */
char *csv_read_type(struct csv_reader *reader);

/* Recent short texts, so that a column of few different values costs few strings. */
struct csv_cache {
	struct csv_recent {
		struct string *str;
		uint64_t head, tail;	/* its first and last bytes: with its length, all of it */
	} slots[512];
	uint32_t asked[32], found[32];	/* by column: one whose values all differ is not kept */
};

struct string *csv_string(struct csv_cache *cache, uint32_t column, const char *text,
			  uint32_t len);	/* yours */
void csv_cache_clear(struct csv_cache *cache);

enum csv_quotes { CSV_ALWAYS, CSV_AS_NEEDED, CSV_NEVER };

/* Appends one field; `text` NULL is a null value, which is never quoted. */
void csv_put(GString *out, const char *text, gsize len, enum csv_quotes quotes,
	     const char *delimiter);

#endif
