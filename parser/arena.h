/*
 * Memory of one tree: handed out in order, zeroed, released all at once.
 * Strings that nodes refer to are counted blocks and are registered here.
 */
#ifndef HMSH_ARENA_H
#define HMSH_ARENA_H

#include "lib/value.h"

struct ast_arena;

struct ast_arena *arena_new(void);
void arena_free(struct ast_arena *arena);

/* `size` zeroed bytes, aligned for any type. Never fails. */
void *arena_alloc(struct ast_arena *arena, size_t size);
void *arena_copy(struct ast_arena *arena, const void *data, size_t size);
/* The arena takes a reference over and drops it when it is freed. */
void arena_own(struct ast_arena *arena, struct value v);

#endif
