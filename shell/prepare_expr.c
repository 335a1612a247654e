/*
 * Expressions: from tree to nodes. A table gives each binary operator its
 * evaluation function; literals become constants; what needs more state has a
 * node of its own here.
 */
#include "config.h"

#include "shell/eval.h"
#include "shell/exception.h"

#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/object.h"
#include "lib/text_out.h"
#include "shell/automatic.h"
#include "shell/collector.h"
#include "shell/scriptblock.h"

void *node_new(struct unit *unit, size_t size, const struct ast *ast, node_eval eval, node_exec exec)
{
	struct node *node = unit_alloc(unit, size);

	node->eval = eval;
	node->exec = exec;
	node->unit = unit;
	node->ast = ast;
	return node;
}

enum flow exec_expression(struct node *node, struct scope *scope, struct sink *out)
{
	struct value v = node->eval(node, scope);
	enum flow flow;

	if (v.kind == V_SIGNAL)
		return scope->session->flow;
	flow = write_unrolled(scope, node, out, v);
	value_unref(v);
	return flow;
}

enum flow write_unrolled(struct scope *scope, struct node *node, struct sink *out, struct value v)
{
	struct enumerator e;
	struct value item;
	GError *error = NULL;
	enum flow flow = FLOW_NEXT;

	if (v.kind == V_NOTHING)
		return FLOW_NEXT;
	if (!value_is_enumerable(v))
		return sink_write(out, v);
	enumerator_init(&e, v);
	while (flow == FLOW_NEXT && enumerator_next(&e, &item, &error)) {
		flow = sink_write(out, item);
		value_unref(item);
	}
	enumerator_clear(&e);
	return error ? raise_flow(scope, node, error) : flow;
}

struct value eval_statement(struct node *node, struct scope *scope)
{
	struct collector c;
	enum flow flow;

	collector_init(&c);
	flow = node->exec(node, scope, &c.sink);
	if (flow == FLOW_NEXT)
		return collector_take(&c);
	collector_clear(&c);
	return signal_flow(scope->session, flow);
}

/* -- Constants ----------------------------------------------------------------------- */

struct value eval_constant(struct node *node, struct scope *scope)
{
	return value_ref(((struct constant_node *)node)->value);
}

static enum flow exec_constant(struct node *node, struct scope *scope, struct sink *out)
{
	return sink_write(out, ((struct constant_node *)node)->value);
}

static bool is_constant(const struct node *node)
{
	return node->eval == eval_constant;
}

bool node_is_constant(const struct node *node, struct value *ret)
{
	if (node->eval != eval_constant)
		return false;
	*ret = ((const struct constant_node *)node)->value;
	return true;
}

struct node *prepare_constant(struct unit *unit, const struct ast *ast, struct value v)
{
	struct constant_node *node = node_new(unit, sizeof(*node), ast, eval_constant, exec_constant);

	node->value = unit_keep(unit, v);
	return &node->node;
}

/* -- Binary operators -------------------------------------------------------------------- */

struct operator_row {
	node_eval eval;
	uint32_t op;
	bool negate;
};

