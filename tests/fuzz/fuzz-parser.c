/*
 * The parser against any bytes: it gives a tree and errors, and neither crashes nor leaks.
 *
 * With libFuzzer: clang -DLIBFUZZER -fsanitize=fuzzer,address. Without it this is a program that
 * parses the files it is given and N mutations of each: fuzz-parser N SEED FILE...
 */
#include "parser/parse.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_span(struct source *source, struct span span)
{
	g_assert_cmpuint(span.start, <=, source->len);
	g_assert_cmpuint(span.end, <=, source->len);
}

/* A child lies within its parent, in a tree without errors. */
static bool check_inside(struct ast *child, void *data)
{
	const struct ast *parent = data;

	g_assert_cmpuint(child->span.start, >=, parent->span.start);
	g_assert_cmpuint(child->span.end, <=, parent->span.end);
	return ast_children(child, check_inside, child);
}

static void check_path(struct ast_tree *tree, uint32_t offset)
{
	struct ast *path[8];

	ast_path_at(tree, offset, path, G_N_ELEMENTS(path));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct source *source = source_decode(data, size, NULL);
	g_autoptr(GPtrArray) errors = parse_errors_new();
	struct ast_tree *tree = parse(source, errors);
	guint i;

	for (i = 0; i < errors->len; i++)
		check_span(source, ((struct parse_error *)errors->pdata[i])->span);
	check_path(tree, source->len / 2);
	if (!errors->len) {
		g_autoptr(GString) dump = g_string_new(NULL);

		ast_dump(tree, NULL, dump);
		ast_children(&tree->root->ast, check_inside, tree->root);
	}
	ast_tree_unref(tree);
	source_unref(source);
	return 0;
}

#ifndef LIBFUZZER

/* Bytes that mean something to the lexer, and pieces of the language. */
static const char *const pieces[] = {
	"(", ")", "{", "}", "[", "]", "@(", "@{", "$(", "\"", "'", "`", "\n", "#", "<#", "#>", "|",
	"||", "&", "&&", ";", ",", ".", "..", "::", ":", "?", "?.", "??", "=", "+=", "-", "--", "!",
	"$", "$a", "${", "@a", "@\"\n", "\n\"@", "@'\n", "\n'@", "1", "1.5e", "0x", "1kb", "-eq ",
	"-f", "if(", "else", "foreach(", " in ", "switch", "try{", "catch", "finally", "function f",
	"param(", "class C", "enum E", "[int]", "[a[b,", "using module ", "data", "trap", "return",
	"\xE2\x80\x9C", "\xE2\x80\x93", "\xFF", "\0", "\r", "begin", "static ", "#requires -", "--%",
};

static void mutate(GRand *random, GByteArray *bytes)
{
	unsigned times = g_rand_int_range(random, 1, 6);

	while (times--) {
		guint at = bytes->len ? g_rand_int_range(random, 0, bytes->len) : 0;
		guint n = g_rand_int_range(random, 1, 20);
		const char *piece = pieces[g_rand_int_range(random, 0, G_N_ELEMENTS(pieces))];
		guint len = MAX(strlen(piece), 1u);

		if (g_rand_int_range(random, 0, 3) == 0 && bytes->len) {
			g_byte_array_remove_range(bytes, at, MIN(n, bytes->len - at));
			continue;
		}
		g_byte_array_set_size(bytes, bytes->len + len);
		memmove(bytes->data + at + len, bytes->data + at, bytes->len - len - at);
		memcpy(bytes->data + at, piece, len);
	}
}

static void run(const char *path, unsigned count, GRand *random)
{
	g_autofree char *text = NULL;
	gsize len;

	if (!g_file_get_contents(path, &text, &len, NULL))
		return;
	LLVMFuzzerTestOneInput((const uint8_t *)text, len);
	while (count--) {
		g_autoptr(GByteArray) bytes = g_byte_array_new();

		g_byte_array_append(bytes, (const guint8 *)text, len);
		mutate(random, bytes);
		LLVMFuzzerTestOneInput(bytes->data, bytes->len);
	}
}

int main(int argc, char **argv)
{
	GRand *random = g_rand_new_with_seed(argc > 2 ? atoi(argv[2]) : 1);
	int i;

	for (i = 3; i < argc; i++)
		run(argv[i], atoi(argv[1]), random);
	g_rand_free(random);
	return 0;
}

#endif
