/*
 * The provider's DNS zones and their records. A record's data is kept as one
 * text in the zone file's order, checked by type; who renders it quotes it.
 */
#include "config.h"
#include "lib/exchange.h"
#include "state/kinds/checks.h"
#include "state/kinds/hosting.h"

static const struct fault cname_alone = {
	"DnsCNameNotAlone", "Microsoft.Management.Infrastructure.CimException",
	CATEGORY_RESOURCE_EXISTS, "Remove the other records of that name first." };

static const struct property zone_properties[] = {
	{ "ZoneName", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_VIEW,
	  .help = "The zone's name." },
	{ "ZoneType", "string", PROPERTY_READONLY | PROPERTY_VIEW, "Primary", .help = "Primary." },
	{ "IsAutoCreated", "bool", PROPERTY_READONLY | PROPERTY_VIEW, "false", .help = "False." },
	{ "IsDsIntegrated", "bool", PROPERTY_READONLY | PROPERTY_VIEW, "false", .help = "False." },
	{ "IsReverseLookupZone", "bool", PROPERTY_READONLY | PROPERTY_VIEW, "false",
	  .help = "Whether it maps addresses to names." },
	{ "IsSigned", "bool", PROPERTY_READONLY | PROPERTY_VIEW, "false", .help = "False." },
	{ "DynamicUpdate", "string", PROPERTY_INERT, "None", .values = "None Secure NonsecureAndSecure",
	  .help = "Kept and shown; zones change by cmdlets alone." },
	{ "ZoneFile", "string", PROPERTY_INERT, .check = check_line, .help = "Kept and shown." },
	{ "ReplicationScope", "string", PROPERTY_INERT, .values = "Forest Domain Legacy Custom None",
	  .help = "Kept and shown." },
	{ "ResponsiblePerson", "string", 0, .check = check_line,
	  .help = "The zone's contact as in its SOA record: hostmaster.contoso.com." },
	{ "NameServer", "string", PROPERTY_READONLY, .help = "The name in its NS record." },
	{ NULL }
};

RECORD_KIND(dns_zone_kind) = {
	.name = "DnsZone", .type_name = "Microsoft.Management.Infrastructure.CimInstance#DnsServerZone",
	.scope = SCOPE_PROVIDER, .properties = zone_properties, .order = 90,
	.help = "A DNS zone that this host serves.",
};

static const struct property dns_record_properties[] = {
	{ "Key", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_HIDDEN,
	  .help = "Zone, name, type and data, which no two records share." },
	{ "HostName", "string", PROPERTY_REQUIRED | PROPERTY_VIEW,
	  .help = "The name within the zone; @ is the zone itself." },
	{ "RecordType", "string", PROPERTY_REQUIRED | PROPERTY_VIEW,
	  .values = "A AAAA CNAME MX TXT SRV PTR NS", .help = "The type." },
	{ "TimeToLive", "timespan", PROPERTY_VIEW, "01:00:00",
	  .help = "How long it may be cached." },
	{ "RecordData", "string", PROPERTY_REQUIRED | PROPERTY_VIEW,
	  .help = "The data: an address, a name, preference and name ..." },
	{ "ZoneName", "string", PROPERTY_REQUIRED | PROPERTY_DELETE_WITH, .reference = "DnsZone",
	  .help = "The zone." },
	{ NULL }
};

struct beside {
	const struct record *record;
	char *host, *zone;
	bool cname, found;
};

/* Whether the other record forbids this one: a CNAME stands alone at its name. */
static bool stands_beside(struct record *other, void *data)
{
	struct beside *beside = data;
	g_autofree char *host = record_text(other, "HostName");
	g_autofree char *zone = record_text(other, "ZoneName");
	g_autofree char *type = record_text(other, "RecordType");

	beside->found = strcmp(other->guid, beside->record->guid) != 0 &&
		text_equal_nocase(host, beside->host) && text_equal_nocase(zone, beside->zone) &&
		(beside->cname || strcmp(type, "CNAME") == 0);
	return !beside->found;
}

static bool dns_record_validate(struct txn *txn, const struct record *old, struct record *new,
				GError **error)
{
	struct beside beside = { .record = new };
	struct store_query query = { .kind = "DnsRecord" };
	g_autofree char *type = new ? record_text(new, "RecordType") : NULL;
	value_auto target = VALUE_UNSET;

	if (!new)
		return true;
	beside.host = record_text(new, "HostName");
	beside.zone = record_text(new, "ZoneName");
	beside.cname = strcmp(type, "CNAME") == 0;
	txn_each(txn, &query, stands_beside, &beside, NULL);
	if (beside.found) {
		target = value_text(beside.host);
		fault_set(error, &cname_alone, target, "The name \"%s\" of the zone \"%s\" has other "
			  "records: a CNAME record stands alone.", beside.host, beside.zone);
	}
	g_free(beside.host);
	g_free(beside.zone);
	return !beside.found;
}

RECORD_KIND(dns_record_kind) = {
	.name = "DnsRecord",
	.type_name = "Microsoft.Management.Infrastructure.CimInstance#DnsServerResourceRecord",
	.scope = SCOPE_PROVIDER, .properties = dns_record_properties, .order = 91,
	.help = "A record of a zone.", .validate = dns_record_validate,
};
