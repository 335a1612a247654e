/*
 * Hashtable, OrderedDictionary, Dictionary<K,V> and HashSet<T>: one table,
 * four manners. What a script makes with new() compares text with case, unless
 * a comparer says otherwise.
 */
#include "config.h"

#include "lib/types/culture.h"
#include "lib/types/dict_members.h"
#include "lib/types/entries.h"

#include "lib/type_rank.h"

static struct dict *dict_of(struct value v)
{
	return v.u.dict;
}

static bool check_key(struct value key, GError **error)
{
	return value_is_null(key) ? throw_null(error, "key") : true;
}

static bool duplicate_key(struct dict *dict, struct value key, GError **error)
{
	struct string *text = value_to_display(key);
	struct string *old = NULL;
	const struct dict_entry *entry;

	for (uint32_t at = 0; !old && dict_next(dict, &at, &entry);)
		if (value_same(entry->key, key, dict->with_case))
			old = value_to_display(entry->key);
	if (dict->style == DICT_GENERIC)
		fault_throw(error, ARGUMENT, "An item with the same key has already been added. Key: %s",
			    text->data);
	else
		fault_throw(error, ARGUMENT,
			    "Item has already been added. Key in dictionary: '%s'  Key being added: '%s'",
			    old ? old->data : text->data, text->data);
	str_unref(old);
	str_unref(text);
	return false;
}

SHARED_MEMBER_IS(dict_count, value_i32(dict_of(self)->len))
SHARED_MEMBER_IS(dict_false, value_bool(false))
SHARED_MEMBER_IS(dict_itself, value_ref(self))
SHARED_MEMBER_IS(dict_keys, dict_view_new(self, VIEW_KEYS))
SHARED_MEMBER_IS(dict_values, dict_view_new(self, VIEW_VALUES))

SHARED_MEMBER(dict_get_enumerator)
{
	value_auto entries = dict_view_new(self, VIEW_ENTRIES);

	*ret = iterator_new(entries);
	return true;
}

SHARED_MEMBER(dict_add)
{
	if (!check_key(args[0], error))
		return false;
	if (dict_find(dict_of(self), args[0]))
		return duplicate_key(dict_of(self), args[0], error);
	dict_put(dict_of(self), value_ref(args[0]), value_ref(args[1]));
	return true;
}

SHARED_MEMBER(dict_try_add)
{
	if (!check_key(args[0], error))
		return false;
	*ret = value_bool(!dict_find(dict_of(self), args[0]));
	if (ret->u.b)
		dict_put(dict_of(self), value_ref(args[0]), value_ref(args[1]));
	return true;
}

SHARED_MEMBER(dict_contains_key)
{
	if (!check_key(args[0], error))
		return false;
	*ret = value_bool(dict_find(dict_of(self), args[0]) != NULL);
	return true;
}

SHARED_MEMBER(dict_contains_value)
{
	const struct dict_entry *entry;

	*ret = value_bool(false);
	for (uint32_t at = 0; dict_next(dict_of(self), &at, &entry);)
		if (value_same(entry->value, args[0], true))
			*ret = value_bool(true);
	return true;
}

SHARED_MEMBER(dict_remove_quietly)
{
	if (!check_key(args[0], error))
		return false;
	dict_remove(dict_of(self), args[0]);
	return true;
}

SHARED_MEMBER(dict_remove_key)
{
	if (!check_key(args[0], error))
		return false;
	*ret = value_bool(dict_remove(dict_of(self), args[0]));
	return true;
}

SHARED_MEMBER(dict_clear_all)
{
	dict_clear(dict_of(self));
	return true;
}

static struct value dict_copy(struct dict *dict)
{
	struct dict *copy = dict_new(dict->style, dict->with_case);
	const struct dict_entry *entry;

	copy->type = dict->type;
	copy->order = dict->order;
	for (uint32_t at = 0; dict_next(dict, &at, &entry);)
		dict_set(copy, value_ref(entry->key), value_ref(entry->value));
	return value_of(copy);
}

SHARED_MEMBER_IS(dict_clone, dict_copy(dict_of(self)))

