/*
 * Functions, script blocks and scripts as stages. A frame's slots follow the
 * unit's layout: parameters first, then what the body assigns. The common call
 * (a simple function, arguments in place) needs nothing but the frame.
 */
#include "config.h"

#include "shell/function.h"

#include "shell/dynamic_params.h"

#include <alloca.h>

#include "lib/heap.h"
#include "shell/attributes.h"
#include "shell/collector.h"
#include "shell/eval.h"
#include "shell/module.h"
#include "shell/origin.h"
#include "shell/scriptblock.h"

#define MAX_DEPTH 6000

static const struct fault too_deep = {
	"CallDepthOverflow", "System.Management.Automation.ScriptCallDepthException",
	CATEGORY_INVALID_OPERATION, NULL };

static bool refuse_depth(struct scope *scope, struct node *node)
{
	GError *error = NULL;

	fault_set(&error, &too_deep, VALUE_NULL, "The script failed due to call depth overflow.");
	raise_value(scope, node, error);
	return false;
}

bool call_fits(struct scope *scope, struct node *node)
{
	char here;

	return G_LIKELY(&here > scope->session->stack_limit) || refuse_depth(scope, node);
}

bool call_enter(struct scope *scope, struct node *node)
{
	struct session *session = scope->session;
	char here;

	if (G_LIKELY(++session->depth < MAX_DEPTH && &here > session->stack_limit)) {
		heap_collect_if_due();
		return true;
	}
	session->depth--;
	return refuse_depth(scope, node);
}

void call_leave(struct scope *scope)
{
	scope->session->depth--;
}

/* -- Frames ------------------------------------------------------------------------------ */

/* The scope that a block's code sees as its parent: its module's, else the caller's. */
static struct scope *parent_scope(struct scope *caller, const struct scriptblock *block)
{
	struct scope *home = block->module ? module_scope(block->module) : NULL;

	return home && caller->module != block->module ? home : caller;
}

static void frame_open(struct scope *frame, struct scope *caller, struct scriptblock *block,
		       struct value *slots, struct invocation_frame *invocation, enum scope_kind kind)
{
	struct session *session = caller->session;

	scope_init(frame, session, parent_scope(caller, block), block->unit->layout, slots, kind);
	frame->caller = caller;
	frame->unit = block->unit;
	frame->invocation = invocation;
	if (block->module)
		frame->module = block->module;
	if (block->captured)
		closure_restore(block, frame);
	session->scope = frame;
}

/* Defaults of the parameters not bound, evaluated in the frame, in order. */
static bool frame_defaults(struct scope *frame, struct unit *unit)
{
	for (uint32_t i = 0; i < unit->param_count; i++) {
		struct function_param *param = &unit->params[i];
		struct value v;
		GError *error = NULL;

		if (frame->slots[param->slot].kind != V_UNSET)
			continue;
		if (!param->fallback) {
			frame->slots[param->slot] = param_default(param->type);
			continue;
		}
		v = param->fallback->eval(param->fallback, frame);
		if (v.kind == V_SIGNAL)
			return false;
		if (param->type && param->type != &type_object) {
			struct value converted;
			bool ok = value_cast(frame, v, param->type, &converted, &error);

			value_unref(v);
			if (!ok) {
				param_default_failed(frame, param, error);
				return false;
			}
			v = converted;
		}
		value_put(&frame->slots[param->slot], v);
	}
	return true;
}

struct value param_default(const struct type *type)
{
	if (!type)
		return VALUE_NULL;
	if (type->kind == V_STRING)
		return value_str(str_empty());
	if (type->kind == V_F32 || type->kind == V_F64)
		return (struct value){ .kind = type->kind, .u.f = 0 };
	if (type->kind == V_BOOL || type->kind == V_SWITCH || (type->kind >= V_I8 && type->kind <= V_U64) ||
	    type->kind == V_CHAR)
		return (struct value){ .kind = type->kind };
	return VALUE_NULL;
}

static const struct fault default_transformation = {
	"ParameterArgumentTransformationError",
	"System.Management.Automation.ParameterBindingArgumentTransformationException",
	CATEGORY_INVALID_DATA, NULL };

