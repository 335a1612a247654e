/* Text encodings as values. */
#ifndef HMSH_TEXT_TYPES_H
#define HMSH_TEXT_TYPES_H

#include "lib/encoding.h"
#include "lib/type.h"

/* The encoding of an argument; UTF-8 without a mark when it is null. */
struct encoding encoding_arg(struct value v);
/* An encoding as a value; yours. */
struct value encoding_value(const char *name, bool mark);

#endif