SHARED_MEMBER(dict_copy_to)
{
	value_auto entries = dict_view_new(self, VIEW_ENTRIES);
	struct enumerator e;
	struct value item;
	int64_t at = args[1].u.i;

	if (args[0].kind != V_ARRAY)
		return throw_null(error, "array");
	if (at < 0 || at + dict_of(self)->len > args[0].u.array->len) {
		fault_throw(error, ARGUMENT,
			    "Destination array is not long enough to copy all the items in the collection. Check array index and length.");
		return false;
	}
	enumerator_init(&e, entries);
	while (enumerator_next(&e, &item, NULL))
		array_set(args[0].u.array, at++, item);
	enumerator_clear(&e);
	return true;
}

/* Item(key): what is missing is null, but an error in a Dictionary. */
SHARED_MEMBER(dict_get_item)
{
	struct value found;

	if (!check_key(args[0], error))
		return false;
	found = dict_get(dict_of(self), args[0]);
	if (found.kind == V_UNSET && dict_of(self)->style == DICT_GENERIC) {
		struct string *text = value_to_display(args[0]);

		fault_throw(error, "System.Collections.Generic.KeyNotFoundException",
			    "The given key '%s' was not present in the dictionary.", text->data);
		str_unref(text);
		return false;
	}
	*ret = found.kind == V_UNSET ? VALUE_NULL : found;
	return true;
}

SHARED_MEMBER(dict_set_item)
{
	if (!check_key(args[0], error))
		return false;
	dict_put(dict_of(self), value_ref(args[0]), value_ref(args[1]));
	return true;
}

SHARED_MEMBER(dict_try_get_value)
{
	struct value found = dict_get(dict_of(self), args[0]);
	bool ok = found.kind != V_UNSET;

	if (!ok)
		found = call->type->element2 ? value_default(call->type->element2) : VALUE_NULL;
	out_set(args[1], found.kind == V_NOTHING ? VALUE_NULL : found);
	*ret = value_bool(ok);
	return true;
}

/* -- Ordered ------------------------------------------------------------------------------------- */

static bool check_place(struct dict *dict, int64_t at, int64_t end, GError **error)
{
	if (at >= 0 && at < end)
		return true;
	(void)dict;
	fault_throw(error, ARGUMENT_RANGE,
		    "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'index')");
	return false;
}

MEMBER(ordered_get_at)
{
	if (!check_place(dict_of(self), args[0].u.i, dict_of(self)->len, error))
		return false;
	*ret = value_ref(dict_at(dict_of(self), args[0].u.i)->value);
	return true;
}

MEMBER(ordered_set_at)
{
	if (!check_place(dict_of(self), args[0].u.i, dict_of(self)->len, error))
		return false;
	value_put(&dict_at(dict_of(self), args[0].u.i)->value, value_ref(args[1]));
	return true;
}

MEMBER(ordered_remove_at)
{
	value_auto key = VALUE_UNSET;

	if (!check_place(dict_of(self), args[0].u.i, dict_of(self)->len, error))
		return false;
	key = value_ref(dict_at(dict_of(self), args[0].u.i)->key);
	dict_remove(dict_of(self), key);
	return true;
}

MEMBER(ordered_insert)
{
	struct dict *dict = dict_of(self);

	if (!check_key(args[1], error) || !check_place(dict, args[0].u.i, (int64_t)dict->len + 1, error))
		return false;
	if (dict_find(dict, args[1]))
		return duplicate_key(dict, args[1], error);
	dict_insert(dict, args[0].u.i, value_ref(args[1]), value_ref(args[2]));
	return true;
}

/* -- Constructors ----------------------------------------------------------------------------------- */

static bool fill(struct dict *dict, struct value from)
{
	const struct dict_entry *entry;

	for (uint32_t at = 0; from.kind == V_DICT && dict_next(dict_of(from), &at, &entry);)
		dict_put(dict, value_ref(entry->key), value_ref(entry->value));
	return true;
}

static struct dict *make_dict(struct type_call *call, const struct value *args, unsigned n)
{
	enum dict_style style = call->type == &type_hashtable ? DICT_HASHTABLE
			      : call->type == &type_ordered ? DICT_ORDERED
			      : (call->type->flags & TYPE_IS_SET) ? DICT_SET : DICT_GENERIC;
	bool nocase = false;
	struct dict *dict;

