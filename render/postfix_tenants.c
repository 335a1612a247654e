/*
 * The tables that tenants' mailboxes are in: `mailboxes` (who has a mailbox),
 * `aliases` (address to mailbox or beyond), `senders` (address to the login
 * that may use it). Each is cut into shards by domain. When some domains have
 * changed, the entries of all others are taken from the shard as it is, so
 * that a change costs the copy of a shard and not a walk over all tenants.
 */
#include "config.h"
#include "lib/cdb.h"
#include "render/postfix.h"
#include "render/recipient.h"

enum map { MAP_MAILBOXES, MAP_ALIASES, MAP_SENDERS, MAPS };

static const char *const map_names[MAPS] = { "mailboxes", "aliases", "senders" };

struct pair {
	char *key, *value;
};

struct maps {
	GArray *pairs[MAPS][POSTFIX_SHARDS];	/* of struct pair; NULL: none */
	bool touched[POSTFIX_SHARDS];
};

static const char *domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at ? at + 1 : address;
}

static unsigned shard_of(const char *domain, size_t len)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (uint8_t)domain[i]) * 16777619u;
	return hash % POSTFIX_SHARDS;
}

static void add_pair(struct maps *maps, enum map map, const char *key, const char *value)
{
	const char *domain = domain_of(key);
	unsigned shard = shard_of(domain, strlen(domain));
	struct pair pair = { g_strdup(key), g_strdup(value) };

	if (!maps->pairs[map][shard])
		maps->pairs[map][shard] = g_array_new(FALSE, FALSE, sizeof(struct pair));
	g_array_append_val(maps->pairs[map][shard], pair);
	maps->touched[shard] = true;
}

void postfix_tenants_begin(struct rendering *rendering, void **state)
{
	struct maps *maps = g_new0(struct maps, 1);
	GHashTableIter iter;
	void *domain;

	for (unsigned i = 0; rendering->whole && i < POSTFIX_SHARDS; i++)
		maps->touched[i] = true;
	g_hash_table_iter_init(&iter, rendering->domains);
	while (g_hash_table_iter_next(&iter, &domain, NULL))
		maps->touched[shard_of(domain, strlen(domain))] = true;
	*state = maps;
}

static void add_recipient(struct maps *maps, const struct recipient *recipient)
{
	g_autofree char *both = recipient->forward && recipient->keep ?
		g_strdup_printf("%s, %s", recipient->login, recipient->forward) : NULL;
	const char *target = both		  ? both
			     : recipient->forward ? recipient->forward
						  : recipient->login;
	bool own = false;

	add_pair(maps, MAP_MAILBOXES, recipient->login, DOVECOT_LMTP);
	for (guint i = 0; i < recipient->addresses->len; i++) {
		const char *address = g_ptr_array_index(recipient->addresses, i);
		bool same = !strcmp(address, recipient->login);

		own |= same;
		if (!same || recipient->forward)
			add_pair(maps, MAP_ALIASES, address, target);
		add_pair(maps, MAP_SENDERS, address, recipient->login);
	}
	if (!own)
		add_pair(maps, MAP_SENDERS, recipient->login, recipient->login);
}

bool postfix_tenant(struct rendering *rendering, void *state, const struct tenant *tenant,
		    GError **error)
{
	for (guint i = 0; i < tenant->mailboxes->len; i++) {
		struct recipient recipient;

		if (!recipient_read(&recipient, rendering->store,
				    g_ptr_array_index(tenant->mailboxes, i)))
			continue;
		add_recipient(state, &recipient);
		recipient_clear(&recipient);
	}
	return true;
}

/* -- Shards ---------------------------------------------------------------- */

static char *shard_path(enum map map, unsigned shard)
{
	return g_strdup_printf("postfix/%s-%02u.cdb", map_names[map], shard);
}

/* The entry of the old shard stays: its domain was not rendered anew. */
static bool entry_stays(const struct rendering *rendering, const struct cdb_entry *entry)
{
	const char *at = memrchr(entry->key, '@', entry->key_len);
	size_t skip = at ? at + 1 - entry->key : 0;
	char domain[256];

	if (entry->key_len - skip >= sizeof domain)
		return false;
	memcpy(domain, entry->key + skip, entry->key_len - skip);
	domain[entry->key_len - skip] = 0;
	return !g_hash_table_contains(rendering->domains, domain);
}

static int compare_keys(const struct pair *pair, const struct cdb_entry *entry)
{
	size_t len = strlen(pair->key);
	int order = memcmp(pair->key, entry->key, MIN(len, entry->key_len));

	return order ? order : (int)len - (int)entry->key_len;
}

static int by_key(const void *a, const void *b)
{
	const struct pair *left = a, *right = b;

	return strcmp(left->key, right->key);
}

static void add_new(struct cdb_maker *maker, const GArray *pairs, guint *i)
{
	const struct pair *pair = &g_array_index(pairs, struct pair, *i);

	cdb_add_text(maker, pair->key, pair->value);
	++*i;
	/* An address of two mailboxes cannot be; a login that is an address twice can. */
	while (*i < pairs->len && !strcmp(g_array_index(pairs, struct pair, *i).key, pair->key))
		++*i;
}

/* Both sides are sorted by key, so the same entries always give the same bytes. */
static GBytes *merge(const struct rendering *rendering, const struct cdb *old, GArray *pairs)
{
	struct cdb_maker *maker = cdb_maker_new();
	struct cdb_entry entry;
	size_t at = 0;
	guint i = 0;

	g_array_sort(pairs, by_key);
	while (old && cdb_next(old, &at, &entry)) {
		if (!entry_stays(rendering, &entry))
			continue;
		while (i < pairs->len &&
		       compare_keys(&g_array_index(pairs, struct pair, i), &entry) < 0)
			add_new(maker, pairs, &i);
		if (i < pairs->len &&
		    compare_keys(&g_array_index(pairs, struct pair, i), &entry) == 0)
			continue;
		cdb_add(maker, entry.key, entry.key_len, entry.value, entry.value_len);
	}
	while (i < pairs->len)
		add_new(maker, pairs, &i);
	return cdb_finish(maker);
}

static void free_pairs(GArray *pairs)
{
	for (guint i = 0; pairs && i < pairs->len; i++) {
		g_free(g_array_index(pairs, struct pair, i).key);
		g_free(g_array_index(pairs, struct pair, i).value);
	}
	if (pairs)
		g_array_free(pairs, TRUE);
}

static void put_shard(struct rendering *rendering, struct maps *maps, enum map map, unsigned shard)
{
	g_autofree char *path = shard_path(map, shard);
	g_autoptr(GBytes) previous = rendering->whole ? NULL : rendering_previous(rendering, path);
	GArray **pairs = &maps->pairs[map][shard];
	struct cdb old;
	bool has_old = previous && cdb_open(&old, g_bytes_get_data(previous, NULL),
					    g_bytes_get_size(previous));
	GBytes *bytes;

	if (!*pairs)
		*pairs = g_array_new(FALSE, FALSE, sizeof(struct pair));
	bytes = merge(rendering, has_old ? &old : NULL, *pairs);
	if (bytes)
		tree_add(rendering->tree, path, bytes, TREE_PLAIN);
}

bool postfix_tenants_end(struct rendering *rendering, void *state, GError **error)
{
	struct maps *maps = state;

	for (unsigned shard = 0; shard < POSTFIX_SHARDS; shard++) {
		for (enum map map = 0; map < MAPS; map++) {
			if (maps->touched[shard])
				put_shard(rendering, maps, map, shard);
			free_pairs(maps->pairs[map][shard]);
		}
	}
	g_free(maps);
	return true;
}
