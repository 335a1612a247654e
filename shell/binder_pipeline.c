/*
 * Binding an object of the pipeline: by value and by property name, first
 * without conversion, then with it; delayed script blocks are evaluated per
 * object. What the object bound is taken away before the next.
 */
#include "config.h"

#include "shell/binder.h"

#include "lib/object.h"
#include "shell/eval.h"
#include "shell/member.h"

static const struct fault not_bound = {
	"InputObjectNotBound", "System.Management.Automation.ParameterBindingException",
	CATEGORY_INVALID_ARGUMENT, NULL };

static const struct fault no_delay = {
	"ScriptBlockArgumentNoInput", "System.Management.Automation.ParameterBindingException",
	CATEGORY_METADATA_ERROR, NULL };

static bool piped_by(const struct sig_param *param, uint32_t sets, bool by_value)
{
	for (uint32_t j = 0; j < param->set_count; j++)
		if (param->sets[j].mask & sets && (by_value ? param->sets[j].by_value
							    : param->sets[j].by_name))
			return true;
	return false;
}

/* The object itself that does not convert fits nowhere; its property is an error of its own. */
static bool accept(struct binding *b, uint32_t i, struct value v, bool coerce, bool by_value, GError **error)
{
	const struct sig_param *param = &b->signature->params[i];
	GError *failed = NULL;

	if (!coerce && param->type && param->type != &type_object && !value_is(v, param->type))
		return false;
	if ((value_is_null(v) && !binding_null_fits(b, i, &failed)) ||
	    !binding_set_value(b, i, v, coerce, &failed)) {
		if (error && !*error && coerce &&
		    !(by_value && binding_error_is_conversion(failed)))
			g_propagate_error(error, failed);
		else
			g_error_free(failed);
		return false;
	}
	b->piped[i / 64] |= 1ull << (i % 64);
	b->set_chosen &= param->mask;
	return true;
}

/* The property of that name or alias. V_UNSET: none. Yours. */
static struct value property_for(struct binding *b, const struct sig_param *param, struct value object)
{
	struct value v = member_get(b->scope, object, param->name, NULL);

	for (uint32_t i = 0; v.kind == V_UNSET && i < param->alias_count; i++)
		v = member_get(b->scope, object, param->aliases[i], NULL);
	return v;
}

/*
 * The parameters that may take pipeline input in a set still possible after the
 * command line: most have none. First those by value, then those by name.
 */
struct pipe_plan {
	uint32_t by_value, n;
	int direct;			/* see binding_direct() */
	uint16_t params[];
};

static uint32_t plan_add(const struct binding *b, uint16_t *params, bool by_value)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < b->signature->own; i++)
		if (!(b->bound[i / 64] >> (i % 64) & 1) &&
		    piped_by(&b->signature->params[i], b->set_chosen, by_value))
			params[n++] = i;
	return n;
}

static bool has_delayed(const struct binding *b)
{
	for (uint32_t i = 0; i < G_N_ELEMENTS(b->delayed); i++)
		if (b->delayed[i])
			return true;
	return false;
}

/* Of a cmdlet, without a type or a check; whether it is mandatory cannot matter then. */
static bool takes_anything(const struct binding *b, uint32_t i)
{
	const struct sig_param *param = &b->signature->params[i];
	const struct param *table = param->table;

	return table && (!param->type || param->type == &type_object) &&
	       !(param->flags & (PARAM_REFUSED | PARAM_MANDATORY)) && !table->values &&
	       table->max <= table->min;
}

static int plan_direct(const struct binding *b, const struct pipe_plan *plan)
{
	if (plan->n != 1 || plan->by_value != 1 || has_delayed(b) || !takes_anything(b, plan->params[0]))
		return -1;
	return plan->params[0];
}

static const struct pipe_plan *plan_of(struct binding *b)
{
	struct pipe_plan *plan = b->plan;

	if (plan)
		return plan;
	plan = g_malloc(sizeof(*plan) + b->signature->own * 2 * sizeof(uint16_t));
	plan->by_value = plan_add(b, plan->params, true);
	plan->n = plan->by_value + plan_add(b, plan->params + plan->by_value, false);
	plan->direct = plan_direct(b, plan);
	return b->plan = plan;
}

static void choose_default(struct binding *b)
{
	if (b->signature->set_count && b->set_chosen & b->signature->default_set)
		b->set_chosen &= b->signature->default_set;
}

static void choose_all(struct binding *b)
{
	b->set_chosen = b->signature->set_count ? b->sets : ALL_SETS;
}

int binding_direct(struct binding *b)
{
	int i;

	if (G_LIKELY(b->plan))
		return b->plan->direct;
	choose_all(b);
	i = plan_of(b)->direct;
	if (i >= 0) {
		b->set_chosen &= b->signature->params[i].mask;
		choose_default(b);
	}
	return i;
}

static bool bind_by_value(struct binding *b, struct value object, bool coerce, GError **error)
{
	const struct pipe_plan *plan = plan_of(b);
	bool any = false;

	for (uint32_t k = 0; k < plan->by_value; k++) {
		uint32_t i = plan->params[k];

		if (!binding_has(b, i) && piped_by(&b->signature->params[i], b->set_chosen, true))
			any |= accept(b, i, object, coerce, true, error);
	}
	return any;
}

/*
 * Objects of one shape have the same properties: which of them bind by name is found once. A slot
 * that holds no plain value (an alias, a script) and what comes from the type are asked each time.
 */
