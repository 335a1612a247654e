/*
 * A transaction: what one input object of one cmdlet changes. It is gathered,
 * checked as a whole (txn_check.c) and then appended by the backend, or it has
 * never been.
 */
#include "config.h"
#include "state/keyhash.h"
#include "state/kind.h"
#include "state/txn_private.h"
#include "lib/str.h"

struct commit *commit_new(void)
{
	struct commit *commit = g_new0(struct commit, 1);

	commit->changes = g_array_new(FALSE, FALSE, sizeof(struct record_change));
	commit->secrets = g_array_new(FALSE, FALSE, sizeof(struct secret_change));
	return commit;
}

void commit_free(struct commit *commit)
{
	if (!commit)
		return;
	for (guint i = 0; i < commit->changes->len; i++) {
		struct record_change *c = &g_array_index(commit->changes, struct record_change, i);

		record_unref(c->old);
		record_unref(c->new);
	}
	for (guint i = 0; i < commit->secrets->len; i++) {
		struct secret_change *s = &g_array_index(commit->secrets, struct secret_change, i);

		record_unref(s->record);
		g_free(s->name);
		g_clear_pointer(&s->bytes, g_bytes_unref);
	}
	g_array_free(commit->changes, TRUE);
	g_array_free(commit->secrets, TRUE);
	g_free(commit);
}

/* -- Gathering ------------------------------------------------------------------------ */

struct txn *txn_begin(struct store *store, GError **error)
{
	struct txn *txn;

	if (!store->backend->ops->lock(store->backend, error))
		return NULL;
	txn = g_new0(struct txn, 1);
	txn->store = store;
	txn->commit = commit_new();
	return txn;
}

struct store *txn_store(struct txn *txn)
{
	return txn->store;
}

struct record_change *txn_change(struct txn *txn, const char *guid)
{
	GArray *changes = txn->commit->changes;

	for (guint i = 0; i < changes->len; i++) {
		struct record_change *c = &g_array_index(changes, struct record_change, i);

		if (!strcmp((c->new ? c->new : c->old)->guid, guid))
			return c;
	}
	return NULL;
}

static struct record *stored(struct txn *txn, const char *guid)
{
	struct key_search search = { .text = guid, .len = 36, .bits = KEY_GUID };

	return store_search(txn->store, &search);
}

static struct record_change *need_change(struct txn *txn, const struct record *record)
{
	struct record_change *c = txn_change(txn, record->guid), change = { 0 };

	if (c)
		return c;
	change.old = stored(txn, record->guid);
	g_array_append_val(txn->commit->changes, change);
	return &g_array_index(txn->commit->changes, struct record_change,
			      txn->commit->changes->len - 1);
}

void txn_put(struct txn *txn, struct record *record)
{
	struct record_change *c = need_change(txn, record);

	record_ref(record);
	record_unref(c->new);
	c->new = record;
}

static void drop_change(struct txn *txn, struct record_change *c)
{
	record_unref(c->old);
	record_unref(c->new);
	g_array_remove_index(txn->commit->changes,
			     c - (struct record_change *)txn->commit->changes->data);
}

void txn_remove(struct txn *txn, struct record *record)
{
	struct record_change *c = need_change(txn, record);

	if (!c->old) {
		drop_change(txn, c);
		return;
	}
	record_unref(c->new);
	c->new = NULL;
}

void txn_put_secret(struct txn *txn, const struct record *record, const char *name,
		    const void *bytes, size_t len)
{
	struct secret_change secret = {
		.record = record_ref((struct record *)record), .name = g_strdup(name),
		.bytes = bytes ? g_bytes_new(bytes, len) : NULL,
	};

	g_array_append_val(txn->commit->secrets, secret);
}

/* -- Looking through it --------------------------------------------------------------- */

struct txn_search {
	struct txn *txn;
	struct key_search *search;
};

static bool match_below(struct record *record, void *data)
{
	struct txn_search *s = data;
	const struct key_search *search = s->search;

	if (!search_admits(search, record) ||
	    txn_change(s->txn, record->guid) ||
	    !record_answers(record, search->text, search->len, search->bits))
		return true;
	s->search->found = record_ref(record);
	return false;
}

struct record *txn_search(struct txn *txn, struct key_search *search)
{
	GArray *changes = txn->commit->changes;
	struct txn_search s = { .txn = txn, .search = search };
	struct backend *backend = txn->store->backend;
	uint64_t hash = key_hash(search->text, search->len);

