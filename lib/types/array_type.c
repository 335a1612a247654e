/*
 * Arrays: what each has, and the static methods of System.Array, which work in
 * place.
 */
#include "config.h"

#include "lib/limits.h"
#include "lib/types/entries.h"
#include "lib/types/sorting.h"
#include "lib/types/table.h"

static struct value at(const struct array *array, int64_t i)
{
	return array->packed ? value_int(V_U8, array->u.bytes[i]) : array->u.items[i];
}

static bool fixed_size(GError **error)
{
	fault_throw(error, NOT_SUPPORTED, "Collection was of a fixed size.");
	return false;
}

static int64_t find_item(const struct array *array, struct value item, int64_t from, int64_t end)
{
	for (int64_t i = from; i < end; i++)
		if (value_same(at(array, i), item, true))
			return i;
	return -1;
}

MEMBER_IS(array_length, value_i32(self.u.array->len))
MEMBER_IS(array_long_length, value_i64(self.u.array->len))
MEMBER_IS(array_rank, value_i32(self.u.array->dims ? self.u.array->dims[0] : 1))
MEMBER_IS(array_true, value_bool(true))
MEMBER_IS(array_false, value_bool(false))
MEMBER_IS(array_itself, value_ref(self))
MEMBER_IS(array_get_enumerator, iterator_new(self))
MEMBER_IS(array_contains, value_bool(find_item(self.u.array, args[0], 0, self.u.array->len) >= 0))
MEMBER_IS(array_own_index_of, value_i32(find_item(self.u.array, args[0], 0, self.u.array->len)))

MEMBER(array_fixed_size)
{
	return fixed_size(error);
}

MEMBER(array_length_of)
{
	const struct array *array = self.u.array;
	int64_t rank = array->dims ? array->dims[0] : 1;

	if (args[0].u.i < 0 || args[0].u.i >= rank) {
		fault_throw(error, "System.IndexOutOfRangeException",
			    "Index was outside the bounds of the array.");
		return false;
	}
	*ret = value_i32(array->dims ? array->dims[1 + args[0].u.i] : array->len);
	return true;
}

MEMBER_IS(array_lower_bound, value_i32(0))

MEMBER(array_upper_bound)
{
	if (!array_length_of(call, self, args, n, ret, error))
		return false;
	ret->u.i--;
	return true;
}

/* The place that one index for each dimension names, or -1. */
static int64_t place(const struct array *array, const struct value *indexes, unsigned n)
{
	int64_t where = 0;

	if (!array->dims)
		return n == 1 && indexes[0].u.i >= 0 && indexes[0].u.i < array->len ? indexes[0].u.i : -1;
	if (n != array->dims[0])
		return -1;
	for (unsigned i = 0; i < n; i++) {
		if (indexes[i].u.i < 0 || indexes[i].u.i >= array->dims[1 + i])
			return -1;
		where = where * array->dims[1 + i] + indexes[i].u.i;
	}
	return where;
}

static bool out_of_bounds(GError **error)
{
	fault_throw(error, "System.IndexOutOfRangeException", "Index was outside the bounds of the array.");
	return false;
}

MEMBER(array_get_value)
{
	int64_t where = place(self.u.array, args, n);

	if (where < 0)
		return out_of_bounds(error);
	*ret = array_get(self.u.array, where);
	return true;
}

MEMBER(array_set_value)
{
	int64_t where = place(self.u.array, args + 1, n - 1);
	struct value v;

	if (where < 0)
		return out_of_bounds(error);
	if (!self.u.array->element)
		v = value_ref(args[0]);
	else if (!value_convert(args[0], self.u.array->element, &v, error))
		return false;
	array_set(self.u.array, where, v);
	return true;
}

static struct array *array_copy(const struct array *array, int64_t from, int64_t len)
{
	struct array *copy = array_new(array->element, len);

	for (int64_t i = 0; i < len && from + i < array->len; i++)
		array_set(copy, i, array_get(array, from + i));
	if (array->dims)
		copy->dims = g_memdup2(array->dims, (array->dims[0] + 1) * sizeof(*array->dims));
	return copy;
}

MEMBER_IS(array_clone, value_of(array_copy(self.u.array, 0, self.u.array->len)))

