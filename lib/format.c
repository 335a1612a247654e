/*
 * The format operator and ToString(format): composite text is walked once,
 * each item is written straight into the result and padded in place.
 */
#include "config.h"

#include "lib/convert.h"
#include "lib/limits.h"
#include "lib/array.h"
#include "lib/datetime.h"
#include "lib/number.h"
#include "lib/operate.h"
#include "lib/symbol.h"
#include "lib/text_out.h"

static const struct fault format_fault = {
	"FormatError",
	"System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION,
	NULL,
};

/* Widths and indexes at or above this are refused. */
#define ITEM_LIMIT 1000000

/* -- One value ---------------------------------------------------------------- */

static bool bad_format(GError **error, const char *text)
{
	fault_throw(error, "System.FormatException", "%s", text);
	return false;
}

static bool put_enum(GString *out, struct value v, const char *format, size_t len, GError **error)
{
	struct string *text;
	struct value number = { .kind = V_I32, .u.i = v.u.i };

	if (v.u.i > INT32_MAX || v.u.i < INT32_MIN)
		number.kind = V_I64;
	switch (len == 0 ? 'g' : len == 1 ? *format | 0x20 : 0) {
	case 'd':
		return number_format(out, number, "D", 1, &number_en_us, error);
	case 'x':
		return number_format(out, number, "X8", 2, &number_en_us, error);
	case 'g':
	case 'f':
		text = enum_text(type_of(v), v.u.i);
		g_string_append_len(out, text->data, text->len);
		str_unref(text);
		return true;
	default:
		return bad_format(error, "Format string can be only \"G\", \"g\", \"X\", \"x\", "
					 "\"F\", \"f\", "
					 "\"D\" or \"d\".");
	}
}

/* From the text of format D: 8-4-4-4-12. */
static bool put_guid(GString *out, struct value v, const char *format, size_t len, GError **error)
{
	struct string *text = value_to_display(v);
	char letter = len == 0 ? 'd' : len == 1 ? *format | 0x20 : 0;
	bool good = letter && strchr("dnbp", letter);

	if (letter == 'b')
		g_string_append_c(out, '{');
	else if (letter == 'p')
		g_string_append_c(out, '(');
	for (uint32_t i = 0; good && i < text->len; i++)
		if (letter != 'n' || text->data[i] != '-')
			g_string_append_c(out, text->data[i]);
	if (letter == 'b')
		g_string_append_c(out, '}');
	else if (letter == 'p')
		g_string_append_c(out, ')');
	if (letter == 'x') {
		const char *t = text->data;

		good = true;
		g_string_append_printf(out,
				       "{0x%.8s,0x%.4s,0x%.4s,{0x%.2s,0x%.2s,0x%.2s,0x%.2s,0x%.2s,"
				       "0x%.2s,0x%.2s,0x%.2s}}",
				       t, t + 9, t + 14, t + 19, t + 21, t + 24, t + 26, t + 28,
				       t + 30, t + 32, t + 34);
	}
	str_unref(text);
	return good || bad_format(error, "Format string can be only \"D\", \"d\", \"N\", \"n\", "
					 "\"P\", "
					 "\"p\", \"B\", \"b\", \"X\" or \"x\".");
}

static void put_display(GString *out, struct value v)
{
	struct string *text = value_to_display(v);

	g_string_append_len(out, text->data, text->len);
	str_unref(text);
}

/* What is not formattable in .NET's sense shows its text whatever the format. */
static bool put_value(GString *out, struct value v, const char *format, size_t len, GError **error)
{
	v = value_base(v);
	switch (v.kind) {
	case V_STRING:
		g_string_append_len(out, v.u.str->data, v.u.str->len);
		return true;
	case V_DATETIME:
		return datetime_format(out, v, format, len, &date_en_us, error);
	case V_TIMESPAN:
		return timespan_format(out, v, format, len, error);
	case V_ENUM:
		return put_enum(out, v, format, len, error);
	case V_NATIVE:
		if (len > 0 && type_of(v) == &type_guid)
			return put_guid(out, v, format, len, error);
		if (type_of(v)->format)
			return type_of(v)->format(out, v, format, len, error);
		break;
	default:
		break;
	}
	if (value_is_number(v) && !(v.aux && len == 0))
		return number_format(out, v, format, len, &number_en_us, error);
	put_display(out, v);
	return true;
}

bool value_format_one(struct value v, const char *format, struct string **ret, GError **error)
{
	GString *out = g_string_sized_new(32);

	v = value_base(v);
	if (v.kind != V_ENUM)
		v.aux = 0;
	if (!put_value(out, v, format ? format : "", format ? strlen(format) : 0, error)) {
		g_string_free(out, TRUE);
		return false;
	}
	*ret = str_from_gstring(out);
	return true;
}

/* -- Composite formats -------------------------------------------------------- */

struct item {
	unsigned index;
	unsigned width;
	bool left;
	const char *format;
	size_t format_len;
};

static bool malformed(const struct string *text, const char *p, const char *reason, GError **error)
{
	fault_throw(error, "System.FormatException",
		    "Input string was not in a correct format. Failure to parse near offset %d. %s",
		    (int)(p - text->data), reason);
	return false;
}

static bool read_digits(const char **p, const char *end, unsigned *ret)
{
	unsigned n = 0;

	if (*p == end || !g_ascii_isdigit(**p))
		return false;
	for (; *p < end && g_ascii_isdigit(**p); (*p)++)
		if (n < ITEM_LIMIT)
			n = n * 10 + (unsigned)(**p - '0');
	*ret = n;
	return true;
}

