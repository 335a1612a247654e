/*
 * Errors on their way. A pending error is one record in the session; what
 * decides its fate is the block it passes: a try, a trap, or the statement
 * list, which reports it and goes on unless it is fatal.
 */
#include "config.h"

#include "shell/exception.h"

#include "lib/convert.h"
#include "lib/object.h"
#include "shell/collector.h"
#include "shell/error_view.h"
#include "shell/eval.h"
#include "shell/invocation.h"
#include "shell/origin.h"
#include "shell/position.h"
#include "shell/scriptblock.h"

/* -- Raising ------------------------------------------------------------------------ */

void error_locate(struct scope *scope, struct node *node, struct error_record *record)
{
	if (node)
		origin_of_code(scope, node->unit, node->ast->span, record);
}

enum flow raise_record(struct session *session, struct error_record *record)
{
	if (session->error)
		value_unref(value_of(session->error));
	session->error = record;
	session->flow = FLOW_ERROR;
	if (!record->fatal &&
	    preference_get(session->scope, "ErrorActionPreference", ACTION_CONTINUE) == ACTION_STOP)
		record->fatal = true;
	return FLOW_ERROR;
}

/* A .NET exception that no method call wraps stops the operation. */
static struct error_record *record_to_raise(GError *error)
{
	const struct fault_data *data = fault_data(error);
	bool stops = data && data->is_throw;
	struct error_record *record = error_record_of(error);

	if (stops)
		record->category = CATEGORY_OPERATION_STOPPED;
	return record;
}

struct value raise_value(struct scope *scope, struct node *node, GError *error)
{
	struct error_record *record = record_to_raise(error);

	if (node && !record->has_extent)
		origin_of_code(scope, node->unit, position_of_statement(node), record);
	raise_record(scope->session, record);
	return VALUE_SIGNAL;
}

struct value raise_at(struct scope *scope, struct node *node, struct span span, GError *error)
{
	struct error_record *record = error_record_of(error);

	origin_of_code(scope, node->unit, span, record);
	raise_record(scope->session, record);
	return VALUE_SIGNAL;
}

enum flow raise_flow(struct scope *scope, struct node *node, GError *error)
{
	raise_value(scope, node, error);
	return FLOW_ERROR;
}

struct error_record *error_take(struct session *session)
{
	struct error_record *record = session->error;

	session->error = NULL;
	session->flow = FLOW_NEXT;
	return record;
}

bool error_continues(struct session *session)
{
	return session->try_depth == 0 && session->error && !session->error->fatal;
}

/* -- Preferences ---------------------------------------------------------------------- */

bool preference_parse(struct value v, enum action_preference *ret)
{
	static const char *const names[] = { "SilentlyContinue", "Stop", "Continue", "Inquire", "Ignore",
					     "Suspend", "Break" };
	int32_t number;

	v = value_base(v);
	if (v.kind == V_STRING) {
		for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
			if (text_equal_nocase(v.u.str->data, names[i])) {
				*ret = i;
				return true;
			}
		return false;
	}
	if (!value_to_i32(v, &number, NULL) || number < 0 || number >= (int)G_N_ELEMENTS(names))
		return false;
	*ret = number;
	return true;
}

enum action_preference preference_get(struct scope *scope, const char *variable,
				      enum action_preference fallback)
{
	struct symbol *name = symbol_find(variable, -1);
	struct value *place = name ? scope_find(scope, name) : NULL;
	enum action_preference preference = fallback;

	if (place) {
		value_auto v = variable_read(place);

		preference_parse(v, &preference);
	}
	return preference;
}

/* -- Reporting -------------------------------------------------------------------------- */

void error_remember(struct session *session, struct error_record *record)
{
	struct list *errors = session->errors;

	for (uint32_t i = 0; i < MIN(errors->len, 8); i++)
		if (errors->items[i].u.block == &record->block)
			return;
	list_insert(errors, 0, value_ref(value_of(record)));
	if (errors->len > 256)
		list_remove(errors, errors->len - 1, 1);
}

enum flow error_write(struct session *session, struct error_record *record)
{
	struct sink *sink = session->streams.sinks[STREAM_I_ERROR];

	session->ok = false;
	error_remember(session, record);
	if (sink)
		return sink_write(sink, value_of(record));
	error_view_print(session, record);
	return FLOW_NEXT;
}

void error_report(struct session *session)
{
	struct error_record *record = error_take(session);
	enum action_preference preference =
		preference_get(session->scope, "ErrorActionPreference", ACTION_CONTINUE);

	session->ok = false;
	/* What Ctrl-C made fail is no error of the command's. */
	if (preference == ACTION_SILENTLY || preference == ACTION_IGNORE)
		error_remember(session, record);
	else if (!session->interrupted)
		error_write(session, record);
	value_unref(value_of(record));
}

