/*
 * Conversion: one table by the target's kind leads to the function that makes
 * that kind from any other. What the general rules do not know (Regex, Version,
 * Uri...) is made by the target type's own table: Parse, a constructor, or
 * properties set from a hashtable.
 */
#include "config.h"

#include "lib/convert.h"
#include "lib/type_make.h"

#include "lib/array.h"
#include "lib/cast.h"
#include "lib/dict.h"
#include "lib/number.h"
#include "lib/object.h"
#include "lib/symbol.h"

/* -- Failures ----------------------------------------------------------------- */

const struct fault cast_final_fault = CAST_FAULT("ConvertToFinalInvalidCastException");
const struct fault cast_iconvertible_fault = CAST_FAULT("InvalidCastIConvertible");
static const struct fault null_object = CAST_FAULT("nullToObjectInvalidCast");
static const struct fault null_enum = CAST_FAULT("nullToEnumInvalidCast");
static const struct fault parse_fault = CAST_FAULT("InvalidCastParseTargetInvocation");
static const struct fault cast_to_type_fault = CAST_FAULT("InvalidCastFromStringToType");

bool cast_fail(GError **error, const struct fault *fault, const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	if (!error)
		return false;
	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	fault_set(error, fault, VALUE_NULL, "%s", text);
	fault_inner(error, "System.Management.Automation.PSInvalidCastException", "%s", text);
	return false;
}

bool cast_fail_final(struct value v, const struct type *to, GError **error)
{
	struct string *text;

	if (!error)
		return false;
	/* A secret is not shown. */
	if (to == &type_securestring)
		return cast_fail(error, &cast_final_fault,
				 "Cannot convert the value of type \"%s\" to type \"%s\".",
				 type_text(type_of(v)), type_text(to));
	text = value_to_display(v);
	cast_fail(error, &cast_final_fault,
		  "Cannot convert the \"%s\" value of type \"%s\" to type \"%s\".", text->data,
		  type_text(type_of(v)), type_text(to));
	str_unref(text);
	return false;
}

