/*
 * The Unicode forms, ASCII and Latin-1 are written out here, because they must
 * carry lone surrogates and replace what they lack; all others go to iconv.
 */
#include "config.h"

#include "lib/encoding.h"

#include "lib/fault.h"
#include "lib/str.h"
#include "lib/symbol.h"
#include "lib/type.h"

static const struct encoding_name {
	const char *name;
	enum encoding_kind kind;
	bool mark;
	const char *charset;
} encoding_names[] = {
	{ "utf8", ENCODING_UTF8, false, "" },
	{ "utf8NoBOM", ENCODING_UTF8, false, "" },
	{ "utf8BOM", ENCODING_UTF8, true, "" },
	{ "utf-8", ENCODING_UTF8, false, "" },
	{ "65001", ENCODING_UTF8, false, "" },
	{ "default", ENCODING_UTF8, false, "" },
	{ "oem", ENCODING_UTF8, false, "" },
	{ "ascii", ENCODING_ASCII, false, "" },
	{ "us-ascii", ENCODING_ASCII, false, "" },
	{ "20127", ENCODING_ASCII, false, "" },
	{ "ansi", ENCODING_OTHER, false, "WINDOWS-1252" },
	{ "latin1", ENCODING_LATIN1, false, "" },
	{ "iso-8859-1", ENCODING_LATIN1, false, "" },
	{ "28591", ENCODING_LATIN1, false, "" },
	{ "unicode", ENCODING_UTF16LE, true, "" },
	{ "utf-16", ENCODING_UTF16LE, true, "" },
	{ "utf-16le", ENCODING_UTF16LE, true, "" },
	{ "1200", ENCODING_UTF16LE, true, "" },
	{ "string", ENCODING_UTF16LE, true, "" },
	{ "unknown", ENCODING_UTF16LE, true, "" },
	{ "bigendianunicode", ENCODING_UTF16BE, true, "" },
	{ "utf-16be", ENCODING_UTF16BE, true, "" },
	{ "1201", ENCODING_UTF16BE, true, "" },
	{ "utf32", ENCODING_UTF32LE, true, "" },
	{ "utf-32", ENCODING_UTF32LE, true, "" },
	{ "12000", ENCODING_UTF32LE, true, "" },
	{ "bigendianutf32", ENCODING_UTF32BE, true, "" },
	{ "utf-32be", ENCODING_UTF32BE, true, "" },
	{ "12001", ENCODING_UTF32BE, true, "" },
	{ "utf7", ENCODING_OTHER, false, "UTF-7" },
	{ "byte", ENCODING_BYTE, false, "" },
};

