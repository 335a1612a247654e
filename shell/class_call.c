/*
 * Classes at work: objects made, methods called, properties checked. A
 * method's frame is a function's; $this is the session's while it runs, and
 * its errors leave it as from a try block, whatever $ErrorActionPreference says.
 */
#include "config.h"

#include <alloca.h>

#include "lib/convert.h"
#include "lib/object.h"
#include "lib/type_rank.h"
#include "shell/collector.h"
#include "shell/eval.h"
#include "shell/exception.h"
#include "shell/function.h"
#include "shell/member.h"
#include "shell/scriptblock.h"
#include "shell/script_class.h"

/* The class along the bases of `type` whose rows hold `row`, and its place there. */
static struct script_class *owner_of(const struct type *type, const struct type_member *row,
				     const struct type_member *(*rows)(struct script_class *), uint32_t *ret_at)
{
	for (struct script_class *class; (class = class_of_type(type)); type = type->base)
		for (uint32_t i = 0; rows(class)[i].signature; i++)
			if (&rows(class)[i] == row) {
				*ret_at = i;
				return class;
			}
	return NULL;
}

static const struct type_member *method_rows(struct script_class *class)
{
	return class->type.methods;
}

static const struct type_member *constructor_rows(struct script_class *class)
{
	return class->type.constructors;
}

static const struct type_member *property_rows(struct script_class *class)
{
	return class->type.properties;
}

/* -- Running a method ------------------------------------------------------------------------- */

static enum flow drop(struct sink *sink, struct value v)
{
	return FLOW_NEXT;
}

static bool unit_ready(struct script_class *class, struct class_method *method, struct unit *unit,
		       GError **error)
{
	struct node **nodes;
	struct block_node *body;

	if (unit->prepared)
		return true;
	if (!unit_prepare(unit, class->session, error))
		return false;
	if (!method->ast->is_constructor || method->ast->is_static)
		return true;
	body = unit->end ? unit->end : node_new(unit, sizeof(*body), &method->ast->ast, NULL, NULL);
	nodes = unit_alloc(unit, (body->statements.n + 1) * sizeof(*nodes));
	nodes[0] = class_base_call(unit, class, method->ast);
	for (uint32_t i = 0; i < body->statements.n; i++)
		nodes[i + 1] = body->statements.nodes[i];
	body->statements.nodes = nodes;
	body->statements.n++;
	unit->end = body;
	return true;
}

/* The frame's part: what was returned (yours), or V_SIGNAL. */
static struct value run(struct script_class *class, struct class_method *method, struct unit *unit,
			struct value self, const struct value *args, unsigned n)
{
	struct session *session = class->session;
	struct value before = session->this, outer = session->returned, result;
	struct value *values = alloca((n + 1) * sizeof(*values));
	struct sink nowhere = { drop };
	enum flow flow;

	for (unsigned i = 0; i < n; i++)
		values[i] = value_ref(args[i]);
	session->this = self.kind == V_UNSET ? VALUE_NULL : value_ref(self);
	session->returned = VALUE_NOTHING;
	session->try_depth++;
	flow = function_call_slots(session->scope, method->function, unit, NULL, values, n, &nowhere);
	session->try_depth--;
	value_put(&session->this, before);
	result = session->returned;
	session->returned = outer;
	if (flow == FLOW_NEXT)
		return result;
	value_unref(result);
	return signal_flow(session, flow);
}

/* A failure without an error: control leaves as session->flow says. */
static bool method_run(struct script_class *class, struct class_method *method, struct value self,
		       const struct value *args, unsigned n, struct value *ret, GError **error)
{
	struct unit *unit = scriptblock_of(method->function->block)->unit;
	struct value result;
	bool ok;

	if (!unit_ready(class, method, unit, error))
		return false;
	result = run(class, method, unit, self, args, n);
	if (result.kind == V_SIGNAL)
		return false;
	if (!method->type) {
		value_unref(result);
		return true;
	}
	ok = value_cast(class->session->scope, result.kind == V_NOTHING ? VALUE_NULL : result, method->type, ret,
			error);
	value_unref(result);
	return ok;
}

/* -- Static members ------------------------------------------------------------------------------- */

