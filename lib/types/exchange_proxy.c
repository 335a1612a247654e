/*
 * Proxy addresses: a prefix and an address ("SMTP:a@b" is the primary SMTP
 * address, "smtp:a@b" a further one). Text without a prefix is a secondary
 * SMTP address; who owns the list decides which one is primary.
 */
#include "config.h"
#include "lib/exchange.h"

TYPE(type_proxy_address);

static const struct fault bad_proxy = {
	"InvalidProxyAddress", "System.FormatException", CATEGORY_INVALID_ARGUMENT,
	"Write an address as user@contoso.com or smtp:user@contoso.com." };

const struct proxy_address *proxy_address_of(struct value v)
{
	return native_of(value_base(v), &type_proxy_address);
}

bool proxy_address_is_smtp(const struct proxy_address *proxy)
{
	return text_equal_nocase(proxy->prefix->data, "smtp");
}

struct value proxy_address_new(const char *prefix, const char *address, bool primary)
{
	struct proxy_address *proxy = native_new(&type_proxy_address, sizeof(*proxy));
	g_autofree char *shown = primary ? g_ascii_strup(prefix, -1) : g_ascii_strdown(prefix, -1);

	proxy->prefix = str_new(shown, -1);
	proxy->address = str_new(address, -1);
	proxy->primary = primary;
	return value_of(proxy);
}

static bool prefix_is_sound(const char *prefix, size_t len)
{
	if (!len || len > 9)
		return false;
	for (size_t i = 0; i < len; i++)
		if (!g_ascii_isalnum(prefix[i]))
			return false;
	return true;
}

/* Addresses of other kinds are carried, not used: any text in one line. */
static bool other_is_sound(const char *address)
{
	if (!*address)
		return false;
	for (const char *p = address; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			return false;
	return true;
}

static bool refuse_proxy(const char *text, const char *why, GError **error)
{
	value_auto target = value_text(text);

	fault_set(error, &bad_proxy, target, "\"%.128s\" is not a valid proxy address: %s.", text,
		  why);
	return false;
}

static bool proxy_parse(const char *text, struct value *ret, GError **error)
{
	const char *colon = strchr(text, ':'), *at = strchr(text, '@');
	g_autofree char *prefix = NULL, *address = NULL;
	bool primary = false;

	if (!colon || (at && at < colon)) {
		address = address_check(text, error);
		if (address)
			*ret = proxy_address_new("smtp", address, false);
		return address != NULL;
	}
	if (!prefix_is_sound(text, colon - text))
		return refuse_proxy(text, "the prefix before the colon is 1 to 9 letters or digits",
				    error);
	prefix = g_strndup(text, colon - text);
	for (const char *p = prefix; *p; p++)
		if (g_ascii_isupper(*p))
			primary = true;
	if (text_equal_nocase(prefix, "smtp")) {
		address = address_check(colon + 1, error);
		if (!address)
			return false;
	} else if (other_is_sound(colon + 1)) {
		address = g_strdup(colon + 1);
	} else {
		return refuse_proxy(text, "the address after the colon is empty or has control "
				    "characters", error);
	}
	*ret = proxy_address_new(prefix, address, primary);
	return true;
}

static bool proxy_from(struct value v, struct value *ret, GError **error)
{
	const char *text = exchange_text(v);

	return text && proxy_parse(text, ret, error);
}

static void proxy_free(struct native *native)
{
	struct proxy_address *proxy = (struct proxy_address *)native;

	str_unref(proxy->prefix);
	str_unref(proxy->address);
}

static struct string *proxy_text(struct value self)
{
	const struct proxy_address *proxy = proxy_address_of(self);

	return str_printf("%s:%s", proxy->prefix->data, proxy->address->data);
}

static bool proxy_equals(struct value a, struct value b)
{
	const struct proxy_address *x = proxy_address_of(a), *y = proxy_address_of(b);

	return x && y && str_equal_nocase(x->prefix, y->prefix) &&
		str_equal_nocase(x->address, y->address);
}

static int proxy_compare(struct value a, struct value b)
{
	const struct proxy_address *x = proxy_address_of(a), *y = proxy_address_of(b);
	int order = text_compare_nocase(x->prefix->data, y->prefix->data);

	return order ? order : text_compare_nocase(x->address->data, y->address->data);
}

static bool proxy_address_text(struct type_call *call, struct value self, const struct value *args,
			       unsigned n, struct value *ret, GError **error)
{
	*ret = value_str(str_ref(proxy_address_of(self)->address));
	return true;
}

static bool proxy_prefix_text(struct type_call *call, struct value self, const struct value *args,
			      unsigned n, struct value *ret, GError **error)
{
	*ret = value_str(str_ref(proxy_address_of(self)->prefix));
	return true;
}

/* The prefix as an object shows it: always in capitals. */
static bool proxy_prefix(struct type_call *call, struct value self, const struct value *args,
			 unsigned n, struct value *ret, GError **error)
{
	*ret = value_str(str_upper(proxy_address_of(self)->prefix));
	return true;
}

static bool proxy_whole_text(struct type_call *call, struct value self, const struct value *args,
			     unsigned n, struct value *ret, GError **error)
{
	*ret = value_str(proxy_text(self));
	return true;
}

static bool proxy_is_primary(struct type_call *call, struct value self, const struct value *args,
			     unsigned n, struct value *ret, GError **error)
{
	*ret = value_bool(proxy_address_of(self)->primary);
	return true;
}

static bool proxy_to_primary(struct type_call *call, struct value self, const struct value *args,
			     unsigned n, struct value *ret, GError **error)
{
	const struct proxy_address *proxy = proxy_address_of(self);

	*ret = proxy_address_new(proxy->prefix->data, proxy->address->data, true);
	return true;
}

static bool proxy_to_secondary(struct type_call *call, struct value self, const struct value *args,
			       unsigned n, struct value *ret, GError **error)
{
	const struct proxy_address *proxy = proxy_address_of(self);

	*ret = proxy_address_new(proxy->prefix->data, proxy->address->data, false);
	return true;
}

static bool proxy_parse_method(struct type_call *call, struct value self, const struct value *args,
			       unsigned n, struct value *ret, GError **error)
{
	return proxy_from(args[0], ret, error);
}

static const struct type_member proxy_properties[] = {
	{ "string AddressString {get;}", proxy_address_text },
	{ "bool IsPrimaryAddress {get;}", proxy_is_primary },
	{ "string Prefix {get;}", proxy_prefix },
	{ "string PrefixString {get;}", proxy_prefix_text },
	{ "string ProxyAddressString {get;}", proxy_whole_text },
	{ "string SmtpAddress {get;}", proxy_address_text },
	{ NULL }
};

static const struct type_member proxy_methods[] = {
	{ "object ToPrimary()", proxy_to_primary },
	{ "object ToSecondary()", proxy_to_secondary },
	{ "object Parse(string proxyAddressString)", proxy_parse_method, .flags = TYPE_STATIC },
	{ NULL }
};

const struct type type_proxy_address = {
	.name = "Microsoft.Exchange.Data.ProxyAddress", .alias = "ProxyAddress",
	.kind = V_NATIVE, .properties = proxy_properties, .methods = proxy_methods,
	.to_string = proxy_text, .convert_from = proxy_from, .free = proxy_free,
	.equals = proxy_equals, .compare = proxy_compare,
};
