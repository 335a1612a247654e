/*
 * setup.com: what Exchange's installer does, on this host. It takes the
 * installer's words (/mode:install /role:MB,CA,HT ...), makes sure of the
 * packages, and puts everything that Exchange creates by itself in one
 * transaction. Run again, it says what is there and changes nothing.
 */
#include "config.h"
#include "cmdlets/hosting/exchange_certificate.h"
#include "cmdlets/hosting/packages.h"
#include "cmdlets/hosting/task.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/exchange.h"

static const struct fault bad_word = {
	"SetupUnknownParameter", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Use setup.com /mode:install /role:MB,CA,HT /organizationName:NAME /hosting." };
static const struct fault not_here = {
	"SetupNotSupported", "System.NotSupportedException", CATEGORY_NOT_IMPLEMENTED,
	"Use setup.com /mode:install /role:MB,CA,HT /organizationName:NAME /hosting." };

struct setup {
	int64_t roles;
	char *organization;
	bool hosting;
	char *server;
};

static void setup_clear(struct setup *setup)
{
	g_free(setup->organization);
	g_free(setup->server);
}

/* -- The words ------------------------------------------------------------------------------- */

static const struct role_word {
	const char *name;
	int64_t role;			/* 0: nothing to do; -1: not on this host */
} role_words[] = {
	{ "MB", ROLE_MAILBOX }, { "M", ROLE_MAILBOX }, { "Mailbox", ROLE_MAILBOX },
	{ "CA", ROLE_CLIENT_ACCESS }, { "C", ROLE_CLIENT_ACCESS },
	{ "ClientAccess", ROLE_CLIENT_ACCESS },
	{ "HT", ROLE_HUB_TRANSPORT }, { "H", ROLE_HUB_TRANSPORT },
	{ "HubTransport", ROLE_HUB_TRANSPORT },
	{ "MT", 0 }, { "T", 0 }, { "ManagementTools", 0 },
	{ "UM", -1 }, { "UnifiedMessaging", -1 }, { "ET", -1 }, { "EdgeTransport", -1 },
};

static bool refuse_word(const struct fault *fault, const char *word, const char *why,
			GError **error)
{
	value_auto target = value_text(word);

	fault_set(error, fault, target, "setup.com: \"%s\" %s.", word, why);
	return false;
}

static bool read_role(struct setup *setup, const char *name, GError **error)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(role_words); i++) {
		if (!text_equal_nocase(role_words[i].name, name))
			continue;
		if (role_words[i].role < 0)
			return refuse_word(&not_here, name, "is a role that this host does not have", error);
		setup->roles |= role_words[i].role;
		return true;
	}
	return refuse_word(&bad_word, name, "is no server role: the roles are MB, CA and HT", error);
}

static bool read_roles(struct setup *setup, const char *value, GError **error)
{
	g_auto(GStrv) names = g_strsplit(value, ",", -1);

	for (char **name = names; *name; name++)
		if (!read_role(setup, g_strstrip(*name), error))
			return false;
	return true;
}

static bool is_one_of(const char *name, const char *list)
{
	g_auto(GStrv) names = g_strsplit(list, " ", -1);

	for (char **at = names; *at; at++)
		if (text_equal_nocase(*at, name))
			return true;
	return false;
}

static bool read_word(struct setup *setup, const char *word, GError **error)
{
	size_t slash = word[0] == '/' || word[0] == '-';
	g_auto(GStrv) parts = g_strsplit(word + slash, ":", 2);
	const char *name = parts[0] ? parts[0] : "", *value = parts[0] && parts[1] ? parts[1] : "";

	if (!slash)
		return refuse_word(&bad_word, word, "is no parameter of the installer", error);
	if (is_one_of(name, "mode m"))
		return is_one_of(value, "install") ||
			refuse_word(&not_here, word, "is not possible here: the mode is install", error);
	if (is_one_of(name, "role roles r"))
		return read_roles(setup, value, error);
	if (is_one_of(name, "organizationName on")) {
		g_free(setup->organization);
		setup->organization = g_strdup(value);
		return true;
	}
	if (is_one_of(name, "hosting")) {
		setup->hosting = true;
		return true;
	}
	if (is_one_of(name, "IAcceptExchangeServerLicenseTerms InstallWindowsComponents "
		      "PrepareAD p PrepareSchema ps PrepareAllDomains pad PrepareDomain pd "
		      "TargetDir t SourceDir s UpdatesDir u DomainController dc AnswerFile af "
		      "LegacyRoutingServer MdbName DbFilePath LogFolderPath "
		      "CustomerFeedbackEnabled ActiveDirectorySplitPermissions DisableAMFiltering "
		      "DoNotStartTransport EnableErrorReporting NoSelfSignedCertificates"))
		return true;
	return refuse_word(&bad_word, word, "is no parameter of the installer", error);
}

