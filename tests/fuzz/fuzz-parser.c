/*
 * The parser against any bytes: it gives a tree and errors, whose spans lie where they may, and
 * neither crashes nor leaks.
 */
#include "tests/fuzz/fuzz.h"

#include "parser/parse.h"

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

void fuzz_one(const uint8_t *data, size_t size)
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
}
