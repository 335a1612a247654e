/*
 * Receive connectors. A socket is one smtpd service of master.cf. The
 * connectors that share it are restriction classes, and a table of client
 * addresses chooses among them: its first match wins, so the smallest ranges
 * stand first. What Postfix can set for a whole service only (limits,
 * extensions) is the most generous of the connectors that share it; what a
 * single one of them does not allow is refused in its class.
 */
#include "config.h"
#include "lib/array.h"
#include "lib/exchange.h"
#include "render/postfix.h"

#include <arpa/inet.h>

#define LOOPBACK	"127.0.0.1"

/* One range of one connector at a socket. */
struct client {
	const struct ip_range *range;
	struct value value;		/* keeps the range */
	const struct record *connector;
};

struct listener {
	char *address;
	uint16_t port;
	bool v6;
	GPtrArray *connectors;		/* of struct record, borrowed */
};

static void listener_free(void *data)
{
	struct listener *listener = data;

	g_ptr_array_unref(listener->connectors);
	g_free(listener->address);
	g_free(listener);
}

static struct listener *listener_find(GPtrArray *listeners, const char *address, uint16_t port)
{
	for (guint i = 0; i < listeners->len; i++) {
		struct listener *listener = g_ptr_array_index(listeners, i);

		if (listener->port == port && !strcmp(listener->address, address))
			return listener;
	}
	return NULL;
}

static void listen_on(GPtrArray *listeners, const char *address, bool v6, uint16_t port,
		      struct record *connector)
{
	struct listener *listener = listener_find(listeners, address, port);

	if (!listener) {
		listener = g_new0(struct listener, 1);
		listener->address = g_strdup(address);
		listener->port = port;
		listener->v6 = v6;
		listener->connectors = g_ptr_array_new();
		g_ptr_array_add(listeners, listener);
	}
	if (!g_ptr_array_find(listener->connectors, connector, NULL))
		g_ptr_array_add(listener->connectors, connector);
}

typedef void (*binding_visit)(const struct ip_binding *binding, struct record *connector,
			      void *data);

static void each_binding(const struct facts *facts, binding_visit visit, void *data)
{
	for (guint i = 0; i < facts->receive_connectors->len; i++) {
		struct record *connector = g_ptr_array_index(facts->receive_connectors, i);
		value_auto list = record_get(connector, "Bindings");

		for (uint32_t k = 0; record_bool(connector, "Enabled") && list.kind == V_ARRAY &&
				     k < list.u.array->len; k++) {
			value_auto item = array_get(list.u.array, k);
			const struct ip_binding *binding = ip_binding_of(item);

			if (binding)
				visit(binding, connector, data);
		}
	}
}

struct collecting {
	const struct facts *facts;
	GPtrArray *named, *all;		/* of struct listener */
};

static void collect_named(const struct ip_binding *binding, struct record *connector, void *data)
{
	struct collecting *collecting = data;

	if (!binding->wildcard)
		listen_on(collecting->named, binding->address->data, binding->v6, binding->port,
			  connector);
}

/* A wildcard serves the server's addresses that no binding of that port names. */
static void collect_wildcard(const struct ip_binding *binding, struct record *connector, void *data)
{
	struct collecting *collecting = data;
	char **address = collecting->facts->addresses;

	if (!binding->wildcard || binding->v6)
		return;
	for (; address && *address; address++)
		if (!listener_find(collecting->named, *address, binding->port))
			listen_on(collecting->all, *address, false, binding->port, connector);
	if (!listener_find(collecting->named, LOOPBACK, binding->port))
		listen_on(collecting->all, LOOPBACK, false, binding->port, connector);
}

static int by_socket(const void *a, const void *b)
{
	const struct listener *const *left = a, *const *right = b;
	int order = strcmp((*left)->address, (*right)->address);

	return order ? order : (int)(*left)->port - (int)(*right)->port;
}

static GPtrArray *listeners_of(const struct facts *facts)
{
	struct collecting collecting = {
		.facts = facts, .named = g_ptr_array_new_with_free_func(listener_free),
		.all = g_ptr_array_new_with_free_func(listener_free),
	};

	each_binding(facts, collect_named, &collecting);
	each_binding(facts, collect_wildcard, &collecting);
	g_ptr_array_extend_and_steal(collecting.all, collecting.named);
	g_ptr_array_sort(collecting.all, by_socket);
	return collecting.all;
}

/* -- The table of clients ------------------------------------------------- */

