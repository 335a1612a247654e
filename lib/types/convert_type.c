/*
 * System.Convert and System.BitConverter: numbers of any base, Base64, bytes.
 */
#include "config.h"

#include <math.h>

#include "lib/number.h"
#include "lib/types/culture.h"
#include "lib/types/table.h"

/* -- Convert.ToX ---------------------------------------------------------------------------------- */

static bool parse_base(struct value text, int64_t base, enum value_kind kind, struct value *ret,
		       GError **error)
{
	const char *p = text_arg(text);
	char *end;
	guint64 u;

	if (base != 2 && base != 8 && base != 10 && base != 16) {
		fault_throw(error, ARGUMENT, "Invalid Base.");
		return false;
	}
	if (base == 10)
		return number_parse_as(kind, p, strlen(p), ret, error);
	if (base == 16 && g_ascii_strncasecmp(p, "0x", 2) == 0)
		p += 2;
	u = g_ascii_strtoull(p, &end, base);
	if (!*p) {
		fault_throw(error, ARGUMENT_RANGE, "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'startIndex')");
		return false;
	}
	if (*end || *p == '-' || *p == '+') {
		fault_throw(error, FORMAT_EXCEPTION,
			    end == p ? "Could not find any recognizable digits."
				     : "Additional non-parsable characters are at the end of the string.");
		return false;
	}
	/* Two's complement of the width: FFFFFFFF is -1 as an Int32. */
	if (kind == V_I32 && u <= G_MAXUINT32)
		*ret = value_i32((int32_t)(uint32_t)u);
	else if (kind == V_I16 && u <= G_MAXUINT16)
		*ret = value_int(kind, (int16_t)u);
	else if (kind == V_I8 && u <= G_MAXUINT8)
		*ret = value_int(kind, (int8_t)u);
	else if (kind == V_I64 || kind == V_U64)
		*ret = value_int(kind, (int64_t)u);
	else if (!number_fit(kind, u, ret)) {
		fault_throw(error, "System.OverflowException", "%s", number_overflow_text(kind));
		return false;
	}
	return true;
}

/* What a failed conversion says without the cast's words around it. */
static bool plain_failure(GError *failure, GError **error)
{
	struct fault_data *data = fault_data(failure);

	if (data && data->cause_exception)
		fault_throw(error, data->cause_exception, "%s", data->cause_message);
	else
		fault_throw(error, data && data->inner_exception ? data->inner_exception : "System.InvalidCastException", "%s",
			    data && data->inner_message ? data->inner_message : failure->message);
	g_error_free(failure);
	return false;
}

static bool convert_text(struct value text, const struct type *type, struct value *ret, GError **error)
{
	if (type->kind == V_BOOL || type->kind == V_CHAR) {
		GError *failure = NULL;
		value_auto arg = value_ref(text);

		if (type_invoke(type, VALUE_UNSET, "Parse", &arg, 1, NULL, ret, &failure))
			return true;
		return plain_failure(failure, error);
	}
	return number_parse_as(type->kind, text.u.str->data, text.u.str->len, ret, error);
}

/* ToX(value), ToX(text, base), ToX(value, provider). */
static bool convert_to(struct type_call *call, const struct type *type, const struct value *args,
		       unsigned n, struct value *ret, GError **error)
{
	GError *failure = NULL;

	(void)call;
	if (n > 1 && args[1].kind == V_I32)
		return parse_base(args[0], args[1].u.i, type->kind, ret, error);
	if (args[0].kind == V_STRING && type->kind != V_DATETIME && type->kind != V_STRING)
		return convert_text(args[0], type, ret, error);
	if (value_is_null(args[0])) {
		*ret = (struct value){ .kind = type->kind };
		return type->kind != V_DECIMAL || (*ret = decimal_from_i64(0), true);
	}
	if (value_convert(args[0], type, ret, &failure))
		return true;
	return plain_failure(failure, error);
}

