/*
 * Counted blocks and the collector. A block is released by its kind through one
 * table. The collector is trial deletion: every container's count less the
 * references that other containers hold on it leaves what the outside holds;
 * what is not reached from there is garbage. During a collection a link's
 * `prev` holds the count, as the list is then walked forward only.
 */
#include "config.h"

#include "lib/heap.h"

#include <sys/mman.h>

#include "lib/array.h"
#include "lib/bigint.h"
#include "lib/callable.h"
#include "lib/dict.h"
#include "lib/error_record.h"
#include "lib/object.h"
#include "lib/type.h"
#include "lib/variable.h"

#define COLLECT_AT_LEAST 200000

/* The list of containers; see heap.h for why it is not handed about. */
static struct {
	struct gc_link head;
	size_t containers;
	size_t next_collection;
} heap = { { &heap.head, &heap.head }, 0, COLLECT_AT_LEAST };

/* -- Memory -------------------------------------------------------------------- */

/*
 * Small blocks are cut from chunks, by sizes of POOL_STEP; a freed one waits on its size's list for
 * the next of that size. `spare` holds the size in steps; 0 is a block of malloc(), which is
 * what large ones are, and all of them where a sanitizer is to see each block by itself.
 */
#define POOL_STEP 16
#define CHUNK_SIZE (64 * 1024)
#define LARGE_CHUNK (2 * 1024 * 1024)	/* a huge page, where there are some */
#define LARGE_FROM 64			/* chunks after which a program counts as large */

#if defined(__SANITIZE_ADDRESS__)
#define POOL_SIZES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define POOL_SIZES 0
#endif
#endif
#ifndef POOL_SIZES
#define POOL_SIZES 32
#endif

struct free_block {
	struct free_block *next;
};

static struct {
	struct free_block *free[POOL_SIZES + 1];
	char *at, *end;			/* the rest of the current chunk */
	unsigned chunks;
} pool;

/* Much memory is had in huge pages, which cost fewer faults and are found faster. */
static char *chunk_new(size_t *size)
{
	char *chunk = NULL;

	if (pool.chunks++ >= LARGE_FROM)
		chunk = aligned_alloc(LARGE_CHUNK, LARGE_CHUNK);
	if (!chunk) {
		*size = CHUNK_SIZE;
		return g_malloc(CHUNK_SIZE);
	}
	madvise(chunk, LARGE_CHUNK, MADV_HUGEPAGE);
	*size = LARGE_CHUNK;
	return chunk;
}

static void *pool_cut(size_t size)
{
	void *p;

	if ((size_t)(pool.end - pool.at) < size) {
		size_t room;

		pool.at = chunk_new(&room);
		pool.end = pool.at + room;
	}
	p = pool.at;
	pool.at += size;
	return p;
}

static inline struct block *block_get(enum value_kind kind, size_t size)
{
	size_t steps = (size + POOL_STEP - 1) / POOL_STEP;
	struct block *block;

	if (steps > POOL_SIZES) {
		block = g_malloc(size);
		steps = 0;
	} else if (pool.free[steps]) {
		block = (struct block *)pool.free[steps];
		pool.free[steps] = pool.free[steps]->next;
	} else {
		block = pool_cut(steps * POOL_STEP);
	}
	*block = (struct block){ .refs = 1, .kind = kind, .spare = steps };
	return block;
}

static inline void block_put(struct block *block)
{
	size_t steps = block->spare;

	if (steps) {
		((struct free_block *)block)->next = pool.free[steps];
		pool.free[steps] = (struct free_block *)block;
	} else {
		g_free(block);
	}
}

void *block_raw(enum value_kind kind, size_t *size)
{
	struct block *block = block_get(kind, *size);

	if (block->spare)
		*size = (size_t)block->spare * POOL_STEP;
	return block;
}

void *block_resize(struct block *block, size_t *size)
{
	size_t steps = block->spare;
	struct block *moved;

	if (!steps)
		return g_realloc(block, *size);
	if (*size <= steps * POOL_STEP) {
		*size = steps * POOL_STEP;
		return block;
	}
	moved = block_raw(block->kind, size);
	steps = moved->spare;
	memcpy(moved, block, (size_t)block->spare * POOL_STEP);
	moved->spare = steps;
	block_put(block);
	return moved;
}

void *block_new(enum value_kind kind, size_t size)
{
	struct block *block = block_get(kind, size);

	memset(block + 1, 0, size - sizeof(*block));
	return block;
}

/* -- Containers ----------------------------------------------------------------- */

void heap_link(struct container *container)
{
	struct gc_link *link = &container->link;

	link->prev = &heap.head;
	link->next = heap.head.next;
	heap.head.next->prev = link;
	heap.head.next = link;
	heap.containers++;
}

void *container_new(enum value_kind kind, size_t size)
{
	struct container *container = block_new(kind, size);

	heap_link(container);
	return container;
}

void *container_raw(enum value_kind kind, size_t size)
{
	struct container *container = (struct container *)block_get(kind, size);

	heap_link(container);
	return container;
}

