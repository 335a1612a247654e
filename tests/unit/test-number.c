/*
 * Numbers as text: literals, .NET's Parse, standard and custom formats.
 */
#include "config.h"

#include "lib/bigint.h"
#include "lib/convert.h"
#include "lib/decimal.h"
#include "lib/heap.h"
#include "lib/number.h"
#include "lib/operate.h"

static char *show(struct value v)
{
	struct string *text = value_to_display(v);
	char *shown = g_strdup_printf("%s %s", type_simple_name(type_of(v)), text->data);

	str_unref(text);
	return shown;
}

static void test_literals(void)
{
	static const struct { const char *text, *result; } rows[] = {
		{ "1", "Int32 1" },
		{ "2147483648", "Int64 2147483648" },
		{ "9223372036854775808", "Decimal 9223372036854775808" },
		{ "1kb", "Int32 1024" },
		{ "1.5mb", "Double 1572864" },
		{ "0x1F", "Int32 31" },
		{ "0xFFFFFFFF", "Int32 -1" },
		{ "0xFFFF", "Int32 65535" },
		{ "0xFFFFs", "Int16 -1" },
		{ "0xFFy", "SByte -1" },
		{ "0b101", "Int32 5" },
		{ "1.50d", "Decimal 1.50" },
		{ "5n", "BigInteger 5" },
		{ "1.5ul", "UInt64 2" },
		{ "1e3", "Double 1000" },
		{ "300uy", NULL },
		{ "abc", NULL },
		{ "1.2.3", NULL },
		{ "", NULL },
		{ "-0x5", "Int32 -5" },
		{ "5.", "Double 5" },
		{ ".5", "Double 0.5" },
		{ "5d", "Decimal 5" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct value v;
		g_autofree char *shown = NULL;

		if (number_parse(rows[i].text, strlen(rows[i].text), &v)) {
			shown = show(v);
			value_unref(v);
		}
		g_assert_cmpstr(shown, ==, rows[i].result);
	}
}

static void test_formats(void)
{
	static const struct { const char *number, *format, *result; } rows[] = {
		{ "1234567.891", "N2", "1,234,567.89" },
		{ "-1234567.891", "N1", "-1,234,567.9" },
		{ "2.25", "N1", "2.2" },
		{ "0.5", "N0", "0" },
		{ "-0.5", "N0", "-0" },
		{ "2.345d", "N2", "2.35" },
		{ "1234567", "F", "1234567.000" },
		{ "12345.678", "e2", "1.23e+004" },
		{ "0.456", "P1", "45.6%" },
		{ "12.345d", "P", "1,234.500%" },
		{ "42", "D8", "00000042" },
		{ "-1", "x4", "ffffffff" },
		{ "255", "X", "FF" },
		{ "1234.5", "C", "$1,234.50" },
		{ "1e21", "G4", "1E+21" },
		{ "0.00001", "G", "1E-05" },
		{ "1e16", "G", "10000000000000000" },
		{ "1e17", "G", "1E+17" },
		{ "0.1", "R", "0.1" },
		{ "2.25", "0.0", "2.3" },
		{ "1234567.891", "#,##0.00", "1,234,567.89" },
		{ "0.456", "+0;-0;zero", "zero" },
		{ "-5", "0.00;(0.00)", "(5.00)" },
		{ "0.456", "0.0%", "45.6%" },
		{ "1234567.891", "0e0", "1e6" },
		{ "42", "yyyy", "yyyy" },
		{ "5", "#.##", "5" },
		{ "1234.5", "0,", "1" },
		{ "12", "'a'0\\b", "a12b" },
		{ "1.50d", "", "1.50" },
		{ "2.5", "D", NULL },
		{ "1", "Q", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		GString *out = g_string_new(NULL);
		struct value v;
		g_autoptr(GError) error = NULL;
		bool good;

		g_assert_true(number_parse(rows[i].number, strlen(rows[i].number), &v));
		good = number_format(out, v, rows[i].format, strlen(rows[i].format), &number_en_us,
				     &error);
		g_assert_cmpstr(good ? out->str : NULL, ==, rows[i].result);
		g_string_free(out, TRUE);
		value_unref(v);
	}
}

/* Digits that read back as the same number, whichever way they were found. */
static void test_round_trip(void)
{
	static const double numbers[] = {
		0.1,
		0.1 + 0.2,
		1.0 / 3,
		5e-324,
		1.7976931348623157e308,
		123456789012345678.0,
		4.35,
		1e15 + 0.3,
		2.2250738585072014e-308,
		434.99999999999994,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(numbers); i++) {
		value_auto text = value_str(value_to_display(value_f64(numbers[i])));

		g_assert_cmpfloat(g_ascii_strtod(value_cstr(text), NULL), ==, numbers[i]);
	}
}

static void test_decimal(void)
{
	static const struct { char op; const char *a, *b, *result; } rows[] = {
		{ '+', "79228162514264337593543950335", "-1", "79228162514264337593543950334" },
		{ '+', "79228162514264337593543950335", "1", NULL },
		{ '*', "0.0000000000000000000000000001", "0.1", "0.0000000000000000000000000000" },
		{ '/', "10", "4", "2.5" },
		{ '/', "1.000", "1", "1.000" },
		{ '/', "2", "3", "0.6666666666666666666666666667" },
		{ '%', "-7.5", "2", "-1.5" },
		{ '-', "1.10", "0.1", "1.00" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct dec a, b, r;
		char text[DEC_TEXT_MAX];
		bool good;

		g_assert_true(dec_parse(rows[i].a, strlen(rows[i].a), &a));
		g_assert_true(dec_parse(rows[i].b, strlen(rows[i].b), &b));
		switch (rows[i].op) {
		case '+':
			good = dec_add(a, b, &r);
			break;
		case '-':
			good = dec_sub(a, b, &r);
			break;
		case '*':
			good = dec_mul(a, b, &r);
			break;
		case '/':
			good = dec_div(a, b, &r);
			break;
		default:
			good = dec_rem(a, b, &r);
			break;
		}
		if (good)
			dec_text(r, text);
		g_assert_cmpstr(good ? text : NULL, ==, rows[i].result);
	}
}

int main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/number/literals", test_literals);
	g_test_add_func("/number/formats", test_formats);
	g_test_add_func("/number/round-trip", test_round_trip);
	g_test_add_func("/number/decimal", test_decimal);
	status = g_test_run();
	types_shutdown();
	heap_shutdown();
	return status;
}
