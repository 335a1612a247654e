/*
 * Secrets in memory: kept apart from strings, wiped when they go.
 */
#ifndef HMSH_SECRET_H
#define HMSH_SECRET_H

#include "lib/value.h"

/* Overwrites memory; the compiler does not leave it out. NULL is allowed. */
void secret_wipe(void *bytes, size_t len);
/* Wipes and frees a text. NULL is allowed. */
void secret_free(char *text);
/* A SecureString of UTF-8 text (copied). Yours. */
struct value securestring_new(const char *text, size_t len);
/* The text of a SecureString, borrowed, *ret_len bytes; NULL when `v` is none. */
const char *securestring_text(struct value v, size_t *ret_len);

#endif
