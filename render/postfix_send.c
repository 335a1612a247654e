/*
 * Send connectors. Each is an smtp service of its own in master.cf; a table
 * of destinations leads the domains of its address spaces there, and the one
 * for "*" is the default. Of two connectors for one space the lower cost wins.
 */
#include "config.h"
#include "lib/array.h"
#include "lib/cdb.h"
#include "lib/exchange.h"
#include "render/postfix.h"

#define DEFAULT_SPACE	"*"

/* The connector that a space's mail leaves by. */
struct route {
	char *space;			/* "*", "contoso.com", "*.contoso.com" */
	unsigned cost;
	const struct record *connector;
};

static void route_free(void *data)
{
	struct route *route = data;

	g_free(route->space);
	g_free(route);
}

static void add_route(GHashTable *routes, const struct address_space *space,
		      const struct record *connector)
{
	g_autofree char *key = g_ascii_strdown(space->address->data, -1);
	struct route *route = g_hash_table_lookup(routes, key);

	if (route && route->cost <= space->cost)
		return;
	route = g_new0(struct route, 1);
	route->space = g_steal_pointer(&key);
	route->cost = space->cost;
	route->connector = connector;
	g_hash_table_replace(routes, route->space, route);
}

static int by_space(const void *a, const void *b)
{
	const struct route *const *left = a, *const *right = b;

	return strcmp((*left)->space, (*right)->space);
}

static GHashTable *routes_of(const struct facts *facts)
{
	GHashTable *routes = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, route_free);

	for (guint i = 0; i < facts->send_connectors->len; i++) {
		const struct record *connector = g_ptr_array_index(facts->send_connectors, i);
		value_auto list = record_get(connector, "AddressSpaces");

		for (uint32_t k = 0; record_bool(connector, "Enabled") && list.kind == V_ARRAY &&
				     k < list.u.array->len; k++) {
			value_auto item = array_get(list.u.array, k);
			const struct address_space *space = address_space_of(item);

			if (space)
				add_route(routes, space, connector);
		}
	}
	return routes;
}

static char *service_name(const struct record *connector)
{
	return postfix_name("sc_", connector);
}

static GPtrArray *sorted_routes(GHashTable *routes)
{
	GPtrArray *sorted = g_ptr_array_new();
	GHashTableIter iter;
	void *route;

	g_hash_table_iter_init(&iter, routes);
	while (g_hash_table_iter_next(&iter, NULL, &route))
		g_ptr_array_add(sorted, route);
	g_ptr_array_sort(sorted, by_space);
	return sorted;
}

bool postfix_send_has_table(const struct facts *facts)
{
	g_autoptr(GHashTable) routes = routes_of(facts);
	guint defaults = g_hash_table_contains(routes, DEFAULT_SPACE) ? 1 : 0;

	return g_hash_table_size(routes) > defaults;
}

/* "[10.0.0.9]" or "[relay.contoso.com]:2525": asked for directly, without its mail exchangers. */
static char *smart_host(const struct record *connector, const char *host)
{
	int port = record_int(connector, "Port", 25);
	bool bare = *host != '[';

	return g_strdup_printf("%s%s%s:%d", bare ? "[" : "", host, bare ? "]" : "", port);
}

/* The hosts in the order given, as one next hop; empty when mail goes by DNS. */
static char *next_hop(const struct record *connector)
{
	g_auto(GStrv) hosts = record_texts(connector, "SmartHosts");
	GString *out = g_string_new(NULL);

	for (char **host = hosts; *host && !record_bool(connector, "DNSRoutingEnabled"); host++) {
		g_autofree char *one = smart_host(connector, *host);

		g_string_append_printf(out, "%s%s", out->len ? "," : "", one);
	}
	return g_string_free(out, FALSE);
}

