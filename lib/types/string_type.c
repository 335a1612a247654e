/*
 * Strings: .NET's methods, in UTF-16 units; those that look for a text are in
 * string_search.c.
 */
#include "config.h"

#include "lib/types/string_search.h"

#include "lib/limits.h"
#include "lib/type_rank.h"

bool unit_is_white(uint16_t unit)
{
	return unit == ' ' || (unit >= 9 && unit <= 13) || unit == 0x85 || unit == 0xa0 ||
	       unit == 0x1680 || (unit >= 0x2000 && unit <= 0x200a) || unit == 0x2028 ||
	       unit == 0x2029 || unit == 0x202f || unit == 0x205f || unit == 0x3000;
}

/* -- Parts --------------------------------------------------------------------------------------- */

MEMBER(string_substring)
{
	struct string *s = self.u.str;
	int64_t start = args[0].u.i, len = n > 1 ? args[1].u.i : (int64_t)s->units - start;

	if (start < 0) {
		fault_throw(error, ARGUMENT_RANGE,
			    "StartIndex cannot be less than zero. (Parameter 'startIndex')");
		return false;
	}
	if (start > s->units) {
		fault_throw(error, ARGUMENT_RANGE,
			    "startIndex cannot be larger than length of string. (Parameter 'startIndex')");
		return false;
	}
	if (len < 0) {
		fault_throw(error, ARGUMENT_RANGE, "Length cannot be less than zero. (Parameter 'length')");
		return false;
	}
	if (start + len > s->units) {
		fault_throw(error, ARGUMENT_RANGE,
			    "Index and length must refer to a location within the string. (Parameter 'length')");
		return false;
	}
	*ret = value_str(str_sub(s, start, len));
	return true;
}

MEMBER(string_remove)
{
	struct string *s = self.u.str, *head, *tail;
	int64_t start = args[0].u.i, len = n > 1 ? args[1].u.i : (int64_t)s->units - start;

	if (start < 0) {
		fault_throw(error, ARGUMENT_RANGE,
			    "StartIndex cannot be less than zero. (Parameter 'startIndex')");
		return false;
	}
	if (n == 1 && start > s->units) {
		fault_throw(error, ARGUMENT_RANGE,
			    "startIndex cannot be larger than length of string. (Parameter 'startIndex')");
		return false;
	}
	if (len < 0) {
		fault_throw(error, ARGUMENT_RANGE, "Count cannot be less than zero. (Parameter 'count')");
		return false;
	}
	if (start + len > s->units) {
		fault_throw(error, ARGUMENT_RANGE,
			    "Index and count must refer to a location within the string. (Parameter 'count')");
		return false;
	}
	head = str_sub(s, 0, start);
	tail = str_sub(s, start + len, s->units - start - len);
	*ret = value_str(str_concat(head, tail));
	str_unref(head);
	str_unref(tail);
	return true;
}

MEMBER(string_insert)
{
	struct string *s = self.u.str, *what = string_arg(args[1]), *head, *both, *tail;
	int64_t at = args[0].u.i;

	if (at < 0 || at > s->units) {
		str_unref(what);
		fault_throw(error, ARGUMENT_RANGE,
			    at < 0 ? "startIndex ('%" G_GINT64_FORMAT "') must be a non-negative value. (Parameter 'startIndex')\nActual value was %" G_GINT64_FORMAT "."
				   : "startIndex ('%" G_GINT64_FORMAT "') must be less than or equal to '%" G_GINT64_FORMAT "'. (Parameter 'startIndex')\nActual value was %" G_GINT64_FORMAT ".",
			    at, at < 0 ? at : (int64_t)s->units, at);
		return false;
	}
	head = str_sub(s, 0, at);
	tail = str_sub(s, at, s->units - at);
	both = str_concat(head, what);
	*ret = value_str(str_concat(both, tail));
	str_unref(head);
	str_unref(tail);
	str_unref(both);
	str_unref(what);
	return true;
}

