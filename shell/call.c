/*
 * Cmdlets as stages, and what a running cmdlet asks of its call.
 */
#include "config.h"

#include "shell/pipeline.h"

#include "lib/convert.h"
#include "shell/console.h"
#include "shell/eval.h"
#include "shell/function.h"
#include "shell/invocation.h"
#include "shell/progress.h"
#include "shell/origin.h"
#include "shell/streams.h"

/* -- The stage -------------------------------------------------------------------------- */

static enum flow throw_record(struct stage *stage, struct error_record *record)
{
	record->from_cmdlet = true;
	stage_collect(stage->session, stage, 0, value_of(record));
	return raise_record(stage->session, record);
}

static struct error_record *reported(struct stage *stage, GError *error)
{
	struct error_record *record = error_record_of(error);

	origin_of_stage(stage, record);
	return record;
}

static void fill_args(struct stage *stage)
{
	struct call *call = &stage->call;
	const struct signature *s = call->binding.signature;

	for (uint32_t i = 0; i < s->own; i++)
		*(struct value *)((char *)call->args + s->params[i].table->at) = call->binding.values[i];
}

/* Copies what the current object bound; `clear`: takes it away, before the binding does. */
static void fill_piped(struct stage *stage, bool clear)
{
	struct call *call = &stage->call;
	const struct binding *b = &call->binding;

	for (uint32_t w = 0; w * 64 < b->signature->own; w++)
		for (uint64_t left = b->piped[w]; left; left &= left - 1) {
			uint32_t i = w * 64 + __builtin_ctzll(left);

			*(struct value *)((char *)call->args + b->signature->params[i].table->at) =
				clear ? VALUE_UNSET : b->values[i];
		}
}

/* Parameters that have no meaning here are named by -Verbose. */
static void note_ignored(struct stage *stage)
{
	struct call *call = &stage->call;

	for (uint32_t i = 0; i < call->binding.signature->own; i++)
		if (call->binding.values[i].kind != V_UNSET &&
		    call->binding.signature->params[i].flags & PARAM_IGNORED)
			call_verbose(call, "The parameter '%s' has no meaning on this host and is ignored.",
				     call->binding.signature->params[i].table->name);
}

static bool cmdlet_open(struct stage *stage, struct arguments *args)
{
	struct call *call = &stage->call;
	const struct signature *s = signature_of_cmdlet(stage->session, call->cmdlet);
	GError *error = NULL;

	stage->values = g_new(struct value, s->n + 1);
	call->args = g_malloc0(cmdlet_args_size(call->cmdlet) + 1);
	call->state = g_malloc0(call->cmdlet->state_size + 1);
	binding_init(&call->binding, s, stage->scope, stage->node, call->cmdlet->name, stage->values);
	if (binding_command_line(&call->binding, args, stage->expects_input, &error) &&
	    binding_complete(&call->binding, &error) && stage_common(stage, &error)) {
		call->out = stage->out;
		fill_args(stage);
		return true;
	}
	throw_record(stage, binding_failed(stage, error, VALUE_NULL));
	return false;
}

static enum flow run_hook(struct stage *stage, enum flow (*hook)(struct call *, void *))
{
	struct streams saved;
	enum flow flow;

	if (!hook)
		return FLOW_NEXT;
	stage_enter(stage, &saved);
	flow = hook(&stage->call, stage->call.args);
	stage_leave(stage, &saved);
	if (G_UNLIKELY(flow == FLOW_ERROR))
		origin_of_leaving(stage, stage->session->error);
	return flow;
}

static enum flow cmdlet_begin(struct stage *stage)
{
	note_ignored(stage);
	return run_hook(stage, stage->call.cmdlet->begin);
}

/* An object that only one parameter takes, as it is: no binding. */
static enum flow process_direct(struct stage *stage, struct value input, uint32_t i)
{
	struct call *call = &stage->call;
	struct binding *b = &call->binding;
	struct value *arg = (struct value *)((char *)call->args + b->signature->params[i].table->at);
	enum flow flow;

	b->values[i] = *arg = input.kind == V_NOTHING ? VALUE_NULL : value_ref(input);
	b->piped[i / 64] = 1ull << (i % 64);
	call->input = input;
	flow = run_hook(stage, call->cmdlet->process);
	call->input = VALUE_UNSET;
	b->piped[i / 64] = 0;
	*arg = VALUE_UNSET;
	value_clear(&b->values[i]);
	return flow;
}

static enum flow cmdlet_process(struct stage *stage, struct value input)
{
	struct call *call = &stage->call;
	GError *error = NULL;
	enum flow flow;

	if (!call->cmdlet->process)
		return FLOW_NEXT;
	if (input.kind == V_UNSET && stage->expects_input)
		return FLOW_NEXT;
	if (input.kind != V_UNSET) {
		int direct = binding_direct(&call->binding);

		if (direct >= 0)
			return process_direct(stage, input, direct);
		if (!binding_object(&call->binding, input, &error))
			return stage_error_uncollected(stage, binding_failed(stage, error, input));
		fill_piped(stage, false);
	}
	call->input = input;
	flow = run_hook(stage, call->cmdlet->process);
	call->input = VALUE_UNSET;
	if (input.kind != V_UNSET) {
		fill_piped(stage, true);
		binding_restore(&call->binding);
	}
	return flow;
}

