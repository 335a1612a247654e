/*
 * Outlook Anywhere: Outlook by HTTPS from anywhere. Enabling it gives the
 * external host name an HTTPS site and makes it the name that tenants' mail
 * records lead to.
 */
#include "config.h"
#include "cmdlets/hosting/task.h"
#include "lib/exchange.h"

static const char rpc_name[] = "Rpc (Default Web Site)";

static const struct fault enabled_already = {
	"OutlookAnywhereAlreadyEnabled", "System.InvalidOperationException", CATEGORY_RESOURCE_EXISTS,
	"Change it with Set-OutlookAnywhere." };
static const struct fault not_enabled = {
	"OutlookAnywhereNotEnabled",
	"Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, "Enable it with Enable-OutlookAnywhere." };
static const struct fault other_server = {
	"ServerNotFound", "Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, "Get-ExchangeServer shows the server." };

/* The one server by the name, FQDN or object given; an error for any other name. */
static bool is_our_server(struct txn *txn, const char *name, GError **error)
{
	g_autoptr(record_auto) server = task_server(txn_store(txn), error);
	g_autofree char *fqdn = server ? hosting_server_fqdn(txn_store(txn)) : NULL;

	if (!server)
		return false;
	if (!name || text_equal_nocase(name, record_name(server)) || text_equal_nocase(name, fqdn))
		return true;
	value_auto target = value_text(name);

	fault_set(error, &other_server, target, "There is no server \"%s\": this host is %s.", name,
		  fqdn);
	return false;
}

/* -- Enable-OutlookAnywhere -------------------------------------------------------------------- */

struct enable_args {
	struct value server, host, default_method, client_method, iis_methods, offloading;
	struct value checking, flags, names, ignored;
};

static const struct param enable_params[] = {
	{ "Server", "object", FIELD(enable_args, server), .pipeline = BY_VALUE | BY_NAME,
	  .complete = "HostingServer", .help = "The server; this host is the only one." },
	{ "ExternalHostname", "Hostname", FIELD(enable_args, host), .flags = PARAM_MANDATORY,
	  .help = "The host name that clients connect to." },
	{ "DefaultAuthenticationMethod", "AuthenticationMethod", FIELD(enable_args, default_method),
	  .sets = 1, .mandatory_sets = 1, .help = "How clients authenticate." },
	{ "ClientAuthenticationMethod", "AuthenticationMethod", FIELD(enable_args, client_method),
	  .sets = 2, .mandatory_sets = 2, .help = "How clients authenticate." },
	{ "IISAuthenticationMethods", "AuthenticationMethod[]", FIELD(enable_args, iis_methods),
	  .sets = 2, .help = "Kept and shown." },
	{ "SSLOffloading", "bool", FIELD(enable_args, offloading), .flags = PARAM_MANDATORY,
	  .help = "Whether another host before this one takes the TLS connections." },
	{ "ExtendedProtectionTokenChecking", "ExtendedProtectionTokenCheckingMode",
	  FIELD(enable_args, checking), .help = "Kept and shown." },
	{ "ExtendedProtectionFlags", "string[]", FIELD(enable_args, flags),
	  .help = "Kept and shown." },
	{ "ExtendedProtectionSPNList", "string[]", FIELD(enable_args, names),
	  .help = "Kept and shown." },
	IGNORED(enable_args, "DomainController"),
	{ NULL }
};

static const struct task_field enable_fields[] = {
	{ "ExternalHostname", FIELD(enable_args, host) },
	{ "SSLOffloading", FIELD(enable_args, offloading) },
	{ "IISAuthenticationMethods", FIELD(enable_args, iis_methods) },
	{ "ExtendedProtectionTokenChecking", FIELD(enable_args, checking) },
	{ "ExtendedProtectionFlags", FIELD(enable_args, flags) },
	{ "ExtendedProtectionSPNList", FIELD(enable_args, names) },
	{ NULL }
};

struct enabling {
	const struct enable_args *args;
	char *server;
	struct record *record;
};

static bool set_methods(struct record *record, const struct enable_args *args, GError **error)
{
	static const char *const properties[] = {
		"ClientAuthenticationMethod", "ExternalClientAuthenticationMethod",
		"InternalClientAuthenticationMethod"
	};
	struct value method = arg_given(args->default_method) ? args->default_method
		: args->client_method;

	for (unsigned i = 0; i < G_N_ELEMENTS(properties); i++)
		if (!task_set(record, properties[i], method, error))
			return false;
	return true;
}

static bool enable_change(struct txn *txn, void *data, GError **error)
{
	struct enabling *task = data;
	g_autoptr(record_auto) old = NULL;
	g_autoptr(record_auto) server = NULL;

	if (!is_our_server(txn, task->server, error))
		return false;
	old = txn_get(txn, "OutlookAnywhere", NULL, rpc_name);
	if (old) {
		value_auto host = record_get(old, "ExternalHostname");

		fault_set(error, &enabled_already, host, "Outlook Anywhere is enabled already, with the "
			  "external host name %s.", exchange_text(host));
		return false;
	}
	server = hosting_server(txn_store(txn));
	record_unref(task->record);
	task->record = record_new(record_kind_find("OutlookAnywhere"), NULL);
	if (!record_set_text(task->record, "Name", rpc_name, error) ||
	    !record_set_text(task->record, "Server", record_name(server), error) ||
	    !set_methods(task->record, task->args, error) ||
	    !task_set_all(task->record, task->args, enable_fields, error))
		return false;
	txn_put(txn, task->record);
	return true;
}

static enum flow enable_outlook_anywhere(struct call *call, void *data)
{
	struct enabling task = { .args = data };
	enum flow flow;

	task.server = task_text(call, task.args->server);
	if (task_run(call, rpc_name, enable_change, &task, &flow))
		flow = task_emit(call, task.record);
	record_unref(task.record);
	g_free(task.server);
	return flow;
}

static const struct cmdlet_example enable_examples[] = {
	{ "Enable-OutlookAnywhere -Server EX01 -ExternalHostname mail.provider.com "
	  "-DefaultAuthenticationMethod Basic -SSLOffloading $false",
	  "mail.provider.com gets its HTTPS site." },
	{ NULL }
};

CMDLET(enable_outlook_anywhere_cmdlet) = {
	.name = "Enable-OutlookAnywhere", .params = enable_params,
	.args_size = sizeof(struct enable_args), .process = enable_outlook_anywhere,
	.sets = "Default Methods", .default_set = "Default", .flags = CMDLET_SHOULD_PROCESS,
	.module = "HostingManagement", .synopsis = "Enables Outlook Anywhere with an external host name.",
	.examples = enable_examples, .output = "OutlookAnywhere",
};

/* -- Disable-OutlookAnywhere ------------------------------------------------------------------- */

struct disable_args { struct value identity, server, ignored; };

static const struct param disable_params[] = {
	{ "Identity", "object", FIELD(disable_args, identity), .position = POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = 1, .complete = "OutlookAnywhere",
	  .help = "The virtual directory, as EX01\\Rpc (Default Web Site)." },
	{ "Server", "object", FIELD(disable_args, server), .sets = 2, .mandatory_sets = 2,
	  .help = "The server; this host is the only one." },
	IGNORED(disable_args, "DomainController"),
	{ NULL }
};

static bool disable_change(struct txn *txn, void *data, GError **error)
{
	const char *server = data;
	g_autoptr(record_auto) old = NULL;

	if (!is_our_server(txn, server, error))
		return false;
	old = txn_get(txn, "OutlookAnywhere", NULL, rpc_name);
	if (!old) {
		fault_set(error, &not_enabled, VALUE_NULL, "Outlook Anywhere is not enabled.");
		return false;
	}
	txn_remove(txn, old);
	return true;
}

static enum flow disable_outlook_anywhere(struct call *call, void *data)
{
	struct disable_args *args = data;
	g_autofree char *identity = task_text(call, args->identity);
	g_autofree char *server = task_text(call, args->server);
	char *backslash = identity ? strchr(identity, '\\') : NULL;
	enum flow flow;

	if (identity && !server)
		server = g_strndup(identity, backslash ? (size_t)(backslash - identity)
				   : strlen(identity));
	if (server && !backslash && text_equal_nocase(server, rpc_name))
		g_clear_pointer(&server, g_free);
	task_run(call, rpc_name, disable_change, server, &flow);
	return flow;
}

CMDLET(disable_outlook_anywhere_cmdlet) = {
	.name = "Disable-OutlookAnywhere", .params = disable_params,
	.args_size = sizeof(struct disable_args), .process = disable_outlook_anywhere,
	.sets = "Identity Server", .default_set = "Identity",
	.flags = CMDLET_SHOULD_PROCESS | CMDLET_CONFIRM_HIGH, .module = "HostingManagement",
	.synopsis = "Disables Outlook Anywhere.",
};
