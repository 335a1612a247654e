/*
 * Knot DNS: the provider's zones, and beside them the zones that the tenants'
 * owners publish themselves, which only the sandbox serves. A zone's serial
 * rises when, and only when, its content changes.
 */
#include "config.h"
#include "render/check.h"
#include "render/dns_records.h"
#include "render/facts.h"
#include "render/renderer.h"
#include "render/writer.h"

#define CONF_PATH	"knot/knot.conf"
#define ZONES_FOLDER	"knot/zones/"
#define TENANTS_FOLDER	"knot/tenants/"

static bool render_conf(struct rendering *rendering, GError **error)
{
	const struct facts *facts = rendering->facts;
	const char *address = facts->dns_address ? facts->dns_address : facts->address;
	struct writer out;

	writer_init(&out, quote_knot);
	writer_put(&out, "# Written by hmsh from the hosting state; it is replaced at the next "
		   "publishing.\n"
		   "server:\n"
		   "    user: knot:knot\n"
		   "    rundir: /run/hmsh/knot\n"
		   "    pidfile: knot.pid\n"
		   "    identity: \"\"\n"
		   "    version: \"\"\n");
	if (address)
		writer_put(&out, "    listen: %s\n", address);
	writer_put(&out, "log:\n  - target: stderr\n    any: info\n"
		   "database:\n    storage: /var/spool/hmsh/knot\n"
		   "control:\n    listen: knot.sock\n"
		   "template:\n"
		   "  - id: default\n"
		   "    storage: /etc/hmsh/current/knot/zones\n"
		   "    file: \"%%s.zone\"\n"
		   "    zonefile-sync: -1\n"
		   "    zonefile-load: whole\n"
		   "    journal-content: none\n");
	if (facts->zones->len)
		writer_put(&out, "zone:\n");
	for (guint i = 0; i < facts->zones->len; i++)
		writer_put(&out, "  - domain: %s\n",
			   record_name(g_ptr_array_index(facts->zones, i)));
	writer_put(&out, "include: /etc/hmsh/local/knot/*.conf\n"
		   "include: /run/hmsh/knot/local/*.conf\n");
	return writer_finish(&out, rendering->tree, CONF_PATH, TREE_PLAIN, error);
}

/* -- Zones -------------------------------------------------------------------- */

/* The serial in a zone file of ours: the number after the two names of its SOA line. */
static unsigned long serial_of(GBytes *file)
{
	gsize len = file ? g_bytes_get_size(file) : 0;
	const char *text = file ? g_bytes_get_data(file, NULL) : NULL;
	const char *soa = text ? g_strstr_len(text, len, " SOA ") : NULL;
	g_auto(GStrv) words = NULL;
	g_autofree char *line = NULL;

	if (!soa)
		return 0;
	line = g_strndup(soa + 5, MIN((gsize)(text + len - soa - 5), 600));
	words = g_strsplit(line, " ", 4);
	return g_strv_length(words) >= 3 ? strtoul(words[2], NULL, 10) : 0;
}

typedef bool (*zone_body)(struct writer *out, const struct facts *facts, const void *data,
			  GError **error);

static void put_soa(struct writer *out, const char *server, const char *contact,
		    unsigned long serial)
{
	writer_put(out, "$TTL 3600\n@ IN SOA %s. %s. %lu 3600 600 1209600 300\n@ IN NS %s.\n",
		   server, contact, serial, server);
}

struct zone {
	const char *path, *server, *contact;
	zone_body body;
	const void *data;
};

static GBytes *zone_bytes(const struct rendering *rendering, const struct zone *zone,
			  unsigned long serial, GError **error)
{
	struct writer out;

	writer_init(&out, quote_zone);
	put_soa(&out, zone->server, zone->contact, serial);
	if (zone->body(&out, rendering->facts, zone->data, error))
		return writer_bytes(&out, zone->path, error);
	writer_drop(&out);
	return NULL;
}

