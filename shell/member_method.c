/*
 * Method calls and member nodes. Reading a property of an object caches its
 * shape and slot in the node.
 */
#include "config.h"

#include "shell/member_method.h"

#include <alloca.h>

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/object.h"
#include "lib/types/psobject_types.h"
#include "shell/class.h"
#include "shell/collector.h"
#include "shell/eval.h"
#include "shell/exception.h"
#include "shell/function.h"
#include "shell/intrinsic.h"
#include "shell/member.h"
#include "shell/scriptblock.h"
#include "shell/typedata.h"

#define KNOWN_ARGS 4	/* calls with more arguments are looked up each time */
#define KNOWN_MISSES 8

/*
 * What a call found the last time: values of the same type, called with arguments of the same kinds,
 * need not look for it again.
 */
struct known_call {
	const struct type *type;	/* NULL: nothing */
	const struct type_overload *overload;
	uint8_t kinds[KNOWN_ARGS];	/* of the arguments; V_UNSET: any */
	uint8_t misses;			/* times that nothing could be remembered */
};

struct member_node {
	struct node node;
	struct node *child;
	struct symbol *name;		/* NULL: `dynamic` gives it */
	struct node *dynamic;
	bool is_static;
	bool null_conditional;
	bool of_type;			/* after .psbase: the type's own members alone */
	uint64_t shape;			/* serial of the last object's shape, 0: none */
	int slot;
	/* calls */
	struct node **args;
	uint32_t n;
	struct type_name **type_args;	/* .Method[int](...) */
	uint32_t n_types;
	struct known_call known;
};

/* Whether a slot is just its value, for reading or writing. */
static bool plain_slot(const struct shape *shape, int slot, bool write)
{
	if (shape->members[slot].kind > MEMBER_NOTE)
		return false;
	return !write || (!(shape->members[slot].flags & MEMBER_READONLY) &&
			  !(shape->type && shape->type->flags & TYPE_IS_SCRIPT));
}

struct value member_psobject(struct scope *scope, struct value v)
{
	struct boxed *boxed;

	if (v.kind == V_BOXED || v.kind == V_OBJECT)
		return psobject_view_new(v);
	boxed = boxed_new(v);
	{
		value_auto box = value_of(boxed);

		return psobject_view_new(box);
	}
}

/* What names the member, when that is not written as a name. */
static struct value member_key(struct member_node *m, struct scope *scope)
{
	return m->name ? value_str(str_ref(m->name->name)) : m->dynamic->eval(m->dynamic, scope);
}

static struct symbol *key_symbol(struct scope *scope, struct value key)
{
	struct string *text;
	struct symbol *name;

	if (key.kind == V_SIGNAL)
		return NULL;
	text = value_to_text(scope, key, " ");
	name = symbol_of(text);
	str_unref(text);
	return name;
}

static struct symbol *member_name(struct member_node *m, struct scope *scope)
{
	value_auto key = VALUE_UNSET;

	if (m->name)
		return m->name;
	key = member_key(m, scope);
	return key_symbol(scope, key);
}

/* $table.5: a name that is no text is a key of a table as it stands. */
static bool keys_table(const struct member_node *m, struct value v, struct value key)
{
	struct value base = value_base(v);

	return !m->name && base.kind == V_DICT && base.u.dict->style != DICT_SET &&
	       key.kind != V_STRING && key.kind != V_SIGNAL && !value_is_null(key);
}

static const struct fault strict_missing = {
	"PropertyNotFoundStrict", "System.Management.Automation.PropertyNotFoundException",
	CATEGORY_NOT_SPECIFIED, NULL };

/* A symbol keeps the spelling that came first anywhere; the tree has this one. */
static struct string *spelling_of(const struct member_node *m, const struct symbol *name)
{
	const struct ast_member *ast = (const struct ast_member *)m->node.ast;

	return m->name ? ast_string(ast->member)->value : name->name;
}

static struct value missing(struct member_node *m, struct scope *scope, struct value v, struct symbol *name)
{
	GError *error = NULL;

	if (scope->strict < 20)
		return VALUE_NULL;
	fault_set(&error, &strict_missing, v, "The property '%s' cannot be found on this object. Verify that the "
		  "property exists.", spelling_of(m, name)->data);
	return raise_value(scope, &m->node, error);
}

static struct value get_slowly(struct member_node *m, struct scope *scope, struct value v)
{
	value_auto key = m->name ? VALUE_UNSET : member_key(m, scope);
	struct symbol *name = m->name ? m->name : key_symbol(scope, key);
	struct value result;
	GError *error = NULL;

