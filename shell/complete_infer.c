/*
 * Inference. A variable is what the text last assigned to it, else what it
 * holds in the session; a command gives what its table or its OutputType says;
 * members lead on by the types' tables. Guesses may be several.
 */
#include "config.h"

#include "shell/complete_infer.h"

#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/object.h"
#include "lib/operate.h"
#include "lib/type_signature.h"
#include "parser/parse.h"
#include "shell/attributes.h"
#include "shell/command.h"
#include "shell/member.h"
#include "shell/scriptblock.h"
#include "state/record.h"

/* How far one expression leads to others. */
#define DEPTH_MAX 32

struct inference {
	struct complete_tree *tree;
	GArray *out;
	unsigned depth;
};

static void guess_clear(gpointer data)
{
	struct guess *guess = data;

	value_unref(guess->value);
	g_clear_pointer(&guess->names, g_ptr_array_unref);
}

GArray *guesses_new(void)
{
	GArray *guesses = g_array_new(FALSE, FALSE, sizeof(struct guess));

	g_array_set_clear_func(guesses, guess_clear);
	return guesses;
}

void complete_tree_init(struct complete_tree *t, struct session *session, const char *line, size_t cursor)
{
	source_auto struct source *source = source_new(line, cursor, NULL);

	*t = (struct complete_tree){ .session = session, .cursor = cursor };
	t->tree = parse(source, NULL);
	t->depth = MIN(ast_path_at(t->tree, cursor, t->path, G_N_ELEMENTS(t->path)), G_N_ELEMENTS(t->path));
}

void complete_tree_clear(struct complete_tree *t)
{
	ast_tree_unref(t->tree);
}

/* -- Adding ------------------------------------------------------------------------------------------ */

static void add_guess(struct inference *in, struct guess guess)
{
	g_array_append_val(in->out, guess);
}

static void add_value(struct inference *in, struct value v)
{
	if (value_is_null(v))
		value_unref(v);
	else
		add_guess(in, (struct guess){ .value = v });
}

static void add_type(struct inference *in, const struct type *type)
{
	if (type && type != &type_object && type != &type_void)
		add_guess(in, (struct guess){ .type = type, .value = VALUE_UNSET });
}

static GPtrArray *names_new(void)
{
	return g_ptr_array_new_with_free_func(g_free);
}

/* The properties of a record, as its table names them. */
static bool add_record(struct inference *in, const char *name)
{
	const struct record_kind *kind = record_kind_find(name);
	GPtrArray *names;

	if (!kind)
		return false;
	names = names_new();
	for (const struct property *p = kind->properties; p->name; p++)
		if (!(p->flags & PROPERTY_SECRET))
			g_ptr_array_add(names, g_strdup(p->name));
	add_guess(in, (struct guess){ .names = names, .value = VALUE_UNSET });
	return true;
}

static void add_type_named(struct inference *in, const char *name)
{
	const struct ast_type_definition *definition = infer_definition(in->tree, name);

	if (definition)
		add_guess(in, (struct guess){ .definition = definition, .value = VALUE_UNSET });
	else if (type_find(name, -1))
		add_type(in, type_find(name, -1));
	else
		add_record(in, name);
}

static void add_type_name(struct inference *in, const struct type_name *name)
{
	if (name->kind == TYPE_NAME_ARRAY && infer_definition(in->tree, name->element->name->data))
		add_type_named(in, name->element->name->data);
	else
		add_type_named(in, name->name->data);
}

static void infer_one(struct inference *in, struct ast *ast);

/* -- Walking the text --------------------------------------------------------------------------------- */

struct walk {
	uint32_t cursor;
	bool (*visit)(struct ast *node, void *data);
	void *data;
};

static bool walk_child(struct ast *node, void *data)
{
	struct walk *walk = data;

	if (node->span.start >= walk->cursor)
		return true;
	walk->visit(node, walk->data);
	ast_children(node, walk_child, walk);
	return true;
}

static void walk_text(struct complete_tree *t, bool (*visit)(struct ast *node, void *data), void *data)
{
	struct walk walk = { t->cursor, visit, data };

	walk_child(&t->tree->root->ast, &walk);
}

