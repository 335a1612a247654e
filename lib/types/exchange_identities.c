/*
 * Whom a permission means, and the version of a server: values whose text is
 * what scripts print and compare; what else there is of them is a table of
 * names.
 */
#include "config.h"

#include <stdio.h>

#include "lib/exchange.h"
#include "lib/str.h"

TYPE(type_security_principal_id);
TYPE(type_mailbox_folder_user);
TYPE(type_server_version);

struct identity_value {
	struct native native;
	struct string *text;
	struct string *name;		/* NULL: what follows the last separator of the text */
	struct string *kind;		/* NULL: none */
};

struct value identity_new(const struct type *type, const char *text, const char *name,
			  const char *kind)
{
	struct identity_value *identity = native_new(type, sizeof(*identity));

	identity->text = str_new(text, -1);
	identity->name = name ? str_new(name, -1) : NULL;
	identity->kind = kind ? str_new(kind, -1) : NULL;
	return value_of(identity);
}

static const struct identity_value *identity_of(struct value v)
{
	v = value_base(v);
	if (v.kind != V_NATIVE || (v.u.native->type != &type_security_principal_id &&
				   v.u.native->type != &type_mailbox_folder_user))
		return NULL;
	return (const struct identity_value *)(const void *)v.u.native;
}

static void identity_free(struct native *native)
{
	struct identity_value *identity = (struct identity_value *)native;

	str_unref(identity->text);
	str_unref(identity->name);
	str_unref(identity->kind);
}

static struct string *identity_text(struct value self)
{
	return str_ref(identity_of(self)->text);
}

static bool identity_equals(struct value a, struct value b)
{
	const struct identity_value *x = identity_of(a), *y = identity_of(b);

	return x && y && str_equal_nocase(x->text, y->text);
}

static int identity_compare(struct value a, struct value b)
{
	return text_compare_nocase(identity_of(a)->text->data, identity_of(b)->text->data);
}

static bool identity_from(const struct type *type, struct value v, struct value *ret)
{
	const char *text = exchange_text(v);

	if (!text)
		return false;
	*ret = identity_new(type, text, NULL, NULL);
	return true;
}

static bool principal_from(struct value v, struct value *ret, GError **error)
{
	return identity_from(&type_security_principal_id, v, ret);
}

static bool folder_user_from(struct value v, struct value *ret, GError **error)
{
	return identity_from(&type_mailbox_folder_user, v, ret);
}

#define MEMBER_OF(name, expression) \
	static bool name(struct type_call *call, struct value self, const struct value *args, \
			 unsigned n, struct value *ret, GError **error) \
	{ \
		const struct identity_value *identity G_GNUC_UNUSED = identity_of(self); \
		*ret = (expression); \
		return true; \
	}

static struct value text_or_null(struct string *str)
{
	return str ? value_str(str_ref(str)) : VALUE_NULL;
}

/* "Contoso\Anna Meyer" -> "Anna Meyer" */
static struct value last_part(const struct identity_value *identity)
{
	const char *text = identity->text->data, *cut = strrchr(text, '\\');

	if (identity->name)
		return value_str(str_ref(identity->name));
	if (!cut)
		cut = strrchr(text, '/');
	return value_text(cut ? cut + 1 : text);
}

MEMBER_OF(get_text, value_str(str_ref(identity->text)))
MEMBER_OF(get_name, last_part(identity))
MEMBER_OF(get_kind, text_or_null(identity->kind))
MEMBER_OF(is_deleted, value_bool(false))

static const struct type_member principal_properties[] = {
	{ "string RawIdentity {get;}", get_text },
	{ "bool IsDeleted {get;}", is_deleted },
	{ "string DisplayName {get;}", get_name },
	{ NULL }
};

const struct type type_security_principal_id = {
	.name = "Microsoft.Exchange.Configuration.Tasks.SecurityPrincipalIdParameter",
	.alias = "SecurityPrincipalIdParameter", .kind = V_NATIVE, .properties = principal_properties,
	.to_string = identity_text, .convert_from = principal_from, .free = identity_free,
	.equals = identity_equals, .compare = identity_compare,
};

static const struct type_member folder_user_properties[] = {
	{ "string DisplayName {get;}", get_text },
	{ "string UserType {get;}", get_kind },
	{ "string ADRecipient {get;}", get_name },
	{ "string RecipientPrincipal {get;}", get_name },
	{ "bool IsDeleted {get;}", is_deleted },
	{ NULL }
};

const struct type type_mailbox_folder_user = {
	.name = "Microsoft.Exchange.Management.StoreTasks.MailboxFolderUserId",
	.alias = "MailboxFolderUserId", .kind = V_NATIVE, .properties = folder_user_properties,
	.to_string = identity_text, .convert_from = folder_user_from, .free = identity_free,
	.equals = identity_equals, .compare = identity_compare,
};

/* -- Versions: "Version 14.1 (Build 218.15)" ------------------------------------------------ */

struct server_version {
	struct native native;
	struct string *text;
	unsigned numbers[4];
};

static struct server_version *version_of(struct value v)
{
	v = value_base(v);
	return v.kind == V_NATIVE && v.u.native->type == &type_server_version
		? (struct server_version *)(void *)v.u.native : NULL;
}

static bool version_from(struct value v, struct value *ret, GError **error)
{
	const char *text = exchange_text(v);
	unsigned n[4] = { 0 };
	struct server_version *version;

	if (!text || (sscanf(text, "Version %u.%u (Build %u.%u)", &n[0], &n[1], &n[2], &n[3]) < 2 &&
		      sscanf(text, "%u.%u.%u.%u", &n[0], &n[1], &n[2], &n[3]) < 2))
		return false;
	version = native_new(&type_server_version, sizeof(*version));
	memcpy(version->numbers, n, sizeof(n));
	version->text = str_printf("Version %u.%u (Build %u.%u)", n[0], n[1], n[2], n[3]);
	*ret = value_of(version);
	return true;
}

static void version_free(struct native *native)
{
	str_unref(((struct server_version *)(void *)native)->text);
}

static struct string *version_text(struct value self)
{
	return str_ref(version_of(self)->text);
}

static int version_compare(struct value a, struct value b)
{
	for (int i = 0; i < 4; i++) {
		unsigned x = version_of(a)->numbers[i], y = version_of(b)->numbers[i];

		if (x != y)
			return x < y ? -1 : 1;
	}
	return 0;
}

static bool version_equals(struct value a, struct value b)
{
	return version_of(a) && version_of(b) && !version_compare(a, b);
}

#define NUMBER_OF(name, at) \
	static bool name(struct type_call *call, struct value self, const struct value *args, \
			 unsigned n, struct value *ret, GError **error) \
	{ \
		*ret = value_i32(version_of(self)->numbers[at]); \
		return true; \
	}

NUMBER_OF(version_major, 0)
NUMBER_OF(version_minor, 1)
NUMBER_OF(version_build, 2)
NUMBER_OF(version_revision, 3)

static const struct type_member version_properties[] = {
	{ "int Major {get;}", version_major },
	{ "int Minor {get;}", version_minor },
	{ "int Build {get;}", version_build },
	{ "int Revision {get;}", version_revision },
	{ NULL }
};

const struct type type_server_version = {
	.name = "Microsoft.Exchange.Data.ServerVersion", .alias = "ServerVersion", .kind = V_NATIVE,
	.properties = version_properties, .to_string = version_text, .convert_from = version_from,
	.free = version_free, .equals = version_equals, .compare = version_compare,
};
