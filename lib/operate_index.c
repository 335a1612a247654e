/*
 * Indexing and ranges. An index out of range gives null, a list of indexes
 * only what exists; text that is no number finds nothing. Assignment is
 * strict.
 */
#include "config.h"

#include "lib/operate.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/limits.h"

/* A range of more elements than this is refused. */
#define MAX_RANGE 0x7fffffc7ll

static const struct fault null_array = {
	"NullArray",
	"System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION,
	NULL,
};
static const struct fault null_index = {
	"NullArrayIndex",
	"System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION,
	NULL,
};
static const struct fault cannot_index = {
	"CannotIndex",
	"System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION,
	NULL,
};
static const struct fault outside_array = {
	"System.IndexOutOfRangeException", "System.IndexOutOfRangeException",
	CATEGORY_OPERATION_STOPPED, NULL,
};
static const struct fault outside_list = {
	"System.ArgumentOutOfRangeException", "System.ArgumentOutOfRangeException",
	CATEGORY_OPERATION_STOPPED, NULL,
};
static const struct fault range_format = {
	"System.FormatException", "System.FormatException", CATEGORY_OPERATION_STOPPED, NULL,
};
static const struct fault range_overflow = {
	"System.OverflowException", "System.OverflowException", CATEGORY_OPERATION_STOPPED, NULL,
};

static bool null_index_error(GError **error)
{
	fault_set(error, &null_index, VALUE_NULL,
		  "Index operation failed; the array index evaluated to null.");
	return false;
}

/* -- Sequences ---------------------------------------------------------------- */

static uint32_t length_of(struct value v)
{
	switch (v.kind) {
	case V_ARRAY:
		return v.u.array->len;
	case V_LIST:
		return v.u.list->len;
	default:
		return v.u.str->units;
	}
}

static struct value element_of(struct value v, uint32_t i)
{
	switch (v.kind) {
	case V_ARRAY:
		return array_get(v.u.array, i);
	case V_LIST:
		return list_get(v.u.list, i);
	default:
		return value_char(str_unit(v.u.str, i));
	}
}

/* Counts a negative index from the end; false when it is outside. */
static bool place(int64_t i, uint32_t len, uint32_t *ret)
{
	if (i < 0)
		i += len;
	if (i < 0 || i >= len)
		return false;
	*ret = (uint32_t)i;
	return true;
}

static bool position(struct value v, struct value index, uint32_t *ret)
{
	int64_t i;

	if (index.kind == V_I32)
		return place(index.u.i, length_of(v), ret);
	return value_to_i64(index, &i, NULL) && place(i, length_of(v), ret);
}

/* [i,j] of an array of several dimensions. */
static bool flat_position(const struct array *array, struct value index, uint32_t *ret)
{
	struct enumerator e;
	struct value item;
	uint32_t at = 0, rank = 0;
	bool good = true;

	enumerator_init(&e, index);
	while (enumerator_next(&e, &item, NULL)) {
		int64_t i = -1;

		if (rank < array->dims[0] && value_to_i64(item, &i, NULL) &&
		    i < array->dims[1 + rank] && i >= 0)
			at = at * array->dims[1 + rank] + (uint32_t)i;
		else
			good = false;
		value_unref(item);
		rank++;
	}
	enumerator_clear(&e);
	*ret = at;
	return good && rank == array->dims[0];
}

static struct value take_array(GArray *items)
{
	struct array *array = array_take((struct value *)items->data, items->len);

	g_array_free(items, TRUE);
	return value_of(array);
}

static bool index_each(struct value v, struct value indexes, struct value *ret)
{
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct value));
	struct enumerator e;
	struct value index;
	uint32_t i;

	enumerator_init(&e, indexes);
	while (enumerator_next(&e, &index, NULL)) {
		if (position(v, value_base(index), &i)) {
			struct value item = element_of(v, i);

			g_array_append_val(items, item);
		}
		value_unref(index);
	}
	enumerator_clear(&e);
	*ret = take_array(items);
	return true;
}

static bool index_sequence(struct value v, struct value index, struct value *ret, GError **error)
{
	uint32_t i;

	if (value_is_null(index))
		return null_index_error(error);
	if (v.kind == V_ARRAY && v.u.array->dims && value_is_enumerable(index)) {
		*ret = flat_position(v.u.array, index, &i) ? array_get(v.u.array, i) : VALUE_NULL;
		return true;
	}
	if (value_is_enumerable(index))
		return index_each(v, index, ret);
	*ret = position(v, index, &i) ? element_of(v, i) : VALUE_NULL;
	return true;
}

/* -- Dictionaries ------------------------------------------------------------- */

/* Borrowed; by key, or by place in an ordered one. */
static struct value *dict_place(struct dict *dict, struct value key)
{
	value_auto converted = VALUE_UNSET;
	struct dict_entry *entry;
	int64_t i;

