/*
 * Get-, Stop- and Wait-Process: processes by name, by id, or as objects. What
 * they name is found first, each name or id that fits nothing being an error of
 * its own; then each verb does its own with what was found.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "lib/convert.h"
#include "lib/types/process_type.h"

#include <errno.h>
#include <signal.h>
#include <unistd.h>

enum { SET_NAME = 1, SET_ID = 2, SET_INPUT = 4 };

#define PROCESS_EXCEPTION "Microsoft.PowerShell.Commands.ProcessCommandException"

static const struct fault no_name = { "NoProcessFoundForGivenName", PROCESS_EXCEPTION,
				      CATEGORY_OBJECT_NOT_FOUND, NULL },
			  no_id = { "NoProcessFoundForGivenId", PROCESS_EXCEPTION,
				    CATEGORY_OBJECT_NOT_FOUND, NULL },
			  no_stop = { "CouldNotStopProcess", PROCESS_EXCEPTION,
				      CATEGORY_CLOSE_ERROR, NULL },
			  not_ended = { "ProcessNotTerminated", "System.TimeoutException",
					CATEGORY_CLOSE_ERROR, NULL };

/* What the three have in common; first in each verb's arguments. */
struct process_names {
	struct value name, id, input;
};

static int by_name_and_id(const void *a, const void *b)
{
	struct value x = *(const struct value *)a, y = *(const struct value *)b;
	int order = text_compare_nocase(process_name(x), process_name(y));

	return order ? order : (int)process_id(x) - (int)process_id(y);
}

static enum flow find_name(struct call *call, struct value pattern, GArray *found)
{
	g_autoptr(GArray) ids = process_ids();
	bool any = false;

	for (guint i = 0; i < ids->len; i++) {
		value_auto process = process_new(g_array_index(ids, pid_t, i));
		value_auto name = process.kind == V_UNSET ? VALUE_UNSET
							  : value_text(process_name(process));

		if (name.kind == V_UNSET || !text_is_like(name, pattern))
			continue;
		any = true;
		held_add(found, process);
	}
	if (any || text_has_wildcards(arg_text(pattern, "")))
		return FLOW_NEXT;
	return call_fail(call, &no_name, pattern,
			 "Cannot find a process with the name \"%s\". Verify the "
			 "process name and call the cmdlet again.",
			 arg_text(pattern, ""));
}

static enum flow find_id(struct call *call, struct value id, GArray *found)
{
	value_auto process = process_new((pid_t)arg_int(id, 0));

	if (process.kind == V_UNSET)
		return call_fail(call, &no_id, id,
				 "Cannot find a process with the process identifier %d.",
				 (int)arg_int(id, 0));
	held_add(found, process);
	return FLOW_NEXT;
}

static enum flow find_object(struct call *call, struct value process, GArray *found)
{
	held_add(found, process);
	return FLOW_NEXT;
}

static enum flow find_each(struct call *call, struct value list, GArray *found,
			   enum flow (*find)(struct call *, struct value, GArray *))
{
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < arg_count(list) && flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(list, i);

		flow = find(call, v, found);
	}
	return flow;
}

/* Adds what is named, by name and id; all when nothing is. */
static enum flow find_processes(struct call *call, const struct process_names *names, GArray *found)
{
	value_auto all = value_text("*");
	enum flow flow;

	if (arg_given(names->input))
		flow = find_each(call, names->input, found, find_object);
	else if (arg_given(names->id))
		flow = find_each(call, names->id, found, find_id);
	else
		flow = find_each(call, arg_given(names->name) ? names->name : all, found,
				 find_name);
	g_array_sort(found, by_name_and_id);
	return flow;
}

#define INPUT_PARAM(args, text) \
	{ "InputObject", "System.Diagnostics.Process[]", FIELD(args, names.input), \
	  .pipeline = BY_VALUE, .sets = SET_INPUT, .mandatory_sets = SET_INPUT, .help = text }

/* -- Get-Process ------------------------------------------------------------------- */

struct get_process_args {
	struct process_names names;
	struct value user, module, version, computer;
};

