/*
 * Who runs the session: WindowsIdentity and WindowsPrincipal, which scripts
 * ask whether they run as an administrator. That is root here.
 */
#include "config.h"

#include <unistd.h>

#include "lib/types/table.h"

#define PRINCIPAL	"System.Security.Principal."

TYPE(type_windows_identity);
TYPE(type_windows_principal);
TYPE(type_windows_built_in_role);

static const struct type_enum_name role_names[] = {
	{ "Administrator", 544 }, { "User", 545 }, { "Guest", 546 }, { "PowerUser", 547 },
	{ "AccountOperator", 548 }, { "SystemOperator", 549 }, { "PrintOperator", 550 },
	{ "BackupOperator", 551 }, { "Replicator", 552 }, { NULL, 0 }
};

const struct type type_windows_built_in_role = {
	.name = PRINCIPAL "WindowsBuiltInRole", .kind = V_ENUM, .base = &type_enum,
	.names = role_names, .flags = TYPE_IS_VALUETYPE,
};

static struct value nameless(const struct type *type)
{
	return value_of((struct native *)native_new(type, sizeof(struct native)));
}

/* -- WindowsIdentity ---------------------------------------------------------------------- */

static struct string *identity_name(void)
{
	g_autofree char *host = g_ascii_strup(g_get_host_name(), -1);

	return str_printf("%s\\%s", host, g_get_user_name());
}

MEMBER_IS(identity_current, nameless(&type_windows_identity))
MEMBER_IS(identity_text, value_str(identity_name()))
MEMBER_IS(identity_true, value_bool(true))
MEMBER_IS(identity_false, value_bool(false))
MEMBER_IS(identity_kind, value_text("Kerberos"))
MEMBER_IS(identity_system, value_bool(geteuid() == 0))
MEMBER_IS(identity_dispose, VALUE_NOTHING)

static const struct type_member identity_properties[] = {
	PROPERTY("string Name {get;}", identity_text),
	PROPERTY("string AuthenticationType {get;}", identity_kind),
	PROPERTY("bool IsAuthenticated {get;}", identity_true),
	PROPERTY("bool IsAnonymous {get;}", identity_false),
	PROPERTY("bool IsGuest {get;}", identity_false),
	PROPERTY("bool IsSystem {get;}", identity_system),
	END_OF_MEMBERS
};

static const struct type_member identity_methods[] = {
	STATIC("System.Security.Principal.WindowsIdentity GetCurrent()", identity_current),
	METHOD("void Dispose()", identity_dispose),
	END_OF_MEMBERS
};

const struct type type_windows_identity = {
	.name = PRINCIPAL "WindowsIdentity", .kind = V_NATIVE, .properties = identity_properties,
	.methods = identity_methods,
};

/* -- WindowsPrincipal ------------------------------------------------------------------------- */

/* The roles of an administrator are root's; everybody is a user. */
static bool is_in_role(struct value role)
{
	struct string *text = value_to_string(role, NULL);
	const char *name = strrchr(text->data, '\\') ? strrchr(text->data, '\\') + 1 : text->data;
	bool user = role.kind == V_STRING ? text_equal_nocase(name, "Users") : role.u.i == 545;
	bool guest = role.kind == V_STRING ? text_equal_nocase(name, "Guests") : role.u.i == 546;

	str_unref(text);
	return user || (geteuid() == 0 && !guest);
}

MEMBER_IS(principal_in_role, value_bool(is_in_role(args[0])))
MEMBER_IS(principal_identity, nameless(&type_windows_identity))
MEMBER_IS(principal_new, nameless(&type_windows_principal))

static bool principal_from(struct value v, struct value *ret, GError **error)
{
	if (!native_of(value_base(v), &type_windows_identity))
		return false;
	*ret = nameless(&type_windows_principal);
	return true;
}

static const struct type_member principal_properties[] = {
	PROPERTY("System.Security.Principal.WindowsIdentity Identity {get;}", principal_identity),
	END_OF_MEMBERS
};

static const struct type_member principal_methods[] = {
	METHOD("bool IsInRole(System.Security.Principal.WindowsBuiltInRole role)", principal_in_role),
	METHOD("bool IsInRole(string role)", principal_in_role),
	METHOD("bool IsInRole(int rid)", principal_in_role),
	END_OF_MEMBERS
};

static const struct type_member principal_constructors[] = {
	CONSTRUCTOR("new(System.Security.Principal.WindowsIdentity ntIdentity)", principal_new),
	END_OF_MEMBERS
};

const struct type type_windows_principal = {
	.name = PRINCIPAL "WindowsPrincipal", .kind = V_NATIVE, .properties = principal_properties,
	.methods = principal_methods, .constructors = principal_constructors,
	.convert_from = principal_from,
};