static void skip_spaces(const char **p, const char *end)
{
	while (*p < end && **p == ' ')
		(*p)++;
}

/* From after { to after }. */
static bool read_item(const struct string *text, const char **at, struct item *item, GError **error)
{
	static const char premature[] = "Format item ends prematurely.";
	static const char digit[] = "Expected an ASCII digit.";
	const char *p = *at, *end = text->data + text->len;

	*item = (struct item){ 0 };
	if (p == end)
		return malformed(text, p, premature, error);
	if (!read_digits(&p, end, &item->index))
		return malformed(text, p, digit, error);
	skip_spaces(&p, end);
	if (p < end && *p == ',') {
		p++;
		skip_spaces(&p, end);
		if (p < end && *p == '-') {
			item->left = true;
			p++;
		}
		if (p == end)
			return malformed(text, p, premature, error);
		if (!read_digits(&p, end, &item->width))
			return malformed(text, p, digit, error);
		skip_spaces(&p, end);
	}
	if (p < end && *p == ':') {
		item->format = ++p;
		while (p < end && *p != '}' && *p != '{')
			p++;
		item->format_len = p - item->format;
	}
	if (p == end || *p != '}')
		return malformed(text, p, premature, error);
	*at = p + 1;
	return true;
}

static unsigned count_units(const char *p, size_t len)
{
	unsigned units = 0;

	for (size_t i = 0; i < len; i++) {
		units += ((unsigned char)p[i] & 0xc0) != 0x80;
		units += (unsigned char)p[i] >= 0xf0;
	}
	return units;
}

static void pad(GString *out, const struct item *item)
{
	unsigned units = count_units(out->str, out->len), missing;
	gsize len = out->len;

	if (units >= item->width)
		return;
	missing = item->width - units;
	g_string_set_size(out, len + missing);
	if (item->left) {
		memset(out->str + len, ' ', missing);
	} else {
		memmove(out->str + missing, out->str, len);
		memset(out->str, ' ', missing);
	}
}

/* What most items are: text and integers as they are. False: not one of these. */
static bool put_plain(struct text_out *out, const struct item *item, struct value v)
{
	if (item->width || item->format)
		return false;
	if (v.kind == V_STRING) {
		text_out_put(out, v.u.str->data, v.u.str->len);
		return true;
	}
	if (v.kind < V_I8 || v.kind > V_I64 || v.aux)
		return false;
	text_out_integer(out, v.u.i);
	return true;
}

static bool put_formatted(struct text_out *out, const struct item *item, struct value v, GError **error)
{
	g_autoptr(GString) text = g_string_sized_new(32);

	if (!put_value(text, v, item->format ? item->format : "", item->format_len, error))
		return false;
	if (!limit_string(item->width, error))
		return false;
	if (item->width > 0)
		pad(text, item);
	text_out_put(out, text->str, text->len);
	return true;
}

static bool put_item(struct text_out *out, const struct item *item, const struct value *args, unsigned n,
		     GError **error)
{
	if (item->index >= n)
		return bad_format(error, "Index (zero based) must be greater than or equal to zero "
					 "and less "
					 "than the size of the argument list.");
	return put_plain(out, item, args[item->index]) ||
	       put_formatted(out, item, args[item->index], error);
}

static bool put_composite(struct text_out *out, const struct string *text, const struct value *args,
			  unsigned n, GError **error)
{
	const char *p = text->data, *end = p + text->len;
	struct item item;

	while (p < end) {
		const char *brace = p;

		while (brace < end && *brace != '{' && *brace != '}')
			brace++;
		text_out_put(out, p, brace - p);
		if (brace == end)
			return true;
		p = brace + 1;
		if (p < end && *p == *brace) {
			text_out_put_c(out, *p++);
			continue;
		}
		if (p == end)
			return malformed(text, p, "Format item ends prematurely.", error);
		if (*brace == '}')
			return malformed(text, p,
					 "Unexpected closing brace without a corresponding "
					 "opening brace.",
					 error);
		if (!read_item(text, &p, &item, error) || !put_item(out, &item, args, n, error) ||
		    !limit_string(out->far ? out->far->len : out->len, error))
			return false;
	}
	return true;
}

bool format_composite(struct string *format, const struct value *args, unsigned n,
		      struct string **ret, GError **error)
{
	struct text_out out;

	text_out_init(&out);
	if (!put_composite(&out, format, args, n, error)) {
		text_out_drop(&out);
		return false;
	}
	*ret = text_out_take(&out);
	return true;
}

/* An object[] is the list of arguments; anything else, an int[] too, is one. */
static bool is_argument_list(struct value v)
{
	return v.kind == V_ARRAY && !v.u.array->packed && !v.u.array->dims &&
	       (!v.u.array->element || !(v.u.array->element->flags & TYPE_IS_VALUETYPE));
}

bool value_format_list(struct value format, const struct value *args, unsigned n, struct value *ret,
		       GError **error)
{
	struct string *text = value_to_string(format, NULL), *r;
	GError *failure = NULL;
	bool good = format_composite(text, args, n, &r, &failure);

	if (good) {
		*ret = value_str(r);
	} else {
		value_auto target = value_str(str_ref(text));

		fault_set(error, &format_fault, target, "Error formatting a string: %s.",
			  failure->message);
		fault_inner(error, "System.FormatException", "%s", failure->message);
		g_error_free(failure);
	}
	str_unref(text);
	return good;
}

bool value_format(struct value format, struct value args, struct value *ret, GError **error)
{
	struct value base = value_base(args);

	if (is_argument_list(base))
		return value_format_list(format, base.u.array->u.items, base.u.array->len, ret, error);
	return value_format_list(format, &base, 1, ret, error);
}