static bool copy_range(struct array *from, int64_t at_from, struct array *to, int64_t at_to, int64_t len,
		       GError **error)
{
	g_autofree struct value *items = NULL;

	if (at_from < 0 || at_to < 0 || len < 0)
		return throw_range(error, len < 0 ? "length" : "sourceIndex");
	if (at_from + len > from->len) {
		fault_throw(error, ARGUMENT,
			    "Source array was not long enough. Check the source index, length, and the array's lower bounds. (Parameter 'sourceArray')");
		return false;
	}
	if (at_to + len > to->len) {
		fault_throw(error, ARGUMENT,
			    "Destination array was not long enough. Check the destination index, length, and the array's lower bounds. (Parameter 'destinationArray')");
		return false;
	}
	items = g_new0(struct value, len + 1);
	for (int64_t i = 0; i < len; i++) {
		items[i] = array_get(from, at_from + i);
		if (to->element && to->element != from->element) {
			struct value v;

			if (!value_convert(items[i], to->element, &v, error)) {
				for (; i >= 0; i--)
					value_unref(items[i]);
				return false;
			}
			value_put(&items[i], v);
		}
	}
	for (int64_t i = 0; i < len; i++)
		array_set(to, at_to + i, items[i]);
	return true;
}

MEMBER(array_copy_to)
{
	if (args[0].kind != V_ARRAY)
		return throw_null(error, "array");
	return copy_range(self.u.array, 0, args[0].u.array, args[1].u.i, self.u.array->len, error);
}

MEMBER(array_static_copy)
{
	bool with_indexes = n == 5;

	if (args[0].kind != V_ARRAY || args[with_indexes ? 2 : 1].kind != V_ARRAY)
		return throw_null(error, "sourceArray");
	if (with_indexes)
		return copy_range(args[0].u.array, args[1].u.i, args[2].u.array, args[3].u.i, args[4].u.i, error);
	return copy_range(args[0].u.array, 0, args[1].u.array, 0, args[2].u.i, error);
}

/* -- Static methods ------------------------------------------------------------------------------------ */

/* The range that the arguments from `first` on name; all of it without them. */
static bool range_arg(const struct value *args, unsigned n, unsigned first, int64_t *ret_from,
		      int64_t *ret_end, GError **error)
{
	int64_t len;

	if (args[0].kind != V_ARRAY)
		return throw_null(error, "array");
	len = args[0].u.array->len;
	*ret_from = n > first ? args[first].u.i : 0;
	*ret_end = n > first + 1 ? *ret_from + args[first + 1].u.i : len;
	if (*ret_from < 0 || *ret_from > len)
		return throw_range(error, "startIndex");
	if (*ret_end < *ret_from || *ret_end > len)
		return throw_range(error, "count");
	return true;
}

MEMBER(array_index_of)
{
	int64_t from, end;

	if (!range_arg(args, n, 2, &from, &end, error))
		return false;
	*ret = value_i32(find_item(args[0].u.array, args[1], from, end));
	return true;
}

MEMBER(array_last_index_of)
{
	*ret = value_i32(-1);
	if (args[0].kind != V_ARRAY)
		return throw_null(error, "array");
	for (int64_t i = (int64_t)args[0].u.array->len - 1; i >= 0; i--) {
		if (value_same(at(args[0].u.array, i), args[1], true)) {
			*ret = value_i32(i);
			return true;
		}
	}
	return true;
}

MEMBER(array_reverse)
{
	int64_t from, end;
	struct array *array;

	if (!range_arg(args, n, 1, &from, &end, error))
		return false;
	array = args[0].u.array;
	for (end--; from < end; from++, end--) {
		struct value a = array_get(array, from), b = array_get(array, end);

		array_set(array, from, b);
		array_set(array, end, a);
	}
	return true;
}

MEMBER(array_clear)
{
	struct array *blank;
	int64_t from, end;

	if (!range_arg(args, n, 1, &from, &end, error))
		return false;
	blank = array_new(args[0].u.array->element, 1);
	for (; from < end; from++)
		array_set(args[0].u.array, from, array_get(blank, 0));
	value_unref(value_of(blank));
	return true;
}

/* Unpacked copies of the items, sorted, put back; the same order for a second array. */
static bool sort_arrays(struct type_call *call, struct array *keys, struct array *items, int64_t from,
			int64_t len, struct value comparer, GError **error)
{
	g_autofree struct value *copy = g_new(struct value, 2 * len + 1);
	bool ok;

	for (int64_t i = 0; i < len; i++) {
		copy[i] = array_get(keys, from + i);
		copy[len + i] = items ? array_get(items, from + i) : VALUE_NULL;
	}
	ok = values_sort(call, copy, items ? copy + len : NULL, len, comparer, error);
	for (int64_t i = 0; i < len; i++) {
		array_set(keys, from + i, copy[i]);
		if (items)
			array_set(items, from + i, copy[len + i]);
	}
	return ok;
}

