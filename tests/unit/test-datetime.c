/*
 * Date-times and time spans: calendar, formats, what Parse takes and refuses.
 */
#include "config.h"

#include "lib/datetime.h"
#include "lib/heap.h"

static char *show(struct value v, const char *format, const struct date_culture *culture)
{
	GString *out = g_string_new(NULL);
	bool good = v.kind == V_TIMESPAN
			    ? timespan_format(out, v, format, strlen(format), NULL)
			    : datetime_format(out, v, format, strlen(format), culture, NULL);

	return g_string_free(out, !good);
}

static void test_calendar(void)
{
	for (int year = 1; year <= 9999; year += 7)
		for (int month = 1; month <= 12; month++) {
			struct civil c = { year, month, days_in_month(year, month), 23, 59, 59, 9,
					   0,    0 },
				     r;
			int64_t ticks;

			g_assert_true(civil_ticks(&c, &ticks));
			civil_of(ticks, &r);
			g_assert_cmpint(r.year, ==, c.year);
			g_assert_cmpint(r.month, ==, c.month);
			g_assert_cmpint(r.day, ==, c.day);
			g_assert_cmpint(r.second, ==, c.second);
			g_assert_cmpint(r.fraction, ==, c.fraction);
		}
}

static void test_parse(void)
{
	static const struct { const char *text, *result; } rows[] = {
		{ "2024-03-05 14:07:09", "2024-03-05T14:07:09.0000000" },
		{ "2024-03-05T14:07:09.1234567", "2024-03-05T14:07:09.1234567" },
		{ "3/5/2024", "2024-03-05T00:00:00.0000000" },
		{ "Mar 5, 2024", "2024-03-05T00:00:00.0000000" },
		{ "Tuesday, March 5, 2024", "2024-03-05T00:00:00.0000000" },
		{ "Wednesday, March 5, 2024", NULL },
		{ "2024-03-05 2:07PM", "2024-03-05T14:07:00.0000000" },
		{ "1/1/1", "2001-01-01T00:00:00.0000000" },
		{ "2024-Mar-05", "2024-03-05T00:00:00.0000000" },
		{ "March 2024", "2024-03-01T00:00:00.0000000" },
		{ "2024-064", NULL },
		{ "2024-03-05T", NULL },
		{ "2024-03-05 14", NULL },
		{ "13/13/2024", NULL },
		{ "2024-02-30", NULL },
		{ "", NULL },
		{ "nope", NULL },
		{ "2024-03-05 25:00", NULL },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct value v;
		g_autofree char *shown = NULL;

		if (datetime_parse(rows[i].text, strlen(rows[i].text), &date_invariant, 0, &v,
				   NULL))
			shown = show(v, "o", &date_invariant);
		g_assert_cmpstr(shown, ==, rows[i].result);
	}
}

static void test_format(void)
{
	static const struct { const char *format, *result; } rows[] = {
		{ "G", "3/5/2024 2:07:09\u202fPM" },
		{ "D", "Tuesday, March 5, 2024" },
		{ "R", "Tue, 05 Mar 2024 14:07:09 GMT" },
		{ "yyyy-MM-dd", "2024-03-05" },
		{ "'day' d", "day 5" },
		{ "%t", "P" },
		{ "fff", "120" },
		{ "FFF", "12" },
		{ "K", NULL },
		{ "%", NULL },
		{ "dddd, dd MMMM yyyy", "Tuesday, 05 March 2024" },
	};
	struct civil c = { 2024, 3, 5, 14, 7, 9, 1200000, 0, 0 };
	int64_t ticks;

	g_assert_true(civil_ticks(&c, &ticks));
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *shown =
			show(date_value(ticks, DATE_UNSPECIFIED), rows[i].format, &date_en_us);

		g_assert_cmpstr(shown, ==, rows[i].result);
	}
}

static void test_timespan(void)
{
	static const struct { const char *text, *format, *result; } rows[] = {
		{ "1.02:03:04.5", "c", "1.02:03:04.5000000" },
		{ "1.02:03:04", "g", "1:2:03:04" },
		{ "-01:00", "c", "-01:00:00" },
		{ "5", "c", "5.00:00:00" },
		{ "1:2:3:4", "c", "1.02:03:04" },
		{ "00:00:07.250", "mm\\:ss\\.fff", "00:07.250" },
		{ "1.02:03:04", "ddd\\d", "001d" },
		{ "1.02:03:04", "hh:mm", NULL },
		{ "0:0:0.0000001", "c", "00:00:00.0000001" },
	};
	static const char *const refused[] = { "25:00", "1:60", "x", "", "1.2.3", "1:2:3:4:5:6" };
	struct value v;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *shown = NULL;

		g_assert_true(timespan_parse(rows[i].text, strlen(rows[i].text), &v, NULL));
		shown = show(v, rows[i].format, NULL);
		g_assert_cmpstr(shown, ==, rows[i].result);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(refused); i++)
		g_assert_false(timespan_parse(refused[i], strlen(refused[i]), &v, NULL));
}

static void test_exact(void)
{
	struct value v;
	g_autofree char *shown = NULL;

	g_assert_true(datetime_parse_exact("20240305140709", 14, "yyyyMMddHHmmss", &date_en_us, 0,
					   &v, NULL));
	shown = show(v, "s", &date_en_us);
	g_assert_cmpstr(shown, ==, "2024-03-05T14:07:09");
	g_assert_false(
		datetime_parse_exact("2024-03-05", 10, "dd.MM.yyyy", &date_en_us, 0, &v, NULL));
}

int main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/datetime/calendar", test_calendar);
	g_test_add_func("/datetime/parse", test_parse);
	g_test_add_func("/datetime/format", test_format);
	g_test_add_func("/datetime/timespan", test_timespan);
	g_test_add_func("/datetime/exact", test_exact);
	status = g_test_run();
	heap_shutdown();
	return status;
}
