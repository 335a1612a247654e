/*
 * The kinds: the generated registry, and what is derived from each table on
 * first use. That derived data is the one thing of this layer that belongs to
 * no store: it follows from const tables alone and lives as long as they do.
 */
#include "config.h"
#include "state/kind.h"
#include "state/keyhash.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/str.h"

extern const struct record_kind *const record_registry[];

static struct {
	GPtrArray *kinds;		/* const struct record_kind *, by order; NULL-terminated */
	struct kind_info **infos;	/* parallel to kinds */
	GHashTable *by_kind;		/* kind -> its index + 1 */
	GHashTable *by_name;		/* as spelled in the table -> kind */
} registry;

static int by_order(gconstpointer a, gconstpointer b)
{
	const struct record_kind *x = *(const struct record_kind *const *)a;
	const struct record_kind *y = *(const struct record_kind *const *)b;

	return x->order != y->order ? (x->order < y->order ? -1 : 1) : strcmp(x->name, y->name);
}

static void index_kinds(void)
{
	GPtrArray *kinds = registry.kinds;
	struct kind_info **infos = g_new0(struct kind_info *, kinds->len);
	GHashTable *by_kind = g_hash_table_new(NULL, NULL);

	g_ptr_array_sort(kinds, by_order);
	for (guint i = 0; i < kinds->len; i++) {
		gpointer old = registry.by_kind
				       ? g_hash_table_lookup(registry.by_kind, kinds->pdata[i])
				       : NULL;

		infos[i] = old ? registry.infos[GPOINTER_TO_UINT(old) - 1] : NULL;
		g_hash_table_insert(by_kind, kinds->pdata[i], GUINT_TO_POINTER(i + 1));
	}
	g_free(registry.infos);
	g_clear_pointer(&registry.by_kind, g_hash_table_unref);
	g_clear_pointer(&registry.by_name, g_hash_table_unref);
	registry.infos = infos;
	registry.by_kind = by_kind;
	registry.by_name = g_hash_table_new(g_str_hash, g_str_equal);
	for (guint i = 0; i < kinds->len; i++) {
		const struct record_kind *kind = kinds->pdata[i];

		g_hash_table_insert(registry.by_name, (gpointer)kind->name, (gpointer)kind);
	}
}

static void need_registry(void)
{
	if (registry.kinds)
		return;
	registry.kinds = g_ptr_array_new_null_terminated(16, NULL, TRUE);
	for (const struct record_kind *const *k = record_registry; *k; k++)
		g_ptr_array_add(registry.kinds, (gpointer)*k);
	index_kinds();
}

void kind_register(const struct record_kind *kind)
{
	need_registry();
	if (g_hash_table_contains(registry.by_kind, kind))
		return;
	g_ptr_array_add(registry.kinds, (gpointer)kind);
	index_kinds();
}

const struct record_kind *const *record_kinds(void)
{
	need_registry();
	return (const struct record_kind *const *)registry.kinds->pdata;
}

const struct record_kind *record_kind_find(const char *name)
{
	const struct record_kind *kind;

	need_registry();
	kind = g_hash_table_lookup(registry.by_name, name);
	if (kind)
		return kind;
	for (const struct record_kind *const *k = record_kinds(); *k; k++)
		if (text_equal_nocase((*k)->name, name))
			return *k;
	return NULL;
}

bool property_refers_to(const struct property *property, const char *kind)
{
	size_t len = strlen(kind);

	for (const char *p = property->reference; p && *p; p += strspn(p, " ")) {
		size_t n = strcspn(p, " ");

		if (n == len && !g_ascii_strncasecmp(p, kind, n))
			return true;
		p += n;
	}
	return false;
}

/* -- Derivation ----------------------------------------------------------------------- */

static enum property_class class_of(const struct property *p)
{
	if (!(p->flags & (PROPERTY_KEY | PROPERTY_IDENTITY | PROPERTY_UNIQUE |
			  PROPERTY_UNIQUE_EVERYWHERE)))
		return CLASS_NONE;
	if (p->flags & PROPERTY_UNIQUE_EVERYWHERE) {
		if (strstr(p->type, "SmtpAddress") || strstr(p->type, "ProxyAddress"))
			return CLASS_ADDRESS;
		if (strstr(p->type, "Domain"))
			return CLASS_DOMAIN;
	}
	return CLASS_NAME;
}

static struct value fallback_of(const struct property *p, const struct type *type)
{
	struct value v = VALUE_NULL;
	value_auto text = VALUE_UNSET;

