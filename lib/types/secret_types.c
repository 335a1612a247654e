/*
 * PSCredential and NetworkCredential: a user name and a secret. The clear text
 * becomes a string only when a script asks for it.
 */
#include "config.h"

#include "lib/secret.h"

#include "lib/types/table.h"

struct credential {
	struct native native;
	struct string *user;
	struct value password;		/* a SecureString, or V_NULL */
	struct string *domain;		/* of a NetworkCredential */
};

extern const struct type type_network_credential;

static struct credential *credential_of(struct value v)
{
	return (struct credential *)v.u.native;
}

static void credential_free(struct native *native)
{
	struct credential *c = (struct credential *)native;

	str_unref(c->user);
	str_unref(c->domain);
	value_unref(c->password);
}

static struct value credential_new(const struct type *type, struct string *user, struct value password,
				   struct string *domain)
{
	struct credential *c = native_new(type, sizeof(*c));

	c->user = str_ref(user);
	c->password = value_is_null(password) ? VALUE_NULL : value_ref(password);
	c->domain = domain ? str_ref(domain) : str_empty();
	return value_of(c);
}

MEMBER(credential_construct)
{
	if (args[0].kind != V_STRING || !args[0].u.str->len) {
		fault_throw(error, "System.Management.Automation.PSArgumentException",
			    "Cannot process argument because the value of argument \"userName\" is not valid. Change the value of the \"userName\" argument and run the operation again.");
		return false;
	}
	if (value_is_null(args[1])) {
		fault_throw(error, "System.Management.Automation.PSArgumentNullException",
			    "Cannot process argument because the value of argument \"password\" is null. Change the value of argument \"password\" to a non-null value.");
		return false;
	}
	*ret = credential_new(call->type, args[0].u.str, args[1], NULL);
	return true;
}

MEMBER(credential_network)
{
	struct credential *c = credential_of(self);
	g_auto(GStrv) parts = g_strsplit(c->user->data, "\\", 2);
	bool has_domain = parts[0] && parts[1];
	struct string *user = str_new(has_domain ? parts[1] : c->user->data, -1);
	struct string *domain = str_new(has_domain ? parts[0] : "", -1);

	*ret = credential_new(&type_network_credential, user, c->password, domain);
	str_unref(user);
	str_unref(domain);
	return true;
}

static struct value empty_credential(void)
{
	struct string *none = str_empty();
	struct value credential = credential_new(&type_pscredential, none, VALUE_NULL, NULL);

	str_unref(none);
	return credential;
}

MEMBER_IS(credential_empty, empty_credential())
MEMBER_IS(credential_user, value_str(str_ref(credential_of(self)->user)))
/* [pscredential]::Empty has none. */
MEMBER_IS(credential_shown_user, value_is_null(credential_of(self)->password) && !credential_of(self)->user->len
	  ? VALUE_NULL : value_str(str_ref(credential_of(self)->user)))
MEMBER_IS(credential_password, value_ref(credential_of(self)->password))
MEMBER_IS(credential_domain, value_str(str_ref(credential_of(self)->domain)))

