/*
 * Lists, queues and stacks: one growing array under several names. A stack
 * keeps its top at the end and is walked from there.
 */
#include "config.h"

#include "lib/types/entries.h"
#include "lib/types/sorting.h"
#include "lib/types/table.h"

#include "lib/type_rank.h"

static struct list *list_of(struct value v)
{
	return v.u.list;
}

static bool bad_index(GError **error, const char *text)
{
	fault_throw(error, ARGUMENT_RANGE, "%s (Parameter 'index')", text);
	return false;
}

static bool check_index(struct list *list, int64_t index, GError **error)
{
	if (index >= 0 && index < list->len)
		return true;
	return bad_index(error, "Index was out of range. Must be non-negative and less than the size of the collection.");
}

static int64_t find_item(const struct list *list, struct value item)
{
	for (uint32_t i = 0; i < list->len; i++)
		if (value_same(list->items[i], item, true))
			return i;
	return -1;
}

static bool add_all(struct list *list, struct value items, int64_t at, GError **error)
{
	struct enumerator e;
	struct value item;
	GError *failure = NULL;
	value_auto copy = VALUE_UNSET;

	if (value_is_null(items))
		return throw_null(error, "collection");
	if (items.kind == V_LIST && items.u.list == list)
		copy = value_of_rest(&type_object, list->items, list->len);
	enumerator_init(&e, copy.kind == V_UNSET ? items : copy);
	while (enumerator_next(&e, &item, &failure))
		list_insert(list, at++, item);
	enumerator_clear(&e);
	if (failure)
		g_propagate_error(error, failure);
	return !failure;
}

/* -- Members of lists -------------------------------------------------------------------------- */

MEMBER_IS(list_count, value_i32(list_of(self)->len))
MEMBER_IS(list_capacity, value_i32(list_of(self)->capacity))
MEMBER_IS(list_false, value_bool(false))
MEMBER_IS(list_itself, value_ref(self))
MEMBER_IS(list_contains, value_bool(find_item(list_of(self), args[0]) >= 0))
MEMBER_IS(list_index_of, value_i32(find_item(list_of(self), args[0])))
MEMBER_IS(list_get_enumerator, iterator_new(self))

MEMBER_IS(list_trim, VALUE_NOTHING)

MEMBER(list_set_capacity)
{
	if (args[0].u.i < list_of(self)->len)
		return throw_range(error, "value");
	return true;
}

MEMBER(list_add_item)
{
	list_add(list_of(self), value_ref(args[0]));
	return true;
}

MEMBER(list_add_counted)
{
	list_add(list_of(self), value_ref(args[0]));
	*ret = value_i32(list_of(self)->len - 1);
	return true;
}

MEMBER(list_add_range)
{
	return add_all(list_of(self), args[0], list_of(self)->len, error);
}

MEMBER(list_clear)
{
	list_remove(list_of(self), 0, list_of(self)->len);
	return true;
}

MEMBER(list_insert_item)
{
	if (args[0].u.i < 0 || args[0].u.i > list_of(self)->len)
		return bad_index(error, call->type == &type_arraylist
				 ? "Insertion index was out of range. Must be non-negative and less than or equal to size."
				 : "Index must be within the bounds of the List.");
	list_insert(list_of(self), args[0].u.i, value_ref(args[1]));
	return true;
}

MEMBER(list_insert_range)
{
	if (args[0].u.i < 0 || args[0].u.i > list_of(self)->len)
		return bad_index(error, "Index was out of range. Must be non-negative and less than or equal to the size of the collection.");
	return add_all(list_of(self), args[1], args[0].u.i, error);
}

static bool remove_item(struct list *list, struct value item)
{
	int64_t at = find_item(list, item);

	if (at < 0)
		return false;
	list_remove(list, at, 1);
	return true;
}

MEMBER_IS(list_remove_item, value_bool(remove_item(list_of(self), args[0])))

MEMBER(list_remove_quietly)
{
	remove_item(list_of(self), args[0]);
	return true;
}

MEMBER(list_remove_at)
{
	if (!check_index(list_of(self), args[0].u.i, error))
		return false;
	list_remove(list_of(self), args[0].u.i, 1);
	return true;
}

