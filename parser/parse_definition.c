/*
 * Definitions: functions and filters, parameters, using statements, and the
 * heads of classes and enums.
 */
#include "parser/parser.h"

#include <string.h>

/* -- Parameters ------------------------------------------------------------ */

static void check_method_types(struct parser *p, struct ast_parameter *param)
{
	uint32_t i, types = 0;

	for (i = 0; i < param->attribute_count; i++)
		if (param->attributes[i]->kind == AST_TYPE_CONSTRAINT && ++types == 2)
			report_wrong(p->diag, PE_MultipleTypeConstraintsOnMethodParam,
				     param->attributes[i]->span);
}

/* [types and attributes] $name = default; NULL when no variable stands here. */
static struct ast_parameter *parse_parameter(struct parser *p)
{
	unsigned mark = list_begin(p);
	struct ast_parameter *node;
	struct ast **attributes;
	struct ast *variable;
	struct token token;
	uint32_t count, start;

	parse_attributes(p);
	attributes = list_end(p, mark, &count);
	token = *parser_peek(p);
	if (token.kind != T_VARIABLE) {
		if (count)
			report(p->diag, PE_InvalidFunctionParameter, token.span);
		return NULL;
	}
	parser_skip(p);
	start = count ? attributes[0]->span.start : token.span.start;
	variable = node_variable(p, token.span, token.text, token.len, token.braced, false);
	node = NODE(p, PARAMETER, parameter, start);
	node->variable = variable->kind == AST_VARIABLE ? ast_variable(variable)
		: ast_variable(ast_using_expression(variable)->child);
	node->name = node->variable->name;
	node->spelled = token.braced ? parser_string(p, token.text, token.len)
		: parser_string(p, p->source->text + token.span.start + 1,
				span_len(token.span) - 1);
	node->attributes = attributes;
	node->attribute_count = count;
	return node;
}

static void parse_default(struct parser *p, struct ast_parameter *node)
{
	struct span sign;

	parser_skip_newlines(p);
	sign = parser_peek(p)->span;
	if (!parser_take(p, T_EQUALS))
		return;
	parser_skip_newlines(p);
	node->value = parse_expression(p);
	if (!node->value)
		report(p->diag, PE_MissingExpressionAfterToken, span_after(sign.end), "=");
	node->ast.span.end = p->last_end;
}

/* After the parenthesis, the closing one included. */
void parse_parameters(struct parser *p, bool in_method, struct ast_parameter ***ret_params,
		      uint32_t *ret_count)
{
	enum lexer_mode mode = parser_mode(p, MODE_EXPRESSION);
	unsigned mark = list_begin(p);
	bool old = p->no_comma;
	struct span comma = { 0, 0 };

	p->no_comma = true;
	for (;;) {
		struct ast_parameter *param;

		parser_skip_newlines(p);
		param = parse_parameter(p);
		if (!param) {
			if (comma.end)
				report(p->diag, PE_MissingExpressionAfterToken,
				       span_after(comma.end), ",");
			break;
		}
		parse_default(p, param);
		if (in_method)
			check_method_types(p, param);
		list_push(p, param);
		parser_skip_newlines(p);
		if (parser_peek(p)->kind != T_COMMA)
			break;
		comma = parser_peek(p)->span;
		parser_skip(p);
	}
	*ret_params = list_end(p, mark, ret_count);
	parser_skip_newlines(p);
	if (!parser_take(p, T_RPAREN))
		report_open(p->diag, PE_MissingEndParenthesisInFunctionParameterList,
			    span_before(parser_peek(p)->span.start), parser_peek(p)->span.start);
	p->no_comma = old;
	parser_mode(p, mode);
}

/* param follows here, attributes before it or not. */
static bool param_follows(struct parser *p)
{
	const char *word;
	uint32_t len;

	parser_unread(p);
	return lexer_word_after_attributes(&p->lex, &word, &len) && len == 5 &&
		g_ascii_strncasecmp(word, "param", 5) == 0;
}

struct ast_param_block *parse_param_block(struct parser *p)
{
	unsigned mark = list_begin(p), i;
	struct ast_param_block *node;
	uint32_t at, start;

	parser_peek_line(p, &at);
	if (!param_follows(p)) {
		parser_rewind(p, at);
		return NULL;
	}
	parser_unread(p);
	lexer_skip_lines(&p->lex);
	start = lexer_source_offset(&p->lex, p->lex.pos);
	parse_attributes(p);
	parser_skip_newlines(p);
	if (parser_peek(p)->kind == T_PARAM)
		parser_skip(p);
	parser_skip_newlines(p);
	if (!parser_take(p, T_LPAREN)) {	/* a command named param */
		g_ptr_array_set_size(p->stack, mark);
		parser_rewind(p, at);
		return NULL;
	}
	node = NODE(p, PARAM_BLOCK, param_block, start);
	for (i = mark; i < p->stack->len; i++) {
		struct ast *attribute = p->stack->pdata[i];

		if (attribute->kind != AST_ATTRIBUTE)
			report_wrong(p->diag, PE_TypeNotAllowedBeforeParam, attribute->span,
				     ast_type_constraint(attribute)->type->name->data);
	}
	node->attributes = list_end(p, mark, &node->attribute_count);
	parse_parameters(p, false, &node->params, &node->param_count);
	node->ast.span.end = p->last_end;
	return node;
}

