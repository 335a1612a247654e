/*
 * Services by their Windows names. Each row names the daemon that does the
 * service's work, as a systemd unit of ours; a service without a unit is hmsh
 * itself and always runs. How a service is to start is kept in the state;
 * where our units are installed, systemd is told as well.
 */
#include "config.h"
#include "cmdlets/hosting/windows_service.h"
#include "cmdlets/hosting/task.h"
#include "lib/array.h"
#include "lib/exchange.h"
#include "lib/spawn.h"

#include <unistd.h>

struct service {
	const char *name, *display_name;
	const char *unit;		/* NULL: hmsh itself */
	const char *daemon;		/* what does the work, for people */
};

static const struct service services[] = {
	{ "ADWS", "Active Directory Web Services", NULL, "hmsh" },
	{ "DNS", "DNS Server", "hmsh-knot.service", "Knot DNS" },
	{ "IISADMIN", "IIS Admin Service", "hmsh-nginx.service", "nginx" },
	{ "MSExchangeADTopology", "Microsoft Exchange Active Directory Topology", NULL, "hmsh" },
	{ "MSExchangeIMAP4", "Microsoft Exchange IMAP4", "hmsh-dovecot.service", "Dovecot" },
	{ "MSExchangeIS", "Microsoft Exchange Information Store", "hmsh-dovecot.service", "Dovecot" },
	{ "MSExchangePOP3", "Microsoft Exchange POP3", "hmsh-dovecot.service", "Dovecot" },
	{ "MSExchangeServiceHost", "Microsoft Exchange Service Host", NULL, "hmsh" },
	{ "MSExchangeTransport", "Microsoft Exchange Transport", "hmsh-postfix.service", "Postfix" },
	{ "NTDS", "Active Directory Domain Services", NULL, "hmsh" },
	{ "NetTcpPortSharing", "Net.Tcp Port Sharing Service", "hmsh-nginx.service", "nginx" },
	{ "SMTPSVC", "Simple Mail Transfer Protocol (SMTP)", "hmsh-postfix.service", "Postfix" },
	{ "W3SVC", "World Wide Web Publishing Service", "hmsh-nginx.service", "nginx" },
	{ "WAS", "Windows Process Activation Service", "hmsh-nginx.service", "nginx" },
};

static const struct fault no_service = {
	"NoServiceFoundForGivenName,Microsoft.PowerShell.Commands.GetServiceCommand",
	"Microsoft.PowerShell.Commands.ServiceCommandException", CATEGORY_OBJECT_NOT_FOUND,
	"Get-Service shows the names." };
static const struct fault not_published = {
	"ServiceNotInstalled", "System.InvalidOperationException", CATEGORY_RESOURCE_UNAVAILABLE,
	"Run Publish-HostingConfiguration first, or try the configuration with Start-HostingSandbox." };
static const struct fault unit_failed = {
	"CouldNotChangeService", "Microsoft.PowerShell.Commands.ServiceCommandException",
	CATEGORY_OPEN_ERROR, "journalctl --unit shows what it said." };

/* -- systemd ------------------------------------------------------------------------------- */

static bool unit_is_installed(const char *unit)
{
	g_autofree char *path = g_strconcat("/etc/systemd/system/", unit, NULL);

	return access("/run/systemd/system", F_OK) == 0 && access(path, F_OK) == 0;
}

static bool systemctl(const char *verb, const char *unit, GError **error)
{
	const char *const argv[] = { "systemctl", verb, "--quiet", unit, NULL };
	g_autoptr(GError) reason = NULL;

	if (spawn_check(&(struct spawn){ .argv = argv, .timeout_ms = 90 * 1000 }, NULL, &reason))
		return true;
	fault_set(error, &unit_failed, VALUE_NULL, "systemctl %s %s: %s", verb, unit,
		  reason->message);
	return false;
}

static bool unit_is_active(const char *unit)
{
	const char *const argv[] = { "systemctl", "is-active", "--quiet", unit, NULL };

	return unit_is_installed(unit) &&
		spawn_check(&(struct spawn){ .argv = argv }, NULL, NULL);
}