static bool check_range(struct list *list, int64_t index, int64_t count, GError **error)
{
	if (index < 0 || count < 0) {
		fault_throw(error, ARGUMENT_RANGE, "Non-negative number required. (Parameter '%s')",
			    index < 0 ? "index" : "count");
		return false;
	}
	if (index + count > list->len) {
		fault_throw(error, ARGUMENT,
			    "Offset and length were out of bounds for the array or count is greater than the number of elements from index to the end of the source collection.");
		return false;
	}
	return true;
}

MEMBER(list_remove_range)
{
	if (!check_range(list_of(self), args[0].u.i, args[1].u.i, error))
		return false;
	list_remove(list_of(self), args[0].u.i, args[1].u.i);
	return true;
}

MEMBER(list_get_range)
{
	struct list *list = list_of(self), *part;

	if (!check_range(list, args[0].u.i, args[1].u.i, error))
		return false;
	part = list_new(list->type, list->element);
	for (int64_t i = 0; i < args[1].u.i; i++)
		list_add(part, list_get(list, args[0].u.i + i));
	*ret = value_of(part);
	return true;
}

static struct value list_copy(struct list *list)
{
	struct list *copy = list_new(list->type, list->element);

	for (uint32_t i = 0; i < list->len; i++)
		list_add(copy, list_get(list, i));
	return value_of(copy);
}

MEMBER_IS(list_clone, list_copy(list_of(self)))

MEMBER(list_reverse)
{
	struct list *list = list_of(self);
	int64_t from = n ? args[0].u.i : 0, end = n ? from + args[1].u.i : list->len;

	if (!check_range(list, from, end - from, error))
		return false;
	for (end--; from < end; from++, end--) {
		struct value v = list->items[from];

		list->items[from] = list->items[end];
		list->items[end] = v;
	}
	list->stamp++;
	return true;
}

MEMBER(list_sort)
{
	struct list *list = list_of(self);

	list->stamp++;
	return values_sort(call, list->items, NULL, list->len, n ? args[n - 1] : VALUE_NULL, error);
}

MEMBER(list_to_new_array)
{
	struct list *list = list_of(self);

	*ret = value_of_rest(list->element ? list->element : &type_object, list->items, list->len);
	return true;
}

MEMBER(list_to_typed_array)
{
	value_auto items = value_of_rest(&type_object, list_of(self)->items, list_of(self)->len);

	return value_convert(items, type_array_of(args[0].u.type), ret, error);
}

MEMBER(list_copy_to)
{
	struct list *list = list_of(self);
	int64_t at = n > 1 ? args[1].u.i : 0;

	if (args[0].kind != V_ARRAY)
		return throw_null(error, "array");
	if (at < 0 || at + list->len > args[0].u.array->len) {
		fault_throw(error, ARGUMENT,
			    "Destination array was not long enough. Check the destination index, length, and the array's lower bounds. (Parameter 'destinationArray')");
		return false;
	}
	for (uint32_t i = 0; i < list->len; i++)
		array_set(args[0].u.array, at + i, list_get(list, i));
	return true;
}

MEMBER(list_get_item)
{
	if (!check_index(list_of(self), args[0].u.i, error))
		return false;
	*ret = list_get(list_of(self), args[0].u.i);
	return true;
}

MEMBER(list_set_item)
{
	if (!check_index(list_of(self), args[0].u.i, error))
		return false;
	list_set(list_of(self), args[0].u.i, value_ref(args[1]));
	return true;
}

