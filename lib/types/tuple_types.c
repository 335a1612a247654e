/*
 * Tuples: some values side by side, Item1 to Item7, equal when their values are.
 */
#include "config.h"

#include "lib/types/table.h"

#define MAX_ITEMS	7

struct tuple {
	struct native native;
	unsigned n;
	struct value items[MAX_ITEMS];
};

static struct tuple *tuple_of(struct value v)
{
	return (struct tuple *)value_base(v).u.native;
}

static void tuple_free(struct native *native)
{
	struct tuple *tuple = (struct tuple *)native;

	for (unsigned i = 0; i < tuple->n; i++)
		value_unref(tuple->items[i]);
}

static void tuple_traverse(struct native *native, void (*visit)(struct value, void *), void *data)
{
	struct tuple *tuple = (struct tuple *)native;

	for (unsigned i = 0; i < tuple->n; i++)
		visit(tuple->items[i], data);
}

static struct value tuple_new(const struct type *type, const struct value *items, unsigned n)
{
	struct tuple *tuple = native_new(type, sizeof(*tuple));

	for (tuple->n = 0; tuple->n < MIN(n, MAX_ITEMS); tuple->n++)
		tuple->items[tuple->n] = value_ref(items[tuple->n]);
	return value_of(tuple);
}

static struct string *tuple_text(struct value self)
{
	GString *out = g_string_new("(");

	for (unsigned i = 0; i < tuple_of(self)->n; i++) {
		struct string *text = value_to_display(tuple_of(self)->items[i]);

		g_string_append_printf(out, "%s%s", i ? ", " : "", text->data);
		str_unref(text);
	}
	g_string_append_c(out, ')');
	return str_from_gstring(out);
}

static bool tuple_equal(struct value a, struct value b)
{
	bool same = tuple_of(a)->n == tuple_of(b)->n;

	for (unsigned i = 0; same && i < tuple_of(a)->n; i++)
		same = value_same(tuple_of(a)->items[i], tuple_of(b)->items[i], true);
	return same;
}

static int tuple_compare(struct value a, struct value b)
{
	int order = 0;

	for (unsigned i = 0; !order && i < MIN(tuple_of(a)->n, tuple_of(b)->n); i++)
		if (!values_order(tuple_of(a)->items[i], tuple_of(b)->items[i], &order, NULL))
			order = 0;
	return order;
}

static struct value item_of(struct value self, unsigned i)
{
	return i < tuple_of(self)->n ? value_ref(tuple_of(self)->items[i]) : VALUE_NULL;
}

MEMBER_IS(tuple_item1, item_of(self, 0))
MEMBER_IS(tuple_item2, item_of(self, 1))
MEMBER_IS(tuple_item3, item_of(self, 2))
MEMBER_IS(tuple_item4, item_of(self, 3))
MEMBER_IS(tuple_item5, item_of(self, 4))
MEMBER_IS(tuple_item6, item_of(self, 5))
MEMBER_IS(tuple_item7, item_of(self, 6))
MEMBER_IS(tuple_to_string, value_str(tuple_text(self)))
MEMBER_IS(tuple_equals, value_bool(value_base(args[0]).kind == V_NATIVE && type_of(value_base(args[0])) == type_of(self) &&
				   tuple_equal(self, args[0])))
MEMBER_IS(tuple_construct, tuple_new(call->type, args, n))

static const struct type_member tuple_methods[] = {
	METHOD("bool Equals(System.Object obj)", tuple_equals),
	METHOD("string ToString()", tuple_to_string),
	END_OF_MEMBERS
};

#define ITEM(i)		PROPERTY("System.Object Item" #i " {get;}", tuple_item##i)
#define NEW1		"System.Object item1"
#define NEW2		NEW1 ", System.Object item2"
#define NEW3		NEW2 ", System.Object item3"
#define NEW4		NEW3 ", System.Object item4"
#define NEW5		NEW4 ", System.Object item5"
#define NEW6		NEW5 ", System.Object item6"
#define NEW7		NEW6 ", System.Object item7"