struct named_search {
	const char *name;
	struct ast *found;
};

static bool find_definition(struct ast *node, void *data)
{
	struct named_search *search = data;

	if (node->kind == AST_TYPE_DEFINITION && text_equal_nocase(ast_type_definition(node)->name->data, search->name))
		search->found = node;
	return true;
}

const struct ast_type_definition *infer_definition(struct complete_tree *t, const char *name)
{
	struct named_search search = { name, NULL };

	walk_text(t, find_definition, &search);
	return search.found ? ast_type_definition(search.found) : NULL;
}

static bool find_function(struct ast *node, void *data)
{
	struct named_search *search = data;

	if (node->kind == AST_FUNCTION && text_equal_nocase(ast_function(node)->name->data, search->name))
		search->found = node;
	return true;
}

const struct ast_function *infer_function(struct complete_tree *t, const char *name)
{
	struct named_search search = { name, NULL };

	walk_text(t, find_function, &search);
	return search.found ? ast_function(search.found) : NULL;
}

/* -- Variables ------------------------------------------------------------------------------------------- */

struct variable_search {
	struct complete_tree *tree;
	struct symbol *name;
	struct ast *found;		/* what says most about it: the last of them */
	const struct type_name *type;	/* that it was declared with, which holds for later assignments */
};

static const struct ast_variable *assigned_variable(struct ast *left, const struct type_name **ret_type)
{
	while (left->kind == AST_CONVERT || left->kind == AST_ATTRIBUTED) {
		if (left->kind == AST_CONVERT) {
			*ret_type = ast_convert(left)->type->type;
			left = ast_convert(left)->child;
		} else {
			left = ast_attributed(left)->child;
		}
	}
	return left->kind == AST_VARIABLE ? ast_variable(left) : NULL;
}

static const struct type_name *declared_type(const struct ast_parameter *param)
{
	for (uint32_t i = 0; i < param->attribute_count; i++)
		if (param->attributes[i]->kind == AST_TYPE_CONSTRAINT)
			return ast_type_constraint(param->attributes[i])->type;
	return NULL;
}

static bool find_variable(struct ast *node, void *data)
{
	struct variable_search *search = data;
	const struct type_name *type = NULL;
	const struct ast_variable *variable = NULL;

	if (node->kind == AST_ASSIGNMENT && ast_assignment(node)->op == AST_OP_SET &&
	    node->span.end < search->tree->cursor)
		variable = assigned_variable(ast_assignment(node)->left, &type);
	else if (node->kind == AST_FOREACH)
		variable = ast_foreach(node)->variable;
	else if (node->kind == AST_PARAMETER) {
		variable = ast_parameter(node)->variable;
		type = declared_type(ast_parameter(node));
	}
	if (!variable || variable->name != search->name)
		return true;
	search->found = node;
	if (type || node->kind != AST_ASSIGNMENT)
		search->type = type;
	return true;
}

static void add_elements(struct inference *in, GArray *from);

static void infer_elements(struct inference *in, struct ast *ast)
{
	GArray *all = guesses_new();
	struct inference inner = { in->tree, all, in->depth };

	infer_one(&inner, ast);
	add_elements(in, all);
	g_array_unref(all);
}

/* The commands and blocks around the cursor that give $_ its meaning. */
static void infer_underbar(struct inference *in, struct span at)
{
	struct complete_tree *t = in->tree;

	for (uint32_t i = t->depth; i > 1; i--) {
		struct ast *node = t->path[i - 1], *parent = t->path[i - 2];

		if (node->span.start > at.start || node->span.end < at.end)
			continue;
		if (node->kind == AST_CATCH) {
			add_type(in, &type_error_record);
			return;
		}
		if (node->kind == AST_SWITCH) {
			infer_elements(in, ast_switch(node)->condition);
			return;
		}
		if (node->kind != AST_SCRIPT_BLOCK_EXPRESSION)
			continue;
		if (parent->kind == AST_INVOKE_MEMBER) {
			infer_elements(in, ast_invoke_member(parent)->expression);
			return;
		}
		if (parent->kind == AST_HASHTABLE && i > 2)
			parent = t->path[i - 3];
		for (uint32_t j = i - 1; j > 0 && parent->kind != AST_COMMAND; j--) {
			parent = t->path[j - 1];
			if (parent->kind == AST_SCRIPT_BLOCK_EXPRESSION)
				break;
		}
		if (parent->kind == AST_COMMAND) {
			uint32_t index;
			const struct ast_pipeline *pipeline = infer_pipeline_at(t, ast_command(parent), &index);

			if (pipeline && index > 0)
				infer_input(t, pipeline, index, in->out);
			return;
		}
	}
}

