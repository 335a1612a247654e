/*
 * Conversion to enums: names (several joined by commas or in an array are ORed),
 * numbers when they mean something, other enums by their number.
 */
#include "config.h"

#include "lib/cast.h"
#include "lib/operate.h"

static const struct fault undefined_integer = CAST_FAULT("UndefinedIntegerToEnum");
static const struct fault undefined_text = CAST_FAULT("EnumParseUndefined");
static const struct fault no_such_name = CAST_FAULT("SubstringDisambiguationEnumParseThrewAnExcepti"
						    "on");

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
		  "Cannot convert value \"%s\" to type \"%s\" due to enumeration values that are "
		  "not "
		  "valid. Specify one of the following enumeration values and try again. The "
		  "possible "
		  "enumeration values are \"%s\".",
		  text->data, to->name, names);
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
	/* Several names that are no flags may give a number without meaning; a flags enum takes
	 * them. */
	if (!enum_defined(to, number) && !(to->flags & TYPE_IS_FLAGS))
		return undefined(&undefined_text, v, to, error);
	*ret = value_enum(to, number);
	return true;
}

static bool all_integers(struct value v, int64_t *ret)
{
	struct enumerator e;
	struct value item;
	bool good = true;

	*ret = 0;
	enumerator_init(&e, v);
	while (good && enumerator_next(&e, &item, NULL)) {
		struct value base = value_base(item);

		good = value_is_integer(base) || base.kind == V_ENUM;
		if (good)
			*ret |= base.u.i;
		value_unref(item);
	}
	enumerator_clear(&e);
	return good;
}

/* Numbers are ORed; names are joined and read as one text. */
static bool list_to_enum(struct value v, const struct type *to, struct value *ret, GError **error)
{
	value_auto text = VALUE_UNSET;
	int64_t all;

	if (!all_integers(v, &all))
		return value_join(v, ",", &text, error) && text_to_enum(text, to, ret, error);
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
