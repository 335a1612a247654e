/*
 * Linq.Enumerable: functions over sequences. A sequence is read whole, and what
 * comes out of one is an array of the source's element type.
 */
#include "config.h"

#include "lib/types/culture.h"
#include "lib/types/sorting.h"
#include "lib/types/table.h"

#include "lib/type_rank.h"

struct sequence {
	struct type_call *call;
	const struct type *element;	/* of the source, NULL = object */
	GArray *items;			/* struct value */
	GError **error;
};

static struct value item_at(const struct sequence *s, guint i)
{
	return g_array_index(s->items, struct value, i);
}

static void put(GArray *items, struct value v)
{
	g_array_append_val(items, v);
}

static void drop(GArray *items)
{
	for (guint i = 0; i < items->len; i++)
		value_unref(g_array_index(items, struct value, i));
	g_array_unref(items);
}

static const struct type *element_of(struct value v)
{
	switch (v.kind) {
	case V_ARRAY:
		return v.u.array->packed ? &type_byte : v.u.array->element;
	case V_LIST:
		return v.u.list->element;
	case V_DICT:
		return v.u.dict->style == DICT_SET && v.u.dict->type ? v.u.dict->type->element : NULL;
	case V_STRING:
		return &type_char;
	default:
		return NULL;
	}
}

static bool read_items(GArray *items, struct value source, const char *name, GError **error)
{
	struct enumerator e;
	struct value item;
	GError *failure = NULL;

	source = value_base(source);
	if (value_is_null(source))
		return throw_null(error, name);
	if (source.kind == V_STRING) {
		for (uint32_t i = 0; i < source.u.str->units; i++)
			put(items, value_char(str_unit(source.u.str, i)));
		return true;
	}
	enumerator_init(&e, source);
	while (enumerator_next(&e, &item, &failure))
		put(items, item);
	enumerator_clear(&e);
	if (failure)
		g_propagate_error(error, failure);
	return !failure;
}

static bool sequence_open(struct sequence *s, struct type_call *call, struct value source, GError **error)
{
	*s = (struct sequence){ call, element_of(value_base(source)),
				g_array_new(FALSE, FALSE, sizeof(struct value)), error };
	if (read_items(s->items, source, "source", error))
		return true;
	drop(s->items);
	return false;
}

/* Items as an array of that element type; taken over. */
static struct value give_items(const struct type *element, GArray *items)
{
	struct array *array = array_new(element, items->len);

	for (guint i = 0; i < items->len; i++)
		array_set(array, i, g_array_index(items, struct value, i));
	g_array_unref(items);
	return value_of(array);
}

/* A function of one item; true also when there is none given. */
static bool ask(const struct sequence *s, struct value fn, struct value item, bool *ret)
{
	value_auto answer = VALUE_UNSET;

	if (!delegate_call(s->call, fn, &item, 1, &answer, s->error))
		return false;
	*ret = value_truth(answer);
	return true;
}

#define SOURCE(s)								\
	struct sequence s;							\
										\
	if (!sequence_open(&s, call, args[0], error))				\
		return false

/* -- Parts ------------------------------------------------------------------------------------------ */

enum walk { WALK_WHERE, WALK_TAKE_WHILE, WALK_SKIP_WHILE };

static bool filter(struct type_call *call, const struct value *args, enum walk walk, struct value *ret,
		   GError **error)
{
	SOURCE(s);
	GArray *found = g_array_new(FALSE, FALSE, sizeof(struct value));
	bool ok = true, on = walk != WALK_SKIP_WHILE, fits = false;

	for (guint i = 0; ok && i < s.items->len; i++) {
		if (walk != WALK_SKIP_WHILE || !on)
			ok = ask(&s, args[1], item_at(&s, i), &fits);
		if (walk == WALK_SKIP_WHILE)
			on |= !fits;
		if (walk == WALK_TAKE_WHILE && !fits)
			break;
		if (ok && (walk == WALK_SKIP_WHILE ? on : fits))
			put(found, value_ref(item_at(&s, i)));
	}
	drop(s.items);
	*ret = give_items(s.element, found);
	if (!ok)
		value_clear(ret);
	return ok;
}

