/*
 * Indexing: $a[0], $h['x'], and assigning to it. Arrays by integer and
 * dictionaries by key are done here, the rest by lib/operate.h.
 */
#include "config.h"

#include "shell/eval.h"

#include "lib/convert.h"
#include "lib/dict.h"
#include "shell/member.h"

static inline bool array_slot(struct value target, struct value index, uint32_t *ret)
{
	int64_t i = index.u.i;

	if (target.kind != V_ARRAY || index.kind != V_I32 || target.u.array->dims)
		return false;
	if (i < 0)
		i += target.u.array->len;
	*ret = i;
	return i >= 0 && i < target.u.array->len;
}

static const struct fault outside = {
	"System.IndexOutOfRangeException", "System.IndexOutOfRangeException", CATEGORY_OPERATION_STOPPED, NULL };

/* Strict mode refuses what is null otherwise. */
static bool is_outside(struct value target, struct value index)
{
	int64_t len = target.kind == V_STRING ? target.u.str->units
		    : target.kind == V_ARRAY && !target.u.array->dims ? (int64_t)target.u.array->len : -1;
	int64_t i;

	if (len < 0 || !value_is_number(index) || !value_to_i64(index, &i, NULL))
		return false;
	return i >= len || i < -len;
}

static struct value index_value(struct node *node, struct scope *scope, struct value target,
				struct value index)
{
	struct value result = VALUE_NULL;
	GError *error = NULL;
	uint32_t slot;

	if (array_slot(target, index, &slot))
		return array_get(target.u.array, slot);
	if (target.kind == V_DICT && index.kind == V_STRING) {
		result = dict_get(target.u.dict, index);
		return result.kind == V_UNSET ? VALUE_NULL : result;
	}
	if (scope->strict >= 30 && is_outside(value_base(target), value_base(index))) {
		fault_set(&error, &outside, VALUE_NULL, "Index was outside the bounds of the array.");
		return raise_value(scope, node, error);
	}
	if (!member_index(scope, target, index, &result, &error))
		return raise_value(scope, node, error);
	return result;
}

struct value eval_index(struct node *node, struct scope *scope)
{
	struct binary_node *binary = (struct binary_node *)node;
	struct value target = node_value(binary->left, scope), index, result;

	if (target.kind == V_SIGNAL)
		return target;
	if (binary->negate && value_is_null(target))	/* ?[ */
		return VALUE_NULL;
	index = node_value(binary->right, scope);
	if (index.kind == V_SIGNAL) {
		value_unref(target);
		return index;
	}
	result = index_value(node, scope, target, index);
	value_unref(target);
	value_unref(index);
	return result;
}

static bool store(struct scope *scope, struct value target, struct value index, struct value v,
		  GError **error)
{
	uint32_t slot;
	bool ok;

	if (array_slot(target, index, &slot) && !target.u.array->element) {
		array_set(target.u.array, slot, v);
		return true;
	}
	if (target.kind == V_DICT && !target.u.dict->type &&
	    !(target.u.block->flags & BLOCK_READONLY) && target.u.dict->style != DICT_ORDERED &&
	    !value_is_null(index)) {
		dict_set(target.u.dict, value_ref(index), v);
		return true;
	}
	ok = member_index_set(scope, target, index, v, error);
	value_unref(v);
	return ok;
}

bool assign_index(struct node *node, struct scope *scope, struct value v)
{
	struct binary_node *binary = (struct binary_node *)node;
	struct value target = node_value(binary->left, scope), index;
	GError *error = NULL;
	bool ok;

	if (target.kind == V_SIGNAL) {
		value_unref(v);
		return false;
	}
	index = node_value(binary->right, scope);
	if (index.kind == V_SIGNAL) {
		value_unref(target);
		value_unref(v);
		return false;
	}
	if (index.kind >= V_I8 && index.kind <= V_F64)
		index.aux = 0;		/* a key is the number, not how it was written */
	ok = store(scope, target, index, v, &error);
	value_unref(target);
	value_unref(index);
	if (!ok)
		raise_value(scope, node, error);
	return ok;
}
