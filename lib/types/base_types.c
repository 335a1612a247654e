/*
 * The roots: object, value types, void, the interfaces that tests and
 * parameters name, delegates, and the shell's own wrappers.
 */
#include "config.h"

#include "lib/types/table.h"

#include "lib/callable.h"
#include "lib/cmdlet.h"
#include "lib/heap.h"
#include "lib/object.h"

/* -- System.Object ------------------------------------------------------------------------ */

MEMBER(object_to_string)
{
	struct value base = value_base(self);

	/* A custom object has no text of its own; what shows it makes one of its properties. */
	if (base.kind == V_OBJECT && type_of(base) == &type_pscustomobject)
		*ret = value_str(str_empty());
	else
		*ret = value_str(value_to_display(self));
	return true;
}

MEMBER_IS(object_get_type, value_type_object(type_of(self)))
MEMBER_IS(object_hash_code, value_i32((int32_t)value_hash(self, true)))
MEMBER_IS(object_equals, value_bool(value_same(self, value_base(args[0]), true)))
MEMBER_IS(object_equals_two, value_bool(value_same(value_base(args[0]), value_base(args[1]), true)))

MEMBER(object_reference_equals)
{
	struct value a = value_base(args[0]), b = value_base(args[1]);

	*ret = value_bool(a.kind == b.kind && value_counted(a) && a.u.block == b.u.block);
	if (value_is_null(a) && value_is_null(b))
		*ret = value_bool(true);
	return true;
}

MEMBER(object_new_plain)
{
	struct shape *shape = shape_empty(&type_object);

	*ret = value_of(object_new(shape));
	shape_unref(shape);
	return true;
}

static const struct type_member object_methods[] = {
	METHOD("bool Equals(System.Object obj)", object_equals),
	METHOD("int GetHashCode()", object_hash_code),
	METHOD("type GetType()", object_get_type),
	METHOD("string ToString()", object_to_string),
	STATIC("bool Equals(System.Object objA, System.Object objB)", object_equals_two),
	STATIC("bool ReferenceEquals(System.Object objA, System.Object objB)", object_reference_equals),
	END_OF_MEMBERS
};

static const struct type_member object_constructors[] = {
	CONSTRUCTOR("new()", object_new_plain),
	END_OF_MEMBERS
};

TYPE(type_object);
const struct type type_object = {
	.name = "System.Object", .kind = V_OBJECT, .methods = object_methods,
	.constructors = object_constructors,
};

TYPE(type_valuetype);
const struct type type_valuetype = {
	.name = "System.ValueType", .kind = V_OBJECT, .flags = TYPE_IS_ABSTRACT,
};

TYPE(type_void);
const struct type type_void = {
	.name = "System.Void", .alias = "void", .kind = V_NULL, .flags = TYPE_IS_VALUETYPE,
};

TYPE(type_nullable);
const struct type type_nullable = {
	.name = "System.Nullable`1", .kind = V_OBJECT, .flags = TYPE_IS_GENERIC | TYPE_IS_VALUETYPE,
};

/* -- Interfaces ------------------------------------------------------------------------------ */

#define INTERFACE(symbol, text, ...)						\
	const struct type symbol = {						\
		.name = text, .kind = V_OBJECT, .flags = TYPE_IS_INTERFACE,	\
		.interfaces = (const struct type *const[]){ __VA_ARGS__ },	\
	}
#define GENERIC_INTERFACE(symbol, text, ...)					\
	const struct type symbol = {						\
		.name = text, .kind = V_OBJECT,					\
		.flags = TYPE_IS_INTERFACE | TYPE_IS_GENERIC,			\
		.interfaces = (const struct type *const[]){ __VA_ARGS__ },	\
	}