enum flow windows_service_restart_all(struct call *call)
{
	static const char *const units[] = { "hmsh-postfix.service", "hmsh-dovecot.service",
					     "hmsh-nginx.service", "hmsh-knot.service" };
	GError *error = NULL;
	bool any = false;

	for (unsigned i = 0; i < G_N_ELEMENTS(units); i++) {
		if (!unit_is_active(units[i]))
			continue;
		any = true;
		if (!systemctl("restart", units[i], &error))
			return call_error(call, error);
	}
	if (any)
		return FLOW_NEXT;
	return call_verbose(call, "None of this host's daemons runs yet: there is nothing to restart.");
}

/* -- Objects ---------------------------------------------------------------------------------- */

static struct record *service_record(struct store *store, const struct service *service)
{
	return store_get(store, "HostingService", NULL, service->name);
}

static struct value startup_type(struct record *record)
{
	value_auto automatic = value_text("Automatic");

	return record ? record_get(record, "StartupType") : value_ref(automatic);
}

static struct value service_object(struct store *store, const struct service *service)
{
	static const char *const names[] = {
		"Name", "ServiceName", "DisplayName", "Status", "StartType", "StartupType", "Daemon",
		"CanStop"
	};
	g_autoptr(record_auto) record = service_record(store, service);
	bool running = service->unit ? unit_is_active(service->unit) : true;
	struct value values[] = {
		value_text(service->name), value_text(service->name),
		value_text(service->display_name), value_text(running ? "Running" : "Stopped"),
		startup_type(record), startup_type(record), value_text(service->daemon),
		value_bool(service->unit != NULL),
	};

	return task_object("System.ServiceProcess.ServiceController", names, values,
			   G_N_ELEMENTS(names));
}

/* -- Names ------------------------------------------------------------------------------------- */

static bool name_matches(const struct service *service, const char *pattern, bool display)
{
	g_autofree char *lower = g_ascii_strdown(pattern, -1);
	g_autofree char *name = g_ascii_strdown(display ? service->display_name : service->name, -1);

	return g_pattern_match_simple(lower, name);
}

static bool has_wildcard(const char *text)
{
	return strpbrk(text, "*?[") != NULL;
}

/* All services that a list of names means; an unknown one is an error, and the others go on. */
static enum flow collect_services(struct call *call, struct value names, bool display,
				  GPtrArray *found)
{
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; names.kind == V_ARRAY && i < names.u.array->len; i++) {
		value_auto v = array_get(names.u.array, i);
		g_autofree char *text = task_text(call, v);
		guint before = found->len;

		for (unsigned k = 0; k < G_N_ELEMENTS(services); k++)
			if (name_matches(&services[k], text ? text : "", display))
				g_ptr_array_add(found, (void *)&services[k]);
		if (found->len == before && !has_wildcard(text ? text : ""))
			flow = call_fail(call, &no_service, v,
					 "Cannot find any service with service name '%s'.",
					 text ? text : "");
		if (flow != FLOW_NEXT)
			return flow;
	}
	return flow;
}

/* -- Get-Service ------------------------------------------------------------------------------- */

struct get_service_args { struct value name, display_name, ignored; };

static const struct param get_service_params[] = {
	{ "Name", "string[]", FIELD(get_service_args, name), .position = POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_WILDCARDS, .aliases = "ServiceName",
	  .sets = 1, .help = "Windows names; wildcards are allowed." },
	{ "DisplayName", "string[]", FIELD(get_service_args, display_name), .flags = PARAM_WILDCARDS,
	  .sets = 2, .mandatory_sets = 2, .help = "Display names; wildcards are allowed." },
	IGNORED(get_service_args, "Include"), IGNORED(get_service_args, "Exclude"),
	IGNORED_SWITCH(get_service_args, "DependentServices"),
	IGNORED_SWITCH(get_service_args, "RequiredServices"),
	IGNORED(get_service_args, "ComputerName"),
	{ NULL }
};

static enum flow get_service(struct call *call, void *data)
{
	struct get_service_args *args = data;
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	enum flow flow = FLOW_NEXT;
	struct store *store = task_store(call, &flow);

