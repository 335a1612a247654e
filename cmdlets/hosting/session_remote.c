/*
 * Sessions to Exchange: scripts open one, import its cmdlets and close it. A
 * session to Exchange is this host, whatever its address says; sessions to
 * other computers are refused. Those that were made are kept by the session.
 */
#include "config.h"
#include "cmdlets/hosting/ceremony.h"
#include "cmdlets/hosting/provided.h"
#include "cmdlets/hosting/task.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/object.h"
#include "lib/wildcard.h"

#define KEPT	"PSSession"
#define CORE	"Microsoft.PowerShell.Core"

static const struct fault no_remoting = {
	"RemotingNotSupported", "System.NotSupportedException", CATEGORY_NOT_IMPLEMENTED,
	"Leave the session out, or give -ConfigurationName Microsoft.Exchange for this host." };
static const struct fault no_session = {
	"RemoteRunspaceNotFound", "System.ArgumentException", CATEGORY_OBJECT_NOT_FOUND,
	"Get-PSSession shows the sessions." };

/* -- New-PSSession -------------------------------------------------------------------------- */

struct new_args {
	struct value configuration, uri, computer, name, ignored;
};

static const struct param new_params[] = {
	{ "ComputerName", "string[]", FIELD(new_args, computer), .position = POSITION(0),
	  .aliases = "Cn", .pipeline = BY_VALUE | BY_NAME,
	  .help = "Shown as the session's computer." },
	{ "ConfigurationName", "string", FIELD(new_args, configuration),
	  .help = "Microsoft.Exchange, which is this host." },
	{ "ConnectionUri", "object[]", FIELD(new_args, uri), .aliases = "URI CU",
	  .help = "The address of Exchange's shell, which is this host whatever it says." },
	{ "Name", "string[]", FIELD(new_args, name), .help = "The session's name." },
	IGNORED(new_args, "Credential"), IGNORED(new_args, "Authentication"),
	IGNORED(new_args, "SessionOption"), IGNORED(new_args, "CertificateThumbprint"),
	IGNORED(new_args, "Port"), IGNORED(new_args, "ApplicationName"),
	IGNORED(new_args, "ThrottleLimit"), IGNORED_SWITCH(new_args, "AllowRedirection"),
	IGNORED_SWITCH(new_args, "UseSSL"), IGNORED_SWITCH(new_args, "EnableNetworkAccess"),
	REFUSED(new_args, "VMName", "Sessions to virtual machines cannot be opened."),
	REFUSED(new_args, "ContainerId", "Sessions to containers cannot be opened."),
	REFUSED(new_args, "HostName", "Sessions to other computers cannot be opened."),
	{ NULL }
};

static char *first_text(struct value v)
{
	value_auto item = v.kind == V_ARRAY && v.u.array->len ? array_get(v.u.array, 0)
							      : VALUE_NULL;
	struct string *text;
	char *copy;

	if (value_is_null(item))
		return NULL;
	text = value_to_string(item, NULL);
	copy = g_strdup(text->data);
	str_unref(text);
	return copy;
}

static bool is_exchange(const struct new_args *args, const char *uri)
{
	const char *configuration = arg_text(args->configuration, "");
	g_autofree char *folded = uri ? g_ascii_strdown(uri, -1) : NULL;

	return text_equal_nocase(configuration, "Microsoft.Exchange") ||
		(!*configuration && folded && strstr(folded, "powershell"));
}

static const char *host_of(const char *uri)
{
	const char *rest = uri ? strstr(uri, "://") : NULL;

	return rest ? rest + 3 : uri;
}

/* The sessions there are: a list that the session keeps. */
static struct array *sessions(struct call *call)
{
	struct value kept = host_kept(call_host(call), KEPT);

	return kept.kind == V_ARRAY ? kept.u.array : NULL;
}

static void keep(struct call *call, struct value *items, uint32_t n)
{
	host_keep(call_host(call), KEPT, value_of(array_take(items, n)));
}

