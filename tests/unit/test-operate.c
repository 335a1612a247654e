/*
 * Arithmetic, bitwise operators and comparison, as a table: operands are
 * written as the language's literals with a type before them, results as
 * "Type text".
 */
#include "config.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/heap.h"
#include "lib/operate.h"

/* "int:5", "string:abc", "null" ... */
static struct value make(const char *text)
{
	const char *colon = strchr(text, ':');
	g_autofree char *name = NULL;
	value_auto source = VALUE_UNSET;
	struct value v;

	if (g_str_equal(text, "null"))
		return VALUE_NULL;
	if (g_str_equal(text, "array"))
		return value_of(array_new(NULL, 0));
	name = g_strndup(text, colon - text);
	source = value_text(colon + 1);
	g_assert_true(value_convert(source, type_find(name, -1), &v, NULL));
	return v;
}

static char *show(struct value v)
{
	struct string *text = value_to_display(v);
	char *shown = value_is_null(v)
			      ? g_strdup("null")
			      : g_strdup_printf("%s %s", type_simple_name(type_of(v)), text->data);

	str_unref(text);
	return shown;
}

static const struct {
	enum operator op;
	const char *a, *b, *result;
} arithmetic[] = {
	{ OP_ADD, "int:1", "int:2147483647", "Double 2147483648" },
	{ OP_SUB, "int:7", "null", "Int32 7" },
	{ OP_SUB, "string:2.5", "string:2.5", "Double 0" },
	{ OP_ADD, "string:0x1F", "int:0", "String 0x1F0" },
	{ OP_DIV, "int:10", "int:4", "Double 2.5" },
	{ OP_DIV, "int:7", "int:0", "!RuntimeException Attempted to divide by zero." },
	{ OP_MUL, "decimal:1.50", "int:2", "Decimal 3.00" },
	{ OP_MUL, "decimal:0.3", "int:-2147483648", "Decimal -644245094.4" },
	{ OP_DIV, "decimal:1", "decimal:3", "Decimal 0.3333333333333333333333333333" },
	{ OP_REM, "decimal:79228162514264337593543950335", "int:32767", "Decimal 63" },
	{ OP_ADD, "uint32:5", "int:1", "UInt32 6" },
	{ OP_ADD, "uint32:5", "int:-6", "Int64 -1" },
	{ OP_MUL, "null", "int:7", "null" },
	{ OP_MUL, "string:ab", "int:3", "String ababab" },
	{ OP_MUL, "bool:1", "int:7",
	  "!NotADefinedOperationForType The operation '[System.Boolean] * [System.Int32]' is not "
	  "defined." },
	{ OP_ADD, "char:a", "double:2.5", "String a2.5" },
	{ OP_SUB, "int:0", "timespan:01:30:00", "TimeSpan -01:30:00" },
	{ OP_DIV, "timespan:01:30:00", "timespan:01:30:00", "Double 1" },
	{ OP_SUB, "datetime:2024-03-01", "datetime:2024-02-28", "TimeSpan 2.00:00:00" },
	{ OP_SUB, "datetime:2024-03-01", "int:0",
	  "!MethodCountCouldNotFindBest Multiple ambiguous overloads found for \"op_Subtraction\" "
	  "and "
	  "the argument count: \"2\"." },
	{ OP_ADD, "int:5", "string:abc",
	  "!InvalidCastFromStringToInteger Cannot convert value \"abc\" to type \"System.Int32\". "
	  "Error: "
	  "\"The input string 'abc' was not in a correct format.\"" },
	{ OP_BAND, "int:-1", "string:2.5", "Int64 2" },
	{ OP_BOR, "double:1e10", "byte:200", "UInt64 10000000200" },
	{ OP_SHL, "byte:255", "int:1", "Byte 254" },
	{ OP_SHR, "int:-8", "int:1", "Int32 -4" },
};

static void test_arithmetic(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(arithmetic); i++) {
		value_auto a = make(arithmetic[i].a);
		value_auto b = make(arithmetic[i].b);
		value_auto r = VALUE_UNSET;
		g_autoptr(GError) error = NULL;
		g_autofree char *shown = NULL;

		if (value_operate(arithmetic[i].op, a, b, &r, &error))
			shown = show(r);
		else
			shown = g_strdup_printf("!%s %s", fault_id(error), error->message);
		g_assert_cmpstr(shown, ==, arithmetic[i].result);
	}
}

static const struct {
	const char *a;
	int op;
	const char *b;
	const char *result;
} comparisons[] = {
	{ "string:10", COMPARE_GT, "int:9", "False" },
	{ "int:10", COMPARE_GT, "string:9", "True" },
	{ "bool:1", COMPARE_EQ, "string:x", "True" },
	{ "string:a", COMPARE_LT, "string:B", "True" },
	{ "string:co-op", COMPARE_EQ, "string:coop", "False" },
	{ "string:a b", COMPARE_LT, "string:a_b", "True" },
	{ "string:é", COMPARE_EQ, "string:É", "True" },
	{ "string:resume", COMPARE_LT, "string:résumé", "True" },
	{ "null", COMPARE_LT, "int:0", "True" },
	{ "null", COMPARE_GT, "int:-1", "True" },
	{ "double:NaN", COMPARE_NE, "double:NaN", "True" },
	{ "int:7", COMPARE_LE, "string:abc",
	  "!InvalidCastFromStringToInteger Cannot convert value \"abc\" to type \"System.Int32\". "
	  "Error: "
	  "\"The input string 'abc' was not in a correct format.\"" },
};

static void test_comparison(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(comparisons); i++) {
		value_auto a = make(comparisons[i].a);
		value_auto b = make(comparisons[i].b);
		value_auto r = VALUE_UNSET;
		g_autoptr(GError) error = NULL;
		g_autofree char *shown = NULL;

		if (value_compare(comparisons[i].op, a, b, false, &r, &error))
			shown = g_strdup(r.u.b ? "True" : "False");
		else
			shown = g_strdup_printf("!%s %s", fault_id(error), error->message);
		g_assert_cmpstr(shown, ==, comparisons[i].result);
	}
}

int main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/operate/arithmetic", test_arithmetic);
	g_test_add_func("/operate/comparison", test_comparison);
	status = g_test_run();
	types_shutdown();
	heap_shutdown();
	return status;
}