/* The part of `s` without the units that `trims` says, at the ends asked for. */
static struct string *trim(struct string *s, const struct value *set, bool start, bool end)
{
	const uint16_t *units = str_utf16(s);
	const struct array *among = set && set->kind == V_ARRAY && set->u.array->len ? set->u.array : NULL;
	bool one = set && set->kind == V_CHAR;
	uint32_t from = 0, to = s->units;

#define TRIMS(unit)	(one ? (unit) == set->u.ch : among ? unit_among(unit, among) : unit_is_white(unit))
	while (start && from < to && TRIMS(units[from]))
		from++;
	while (end && to > from && TRIMS(units[to - 1]))
		to--;
#undef TRIMS
	return from == 0 && to == s->units ? str_ref(s) : str_sub(s, from, to - from);
}

MEMBER_IS(string_trim, value_str(trim(self.u.str, n ? args : NULL, true, true)))
MEMBER_IS(string_trim_start, value_str(trim(self.u.str, n ? args : NULL, true, false)))
MEMBER_IS(string_trim_end, value_str(trim(self.u.str, n ? args : NULL, false, true)))

static bool pad(struct string *s, const struct value *args, unsigned n, bool left, struct value *ret,
		GError **error)
{
	int64_t width = args[0].u.i;
	uint16_t with = n > 1 ? args[1].u.ch : ' ';
	g_autofree uint16_t *units = NULL;
	uint32_t fill;

	if (width < 0) {
		fault_throw(error, ARGUMENT_RANGE, "totalWidth ('%d') must be a non-negative value. (Parameter "
			    "'totalWidth')\nActual value was %d.", (int)width, (int)width);
		return false;
	}
	if (width <= s->units) {
		*ret = value_str(str_ref(s));
		return true;
	}
	if (!limit_string(width, error))
		return false;
	fill = width - s->units;
	units = g_new(uint16_t, width);
	memcpy(units + (left ? fill : 0), str_utf16(s), s->units * sizeof(*units));
	for (uint32_t i = 0; i < fill; i++)
		units[left ? i : s->units + i] = with;
	*ret = value_str(str_from_utf16(units, width));
	return true;
}

MEMBER(string_pad_left)
{
	return pad(self.u.str, args, n, true, ret, error);
}

MEMBER(string_pad_right)
{
	return pad(self.u.str, args, n, false, ret, error);
}

/* -- Case, characters ---------------------------------------------------------------------------------- */

/* The invariant culture leaves the Turkish letters i alone. */
static gunichar upper_invariant(gunichar c)
{
	return c == 0x131 ? c : g_unichar_toupper(c);
}

static gunichar lower_invariant(gunichar c)
{
	return c == 0x130 ? c : g_unichar_tolower(c);
}

static struct string *mapped(struct string *text, gunichar (*map)(gunichar))
{
	GString *out = g_string_sized_new(text->len);
	const char *p = text->data, *end = p + text->len;

	while (p < end)
		text_put(out, map(text_next(&p, end)));
	return str_from_gstring(out);
}

MEMBER_IS(string_upper_invariant, value_str(mapped(self.u.str, upper_invariant)))
MEMBER_IS(string_lower_invariant, value_str(mapped(self.u.str, lower_invariant)))
MEMBER_IS(string_to_upper, value_str(str_upper(self.u.str)))
MEMBER_IS(string_to_lower, value_str(str_lower(self.u.str)))
MEMBER_IS(string_itself, value_ref(self))
MEMBER_IS(string_length, value_i32(self.u.str->units))

MEMBER(string_chars)
{
	if (args[0].u.i < 0 || args[0].u.i >= self.u.str->units) {
		fault_throw(error, "System.IndexOutOfRangeException",
			    "Index was outside the bounds of the array.");
		return false;
	}
	*ret = value_char(str_unit(self.u.str, args[0].u.i));
	return true;
}

