/*
 * Sessions: made, run, ended.
 */
#include "config.h"

#include "shell/session.h"

#include <unistd.h>

#include "lib/heap.h"
#include "parser/parse.h"
#include "shell/command.h"
#include "shell/console.h"
#include "shell/exception.h"
#include "shell/function.h"
#include "shell/module.h"
#include "shell/out_default.h"
#include "shell/readline.h"
#include "shell/requires.h"
#include "shell/scriptblock.h"
#include "shell/class.h"
#include "shell/progress.h"
#include "shell/transcript.h"
#include "state/store.h"

void session_set_exit_code(struct session *session, int code)
{
	scope_set(&session->global, symbol_get("LASTEXITCODE", -1), value_i32(code), NULL);
	session->ok = code == 0;
}

struct session *session_new(void)
{
	struct session *session = g_new0(struct session, 1);

	scope_init(&session->global, session, NULL, layout_new(true), NULL, SCOPE_KIND_GLOBAL);
	session->scope = &session->global;
	session->ok = true;
	session->epoch = 1;
	session->errors = list_new(NULL, NULL);
	session->classes = g_ptr_array_new_with_free_func(class_free);
	session->console = console_new(session);
	session->is_terminal = isatty(STDOUT_FILENO);
	session->location = g_get_current_dir();
	session->stack_limit = NULL;
	return session;
}

void session_free(struct session *session)
{
	struct layout *layout = session->global.layout;

	progress_hide(session);
	console_flush(session);
	if (session->store)
		store_close(session->store);
	if (session->error)
		value_unref(value_of(session->error));
	value_unref(session->underbar);
	value_unref(session->this);
	value_unref(value_of(session->errors));
	value_unref(session->returned);
	if (session->kept)
		value_unref(value_of(session->kept));
	scope_clear(&session->global);
	classes_release(session);
	g_free(session->global.slots);
	layout_unref(layout);
	g_clear_pointer(&session->history, g_ptr_array_unref);
	g_clear_pointer(&session->modules, g_hash_table_unref);
	g_clear_pointer(&session->type_additions, g_hash_table_unref);
	g_clear_pointer(&session->completers, g_hash_table_unref);
	g_clear_pointer(&session->aliases, g_hash_table_unref);
	g_clear_pointer(&session->cmdlets, g_hash_table_unref);
	g_clear_pointer(&session->signatures, g_hash_table_unref);
	g_clear_pointer(&session->location_stacks, g_hash_table_unref);
	progress_free(session);
	transcripts_free(session);
	g_free(session->window_title);
	console_free(session->console);
	g_ptr_array_unref(session->classes);
	g_free(session->location);
	g_free(session->state_dir);
	g_free(session->script_path);
	g_free(session);
}

/* After a script or a line: what is pending is reported. Exit status. */
static int session_settle(struct session *session, enum flow flow)
{
	switch (flow) {
	case FLOW_ERROR:
		error_report(session);
		return 1;
	case FLOW_EXIT:
		session->exiting = true;
		return session->exit_code;
	default:
		session->flow = FLOW_NEXT;
		session->label = NULL;
		return 0;
	}
}

static int run_block(struct session *session, struct value block, char **args, int n)
{
	struct scriptblock *sb = scriptblock_of(block);
	struct sink *out = out_default_open(session);
	struct stage *stage = g_new(struct stage, 1);
	struct arguments arguments = { 0 };
	struct command command = { .kind = COMMAND_BLOCK, .block = value_ref(block) };
	enum flow flow = FLOW_ERROR;
	int status;

	stage_init(stage, &session->global, NULL, command, "");
	stage->dot = true;
	stage->out = out;
	command_line_arguments(&arguments, args, n);
	stage->scope->unit = sb->unit;
	if (stage->ops->open(stage, &arguments)) {
		session->global.invocation = &stage->invocation;
		stage->invocation.unit = sb->unit;
		flow = stages_run(stage, 1, &session->global, NULL, out);
		session->global.invocation = NULL;
	}
	stage_close(stage);
	g_free(stage);
	arguments_clear(&arguments);
	status = session_settle(session, flow);
	out_default_close(session, out);
	return status;
}

void command_line_arguments(struct arguments *arguments, char **args, int n)
{
	for (int i = 0; i < n; i++) {
		struct argument arg = { .v = VALUE_UNSET };

		if (args[i][0] == '-' && g_ascii_isalpha(args[i][1])) {
			char *colon = strchr(args[i], ':');

			arg.name = symbol_get(args[i] + 1, colon ? colon - args[i] - 1 : -1)->name->data;
			arg.colon = colon != NULL;
			if (colon)
				arg.v = value_text(colon + 1);
		} else {
			arg.v = value_text(args[i]);
		}
		arguments_add(arguments, arg);
	}
}

static int run_source(struct session *session, struct source *source, char **args, int n)
{
	g_autoptr(GPtrArray) errors = parse_errors_new();
	struct ast_tree *tree = parse(source, errors);
	struct unit *unit;
	struct value block;
	GError *error = NULL;
	int status;

	if (errors->len) {
		parse_errors_raise(&session->global, errors, tree);
		error_report(session);
		ast_tree_unref(tree);
		return 1;
	}
	if (!requirements_met(session, tree, &error)) {
		raise_flow(&session->global, NULL, error);
		error_report(session);
		ast_tree_unref(tree);
		return 1;
	}
	unit = unit_new(tree, tree->root, NULL);
	unit->is_script = true;
	block = scriptblock_new(unit, NULL);
	unit_unref(unit);
	ast_tree_unref(tree);
	status = run_block(session, block, args, n);
	value_unref(block);
	return status;
}

int session_run_file(struct session *session, const char *path, char **args, int n)
{
	GError *error = NULL;
	g_autofree char *full = g_canonicalize_filename(path, NULL);
	source_auto struct source *source = source_load(full, &error);

	if (source)
		return run_source(session, source, args, n);
	{
		g_autofree char *text = g_strdup_printf("The argument '%s' is not recognized as the name of a script "
			"file. Check the spelling of the name, or if a path was included, verify that the path is "
			"correct and try again.", path);

		g_error_free(error);
		console_error(session, text);
	}
	return 64;
}

int session_run_text(struct session *session, const char *text, const char *name)
{
	source_auto struct source *source = source_new(text, -1, name);

	return run_source(session, source, NULL, 0);
}
