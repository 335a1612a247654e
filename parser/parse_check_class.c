/*
 * Methods of classes: they see only their own variables, and every path of one
 * that gives something must end in return or throw.
 */
#include "parser/parser.h"

/* -- Variables ------------------------------------------------------------- */

struct method_check {
	struct parser *parser;
	const struct ast_type_definition *type;
	const struct ast_function_member *method;
	GHashTable *assigned;	/* of struct symbol: parameters and what the body assigns */
};

/* What a method sees without assigning it. */
static bool is_automatic(const char *name)
{
	static const char *const names[] = {
		"_", "this", "true", "false", "null", "PSItem", "args", "input", "?", "^", "$",
		"Error", "Matches", "Host", "PID", "PWD", "HOME", "PSHOME", "ShellId", "OFS",
		"LASTEXITCODE", "PSScriptRoot", "PSCommandPath", "PSVersionTable", "MyInvocation",
		"ExecutionContext", "PSCulture", "PSUICulture", "NestedPromptLevel", "StackTrace",
		"PSEdition", "IsLinux", "IsMacOS", "IsWindows", "IsCoreCLR", "PSCmdlet",
		"PSBoundParameters", "foreach", "switch", "PSDefaultParameterValues", "Profile",
		"ErrorActionPreference", "WarningPreference", "VerbosePreference",
		"DebugPreference", "InformationPreference", "ProgressPreference",
		"ConfirmPreference", "WhatIfPreference", "ErrorView", "FormatEnumerationLimit",
		"OutputEncoding", "MaximumHistoryCount", "PSStyle", "PSSessionOption",
		"PSNativeCommandArgumentPassing", "PSNativeCommandUseErrorActionPreference",
		"PSModuleAutoLoadingPreference", "EnabledExperimentalFeatures", "ConsoleFileName",
	};
	size_t i;

	for (i = 0; i < G_N_ELEMENTS(names); i++)
		if (text_equal_nocase(names[i], name))
			return true;
	return false;
}

static const struct ast_property_member *find_property(const struct ast_type_definition *type,
							const struct symbol *name)
{
	uint32_t i;

	for (i = 0; i < type->member_count; i++)
		if (type->members[i]->kind == AST_PROPERTY_MEMBER &&
		    ast_property_member(type->members[i])->name == name)
			return ast_property_member(type->members[i]);
	return NULL;
}

static bool is_parameter(const struct ast_function_member *method, const struct symbol *name)
{
	uint32_t i;

	for (i = 0; i < method->param_count; i++)
		if (method->params[i]->name == name)
			return true;
	return false;
}

static void note_variable(struct method_check *check, const struct ast_variable *node)
{
	const struct ast_property_member *property;

	if (node->scope != SCOPE_NONE && node->scope != SCOPE_LOCAL)
		return;
	g_hash_table_add(check->assigned, node->name);
	property = find_property(check->type, node->name);
	if (!property || node->scope != SCOPE_NONE || is_parameter(check->method, node->name))
		return;
	if (property->is_static) {
		g_autofree char *prefix = g_strdup_printf("[%s]::", check->type->name->data);

		report_wrong(check->parser->diag, PE_MissingTypeInStaticPropertyAssignment,
			     node->ast.span, prefix, symbol_name(node->name));
	} else {
		report_wrong(check->parser->diag, PE_MissingThis, node->ast.span, "$this.",
			     symbol_name(node->name));
	}
}

static void note_target(struct method_check *check, struct ast *target)
{
	uint32_t i;

	switch (target->kind) {
	case AST_VARIABLE:
		note_variable(check, ast_variable(target));
		break;
	case AST_CONVERT:
		note_target(check, ast_convert(target)->child);
		break;
	case AST_ATTRIBUTED:
		note_target(check, ast_attributed(target)->child);
		break;
	case AST_PAREN: {
		struct ast *inner = ast_pure_expression(ast_paren(target)->pipeline);

		if (inner)
			note_target(check, inner);
		break;
	}
	case AST_ARRAY_LITERAL:
		for (i = 0; i < ast_array_literal(target)->element_count; i++)
			note_target(check, ast_array_literal(target)->elements[i]);
		break;
	}
}

