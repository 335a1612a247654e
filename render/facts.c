/*
 * Reading the provider's records. Lists are in the store's order, which is
 * that of the names, so that the same state always renders the same bytes.
 */
#include "config.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "render/facts.h"
#include "state/kinds/certificate.h"

static const struct fault not_initialized = {
	"ServerNotInitialized", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION,
	"Initialize-HostingServer names the server and its addresses."
};

char *record_lower(const struct record *record, const char *property)
{
	g_autofree char *text = record_text(record, property);

	return text && *text ? g_ascii_strdown(text, -1) : NULL;
}

static void add_text(GPtrArray *texts, struct value v)
{
	struct string *text;

	if (value_is_null(v))
		return;
	text = value_to_string(v, NULL);
	if (text->len)
		g_ptr_array_add(texts, g_strdup(text->data));
	str_unref(text);
}

char **record_texts(const struct record *record, const char *property)
{
	value_auto list = record_get(record, property);
	GPtrArray *texts = g_ptr_array_new();

	if (list.kind == V_ARRAY) {
		for (uint32_t i = 0; i < list.u.array->len; i++) {
			value_auto item = array_get(list.u.array, i);

			add_text(texts, item);
		}
	} else {
		add_text(texts, list);
	}
	g_ptr_array_add(texts, NULL);
	return (char **)g_ptr_array_free(texts, FALSE);
}

static struct record *only(struct store *store, const char *kind, GError **error)
{
	struct store_query query = { .kind = kind, .limit = 1 };
	g_autoptr(GPtrArray) all = store_list(store, &query, error);

	return all && all->len ? record_ref(g_ptr_array_index(all, 0)) : NULL;
}

static const char *const directory_kinds[] = {
	"OutlookAnywhere", "AutodiscoverVirtualDirectory", "WebServicesVirtualDirectory",
	"OwaVirtualDirectory", "EcpVirtualDirectory", "OabVirtualDirectory",
	"PowerShellVirtualDirectory", "ActiveSyncVirtualDirectory", "MapiVirtualDirectory",
};

static bool read_lists(struct facts *facts, GError **error)
{
	const struct {
		const char *kind;
		GPtrArray **list;
	} lists[] = {
		{ "ReceiveConnector", &facts->receive_connectors },
		{ "SendConnector", &facts->send_connectors },
		{ "Website", &facts->sites },
		{ "WebBinding", &facts->bindings },
		{ "DnsZone", &facts->zones },
		{ "DnsRecord", &facts->zone_records },
		{ "ExchangeCertificate", &facts->certificates },
		{ "AcceptedDomain", &facts->accepted_domains },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		struct store_query query = { .kind = lists[i].kind };

		*lists[i].list = store_list(facts->store, &query, error);
		if (!*lists[i].list)
			return false;
	}
	facts->directories = g_ptr_array_new_with_free_func((GDestroyNotify)record_unref);
	for (size_t i = 0; i < G_N_ELEMENTS(directory_kinds); i++) {
		struct store_query query = { .kind = directory_kinds[i] };
		GPtrArray *list = store_list(facts->store, &query, error);

		if (!list)
			return false;
		g_ptr_array_extend_and_steal(facts->directories, list);
	}
	return true;
}

static char *below(const char *host, const char *domain)
{
	return host && domain ? g_strdup_printf("%s.%s", host, domain) : NULL;
}

static void read_server(struct facts *facts)
{
	g_auto(GStrv) secondary = record_texts(facts->server, "SecondaryIPAddress");
	g_autofree char *controller = record_lower(facts->server, "DomainController");
	g_autofree char *name = g_ascii_strdown(record_name(facts->server), -1);
	GPtrArray *addresses = g_ptr_array_new();

	facts->domain = record_lower(facts->server, "DomainName");
	facts->host = below(name, facts->domain);
	facts->address = record_lower(facts->server, "IPAddress");
	facts->dns_address = record_lower(facts->server, "DomainControllerIPAddress");
	facts->dns_host = below(controller, facts->domain);
	if (facts->address)
		g_ptr_array_add(addresses, g_strdup(facts->address));
	for (char **address = secondary; *address; address++)
		g_ptr_array_add(addresses, g_strdup(*address));
	g_ptr_array_add(addresses, NULL);
	facts->addresses = (char **)g_ptr_array_free(addresses, FALSE);
}

struct facts *facts_new(struct store *store, GError **error)
{
	struct facts *facts = g_new0(struct facts, 1);

	facts->store = store;
	facts->server = only(store, "HostingServer", error);
	if (!facts->server) {
		if (error && !*error)
			fault_set(
				error, &not_initialized, VALUE_NULL,
				"The server has no name and no addresses yet: there is nothing to "
				"publish.");
		facts_free(facts);
		return NULL;
	}
	read_server(facts);
	if (!read_lists(facts, error)) {
		facts_free(facts);
		return NULL;
	}
	return facts;
}

void facts_free(struct facts *facts)
{
	GPtrArray **lists;

	if (!facts)
		return;
	lists = (GPtrArray *[]){ facts->receive_connectors, facts->send_connectors, facts->sites,
				 facts->bindings, facts->zones, facts->zone_records,
				 facts->certificates, facts->directories, facts->accepted_domains };
	for (size_t i = 0; i < 9; i++)
		if (lists[i])
			g_ptr_array_unref(lists[i]);
	record_unref(facts->server);
	g_free(facts->host);
	g_free(facts->domain);
	g_free(facts->address);
	g_free(facts->dns_address);
	g_free(facts->dns_host);
	g_strfreev(facts->addresses);
	g_free(facts);
}

struct record *facts_certificate(const struct facts *facts, unsigned service)
{
	for (guint i = 0; i < facts->certificates->len; i++) {
		struct record *record = g_ptr_array_index(facts->certificates, i);

		if (!certificate_is_pending(record) && (certificate_services(record) & service))
			return record;
	}
	return NULL;
}
