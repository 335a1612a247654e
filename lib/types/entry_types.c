/*
 * Entries of tables, their key and value collections, and enumerators that
 * scripts step by hand.
 */
#include "config.h"

#include "lib/types/entries.h"

#include "lib/types/table.h"

/* -- Entries ---------------------------------------------------------------------------------- */

struct entry {
	struct native native;
	struct value key, value;
};

extern const struct type type_dictionary_entry, type_key_value_pair;

static struct entry *entry_of(struct value v)
{
	return (struct entry *)v.u.native;
}

static void entry_free(struct native *native)
{
	value_unref(((struct entry *)native)->key);
	value_unref(((struct entry *)native)->value);
}

static void entry_traverse(struct native *native, void (*visit)(struct value, void *), void *data)
{
	visit(((struct entry *)native)->key, data);
	visit(((struct entry *)native)->value, data);
}

static const struct type *entry_type(const struct dict *dict)
{
	const struct type *args[2];

	if (dict->style != DICT_GENERIC || !dict->type)
		return &type_dictionary_entry;
	args[0] = dict->type->element;
	args[1] = dict->type->element2;
	return args[0] && args[1] ? type_generic(&type_key_value_pair, args, 2) : &type_dictionary_entry;
}

struct value entry_new(struct value dict, struct value key, struct value v)
{
	struct entry *entry = native_new(entry_type(dict.u.dict), sizeof(*entry));

	entry->key = value_ref(key);
	entry->value = value_ref(v);
	return value_of(entry);
}

MEMBER_IS(entry_key, value_ref(entry_of(self)->key))
MEMBER_IS(entry_value, value_ref(entry_of(self)->value))

static bool put_slot(struct value *slot, struct value v)
{
	value_put(slot, value_ref(v));
	return true;
}

MEMBER(entry_set_key)
{
	return put_slot(&entry_of(self)->key, args[0]);
}

MEMBER(entry_set_value)
{
	return put_slot(&entry_of(self)->value, args[0]);
}

MEMBER(entry_construct)
{
	struct entry *entry = native_new(call->type, sizeof(*entry));

	entry->key = n ? value_ref(args[0]) : VALUE_NULL;
	entry->value = n ? value_ref(args[1]) : VALUE_NULL;
	*ret = value_of(entry);
	return true;
}

static struct string *pair_text(struct value self)
{
	struct string *key = value_to_display(entry_of(self)->key);
	struct string *v = value_to_display(entry_of(self)->value);
	struct string *text = str_printf("[%s, %s]", key->data, v->data);

	str_unref(key);
	str_unref(v);
	return text;
}

static const struct type_member dictionary_entry_properties[] = {
	PROPERTY("System.Object Name {get;}", entry_key),
	SETTABLE("System.Object Key {get;set;}", entry_key, entry_set_key),
	SETTABLE("System.Object Value {get;set;}", entry_value, entry_set_value),
	END_OF_MEMBERS
};

static const struct type_member dictionary_entry_constructors[] = {
	CONSTRUCTOR("new(System.Object key, System.Object value)", entry_construct),
	END_OF_MEMBERS
};

TYPE(type_dictionary_entry);
const struct type type_dictionary_entry = {
	.name = "System.Collections.DictionaryEntry", .kind = V_NATIVE, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE, .properties = dictionary_entry_properties,
	.constructors = dictionary_entry_constructors, .free = entry_free, .traverse = entry_traverse,
	.to_string = pair_text,
};

static const struct type_member pair_properties[] = {
	PROPERTY("TKey Key {get;}", entry_key),
	PROPERTY("TValue Value {get;}", entry_value),
	END_OF_MEMBERS
};

static const struct type_member pair_constructors[] = {
	CONSTRUCTOR("new(TKey key, TValue value)", entry_construct),
	END_OF_MEMBERS
};

TYPE(type_key_value_pair);
const struct type type_key_value_pair = {
	.name = "System.Collections.Generic.KeyValuePair`2", .kind = V_NATIVE, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE | TYPE_IS_GENERIC, .properties = pair_properties,
	.constructors = pair_constructors, .free = entry_free, .traverse = entry_traverse,
	.to_string = pair_text,
};

/* -- Keys, values, entries as collections ----------------------------------------------------------- */

struct view {
	struct native native;
	struct value dict;
	enum dict_view what;
};

extern const struct type type_hashtable_keys, type_hashtable_values, type_generic_keys,
	type_generic_values, type_dictionary_entries, type_ordered_view;

static struct view *view_of(struct value v)
{
	return (struct view *)v.u.native;
}

