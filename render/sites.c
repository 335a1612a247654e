/*
 * Gathering the blocks. A binding without a host header stands for no name
 * here: what is not named is refused. A name that two sites bind on a socket
 * belongs to the first of them.
 */
#include "config.h"
#include "lib/exchange.h"
#include "render/sites.h"

#define DEFAULT_SITE	"Default Web Site"

char *url_host(const char *url, bool *ret_tls)
{
	const char *start = strstr(url, "://");
	size_t len;

	if (!start)
		return NULL;
	if (ret_tls)
		*ret_tls = !g_ascii_strncasecmp(url, "https:", 6);
	start += 3;
	len = strcspn(start, ":/?#");
	return len ? g_ascii_strdown(start, len) : NULL;
}

unsigned site_redirect_status(const struct record *site)
{
	value_auto status = record_get(site, "HttpRedirectStatus");

	return status.kind == V_ENUM ? status.u.i : 302;
}

/* -- Names --------------------------------------------------------------------- */

static void add_name(GHashTable *names, char *name)
{
	if (name)
		g_hash_table_add(names, name);
}

static void add_url(GHashTable *names, const struct record *record, const char *property)
{
	g_autofree char *url = record_text(record, property);

	if (url && *url)
		add_name(names, url_host(url, NULL));
}

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The keys, sorted; takes the set over. */
static GPtrArray *sorted_names(GHashTable *names)
{
	GPtrArray *sorted = g_ptr_array_new_with_free_func(g_free);
	GHashTableIter iter;
	void *name;

	g_hash_table_iter_init(&iter, names);
	while (g_hash_table_iter_next(&iter, &name, NULL)) {
		g_ptr_array_add(sorted, name);
		g_hash_table_iter_steal(&iter);
	}
	g_hash_table_unref(names);
	g_ptr_array_sort(sorted, by_text);
	return sorted;
}

