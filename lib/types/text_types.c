/*
 * Text.Encoding and StringBuilder.
 */
#include "config.h"

#include "lib/types/text_types.h"

#include "lib/limits.h"
#include "lib/types/table.h"

/* -- Encodings -------------------------------------------------------------------------------------- */

struct encoding_native {
	struct native native;
	struct encoding encoding;
	const struct encoding_row *row;
};

/* What .NET says of each; names[0] is the web name. */
struct encoding_row {
	const char *names[6];
	const char *display;
	int code_page;
	const char *type;
};

static const struct encoding_row rows[] = {
	{ { "utf-8", "utf8", "utf8NoBOM", NULL }, "Unicode (UTF-8)", 65001, "System.Text.UTF8Encoding" },
	{ { "utf-16", "unicode", "utf-16le", "ucs-2", NULL }, "Unicode", 1200, "System.Text.UnicodeEncoding" },
	{ { "utf-16BE", "bigendianunicode", "unicodeFFFE", NULL }, "Unicode (Big-Endian)", 1201,
	  "System.Text.UnicodeEncoding" },
	{ { "utf-32", "utf32", "utf-32le", NULL }, "Unicode (UTF-32)", 12000, "System.Text.UTF32Encoding" },
	{ { "utf-32BE", "bigendianutf32", NULL }, "Unicode (UTF-32 Big-Endian)", 12001,
	  "System.Text.UTF32Encoding" },
	{ { "us-ascii", "ascii", NULL }, "US-ASCII", 20127, "System.Text.ASCIIEncoding" },
	{ { "iso-8859-1", "latin1", NULL }, "Western European (ISO)", 28591, "System.Text.Latin1Encoding" },
	{ { "windows-1252", NULL }, "Western European (Windows)", 1252, "System.Text.SBCSCodePageEncoding" },
	{ { "iso-8859-15", NULL }, "Latin 9 (ISO)", 28605, "System.Text.SBCSCodePageEncoding" },
	{ { "ibm437", NULL }, "OEM United States", 437, "System.Text.SBCSCodePageEncoding" },
	{ { "IBM850", NULL }, "Western European (DOS)", 850, "System.Text.SBCSCodePageEncoding" },
};

extern const struct type type_encoding, type_utf8_encoding, type_unicode_encoding,
	type_utf32_encoding, type_ascii_encoding, type_latin1_encoding, type_codepage_encoding;

static struct encoding_native *native(struct value v)
{
	return (struct encoding_native *)v.u.native;
}

static const struct encoding_row *find_row(const char *name, int64_t code_page)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (rows[i].code_page == code_page)
			return &rows[i];
		for (size_t j = 0; name && rows[i].names[j]; j++)
			if (g_ascii_strcasecmp(rows[i].names[j], name) == 0)
				return &rows[i];
	}
	return NULL;
}

static struct value make_encoding(const struct encoding_row *row, bool mark)
{
	struct encoding_native *made = native_new(type_find(row->type, -1), sizeof(*made));
	value_auto name = value_text(row->names[0]);

	made->row = row;
	encoding_parse(name, &made->encoding, NULL);
	made->encoding.mark = mark;
	return value_of(made);
}

struct value encoding_value(const char *name, bool mark)
{
	const struct encoding_row *row = find_row(name, -1);

	return make_encoding(row ? row : &rows[0], mark);
}

struct encoding encoding_arg(struct value v)
{
	struct encoding_native *given = native_of(v, &type_encoding);

	return given ? given->encoding : (struct encoding){ .kind = ENCODING_UTF8 };
}

MEMBER_IS(encoding_utf8, encoding_value("utf-8", true))
MEMBER_IS(encoding_default, encoding_value("utf-8", false))
MEMBER_IS(encoding_unicode, encoding_value("utf-16", true))
MEMBER_IS(encoding_big_endian, encoding_value("utf-16BE", true))
MEMBER_IS(encoding_utf32, encoding_value("utf-32", true))
MEMBER_IS(encoding_ascii, encoding_value("us-ascii", false))
MEMBER_IS(encoding_latin1, encoding_value("iso-8859-1", false))