static enum flow cmdlet_end(struct stage *stage)
{
	fill_args(stage);
	return run_hook(stage, stage->call.cmdlet->end);
}

static void cmdlet_close(struct stage *stage)
{
	struct call *call = &stage->call;

	/* Without state, it was never opened: an argument failed. */
	if (call->cmdlet->clean && call->state)
		call->cmdlet->clean(call);
	if (stage->values)
		binding_clear(&call->binding);
	g_free(stage->values);
	g_free(call->args);
	g_free(call->state);
}

const struct stage_ops cmdlet_stage = {
	.open = cmdlet_open,
	.begin = cmdlet_begin,
	.process = cmdlet_process,
	.end = cmdlet_end,
	.close = cmdlet_close,
};

/* -- cmdlet.h: the call ---------------------------------------------------------------------- */

void *call_state(struct call *call)
{
	return call->state;
}

const struct cmdlet *call_cmdlet(struct call *call)
{
	return call->cmdlet;
}

struct value call_input(struct call *call)
{
	return call->input;
}

bool call_has_input(struct call *call)
{
	return call->stage->expects_input;
}

const char *call_set_name(struct call *call)
{
	return binding_set_name(&call->binding);
}

bool call_set_is(struct call *call, const char *name)
{
	return text_equal_nocase(call_set_name(call), name);
}

static int param_index(struct call *call, const char *name)
{
	for (uint32_t i = 0; i < call->binding.signature->n; i++)
		if (text_equal_nocase(symbol_name(call->binding.signature->params[i].name), name))
			return i;
	return -1;
}

bool call_bound(struct call *call, const char *name)
{
	int i = param_index(call, name);

	return i >= 0 && binding_has(&call->binding, i);
}

const char *call_invoked_as(struct call *call)
{
	return call->stage->name;
}

struct host *call_host(struct call *call)
{
	return &call->session->host;
}

struct dict *call_bound_arguments(struct call *call)
{
	struct dict *dict = dict_new(DICT_GENERIC, false);

	for (uint32_t i = 0; i < call->binding.signature->n; i++)
		if (binding_has(&call->binding, i))
			dict_set_text(dict, symbol_name(call->binding.signature->params[i].name),
				      value_ref(call->binding.values[i]));
	return dict;
}

enum flow emit(struct call *call, struct value v)
{
	return sink_write(call->out, v);
}

enum flow emit_take(struct call *call, struct value v)
{
	enum flow flow = sink_write(call->out, v);

	value_unref(v);
	return flow;
}

enum flow emit_each(struct call *call, struct value v)
{
	return write_unrolled(call->scope, call->stage->node, call->out, v);
}

struct sink *call_sink(struct call *call)
{
	return call->out;
}

enum flow call_error(struct call *call, GError *error)
{
	return stage_error(call->stage, reported(call->stage, error));
}

enum flow call_throw(struct call *call, GError *error)
{
	return throw_record(call->stage, reported(call->stage, error));
}

static GError *fault_error_va(const struct fault *fault, struct value target, const char *format, va_list args)
{
	g_autofree char *text = g_strdup_vprintf(format, args);
	GError *error = NULL;

	fault_set(&error, fault, target, "%s", text);
	return error;
}

enum flow call_fail(struct call *call, const struct fault *fault, struct value target,
		    const char *format, ...)
{
	va_list args;
	GError *error;

	va_start(args, format);
	error = fault_error_va(fault, target, format, args);
	va_end(args);
	return call_error(call, error);
}

enum flow call_throw_fault(struct call *call, const struct fault *fault, struct value target,
			   const char *format, ...)
{
	va_list args;
	GError *error;

	va_start(args, format);
	error = fault_error_va(fault, target, format, args);
	va_end(args);
	return call_throw(call, error);
}

enum flow call_warning(struct call *call, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	return stream_message(call, STREAM_I_WARNING, text);
}

enum flow call_verbose(struct call *call, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	if (stream_is_silent(call, STREAM_I_VERBOSE))
		return FLOW_NEXT;
	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	return stream_message(call, STREAM_I_VERBOSE, text);
}

enum flow call_debug(struct call *call, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	if (stream_is_silent(call, STREAM_I_DEBUG))
		return FLOW_NEXT;
	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	return stream_message(call, STREAM_I_DEBUG, text);
}

enum flow call_progress(struct call *call, const struct progress *progress)
{
	int given = signature_common(call->binding.signature, COMMON_PROGRESS_ACTION);
	enum action_preference action = preference_get(call->session->scope, "ProgressPreference", ACTION_CONTINUE);

	if (given >= 0 && binding_has(&call->binding, given))
		preference_parse(call->binding.values[given], &action);
	if (action == ACTION_CONTINUE)
		progress_report(call->session, progress);
	return FLOW_NEXT;
}