static const struct param get_process_params[] = {
	{ "Name", "string[]", FIELD(get_process_args, names.name), POSITION(0), .pipeline = BY_NAME,
	  .sets = SET_NAME, .aliases = "ProcessName", .flags = PARAM_WILDCARDS,
	  .help = "The processes; all if not given." },
	{ "Id", "int[]", FIELD(get_process_args, names.id), .pipeline = BY_NAME, .sets = SET_ID,
	  .mandatory_sets = SET_ID, .aliases = "PID", .help = "Their ids." },
	INPUT_PARAM(get_process_args, "Processes as objects."),
	{ "IncludeUserName", "switch", FIELD(get_process_args, user),
	  .help = "Whose they are: the property UserName has it in any case." },
	{ "Module", "switch", FIELD(get_process_args, module), .flags = PARAM_REFUSED,
	  .help = "What a process has loaded is not listed." },
	{ "FileVersionInfo", "switch", FIELD(get_process_args, version), .aliases = "FV FVI",
	  .flags = PARAM_REFUSED, .help = "Programs carry no version information here." },
	{ "ComputerName", "string[]", FIELD(get_process_args, computer), .pipeline = BY_NAME,
	  .aliases = "Cn", .flags = PARAM_REFUSED, .help = "Only this host's processes are seen." },
	{ NULL }
};

static enum flow get_process(struct call *call, void *data)
{
	struct get_process_args *args = data;
	GArray *found = held_new();
	enum flow flow = find_processes(call, &args->names, found);

	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		flow = emit(call, g_array_index(found, struct value, i));
	held_free(found);
	return flow;
}

static const struct cmdlet_example get_process_examples[] = {
	{ "Get-Process dovecot, master | Sort-Object WS -Descending", "Daemons by the memory they use." },
	{ NULL }
};

CMDLET(get_process_cmdlet) = {
	.name = "Get-Process", .aliases = "gps ps", .module = MODULE_MANAGE,
	.synopsis = "Gets the processes that run on this host.",
	.params = get_process_params, .examples = get_process_examples,
	.sets = "Name Id InputObject", .default_set = "Name", .output = "System.Diagnostics.Process",
	.args_size = sizeof(struct get_process_args), .process = get_process,
};

/* -- Stop-Process ------------------------------------------------------------------ */

struct stop_process_args {
	struct process_names names;
	struct value pass, force;
};

static const struct param stop_process_params[] = {
	{ "Id", "int[]", FIELD(stop_process_args, names.id), POSITION(0), .pipeline = BY_NAME,
	  .sets = SET_ID, .mandatory_sets = SET_ID, .help = "The ids of the processes." },
	{ "Name", "string[]", FIELD(stop_process_args, names.name), .pipeline = BY_NAME,
	  .sets = SET_NAME, .mandatory_sets = SET_NAME, .aliases = "ProcessName",
	  .flags = PARAM_WILDCARDS, .help = "Their names." },
	{ "InputObject", "System.Diagnostics.Process[]", FIELD(stop_process_args, names.input),
	  POSITION(0), .pipeline = BY_VALUE, .sets = SET_INPUT, .mandatory_sets = SET_INPUT,
	  .help = "Processes as objects." },
	{ "PassThru", "switch", FIELD(stop_process_args, pass), .help = "Gives the processes out." },
	{ "Force", "switch", FIELD(stop_process_args, force),
	  .help = "Also those of other users, without a question." },
	{ NULL }
};

static enum flow stop_one(struct call *call, const struct stop_process_args *args,
			  struct value process)
{
	pid_t pid = process_id(process);
	g_autofree char *what = g_strdup_printf("%s (%d)", process_name(process), (int)pid);
	enum flow flow;

	if (!call_should_process(call, what, &flow))
		return flow;
	if (!process_has_ended(process) && kill(pid, SIGKILL))
		return call_fail(call, &no_stop, process,
				 "Cannot stop process \"%s\" because of the "
				 "following error: %s",
				 what, g_strerror(errno));
	process_wait(process, 2000, NULL, NULL);
	return arg_on(args->pass) ? emit(call, process) : FLOW_NEXT;
}

static enum flow stop_process(struct call *call, void *data)
{
	struct stop_process_args *args = data;
	GArray *found = held_new();
	enum flow flow = find_processes(call, &args->names, found);

	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		flow = stop_one(call, args, g_array_index(found, struct value, i));
	held_free(found);
	return flow;
}

static const struct cmdlet_example stop_process_examples[] = {
	{ "Stop-Process -Name swaks", "Ends a program that hangs." },
	{ NULL }
};

