/*
 * The tables that tenants' recipients are in: `mailboxes` (who has a mailbox),
 * `aliases` (address to mailbox, members of a group, or beyond), `senders`
 * (address to the logins that may use it). Each is cut into shards by domain. When some domains have
 * changed, the entries of all others are taken from the shard as it is, so
 * that a change costs the copy of a shard and not a walk over all tenants.
 */
#include "config.h"
#include "lib/cdb.h"
#include "render/postfix.h"
#include "render/facts.h"
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

/* -- Who may send in whose name --------------------------------------------- */

#define GROUP_DEPTH	8

static void add_login(GPtrArray *logins, char *login)
{
	for (guint i = 0; login && i < logins->len; i++)
		if (!strcmp(logins->pdata[i], login)) {
			g_free(login);
			return;
		}
	if (login)
		g_ptr_array_add(logins, login);
}

/* The login of a mailbox, or those of a group's members. */
static void add_delegate(GPtrArray *logins, struct store *store, const char *organization,
			 const char *name, unsigned depth)
{
	g_autoptr(record_auto) mailbox = store_get(store, "Mailbox", organization, name);
	g_autoptr(record_auto) group = mailbox || depth > GROUP_DEPTH
		? NULL : store_get(store, "DistributionGroup", organization, name);
	g_auto(GStrv) members = group ? record_texts(group, "Members") : NULL;

	if (mailbox)
		add_login(logins, record_lower(mailbox, "UserPrincipalName"));
	for (char **member = members; member && *member; member++)
		add_delegate(logins, store, organization, *member, depth + 1);
}

/* By the lower-case name of the recipient: a GPtrArray of logins. */
static GHashTable *delegates_of(struct store *store, const char *organization)
{
	struct store_query query = { .kind = "RecipientPermission", .organization = organization };
	g_autoptr(GPtrArray) permissions = store_list(store, &query, NULL);
	GHashTable *delegates = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
						      (GDestroyNotify)g_ptr_array_unref);

	for (guint i = 0; permissions && i < permissions->len; i++) {
		g_autofree char *recipient = record_lower(permissions->pdata[i], "Recipient");
		g_autofree char *trustee = record_text(permissions->pdata[i], "Trustee");
		GPtrArray *logins = recipient ? g_hash_table_lookup(delegates, recipient) : NULL;

		if (!recipient || !trustee)
			continue;
		if (!logins) {
			logins = g_ptr_array_new_with_free_func(g_free);
			g_hash_table_insert(delegates, g_strdup(recipient), logins);
		}
		add_delegate(logins, store, organization, trustee, 0);
	}
	return delegates;
}

/* All who may use the recipient's addresses: "own, delegate"; yours, NULL = nobody. */
static char *senders_of(struct store *store, const struct record *record, const char *login,
			GHashTable *delegates)
{
	g_autofree char *name = g_ascii_strdown(record_name(record), -1);
	g_auto(GStrv) behalf = record_texts(record, "GrantSendOnBehalfTo");
	g_autoptr(GPtrArray) logins = g_ptr_array_new_with_free_func(g_free);
	GPtrArray *granted = g_hash_table_lookup(delegates, name);

	if (login)
		add_login(logins, g_strdup(login));
	for (guint i = 0; granted && i < granted->len; i++)
		add_login(logins, g_strdup(granted->pdata[i]));
	for (char **one = behalf; one && *one; one++)
		add_delegate(logins, store, record->organization, *one, 0);
	if (!logins->len)
		return NULL;
	g_ptr_array_add(logins, NULL);
	return g_strjoinv(", ", (char **)logins->pdata);
}

/* -- Recipients ---------------------------------------------------------------- */

static void add_recipient(struct maps *maps, const struct recipient *recipient, const char *senders)
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
		add_pair(maps, MAP_SENDERS, address, senders);
	}
	if (!own)
		add_pair(maps, MAP_SENDERS, recipient->login, senders);
}

/* The targets of a group's mail: "a@b, c@d"; yours, NULL = nobody. */
static char *members_of(struct store *store, const struct record *group)
{
	g_auto(GStrv) members = record_texts(group, "Members");
	g_autoptr(GPtrArray) targets = g_ptr_array_new_with_free_func(g_free);

	for (char **member = members; member && *member; member++)
		add_login(targets, recipient_target(store, group->organization, *member));
	if (!targets->len)
		return NULL;
	g_ptr_array_add(targets, NULL);
	return g_strjoinv(", ", (char **)targets->pdata);
}

/* A group, or a contact: its addresses lead to others, and perhaps others may use them. */
static void add_alias(struct maps *maps, struct store *store, const struct record *record,
		      GHashTable *delegates)
{
	bool group = !strcmp(record->kind->name, "DistributionGroup");
	g_autoptr(GPtrArray) addresses = recipient_addresses(record);
	g_autofree char *senders = senders_of(store, record, NULL, delegates);
	g_autofree char *target = group ? members_of(store, record)
		: recipient_target(store, record->organization, record_name(record));

	for (guint i = 0; i < addresses->len; i++) {
		if (target)
			add_pair(maps, MAP_ALIASES, addresses->pdata[i], target);
		if (senders)
			add_pair(maps, MAP_SENDERS, addresses->pdata[i], senders);
	}
}

static bool add_aliases(struct rendering *rendering, struct maps *maps, const char *organization,
			GHashTable *delegates, GError **error)
{
	static const char *const kinds[] = { "DistributionGroup", "MailContact" };

	for (size_t k = 0; k < G_N_ELEMENTS(kinds); k++) {
		struct store_query query = { .kind = kinds[k], .organization = organization };
		g_autoptr(GPtrArray) records = store_list(rendering->store, &query, error);

		if (!records)
			return false;
		for (guint i = 0; i < records->len; i++)
			add_alias(maps, rendering->store, records->pdata[i], delegates);
	}
	return true;
}

bool postfix_tenant(struct rendering *rendering, void *state, const struct tenant *tenant,
		    GError **error)
{
	g_autoptr(GHashTable) delegates = delegates_of(rendering->store, tenant->organization);

	for (guint i = 0; i < tenant->mailboxes->len; i++) {
		const struct record *mailbox = g_ptr_array_index(tenant->mailboxes, i);
		g_autofree char *senders = NULL;
		struct recipient recipient;

		if (!recipient_read(&recipient, rendering->store, mailbox))
			continue;
		senders = senders_of(rendering->store, mailbox, recipient.login, delegates);
		add_recipient(state, &recipient, senders);
		recipient_clear(&recipient);
	}
	return add_aliases(rendering, state, tenant->organization, delegates, error);
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
