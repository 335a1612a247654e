/*
 * What an object of the state is called: ADObjectId. Its text is what scripts
 * print, compare and cut apart; the rest it knows from its record.
 */
#include "config.h"
#include "lib/convert.h"
#include "lib/exchange.h"
#include "lib/str.h"
#include "state/record.h"

TYPE(type_ad_object_id);

struct object_id {
	struct native native;
	struct string *text;
	struct record *record;		/* NULL: made from text */
};

static const struct object_id *id_of(struct value v)
{
	v = value_base(v);
	return v.kind == V_NATIVE && v.u.native->type == &type_ad_object_id
		? (const struct object_id *)(const void *)v.u.native : NULL;
}

static struct value id_new(struct string *text, struct record *record)
{
	struct object_id *id = native_new(&type_ad_object_id, sizeof(*id));

	id->text = text;
	id->record = record ? record_ref(record) : NULL;
	return value_of(id);
}

struct value record_identity_value(struct store *store, const struct record *record)
{
	return id_new(record_identity(store, record), (struct record *)record);
}

static void id_free(struct native *native)
{
	struct object_id *id = (struct object_id *)(void *)native;

	str_unref(id->text);
	record_unref(id->record);
}

static struct string *id_text(struct value self)
{
	return str_ref(id_of(self)->text);
}

static bool id_from(struct value v, struct value *ret, GError **error)
{
	const char *text = exchange_text(v);

	if (!text)
		return false;
	*ret = id_new(str_new(text, -1), NULL);
	return true;
}

static bool id_equals(struct value a, struct value b)
{
	const struct object_id *x = id_of(a), *y = id_of(b);

	return x && y && str_equal_nocase(x->text, y->text);
}

static int id_compare(struct value a, struct value b)
{
	return text_compare_nocase(id_of(a)->text->data, id_of(b)->text->data);
}

/* -- Members ---------------------------------------------------------------------------------- */

#define MEMBER_FN(name) \
	static bool name(struct type_call *call, struct value self, const struct value *args, \
			 unsigned n, struct value *ret, GError **error)

/* What follows the last separator when there is no record to ask. */
MEMBER_FN(id_name)
{
	const struct object_id *id = id_of(self);
	const char *cut = strrchr(id->text->data, '\\');

	*ret = value_text(id->record ? record_name(id->record) : cut ? cut + 1 : id->text->data);
	return true;
}

MEMBER_FN(id_dn)
{
	const struct object_id *id = id_of(self);
	g_autofree char *dn = id->record ? record_distinguished_name(id->record) : NULL;

	*ret = dn ? value_text(dn) : VALUE_NULL;
	return true;
}

MEMBER_FN(id_guid)
{
	const struct object_id *id = id_of(self);
	value_auto text = value_text(id->record ? id->record->guid : "");

	*ret = id->record ? value_as(text, &type_guid) : VALUE_NULL;
	return true;
}

/* "Contoso\Anna" -> "Contoso" */
MEMBER_FN(id_parent)
{
	const struct object_id *id = id_of(self);
	const char *cut = strrchr(id->text->data, '\\');

	*ret = id_new(str_new(id->text->data, cut ? cut - id->text->data : 0), NULL);
	return true;
}

MEMBER_FN(id_whole)
{
	*ret = value_str(id_text(self));
	return true;
}

MEMBER_FN(id_depth)
{
	*ret = value_i32(strchr(id_of(self)->text->data, '\\') ? 2 : 1);
	return true;
}

MEMBER_FN(id_deleted)
{
	*ret = value_bool(false);
	return true;
}

MEMBER_FN(id_length)
{
	*ret = value_i32(id_of(self)->text->units);
	return true;
}

/*
 * From hosted Exchange an identity comes as text, so scripts call the methods of text on it; here
 * they find both.
 */
#define AS_TEXT(name, method) \
	MEMBER_FN(name) \
	{ \
		value_auto text = value_str(id_text(self)); \
		return type_invoke(&type_string, text, method, args, n, call->host, ret, error); \
	}

AS_TEXT(id_split, "Split")
AS_TEXT(id_replace, "Replace")
AS_TEXT(id_substring, "Substring")
AS_TEXT(id_starts, "StartsWith")
AS_TEXT(id_ends, "EndsWith")
AS_TEXT(id_contains, "Contains")
AS_TEXT(id_index, "IndexOf")
AS_TEXT(id_last_index, "LastIndexOf")
AS_TEXT(id_lower, "ToLower")
AS_TEXT(id_upper, "ToUpper")
AS_TEXT(id_trim, "Trim")

static const struct type_member id_properties[] = {
	{ "string DistinguishedName {get;}", id_dn },
	{ "guid ObjectGuid {get;}", id_guid },
	{ "object Parent {get;}", id_parent },
	{ "string Name {get;}", id_name },
	{ "string Rdn {get;}", id_name },
	{ "int Depth {get;}", id_depth },
	{ "bool IsDeleted {get;}", id_deleted },
	{ "int Length {get;}", id_length },
	{ NULL }
};

static const struct type_member id_methods[] = {
	{ "string ToCanonicalName()", id_whole },
	{ "string ToDNString()", id_dn },
	{ "string ToGuidOrDNString()", id_dn },
	{ "string[] Split(string separator)", id_split },
	{ "string[] Split(string separator, int count)", id_split },
	{ "string Replace(string oldValue, string newValue)", id_replace },
	{ "string Substring(int startIndex)", id_substring },
	{ "string Substring(int startIndex, int length)", id_substring },
	{ "bool StartsWith(string value)", id_starts },
	{ "bool EndsWith(string value)", id_ends },
	{ "bool Contains(string value)", id_contains },
	{ "int IndexOf(string value)", id_index },
	{ "int LastIndexOf(string value)", id_last_index },
	{ "string ToLower()", id_lower },
	{ "string ToUpper()", id_upper },
	{ "string Trim()", id_trim },
	{ NULL }
};

const struct type type_ad_object_id = {
	.name = "Microsoft.Exchange.Data.Directory.ADObjectId", .alias = "ADObjectId",
	.kind = V_NATIVE, .properties = id_properties, .methods = id_methods,
	.to_string = id_text, .convert_from = id_from, .free = id_free,
	.equals = id_equals, .compare = id_compare,
};
