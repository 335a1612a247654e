/*
 * The virtual directories that setup makes in the default web site, and
 * Outlook Anywhere, which is the one of the RPC proxy. Each says which URLs
 * autodiscovery hands out; they share most properties.
 */
#include "config.h"
#include "lib/exchange.h"
#include "state/kinds/checks.h"
#include "state/kinds/hosting.h"

static const struct fault host_without_tls = {
	"OutlookAnywhereHost", "Microsoft.Exchange.Data.DataValidationException",
	CATEGORY_INVALID_DATA, "Give -ExternalHostname, as mail.contoso.com." };

#define COMMON(default_path) \
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_VIEW, .check = check_name, \
	  .help = "The directory and its web site, as Autodiscover (Default Web Site)." }, \
	{ "Server", "string", PROPERTY_NEW_ONLY | PROPERTY_VIEW, .reference = "HostingServer", \
	  .help = "The server it is on." }, \
	{ "WebSiteName", "string", PROPERTY_NEW_ONLY, "Default Web Site", .check = check_name, \
	  .help = "The web site it is part of." }, \
	{ "Path", "string", PROPERTY_NEW_ONLY, default_path, .check = check_line, \
	  .help = "Its path in that site." }

#define URLS \
	{ "InternalUrl", "uri", PROPERTY_VIEW, .check = check_url, \
	  .help = "The URL for clients within the network." }, \
	{ "ExternalUrl", "uri", 0, .check = check_url, .help = "The URL for all other clients." }

#define PROTECTION \
	{ "ExtendedProtectionTokenChecking", "ExtendedProtectionTokenCheckingMode", PROPERTY_INERT, "None", \
	  .help = "Kept and shown." }, \
	{ "ExtendedProtectionFlags", "string", PROPERTY_MULTI | PROPERTY_INERT, .check = check_line, \
	  .help = "Kept and shown." }, \
	{ "ExtendedProtectionSPNList", "string", PROPERTY_MULTI | PROPERTY_INERT, .check = check_line, \
	  .help = "Kept and shown." }

#define METHODS \
	{ "BasicAuthentication", "bool", PROPERTY_INERT, "true", \
	  .help = "Kept and shown: whether clients may send a password." }, \
	{ "WindowsAuthentication", "bool", PROPERTY_INERT, "true", .help = "Kept and shown." }, \
	{ "DigestAuthentication", "bool", PROPERTY_INERT, "false", .help = "Kept and shown." }, \
	{ "OAuthAuthentication", "bool", PROPERTY_INERT, "false", .help = "Kept and shown." }, \
	{ "WSSecurityAuthentication", "bool", PROPERTY_INERT, "true", .help = "Kept and shown." }

static const struct property autodiscover_properties[] = {
	COMMON("/Autodiscover"), URLS, METHODS, PROTECTION, { NULL }
};
static const struct property web_services_properties[] = {
	COMMON("/EWS"), URLS, METHODS, PROTECTION,
	{ "MRSProxyEnabled", "bool", PROPERTY_INERT, "false", .help = "Kept and shown." }, { NULL }
};
static const struct property owa_properties[] = {
	COMMON("/owa"), URLS, METHODS, PROTECTION,
	{ "FormsAuthentication", "bool", PROPERTY_INERT, "true",
	  .help = "Kept and shown: whether a form asks for the password." },
	{ "LogonFormat", "string", PROPERTY_INERT, "PrincipalName", .values = "FullDomain PrincipalName UserName",
	  .help = "Kept and shown: how users write their names to log on." },
	{ NULL }
};
static const struct property ecp_properties[] = {
	COMMON("/ecp"), URLS, METHODS, PROTECTION,
	{ "FormsAuthentication", "bool", PROPERTY_INERT, "true",
	  .help = "Whether a form asks for the password." },
	{ NULL }
};
static const struct property oab_properties[] = {
	COMMON("/OAB"), URLS, METHODS, PROTECTION,
	{ "RequireSSL", "bool", PROPERTY_INERT, "true", .help = "Kept and shown." }, { NULL }
};
static const struct property powershell_properties[] = {
	COMMON("/PowerShell"), URLS, METHODS, PROTECTION, { NULL }
};
static const struct property mapi_properties[] = {
	COMMON("/mapi"), URLS, PROTECTION, { NULL }
};
static const struct property activesync_properties[] = {
	COMMON("/Microsoft-Server-ActiveSync"), URLS, PROTECTION,
	{ "BasicAuthEnabled", "bool", PROPERTY_INERT, "true", .help = "Kept and shown: whether clients may send a password." },
	{ "WindowsAuthEnabled", "bool", PROPERTY_INERT, "false", .help = "Kept and shown." },
	{ "CompressionEnabled", "bool", PROPERTY_INERT, "false", .help = "Kept and shown." },
	{ "ActiveSyncServer", "string", PROPERTY_INERT, .check = check_line,
	  .help = "Kept and shown." },
	{ NULL }
};

