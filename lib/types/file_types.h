/* Paths as .NET's file classes take them, and the errors they throw. */
#ifndef HMSH_FILE_TYPES_H
#define HMSH_FILE_TYPES_H

#include "lib/type.h"

/* The native path of an argument: drives and backslashes understood. Yours; NULL + error. */
char *file_path_arg(struct value v, GError **error);
/* The exception that `number` (errno) of an operation on `path` stands for; false. */
bool file_throw(GError **error, const char *path, int number);
/* A whole file; yours. */
bool file_load(const char *path, char **ret, gsize *ret_len, GError **error);
/* Creates or replaces the content. */
bool file_store(const char *path, const void *bytes, gsize len, bool append, GError **error);

#endif