TYPE(type_ienumerable);
INTERFACE(type_ienumerable, "System.Collections.IEnumerable", NULL);
TYPE(type_ienumerator);
INTERFACE(type_ienumerator, "System.Collections.IEnumerator", NULL);
TYPE(type_icollection);
INTERFACE(type_icollection, "System.Collections.ICollection", &type_ienumerable, NULL);
TYPE(type_ilist);
INTERFACE(type_ilist, "System.Collections.IList", &type_icollection, NULL);
TYPE(type_idictionary);
INTERFACE(type_idictionary, "System.Collections.IDictionary", &type_icollection, NULL);
TYPE(type_icomparer);
INTERFACE(type_icomparer, "System.Collections.IComparer", NULL);
TYPE(type_iequalitycomparer);
INTERFACE(type_iequalitycomparer, "System.Collections.IEqualityComparer", NULL);
TYPE(type_icomparable);
INTERFACE(type_icomparable, "System.IComparable", NULL);
TYPE(type_iformatprovider);
INTERFACE(type_iformatprovider, "System.IFormatProvider", NULL);
TYPE(type_iformattable);
INTERFACE(type_iformattable, "System.IFormattable", NULL);
TYPE(type_iconvertible);
INTERFACE(type_iconvertible, "System.IConvertible", NULL);
TYPE(type_icloneable);
INTERFACE(type_icloneable, "System.ICloneable", NULL);
TYPE(type_idisposable);
INTERFACE(type_idisposable, "System.IDisposable", NULL);
TYPE(type_iequatable);
GENERIC_INTERFACE(type_iequatable, "System.IEquatable`1", NULL);
TYPE(type_icomparable_of);
GENERIC_INTERFACE(type_icomparable_of, "System.IComparable`1", NULL);
TYPE(type_icomparer_of);
GENERIC_INTERFACE(type_icomparer_of, "System.Collections.Generic.IComparer`1", NULL);
TYPE(type_iequalitycomparer_of);
GENERIC_INTERFACE(type_iequalitycomparer_of, "System.Collections.Generic.IEqualityComparer`1", NULL);
TYPE(type_ienumerable_of);
GENERIC_INTERFACE(type_ienumerable_of, "System.Collections.Generic.IEnumerable`1", &type_ienumerable, NULL);
TYPE(type_icollection_of);
GENERIC_INTERFACE(type_icollection_of, "System.Collections.Generic.ICollection`1",
		  &type_ienumerable_of, NULL);
TYPE(type_ilist_of);
GENERIC_INTERFACE(type_ilist_of, "System.Collections.Generic.IList`1", &type_icollection_of, NULL);
TYPE(type_idictionary_of);
GENERIC_INTERFACE(type_idictionary_of, "System.Collections.Generic.IDictionary`2", &type_ienumerable, NULL);

/* -- Delegates: a script block stands for each --------------------------------------------------- */

#define DELEGATE(symbol, text)							\
	const struct type symbol = {						\
		.name = text, .kind = V_OBJECT, .base = &type_delegate,		\
		.flags = TYPE_IS_GENERIC, .convert_from = delegate_from,	\
	}

/* Any script block is any delegate: what it takes and gives shows at the call. */
static bool delegate_from(struct value v, struct value *ret, GError **error)
{
	(void)error;
	v = value_base(v);
	if (v.kind != V_SCRIPTBLOCK)
		return false;
	*ret = value_ref(v);
	return true;
}

TYPE(type_delegate);
const struct type type_delegate = {
	.name = "System.Delegate", .kind = V_OBJECT, .flags = TYPE_IS_ABSTRACT,
	.convert_from = delegate_from,
};

