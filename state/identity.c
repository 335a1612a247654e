/*
 * An identity is tried as it stands first, under every key a record has; only
 * when nothing answers is it taken apart.
 */
#include "config.h"
#include "state/identity.h"
#include "state/keyhash.h"
#include "state/store_private.h"
#include "lib/str.h"
#include "lib/wildcard.h"

struct identity {
	char *text;
	char *organization, *name;	/* of "Organization\Name", a DN or a canonical name; or NULL */
	struct wildcard *pattern, *name_pattern;
};

/* -- Taking apart --------------------------------------------------------------------- */

/* The value of the first "KEY=" component at or after *p, which moves behind it. */
static char *dn_component(const char **p, const char *key)
{
	size_t len = strlen(key);

	while (**p) {
		const char *end = *p;
		bool match = !g_ascii_strncasecmp(*p, key, len);
		char *value;

		while (*end && *end != ',')
			end += *end == '\\' && end[1] ? 2 : 1;
		value = match ? g_strndup(*p + len, end - *p - len) : NULL;
		*p = *end ? end + 1 : end;
		while (**p == ' ')
			++*p;
		if (value)
			return value;
	}
	return NULL;
}

static bool parse_dn(struct identity *identity)
{
	const char *p = identity->text;

	if (g_ascii_strncasecmp(p, "CN=", 3))
		return false;
	identity->name = dn_component(&p, "CN=");
	identity->organization = dn_component(&p, "OU=");
	return true;
}

/* "Organization\Name", or the last two parts of "provider.com/.../Organization/Name". */
static void parse_path(struct identity *identity)
{
	const char *slash = strchr(identity->text, '\\'), *before;

	if (slash && slash > identity->text && slash[1]) {
		identity->organization = g_strndup(identity->text, slash - identity->text);
		identity->name = g_strdup(slash + 1);
		return;
	}
	slash = strrchr(identity->text, '/');
	if (!slash || slash == identity->text || !slash[1])
		return;
	for (before = slash; before > identity->text && before[-1] != '/'; before--)
		;
	identity->organization = g_strndup(before, slash - before);
	identity->name = g_strdup(slash + 1);
}

/* A * or ?, or a set of characters in brackets; what is no pattern after all stands for itself. */
static struct wildcard *pattern_of(const char *text)
{
	const char *bracket = text ? strchr(text, '[') : NULL;
	struct wildcard *pattern;
	struct string *str;

	if (!text || (!strpbrk(text, "*?") && !(bracket && strchr(bracket, ']'))))
		return NULL;
	str = str_new(text, -1);
	pattern = wildcard_new(str, true, NULL);
	str_unref(str);
	return pattern;
}

struct identity *identity_parse(const char *text)
{
	struct identity *identity = g_new0(struct identity, 1);
	size_t len = strlen(text);

	if (len == 38 && *text == '{' && text[37] == '}')
		identity->text = g_strndup(text + 1, 36);
	else
		identity->text = g_strdup(text);
	if (!parse_dn(identity))
		parse_path(identity);
	identity->pattern = pattern_of(identity->text);
	identity->name_pattern = pattern_of(identity->name);
	return identity;
}

void identity_free(struct identity *identity)
{
	if (!identity)
		return;
	g_free(identity->text);
	g_free(identity->organization);
	g_free(identity->name);
	g_clear_pointer(&identity->pattern, wildcard_free);
	g_clear_pointer(&identity->name_pattern, wildcard_free);
	g_free(identity);
}

bool identity_is_pattern(const struct identity *identity)
{
	return identity->pattern;
}

/* -- Patterns ------------------------------------------------------------------------- */

static bool is_like(const struct wildcard *pattern, const char *text)
{
	return wildcard_match_text(pattern, text, strlen(text));
}

bool identity_matches(const struct identity *identity, struct store *store,
		      const struct record *record)
{
	g_autofree char *shown = NULL;
	struct string *str;

	if (is_like(identity->pattern, record_name(record)) ||
	    text_equal_nocase(identity->text, record_name(record)))
		return true;
	if (!identity->name)
		return false;
	if (record->organization && text_equal_nocase(record->organization, identity->organization))
		return identity->name_pattern ? is_like(identity->name_pattern, record_name(record))
					      : text_equal_nocase(identity->name, record_name(record));
	str = record_identity(store, record);
	shown = g_strdup(str->data);
	str_unref(str);
	return is_like(identity->pattern, shown);
}

/* -- Keys ----------------------------------------------------------------------------- */

struct search {
	const struct record_kind *kind;
	const char *organization;
	const char *text;
	size_t len;
	unsigned bits;
	GPtrArray *found;
};

static bool take(struct record *record, void *data)
{
	struct search *search = data;

	if (record->kind == search->kind &&
	    (!search->organization || !record->organization ||
	     text_equal_nocase(record->organization, search->organization)) &&
	    record_answers(record, search->text, search->len, search->bits))
		g_ptr_array_add(search->found, record_ref(record));
	return true;
}

static void search_text(struct store *store, struct search *search, const char *text, unsigned bits)
{
	search->text = text;
	search->len = strlen(text);
	search->bits = bits;
	if (search->len > 5 && !g_ascii_strncasecmp(text, "smtp:", 5)) {
		search->text += 5;
		search->len -= 5;
	}
	if (!search->found->len)
		store->backend->ops->find(store->backend, key_hash(search->text, search->len), bits,
					  search->organization, take, search);
}

static int by_place(gconstpointer a, gconstpointer b)
{
	const struct record *x = *(const struct record *const *)a;
	const struct record *y = *(const struct record *const *)b;
	int order = x->organization && y->organization
			    ? text_compare_nocase(x->organization, y->organization) : 0;

	return order ? order : text_compare_nocase(record_name(x), record_name(y));
}

struct shown {
	struct store *store;
	struct search *search;
	const char *text;
};

static bool take_shown(struct record *record, void *data)
{
	struct shown *shown = data;
	struct string *identity = record_identity(shown->store, record);

	if (text_equal_nocase(identity->data, shown->text))
		g_ptr_array_add(shown->search->found, record_ref(record));
	str_unref(identity);
	return true;
}

/* Kinds that show an identity of their own are taken by it too. */
static void search_shown(const struct identity *identity, struct store *store, struct search *search)
{
	struct shown shown = { .store = store, .search = search, .text = identity->text };

	if (!search->found->len && search->kind->identity)
		store->backend->ops->each(store->backend, kind_info(search->kind),
					  search->organization, take_shown, &shown);
}

GPtrArray *identity_find(const struct identity *identity, struct store *store,
			 const struct record_kind *kind, const char *organization)
{
	struct search search = {
		.kind = kind, .organization = organization,
		.found = g_ptr_array_new_with_free_func((GDestroyNotify)record_unref),
	};
	bool within = !organization || !identity->organization ||
		      text_equal_nocase(organization, identity->organization);

	search_text(store, &search, identity->text, KEY_GUID);
	search_text(store, &search, identity->text, KEY_NAME | KEY_ADDRESS | KEY_DOMAIN);
	search_text(store, &search, identity->text, KEY_ANY);
	search_shown(identity, store, &search);
	if (identity->name && within && !search.found->len) {
		if (kind->scope == SCOPE_ORGANIZATION && identity->organization)
			search.organization = identity->organization;
		search_text(store, &search, identity->name, KEY_NAME);
		search_text(store, &search, identity->name, KEY_ANY);
	}
	g_ptr_array_sort(search.found, by_place);
	return search.found;
}
