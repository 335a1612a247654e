/*
 * The shell as cmdlets see it: lib/cmdlet.h's host_*() and block_*().
 */
#include "config.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include "lib/convert.h"
#include "lib/path.h"
#include "shell/collector.h"
#include "shell/console.h"
#include "shell/drive.h"
#include "shell/eval.h"
#include "shell/exception.h"
#include "shell/function.h"
#include "shell/member.h"
#include "shell/module.h"
#include "shell/scriptblock.h"
#include "state/store.h"

/* -- Blocks ------------------------------------------------------------------------------- */

/* Whether a block of a cmdlet needs no frame: its scope is the cmdlet's caller. */
static bool runs_here(const struct scriptblock *block, const struct scope *scope)
{
	return !block->captured && (!block->module || block->module == scope->module) &&
	       !block->unit->ast->params;
}

enum flow block_run(struct host *host, struct value v, struct value underbar, struct sink *out)
{
	struct session *session = session_of(host);
	struct scriptblock *block = scriptblock_of(value_base(v));
	struct scope *scope = session->scope;

	if (!runs_here(block, scope)) {
		struct value before = session->underbar;
		enum flow flow;

		session->underbar = value_ref(underbar);
		flow = unit_call(scope, value_base(v), NULL, NULL, &underbar, block->unit->ast->params ? 1 : 0,
				 out);
		value_put(&session->underbar, before);
		return flow;
	}
	return unit_run_here(scope, block->unit, underbar, out);
}

enum flow block_value(struct host *host, struct value block, struct value underbar, struct value *ret)
{
	struct scriptblock *b = scriptblock_of(value_base(block));
	struct scope *scope = session_of(host)->scope;
	struct collector c;
	enum flow flow;

	if (runs_here(b, scope))
		return unit_value_here(scope, b->unit, underbar, ret);
	collector_init(&c);
	flow = block_run(host, block, underbar, &c.sink);
	if (flow == FLOW_NEXT)
		*ret = collector_take(&c);
	else
		collector_clear(&c);
	return flow;
}

enum flow block_call(struct host *host, struct value block, const struct value *args, unsigned n,
		     struct sink *out)
{
	return unit_call(session_of(host)->scope, value_base(block), NULL, NULL, args, n, out);
}

struct value host_take_error(struct host *host)
{
	struct error_record *record = error_take(session_of(host));

	return record ? value_of(record) : VALUE_NULL;
}

enum flow host_raise(struct host *host, GError *error)
{
	struct session *session = session_of(host);

	return raise_flow(session->scope, session->stage ? session->stage->node : NULL, error);
}

/* -- Variables, members -------------------------------------------------------------------------- */

/* The drive of "env:NAME", or NULL for a plain name. */
static struct symbol *drive_of(const char *name, const char **rest)
{
	static const char *const drives[] = { "env", "variable", "function", "alias" };
	const char *colon = strchr(name, ':');

	for (unsigned i = 0; colon && i < G_N_ELEMENTS(drives); i++)
		if (strlen(drives[i]) == (size_t)(colon - name) &&
		    !g_ascii_strncasecmp(drives[i], name, colon - name)) {
			*rest = colon + 1;
			return symbol_get(name, colon - name);
		}
	return NULL;
}

struct value host_variable(struct host *host, const char *name)
{
	struct scope *scope = session_of(host)->scope;
	const char *rest;
	struct symbol *drive = drive_of(name, &rest);

	if (drive)
		return drive_variable_get(scope, drive, symbol_get(rest, -1), NULL);
	return scope_get(scope, symbol_get(name, -1));
}

void host_set_variable(struct host *host, const char *name, struct value v)
{
	struct scope *scope = session_of(host)->scope;
	const char *rest;
	struct symbol *drive = drive_of(name, &rest);

	if (drive)
		drive_variable_set(scope, drive, symbol_get(rest, -1), value_ref(v), NULL);
	else
		scope_set(scope, symbol_get(name, -1), value_ref(v), NULL);
}

struct value host_member(struct host *host, struct value v, const struct symbol *name)
{
	return member_get(session_of(host)->scope, v, (struct symbol *)name, NULL);
}

bool host_set_member(struct host *host, struct value v, const struct symbol *name, struct value to,
		     GError **error)
{
	return member_set(session_of(host)->scope, v, (struct symbol *)name, to, error);
}

void host_each_property(struct host *host, struct value v,
			void (*visit)(struct string *name, struct value v, void *data), void *data)
{
	member_each(session_of(host)->scope, v, visit, data);
}

/* -- Commands, scripts ------------------------------------------------------------------------------- */

enum flow host_command(struct host *host, const char *name, const struct command_arg *args, unsigned n,
		       struct sink *out)
{
	struct session *session = session_of(host);
	struct scope *scope = session->scope;
	struct stage *stage = g_new(struct stage, 1);
	struct arguments arguments = { 0 };
	struct command command;
	GError *error = NULL;
	enum flow flow = FLOW_ERROR;

