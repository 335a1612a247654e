/*
 * Jobs: hmsh runs one thing at a time, so Start-Job and its kin say that, and
 * the cmdlets that name jobs find none. Scripts that look after their jobs
 * (Get-Job | Remove-Job) go on.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"

struct job_args {
	struct value id, name, instance, state, command, job, filter, any, timeout, force, keep,
		location, wait, block, file, literal, arguments, input, initialize, credential,
		version, newest, more, throttle, delete, pass, other;
};

enum { SET_ID = 1, SET_NAME = 2, SET_INSTANCE = 4, SET_STATE = 8, SET_COMMAND = 16, SET_JOB = 32,
       SET_FILTER = 64 };

#define SET_NAMES "SessionIdParameterSet NameParameterSet InstanceIdParameterSet StateParameterSet " \
		  "CommandParameterSet JobParameterSet FilterParameterSet"

#define NAMING(mandatory) \
	{ "Id", "int[]", FIELD(job_args, id), POSITION(0), .sets = SET_ID, \
	  .mandatory_sets = mandatory ? SET_ID : 0, .pipeline = BY_NAME, .help = "The jobs' ids." }, \
	{ "Name", "string[]", FIELD(job_args, name), .sets = SET_NAME, .mandatory_sets = SET_NAME, \
	  .pipeline = BY_NAME, .flags = PARAM_WILDCARDS, .help = "Their names." }, \
	{ "InstanceId", "guid[]", FIELD(job_args, instance), .sets = SET_INSTANCE, \
	  .mandatory_sets = SET_INSTANCE, .pipeline = BY_NAME, .help = "Their instances." }, \
	{ "State", "string", FIELD(job_args, state), .sets = SET_STATE, .mandatory_sets = SET_STATE, \
	  .values = "NotStarted Running Completed Failed Stopped Blocked Suspended Disconnected " \
		    "Suspending Stopping AtBreakpoint", .help = "Those in this state." }, \
	{ "Command", "string[]", FIELD(job_args, command), .sets = SET_COMMAND, \
	  .mandatory_sets = SET_COMMAND, .help = "Those that run this." }, \
	{ "Filter", "hashtable", FIELD(job_args, filter), .sets = SET_FILTER, \
	  .mandatory_sets = SET_FILTER, .help = "Those with these properties." }
#define JOB_PARAM \
	{ "Job", "object[]", FIELD(job_args, job), .sets = SET_JOB, .mandatory_sets = SET_JOB, \
	  .pipeline = BY_VALUE | BY_NAME, .help = "Jobs as objects." }

static const struct fault no_id = { "JobWithSpecifiedSessionNotFound", "System.ArgumentException",
				    CATEGORY_OBJECT_NOT_FOUND, NULL },
			  no_name = { "JobWithSpecifiedNameNotFound", "System.ArgumentException",
				      CATEGORY_OBJECT_NOT_FOUND, NULL },
			  no_instance = { "JobWithSpecifiedInstanceIdNotFound",
					  "System.ArgumentException", CATEGORY_OBJECT_NOT_FOUND,
					  NULL },
			  no_jobs = { "JobsNotSupported", "System.NotSupportedException",
				      CATEGORY_NOT_IMPLEMENTED,
				      "Run the script block here: & { }." };

static enum flow missing_job(struct call *call, struct value v, const struct fault *fault,
			     const char *what, const char *parameter)
{
	g_autofree char *shown = NULL;

	if (v.kind == V_STRING)
		shown = g_strdup(v.u.str->data);
	else
		shown = g_strdup_printf("%" G_GINT64_FORMAT, arg_int(v, 0));
	return call_fail(call, fault, v,
			 "The command cannot find a job with the %s %s. Verify the value of the "
			 "%s parameter and then try the command again.",
			 what, shown, parameter);
}

/* There is no job, so each one named is missing. */
static enum flow find_jobs(struct call *call, void *data)
{
	struct job_args *args = data;
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; i < arg_count(args->id) && flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(args->id, i);

		flow = missing_job(call, v, &no_id, "job ID", "Id");
	}
	for (uint32_t i = 0; i < arg_count(args->name) && flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(args->name, i);

		if (!text_has_wildcards(arg_text(v, "")))
			flow = missing_job(call, v, &no_name, "job name", "Name");
	}
	if (arg_count(args->instance) && flow == FLOW_NEXT)
		return call_fail(
			call, &no_instance, args->instance,
			"The command cannot find a job with the "
			"specified instance identifier. Verify the value of the InstanceId parameter "
			"and then try the command again.");
	return flow;
}

static enum flow refuse_job(struct call *call, void *data)
{
	return call_throw_fault(call, &no_jobs, VALUE_NULL,
				"%s is not supported: hmsh does not run script "
				"blocks in the background yet.",
				call_cmdlet(call)->name);
}

#define JOB_CMDLET(name_, aliases_, synopsis_, params_, default_, code, text, flags_) \
	{ \
		.name = name_, .aliases = aliases_, .module = MODULE_CORE, .synopsis = synopsis_, \
		.params = params_, .examples = (const struct cmdlet_example[]){ { code, text }, { NULL } }, \
		.sets = SET_NAMES, .default_set = default_, .args_size = sizeof(struct job_args), \
		.flags = flags_, .process = find_jobs, \
	}