	search->organization_sum = search->organization ? key_hash_text(search->organization) : 0;
	for (guint i = 0; i < changes->len; i++) {
		struct record *r = g_array_index(changes, struct record_change, i).new;

		if (r && record_has_key(r, hash, search->bits) &&
		    search_admits(search, r) &&
		    record_answers(r, search->text, search->len, search->bits))
			return record_ref(r);
	}
	search->found = NULL;
	backend->ops->find(backend, hash, search->bits, search->organization, match_below, &s);
	return search->found;
}

struct record *txn_get(struct txn *txn, const char *kind, const char *organization, const char *name)
{
	struct key_search search = {
		.kind = record_kind_find(kind), .organization = organization, .text = name,
		.len = strlen(name), .bits = KEY_NAME,
	};

	return search.kind ? txn_search(txn, &search) : NULL;
}

struct record *txn_by_guid(struct txn *txn, const char *guid)
{
	struct key_search search = { .text = guid, .len = strlen(guid), .bits = KEY_GUID };

	return txn_search(txn, &search);
}

struct record *txn_by_address(struct txn *txn, const char *address)
{
	struct key_search search = { .text = address, .len = strlen(address), .bits = KEY_ADDRESS };

	return txn_search(txn, &search);
}

struct record *txn_by_domain(struct txn *txn, const char *domain)
{
	struct key_search search = { .text = domain, .len = strlen(domain), .bits = KEY_DOMAIN };

	return txn_search(txn, &search);
}

struct txn_walk {
	struct txn *txn;
	bool (*visit)(struct record *record, void *data);
	void *data;
};

static bool visit_unchanged(struct record *record, void *data)
{
	struct txn_walk *walk = data;

	return txn_change(walk->txn, record->guid) || walk->visit(record, walk->data);
}

static bool own_matches(const struct store_query *query, const struct record *record)
{
	return text_equal_nocase(record->kind->name, query->kind) &&
	       (!query->organization || !record->organization ||
		text_equal_nocase(query->organization, record->organization)) &&
	       (!query->filter || query->filter(record, query->data));
}

bool txn_each(struct txn *txn, const struct store_query *query,
	      bool (*visit)(struct record *record, void *data), void *data, GError **error)
{
	struct txn_walk walk = { .txn = txn, .visit = visit, .data = data };

	for (guint i = 0; i < txn->commit->changes->len; i++) {
		struct record *r = g_array_index(txn->commit->changes, struct record_change, i).new;

		if (r && own_matches(query, r) && !visit(r, data))
			return true;
	}
	return store_each(txn->store, query, visit_unchanged, &walk, error);
}

/* -- The end -------------------------------------------------------------------------- */

static void txn_free(struct txn *txn)
{
	struct backend *backend = txn->store->backend;

	backend->ops->release(backend);
	commit_free(txn->commit);
	g_free(txn);
}

void txn_abort(struct txn *txn)
{
	if (txn)
		txn_free(txn);
}

bool txn_check(struct txn *txn, GError **error)
{
	bool ok = txn_check_all(txn, error);

	txn_free(txn);
	return ok;
}

/* Marks which changes bring secrets, and gives records the number of their commit. */
static void number_changes(struct txn *txn, uint64_t sequence)
{
	GArray *secrets = txn->commit->secrets;

	txn->commit->sequence = sequence;
	for (guint i = 0; i < txn->commit->changes->len; i++) {
		struct record_change *c =
			&g_array_index(txn->commit->changes, struct record_change, i);

		if (!c->new)
			continue;
		if (c->new->yaml)
			record_touch(c->new);
		c->new->sequence = sequence;
	}
	for (guint i = 0; i < secrets->len; i++) {
		struct record *r = g_array_index(secrets, struct secret_change, i).record;
		struct record_change *c = txn_change(txn, r->guid);

		if (!c) {
			txn_put(txn, r);
			c = txn_change(txn, r->guid);
		}
		c->secrets = true;
	}
}

uint64_t txn_commit(struct txn *txn, GError **error)
{
	struct backend *backend = txn->store->backend;
	uint64_t sequence = 0;

	if (txn_check_all(txn, error)) {
		number_changes(txn, backend->ops->sequence(backend) + 1);
		if (!txn->commit->changes->len) {
			sequence = MAX(backend->ops->sequence(backend), 1);
		} else if (backend->ops->append(backend, txn->commit, error)) {
			sequence = txn->commit->sequence;
			txn->commit = NULL;
		}
	}
	txn_free(txn);
	return sequence;
}