MEMBER(linq_where)
{
	return filter(call, args, WALK_WHERE, ret, error);
}

MEMBER(linq_take_while)
{
	return filter(call, args, WALK_TAKE_WHILE, ret, error);
}

MEMBER(linq_skip_while)
{
	return filter(call, args, WALK_SKIP_WHILE, ret, error);
}

/* Items from..end of the source. */
static bool slice(struct type_call *call, const struct value *args, bool skip, bool from_end,
		  struct value *ret, GError **error)
{
	SOURCE(s);
	guint n = args[1].u.i < 0 ? 0 : MIN((guint)args[1].u.i, s.items->len);
	guint cut = from_end ? s.items->len - n : n;
	guint from = skip != from_end ? cut : 0, end = skip != from_end ? s.items->len : cut;
	GArray *found = g_array_new(FALSE, FALSE, sizeof(struct value));

	for (guint i = from; i < end; i++)
		put(found, value_ref(item_at(&s, i)));
	drop(s.items);
	*ret = give_items(s.element, found);
	return true;
}

MEMBER(linq_take)
{
	return slice(call, args, false, false, ret, error);
}

MEMBER(linq_skip)
{
	return slice(call, args, true, false, ret, error);
}

MEMBER(linq_take_last)
{
	return slice(call, args, false, true, ret, error);
}

MEMBER(linq_skip_last)
{
	return slice(call, args, true, true, ret, error);
}

MEMBER(linq_select)
{
	SOURCE(s);
	GArray *made = g_array_new(FALSE, FALSE, sizeof(struct value));
	bool ok = true;

	for (guint i = 0; ok && i < s.items->len; i++) {
		struct value answer = VALUE_NULL, given[2] = { item_at(&s, i), value_i32(i) };

		ok = delegate_call(call, args[1], given, 1, &answer, error);
		if (ok)
			put(made, answer);
	}
	drop(s.items);
	*ret = give_items(NULL, made);
	if (!ok)
		value_clear(ret);
	return ok;
}

MEMBER(linq_select_many)
{
	SOURCE(s);
	GArray *made = g_array_new(FALSE, FALSE, sizeof(struct value));
	bool ok = true;

	for (guint i = 0; ok && i < s.items->len; i++) {
		value_auto answer = VALUE_NULL;
		struct value item = item_at(&s, i);

		ok = delegate_call(call, args[1], &item, 1, &answer, error) &&
		     (value_is_null(answer) || read_items(made, answer, "source", error));
	}
	drop(s.items);
	*ret = give_items(NULL, made);
	if (!ok)
		value_clear(ret);
	return ok;
}

MEMBER(linq_reverse)
{
	SOURCE(s);

	for (guint i = 0; i < s.items->len / 2; i++) {
		struct value *a = &g_array_index(s.items, struct value, i);
		struct value *b = &g_array_index(s.items, struct value, s.items->len - 1 - i);
		struct value v = *a;

		*a = *b;
		*b = v;
	}
	*ret = give_items(s.element, s.items);
	return true;
}

MEMBER(linq_concat)
{
	SOURCE(s);

	if (!read_items(s.items, args[1], "second", error)) {
		drop(s.items);
		return false;
	}
	*ret = give_items(s.element, s.items);
	return true;
}

MEMBER(linq_append)
{
	SOURCE(s);

	put(s.items, value_ref(args[1]));
	*ret = give_items(s.element, s.items);
	return true;
}

MEMBER(linq_prepend)
{
	SOURCE(s);
	struct value first = value_ref(args[1]);

	g_array_prepend_val(s.items, first);
	*ret = give_items(s.element, s.items);
	return true;
}

MEMBER(linq_to_array)
{
	SOURCE(s);

	*ret = give_items(s.element, s.items);
	return true;
}

MEMBER(linq_to_list)
{
	SOURCE(s);
	const struct type *element = s.element ? s.element : &type_object;
	struct list *list = list_new(type_generic(&type_list, &element, 1), s.element);

	for (guint i = 0; i < s.items->len; i++)
		list_add(list, item_at(&s, i));
	g_array_unref(s.items);
	*ret = value_of(list);
	return true;
}