MEMBER(array_sort)
{
	struct value comparer = n > 1 && args[n - 1].kind != V_ARRAY && args[n - 1].kind != V_I32
				? args[n - 1] : VALUE_NULL;
	bool pair = n > 1 && args[1].kind == V_ARRAY;
	bool ranged = n >= 3 && args[1].kind == V_I32;

	if (args[0].kind != V_ARRAY)
		return throw_null(error, "array");
	if (ranged && (args[1].u.i < 0 || args[2].u.i < 0 || args[1].u.i + args[2].u.i > args[0].u.array->len))
		return throw_range(error, "length");
	if (pair && args[1].u.array->len < args[0].u.array->len) {
		fault_throw(error, ARGUMENT, "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.");
		return false;
	}
	return sort_arrays(call, args[0].u.array, pair ? args[1].u.array : NULL, ranged ? args[1].u.i : 0,
			   ranged ? args[2].u.i : args[0].u.array->len, comparer, error);
}

MEMBER(array_binary_search)
{
	int64_t low = 0, high;

	if (args[0].kind != V_ARRAY)
		return throw_null(error, "array");
	high = (int64_t)args[0].u.array->len - 1;
	while (low <= high) {
		int64_t middle = (low + high) / 2;
		int order;

		if (!values_order(at(args[0].u.array, middle), args[1], &order, error))
			return false;
		if (!order) {
			*ret = value_i32(middle);
			return true;
		}
		if (order < 0)
			low = middle + 1;
		else
			high = middle - 1;
	}
	*ret = value_i32(~low);
	return true;
}

MEMBER(array_resize)
{
	struct variable *variable = (struct variable *)args[0].u.block;
	struct value old = value_base(variable->v);

	if (args[1].u.i < 0)
		return throw_range(error, "newSize");
	if (old.kind == V_ARRAY)
		value_put(&variable->v, value_of(array_copy(old.u.array, 0, args[1].u.i)));
	else
		value_put(&variable->v, value_of(array_new(NULL, args[1].u.i)));
	return true;
}

/* Find and its relatives: walks by a predicate. */
enum find { FIND_FIRST, FIND_LAST, FIND_ALL, FIND_INDEX, FIND_LAST_INDEX, FIND_EXISTS, FIND_TRUE_FOR_ALL };

static bool find_by(struct type_call *call, const struct value *args, enum find find, struct value *ret,
		    GError **error)
{
	struct array *array = args[0].u.array;
	struct list *found = list_new(NULL, NULL);
	bool backward = find == FIND_LAST || find == FIND_LAST_INDEX, all_true = true;
	int64_t index = -1;

	for (int64_t i = 0; i < array->len; i++) {
		int64_t where = backward ? array->len - 1 - i : i;
		struct value item = at(array, where);
		value_auto answer = VALUE_UNSET;

		if (!delegate_call(call, args[1], &item, 1, &answer, error)) {
			value_unref(value_of(found));
			return false;
		}
		if (!value_truth(answer)) {
			all_true = false;
			continue;
		}
		index = index < 0 ? where : index;
		list_add(found, value_ref(item));
		if (find != FIND_ALL && find != FIND_TRUE_FOR_ALL)
			break;
	}
	switch (find) {
	case FIND_FIRST:
	case FIND_LAST:
		*ret = found->len ? value_ref(found->items[0]) : VALUE_NULL;
		break;
	case FIND_ALL:
		*ret = value_of(list_to_array(found));
		break;
	case FIND_EXISTS:
		*ret = value_bool(index >= 0);
		break;
	case FIND_TRUE_FOR_ALL:
		*ret = value_bool(all_true);
		break;
	default:
		*ret = value_i32(index);
	}
	value_unref(value_of(found));
	return true;
}

#define FINDER(name, find)						\
	MEMBER(name)							\
	{								\
		if (args[0].kind != V_ARRAY)				\
			return throw_null(error, "array");		\
		return find_by(call, args, find, ret, error);		\
	}

FINDER(array_find, FIND_FIRST)
FINDER(array_find_last, FIND_LAST)
FINDER(array_find_all, FIND_ALL)
FINDER(array_find_index, FIND_INDEX)
FINDER(array_find_last_index, FIND_LAST_INDEX)
FINDER(array_exists, FIND_EXISTS)
FINDER(array_true_for_all, FIND_TRUE_FOR_ALL)

