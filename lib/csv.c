/*
 * The rules are PowerShell's, oddities included: blanks before a field are
 * dropped, a delimiter at the very end adds no field, what follows a closing
 * quote belongs to the field.
 */
#include "config.h"

#include "lib/csv.h"

void csv_reader_init(struct csv_reader *reader, const char *text, gsize len, uint32_t delimiter)
{
	g_autoptr(GString) bytes = g_string_new(NULL);

	text_put(bytes, delimiter);
	*reader = (struct csv_reader){
		.p = text, .end = text + len, .delimiter_len = bytes->len,
		.buffer = g_string_new(NULL),
	};
	memcpy(reader->delimiter, bytes->str, bytes->len);
	reader->stops[(uint8_t)bytes->str[0]] = true;
	reader->stops['\n'] = reader->stops['\r'] = reader->stops[0] = true;
}

void csv_reader_clear(struct csv_reader *reader)
{
	g_clear_pointer(&reader->fields, g_free);
	if (reader->buffer)
		g_string_free(reader->buffer, TRUE);
	reader->buffer = NULL;
}

static bool at_delimiter(const struct csv_reader *reader)
{
	return *reader->p == reader->delimiter[0] &&
	       (reader->delimiter_len == 1 ||
		((size_t)(reader->end - reader->p) >= reader->delimiter_len &&
		 !memcmp(reader->p, reader->delimiter, reader->delimiter_len)));
}

static bool at_newline(const struct csv_reader *reader)
{
	return *reader->p == '\n' || *reader->p == '\r';
}

static void skip_newline(struct csv_reader *reader)
{
	if (*reader->p == '\r' && reader->p + 1 < reader->end && reader->p[1] == '\n')
		reader->p++;
	reader->p++;
}

/* `start` NULL: the field stands in the buffer from offset `at`. */
static inline void add_field(struct csv_reader *reader, const char *start, gsize at, gsize len)
{
	if (G_UNLIKELY(reader->n == reader->capacity)) {
		reader->capacity = MAX(16, reader->capacity * 2);
		reader->fields = g_renew(struct csv_field, reader->fields, reader->capacity);
	}
	if (!start)	/* the buffer may move: settled at the record's end */
		start = len ? GSIZE_TO_POINTER(at + 1) : "";
	reader->fields[reader->n++] = (struct csv_field){ start, len };
}

/* Up to the delimiter or the line's end. */
static const char *find_end(struct csv_reader *reader)
{
	const char *p = reader->p;

	for (;; p++) {
		while (!reader->stops[(uint8_t)*p])
			p++;
		reader->p = p;
		if (p >= reader->end || at_newline(reader) || at_delimiter(reader))
			return p;
	}
}

/* The inside of a quoted field, to the buffer; p stands behind the closing quote. */
static void read_quoted(struct csv_reader *reader)
{
	reader->p++;
	while (reader->p < reader->end) {
		const char *quote = memchr(reader->p, '"', reader->end - reader->p);

		if (!quote) {
			g_string_append_len(reader->buffer, reader->p, reader->end - reader->p);
			reader->p = reader->end;
			return;
		}
		g_string_append_len(reader->buffer, reader->p, quote - reader->p);
		reader->p = quote + 1;
		if (reader->p >= reader->end || *reader->p != '"')
			return;
		g_string_append_c(reader->buffer, '"');
		reader->p++;
	}
}

static void quoted_field(struct csv_reader *reader)
{
	gsize at = reader->buffer->len;
	const char *rest, *end;

	/* Most have no quote inside: they stay where they are. */
	const char *close = memchr(reader->p + 1, '"', reader->end - reader->p - 1);

	if (close && (close + 1 == reader->end || close[1] != '"')) {
		const char *start = reader->p + 1;

		reader->p = close + 1;
		if (reader->p == reader->end || at_delimiter(reader) || at_newline(reader)) {
			add_field(reader, start, 0, close - start);
			return;
		}
		reader->p = start - 1;
	}
	read_quoted(reader);
	rest = reader->p;
	end = find_end(reader);
	if (strspn(rest, " \t") < (size_t)(end - rest))
		g_string_append_len(reader->buffer, rest, end - rest);
	add_field(reader, NULL, at, reader->buffer->len - at);
}

/* Of blanks that end a field only the first belongs to it. */
static void plain_field(struct csv_reader *reader)
{
	const char *start = reader->p;
	const char *end = find_end(reader);
	const char *last = end;

	if (last == start || (last[-1] != ' ' && last[-1] != '\t')) {
		add_field(reader, start, 0, end - start);
		return;
	}
	while (last > start && (last[-1] == ' ' || last[-1] == '\t'))
		last--;
	if (last > start && last < end && !memchr(start, ' ', last - start) &&
	    !memchr(start, '\t', last - start))
		end = last + 1;
	add_field(reader, start, 0, end - start);
}

