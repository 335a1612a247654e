/*
 * Members of values. The order: attached members, an object's slots, a
 * dictionary's keys, the type's own, Update-TypeData's; then collections are
 * asked element by element.
 */
#include "config.h"

#include "shell/member.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/object.h"
#include "lib/operate.h"
#include "lib/types/psobject_types.h"
#include "shell/class.h"
#include "shell/collector.h"
#include "shell/eval.h"
#include "shell/exception.h"
#include "shell/function.h"
#include "shell/member_method.h"
#include "shell/scriptblock.h"
#include "shell/typedata.h"

static const struct fault getter_failed = {
	"GetValueInvocationException", "System.Management.Automation.GetValueInvocationException",
	CATEGORY_NOT_SPECIFIED, NULL };

/* Runs a script property's getter with $this. */
static struct value run_getter(struct scope *scope, struct value block, struct value self)
{
	struct session *session = scope->session;
	struct value before = session->this;
	struct collector c;
	struct value result = VALUE_NULL;
	enum flow flow;

	session->this = value_ref(self);
	collector_init(&c);
	flow = unit_call(scope, block, NULL, NULL, NULL, 0, &c.sink);
	value_put(&session->this, before);
	if (flow == FLOW_NEXT)
		return collector_take(&c);
	collector_clear(&c);
	if (flow == FLOW_ERROR && session->error)
		value_unref(value_of(error_take(session)));
	return result;
}

static struct value slot_value(struct scope *scope, struct value self, struct object *members, int slot)
{
	const struct shape_member *member = &members->shape->members[slot];
	struct value v = members->slots[slot];
	value_auto getter = VALUE_UNSET;

	switch (member->kind) {
	case MEMBER_ALIAS: {
		struct string *name = value_to_string(v, NULL);
		struct value result = member_get(scope, self, symbol_of(name), NULL);

		str_unref(name);
		return result.kind == V_UNSET ? VALUE_NULL : result;
	}
	case MEMBER_SCRIPT:
		getter = v.kind == V_ARRAY ? array_get(v.u.array, 0) : value_ref(v);
		return run_getter(scope, getter, self);
	case MEMBER_METHOD:
		return VALUE_UNSET;
	default:
		return value_ref(v);
	}
}

static struct value type_value(struct scope *scope, struct value v, struct symbol *name, GError **error)
{
	const struct type *type = type_of(v);
	const struct type_member *property = type_property(type, name, false);
	struct type_call call = { .type = type, .member = property, .host = &scope->session->host };
	struct value result = VALUE_NULL;
	g_autoptr(GError) failed = NULL;

	if (type->member_get && type->member_get(value_base(v), name, &result))
		return result;
	if (!property) {
		result = typedata_get(scope, v, name);
		if (result.kind == V_UNSET && !value_is_null(v) && type_methods(type, name, false))
			return psmethod_new(&scope->session->host, v, name->name);
		return result;
	}
	if (property->get && property->get(&call, v, NULL, 0, &result, &failed))
		return result;
	if (failed)
		fault_set(error, &getter_failed, v, "Exception getting \"%s\": \"%s\"", symbol_name(name),
			  failed->message);
	return VALUE_NULL;
}

/* .Count and .Length of what has none: a scalar is one, null none. Strict mode knows it of objects only. */
static bool intrinsic_count(struct scope *scope, struct value v, struct symbol *name, struct value *ret)
{
	if (scope->strict >= 20 && type_of(v) != &type_pscustomobject)
		return false;
	if (!text_equal_nocase(symbol_name(name), "Count") && !text_equal_nocase(symbol_name(name), "Length"))
		return false;
	*ret = value_i32(value_is_null(v) ? 0 : 1);
	return true;
}

/* Elements that have the member give its values, unrolled. */
static struct value enumerate_members(struct scope *scope, struct value v, struct symbol *name)
{
	struct collector c;
	struct enumerator e;
	struct value item;

	collector_init(&c);
	enumerator_init(&e, v);
	while (enumerator_next(&e, &item, NULL)) {
		struct value got = member_get(scope, item, name, NULL);

		if (got.kind == V_UNSET && value_base(item).kind == V_OBJECT &&
		    value_base(item).u.object->shape->type == &type_pscustomobject)
			got = VALUE_NULL;
		if (got.kind != V_UNSET && value_is_enumerable(got))
			write_unrolled(scope, NULL, &c.sink, got);
		else if (got.kind != V_UNSET && got.kind != V_NOTHING)
			collector_add(&c, value_ref(got));
		value_unref(got);
		value_unref(item);
	}
	enumerator_clear(&e);
	if (c.n == 0)
		return VALUE_UNSET;
	return collector_take(&c);
}

