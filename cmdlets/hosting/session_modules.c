/*
 * Installing modules, as scripts do before they begin: what hmsh fills is
 * there; anything else cannot be had, and the error names it.
 */
#include "config.h"
#include "cmdlets/hosting/ceremony.h"
#include "cmdlets/hosting/provided.h"
#include "cmdlets/hosting/task.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/wildcard.h"

#define PACKAGES	"PowerShellGet"

static const struct fault not_provided = {
	"ModuleNotProvided", "System.NotSupportedException", CATEGORY_OBJECT_NOT_FOUND,
	"Leave out what needs the module, or copy it into a folder of $env:PSModulePath." };
static const struct fault no_match = {
	"NoMatchFound", "System.Exception", CATEGORY_OBJECT_NOT_FOUND,
	"Get-Module -ListAvailable shows what is there." };

struct module_args {
	struct value name, pass_thru, ignored;
};

static enum flow refuse(struct call *call, const char *name, const char *what)
{
	g_autofree char *names = provided_module_names();
	value_auto target = value_text(name);

	return call_fail(call, &not_provided, target,
			 "The module '%s' cannot be %s: hmsh fills %s, and no "
			 "module repository is used.",
			 name, what, names);
}

typedef enum flow (*visit_fn)(struct call *call, const struct provided_module *module);

static enum flow show(struct call *call, const struct provided_module *module)
{
	static const char *const names[] = {
		"Version", "Name", "Repository", "Description", "Type", "InstalledLocation" };
	const struct type *version_type = type_find("System.Version", -1);
	value_auto text = value_text(module->version);
	struct value version;

	if (!version_type || !value_convert(text, version_type, &version, NULL))
		version = value_ref(text);
	struct value values[] = { version, value_text(module->name), value_text("hmsh"),
		value_text("Part of hmsh."), value_text("Module"), value_text("") };

	return emit_take(call, task_object("Microsoft.PowerShell.Commands.PSRepositoryItemInfo",
					   names, values, G_N_ELEMENTS(names)));
}

static enum flow is_there(struct call *call, const struct provided_module *module)
{
	return call_verbose(call, "The module '%s' is part of hmsh: there is nothing to do.",
			    module->name);
}

/* Each module that a name or pattern means; `found` says whether there was one. */
static enum flow each(struct call *call, const char *pattern, visit_fn visit, bool *found)
{
	enum flow flow = FLOW_NEXT;

	*found = false;
	for (const struct provided_module *m = provided_modules; m->name && flow == FLOW_NEXT; m++)
		if (wildcard_match_name(pattern, m->name)) {
			*found = true;
			flow = visit(call, m);
		}
	return flow;
}

/* -- Install-, Update-, Uninstall-, Save-Module --------------------------------------------- */

static enum flow install(struct call *call, void *data)
{
	const struct module_args *args = data;
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0;
	     flow == FLOW_NEXT && arg_given(args->name) && i < args->name.u.array->len; i++) {
		value_auto name = array_get(args->name.u.array, i);
		bool found;

		flow = each(call, arg_text(name, ""), arg_on(args->pass_thru) ? show : is_there,
			    &found);
		if (!found)
			flow = refuse(call, arg_text(name, ""), call_cmdlet(call)->data);
	}
	return flow;
}

#define MODULES(more) \
	{ "Name", "string[]", FIELD(module_args, name), .position = POSITION(0), \
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_WILDCARDS | (more), .help = "The modules." }

static const struct param install_params[] = {
	MODULES(PARAM_MANDATORY),
	{ "PassThru", "switch", FIELD(module_args, pass_thru), .help = "Shows the modules." },
	IGNORED(module_args, "MinimumVersion"), IGNORED(module_args, "MaximumVersion"),
	IGNORED(module_args, "RequiredVersion"), IGNORED(module_args, "Repository"),
	IGNORED(module_args, "Credential"), IGNORED(module_args, "Scope"),
	IGNORED(module_args, "Proxy"), IGNORED(module_args, "ProxyCredential"),
	IGNORED_SWITCH(module_args, "AllowClobber"), IGNORED_SWITCH(module_args, "SkipPublisherCheck"),
	IGNORED_SWITCH(module_args, "Force"), IGNORED_SWITCH(module_args, "AllowPrerelease"),
	IGNORED_SWITCH(module_args, "AcceptLicense"), { NULL }
};

CMDLET(install_module) = {
	.name = "Install-Module", .aliases = "inmo", .params = install_params,
	.args_size = sizeof(struct module_args), .process = install, .data = "installed",
	.flags = CMDLET_SHOULD_PROCESS, .module = PACKAGES,
	.synopsis = "Succeeds for a module that hmsh fills; any other is refused by name.",
};

