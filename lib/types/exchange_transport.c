/*
 * What connectors are made of: address spaces ("SMTP:*;1"), remote IP ranges
 * ("10.0.0.0/8", "0.0.0.0-255.255.255.255"), bindings ("10.161.1.21:25") and
 * smart hosts. Each keeps what the renderers need beside the text.
 */
#include "config.h"
#include "lib/exchange.h"

#include <arpa/inet.h>

TYPE(type_address_space);
TYPE(type_ip_range);
TYPE(type_ip_binding);
TYPE(type_smart_host);

#define MEMBER(name) \
	static bool name(struct type_call *call, struct value self, const struct value *args, \
			 unsigned n, struct value *ret, GError **error)

static bool refuse(const struct fault *fault, const char *what, const char *text, const char *why,
		   GError **error)
{
	value_auto target = value_text(text);

	fault_set(error, fault, target, "\"%.128s\" is not a valid %s: %s.", text, what, why);
	return false;
}

/* -- Address spaces -------------------------------------------------------------- */

static const struct fault bad_address_space = {
	"InvalidAddressSpace", "System.FormatException", CATEGORY_INVALID_ARGUMENT,
	"Write an address space as SMTP:*;1 or contoso.com;10." };

const struct address_space *address_space_of(struct value v)
{
	return native_of(value_base(v), &type_address_space);
}

/* "*", "--", "contoso.com", "*.contoso.com": the address as kept (yours), NULL + why. */
static char *space_address(const char *text, const char **ret_why)
{
	g_autofree char *domain = NULL;
	bool below = g_str_has_prefix(text, "*.");

	if (strcmp(text, "*") == 0 || strcmp(text, "--") == 0)
		return g_strdup(text);
	domain = domain_check(below ? text + 2 : text, 0, NULL);
	if (!domain) {
		*ret_why = "its address is a domain, *.domain or *";
		return NULL;
	}
	return g_strconcat(below ? "*." : "", domain, NULL);
}

static bool space_cost(const char *text, uint8_t *ret)
{
	size_t digits = strspn(text, "0123456789");

	if (!digits || digits > 3 || text[digits])
		return false;
	*ret = MIN(g_ascii_strtoull(text, NULL, 10), 255);
	return *ret >= 1 && *ret <= 100;
}

static bool address_space_parse(const char *text, struct value *ret, GError **error)
{
	static const char what[] = "address space";
	const char *colon = strchr(text, ':'), *semicolon, *start = text, *why = NULL;
	g_autofree char *domain = NULL, *address = NULL;
	struct address_space *space;
	uint8_t cost = 1;

	if (colon) {
		if (colon - text != 4 || g_ascii_strncasecmp(text, "smtp", 4) != 0)
			return refuse(&bad_address_space, what, text,
				      "the only address type that this host routes is SMTP", error);
		start = colon + 1;
	}
	semicolon = strchr(start, ';');
	if (semicolon && !space_cost(semicolon + 1, &cost))
		return refuse(&bad_address_space, what, text,
			      "the cost after the semicolon is a number from 1 to 100", error);
	domain = g_strndup(start, semicolon ? (size_t)(semicolon - start) : strlen(start));
	address = space_address(domain, &why);
	if (!address)
		return refuse(&bad_address_space, what, text, why, error);
	space = native_new(&type_address_space, sizeof(*space));
	space->address = str_new(address, -1);
	space->cost = cost;
	*ret = value_of(space);
	return true;
}

static bool address_space_from(struct value v, struct value *ret, GError **error)
{
	const char *text = exchange_text(v);

	return text && address_space_parse(text, ret, error);
}

static void address_space_free(struct native *native)
{
	str_unref(((struct address_space *)native)->address);
}

static struct string *address_space_text(struct value self)
{
	const struct address_space *space = address_space_of(self);

	return str_printf("SMTP:%s;%u", space->address->data, space->cost);
}

