/*
 * Data sections: only constants, a few operators and commands that were named
 * may stand in one.
 */
#include "parser/parser.h"


struct restriction {
	struct parser *parser;
	const struct ast_data *data;
};

static bool check_node(struct ast *node, void *data);

static bool in_list(const char *const *names, const char *name)
{
	for (; *names; names++)
		if (text_equal_nocase(*names, name))
			return true;
	return false;
}

static bool is_supported(const struct ast_data *data, const char *name)
{
	uint32_t i;

	if (text_equal_nocase(name, "ConvertFrom-StringData"))
		return true;
	for (i = 0; i < data->allowed_count; i++)
		if (data->allowed[i]->kind == AST_STRING &&
		    text_equal_nocase(ast_string(data->allowed[i])->value->data, name))
			return true;
	return false;
}

static void check_command(struct restriction *r, const struct ast_command *node)
{
	struct ast *name = node->element_count ? node->elements[0] : NULL;
	const char *text;

	if (node->invocation == INVOKE_DOT)
		report_wrong(r->parser->diag, PE_DotSourcingNotSupportedInDataSection,
			     node->ast.span);
	if (!name)
		return;
	text = name->kind == AST_STRING ? ast_string(name)->value->data
		: parser_text(r->parser, name->span);
	if (name->kind != AST_STRING || !is_supported(r->data, text))
		report_wrong(r->parser->diag, PE_CmdletNotInAllowedListForDataSection,
			     node->ast.span, text);
}

static void check_variable(struct restriction *r, const struct ast_variable *node)
{
	static const char *const allowed[] = { "PSCulture", "PSUICulture", "true", "false", "null",
					       NULL };

	if (node->scope != SCOPE_NONE || !in_list(allowed, symbol_name(node->name)))
		report_wrong(r->parser->diag, PE_VariableReferenceNotSupportedInDataSection,
			     node->ast.span);
}

static void check_operator(struct restriction *r, enum ast_operator op, struct span span)
{
	switch (op) {
	case AST_OP_RANGE: case AST_OP_FORMAT: case AST_OP_MATCH: case AST_OP_NOTMATCH:
	case AST_OP_REPLACE: case AST_OP_SPLIT: case AST_OP_JOIN: case AST_OP_UNARY_SPLIT:
	case AST_OP_UNARY_JOIN: case AST_OP_PRE_INCREMENT: case AST_OP_PRE_DECREMENT:
	case AST_OP_POST_INCREMENT: case AST_OP_POST_DECREMENT: case AST_OP_AS:
		report_wrong(r->parser->diag, PE_OperatorNotSupportedInDataSection, span,
			     ast_operator_name(op, false));
		break;
	default:
		break;
	}
}

static enum parse_error_id statement_refused(enum ast_kind kind)
{
	switch (kind) {
	case AST_ASSIGNMENT: return PE_AssignmentStatementNotSupportedInDataSection;
	case AST_FUNCTION: case AST_TYPE_DEFINITION:
		return PE_FunctionDeclarationNotSupportedInDataSection;
	case AST_WHILE: case AST_FOR: return PE_ForWhileStatementNotSupportedInDataSection;
	case AST_DO_WHILE: case AST_DO_UNTIL: return PE_DoWhileStatementNotSupportedInDataSection;
	case AST_FOREACH: return PE_ForeachStatementNotSupportedInDataSection;
	case AST_SWITCH: return PE_SwitchStatementNotSupportedInDataSection;
	case AST_TRY: return PE_TryStatementNotSupportedInDataSection;
	case AST_TRAP: return PE_TrapStatementNotSupportedInDataSection;
	case AST_DATA: return PE_DataSectionStatementNotSupportedInDataSection;
	case AST_RETURN: case AST_EXIT: case AST_THROW: case AST_BREAK: case AST_CONTINUE:
		return PE_FlowControlStatementNotSupportedInDataSection;
	default: return PE_COUNT;
	}
}

static enum parse_error_id expression_refused(enum ast_kind kind)
{
	switch (kind) {
	case AST_EXPANDABLE: return PE_ExpandableStringNotSupportedInDataSection;
	case AST_MEMBER: return PE_PropertyReferenceNotSupportedInDataSection;
	case AST_INVOKE_MEMBER: return PE_MethodCallNotSupportedInDataSection;
	case AST_INDEX: return PE_ArrayReferenceNotSupportedInDataSection;
	case AST_SCRIPT_BLOCK_EXPRESSION: return PE_ScriptBlockNotSupportedInDataSection;
	case AST_ATTRIBUTED: return PE_AttributeNotSupportedInDataSection;
	case AST_FILE_REDIRECTION: case AST_MERGING_REDIRECTION:
		return PE_RedirectionNotSupportedInDataSection;
	default: return statement_refused(kind);
	}
}

static bool check_node(struct ast *node, void *data)
{
	struct restriction *r = data;
	enum parse_error_id refused = expression_refused(node->kind);

	if (refused != PE_COUNT) {
		report_wrong(r->parser->diag, refused, node->span);
		return true;
	}
	switch (node->kind) {
	case AST_COMMAND:
		check_command(r, ast_command(node));
		break;
	case AST_VARIABLE:
		check_variable(r, ast_variable(node));
		break;
	case AST_BINARY:
		check_operator(r, ast_binary(node)->op, ast_binary(node)->op_span);
		break;
	case AST_UNARY:
		check_operator(r, ast_unary(node)->op, node->span);
		break;
	}
	return ast_children(node, check_node, r);
}

void parse_check_data(struct parser *p, struct ast_data *data)
{
	struct restriction r = { p, data };

	ast_children(&data->body->ast, check_node, &r);
}
