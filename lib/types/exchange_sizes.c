/*
 * Sizes: ByteQuantifiedSize ("1 GB (1,073,741,824 bytes)"), and Unlimited, which is
 * a size or a number that may also be "Unlimited". Scripts compare them, take
 * them apart as text, and ask for .Value.ToMB().
 */
#include "config.h"
#include "lib/exchange.h"
#include "lib/convert.h"

#include <errno.h>
#include <math.h>

TYPE(type_byte_quantified_size);
TYPE(type_unlimited_size);
TYPE(type_unlimited_int);

struct size {
	struct native native;
	uint64_t bytes;
	bool unlimited;
	struct string *text;		/* made on first use: a plan's sizes are shown by all its mailboxes */
};

static const struct fault bad_size = {
	"InvalidByteQuantifiedSize", "System.FormatException", CATEGORY_INVALID_ARGUMENT,
	"Write a size as 500MB, 2GB or a number of bytes." };

static const struct fault bad_number = {
	"InvalidUnlimited", "System.FormatException", CATEGORY_INVALID_ARGUMENT,
	"Write a number, or Unlimited." };

static const char *const units[] = { "B", "KB", "MB", "GB", "TB" };

static const struct size *size_of(struct value v)
{
	v = value_base(v);
	if (v.kind == V_NATIVE && (v.u.native->type == &type_byte_quantified_size ||
				   v.u.native->type == &type_unlimited_size ||
				   v.u.native->type == &type_unlimited_int))
		return (const struct size *)v.u.native;
	return NULL;
}

static struct value size_value(const struct type *type, uint64_t number, bool unlimited)
{
	struct size *size = native_new(type, sizeof(*size));

	size->bytes = number;
	size->unlimited = unlimited;
	return value_of(size);
}

struct value size_from_bytes(uint64_t bytes)
{
	return size_value(&type_byte_quantified_size, bytes, false);
}

struct value unlimited_from_bytes(uint64_t bytes)
{
	return size_value(&type_unlimited_size, bytes, false);
}

struct value unlimited_size(void)
{
	return size_value(&type_unlimited_size, 0, true);
}

bool size_bytes(struct value v, uint64_t *ret)
{
	const struct size *size = size_of(v);

	if (!size || size->unlimited || size->native.type == &type_unlimited_int)
		return false;
	*ret = size->bytes;
	return true;
}

bool unlimited_int(struct value v, uint32_t *ret)
{
	const struct size *size = size_of(v);

	if (!size || size->unlimited || size->native.type != &type_unlimited_int)
		return false;
	*ret = size->bytes;
	return true;
}

/* -- Text ----------------------------------------------------------------------- */

/* 1234567 -> "1,234,567" */
static void put_grouped(GString *out, uint64_t number)
{
	char digits[24];
	int len = g_snprintf(digits, sizeof(digits), "%" G_GUINT64_FORMAT, number);

	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			g_string_append_c(out, ',');
		g_string_append_c(out, digits[i]);
	}
}

/* Four significant digits in the largest unit that leaves at least one: "1.953 GB". */
static void put_rounded(GString *out, uint64_t bytes)
{
	unsigned unit = 0;
	double number = bytes;
	char text[G_ASCII_DTOSTR_BUF_SIZE];

	while (number >= 1024 && unit + 1 < G_N_ELEMENTS(units)) {
		number /= 1024;
		unit++;
	}
	if (number >= 1000)
		g_ascii_formatd(text, sizeof(text), "%.0f", number);
	else
		g_ascii_formatd(text, sizeof(text), "%.4g", number);
	g_string_append_printf(out, "%s %s (", text, units[unit]);
	put_grouped(out, bytes);
	g_string_append(out, " bytes)");
}

static struct string *size_text(struct value self)
{
	struct size *size = (struct size *)size_of(self);
	GString *out;

	if (size->text)
		return str_ref(size->text);
	if (size->unlimited) {
		size->text = str_new("Unlimited", -1);
	} else if (size->native.type == &type_unlimited_int) {
		size->text = str_printf("%" G_GUINT64_FORMAT, size->bytes);
	} else {
		out = g_string_new(NULL);
		put_rounded(out, size->bytes);
		size->text = str_from_gstring(out);
	}
	return str_ref(size->text);
}

static void size_free(struct native *native)
{
	str_unref(((struct size *)(void *)native)->text);
}

/* "(1,073,741,824 bytes)": the exact number of the long form. */
static bool parse_exact(const char *paren, uint64_t *ret)
{
	uint64_t bytes = 0;
	const char *p;

	for (p = paren + 1; g_ascii_isdigit(*p) || *p == ','; p++) {
		if (*p == ',')
			continue;
		if (bytes > (UINT64_MAX - 9) / 10)
			return false;
		bytes = bytes * 10 + (*p - '0');
	}
	*ret = bytes;
	return strcmp(p, " bytes)") == 0;
}

