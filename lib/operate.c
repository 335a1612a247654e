/*
 * The arithmetic operators. What the left operand is decides: numbers compute,
 * strings join or repeat, collections append or repeat, dictionaries merge; the
 * rest has the operators its .NET type defines.
 */
#include "config.h"

#include "lib/operate.h"

#include "lib/arith.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/decimal.h"
#include "lib/dict.h"
#include "lib/limits.h"

/* A result of more elements than this is refused. */

static const struct fault not_a_table = {
	"AddHashTableToNonHashTable", "System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION, NULL,
};
static const struct fault duplicate_key = {
	"System.ArgumentException", "System.ArgumentException", CATEGORY_OPERATION_STOPPED, NULL,
};
static const struct fault negative_times = {
	"System.ArgumentOutOfRangeException", "System.ArgumentOutOfRangeException",
	CATEGORY_OPERATION_STOPPED, NULL,
};
static const struct fault no_coercion = {
	"System.InvalidOperationException", "System.InvalidOperationException",
	CATEGORY_OPERATION_STOPPED, NULL,
};
static const struct fault bad_enum_cast = {
	"System.InvalidCastException",
	"System.InvalidCastException",
	CATEGORY_OPERATION_STOPPED,
	NULL,
};

/* -- Numbers ------------------------------------------------------------------ */

/* An enum on the left keeps its type when it meets an integer, and meets nothing else. */
static bool enum_numeric(enum operator op, struct value a, struct value b, struct value *ret,
			 GError **error)
{
	struct value number = { .kind = V_I32, .u.i = a.u.i };
	enum arith_class class = arith_common(number, b);

	if (class == ARITH_F64 || class == ARITH_DECIMAL) {
		fault_set(error, &bad_enum_cast, VALUE_NULL,
			  "Unable to cast object of type '%s' to type '%s'.", type_of(a)->name,
			  class == ARITH_F64 ? "System.Double" : "System.Decimal");
		return false;
	}
	if (!arith_apply(op, class, number, b, ret, error))
		return false;
	if (ret->kind == V_I32)
		*ret = value_enum(type_of(a), ret->u.i);
	return true;
}

static bool numeric(enum operator op, struct value a, struct value b, struct value *ret,
		    GError **error)
{
	value_auto number = VALUE_UNSET;

	if (value_is_null(b)) {
		b = value_i32(0);
	} else if (b.kind == V_STRING) {
		if (!arith_text_to_number(b, type_of(a), &number, error))
			return false;
		b = number;
	}
	if (!arith_is_operand(b) || b.kind == V_SWITCH)
		return operate_method(op, a, b, ret, error);
	if (a.kind == V_ENUM)
		return enum_numeric(op, a, b, ret, error);
	if (a.kind == V_BOOL && b.kind == V_DECIMAL) {
		fault_set(error, &no_coercion, VALUE_NULL,
			  "No coercion operator is defined between types 'System.Boolean' and "
			  "'System.Decimal'.");
		return false;
	}
	return arith_apply(op, arith_common(a, b), a, b, ret, error);
}

/* -, / and %: both sides become numbers. */
static bool numbers(enum operator op, struct value a, struct value b, struct value *ret,
		    GError **error)
{
	value_auto number = VALUE_UNSET;

	if (value_is_null(a)) {
		a = value_i32(0);
	} else if (a.kind == V_STRING) {
		if (!arith_text_to_number(a, value_is_null(b) ? NULL : type_of(b), &number, error))
			return false;
		a = number;
	}
	if (arith_is_operand(a) && a.kind != V_SWITCH)
		return numeric(op, a, b, ret, error);
	return operate_method(op, a, b, ret, error);
}

/* -- Strings and collections -------------------------------------------------- */

static bool concat(struct value a, struct value b, struct value *ret, GError **error)
{
	struct string *left = value_to_string(a, NULL), *right = value_to_string(b, NULL);
	bool good = limit_string((uint64_t)left->len + right->len, error);

	if (good)
		*ret = value_str(str_concat(left, right));
	str_unref(left);
	str_unref(right);
	return good;
}

static void put_all(GArray *items, struct value v)
{
	struct enumerator e;
	struct value item;

	enumerator_init(&e, v);
	while (enumerator_next(&e, &item, NULL))
		g_array_append_val(items, item);
	enumerator_clear(&e);
}

