/*
 * Initialize-HostingServer: tells this host which server it is. Everything
 * else (connectors, zones, certificates) takes names and addresses from there.
 */
#include "config.h"
#include "cmdlets/hosting/task.h"

struct initialize_args {
	struct value name, domain_name, netbios_name, domain_controller, domain_controller_ip;
	struct value ip_address, secondary_ip, force;
};

static const struct param initialize_params[] = {
	{ "Name", "string", FIELD(initialize_args, name), .position = POSITION(0),
	  .flags = PARAM_MANDATORY, .help = "The server's host name, as EX01." },
	{ "DomainName", "string", FIELD(initialize_args, domain_name), .flags = PARAM_MANDATORY,
	  .help = "The hosting provider's domain." },
	{ "NetBIOSName", "string", FIELD(initialize_args, netbios_name),
	  .help = "The domain's NetBIOS name; by default its first label in capitals." },
	{ "DomainController", "string", FIELD(initialize_args, domain_controller),
	  .help = "The domain controller's host name; by default the server's." },
	{ "DomainControllerIPAddress", "string", FIELD(initialize_args, domain_controller_ip),
	  .help = "The domain controller's address; by default the server's." },
	{ "IPAddress", "string", FIELD(initialize_args, ip_address), .flags = PARAM_MANDATORY,
	  .help = "The server's primary address." },
	{ "SecondaryIPAddress", "string[]", FIELD(initialize_args, secondary_ip),
	  .help = "Further addresses, as of the redirection sites." },
	{ "Force", "switch", FIELD(initialize_args, force),
	  .help = "Changes the addresses of a server that was initialized before." },
	{ NULL }
};

static const struct task_field initialize_fields[] = {
	{ "Name", FIELD(initialize_args, name) },
	{ "DomainName", FIELD(initialize_args, domain_name) },
	{ "NetBIOSName", FIELD(initialize_args, netbios_name) },
	{ "DomainController", FIELD(initialize_args, domain_controller) },
	{ "DomainControllerIPAddress", FIELD(initialize_args, domain_controller_ip) },
	{ "IPAddress", FIELD(initialize_args, ip_address) },
	{ "SecondaryIPAddress", FIELD(initialize_args, secondary_ip) },
	{ NULL }
};

static const struct fault other_server = {
	"ServerAlreadyInitialized", "System.InvalidOperationException", CATEGORY_RESOURCE_EXISTS,
	"Use the name it has; -Force changes the addresses of the same server." };

struct initialize {
	const struct initialize_args *args;
	struct record *server;
};

/* What follows from the other arguments when it is not given. */
static bool fill_defaults(struct record *server, GError **error)
{
	g_autofree char *domain = record_text(server, "DomainName");
	g_autofree char *netbios = record_text(server, "NetBIOSName");
	g_autofree char *controller = record_text(server, "DomainController");
	g_autofree char *controller_ip = record_text(server, "DomainControllerIPAddress");
	g_autofree char *ip = record_text(server, "IPAddress");
	g_autofree char *label = g_strndup(domain, strcspn(domain, "."));
	g_autofree char *upper = g_ascii_strup(label, -1);

	return (netbios || record_set_text(server, "NetBIOSName", upper, error)) &&
		(controller ||
		 record_set_text(server, "DomainController", record_name(server), error)) &&
		(controller_ip ||
		 record_set_text(server, "DomainControllerIPAddress", ip, error));
}

static bool initialize_change(struct txn *txn, void *data, GError **error)
{
	struct initialize *task = data;
	g_autoptr(record_auto) old = hosting_server(txn_store(txn));

	if (old && (!arg_on(task->args->force) ||
		    !text_equal_nocase(record_name(old), arg_text(task->args->name, "")))) {
		value_auto target = value_text(record_name(old));

		fault_set(error, &other_server, target, "This host is already the server \"%s\".",
			  record_name(old));
		return false;
	}
	task->server = old ? record_copy(old) : record_new(record_kind_find("HostingServer"), NULL);
	if (!old)
		memcpy(task->server->guid, hosting_server_guid, sizeof(task->server->guid));
	if (!task_set_all(task->server, task->args, initialize_fields, error) ||
	    !fill_defaults(task->server, error))
		return false;
	txn_put(txn, task->server);
	return true;
}

static enum flow initialize_hosting_server(struct call *call, void *data)
{
	struct initialize task = { .args = data };
	enum flow flow;

	if (task_run(call, arg_text(task.args->name, ""), initialize_change, &task, &flow))
		flow = task_emit(call, task.server);
	if (task.server)
		record_unref(task.server);
	return flow;
}

static const struct cmdlet_example initialize_examples[] = {
	{ "Initialize-HostingServer -Name EX01 -DomainName provider.com -IPAddress 10.161.1.21 "
	  "-SecondaryIPAddress 10.161.1.23", "Makes this host the server EX01.provider.com." },
	{ NULL }
};

CMDLET(initialize_hosting_server_cmdlet) = {
	.name = "Initialize-HostingServer", .params = initialize_params,
	.args_size = sizeof(struct initialize_args), .process = initialize_hosting_server,
	.flags = CMDLET_SHOULD_PROCESS, .module = "HostingManagement",
	.synopsis = "Tells this host which server it is.",
	.description = "The names and addresses given here are used by setup, by connectors without "
		"their own, by DNS zones and by the sandbox.",
	.examples = initialize_examples, .output = "ExchangeServer",
};
