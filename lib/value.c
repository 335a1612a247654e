/*
 * What every kind of value answers: truth, its base, enumeration.
 */
#include "config.h"

#include "lib/value.h"

#include "lib/array.h"
#include "lib/bigint.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/object.h"
#include "lib/type.h"

struct value value_base(struct value v)
{
	while (v.kind == V_BOXED)
		v = ((struct boxed *)v.u.block)->base;
	return v;
}

static bool array_truth(const struct array *array)
{
	value_auto only = VALUE_UNSET;

	if (array->len != 1)
		return array->len > 1;
	only = array_get(array, 0);
	if (only.kind == V_ARRAY)
		return only.u.array->len > 0;
	if (only.kind == V_LIST)
		return only.u.list->len > 0;
	return value_truth(only);
}

static bool list_truth(const struct list *list)
{
	struct value only;

	if (list->len != 1)
		return list->len > 1;
	only = list->items[0];
	if (only.kind == V_ARRAY)
		return only.u.array->len > 0;
	if (only.kind == V_LIST)
		return only.u.list->len > 0;
	return value_truth(only);
}

bool value_truth(struct value v)
{
	switch (v.kind) {
	case V_UNSET:
	case V_SIGNAL:
	case V_NULL:
	case V_NOTHING:
		return false;
	case V_BOOL:
	case V_SWITCH:
		return v.u.b;
	case V_CHAR:
		return v.u.ch != 0;
	case V_F32:
	case V_F64:
		return v.u.f != 0;
	case V_I8: case V_U8: case V_I16: case V_U16: case V_I32: case V_U32: case V_I64: case V_U64:
	case V_ENUM:
		return v.u.i != 0;
	case V_DECIMAL: {
		double d = 0;

		return value_to_f64(v, &d, NULL) && d != 0;
	}
	case V_BIGINT:
		return mpz_sgn(((struct bigint *)v.u.block)->z) != 0;
	case V_STRING:
		return v.u.str->len > 0;
	case V_ARRAY:
		return array_truth(v.u.array);
	case V_LIST:
		return list_truth(v.u.list);
	case V_BOXED:
		return value_truth(value_base(v));
	default:
		return true;
	}
}

const char *value_kind_name(enum value_kind kind)
{
	static const char *const names[] = {
		"unset", "signal", "null", "nothing", "bool", "switch", "char", "sbyte", "byte", "int16",
		"uint16", "int32", "uint32", "int64", "uint64", "single", "double", "datetime", "timespan",
		"enum", "type", "decimal", "bigint", "string", "array", "list", "dictionary", "object",
		"scriptblock", "error", "native", "boxed", "variable",
	};
	static_assert(G_N_ELEMENTS(names) == V_KIND_COUNT, "one name a kind");

	return names[kind];
}

/* -- Enumeration --------------------------------------------------------------- */

static const struct type *native_enumerable(struct value v)
{
	for (const struct type *t = v.u.native->type; t; t = t->base)
		if (t->next)
			return t;
	return NULL;
}

bool value_is_enumerable(struct value v)
{
	v = value_base(v);
	switch (v.kind) {
	case V_ARRAY:
	case V_LIST:
		return true;
	case V_DICT:
		return v.u.dict->style == DICT_SET;
	case V_NATIVE:
		return native_enumerable(v) != NULL;
	default:
		return false;
	}
}

void enumerator_init(struct enumerator *e, struct value v)
{
	*e = (struct enumerator){ .source = value_ref(value_base(v)) };
	if (e->source.kind == V_LIST)
		e->stamp = e->source.u.list->stamp;
	else if (e->source.kind == V_DICT)
		e->stamp = e->source.u.dict->stamp;
	else if (e->source.kind == V_NATIVE)
		e->type = native_enumerable(e->source);
}

static bool enumerator_changed(struct enumerator *e, uint32_t stamp, GError **error)
{
	if (e->stamp == stamp)
		return false;
	fault_throw(error, "System.InvalidOperationException",
		    "Collection was modified; enumeration operation may not execute.");
	return true;
}

static bool next_of_set(struct enumerator *e, struct value *ret, GError **error)
{
	const struct dict_entry *entry;
	uint32_t at = e->at;

	if (enumerator_changed(e, e->source.u.dict->stamp, error) ||
	    !dict_next(e->source.u.dict, &at, &entry))
		return false;
	e->at = at;
	*ret = value_ref(entry->key);
	return true;
}

bool enumerator_next(struct enumerator *e, struct value *ret, GError **error)
{
	struct value v = e->source;

	switch (v.kind) {
	case V_ARRAY:
		if (e->at >= v.u.array->len)
			return false;
		if (!v.u.array->packed)
			values_look_ahead(v.u.array->u.items, e->at, v.u.array->len);
		*ret = array_get(v.u.array, e->at++);
		return true;
	case V_LIST:
		if (enumerator_changed(e, v.u.list->stamp, error) || e->at >= v.u.list->len)
			return false;
		values_look_ahead(v.u.list->items, e->at, v.u.list->len);
		*ret = list_get(v.u.list, v.u.list->type && (v.u.list->type->flags & TYPE_IS_REVERSED)
					  ? v.u.list->len - 1 - e->at : e->at);
		e->at++;
		return true;
	case V_DICT:
		if (v.u.dict->style == DICT_SET)
			return next_of_set(e, ret, error);
		break;
	case V_NATIVE:
		if (e->type)
			return e->type->next(e, ret, error);
		break;
	case V_NOTHING:
	case V_UNSET:
		return false;
	default:
		break;
	}
	if (e->at++ > 0)
		return false;
	*ret = value_ref(v);
	return true;
}

void enumerator_clear(struct enumerator *e)
{
	if (e->type && e->type->next_clear)
		e->type->next_clear(e);
	value_unref(e->source);
	*e = (struct enumerator){ 0 };
}