static const struct operator_row operators[AST_OP_COUNT] = {
	[AST_OP_ADD] = { eval_add },
	[AST_OP_SUB] = { eval_sub },
	[AST_OP_MUL] = { eval_mul },
	[AST_OP_DIV] = { eval_operate, OP_DIV },
	[AST_OP_REM] = { eval_rem },
	[AST_OP_FORMAT] = { eval_format },
	[AST_OP_RANGE] = { eval_range },
	[AST_OP_COALESCE] = { eval_coalesce },
	[AST_OP_BAND] = { eval_operate, OP_BAND },
	[AST_OP_BOR] = { eval_operate, OP_BOR },
	[AST_OP_BXOR] = { eval_operate, OP_BXOR },
	[AST_OP_SHL] = { eval_operate, OP_SHL },
	[AST_OP_SHR] = { eval_operate, OP_SHR },
	[AST_OP_AND] = { eval_and },
	[AST_OP_OR] = { eval_or },
	[AST_OP_XOR] = { eval_xor },
	[AST_OP_EQ] = { eval_compare, COMPARE_EQ },
	[AST_OP_NE] = { eval_compare, COMPARE_NE },
	[AST_OP_GE] = { eval_compare, COMPARE_GE },
	[AST_OP_GT] = { eval_compare, COMPARE_GT },
	[AST_OP_LT] = { eval_compare, COMPARE_LT },
	[AST_OP_LE] = { eval_compare, COMPARE_LE },
	[AST_OP_LIKE] = { eval_match, MATCH_LIKE },
	[AST_OP_NOTLIKE] = { eval_match, MATCH_NOTLIKE },
	[AST_OP_MATCH] = { eval_match, MATCH_MATCH },
	[AST_OP_NOTMATCH] = { eval_match, MATCH_NOTMATCH },
	[AST_OP_REPLACE] = { eval_replace },
	[AST_OP_CONTAINS] = { eval_contains },
	[AST_OP_NOTCONTAINS] = { eval_contains, 0, true },
	[AST_OP_IN] = { eval_in },
	[AST_OP_NOTIN] = { eval_in, 0, true },
	[AST_OP_SPLIT] = { eval_split },
	[AST_OP_JOIN] = { eval_join },
	[AST_OP_IS] = { eval_is },
	[AST_OP_ISNOT] = { eval_is, 0, true },
	[AST_OP_AS] = { eval_as },
	[AST_OP_NOT] = { eval_not },
	[AST_OP_BNOT] = { eval_bnot },
	[AST_OP_MINUS] = { eval_negate },
	[AST_OP_PLUS] = { eval_plus },
	[AST_OP_UNARY_SPLIT] = { eval_unary_split },
	[AST_OP_UNARY_JOIN] = { eval_unary_join },
};

static struct node *prepare_binary(struct unit *unit, const struct ast_binary *ast)
{
	const struct operator_row *row = &operators[ast->op];
	struct binary_node *node = node_new(unit, sizeof(*node), &ast->ast, row->eval, exec_expression);

	node->left = prepare_expression(unit, ast->left);
	node->right = prepare_expression(unit, ast->right);
	node->op = row->op;
	node->negate = row->negate;
	node->with_case = ast->with_case;
	if (ast->op == AST_OP_RANGE)
		node->node.exec = exec_range;
	return &node->node;
}

static struct value eval_comma(struct node *node, struct scope *scope)
{
	struct unary_node *unary = (struct unary_node *)node;
	struct value v = unary->child->eval(unary->child, scope);

	return v.kind == V_SIGNAL ? v : value_of(array_take(&v, 1));
}

static struct node *prepare_unary(struct unit *unit, const struct ast_unary *ast)
{
	struct unary_node *node;
	struct value v;

	if (ast->op >= AST_OP_PRE_INCREMENT)
		return prepare_increment(unit, ast);
	node = node_new(unit, sizeof(*node), &ast->ast,
			ast->op == AST_OP_COMMA ? eval_comma : operators[ast->op].eval, exec_expression);
	node->child = prepare_expression(unit, ast->child);
	if (ast->op == AST_OP_MINUS && node_is_constant(node->child, &v) && !value_counted(v) &&
	    value_negate(v, &v, NULL))
		return prepare_constant(unit, &ast->ast, v);
	return &node->node;
}

/* -- Ternary ---------------------------------------------------------------------------------- */

struct ternary_node {
	struct node node;
	struct node *condition, *if_true, *if_false;
};

static struct value eval_ternary(struct node *node, struct scope *scope)
{
	struct ternary_node *t = (struct ternary_node *)node;
	int truth = node_test(t->condition, scope);
	struct node *chosen = truth ? t->if_true : t->if_false;