	if (dict->style == DICT_ORDERED && value_is_integer(key)) {
		i = key.u.i < 0 ? key.u.i + dict->len : key.u.i;
		entry = i >= 0 && i < dict->len ? dict_at(dict, (uint32_t)i) : NULL;
		return entry ? &entry->value : NULL;
	}
	if (dict->style == DICT_GENERIC && dict->type && dict->type->element &&
	    value_convert(key, dict->type->element, &converted, NULL))
		key = converted;
	return dict_find(dict, key);
}

static bool index_dict(struct value v, struct value index, struct value *ret, GError **error)
{
	struct value *found;
	struct enumerator e;
	struct value key;
	GArray *items;

	if (value_is_null(index)) {
		if (v.u.dict->style == DICT_HASHTABLE) {
			*ret = VALUE_NULL;
			return true;
		}
		return null_index_error(error);
	}
	if (!value_is_enumerable(index)) {
		found = dict_place(v.u.dict, index);
		*ret = found ? value_ref(*found) : VALUE_NULL;
		return true;
	}
	items = g_array_new(FALSE, FALSE, sizeof(struct value));
	enumerator_init(&e, index);
	while (enumerator_next(&e, &key, NULL)) {
		struct value item = VALUE_NULL;

		found = value_is_null(key) ? NULL : dict_place(v.u.dict, value_base(key));
		if (found)
			item = value_ref(*found);
		g_array_append_val(items, item);
		value_unref(key);
	}
	enumerator_clear(&e);
	*ret = take_array(items);
	return true;
}

/* -- Reading ------------------------------------------------------------------ */

static const struct type *indexed_type(struct value v)
{
	if (v.kind == V_NATIVE || v.kind == V_OBJECT)
		for (const struct type *t = type_of(v); t; t = t->base)
			if (t->index)
				return t;
	return NULL;
}

/* A scalar is its own first and last element. */
static bool index_scalar(struct value v, struct value index, struct value *ret, GError **error)
{
	int64_t i;

	if (value_is_null(index))
		return null_index_error(error);
	if (!value_is_enumerable(index) && value_to_i64(index, &i, NULL) && (i == 0 || i == -1))
		*ret = value_ref(v);
	else
		*ret = VALUE_NOTHING;
	return true;
}

bool value_index(struct value v, struct value index, struct value *ret, GError **error)
{
	const struct type *type;

	if (v.kind == V_ARRAY && index.kind == V_I32 && index.u.i >= 0 && !v.u.array->dims) {
		*ret = index.u.i < v.u.array->len ? array_get(v.u.array, (uint32_t)index.u.i)
						  : VALUE_NULL;
		return true;
	}
	v = value_base(v);
	index = value_base(index);
	switch (v.kind) {
	case V_UNSET:
	case V_NULL:
	case V_NOTHING:
		fault_set(error, &null_array, VALUE_NULL, "Cannot index into a null array.");
		return false;
	case V_ARRAY:
	case V_LIST:
	case V_STRING:
		return index_sequence(v, index, ret, error);
	case V_DICT:
		if (v.u.dict->style == DICT_SET)
			break;
		return index_dict(v, index, ret, error);
	default:
		break;
	}
	type = indexed_type(v);
	if (type)
		return type->index(v, index, ret, error);
	return index_scalar(v, index, ret, error);
}

/* -- Writing ------------------------------------------------------------------ */

static bool set_array(struct array *array, struct value index, struct value to, GError **error)
{
	value_auto converted = VALUE_UNSET;
	uint32_t at;
	int32_t i;

	if (array->dims && value_is_enumerable(index)) {
		if (!flat_position(array, index, &at))
			goto outside;
	} else {
		if (!value_to_i32(index, &i, error))
			return false;
		if (!place(i, array->len, &at))
			goto outside;
	}
	if (array->packed || array->element) {
		if (!value_convert(to, array->packed ? &type_byte : array->element, &converted,
				   error))
			return false;
		array_set(array, at, value_steal(&converted));
	} else {
		array_set(array, at, value_ref(to));
	}
	return true;
outside:
	fault_set(error, &outside_array, VALUE_NULL, "Index was outside the bounds of the array.");
	return false;
}

static bool set_list(struct list *list, struct value index, struct value to, GError **error)
{
	struct value converted;
	uint32_t at;
	int32_t i;

	if (!value_to_i32(index, &i, error))
		return false;
	if (!place(i, list->len, &at)) {
		fault_set(error, &outside_list, VALUE_NULL,
			  "Index was out of range. Must be non-negative and less than the size of "
			  "the "
			  "collection. (Parameter 'index')");
		return false;
	}
	if (!list->element)
		converted = value_ref(to);
	else if (!value_convert(to, list->element, &converted, error))
		return false;
	list_set(list, at, converted);
	return true;
}

