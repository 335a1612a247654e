/*
 * YAML as the state keeps it: documents of mappings, lists and scalars, all in
 * block style. A reader that knows only what yaml_put_*() writes is tried
 * first; whatever else is in a document (comments, flow style, other quoting)
 * is read by libyaml. Both give the same tree.
 *
 * Not accepted from either: anchors, aliases, tags, duplicate keys, keys that
 * are no scalars, nesting deeper than YAML_MAX_DEPTH.
 */
#ifndef HMSH_YAML_H
#define HMSH_YAML_H

#include "lib/fault.h"

#define YAML_MAX_DEPTH 32

enum yaml_form { YAML_FORM_SCALAR, YAML_FORM_MAP, YAML_FORM_LIST };

struct yaml_node {
	uint8_t form;			/* enum yaml_form */
	bool quoted;			/* a scalar in quotes: text, never null */
	uint32_t line, column;		/* of the value, from 1; columns count bytes */
	uint32_t len, key_len;
	const char *text;		/* scalar; not NUL-terminated */
	const char *key;		/* in a map; not NUL-terminated */
	struct yaml_node *first, *next;	/* children of a map or list; the next sibling */
};

/* Owns nodes and unescaped text; trees live until it is reset, and point into the text too. */
typedef struct yaml_arena yaml_arena;
struct yaml_arena *yaml_arena_new(void);
void yaml_arena_reset(struct yaml_arena *arena);
void yaml_arena_free(struct yaml_arena *arena);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(yaml_arena, yaml_arena_free)

/* One document of a stream: [text, text + len), its first line counted from 1. */
struct yaml_span {
	const char *text;
	size_t len;
	unsigned line;
	bool ended;			/* closed by a line "..." */
};

/* Walks the documents of a stream by their "---" lines; *at and *line start at 0 and 1. */
bool yaml_next_document(const char *text, size_t len, size_t *at, unsigned *line,
			struct yaml_span *ret);

/*
 * The tree of one document; NULL without error for an empty one. Errors are "FILE:LINE:COLUMN:
 * reason"; `file` is for them only.
 */
struct yaml_node *yaml_parse(struct yaml_arena *arena, const struct yaml_span *span,
			     const char *file, GError **error);
/* The two readers of it. The first gives NULL without error for what is not canonical. */
struct yaml_node *yaml_parse_canonical(struct yaml_arena *arena, const struct yaml_span *span);
struct yaml_node *yaml_parse_any(struct yaml_arena *arena, const struct yaml_span *span,
				 const char *file, GError **error);
/* Reports a fault of the content, not of the grammar, in the same form. */
void yaml_fault(GError **error, const char *file, unsigned line, unsigned column,
		const char *format, ...) G_GNUC_PRINTF(5, 6);

/* Children of a map by key; NULL when there is none. */
const struct yaml_node *yaml_child(const struct yaml_node *map, const char *key);
bool yaml_key_is(const struct yaml_node *node, const char *key);
bool yaml_is_null(const struct yaml_node *node);
/* A child scalar's text (yours); NULL when missing or null. */
char *yaml_child_text(const struct yaml_node *map, const char *key);

/* A scalar that reads back as this text, plain when no reader could take it for something else. */
void yaml_put_text(GString *out, const char *text, size_t len);
/* The same inside an indented list or map: "key: text\n". */
void yaml_put_pair(GString *out, unsigned indent, const char *key, const char *text, size_t len);
void yaml_put_item(GString *out, unsigned indent, const char *text, size_t len);

/* A 64-bit sum of bytes, for telling torn writes and for indexes; not cryptographic. */
uint64_t yaml_sum(const void *bytes, size_t len);

extern const struct fault yaml_invalid;

#endif