static int next_id(struct call *call)
{
	struct array *array = sessions(call);
	int id = 1;

	for (uint32_t i = 0; array && i < array->len; i++) {
		value_auto item = array_get(array, i);
		value_auto v = host_member(call_host(call), item, symbol_get("Id", -1));

		if (v.kind == V_I32 && v.u.i >= id)
			id = v.u.i + 1;
	}
	return id;
}

static struct value session_object(struct call *call, const struct new_args *args, const char *uri)
{
	static const char *const names[] = {
		"Id",		"Name",	 "Transport",	      "ComputerName",
		"ComputerType", "State", "ConfigurationName", "Availability",
		"InstanceId",
	};
	g_autofree char *name = first_text(args->name), *computer = first_text(args->computer);
	g_autofree char *guid = g_uuid_string_random();
	const char *host = computer ? computer : host_of(uri);
	int id = next_id(call);
	struct value values[] = {
		value_i32(id), name ? value_text(name) : value_str(str_printf("Runspace%d", id)),
		value_text("WSMan"), value_str(str_new(host ? host : "localhost",
						       strcspn(host ? host : "localhost", "/:"))),
		value_text("RemoteMachine"), value_text("Opened"), value_text("Microsoft.Exchange"),
		value_text("Available"), value_text(guid),
	};

	return task_object("System.Management.Automation.Runspaces.PSSession", names, values,
			   G_N_ELEMENTS(names));
}

static enum flow new_session(struct call *call, void *data)
{
	const struct new_args *args = data;
	g_autofree char *uri = first_text(args->uri), *computer = first_text(args->computer);
	struct array *old = sessions(call);
	uint32_t n = old ? old->len : 0;
	g_autofree struct value *items = g_new(struct value, n + 1);
	enum flow flow;
	struct value session;

	if (!is_exchange(args, uri))
		return call_throw_fault(call, &no_remoting, VALUE_NULL, "A session to '%s' cannot be opened: "
					"hmsh does no remoting.", computer ? computer : uri ? uri : "localhost");
	flow = call_verbose(call, "The session is this host: its cmdlets are here already.");
	if (flow != FLOW_NEXT)
		return flow;
	session = session_object(call, args, uri);
	for (uint32_t i = 0; i < n; i++)
		items[i] = array_get(old, i);
	items[n] = value_ref(session);
	keep(call, items, n + 1);
	return emit_take(call, session);
}

CMDLET(new_pssession) = {
	.name = "New-PSSession", .aliases = "nsn", .params = new_params,
	.args_size = sizeof(struct new_args), .process = new_session, .module = CORE,
	.synopsis = "Makes a session to Exchange, which is this host.", .output = "PSSession",
	.description = "Sessions to other computers are refused.",
};

static const struct ceremony option = {
	.takes =
		"MaximumRedirection NoCompression! NoMachineProfile! Culture UICulture "
		"MaximumReceivedDataSizePerCommand MaximumReceivedObjectSize OutputBufferingMode "
		"MaxConnectionRetryCount ApplicationArguments OpenTimeout CancelTimeout IdleTimeout "
		"ProxyAccessType ProxyAuthentication ProxyCredential SkipCACheck! SkipCNCheck! "
		"SkipRevocationCheck! OperationTimeout NoEncryption! UseUTF16! IncludePortInSPN!",
	.says = "A session to Exchange is this host: it has no options.",
};

static enum flow new_option(struct call *call, void *data)
{
	enum flow flow = ceremony_run(call, data);

	return flow == FLOW_NEXT
		? emit_take(call, task_object("System.Management.Automation.Remoting.PSSessionOption", NULL,
					      NULL, 0)) : flow;
}

CMDLET(new_pssession_option) = {
	.name = "New-PSSessionOption", .data = &option, .derive = ceremony_params, .end = new_option,
	.module = CORE, .synopsis = "Makes options for New-PSSession, which have no effect.",
	.output = "PSSessionOption",
};

/* -- Which sessions are meant --------------------------------------------------------------- */

struct which_args {
	struct value session, id, name, computer, instance, state, configuration, ignored;
};