	if (!name)
		return VALUE_SIGNAL;
	if (keys_table(m, v, key)) {
		result = dict_get(value_base(v).u.dict, value_base(key));
		if (result.kind != V_UNSET)
			return result;
	}
	if (v.kind == V_OBJECT && m->name) {
		int slot = shape_slot(v.u.object->shape, name);

		if (slot >= 0 && plain_slot(v.u.object->shape, slot, false)) {
			m->shape = v.u.object->shape->serial;
			m->slot = slot;
			return value_ref(v.u.object->slots[slot]);
		}
	}
	result = m->of_type ? member_get_typed(scope, v, name, &error) : member_get(scope, v, name, &error);
	if (error)
		return raise_value(scope, &m->node, error);
	return result.kind == V_UNSET ? missing(m, scope, v, name) : result;
}

static inline bool has_known_slot(const struct member_node *m, struct value v)
{
	return v.kind == V_OBJECT && v.u.object->shape->serial == m->shape;
}

static struct value eval_member(struct node *node, struct scope *scope)
{
	struct member_node *m = (struct member_node *)node;
	const struct value *place = node_place(m->child, scope);
	struct value v, result;

	if (place && has_known_slot(m, *place))
		return value_ref(place->u.object->slots[m->slot]);
	v = m->child->eval(m->child, scope);
	if (has_known_slot(m, v)) {
		result = value_ref(v.u.object->slots[m->slot]);
		value_unref(v);
		return result;
	}
	if (v.kind == V_SIGNAL)
		return v;
	if (m->null_conditional && value_is_null(v))
		return VALUE_NULL;
	result = get_slowly(m, scope, v);
	value_unref(v);
	return result;
}

static const struct fault no_static_type = {
	"PropertyNotFound", "System.Management.Automation.RuntimeException", CATEGORY_INVALID_OPERATION, NULL };

static struct value eval_static(struct node *node, struct scope *scope)
{
	struct member_node *m = (struct member_node *)node;
	struct value v = m->child->eval(m->child, scope), result;
	struct symbol *name;
	GError *error = NULL;
	const struct type *type;

	if (v.kind == V_SIGNAL)
		return v;
	name = member_name(m, scope);
	type = value_base(v).kind == V_TYPE ? value_base(v).u.type : type_of(v);
	result = name ? member_get_static(scope, type, name, &error) : VALUE_SIGNAL;
	value_unref(v);
	if (error)
		return raise_value(scope, node, error);
	if (result.kind != V_UNSET)
		return result;
	if (scope->strict < 20)
		return VALUE_NULL;
	fault_set(&error, &no_static_type, VALUE_NULL, "The property '%s' cannot be found on this object. Verify "
		  "that the property exists.", symbol_name(name));
	return raise_value(scope, node, error);
}

bool member_place(struct node *node, struct scope *scope, struct value *ret_target,
		  struct symbol **ret_name)
{
	struct member_node *m = (struct member_node *)node;

	*ret_target = node_value(m->child, scope);
	if (ret_target->kind == V_SIGNAL)
		return false;
	*ret_name = member_name(m, scope);
	if (*ret_name)
		return true;
	value_unref(*ret_target);
	return false;
}

static bool assign_static(struct member_node *m, struct scope *scope, struct value v)
{
	struct value target = m->child->eval(m->child, scope);
	struct symbol *name;
	GError *error = NULL;
	bool ok;

	if (target.kind == V_SIGNAL)
		return false;
	name = member_name(m, scope);
	ok = name && target.kind == V_TYPE && member_set_static(scope, target.u.type, name, v, &error);
	value_unref(target);
	if (!ok && name)
		raise_value(scope, &m->node, error);
	return ok;
}

/* $x.$name = v, with `v` taken over. */
static bool assign_dynamic(struct member_node *m, struct scope *scope, struct value v)
{
	value_auto target = m->child->eval(m->child, scope), key = VALUE_UNSET, to = v;
	struct symbol *name;
	GError *error = NULL;
	bool ok;

	if (target.kind == V_SIGNAL)
		return false;
	key = member_key(m, scope);
	name = key_symbol(scope, key);
	if (!name)
		return false;
	ok = keys_table(m, target, key) ? member_index_set(scope, target, key, to, &error)
					: member_set(scope, target, name, to, &error);
	if (!ok)
		raise_value(scope, &m->node, error);
	return ok;
}

