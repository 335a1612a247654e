/*
 * A recursive reader over text in memory. Beside the value it keeps the path to
 * where it stands ("a.b[2]") for messages; a position is a byte offset turned
 * into line and column only when an error is made.
 */
#include "config.h"

#include "lib/json.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/datetime.h"
#include "lib/dict.h"
#include "lib/fault.h"
#include "lib/object.h"
#include "lib/type.h"

#include <errno.h>
#include <math.h>

static const struct fault bad_json = {
	"System.ArgumentException", "System.ArgumentException", CATEGORY_NOT_SPECIFIED, NULL };
static const struct fault keys_by_case = {
	"KeysWithDifferentCasingInJsonString", "System.InvalidOperationException",
	CATEGORY_INVALID_OPERATION, "Use -AsHashtable." };
static const struct fault empty_key = {
	"EmptyKeyInJsonString", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION,
	"Use -AsHashtable." };

struct json_reader {
	const char *text, *p, *end;
	const struct json_options *options;
	GString *path;
	GString *buffer;
	int depth;
	GError **error;
};

static bool read_value(struct json_reader *reader, struct value *ret);

/* -- Errors ------------------------------------------------------------------ */

static G_GNUC_PRINTF(2, 3) bool fail(struct json_reader *reader, const char *format, ...)
{
	g_autofree char *what = NULL;
	const char *line_start = reader->text;
	unsigned line = 1;
	glong column;
	va_list ap;

	va_start(ap, format);
	what = g_strdup_vprintf(format, ap);
	va_end(ap);
	for (const char *p = reader->text; p < reader->p && p < reader->end; p++)
		if (*p == '\n') {
			line++;
			line_start = p + 1;
		}
	column = g_utf8_strlen(line_start, reader->p - line_start);
	if (reader->p == reader->text)
		line = 0;
	fault_set(reader->error, &bad_json, VALUE_NULL,
		  "Conversion from JSON failed with error: %s Path '%s', line %u, position %ld.",
		  what, reader->path->str, line, column);
	return false;
}

static bool fail_end(struct json_reader *reader, const char *what)
{
	fault_set(reader->error, &bad_json, VALUE_NULL,
		  "Conversion from JSON failed with error: %s Path '%s'.", what, reader->path->str);
	return false;
}

/* The character at p as text, for a message. */
static char *shown(const struct json_reader *reader)
{
	const char *p = reader->p;
	GString *out;

	if (p >= reader->end)
		return g_strdup("");
	out = g_string_new(NULL);
	text_put(out, text_next(&p, reader->end));
	return g_string_free(out, FALSE);
}

static bool fail_char(struct json_reader *reader, const char *what)
{
	g_autofree char *c = shown(reader);

	return fail(reader, "%s: %s.", what, c);
}

/* -- Path ---------------------------------------------------------------------- */

static bool plain_name(const struct string *name)
{
	for (uint32_t i = 0; i < name->len; i++)
		if (strchr(" .'/\"[]()\t\n\r\f\b\\", name->data[i]))
			return false;
	return name->len > 0;
}

static void push_name(struct json_reader *reader, const struct string *name)
{
	if (!plain_name(name))
		g_string_append_printf(reader->path, "['%s']", name->data);
	else if (reader->path->len)
		g_string_append_printf(reader->path, ".%s", name->data);
	else
		g_string_append(reader->path, name->data);
}

/* -- Blanks, comments ------------------------------------------------------------ */

static bool skip_comment(struct json_reader *reader)
{
	const char *close;

	if (reader->p + 1 < reader->end && reader->p[1] == '/') {
		while (reader->p < reader->end && *reader->p != '\n')
			reader->p++;
		return true;
	}
	if (reader->p + 1 >= reader->end || reader->p[1] != '*')
		return fail_char(reader, "Error parsing comment. Expected: *, got");
	close = g_strstr_len(reader->p + 2, reader->end - reader->p - 2, "*/");
	if (!close) {
		reader->p = reader->end;
		return fail(reader, "Unexpected end while parsing comment.");
	}
	reader->p = close + 2;
	return true;
}

static bool skip_blanks(struct json_reader *reader)
{
	while (reader->p < reader->end) {
		if (*reader->p == '/') {
			if (!skip_comment(reader))
				return false;
		} else if (g_ascii_isspace(*reader->p)) {
			reader->p++;
		} else if (reader->end - reader->p >= 2 && !memcmp(reader->p, "\xc2\xa0", 2)) {
			reader->p += 2;
		} else {
			break;
		}
	}
	return true;
}