static bool word_fits(struct call *call, struct value session, const char *member,
		      struct value words)
{
	value_auto v = host_member(call_host(call), session, symbol_get(member, -1));
	struct string *text;
	bool fits = words.kind != V_ARRAY;

	text = value_to_string(v, NULL);
	for (uint32_t i = 0; !fits && i < words.u.array->len; i++) {
		value_auto word = array_get(words.u.array, i);
		struct string *pattern = value_to_string(word, NULL);

		fits = wildcard_match_name(pattern->data, text->data);
		str_unref(pattern);
	}
	str_unref(text);
	return fits;
}

static bool is_among(struct value session, struct value wanted)
{
	for (uint32_t i = 0; wanted.kind == V_ARRAY && i < wanted.u.array->len; i++) {
		value_auto item = array_get(wanted.u.array, i);

		if (value_base(item).u.block == value_base(session).u.block)
			return true;
	}
	return wanted.kind != V_ARRAY;
}

static bool is_meant(struct call *call, const struct which_args *args, struct value session)
{
	return is_among(session, args->session) && word_fits(call, session, "Id", args->id) &&
		word_fits(call, session, "Name", args->name) &&
		word_fits(call, session, "ComputerName", args->computer) &&
		word_fits(call, session, "InstanceId", args->instance);
}

/* -- Get-PSSession -------------------------------------------------------------------------- */

static const struct param get_params[] = {
	{ "ComputerName", "string[]", FIELD(which_args, computer), .position = POSITION(0),
	  .aliases = "Cn", .flags = PARAM_WILDCARDS,
	  .help = "Sessions whose address had that host." },
	{ "Name", "string[]", FIELD(which_args, name), .flags = PARAM_WILDCARDS,
	  .help = "Sessions of these names." },
	{ "Id", "int[]", FIELD(which_args, id), .help = "Sessions of these numbers." },
	{ "InstanceId", "guid[]", FIELD(which_args, instance),
	  .help = "Sessions of these identifiers." },
	{ "State", "string", FIELD(which_args, state),
	  .values = "All Opened Disconnected Closed Broken",
	  .help = "Sessions in that state: all are Opened." },
	{ "ConfigurationName", "string", FIELD(which_args, configuration),
	  .help = "Sessions to that: all are to Microsoft.Exchange." },
	IGNORED(which_args, "Credential"),
	IGNORED(which_args, "Authentication"),
	IGNORED(which_args, "ConnectionUri"),
	IGNORED_SWITCH(which_args, "AllowRedirection"),
	{ NULL }
};

static bool state_fits(const struct which_args *args)
{
	const char *state = arg_text(args->state, "All");
	const char *configuration = arg_text(args->configuration, "*");

	return (text_equal_nocase(state, "All") || text_equal_nocase(state, "Opened")) &&
		wildcard_match_name(configuration, "Microsoft.Exchange");
}

static enum flow get_session(struct call *call, void *data)
{
	const struct which_args *args = data;
	struct array *array = sessions(call);
	value_auto held = array ? value_ref(value_of(array)) : VALUE_NULL;
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; array && flow == FLOW_NEXT && i < array->len; i++) {
		value_auto session = array_get(array, i);

		if (state_fits(args) && is_meant(call, args, session))
			flow = emit(call, session);
	}
	return flow;
}

CMDLET(get_pssession) = {
	.name = "Get-PSSession", .aliases = "gsn", .params = get_params,
	.args_size = sizeof(struct which_args), .end = get_session, .module = CORE,
	.synopsis = "Shows the sessions that were made and not removed.", .output = "PSSession",
};

/* -- Remove-PSSession ----------------------------------------------------------------------- */

enum { BY_ID = 1, BY_SESSION = 2, BY_NAMES = 4, BY_COMPUTER = 8, BY_INSTANCE = 16 };

