/*
 * Script files as stages: parsed when called, run in a scope of their own;
 * `exit` in one ends it and sets $LASTEXITCODE.
 */
#include "config.h"

#include "parser/parse.h"
#include "shell/exception.h"
#include "shell/pipeline.h"
#include "shell/requires.h"
#include "shell/scriptblock.h"

static bool script_open(struct stage *stage, struct arguments *args)
{
	GError *error = NULL;
	source_auto struct source *source = source_load(stage->command.path, &error);
	g_autoptr(GPtrArray) errors = parse_errors_new();
	struct ast_tree *tree = source ? parse(source, errors) : NULL;
	struct unit *unit;

	if (tree && errors->len) {
		parse_errors_raise(stage->scope, errors, tree);
		ast_tree_unref(tree);
		return false;
	}
	if (tree)
		requirements_met(stage->session, tree, &error);
	if (error) {
		if (tree)
			ast_tree_unref(tree);
		raise_value(stage->scope, stage->node, error);
		return false;
	}
	unit = unit_new(tree, tree->root, NULL);
	unit->is_script = true;
	stage->command.block = scriptblock_new(unit, NULL);
	unit_unref(unit);
	ast_tree_unref(tree);
	return function_stage.open(stage, args);
}

static enum flow left_script(struct stage *stage, enum flow flow)
{
	if (flow != FLOW_EXIT || stage->session->exiting)
		return flow;
	session_set_exit_code(stage->session, stage->session->exit_code);
	stage->failed = stage->session->exit_code != 0;
	stage->done = true;
	return FLOW_NEXT;
}

static enum flow script_begin(struct stage *stage)
{
	return left_script(stage, function_stage.begin(stage));
}

static enum flow script_process(struct stage *stage, struct value input)
{
	return stage->done ? FLOW_STOP : left_script(stage, function_stage.process(stage, input));
}

static enum flow script_end(struct stage *stage)
{
	return stage->done ? FLOW_NEXT : left_script(stage, function_stage.end(stage));
}

static void script_close(struct stage *stage)
{
	function_stage.close(stage);
}

const struct stage_ops script_stage = {
	.open = script_open,
	.begin = script_begin,
	.process = script_process,
	.end = script_end,
	.close = script_close,
};
