/*
 * Web sites, as IIS's cmdlets make them: a site has a binding from the start.
 * A site that redirects is a redirection pool; see web_configuration.c.
 */
#include "config.h"
#include "cmdlets/hosting/website.h"
#include "lib/exchange.h"

static const struct fault no_site = {
	"WebsiteNotFound", "System.Management.Automation.ItemNotFoundException",
	CATEGORY_OBJECT_NOT_FOUND, "Get-Website shows the sites." };
static const struct fault default_site = {
	"WebsiteIsDefault", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION, NULL };

struct record *website_find(struct txn *txn, const char *name, GError **error)
{
	struct record *site = txn_get(txn, "Website", NULL, name);

	if (!site) {
		value_auto target = value_text(name);

		fault_set(error, &no_site, target, "There is no web site \"%s\".", name);
	}
	return site;
}

bool website_name_matches(const char *pattern, const char *text)
{
	g_autofree char *a = g_utf8_casefold(pattern, -1), *b = g_utf8_casefold(text, -1);

	return g_pattern_match_simple(a, b);
}

/* -- New-Website ------------------------------------------------------------------------------- */

struct new_website_args {
	struct value name, id, port, address, host, prefix, path, pool, ssl, ssl_flags, force;
};

static const struct param new_website_params[] = {
	{ "Name", "string", FIELD(new_website_args, name), .position = POSITION(0),
	  .pipeline = BY_NAME, .flags = PARAM_MANDATORY, .help = "The site's name." },
	{ "Id", "int", FIELD(new_website_args, id), .pipeline = BY_NAME,
	  .help = "The site's number." },
	{ "Port", "int", FIELD(new_website_args, port), .pipeline = BY_NAME,
	  .help = "The port; by default 80, with -Ssl 443." },
	{ "IPAddress", "string", FIELD(new_website_args, address), .pipeline = BY_NAME,
	  .help = "The address; by default all." },
	{ "HostHeader", "string", FIELD(new_website_args, host), .pipeline = BY_NAME,
	  .help = "The host name it is for." },
	{ "TenantHostPrefix", "string", FIELD(new_website_args, prefix), .pipeline = BY_NAME,
	  .help = "Binds this prefix, as autodiscover, before every domain of every organization." },
	{ "PhysicalPath", "string", FIELD(new_website_args, path), .pipeline = BY_NAME,
	  .help = "The folder of its files; a site that redirects needs none." },
	{ "ApplicationPool", "string", FIELD(new_website_args, pool), .pipeline = BY_NAME,
	  .help = "Kept and shown." },
	{ "Ssl", "switch", FIELD(new_website_args, ssl), .help = "Binds https." },
	{ "SslFlags", "int", FIELD(new_website_args, ssl_flags), .help = "Kept and shown." },
	{ "Force", "switch", FIELD(new_website_args, force),
	  .help = "Replaces a site of the same name." },
	{ NULL }
};

static const struct task_field new_website_fields[] = {
	{ "Name", FIELD(new_website_args, name) },
	{ "PhysicalPath", FIELD(new_website_args, path) },
	{ "ApplicationPool", FIELD(new_website_args, pool) },
	{ NULL }
};

struct website_task {
	const struct new_website_args *args;
	struct record *site;
};

static bool highest_id(struct record *record, void *data)
{
	int64_t *highest = data;

	*highest = MAX(*highest, record_int(record, "Id", 0));
	return true;
}

static int64_t next_id(struct txn *txn)
{
	struct store_query query = { .kind = "Website" };
	int64_t highest = 0;

	txn_each(txn, &query, highest_id, &highest, NULL);
	return highest + 1;
}

static bool collect(struct record *record, void *data)
{
	g_ptr_array_add(data, record_ref(record));
	return true;
}

/* Bindings go with their site by themselves; here they go first, so that the new ones may come. */
static void remove_old(struct txn *txn, const char *name)
{
	g_autoptr(record_auto) old = txn_get(txn, "Website", NULL, name);
	g_autoptr(GPtrArray) bindings = g_ptr_array_new_with_free_func(
		(GDestroyNotify)record_unref);
	struct store_query query = { .kind = "WebBinding" };

	if (!old)
		return;
	txn_each(txn, &query, collect, bindings, NULL);
	for (guint i = 0; i < bindings->len; i++) {
		g_autofree char *site = record_text(bindings->pdata[i], "SiteName");

		if (text_equal_nocase(site, name))
			txn_remove(txn, bindings->pdata[i]);
	}
	txn_remove(txn, old);
}

static bool new_website_change(struct txn *txn, void *data, GError **error)
{
	struct website_task *task = data;
	const struct new_website_args *args = task->args;
	struct web_binding_request request = {
		.site = arg_text(args->name, ""), .protocol = arg_on(args->ssl) ? "https" : "http",
		.address = arg_text(args->address, NULL),
		.port = arg_given(args->port) ? args->port.u.i : 0,
		.host = arg_text(args->host, NULL), .prefix = arg_text(args->prefix, NULL),
		.ssl_flags = arg_given(args->ssl_flags) ? args->ssl_flags.u.i : 0,
	};
	g_autoptr(record_auto) binding = NULL;
	value_auto id = arg_given(args->id) ? value_ref(args->id)
		: value_i32((int32_t)next_id(txn));

	if (arg_on(args->force))
		remove_old(txn, request.site);
	record_unref(task->site);
	task->site = record_new(record_kind_find("Website"), NULL);
	if (!task_set_all(task->site, args, new_website_fields, error) ||
	    !record_set(task->site, "Id", id, error))
		return false;
	txn_put(txn, task->site);
	binding = web_binding_put(txn, &request, error);
	return binding != NULL;
}

