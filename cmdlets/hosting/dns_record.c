/*
 * Records of DNS zones. One cmdlet for each common type and a general one: all
 * of them make the data's text from their parameters, check it, and put one
 * record a value.
 */
#include "config.h"
#include "cmdlets/hosting/task.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/exchange.h"
#include "state/kinds/dns_data.h"

static const struct fault no_zone = {
	"WIN32 9601", "Microsoft.Management.Infrastructure.CimException", CATEGORY_OBJECT_NOT_FOUND,
	"Add-DnsServerPrimaryZone makes it; Get-DnsServerZone shows the zones." };
static const struct fault record_exists = {
	"WIN32 9711", "Microsoft.Management.Infrastructure.CimException", CATEGORY_RESOURCE_EXISTS,
	"Get-DnsServerResourceRecord shows the records." };
static const struct fault no_record = {
	"WIN32 9714", "Microsoft.Management.Infrastructure.CimException", CATEGORY_OBJECT_NOT_FOUND,
	"Get-DnsServerResourceRecord shows the records." };
static const struct fault not_one = {
	"DnsRecordType", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"The types are A, AAAA, CNAME, MX, TXT, SRV, PTR and NS." };

struct record_args {
	struct value zone, name, data, preference, priority, weight, port, ttl, pass_thru;
	struct value type_a, type_aaaa, type_cname, type_mx, type_ptr, type_txt, type_srv, type_ns;
	struct value rr_type, force, input, old_input, new_input, create_ptr, ignored;
	struct value of_type[8];	/* the data of each type, by SET_* */
};

#define REMOTE \
	IGNORED(record_args, "CimSession"), IGNORED(record_args, "ComputerName"), \
	IGNORED(record_args, "ThrottleLimit"), IGNORED_SWITCH(record_args, "AsJob"), \
	IGNORED(record_args, "VirtualizationInstance"), IGNORED(record_args, "ZoneScope")

#define ZONE \
	{ "ZoneName", "string", FIELD(record_args, zone), .position = POSITION(0), \
	  .pipeline = BY_NAME, .flags = PARAM_MANDATORY, .aliases = "ForwardLookupZone", \
	  .complete = "DnsZone", .help = "The zone." }

#define HOST(alias) \
	{ "Name", "string", FIELD(record_args, name), .position = POSITION(1), .pipeline = BY_NAME, \
	  .flags = PARAM_MANDATORY, .aliases = alias, \
	  .help = "The name within the zone; @ is the zone itself." }

#define ADDING \
	ZONE, \
	{ "TimeToLive", "timespan", FIELD(record_args, ttl), .pipeline = BY_NAME, \
	  .help = "How long it may be cached; by default an hour." }, \
	{ "PassThru", "switch", FIELD(record_args, pass_thru), .help = "Emits the record." }, \
	IGNORED_SWITCH(record_args, "AgeRecord"), IGNORED_SWITCH(record_args, "AllowUpdateAny"), \
	REMOTE

/* -- One record -------------------------------------------------------------------------------- */

struct addition {
	const struct record_args *args;
	const char *type;
	const char *data;		/* not checked yet */
	struct record *record;
};

/* Zone, name, type and data: what no two records share. */
static char *record_key(const char *zone, const char *host, const char *type, const char *data)
{
	if (strlen(data) > 100) {
		g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA256, data, -1);

		return g_strdup_printf("%s %s %s %.16s", zone, host, type, sum);
	}
	return g_strdup_printf("%s %s %s %s", zone, host, type, data);
}

static struct record *zone_find(struct txn *txn, const char *name, GError **error)
{
	struct record *zone = txn_get(txn, "DnsZone", NULL, name);

	if (!zone) {
		value_auto target = value_text(name);

		fault_set(error, &no_zone, target, "The zone %s was not found on this host.", name);
	}
	return zone;
}