static void view_free(struct native *native)
{
	value_unref(((struct view *)native)->dict);
}

static void view_traverse(struct native *native, void (*visit)(struct value, void *), void *data)
{
	visit(((struct view *)native)->dict, data);
}

static const struct type *view_type(const struct dict *dict, enum dict_view what)
{
	if (what == VIEW_ENTRIES)
		return &type_dictionary_entries;
	if (dict->style == DICT_ORDERED)
		return &type_ordered_view;
	if (dict->style == DICT_GENERIC)
		return what == VIEW_KEYS ? &type_generic_keys : &type_generic_values;
	return what == VIEW_KEYS ? &type_hashtable_keys : &type_hashtable_values;
}

struct value dict_view_new(struct value dict, enum dict_view what)
{
	struct view *view = native_new(view_type(dict.u.dict, what), sizeof(*view));

	view->dict = value_ref(dict);
	view->what = what;
	return value_of(view);
}

static struct value view_item(const struct view *view, const struct dict_entry *entry)
{
	if (view->what == VIEW_KEYS)
		return value_ref(entry->key);
	if (view->what == VIEW_VALUES)
		return value_ref(entry->value);
	return entry_new(view->dict, entry->key, entry->value);
}

/* The first step notes the table's stamp; replacing a value is no change of the table. */
static bool view_next(struct enumerator *e, struct value *ret, GError **error)
{
	const struct view *view = view_of(e->source);
	struct dict *dict = view->dict.u.dict;
	const struct dict_entry *entry;
	uint32_t at = e->at;

	if (!at)
		e->stamp = dict->stamp;
	if (e->stamp != dict->stamp) {
		fault_throw(error, INVALID_OPERATION,
			    "Collection was modified; enumeration operation may not execute.");
		return false;
	}
	if (!dict_next(dict, &at, &entry))
		return false;
	e->at = at;
	*ret = view_item(view, entry);
	return true;
}

MEMBER_IS(view_count, value_i32(view_of(self)->dict.u.dict->len))

static bool view_index(struct value self, struct value key, struct value *ret, GError **error)
{
	struct dict *dict = view_of(self)->dict.u.dict;
	int64_t at;

	if (!value_to_i64(key, &at, error))
		return false;
	*ret = at >= 0 && at < dict->len ? view_item(view_of(self), dict_at(dict, at)) : VALUE_NULL;
	return true;
}

MEMBER(view_copy_to)
{
	struct enumerator e;
	struct value item;
	int64_t at = args[1].u.i;

	if (value_is_null(args[0]) || args[0].kind != V_ARRAY)
		return throw_null(error, "array");
	if (at < 0 || at + view_of(self)->dict.u.dict->len > args[0].u.array->len) {
		fault_throw(error, ARGUMENT,
			    "Destination array is not long enough to copy all the items in the collection. Check array index and length.");
		return false;
	}
	enumerator_init(&e, self);
	while (enumerator_next(&e, &item, NULL))
		array_set(args[0].u.array, at++, item);
	enumerator_clear(&e);
	return true;
}

MEMBER(view_contains)
{
	const struct dict_entry *entry;
	struct dict *dict = view_of(self)->dict.u.dict;

	*ret = value_bool(false);
	for (uint32_t at = 0; dict_next(dict, &at, &entry);) {
		if (value_same(view_of(self)->what == VIEW_KEYS ? entry->key : entry->value, args[0], true))
			*ret = value_bool(true);
	}
	return true;
}

MEMBER_IS(view_get_enumerator, iterator_new(self))

static const struct type_member view_properties[] = {
	PROPERTY("int Count {get;}", view_count),
	END_OF_MEMBERS
};

static const struct type_member view_methods[] = {
	METHOD("bool Contains(System.Object item)", view_contains),
	METHOD("void CopyTo(array array, int index)", view_copy_to),
	METHOD("System.Collections.IEnumerator GetEnumerator()", view_get_enumerator),
	END_OF_MEMBERS
};

static const struct type *const view_interfaces[] = { &type_icollection, NULL };

#define VIEW(symbol, text)								\
	const struct type symbol = {							\
		.name = text, .kind = V_NATIVE, .interfaces = view_interfaces,		\
		.properties = view_properties, .methods = view_methods,			\
		.free = view_free, .traverse = view_traverse, .next = view_next,	\
		.index = view_index,							\
	}

