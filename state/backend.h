/*
 * What a backend of the store answers and takes. The store (store.c) and its
 * transactions (txn.c) hold everything that does not depend on where records
 * lie: identities, checks, change sets.
 *
 * Records given to a visitor are borrowed. Look-ups see every commit of this
 * process and what others had committed when the backend was last refreshed.
 */
#ifndef HMSH_BACKEND_H
#define HMSH_BACKEND_H

#include "state/store.h"
#include "state/recordtable.h"

/* One record of a commit: put (`new`), or removed (`new` NULL). Owned by the commit. */
struct record_change {
	struct record *old, *new;
	bool secrets;
};

/* A secret of a commit; `bytes` NULL removes it. */
struct secret_change {
	struct record *record;
	char *name;
	GBytes *bytes;
};

struct commit {
	uint64_t sequence;
	GArray *changes;		/* struct record_change */
	GArray *secrets;		/* struct secret_change */
};

struct backend;

struct backend_ops {
	void (*close)(struct backend *backend);
	/* Takes in what other processes committed or edited; cheap when nothing happened. */
	bool (*refresh)(struct backend *backend, GError **error);
	/*
	 * Candidates by a key's sum; false when visit() stopped. With an organization, other
	 * organizations' records may be left out: each of them has its Administrator.
	 */
	bool (*find)(struct backend *backend, uint64_t hash, unsigned bits,
		     const char *organization, record_visit visit, void *data);
	/* All of a kind (in an organization, or NULL) in the order organization, name. */
	bool (*each)(struct backend *backend, const struct kind_info *kind, const char *organization,
		     record_visit visit, void *data);
	/* The writers' lock; held until release(), a wish while commits wait for flush(). */
	bool (*lock)(struct backend *backend, GError **error);
	void (*release)(struct backend *backend);
	/* Appends a checked commit and takes it over; on failure it is still the caller's. */
	bool (*append)(struct backend *backend, struct commit *commit, GError **error);
	bool (*flush)(struct backend *backend, GError **error);
	bool (*checkpoint)(struct backend *backend, GError **error);
	uint64_t (*sequence)(struct backend *backend);
	GBytes *(*secret)(struct backend *backend, const struct record *record, const char *name,
			  GError **error);
	bool (*changes)(struct backend *backend, uint64_t since,
			bool (*visit)(const struct change *change, uint64_t sequence, void *data),
			void *data, GError **error);
};

struct backend {
	const struct backend_ops *ops;
};

struct commit *commit_new(void);
void commit_free(struct commit *commit);

/* YAML files (store_yaml.c). */
struct backend *store_yaml_open(const char *dir, bool readonly, GError **error);
struct backend *store_backend(struct store *store);

#endif