	for (unsigned i = 0; i < n; i++)
		if (native_of(args[i], &type_stringcomparer))
			nocase = string_comparer_ignores_case(args[i]);
	dict = dict_new(style, !nocase);
	if (style == DICT_GENERIC || style == DICT_SET)
		dict->type = call->type;
	for (unsigned i = 0; i < n; i++)
		if (native_of(args[i], &type_stringcomparer))
			dict->order = string_comparer_code(args[i]);
	return dict;
}

SHARED_MEMBER(dict_construct)
{
	struct dict *dict = make_dict(call, args, n);

	if (n && args[0].kind == V_DICT)
		fill(dict, args[0]);
	*ret = value_of(dict);
	return true;
}

static bool add_items(struct dict *set, struct value items, GError **error)
{
	struct enumerator e;
	struct value item;
	GError *failure = NULL;

	enumerator_init(&e, items);
	while (enumerator_next(&e, &item, &failure)) {
		if (dict_find(set, item))
			value_unref(item);
		else
			dict_put(set, item, VALUE_NULL);
	}
	enumerator_clear(&e);
	if (failure)
		g_propagate_error(error, failure);
	return !failure;
}

SHARED_MEMBER(set_construct)
{
	struct dict *set = make_dict(call, args, n);

	*ret = value_of(set);
	if (n && !native_of(args[0], &type_stringcomparer) && args[0].kind != V_I32 &&
	    !add_items(set, args[0], error)) {
		value_clear(ret);
		return false;
	}
	return true;
}

/* -- Sets -------------------------------------------------------------------------------------------- */

/* The other collection as a set of the same manner; yours. */
static struct dict *other_set(struct value self, struct value items, GError **error)
{
	struct dict *other;

	if (value_is_null(items)) {
		throw_null(error, "other");
		return NULL;
	}
	other = dict_new(DICT_SET, dict_of(self)->with_case);
	if (add_items(other, items, error))
		return other;
	value_unref(value_of(other));
	return NULL;
}

/* How many of a's items b has. */
static uint32_t common(struct dict *a, struct dict *b)
{
	const struct dict_entry *entry;
	uint32_t n = 0;

	for (uint32_t at = 0; dict_next(a, &at, &entry);)
		n += dict_find(b, entry->key) != NULL;
	return n;
}

#define SET_TEST(name, test)						\
	SHARED_MEMBER(name)							\
	{								\
		struct dict *a = dict_of(self);				\
		struct dict *b = other_set(self, args[0], error);	\
									\
		if (!b)							\
			return false;					\
		*ret = value_bool(test);				\
		value_unref(value_of(b));				\
		return true;						\
	}

SET_TEST(set_equals, a->len == b->len && common(a, b) == a->len)
SET_TEST(set_overlaps, common(a, b) > 0)
SET_TEST(set_is_subset, common(a, b) == a->len)
SET_TEST(set_is_superset, common(b, a) == b->len)
SET_TEST(set_is_proper_subset, common(a, b) == a->len && b->len > a->len)
SET_TEST(set_is_proper_superset, common(b, a) == b->len && a->len > b->len)

SHARED_MEMBER(set_add)
{
	*ret = value_bool(!dict_find(dict_of(self), args[0]));
	if (ret->u.b)
		dict_put(dict_of(self), value_ref(args[0]), VALUE_NULL);
	return true;
}

SHARED_MEMBER_IS(set_contains, value_bool(dict_find(dict_of(self), args[0]) != NULL))
SHARED_MEMBER_IS(set_remove, value_bool(dict_remove(dict_of(self), args[0])))
SHARED_MEMBER_IS(set_get_enumerator, iterator_new(self))

SHARED_MEMBER(set_union)
{
	if (value_is_null(args[0]))
		return throw_null(error, "other");
	return add_items(dict_of(self), args[0], error);
}

