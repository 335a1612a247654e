/*
 * The state keeps a record's data as one text in the zone file's order; what
 * its words are depends on the type.
 */
#include "config.h"
#include "render/dns_records.h"
#include "state/kinds/dns_data.h"

#define TICKS_PER_SECOND	10000000

unsigned dns_record_ttl(const struct record *record)
{
	value_auto ttl = record_get(record, "TimeToLive");

	return ttl.kind == V_TIMESPAN ? ttl.u.i / TICKS_PER_SECOND : 3600;
}

/* A full name; "@" and names that end with a dot are written as they are. */
static void put_name(struct writer *out, const char *name)
{
	size_t len = strlen(name);

	writer_put(out, len && name[len - 1] != '.' && strcmp(name, "@") ? "%s." : "%s", name);
}

/* Character strings hold 255 bytes each; a longer text is several. */
static void put_text(struct writer *out, const char *text)
{
	bool first = true;

	do {
		g_autofree char *part = g_strndup(text, 255);

		writer_put(out, first ? "\"%s\"" : " \"%s\"", part);
		first = false;
		text += strlen(part);
	} while (*text);
}

static const struct {
	const char *type;
	unsigned numbers;		/* before the name */
} named_types[] = {
	{ "CNAME", 0 }, { "NS", 0 }, { "PTR", 0 }, { "MX", 1 }, { "SRV", 3 },
};

void dns_put_data(struct writer *out, const char *type, const char *data)
{
	g_auto(GStrv) words = g_strsplit(data, " ", -1);
	guint n = g_strv_length(words);

	if (!g_ascii_strcasecmp(type, "TXT")) {
		put_text(out, data);
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(named_types); i++) {
		if (g_ascii_strcasecmp(type, named_types[i].type) || n <= named_types[i].numbers)
			continue;
		for (unsigned k = 0; k < named_types[i].numbers; k++)
			writer_put(out, "%s ", words[k]);
		put_name(out, words[named_types[i].numbers]);
		return;
	}
	writer_put(out, "%s", data);
}

/* -- What the provider's zones hold --------------------------------------------------- */

static bool is_address(const char *type)
{
	return !g_ascii_strcasecmp(type, "A") || !g_ascii_strcasecmp(type, "AAAA") ||
		!g_ascii_strcasecmp(type, "CNAME");
}

bool dns_zone_has(const struct facts *facts, const char *zone, const char *host, const char *type)
{
	for (guint i = 0; i < facts->zone_records->len; i++) {
		const struct record *record = g_ptr_array_index(facts->zone_records, i);
		g_autofree char *its_zone = record_text(record, "ZoneName");
		g_autofree char *its_host = record_text(record, "HostName");
		g_autofree char *its_type = record_text(record, "RecordType");

		if (!g_ascii_strcasecmp(its_zone, zone) && !g_ascii_strcasecmp(its_host, host) &&
		    (type ? !g_ascii_strcasecmp(its_type, type) : is_address(its_type)))
			return true;
	}
	return false;
}

const struct record *dns_zone_of(const struct facts *facts, const char *name, char **ret_host)
{
	const struct record *found = NULL;
	size_t len = strlen(name), longest = 0;

	for (guint i = 0; i < facts->zones->len; i++) {
		const struct record *zone = g_ptr_array_index(facts->zones, i);
		size_t tail = strlen(record_name(zone));

		if (tail <= longest || tail > len ||
		    g_ascii_strcasecmp(name + len - tail, record_name(zone)) ||
		    (tail < len && name[len - tail - 1] != '.'))
			continue;
		found = zone;
		longest = tail;
	}
	if (found)
		*ret_host = len == longest ? g_strdup("@") : g_strndup(name, len - longest - 1);
	return found;
}

/* -- What a tenant publishes ------------------------------------------------------------- */

bool dns_put_tenant(struct writer *out, struct store *store, const struct record *domain,
		    GError **error)
{
	g_autoptr(GPtrArray) records = tenant_dns_records(store, domain, error);

	for (guint i = 0; records && i < records->len; i++) {
		const struct tenant_dns_record *record = g_ptr_array_index(records, i);

		writer_put(out, "%s. %u IN %s ", record->name, (unsigned)record->ttl, record->type);
		dns_put_data(out, record->type, record->data);
		writer_put(out, "\n");
	}
	return records != NULL;
}