static bool set_dict(struct dict *dict, struct value key, struct value to, GError **error)
{
	const struct type *key_type = dict->type ? dict->type->element : NULL;
	const struct type *value_type = dict->type ? dict->type->element2 : NULL;
	struct value own_key, own_value;
	struct value *found;

	if (dict->style == DICT_ORDERED && value_is_integer(key)) {
		found = dict_place(dict, key);
		if (!found) {
			fault_set(error, &outside_list, VALUE_NULL,
				  "Specified argument was out of the range of valid values. "
				  "(Parameter "
				  "'index')");
			return false;
		}
		value_put(found, value_ref(to));
		return true;
	}
	if (!key_type)
		own_key = value_ref(key);
	else if (!value_convert(key, key_type, &own_key, error))
		return false;
	if (!value_type) {
		own_value = value_ref(to);
	} else if (!value_convert(to, value_type, &own_value, error)) {
		value_unref(own_key);
		return false;
	}
	if (dict->type && dict->type->flags & TYPE_IS_SORTED)
		dict_put(dict, own_key, own_value);
	else
		dict_set(dict, own_key, own_value);
	return true;
}

bool value_index_set(struct value v, struct value index, struct value to, GError **error)
{
	const struct type *type;

	v = value_base(v);
	index = value_base(index);
	if (value_is_null(v)) {
		fault_set(error, &null_array, VALUE_NULL, "Cannot index into a null array.");
		return false;
	}
	if (value_is_null(index))
		return null_index_error(error);
	switch (v.kind) {
	case V_ARRAY:
		return set_array(v.u.array, index, to, error);
	case V_LIST:
		return set_list(v.u.list, index, to, error);
	case V_DICT:
		if (v.u.dict->style != DICT_SET)
			return set_dict(v.u.dict, index, to, error);
		break;
	default:
		type = indexed_type(v);
		if (type && type->index_set)
			return type->index_set(v, index, to, error);
		break;
	}
	fault_set(error, &cannot_index, VALUE_NULL,
		  "Unable to index into an object of type \"%s\".", type_of(v)->name);
	return false;
}

/* -- Ranges ------------------------------------------------------------------- */

static bool is_one_char(struct value v, uint16_t *ret)
{
	if (v.kind == V_CHAR) {
		*ret = v.u.ch;
		return true;
	}
	if (v.kind != V_STRING || v.u.str->units != 1)
		return false;
	*ret = str_unit(v.u.str, 0);
	return true;
}

/* An end as Convert.ToInt32() takes it. */
static bool range_end(struct value v, int32_t *ret, GError **error)
{
	GError *failure = NULL;

	if (v.kind == V_STRING) {
		char *end;
		gint64 i = g_ascii_strtoll(v.u.str->data, &end, 10);

		while (g_ascii_isspace(*end))
			end++;
		if (*end || v.u.str->len == 0) {
			fault_set(error, &range_format, VALUE_NULL,
				  "The input string '%s' was not in a correct format.",
				  v.u.str->data);
			return false;
		}
		v = value_i64(i);
	}
	if (!value_is_null(v) && !value_is_number(v) && v.kind != V_CHAR && v.kind != V_BOOL &&
	    v.kind != V_ENUM && v.kind != V_STRING) {
		fault_throw(error, "System.InvalidCastException",
			    "Unable to cast object of type '%s' to type 'System.IConvertible'.", type_of(v)->name);
		return false;
	}
	if (value_to_i32(v, ret, &failure))
		return true;
	fault_set(error, &range_overflow, VALUE_NULL,
		  "Value was either too large or too small for an Int32.");
	g_error_free(failure);
	return false;
}

bool value_range(struct value a, struct value b, struct value *ret, GError **error)
{
	struct array *array;
	uint16_t low, high;
	int32_t first, last;
	int64_t n, step;
	bool chars;

	a = value_base(a);
	b = value_base(b);
	chars = is_one_char(a, &low) && is_one_char(b, &high) &&
		!(a.kind == V_STRING && b.kind == V_STRING && low < 128 && high < 128 &&
		  g_ascii_isdigit((char)low) && g_ascii_isdigit((char)high));
	if (chars) {
		first = low;
		last = high;
	} else if (!range_end(a, &first, error) || !range_end(b, &last, error)) {
		return false;
	}
	n = ABS((int64_t)last - first) + 1;
	if (n > MAX_RANGE) {
		fault_set(error, &range_overflow, VALUE_NULL,
			  "Array dimensions exceeded supported range.");
		return false;
	}
	if (!limit_array(n, error))
		return false;
	step = first <= last ? 1 : -1;
	array = array_new(NULL, (uint32_t)n);
	for (int64_t i = 0; i < n; i++)
		array->u.items[i] = chars ? value_char((uint16_t)(first + i * step))
					  : value_i32((int32_t)(first + i * step));
	*ret = value_of(array);
	return true;
}
