/*
 * The configuration of web sites by IIS's configuration cmdlets. What this
 * host has of it is the section system.webServer/httpRedirect: where a site
 * redirects its requests to.
 */
#include "config.h"
#include "cmdlets/hosting/website.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/dict.h"

static const struct fault bad_section = {
	"WebConfigurationSection", "System.ArgumentException", CATEGORY_NOT_IMPLEMENTED,
	"Use -Filter system.webServer/httpRedirect." };
static const struct fault bad_path = {
	"WebConfigurationPath", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Give -PSPath 'IIS:\\Sites\\NAME'." };
static const struct fault bad_name = {
	"WebConfigurationProperty", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"The properties are enabled, destination, exactDestination, childOnly, httpResponseStatus." };

static const struct {
	const char *name;		/* IIS's */
	const char *property;		/* of the site's record */
} attributes[] = {
	{ "enabled", "HttpRedirectEnabled" },
	{ "destination", "HttpRedirectDestination" },
	{ "exactDestination", "HttpRedirectExactDestination" },
	{ "childOnly", "HttpRedirectChildOnly" },
	{ "httpResponseStatus", "HttpRedirectStatus" },
};

struct configuration_args {
	struct value filter, path, location, name, to, input, ignored;
};

#define WHERE \
	{ "Filter", "string", FIELD(configuration_args, filter), .position = POSITION(0), \
	  .flags = PARAM_MANDATORY, .help = "The section: system.webServer/httpRedirect." }, \
	{ "PSPath", "string[]", FIELD(configuration_args, path), .position = POSITION(1), \
	  .pipeline = BY_NAME, .help = "The site, as IIS:\\Sites\\NAME." }, \
	{ "Location", "string[]", FIELD(configuration_args, location), \
	  .help = "The site's name, below -PSPath 'MACHINE/WEBROOT/APPHOST'." }, \
	IGNORED(configuration_args, "Clr")

/* -- Which site, which section ----------------------------------------------------------------- */

static bool section_is_redirect(const char *filter, const char **ret_attribute)
{
	static const char section[] = "system.webServer/httpRedirect";
	const char *at = filter + strspn(filter, "/");
	size_t len = sizeof(section) - 1;

	*ret_attribute = NULL;
	if (g_ascii_strncasecmp(at, section, len) != 0)
		return false;
	if (at[len] == '/' && at[len + 1] == '@')
		*ret_attribute = at + len + 2;
	return !at[len] || *ret_attribute;
}

static const char *first_text(struct value list)
{
	if (list.kind == V_ARRAY && list.u.array->len && !list.u.array->packed)
		return value_cstr(list.u.array->u.items[0]);
	return arg_text(list, NULL);
}

/* "IIS:\Sites\NAME", "MACHINE/WEBROOT/APPHOST/NAME" or "NAME": the site's name, yours, or NULL. */
static char *site_of_path(const char *path)
{
	static const char *const roots[] = { "IIS:/Sites/", "MACHINE/WEBROOT/APPHOST/", NULL };
	g_autofree char *slashes = g_strdelimit(g_strdup(path), "\\", '/');
	const char *rest = slashes;

	for (const char *const *root = roots; *root; root++)
		if (g_ascii_strncasecmp(slashes, *root, strlen(*root)) == 0)
			rest = slashes + strlen(*root);
	if (rest == slashes && strpbrk(slashes, "/:"))
		return NULL;
	return *rest && !strchr(rest, '/') ? g_strdup(rest) : NULL;
}

static char *site_name(struct call *call, const struct configuration_args *args, enum flow *flow)
{
	const char *location = first_text(args->location), *path = first_text(args->path);
	const char *attribute;
	char *name;

	if (!section_is_redirect(arg_text(args->filter, ""), &attribute)) {
		*flow = call_fail(call, &bad_section, args->filter,
				  "This host has no configuration section \"%s\".",
				  arg_text(args->filter, ""));
		return NULL;
	}
	name = location ? g_strdup(location) : path ? site_of_path(path) : NULL;
	if (!name)
		*flow = call_fail(call, &bad_path, args->path,
				  "\"%s\" names no web site.", path ? path : "");
	return name;
}

static const char *property_of(const char *attribute)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(attributes); i++)
		if (text_equal_nocase(attributes[i].name, attribute))
			return attributes[i].property;
	return NULL;
}

/* -- Setting ----------------------------------------------------------------------------------- */

struct configuration_change {
	const char *site;
	const char *name;		/* one attribute, or NULL: a table of them */
	struct value value;
};

