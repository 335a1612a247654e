/*
 * Certificates as records. What is shown of one is read out of it once, when
 * it is made or imported, so that neither Get- nor rendering needs libcrypto;
 * the private key is kept apart from the record, as its secret.
 */
#include "config.h"
#include "lib/array.h"
#include "lib/exchange.h"
#include "lib/pki.h"
#include "state/kinds/certificate.h"
#include "state/kinds/checks.h"
#include "state/kinds/hosting.h"

enum { STATUS_VALID = 1, STATUS_DATE_INVALID = 3, STATUS_PENDING = 7 };

#define TICKS_PER_SECOND	10000000LL
#define TICKS_1970		621355968000000000LL
#define TICKS_MASK		((1ULL << 62) - 1)
#define KIND_UTC		(1ULL << 62)

static struct value time_value(int64_t seconds)
{
	uint64_t ticks = TICKS_1970 + seconds * TICKS_PER_SECOND;

	return (struct value){ .kind = V_DATETIME, .u.u = ticks | KIND_UTC };
}

static int64_t time_seconds(const struct record *record, const char *property)
{
	value_auto v = record_get(record, property);

	if (v.kind != V_DATETIME)
		return 0;
	return ((int64_t)(v.u.u & TICKS_MASK) - TICKS_1970) / TICKS_PER_SECOND;
}

/* "IP.WS.": a letter a service, a dot where it does not use the certificate. */
static struct value services_letters(struct store *store, const struct record *record)
{
	static const struct {
		unsigned service;
		char letter;
	} letters[] = {
		{ SERVICE_IMAP, 'I' }, { SERVICE_POP, 'P' }, { SERVICE_UM, 'U' }, { SERVICE_IIS, 'W' },
		{ SERVICE_SMTP, 'S' }, { SERVICE_FEDERATION, 'F' },
	};
	unsigned services = certificate_services(record);
	char text[G_N_ELEMENTS(letters) + 1] = "";

	for (size_t i = 0; i < G_N_ELEMENTS(letters); i++)
		text[i] = services & letters[i].service ? letters[i].letter : '.';
	return value_text(text);
}

static struct value compute_status(struct store *store, const struct record *record)
{
	int64_t now = g_get_real_time() / G_USEC_PER_SEC;
	int status = STATUS_VALID;

	if (certificate_is_pending(record))
		status = STATUS_PENDING;
	else if (now >= certificate_not_after(record) || now < certificate_not_before(record))
		status = STATUS_DATE_INVALID;
	return value_enum(type_find("CertificateStatus", -1), status);
}

static struct value compute_root_type(struct store *store, const struct record *record)
{
	if (record_bool(record, "IsSelfSigned"))
		return value_text("None");
	return value_text(record_bool(record, "FromOwnAuthority") ? "Enterprise" : "ThirdParty");
}

static struct value compute_identity(struct store *store, const struct record *record)
{
	return value_str(identity_on_server(store, record));
}

static const struct property certificate_properties[] = {
	{ "Thumbprint", "string",
	  PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_READONLY | PROPERTY_VIEW,
	  .help = "SHA-1 of the certificate: what names it." },
	{ "Services", "AllowedServices", PROPERTY_VIEW, "None",
	  .help = "The services that use it: IIS, POP, IMAP, SMTP." },
	{ "ServicesStringForm", "string", PROPERTY_COMPUTED, .compute = services_letters,
	  .help = "The same in letters, a dot for each that does not: IP.WS." },
	{ "Subject", "string", PROPERTY_READONLY | PROPERTY_VIEW,
	  .help = "Whom it was issued to." },
	{ "CertificateDomains", "string", PROPERTY_READONLY | PROPERTY_MULTI,
	  .help = "The host names it holds." },
	{ "FriendlyName", "string", 0, "Microsoft Exchange", .check = check_line,
	  .help = "A name for people." },
	{ "Issuer", "string", PROPERTY_READONLY, .help = "Who signed it." },
	{ "SerialNumber", "string", PROPERTY_READONLY, .help = "The number its issuer gave it." },
	{ "NotBefore", "datetime", PROPERTY_READONLY, .help = "When it becomes valid." },
	{ "NotAfter", "datetime", PROPERTY_READONLY, .help = "When it expires." },
	{ "Status", "CertificateStatus", PROPERTY_COMPUTED, .compute = compute_status,
	  .help = "Valid, DateInvalid, or PendingRequest until its certificate is imported." },
	{ "HasPrivateKey", "bool", PROPERTY_READONLY, "true", .help = "Always true." },
	{ "PrivateKeyExportable", "bool", PROPERTY_READONLY, "false",
	  .help = "Whether Export-ExchangeCertificate gives the key away." },
	{ "IsSelfSigned", "bool", PROPERTY_READONLY, "false", .help = "Whether it signed itself." },
	{ "PublicKeySize", "int", PROPERTY_READONLY, .help = "The size of its key in bits." },
	{ "RootCAType", "string", PROPERTY_COMPUTED, .compute = compute_root_type,
	  .help = "None (self-signed), Enterprise (this host's own authority) or ThirdParty." },
	{ "ServerIdentity", "string", PROPERTY_COMPUTED | PROPERTY_HIDDEN,
	  .compute = compute_identity, .help = "Server and thumbprint." },
	{ "Server", "string", PROPERTY_READONLY | PROPERTY_HIDDEN,
	  .help = "The server that has it." },
	{ "FromOwnAuthority", "bool", PROPERTY_HIDDEN, "false",
	  .help = "Whether this host's own authority issued it." },
	{ "FromSetup", "bool", PROPERTY_HIDDEN, "false",
	  .help = "Whether setup made it, so that it may be replaced without asking." },
	{ "Pending", "bool", PROPERTY_HIDDEN, "false", .help = "Whether it is an open request." },
	{ "RawData", "string", PROPERTY_HIDDEN | PROPERTY_MULTI,
	  .help = "The certificate and its chain, DER in base64." },
	{ NULL }
};

