/*
 * Dns: names to addresses and back, by the system's resolver.
 */
#include "config.h"

#include <netdb.h>
#include <sys/socket.h>
#include <arpa/inet.h>

#include "lib/types/table.h"

struct entry {
	struct native native;
	char *name;
	struct value addresses;		/* ipaddress[] */
};

extern const struct type type_host_entry;

static struct entry *entry_of(struct value v)
{
	return (struct entry *)v.u.native;
}

static void entry_free(struct native *native)
{
	g_free(((struct entry *)native)->name);
	value_unref(((struct entry *)native)->addresses);
}

static bool not_found(GError **error, int status)
{
	fault_throw(error, "System.Net.Sockets.SocketException", "%s",
		    status == EAI_NONAME || status == EAI_NODATA ? "Name or service not known" : gai_strerror(status));
	return false;
}

static struct value address_of(const struct sockaddr *address)
{
	char text[INET6_ADDRSTRLEN] = "";
	value_auto name = VALUE_UNSET;
	struct value made = VALUE_NULL;

	if (address->sa_family == AF_INET6)
		inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr, text, sizeof(text));
	else
		inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, sizeof(text));
	name = value_text(text);
	type_invoke(&type_ipaddress, VALUE_UNSET, "Parse", &name, 1, NULL, &made, NULL);
	return made;
}

/* The addresses of a name; its canonical form in *ret_name when asked for. */
static bool look_up(const char *host, int family, struct value *ret, char **ret_name, GError **error)
{
	struct addrinfo hints = { .ai_family = family, .ai_socktype = SOCK_STREAM, .ai_flags = AI_CANONNAME };
	struct addrinfo *found;
	GArray *addresses;
	int status = getaddrinfo(*host ? host : g_get_host_name(), NULL, &hints, &found);
	struct array *array;

	if (status)
		return not_found(error, status);
	addresses = g_array_new(FALSE, FALSE, sizeof(struct value));
	for (struct addrinfo *at = found; at; at = at->ai_next) {
		struct value address = address_of(at->ai_addr);

		g_array_append_val(addresses, address);
	}
	array = array_new(&type_ipaddress, addresses->len);
	for (guint i = 0; i < addresses->len; i++)
		array_set(array, i, g_array_index(addresses, struct value, i));
	g_array_unref(addresses);
	*ret = value_of(array);
	if (ret_name)
		*ret_name = g_strdup(found->ai_canonname ? found->ai_canonname : host);
	freeaddrinfo(found);
	return true;
}

/* The name of an address; the address itself when it has none. */
static char *name_of(const char *address)
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST }, *found;
	char host[NI_MAXHOST];
	char *name = NULL;

	if (getaddrinfo(address, NULL, &hints, &found))
		return NULL;
	if (!getnameinfo(found->ai_addr, found->ai_addrlen, host, sizeof(host), NULL, 0, NI_NAMEREQD))
		name = g_strdup(host);
	freeaddrinfo(found);
	return name;
}

static const struct addrinfo numeric = { .ai_flags = AI_NUMERICHOST };

static bool is_address(const char *text)
{
	struct addrinfo *found;

	if (getaddrinfo(text, NULL, &numeric, &found))
		return false;
	freeaddrinfo(found);
	return true;
}

static struct string *argument_text(struct value v)
{
	return v.kind == V_STRING ? str_ref(v.u.str) : value_to_string(v, NULL);
}

static int family_of(const struct value *args, unsigned n)
{
	return n < 2 || args[1].u.i == 0 ? AF_UNSPEC : args[1].u.i == 23 ? AF_INET6 : AF_INET;
}

MEMBER_IS(dns_host_name, value_text(g_get_host_name()))

MEMBER(dns_addresses)
{
	struct string *host = argument_text(args[0]);
	bool ok = look_up(host->data, family_of(args, n), ret, NULL, error);

	str_unref(host);
	return ok;
}

MEMBER(dns_entry)
{
	struct string *host = argument_text(args[0]);
	g_autofree char *reverse = is_address(host->data) ? name_of(host->data) : NULL, *name = NULL;
	struct value addresses = VALUE_NULL;
	struct entry *entry;
	bool ok = look_up(host->data, family_of(args, n), &addresses, &name, error);

	if (ok) {
		entry = native_new(&type_host_entry, sizeof(*entry));
		entry->name = g_strdup(reverse ? reverse : name);
		entry->addresses = addresses;
		*ret = value_of(entry);
	}
	str_unref(host);
	return ok;
}

#define FAMILY	"System.Net.Sockets.AddressFamily family"

static const struct type_member dns_methods[] = {
	STATIC("ipaddress[] GetHostAddresses(string hostNameOrAddress)", dns_addresses),
	STATIC("ipaddress[] GetHostAddresses(string hostNameOrAddress, " FAMILY ")", dns_addresses),
	STATIC("System.Net.IPHostEntry GetHostByAddress(string address)", dns_entry),
	STATIC("System.Net.IPHostEntry GetHostByAddress(ipaddress address)", dns_entry),
	STATIC("System.Net.IPHostEntry GetHostByName(string hostName)", dns_entry),
	STATIC("System.Net.IPHostEntry GetHostEntry(ipaddress address)", dns_entry),
	STATIC("System.Net.IPHostEntry GetHostEntry(string hostNameOrAddress)", dns_entry),
	STATIC("System.Net.IPHostEntry GetHostEntry(string hostNameOrAddress, " FAMILY ")", dns_entry),
	STATIC("string GetHostName()", dns_host_name),
	STATIC("System.Net.IPHostEntry Resolve(string hostName)", dns_entry),
	END_OF_MEMBERS
};

TYPE(type_dns);
const struct type type_dns = {
	.name = "System.Net.Dns", .kind = V_NATIVE, .flags = TYPE_IS_STATIC, .methods = dns_methods,
};

MEMBER_IS(entry_name, value_text(entry_of(self)->name))
MEMBER_IS(entry_addresses, value_ref(entry_of(self)->addresses))
MEMBER_IS(entry_aliases, value_of(array_new(&type_string, 0)))

static const struct type_member entry_properties[] = {
	PROPERTY("string HostName {get;}", entry_name),
	PROPERTY("string[] Aliases {get;}", entry_aliases),
	PROPERTY("ipaddress[] AddressList {get;}", entry_addresses),
	END_OF_MEMBERS
};

TYPE(type_host_entry);
const struct type type_host_entry = {
	.name = "System.Net.IPHostEntry", .kind = V_NATIVE, .properties = entry_properties,
	.free = entry_free, .default_properties = "HostName Aliases AddressList",
};