MEMBER(string_to_char_array)
{
	const uint16_t *units = str_utf16(self.u.str);
	int64_t from = n > 1 ? args[0].u.i : 0, len = n > 1 ? args[1].u.i : self.u.str->units;
	struct array *array;

	if (from < 0 || len < 0 || from + len > self.u.str->units)
		return throw_range(error, "startIndex");
	array = array_new(&type_char, len);
	for (int64_t i = 0; i < len; i++)
		array->u.items[i] = value_char(units[from + i]);
	*ret = value_of(array);
	return true;
}

MEMBER(string_get_enumerator)
{
	return string_to_char_array(call, self, NULL, 0, ret, error);
}

/* 0 C, 1 D, 5 KC, 6 KD: System.Text.NormalizationForm. */
MEMBER(string_normalize)
{
	int64_t form = n ? args[0].u.i : 1;
	GNormalizeMode mode = form == 1 ? G_NORMALIZE_NFC : form == 2 ? G_NORMALIZE_NFD
			    : form == 5 ? G_NORMALIZE_NFKC : G_NORMALIZE_NFKD;
	g_autofree char *text = g_utf8_normalize(self.u.str->data, self.u.str->len, mode);

	*ret = text ? value_text(text) : value_ref(self);
	return true;
}

MEMBER(string_is_normalized)
{
	value_auto normal = VALUE_UNSET;

	string_normalize(call, self, args, n, &normal, NULL);
	*ret = value_bool(str_equal(normal.u.str, self.u.str));
	return true;
}

/* -- Comparing ------------------------------------------------------------------------------------------ */

static uint16_t upper_unit(uint16_t unit)
{
	gunichar upper = g_unichar_toupper(unit);

	return upper < 0x10000 ? upper : unit;
}

/* How far the first units that differ are apart, or the lengths: what .NET gives instead of a sign. */
static int32_t ordinal_difference(struct value a, struct value b, bool nocase)
{
	const uint16_t *x, *y;
	uint32_t n;

	if (a.kind != V_STRING || b.kind != V_STRING)
		return (a.kind == V_STRING) - (b.kind == V_STRING);
	x = str_utf16(a.u.str);
	y = str_utf16(b.u.str);
	n = MIN(a.u.str->units, b.u.str->units);
	for (uint32_t i = 0; i < n; i++) {
		int32_t difference = nocase ? upper_unit(x[i]) - upper_unit(y[i]) : x[i] - y[i];

		if (difference)
			return difference;
	}
	return (int32_t)(a.u.str->units - b.u.str->units);
}

static int compare_texts(struct value a, struct value b, enum comparison comparison)
{
	if (a.kind != V_STRING || b.kind != V_STRING)
		return (a.kind == V_STRING) - (b.kind == V_STRING);
	switch (comparison) {
	case ORDINAL:
	case ORDINAL_NOCASE:
		return ordinal_difference(a, b, comparison == ORDINAL_NOCASE);
	default:
		return str_compare_culture(a.u.str, b.u.str, ignores_case(comparison));
	}
}

static bool equal_texts(struct value a, struct value b, enum comparison comparison)
{
	if (a.kind != V_STRING || b.kind != V_STRING)
		return value_is_null(a) && value_is_null(b);
	if (comparison == ORDINAL)
		return str_equal(a.u.str, b.u.str);
	if (comparison == ORDINAL_NOCASE)
		return str_equal_nocase(a.u.str, b.u.str);
	return str_equal_culture(a.u.str, b.u.str, ignores_case(comparison));
}

MEMBER(string_equals)
{
	*ret = value_bool(equal_texts(self, value_base(args[0]), comparison_arg(args, n, ORDINAL)));
	return true;
}

MEMBER(string_compare_to)
{
	if (args[0].kind != V_STRING && !value_is_null(args[0])) {
		fault_throw(error, ARGUMENT, "Object must be of type String.");
		return false;
	}
	*ret = value_i32(compare_texts(self, args[0], CURRENT_CULTURE));
	return true;
}

MEMBER(string_static_equals)
{
	*ret = value_bool(equal_texts(args[0], args[1], comparison_arg(args + 1, n - 1, ORDINAL)));
	return true;
}

