/*
 * Arrays (fixed length; bytes are kept packed) and lists (growing).
 * Indexes are zero-based and checked by the caller.
 */
#ifndef HMSH_ARRAY_H
#define HMSH_ARRAY_H

#include "lib/value.h"

struct array {
	struct block block;
	struct gc_link link;
	uint32_t len;
	bool packed;			/* byte[]: elements in u.bytes */
	const struct type *element;	/* of the elements; NULL = object */
	uint32_t *dims;			/* multi-dimensional: [0] = rank, then lengths; else NULL */
	union {
		struct value *items;
		uint8_t *bytes;
	} u;
	struct value own[];		/* where u.items may lie */
};

/* Elements start as `element`'s default (null, 0, false); object[] when NULL. */
struct array *array_new(const struct type *element, uint32_t len);
/* Takes over `n` values of `items`, not `items` itself. */
struct array *array_take(struct value *items, uint32_t n);
struct array *array_of_bytes(const void *bytes, uint32_t len);
struct value array_get(const struct array *array, uint32_t index);	/* yours */
void array_set(struct array *array, uint32_t index, struct value v);	/* v is taken over */

/* ArrayList, List<T>, Collection<T>, Queue<T>, Stack<T>: `type` says which. */
struct list {
	struct block block;
	struct gc_link link;
	uint32_t len;
	uint32_t capacity;
	uint32_t stamp;			/* changes with every change of the list */
	const struct type *type;	/* of the list itself; NULL = ArrayList */
	const struct type *element;	/* NULL = object */
	struct value *items;
};

struct list *list_new(const struct type *type, const struct type *element);
void list_add(struct list *list, struct value v);			/* v is taken over */
void list_insert(struct list *list, uint32_t index, struct value v);	/* v is taken over */
void list_remove(struct list *list, uint32_t index, uint32_t n);
struct value list_get(const struct list *list, uint32_t index);	/* yours */
void list_set(struct list *list, uint32_t index, struct value v);	/* v is taken over */
/* An object[] of what the list holds; the list is emptied. */
struct array *list_to_array(struct list *list);

#endif