	return truth < 0 ? VALUE_SIGNAL : chosen->eval(chosen, scope);
}

static struct node *prepare_ternary(struct unit *unit, const struct ast_ternary *ast)
{
	struct ternary_node *t = node_new(unit, sizeof(*t), &ast->ast, eval_ternary, exec_expression);

	t->condition = prepare_expression(unit, ast->condition);
	t->if_true = prepare_expression(unit, ast->if_true);
	t->if_false = prepare_expression(unit, ast->if_false);
	return &t->node;
}

/* -- Arrays, hashtables ------------------------------------------------------------------------- */

struct value eval_array_literal(struct node *node, struct scope *scope)
{
	struct list_node *list = (struct list_node *)node;
	struct array *array = array_new(NULL, list->items.n);

	for (uint32_t i = 0; i < list->items.n; i++) {
		struct value v = node_value(list->items.nodes[i], scope);

		if (v.kind == V_SIGNAL) {
			value_unref(value_of(array));
			return v;
		}
		array->u.items[i] = v;
	}
	return value_of(array);
}

static struct node *prepare_array_literal(struct unit *unit, const struct ast_array_literal *ast)
{
	struct list_node *list = node_new(unit, sizeof(*list), &ast->ast, eval_array_literal,
					  exec_expression);

	list->items.n = ast->element_count;
	list->items.nodes = unit_alloc(unit, ast->element_count * sizeof(struct node *));
	for (uint32_t i = 0; i < ast->element_count; i++)
		list->items.nodes[i] = prepare_expression(unit, ast->elements[i]);
	return &list->node;
}

struct hashtable_node {
	struct node node;
	uint32_t n;
	struct node **keys;
	struct node **values;
	enum dict_style style;
};

