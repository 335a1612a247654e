/*
 * Looking records up: by name, GUID, address or domain through the sums that
 * the backend goes by, by any form of identity, or all that a query asks for.
 */
#include "config.h"
#include "state/backend.h"
#include "state/identity.h"
#include "state/keyhash.h"
#include "state/kinds/hosting.h"
#include "state/store_private.h"
#include "lib/str.h"
#include <unistd.h>

struct store *store_open(const char *dir, bool readonly, GError **error)
{
	struct backend *backend = store_yaml_open(dir, readonly, error);
	struct store *store;

	if (!backend)
		return NULL;
	store = g_new0(struct store, 1);
	store->dir = g_strdup(dir);
	store->backend = backend;
	return store;
}

void store_close(struct store *store)
{
	if (!store)
		return;
	store->backend->ops->close(store->backend);
	g_free(store->dir);
	g_free(store);
}

const char *store_dir(struct store *store)
{
	return store->dir;
}

bool store_flush(struct store *store, GError **error)
{
	return store->backend->ops->flush(store->backend, error);
}

bool store_checkpoint(struct store *store, GError **error)
{
	return store->backend->ops->checkpoint(store->backend, error);
}

uint64_t store_sequence(struct store *store)
{
	return store->backend->ops->sequence(store->backend);
}

GBytes *store_secret(struct store *store, const struct record *record, const char *name,
		     GError **error)
{
	return store->backend->ops->secret(store->backend, record, name, error);
}

bool store_changes(struct store *store, uint64_t since,
		   bool (*visit)(const struct change *change, uint64_t sequence, void *data),
		   void *data, GError **error)
{
	return store->backend->ops->changes(store->backend, since, visit, data, error);
}

/* -- By a key ------------------------------------------------------------------------- */

bool search_admits(const struct key_search *search, const struct record *record)
{
	if (search->kind && record->kind != search->kind)
		return false;
	return !search->organization || !record->organization ||
	       (record->organization_sum == search->organization_sum &&
		text_equal_nocase(record->organization, search->organization));
}

static bool match_key(struct record *record, void *data)
{
	struct key_search *search = data;

	if (!search_admits(search, record) ||
	    !record_answers(record, search->text, search->len, search->bits))
		return true;
	search->found = record_ref(record);
	return false;
}

struct record *store_search(struct store *store, struct key_search *search)
{
	search->found = NULL;
	search->organization_sum = search->organization ? key_hash_text(search->organization) : 0;
	store->backend->ops->find(store->backend, key_hash(search->text, search->len), search->bits,
				  search->organization, match_key, search);
	return search->found;
}

static struct record *search_fresh(struct store *store, struct key_search *search)
{
	store->backend->ops->refresh(store->backend, NULL);
	return store_search(store, search);
}

struct record *store_get(struct store *store, const char *kind, const char *organization,
			 const char *name)
{
	struct key_search search = {
		.kind = record_kind_find(kind), .organization = organization, .text = name,
		.len = strlen(name), .bits = KEY_NAME,
	};

	return search.kind ? search_fresh(store, &search) : NULL;
}

struct record *store_by_guid(struct store *store, const char *guid)
{
	struct key_search search = { .text = guid, .len = strlen(guid), .bits = KEY_GUID };

	return search_fresh(store, &search);
}

struct record *store_by_address(struct store *store, const char *address)
{
	struct key_search search = { .text = address, .len = strlen(address), .bits = KEY_ADDRESS };

	return search_fresh(store, &search);
}

struct record *store_by_domain(struct store *store, const char *domain)
{
	struct key_search search = { .text = domain, .len = strlen(domain), .bits = KEY_DOMAIN };

	return search_fresh(store, &search);
}

/* -- Queries -------------------------------------------------------------------------- */

struct walk {
	struct store *store;
	const struct store_query *query;
	struct identity *identity;
	bool (*visit)(struct record *record, void *data);
	void *data;
	uint64_t seen;
};