/* Removes the items that `other` has, or those that it has not. */
static void sieve(struct dict *set, struct dict *other, bool keep)
{
	g_autoptr(GArray) drop = g_array_new(FALSE, FALSE, sizeof(struct value));
	const struct dict_entry *entry;

	for (uint32_t at = 0; dict_next(set, &at, &entry);) {
		struct value key = entry->key;

		if ((dict_find(other, key) != NULL) != keep) {
			value_ref(key);
			g_array_append_val(drop, key);
		}
	}
	for (guint i = 0; i < drop->len; i++) {
		dict_remove(set, g_array_index(drop, struct value, i));
		value_unref(g_array_index(drop, struct value, i));
	}
}

static bool sieve_by(struct value self, struct value items, bool keep, GError **error)
{
	struct dict *other = other_set(self, items, error);

	if (!other)
		return false;
	sieve(dict_of(self), other, keep);
	value_unref(value_of(other));
	return true;
}

SHARED_MEMBER(set_intersect)
{
	return sieve_by(self, args[0], true, error);
}

SHARED_MEMBER(set_except)
{
	return sieve_by(self, args[0], false, error);
}

SHARED_MEMBER(set_symmetric_except)
{
	struct dict *other = other_set(self, args[0], error);
	value_auto both = VALUE_UNSET;

	if (!other)
		return false;
	both = dict_copy(dict_of(self));
	sieve(dict_of(self), other, false);
	sieve(other, dict_of(both), false);
	add_items(dict_of(self), value_of(other), NULL);
	value_unref(value_of(other));
	return true;
}

SHARED_MEMBER(set_remove_where)
{
	g_autoptr(GArray) drop = g_array_new(FALSE, FALSE, sizeof(struct value));
	const struct dict_entry *entry;
	bool ok = true;

	for (uint32_t at = 0; ok && dict_next(dict_of(self), &at, &entry);) {
		struct value key = value_ref(entry->key);
		value_auto answer = VALUE_UNSET;

		ok = delegate_call(call, args[0], &key, 1, &answer, error);
		if (ok && value_truth(answer))
			g_array_append_val(drop, key);
		else
			value_unref(key);
	}
	for (guint i = 0; i < drop->len; i++) {
		if (ok)
			dict_remove(dict_of(self), g_array_index(drop, struct value, i));
		value_unref(g_array_index(drop, struct value, i));
	}
	*ret = value_i32(drop->len);
	return ok;
}

SHARED_MEMBER(set_copy_to)
{
	struct enumerator e;
	struct value item;
	int64_t at = n > 1 ? args[1].u.i : 0;

	if (args[0].kind != V_ARRAY)
		return throw_null(error, "array");
	if (at < 0 || at + dict_of(self)->len > args[0].u.array->len)
		return throw_range(error, "arrayIndex");
	enumerator_init(&e, self);
	while (enumerator_next(&e, &item, NULL))
		array_set(args[0].u.array, at++, item);
	enumerator_clear(&e);
	return true;
}

/* -- Tables --------------------------------------------------------------------------------------------- */

#define DICT_PROPERTIES								\
	PROPERTY("int Count {get;}", dict_count),				\
	PROPERTY("bool IsFixedSize {get;}", dict_false),			\
	PROPERTY("bool IsReadOnly {get;}", dict_false),				\
	PROPERTY("bool IsSynchronized {get;}", dict_false),			\
	PROPERTY("System.Collections.ICollection Keys {get;}", dict_keys),	\
	PROPERTY("System.Object SyncRoot {get;}", dict_itself),			\
	PROPERTY("System.Collections.ICollection Values {get;}", dict_values)

static const struct type_member hashtable_properties[] = { DICT_PROPERTIES, END_OF_MEMBERS };

static const struct type_member hashtable_methods[] = {
	METHOD("void Add(System.Object key, System.Object value)", dict_add),
	METHOD("void Clear()", dict_clear_all),
	METHOD("System.Object Clone()", dict_clone),
	METHOD("bool Contains(System.Object key)", dict_contains_key),
	METHOD("bool ContainsKey(System.Object key)", dict_contains_key),
	METHOD("bool ContainsValue(System.Object value)", dict_contains_value),
	METHOD("void CopyTo(array array, int arrayIndex)", dict_copy_to),
	METHOD("System.Collections.IEnumerator GetEnumerator()", dict_get_enumerator),
	PARAMETERIZED("System.Object Item(System.Object key) {get;set;}", dict_get_item, dict_set_item),
	{ "System.Object get_Item(System.Object key)", dict_get_item, NULL, TYPE_HIDDEN_MEMBER },
	{ "void set_Item(System.Object key, System.Object value)", dict_set_item, NULL, TYPE_HIDDEN_MEMBER },
	METHOD("void Remove(System.Object key)", dict_remove_quietly),
	END_OF_MEMBERS
};

