/*
 * The quoting functions: what each grammar takes as it is, how the rest is written, and that
 * nothing which could end a word, a line or a block gets through.
 */
#include "config.h"
#include "lib/fault.h"
#include "render/writer.h"

struct quoting {
	quote_fn quote;
	const char *text, *written;	/* NULL: refused */
};

static bool quote_none(GString *out, const char *text, GError **error)
{
	g_string_append(out, text);
	return true;
}

static const struct quoting cases[] = {
	{ quote_postfix, "mail.provider.com", "mail.provider.com" },
	{ quote_postfix, "Welcome to $myhostname", "Welcome to $$myhostname" },
	{ quote_postfix, "a\nb = c", NULL },
	{ quote_postfix, "a } b", NULL },
	{ quote_table, "10.0.0.0", "10.0.0.0" },
	{ quote_table, "a b", NULL },
	{ quote_table, "a,permit", NULL },
	{ quote_table, "", NULL },
	{ quote_table, "# x", NULL },
	{ quote_dovecot, "10.161.1.21", "\"10.161.1.21\"" },
	{ quote_dovecot, "a \"b\" \\", "\"a \\\"b\\\" \\\\\"" },
	{ quote_dovecot, "</etc/shadow", NULL },
	{ quote_dovecot, "$HOME", NULL },
	{ quote_dovecot, "%d", NULL },
	{ quote_dovecot, "a\n}", NULL },
	{ quote_passwd, "jsmith@tenant.com", "jsmith@tenant.com" },
	{ quote_passwd, "a:b", NULL },
	{ quote_passwd, "a b=c", NULL },
	{ quote_passwd, "a\nroot:x:0:0", NULL },
	{ quote_nginx, "webmail.tenant.com", "webmail.tenant.com" },
	{ quote_nginx, "https://a.com/owa?x=1", "https://a.com/owa?x=1" },
	{ quote_nginx, "a; return 200", "\"a; return 200\"" },
	{ quote_nginx, "a \"b\" \\", "\"a \\\"b\\\" \\\\\"" },
	{ quote_nginx, "", "\"\"" },
	{ quote_nginx, "$host", NULL },
	{ quote_nginx, "~^(.*)$", NULL },
	{ quote_nginx, "a\n}", NULL },
	{ quote_zone, "mail.provider.com", "mail.provider.com" },
	{ quote_zone, "v=spf1 mx -all", "v=spf1\\032mx\\032-all" },
	{ quote_zone, "a\"b;c(d)\n$INCLUDE x", "a\\034b\\059c\\040d\\041\\010\\036INCLUDE\\032x" },
	{ quote_knot, "provider.com", "\"provider.com\"" },
	{ quote_knot, "a\"\\", "\"a\\\"\\\\\"" },
	{ quote_knot, "a\n  - id: x", NULL },
	{ quote_none, "anything", "anything" },
};

static void test_cases(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GString) out = g_string_new(NULL);
		g_autoptr(GError) error = NULL;
		bool done = cases[i].quote(out, cases[i].text, &error);

		if (cases[i].written) {
			g_assert_no_error(error);
			g_assert_true(done);
			g_assert_cmpstr(out->str, ==, cases[i].written);
		} else {
			g_assert_false(done);
			g_assert_cmpstr(fault_id(error), ==, "ValueNotRenderable");
			g_assert_cmpuint(out->len, ==, 0);
		}
	}
}

static const quote_fn all[] = {
	quote_postfix, quote_table, quote_dovecot, quote_passwd,
	quote_nginx,   quote_zone,  quote_knot,
};

/* No byte that ends a line is ever written, by any of them, wherever it stands. */
static void test_no_line_ends(void)
{
	for (unsigned byte = 1; byte < 256; byte++) {
		char text[] = { 'a', (char)byte, 'b', 0 };

		for (size_t i = 0; i < G_N_ELEMENTS(all); i++) {
			g_autoptr(GString) out = g_string_new(NULL);

			if (all[i](out, text, NULL))
				for (gsize k = 0; k < out->len; k++)
					g_assert_false((unsigned char)out->str[k] < 0x20);
		}
	}
}

static void test_writer(void)
{
	struct tree *tree = tree_new();
	g_autoptr(GError) error = NULL;
	struct writer writer;

	writer_init(&writer, quote_nginx);
	writer_put(&writer, "listen %s:%u; %d%% %lu\n", "a;b", 25u, -1, 7ul);
	g_assert_true(writer_finish(&writer, tree, "x/a", TREE_PLAIN, &error));
	g_assert_cmpmem(g_bytes_get_data(tree_find(tree, "x/a")->bytes, NULL),
			g_bytes_get_size(tree_find(tree, "x/a")->bytes),
			"listen \"a;b\":25; -1% 7\n", 23);
	writer_init(&writer, quote_nginx);
	writer_put(&writer, "%s", "a\n");
	writer_put(&writer, "%s", "b");
	g_assert_false(writer_finish(&writer, tree, "x/b", TREE_PLAIN, &error));
	g_assert_true(g_str_has_prefix(error->message, "x/b: The value \"a\\n\""));
	g_assert_null(tree_find(tree, "x/b"));
	tree_free(tree);
}

static void test_claims(void)
{
	struct tree *tree = tree_new();

	tree_claim(tree, "a/");
	tree_claim(tree, "b/c");
	tree_add(tree, "d", g_bytes_new_static("", 0), TREE_PLAIN);
	g_assert_true(tree_claims(tree, "a/x/y"));
	g_assert_true(tree_claims(tree, "b/c"));
	g_assert_true(tree_claims(tree, "d"));
	g_assert_false(tree_claims(tree, "b/cd"));
	g_assert_false(tree_claims(tree, "ab"));
	tree_free(tree);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/quote/cases", test_cases);
	g_test_add_func("/quote/no-line-ends", test_no_line_ends);
	g_test_add_func("/quote/writer", test_writer);
	g_test_add_func("/quote/claims", test_claims);
	return g_test_run();
}