MEMBER(string_compare)
{
	enum comparison comparison = comparison_arg(args + 1, n - 1, CURRENT_CULTURE);

	if (n > 2 && args[2].kind == V_BOOL && args[2].u.b)
		comparison = CURRENT_CULTURE_NOCASE;
	*ret = value_i32(compare_texts(args[0], args[1], comparison));
	return true;
}

/* Compare(a, indexA, b, indexB, length[, ignoreCase or comparison]). */
MEMBER(string_compare_parts)
{
	enum comparison comparison = n > 5 && args[5].kind == V_ENUM ? (enum comparison)args[5].u.i
				   : n > 5 && args[5].u.b ? CURRENT_CULTURE_NOCASE : CURRENT_CULTURE;
	int64_t at_a = args[1].u.i, at_b = args[3].u.i, len = args[4].u.i;
	struct string *a = args[0].u.str, *b = args[2].u.str;
	value_auto part_a = VALUE_UNSET, part_b = VALUE_UNSET;

	if (at_a < 0 || at_b < 0 || len < 0 || at_a > a->units || at_b > b->units)
		return throw_range(error, "length");
	part_a = value_str(str_sub(a, at_a, MIN(len, a->units - at_a)));
	part_b = value_str(str_sub(b, at_b, MIN(len, b->units - at_b)));
	*ret = value_i32(compare_texts(part_a, part_b, comparison));
	return true;
}

/* The difference of the first units that differ, or of the lengths. */
MEMBER_IS(string_compare_ordinal, value_i32(ordinal_difference(args[0], args[1], false)))

/* -- Building ------------------------------------------------------------------------------------------- */

static bool is_blank(struct value v)
{
	const uint16_t *units;

	if (v.kind != V_STRING)
		return true;
	units = str_utf16(v.u.str);
	for (uint32_t i = 0; i < v.u.str->units; i++)
		if (!unit_is_white(units[i]))
			return false;
	return true;
}

MEMBER_IS(string_is_null_or_empty, value_bool(args[0].kind != V_STRING || !args[0].u.str->len))
MEMBER_IS(string_is_blank, value_bool(is_blank(args[0])))
MEMBER_IS(string_empty, value_str(str_empty()))

static void append_display(GString *out, struct value v)
{
	struct string *text;

	if (value_is_null(v))
		return;
	text = value_to_display(v);
	g_string_append_len(out, text->data, text->len);
	str_unref(text);
}

/* Appends the elements with a separator between; of an enumeration or an array. */
static bool append_joined(GString *out, struct value items, const char *separator, GError **error)
{
	struct enumerator e;
	struct value item;
	bool first = true;
	GError *failure = NULL;

	enumerator_init(&e, items);
	while (enumerator_next(&e, &item, &failure)) {
		if (!first)
			g_string_append(out, separator);
		first = false;
		append_display(out, item);
		value_unref(item);
	}
	enumerator_clear(&e);
	if (failure)
		g_propagate_error(error, failure);
	return !failure;
}

MEMBER(string_join)
{
	GString *out = g_string_new(NULL);
	struct string *separator = string_arg(args[0]);
	bool ok = true;

	if (!value_is_null(args[1]) && n == 4) {
		struct array *array = args[1].u.array;
		int64_t from = args[2].u.i, count = args[3].u.i;

		ok = from >= 0 && count >= 0 && from + count <= array->len;
		if (!ok)
			throw_range(error, "startIndex");
		for (int64_t i = from; ok && i < from + count; i++) {
			if (i > from)
				g_string_append(out, separator->data);
			append_display(out, array->u.items[i]);
		}
	} else if (!value_is_null(args[1])) {
		ok = append_joined(out, args[1], separator->data, error);
	}
	str_unref(separator);
	*ret = value_str(str_from_gstring(out));
	if (!ok)
		value_clear(ret);
	return ok;
}