static const struct fault unknown_encoding = {
	"UnknownEncoding", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Use utf8, utf8BOM, ascii, unicode or the name of a character set." };

static bool other_charset(const char *name, struct encoding *ret)
{
	g_autofree char *charset = NULL;
	GIConv cd;

	if (*name && strspn(name, "0123456789") == strlen(name))
		charset = g_strdup_printf("CP%s", name);
	else
		charset = g_ascii_strup(name, -1);
	cd = g_iconv_open("UTF-8", charset);
	if (cd == (GIConv)-1)
		return false;
	g_iconv_close(cd);
	ret->kind = ENCODING_OTHER;
	g_strlcpy(ret->charset, charset, sizeof(ret->charset));
	return true;
}

/* The name of an encoding object: [text.encoding]::UTF8 and the like. */
static bool object_name(struct value v, char *name, size_t size)
{
	static const char *const properties[] = { "WebName", "HeaderName", "BodyName" };
	value_auto text = VALUE_UNSET;

	for (unsigned i = 0; i < G_N_ELEMENTS(properties); i++) {
		const struct type_member *member =
			type_property(type_of(v), symbol_get(properties[i], -1), false);
		struct type_call call = { .type = type_of(v), .member = member };

		if (!member || !member->get || !member->get(&call, v, NULL, 0, &text, NULL))
			continue;
		if (text.kind != V_STRING)
			continue;
		g_strlcpy(name, text.u.str->data, size);
		return true;
	}
	return false;
}

bool encoding_parse(struct value v, struct encoding *ret, GError **error)
{
	char name[64] = "";

	v = value_base(v);
	*ret = (struct encoding){ .given = true };
	if (value_is_null(v)) {
		ret->given = false;
		return true;
	}
	if (v.kind == V_STRING)
		g_strlcpy(name, v.u.str->data, sizeof(name));
	else if (value_is_integer(v))
		g_snprintf(name, sizeof(name), "%" G_GINT64_FORMAT, v.u.i);
	else
		object_name(v, name, sizeof(name));
	for (unsigned i = 0; i < G_N_ELEMENTS(encoding_names); i++) {
		const struct encoding_name *row = &encoding_names[i];

		if (g_ascii_strcasecmp(row->name, name))
			continue;
		ret->kind = row->kind;
		ret->mark = row->mark;
		g_strlcpy(ret->charset, row->charset, sizeof(ret->charset));
		return true;
	}
	if (*name && other_charset(name, ret))
		return true;
	fault_set(error, &unknown_encoding, v, "'%s' is not a supported encoding name.", name);
	return false;
}

static void put_16(GString *out, uint32_t unit, bool big)
{
	g_string_append_c(out, big ? unit >> 8 : unit);
	g_string_append_c(out, big ? unit : unit >> 8);
}

static void put_utf16(GString *out, uint32_t c, bool big)
{
	if (c < 0x10000) {
		put_16(out, c, big);
		return;
	}
	c -= 0x10000;
	put_16(out, 0xd800 | c >> 10, big);
	put_16(out, 0xdc00 | (c & 0x3ff), big);
}

static void put_utf32(GString *out, uint32_t c, bool big)
{
	put_16(out, big ? c >> 16 : c & 0xffff, big);
	put_16(out, big ? c & 0xffff : c >> 16, big);
}

static void put_code_point(const struct encoding *encoding, GString *out, uint32_t c)
{
	switch (encoding->kind) {
	case ENCODING_UTF16LE:
	case ENCODING_UTF16BE:
		put_utf16(out, c, encoding->kind == ENCODING_UTF16BE);
		return;
	case ENCODING_UTF32LE:
	case ENCODING_UTF32BE:
		put_utf32(out, c, encoding->kind == ENCODING_UTF32BE);
		return;
	case ENCODING_ASCII:
		g_string_append_c(out, c < 0x80 ? c : '?');
		return;
	case ENCODING_LATIN1:
		g_string_append_c(out, c < 0x100 ? c : '?');
		return;
	default:
		text_put(out, c >= 0xd800 && c < 0xe000 ? 0xfffd : c);
	}
}

static void encode_other(const struct encoding *encoding, const char *text, size_t len,
			 GString *out)
{
	gsize n = 0;
	g_autofree char *bytes =
		g_convert_with_fallback(text, len, encoding->charset, "UTF-8", "?", NULL, &n, NULL);

	if (bytes)
		g_string_append_len(out, bytes, n);
}

void encoding_encode(const struct encoding *encoding, const char *text, size_t len, GString *out)
{
	const char *end = text + len;

	if (encoding->kind == ENCODING_OTHER) {
		encode_other(encoding, text, len, out);
		return;
	}
	if (encoding->kind == ENCODING_UTF8 && g_utf8_validate_len(text, len, NULL)) {
		g_string_append_len(out, text, len);
		return;
	}
	while (text < end)
		put_code_point(encoding, out, text_next(&text, end));
}

void encoding_put_mark(const struct encoding *encoding, GString *out)
{
	if (!encoding->mark)
		return;
	if (encoding->kind == ENCODING_UTF8)
		g_string_append(out, "\xef\xbb\xbf");
	else
		put_code_point(encoding, out, 0xfeff);
}

struct encoding encoding_detect(const char *bytes, gsize len, const struct encoding *fallback)
{
	struct encoding found = *fallback;

	if (fallback->kind == ENCODING_BYTE || (fallback->given && fallback->kind > ENCODING_UTF32BE))
		return found;
	if (len >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3))
		found = (struct encoding){ .kind = ENCODING_UTF8, .mark = true };
	else if (len >= 4 && !memcmp(bytes, "\xff\xfe\0\0", 4))
		found = (struct encoding){ .kind = ENCODING_UTF32LE, .mark = true };
	else if (len >= 4 && !memcmp(bytes, "\0\0\xfe\xff", 4))
		found = (struct encoding){ .kind = ENCODING_UTF32BE, .mark = true };
	else if (len >= 2 && !memcmp(bytes, "\xff\xfe", 2))
		found = (struct encoding){ .kind = ENCODING_UTF16LE, .mark = true };
	else if (len >= 2 && !memcmp(bytes, "\xfe\xff", 2))
		found = (struct encoding){ .kind = ENCODING_UTF16BE, .mark = true };
	else
		found.mark = false;
	return found;
}

