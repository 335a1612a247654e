/*
 * What both YAML readers share: documents of a stream, the arena of trees,
 * look-ups in them, errors. A document starts at a line "---", which block
 * scalars cannot hold, so a stream is cut without being parsed.
 */
#include "config.h"
#include "lib/yaml_arena.h"
#include <stdarg.h>

#define CHUNK_SIZE 16384

const struct fault yaml_invalid = {
	"InvalidYaml", "System.IO.InvalidDataException", CATEGORY_INVALID_DATA,
	"Correct the file at the place named, or restore it from a copy.",
};

struct chunk {
	struct chunk *next;
	size_t size;
	char data[];
};

struct yaml_arena {
	struct chunk *chunks;		/* the one in use first */
	size_t used;
};

struct yaml_arena *yaml_arena_new(void)
{
	return g_new0(struct yaml_arena, 1);
}

static void free_chunks(struct chunk *chunk)
{
	while (chunk) {
		struct chunk *next = chunk->next;

		g_free(chunk);
		chunk = next;
	}
}

void yaml_arena_reset(struct yaml_arena *arena)
{
	if (arena->chunks) {
		free_chunks(arena->chunks->next);
		arena->chunks->next = NULL;
	}
	arena->used = 0;
}

void yaml_arena_free(struct yaml_arena *arena)
{
	if (!arena)
		return;
	free_chunks(arena->chunks);
	g_free(arena);
}

void *yaml_arena_take(struct yaml_arena *arena, size_t size)
{
	void *p;

	size = (size + 7) & ~(size_t)7;
	if (!arena->chunks || arena->used + size > arena->chunks->size) {
		size_t room = MAX(size, CHUNK_SIZE);
		struct chunk *chunk = g_malloc(sizeof(*chunk) + room);

		chunk->size = room;
		chunk->next = arena->chunks;
		arena->chunks = chunk;
		arena->used = 0;
	}
	p = arena->chunks->data + arena->used;
	arena->used += size;
	return p;
}

struct yaml_node *yaml_arena_node(struct yaml_arena *arena, enum yaml_form form, unsigned line,
				  unsigned column)
{
	struct yaml_node *node = yaml_arena_take(arena, sizeof(*node));

	*node = (struct yaml_node){ .form = form, .line = line, .column = column };
	return node;
}

void yaml_fault(GError **error, const char *file, unsigned line, unsigned column,
		const char *format, ...)
{
	g_autofree char *reason = NULL;
	va_list ap;

	va_start(ap, format);
	reason = g_strdup_vprintf(format, ap);
	va_end(ap);
	fault_set(error, &yaml_invalid, VALUE_NULL, "%s:%u:%u: %s", file, line, column, reason);
}

/* -- Documents ------------------------------------------------------------------------ */

static bool is_marker(const char *p, const char *end, char c)
{
	return end - p >= 3 && p[0] == c && p[1] == c && p[2] == c &&
	       (end - p == 3 || p[3] == '\n' || p[3] == ' ' || p[3] == '\r' || p[3] == '\t');
}

static const char *line_end(const char *p, const char *end)
{
	const char *nl = memchr(p, '\n', end - p);

	return nl ? nl + 1 : end;
}

bool yaml_next_document(const char *text, size_t len, size_t *at, unsigned *line,
			struct yaml_span *ret)
{
	const char *p = text + *at, *end = text + len, *start = p;
	bool ended = false;

	if (p >= end)
		return false;
	ret->text = start;
	ret->line = *line;
	do {
		ended = ended || is_marker(p, end, '.');
		p = line_end(p, end);
		++*line;
	} while (p < end && !is_marker(p, end, '-'));
	ret->len = p - start;
	ret->ended = ended;
	*at = p - text;
	return true;
}

struct yaml_node *yaml_parse(struct yaml_arena *arena, const struct yaml_span *span,
			     const char *file, GError **error)
{
	struct yaml_node *node = yaml_parse_canonical(arena, span);

	return node ? node : yaml_parse_any(arena, span, file, error);
}

/* -- Look-ups ------------------------------------------------------------------------- */

bool yaml_key_is(const struct yaml_node *node, const char *key)
{
	return node->key && strlen(key) == node->key_len && !memcmp(node->key, key, node->key_len);
}

const struct yaml_node *yaml_child(const struct yaml_node *map, const char *key)
{
	if (!map || map->form != YAML_FORM_MAP)
		return NULL;
	for (const struct yaml_node *n = map->first; n; n = n->next)
		if (yaml_key_is(n, key))
			return n;
	return NULL;
}

static bool is_null_word(const char *text, size_t len)
{
	return len == 0 || (len == 1 && *text == '~') ||
	       (len == 4 && (!memcmp(text, "null", 4) || !memcmp(text, "Null", 4) ||
			     !memcmp(text, "NULL", 4)));
}

bool yaml_is_null(const struct yaml_node *node)
{
	return !node || (node->form == YAML_FORM_SCALAR && !node->quoted &&
			 is_null_word(node->text, node->len));
}

char *yaml_child_text(const struct yaml_node *map, const char *key)
{
	const struct yaml_node *node = yaml_child(map, key);

	if (yaml_is_null(node) || node->form != YAML_FORM_SCALAR)
		return NULL;
	return g_strndup(node->text, node->len);
}

/* -- The sum -------------------------------------------------------------------------- */

static uint64_t mix(uint64_t h, uint64_t word)
{
	h = (h ^ word) * 0x9e3779b97f4a7c15u;
	return h ^ (h >> 29);
}

uint64_t yaml_sum(const void *bytes, size_t len)
{
	const unsigned char *p = bytes;
	uint64_t h = 0x2545f4914f6cdd1du ^ len, word;

	for (; len >= 8; p += 8, len -= 8) {
		memcpy(&word, p, 8);
		h = mix(h, GUINT64_FROM_LE(word));
	}
	word = 0;
	memcpy(&word, p, len);
	h = mix(h, GUINT64_FROM_LE(word));
	return mix(h, h >> 32);
}