static void infer_this(struct inference *in)
{
	for (uint32_t i = in->tree->depth; i > 0; i--)
		if (in->tree->path[i - 1]->kind == AST_TYPE_DEFINITION) {
			add_guess(in, (struct guess){ .definition = ast_type_definition(in->tree->path[i - 1]),
						      .value = VALUE_UNSET });
			return;
		}
}

static struct value session_value(struct complete_tree *t, const struct ast_variable *variable)
{
	struct scope *scope = variable->scope == SCOPE_GLOBAL ? &t->session->global : t->session->scope;

	if (variable->scope == SCOPE_DRIVE) {
		const char *text = text_equal_nocase(symbol_name(variable->drive), "env")
			? g_getenv(symbol_name(variable->name)) : NULL;

		return text ? value_text(text) : VALUE_UNSET;
	}
	return scope_get(scope, variable->name);
}

static void infer_variable(struct inference *in, const struct ast_variable *variable)
{
	struct variable_search search = { in->tree, variable->name, NULL, NULL };
	const char *name = symbol_name(variable->name);
	guint before = in->out->len;

	if (text_equal_nocase(name, "_") || text_equal_nocase(name, "PSItem")) {
		infer_underbar(in, variable->ast.span);
		if (in->out->len > before)
			return;
	}
	if (text_equal_nocase(name, "this")) {
		infer_this(in);
		return;
	}
	walk_text(in->tree, find_variable, &search);
	if (search.type)
		add_type_name(in, search.type);
	else if (search.found && search.found->kind == AST_ASSIGNMENT)
		infer_one(in, ast_assignment(search.found)->right);
	else if (search.found && search.found->kind == AST_FOREACH)
		infer_elements(in, ast_foreach(search.found)->condition);
	if (in->out->len == before)
		add_value(in, session_value(in->tree, variable));
}

/* -- Elements ------------------------------------------------------------------------------------------------ */

static void add_element_of_type(struct inference *in, const struct type *type)
{
	if (type->element && type->kind != V_DICT)
		add_type(in, type->element);
	else if (type->kind == V_ARRAY || type->kind == V_LIST)
		return;
	else
		add_type(in, type);
}

static void add_element(struct inference *in, const struct guess *guess)
{
	struct enumerator e;
	struct value item;

	if (guess->value.kind != V_UNSET && value_is_enumerable(value_base(guess->value))) {
		enumerator_init(&e, guess->value);
		if (enumerator_next(&e, &item, NULL))
			add_value(in, item);
		enumerator_clear(&e);
	} else if (guess->value.kind == V_UNSET && guess->type && !guess->table) {
		add_element_of_type(in, guess->type);
	} else {
		struct guess copy = *guess;

		value_ref(copy.value);
		if (copy.names)
			g_ptr_array_ref(copy.names);
		add_guess(in, copy);
	}
}

/* What a pipeline makes of them: collections are walked. */
static void add_elements(struct inference *in, GArray *from)
{
	for (guint i = 0; i < from->len; i++)
		add_element(in, &g_array_index(from, struct guess, i));
}

static struct ast *table_value(const struct ast_hashtable *table, const char *key)
{
	for (uint32_t i = 0; i < table->pair_count; i++)
		if (table->pairs[i].key->kind == AST_STRING &&
		    text_equal_nocase(ast_string(table->pairs[i].key)->value->data, key))
			return table->pairs[i].value;
	return NULL;
}