MEMBER(string_concat)
{
	GString *out = g_string_new(NULL);
	bool ok = true;

	for (unsigned i = 0; ok && i < n; i++) {
		if (n == 1 && args[0].kind != V_STRING && value_is_enumerable(args[0]))
			ok = append_joined(out, args[0], "", error);
		else
			append_display(out, args[i]);
	}
	*ret = value_str(str_from_gstring(out));
	if (!ok)
		value_clear(ret);
	return ok;
}

MEMBER(string_format)
{
	bool provider = args[0].kind != V_STRING;
	value_auto list = VALUE_UNSET;
	GError *failure = NULL;

	args += provider;
	n -= provider;
	if (!n || args[0].kind != V_STRING)
		return throw_null(error, "format");
	if (n == 2 && args[1].kind == V_ARRAY)
		list = value_ref(args[1]);
	else
		list = value_of_rest(&type_object, args + 1, n - 1);
	if (value_format(args[0], list, ret, &failure))
		return true;
	fault_throw(error, FORMAT_EXCEPTION, "%s", fault_data(failure) && fault_data(failure)->inner_message
		    ? fault_data(failure)->inner_message : failure->message);
	g_error_free(failure);
	return false;
}

MEMBER(string_new_repeated)
{
	g_autofree uint16_t *units = NULL;

	if (args[1].u.i < 0) {
		fault_throw(error, ARGUMENT_RANGE,
			    "'count' must be non-negative. (Parameter 'count')");
		return false;
	}
	if (!limit_string(args[1].u.i, error))
		return false;
	units = g_new(uint16_t, args[1].u.i + 1);
	for (int64_t i = 0; i < args[1].u.i; i++)
		units[i] = args[0].u.ch;
	*ret = value_str(str_from_utf16(units, args[1].u.i));
	return true;
}

MEMBER(string_new_of_chars)
{
	struct array *chars = value_is_null(args[0]) ? NULL : args[0].u.array;
	uint32_t len = chars ? chars->len : 0;
	int64_t from = n > 1 ? args[1].u.i : 0, count = n > 1 ? args[2].u.i : len;
	g_autofree uint16_t *units = g_new(uint16_t, len + 1);

	if (from < 0 || count < 0 || from + count > len)
		return throw_range(error, "startIndex");
	for (uint32_t i = 0; i < len; i++)
		units[i] = chars->u.items[i].u.ch;
	*ret = value_str(str_from_utf16(units + from, count));
	return true;
}

/* -- Tables ------------------------------------------------------------------------------------------------- */

#define COMPARISON	"System.StringComparison comparisonType"
#define OPTIONS		"System.StringSplitOptions options"
#define CULTURE		"cultureinfo culture"

/* CopyTo(sourceIndex, destination, destinationIndex, count) */
MEMBER(string_copy_to)
{
	int64_t from = args[0].u.i, to = args[2].u.i, count = args[3].u.i;

	if (args[1].kind != V_ARRAY)
		return throw_null(error, "destination");
	if (from < 0 || to < 0 || count < 0 || from + count > self.u.str->units || to + count > args[1].u.array->len)
		return throw_range(error, "count");
	for (int64_t i = 0; i < count; i++)
		array_set(args[1].u.array, to + i, value_char(str_unit(self.u.str, from + i)));
	return true;
}