static const struct type_member hashtable_constructors[] = {
	CONSTRUCTOR("new()", dict_construct),
	CONSTRUCTOR("new(int capacity)", dict_construct),
	CONSTRUCTOR("new(System.Collections.IDictionary d)", dict_construct),
	CONSTRUCTOR("new(System.Collections.IEqualityComparer equalityComparer)", dict_construct),
	CONSTRUCTOR("new(System.Collections.IDictionary d, System.Collections.IEqualityComparer equalityComparer)", dict_construct),
	END_OF_MEMBERS
};

static const struct type *const hashtable_interfaces[] = { &type_idictionary, &type_icloneable, NULL };

TYPE(type_hashtable);
const struct type type_hashtable = {
	.name = "System.Collections.Hashtable", .alias = "hashtable", .kind = V_DICT,
	.interfaces = hashtable_interfaces, .properties = hashtable_properties,
	.methods = hashtable_methods, .constructors = hashtable_constructors,
};

static const struct type_member ordered_methods[] = {
	METHOD("void Add(System.Object key, System.Object value)", dict_add),
	METHOD("void Clear()", dict_clear_all),
	METHOD("bool Contains(System.Object key)", dict_contains_key),
	METHOD("void CopyTo(array array, int index)", dict_copy_to),
	METHOD("System.Collections.IEnumerator GetEnumerator()", dict_get_enumerator),
	METHOD("void Insert(int index, System.Object key, System.Object value)", ordered_insert),
	PARAMETERIZED("System.Object Item(int index) {get;set;}", ordered_get_at, ordered_set_at),
	PARAMETERIZED("System.Object Item(System.Object key) {get;set;}", dict_get_item, dict_set_item),
	{ "System.Object get_Item(System.Object key)", dict_get_item, NULL, TYPE_HIDDEN_MEMBER },
	{ "void set_Item(System.Object key, System.Object value)", dict_set_item, NULL, TYPE_HIDDEN_MEMBER },
	METHOD("void Remove(System.Object key)", dict_remove_quietly),
	METHOD("void RemoveAt(int index)", ordered_remove_at),
	END_OF_MEMBERS
};

TYPE(type_ordered);
const struct type type_ordered = {
	.name = "System.Collections.Specialized.OrderedDictionary", .alias = "ordered", .kind = V_DICT,
	.interfaces = (const struct type *const[]){ &type_idictionary, NULL },
	.properties = hashtable_properties, .methods = ordered_methods,
	.constructors = hashtable_constructors,
};

static const struct type_member dictionary_properties[] = {
	PROPERTY("int Count {get;}", dict_count),
	PROPERTY("System.Collections.ICollection Keys {get;}", dict_keys),
	PROPERTY("System.Collections.ICollection Values {get;}", dict_values),
	{ "bool IsReadOnly {get;}", dict_false, NULL, TYPE_HIDDEN_MEMBER },
	{ "bool IsFixedSize {get;}", dict_false, NULL, TYPE_HIDDEN_MEMBER },
	END_OF_MEMBERS
};

static const struct type_member dictionary_methods[] = {
	METHOD("void Add(TKey key, TValue value)", dict_add),
	METHOD("void Clear()", dict_clear_all),
	METHOD("bool ContainsKey(TKey key)", dict_contains_key),
	METHOD("bool ContainsValue(TValue value)", dict_contains_value),
	METHOD("System.Collections.IEnumerator GetEnumerator()", dict_get_enumerator),
	PARAMETERIZED("TValue Item(TKey key) {get;set;}", dict_get_item, dict_set_item),
	{ "TValue get_Item(TKey key)", dict_get_item, NULL, TYPE_HIDDEN_MEMBER },
	{ "void set_Item(TKey key, TValue value)", dict_set_item, NULL, TYPE_HIDDEN_MEMBER },
	METHOD("bool Remove(TKey key)", dict_remove_key),
	METHOD("bool TryAdd(TKey key, TValue value)", dict_try_add),
	METHOD("bool TryGetValue(TKey key, out TValue value)", dict_try_get_value),
	END_OF_MEMBERS
};

