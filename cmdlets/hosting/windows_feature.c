/*
 * Windows features. Each row says which role of this host does the feature's
 * work and which Debian packages fill that role; a feature that has no work
 * here is provided by hmsh itself.
 */
#include "config.h"
#include "cmdlets/hosting/packages.h"
#include "cmdlets/hosting/task.h"
#include "cmdlets/hosting/windows_service.h"
#include "lib/array.h"

struct feature {
	const char *name, *display_name;
	const char *role;		/* of this host */
	const char *packages;		/* blank-separated, "" = none */
	const char *parent;		/* the feature it is part of, or NULL */
};

#define WEB	"Web sites (nginx)", "nginx-light"
#define HMSH	"Provided by hmsh", ""

static const struct feature features[] = {
	{ "AD-Domain-Services", "Active Directory Domain Services", HMSH, NULL },
	{ "DNS", "DNS Server", "Name service (Knot DNS)", "knot knot-dnsutils", NULL },
	{ "Desktop-Experience", "Desktop Experience", HMSH, NULL },
	{ "NET-Framework", ".NET Framework 3.5.1 Features", HMSH, NULL },
	{ "NET-Framework-Core", ".NET Framework 3.5.1", HMSH, "NET-Framework" },
	{ "NET-HTTP-Activation", "HTTP Activation", HMSH, "NET-Framework" },
	{ "NET-Non-HTTP-Activ", "Non-HTTP Activation", HMSH, "NET-Framework" },
	{ "NET-WCF-HTTP-Activation45", "HTTP Activation", HMSH, NULL },
	{ "RPC-over-HTTP-Proxy", "RPC over HTTP Proxy", WEB, NULL },
	{ "RSAT", "Remote Server Administration Tools", HMSH, NULL },
	{ "RSAT-ADDS", "AD DS Tools", HMSH, "RSAT" },
	{ "RSAT-Clustering", "Failover Clustering Tools", HMSH, "RSAT" },
	{ "RSAT-DNS-Server", "DNS Server Tools", "Name service (Knot DNS)", "knot-dnsutils", "RSAT" },
	{ "RSAT-Web-Server", "Web Server (IIS) Tools", HMSH, "RSAT" },
	{ "SMTP-Server", "SMTP Server", "Mail transport (Postfix)", "postfix postfix-cdb", NULL },
	{ "WAS", "Windows Process Activation Service", HMSH, NULL },
	{ "WAS-Process-Model", "Process Model", HMSH, "WAS" },
	{ "Web-Server", "Web Server (IIS)", WEB, NULL },
	{ "Web-Asp-Net", "ASP.NET", HMSH, "Web-Server" },
	{ "Web-Asp-Net45", "ASP.NET 4.5", HMSH, "Web-Server" },
	{ "Web-Basic-Auth", "Basic Authentication", WEB, "Web-Server" },
	{ "Web-Client-Auth", "Client Certificate Mapping Authentication", WEB, "Web-Server" },
	{ "Web-Default-Doc", "Default Document", WEB, "Web-Server" },
	{ "Web-Digest-Auth", "Digest Authentication", WEB, "Web-Server" },
	{ "Web-Dir-Browsing", "Directory Browsing", WEB, "Web-Server" },
	{ "Web-Dyn-Compression", "Dynamic Content Compression", WEB, "Web-Server" },
	{ "Web-Filtering", "Request Filtering", WEB, "Web-Server" },
	{ "Web-Http-Errors", "HTTP Errors", WEB, "Web-Server" },
	{ "Web-Http-Logging", "HTTP Logging", WEB, "Web-Server" },
	{ "Web-Http-Redirect", "HTTP Redirection", WEB, "Web-Server" },
	{ "Web-Http-Tracing", "Tracing", WEB, "Web-Server" },
	{ "Web-ISAPI-Ext", "ISAPI Extensions", HMSH, "Web-Server" },
	{ "Web-ISAPI-Filter", "ISAPI Filters", HMSH, "Web-Server" },
	{ "Web-Lgcy-Mgmt-Console", "IIS 6 Management Console", HMSH, "Web-Server" },
	{ "Web-Metabase", "IIS 6 Metabase Compatibility", HMSH, "Web-Server" },
	{ "Web-Mgmt-Console", "IIS Management Console", HMSH, "Web-Server" },
	{ "Web-Mgmt-Service", "Management Service", HMSH, "Web-Server" },
	{ "Web-Net-Ext", ".NET Extensibility", HMSH, "Web-Server" },
	{ "Web-Net-Ext45", ".NET Extensibility 4.5", HMSH, "Web-Server" },
	{ "Web-Request-Monitor", "Request Monitor", WEB, "Web-Server" },
	{ "Web-Stat-Compression", "Static Content Compression", WEB, "Web-Server" },
	{ "Web-Static-Content", "Static Content", WEB, "Web-Server" },
	{ "Web-Windows-Auth", "Windows Authentication", WEB, "Web-Server" },
	{ "Web-WMI", "IIS 6 WMI Compatibility", HMSH, "Web-Server" },
	{ "Windows-Identity-Foundation", "Windows Identity Foundation 3.5", HMSH, NULL },
};