void param_default_failed(struct scope *frame, struct function_param *param, GError *inner)
{
	GError *error = NULL;

	fault_set(&error, &default_transformation, VALUE_NULL,
		  "Cannot process argument transformation on parameter '%s'. %s", symbol_name(param->name),
		  inner->message);
	g_error_free(inner);
	raise_value(frame, param->fallback, error);
}

static enum flow run_block(struct block_node *block, struct scope *frame, struct sink *out)
{
	enum flow flow;

	if (!block)
		return FLOW_NEXT;
	flow = block_exec(block, frame, out);
	return flow == FLOW_RETURN ? FLOW_NEXT : flow;
}

enum flow function_call_slots(struct scope *scope, struct function *function, struct unit *unit,
			      struct node *node, struct value *values, uint32_t n, struct sink *out)
{
	struct session *session = scope->session;
	struct scope frame;
	struct value *slots = alloca(unit->layout->n * sizeof(*slots) + sizeof(*slots));
	struct invocation_frame invocation = {
		.unit = unit, .function = function, .name = function->spelling, .call_node = node,
		.args = VALUE_UNSET, .input = VALUE_UNSET, .signature = unit->signature,
	};
	enum flow flow;

	if (!call_enter(scope, node))
		return FLOW_ERROR;
	frame_open(&frame, scope, scriptblock_of(function->block), slots, &invocation, SCOPE_KIND_FUNCTION);
	for (uint32_t i = 0; i < n; i++)
		if (values[i].kind != V_UNSET) {
			slots[unit->params[i].slot] = values[i];
			invocation.bound_mask[i / 64 & 1] |= 1ull << (i % 64);
		}
	flow = frame_defaults(&frame, unit) ? run_block(unit->end, &frame, out) : FLOW_ERROR;
	session->scope = scope;
	if (invocation.bound)
		value_unref(value_of(invocation.bound));
	value_unref(invocation.args);
	value_unref(invocation.input);
	scope_clear(&frame);
	call_leave(scope);
	return flow;
}

/* -- As a stage ------------------------------------------------------------------------------ */

static struct scriptblock *stage_block(struct stage *stage)
{
	return scriptblock_of(stage->command.kind == COMMAND_FUNCTION ? stage->command.function->block
								      : stage->command.block);
}

static void take_rest(struct stage *stage)
{
	struct list *rest = stage->call.binding.rest;

	if (!rest)
		return;
	stage->invocation.args = value_of(list_to_array(rest));
}

static bool takes_objects(struct stage *stage)
{
	return stage->dynamic ? stage->dynamic->has_pipeline
			      : stage->unit->signature && stage->unit->signature->has_pipeline;
}

/*
 * What the parameters that the pipeline may bind are without it: kept before the first object, so
 * that one which an object does not bind is not left as the object before made it.
 */
static void keep_defaults(struct stage *stage)
{
	struct binding *b = &stage->call.binding;
	uint32_t n = stage->unit->param_count;

	stage->defaults = g_new0(struct value, n);
	for (uint32_t i = 0; i < n; i++) {
		struct value *place;

		if (b->values[i].kind != V_UNSET)
			continue;
		place = scope_find_own(&stage->frame, stage->unit->params[i].name);
		if (place)
			stage->defaults[i] = variable_read(place);
	}
}

/* Those that the last object bound and this one does not. */
static void restore_defaults(struct stage *stage)
{
	struct binding *b = &stage->call.binding;

	for (size_t w = 0; w < G_N_ELEMENTS(stage->piped_before); w++) {
		for (uint64_t left = stage->piped_before[w] & ~b->piped[w]; left; left &= left - 1) {
			uint32_t i = w * 64 + __builtin_ctzll(left);

			if (i < stage->unit->param_count && stage->defaults[i].kind != V_UNSET)
				param_bind(&stage->frame, &stage->unit->params[i], value_ref(stage->defaults[i]));
		}
		stage->piped_before[w] = b->piped[w];
	}
}

static void drop_defaults(struct stage *stage)
{
	for (uint32_t i = 0; stage->defaults && i < stage->unit->param_count; i++)
		value_unref(stage->defaults[i]);
	g_clear_pointer(&stage->defaults, g_free);
}

