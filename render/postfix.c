/*
 * Postfix: main.cf, master.cf and their tables. Look-up data of tenants is in
 * tables that Postfix notices by itself; the two files and the tables that
 * its long-lived processes hold need a reload.
 */
#include "config.h"
#include "lib/cdb.h"
#include "lib/exchange.h"
#include "render/check.h"
#include "render/postfix.h"

#define TICKS_PER_SECOND	10000000

char *postfix_name(const char *prefix, const struct record *record)
{
	GString *out = g_string_new(prefix);

	for (const char *p = record_name(record); *p; p++) {
		if (g_ascii_isalnum(*p))
			g_string_append_c(out, *p);
		else
			g_string_append_printf(out, "_%02X", (unsigned char)*p);
	}
	return g_string_free(out, FALSE);
}

unsigned record_seconds(const struct record *record, const char *property, unsigned fallback)
{
	value_auto v = record_get(record, property);

	return v.kind == V_TIMESPAN ? v.u.i / TICKS_PER_SECOND : fallback;
}

unsigned record_bits(const struct record *record, const char *property)
{
	value_auto v = record_get(record, property);

	return v.kind == V_ENUM ? v.u.i : 0;
}

uint64_t record_bytes(const struct record *record, const char *property)
{
	value_auto v = record_get(record, property);
	uint64_t bytes;

	return size_bytes(v, &bytes) ? bytes : 0;
}

/* -- main.cf --------------------------------------------------------------- */

static const char main_cf_begin[] =
	"# Written by hmsh from the hosting state; it is replaced at the next publishing.\n"
	"compatibility_level = 3.6\n"
	"queue_directory = /var/spool/hmsh/postfix\n"
	"data_directory = /var/spool/hmsh/postfix-data\n"
	"command_directory = /usr/sbin\n"
	"daemon_directory = /usr/lib/postfix/sbin\n"
	"mail_owner = postfix\n"
	"setgid_group = postdrop\n"
	"maillog_file = /dev/stdout\n"
	"syslog_name = hmsh\n"
	"alias_maps =\n"
	"alias_database =\n";

static const char main_cf_rest[] =
	"inet_interfaces = 127.0.0.1\n"
	"mynetworks = 127.0.0.1/32\n"
	"mydestination =\n"
	"local_recipient_maps =\n"
	"local_transport = error:5.1.1 no local mailboxes\n"
	"virtual_transport = " DOVECOT_LMTP "\n"
	"mailbox_size_limit = 0\n"
	"recipient_delimiter = +\n"
	"smtpd_banner = $myhostname ESMTP\n"
	"smtpd_helo_required = no\n"
	"disable_vrfy_command = yes\n"
	"smtpd_relay_restrictions =\n"
	"smtpd_recipient_restrictions = reject\n"
	"quota_check = check_policy_service { unix:/run/hmsh/dovecot/quota-status, "
	"default_action=DUNNO }\n"
	"smtpd_tls_security_level = none\n"
	"smtpd_tls_auth_only = yes\n"
	"smtpd_tls_loglevel = 1\n"
	"smtpd_sasl_type = dovecot\n"
	"smtpd_sasl_path = /run/hmsh/dovecot/sasl\n"
	"smtpd_sasl_auth_enable = no\n"
	"smtp_tls_security_level = may\n"
	"smtp_tls_CApath = /etc/ssl/certs\n"
	"smtp_tls_loglevel = 1\n";

static void put_names(struct writer *main_cf, const struct facts *facts)
{
	writer_put(main_cf, "myhostname = %s\nmydomain = %s\nmyorigin = $mydomain\n", facts->host,
		   facts->domain);
	writer_put(main_cf, "proxy_interfaces =");
	for (char **address = facts->addresses; *address; address++)
		writer_put(main_cf, " %s", *address);
	writer_put(main_cf, "\n");
}

static void put_shards(struct writer *main_cf, const char *map)
{
	for (unsigned i = 0; i < POSTFIX_SHARDS; i++)
		writer_put(main_cf, i < 10 ? " cdb:$config_directory/%s-0%u" :
			   " cdb:$config_directory/%s-%u", map, i);
}

static bool is_relayed(const struct record *domain)
{
	g_autofree char *type = record_text(domain, "DomainType");

	return g_strcmp0(type, "Authoritative") != 0;
}

static bool has_subdomains(const struct record *domain)
{
	g_autofree char *name = record_lower(domain, "DomainName");

	return g_str_has_prefix(name, "*.") || record_bool(domain, "MatchSubDomains");
}

