/*
 * nginx: the redirection pools, one server block with all its names for each
 * site and socket, and the HTTPS host names of the services. A name that no
 * binding has is refused: a connection is closed on HTTP, the handshake on HTTPS.
 */
#include "config.h"
#include "lib/exchange.h"
#include "render/check.h"
#include "render/facts.h"
#include "render/renderer.h"
#include "render/sites.h"
#include "render/writer.h"

#include <glib/gstdio.h>

#define SITES_FOLDER	"nginx/sites/"
#define CONF_PATH	"nginx/nginx.conf"
#define SERVICE_LINE	"This service is not provided yet.\\n"

static const char conf[] =
	"# Written by hmsh from the hosting state; it is replaced at the next publishing.\n"
	"user www-data;\n"
	"worker_processes auto;\n"
	"pid nginx.pid;\n"
	"error_log stderr notice;\n"
	"daemon off;\n"
	"events {\n"
	"\tworker_connections 1024;\n"
	"}\n"
	"http {\n"
	"\taccess_log /dev/stdout combined;\n"
	"\tclient_body_temp_path body;\n"
	"\tproxy_temp_path proxy;\n"
	"\tfastcgi_temp_path fastcgi;\n"
	"\tuwsgi_temp_path uwsgi;\n"
	"\tscgi_temp_path scgi;\n"
	"\tdefault_type text/plain;\n"
	"\tserver_tokens off;\n"
	"\tserver_names_hash_max_size 524288;\n"
	"\tserver_names_hash_bucket_size 128;\n"
	"\tssl_protocols TLSv1.2 TLSv1.3;\n"
	"\tinclude sites/*.conf;\n"
	"\tinclude /etc/hmsh/local/nginx/*.conf;\n"
	"}\n";

static bool render_conf(struct rendering *rendering, GError **error)
{
	tree_add(rendering->tree, CONF_PATH, g_bytes_new_static(conf, sizeof conf - 1), TREE_PLAIN);
	return true;
}

/* -- Server blocks --------------------------------------------------------- */

static void put_listen(struct writer *out, const struct site_socket *socket, bool is_default)
{
	writer_put(out, strchr(socket->address, ':') ? "\tlisten [%s]:%u" : "\tlisten %s:%u",
		   socket->address, socket->port);
	writer_put(out, socket->tls ? " ssl" : "");
	writer_put(out, socket->tls && !is_default ? " http2" : "");
	writer_put(out, is_default ? " default_server;\n" : ";\n");
}

static void put_names(struct writer *out, GPtrArray *names)
{
	writer_put(out, "\tserver_name");
	for (guint i = 0; i < names->len; i++)
		writer_put(out, " %s", (const char *)g_ptr_array_index(names, i));
	writer_put(out, ";\n");
}

/* "return 302 DESTINATION", with the path that was asked for when it is kept. */
static void put_return(struct writer *out, unsigned status, const char *destination, bool keep)
{
	writer_put(out, "\t\treturn %u %s", status, destination);
	/* The variable belongs within the word, and so before its quotation mark. */
	if (keep && out->text->str[out->text->len - 1] == '"') {
		g_string_truncate(out->text, out->text->len - 1);
		writer_put(out, "$request_uri\"");
	} else if (keep) {
		writer_put(out, "$request_uri");
	}
	writer_put(out, ";\n\t}\n");
}

/*
 * A request for the site's root goes to the destination as it is written; any other path is
 * appended, unless the site drops it.
 */
static void put_redirect(struct writer *out, const struct record *site)
{
	g_autofree char *destination = record_text(site, "HttpRedirectDestination");
	unsigned status = site_redirect_status(site);
	bool exact = record_bool(site, "HttpRedirectExactDestination");
	bool child_only = record_bool(site, "HttpRedirectChildOnly");
	size_t len = destination ? strlen(destination) : 0;

	if (!len)
		return;
	if (!exact || child_only) {
		writer_put(out, "\tlocation = / {\n");
		put_return(out, status, destination, false);
	}
	writer_put(out, "\tlocation / {\n");
	if (child_only) {
		writer_put(out, "\t\treturn 404;\n\t}\n");
		return;
	}
	if (!exact && destination[len - 1] == '/')
		destination[len - 1] = 0;
	put_return(out, status, destination, !exact);
}

static void put_content(struct writer *out, const struct record *site)
{
	if (site && record_bool(site, "HttpRedirectEnabled"))
		put_redirect(out, site);
	else
		writer_put(out, "\tlocation / {\n\t\treturn 503 \"" SERVICE_LINE "\";\n\t}\n");
}