#define CONVERT(name, type)							\
	MEMBER(name)								\
	{									\
		return convert_to(call, &type, args, n, ret, error);		\
	}

CONVERT(convert_to_bool, type_bool)
CONVERT(convert_to_byte, type_byte)
CONVERT(convert_to_char, type_char)
CONVERT(convert_to_datetime, type_datetime)
CONVERT(convert_to_decimal, type_decimal)
CONVERT(convert_to_double, type_double)
CONVERT(convert_to_int16, type_int16)
CONVERT(convert_to_int32, type_int32)
CONVERT(convert_to_int64, type_int64)
CONVERT(convert_to_sbyte, type_sbyte)
CONVERT(convert_to_single, type_single)
CONVERT(convert_to_uint16, type_uint16)
CONVERT(convert_to_uint32, type_uint32)
CONVERT(convert_to_uint64, type_uint64)

static struct string *in_base(uint64_t u, unsigned base)
{
	char text[65];
	unsigned at = sizeof(text);

	do
		text[--at] = "0123456789abcdef"[u % base];
	while (u /= base);
	return str_new(text + at, sizeof(text) - at);
}

/* ToString(value), ToString(value, base): two's complement in the value's own width. */
MEMBER(convert_to_string)
{
	static const uint8_t widths[V_KIND_COUNT] = { [V_U8] = 8, [V_I16] = 16, [V_I32] = 32, [V_I64] = 64 };
	uint64_t u = (uint64_t)args[0].u.i;

	if (n < 2 || args[1].kind != V_I32) {
		*ret = value_str(value_is_null(args[0]) ? str_empty() : value_to_display(args[0]));
		return true;
	}
	if (args[1].u.i != 2 && args[1].u.i != 8 && args[1].u.i != 10 && args[1].u.i != 16) {
		fault_throw(error, ARGUMENT, "Invalid Base.");
		return false;
	}
	if (args[1].u.i == 10) {
		*ret = value_str(value_to_display(args[0]));
		return true;
	}
	if (widths[args[0].kind] && widths[args[0].kind] < 64)
		u &= (1ull << widths[args[0].kind]) - 1;
	*ret = value_str(in_base(u, args[1].u.i));
	return true;
}

MEMBER(convert_change_type)
{
	GError *failure = NULL;

	if (args[1].kind != V_TYPE)
		return throw_null(error, "conversionType");
	if (value_convert(args[0], args[1].u.type, ret, &failure))
		return true;
	return plain_failure(failure, error);
}

/* -- Base64, hexadecimal ----------------------------------------------------------------------------- */

static bool bytes_arg(struct value v, GError **error)
{
	return v.kind == V_ARRAY && v.u.array->packed ? true : throw_null(error, "inArray");
}

MEMBER(convert_to_base64)
{
	g_autofree char *text = NULL;
	int64_t from = 0, len;
	GString *out;

	if (!bytes_arg(args[0], error))
		return false;
	len = args[0].u.array->len;
	if (n > 2) {
		from = args[1].u.i;
		len = args[2].u.i;
		if (from < 0 || len < 0 || from + len > args[0].u.array->len)
			return throw_range(error, "offset");
	}
	text = g_base64_encode(args[0].u.array->u.bytes + from, len);
	out = g_string_new(NULL);
	for (const char *p = text; *p; p += MIN(76, strlen(p))) {
		bool breaks = args[n - 1].kind == V_ENUM && args[n - 1].u.i == 1;

		if (!breaks) {
			g_string_append(out, p);
			break;
		}
		g_string_append_printf(out, "%s%.76s", out->len ? "\r\n" : "", p);
	}
	*ret = value_str(str_from_gstring(out));
	return true;
}