static const struct type_member dictionary_constructors[] = {
	CONSTRUCTOR("new()", dict_construct),
	CONSTRUCTOR("new(int capacity)", dict_construct),
	CONSTRUCTOR("new(System.Collections.IDictionary dictionary)", dict_construct),
	CONSTRUCTOR("new(System.Collections.IEqualityComparer comparer)", dict_construct),
	CONSTRUCTOR("new(System.Collections.IDictionary dictionary, System.Collections.IEqualityComparer comparer)", dict_construct),
	END_OF_MEMBERS
};

static const struct type *const dictionary_interfaces[] = { &type_idictionary, &type_idictionary_of, NULL };

TYPE(type_dictionary);
const struct type type_dictionary = {
	.name = "System.Collections.Generic.Dictionary`2", .kind = V_DICT, .flags = TYPE_IS_GENERIC,
	.interfaces = dictionary_interfaces, .properties = dictionary_properties,
	.methods = dictionary_methods, .constructors = dictionary_constructors,
};

MEMBER(concurrent_remove)
{
	struct value found = dict_get(dict_of(self), args[0]);
	bool ok = found.kind != V_UNSET;

	dict_remove(dict_of(self), args[0]);
	out_set(args[1], ok ? found : VALUE_NULL);
	*ret = value_bool(ok);
	return true;
}

MEMBER(concurrent_get_or_add)
{
	struct value made = VALUE_UNSET;

	*ret = dict_get(dict_of(self), args[0]);
	if (ret->kind != V_UNSET)
		return true;
	if (args[1].kind != V_SCRIPTBLOCK)
		made = value_ref(args[1]);
	else if (!delegate_call(call, args[1], args, 1, &made, error))
		return false;
	*ret = value_ref(made);
	dict_set(dict_of(self), value_ref(args[0]), made);
	return true;
}

/* AddOrUpdate(key, value to add, (key, old value) -> new value). */
MEMBER(concurrent_add_or_update)
{
	value_auto old = dict_get(dict_of(self), args[0]);
	struct value given[2] = { args[0], old }, made = VALUE_UNSET;

	if (old.kind == V_UNSET)
		made = value_ref(args[1]);
	else if (!delegate_call(call, args[2], given, 2, &made, error))
		return false;
	*ret = value_ref(made);
	dict_set(dict_of(self), value_ref(args[0]), made);
	return true;
}

MEMBER_IS(concurrent_is_empty, value_bool(!dict_of(self)->len))

static const struct type_member concurrent_methods[] = {
	METHOD("TValue AddOrUpdate(TKey key, TValue addValue, System.Delegate updateValueFactory)", concurrent_add_or_update),
	METHOD("void Clear()", dict_clear_all),
	METHOD("bool ContainsKey(TKey key)", dict_contains_key),
	METHOD("System.Collections.IEnumerator GetEnumerator()", dict_get_enumerator),
	METHOD("TValue GetOrAdd(TKey key, TValue value)", concurrent_get_or_add),
	METHOD("TValue GetOrAdd(TKey key, System.Delegate valueFactory)", concurrent_get_or_add),
	PARAMETERIZED("TValue Item(TKey key) {get;set;}", dict_get_item, dict_set_item),
	METHOD("bool TryAdd(TKey key, TValue value)", dict_try_add),
	METHOD("bool TryGetValue(TKey key, out TValue value)", dict_try_get_value),
	METHOD("bool TryRemove(TKey key, out TValue value)", concurrent_remove),
	END_OF_MEMBERS
};

