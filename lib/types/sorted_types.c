/*
 * SortedList, SortedDictionary<K,V> and SortedSet<T>: tables that keep their
 * keys in order (dict_put()), by the default order or a StringComparer's.
 */
#include "config.h"

#include "lib/types/culture.h"
#include "lib/types/dict_members.h"
#include "lib/types/entries.h"

static struct dict *dict_of(struct value v)
{
	return v.u.dict;
}

static bool check_index(struct value self, int64_t at, GError **error)
{
	if (at >= 0 && at < dict_of(self)->len)
		return true;
	fault_throw(error, ARGUMENT_RANGE,
		    "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')");
	return false;
}

/* -- By position ---------------------------------------------------------------------------------- */

MEMBER(sorted_get_by_index)
{
	if (!check_index(self, args[0].u.i, error))
		return false;
	*ret = value_ref(dict_at(dict_of(self), args[0].u.i)->value);
	return true;
}

MEMBER(sorted_get_key)
{
	if (!check_index(self, args[0].u.i, error))
		return false;
	*ret = value_ref(dict_at(dict_of(self), args[0].u.i)->key);
	return true;
}

MEMBER(sorted_set_by_index)
{
	if (!check_index(self, args[0].u.i, error))
		return false;
	value_put(&dict_at(dict_of(self), args[0].u.i)->value, value_ref(args[1]));
	return true;
}

MEMBER(sorted_remove_at)
{
	value_auto key = VALUE_UNSET;

	if (!check_index(self, args[0].u.i, error))
		return false;
	key = value_ref(dict_at(dict_of(self), args[0].u.i)->key);
	dict_remove(dict_of(self), key);
	return true;
}

static int64_t position_of_value(struct dict *dict, struct value v)
{
	for (uint32_t i = 0; i < dict->len; i++)
		if (value_same(dict_at(dict, i)->value, v, true))
			return i;
	return -1;
}

MEMBER_IS(sorted_index_of_key, value_i32(dict_position(dict_of(self), args[0])))
MEMBER_IS(sorted_index_of_value, value_i32(position_of_value(dict_of(self), args[0])))
MEMBER_IS(sorted_capacity, value_i32(MAX(dict_of(self)->len, 16u)))
MEMBER_IS(sorted_trim, VALUE_NOTHING)

#define SORTED_METHODS(K, V)							\
	METHOD("void Add(" K " key, " V " value)", dict_add),			\
	METHOD("void Clear()", dict_clear_all),					\
	METHOD("bool ContainsKey(" K " key)", dict_contains_key),		\
	METHOD("bool ContainsValue(" V " value)", dict_contains_value),		\
	METHOD("System.Collections.IEnumerator GetEnumerator()", dict_get_enumerator), \
	PARAMETERIZED(V " Item(" K " key) {get;set;}", dict_get_item, dict_set_item)

#define BY_INDEX(K, V)								\
	METHOD("int IndexOfKey(" K " key)", sorted_index_of_key),		\
	METHOD("int IndexOfValue(" V " value)", sorted_index_of_value),		\
	METHOD("void RemoveAt(int index)", sorted_remove_at)

static const struct type_member sortedlist_methods[] = {
	SORTED_METHODS("System.Object", "System.Object"),
	BY_INDEX("System.Object", "System.Object"),
	METHOD("System.Object Clone()", dict_clone),
	METHOD("bool Contains(System.Object key)", dict_contains_key),
	METHOD("void CopyTo(array array, int arrayIndex)", dict_copy_to),
	METHOD("System.Object GetByIndex(int index)", sorted_get_by_index),
	METHOD("System.Object GetKey(int index)", sorted_get_key),
	METHOD("System.Collections.ICollection GetKeyList()", dict_keys),
	METHOD("System.Collections.ICollection GetValueList()", dict_values),
	METHOD("void Remove(System.Object key)", dict_remove_quietly),
	METHOD("void SetByIndex(int index, System.Object value)", sorted_set_by_index),
	METHOD("void TrimToSize()", sorted_trim),
	END_OF_MEMBERS
};