/* Puts what is bound into the frame's slots. */
static void frame_fill(struct stage *stage, bool piped_only)
{
	struct binding *b = &stage->call.binding;

	for (uint32_t i = 0; i < stage->unit->param_count; i++) {
		struct function_param *param = &stage->unit->params[i];

		if (b->values[i].kind == V_UNSET)
			continue;
		if (piped_only && !(b->piped[i / 64] >> (i % 64) & 1))
			continue;
		param_bind(&stage->frame, param, value_ref(b->values[i]));
	}
}

void param_bind(struct scope *frame, struct function_param *param, struct value v)
{
	struct value *place = frame->layout == frame->unit->layout ? &frame->slots[param->slot]
								   : scope_place(frame, param->name);

	if (variable_box(place)) {
		value_put(&variable_box(place)->v, v);
	} else if (param->check_count) {
		struct variable *box = variable_new(param->name, v);

		box->type = param->type == &type_object ? NULL : param->type;
		variable_add_checks(box, param->checks, param->check_count, frame);
		value_put(place, value_of(box));
	} else {
		value_put(place, v);
	}
}

static void open_frame(struct stage *stage)
{
	struct scriptblock *block = stage_block(stage);
	struct scope *caller = stage->scope;
	struct value *slots = g_new(struct value, stage->unit->layout->n + 1);

	frame_open(&stage->frame, caller, block, slots, &stage->invocation,
		   stage->command.kind == COMMAND_SCRIPT ? SCOPE_KIND_SCRIPT : SCOPE_KIND_FUNCTION);
	stage->session->scope = caller;
}

static void fill_invocation(struct stage *stage)
{
	stage->invocation = (struct invocation_frame){
		.unit = stage->unit, .call_node = stage->node, .args = stage->invocation.args,
		.input = VALUE_UNSET, .signature = stage->unit->signature,
		.function = stage->command.kind == COMMAND_FUNCTION ? stage->command.function : NULL,
		.call = stage->unit->advanced ? &stage->call : NULL,
		.pipeline_position = stage->index + 1, .pipeline_length = stage->length,
		.expecting_input = stage->expects_input,
	};
	stage->invocation.bound_mask[0] = stage->call.binding.bound[0];
	stage->invocation.bound_mask[1] = stage->call.binding.bound[1];
}

static enum flow stage_run_block(struct stage *stage, struct block_node *block);

static bool bind_arguments(struct stage *stage, const struct signature *signature, struct arguments *args,
			   GError **error)
{
	struct call *call = &stage->call;

	stage->values = g_new(struct value, signature->n + 1);
	binding_init(&call->binding, signature, stage->scope, stage->node, stage->name, stage->values);
	if (!binding_command_line(&call->binding, args, stage->expects_input, error) ||
	    !binding_complete(&call->binding, error) || !stage_common(stage, error))
		return false;
	take_rest(stage);
	return true;
}

static void frame_drop(struct stage *stage)
{
	struct value *slots = stage->frame.slots;

	scope_clear(&stage->frame);
	g_free(slots);
	stage->frame = (struct scope){ 0 };
}

/* What the static parameters take of the arguments, errors aside: a dynamicparam block sees it. */
static void bind_static(struct stage *stage, const struct signature *signature, const struct arguments *args)
{
	struct arguments known = { 0 };
	struct binding *b = &stage->call.binding;

	stage->values = g_new(struct value, signature->n + 1);
	binding_init(b, signature, stage->scope, stage->node, stage->name, stage->values);
	for (uint32_t i = 0; i < args->n; i++) {
		struct argument argument = args->items[i];
		bool there = !argument.name;

		for (uint32_t k = 0; !there && k < signature->n; k++)
			there = g_ascii_strncasecmp(sig_param_name(&signature->params[k]), argument.name,
						    strlen(argument.name)) == 0;
		if (!there) {
			/* Its value, too, when it is apart. */
			i += argument.v.kind == V_UNSET && i + 1 < args->n && !args->items[i + 1].name;
			continue;
		}
		argument.v = value_ref(argument.v);
		arguments_add(&known, argument);
	}
	binding_command_line(b, &known, true, NULL);
	arguments_clear(&known);
}

