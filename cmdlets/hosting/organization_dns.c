/*
 * Get-OrganizationDnsRecord: what the owner of a tenant's domains publishes in
 * the DNS, as objects or as lines to paste into a zone file.
 */
#include "config.h"
#include "cmdlets/hosting/task.h"
#include "lib/exchange.h"
#include "state/kinds/dns_data.h"

static const struct fault no_organization = {
	"OrganizationNotFound",
	"Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, "Get-Organization shows the names." };

struct dns_args { struct value organization, domain, fragment, required; };

static const struct param dns_params[] = {
	{ "Organization", "object", FIELD(dns_args, organization), .position = POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .aliases = "Identity", .complete = "Organization",
	  .help = "The organization; by default all." },
	{ "DomainName", "string", FIELD(dns_args, domain), .pipeline = BY_NAME,
	  .help = "One of its domains; by default all." },
	{ "ZoneFragment", "switch", FIELD(dns_args, fragment),
	  .help = "Emits the lines of a zone file instead of objects." },
	{ "RequiredOnly", "switch", FIELD(dns_args, required),
	  .help = "Leaves out what mail and autodiscovery work without." },
	{ NULL }
};

static bool collect(struct record *record, void *data)
{
	g_ptr_array_add(data, record_ref(record));
	return true;
}

static char *zone_line(const struct tenant_dns_record *record)
{
	g_autofree char *quoted = strcmp(record->type, "TXT") == 0 ? dns_quoted_text(record->data)
		: NULL;

	return g_strdup_printf("%s. %u IN %s %s", record->name, record->ttl, record->type,
			       quoted ? quoted : record->data);
}

static struct value record_value(const struct record *domain,
				 const struct tenant_dns_record *record)
{
	static const char *const names[] = {
		"Organization", "DomainName", "Name", "RecordType", "RecordData", "TimeToLive",
		"Required", "Purpose"
	};
	g_autofree char *domain_name = record_text(domain, "DomainName");
	struct value values[] = {
		value_text(domain->organization), value_text(domain_name), value_text(record->name),
		value_text(record->type), value_text(record->data),
		(struct value){ .kind = V_TIMESPAN, .u.i = (int64_t)record->ttl * 10000000 },
		value_bool(record->required), value_text(record->purpose),
	};

	return task_object("OrganizationDnsRecord", names, values, G_N_ELEMENTS(names));
}

static enum flow emit_domain(struct call *call, struct store *store, const struct record *domain,
			     const struct dns_args *args)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) records = tenant_dns_records(store, domain, &error);
	enum flow flow = FLOW_NEXT;

	if (!records)
		return call_error(call, error);
	for (guint i = 0; i < records->len && flow == FLOW_NEXT; i++) {
		const struct tenant_dns_record *record = records->pdata[i];

		if (arg_on(args->required) && !record->required)
			continue;
		if (arg_on(args->fragment)) {
			g_autofree char *line = zone_line(record);

			flow = emit_take(call, value_text(line));
		} else {
			flow = emit_take(call, record_value(domain, record));
		}
	}
	return flow;
}

static enum flow get_organization_dns(struct call *call, void *data)
{
	const struct dns_args *args = data;
	g_autofree char *name = task_text(call, args->organization);
	g_autoptr(GPtrArray) domains = g_ptr_array_new_with_free_func((GDestroyNotify)record_unref);
	enum flow flow = FLOW_NEXT;
	struct store *store = task_store(call, &flow);
	g_autoptr(record_auto) organization = store && name
		? store_get(store, "Organization", name, name) : NULL;
	struct store_query query = {
		.kind = "AcceptedDomain",
		.organization = organization ? organization->organization : NULL,
	};
	GError *error = NULL;

	if (!store)
		return flow;
	if (name && !organization)
		return call_fail(call, &no_organization, args->organization,
				 "There is no organization \"%s\".", name);
	if (!store_each(store, &query, collect, domains, &error))
		return call_error(call, error);
	for (guint i = 0; i < domains->len && flow == FLOW_NEXT; i++) {
		g_autofree char *domain = record_text(domains->pdata[i], "DomainName");

		if (!arg_given(args->domain) || text_equal_nocase(domain, arg_text(args->domain, "")))
			flow = emit_domain(call, store, domains->pdata[i], args);
	}
	return flow;
}

static const struct cmdlet_example dns_examples[] = {
	{ "Get-OrganizationDnsRecord TenantCompany -ZoneFragment",
	  "The lines that the owner of TenantCompany's domains adds to their zone files." },
	{ NULL }
};

CMDLET(get_organization_dns_record_cmdlet) = {
	.name = "Get-OrganizationDnsRecord", .params = dns_params,
	.args_size = sizeof(struct dns_args), .process = get_organization_dns,
	.module = "HostingManagement",
	.synopsis = "Shows the DNS records that a tenant's owner must publish.",
	.examples = dns_examples, .output = "OrganizationDnsRecord",
};