static bool put_zone(struct rendering *rendering, const struct zone *zone, GError **error)
{
	g_autoptr(GBytes) previous = rendering_previous(rendering, zone->path);
	unsigned long old = serial_of(previous);
	GBytes *bytes = zone_bytes(rendering, zone, old ? old : 1, error);

	if (bytes && old && !g_bytes_equal(bytes, previous)) {
		g_bytes_unref(bytes);
		bytes = zone_bytes(rendering, zone, old + 1, error);
	}
	if (bytes)
		tree_add(rendering->tree, zone->path, bytes, TREE_PLAIN);
	return bytes != NULL;
}

/* -- The provider's ------------------------------------------------------------ */

static void put_record(struct writer *out, const struct record *record)
{
	g_autofree char *host = record_lower(record, "HostName");
	g_autofree char *type = record_text(record, "RecordType");
	g_autofree char *data = record_text(record, "RecordData");
	unsigned ttl = dns_record_ttl(record);

	writer_put(out, !strcmp(host, "@") ? "@ " : "%s ", host);
	writer_put(out, "%u IN %s ", ttl, type);
	dns_put_data(out, type, data);
	writer_put(out, "\n");
}

/* The name server's own address, when the zone is above it and no record says it. */
static void put_glue(struct writer *out, const struct facts *facts, const char *zone,
		     const char *server)
{
	size_t len = strlen(server), tail = strlen(zone);
	const char *address = facts->dns_address ? facts->dns_address : facts->address;
	g_autofree char *host = NULL;

	if (!address || len <= tail + 1 || g_ascii_strcasecmp(server + len - tail, zone) ||
	    server[len - tail - 1] != '.')
		return;
	host = g_strndup(server, len - tail - 1);
	if (!dns_zone_has(facts, zone, host, NULL))
		writer_put(out, "%s IN A %s\n", host, address);
}

struct provider_zone {
	const struct record *record;
	const char *server;
};

static bool put_provider_body(struct writer *out, const struct facts *facts, const void *data,
			      GError **error)
{
	const struct provider_zone *zone = data;

	put_glue(out, facts, record_name(zone->record), zone->server);
	for (guint i = 0; i < facts->zone_records->len; i++) {
		const struct record *record = g_ptr_array_index(facts->zone_records, i);
		g_autofree char *name = record_text(record, "ZoneName");

		if (name && !g_ascii_strcasecmp(name, record_name(zone->record)))
			put_record(out, record);
	}
	return true;
}

static char *name_server(const struct facts *facts, const struct record *zone)
{
	char *given = zone ? record_lower(zone, "NameServer") : NULL;

	if (given && g_str_has_suffix(given, "."))
		given[strlen(given) - 1] = 0;
	return given ? given : g_strdup(facts->dns_host ? facts->dns_host : facts->host);
}

static char *contact_of(const struct record *zone)
{
	char *given = record_lower(zone, "ResponsiblePerson");
	char *at = given ? strchr(given, '@') : NULL;

	if (at)
		*at = '.';
	if (given && g_str_has_suffix(given, "."))
		given[strlen(given) - 1] = 0;
	return given ? given : g_strdup_printf("hostmaster.%s", record_name(zone));
}

static bool render_zones(struct rendering *rendering, GError **error)
{
	const struct facts *facts = rendering->facts;
	bool done = true;

	tree_claim(rendering->tree, ZONES_FOLDER);
	for (guint i = 0; done && i < facts->zones->len; i++) {
		const struct record *record = g_ptr_array_index(facts->zones, i);
		g_autofree char *name = g_ascii_strdown(record_name(record), -1);
		g_autofree char *path = g_strdup_printf(ZONES_FOLDER "%s.zone", name);
		g_autofree char *server = name_server(facts, record);
		g_autofree char *contact = contact_of(record);
		struct provider_zone provider = { record, server };
		struct zone zone = { path, server, contact, put_provider_body, &provider };

		done = put_zone(rendering, &zone, error);
	}
	return done;
}

