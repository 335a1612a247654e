/* Script blocks as values. */
#include "config.h"

#include "shell/scriptblock.h"

#include "lib/heap.h"
#include "parser/parse.h"
#include "shell/position.h"

static void scriptblock_free(struct callable *callable)
{
	struct scriptblock *block = (struct scriptblock *)callable;

	unit_unref(block->unit);
	if (block->captured)
		value_unref(value_of(block->captured));
}

static void scriptblock_traverse(struct callable *callable, void (*visit)(struct value, void *), void *data)
{
	struct scriptblock *block = (struct scriptblock *)callable;

	if (block->captured)
		visit(value_of(block->captured), data);
}

static struct string *callable_text(struct callable *callable)
{
	return scriptblock_text((struct scriptblock *)callable);
}

static const struct callable_ops ops = { scriptblock_free, scriptblock_traverse, callable_text };

struct value scriptblock_new(struct unit *unit, struct module *module)
{
	struct scriptblock *block = container_new(V_SCRIPTBLOCK, sizeof(*block));

	block->callable.ops = &ops;
	block->unit = unit_ref(unit);
	block->module = module;
	return value_of(block);
}

struct string *scriptblock_text(struct scriptblock *block)
{
	struct source *source = block->unit->tree->source;
	struct span span = block->unit->ast->ast.span;
	const char *text = source->text + span.start;
	uint32_t n = span.end - span.start;

	if (n >= 2 && text[0] == '{' && text[n - 1] == '}') {
		text++;
		n -= 2;
	}
	return str_new(text, n);
}

/* -- Parsing ---------------------------------------------------------------------------- */

static const struct fault parse_fault = {
	NULL, "System.Management.Automation.ParseException", CATEGORY_PARSER_ERROR, NULL };

void parse_errors_to_error(GPtrArray *errors, struct source *source, GError **error)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < errors->len; i++) {
		const struct parse_error *e = errors->pdata[i];
		g_autofree char *at = position_message(source, e->span);

		g_string_append_printf(text, "%s%s\n%s", i ? "\n\n" : "", at, e->message);
	}
	fault_set(error, &parse_fault, VALUE_NULL, "%s", text->str);
	if (error && *error && errors->len)
		fault_data(*error)->id = g_strdup(((const struct parse_error *)errors->pdata[0])->id);
}

struct value scriptblock_parse(struct session *session, const char *text, const char *path, GError **error)
{
	source_auto struct source *source = source_new(text, -1, path);
	g_autoptr(GPtrArray) errors = parse_errors_new();
	struct ast_tree *tree = parse(source, errors);
	struct value block = VALUE_NULL;
	struct unit *unit;

	if (errors->len) {
		parse_errors_to_error(errors, source, error);
	} else {
		unit = unit_new(tree, tree->root, NULL);
		unit->is_script = true;
		block = scriptblock_new(unit, session->scope->module);
		unit_unref(unit);
	}
	ast_tree_unref(tree);
	return block;
}

/* -- Closures ------------------------------------------------------------------------------ */

static void capture(struct symbol *name, struct value *place, void *data)
{
	dict_set(data, value_str(str_ref(name->name)), variable_read(place));
}

struct value scriptblock_closure(struct scriptblock *block, struct scope *scope)
{
	struct value v = scriptblock_new(block->unit, block->module);
	struct scriptblock *closure = scriptblock_of(v);

	closure->captured = dict_new(DICT_HASHTABLE, false);
	scope_each(scope, capture, closure->captured);
	return v;
}
