/*
 * Classes of characters in source text. Dashes, quotes and blanks have
 * typographic forms that count as the ASCII ones, since commands are pasted
 * out of documents.
 */
#ifndef HMSH_CHARS_H
#define HMSH_CHARS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* A code point; CHAR_END beyond the end of the text. */
typedef uint32_t codepoint;

enum { CHAR_END = 0xFFFFFFFF };

enum char_class {
	CHAR_IDENTIFIER = 1,	/* letters, digits, _ */
	CHAR_LETTER = 2,	/* letters and _ */
	CHAR_DIGIT = 4,
	CHAR_HEX = 8,
	CHAR_BLANK = 16,	/* blanks; not line ends */
	CHAR_BREAK = 32,	/* ends a word in command mode */
	CHAR_AFTER_NUMBER = 64,	/* ends a number in expression mode, besides CHAR_BREAK */
	CHAR_VARIABLE = 128,	/* may start the name of a variable */
};

extern const uint8_t char_classes[128];

bool char_unicode_blank(codepoint c);
bool char_unicode_letter(codepoint c);
bool char_unicode_alnum(codepoint c);

static inline bool char_is(codepoint c, unsigned classes)
{
	return c < 128 && (char_classes[c] & classes);
}

static inline bool char_is_dash(codepoint c)
{
	return c == '-' || (c >= 0x2013 && c <= 0x2015);
}

static inline bool char_is_single_quote(codepoint c)
{
	return c == '\'' || (c >= 0x2018 && c <= 0x201B);
}

static inline bool char_is_double_quote(codepoint c)
{
	return c == '"' || (c >= 0x201C && c <= 0x201E);
}

static inline bool char_is_newline(codepoint c)
{
	return c == '\n' || c == '\r';
}

static inline bool char_is_blank(codepoint c)
{
	return c < 128 ? char_classes[c] & CHAR_BLANK : char_unicode_blank(c);
}

static inline bool char_is_letter(codepoint c)
{
	return c < 128 ? char_classes[c] & CHAR_LETTER && c != '_' : char_unicode_letter(c);
}

static inline bool char_is_identifier(codepoint c)
{
	return c < 128 ? char_classes[c] & CHAR_IDENTIFIER : char_unicode_alnum(c);
}

static inline bool char_is_digit(codepoint c)
{
	return c >= '0' && c <= '9';
}

/* Ends a word in command mode; the end of the text does too. */
static inline bool char_breaks(codepoint c)
{
	return c < 128 ? char_classes[c] & CHAR_BREAK : c == CHAR_END || char_unicode_blank(c);
}

static inline bool char_starts_variable(codepoint c)
{
	return c < 128 ? char_classes[c] & CHAR_VARIABLE : char_unicode_alnum(c);
}

#endif