/* -- Strings ------------------------------------------------------------------------ */

static int read_hex4(struct json_reader *reader)
{
	int c = 0;

	if (reader->end - reader->p < 4 || memchr(reader->p, '"', 4)) {
		fail(reader, "Unexpected end while parsing Unicode escape sequence.");
		return -1;
	}
	for (int i = 0; i < 4; i++) {
		int digit = g_ascii_xdigit_value(reader->p[i]);

		if (digit < 0) {
			fail(reader, "Invalid Unicode escape sequence: \\u%.4s.", reader->p);
			return -1;
		}
		c = c << 4 | digit;
	}
	reader->p += 4;
	return c;
}

static bool read_unicode(struct json_reader *reader)
{
	int c = read_hex4(reader), low;

	if (c >= 0xd800 && c < 0xdc00 && reader->end - reader->p >= 6 && reader->p[0] == '\\' &&
	    reader->p[1] == 'u') {
		const char *start = reader->p;

		reader->p += 2;
		low = read_hex4(reader);
		if (low < 0)
			return false;
		if (low >= 0xdc00 && low < 0xe000)
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
		else
			reader->p = start;
	}
	if (c >= 0)
		text_put(reader->buffer, c);
	return c >= 0;
}

static bool read_escape(struct json_reader *reader)
{
	static const char from[] = "bfnrt\"'\\/", to[] = "\b\f\n\r\t\"'\\/";
	const char *found;
	char c;

	reader->p++;
	if (reader->p >= reader->end)
		return true;		/* reported as an unterminated string */
	c = *reader->p++;
	if (c == 'u')
		return read_unicode(reader);
	found = c ? strchr(from, c) : NULL;
	if (!found)
		return fail(reader, "Bad JSON escape sequence: \\%c.", c);
	g_string_append_c(reader->buffer, to[found - from]);
	return true;
}

static struct string *read_string(struct json_reader *reader)
{
	char quote = *reader->p++;
	const char *start = reader->p;

	g_string_truncate(reader->buffer, 0);
	while (reader->p < reader->end && *reader->p != quote) {
		if (*reader->p != '\\') {
			reader->p++;
			continue;
		}
		g_string_append_len(reader->buffer, start, reader->p - start);
		if (!read_escape(reader))
			return NULL;
		start = reader->p;
	}
	if (reader->p >= reader->end) {
		fail(reader, "Unterminated string. Expected delimiter: %c.", quote);
		return NULL;
	}
	reader->p++;
	if (!reader->buffer->len)
		return str_new(start, reader->p - 1 - start);
	g_string_append_len(reader->buffer, start, reader->p - 1 - start);
	return str_new(reader->buffer->str, reader->buffer->len);
}

/* -- Dates in strings ------------------------------------------------------------------ */

static bool digits(const char **p, int n, int *ret)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (!g_ascii_isdigit((*p)[i]))
			return false;
		v = v * 10 + (*p)[i] - '0';
	}
	*p += n;
	*ret = v;
	return true;
}

static bool expect(const char **p, char c)
{
	return *(*p)++ == c;
}

/* yyyy-MM-ddTHH:mm:ss[.fffffff][Z|+hh:mm], and nothing else. */
static bool is_date_time(const char *p)
{
	int n;

	if (!digits(&p, 4, &n) || !expect(&p, '-') || !digits(&p, 2, &n) || !expect(&p, '-') ||
	    !digits(&p, 2, &n) || !expect(&p, 'T') || !digits(&p, 2, &n) || !expect(&p, ':') ||
	    !digits(&p, 2, &n) || !expect(&p, ':') || !digits(&p, 2, &n))
		return false;
	if (*p == '.') {
		p++;
		for (n = 0; g_ascii_isdigit(*p); n++)
			p++;
		if (!n || n > 7)
			return false;
	}
	if (!*p || !strcmp(p, "Z"))
		return true;
	if (*p != '+' && *p != '-')
		return false;
	p++;
	return digits(&p, 2, &n) && (*p != ':' || p++) && digits(&p, 2, &n) && !*p;
}

static struct value string_value(const struct json_reader *reader, struct string *text)
{
	struct value v = value_str(text), date;

	if (text->len < 19 || text->len > 33 || reader->options->dates == JSON_DATES_STRING ||
	    !is_date_time(text->data) ||
	    !datetime_parse(text->data, text->len, &date_invariant, DATE_ROUNDTRIP, &date, NULL))
		return v;
	str_unref(text);
	if (reader->options->dates == JSON_DATES_UTC)
		return date_to_utc(date);
	if (reader->options->dates == JSON_DATES_LOCAL)
		return date_to_local(date);
	return date;
}