MEMBER(list_binary_search)
{
	struct list *list = list_of(self);
	int64_t low = 0, high = (int64_t)list->len - 1;

	while (low <= high) {
		int64_t middle = (low + high) / 2;
		int order;

		if (!values_order(list->items[middle], args[0], &order, error))
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

/* -- By predicate ---------------------------------------------------------------------------------- */

/*
 * Asks the predicate of each item and calls visit() with the answer, until it
 * returns false. The list may be changed by the script: each step looks again.
 */
static bool each_answer(struct type_call *call, struct list *list, struct value block, bool backward,
			bool (*visit)(void *data, uint32_t at, bool answer), void *data, GError **error)
{
	for (uint32_t i = 0; i < list->len; i++) {
		uint32_t where = backward ? list->len - 1 - i : i;
		value_auto item = list_get(list, where);
		value_auto answer = VALUE_UNSET;

		if (!delegate_call(call, block, &item, 1, &answer, error))
			return false;
		if (!visit(data, where, value_truth(answer)))
			break;
	}
	return true;
}

static bool note_first(void *data, uint32_t at, bool answer)
{
	if (answer)
		*(int64_t *)data = at;
	return !answer;
}

static bool note_false(void *data, uint32_t at, bool answer)
{
	(void)at;
	*(bool *)data &= answer;
	return answer;
}

static bool note_each(void *data, uint32_t at, bool answer)
{
	if (answer)
		g_array_append_val((GArray *)data, at);
	return true;
}

static bool find_place(struct type_call *call, struct value self, struct value block, bool backward,
		       int64_t *ret, GError **error)
{
	*ret = -1;
	return each_answer(call, list_of(self), block, backward, note_first, ret, error);
}

static bool find_value(struct type_call *call, struct value self, struct value block, bool backward,
		       struct value *ret, GError **error)
{
	int64_t at;

	if (!find_place(call, self, block, backward, &at, error))
		return false;
	*ret = at >= 0 && at < list_of(self)->len ? list_get(list_of(self), at) : VALUE_NULL;
	if (at < 0 && list_of(self)->element && (list_of(self)->element->flags & TYPE_IS_VALUETYPE))
		*ret = value_default(list_of(self)->element);
	return true;
}

MEMBER(list_find)
{
	return find_value(call, self, args[0], false, ret, error);
}

MEMBER(list_find_last)
{
	return find_value(call, self, args[0], true, ret, error);
}

MEMBER(list_find_index)
{
	int64_t at;

	if (!find_place(call, self, args[0], false, &at, error))
		return false;
	*ret = value_i32(at);
	return true;
}

MEMBER(list_find_last_index)
{
	int64_t at;

	if (!find_place(call, self, args[0], true, &at, error))
		return false;
	*ret = value_i32(at);
	return true;
}

/* ConvertAll(converter): a list of what the converter gives. */
MEMBER(list_convert_all)
{
	struct list *made = list_new(type_find("System.Collections.Generic.List[System.Object]", -1), NULL);

	for (uint32_t i = 0; i < list_of(self)->len; i++) {
		value_auto item = list_get(list_of(self), i);
		struct value answer = VALUE_NULL;

		if (!delegate_call(call, args[0], &item, 1, &answer, error)) {
			value_unref(value_of(made));
			return false;
		}
		list_add(made, answer);
	}
	*ret = value_of(made);
	return true;
}

static int64_t find_backward(const struct list *list, struct value item)
{
	for (uint32_t i = list->len; i-- > 0;)
		if (value_same(list->items[i], item, true))
			return i;
	return -1;
}

MEMBER_IS(list_last_index_of, value_i32(find_backward(list_of(self), args[0])))

/* AsReadOnly(): a view in .NET, what the list holds now here. */
MEMBER(list_as_read_only)
{
	const struct type *element = call->type->element ? call->type->element : &type_object;
	struct list *made = list_new(type_generic(type_find("System.Collections.ObjectModel.ReadOnlyCollection`1", -1),
						  &element, 1), list_of(self)->element);

	for (uint32_t i = 0; i < list_of(self)->len; i++)
		list_add(made, list_get(list_of(self), i));
	*ret = value_of(made);
	return true;
}

MEMBER(list_exists)
{
	int64_t at;

	if (!find_place(call, self, args[0], false, &at, error))
		return false;
	*ret = value_bool(at >= 0);
	return true;
}

MEMBER(list_true_for_all)
{
	bool all = true;

	if (!each_answer(call, list_of(self), args[0], false, note_false, &all, error))
		return false;
	*ret = value_bool(all);
	return true;
}

MEMBER(list_find_all)
{
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	struct list *list = list_of(self), *found;

	if (!each_answer(call, list, args[0], false, note_each, places, error))
		return false;
	found = list_new(list->type, list->element);
	for (guint i = 0; i < places->len; i++)
		if (g_array_index(places, uint32_t, i) < list->len)
			list_add(found, list_get(list, g_array_index(places, uint32_t, i)));
	*ret = value_of(found);
	return true;
}

MEMBER(list_remove_all)
{
	g_autoptr(GArray) places = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	struct list *list = list_of(self);

	if (!each_answer(call, list, args[0], false, note_each, places, error))
		return false;
	for (guint i = places->len; i-- > 0;)
		if (g_array_index(places, uint32_t, i) < list->len)
			list_remove(list, g_array_index(places, uint32_t, i), 1);
	*ret = value_i32(places->len);
	return true;
}

static bool note_nothing(void *data, uint32_t at, bool answer)
{
	(void)data;
	(void)at;
	(void)answer;
	return true;
}

MEMBER(list_for_each)
{
	return each_answer(call, list_of(self), args[0], false, note_nothing, NULL, error);
}

/* -- Constructors ------------------------------------------------------------------------------------ */

/* The element type of the list type made, NULL for object. */
static struct list *make_list(const struct type *type)
{
	const struct type *element = type->element == &type_object ? NULL : type->element;

	return list_new(type == &type_arraylist ? NULL : type, element);
}

MEMBER_IS(list_new_empty, value_of(make_list(call->type)))

MEMBER(list_new_capacity)
{
	if (args[0].u.i < 0) {
		fault_throw(error, ARGUMENT_RANGE, "Non-negative number required. (Parameter 'capacity')");
		return false;
	}
	*ret = value_of(make_list(call->type));
	return true;
}

MEMBER(list_new_from)
{
	struct list *list = make_list(call->type);

	if (!add_all(list, args[0], 0, error)) {
		value_unref(value_of(list));
		return false;
	}
	*ret = value_of(list);
	return true;
}

/* -- Queues and stacks -------------------------------------------------------------------------------- */

static bool take(struct value self, bool last, bool remove, const char *message, struct value *ret,
		 GError **error)
{
	struct list *list = list_of(self);
	uint32_t at = last ? list->len - 1 : 0;

	if (!list->len) {
		fault_throw(error, INVALID_OPERATION, "%s", message);
		return false;
	}
	*ret = list_get(list, at);
	if (remove)
		list_remove(list, at, 1);
	return true;
}

MEMBER(queue_dequeue)
{
	return take(self, false, true, "Queue empty.", ret, error);
}

MEMBER(queue_peek)
{
	return take(self, false, false, "Queue empty.", ret, error);
}

MEMBER(stack_pop)
{
	return take(self, true, true, "Stack empty.", ret, error);
}

MEMBER(stack_peek)
{
	return take(self, true, false, "Stack empty.", ret, error);
}

static bool try_take(struct value self, const struct value *args, bool last, bool remove, struct value *ret)
{
	struct value v = VALUE_NULL;
	bool ok = list_of(self)->len && take(self, last, remove, "", &v, NULL);

	out_set(args[0], v);
	*ret = value_bool(ok);
	return true;
}

MEMBER(queue_try_dequeue)
{
	return try_take(self, args, false, true, ret);
}

MEMBER(queue_try_peek)
{
	return try_take(self, args, false, false, ret);
}

MEMBER(stack_try_pop)
{
	return try_take(self, args, true, true, ret);
}

MEMBER(stack_try_peek)
{
	return try_take(self, args, true, false, ret);
}

MEMBER(stack_to_array)
{
	struct list *list = list_of(self);
	g_autofree struct value *items = g_new(struct value, list->len + 1);

	for (uint32_t i = 0; i < list->len; i++)
		items[i] = list->items[list->len - 1 - i];
	*ret = value_of_rest(list->element ? list->element : &type_object, items, list->len);
	return true;
}

/* -- Tables --------------------------------------------------------------------------------------------- */

static const struct type_member list_properties[] = {
	SETTABLE("int Capacity {get;set;}", list_capacity, list_set_capacity),
	PROPERTY("int Count {get;}", list_count),
	{ "bool IsFixedSize {get;}", list_false, NULL, 0 },
	{ "bool IsReadOnly {get;}", list_false, NULL, 0 },
	{ "bool IsSynchronized {get;}", list_false, NULL, 0 },
	{ "System.Object SyncRoot {get;}", list_itself, NULL, 0 },
	END_OF_MEMBERS
};

static const struct type_member arraylist_methods[] = {
	METHOD("int Add(System.Object value)", list_add_counted),
	METHOD("void AddRange(System.Collections.ICollection c)", list_add_range),
	METHOD("int BinarySearch(System.Object value)", list_binary_search),
	METHOD("void Clear()", list_clear),
	METHOD("System.Object Clone()", list_clone),
	METHOD("bool Contains(System.Object item)", list_contains),
	METHOD("void CopyTo(array array)", list_copy_to),
	METHOD("void CopyTo(array array, int arrayIndex)", list_copy_to),
	METHOD("System.Collections.IEnumerator GetEnumerator()", list_get_enumerator),
	METHOD("System.Collections.ArrayList GetRange(int index, int count)", list_get_range),
	METHOD("int IndexOf(System.Object value)", list_index_of),
	METHOD("void Insert(int index, System.Object value)", list_insert_item),
	METHOD("void InsertRange(int index, System.Collections.ICollection c)", list_insert_range),
	PARAMETERIZED("System.Object Item(int index) {get;set;}", list_get_item, list_set_item),
	{ "System.Object get_Item(int index)", list_get_item, NULL, TYPE_HIDDEN_MEMBER },
	{ "void set_Item(int index, System.Object value)", list_set_item, NULL, TYPE_HIDDEN_MEMBER },
	METHOD("int LastIndexOf(System.Object value)", list_last_index_of),
	METHOD("void Remove(System.Object obj)", list_remove_quietly),
	METHOD("void RemoveAt(int index)", list_remove_at),
	METHOD("void RemoveRange(int index, int count)", list_remove_range),
	METHOD("void Reverse()", list_reverse),
	METHOD("void Reverse(int index, int count)", list_reverse),
	METHOD("void Sort()", list_sort),
	METHOD("void Sort(System.Collections.IComparer comparer)", list_sort),
	METHOD("System.Object[] ToArray()", list_to_new_array),
	METHOD("array ToArray(type type)", list_to_typed_array),
	METHOD("void TrimToSize()", list_trim),
	END_OF_MEMBERS
};

static const struct type_member arraylist_constructors[] = {
	CONSTRUCTOR("new()", list_new_empty),
	CONSTRUCTOR("new(int capacity)", list_new_capacity),
	CONSTRUCTOR("new(System.Collections.ICollection c)", list_new_from),
	END_OF_MEMBERS
};

static const struct type *const arraylist_interfaces[] = { &type_ilist, &type_icloneable, NULL };

TYPE(type_arraylist);
const struct type type_arraylist = {
	.name = "System.Collections.ArrayList", .kind = V_LIST, .interfaces = arraylist_interfaces,
	.properties = list_properties, .methods = arraylist_methods,
	.constructors = arraylist_constructors,
};

#define ITEMS	"System.Collections.Generic.IEnumerable[T] collection"

static const struct type_member list_methods[] = {
	METHOD("void Add(T item)", list_add_item),
	METHOD("void AddRange(" ITEMS ")", list_add_range),
	METHOD("int BinarySearch(T item)", list_binary_search),
	METHOD("void Clear()", list_clear),
	METHOD("bool Contains(T item)", list_contains),
	METHOD("void CopyTo(T[] array)", list_copy_to),
	METHOD("void CopyTo(T[] array, int arrayIndex)", list_copy_to),
	METHOD("bool Exists(System.Predicate[T] match)", list_exists),
	METHOD("T Find(System.Predicate[T] match)", list_find),
	METHOD("System.Object FindAll(System.Predicate[T] match)", list_find_all),
	METHOD("int FindIndex(System.Predicate[T] match)", list_find_index),
	METHOD("T FindLast(System.Predicate[T] match)", list_find_last),
	METHOD("int FindLastIndex(System.Predicate[T] match)", list_find_last_index),
	METHOD("void ForEach(System.Action[T] action)", list_for_each),
	METHOD("System.Collections.IEnumerator GetEnumerator()", list_get_enumerator),
	METHOD("System.Object GetRange(int index, int count)", list_get_range),
	METHOD("int IndexOf(T item)", list_index_of),
	METHOD("int LastIndexOf(T item)", list_last_index_of),
	METHOD("System.Object AsReadOnly()", list_as_read_only),
	METHOD("System.Object ConvertAll(System.Delegate converter)", list_convert_all),
	METHOD("void TrimExcess()", list_trim),
	METHOD("void Insert(int index, T item)", list_insert_item),
	METHOD("void InsertRange(int index, " ITEMS ")", list_insert_range),
	PARAMETERIZED("T Item(int index) {get;set;}", list_get_item, list_set_item),
	{ "T get_Item(int index)", list_get_item, NULL, TYPE_HIDDEN_MEMBER },
	{ "void set_Item(int index, T value)", list_set_item, NULL, TYPE_HIDDEN_MEMBER },
	METHOD("bool Remove(T item)", list_remove_item),
	METHOD("int RemoveAll(System.Predicate[T] match)", list_remove_all),
	METHOD("void RemoveAt(int index)", list_remove_at),
	METHOD("void RemoveRange(int index, int count)", list_remove_range),
	METHOD("void Reverse()", list_reverse),
	METHOD("void Reverse(int index, int count)", list_reverse),
	METHOD("void Sort()", list_sort),
	METHOD("void Sort(System.Collections.IComparer comparer)", list_sort),
	METHOD("void Sort(System.Comparison[T] comparison)", list_sort),
	METHOD("T[] ToArray()", list_to_new_array),
	METHOD("bool TrueForAll(System.Predicate[T] match)", list_true_for_all),
	END_OF_MEMBERS
};

static const struct type_member list_constructors[] = {
	CONSTRUCTOR("new()", list_new_empty),
	CONSTRUCTOR("new(int capacity)", list_new_capacity),
	CONSTRUCTOR("new(" ITEMS ")", list_new_from),
	END_OF_MEMBERS
};

static const struct type *const list_interfaces[] = { &type_ilist, &type_ilist_of, NULL };

TYPE(type_list);
const struct type type_list = {
	.name = "System.Collections.Generic.List`1", .kind = V_LIST, .flags = TYPE_IS_GENERIC,
	.interfaces = list_interfaces, .properties = list_properties, .methods = list_methods,
	.constructors = list_constructors,
};

static const struct type_member collection_properties[] = {
	PROPERTY("int Count {get;}", list_count),
	{ "bool IsFixedSize {get;}", list_false, NULL, 0 },
	{ "bool IsReadOnly {get;}", list_false, NULL, 0 },
	{ "bool IsSynchronized {get;}", list_false, NULL, 0 },
	{ "System.Object SyncRoot {get;}", list_itself, NULL, 0 },
	END_OF_MEMBERS
};

static const struct type_member collection_methods[] = {
	METHOD("void Add(T item)", list_add_item),
	METHOD("void Clear()", list_clear),
	METHOD("bool Contains(T item)", list_contains),
	METHOD("void CopyTo(T[] array, int index)", list_copy_to),
	METHOD("System.Collections.IEnumerator GetEnumerator()", list_get_enumerator),
	METHOD("int IndexOf(T item)", list_index_of),
	METHOD("void Insert(int index, T item)", list_insert_item),
	PARAMETERIZED("T Item(int index) {get;set;}", list_get_item, list_set_item),
	METHOD("bool Remove(T item)", list_remove_item),
	METHOD("void RemoveAt(int index)", list_remove_at),
	END_OF_MEMBERS
};

static const struct type_member collection_constructors[] = {
	CONSTRUCTOR("new()", list_new_empty),
	CONSTRUCTOR("new(System.Collections.Generic.IList[T] list)", list_new_from),
	END_OF_MEMBERS
};

TYPE(type_collection_of);
const struct type type_collection_of = {
	.name = "System.Collections.ObjectModel.Collection`1", .kind = V_LIST, .flags = TYPE_IS_GENERIC,
	.interfaces = list_interfaces, .properties = collection_properties,
	.methods = collection_methods, .constructors = collection_constructors,
};

/* -- Read-only and concurrent ----------------------------------------------------------------------- */

static const struct type_member readonly_methods[] = {
	METHOD("bool Contains(T value)", list_contains),
	METHOD("void CopyTo(T[] array, int index)", list_copy_to),
	METHOD("System.Collections.IEnumerator GetEnumerator()", list_get_enumerator),
	METHOD("int IndexOf(T value)", list_index_of),
	PARAMETERIZED("T Item(int index) {get;}", list_get_item, NULL),
	END_OF_MEMBERS
};

static const struct type_member readonly_properties[] = {
	PROPERTY("int Count {get;}", list_count),
	END_OF_MEMBERS
};

TYPE(type_readonly_collection);
const struct type type_readonly_collection = {
	.name = "System.Collections.ObjectModel.ReadOnlyCollection`1", .kind = V_LIST,
	.flags = TYPE_IS_GENERIC, .interfaces = list_interfaces, .properties = readonly_properties,
	.methods = readonly_methods, .constructors = collection_constructors,
};

MEMBER_IS(list_is_empty, value_bool(!list_of(self)->len))

static const struct type_member concurrent_properties[] = {
	PROPERTY("int Count {get;}", list_count),
	PROPERTY("bool IsEmpty {get;}", list_is_empty),
	END_OF_MEMBERS
};

static const struct type_member concurrent_constructors[] = {
	CONSTRUCTOR("new()", list_new_empty),
	CONSTRUCTOR("new(" ITEMS ")", list_new_from),
	END_OF_MEMBERS
};

static const struct type_member bag_methods[] = {
	METHOD("void Add(T item)", list_add_item),
	METHOD("void Clear()", list_clear),
	METHOD("void CopyTo(T[] array, int index)", list_copy_to),
	METHOD("System.Collections.IEnumerator GetEnumerator()", list_get_enumerator),
	METHOD("T[] ToArray()", stack_to_array),
	METHOD("bool TryPeek(out T result)", stack_try_peek),
	METHOD("bool TryTake(out T result)", stack_try_pop),
	END_OF_MEMBERS
};

static const struct type_member concurrent_queue_methods[] = {
	METHOD("void Clear()", list_clear),
	METHOD("void CopyTo(T[] array, int index)", list_copy_to),
	METHOD("void Enqueue(T item)", list_add_item),
	METHOD("System.Collections.IEnumerator GetEnumerator()", list_get_enumerator),
	METHOD("T[] ToArray()", list_to_new_array),
	METHOD("bool TryDequeue(out T result)", queue_try_dequeue),
	METHOD("bool TryPeek(out T result)", queue_try_peek),
	END_OF_MEMBERS
};

static const struct type_member concurrent_stack_methods[] = {
	METHOD("void Clear()", list_clear),
	METHOD("System.Collections.IEnumerator GetEnumerator()", list_get_enumerator),
	METHOD("void Push(T item)", list_add_item),
	METHOD("T[] ToArray()", stack_to_array),
	METHOD("bool TryPeek(out T result)", stack_try_peek),
	METHOD("bool TryPop(out T result)", stack_try_pop),
	END_OF_MEMBERS
};

#define CONCURRENT(symbol, full, own_methods, more)				\
	const struct type symbol = {						\
		.name = "System.Collections.Concurrent." full, .kind = V_LIST,	\
		.flags = TYPE_IS_GENERIC | (more), .interfaces = list_interfaces, \
		.properties = concurrent_properties, .methods = own_methods,	\
		.constructors = concurrent_constructors,			\
	}

TYPE(type_concurrent_bag);
CONCURRENT(type_concurrent_bag, "ConcurrentBag`1", bag_methods, TYPE_IS_REVERSED);
TYPE(type_concurrent_queue);
CONCURRENT(type_concurrent_queue, "ConcurrentQueue`1", concurrent_queue_methods, 0);
TYPE(type_concurrent_stack);
CONCURRENT(type_concurrent_stack, "ConcurrentStack`1", concurrent_stack_methods, TYPE_IS_REVERSED);

TYPE(type_observable_collection);
const struct type type_observable_collection = {
	.name = "System.Collections.ObjectModel.ObservableCollection`1", .kind = V_LIST,
	.flags = TYPE_IS_GENERIC, .base = &type_collection_of, .constructors = collection_constructors,
};

#define QUEUE_METHODS(T)								\
	METHOD("void Clear()", list_clear),						\
	METHOD("bool Contains(" T " item)", list_contains),				\
	METHOD("void CopyTo(array array, int index)", list_copy_to),			\
	METHOD(T " Dequeue()", queue_dequeue),						\
	METHOD("void Enqueue(" T " item)", list_add_item),				\
	METHOD("System.Collections.IEnumerator GetEnumerator()", list_get_enumerator),	\
	METHOD(T " Peek()", queue_peek),						\
	METHOD(T "[] ToArray()", list_to_new_array),					\
	METHOD("bool TryDequeue(out " T " result)", queue_try_dequeue),			\
	METHOD("bool TryPeek(out " T " result)", queue_try_peek)

#define STACK_METHODS(T)								\
	METHOD("void Clear()", list_clear),						\
	METHOD("bool Contains(" T " item)", list_contains),				\
	METHOD("System.Collections.IEnumerator GetEnumerator()", list_get_enumerator),	\
	METHOD(T " Peek()", stack_peek),						\
	METHOD(T " Pop()", stack_pop),							\
	METHOD("void Push(" T " item)", list_add_item),					\
	METHOD(T "[] ToArray()", stack_to_array),					\
	METHOD("bool TryPeek(out " T " result)", stack_try_peek),			\
	METHOD("bool TryPop(out " T " result)", stack_try_pop)

static const struct type_member queue_methods[] = { QUEUE_METHODS("System.Object"), END_OF_MEMBERS };
static const struct type_member queue_of_methods[] = { QUEUE_METHODS("T"), END_OF_MEMBERS };
static const struct type_member stack_methods[] = { STACK_METHODS("System.Object"), END_OF_MEMBERS };
static const struct type_member stack_of_methods[] = { STACK_METHODS("T"), END_OF_MEMBERS };

static const struct type_member queue_properties[] = {
	PROPERTY("int Count {get;}", list_count),
	{ "bool IsSynchronized {get;}", list_false, NULL, 0 },
	{ "System.Object SyncRoot {get;}", list_itself, NULL, 0 },
	END_OF_MEMBERS
};

static const struct type *const queue_interfaces[] = { &type_icollection, NULL };
static const struct type *const queue_of_interfaces[] = { &type_icollection, &type_ienumerable_of, NULL };

TYPE(type_queue);
const struct type type_queue = {
	.name = "System.Collections.Queue", .kind = V_LIST, .interfaces = queue_interfaces,
	.properties = queue_properties, .methods = queue_methods,
	.constructors = arraylist_constructors,
};

TYPE(type_queue_of);
const struct type type_queue_of = {
	.name = "System.Collections.Generic.Queue`1", .kind = V_LIST, .flags = TYPE_IS_GENERIC,
	.interfaces = queue_of_interfaces, .properties = queue_properties, .methods = queue_of_methods,
	.constructors = list_constructors,
};

TYPE(type_stack);
const struct type type_stack = {
	.name = "System.Collections.Stack", .kind = V_LIST, .interfaces = queue_interfaces,
	.flags = TYPE_IS_REVERSED, .properties = queue_properties, .methods = stack_methods,
	.constructors = arraylist_constructors,
};

TYPE(type_stack_of);
const struct type type_stack_of = {
	.name = "System.Collections.Generic.Stack`1", .kind = V_LIST,
	.flags = TYPE_IS_GENERIC | TYPE_IS_REVERSED, .interfaces = queue_of_interfaces,
	.properties = queue_properties, .methods = stack_of_methods, .constructors = list_constructors,
};