MEMBER(array_for_each)
{
	for (uint32_t i = 0; args[0].kind == V_ARRAY && i < args[0].u.array->len; i++) {
		struct value item = at(args[0].u.array, i);
		value_auto ignored = VALUE_UNSET;

		if (!delegate_call(call, args[1], &item, 1, &ignored, error))
			return false;
	}
	return true;
}

/* -- Making ---------------------------------------------------------------------------------------------- */


static bool make_array(const struct type *element, const struct value *lengths, unsigned n,
		       struct value *ret, GError **error)
{
	int64_t total = 1;
	struct array *array;

	for (unsigned i = 0; i < n; i++) {
		if (lengths[i].u.i < 0) {
			fault_throw(error, "System.OverflowException",
				    "Arithmetic operation resulted in an overflow.");
			return false;
		}
		total *= lengths[i].u.i;
		if (total > ARRAY_MAX_ITEMS) {
			fault_throw(error, "System.OutOfMemoryException",
				    "Array dimensions exceeded supported range.");
			return false;
		}
	}
	array = array_new(element == &type_object ? NULL : element, total);
	if (n > 1) {
		array->dims = g_new(uint32_t, n + 1);
		array->dims[0] = n;
		for (unsigned i = 0; i < n; i++)
			array->dims[i + 1] = lengths[i].u.i;
	}
	*ret = value_of(array);
	return true;
}

static unsigned rank_of(const struct type *type)
{
	unsigned rank = 1;

	for (const char *p = strrchr(type->name, '['); p && *p; p++)
		rank += *p == ',';
	return rank;
}

MEMBER(array_construct)
{
	if (!call->type->element || rank_of(call->type) != n) {
		fault_throw(error, ARGUMENT, "The number of lengths is not that of the array's dimensions.");
		return false;
	}
	return make_array(call->type->element, args, n, ret, error);
}

MEMBER(array_create_instance)
{
	return make_array(args[0].u.type, args + 1, n - 1, ret, error);
}

static const struct type_member array_properties[] = {
	{ "int Count {get;}", array_length, NULL, 0 },
	PROPERTY("bool IsFixedSize {get;}", array_true),
	PROPERTY("bool IsReadOnly {get;}", array_false),
	PROPERTY("bool IsSynchronized {get;}", array_false),
	PROPERTY("int Length {get;}", array_length),
	PROPERTY("long LongLength {get;}", array_long_length),
	PROPERTY("int Rank {get;}", array_rank),
	PROPERTY("System.Object SyncRoot {get;}", array_itself),
	END_OF_MEMBERS
};

MEMBER_IS(array_empty_of, value_of(array_new(args[0].u.type, 0)))

MEMBER(array_fill)
{
	int64_t from = n > 2 ? args[2].u.i : 0, count;

	if (args[0].kind != V_ARRAY)
		return throw_null(error, "array");
	count = n > 3 ? args[3].u.i : args[0].u.array->len - from;
	if (from < 0 || count < 0 || from + count > args[0].u.array->len)
		return throw_range(error, "startIndex");
	for (int64_t i = from; i < from + count; i++) {
		struct value v = value_ref(args[1]);

		if (args[0].u.array->element && !value_convert(args[1], args[0].u.array->element, &v, error))
			return false;
		array_set(args[0].u.array, i, v);
	}
	return true;
}

MEMBER(array_convert_all)
{
	struct array *made;

	if (args[0].kind != V_ARRAY)
		return throw_null(error, "array");
	made = array_new(NULL, args[0].u.array->len);
	*ret = value_of(made);
	for (uint32_t i = 0; i < made->len; i++) {
		value_auto item = array_get(args[0].u.array, i);
		struct value answer = VALUE_NULL;

		if (!delegate_call(call, args[1], &item, 1, &answer, error)) {
			value_clear(ret);
			return false;
		}
		array_set(made, i, answer);
	}
	return true;
}

MEMBER(array_as_read_only)
{
	const struct type *element;
	struct list *list;

	if (args[0].kind != V_ARRAY)
		return throw_null(error, "array");
	element = args[0].u.array->packed ? &type_byte : args[0].u.array->element ? args[0].u.array->element : &type_object;
	list = list_new(type_generic(type_find("System.Collections.ObjectModel.ReadOnlyCollection`1", -1), &element, 1),
			element == &type_object ? NULL : element);
	for (uint32_t i = 0; i < args[0].u.array->len; i++)
		list_add(list, array_get(args[0].u.array, i));
	*ret = value_of(list);
	return true;
}