/* Blocks inside are scopes of their own and are not looked into. */
static bool is_scope(const struct ast *node)
{
	return node->kind == AST_SCRIPT_BLOCK || node->kind == AST_FUNCTION ||
		node->kind == AST_TYPE_DEFINITION;
}

static bool collect_assigned(struct ast *node, void *data)
{
	struct method_check *check = data;

	if (is_scope(node))
		return true;
	if (node->kind == AST_ASSIGNMENT)
		note_target(check, ast_assignment(node)->left);
	else if (node->kind == AST_FOREACH)
		note_variable(check, ast_foreach(node)->variable);
	else if (node->kind == AST_DATA && ast_data(node)->variable)
		g_hash_table_add(check->assigned, ast_data(node)->variable);
	return ast_children(node, collect_assigned, data);
}

static bool check_reads(struct ast *node, void *data)
{
	struct method_check *check = data;
	const struct ast_variable *variable;

	if (is_scope(node))
		return true;
	if (node->kind != AST_VARIABLE)
		return ast_children(node, check_reads, data);
	variable = ast_variable(node);
	if ((variable->scope == SCOPE_NONE || variable->scope == SCOPE_LOCAL) &&
	    !is_automatic(symbol_name(variable->name)) &&
	    !g_hash_table_contains(check->assigned, variable->name))
		report_wrong(check->parser->diag, PE_VariableNotLocal, node->span);
	return true;
}

/* -- Paths ----------------------------------------------------------------- */

static bool block_ends(const struct ast_statement_block *block);

static bool is_true(struct ast *condition)
{
	struct ast *expression = ast_pure_expression(condition);

	return expression && expression->kind == AST_VARIABLE &&
		text_equal_nocase(symbol_name(ast_variable(expression)->name), "true");
}

static bool has_break(struct ast *node, void *data)
{
	bool *found = data;

	if (is_scope(node))
		return true;
	if (node->kind == AST_BREAK)
		*found = true;
	return !*found && ast_children(node, has_break, data);
}

/* A loop without a way out but return. */
static bool loop_ends(struct ast *condition, struct ast_statement_block *body)
{
	bool broken = false;

	if (condition && !is_true(condition))
		return false;
	has_break(&body->ast, &broken);
	return !broken;
}

static bool if_ends(const struct ast_if *node)
{
	uint32_t i;

	if (!node->otherwise || !block_ends(node->otherwise))
		return false;
	for (i = 0; i < node->clause_count; i++)
		if (!block_ends(node->clauses[i].body))
			return false;
	return true;
}

static bool switch_ends(const struct ast_switch *node)
{
	uint32_t i;

	if (!node->otherwise || !block_ends(node->otherwise))
		return false;
	for (i = 0; i < node->clause_count; i++)
		if (!block_ends(node->clauses[i].body))
			return false;
	return true;
}

static bool try_ends(const struct ast_try *node)
{
	uint32_t i;

	if (node->finally && block_ends(node->finally))
		return true;
	if (!block_ends(node->body))
		return false;
	for (i = 0; i < node->catch_count; i++)
		if (!block_ends(node->catches[i]->body))
			return false;
	return true;
}

/* Whether control never gets past the statement. */
static bool statement_ends(struct ast *node)
{
	switch (node->kind) {
	case AST_RETURN: case AST_THROW: case AST_EXIT:
		return true;
	case AST_IF:
		return if_ends(ast_if(node));
	case AST_SWITCH:
		return switch_ends(ast_switch(node));
	case AST_TRY:
		return try_ends(ast_try(node));
	case AST_WHILE:
		return loop_ends(ast_while(node)->condition, ast_while(node)->body);
	case AST_FOR:
		return loop_ends(ast_for(node)->condition, ast_for(node)->body);
	case AST_DO_WHILE: case AST_DO_UNTIL:
		return block_ends(((struct ast_do_while *)node)->body) ||
			(node->kind == AST_DO_WHILE &&
			 loop_ends(ast_do_while(node)->condition, ast_do_while(node)->body));
	default:
		return false;
	}
}

