/*
 * Dovecot: IMAP, POP3, delivery by LMTP, authentication for Postfix and the
 * quota answer to its policy question. The users are in one passwd-file a
 * domain, which Dovecot reads again by itself when it has changed.
 */
#include "config.h"
#include "lib/exchange.h"
#include "lib/str.h"
#include "render/check.h"
#include "render/facts.h"
#include "render/recipient.h"
#include "render/renderer.h"
#include "render/writer.h"
#include "state/kinds/certificate.h"

#define PASSWD_FOLDER	"dovecot/passwd/"
#define DENY_FOLDER	"dovecot/deny/"
#define MAIL_FOLDER	"/var/spool/hmsh/mail/"
#define MAIL_UID	5000

static const struct fault password_missing = {
	"MailboxHasNoPassword", "System.InvalidOperationException", CATEGORY_INVALID_DATA, NULL
};

/* -- dovecot.conf ------------------------------------------------------------- */

static const char conf_begin[] =
	"# Written by hmsh from the hosting state; it is replaced at the next publishing.\n"
	"base_dir = /run/hmsh/dovecot\n"
	"state_dir = /var/spool/hmsh/dovecot\n"
	"instance_name = hmsh\n"
	"log_path = /dev/stderr\n"
	"ssl_min_protocol = TLSv1.2\n"
	"disable_plaintext_auth = yes\n"
	"auth_mechanisms = plain login\n"
	"mail_location = maildir:~/Maildir\n"
	"mail_plugins = quota\n"
	"recipient_delimiter = +\n"
	"first_valid_uid = 5000\n"
	"last_valid_uid = 5000\n"
	"mail_uid = 5000\n"
	"mail_gid = 5000\n"
	"passdb {\n"
	"  driver = passwd-file\n"
	"  deny = yes\n"
	"  args = username_format=%Lu /etc/hmsh/current/dovecot/deny/%Ls/%Ld\n"
	"}\n"
	"passdb {\n"
	"  driver = passwd-file\n"
	"  args = scheme=CRYPT username_format=%Lu /etc/hmsh/current/dovecot/passwd/%Ld\n"
	"}\n"
	"userdb {\n"
	"  driver = passwd-file\n"
	"  args = username_format=%Lu /etc/hmsh/current/dovecot/passwd/%Ld\n"
	"}\n"
	"namespace inbox {\n"
	"  inbox = yes\n"
	"  separator = /\n"
	"  mailbox \"Sent Items\" {\n"
	"    auto = subscribe\n"
	"    special_use = \\Sent\n"
	"  }\n"
	"  mailbox \"Deleted Items\" {\n"
	"    auto = subscribe\n"
	"    special_use = \\Trash\n"
	"  }\n"
	"  mailbox Drafts {\n"
	"    auto = subscribe\n"
	"    special_use = \\Drafts\n"
	"  }\n"
	"  mailbox \"Junk Email\" {\n"
	"    auto = subscribe\n"
	"    special_use = \\Junk\n"
	"  }\n"
	"}\n"
	"service auth {\n"
	"  unix_listener sasl {\n"
	"    mode = 0660\n"
	"    user = postfix\n"
	"    group = postfix\n"
	"  }\n"
	"}\n"
	"service lmtp {\n"
	"  unix_listener lmtp {\n"
	"    mode = 0660\n"
	"    user = postfix\n"
	"    group = postfix\n"
	"  }\n"
	"}\n"
	"service quota-status {\n"
	"  executable = quota-status -p postfix\n"
	"  client_limit = 1\n"
	"  unix_listener quota-status {\n"
	"    mode = 0660\n"
	"    user = postfix\n"
	"    group = postfix\n"
	"  }\n"
	"}\n"
	"protocol imap {\n"
	"  mail_plugins = quota imap_quota\n"
	"}\n"
	"plugin {\n"
	"  quota = count:User quota\n"
	"  quota_vsizes = yes\n"
	"  quota_status_success = DUNNO\n"
	"  quota_status_nouser = DUNNO\n"
	"  quota_status_overquota = \"552 5.2.2 Mailbox is full\"\n"
	"}\n";

static const struct protocol {
	const char *name;		/* of Dovecot's protocol and plain listener */
	const char *secure;		/* of its TLS listener */
	const char *windows_service;	/* that switches it off */
	unsigned service;		/* of the certificate */
	unsigned port, secure_port;
} protocols[] = {
	{ "imap", "imaps", "MSExchangeIMAP4", SERVICE_IMAP, 143, 993 },
	{ "pop3", "pop3s", "MSExchangePOP3", SERVICE_POP, 110, 995 },
};

static bool is_on(const struct facts *facts, const struct protocol *protocol)
{
	g_autoptr(record_auto) service =
		store_get(facts->store, "HostingService", NULL, protocol->windows_service);
	g_autofree char *startup = service ? record_text(service, "StartupType") : NULL;

	return g_strcmp0(startup, "Disabled") != 0;
}