static void put_slot(struct object *object, int slot, struct value v)
{
	if (v.kind >= V_I8 && v.kind <= V_F64)
		v.aux = 0;
	value_put(&object->slots[slot], v.kind == V_NOTHING ? VALUE_NULL : v);
}

/* Remembers where a plain slot is; a node that is assigned to is not read. */
static void know_slot(struct member_node *m, struct value target, const struct symbol *name)
{
	struct shape *shape = target.kind == V_OBJECT && m->name ? target.u.object->shape : NULL;
	int slot = shape ? shape_slot(shape, name) : -1;

	if (slot < 0 || !plain_slot(shape, slot, true))
		return;
	m->shape = shape->serial;
	m->slot = slot;
}

bool assign_member(struct node *node, struct scope *scope, struct value v)
{
	struct member_node *m = (struct member_node *)node;
	const struct value *place = node_place(m->child, scope);
	struct value target;
	struct symbol *name;
	GError *error = NULL;
	bool ok;

	if (place && has_known_slot(m, *place)) {
		put_slot(place->u.object, m->slot, v);
		return true;
	}
	if (m->is_static) {
		ok = assign_static(m, scope, v);
		value_unref(v);
		return ok;
	}
	if (!m->name)
		return assign_dynamic(m, scope, v);
	if (!member_place(node, scope, &target, &name)) {
		value_unref(v);
		return false;
	}
	if (has_known_slot(m, target)) {
		put_slot(target.u.object, m->slot, v);
		value_unref(target);
		return true;
	}
	know_slot(m, target, name);
	ok = member_set_spelled(scope, target, name, spelling_of(m, name), v, &error);
	value_unref(target);
	value_unref(v);
	if (!ok)
		raise_value(scope, node, error);
	return ok;
}

/* -- Calls -------------------------------------------------------------------------------------- */

static const struct fault on_null = {
	"InvokeMethodOnNull", "System.Management.Automation.RuntimeException", CATEGORY_INVALID_OPERATION, NULL };

/* A script method: $this is the object. */
static struct value call_script_method(struct scope *scope, struct node *node, struct value block,
				       struct value self, const struct value *args, unsigned n)
{
	struct session *session = scope->session;
	struct value before = session->this;
	struct collector c;
	enum flow flow;

	session->this = value_ref(self);
	collector_init(&c);
	flow = unit_call(scope, block, NULL, node, args, n, &c.sink);
	value_put(&session->this, before);
	if (flow == FLOW_NEXT)
		return collector_take(&c);
	collector_clear(&c);
	return signal_flow(session, flow);
}

static struct value attached_method(struct value v, struct symbol *name)
{
	struct value base = value_base(v);
	struct object *members = v.kind == V_BOXED ? ((struct boxed *)v.u.block)->members
			       : base.kind == V_OBJECT ? base.u.object : NULL;
	int slot = members ? shape_slot(members->shape, name) : -1;

	if (slot >= 0 && members->shape->members[slot].kind == MEMBER_METHOD)
		return members->slots[slot];
	return VALUE_UNSET;
}

/* A collection without the method: its elements are asked. */
static struct value call_each(struct scope *scope, struct node *node, struct value v, struct symbol *name,
			      const struct value *args, unsigned n)
{
	struct collector c;
	struct enumerator e;
	struct value item;
	bool ok = true;

	collector_init(&c);
	enumerator_init(&e, v);
	while (ok && enumerator_next(&e, &item, NULL)) {
		struct value got = member_invoke(scope, node, item, name, args, n);

		ok = got.kind != V_SIGNAL;
		if (ok)
			write_unrolled(scope, node, &c.sink, got);
		value_unref(got);
		value_unref(item);
	}
	enumerator_clear(&e);
	if (ok)
		return collector_take(&c);
	collector_clear(&c);
	return VALUE_SIGNAL;
}

static struct value call_type_method(struct scope *scope, struct node *node, struct value v,
				     struct symbol *name, const struct value *args, unsigned n)
{
	const struct type *type = type_of(v);
	struct value result = VALUE_NOTHING;
	GError *error = NULL;

	if (value_is_enumerable(v) && !type_methods(type, name, false)) {
		struct enumerator e;
		struct value item;
		bool any;

		enumerator_init(&e, v);
		any = enumerator_next(&e, &item, NULL);
		enumerator_clear(&e);
		if (any) {
			value_unref(item);
			return call_each(scope, node, v, name, args, n);
		}
	}
	if (type_invoke(type, v, symbol_name(name), args, n, &scope->session->host, &result, &error))
		return result;
	if (!error)
		return signal_flow(scope->session, scope->session->error ? FLOW_ERROR : scope->session->flow);
	return raise_value(scope, node, error);
}