/* -- Functions ------------------------------------------------------------- */

static bool names_function(const struct token *token)
{
	switch (token->kind) {
	case T_WORD: case T_WORD_EXPANDABLE: case T_PARAMETER: case T_LABEL: case T_MULTIPLY:
	case T_REMAINDER: case T_PLUS: case T_MINUS: case T_DIVIDE: case T_DOT: case T_EXCLAIM:
	case T_MINUS_MINUS: case T_PLUS_PLUS: case T_DOT_DOT: case T_EQUALS: case T_STRING:
	case T_NUMBER:
		return true;
	default:
		return token_is_keyword(token);
	}
}

static struct ast_script_block *empty_script(struct parser *p)
{
	struct ast_script_block *script = NODE(p, SCRIPT_BLOCK, script_block, p->last_end);

	script->end = NODE(p, NAMED_BLOCK, named_block, p->last_end);
	script->end->unnamed = true;
	return script;
}

static struct ast_script_block *parse_function_body(struct parser *p, struct ast_function *node)
{
	struct ast_script_block *body;
	struct token open;
	uint32_t at;

	open = *parser_peek_line(p, &at);
	if (open.kind != T_LCURLY) {
		parser_rewind(p, at);
		report_open(p->diag, PE_MissingFunctionBody, span_after(p->last_end), p->last_end);
		return empty_script(p);
	}
	parser_skip(p);
	body = parse_braced_script(p, open.span, node->is_filter);
	return body;
}

struct ast *parse_function(struct parser *p)
{
	struct token word = parser_next(p), name;
	struct ast_function *node = NODE(p, FUNCTION, function, word.span.start);
	uint32_t at;

	name = *parser_peek_line(p, &at);
	node->is_filter = word.kind == T_FILTER;
	if (!names_function(&name)) {
		parser_rewind(p, at);
		report(p->diag, PE_MissingNameAfterKeyword, span_after(word.span.end),
		       parser_token_text(p, &word));
		node->name = parser_string(p, "", 0);
		node->body = empty_script(p);
		return &node->ast;
	}
	parser_skip(p);
	node->is_workflow = word.kind == T_WORKFLOW;
	node->name_span = name.span;
	node->name = name.kind == T_WORD || name.kind == T_STRING
		? parser_string(p, name.text, name.len)
		: parser_string(p, p->source->text + name.span.start, span_len(name.span));
	parser_peek_line(p, &at);
	if (parser_take(p, T_LPAREN)) {
		parse_parameters(p, false, &node->params, &node->param_count);
	} else {
		parser_rewind(p, at);
	}
	node->body = parse_function_body(p, node);
	node->ast.span.end = p->last_end;
	return &node->ast;
}

/* -- using ----------------------------------------------------------------- */

static const char *const using_words[] = { "assembly", "command", "module", "namespace", "type" };

static bool find_using_kind(const struct token *token, uint32_t *ret_kind)
{
	uint32_t i;

	for (i = 0; i < G_N_ELEMENTS(using_words); i++)
		if (token->kind == T_WORD && token->len == strlen(using_words[i]) &&
		    g_ascii_strncasecmp(token->text, using_words[i], token->len) == 0) {
			*ret_kind = i;
			return true;
		}
	return false;
}

static struct string *parse_using_name(struct parser *p)
{
	struct token token = *parser_peek(p);

	if ((token.kind != T_WORD && token.kind != T_STRING) && !token_is_keyword(&token))
		return NULL;
	parser_skip(p);
	if (token_is_keyword(&token))
		return parser_string(p, p->source->text + token.span.start, span_len(token.span));
	return parser_string(p, token.text, token.len);
}

/* name, @{ specification }, or name = name. */
static void parse_using_item(struct parser *p, struct ast_using *node)
{
	struct token token = *parser_peek(p);

	if (token.kind == T_AT_CURLY && node->using_kind == USING_MODULE) {
		parser_skip(p);
		node->spec = ast_hashtable(parse_hashtable(p, token.span));
		return;
	}
	node->name = parse_using_name(p);
	if (!node->name) {
		report(p->diag, PE_MissingUsingItemName, span_after(p->last_end));
		return;
	}
	if (!parser_take(p, T_EQUALS))
		return;
	node->alias = node->name;
	node->name = parse_using_name(p);
	if (!node->name)
		report(p->diag, node->using_kind == USING_TYPE ? PE_MissingTypeAlias
							       : PE_MissingNamespaceAlias,
		       span_after(p->last_end));
}

