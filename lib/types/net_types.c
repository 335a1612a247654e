/*
 * IP addresses and mail addresses.
 */
#include "config.h"

#include <arpa/inet.h>

#include "lib/types/table.h"

struct address {
	struct native native;
	uint8_t bytes[16];
	bool six;
};

static struct address *address_of(struct value v)
{
	return (struct address *)v.u.native;
}

static bool parse(const char *text, struct value *ret, GError **error)
{
	struct address *a = native_new(&type_ipaddress, sizeof(*a));

	a->six = strchr(text, ':') != NULL;
	*ret = value_of(a);
	if (a->six ? inet_pton(AF_INET6, text, a->bytes) == 1 : inet_aton(text, (struct in_addr *)a->bytes))
		return true;
	value_clear(ret);
	fault_throw(error, FORMAT_EXCEPTION, "An invalid IP address was specified.");
	return false;
}

static struct string *address_text(struct value self)
{
	char text[INET6_ADDRSTRLEN] = "";

	inet_ntop(address_of(self)->six ? AF_INET6 : AF_INET, address_of(self)->bytes, text, sizeof(text));
	return str_new(text, -1);
}

static bool address_equal(struct value a, struct value b)
{
	return address_of(a)->six == address_of(b)->six && !memcmp(address_of(a)->bytes, address_of(b)->bytes, 16);
}

MEMBER(address_parse)
{
	if (value_is_null(args[0]))
		return throw_null(error, "ipString");
	return parse(args[0].u.str->data, ret, error);
}

MEMBER(address_try_parse)
{
	struct value found = VALUE_NULL;
	bool ok = args[0].kind == V_STRING && parse(args[0].u.str->data, &found, NULL);

	out_set(args[1], ok ? found : VALUE_NULL);
	*ret = value_bool(ok);
	return true;
}

static struct value known(const char *text)
{
	struct value v = VALUE_NULL;

	parse(text, &v, NULL);
	return v;
}

/* A number is the address' bytes, the first one lowest. */
static struct value address_of_number(uint32_t number)
{
	struct address *a = native_new(&type_ipaddress, sizeof(*a));

	for (unsigned i = 0; i < 4; i++)
		a->bytes[i] = number >> (8 * i);
	return value_of(a);
}

static uint32_t address_number(struct value self)
{
	const uint8_t *b = address_of(self)->bytes;

	return b[0] | b[1] << 8 | b[2] << 16 | (uint32_t)b[3] << 24;
}

MEMBER(address_new_number)
{
	if (args[0].u.i < 0 || args[0].u.i > UINT32_MAX)
		return throw_range(error, "newAddress");
	*ret = address_of_number(args[0].u.i);
	return true;
}

MEMBER(address_new_bytes)
{
	struct array *bytes = args[0].kind == V_ARRAY ? args[0].u.array : NULL;
	struct address *a;

	if (!bytes)
		return throw_null(error, "address");
	if (bytes->len != 4 && bytes->len != 16) {
		fault_throw(error, ARGUMENT, "An invalid IP address was specified. (Parameter 'address')");
		return false;
	}
	a = native_new(&type_ipaddress, sizeof(*a));
	a->six = bytes->len == 16;
	memcpy(a->bytes, bytes->u.bytes, bytes->len);
	*ret = value_of(a);
	return true;
}

static bool not_supported(GError **error)
{
	fault_throw(error, "System.Net.Sockets.SocketException",
		    "The attempted operation is not supported for the type of object referenced.");
	return false;
}

MEMBER(address_scope)
{
	*ret = value_i64(0);
	return address_of(self)->six || not_supported(error);
}

MEMBER(address_get_number)
{
	if (address_of(self)->six)
		return not_supported(error);
	*ret = value_i64(address_number(self));
	return true;
}

static bool is_loopback(struct value v)
{
	static const uint8_t six[16] = { [15] = 1 };

	return address_of(v)->six ? !memcmp(address_of(v)->bytes, six, 16) : address_of(v)->bytes[0] == 127;
}

static struct value six_of(struct value self)
{
	struct address *a = native_new(&type_ipaddress, sizeof(*a));

	a->six = true;
	a->bytes[10] = a->bytes[11] = 0xff;
	memcpy(address_of(self)->six ? a->bytes : a->bytes + 12, address_of(self)->bytes,
	       address_of(self)->six ? 16 : 4);
	return value_of(a);
}

