/*
 * What a tenant's owner publishes in the DNS: mail goes to the provider's mail
 * host, and each name that a redirection pool is bound to for the domain is an
 * alias of the provider's own name for that pool, so that the provider may
 * change addresses without asking anyone.
 */
#include "config.h"
#include "lib/exchange.h"
#include "state/kinds/dns_data.h"
#include "state/kinds/hosting.h"

#define TTL 3600

static void tenant_record_free(gpointer data)
{
	struct tenant_dns_record *record = data;

	g_free(record->name);
	g_free(record->data);
	g_free(record);
}

/* Takes `name` and `data` over. */
static void add(GPtrArray *records, char *name, const char *type, char *data, bool required,
		const char *purpose)
{
	struct tenant_dns_record *record = g_new0(struct tenant_dns_record, 1);

	*record = (struct tenant_dns_record){ .name = name, .type = type, .data = data, .ttl = TTL,
					      .required = required, .purpose = purpose };
	g_ptr_array_add(records, record);
}

static bool external_host(struct record *record, void *data)
{
	char **host = data;

	*host = record_text(record, "ExternalHostname");
	return !*host;
}

char *tenant_mail_host(struct store *store)
{
	struct store_query query = { .kind = "OutlookAnywhere" };
	char *host = NULL;

	store_each(store, &query, external_host, &host, NULL);
	return host ? host : hosting_server_fqdn(store);
}

/* -- Pools ------------------------------------------------------------------------------------- */

struct pool_names {
	struct store *store;
	const char *domain;
	GPtrArray *records;
};

struct pointing {
	const char *address, *label;
	char *name;			/* the best so far */
	bool fits;
};

/* The provider's name with that address; one that begins with the label is better than another. */
static bool points_there(struct record *record, void *data)
{
	struct pointing *pointing = data;
	g_autofree char *type = record_text(record, "RecordType");
	g_autofree char *address = record_text(record, "RecordData");
	g_autofree char *host = record_text(record, "HostName");
	g_autofree char *zone = record_text(record, "ZoneName");
	bool fits = g_ascii_strncasecmp(host, pointing->label, strlen(pointing->label)) == 0;

	if ((strcmp(type, "A") != 0 && strcmp(type, "AAAA") != 0) ||
	    strcmp(address, pointing->address) != 0 || (pointing->name && !fits))
		return true;
	g_free(pointing->name);
	pointing->name = dns_full_name(zone, host);
	pointing->fits = fits;
	return !fits;
}

static char *provider_name(struct store *store, const char *address, const char *label)
{
	struct pointing pointing = { .address = address, .label = label };
	struct store_query query = { .kind = "DnsRecord" };

	store_each(store, &query, points_there, &pointing, NULL);
	return pointing.name;
}

/* The label of a binding for the domain ("webmail" of webmail.tenant.com), or NULL. Yours. */
static char *binding_label(const struct record *binding, const char *domain)
{
	g_autofree char *prefix = record_text(binding, "TenantHostPrefix");
	g_autofree char *host = record_text(binding, "HostHeader");
	size_t len = host ? strlen(host) : 0, tail = strlen(domain);

	if (prefix)
		return g_steal_pointer(&prefix);
	if (len > tail + 1 && host[len - tail - 1] == '.' &&
	    text_equal_nocase(host + len - tail, domain))
		return g_strndup(host, len - tail - 1);
	return NULL;
}

static bool has_name(const GPtrArray *records, const char *name)
{
	for (guint i = 0; i < records->len; i++)
		if (text_equal_nocase(((struct tenant_dns_record *)records->pdata[i])->name, name))
			return true;
	return false;
}

static bool add_pool_name(struct record *binding, void *data)
{
	struct pool_names *pool = data;
	g_autofree char *label = binding_label(binding, pool->domain);
	g_autofree char *address = record_text(binding, "IPAddress");
	g_autofree char *name = label ? g_strconcat(label, ".", pool->domain, NULL) : NULL;
	g_autofree char *target = NULL;
	bool autodiscover;

	if (!label || has_name(pool->records, name))
		return true;
	autodiscover = text_equal_nocase(label, "autodiscover");
	target = provider_name(pool->store, address, label);
	if (target)
		add(pool->records, g_steal_pointer(&name), "CNAME",
		    g_strconcat(target, ".", NULL), autodiscover,
		    autodiscover ? "Lets mail clients find their settings."
				 : "Leads the browser to the provider.");
	else if (strcmp(address, "*") != 0)
		add(pool->records, g_steal_pointer(&name), strchr(address, ':') ? "AAAA" : "A",
		    g_strdup(address), autodiscover,
		    "The provider's zone has no name for this address yet.");
	return true;
}

/* -- All of them ------------------------------------------------------------------------------- */

static void add_mail(GPtrArray *records, const char *domain, const char *host)
{
	g_autofree char *lower = g_ascii_strdown(host, -1);
	static const struct { const char *service; unsigned port; } services[] = {
		{ "_imaps._tcp", 993 }, { "_pop3s._tcp", 995 }, { "_submission._tcp", 587 },
	};

	add(records, g_strdup(domain), "MX", g_strdup_printf("10 %s.", lower), true,
	    "Mail for the domain goes to the provider.");
	add(records, g_strdup(domain), "TXT", g_strdup("v=spf1 mx -all"), true,
	    "Says that the provider alone sends mail of the domain (SPF).");
	for (unsigned i = 0; i < G_N_ELEMENTS(services); i++)
		add(records, g_strdup_printf("%s.%s", services[i].service, domain), "SRV",
		    g_strdup_printf("0 1 %u %s.", services[i].port, lower), false,
		    "Lets mail clients find the service (RFC 6186).");
}

GPtrArray *tenant_dns_records(struct store *store, const struct record *domain, GError **error)
{
	GPtrArray *records = g_ptr_array_new_with_free_func(tenant_record_free);
	g_autofree char *name = record_text(domain, "DomainName");
	g_autofree char *lower = g_ascii_strdown(name, -1);
	g_autofree char *host = tenant_mail_host(store);
	const char *plain = g_str_has_prefix(lower, "*.") ? lower + 2 : lower;
	struct pool_names pool = { .store = store, .domain = plain, .records = records };
	struct store_query query = { .kind = "WebBinding" };

	if (host)
		add_mail(records, plain, host);
	if (store_each(store, &query, add_pool_name, &pool, error))
		return records;
	g_ptr_array_unref(records);
	return NULL;
}