static const struct fault no_feature = {
	"WindowsFeatureNotFound", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Get-WindowsFeature shows the names." };

static const struct feature *feature_find(const char *name)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(features); i++)
		if (text_equal_nocase(features[i].name, name))
			return &features[i];
	return NULL;
}

static bool feature_is_installed(struct store *store, const char *name)
{
	g_autoptr(record_auto) record = store_get(store, "WindowsFeature", NULL, name);

	return record != NULL;
}

static void collect_packages(const struct feature *feature, GHashTable *packages)
{
	g_auto(GStrv) names = g_strsplit(feature->packages, " ", -1);

	for (char **name = names; *name; name++)
		if (**name)
			g_hash_table_add(packages, g_strdup(*name));
}

/* -- Get-WindowsFeature ------------------------------------------------------------------- */

static struct value feature_object(const struct feature *feature, bool installed)
{
	static const char *const names[] = {
		"DisplayName", "Name", "InstallState", "Installed", "Role", "Packages", "Parent",
		"FeatureType"
	};
	struct value values[] = {
		value_text(feature->display_name), value_text(feature->name),
		value_text(installed ? "Installed" : "Available"), value_bool(installed),
		value_text(feature->role), value_text(feature->packages),
		feature->parent ? value_text(feature->parent) : VALUE_NULL,
		value_text(feature->parent ? "Role Service" : "Role"),
	};

	return task_object("Microsoft.Windows.ServerManager.Commands.Feature", names, values,
			   G_N_ELEMENTS(names));
}

struct get_feature_args { struct value name, ignored; };

static const struct param get_feature_params[] = {
	{ "Name", "string[]", FIELD(get_feature_args, name), .position = POSITION(0),
	  .pipeline = BY_VALUE, .flags = PARAM_WILDCARDS, .help = "Names; wildcards are allowed." },
	IGNORED(get_feature_args, "ComputerName"), IGNORED(get_feature_args, "Credential"),
	IGNORED(get_feature_args, "LogPath"),
	REFUSED(get_feature_args, "Vhd", "This host has no virtual hard disks to look into."),
	{ NULL }
};

static bool matches_any(const char *text, struct value patterns)
{
	if (patterns.kind != V_ARRAY)
		return true;
	for (uint32_t i = 0; i < patterns.u.array->len; i++) {
		value_auto v = array_get(patterns.u.array, i);
		g_autofree char *pattern = g_ascii_strdown(value_cstr(v) ? value_cstr(v) : "", -1);
		g_autofree char *lower = g_ascii_strdown(text, -1);

		if (g_pattern_match_simple(pattern, lower))
			return true;
	}
	return false;
}

static enum flow get_windows_feature(struct call *call, void *data)
{
	struct get_feature_args *args = data;
	enum flow flow = FLOW_NEXT;
	struct store *store = task_store(call, &flow);

	for (unsigned i = 0; store && i < G_N_ELEMENTS(features) && flow == FLOW_NEXT; i++)
		if (matches_any(features[i].name, args->name))
			flow = emit_take(call, feature_object(&features[i],
					 feature_is_installed(store, features[i].name)));
	return flow;
}

