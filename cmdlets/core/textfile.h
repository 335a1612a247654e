/*
 * Files of text as the core cmdlets read and write them: paths are PowerShell's,
 * encodings by name, errors those that scripts test for.
 */
#ifndef HMSH_TEXTFILE_H
#define HMSH_TEXTFILE_H

#include "lib/cmdlet.h"
#include "lib/encoding.h"

/*
 * The native paths (char *) of -Path (wildcards expanded) or -LiteralPath, whichever is given. Each that
 * does not exist is reported as an error of its own. `*flow` says whether to go on.
 */
GPtrArray *paths_expand(struct call *call, struct value path, struct value literal, enum flow *flow);
/* The native path of a file to be written; it need not exist. NULL: `*flow` says how to leave. */
char *path_to_write(struct call *call, struct value path, struct value literal, enum flow *flow);

/* The whole file as UTF-8 text; yours. NULL + error. */
char *text_file_read(const char *path, const struct encoding *encoding, gsize *ret_len,
		     GError **error);
/* Its bytes as they are. */
char *file_read(const char *path, gsize *ret_len, GError **error);

enum { WRITE_APPEND = 1, WRITE_NO_CLOBBER = 2, WRITE_FORCE = 4 };

struct text_writer {
	int fd;
	struct encoding encoding;
	GString *buffer;
	char *path;
};

bool text_writer_open(struct text_writer *writer, const char *path, unsigned flags,
		      const struct encoding *encoding, GError **error);
bool text_writer_put(struct text_writer *writer, const char *text, gsize len, GError **error);
bool text_writer_put_bytes(struct text_writer *writer, const void *bytes, gsize len,
			   GError **error);
/* Writes what is held back and closes; true for a writer never opened. */
bool text_writer_close(struct text_writer *writer, GError **error);

/* The error of a failed system call on a file, as .NET words it. */
void file_error(GError **error, const char *path, int errnum);

#endif
