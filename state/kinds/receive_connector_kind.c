/*
 * Receive connectors: on which socket, from whom and under which rules mail is
 * taken. Connectors may share a socket; the most specific remote range then
 * chooses, so no two of them may have the same socket and the same range.
 */
#include "config.h"
#include "lib/array.h"
#include "lib/exchange.h"
#include "state/kinds/checks.h"
#include "state/kinds/hosting.h"

static const struct fault same_socket = {
	"ReceiveConnectorConflict", "Microsoft.Exchange.Data.DataValidationException",
	CATEGORY_RESOURCE_EXISTS,
	"Choose another binding, or another remote IP range." };
static const struct fault no_binding = {
	"ReceiveConnectorBindings", "Microsoft.Exchange.Data.DataValidationException",
	CATEGORY_INVALID_DATA, "Give -Bindings, as 10.0.0.1:25." };
static const struct fault no_range = {
	"ReceiveConnectorRemoteIPRanges", "Microsoft.Exchange.Data.DataValidationException",
	CATEGORY_INVALID_DATA, "Give -RemoteIPRanges, as 0.0.0.0-255.255.255.255." };
static const struct fault auth_conflict = {
	"ReceiveConnectorAuthMechanism", "Microsoft.Exchange.Data.DataValidationException",
	CATEGORY_INVALID_DATA, NULL };

#define SWITCH(name, default_value, what)	{ name, "bool", 0, default_value, .help = what }
#define KEPT(name, default_value)	{ name, "bool", PROPERTY_INERT, default_value, .help = "Kept and shown." }

