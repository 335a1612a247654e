/*
 * The state keeps a record's data as one text in the zone file's order; what
 * its words are depends on the type.
 */
#include "config.h"
#include "render/dns_records.h"

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
	size_t left = strlen(text);

	do {
		g_autofree char *part = g_strndup(text, MIN(left, 255));

		writer_put(out, "\"%s\" ", part);
		text += strlen(part);
		left -= strlen(part);
	} while (left);
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

/* A host of the provider's zones whose address record is that of `address`; yours or NULL. */
static char *host_at(const struct facts *facts, const char *address, const char *hint)
{
	char *found = NULL;

	for (guint i = 0; i < facts->zone_records->len; i++) {
		const struct record *record = g_ptr_array_index(facts->zone_records, i);
		g_autofree char *type = record_text(record, "RecordType");
		g_autofree char *data = record_text(record, "RecordData");
		g_autofree char *host = record_lower(record, "HostName");
		g_autofree char *zone = record_lower(record, "ZoneName");

		if (g_ascii_strcasecmp(type, "A") || strcmp(data, address) ||
		    !g_str_has_prefix(host, hint))
			continue;
		g_free(found);
		found = g_strdup_printf("%s.%s", host, zone);
		/* "webmailredirect" stands for the pool better than "webmail" does. */
		if (strlen(host) > strlen(hint))
			break;
	}
	return found;
}

static char *mail_host(const struct facts *facts)
{
	char *host = facts->address ? host_at(facts, facts->address, "mail") : NULL;

	return host ? host : g_strdup(facts->host);
}

/* The label in front of `domain` when the name is one label before it. */
static char *label_before(const char *name, const char *domain)
{
	size_t len = strlen(name), tail = strlen(domain);

	if (len <= tail + 1 || strcmp(name + len - tail, domain) || name[len - tail - 1] != '.')
		return NULL;
	return g_strndup(name, len - tail - 1);
}

static void put_pool_names(struct writer *out, const struct facts *facts,
			   const struct site_block *block, const char *domain)
{
	for (guint i = 0; i < block->names->len; i++) {
		g_autofree char *label = label_before(g_ptr_array_index(block->names, i), domain);
		g_autofree char *target = label ?
			host_at(facts, block->socket.address, label) : NULL;

		if (!label)
			continue;
		if (target)
			writer_put(out, "%s IN CNAME %s.\n", label, target);
		else
			writer_put(out, "%s IN A %s\n", label, block->socket.address);
	}
}

static const struct {
	const char *name;
	unsigned port;
} mail_services[] = {
	{ "imaps", 993 }, { "pop3s", 995 }, { "submission", 587 },
};

void dns_put_tenant(struct writer *out, const struct facts *facts, const struct sites *sites,
		    const char *domain)
{
	g_autofree char *mail = mail_host(facts);

	writer_put(out, "@ IN MX 10 %s.\n@ IN TXT \"v=spf1 mx -all\"\n", mail);
	for (size_t i = 0; i < G_N_ELEMENTS(mail_services); i++)
		writer_put(out, "_%s._tcp IN SRV 0 1 %u %s.\n", mail_services[i].name,
			   mail_services[i].port, mail);
	for (guint i = 0; i < sites->blocks->len; i++) {
		const struct site_block *block = g_ptr_array_index(sites->blocks, i);

		if (block->site && !block->socket.tls)
			put_pool_names(out, facts, block, domain);
	}
}