#define ASK	-1

struct name_row {
	uint16_t param;
	int32_t slot;
};

struct name_plan {
	struct shape *shape;
	uint32_t n;
	struct name_row rows[];
};

void name_plan_free(struct name_plan *plan)
{
	if (plan)
		shape_unref(plan->shape);
	g_free(plan);
}

static bool comes_from_type(const struct binding *b, const struct shape *shape, struct symbol *name)
{
	return shape->type->member_get || b->session->type_additions ||
	       type_property(shape->type, name, false);
}

/* The slot of a parameter's property, ASK, or -2: none. */
static int32_t slot_for(const struct binding *b, const struct shape *shape, struct symbol *name)
{
	int slot = shape_slot(shape, name);

	if (slot < 0)
		return comes_from_type(b, shape, name) ? ASK : -2;
	return shape->members[slot].kind == MEMBER_PROPERTY ||
	       shape->members[slot].kind == MEMBER_NOTE ? slot : ASK;
}

static int32_t slot_for_param(const struct binding *b, const struct shape *shape,
			      const struct sig_param *param)
{
	int32_t slot = slot_for(b, shape, param->name);

	for (uint32_t i = 0; slot < ASK && i < param->alias_count; i++)
		slot = slot_for(b, shape, param->aliases[i]);
	return slot;
}

static const struct name_plan *names_of(struct binding *b, struct shape *shape)
{
	const struct pipe_plan *plan = plan_of(b);
	struct name_plan *names = b->names;

	if (names && names->shape == shape)
		return names;
	name_plan_free(names);
	names = g_malloc(sizeof(*names) + (plan->n - plan->by_value) * sizeof(struct name_row));
	names->shape = shape_ref(shape);
	names->n = 0;
	for (uint32_t k = plan->by_value; k < plan->n; k++) {
		uint32_t i = plan->params[k];
		int32_t slot = slot_for_param(b, shape, &b->signature->params[i]);

		if (slot >= ASK)
			names->rows[names->n++] = (struct name_row){ i, slot };
	}
	return b->names = names;
}

static bool accept_by_name(struct binding *b, uint32_t i, struct value object, int32_t slot,
			   bool coerce, GError **error)
{
	const struct sig_param *param = &b->signature->params[i];
	value_auto v = VALUE_UNSET;

	if (binding_has(b, i) || !piped_by(param, b->set_chosen, false))
		return false;
	v = slot >= 0 ? value_ref(object.u.object->slots[slot]) : property_for(b, param, object);
	return v.kind != V_UNSET && accept(b, i, v, coerce, false, error);
}

static bool bind_by_name(struct binding *b, struct value object, bool coerce, GError **error)
{
	const struct pipe_plan *plan = plan_of(b);
	bool any = false;

	if (object.kind == V_OBJECT) {
		const struct name_plan *names = names_of(b, object.u.object->shape);

		for (uint32_t k = 0; k < names->n; k++)
			any |= accept_by_name(b, names->rows[k].param, object, names->rows[k].slot,
					      coerce, error);
		return any;
	}
	for (uint32_t k = plan->by_value; k < plan->n; k++)
		any |= accept_by_name(b, plan->params[k], object, ASK, coerce, error);
	return any;
}

static bool bind_delayed(struct binding *b, struct value object, GError **error)
{
	for (uint32_t i = 0; i < b->signature->own; i++) {
		struct value v;
		value_auto block = VALUE_UNSET;

		if (!(b->delayed[i / 64] >> (i % 64) & 1))
			continue;
		block = value_ref(b->blocks[i]);
		if (block_value(&b->session->host, block, object, &v) != FLOW_NEXT) {
			fault_set(error, &no_delay, VALUE_NULL, "Cannot evaluate parameter '%s' because its argument "
				  "input did not produce any output. A script block cannot be evaluated without "
				  "input.", symbol_name(b->signature->params[i].name));
			return false;
		}
		if (!binding_set_value(b, i, v, true, error)) {
			value_unref(v);
			return false;
		}
		value_unref(v);
		b->piped[i / 64] |= 1ull << (i % 64);
	}
	return true;
}

bool binding_object(struct binding *b, struct value object, GError **error)
{
	GError *failed = NULL;
	bool delayed = has_delayed(b), any;

	choose_all(b);
	if (delayed && !bind_delayed(b, object, error))
		return false;
	any = bind_by_value(b, object, false, NULL);
	any |= bind_by_name(b, object, false, NULL);
	if (!any) {
		any = bind_by_value(b, object, true, &failed);
		any |= bind_by_name(b, object, true, any ? NULL : &failed);
	} else {
		bind_by_name(b, object, true, NULL);
	}
	if (any || delayed) {
		g_clear_error(&failed);
		choose_default(b);
		return true;
	}
	if (failed) {
		g_propagate_error(error, failed);
		return false;
	}
	fault_set(error, &not_bound, object, "The input object cannot be bound to any parameters for the command "
		  "either because the command does not take pipeline input or the input and its properties do not "
		  "match any of the parameters that take pipeline input.");
	return false;
}

void binding_restore(struct binding *b)
{
	for (uint32_t w = 0; w * 64 < b->signature->own; w++) {
		for (uint64_t left = b->piped[w]; left; left &= left - 1)
			value_clear(&b->values[w * 64 + __builtin_ctzll(left)]);
		b->piped[w] = 0;
	}
}
