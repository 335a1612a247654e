/* state/filter.h: what a filter keeps, and what it says of a wrong one. */
#include "state/filter.h"
#include "state/kind.h"
#include "lib/str.h"
#include <string.h>

static const struct property thing_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED },
	{ "Size", "int", 0, "7" },
	{ "On", "bool", 0, "false" },
	{ "Mails", "ProxyAddress", PROPERTY_MULTI },
	{ "Note", "string" },
	{ "Hash", "string", PROPERTY_SECRET },
	{ NULL }
};

static const struct record_kind thing = {
	.name = "FilterThing", .scope = SCOPE_ORGANIZATION, .properties = thing_properties,
	.order = 9100,
};

static struct record *sample(void)
{
	struct record *record = record_new(&thing, "Acme");

	g_assert_true(record_set_text(record, "Name", "John O'Neil", NULL));
	g_assert_true(record_set_text(record, "Size", "12", NULL));
	g_assert_true(record_set_text(record, "On", "true", NULL));
	g_assert_true(record_set_text(record, "Mails", "SMTP:john@acme.com", NULL));
	return record;
}

static struct value variable(const char *name, void *data)
{
	return text_equal_nocase(name, "who") ? value_text("john o'neil") : VALUE_UNSET;
}

static bool keeps(const struct record *record, const char *text)
{
	g_autoptr(GError) error = NULL;
	struct filter *filter = filter_parse(&thing, text, variable, NULL, &error);
	bool kept;

	g_assert_no_error(error);
	kept = filter_matches(filter, NULL, record);
	filter_free(filter);
	return kept;
}

static void test_keeps(void)
{
	static const char *const texts[] = {
		"Name -like 'john*'", "name -eq 'JOHN O''NEIL'", "Name -eq \"John O'Neil\"",
		" Name -eq $who ", "Size -gt 11 -and Size -le 12", "Size -eq '12'", "On -eq $true",
		"On -eq 'true'", "-not (On -eq $false)", "!(Name -eq 'x')", "Note -eq $null",
		"Mails -eq 'john@acme.com'", "Mails -like 'smtp:john*'", "Mails -eq 'smtp:JOHN@acme.com'",
		"Mails -ne $null", "Name -eq 'x' -or Size -lt 13 -and On -eq $true", "Name -notlike 'a*'",
		"Name -match 'o.n'", "Name -ne 'x'", "((Name -like '*'))", "OrganizationId -eq 'acme'",
		"Identity -eq 'Acme\\John O''Neil'", "Size -ge 12",
	};
	struct record *record = sample();

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (!keeps(record, texts[i]))
			g_error("not kept: %s", texts[i]);
	record_unref(record);
}

static void test_drops(void)
{
	static const char *const texts[] = {
		"Name -like 'john'", "Name -eq 'x'", "Size -gt 12", "On -eq $false", "Note -ne $null",
		"Mails -eq 'x@acme.com'", "Note -eq 'x'", "Note -like '*'", "Name -eq 'x' -and On -eq $true",
		"-not On -eq $true", "Mails -eq $null", "Name -eq $null", "WhenCreated -eq $null",
	};
	struct record *record = sample();

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (keeps(record, texts[i]))
			g_error("kept: %s", texts[i]);
	record_unref(record);
}

static void refuses(const char *text, const char *message)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(filter_parse(&thing, text, variable, NULL, &error));
	g_assert_nonnull(error);
	if (!strstr(error->message, message))
		g_assert_cmpstr(error->message, ==, message);
}

static void test_refusals(void)
{
	g_autoptr(GString) deep = g_string_new(NULL);

	refuses("", "a property is missing");
	refuses("Nonsense -eq 1", "\"Nonsense\" is not a recognized filterable property.");
	refuses("Hash -eq 'x'", "\"Hash\" is not a recognized filterable property.");
	refuses("Name", "at position 5: an operator is missing");
	refuses("Name -foo 'x'", "an operator is missing");
	refuses("Name -eq", "a value is missing");
	refuses("Name -eq 'x", "the quote is not closed");
	refuses("(Name -eq 'x'", "a closing parenthesis is missing");
	refuses("Name -eq 'x' Size -eq 1", "-and or -or is missing");
	refuses("Name -eq 'x' -and", "a property is missing");
	for (int i = 0; i < 200; i++)
		g_string_append_c(deep, '(');
	refuses(deep->str, "nested too deeply");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	kind_register(&thing);
	g_test_add_func("/filter/keeps", test_keeps);
	g_test_add_func("/filter/drops", test_drops);
	g_test_add_func("/filter/refusals", test_refusals);
	return g_test_run();
}