static struct value object_member(struct scope *scope, struct value v, struct symbol *name)
{
	int slot = shape_slot(v.u.object->shape, name);

	return slot < 0 ? VALUE_UNSET : slot_value(scope, v, v.u.object, slot);
}

struct value member_get_typed(struct scope *scope, struct value v, struct symbol *name, GError **error)
{
	return value_is_null(value_base(v)) ? VALUE_UNSET : type_value(scope, value_base(v), name, error);
}

struct value member_get(struct scope *scope, struct value v, struct symbol *name, GError **error)
{
	struct value base = value_base(v), result = VALUE_UNSET;

	if (v.kind == V_BOXED) {
		struct object *members = ((struct boxed *)v.u.block)->members;
		int slot = shape_slot(members->shape, name);

		if (slot >= 0)
			return slot_value(scope, v, members, slot);
	}
	if (base.kind == V_OBJECT)
		result = object_member(scope, base, name);
	else if (base.kind == V_DICT && base.u.dict->style != DICT_SET) {
		struct value key = value_str(name->name);

		result = dict_get(base.u.dict, key);
	}
	if (result.kind != V_UNSET)
		return result;
	if (name == symbol_get("PSObject", 8))
		return member_psobject(scope, v);
	if (text_equal_nocase(symbol_name(name), "PSTypeNames")) {
		value_auto view = member_psobject(scope, v);

		return member_get(scope, view, symbol_get("TypeNames", 9), error);
	}
	if (name == symbol_get("PSBase", 6))
		return value_ref(base);
	if (!value_is_null(base))
		result = type_value(scope, base, name, error);
	if (result.kind != V_UNSET)
		return result;
	if (value_is_enumerable(base)) {
		result = enumerate_members(scope, base, name);
		if (result.kind != V_UNSET)
			return result;
		if (intrinsic_count(scope, base, name, &result) && base.kind == V_NATIVE)
			return result;
		return VALUE_UNSET;
	}
	intrinsic_count(scope, base, name, &result);
	return result;
}

/* -- Setting ---------------------------------------------------------------------------------- */

static const struct fault no_property = {
	"PropertyAssignmentException", "System.Management.Automation.SetValueInvocationException",
	CATEGORY_INVALID_OPERATION, NULL };
static const struct fault null_target = {
	"PropertyNotFound", "System.Management.Automation.RuntimeException", CATEGORY_INVALID_OPERATION, NULL };
static const struct fault set_failed = {
	"ExceptionWhenSetting", "System.Management.Automation.SetValueInvocationException",
	CATEGORY_NOT_SPECIFIED, NULL };
static const struct fault property_read_only = {
	"PropertyAssignmentException", "System.Management.Automation.SetValueInvocationException",
	CATEGORY_INVALID_OPERATION, NULL };

static bool run_setter(struct scope *scope, struct value member, struct value self, struct value to)
{
	struct session *session = scope->session;
	struct value before = session->this;
	value_auto setter = VALUE_UNSET;
	struct collector c;
	enum flow flow;

	if (member.kind != V_ARRAY || member.u.array->len < 2)
		return false;
	setter = array_get(member.u.array, 1);
	session->this = value_ref(self);
	collector_init(&c);
	flow = unit_call(scope, setter, NULL, NULL, &to, 1, &c.sink);
	collector_clear(&c);
	value_put(&session->this, before);
	return flow == FLOW_NEXT;
}

static bool set_slot(struct scope *scope, struct value self, struct object *members, int slot,
		     struct value to, GError **error)
{
	const struct shape_member *member = &members->shape->members[slot];