static bool record_fill(struct record *record, const char *zone, const char *host,
			const char *type, const char *data, GError **error)
{
	g_autofree char *key = record_key(zone, host, type, data);

	return record_set_text(record, "Key", key, error) &&
		record_set_text(record, "ZoneName", zone, error) &&
		record_set_text(record, "HostName", host, error) &&
		record_set_text(record, "RecordType", type, error) &&
		record_set_text(record, "RecordData", data, error);
}

static bool is_new(struct txn *txn, const struct record *record, GError **error)
{
	g_autoptr(record_auto) old = txn_get(txn, "DnsRecord", NULL, record_name(record));
	value_auto target = VALUE_UNSET;

	if (!old)
		return true;
	target = value_text(record_name(record));
	fault_set(error, &record_exists, target, "The record \"%s\" already exists.",
		  record_name(record));
	return false;
}

static bool add_change(struct txn *txn, void *data, GError **error)
{
	struct addition *task = data;
	g_autoptr(record_auto) zone = zone_find(txn, arg_text(task->args->zone, ""), error);
	g_autofree char *host = zone ? dns_host_name(record_name(zone),
						     arg_text(task->args->name, "@"), error) : NULL;
	g_autofree char *checked = host ? dns_data_check(task->type, task->data, error) : NULL;

	if (!checked)
		return false;
	record_unref(task->record);
	task->record = record_new(record_kind_find("DnsRecord"), NULL);
	if (!record_fill(task->record, record_name(zone), host, task->type, checked, error) ||
	    !task_set(task->record, "TimeToLive", task->args->ttl, error) ||
	    !is_new(txn, task->record, error))
		return false;
	txn_put(txn, task->record);
	return true;
}

static enum flow add_one(struct call *call, const struct record_args *args, const char *type,
			 const char *data)
{
	struct addition task = { .args = args, .type = type, .data = data };
	enum flow flow;

	if (task_run(call, arg_text(args->zone, ""), add_change, &task, &flow) &&
	    arg_on(args->pass_thru))
		flow = task_emit(call, task.record);
	record_unref(task.record);
	return flow;
}

/* One record for each value; what is given may be addresses or text. */
static enum flow add_each(struct call *call, const struct record_args *args, const char *type)
{
	enum flow flow = FLOW_NEXT;

	if (args->data.kind != V_ARRAY) {
		value_auto text = value_str(value_to_string(args->data, NULL));

		return add_one(call, args, type, text.u.str->data);
	}
	for (uint32_t i = 0; i < args->data.u.array->len && flow == FLOW_NEXT; i++) {
		value_auto item = array_get(args->data.u.array, i);
		value_auto text = value_str(value_to_string(item, NULL));

		flow = add_one(call, args, type, text.u.str->data);
	}
	return flow;
}

static enum flow add_mx_data(struct call *call, const struct record_args *args)
{
	g_autofree char *data = g_strdup_printf(
		"%d %s", arg_given(args->preference) ? (int)args->preference.u.i : 10,
		arg_text(args->data, ""));

	return add_one(call, args, "MX", data);
}

static enum flow add_srv_data(struct call *call, const struct record_args *args)
{
	g_autofree char *data = g_strdup_printf(
		"%d %d %d %s", arg_given(args->priority) ? (int)args->priority.u.i : 0,
		arg_given(args->weight) ? (int)args->weight.u.i : 0,
		arg_given(args->port) ? (int)args->port.u.i : 0, arg_text(args->data, ""));

	return add_one(call, args, "SRV", data);
}

/* -- Add-DnsServerResourceRecordA and its sisters ---------------------------------------------- */

static const struct param add_a_params[] = {
	HOST("DeviceName"),
	{ "IPv4Address", "string[]", FIELD(record_args, data), .position = POSITION(2),
	  .pipeline = BY_NAME, .flags = PARAM_MANDATORY, .aliases = "IpAddress",
	  .help = "The addresses." },
	{ "CreatePtr", "switch", FIELD(record_args, create_ptr), .flags = PARAM_IGNORED,
	  .help = "Accepted; add the reverse record with Add-DnsServerResourceRecordPtr." },
	ADDING, { NULL }
};