/* IConvertible: what Convert makes of the text. */
#define STRING_TO(name)								\
	MEMBER(string_to_##name)						\
	{									\
		return type_invoke(type_find("System.Convert", -1), VALUE_UNSET, "To" #name, &self, 1, NULL, \
				   ret, error);					\
	}

STRING_TO(Boolean)
STRING_TO(Byte)
STRING_TO(Char)
STRING_TO(DateTime)
STRING_TO(Decimal)
STRING_TO(Double)
STRING_TO(Int16)
STRING_TO(Int32)
STRING_TO(Int64)
STRING_TO(Single)
STRING_TO(UInt16)
STRING_TO(UInt32)
STRING_TO(UInt64)
MEMBER_IS(string_type_code, value_enum(type_find("System.TypeCode", -1), 18))
MEMBER_IS(string_intern, value_ref(args[0]))

#define CONVERTIBLE(T, name)	METHOD(T " To" #name "(System.IFormatProvider provider)", string_to_##name)

static const struct type_member string_methods[] = {
	METHOD("void CopyTo(int sourceIndex, char[] destination, int destinationIndex, int count)", string_copy_to),
	METHOD("System.TypeCode GetTypeCode()", string_type_code),
	CONVERTIBLE("bool", Boolean), CONVERTIBLE("byte", Byte), CONVERTIBLE("char", Char),
	CONVERTIBLE("datetime", DateTime), CONVERTIBLE("decimal", Decimal), CONVERTIBLE("double", Double),
	CONVERTIBLE("int16", Int16), CONVERTIBLE("int", Int32), CONVERTIBLE("long", Int64),
	CONVERTIBLE("float", Single), CONVERTIBLE("uint16", UInt16), CONVERTIBLE("uint32", UInt32),
	CONVERTIBLE("uint64", UInt64),
	STATIC("string Intern(string str)", string_intern),
	STATIC("string IsInterned(string str)", string_intern),
	METHOD("System.Object Clone()", string_itself),
	METHOD("int CompareTo(System.Object value)", string_compare_to),
	METHOD("int CompareTo(string strB)", string_compare_to),
	METHOD("bool Contains(string value)", string_contains),
	METHOD("bool Contains(string value, " COMPARISON ")", string_contains),
	METHOD("bool Contains(char value)", string_contains),
	METHOD("bool Contains(char value, " COMPARISON ")", string_contains),
	METHOD("bool EndsWith(string value)", string_ends_with),
	METHOD("bool EndsWith(string value, " COMPARISON ")", string_ends_with),
	METHOD("bool EndsWith(string value, bool ignoreCase, " CULTURE ")", string_ends_with),
	METHOD("bool EndsWith(char value)", string_ends_with),
	METHOD("bool Equals(System.Object obj)", string_equals),
	METHOD("bool Equals(string value)", string_equals),
	METHOD("bool Equals(string value, " COMPARISON ")", string_equals),
	METHOD("char[] GetEnumerator()", string_get_enumerator),
	METHOD("int IndexOf(char value)", string_index_of),
	METHOD("int IndexOf(char value, int startIndex)", string_index_of),
	METHOD("int IndexOf(char value, " COMPARISON ")", string_index_of),
	METHOD("int IndexOf(char value, int startIndex, int count)", string_index_of),
	METHOD("int IndexOf(string value)", string_index_of),
	METHOD("int IndexOf(string value, int startIndex)", string_index_of),
	METHOD("int IndexOf(string value, int startIndex, int count)", string_index_of),
	METHOD("int IndexOf(string value, " COMPARISON ")", string_index_of),
	METHOD("int IndexOf(string value, int startIndex, " COMPARISON ")", string_index_of),
	METHOD("int IndexOf(string value, int startIndex, int count, " COMPARISON ")", string_index_of),
	METHOD("int IndexOfAny(char[] anyOf)", string_index_of_any),
	METHOD("int IndexOfAny(char[] anyOf, int startIndex)", string_index_of_any),
	METHOD("int IndexOfAny(char[] anyOf, int startIndex, int count)", string_index_of_any),
	METHOD("string Insert(int startIndex, string value)", string_insert),
	METHOD("bool IsNormalized()", string_is_normalized),
	METHOD("int LastIndexOf(char value)", string_last_index_of),
	METHOD("int LastIndexOf(char value, int startIndex)", string_last_index_of),
	METHOD("int LastIndexOf(char value, int startIndex, int count)", string_last_index_of),
	METHOD("int LastIndexOf(string value)", string_last_index_of),
	METHOD("int LastIndexOf(string value, int startIndex)", string_last_index_of),
	METHOD("int LastIndexOf(string value, int startIndex, int count)", string_last_index_of),
	METHOD("int LastIndexOf(string value, " COMPARISON ")", string_last_index_of),
	METHOD("int LastIndexOf(string value, int startIndex, " COMPARISON ")", string_last_index_of),
	METHOD("int LastIndexOfAny(char[] anyOf)", string_last_index_of_any),
	METHOD("string Normalize()", string_normalize),
	METHOD("string Normalize(System.Text.NormalizationForm normalizationForm)", string_normalize),
	METHOD("string PadLeft(int totalWidth)", string_pad_left),
	METHOD("string PadLeft(int totalWidth, char paddingChar)", string_pad_left),
	METHOD("string PadRight(int totalWidth)", string_pad_right),
	METHOD("string PadRight(int totalWidth, char paddingChar)", string_pad_right),
	METHOD("string Remove(int startIndex, int count)", string_remove),
	METHOD("string Remove(int startIndex)", string_remove),
	METHOD("string Replace(string oldValue, string newValue, bool ignoreCase, " CULTURE ")", string_replace),
	METHOD("string Replace(string oldValue, string newValue, " COMPARISON ")", string_replace),
	METHOD("string Replace(char oldChar, char newChar)", string_replace),
	METHOD("string Replace(string oldValue, string newValue)", string_replace),
	METHOD("string ReplaceLineEndings()", string_replace_line_endings),
	METHOD("string ReplaceLineEndings(string replacementText)", string_replace_line_endings),
	METHOD("string[] Split(params char[] separator)", string_split),
	METHOD("string[] Split(char separator, " OPTIONS " = None)", string_split),
	METHOD("string[] Split(char separator, int count, " OPTIONS " = None)", string_split),
	METHOD("string[] Split(char[] separator, int count)", string_split),
	METHOD("string[] Split(char[] separator, " OPTIONS ")", string_split),
	METHOD("string[] Split(char[] separator, int count, " OPTIONS ")", string_split),
	METHOD("string[] Split(string separator, " OPTIONS " = None)", string_split),
	METHOD("string[] Split(string separator, int count, " OPTIONS " = None)", string_split),
	METHOD("string[] Split(string[] separator, " OPTIONS ")", string_split),
	METHOD("string[] Split(string[] separator, int count, " OPTIONS ")", string_split),
	METHOD("bool StartsWith(string value)", string_starts_with),
	METHOD("bool StartsWith(string value, " COMPARISON ")", string_starts_with),
	METHOD("bool StartsWith(string value, bool ignoreCase, " CULTURE ")", string_starts_with),
	METHOD("bool StartsWith(char value)", string_starts_with),
	METHOD("string Substring(int startIndex)", string_substring),
	METHOD("string Substring(int startIndex, int length)", string_substring),
	METHOD("char[] ToCharArray()", string_to_char_array),
	METHOD("char[] ToCharArray(int startIndex, int length)", string_to_char_array),
	METHOD("string ToLower()", string_to_lower),
	METHOD("string ToLower(" CULTURE ")", string_to_lower),
	METHOD("string ToLowerInvariant()", string_lower_invariant),
	METHOD("string ToString()", string_itself),
	METHOD("string ToString(System.IFormatProvider provider)", string_itself),
	METHOD("string ToUpper()", string_to_upper),
	METHOD("string ToUpper(" CULTURE ")", string_to_upper),
	METHOD("string ToUpperInvariant()", string_upper_invariant),
	METHOD("string Trim()", string_trim),
	METHOD("string Trim(char trimChar)", string_trim),
	METHOD("string Trim(params char[] trimChars)", string_trim),
	METHOD("string TrimEnd()", string_trim_end),
	METHOD("string TrimEnd(char trimChar)", string_trim_end),
	METHOD("string TrimEnd(params char[] trimChars)", string_trim_end),
	METHOD("string TrimStart()", string_trim_start),
	METHOD("string TrimStart(char trimChar)", string_trim_start),
	METHOD("string TrimStart(params char[] trimChars)", string_trim_start),
	PARAMETERIZED("char Chars(int index) {get;}", string_chars, NULL),
	{ "char get_Chars(int index)", string_chars, NULL, TYPE_HIDDEN_MEMBER },
	STATIC("int Compare(string strA, string strB)", string_compare),
	STATIC("int Compare(string strA, string strB, bool ignoreCase)", string_compare),
	STATIC("int Compare(string strA, string strB, " COMPARISON ")", string_compare),
	STATIC("int Compare(string strA, string strB, bool ignoreCase, " CULTURE ")", string_compare),
	STATIC("int Compare(string strA, int indexA, string strB, int indexB, int length)", string_compare_parts),
	STATIC("int Compare(string strA, int indexA, string strB, int indexB, int length, bool ignoreCase)", string_compare_parts),
	STATIC("int Compare(string strA, int indexA, string strB, int indexB, int length, " COMPARISON ")", string_compare_parts),
	STATIC("int CompareOrdinal(string strA, string strB)", string_compare_ordinal),
	STATIC("string Concat(System.Object arg0)", string_concat),
	STATIC("string Concat(System.Object arg0, System.Object arg1)", string_concat),
	STATIC("string Concat(System.Object arg0, System.Object arg1, System.Object arg2)", string_concat),
	STATIC("string Concat(params System.Object[] args)", string_concat),
	STATIC("string Concat(string str0, string str1)", string_concat),
	STATIC("string Concat(string str0, string str1, string str2)", string_concat),
	STATIC("string Concat(string str0, string str1, string str2, string str3)", string_concat),
	STATIC("string Concat(params string[] values)", string_concat),
	STATIC("string Copy(string str)", string_concat),
	STATIC("bool Equals(string a, string b)", string_static_equals),
	STATIC("bool Equals(string a, string b, " COMPARISON ")", string_static_equals),
	STATIC("string Format(string format, System.Object arg0)", string_format),
	STATIC("string Format(string format, System.Object arg0, System.Object arg1)", string_format),
	STATIC("string Format(string format, System.Object arg0, System.Object arg1, System.Object arg2)", string_format),
	STATIC("string Format(string format, params System.Object[] args)", string_format),
	STATIC("string Format(System.IFormatProvider provider, string format, System.Object arg0)", string_format),
	STATIC("string Format(System.IFormatProvider provider, string format, params System.Object[] args)", string_format),
	STATIC("bool IsNullOrEmpty(string value)", string_is_null_or_empty),
	STATIC("bool IsNullOrWhiteSpace(string value)", string_is_blank),
	STATIC("string Join(char separator, params string[] value)", string_join),
	STATIC("string Join(char separator, params System.Object[] values)", string_join),
	STATIC("string Join(string separator, params string[] value)", string_join),
	STATIC("string Join(string separator, params System.Object[] values)", string_join),
	STATIC("string Join(string separator, string[] value, int startIndex, int count)", string_join),
	STATIC("string Join(string separator, System.Collections.Generic.IEnumerable[string] values)", string_join),
	STATIC("string Join(string separator, System.Collections.Generic.IEnumerable[System.Object] values)", string_join),
	END_OF_MEMBERS
};

static const struct type_member string_properties[] = {
	PROPERTY("int Length {get;}", string_length),
	{ "string Empty {get;}", string_empty, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

static const struct type_member string_constructors[] = {
	CONSTRUCTOR("new(char[] value)", string_new_of_chars),
	CONSTRUCTOR("new(char[] value, int startIndex, int length)", string_new_of_chars),
	CONSTRUCTOR("new(char c, int count)", string_new_repeated),
	END_OF_MEMBERS
};

static const struct type *const string_interfaces[] = {
	&type_icomparable, &type_iconvertible, &type_icloneable, &type_ienumerable, NULL
};

TYPE(type_string);
const struct type type_string = {
	.name = "System.String", .alias = "string", .kind = V_STRING, .interfaces = string_interfaces,
	.methods = string_methods, .properties = string_properties, .constructors = string_constructors,
};