static void settle_fields(struct csv_reader *reader)
{
	for (uint32_t i = 0; reader->buffer->len && i < reader->n; i++) {
		gsize at = GPOINTER_TO_SIZE(reader->fields[i].text);

		if (at && at <= reader->buffer->len + 1)
			reader->fields[i].text = reader->buffer->str + at - 1;
	}
}

static void read_record(struct csv_reader *reader)
{
	reader->n = 0;
	g_string_truncate(reader->buffer, 0);
	while (reader->p < reader->end) {
		while (reader->p < reader->end && (*reader->p == ' ' || *reader->p == '\t') &&
		       !at_delimiter(reader))
			reader->p++;
		if (reader->p == reader->end)
			break;
		if (*reader->p == '"' && !at_delimiter(reader))
			quoted_field(reader);
		else
			plain_field(reader);
		if (reader->p == reader->end)
			break;
		if (at_newline(reader)) {
			skip_newline(reader);
			break;
		}
		reader->p += reader->delimiter_len;
	}
	settle_fields(reader);
}

bool csv_read(struct csv_reader *reader)
{
	while (reader->p < reader->end) {
		read_record(reader);
		if (reader->n > 1 || (reader->n && reader->fields[0].len))
			return true;
	}
	return false;
}

char *csv_read_type(struct csv_reader *reader)
{
	const char *start = reader->p, *end;

	if (reader->end - start < 5 || g_ascii_strncasecmp(start, "#TYPE", 5))
		return NULL;
	while (reader->p < reader->end && !at_newline(reader))
		reader->p++;
	end = reader->p;
	if (reader->p < reader->end)
		skip_newline(reader);
	return g_strstrip(g_strndup(start + 5, end - start - 5));
}

/* Whether to look for a column's value: those of the first rows tell. */
static bool worth_asking(struct csv_cache *cache, uint32_t column)
{
	enum { TRIAL = 256 };

	return cache->asked[column]++ < TRIAL || cache->found[column] > TRIAL / 4;
}

/* Up to sixteen bytes as two words, which may share some. */
static void load_ends(const char *text, uint32_t len, uint64_t *head, uint64_t *tail)
{
	uint32_t first = 0, last = 0;

	if (len >= 8) {
		memcpy(head, text, 8);
		memcpy(tail, text + len - 8, 8);
		return;
	}
	if (len >= 4) {
		memcpy(&first, text, 4);
		memcpy(&last, text + len - 4, 4);
	} else if (len) {
		first = (uint8_t)text[0] | (uint32_t)(uint8_t)text[len / 2] << 8;
		last = (uint8_t)text[len - 1];
	}
	*head = first;
	*tail = last;
}

struct string *csv_string(struct csv_cache *cache, uint32_t column, const char *text, uint32_t len)
{
	struct csv_recent *slot;
	uint64_t head, tail;

	column %= G_N_ELEMENTS(cache->asked);
	if (len > 16 || !worth_asking(cache, column))
		return str_new(text, len);
	load_ends(text, len, &head, &tail);
	slot = &cache->slots[((head ^ tail * 31) + len) * 0x9e3779b97f4a7c15ull >> 55];
	if (slot->str && slot->str->len == len && slot->head == head && slot->tail == tail) {
		cache->found[column]++;
		return str_ref(slot->str);
	}
	str_unref(slot->str);
	*slot = (struct csv_recent){ str_new(text, len), head, tail };
	return str_ref(slot->str);
}

void csv_cache_clear(struct csv_cache *cache)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(cache->slots); i++)
		str_unref(g_steal_pointer(&cache->slots[i].str));
}

static bool needs_quotes(const char *text, gsize len, const char *delimiter)
{
	for (gsize i = 0; i < len; i++)
		if (text[i] == '"' || text[i] == '\n' || text[i] == '\r' ||
		    (text[i] == delimiter[0] && g_str_has_prefix(text + i, delimiter)))
			return true;
	return false;
}

void csv_put(GString *out, const char *text, gsize len, enum csv_quotes quotes,
	     const char *delimiter)
{
	const char *end = text + len;

	if (!text)
		return;
	if (quotes == CSV_NEVER ||
	    (quotes == CSV_AS_NEEDED && !needs_quotes(text, len, delimiter))) {
		g_string_append_len(out, text, len);
		return;
	}
	g_string_append_c(out, '"');
	for (const char *quote; (quote = memchr(text, '"', end - text)); text = quote + 1) {
		g_string_append_len(out, text, quote + 1 - text);
		g_string_append_c(out, '"');
	}
	g_string_append_len(out, text, end - text);
	g_string_append_c(out, '"');
}
