/* lib/yaml.h: both readers give one tree, the writer reads back, faults name their place. */
#include "lib/yaml.h"
#include <string.h>

static struct yaml_span span_of(const char *text)
{
	return (struct yaml_span){ .text = text, .len = strlen(text), .line = 1 };
}

/* A tree as one line: {key=value,...}, [a,b], "quoted" scalars in quotes. */
static void dump(GString *out, const struct yaml_node *node)
{
	const char *open = node->form == YAML_FORM_MAP ? "{" : "[";

	if (node->form == YAML_FORM_SCALAR) {
		g_string_append_c(out, yaml_is_null(node) ? '~' : '\'');
		g_string_append_len(out, node->text, node->len);
		g_string_append_printf(out, "'@%u:%u", node->line, node->column);
		return;
	}
	g_string_append(out, open);
	for (const struct yaml_node *n = node->first; n; n = n->next) {
		if (n->key)
			g_string_append_len(out, n->key, n->key_len);
		g_string_append_c(out, '=');
		dump(out, n);
		g_string_append_c(out, ',');
	}
	g_string_append_c(out, ']');
}

static char *text_of(const struct yaml_node *node)
{
	GString *out = g_string_new(NULL);

	if (node)
		dump(out, node);
	return g_string_free(out, FALSE);
}

static void same_trees(const char *text, bool canonical)
{
	g_autoptr(yaml_arena) a = yaml_arena_new(), b = yaml_arena_new();
	struct yaml_span span = span_of(text);
	g_autoptr(GError) error = NULL;
	const struct yaml_node *fast = yaml_parse_canonical(a, &span);
	const struct yaml_node *any = yaml_parse_any(b, &span, "x.yaml", &error);
	g_autofree char *x = text_of(fast), *y = text_of(any);

	if (canonical)
		g_assert_nonnull(fast);
	if (fast) {
		g_assert_no_error(error);
		g_assert_cmpstr(x, ==, y);
	}
}

static void test_canonical(void)
{
	same_trees("---\na: b\n", true);
	same_trees("---\nkind: Mailbox\nname: John Smith\nlist:\n- a\n- b c\nempty: []\nnone: {}\n", true);
	same_trees("---\nput:\n- kind: A\n  x:\n  - 1\n  - 2\n  was:\n    y: null\n- kind: B\nz: 1\n", true);
	same_trees("---\na: \"x \\\"y\\\" \\\\ \\n\\t\\x01 \\u00e9\"\nb: caf\303\251\n", true);
	same_trees("---\na: SMTP:x@y.z\nb: C:\\Temp\nc: a#b\nd: 10.0.0.1:25\n", true);
	same_trees("---\na:\nb:\n  c: d\n...\n", true);
}

