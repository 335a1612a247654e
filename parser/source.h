/*
 * The text of a script and where it came from.
 *
 * A source is counted: every tree keeps its own alive, so a span stays good as
 * long as the tree (or anything that holds a reference on the source) lives.
 * The text is UTF-8 (WTF-8: a lone surrogate survives) whatever the file's
 * encoding was; line ends are kept as they are. A span is a pair of byte
 * offsets into that text; lines and columns count from 1, columns in UTF-16
 * units, as PowerShell's extents do.
 */
#ifndef HMSH_SOURCE_H
#define HMSH_SOURCE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct span {
	uint32_t start, end;	/* [start, end) */
};

struct source {
	uint32_t refs;
	uint32_t len;		/* bytes of text, without the NUL after it */
	char *text;
	char *path;		/* of the script file; NULL for text typed or made */
	uint32_t *lines;	/* offset of each line's first byte; made on first use */
	uint32_t line_count;
};

/* The longest text that is parsed. */
#define SOURCE_MAX_BYTES (256u << 20)

/*
 * Text in memory: already UTF-8 (invalid bytes become U+FFFD), no byte order
 * mark is looked for. `len` -1: up to the NUL. `path` may be NULL.
 */
struct source *source_new(const char *text, ssize_t len, const char *path);
/*
 * Bytes of a script file, decoded: a UTF-8, UTF-16 or UTF-32 byte order mark
 * decides; without one, UTF-8 when valid, else Windows-1252.
 */
struct source *source_decode(const void *bytes, size_t len, const char *path);
/* Reads and decodes a file. Fails with G_FILE_ERROR, also when it is too long. */
struct source *source_load(const char *path, GError **error);

struct source *source_ref(struct source *source);
void source_unref(struct source *source);
/* `source_auto struct source *s`: dropped at the end of the block. */
static inline void source_auto_unref(struct source **source)
{
	if (*source)
		source_unref(*source);
}

#define source_auto __attribute__((cleanup(source_auto_unref)))

/* 1-based line and column (UTF-16 units) of a byte offset. */
void source_position(struct source *source, uint32_t offset, uint32_t *ret_line,
		     uint32_t *ret_column);
uint32_t source_line_of(struct source *source, uint32_t offset);
/* Number of lines; the text after the last line end is a line too, even when empty. */
uint32_t source_line_count(struct source *source);
/* The span of a line (1-based) without its line end; empty beyond the last line. */
struct span source_line_span(struct source *source, uint32_t line);
/* Text of a span, a copy (g_free()). */
char *source_text(const struct source *source, struct span span);

static inline uint32_t span_len(struct span span)
{
	return span.end - span.start;
}

#endif