static void heap_unlink(struct container *container)
{
	container->link.prev->next = container->link.next;
	container->link.next->prev = container->link.prev;
	heap.containers--;
}

/* -- Release: what a block holds, by kind ---------------------------------- */

static void release_bigint(struct block *block)
{
	mpz_clear(((struct bigint *)block)->z);
}

static void release_string(struct block *block)
{
	if (((struct string *)block)->utf16)
		g_free(((struct string *)block)->utf16);
}

static void release_array(struct block *block)
{
	struct array *array = (struct array *)block;

	if (array->packed)
		g_free(array->u.bytes);
	else {
		for (uint32_t i = 0; i < array->len; i++) {
			values_look_ahead(array->u.items, i, array->len);
			value_unref(array->u.items[i]);
		}
		if (array->u.items != array->own)
			g_free(array->u.items);
	}
	g_free(array->dims);
}

static void release_list(struct block *block)
{
	struct list *list = (struct list *)block;

	for (uint32_t i = 0; i < list->len; i++) {
		values_look_ahead(list->items, i, list->len);
		value_unref(list->items[i]);
	}
	g_free(list->items);
}

static void release_dict(struct block *block)
{
	struct dict *dict = (struct dict *)block;

	for (uint32_t i = 0; i < dict->used; i++) {
		value_unref(dict->entries[i].key);
		value_unref(dict->entries[i].value);
	}
	g_free(dict->entries);
	g_free(dict->index);
}

static void release_object(struct block *block)
{
	struct object *object = (struct object *)block;

	for (uint32_t i = 0; i < object->shape->n; i++)
		value_unref(object->slots[i]);
	if (object->slots != object->own)
		g_free(object->slots);
	if (object->hidden && object->shape->type && object->shape->type->free_hidden)
		object->shape->type->free_hidden(object->hidden);
	shape_unref(object->shape);
}

static void release_callable(struct block *block)
{
	struct callable *callable = (struct callable *)block;

	callable->ops->free(callable);
}

static void release_error(struct block *block)
{
	struct error_record *record = (struct error_record *)block;

	value_unref(record->exception);
	value_unref(record->target);
	value_unref(record->invocation);
	value_unref(record->source);
	str_unref(record->id);
	str_unref(record->activity);
	str_unref(record->reason);
	str_unref(record->target_name);
	str_unref(record->target_type);
	str_unref(record->details);
	str_unref(record->action);
	str_unref(record->stack);
	str_unref(record->command);
}

static void release_native(struct block *block)
{
	struct native *native = (struct native *)block;

	if (native->type->traverse)
		heap_unlink((struct container *)block);
	if (native->type->free)
		native->type->free(native);
}

static void release_boxed(struct block *block)
{
	struct boxed *boxed = (struct boxed *)block;

	value_unref(boxed->base);
	value_unref(value_of(boxed->members));
}

static void release_variable(struct block *block)
{
	struct variable *variable = (struct variable *)block;

	value_unref(variable->v);
	str_unref(variable->description);
}

static void (*const release[V_KIND_COUNT])(struct block *) = {
	[V_BIGINT] = release_bigint,
	[V_STRING] = release_string,
	[V_ARRAY] = release_array,
	[V_LIST] = release_list,
	[V_DICT] = release_dict,
	[V_OBJECT] = release_object,
	[V_SCRIPTBLOCK] = release_callable,
	[V_ERROR] = release_error,
	[V_NATIVE] = release_native,
	[V_BOXED] = release_boxed,
	[V_VARIABLE] = release_variable,
};

static bool is_container(const struct block *block)
{
	return block->kind >= V_ARRAY && block->kind != V_NATIVE;
}

void block_free(struct block *block)
{
	if (is_container(block))
		heap_unlink((struct container *)block);
	if (release[block->kind])
		release[block->kind](block);
	block_put(block);
}

/* -- Traversal --------------------------------------------------------------- */

static void traverse_values(const struct value *values, size_t n, heap_visit visit, void *data)
{
	for (size_t i = 0; i < n; i++)
		visit(values[i], data);
}

void block_traverse(struct block *block, heap_visit visit, void *data)
{
	switch (block->kind) {
	case V_ARRAY: {
		struct array *array = (struct array *)block;

		if (!array->packed)
			traverse_values(array->u.items, array->len, visit, data);
		break;
	}
	case V_LIST:
		traverse_values(((struct list *)block)->items, ((struct list *)block)->len, visit, data);
		break;
	case V_DICT: {
		struct dict *dict = (struct dict *)block;

		for (uint32_t i = 0; i < dict->used; i++) {
			visit(dict->entries[i].key, data);
			visit(dict->entries[i].value, data);
		}
		break;
	}
	case V_OBJECT:
		traverse_values(((struct object *)block)->slots, ((struct object *)block)->shape->n,
				visit, data);
		break;
	case V_SCRIPTBLOCK: {
		struct callable *callable = (struct callable *)block;

		if (callable->ops->traverse)
			callable->ops->traverse(callable, visit, data);
		break;
	}
	case V_ERROR: {
		struct error_record *record = (struct error_record *)block;

		visit(record->exception, data);
		visit(record->target, data);
		visit(record->invocation, data);
		visit(record->source, data);
		break;
	}
	case V_NATIVE: {
		struct native *native = (struct native *)block;

		if (native->type->traverse)
			native->type->traverse(native, visit, data);
		break;
	}
	case V_BOXED:
		visit(((struct boxed *)block)->base, data);
		visit(value_of(((struct boxed *)block)->members), data);
		break;
	case V_VARIABLE:
		visit(((struct variable *)block)->v, data);
		break;
	default:
		break;
	}
}

