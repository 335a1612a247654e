/* What store.c and txn.c share. */
#ifndef HMSH_STORE_PRIVATE_H
#define HMSH_STORE_PRIVATE_H

#include "state/backend.h"

struct store {
	char *dir;
	struct backend *backend;
};

/* A look-up by one text: what it asks, and what it found (yours). */
struct key_search {
	const struct record_kind *kind;		/* NULL: any */
	const char *organization;		/* NULL: any */
	const char *text;
	size_t len;
	unsigned bits;				/* KEY_* */
	uint64_t organization_sum;		/* of `organization`; made by the search */
	struct record *found;
};

/* Whether a record is of the search's kind and organization. */
bool search_admits(const struct key_search *search, const struct record *record);
/* Without looking for what other processes did. */
struct record *store_search(struct store *store, struct key_search *search);

#endif
