/* Script blocks as values. */
#include "config.h"

#include "shell/scriptblock.h"

#include "lib/error_record.h"
#include "lib/heap.h"
#include "lib/object.h"
#include "lib/object.h"
#include "parser/parse.h"
#include "shell/exception.h"
#include "shell/origin.h"
#include "shell/parse_info.h"
#include "shell/module_info.h"
#include "shell/parameter_info.h"
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

static struct value start_position(const struct source *source, uint32_t offset)
{
	struct object *object = object_custom();
	uint32_t line, column;

	source_position((struct source *)source, offset, &line, &column);
	object_set(object, "StartLine", value_i32((int32_t)line));
	object_set(object, "StartColumn", value_i32((int32_t)column));
	object_set(object, "Start", value_i32((int32_t)offset));
	return value_of(object);
}

static struct value block_attributes(struct session *session, struct unit *unit)
{
	const struct ast_param_block *params = unit->ast->params;

	return attributes_info(session, unit, params ? (struct ast *const *)params->attributes : NULL,
			       params ? params->attribute_count : 0);
}

static struct value callable_property(struct callable *callable, void *host, const char *name)
{
	struct scriptblock *block = (struct scriptblock *)callable;
	struct source *source = block->unit->tree->source;

	if (g_str_equal(name, "File"))
		return source->path ? value_text(source->path) : VALUE_NULL;
	if (g_str_equal(name, "IsFilter"))
		return value_bool(block->unit->ast->is_filter);
	if (g_str_equal(name, "Module"))
		return block->module ? module_info(session_of(host), block->module) : VALUE_NULL;
	if (g_str_equal(name, "Attributes"))
		return block_attributes(session_of(host), block->unit);
	return start_position(source, block->unit->ast->ast.span.start);
}

static const struct callable_ops ops = { scriptblock_free, scriptblock_traverse, callable_text, callable_property };

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

/* "At line:1 char:4", the line, the marks and the message of each, with a blank line between. */
static struct string *parse_errors_text(const GPtrArray *errors, struct source *source)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < errors->len; i++) {
		const struct parse_error *e = errors->pdata[i];
		g_autofree char *at = position_message(source, e->span);

		g_string_append_printf(text, "%s%s\n%s", i ? "\n\n" : "", at, e->message);
	}
	return str_from_gstring(text);
}

struct error_record *parse_errors_record(const GPtrArray *errors, struct source *source)
{
	const struct parse_error *first = errors->pdata[0];
	struct string *text = parse_errors_text(errors, source);
	struct value exception = exception_new("System.Management.Automation.ParseException", text, VALUE_NULL);

	str_unref(text);
	object_set(exception.u.object, "Errors", parse_errors_info(errors, source));
	object_set(exception.u.object, "IncompleteInput", value_bool(first->incomplete));
	return error_record_new(exception, first->id, CATEGORY_PARSER_ERROR, VALUE_NULL);
}

void parse_error_late(struct scope *scope, struct unit *unit, struct span span, const char *id, GError **error)
{
	g_autoptr(GPtrArray) errors = parse_errors_new();
	struct parse_error *only;
	struct error_record *record;

	if (!error || !*error)
		return;
	only = g_new0(struct parse_error, 1);
	only->id = id;
	only->message = g_strdup((*error)->message);
	only->span = span;
	g_ptr_array_add(errors, only);
	g_clear_error(error);
	record = parse_errors_record(errors, unit->tree->source);
	origin_of_code(scope, unit, span, record);
	fault_set_record(error, value_of(record));
}

void parse_errors_raise(struct scope *scope, const GPtrArray *errors, struct ast_tree *tree)
{
	struct error_record *record = parse_errors_record(errors, tree->source);
	struct unit *unit = unit_new(tree, tree->root, NULL);

	origin_of_code(scope, unit, ((const struct parse_error *)errors->pdata[0])->span, record);
	unit_unref(unit);
	raise_record(scope->session, record);
}

struct value scriptblock_parse(struct session *session, const char *text, const char *path, GError **error)
{
	source_auto struct source *source = source_new(text, -1, path);
	g_autoptr(GPtrArray) errors = parse_errors_new();
	struct ast_tree *tree = parse(source, errors);
	struct value block = VALUE_NULL;
	struct unit *unit;

	if (errors->len) {
		fault_set_record(error, value_of(parse_errors_record(errors, source)));
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