static enum flow add_a(struct call *call, void *args)
{
	return add_each(call, args, "A");
}

static const struct cmdlet_example add_a_examples[] = {
	{ "Add-DnsServerResourceRecordA -ZoneName provider.com -Name mail -IPv4Address 10.161.1.21",
	  "mail.provider.com has that address." },
	{ NULL }
};

CMDLET(add_dns_server_resource_record_a_cmdlet) = {
	.name = "Add-DnsServerResourceRecordA", .params = add_a_params,
	.args_size = sizeof(struct record_args), .process = add_a, .flags = CMDLET_SHOULD_PROCESS,
	.module = "DnsServer", .synopsis = "Gives a name IPv4 addresses.", .examples = add_a_examples,
	.output = "DnsRecord",
};

static const struct param add_aaaa_params[] = {
	HOST("DeviceName"),
	{ "IPv6Address", "string[]", FIELD(record_args, data), .position = POSITION(2),
	  .pipeline = BY_NAME, .flags = PARAM_MANDATORY, .aliases = "IpAddress",
	  .help = "The addresses." },
	{ "CreatePtr", "switch", FIELD(record_args, create_ptr), .flags = PARAM_IGNORED,
	  .help = "Accepted; add the reverse record with Add-DnsServerResourceRecordPtr." },
	ADDING, { NULL }
};

static enum flow add_aaaa(struct call *call, void *args)
{
	return add_each(call, args, "AAAA");
}

CMDLET(add_dns_server_resource_record_aaaa_cmdlet) = {
	.name = "Add-DnsServerResourceRecordAAAA", .params = add_aaaa_params,
	.args_size = sizeof(struct record_args), .process = add_aaaa, .flags = CMDLET_SHOULD_PROCESS,
	.module = "DnsServer", .synopsis = "Gives a name IPv6 addresses.", .output = "DnsRecord",
};

static const struct param add_cname_params[] = {
	HOST("RecordName"),
	{ "HostNameAlias", "string", FIELD(record_args, data), .position = POSITION(2),
	  .pipeline = BY_NAME, .flags = PARAM_MANDATORY, .help = "The name it is an alias of." },
	ADDING, { NULL }
};

static enum flow add_cname(struct call *call, void *args)
{
	return add_each(call, args, "CNAME");
}

CMDLET(add_dns_server_resource_record_cname_cmdlet) = {
	.name = "Add-DnsServerResourceRecordCName", .params = add_cname_params,
	.args_size = sizeof(struct record_args), .process = add_cname, .flags = CMDLET_SHOULD_PROCESS,
	.module = "DnsServer", .synopsis = "Makes a name an alias of another.", .output = "DnsRecord",
};

static const struct param add_mx_params[] = {
	HOST("RecordName"),
	{ "MailExchange", "string", FIELD(record_args, data), .position = POSITION(2),
	  .pipeline = BY_NAME, .flags = PARAM_MANDATORY, .help = "The host that takes the mail." },
	{ "Preference", "int", FIELD(record_args, preference), .position = POSITION(3),
	  .pipeline = BY_NAME, .flags = PARAM_MANDATORY, .min = 0, .max = 65535,
	  .help = "The host with the lowest number is tried first." },
	ADDING, { NULL }
};

static enum flow add_mx(struct call *call, void *args)
{
	return add_mx_data(call, args);
}

CMDLET(add_dns_server_resource_record_mx_cmdlet) = {
	.name = "Add-DnsServerResourceRecordMX", .params = add_mx_params,
	.args_size = sizeof(struct record_args), .process = add_mx, .flags = CMDLET_SHOULD_PROCESS,
	.module = "DnsServer", .synopsis = "Says which host takes the mail of a name.",
	.output = "DnsRecord",
};

static const struct param add_ptr_params[] = {
	HOST("RecordName"),
	{ "PtrDomainName", "string", FIELD(record_args, data), .position = POSITION(2),
	  .pipeline = BY_NAME, .flags = PARAM_MANDATORY, .help = "The name of the address." },
	ADDING, { NULL }
};

