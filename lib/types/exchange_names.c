/*
 * Names that Exchange types: domains, host names, SMTP addresses. One payload
 * for all of them, text that was checked when it was made; the types differ in
 * what they accept and in the members a script may ask for.
 */
#include "config.h"
#include "lib/exchange.h"
#include "lib/convert.h"
#include "lib/dl.h"

#include <idn2.h>

TYPE(type_smtp_address);
TYPE(type_smtp_domain);
TYPE(type_smtp_domain_pattern);
TYPE(type_fqdn);
TYPE(type_hostname);

struct checked_text {
	struct native native;
	struct string *text;
};

static const struct fault bad_domain = {
	"InvalidDomainName", "System.FormatException", CATEGORY_INVALID_ARGUMENT,
	"Write a domain name as contoso.com." };
static const struct fault bad_address = {
	"InvalidSmtpAddress", "System.FormatException", CATEGORY_INVALID_ARGUMENT,
	"Write an address as user@contoso.com." };

static bool refuse(GError **error, const struct fault *fault, const char *text, const char *why)
{
	value_auto target = value_text(text);
	g_autofree char *shown = g_utf8_make_valid(text, -1);

	for (char *p = shown; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = '?';
	fault_set(error, fault, target, "\"%.128s\" is not a valid %s: %s.", shown,
		  fault == &bad_address ? "SMTP address" : "domain name", why);
	return false;
}

static const char *label_fault(const char *label, size_t len, unsigned flags)
{
	if (!len)
		return "a label between two dots is empty";
	if (len > 63)
		return "a label is longer than 63 characters";
	if (label[0] == '-' || label[len - 1] == '-')
		return "a label begins or ends with a hyphen";
	for (size_t i = 0; i < len; i++)
		if (!g_ascii_isalnum(label[i]) && label[i] != '-' &&
		    !(label[i] == '_' && (flags & DOMAIN_UNDERSCORE)))
			return "letters, digits, hyphens and dots are allowed";
	return NULL;
}

static const char *domain_fault(const char *text, unsigned flags)
{
	const char *at = text, *why;
	unsigned labels = 0;

	if (!*text)
		return "it is empty";
	if (strlen(text) > 253)
		return "it is longer than 253 characters";
	while (1) {
		size_t len = strcspn(at, ".");

		why = label_fault(at, len, flags);
		if (why)
			return why;
		labels++;
		if (!at[len])
			break;
		at += len + 1;
	}
	if ((flags & DOMAIN_DOTTED) && labels < 2)
		return "it needs a dot, as in contoso.com";
	return NULL;
}

struct idn2 {
	__typeof__(&idn2_lookup_u8) lookup;
	__typeof__(&idn2_free) free;
};

static const struct idn2 *idn2_get(void)
{
	static struct idn2 idn2;
	static const struct dl_symbol symbols[] = {
		{ "idn2_lookup_u8", offsetof(struct idn2, lookup) },
		{ "idn2_free", offsetof(struct idn2, free) },
	};

	return idn2.free || dl_open("libidn2.so.0", "libidn2-0", symbols, G_N_ELEMENTS(symbols),
				    &idn2, NULL) ? &idn2 : NULL;
}

/* The name with labels beyond ASCII in their xn-- form; NULL when IDNA refuses it. */
static char *domain_to_ascii(const char *text)
{
	const struct idn2 *idn2;
	uint8_t *out = NULL;
	char *result;

	if (g_str_is_ascii(text))
		return g_strdup(text);
	idn2 = idn2_get();
	if (!idn2 || idn2->lookup((const uint8_t *)text, &out,
				  IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL) != IDN2_OK)
		return NULL;
	result = g_strdup((char *)out);
	idn2->free(out);
	return result;
}

char *domain_check(const char *text, unsigned flags, GError **error)
{
	g_autofree char *ascii = domain_to_ascii(text);
	const char *why;
	size_t len;

	if (!ascii) {
		refuse(error, &bad_domain, text, "it is no internationalized domain name either");
		return NULL;
	}
	len = strlen(ascii);
	if ((flags & DOMAIN_ROOT_DOT) && len > 1 && ascii[len - 1] == '.')
		ascii[len - 1] = 0;
	why = domain_fault(ascii, flags);
	if (why) {
		refuse(error, &bad_domain, text, why);
		return NULL;
	}
	return g_steal_pointer(&ascii);
}

static const char *local_fault(const char *local, size_t len)
{
	if (!len)
		return "nothing stands before the @";
	if (len > 64)
		return "the part before the @ is longer than 64 characters";
	if (local[0] == '.' || local[len - 1] == '.')
		return "the part before the @ begins or ends with a dot";
	for (size_t i = 0; i < len; i++) {
		if (!g_ascii_isalnum(local[i]) && !strchr("!#$%&'*+-/=?^_`{|}~.", local[i]))
			return "the part before the @ has a character that addresses cannot have";
		if (local[i] == '.' && local[i + 1] == '.')
			return "the part before the @ has two dots in a row";
	}
	return NULL;
}

char *address_check(const char *text, GError **error)
{
	const char *at = strrchr(text, '@'), *why;
	g_autofree char *domain = NULL;

	if (!at) {
		refuse(error, &bad_address, text, "it has no @");
		return NULL;
	}
	why = local_fault(text, at - text);
	domain = why ? NULL : domain_to_ascii(at + 1);
	if (!why)
		why = domain ? domain_fault(domain, 0) : "its domain is no domain name";
	if (!why && (at - text) + 1 + strlen(domain) > 254)
		why = "it is longer than 254 characters";
	if (why) {
		refuse(error, &bad_address, text, why);
		return NULL;
	}
	return g_strdup_printf("%.*s@%s", (int)(at - text), text, domain);
}

/* -- The values --------------------------------------------------------------- */

static const struct checked_text *checked_of(struct value v)
{
	v = value_base(v);
	if (v.kind == V_NATIVE &&
	    (v.u.native->type == &type_smtp_address || v.u.native->type == &type_smtp_domain ||
	     v.u.native->type == &type_smtp_domain_pattern || v.u.native->type == &type_fqdn ||
	     v.u.native->type == &type_hostname))
		return (const struct checked_text *)v.u.native;
	return NULL;
}

/* Takes `text` over. */
static struct value checked_value(const struct type *type, char *text)
{
	struct checked_text *payload = native_new(type, sizeof(*payload));

	payload->text = str_new(text, -1);
	g_free(text);
	return value_of(payload);
}

static void checked_free(struct native *native)
{
	str_unref(((struct checked_text *)native)->text);
}

static struct string *checked_to_string(struct value self)
{
	return str_ref(checked_of(self)->text);
}

static bool checked_equals(struct value a, struct value b)
{
	const struct checked_text *x = checked_of(a), *y = checked_of(b);

	return x && y && str_equal_nocase(x->text, y->text);
}

static int checked_compare(struct value a, struct value b)
{
	return text_compare_nocase(checked_of(a)->text->data, checked_of(b)->text->data);
}

/* The text a conversion starts from: strings, and values of the sibling types. */
static const char *source_text(struct value v)
{
	const struct checked_text *checked = checked_of(v);

	v = value_base(v);
	if (checked)
		return checked->text->data;
	/* Text with a NUL inside is none of these names. */
	return v.kind == V_STRING && strlen(v.u.str->data) == v.u.str->len ? v.u.str->data : NULL;
}

static bool convert_checked(struct value v, const struct type *type, unsigned flags,
			    struct value *ret, GError **error)
{
	const char *text = source_text(v);
	char *name;

	if (!text)
		return false;
	name = domain_check(text, flags, error);
	if (!name)
		return false;
	*ret = checked_value(type, name);
	return true;
}

const char *exchange_text(struct value v)
{
	return source_text(v);
}

/* -- SmtpAddress ----------------------------------------------------------------- */

static bool smtp_address_from(struct value v, struct value *ret, GError **error)
{
	const char *text = source_text(v);
	const struct proxy_address *proxy = text ? NULL : proxy_address_of(v);
	char *address;

	if (proxy)
		text = proxy->address->data;
	if (!text)
		return false;
	address = address_check(text, error);
	if (!address)
		return false;
	*ret = checked_value(&type_smtp_address, address);
	return true;
}

const char *smtp_address_text(struct value v)
{
	return source_text(v);
}

const char *smtp_address_domain(struct value v)
{
	const char *text = source_text(v), *at = text ? strrchr(text, '@') : NULL;

	return at ? at + 1 : NULL;
}

static bool address_local(struct type_call *call, struct value self, const struct value *args,
			  unsigned n, struct value *ret, GError **error)
{
	const char *text = source_text(self);

	*ret = value_str(str_new(text, smtp_address_domain(self) - text - 1));
	return true;
}

static bool address_domain(struct type_call *call, struct value self, const struct value *args,
			   unsigned n, struct value *ret, GError **error)
{
	*ret = value_text(smtp_address_domain(self));
	return true;
}

static bool checked_length(struct type_call *call, struct value self, const struct value *args,
			   unsigned n, struct value *ret, GError **error)
{
	*ret = value_i32(checked_of(self)->text->units);
	return true;
}

static bool always_true(struct type_call *call, struct value self, const struct value *args,
			unsigned n, struct value *ret, GError **error)
{
	*ret = value_bool(true);
	return true;
}

static bool checked_text_get(struct type_call *call, struct value self, const struct value *args,
			     unsigned n, struct value *ret, GError **error)
{
	*ret = value_str(str_ref(checked_of(self)->text));
	return true;
}

/* static X Parse(string): the same check as a cast. */
static bool checked_parse(struct type_call *call, struct value self, const struct value *args,
			  unsigned n, struct value *ret, GError **error)
{
	return call->type->convert_from(args[0], ret, error);
}

static const struct type_member smtp_address_properties[] = {
	{ "string Domain {get;}", address_domain },
	{ "bool IsValidAddress {get;}", always_true },
	{ "int Length {get;}", checked_length },
	{ "string Local {get;}", address_local },
	{ NULL }
};

static const struct type_member parse_methods[] = {
	{ "object Parse(string address)", checked_parse, .flags = TYPE_STATIC },
	{ NULL }
};

const struct type type_smtp_address = {
	.name = "Microsoft.Exchange.Data.SmtpAddress", .alias = "SmtpAddress",
	.kind = V_NATIVE, .flags = TYPE_IS_VALUETYPE,
	.properties = smtp_address_properties, .methods = parse_methods,
	.to_string = checked_to_string, .convert_from = smtp_address_from, .free = checked_free,
	.equals = checked_equals, .compare = checked_compare,
};

/* -- Domains ------------------------------------------------------------------------ */

static bool smtp_domain_from(struct value v, struct value *ret, GError **error)
{
	return convert_checked(v, &type_smtp_domain, 0, ret, error);
}

static bool fqdn_from(struct value v, struct value *ret, GError **error)
{
	return convert_checked(v, &type_fqdn, DOMAIN_ROOT_DOT, ret, error);
}

static bool hostname_from(struct value v, struct value *ret, GError **error)
{
	return convert_checked(v, &type_hostname, DOMAIN_ROOT_DOT, ret, error);
}

/* "contoso.com", "*.contoso.com" or "*". */
static bool smtp_domain_pattern_from(struct value v, struct value *ret, GError **error)
{
	const char *text = source_text(v);
	g_autofree char *name = NULL;

	if (!text)
		return false;
	if (strcmp(text, "*") == 0) {
		*ret = checked_value(&type_smtp_domain_pattern, g_strdup(text));
		return true;
	}
	name = domain_check(g_str_has_prefix(text, "*.") ? text + 2 : text, 0, error);
	if (!name)
		return false;
	*ret = checked_value(&type_smtp_domain_pattern,
			     g_strconcat(text[0] == '*' ? "*." : "", name, NULL));
	return true;
}

bool smtp_domain_has_subdomains(struct value v)
{
	const char *text = source_text(v);

	return text && text[0] == '*';
}

static bool pattern_subdomains(struct type_call *call, struct value self, const struct value *args,
			       unsigned n, struct value *ret, GError **error)
{
	*ret = value_bool(smtp_domain_has_subdomains(self));
	return true;
}

static bool pattern_address(struct type_call *call, struct value self, const struct value *args,
			    unsigned n, struct value *ret, GError **error)
{
	const char *text = source_text(self);

	*ret = value_text(g_str_has_prefix(text, "*.") ? text + 2 : text);
	return true;
}

static bool pattern_is_star(struct type_call *call, struct value self, const struct value *args,
			    unsigned n, struct value *ret, GError **error)
{
	*ret = value_bool(strcmp(source_text(self), "*") == 0);
	return true;
}

static const struct type_member smtp_domain_properties[] = {
	{ "string Domain {get;}", checked_text_get },
	{ NULL }
};

static const struct type_member pattern_properties[] = {
	{ "string Address {get;}", checked_text_get },
	{ "string Domain {get;}", pattern_address },
	{ "bool IncludeSubDomains {get;}", pattern_subdomains },
	{ "bool IsStar {get;}", pattern_is_star },
	{ "string SmtpDomain {get;}", pattern_address },
	{ NULL }
};

static const struct type_member fqdn_properties[] = {
	{ "string Domain {get;}", checked_text_get },
	{ NULL }
};

static const struct type_member hostname_properties[] = {
	{ "string HostnameString {get;}", checked_text_get },
	{ NULL }
};

const struct type type_smtp_domain = {
	.name = "Microsoft.Exchange.Data.SmtpDomain", .alias = "SmtpDomain",
	.kind = V_NATIVE, .properties = smtp_domain_properties, .methods = parse_methods,
	.to_string = checked_to_string, .convert_from = smtp_domain_from, .free = checked_free,
	.equals = checked_equals, .compare = checked_compare,
};

const struct type type_smtp_domain_pattern = {
	.name = "Microsoft.Exchange.Data.SmtpDomainWithSubdomains",
	.alias = "SmtpDomainWithSubdomains",
	.kind = V_NATIVE, .properties = pattern_properties, .methods = parse_methods,
	.to_string = checked_to_string, .convert_from = smtp_domain_pattern_from,
	.free = checked_free, .equals = checked_equals, .compare = checked_compare,
};

const struct type type_fqdn = {
	.name = "Microsoft.Exchange.Data.Fqdn", .alias = "Fqdn",
	.base = &type_smtp_domain, .kind = V_NATIVE, .properties = fqdn_properties,
	.methods = parse_methods,
	.to_string = checked_to_string, .convert_from = fqdn_from, .free = checked_free,
	.equals = checked_equals, .compare = checked_compare,
};

const struct type type_hostname = {
	.name = "Microsoft.Exchange.Data.Hostname", .alias = "Hostname",
	.kind = V_NATIVE, .properties = hostname_properties, .methods = parse_methods,
	.to_string = checked_to_string, .convert_from = hostname_from, .free = checked_free,
	.equals = checked_equals, .compare = checked_compare,
};