static const struct param update_params[] = {
	MODULES(0),
	{ "PassThru", "switch", FIELD(module_args, pass_thru), .help = "Shows the modules." },
	IGNORED(module_args, "MaximumVersion"), IGNORED(module_args, "RequiredVersion"),
	IGNORED(module_args, "Credential"), IGNORED(module_args, "Scope"),
	IGNORED(module_args, "Proxy"), IGNORED(module_args, "ProxyCredential"),
	IGNORED_SWITCH(module_args, "Force"), IGNORED_SWITCH(module_args, "AllowPrerelease"),
	IGNORED_SWITCH(module_args, "AcceptLicense"), { NULL }
};

CMDLET(update_module) = {
	.name = "Update-Module", .aliases = "upmo", .params = update_params,
	.args_size = sizeof(struct module_args), .process = install, .data = "updated",
	.flags = CMDLET_SHOULD_PROCESS, .module = PACKAGES,
	.synopsis = "Succeeds for a module that hmsh fills; any other is refused by name.",
};

static enum flow uninstall(struct call *call, void *data)
{
	const struct module_args *args = data;
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; flow == FLOW_NEXT && i < args->name.u.array->len; i++) {
		value_auto name = array_get(args->name.u.array, i);

		flow = refuse(call, arg_text(name, ""), "uninstalled");
	}
	return flow;
}

static const struct param uninstall_params[] = { MODULES(PARAM_MANDATORY),
						 IGNORED(module_args, "MinimumVersion"),
						 IGNORED(module_args, "MaximumVersion"),
						 IGNORED(module_args, "RequiredVersion"),
						 IGNORED_SWITCH(module_args, "AllVersions"),
						 IGNORED_SWITCH(module_args, "Force"),
						 IGNORED_SWITCH(module_args, "AllowPrerelease"),
						 { NULL } };

CMDLET(uninstall_module) = {
	.name = "Uninstall-Module", .params = uninstall_params,
	.args_size = sizeof(struct module_args), .process = uninstall,
	.flags = CMDLET_SHOULD_PROCESS, .module = PACKAGES,
	.synopsis = "Refuses: what hmsh fills is part of it, and nothing else was installed.",
};

/* -- Get-InstalledModule, Find-Module ------------------------------------------------------- */

static enum flow list_all(struct call *call)
{
	enum flow flow = FLOW_NEXT;

	for (const struct provided_module *m = provided_modules; m->name && flow == FLOW_NEXT; m++)
		if (!m->language)
			flow = show(call, m);
	return flow;
}

static enum flow find(struct call *call, void *data)
{
	const struct module_args *args = data;
	enum flow flow = FLOW_NEXT;

	if (args->name.kind != V_ARRAY)
		return list_all(call);
	for (uint32_t i = 0; flow == FLOW_NEXT && i < args->name.u.array->len; i++) {
		value_auto name = array_get(args->name.u.array, i);
		const char *text = arg_text(name, "");
		bool found;

		flow = each(call, text, show, &found);
		if (!found && !strpbrk(text, "*?"))
			flow = call_fail(call, &no_match, name,
					 "No match was found for the specified search "
					 "criteria and module names '%s'.",
					 text);
	}
	return flow;
}

static const struct param find_params[] = {
	MODULES(0),
	IGNORED(module_args, "MinimumVersion"), IGNORED(module_args, "MaximumVersion"),
	IGNORED(module_args, "RequiredVersion"), IGNORED_SWITCH(module_args, "AllVersions"),
	IGNORED_SWITCH(module_args, "AllowPrerelease"), IGNORED(module_args, "Repository"),
	IGNORED(module_args, "Tag"), IGNORED(module_args, "Filter"), IGNORED(module_args, "Command"),
	IGNORED(module_args, "Credential"), IGNORED(module_args, "Proxy"),
	IGNORED(module_args, "ProxyCredential"), IGNORED_SWITCH(module_args, "IncludeDependencies"),
	{ NULL }
};

CMDLET(get_installed_module) = {
	.name = "Get-InstalledModule", .params = find_params, .args_size = sizeof(struct module_args),
	.process = find, .module = PACKAGES, .synopsis = "Shows the modules that hmsh fills.",
	.output = "PSRepositoryItemInfo",
};

CMDLET(find_module) = {
	.name = "Find-Module", .aliases = "fimo", .params = find_params,
	.args_size = sizeof(struct module_args), .process = find, .module = PACKAGES,
	.synopsis = "Finds the modules that hmsh fills; no repository is asked.",
	.output = "PSRepositoryItemInfo",
};

/* -- Repositories, providers, policies ------------------------------------------------------ */

