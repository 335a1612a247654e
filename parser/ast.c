/*
 * Trees: their life, and walking them. ast_children() is the one place that
 * knows where the children of each kind are; looking for a position, dumping
 * and checking are built on it.
 */
#include "parser/ast.h"

#include "parser/arena.h"

struct ast_tree *ast_tree_ref(struct ast_tree *tree)
{
	tree->refs++;
	return tree;
}

void ast_tree_unref(struct ast_tree *tree)
{
	if (!tree || --tree->refs)
		return;
	arena_free(tree->arena);
	source_unref(tree->source);
	g_free(tree);
}

const char *ast_kind_name(enum ast_kind kind)
{
	static const char *const names[] = {
#define X(upper, suffix, name) #name,
		AST_KINDS(X)
#undef X
	};

	G_STATIC_ASSERT(G_N_ELEMENTS(names) == AST_KIND_COUNT);
	return names[kind];
}

struct ast *ast_pure_expression(struct ast *statement)
{
	struct ast_pipeline *pipeline;
	struct ast_command_expression *element;

	if (!statement || statement->kind != AST_PIPELINE)
		return NULL;
	pipeline = ast_pipeline(statement);
	if (pipeline->element_count != 1 || pipeline->background ||
	    pipeline->elements[0]->kind != AST_COMMAND_EXPRESSION)
		return NULL;
	element = ast_command_expression(pipeline->elements[0]);
	return element->redirection_count ? NULL : element->expression;
}

/* -- Children -------------------------------------------------------------- */

#define VISIT(child) \
	do { \
		struct ast *child_ = (struct ast *)(child); \
		if (child_ && !visit(child_, data)) \
			return false; \
	} while (0)

#define VISIT_LIST(list, count) \
	do { \
		uint32_t i_; \
		for (i_ = 0; i_ < (count); i_++) \
			VISIT((list)[i_]); \
	} while (0)

static bool definition_children(struct ast *node, ast_visit visit, void *data)
{
	switch (node->kind) {
	case AST_FUNCTION: {
		struct ast_function *n = ast_function(node);

		VISIT_LIST(n->params, n->param_count);
		VISIT(n->body);
		return true;
	}
	case AST_TYPE_DEFINITION: {
		struct ast_type_definition *n = ast_type_definition(node);

		VISIT_LIST(n->attributes, n->attribute_count);
		VISIT_LIST(n->bases, n->base_count);
		VISIT_LIST(n->members, n->member_count);
		return true;
	}
	case AST_PROPERTY_MEMBER: {
		struct ast_property_member *n = ast_property_member(node);

		VISIT_LIST(n->attributes, n->attribute_count);
		VISIT(n->type);
		VISIT(n->value);
		return true;
	}
	case AST_FUNCTION_MEMBER: {
		struct ast_function_member *n = ast_function_member(node);

		VISIT_LIST(n->attributes, n->attribute_count);
		VISIT(n->return_type);
		VISIT_LIST(n->params, n->param_count);
		VISIT_LIST(n->base_args, n->base_arg_count);
		VISIT(n->body);
		return true;
	}
	case AST_USING:
		VISIT(ast_using(node)->spec);
		return true;
	default:
		return true;
	}
}

static bool block_children(struct ast *node, ast_visit visit, void *data)
{
	switch (node->kind) {
	case AST_SCRIPT_BLOCK: {
		struct ast_script_block *n = ast_script_block(node);

		VISIT_LIST(n->usings, n->using_count);
		VISIT(n->params);
		VISIT(n->dynamicparam);
		VISIT(n->begin);
		VISIT(n->process);
		VISIT(n->end);
		VISIT(n->clean);
		return true;
	}
	case AST_NAMED_BLOCK:
	case AST_STATEMENT_BLOCK: {
		/* The same fields first. */
		struct ast_statement_block *n = (struct ast_statement_block *)node;

		VISIT_LIST(n->traps, n->trap_count);
		VISIT_LIST(n->statements, n->statement_count);
		return true;
	}
	case AST_PARAM_BLOCK: {
		struct ast_param_block *n = ast_param_block(node);

		VISIT_LIST(n->attributes, n->attribute_count);
		VISIT_LIST(n->params, n->param_count);
		return true;
	}
	case AST_PARAMETER: {
		struct ast_parameter *n = ast_parameter(node);

		VISIT_LIST(n->attributes, n->attribute_count);
		VISIT(n->variable);
		VISIT(n->value);
		return true;
	}
	case AST_ATTRIBUTE: {
		struct ast_attribute *n = ast_attribute(node);
		uint32_t i;

		VISIT_LIST(n->args, n->arg_count);
		for (i = 0; i < n->named_count; i++)
			if (!n->named[i].omitted)
				VISIT(n->named[i].value);
		return true;
	}
	default:
		return definition_children(node, visit, data);
	}
}

