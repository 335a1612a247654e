/*
 * Start-Transcript, Stop-Transcript.
 */
#include "config.h"

#include "shell/console.h"
#include "shell/format.h"
#include "shell/pipeline.h"
#include "shell/transcript.h"

struct transcript_args {
	struct value path, literal, folder, append, force, no_clobber, invocations, minimal;
};

enum { SET_PATH = 1, SET_LITERAL = 2, SET_FOLDER = 4 };

static const struct param start_params[] = {
	{ "Path", "string", FIELD(transcript_args, path), .position = POSITION(0), .sets = SET_PATH,
	  .complete = "File", .help = "The file; one of its own in the home folder if not given." },
	{ "LiteralPath", "string", FIELD(transcript_args, literal), .position = POSITION(0),
	  .sets = SET_LITERAL, .aliases = "PSPath LP", .complete = "File",
	  .help = "The same without wildcards." },
	{ "OutputDirectory", "string", FIELD(transcript_args, folder), .position = POSITION(0),
	  .sets = SET_FOLDER, .complete = "File", .help = "The folder of such a file." },
	{ "Append", "switch", FIELD(transcript_args, append), .help = "Goes on at the file's end." },
	{ "Force", "switch", FIELD(transcript_args, force), .flags = PARAM_IGNORED,
	  .help = "A read-only file is written where the system lets us." },
	{ "NoClobber", "switch", FIELD(transcript_args, no_clobber), .aliases = "NoOverwrite",
	  .help = "Leaves a file alone that is there." },
	{ "IncludeInvocationHeader", "switch", FIELD(transcript_args, invocations),
	  .help = "Says when each command was typed." },
	{ "UseMinimalHeader", "switch", FIELD(transcript_args, minimal),
	  .help = "Says only when it began." },
	{ NULL }
};

static const struct fault
	exists = { "NoClobber", "System.UnauthorizedAccessException", CATEGORY_PERMISSION_DENIED,
		   "Add -Append, or leave out -NoClobber." },
	none = { "InvalidOperation", "System.Management.Automation.PSInvalidOperationException",
		 CATEGORY_INVALID_OPERATION, NULL };

/* A file of its own; yours. */
static char *own_name(const char *folder)
{
	g_autoptr(GDateTime) now = g_date_time_new_now_local();
	g_autofree char *stamp = g_date_time_format(now, "%Y%m%d%H%M%S");
	g_autofree char *random = g_uuid_string_random();
	g_autofree char *name = g_strdup_printf("PowerShell_transcript.%s.%.8s.%s.txt",
						g_get_host_name(), random, stamp);

	return g_build_filename(folder, name, NULL);
}

/* The file that the arguments, or $Transcript, name; yours. */
static char *transcript_path(struct call *call, const struct transcript_args *args, GError **error)
{
	value_auto variable = host_variable(call_host(call), "Transcript");
	const char *given = arg_text(args->path, arg_text(args->literal, NULL));
	g_autofree char *folder = NULL;

	if (given)
		return host_native_path(call_host(call), given, error);
	folder = host_native_path(call_host(call), arg_text(args->folder, "~"), error);
	if (!folder)
		return NULL;
	if (!arg_given(args->folder) && variable.kind == V_STRING)
		return host_native_path(call_host(call), variable.u.str->data, error);
	g_mkdir_with_parents(folder, 0777);
	return own_name(folder);
}

static enum flow start_transcript(struct call *call, void *data)
{
	struct transcript_args *args = data;
	unsigned flags = (arg_on(args->append) ? TRANSCRIPT_APPEND : 0) |
			 (arg_on(args->minimal) ? TRANSCRIPT_MINIMAL : 0) |
			 (arg_on(args->invocations) ? TRANSCRIPT_INVOCATIONS : 0);
	GError *error = NULL;
	g_autofree char *path = transcript_path(call, args, &error), *folder = NULL;
	enum flow flow;

	if (!path)
		return call_throw(call, error);
	if (arg_on(args->no_clobber) && !arg_on(args->append) &&
	    g_file_test(path, G_FILE_TEST_EXISTS)) {
		value_auto target = value_text(path);

		return call_throw_fault(call, &exists, target,
					"File %s already exists and NoClobber was specified.",
					path);
	}
	if (!call_should_process(call, path, &flow))
		return flow;
	folder = g_path_get_dirname(path);
	g_mkdir_with_parents(folder, 0777);
	if (!transcript_start(call->session, path, flags, &error))
		return call_throw(call, error);
	return emit_take(call,
			 value_str(str_printf("Transcript started, output file is %s", path)));
}

static const struct cmdlet_example start_examples[] = {
	{ "Start-Transcript C:\\Logs\\mailboxes.log -Append", "Keeps what the script shows." },
	{ NULL }
};

CMDLET(start_transcript_cmdlet) = {
	.name = "Start-Transcript", .params = start_params, .examples = start_examples,
	.sets = "ByPath ByLiteralPath ByOutputDirectory", .default_set = "ByPath",
	.module = "Microsoft.PowerShell.Host", .args_size = sizeof(struct transcript_args),
	.flags = CMDLET_SHOULD_PROCESS, .process = start_transcript,
	.synopsis = "Begins to keep what the session shows in a file.", .output = "string",
};

static enum flow stop_transcript(struct call *call, void *data)
{
	struct session *session = call->session;
	enum flow flow;
	char *path;

	if (!call_should_process(call, "transcript", &flow))
		return flow;
	if (session->formatter)
		formatter_flush(session->formatter);
	path = transcript_stop(session);
	if (!path)
		return call_throw_fault(call, &none, VALUE_NULL,
					"An error occurred stopping transcription: The "
					"host is not currently transcribing.");
	flow = emit_take(call,
			 value_str(str_printf("Transcript stopped, output file is %s", path)));
	g_free(path);
	return flow;
}

static const struct param stop_params[] = { { NULL } };

static const struct cmdlet_example stop_examples[] = {
	{ "Stop-Transcript", "Ends the transcript begun last." },
	{ NULL }
};

CMDLET(stop_transcript_cmdlet) = {
	.name = "Stop-Transcript", .params = stop_params, .examples = stop_examples,
	.module = "Microsoft.PowerShell.Host", .args_size = sizeof(struct transcript_args),
	.flags = CMDLET_SHOULD_PROCESS, .process = stop_transcript,
	.synopsis = "Ends a transcript.", .output = "string",
};
