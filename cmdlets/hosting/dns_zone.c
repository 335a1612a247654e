/*
 * DNS zones that this host serves. A new zone names the domain controller as
 * its name server, and has its address when the name lies in the zone.
 */
#include "config.h"
#include "cmdlets/hosting/task.h"
#include "lib/array.h"
#include "lib/exchange.h"
#include "state/kinds/dns_data.h"

static const struct fault zone_exists = {
	"WIN32 9609,Add-DnsServerPrimaryZone", "Microsoft.Management.Infrastructure.CimException",
	CATEGORY_RESOURCE_EXISTS, "Get-DnsServerZone shows the zones." };
static const struct fault no_zone = {
	"WIN32 9601", "Microsoft.Management.Infrastructure.CimException", CATEGORY_OBJECT_NOT_FOUND,
	"Get-DnsServerZone shows the zones." };
static const struct fault bad_network = {
	"InvalidNetworkId", "System.FormatException", CATEGORY_INVALID_ARGUMENT,
	"Write a network as 10.161.1.0/24." };

struct zone_args {
	struct value name, network, zone_file, scope, dynamic_update, person, pass_thru, force, ignored;
};

#define REMOTE \
	IGNORED(zone_args, "CimSession"), IGNORED(zone_args, "ComputerName"), \
	IGNORED(zone_args, "ThrottleLimit"), IGNORED_SWITCH(zone_args, "AsJob"), \
	IGNORED(zone_args, "VirtualizationInstance")

#define ZONE_NAME(name_flags) \
	{ "Name", "string", FIELD(zone_args, name), .position = POSITION(0), .pipeline = BY_NAME, \
	  .flags = name_flags, .aliases = "ZoneName", .complete = "DnsZone", .help = "The zone's name." }

/* -- Add-DnsServerPrimaryZone ------------------------------------------------------------------ */

static const struct param add_zone_params[] = {
	{ "Name", "string", FIELD(zone_args, name), .position = POSITION(0), .pipeline = BY_NAME,
	  .sets = 1, .mandatory_sets = 1, .aliases = "ZoneName", .help = "The zone's name." },
	{ "NetworkId", "string", FIELD(zone_args, network), .pipeline = BY_NAME, .sets = 2,
	  .mandatory_sets = 2, .help = "The network of a reverse zone, as 10.161.1.0/24." },
	{ "ZoneFile", "string", FIELD(zone_args, zone_file), .pipeline = BY_NAME,
	  .help = "Kept and shown." },
	{ "ReplicationScope", "string", FIELD(zone_args, scope), .position = POSITION(1),
	  .pipeline = BY_NAME, .values = "Forest Domain Legacy Custom", .help = "Kept and shown." },
	{ "DynamicUpdate", "string", FIELD(zone_args, dynamic_update), .pipeline = BY_NAME,
	  .values = "None Secure NonsecureAndSecure",
	  .help = "Kept and shown; zones change by cmdlets alone." },
	{ "ResponsiblePerson", "string", FIELD(zone_args, person), .pipeline = BY_NAME,
	  .help = "The zone's contact, as hostmaster.contoso.com." },
	{ "PassThru", "switch", FIELD(zone_args, pass_thru), .help = "Emits the zone." },
	IGNORED(zone_args, "DirectoryPartitionName"), IGNORED_SWITCH(zone_args, "LoadExisting"),
	REMOTE, { NULL }
};

static const struct task_field zone_fields[] = {
	{ "ZoneFile", FIELD(zone_args, zone_file) },
	{ "ReplicationScope", FIELD(zone_args, scope) },
	{ "DynamicUpdate", FIELD(zone_args, dynamic_update) },
	{ "ResponsiblePerson", FIELD(zone_args, person) },
	{ NULL }
};

struct zone_task {
	const struct zone_args *args;
	char *name;
	struct record *zone;
};