static bool loop_children(struct ast *node, ast_visit visit, void *data)
{
	switch (node->kind) {
	case AST_WHILE:
		VISIT(ast_while(node)->condition);
		VISIT(ast_while(node)->body);
		return true;
	case AST_DO_WHILE:
	case AST_DO_UNTIL:
		VISIT(((struct ast_do_while *)node)->body);
		VISIT(((struct ast_do_while *)node)->condition);
		return true;
	case AST_FOR:
		VISIT(ast_for(node)->init);
		VISIT(ast_for(node)->condition);
		VISIT(ast_for(node)->iterator);
		VISIT(ast_for(node)->body);
		return true;
	case AST_FOREACH:
		VISIT(ast_foreach(node)->variable);
		VISIT(ast_foreach(node)->throttle);
		VISIT(ast_foreach(node)->condition);
		VISIT(ast_foreach(node)->body);
		return true;
	case AST_SWITCH: {
		struct ast_switch *n = ast_switch(node);
		uint32_t i;

		VISIT(n->condition);
		for (i = 0; i < n->clause_count; i++) {
			VISIT(n->clauses[i].test);
			VISIT(n->clauses[i].body);
		}
		VISIT(n->otherwise);
		return true;
	}
	default:
		return block_children(node, visit, data);
	}
}

static bool statement_children(struct ast *node, ast_visit visit, void *data)
{
	switch (node->kind) {
	case AST_IF: {
		struct ast_if *n = ast_if(node);
		uint32_t i;

		for (i = 0; i < n->clause_count; i++) {
			VISIT(n->clauses[i].condition);
			VISIT(n->clauses[i].body);
		}
		VISIT(n->otherwise);
		return true;
	}
	case AST_TRY: {
		struct ast_try *n = ast_try(node);

		VISIT(n->body);
		VISIT_LIST(n->catches, n->catch_count);
		VISIT(n->finally);
		return true;
	}
	case AST_CATCH:
		VISIT_LIST(ast_catch(node)->types, ast_catch(node)->type_count);
		VISIT(ast_catch(node)->body);
		return true;
	case AST_TRAP:
		VISIT(ast_trap(node)->type);
		VISIT(ast_trap(node)->body);
		return true;
	case AST_DATA:
		VISIT_LIST(ast_data(node)->allowed, ast_data(node)->allowed_count);
		VISIT(ast_data(node)->body);
		return true;
	case AST_RETURN:
	case AST_EXIT:
	case AST_THROW:
		VISIT(((struct ast_return *)node)->value);
		return true;
	case AST_BREAK:
	case AST_CONTINUE:
		VISIT(((struct ast_break *)node)->label);
		return true;
	case AST_BLOCK:
		VISIT(ast_block(node)->body);
		return true;
	default:
		return loop_children(node, visit, data);
	}
}

static bool pipeline_children(struct ast *node, ast_visit visit, void *data)
{
	switch (node->kind) {
	case AST_ASSIGNMENT:
		VISIT(ast_assignment(node)->left);
		VISIT(ast_assignment(node)->right);
		return true;
	case AST_PIPELINE:
		VISIT_LIST(ast_pipeline(node)->elements, ast_pipeline(node)->element_count);
		return true;
	case AST_PIPELINE_CHAIN:
		VISIT(ast_pipeline_chain(node)->left);
		VISIT(ast_pipeline_chain(node)->right);
		return true;
	case AST_COMMAND: {
		struct ast_command *n = ast_command(node);

		VISIT_LIST(n->elements, n->element_count);
		VISIT_LIST(n->redirections, n->redirection_count);
		return true;
	}
	case AST_COMMAND_EXPRESSION: {
		struct ast_command_expression *n = ast_command_expression(node);

		VISIT(n->expression);
		VISIT_LIST(n->redirections, n->redirection_count);
		return true;
	}
	case AST_COMMAND_PARAMETER:
		VISIT(ast_command_parameter(node)->argument);
		return true;
	case AST_FILE_REDIRECTION:
		VISIT(ast_file_redirection(node)->location);
		return true;
	default:
		return statement_children(node, visit, data);
	}
}