static bool parse_unit(const char *text, double *ret_factor)
{
	while (*text == ' ')
		text++;
	*ret_factor = 1;
	if (!*text || text_equal_nocase(text, "bytes"))
		return true;
	for (unsigned i = 0; i < G_N_ELEMENTS(units); i++, *ret_factor *= 1024)
		if (text_equal_nocase(text, units[i]))
			return true;
	return false;
}

static bool parse_size(const char *text, uint64_t *ret)
{
	const char *paren = strchr(text, '(');
	char *end;
	double number, factor;

	if (paren)
		return g_ascii_isdigit(text[0]) && parse_exact(paren, ret);
	if (!g_ascii_isdigit(text[0]))
		return false;
	if (text[strspn(text, "0123456789")] == 0) {
		errno = 0;
		*ret = g_ascii_strtoull(text, &end, 10);
		return errno == 0;
	}
	if (text[0] == '0' && g_ascii_tolower(text[1]) == 'x')
		return false;
	number = g_ascii_strtod(text, &end);
	if (!parse_unit(end, &factor) || !(number * factor < 9.2e18))
		return false;
	*ret = (uint64_t)floor(number * factor);
	return true;
}

static bool refuse_size(struct value v, const char *text, bool unlimited, GError **error)
{
	fault_set(error, &bad_size, v,
		  "\"%.64s\" is not a valid size: a size is a number with B, KB, MB, GB or TB, as "
		  "500MB%s.", text, unlimited ? ", or the word Unlimited" : "");
	return false;
}

/* A number of the language: an integer or a whole double, not negative. */
static bool number_value(struct value v, uint64_t *ret)
{
	if (v.kind == V_U64) {
		*ret = v.u.u;
		return true;
	}
	if (value_is_integer(v) && v.u.i >= 0) {
		*ret = v.u.i;
		return true;
	}
	if (v.kind == V_F64 && v.u.f >= 0 && v.u.f < 9.2e18) {
		*ret = (uint64_t)floor(v.u.f);
		return true;
	}
	return false;
}

static bool convert_size(struct value v, const struct type *type, struct value *ret, GError **error)
{
	bool may_be_unlimited = type != &type_byte_quantified_size;
	const struct size *size = size_of(v);
	g_autofree char *text = NULL;
	uint64_t bytes;

	v = value_base(v);
	if (size && size->native.type != &type_unlimited_int) {
		if (size->unlimited && !may_be_unlimited)
			return refuse_size(v, "Unlimited", false, error);
		*ret = size_value(type, size->bytes, size->unlimited);
		return true;
	}
	if (v.kind != V_STRING && number_value(v, &bytes)) {
		*ret = size_value(type, bytes, false);
		return true;
	}
	if (v.kind != V_STRING)
		return false;
	text = g_strstrip(g_strdup(v.u.str->data));
	if (may_be_unlimited && text_equal_nocase(text, "unlimited")) {
		*ret = size_value(type, 0, true);
		return true;
	}
	if (!parse_size(text, &bytes))
		return refuse_size(v, text, may_be_unlimited, error);
	*ret = size_value(type, bytes, false);
	return true;
}

static bool size_from(struct value v, struct value *ret, GError **error)
{
	return convert_size(v, &type_byte_quantified_size, ret, error);
}

static bool unlimited_size_from(struct value v, struct value *ret, GError **error)
{
	return convert_size(v, &type_unlimited_size, ret, error);
}

static bool unlimited_int_from(struct value v, struct value *ret, GError **error)
{
	uint64_t number;

	v = value_base(v);
	if (size_of(v)) {
		*ret = size_value(&type_unlimited_int, size_of(v)->bytes, size_of(v)->unlimited);
		return true;
	}
	if (v.kind == V_STRING && text_equal_nocase(v.u.str->data, "unlimited")) {
		*ret = size_value(&type_unlimited_int, 0, true);
		return true;
	}
	if (v.kind == V_STRING) {
		const char *text = v.u.str->data;
		size_t digits = strspn(text, "0123456789");

		if (!digits || digits > 10 || text[digits])
			number = UINT64_MAX;
		else
			number = g_ascii_strtoull(text, NULL, 10);
	} else if (!number_value(v, &number)) {
		return false;
	}
	if (number > INT32_MAX) {
		fault_set(error, &bad_number, v, "The number must be 0 to 2147483647, or the word "
			  "Unlimited.");
		return false;
	}
	*ret = size_value(&type_unlimited_int, number, false);
	return true;
}

static int size_compare(struct value a, struct value b)
{
	const struct size *x = size_of(a), *y = size_of(b);

	if (x->unlimited || y->unlimited)
		return (int)x->unlimited - (int)y->unlimited;
	return x->bytes < y->bytes ? -1 : x->bytes > y->bytes;
}

static bool size_equals(struct value a, struct value b)
{
	return size_of(a) && size_of(b) && size_compare(a, b) == 0;
}

/* -- Members ---------------------------------------------------------------------- */

static bool to_unit(struct value self, unsigned power, struct value *ret)
{
	*ret = (struct value){ .kind = V_U64, .u.u = size_of(self)->bytes >> (10 * power) };
	return true;
}

