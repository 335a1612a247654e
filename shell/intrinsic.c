/*
 * Intrinsic methods, by a table of names.
 */
#include "config.h"

#include "shell/intrinsic.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/types/psobject_types.h"
#include "lib/object.h"
#include "shell/collector.h"
#include "shell/eval.h"
#include "shell/exception.h"
#include "shell/function.h"
#include "shell/member.h"
#include "shell/scriptblock.h"

struct intrinsic_call {
	struct scope *scope;
	struct node *node;
	struct value self;
	const struct value *args;
	unsigned n;
};

/* -- .ForEach() and .Where() ------------------------------------------------------------ */

static struct value collected(struct intrinsic_call *call, struct collector *c, enum flow flow)
{
	struct value array;
	struct list *list;

	if (flow != FLOW_NEXT) {
		collector_clear(c);
		return signal_flow(call->scope->session, flow);
	}
	array = collector_take_array(c);
	list = list_new(type_find("System.Collections.ObjectModel.Collection[psobject]", -1), NULL);
	for (uint32_t i = 0; i < array.u.array->len; i++)
		list_add(list, value_ref(array.u.array->u.items[i]));
	value_unref(array);
	return value_of(list);
}

/* ForEach(block, arguments...): they are its $args. */
static enum flow run_with_arguments(struct intrinsic_call *call, struct value block, struct value item,
				    struct sink *out)
{
	struct session *session = call->scope->session;
	struct value before = session->underbar;
	enum flow flow;

	session->underbar = value_ref(item);
	flow = unit_call(call->scope, block, NULL, call->node, call->args + 1, call->n - 1, out);
	value_put(&session->underbar, before);
	return flow;
}

/* One element: a block is run, a type converts, a name is read, set or called. */
static enum flow foreach_one(struct intrinsic_call *call, struct value item, struct sink *out)
{
	struct scope *scope = call->scope;
	struct value what = value_base(call->args[0]), result = VALUE_NULL;
	struct symbol *name;
	struct string *text;
	GError *error = NULL;
	enum flow flow;

	if (what.kind == V_SCRIPTBLOCK && call->n > 1)
		return run_with_arguments(call, what, item, out);
	if (what.kind == V_SCRIPTBLOCK)
		return block_run(&scope->session->host, what, item, out);
	if (what.kind == V_TYPE) {
		if (!value_cast(scope, item, what.u.type, &result, &error))
			return raise_flow(scope, call->node, error);
		flow = sink_write(out, result);
		value_unref(result);
		return flow;
	}
	text = value_to_string(what, NULL);
	name = symbol_of(text);
	str_unref(text);
	result = member_get(scope, item, name, NULL);
	if (native_of(result, &type_psmethod))	/* a method is called */
		value_put(&result, VALUE_UNSET);
	if (call->n > 1 && result.kind != V_UNSET) {
		value_unref(result);
		return member_set(scope, item, name, call->args[1], &error) ? FLOW_NEXT
									   : raise_flow(scope, call->node, error);
	}
	if (result.kind == V_UNSET && call->n == 1 && !type_methods(type_of(item), name, false))
		result = VALUE_NULL;
	if (result.kind == V_UNSET)
		result = member_invoke(scope, call->node, item, name, call->args + 1, call->n - 1);
	if (result.kind == V_SIGNAL)
		return scope->session->flow;
	flow = write_unrolled(scope, call->node, out, result);
	value_unref(result);
	return flow;
}

static struct value invoke_foreach(struct intrinsic_call *call)
{
	struct collector c;
	struct enumerator e;
	struct value item;
	enum flow flow = FLOW_NEXT;

	collector_init(&c);
	enumerator_init(&e, value_is_null(call->self) ? VALUE_NOTHING : call->self);
	while (flow == FLOW_NEXT && enumerator_next(&e, &item, NULL)) {
		flow = foreach_one(call, item, &c.sink);
		value_unref(item);
	}
	enumerator_clear(&e);
	return collected(call, &c, flow);
}

