/*
 * The first lines of scripts for Exchange: they connect to an organization,
 * load snap-ins, widen the scope. Here all of that is so from the start.
 */
#include "config.h"
#include "cmdlets/hosting/ceremony.h"
#include "cmdlets/hosting/task.h"
#include "lib/array.h"
#include "lib/wildcard.h"

/* -- Connecting -------------------------------------------------------------------------------- */

static const struct ceremony connect_online = {
	.takes =
		"ConnectionUri AzureADAuthorizationEndpointUri ExchangeEnvironmentName PSSessionOption "
		"DelegatedOrganization Prefix CommandName FormatTypeName ShowBanner AccessToken AppId "
		"BypassMailboxAnchoring! Certificate CertificateFilePath CertificatePassword "
		"CertificateThumbprint Credential Device! DisableWAM! EnableErrorReporting! "
		"InlineCredential! LoadCmdletHelp! LogDirectoryPath LogLevel ManagedIdentity! "
		"ManagedIdentityAccountId Organization PageSize ShowProgress SigningCertificate "
		"SkipLoadingCmdletHelp! SkipLoadingFormatData! TrackPerformance UseMultithreading "
		"UserPrincipalName UseRPSSession!",
	.says = "This session manages the hosting state of this host: there is nothing to connect to.",
};

CMDLET(connect_exchange_online) = {
	.name = "Connect-ExchangeOnline", CEREMONY(connect_online), .module = "HostingManagement",
	.synopsis = "Succeeds: a session manages this host from its start.",
	.description = "Credentials are neither asked for nor used.",
};

static const struct ceremony disconnect_online = {
	.takes = "ConnectionId ModulePrefix",
	.says = "The session goes on managing this host: there was no connection to end.",
};

CMDLET(disconnect_exchange_online) = {
	.name = "Disconnect-ExchangeOnline", CEREMONY(disconnect_online),
	.flags = CMDLET_SHOULD_PROCESS, .module = "HostingManagement",
	.synopsis = "Succeeds: there is no connection to end.",
};

static const struct ceremony connect_ipps = {
	.takes =
		"ConnectionUri AzureADAuthorizationEndpointUri DelegatedOrganization PSSessionOption Prefix "
		"CommandName FormatTypeName AppId BypassMailboxAnchoring! Certificate "
		"CertificateFilePath CertificatePassword CertificateThumbprint Credential "
		"EnableSearchOnlySession! Organization ShowBanner SkipLoadingCmdletHelp! "
		"UserPrincipalName UseRPSSession!",
	.says = "This session manages this host, which has no cmdlets of compliance.",
};

CMDLET(connect_ipps_session) = {
	.name = "Connect-IPPSSession", CEREMONY(connect_ipps), .module = "HostingManagement",
	.synopsis = "Succeeds; the cmdlets of compliance are not there.",
};

static const struct ceremony connect_server = {
	.takes = "ServerFqdn@ auto! Prompt! UserName Password ConnectionUri AllowClobber! Forest "
		"ClientApplication UseKerberos! LoadFullPSSnapin!",
	.says = "This session manages this host: there is nothing to connect to.",
};

CMDLET(connect_exchange_server) = {
	.name = "Connect-ExchangeServer", CEREMONY(connect_server), .module = "HostingManagement",
	.synopsis = "Succeeds: a session manages this host from its start.",
};

static enum flow get_connection(struct call *call, void *args)
{
	static const char *const names[] = {
		"ConnectionId", "State", "Id", "Name", "UserPrincipalName", "ConnectionUri",
		"TokenExpiryTimeUTC", "CertificateAuthentication", "ModuleName", "ModulePrefix",
		"Organization", "DelegatedOrganization", "AppId", "PageSize", "TenantID", "TokenStatus",
		"ConnectionUsedForInbuiltCmdlets", "IsEopSession",
	};
	enum flow flow = FLOW_NEXT;
	struct store *store = task_store(call, &flow);
	g_autoptr(record_auto) server = store ? hosting_server(store) : NULL;
	g_autofree char *fqdn = server ? hosting_server_fqdn(store) : g_strdup(g_get_host_name());
	g_autofree char *domain = server ? record_text(server, "DomainName") : NULL;
	struct value values[] = {
		value_text(server ? server->guid : "00000000-0000-0000-0000-000000000000"),
		value_text("Connected"), value_i32(1), value_text("ExchangeOnline_1"),
		value_text(g_get_user_name()), value_str(str_printf("https://%s/powershell", fqdn)),
		VALUE_NULL, value_bool(false), value_text("HostingManagement"), value_text(""),
		value_text(domain ? domain : ""), VALUE_NULL, VALUE_NULL, value_i32(1000), VALUE_NULL,
		value_text("Active"), value_bool(true), value_bool(false),
	};
	struct value object = task_object(
		"Microsoft.Exchange.Management.ExoPowershellSnapin.ConnectionInformation", names,
		values, G_N_ELEMENTS(names));