static bool address_space_equals(struct value a, struct value b)
{
	const struct address_space *x = address_space_of(a), *y = address_space_of(b);

	return x && y && x->cost == y->cost && str_equal_nocase(x->address, y->address);
}

MEMBER(space_get_address)
{
	*ret = value_str(str_ref(address_space_of(self)->address));
	return true;
}

MEMBER(space_get_domain)
{
	const char *address = address_space_of(self)->address->data;

	*ret = value_text(g_str_has_prefix(address, "*.") ? address + 2 : address);
	return true;
}

MEMBER(space_get_type)
{
	*ret = value_text("SMTP");
	return true;
}

MEMBER(space_get_cost)
{
	*ret = value_i32(address_space_of(self)->cost);
	return true;
}

MEMBER(space_get_subdomains)
{
	*ret = value_bool(address_space_of(self)->address->data[0] == '*');
	return true;
}

MEMBER(space_is_smtp)
{
	*ret = value_bool(true);
	return true;
}

static const struct type_member address_space_properties[] = {
	{ "string Address {get;}", space_get_address },
	{ "int Cost {get;}", space_get_cost },
	{ "string Domain {get;}", space_get_domain },
	{ "bool IncludeSubDomains {get;}", space_get_subdomains },
	{ "bool IsSmtpType {get;}", space_is_smtp },
	{ "string Type {get;}", space_get_type },
	{ NULL }
};

const struct type type_address_space = {
	.name = "Microsoft.Exchange.Data.AddressSpace", .alias = "AddressSpace",
	.kind = V_NATIVE, .properties = address_space_properties,
	.to_string = address_space_text, .convert_from = address_space_from,
	.free = address_space_free, .equals = address_space_equals,
};

/* -- IP ranges ---------------------------------------------------------------------- */

static const struct fault bad_range = {
	"InvalidIPRange", "System.FormatException", CATEGORY_INVALID_ARGUMENT,
	"Write a range as 10.0.0.1, 10.0.0.0/8 or 10.0.0.1-10.0.0.9." };

const struct ip_range *ip_range_of(struct value v)
{
	return native_of(value_base(v), &type_ip_range);
}

/* -1: no address; else whether it is version 6. */
static int parse_ip(const char *text, uint8_t *ret)
{
	if (inet_pton(AF_INET, text, ret) == 1)
		return 0;
	if (inet_pton(AF_INET6, text, ret) == 1)
		return 1;
	return -1;
}

/* Widens low and high to the network of `bits`. */
static void range_mask(struct ip_range *range, unsigned bits)
{
	unsigned bytes = range->v6 ? 16 : 4;

	for (unsigned i = 0; i < bytes; i++) {
		unsigned keep = bits > 8 * i ? MIN(bits - 8 * i, 8) : 0;
		uint8_t mask = keep ? (uint8_t)(0xff << (8 - keep)) : 0;

		range->low[i] &= mask;
		range->high[i] = range->low[i] | (uint8_t)~mask;
	}
}

/* Prefix length of a netmask, or -1 when its ones are not all in front. */
static int mask_bits(const uint8_t *mask)
{
	uint32_t bits = (uint32_t)mask[0] << 24 | mask[1] << 16 | mask[2] << 8 | mask[3];
	int n = 0;

	while (n < 32 && (bits & (0x80000000u >> n)))
		n++;
	return n == 32 || !(bits << n) ? n : -1;
}

static const char *range_network(struct ip_range *range, const char *address, const char *bits)
{
	size_t digits = strspn(bits, "0123456789");
	int version = parse_ip(address, range->low);
	unsigned n;

	if (version < 0)
		return "the part before the slash is no IP address";
	range->v6 = version;
	if (!digits || digits > 3 || bits[digits])
		return "the part after the slash is no number";
	n = g_ascii_strtoull(bits, NULL, 10);
	if (n > (range->v6 ? 128u : 32u))
		return range->v6 ? "a prefix is 0 to 128 bits long" : "a prefix is 0 to 32 bits long";
	range_mask(range, n);
	return NULL;
}