static const struct param get_params[] = {
	NAMING(false),
	{ "Newest", "int", FIELD(job_args, newest), .help = "So many of them." },
	{ "HasMoreData", "bool", FIELD(job_args, more), .help = "Those with output not received." },
	{ "IncludeChildJob", "switch", FIELD(job_args, other), .help = "Also the jobs of jobs." },
	{ NULL }
};

CMDLET(get_job_cmdlet) = JOB_CMDLET("Get-Job", "gjb",
				    "Gets the jobs of the session: there are none.", get_params,
				    "SessionIdParameterSet", "Get-Job", "Gives nothing.", 0);

static const struct param remove_params[] = {
	NAMING(true), JOB_PARAM,
	{ "Force", "switch", FIELD(job_args, force), .aliases = "F", .help = "Also those that run." },
	{ NULL }
};

CMDLET(remove_job_cmdlet) = JOB_CMDLET("Remove-Job", "rjb", "Deletes jobs.", remove_params,
				       "SessionIdParameterSet", "Get-Job | Remove-Job",
				       "Does nothing.", CMDLET_SHOULD_PROCESS);

static const struct param stop_params[] = {
	NAMING(true), JOB_PARAM,
	{ "PassThru", "switch", FIELD(job_args, pass), .help = "Gives the jobs out." },
	{ NULL }
};

CMDLET(stop_job_cmdlet) = JOB_CMDLET("Stop-Job", "spjb", "Stops jobs.", stop_params,
				     "SessionIdParameterSet", "Get-Job | Stop-Job", "Does nothing.",
				     CMDLET_SHOULD_PROCESS);

static const struct param wait_params[] = {
	NAMING(true), JOB_PARAM,
	{ "Any", "switch", FIELD(job_args, any), .help = "Waits for one of them." },
	{ "Timeout", "int", FIELD(job_args, timeout), .aliases = "TimeoutSec", .help = "Waits so many seconds." },
	{ "Force", "switch", FIELD(job_args, force), .help = "Also for those that are suspended." },
	{ NULL }
};

CMDLET(wait_job_cmdlet) = JOB_CMDLET("Wait-Job", "wjb", "Waits until jobs have ended.", wait_params,
				     "SessionIdParameterSet", "Get-Job | Wait-Job",
				     "Waits for nothing.", 0);

static const struct param receive_params[] = {
	NAMING(true), JOB_PARAM,
	{ "Keep", "switch", FIELD(job_args, keep), .help = "Leaves the output to be received again." },
	{ "Wait", "switch", FIELD(job_args, wait), .help = "Until they have ended." },
	{ "AutoRemoveJob", "switch", FIELD(job_args, delete), .help = "Deletes them then." },
	{ "Force", "switch", FIELD(job_args, force), .help = "Also those that are suspended." },
	{ "NoRecurse", "switch", FIELD(job_args, other), .help = "Not of the jobs of jobs." },
	{ "WriteEvents", "switch", FIELD(job_args, other), .help = "Reports changes of their state." },
	{ "WriteJobInResults", "switch", FIELD(job_args, other), .help = "Gives the job before its output." },
	{ NULL }
};

CMDLET(receive_job_cmdlet) = JOB_CMDLET("Receive-Job", "rcjb", "Gets the output of jobs.",
					receive_params, "SessionIdParameterSet",
					"Get-Job | Receive-Job", "Gives nothing.", 0);

static const struct param start_params[] = {
	{ "ScriptBlock", "scriptblock", FIELD(job_args, block), POSITION(0), .aliases = "Command",
	  .help = "What would run." },
	{ "FilePath", "string", FIELD(job_args, file), .complete = "File", .help = "Or a script." },
	{ "LiteralPath", "string", FIELD(job_args, literal), .aliases = "PSPath LP", .complete = "File",
	  .help = "The same without wildcards." },
	{ "Name", "string", FIELD(job_args, name), .help = "The job's name." },
	{ "ArgumentList", "object[]", FIELD(job_args, arguments), .aliases = "Args", .help = "Its arguments." },
	{ "InputObject", "psobject", FIELD(job_args, input), .pipeline = BY_VALUE, .help = "Its input." },
	{ "InitializationScript", "scriptblock", FIELD(job_args, initialize), POSITION(1),
	  .help = "What would run before." },
	{ "Credential", "pscredential", FIELD(job_args, credential), .help = "As whom." },
	{ "WorkingDirectory", "string", FIELD(job_args, location), .help = "Where." },
	{ "RunAs32", "switch", FIELD(job_args, other), .help = "In 32 bits." },
	{ "PSVersion", "version", FIELD(job_args, version), .help = "Under this version." },
	{ "ThrottleLimit", "int", FIELD(job_args, throttle), .help = "How many at once." },
	{ NULL }
};

#define START_CMDLET(name_, aliases_, synopsis_) \
	{ \
		.name = name_, .aliases = aliases_, .module = MODULE_CORE, .synopsis = synopsis_, \
		.params = start_params, .args_size = sizeof(struct job_args), .process = refuse_job, \
		.examples = (const struct cmdlet_example[]){ \
			{ name_ " { Get-Mailbox }", "Says that there are no jobs." }, { NULL } }, \
	}

CMDLET(start_job_cmdlet) = START_CMDLET("Start-Job", "sajb",
					"Runs a script block in the background: refused.");
CMDLET(start_threadjob_cmdlet) =
	START_CMDLET("Start-ThreadJob", NULL, "Runs a script block in a thread: refused.");