CMDLET(get_windows_feature_cmdlet) = {
	.name = "Get-WindowsFeature", .params = get_feature_params,
	.args_size = sizeof(struct get_feature_args), .process = get_windows_feature,
	.module = "ServerManager",
	.synopsis = "Shows the Windows features, what does their work here, and which are installed.",
	.output = "Feature",
};

/* -- Install-WindowsFeature -------------------------------------------------------------------- */

struct install_feature_args { struct value name, restart, ignored; };

static const struct param install_feature_params[] = {
	{ "Name", "string[]", FIELD(install_feature_args, name), .position = POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_MANDATORY, .complete = "WindowsFeature",
	  .help = "The features to install." },
	{ "Restart", "switch", FIELD(install_feature_args, restart),
	  .help = "Restarts this host's own daemons afterwards; never the machine." },
	IGNORED_SWITCH(install_feature_args, "IncludeAllSubFeature"),
	IGNORED_SWITCH(install_feature_args, "IncludeManagementTools"),
	IGNORED(install_feature_args, "ComputerName"), IGNORED(install_feature_args, "Credential"),
	IGNORED(install_feature_args, "LogPath"), IGNORED(install_feature_args, "Source"),
	REFUSED(install_feature_args, "Vhd", "This host has no virtual hard disks to install into."),
	REFUSED(install_feature_args, "ConfigurationFilePath",
		"Name the features with -Name instead."),
	{ NULL }
};

struct install {
	GPtrArray *features;		/* of const struct feature */
	bool remove;
	unsigned changed;
};

static bool install_change(struct txn *txn, void *data, GError **error)
{
	struct install *install = data;

	install->changed = 0;
	for (guint i = 0; i < install->features->len; i++) {
		const struct feature *feature = install->features->pdata[i];
		g_autoptr(record_auto) old = txn_get(txn, "WindowsFeature", NULL, feature->name);
		g_autoptr(record_auto) new = NULL;

		if (!old == install->remove)
			continue;
		install->changed++;
		if (old) {
			txn_remove(txn, old);
			continue;
		}
		new = record_new(record_kind_find("WindowsFeature"), NULL);
		if (!record_set_text(new, "Name", feature->name, error))
			return false;
		txn_put(txn, new);
	}
	return true;
}

/* The features by their names; false with the error reported when one is unknown. */
static bool find_features(struct call *call, struct value names, GPtrArray *found, enum flow *flow)
{
	for (uint32_t i = 0; i < names.u.array->len; i++) {
		value_auto name = array_get(names.u.array, i);
		const char *text = arg_text(name, "");
		const struct feature *feature = feature_find(text);

		if (!feature) {
			*flow = call_fail(call, &no_feature, name,
					  "The target of the specified cmdlet cannot be a Windows feature: "
					  "there is no feature \"%s\".", text);
			return false;
		}
		if (!g_ptr_array_find(found, feature, NULL))
			g_ptr_array_add(found, (void *)feature);
	}
	return true;
}

static struct value operation_result(GPtrArray *found, unsigned changed)
{
	static const char *const names[] = {
		"Success", "RestartNeeded", "ExitCode", "FeatureResult"
	};
	struct array *results = array_new(NULL, changed ? found->len : 0);
	struct value values[] = {
		value_bool(true), value_text("No"),
		value_text(changed ? "Success" : "NoChangeNeeded"), value_of(results),
	};

	for (uint32_t i = 0; i < results->len; i++) {
		const struct feature *feature = found->pdata[i];

		array_set(results, i, value_text(feature->display_name));
	}
	return task_object("Microsoft.Windows.ServerManager.Commands.FeatureOperationResult", names,
			   values, G_N_ELEMENTS(names));
}

static enum flow tell_roles(struct call *call, GPtrArray *found)
{
	enum flow flow = FLOW_NEXT;

	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++) {
		const struct feature *feature = found->pdata[i];

		flow = call_verbose(call, "%s: %s%s%s", feature->name, feature->role,
				    *feature->packages ? ", by the package " : "", feature->packages);
	}
	return flow;
}