	if (flow == FLOW_NEXT)
		return emit_take(call, object);
	value_unref(object);
	return flow;
}

static const struct param connection_params[] = {
	IGNORED(ceremony_args, "ConnectionId"), IGNORED(ceremony_args, "ModulePrefix"), { NULL }
};

CMDLET(get_connection_information) = {
	.name = "Get-ConnectionInformation", .params = connection_params,
	.args_size = sizeof(struct ceremony_args), .end = get_connection,
	.module = "HostingManagement", .output = "ConnectionInformation",
	.synopsis = "Shows that this session manages this host.",
};

/* -- The scope ------------------------------------------------------------------------------ */

static const struct ceremony set_ad_settings = {
	.takes =
		"RunspaceServerSettings@ ViewEntireForest RecipientViewRoot PreferredServer "
		"PreferredGlobalCatalog ConfigurationDomainController SetPreferredDomainControllers",
	.says = "This host has one directory, the hosting state: a session sees all of it.",
};

CMDLET(set_ad_server_settings) = {
	.name = "Set-ADServerSettings", CEREMONY(set_ad_settings), .flags = CMDLET_SHOULD_PROCESS,
	.module = "HostingManagement", .synopsis = "Succeeds: a session sees the whole directory.",
};

static enum flow get_ad_settings(struct call *call, void *args)
{
	static const char *const names[] = {
		"DefaultGlobalCatalog", "PreferredDomainControllerForDomain",
		"DefaultConfigurationDomainController", "DefaultPreferredDomainControllers",
		"UserPreferredGlobalCatalog", "UserPreferredConfigurationDomainController",
		"RecipientViewRoot", "ViewEntireForest", "Identity", "IsValid", "ObjectState",
	};
	enum flow flow = FLOW_NEXT;
	struct store *store = task_store(call, &flow);
	g_autofree char *fqdn = store ? hosting_server_fqdn(store) : NULL;
	const char *server = fqdn ? fqdn : g_get_host_name();
	struct value values[] = {
		value_text(server), value_text(""),   value_text(server), value_text(server),
		VALUE_NULL,	    VALUE_NULL,	      value_text(""),	  value_bool(true),
		VALUE_NULL,	    value_bool(true), value_text("New"),
	};
	struct value object = task_object("Microsoft.Exchange.Data.Directory.ADServerSettings",
					  names, values, G_N_ELEMENTS(names));

	if (flow == FLOW_NEXT)
		return emit_take(call, object);
	value_unref(object);
	return flow;
}

static const struct param no_params[] = { { NULL } };

CMDLET(get_ad_server_settings) = {
	.name = "Get-ADServerSettings", .params = no_params, .args_size = sizeof(struct ceremony_args),
	.end = get_ad_settings, .module = "HostingManagement", .output = "ADServerSettings",
	.synopsis = "Shows that a session sees the whole directory.",
};

/* -- Snap-ins ------------------------------------------------------------------------------- */

static const struct snapin {
	const char *name, *what;
} snapins[] = {
	{ "Microsoft.Exchange.Management.PowerShell.E2010", "Admin Tasks for the Exchange Server" },
	{ "Microsoft.Exchange.Management.PowerShell.SnapIn", "Admin Tasks for the Exchange Server" },
	{ "Microsoft.Exchange.Management.PowerShell.Admin", "Exchange 2007 Management Snap-In" },
	{ "Microsoft.Exchange.Management.PowerShell.Support", "Support Tasks for the Exchange Server" },
	{ "Microsoft.Exchange.Management.PowerShell.Setup", "Setup Tasks for the Exchange Server" },
};

static const struct fault no_snapin = {
	"AddPSSnapInRead", "System.Management.Automation.PSArgumentException",
	CATEGORY_INVALID_ARGUMENT, "The snap-ins of Exchange are there; Get-PSSnapin shows them." };
static const struct fault no_match = {
	"NoPSSnapInsFound", "System.Management.Automation.PSArgumentException",
	CATEGORY_INVALID_ARGUMENT, "Get-PSSnapin shows what is there." };

