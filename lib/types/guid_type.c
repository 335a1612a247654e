/*
 * GUIDs: 16 bytes in the order of their text; ToByteArray swaps the first
 * three groups, as .NET does.
 */
#include "config.h"

#include "lib/types/guid_type.h"

#include <sys/random.h>

#include "lib/types/table.h"

struct guid {
	struct native native;
	uint8_t bytes[16];
};

static const uint8_t wire_order[16] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15 };

struct value guid_value(const uint8_t bytes[16])
{
	struct guid *guid = native_new(&type_guid, sizeof(*guid));

	memcpy(guid->bytes, bytes, 16);
	return value_of(guid);
}

const uint8_t *guid_bytes(struct value v)
{
	struct guid *guid = native_of(v, &type_guid);

	return guid ? guid->bytes : NULL;
}

struct value guid_random(void)
{
	uint8_t bytes[16];

	if (getrandom(bytes, sizeof(bytes), 0) != sizeof(bytes))
		for (unsigned i = 0; i < sizeof(bytes); i++)
			bytes[i] = g_random_int();
	bytes[6] = (bytes[6] & 0x0f) | 0x40;
	bytes[8] = (bytes[8] & 0x3f) | 0x80;
	return guid_value(bytes);
}

bool guid_parse(const char *text, uint8_t ret[16])
{
	g_autofree char *copy = g_strstrip(g_strdup(text));
	size_t len = strlen(copy);
	const char *p = copy;
	unsigned digits = 0;
	bool dashes;

	if (len == 38 && ((copy[0] == '{' && copy[37] == '}') || (copy[0] == '(' && copy[37] == ')'))) {
		p++;
		len -= 2;
	}
	dashes = len == 36;
	if (!dashes && (len != 32 || p != copy))
		return false;
	for (size_t i = 0; i < len; i++) {
		if (dashes && (i == 8 || i == 13 || i == 18 || i == 23)) {
			if (p[i] != '-')
				return false;
			continue;
		}
		if (!g_ascii_isxdigit(p[i]))
			return false;
		ret[digits / 2] = (digits & 1 ? ret[digits / 2] << 4 : 0) | g_ascii_xdigit_value(p[i]);
		digits++;
	}
	return digits == 32;
}

/* {0x...,0x...,0x...,{0x..,...}}: as C writes the structure. */
static struct string *format_guid_fields(const uint8_t *b)
{
	GString *out = g_string_new("{0x");

	for (unsigned i = 0; i < 16; i++)
		g_string_append_printf(out, "%s%02x", i == 4 || i == 6 ? ",0x" : i == 8 ? ",{0x" : i > 8 ? ",0x" : "",
				       b[i]);
	g_string_append(out, "}}");
	return str_from_gstring(out);
}

static struct string *format_guid(const uint8_t *b, char format)
{
	const char *open = format == 'B' ? "{" : format == 'P' ? "(" : "";
	const char *close = format == 'B' ? "}" : format == 'P' ? ")" : "";
	const char *dash = format == 'N' ? "" : "-";
	GString *out = g_string_new(open);

	for (unsigned i = 0; i < 16; i++)
		g_string_append_printf(out, "%s%02x", i == 4 || i == 6 || i == 8 || i == 10 ? dash : "", b[i]);
	g_string_append(out, close);
	return str_from_gstring(out);
}

static struct string *guid_text(struct value self)
{
	return format_guid(guid_bytes(self), 'D');
}

static bool guid_equal(struct value a, struct value b)
{
	return memcmp(guid_bytes(a), guid_bytes(b), 16) == 0;
}

static int guid_compare(struct value a, struct value b)
{
	int order = memcmp(guid_bytes(a), guid_bytes(b), 16);

	return (order > 0) - (order < 0);
}

MEMBER(guid_static_parse)
{
	uint8_t bytes[16];

	if (!guid_parse(text_arg(args[0]), bytes)) {
		fault_throw(error, FORMAT_EXCEPTION, "%s",
			    strlen(text_arg(args[0])) == 36 || strlen(text_arg(args[0])) == 32
			    ? "Guid string should only contain hexadecimal characters."
			    : "Unrecognized Guid format.");
		return false;
	}
	*ret = guid_value(bytes);
	return true;
}

MEMBER(guid_try_parse)
{
	uint8_t bytes[16] = { 0 };
	bool ok = guid_parse(text_arg(args[0]), bytes);

	if (!ok)
		memset(bytes, 0, sizeof(bytes));
	out_set(args[n - 1], guid_value(bytes));
	*ret = value_bool(ok);
	return true;
}

