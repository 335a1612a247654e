/*
 * Members of classes and values of enums.
 */
#include "parser/parser.h"


/* What stands before a member's name. */
struct member_head {
	uint32_t start;
	struct ast_attribute **attributes;
	uint32_t attribute_count;
	struct ast_type_constraint *type;
	bool is_static, is_hidden;
};

static void set_modifier(struct parser *p, const struct token *word, bool *modifier)
{
	if (*modifier)
		report_wrong(p->diag, PE_DuplicateQualifier, word->span, parser_token_text(p, word));
	*modifier = true;
}

static void take_bracketed(struct parser *p, struct member_head *head, struct ast *node)
{
	if (node->kind == AST_ATTRIBUTE) {
		list_push(p, node);
		return;
	}
	if (head->type)
		report_wrong(p->diag, PE_TooManyTypes, node->span);
	head->type = ast_type_constraint(node);
}

/* Attributes, a type, static and hidden, in any order. */
static void parse_head(struct parser *p, struct member_head *head)
{
	unsigned mark = list_begin(p);

	*head = (struct member_head){ .start = parser_peek(p)->span.start };
	for (;;) {
		struct token token;

		parser_skip_newlines(p);
		token = *parser_peek(p);
		if (p->source->text[token.span.start] == '[' &&
		    (token.kind == T_WORD || token.kind == T_WORD_EXPANDABLE)) {
			struct ast *node = parse_bracketed(p);

			if (!node)
				break;
			take_bracketed(p, head, node);
		} else if (token.kind == T_STATIC) {
			parser_skip(p);
			set_modifier(p, &token, &head->is_static);
		} else if (token.kind == T_HIDDEN) {
			parser_skip(p);
			set_modifier(p, &token, &head->is_hidden);
		} else {
			break;
		}
	}
	head->attributes = list_end(p, mark, &head->attribute_count);
}

/* -- Properties ------------------------------------------------------------ */

static struct ast *parse_property(struct parser *p, const struct member_head *head)
{
	struct token name = parser_next(p);
	struct ast_property_member *node = NODE(p, PROPERTY_MEMBER, property_member, head->start);
	struct token sign;

	node->name = symbol_get(name.text, name.len);
	node->spelled = parser_string(p, name.text, name.len);
	node->type = head->type;
	node->attributes = head->attributes;
	node->attribute_count = head->attribute_count;
	node->is_static = head->is_static;
	node->is_hidden = head->is_hidden;
	parser_mode(p, MODE_EXPRESSION);
	sign = *parser_peek(p);
	if (parser_take(p, T_EQUALS)) {
		parser_skip_newlines(p);
		node->value = parse_expression(p);
		if (!node->value)
			report(p->diag, PE_ExpectedValueExpression, span_after(sign.span.end), "=");
	}
	parser_mode(p, MODE_COMMAND);
	node->ast.span.end = p->last_end;
	switch (parser_peek(p)->kind) {
	case T_SEMICOLON:
		parser_skip(p);
		break;
	case T_NEWLINE: case T_RCURLY: case T_END:
		break;
	default:
		report(p->diag, PE_MissingPropertyTerminator, parser_peek(p)->span);
	}
	return &node->ast;
}

/* -- Methods --------------------------------------------------------------- */

/* : base(arguments) after a constructor's parameters. */
static void parse_base_call(struct parser *p, struct ast_function_member *node)
{
	struct token token;
	unsigned mark = list_begin(p);
	bool old = p->no_comma;

	parser_mode(p, MODE_EXPRESSION);
	parser_skip_newlines(p);
	if (!parser_take(p, T_COLON)) {
		parser_mode(p, MODE_COMMAND);
		return;
	}
	parser_skip_newlines(p);
	token = *parser_peek(p);
	if (token.kind != T_WORD || token.len != 4 || g_ascii_strncasecmp(token.text, "base", 4)) {
		report(p->diag, PE_MissingBaseCtorCall, span_after(p->last_end));
		parser_mode(p, MODE_COMMAND);
		return;
	}
	parser_skip(p);
	node->has_base_call = true;
	if (!parser_take(p, T_LPAREN)) {
		report(p->diag, PE_MissingMethodParameterList, span_after(p->last_end));
		parser_mode(p, MODE_COMMAND);
		return;
	}
	p->no_comma = true;
	do {
		struct ast *argument;

		parser_skip_newlines(p);
		argument = parse_expression(p);
		if (!argument)
			break;
		list_push(p, argument);
		parser_skip_newlines(p);
	} while (parser_take(p, T_COMMA));
	p->no_comma = old;
	node->base_args = list_end(p, mark, &node->base_arg_count);
	parser_skip_newlines(p);
	if (!parser_take(p, T_RPAREN))
		report(p->diag, PE_MissingEndParenthesisInMethodCall, parser_peek(p)->span);
	parser_mode(p, MODE_COMMAND);
}

