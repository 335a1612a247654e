/*
 * Statements: blocks, if, loops, switch, return, exit, function definitions.
 * try, catch, trap and throw are in exception.c.
 */
#include "config.h"

#include "shell/eval.h"

#include "lib/convert.h"
#include "lib/heap.h"
#include "shell/command.h"
#include "shell/exception.h"
#include "shell/scriptblock.h"
#include "shell/status.h"
#include "shell/switch.h"
#include "shell/walk.h"

/* -- Blocks -------------------------------------------------------------------------- */

enum flow block_exec(struct block_node *block, struct scope *scope, struct sink *out)
{
	struct session *session = scope->session;

	if (block->trap_count)
		return block_exec_trapped(block, scope, out);
	for (uint32_t i = 0; i < block->statements.n; i++) {
		struct node *statement = block->statements.nodes[i];
		enum flow flow = statement->exec(statement, scope, out);

		if (G_LIKELY(flow == FLOW_NEXT)) {
			if (block->succeeds && block->succeeds[i])
				session->ok = true;
			continue;
		}
		if (flow != FLOW_ERROR || !error_continues(session))
			return flow;
		error_report(session);
	}
	return FLOW_NEXT;
}

static enum flow exec_block(struct node *node, struct scope *scope, struct sink *out)
{
	return block_exec((struct block_node *)node, scope, out);
}

struct block_node *prepare_block(struct unit *unit, const struct ast_statement_block *ast)
{
	struct block_node *block = node_new(unit, sizeof(*block), &ast->ast, eval_statement, exec_block);

	block->statements.nodes = unit_alloc(unit, ast->statement_count * sizeof(struct node *));
	for (uint32_t i = 0; i < ast->statement_count; i++)
		block->statements.nodes[i] = prepare_statement(unit, ast->statements[i]);
	block->statements.n = ast->statement_count;
	block->succeeds = status_of_block(unit, ast->statements, ast->statement_count);
	block->trap_count = ast->trap_count;
	block->traps = unit_alloc(unit, ast->trap_count * sizeof(struct trap));
	for (uint32_t i = 0; i < ast->trap_count; i++) {
		block->traps[i].type_name = ast->traps[i]->type ? ast->traps[i]->type->type : NULL;
		block->traps[i].body = prepare_block(unit, ast->traps[i]->body);
	}
	return block;
}

/* -- if ---------------------------------------------------------------------------------- */

struct if_node {
	struct node node;
	uint32_t n;
	struct node **conditions;
	struct block_node **bodies;
	struct block_node *otherwise;
};

static enum flow exec_if(struct node *node, struct scope *scope, struct sink *out)
{
	struct if_node *f = (struct if_node *)node;

	for (uint32_t i = 0; i < f->n; i++) {
		int truth = node_test(f->conditions[i], scope);

		if (truth < 0)
			return scope->session->flow;
		if (truth)
			return block_exec(f->bodies[i], scope, out);
	}
	return f->otherwise ? block_exec(f->otherwise, scope, out) : FLOW_NEXT;
}

/* A statement as a condition or value: its pure expression when it is one. */
static struct node *prepare_value(struct unit *unit, const struct ast *ast)
{
	struct ast *pure = ast_pure_expression((struct ast *)ast);

	return pure ? prepare_expression(unit, pure) : prepare_statement(unit, ast);
}

static struct node *prepare_if(struct unit *unit, const struct ast_if *ast)
{
	struct if_node *f = node_new(unit, sizeof(*f), &ast->ast, eval_statement, exec_if);

	f->n = ast->clause_count;
	f->conditions = unit_alloc(unit, f->n * sizeof(struct node *));
	f->bodies = unit_alloc(unit, f->n * sizeof(struct block_node *));
	for (uint32_t i = 0; i < f->n; i++) {
		f->conditions[i] = prepare_value(unit, ast->clauses[i].condition);
		f->bodies[i] = prepare_block(unit, ast->clauses[i].body);
	}
	f->otherwise = ast->otherwise ? prepare_block(unit, ast->otherwise) : NULL;
	return &f->node;
}

/* -- Loops ---------------------------------------------------------------------------------- */

struct loop_node {
	struct node node;
	struct symbol *label;
	struct node *condition;		/* NULL: for ever */
	struct block_node *body;
	struct node *init, *iterator;
	struct variable_node *variable;	/* foreach */
	bool until;
};

/* Whether break or continue means this loop; the label is then used up. */
static bool label_is_mine(struct session *session, struct symbol *label)
{
	if (session->label && session->label != label)
		return false;
	session->label = NULL;
	return true;
}

