/*
 * Commands and pipelines as nodes. A command keeps what its name resolved to
 * (until the session's epoch changes) and, for a simple function called with
 * plain arguments, a plan from argument to parameter: such a call builds no
 * stage and no binding.
 */
#include "config.h"

#include <alloca.h>

#include "lib/convert.h"
#include "lib/object.h"
#include "shell/collector.h"
#include "shell/command_info.h"
#include "shell/eval.h"
#include "shell/function.h"
#include "shell/module_info.h"
#include "shell/origin.h"
#include "shell/pipeline.h"
#include "shell/redirect.h"
#include "shell/scriptblock.h"
#include "shell/status.h"

#define PLAN_MAX 32

struct argument_node {
	const char *name;		/* -Name, or NULL */
	struct node *value;		/* or NULL */
	struct span name_span;
	bool colon;
	bool splat;
};

struct command_node {
	struct node node;
	enum invocation invocation;
	const char *name;		/* bare; NULL: `target` gives it */
	struct node *target;
	struct argument_node *args;
	uint32_t n;
	struct redirection_node *redirections;
	uint32_t redirection_count;
	bool plain;			/* no splat, no redirection, no -- */
	bool as_method;			/* name(a, b) */
	bool asks_help;			/* -? is among its arguments */
	/* What the name meant last. */
	uint32_t epoch;
	struct function *function;
	const struct cmdlet *cmdlet;
	const struct unit *plan_unit;
	bool planned;
	uint8_t plan[PLAN_MAX];
};

struct pipeline_node {
	struct node node;
	struct node *first;		/* an expression, or NULL */
	struct command_node **commands;
	uint32_t n;
};

/* -- Arguments ---------------------------------------------------------------------------- */

static bool splat_hash(struct arguments *args, const struct dict *dict, struct node *node)
{
	const struct dict_entry *entry;

	for (uint32_t at = 0; dict_next(dict, &at, &entry);) {
		struct string *name = value_to_string(entry->key, NULL);

		arguments_add(args, (struct argument){ .name = symbol_get(name->data, name->len)->name->data,
						       .v = value_ref(entry->value), .colon = true,
						       .splatted = true, .node = node });
		str_unref(name);
	}
	return true;
}

/* An element of $args that was a -Name keeps being one (aux of the string says so). */
static void splat_item(struct arguments *args, struct value v, struct node *node)
{
	struct argument arg = { .v = v, .node = node, .splatted = true };

	if (v.kind == V_STRING && v.aux && v.u.str->len > 1) {
		arg.name = symbol_get(v.u.str->data + 1, v.u.str->len - 1 - (v.aux == 2))->name->data;
		value_unref(v);
		arg.v = VALUE_UNSET;
		arg.splatted = false;
	}
	arguments_add(args, arg);
}

static bool splat(struct arguments *args, struct scope *scope, struct node *node)
{
	struct value v = node->eval(node, scope), base;
	struct enumerator e;
	struct value item;

	if (v.kind == V_SIGNAL)
		return false;
	base = value_base(v);
	if (base.kind == V_DICT) {
		splat_hash(args, base.u.dict, node);
	} else {
		enumerator_init(&e, v);
		while (enumerator_next(&e, &item, NULL))
			splat_item(args, item, node);
		enumerator_clear(&e);
	}
	value_unref(v);
	return true;
}

/* `verbatim`: for a program, which gets -- itself. */
static bool eval_arguments(struct command_node *c, uint32_t from, struct scope *scope,
			   struct arguments *args, bool verbatim)
{
	bool names = true;		/* until -- */

	for (uint32_t i = from; i < c->n; i++) {
		struct argument_node *a = &c->args[i];
		struct argument arg = { .name = a->name, .colon = a->colon, .v = VALUE_UNSET,
					.node = a->value ? a->value : &c->node,
					.name_span = a->name_span };

		if (a->splat) {
			if (!splat(args, scope, a->value))
				return false;
			continue;
		}
		if (names && a->name && !strcmp(a->name, "-") && !verbatim) {
			names = false;
			continue;
		}
		if (!names && a->name) {
			arg.name = NULL;
			arguments_add(args, (struct argument){ .node = arg.node,
				.v = value_str(str_printf("-%s%s", a->name, a->colon ? ":" : "")) });
			if (!a->value)
				continue;
			arg.colon = false;
		}
		if (a->value) {
			arg.v = a->value->eval(a->value, scope);
			if (arg.v.kind == V_SIGNAL)
				return false;
			if (arg.v.kind == V_NOTHING)
				arg.v = VALUE_NULL;
		}
		arguments_add(args, arg);
	}
	return true;
}

