/*
 * Running stages. All begin, left to right; objects flow through process;
 * all end; all close, whatever happened. A stage that wants no more input
 * returns FLOW_STOP: those before it end quietly.
 */
#include "config.h"

#include "shell/pipeline.h"

#include "shell/collector.h"
#include "shell/eval.h"
#include "shell/redirect.h"

/* -- One stage ---------------------------------------------------------------------------- */

const struct stage_ops *stage_ops_of(const struct command *command)
{
	switch (command->kind) {
	case COMMAND_CMDLET:
		return &cmdlet_stage;
	case COMMAND_SCRIPT:
		return &script_stage;
	case COMMAND_PROGRAM:
		return &program_stage;
	default:
		return &function_stage;
	}
}

/* One object. A stage that wants no more of them is done: itself, or one behind it. */
static enum flow stage_process(struct stage *stage, struct value v)
{
	enum flow flow = stage->ops->process(stage, v);

	if (flow == FLOW_STOP && !stage->session->interrupted)
		stage->done = true;
	return flow;
}

/* A stage begins in its turn, or before its first object, which a begin block before it may write. */
static enum flow stage_begin(struct stage *stage)
{
	enum flow flow;

	if (stage->begun)
		return FLOW_NEXT;
	stage->begun = true;
	flow = stage->ops->begin(stage);
	if (flow == FLOW_STOP) {
		stage->done = true;
		return FLOW_NEXT;
	}
	return flow;
}

/* Input written to a stage: its process, in its context. */
static enum flow stage_write(struct sink *sink, struct value v)
{
	struct stage *stage = (struct stage *)sink;

	if (G_UNLIKELY(!stage->begun)) {
		enum flow flow = stage_begin(stage);

		if (flow != FLOW_NEXT)
			return flow;
	}
	return stage->done ? FLOW_STOP : stage_process(stage, v);
}

enum flow sink_discards(struct sink *sink, struct value v)
{
	return FLOW_NEXT;
}

bool call_discards(struct call *call)
{
	const struct cmdlet *next = call->out->write == stage_write
					    ? ((struct stage *)call->out)->call.cmdlet : NULL;

	return call->out->write == sink_discards || (next && next->flags & CMDLET_DISCARDS);
}

void stage_init(struct stage *stage, struct scope *scope, struct node *node, struct command command,
		const char *name)
{
	*stage = (struct stage){
		.sink = { stage_write }, .session = scope->session, .scope = scope, .node = node,
		.command = command, .name = name, .ops = stage_ops_of(&command),
		.streams = scope->session->streams, .length = 1,
	};
	stage->call = (struct call){
		.session = scope->session, .scope = scope, .stage = stage, .cmdlet = command.cmdlet,
		.error_action = -1, .warning_action = -1, .information_action = -1, .verbose = -1,
		.debug = -1, .what_if = -1, .confirm = -1, .input = VALUE_UNSET,
	};
}

void stage_enter(struct stage *stage, struct streams *saved)
{
	struct session *session = stage->session;

	*saved = session->streams;
	session->streams = stage->streams;
	/* A stage that reports an error is entered once more. */
	if (session->stage == stage) {
		stage->entered_again++;
		return;
	}
	stage->previous_stage = session->stage;
	session->stage = stage;
}

void stage_leave(struct stage *stage, const struct streams *saved)
{
	stage->session->streams = *saved;
	if (stage->entered_again)
		stage->entered_again--;
	else
		stage->session->stage = stage->previous_stage;
}

/* Hands what -OutVariable and its like collected to their variables. */
static void finish_collectors(struct stage *stage)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(stage->collectors); i++) {
		struct variable_collector *c = &stage->collectors[i];

		if (c->list)
			value_unref(value_of(g_steal_pointer(&c->list)));
	}
}

void stage_close(struct stage *stage)
{
	struct streams saved;

	stage_enter(stage, &saved);
	stage->ops->close(stage);
	stage_leave(stage, &saved);
	finish_collectors(stage);
	redirections_close(stage);
	command_clear(&stage->command);
}

static void collect_into(struct list *list, struct value v)
{
	if (list && (list->len == 0 || list->items[list->len - 1].u.ptr != v.u.ptr))
		list_add(list, value_ref(v));
}

void stage_collect(struct session *session, struct stage *stage, unsigned which, struct value v)
{
	if (stage)
		collect_into(stage->collectors[which].list, v);
	for (struct stage *s = session->stage; s; s = s->previous_stage)
		if (s != stage)
			collect_into(s->collectors[which].list, v);
}

bool stage_collects(struct session *session, struct stage *stage, unsigned which)
{
	bool any = stage && stage->collectors[which].list;

	for (struct stage *s = session->stage; s && !any; s = s->previous_stage)
		any = s->collectors[which].list;
	return any;
}

