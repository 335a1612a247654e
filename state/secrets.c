/*
 * A keys file is a mapping of blocks, one a record: "GUID:" and below it
 * "  name: value" lines. It is handled block by block as text, so that a fold
 * parses no more than it changes. Buffers are wiped before they are freed.
 */
#include "config.h"
#include "state/secrets.h"
#include "state/files_private.h"
#include "lib/yaml.h"
#include <sys/stat.h>

struct pending {
	char *organization;
	bool dropped;			/* the record went, and all of its secrets */
	GHashTable *names;		/* name -> GBytes, or NULL: removed */
};

/* A keys file as read. */
struct keyring {
	struct signature signature;
	char *text;
	gsize len;
	GHashTable *blocks;		/* GUID -> offset of its block + 1 */
};

struct secrets {
	char *dir;
	GHashTable *pending;		/* GUID -> struct pending */
	GHashTable *rings;		/* organization ("" the provider) -> struct keyring */
};

/* -- Memory --------------------------------------------------------------------------- */

static void wipe(char *text, gsize len)
{
	if (text)
		explicit_bzero(text, len);
	g_free(text);
}

static void ring_free(gpointer data)
{
	struct keyring *ring = data;

	wipe(ring->text, ring->len);
	if (ring->blocks)
		g_hash_table_unref(ring->blocks);
	g_free(ring);
}

static void bytes_free(gpointer data)
{
	if (data)
		g_bytes_unref(data);
}

static void pending_free(gpointer data)
{
	struct pending *pending = data;

	g_free(pending->organization);
	g_hash_table_unref(pending->names);
	g_free(pending);
}

struct secrets *secrets_new(const char *dir)
{
	struct secrets *secrets = g_new0(struct secrets, 1);

	secrets->dir = g_strdup(dir);
	secrets->pending = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, pending_free);
	secrets->rings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, ring_free);
	return secrets;
}

void secrets_free(struct secrets *secrets)
{
	if (!secrets)
		return;
	g_hash_table_unref(secrets->pending);
	g_hash_table_unref(secrets->rings);
	g_free(secrets->dir);
	g_free(secrets);
}

void secrets_reset(struct secrets *secrets)
{
	g_hash_table_remove_all(secrets->pending);
}

bool secrets_pending(const struct secrets *secrets)
{
	return g_hash_table_size(secrets->pending) > 0;
}

static struct pending *pending_of(struct secrets *secrets, const char *guid,
				  const char *organization)
{
	struct pending *pending = g_hash_table_lookup(secrets->pending, guid);

	if (pending)
		return pending;
	pending = g_new0(struct pending, 1);
	pending->organization = g_strdup(organization);
	pending->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, bytes_free);
	g_hash_table_insert(secrets->pending, g_strdup(guid), pending);
	return pending;
}

void secrets_put(struct secrets *secrets, const char *guid, const char *organization,
		 const char *name, GBytes *bytes)
{
	struct pending *pending = pending_of(secrets, guid, organization);

	g_hash_table_insert(pending->names, g_strdup(name), bytes ? g_bytes_ref(bytes) : NULL);
}

void secrets_drop(struct secrets *secrets, const char *guid, const char *organization)
{
	struct pending *pending = pending_of(secrets, guid, organization);

	pending->dropped = true;
	g_hash_table_remove_all(pending->names);
}

/* -- Keys files ----------------------------------------------------------------------- */

static char *ring_path(const struct secrets *secrets, const char *organization)
{
	g_autofree char *name = files_name(organization);

	return g_build_filename(secrets->dir, "keys", name, NULL);
}

/* The end of the block at `p`: the next line that is not indented. */
static const char *block_end(const char *p, const char *end)
{
	do {
		const char *nl = memchr(p, '\n', end - p);

		p = nl ? nl + 1 : end;
	} while (p < end && *p == ' ');
	return p;
}

static bool is_block(const char *p, const char *end)
{
	return end - p > 37 && p[36] == ':' && p[8] == '-';
}

static void find_blocks(struct keyring *ring)
{
	const char *p = ring->text, *end = p + ring->len;

	ring->blocks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (; p < end; p = block_end(p, end))
		if (is_block(p, end))
			g_hash_table_insert(ring->blocks, g_strndup(p, 36),
					    GSIZE_TO_POINTER(p - ring->text + 1));
}

static bool read_ring(const char *path, const struct stat *st, struct keyring **ret, GError **error)
{
	struct keyring *ring = g_new0(struct keyring, 1);
	g_autoptr(GError) local = NULL;

	if (!g_file_get_contents(path, &ring->text, &ring->len, &local)) {
		fault_set(error, &state_unreadable, VALUE_NULL, "%s", local->message);
		g_free(ring);
		return false;
	}
	signature_of(st, &ring->signature);
	find_blocks(ring);
	*ret = ring;
	return true;
}

