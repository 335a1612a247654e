/* What txn.c and txn_check.c share. */
#ifndef HMSH_TXN_PRIVATE_H
#define HMSH_TXN_PRIVATE_H

#include "state/store_private.h"

struct txn {
	struct store *store;
	struct commit *commit;
};

/* The change of a record in it, or NULL; valid until the next put or remove. */
struct record_change *txn_change(struct txn *txn, const char *guid);
/* As store_search(), with the transaction's changes. */
struct record *txn_search(struct txn *txn, struct key_search *search);
/* Every check of a commit. */
bool txn_check_all(struct txn *txn, GError **error);

#endif