static const struct param remove_params[] = {
	{ "Id", "int[]", FIELD(which_args, id), .position = POSITION(0), .sets = BY_ID,
	  .mandatory_sets = BY_ID, .help = "Sessions of these numbers." },
	{ "Session", "object[]", FIELD(which_args, session), .position = POSITION(0),
	  .pipeline = BY_VALUE | BY_NAME, .sets = BY_SESSION, .mandatory_sets = BY_SESSION,
	  .flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY, .help = "The sessions." },
	{ "Name", "string[]", FIELD(which_args, name), .sets = BY_NAMES, .mandatory_sets = BY_NAMES,
	  .help = "Sessions of these names." },
	{ "ComputerName", "string[]", FIELD(which_args, computer), .sets = BY_COMPUTER,
	  .mandatory_sets = BY_COMPUTER, .aliases = "Cn",
	  .help = "Sessions whose address had that host." },
	{ "InstanceId", "guid[]", FIELD(which_args, instance), .sets = BY_INSTANCE,
	  .mandatory_sets = BY_INSTANCE, .help = "Sessions of these identifiers." },
	{ NULL }
};

static enum flow remove_session(struct call *call, void *data)
{
	const struct which_args *args = data;
	struct array *array = sessions(call);
	value_auto held = array ? value_ref(value_of(array)) : VALUE_NULL;
	g_autofree struct value *items = g_new(struct value, array ? array->len + 1 : 1);
	uint32_t n = 0;
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; array && i < array->len; i++) {
		value_auto session = array_get(array, i);

		if (!is_meant(call, args, session) ||
		    !call_should_process(call, "the session to Exchange", &flow))
			items[n++] = value_ref(session);
		else
			host_set_member(call_host(call), session, symbol_get("State", -1),
					VALUE_NULL, NULL);
	}
	if (array && n < array->len)
		keep(call, items, n);
	else
		for (uint32_t i = 0; i < n; i++)
			value_unref(items[i]);
	return flow;
}

CMDLET(remove_pssession) = {
	.name = "Remove-PSSession", .aliases = "rsn", .params = remove_params,
	.args_size = sizeof(struct which_args), .process = remove_session, .module = CORE,
	.sets = "Id Session Name ComputerName InstanceId", .default_set = "Id",
	.flags = CMDLET_SHOULD_PROCESS, .synopsis = "Forgets sessions; the cmdlets stay.",
};

/* -- Import-PSSession ----------------------------------------------------------------------- */

struct import_args {
	struct value session, prefix, ignored;
};

static const struct param import_params[] = {
	{ "Session", "object", FIELD(import_args, session), .position = POSITION(0),
	  .pipeline = BY_VALUE, .flags = PARAM_MANDATORY, .help = "A session to Exchange." },
	{ "Prefix", "string", FIELD(import_args, prefix),
	  .help = "Gives the cmdlets further names, with this before their nouns." },
	IGNORED(import_args, "CommandName"), IGNORED(import_args, "CommandType"),
	IGNORED(import_args, "Module"), IGNORED(import_args, "FormatTypeName"),
	IGNORED(import_args, "ArgumentList"), IGNORED(import_args, "Certificate"),
	IGNORED_SWITCH(import_args, "AllowClobber"), IGNORED_SWITCH(import_args, "DisableNameChecking"),
	{ NULL }
};

static enum flow import_session(struct call *call, void *data)
{
	const struct import_args *args = data;
	value_auto name = host_member(call_host(call), args->session,
				      symbol_get("ConfigurationName", -1));
	enum flow flow;

	if (!text_equal_nocase(arg_text(name, ""), "Microsoft.Exchange"))
		return call_throw_fault(call, &no_session, args->session,
					"The argument of -Session is no "
					"session: New-PSSession makes one.");
	flow = call_verbose(call, "The session is this host: its cmdlets are here already.");
	if (flow == FLOW_NEXT)
		flow = ceremony_prefix(call, arg_text(args->prefix, ""));
	if (flow != FLOW_NEXT)
		return flow;
	return emit_take(call, provided_module_object(provided_module_find("HostingManagement")));
}

CMDLET(import_pssession) = {
	.name = "Import-PSSession", .aliases = "ipsn", .params = import_params,
	.args_size = sizeof(struct import_args), .process = import_session, .module = CORE,
	.synopsis = "Succeeds for a session to Exchange: its cmdlets are those of this host.",
	.output = "PSModuleInfo",
};
