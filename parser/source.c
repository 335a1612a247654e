/*
 * Sources: decoding of script files and the index of lines.
 *
 * Script files come from Windows as often as from here, so the encoding is
 * found out: a byte order mark decides, then valid UTF-8, and what is left is
 * read as Windows-1252. Inside there is only UTF-8; the line index is made when
 * a position is first asked for, since most scripts never fail.
 */
#include "parser/source.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/str.h"

/* What Windows-1252 has at 0x80..0x9F; the five holes stay C1 controls, as .NET reads them. */
static const uint16_t windows_1252[32] = {
	0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
	0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
	0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
	0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178,
};

static struct source *source_take(char *text, size_t len, const char *path)
{
	struct source *source = g_new0(struct source, 1);

	source->refs = 1;
	source->text = text;
	source->len = len;
	source->path = g_strdup(path);
	return source;
}

static struct source *source_take_string(GString *text, const char *path)
{
	size_t len = text->len;

	return source_take(g_string_free(text, FALSE), len, path);
}

struct source *source_new(const char *text, ssize_t len, const char *path)
{
	size_t n = len < 0 ? strlen(text) : (size_t)len;
	const char *p = text, *end = text + n;
	GString *copy = g_string_sized_new(n + 1);

	/* Invalid bytes are replaced; a lone surrogate, which WTF-8 allows, is kept. */
	while (p < end) {
		const char *valid_to;

		g_utf8_validate_len(p, end - p, &valid_to);
		g_string_append_len(copy, p, valid_to - p);
		p = valid_to;
		if (p < end && *p == '\0')
			g_string_append_c(copy, *p++);
		else if (p < end)
			text_put(copy, text_next(&p, end));
	}
	return source_take_string(copy, path);
}

static GString *decode_utf16(const uint8_t *bytes, size_t len, bool big_endian)
{
	GString *text = g_string_sized_new(len + 1);
	size_t i = 0;

	while (i + 1 < len) {
		uint32_t c = big_endian ? bytes[i] << 8 | bytes[i + 1] : bytes[i + 1] << 8 | bytes[i];

		i += 2;
		if (c >= 0xD800 && c < 0xDC00 && i + 1 < len) {
			uint32_t low = big_endian ? bytes[i] << 8 | bytes[i + 1]
						  : bytes[i + 1] << 8 | bytes[i];

			if (low >= 0xDC00 && low < 0xE000) {
				c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
				i += 2;
			}
		}
		text_put(text, c);
	}
	return text;
}

static GString *decode_utf32(const uint8_t *bytes, size_t len, bool big_endian)
{
	GString *text = g_string_sized_new(len + 1);
	size_t i;

	for (i = 0; i + 3 < len; i += 4) {
		const uint8_t *b = bytes + i;
		uint32_t c = big_endian
			? (uint32_t)b[0] << 24 | b[1] << 16 | b[2] << 8 | b[3]
			: (uint32_t)b[3] << 24 | b[2] << 16 | b[1] << 8 | b[0];

		text_put(text, c > 0x10FFFF ? 0xFFFD : c);
	}
	return text;
}

static GString *decode_1252(const uint8_t *bytes, size_t len)
{
	GString *text = g_string_sized_new(len + len / 8 + 1);
	size_t i;

	for (i = 0; i < len; i++) {
		uint8_t b = bytes[i];

		text_put(text, b >= 0x80 && b < 0xA0 ? windows_1252[b - 0x80] : b);
	}
	return text;
}

static bool is_utf8(const uint8_t *bytes, size_t len)
{
	const char *p = (const char *)bytes, *end = p + len;

	/* g_utf8_validate() stops at NUL bytes, which may stand in a script. */
	while (!g_utf8_validate_len(p, end - p, &p)) {
		if (p >= end || *p)
			return false;
		p++;
	}
	return true;
}

struct source *source_decode(const void *data, size_t len, const char *path)
{
	const uint8_t *b = data;

	if (len >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF)
		return source_new((const char *)b + 3, len - 3, path);
	if (len >= 4 && b[0] == 0xFF && b[1] == 0xFE && !b[2] && !b[3])
		return source_take_string(decode_utf32(b + 4, len - 4, false), path);
	if (len >= 4 && !b[0] && !b[1] && b[2] == 0xFE && b[3] == 0xFF)
		return source_take_string(decode_utf32(b + 4, len - 4, true), path);
	if (len >= 2 && b[0] == 0xFF && b[1] == 0xFE)
		return source_take_string(decode_utf16(b + 2, len - 2, false), path);
	if (len >= 2 && b[0] == 0xFE && b[1] == 0xFF)
		return source_take_string(decode_utf16(b + 2, len - 2, true), path);
	if (is_utf8(b, len))
		return source_new(data, len, path);
	return source_take_string(decode_1252(b, len), path);
}

static void set_file_error(GError **error, const char *path, int code)
{
	g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(code),
		    "Cannot read the file '%s': %s.", path, g_strerror(code));
}

struct source *source_load(const char *path, GError **error)
{
	g_autofree char *bytes = NULL;
	struct stat st;
	gsize len;

	if (stat(path, &st) < 0) {
		set_file_error(error, path, errno);
		return NULL;
	}
	if (st.st_size > (off_t)SOURCE_MAX_BYTES) {
		set_file_error(error, path, EFBIG);
		return NULL;
	}
	if (!g_file_get_contents(path, &bytes, &len, error))
		return NULL;
	return source_decode(bytes, len, path);
}

struct source *source_ref(struct source *source)
{
	source->refs++;
	return source;
}

void source_unref(struct source *source)
{
	if (!source || --source->refs)
		return;
	g_free(source->text);
	g_free(source->path);
	g_free(source->lines);
	g_free(source);
}

/* LF, CR and CRLF end a line. */
static void index_lines(struct source *source)
{
	GArray *lines;
	uint32_t i, start = 0;

	if (source->lines)
		return;
	lines = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_array_append_val(lines, start);
	for (i = 0; i < source->len; i++) {
		char c = source->text[i];

		if (c != '\n' && c != '\r')
			continue;
		if (c == '\r' && source->text[i + 1] == '\n')
			i++;
		start = i + 1;
		g_array_append_val(lines, start);
	}
	source->line_count = lines->len;
	source->lines = (uint32_t *)(void *)g_array_free(lines, FALSE);
}

uint32_t source_line_of(struct source *source, uint32_t offset)
{
	uint32_t low = 0, high;

	index_lines(source);
	high = source->line_count;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;

		if (source->lines[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return low + 1;
}

void source_position(struct source *source, uint32_t offset, uint32_t *ret_line,
		     uint32_t *ret_column)
{
	uint32_t line = source_line_of(source, offset), column = 1;
	const char *p = source->text + source->lines[line - 1];
	const char *end = source->text + MIN(offset, source->len);

	while (p < end)
		column += text_next(&p, end) > 0xFFFF ? 2 : 1;
	*ret_line = line;
	*ret_column = column;
}

uint32_t source_line_count(struct source *source)
{
	index_lines(source);
	return source->line_count;
}

struct span source_line_span(struct source *source, uint32_t line)
{
	struct span span = { source->len, source->len };

	index_lines(source);
	if (line == 0 || line > source->line_count)
		return span;
	span.start = source->lines[line - 1];
	span.end = line < source->line_count ? source->lines[line] : source->len;
	while (span.end > span.start && strchr("\r\n", source->text[span.end - 1]))
		span.end--;
	return span;
}

char *source_text(const struct source *source, struct span span)
{
	uint32_t end = MIN(span.end, source->len), start = MIN(span.start, end);

	return g_strndup(source->text + start, end - start);
}