/* The keys file of an organization; NULL without error when there is none. */
static struct keyring *ring_of(struct secrets *secrets, const char *organization, GError **error)
{
	g_autofree char *path = ring_path(secrets, organization);
	const char *key = organization ? organization : "";
	struct keyring *ring = g_hash_table_lookup(secrets->rings, key);
	struct signature now;
	struct stat st;

	if (stat(path, &st) < 0)
		return NULL;
	signature_of(&st, &now);
	if (ring && signature_equal(&ring->signature, &now))
		return ring;
	if (!read_ring(path, &st, &ring, error))
		return NULL;
	g_hash_table_insert(secrets->rings, g_strdup(key), ring);
	return ring;
}

/* -- Values of a block ---------------------------------------------------------------- */

static GBytes *value_bytes(const struct yaml_node *node)
{
	g_autofree char *base64 = NULL;
	gsize len;

	if (node->form == YAML_FORM_SCALAR)
		return g_bytes_new(node->text, node->len);
	if (node->form != YAML_FORM_LIST || !node->first)
		return NULL;
	base64 = g_strndup(node->first->text, node->first->len);
	g_base64_decode_inplace(base64, &len);
	return g_bytes_new(base64, len);
}

static void put_value(GString *out, const char *name, GBytes *bytes)
{
	gsize len;
	const char *data = g_bytes_get_data(bytes, &len);
	g_autofree char *base64 = NULL;

	if (g_utf8_validate(data, len, NULL)) {
		yaml_put_pair(out, 2, name, data, len);
		return;
	}
	base64 = g_base64_encode((const guchar *)data, len);
	g_string_append_printf(out, "  %s:\n", name);
	yaml_put_item(out, 2, base64, strlen(base64));
}

/* The map of names below a block's GUID. */
static const struct yaml_node *parse_block(struct yaml_arena *arena, const char *block, size_t len,
					   const char *file, GString *scratch, GError **error)
{
	struct yaml_span span = { .line = 1 };
	const struct yaml_node *doc;

	g_string_assign(scratch, "---\n");
	g_string_append_len(scratch, block, len);
	span.text = scratch->str;
	span.len = scratch->len;
	doc = yaml_parse(arena, &span, file, error);
	return doc && doc->form == YAML_FORM_MAP && doc->first &&
	       doc->first->form == YAML_FORM_MAP ? doc->first : NULL;
}

static GBytes *block_value(const char *block, size_t len, const char *file, const char *name,
			   GError **error)
{
	g_autoptr(yaml_arena) arena = yaml_arena_new();
	g_autoptr(GString) scratch = g_string_new(NULL);
	const struct yaml_node *map = parse_block(arena, block, len, file, scratch, error);
	const struct yaml_node *node = map ? yaml_child(map, name) : NULL;
	GBytes *bytes = node ? value_bytes(node) : NULL;

	explicit_bzero(scratch->str, scratch->len);
	return bytes;
}

GBytes *secrets_get(struct secrets *secrets, const char *guid, const char *organization,
		    const char *name, GError **error)
{
	struct pending *pending = g_hash_table_lookup(secrets->pending, guid);
	struct keyring *ring;
	gpointer found;
	size_t at;

	if (pending && g_hash_table_lookup_extended(pending->names, name, NULL, &found))
		return found ? g_bytes_ref(found) : NULL;
	if (pending && pending->dropped)
		return NULL;
	ring = ring_of(secrets, organization, error);
	at = ring ? GPOINTER_TO_SIZE(g_hash_table_lookup(ring->blocks, guid)) : 0;
	if (!at)
		return NULL;
	return block_value(ring->text + at - 1,
			   block_end(ring->text + at - 1, ring->text + ring->len) -
				   (ring->text + at - 1),
			   "keys", name, error);
}

/* -- Folding -------------------------------------------------------------------------- */

static void put_names(GString *out, const struct yaml_node *old, const struct pending *pending)
{
	GHashTableIter iter;
	gpointer name, bytes;

	for (const struct yaml_node *n = old ? old->first : NULL; n; n = n->next) {
		g_autofree char *key = g_strndup(n->key, n->key_len);
		g_autoptr(GBytes) kept = NULL;

		if (g_hash_table_contains(pending->names, key))
			continue;
		kept = value_bytes(n);
		if (kept)
			put_value(out, key, kept);
	}
	g_hash_table_iter_init(&iter, pending->names);
	while (g_hash_table_iter_next(&iter, &name, &bytes))
		if (bytes)
			put_value(out, name, bytes);
}