struct snapin_args {
	struct value name, registered, pass_thru;
};

static enum flow emit_snapin(struct call *call, const struct snapin *snapin)
{
	static const char *const names[] = { "Name", "PSVersion", "Description" };
	struct value values[] = {
		value_text(snapin->name), value_text("1.0"), value_text(snapin->what) };

	return emit_take(call, task_object("System.Management.Automation.PSSnapInInfo", names,
					   values, G_N_ELEMENTS(names)));
}

/* Calls `visit` for each snap-in of that name or pattern; false when there is none. */
static bool each_snapin(struct call *call, const char *pattern, bool show, enum flow *flow)
{
	bool found = false;

	for (size_t i = 0; *flow == FLOW_NEXT && i < G_N_ELEMENTS(snapins); i++) {
		if (!wildcard_match_name(pattern, snapins[i].name))
			continue;
		found = true;
		*flow = show ? emit_snapin(call, &snapins[i])
			: call_verbose(call, "The snap-in '%s' is there from the start.",
				       snapins[i].name);
	}
	return found;
}

static enum flow add_snapin(struct call *call, void *data)
{
	const struct snapin_args *args = data;
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; flow == FLOW_NEXT && i < args->name.u.array->len; i++) {
		value_auto name = array_get(args->name.u.array, i);
		const char *text = arg_text(name, "");

		if (!each_snapin(call, text, arg_on(args->pass_thru), &flow))
			flow = call_fail(
				call, &no_snapin, name,
				strpbrk(text, "*?")
					? "No snap-ins match the pattern '%s': hmsh has those of Exchange."
					: "The Windows PowerShell snap-in '%s' is not installed on this computer.",
				text);
	}
	return flow;
}

static const struct param add_snapin_params[] = {
	{ "Name", "string[]", FIELD(snapin_args, name), .position = POSITION(0),
	  .pipeline = BY_NAME, .flags = PARAM_MANDATORY | PARAM_WILDCARDS,
	  .help = "The snap-ins; wildcards are allowed." },
	{ "PassThru", "switch", FIELD(snapin_args, pass_thru), .help = "Shows them." },
	{ NULL }
};

CMDLET(add_pssnapin) = {
	.name = "Add-PSSnapin", .aliases = "asnp", .params = add_snapin_params,
	.args_size = sizeof(struct snapin_args), .process = add_snapin,
	.module = "Microsoft.PowerShell.Core",
	.synopsis = "Succeeds for the snap-ins of Exchange, which are there from the start.",
};

static enum flow get_snapin(struct call *call, void *data)
{
	const struct snapin_args *args = data;
	enum flow flow = FLOW_NEXT;

	if (args->name.kind != V_ARRAY)
		return emit_snapin(call, &snapins[0]);
	for (uint32_t i = 0; flow == FLOW_NEXT && i < args->name.u.array->len; i++) {
		value_auto name = array_get(args->name.u.array, i);
		const char *text = arg_text(name, "");

		if (!each_snapin(call, text, true, &flow))
			flow = call_fail(call, &no_match, name, "No Windows PowerShell snap-ins matching "
					 "the pattern '%s' were found. Check the pattern and then try the "
					 "command again.", text);
	}
	return flow;
}

static const struct param get_snapin_params[] = {
	{ "Name", "string[]", FIELD(snapin_args, name), .position = POSITION(0),
	  .flags = PARAM_WILDCARDS, .help = "The snap-ins; wildcards are allowed." },
	{ "Registered", "switch", FIELD(snapin_args, registered),
	  .help = "Shows those of Exchange, as without it." },
	{ NULL }
};

CMDLET(get_pssnapin) = {
	.name = "Get-PSSnapin", .aliases = "gsnp", .params = get_snapin_params,
	.args_size = sizeof(struct snapin_args), .end = get_snapin,
	.module = "Microsoft.PowerShell.Core", .synopsis = "Shows the snap-ins that scripts look for.",
	.output = "PSSnapInInfo",
};

static const struct ceremony remove_snapin = {
	.takes = "Name@ PassThru!",
	.says = "The cmdlets of a snap-in stay: they are part of hmsh.",
};

CMDLET(remove_pssnapin) = {
	.name = "Remove-PSSnapin", .aliases = "rsnp", CEREMONY(remove_snapin),
	.module = "Microsoft.PowerShell.Core",
	.synopsis = "Succeeds: the cmdlets of a snap-in are part of hmsh and stay.",
};
