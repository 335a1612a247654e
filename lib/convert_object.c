/*
 * Conversion by the target's own table: a static Parse for text, a constructor
 * with one parameter that takes the value, or an object made empty and its
 * properties set from a hashtable. Numbers that fit none of it go through their
 * text.
 */
#include "config.h"

#include "lib/cast.h"
#include "lib/dict.h"
#include "lib/object.h"
#include "lib/regex.h"
#include "lib/symbol.h"

static const struct fault parse_fault = CAST_FAULT("InvalidCastParseTargetInvocation");
static const struct fault parse_provider_fault =
	CAST_FAULT("InvalidCastParseTargetInvocationWithFormatProvider");
static const struct fault constructor_fault = CAST_FAULT("InvalidCastConstructorException");
static const struct fault regex_fault = CAST_FAULT("InvalidCastFromStringToRegex");
static const struct fault creation_fault = CAST_FAULT("ObjectCreationError");

/* What a member threw, without the words that wrap it. */
static const char *thrown_text(const GError *failure)
{
	const struct fault_data *data = fault_data(failure);

	return data && data->inner_message && !data->is_throw ? data->inner_message
							      : failure->message;
}

static bool call_member(const struct type *to, const struct type_member *member, struct value arg,
			const struct fault *fault, struct value v, struct value *ret,
			GError **error)
{
	struct type_call call = { .type = to, .member = member };
	GError *failure = NULL;

	*ret = VALUE_NOTHING;
	if (member->get(&call, VALUE_UNSET, &arg, 1, ret, &failure))
		return true;
	cast_fail_because(fault, v, to, thrown_text(failure), error);
	g_error_free(failure);
	return false;
}

/* The type of the one parameter in "Name(type name)"; NULL when there are none or several. */
static const struct type *only_parameter(const char *signature)
{
	const char *open = strchr(signature, '('), *end, *space;

	if (!open || strchr(open, ',') || g_str_has_prefix(open, "(params ") ||
	    g_str_has_prefix(open, "(ref ") || g_str_has_prefix(open, "(out "))
		return NULL;
	end = strchr(open, ')');
	space = end;
	while (space > open && *space != ' ')
		space--;
	return space > open ? type_find(open + 1, space - open - 1) : NULL;
}

/* -- Parse -------------------------------------------------------------------- */

static bool is_parse(const struct type_member *member)
{
	const char *name = strstr(member->signature, "Parse(string ");

	return (member->flags & TYPE_STATIC) && member->get && name && name > member->signature &&
	       name[-1] == ' ';
}

static const struct type_member *find_parse(const struct type *to, bool *ret_provider)
{
	const struct type_member *found = NULL;

	*ret_provider = false;
	for (const struct type_member *m = to->methods; m && m->signature; m++) {
		if (!is_parse(m))
			continue;
		if (strstr(m->signature, "IFormatProvider"))
			*ret_provider = true;
		else if (!strchr(m->signature, ','))
			found = m;
	}
	return found;
}

/* -- Constructors ------------------------------------------------------------- */

static bool widens(struct value v, const struct type *to)
{
	if (v.kind == V_CHAR || (v.kind >= V_I8 && v.kind <= V_U32))
		return to->kind == V_I64 || (to->kind == V_I32 && v.kind != V_U32);
	return v.kind == V_I64 && to->kind == V_I64;
}

static bool is_collection(const struct type *to)
{
	return to->kind == V_LIST || to->kind == V_DICT;
}

static const struct type_member *find_constructor(const struct type *to, struct value v,
						  const struct type **ret_parameter)
{
	for (const struct type_member *m = to->constructors; m && m->signature; m++) {
		const struct type *parameter = only_parameter(m->signature);

		if (!parameter || parameter == &type_object || !m->get)
			continue;
		if (is_collection(to) && value_is_number(v))
			continue;
		if (value_is(v, parameter) || widens(v, parameter)) {
			*ret_parameter = parameter;
			return m;
		}
	}
	return NULL;
}

static bool by_constructor(const struct type *to, const struct type_member *member,
			   const struct type *parameter, struct value v, struct value *ret,
			   GError **error)
{
	value_auto arg = VALUE_UNSET;

	return value_convert(v, parameter, &arg, error) &&
	       call_member(to, member, arg, &constructor_fault, v, ret, error);
}

/* -- Properties --------------------------------------------------------------- */

static bool has_default_constructor(const struct type *to)
{
	if ((to->flags & TYPE_IS_VALUETYPE) || to->kind == V_DATETIME || to->kind == V_TIMESPAN ||
	    to->kind == V_ENUM || to->kind == V_DECIMAL)
		return true;
	for (const struct type_member *m = to->constructors; m && m->signature; m++)
		if (strstr(m->signature, "()"))
			return true;
	return false;
}