static bool is_mapped(struct value self)
{
	static const uint8_t start[12] = { [10] = 0xff, [11] = 0xff };

	return address_of(self)->six && !memcmp(address_of(self)->bytes, start, 12);
}

static struct value four_of(struct value self)
{
	struct address *a = native_new(&type_ipaddress, sizeof(*a));

	memcpy(a->bytes, address_of(self)->bytes + (address_of(self)->six ? 12 : 0), 4);
	return value_of(a);
}

MEMBER_IS(address_is_loopback, value_bool(native_of(args[0], &type_ipaddress) && is_loopback(value_base(args[0]))))
MEMBER_IS(address_to_six, six_of(self))
MEMBER_IS(address_to_four, four_of(self))
MEMBER_IS(address_mapped, value_bool(is_mapped(self)))
MEMBER_IS(address_link_local, value_bool(address_of(self)->six && address_of(self)->bytes[0] == 0xfe &&
					 (address_of(self)->bytes[1] & 0xc0) == 0x80))
MEMBER_IS(address_site_local, value_bool(address_of(self)->six && address_of(self)->bytes[0] == 0xfe &&
					 (address_of(self)->bytes[1] & 0xc0) == 0xc0))
MEMBER_IS(address_teredo, value_bool(address_of(self)->six &&
				     !memcmp(address_of(self)->bytes, "\x20\x01\0", 4)))
MEMBER_IS(address_unique_local, value_bool(address_of(self)->six &&
					   (address_of(self)->bytes[0] & 0xfe) == 0xfc))
MEMBER_IS(address_multicast, value_bool(address_of(self)->six && address_of(self)->bytes[0] == 0xff))

MEMBER_IS(address_any, known("0.0.0.0"))
MEMBER_IS(address_loopback, known("127.0.0.1"))
MEMBER_IS(address_broadcast, known("255.255.255.255"))
MEMBER_IS(address_any6, known("::"))
MEMBER_IS(address_loopback6, known("::1"))
MEMBER_IS(address_to_string, value_str(address_text(self)))
MEMBER_IS(address_bytes, value_of(array_of_bytes(address_of(self)->bytes, address_of(self)->six ? 16 : 4)))
MEMBER_IS(address_family, value_enum(type_find("System.Net.Sockets.AddressFamily", -1), address_of(self)->six ? 23 : 2))
MEMBER_IS(address_equals, value_bool(native_of(args[0], &type_ipaddress) && address_equal(self, value_base(args[0]))))

MEMBER_IS(address_none, known("255.255.255.255"))
MEMBER_IS(address_none6, known("::"))
MEMBER_IS(address_order32, value_i32((int32_t)GUINT32_SWAP_LE_BE((uint32_t)args[0].u.i)))
MEMBER_IS(address_order16, value_int(V_I16, (int16_t)GUINT16_SWAP_LE_BE((uint16_t)args[0].u.i)))
MEMBER_IS(address_order64, value_i64((int64_t)GUINT64_SWAP_LE_BE(args[0].u.u)))

static const struct type_member address_methods[] = {
	STATIC("int16 HostToNetworkOrder(int16 host)", address_order16),
	STATIC("int HostToNetworkOrder(int host)", address_order32),
	STATIC("long HostToNetworkOrder(long host)", address_order64),
	STATIC("int16 NetworkToHostOrder(int16 network)", address_order16),
	STATIC("int NetworkToHostOrder(int network)", address_order32),
	STATIC("long NetworkToHostOrder(long network)", address_order64),
	METHOD("bool Equals(System.Object comparand)", address_equals),
	METHOD("byte[] GetAddressBytes()", address_bytes),
	METHOD("ipaddress MapToIPv4()", address_to_four),
	METHOD("ipaddress MapToIPv6()", address_to_six),
	STATIC("bool IsLoopback(ipaddress address)", address_is_loopback),
	METHOD("string ToString()", address_to_string),
	STATIC("ipaddress Parse(string ipString)", address_parse),
	STATIC("bool TryParse(string ipString, out ipaddress address)", address_try_parse),
	END_OF_MEMBERS
};