static void put_protocol(struct writer *conf, const struct facts *facts,
			 const struct protocol *protocol)
{
	bool tls = facts_certificate(facts, protocol->service) != NULL;

	if (!is_on(facts, protocol))
		return;
	writer_put(conf, "service ");
	g_string_append(conf->text, protocol->name);
	writer_put(conf, "-login {\n  inet_listener ");
	g_string_append(conf->text, protocol->name);
	writer_put(conf, " {\n    address = %s\n    port = %u\n  }\n  inet_listener ",
		   facts->address, protocol->port);
	g_string_append(conf->text, protocol->secure);
	writer_put(conf, " {\n    address = %s\n    port = %u\n    ssl = yes\n  }\n}\n",
		   facts->address, tls ? protocol->secure_port : 0);
	if (!tls)
		return;
	writer_put(conf, "protocol ");
	g_string_append(conf->text, protocol->name);
	writer_put(conf, " {\n  ssl_cert = <../tls/");
	g_string_append(conf->text, protocol->name);
	writer_put(conf, ".pem\n  ssl_key = <../tls/");
	g_string_append(conf->text, protocol->name);
	writer_put(conf, ".pem\n}\n");
}

static bool render_conf(struct rendering *rendering, GError **error)
{
	const struct facts *facts = rendering->facts;
	struct writer conf;
	bool tls = false;

	writer_init(&conf, quote_dovecot);
	g_string_append(conf.text, conf_begin);
	writer_put(&conf, "protocols =");
	for (size_t i = 0; i < G_N_ELEMENTS(protocols); i++) {
		if (!is_on(facts, &protocols[i]))
			continue;
		tls |= facts_certificate(facts, protocols[i].service) != NULL;
		writer_put(&conf, protocols[i].service == SERVICE_IMAP ? " imap" : " pop3");
	}
	writer_put(&conf, " lmtp\nlisten = %s\n", facts->address);
	writer_put(&conf, tls ? "ssl = required\n" : "ssl = no\n");
	for (size_t i = 0; i < G_N_ELEMENTS(protocols); i++)
		put_protocol(&conf, facts, &protocols[i]);
	writer_put(&conf, "!include_try /etc/hmsh/local/dovecot/*.conf\n");
	return writer_finish(&conf, rendering->tree, "dovecot/dovecot.conf", TREE_PLAIN, error);
}

/* -- Users ----------------------------------------------------------------------- */

struct users {
	GHashTable *files;		/* path -> struct writer */
};

/* Who may not use a service: a property, and Dovecot's name of the service. */
static const struct denial {
	const char *property;
	bool when;			/* the property's value that denies */
	const char *service;
} denials[] = {
	{ "ImapEnabled", false, "imap" }, { "PopEnabled", false, "pop3" },
	{ "SmtpClientAuthenticationDisabled", true, "smtp" },
};

static void dovecot_begin(struct rendering *rendering, void **state)
{
	struct users *users = g_new0(struct users, 1);

	users->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	if (rendering->whole) {
		tree_claim(rendering->tree, PASSWD_FOLDER);
		tree_claim(rendering->tree, DENY_FOLDER);
	}
	*state = users;
}

/* The file of a login's domain in a folder. */
static struct writer *file_of(struct users *users, const char *folder, const char *login)
{
	const char *at = strrchr(login, '@');
	g_autofree char *path = g_strconcat(folder, at ? at + 1 : "", NULL);
	struct writer *file = g_hash_table_lookup(users->files, path);

	if (!file) {
		file = g_new0(struct writer, 1);
		writer_init(file, quote_passwd);
		g_hash_table_insert(users->files, g_steal_pointer(&path), file);
	}
	return file;
}

static void put_denials(struct users *users, const struct record *mailbox, const char *login)
{
	for (size_t i = 0; i < G_N_ELEMENTS(denials); i++) {
		g_autofree char *folder = g_strconcat(DENY_FOLDER, denials[i].service, "/", NULL);

		if (record_bool(mailbox, denials[i].property) == denials[i].when)
			writer_put(file_of(users, folder, login), "%s\n", login);
	}
}

/* A hash that no password has: its owner cannot log on, but mail arrives. */
#define NO_PASSWORD	"{CRYPT}*"

/* user:hash:uid:gid::home::extra */
static void put_user(struct writer *file, const struct recipient *recipient, const char *guid,
		     const char *hash)
{
	writer_put(file, "%s:%s:%u:%u::" MAIL_FOLDER "%s::", recipient->login,
		   recipient->disabled || !hash ? NO_PASSWORD : hash, MAIL_UID, MAIL_UID, guid);
	if (recipient->quota)
		writer_put(file, "userdb_quota_rule=*:bytes=%lu", (unsigned long)recipient->quota);
	writer_put(file, "\n");
}