MEMBER(encoding_get)
{
	const struct encoding_row *row = args[0].kind == V_I32 ? find_row(NULL, args[0].u.i)
							       : find_row(text_arg(args[0]), -1);

	if (args[0].kind == V_I32 && args[0].u.i == 0)
		row = &rows[0];
	if (!row && args[0].kind == V_I32) {
		fault_throw(error, NOT_SUPPORTED,
			    "No data is available for encoding %d. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method.",
			    (int)args[0].u.i);
		return false;
	}
	if (!row) {
		fault_throw(error, ARGUMENT,
			    "'%s' is not a supported encoding name. For information on defining a custom encoding, see the documentation for the Encoding.RegisterProvider method. (Parameter 'name')",
			    text_arg(args[0]));
		return false;
	}
	*ret = make_encoding(row, row->code_page >= 1200 && row->code_page != 20127 && row->code_page < 28000);
	return true;
}

static GString *encode(struct value self, struct string *text)
{
	GString *out = g_string_sized_new(text->len);

	encoding_encode(&native(self)->encoding, text->data, text->len, out);
	return out;
}

/* A char array counts as its text. */
static struct string *text_of(struct value v)
{
	return v.kind == V_STRING ? str_ref(v.u.str) : value_to_string(v, "");
}

MEMBER(encoding_get_bytes)
{
	struct string *text;
	GString *out;

	if (value_is_null(args[0]))
		return throw_null(error, "s");
	text = text_of(args[0]);
	out = encode(self, text);
	*ret = value_of(array_of_bytes(out->str, out->len));
	g_string_free(out, TRUE);
	str_unref(text);
	return true;
}

MEMBER(encoding_byte_count)
{
	struct string *text = text_of(args[0]);
	GString *out = encode(self, text);

	*ret = value_i32(out->len);
	g_string_free(out, TRUE);
	str_unref(text);
	return true;
}

/* Bytes that are no UTF-8 become U+FFFD. */
static struct string *valid_text(const char *text, size_t len)
{
	GString *out;
	const char *p = text, *end = text + len;

	if (g_utf8_validate_len(text, len, NULL))
		return str_new(text, len);
	out = g_string_sized_new(len + 8);
	while (p < end) {
		gunichar c = g_utf8_get_char_validated(p, end - p);

		if (*p == '\0')
			c = 0;
		if ((gint)c < 0)
			text_put(out, 0xfffd);
		else
			text_put(out, c);
		p = (gint)c < 0 || !c ? p + 1 : g_utf8_next_char(p);
	}
	return str_from_gstring(out);
}

MEMBER(encoding_get_string)
{
	struct encoding encoding = native(self)->encoding;
	int64_t from = n > 1 ? args[1].u.i : 0, len;
	gsize out_len;
	g_autofree char *text = NULL;

	if (args[0].kind != V_ARRAY)
		return throw_null(error, "bytes");
	len = n > 2 ? args[2].u.i : args[0].u.array->len;
	if (from < 0 || len < 0 || from + len > args[0].u.array->len)
		return throw_range(error, "index");
	encoding.given = true;
	text = encoding_decode(&encoding, g_memdup2(args[0].u.array->u.bytes + from, len + !len), len, &out_len);
	*ret = value_str(valid_text(text, out_len));
	return true;
}

MEMBER(encoding_get_chars)
{
	value_auto text = VALUE_UNSET;

	if (!encoding_get_string(call, self, args, n, &text, error))
		return false;
	return type_invoke(&type_string, text, "ToCharArray", NULL, 0, NULL, ret, error);
}

MEMBER(encoding_preamble)
{
	GString *out = g_string_new(NULL);

	encoding_put_mark(&native(self)->encoding, out);
	*ret = value_of(array_of_bytes(out->str, out->len));
	g_string_free(out, TRUE);
	return true;
}

/* Convert(from, to, bytes). */
MEMBER(encoding_convert)
{
	value_auto text = VALUE_UNSET;

	return encoding_get_string(call, args[0], args + 2, 1, &text, error) &&
	       encoding_get_bytes(call, args[1], &text, 1, ret, error);
}

/* UTF8Encoding(mark[, ...]) and its kin. */
MEMBER(encoding_construct)
{
	const struct encoding_row *row = &rows[0];
	bool mark = call->type != &type_utf8_encoding;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (type_find(rows[i].type, -1) == call->type) {
			row = &rows[i];
			break;
		}
	}
	if (call->type == &type_utf8_encoding)
		mark = n && args[0].u.b;
	else if (n)
		row += args[0].u.b;
	*ret = make_encoding(row, n > 1 ? args[1].u.b : mark);
	return true;
}