void postfix_send_main(const struct facts *facts, struct writer *main_cf)
{
	g_autoptr(GHashTable) routes = routes_of(facts);
	const struct route *route = g_hash_table_lookup(routes, DEFAULT_SPACE);
	g_autofree char *service = route ? service_name(route->connector) : NULL;
	g_autofree char *hop = route ? next_hop(route->connector) : NULL;

	if (!route)
		writer_put(main_cf, "default_transport = error:5.4.4 no send connector is for this "
			   "destination\n");
	else if (*hop)
		writer_put(main_cf, "default_transport = %s:%s\n", service, hop);
	else
		writer_put(main_cf, "default_transport = %s\n", service);
}

/* -- A service ------------------------------------------------------------- */

enum tls_auth { TLS_ENCRYPTION_ONLY = 1, TLS_CERTIFICATE = 2, TLS_DOMAIN = 3 };

static void put_tls(struct writer *master_cf, const struct record *connector)
{
	unsigned level = record_bits(connector, "TlsAuthLevel");
	g_autofree char *domain = record_lower(connector, "TlsDomain");
	g_autofree char *auth = record_text(connector, "SmartHostAuthMechanism");
	const char *word = "may";

	if (record_bool(connector, "IgnoreSTARTTLS"))
		word = "none";
	else if (level == TLS_DOMAIN)
		word = "secure";
	else if (level == TLS_CERTIFICATE)
		word = "verify";
	else if (record_bool(connector, "RequireTLS") || level == TLS_ENCRYPTION_ONLY ||
		 !g_strcmp0(auth, "BasicAuthRequireTLS"))
		word = "encrypt";
	writer_put(master_cf, "    -o smtp_tls_security_level=%s\n", word);
	if (level == TLS_DOMAIN && domain)
		writer_put(master_cf, "    -o smtp_tls_secure_cert_match=%s\n",
			   g_str_has_prefix(domain, "*.") ? domain + 1 : domain);
}

static bool authenticates(const struct record *connector)
{
	g_autofree char *auth = record_text(connector, "SmartHostAuthMechanism");

	return auth && g_str_has_prefix(auth, "BasicAuth");
}

static void put_service(struct writer *master_cf, const struct record *connector)
{
	g_autofree char *service = service_name(connector);
	g_autofree char *source = record_lower(connector, "SourceIPAddress");
	g_autofree char *fqdn = record_lower(connector, "Fqdn");
	int port = record_int(connector, "Port", 25);

	writer_put(master_cf, "# %s\n", record_name(connector));
	writer_put(master_cf, "%s unix - - n - - smtp\n", service);
	put_tls(master_cf, connector);
	if (port != 25)
		writer_put(master_cf, "    -o smtp_tcp_port=%d\n", port);
	if (source && strcmp(source, "0.0.0.0"))
		writer_put(master_cf, strchr(source, ':') ? "    -o smtp_bind_address6=%s\n" :
			   "    -o smtp_bind_address=%s\n", source);
	if (fqdn)
		writer_put(master_cf, "    -o smtp_helo_name=%s\n", fqdn);
	if (record_bool(connector, "ForceHELO"))
		writer_put(master_cf, "    -o smtp_never_send_ehlo=yes\n");
	if (authenticates(connector))
		writer_put(master_cf, "    -o smtp_sasl_auth_enable=yes\n"
			   "    -o smtp_sasl_security_options=noanonymous\n"
			   "    -o smtp_sasl_password_maps=cdb:$config_directory/smarthosts\n");
	writer_put(master_cf, "    -o smtp_connection_reuse_count_limit=%u\n",
		   (unsigned)record_int(connector, "SmtpMaxMessagesPerConnection", 20));
}

void postfix_send_master(const struct facts *facts, struct writer *master_cf)
{
	for (guint i = 0; i < facts->send_connectors->len; i++) {
		const struct record *connector = g_ptr_array_index(facts->send_connectors, i);

		if (record_bool(connector, "Enabled"))
			put_service(master_cf, connector);
	}
}

/* -- Tables --------------------------------------------------------------------- */