static enum flow add_ptr(struct call *call, void *args)
{
	return add_each(call, args, "PTR");
}

CMDLET(add_dns_server_resource_record_ptr_cmdlet) = {
	.name = "Add-DnsServerResourceRecordPtr", .params = add_ptr_params,
	.args_size = sizeof(struct record_args), .process = add_ptr, .flags = CMDLET_SHOULD_PROCESS,
	.module = "DnsServer", .synopsis = "Gives an address of a reverse zone its name.",
	.output = "DnsRecord",
};

/* -- Add-DnsServerResourceRecord --------------------------------------------------------------- */

enum { SET_A, SET_AAAA, SET_CNAME, SET_MX, SET_PTR, SET_TXT, SET_SRV, SET_NS };
static const char *const set_types[] = { "A", "AAAA", "CNAME", "MX", "PTR", "TXT", "SRV", "NS" };

#define TYPE_SWITCH(parameter, field, set) \
	{ parameter, "switch", FIELD(record_args, field), .sets = 1u << (set), \
	  .mandatory_sets = 1u << (set), .help = "A record of this type." }
#define DATA(parameter, type, set, what) \
	{ parameter, type, FIELD(record_args, of_type[set]), .pipeline = BY_NAME, .sets = 1u << (set), \
	  .mandatory_sets = 1u << (set), .help = what }
#define NUMBER(parameter, field, set, what) \
	{ parameter, "int", FIELD(record_args, field), .pipeline = BY_NAME, .sets = 1u << (set), \
	  .mandatory_sets = 1u << (set), .min = 0, .max = 65535, .help = what }
#define NOT_SERVED(parameter) \
	REFUSED_SWITCH(record_args, parameter, "Records of this type are not served here.")

static const struct param add_record_params[] = {
	HOST("RecordName"),
	TYPE_SWITCH("A", type_a, SET_A), TYPE_SWITCH("AAAA", type_aaaa, SET_AAAA),
	TYPE_SWITCH("CName", type_cname, SET_CNAME), TYPE_SWITCH("MX", type_mx, SET_MX),
	TYPE_SWITCH("Ptr", type_ptr, SET_PTR), TYPE_SWITCH("Txt", type_txt, SET_TXT),
	TYPE_SWITCH("Srv", type_srv, SET_SRV), TYPE_SWITCH("NS", type_ns, SET_NS),
	DATA("IPv4Address", "string", SET_A, "The address."),
	DATA("IPv6Address", "string", SET_AAAA, "The address."),
	DATA("HostNameAlias", "string", SET_CNAME, "The name it is an alias of."),
	DATA("MailExchange", "string", SET_MX, "The host that takes the mail."),
	DATA("PtrDomainName", "string", SET_PTR, "The name of the address."),
	DATA("DescriptiveText", "string", SET_TXT, "The text."),
	DATA("DomainName", "string", SET_SRV, "The host that has the service."),
	DATA("NameServer", "string", SET_NS, "The name server."),
	NUMBER("Preference", preference, SET_MX, "The host with the lowest number is tried first."),
	NUMBER("Priority", priority, SET_SRV, "The host with the lowest number is tried first."),
	NUMBER("Weight", weight, SET_SRV, "The share of a host among those of its priority."),
	NUMBER("Port", port, SET_SRV, "The service's port."),
	ADDING, IGNORED_SWITCH(record_args, "CreatePtr"), IGNORED_SWITCH(record_args, "Force"),
	NOT_SERVED("Afsdb"), NOT_SERVED("Atma"), NOT_SERVED("DhcId"), NOT_SERVED("DName"),
	NOT_SERVED("HInfo"), NOT_SERVED("Isdn"), NOT_SERVED("RP"), NOT_SERVED("RT"),
	NOT_SERVED("TLSA"), NOT_SERVED("Wins"), NOT_SERVED("WinsR"), NOT_SERVED("Wks"),
	NOT_SERVED("X25"),
	REFUSED(record_args, "Type", "Name the type, as -MX."),
	REFUSED(record_args, "RecordData", "Use the parameters of the type, as -MX -MailExchange."),
	REFUSED(record_args, "InputObject", "Use the parameters of the type, as -MX -MailExchange."),
	{ NULL }
};