	if (!command_find(scope, name, &command, &error)) {
		g_free(stage);
		return host_raise(host, error);
	}
	stage_init(stage, scope, session->stage ? session->stage->node : NULL, command, name);
	stage->out = out;
	for (unsigned i = 0; i < n; i++)
		arguments_add(&arguments, (struct argument){ .name = args[i].name, .v = value_ref(args[i].v),
							     .colon = args[i].name != NULL });
	if (stage->ops->open(stage, &arguments))
		flow = stages_run(stage, 1, scope, NULL, out);
	stage_close(stage);
	arguments_clear(&arguments);
	g_free(stage);
	return flow;
}

enum flow host_script(struct host *host, const char *text, const char *name, struct sink *out)
{
	struct session *session = session_of(host);
	GError *error = NULL;
	struct value block = scriptblock_parse(session, text, name, &error);
	enum flow flow;

	if (error)
		return host_raise(host, error);
	flow = unit_run_here(session->scope, scriptblock_of(block)->unit, session->underbar, out);
	value_unref(block);
	return flow;
}

void host_exit(struct host *host, int code)
{
	struct session *session = session_of(host);

	session->exit_code = code;
	session->exiting = true;
	session->flow = FLOW_EXIT;
}

bool block_parse(struct host *host, const char *text, struct value *ret, GError **error)
{
	GError *failure = NULL;

	*ret = scriptblock_parse(session_of(host), text, NULL, &failure);
	if (!failure)
		return true;
	g_propagate_error(error, failure);
	return false;
}

/* -- Terminal --------------------------------------------------------------------------------------------- */

static const struct fault no_input = {
	"InvalidOperation", "System.Management.Automation.PSInvalidOperationException",
	CATEGORY_INVALID_OPERATION, NULL };

char *host_read_line(struct host *host, const char *prompt, bool secret, GError **error)
{
	struct session *session = session_of(host);
	char *line;

	if (session->non_interactive) {
		fault_set(error, &no_input, VALUE_NULL, "PowerShell is in NonInteractive mode. Read and Prompt "
			  "functionality is not available.");
		return NULL;
	}
	line = console_read(session, prompt, secret);
	if (!line)
		fault_set(error, &no_input, VALUE_NULL, "The input ended before the question \"%s\" was answered.",
			  prompt);
	return line;
}

void host_write(struct host *host, const char *text)
{
	console_write(session_of(host), text, strlen(text));
}

void host_flush(struct host *host)
{
	struct session *session = session_of(host);

	console_flush(session);
	if (session->store)
		store_flush(session->store, NULL);
}

bool host_is_interactive(struct host *host)
{
	return !session_of(host)->non_interactive && isatty(STDIN_FILENO);
}

bool host_interrupted(struct host *host)
{
	return session_stopping(session_of(host));
}

/* -- Paths ---------------------------------------------------------------------------------------------------- */

const char *host_location(struct host *host)
{
	return session_of(host)->location;
}

/* -- State ------------------------------------------------------------------------------------------------------- */

const char *host_state_dir(struct host *host)
{
	return session_of(host)->state_dir;
}

struct store *host_store(struct host *host, GError **error)
{
	struct session *session = session_of(host);

	if (!session->store)
		session->store = store_open(session->state_dir, false, error);
	return session->store;
}

char *host_native_path(struct host *host, const char *path, GError **error)
{
	return path_native(path, session_of(host)->location, error);
}

bool host_expand_path(struct host *host, const char *path, bool literal, GPtrArray *ret, GError **error)
{
	return path_expand(path, session_of(host)->location, literal, false, ret, error);
}

unsigned host_width(struct host *host)
{
	struct winsize size;

	if (session_of(host)->is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		return size.ws_col;
	return 80;
}

unsigned host_height(struct host *host)
{
	struct winsize size;

	if (session_of(host)->is_terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		return size.ws_row;
	return 0;
}

void host_set_location(struct host *host, const char *native)
{
	struct session *session = session_of(host);

	g_free(session->location);
	session->location = g_strdup(native);
	if (chdir(native) != 0)
		g_debug("chdir %s failed", native);
}

static void free_stack(gpointer stack)
{
	g_ptr_array_unref(stack);
}

struct value host_kept(struct host *host, const char *name)
{
	struct session *session = session_of(host);
	const struct value *v = session->kept ? dict_find_text(session->kept, name) : NULL;

	return v ? *v : VALUE_UNSET;
}

void host_keep(struct host *host, const char *name, struct value v)
{
	struct session *session = session_of(host);

	if (!session->kept)
		session->kept = dict_new(DICT_GENERIC, false);
	dict_set_text(session->kept, name, v);
}

GPtrArray *host_location_stack(struct host *host, const char *name, bool make)
{
	struct session *session = session_of(host);
	GPtrArray *stack;

	if (!session->location_stacks)
		session->location_stacks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_stack);
	stack = g_hash_table_lookup(session->location_stacks, name);
	if (!stack && make) {
		stack = g_ptr_array_new_with_free_func(g_free);
		g_hash_table_insert(session->location_stacks, g_strdup(name), stack);
	}
	return stack;
}