/* -- try ------------------------------------------------------------------------------------ */

struct catch {
	uint32_t n;
	struct type_name **type_names;
	struct block_node *body;
};

struct try_node {
	struct node node;
	struct block_node *body;
	struct block_node *finally;
	struct catch *catches;
	uint32_t n;
};

/* The exception, or the one it wraps when it is a RuntimeException. */
static bool exception_is(struct value exception, const struct type *type)
{
	const struct type *runtime = type_find("System.Management.Automation.RuntimeException", -1);
	value_auto inner = VALUE_UNSET;

	if (value_is(exception, type))
		return true;
	if (!runtime || !value_is(exception, runtime) || exception.kind != V_OBJECT)
		return false;
	inner = object_get(exception.u.object, "InnerException");
	return !value_is_null(inner) && value_is(inner, type);
}

static bool catch_fits(struct catch *catch, struct scope *scope, struct error_record *record)
{
	if (catch->n == 0)
		return true;
	for (uint32_t i = 0; i < catch->n; i++) {
		const struct type *type = resolve_type_name(scope->session, scope, catch->type_names[i], NULL);

		if (type && exception_is(record->exception, type))
			return true;
	}
	return false;
}

/* Runs a handler with $_ as the record. */
static enum flow handle(struct block_node *body, struct scope *scope, struct sink *out,
			struct error_record *record)
{
	struct session *session = scope->session;
	struct value before = session->underbar;
	enum flow flow;

	session->underbar = value_ref(value_of(record));
	flow = block_exec(body, scope, out);
	value_put(&session->underbar, before);
	return flow;
}

static enum flow run_catches(struct try_node *try, struct scope *scope, struct sink *out)
{
	struct session *session = scope->session;

	for (uint32_t i = 0; i < try->n; i++) {
		struct error_record *record = session->error;
		enum flow flow;

		if (!catch_fits(&try->catches[i], scope, record))
			continue;
		error_take(session);
		error_remember(session, record);
		flow = handle(try->catches[i].body, scope, out, record);
		value_unref(value_of(record));
		return flow;
	}
	return FLOW_ERROR;
}

/* finally runs however control leaves; what it does itself wins. */
static enum flow run_finally(struct try_node *try, struct scope *scope, struct sink *out, enum flow flow)
{
	struct session *session = scope->session;
	struct error_record *error = g_steal_pointer(&session->error);
	struct symbol *label = session->label;
	int exit_code = session->exit_code;
	bool interrupted = session->interrupted;
	enum flow own;

	session->interrupted = false;
	session->label = NULL;
	own = block_exec(try->finally, scope, out);
	session->interrupted |= interrupted;
	if (own != FLOW_NEXT) {
		if (error)
			value_unref(value_of(error));
		return own;
	}
	session->error = error;
	session->label = label;
	session->exit_code = exit_code;
	session->flow = flow;
	return flow;
}

static enum flow exec_try(struct node *node, struct scope *scope, struct sink *out)
{
	struct try_node *try = (struct try_node *)node;
	struct session *session = scope->session;
	enum flow flow;

	session->try_depth += try->n > 0;
	flow = block_exec(try->body, scope, out);
	session->try_depth -= try->n > 0;
	if (flow == FLOW_ERROR)
		flow = run_catches(try, scope, out);
	return try->finally ? run_finally(try, scope, out, flow) : flow;
}

struct node *prepare_try(struct unit *unit, const struct ast_try *ast)
{
	struct try_node *try = node_new(unit, sizeof(*try), &ast->ast, eval_statement, exec_try);

	try->body = prepare_block(unit, ast->body);
	try->n = ast->catch_count;
	try->catches = unit_alloc(unit, try->n * sizeof(struct catch));
	for (uint32_t i = 0; i < try->n; i++) {
		struct catch *catch = &try->catches[i];

		catch->n = ast->catches[i]->type_count;
		catch->type_names = unit_alloc(unit, catch->n * sizeof(struct type_name *));
		for (uint32_t j = 0; j < catch->n; j++)
			catch->type_names[j] = ast->catches[i]->types[j]->type;
		catch->body = prepare_block(unit, ast->catches[i]->body);
	}
	try->finally = ast->finally ? prepare_block(unit, ast->finally) : NULL;
	return &try->node;
}

/* -- Traps -------------------------------------------------------------------------------------- */

