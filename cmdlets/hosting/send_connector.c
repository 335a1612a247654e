/*
 * Send connectors. What the table cannot say: the usage as a switch, smart
 * hosts that turn DNS routing off, the credential, which is a secret.
 */
#include "config.h"
#include "cmdlets/hosting/exchange_certificate.h"
#include "cmdlets/hosting/task.h"
#include "cmdlets/record_cmdlets.h"
#include "lib/array.h"
#include "lib/convert.h"

static const struct fault bad_credential = {
	"InvalidCredential", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Give a credential of Get-Credential." };

struct send_extra {
	struct value internet, internal, custom, partner, credential;
};

#define CREDENTIAL \
	{ "AuthenticationCredential", "pscredential", FIELD(send_extra, credential), \
	  .flags = PARAM_SECRET, .help = "User name and password for the smart hosts." }

static const struct param new_send_params[] = {
	CREDENTIAL,
	{ "Internet", "switch", FIELD(send_extra, internet), .help = "As -Usage Internet." },
	{ "Internal", "switch", FIELD(send_extra, internal), .help = "As -Usage Internal." },
	{ "Custom", "switch", FIELD(send_extra, custom), .help = "As -Usage Custom." },
	{ "Partner", "switch", FIELD(send_extra, partner), .help = "As -Usage Partner." },
	{ NULL }
};

static const struct param set_send_params[] = { CREDENTIAL, { NULL } };

static bool put_credential(struct call *call, struct txn *txn, struct record *record,
			   struct value credential, GError **error)
{
	value_auto user = VALUE_UNSET, password = VALUE_UNSET, name = VALUE_UNSET;
	g_autoptr(GBytes) clear = NULL;

	if (!arg_given(credential) || value_is_null(credential))
		return true;
	user = host_member(call_host(call), credential, symbol_get("UserName", -1));
	password = host_member(call_host(call), credential, symbol_get("Password", -1));
	name = value_str(value_to_string(user, NULL));
	clear = exchange_certificate_password(call, password);
	if (!clear || !name.u.str->len) {
		fault_set(error, &bad_credential, VALUE_NULL,
			  "The credential has no user name or no password.");
		return false;
	}
	if (!record_set(record, "AuthenticationUserName", name, error))
		return false;
	txn_put_secret(txn, record, "AuthenticationPassword", g_bytes_get_data(clear, NULL),
		       strlen(g_bytes_get_data(clear, NULL)));
	return true;
}

/* Smart hosts without a word on DNS routing turn it off; giving it up needs none. */
static bool choose_route(struct call *call, struct record *record, GError **error)
{
	value_auto hosts = record_get(record, "SmartHosts");
	bool any = hosts.kind == V_ARRAY && hosts.u.array->len;

	if (call_bound(call, "DNSRoutingEnabled") || !call_bound(call, "SmartHosts") ||
	    any != record_bool(record, "DNSRoutingEnabled"))
		return true;
	return record_set(record, "DNSRoutingEnabled", value_bool(!any), error);
}

static bool choose_servers(struct txn *txn, struct record *record, GError **error)
{
	value_auto servers = record_get(record, "SourceTransportServers");
	g_autoptr(record_auto) server = NULL;
	value_auto list = VALUE_UNSET;

	if (servers.kind == V_ARRAY && servers.u.array->len)
		return task_resolve(txn, record, "SourceTransportServers", error);
	server = hosting_server(txn_store(txn));
	if (!server)
		return true;
	list = value_of(array_new(NULL, 1));
	array_set(list.u.array, 0, value_text(record_name(server)));
	return record_set(record, "SourceTransportServers", list, error);
}

static const char *usage_of(const struct send_extra *extra)
{
	return arg_on(extra->internet) ? "Internet" : arg_on(extra->internal) ? "Internal"
		: arg_on(extra->partner) ? "Partner" : arg_on(extra->custom) ? "Custom" : NULL;
}

static bool new_send_put(struct call *call, struct txn *txn, const void *data,
			 const struct record *old, struct record *record, GError **error)
{
	const struct send_extra *extra = data;
	const char *usage = usage_of(extra);

	return (!usage || record_set_text(record, "Usage", usage, error)) &&
		choose_route(call, record, error) && choose_servers(txn, record, error) &&
		put_credential(call, txn, record, extra->credential, error);
}

static bool set_send_put(struct call *call, struct txn *txn, const void *data,
			 const struct record *old, struct record *record, GError **error)
{
	const struct send_extra *extra = data;

	return choose_route(call, record, error) && choose_servers(txn, record, error) &&
		put_credential(call, txn, record, extra->credential, error);
}

#define NOT_HERE \
	.refused = "LinkedReceiveConnector ConnectorType RequireOorg", \
	.refusal = "this host has no cloud connectors and links no connectors.", \
	.ignored = "Force! IsCoexistenceConnector"

static const struct record_verb get_send = { .kind = "SendConnector" };

CMDLET(get_send_connector_cmdlet) = {
	.name = "Get-SendConnector", RECORD_GET(get_send), .module = "HostingManagement",
	.synopsis = "Shows send connectors.", .output = "SmtpSendConnectorConfig",
};

static const struct record_verb new_send = { .kind = "SendConnector", .put = new_send_put,
	.extra = new_send_params, .extra_size = sizeof(struct send_extra), NOT_HERE };

static const struct cmdlet_example new_send_examples[] = {
	{ "New-SendConnector -Name Internet -Usage Internet -AddressSpaces 'SMTP:*;1' "
	  "-DNSRoutingEnabled $true -SourceTransportServers EX01",
	  "All mail leaves to the recipients' own mail exchangers." },
	{ "New-SendConnector -Name Relay -AddressSpaces 'contoso.com' -SmartHosts relay.contoso.com",
	  "Mail for contoso.com goes to that host." },
	{ NULL }
};

CMDLET(new_send_connector_cmdlet) = {
	.name = "New-SendConnector", RECORD_NEW(new_send), .module = "HostingManagement",
	.synopsis = "Makes a way for mail to leave.", .examples = new_send_examples,
	.output = "SmtpSendConnectorConfig",
};

static const struct record_verb set_send = { .kind = "SendConnector", .put = set_send_put,
	.extra = set_send_params, .extra_size = sizeof(struct send_extra), NOT_HERE };

CMDLET(set_send_connector_cmdlet) = {
	.name = "Set-SendConnector", RECORD_SET(set_send), .module = "HostingManagement",
	.synopsis = "Changes a send connector.",
};

static const struct record_verb remove_send = { .kind = "SendConnector" };

CMDLET(remove_send_connector_cmdlet) = {
	.name = "Remove-SendConnector", RECORD_REMOVE(remove_send), .module = "HostingManagement",
	.synopsis = "Removes a send connector.",
};