static struct value initial_value(struct script_class *class, struct class_property *property, bool *ok,
				  GError **error)
{
	struct session *session = class->session;
	struct value v, converted;

	if (!property->ast->value) {
		v = property->type ? value_default(property->type) : VALUE_NULL;
		return v.kind == V_NOTHING ? VALUE_NULL : v;
	}
	if (!property->initial)
		property->initial = prepare_expression(class->unit, property->ast->value);
	v = call_fits(session->scope, NULL)
		? property->initial->eval(property->initial, session->scope) : VALUE_SIGNAL;
	*ok = v.kind != V_SIGNAL;
	if (!*ok || !property->type)
		return v.kind == V_NOTHING ? VALUE_NULL : v;
	*ok = value_cast(session->scope, v, property->type, &converted, error);
	value_unref(v);
	return *ok ? converted : VALUE_NULL;
}

static bool run_static_constructor(struct script_class *class, GError **error)
{
	for (uint32_t i = 0; i < class->method_count; i++) {
		struct value ignored = VALUE_NOTHING;

		if (class->methods[i].ast->is_constructor)
			return method_run(class, &class->methods[i], VALUE_UNSET, NULL, 0, &ignored, error);
	}
	return true;
}

/* Static members get their values when the class is first used. */
static bool class_ready(struct script_class *class, GError **error)
{
	bool ok = true;

	if (class->ready)
		return true;
	class->ready = true;
	if (class_of_type(class->type.base) && !class_ready(class_of_type(class->type.base), error))
		return false;
	for (uint32_t i = 0; ok && i < class->property_count; i++)
		if (class->properties[i].ast->is_static)
			value_put(&class->properties[i].v,
				  initial_value(class, &class->properties[i], &ok, error));
	return ok && run_static_constructor(class, error);
}

static struct class_property *static_property(const struct type *type, struct symbol *name,
					      struct script_class **ret_class)
{
	const struct type_member *row = type_property(type, name, true);
	uint32_t at;

	*ret_class = row ? owner_of(type, row, property_rows, &at) : NULL;
	return *ret_class ? &(*ret_class)->properties[at] : NULL;
}

bool class_get_static(struct scope *scope, const struct type *type, struct symbol *name, struct value *ret)
{
	struct script_class *class;
	struct class_property *property;
	GError *error = NULL;

	if (!class_of_type(type))
		return false;
	property = static_property(type, name, &class);
	if (!property)
		return false;
	if (!class_ready(class, &error)) {
		*ret = error ? raise_value(scope, NULL, error) : VALUE_SIGNAL;
		return true;
	}
	*ret = value_ref(property->v);
	return true;
}

static const struct fault no_static = {
	"PropertyNotFound", "System.Management.Automation.RuntimeException", CATEGORY_INVALID_OPERATION, NULL };
static const struct fault set_failed = {
	"ExceptionWhenSetting", "System.Management.Automation.SetValueInvocationException",
	CATEGORY_NOT_SPECIFIED, NULL };

/* Converted and checked: what may be put into the property. Yours. */
static bool property_accepts(struct script_class *class, struct class_property *property, struct value to,
			     struct value *ret, GError **error)
{
	struct scope *scope = class->session->scope;
	g_autoptr(GError) inner = NULL;
	struct value v = to.kind == V_NOTHING ? VALUE_NULL : value_ref(to);

	if (v.kind >= V_I8 && v.kind <= V_F64)
		v.aux = 0;
	if (property->type && property->type != &type_object) {
		struct value converted = VALUE_NULL;
		bool ok = value_cast(scope, v, property->type, &converted, &inner);

		value_unref(v);
		v = ok ? converted : VALUE_NULL;
	}
	if (!inner && checks_run(property->checks, property->check_count, scope, &v, &inner)) {
		*ret = v;
		return true;
	}
	value_unref(v);
	fault_set(error, &set_failed, to, "Exception setting \"%s\": \"%s\"", property->ast->spelled->data,
		  inner ? inner->message : "");
	if (inner)
		fault_inner(error, fault_data(inner) && fault_data(inner)->fault
			    ? fault_data(inner)->fault->exception : "System.Management.Automation.RuntimeException",
			    "%s", inner->message);
	return false;
}

