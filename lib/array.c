/*
 * Arrays and lists. A byte[] is packed: one byte an element; every other array
 * holds values.
 */
#include "config.h"

#include "lib/array.h"

#include "lib/heap.h"
#include "lib/type.h"

/* What an element of a new array is before it is set. */
static struct value element_default(const struct type *element)
{
	if (!element)
		return VALUE_NULL;
	if (element->kind == V_BOOL || element->kind == V_CHAR || element->kind == V_DATETIME ||
	    element->kind == V_TIMESPAN || (element->kind >= V_I8 && element->kind <= V_U64))
		return (struct value){ .kind = element->kind };
	if (element->kind == V_F32 || element->kind == V_F64)
		return (struct value){ .kind = element->kind, .u.f = 0 };
	if (element->kind == V_ENUM)
		return value_enum(element, 0);
	return VALUE_NULL;
}

/* An array with room for `len` values, which it does not have yet. */
static struct array *array_make(uint32_t len)
{
	size_t size = sizeof(struct array) + (size_t)len * sizeof(struct value);
	struct array *array = container_raw(V_ARRAY, size);

	array->len = len;
	array->packed = false;
	array->element = NULL;
	array->dims = NULL;
	array->u.items = array->own;
	return array;
}

static struct array *bytes_new(const struct type *element, uint32_t len)
{
	struct array *array = array_make(0);

	array->element = element;
	array->len = len;
	array->packed = true;
	array->u.bytes = g_malloc0(len);
	return array;
}

struct array *array_new(const struct type *element, uint32_t len)
{
	struct array *array;
	struct value initial;

	if (element && element->kind == V_U8)
		return bytes_new(element, len);
	array = array_make(len);
	array->element = element;
	initial = element_default(element);
	for (uint32_t i = 0; i < len; i++)
		array->u.items[i] = initial;
	return array;
}

struct array *array_take(struct value *items, uint32_t n)
{
	struct array *array = array_make(n);

	if (n)
		memcpy(array->own, items, n * sizeof(*items));
	return array;
}

struct array *array_of_bytes(const void *bytes, uint32_t len)
{
	struct array *array = array_new(&type_byte, len);

	if (len)
		memcpy(array->u.bytes, bytes, len);
	return array;
}

struct value array_get(const struct array *array, uint32_t index)
{
	if (array->packed)
		return value_int(V_U8, array->u.bytes[index]);
	return value_ref(array->u.items[index]);
}

void array_set(struct array *array, uint32_t index, struct value v)
{
	if (array->packed)
		array->u.bytes[index] = v.u.i;
	else
		value_put(&array->u.items[index], v);
}

/* -- Lists -------------------------------------------------------------------- */

struct list *list_new(const struct type *type, const struct type *element)
{
	struct list *list = container_new(V_LIST, sizeof(*list));

	list->type = type;
	list->element = element;
	return list;
}

static void list_reserve(struct list *list, uint32_t n)
{
	if (n <= list->capacity)
		return;
	list->capacity = MAX(n, list->capacity ? list->capacity * 2 : 4);
	list->items = g_renew(struct value, list->items, list->capacity);
}

void list_add(struct list *list, struct value v)
{
	list_reserve(list, list->len + 1);
	list->items[list->len++] = v;
	list->stamp++;
}

void list_insert(struct list *list, uint32_t index, struct value v)
{
	list_reserve(list, list->len + 1);
	memmove(list->items + index + 1, list->items + index, (list->len - index) * sizeof(v));
	list->items[index] = v;
	list->len++;
	list->stamp++;
}

void list_remove(struct list *list, uint32_t index, uint32_t n)
{
	if (!n)
		return;
	for (uint32_t i = index; i < index + n; i++)
		value_unref(list->items[i]);
	if (n)		/* an empty list may have no items to point to */
		memmove(list->items + index, list->items + index + n,
			(list->len - index - n) * sizeof(struct value));
	list->len -= n;
	list->stamp++;
}

struct value list_get(const struct list *list, uint32_t index)
{
	return value_ref(list->items[index]);
}

void list_set(struct list *list, uint32_t index, struct value v)
{
	value_put(&list->items[index], v);
	list->stamp++;
}

struct array *list_to_array(struct list *list)
{
	struct array *array = array_make(0);

	array->len = list->len;
	array->u.items = g_steal_pointer(&list->items);
	list->len = list->capacity = 0;
	list->stamp++;
	return array;
}