static const struct fault duplicate_key = {
	"DuplicateKeyInHashLiteral", "System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION, NULL };
static const struct fault null_key = {
	"InvalidNullKey", "System.Management.Automation.RuntimeException", CATEGORY_INVALID_OPERATION, NULL };

/* Puts one pair; key and value are taken over. */
static bool add_pair(struct node *at, struct scope *scope, struct dict *dict, struct value key,
		     struct value v)
{
	GError *error = NULL;

	if (value_is_null(key))
		fault_set(&error, &null_key, VALUE_NULL,
			  "A null key is not allowed in a hash literal.");
	else if (dict_find(dict, key)) {
		struct string *text = value_to_string(key, NULL);

		fault_set(&error, &duplicate_key, key,
			  "Item has already been added. Key in dictionary: '%s'  Key being added: '%s'",
			  text->data, text->data);
		str_unref(text);
	}
	if (!error) {
		dict_set(dict, key, v);
		return true;
	}
	value_unref(key);
	value_unref(v);
	raise_value(scope, at, error);
	return false;
}

static struct value eval_hashtable(struct node *node, struct scope *scope)
{
	struct hashtable_node *h = (struct hashtable_node *)node;
	struct dict *dict = dict_new(h->style, false);

	for (uint32_t i = 0; i < h->n; i++) {
		struct value key = h->keys[i]->eval(h->keys[i], scope), v;

		if (key.kind == V_SIGNAL)
			goto left;
		if (key.kind >= V_I8 && key.kind <= V_F64)
			key.aux = 0;
		v = h->values[i]->eval(h->values[i], scope);
		if (v.kind == V_SIGNAL) {
			value_unref(key);
			goto left;
		}
		if (!add_pair(h->keys[i], scope, dict, key, v))
			goto left;
	}
	return value_of(dict);
left:
	value_unref(value_of(dict));
	return VALUE_SIGNAL;
}

static struct hashtable_node *prepare_hashtable(struct unit *unit, const struct ast_hashtable *ast)
{
	struct hashtable_node *h = node_new(unit, sizeof(*h), &ast->ast, eval_hashtable, exec_expression);

	h->n = ast->pair_count;
	h->style = DICT_HASHTABLE;
	h->keys = unit_alloc(unit, ast->pair_count * sizeof(struct node *));
	h->values = unit_alloc(unit, ast->pair_count * sizeof(struct node *));
	for (uint32_t i = 0; i < ast->pair_count; i++) {
		struct ast *pure = ast_pure_expression(ast->pairs[i].value);

		h->keys[i] = prepare_expression(unit, ast->pairs[i].key);
		h->values[i] = pure ? prepare_expression(unit, pure)
				    : prepare_statement(unit, ast->pairs[i].value);
	}
	return h;
}

/* [pscustomobject]@{}: members in the order written. */
struct custom_node {
	struct node node;
	struct hashtable_node *table;
	struct object *model;		/* has the shape, when the keys are known; else NULL */
};

/* Whether a key is sure to make one more member of its own. */
static bool makes_member(const struct object *model, struct value key)
{
	return key.kind == V_STRING && key.u.str->len &&
	       !text_equal_nocase(key.u.str->data, "PSTypeName") &&
	       shape_slot(model->shape, symbol_of(key.u.str)) < 0;
}

/* The object that a literal makes, with null for each value; NULL when its keys do not tell. */
static struct object *literal_model(struct unit *unit, const struct hashtable_node *table)
{
	struct object *model = object_custom();
	struct value key;

	for (uint32_t i = 0; i < table->n; i++) {
		if (!node_is_constant(table->keys[i], &key) || !makes_member(model, key)) {
			value_unref(value_of(model));
			return NULL;
		}
		object_add(model, key.u.str, MEMBER_NOTE, 0, VALUE_NULL);
	}
	return unit_keep(unit, value_of(model)).u.object;
}

static struct value eval_modelled(struct node *node, struct scope *scope)
{
	struct custom_node *c = (struct custom_node *)node;
	struct object *object = object_new(c->model->shape);

	for (uint32_t i = 0; i < c->table->n; i++) {
		struct value v = node_value(c->table->values[i], scope);

		if (v.kind == V_SIGNAL) {
			value_unref(value_of(object));
			return v;
		}
		object->slots[i] = v;
	}
	return value_of(object);
}

static struct value eval_custom(struct node *node, struct scope *scope)
{
	struct custom_node *c = (struct custom_node *)node;
	struct value table = eval_hashtable(&c->table->node, scope);
	struct value object;

	if (table.kind == V_SIGNAL)
		return table;
	object = object_from_dict(table.u.dict);
	value_unref(table);
	return object;
}

struct value object_from_dict(const struct dict *dict)
{
	struct object *object = object_custom();
	const struct dict_entry *entry;

	for (uint32_t at = 0; dict_next(dict, &at, &entry);) {
		struct string *name = value_to_string(entry->key, NULL);

		if (text_equal_nocase(name->data, "PSTypeName") && entry->value.kind == V_STRING) {
			struct shape *named = shape_named(object->shape, entry->value.u.str);

			shape_unref(object->shape);
			object->shape = named;
		} else {
			struct value *slot = object_slot(object, symbol_of(name));

			if (slot)
				value_put(slot, value_ref(entry->value));
			else
				object_add(object, name, MEMBER_NOTE, 0, value_ref(entry->value));
		}
		str_unref(name);
	}
	return value_of(object);
}

/* -- Strings ----------------------------------------------------------------------------------- */

static void append_text(struct text_out *out, struct scope *scope, struct value v)
{
	struct string *text;

	if (v.kind == V_STRING) {
		text_out_put(out, v.u.str->data, v.u.str->len);
		return;
	}
	if (v.kind == V_I32) {
		text_out_integer(out, v.u.i);
		return;
	}
	if (value_is_enumerable(v)) {
		value_auto ofs = scope_get(scope, symbol_get("OFS", 3));
		struct string *separator = ofs.kind == V_UNSET ? NULL : value_to_string(ofs, NULL);

		text = value_to_text(scope, v, separator ? separator->data : " ");
		str_unref(separator);
	} else {
		text = value_to_text(scope, v, NULL);
	}
	text_out_put(out, text->data, text->len);
	str_unref(text);
}

static struct value eval_expandable(struct node *node, struct scope *scope)
{
	struct list_node *list = (struct list_node *)node;
	struct text_out out;

	text_out_init(&out);
	for (uint32_t i = 0; i < list->items.n; i++) {
		struct value v = node_value(list->items.nodes[i], scope);

		if (v.kind == V_SIGNAL) {
			text_out_drop(&out);
			return v;
		}
		v.aux = v.kind >= V_I8 && v.kind <= V_F64 ? 0 : v.aux;
		append_text(&out, scope, v);
		value_unref(v);
	}
	return value_str(text_out_take(&out));
}

static struct node *prepare_expandable(struct unit *unit, const struct ast_expandable *ast)
{
	struct list_node *list = node_new(unit, sizeof(*list), &ast->ast, eval_expandable, exec_expression);

	list->items.n = ast->part_count;
	list->items.nodes = unit_alloc(unit, ast->part_count * sizeof(struct node *));
	for (uint32_t i = 0; i < ast->part_count; i++) {
		list->items.nodes[i] = prepare_expression(unit, ast->parts[i]);
		if (ast->parts[i]->kind == AST_VARIABLE && !is_constant(list->items.nodes[i]))
			((struct variable_node *)list->items.nodes[i])->in_text = true;
	}
	return &list->node;
}

/* -- Types and casts ------------------------------------------------------------------------------ */

struct type_node {
	struct node node;
	const struct type_name *name;
	const struct type *type;	/* once resolved */
	struct node *child;
};

static bool type_node_resolve(struct type_node *t, struct scope *scope)
{
	GError *error = NULL;

	if (t->type && !(t->type->flags & TYPE_IS_SCRIPT))
		return true;
	t->type = resolve_type_name(scope->session, scope, t->name, &error);
	if (!t->type)
		raise_at(scope, &t->node, t->node.ast->span, error);
	return t->type != NULL;
}

static struct value eval_type(struct node *node, struct scope *scope)
{
	struct type_node *t = (struct type_node *)node;

	return type_node_resolve(t, scope) ? value_type_object(t->type) : VALUE_SIGNAL;
}

const struct type *node_type(struct node *node)
{
	return node->eval == eval_type ? ((struct type_node *)node)->type : NULL;
}

static struct value eval_convert(struct node *node, struct scope *scope)
{
	struct type_node *t = (struct type_node *)node;
	struct value v, result;
	GError *error = NULL;
	bool ok;

	if (!type_node_resolve(t, scope))
		return VALUE_SIGNAL;
	v = t->child->eval(t->child, scope);
	if (v.kind == V_SIGNAL)
		return v;
	if (v.kind == t->type->kind && v.kind < V_ENUM) {
		v.aux = 0;
		return v;
	}
	ok = value_cast(scope, v, t->type, &result, &error);
	value_unref(v);
	return ok ? result : raise_value(scope, node, error);
}

static struct value eval_void(struct node *node, struct scope *scope)
{
	struct type_node *t = (struct type_node *)node;
	struct value v = t->child->eval(t->child, scope);

	if (v.kind == V_SIGNAL)
		return v;
	value_unref(v);
	return VALUE_NOTHING;
}

static const struct fault no_such_variable = {
	"NonExistingVariableReference", "System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION, NULL };

static struct value eval_reference(struct node *node, struct scope *scope)
{
	struct type_node *t = (struct type_node *)node;
	struct value *place;
	GError *error = NULL;

	/* $null and its like are variables to the parser, and constants here. */
	if (t->child->ast->kind != AST_VARIABLE || is_constant(t->child)) {
		struct value v = t->child->eval(t->child, scope);

		if (v.kind == V_SIGNAL)
			return v;
		return variable_reference(v);
	}
	place = scope_find(scope, ((struct variable_node *)t->child)->name);
	if (!place) {
		fault_set(&error, &no_such_variable, VALUE_NULL,
			  "[ref] cannot be applied to a variable that does not exist.");
		return raise_value(scope, node, error);
	}
	return reference_to(((struct variable_node *)t->child)->name, place);
}

static bool plain_name_is(const struct type_name *name, const char *what)
{
	return name->kind == TYPE_NAME_PLAIN && text_equal_nocase(name->name->data, what);
}

static struct node *prepare_convert(struct unit *unit, const struct ast_convert *ast)
{
	const struct type_name *name = ast->type->type;
	struct type_node *t;

	if (ast->child->kind == AST_HASHTABLE && plain_name_is(name, "ordered")) {
		struct hashtable_node *h = prepare_hashtable(unit, ast_hashtable(ast->child));

		h->style = DICT_ORDERED;
		return &h->node;
	}
	if (ast->child->kind == AST_HASHTABLE && (plain_name_is(name, "pscustomobject") ||
	    plain_name_is(name, "System.Management.Automation.PSCustomObject"))) {
		struct custom_node *c = node_new(unit, sizeof(*c), &ast->ast, eval_custom, exec_expression);

		c->table = prepare_hashtable(unit, ast_hashtable(ast->child));
		c->table->style = DICT_ORDERED;
		c->model = literal_model(unit, c->table);
		if (c->model)
			c->node.eval = eval_modelled;
		return &c->node;
	}
	t = node_new(unit, sizeof(*t), &ast->ast, eval_convert, exec_expression);
	t->name = name;
	t->child = prepare_expression(unit, ast->child);
	if (plain_name_is(name, "void") || plain_name_is(name, "System.Void"))
		t->node.eval = eval_void;
	else if (plain_name_is(name, "ref") || plain_name_is(name, "System.Management.Automation.PSReference"))
		t->node.eval = eval_reference;
	return &t->node;
}

static struct node *prepare_type(struct unit *unit, const struct ast_type *ast)
{
	struct type_node *t = node_new(unit, sizeof(*t), &ast->ast, eval_type, exec_expression);

	t->name = ast->type;
	return &t->node;
}

/* -- $( ), @( ), ( ), { } ------------------------------------------------------------------------------ */

struct body_node {
	struct node node;
	struct block_node *body;
};

static enum flow exec_sub(struct node *node, struct scope *scope, struct sink *out)
{
	return block_exec(((struct body_node *)node)->body, scope, out);
}

static struct value eval_sub_expression(struct node *node, struct scope *scope)
{
	return eval_statement(node, scope);
}

static struct value eval_array_expression(struct node *node, struct scope *scope)
{
	struct collector c;
	enum flow flow;

	collector_init(&c);
	flow = block_exec(((struct body_node *)node)->body, scope, &c.sink);
	if (flow == FLOW_NEXT)
		return collector_take_array(&c);
	collector_clear(&c);
	return signal_flow(scope->session, flow);
}

static struct node *prepare_body(struct unit *unit, const struct ast *ast,
				 const struct ast_statement_block *body, node_eval eval, node_exec exec)
{
	struct body_node *node = node_new(unit, sizeof(*node), ast, eval, exec);

	node->body = prepare_block(unit, body);
	return &node->node;
}

static struct value eval_paren(struct node *node, struct scope *scope)
{
	struct unary_node *unary = (struct unary_node *)node;

	return unary->child->eval(unary->child, scope);
}

static struct node *prepare_paren(struct unit *unit, const struct ast_paren *ast)
{
	struct unary_node *node = node_new(unit, sizeof(*node), &ast->ast, eval_paren, exec_expression);
	struct ast *pure = ast_pure_expression(ast->pipeline);

	node->child = pure ? prepare_expression(unit, pure) : prepare_statement(unit, ast->pipeline);
	return &node->node;
}

struct block_literal_node {
	struct node node;
	struct unit *body;
};

static struct value eval_block_literal(struct node *node, struct scope *scope)
{
	return scriptblock_new(((struct block_literal_node *)node)->body, scope->module);
}

static struct node *prepare_block_literal(struct unit *unit, const struct ast_script_block_expression *ast)
{
	struct block_literal_node *node = node_new(unit, sizeof(*node), &ast->ast, eval_block_literal,
						   exec_expression);

	node->body = unit_new(unit->tree, ast->body, unit);
	return &node->node;
}

/* -- The switch over kinds --------------------------------------------------------------------------- */

static struct node *prepare_index(struct unit *unit, const struct ast_index *ast)
{
	struct binary_node *node = node_new(unit, sizeof(*node), &ast->ast, eval_index, exec_expression);

	node->left = prepare_expression(unit, ast->target);
	node->right = prepare_expression(unit, ast->index);
	node->negate = ast->null_conditional;
	return &node->node;
}

/* $true, $false, $null are constants. */
static struct node *prepare_variable_expression(struct unit *unit, const struct ast_variable *ast)
{
	if (ast->scope == SCOPE_NONE) {
		if (ast->name == symbol_get("true", 4))
			return prepare_constant(unit, &ast->ast, value_bool(true));
		if (ast->name == symbol_get("false", 5))
			return prepare_constant(unit, &ast->ast, value_bool(false));
		if (ast->name == symbol_get("null", 4))
			return prepare_constant(unit, &ast->ast, VALUE_NULL);
	}
	return &prepare_variable(unit, ast)->node;
}

struct node *prepare_expression(struct unit *unit, const struct ast *ast)
{
	switch (ast->kind) {
	case AST_BINARY:
		return prepare_binary(unit, ast_binary(ast));
	case AST_UNARY:
		return prepare_unary(unit, ast_unary(ast));
	case AST_TERNARY:
		return prepare_ternary(unit, ast_ternary(ast));
	case AST_CONVERT:
		return prepare_convert(unit, ast_convert(ast));
	case AST_ATTRIBUTED:
		return prepare_expression(unit, ast_attributed(ast)->child);
	case AST_CONSTANT:
		return prepare_constant(unit, ast, value_ref(ast_constant(ast)->value));
	case AST_STRING:
		return prepare_constant(unit, ast, value_str(str_ref(ast_string(ast)->value)));
	case AST_EXPANDABLE:
		return prepare_expandable(unit, ast_expandable(ast));
	case AST_VARIABLE:
		return prepare_variable_expression(unit, ast_variable(ast));
	case AST_TYPE:
		return prepare_type(unit, ast_type(ast));
	case AST_MEMBER:
	case AST_INVOKE_MEMBER:
		return prepare_member(unit, ast);
	case AST_INDEX:
		return prepare_index(unit, ast_index(ast));
	case AST_SUB_EXPRESSION:
		return prepare_body(unit, ast, ast_sub_expression(ast)->body, eval_sub_expression, exec_sub);
	case AST_ARRAY_EXPRESSION:
		return prepare_body(unit, ast, ast_array_expression(ast)->body, eval_array_expression,
				    exec_expression);
	case AST_ARRAY_LITERAL:
		return prepare_array_literal(unit, ast_array_literal(ast));
	case AST_HASHTABLE:
		return &prepare_hashtable(unit, ast_hashtable(ast))->node;
	case AST_PAREN:
		return prepare_paren(unit, ast_paren(ast));
	case AST_SCRIPT_BLOCK_EXPRESSION:
		return prepare_block_literal(unit, ast_script_block_expression(ast));
	case AST_USING_EXPRESSION:
		return prepare_expression(unit, ast_using_expression(ast)->child);
	default:
		return prepare_statement(unit, ast);
	}
}
