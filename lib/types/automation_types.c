/*
 * What scripts ask of PowerShell's own library: LanguagePrimitives (the
 * conversions and comparisons of the language), WildcardPattern,
 * ChoiceDescription; and Activator, DBNull.
 */
#include "config.h"

#include "lib/types/table.h"
#include "lib/wildcard.h"

/* -- LanguagePrimitives ----------------------------------------------------------------------------- */

MEMBER_IS(language_is_true, value_bool(value_truth(args[0])))
MEMBER_IS(language_is_enumerable, value_bool(value_is_enumerable(args[0])))
MEMBER_IS(language_enumerable, value_is_enumerable(args[0]) ? value_ref(args[0]) : VALUE_NULL)
MEMBER_IS(language_equals, value_bool(value_equal(args[0], args[1], n < 3 || !args[2].u.b)))

MEMBER(language_convert)
{
	if (args[1].kind != V_TYPE)
		return throw_null(error, "resultType");
	return value_convert(args[0], args[1].u.type, ret, error);
}

MEMBER(language_try_convert)
{
	struct value made = VALUE_NULL;
	bool ok = args[1].kind == V_TYPE && value_convert(args[0], args[1].u.type, &made, NULL);

	out_set(args[n - 1], ok ? made : VALUE_NULL);
	*ret = value_bool(ok);
	return true;
}

MEMBER(language_compare)
{
	int order;

	if (!value_order(args[0], args[1], n < 3 || !args[2].u.b, &order, error))
		return false;
	*ret = value_i32(order);
	return true;
}

MEMBER(language_enumerator)
{
	if (!value_is_enumerable(args[0])) {
		*ret = VALUE_NULL;
		return true;
	}
	return type_invoke(type_of(args[0]), args[0], "GetEnumerator", NULL, 0, call->host, ret, error);
}

static const struct type_member language_methods[] = {
	STATIC("int Compare(System.Object first, System.Object second)", language_compare),
	STATIC("int Compare(System.Object first, System.Object second, bool ignoreCase)", language_compare),
	STATIC("System.Object ConvertTo(System.Object valueToConvert, type resultType)", language_convert),
	STATIC("System.Object ConvertTo(System.Object valueToConvert, type resultType, System.IFormatProvider formatProvider)", language_convert),
	STATIC("bool Equals(System.Object first, System.Object second)", language_equals),
	STATIC("bool Equals(System.Object first, System.Object second, bool ignoreCase)", language_equals),
	STATIC("System.Collections.IEnumerable GetEnumerable(System.Object obj)", language_enumerable),
	STATIC("System.Collections.IEnumerator GetEnumerator(System.Object obj)", language_enumerator),
	STATIC("bool IsObjectEnumerable(System.Object obj)", language_is_enumerable),
	STATIC("bool IsTrue(System.Object obj)", language_is_true),
	STATIC("bool TryConvertTo(System.Object valueToConvert, type resultType, out System.Object result)", language_try_convert),
	END_OF_MEMBERS
};

TYPE(type_language_primitives);
const struct type type_language_primitives = {
	.name = "System.Management.Automation.LanguagePrimitives", .kind = V_NATIVE,
	.flags = TYPE_IS_STATIC, .methods = language_methods,
};

/* -- WildcardPattern ---------------------------------------------------------------------------------- */

struct pattern {
	struct native native;
	struct wildcard *wildcard;
	struct string *text;
};

extern const struct type type_wildcard_pattern;

static void pattern_free(struct native *native)
{
	wildcard_free(((struct pattern *)native)->wildcard);
	str_unref(((struct pattern *)native)->text);
}

enum { WILDCARD_NOCASE = 2 };		/* System.Management.Automation.WildcardOptions */

MEMBER(pattern_construct)
{
	struct pattern *pattern;
	struct wildcard *wildcard;

	if (value_is_null(args[0]))
		return throw_null(error, "pattern");
	wildcard = wildcard_new(args[0].u.str, n > 1 && (args[1].u.i & WILDCARD_NOCASE), error);
	if (!wildcard)
		return false;
	pattern = native_new(&type_wildcard_pattern, sizeof(*pattern));
	pattern->wildcard = wildcard;
	pattern->text = str_ref(args[0].u.str);
	*ret = value_of(pattern);
	return true;
}

MEMBER_IS(pattern_is_match, value_bool(args[0].kind == V_STRING &&
				       wildcard_match(((struct pattern *)self.u.native)->wildcard, args[0].u.str)))
MEMBER_IS(pattern_escape, value_str(wildcard_escape(args[0].u.str)))
MEMBER_IS(pattern_unescape, value_str(wildcard_unescape(args[0].u.str)))
MEMBER_IS(pattern_special, value_bool(args[0].kind == V_STRING &&
				      wildcard_has_special(args[0].u.str->data, args[0].u.str->len)))