static const struct type_member array_methods[] = {
	STATIC("System.Object AsReadOnly(array array)", array_as_read_only),
	STATIC("System.Object[] ConvertAll(array array, System.Delegate converter)", array_convert_all),
	STATIC("void Fill(array array, System.Object value)", array_fill),
	STATIC("void Fill(array array, System.Object value, int startIndex, int count)", array_fill),
	METHOD("int Add(System.Object value)", array_fixed_size),
	METHOD("void Clear()", array_fixed_size),
	METHOD("System.Object Clone()", array_clone),
	METHOD("bool Contains(System.Object value)", array_contains),
	METHOD("void CopyTo(array array, int index)", array_copy_to),
	METHOD("System.Object Get(int index)", array_get_value),
	METHOD("System.Object Get(int index1, int index2)", array_get_value),
	METHOD("System.Collections.IEnumerator GetEnumerator()", array_get_enumerator),
	METHOD("int GetLength(int dimension)", array_length_of),
	METHOD("int GetLowerBound(int dimension)", array_lower_bound),
	METHOD("int GetUpperBound(int dimension)", array_upper_bound),
	METHOD("System.Object GetValue(int index)", array_get_value),
	METHOD("System.Object GetValue(int index1, int index2)", array_get_value),
	METHOD("int IndexOf(System.Object value)", array_own_index_of),
	METHOD("void Insert(int index, System.Object value)", array_fixed_size),
	METHOD("void Remove(System.Object value)", array_fixed_size),
	METHOD("void RemoveAt(int index)", array_fixed_size),
	METHOD("void SetValue(System.Object value, int index)", array_set_value),
	METHOD("void SetValue(System.Object value, int index1, int index2)", array_set_value),
	GENERIC_STATIC("array Empty`1(type T)", array_empty_of),
	STATIC("int BinarySearch(array array, System.Object value)", array_binary_search),
	STATIC("void Clear(array array)", array_clear),
	STATIC("void Clear(array array, int index, int length)", array_clear),
	STATIC("void Copy(array sourceArray, array destinationArray, int length)", array_static_copy),
	STATIC("void Copy(array sourceArray, int sourceIndex, array destinationArray, int destinationIndex, int length)", array_static_copy),
	STATIC("array CreateInstance(type elementType, int length)", array_create_instance),
	STATIC("array CreateInstance(type elementType, int length1, int length2)", array_create_instance),
	STATIC("bool Exists(array array, System.Delegate match)", array_exists),
	STATIC("System.Object Find(array array, System.Delegate match)", array_find),
	STATIC("System.Object[] FindAll(array array, System.Delegate match)", array_find_all),
	STATIC("int FindIndex(array array, System.Delegate match)", array_find_index),
	STATIC("System.Object FindLast(array array, System.Delegate match)", array_find_last),
	STATIC("int FindLastIndex(array array, System.Delegate match)", array_find_last_index),
	STATIC("void ForEach(array array, System.Delegate action)", array_for_each),
	STATIC("int IndexOf(array array, System.Object value)", array_index_of),
	STATIC("int IndexOf(array array, System.Object value, int startIndex)", array_index_of),
	STATIC("int IndexOf(array array, System.Object value, int startIndex, int count)", array_index_of),
	STATIC("int LastIndexOf(array array, System.Object value)", array_last_index_of),
	STATIC("void Resize(ref array array, int newSize)", array_resize),
	STATIC("void Reverse(array array)", array_reverse),
	STATIC("void Reverse(array array, int index, int length)", array_reverse),
	STATIC("void Sort(array array)", array_sort),
	STATIC("void Sort(array keys, array items)", array_sort),
	STATIC("void Sort(array array, System.Collections.IComparer comparer)", array_sort),
	STATIC("void Sort(array array, System.Delegate comparison)", array_sort),
	STATIC("void Sort(array array, int index, int length)", array_sort),
	STATIC("bool TrueForAll(array array, System.Delegate match)", array_true_for_all),
	END_OF_MEMBERS
};

static const struct type_member array_constructors[] = {
	CONSTRUCTOR("new(int length)", array_construct),
	CONSTRUCTOR("new(int length1, int length2)", array_construct),
	CONSTRUCTOR("new(int length1, int length2, int length3)", array_construct),
	END_OF_MEMBERS
};

static const struct type *const array_interfaces[] = {
	&type_icloneable, &type_ilist, &type_ilist_of, NULL
};

TYPE(type_array);
const struct type type_array = {
	.name = "System.Array", .alias = "array", .kind = V_ARRAY, .flags = TYPE_IS_ABSTRACT,
	.interfaces = array_interfaces, .properties = array_properties, .methods = array_methods,
	.constructors = array_constructors,
};
