/*
 * .NET's expressions on PCRE2, replacement patterns, and wildcards.
 */
#include "config.h"

#include "lib/fault.h"
#include "lib/heap.h"
#include "lib/regex.h"
#include "lib/wildcard.h"

static void test_match(void)
{
	static const struct { const char *text, *pattern; unsigned options; int found; } rows[] = {
		{ "ABC", "abc", REGEX_IGNORE_CASE, 1 },
		{ "ABC", "abc", 0, 0 },
		{ "٣", "^\\d$", 0, 1 },
		{ "e", "^[a-z-[aeiou]]$", 0, 0 },
		{ "b", "^[a-z-[aeiou]]$", 0, 1 },
		{ "aXb", "a[[:alpha:]]b", 0, 0 },
		{ "A", "\\u0041", 0, 1 },
		{ "a{,2}", "^a{,2}$", 0, 1 },
		{ "a b", "a \\s b # remark", REGEX_IGNORE_WHITESPACE, 1 },
		{ "a\nb\n", "b$", 0, 1 },
		{ "日本", "^\\w+$", 0, 1 },
		{ "x", "[]x]", 0, 1 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		struct regex *r = regex_get(rows[i].pattern, strlen(rows[i].pattern),
					    rows[i].options, &error);
		struct regex_span spans[4];

		g_assert_no_error(error);
		g_assert_cmpint(regex_exec(r, rows[i].text, strlen(rows[i].text), 0, spans, &error),
				==, rows[i].found);
		regex_unref(r);
	}
}

static void test_errors(void)
{
	static const struct { const char *pattern, *message; } rows[] = {
		{ "(", "Invalid pattern '(' at offset 1. Not enough )'s." },
		{ "[", "Invalid pattern '[' at offset 1. Unterminated [] set." },
		{ "a{2,1}", "Invalid pattern 'a{2,1}' at offset 6. Illegal {x,y} with x > y." },
		{ "[z-a]", "Invalid pattern '[z-a]' at offset 4. [x-y] range in reverse order." },
		{ "\\p{Xx}", "Invalid pattern '\\p{Xx}' at offset 6. Unknown property 'Xx'." },
		{ "*a", "Invalid pattern '*a' at offset 1. Quantifier '*' following nothing." },
		{ "a**", "Invalid pattern 'a**' at offset 3. Nested quantifier '*'." },
		{ ")", "Invalid pattern ')' at offset 1. Too many )'s." },
		{ "a\\", "Invalid pattern 'a\\' at offset 2. Illegal \\ at end of pattern." },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_null(regex_get(rows[i].pattern, strlen(rows[i].pattern), 0, &error));
		g_assert_cmpstr(error->message, ==, rows[i].message);
	}
}

static void test_groups(void)
{
	struct regex *r = regex_get("(?<a>a)(b)", 10, 0, NULL);

	/* .NET numbers the unnamed groups first. */
	g_assert_cmpint(regex_group_count(r), ==, 3);
	g_assert_null(regex_group_name(r, 1));
	g_assert_cmpstr(regex_group_name(r, 2), ==, "a");
	g_assert_cmpint(regex_group_find(r, "a", 1), ==, 2);
	regex_unref(r);
}

static void test_replace(void)
{
	static const struct { const char *text, *pattern, *replacement, *result; } rows[] = {
		{ "abc", "(?<x>b)", "[$&|$1|${x}]", "a[b|b|b]c" },
		{ "abc", "b", "$_", "aabcc" },
		{ "abc", "b", "$'", "acc" },
		{ "abc", "b", "$$", "a$c" },
		{ "abc", "b", "$9", "a$9c" },
		{ "abc", "", "-", "-a-b-c-" },
		{ "a\r\nb\n", "\\r?\\n", "|", "a|b|" },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct regex *r = regex_get(rows[i].pattern, strlen(rows[i].pattern), 0, NULL);
		struct string *text = str_new(rows[i].text, -1), *result;

		g_assert_true(regex_replace(r, text, rows[i].replacement,
					    strlen(rows[i].replacement), -1, 0, &result, NULL));
		g_assert_cmpstr(result->data, ==, rows[i].result);
		str_unref(result);
		str_unref(text);
		regex_unref(r);
	}
}

static void test_wildcard(void)
{
	static const struct { const char *text, *pattern; int match; } rows[] = {
		{ "mail.example.org", "*.ORG", 1 },
		{ "a*c", "a`*c", 1 },
		{ "abc", "a[a-c]c", 1 },
		{ "a", "[^a]", 1 },
		{ "file [1].txt", "file*", 1 },
		{ "", "?*", 0 },
		{ "x`", "x``", 1 },
		{ "a]c", "*]*", 1 },
		{ "a", "a[", -1 },
		{ "a", "a[]c", -1 },
		{ "ab", "a*b*", 1 },
		{ "aaab", "*a?b", 1 },
		{ "\u00c4rger", "\u00e4*", 1 },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct string *text = str_new(rows[i].text, -1),
			      *pattern = str_new(rows[i].pattern, -1);
		struct wildcard *w = wildcard_new(pattern, true, NULL);

		g_assert_cmpint(w ? wildcard_match(w, text) : -1, ==, rows[i].match);
		wildcard_free(w);
		str_unref(text);
		str_unref(pattern);
	}
}

int main(int argc, char **argv)
{
	int status;

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/regex/match", test_match);
	g_test_add_func("/regex/errors", test_errors);
	g_test_add_func("/regex/groups", test_groups);
	g_test_add_func("/regex/replace", test_replace);
	g_test_add_func("/regex/wildcard", test_wildcard);
	status = g_test_run();
	regex_shutdown();
	heap_shutdown();
	return status;
}