static struct ast *first_named(const struct ast_script_block *body)
{
	struct ast_named_block *end = body->end && !body->end->unnamed ? body->end : NULL;
	struct ast_named_block *const blocks[] = { body->dynamicparam, body->begin, body->process,
						   end, body->clean };

	for (size_t i = 0; i < G_N_ELEMENTS(blocks); i++)
		if (blocks[i])
			return &blocks[i]->ast;
	return NULL;
}

static void parse_method_body(struct parser *p, struct ast_function_member *node)
{
	struct ast_script_block *body;
	struct token open;

	parser_skip_newlines(p);
	open = *parser_peek(p);
	if (open.kind != T_LCURLY) {
		report(p->diag, PE_MissingFunctionBody, span_after(p->last_end));
		return;
	}
	parser_skip(p);
	body = parse_braced_script(p, open.span, false);
	if (body->params)
		report_wrong(p->diag, PE_ParamBlockNotAllowedInMethod, body->params->ast.span);
	if (first_named(body))
		report_wrong(p->diag, PE_NamedBlockNotAllowedInMethod, first_named(body)->span);
	node->body = body;
}

static void check_constructor(struct parser *p, const struct ast_function_member *node)
{
	if (!node->is_constructor)
		return;
	if (node->return_type)
		report_wrong(p->diag, PE_ConstructorCantHaveReturnType, node->return_type->ast.span);
	if (node->is_static && node->param_count)
		report_wrong(p->diag, PE_StaticConstructorCantHaveParameters,
			     node->params[0]->ast.span);
}

static struct ast *parse_method(struct parser *p, const struct member_head *head,
				const struct ast_type_definition *type)
{
	struct token name = parser_next(p);
	struct ast_function_member *node = NODE(p, FUNCTION_MEMBER, function_member, head->start);

	node->name = symbol_get(p->source->text + name.span.start, span_len(name.span));
	node->spelled = parser_string(p, p->source->text + name.span.start, span_len(name.span));
	node->name_span = name.span;
	node->return_type = head->type;
	node->attributes = head->attributes;
	node->attribute_count = head->attribute_count;
	node->is_static = head->is_static;
	node->is_hidden = head->is_hidden;
	node->is_constructor = text_equal_nocase(node->spelled->data, type->name->data);
	parser_skip_newlines(p);
	if (!parser_take(p, T_LPAREN)) {
		report(p->diag, PE_MissingMethodParameterList, span_after(name.span.end));
		node->body = NODE(p, SCRIPT_BLOCK, script_block, p->last_end);
		return &node->ast;
	}
	parse_parameters(p, true, &node->params, &node->param_count);
	if (node->is_constructor && !node->is_static)
		parse_base_call(p, node);
	parse_method_body(p, node);
	if (!node->body)
		node->body = NODE(p, SCRIPT_BLOCK, script_block, p->last_end);
	check_constructor(p, node);
	node->ast.span.end = p->last_end;
	return &node->ast;
}

/* -- Classes --------------------------------------------------------------- */

static const char *parameter_type(const struct ast_parameter *param)
{
	uint32_t i;

	for (i = 0; i < param->attribute_count; i++)
		if (param->attributes[i]->kind == AST_TYPE_CONSTRAINT)
			return ast_type_constraint(param->attributes[i])->type->name->data;
	return "object";
}