static void add_indexed(struct inference *in, const struct guess *guess, struct value index)
{
	struct value base = value_base(guess->value), got;

	if (guess->value.kind != V_UNSET && index.kind != V_UNSET) {
		if (value_index(base, index, &got, NULL))
			add_value(in, got);
		return;
	}
	if (base.kind == V_DICT || guess->definition || guess->names)
		return;
	if (guess->table && index.kind == V_STRING && table_value(guess->table, index.u.str->data)) {
		infer_one(in, table_value(guess->table, index.u.str->data));
		return;
	}
	if (guess->type == &type_string)
		add_type(in, &type_char);
	else if (guess->type && guess->type->kind == V_DICT && guess->type->element2)
		add_type(in, guess->type->element2);
	else
		add_element(in, guess);
}

static void infer_index(struct inference *in, const struct ast_index *index)
{
	GArray *targets = guesses_new();
	struct inference inner = { in->tree, targets, in->depth };
	value_auto key = constant_value(index->index);

	infer_one(&inner, index->target);
	for (guint i = 0; i < targets->len; i++)
		add_indexed(in, &g_array_index(targets, struct guess, i), key);
	g_array_unref(targets);
}

/* -- Members ------------------------------------------------------------------------------------------------- */

static void add_member_of_definition(struct inference *in, const struct ast_type_definition *definition,
				     const char *name, bool is_call)
{
	for (uint32_t i = 0; i < definition->member_count; i++) {
		struct ast *member = definition->members[i];
		struct ast_type_constraint *type = NULL;

		if (!is_call && member->kind == AST_PROPERTY_MEMBER &&
		    text_equal_nocase(ast_property_member(member)->spelled->data, name))
			type = ast_property_member(member)->type;
		if (is_call && member->kind == AST_FUNCTION_MEMBER &&
		    text_equal_nocase(ast_function_member(member)->spelled->data, name))
			type = ast_function_member(member)->return_type;
		if (type) {
			add_type_name(in, type->type);
			return;
		}
	}
	for (uint32_t i = 0; i < definition->base_count; i++) {
		const struct ast_type_definition *base = infer_definition(in->tree, definition->bases[i]->type->name->data);

		if (base)
			add_member_of_definition(in, base, name, is_call);
	}
}

struct method_search {
	const char *name;
	const struct type *type, *result;
};

static void find_method(const struct type_member *member, void *data)
{
	struct method_search *search = data;
	size_t len;
	const char *name = type_member_name(member, &len);

	if (!search->result && strlen(search->name) == len && g_ascii_strncasecmp(search->name, name, len) == 0)
		search->result = signature_result(search->type, member);
}

static void add_member_of_type(struct inference *in, const struct type *type, const char *name, bool is_call,
			       bool is_static)
{
	const struct type_member *property = type_property(type, symbol_get(name, -1), is_static);
	struct method_search search = { name, type, NULL };

	if (!is_call && property) {
		add_type(in, signature_result(type, property));
	} else if (!is_call && is_static && type->names) {
		add_type(in, type);
	} else if (is_call) {
		type_each_method(type, is_static, find_method, &search);
		add_type(in, search.result);
	}
}

static bool is_text(const char *name, const char *const *list)
{
	for (; *list; list++)
		if (text_equal_nocase(name, *list))
			return true;
	return false;
}

static void add_member(struct inference *in, const struct guess *guess, const char *name, bool is_call)
{
	static const char *const same[] = { "Where", "ForEach", NULL };
	struct value base = value_base(guess->value);

	if (is_call && is_text(name, same)) {
		add_element(in, guess);
	} else if (guess->value.kind != V_UNSET && !is_call) {
		add_value(in, member_get(in->tree->session->scope, guess->value, symbol_get(name, -1), NULL));
	} else if (guess->value.kind != V_UNSET) {
		add_member_of_type(in, type_of(base), name, true, false);
	} else if (guess->definition) {
		add_member_of_definition(in, guess->definition, name, is_call);
	} else if (guess->table && !is_call && table_value(guess->table, name)) {
		infer_one(in, table_value(guess->table, name));
	} else if (guess->type) {
		add_member_of_type(in, guess->type, name, is_call, false);
	}
}