static void put_settable(GString *out, const struct type *to)
{
	const char *separator = "";

	if (to->kind == V_ENUM) {
		g_string_append(out, "[value__ <System.Int32>]");
		return;
	}
	for (const struct type_member *m = to->properties; m && m->signature; m++) {
		const char *space = strchr(m->signature, ' '), *end;
		g_autofree char *type_name = NULL;
		const struct type *type;

		if (!m->set || !space)
			continue;
		end = strchrnul(space + 1, ' ');
		type_name = g_strndup(m->signature, space - m->signature);
		type = type_find(type_name, -1);
		g_string_append_printf(out, "%s[%.*s <%s>]", separator, (int)(end - space - 1),
				       space + 1, type ? type->name : type_name);
		separator = ", ";
	}
}

static bool no_such_property(const char *name, const struct type *to, GError **error)
{
	GString *text = g_string_new(NULL);

	put_settable(text, to);
	if (text->len > 0)
		g_string_prepend(text, "The settable properties are: ");
	else
		g_string_append(text, "There is no settable property available");
	cast_fail(error, &creation_fault,
		  "Cannot create object of type \"%s\". The property '%s' was not found for the "
		  "'%s' "
		  "object. %s.",
		  to->name, name, to->name, text->str);
	g_string_free(text, TRUE);
	return false;
}

static bool set_property(const struct type *to, struct value object, const char *name,
			 struct value v, GError **error)
{
	struct symbol *symbol = symbol_get(name, -1);
	const struct type_member *member = symbol ? type_property(to, symbol, false) : NULL;
	struct value *slot = symbol && object.kind == V_OBJECT ? object_slot(object.u.object, symbol) : NULL;

	if (!member && slot) {
		value_put(slot, value_ref(v));
		return true;
	}
	if (!member || !member->set)
		return no_such_property(name, to, error);
	return type_set_property(to, member, object, v, NULL, error);
}

static bool from_dict(struct value v, const struct type *to, struct value *ret, GError **error)
{
	const struct dict_entry *entry;
	value_auto object = VALUE_UNSET;
	GError *failure = NULL;

	if (!has_default_constructor(to))
		return cast_fail_final(v, to, error);
	/* Value types cannot be made empty and filled: naming the missing property is all that
	 * happens. */
	if (!type_construct(to, NULL, 0, NULL, &object, &failure))
		g_clear_error(&failure);
	for (uint32_t at = 0; dict_next(v.u.dict, &at, &entry); ) {
		struct string *name = value_to_string(entry->key, NULL);
		bool good = set_property(to, object, name->data, entry->value, error);

		str_unref(name);
		if (!good)
			return false;
	}
	*ret = value_steal(&object);
	return true;
}

static bool from_custom(struct value v, const struct type *to, struct value *ret, GError **error)
{
	const struct object *source = v.u.object;
	value_auto object = VALUE_UNSET;
	GError *failure = NULL;

	if (!has_default_constructor(to) || value_is_number((struct value){ .kind = to->kind }))
		return cast_fail_final(v, to, error);
	if (!type_construct(to, NULL, 0, NULL, &object, &failure))
		g_clear_error(&failure);
	for (uint32_t i = 0; i < source->shape->n; i++) {
		const struct shape_member *member = &source->shape->members[i];

		if (set_property(to, object, member->name->data, source->slots[i], NULL))
			continue;
		cast_fail_final(v, to, &failure);
		cast_fail_because(&constructor_fault, v, to, failure->message, error);
		g_error_free(failure);
		return false;
	}
	*ret = value_steal(&object);
	return true;
}

static bool text_to_regex(struct value v, const struct type *to, struct value *ret, GError **error)
{
	GError *failure = NULL;
	struct regex *regex = regex_get(v.u.str->data, v.u.str->len, 0, &failure);

	if (!regex) {
		cast_fail_because(&regex_fault, v, to, failure->message, error);
		g_error_free(failure);
		return false;
	}
	*ret = regex_value_new(regex);
	return true;
}

/* -- Through text ------------------------------------------------------------- */

static bool number_by_text(struct value v, const struct type *to, struct value *ret, GError **error)
{
	value_auto text = value_str(value_to_string(v, NULL));
	GError *failure = NULL;

	if (value_convert(text, to, ret, &failure))
		return true;
	if (fault_is(failure, &cast_final_fault)) {
		g_error_free(failure);
		return cast_fail_final(v, to, error);
	}
	g_propagate_error(error, failure);
	return false;
}

bool cast_by_table(struct value v, const struct type *to, struct value *ret, GError **error)
{
	const struct type_member *member;
	const struct type *parameter;
	bool provider;

	if (v.kind == V_STRING && to == &type_regex)
		return text_to_regex(v, to, ret, error);
	if (v.kind == V_STRING) {
		member = find_parse(to, &provider);
		if (member)
			return call_member(to, member, v,
					   provider ? &parse_provider_fault : &parse_fault, v, ret,
					   error);
	}
	member = find_constructor(to, v, &parameter);
	if (member)
		return by_constructor(to, member, parameter, v, ret, error);
	if (v.kind == V_DICT)
		return from_dict(v, to, ret, error);
	if (v.kind == V_OBJECT && type_of(v) == &type_pscustomobject)
		return from_custom(v, to, ret, error);
	if (value_is_number(v) && v.kind != V_BIGINT)
		return number_by_text(v, to, ret, error);
	return cast_fail_kinds(v, to, error);
}