MEMBER_IS(encoding_name, value_text(native(self)->row->display))
MEMBER_IS(encoding_web_name, value_text(native(self)->row->names[0]))
MEMBER_IS(encoding_code_page, value_i32(native(self)->row->code_page))
MEMBER_IS(encoding_single_byte, value_bool(native(self)->row->code_page == 20127 || native(self)->row->code_page == 28591))

/* All code pages are known from the start. */
MEMBER(encoding_register)
{
	return true;
}

static const struct type_member encoding_methods[] = {
	STATIC("void RegisterProvider(System.Object provider)", encoding_register),
	METHOD("int GetByteCount(string s)", encoding_byte_count),
	METHOD("byte[] GetBytes(string s)", encoding_get_bytes),
	METHOD("byte[] GetBytes(char[] chars)", encoding_get_bytes),
	METHOD("char[] GetChars(byte[] bytes)", encoding_get_chars),
	METHOD("byte[] GetPreamble()", encoding_preamble),
	METHOD("string GetString(byte[] bytes)", encoding_get_string),
	METHOD("string GetString(byte[] bytes, int index, int count)", encoding_get_string),
	STATIC("byte[] Convert(System.Text.Encoding srcEncoding, System.Text.Encoding dstEncoding, byte[] bytes)", encoding_convert),
	STATIC("System.Text.Encoding GetEncoding(int codepage)", encoding_get),
	STATIC("System.Text.Encoding GetEncoding(string name)", encoding_get),
	END_OF_MEMBERS
};

#define STATIC_ENCODING(name, get)	{ "System.Text.Encoding " name " {get;}", get, NULL, TYPE_STATIC }

static const struct type_member encoding_properties[] = {
	PROPERTY("string BodyName {get;}", encoding_web_name),
	PROPERTY("string EncodingName {get;}", encoding_name),
	PROPERTY("string HeaderName {get;}", encoding_web_name),
	PROPERTY("string WebName {get;}", encoding_web_name),
	PROPERTY("int CodePage {get;}", encoding_code_page),
	PROPERTY("bool IsSingleByte {get;}", encoding_single_byte),
	STATIC_ENCODING("ASCII", encoding_ascii),
	STATIC_ENCODING("BigEndianUnicode", encoding_big_endian),
	STATIC_ENCODING("Default", encoding_default),
	STATIC_ENCODING("Latin1", encoding_latin1),
	STATIC_ENCODING("Unicode", encoding_unicode),
	STATIC_ENCODING("UTF32", encoding_utf32),
	STATIC_ENCODING("UTF8", encoding_utf8),
	END_OF_MEMBERS
};

extern const struct type type_codepages_provider;

MEMBER_IS(provider_instance, value_of(native_new(&type_codepages_provider, sizeof(struct native))))

static const struct type_member provider_properties[] = {
	STATIC_PROPERTY("System.Text.CodePagesEncodingProvider Instance {get;}", provider_instance),
	END_OF_MEMBERS
};

TYPE(type_codepages_provider);
const struct type type_codepages_provider = {
	.name = "System.Text.CodePagesEncodingProvider", .kind = V_NATIVE, .properties = provider_properties,
};

TYPE(type_encoding);
const struct type type_encoding = {
	.name = "System.Text.Encoding", .kind = V_NATIVE, .flags = TYPE_IS_ABSTRACT,
	.methods = encoding_methods, .properties = encoding_properties,
};

static const struct type_member encoding_constructors[] = {
	CONSTRUCTOR("new()", encoding_construct),
	CONSTRUCTOR("new(bool encoderShouldEmitUTF8Identifier)", encoding_construct),
	CONSTRUCTOR("new(bool bigEndian, bool byteOrderMark)", encoding_construct),
	END_OF_MEMBERS
};

#define ENCODING(symbol, full)							\
	const struct type symbol = {						\
		.name = full, .kind = V_NATIVE, .base = &type_encoding,		\
		.constructors = encoding_constructors,				\
	}

TYPE(type_utf8_encoding);
ENCODING(type_utf8_encoding, "System.Text.UTF8Encoding");
TYPE(type_unicode_encoding);
ENCODING(type_unicode_encoding, "System.Text.UnicodeEncoding");
TYPE(type_utf32_encoding);
ENCODING(type_utf32_encoding, "System.Text.UTF32Encoding");
TYPE(type_ascii_encoding);
ENCODING(type_ascii_encoding, "System.Text.ASCIIEncoding");
TYPE(type_latin1_encoding);
ENCODING(type_latin1_encoding, "System.Text.Latin1Encoding");
TYPE(type_codepage_encoding);
ENCODING(type_codepage_encoding, "System.Text.SBCSCodePageEncoding");

