/*
 * Writes one file of one grammar. The format of writer_put() is the grammar's
 * own text; what comes in by %s always goes through the grammar's quoting
 * function, and there is no way around it. Also %d, %u, %lu and %%.
 *
 * A text that cannot be quoted makes the writer fail: what follows is
 * ignored, and writer_finish() reports it with the file's path.
 */
#ifndef HMSH_WRITER_H
#define HMSH_WRITER_H

#include "render/quote.h"
#include "render/tree.h"

struct writer {
	GString *text;
	quote_fn quote;
	GError *error;
};

void writer_init(struct writer *writer, quote_fn quote);
void writer_put(struct writer *writer, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Puts the file into the tree and ends the writer; false + error when it failed. */
bool writer_finish(struct writer *writer, struct tree *tree, const char *path, enum tree_mode mode,
		   GError **error);
/* The text alone; NULL + error. Ends the writer. */
GBytes *writer_bytes(struct writer *writer, const char *path, GError **error);
/* Ends the writer without a file. */
void writer_drop(struct writer *writer);

#endif