enum where_mode { WHERE_DEFAULT, WHERE_FIRST, WHERE_LAST, WHERE_SKIP_UNTIL, WHERE_UNTIL, WHERE_SPLIT };

static enum where_mode where_mode(struct value v)
{
	static const char *const names[] = { "Default", "First", "Last", "SkipUntil", "Until", "Split" };
	struct string *text = value_to_string(v, NULL);
	enum where_mode mode = WHERE_DEFAULT;

	for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
		if (text_equal_nocase(text->data, names[i]))
			mode = i;
	str_unref(text);
	return mode;
}

struct where {
	enum where_mode mode;
	int32_t limit;
	bool started;
	struct collector fit, rest;
};

/* FLOW_STOP: enough. */
static enum flow where_one(struct intrinsic_call *call, struct where *w, struct value item)
{
	struct value result;
	enum flow flow = block_value(&call->scope->session->host, call->args[0], item, &result);
	bool fits;

	if (flow != FLOW_NEXT)
		return flow;
	fits = value_truth(result);
	value_unref(result);
	switch (w->mode) {
	case WHERE_UNTIL:
		if (fits)
			return FLOW_STOP;
		fits = true;
		break;
	case WHERE_SKIP_UNTIL:
		fits = w->started |= fits;
		break;
	default:
		break;
	}
	if (w->mode == WHERE_SPLIT && w->limit && (int32_t)w->fit.n >= w->limit)
		fits = false;
	if (!fits) {
		if (w->mode == WHERE_SPLIT)
			collector_add(&w->rest, value_ref(item));
		return FLOW_NEXT;
	}
	collector_add(&w->fit, value_ref(item));
	if (w->mode == WHERE_FIRST && (int32_t)w->fit.n >= MAX(w->limit, 1))
		return FLOW_STOP;
	return w->limit && (w->mode == WHERE_UNTIL || w->mode == WHERE_SKIP_UNTIL || w->mode == WHERE_DEFAULT) &&
	       (int32_t)w->fit.n >= w->limit ? FLOW_STOP : FLOW_NEXT;
}

static struct value where_last(struct where *w)
{
	struct value all = collector_take_array(&w->fit);
	uint32_t n = all.u.array->len, want = MAX(w->limit, 1);

	for (uint32_t i = n > want ? n - want : 0; i < n; i++)
		collector_add(&w->fit, value_ref(all.u.array->u.items[i]));
	value_unref(all);
	return VALUE_NULL;
}

static struct value invoke_where(struct intrinsic_call *call)
{
	struct where w = { .mode = call->n > 1 ? where_mode(call->args[1]) : WHERE_DEFAULT };
	struct enumerator e;
	struct value item, result;
	enum flow flow = FLOW_NEXT;
	GError *error = NULL;

	if (value_base(call->args[0]).kind != V_SCRIPTBLOCK) {
		value_auto block = VALUE_UNSET;

		if (value_convert(call->args[0], &type_scriptblock, &block, &error))
			return VALUE_NULL;
		return raise_value(call->scope, call->node, error);
	}
	if (call->n > 2)
		value_to_i32(call->args[2], &w.limit, NULL);
	collector_init(&w.fit);
	collector_init(&w.rest);
	enumerator_init(&e, value_is_null(call->self) ? VALUE_NOTHING : call->self);
	while (flow == FLOW_NEXT && enumerator_next(&e, &item, NULL)) {
		flow = where_one(call, &w, item);
		value_unref(item);
	}
	enumerator_clear(&e);
	if (flow == FLOW_STOP && !call->scope->session->interrupted)
		flow = FLOW_NEXT;
	if (w.mode == WHERE_LAST)
		where_last(&w);
	result = collected(call, &w.fit, flow);
	if (w.mode == WHERE_SPLIT && result.kind != V_SIGNAL) {
		struct value both[2] = { result, collected(call, &w.rest, flow) };

		return value_of(array_take(both, 2));
	}
	collector_clear(&w.rest);
	return result;
}