static bool bracket_children(struct ast *node, ast_visit visit, void *data)
{
	switch (node->kind) {
	case AST_SUB_EXPRESSION:
		VISIT(ast_sub_expression(node)->body);
		return true;
	case AST_ARRAY_EXPRESSION:
		VISIT(ast_array_expression(node)->body);
		return true;
	case AST_ARRAY_LITERAL:
		VISIT_LIST(ast_array_literal(node)->elements,
			   ast_array_literal(node)->element_count);
		return true;
	case AST_HASHTABLE: {
		struct ast_hashtable *n = ast_hashtable(node);
		uint32_t i;

		for (i = 0; i < n->pair_count; i++) {
			VISIT(n->pairs[i].key);
			VISIT(n->pairs[i].value);
		}
		return true;
	}
	case AST_PAREN:
		VISIT(ast_paren(node)->pipeline);
		return true;
	case AST_SCRIPT_BLOCK_EXPRESSION:
		VISIT(ast_script_block_expression(node)->body);
		return true;
	default:
		return pipeline_children(node, visit, data);
	}
}

bool ast_children(struct ast *node, ast_visit visit, void *data)
{
	switch (node->kind) {
	case AST_BINARY:
		VISIT(ast_binary(node)->left);
		VISIT(ast_binary(node)->right);
		return true;
	case AST_UNARY:
		VISIT(ast_unary(node)->child);
		return true;
	case AST_TERNARY:
		VISIT(ast_ternary(node)->condition);
		VISIT(ast_ternary(node)->if_true);
		VISIT(ast_ternary(node)->if_false);
		return true;
	case AST_CONVERT:
		VISIT(ast_convert(node)->type);
		VISIT(ast_convert(node)->child);
		return true;
	case AST_ATTRIBUTED:
		VISIT(ast_attributed(node)->attribute);
		VISIT(ast_attributed(node)->child);
		return true;
	case AST_EXPANDABLE:
		VISIT_LIST(ast_expandable(node)->parts, ast_expandable(node)->part_count);
		return true;
	case AST_MEMBER:
		VISIT(ast_member(node)->expression);
		VISIT(ast_member(node)->member);
		return true;
	case AST_INVOKE_MEMBER: {
		struct ast_invoke_member *n = ast_invoke_member(node);

		VISIT(n->expression);
		VISIT(n->member);
		VISIT_LIST(n->args, n->arg_count);
		return true;
	}
	case AST_INDEX:
		VISIT(ast_index(node)->target);
		VISIT(ast_index(node)->index);
		return true;
	case AST_USING_EXPRESSION:
		VISIT(ast_using_expression(node)->child);
		return true;
	default:
		return bracket_children(node, visit, data);
	}
}

#undef VISIT
#undef VISIT_LIST

/* -- Positions ------------------------------------------------------------- */

struct search {
	uint32_t offset;
	struct ast *found;
};

static bool holds(struct ast *child, void *data)
{
	struct search *search = data;

	/* The last child that holds the offset: a word just begun after another's end. */
	if (child->span.start <= search->offset && search->offset <= child->span.end)
		search->found = child;
	return true;
}

uint32_t ast_path_at(struct ast_tree *tree, uint32_t offset, struct ast **path, uint32_t max)
{
	struct search search = { offset, &tree->root->ast };
	uint32_t count = 0;

	while (search.found) {
		struct ast *node = search.found;

		if (count < max)
			path[count] = node;
		count++;
		search.found = NULL;
		ast_children(node, holds, &search);
	}
	return count;
}

struct ast *ast_find_at(struct ast_tree *tree, uint32_t offset)
{
	struct search search = { offset, &tree->root->ast };
	struct ast *node = search.found;

	while (search.found) {
		node = search.found;
		search.found = NULL;
		ast_children(node, holds, &search);
	}
	return node;
}