MEMBER(linq_chunk)
{
	SOURCE(s);
	const struct type *chunk = type_array_of(s.element ? s.element : &type_object);
	GArray *chunks = g_array_new(FALSE, FALSE, sizeof(struct value));
	guint size = MAX(args[1].u.i, 1);

	for (guint i = 0; i < s.items->len; i += size) {
		GArray *part = g_array_new(FALSE, FALSE, sizeof(struct value));

		for (guint k = i; k < MIN(i + size, s.items->len); k++)
			put(part, item_at(&s, k));
		put(chunks, give_items(s.element, part));
	}
	g_array_unref(s.items);
	*ret = give_items(chunk, chunks);
	return true;
}

/* -- Sets ------------------------------------------------------------------------------------------- */

static struct dict *set_new(const struct value *args, unsigned n)
{
	bool nocase = native_of(args[n - 1], &type_stringcomparer) && string_comparer_ignores_case(args[n - 1]);

	return dict_new(DICT_SET, !nocase);
}

static bool add_new(struct dict *set, struct value item)
{
	struct value key = value_is_null(item) ? value_bool(false) : item;

	if (dict_find(set, key))
		return false;
	dict_set(set, value_ref(key), VALUE_NULL);
	return true;
}

enum set_kind { SET_DISTINCT, SET_UNION, SET_INTERSECT, SET_EXCEPT };

/* Each item once, in the order of the source. */
static bool combine(struct type_call *call, const struct value *args, unsigned n, enum set_kind kind,
		    struct value *ret, GError **error)
{
	SOURCE(s);
	struct dict *seen = set_new(args, n), *second = set_new(args, n);
	GArray *found = g_array_new(FALSE, FALSE, sizeof(struct value));
	GArray *others = g_array_new(FALSE, FALSE, sizeof(struct value));
	bool ok = kind == SET_DISTINCT || read_items(kind == SET_UNION ? s.items : others, args[1], "second", error);

	for (guint i = 0; i < others->len; i++)
		add_new(second, g_array_index(others, struct value, i));
	for (guint i = 0; ok && i < s.items->len; i++) {
		struct value item = item_at(&s, i), key = value_is_null(item) ? value_bool(false) : item;
		bool among = dict_find(second, key) != NULL;

		if ((kind == SET_INTERSECT && !among) || (kind == SET_EXCEPT && among))
			continue;
		if (add_new(seen, item))
			put(found, value_ref(item));
	}
	drop(s.items);
	drop(others);
	value_unref(value_of(seen));
	value_unref(value_of(second));
	*ret = give_items(s.element, found);
	if (!ok)
		value_clear(ret);
	return ok;
}

MEMBER(linq_distinct)
{
	return combine(call, args, n, SET_DISTINCT, ret, error);
}

MEMBER(linq_union)
{
	return combine(call, args, n, SET_UNION, ret, error);
}

MEMBER(linq_intersect)
{
	return combine(call, args, n, SET_INTERSECT, ret, error);
}

MEMBER(linq_except)
{
	return combine(call, args, n, SET_EXCEPT, ret, error);
}

MEMBER(linq_to_hash_set)
{
	SOURCE(s);
	const struct type *element = s.element ? s.element : &type_object;
	struct dict *set = set_new(args, n);

	set->type = type_generic(&type_hashset, &element, 1);
	for (guint i = 0; i < s.items->len; i++)
		add_new(set, item_at(&s, i));
	drop(s.items);
	*ret = value_of(set);
	return true;
}

MEMBER(linq_contains)
{
	SOURCE(s);
	bool nocase = n > 2 && string_comparer_ignores_case(args[2]), found = false;

	for (guint i = 0; i < s.items->len; i++)
		found |= value_same(item_at(&s, i), args[1], !nocase);
	drop(s.items);
	*ret = value_bool(found);
	return true;
}

MEMBER(linq_sequence_equal)
{
	SOURCE(s);
	GArray *other = g_array_new(FALSE, FALSE, sizeof(struct value));
	bool ok = read_items(other, args[1], "second", error), same = ok && other->len == s.items->len;

	for (guint i = 0; same && i < other->len; i++)
		same = value_same(item_at(&s, i), g_array_index(other, struct value, i), true);
	drop(other);
	drop(s.items);
	*ret = value_bool(same);
	return ok;
}