static void infer_static(struct inference *in, const struct type_name *name, const char *member, bool is_call)
{
	const struct ast_type_definition *definition = infer_definition(in->tree, name->name->data);
	const struct type *type = type_find(name->name->data, -1);

	if (is_call && text_equal_nocase(member, "new"))
		add_type_name(in, name);
	else if (definition)
		add_member_of_definition(in, definition, member, is_call);
	else if (type)
		add_member_of_type(in, type, member, is_call, true);
}

static void infer_member(struct inference *in, struct ast *expression, struct ast *member, bool is_static, bool is_call)
{
	GArray *targets;
	struct inference inner;

	if (member->kind != AST_STRING)
		return;
	if (is_static && expression->kind == AST_TYPE) {
		infer_static(in, ast_type(expression)->type, ast_string(member)->value->data, is_call);
		return;
	}
	targets = guesses_new();
	inner = (struct inference){ in->tree, targets, in->depth };
	infer_one(&inner, expression);
	for (guint i = 0; i < targets->len; i++)
		add_member(in, &g_array_index(targets, struct guess, i), ast_string(member)->value->data, is_call);
	g_array_unref(targets);
}

/* -- Commands ---------------------------------------------------------------------------------------------- */

static const char *command_name(const struct ast_command *command)
{
	struct ast *first = command->element_count ? command->elements[0] : NULL;

	return first && first->kind == AST_STRING ? ast_string(first)->value->data : "";
}

/* The argument of a named parameter, or without a name the n-th positional one. */
static struct ast *argument(const struct ast_command *command, const char *name, int n)
{
	for (uint32_t i = 1; i < command->element_count; i++) {
		struct ast *element = command->elements[i];

		if (element->kind != AST_COMMAND_PARAMETER) {
			if (n-- == 0)
				return element;
			continue;
		}
		if (g_ascii_strncasecmp(name, ast_command_parameter(element)->name->data,
					ast_command_parameter(element)->name->len) == 0)
			return ast_command_parameter(element)->argument ? ast_command_parameter(element)->argument
				: i + 1 < command->element_count ? command->elements[i + 1] : NULL;
		i++;
	}
	return NULL;
}

static bool has_parameter(const struct ast_command *command, const char *name)
{
	return argument(command, name, -1) != NULL;
}

static void add_name_of(GPtrArray *names, struct ast *ast)
{
	struct ast *value;

	if (ast->kind == AST_STRING) {
		g_ptr_array_add(names, g_strdup(ast_string(ast)->value->data));
	} else if (ast->kind == AST_ARRAY_LITERAL) {
		for (uint32_t i = 0; i < ast_array_literal(ast)->element_count; i++)
			add_name_of(names, ast_array_literal(ast)->elements[i]);
	} else if (ast->kind == AST_HASHTABLE) {
		static const char *const keys[] = { "Name", "N", "Label", "L" };

		for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
			value = table_value(ast_hashtable(ast), keys[i]);
			value = value ? ast_pure_expression(value) : NULL;
			if (value && value->kind == AST_STRING)
				add_name_of(names, value);
		}
	}
}

static void infer_select(struct inference *in, const struct ast_command *command, GArray *input)
{
	struct ast *expand = argument(command, "ExpandProperty", -1);
	struct ast *properties = argument(command, "Property", 0);

	if (expand && expand->kind == AST_STRING) {
		for (guint i = 0; i < input->len; i++)
			add_member(in, &g_array_index(input, struct guess, i), ast_string(expand)->value->data, false);
	} else if (properties && !has_parameter(command, "ExcludeProperty")) {
		GPtrArray *names = names_new();

		add_name_of(names, properties);
		for (guint i = 0; i < names->len; i++)
			if (strpbrk(names->pdata[i], "*?[")) {
				add_elements(in, input);
				break;
			}
		add_guess(in, (struct guess){ .names = names, .value = VALUE_UNSET });
	} else {
		add_elements(in, input);
	}
}