/* After a turn, whose garbage may go: true = leave the loop with *flow. */
static bool turn_ends(struct session *session, struct symbol *label, enum flow *flow)
{
	if (session_stopping(session)) {
		*flow = FLOW_STOP;
		return true;
	}
	heap_collect_if_due();
	if (G_LIKELY(*flow == FLOW_NEXT))
		return false;
	if (*flow == FLOW_BREAK && label_is_mine(session, label)) {
		*flow = FLOW_NEXT;
		return true;
	}
	if (*flow == FLOW_CONTINUE && label_is_mine(session, label)) {
		*flow = FLOW_NEXT;
		return false;
	}
	return true;
}

static enum flow exec_while(struct node *node, struct scope *scope, struct sink *out)
{
	struct loop_node *loop = (struct loop_node *)node;
	enum flow flow;
	int truth;

	while ((truth = node_test(loop->condition, scope)) > 0) {
		flow = block_exec(loop->body, scope, out);
		if (turn_ends(scope->session, loop->label, &flow))
			return flow;
	}
	return truth < 0 ? scope->session->flow : FLOW_NEXT;
}

static enum flow exec_do(struct node *node, struct scope *scope, struct sink *out)
{
	struct loop_node *loop = (struct loop_node *)node;
	enum flow flow;
	int truth;

	do {
		flow = block_exec(loop->body, scope, out);
		if (turn_ends(scope->session, loop->label, &flow))
			return flow;
		truth = node_test(loop->condition, scope);
		if (truth < 0)
			return scope->session->flow;
	} while (truth != loop->until);
	return FLOW_NEXT;
}

/* A statement run for its effect. */
static enum flow run_quietly(struct node *node, struct scope *scope)
{
	struct value v;

	if (!node)
		return FLOW_NEXT;
	v = node->eval(node, scope);
	if (v.kind == V_SIGNAL)
		return scope->session->flow;
	value_unref(v);
	return FLOW_NEXT;
}

static enum flow exec_for(struct node *node, struct scope *scope, struct sink *out)
{
	struct loop_node *loop = (struct loop_node *)node;
	enum flow flow = run_quietly(loop->init, scope);
	int truth = 1;

	while (flow == FLOW_NEXT && (!loop->condition || (truth = node_test(loop->condition, scope)) > 0)) {
		flow = block_exec(loop->body, scope, out);
		if (turn_ends(scope->session, loop->label, &flow))
			return flow;
		if (loop->iterator) {
			struct value v = loop->iterator->eval(loop->iterator, scope);

			if (v.kind == V_SIGNAL)
				return scope->session->flow;
			value_unref(v);
		}
	}
	return truth < 0 ? scope->session->flow : flow;
}

static enum flow foreach_turn(struct loop_node *loop, struct scope *scope, struct sink *out,
			      struct value item)
{
	if (!assign_to(&loop->variable->node, scope, item))
		return scope->session->flow;
	return block_exec(loop->body, scope, out);
}

/* foreach over a range of integers makes no array. */
static bool foreach_range(struct loop_node *loop, struct scope *scope, struct sink *out,
			  enum flow *flow)
{
	struct binary_node *range = (struct binary_node *)loop->condition;
	struct value a, b;

	if (loop->condition->eval != eval_range)
		return false;
	a = range->left->eval(range->left, scope);
	if (a.kind == V_SIGNAL) {
		*flow = scope->session->flow;
		return true;
	}
	b = range->right->eval(range->right, scope);
	if (a.kind != V_I32 || b.kind != V_I32) {
		value_unref(a);
		*flow = scope->session->flow;
		if (b.kind == V_SIGNAL)
			return true;
		value_unref(b);
		return false;
	}
	for (int64_t i = a.u.i, step = a.u.i <= b.u.i ? 1 : -1;; i += step) {
		*flow = foreach_turn(loop, scope, out, value_i32(i));
		if (turn_ends(scope->session, loop->label, flow) || i == b.u.i)
			return true;
	}
}

/* The body names $foreach. */
static enum flow exec_foreach_walked(struct node *node, struct scope *scope, struct sink *out)
{
	struct loop_node *loop = (struct loop_node *)node;
	struct value v = loop->condition->eval(loop->condition, scope), item;
	struct walk *walk;
	GError *error = NULL;
	enum flow flow = FLOW_NEXT;

	if (v.kind == V_SIGNAL)
		return scope->session->flow;
	walk = walk_begin(scope, "foreach", value_is_null(v) ? VALUE_NOTHING : v);
	value_unref(v);
	while (walk_next(walk, &item, &error)) {
		flow = foreach_turn(loop, scope, out, item);
		if (turn_ends(scope->session, loop->label, &flow))
			break;
	}
	walk_end(walk, scope, "foreach");
	return error ? raise_flow(scope, loop->condition, error) : flow;
}

static enum flow exec_foreach(struct node *node, struct scope *scope, struct sink *out)
{
	struct loop_node *loop = (struct loop_node *)node;
	struct enumerator e;
	struct value v, item;
	GError *error = NULL;
	enum flow flow = FLOW_NEXT;