RECORD_KIND(exchange_certificate_kind) = {
	.name = "ExchangeCertificate",
	.type_name = "System.Security.Cryptography.X509Certificates.X509Certificate2",
	.scope = SCOPE_PROVIDER, .properties = certificate_properties, .order = 30,
	.help = "A certificate for the services of this host, or an open request for one.",
	.identity = identity_on_server,
};

static const struct property authority_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_VIEW, .check = check_name,
	  .help = "The authority's common name." },
	{ "Subject", "string", PROPERTY_READONLY, .help = "Its full name." },
	{ "Thumbprint", "string", PROPERTY_READONLY | PROPERTY_VIEW,
	  .help = "SHA-1 of its certificate." },
	{ "NotBefore", "datetime", PROPERTY_READONLY, .help = "When it becomes valid." },
	{ "NotAfter", "datetime", PROPERTY_READONLY | PROPERTY_VIEW, .help = "When it expires." },
	{ "PublicKeySize", "int", PROPERTY_READONLY, .help = "The size of its key in bits." },
	{ "RawData", "string", PROPERTY_HIDDEN | PROPERTY_MULTI,
	  .help = "Its certificate, DER in base64." },
	{ NULL }
};

RECORD_KIND(certification_authority_kind) = {
	.name = "CertificationAuthority", .type_name = "Hmsh.CertificationAuthority",
	.scope = SCOPE_PROVIDER, .properties = authority_properties, .order = 29,
	.help = "The certification authority of this host, for those who have no public one.",
};

static bool set_taken(struct record *record, const char *property, struct value v, GError **error)
{
	bool done = record_set(record, property, v, error);

	value_unref(v);
	return done;
}

static struct value raw_text(const struct pki_certificate *certificate)
{
	g_autoptr(GBytes) der = pki_certificate_der(certificate);
	g_autofree char *text = g_base64_encode(g_bytes_get_data(der, NULL), g_bytes_get_size(der));

	return value_text(text);
}

static struct value raw_list(const struct pki_certificate *certificate, GPtrArray *chain)
{
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct value));
	struct value item = raw_text(certificate);
	struct array *array;

	g_array_append_val(items, item);
	for (guint i = 0; chain && i < chain->len; i++) {
		item = raw_text(g_ptr_array_index(chain, i));
		g_array_append_val(items, item);
	}
	array = array_take((struct value *)(void *)items->data, items->len);
	g_array_free(items, TRUE);
	return value_of(array);
}

static struct value text_list(char **texts)
{
	guint n = g_strv_length(texts);
	struct array *array = array_new(NULL, n);

	for (guint i = 0; i < n; i++)
		array_set(array, i, value_text(texts[i]));
	return value_of(array);
}

bool certificate_record_fill(struct record *record, const struct pki_certificate *certificate,
			     GPtrArray *chain, GError **error)
{
	const struct pki_facts *facts = pki_certificate_facts(certificate);
	bool full = record->kind == &exchange_certificate_kind;

	if (!record_set_text(record, "Thumbprint", facts->thumbprint, error) ||
	    !record_set_text(record, "Subject", facts->subject, error) ||
	    !set_taken(record, "NotBefore", time_value(facts->not_before), error) ||
	    !set_taken(record, "NotAfter", time_value(facts->not_after), error) ||
	    !set_taken(record, "PublicKeySize", value_i32(facts->bits), error) ||
	    !set_taken(record, "RawData", raw_list(certificate, chain), error))
		return false;
	return !full ||
		(record_set_text(record, "Issuer", facts->issuer, error) &&
		 record_set_text(record, "SerialNumber", facts->serial, error) &&
		 set_taken(record, "IsSelfSigned", value_bool(facts->self_signed), error) &&
		 set_taken(record, "CertificateDomains", text_list(facts->names), error));
}