static const struct ceremony provider = {
	.takes =
		"Name@ RequiredVersion MinimumVersion MaximumVersion Source Credential Scope Proxy "
		"ProxyCredential AllVersions! Force! ForceBootstrap!",
	.says = "Modules are not installed from packages here: no provider is needed.",
};

CMDLET(install_package_provider) = {
	.name = "Install-PackageProvider", CEREMONY(provider), .flags = CMDLET_SHOULD_PROCESS,
	.module = "PackageManagement", .synopsis = "Succeeds: no package provider is needed.",
};

CMDLET(import_package_provider) = {
	.name = "Import-PackageProvider", CEREMONY(provider), .module = "PackageManagement",
	.synopsis = "Succeeds: no package provider is needed.",
};

static const struct ceremony repository = {
	.takes = "Name@ SourceLocation@ PublishLocation ScriptSourceLocation ScriptPublishLocation "
		"Credential InstallationPolicy Proxy ProxyCredential PackageManagementProvider "
		"ApiVersion Priority Trusted! PSGallery! Default! Force! PassThru!",
	.says = "No module repository is used here.",
};

CMDLET(set_ps_repository) = {
	.name = "Set-PSRepository", CEREMONY(repository), .module = PACKAGES,
	.synopsis = "Succeeds: no module repository is used.",
};

CMDLET(register_ps_repository) = {
	.name = "Register-PSRepository", CEREMONY(repository), .module = PACKAGES,
	.synopsis = "Succeeds: no module repository is used.",
};

static enum flow get_repository(struct call *call, void *data)
{
	static const char *const names[] = {
		"Name", "InstallationPolicy", "Trusted", "SourceLocation" };
	struct value values[] = { value_text("PSGallery"), value_text("Trusted"), value_bool(true),
		value_text("https://www.powershellgallery.com/api/v2") };

	return emit_take(call, task_object("Microsoft.PowerShell.Commands.PSRepository", names,
					   values, G_N_ELEMENTS(names)));
}

static const struct param get_repository_params[] = {
	IGNORED(module_args, "Name"), { NULL }
};

CMDLET(get_ps_repository) = {
	.name = "Get-PSRepository", .params = get_repository_params,
	.args_size = sizeof(struct module_args), .end = get_repository, .module = PACKAGES,
	.synopsis = "Shows the repository that scripts ask for; it is not used.",
};

static const struct ceremony set_policy = {
	.takes = "ExecutionPolicy@ Scope@ Force!",
	.says = "Scripts run without regard to an execution policy, as everywhere but on Windows.",
};

CMDLET(set_execution_policy) = {
	.name = "Set-ExecutionPolicy", CEREMONY(set_policy), .flags = CMDLET_SHOULD_PROCESS,
	.module = "Microsoft.PowerShell.Security",
	.synopsis = "Succeeds: there is no execution policy.",
};

static const char *const scopes[] = {
	"MachinePolicy", "UserPolicy", "Process", "CurrentUser", "LocalMachine" };

struct policy_args {
	struct value scope, list;
};

static const struct param get_policy_params[] = {
	{ "Scope", "string", FIELD(policy_args, scope), .position = POSITION(0),
	  .values = "MachinePolicy UserPolicy Process CurrentUser LocalMachine",
	  .help = "The scope that is asked for." },
	{ "List", "switch", FIELD(policy_args, list), .help = "Shows all scopes." },
	{ NULL }
};

static const char *policy_of(const char *scope)
{
	return text_equal_nocase(scope, "LocalMachine") ? "Unrestricted" : "Undefined";
}

static enum flow get_policy(struct call *call, void *data)
{
	static const char *const names[] = { "Scope", "ExecutionPolicy" };
	const struct policy_args *args = data;
	enum flow flow = FLOW_NEXT;

	if (!arg_on(args->list))
		return emit_take(call, value_text(arg_given(args->scope)
							  ? policy_of(arg_text(args->scope, ""))
							  : "Unrestricted"));
	for (size_t i = 0; i < G_N_ELEMENTS(scopes) && flow == FLOW_NEXT; i++) {
		struct value values[] = { value_text(scopes[i]), value_text(policy_of(scopes[i])) };

		flow = emit_take(call, task_object("System.Management.Automation.PSCustomObject",
						   names, values, G_N_ELEMENTS(names)));
	}
	return flow;
}

CMDLET(get_execution_policy) = {
	.name = "Get-ExecutionPolicy", .params = get_policy_params,
	.args_size = sizeof(struct policy_args), .end = get_policy,
	.module = "Microsoft.PowerShell.Security",
	.synopsis = "Shows that scripts run without restriction.",
};
