/*
 * The publisher that the cmdlets see, and the sandbox as it is filled from the
 * state: the server's addresses on the loopback interface, its own name
 * server, the tenants' zones beside the provider's, and the sockets that must
 * answer before it counts as up.
 */
#include "config.h"
#include "lib/exchange.h"
#include "render/daemon.h"
#include "render/facts.h"
#include "render/plan.h"
#include "render/postfix.h"
#include "render/sandbox.h"
#include "render/sites.h"

static const struct fault not_published = {
	"NothingPublished", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION,
	"Publish-HostingConfiguration makes the configuration that the sandbox runs."
};

#define TENANTS_FILE	HOST_RUN "/knot/local/tenants.conf"
#define TENANTS_TEXT	"include: " HOST_CURRENT "/knot/tenants.conf\n"

struct trial {
	GPtrArray *addresses;		/* char *, NULL-terminated when filled */
	GArray *sockets;		/* of struct sandbox_socket */
	char *resolv_conf, *hosts;
};

static void trial_clear(struct trial *trial)
{
	for (guint i = 0; i < trial->sockets->len; i++)
		g_free((char *)g_array_index(trial->sockets, struct sandbox_socket, i).address);
	g_array_free(trial->sockets, TRUE);
	g_ptr_array_unref(trial->addresses);
	g_free(trial->resolv_conf);
	g_free(trial->hosts);
}

static void add_address(struct trial *trial, const char *address)
{
	if (address && *address && strcmp(address, "127.0.0.1") &&
	    !g_ptr_array_find_with_equal_func(trial->addresses, address, g_str_equal, NULL))
		g_ptr_array_add(trial->addresses, g_strdup(address));
}

static void add_socket(struct trial *trial, const char *daemon, const char *address, uint16_t port)
{
	struct sandbox_socket socket = { daemon, g_strdup(address), port };

	g_array_append_val(trial->sockets, socket);
}

static void add_postfix(const char *address, uint16_t port, void *data)
{
	add_address(data, address);
	add_socket(data, "postfix", address, port);
}

static void add_dovecot(struct trial *trial, const char *root, const struct facts *facts)
{
	static const struct {
		const char *word;
		uint16_t port;
	} listeners[] = {
		{ "inet_listener imap ", 143 }, { "inet_listener imaps ", 993 },
		{ "inet_listener pop3 ", 110 }, { "inet_listener pop3s ", 995 },
	};
	g_autofree char *path = g_build_filename(root, "current/dovecot/dovecot.conf", NULL);
	g_autofree char *conf = NULL;

	if (!facts->address || !g_file_get_contents(path, &conf, NULL, NULL))
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(listeners); i++) {
		const char *at = strstr(conf, listeners[i].word);
		g_autofree char *port = g_strdup_printf("port = %u\n", listeners[i].port);
		const char *end = at ? strchr(at, '}') : NULL;

		if (end && g_strstr_len(at, end - at, port))
			add_socket(trial, "dovecot", facts->address, listeners[i].port);
	}
}

static void add_nginx(struct trial *trial, const struct facts *facts)
{
	struct sites *sites = sites_new(facts);

	for (guint i = 0; i < sites->sockets->len; i++) {
		const struct site_socket *socket = g_ptr_array_index(sites->sockets, i);

		add_address(trial, socket->address);
		add_socket(trial, "nginx", socket->address, socket->port);
	}
	sites_free(sites);
}

static void trial_fill(struct trial *trial, const char *root, const struct facts *facts)
{
	const char *name_server = facts->dns_address ? facts->dns_address : facts->address;
	const char *dot = strchr(facts->host, '.');

	trial->addresses = g_ptr_array_new_with_free_func(g_free);
	trial->sockets = g_array_new(FALSE, FALSE, sizeof(struct sandbox_socket));
	add_address(trial, facts->dns_address);
	for (char **address = facts->addresses; *address; address++)
		add_address(trial, *address);
	if (name_server)
		add_socket(trial, "knot", name_server, 53);
	postfix_each_socket(facts, add_postfix, trial);
	add_dovecot(trial, root, facts);
	add_nginx(trial, facts);
	g_ptr_array_add(trial->addresses, NULL);
	trial->resolv_conf = g_strdup_printf("nameserver %s\n", name_server);
	trial->hosts = g_strdup_printf("127.0.0.1 localhost\n%s %s %.*s\n", facts->address,
				       facts->host, (int)(dot - facts->host), facts->host);
}

static bool trial_start(struct store *store, const struct publish_options *options, GError **error)
{
	static const struct sandbox_file tenants = { TENANTS_FILE, TENANTS_TEXT };
	g_autofree char *current = g_build_filename(options->root, "current/manifest", NULL);
	struct facts *facts = facts_new(store, error);
	struct sandbox_config config = { .root = options->root, .rundir = options->sandbox };
	struct trial trial = { 0 };
	bool done;

	if (!facts)
		return false;
	if (!g_file_test(current, G_FILE_TEST_EXISTS)) {
		fault_set(error, &not_published, VALUE_NULL, "Nothing is published into %s yet.",
			  options->root);
		facts_free(facts);
		return false;
	}
	trial_fill(&trial, options->root, facts);
	config.hostname = facts->host;
	config.addresses = (const char *const *)trial.addresses->pdata;
	config.resolv_conf = trial.resolv_conf;
	config.hosts = trial.hosts;
	config.files = &tenants;
	config.n_files = 1;
	config.daemons = daemons;
	config.n_daemons = n_daemons;
	config.sockets = (const struct sandbox_socket *)(void *)trial.sockets->data;
	config.n_sockets = trial.sockets->len;
	done = sandbox_start(&config, error);
	trial_clear(&trial);
	facts_free(facts);
	return done;
}

static void daemon_status_free(void *data)
{
	struct publish_daemon *daemon = data;

	g_free(daemon->name);
	g_free(daemon);
}

static GPtrArray *trial_status(const char *rundir, int *ret_pid, GError **error)
{
	g_auto(sandbox_status) status = SANDBOX_STATUS_INIT;
	GPtrArray *list;

	if (!sandbox_status_get(rundir, &status, error))
		return NULL;
	list = g_ptr_array_new_with_free_func(daemon_status_free);
	for (guint i = 0; i < status.daemons->len; i++) {
		const struct sandbox_daemon_status *one =
			&g_array_index(status.daemons, struct sandbox_daemon_status, i);
		struct publish_daemon *daemon = g_new0(struct publish_daemon, 1);

		daemon->name = g_strdup(one->name);
		daemon->status = one->status;
		g_ptr_array_add(list, daemon);
	}
	*ret_pid = status.pid;
	return list;
}

static char *log_path(const char *rundir, const char *daemon)
{
	return rundir ? sandbox_log_path(rundir, daemon) :
		g_strdup_printf(HOST_LOG "/%s.log", daemon);
}

static char **daemon_names(void)
{
	char **names = g_new0(char *, n_daemons + 1);

	for (size_t i = 0; i < n_daemons; i++)
		names[i] = g_strdup(daemons[i].name);
	return names;
}

const struct publisher hosting_publisher = {
	.publish = plan_publish, .restore = plan_restore, .generations = plan_generations,
	.sandbox_start = trial_start, .sandbox_stop = sandbox_stop, .sandbox_status = trial_status,
	.log_path = log_path, .daemons = daemon_names,
};