/* "true", 1, $true as IIS takes them; other properties take their own text. */
static bool set_attribute(struct record *site, const char *name, struct value v, GError **error)
{
	const char *property = property_of(name);
	value_auto text = VALUE_UNSET, truth = VALUE_UNSET;
	value_auto target = value_text(name);

	if (!property) {
		fault_set(error, &bad_name, target, "The section httpRedirect has no property \"%s\".",
			  name);
		return false;
	}
	if (strcmp(record_property(site->kind, property)->type, "bool") != 0 ||
	    value_base(v).kind == V_BOOL)
		return record_set(site, property, v, error);
	text = value_str(value_to_string(v, NULL));
	if (text_equal_nocase(text.u.str->data, "true") || strcmp(text.u.str->data, "1") == 0)
		truth = value_bool(true);
	else if (text_equal_nocase(text.u.str->data, "false") || strcmp(text.u.str->data, "0") == 0)
		truth = value_bool(false);
	else {
		fault_set(error, &bad_name, v, "The property \"%s\" is True or False, not \"%s\".", name,
			  text.u.str->data);
		return false;
	}
	return record_set(site, property, truth, error);
}

static bool set_table(struct record *site, const struct dict *table, GError **error)
{
	const struct dict_entry *entry;

	for (uint32_t at = 0; dict_next(table, &at, &entry);) {
		value_auto name = value_str(value_to_string(entry->key, NULL));

		if (!set_attribute(site, name.u.str->data, entry->value, error))
			return false;
	}
	return true;
}

static bool configuration_change(struct txn *txn, void *data, GError **error)
{
	struct configuration_change *change = data;
	g_autoptr(record_auto) old = website_find(txn, change->site, error);
	g_autoptr(record_auto) site = old ? record_copy(old) : NULL;
	struct value base = value_base(change->value);

	if (!site)
		return false;
	if (!change->name && base.kind != V_DICT) {
		fault_set(error, &bad_name, change->value,
			  "The value of the section httpRedirect is a hashtable, as "
			  "@{enabled='true'; destination='https://mail.contoso.com'}.");
		return false;
	}
	if (!(change->name ? set_attribute(site, change->name, change->value, error)
			   : set_table(site, base.u.dict, error)))
		return false;
	txn_put(txn, site);
	return true;
}

static enum flow set_configuration(struct call *call, const struct configuration_args *args,
				   const char *name)
{
	enum flow flow = FLOW_NEXT;
	g_autofree char *site = site_name(call, args, &flow);
	struct configuration_change change = {
		.site = site, .name = name,
		.value = arg_given(args->to) ? args->to : args->input,
	};

	if (site)
		task_run(call, site, configuration_change, &change, &flow);
	return flow;
}

#define VALUE_PARAM \
	{ "Value", "object", FIELD(configuration_args, to), .flags = PARAM_MANDATORY, .sets = 1, \
	  .help = "The new value, or a hashtable of values." }, \
	{ "InputObject", "object", FIELD(configuration_args, input), .flags = PARAM_MANDATORY, \
	  .sets = 2, .pipeline = BY_VALUE, .help = "The same, from the pipeline." }, \
	IGNORED_SWITCH(configuration_args, "Force")

static const struct param set_configuration_params[] = {
	WHERE, VALUE_PARAM, IGNORED(configuration_args, "Metadata"), { NULL }
};

static enum flow set_web_configuration(struct call *call, void *data)
{
	const struct configuration_args *args = data;
	const char *attribute = NULL;

	section_is_redirect(arg_text(args->filter, ""), &attribute);
	return set_configuration(call, args, attribute);
}

static const struct cmdlet_example set_configuration_examples[] = {
	{ "Set-WebConfiguration system.webServer/httpRedirect 'IIS:\\Sites\\WebmailRedirect' "
	  "-Value @{enabled='true'; destination='https://webmail.provider.com/owa'}",
	  "The site redirects its requests." },
	{ NULL }
};

CMDLET(set_web_configuration_cmdlet) = {
	.name = "Set-WebConfiguration", .params = set_configuration_params,
	.args_size = sizeof(struct configuration_args), .process = set_web_configuration,
	.sets = "Value InputObject", .default_set = "Value", .flags = CMDLET_SHOULD_PROCESS,
	.module = "WebAdministration", .synopsis = "Sets where a web site redirects its requests to.",
	.examples = set_configuration_examples,
};

static const struct param set_property_params[] = {
	WHERE, VALUE_PARAM,
	{ "Name", "string", FIELD(configuration_args, name), .flags = PARAM_MANDATORY,
	  .help = "enabled, destination, exactDestination, childOnly or httpResponseStatus." },
	IGNORED(configuration_args, "AtElement"), IGNORED(configuration_args, "AtIndex"),
	IGNORED(configuration_args, "AtName"), { NULL }
};