static const struct type_member address_properties[] = {
	STATIC_PROPERTY("ipaddress IPv6None {get;}", address_none6),
	STATIC_PROPERTY("ipaddress None {get;}", address_none),
	PROPERTY("System.Net.Sockets.AddressFamily AddressFamily {get;}", address_family),
	PROPERTY("long ScopeId {get;}", address_scope),
	PROPERTY("bool IsIPv6Multicast {get;}", address_multicast),
	PROPERTY("bool IsIPv6LinkLocal {get;}", address_link_local),
	PROPERTY("bool IsIPv6SiteLocal {get;}", address_site_local),
	PROPERTY("bool IsIPv6Teredo {get;}", address_teredo),
	PROPERTY("bool IsIPv6UniqueLocal {get;}", address_unique_local),
	PROPERTY("bool IsIPv4MappedToIPv6 {get;}", address_mapped),
	PROPERTY("long Address {get;}", address_get_number),
	PROPERTY("string IPAddressToString {get;}", address_to_string),
	{ "ipaddress Any {get;}", address_any, NULL, TYPE_STATIC },
	{ "ipaddress Broadcast {get;}", address_broadcast, NULL, TYPE_STATIC },
	{ "ipaddress IPv6Any {get;}", address_any6, NULL, TYPE_STATIC },
	{ "ipaddress IPv6Loopback {get;}", address_loopback6, NULL, TYPE_STATIC },
	{ "ipaddress Loopback {get;}", address_loopback, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

static const struct type_member address_constructors[] = {
	CONSTRUCTOR("new(long newAddress)", address_new_number),
	CONSTRUCTOR("new(byte[] address)", address_new_bytes),
	END_OF_MEMBERS
};

TYPE(type_ipaddress);
const struct type type_ipaddress = {
	.name = "System.Net.IPAddress", .alias = "ipaddress", .kind = V_NATIVE, .methods = address_methods,
	.properties = address_properties, .constructors = address_constructors,
	.to_string = address_text, .equals = address_equal,
};

/* -- MailAddress ------------------------------------------------------------------------------- */

struct mail {
	struct native native;
	char *display, *user, *host;
};

static struct mail *mail_of(struct value v)
{
	return (struct mail *)v.u.native;
}

static void mail_free(struct native *native)
{
	g_free(((struct mail *)native)->display);
	g_free(((struct mail *)native)->user);
	g_free(((struct mail *)native)->host);
}

/* new("Name <user@host>"), new(address, display). */
MEMBER(mail_construct)
{
	g_autofree char *text = g_strstrip(g_strdup(text_arg(args[0]))), *display = NULL;
	char *open = strrchr(text, '<'), *address = text, *at;
	struct mail *mail;

	if (open && g_str_has_suffix(text, ">")) {
		text[strlen(text) - 1] = 0;
		*open = 0;
		address = open + 1;
		display = g_strdup(g_strstrip(text));
	}
	at = strrchr(address, '@');
	if (!at || at == address || !at[1] || strpbrk(address, " <>,;") || strchr(address, '@') != at) {
		fault_throw(error, FORMAT_EXCEPTION,
			    "The specified string is not in the form required for an e-mail address.");
		return false;
	}
	mail = native_new(call->type, sizeof(*mail));
	mail->user = g_strndup(address, at - address);
	mail->host = g_strdup(at + 1);
	mail->display = g_strdup(n > 1 ? text_arg(args[1]) : display ? display : "");
	*ret = value_of(mail);
	return true;
}

static struct string *mail_text(struct value self)
{
	struct mail *m = mail_of(self);

	return *m->display ? str_printf("\"%s\" <%s@%s>", m->display, m->user, m->host)
			   : str_printf("%s@%s", m->user, m->host);
}

MEMBER_IS(mail_address, value_str(str_printf("%s@%s", mail_of(self)->user, mail_of(self)->host)))
MEMBER_IS(mail_display, value_text(mail_of(self)->display))
MEMBER_IS(mail_host, value_text(mail_of(self)->host))
MEMBER_IS(mail_user, value_text(mail_of(self)->user))

static const struct type_member mail_properties[] = {
	PROPERTY("string DisplayName {get;}", mail_display),
	PROPERTY("string User {get;}", mail_user),
	PROPERTY("string Host {get;}", mail_host),
	PROPERTY("string Address {get;}", mail_address),
	END_OF_MEMBERS
};

static const struct type_member mail_constructors[] = {
	CONSTRUCTOR("new(string address)", mail_construct),
	CONSTRUCTOR("new(string address, string displayName)", mail_construct),
	END_OF_MEMBERS
};

TYPE(type_mail_address);
const struct type type_mail_address = {
	.name = "System.Net.Mail.MailAddress", .alias = "mailaddress", .kind = V_NATIVE,
	.properties = mail_properties, .constructors = mail_constructors, .free = mail_free,
	.to_string = mail_text,
};