static const struct type_member sortedlist_properties[] = {
	PROPERTY("int Capacity {get;}", sorted_capacity),
	PROPERTY("int Count {get;}", dict_count),
	PROPERTY("bool IsFixedSize {get;}", dict_false),
	PROPERTY("bool IsReadOnly {get;}", dict_false),
	PROPERTY("bool IsSynchronized {get;}", dict_false),
	PROPERTY("System.Collections.ICollection Keys {get;}", dict_keys),
	PROPERTY("System.Object SyncRoot {get;}", dict_itself),
	PROPERTY("System.Collections.ICollection Values {get;}", dict_values),
	END_OF_MEMBERS
};

static const struct type_member sorted_constructors[] = {
	CONSTRUCTOR("new()", dict_construct),
	CONSTRUCTOR("new(int initialCapacity)", dict_construct),
	CONSTRUCTOR("new(System.Collections.IDictionary d)", dict_construct),
	CONSTRUCTOR("new(System.Collections.IComparer comparer)", dict_construct),
	CONSTRUCTOR("new(System.Collections.IDictionary d, System.Collections.IComparer comparer)", dict_construct),
	END_OF_MEMBERS
};

static const struct type *const sorted_interfaces[] = { &type_idictionary, &type_icloneable, NULL };

TYPE(type_sortedlist);
const struct type type_sortedlist = {
	.name = "System.Collections.SortedList", .kind = V_DICT, .flags = TYPE_IS_SORTED,
	.interfaces = sorted_interfaces, .properties = sortedlist_properties,
	.methods = sortedlist_methods, .constructors = sorted_constructors,
};

static const struct type_member sorted_of_methods[] = {
	SORTED_METHODS("TKey", "TValue"),
	METHOD("bool Remove(TKey key)", dict_remove_key),
	METHOD("bool TryGetValue(TKey key, out TValue value)", dict_try_get_value),
	END_OF_MEMBERS
};

static const struct type_member sorted_list_of_methods[] = {
	SORTED_METHODS("TKey", "TValue"),
	BY_INDEX("TKey", "TValue"),
	METHOD("bool Remove(TKey key)", dict_remove_key),
	METHOD("TKey GetKeyAtIndex(int index)", sorted_get_key),
	METHOD("TValue GetValueAtIndex(int index)", sorted_get_by_index),
	METHOD("bool TryGetValue(TKey key, out TValue value)", dict_try_get_value),
	END_OF_MEMBERS
};

static const struct type_member sorted_of_properties[] = {
	PROPERTY("int Count {get;}", dict_count),
	PROPERTY("System.Collections.ICollection Keys {get;}", dict_keys),
	PROPERTY("System.Collections.ICollection Values {get;}", dict_values),
	END_OF_MEMBERS
};

static const struct type *const sorted_of_interfaces[] = { &type_idictionary, &type_idictionary_of, NULL };

TYPE(type_sorted_dictionary);
const struct type type_sorted_dictionary = {
	.name = "System.Collections.Generic.SortedDictionary`2", .kind = V_DICT,
	.flags = TYPE_IS_GENERIC | TYPE_IS_SORTED, .interfaces = sorted_of_interfaces,
	.properties = sorted_of_properties, .methods = sorted_of_methods,
	.constructors = sorted_constructors,
};

TYPE(type_sorted_list_of);
const struct type type_sorted_list_of = {
	.name = "System.Collections.Generic.SortedList`2", .kind = V_DICT,
	.flags = TYPE_IS_GENERIC | TYPE_IS_SORTED, .interfaces = sorted_of_interfaces,
	.properties = sorted_of_properties, .methods = sorted_list_of_methods,
	.constructors = sorted_constructors,
};

/* -- SortedSet -------------------------------------------------------------------------------------- */

static struct value end_of(struct dict *set, bool last)
{
	if (!set->len)
		return VALUE_NULL;
	return value_ref(dict_at(set, last ? set->len - 1 : 0)->key);
}