static bool same_signature(const struct ast_function_member *a, const struct ast_function_member *b)
{
	uint32_t i;

	if (a->name != b->name || a->param_count != b->param_count || a->is_static != b->is_static)
		return false;
	for (i = 0; i < a->param_count; i++)
		if (!text_equal_nocase(parameter_type(a->params[i]), parameter_type(b->params[i])))
			return false;
	return true;
}

static bool same_member(const struct ast *a, const struct ast *b)
{
	if (a->kind != b->kind)
		return false;
	if (a->kind == AST_FUNCTION_MEMBER)
		return same_signature(ast_function_member(a), ast_function_member(b));
	return ast_property_member(a)->name == ast_property_member(b)->name;
}

static const char *member_name(const struct ast *member)
{
	return member->kind == AST_FUNCTION_MEMBER ? ast_function_member(member)->spelled->data
						   : ast_property_member(member)->spelled->data;
}

static void check_members(struct parser *p, struct ast **members, uint32_t count)
{
	uint32_t i, j;

	for (i = 1; i < count; i++)
		for (j = 0; j < i; j++)
			if (same_member(members[i], members[j])) {
				report_wrong(p->diag, PE_MemberAlreadyDefined, members[i]->span,
					     member_name(members[i]));
				break;
			}
}

static bool names_method(const struct token *token)
{
	return (token->kind == T_WORD && token->plain) || token_is_keyword(token);
}

void parse_class_body(struct parser *p, struct ast_type_definition *type)
{
	unsigned mark = list_begin(p);

	for (;;) {
		struct member_head head;
		struct token token;
		uint32_t end;

		/* A semicolon ends a property; after a method it is an error. */
		parser_skip_newlines(p);
		token = *parser_peek(p);
		if (token.kind == T_RCURLY || token.kind == T_END)
			break;
		end = p->last_end;
		parse_head(p, &head);
		token = *parser_peek(p);
		if (token.kind == T_VARIABLE) {
			list_push(p, parse_property(p, &head));
		} else if (names_method(&token)) {
			list_push(p, parse_method(p, &head, type));
		} else {
			bool headless = p->last_end == end;

			report_open(p->diag, PE_IncompleteMemberDefinition,
				    headless ? token.span : span_after(p->last_end), token.span.end);
			if (token.kind == T_RCURLY || token.kind == T_END)
				break;
			parser_skip(p);
		}
	}
	type->members = list_end(p, mark, &type->member_count);
	check_members(p, type->members, type->member_count);
}

/* -- Enums ----------------------------------------------------------------- */

static struct ast *parse_enum_value(struct parser *p)
{
	struct token name = parser_next(p), sign;
	struct ast_property_member *node = NODE(p, PROPERTY_MEMBER, property_member,
						name.span.start);

	node->name = symbol_get(name.text, name.len);
	node->spelled = parser_string(p, name.text, name.len);
	node->is_static = true;
	parser_mode(p, MODE_EXPRESSION);
	sign = *parser_peek(p);
	if (parser_take(p, T_EQUALS)) {
		parser_skip_newlines(p);
		node->value = parse_expression(p);
		if (!node->value)
			report(p->diag, PE_ExpectedValueExpression, span_after(sign.span.end), "=");
	}
	node->ast.span.end = p->last_end;
	return &node->ast;
}

void parse_enum_body(struct parser *p, struct ast_type_definition *type)
{
	unsigned mark = list_begin(p);

	for (;;) {
		struct token token;

		parser_mode(p, MODE_EXPRESSION);
		parser_skip_separators(p);
		token = *parser_peek(p);
		if (token.kind == T_RCURLY || token.kind == T_END)
			break;
		if (token.kind == T_WORD && token.plain) {
			list_push(p, parse_enum_value(p));
			if (!token_ends_pipeline(parser_peek(p)))
				report(p->diag, PE_MissingPropertyTerminator,
				       parser_peek(p)->span);
			continue;
		}
		report(p->diag, PE_IncompleteMemberDefinition, token.span);
		parser_skip(p);
	}
	parser_mode(p, MODE_COMMAND);
	type->members = list_end(p, mark, &type->member_count);
	check_members(p, type->members, type->member_count);
}