	if (!store)
		return flow;
	if (arg_given(args->display_name))
		flow = collect_services(call, args->display_name, true, found);
	else if (arg_given(args->name))
		flow = collect_services(call, args->name, false, found);
	else
		for (unsigned i = 0; i < G_N_ELEMENTS(services); i++)
			g_ptr_array_add(found, (void *)&services[i]);
	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		flow = emit_take(call, service_object(store, found->pdata[i]));
	return flow;
}

CMDLET(get_service_cmdlet) = {
	.name = "Get-Service", .aliases = "gsv", .params = get_service_params,
	.args_size = sizeof(struct get_service_args), .process = get_service,
	.sets = "Default DisplayName", .default_set = "Default",
	.module = "Microsoft.PowerShell.Management",
	.synopsis = "Shows the services by their Windows names and the daemons that do their work.",
	.output = "System.ServiceProcess.ServiceController",
};

/* -- Set-Service ------------------------------------------------------------------------------- */

struct set_service_args { struct value name, startup_type, status, pass_thru, ignored; };

static const struct param set_service_params[] = {
	{ "Name", "string[]", FIELD(set_service_args, name), .position = POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_MANDATORY, .aliases = "ServiceName",
	  .complete = "Service", .help = "The service's Windows name." },
	{ "StartupType", "ServiceStartupType", FIELD(set_service_args, startup_type),
	  .aliases = "StartMode ST SM StartType",
	  .help = "Automatic, Manual or Disabled: whether its daemon starts with the machine." },
	{ "Status", "string", FIELD(set_service_args, status), .values = "Running Stopped Paused",
	  .help = "Starts or stops it." },
	{ "PassThru", "switch", FIELD(set_service_args, pass_thru), .help = "Emits the service." },
	IGNORED(set_service_args, "DisplayName"), IGNORED(set_service_args, "Description"),
	IGNORED(set_service_args, "Credential"), IGNORED_SWITCH(set_service_args, "Force"),
	IGNORED(set_service_args, "SecurityDescriptorSddl"),
	IGNORED(set_service_args, "ComputerName"),
	{ NULL }
};

struct service_change {
	const struct service *service;
	struct value startup_type;
	int stopped;			/* -1: as it is */
};

static bool service_put(struct txn *txn, void *data, GError **error)
{
	struct service_change *change = data;
	g_autoptr(record_auto) old = txn_get(txn, "HostingService", NULL, change->service->name);
	g_autoptr(record_auto) new = old ? record_copy(old)
		: record_new(record_kind_find("HostingService"), NULL);

	if (!record_set_text(new, "Name", change->service->name, error) ||
	    !task_set(new, "StartupType", change->startup_type, error))
		return false;
	if (change->stopped >= 0 &&
	    !record_set(new, "Stopped", value_bool(change->stopped), error))
		return false;
	txn_put(txn, new);
	return true;
}

/* Tells systemd, where our unit is installed. */
static bool service_tell(const struct service_change *change, GError **error)
{
	const char *unit = change->service->unit;
	bool disabled = change->startup_type.kind == V_ENUM && change->startup_type.u.i == 4;
	bool manual = change->startup_type.kind == V_ENUM && change->startup_type.u.i == 3;

	if (!unit || !unit_is_installed(unit))
		return true;
	if (arg_given(change->startup_type) &&
	    !systemctl(disabled || manual ? "disable" : "enable", unit, error))
		return false;
	return change->stopped < 0 || systemctl(change->stopped ? "stop" : "start", unit, error);
}

static enum flow change_service(struct call *call, struct service_change *change)
{
	g_autofree char *target = g_strdup_printf("%s (%s)", change->service->display_name,
						  change->service->name);
	GError *error = NULL;
	enum flow flow;

	if (!task_run(call, target, service_put, change, &flow))
		return flow;
	return service_tell(change, &error) ? FLOW_NEXT : call_error(call, error);
}

static enum flow set_service(struct call *call, void *data)
{
	struct set_service_args *args = data;
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	struct service_change change = { .startup_type = args->startup_type, .stopped = -1 };
	enum flow flow = collect_services(call, args->name, false, found);