/* -- One of them ------------------------------------------------------------------------------------- */

static bool no_elements(GError **error, const char *what)
{
	fault_throw(error, INVALID_OPERATION, "Sequence contains no %s", what);
	return false;
}

enum pick { PICK_FIRST, PICK_LAST, PICK_SINGLE };

/* The first, last or only item (that fits); without one the default when `or_default`. */
static bool pick(struct type_call *call, const struct value *args, unsigned n, enum pick which,
		 bool or_default, struct value *ret, GError **error)
{
	SOURCE(s);
	int64_t at = -1;
	unsigned count = 0;
	bool ok = true;

	for (guint i = 0; ok && i < s.items->len; i++) {
		bool fits = n < 2;

		if (n > 1)
			ok = ask(&s, args[1], item_at(&s, i), &fits);
		if (!ok || !fits)
			continue;
		count++;
		at = i;
		if (which == PICK_FIRST)
			break;
	}
	if (ok && which == PICK_SINGLE && count > 1) {
		fault_throw(error, INVALID_OPERATION, "Sequence contains more than one %selement", n > 1 ? "matching " : "");
		ok = false;
	} else if (ok && at >= 0) {
		*ret = value_ref(item_at(&s, at));
	} else if (ok && or_default) {
		*ret = s.element ? value_default(s.element) : VALUE_NULL;
		if (ret->kind == V_NOTHING)
			*ret = VALUE_NULL;
	} else if (ok) {
		ok = no_elements(error, n > 1 ? "matching element" : "elements");
	}
	drop(s.items);
	return ok;
}

#define PICK(name, which, or_default)						\
	MEMBER(name)								\
	{									\
		return pick(call, args, n, which, or_default, ret, error);	\
	}

PICK(linq_first, PICK_FIRST, false)
PICK(linq_first_or_default, PICK_FIRST, true)
PICK(linq_last, PICK_LAST, false)
PICK(linq_last_or_default, PICK_LAST, true)
PICK(linq_single, PICK_SINGLE, false)
PICK(linq_single_or_default, PICK_SINGLE, true)

MEMBER(linq_element_at)
{
	SOURCE(s);
	bool ok = args[1].u.i >= 0 && args[1].u.i < s.items->len;

	if (ok)
		*ret = value_ref(item_at(&s, args[1].u.i));
	drop(s.items);
	return ok || throw_range(error, "index");
}

/* -- Counting ---------------------------------------------------------------------------------------- */

/* How many fit; *ret_all counts all. */
static bool count_fitting(struct type_call *call, const struct value *args, unsigned n, unsigned *ret_fit,
			  unsigned *ret_all, GError **error)
{
	SOURCE(s);
	bool ok = true;

	*ret_fit = 0;
	*ret_all = s.items->len;
	for (guint i = 0; ok && i < s.items->len; i++) {
		bool fits = n < 2;

		if (n > 1)
			ok = ask(&s, args[1], item_at(&s, i), &fits);
		*ret_fit += ok && fits;
	}
	drop(s.items);
	return ok;
}

#define COUNTING(name, expression)						\
	MEMBER(name)								\
	{									\
		unsigned fit, all;						\
										\
		if (!count_fitting(call, args, n, &fit, &all, error))		\
			return false;						\
		*ret = (expression);						\
		return true;							\
	}

COUNTING(linq_count, value_i32(fit))
COUNTING(linq_long_count, value_i64(fit))
COUNTING(linq_any, value_bool(fit > 0))
COUNTING(linq_all, value_bool(fit == all))

/* Each item as the function has it; the sequence's own when there is none. */
static bool map_items(struct sequence *s, const struct value *args, unsigned n)
{
	for (guint i = 0; n > 1 && i < s->items->len; i++) {
		struct value *item = &g_array_index(s->items, struct value, i), answer = VALUE_NULL;

		if (!delegate_call(s->call, args[1], item, 1, &answer, s->error))
			return false;
		value_put(item, answer);
		s->element = type_of(answer);
	}
	return true;
}