static void collect_clients(GArray *clients, const struct record *connector, bool v6)
{
	value_auto list = record_get(connector, "RemoteIPRanges");

	for (uint32_t i = 0; list.kind == V_ARRAY && i < list.u.array->len; i++) {
		struct value item = array_get(list.u.array, i);
		struct client client = { ip_range_of(item), item, connector };

		if (client.range && client.range->v6 == v6)
			g_array_append_val(clients, client);
		else
			value_unref(item);
	}
}

static int smallest_first(const void *a, const void *b)
{
	const struct client *left = a, *right = b;
	int order = ip_range_compare_size(left->range, right->range);

	if (!order)
		order = memcmp(left->range->low, right->range->low, sizeof left->range->low);
	return order ? order : strcmp(record_name(left->connector), record_name(right->connector));
}

/* Whether low..high of `bytes` bytes begins with a block of that prefix and holds it whole. */
static bool block_fits(const uint8_t *low, const uint8_t *high, unsigned bytes, unsigned prefix)
{
	for (unsigned bit = prefix; bit < bytes * 8; bit++)
		if (low[bit / 8] >> (7 - bit % 8) & 1)
			return false;
	for (unsigned i = 0; i < bytes; i++) {
		uint8_t mask = i * 8 >= prefix	     ? 0xff
			       : i * 8 + 8 <= prefix ? 0
						     : 0xff >> prefix % 8;
		uint8_t last = low[i] | mask;

		if (last != high[i])
			return last < high[i];
	}
	return true;
}

/* The address after the block; false when the block was the last of all. */
static bool block_next(uint8_t *low, unsigned prefix)
{
	for (unsigned bit = prefix; bit-- > 0; ) {
		uint8_t mask = 0x80 >> bit % 8;

		low[bit / 8] ^= mask;
		if (low[bit / 8] & mask)
			return true;
	}
	return false;
}

static void put_range(struct writer *table, const struct client *client)
{
	unsigned bytes = client->range->v6 ? 16 : 4;
	g_autofree char *class = postfix_name("rc_", client->connector);
	uint8_t low[16];

	memcpy(low, client->range->low, sizeof low);
	while (memcmp(low, client->range->high, bytes) <= 0) {
		char text[INET6_ADDRSTRLEN];
		unsigned prefix = 0;

		while (!block_fits(low, client->range->high, bytes, prefix))
			prefix++;
		inet_ntop(bytes == 4 ? AF_INET : AF_INET6, low, text, sizeof text);
		writer_put(table, "%s/%u %s\n", text, prefix, class);
		if (!block_next(low, prefix))
			break;
	}
}

static char *table_path(const struct listener *listener)
{
	g_autofree char *name = g_strdup_printf("%s_%u", listener->address, listener->port);

	return g_strdup_printf("postfix/clients/%s.cidr", g_strdelimit(name, ":", '-'));
}

static bool put_table(struct rendering *rendering, const struct listener *listener,
		      const char *path, GError **error)
{
	GArray *clients = g_array_new(FALSE, FALSE, sizeof(struct client));
	struct writer table;

	for (guint i = 0; i < listener->connectors->len; i++)
		collect_clients(clients, g_ptr_array_index(listener->connectors, i), listener->v6);
	g_array_sort(clients, smallest_first);
	writer_init(&table, quote_table);
	for (guint i = 0; i < clients->len; i++) {
		struct client *client = &g_array_index(clients, struct client, i);

		put_range(&table, client);
		value_unref(client->value);
	}
	g_array_free(clients, TRUE);
	return writer_finish(&table, rendering->tree, path, TREE_PLAIN, error);
}

/* -- What a connector allows -------------------------------------------------- */

#define LOGON_MECHANISMS	(AUTH_BASIC | AUTH_BASIC_REQUIRE_TLS | AUTH_INTEGRATED)

static bool takes_logon(const struct record *connector)
{
	return record_bits(connector, "AuthMechanism") & LOGON_MECHANISMS;
}

