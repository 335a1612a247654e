/*
 * Web sites and their bindings, as IIS has them. A site whose redirection is
 * on is a redirection pool; a binding with a host prefix stands for that
 * prefix before every accepted domain of every organization.
 */
#include "config.h"
#include "lib/exchange.h"
#include "state/kinds/checks.h"
#include "state/kinds/hosting.h"

static const struct fault bad_header = {
	"InvalidHostHeader", "System.FormatException", CATEGORY_INVALID_ARGUMENT,
	"Write a host name as autodiscover.tenant.com." };

static bool check_host_header(struct value *v, GError **error)
{
	const char *text = value_cstr(*v);
	g_autofree char *host = NULL;

	if (!text || !*text)
		return true;
	host = domain_check(text, 0, NULL);
	if (!host) {
		fault_set(error, &bad_header, *v, "\"%.128s\" is not a valid host header: %s.",
			  line_fault(text) ? "?" : text, "it is a host name");
		return false;
	}
	value_put(v, value_text(host));
	return true;
}

static const struct property website_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED, .check = check_name,
	  .help = "The site's name." },
	{ "Id", "int", 0, .check = check_positive, .help = "The site's number." },
	{ "State", "ObjectState", PROPERTY_READONLY, "Started", .help = "Started or Stopped." },
	{ "PhysicalPath", "string", 0, .check = check_line, .help = "The folder of its files." },
	{ "ApplicationPool", "string", PROPERTY_INERT, "DefaultAppPool", .check = check_name,
	  .help = "Kept and shown." },
	{ "HttpRedirectEnabled", "bool", PROPERTY_READONLY, "false",
	  .help = "Whether all requests are redirected." },
	{ "HttpRedirectDestination", "string", PROPERTY_READONLY, .check = check_url,
	  .help = "Where requests are redirected to." },
	{ "HttpRedirectExactDestination", "bool", PROPERTY_READONLY, "false",
	  .help = "Whether the request's path is dropped." },
	{ "HttpRedirectChildOnly", "bool", PROPERTY_READONLY, "false",
	  .help = "Whether only requests for the site's root are redirected." },
	{ "HttpRedirectStatus", "HttpResponseStatus", PROPERTY_READONLY, "Found",
	  .help = "The status of the answer." },
	{ NULL }
};

RECORD_KIND(website_kind) = {
	.name = "Website", .type_name = "Microsoft.IIs.PowerShell.Framework.ConfigurationElement#site",
	.scope = SCOPE_PROVIDER, .properties = website_properties, .order = 80,
	.view = "Name Id State PhysicalPath",
	.help = "A web site, perhaps one that redirects.",
};

/* "10.161.1.23:80:autodiscover.tenant.com" */
static struct value binding_information(struct store *store, const struct record *record)
{
	g_autofree char *address = record_text(record, "IPAddress");
	g_autofree char *header = record_text(record, "HostHeader");
	g_autofree char *prefix = record_text(record, "TenantHostPrefix");

	return value_str(str_printf("%s:%d:%s%s", address, (int)record_int(record, "Port", 80),
				    prefix ? prefix : header ? header : "", prefix ? ".*" : ""));
}

static bool check_binding_address(struct value *v, GError **error)
{
	const char *text = value_cstr(*v);

	return !text || strcmp(text, "*") == 0 || check_ip_address(v, error);
}

static const struct property web_binding_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_HIDDEN | PROPERTY_READONLY,
	  .help = "Protocol and binding information, which no two bindings share." },
	{ "Protocol", "string", PROPERTY_VIEW, "http", .values = "http https",
	  .help = "http or https." },
	{ "BindingInformation", "string", PROPERTY_COMPUTED | PROPERTY_VIEW,
	  .compute = binding_information, .help = "Address, port and host header." },
	{ "SiteName", "string", PROPERTY_REQUIRED | PROPERTY_DELETE_WITH, .reference = "Website",
	  .help = "The web site." },
	{ "IPAddress", "string", 0, "*", .check = check_binding_address,
	  .help = "The address, or *." },
	{ "Port", "int", 0, "80", .check = check_port, .help = "The port." },
	{ "HostHeader", "string", 0, .check = check_host_header,
	  .help = "The host name it is for." },
	{ "TenantHostPrefix", "string", 0, .check = check_host_header,
	  .help = "Binds this prefix before every accepted domain of every organization." },
	{ "SslFlags", "int", PROPERTY_VIEW | PROPERTY_INERT, "0", .help = "Kept and shown." },
	{ NULL }
};

RECORD_KIND(web_binding_kind) = {
	.name = "WebBinding",
	.type_name = "Microsoft.IIs.PowerShell.Framework.ConfigurationElement#bindings#binding",
	.scope = SCOPE_PROVIDER, .properties = web_binding_properties, .order = 81,
	.help = "A socket and host name of a web site.",
};