/* Runs the dynamicparam block, in the frame of the others; what it gives is kept. False: control left. */
static bool run_dynamicparam(struct stage *stage, const struct signature *signature, const struct arguments *args)
{
	struct session *session = stage->session;
	struct sink *out = stage->out;
	struct collector c;
	enum flow flow = FLOW_ERROR;

	bind_static(stage, signature, args);
	fill_invocation(stage);
	open_frame(stage);
	frame_fill(stage, false);
	collector_init(&c);
	stage->out = &c.sink;
	session->scope = &stage->frame;
	if (frame_defaults(&stage->frame, stage->unit)) {
		session->scope = stage->scope;
		flow = stage_run_block(stage, stage->unit->dynamicparam);
	}
	session->scope = stage->scope;
	stage->out = out;
	value_put(&stage->dynamic_given, collector_take(&c));
	if (stage->dot)
		frame_drop(stage);
	if (stage->invocation.bound)
		value_unref(value_of(stage->invocation.bound));
	stage->invocation.bound = NULL;
	binding_clear(&stage->call.binding);
	g_clear_pointer(&stage->values, g_free);
	session->flow = flow;
	return flow == FLOW_NEXT;
}

static bool function_bind(struct stage *stage, struct arguments *args, GError **error)
{
	const struct signature *signature = signature_of_unit(stage->session, stage->unit, error);

	if (!signature)
		return false;
	if (!stage->unit->dynamicparam)
		return bind_arguments(stage, signature, args, error);
	if (!run_dynamicparam(stage, signature, args))
		return false;
	stage->dynamic = dynamic_signature_new(signature, stage->dynamic_given);
	if (!bind_arguments(stage, stage->dynamic, args, error))
		return false;
	dynamic_values_set(&stage->call.binding, stage->dynamic_given);
	return true;
}

static bool function_open(struct stage *stage, struct arguments *args)
{
	struct scriptblock *block = stage_block(stage);
	GError *error = NULL;

	stage->unit = unit_ref(block->unit);
	stage->invocation.args = VALUE_UNSET;
	if (!function_bind(stage, args, &error)) {
		if (error)
			raise_record(stage->session, binding_failed(stage, error, VALUE_NULL));
		return false;
	}
	fill_invocation(stage);
	if (!stage->dot && !stage->frame.session)
		open_frame(stage);
	return true;
}

/* The scope its blocks run in. */
static struct scope *running_scope(struct stage *stage)
{
	return stage->dot ? stage->scope : &stage->frame;
}

/* Runs one of the unit's blocks in the frame, with the stage's streams. */
static enum flow stage_run_block(struct stage *stage, struct block_node *block)
{
	struct session *session = stage->session;
	struct scope *before = session->scope, *scope = running_scope(stage);
	struct invocation_frame *callers = scope->invocation;
	struct streams saved;
	enum flow flow;

	if (!block)
		return FLOW_NEXT;
	if (!call_enter(stage->scope, stage->node))
		return FLOW_ERROR;
	stage_enter(stage, &saved);
	session->scope = scope;
	scope->invocation = &stage->invocation;
	flow = run_block(block, scope, stage->out);
	scope->invocation = callers;
	if (flow == FLOW_ERROR && session->error) {
		session->error->recorded = true;
		if (session->error->ends_function)
			session->error->fatal = session->error->ends_function = false;
	}
	session->scope = before;
	stage_leave(stage, &saved);
	call_leave(stage->scope);
	return flow;
}

/* Dot-sourced: parameters become variables of the caller's scope. */
static bool dot_fill(struct stage *stage)
{
	struct binding *b = &stage->call.binding;

	for (uint32_t i = 0; i < stage->unit->param_count; i++) {
		struct function_param *param = &stage->unit->params[i];
		struct value v = b->values[i];

		if (v.kind != V_UNSET)
			v = value_ref(v);
		else if (param->fallback)
			v = param->fallback->eval(param->fallback, stage->scope);
		else
			v = param_default(param->type);
		if (v.kind == V_SIGNAL)
			return false;
		scope_set(stage->scope, param->name, v, NULL);
	}
	return true;
}

static enum flow function_begin(struct stage *stage)
{
	struct session *session = stage->session;
	bool ok;