static const struct type_member credential_properties[] = {
	PROPERTY("string UserName {get;}", credential_shown_user),
	PROPERTY("securestring Password {get;}", credential_password),
	{ "pscredential Empty {get;}", credential_empty, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

static const struct type_member credential_methods[] = {
	METHOD("System.Net.NetworkCredential GetNetworkCredential()", credential_network),
	END_OF_MEMBERS
};

static const struct type_member credential_constructors[] = {
	CONSTRUCTOR("new(string userName, securestring password)", credential_construct),
	END_OF_MEMBERS
};

TYPE(type_pscredential);
const struct type type_pscredential = {
	.name = "System.Management.Automation.PSCredential", .alias = "pscredential", .kind = V_NATIVE,
	.properties = credential_properties, .methods = credential_methods,
	.constructors = credential_constructors, .free = credential_free,
	.default_properties = "UserName Password",
};

/* -- NetworkCredential -------------------------------------------------------------------------- */

MEMBER(network_construct)
{
	struct string *user = n ? str_new(text_arg(args[0]), -1) : str_empty();
	value_auto password = VALUE_NULL;

	if (n > 1 && args[1].kind == V_STRING)
		password = securestring_new(args[1].u.str->data, args[1].u.str->len);
	else if (n > 1)
		password = value_ref(args[1]);
	*ret = credential_new(call->type, user, password, n > 2 && args[2].kind == V_STRING ? args[2].u.str : NULL);
	str_unref(user);
	return true;
}

MEMBER(network_password)
{
	size_t len = 0;
	const char *text = securestring_text(credential_of(self)->password, &len);

	*ret = value_str(str_new(text ? text : "", len));
	return true;
}

MEMBER(network_set_user)
{
	str_unref(credential_of(self)->user);
	credential_of(self)->user = value_to_string(args[0], NULL);
	return true;
}

MEMBER(network_set_password)
{
	struct string *text = value_to_string(args[0], NULL);

	value_put(&credential_of(self)->password, securestring_new(text->data, text->len));
	str_unref(text);
	return true;
}

static const struct type_member network_properties[] = {
	SETTABLE("string UserName {get;set;}", credential_user, network_set_user),
	SETTABLE("string Password {get;set;}", network_password, network_set_password),
	PROPERTY("securestring SecurePassword {get;}", credential_password),
	PROPERTY("string Domain {get;}", credential_domain),
	END_OF_MEMBERS
};

static const struct type_member network_constructors[] = {
	CONSTRUCTOR("new()", network_construct),
	CONSTRUCTOR("new(string userName, string password)", network_construct),
	CONSTRUCTOR("new(string userName, string password, string domain)", network_construct),
	CONSTRUCTOR("new(string userName, securestring password)", network_construct),
	CONSTRUCTOR("new(string userName, securestring password, string domain)", network_construct),
	END_OF_MEMBERS
};

TYPE(type_network_credential);
const struct type type_network_credential = {
	.name = "System.Net.NetworkCredential", .kind = V_NATIVE, .properties = network_properties,
	.constructors = network_constructors, .free = credential_free,
};

/* -- Marshal: the way scripts take a SecureString apart -------------------------------------------- */

/* A BSTR is the SecureString itself: the pointer a script passes on is only a token for it. */
MEMBER_IS(marshal_to_bstr, value_ref(args[0]))

MEMBER(marshal_to_text)
{
	size_t len = 0;
	const char *text = securestring_text(args[0], &len);

	*ret = value_str(str_new(text ? text : "", len));
	return true;
}

MEMBER(marshal_free)
{
	return true;
}

static const struct type_member marshal_methods[] = {
	STATIC("System.Object SecureStringToBSTR(securestring s)", marshal_to_bstr),
	STATIC("System.Object SecureStringToGlobalAllocUnicode(securestring s)", marshal_to_bstr),
	STATIC("System.Object SecureStringToCoTaskMemUnicode(securestring s)", marshal_to_bstr),
	STATIC("string PtrToStringAuto(System.Object ptr)", marshal_to_text),
	STATIC("string PtrToStringBSTR(System.Object ptr)", marshal_to_text),
	STATIC("string PtrToStringUni(System.Object ptr)", marshal_to_text),
	STATIC("void ZeroFreeBSTR(System.Object s)", marshal_free),
	STATIC("void ZeroFreeGlobalAllocUnicode(System.Object s)", marshal_free),
	STATIC("void ZeroFreeCoTaskMemUnicode(System.Object s)", marshal_free),
	STATIC("void FreeBSTR(System.Object ptr)", marshal_free),
	END_OF_MEMBERS
};

TYPE(type_marshal);
const struct type type_marshal = {
	.name = "System.Runtime.InteropServices.Marshal", .kind = V_OBJECT, .flags = TYPE_IS_STATIC,
	.methods = marshal_methods,
};
