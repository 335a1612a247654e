/*
 * Start-Process: a program with arguments, its standard three on files or on
 * ours. Elements of -ArgumentList are joined by blanks and then taken apart as
 * .NET does, so that a path with a blank needs quotes of its own, here as there.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/filetree.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/spawn.h"
#include "lib/types/process_type.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

struct start_process_args {
	struct value file, arguments, folder, credential, profile, no_window, pass, wait, input,
		output, error, clean_environment, environment, style, verb;
};

static const struct param start_process_params[] = {
	{ "FilePath", "string", FIELD(start_process_args, file), POSITION(0), .flags = PARAM_MANDATORY,
	  .aliases = "PSPath Path", .complete = "Command", .help = "The program." },
	{ "ArgumentList", "string[]", FIELD(start_process_args, arguments), POSITION(1), .aliases = "Args",
	  .help = "Its arguments; one with blanks needs quotes of its own." },
	{ "WorkingDirectory", "string", FIELD(start_process_args, folder), .complete = "File",
	  .help = "The folder it runs in." },
	{ "Wait", "switch", FIELD(start_process_args, wait), .help = "Waits until it has ended." },
	{ "PassThru", "switch", FIELD(start_process_args, pass), .help = "Gives its process out." },
	{ "NoNewWindow", "switch", FIELD(start_process_args, no_window), .aliases = "nnw",
	  .help = "Programs have no window of their own in any case." },
	{ "RedirectStandardInput", "string", FIELD(start_process_args, input), .aliases = "RSI",
	  .complete = "File", .help = "The file it reads." },
	{ "RedirectStandardOutput", "string", FIELD(start_process_args, output), .aliases = "RSO",
	  .complete = "File", .help = "The file its output is written to." },
	{ "RedirectStandardError", "string", FIELD(start_process_args, error), .aliases = "RSE",
	  .complete = "File", .help = "The file its errors are written to." },
	{ "Environment", "hashtable", FIELD(start_process_args, environment),
	  .help = "Variables it gets besides ours; $null takes one away." },
	{ "UseNewEnvironment", "switch", FIELD(start_process_args, clean_environment),
	  .help = "Without our variables but those of the user." },
	{ "Credential", "pscredential", FIELD(start_process_args, credential), .aliases = "RunAs",
	  .flags = PARAM_REFUSED, .help = "Programs run as the user who runs the shell." },
	{ "LoadUserProfile", "switch", FIELD(start_process_args, profile), .aliases = "Lup",
	  .flags = PARAM_IGNORED, .help = "A user has no profile to load here." },
	{ "WindowStyle", "string", FIELD(start_process_args, style), .flags = PARAM_IGNORED,
	  .values = "Normal Hidden Minimized Maximized", .help = "Programs have no window here." },
	{ "Verb", "string", FIELD(start_process_args, verb),
	  .help = "RunAs, where the shell is an administrator's already." },
	{ NULL }
};

static const struct fault not_started = { "InvalidOperation", "System.InvalidOperationException",
					  CATEGORY_INVALID_OPERATION, NULL },
			  no_verb = { "ParameterNotSupported", "System.NotSupportedException",
				      CATEGORY_NOT_IMPLEMENTED, "Start the shell itself as root." };

static bool env_is(const char *entry, const char *name)
{
	size_t n = strlen(name);

	return !strncmp(entry, name, n) && entry[n] == '=';
}

static void env_drop(GPtrArray *env, const char *name)
{
	for (guint i = 0; i < env->len;)
		if (env_is(env->pdata[i], name))
			g_ptr_array_remove_index(env, i);
		else
			i++;
}

/* The program's variables, ended by NULL; yours. */
static GPtrArray *environment_of(const struct start_process_args *args)
{
	static const char *const kept[] = {
		"HOME", "PATH", "USER", "LOGNAME", "LANG", "TERM", NULL
	};
	GPtrArray *env = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) names = g_listenv();
	const struct dict_entry *entry;

	for (size_t i = 0; names[i]; i++)
		if (!arg_on(args->clean_environment) || g_strv_contains(kept, names[i]))
			g_ptr_array_add(env,
					g_strdup_printf("%s=%s", names[i], g_getenv(names[i])));
	for (uint32_t at = 0; args->environment.kind == V_DICT &&
			      dict_next(args->environment.u.dict, &at, &entry);) {
		struct string *name = value_to_string(entry->key, NULL);
		struct string *v = value_is_null(entry->value)
					   ? NULL
					   : value_to_string(entry->value, NULL);

		env_drop(env, name->data);
		if (v)
			g_ptr_array_add(env, g_strdup_printf("%s=%s", name->data, v->data));
		str_unref(name);
		str_unref(v);
	}
	g_ptr_array_add(env, NULL);
	return env;
}

