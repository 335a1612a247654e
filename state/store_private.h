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
	struct record *found;
};

/* Without looking for what other processes did. */
struct record *store_search(struct store *store, struct key_search *search);

#endif