bool class_set_static(struct scope *scope, const struct type *type, struct symbol *name, struct value to,
		      GError **error)
{
	struct script_class *class;
	struct class_property *property = class_of_type(type) ? static_property(type, name, &class) : NULL;
	struct value v;

	if (!property) {
		fault_set(error, &no_static, VALUE_NULL, "The property '%s' cannot be found on this object. Verify "
			  "that the property exists and can be set.", symbol_name(name));
		return false;
	}
	if (!class_ready(class, error) || !property_accepts(class, property, to, &v, error))
		return false;
	value_put(&property->v, v);
	return true;
}

/* -- Properties of objects ---------------------------------------------------------------------------- */

static struct class_property *property_of(struct script_class *class, struct symbol *name,
					  struct script_class **ret_owner)
{
	const struct type_member *row = type_property(&class->type, name, false);
	uint32_t at;

	*ret_owner = row ? owner_of(&class->type, row, property_rows, &at) : NULL;
	return *ret_owner ? &(*ret_owner)->properties[at] : NULL;
}

bool class_set_property(struct scope *scope, struct object *object, int slot, struct value to,
			GError **error)
{
	struct script_class *class = class_of_type(object->shape->type), *owner = NULL;
	struct shape_member *member = &object->shape->members[slot];
	struct class_property *property = class && member->kind == MEMBER_PROPERTY
		? property_of(class, member->symbol, &owner) : NULL;
	struct value v;

	if (!property) {
		value_put(&object->slots[slot], to.kind == V_NOTHING ? VALUE_NULL : value_ref(to));
		return true;
	}
	if (!property_accepts(owner, property, to, &v, error))
		return false;
	value_put(&object->slots[slot], v);
	return true;
}

bool class_row_get(struct type_call *call, struct value self, const struct value *args, unsigned n,
		   struct value *ret, GError **error)
{
	uint32_t at;
	struct script_class *class = owner_of(call->type, call->member, property_rows, &at);

	if (class && class->properties[at].ast->is_static) {
		if (!class_ready(class, error))
			return false;
		*ret = value_ref(class->properties[at].v);
	} else if (class && self.kind == V_OBJECT) {
		*ret = object_get(self.u.object, class->properties[at].ast->spelled->data);
	}
	return true;
}

bool class_row_set(struct type_call *call, struct value self, const struct value *args, unsigned n,
		   struct value *ret, GError **error)
{
	uint32_t at;
	struct script_class *class = owner_of(call->type, call->member, property_rows, &at);
	struct value v;

	if (!class || !property_accepts(class, &class->properties[at], args[0], &v, error))
		return false;
	if (class->properties[at].ast->is_static)
		value_put(&class->properties[at].v, v);
	else
		object_set(self.u.object, class->properties[at].ast->spelled->data, v);
	return true;
}

/* -- Objects made ------------------------------------------------------------------------------------------ */

/* The properties of a class and its bases, the derived first, as reflection lists them. */
static bool add_properties(struct script_class *class, struct object *object, GError **error)
{
	bool ok = true;

	for (; ok && class; class = class_of_type(class->type.base))
		for (uint32_t i = 0; ok && i < class->property_count; i++) {
			struct class_property *property = &class->properties[i];
			struct value v;

			if (property->ast->is_static || shape_slot(object->shape, property->ast->name) >= 0)
				continue;
			v = initial_value(class, property, &ok, error);
			object_add(object, property->ast->spelled, MEMBER_PROPERTY,
				   property->ast->is_hidden ? MEMBER_HIDDEN : 0, ok ? v : VALUE_NULL);
		}
	return ok;
}

/* What a .NET base brings: an exception's message. */
static bool add_native_base(struct script_class *class, struct object *object, const struct value *args,
			    unsigned n, GError **error)
{
	const struct type *base = class->type.base;
	value_auto made = VALUE_UNSET;

	while (class_of_type(base))
		base = base->base;
	if (!(class->type.flags & TYPE_IS_EXCEPTION))
		return true;
	if (!type_construct(base, args, n, &class->session->host, &made, error))
		return false;
	if (!n && base == &type_exception) {
		object_set(object, "Message", value_str(str_printf("Exception of type '%s' was thrown.",
								   class->type.name)));
		return true;
	}
	for (uint32_t i = 0; made.kind == V_OBJECT && i < made.u.object->shape->n; i++)
		object_set(object, made.u.object->shape->members[i].name->data,
			   value_ref(made.u.object->slots[i]));
	return true;
}

