/*
 * Send connectors: which mail leaves by which way. An address space with a
 * cost chooses the connector; it delivers by DNS or through smart hosts.
 */
#include "config.h"
#include "lib/exchange.h"
#include "state/kinds/checks.h"
#include "state/kinds/hosting.h"

static const struct fault no_route = {
	"SendConnectorRoute", "Microsoft.Exchange.Data.DataValidationException",
	CATEGORY_INVALID_DATA,
	"Give -DNSRoutingEnabled $true, or -SmartHosts with -DNSRoutingEnabled $false." };
static const struct fault no_space = {
	"SendConnectorAddressSpaces", "Microsoft.Exchange.Data.DataValidationException",
	CATEGORY_INVALID_DATA, "Give -AddressSpaces, as 'SMTP:*;1'." };
static const struct fault no_credential = {
	"SendConnectorCredential", "Microsoft.Exchange.Data.DataValidationException",
	CATEGORY_INVALID_DATA, "Give -AuthenticationCredential (Get-Credential)." };

static const struct property send_connector_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED, .check = check_name,
	  .help = "The connector's name." },
	{ "AddressSpaces", "AddressSpace", PROPERTY_MULTI | PROPERTY_REQUIRED,
	  .help = "Domains with costs, as SMTP:*;1." },
	{ "Enabled", "bool", 0, "true", .help = "Whether mail goes this way." },
	{ "Usage", "UsageType", PROPERTY_NEW_ONLY, "Custom", .help = "What it is for." },
	{ "DNSRoutingEnabled", "bool", 0, "true",
	  .help = "Whether mail goes to the recipient's own mail exchangers." },
	{ "SmartHosts", "SmartHost", PROPERTY_MULTI, .help = "Hosts that take the mail instead." },
	{ "SmartHostAuthMechanism", "SmartHostAuthMechanisms", 0, "None",
	  .help = "How to authenticate to the smart hosts." },
	{ "AuthenticationUserName", "string", PROPERTY_READONLY, .check = check_line,
	  .help = "The user of the credential for the smart hosts; its password is a secret." },
	{ "Port", "int", 0, "25", .check = check_port, .help = "The port of the receiving hosts." },
	{ "SourceTransportServers", "string", PROPERTY_MULTI, .reference = "HostingServer",
	  .help = "The servers that send through it." },
	{ "SourceIPAddress", "string", 0, "0.0.0.0", .check = check_ip_address,
	  .help = "The address to send from." },
	{ "Fqdn", "Fqdn", 0, .help = "The name to greet other servers with." },
	{ "IsScopedConnector", "bool", 0, "false",
	  .help = "Whether only servers of its own site use it; this host is one site." },
	{ "UseExternalDNSServersEnabled", "bool", PROPERTY_INERT, "false",
	  .help = "Kept and shown; the system's own resolver is used." },
	{ "RequireTLS", "bool", 0, "false", .help = "Whether mail only leaves encrypted." },
	{ "TlsAuthLevel", "TlsAuthLevel", 0, .help = "How strictly the other side is verified." },
	{ "TlsDomain", "SmtpDomainWithSubdomains", 0,
	  .help = "The name its certificate must have." },
	{ "TlsCertificateName", "string", PROPERTY_INERT, .check = check_line,
	  .help = "Kept and shown: issuer and subject of the certificate to present." },
	{ "IgnoreSTARTTLS", "bool", 0, "false", .help = "Whether encryption is never tried." },
	{ "DomainSecureEnabled", "bool", PROPERTY_INERT, "false", .help = "Kept and shown." },
	{ "ForceHELO", "bool", 0, "false", .help = "Whether HELO is used instead of EHLO." },
	{ "FrontendProxyEnabled", "bool", PROPERTY_INERT, "false", .help = "Kept and shown." },
	{ "MaxMessageSize", "UnlimitedSize", 0, "10MB", .help = "Largest message it sends." },
	{ "SmtpMaxMessagesPerConnection", "int", 0, "20", .check = check_positive,
	  .help = "Most messages of one connection." },
	{ "ConnectionInactivityTimeOut", "timespan", PROPERTY_INERT, "00:10:00",
	  .help = "Kept and shown: how long an idle connection is kept." },
	{ "ProtocolLoggingLevel", "ProtocolLoggingLevel", PROPERTY_INERT, "None",
	  .help = "Kept and shown: whether its conversations are logged." },
	{ "ErrorPolicies", "ErrorPolicies", PROPERTY_INERT, "Default", .help = "Kept and shown." },
	{ "CloudServicesMailEnabled", "bool", PROPERTY_INERT, "false", .help = "Kept and shown." },
	{ "Comment", "string", 0, .check = check_text, .help = "A comment." },
	{ NULL }
};

static bool is_empty(struct value list)
{
	struct enumerator e;
	struct value item;
	bool any;

	if (value_is_null(list))
		return true;
	enumerator_init(&e, list);
	any = enumerator_next(&e, &item, NULL);
	if (any)
		value_unref(item);
	enumerator_clear(&e);
	return !any;
}

static bool refuse(const struct fault *fault, const struct record *record, const char *why,
		   GError **error)
{
	value_auto target = value_text(record_name(record));

	fault_set(error, fault, target, "The send connector \"%s\" %s.", record_name(record), why);
	return false;
}

static bool send_connector_validate(struct txn *txn, const struct record *old, struct record *new,
				    GError **error)
{
	value_auto spaces = new ? record_get(new, "AddressSpaces") : VALUE_NULL;
	value_auto hosts = new ? record_get(new, "SmartHosts") : VALUE_NULL;
	g_autofree char *mechanism = new ? record_text(new, "SmartHostAuthMechanism") : NULL;
	g_autofree char *user = new ? record_text(new, "AuthenticationUserName") : NULL;

	if (!new)
		return true;
	if (is_empty(spaces))
		return refuse(&no_space, new, "has no address space", error);
	if (record_bool(new, "DNSRoutingEnabled") && !is_empty(hosts))
		return refuse(&no_route, new, "has smart hosts and routes by DNS: it can do one of the two",
			      error);
	if (!record_bool(new, "DNSRoutingEnabled") && is_empty(hosts))
		return refuse(&no_route, new, "neither routes by DNS nor has smart hosts", error);
	if (mechanism && g_str_has_prefix(mechanism, "BasicAuth") && !user)
		return refuse(&no_credential, new, "authenticates to its smart hosts without a credential",
			      error);
	return true;
}

RECORD_KIND(send_connector_kind) = {
	.name = "SendConnector",
	.type_name = "Microsoft.Exchange.Data.Directory.SystemConfiguration.SmtpSendConnectorConfig",
	.scope = SCOPE_PROVIDER, .properties = send_connector_properties, .order = 50,
	.view = "Identity AddressSpaces Enabled",
	.help = "Which mail leaves by which way.", .validate = send_connector_validate,
};