static const char *range_netmask(struct ip_range *range, const char *address, char *mask)
{
	uint8_t bytes[16];
	size_t len = strlen(mask);
	int bits;

	if (!len || mask[len - 1] != ')')
		return "the bracket of the netmask is not closed";
	mask[len - 1] = 0;
	if (parse_ip(address, range->low) != 0 || parse_ip(mask, bytes) != 0)
		return "a netmask stands as 10.0.0.0(255.0.0.0)";
	bits = mask_bits(bytes);
	if (bits < 0)
		return "the netmask has a gap";
	range_mask(range, bits);
	return NULL;
}

static const char *range_bounds(struct ip_range *range, const char *low, const char *high)
{
	int a = parse_ip(low, range->low), b = parse_ip(high, range->high);

	if (a < 0 || b < 0)
		return "both ends of a range are IP addresses";
	if (a != b)
		return "both ends of a range are of one IP version";
	range->v6 = a;
	if (memcmp(range->low, range->high, a ? 16 : 4) > 0)
		return "it ends before it begins";
	return NULL;
}

static const char *range_read(struct ip_range *range, char *text)
{
	char *at;
	int version;

	if ((at = strchr(text, '/'))) {
		*at = 0;
		return range_network(range, text, at + 1);
	}
	if ((at = strchr(text, '('))) {
		*at = 0;
		return range_netmask(range, text, at + 1);
	}
	if ((at = strchr(text, '-'))) {
		*at = 0;
		return range_bounds(range, g_strchomp(text), g_strchug(at + 1));
	}
	version = parse_ip(text, range->low);
	if (version < 0)
		return "it is an IP address, a network or two addresses with a hyphen";
	range->v6 = version;
	memcpy(range->high, range->low, sizeof(range->high));
	return NULL;
}

static bool ip_range_from(struct value v, struct value *ret, GError **error)
{
	const char *text = exchange_text(v), *why;
	g_autofree char *copy = NULL;
	struct ip_range *range;

	v = value_base(v);
	if (!text)
		return false;
	copy = g_strstrip(g_strdup(text));
	range = native_new(&type_ip_range, sizeof(*range));
	range->text = str_new(copy, -1);
	why = range_read(range, copy);
	if (why) {
		value_unref(value_of(range));
		return refuse(&bad_range, "IP range", text, why, error);
	}
	*ret = value_of(range);
	return true;
}

static void ip_range_free(struct native *native)
{
	str_unref(((struct ip_range *)native)->text);
}

static struct string *ip_range_text(struct value self)
{
	return str_ref(ip_range_of(self)->text);
}

bool ip_range_same(const struct ip_range *a, const struct ip_range *b)
{
	size_t bytes = a->v6 ? 16 : 4;

	return a->v6 == b->v6 && memcmp(a->low, b->low, bytes) == 0 &&
		memcmp(a->high, b->high, bytes) == 0;
}

/* high - low, as bytes in network order. */
static void range_span(const struct ip_range *range, uint8_t span[16])
{
	int borrow = 0, offset = range->v6 ? 0 : 12;

	memset(span, 0, 16);
	for (int i = (range->v6 ? 16 : 4) - 1; i >= 0; i--) {
		int d = range->high[i] - range->low[i] - borrow;

		borrow = d < 0;
		span[i + offset] = (uint8_t)(d + (borrow ? 256 : 0));
	}
}

int ip_range_compare_size(const struct ip_range *a, const struct ip_range *b)
{
	uint8_t x[16], y[16];

	range_span(a, x);
	range_span(b, y);
	return memcmp(x, y, 16);
}

static bool ip_range_equals(struct value a, struct value b)
{
	const struct ip_range *x = ip_range_of(a), *y = ip_range_of(b);

	return x && y && ip_range_same(x, y);
}

static bool bound_text(const struct ip_range *range, const uint8_t *address, struct value *ret)
{
	char text[INET6_ADDRSTRLEN];

	inet_ntop(range->v6 ? AF_INET6 : AF_INET, address, text, sizeof(text));
	*ret = value_text(text);
	return true;
}