static bool make(const struct type *type, struct value *ret, GError **error)
{
	struct script_class *class = class_of_type(type);
	struct shape *shape = shape_empty(type);
	struct object *object = object_new(shape);

	shape_unref(shape);
	*ret = value_of(object);
	if (type->flags & TYPE_IS_EXCEPTION) {
		object_add(object, symbol_get("Message", -1)->name, MEMBER_PROPERTY, 0, value_text(""));
		object_add(object, symbol_get("InnerException", -1)->name, MEMBER_PROPERTY, 0, VALUE_NULL);
	}
	if (class_ready(class, error) && add_properties(class, object, error))
		return true;
	value_unref(*ret);
	*ret = VALUE_NOTHING;
	return false;
}

/* Runs a class's constructor for these arguments on an object already made. */
static bool construct_on(struct script_class *class, struct value self, const struct value *args, unsigned n,
			 GError **error);

/* The constructor that `: base(...)` names, or the one that is called unasked. */
static bool construct_base(struct script_class *class, struct value self, const struct value *args,
			   unsigned n, GError **error)
{
	struct script_class *base = class_of_type(class->type.base);

	if (base)
		return construct_on(base, self, args, n, error);
	return add_native_base(class_of_type(self.u.object->shape->type), self.u.object, args, n, error);
}

/* Rows that get an object make none. */
static bool construct_on(struct script_class *class, struct value self, const struct value *args, unsigned n,
			 GError **error)
{
	struct session *session = class->session;
	struct value ignored = VALUE_NOTHING;
	const struct type_overload *overload;
	bool ok;

	if (!class->constructor_count && !n)
		return construct_base(class, self, NULL, 0, error);
	overload = type_select(type_constructors(&class->type), args, n, error);
	if (!overload)
		return false;
	ok = type_call_member(overload, self, args, n, &session->host, &ignored, error);
	value_unref(ignored);
	return ok;
}

bool class_row_construct(struct type_call *call, struct value self, const struct value *args, unsigned n,
			 struct value *ret, GError **error)
{
	uint32_t at = 0;
	struct script_class *class = owner_of(call->type, call->member, constructor_rows, &at);
	struct value object = value_ref(self), ignored = VALUE_NOTHING;

	if (self.kind != V_OBJECT && !make(call->type, &object, error))
		return false;
	if (!method_run(class, &class->constructors[at], object, args, n, &ignored, error)) {
		value_unref(object);
		return false;
	}
	*ret = object;
	return true;
}

bool class_row_construct_default(struct type_call *call, struct value self, const struct value *args,
				 unsigned n, struct value *ret, GError **error)
{
	struct script_class *class = class_of_type(call->type);
	struct value object = value_ref(self);

	if (self.kind != V_OBJECT && !make(call->type, &object, error))
		return false;
	if (construct_base(class, object, NULL, 0, error)) {
		*ret = object;
		return true;
	}
	value_unref(object);
	return false;
}

struct base_call_node {
	struct node node;
	struct script_class *class;
	struct node **args;
	uint32_t n;
};

static enum flow exec_base_call(struct node *node, struct scope *scope, struct sink *out)
{
	struct base_call_node *call = (struct base_call_node *)node;
	struct value *args = g_newa0(struct value, call->n + 1);
	GError *error = NULL;
	uint32_t n = 0;
	bool ok;

	for (; n < call->n; n++) {
		args[n] = call->args[n]->eval(call->args[n], scope);
		if (args[n].kind == V_SIGNAL)
			break;
	}
	ok = n == call->n && construct_base(call->class, scope->session->this, args, n, &error);
	for (uint32_t i = 0; i < n; i++)
		value_unref(args[i]);
	if (ok)
		return FLOW_NEXT;
	return error ? raise_flow(scope, node, error) : scope->session->flow;
}

struct node *class_base_call(struct unit *unit, const struct script_class *class,
			     const struct ast_function_member *method)
{
	struct base_call_node *call = node_new(unit, sizeof(*call), &method->ast, eval_statement, exec_base_call);

	call->class = (struct script_class *)class;
	call->n = method->base_arg_count;
	call->args = unit_alloc(unit, (call->n + 1) * sizeof(*call->args));
	for (uint32_t i = 0; i < call->n; i++)
		call->args[i] = prepare_expression(unit, method->base_args[i]);
	return &call->node;
}

/* -- Calls -------------------------------------------------------------------------------------------------- */