	if (foreach_range(loop, scope, out, &flow))
		return flow;
	v = loop->condition->eval(loop->condition, scope);
	if (v.kind == V_SIGNAL)
		return scope->session->flow;
	if (value_is_null(v))
		return FLOW_NEXT;
	enumerator_init(&e, v);
	value_unref(v);
	while (enumerator_next(&e, &item, &error)) {
		flow = foreach_turn(loop, scope, out, item);
		if (turn_ends(scope->session, loop->label, &flow))
			break;
	}
	enumerator_clear(&e);
	return error ? raise_flow(scope, loop->condition, error) : flow;
}

static struct loop_node *prepare_loop(struct unit *unit, const struct ast *ast, struct symbol *label,
				      const struct ast *condition, const struct ast_statement_block *body,
				      node_exec exec)
{
	struct loop_node *loop = node_new(unit, sizeof(*loop), ast, eval_statement, exec);

	loop->label = label;
	loop->condition = condition ? prepare_value(unit, condition) : NULL;
	loop->body = prepare_block(unit, body);
	return loop;
}

static struct node *prepare_for(struct unit *unit, const struct ast_for *ast)
{
	struct loop_node *loop = prepare_loop(unit, &ast->ast, ast->label, ast->condition, ast->body,
					      exec_for);

	loop->init = ast->init ? prepare_value(unit, ast->init) : NULL;
	loop->iterator = ast->iterator ? prepare_value(unit, ast->iterator) : NULL;
	return &loop->node;
}

static struct node *prepare_foreach(struct unit *unit, const struct ast_foreach *ast)
{
	bool walked = walk_is_wanted(unit, ast->body->ast.span, "foreach");
	struct loop_node *loop = prepare_loop(unit, &ast->ast, ast->label, ast->condition, ast->body,
					      walked ? exec_foreach_walked : exec_foreach);

	loop->variable = prepare_variable(unit, ast->variable);
	return &loop->node;
}

static struct node *prepare_do(struct unit *unit, const struct ast *ast, bool until)
{
	const struct ast_do_while *d = (const struct ast_do_while *)ast;
	struct loop_node *loop = prepare_loop(unit, ast, d->label, d->condition, d->body, exec_do);

	loop->until = until;
	return &loop->node;
}

/* -- break, continue, return, exit ---------------------------------------------------------- */

struct leave_node {
	struct node node;
	struct node *value;		/* or NULL */
	struct symbol *label;
	enum flow flow;
};

static enum flow exec_leave_loop(struct node *node, struct scope *scope, struct sink *out)
{
	struct leave_node *leave = (struct leave_node *)node;

	scope->session->label = leave->label;
	if (leave->value) {
		struct value v = leave->value->eval(leave->value, scope);
		struct string *text;

		if (v.kind == V_SIGNAL)
			return scope->session->flow;
		text = value_to_string(v, NULL);
		scope->session->label = text->len ? symbol_of(text) : NULL;
		str_unref(text);
		value_unref(v);
	}
	return leave->flow;
}

static struct node *prepare_leave_loop(struct unit *unit, const struct ast *ast, const struct ast *label,
				       enum flow flow)
{
	struct leave_node *leave = node_new(unit, sizeof(*leave), ast, eval_statement, exec_leave_loop);

	leave->flow = flow;
	if (label && label->kind == AST_STRING)
		leave->label = symbol_of(ast_string(label)->value);
	else if (label)
		leave->value = prepare_expression(unit, label);
	return &leave->node;
}

static enum flow exec_return(struct node *node, struct scope *scope, struct sink *out)
{
	struct leave_node *leave = (struct leave_node *)node;
	enum flow flow = leave->value ? leave->value->exec(leave->value, scope, out) : FLOW_NEXT;

	return flow == FLOW_NEXT ? FLOW_RETURN : flow;
}

/* In a method of a class: only what it returns is its result. */
static enum flow exec_method_return(struct node *node, struct scope *scope, struct sink *out)
{
	struct leave_node *leave = (struct leave_node *)node;
	struct value v = leave->value ? leave->value->eval(leave->value, scope) : VALUE_NOTHING;

	if (v.kind == V_SIGNAL)
		return scope->session->flow;
	value_put(&scope->session->returned, v);
	return FLOW_RETURN;
}

static enum flow exec_exit(struct node *node, struct scope *scope, struct sink *out)
{
	struct leave_node *leave = (struct leave_node *)node;
	struct value v = VALUE_NULL;
	int32_t code = 0;

	if (leave->value)
		v = leave->value->eval(leave->value, scope);
	if (v.kind == V_SIGNAL)
		return scope->session->flow;
	if (!value_is_null(v) && !value_to_i32(v, &code, NULL))
		code = 0;
	value_unref(v);
	scope->session->exit_code = code;
	return FLOW_EXIT;
}