/* Tuple`n and ValueTuple`n: n properties, one constructor. */
#define TUPLE(n, new_items, ...)						\
	static const struct type_member tuple_properties##n[] = { __VA_ARGS__, END_OF_MEMBERS }; \
	static const struct type_member tuple_constructors##n[] = {		\
		CONSTRUCTOR("new(" new_items ")", tuple_construct), END_OF_MEMBERS };	\
	const struct type type_tuple##n = {					\
		.name = "System.Tuple`" #n, .kind = V_NATIVE, .flags = TYPE_IS_GENERIC, \
		.properties = tuple_properties##n, .methods = tuple_methods,	\
		.constructors = tuple_constructors##n, .free = tuple_free,	\
		.traverse = tuple_traverse, .to_string = tuple_text, .equals = tuple_equal, \
		.compare = tuple_compare,					\
	};									\
	const struct type type_value_tuple##n = {				\
		.name = "System.ValueTuple`" #n, .kind = V_NATIVE,		\
		.flags = TYPE_IS_GENERIC | TYPE_IS_VALUETYPE, .base = &type_valuetype, \
		.properties = tuple_properties##n, .methods = tuple_methods,	\
		.constructors = tuple_constructors##n, .free = tuple_free,	\
		.traverse = tuple_traverse, .to_string = tuple_text, .equals = tuple_equal, \
		.compare = tuple_compare,					\
	}

TYPE(type_tuple1);
TYPE(type_value_tuple1);
TUPLE(1, NEW1, ITEM(1));
TYPE(type_tuple2);
TYPE(type_value_tuple2);
TUPLE(2, NEW2, ITEM(1), ITEM(2));
TYPE(type_tuple3);
TYPE(type_value_tuple3);
TUPLE(3, NEW3, ITEM(1), ITEM(2), ITEM(3));
TYPE(type_tuple4);
TYPE(type_value_tuple4);
TUPLE(4, NEW4, ITEM(1), ITEM(2), ITEM(3), ITEM(4));
TYPE(type_tuple5);
TYPE(type_value_tuple5);
TUPLE(5, NEW5, ITEM(1), ITEM(2), ITEM(3), ITEM(4), ITEM(5));
TYPE(type_tuple6);
TYPE(type_value_tuple6);
TUPLE(6, NEW6, ITEM(1), ITEM(2), ITEM(3), ITEM(4), ITEM(5), ITEM(6));
TYPE(type_tuple7);
TYPE(type_value_tuple7);
TUPLE(7, NEW7, ITEM(1), ITEM(2), ITEM(3), ITEM(4), ITEM(5), ITEM(6), ITEM(7));

/* -- Tuple.Create() ------------------------------------------------------------------------------ */

/* The closed type follows from the values. */
static struct value create(const char *open, const struct value *args, unsigned n)
{
	g_autofree char *name = g_strdup_printf("%s`%u", open, n);
	const struct type *types[MAX_ITEMS];

	for (unsigned i = 0; i < n; i++)
		types[i] = value_is_null(args[i]) ? &type_object : type_of(args[i]);
	return tuple_new(type_generic(type_find(name, -1), types, n), args, n);
}

MEMBER_IS(tuple_create, create("System.Tuple", args, n))
MEMBER_IS(value_tuple_create, create("System.ValueTuple", args, n))

#define CREATORS(T, fn)								\
	STATIC(T " Create(" NEW1 ")", fn), STATIC(T " Create(" NEW2 ")", fn),	\
	STATIC(T " Create(" NEW3 ")", fn), STATIC(T " Create(" NEW4 ")", fn),	\
	STATIC(T " Create(" NEW5 ")", fn), STATIC(T " Create(" NEW6 ")", fn),	\
	STATIC(T " Create(" NEW7 ")", fn), END_OF_MEMBERS

static const struct type_member tuple_creators[] = { CREATORS("System.Object", tuple_create) };
static const struct type_member value_tuple_creators[] = { CREATORS("System.Object", value_tuple_create) };

TYPE(type_tuple);
const struct type type_tuple = {
	.name = "System.Tuple", .kind = V_NATIVE, .flags = TYPE_IS_STATIC, .methods = tuple_creators,
};

TYPE(type_value_tuple);
const struct type type_value_tuple = {
	.name = "System.ValueTuple", .kind = V_NATIVE, .flags = TYPE_IS_VALUETYPE,
	.base = &type_valuetype, .methods = value_tuple_creators,
};
