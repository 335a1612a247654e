/*
 * Records as objects of the language: a type and a shape a kind, made once; an
 * object holds a reference to its record, so that a cmdlet which receives it
 * needs no look-up.
 */
#include "config.h"
#include "state/kind.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/datetime.h"
#include "lib/str.h"
#include <time.h>

#define TICKS_OF_1970 621355968000000000
#define TICKS_MASK 0x3fffffffffffffffu
#define KIND_UTC 0x4000000000000000u
#define KIND_LOCAL 0x8000000000000000u

/* What every object has after its kind's own properties, in this order. */
enum common {
	COMMON_DN, COMMON_IDENTITY, COMMON_GUID, COMMON_CHANGED, COMMON_CREATED, COMMON_CHANGED_UTC,
	COMMON_CREATED_UTC, COMMON_ORGANIZATION, COMMON_ID, COMMON_SERVER, COMMON_VALID,
	COMMON_STATE, COMMON_COUNT
};

static const char *const common_names[] = {
	"DistinguishedName", "Identity", "Guid", "WhenChanged", "WhenCreated", "WhenChangedUTC",
	"WhenCreatedUTC", "OrganizationId", "Id", "OriginatingServer", "IsValid", "ObjectState",
};
G_STATIC_ASSERT(G_N_ELEMENTS(common_names) == COMMON_COUNT);

static void free_hidden(void *hidden)
{
	record_unref(hidden);
}

/* -- The kind's type and shape -------------------------------------------------------- */

static char *view_columns(const struct record_kind *kind)
{
	GString *columns;

	if (kind->view)
		return g_strdup(kind->view);
	columns = g_string_new(NULL);
	for (const struct property *p = kind->properties; p->name; p++) {
		if (!(p->flags & PROPERTY_VIEW))
			continue;
		if (columns->len)
			g_string_append_c(columns, ' ');
		g_string_append(columns, p->name);
	}
	return g_string_free(columns, columns->len == 0);
}

static const struct type *make_type(const struct record_kind *kind)
{
	struct type *type = g_new0(struct type, 1);

	type->name = kind->type_name ? kind->type_name : kind->name;
	type->base = &type_object;
	type->kind = V_OBJECT;
	type->default_properties = view_columns(kind);
	type->free_hidden = free_hidden;
	type_register(type);
	return type;
}

static void add_member(struct shape **shape, const char *name)
{
	struct string *str = str_new(name, -1);
	struct shape *next = shape_add(*shape, str, MEMBER_PROPERTY, 0);

	str_unref(str);
	shape_unref(*shape);
	*shape = next;
}

static bool is_shown(const struct property *p)
{
	return !(p->flags & (PROPERTY_HIDDEN | PROPERTY_SECRET));
}

static void make_shape(struct kind_info *info)
{
	struct shape *shape;
	int slot = 0;

	info->type = make_type(info->kind);
	shape = shape_empty(info->type);
	for (unsigned i = 0; i < info->n; i++) {
		if (!is_shown(info->properties[i].property))
			continue;
		add_member(&shape, info->properties[i].property->name);
		info->properties[i].slot = slot++;
	}
	info->common = slot;
	for (int i = 0; i < COMMON_COUNT; i++) {
		if (kind_property(info, common_names[i], strlen(common_names[i])) < 0)
			add_member(&shape, common_names[i]);
		else
			info->own |= 1 << i;
	}
	info->shape = shape;
}

/* -- Values --------------------------------------------------------------------------- */

static struct value utc(int64_t ticks)
{
	return (struct value){ .kind = V_DATETIME, .u.u = ((uint64_t)ticks & TICKS_MASK) | KIND_UTC };
}

static struct value local(int64_t ticks)
{
	time_t seconds = (ticks - TICKS_OF_1970) / TICKS_PER_SECOND;
	struct tm tm;

	localtime_r(&seconds, &tm);
	ticks += (int64_t)tm.tm_gmtoff * TICKS_PER_SECOND;
	return (struct value){ .kind = V_DATETIME,
			       .u.u = ((uint64_t)ticks & TICKS_MASK) | KIND_LOCAL };
}