MEMBER_IS(sorted_min, end_of(dict_of(self), false))
MEMBER_IS(sorted_max, end_of(dict_of(self), true))

/* The items in the other order, as an array. */
MEMBER(sorted_reverse)
{
	struct dict *set = dict_of(self);
	struct array *items = array_new(call->type->element, set->len);

	for (uint32_t i = 0; i < set->len; i++)
		array_set(items, i, value_ref(dict_at(set, set->len - 1 - i)->key));
	*ret = value_of(items);
	return true;
}

MEMBER(sorted_view_between)
{
	struct dict *set = dict_of(self), *view = dict_new(DICT_SET, set->with_case);

	view->type = set->type;
	view->order = set->order;
	for (uint32_t i = 0; i < set->len; i++) {
		struct value key = dict_at(set, i)->key;
		int low = 0, high = 0;

		values_order(key, args[0], &low, NULL);
		values_order(key, args[1], &high, NULL);
		if (low >= 0 && high <= 0)
			dict_set(view, value_ref(key), VALUE_NULL);
	}
	*ret = value_of(view);
	return true;
}

#define OTHER	"System.Collections.IEnumerable other"

static const struct type_member sorted_set_methods[] = {
	METHOD("bool Add(T item)", set_add),
	METHOD("void Clear()", dict_clear_all),
	METHOD("bool Contains(T item)", set_contains),
	METHOD("void CopyTo(T[] array)", set_copy_to),
	METHOD("void CopyTo(T[] array, int index)", set_copy_to),
	METHOD("void ExceptWith(" OTHER ")", set_except),
	METHOD("System.Collections.IEnumerator GetEnumerator()", set_get_enumerator),
	METHOD("System.Object GetViewBetween(T lowerValue, T upperValue)", sorted_view_between),
	METHOD("void IntersectWith(" OTHER ")", set_intersect),
	METHOD("bool IsProperSubsetOf(" OTHER ")", set_is_proper_subset),
	METHOD("bool IsProperSupersetOf(" OTHER ")", set_is_proper_superset),
	METHOD("bool IsSubsetOf(" OTHER ")", set_is_subset),
	METHOD("bool IsSupersetOf(" OTHER ")", set_is_superset),
	METHOD("bool Overlaps(" OTHER ")", set_overlaps),
	METHOD("bool Remove(T item)", set_remove),
	METHOD("int RemoveWhere(System.Predicate[T] match)", set_remove_where),
	METHOD("T[] Reverse()", sorted_reverse),
	METHOD("bool SetEquals(" OTHER ")", set_equals),
	METHOD("void SymmetricExceptWith(" OTHER ")", set_symmetric_except),
	METHOD("void UnionWith(" OTHER ")", set_union),
	END_OF_MEMBERS
};

static const struct type_member sorted_set_properties[] = {
	PROPERTY("int Count {get;}", dict_count),
	PROPERTY("T Max {get;}", sorted_max),
	PROPERTY("T Min {get;}", sorted_min),
	END_OF_MEMBERS
};

static const struct type_member sorted_set_constructors[] = {
	CONSTRUCTOR("new()", set_construct),
	CONSTRUCTOR("new(System.Collections.IComparer comparer)", set_construct),
	CONSTRUCTOR("new(System.Collections.Generic.IEnumerable[T] collection)", set_construct),
	CONSTRUCTOR("new(System.Collections.Generic.IEnumerable[T] collection, System.Collections.IComparer comparer)", set_construct),
	END_OF_MEMBERS
};

TYPE(type_sorted_set);
const struct type type_sorted_set = {
	.name = "System.Collections.Generic.SortedSet`1", .kind = V_DICT,
	.flags = TYPE_IS_GENERIC | TYPE_IS_SET | TYPE_IS_SORTED,
	.interfaces = (const struct type *const[]){ &type_icollection_of, NULL },
	.properties = sorted_set_properties, .methods = sorted_set_methods,
	.constructors = sorted_set_constructors,
};