	switch (member->kind) {
	case MEMBER_ALIAS: {
		struct string *name = value_to_string(members->slots[slot], NULL);
		bool ok = member_set(scope, self, symbol_of(name), to, error);

		str_unref(name);
		return ok;
	}
	case MEMBER_SCRIPT:
		if (run_setter(scope, members->slots[slot], self, to))
			return true;
		fault_set(error, &set_failed, self, "Set accessor for property \"%s\" is unavailable.",
			  member->name->data);
		return false;
	default:
		if (member->flags & MEMBER_READONLY) {
			fault_set(error, &property_read_only, self, "'%s' is a ReadOnly property.",
				  member->name->data);
			return false;
		}
		if (members->shape->type && members->shape->type->flags & TYPE_IS_SCRIPT)
			return class_set_property(scope, members, slot, to, error);
		value_put(&members->slots[slot], to.kind == V_NOTHING ? VALUE_NULL : value_ref(to));
		if (members->slots[slot].kind >= V_I8 && members->slots[slot].kind <= V_F64)
			members->slots[slot].aux = 0;
		return true;
	}
}

static bool set_of_type(struct scope *scope, struct value v, struct symbol *name, struct value to,
			GError **error)
{
	const struct type *type = type_of(v);
	const struct type_member *property = type_property(type, name, false);
	g_autoptr(GError) failed = NULL;

	if (property && property->set) {
		if (type_set_property(type, property, v, to, &scope->session->host, &failed))
			return true;
		fault_set(error, &set_failed, v, "Exception setting \"%s\": \"%s\"", symbol_name(name),
			  failed ? failed->message : "");
		return false;
	}
	if (property) {
		fault_set(error, &property_read_only, v, "'%s' is a ReadOnly property.", symbol_name(name));
		return false;
	}
	if (type->member_set && type->member_set(v, name, to, error))
		return true;
	if (error && *error)
		return false;
	if (v.kind == V_OBJECT && type == &type_pscustomobject) {
		fault_set(error, &set_failed, v, "Exception setting \"%s\": \"The property '%s' cannot be found on "
			  "this object. Verify that the property exists and can be set.\"", symbol_name(name),
			  symbol_name(name));
		return false;
	}
	fault_set(error, &no_property, v, "The property '%s' cannot be found on this object. Verify that the "
		  "property exists and can be set.", symbol_name(name));
	return false;
}

bool member_set(struct scope *scope, struct value v, struct symbol *name, struct value to, GError **error)
{
	return member_set_spelled(scope, v, name, name->name, to, error);
}

bool member_set_spelled(struct scope *scope, struct value v, struct symbol *name, struct string *spelling,
			struct value to, GError **error)
{
	struct value base = value_base(v);
	struct object *added;
	int slot = -1;

	if (value_is_null(base)) {
		fault_set(error, &null_target, VALUE_NULL, "The property '%s' cannot be found on this object. "
			  "Verify that the property exists and can be set.", symbol_name(name));
		return false;
	}
	if (v.kind == V_BOXED) {
		struct object *members = ((struct boxed *)v.u.block)->members;

		slot = shape_slot(members->shape, name);
		if (slot >= 0)
			return set_slot(scope, v, members, slot, to, error);
	}
	if (base.kind == V_OBJECT) {
		slot = shape_slot(base.u.object->shape, name);
		if (slot >= 0)
			return set_slot(scope, base, base.u.object, slot, to, error);
	}
	if (base.kind == V_DICT && base.u.dict->style != DICT_SET)
		return member_index_set(scope, base, value_str(spelling), to, error);
	added = typedata_find(scope, v, name, &slot);
	if (added && (added->shape->members[slot].kind == MEMBER_SCRIPT ||
		      added->shape->members[slot].kind == MEMBER_ALIAS))
		return set_slot(scope, v, added, slot, to, error);
	return set_of_type(scope, base, name, to, error);
}

/* -- Static ---------------------------------------------------------------------------------- */

static const struct fault no_static = {
	"PropertyNotFound", "System.Management.Automation.RuntimeException", CATEGORY_INVALID_OPERATION, NULL };

struct value member_get_static(struct scope *scope, const struct type *type, struct symbol *name,
			       GError **error)
{
	const struct type_member *property = type_property(type, name, true);
	struct type_call call = { .type = type, .member = property, .host = &scope->session->host };
	struct value result = VALUE_NULL;
	int64_t number;

	if (type->flags & TYPE_IS_SCRIPT && class_get_static(scope, type, name, &result))
		return result;
	if (property && property->get(&call, VALUE_UNSET, NULL, 0, &result, error))
		return result;
	if (property)
		return VALUE_NULL;
	for (const struct type_enum_name *n = type->names; n && n->name; n++)
		if (text_equal_nocase(n->name, symbol_name(name))) {
			number = n->number;
			return value_enum(type, number);
		}
	if (type_methods(type, name, true) || (type->constructors && text_equal_nocase(symbol_name(name), "new")))
		return psmethod_static_new(&scope->session->host, type, name->name);
	return VALUE_UNSET;
}