static bool statements_end(struct ast **statements, uint32_t count)
{
	uint32_t i;

	for (i = 0; i < count; i++)
		if (statement_ends(statements[i]))
			return true;
	return false;
}

static bool block_ends(const struct ast_statement_block *block)
{
	return statements_end(block->statements, block->statement_count);
}

/* -- Methods --------------------------------------------------------------- */

static bool gives_value(const struct ast_function_member *method)
{
	return method->return_type && !method->is_constructor &&
		!text_equal_nocase(method->return_type->type->name->data, "void") &&
		!text_equal_nocase(method->return_type->type->name->data, "System.Void");
}

static bool check_returns(struct ast *node, void *data)
{
	struct method_check *check = data;
	bool gives = gives_value(check->method);

	if (is_scope(node))
		return true;
	if (node->kind != AST_RETURN)
		return ast_children(node, check_returns, data);
	if (!gives && ast_return(node)->value)
		report_wrong(check->parser->diag, PE_VoidMethodHasReturn, node->span);
	else if (gives && !ast_return(node)->value)
		report_wrong(check->parser->diag, PE_NonVoidMethodMissingReturnValue, node->span);
	return true;
}

static void check_method(struct parser *p, const struct ast_type_definition *type,
			 struct ast_function_member *method)
{
	struct method_check check = { p, type, method, NULL };
	struct ast_named_block *body = method->body->end;
	uint32_t i;

	if (!body)
		return;
	check.assigned = g_hash_table_new(NULL, NULL);
	for (i = 0; i < method->param_count; i++)
		g_hash_table_add(check.assigned, method->params[i]->name);
	ast_children(&body->ast, collect_assigned, &check);
	ast_children(&body->ast, check_reads, &check);
	ast_children(&body->ast, check_returns, &check);
	if (gives_value(method) && !statements_end(body->statements, body->statement_count))
		report_wrong(p->diag, PE_MethodHasCodePathNotReturn, method->name_span);
	g_hash_table_destroy(check.assigned);
}

/* A static method or the value of a static property has no object. */
static bool check_no_this(struct ast *node, void *data)
{
	struct parser *p = data;

	if (is_scope(node))
		return true;
	if (node->kind == AST_VARIABLE && ast_variable(node)->scope == SCOPE_NONE &&
	    text_equal_nocase(symbol_name(ast_variable(node)->name), "this"))
		report_wrong(p->diag, PE_NonStaticMemberAccessInStaticMember, node->span, "this");
	return ast_children(node, check_no_this, data);
}

static void check_static(struct parser *p, struct ast *member)
{
	struct ast_function_member *method =
		member->kind == AST_FUNCTION_MEMBER ? ast_function_member(member) : NULL;

	if (!method && ast_property_member(member)->is_static && ast_property_member(member)->value)
		check_no_this(ast_property_member(member)->value, p);
	else if (method && method->is_static && method->body->end)
		ast_children(&method->body->end->ast, check_no_this, p);
}

static void check_enum_value(struct parser *p, const struct ast_property_member *member)
{
	if (member->value && !parse_is_constant(member->value))
		report_wrong(p->diag, PE_EnumeratorValueMustBeConstant, member->value->span);
}

void parse_check_class(struct parser *p, struct ast_type_definition *type)
{
	uint32_t i;

	for (i = 0; i < type->member_count; i++) {
		struct ast *member = type->members[i];

		if (type->type_kind == DEFINE_CLASS)
			check_static(p, member);
		if (member->kind == AST_FUNCTION_MEMBER)
			check_method(p, type, ast_function_member(member));
		else if (type->type_kind == DEFINE_ENUM)
			check_enum_value(p, ast_property_member(member));
	}
}