/* Sums keep the element's type and are checked. */
static bool sum_items(const struct sequence *s, struct value *ret, GError **error)
{
	struct value sum = s->element && s->element != &type_object ? value_default(s->element) : value_i32(0);
	const struct type *type = s->element;
	value_auto total = sum.kind == V_NOTHING ? value_i32(0) : sum;

	for (guint i = 0; i < s->items->len; i++) {
		struct value next;

		if (value_is_null(item_at(s, i)))
			continue;
		if (!value_operate(OP_ADD, total, item_at(s, i), &next, error))
			return false;
		value_put(&total, next);
	}
	if (type && (type->kind == V_I32 || type->kind == V_I64) && total.kind != (uint32_t)type->kind) {
		fault_throw(error, "System.OverflowException", "Arithmetic operation resulted in an overflow.");
		return false;
	}
	*ret = value_ref(total);
	return true;
}

MEMBER(linq_sum)
{
	SOURCE(s);
	bool ok = map_items(&s, args, n) && sum_items(&s, ret, error);

	drop(s.items);
	return ok;
}

MEMBER(linq_average)
{
	SOURCE(s);
	value_auto sum = VALUE_UNSET, real = VALUE_UNSET;
	bool ok = map_items(&s, args, n);

	if (ok && !s.items->len)
		ok = no_elements(error, "elements");
	if (s.element && s.element->kind == V_I32)
		s.element = &type_int64;
	ok = ok && sum_items(&s, &sum, error) &&
	     value_convert(sum, sum.kind == V_DECIMAL ? &type_decimal : &type_double, &real, error) &&
	     value_operate(OP_DIV, real, value_i32(s.items->len), ret, error);
	drop(s.items);
	return ok;
}

static bool extreme(struct type_call *call, const struct value *args, unsigned n, int sign, bool by_key,
		    struct value *ret, GError **error)
{
	SOURCE(s);
	g_autoptr(GArray) originals = g_array_copy(s.items);
	guint best = 0;
	bool ok;

	for (guint i = 0; i < originals->len; i++)
		value_ref(g_array_index(originals, struct value, i));
	ok = map_items(&s, args, n) && (s.items->len || no_elements(error, "elements"));
	for (guint i = 1; ok && i < s.items->len; i++) {
		int order;

		ok = values_order(item_at(&s, i), item_at(&s, best), &order, error);
		if (ok && order * sign > 0)
			best = i;
	}
	if (ok)
		*ret = value_ref(by_key ? g_array_index(originals, struct value, best) : item_at(&s, best));
	for (guint i = 0; i < originals->len; i++)
		value_unref(g_array_index(originals, struct value, i));
	drop(s.items);
	return ok;
}

#define EXTREME(name, sign, by_key)						\
	MEMBER(name)								\
	{									\
		return extreme(call, args, n, sign, by_key, ret, error);	\
	}

EXTREME(linq_min, -1, false)
EXTREME(linq_max, 1, false)
EXTREME(linq_min_by, -1, true)
EXTREME(linq_max_by, 1, true)

MEMBER(linq_aggregate)
{
	SOURCE(s);
	guint i = n > 2 ? 0 : 1;
	value_auto sum = VALUE_UNSET;
	bool ok = n > 2 || s.items->len || no_elements(error, "elements");

	if (ok)
		sum = value_ref(n > 2 ? args[1] : item_at(&s, 0));
	for (; ok && i < s.items->len; i++) {
		struct value given[2] = { sum, item_at(&s, i) }, answer = VALUE_NULL;

		ok = delegate_call(call, args[n - 1], given, 2, &answer, error);
		if (ok)
			value_put(&sum, answer);
	}
	drop(s.items);
	*ret = ok ? value_ref(sum) : VALUE_NOTHING;
	return ok;
}

/* -- Order and groups ----------------------------------------------------------------------------------- */