static void put_class(struct writer *main_cf, const struct record *connector)
{
	unsigned auth = record_bits(connector, "AuthMechanism");
	unsigned groups = record_bits(connector, "PermissionGroups");
	g_autofree char *class = postfix_name("rc_", connector);

	writer_put(main_cf, "%s =", class);
	if (record_bool(connector, "RequireTLS"))
		writer_put(main_cf, " reject_plaintext_session,");
	if (record_bool(connector, "RequireEHLODomain"))
		writer_put(main_cf,
			   " reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname,");
	if (takes_logon(connector) && (groups & PERMISSION_EXCHANGE_USERS))
		writer_put(main_cf, " reject_authenticated_sender_login_mismatch,"
			   " permit_sasl_authenticated,");
	if ((auth & AUTH_EXTERNAL_AUTHORITATIVE) && (groups & PERMISSION_EXCHANGE_SERVERS))
		writer_put(main_cf, " permit\n");
	else if (groups & (PERMISSION_ANONYMOUS | PERMISSION_PARTNERS))
		writer_put(main_cf, " reject_unauth_destination, permit\n");
	else
		writer_put(main_cf, " reject\n");
}

void postfix_receive_main(const struct facts *facts, struct writer *main_cf)
{
	uint64_t largest = 0;

	writer_put(main_cf, "smtpd_restriction_classes =");
	for (guint i = 0; i < facts->receive_connectors->len; i++) {
		const struct record *connector = g_ptr_array_index(facts->receive_connectors, i);
		g_autofree char *class = postfix_name("rc_", connector);

		if (!record_bool(connector, "Enabled"))
			continue;
		largest = MAX(largest, record_bytes(connector, "MaxMessageSize"));
		writer_put(main_cf, " %s", class);
	}
	writer_put(main_cf, "\n");
	for (guint i = 0; i < facts->receive_connectors->len; i++) {
		const struct record *connector = g_ptr_array_index(facts->receive_connectors, i);

		if (record_bool(connector, "Enabled"))
			put_class(main_cf, connector);
	}
	writer_put(main_cf, "message_size_limit = %lu\n",
		   (unsigned long)(largest ? largest : 10485760));
}

/* -- A service ------------------------------------------------------------------- */

typedef unsigned (*connector_number)(const struct record *connector);

static unsigned recipients(const struct record *c)
{
	return record_int(c, "MaxRecipientsPerMessage", 200);
}

static unsigned unlimited_number(const struct record *c, const char *property)
{
	value_auto v = record_get(c, property);
	uint32_t n;

	return unlimited_int(v, &n) ? n : UINT_MAX;
}

static unsigned per_source(const struct record *c)
{
	return unlimited_number(c, "MaxInboundConnectionPerSource");
}

static unsigned message_rate(const struct record *c)
{
	return unlimited_number(c, "MessageRateLimit");
}

static unsigned protocol_errors(const struct record *c)
{
	return unlimited_number(c, "MaxProtocolErrors");
}

static unsigned silence(const struct record *c)
{
	return record_seconds(c, "ConnectionInactivityTimeout", 300);
}

static unsigned tarpit(const struct record *c)
{
	return record_seconds(c, "TarpitInterval", 5);
}

static unsigned message_size(const struct record *c)
{
	return MIN(record_bytes(c, "MaxMessageSize"), UINT_MAX);
}

/* Numbers of a service; `none` is how Postfix says unlimited. */
static const struct setting {
	const char *parameter;		/* with its place for the number */
	connector_number number;
	unsigned none;
} settings[] = {
	{ "    -o message_size_limit=%u\n", message_size, 0 },
	{ "    -o smtpd_recipient_limit=%u\n", recipients, 0 },
	{ "    -o smtpd_client_connection_count_limit=%u\n", per_source, 0 },
	{ "    -o smtpd_client_message_rate_limit=%u\n", message_rate, 0 },
	{ "    -o smtpd_hard_error_limit=%u\n", protocol_errors, 100000 },
	{ "    -o smtpd_timeout=%us\n", silence, 0 },
	{ "    -o smtpd_error_sleep_time=%us\n", tarpit, 0 },
};

static unsigned largest_number(const struct listener *listener, const struct setting *setting)
{
	unsigned largest = 0;

	for (guint i = 0; i < listener->connectors->len; i++)
		largest = MAX(largest, setting->number(g_ptr_array_index(listener->connectors, i)));
	return largest == UINT_MAX ? setting->none : largest;
}

static bool any(const struct listener *listener, bool (*holds)(const struct record *))
{
	for (guint i = 0; i < listener->connectors->len; i++)
		if (holds(g_ptr_array_index(listener->connectors, i)))
			return true;
	return false;
}

static bool allows_plain(const struct record *c)
{
	return !record_bool(c, "RequireTLS");
}

/* A password may come in clear. */
static bool takes_clear_logon(const struct record *c)
{
	unsigned auth = record_bits(c, "AuthMechanism");

	return (auth & AUTH_BASIC) && !(auth & AUTH_BASIC_REQUIRE_TLS);
}

