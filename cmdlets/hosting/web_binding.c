/*
 * Bindings of web sites: protocol, address, port and host name, which no two
 * bindings share. A binding with a tenant host prefix stands for that prefix
 * before every accepted domain, so that enrolling a tenant needs no further step.
 */
#include "config.h"
#include "cmdlets/hosting/website.h"
#include "lib/convert.h"
#include "lib/exchange.h"

static const struct fault binding_taken = {
	"WebBindingExists", "System.ArgumentException", CATEGORY_RESOURCE_EXISTS,
	"Give -IPAddress, -Port, -HostHeader or -TenantHostPrefix of its own." };
static const struct fault no_binding = {
	"WebBindingNotFound", "System.Management.Automation.ItemNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, "Get-WebBinding shows the bindings." };
static const struct fault two_names = {
	"WebBindingNames", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Give one of -HostHeader and -TenantHostPrefix." };
static const struct fault bad_property = {
	"WebBindingProperty", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"The properties are IPAddress, Port and HostHeader." };

static int64_t request_port(const struct web_binding_request *request)
{
	bool https = request->protocol && text_equal_nocase(request->protocol, "https");

	return request->port ? request->port : https ? 443 : 80;
}

char *web_binding_key(const struct web_binding_request *request)
{
	g_autofree char *text = g_strdup_printf(
		"%s/%s:%d:%s%s", request->protocol ? request->protocol : "http",
		request->address && *request->address ? request->address : "*",
		(int)request_port(request),
		request->prefix ? request->prefix : request->host ? request->host : "",
		request->prefix ? ".*" : "");

	return g_ascii_strdown(text, -1);
}

static bool is_free(struct txn *txn, const char *key, GError **error)
{
	g_autoptr(record_auto) other = txn_get(txn, "WebBinding", NULL, key);
	g_autofree char *site = other ? record_text(other, "SiteName") : NULL;
	value_auto target = VALUE_UNSET;

	if (!other)
		return true;
	target = value_text(key);
	fault_set(error, &binding_taken, target,
		  "The web site \"%s\" already has the binding \"%s\".", site, strchr(key, '/') + 1);
	return false;
}

static bool binding_fill(struct record *binding, const struct web_binding_request *request,
			 GError **error)
{
	value_auto port = value_i32((int32_t)request_port(request));
	value_auto flags = value_i32((int32_t)request->ssl_flags);

	if (request->host && *request->host && request->prefix) {
		fault_set(error, &two_names, VALUE_NULL,
			  "A binding has either a host header or a tenant host prefix.");
		return false;
	}
	return record_set_text(binding, "SiteName", request->site, error) &&
		record_set_text(binding, "Protocol",
				request->protocol ? request->protocol : "http", error) &&
		record_set_text(binding, "IPAddress", request->address && *request->address
				? request->address : "*", error) &&
		record_set(binding, "Port", port, error) &&
		(!request->host || !*request->host ||
		 record_set_text(binding, "HostHeader", request->host, error)) &&
		(!request->prefix ||
		 record_set_text(binding, "TenantHostPrefix", request->prefix, error)) &&
		record_set(binding, "SslFlags", flags, error);
}

struct record *web_binding_put(struct txn *txn, const struct web_binding_request *request,
			       GError **error)
{
	struct record *binding = record_new(record_kind_find("WebBinding"), NULL);
	g_autofree char *key = web_binding_key(request);

	if (binding_fill(binding, request, error) && is_free(txn, key, error) &&
	    record_set_text(binding, "Name", key, error)) {
		txn_put(txn, binding);
		return binding;
	}
	record_unref(binding);
	return NULL;
}

/* -- New-WebBinding ---------------------------------------------------------------------------- */

struct binding_args {
	struct value name, protocol, port, address, host, prefix, ssl_flags, force;
	struct value information, input, property, new_value;
};

#define SELECTORS(name_flags) \
	{ "Name", "string", FIELD(binding_args, name), .position = POSITION(0), \
	  .pipeline = BY_NAME, .flags = name_flags, .complete = "Website", .help = "The web site." }, \
	{ "Protocol", "string", FIELD(binding_args, protocol), .pipeline = BY_NAME, \
	  .values = "http https", .help = "http or https." }, \
	{ "IPAddress", "string", FIELD(binding_args, address), .pipeline = BY_NAME, \
	  .help = "The address, or *." }, \
	{ "HostHeader", "string", FIELD(binding_args, host), .pipeline = BY_NAME, \
	  .help = "The host name." }

static const struct param new_binding_params[] = {
	SELECTORS(PARAM_MANDATORY),
	{ "Port", "int", FIELD(binding_args, port), .pipeline = BY_NAME,
	  .help = "The port; by default 80, for https 443." },
	{ "TenantHostPrefix", "string", FIELD(binding_args, prefix), .pipeline = BY_NAME,
	  .help = "Binds this prefix, as webmail, before every domain of every organization." },
	{ "SslFlags", "int", FIELD(binding_args, ssl_flags), .pipeline = BY_NAME,
	  .help = "Kept and shown." },
	{ "Force", "switch", FIELD(binding_args, force), .flags = PARAM_IGNORED,
	  .help = "Accepted for compatibility; it has no meaning on this host." },
	{ NULL }
};

struct new_binding {
	const struct binding_args *args;
	struct record *binding;
};

static struct web_binding_request request_of(const struct binding_args *args)
{
	return (struct web_binding_request){
		.site = arg_text(args->name, NULL), .protocol = arg_text(args->protocol, NULL),
		.address = arg_text(args->address, NULL),
		.port = arg_given(args->port) ? args->port.u.i : 0,
		.host = arg_text(args->host, NULL), .prefix = arg_text(args->prefix, NULL),
		.ssl_flags = arg_given(args->ssl_flags) ? args->ssl_flags.u.i : 0,
	};
}

static bool new_binding_change(struct txn *txn, void *data, GError **error)
{
	struct new_binding *task = data;
	struct web_binding_request request = request_of(task->args);
	g_autoptr(record_auto) site = website_find(txn, request.site, error);
	g_autoptr(record_auto) binding = NULL;

	if (!site)
		return false;
	request.site = record_name(site);
	binding = web_binding_put(txn, &request, error);
	return binding != NULL;
}

static enum flow new_web_binding(struct call *call, void *data)
{
	struct new_binding task = { .args = data };
	struct web_binding_request request = request_of(task.args);
	g_autofree char *key = web_binding_key(&request);
	enum flow flow;

	task_run(call, strchr(key, '/') + 1, new_binding_change, &task, &flow);
	return flow;
}

static const struct cmdlet_example new_binding_examples[] = {
	{ "New-WebBinding -Name WebmailRedirect -IPAddress 10.161.1.23 -HostHeader webmail.tenant.com",
	  "The site also answers for webmail.tenant.com." },
	{ NULL }
};

CMDLET(new_web_binding_cmdlet) = {
	.name = "New-WebBinding", .params = new_binding_params,
	.args_size = sizeof(struct binding_args), .process = new_web_binding,
	.flags = CMDLET_SHOULD_PROCESS, .module = "WebAdministration",
	.synopsis = "Binds a web site to a further socket or host name.",
	.examples = new_binding_examples,
};

/* -- Choosing ---------------------------------------------------------------------------------- */

static bool text_fits(struct value wanted, const char *text)
{
	const char *pattern = arg_text(wanted, NULL);

	return !pattern || website_name_matches(pattern, text ? text : "");
}

static bool binding_fits(const struct record *binding, const struct binding_args *args)
{
	g_autofree char *site = record_text(binding, "SiteName");
	g_autofree char *protocol = record_text(binding, "Protocol");
	g_autofree char *address = record_text(binding, "IPAddress");
	g_autofree char *host = record_text(binding, "HostHeader");
	const char *key = strchr(record_name(binding), '/') + 1;
	const char *information = arg_text(args->information, NULL);
	const char *exact_address = arg_text(args->address, NULL);

	return text_fits(args->name, site) && text_fits(args->protocol, protocol) &&
		(!exact_address || text_equal_nocase(exact_address, address)) &&
		text_fits(args->host, host) &&
		(!information || text_equal_nocase(information, key)) &&
		(!arg_given(args->port) || args->port.u.i == record_int(binding, "Port", 80));
}

static bool collect(struct record *record, void *data)
{
	g_ptr_array_add(data, record_ref(record));
	return true;
}

static GPtrArray *bindings_chosen(struct call *call, const struct binding_args *args,
				  enum flow *flow)
{
	GPtrArray *found = g_ptr_array_new_with_free_func((GDestroyNotify)record_unref);
	struct record *given = arg_given(args->input) ? record_of(args->input) : NULL;
	struct store *store = task_store(call, flow);
	struct store_query query = { .kind = "WebBinding" };
	GError *error = NULL;

	if (given && strcmp(given->kind->name, "WebBinding") == 0) {
		g_ptr_array_add(found, record_ref(given));
		return found;
	}
	if (store && !store_each(store, &query, collect, found, &error))
		*flow = call_error(call, error);
	for (guint i = 0; i < found->len;)
		if (binding_fits(found->pdata[i], args))
			i++;
		else
			g_ptr_array_remove_index(found, i);
	return found;
}

static const struct param get_binding_params[] = {
	SELECTORS(PARAM_WILDCARDS),
	{ "Port", "int", FIELD(binding_args, port), .pipeline = BY_NAME, .help = "The port." },
	{ NULL }
};

static enum flow get_web_binding(struct call *call, void *args)
{
	enum flow flow = FLOW_NEXT;
	g_autoptr(GPtrArray) found = bindings_chosen(call, args, &flow);

	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		flow = task_emit(call, found->pdata[i]);
	return flow;
}

CMDLET(get_web_binding_cmdlet) = {
	.name = "Get-WebBinding", .params = get_binding_params,
	.args_size = sizeof(struct binding_args), .process = get_web_binding,
	.module = "WebAdministration", .synopsis = "Shows the bindings of web sites.",
	.output = "WebBinding",
};

/* -- Set-WebBinding ---------------------------------------------------------------------------- */

static const struct param set_binding_params[] = {
	{ "Name", "string", FIELD(binding_args, name), .position = POSITION(0), .pipeline = BY_NAME,
	  .complete = "Website", .help = "The web site." },
	{ "BindingInformation", "string", FIELD(binding_args, information), .pipeline = BY_NAME,
	  .help = "Address, port and host header of the binding to change: 10.161.1.23:80:name." },
	{ "IPAddress", "string", FIELD(binding_args, address), .pipeline = BY_NAME,
	  .help = "The address of the binding to change." },
	{ "Port", "int", FIELD(binding_args, port), .pipeline = BY_NAME,
	  .help = "The port of the binding to change." },
	{ "HostHeader", "string", FIELD(binding_args, host), .pipeline = BY_NAME,
	  .help = "The host name of the binding to change." },
	{ "PropertyName", "string", FIELD(binding_args, property), .flags = PARAM_MANDATORY,
	  .help = "IPAddress, Port or HostHeader." },
	{ "Value", "string", FIELD(binding_args, new_value), .flags = PARAM_MANDATORY,
	  .help = "Its new value." },
	{ NULL }
};

struct binding_change {
	const struct binding_args *args;
	struct record *old;
};

static bool set_binding_change(struct txn *txn, void *data, GError **error)
{
	struct binding_change *change = data;
	g_autofree char *site = record_text(change->old, "SiteName");
	g_autofree char *protocol = record_text(change->old, "Protocol");
	g_autofree char *address = record_text(change->old, "IPAddress");
	g_autofree char *host = record_text(change->old, "HostHeader");
	g_autofree char *prefix = record_text(change->old, "TenantHostPrefix");
	const char *property = arg_text(change->args->property, "");
	const char *to = arg_text(change->args->new_value, "");
	struct web_binding_request request = {
		.site = site, .protocol = protocol, .address = address, .host = host, .prefix = prefix,
		.port = record_int(change->old, "Port", 80),
		.ssl_flags = record_int(change->old, "SslFlags", 0),
	};
	g_autoptr(record_auto) put = NULL;

	if (text_equal_nocase(property, "IPAddress"))
		request.address = to;
	else if (text_equal_nocase(property, "HostHeader"))
		request.host = to;
	else if (text_equal_nocase(property, "Port"))
		request.port = g_ascii_strtoll(to, NULL, 10);
	else {
		fault_set(error, &bad_property, change->args->property,
			  "A binding has no property \"%s\" that can be set.", property);
		return false;
	}
	txn_remove(txn, change->old);
	put = web_binding_put(txn, &request, error);
	return put != NULL;
}

static enum flow no_such_binding(struct call *call, const struct binding_args *args)
{
	return call_fail(call, &no_binding, args->name, "There is no such binding%s%s%s.",
			 arg_given(args->name) ? " of the web site \"" : "", arg_text(args->name, ""),
			 arg_given(args->name) ? "\"" : "");
}

static enum flow set_web_binding(struct call *call, void *data)
{
	enum flow flow = FLOW_NEXT;
	g_autoptr(GPtrArray) found = bindings_chosen(call, data, &flow);

	if (!found->len && flow == FLOW_NEXT)
		return no_such_binding(call, data);
	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++) {
		struct binding_change change = { .args = data, .old = found->pdata[i] };

		task_run(call, strchr(record_name(change.old), '/') + 1, set_binding_change, &change,
			 &flow);
	}
	return flow;
}

CMDLET(set_web_binding_cmdlet) = {
	.name = "Set-WebBinding", .params = set_binding_params,
	.args_size = sizeof(struct binding_args), .process = set_web_binding,
	.flags = CMDLET_SHOULD_PROCESS, .module = "WebAdministration",
	.synopsis = "Changes the address, port or host name of a binding.",
};

/* -- Remove-WebBinding ------------------------------------------------------------------------- */

static const struct param remove_binding_params[] = {
	SELECTORS(PARAM_WILDCARDS),
	{ "Port", "int", FIELD(binding_args, port), .pipeline = BY_NAME, .help = "The port." },
	{ "BindingInformation", "string", FIELD(binding_args, information),
	  .help = "Address, port and host header: 10.161.1.23:80:name." },
	{ "InputObject", "object", FIELD(binding_args, input), .pipeline = BY_VALUE,
	  .help = "A binding that Get-WebBinding emitted." },
	{ NULL }
};

static bool remove_binding_change(struct txn *txn, void *data, GError **error)
{
	struct binding_change *change = data;

	txn_remove(txn, change->old);
	return true;
}

static enum flow remove_web_binding(struct call *call, void *data)
{
	enum flow flow = FLOW_NEXT;
	g_autoptr(GPtrArray) found = bindings_chosen(call, data, &flow);

	if (!found->len && flow == FLOW_NEXT)
		return no_such_binding(call, data);
	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++) {
		struct binding_change change = { .old = found->pdata[i] };

		task_run(call, strchr(record_name(change.old), '/') + 1, remove_binding_change, &change,
			 &flow);
	}
	return flow;
}

CMDLET(remove_web_binding_cmdlet) = {
	.name = "Remove-WebBinding", .params = remove_binding_params,
	.args_size = sizeof(struct binding_args), .process = remove_web_binding,
	.flags = CMDLET_SHOULD_PROCESS, .module = "WebAdministration",
	.synopsis = "Removes bindings of web sites.",
};