static enum flow add_record(struct call *call, void *data)
{
	struct record_args *args = data;
	const struct value *switches[] = {
		&args->type_a, &args->type_aaaa, &args->type_cname, &args->type_mx, &args->type_ptr,
		&args->type_txt, &args->type_srv, &args->type_ns,
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(switches); i++) {
		if (!arg_on(*switches[i]))
			continue;
		args->data = args->of_type[i];		/* borrowed: the binder owns both */
		if (i == SET_MX)
			return add_mx_data(call, args);
		return i == SET_SRV ? add_srv_data(call, args) : add_each(call, args, set_types[i]);
	}
	return call_fail(call, &not_one, VALUE_NULL, "Name the type of the record, as -MX.");
}

CMDLET(add_dns_server_resource_record_cmdlet) = {
	.name = "Add-DnsServerResourceRecord", .params = add_record_params,
	.args_size = sizeof(struct record_args), .process = add_record,
	.sets = "A AAAA CName MX Ptr Txt Srv NS", .flags = CMDLET_SHOULD_PROCESS,
	.module = "DnsServer", .synopsis = "Adds a record to a zone.", .output = "DnsRecord",
};

/* -- Choosing ---------------------------------------------------------------------------------- */

struct choice {
	const char *zone, *host, *type;		/* NULL: any */
	struct value data;			/* V_UNSET: any */
	GPtrArray *found;
};

static bool data_fits(const struct record *record, const struct choice *choice)
{
	g_autofree char *type = record_text(record, "RecordType");
	g_autofree char *data = record_text(record, "RecordData");

	if (choice->data.kind != V_ARRAY)
		return true;
	for (uint32_t i = 0; i < choice->data.u.array->len; i++) {
		value_auto item = array_get(choice->data.u.array, i);
		g_autofree char *wanted = dns_data_check(type, arg_text(item, ""), NULL);

		if (wanted && text_equal_nocase(wanted, data))
			return true;
	}
	return false;
}

static bool collect_fitting(struct record *record, void *data)
{
	struct choice *choice = data;
	g_autofree char *zone = record_text(record, "ZoneName");
	g_autofree char *host = record_text(record, "HostName");
	g_autofree char *type = record_text(record, "RecordType");

	if (text_equal_nocase(zone, choice->zone) &&
	    (!choice->host || text_equal_nocase(host, choice->host)) &&
	    (!choice->type || text_equal_nocase(type, choice->type)) && data_fits(record, choice))
		g_ptr_array_add(choice->found, record_ref(record));
	return true;
}

/* The records of a zone that the arguments mean; NULL with the error reported. */
static GPtrArray *records_chosen(struct call *call, const struct record_args *args,
				 enum flow *flow)
{
	struct store *store = task_store(call, flow);
	g_autoptr(record_auto) zone = store ? store_get(store, "DnsZone", NULL,
							arg_text(args->zone, "")) : NULL;
	g_autofree char *host = NULL;
	struct choice choice = { .type = arg_text(args->rr_type, NULL), .data = args->data };
	struct store_query query = { .kind = "DnsRecord" };
	GError *error = NULL;

	if (store && !zone)
		*flow = call_fail(call, &no_zone, args->zone, "The zone %s was not found on this host.",
				  arg_text(args->zone, ""));
	if (!zone)
		return NULL;
	choice.zone = record_name(zone);
	if (arg_given(args->name))
		host = dns_host_name(choice.zone, arg_text(args->name, ""), &error);
	choice.host = host;
	choice.found = g_ptr_array_new_with_free_func((GDestroyNotify)record_unref);
	if (!error && store_each(store, &query, collect_fitting, &choice, &error))
		return choice.found;
	g_ptr_array_unref(choice.found);
	*flow = call_error(call, error);
	return NULL;
}