/* -- The tenants' ----------------------------------------------------------------- */

static bool put_tenant_body(struct writer *out, const struct facts *facts, const void *data,
			    GError **error)
{
	return dns_put_tenant(out, facts->store, data, error);
}

static bool put_tenant_zone(struct rendering *rendering, const struct record *record,
			    const char *domain, GError **error)
{
	g_autofree char *path = g_strdup_printf(TENANTS_FOLDER "%s.zone", domain);
	g_autofree char *contact = g_strdup_printf("hostmaster.%s", domain);
	g_autofree char *server = name_server(rendering->facts, NULL);
	struct zone zone = { path, server, contact, put_tenant_body, record };

	return put_zone(rendering, &zone, error);
}

static bool render_tenants(struct rendering *rendering, GError **error)
{
	const struct facts *facts = rendering->facts;
	struct writer out;
	bool done = true;

	tree_claim(rendering->tree, TENANTS_FOLDER);
	writer_init(&out, quote_knot);
	writer_put(&out,
		   "# The zones of the tenants, for the sandbox: on the internet their owners "
		   "publish them.\n"
		   "template:\n"
		   "  - id: tenant\n"
		   "    storage: /etc/hmsh/current/knot/tenants\n"
		   "    file: \"%%s.zone\"\n"
		   "    zonefile-sync: -1\n"
		   "    journal-content: none\n");
	if (facts->accepted_domains->len)
		writer_put(&out, "zone:\n");
	for (guint i = 0; done && i < facts->accepted_domains->len; i++) {
		const struct record *record = g_ptr_array_index(facts->accepted_domains, i);
		g_autofree char *domain = record_lower(record, "DomainName");

		if (g_str_has_prefix(domain, "*."))
			continue;
		writer_put(&out, "  - domain: %s\n    template: tenant\n", domain);
		done = put_tenant_zone(rendering, record, domain, error);
	}
	if (done)
		return writer_finish(&out, rendering->tree, "knot/tenants.conf", TREE_PLAIN, error);
	writer_drop(&out);
	return false;
}

/* -- Checking ------------------------------------------------------------------------ */

static bool check_zone(const char *stage, const char *path, GError **error)
{
	g_autofree char *file = g_build_filename(stage, path, NULL);
	g_autofree char *name = g_path_get_basename(path);
	const char *argv[] = { "/usr/bin/kzonecheck", "-v", "-o", name, file, NULL };

	name[strlen(name) - strlen(".zone")] = 0;
	if (check_run("knot", stage, argv, false, error))
		return true;
	g_prefix_error(error, "%s: ", path);
	return false;
}

static bool knot_check(const char *stage, GPtrArray *changed, GError **error)
{
	g_autofree char *conf = g_build_filename(stage, CONF_PATH, NULL);
	const char *argv[] = { "/usr/sbin/knotc", "-c", conf, "conf-check", NULL };

	for (guint i = 0; i < changed->len; i++) {
		const char *path = g_ptr_array_index(changed, i);

		if (g_str_equal(path, CONF_PATH) && !check_run("knot", stage, argv, false, error))
			return false;
		if (g_str_has_prefix(path, ZONES_FOLDER) && !check_zone(stage, path, error))
			return false;
	}
	return true;
}

static bool knot_reloads(const char *path)
{
	return g_str_has_prefix(path, "knot/");
}

static const struct render_part knot_parts[] = {
	{ "HostingServer DnsZone", render_conf },
	{ "HostingServer DnsZone DnsRecord", render_zones },
	{ "HostingServer OutlookAnywhere AcceptedDomain Website WebBinding DnsZone DnsRecord", render_tenants },
	{ NULL }
};

RENDERER(knot_renderer) = {
	.name = "knot", .parts = knot_parts, .check = knot_check, .reloads = knot_reloads,
};