/* "10.161.1.0/24" -> "1.161.10.in-addr.arpa"; whole octets only. Yours, NULL + error. */
static char *reverse_zone(const char *network, GError **error)
{
	g_auto(GStrv) parts = g_strsplit(network, "/", 2);
	g_auto(GStrv) octets = parts[0] ? g_strsplit(parts[0], ".", -1) : NULL;
	unsigned bits = parts[0] && parts[1] ? (unsigned)g_ascii_strtoull(parts[1], NULL, 10) : 0;
	value_auto text = value_text(network), range = VALUE_UNSET;

	if (bits && bits % 8 == 0 && bits <= 24 && g_strv_length(octets) == 4 &&
	    type_ip_range.convert_from(text, &range, NULL)) {
		GString *name = g_string_new(NULL);

		for (int i = (int)bits / 8 - 1; i >= 0; i--)
			g_string_append_printf(name, "%s.", octets[i]);
		g_string_append(name, "in-addr.arpa");
		return g_string_free(name, FALSE);
	}
	fault_set(error, &bad_network, text, "\"%s\" is not a network of 8, 16 or 24 bits.", network);
	return NULL;
}

static bool put_name_server(struct txn *txn, struct record *zone, GError **error)
{
	g_autoptr(record_auto) server = task_server(txn_store(txn), error);
	g_autofree char *controller = server ? record_text(server, "DomainController") : NULL;
	g_autofree char *domain = server ? record_text(server, "DomainName") : NULL;
	g_autofree char *address = server ? record_text(server, "DomainControllerIPAddress") : NULL;
	g_autofree char *full = server ? g_strdup_printf("%s.%s", controller, domain) : NULL;
	g_autofree char *lower = full ? g_ascii_strdown(full, -1) : NULL;
	g_autofree char *host = NULL, *key = NULL;
	g_autoptr(record_auto) glue = NULL;

	if (!server || !record_set_text(zone, "NameServer", lower, error))
		return false;
	if (!text_equal_nocase(record_name(zone), domain))
		return true;
	host = g_ascii_strdown(controller, -1);
	key = g_strdup_printf("%s %s A %s", record_name(zone), host, address);
	glue = record_new(record_kind_find("DnsRecord"), NULL);
	if (!record_set_text(glue, "Key", key, error) ||
	    !record_set_text(glue, "ZoneName", record_name(zone), error) ||
	    !record_set_text(glue, "HostName", host, error) ||
	    !record_set_text(glue, "RecordType", "A", error) ||
	    !record_set_text(glue, "RecordData", address, error))
		return false;
	txn_put(txn, glue);
	return true;
}

static bool add_zone_change(struct txn *txn, void *data, GError **error)
{
	struct zone_task *task = data;
	g_autoptr(record_auto) old = txn_get(txn, "DnsZone", NULL, task->name);

	if (old) {
		value_auto target = value_text(task->name);

		fault_set(error, &zone_exists, target, "The zone %s already exists.", task->name);
		return false;
	}
	record_unref(task->zone);
	task->zone = record_new(record_kind_find("DnsZone"), NULL);
	if (!record_set_text(task->zone, "ZoneName", task->name, error) ||
	    !record_set(task->zone, "IsReverseLookupZone",
			value_bool(g_str_has_suffix(task->name, ".arpa")), error) ||
	    !task_set_all(task->zone, task->args, zone_fields, error))
		return false;
	txn_put(txn, task->zone);
	return put_name_server(txn, task->zone, error);
}

static char *new_zone_name(const struct zone_args *args, GError **error)
{
	g_autofree char *checked = NULL;

	if (arg_given(args->network))
		return reverse_zone(arg_text(args->network, ""), error);
	checked = domain_check(arg_text(args->name, ""), DOMAIN_ROOT_DOT, error);
	return checked ? g_ascii_strdown(checked, -1) : NULL;
}