MEMBER(range_get_low)
{
	return bound_text(ip_range_of(self), ip_range_of(self)->low, ret);
}

MEMBER(range_get_high)
{
	return bound_text(ip_range_of(self), ip_range_of(self)->high, ret);
}

MEMBER(range_get_expression)
{
	*ret = value_str(str_ref(ip_range_of(self)->text));
	return true;
}

MEMBER(range_get_format)
{
	const char *text = ip_range_of(self)->text->data;

	*ret = value_text(strchr(text, '/') ? "CIDR" : strchr(text, '(') ? "Netmask" :
			  strchr(text, '-') ? "LoHi" : "SingleAddress");
	return true;
}

static const struct type_member ip_range_properties[] = {
	{ "string Expression {get;}", range_get_expression },
	{ "string LowerBound {get;}", range_get_low },
	{ "string RangeFormat {get;}", range_get_format },
	{ "string UpperBound {get;}", range_get_high },
	{ NULL }
};

const struct type type_ip_range = {
	.name = "Microsoft.Exchange.Data.IPRange", .alias = "IPRange",
	.kind = V_NATIVE, .properties = ip_range_properties,
	.to_string = ip_range_text, .convert_from = ip_range_from, .free = ip_range_free,
	.equals = ip_range_equals,
};

/* -- Bindings ------------------------------------------------------------------------ */

static const struct fault bad_binding = {
	"InvalidIPBinding", "System.FormatException", CATEGORY_INVALID_ARGUMENT,
	"Write a binding as 10.0.0.1:25, 0.0.0.0:25 or [::]:25." };

const struct ip_binding *ip_binding_of(struct value v)
{
	return native_of(value_base(v), &type_ip_binding);
}

static bool binding_port(const char *text, uint16_t *ret)
{
	size_t digits = strspn(text, "0123456789");
	unsigned long port;

	if (!digits || digits > 5 || text[digits])
		return false;
	port = g_ascii_strtoull(text, NULL, 10);
	*ret = (uint16_t)port;
	return port >= 1 && port <= 65535;
}

static const char *binding_read(const char *text, struct ip_binding *binding, char **ret_address)
{
	const char *colon = strrchr(text, ':');
	g_autofree char *address = NULL;
	uint8_t bytes[16] = { 0 };
	static const uint8_t zero[16];
	char shown[INET6_ADDRSTRLEN];
	bool brackets;
	size_t len;
	int version;

	if (!colon)
		return "it has no port";
	if (!binding_port(colon + 1, &binding->port))
		return "the port is a number from 1 to 65535";
	len = colon - text;
	brackets = len >= 2 && text[0] == '[' && text[len - 1] == ']';
	address = g_strndup(text + brackets, len - 2 * brackets);
	version = parse_ip(address, bytes);
	if (version < 0 || version != brackets)
		return "its address is an IPv4 address, or an IPv6 address in brackets";
	binding->v6 = version;
	binding->wildcard = memcmp(bytes, zero, 16) == 0;
	inet_ntop(version ? AF_INET6 : AF_INET, bytes, shown, sizeof(shown));
	*ret_address = g_strdup(shown);
	return NULL;
}

static bool ip_binding_from(struct value v, struct value *ret, GError **error)
{
	const char *text = exchange_text(v), *why;
	g_autofree char *address = NULL;
	struct ip_binding *binding;

	if (!text)
		return false;
	binding = native_new(&type_ip_binding, sizeof(*binding));
	why = binding_read(text, binding, &address);
	if (why) {
		value_unref(value_of(binding));
		return refuse(&bad_binding, "binding", text, why, error);
	}
	binding->address = str_new(address, -1);
	*ret = value_of(binding);
	return true;
}

static void ip_binding_free(struct native *native)
{
	str_unref(((struct ip_binding *)native)->address);
}

static struct string *ip_binding_text(struct value self)
{
	const struct ip_binding *binding = ip_binding_of(self);