	if (!p->fallback)
		return v;
	text = value_text(p->fallback);
	/* As a cast, "false" would be true: every text that is not empty is. */
	if (type == &type_bool)
		v = value_bool(strcmp(p->fallback, "true") == 0);
	else if (type == &type_string || !value_convert(text, type, &v, NULL))
		v = value_ref(text);
	if (p->flags & PROPERTY_MULTI) {
		struct array *array = array_new(type, 1);

		array_set(array, 0, v);
		v = value_of(array);
	}
	return v;
}

static void derive_property(struct property_info *info, const struct property *p)
{
	const struct type *type = type_find(p->type, -1);

	info->property = p;
	info->type = type ? type : &type_string;
	info->fallback = fallback_of(p, info->type);
	info->hash = key_hash_text(p->name);
	info->len = strlen(p->name);
	info->stored = !(p->flags & (PROPERTY_COMPUTED | PROPERTY_SECRET));
	info->class = info->stored ? class_of(p) : CLASS_NONE;
	info->indexed = info->class != CLASS_NONE;
	info->slot = -1;
}

static void derive_names(struct kind_info *info)
{
	unsigned size = 16;

	while (size < 2u * info->n)
		size *= 2;
	info->mask = size - 1;
	info->names = g_new0(uint16_t, size);
	for (unsigned i = 0; i < info->n; i++) {
		unsigned at = info->properties[i].hash & info->mask;

		while (info->names[at])
			at = (at + 1) & info->mask;
		info->names[at] = i + 1;
	}
}

static bool has_keys(const struct property_info *p)
{
	return p->indexed;
}

static bool is_required(const struct property_info *p)
{
	return p->property->flags & PROPERTY_REQUIRED && p->stored && p->fallback.kind == V_NULL;
}

static bool is_unique(const struct property_info *p)
{
	return p->stored && p->property->flags &
	       (PROPERTY_KEY | PROPERTY_UNIQUE | PROPERTY_UNIQUE_EVERYWHERE);
}

static bool is_reference(const struct property_info *p)
{
	return p->stored && p->property->reference;
}

static uint16_t *list_of(const struct kind_info *info, bool (*is)(const struct property_info *p))
{
	uint16_t *list = g_new(uint16_t, info->n + 1), at = 0;

	for (unsigned i = 0; i < info->n; i++)
		if (is(&info->properties[i]))
			list[at++] = i;
	list[at] = info->n;
	return list;
}

static struct kind_info *derive(const struct record_kind *kind)
{
	struct kind_info *info = g_new0(struct kind_info, 1);

	info->kind = kind;
	info->id = (uint32_t)key_hash_text(kind->name);
	info->key = -1;
	while (kind->properties[info->n].name)
		info->n++;
	info->properties = g_new0(struct property_info, info->n + 1);
	for (unsigned i = 0; i < info->n; i++) {
		derive_property(&info->properties[i], &kind->properties[i]);
		if (kind->properties[i].flags & PROPERTY_KEY)
			info->key = i;
	}
	derive_names(info);
	info->indexed = list_of(info, has_keys);
	info->required = list_of(info, is_required);
	info->unique = list_of(info, is_unique);
	info->references = list_of(info, is_reference);
	return info;
}

const struct kind_info *kind_info(const struct record_kind *kind)
{
	guint at;

	need_registry();
	at = GPOINTER_TO_UINT(g_hash_table_lookup(registry.by_kind, kind));
	if (!at) {
		kind_register(kind);
		return kind_info(kind);
	}
	if (!registry.infos[at - 1])
		registry.infos[at - 1] = derive(kind);
	return registry.infos[at - 1];
}

const struct kind_info *kind_info_by_id(uint32_t id)
{
	need_registry();
	for (guint i = 0; i < registry.kinds->len; i++) {
		const struct kind_info *info = kind_info(registry.kinds->pdata[i]);

		if (info->id == id)
			return info;
	}
	return NULL;
}

static int find_by_hash(const struct kind_info *info, const char *name, size_t len)
{
	uint64_t hash = key_hash(name, len);

	for (unsigned at = hash & info->mask; info->names[at]; at = (at + 1) & info->mask) {
		const struct property_info *p = &info->properties[info->names[at] - 1];

		if (p->hash == hash && p->len == len)
			return info->names[at] - 1;
	}
	return -1;
}

/* Names asked for are nearly always literals: their address leads to the property without a sum. */
int kind_property(const struct kind_info *info, const char *name, size_t len)
{
	uint16_t *recent = &((struct kind_info *)info)->recent[((uintptr_t)name ^ len) & 63];
	const struct property_info *p = &info->properties[*recent ? *recent - 1 : 0];
	int i;

	if (*recent && p->len == len && !memcmp(p->property->name, name, len))
		return *recent - 1;
	i = find_by_hash(info, name, len);
	if (i >= 0)
		*recent = i + 1;
	return i;
}