static const struct {
	const char *property, *keyword;
} extensions[] = {
	{ "EightBitMimeEnabled", "8bitmime" },
	{ "ChunkingEnabled", "chunking" },
	{ "PipeliningEnabled", "pipelining" },
	{ "DeliveryStatusNotificationEnabled", "dsn" },
	{ "EnhancedStatusCodesEnabled", "enhancedstatuscodes" },
	{ "SmtpUtf8Enabled", "smtputf8" },
};

static bool offered(const struct listener *listener, const char *property)
{
	for (guint i = 0; i < listener->connectors->len; i++)
		if (record_bool(g_ptr_array_index(listener->connectors, i), property))
			return true;
	return false;
}

static void put_extensions(struct writer *master_cf, const struct listener *listener)
{
	bool first = true;

	for (size_t e = 0; e < G_N_ELEMENTS(extensions); e++) {
		if (offered(listener, extensions[e].property))
			continue;
		writer_put(master_cf,
			   first ? "    -o smtpd_discard_ehlo_keywords=%s" : ",%s",
			   extensions[e].keyword);
		first = false;
	}
	if (!first)
		writer_put(master_cf, "\n");
}

static void put_tls(struct writer *master_cf, const struct facts *facts,
		    const struct listener *listener)
{
	const char *level = "none";

	/* A mechanism says how a client proves who it is; encryption is offered to all of them. */
	if (facts_certificate(facts, SERVICE_SMTP))
		level = any(listener, allows_plain) ? "may" : "encrypt";
	writer_put(master_cf, "    -o smtpd_tls_security_level=%s\n", level);
	if (!any(listener, takes_logon))
		return;
	writer_put(master_cf, "    -o smtpd_sasl_auth_enable=yes\n");
	if (any(listener, takes_clear_logon))
		writer_put(master_cf, "    -o smtpd_tls_auth_only=no\n");
}

/* The greeting is that of the first connector: no client is known to be another's yet. */
static void put_greeting(struct writer *master_cf, const struct listener *listener)
{
	const struct record *first = g_ptr_array_index(listener->connectors, 0);
	g_autofree char *banner = record_text(first, "Banner"), *fqdn = record_lower(first, "Fqdn");

	if (fqdn)
		writer_put(master_cf, "    -o myhostname=%s\n", fqdn);
	if (banner && g_str_has_prefix(banner, "220 "))
		writer_put(master_cf, "    -o { smtpd_banner = %s }\n", banner + 4);
}

static bool put_service(struct rendering *rendering, struct writer *master_cf,
			const struct listener *listener, GError **error)
{
	g_autofree char *path = table_path(listener);
	const char *table = path + strlen("postfix/");

	for (guint i = 0; i < listener->connectors->len; i++)
		writer_put(master_cf, "# %s\n",
			   record_name(g_ptr_array_index(listener->connectors, i)));
	writer_put(master_cf, listener->v6 ? "[%s]:%u" : "%s:%u", listener->address,
		   listener->port);
	writer_put(master_cf, " inet n - n - - smtpd\n"
		   "    -o { smtpd_recipient_restrictions = reject_non_fqdn_recipient,"
		   " reject_unlisted_recipient, $quota_check,"
		   " check_client_access cidr:$config_directory/%s, reject }\n", table);
	put_tls(master_cf, rendering->facts, listener);
	put_greeting(master_cf, listener);
	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
		writer_put(master_cf, settings[i].parameter,
			   largest_number(listener, &settings[i]));
	put_extensions(master_cf, listener);
	return put_table(rendering, listener, path, error);
}

bool postfix_receive_master(struct rendering *rendering, struct writer *master_cf, GError **error)
{
	g_autoptr(GPtrArray) listeners = listeners_of(rendering->facts);
	bool done = true;

	tree_claim(rendering->tree, "postfix/clients/");
	for (guint i = 0; done && i < listeners->len; i++)
		done = put_service(rendering, master_cf, g_ptr_array_index(listeners, i), error);
	return done;
}

void postfix_each_socket(const struct facts *facts,
			 void (*visit)(const char *address, uint16_t port, void *data), void *data)
{
	g_autoptr(GPtrArray) listeners = listeners_of(facts);

	for (guint i = 0; i < listeners->len; i++) {
		const struct listener *listener = g_ptr_array_index(listeners, i);

		visit(listener->address, listener->port, data);
	}
}