static bool order_items(struct type_call *call, const struct value *args, unsigned n, bool keyed,
			bool descending, struct value *ret, GError **error)
{
	SOURCE(s);
	struct value comparer = n > 1 + (unsigned)keyed ? args[n - 1] : VALUE_NULL;
	GArray *items = g_array_copy(s.items);
	bool ok;

	for (guint i = 0; i < items->len; i++)
		value_ref(g_array_index(items, struct value, i));
	if (descending)		/* twice backward: equal ones keep their order */
		for (guint i = 0; i < items->len / 2; i++) {
			guint j = items->len - 1 - i;
			struct value a = g_array_index(items, struct value, i), k = item_at(&s, i);

			g_array_index(items, struct value, i) = g_array_index(items, struct value, j);
			g_array_index(items, struct value, j) = a;
			g_array_index(s.items, struct value, i) = item_at(&s, j);
			g_array_index(s.items, struct value, j) = k;
		}
	ok = map_items(&s, args, keyed ? 2 : 1) &&
	     values_sort(call, (struct value *)s.items->data, (struct value *)items->data, items->len, comparer,
			 error);
	drop(s.items);
	s.items = items;
	*ret = give_items(s.element, items);
	if (ok && descending) {
		value_auto sorted = value_steal(ret);

		return linq_reverse(call, VALUE_UNSET, &sorted, 1, ret, error);
	}
	if (!ok)
		value_clear(ret);
	return ok;
}

#define ORDER(name, keyed, descending)						\
	MEMBER(name)								\
	{									\
		return order_items(call, args, n, keyed, descending, ret, error); \
	}

ORDER(linq_order_by, true, false)
ORDER(linq_order_by_descending, true, true)
ORDER(linq_order, false, false)
ORDER(linq_order_descending, false, true)

/* ToDictionary(source, key[, element]). */
MEMBER(linq_to_dictionary)
{
	SOURCE(s);
	const struct type *types[2] = { &type_object, &type_object };
	struct dict *dict = dict_new(DICT_GENERIC, true);
	bool ok = true;

	dict->type = type_generic(&type_dictionary, types, 2);
	for (guint i = 0; ok && i < s.items->len; i++) {
		struct value item = item_at(&s, i), key = VALUE_NULL, v = VALUE_NULL;

		ok = delegate_call(call, args[1], &item, 1, &key, error);
		if (ok && dict_find(dict, key)) {
			struct string *text = value_to_display(key);

			fault_throw(error, ARGUMENT, "An item with the same key has already been added. Key: %s",
				    text->data);
			str_unref(text);
			value_unref(key);
			break;
		}
		if (n > 2 && ok)
			ok = delegate_call(call, args[2], &item, 1, &v, error);
		else
			v = value_ref(item);
		if (ok)
			dict_set(dict, key, v);
	}
	drop(s.items);
	*ret = value_of(dict);
	if (error && *error)
		ok = false;
	if (!ok)
		value_clear(ret);
	return ok;
}

MEMBER(linq_zip)
{
	SOURCE(s);
	GArray *other = g_array_new(FALSE, FALSE, sizeof(struct value));
	GArray *made = g_array_new(FALSE, FALSE, sizeof(struct value));
	bool ok = read_items(other, args[1], "second", error);

	for (guint i = 0; ok && i < MIN(other->len, s.items->len); i++) {
		struct value given[2] = { item_at(&s, i), g_array_index(other, struct value, i) };
		struct value answer = VALUE_NULL;

		ok = n > 2 ? delegate_call(call, args[2], given, 2, &answer, error)
			   : type_invoke(type_find("System.ValueTuple", -1), VALUE_UNSET, "Create", given, 2, NULL,
					 &answer, error);
		if (ok)
			put(made, answer);
	}
	drop(other);
	drop(s.items);
	*ret = give_items(NULL, made);
	if (!ok)
		value_clear(ret);
	return ok;
}

/* -- Making ------------------------------------------------------------------------------------------------ */

static bool check_count(int64_t count, GError **error)
{
	return (count >= 0 && count <= 1 << 26) || throw_range(error, "count");
}

MEMBER(linq_range)
{
	struct array *array;

	if (!check_count(args[1].u.i, error))
		return false;
	array = array_new(&type_int32, args[1].u.i);
	for (int64_t i = 0; i < args[1].u.i; i++)
		array_set(array, i, value_i32(args[0].u.i + i));
	*ret = value_of(array);
	return true;
}

MEMBER(linq_repeat)
{
	struct array *array;

	if (!check_count(args[1].u.i, error))
		return false;
	array = array_new(type_of(args[0]), args[1].u.i);
	for (int64_t i = 0; i < args[1].u.i; i++)
		array_set(array, i, value_ref(args[0]));
	*ret = value_of(array);
	return true;
}