TYPE(type_hashtable_keys);
VIEW(type_hashtable_keys, "System.Collections.Hashtable+KeyCollection");
TYPE(type_hashtable_values);
VIEW(type_hashtable_values, "System.Collections.Hashtable+ValueCollection");
TYPE(type_generic_keys);
VIEW(type_generic_keys, "System.Collections.Generic.Dictionary+KeyCollection");
TYPE(type_generic_values);
VIEW(type_generic_values, "System.Collections.Generic.Dictionary+ValueCollection");
TYPE(type_ordered_view);
VIEW(type_ordered_view, "System.Collections.Specialized.OrderedDictionary+OrderedDictionaryKeyValueCollection");
TYPE(type_dictionary_entries);
VIEW(type_dictionary_entries, "System.Collections.Hashtable+EntryCollection");

/* -- Enumerators --------------------------------------------------------------------------------------- */

struct iterator {
	struct native native;
	struct enumerator e;
	struct value current;
};

extern const struct type type_iterator, type_hashtable_iterator;

static struct iterator *iterator_of(struct value v)
{
	return (struct iterator *)v.u.native;
}

static void iterator_free(struct native *native)
{
	struct iterator *it = (struct iterator *)native;

	enumerator_clear(&it->e);
	value_unref(it->current);
}

static void iterator_traverse(struct native *native, void (*visit)(struct value, void *), void *data)
{
	visit(((struct iterator *)native)->e.source, data);
	visit(((struct iterator *)native)->current, data);
}

struct value iterator_new(struct value source)
{
	bool entries = source.kind == V_NATIVE && source.u.native->type == &type_dictionary_entries;
	struct iterator *it = native_new(entries ? &type_hashtable_iterator : &type_iterator, sizeof(*it));

	enumerator_init(&it->e, source);
	it->current = VALUE_NULL;
	return value_of(it);
}

static bool iterator_next(struct enumerator *e, struct value *ret, GError **error)
{
	return enumerator_next(&iterator_of(e->source)->e, ret, error);
}

MEMBER(iterator_move_next)
{
	struct iterator *it = iterator_of(self);
	struct value item;
	GError *failure = NULL;

	if (enumerator_next(&it->e, &item, &failure)) {
		value_put(&it->current, item);
		*ret = value_bool(true);
		return true;
	}
	if (failure) {
		g_propagate_error(error, failure);
		return false;
	}
	value_put(&it->current, VALUE_NULL);
	*ret = value_bool(false);
	return true;
}

MEMBER(iterator_reset)
{
	struct iterator *it = iterator_of(self);
	value_auto source = value_ref(it->e.source);

	enumerator_clear(&it->e);
	enumerator_init(&it->e, source);
	value_put(&it->current, VALUE_NULL);
	return true;
}

MEMBER_IS(iterator_current, value_ref(iterator_of(self)->current))

static struct value current_part(struct value self, bool key)
{
	struct entry *entry = native_of(iterator_of(self)->current, &type_dictionary_entry);

	if (!entry)
		return VALUE_NULL;
	return value_ref(key ? entry->key : entry->value);
}

MEMBER_IS(iterator_key, current_part(self, true))
MEMBER_IS(iterator_value, current_part(self, false))
MEMBER_IS(iterator_dispose, VALUE_NOTHING)

static const struct type_member iterator_methods[] = {
	METHOD("void Dispose()", iterator_dispose),
	METHOD("bool MoveNext()", iterator_move_next),
	METHOD("void Reset()", iterator_reset),
	END_OF_MEMBERS
};

static const struct type_member iterator_properties[] = {
	PROPERTY("System.Object Current {get;}", iterator_current),
	END_OF_MEMBERS
};

static const struct type_member hashtable_iterator_properties[] = {
	PROPERTY("System.Object Current {get;}", iterator_current),
	PROPERTY("System.Object Entry {get;}", iterator_current),
	PROPERTY("System.Object Key {get;}", iterator_key),
	PROPERTY("System.Object Value {get;}", iterator_value),
	END_OF_MEMBERS
};

static const struct type *const iterator_interfaces[] = { &type_ienumerator, NULL };

TYPE(type_iterator);
const struct type type_iterator = {
	.name = "System.Array+ArrayEnumerator", .kind = V_NATIVE, .interfaces = iterator_interfaces,
	.methods = iterator_methods, .properties = iterator_properties, .free = iterator_free,
	.traverse = iterator_traverse, .next = iterator_next,
};

TYPE(type_hashtable_iterator);
const struct type type_hashtable_iterator = {
	.name = "System.Collections.Hashtable+HashtableEnumerator", .kind = V_NATIVE,
	.interfaces = iterator_interfaces, .methods = iterator_methods,
	.properties = hashtable_iterator_properties, .free = iterator_free,
	.traverse = iterator_traverse, .next = iterator_next,
};