#define DIRECTORY(kind_name, properties_table, at, what) \
	{ \
		.name = kind_name "VirtualDirectory", \
		.type_name = "Microsoft.Exchange.Data.Directory.SystemConfiguration.AD" \
			kind_name "VirtualDirectory", \
		.scope = SCOPE_PROVIDER, .properties = properties_table, .order = at, \
		.help = what, .identity = identity_on_server, \
	}

RECORD_KIND(autodiscover_directory_kind) = DIRECTORY("Autodiscover", autodiscover_properties, 70,
	"Where clients find out about their mailbox.");
RECORD_KIND(web_services_directory_kind) = DIRECTORY("WebServices", web_services_properties, 71,
	"Exchange Web Services.");
RECORD_KIND(owa_directory_kind) = DIRECTORY("Owa", owa_properties, 72, "Webmail.");
RECORD_KIND(ecp_directory_kind) = DIRECTORY("Ecp", ecp_properties, 73, "The control panel.");
RECORD_KIND(oab_directory_kind) = DIRECTORY("Oab", oab_properties, 74, "The offline address book.");
RECORD_KIND(powershell_directory_kind) = DIRECTORY("PowerShell", powershell_properties, 75,
	"Remote management.");
RECORD_KIND(activesync_directory_kind) = DIRECTORY("ActiveSync", activesync_properties, 76,
	"Synchronization of telephones.");

RECORD_KIND(mapi_directory_kind) = DIRECTORY("Mapi", mapi_properties, 78, "Outlook by MAPI over HTTP.");

/* -- Outlook Anywhere ---------------------------------------------------------------------- */

static const struct property outlook_anywhere_properties[] = {
	COMMON("/rpc"),
	{ "ExternalHostname", "Hostname", PROPERTY_VIEW,
	  .help = "The host name that clients connect to; it gets an HTTPS site." },
	{ "InternalHostname", "Hostname", 0, .help = "The host name within the network." },
	{ "ClientAuthenticationMethod", "AuthenticationMethod", 0, "Basic",
	  .help = "How clients authenticate." },
	{ "ExternalClientAuthenticationMethod", "AuthenticationMethod", 0, "Basic",
	  .help = "How clients outside authenticate." },
	{ "InternalClientAuthenticationMethod", "AuthenticationMethod", 0, "Basic",
	  .help = "How clients inside authenticate." },
	{ "IISAuthenticationMethods", "AuthenticationMethod", PROPERTY_MULTI | PROPERTY_INERT,
	  .help = "Kept and shown." },
	{ "ExternalClientsRequireSsl", "bool", PROPERTY_INERT, "true", .help = "Kept and shown." },
	{ "InternalClientsRequireSsl", "bool", PROPERTY_INERT, "true", .help = "Kept and shown." },
	{ "SSLOffloading", "bool", 0, "false",
	  .help = "Whether another host before this one takes the TLS connections." },
	PROTECTION, { NULL }
};

static bool outlook_anywhere_validate(struct txn *txn, const struct record *old,
				      struct record *new, GError **error)
{
	value_auto host = new ? record_get(new, "ExternalHostname") : VALUE_NULL;
	value_auto target = VALUE_UNSET;

	if (!new || !value_is_null(host))
		return true;
	target = value_text(record_name(new));
	fault_set(error, &host_without_tls, target, "Outlook Anywhere needs an external host name.");
	return false;
}

RECORD_KIND(outlook_anywhere_kind) = {
	.name = "OutlookAnywhere",
	.type_name = "Microsoft.Exchange.Data.Directory.SystemConfiguration.ADRpcHttpVirtualDirectory",
	.scope = SCOPE_PROVIDER, .properties = outlook_anywhere_properties, .order = 77,
	.help = "Outlook through HTTPS.", .identity = identity_on_server,
	.validate = outlook_anywhere_validate,
};