/* Whatever the fast reader takes, it takes as libyaml does. */
static void test_everything_else(void)
{
	static const char *const texts[] = {
		"a: b\n", "---\na: 'b'\n", "---\na: [x, y]\n", "---\na: |\n  text\n  more\n",
		"---\na: b\n  c\n", "---\n# comment\na: b # c\n", "---\n- a\n-\n- b\n", "---\na:   b\n",
		"---\na : b\n", "---\n? a\n: b\n", "---\na: \"b\n  c\"\n", "---\na: b \n", "---\n\na: b\n",
		"---\na: {x: y}\n", "---\na: -1\n", "---\na: @x\n", "---\na: x: y\n", "---\na: b\na: c\n",
		"---\na: &x b\nc: *x\n", "---\na: !!int 3\n", "---\na: b\n---\nc: d\n", "---\n", "", "---\na",
		"---\n\ta: b\n", "---\na: \"\\q\"\n", "---\na: b\r\n", "---\n- a: b\n  c: d\n-  e: f\n",
		"---\na: b\n c: d\n", "---\na:\n   - b\n   - c\nd: e\n", "---\na: \"b\" \n", "---\na: ~\n",
		"---\na: \xff\n", "---\n\"a\": b\n", "---\na: ...\n", "---\n...\n", "---\n- - a\n", "---\na: %x\n",
		"---\na:\n- b\nc: d\n- e\n", "---\na: \"\\ud800\"\n",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		same_trees(texts[i], false);
}

static void read_back(const char *text, size_t len)
{
	g_autoptr(GString) doc = g_string_new("---\n");
	g_autoptr(yaml_arena) a = yaml_arena_new(), b = yaml_arena_new();
	struct yaml_span span;
	const struct yaml_node *fast, *any;

	yaml_put_pair(doc, 0, "k", text, len);
	span = span_of(doc->str);
	fast = yaml_parse_canonical(a, &span);
	any = yaml_parse_any(b, &span, "x", NULL);
	g_assert_nonnull(fast);
	g_assert_nonnull(any);
	g_assert_cmpmem(fast->first->text, fast->first->len, text, len);
	g_assert_cmpmem(any->first->text, any->first->len, text, len);
	g_assert_false(yaml_is_null(fast->first));
}

static void test_writer(void)
{
	static const char *const texts[] = {
		"", " ", "a", "null", "~", "true", "No", "1", "1.5", "0x1f", "1e3", "2026-11-21", "- a",
		"a: b", "a #b", "#a", "a:", "\"", "'", "\\", "a\nb", "\t", "caf\303\251", "\342\200\250",
		"\302\205", "\357\273\277x", "*x", "&x", "!x", "%x", "@x", "`x", "[x", "{x", "a,b", "x]",
		"|", ">", "?", "? x", "-", "--- x", "...", "<<", "=", "12:30:45", "12 GB", "1_000", ".5",
		"+1", "SMTP:a@b.c", "smtp:*;1", "C:\\x", "a\001b", "\177", "\360\237\230\200", "0.0.0.0-1.2.3.4",
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		read_back(texts[i], strlen(texts[i]));
}

/* Random text that breaks parsers, through the writer, and straight to both readers. */
static void test_random(void)
{
	static const char *const pieces[] = {
		"a", ":", " ", "-", "\n", "\"", "'", "#", "\\", "[", "]", "{", "}", "~", "1", "\t", "|", "b",
		"null", ": ", "- ", "\303\251", "x: y\n", "---\n", "...\n", "  ",
	};
	g_autoptr(GRand) rand = g_rand_new_with_seed(42);

	for (int i = 0; i < 20000; i++) {
		g_autoptr(GString) text = g_string_new("---\n");

		for (int n = g_rand_int_range(rand, 1, 14); n; n--)
			g_string_append(text, pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))]);
		read_back(text->str + 4, text->len - 4);
		same_trees(text->str, false);
	}
}

static void fails_at(const char *text, const char *message)
{
	g_autoptr(yaml_arena) arena = yaml_arena_new();
	struct yaml_span span = span_of(text);
	g_autoptr(GError) error = NULL;

	g_assert_null(yaml_parse(arena, &span, "organizations/T.yaml", &error));
	g_assert_nonnull(error);
	g_assert_true(g_str_has_prefix(error->message, message));
}

static void test_faults(void)
{
	g_autoptr(GString) deep = g_string_new("---\na: ");

	fails_at("---\na: b\na: c\n", "organizations/T.yaml:3:1: the key \"a\" stands here twice");
	fails_at("---\na: [b\n", "organizations/T.yaml:");
	fails_at("---\na: \"b\n", "organizations/T.yaml:");
	fails_at("---\na: &x b\n", "organizations/T.yaml:2:4: anchors");
	fails_at("---\na: *x\n", "organizations/T.yaml:2:4: aliases");
	fails_at("---\na: !x b\n", "organizations/T.yaml:2:4: tags");
	fails_at("---\na: \xff\n", "organizations/T.yaml:2:4: ");
	for (int i = 0; i < 100; i++)
		g_string_append_c(deep, '[');
	fails_at(deep->str, "organizations/T.yaml:2:");
}

static void test_documents(void)
{
	static const char text[] = "# head\n---\na: 1\n---\nb: 2\n...\n--- \nc: 3";
	struct yaml_span span;
	size_t at = 0, total = 0;
	unsigned line = 1, lines[4], n = 0;
	bool ended[4];

	while (yaml_next_document(text, strlen(text), &at, &line, &span)) {
		lines[n] = span.line;
		ended[n++] = span.ended;
		total += span.len;
	}
	g_assert_cmpuint(n, ==, 4);
	g_assert_cmpuint(total, ==, strlen(text));
	g_assert_cmpuint(lines[1], ==, 2);
	g_assert_cmpuint(lines[3], ==, 7);
	g_assert_true(ended[2] && !ended[1] && !ended[3]);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/yaml/canonical", test_canonical);
	g_test_add_func("/yaml/everything-else", test_everything_else);
	g_test_add_func("/yaml/writer", test_writer);
	g_test_add_func("/yaml/random", test_random);
	g_test_add_func("/yaml/faults", test_faults);
	g_test_add_func("/yaml/documents", test_documents);
	return g_test_run();
}