	if (stage->dot) {
		preferences_bind(stage);
		return dot_fill(stage) ? stage_run_block(stage, stage->unit->begin) : FLOW_ERROR;
	}
	frame_fill(stage, false);
	preferences_bind(stage);
	session->scope = &stage->frame;
	ok = frame_defaults(&stage->frame, stage->unit);
	session->scope = stage->scope;
	if (ok && stage->expects_input && takes_objects(stage))
		keep_defaults(stage);
	return ok ? stage_run_block(stage, stage->unit->begin) : FLOW_ERROR;
}

static void collect_input(struct stage *stage, struct value input)
{
	if (!stage->collected)
		stage->collected = list_new(NULL, NULL);
	list_add(stage->collected, value_ref(input));
}

/* $PSBoundParameters, once made, follows the objects. */
static void bound_follow(struct stage *stage)
{
	const struct binding *b = &stage->call.binding;
	struct dict *bound = stage->invocation.bound;

	for (uint32_t i = 0; bound && i < b->signature->own; i++)
		if (b->piped[i / 64] >> (i % 64) & 1)
			dict_set_text(bound, sig_param_name(&b->signature->params[i]), value_ref(b->values[i]));
}

static enum flow function_process(struct stage *stage, struct value input)
{
	struct session *session = stage->session;
	struct value before;
	GError *error = NULL;
	enum flow flow;

	if (input.kind != V_UNSET && takes_objects(stage)) {
		if (!binding_object(&stage->call.binding, input, &error))
			return stage_error_uncollected(stage, binding_failed(stage, error, input));
		frame_fill(stage, true);
		bound_follow(stage);
		if (stage->defaults)
			restore_defaults(stage);
	} else if (input.kind != V_UNSET && stage->unit->advanced && !takes_objects(stage)) {
		if (!binding_object(&stage->call.binding, input, &error))
			return stage_error_uncollected(stage, binding_failed(stage, error, input));
	}
	if (!stage->unit->process) {
		if (input.kind != V_UNSET)
			collect_input(stage, input);
		binding_restore(&stage->call.binding);
		return FLOW_NEXT;
	}
	before = session->underbar;
	session->underbar = input.kind == V_UNSET ? value_ref(before) : value_ref(input);
	stage->call.input = input;
	if (input.kind != V_UNSET) {
		struct value one = value_ref(input);

		value_put(&stage->invocation.input, value_of(array_take(&one, 1)));
	}
	flow = stage_run_block(stage, stage->unit->process);
	value_put(&session->underbar, before);
	binding_restore(&stage->call.binding);
	return flow;
}

static enum flow function_end(struct stage *stage)
{
	struct session *session = stage->session;
	struct value before = session->underbar;
	enum flow flow;

	if (stage->collected) {
		value_put(&stage->invocation.input, value_of(list_to_array(stage->collected)));
		value_unref(value_of(stage->collected));
		stage->collected = NULL;
	}
	session->underbar = value_ref(before);
	flow = stage_run_block(stage, stage->unit->end);
	value_put(&session->underbar, before);
	return flow;
}

static void run_clean(struct stage *stage)
{
	struct session *session = stage->session;
	struct error_record *error = g_steal_pointer(&session->error);
	enum flow flow = session->flow;

	if (stage_run_block(stage, stage->unit->clean) == FLOW_ERROR && session->error)
		error_report(session);
	session->error = error;
	session->flow = flow;
}

static void function_close(struct stage *stage)
{
	if (stage->unit && stage->unit->clean && stage->begun)
		run_clean(stage);
	preferences_restore(stage);
	if (stage->frame.session) {
		struct value *slots = stage->frame.slots;

		scope_clear(&stage->frame);
		g_free(slots);
	}
	if (stage->invocation.bound)
		value_unref(value_of(stage->invocation.bound));
	value_unref(stage->invocation.args);
	value_unref(stage->invocation.input);
	if (stage->collected)
		value_unref(value_of(stage->collected));
	drop_defaults(stage);
	if (stage->values)
		binding_clear(&stage->call.binding);
	g_free(stage->values);
	dynamic_signature_free(stage->dynamic);
	value_unref(stage->dynamic_given);
	unit_unref(stage->unit);
}