	return str_printf(binding->v6 ? "[%s]:%u" : "%s:%u", binding->address->data, binding->port);
}

static bool ip_binding_equals(struct value a, struct value b)
{
	const struct ip_binding *x = ip_binding_of(a), *y = ip_binding_of(b);

	return x && y && x->port == y->port && x->v6 == y->v6 && str_equal(x->address, y->address);
}

MEMBER(binding_get_address)
{
	*ret = value_str(str_ref(ip_binding_of(self)->address));
	return true;
}

MEMBER(binding_get_port)
{
	*ret = value_i32(ip_binding_of(self)->port);
	return true;
}

MEMBER(binding_get_family)
{
	*ret = value_text(ip_binding_of(self)->v6 ? "InterNetworkV6" : "InterNetwork");
	return true;
}

static const struct type_member ip_binding_properties[] = {
	{ "string Address {get;}", binding_get_address },
	{ "string AddressFamily {get;}", binding_get_family },
	{ "int Port {get;}", binding_get_port },
	{ NULL }
};

const struct type type_ip_binding = {
	.name = "Microsoft.Exchange.Data.IPBinding", .alias = "IPBinding",
	.kind = V_NATIVE, .properties = ip_binding_properties,
	.to_string = ip_binding_text, .convert_from = ip_binding_from, .free = ip_binding_free,
	.equals = ip_binding_equals,
};

/* -- Smart hosts ---------------------------------------------------------------------- */

static const struct fault bad_smart_host = {
	"InvalidSmartHost", "System.FormatException", CATEGORY_INVALID_ARGUMENT,
	"Write a smart host as smarthost.contoso.com or [10.0.0.1]." };

struct smart_host {
	struct native native;
	struct string *text;		/* a name, or an address in brackets */
};

static bool smart_host_from(struct value v, struct value *ret, GError **error)
{
	const char *text = exchange_text(v);
	size_t len = text ? strlen(text) : 0;
	bool brackets = len > 2 && text[0] == '[' && text[len - 1] == ']';
	g_autofree char *name = NULL, *shown = NULL;
	struct smart_host *host;
	uint8_t bytes[16];

	if (!text)
		return false;
	name = g_strndup(text + brackets, len - 2 * brackets);
	if (parse_ip(name, bytes) >= 0)
		shown = g_strdup_printf("[%s]", name);
	else if (!brackets)
		shown = domain_check(name, 0, NULL);
	if (!shown)
		return refuse(&bad_smart_host, "smart host", text,
			      "it is a host name, or an IP address in brackets", error);
	host = native_new(&type_smart_host, sizeof(*host));
	host->text = str_new(shown, -1);
	*ret = value_of(host);
	return true;
}

static void smart_host_free(struct native *native)
{
	str_unref(((struct smart_host *)native)->text);
}

static const struct smart_host *smart_host_of(struct value v)
{
	return native_of(value_base(v), &type_smart_host);
}

static struct string *smart_host_text(struct value self)
{
	return str_ref(smart_host_of(self)->text);
}

static bool smart_host_equals(struct value a, struct value b)
{
	return smart_host_of(a) && smart_host_of(b) &&
		str_equal_nocase(smart_host_of(a)->text, smart_host_of(b)->text);
}

MEMBER(smart_host_is_address)
{
	*ret = value_bool(smart_host_of(self)->text->data[0] == '[');
	return true;
}

MEMBER(smart_host_get_text)
{
	*ret = value_str(str_ref(smart_host_of(self)->text));
	return true;
}

static const struct type_member smart_host_properties[] = {
	{ "string Domain {get;}", smart_host_get_text },
	{ "bool IsIPAddress {get;}", smart_host_is_address },
	{ NULL }
};

const struct type type_smart_host = {
	.name = "Microsoft.Exchange.Data.SmartHost", .alias = "SmartHost",
	.kind = V_NATIVE, .properties = smart_host_properties,
	.to_string = smart_host_text, .convert_from = smart_host_from, .free = smart_host_free,
	.equals = smart_host_equals,
};