static bool add_user(struct rendering *rendering, struct users *users,
		     const struct record *mailbox, GError **error)
{
	g_autoptr(GError) problem = NULL;
	g_autoptr(GBytes) secret =
		store_secret(rendering->store, mailbox, "PasswordHash", &problem);
	g_autofree char *hash = secret ? g_strndup(g_bytes_get_data(secret, NULL),
						   g_bytes_get_size(secret)) : NULL;
	struct recipient recipient;

	if (problem) {
		value_auto target = value_text(record_name(mailbox));

		fault_set(error, &password_missing, target,
			  "The password of the mailbox \"%s\" cannot be read: %s",
			  record_name(mailbox), problem->message);
		return false;
	}
	if (!recipient_read(&recipient, rendering->store, mailbox))
		return true;
	put_user(file_of(users, PASSWD_FOLDER, recipient.login), &recipient, mailbox->guid, hash);
	put_denials(users, mailbox, recipient.login);
	recipient_clear(&recipient);
	return true;
}

/* Rights to others' mailboxes that are kept, but that this configuration gives nobody. */
static bool warn_of_permissions(struct rendering *rendering, const char *organization, GError **error)
{
	static const struct {
		const char *kind, *what, *command;
	} kept[] = {
		{ "MailboxPermission", "to open another's mailbox", "Get-MailboxPermission" },
		{ "MailboxFolderPermission", "to another's folder", "Get-MailboxFolderPermission" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(kept); i++) {
		struct store_query query = { .kind = kept[i].kind, .organization = organization };
		g_autoptr(GPtrArray) records = store_list(rendering->store, &query, error);

		if (!records)
			return false;
		if (records->len)
			rendering_warn(rendering, "The organization \"%s\" has %u permission%s %s, which "
				       "IMAP and POP do not give yet. %s shows what is kept.",
				       organization, records->len, records->len == 1 ? "" : "s",
				       kept[i].what, kept[i].command);
	}
	return true;
}

static bool dovecot_tenant(struct rendering *rendering, void *state, const struct tenant *tenant,
			   GError **error)
{
	if (!warn_of_permissions(rendering, tenant->organization, error))
		return false;
	for (guint i = 0; i < tenant->mailboxes->len; i++)
		if (!add_user(rendering, state, g_ptr_array_index(tenant->mailboxes, i), error))
			return false;
	return true;
}

static bool put_files(struct rendering *rendering, struct users *users, GError **error)
{
	GHashTableIter iter;
	void *path, *file;
	bool done = true;

	g_hash_table_iter_init(&iter, users->files);
	while (g_hash_table_iter_next(&iter, &path, &file)) {
		g_autoptr(GError) problem = NULL;

		/* Every writer is ended; the first problem is told. */
		if (!writer_finish(file, rendering->tree, path, TREE_DOVECOT, &problem) && done) {
			g_propagate_error(error, g_steal_pointer(&problem));
			done = false;
		}
	}
	return done;
}

static void claim_denials(struct tree *tree, const char *domain)
{
	for (size_t i = 0; i < G_N_ELEMENTS(denials); i++) {
		g_autofree char *path = g_strconcat(DENY_FOLDER, denials[i].service, "/", domain, NULL);

		tree_claim(tree, path);
	}
}

static bool dovecot_end(struct rendering *rendering, void *state, GError **error)
{
	struct users *users = state;
	GHashTableIter iter;
	void *domain;
	bool done;

	g_hash_table_iter_init(&iter, rendering->domains);
	while (g_hash_table_iter_next(&iter, &domain, NULL)) {
		g_autofree char *path = g_strconcat(PASSWD_FOLDER, domain, NULL);

		tree_claim(rendering->tree, path);
		claim_denials(rendering->tree, domain);
	}
	done = put_files(rendering, users, error);
	g_hash_table_unref(users->files);
	g_free(users);
	return done;
}

/* -- Checking ------------------------------------------------------------------------ */

#define CONF_PATH	"dovecot/dovecot.conf"

static bool dovecot_check(const char *stage, GPtrArray *changed, GError **error)
{
	g_autofree char *conf = g_build_filename(stage, CONF_PATH, NULL);
	const char *argv[] = { "/usr/bin/doveconf", "-c", conf, "-n", NULL };
	bool needed = false;

	for (guint i = 0; i < changed->len; i++)
		needed |= g_str_equal(g_ptr_array_index(changed, i), CONF_PATH);
	return !needed || check_run("dovecot", stage, argv, false, error);
}

static bool dovecot_reloads(const char *path)
{
	return g_str_equal(path, CONF_PATH) || g_str_equal(path, "tls/imap.pem") ||
		g_str_equal(path, "tls/pop3.pem");
}

static const struct render_part dovecot_parts[] = {
	{ "HostingServer ExchangeCertificate HostingService", render_conf },
	{ NULL }
};

RENDERER(dovecot_renderer) = {
	.name = "dovecot", .parts = dovecot_parts, .tenants_begin = dovecot_begin,
	.tenant = dovecot_tenant, .tenants_end = dovecot_end, .check = dovecot_check,
	.reloads = dovecot_reloads,
};
