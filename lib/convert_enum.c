/*
 * Conversion to enums: names (several joined by commas or in an array are ORed),
 * numbers when they mean something, other enums by their number.
 */
#include "config.h"

#include "lib/cast.h"

static const struct fault undefined_integer = CAST_FAULT("UndefinedIntegerToEnum");
static const struct fault undefined_text = CAST_FAULT("EnumParseUndefined");
static const struct fault no_such_name = CAST_FAULT("SubstringDisambiguationEnumParseThrewAnException");

static bool undefined(const struct fault *fault, struct value v, const struct type *to,
		      GError **error)
{
	g_autofree char *names = NULL;
	struct string *text;

	if (!error)
		return false;
	names = enum_names(to, ",");
	text = value_to_display(v);
	cast_fail(error, fault,
		  "Cannot convert value \"%s\" to type \"%s\" due to enumeration values that are not "
		  "valid. Specify one of the following enumeration values and try again. The possible "
		  "enumeration values are \"%s\".", text->data, to->name, names);
	str_unref(text);
	return false;
}

static bool text_to_enum(struct value v, const struct type *to, struct value *ret, GError **error)
{
	GError *failure = NULL;
	int64_t number;

	if (!enum_parse(to, v.u.str->data, &number, &failure)) {
		cast_fail_because(&no_such_name, v, to, failure->message, error);
		g_error_free(failure);
		return false;
	}
	/* Several names that are no flags may give a number without meaning; a flags enum takes them. */
	if (!enum_defined(to, number) && !(to->flags & TYPE_IS_FLAGS))
		return undefined(&undefined_text, v, to, error);
	*ret = value_enum(to, number);
	return true;
}

/* The number of one element, not checked by itself. */
static bool element_number(struct value v, const struct type *to, int64_t *ret, GError **error)
{
	GError *failure = NULL;
	struct string *text;
	bool good;

	if (value_is_integer(v) || v.kind == V_ENUM) {
		*ret = v.u.i;
		return true;
	}
	text = value_to_string(v, NULL);
	good = enum_parse(to, text->data, ret, &failure);
	str_unref(text);
	if (!good) {
		cast_fail_because(&no_such_name, v, to, failure->message, error);
		g_error_free(failure);
	}
	return good;
}

static bool list_to_enum(struct value v, const struct type *to, struct value *ret, GError **error)
{
	struct enumerator e;
	struct value item;
	int64_t all = 0, number;
	bool good = true;

	enumerator_init(&e, v);
	while (good && enumerator_next(&e, &item, NULL)) {
		good = element_number(value_base(item), to, &number, error);
		if (good)
			all |= number;
		value_unref(item);
	}
	enumerator_clear(&e);
	if (!good)
		return false;
	if (!enum_defined(to, all) && !(to->flags & TYPE_IS_FLAGS))
		return undefined(&undefined_text, v, to, error);
	*ret = value_enum(to, all);
	return true;
}

bool cast_enum(struct value v, const struct type *to, struct value *ret, GError **error)
{
	value_auto text = VALUE_UNSET;

	if (v.kind == V_STRING)
		return text_to_enum(v, to, ret, error);
	if (value_is_integer(v) || v.kind == V_ENUM) {
		if (!enum_defined(to, v.u.i) && to->names && to->names->name)
			return undefined(&undefined_integer, v, to, error);
		*ret = value_enum(to, v.u.i);
		return true;
	}
	if (value_is_number(v)) {
		text = value_str(value_to_display(v));
		return text_to_enum(text, to, ret, error);
	}
	if (value_is_enumerable(v))
		return list_to_enum(v, to, ret, error);
	if (v.kind == V_DICT || v.kind == V_OBJECT)
		return cast_by_table(v, to, ret, error);
	return cast_fail_kinds(v, to, error);
}