const struct stage_ops function_stage = {
	.open = function_open,
	.begin = function_begin,
	.process = function_process,
	.end = function_end,
	.close = function_close,
};

/* -- Calls from C ------------------------------------------------------------------------------- */

enum flow unit_call(struct scope *scope, struct value block, const struct function *function,
		    struct node *node, const struct value *args, unsigned n, struct sink *out)
{
	struct stage *stage = g_new(struct stage, 1);
	struct arguments arguments = { 0 };
	struct command command = { .kind = COMMAND_BLOCK, .block = value_ref(block) };
	enum flow flow = scope->session->flow;

	if (function) {
		value_unref(command.block);
		command = (struct command){ .kind = COMMAND_FUNCTION, .block = VALUE_NULL,
					    .function = function_ref((struct function *)function) };
	}
	stage_init(stage, scope, node, command, function ? function->spelling->data : "");
	for (unsigned i = 0; i < n; i++)
		arguments_add(&arguments, (struct argument){ .v = value_ref(args[i]) });
	stage->out = out;
	if (stage->ops->open(stage, &arguments))
		flow = stages_run(stage, 1, scope, NULL, out);
	else
		flow = FLOW_ERROR;
	stage_close(stage);
	arguments_clear(&arguments);
	g_free(stage);
	return flow;
}

/* The one expression that a block is, or NULL. */
static struct node *only_expression(const struct unit *unit)
{
	struct block_node *end = unit->end;

	return end && end->statements.n == 1 && !end->trap_count && !unit->begin && !unit->process &&
	       end->statements.nodes[0]->exec == exec_expression ? end->statements.nodes[0] : NULL;
}

/* How a block's only statement ended. */
static enum flow expression_flow(struct session *session)
{
	if (session->flow == FLOW_ERROR && error_continues(session)) {
		error_report(session);
		return FLOW_NEXT;
	}
	return session->flow == FLOW_RETURN ? FLOW_NEXT : session->flow;
}

static enum flow collect_here(struct scope *scope, struct unit *unit, struct value underbar,
			      struct value *ret)
{
	struct collector c;
	enum flow flow;

	collector_init(&c);
	flow = unit_run_here(scope, unit, underbar, &c.sink);
	if (flow == FLOW_NEXT)
		*ret = collector_take(&c);
	else
		collector_clear(&c);
	return flow;
}

enum flow unit_value_here(struct scope *scope, struct unit *unit, struct value underbar,
			  struct value *ret)
{
	struct session *session = scope->session;
	struct node *node = unit->prepared ? only_expression(unit) : NULL;
	struct value before = session->underbar, v;
	struct collector c;

	if (!node)
		return collect_here(scope, unit, underbar, ret);
	session->underbar = value_ref(underbar);
	v = node->eval(node, scope);
	value_put(&session->underbar, before);
	if (v.kind == V_SIGNAL) {
		enum flow flow = expression_flow(session);

		if (flow == FLOW_NEXT)
			*ret = VALUE_NOTHING;
		return flow;
	}
	*ret = v;
	if (!value_counted(v) || !value_is_enumerable(v))
		return FLOW_NEXT;
	collector_init(&c);
	write_unrolled(scope, node, &c.sink, v);
	value_unref(v);
	*ret = collector_take(&c);
	return FLOW_NEXT;
}

enum flow unit_run_here(struct scope *scope, struct unit *unit, struct value underbar, struct sink *out)
{
	struct session *session = scope->session;
	struct value before = session->underbar;
	GError *error = NULL;
	enum flow flow = FLOW_NEXT;

	if (!call_fits(scope, NULL))
		return FLOW_ERROR;
	if (!unit_prepare(unit, session, &error))
		return raise_flow(scope, NULL, error);
	heap_collect_if_due();
	session->underbar = value_ref(underbar);
	if (unit->begin)
		flow = run_block(unit->begin, scope, out);
	if (flow == FLOW_NEXT && unit->process)
		flow = run_block(unit->process, scope, out);
	if (flow == FLOW_NEXT)
		flow = run_block(unit->end, scope, out);
	value_put(&session->underbar, before);
	return flow;
}