static struct trap *find_trap(struct block_node *block, struct scope *scope, struct error_record *record)
{
	struct trap *all = NULL;

	for (uint32_t i = 0; i < block->trap_count; i++) {
		struct trap *trap = &block->traps[i];
		const struct type *type;

		if (!trap->type_name) {
			all = all ? all : trap;
			continue;
		}
		type = resolve_type_name(scope->session, scope, trap->type_name, NULL);
		if (type && exception_is(record->exception, type))
			return trap;
	}
	return all;
}

/* A trap runs in a scope of its own: break rethrows, continue goes on quietly, the end reports. */
static enum flow run_trap(struct trap *trap, struct scope *scope, struct sink *out)
{
	struct session *session = scope->session;
	struct error_record *record = error_take(session);
	struct layout *layout = layout_new(false);
	struct scope child;
	enum flow flow;

	error_remember(session, record);
	scope_init(&child, session, scope, layout, NULL, SCOPE_KIND_BLOCK);
	child.unit = scope->unit;
	session->scope = &child;
	flow = handle(trap->body, &child, out, record);
	session->scope = scope;
	scope_clear(&child);
	layout_unref(layout);
	if (flow == FLOW_BREAK) {
		record->fatal = true;
		return raise_record(session, record);
	}
	if (flow == FLOW_NEXT)
		error_write(session, record);
	value_unref(value_of(record));
	return flow == FLOW_CONTINUE ? FLOW_NEXT : flow;
}

enum flow block_exec_trapped(struct block_node *block, struct scope *scope, struct sink *out)
{
	struct session *session = scope->session;

	for (uint32_t i = 0; i < block->statements.n; i++) {
		struct node *statement = block->statements.nodes[i];
		struct trap *trap;
		enum flow flow;

		session->try_depth++;
		flow = statement->exec(statement, scope, out);
		session->try_depth--;
		if (flow == FLOW_ERROR) {
			trap = find_trap(block, scope, session->error);
			if (trap)
				flow = run_trap(trap, scope, out);
			else if (error_continues(session)) {
				error_report(session);
				flow = FLOW_NEXT;
			}
		} else if (block->succeeds && block->succeeds[i]) {
			session->ok = true;
		}
		if (flow != FLOW_NEXT)
			return flow;
	}
	return FLOW_NEXT;
}

/* -- throw --------------------------------------------------------------------------------------- */

static struct error_record *record_of_thrown(struct value v)
{
	static const char runtime[] = "System.Management.Automation.RuntimeException";
	struct value base = value_base(v);
	struct error_record *record;
	struct string *text;

	if (base.kind == V_ERROR) {
		record = (struct error_record *)value_ref(base).u.block;
		record->from_throw = true;
		return record;
	}
	if (value_is(base, &type_exception)) {
		value_auto own = base.kind == V_OBJECT ? object_get(base.u.object, "ErrorRecord") : VALUE_UNSET;

		if (own.kind == V_ERROR && ((struct error_record *)own.u.block)->exception.u.ptr == base.u.ptr)
			return (struct error_record *)value_ref(own).u.block;
		text = exception_message(base);
		record = error_record_new(value_ref(base), text->data, CATEGORY_OPERATION_STOPPED, VALUE_NULL);
	} else {
		text = value_is_null(base) ? str_new("ScriptHalted", -1) : value_to_string(v, NULL);
		record = error_record_new(exception_new(runtime, text, VALUE_NULL), text->data,
					  CATEGORY_OPERATION_STOPPED, v);
	}
	str_unref(text);
	record->from_throw = true;
	return record;
}

static enum flow exec_throw(struct node *node, struct scope *scope, struct sink *out)
{
	struct unary_node *throw = (struct unary_node *)node;
	struct session *session = scope->session;
	struct value v;
	struct error_record *record;

	if (throw->child)
		v = throw->child->eval(throw->child, scope);
	else
		v = value_base(session->underbar).kind == V_ERROR ? value_ref(session->underbar) : VALUE_NULL;
	if (v.kind == V_SIGNAL)
		return session->flow;
	record = record_of_thrown(v);
	value_unref(v);
	record->fatal = true;
	error_locate(scope, node, record);
	return raise_record(session, record);
}

struct node *prepare_throw(struct unit *unit, const struct ast_throw *ast)
{
	struct unary_node *throw = node_new(unit, sizeof(*throw), &ast->ast, eval_statement, exec_throw);
	struct ast *pure = ast->value ? ast_pure_expression(ast->value) : NULL;

	if (ast->value)
		throw->child = pure ? prepare_expression(unit, pure) : prepare_statement(unit, ast->value);
	return &throw->node;
}