static bool any_domain(const struct facts *facts, bool (*holds)(const struct record *))
{
	for (guint i = 0; i < facts->accepted_domains->len; i++)
		if (holds(g_ptr_array_index(facts->accepted_domains, i)))
			return true;
	return false;
}

static bool is_internal_relay(const struct record *domain)
{
	g_autofree char *type = record_text(domain, "DomainType");

	return !g_strcmp0(type, "InternalRelay");
}

/* The mailboxes of a domain that is partly elsewhere are reached through the table of transports.
 */
static void put_maps(struct writer *main_cf, const struct facts *facts)
{
	bool internal = any_domain(facts, is_internal_relay);
	bool destinations = postfix_send_has_table(facts);

	writer_put(main_cf, "virtual_mailbox_domains = cdb:$config_directory/domains");
	if (any_domain(facts, has_subdomains))
		writer_put(main_cf, ", regexp:$config_directory/subdomains");
	writer_put(main_cf, "\n");
	writer_put(main_cf, "virtual_mailbox_maps =");
	put_shards(main_cf, "mailboxes");
	writer_put(main_cf, "\nvirtual_alias_maps =");
	put_shards(main_cf, "aliases");
	writer_put(main_cf, "\nsmtpd_sender_login_maps =");
	put_shards(main_cf, "senders");
	writer_put(main_cf, "\nrelay_domains =");
	if (any_domain(facts, is_relayed))
		writer_put(main_cf, " cdb:$config_directory/relayed");
	writer_put(main_cf, "\n");
	if (internal || destinations) {
		writer_put(main_cf, "transport_maps =");
		if (internal)
			put_shards(main_cf, "mailboxes");
		if (destinations)
			writer_put(main_cf, " cdb:$config_directory/destinations");
		writer_put(main_cf, "\n");
	}
}

static bool render_main(struct rendering *rendering, GError **error)
{
	const struct facts *facts = rendering->facts;
	struct writer main_cf;

	writer_init(&main_cf, quote_postfix);
	g_string_append(main_cf.text, main_cf_begin);
	put_names(&main_cf, facts);
	writer_put(&main_cf, "inet_protocols = ipv4\n");
	g_string_append(main_cf.text, main_cf_rest);
	put_maps(&main_cf, facts);
	if (facts_certificate(facts, SERVICE_SMTP))
		writer_put(&main_cf, "smtpd_tls_chain_files = $config_directory/../tls/smtp.pem\n");
	postfix_receive_main(facts, &main_cf);
	postfix_send_main(facts, &main_cf);
	rendering_append_local(rendering, main_cf.text, "postfix/main.cf");
	return writer_finish(&main_cf, rendering->tree, "postfix/main.cf", TREE_PLAIN, error) &&
		postfix_send_tables(rendering, error);
}

/* -- master.cf -------------------------------------------------------------- */

static const char master_cf_services[] =
	"pickup unix n - n 60 1 pickup\n"
	"cleanup unix n - n - 0 cleanup\n"
	"qmgr unix n - n 300 1 qmgr\n"
	"tlsmgr unix - - n 1000? 1 tlsmgr\n"
	"rewrite unix - - n - - trivial-rewrite\n"
	"bounce unix - - n - 0 bounce\n"
	"defer unix - - n - 0 bounce\n"
	"trace unix - - n - 0 bounce\n"
	"verify unix - - n - 1 verify\n"
	"flush unix n - n 1000? 0 flush\n"
	"proxymap unix - - n - - proxymap\n"
	"proxywrite unix - - n - 1 proxymap\n"
	"smtp unix - - n - - smtp\n"
	"relay unix - - n - - smtp\n"
	"showq unix n - n - - showq\n"
	"error unix - - n - - error\n"
	"retry unix - - n - - error\n"
	"discard unix - - n - - discard\n"
	"lmtp unix - - n - - lmtp\n"
	"anvil unix - - n - 1 anvil\n"
	"scache unix - - n - 1 scache\n"
	"postlog unix-dgram n - n - 1 postlogd\n";

static bool render_master(struct rendering *rendering, GError **error)
{
	struct writer master_cf;
	bool done;

	writer_init(&master_cf, quote_postfix);
	writer_put(&master_cf,
		   "# Written by hmsh from the hosting state; it is replaced at the next "
		   "publishing.\n# service type private unpriv chroot wakeup maxproc command\n");
	done = postfix_receive_master(rendering, &master_cf, error);
	postfix_send_master(rendering->facts, &master_cf);
	g_string_append(master_cf.text, master_cf_services);
	rendering_append_local(rendering, master_cf.text, "postfix/master.cf");
	if (!done) {
		writer_drop(&master_cf);
		return false;
	}
	return writer_finish(&master_cf, rendering->tree, "postfix/master.cf", TREE_PLAIN, error);
}