static void infer_block(struct inference *in, const struct ast_script_block *block)
{
	const struct ast_named_block *body = block->process ? block->process : block->end;

	if (body && body->statement_count)
		infer_one(in, body->statements[body->statement_count - 1]);
}

static void infer_foreach(struct inference *in, const struct ast_command *command, GArray *input)
{
	struct ast *what = argument(command, "Process", 0);

	if (!what)
		what = argument(command, "MemberName", -1);
	if (what && what->kind == AST_SCRIPT_BLOCK_EXPRESSION)
		infer_block(in, ast_script_block_expression(what)->body);
	else if (what && what->kind == AST_STRING)
		for (guint i = 0; i < input->len; i++)
			add_member(in, &g_array_index(input, struct guess, i), ast_string(what)->value->data, false);
}

static void infer_new_object(struct inference *in, const struct ast_command *command, GArray *input)
{
	struct ast *name = argument(command, "TypeName", 0);
	struct ast *properties = argument(command, "Property", 1);

	if (!name || name->kind != AST_STRING)
		return;
	if (properties && properties->kind == AST_HASHTABLE && type_find(ast_string(name)->value->data, -1) &&
	    type_is(type_find(ast_string(name)->value->data, -1), &type_pscustomobject))
		add_guess(in, (struct guess){ .table = ast_hashtable(properties), .type = &type_pscustomobject,
					      .value = VALUE_UNSET });
	else
		add_type_named(in, ast_string(name)->value->data);
}

static void infer_passed(struct inference *in, const struct ast_command *command, GArray *input)
{
	add_elements(in, input);
}

static void infer_variable_value(struct inference *in, const struct ast_command *command, GArray *input)
{
	struct ast *name = argument(command, "Name", 0);

	if (name && name->kind == AST_STRING)
		add_value(in, scope_get(in->tree->session->scope, symbol_get(ast_string(name)->value->data, -1)));
}

struct command_rule {
	const char *name;
	void (*infer)(struct inference *in, const struct ast_command *command, GArray *input);
};

static const struct command_rule command_rules[] = {
	{ "Where-Object", infer_passed }, { "Sort-Object", infer_passed }, { "Tee-Object", infer_passed },
	{ "Get-Unique", infer_passed }, { "Add-Member", infer_passed }, { "Write-Output", infer_passed },
	{ "Select-Object", infer_select }, { "ForEach-Object", infer_foreach }, { "New-Object", infer_new_object },
	{ "Get-Variable", infer_variable_value },
};

static void add_output_names(struct inference *in, const char *output)
{
	g_auto(GStrv) words = g_strsplit_set(output, " ,", -1);

	for (char **word = words; *word; word++)
		if (**word)
			add_type_named(in, *word);
}

/* The arguments of [OutputType()] before param(); false: there is none. */
static bool infer_output_type(struct inference *in, const struct ast_script_block *block)
{
	const struct ast_attribute *attribute = block->params
		? attribute_find(block->params->attributes, block->params->attribute_count, "OutputType") : NULL;

	for (uint32_t i = 0; attribute && i < attribute->arg_count; i++) {
		if (attribute->args[i]->kind == AST_TYPE)
			add_type_name(in, ast_type(attribute->args[i])->type);
		else if (attribute->args[i]->kind == AST_STRING)
			add_type_named(in, ast_string(attribute->args[i])->value->data);
	}
	return attribute != NULL;
}

static void infer_script(struct inference *in, const struct ast_script_block *block)
{
	if (!infer_output_type(in, block))
		infer_block(in, block);
}

static void infer_command(struct inference *in, const struct ast_command *command, GArray *input)
{
	const char *name = command_name(command);
	const struct ast_function *function = *name ? infer_function(in->tree, name) : NULL;
	struct command found;

	if (function) {
		infer_script(in, function->body);
		return;
	}
	if (!*name || !command_find(in->tree->session->scope, name, &found, NULL))
		return;
	for (size_t i = 0; found.cmdlet && i < G_N_ELEMENTS(command_rules); i++)
		if (text_equal_nocase(command_rules[i].name, found.cmdlet->name)) {
			command_rules[i].infer(in, command, input);
			command_clear(&found);
			return;
		}
	if (found.cmdlet && found.cmdlet->output)
		add_output_names(in, found.cmdlet->output);
	else if (found.kind == COMMAND_FUNCTION)
		infer_script(in, scriptblock_of(found.function->block)->unit->ast);
	else if (found.kind == COMMAND_PROGRAM)
		add_type(in, &type_string);
	command_clear(&found);
}