/* -- Collection ---------------------------------------------------------------- */

static struct container *container_of_link(struct gc_link *link)
{
	return (struct container *)((char *)link - offsetof(struct container, link));
}

static bool is_linked(struct value v)
{
	return v.kind >= V_ARRAY && v.kind < V_KIND_COUNT &&
	       (v.kind != V_NATIVE || v.u.native->type->traverse);
}

static intptr_t *trial_count(struct container *container)
{
	return (intptr_t *)&container->link.prev;
}

static void trial_decrement(struct value v, void *data)
{
	if (is_linked(v))
		--*trial_count((struct container *)v.u.block);
}

/* Marks what is reached; an explicit stack, since containers may nest deeply. */
static void mark_reached(struct value v, void *data)
{
	if (is_linked(v) && !(v.u.block->flags & BLOCK_MARK)) {
		v.u.block->flags |= BLOCK_MARK;
		g_ptr_array_add(data, v.u.block);
	}
}

static void mark_from(struct container *root, GPtrArray *stack)
{
	struct value v = { .kind = root->block.kind, .u.block = &root->block };

	mark_reached(v, stack);
	while (stack->len > 0)
		block_traverse(g_ptr_array_steal_index_fast(stack, stack->len - 1), mark_reached, stack);
}

static void relink_all(void)
{
	struct gc_link *prev = &heap.head;

	for (struct gc_link *l = heap.head.next; l != &heap.head; prev = l, l = l->next)
		l->prev = prev;
	heap.head.prev = prev;
}

/* Empties a dead container so that the counts of the others fall to zero. */
static void container_break(struct block *block)
{
	switch (block->kind) {
	case V_ARRAY: {
		struct array *array = (struct array *)block;

		for (uint32_t i = 0; !array->packed && i < array->len; i++)
			value_put(&array->u.items[i], VALUE_NULL);
		break;
	}
	case V_LIST: {
		struct list *list = (struct list *)block;

		while (list->len > 0)
			value_unref(list->items[--list->len]);
		break;
	}
	case V_DICT:
		dict_clear((struct dict *)block);
		break;
	case V_OBJECT: {
		struct object *object = (struct object *)block;

		for (uint32_t i = 0; i < object->shape->n; i++)
			value_put(&object->slots[i], VALUE_NULL);
		break;
	}
	case V_VARIABLE:
		value_put(&((struct variable *)block)->v, VALUE_NULL);
		break;
	case V_ERROR:
		value_put(&((struct error_record *)block)->target, VALUE_NULL);
		value_put(&((struct error_record *)block)->exception, VALUE_NULL);
		value_put(&((struct error_record *)block)->invocation, VALUE_NULL);
		break;
	default:	/* closures, boxes and natives only pass a cycle on */
		break;
	}
}

size_t heap_collect(void)
{
	g_autoptr(GPtrArray) stack = g_ptr_array_new();
	g_autoptr(GPtrArray) dead = g_ptr_array_new();

	for (struct gc_link *l = heap.head.next; l != &heap.head; l = l->next)
		*trial_count(container_of_link(l)) = container_of_link(l)->block.refs;
	for (struct gc_link *l = heap.head.next; l != &heap.head; l = l->next)
		block_traverse(&container_of_link(l)->block, trial_decrement, NULL);
	for (struct gc_link *l = heap.head.next; l != &heap.head; l = l->next)
		if (*trial_count(container_of_link(l)) > 0)
			mark_from(container_of_link(l), stack);
	for (struct gc_link *l = heap.head.next; l != &heap.head; l = l->next) {
		struct block *block = &container_of_link(l)->block;

		if (!(block->flags & BLOCK_MARK)) {
			block->refs++;
			g_ptr_array_add(dead, block);
		}
		block->flags &= ~BLOCK_MARK;
	}
	relink_all();
	for (guint i = 0; i < dead->len; i++)
		container_break(dead->pdata[i]);
	for (guint i = 0; i < dead->len; i++) {
		struct block *block = dead->pdata[i];

		if (--block->refs == 0)
			block_free(block);
	}
	heap.next_collection = MAX(COLLECT_AT_LEAST, heap.containers * 2);
	return dead->len;
}

/* Where little was found, as in a program that fills memory with what it keeps, the next one waits longer. */
void heap_collect_if_due(void)
{
	size_t before = heap.containers;

	if (G_LIKELY(before <= heap.next_collection))
		return;
	if (heap_collect() < before / 8)
		heap.next_collection = before * 4;
}

void heap_shutdown(void)
{
	heap_collect();
	shapes_shutdown();
	symbols_shutdown();
}