MEMBER(convert_from_base64)
{
	GString *plain = g_string_new(NULL);
	gsize len = 0, padding = 0;
	bool ok = true;

	if (value_is_null(args[0])) {
		g_string_free(plain, TRUE);
		return throw_null(error, "s");
	}
	for (const char *p = args[0].u.str->data; *p && ok; p++) {
		if (strchr(" \t\r\n", *p))
			continue;
		padding += *p == '=';
		ok = g_ascii_isalnum(*p) || strchr("+/=", *p);
		ok = ok && (*p == '=' || !padding);
		g_string_append_c(plain, *p);
	}
	if (!ok || padding > 2 || plain->len % 4) {
		fault_throw(error, FORMAT_EXCEPTION,
			    "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two padding characters, or an illegal character among the padding characters.");
		g_string_free(plain, TRUE);
		return false;
	}
	if (plain->len)
		g_base64_decode_inplace(plain->str, &len);
	*ret = value_of(array_of_bytes(plain->str, len));
	g_string_free(plain, TRUE);
	return true;
}

MEMBER(convert_to_hex)
{
	GString *out = g_string_new(NULL);

	if (!bytes_arg(args[0], error)) {
		g_string_free(out, TRUE);
		return false;
	}
	for (uint32_t i = 0; i < args[0].u.array->len; i++)
		g_string_append_printf(out, "%02X", args[0].u.array->u.bytes[i]);
	*ret = value_str(str_from_gstring(out));
	return true;
}

MEMBER(convert_from_hex)
{
	const char *p = text_arg(args[0]);
	size_t len = strlen(p);
	struct array *array;

	for (size_t i = 0; i < len; i++) {
		if (!g_ascii_isxdigit(p[i])) {
			fault_throw(error, FORMAT_EXCEPTION, "The input is not a valid hex string as it contains a non-hex character.");
			return false;
		}
	}
	if (len % 2) {
		fault_throw(error, FORMAT_EXCEPTION, "The input is not a valid hex string as its length is not a multiple of 2.");
		return false;
	}
	array = array_new(&type_byte, len / 2);
	for (size_t i = 0; i < len / 2; i++)
		array->u.bytes[i] = g_ascii_xdigit_value(p[2 * i]) << 4 | g_ascii_xdigit_value(p[2 * i + 1]);
	*ret = value_of(array);
	return true;
}

#define CONVERSIONS(T, name, fn)						\
	STATIC(T " " name "(System.Object value)", fn),				\
	STATIC(T " " name "(string value)", fn),				\
	STATIC(T " " name "(System.Object value, System.IFormatProvider provider)", fn)
#define OF_BASE(T, name, fn)							\
	CONVERSIONS(T, name, fn),						\
	STATIC(T " " name "(string value, int fromBase)", fn)

MEMBER(convert_hex_lower)
{
	GString *out = g_string_new(NULL);

	if (args[0].kind != V_ARRAY || !args[0].u.array->packed)
		return throw_null(error, "inArray");
	for (uint32_t i = 0; i < args[0].u.array->len; i++)
		g_string_append_printf(out, "%02x", args[0].u.array->u.bytes[i]);
	*ret = value_str(str_from_gstring(out));
	return true;
}

MEMBER_IS(convert_is_dbnull, value_bool(type_of(args[0]) == type_find("System.DBNull", -1)))

