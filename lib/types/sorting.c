/*
 * A merge sort that may fail at any comparison: the comparer can be a script.
 */
#include "config.h"

#include "lib/types/sorting.h"

#include "lib/types/culture.h"
#include "lib/types/table.h"

struct sort {
	struct type_call *call;
	struct value comparer;
	struct value *keys;
	size_t *order, *space;
	GError **error;
	bool failed;
};

static int compare_by_block(struct sort *s, struct value a, struct value b)
{
	struct value args[] = { a, b };
	value_auto answer = VALUE_UNSET;
	int32_t order = 0;

	if (!delegate_call(s->call, s->comparer, args, 2, &answer, s->error) ||
	    !value_to_i32(answer, &order, s->error))
		s->failed = true;
	return order;
}

static int compare(struct sort *s, struct value a, struct value b)
{
	int order = 0;

	if (s->failed)
		return 0;
	if (s->comparer.kind == V_SCRIPTBLOCK)
		return compare_by_block(s, a, b);
	if (!value_is_null(s->comparer) && a.kind == V_STRING && b.kind == V_STRING)
		return string_comparer_order(s->comparer, a.u.str, b.u.str);
	if (!values_order(a, b, &order, s->error))
		s->failed = true;
	return order;
}

static void merge(struct sort *s, size_t from, size_t middle, size_t end)
{
	size_t i = from, j = middle, k = from;

	while (i < middle && j < end) {
		bool second = compare(s, s->keys[s->order[i]], s->keys[s->order[j]]) > 0;

		s->space[k++] = s->order[second ? j++ : i++];
	}
	while (i < middle)
		s->space[k++] = s->order[i++];
	while (j < end)
		s->space[k++] = s->order[j++];
	memcpy(s->order + from, s->space + from, (end - from) * sizeof(*s->order));
}

static void sort_range(struct sort *s, size_t from, size_t end)
{
	size_t middle = from + (end - from) / 2;

	if (end - from < 2)
		return;
	sort_range(s, from, middle);
	sort_range(s, middle, end);
	merge(s, from, middle, end);
}

static void permute(struct value *items, const size_t *order, size_t n)
{
	g_autofree struct value *copy = g_memdup2(items, n * sizeof(*items));

	for (size_t i = 0; i < n; i++)
		items[i] = copy[order[i]];
}

bool values_sort(struct type_call *call, struct value *items, struct value *companions, size_t n,
		 struct value comparer, GError **error)
{
	struct sort s = { .call = call, .comparer = comparer, .keys = items, .error = error };

	if (n < 2)
		return true;
	s.order = g_new(size_t, n);
	s.space = g_new(size_t, n);
	for (size_t i = 0; i < n; i++)
		s.order[i] = i;
	sort_range(&s, 0, n);
	if (!s.failed) {
		permute(items, s.order, n);
		if (companions)
			permute(companions, s.order, n);
	}
	g_free(s.order);
	g_free(s.space);
	return !s.failed;
}