bool member_set_static(struct scope *scope, const struct type *type, struct symbol *name, struct value to,
		       GError **error)
{
	const struct type_member *property = type_property(type, name, true);
	struct type_call call = { .type = type, .member = property, .host = &scope->session->host };
	struct value result = VALUE_NOTHING;

	if (type->flags & TYPE_IS_SCRIPT)
		return class_set_static(scope, type, name, to, error);
	if (property && property->set)
		return property->set(&call, VALUE_UNSET, &to, 1, &result, error);
	if (property) {
		fault_set(error, &property_read_only, VALUE_NULL, "'%s' is a ReadOnly property.",
			  symbol_name(name));
		return false;
	}
	fault_set(error, &no_static, VALUE_NULL, "The property '%s' cannot be found on this object. Verify that "
		  "the property exists and can be set.", symbol_name(name));
	return false;
}

/* -- Indexing ------------------------------------------------------------------------------------ */

bool member_index(struct scope *scope, struct value v, struct value index, struct value *ret, GError **error)
{
	return value_index(v, index, ret, error);
}

bool member_index_set(struct scope *scope, struct value v, struct value index, struct value to, GError **error)
{
	if (to.kind >= V_I8 && to.kind <= V_F64)
		to.aux = 0;
	return value_index_set(v, index, to, error);
}

/* -- All properties -------------------------------------------------------------------------------- */

struct each_data {
	struct scope *scope;
	struct value v;
	void (*visit)(struct string *name, struct value v, void *data);
	void *data;
};

/* A slot of an exception that holds what its type shows as a property of its own. */
static bool holds_property(const struct shape *shape, const struct shape_member *member)
{
	return shape->type && shape->type->flags & TYPE_IS_EXCEPTION &&
	       type_property(shape->type, symbol_of(member->name), false);
}

static void visit_slots(struct each_data *each, struct object *members)
{
	for (uint32_t i = 0; i < members->shape->n; i++) {
		const struct shape_member *member = &members->shape->members[i];
		struct value got;

		if (member->flags & MEMBER_HIDDEN || member->kind == MEMBER_METHOD ||
		    holds_property(members->shape, member))
			continue;
		got = slot_value(each->scope, each->v, members, i);
		each->visit(member->name, got, each->data);
		value_unref(got);
	}
}

static void visit_type_member(const struct type_member *member, void *data)
{
	struct each_data *each = data;
	struct value base = value_base(each->v);
	struct string *name;
	size_t len;
	const char *text = type_member_name(member, &len);
	struct value got;

	name = str_new(text, len);
	got = base.kind == V_OBJECT ? object_member(each->scope, base, symbol_of(name)) : VALUE_UNSET;
	if (got.kind == V_UNSET)
		got = type_value(each->scope, base, symbol_of(name), NULL);
	each->visit(name, got, each->data);
	value_unref(got);
	str_unref(name);
}

static void visit_adapted(struct string *name, void *data)
{
	struct each_data *each = data;
	struct value got = member_get(each->scope, each->v, symbol_of(name), NULL);

	each->visit(name, got.kind == V_UNSET ? VALUE_NULL : got, each->data);
	value_unref(got);
}

void member_each(struct scope *scope, struct value v,
		 void (*visit)(struct string *name, struct value v, void *data), void *data)
{
	struct each_data each = { scope, v, visit, data };
	struct value base = value_base(v);
	const struct type *type = type_of(base);

	if (base.kind == V_OBJECT)
		visit_slots(&each, base.u.object);
	if (type->flags & TYPE_IS_EXCEPTION)
		type_each_property(type, false, visit_type_member, &each);
	if (type->member_each)
		type->member_each(base, visit_adapted, &each);
	else if (!(base.kind == V_OBJECT && type->flags & TYPE_IS_SCRIPT) &&
		 !(type->flags & TYPE_IS_EXCEPTION) && type != &type_pscustomobject)
		type_each_property(type, false, visit_type_member, &each);
	if (v.kind == V_BOXED)
		visit_slots(&each, ((struct boxed *)v.u.block)->members);
	typedata_each(scope, v, visit, data);
}