/*
 * A method of a value's own type that nothing can stand before, by the exact kinds of its arguments:
 * a script class has its own rules, an object and a box may have members of their own, a script block
 * has the intrinsic ones.
 */
static void know_call(struct known_call *known, struct scope *scope, struct value v, struct symbol *name,
		      const struct value *args, unsigned n)
{
	const struct type_group *group;
	const struct type_overload *overload;

	known->type = NULL;
	known->misses++;
	if (value_is_null(v) || v.kind == V_BOXED || v.kind == V_OBJECT || v.kind == V_SCRIPTBLOCK ||
	    n > KNOWN_ARGS || scope->session->type_additions)
		return;
	group = type_methods(type_of(v), name, false);
	overload = group ? type_select(group, args, n, NULL) : NULL;
	if (!overload || !type_fits_exactly(group, overload, args, n, known->kinds))
		return;
	known->misses--;
	known->type = type_of(v);
	known->overload = overload;
}

static bool is_known(const struct known_call *known, const struct scope *scope, struct value v,
		     const struct value *args, unsigned n)
{
	if (!known->type || v.kind == V_BOXED || type_of(v) != known->type ||
	    scope->session->type_additions)
		return false;
	for (unsigned i = 0; i < n; i++)
		if (known->kinds[i] != V_UNSET && known->kinds[i] != args[i].kind)
			return false;
	return true;
}

static struct value invoke_known(struct member_node *m, struct scope *scope, struct value v,
				 const struct value *args, unsigned n)
{
	struct value result;
	GError *error = NULL;

	if (type_call_exact(m->known.overload, v, args, n, &scope->session->host, &result, &error))
		return result;
	if (!error)
		return signal_flow(scope->session, scope->session->error ? FLOW_ERROR : scope->session->flow);
	return raise_value(scope, &m->node, error);
}

static struct value invoke_method(struct member_node *m, struct scope *scope, struct value v,
				  struct symbol *name, const struct value *args, unsigned n)
{
	if (is_known(&m->known, scope, v, args, n))
		return invoke_known(m, scope, v, args, n);
	if (m->name && m->known.misses < KNOWN_MISSES)
		know_call(&m->known, scope, v, name, args, n);
	return member_invoke(scope, &m->node, v, name, args, n);
}

struct value member_invoke(struct scope *scope, struct node *node, struct value v, struct symbol *name,
			   const struct value *args, unsigned n)
{
	struct value base = value_base(v), method, result;
	GError *error = NULL;

	if (base.kind >= V_I8 && base.kind <= V_F64)
		base.aux = 0;		/* methods are of the number, not of how it was written */

	if (intrinsic_invoke(scope, node, v, name, args, n, &result))
		return result;
	method = attached_method(v, name);
	if (method.kind == V_UNSET)
		method = typedata_method(scope, v, name);
	if (method.kind != V_UNSET)
		return call_script_method(scope, node, method, v, args, n);
	if (value_is_null(base)) {
		fault_set(&error, &on_null, VALUE_NULL, "You cannot call a method on a null-valued expression.");
		return raise_value(scope, node, error);
	}
	if (class_invoke(scope, node, base, name, args, n, &result))
		return result;
	return call_type_method(scope, node, base, name, args, n);
}

struct value member_invoke_static(struct scope *scope, struct node *node, const struct type *type,
				  struct symbol *name, const struct value *args, unsigned n)
{
	struct value result = VALUE_NOTHING;
	GError *error = NULL;
	bool ok;

	if (class_invoke_static(scope, node, type, name, args, n, &result))
		return result;
	if (text_equal_nocase(symbol_name(name), "new"))
		ok = type_construct(type, args, n, &scope->session->host, &result, &error);
	else
		ok = type_invoke(type, VALUE_UNSET, symbol_name(name), args, n, &scope->session->host, &result,
				 &error);
	if (ok)
		return result;
	if (!error)
		return signal_flow(scope->session, scope->session->error ? FLOW_ERROR : scope->session->flow);
	return raise_value(scope, node, error);
}

/*
 * The type arguments of a call. A member that needs them is named "Name`1" and takes them as its first arguments;
 * others follow from their arguments alone, and do without.
 */
