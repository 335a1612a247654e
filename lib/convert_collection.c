/*
 * Conversion to arrays, lists and dictionaries: each element is converted to
 * the target's element type; a scalar becomes a collection of one.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/cast.h"
#include "lib/dict.h"

static const struct fault scalar_to_array = CAST_FAULT("InvalidCastExceptionScalarToArray");

static struct value *take_elements(struct value v, const struct type *element, uint32_t *n,
				   GError **error)
{
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct value));
	struct enumerator e;
	struct value item;
	GError *failure = NULL;

	enumerator_init(&e, v);
	while (enumerator_next(&e, &item, &failure)) {
		struct value converted = item;

		if (element) {
			bool good = value_convert(item, element, &converted, &failure);

			value_unref(item);
			if (!good)
				break;
		}
		g_array_append_val(items, converted);
	}
	enumerator_clear(&e);
	if (!failure) {
		*n = items->len;
		/* An empty array has no storage, but NULL is failure. */
		return items->len > 0 ? (struct value *)g_array_free(items, FALSE)
				      : (g_array_free(items, TRUE), g_new(struct value, 1));
	}
	for (guint i = 0; i < items->len; i++)
		value_unref(g_array_index(items, struct value, i));
	g_array_free(items, TRUE);
	g_propagate_error(error, failure);
	return NULL;
}

static const struct type *element_of(const struct type *to)
{
	return to->element == &type_object ? NULL : to->element;
}

static struct value array_from(struct value *items, uint32_t n, const struct type *element)
{
	struct array *array;

	if (!element) {
		array = array_take(items, n);
	} else {
		array = array_new(element, n);
		for (uint32_t i = 0; i < n; i++)
			array_set(array, i, items[i]);
	}
	g_free(items);
	return value_of(array);
}

static bool text_to_chars(struct string *text, struct value *ret)
{
	struct array *array = array_new(&type_char, text->units);

	for (uint32_t i = 0; i < text->units; i++)
		array_set(array, i, value_char(str_unit(text, i)));
	*ret = value_of(array);
	return true;
}

/* The element's failure decides: what could never be an element fails as a whole. */
static bool scalar_failed(struct value v, const struct type *to, GError *failure, GError **error)
{
	if (fault_is(failure, &cast_final_fault))
		cast_fail_final(v, to, error);
	else if (fault_is(failure, &cast_iconvertible_fault) && !value_is_number(v) &&
		 strstr(failure->message, "\"Invalid cast from"))
		cast_fail_kinds(v, to, error);
	else
		cast_fail_because(&scalar_to_array, v, to, failure->message, error);
	g_error_free(failure);
	return false;
}

static bool scalar_element(struct value v, const struct type *to, struct value *ret, GError **error)
{
	GError *failure = NULL;

	if (!element_of(to)) {
		*ret = value_ref(v);
		return true;
	}
	return value_convert(v, to->element, ret, &failure) || scalar_failed(v, to, failure, error);
}

bool cast_array(struct value v, const struct type *to, struct value *ret, GError **error)
{
	struct value *items;
	uint32_t n = 1;

	if (v.kind == V_STRING && to->element == &type_char)
		return text_to_chars(v.u.str, ret);
	if (value_is_enumerable(v)) {
		items = take_elements(v, element_of(to), &n, error);
		if (!items)
			return false;
	} else {
		items = g_new(struct value, 1);
		if (!scalar_element(v, to, &items[0], error)) {
			g_free(items);
			return false;
		}
	}
	*ret = array_from(items, n, element_of(to));
	return true;
}

bool cast_list(struct value v, const struct type *to, struct value *ret, GError **error)
{
	struct list *list;
	struct value *items, one;
	uint32_t n = 1;

	if (value_is_enumerable(v)) {
		items = take_elements(v, element_of(to), &n, error);
		if (!items)
			return false;
	} else {
		if (!to->element || v.kind == V_DICT)
			return cast_by_table(v, to, ret, error);
		if (!scalar_element(v, to, &one, error))
			return false;
		items = g_new(struct value, 1);
		items[0] = one;
	}
	list = list_new(to == &type_arraylist ? NULL : to, to->element);
	for (uint32_t i = 0; i < n; i++)
		list_add(list, items[i]);
	g_free(items);
	*ret = value_of(list);
	return true;
}

/* -- Dictionaries and sets ---------------------------------------------------- */

static struct dict *new_dict(const struct type *to)
{
	struct dict *dict;

	if (to == &type_hashtable)
		return dict_new(DICT_HASHTABLE, true);
	if (to == &type_ordered)
		return dict_new(DICT_ORDERED, true);
	dict = dict_new(type_is(to, &type_hashset) || !to->element2 ? DICT_SET : DICT_GENERIC,
			true);
	dict->type = to;
	return dict;
}

static bool convert_part(struct value v, const struct type *to, struct value *ret, GError **error)
{
	if (!to || to == &type_object) {
		*ret = value_ref(v);
		return true;
	}
	return value_convert(v, to, ret, error);
}

static bool fill_dict(struct dict *dict, struct value v, const struct type *to, GError **error)
{
	const struct dict_entry *entry;
	struct value key, item;

	for (uint32_t at = 0; dict_next(v.u.dict, &at, &entry); ) {
		if (!convert_part(entry->key, to->element, &key, error))
			return false;
		if (!convert_part(entry->value, to->element2, &item, error)) {
			value_unref(key);
			return false;
		}
		dict_set(dict, key, item);
	}
	return true;
}

static bool fill_set(struct dict *dict, struct value v, const struct type *to, GError **error)
{
	uint32_t n = 0;
	struct value *items = take_elements(v, element_of(to), &n, error);

	if (!items)
		return false;
	for (uint32_t i = 0; i < n; i++)
		dict_set(dict, items[i], VALUE_NULL);
	g_free(items);
	return true;
}

bool cast_dict(struct value v, const struct type *to, struct value *ret, GError **error)
{
	bool is_set = to->element && !to->element2;
	struct dict *dict;
	bool good;

	if (is_set ? !value_is_enumerable(v) : v.kind != V_DICT || v.u.dict->style == DICT_SET)
		return cast_by_table(v, to, ret, error);
	if (to == &type_ordered)
		return cast_fail_final(v, to, error);
	dict = new_dict(to);
	good = is_set ? fill_set(dict, v, to, error) : fill_dict(dict, v, to, error);
	if (!good) {
		value_unref(value_of(dict));
		return false;
	}
	*ret = value_of(dict);
	return true;
}