static enum flow add_zone(struct call *call, void *data)
{
	struct zone_task task = { .args = data };
	GError *error = NULL;
	enum flow flow;

	task.name = new_zone_name(task.args, &error);
	if (!task.name)
		return call_error(call, error);
	if (task_run(call, task.name, add_zone_change, &task, &flow) &&
	    arg_on(task.args->pass_thru))
		flow = task_emit(call, task.zone);
	record_unref(task.zone);
	g_free(task.name);
	return flow;
}

static const struct cmdlet_example add_zone_examples[] = {
	{ "Add-DnsServerPrimaryZone -Name provider.com -ZoneFile provider.com.dns",
	  "This host serves the zone provider.com." },
	{ NULL }
};

CMDLET(add_dns_server_primary_zone_cmdlet) = {
	.name = "Add-DnsServerPrimaryZone", .params = add_zone_params,
	.args_size = sizeof(struct zone_args), .process = add_zone,
	.sets = "Name NetworkId", .default_set = "Name", .flags = CMDLET_SHOULD_PROCESS,
	.module = "DnsServer", .synopsis = "Makes a DNS zone that this host serves.",
	.examples = add_zone_examples, .output = "DnsZone",
};

/* -- Get-DnsServerZone ------------------------------------------------------------------------- */

static const struct param get_zone_params[] = {
	{ "Name", "string[]", FIELD(zone_args, name), .position = POSITION(0), .pipeline = BY_NAME,
	  .aliases = "ZoneName", .complete = "DnsZone", .help = "The zones' names." },
	REMOTE, { NULL }
};

static bool collect(struct record *record, void *data)
{
	g_ptr_array_add(data, record_ref(record));
	return true;
}

static enum flow no_such_zone(struct call *call, const char *name)
{
	value_auto target = value_text(name);

	return call_fail(call, &no_zone, target, "The zone %s was not found on server %s.", name,
			 "localhost");
}

static enum flow get_named_zones(struct call *call, struct store *store, struct value names)
{
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < names.u.array->len && flow == FLOW_NEXT; i++) {
		value_auto name = array_get(names.u.array, i);
		g_autoptr(record_auto) zone = store_get(store, "DnsZone", NULL, arg_text(name, ""));

		flow = zone ? task_emit(call, zone) : no_such_zone(call, arg_text(name, ""));
	}
	return flow;
}

static enum flow get_zone(struct call *call, void *data)
{
	struct zone_args *args = data;
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)record_unref);
	struct store_query query = { .kind = "DnsZone" };
	enum flow flow = FLOW_NEXT;
	struct store *store = task_store(call, &flow);
	GError *error = NULL;

	if (!store)
		return flow;
	if (arg_given(args->name))
		return get_named_zones(call, store, args->name);
	if (!store_each(store, &query, collect, found, &error))
		return call_error(call, error);
	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		flow = task_emit(call, found->pdata[i]);
	return flow;
}

CMDLET(get_dns_server_zone_cmdlet) = {
	.name = "Get-DnsServerZone", .params = get_zone_params, .args_size = sizeof(struct zone_args),
	.process = get_zone, .module = "DnsServer", .synopsis = "Shows the DNS zones of this host.",
	.output = "DnsZone",
};

/* -- Set-DnsServerPrimaryZone ------------------------------------------------------------------ */

static const struct param set_zone_params[] = {
	ZONE_NAME(PARAM_MANDATORY),
	{ "DynamicUpdate", "string", FIELD(zone_args, dynamic_update), .pipeline = BY_NAME,
	  .values = "None Secure NonsecureAndSecure",
	  .help = "Kept and shown; zones change by cmdlets alone." },
	{ "ResponsiblePerson", "string", FIELD(zone_args, person), .pipeline = BY_NAME,
	  .help = "The zone's contact, as hostmaster.contoso.com." },
	{ "ZoneFile", "string", FIELD(zone_args, zone_file), .pipeline = BY_NAME,
	  .help = "Kept and shown." },
	{ "ReplicationScope", "string", FIELD(zone_args, scope), .pipeline = BY_NAME,
	  .values = "Forest Domain Legacy Custom", .help = "Kept and shown." },
	{ "PassThru", "switch", FIELD(zone_args, pass_thru), .help = "Emits the zone." },
	IGNORED(zone_args, "Notify"), IGNORED(zone_args, "NotifyServers"),
	IGNORED(zone_args, "SecondaryServers"), IGNORED(zone_args, "SecureSecondaries"),
	IGNORED(zone_args, "IgnorePolicies"), REMOTE, { NULL }
};