/* The file of -FilePath: a path of PowerShell's, or a name of PATH; yours. */
static char *program_of(struct call *call, const char *file)
{
	g_autofree char *native = strpbrk(file, "/\\:")
					  ? host_native_path(call_host(call), file, NULL)
					  : NULL;
	g_autofree char *here = native ? NULL : host_native_path(call_host(call), file, NULL);

	if (native)
		return g_steal_pointer(&native);
	if (here && !is_folder(here) && access(here, X_OK) == 0)
		return g_steal_pointer(&here);
	return g_strdup(file);
}

static GPtrArray *argv_of(struct call *call, const struct start_process_args *args)
{
	GPtrArray *argv = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GString) line = g_string_new(NULL);

	g_ptr_array_add(argv, program_of(call, arg_text(args->file, "")));
	for (uint32_t i = 0; i < arg_count(args->arguments); i++) {
		value_auto v = arg_at(args->arguments, i);

		g_string_append_printf(line, "%s%s", i ? " " : "", arg_text(v, ""));
	}
	process_split_arguments(line->str, argv);
	g_ptr_array_add(argv, NULL);
	return argv;
}

/* Opens the file of a redirection; `standard` stays when none is given. */
static bool open_standard(struct call *call, struct value path, int flags, int *standard,
			  GError **error)
{
	g_autofree char *native = NULL;
	int fd;

	if (!arg_given(path))
		return true;
	native = host_native_path(call_host(call), arg_text(path, ""), error);
	if (!native)
		return false;
	fd = open(native, flags | O_CLOEXEC, 0666);
	if (fd < 0) {
		fault_set(error, &not_started, path,
			  "This command cannot be run because the file \"%s\" "
			  "cannot be opened: %s.",
			  native, g_strerror(errno));
		return false;
	}
	*standard = fd;
	return true;
}

static pid_t start_program(struct call *call, const struct start_process_args *args,
			   GPtrArray *argv, const char *folder, GError **error)
{
	g_autoptr(GPtrArray) env = environment_of(args);
	g_autoptr(GError) failed = NULL;
	int standard[3] = { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO };
	struct spawn spawn = { .argv = (const char *const *)argv->pdata,
			       .cwd = folder,
			       .same_group = true,
			       .env = (const char *const *)env->pdata };
	pid_t pid = -1;

	if (open_standard(call, args->input, O_RDONLY, &standard[0], error) &&
	    open_standard(call, args->output, O_WRONLY | O_CREAT | O_TRUNC, &standard[1], error) &&
	    open_standard(call, args->error, O_WRONLY | O_CREAT | O_TRUNC, &standard[2], error)) {
		host_flush(call_host(call));
		pid = spawn_start_with(&spawn, standard, &failed);
		if (pid < 0)
			fault_set(
				error, &not_started, args->file,
				"This command cannot be run due to the "
				"error: An error occurred trying to start process '%s' with working "
				"directory '%s'. %s",
				arg_text(args->file, ""), folder,
				g_strrstr(failed->message, ": ")
					? g_strrstr(failed->message, ": ") + 2
					: failed->message);
	}
	for (int i = 0; i < 3; i++)
		if (standard[i] > STDERR_FILENO)
			close(standard[i]);
	return pid;
}

static bool interrupted(void *data)
{
	return host_interrupted(data);
}

static enum flow start_process(struct call *call, void *data)
{
	struct start_process_args *args = data;
	g_autoptr(GPtrArray) argv = NULL;
	g_autofree char *folder = NULL;
	GError *error = NULL;
	value_auto process = VALUE_UNSET;
	enum flow flow;
	pid_t pid;

	if (arg_given(args->verb) &&
	    (!text_equal_nocase(arg_text(args->verb, ""), "RunAs") || geteuid()))
		return call_throw_fault(
			call, &no_verb, args->verb,
			"The parameter '-Verb' is not supported "
			"for the cmdlet 'Start-Process' on this edition of PowerShell.");
	folder = host_native_path(call_host(call), arg_text(args->folder, "."), &error);
	if (!folder)
		return call_throw(call, error);
	argv = argv_of(call, args);
	if (!call_should_process(call, arg_text(args->file, ""), &flow))
		return flow;
	pid = start_program(call, args, argv, folder, &error);
	if (pid < 0)
		return call_throw(call, error);
	process = process_new_child(pid);
	if (arg_on(args->wait))
		process_wait(process, -1, interrupted, call_host(call));
	return arg_on(args->pass) ? emit(call, process) : FLOW_NEXT;
}

static const struct cmdlet_example start_process_examples[] = {
	{ "$p = Start-Process postqueue -ArgumentList '-p' -Wait -PassThru; $p.ExitCode",
	  "Runs a program and reads how it ended." },
	{ NULL }
};

CMDLET(start_process_cmdlet) = {
	.name = "Start-Process", .aliases = "saps start", .module = MODULE_MANAGE,
	.synopsis = "Starts a program.",
	.params = start_process_params, .examples = start_process_examples,
	.output = "System.Diagnostics.Process",
	.args_size = sizeof(struct start_process_args), .flags = CMDLET_SHOULD_PROCESS,
	.process = start_process,
};
