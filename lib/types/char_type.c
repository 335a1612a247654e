/*
 * Characters: one UTF-16 unit, classified as Unicode has it.
 */
#include "config.h"

#include "lib/types/table.h"

static struct string *unit_string(uint16_t unit)
{
	return str_from_utf16(&unit, 1);
}

/* The code point of Char.IsX(char) or Char.IsX(string, index). */
static bool char_arg(const struct value *args, unsigned n, gunichar *ret, GError **error)
{
	if (args[0].kind == V_CHAR) {
		*ret = args[0].u.ch;
		return true;
	}
	if (n < 2 || args[1].u.i < 0 || args[1].u.i >= args[0].u.str->units)
		return throw_range(error, "index");
	*ret = str_unit(args[0].u.str, args[1].u.i);
	return true;
}

static bool is_punctuation(gunichar c)
{
	GUnicodeType type = g_unichar_type(c);

	return type >= G_UNICODE_CONNECT_PUNCTUATION && type <= G_UNICODE_OPEN_PUNCTUATION;
}

static bool is_symbol(gunichar c)
{
	GUnicodeType type = g_unichar_type(c);

	return type >= G_UNICODE_CURRENCY_SYMBOL && type <= G_UNICODE_OTHER_SYMBOL;
}

static bool is_number(gunichar c)
{
	GUnicodeType type = g_unichar_type(c);

	return type == G_UNICODE_DECIMAL_NUMBER || type == G_UNICODE_LETTER_NUMBER ||
	       type == G_UNICODE_OTHER_NUMBER;
}

static bool is_separator(gunichar c)
{
	GUnicodeType type = g_unichar_type(c);

	return type >= G_UNICODE_LINE_SEPARATOR && type <= G_UNICODE_SPACE_SEPARATOR;
}

static bool is_letter_or_digit(gunichar c)
{
	return g_unichar_isalpha(c) || g_unichar_type(c) == G_UNICODE_DECIMAL_NUMBER;
}

#define CHAR_TEST(name, test)						\
	MEMBER(name)							\
	{								\
		gunichar c;						\
									\
		if (!char_arg(args, n, &c, error))			\
			return false;					\
		*ret = value_bool(test);				\
		return true;						\
	}

CHAR_TEST(char_is_letter, g_unichar_isalpha(c))
CHAR_TEST(char_is_digit, g_unichar_type(c) == G_UNICODE_DECIMAL_NUMBER)
CHAR_TEST(char_is_letter_or_digit, is_letter_or_digit(c))
CHAR_TEST(char_is_upper, g_unichar_type(c) == G_UNICODE_UPPERCASE_LETTER)
CHAR_TEST(char_is_lower, g_unichar_type(c) == G_UNICODE_LOWERCASE_LETTER)
CHAR_TEST(char_is_white, unit_is_white(c))
CHAR_TEST(char_is_punctuation, is_punctuation(c))
CHAR_TEST(char_is_symbol, is_symbol(c))
CHAR_TEST(char_is_number, is_number(c))
CHAR_TEST(char_is_control, g_unichar_type(c) == G_UNICODE_CONTROL)
CHAR_TEST(char_is_separator, is_separator(c))
CHAR_TEST(char_is_surrogate, c >= 0xd800 && c <= 0xdfff)
MEMBER_IS(char_is_ascii, value_bool(args[0].u.ch < 0x80))

static uint16_t map_char(uint16_t unit, struct string *(*map)(struct string *))
{
	struct string *text = unit_string(unit), *mapped = map(text);
	uint16_t result = mapped->units ? str_unit(mapped, 0) : unit;

	str_unref(text);
	str_unref(mapped);
	return result;
}

MEMBER_IS(char_to_upper, value_char(map_char(args[0].u.ch, str_upper)))
MEMBER_IS(char_to_lower, value_char(map_char(args[0].u.ch, str_lower)))
MEMBER_IS(char_to_string, value_str(unit_string(self.u.ch)))
MEMBER_IS(char_static_to_string, value_str(unit_string(args[0].u.ch)))
MEMBER_IS(char_max, value_char(0xffff))
MEMBER_IS(char_min, value_char(0))
MEMBER_IS(char_compare_to, value_i32((int)self.u.ch - (int)args[0].u.ch))
MEMBER_IS(char_equals, value_bool(args[0].kind == V_CHAR && args[0].u.ch == self.u.ch))

MEMBER(char_numeric_value)
{
	gunichar c;

	if (!char_arg(args, n, &c, error))
		return false;
	*ret = value_f64(g_unichar_digit_value(c));
	return true;
}

MEMBER(char_convert_from_utf32)
{
	GString *out;
	int64_t c = args[0].u.i;

	if (c < 0 || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) {
		fault_throw(error, ARGUMENT_RANGE,
			    "A valid UTF32 value is between 0x000000 and 0x10ffff, inclusive, and should not include surrogate codepoint values (0x00d800 ~ 0x00dfff). (Parameter 'utf32')");
		return false;
	}
	out = g_string_new(NULL);
	text_put(out, c);
	*ret = value_str(str_from_gstring(out));
	return true;
}