static GHashTable *name_set(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

static bool lies_in(const char *host, const char *domain)
{
	size_t len = strlen(host), tail = strlen(domain);

	return len > tail && host[len - tail - 1] == '.' && !strcmp(host + len - tail, domain);
}

/* A redirection to an HTTPS name of the provider leads to one of the services. */
static void add_targets(GHashTable *names, const struct facts *facts)
{
	for (guint i = 0; i < facts->sites->len; i++) {
		const struct record *site = g_ptr_array_index(facts->sites, i);
		g_autofree char *url = record_text(site, "HttpRedirectDestination");
		bool tls = false;
		g_autofree char *host = url ? url_host(url, &tls) : NULL;

		if (record_bool(site, "HttpRedirectEnabled") && host && tls &&
		    lies_in(host, facts->domain))
			add_name(names, g_steal_pointer(&host));
	}
}

GPtrArray *sites_service_names(const struct facts *facts)
{
	GHashTable *names = name_set();

	for (guint i = 0; i < facts->directories->len; i++) {
		const struct record *directory = g_ptr_array_index(facts->directories, i);

		if (!strcmp(directory->kind->name, "OutlookAnywhere")) {
			add_name(names, record_lower(directory, "ExternalHostname"));
			add_name(names, record_lower(directory, "InternalHostname"));
		} else {
			add_url(names, directory, "InternalUrl");
			add_url(names, directory, "ExternalUrl");
		}
	}
	add_targets(names, facts);
	return sorted_names(names);
}

/* -- Blocks --------------------------------------------------------------------- */

static void site_block_free(void *data)
{
	struct site_block *block = data;

	g_free(block->socket.address);
	g_ptr_array_unref(block->names);
	g_free(block);
}

static void site_socket_free(void *data)
{
	struct site_socket *socket = data;

	g_free(socket->address);
	g_free(socket);
}

static bool same_socket(const struct site_socket *a, const struct site_socket *b)
{
	return a->port == b->port && !strcmp(a->address, b->address);
}

static void add_socket(struct sites *sites, const struct site_socket *socket)
{
	struct site_socket *copy;

	for (guint i = 0; i < sites->sockets->len; i++)
		if (same_socket(g_ptr_array_index(sites->sockets, i), socket))
			return;
	copy = g_memdup2(socket, sizeof *socket);
	copy->address = g_strdup(socket->address);
	g_ptr_array_add(sites->sockets, copy);
}

/* Whether another block has the name on that socket; if not, it is taken now. */
static bool is_taken(struct sites *sites, const struct site_socket *socket, const char *name)
{
	return !g_hash_table_add(sites->taken, g_strdup_printf("%s:%u %s", socket->address,
							       socket->port, name));
}

/* Takes the names over. A socket without names is still one that refuses. */
static void add_block(struct sites *sites, const struct site_socket *socket,
		      const struct record *site, const char *file, GPtrArray *names)
{
	struct site_block *block;

	for (guint i = names->len; i-- > 0; )
		if (is_taken(sites, socket, g_ptr_array_index(names, i)))
			g_ptr_array_remove_index(names, i);
	add_socket(sites, socket);
	if (!names->len) {
		g_ptr_array_unref(names);
		return;
	}
	block = g_new0(struct site_block, 1);
	block->socket = *socket;
	block->socket.address = g_strdup(socket->address);
	block->site = site;
	block->file = file;
	block->names = names;
	g_ptr_array_add(sites->blocks, block);
}

static void add_tenant_names(GHashTable *names, const struct facts *facts, const char *prefix)
{
	for (guint i = 0; i < facts->accepted_domains->len; i++) {
		g_autofree char *domain =
			record_lower(g_ptr_array_index(facts->accepted_domains, i), "DomainName");

		if (!g_str_has_prefix(domain, "*."))
			add_name(names, g_strdup_printf("%s.%s", prefix, domain));
	}
}

/* One site's names on each of its sockets. */
struct gathering {
	const struct facts *facts;
	GPtrArray *sockets;		/* of struct site_socket */
	GPtrArray *names;		/* of GHashTable, beside the sockets */
};

static GHashTable *names_at(struct gathering *gathering, const char *address, uint16_t port,
			    bool tls)
{
	struct site_socket wanted = { (char *)address, port, tls }, *socket;

	for (guint i = 0; i < gathering->sockets->len; i++)
		if (same_socket(g_ptr_array_index(gathering->sockets, i), &wanted))
			return g_ptr_array_index(gathering->names, i);
	socket = g_memdup2(&wanted, sizeof wanted);
	socket->address = g_strdup(address);
	g_ptr_array_add(gathering->sockets, socket);
	g_ptr_array_add(gathering->names, name_set());
	return g_ptr_array_index(gathering->names, gathering->names->len - 1);
}

static void gather_at(struct gathering *gathering, const struct record *binding,
		      const char *address)
{
	g_autofree char *protocol = record_lower(binding, "Protocol");
	g_autofree char *header = record_lower(binding, "HostHeader");
	g_autofree char *prefix = record_lower(binding, "TenantHostPrefix");
	bool tls = !g_strcmp0(protocol, "https");
	GHashTable *names;

	if (tls && !facts_certificate(gathering->facts, SERVICE_IIS))
		return;
	names = names_at(gathering, address, record_int(binding, "Port", tls ? 443 : 80), tls);
	add_name(names, g_steal_pointer(&header));
	if (prefix)
		add_tenant_names(names, gathering->facts, prefix);
}

static void gather_binding(struct gathering *gathering, const struct record *binding)
{
	g_autofree char *address = record_lower(binding, "IPAddress");
	char **each = gathering->facts->addresses;

	if (address && strcmp(address, "*") && strcmp(address, "0.0.0.0")) {
		gather_at(gathering, binding, address);
		return;
	}
	for (; *each; each++)
		gather_at(gathering, binding, *each);
}

static void add_site(struct sites *sites, const struct facts *facts, const struct record *site)
{
	struct gathering gathering = {
		facts, g_ptr_array_new_with_free_func(site_socket_free), g_ptr_array_new()
	};

	for (guint i = 0; i < facts->bindings->len; i++) {
		const struct record *binding = g_ptr_array_index(facts->bindings, i);
		g_autofree char *name = record_text(binding, "SiteName");

		if (name && !g_ascii_strcasecmp(name, record_name(site)))
			gather_binding(&gathering, binding);
	}
	for (guint i = 0; i < gathering.sockets->len; i++)
		add_block(sites, g_ptr_array_index(gathering.sockets, i), site, record_name(site),
			  sorted_names(g_ptr_array_index(gathering.names, i)));
	g_ptr_array_unref(gathering.sockets);
	g_ptr_array_unref(gathering.names);
}

static bool is_started(const struct record *site)
{
	g_autofree char *state = record_text(site, "State");

	return g_strcmp0(state, "Stopped") != 0;
}

static int by_socket(const void *a, const void *b)
{
	const struct site_socket *const *left = a, *const *right = b;
	int order = strcmp((*left)->address, (*right)->address);

	return order ? order : (int)(*left)->port - (int)(*right)->port;
}

struct sites *sites_new(const struct facts *facts)
{
	struct sites *sites = g_new0(struct sites, 1);

	sites->blocks = g_ptr_array_new_with_free_func(site_block_free);
	sites->sockets = g_ptr_array_new_with_free_func(site_socket_free);
	sites->taken = name_set();
	if (facts->address && facts_certificate(facts, SERVICE_IIS)) {
		struct site_socket socket = { facts->address, 443, true };

		add_block(sites, &socket, NULL, DEFAULT_SITE, sites_service_names(facts));
	}
	for (guint i = 0; i < facts->sites->len; i++) {
		const struct record *site = g_ptr_array_index(facts->sites, i);

		if (is_started(site) && strcmp(record_name(site), DEFAULT_SITE))
			add_site(sites, facts, site);
	}
	g_ptr_array_sort(sites->sockets, by_socket);
	return sites;
}

void sites_free(struct sites *sites)
{
	g_ptr_array_unref(sites->blocks);
	g_ptr_array_unref(sites->sockets);
	g_hash_table_unref(sites->taken);
	g_free(sites);
}