TYPE(type_predicate);
DELEGATE(type_predicate, "System.Predicate`1");
TYPE(type_action);
DELEGATE(type_action, "System.Action`1");
TYPE(type_comparison);
DELEGATE(type_comparison, "System.Comparison`1");
TYPE(type_func2);
DELEGATE(type_func2, "System.Func`2");
TYPE(type_func3);
DELEGATE(type_func3, "System.Func`3");
TYPE(type_func1);
DELEGATE(type_func1, "System.Func`1");
TYPE(type_func4);
DELEGATE(type_func4, "System.Func`4");
TYPE(type_action2);
DELEGATE(type_action2, "System.Action`2");
TYPE(type_action3);
DELEGATE(type_action3, "System.Action`3");
TYPE(type_converter_delegate);
DELEGATE(type_converter_delegate, "System.Converter`2");
TYPE(type_plain_action);
const struct type type_plain_action = {
	.name = "System.Action", .kind = V_OBJECT, .base = &type_delegate, .convert_from = delegate_from,
};
TYPE(type_event_handler);
const struct type type_event_handler = {
	.name = "System.EventHandler", .kind = V_OBJECT, .base = &type_delegate,
	.convert_from = delegate_from,
};
TYPE(type_match_evaluator);
const struct type type_match_evaluator = {
	.name = "System.Text.RegularExpressions.MatchEvaluator", .kind = V_OBJECT,
	.base = &type_delegate, .convert_from = delegate_from,
};

/* -- [ref] --------------------------------------------------------------------------------------- */

MEMBER_IS(reference_value, value_ref(reference_get(self)))

MEMBER(reference_set_value)
{
	return reference_set(self, value_ref(args[0]), error);
}

static const struct type_member reference_properties[] = {
	SETTABLE("System.Object Value {get;set;}", reference_value, reference_set_value),
	END_OF_MEMBERS
};

TYPE(type_psreference);
const struct type type_psreference = {
	.name = "System.Management.Automation.PSReference", .alias = "ref", .kind = V_VARIABLE,
	.properties = reference_properties, .default_properties = "Value",
};

/* -- What tables share ----------------------------------------------------------------------------- */

struct value value_array(struct value *items, unsigned n)
{
	return value_of(array_take(items, n));
}

struct value value_string_array(struct string **items, unsigned n)
{
	struct array *array = array_new(&type_string, n);

	for (unsigned i = 0; i < n; i++)
		array_set(array, i, value_str(items[i]));
	return value_of(array);
}

/* Collects what a script block writes. */
struct collecting_sink {
	struct sink sink;
	GArray *items;
};

static enum flow collect_one(struct sink *sink, struct value v)
{
	struct value kept = value_ref(v);

	g_array_append_val(((struct collecting_sink *)sink)->items, kept);
	return FLOW_NEXT;
}

bool delegate_call(struct type_call *call, struct value block, const struct value *args, unsigned n,
		   struct value *ret, GError **error)
{
	struct collecting_sink out = { { collect_one }, g_array_new(FALSE, FALSE, sizeof(struct value)) };
	enum flow flow = block_call(call->host, block, args, n, &out.sink);
	struct value *items = (struct value *)out.items->data;

	if (flow == FLOW_ERROR) {
		fault_set_record(error, host_take_error(call->host));
		for (guint i = 0; i < out.items->len; i++)
			value_unref(items[i]);
	} else if (out.items->len == 1) {
		*ret = items[0];
	} else {
		*ret = out.items->len ? value_array(items, out.items->len) : VALUE_NULL;
	}
	g_array_unref(out.items);
	return flow != FLOW_ERROR;
}

bool values_order(struct value a, struct value b, int *ret, GError **error)
{
	bool no_a = value_is_null(a), no_b = value_is_null(b);

	if (no_a || no_b) {
		*ret = (int)no_b - (int)no_a;
		return true;
	}
	if (a.kind == V_STRING && b.kind == V_STRING) {
		*ret = str_compare_culture(a.u.str, b.u.str, false);
		return true;
	}
	if (a.kind == b.kind && a.kind == V_NATIVE && a.u.native->type->compare) {
		*ret = a.u.native->type->compare(a, b);
		return true;
	}
	if (a.kind == b.kind)
		return value_order(a, b, true, ret, error);
	fault_throw(error, INVALID_OPERATION, "Failed to compare two elements in the array.");
	return false;
}