static struct value array_of_items(GArray *items)
{
	struct array *array = array_take((struct value *)items->data, items->len);

	g_array_free(items, TRUE);
	return value_of(array);
}

/* The common case, without a detour: an object[] and one value or another object[]. */
static bool append_plain(struct array *a, struct value b, struct value *ret)
{
	struct array *r;
	uint32_t more = 1;

	if (a->packed || a->dims)
		return false;
	if (b.kind == V_ARRAY) {
		if (b.u.array->packed || b.u.array->dims)
			return false;
		more = b.u.array->len;
	} else if (value_is_enumerable(b)) {
		return false;
	}
	r = array_new(NULL, a->len + more);
	for (uint32_t i = 0; i < a->len; i++)
		r->u.items[i] = value_ref(a->u.items[i]);
	if (b.kind == V_ARRAY)
		for (uint32_t i = 0; i < more; i++)
			r->u.items[a->len + i] = value_ref(b.u.array->u.items[i]);
	else
		r->u.items[a->len] = b.kind == V_UNSET ? VALUE_NULL : value_ref(b);
	*ret = value_of(r);
	return true;
}

/* How many elements a value adds to an array; of what is no array only the run knows. */
static uint64_t element_count(struct value v)
{
	return v.kind == V_ARRAY ? v.u.array->len : 1;
}

static bool append(struct value a, struct value b, struct value *ret, GError **error)
{
	GArray *items;

	if (!limit_array(element_count(a) + element_count(b), error))
		return false;

	if (a.kind == V_ARRAY && append_plain(a.u.array, b, ret))
		return true;
	items = g_array_new(FALSE, FALSE, sizeof(struct value));
	put_all(items, a);
	if (value_is_enumerable(b)) {
		put_all(items, b);
	} else {
		value_ref(b);
		g_array_append_val(items, b);
	}
	*ret = array_of_items(items);
	return true;
}

static bool merge(struct value a, struct value b, struct value *ret, GError **error)
{
	const struct dict_entry *entry;
	struct dict *r;

	if (b.kind != V_DICT || b.u.dict->style == DICT_SET) {
		fault_set(error, &not_a_table, VALUE_NULL,
			  "A hash table can only be added to another hash table.");
		return false;
	}
	r = dict_new(a.u.dict->style == DICT_ORDERED ? DICT_ORDERED : DICT_HASHTABLE, false);
	for (uint32_t at = 0; dict_next(a.u.dict, &at, &entry); )
		dict_set(r, value_ref(entry->key), value_ref(entry->value));
	for (uint32_t at = 0; dict_next(b.u.dict, &at, &entry); ) {
		if (dict_find(r, entry->key)) {
			struct string *key = value_to_display(entry->key);
			value_auto first = VALUE_NULL;

			for (uint32_t i = 0; dict_next(r, &i, &entry); )
				if (entry->key.kind == V_STRING &&
				    str_equal_nocase(entry->key.u.str, key))
					first = value_ref(entry->key);
			fault_set(error, &duplicate_key, VALUE_NULL,
				  "Item has already been added. Key in dictionary: '%s'  Key being "
				  "added: "
				  "'%s'",
				  first.kind == V_STRING ? first.u.str->data : key->data,
				  key->data);
			str_unref(key);
			value_unref(value_of(r));
			return false;
		}
		dict_set(r, value_ref(entry->key), value_ref(entry->value));
	}
	*ret = value_of(r);
	return true;
}

/* What is there already is copied behind itself. */
static void repeat_bytes(char *to, const char *bytes, size_t len, size_t times)
{
	size_t total = len * times, done = MIN(len, total);

	memcpy(to, bytes, done);
	for (; done < total; done += MIN(done, total - done))
		memcpy(to + done, to, MIN(done, total - done));
}

static bool repeat_text(struct value a, struct value b, struct value *ret, GError **error)
{
	struct string *text = a.u.str, *r;
	int32_t times;

	if (!value_to_i32(b, &times, error))
		return false;
	if (times < 0) {
		fault_set(error, &negative_times, VALUE_NULL,
			  "times ('%d') must be a non-negative value. (Parameter 'times')\n"
			  "Actual value was %d.", times, times);
		return false;
	}
	if (!limit_string((uint64_t)text->len * (uint32_t)times, error))
		return false;
	r = str_alloc((size_t)text->len * (uint32_t)times);
	repeat_bytes(r->data, text->data, text->len, times);
	*ret = value_str(str_finish(r, (size_t)text->len * (uint32_t)times));
	return true;
}