static enum flow set_web_configuration_property(struct call *call, void *data)
{
	const struct configuration_args *args = data;
	const char *name = arg_text(args->name, "");

	return set_configuration(call, args, strcmp(name, ".") == 0 ? NULL : name);
}

static const struct cmdlet_example set_property_examples[] = {
	{ "Set-WebConfigurationProperty -Filter system.webServer/httpRedirect "
	  "-PSPath 'IIS:\\Sites\\AutodiscoverRedirect' -Name destination "
	  "-Value https://autodiscover.provider.com", "Where the site redirects to." },
	{ NULL }
};

CMDLET(set_web_configuration_property_cmdlet) = {
	.name = "Set-WebConfigurationProperty", .params = set_property_params,
	.args_size = sizeof(struct configuration_args), .process = set_web_configuration_property,
	.sets = "Value InputObject", .default_set = "Value", .flags = CMDLET_SHOULD_PROCESS,
	.module = "WebAdministration",
	.synopsis = "Sets one property of a web site's redirection.",
	.examples = set_property_examples,
};

/* -- Getting ----------------------------------------------------------------------------------- */

static struct record *site_to_read(struct call *call, const struct configuration_args *args,
				   enum flow *flow)
{
	g_autofree char *name = site_name(call, args, flow);
	struct store *store = name ? task_store(call, flow) : NULL;
	struct record *site = store ? store_get(store, "Website", NULL, name) : NULL;

	if (store && !site)
		*flow = call_fail(call, &bad_path, args->path, "There is no web site \"%s\".", name);
	return site;
}

static const struct param get_configuration_params[] = { WHERE, { NULL } };

static enum flow get_web_configuration(struct call *call, void *args)
{
	enum flow flow = FLOW_NEXT;
	g_autoptr(record_auto) site = site_to_read(call, args, &flow);
	const char *names[G_N_ELEMENTS(attributes)];
	struct value values[G_N_ELEMENTS(attributes)];

	if (!site)
		return flow;
	for (unsigned i = 0; i < G_N_ELEMENTS(attributes); i++) {
		names[i] = attributes[i].name;
		values[i] = record_get(site, attributes[i].property);
	}
	return emit_take(call, task_object("Microsoft.IIs.PowerShell.Framework.ConfigurationSection",
					   names, values, G_N_ELEMENTS(attributes)));
}

CMDLET(get_web_configuration_cmdlet) = {
	.name = "Get-WebConfiguration", .params = get_configuration_params,
	.args_size = sizeof(struct configuration_args), .process = get_web_configuration,
	.module = "WebAdministration", .synopsis = "Shows where a web site redirects its requests to.",
	.output = "ConfigurationSection",
};

static const struct param get_property_params[] = {
	WHERE,
	{ "Name", "string[]", FIELD(configuration_args, name), .flags = PARAM_MANDATORY,
	  .help = "enabled, destination, exactDestination, childOnly or httpResponseStatus." },
	IGNORED_SWITCH(configuration_args, "Recurse"), { NULL }
};

static enum flow emit_attribute(struct call *call, const struct record *site, struct value name)
{
	static const char *const names[] = { "Name", "Value" };
	const char *text = arg_text(name, ""), *property = property_of(text);
	struct value values[2];

	if (!property)
		return call_fail(call, &bad_name, name,
				 "The section httpRedirect has no property \"%s\".", text);
	values[0] = value_ref(name);
	values[1] = record_get(site, property);
	return emit_take(call, task_object("Microsoft.IIs.PowerShell.Framework.ConfigurationAttribute",
					   names, values, 2));
}

static enum flow get_web_configuration_property(struct call *call, void *data)
{
	const struct configuration_args *args = data;
	enum flow flow = FLOW_NEXT;
	g_autoptr(record_auto) site = site_to_read(call, args, &flow);

	for (uint32_t i = 0; site && i < args->name.u.array->len && flow == FLOW_NEXT; i++) {
		value_auto name = array_get(args->name.u.array, i);

		flow = emit_attribute(call, site, name);
	}
	return flow;
}

CMDLET(get_web_configuration_property_cmdlet) = {
	.name = "Get-WebConfigurationProperty", .params = get_property_params,
	.args_size = sizeof(struct configuration_args), .process = get_web_configuration_property,
	.module = "WebAdministration",
	.synopsis = "Shows one property of a web site's redirection.",
	.output = "ConfigurationAttribute",
};