char *record_distinguished_name(const struct record *record)
{
	if (!record->organization)
		return g_strdup_printf("CN=%s,CN=Configuration", record_name(record));
	return g_strdup_printf("CN=%s,OU=%s,OU=Microsoft Exchange Hosted Organizations",
			       record_name(record), record->organization);
}

struct string *record_identity(struct store *store, const struct record *record)
{
	if (record->kind->identity)
		return record->kind->identity(store, record);
	if (record->organization && !text_equal_nocase(record->organization, record_name(record)))
		return str_printf("%s\\%s", record->organization, record_name(record));
	return str_new(record_name(record), -1);
}

static struct value guid_value(const struct record *record)
{
	value_auto text = value_text(record->guid);

	return value_as(text, &type_guid);
}

static struct value common_value(struct store *store, const struct record *record, enum common what)
{
	switch (what) {
	case COMMON_DN: {
		g_autofree char *dn = record_distinguished_name(record);

		return value_text(dn);
	}
	case COMMON_IDENTITY:
		return record_identity_value(store, record);
	case COMMON_ID:
		return value_text(record_name(record));
	case COMMON_GUID:
		return guid_value(record);
	case COMMON_CHANGED:
		return local(record->changed);
	case COMMON_CREATED:
		return local(record->created);
	case COMMON_CHANGED_UTC:
		return utc(record->changed);
	case COMMON_CREATED_UTC:
		return utc(record->created);
	case COMMON_ORGANIZATION:
		return record->organization ? value_text(record->organization) : VALUE_NULL;
	case COMMON_VALID:
		return value_bool(true);
	case COMMON_STATE:
		return value_text("Unchanged");
	default:
		return VALUE_NULL;
	}
}

static struct list *empty_list(const struct type *element)
{
	return list_new(type_generic(&type_list, &element, 1), element);
}

/* Scripts call .Add() on what a record lists: they get a list of their own. */
static struct value shown(struct value v)
{
	struct list *list;

	if (v.kind == V_DATETIME)
		return date_to_local(v);
	if (v.kind != V_ARRAY || v.u.array->packed)
		return value_ref(v);
	list = empty_list(v.u.array->element);
	for (uint32_t i = 0; i < v.u.array->len; i++)
		list_add(list, value_ref(v.u.array->u.items[i]));
	return value_of(list);
}

static struct value property_value(struct store *store, const struct record *record, unsigned i)
{
	const struct property_info *info = &record->info->properties[i];

	if (info->property->compute)
		return info->property->compute(store, record);
	if (record->values[i].kind != V_UNSET)
		return shown(record->values[i]);
	if (info->property->flags & PROPERTY_MULTI && info->fallback.kind == V_NULL)
		return value_of(empty_list(info->type));
	return shown(info->fallback);
}

struct value record_object(struct store *store, struct record *record)
{
	struct kind_info *info = (struct kind_info *)record->info;
	struct object *object;
	unsigned slot;

	if (!info->shape)
		make_shape(info);
	object = object_new(info->shape);
	object->hidden = record_ref(record);
	for (unsigned i = 0; i < info->n; i++)
		if (info->properties[i].slot >= 0)
			value_put(&object->slots[info->properties[i].slot],
				  property_value(store, record, i));
	slot = info->common;
	for (int i = 0; i < COMMON_COUNT; i++)
		if (!(info->own & 1 << i))
			value_put(&object->slots[slot++], common_value(store, record, i));
	return value_of(object);
}

static int common_member(const char *name)
{
	for (int i = 0; i < COMMON_COUNT; i++)
		if (text_equal_nocase(common_names[i], name))
			return i;
	return -1;
}

bool record_has_member(const struct record_kind *kind, const char *name)
{
	return record_property_index(kind, name) >= 0 || common_member(name) >= 0;
}

struct value record_member(struct store *store, const struct record *record, const char *name)
{
	int i = kind_property(record->info, name, strlen(name));

	if (i >= 0)
		return is_shown(record->info->properties[i].property)
			       ? property_value(store, record, i) : VALUE_UNSET;
	i = common_member(name);
	return i < 0 ? VALUE_UNSET : common_value(store, record, i);
}

struct record *record_of(struct value v)
{
	v = value_base(v);
	if (v.kind != V_OBJECT || v.u.object->shape->type->free_hidden != free_hidden)
		return NULL;
	return v.u.object->hidden;
}