	if (arg_given(args->status))
		change.stopped = !text_equal_nocase(arg_text(args->status, ""), "Running");
	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++) {
		change.service = found->pdata[i];
		flow = change_service(call, &change);
		if (flow == FLOW_NEXT && arg_on(args->pass_thru)) {
			struct store *store = task_store(call, &flow);

			flow = store ? emit_take(call, service_object(store, change.service)) : flow;
		}
	}
	return flow;
}

static const struct cmdlet_example set_service_examples[] = {
	{ "Set-Service NetTcpPortSharing -StartupType Automatic",
	  "The daemon that does the service's work starts with the machine." },
	{ NULL }
};

CMDLET(set_service_cmdlet) = {
	.name = "Set-Service", .params = set_service_params,
	.args_size = sizeof(struct set_service_args), .process = set_service,
	.flags = CMDLET_SHOULD_PROCESS, .module = "Microsoft.PowerShell.Management",
	.synopsis = "Says whether a service starts with the machine.",
	.examples = set_service_examples,
};

/* -- Start-, Stop-, Restart-Service ------------------------------------------------------------ */

struct run_service_args { struct value name, pass_thru, ignored; };

#define RUN_PARAMS \
	{ "Name", "string[]", FIELD(run_service_args, name), .position = POSITION(0), \
	  .pipeline = BY_VALUE | BY_NAME, .flags = PARAM_MANDATORY, .aliases = "ServiceName", \
	  .complete = "Service", .help = "The service's Windows name." }, \
	{ "PassThru", "switch", FIELD(run_service_args, pass_thru), \
	  .help = "Emits the service." }, \
	IGNORED(run_service_args, "Include"), IGNORED(run_service_args, "Exclude"), \
	IGNORED(run_service_args, "DisplayName"), IGNORED_SWITCH(run_service_args, "Force"), \
	IGNORED_SWITCH(run_service_args, "NoWait"), { NULL }

static enum flow run_one(struct call *call, const struct service *service, const char *verb)
{
	g_autofree char *target = g_strdup_printf("%s (%s)", service->display_name, service->name);
	value_auto name = value_text(service->name);
	GError *error = NULL;
	enum flow flow = FLOW_NEXT;

	if (!service->unit)
		return call_verbose(call, "%s is part of hmsh and always runs.", service->name);
	if (!call_should_process(call, target, &flow))
		return flow;
	if (!unit_is_installed(service->unit))
		return call_fail(call, &not_published, name,
				 "The service '%s' is done by %s, which is not installed as a unit of this "
				 "host yet.", target, service->daemon);
	return systemctl(verb, service->unit, &error) ? FLOW_NEXT : call_error(call, error);
}

static enum flow run_services(struct call *call, struct run_service_args *args, const char *verb)
{
	g_autoptr(GPtrArray) found = g_ptr_array_new();
	enum flow flow = collect_services(call, args->name, false, found);
	struct store *store = flow == FLOW_NEXT ? task_store(call, &flow) : NULL;

	for (guint i = 0; store && i < found->len && flow == FLOW_NEXT; i++) {
		flow = run_one(call, found->pdata[i], verb);
		if (flow == FLOW_NEXT && arg_on(args->pass_thru))
			flow = emit_take(call, service_object(store, found->pdata[i]));
	}
	return flow;
}

static const struct param start_service_params[] = { RUN_PARAMS };

static enum flow start_service(struct call *call, void *args)
{
	return run_services(call, args, "start");
}

CMDLET(start_service_cmdlet) = {
	.name = "Start-Service", .aliases = "sasv", .params = start_service_params,
	.args_size = sizeof(struct run_service_args), .process = start_service,
	.flags = CMDLET_SHOULD_PROCESS, .module = "Microsoft.PowerShell.Management",
	.synopsis = "Starts the daemon that does a service's work.",
};

static const struct param stop_service_params[] = { RUN_PARAMS };

static enum flow stop_service(struct call *call, void *args)
{
	return run_services(call, args, "stop");
}