static const struct type_member convert_methods[] = {
	STATIC("bool IsDBNull(System.Object value)", convert_is_dbnull),
	STATIC("string ToHexStringLower(byte[] inArray)", convert_hex_lower),
	STATIC("System.Object ChangeType(System.Object value, type conversionType)", convert_change_type),
	STATIC("System.Object ChangeType(System.Object value, type conversionType, System.IFormatProvider provider)", convert_change_type),
	STATIC("byte[] FromBase64String(string s)", convert_from_base64),
	STATIC("byte[] FromHexString(string s)", convert_from_hex),
	STATIC("string ToBase64String(byte[] inArray)", convert_to_base64),
	STATIC("string ToBase64String(byte[] inArray, System.Base64FormattingOptions options)", convert_to_base64),
	STATIC("string ToBase64String(byte[] inArray, int offset, int length)", convert_to_base64),
	CONVERSIONS("bool", "ToBoolean", convert_to_bool),
	OF_BASE("byte", "ToByte", convert_to_byte),
	CONVERSIONS("char", "ToChar", convert_to_char),
	CONVERSIONS("datetime", "ToDateTime", convert_to_datetime),
	CONVERSIONS("decimal", "ToDecimal", convert_to_decimal),
	CONVERSIONS("double", "ToDouble", convert_to_double),
	STATIC("string ToHexString(byte[] inArray)", convert_to_hex),
	OF_BASE("short", "ToInt16", convert_to_int16),
	OF_BASE("int", "ToInt32", convert_to_int32),
	OF_BASE("long", "ToInt64", convert_to_int64),
	OF_BASE("sbyte", "ToSByte", convert_to_sbyte),
	CONVERSIONS("float", "ToSingle", convert_to_single),
	STATIC("string ToString(System.Object value)", convert_to_string),
	STATIC("string ToString(byte value, int toBase)", convert_to_string),
	STATIC("string ToString(short value, int toBase)", convert_to_string),
	STATIC("string ToString(int value, int toBase)", convert_to_string),
	STATIC("string ToString(long value, int toBase)", convert_to_string),
	STATIC("string ToString(System.Object value, System.IFormatProvider provider)", convert_to_string),
	OF_BASE("ushort", "ToUInt16", convert_to_uint16),
	OF_BASE("uint", "ToUInt32", convert_to_uint32),
	OF_BASE("ulong", "ToUInt64", convert_to_uint64),
	END_OF_MEMBERS
};

TYPE(type_convert);
const struct type type_convert = {
	.name = "System.Convert", .kind = V_OBJECT, .flags = TYPE_IS_STATIC, .methods = convert_methods,
};

/* -- BitConverter --------------------------------------------------------------------------------------- */

MEMBER(bits_of)
{
	struct value v = args[0];
	float f;

	switch (v.kind) {
	case V_F64:
		*ret = value_of(array_of_bytes(&v.u.f, 8));
		break;
	case V_F32:
		f = v.u.f;
		*ret = value_of(array_of_bytes(&f, 4));
		break;
	case V_BOOL:
		*ret = value_of(array_of_bytes(&v.u.i, 1));
		break;
	case V_I64:
	case V_U64:
		*ret = value_of(array_of_bytes(&v.u.i, 8));
		break;
	case V_I32:
	case V_U32:
		*ret = value_of(array_of_bytes(&v.u.i, 4));
		break;
	default:
		*ret = value_of(array_of_bytes(&v.u.i, 2));
	}
	return true;
}

/* `len` bytes of the array from the index argument on. */
static bool read_bits(const struct value *args, void *bits, size_t len, GError **error)
{
	if (args[0].kind != V_ARRAY)
		return throw_null(error, "value");
	if (args[1].u.i < 0 || args[1].u.i >= args[0].u.array->len) {
		fault_throw(error, ARGUMENT_RANGE,
			    "Index was out of range. Must be non-negative and less than the size of the collection. (Parameter 'startIndex')");
		return false;
	}
	if (args[1].u.i + len > args[0].u.array->len) {
		fault_throw(error, ARGUMENT,
			    "Destination array is not long enough to copy all the items in the collection. Check array index and length. (Parameter 'value')");
		return false;
	}
	memcpy(bits, args[0].u.array->u.bytes + args[1].u.i, len);
	return true;
}

#define READ_BITS(name, ctype, result)						\
	MEMBER(name)								\
	{									\
		ctype bits;							\
										\
		if (!read_bits(args, &bits, sizeof(bits), error))		\
			return false;						\
		*ret = (result);						\
		return true;							\
	}

