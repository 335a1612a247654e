/* GUIDs as values. */
#ifndef HMSH_GUID_TYPE_H
#define HMSH_GUID_TYPE_H

#include "lib/type.h"

/* 16 bytes in the order they are written as text; yours. */
struct value guid_value(const uint8_t bytes[16]);
/* A random one (version 4); yours. */
struct value guid_random(void);
/* Any of .NET's forms: D, N, B, P. */
bool guid_parse(const char *text, uint8_t ret[16]);
/* Borrowed; NULL when `v` is no GUID. */
const uint8_t *guid_bytes(struct value v);

#endif
