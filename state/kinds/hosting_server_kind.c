/*
 * The server of this host as Exchange knows it, with the domain controller
 * that its scripts name: one record, made by Initialize-HostingServer and
 * given its roles by setup.
 */
#include "config.h"
#include "lib/exchange.h"
#include "lib/convert.h"
#include "state/kinds/checks.h"
#include "state/kinds/hosting.h"

static struct value server_fqdn(struct store *store, const struct record *record)
{
	g_autofree char *domain = record_text(record, "DomainName");
	g_autofree char *name = g_strdup_printf("%s.%s", record_name(record), domain ? domain : "");

	return value_text(name);
}

static bool has_role(const struct record *record, int64_t role)
{
	value_auto roles = record_get(record, "ServerRole");

	return roles.kind == V_ENUM && (roles.u.i & role);
}

static struct value is_client_access(struct store *store, const struct record *record)
{
	return value_bool(has_role(record, ROLE_CLIENT_ACCESS));
}

static struct value is_hub_transport(struct store *store, const struct record *record)
{
	return value_bool(has_role(record, ROLE_HUB_TRANSPORT));
}

static struct value is_mailbox(struct store *store, const struct record *record)
{
	return value_bool(has_role(record, ROLE_MAILBOX));
}

static struct value is_edge(struct store *store, const struct record *record)
{
	return value_bool(false);
}

static struct value is_valid(struct store *store, const struct record *record)
{
	return value_bool(true);
}

static const struct property server_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_VIEW, .check = check_name,
	  .help = "The server's host name, as EX01." },
	{ "DomainName", "SmtpDomain", PROPERTY_REQUIRED, .check = check_dotted_domain,
	  .help = "The hosting provider's domain." },
	{ "NetBIOSName", "string", .check = check_name, .help = "The domain's NetBIOS name." },
	{ "DomainController", "string", .check = check_name,
	  .help = "The domain controller's host name; this host also does its work." },
	{ "DomainControllerIPAddress", "string", .check = check_ipv4_address,
	  .help = "The domain controller's address, on which the name server answers." },
	{ "IPAddress", "string", PROPERTY_REQUIRED, .check = check_ipv4_address,
	  .help = "The server's primary address." },
	{ "SecondaryIPAddress", "string", PROPERTY_MULTI, .check = check_ipv4_address,
	  .help = "Further addresses, as of the redirection sites." },
	{ "ServerRole", "ServerRole", PROPERTY_READONLY | PROPERTY_VIEW, "None",
	  .help = "The roles that setup installed." },
	{ "Site", "string", PROPERTY_READONLY | PROPERTY_VIEW, "Default-First-Site-Name",
	  .help = "The site of the directory." },
	{ "Edition", "string", PROPERTY_READONLY | PROPERTY_VIEW, "Standard",
	  .help = "The edition." },
	{ "AutoDiscoverServiceInternalUri", "uri", PROPERTY_INERT | PROPERTY_HIDDEN, .check = check_url,
	  .help = "Kept: where domain members would find autodiscovery." },
	{ "AdminDisplayVersion", "ServerVersion", PROPERTY_READONLY | PROPERTY_VIEW,
	  "Version 14.1 (Build 218.15)", .help = "The Exchange version whose behaviour this is." },
	{ "Fqdn", "string", PROPERTY_COMPUTED, .compute = server_fqdn,
	  .help = "The server's full name." },
	{ "IsClientAccessServer", "bool", PROPERTY_COMPUTED, .compute = is_client_access,
	  .help = "Whether it has the Client Access role." },
	{ "IsEdgeServer", "bool", PROPERTY_COMPUTED, .compute = is_edge, .help = "Always false." },
	{ "IsHubTransportServer", "bool", PROPERTY_COMPUTED, .compute = is_hub_transport,
	  .help = "Whether it has the Hub Transport role." },
	{ "IsMailboxServer", "bool", PROPERTY_COMPUTED, .compute = is_mailbox,
	  .help = "Whether it has the Mailbox role." },
	{ "IsValid", "bool", PROPERTY_COMPUTED, .compute = is_valid, .help = "Always true." },
	{ "ErrorReportingEnabled", "bool", PROPERTY_INERT, "false",
	  .help = "Kept; nothing is reported." },
	{ "CustomerFeedbackEnabled", "bool", PROPERTY_INERT, "false",
	  .help = "Kept; nothing is reported." },
	{ NULL }
};

RECORD_KIND(hosting_server_kind) = {
	.name = "HostingServer",
	.type_name = "Microsoft.Exchange.Data.Directory.Management.ExchangeServer",
	.scope = SCOPE_PROVIDER, .properties = server_properties, .order = 10,
	.view = "Name Site ServerRole AdminDisplayVersion",
	.help = "The server, its names, addresses and roles.",
};

static bool keep_first(struct record *record, void *data)
{
	*(struct record **)data = record_ref(record);
	return false;
}

const char hosting_server_guid[] = "e5ca3d5e-0000-4000-8000-000000000001";

/* One look-up by GUID: every mailbox shown names the server. A walk finds one written by hand. */
struct record *hosting_server(struct store *store)
{
	struct store_query query = { .kind = "HostingServer" };
	struct record *server = store_by_guid(store, hosting_server_guid);

	if (!server)
		store_each(store, &query, keep_first, &server, NULL);
	return server;
}

char *hosting_server_fqdn(struct store *store)
{
	g_autoptr(record_auto) server = hosting_server(store);
	value_auto fqdn = server ? server_fqdn(store, server) : VALUE_NULL;

	return fqdn.kind == V_STRING ? g_strdup(fqdn.u.str->data) : NULL;
}

struct string *identity_on_server(struct store *store, const struct record *record)
{
	g_autofree char *server = record_text(record, "Server");

	return server ? str_printf("%s\\%s", server, record_name(record))
		      : str_new(record_name(record), -1);
}