CMDLET(stop_service_cmdlet) = {
	.name = "Stop-Service", .aliases = "spsv", .params = stop_service_params,
	.args_size = sizeof(struct run_service_args), .process = stop_service,
	.flags = CMDLET_SHOULD_PROCESS, .module = "Microsoft.PowerShell.Management",
	.synopsis = "Stops the daemon that does a service's work.",
};

static const struct param restart_service_params[] = { RUN_PARAMS };

static enum flow restart_service(struct call *call, void *args)
{
	return run_services(call, args, "restart");
}

CMDLET(restart_service_cmdlet) = {
	.name = "Restart-Service", .params = restart_service_params,
	.args_size = sizeof(struct run_service_args), .process = restart_service,
	.flags = CMDLET_SHOULD_PROCESS, .module = "Microsoft.PowerShell.Management",
	.synopsis = "Restarts the daemon that does a service's work.",
};

/* -- Test-ServiceHealth --------------------------------------------------------------------- */

/* The services that a role needs, by their Windows names. */
static const struct {
	const char *role;
	unsigned bit;			/* of the server's roles */
	const char *services;
} role_services[] = {
	{ "Mailbox Server Role", ROLE_MAILBOX, "MSExchangeADTopology MSExchangeIS MSExchangeServiceHost" },
	{ "Client Access Server Role", ROLE_CLIENT_ACCESS,
	  "IISADMIN MSExchangeIMAP4 MSExchangePOP3 W3SVC" },
	{ "Hub Transport Server Role", ROLE_HUB_TRANSPORT, "MSExchangeADTopology MSExchangeTransport" },
};

struct health_args {
	struct value server, ignored;
};

static const struct service *service_named(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(services); i++)
		if (!strcmp(services[i].name, name))
			return &services[i];
	return NULL;
}

/* Those of a role that run, or that do not. */
static struct list *services_that(const char *words, bool run)
{
	const struct type *element = &type_string;
	struct list *list = list_new(type_generic(&type_list, &element, 1), element);
	g_auto(GStrv) names = g_strsplit(words, " ", -1);

	for (char **name = names; *name; name++) {
		const struct service *service = service_named(*name);

		if ((!service->unit || unit_is_active(service->unit)) == run)
			list_add(list, value_text(*name));
	}
	return list;
}

static enum flow test_health(struct call *call, void *args)
{
	static const char *const names[] = {
		"Role", "RequiredServicesRunning", "ServicesRunning", "ServicesNotRunning" };
	enum flow flow = FLOW_NEXT;
	struct store *store = task_store(call, &flow);
	g_autoptr(record_auto) server = store ? hosting_server(store) : NULL;
	int64_t roles = server ? record_int(server, "ServerRole", 0) : 0;

	for (size_t i = 0; flow == FLOW_NEXT && i < G_N_ELEMENTS(role_services); i++) {
		struct list *running, *not_running;

		if (!(roles & role_services[i].bit))
			continue;
		running = services_that(role_services[i].services, true);
		not_running = services_that(role_services[i].services, false);
		struct value values[] = {
			value_text(role_services[i].role), value_bool(!not_running->len), value_of(running),
			value_of(not_running),
		};

		flow = emit_take(call, task_object(
			"Microsoft.Exchange.Management.Tasks.ServiceHealth", names, values,
			G_N_ELEMENTS(names)));
	}
	return flow;
}

static const struct param health_params[] = {
	{ "Server", "object", FIELD(health_args, server), .position = POSITION(0), .pipeline = BY_VALUE,
	  .complete = "HostingServer", .help = "The one server." },
	IGNORED(health_args, "ActiveDirectoryTimeout"), IGNORED(health_args, "DomainController"),
	IGNORED(health_args, "MonitoringContext"), { NULL }
};

CMDLET(test_service_health) = {
	.name = "Test-ServiceHealth", .params = health_params, .args_size = sizeof(struct health_args),
	.process = test_health, .module = "HostingManagement",
	.synopsis = "Shows which services the server's roles need, and whether they run.",
	.output = "ServiceHealth",
};