static bool install_packages(struct call *call, GPtrArray *found, enum flow *flow)
{
	g_autoptr(GHashTable) packages = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	g_autoptr(GPtrArray) missing = NULL;
	GError *error = NULL;

	for (guint i = 0; i < found->len; i++)
		collect_packages(found->pdata[i], packages);
	missing = packages_missing(packages, &error);
	if (missing && (call_what_if(call) || packages_install(missing, &error)))
		return true;
	*flow = call_error(call, error);
	return false;
}

static char *feature_names(GPtrArray *found)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < found->len; i++)
		g_string_append_printf(out, "%s%s", i ? ", " : "",
				       ((const struct feature *)found->pdata[i])->name);
	return g_string_free(out, FALSE);
}

static enum flow install_windows_feature(struct call *call, void *data)
{
	struct install_feature_args *args = data;
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	struct install install = { .features = found };
	g_autofree char *target = NULL;
	enum flow flow = FLOW_NEXT;

	if (!find_features(call, args->name, found, &flow))
		return flow;
	flow = tell_roles(call, found);
	if (flow != FLOW_NEXT || !install_packages(call, found, &flow))
		return flow;
	target = feature_names(found);
	if (!task_run(call, target, install_change, &install, &flow))
		return flow;
	if (arg_on(args->restart))
		flow = windows_service_restart_all(call);
	return flow == FLOW_NEXT ? emit_take(call, operation_result(found, install.changed)) : flow;
}

static const struct cmdlet_example install_feature_examples[] = {
	{ "Add-WindowsFeature Web-Server,Web-Basic-Auth -Restart",
	  "Installs the packages of the web server and restarts the daemons." },
	{ NULL }
};

CMDLET(install_windows_feature_cmdlet) = {
	.name = "Install-WindowsFeature", .aliases = "Add-WindowsFeature",
	.params = install_feature_params, .args_size = sizeof(struct install_feature_args),
	.process = install_windows_feature, .flags = CMDLET_SHOULD_PROCESS,
	.module = "ServerManager", .examples = install_feature_examples,
	.synopsis = "Installs what does the work of Windows features on this host.",
	.output = "FeatureOperationResult",
};

/* -- Uninstall-WindowsFeature ------------------------------------------------------------------ */

static const struct param uninstall_feature_params[] = {
	{ "Name", "string[]", FIELD(install_feature_args, name), .position = POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_MANDATORY, .complete = "WindowsFeature",
	  .help = "The features to uninstall." },
	{ "Restart", "switch", FIELD(install_feature_args, restart),
	  .help = "Restarts this host's own daemons afterwards; never the machine." },
	IGNORED_SWITCH(install_feature_args, "IncludeManagementTools"),
	IGNORED(install_feature_args, "ComputerName"), IGNORED(install_feature_args, "Credential"),
	IGNORED(install_feature_args, "LogPath"), IGNORED_SWITCH(install_feature_args, "Remove"),
	REFUSED(install_feature_args, "Vhd", "This host has no virtual hard disks to change."),
	{ NULL }
};

/* The packages stay: other roles may need them, and removing them is the machine's business. */
static enum flow uninstall_windows_feature(struct call *call, void *data)
{
	struct install_feature_args *args = data;
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	struct install install = { .features = found, .remove = true };
	g_autofree char *target = NULL;
	enum flow flow = FLOW_NEXT;

	if (!find_features(call, args->name, found, &flow))
		return flow;
	target = feature_names(found);
	if (!task_run(call, target, install_change, &install, &flow))
		return flow;
	if (arg_on(args->restart))
		flow = windows_service_restart_all(call);
	return flow == FLOW_NEXT ? emit_take(call, operation_result(found, install.changed)) : flow;
}

CMDLET(uninstall_windows_feature_cmdlet) = {
	.name = "Uninstall-WindowsFeature", .aliases = "Remove-WindowsFeature",
	.params = uninstall_feature_params, .args_size = sizeof(struct install_feature_args),
	.process = uninstall_windows_feature, .flags = CMDLET_SHOULD_PROCESS,
	.module = "ServerManager",
	.synopsis = "Marks Windows features as not installed; their packages stay.",
	.output = "FeatureOperationResult",
};
