/*
 * The store: records by kind and identity, transactions, change sets. An
 * interface with backends (store_yaml.c now; LDAP is to come). A backend keeps
 * this contract:
 *
 * - store_open() reads the index and the journal, not the tenants; a look-up
 *   reads what it needs.
 * - A transaction is one input object of one cmdlet. Its puts and removes are
 *   seen by its own look-ups. txn_commit() checks everything (types, unique
 *   values, references, the kinds' validate hooks) before it changes anything,
 *   then appends one document to the journal; it returns the sequence number.
 * - A commit is durable after store_flush(). The shell calls that before
 *   anything reaches a terminal, a file, a pipe or a child (host side), so
 *   that a bulk shares its flushes.
 * - Any number of processes may have it open: readers never wait, writers take
 *   turns (lock with owner and age in the message of the error after 30 s).
 */
#ifndef HMSH_STORE_H
#define HMSH_STORE_H

#include "state/record.h"

/*
 * The folder is made (mode 0700) by the first commit: looking at a state that is not there, or
 * asking -WhatIf of it, leaves no trace.
 */
/* The kind whose records are the organizations; a tenant's record needs its own. */
#define STORE_ORGANIZATION "Organization"

struct store *store_open(const char *dir, bool readonly, GError **error);
void store_close(struct store *store);		/* flushes; folds the journal */
const char *store_dir(struct store *store);
/* Makes every commit so far durable (fdatasync of the journal, keys included). */
bool store_flush(struct store *store, GError **error);
/* Folds the journal into the YAML files (stage, fsync, rename). */
bool store_checkpoint(struct store *store, GError **error);
/* Number of the last commit. */
uint64_t store_sequence(struct store *store);

/* -- Look-ups; results are yours (record_unref), NULL = none (no error) or error ------ */

/* By name (key) in an organization (NULL: the provider's, or any organization when the kind is a tenant's). */
struct record *store_get(struct store *store, const char *kind, const char *organization,
			 const char *name);
struct record *store_by_guid(struct store *store, const char *guid);
/* Who owns an address (any proxy address, UPN) or an accepted domain, in any organization. */
struct record *store_by_address(struct store *store, const char *address);
struct record *store_by_domain(struct store *store, const char *domain);

struct store_query {
	const char *kind;		/* required */
	const char *organization;	/* NULL: all */
	const char *identity;		/* NULL: all; any form of identity; wildcards allowed */
	/* A filter pushed down: true keeps the record. NULL: none. */
	bool (*filter)(const struct record *record, void *data);
	void *data;
	uint64_t limit;			/* 0 = none */
};

/* Calls visit() per record in the order organization, name; false from it stops the walk. */
bool store_each(struct store *store, const struct store_query *query,
		bool (*visit)(struct record *record, void *data), void *data, GError **error);
/* All of it as an array of record (free func set). */
GPtrArray *store_list(struct store *store, const struct store_query *query, GError **error);
/*
 * Exactly one by any form of identity (name, Organization\Name, GUID, address, alias, UPN,
 * distinguished name, domain). Errors: not found; more than one (names them by Organization\Name,
 * never another tenant's when `organization` is given).
 */
struct record *store_find(struct store *store, const char *kind, const char *organization,
			  const char *identity, GError **error);

/* The error of store_find() when there is no such object. */
void store_report_missing(struct store *store, const char *identity, GError **error);
/* The server that messages name: the hosting server's FQDN, else this host's name; yours. */
char *store_server(struct store *store);

/* -- Transactions --------------------------------------------------------------------- */

/*
 * Takes the writers' lock, which is held until the store_flush() after the commit. A transaction
 * that is not committed changes nothing.
 */
struct txn *txn_begin(struct store *store, GError **error);
/* Takes no reference of yours; the record must not be changed afterwards. */
void txn_put(struct txn *txn, struct record *record);
void txn_remove(struct txn *txn, struct record *record);
/* Secrets of a record (password hash, private key, credential): mode 0600, in the same transaction. */
void txn_put_secret(struct txn *txn, const struct record *record, const char *name,
		    const void *bytes, size_t len);
/* Look-ups that see the transaction's own changes. */
struct record *txn_get(struct txn *txn, const char *kind, const char *organization, const char *name);
struct record *txn_by_address(struct txn *txn, const char *address);
struct record *txn_by_domain(struct txn *txn, const char *domain);
struct store *txn_store(struct txn *txn);
/* Both end the transaction. 0 + error: nothing has changed. */
uint64_t txn_commit(struct txn *txn, GError **error);
void txn_abort(struct txn *txn);
/* -WhatIf: runs every check of a commit, then aborts. */
bool txn_check(struct txn *txn, GError **error);
/* How a record looks in the transaction's view, by GUID; NULL when it is or was removed. Yours. */
struct record *txn_by_guid(struct txn *txn, const char *guid);
/* As store_each(), with the transaction's own changes. */
bool txn_each(struct txn *txn, const struct store_query *query,
	      bool (*visit)(struct record *record, void *data), void *data, GError **error);

/* A secret's bytes (yours, wiped by you with secret_free of lib/secret.h); NULL when there is none. */
GBytes *store_secret(struct store *store, const struct record *record, const char *name, GError **error);

/* -- Change sets: what renderers and audit follow ------------------------------------- */

struct change {
	const struct record *old;	/* NULL: new */
	const struct record *new;	/* NULL: removed */
	bool secrets;			/* secrets of it changed */
};

/* All changes after a sequence number, in order; false + error when the history no longer reaches back
   that far (then everything counts as changed). */
bool store_changes(struct store *store, uint64_t since,
		   bool (*visit)(const struct change *change, uint64_t sequence, void *data),
		   void *data, GError **error);

#endif
