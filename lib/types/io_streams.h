/* Streams of bytes as values: what readers, writers and hashes ask of them. */
#ifndef HMSH_IO_STREAMS_H
#define HMSH_IO_STREAMS_H

#include "lib/type.h"

extern const struct type type_stream;

/* What is left of a stream, appended. */
bool io_read_rest(struct value stream, GByteArray *bytes, GError **error);
/* Up to n bytes; the number read in *ret_read, 0 at the end. */
bool io_read(struct value stream, void *bytes, size_t n, size_t *ret_read, GError **error);
bool io_write(struct value stream, const void *bytes, size_t n, GError **error);
bool io_flush(struct value stream, GError **error);
/* Closing twice is allowed. */
bool io_close(struct value stream, GError **error);
/* Of a file, by System.IO.FileMode and FileAccess; yours. */
bool io_open_file(struct value path, int mode, int access, struct value *ret, GError **error);

/* A stream of a copy of a descriptor, and a writer of text on it; yours. */
struct value io_of_descriptor(int fd);
struct value io_writer_of_descriptor(int fd);

#endif