/* -- Numbers and words --------------------------------------------------------------------- */

static bool ends_number(char c)
{
	return g_ascii_isspace(c) || strchr(",}])/", c);
}

/* 0x.. and 0.. (octal), as JavaScript had it. */
static bool read_based(struct json_reader *reader, const char *start, struct value *ret)
{
	char *stop = NULL;
	gint64 i = g_ascii_strtoll(start, &stop, start[1] == 'x' || start[1] == 'X' ? 16 : 8);

	if (stop != reader->p)
		return fail(reader, "Input string '%.*s' is not a valid number.",
			    (int)(reader->p - start), start);
	*ret = value_i64(i);
	return true;
}

static bool read_number(struct json_reader *reader, struct value *ret)
{
	const char *start = reader->p;
	bool real = false;
	int len;
	g_autofree char *text = NULL;
	char *stop = NULL;

	while (reader->p < reader->end && *reader->p && !ends_number(*reader->p)) {
		if (!g_ascii_isxdigit(*reader->p) && !strchr("-+xX.", *reader->p))
			return fail_char(reader,
					 "Unexpected character encountered while parsing number");
		real |= strchr(".eE", *reader->p) != NULL;
		reader->p++;
	}
	len = reader->p - start;
	if (len > 1 && start[0] == '0' && !strchr(".eE", start[1]))
		return read_based(reader, start, ret);
	text = g_strndup(start, len);
	if (!real) {
		gint64 i;

		errno = 0;
		i = g_ascii_strtoll(text, &stop, 10);
		if (!errno && stop > text && !*stop) {
			*ret = value_i64(i);
			return true;
		}
		if (bigint_parse(text, len, ret))
			return true;
	}
	*ret = value_f64(g_ascii_strtod(text, &stop));
	return (stop > text && !*stop) ||
	       fail(reader, "Input string '%s' is not a valid number.", text);
}

struct json_word {
	const char *word;
	struct value v;
	const char *error;
};

static bool read_word(struct json_reader *reader, struct value *ret)
{
	const struct json_word words[] = {
		{ "true", value_bool(true), "Error parsing boolean value." },
		{ "false", value_bool(false), "Error parsing boolean value." },
		{ "null", VALUE_NULL, "Error parsing null value." },
		{ "undefined", VALUE_NULL, "Error parsing undefined value." },
		{ "NaN", value_f64(NAN), "Error parsing NaN value." },
		{ "Infinity", value_f64(INFINITY), "Error parsing positive infinity value." },
		{ "-Infinity", value_f64(-INFINITY), "Error parsing negative infinity value." },
	};

	for (unsigned i = 0; i < G_N_ELEMENTS(words); i++) {
		size_t len = strlen(words[i].word), left = reader->end - reader->p;

		if (*reader->p != words[i].word[0] || (left > 1 && reader->p[1] != words[i].word[1]))
			continue;
		if (left >= len && !memcmp(reader->p, words[i].word, len) &&
		    (left == len || ends_number(reader->p[len]))) {
			reader->p += len;
			*ret = words[i].v;
			return true;
		}
		return fail(reader, "%s", words[i].error);
	}
	return fail_char(reader, "Unexpected character encountered while parsing value");
}

/* -- Containers ------------------------------------------------------------------------------ */

static bool enter(struct json_reader *reader)
{
	reader->p++;
	if (++reader->depth > reader->options->max_depth)
		return fail(reader, "The reader's MaxDepth of %d has been exceeded.",
			    reader->options->max_depth);
	return true;
}

/* The element at p; a missing one (`[1,,2]`) is null. */
static bool read_element(struct json_reader *reader, struct list *list)
{
	struct value v = VALUE_NULL;
	gsize path = reader->path->len;
	bool ok = true;

	g_string_append_printf(reader->path, "[%u]", list->len);
	if (*reader->p != ',')
		ok = read_value(reader, &v);
	if (ok)
		ok = skip_blanks(reader);
	if (ok && reader->p < reader->end && *reader->p != ',' && *reader->p != ']')
		ok = fail_char(reader,
			       "After parsing a value an unexpected character was encountered");
	if (ok && reader->p >= reader->end)
		ok = fail_end(reader, "Unexpected end when reading token.");
	g_string_truncate(reader->path, path);
	if (!ok) {
		value_unref(v);
		return false;
	}
	list_add(list, v);
	return true;
}