/* -- Script blocks --------------------------------------------------------------------------- */

/* What the block throws leaves the method as its own exception, which holds the other. */
static enum flow call_block(struct intrinsic_call *call, const char *method, struct sink *out)
{
	struct session *session = call->scope->session;
	enum flow flow = unit_call(call->scope, call->self, NULL, call->node, call->args, call->n, out);
	GError *error = NULL;

	if (flow != FLOW_ERROR || !session->error)
		return flow;
	fault_set_record(&error, value_of(error_record_of_call(error_take(session), method, call->n)));
	return raise_flow(call->scope, call->node, error);
}

static struct value invoke_block(struct intrinsic_call *call)
{
	struct collector c;
	enum flow flow;

	collector_init(&c);
	flow = call_block(call, "Invoke", &c.sink);
	return collected(call, &c, flow);
}

static struct value invoke_block_plain(struct intrinsic_call *call)
{
	struct collector c;
	enum flow flow;

	collector_init(&c);
	flow = call_block(call, "InvokeReturnAsIs", &c.sink);
	if (flow == FLOW_NEXT)
		return collector_take(&c);
	collector_clear(&c);
	return signal_flow(call->scope->session, flow);
}

static struct value invoke_closure(struct intrinsic_call *call)
{
	return scriptblock_closure(scriptblock_of(call->self), call->scope);
}

static struct value invoke_text(struct intrinsic_call *call)
{
	return value_str(scriptblock_text(scriptblock_of(call->self)));
}

/* -- The table ------------------------------------------------------------------------------------ */

struct intrinsic {
	const char *name;
	enum value_kind kind;		/* V_UNSET: any */
	const char *usage;		/* in the error of a call with too few arguments */
	unsigned min_args;
	struct value (*invoke)(struct intrinsic_call *call);
};

static const struct intrinsic intrinsics[] = {
	{ "ForEach", V_UNSET, "ForEach(expression [, arguments...])", 1, invoke_foreach },
	{ "Where", V_UNSET, "Where({ expression } [, mode [, numberToReturn]])", 1, invoke_where },
	{ "Invoke", V_SCRIPTBLOCK, NULL, 0, invoke_block },
	{ "InvokeReturnAsIs", V_SCRIPTBLOCK, NULL, 0, invoke_block_plain },
	{ "GetNewClosure", V_SCRIPTBLOCK, NULL, 0, invoke_closure },
	{ "ToString", V_SCRIPTBLOCK, NULL, 0, invoke_text },
};

static const struct fault no_overload = {
	"MethodCountCouldNotFindBest", "System.Management.Automation.MethodException",
	CATEGORY_NOT_SPECIFIED, NULL };

static struct value too_few(struct intrinsic_call *call, const struct intrinsic *intrinsic)
{
	GError *error = NULL;

	fault_set(&error, &no_overload, VALUE_NULL,
		  "Cannot find an overload for \".%s\" and the argument count: \"%u\".", intrinsic->usage,
		  call->n);
	return raise_value(call->scope, call->node, error);
}

bool intrinsic_invoke(struct scope *scope, struct node *node, struct value v, struct symbol *name,
		      const struct value *args, unsigned n, struct value *ret)
{
	struct intrinsic_call call = { scope, node, v, args, n };
	struct value base = value_base(v);

	for (size_t i = 0; i < G_N_ELEMENTS(intrinsics); i++) {
		const struct intrinsic *intrinsic = &intrinsics[i];

		if ((intrinsic->kind != V_UNSET && intrinsic->kind != base.kind) ||
		    !text_equal_nocase(symbol_name(name), intrinsic->name))
			continue;
		if (intrinsic->kind == V_UNSET && !value_is_null(base) && type_methods(type_of(base), name, false))
			continue;
		if (n < intrinsic->min_args) {
			*ret = too_few(&call, intrinsic);
			return true;
		}
		if (intrinsic->kind != V_UNSET)
			call.self = base;
		*ret = intrinsic->invoke(&call);
		return true;
	}
	return false;
}