struct ast *parse_using(struct parser *p)
{
	struct token word = parser_next(p), token;
	struct ast_using *node = NODE(p, USING, using, word.span.start);

	token = *parser_peek(p);
	if (!find_using_kind(&token, &node->using_kind)) {
		report(p->diag, PE_MissingUsingStatementDirective, span_after(word.span.end));
		return &node->ast;
	}
	parser_skip(p);
	parse_using_item(p, node);
	if (node->using_kind == USING_COMMAND || node->alias)
		report_wrong(p->diag, PE_UsingStatementNotSupported, word.span);
	node->ast.span.end = p->last_end;
	if (!token_ends_pipeline(parser_peek(p)))
		report_wrong(p->diag, PE_UnexpectedToken, parser_peek(p)->span,
		       parser_token_text(p, parser_peek(p)));
	return &node->ast;
}

/* -- class and enum -------------------------------------------------------- */

/* : Base, Interface */
static void parse_bases(struct parser *p, struct ast_type_definition *node)
{
	unsigned mark = list_begin(p);

	do {
		struct ast_type_constraint *base;
		struct type_name *type;
		uint32_t start;

		parser_unread(p);
		lexer_skip_lines(&p->lex);
		start = lexer_source_offset(&p->lex, p->lex.pos);
		if (!char_is_letter(lexer_peek(&p->lex)) && lexer_peek(&p->lex) != '_') {
			report(p->diag, PE_TypeNameExpected, span_after(start));
			break;
		}
		type = parse_type_name(p, false);
		if (!type)
			break;
		base = NODE(p, TYPE_CONSTRAINT, type_constraint, start);
		base->type = type;
		list_push(p, base);
		parser_skip_newlines(p);
	} while (parser_take(p, T_COMMA));
	node->bases = list_end(p, mark, &node->base_count);
}

/* The attributes before the keyword; types have no place there. */
static void parse_definition_attributes(struct parser *p, struct ast_type_definition *node)
{
	unsigned mark = list_begin(p), i;

	parse_attributes(p);
	for (i = mark; i < p->stack->len; i++) {
		struct ast *attribute = p->stack->pdata[i];

		if (attribute->kind != AST_ATTRIBUTE) {
			report_wrong(p->diag, PE_TypeNotAllowedBeforeStatement, attribute->span,
				     ast_type_constraint(attribute)->type->name->data);
			g_ptr_array_remove_index(p->stack, i--);
		}
	}
	node->attributes = list_end(p, mark, &node->attribute_count);
}

static bool parse_definition_name(struct parser *p, const struct token *word,
				  struct ast_type_definition *node)
{
	struct lexer *lex = &p->lex;
	uint32_t start;

	parser_unread(p);
	lexer_skip_lines(lex);
	start = lex->pos;
	if (char_is_letter(lexer_peek(lex)) || lexer_peek(lex) == '_')
		while (char_is_identifier(lexer_peek(lex)))
			lexer_get(lex);
	node->name = parser_string(p, lex->text + start, lex->pos - start);
	node->name_span = lexer_span(lex, start, lex->pos);
	if (lex->pos > start) {
		p->last_end = node->name_span.end;
		return true;
	}
	lex->pos = word->at + word->len;
	report(p->diag, PE_MissingNameAfterKeyword, span_after(word->span.end),
	       parser_token_text(p, word));
	return false;
}

struct ast *parse_type_definition(struct parser *p)
{
	struct ast_type_definition *node = NODE(p, TYPE_DEFINITION, type_definition,
						parser_peek(p)->span.start);
	struct token word, open;

	parse_definition_attributes(p, node);
	word = parser_next(p);
	node->type_kind = word.kind == T_CLASS ? DEFINE_CLASS : DEFINE_ENUM;
	if (!parse_definition_name(p, &word, node))
		return &node->ast;
	parser_mode(p, MODE_EXPRESSION);
	parser_skip_newlines(p);
	if (parser_take(p, T_COLON))
		parse_bases(p, node);
	parser_mode(p, MODE_COMMAND);
	parser_skip_newlines(p);
	open = *parser_peek(p);
	if (open.kind != T_LCURLY) {
		report(p->diag, PE_MissingTypeBody, span_after(p->last_end),
		       node->type_kind == DEFINE_CLASS ? "class" : "enum",
		       node->type_kind == DEFINE_CLASS ? "class" : "enum");
		return &node->ast;
	}
	parser_skip(p);
	if (node->type_kind == DEFINE_CLASS)
		parse_class_body(p, node);
	else
		parse_enum_body(p, node);
	parse_close_brace(p, span_after(open.span.end));
	node->ast.span.end = p->last_end;
	return &node->ast;
}