#define SIZE_METHOD(name, power) \
	static bool name(struct type_call *call, struct value self, const struct value *args, \
			 unsigned n, struct value *ret, GError **error) \
	{ \
		return to_unit(self, power, ret); \
	}
SIZE_METHOD(size_to_bytes, 0)
SIZE_METHOD(size_to_kb, 1)
SIZE_METHOD(size_to_mb, 2)
SIZE_METHOD(size_to_gb, 3)
SIZE_METHOD(size_to_tb, 4)

static bool size_parse_method(struct type_call *call, struct value self, const struct value *args,
			      unsigned n, struct value *ret, GError **error)
{
	return call->type->convert_from(args[0], ret, error);
}

static bool from_unit(const struct value *args, unsigned power, struct value *ret)
{
	*ret = size_from_bytes(args[0].u.u << (10 * power));
	return true;
}

#define SIZE_FROM(name, power) \
	static bool name(struct type_call *call, struct value self, const struct value *args, \
			 unsigned n, struct value *ret, GError **error) \
	{ \
		return from_unit(args, power, ret); \
	}
SIZE_FROM(size_from_b, 0)
SIZE_FROM(size_from_kb, 1)
SIZE_FROM(size_from_mb, 2)
SIZE_FROM(size_from_gb, 3)

static bool unlimited_is(struct type_call *call, struct value self, const struct value *args,
			 unsigned n, struct value *ret, GError **error)
{
	*ret = value_bool(size_of(self)->unlimited);
	return true;
}

/* .Value of what is unlimited has no number: null, as scripts meet it through the adapter. */
static bool unlimited_value(struct type_call *call, struct value self, const struct value *args,
			    unsigned n, struct value *ret, GError **error)
{
	const struct size *size = size_of(self);

	if (size->unlimited)
		*ret = VALUE_NULL;
	else if (size->native.type == &type_unlimited_int)
		*ret = value_i32((int32_t)size->bytes);
	else
		*ret = size_from_bytes(size->bytes);
	return true;
}

static bool unlimited_static(struct type_call *call, struct value self, const struct value *args,
			     unsigned n, struct value *ret, GError **error)
{
	*ret = size_value(call->type, 0, true);
	return true;
}

static const struct type_member size_methods[] = {
	{ "uint64 ToBytes()", size_to_bytes },
	{ "uint64 ToKB()", size_to_kb },
	{ "uint64 ToMB()", size_to_mb },
	{ "uint64 ToGB()", size_to_gb },
	{ "uint64 ToTB()", size_to_tb },
	{ "object Parse(string expression)", size_parse_method, .flags = TYPE_STATIC },
	{ "object FromBytes(uint64 bytes)", size_from_b, .flags = TYPE_STATIC },
	{ "object FromKB(uint64 kilobytes)", size_from_kb, .flags = TYPE_STATIC },
	{ "object FromMB(uint64 megabytes)", size_from_mb, .flags = TYPE_STATIC },
	{ "object FromGB(uint64 gigabytes)", size_from_gb, .flags = TYPE_STATIC },
	{ NULL }
};

static const struct type_member unlimited_properties[] = {
	{ "bool IsUnlimited {get;}", unlimited_is },
	{ "object Value {get;}", unlimited_value },
	{ "object UnlimitedValue {get;}", unlimited_static, .flags = TYPE_STATIC },
	{ NULL }
};

static const struct type_member unlimited_methods[] = {
	{ "object Parse(string expression)", size_parse_method, .flags = TYPE_STATIC },
	{ NULL }
};

const struct type type_byte_quantified_size = {
	.name = "Microsoft.Exchange.Data.ByteQuantifiedSize", .alias = "ByteQuantifiedSize",
	.kind = V_NATIVE, .flags = TYPE_IS_VALUETYPE, .methods = size_methods,
	.to_string = size_text, .free = size_free, .convert_from = size_from,
	.equals = size_equals, .compare = size_compare,
};

const struct type type_unlimited_size = {
	.name = "Microsoft.Exchange.Data.Unlimited`1[[Microsoft.Exchange.Data.ByteQuantifiedSize]]",
	.alias = "UnlimitedSize",
	.kind = V_NATIVE, .flags = TYPE_IS_VALUETYPE, .element = &type_byte_quantified_size,
	.properties = unlimited_properties, .methods = unlimited_methods,
	.to_string = size_text, .free = size_free, .convert_from = unlimited_size_from,
	.equals = size_equals, .compare = size_compare,
};

const struct type type_unlimited_int = {
	.name = "Microsoft.Exchange.Data.Unlimited`1[[System.UInt32]]", .alias = "Unlimited",
	.kind = V_NATIVE, .flags = TYPE_IS_VALUETYPE, .element = &type_uint32,
	.properties = unlimited_properties, .methods = unlimited_methods,
	.to_string = size_text, .free = size_free, .convert_from = unlimited_int_from,
	.equals = size_equals, .compare = size_compare,
};