struct record *certificate_record_new(const struct pki_certificate *certificate, GPtrArray *chain,
				      GError **error)
{
	g_autoptr(record_auto) record = record_new(&exchange_certificate_kind, NULL);

	if (!certificate_record_fill(record, certificate, chain, error))
		return NULL;
	return g_steal_pointer(&record);
}

unsigned certificate_services(const struct record *record)
{
	value_auto v = record_get(record, "Services");

	return v.kind == V_ENUM ? v.u.i : 0;
}

bool certificate_set_services(struct record *record, unsigned services, GError **error)
{
	return set_taken(record, "Services", value_enum(type_find("AllowedServices", -1), services),
			 error);
}

bool certificate_is_pending(const struct record *record)
{
	return record_bool(record, "Pending");
}

int64_t certificate_not_after(const struct record *record)
{
	return time_seconds(record, "NotAfter");
}

int64_t certificate_not_before(const struct record *record)
{
	return time_seconds(record, "NotBefore");
}

static char **text_items(const struct record *record, const char *property)
{
	value_auto list = record_get(record, property);
	GPtrArray *texts = g_ptr_array_new();

	for (uint32_t i = 0; list.kind == V_ARRAY && i < list.u.array->len; i++) {
		value_auto item = array_get(list.u.array, i);

		if (item.kind == V_STRING)
			g_ptr_array_add(texts, g_strdup(item.u.str->data));
	}
	if (list.kind == V_STRING)
		g_ptr_array_add(texts, g_strdup(list.u.str->data));
	g_ptr_array_add(texts, NULL);
	return (char **)g_ptr_array_free(texts, FALSE);
}

char **certificate_names(const struct record *record)
{
	return text_items(record, "CertificateDomains");
}

/* The subject shown has its last part first. */
char *certificate_subject(const struct record *record)
{
	g_autofree char *shown = record_text(record, "Subject");
	GPtrArray *parts = g_ptr_array_new_with_free_func(g_free);
	GString *out = g_string_new(NULL);
	const char *start = shown ? shown : "";
	bool quoted = false;

	for (const char *p = start; ; p++) {
		quoted ^= *p == '"';
		if (*p && (quoted || *p != ','))
			continue;
		g_ptr_array_add(parts, g_strstrip(g_strndup(start, p - start)));
		start = p + 1;
		if (!*p)
			break;
	}
	for (guint i = parts->len; i-- > 0; )
		g_string_append_printf(out, "%s%s", (char *)g_ptr_array_index(parts, i),
				       i ? ", " : "");
	g_ptr_array_unref(parts);
	return g_string_free(out, FALSE);
}

struct service_search {
	unsigned service;
	struct record *found;
};

static bool has_service(struct record *record, void *data)
{
	struct service_search *search = data;

	if (!(certificate_services(record) & search->service) || certificate_is_pending(record))
		return true;
	search->found = record_ref(record);
	return false;
}

struct record *certificate_for_service(struct store *store, unsigned service)
{
	struct store_query query = { .kind = "ExchangeCertificate" };
	struct service_search search = { .service = service };

	store_each(store, &query, has_service, &search, NULL);
	return search.found;
}

static void append_pem(GString *out, const char *base64)
{
	g_string_append(out, "-----BEGIN CERTIFICATE-----\n");
	for (size_t left = strlen(base64); left; ) {
		size_t n = MIN(left, 64);

		g_string_append_len(out, base64, n);
		g_string_append_c(out, '\n');
		base64 += n;
		left -= n;
	}
	g_string_append(out, "-----END CERTIFICATE-----\n");
}

char *certificate_pem(const struct record *record)
{
	g_auto(GStrv) raw = text_items(record, "RawData");
	GString *out;

	if (!raw[0])
		return NULL;
	out = g_string_new(NULL);
	for (char **item = raw; *item; item++)
		append_pem(out, *item);
	return g_string_free(out, FALSE);
}

GBytes *certificate_bundle(struct store *store, const struct record *record, GError **error)
{
	g_autoptr(GBytes) key = store_secret(store, record, CERTIFICATE_KEY, error);
	g_autofree char *pem = certificate_pem(record);
	g_autofree char *text = NULL;
	GBytes *bundle;
	size_t key_len, len;

	if (!key)
		return NULL;
	key_len = g_bytes_get_size(key);
	len = key_len + (pem ? strlen(pem) : 0);
	text = g_malloc(len + 1);
	memcpy(text, g_bytes_get_data(key, NULL), key_len);
	memcpy(text + key_len, pem ? pem : "", len - key_len);
	bundle = pki_secret_bytes(text, len);
	explicit_bzero(text, len);
	return bundle;
}