static enum flow new_website(struct call *call, void *data)
{
	struct website_task task = { .args = data };
	enum flow flow;

	if (task_run(call, arg_text(task.args->name, ""), new_website_change, &task, &flow))
		flow = task_emit(call, task.site);
	record_unref(task.site);
	return flow;
}

static const struct cmdlet_example new_website_examples[] = {
	{ "New-Website -Name AutodiscoverRedirect -IPAddress 10.161.1.23 -TenantHostPrefix autodiscover",
	  "A site for autodiscover.<domain> of every organization, now and later." },
	{ NULL }
};

CMDLET(new_website_cmdlet) = {
	.name = "New-Website", .params = new_website_params,
	.args_size = sizeof(struct new_website_args), .process = new_website,
	.flags = CMDLET_SHOULD_PROCESS, .module = "WebAdministration",
	.synopsis = "Makes a web site with its first binding.", .examples = new_website_examples,
	.output = "Website",
};

/* -- Get-Website ------------------------------------------------------------------------------- */

struct name_args { struct value name, pass_thru; };

static const struct param get_website_params[] = {
	{ "Name", "string", FIELD(name_args, name), .position = POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_WILDCARDS, .complete = "Website",
	  .help = "The site's name; wildcards are allowed." },
	{ NULL }
};

static bool sites_named(struct call *call, const char *pattern, GPtrArray *found, enum flow *flow)
{
	struct store *store = task_store(call, flow);
	struct store_query query = { .kind = "Website" };
	GError *error = NULL;

	if (!store)
		return false;
	if (!store_each(store, &query, collect, found, &error)) {
		*flow = call_error(call, error);
		return false;
	}
	for (guint i = 0; pattern && i < found->len;)
		if (website_name_matches(pattern, record_name(found->pdata[i])))
			i++;
		else
			g_ptr_array_remove_index(found, i);
	return true;
}

static enum flow get_website(struct call *call, void *data)
{
	struct name_args *args = data;
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func((GDestroyNotify)record_unref);
	enum flow flow = FLOW_NEXT;

	if (!sites_named(call, arg_text(args->name, NULL), found, &flow))
		return flow;
	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		flow = task_emit(call, found->pdata[i]);
	return flow;
}

CMDLET(get_website_cmdlet) = {
	.name = "Get-Website", .params = get_website_params, .args_size = sizeof(struct name_args),
	.process = get_website, .module = "WebAdministration",
	.synopsis = "Shows web sites.", .output = "Website",
};

/* -- Remove-, Start-, Stop-Website ------------------------------------------------------------- */

struct site_change {
	const char *name;
	const char *state;		/* NULL: remove */
	struct record *site;
};

static bool change_site(struct txn *txn, void *data, GError **error)
{
	struct site_change *change = data;
	g_autoptr(record_auto) old = website_find(txn, change->name, error);

	if (!old)
		return false;
	if (!change->state && text_equal_nocase(change->name, "Default Web Site")) {
		value_auto target = value_text(change->name);

		fault_set(error, &default_site, target,
			  "The default web site carries the virtual directories and cannot be removed.");
		return false;
	}
	if (!change->state) {
		txn_remove(txn, old);
		return true;
	}
	change->site = record_copy(old);
	if (!record_set_text(change->site, "State", change->state, error))
		return false;
	txn_put(txn, change->site);
	return true;
}

static enum flow run_change(struct call *call, struct name_args *args, const char *state)
{
	struct site_change change = { .name = arg_text(args->name, ""), .state = state };
	enum flow flow;

	if (task_run(call, change.name, change_site, &change, &flow) && arg_on(args->pass_thru))
		flow = task_emit(call, change.site);
	record_unref(change.site);
	return flow;
}

#define SITE_NAME \
	{ "Name", "string", FIELD(name_args, name), .position = POSITION(0), \
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_MANDATORY, .complete = "Website", \
	  .help = "The site's name." }

static const struct param remove_website_params[] = { SITE_NAME, { NULL } };

static enum flow remove_website(struct call *call, void *args)
{
	return run_change(call, args, NULL);
}

CMDLET(remove_website_cmdlet) = {
	.name = "Remove-Website", .params = remove_website_params,
	.args_size = sizeof(struct name_args), .process = remove_website,
	.flags = CMDLET_SHOULD_PROCESS, .module = "WebAdministration",
	.synopsis = "Removes a web site and its bindings.",
};

static const struct param start_website_params[] = {
	SITE_NAME,
	{ "Passthru", "switch", FIELD(name_args, pass_thru), .help = "Emits the site." },
	{ NULL }
};

static enum flow start_website(struct call *call, void *args)
{
	return run_change(call, args, "Started");
}

CMDLET(start_website_cmdlet) = {
	.name = "Start-Website", .params = start_website_params,
	.args_size = sizeof(struct name_args), .process = start_website,
	.flags = CMDLET_SHOULD_PROCESS, .module = "WebAdministration",
	.synopsis = "Lets a web site answer again.",
};

static const struct param stop_website_params[] = {
	SITE_NAME,
	{ "Passthru", "switch", FIELD(name_args, pass_thru), .help = "Emits the site." },
	{ NULL }
};

static enum flow stop_website(struct call *call, void *args)
{
	return run_change(call, args, "Stopped");
}

CMDLET(stop_website_cmdlet) = {
	.name = "Stop-Website", .params = stop_website_params,
	.args_size = sizeof(struct name_args), .process = stop_website,
	.flags = CMDLET_SHOULD_PROCESS, .module = "WebAdministration",
	.synopsis = "Keeps a web site without answering its requests.",
};