static bool repeat_items(struct value a, struct value b, struct value *ret, GError **error)
{
	value_auto times = VALUE_UNSET;
	GArray *items;
	guint n;

	if (!value_convert(b, &type_uint32, &times, error))
		return false;
	items = g_array_new(FALSE, FALSE, sizeof(struct value));
	put_all(items, a);
	n = items->len;
	if (times.u.u == 0) {
		for (guint i = 0; i < n; i++)
			value_unref(g_array_index(items, struct value, i));
		g_array_set_size(items, 0);
	} else if (!limit_array(n * times.u.u, error)) {
		value_unref(array_of_items(items));
		return false;
	}
	for (uint64_t k = 1; k < times.u.u && n > 0; k++)
		for (guint i = 0; i < n; i++) {
			struct value item = value_ref(g_array_index(items, struct value, i));

			g_array_append_val(items, item);
		}
	*ret = array_of_items(items);
	if (a.kind == V_ARRAY && a.u.array->element)
		ret->u.array->element = a.u.array->element;
	return true;
}

/* -- Operators ---------------------------------------------------------------- */

static bool add(struct value a, struct value b, struct value *ret, GError **error)
{
	if (value_is_null(a)) {
		*ret = value_is_null(b) ? VALUE_NULL : value_ref(b);
		return true;
	}
	if (a.kind == V_STRING || a.kind == V_CHAR)
		return concat(a, b, ret, error);
	if (arith_is_operand(a) && a.kind != V_SWITCH)
		return numeric(OP_ADD, a, b, ret, error);
	if (a.kind == V_DICT && a.u.dict->style != DICT_SET)
		return merge(a, b, ret, error);
	if (value_is_enumerable(a))
		return append(a, b, ret, error);
	return operate_method(OP_ADD, a, b, ret, error);
}

static bool multiply(struct value a, struct value b, struct value *ret, GError **error)
{
	if (value_is_null(a)) {
		*ret = VALUE_NULL;
		return true;
	}
	if (value_is_number(a) || a.kind == V_ENUM)
		return numeric(OP_MUL, a, b, ret, error);
	if (a.kind == V_STRING)
		return repeat_text(a, b, ret, error);
	if (value_is_enumerable(a))
		return repeat_items(a, b, ret, error);
	return operate_method(OP_MUL, a, b, ret, error);
}

bool value_operate(enum operator op, struct value a, struct value b, struct value *ret,
		   GError **error)
{
	if (a.kind == V_I32 && b.kind == V_I32 && op <= OP_REM)
		return arith_apply(op, ARITH_I32, a, b, ret, error);
	a = value_base(a);
	b = value_base(b);
	switch (op) {
	case OP_ADD:
		return add(a, b, ret, error);
	case OP_MUL:
		return multiply(a, b, ret, error);
	case OP_SUB:
	case OP_DIV:
	case OP_REM:
		return numbers(op, a, b, ret, error);
	default:
		return operate_bits(op, a, b, ret, error);
	}
}

bool value_negate(struct value v, struct value *ret, GError **error)
{
	value_auto number = VALUE_UNSET;

	v = value_base(v);
	if (v.kind == V_STRING) {
		if (!arith_text_to_number(v, NULL, &number, error))
			return false;
		v = number;
	}
	switch (v.kind) {
	case V_F32:
	case V_F64:
		*ret = (struct value){ .kind = v.kind, .u.f = -v.u.f };
		return true;
	case V_TIMESPAN:
		*ret = (struct value){ .kind = V_TIMESPAN, .u.i = (int64_t)-(uint64_t)v.u.i };
		return true;
	case V_DECIMAL: {
		struct dec d = decimal_get(v);

		d.negative = !d.negative;
		*ret = decimal_value(d);
		return true;
	}
	default:
		return value_operate(OP_SUB, value_i32(0), v, ret, error);
	}
}

bool value_plus(struct value v, struct value *ret, GError **error)
{
	return value_operate(OP_ADD, value_i32(0), v, ret, error);
}