static const struct type_member concurrent_properties[] = {
	PROPERTY("int Count {get;}", dict_count),
	PROPERTY("bool IsEmpty {get;}", concurrent_is_empty),
	PROPERTY("System.Collections.ICollection Keys {get;}", dict_keys),
	PROPERTY("System.Collections.ICollection Values {get;}", dict_values),
	END_OF_MEMBERS
};

TYPE(type_concurrent_dictionary);
const struct type type_concurrent_dictionary = {
	.name = "System.Collections.Concurrent.ConcurrentDictionary`2", .kind = V_DICT,
	.flags = TYPE_IS_GENERIC, .interfaces = dictionary_interfaces,
	.properties = concurrent_properties, .methods = concurrent_methods,
	.constructors = dictionary_constructors,
};

#define OTHER	"System.Collections.IEnumerable other"

MEMBER_IS(set_trim, VALUE_NOTHING)
MEMBER_IS(set_capacity, value_i32(dict_of(self)->capacity))

/* The item as the set has it. */
MEMBER(set_try_get)
{
	struct dict *set = dict_of(self);
	const struct dict_entry *entry;

	*ret = value_bool(dict_find(set, args[0]) != NULL);
	for (uint32_t at = 0; ret->u.b && dict_next(set, &at, &entry);) {
		if (value_same(entry->key, args[0], set->with_case)) {
			out_set(args[1], value_ref(entry->key));
			return true;
		}
	}
	out_set(args[1], VALUE_NULL);
	return true;
}

static const struct type_member set_properties[] = {
	PROPERTY("int Capacity {get;}", set_capacity),
	PROPERTY("int Count {get;}", dict_count),
	{ "bool IsReadOnly {get;}", dict_false, NULL, TYPE_HIDDEN_MEMBER },
	END_OF_MEMBERS
};

static const struct type_member set_methods[] = {
	METHOD("bool Add(T item)", set_add),
	METHOD("void Clear()", dict_clear_all),
	METHOD("bool Contains(T item)", set_contains),
	METHOD("void CopyTo(T[] array)", set_copy_to),
	METHOD("void CopyTo(T[] array, int arrayIndex)", set_copy_to),
	METHOD("void ExceptWith(" OTHER ")", set_except),
	METHOD("System.Collections.IEnumerator GetEnumerator()", set_get_enumerator),
	METHOD("void IntersectWith(" OTHER ")", set_intersect),
	METHOD("bool IsProperSubsetOf(" OTHER ")", set_is_proper_subset),
	METHOD("bool IsProperSupersetOf(" OTHER ")", set_is_proper_superset),
	METHOD("bool IsSubsetOf(" OTHER ")", set_is_subset),
	METHOD("bool IsSupersetOf(" OTHER ")", set_is_superset),
	METHOD("bool Overlaps(" OTHER ")", set_overlaps),
	METHOD("bool Remove(T item)", set_remove),
	METHOD("int RemoveWhere(System.Predicate[T] match)", set_remove_where),
	METHOD("bool SetEquals(" OTHER ")", set_equals),
	METHOD("void SymmetricExceptWith(" OTHER ")", set_symmetric_except),
	METHOD("void TrimExcess()", set_trim),
	METHOD("bool TryGetValue(T equalValue, out T actualValue)", set_try_get),
	METHOD("void UnionWith(" OTHER ")", set_union),
	END_OF_MEMBERS
};

static const struct type_member set_constructors[] = {
	CONSTRUCTOR("new()", set_construct),
	CONSTRUCTOR("new(int capacity)", set_construct),
	CONSTRUCTOR("new(System.Collections.Generic.IEnumerable[T] collection)", set_construct),
	CONSTRUCTOR("new(System.Collections.IEqualityComparer comparer)", set_construct),
	CONSTRUCTOR("new(System.Collections.Generic.IEnumerable[T] collection, System.Collections.IEqualityComparer comparer)", set_construct),
	END_OF_MEMBERS
};

TYPE(type_hashset);
const struct type type_hashset = {
	.name = "System.Collections.Generic.HashSet`1", .kind = V_DICT,
	.flags = TYPE_IS_GENERIC | TYPE_IS_SET,
	.interfaces = (const struct type *const[]){ &type_icollection_of, NULL },
	.properties = set_properties, .methods = set_methods, .constructors = set_constructors,
};