/* -- StringBuilder --------------------------------------------------------------------------------------- */

struct builder {
	struct native native;
	GArray *units;			/* uint16_t */
};

static GArray *units_of(struct value self)
{
	return ((struct builder *)self.u.native)->units;
}

static void builder_free(struct native *native)
{
	g_array_unref(((struct builder *)native)->units);
}

static struct string *builder_text(struct value self)
{
	return str_from_utf16((const uint16_t *)units_of(self)->data, units_of(self)->len);
}

static void put_string(GArray *units, guint at, struct string *text)
{
	g_array_insert_vals(units, at, str_utf16(text), text->units);
}

static void put_value(GArray *units, guint at, struct value v)
{
	struct string *text;

	if (value_is_null(v))
		return;
	text = v.kind == V_ARRAY ? value_to_string(v, "") : value_to_display(v);
	if (text->units)
		put_string(units, at, text);
	str_unref(text);
}

MEMBER(builder_construct)
{
	struct builder *builder = native_new(call->type, sizeof(*builder));

	builder->units = g_array_new(FALSE, FALSE, sizeof(uint16_t));
	if (n && args[0].kind == V_STRING)
		put_value(builder->units, 0, args[0]);
	*ret = value_of(builder);
	return true;
}

/* Each gives the builder itself, so that calls can be chained. */
static bool give_self(struct value self, struct value *ret)
{
	*ret = value_ref(self);
	return true;
}

MEMBER(builder_append)
{
	put_value(units_of(self), units_of(self)->len, args[0]);
	return limit_string(units_of(self)->len, error) && give_self(self, ret);
}

MEMBER(builder_append_repeated)
{
	if (!limit_string(units_of(self)->len + (uint64_t)MAX(args[1].u.i, 0), error))
		return false;
	for (int64_t i = 0; i < args[1].u.i; i++)
		put_value(units_of(self), units_of(self)->len, args[0]);
	return give_self(self, ret);
}

MEMBER(builder_append_line)
{
	uint16_t end = '\n';

	if (n)
		put_value(units_of(self), units_of(self)->len, args[0]);
	g_array_append_val(units_of(self), end);
	return give_self(self, ret);
}

MEMBER(builder_append_format)
{
	value_auto text = VALUE_UNSET;

	if (!type_invoke(&type_string, VALUE_UNSET, "Format", args, n, NULL, &text, error))
		return false;
	put_value(units_of(self), units_of(self)->len, text);
	return give_self(self, ret);
}

MEMBER(builder_append_join)
{
	value_auto text = VALUE_UNSET;

	if (!type_invoke(&type_string, VALUE_UNSET, "Join", args, n, NULL, &text, error))
		return false;
	put_value(units_of(self), units_of(self)->len, text);
	return give_self(self, ret);
}

MEMBER(builder_insert)
{
	if (args[0].u.i < 0 || args[0].u.i > units_of(self)->len)
		return throw_range(error, "index");
	put_value(units_of(self), args[0].u.i, args[1]);
	return give_self(self, ret);
}

MEMBER(builder_remove)
{
	if (args[0].u.i < 0 || args[1].u.i < 0 || args[0].u.i + args[1].u.i > units_of(self)->len)
		return throw_range(error, args[0].u.i < 0 ? "startIndex" : "length");
	if (args[1].u.i)
		g_array_remove_range(units_of(self), args[0].u.i, args[1].u.i);
	return give_self(self, ret);
}

MEMBER(builder_replace)
{
	value_auto before = value_str(builder_text(self)), after = VALUE_UNSET;

	if (!type_invoke(&type_string, before, "Replace", args, n, NULL, &after, error))
		return false;
	g_array_set_size(units_of(self), 0);
	put_value(units_of(self), 0, after);
	return give_self(self, ret);
}

MEMBER(builder_clear)
{
	g_array_set_size(units_of(self), 0);
	return give_self(self, ret);
}

MEMBER(builder_set_length)
{
	uint16_t blank = 0;

	if (args[0].u.i < 0 || args[0].u.i > 1 << 28)
		return throw_range(error, "value");
	while (units_of(self)->len < args[0].u.i)
		g_array_append_val(units_of(self), blank);
	g_array_set_size(units_of(self), args[0].u.i);
	return true;
}