MEMBER(guid_of_bytes)
{
	uint8_t bytes[16];

	if (args[0].kind != V_ARRAY || args[0].u.array->len != 16) {
		fault_throw(error, ARGUMENT, "Byte array for Guid must be exactly 16 bytes long. (Parameter 'b')");
		return false;
	}
	for (unsigned i = 0; i < 16; i++)
		bytes[i] = args[0].u.array->u.bytes[wire_order[i]];
	*ret = guid_value(bytes);
	return true;
}

MEMBER(guid_to_bytes)
{
	uint8_t bytes[16];

	for (unsigned i = 0; i < 16; i++)
		bytes[i] = guid_bytes(self)[wire_order[i]];
	*ret = value_of(array_of_bytes(bytes, 16));
	return true;
}

MEMBER(guid_to_string_format)
{
	const char *format = text_arg(args[0]);
	char f = g_ascii_toupper(*format ? *format : 'D');

	if (strlen(format) > 1 || !strchr("DNBPX", f)) {
		fault_throw(error, FORMAT_EXCEPTION,
			    "Format string can be only \"D\", \"d\", \"N\", \"n\", \"P\", \"p\", \"B\", \"b\", \"X\" or \"x\".");
		return false;
	}
	*ret = value_str(f == 'X' ? format_guid_fields(guid_bytes(self)) : format_guid(guid_bytes(self), f));
	return true;
}

static struct value empty_guid(void)
{
	return guid_value((const uint8_t[16]){ 0 });
}

MEMBER_IS(guid_new, guid_random())
MEMBER_IS(guid_empty, empty_guid())
MEMBER_IS(guid_to_string, value_str(guid_text(self)))
MEMBER_IS(guid_compare_to, value_i32(native_of(args[0], &type_guid) ? guid_compare(self, value_base(args[0])) : 1))
MEMBER_IS(guid_equals, value_bool(native_of(args[0], &type_guid) && guid_equal(self, value_base(args[0]))))

/* Version 7: the time in milliseconds first, the rest random. */
MEMBER(guid_new_by_time)
{
	uint64_t ms = (uint64_t)g_get_real_time() / 1000;
	value_auto random = guid_random();
	uint8_t bytes[16];

	memcpy(bytes, guid_bytes(random), sizeof(bytes));
	for (unsigned i = 0; i < 6; i++)
		bytes[i] = ms >> (8 * (5 - i));
	bytes[6] = 0x70 | (bytes[6] & 0x0f);
	*ret = guid_value(bytes);
	return true;
}

static const struct type_member guid_methods[] = {
	STATIC("guid CreateVersion7()", guid_new_by_time),
	METHOD("int CompareTo(System.Object value)", guid_compare_to),
	METHOD("bool Equals(System.Object o)", guid_equals),
	METHOD("byte[] ToByteArray()", guid_to_bytes),
	METHOD("string ToString()", guid_to_string),
	METHOD("string ToString(string format)", guid_to_string_format),
	METHOD("string ToString(string format, System.IFormatProvider provider)", guid_to_string_format),
	STATIC("guid NewGuid()", guid_new),
	STATIC("guid Parse(string input)", guid_static_parse),
	STATIC("guid Parse(string input, System.IFormatProvider provider)", guid_static_parse),
	STATIC("guid ParseExact(string input, string format)", guid_static_parse),
	STATIC("bool TryParse(string input, out guid result)", guid_try_parse),
	END_OF_MEMBERS
};

MEMBER_IS(guid_version, value_i32(guid_bytes(self)[6] >> 4))
MEMBER_IS(guid_variant, value_i32(guid_bytes(self)[8] >> 4))

static const struct type_member guid_properties[] = {
	{ "guid Empty {get;}", guid_empty, NULL, TYPE_STATIC },
	{ "string Guid {get;}", guid_to_string, NULL, 0 },
	PROPERTY("int Variant {get;}", guid_variant),
	PROPERTY("int Version {get;}", guid_version),
	END_OF_MEMBERS
};

static const struct type_member guid_constructors[] = {
	CONSTRUCTOR("new()", guid_empty),
	CONSTRUCTOR("new(byte[] b)", guid_of_bytes),
	CONSTRUCTOR("new(string g)", guid_static_parse),
	END_OF_MEMBERS
};

static const struct type *const guid_interfaces[] = { &type_icomparable, &type_iformattable, NULL };

TYPE(type_guid);
const struct type type_guid = {
	.name = "System.Guid", .alias = "guid", .kind = V_NATIVE, .base = &type_valuetype,
	.flags = TYPE_IS_VALUETYPE, .interfaces = guid_interfaces, .methods = guid_methods,
	.properties = guid_properties, .constructors = guid_constructors, .to_string = guid_text,
	.equals = guid_equal, .compare = guid_compare,
};
