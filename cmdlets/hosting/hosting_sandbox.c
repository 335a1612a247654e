/*
 * The sandbox: the published configuration run by the real daemons in private
 * namespaces, to try a change before it is real; and the daemons' logs.
 */
#include "config.h"
#include "cmdlets/hosting/publishing.h"
#include "cmdlets/hosting/task.h"
#include "lib/array.h"

static const struct fault no_log = {
	"HostingLogNotFound", "System.IO.FileNotFoundException", CATEGORY_OBJECT_NOT_FOUND,
	"Start-HostingSandbox runs the daemons."
};

struct sandbox_args {
	struct value path;
};

static const struct param sandbox_params[] = {
	{ "Path", "string", FIELD(sandbox_args, path), .position = POSITION(0), .complete = "File",
	  .help = PATH_PARAM_HELP },
	{ NULL }
};

static struct value running_daemons(const GPtrArray *daemons)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < daemons->len; i++) {
		const struct publish_daemon *daemon = g_ptr_array_index(daemons, i);

		if (daemon->status < 0)
			g_string_append_printf(out, "%s%s", out->len ? ", " : "", daemon->name);
		else
			g_string_append_printf(out, "%s%s (ended with %d)", out->len ? ", " : "",
					       daemon->name, daemon->status);
	}
	return value_text(out->str);
}

/* Nothing is emitted when it does not run. */
static enum flow emit_sandbox(struct call *call, bool required)
{
	static const char *const names[] = { "Id", "Daemons", "Path" };
	g_autofree char *rundir = publishing_rundir(call);
	GError *error = NULL;
	int pid;
	g_autoptr(GPtrArray) daemons = hosting_publisher.sandbox_status(rundir, &pid, &error);

	if (!daemons && required)
		return call_throw(call, error);
	g_clear_error(&error);
	if (!daemons)
		return FLOW_NEXT;
	return emit_take(call, task_object("Hmsh.Sandbox", names, (struct value[]){
		value_i32(pid), running_daemons(daemons), value_text(rundir) },
		G_N_ELEMENTS(names)));
}

static enum flow start_sandbox(struct call *call, void *arguments)
{
	struct sandbox_args *args = arguments;
	GError *error = NULL;
	struct store *store = host_store(call_host(call), &error);
	g_autofree char *root = store ? publishing_root(call, args->path, &error) : NULL;
	g_autofree char *rundir = publishing_rundir(call);
	struct publish_options options = { root, rundir };
	enum flow flow = FLOW_NEXT;

	if (!root)
		return call_throw(call, error);
	if (!call_should_process(call, root, &flow))
		return flow;
	if (!hosting_publisher.sandbox_start(store, &options, &error))
		return call_throw(call, error);
	return emit_sandbox(call, true);
}

CMDLET(start_hosting_sandbox) = {
	.name = "Start-HostingSandbox", .module = "HostingManagement", .params = sandbox_params,
	.args_size = sizeof(struct sandbox_args), .process = start_sandbox,
	.flags = CMDLET_SHOULD_PROCESS, .output = "Hmsh.Sandbox",
	.synopsis = "Runs the published configuration with the real daemons, apart from this host.",
	.description = "Private namespaces have the server's own addresses and ports; nothing of "
		       "this host is disturbed. Needs root.",
};

struct no_args {
	struct value unused;
};

static const struct param no_params[] = { { NULL } };

static enum flow get_sandbox(struct call *call, void *arguments)
{
	return emit_sandbox(call, false);
}

CMDLET(get_hosting_sandbox) = {
	.name = "Get-HostingSandbox", .module = "HostingManagement", .params = no_params, .args_size = sizeof(struct no_args),
	.process = get_sandbox, .output = "Hmsh.Sandbox",
	.synopsis = "Shows the sandbox, when it runs.",
};

static enum flow stop_sandbox(struct call *call, void *arguments)
{
	g_autofree char *rundir = publishing_rundir(call);
	enum flow flow = FLOW_NEXT;
	GError *error = NULL;

	if (!call_should_process(call, rundir, &flow))
		return flow;
	if (!hosting_publisher.sandbox_stop(rundir, &error))
		return call_throw(call, error);
	return FLOW_NEXT;
}

CMDLET(stop_hosting_sandbox) = {
	.name = "Stop-HostingSandbox", .module = "HostingManagement", .params = no_params, .args_size = sizeof(struct no_args),
	.process = stop_sandbox, .flags = CMDLET_SHOULD_PROCESS,
	.synopsis = "Ends the sandbox and its daemons.",
};

/* -- Get-HostingLog ------------------------------------------------------------ */

struct log_args {
	struct value daemon, tail, host;
};

static const struct param log_params[] = {
	{ "Daemon", "string[]", FIELD(log_args, daemon), .position = POSITION(0),
	  .values = "postfix dovecot nginx knot", .pipeline = BY_VALUE,
	  .help = "The daemon; all of them when not given." },
	{ "Tail", "int", FIELD(log_args, tail), .aliases = "Last", .help = "Only the last lines." },
	{ "Server", "switch", FIELD(log_args, host),
	  .help = "The host's own daemons, not those of the sandbox." },
	{ NULL }
};

static enum flow emit_lines(struct call *call, const char *daemon, const char *text, int64_t tail)
{
	static const char *const names[] = { "Daemon", "Line" };
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	guint n = g_strv_length(lines);
	enum flow flow = FLOW_NEXT;

	n -= n && !*lines[n - 1];
	for (guint i = tail >= 0 && (guint)tail < n ? n - tail : 0; flow == FLOW_NEXT && i < n;
	     i++) {
		struct value values[] = { value_text(daemon), value_text(lines[i]) };

		flow = emit_take(call, task_object("Hmsh.LogLine", names, values,
						   G_N_ELEMENTS(names)));
	}
	return flow;
}

static enum flow show_log(struct call *call, const char *daemon, const struct log_args *args)
{
	g_autofree char *rundir = publishing_rundir(call);
	g_autofree char *path =
		hosting_publisher.log_path(arg_on(args->host) ? NULL : rundir, daemon);
	g_autofree char *text = NULL;
	int64_t tail = args->tail.kind == V_I32 ? args->tail.u.i : -1;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		return call_fail(call, &no_log, VALUE_NULL, "There is no log of %s: %s.", daemon,
				 path);
	return emit_lines(call, daemon, text, tail);
}

static enum flow get_log(struct call *call, void *arguments)
{
	struct log_args *args = arguments;
	g_auto(GStrv) all = hosting_publisher.daemons();
	enum flow flow = FLOW_NEXT;

	if (args->daemon.kind != V_ARRAY) {
		for (char **daemon = all; flow == FLOW_NEXT && *daemon; daemon++)
			flow = show_log(call, *daemon, args);
		return flow;
	}
	for (uint32_t i = 0; flow == FLOW_NEXT && i < args->daemon.u.array->len; i++)
		flow = show_log(call, arg_text(args->daemon.u.array->u.items[i], ""), args);
	return flow;
}

CMDLET(get_hosting_log) = {
	.name = "Get-HostingLog", .module = "HostingManagement", .params = log_params, .args_size = sizeof(struct log_args),
	.process = get_log, .output = "Hmsh.LogLine",
	.synopsis = "Shows what the daemons logged.",
};