static const struct type_member pattern_methods[] = {
	METHOD("bool IsMatch(string input)", pattern_is_match),
	STATIC("bool ContainsWildcardCharacters(string pattern)", pattern_special),
	STATIC("string Escape(string pattern)", pattern_escape),
	STATIC("System.Management.Automation.WildcardPattern Get(string pattern, System.Management.Automation.WildcardOptions options)", pattern_construct),
	STATIC("string Unescape(string pattern)", pattern_unescape),
	END_OF_MEMBERS
};

static const struct type_member pattern_constructors[] = {
	CONSTRUCTOR("new(string pattern)", pattern_construct),
	CONSTRUCTOR("new(string pattern, System.Management.Automation.WildcardOptions options)", pattern_construct),
	END_OF_MEMBERS
};

TYPE(type_wildcard_pattern);
const struct type type_wildcard_pattern = {
	.name = "System.Management.Automation.WildcardPattern", .alias = "WildcardPattern",
	.kind = V_NATIVE, .methods = pattern_methods, .constructors = pattern_constructors,
	.free = pattern_free,
};

/* -- ChoiceDescription ----------------------------------------------------------------------------------- */

struct choice {
	struct native native;
	struct value label, help;
};

static struct choice *choice_of(struct value v)
{
	return (struct choice *)v.u.native;
}

static void choice_free(struct native *native)
{
	value_unref(((struct choice *)native)->label);
	value_unref(((struct choice *)native)->help);
}

MEMBER(choice_construct)
{
	struct choice *choice;

	if (value_is_null(args[0]) || !args[0].u.str->len) {
		fault_throw(error, "System.Management.Automation.PSArgumentException",
			    "Cannot process argument because the value of argument \"label\" is not valid. Change the value of the \"label\" argument and run the operation again.");
		return false;
	}
	choice = native_new(call->type, sizeof(*choice));
	choice->label = value_ref(args[0]);
	choice->help = n > 1 ? value_ref(args[1]) : value_text("");
	*ret = value_of(choice);
	return true;
}

MEMBER(choice_set_help)
{
	value_put(&choice_of(self)->help, value_ref(args[0]));
	return true;
}

MEMBER_IS(choice_label, value_ref(choice_of(self)->label))
MEMBER_IS(choice_help, value_ref(choice_of(self)->help))

static const struct type_member choice_properties[] = {
	PROPERTY("string Label {get;}", choice_label),
	SETTABLE("string HelpMessage {get;set;}", choice_help, choice_set_help),
	END_OF_MEMBERS
};

static const struct type_member choice_constructors[] = {
	CONSTRUCTOR("new(string label)", choice_construct),
	CONSTRUCTOR("new(string label, string helpMessage)", choice_construct),
	END_OF_MEMBERS
};

TYPE(type_choice_description);
const struct type type_choice_description = {
	.name = "System.Management.Automation.Host.ChoiceDescription", .kind = V_NATIVE,
	.properties = choice_properties, .constructors = choice_constructors, .free = choice_free,
	.default_properties = "Label HelpMessage",
};

/* -- Activator, DBNull -------------------------------------------------------------------------------------- */

MEMBER(activator_create)
{
	struct array *given = n > 1 && args[1].kind == V_ARRAY ? args[1].u.array : NULL;

	if (args[0].kind != V_TYPE)
		return throw_null(error, "type");
	return type_construct(args[0].u.type, given ? given->u.items : NULL, given ? given->len : 0, call->host,
			      ret, error);
}

static const struct type_member activator_methods[] = {
	STATIC("System.Object CreateInstance(type type)", activator_create),
	GENERIC_STATIC("System.Object CreateInstance`1(type T)", activator_create),
	STATIC("System.Object CreateInstance(type type, params System.Object[] args)", activator_create),
	END_OF_MEMBERS
};

TYPE(type_activator);
const struct type type_activator = {
	.name = "System.Activator", .kind = V_NATIVE, .flags = TYPE_IS_STATIC, .methods = activator_methods,
};

extern const struct type type_dbnull;

static struct string *dbnull_text(struct value self)
{
	(void)self;
	return str_empty();
}

static bool dbnull_equal(struct value a, struct value b)
{
	return native_of(a, &type_dbnull) && native_of(b, &type_dbnull);
}

MEMBER_IS(dbnull_value, value_of(native_new(&type_dbnull, sizeof(struct native))))

static const struct type_member dbnull_properties[] = {
	STATIC_PROPERTY("System.DBNull Value {get;}", dbnull_value),
	END_OF_MEMBERS
};

TYPE(type_dbnull);
const struct type type_dbnull = {
	.name = "System.DBNull", .kind = V_NATIVE, .properties = dbnull_properties,
	.to_string = dbnull_text, .equals = dbnull_equal,
};