READ_BITS(bits_to_int16, int16_t, value_int(V_I16, bits))
READ_BITS(bits_to_int32, int32_t, value_i32(bits))
READ_BITS(bits_to_int64, int64_t, value_i64(bits))
READ_BITS(bits_to_uint16, uint16_t, value_int(V_U16, bits))
READ_BITS(bits_to_uint32, uint32_t, value_int(V_U32, bits))
READ_BITS(bits_to_uint64, uint64_t, value_int(V_U64, (int64_t)bits))
READ_BITS(bits_to_double, double, value_f64(bits))
READ_BITS(bits_to_single, float, ((struct value){ .kind = V_F32, .u.f = bits }))
READ_BITS(bits_to_bool, uint8_t, value_bool(bits))
READ_BITS(bits_to_char, uint16_t, value_char(bits))

MEMBER(bits_to_string)
{
	int64_t from = n > 1 ? args[1].u.i : 0, len;
	GString *out;

	if (args[0].kind != V_ARRAY)
		return throw_null(error, "value");
	len = n > 2 ? args[2].u.i : args[0].u.array->len - from;
	if (from < 0 || len < 0 || from + len > args[0].u.array->len)
		return throw_range(error, "startIndex");
	out = g_string_new(NULL);
	for (int64_t i = 0; i < len; i++)
		g_string_append_printf(out, "%s%02X", i ? "-" : "", args[0].u.array->u.bytes[from + i]);
	*ret = value_str(str_from_gstring(out));
	return true;
}

MEMBER_IS(bits_little_endian, value_bool(G_BYTE_ORDER == G_LITTLE_ENDIAN))

#define BYTES_OF(T)	STATIC("byte[] GetBytes(" T " value)", bits_of)
#define FROM_BYTES(T, name, fn)	STATIC(T " " name "(byte[] value, int startIndex)", fn)

static uint64_t bits_of_double(double real)
{
	uint64_t bits;

	memcpy(&bits, &real, sizeof(bits));
	return bits;
}

static double double_of_bits(uint64_t bits)
{
	double real;

	memcpy(&real, &bits, sizeof(real));
	return real;
}

MEMBER_IS(bit_from_double, value_i64((int64_t)bits_of_double(args[0].u.f)))
MEMBER_IS(bit_to_double, value_f64(double_of_bits(args[0].u.u)))

static const struct type_member bit_methods[] = {
	STATIC("long DoubleToInt64Bits(double value)", bit_from_double),
	STATIC("double Int64BitsToDouble(long value)", bit_to_double),
	BYTES_OF("bool"), BYTES_OF("char"), BYTES_OF("short"), BYTES_OF("int"), BYTES_OF("long"),
	BYTES_OF("ushort"), BYTES_OF("uint"), BYTES_OF("ulong"), BYTES_OF("float"), BYTES_OF("double"),
	FROM_BYTES("bool", "ToBoolean", bits_to_bool),
	FROM_BYTES("char", "ToChar", bits_to_char),
	FROM_BYTES("double", "ToDouble", bits_to_double),
	FROM_BYTES("short", "ToInt16", bits_to_int16),
	FROM_BYTES("int", "ToInt32", bits_to_int32),
	FROM_BYTES("long", "ToInt64", bits_to_int64),
	FROM_BYTES("float", "ToSingle", bits_to_single),
	STATIC("string ToString(byte[] value)", bits_to_string),
	STATIC("string ToString(byte[] value, int startIndex)", bits_to_string),
	STATIC("string ToString(byte[] value, int startIndex, int length)", bits_to_string),
	FROM_BYTES("ushort", "ToUInt16", bits_to_uint16),
	FROM_BYTES("uint", "ToUInt32", bits_to_uint32),
	FROM_BYTES("ulong", "ToUInt64", bits_to_uint64),
	END_OF_MEMBERS
};

static const struct type_member bit_properties[] = {
	{ "bool IsLittleEndian {get;}", bits_little_endian, NULL, TYPE_STATIC },
	END_OF_MEMBERS
};

TYPE(type_bitconverter);
const struct type type_bitconverter = {
	.name = "System.BitConverter", .kind = V_OBJECT, .flags = TYPE_IS_STATIC, .methods = bit_methods,
	.properties = bit_properties,
};