static const struct property receive_connector_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED, .check = check_name,
	  .help = "The connector's name." },
	{ "Server", "string", PROPERTY_NEW_ONLY, .reference = "HostingServer",
	  .help = "The server it is on." },
	{ "Bindings", "IPBinding", PROPERTY_MULTI,
	  .help = "The sockets it listens on, as 10.0.0.1:25." },
	{ "RemoteIPRanges", "IPRange", PROPERTY_MULTI,
	  .help = "The clients it is for, as 0.0.0.0-255.255.255.255." },
	{ "Enabled", "bool", 0, "true", .help = "Whether it takes mail." },
	{ "Usage", "UsageType", PROPERTY_NEW_ONLY, "Custom", .help = "What it is for." },
	{ "AuthMechanism", "AuthMechanisms", 0, "Tls", .help = "How clients may authenticate." },
	{ "PermissionGroups", "PermissionGroups", 0, "None", .help = "Who may submit mail." },
	{ "Fqdn", "Fqdn", 0, .help = "The name in its greeting." },
	{ "Banner", "string", 0, .check = check_line,
	  .help = "The greeting, which begins with 220." },
	{ "Comment", "string", 0, .check = check_text, .help = "A comment." },
	{ "DefaultDomain", "string", PROPERTY_INERT, .check = check_line,
	  .help = "Kept and shown." },
	SWITCH("RequireTLS", "false", "Whether mail is only taken encrypted."),
	SWITCH("RequireEHLODomain", "false", "Whether clients must greet with a name."),
	SWITCH("EightBitMimeEnabled", "true", "Whether 8BITMIME is offered."),
	KEPT("BinaryMimeEnabled", "true"),
	SWITCH("ChunkingEnabled", "true", "Whether CHUNKING is offered."),
	SWITCH("PipeliningEnabled", "true", "Whether PIPELINING is offered."),
	SWITCH("DeliveryStatusNotificationEnabled", "true", "Whether DSN is offered."),
	SWITCH("EnhancedStatusCodesEnabled", "true", "Whether ENHANCEDSTATUSCODES is offered."),
	SWITCH("SmtpUtf8Enabled", "true", "Whether SMTPUTF8 is offered."),
	{ "SizeEnabled", "SizeMode", PROPERTY_INERT, "Enabled", .help = "Kept and shown: whether SIZE is offered." },
	{ "MaxMessageSize", "ByteQuantifiedSize", 0, "10MB", .help = "Largest message it takes." },
	{ "MaxHeaderSize", "ByteQuantifiedSize", PROPERTY_INERT, "128KB", .help = "Kept and shown: largest header it takes." },
	{ "MaxRecipientsPerMessage", "int", 0, "200", .check = check_positive,
	  .help = "Most recipients of one message." },
	{ "MaxHopCount", "int", PROPERTY_INERT, "60", .check = check_positive, .help = "Kept and shown: most Received lines." },
	{ "MaxLocalHopCount", "int", PROPERTY_INERT, "12", .check = check_positive,
	  .help = "Kept and shown." },
	{ "MaxLogonFailures", "int", PROPERTY_INERT, "3", .check = check_positive,
	  .help = "Kept and shown." },
	{ "MaxInboundConnection", "Unlimited", PROPERTY_INERT, "5000", .help = "Kept and shown: most connections at a time." },
	{ "MaxInboundConnectionPerSource", "Unlimited", 0, "20",
	  .help = "Most connections of one client at a time." },
	{ "MaxInboundConnectionPercentagePerSource", "int", PROPERTY_INERT, "2", .check = check_percent,
	  .help = "Kept and shown." },
	{ "MaxProtocolErrors", "Unlimited", 0, "5", .help = "Errors after which it hangs up." },
	{ "MaxAcknowledgementDelay", "timespan", PROPERTY_INERT, "00:00:30",
	  .help = "Kept and shown." },
	{ "MessageRateLimit", "Unlimited", 0, "Unlimited",
	  .help = "Most messages a minute of one client." },
	{ "MessageRateSource", "MessageRateSourceFlags", PROPERTY_INERT, "IPAddress",
	  .help = "Kept and shown." },
	{ "ConnectionTimeout", "timespan", PROPERTY_INERT, "00:10:00", .help = "Kept and shown: longest connection." },
	{ "ConnectionInactivityTimeout", "timespan", 0, "00:05:00", .help = "Longest silence." },
	{ "TarpitInterval", "timespan", 0, "00:00:05", .help = "Delay of answers after errors." },
	{ "AuthTarpitInterval", "timespan", PROPERTY_INERT, "00:00:05", .help = "Kept and shown." },
	{ "ProtocolLoggingLevel", "ProtocolLoggingLevel", PROPERTY_INERT, "None",
	  .help = "Kept and shown: whether its conversations are logged." },
	{ "TlsCertificateName", "string", PROPERTY_INERT, .check = check_line,
	  .help = "Kept and shown: issuer and subject of the certificate to present." },
	{ "TlsDomainCapabilities", "string", PROPERTY_MULTI | PROPERTY_INERT, .check = check_line,
	  .help = "Kept and shown." },
	{ "ServiceDiscoveryFqdn", "Fqdn", PROPERTY_INERT, .help = "Kept and shown." },
	{ "ExtendedProtectionPolicy", "ExtendedProtectionPolicySetting", PROPERTY_INERT, "None",
	  .help = "Kept and shown." },
	{ "TransportRole", "ServerRole", PROPERTY_INERT, "HubTransport",
	  .help = "Kept and shown." },
	KEPT("AdvertiseClientSettings", "false"), KEPT("BareLinefeedRejectionEnabled", "false"),
	KEPT("DomainSecureEnabled", "false"), KEPT("EnableAuthGSSAPI", "false"),
	KEPT("LongAddressesEnabled", "false"), KEPT("OrarEnabled", "false"),
	KEPT("RejectReservedSecondLevelRecipientDomains", "false"),
	KEPT("RejectReservedTopLevelRecipientDomains", "false"),
	KEPT("RejectSingleLabelRecipientDomains", "false"), KEPT("SuppressXAnonymousTls", "false"),
	{ NULL }
};

static bool share(struct value a, struct value b, bool (*same)(struct value, struct value),
		  char **ret_shown)
{
	if (a.kind != V_ARRAY || b.kind != V_ARRAY)
		return false;
	for (uint32_t i = 0; i < a.u.array->len; i++)
		for (uint32_t k = 0; k < b.u.array->len; k++)
			if (same(a.u.array->u.items[i], b.u.array->u.items[k])) {
				struct string *text = type_of(a.u.array->u.items[i])->to_string(
					a.u.array->u.items[i]);

				*ret_shown = g_strdup(text->data);
				str_unref(text);
				return true;
			}
	return false;
}

struct conflict {
	const struct record *record;
	struct value bindings, ranges;
	char *with, *binding, *range;
};

