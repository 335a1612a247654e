/*
 * Text encodings of files: from the names that -Encoding takes to bytes and
 * back. Inside hmsh text is UTF-8 (WTF-8).
 */
#ifndef HMSH_ENCODING_H
#define HMSH_ENCODING_H

#include "lib/value.h"

enum encoding_kind {
	ENCODING_UTF8,		/* the default: no mark; a mark is recognized on reading */
	ENCODING_UTF16LE,
	ENCODING_UTF16BE,
	ENCODING_UTF32LE,
	ENCODING_UTF32BE,
	ENCODING_ASCII,
	ENCODING_LATIN1,
	ENCODING_OTHER,		/* by iconv, `charset` */
	ENCODING_BYTE,		/* bytes, no text (-Encoding Byte, -AsByteStream) */
};

struct encoding {
	enum encoding_kind kind;
	bool mark;		/* a byte order mark is written */
	bool given;		/* chosen: no guessing by a mark when reading */
	char charset[32];
};

/* From a name ("utf8", "unicode", "iso-8859-1"), a code page number or an encoding object's name. */
bool encoding_parse(struct value v, struct encoding *ret, GError **error);
/* Appends `text` in the encoding; what it lacks becomes '?'. No mark. */
void encoding_encode(const struct encoding *encoding, const char *text, size_t len, GString *out);
/* Appends its byte order mark, when it has one to write. */
void encoding_put_mark(const struct encoding *encoding, GString *out);
/*
 * The text of `bytes` (taken over), as UTF-8; yours. A byte order mark at the start decides over
 * the default encoding and is dropped.
 */
char *encoding_decode(const struct encoding *encoding, char *bytes, gsize len, gsize *ret_len);
/* The encoding a byte order mark at the start of `bytes` stands for, or `fallback`'s. */
struct encoding encoding_detect(const char *bytes, gsize len, const struct encoding *fallback);

#endif