/* What the elements of a pipeline up to (not with) `end` give. */
static void infer_up_to(struct inference *in, const struct ast_pipeline *pipeline, uint32_t end)
{
	GArray *input = guesses_new();

	for (uint32_t i = 0; i < end; i++) {
		GArray *output = guesses_new();
		struct inference inner = { in->tree, output, in->depth + 1 };
		struct ast *element = pipeline->elements[i];

		if (inner.depth > DEPTH_MAX)
			;
		else if (element->kind == AST_COMMAND_EXPRESSION)
			infer_one(&inner, ast_command_expression(element)->expression);
		else if (element->kind == AST_COMMAND)
			infer_command(&inner, ast_command(element), input);
		g_array_unref(input);
		input = output;
	}
	g_array_append_vals(in->out, input->data, input->len);
	g_array_set_clear_func(input, NULL);
	g_array_unref(input);
}

void infer_input(struct complete_tree *t, const struct ast_pipeline *pipeline, uint32_t index, GArray *ret)
{
	GArray *all = guesses_new();
	struct inference in = { t, all, 0 }, out = { t, ret, 0 };

	/* What comes down may lead to another pipeline around this one. */
	if (t->nesting < DEPTH_MAX) {
		t->nesting++;
		infer_up_to(&in, pipeline, index);
		t->nesting--;
	}
	add_elements(&out, all);
	g_array_unref(all);
}

const struct ast_pipeline *infer_pipeline_at(struct complete_tree *t, const struct ast_command *command,
					     uint32_t *ret_index)
{
	for (uint32_t i = t->depth; i > 0; i--) {
		const struct ast_pipeline *pipeline;

		if (t->path[i - 1]->kind != AST_PIPELINE)
			continue;
		pipeline = ast_pipeline(t->path[i - 1]);
		for (uint32_t j = 0; j < pipeline->element_count; j++)
			if (pipeline->elements[j] == &command->ast) {
				*ret_index = j;
				return pipeline;
			}
	}
	return NULL;
}

/* -- Expressions ----------------------------------------------------------------------------------------------- */

static void infer_convert(struct inference *in, const struct ast_convert *convert)
{
	const char *name = convert->type->type->name->data;

	if (convert->child->kind == AST_HASHTABLE &&
	    (text_equal_nocase(name, "pscustomobject") || text_equal_nocase(name, "psobject")))
		add_guess(in, (struct guess){ .table = ast_hashtable(convert->child), .type = &type_pscustomobject,
					      .value = VALUE_UNSET });
	else if (convert->child->kind == AST_HASHTABLE && text_equal_nocase(name, "ordered"))
		add_guess(in, (struct guess){ .table = ast_hashtable(convert->child), .type = &type_ordered,
					      .value = VALUE_UNSET });
	else
		add_type_name(in, convert->type->type);
}

static void infer_binary(struct inference *in, const struct ast_binary *binary)
{
	switch (binary->op) {
	case AST_OP_SPLIT:
		add_type(in, type_array_of(&type_string));
		break;
	case AST_OP_JOIN:
	case AST_OP_FORMAT:
	case AST_OP_REPLACE:
		add_type(in, &type_string);
		break;
	case AST_OP_RANGE:
		add_type(in, type_array_of(&type_int32));
		break;
	case AST_OP_AS:
		if (binary->right->kind == AST_TYPE)
			add_type_name(in, ast_type(binary->right)->type);
		break;
	case AST_OP_COALESCE:
		infer_one(in, binary->left);
		infer_one(in, binary->right);
		break;
	case AST_OP_ADD: case AST_OP_SUB: case AST_OP_MUL: case AST_OP_DIV: case AST_OP_REM:
		infer_one(in, binary->left);
		break;
	default:
		add_type(in, &type_bool);
	}
}