static struct record *zone_of_txn(struct txn *txn, const char *name, GError **error)
{
	struct record *zone = txn_get(txn, "DnsZone", NULL, name);

	if (!zone) {
		value_auto target = value_text(name);

		fault_set(error, &no_zone, target, "The zone %s was not found on this host.", name);
	}
	return zone;
}

static bool set_zone_change(struct txn *txn, void *data, GError **error)
{
	struct zone_task *task = data;
	g_autoptr(record_auto) old = zone_of_txn(txn, task->name, error);

	if (!old)
		return false;
	record_unref(task->zone);
	task->zone = record_copy(old);
	if (!task_set_all(task->zone, task->args, zone_fields, error))
		return false;
	txn_put(txn, task->zone);
	return true;
}

static bool remove_zone_change(struct txn *txn, void *data, GError **error)
{
	struct zone_task *task = data;

	record_unref(task->zone);
	task->zone = zone_of_txn(txn, task->name, error);
	if (!task->zone)
		return false;
	txn_remove(txn, task->zone);
	return true;
}

static enum flow change_zone(struct call *call, const struct zone_args *args, task_fn change)
{
	struct zone_task task = { .args = args, .name = g_strdup(arg_text(args->name, "")) };
	enum flow flow;

	if (task_run(call, task.name, change, &task, &flow) && arg_on(args->pass_thru))
		flow = task_emit(call, task.zone);
	record_unref(task.zone);
	g_free(task.name);
	return flow;
}

static enum flow set_zone(struct call *call, void *args)
{
	return change_zone(call, args, set_zone_change);
}

CMDLET(set_dns_server_primary_zone_cmdlet) = {
	.name = "Set-DnsServerPrimaryZone", .params = set_zone_params,
	.args_size = sizeof(struct zone_args), .process = set_zone, .flags = CMDLET_SHOULD_PROCESS,
	.module = "DnsServer", .synopsis = "Changes settings of a DNS zone.", .output = "DnsZone",
};

/* -- Remove-DnsServerZone ---------------------------------------------------------------------- */

static const struct param remove_zone_params[] = {
	ZONE_NAME(PARAM_MANDATORY),
	{ "PassThru", "switch", FIELD(zone_args, pass_thru), .help = "Emits the zone." },
	{ "Force", "switch", FIELD(zone_args, force), .help = "Does not ask." },
	REMOTE, { NULL }
};

static enum flow remove_zone(struct call *call, void *data)
{
	const struct zone_args *args = data;
	g_autofree char *question = g_strdup_printf(
		"Removing the zone %s will also remove all of its records. Do you want to continue?",
		arg_text(args->name, ""));
	enum flow flow = FLOW_NEXT;

	if (!arg_on(args->force) && !call_what_if(call) &&
	    !call_should_continue(call, question, "Confirm", &flow))
		return flow;
	return change_zone(call, args, remove_zone_change);
}

CMDLET(remove_dns_server_zone_cmdlet) = {
	.name = "Remove-DnsServerZone", .params = remove_zone_params,
	.args_size = sizeof(struct zone_args), .process = remove_zone, .flags = CMDLET_SHOULD_PROCESS,
	.module = "DnsServer", .synopsis = "Removes a DNS zone and its records.", .output = "DnsZone",
};