/* -- Domains ------------------------------------------------------------------ */

static void add_subdomains(struct writer *table, const char *name)
{
	g_auto(GStrv) labels = g_strsplit(name, ".", -1);
	g_autofree char *pattern = g_strjoinv("\\.", labels);

	writer_put(table, "/^[^@]+\\.%s$/ 1\n", pattern);
}

/* With the backslashes of a pattern, which is made of labels alone. */
static bool quote_pattern(GString *out, const char *text, GError **error)
{
	return quote_table(out, text, error);
}

static bool render_domains(struct rendering *rendering, GError **error)
{
	const struct facts *facts = rendering->facts;
	struct cdb_maker *domains = cdb_maker_new(), *relayed = cdb_maker_new();
	struct writer subdomains;
	bool any_relayed = any_domain(facts, is_relayed), done = true;

	writer_init(&subdomains, quote_pattern);
	for (guint i = 0; i < facts->accepted_domains->len; i++) {
		const struct record *domain = g_ptr_array_index(facts->accepted_domains, i);
		g_autofree char *name = record_lower(domain, "DomainName");
		const char *bare = name + (g_str_has_prefix(name, "*.") ? 2 : 0);

		cdb_add_text(is_relayed(domain) ? relayed : domains, bare, "1");
		if (has_subdomains(domain))
			add_subdomains(&subdomains, bare);
	}
	tree_add(rendering->tree, "postfix/domains.cdb", cdb_finish(domains), TREE_PLAIN);
	tree_claim(rendering->tree, "postfix/relayed.cdb");
	tree_claim(rendering->tree, "postfix/subdomains");
	if (any_relayed)
		tree_add(rendering->tree, "postfix/relayed.cdb", cdb_finish(relayed), TREE_PLAIN);
	else
		cdb_maker_free(relayed);
	if (subdomains.text->len || subdomains.error)
		done = writer_finish(&subdomains, rendering->tree, "postfix/subdomains", TREE_PLAIN,
				     error);
	else
		g_string_free(subdomains.text, TRUE);
	return done;
}

/* -- Checking ------------------------------------------------------------------- */

static bool is_configuration(const char *path)
{
	return g_str_equal(path, "postfix/main.cf") || g_str_equal(path, "postfix/master.cf");
}

static bool has_additions(const char *stage)
{
	g_autofree char *path = g_build_filename(stage, "postfix/main.cf", NULL);
	g_autofree char *text = NULL;

	return g_file_get_contents(path, &text, NULL, NULL) && strstr(text, "\n# /etc/hmsh/local/");
}

/* postconf -n reports what is no parameter, -M and -P what is no service. */
static bool postfix_check(const char *stage, GPtrArray *changed, GError **error)
{
	static const char *const modes[] = { "-n", "-M", "-P" };
	g_autofree char *folder = g_build_filename(stage, "postfix", NULL);
	bool needed = false;

	for (guint i = 0; i < changed->len; i++)
		needed |= is_configuration(g_ptr_array_index(changed, i));
	for (size_t i = 0; needed && i < G_N_ELEMENTS(modes); i++) {
		const char *argv[] = { "/usr/sbin/postconf", "-c", folder, modes[i], NULL };

		/* A local addition may override an entry, which is then no mistake of ours. */
		if (!check_run("postfix", stage, argv, !has_additions(stage), error))
			return false;
	}
	return true;
}

/* What long-lived processes hold: the two files, tables of clients, domains and destinations. */
static bool postfix_reloads(const char *path)
{
	return is_configuration(path) || g_str_equal(path, "tls/smtp.pem") ||
	       g_str_has_prefix(path, "postfix/clients/") ||
	       g_str_equal(path, "postfix/domains.cdb") ||
	       g_str_equal(path, "postfix/subdomains") ||
	       g_str_equal(path, "postfix/relayed.cdb") ||
	       g_str_equal(path, "postfix/destinations.cdb") ||
	       g_str_equal(path, "postfix/smarthosts.cdb");
}

static const struct render_part postfix_parts[] = {
	{ "HostingServer ReceiveConnector SendConnector ExchangeCertificate AcceptedDomain",
	  render_main },
	{ "HostingServer ReceiveConnector SendConnector ExchangeCertificate", render_master },
	{ "AcceptedDomain", render_domains },
	{ NULL }
};

RENDERER(postfix_renderer) = {
	.name = "postfix", .parts = postfix_parts, .tenants_begin = postfix_tenants_begin,
	.tenant = postfix_tenant, .tenants_end = postfix_tenants_end, .check = postfix_check,
	.reloads = postfix_reloads,
};
