/*
 * Receive connectors. A usage stands for bindings, ranges, authentication and
 * permissions, each of which a parameter of its own replaces.
 */
#include "config.h"
#include "cmdlets/hosting/task.h"
#include "cmdlets/record_cmdlets.h"

#define EVERYWHERE "0.0.0.0-255.255.255.255"

static const struct usage {
	const char *name;
	const char *bindings, *ranges;		/* NULL: must be given */
	const char *mechanisms, *groups;
} usages[] = {
	{ "Custom", NULL, NULL, "None", "None" },
	{ "Internet", NULL, EVERYWHERE, "Tls", "AnonymousUsers" },
	{ "Internal", "0.0.0.0:25", NULL, "Tls, ExchangeServer",
	  "ExchangeServers, ExchangeLegacyServers" },
	{ "Client", "0.0.0.0:587", EVERYWHERE, "Tls, Integrated, BasicAuth, BasicAuthRequireTLS",
	  "ExchangeUsers" },
	{ "Partner", NULL, NULL, "Tls", "Partners" },
};

struct receive_extra {
	struct value internet, internal, custom, partner, client;
};

static const struct param new_receive_params[] = {
	{ "Internet", "switch", FIELD(receive_extra, internet), .help = "As -Usage Internet." },
	{ "Internal", "switch", FIELD(receive_extra, internal), .help = "As -Usage Internal." },
	{ "Client", "switch", FIELD(receive_extra, client), .help = "As -Usage Client." },
	{ "Partner", "switch", FIELD(receive_extra, partner), .help = "As -Usage Partner." },
	{ "Custom", "switch", FIELD(receive_extra, custom), .help = "As -Usage Custom." },
	{ NULL }
};

static const char *switch_usage(const struct receive_extra *extra)
{
	return arg_on(extra->internet) ? "Internet" : arg_on(extra->internal) ? "Internal"
		: arg_on(extra->client) ? "Client" : arg_on(extra->partner) ? "Partner"
		: arg_on(extra->custom) ? "Custom" : NULL;
}

static const struct usage *usage_find(const char *name)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(usages); i++)
		if (name && text_equal_nocase(usages[i].name, name))
			return &usages[i];
	return &usages[0];
}

static bool fill(struct call *call, struct record *record, const char *property, const char *text,
		 GError **error)
{
	return !text || call_bound(call, property) || record_set_text(record, property, text, error);
}

static bool fill_server(struct txn *txn, struct record *record, GError **error)
{
	g_autoptr(record_auto) server = hosting_server(txn_store(txn));
	g_autofree char *given = record_text(record, "Server");
	g_autofree char *fqdn = record_text(record, "Fqdn");
	g_autofree char *own = hosting_server_fqdn(txn_store(txn));

	if (given && !task_resolve(txn, record, "Server", error))
		return false;
	if (!given && server && !record_set_text(record, "Server", record_name(server), error))
		return false;
	return fqdn || !own || record_set_text(record, "Fqdn", own, error);
}

static bool new_receive_put(struct call *call, struct txn *txn, const void *data,
			    const struct record *old, struct record *record, GError **error)
{
	const char *by_switch = switch_usage(data);
	g_autofree char *given = record_text(record, "Usage");
	const struct usage *usage = usage_find(by_switch ? by_switch : given);

	return (!by_switch || record_set_text(record, "Usage", by_switch, error)) &&
		fill(call, record, "Bindings", usage->bindings, error) &&
		fill(call, record, "RemoteIPRanges", usage->ranges, error) &&
		fill(call, record, "AuthMechanism", usage->mechanisms, error) &&
		fill(call, record, "PermissionGroups", usage->groups, error) &&
		fill_server(txn, record, error);
}

static const struct record_verb get_receive = { .kind = "ReceiveConnector", .ignored = "Server" };

CMDLET(get_receive_connector_cmdlet) = {
	.name = "Get-ReceiveConnector", RECORD_GET(get_receive), .module = "HostingManagement",
	.synopsis = "Shows receive connectors.", .output = "ReceiveConnector",
};

static const struct record_verb new_receive = { .kind = "ReceiveConnector",
	.put = new_receive_put, .extra = new_receive_params,
	.extra_size = sizeof(struct receive_extra) };

static const struct cmdlet_example new_receive_examples[] = {
	{ "New-ReceiveConnector -Name Internet -Bindings 10.161.1.21:25 -Usage Internet "
	  "-RemoteIPRanges 0.0.0.0-255.255.255.255", "Takes mail from anywhere on that address." },
	{ NULL }
};

CMDLET(new_receive_connector_cmdlet) = {
	.name = "New-ReceiveConnector", RECORD_NEW(new_receive), .module = "HostingManagement",
	.synopsis = "Makes a socket on which mail is taken.", .examples = new_receive_examples,
	.output = "ReceiveConnector",
};

static const struct record_verb set_receive = { .kind = "ReceiveConnector" };

CMDLET(set_receive_connector_cmdlet) = {
	.name = "Set-ReceiveConnector", RECORD_SET(set_receive), .module = "HostingManagement",
	.synopsis = "Changes a receive connector.",
};

static const struct record_verb remove_receive = { .kind = "ReceiveConnector" };

CMDLET(remove_receive_connector_cmdlet) = {
	.name = "Remove-ReceiveConnector", RECORD_REMOVE(remove_receive),
	.module = "HostingManagement", .synopsis = "Removes a receive connector.",
};