#define RR_TYPE(type_flags) \
	{ "RRType", "string", FIELD(record_args, rr_type), .position = POSITION(2), \
	  .pipeline = BY_NAME, .flags = type_flags, .aliases = "RecordType", \
	  .values = "A AAAA CName MX Ptr Txt Srv Ns Soa HInfo Afsdb Atma Isdn Key Mb Md Mf Mg MInfo Mr " \
		"NsNxt Rp Rt Wks X25 Wins WinsR NasP NasPtr DName Gpos Loc DhcId Naptr RRSig DnsKey DS " \
		"NSec NSec3 NSec3Param Tlsa", .help = "The type." }

static const struct param get_record_params[] = {
	ZONE,
	{ "Name", "string", FIELD(record_args, name), .position = POSITION(1), .pipeline = BY_NAME,
	  .help = "The name within the zone; @ is the zone itself." },
	RR_TYPE(0),
	REFUSED(record_args, "Type", "Name the type with -RRType."),
	IGNORED_SWITCH(record_args, "Node"), REMOTE, { NULL }
};

static enum flow get_record(struct call *call, void *args)
{
	enum flow flow = FLOW_NEXT;
	g_autoptr(GPtrArray) found = records_chosen(call, args, &flow);

	for (guint i = 0; found && i < found->len && flow == FLOW_NEXT; i++)
		flow = task_emit(call, found->pdata[i]);
	return flow;
}

CMDLET(get_dns_server_resource_record_cmdlet) = {
	.name = "Get-DnsServerResourceRecord", .params = get_record_params,
	.args_size = sizeof(struct record_args), .process = get_record, .module = "DnsServer",
	.synopsis = "Shows the records of a zone.", .output = "DnsRecord",
};

/* -- Remove-DnsServerResourceRecord ------------------------------------------------------------ */

static const struct param remove_record_params[] = {
	ZONE,
	{ "Name", "string", FIELD(record_args, name), .position = POSITION(1), .sets = 1,
	  .mandatory_sets = 1, .aliases = "RecordName",
	  .help = "The name within the zone; @ is the zone itself." },
	{ "RRType", "string", FIELD(record_args, rr_type), .position = POSITION(2), .sets = 1,
	  .mandatory_sets = 1, .aliases = "RecordType", .help = "The type." },
	{ "RecordData", "string[]", FIELD(record_args, data), .position = POSITION(3), .sets = 1,
	  .help = "The data; without it all records of the name and type." },
	{ "InputObject", "object", FIELD(record_args, input), .pipeline = BY_VALUE, .sets = 2,
	  .mandatory_sets = 2, .help = "A record that Get-DnsServerResourceRecord emitted." },
	{ "PassThru", "switch", FIELD(record_args, pass_thru), .help = "Emits the record." },
	{ "Force", "switch", FIELD(record_args, force), .help = "Does not ask." },
	REFUSED(record_args, "Type", "Name the type with -RRType."),
	REMOTE, { NULL }
};

static bool remove_change(struct txn *txn, void *data, GError **error)
{
	txn_remove(txn, data);
	return true;
}

static enum flow remove_one(struct call *call, const struct record_args *args,
			    struct record *record)
{
	g_autofree char *host = record_text(record, "HostName");
	g_autofree char *type = record_text(record, "RecordType");
	g_autofree char *zone = record_text(record, "ZoneName");
	g_autofree char *question = g_strdup_printf(
		"Removing DNS resource record set by name %s of type %s from zone %s. Do you want to "
		"continue?", host, type, zone);
	enum flow flow = FLOW_NEXT;

	if (!arg_on(args->force) && !call_what_if(call) &&
	    !call_should_continue(call, question, "Confirm", &flow))
		return flow;
	if (task_run(call, record_name(record), remove_change, record, &flow) &&
	    arg_on(args->pass_thru))
		flow = task_emit(call, record);
	return flow;
}