static enum action_preference error_action(struct stage *stage)
{
	return stage->call.error_action >= 0
		? (enum action_preference)stage->call.error_action
		: preference_get(stage->session->scope, "ErrorActionPreference", ACTION_CONTINUE);
}

enum flow stage_error(struct stage *stage, struct error_record *record)
{
	if (error_action(stage) != ACTION_IGNORE)
		stage_collect(stage->session, stage, 0, value_of(record));
	return stage_error_uncollected(stage, record);
}

enum flow stage_error_uncollected(struct stage *stage, struct error_record *record)
{
	struct session *session = stage->session;
	enum action_preference action = error_action(stage);
	struct streams saved;
	enum flow flow;

	if (action == ACTION_STOP) {
		record->fatal = record->from_cmdlet = true;
		return raise_record(session, record);
	}
	session->ok = false;
	stage->failed = true;
	if (action == ACTION_SILENTLY || action == ACTION_IGNORE) {
		if (action == ACTION_SILENTLY)
			error_remember(session, record);
		value_unref(value_of(record));
		return FLOW_NEXT;
	}
	stage_enter(stage, &saved);
	flow = error_write(session, record);
	stage_leave(stage, &saved);
	value_unref(value_of(record));
	return flow;
}

/* -- All stages ------------------------------------------------------------------------------ */

static enum flow begin_all(struct stage *stages, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		enum flow flow = stage_begin(&stages[i]);

		if (flow != FLOW_NEXT)
			return flow;
	}
	return FLOW_NEXT;
}

/* After FLOW_STOP the stages from the stopper on still end. */
static uint32_t first_alive(struct stage *stages, uint32_t n)
{
	for (uint32_t i = n; i > 0; i--)
		if (stages[i - 1].done)
			return i - 1;
	return 0;
}

static enum flow end_all(struct stage *stages, uint32_t n, uint32_t from)
{
	for (uint32_t i = from; i < n; i++) {
		enum flow flow = stages[i].ops->end ? stages[i].ops->end(&stages[i]) : FLOW_NEXT;

		if (flow == FLOW_STOP) {
			uint32_t alive = first_alive(stages, n);

			if (alive <= i && !stages[i].done)
				return flow;
			if (alive > i)
				i = alive - 1;
			continue;
		}
		if (flow != FLOW_NEXT)
			return flow;
	}
	return FLOW_NEXT;
}

static enum flow run_all(struct stage *stages, uint32_t n, struct scope *scope, struct node *first)
{
	enum flow flow;
	uint32_t alive;

	flow = begin_all(stages, n);
	if (flow != FLOW_NEXT)
		return flow;
	if (first)
		flow = first->exec(first, scope, &stages[0].sink);
	else if (!stages[0].done)
		flow = stage_process(&stages[0], VALUE_UNSET);
	alive = first_alive(stages, n);
	if (flow == FLOW_STOP && !stages[alive].done)
		return flow;
	if (flow != FLOW_NEXT && flow != FLOW_STOP)
		return flow;
	return end_all(stages, n, alive);
}

enum flow stages_run(struct stage *stages, uint32_t n, struct scope *scope, struct node *first,
		     struct sink *out)
{
	enum flow flow = run_all(stages, n, scope, first);

	if (flow == FLOW_ERROR && scope->session->error)
		scope->session->error->recorded = false;	/* what is around the pipeline may report it */
	return flow;
}

/* -- Common parameters ---------------------------------------------------------------------------- */

static struct value common_value(struct stage *stage, int which)
{
	int i = signature_common(stage->call.binding.signature, which);

	return i < 0 ? VALUE_UNSET : stage->call.binding.values[i];
}

static int common_switch(struct stage *stage, int which)
{
	struct value v = common_value(stage, which);

	return v.kind == V_UNSET ? -1 : value_truth(v);
}

static int common_action(struct stage *stage, int which)
{
	struct value v = common_value(stage, which);
	enum action_preference action;

	return v.kind != V_UNSET && preference_parse(v, &action) ? (int)action : -1;
}

/* name or +name: the variable that collects. */
static void common_collector(struct stage *stage, int which, unsigned index)
{
	struct value v = common_value(stage, which);
	struct variable_collector *c = &stage->collectors[index];
	struct value *place;
	const char *name;

	if (v.kind != V_STRING || v.u.str->len == 0)
		return;
	name = v.u.str->data;
	c->append = *name == '+';
	c->name = symbol_get(name + c->append, -1);
	place = c->append ? scope_find(stage->scope, c->name) : NULL;
	if (place && place->kind == V_LIST) {
		c->list = value_ref(*place).u.list;
		return;
	}
	c->list = list_new(NULL, NULL);
	if (place && !value_is_null(*place)) {
		struct enumerator e;
		struct value item;

		enumerator_init(&e, *place);
		while (enumerator_next(&e, &item, NULL))
			list_add(c->list, item);
		enumerator_clear(&e);
	}
	scope_set(stage->scope, c->name, value_ref(value_of(c->list)), NULL);
}

