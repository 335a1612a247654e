/*
 * The one server, seen as what Exchange has objects of its own for: mailbox
 * server, client access server, transport service, database, organization.
 */
#include "config.h"
#include "cmdlets/hosting/task.h"
#include "cmdlets/record_cmdlets.h"
#include "lib/exchange.h"
#include "lib/wildcard.h"

#define DATABASE	"Mailbox Database"

struct view_args {
	struct value identity, status, ignored;
};

static const struct fault not_found = {
	"ManagementObjectNotFoundException",
	"Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, "Get-ExchangeServer shows the server." };

/* What a view adds to the server's own names. */
struct view {
	const char *type_name;
	const char *const *names;
	size_t n;
	void (*fill)(struct store *store, const struct record *server, struct value *values);
};

static const char *const common_names[] = {
	"Name", "Fqdn", "Identity", "Guid", "DistinguishedName", "AdminDisplayVersion", "ServerRole",
	"Site", "WhenCreated", "WhenChanged", "OriginatingServer", "IsValid", "ObjectState",
};

static struct value view_object(struct store *store, struct record *server, const struct view *view)
{
	size_t common = G_N_ELEMENTS(common_names);
	g_autofree const char **names = g_new(const char *, common + view->n);
	g_autofree struct value *values = g_new(struct value, common + view->n);

	for (size_t i = 0; i < common; i++) {
		names[i] = common_names[i];
		values[i] = record_member(store, server, common_names[i]);
		if (values[i].kind == V_UNSET)
			values[i] = VALUE_NULL;
	}
	for (size_t i = 0; i < view->n; i++)
		names[common + i] = view->names[i];
	if (view->n)
		view->fill(store, server, values + common);
	return task_object(view->type_name, names, values, common + view->n);
}

/* By name or full name, with wildcards. */
static bool is_server(struct store *store, const struct record *server, const char *identity)
{
	g_autofree char *fqdn = hosting_server_fqdn(store);

	return wildcard_match_name(identity, record_name(server)) ||
		(fqdn && wildcard_match_name(identity, fqdn)) || !strcmp(identity, server->guid);
}

static enum flow report_missing(struct call *call, struct store *store, const char *identity)
{
	g_autofree char *server = store_server(store);
	value_auto target = value_text(identity);

	return call_fail(call, &not_found, target,
			 "The operation couldn't be performed because object '%s' "
			 "couldn't be found on '%s'.",
			 identity, server);
}

static enum flow show_view(struct call *call, void *data)
{
	const struct view_args *args = data;
	const struct view *view = call_cmdlet(call)->data;
	g_autofree char *identity = task_text(call, args->identity);
	enum flow flow = FLOW_NEXT;
	struct store *store = task_store(call, &flow);
	g_autoptr(record_auto) server = store ? hosting_server(store) : NULL;

	if (!store)
		return flow;
	if (server && (!identity || is_server(store, server, identity)))
		return emit_take(call, view_object(store, server, view));
	return identity && !strpbrk(identity, "*?") ? report_missing(call, store, identity)
						    : FLOW_NEXT;
}

#define SERVER_IDENTITY \
	{ "Identity", "object", FIELD(view_args, identity), .position = POSITION(0), \
	  .pipeline = BY_VALUE | BY_NAME, .complete = "HostingServer", \
	  .help = "The server's name; wildcards are allowed." }, \
	IGNORED(view_args, "DomainController"), IGNORED_SWITCH(view_args, "Status")

static const struct param view_params[] = {
	SERVER_IDENTITY,
	IGNORED_SWITCH(view_args, "IncludeAlternateServiceAccountCredentialPassword"),
	IGNORED_SWITCH(view_args, "IncludeAlternateServiceAccountCredentialStatus"), { NULL }
};

#define VIEW(view) \
	.params = view_params, .args_size = sizeof(struct view_args), .process = show_view, \
	.data = &(view)

/* -- Client access -------------------------------------------------------------------------- */

static const char *const client_access_names[] = {
	"OutlookAnywhereEnabled", "AutoDiscoverServiceCN", "AutoDiscoverServiceClassName",
	"AutoDiscoverServiceInternalUri", "AutoDiscoverSiteScope", "ClientAccessArray",
};

static bool keep_first(struct record *record, void *data)
{
	*(bool *)data = true;
	return false;
}

static void fill_client_access(struct store *store, const struct record *server,
			       struct value *values)
{
	struct store_query query = { .kind = "OutlookAnywhere" };
	bool found = false;

	store_each(store, &query, keep_first, &found, NULL);
	values[0] = value_bool(found);
	values[1] = value_text(record_name(server));
	values[2] = value_text("ms-Exchange-AutoDiscover-Service");
	values[3] = record_get(server, "AutoDiscoverServiceInternalUri");
	values[4] = record_get(server, "Site");
	values[5] = VALUE_NULL;
}

static const struct view client_access = {
	"Microsoft.Exchange.Data.Directory.Management.ClientAccessServer", client_access_names,
	G_N_ELEMENTS(client_access_names), fill_client_access,
};

CMDLET(get_client_access_server) = {
	.name = "Get-ClientAccessServer", VIEW(client_access), .output = "ClientAccessServer",
	.module = "HostingManagement",
	.synopsis = "Shows the server as the one that clients connect to.",
};

CMDLET(get_client_access_service) = {
	.name = "Get-ClientAccessService", VIEW(client_access), .output = "ClientAccessServer",
	.module = "HostingManagement",
	.synopsis = "Shows the server as the one that clients connect to.",
};

#define OTHERS_OF_SERVER \
	"Name DomainName NetBIOSName DomainController DomainControllerIPAddress IPAddress " \
	"SecondaryIPAddress ErrorReportingEnabled CustomerFeedbackEnabled"
#define IGNORED_OF_CLIENT_ACCESS \
	"AlternateServiceAccountCredential Array AutoDiscoverSiteScope " \
	"CleanUpInvalidAlternateServiceAccountCredentials! IrmLogEnabled IrmLogMaxAge " \
	"IrmLogMaxDirectorySize IrmLogMaxFileSize IrmLogPath IsOutOfService " \
	"RemoveAlternateServiceAccountCredentials!"

static const struct record_verb set_client_access = {
	.kind = "HostingServer", .without = OTHERS_OF_SERVER, .ignored = IGNORED_OF_CLIENT_ACCESS,
};

CMDLET(set_client_access_server) = {
	.name = "Set-ClientAccessServer",
	RECORD_SET(set_client_access),
	.module = "HostingManagement",
	.synopsis = "Keeps the address that domain members would find autodiscovery at.",
};

CMDLET(set_client_access_service) = {
	.name = "Set-ClientAccessService",
	RECORD_SET(set_client_access),
	.module = "HostingManagement",
	.synopsis = "Keeps the address that domain members would find autodiscovery at.",
};

/* -- Mailbox server, transport -------------------------------------------------------------- */

static const char *const mailbox_server_names[] = {
	"DatabaseAvailabilityGroup", "DatabaseCopyAutoActivationPolicy", "AutoDatabaseMountDial",
};

static void fill_mailbox_server(struct store *store, const struct record *server,
				struct value *values)
{
	values[0] = VALUE_NULL;
	values[1] = value_text("Unrestricted");
	values[2] = value_text("GoodAvailability");
}

static const struct view mailbox_server = {
	"Microsoft.Exchange.Data.Directory.Management.MailboxServer", mailbox_server_names,
	G_N_ELEMENTS(mailbox_server_names), fill_mailbox_server,
};

CMDLET(get_mailbox_server) = {
	.name = "Get-MailboxServer", VIEW(mailbox_server), .output = "MailboxServer",
	.module = "HostingManagement",
	.synopsis = "Shows the server as the one that mailboxes are on.",
};

static const struct view transport = {
	"Microsoft.Exchange.Data.Directory.Management.TransportServer", NULL, 0, NULL };

CMDLET(get_transport_service) = {
	.name = "Get-TransportService", VIEW(transport), .output = "TransportServer",
	.module = "HostingManagement",
	.synopsis = "Shows the server as the one that mail passes through.",
};

CMDLET(get_transport_server) = {
	.name = "Get-TransportServer", VIEW(transport), .output = "TransportServer",
	.module = "HostingManagement",
	.synopsis = "Shows the server as the one that mail passes through.",
};

/* -- The database --------------------------------------------------------------------------- */

static struct value database_object(struct store *store, const struct record *server, bool status)
{
	static const char *const names[] = {
		"Name", "Server", "Recovery", "ReplicationType", "ServerName", "Servers", "Identity", "Guid",
		"MasterServerOrAvailabilityGroup", "Mounted", "MountAtStartup", "EdbFilePath",
		"LogFolderPath", "DatabaseSize", "AvailableNewMailboxSpace", "CircularLoggingEnabled",
		"DeletedItemRetention", "MailboxRetention", "IssueWarningQuota", "ProhibitSendQuota",
		"ProhibitSendReceiveQuota", "LastFullBackup", "LastIncrementalBackup",
		"LastDifferentialBackup", "IsExcludedFromProvisioning", "AdminDisplayVersion", "IsValid",
	};
	struct value values[] = {
		value_text(DATABASE), value_text(record_name(server)), value_bool(false),
		value_text("None"), value_text(record_name(server)), value_text(record_name(server)),
		value_text(DATABASE), value_text("e5ca3d5e-0000-4000-8000-0000000000db"),
		value_text(record_name(server)), status ? value_bool(true) : VALUE_NULL, value_bool(true),
		value_text("/var/spool/hmsh/mail"), VALUE_NULL, VALUE_NULL, VALUE_NULL, value_bool(false),
		VALUE_NULL, VALUE_NULL, unlimited_size(), unlimited_size(), unlimited_size(), VALUE_NULL,
		VALUE_NULL, VALUE_NULL, value_bool(false),
		record_member(store, server, "AdminDisplayVersion"), value_bool(true),
	};

	return task_object("Microsoft.Exchange.Data.Directory.SystemConfiguration.MailboxDatabase",
			   names, values, G_N_ELEMENTS(names));
}

static enum flow get_database(struct call *call, void *data)
{
	const struct view_args *args = data;
	g_autofree char *identity = task_text(call, args->identity);
	enum flow flow = FLOW_NEXT;
	struct store *store = task_store(call, &flow);
	g_autoptr(record_auto) server = store ? hosting_server(store) : NULL;

	if (!store)
		return flow;
	if (server && (!identity || wildcard_match_name(identity, DATABASE) ||
		       is_server(store, server, identity)))
		return emit_take(call, database_object(store, server, arg_on(args->status)));
	return identity && !strpbrk(identity, "*?") ? report_missing(call, store, identity)
						    : FLOW_NEXT;
}

static const struct param database_params[] = {
	{ "Identity", "object", FIELD(view_args, identity), .position = POSITION(0), .sets = 1,
	  .pipeline = BY_VALUE | BY_NAME, .help = "The database's name; wildcards are allowed." },
	{ "Server", "object", FIELD(view_args, identity), .sets = 2, .mandatory_sets = 2,
	  .complete = "HostingServer", .help = "The server it is on." },
	{ "Status", "switch", FIELD(view_args, status), .help = "Also says whether it is mounted." },
	IGNORED(view_args, "DomainController"), IGNORED_SWITCH(view_args, "DumpsterStatistics"),
	IGNORED_SWITCH(view_args, "IncludeCorrupted"),
	IGNORED_SWITCH(view_args, "IncludePreExchange2010"),
	IGNORED_SWITCH(view_args, "IncludePreExchange2013"), { NULL }
};

CMDLET(get_mailbox_database) = {
	.name = "Get-MailboxDatabase", .params = database_params, .args_size = sizeof(struct view_args),
	.process = get_database, .sets = "Identity Server", .default_set = "Identity",
	.module = "HostingManagement", .output = "MailboxDatabase",
	.synopsis = "Shows where the mail of all mailboxes is kept, as one database.",
};

/* -- The organization ----------------------------------------------------------------------- */

static bool take_first(struct record *record, void *data)
{
	*(struct record **)data = record_ref(record);
	return false;
}

static enum flow get_organization_config(struct call *call, void *data)
{
	static const char *const names[] = {
		"Name", "DisplayName", "Identity", "Guid", "OrganizationId", "AdminDisplayVersion",
		"WhenCreated", "IsDehydrated", "IsMixedMode", "MapiHttpEnabled", "OAuth2ClientProfileEnabled",
		"PublicFoldersEnabled", "MailTipsAllTipsEnabled", "EwsEnabled", "AuditDisabled", "IsValid",
	};
	enum flow flow = FLOW_NEXT;
	struct store *store = task_store(call, &flow);
	struct store_query query = { .kind = "HostingOrganization" };
	g_autoptr(record_auto) server = store ? hosting_server(store) : NULL;
	struct record *found = NULL;
	g_autoptr(record_auto) organization = NULL;
	const char *name;

	if (!store)
		return flow;
	store_each(store, &query, take_first, &found, NULL);
	organization = found;
	name = organization ? record_name(organization) : "First Organization";
	struct value values[] = {
		value_text(name), value_text(name), value_text(name),
		organization ? record_member(store, organization, "Guid") : VALUE_NULL, value_text(""),
		server ? record_member(store, server, "AdminDisplayVersion") : VALUE_NULL,
		organization ? record_member(store, organization, "WhenCreated") : VALUE_NULL,
		value_bool(false), value_bool(false), value_bool(false), value_bool(false),
		value_text("None"), value_bool(false), VALUE_NULL, value_bool(true), value_bool(true),
	};

	return emit_take(call, task_object(
		"Microsoft.Exchange.Data.Directory.Management.OrganizationConfig", names, values,
		G_N_ELEMENTS(names)));
}

static const struct param config_params[] = {
	IGNORED(view_args, "DomainController"), { NULL }
};

CMDLET(get_organization_config_cmdlet) = {
	.name = "Get-OrganizationConfig", .params = config_params, .args_size = sizeof(struct view_args),
	.end = get_organization_config, .module = "HostingManagement",
	.synopsis = "Shows the hosting organization.", .output = "OrganizationConfig",
};