static enum flow remove_record(struct call *call, void *data)
{
	const struct record_args *args = data;
	struct record *given = arg_given(args->input) ? record_of(args->input) : NULL;
	g_autoptr(GPtrArray) found = NULL;
	enum flow flow = FLOW_NEXT;

	if (given && strcmp(given->kind->name, "DnsRecord") == 0)
		return remove_one(call, args, given);
	if (arg_given(args->input))
		return call_fail(call, &no_record, args->input, "The input is no DNS record.");
	found = records_chosen(call, args, &flow);
	if (found && !found->len)
		return call_fail(call, &no_record, args->name,
				 "The zone %s has no record %s of type %s.", arg_text(args->zone, ""),
				 arg_text(args->name, ""), arg_text(args->rr_type, ""));
	for (guint i = 0; found && i < found->len && flow == FLOW_NEXT; i++)
		flow = remove_one(call, args, found->pdata[i]);
	return flow;
}

CMDLET(remove_dns_server_resource_record_cmdlet) = {
	.name = "Remove-DnsServerResourceRecord", .params = remove_record_params,
	.args_size = sizeof(struct record_args), .process = remove_record,
	.sets = "Name InputObject", .default_set = "Name", .flags = CMDLET_SHOULD_PROCESS,
	.module = "DnsServer", .synopsis = "Removes records of a zone.", .output = "DnsRecord",
};

/* -- Set-DnsServerResourceRecord --------------------------------------------------------------- */

static const struct param set_record_params[] = {
	ZONE,
	{ "OldInputObject", "object", FIELD(record_args, old_input), .position = POSITION(1),
	  .flags = PARAM_MANDATORY, .help = "The record as Get-DnsServerResourceRecord emitted it." },
	{ "NewInputObject", "object", FIELD(record_args, new_input), .position = POSITION(2),
	  .flags = PARAM_MANDATORY, .help = "A copy of it with another TimeToLive or RecordData." },
	{ "PassThru", "switch", FIELD(record_args, pass_thru), .help = "Emits the record." },
	REMOTE, { NULL }
};

struct replacement {
	struct record *old, *record;
	struct value ttl;
	char *data;
};

static bool set_change(struct txn *txn, void *data, GError **error)
{
	struct replacement *task = data;
	g_autofree char *zone = record_text(task->old, "ZoneName");
	g_autofree char *host = record_text(task->old, "HostName");
	g_autofree char *type = record_text(task->old, "RecordType");
	g_autofree char *checked = dns_data_check(type, task->data, error);

	if (!checked)
		return false;
	record_unref(task->record);
	task->record = record_copy(task->old);
	if (!record_fill(task->record, zone, host, type, checked, error) ||
	    !task_set(task->record, "TimeToLive", task->ttl, error))
		return false;
	txn_put(txn, task->record);
	return true;
}

static enum flow set_record(struct call *call, void *data)
{
	const struct record_args *args = data;
	struct replacement task = { .old = record_of(args->old_input) };
	value_auto data_value = host_member(call_host(call), args->new_input,
					    symbol_get("RecordData", -1));
	value_auto text = value_str(value_to_string(data_value, NULL));
	enum flow flow;

	if (!task.old || strcmp(task.old->kind->name, "DnsRecord") != 0)
		return call_fail(call, &no_record, args->old_input, "The old input is no DNS record.");
	task.ttl = host_member(call_host(call), args->new_input, symbol_get("TimeToLive", -1));
	task.data = text.u.str->data;
	if (task_run(call, record_name(task.old), set_change, &task, &flow) &&
	    arg_on(args->pass_thru))
		flow = task_emit(call, task.record);
	value_unref(task.ttl);
	record_unref(task.record);
	return flow;
}

CMDLET(set_dns_server_resource_record_cmdlet) = {
	.name = "Set-DnsServerResourceRecord", .params = set_record_params,
	.args_size = sizeof(struct record_args), .process = set_record,
	.flags = CMDLET_SHOULD_PROCESS, .module = "DnsServer",
	.synopsis = "Changes a record of a zone.", .output = "DnsRecord",
};
