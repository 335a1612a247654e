/*
 * The program: reads the command line, makes a session and runs a file, a
 * command, standard input, or the prompt. The stack may grow far beyond the
 * usual limit, so that recursion ends in an error and not in a crash.
 */
#include "config.h"

#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "lib/heap.h"
#include "lib/str.h"
#include "lib/type.h"
#include "shell/options.h"
#include "shell/repl.h"
#include "shell/script_check.h"
#include "shell/session.h"

/* The kernel keeps at least 128 MiB of addresses free below the stack. */
#define STACK_SIZE (120u << 20)
#define STACK_RESERVE (1u << 20)

struct program {
	struct options options;
	int status;
};

static int run(struct session *session, const struct options *options)
{
	switch (options->mode) {
	case MODE_FILE:
		return session_run_file(session, options->text, options->args, options->arg_count);
	case MODE_COMMAND: {
		int status = session_run_text(session, options->text, NULL);

		return status || session->ok ? status : 1;
	}
	default:
		return repl_run(session, options->mode == MODE_STDIN);
	}
}

static bool is_one_run(const struct options *options)
{
	return options->mode == MODE_FILE || options->mode == MODE_COMMAND;
}

/* Drive C: is a folder of the state unless the environment names another. */
static void drive_c_default(const char *state_dir)
{
	g_autofree char *folder = g_build_filename(state_dir, "C", NULL);

	g_setenv("HMSH_DRIVE_C", folder, FALSE);
}

/* How far the stack may grow: the limit counts when it grows, not when the program starts. */
static size_t enlarge_stack(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_STACK, &limit) < 0)
		return 8u << 20;
	if (limit.rlim_cur < STACK_SIZE) {
		limit.rlim_cur = MIN(STACK_SIZE, limit.rlim_max);
		setrlimit(RLIMIT_STACK, &limit);
	}
	return MIN(STACK_SIZE, limit.rlim_cur);
}

static void program_main(struct program *program)
{
	struct session *session;
	GPtrArray *classes;
	char here;

	if (program->options.mode == MODE_CHECK) {
		program->status = check_files(program->options.args, program->options.arg_count);
		types_shutdown();
		heap_shutdown();
		return;
	}
	session = session_new();
	session->stack_limit = (char *)((uintptr_t)&here - enlarge_stack() + STACK_RESERVE);
	session->state_dir = g_strdup(program->options.state_dir);
	session->non_interactive = program->options.non_interactive;
	drive_c_default(session->state_dir);
	repl_watch_interrupt(session);
	if (!program->options.no_profile)
		repl_profile(session);
	program->status = run(session, &program->options);
	if (program->options.no_exit && !session->exiting && is_one_run(&program->options))
		program->status = repl_run(session, false);
	classes = g_ptr_array_ref(session->classes);
	session_free(session);
	types_shutdown();
	heap_shutdown();
	g_ptr_array_unref(classes);
}

/*
 * The heap grows in large steps, and is not given back while the session may need it again.
 */
static void tune_memory(void)
{
	mallopt(M_TOP_PAD, 1 << 20);
	mallopt(M_TRIM_THRESHOLD, 256 << 20);
	mallopt(M_MMAP_THRESHOLD, 2 << 20);
}

int main(int argc, char **argv)
{
	struct program program = { .status = 0 };

	if (!options_parse(&program.options, argc, argv, &program.status))
		return program.status;
	signal(SIGPIPE, SIG_IGN);
	tune_memory();
	program_main(&program);
	options_clear(&program.options);
	return program.status;
}