MEMBER_IS(linq_empty, value_of(array_new(args[0].u.type, 0)))

/* Cast[T](source), OfType[T](source): all as T, or those that are. */
MEMBER(linq_cast)
{
	return value_convert(args[1], type_array_of(args[0].u.type), ret, error);
}

MEMBER(linq_of_type)
{
	struct sequence s;
	GArray *found;

	if (!sequence_open(&s, call, args[1], error))
		return false;
	found = g_array_new(FALSE, FALSE, sizeof(struct value));
	for (guint i = 0; i < s.items->len; i++)
		if (value_is(item_at(&s, i), args[0].u.type))
			put(found, value_ref(item_at(&s, i)));
	drop(s.items);
	*ret = give_items(args[0].u.type, found);
	return true;
}

#define SEQ	"System.Collections.IEnumerable"
#define FN	"System.Delegate"
#define EQUALITY	"System.Collections.IEqualityComparer comparer"

static const struct type_member enumerable_methods[] = {
	STATIC("System.Object Aggregate(" SEQ " source, " FN " func)", linq_aggregate),
	STATIC("System.Object Aggregate(" SEQ " source, System.Object seed, " FN " func)", linq_aggregate),
	STATIC("bool All(" SEQ " source, " FN " predicate)", linq_all),
	STATIC("bool Any(" SEQ " source)", linq_any),
	STATIC("bool Any(" SEQ " source, " FN " predicate)", linq_any),
	STATIC(SEQ " Append(" SEQ " source, System.Object element)", linq_append),
	STATIC("System.Object Average(" SEQ " source)", linq_average),
	STATIC("System.Object Average(" SEQ " source, " FN " selector)", linq_average),
	STATIC(SEQ " Chunk(" SEQ " source, int size)", linq_chunk),
	STATIC(SEQ " Concat(" SEQ " first, " SEQ " second)", linq_concat),
	STATIC("bool Contains(" SEQ " source, System.Object value)", linq_contains),
	STATIC("bool Contains(" SEQ " source, System.Object value, " EQUALITY ")", linq_contains),
	STATIC("int Count(" SEQ " source)", linq_count),
	STATIC("int Count(" SEQ " source, " FN " predicate)", linq_count),
	STATIC(SEQ " Distinct(" SEQ " source)", linq_distinct),
	STATIC(SEQ " Distinct(" SEQ " source, " EQUALITY ")", linq_distinct),
	STATIC("System.Object ElementAt(" SEQ " source, int index)", linq_element_at),
	STATIC(SEQ " Except(" SEQ " first, " SEQ " second)", linq_except),
	STATIC(SEQ " Except(" SEQ " first, " SEQ " second, " EQUALITY ")", linq_except),
	STATIC("System.Object First(" SEQ " source)", linq_first),
	STATIC("System.Object First(" SEQ " source, " FN " predicate)", linq_first),
	STATIC("System.Object FirstOrDefault(" SEQ " source)", linq_first_or_default),
	STATIC("System.Object FirstOrDefault(" SEQ " source, " FN " predicate)", linq_first_or_default),
	STATIC(SEQ " Intersect(" SEQ " first, " SEQ " second)", linq_intersect),
	STATIC(SEQ " Intersect(" SEQ " first, " SEQ " second, " EQUALITY ")", linq_intersect),
	STATIC("System.Object Last(" SEQ " source)", linq_last),
	STATIC("System.Object Last(" SEQ " source, " FN " predicate)", linq_last),
	STATIC("System.Object LastOrDefault(" SEQ " source)", linq_last_or_default),
	STATIC("System.Object LastOrDefault(" SEQ " source, " FN " predicate)", linq_last_or_default),
	STATIC("long LongCount(" SEQ " source)", linq_long_count),
	STATIC("System.Object Max(" SEQ " source)", linq_max),
	STATIC("System.Object Max(" SEQ " source, " FN " selector)", linq_max),
	STATIC("System.Object MaxBy(" SEQ " source, " FN " keySelector)", linq_max_by),
	STATIC("System.Object Min(" SEQ " source)", linq_min),
	STATIC("System.Object Min(" SEQ " source, " FN " selector)", linq_min),
	STATIC("System.Object MinBy(" SEQ " source, " FN " keySelector)", linq_min_by),
	STATIC(SEQ " Order(" SEQ " source)", linq_order),
	STATIC(SEQ " OrderBy(" SEQ " source, " FN " keySelector)", linq_order_by),
	STATIC(SEQ " OrderBy(" SEQ " source, " FN " keySelector, System.Collections.IComparer comparer)", linq_order_by),
	STATIC(SEQ " OrderByDescending(" SEQ " source, " FN " keySelector)", linq_order_by_descending),
	STATIC(SEQ " OrderDescending(" SEQ " source)", linq_order_descending),
	STATIC(SEQ " Prepend(" SEQ " source, System.Object element)", linq_prepend),
	STATIC(SEQ " Range(int start, int count)", linq_range),
	STATIC(SEQ " Repeat(System.Object element, int count)", linq_repeat),
	STATIC(SEQ " Reverse(" SEQ " source)", linq_reverse),
	STATIC(SEQ " Select(" SEQ " source, " FN " selector)", linq_select),
	STATIC(SEQ " SelectMany(" SEQ " source, " FN " selector)", linq_select_many),
	STATIC("bool SequenceEqual(" SEQ " first, " SEQ " second)", linq_sequence_equal),
	STATIC("System.Object Single(" SEQ " source)", linq_single),
	STATIC("System.Object Single(" SEQ " source, " FN " predicate)", linq_single),
	STATIC("System.Object SingleOrDefault(" SEQ " source)", linq_single_or_default),
	STATIC("System.Object SingleOrDefault(" SEQ " source, " FN " predicate)", linq_single_or_default),
	STATIC(SEQ " Skip(" SEQ " source, int count)", linq_skip),
	STATIC(SEQ " SkipLast(" SEQ " source, int count)", linq_skip_last),
	STATIC(SEQ " SkipWhile(" SEQ " source, " FN " predicate)", linq_skip_while),
	STATIC("System.Object Sum(" SEQ " source)", linq_sum),
	STATIC("System.Object Sum(" SEQ " source, " FN " selector)", linq_sum),
	STATIC(SEQ " Take(" SEQ " source, int count)", linq_take),
	STATIC(SEQ " TakeLast(" SEQ " source, int count)", linq_take_last),
	STATIC(SEQ " TakeWhile(" SEQ " source, " FN " predicate)", linq_take_while),
	STATIC("array ToArray(" SEQ " source)", linq_to_array),
	STATIC("System.Object ToDictionary(" SEQ " source, " FN " keySelector)", linq_to_dictionary),
	STATIC("System.Object ToDictionary(" SEQ " source, " FN " keySelector, " FN " elementSelector)", linq_to_dictionary),
	STATIC("System.Object ToHashSet(" SEQ " source)", linq_to_hash_set),
	STATIC("System.Object ToHashSet(" SEQ " source, " EQUALITY ")", linq_to_hash_set),
	STATIC("System.Object ToList(" SEQ " source)", linq_to_list),
	STATIC(SEQ " Union(" SEQ " first, " SEQ " second)", linq_union),
	STATIC(SEQ " Union(" SEQ " first, " SEQ " second, " EQUALITY ")", linq_union),
	STATIC(SEQ " Where(" SEQ " source, " FN " predicate)", linq_where),
	GENERIC_STATIC("array Cast`1(type T, " SEQ " source)", linq_cast),
	GENERIC_STATIC("array Empty`1(type T)", linq_empty),
	GENERIC_STATIC("array OfType`1(type T, " SEQ " source)", linq_of_type),
	STATIC(SEQ " Zip(" SEQ " first, " SEQ " second)", linq_zip),
	STATIC(SEQ " Zip(" SEQ " first, " SEQ " second, " FN " resultSelector)", linq_zip),
	END_OF_MEMBERS
};

TYPE(type_enumerable);
const struct type type_enumerable = {
	.name = "System.Linq.Enumerable", .kind = V_NATIVE, .flags = TYPE_IS_STATIC,
	.methods = enumerable_methods,
};