static uint32_t get_16(const uint8_t *p, bool big)
{
	return big ? p[0] << 8 | p[1] : p[1] << 8 | p[0];
}

static void decode_utf16(const uint8_t *p, gsize len, bool big, GString *out)
{
	for (gsize i = 0; i + 1 < len; i += 2) {
		uint32_t c = get_16(p + i, big), low;

		if (c >= 0xd800 && c < 0xdc00 && i + 3 < len) {
			low = get_16(p + i + 2, big);
			if (low >= 0xdc00 && low < 0xe000) {
				c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
				i += 2;
			}
		}
		text_put(out, c);
	}
	if (len & 1)
		text_put(out, 0xfffd);
}

static void decode_utf32(const uint8_t *p, gsize len, bool big, GString *out)
{
	for (gsize i = 0; i + 3 < len; i += 4) {
		uint32_t c = big ? get_16(p + i, true) << 16 | get_16(p + i + 2, true)
				 : get_16(p + i + 2, false) << 16 | get_16(p + i, false);

		text_put(out, c > 0x10ffff ? 0xfffd : c);
	}
}

static void decode_bytes(const struct encoding *encoding, const uint8_t *p, gsize len, GString *out)
{
	for (gsize i = 0; i < len; i++)
		text_put(out, encoding->kind == ENCODING_ASCII && p[i] >= 0x80 ? '?' : p[i]);
}

static void decode_other(const struct encoding *encoding, const char *bytes, gsize len, GString *out)
{
	gsize n = 0;
	g_autofree char *text =
		g_convert_with_fallback(bytes, len, "UTF-8", encoding->charset, "?", NULL, &n, NULL);

	if (text)
		g_string_append_len(out, text, n);
	else
		decode_bytes(&(struct encoding){ .kind = ENCODING_LATIN1 }, (const uint8_t *)bytes,
			     len, out);
}

static gsize mark_size(const struct encoding *encoding)
{
	if (!encoding->mark)
		return 0;
	if (encoding->kind == ENCODING_UTF8)
		return 3;
	return encoding->kind >= ENCODING_UTF32LE ? 4 : 2;
}

char *encoding_decode(const struct encoding *encoding, char *bytes, gsize len, gsize *ret_len)
{
	struct encoding found = encoding_detect(bytes, len, encoding);
	gsize skip = mark_size(&found);
	GString *out;

	if (found.kind == ENCODING_UTF8 || found.kind == ENCODING_BYTE) {
		if (skip)
			memmove(bytes, bytes + skip, len - skip + 1);
		*ret_len = len - skip;
		return bytes;
	}
	out = g_string_sized_new(len);
	switch (found.kind) {
	case ENCODING_UTF16LE:
	case ENCODING_UTF16BE:
		decode_utf16((uint8_t *)bytes + skip, len - skip, found.kind == ENCODING_UTF16BE, out);
		break;
	case ENCODING_UTF32LE:
	case ENCODING_UTF32BE:
		decode_utf32((uint8_t *)bytes + skip, len - skip, found.kind == ENCODING_UTF32BE, out);
		break;
	case ENCODING_OTHER:
		decode_other(&found, bytes, len, out);
		break;
	default:
		decode_bytes(&found, (uint8_t *)bytes, len, out);
	}
	g_free(bytes);
	*ret_len = out->len;
	return g_string_free(out, FALSE);
}
