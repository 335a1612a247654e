/*
 * Counted blocks: allocation, release, and the collector of cycles.
 *
 * Reference counts are exact; a cycle ($a.Self = $a) is found by trial deletion
 * over the list of containers, run when their number has doubled since the last
 * run and once at exit. The list's head is the one piece of state of lib that
 * is not handed about: a value knows no session, and a container must be
 * linked wherever it is made (symbols and the string constants share that reason).
 */
#ifndef HMSH_HEAP_H
#define HMSH_HEAP_H

#include "lib/value.h"

/* A zeroed block of `size` bytes of that kind, one reference. */
void *block_new(enum value_kind kind, size_t size);
/* The same, but not zeroed behind its header; *size becomes what there is room for, if that is more. */
void *block_raw(enum value_kind kind, size_t *size);
/* Room for *size bytes, which may move the block; one that only you refer to. */
void *block_resize(struct block *block, size_t *size);
/* A zeroed block for a container, which is linked into the list. */
void *container_new(enum value_kind kind, size_t size);
/* Not zeroed behind its links. */
void *container_raw(enum value_kind kind, size_t size);
void heap_link(struct container *container);

/* Calls visit() with each value that the container references. */
typedef void (*heap_visit)(struct value v, void *data);
void block_traverse(struct block *block, heap_visit visit, void *data);

/* Frees unreachable cycles; returns how many containers went. */
size_t heap_collect(void);
/* Collects when that is due. The evaluator asks at calls and at turns of loops, not at allocations. */
void heap_collect_if_due(void);
/* At exit: cycles, shapes, interned names. */
void heap_shutdown(void);

#endif