static void put_server(struct writer *out, const struct site_block *block)
{
	writer_put(out, "server {\n");
	put_listen(out, &block->socket, false);
	put_names(out, block->names);
	if (block->socket.tls)
		writer_put(out, "\tssl_certificate ../tls/web.pem;\n"
			   "\tssl_certificate_key ../tls/web.pem;\n");
	put_content(out, block->site);
	writer_put(out, "}\n");
}

/* What no block names on a socket. */
static void put_refusal(struct writer *out, const struct site_socket *socket)
{
	writer_put(out, "server {\n");
	put_listen(out, socket, true);
	writer_put(out, socket->tls ? "\tserver_name \"\";\n\tssl_reject_handshake on;\n}\n" :
		   "\tserver_name \"\";\n\treturn 444;\n}\n");
}

/* -- Files ------------------------------------------------------------------ */

static char *site_path(const char *name)
{
	GString *path = g_string_new(SITES_FOLDER);

	for (const char *p = name; *p; p++) {
		if (g_ascii_isalnum(*p) || *p == '-')
			g_string_append_c(path, g_ascii_tolower(*p));
		else
			g_string_append_printf(path, "_%02x", (unsigned char)*p);
	}
	g_string_append(path, ".conf");
	return g_string_free(path, FALSE);
}

static bool put_site(struct rendering *rendering, const struct sites *sites, const char *name,
		     GError **error)
{
	g_autofree char *path = site_path(name);
	struct writer out;

	writer_init(&out, quote_nginx);
	for (guint i = 0; i < sites->blocks->len; i++) {
		const struct site_block *block = g_ptr_array_index(sites->blocks, i);

		if (!strcmp(block->file, name))
			put_server(&out, block);
	}
	return writer_finish(&out, rendering->tree, path, TREE_PLAIN, error);
}

static bool put_refusals(struct rendering *rendering, const struct sites *sites, GError **error)
{
	struct writer out;

	writer_init(&out, quote_nginx);
	for (guint i = 0; i < sites->sockets->len; i++)
		put_refusal(&out, g_ptr_array_index(sites->sockets, i));
	return writer_finish(&out, rendering->tree, SITES_FOLDER "_refuse.conf", TREE_PLAIN, error);
}

static bool render_sites(struct rendering *rendering, GError **error)
{
	g_autoptr(GHashTable) done = g_hash_table_new(g_str_hash, g_str_equal);
	struct sites *sites = sites_new(rendering->facts);
	bool good = true;

	tree_claim(rendering->tree, SITES_FOLDER);
	for (guint i = 0; good && i < sites->blocks->len; i++) {
		const struct site_block *block = g_ptr_array_index(sites->blocks, i);

		if (g_hash_table_add(done, (void *)block->file))
			good = put_site(rendering, sites, block->file, error);
	}
	good = good && put_refusals(rendering, sites, error);
	sites_free(sites);
	return good;
}

/* -- Checking ------------------------------------------------------------------ */

static bool nginx_reloads(const char *path)
{
	return g_str_has_prefix(path, "nginx/") || g_str_equal(path, "tls/web.pem");
}

static bool nginx_check(const char *stage, GPtrArray *changed, GError **error)
{
	g_autofree char *file = g_build_filename(stage, CONF_PATH, NULL);
	g_autofree char *scratch = g_build_filename(stage, ".nginx", NULL);
	const char *argv[] = { "/usr/sbin/nginx", "-t", "-q", "-e", "stderr", "-p", scratch, "-c",
			       file, NULL };
	bool needed = false, done;

	for (guint i = 0; i < changed->len; i++)
		needed |= nginx_reloads(g_ptr_array_index(changed, i));
	if (!needed)
		return true;
	g_mkdir(scratch, 0700);
	done = check_run_apart("nginx", stage, argv, error);
	check_remove(scratch);
	return done;
}

#define SITE_KINDS \
	"HostingServer Website WebBinding AcceptedDomain ExchangeCertificate OutlookAnywhere " \
	"AutodiscoverVirtualDirectory WebServicesVirtualDirectory OwaVirtualDirectory " \
	"EcpVirtualDirectory OabVirtualDirectory PowerShellVirtualDirectory " \
	"ActiveSyncVirtualDirectory MapiVirtualDirectory"

static const struct render_part nginx_parts[] = {
	{ "HostingServer", render_conf },
	{ SITE_KINDS, render_sites },
	{ NULL }
};

RENDERER(nginx_renderer) = {
	.name = "nginx", .parts = nginx_parts, .check = nginx_check, .reloads = nginx_reloads,
};