/* -- Resolving -------------------------------------------------------------------------------- */

static bool resolve_name(struct command_node *c, struct scope *scope, const char *name,
			 struct command *ret)
{
	struct session *session = scope->session;
	GError *error = NULL;

	if (c->name && c->epoch == session->epoch && (c->function || c->cmdlet)) {
		*ret = (struct command){ .block = VALUE_NULL, .cmdlet = c->cmdlet };
		ret->kind = c->function ? COMMAND_FUNCTION : COMMAND_CMDLET;
		if (c->function)
			ret->function = function_ref(c->function);
		return true;
	}
	if (!command_find(scope, name, ret, &error)) {
		struct error_record *record = error_record_of(error);

		origin_of_unknown(scope, c->target ? c->target : &c->node, name, record);
		raise_record(session, record);
		return false;
	}
	if (c->name) {
		c->epoch = session->epoch;
		c->function = ret->kind == COMMAND_FUNCTION ? ret->function : NULL;
		c->cmdlet = ret->cmdlet;
		c->planned = false;
	}
	return true;
}

static const struct fault bad_target = {
	"BadExpression", "System.Management.Automation.RuntimeException", CATEGORY_INVALID_OPERATION, NULL };

static bool resolve_value(struct command_node *c, struct scope *scope, struct value v,
			  struct command *ret, char **ret_name);

/* & $module { } and & $module Name: the first argument, as the module sees it. */
static bool resolve_in_module(struct command_node *c, struct scope *scope, struct module *module,
			      struct command *ret, char **ret_name)
{
	struct node *first = c->n && !c->args[0].name && !c->args[0].splat ? c->args[0].value : NULL;
	value_auto v = first ? first->eval(first, scope) : VALUE_NULL;
	value_auto bound = VALUE_UNSET;
	bool ok;

	if (v.kind == V_SIGNAL)
		return false;
	if (v.kind == V_SCRIPTBLOCK)
		bound = scriptblock_new(scriptblock_of(v)->unit, module);
	ok = resolve_value(c, module_scope(module), v.kind == V_SCRIPTBLOCK ? bound : v, ret, ret_name);
	ret->used = 1;
	return ok;
}

static bool resolve_value(struct command_node *c, struct scope *scope, struct value v,
			  struct command *ret, char **ret_name)
{
	struct value base = value_base(v);
	GError *error = NULL;
	struct string *name;
	bool ok;

	if (base.kind == V_SCRIPTBLOCK) {
		*ret = (struct command){ .kind = COMMAND_BLOCK, .block = value_ref(base) };
		*ret_name = g_strdup("");
		return true;
	}
	if (module_of_info(base))
		return resolve_in_module(c, scope, module_of_info(base), ret, ret_name);
	if (command_of_info(base, ret)) {
		name = value_to_string(base, NULL);
		*ret_name = g_strdup(name->data);
		str_unref(name);
		return true;
	}
	if (base.kind == V_OBJECT) {
		value_auto inner = object_get(base.u.object, "Name");

		if (inner.kind == V_STRING)
			return resolve_value(c, scope, inner, ret, ret_name);
	}
	name = value_is_null(base) ? NULL : value_to_string(v, NULL);
	if (!name || name->len == 0) {
		str_unref(name);
		fault_set(&error, &bad_target, v, "The expression after '%s' in a pipeline element produced an "
			  "object that was not valid. It must result in a command name, a script block, or a "
			  "CommandInfo object.", c->invocation == INVOKE_DOT ? "." : "&");
		raise_at(scope, c->target, c->target->ast->span, error);
		return false;
	}
	*ret_name = g_strdup(name->data);
	ok = resolve_name(c, scope, name->data, ret);
	str_unref(name);
	return ok;
}

