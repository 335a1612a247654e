/*
 * The arena: a chain of chunks with a bump pointer. A tree is never freed in
 * parts, and its nodes are written once, so this is all that is needed; a
 * script of 100,000 lines takes some hundred chunks.
 */
#include "parser/arena.h"

#include <string.h>

struct chunk {
	struct chunk *next;
	max_align_t data[];
};

struct owned {
	struct owned *next;
	struct value value;
};

struct ast_arena {
	char *at, *end;
	size_t chunk_size;
	struct chunk *chunks;
	struct owned *owned;
};

enum { FIRST_CHUNK = 2048, LAST_CHUNK = 256 * 1024 };

struct ast_arena *arena_new(void)
{
	struct ast_arena *arena = g_new0(struct ast_arena, 1);

	arena->chunk_size = FIRST_CHUNK;
	return arena;
}

void arena_free(struct ast_arena *arena)
{
	struct chunk *chunk, *next;
	struct owned *owned;

	if (!arena)
		return;
	for (owned = arena->owned; owned; owned = owned->next)
		value_unref(owned->value);
	for (chunk = arena->chunks; chunk; chunk = next) {
		next = chunk->next;
		g_free(chunk);
	}
	g_free(arena);
}

static void add_chunk(struct ast_arena *arena, size_t size)
{
	size_t want = MAX(size, arena->chunk_size);
	struct chunk *chunk = g_malloc0(sizeof(*chunk) + want);

	chunk->next = arena->chunks;
	arena->chunks = chunk;
	arena->at = (char *)chunk->data;
	arena->end = arena->at + want;
	arena->chunk_size = MIN(arena->chunk_size * 2, (size_t)LAST_CHUNK);
}

void *arena_alloc(struct ast_arena *arena, size_t size)
{
	void *p;

	size = (size + 7) & ~(size_t)7;
	if (size > (size_t)(arena->end - arena->at))
		add_chunk(arena, size);
	p = arena->at;
	arena->at += size;
	return p;
}

void *arena_copy(struct ast_arena *arena, const void *data, size_t size)
{
	void *p = arena_alloc(arena, size);

	if (size)
		memcpy(p, data, size);
	return p;
}

void arena_own(struct ast_arena *arena, struct value v)
{
	struct owned *owned;

	if (!value_counted(v))
		return;
	owned = arena_alloc(arena, sizeof(*owned));
	owned->value = v;
	owned->next = arena->owned;
	arena->owned = owned;
}