static bool type_arguments(struct member_node *m, struct scope *scope, struct value v, struct symbol **name,
			   struct value *ret, uint32_t *ret_n)
{
	const struct type *owner = m->is_static && value_base(v).kind == V_TYPE ? value_base(v).u.type : type_of(v);
	g_autofree char *text = g_strdup_printf("%s`%u", symbol_name(*name), m->n_types);
	struct symbol *generic = symbol_get(text, -1);
	GError *error = NULL;

	*ret_n = 0;
	if (!type_methods(owner, generic, m->is_static))
		return true;
	for (uint32_t i = 0; i < m->n_types; i++) {
		const struct type *type = resolve_type_name(scope->session, scope, m->type_args[i], &error);

		if (!type) {
			raise_value(scope, &m->node, error);
			return false;
		}
		ret[i] = value_type_object(type);
	}
	*ret_n = m->n_types;
	*name = generic;
	return true;
}

static struct value invoke_with(struct member_node *m, struct scope *scope, struct value v,
				struct symbol *name)
{
	struct value *args = alloca((m->n + m->n_types + 1) * sizeof(*args)), result;
	uint32_t n = 0, types = 0;

	if (m->n_types && !type_arguments(m, scope, v, &name, args, &types))
		return VALUE_SIGNAL;
	for (n = types; n < m->n + types;) {
		args[n] = node_value(m->args[n - types], scope);
		if (args[n].kind == V_SIGNAL)
			break;
		if (args[n].kind == V_NOTHING)
			args[n] = VALUE_NULL;
		if (args[n].kind >= V_I8 && args[n].kind <= V_F64)
			args[n].aux = 0;
		n++;
	}
	if (n < m->n + types)
		result = VALUE_SIGNAL;
	else if (m->is_static)
		result = member_invoke_static(scope, &m->node, value_base(v).kind == V_TYPE
					      ? value_base(v).u.type : type_of(v), name, args, n);
	else
		result = invoke_method(m, scope, v, name, args, n);
	for (uint32_t i = 0; i < n; i++)
		value_unref(args[i]);
	return result;
}

static struct value eval_invoke(struct node *node, struct scope *scope)
{
	struct member_node *m = (struct member_node *)node;
	struct value v = node_value(m->child, scope), result;
	struct symbol *name;

	if (v.kind == V_SIGNAL)
		return v;
	if (m->null_conditional && value_is_null(v))
		return VALUE_NULL;
	name = member_name(m, scope);
	result = name ? invoke_with(m, scope, v, name) : VALUE_SIGNAL;
	value_unref(v);
	return result;
}

/* $table.5 */
static bool is_number_name(const struct ast_string *name)
{
	return name->form == STRING_BARE && name->value->len > 0 && name->value->len < 10 &&
	       strspn(name->value->data, "0123456789") == name->value->len;
}

struct node *prepare_member(struct unit *unit, const struct ast *ast)
{
	const struct ast_member *a = (const struct ast_member *)ast;
	struct member_node *m = node_new(unit, sizeof(*m), ast, eval_member, exec_expression);

	m->child = prepare_expression(unit, a->expression);
	m->is_static = a->is_static;
	m->null_conditional = a->null_conditional;
	if (a->member->kind == AST_STRING && is_number_name(ast_string(a->member)))
		m->dynamic = prepare_constant(unit, a->member,
					      value_i32(atoi(ast_string(a->member)->value->data)));
	else if (a->member->kind == AST_STRING)
		m->name = symbol_of(ast_string(a->member)->value);
	else
		m->dynamic = prepare_expression(unit, a->member);
	if (a->expression->kind == AST_MEMBER && !a->is_static) {
		const struct ast *base = ((const struct ast_member *)a->expression)->member;

		m->of_type = base->kind == AST_STRING &&
			     text_equal_nocase(ast_string(base)->value->data, "psbase");
	}
	if (ast->kind == AST_MEMBER) {
		if (a->is_static)
			m->node.eval = eval_static;
		return &m->node;
	}
	m->node.eval = eval_invoke;
	m->type_args = ast_invoke_member(ast)->type_args;
	m->n_types = ast_invoke_member(ast)->type_arg_count;
	m->n = ast_invoke_member(ast)->arg_count;
	m->args = unit_alloc(unit, m->n * sizeof(struct node *));
	for (uint32_t i = 0; i < m->n; i++)
		m->args[i] = prepare_expression(unit, ast_invoke_member(ast)->args[i]);
	return &m->node;
}