static void infer_statements(struct inference *in, const struct ast_statement_block *block)
{
	for (uint32_t i = 0; i < block->statement_count; i++)
		infer_one(in, block->statements[i]);
}

static void infer_unary(struct inference *in, const struct ast_unary *unary)
{
	if (unary->op == AST_OP_NOT)
		add_type(in, &type_bool);
	else if (unary->op == AST_OP_UNARY_SPLIT)
		add_type(in, type_array_of(&type_string));
	else if (unary->op == AST_OP_UNARY_JOIN)
		add_type(in, &type_string);
	else
		infer_one(in, unary->child);
}

static void infer_if(struct inference *in, const struct ast_if *statement)
{
	for (uint32_t i = 0; i < statement->clause_count; i++)
		infer_statements(in, statement->clauses[i].body);
	if (statement->otherwise)
		infer_statements(in, statement->otherwise);
}

static void infer_kind(struct inference *in, struct ast *ast)
{
	switch (ast->kind) {
	case AST_VARIABLE:
		infer_variable(in, ast_variable(ast));
		break;
	case AST_STRING:
	case AST_EXPANDABLE:
		add_type(in, &type_string);
		break;
	case AST_CONSTANT:
		add_value(in, value_ref(ast_constant(ast)->value));
		break;
	case AST_TYPE:
		add_type(in, &type_type);
		break;
	case AST_CONVERT:
		infer_convert(in, ast_convert(ast));
		break;
	case AST_ATTRIBUTED:
		infer_one(in, ast_attributed(ast)->child);
		break;
	case AST_PAREN:
		infer_one(in, ast_paren(ast)->pipeline);
		break;
	case AST_SUB_EXPRESSION:
		infer_statements(in, ast_sub_expression(ast)->body);
		break;
	case AST_ARRAY_EXPRESSION:
		infer_statements(in, ast_array_expression(ast)->body);
		add_type(in, type_array_of(&type_object));
		break;
	case AST_ARRAY_LITERAL:
		for (uint32_t i = 0; i < ast_array_literal(ast)->element_count; i++)
			infer_one(in, ast_array_literal(ast)->elements[i]);
		add_type(in, type_array_of(&type_object));
		break;
	case AST_INDEX:
		infer_index(in, ast_index(ast));
		break;
	case AST_MEMBER:
		infer_member(in, ast_member(ast)->expression, ast_member(ast)->member, ast_member(ast)->is_static, false);
		break;
	case AST_INVOKE_MEMBER:
		infer_member(in, ast_invoke_member(ast)->expression, ast_invoke_member(ast)->member,
			     ast_invoke_member(ast)->is_static, true);
		break;
	case AST_BINARY:
		infer_binary(in, ast_binary(ast));
		break;
	case AST_UNARY:
		infer_unary(in, ast_unary(ast));
		break;
	case AST_TERNARY:
		infer_one(in, ast_ternary(ast)->if_true);
		infer_one(in, ast_ternary(ast)->if_false);
		break;
	case AST_HASHTABLE:
		add_guess(in, (struct guess){ .table = ast_hashtable(ast), .type = &type_hashtable,
					      .value = VALUE_UNSET });
		break;
	case AST_SCRIPT_BLOCK_EXPRESSION:
		add_type(in, &type_scriptblock);
		break;
	case AST_PIPELINE:
		infer_up_to(in, ast_pipeline(ast), ast_pipeline(ast)->element_count);
		break;
	case AST_IF:
		infer_if(in, ast_if(ast));
		break;
	case AST_RETURN:
		if (ast_return(ast)->value)
			infer_one(in, ast_return(ast)->value);
		break;
	default:
		break;
	}
}

static void infer_one(struct inference *in, struct ast *ast)
{
	struct inference inner = { in->tree, in->out, in->depth + 1 };

	if (ast && inner.depth < DEPTH_MAX)
		infer_kind(&inner, ast);
}

void infer(struct complete_tree *t, struct ast *expression, GArray *ret)
{
	struct inference in = { t, ret, 0 };

	infer_one(&in, expression);
}
