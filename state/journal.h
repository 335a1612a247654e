/*
 * The journal's text: one YAML document a commit, closed by a sum over its
 * bytes and a line "...". The first document says which commit it follows.
 *
 * A last document without its end was never reported as done: it is dropped.
 * Anything else that does not fit is corruption, and refused by file and line.
 */
#ifndef HMSH_JOURNAL_H
#define HMSH_JOURNAL_H

#include "lib/yaml.h"
#include "state/backend.h"

void journal_write_start(GString *out, uint64_t sequence);
void journal_write(GString *out, const struct commit *commit);
/* The secrets of the same commit, for the journal under keys/. */
void journal_write_secrets(GString *out, const struct commit *commit);

struct journal_reader {
	const char *file;		/* for messages */
	/* Takes the commit over; without secrets. */
	bool (*commit)(struct commit *commit, void *data, GError **error);
	/* A secret of a commit; bytes NULL: removed. */
	bool (*secret)(uint64_t sequence, const char *guid, const char *organization,
		       const char *name, GBytes *bytes, void *data, GError **error);
	/* The start document. */
	void (*start)(uint64_t sequence, void *data);
	void *data;
};

/*
 * Reads documents of [text, text + len), which start at line *line of the file. *ret_whole is the
 * number of bytes that make whole documents; the rest is torn.
 */
bool journal_read(const struct journal_reader *reader, const char *text, size_t len, unsigned *line,
		  size_t *ret_whole, GError **error);

#endif