MEMBER(builder_to_string_part)
{
	struct string *text = builder_text(self);
	bool ok = args[0].u.i >= 0 && args[1].u.i >= 0 && args[0].u.i + args[1].u.i <= text->units;

	if (ok)
		*ret = value_str(str_sub(text, args[0].u.i, args[1].u.i));
	str_unref(text);
	return ok || throw_range(error, "startIndex");
}

static bool builder_index(struct value self, struct value key, struct value *ret, GError **error)
{
	int64_t at;

	if (!value_to_i64(key, &at, error))
		return false;
	if (at < 0 || at >= units_of(self)->len) {
		fault_throw(error, "System.IndexOutOfRangeException", "Index was outside the bounds of the array.");
		return false;
	}
	*ret = value_char(g_array_index(units_of(self), uint16_t, at));
	return true;
}

MEMBER(builder_chars)
{
	return builder_index(self, args[0], ret, error);
}

static bool builder_index_set(struct value self, struct value key, struct value to, GError **error)
{
	value_auto unit = VALUE_UNSET;
	int64_t at;

	if (!value_to_i64(key, &at, error) || !value_convert(to, &type_char, &unit, error))
		return false;
	if (at < 0 || at >= units_of(self)->len)
		return throw_range(error, "index");
	g_array_index(units_of(self), uint16_t, at) = unit.u.ch;
	return true;
}

MEMBER(builder_set_char)
{
	return builder_index_set(self, args[0], args[1], error);
}

MEMBER_IS(builder_length, value_i32(units_of(self)->len))
MEMBER_IS(builder_capacity, value_i32(MAX(units_of(self)->len, 16u)))
MEMBER_IS(builder_max_capacity, value_i32(G_MAXINT32))
MEMBER_IS(builder_to_string, value_str(builder_text(self)))

#define BUILDER	"System.Text.StringBuilder"
#define APPEND(T)	METHOD(BUILDER " Append(" T " value)", builder_append)

static const struct type_member builder_methods[] = {
	APPEND("char[]"), APPEND("System.Object"), APPEND("string"), APPEND("char"), APPEND("bool"),
	METHOD(BUILDER " Append(char value, int repeatCount)", builder_append_repeated),
	METHOD(BUILDER " AppendFormat(string format, System.Object arg0)", builder_append_format),
	METHOD(BUILDER " AppendFormat(string format, params System.Object[] args)", builder_append_format),
	METHOD(BUILDER " AppendJoin(string separator, params System.Object[] values)", builder_append_join),
	METHOD(BUILDER " AppendLine()", builder_append_line),
	METHOD(BUILDER " AppendLine(string value)", builder_append_line),
	PARAMETERIZED("char Chars(int index) {get;set;}", builder_chars, builder_set_char),
	METHOD(BUILDER " Clear()", builder_clear),
	METHOD(BUILDER " Insert(int index, System.Object value)", builder_insert),
	METHOD(BUILDER " Insert(int index, string value)", builder_insert),
	METHOD(BUILDER " Remove(int startIndex, int length)", builder_remove),
	METHOD(BUILDER " Replace(char oldChar, char newChar)", builder_replace),
	METHOD(BUILDER " Replace(string oldValue, string newValue)", builder_replace),
	METHOD("string ToString()", builder_to_string),
	METHOD("string ToString(int startIndex, int length)", builder_to_string_part),
	END_OF_MEMBERS
};

static const struct type_member builder_properties[] = {
	PROPERTY("int Capacity {get;}", builder_capacity),
	SETTABLE("int Length {get;set;}", builder_length, builder_set_length),
	PROPERTY("int MaxCapacity {get;}", builder_max_capacity),
	END_OF_MEMBERS
};

static const struct type_member builder_constructors[] = {
	CONSTRUCTOR("new()", builder_construct),
	CONSTRUCTOR("new(int capacity)", builder_construct),
	CONSTRUCTOR("new(string value)", builder_construct),
	CONSTRUCTOR("new(string value, int capacity)", builder_construct),
	END_OF_MEMBERS
};

TYPE(type_stringbuilder);
const struct type type_stringbuilder = {
	.name = BUILDER, .kind = V_NATIVE, .methods = builder_methods, .properties = builder_properties,
	.constructors = builder_constructors, .free = builder_free, .to_string = builder_text,
	.index = builder_index, .index_set = builder_index_set, .default_properties = "Capacity MaxCapacity Length",
};