static bool visit_matching(struct record *record, void *data)
{
	struct walk *walk = data;

	if (walk->identity && !identity_matches(walk->identity, walk->store, record))
		return true;
	if (walk->query->filter && !walk->query->filter(record, walk->query->data))
		return true;
	if (!walk->visit(record, walk->data))
		return false;
	return !walk->query->limit || ++walk->seen < walk->query->limit;
}

/* An identity without wildcards: found by its keys, without a walk. */
static bool visit_named(struct walk *walk, const struct record_kind *kind)
{
	g_autoptr(GPtrArray) found = identity_find(walk->identity, walk->store, kind,
						   walk->query->organization);

	for (guint i = 0; i < found->len; i++)
		if ((!walk->query->filter || walk->query->filter(found->pdata[i], walk->query->data)) &&
		    !walk->visit(found->pdata[i], walk->data))
			break;
	return true;
}

bool store_each(struct store *store, const struct store_query *query,
		bool (*visit)(struct record *record, void *data), void *data, GError **error)
{
	const struct record_kind *kind = record_kind_find(query->kind);
	struct walk walk = { .store = store, .query = query, .visit = visit, .data = data };
	bool named;

	if (!kind)
		return true;
	if (!store->backend->ops->refresh(store->backend, error))
		return false;
	walk.identity = query->identity ? identity_parse(query->identity) : NULL;
	named = walk.identity && !identity_is_pattern(walk.identity);
	if (named)
		visit_named(&walk, kind);
	else
		store->backend->ops->each(store->backend, kind_info(kind), query->organization,
					  visit_matching, &walk);
	identity_free(walk.identity);
	return true;
}

static bool collect(struct record *record, void *data)
{
	g_ptr_array_add(data, record_ref(record));
	return true;
}

GPtrArray *store_list(struct store *store, const struct store_query *query, GError **error)
{
	GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)record_unref);

	if (store_each(store, query, collect, list, error))
		return list;
	g_ptr_array_free(list, TRUE);
	return NULL;
}

/* -- Exactly one ---------------------------------------------------------------------- */

static const struct fault not_found = {
	"ManagementObjectNotFoundException",
	"Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
	CATEGORY_NOT_SPECIFIED, NULL };
static const struct fault ambiguous = {
	"ManagementObjectAmbiguousException",
	"Microsoft.Exchange.Configuration.Tasks.ManagementObjectAmbiguousException",
	CATEGORY_INVALID_DATA, "Name the object by its organization, GUID or an address." };

char *store_server(struct store *store)
{
	char host[HOST_NAME_MAX + 1] = "localhost", *name = hosting_server_fqdn(store);

	if (name)
		return name;
	gethostname(host, sizeof(host) - 1);
	return g_strdup(host);
}

static void report_ambiguous(const char *identity, const GPtrArray *found, GError **error)
{
	g_autoptr(GString) names = g_string_new(NULL);

	for (guint i = 0; i < found->len && i < 5; i++) {
		const struct record *r = found->pdata[i];

		g_string_append_printf(names, "%s%s%s%s", i ? ", " : "",
				       r->organization ? r->organization : "",
				       r->organization ? "\\" : "", record_name(r));
	}
	fault_set(error, &ambiguous, VALUE_NULL,
		  "The operation couldn't be performed because '%s' matches multiple entries: %s%s.",
		  identity, names->str, found->len > 5 ? ", ..." : "");
}

void store_report_missing(struct store *store, const char *identity, GError **error)
{
	g_autofree char *server = store_server(store);

	fault_set(error, &not_found, VALUE_NULL,
		  "The operation couldn't be performed because object '%s' couldn't be found on '%s'.",
		  identity, server);
}

struct record *store_find(struct store *store, const char *kind, const char *organization,
			  const char *identity, GError **error)
{
	struct store_query query = {
		.kind = kind, .organization = organization, .identity = identity,
	};
	g_autoptr(GPtrArray) found = store_list(store, &query, error);

	if (!found)
		return NULL;
	if (found->len == 1)
		return record_ref(found->pdata[0]);
	if (found->len) {
		report_ambiguous(identity, found, error);
		return NULL;
	}
	store_report_missing(store, identity, error);
	return NULL;
}