static bool resolve(struct command_node *c, struct scope *scope, struct command *ret, char **ret_name)
{
	struct value v;
	bool ok;

	if (c->name)
		return resolve_name(c, scope, c->name, ret);
	v = c->target->eval(c->target, scope);
	if (v.kind == V_SIGNAL)
		return false;
	ok = resolve_value(c, scope, v, ret, ret_name);
	value_unref(v);
	return ok;
}

/* -- The quick call ------------------------------------------------------------------------------ */

/* A simple function: one block, no attributes that binding must look at. */
static bool unit_is_simple(const struct unit *unit)
{
	if (unit->advanced || unit->begin || unit->process || unit->clean || unit->dynamicparam ||
	    unit->param_count > PLAN_MAX)
		return false;
	for (uint32_t i = 0; i < unit->param_count; i++)
		if (unit->params[i].check_count || unit->params[i].ast->attribute_count >
		    (unit->params[i].type_name ? 1u : 0u))
			return false;
	return true;
}

static int param_named(const struct unit *unit, const char *name)
{
	size_t len = strlen(name);
	int found = -1;

	for (uint32_t i = 0; i < unit->param_count; i++) {
		const struct string *full = unit->params[i].name->name;

		if (full->len < len || text_compare_range(full->data, full->data + len, name, name + len))
			continue;
		if (full->len == len)
			return i;
		if (found >= 0)
			return -1;
		found = i;
	}
	return found;
}

static bool plan_names(struct command_node *c, const struct unit *unit, uint32_t *taken)
{
	for (uint32_t i = 0; i < c->n; i++) {
		int p;

		if (!c->args[i].name)
			continue;
		p = param_named(unit, c->args[i].name);
		if (p < 0 || *taken >> p & 1)
			return false;
		*taken |= 1u << p;
		c->plan[i] = p;
		if (c->args[i].value || unit->params[p].is_switch)
			continue;
		if (i + 1 >= c->n || c->args[i + 1].name)
			return false;
		c->plan[i] = 0xff;
		c->plan[++i] = p;
	}
	return true;
}

/* Which parameter each argument goes to; false: the call needs the binder. */
static bool make_plan(struct command_node *c, const struct unit *unit)
{
	uint32_t taken = 0, next = 0;

	memset(c->plan, 0xfe, sizeof(c->plan));
	if (c->n > PLAN_MAX || !unit_is_simple(unit) || !plan_names(c, unit, &taken))
		return false;
	for (uint32_t i = 0; i < c->n; i++) {
		if (c->plan[i] != 0xfe)
			continue;
		while (next < unit->param_count && (taken >> next & 1 || unit->params[next].is_switch))
			next++;
		if (next == unit->param_count)
			return false;
		c->plan[i] = next++;
	}
	return true;
}

/* The argument as its parameter wants it; false: the binder has to say what is wrong. */
static bool fit_argument(struct scope *scope, const struct function_param *param, struct value *v)
{
	struct value converted;

	if (v->kind == V_NOTHING)
		*v = VALUE_NULL;
	if (!param->type || param->type == &type_object)
		return true;
	if (v->kind == param->type->kind && v->kind <= V_F64) {
		v->aux = 0;
		return true;
	}
	if (v->kind == V_STRING && param->type == &type_string)
		return true;
	if ((param->type == &type_bool || param->is_switch) && v->kind == V_STRING)
		return false;
	if (!value_cast(scope, *v, param->type, &converted, NULL))
		return false;
	value_put(v, converted);
	return true;
}

static enum flow call_planned(struct command_node *c, struct scope *scope, struct unit *unit,
			      struct sink *out, bool *done)
{
	struct value values[PLAN_MAX];
	uint32_t n = unit->param_count;
	enum flow flow;

	for (uint32_t i = 0; i < n; i++)
		values[i] = VALUE_UNSET;
	for (uint32_t i = 0; i < c->n; i++) {
		struct argument_node *a = &c->args[i];
		struct value v = { .kind = V_SWITCH, .u.u = 1 };
		uint32_t p = c->plan[i];

		if (p == 0xff)
			continue;
		if (a->value)
			v = a->value->eval(a->value, scope);
		if (v.kind != V_SIGNAL && fit_argument(scope, &unit->params[p], &v)) {
			values[p] = v;
			continue;
		}
		for (uint32_t k = 0; k < n; k++)
			value_unref(values[k]);
		*done = v.kind == V_SIGNAL;
		value_unref(v);
		return scope->session->flow;
	}
	*done = true;
	function_ref(c->function);
	{
		struct function *function = c->function;

		flow = function_call_slots(scope, function, unit, &c->node, values, n, out);
		function_unref(function);
	}
	return flow;
}