static bool read_array(struct json_reader *reader, struct value *ret)
{
	struct list *list = list_new(NULL, NULL);
	value_auto held = value_of(list);

	if (!enter(reader))
		return false;
	for (;;) {
		if (!skip_blanks(reader))
			return false;
		if (reader->p >= reader->end)
			return fail_end(reader, "Unexpected end when reading token.");
		if (*reader->p == ']')
			break;
		if (!read_element(reader, list))
			return false;
		if (*reader->p == ',')
			reader->p++;
	}
	reader->p++;
	reader->depth--;
	*ret = value_of(list_to_array(list));
	return true;
}

static bool name_char(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

static struct string *read_name(struct json_reader *reader)
{
	const char *start = reader->p;

	if (*reader->p == '"' || *reader->p == '\'')
		return read_string(reader);
	while (reader->p < reader->end && name_char(*reader->p))
		reader->p++;
	if (reader->p == start) {
		fail_char(reader, "Invalid property identifier character");
		return NULL;
	}
	return str_new(start, reader->p - start);
}

static bool store_in_object(struct json_reader *reader, struct object *object, struct string *name,
			    struct value v)
{
	struct symbol *symbol;
	int slot;

	if (!name->len) {
		fault_set(reader->error, &empty_key, VALUE_NULL,
			  "The provided JSON includes a property whose name is an empty string, this "
			  "is only supported using the -AsHashTable switch.");
		return false;
	}
	symbol = symbol_of(name);
	slot = shape_slot(object->shape, symbol);
	if (slot < 0) {
		object_add(object, name, MEMBER_NOTE, 0, v);
		return true;
	}
	if (str_equal(object->shape->members[slot].name, name)) {
		value_put(&object->slots[slot], v);
		return true;
	}
	fault_set(reader->error, &keys_by_case, VALUE_NULL,
		  "Cannot convert the JSON string because it contains keys with different casing. "
		  "Please use the -AsHashTable switch instead. The key that was attempted to be "
		  "added to the existing key '%s' was '%s'.",
		  object->shape->members[slot].name->data, name->data);
	return false;
}

static bool store(struct json_reader *reader, struct value container, struct string *name,
		  struct value v)
{
	bool ok = true;

	if (container.kind == V_DICT)
		dict_set(container.u.dict, value_str(str_ref(name)), v);
	else
		ok = store_in_object(reader, container.u.object, name, v);
	if (!ok)
		value_unref(v);
	return ok;
}

static bool read_colon(struct json_reader *reader)
{
	if (!skip_blanks(reader))
		return false;
	if (reader->p >= reader->end || *reader->p != ':')
		return fail_char(reader,
			"Invalid character after parsing property name. Expected ':' but got");
	reader->p++;
	return true;
}

static bool read_property(struct json_reader *reader, struct value container)
{
	struct string *name = read_name(reader);
	struct value v = VALUE_NULL;
	gsize path = reader->path->len;
	bool ok;

	if (!name)
		return false;
	ok = read_colon(reader);
	if (ok) {
		push_name(reader, name);
		ok = skip_blanks(reader);
	}
	if (ok && reader->p < reader->end && *reader->p != ',')
		ok = read_value(reader, &v);
	if (ok && !skip_blanks(reader))
		ok = false;
	if (ok && reader->p < reader->end && *reader->p != ',' && *reader->p != '}')
		ok = fail_char(reader,
			       "After parsing a value an unexpected character was encountered");
	if (ok && reader->p >= reader->end)
		ok = fail(reader, "Unexpected end when deserializing object.");
	g_string_truncate(reader->path, path);
	if (ok)
		ok = store(reader, container, name, v);
	else
		value_unref(v);
	str_unref(name);
	return ok;
}

static struct value new_container(const struct json_reader *reader)
{
	struct dict *dict;

	if (!reader->options->as_table)
		return value_of(object_custom());
	dict = dict_new(DICT_ORDERED, true);
	dict->type = type_find("System.Management.Automation.OrderedHashtable", -1);
	return value_of(dict);
}

static bool read_object(struct json_reader *reader, struct value *ret)
{
	value_auto container = new_container(reader);

	if (!enter(reader))
		return false;
	for (;;) {
		if (!skip_blanks(reader))
			return false;
		if (reader->p >= reader->end)
			return fail(reader, "Unexpected end when reading JSON.");
		if (*reader->p == '}')
			break;
		if (!read_property(reader, container))
			return false;
		if (*reader->p == ',')
			reader->p++;
	}
	reader->p++;
	reader->depth--;
	*ret = value_steal(&container);
	return true;
}

static bool read_value(struct json_reader *reader, struct value *ret)
{
	struct string *text;

	if (reader->p >= reader->end)
		return fail(reader, "Unexpected end when reading JSON.");
	switch (*reader->p) {
	case '{':
		return read_object(reader, ret);
	case '[':
		return read_array(reader, ret);
	case '"':
	case '\'':
		text = read_string(reader);
		if (text)
			*ret = string_value(reader, text);
		return text != NULL;
	case '-':
		if (reader->p + 1 < reader->end && reader->p[1] == 'I')
			return read_word(reader, ret);
		return read_number(reader, ret);
	case '0': case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8':
	case '9': case '.':
		return read_number(reader, ret);
	default:
		return read_word(reader, ret);
	}
}

static bool read_document(struct json_reader *reader, struct value *ret)
{
	value_auto v = VALUE_NULL;

	if (!skip_blanks(reader))
		return false;
	if (reader->p < reader->end) {
		if (!read_value(reader, &v) || !skip_blanks(reader))
			return false;
		if (reader->p < reader->end)
			return fail_char(reader,
				"Additional text encountered after finished reading JSON content");
	}
	*ret = value_steal(&v);
	return true;
}

bool json_parse(const char *text, gsize len, const struct json_options *options,
		struct value *ret, GError **error)
{
	struct json_reader reader = {
		.text = text, .p = text, .end = text + len, .options = options,
		.path = g_string_new(NULL), .buffer = g_string_new(NULL), .error = error,
	};
	bool ok = read_document(&reader, ret);

	g_string_free(reader.path, TRUE);
	g_string_free(reader.buffer, TRUE);
	return ok;
}

/* -- Writing -------------------------------------------------------------------------------------- */

static void put_unit(GString *out, uint32_t c)
{
	if (c > 0xffff) {
		c -= 0x10000;
		g_string_append_printf(out, "\\u%04x\\u%04x", 0xd800 | c >> 10, 0xdc00 | (c & 0x3ff));
	} else {
		g_string_append_printf(out, "\\u%04x", c);
	}
}

static void put_char(GString *out, uint32_t c, enum json_escapes escapes)
{
	static const char from[] = "\b\f\n\r\t\"\\", to[] = "bfnrt\"\\";
	const char *found = c && c < 0x80 ? strchr(from, c) : NULL;

	if (escapes == JSON_ESCAPE_HTML && c && c < 0x80 && strchr("<>&'\"", c)) {
		put_unit(out, c);
	} else if (found) {
		g_string_append_c(out, '\\');
		g_string_append_c(out, to[found - from]);
	} else if (c < 0x20 || c == 0x85 || c == 0x2028 || c == 0x2029 ||
		   (escapes == JSON_ESCAPE_NON_ASCII && c >= 0x7f)) {
		put_unit(out, c);
	} else {
		text_put(out, c);
	}
}

/* Whether the text goes out as it is. */
static bool is_plain(const struct string *text, enum json_escapes escapes)
{
	if (!str_is_ascii(text) || escapes != JSON_ESCAPE_DEFAULT)
		return false;
	for (uint32_t i = 0; i < text->len; i++)
		if (text->data[i] < 0x20 || text->data[i] == '"' || text->data[i] == '\\')
			return false;
	return true;
}

void json_put_string(GString *out, const struct string *text, enum json_escapes escapes)
{
	const char *p = text->data, *end = p + text->len;

	g_string_append_c(out, '"');
	if (is_plain(text, escapes))
		g_string_append_len(out, p, text->len);
	else
		while (p < end)
			put_char(out, text_next(&p, end), escapes);
	g_string_append_c(out, '"');
}

void json_put_number(GString *out, struct value number)
{
	struct string *text;

	if ((number.kind == V_F64 || number.kind == V_F32) && !isfinite(number.u.f)) {
		g_string_append(out, isnan(number.u.f) ? "\"NaN\"" :
				number.u.f > 0 ? "\"Infinity\"" : "\"-Infinity\"");
		return;
	}
	number.aux = 0;
	text = value_to_display(number);
	g_string_append_len(out, text->data, text->len);
	if ((number.kind == V_F64 || number.kind == V_F32 || number.kind == V_DECIMAL) &&
	    !strpbrk(text->data, ".eE"))
		g_string_append(out, ".0");
	str_unref(text);
}
