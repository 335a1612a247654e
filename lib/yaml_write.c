/*
 * The writer of canonical YAML: a scalar is plain only when no reader, of any
 * version of YAML, could take it for something else than this text.
 */
#include "config.h"
#include "lib/yaml.h"

enum { FIRST = 1, INNER = 2 };

/* Which bytes a plain scalar may start with, and which may follow. */
static const unsigned char safe[256] = {
	[' '] = INNER, ['$'] = FIRST | INNER, ['('] = FIRST | INNER, [')'] = INNER, ['+'] = INNER,
	['-'] = INNER, ['.'] = INNER, ['/'] = FIRST | INNER, ['0' ... '9'] = FIRST | INNER,
	[';'] = INNER, ['='] = INNER, ['@'] = INNER, ['A' ... 'Z'] = FIRST | INNER,
	['\\'] = FIRST | INNER, ['_'] = FIRST | INNER, ['a' ... 'z'] = FIRST | INNER, ['*'] = INNER,
	['\''] = INNER, ['&'] = INNER, ['!'] = INNER, ['?'] = INNER, ['<'] = INNER, ['>'] = INNER,
	['%'] = INNER, ['^'] = INNER, ['~'] = INNER, [':'] = INNER,
};

/* A word that some YAML reader takes for a boolean or null. */
static bool is_word(const char *text, size_t len)
{
	static const char *const words[] = {
		"y", "n", "no", "on", "yes", "off", "true", "null", "false", NULL
	};

	if (len > 5)
		return false;
	for (const char *const *w = words; *w; w++)
		if (strlen(*w) == len && !g_ascii_strncasecmp(*w, text, len))
			return true;
	return false;
}

/* Starts like a number, and nothing in it says that it is none. */
static bool may_be_number(const char *text, size_t len)
{
	if (!g_ascii_isdigit(*text))
		return false;
	for (size_t i = 1; i < len; i++)
		if (text[i] == '@' || text[i] == ' ' || text[i] == '/' ||
		    (g_ascii_isalpha(text[i]) && !g_ascii_isxdigit(text[i]) &&
		     text[i] != 'x' && text[i] != 'o' && text[i] != 'T' && text[i] != 'Z'))
			return false;
	return true;
}

static bool is_plain(const char *text, size_t len)
{
	const unsigned char *p = (const void *)text, *end = p + len;

	if (!len || !(safe[*p] & FIRST) || end[-1] == ' ' || end[-1] == ':')
		return false;
	for (; p < end; p++)
		if (!(safe[*p] & INNER) || (*p == ':' && p[1] == ' '))
			return false;
	return !is_word(text, len) && !may_be_number(text, len);
}

/* U+0085, U+2028, U+2029, U+FEFF and what is no character: escaped, as YAML wants it. */
static bool needs_escape(gunichar c)
{
	return c < ' ' || c == '"' || c == '\\' || (c >= 0x7f && c < 0xa0) || c == 0x2028 ||
	       c == 0x2029 || c == 0xfeff || c == 0xfffe || c == 0xffff;
}

static void put_escape(GString *out, gunichar c)
{
	static const char plain[] = "\\\"\n\r\t", letters[] = "\\\"nrt";
	const char *at = c && c < 0x80 ? strchr(plain, c) : NULL;

	if (at)
		g_string_append_printf(out, "\\%c", letters[at - plain]);
	else
		g_string_append_printf(out, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
}

static void put_quoted(GString *out, const char *text, size_t len)
{
	const char *p = text, *end = text + len, *run = text;

	g_string_append_c(out, '"');
	while (p < end) {
		gunichar c = (unsigned char)*p < 0x80 ? (gunichar)*p
						      : g_utf8_get_char_validated(p, end - p);
		const char *next = c < 0x80 || c >= 0xfffffffe ? p + 1 : g_utf8_next_char(p);

		if (c >= 0xfffffffe || needs_escape(c)) {
			g_string_append_len(out, run, p - run);
			put_escape(out, c >= 0xfffffffe ? 0xfffd : c);
			run = next;
		}
		p = next;
	}
	g_string_append_len(out, run, end - run);
	g_string_append_c(out, '"');
}

void yaml_put_text(GString *out, const char *text, size_t len)
{
	if (is_plain(text, len))
		g_string_append_len(out, text, len);
	else
		put_quoted(out, text, len);
}

static void put_indent(GString *out, unsigned indent)
{
	static const char blanks[] = "                ";

	g_string_append_len(out, blanks, MIN(indent, sizeof(blanks) - 1));
}

void yaml_put_pair(GString *out, unsigned indent, const char *key, const char *text, size_t len)
{
	put_indent(out, indent);
	g_string_append(out, key);
	g_string_append_len(out, ": ", 2);
	yaml_put_text(out, text, len);
	g_string_append_c(out, '\n');
}

void yaml_put_item(GString *out, unsigned indent, const char *text, size_t len)
{
	put_indent(out, indent);
	g_string_append_len(out, "- ", 2);
	yaml_put_text(out, text, len);
	g_string_append_c(out, '\n');
}