/* Whether a call went the quick way; *flow is then its outcome. */
static bool call_quickly(struct command_node *c, struct scope *scope, struct sink *out, enum flow *flow)
{
	struct unit *unit;
	bool done = false;

	if (!c->plain || c->epoch != scope->session->epoch || !c->function)
		return false;
	unit = scriptblock_of(c->function->block)->unit;
	if (!unit->prepared || scriptblock_of(c->function->block)->captured)
		return false;
	if (!c->planned || c->plan_unit != unit) {
		c->planned = make_plan(c, unit);
		c->plan_unit = unit;
		if (!c->planned)
			return false;
	}
	*flow = call_planned(c, scope, unit, out, &done);
	return done;
}

/* -- Running --------------------------------------------------------------------------------------- */

static const struct fault like_method = {
	"StrictModeFunctionCallWithParens", "System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION, NULL };

static bool refuse_method_syntax(struct command_node *c, struct scope *scope)
{
	GError *error = NULL;

	fault_set(&error, &like_method, VALUE_NULL, "The function or command was called as if it were a method. "
		  "Parameters should be separated by spaces. For information about parameters, see the "
		  "about_Parameters Help topic.");
	raise_at(scope, &c->node, c->node.ast->span, error);
	return false;
}

/* What the command's name means; every command of a pipeline is found before anything of it runs. */
static bool stage_find(struct stage *stage, struct command_node *c, struct scope *scope)
{
	struct command command;
	g_autofree char *name = NULL;

	if (c->as_method && scope->strict >= 20)
		return refuse_method_syntax(c, scope);
	if (!resolve(c, scope, &command, &name))
		return false;
	if (c->asks_help && command.kind != COMMAND_PROGRAM && command.kind != COMMAND_BLOCK) {
		command_clear(&command);
		command = (struct command){ .kind = COMMAND_CMDLET, .cmdlet = cmdlet_find(scope->session, "Get-Help"),
					    .block = VALUE_NULL };
	}
	stage_init(stage, scope, &c->node, command, c->name ? c->name : "");
	if (name)
		stage->name = symbol_get(name, -1)->name->data;
	stage->dot = c->invocation == INVOKE_DOT;
	return true;
}

static bool stage_open(struct stage *stage, struct command_node *c)
{
	struct arguments args = { 0 };
	const struct command *command = &stage->command;
	bool ok;

	stage->opened = true;
	ok = redirections_open(stage, c->redirections, c->redirection_count);
	if (ok && c->asks_help && command->kind == COMMAND_CMDLET)
		arguments_add(&args, (struct argument){ .name = "Name", .v = value_text(stage->name) });
	else
		ok = ok && eval_arguments(c, command->used, stage->scope, &args, command->kind == COMMAND_PROGRAM);
	ok = ok && stage->ops->open(stage, &args);
	arguments_clear(&args);
	return ok;
}

static bool open_stages(struct pipeline_node *p, struct stage *stages, uint32_t *found, struct scope *scope,
			struct sink *out)
{
	scope->session->flow = FLOW_ERROR;
	while (*found < p->n) {
		if (!stage_find(&stages[*found], p->commands[*found], scope))
			return false;
		++*found;
	}
	for (uint32_t i = 0; i < p->n; i++) {
		stages[i].index = i;
		stages[i].length = p->n;
		stages[i].expects_input = i > 0 || p->first;
		stages[i].out = i + 1 < p->n ? &stages[i + 1].sink : out;
		scope->session->flow = FLOW_ERROR;
		if (!stage_open(&stages[i], p->commands[i]))
			return false;
	}
	return true;
}

static enum flow run_stages(struct pipeline_node *p, struct scope *scope, struct sink *out)
{
	struct stage *stages = alloca(p->n * sizeof(*stages));
	uint32_t found = 0;
	enum flow flow;
	bool failed = false;

	flow = open_stages(p, stages, &found, scope, out) ? stages_run(stages, p->n, scope, p->first, out)
							   : scope->session->flow;
	for (uint32_t i = 0; i < found; i++) {
		failed |= stages[i].failed;
		if (stages[i].opened)
			stage_close(&stages[i]);
		else
			command_clear(&stages[i].command);
	}
	scope->session->ok = !failed;
	return flow;
}

static enum flow exec_pipeline(struct node *node, struct scope *scope, struct sink *out)
{
	struct pipeline_node *p = (struct pipeline_node *)node;
	enum flow flow;

	scope->session->ok = true;
	if (session_stopping(scope->session))
		return FLOW_STOP;
	if (p->n == 1 && !p->first && call_quickly(p->commands[0], scope, out, &flow)) {
		scope->session->ok = flow != FLOW_ERROR;
		return flow;
	}
	if (p->n == 0)
		flow = p->first->exec(p->first, scope, out);
	else
		flow = run_stages(p, scope, out);
	if (flow == FLOW_ERROR)
		scope->session->ok = false;
	return flow;
}

/* -- Preparing -------------------------------------------------------------------------------------- */

static void prepare_argument(struct unit *unit, struct command_node *c, const struct ast *ast)
{
	struct argument_node *a = &c->args[c->n++];

	if (ast->kind == AST_COMMAND_PARAMETER) {
		const struct ast_command_parameter *p = ast_command_parameter(ast);

		a->name = p->name->data;
		a->colon = p->has_colon;
		a->name_span = (struct span){ ast->span.start, ast->span.start + 1 + p->name->len + p->has_colon };
		a->value = p->argument ? prepare_expression(unit, p->argument) : NULL;
		c->plain &= strcmp(p->name->data, "-") != 0;
		c->asks_help |= strcmp(p->name->data, "?") == 0;
		c->plain &= !c->asks_help;
		return;
	}
	if (ast->kind == AST_VARIABLE && ast_variable(ast)->splatted) {
		a->splat = true;
		c->plain = false;
	}
	a->value = prepare_expression(unit, ast);
}

/* A list in parentheses directly behind the name. */
static bool is_method_syntax(const struct ast_command *ast)
{
	const struct ast *argument = ast->element_count == 2 ? ast->elements[1] : NULL;
	const struct ast *inner;

	if (!argument || argument->kind != AST_PAREN || argument->span.start != ast->elements[0]->span.end)
		return false;
	inner = ast_pure_expression(ast_paren(argument)->pipeline);
	return inner && inner->kind == AST_ARRAY_LITERAL;
}

static struct command_node *prepare_command(struct unit *unit, const struct ast_command *ast)
{
	struct command_node *c = node_new(unit, sizeof(*c), &ast->ast, eval_statement, exec_pipeline);
	const struct ast *name = ast->elements[0];

	c->invocation = ast->invocation;
	c->plain = ast->redirection_count == 0 && ast->invocation != INVOKE_DOT;
	c->target = prepare_expression(unit, name);
	if (name->kind == AST_STRING)
		c->name = ast_string(name)->value->len ? ast_string(name)->value->data : NULL;
	c->args = unit_alloc(unit, ast->element_count * sizeof(*c->args));
	for (uint32_t i = 1; i < ast->element_count; i++)
		prepare_argument(unit, c, ast->elements[i]);
	c->as_method = is_method_syntax(ast);
	c->plain &= !c->as_method;
	c->redirections = prepare_redirections(unit, ast->redirections, ast->redirection_count);
	c->redirection_count = ast->redirection_count;
	return c;
}

static struct node *pipeline_of(struct unit *unit, const struct ast *ast, struct ast **elements, uint32_t n)
{
	struct pipeline_node *p = node_new(unit, sizeof(*p), ast, eval_statement, exec_pipeline);

	p->commands = unit_alloc(unit, n * sizeof(*p->commands));
	for (uint32_t i = 0; i < n; i++) {
		if (elements[i]->kind == AST_COMMAND_EXPRESSION)
			p->first = prepare_expression(unit, ast_command_expression(elements[i])->expression);
		else
			p->commands[p->n++] = prepare_command(unit, ast_command(elements[i]));
	}
	return &p->node;
}

/* -- && and || ------------------------------------------------------------------------------------------ */

static enum flow exec_chain(struct node *node, struct scope *scope, struct sink *out)
{
	struct binary_node *chain = (struct binary_node *)node;
	struct session *session = scope->session;
	enum flow flow = chain->left->exec(chain->left, scope, out);

	if (flow == FLOW_ERROR && error_continues(session)) {
		error_report(session);
		flow = FLOW_NEXT;
	} else if (flow == FLOW_NEXT && chain->negate) {
		session->ok = true;
	}
	if (flow != FLOW_NEXT || session->ok != (chain->op == AST_OP_AND_AND))
		return flow;
	return chain->right->exec(chain->right, scope, out);
}

static const struct fault no_jobs = {
	"BackgroundNotSupported", "System.NotSupportedException", CATEGORY_NOT_IMPLEMENTED, NULL };

static enum flow exec_background(struct node *node, struct scope *scope, struct sink *out)
{
	GError *error = NULL;

	fault_set(&error, &no_jobs, VALUE_NULL, "Background jobs (&) are not available in hmsh.");
	return raise_flow(scope, node, error);
}

/* An expression with redirections: its output goes the redirected way. */
struct redirected_node {
	struct node node;
	struct node *expression;
	struct redirection_node *redirections;
	uint32_t n;
};

static enum flow expression_process(struct stage *stage, struct value input)
{
	struct redirected_node *r = (struct redirected_node *)stage->node;
	struct streams saved;
	enum flow flow;

	stage_enter(stage, &saved);
	flow = r->expression->exec(r->expression, stage->scope, stage->out);
	stage_leave(stage, &saved);
	return flow;
}

static void expression_close(struct stage *stage)
{
}

static const struct stage_ops expression_stage = { .process = expression_process, .close = expression_close };

static enum flow exec_redirected(struct node *node, struct scope *scope, struct sink *out)
{
	struct redirected_node *r = (struct redirected_node *)node;
	struct stage stage;
	enum flow flow = FLOW_ERROR;

	stage_init(&stage, scope, node, (struct command){ .block = VALUE_NULL }, "");
	stage.ops = &expression_stage;
	stage.out = out;
	if (redirections_open(&stage, r->redirections, r->n))
		flow = expression_process(&stage, VALUE_UNSET);
	stage_close(&stage);
	return flow;
}

struct node *prepare_command_statement(struct unit *unit, const struct ast *ast)
{
	struct ast *element = (struct ast *)ast;
	const struct ast_command_expression *e;
	struct redirected_node *r;

	if (ast->kind == AST_COMMAND)
		return pipeline_of(unit, ast, &element, 1);
	e = ast_command_expression(ast);
	if (!e->redirection_count)
		return prepare_expression(unit, e->expression);
	r = node_new(unit, sizeof(*r), ast, eval_statement, exec_redirected);
	r->expression = prepare_expression(unit, e->expression);
	r->redirections = prepare_redirections(unit, e->redirections, e->redirection_count);
	r->n = e->redirection_count;
	return &r->node;
}

struct node *prepare_pipeline(struct unit *unit, const struct ast *ast)
{
	const struct ast_pipeline_chain *chain;
	const struct ast_pipeline *pipeline;
	struct binary_node *node;

	if (ast->kind == AST_PIPELINE) {
		pipeline = ast_pipeline(ast);
		if (pipeline->background)
			return node_new(unit, sizeof(struct node), ast, eval_statement, exec_background);
		if (pipeline->element_count == 1 && pipeline->elements[0]->kind == AST_COMMAND_EXPRESSION)
			return prepare_command_statement(unit, pipeline->elements[0]);
		return pipeline_of(unit, ast, pipeline->elements, pipeline->element_count);
	}
	chain = ast_pipeline_chain(ast);
	if (chain->background)
		return node_new(unit, sizeof(struct node), ast, eval_statement, exec_background);
	node = node_new(unit, sizeof(*node), ast, eval_statement, exec_chain);
	node->left = prepare_statement(unit, chain->left);
	node->right = prepare_statement(unit, chain->right);
	node->op = chain->op;
	node->negate = status_of_statement(chain->left);	/* the left side makes $? true */
	return &node->node;
}