static bool conflicts_with(struct record *other, void *data)
{
	struct conflict *conflict = data;
	value_auto bindings = record_get(other, "Bindings");
	value_auto ranges = record_get(other, "RemoteIPRanges");

	if (strcmp(other->guid, conflict->record->guid) == 0)
		return true;
	if (!share(conflict->bindings, bindings, type_ip_binding.equals, &conflict->binding))
		return true;
	if (share(conflict->ranges, ranges, type_ip_range.equals, &conflict->range)) {
		conflict->with = g_strdup(record_name(other));
		return false;
	}
	g_clear_pointer(&conflict->binding, g_free);
	return true;
}

static bool has_own_socket(struct txn *txn, const struct record *record, GError **error)
{
	value_auto bindings = record_get(record, "Bindings");
	value_auto ranges = record_get(record, "RemoteIPRanges");
	struct conflict conflict = { .record = record, .bindings = bindings, .ranges = ranges };
	struct store_query query = { .kind = "ReceiveConnector" };
	value_auto target = value_text(record_name(record));

	txn_each(txn, &query, conflicts_with, &conflict, NULL);
	if (!conflict.with)
		return true;
	fault_set(error, &same_socket, target,
		  "The receive connector \"%s\" already has the binding %s with the remote IP range %s.",
		  conflict.with, conflict.binding, conflict.range);
	g_free(conflict.with);
	g_free(conflict.binding);
	g_free(conflict.range);
	return false;
}

static bool is_empty(struct value list)
{
	return list.kind != V_ARRAY || !list.u.array->len;
}

static bool refuse(const struct fault *fault, const struct record *record, const char *why,
		   GError **error)
{
	value_auto target = value_text(record_name(record));

	fault_set(error, fault, target, "The receive connector \"%s\" %s.", record_name(record), why);
	return false;
}

/* Exchange's rules between authentication mechanisms and permission groups. */
static bool mechanisms_agree(const struct record *record, GError **error)
{
	value_auto mechanism = record_get(record, "AuthMechanism");
	value_auto groups = record_get(record, "PermissionGroups");
	int64_t auth = mechanism.kind == V_ENUM ? mechanism.u.i : 0;
	int64_t group = groups.kind == V_ENUM ? groups.u.i : 0;

	if ((auth & AUTH_BASIC_REQUIRE_TLS) && !(auth & AUTH_TLS))
		return refuse(&auth_conflict, record,
			      "has BasicAuthRequireTLS without Tls: give both", error);
	if ((auth & AUTH_EXTERNAL_AUTHORITATIVE) && !(group & PERMISSION_EXCHANGE_SERVERS))
		return refuse(&auth_conflict, record,
			      "has ExternalAuthoritative without the permission group ExchangeServers",
			      error);
	if ((auth & AUTH_EXTERNAL_AUTHORITATIVE) &&
	    (auth & (AUTH_BASIC | AUTH_BASIC_REQUIRE_TLS | AUTH_INTEGRATED)))
		return refuse(&auth_conflict, record,
			      "has ExternalAuthoritative together with a way to log on", error);
	return true;
}

static bool receive_connector_validate(struct txn *txn, const struct record *old,
				       struct record *new, GError **error)
{
	value_auto bindings = new ? record_get(new, "Bindings") : VALUE_NULL;
	value_auto ranges = new ? record_get(new, "RemoteIPRanges") : VALUE_NULL;
	g_autofree char *banner = new ? record_text(new, "Banner") : NULL;

	if (!new)
		return true;
	if (is_empty(bindings))
		return refuse(&no_binding, new, "has no binding", error);
	if (is_empty(ranges))
		return refuse(&no_range, new, "has no remote IP range", error);
	if (banner && *banner && !g_str_has_prefix(banner, "220 "))
		return refuse(&auth_conflict, new, "has a banner that does not begin with \"220 \"",
			      error);
	return mechanisms_agree(new, error) && has_own_socket(txn, new, error);
}

RECORD_KIND(receive_connector_kind) = {
	.name = "ReceiveConnector",
	.type_name = "Microsoft.Exchange.Data.Directory.SystemConfiguration.ReceiveConnector",
	.scope = SCOPE_PROVIDER, .properties = receive_connector_properties, .order = 60,
	.view = "Identity Bindings Enabled",
	.help = "On which socket, from whom and how mail is taken.",
	.validate = receive_connector_validate, .identity = identity_on_server,
};