static void add_destination(struct cdb_maker *maker, const struct route *route)
{
	g_autofree char *service = service_name(route->connector),
			*hop = next_hop(route->connector);
	g_autofree char *value = g_strdup_printf("%s:%s", service, hop);

	if (!strcmp(route->space, DEFAULT_SPACE) || !strcmp(route->space, "--"))
		return;
	/* "*.contoso.com" is the domain and all that lies below it. */
	if (g_str_has_prefix(route->space, "*.")) {
		cdb_add_text(maker, route->space + 1, value);
		cdb_add_text(maker, route->space + 2, value);
	} else {
		cdb_add_text(maker, route->space, value);
	}
}

/* Our own domains stay here, whatever space is around them. */
static void add_own(struct cdb_maker *maker, const struct facts *facts, GHashTable *routes)
{
	for (guint i = 0; i < facts->accepted_domains->len; i++) {
		const struct record *domain = g_ptr_array_index(facts->accepted_domains, i);
		g_autofree char *name = record_lower(domain, "DomainName");
		g_autofree char *type = record_text(domain, "DomainType");

		if (!g_strcmp0(type, "Authoritative") && !g_str_has_prefix(name, "*.") &&
		    !g_hash_table_contains(routes, name))
			cdb_add_text(maker, name, DOVECOT_LMTP);
	}
}

static bool put_database(struct tree *tree, struct cdb_maker *maker, const char *path,
			 enum tree_mode mode)
{
	GBytes *bytes = cdb_finish(maker);

	if (bytes)
		tree_add(tree, path, bytes, mode);
	return bytes != NULL;
}

static bool add_credential(struct cdb_maker *maker, struct store *store,
			   const struct record *connector, GError **error)
{
	g_auto(GStrv) hosts = record_texts(connector, "SmartHosts");
	g_autofree char *user = record_text(connector, "AuthenticationUserName");
	g_autoptr(GError) problem = NULL;
	g_autoptr(GBytes) secret =
		store_secret(store, connector, "AuthenticationPassword", &problem);
	g_autofree char *value = NULL;

	if (problem) {
		g_propagate_error(error, g_steal_pointer(&problem));
		return false;
	}
	if (!secret || !user)
		return true;
	value = g_strdup_printf("%s:%.*s", user, (int)g_bytes_get_size(secret),
				(const char *)g_bytes_get_data(secret, NULL));
	for (char **host = hosts; *host; host++) {
		g_autofree char *key = smart_host(connector, *host);

		cdb_add_text(maker, key, value);
	}
	explicit_bzero(value, strlen(value));
	return true;
}

static bool put_credentials(struct rendering *rendering, GError **error)
{
	const struct facts *facts = rendering->facts;
	struct cdb_maker *maker = cdb_maker_new();
	bool needed = false;

	tree_claim(rendering->tree, "postfix/smarthosts.cdb");
	for (guint i = 0; i < facts->send_connectors->len; i++) {
		const struct record *connector = g_ptr_array_index(facts->send_connectors, i);

		if (!record_bool(connector, "Enabled") || !authenticates(connector))
			continue;
		needed = true;
		if (!add_credential(maker, rendering->store, connector, error)) {
			cdb_maker_free(maker);
			return false;
		}
	}
	if (needed)
		return put_database(rendering->tree, maker, "postfix/smarthosts.cdb", TREE_SECRET);
	cdb_maker_free(maker);
	return true;
}

bool postfix_send_tables(struct rendering *rendering, GError **error)
{
	g_autoptr(GHashTable) routes = routes_of(rendering->facts);
	g_autoptr(GPtrArray) sorted = sorted_routes(routes);
	struct cdb_maker *maker;

	tree_claim(rendering->tree, "postfix/destinations.cdb");
	if (postfix_send_has_table(rendering->facts)) {
		maker = cdb_maker_new();
		for (guint i = 0; i < sorted->len; i++)
			add_destination(maker, g_ptr_array_index(sorted, i));
		add_own(maker, rendering->facts, routes);
		put_database(rendering->tree, maker, "postfix/destinations.cdb", TREE_PLAIN);
	}
	return put_credentials(rendering, error);
}