/* The exception that .NET gives a reason with: by how it is put. */
static const char *exception_for(const char *reason)
{
	static const struct {
		const char *part, *exception;
	} rows[] = {
		{ "too large or too small", "System.OverflowException" },
		{ "resulted in an overflow", "System.OverflowException" },
		{ "Invalid cast from", "System.InvalidCastException" },
		{ "(Parameter '", "System.ArgumentException" },
		{ "Invalid pattern", "System.Text.RegularExpressions.RegexParseException" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (strstr(reason, rows[i].part))
			return rows[i].exception;
	return "System.FormatException";
}

bool cast_fail_because(const struct fault *fault, struct value v, const struct type *to,
		       const char *reason, GError **error)
{
	struct string *text;

	if (!error)
		return false;
	text = value_to_display(v);
	cast_fail(error, fault, "Cannot convert value \"%s\" to type \"%s\". Error: \"%s\"",
		  text->data, type_text(to), reason);
	fault_cause(error, exception_for(reason), reason);
	str_unref(text);
	return false;
}

bool cast_is_convertible(struct value v)
{
	switch (v.kind) {
	case V_BOOL:
	case V_CHAR:
	case V_DATETIME:
	case V_ENUM:
	case V_STRING:
		return true;
	default:
		return value_is_number(v) && v.kind != V_BIGINT;
	}
}

/* Kinds with a TypeCode of their own: .NET names them without their namespace. */
static bool has_type_code(enum value_kind kind)
{
	return kind == V_BOOL || kind == V_CHAR || (kind >= V_I8 && kind <= V_DATETIME) ||
	       kind == V_DECIMAL || kind == V_STRING;
}

bool cast_fail_kinds(struct value v, const struct type *to, GError **error)
{
	g_autofree char *reason = NULL;
	const char *from = type_of(v)->name, *target = to->name;

	if (!cast_is_convertible(v) || v.kind == V_STRING)
		return cast_fail_final(v, to, error);
	if (has_type_code(to->kind)) {
		from = type_simple_name(type_of(v));
		target = type_simple_name(to);
	}
	reason = g_strdup_printf("Invalid cast from '%s' to '%s'.", from, target);
	return cast_fail_because(&cast_iconvertible_fault, v, to, reason, error);
}

/* -- Small kinds -------------------------------------------------------------- */

static bool cast_bool(struct value v, const struct type *to, struct value *ret, GError **error)
{
	(void)to;
	(void)error;
	*ret = value_bool(value_truth(v));
	return true;
}

static bool cast_switch(struct value v, const struct type *to, struct value *ret, GError **error)
{
	if (v.kind == V_BOOL || value_is_null(v)) {
		*ret = value_bool(v.kind == V_BOOL && v.u.b);
		ret->kind = V_SWITCH;
		return true;
	}
	if (value_is_number(v))
		return cast_fail_final(v, to, error);
	return cast_fail_kinds(v, to, error);
}

static bool cast_char(struct value v, const struct type *to, struct value *ret, GError **error)
{
	if (v.kind == V_STRING) {
		if (v.u.str->units != 1)
			return cast_fail_because(&parse_fault, v, to,
						 "String must be exactly one character long.",
						 error);
		*ret = value_char(str_unit(v.u.str, 0));
		return true;
	}
	if (value_is_integer(v) || v.kind == V_ENUM) {
		__int128 i = v.kind == V_U64 ? (__int128)v.u.u : (__int128)v.u.i;

		if (i < 0 || i > UINT16_MAX)
			return cast_fail_because(&cast_iconvertible_fault, v, to,
						 number_overflow_text(V_CHAR), error);
		*ret = value_char((uint16_t)i);
		return true;
	}
	return cast_fail_kinds(v, to, error);
}

static bool cast_string(struct value v, const struct type *to, struct value *ret, GError **error)
{
	(void)to;
	(void)error;
	if (v.aux && value_is_number(v))
		*ret = value_str(str_ref(symbol_exact_text(v.aux)));
	else
		*ret = value_str(value_to_string(v, NULL));
	return true;
}

static bool cast_type(struct value v, const struct type *to, struct value *ret, GError **error)
{
	const struct type *type = NULL;

	if (v.kind == V_STRING)
		type = type_find(v.u.str->data, v.u.str->len);
	if (!type) {
		struct string *text = value_to_display(v);

		cast_fail(error, v.kind == V_STRING ? &cast_to_type_fault : &cast_final_fault,
			  "Cannot convert the \"%s\" value of type \"%s\" to type \"System.Type\".", text->data,
			  type_text(type_of(v)));
		str_unref(text);
		return false;
	}
	*ret = value_type_object(type);
	return true;
}

/* -- The table ---------------------------------------------------------------- */

static const cast_fn casts[V_KIND_COUNT] = {
	[V_BOOL] = cast_bool,
	[V_SWITCH] = cast_switch,
	[V_CHAR] = cast_char,
	[V_I8] = cast_integer, [V_U8] = cast_integer, [V_I16] = cast_integer,
	[V_U16] = cast_integer, [V_I32] = cast_integer, [V_U32] = cast_integer,
	[V_I64] = cast_integer, [V_U64] = cast_integer,
	[V_F32] = cast_real, [V_F64] = cast_real,
	[V_DECIMAL] = cast_decimal,
	[V_BIGINT] = cast_bigint,
	[V_STRING] = cast_string,
	[V_DATETIME] = cast_datetime,
	[V_TIMESPAN] = cast_timespan,
	[V_ENUM] = cast_enum,
	[V_TYPE] = cast_type,
	[V_ARRAY] = cast_array,
	[V_LIST] = cast_list,
	[V_DICT] = cast_dict,
};

/* Kinds that are one type each: the same kind is the same type. */
static bool kind_is_type(enum value_kind kind)
{
	return (kind >= V_BOOL && kind <= V_TIMESPAN) || kind == V_TYPE || kind == V_DECIMAL ||
	       kind == V_BIGINT || kind == V_STRING || kind == V_SCRIPTBLOCK;
}

static bool cast_null(const struct type *to, struct value *ret, GError **error)
{
	switch (to->kind) {
	case V_BOOL:
	case V_SWITCH:
	case V_CHAR:
	case V_I8:
	case V_U8:
	case V_I16:
	case V_U16:
	case V_I32:
	case V_U32:
	case V_I64:
	case V_U64:
	case V_F32:
	case V_F64:
		*ret = (struct value){ .kind = to->kind };
		return true;
	case V_DECIMAL:
		*ret = decimal_from_i64(0);
		return true;
	case V_BIGINT:
		return bigint_parse("0", 1, ret);
	case V_STRING:
		*ret = value_str(str_empty());
		return true;
	case V_ENUM: {
		g_autofree char *names = enum_names(to, ",");

		return cast_fail(error, &null_enum,
				 "Cannot convert null to type \"%s\" due to enumeration values "
				 "that are "
				 "not valid. Specify one of the following enumeration values and "
				 "try "
				 "again. The possible enumeration values are \"%s\".",
				 to->name, names);
	}
	default:
		if (to->kind == V_DATETIME || to->kind == V_TIMESPAN ||
		    (to->flags & TYPE_IS_VALUETYPE))
			return cast_fail(error, &null_object, "Cannot convert null to type \"%s\".",
					 to->name);
		*ret = VALUE_NULL;
		return true;
	}
}

static bool is_any_object(const struct type *to)
{
	return to == &type_object || to == &type_psobject || to == &type_pscustomobject;
}

bool value_convert(struct value v, const struct type *to, struct value *ret, GError **error)
{
	struct value base;
	cast_fn cast;

	if (v.kind == to->kind && kind_is_type(v.kind)) {
		*ret = value_ref(v);
		if (!(v.aux && v.kind <= V_F64))
			return true;
		ret->aux = 0;
		return true;
	}
	if (is_any_object(to)) {
		*ret = v.kind == V_UNSET ? VALUE_NULL : value_ref(v);
		return true;
	}
	base = value_base(v);
	if (to->open == &type_nullable) {
		*ret = VALUE_NULL;
		return value_is_null(base) || value_convert(base, to->element, ret, error);
	}
	if (value_is_null(base))
		return cast_null(to, ret, error);
	if (to == &type_void) {
		*ret = VALUE_NOTHING;
		return true;
	}
	if (value_is(base, to)) {
		*ret = value_ref(v);
		return true;
	}
	if (to->convert_from) {
		GError *failure = NULL;

		if (to->convert_from(base, ret, &failure))
			return true;
		if (failure) {
			g_propagate_error(error, failure);
			return false;
		}
	}
	cast = casts[to->kind];
	return (cast ? cast : cast_by_table)(base, to, ret, error);
}

struct value value_as(struct value v, const struct type *to)
{
	struct value r;

	return value_convert(v, to, &r, NULL) ? r : VALUE_NULL;
}

struct value value_to_custom(struct value dict)
{
	struct object *object = object_custom();
	const struct dict_entry *entry;

	for (uint32_t at = 0; dict_next(dict.u.dict, &at, &entry); ) {
		struct string *name = value_to_string(entry->key, NULL);

		object_set(object, name->data, value_ref(entry->value));
		str_unref(name);
	}
	return value_of(object);
}
