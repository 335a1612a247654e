/*
 * Programs as stages: an argument vector, never a shell. Output lines become
 * strings; input objects become lines. A program whose output nobody collects
 * keeps the terminal.
 */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/object.h"
#include "lib/types/process_type.h"
#include "shell/console.h"
#include "shell/eval.h"
#include "shell/exception.h"
#include "shell/out_default.h"
#include "shell/pipeline.h"
#include "state/store.h"

struct program {
	GPtrArray *argv;
	GString *input;
};

static struct program *program_of(struct stage *stage)
{
	return stage->call.state;
}

/* A word with * or ? that a script wrote bare is a pattern of file names, as PowerShell does on Linux. */
static void add_word(GPtrArray *argv, struct argument *arg, const char *text)
{
	bool bare = arg->node && arg->node->ast->kind == AST_STRING &&
		    ast_string(arg->node->ast)->form == STRING_BARE;
	glob_t found;

	if (bare && strpbrk(text, "*?[") && glob(text, GLOB_NOSORT, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			g_ptr_array_add(argv, g_strdup(found.gl_pathv[i]));
		globfree(&found);
		return;
	}
	if (bare && text[0] == '~' && (text[1] == '/' || text[1] == '\0')) {
		g_ptr_array_add(argv, g_strconcat(g_get_home_dir(), text + 1, NULL));
		return;
	}
	g_ptr_array_add(argv, g_strdup(text));
}

static void add_value(GPtrArray *argv, struct argument *arg)
{
	struct enumerator e;
	struct value item;

	enumerator_init(&e, arg->v);
	while (enumerator_next(&e, &item, NULL)) {
		struct string *text = value_to_display(item);

		add_word(argv, arg, text->data);
		str_unref(text);
		value_unref(item);
	}
	enumerator_clear(&e);
}

/* %NAME% replaced by the environment's; one that is not set stays as it is written. */
static char *expand_percent(const char *text)
{
	GString *out = g_string_new(NULL);

	while (*text) {
		const char *end = *text == '%' ? strchr(text + 1, '%') : NULL;
		g_autofree char *name = end ? g_strndup(text + 1, end - text - 1) : NULL;
		const char *value = name && *name ? g_getenv(name) : NULL;

		if (value) {
			g_string_append(out, value);
			text = end + 1;
		} else {
			g_string_append_c(out, *text++);
		}
	}
	return g_string_free(out, FALSE);
}

/* --% and what follows it to the end of the line, which only blanks and "..." take apart. */
static bool is_verbatim(const struct argument *arg)
{
	return !arg->name && arg->v.kind == V_STRING && !strcmp(arg->v.u.str->data, "--%") && arg->node &&
	       arg->node->ast->kind == AST_STRING && ast_string(arg->node->ast)->form == STRING_BARE;
}

static void add_verbatim(GPtrArray *argv, const struct argument *arg)
{
	g_autofree char *text = arg->v.kind == V_STRING ? expand_percent(arg->v.u.str->data) : NULL;

	if (text)
		process_split_arguments(text, argv);
}

static bool program_open(struct stage *stage, struct arguments *args)
{
	struct program *program = g_new0(struct program, 1);

	stage->call.state = program;
	program->argv = g_ptr_array_new_with_free_func(g_free);
	program->input = g_string_new(NULL);
	g_ptr_array_add(program->argv, g_strdup(stage->command.path));
	for (uint32_t i = 0; i < args->n; i++) {
		struct argument *arg = &args->items[i];

		if (is_verbatim(arg)) {
			if (i + 1 < args->n)
				add_verbatim(program->argv, &args->items[i + 1]);
			break;
		}
		if (arg->name && arg->colon && arg->v.kind != V_UNSET) {
			struct string *text = value_to_display(arg->v);

			g_ptr_array_add(program->argv, g_strdup_printf("-%s:%s", arg->name, text->data));
			str_unref(text);
			continue;
		}
		if (arg->name)
			g_ptr_array_add(program->argv, g_strdup_printf("-%s%s", arg->name, arg->colon ? ":" : ""));
		if (arg->v.kind != V_UNSET && !value_is_null(arg->v))
			add_value(program->argv, arg);
	}
	g_ptr_array_add(program->argv, NULL);
	return true;
}

static enum flow program_begin(struct stage *stage)
{
	return FLOW_NEXT;
}

static enum flow program_process(struct stage *stage, struct value input)
{
	struct string *text;

	if (input.kind == V_UNSET)
		return FLOW_NEXT;
	text = value_to_text(stage->scope, input, " ");
	g_string_append_len(program_of(stage)->input, text->data, text->len);
	g_string_append_c(program_of(stage)->input, '\n');
	str_unref(text);
	return FLOW_NEXT;
}

/* -- Running ----------------------------------------------------------------------------------- */

struct channel {
	int fd;
	GString *pending;
	struct sink *sink;		/* NULL: discard */
	bool as_error;
	bool begun;			/* a line was written already */
};

static const struct fault native_error[] = {	/* of the first line, and of those that follow */
	{ "NativeCommandError", "System.Management.Automation.RemoteException", CATEGORY_NOT_SPECIFIED, NULL },
	{ "NativeCommandErrorMessage", "System.Management.Automation.RemoteException", CATEGORY_NOT_SPECIFIED,
	  NULL },
};

static enum flow channel_line(struct stage *stage, struct channel *c, const char *line, size_t n)
{
	value_auto v = value_str(str_new(line, n));
	enum flow flow;

	if (c->as_error) {
		GError *error = NULL;
		struct error_record *record;

		fault_set(&error, &native_error[c->begun], v, "%s", v.u.str->data);
		c->begun = true;
		record = error_record_of(error);
		flow = sink_write(c->sink, value_of(record));
		value_unref(value_of(record));
		return flow;
	}
	return sink_write(c->sink, v);
}

static enum flow channel_take(struct stage *stage, struct channel *c, bool ended)
{
	char *start = c->pending->str, *end;
	enum flow flow = FLOW_NEXT;

	while (flow == FLOW_NEXT && (end = memchr(start, '\n', c->pending->str + c->pending->len - start))) {
		size_t n = end - start;

		flow = channel_line(stage, c, start, n > 0 && start[n - 1] == '\r' ? n - 1 : n);
		start = end + 1;
	}
	g_string_erase(c->pending, 0, start - c->pending->str);
	if (ended && c->pending->len && flow == FLOW_NEXT)
		flow = channel_line(stage, c, c->pending->str, c->pending->len);
	return flow;
}

/* Reads what is there; false at the end. */
static bool channel_read(struct stage *stage, struct channel *c, enum flow *flow)
{
	char buffer[8192];
	ssize_t n = read(c->fd, buffer, sizeof(buffer));

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return true;
	if (n > 0)
		g_string_append_len(c->pending, buffer, n);
	*flow = channel_take(stage, c, n <= 0);
	if (n > 0 && *flow == FLOW_NEXT)
		return true;
	close(c->fd);
	c->fd = -1;
	return false;
}

static void feed(struct program *program, int *fd, size_t *at)
{
	ssize_t n = write(*fd, program->input->str + *at, program->input->len - *at);

	if (n > 0)
		*at += n;
	if ((n < 0 && errno != EINTR && errno != EAGAIN) || *at == program->input->len) {
		close(*fd);
		*fd = -1;
	}
}

static enum flow pump(struct stage *stage, struct channel *channels, int in)
{
	struct program *program = program_of(stage);
	enum flow flow = FLOW_NEXT;
	size_t at = 0;

	if (in >= 0 && program->input->len == 0) {
		close(in);
		in = -1;
	}
	while (flow == FLOW_NEXT && (channels[0].fd >= 0 || channels[1].fd >= 0 || in >= 0)) {
		struct pollfd fds[3] = { { channels[0].fd, POLLIN, 0 }, { channels[1].fd, POLLIN, 0 },
					 { in, POLLOUT, 0 } };

		if (poll(fds, 3, -1) < 0 && errno != EINTR)
			break;
		if (stage->session->interrupted)
			flow = FLOW_STOP;
		for (int i = 0; i < 2 && flow == FLOW_NEXT; i++)
			if (fds[i].revents)
				channel_read(stage, &channels[i], &flow);
		if (fds[2].revents)
			feed(program, &in, &at);
	}
	if (in >= 0)
		close(in);
	for (int i = 0; i < 2; i++)
		if (channels[i].fd >= 0)
			close(channels[i].fd);
	return flow;
}

static pid_t start(struct stage *stage, int in[2], int out[2], int err[2], bool capture, bool errors, bool input)
{
	pid_t pid;

	console_flush(stage->session);
	if (stage->session->store)
		store_flush(stage->session->store, NULL);
	pid = fork();
	if (pid != 0)
		return pid;
	if (input)
		dup2(in[0], STDIN_FILENO);
	if (capture)
		dup2(out[1], STDOUT_FILENO);
	if (errors)
		dup2(err[1], STDERR_FILENO);
	for (int fd = 3; fd < 256; fd++)
		close(fd);
	signal(SIGINT, SIG_DFL);
	signal(SIGPIPE, SIG_DFL);
	if (chdir(stage->session->location) != 0)
		_exit(126);
	execv(program_of(stage)->argv->pdata[0], (char **)program_of(stage)->argv->pdata);
	_exit(errno == ENOEXEC ? 126 : 127);
}

static const struct fault exit_code = {
	"ProgramExitedWithNonZeroCode", "System.Management.Automation.NativeCommandExitException",
	CATEGORY_NOT_SPECIFIED, NULL };

/* With $PSNativeCommandUseErrorActionPreference a status other than 0 is an error. */
static enum flow exit_judged(struct stage *stage, int code)
{
	struct symbol *name = symbol_find("PSNativeCommandUseErrorActionPreference", -1);
	struct value *place = code && name ? scope_find(stage->scope, name) : NULL;
	value_auto wanted = place ? variable_read(place) : VALUE_UNSET;
	g_autofree char *base = NULL;
	struct error_record *record;
	GError *error = NULL;

	if (!value_truth(wanted))
		return FLOW_NEXT;
	base = g_path_get_basename(program_of(stage)->argv->pdata[0]);
	fault_set(&error, &exit_code, VALUE_NULL, "Program \"%s\" ended with non-zero exit code: %d (0x%08X).", base,
		  code, (unsigned)code);
	record = error_record_of(error);
	object_set(record->exception.u.object, "ExitCode", value_i32(code));
	object_set(record->exception.u.object, "Path", value_text(program_of(stage)->argv->pdata[0]));
	error_locate(stage->scope, stage->node, record);
	return stage_error(stage, record);
}

static enum flow program_run(struct stage *stage)
{
	struct session *session = stage->session;
	struct sink *error_sink = stage->streams.sinks[STREAM_I_ERROR];
	bool input = stage->expects_input, errors = error_sink != NULL;
	bool capture = !out_default_is_console(session, stage->out) || !session->is_terminal;
	int in[2] = { -1, -1 }, out[2] = { -1, -1 }, err[2] = { -1, -1 }, status = 0;
	enum flow flow;
	pid_t pid;

	if ((input && pipe2(in, O_CLOEXEC)) || (capture && pipe2(out, O_CLOEXEC)) ||
	    (errors && pipe2(err, O_CLOEXEC)))
		return FLOW_NEXT;
	pid = start(stage, in, out, err, capture, errors, input);
	if (in[0] >= 0)
		close(in[0]);
	if (out[1] >= 0)
		close(out[1]);
	if (err[1] >= 0)
		close(err[1]);
	{
		struct channel channels[2] = {
			{ out[0], g_string_new(NULL), stage->out, false },
			{ err[0], g_string_new(NULL), error_sink, true },
		};

		flow = pump(stage, channels, in[1]);
		g_string_free(channels[0].pending, TRUE);
		g_string_free(channels[1].pending, TRUE);
	}
	if (pid > 0) {
		if (flow == FLOW_STOP)
			kill(pid, SIGTERM);
		while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
			;
	}
	session_set_exit_code(session, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
	stage->failed = !session->ok;
	return flow == FLOW_NEXT ? exit_judged(stage, WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status))
				 : flow;
}

static enum flow program_end(struct stage *stage)
{
	struct streams saved;
	enum flow flow;

	stage_enter(stage, &saved);
	flow = program_run(stage);
	stage_leave(stage, &saved);
	return flow;
}

static void program_close(struct stage *stage)
{
	struct program *program = program_of(stage);

	if (!program)
		return;
	g_ptr_array_unref(program->argv);
	g_string_free(program->input, TRUE);
	g_free(program);
}

const struct stage_ops program_stage = {
	.open = program_open,
	.begin = program_begin,
	.process = program_process,
	.end = program_end,
	.close = program_close,
};