CMDLET(stop_process_cmdlet) = {
	.name = "Stop-Process", .aliases = "spps kill", .module = MODULE_MANAGE,
	.synopsis = "Stops running processes.",
	.params = stop_process_params, .examples = stop_process_examples,
	.sets = "Name Id InputObject", .default_set = "Id", .output = "System.Diagnostics.Process",
	.args_size = sizeof(struct stop_process_args), .flags = CMDLET_SHOULD_PROCESS,
	.process = stop_process,
};

/* -- Wait-Process ------------------------------------------------------------------ */

struct wait_process_args {
	struct process_names names;
	struct value timeout, any, pass;
};

static const struct param wait_process_params[] = {
	{ "Name", "string[]", FIELD(wait_process_args, names.name), POSITION(0), .pipeline = BY_NAME,
	  .sets = SET_NAME, .mandatory_sets = SET_NAME, .aliases = "ProcessName",
	  .flags = PARAM_WILDCARDS, .help = "The processes to wait for." },
	{ "Id", "int[]", FIELD(wait_process_args, names.id), .pipeline = BY_NAME, .sets = SET_ID,
	  .mandatory_sets = SET_ID, .aliases = "PID ProcessId", .help = "Their ids." },
	INPUT_PARAM(wait_process_args, "Processes as objects."),
	{ "Timeout", "int", FIELD(wait_process_args, timeout), POSITION(1), .aliases = "TimeoutSec",
	  .min = 0, .max = 32767, .help = "The seconds after which it is an error." },
	{ "Any", "switch", FIELD(wait_process_args, any), .help = "Waits for one of them." },
	{ "PassThru", "switch", FIELD(wait_process_args, pass), .help = "Gives the processes out." },
	{ NULL }
};

struct wait_state {
	GArray *found;
};

static enum flow wait_collect(struct call *call, void *data)
{
	struct wait_process_args *args = data;
	struct wait_state *state = call_state(call);

	if (!state->found)
		state->found = held_new();
	return find_processes(call, &args->names, state->found);
}

static bool wait_interrupted(void *data)
{
	return host_interrupted(data);
}

/* The first that has ended, or the first still running; -1: none. */
static int with_state(const GArray *found, bool ended)
{
	for (guint i = 0; i < found->len; i++)
		if (process_has_ended(g_array_index(found, struct value, i)) == ended)
			return (int)i;
	return -1;
}

static enum flow report_running(struct call *call, const GArray *found)
{
	enum flow flow = FLOW_NEXT;

	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++) {
		struct value process = g_array_index(found, struct value, i);

		if (!process_has_ended(process))
			flow = call_fail(
				call, &not_ended, process,
				"This command stopped the operation "
				"because process \"%s (%d)\" is not stopped in the specified "
				"time-out.",
				process_name(process), (int)process_id(process));
	}
	return flow;
}

static enum flow wait_end(struct call *call, void *data)
{
	struct wait_process_args *args = data;
	GArray *found = ((struct wait_state *)call_state(call))->found;
	gint64 limit = arg_given(args->timeout)
		? g_get_monotonic_time() + arg_int(args->timeout, 0) * G_USEC_PER_SEC : G_MAXINT64;
	enum flow flow = FLOW_NEXT;

	while (found && with_state(found, false) >= 0 && !host_interrupted(call_host(call)) &&
	       !(arg_on(args->any) && with_state(found, true) >= 0)) {
		if (g_get_monotonic_time() >= limit)
			return report_running(call, found);
		process_wait(g_array_index(found, struct value, with_state(found, false)), 20,
			     wait_interrupted, call_host(call));
	}
	for (guint i = 0; found && arg_on(args->pass) && i < found->len && flow == FLOW_NEXT; i++)
		flow = emit(call, g_array_index(found, struct value, i));
	return flow;
}

static void wait_clean(struct call *call)
{
	struct wait_state *state = call_state(call);

	if (state->found)
		held_free(state->found);
}

static const struct cmdlet_example wait_process_examples[] = {
	{ "Wait-Process -Name rsync -Timeout 600", "Waits ten minutes at most." },
	{ NULL }
};

CMDLET(wait_process_cmdlet) = {
	.name = "Wait-Process", .module = MODULE_MANAGE,
	.synopsis = "Waits for processes to end.",
	.params = wait_process_params, .examples = wait_process_examples,
	.sets = "Name Id InputObject", .default_set = "Name", .output = "System.Diagnostics.Process",
	.args_size = sizeof(struct wait_process_args), .state_size = sizeof(struct wait_state),
	.process = wait_collect, .end = wait_end, .clean = wait_clean,
};
