/*
 * Types: names, relations, the tables' own consistency, the choice of an
 * overload, calls.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/heap.h"
#include "lib/symbol.h"
#include "lib/type_make.h"
#include "lib/type_signature.h"
#include "lib/variable.h"

extern const struct type *const type_registry[];

static void check_members(const struct type *type, const struct type_member *members, bool callable)
{
	for (const struct type_member *m = members; m && m->signature; m++) {
		char *unknown = NULL;
		struct type_overload *overload;

		g_assert_nonnull(m->get);
		if (!callable) {
			if (!signature_result(type, m))
				g_error("%s: %s: unknown type", type->name, m->signature);
			continue;
		}
		overload = signature_read(type, m, &unknown);
		if (!overload)
			g_error("%s: %s: unknown type %s", type->name, m->signature, unknown);
		signature_free(overload);
	}
}

/* Every type that a signature names exists. */
static void test_tables(void)
{
	for (size_t i = 0; type_registry[i]; i++) {
		const struct type *type = type_registry[i];

		check_members(type, type->properties, false);
		check_members(type, type->methods, true);
		check_members(type, type->constructors, true);
	}
}

static void test_names(void)
{
	static const struct {
		const char *name, *text, *text_short;
	} cases[] = {
		{ "int", "System.Int32", "int" },
		{ "System.INT32", "System.Int32", "int" },
		{ "int[]", "System.Int32[]", "int[]" },
		{ "int[,]", "System.Int32[,]", "int[,]" },
		{ "object[][]", "System.Object[][]", "System.Object[][]" },
		{ "Collections.Generic.List[string]", "System.Collections.Generic.List`1[System.String]",
		  "System.Collections.Generic.List[string]" },
		{ "System.Collections.Generic.Dictionary[string, int[]]",
		  "System.Collections.Generic.Dictionary`2[System.String,System.Int32[]]",
		  "System.Collections.Generic.Dictionary[string,int[]]" },
		{ "System.Collections.Generic.List`1[[System.Int32, mscorlib, Version=4.0.0.0]]",
		  "System.Collections.Generic.List`1[System.Int32]",
		  "System.Collections.Generic.List[int]" },
		{ "System.Int32, System.Private.CoreLib", "System.Int32", "int" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct type *type = type_find(cases[i].name, -1);

		g_assert_nonnull(type);
		g_assert_cmpstr(type_text(type), ==, cases[i].text);
		g_assert_cmpstr(type_short(type), ==, cases[i].text_short);
	}
	g_assert_null(type_find("nosuchtype", -1));
	g_assert_null(type_find("int[", -1));
	g_assert_null(type_find("", -1));
	g_assert_true(type_find("List[int]", -1) == NULL);
	g_assert_cmpstr(type_simple_name(type_find("int[]", -1)), ==, "Int32[]");
	g_assert_cmpstr(type_simple_name(type_find("Collections.Generic.List[int]", -1)), ==, "List`1");
}

static void test_relations(void)
{
	const struct type *strings = type_array_of(&type_string);

	g_assert_true(type_is(&type_int32, &type_object));
	g_assert_true(type_is(strings, &type_array));
	g_assert_true(type_is(strings, type_array_of(&type_object)));
	g_assert_false(type_is(type_array_of(&type_int32), type_array_of(&type_object)));
	g_assert_true(type_is(strings, type_find("Collections.Generic.IEnumerable[object]", -1)));
	g_assert_false(type_is(type_array_of(&type_int32),
			       type_find("Collections.Generic.IEnumerable[object]", -1)));
	g_assert_true(type_is(type_find("Collections.Generic.List[int]", -1), &type_ienumerable));
	g_assert_true(type_is(&type_hashtable, &type_idictionary));
}

static void test_enum(void)
{
	const struct type *day = type_find("DayOfWeek", -1), *files = type_find("IO.FileAttributes", -1);
	g_autoptr(GError) error = NULL;
	struct string *text;
	int64_t number = -1;

	g_assert_true(enum_parse(day, "fri", &number, NULL));
	g_assert_cmpint(number, ==, 5);
	g_assert_false(enum_parse(day, "s", &number, &error));
	g_assert_true(strstr(error->message, "Sunday, Saturday") != NULL);
	g_assert_true(enum_parse(files, "ReadOnly, hidden", &number, NULL));
	g_assert_cmpint(number, ==, 3);
	text = enum_text(files, 3);
	g_assert_cmpstr(text->data, ==, "ReadOnly, Hidden");
	str_unref(text);
	g_assert_false(enum_defined(day, 7));
}

/* Calls and gives the result's text, or the error's id and message. */
static char *call_text(struct value self, const char *type, const char *name, const struct value *args,
		       unsigned n)
{
	g_autoptr(GError) error = NULL;
	value_auto result = VALUE_NOTHING;
	struct string *text;
	char *copy;

	if (!type_invoke(type ? type_find(type, -1) : type_of(self), self, name, args, n, NULL, &result,
			 &error))
		return g_strdup_printf("!%s: %s", fault_id(error), error->message);
	text = value_to_display(result);
	copy = g_strdup_printf("%s %s", type_simple_name(type_of(result)), text->data);
	str_unref(text);
	return copy;
}

#define ARGS(...)	(const struct value[]){ __VA_ARGS__ }, \
			sizeof((struct value[]){ __VA_ARGS__ }) / sizeof(struct value)

#define ASSERT_CALL(expected, self, type, name, ...)				\
	do {									\
		g_autofree char *got = call_text(self, type, name, __VA_ARGS__);	\
		g_assert_cmpstr(got, ==, expected);				\
	} while (0)

static void test_calls(void)
{
	value_auto s = value_text("a,b;c"), comma = value_text(","), x = value_text("x");
	value_auto none = value_text("RemoveEmptyEntries");

	ASSERT_CALL("String ,b;c", s, NULL, "substring", ARGS(value_i32(1)));
	ASSERT_CALL("Int32 1", s, NULL, "IndexOf", ARGS(comma));
	ASSERT_CALL("!ArgumentOutOfRangeException: Exception calling \"Substring\" with \"1\" argument(s): "
		    "\"startIndex cannot be larger than length of string. (Parameter 'startIndex')\"",
		    s, NULL, "Substring", ARGS(value_i32(9)));
	ASSERT_CALL("!MethodCountCouldNotFindBest: Cannot find an overload for \"Substring\" and the "
		    "argument count: \"3\".", s, NULL, "Substring",
		    ARGS(value_i32(1), value_i32(1), value_i32(1)));
	ASSERT_CALL("!MethodArgumentConversionInvalidCastArgument: Cannot convert argument \"startIndex\", "
		    "with value: \"x\", for \"Substring\" to type \"System.Int32\": \"Cannot convert value "
		    "\"x\" to type \"System.Int32\". Error: \"The input string 'x' was not in a correct "
		    "format.\"\"", s, NULL, "Substring", ARGS(x));
	ASSERT_CALL("!MethodNotFound: Method invocation failed because [System.String] does not contain a "
		    "method named 'Foo'.", s, NULL, "Foo", NULL, 0);
	ASSERT_CALL("String a,x;c", s, NULL, "Replace", ARGS(value_char('b'), value_char('x')) ) ;
	(void)none;
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/type/tables", test_tables);
	g_test_add_func("/type/names", test_names);
	g_test_add_func("/type/relations", test_relations);
	g_test_add_func("/type/enum", test_enum);
	g_test_add_func("/type/calls", test_calls);
	return g_test_run();
}