static struct node *prepare_leave(struct unit *unit, const struct ast *ast, node_exec exec)
{
	struct leave_node *leave = node_new(unit, sizeof(*leave), ast, eval_statement, exec);
	const struct ast *value = ((const struct ast_return *)ast)->value;

	leave->value = value ? prepare_value(unit, value) : NULL;
	return &leave->node;
}

/* -- Functions --------------------------------------------------------------------------------- */

struct function_node {
	struct node node;
	struct unit *body;
	const struct ast_function *ast;
};

static enum flow exec_function(struct node *node, struct scope *scope, struct sink *out)
{
	struct function_node *f = (struct function_node *)node;
	struct value block = scriptblock_new(f->body, scope->module);

	function_define(scope, f->ast->name->data, block, f->ast->is_filter);
	value_unref(block);
	return FLOW_NEXT;
}

static struct node *prepare_function(struct unit *unit, const struct ast_function *ast)
{
	struct function_node *f = node_new(unit, sizeof(*f), &ast->ast, eval_statement, exec_function);

	f->ast = ast;
	f->body = unit_new(unit->tree, ast->body, unit);
	f->body->function = ast;
	return &f->node;
}

/* -- data ------------------------------------------------------------------------------------------ */

struct data_node {
	struct node node;
	struct symbol *variable;
	struct block_node *body;
};

static enum flow exec_data(struct node *node, struct scope *scope, struct sink *out)
{
	struct data_node *data = (struct data_node *)node;
	GError *error = NULL;
	struct value v;

	if (!data->variable)
		return block_exec(data->body, scope, out);
	v = eval_statement(&data->body->node, scope);
	if (v.kind == V_SIGNAL)
		return scope->session->flow;
	return scope_set(scope, data->variable, v, &error) ? FLOW_NEXT : raise_flow(scope, node, error);
}

static struct node *prepare_data(struct unit *unit, const struct ast_data *ast)
{
	struct data_node *data = node_new(unit, sizeof(*data), &ast->ast, eval_statement, exec_data);

	data->variable = ast->variable;
	data->body = prepare_block(unit, ast->body);
	return &data->node;
}

static enum flow exec_nothing(struct node *node, struct scope *scope, struct sink *out)
{
	return FLOW_NEXT;
}

struct node *prepare_statement(struct unit *unit, const struct ast *ast)
{
	switch (ast->kind) {
	case AST_FUNCTION:
		return prepare_function(unit, ast_function(ast));
	case AST_TYPE_DEFINITION:
		return prepare_type_definition(unit, ast_type_definition(ast));
	case AST_IF:
		return prepare_if(unit, ast_if(ast));
	case AST_WHILE:
		return &prepare_loop(unit, ast, ast_while(ast)->label, ast_while(ast)->condition,
				     ast_while(ast)->body, exec_while)->node;
	case AST_DO_WHILE:
		return prepare_do(unit, ast, false);
	case AST_DO_UNTIL:
		return prepare_do(unit, ast, true);
	case AST_FOR:
		return prepare_for(unit, ast_for(ast));
	case AST_FOREACH:
		return prepare_foreach(unit, ast_foreach(ast));
	case AST_SWITCH:
		return prepare_switch(unit, ast_switch(ast));
	case AST_TRY:
		return prepare_try(unit, ast_try(ast));
	case AST_DATA:
		return prepare_data(unit, ast_data(ast));
	case AST_RETURN:
		return prepare_leave(unit, ast, unit->is_class_method ? exec_method_return : exec_return);
	case AST_EXIT:
		return prepare_leave(unit, ast, exec_exit);
	case AST_THROW:
		return prepare_throw(unit, ast_throw(ast));
	case AST_BREAK:
		return prepare_leave_loop(unit, ast, ast_break(ast)->label, FLOW_BREAK);
	case AST_CONTINUE:
		return prepare_leave_loop(unit, ast, ast_continue(ast)->label, FLOW_CONTINUE);
	case AST_STATEMENT_BLOCK:
		return &prepare_block(unit, (const struct ast_statement_block *)ast)->node;
	case AST_ASSIGNMENT:
		return prepare_assignment(unit, ast_assignment(ast));
	case AST_PIPELINE:
	case AST_PIPELINE_CHAIN:
		return prepare_pipeline(unit, ast);
	case AST_COMMAND:
	case AST_COMMAND_EXPRESSION:
		return prepare_command_statement(unit, ast);
	case AST_USING:
	case AST_TRAP:
		return node_new(unit, sizeof(struct node), ast, eval_statement, exec_nothing);
	default:
		return prepare_expression(unit, ast);
	}
}