/* "/role:MB,CA,HT" arrives as a list: its elements belong to one word. */
static char *word_text(struct value v)
{
	g_autoptr(GString) out = NULL;

	if (v.kind != V_ARRAY) {
		value_auto text = value_str(value_to_string(v, NULL));

		return g_strdup(text.u.str->data);
	}
	out = g_string_new(NULL);
	for (uint32_t i = 0; i < v.u.array->len; i++) {
		value_auto item = array_get(v.u.array, i);
		g_autofree char *text = word_text(item);

		g_string_append_printf(out, "%s%s", i ? "," : "", text);
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

static bool read_words(struct setup *setup, struct value words, GError **error)
{
	for (uint32_t i = 0; words.kind == V_ARRAY && i < words.u.array->len; i++) {
		value_auto item = array_get(words.u.array, i);
		g_autofree char *word = word_text(item);

		if (!read_word(setup, word, error))
			return false;
	}
	if (!setup->roles)
		return refuse_word(&bad_word, "/role", "is missing: give /role:MB,CA,HT", error);
	if (!setup->organization || !*setup->organization)
		return refuse_word(&bad_word, "/organizationName",
				   "is missing: give /organizationName:NAME", error);
	return true;
}

/* -- What Exchange creates by itself ----------------------------------------------------------- */

/* A property of a row below: a list has its elements separated by '|'. */
struct assignment {
	const char *property, *text;
};

struct creation {
	const char *kind;
	const char *name;		/* %s stands for the server */
	struct assignment properties[8];
};

#define EVERYWHERE "0.0.0.0-255.255.255.255|::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
#define DIRECTORY(kind, name)	{ kind "VirtualDirectory", name " (Default Web Site)", \
	{ { "Server", "%s" } } }

static const struct creation creations[] = {
	{ "ReceiveConnector", "Default %s", {
		{ "Server", "%s" }, { "Bindings", "0.0.0.0:25|[::]:25" },
		{ "RemoteIPRanges", EVERYWHERE },
		{ "AuthMechanism", "Tls, Integrated, BasicAuth, BasicAuthRequireTLS, ExchangeServer" },
		{ "PermissionGroups", "ExchangeUsers, ExchangeServers, ExchangeLegacyServers" } } },
	{ "ReceiveConnector", "Client %s", {
		{ "Server", "%s" }, { "Bindings", "0.0.0.0:587|[::]:587" },
		{ "RemoteIPRanges", EVERYWHERE }, { "Usage", "Client" },
		{ "AuthMechanism", "Tls, Integrated, BasicAuth, BasicAuthRequireTLS" },
		{ "PermissionGroups", "ExchangeUsers" } } },
	{ "Website", "Default Web Site", {
		{ "Id", "1" }, { "PhysicalPath", "C:\\inetpub\\wwwroot" } } },
	{ "WebBinding", "http/*:80:", { { "SiteName", "Default Web Site" } } },
	{ "WebBinding", "https/*:443:", {
		{ "SiteName", "Default Web Site" }, { "Protocol", "https" }, { "Port", "443" } } },
	DIRECTORY("Autodiscover", "Autodiscover"), DIRECTORY("WebServices", "EWS"),
	DIRECTORY("Owa", "owa"), DIRECTORY("Ecp", "ecp"), DIRECTORY("Oab", "OAB"),
	DIRECTORY("PowerShell", "PowerShell"), DIRECTORY("Mapi", "mapi"),
	DIRECTORY("ActiveSync", "Microsoft-Server-ActiveSync"),
	{ "OfferPlan", "HostingSample/1", {
		{ "ProgramId", "HostingSample" }, { "OfferId", "1" },
		{ "Description", "Small mailboxes of 500 MB." },
		{ "IssueWarningQuota", "450MB" }, { "ProhibitSendQuota", "475MB" },
		{ "ProhibitSendReceiveQuota", "500MB" }, { "MaxSendSize", "10MB" },
		{ "MaxReceiveSize", "10MB" } } },
	{ "OfferPlan", "HostingSample/2", {
		{ "ProgramId", "HostingSample" }, { "OfferId", "2" },
		{ "Description", "Mailboxes of 2 GB." },
		{ "IssueWarningQuota", "1800MB" }, { "ProhibitSendQuota", "1900MB" },
		{ "ProhibitSendReceiveQuota", "2GB" } } },
	{ "OfferPlan", "HostingSample/3", {
		{ "ProgramId", "HostingSample" }, { "OfferId", "3" },
		{ "Description", "Large mailboxes of 5 GB." },
		{ "IssueWarningQuota", "4500MB" }, { "ProhibitSendQuota", "4750MB" },
		{ "ProhibitSendReceiveQuota", "5GB" }, { "MaxSendSize", "50MB" },
		{ "MaxReceiveSize", "50MB" } } },
};

static char *with_server(const char *text, const char *server)
{
	g_auto(GStrv) parts = g_strsplit(text, "%s", 2);

	return g_strjoinv(server, parts);
}

static bool assign(struct record *record, const char *property, const char *text, GError **error)
{
	g_auto(GStrv) parts = NULL;
	value_auto list = VALUE_UNSET;

	if (!strchr(text, '|'))
		return record_set_text(record, property, text, error);
	parts = g_strsplit(text, "|", -1);
	list = value_of(array_new(NULL, g_strv_length(parts)));
	for (uint32_t i = 0; parts[i]; i++)
		array_set(list.u.array, i, value_text(parts[i]));
	return record_set(record, property, list, error);
}

static bool create_one(struct txn *txn, const struct creation *row, const char *server,
		       GError **error)
{
	g_autoptr(record_auto) record = record_new(record_kind_find(row->kind), NULL);
	g_autofree char *name = with_server(row->name, server);

	if (!record_set_text(record, "Name", name, error))
		return false;
	for (unsigned i = 0; i < G_N_ELEMENTS(row->properties) && row->properties[i].property; i++) {
		g_autofree char *text = with_server(row->properties[i].text, server);

		if (!assign(record, row->properties[i].property, text, error))
			return false;
	}
	txn_put(txn, record);
	return true;
}

static bool put_organization(struct txn *txn, const struct setup *setup,
			     const struct record *server, GError **error)
{
	g_autoptr(record_auto) organization = record_new(record_kind_find("HostingOrganization"),
							 NULL);
	g_autoptr(record_auto) with_roles = record_copy(server);
	g_autofree char *domain = record_text(server, "DomainName");
	value_auto roles = value_i64(setup->roles);

	if (!record_set_text(organization, "Name", setup->organization, error) ||
	    !record_set_text(organization, "DomainName", domain, error) ||
	    !record_set(organization, "HostingDeploymentEnabled", value_bool(setup->hosting), error) ||
	    !record_set(with_roles, "ServerRole", roles, error))
		return false;
	txn_put(txn, organization);
	txn_put(txn, with_roles);
	return true;
}

static bool put_certificate(struct txn *txn, const struct record *server, GError **error)
{
	g_autofree char *domain = record_text(server, "DomainName");
	g_autofree char *fqdn = g_strdup_printf("%s.%s", record_name(server), domain);
	const char *names[] = { fqdn, record_name(server), NULL };
	g_autoptr(record_auto) certificate =
		exchange_certificate_self_signed(txn, record_name(server), names, error);

	return certificate != NULL;
}

static bool setup_change(struct txn *txn, void *data, GError **error)
{
	struct setup *setup = data;
	g_autoptr(record_auto) server = task_server(txn_store(txn), error);

	if (!server || !put_organization(txn, setup, server, error))
		return false;
	for (unsigned i = 0; i < G_N_ELEMENTS(creations); i++)
		if (!create_one(txn, &creations[i], record_name(server), error))
			return false;
	g_free(setup->server);
	setup->server = g_strdup(record_name(server));
	return put_certificate(txn, server, error);
}

/* -- The cmdlet -------------------------------------------------------------------------------- */

struct setup_args { struct value words; };

static const struct param setup_params[] = {
	{ "Words", "object[]", FIELD(setup_args, words),
	  .flags = PARAM_REMAINING | PARAM_NO_CONVERT,
	  .help = "The installer's words: /mode:install /role:MB,CA,HT /organizationName:NAME /hosting." },
	{ NULL }
};

static bool keep_first(struct record *record, void *data)
{
	*(struct record **)data = record_ref(record);
	return false;
}

static enum flow say(struct call *call, char *text)
{
	value_auto line = value_text(text);

	g_free(text);
	return emit(call, line);
}

static bool has_packages(GError **error)
{
	static const char *const names[] = {
		"postfix", "postfix-cdb", "dovecot-core", "dovecot-imapd", "dovecot-pop3d",
		"dovecot-lmtpd", "nginx-light", "knot", "knot-dnsutils"
	};
	g_autoptr(GHashTable) packages = g_hash_table_new(g_str_hash, g_str_equal);
	g_autoptr(GPtrArray) missing = NULL;

	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
		g_hash_table_add(packages, (gpointer)names[i]);
	missing = packages_missing(packages, error);
	return missing && packages_install(missing, error);
}

static enum flow run_setup(struct call *call, struct setup *setup)
{
	enum flow flow = FLOW_NEXT;
	struct store *store = task_store(call, &flow);
	struct store_query query = { .kind = "HostingOrganization" };
	g_autoptr(record_auto) present = NULL;
	GError *error = NULL;

	if (!store)
		return flow;
	store_each(store, &query, keep_first, &present, NULL);
	if (present)
		return say(call, g_strdup_printf("The organization \"%s\" is installed already: "
						 "nothing was changed.", record_name(present)));
	if (!call_what_if(call) && !has_packages(&error))
		return call_throw(call, error);
	if (!task_run(call, setup->organization, setup_change, setup, &flow))
		return flow;
	flow = say(call, g_strdup_printf("Organization \"%s\" and server %s with the roles%s%s%s: "
					 "installed.", setup->organization, setup->server,
					 setup->roles & ROLE_MAILBOX ? " Mailbox" : "",
					 setup->roles & ROLE_CLIENT_ACCESS ? " ClientAccess" : "",
					 setup->roles & ROLE_HUB_TRANSPORT ? " HubTransport" : ""));
	return flow;
}

static enum flow exchange_setup(struct call *call, void *data)
{
	struct setup_args *args = data;
	struct setup setup = { 0 };
	GError *error = NULL;
	enum flow flow;

	flow = read_words(&setup, args->words, &error) ? run_setup(call, &setup)
		: call_throw(call, error);
	setup_clear(&setup);
	return flow;
}

static const struct cmdlet_example setup_examples[] = {
	{ "setup.com /mode:install /role:MB,CA,HT /organizationName:HostingCompany /hosting",
	  "Makes this host the server of the hosting organization HostingCompany." },
	{ NULL }
};

CMDLET(exchange_setup_cmdlet) = {
	.name = "setup.com", .aliases = "setup.exe setup", .params = setup_params,
	.args_size = sizeof(struct setup_args), .process = exchange_setup,
	.flags = CMDLET_SHOULD_PROCESS, .module = "HostingManagement",
	.synopsis = "Installs the hosting organization and the server's roles, as Exchange's installer.",
	.description = "It creates the organization, the default receive connectors, the default web "
		"site with its virtual directories, a self-signed certificate, and the offers of the "
		"program HostingSample. Run again, it changes nothing.",
	.examples = setup_examples, .output = "string",
};