bool class_row_call(struct type_call *call, struct value self, const struct value *args, unsigned n,
		    struct value *ret, GError **error)
{
	uint32_t at = 0;
	struct script_class *class = owner_of(call->type, call->member, method_rows, &at);

	return class_ready(class, error) &&
	       method_run(class, &class->methods[at], self, args, n, ret, error);
}

/* ([Base]$this).Method(): the base's, not the object's own. */
static const struct type *named_base(struct scope *scope, struct node *node)
{
	const struct ast *target = node && node->ast->kind == AST_INVOKE_MEMBER
		? ((const struct ast_member *)node->ast)->expression : NULL;
	struct ast *inner = target && target->kind == AST_PAREN
		? ast_pure_expression(ast_paren(target)->pipeline) : NULL;

	if (!inner || inner->kind != AST_CONVERT)
		return NULL;
	return resolve_type_name(scope->session, scope, ast_convert(inner)->type->type, NULL);
}

static struct value object_copy(struct object *object)
{
	struct object *copy = object_new(object->shape);

	for (uint32_t i = 0; i < object->shape->n; i++)
		copy->slots[i] = value_ref(object->slots[i]);
	return value_of(copy);
}

static void call_overload(struct scope *scope, struct node *node, const struct type_group *group,
			  struct value self, const struct value *args, unsigned n, struct value *ret)
{
	GError *error = NULL;
	const struct type_overload *overload = type_select(group, args, n, &error);

	*ret = VALUE_NOTHING;
	if (overload && type_call_member(overload, self, args, n, &scope->session->host, ret, &error))
		return;
	*ret = error ? raise_value(scope, node, error) : VALUE_SIGNAL;
}

bool class_invoke(struct scope *scope, struct node *node, struct value self, struct symbol *name,
		  const struct value *args, unsigned n, struct value *ret)
{
	struct script_class *class = self.kind == V_OBJECT ? class_of_type(self.u.object->shape->type) : NULL;
	const struct type_group *group;
	const struct type *base;

	if (!class)
		return false;
	if (!n && text_equal_nocase(symbol_name(name), "MemberwiseClone")) {
		*ret = object_copy(self.u.object);
		return true;
	}
	base = named_base(scope, node);
	if (!base || !type_is(&class->type, base))
		base = &class->type;
	group = type_methods(base, name, false);
	if (group)
		call_overload(scope, node, group, self, args, n, ret);
	return group != NULL;
}

bool class_invoke_static(struct scope *scope, struct node *node, const struct type *type,
			 struct symbol *name, const struct value *args, unsigned n, struct value *ret)
{
	const struct type_group *group;

	if (!class_of_type(type))
		return false;
	group = text_equal_nocase(symbol_name(name), "new") ? type_constructors(type)
							    : type_methods(type, name, true);
	if (group)
		call_overload(scope, node, group, VALUE_UNSET, args, n, ret);
	return group != NULL;
}

bool class_convert(struct scope *scope, struct value v, const struct type *type, struct value *ret,
		   GError **error)
{
	return false;
}

/* -- What lib asks of an object ------------------------------------------------------------------------------ */

/* A method called from below: its failure is the session's pending error, or forgotten. */
static struct value ask(struct value self, const char *name, const struct value *args, unsigned n)
{
	struct session *session = class_of_type(type_of(self))->session;
	const struct type_group *group = type_methods(type_of(self), symbol_get(name, -1), false);
	GError *error = NULL;
	const struct type_overload *overload = group ? type_select(group, args, n, &error) : NULL;
	struct value result = VALUE_NOTHING;

	if (overload && type_call_member(overload, self, args, n, &session->host, &result, &error))
		return result;
	if (!error && session->error)
		value_unref(value_of(error_take(session)));
	g_clear_error(&error);
	return VALUE_NOTHING;
}

bool class_has_tostring(struct value v)
{
	return type_of(v)->to_string == class_to_string;
}

struct string *class_to_string(struct value self)
{
	value_auto text = ask(self, "ToString", NULL, 0);

	return value_to_string(text, NULL);
}

bool class_equals(struct value a, struct value b)
{
	value_auto result = ask(a, "Equals", &b, 1);

	return value_truth(result);
}

int class_compare(struct value a, struct value b)
{
	value_auto result = ask(a, "CompareTo", &b, 1);
	int32_t order = 0;

	value_to_i32(result, &order, NULL);
	return order;
}