static bool put_block(GString *out, const char *guid, const struct pending *pending,
		      const char *block, size_t len, GError **error)
{
	g_autoptr(yaml_arena) arena = NULL;
	g_autoptr(GString) scratch = NULL;
	const struct yaml_node *old = NULL;
	g_autoptr(GError) local = NULL;
	size_t start = out->len, head;

	if (block && !pending->dropped) {
		arena = yaml_arena_new();
		scratch = g_string_new(NULL);
		old = parse_block(arena, block, len, "keys", scratch, &local);
	}
	if (local) {
		g_propagate_error(error, g_steal_pointer(&local));
		return false;
	}
	g_string_append_len(out, guid, 36);
	g_string_append_len(out, ":\n", 2);
	head = out->len;
	put_names(out, old, pending);
	if (out->len == head)
		g_string_truncate(out, start);
	if (scratch)
		explicit_bzero(scratch->str, scratch->len);
	return true;
}

/* The old blocks, changed ones anew. */
static bool put_old(struct secrets *secrets, GString *out, const struct keyring *ring,
		    GError **error)
{
	const char *p = ring ? ring->text : NULL, *end = ring ? p + ring->len : NULL;

	while (p < end) {
		const char *next = block_end(p, end);
		g_autofree char *guid = is_block(p, end) ? g_strndup(p, 36) : NULL;
		struct pending *pending =
			guid ? g_hash_table_lookup(secrets->pending, guid) : NULL;

		if (!pending)
			g_string_append_len(out, p, next - p);
		else if (!put_block(out, guid, pending, p, next - p, error))
			return false;
		p = next;
	}
	return true;
}

/* `guids` are those of the organization, in order. */
static bool put_new(struct secrets *secrets, GString *out, const struct keyring *ring,
		    const GPtrArray *guids, GError **error)
{
	for (guint i = 0; i < guids->len; i++) {
		const char *guid = guids->pdata[i];

		if (!(ring && g_hash_table_contains(ring->blocks, guid)) &&
		    !put_block(out, guid, g_hash_table_lookup(secrets->pending, guid), NULL, 0, error))
			return false;
	}
	return true;
}

static bool fold_ring(struct secrets *secrets, const char *organization, const GPtrArray *guids,
		      struct staging *staging, GError **error)
{
	g_autofree char *path = ring_path(secrets, organization);
	g_autoptr(GError) local = NULL;
	struct keyring *ring = ring_of(secrets, organization, &local);
	GString *out;
	bool ok;

	if (local) {
		g_propagate_error(error, g_steal_pointer(&local));
		return false;
	}
	out = g_string_sized_new((ring ? ring->len : 4) + 200 * (gsize)guids->len);
	if (!ring)
		g_string_append(out, "---\n");
	ok = put_old(secrets, out, ring, error) && put_new(secrets, out, ring, guids, error);
	if (ok && ring && out->len <= 4)
		staging_remove(staging, path);	/* nothing is left in it */
	else if (ok && out->len > 4)
		ok = staging_write(staging, path, out->str, out->len, 0600, error);
	explicit_bzero(out->str, out->len);
	g_string_free(out, TRUE);
	return ok;
}

static int compare_guids(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Organization ("" the provider) -> GUIDs with something to fold. */
static GHashTable *guids_by_organization(const struct secrets *secrets)
{
	GHashTable *lists = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
						  (GDestroyNotify)g_ptr_array_unref);
	GHashTableIter iter;
	gpointer guid, value;

	g_hash_table_iter_init(&iter, secrets->pending);
	while (g_hash_table_iter_next(&iter, &guid, &value)) {
		const struct pending *pending = value;
		const char *key = pending->organization ? pending->organization : "";
		GPtrArray *list = g_hash_table_lookup(lists, key);

		if (!list) {
			list = g_ptr_array_new();
			g_hash_table_insert(lists, (gpointer)key, list);
		}
		g_ptr_array_add(list, guid);
	}
	return lists;
}

bool secrets_fold(struct secrets *secrets, struct staging *staging, GError **error)
{
	GHashTable *lists = guids_by_organization(secrets);
	GHashTableIter iter;
	gpointer key, list;
	bool ok = true;

	g_hash_table_iter_init(&iter, lists);
	while (ok && g_hash_table_iter_next(&iter, &key, &list)) {
		g_ptr_array_sort(list, compare_guids);
		ok = fold_ring(secrets, *(const char *)key ? key : NULL, list, staging, error);
	}
	g_hash_table_unref(lists);
	return ok;
}