MEMBER(char_convert_to_utf32)
{
	uint32_t byte;
	const char *p;

	if (args[0].kind != V_STRING || args[1].u.i < 0 || args[1].u.i >= args[0].u.str->units)
		return throw_range(error, "index");
	byte = str_byte_of_unit(args[0].u.str, args[1].u.i);
	p = args[0].u.str->data + byte;
	*ret = value_i32(text_next(&p, args[0].u.str->data + args[0].u.str->len));
	return true;
}

MEMBER(char_parse)
{
	if (args[0].kind != V_STRING || args[0].u.str->units != 1) {
		fault_throw(error, FORMAT_EXCEPTION, "String must be exactly one character long.");
		return false;
	}
	*ret = value_char(str_unit(args[0].u.str, 0));
	return true;
}

MEMBER(char_try_parse)
{
	bool ok = args[0].kind == V_STRING && args[0].u.str->units == 1;

	out_set(args[1], value_char(ok ? str_unit(args[0].u.str, 0) : 0));
	*ret = value_bool(ok);
	return true;
}

#define CHAR_TESTS(name, fn)							\
	STATIC("bool " name "(char c)", fn),					\
	STATIC("bool " name "(string s, int index)", fn)

MEMBER_IS(char_ascii_digit, value_bool(args[0].u.ch < 128 && g_ascii_isdigit(args[0].u.ch)))
MEMBER_IS(char_ascii_letter, value_bool(args[0].u.ch < 128 && g_ascii_isalpha(args[0].u.ch)))
MEMBER_IS(char_ascii_both, value_bool(args[0].u.ch < 128 && g_ascii_isalnum(args[0].u.ch)))
MEMBER_IS(char_high, value_bool((args[0].u.ch & 0xfc00) == 0xd800))
MEMBER_IS(char_low, value_bool((args[0].u.ch & 0xfc00) == 0xdc00))
MEMBER_IS(char_type_code, value_enum(type_find("System.TypeCode", -1), 4))

static const struct type_member char_methods[] = {
	METHOD("System.TypeCode GetTypeCode()", char_type_code),
	STATIC("bool IsAsciiDigit(char c)", char_ascii_digit),
	STATIC("bool IsAsciiLetter(char c)", char_ascii_letter),
	STATIC("bool IsAsciiLetterOrDigit(char c)", char_ascii_both),
	STATIC("bool IsHighSurrogate(char c)", char_high),
	STATIC("bool IsLowSurrogate(char c)", char_low),
	METHOD("int CompareTo(char value)", char_compare_to),
	METHOD("bool Equals(System.Object obj)", char_equals),
	METHOD("string ToString()", char_to_string),
	METHOD("string ToString(System.IFormatProvider provider)", char_to_string),
	STATIC("string ConvertFromUtf32(int utf32)", char_convert_from_utf32),
	STATIC("int ConvertToUtf32(string s, int index)", char_convert_to_utf32),
	STATIC("double GetNumericValue(char c)", char_numeric_value),
	CHAR_TESTS("IsControl", char_is_control),
	CHAR_TESTS("IsDigit", char_is_digit),
	CHAR_TESTS("IsLetter", char_is_letter),
	CHAR_TESTS("IsLetterOrDigit", char_is_letter_or_digit),
	CHAR_TESTS("IsLower", char_is_lower),
	CHAR_TESTS("IsNumber", char_is_number),
	CHAR_TESTS("IsPunctuation", char_is_punctuation),
	CHAR_TESTS("IsSeparator", char_is_separator),
	CHAR_TESTS("IsSurrogate", char_is_surrogate),
	CHAR_TESTS("IsSymbol", char_is_symbol),
	CHAR_TESTS("IsUpper", char_is_upper),
	CHAR_TESTS("IsWhiteSpace", char_is_white),
	STATIC("bool IsAscii(char c)", char_is_ascii),
	STATIC("char Parse(string s)", char_parse),
	STATIC("char ToLower(char c)", char_to_lower),
	STATIC("char ToLowerInvariant(char c)", char_to_lower),
	STATIC("string ToString(char c)", char_static_to_string),
	STATIC("char ToUpper(char c)", char_to_upper),
	STATIC("char ToUpperInvariant(char c)", char_to_upper),
	STATIC("bool TryParse(string s, out char result)", char_try_parse),
	END_OF_MEMBERS
};

static const struct type_member char_properties[] = {
	{ "char MaxValue {get;}", char_max, NULL, TYPE_STATIC },
	{ "char MinValue {get;}", char_min, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

static const struct type *const char_interfaces[] = { &type_icomparable, &type_iconvertible, NULL };

TYPE(type_char);
const struct type type_char = {
	.name = "System.Char", .alias = "char", .kind = V_CHAR, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE, .interfaces = char_interfaces, .methods = char_methods,
	.properties = char_properties,
};