static enum flow tee_write(struct sink *sink, struct value v)
{
	struct stage *stage = (struct stage *)((char *)sink - offsetof(struct stage, tee));

	if (stage->collectors[3].list)
		list_add(stage->collectors[3].list, value_ref(v));
	if (stage->pipeline_variable)
		scope_set(stage->scope, stage->pipeline_variable, value_ref(v), NULL);
	return sink_write(stage->redirect_out, v);
}

bool stage_common(struct stage *stage, GError **error)
{
	struct call *call = &stage->call;
	struct value v;

	if (!call->binding.signature->advanced)
		return true;
	call->verbose = common_switch(stage, COMMON_VERBOSE);
	call->debug = common_switch(stage, COMMON_DEBUG);
	call->what_if = common_switch(stage, COMMON_WHAT_IF);
	call->confirm = common_switch(stage, COMMON_CONFIRM);
	call->error_action = common_action(stage, COMMON_ERROR_ACTION);
	call->warning_action = common_action(stage, COMMON_WARNING_ACTION);
	call->information_action = common_action(stage, COMMON_INFORMATION_ACTION);
	common_collector(stage, COMMON_ERROR_VARIABLE, 0);
	common_collector(stage, COMMON_WARNING_VARIABLE, 1);
	common_collector(stage, COMMON_INFORMATION_VARIABLE, 2);
	common_collector(stage, COMMON_OUT_VARIABLE, 3);
	v = common_value(stage, COMMON_PIPELINE_VARIABLE);
	if (v.kind == V_STRING)
		stage->pipeline_variable = symbol_of(v.u.str);
	if (stage->collectors[3].list || stage->pipeline_variable) {
		stage->redirect_out = stage->out;
		stage->tee = (struct sink){ tee_write };
		stage->out = &stage->tee;
	}
	return true;
}

/* The common parameters that are variables in a function: what they are set to, V_UNSET when not given. */
enum { PREFERENCES = 7 };

static const char *const preference_names[PREFERENCES] = {
	"ErrorActionPreference", "WarningPreference", "InformationPreference", "VerbosePreference",
	"DebugPreference", "WhatIfPreference", "ConfirmPreference",
};

static struct value action_value(int action)
{
	static const char *const names[] = { "SilentlyContinue", "Stop", "Continue", "Inquire", "Ignore",
					     "Suspend", "Break" };

	return action >= 0 ? value_text(names[action]) : VALUE_UNSET;
}

static struct value switch_value(int given)
{
	return given < 0 ? VALUE_UNSET : action_value(given ? ACTION_CONTINUE : ACTION_SILENTLY);
}

static void preference_values(const struct call *call, struct value *values)
{
	values[0] = action_value(call->error_action);
	values[1] = action_value(call->warning_action);
	values[2] = action_value(call->information_action);
	values[3] = switch_value(call->verbose);
	values[4] = switch_value(call->debug);
	values[5] = call->what_if >= 0 ? value_bool(call->what_if) : VALUE_UNSET;
	values[6] = call->confirm >= 0 ? value_text(call->confirm ? "Low" : "None") : VALUE_UNSET;
}

/* In the caller's scope, for as long as the code runs there. */
static void put_preference(struct stage *stage, int i, struct value v)
{
	struct symbol *name = symbol_get(preference_names[i], -1);

	if (!stage->preferences)
		stage->preferences = g_new0(struct value, PREFERENCES);
	value_put(&stage->preferences[i], scope_get(stage->scope, name));
	scope_set(stage->scope, name, v, NULL);
}

void preferences_bind(struct stage *stage)
{
	struct value values[PREFERENCES];

	if (!stage->unit->advanced)
		return;
	preference_values(&stage->call, values);
	for (int i = 0; i < PREFERENCES; i++) {
		if (values[i].kind == V_UNSET)
			continue;
		if (stage->dot)
			put_preference(stage, i, values[i]);
		else
			value_put(scope_place(&stage->frame, symbol_get(preference_names[i], -1)),
				  values[i]);
	}
}

void preferences_restore(struct stage *stage)
{
	for (int i = 0; stage->preferences && i < PREFERENCES; i++)
		if (stage->preferences[i].kind != V_UNSET)
			scope_set(stage->scope, symbol_get(preference_names[i], -1), stage->preferences[i],
				  NULL);
	g_clear_pointer(&stage->preferences, g_free);
}
