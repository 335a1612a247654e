/*
 * Primary expressions, and what may follow one without a blank: members, calls
 * and indexes.
 */
#include "parser/parser.h"

/* -- Brackets -------------------------------------------------------------- */

static void expect_rparen(struct parser *p, enum parse_error_id id)
{
	parser_skip_newlines(p);
	if (!parser_take(p, T_RPAREN))
		report(p->diag, id, parser_peek(p)->span);
}

static struct ast *parse_paren(struct parser *p)
{
	struct token open = parser_next(p);
	bool old = p->no_comma, ternary = p->lex.in_ternary;
	struct ast_paren *node;
	struct ast *inner;

	p->no_comma = false;
	p->lex.in_ternary = false;
	parser_skip_newlines(p);
	inner = parse_pipeline_chain(p);
	if (!inner) {
		report(p->diag, PE_ExpectedExpression, span_after(open.span.end));
		inner = node_string(p, span_after(open.span.end), STRING_BARE, "", 0);
	}
	expect_rparen(p, PE_MissingEndParenthesisInExpression);
	p->no_comma = old;
	p->lex.in_ternary = ternary;
	node = NODE(p, PAREN, paren, open.span.start);
	node->pipeline = inner;
	return &node->ast;
}

/* $( ) and @( ) */
static struct ast_statement_block *parse_parenthesized_block(struct parser *p,
							     const struct token *open)
{
	enum lexer_mode mode = parser_mode(p, MODE_COMMAND);
	bool old = p->no_comma, ternary = p->lex.in_ternary;
	struct ast_statement_block *body;

	p->no_comma = false;
	p->lex.in_ternary = false;
	body = parse_block_until(p, open->span.end);
	expect_rparen(p, PE_MissingEndParenthesisInSubexpression);
	p->no_comma = old;
	p->lex.in_ternary = ternary;
	parser_mode(p, mode);
	return body;
}

static struct ast *parse_sub_expression(struct parser *p)
{
	struct token open = parser_next(p);
	struct ast_statement_block *body = parse_parenthesized_block(p, &open);
	struct ast_sub_expression *node = NODE(p, SUB_EXPRESSION, sub_expression, open.span.start);

	node->body = body;
	return &node->ast;
}

static struct ast *parse_array_expression(struct parser *p)
{
	struct token open = parser_next(p);
	struct ast_statement_block *body = parse_parenthesized_block(p, &open);
	struct ast_array_expression *node = NODE(p, ARRAY_EXPRESSION, array_expression,
						 open.span.start);

	node->body = body;
	return &node->ast;
}

/* A script block at { */
struct ast *parse_braces(struct parser *p)
{
	struct token open = parser_next(p);
	bool old = p->no_comma, ternary = p->lex.in_ternary;
	struct ast_script_block_expression *node;
	struct ast_script_block *body;

	p->no_comma = false;
	p->lex.in_ternary = false;
	body = parse_braced_script(p, open.span, false);
	p->no_comma = old;
	p->lex.in_ternary = ternary;
	node = NODE(p, SCRIPT_BLOCK_EXPRESSION, script_block_expression, open.span.start);
	node->body = body;
	return &node->ast;
}

static struct ast *parse_hash(struct parser *p)
{
	struct token open = parser_next(p);
	bool old = p->no_comma, ternary = p->lex.in_ternary;
	struct ast *node;

	p->no_comma = false;
	p->lex.in_ternary = false;
	node = parse_hashtable(p, open.span);
	p->no_comma = old;
	p->lex.in_ternary = ternary;
	return node;
}

static struct ast *parse_number(struct parser *p)
{
	struct token token = parser_next(p);
	struct ast_constant *node = NODE(p, CONSTANT, constant, token.span.start);

	node->value = token.number;
	return &node->ast;
}

static struct ast *parse_variable(struct parser *p)
{
	struct token token = parser_next(p);

	if (token.kind == T_SPLAT) {
		const char *name = parser_text(p, (struct span){ token.span.start + 1,
								 token.span.end });

		report_wrong(p->diag, PE_SplattingNotPermitted, token.span, name, name);
	}
	return node_variable(p, token.span, token.text, token.len, token.braced,
			     token.kind == T_SPLAT);
}

struct ast *parse_primary(struct parser *p)
{
	struct token token = *parser_peek(p);

	switch (token.kind) {
	case T_VARIABLE: case T_SPLAT:
		return parse_variable(p);
	case T_NUMBER:
		return parse_number(p);
	case T_STRING: case T_EXPANDABLE: case T_HERE_STRING: case T_HERE_EXPANDABLE:
		parser_skip(p);
		return parse_string_token(p, &token);
	case T_LPAREN:
		return parse_paren(p);
	case T_DOLLAR_PAREN:
		return parse_sub_expression(p);
	case T_AT_PAREN:
		return parse_array_expression(p);
	case T_AT_CURLY:
		return parse_hash(p);
	case T_LCURLY:
		return parse_braces(p);
	default:
		return NULL;
	}
}

/* -- Members --------------------------------------------------------------- */

/* A name right here; digits too, as in $a.1. */
static struct ast *parse_simple_name(struct parser *p)
{
	struct lexer *lex = &p->lex;
	uint32_t start = lex->pos;

	while (char_is_identifier(lexer_peek(lex)))
		lexer_get(lex);
	if (lex->pos == start)
		return NULL;
	p->last_end = lexer_source_offset(lex, lex->pos);
	return node_string(p, lexer_span(lex, start, lex->pos), STRING_BARE, lex->text + start,
			   lex->pos - start);
}

/* The name after . or ::, which may stand on the next line. */
static struct ast *parse_member_name(struct parser *p, uint32_t after)
{
	struct ast *name;

	lexer_skip_lines(&p->lex);
	name = parse_simple_name(p);
	if (name)
		return name;
	parser_mode(p, MODE_EXPRESSION);
	switch (parser_peek(p)->kind) {
	case T_VARIABLE: case T_STRING: case T_EXPANDABLE: case T_LPAREN: case T_DOLLAR_PAREN:
		return parse_primary(p);
	default:
		report(p->diag, PE_MissingPropertyName, span_after(after));
		return NULL;
	}
}

/* The arguments of a method after its parenthesis, and the closing one. */
static void parse_method_arguments(struct parser *p, struct ast_invoke_member *node)
{
	enum lexer_mode mode = parser_mode(p, MODE_EXPRESSION);
	bool old = p->no_comma, ternary = p->lex.in_ternary;
	unsigned mark = list_begin(p);
	struct span comma = { 0, 0 };

	p->no_comma = true;
	p->lex.in_ternary = false;
	for (;;) {
		struct ast *argument;

		parser_skip_newlines(p);
		argument = parse_expression(p);
		if (argument)
			list_push(p, argument);
		else if (comma.end)
			report(p->diag, PE_MissingExpressionAfterToken, span_after(comma.end), ",");
		parser_skip_newlines(p);
		if (!argument || parser_peek(p)->kind != T_COMMA)
			break;
		comma = parser_peek(p)->span;
		parser_skip(p);
	}
	node->args = list_end(p, mark, &node->arg_count);
	expect_rparen(p, PE_MissingEndParenthesisInMethodCall);
	p->no_comma = old;
	p->lex.in_ternary = ternary;
	parser_mode(p, mode);
}

struct member_form {
	struct ast *expression, *member;
	bool is_static, null_conditional;
};

static struct ast *invoke_node(struct parser *p, const struct member_form *form)
{
	struct ast_invoke_member *node = NODE(p, INVOKE_MEMBER, invoke_member,
					      form->expression->span.start);

	node->expression = form->expression;
	node->member = form->member;
	node->is_static = form->is_static;
	node->null_conditional = form->null_conditional;
	parse_type_arguments(p, &node->type_args, &node->type_arg_count);
	if (lexer_take(&p->lex, '(')) {
		p->last_end = lexer_source_offset(&p->lex, p->lex.pos);
		parse_method_arguments(p, node);
	} else {	/* .Where{ } */
		struct ast *block = parse_braces(p);

		node->args = arena_copy(p->arena, &block, sizeof(block));
		node->arg_count = 1;
	}
	node->ast.span.end = p->last_end;
	return &node->ast;
}

static bool call_follows(struct parser *p)
{
	struct ast_invoke_member unused = { 0 };
	uint32_t start = p->lex.pos;
	codepoint c;

	if (p->has_token)
		return false;
	c = lexer_peek(&p->lex);
	if (c == '(' || c == '{')
		return true;
	if (c != '[')
		return false;
	if (!parse_type_arguments(p, &unused.type_args, &unused.type_arg_count))
		return false;
	p->lex.pos = start;
	return true;
}

static struct ast *parse_member(struct parser *p, struct ast *expression, bool is_static,
				bool null_conditional)
{
	uint32_t after = lexer_source_offset(&p->lex, p->lex.pos);
	enum lexer_mode mode = p->lex.mode;
	struct member_form form = { expression, NULL, is_static, null_conditional };
	struct ast_member *node;

	p->last_end = after;
	form.member = parse_member_name(p, after);
	parser_mode(p, mode);
	if (!form.member)
		form.member = node_string(p, span_after(after), STRING_BARE, "", 0);
	else if (call_follows(p))
		return invoke_node(p, &form);
	node = NODE(p, MEMBER, member, expression->span.start);
	node->expression = form.expression;
	node->member = form.member;
	node->is_static = is_static;
	node->null_conditional = null_conditional;
	return &node->ast;
}

static struct ast *parse_index(struct parser *p, struct ast *target, bool null_conditional)
{
	enum lexer_mode mode = parser_mode(p, MODE_EXPRESSION);
	uint32_t after = lexer_source_offset(&p->lex, p->lex.pos);
	bool old = p->no_comma, ternary = p->lex.in_ternary;
	struct ast_index *node;
	struct ast *index;

	p->last_end = after;
	p->no_comma = false;
	p->lex.in_ternary = false;
	parser_skip_newlines(p);
	index = parse_expression(p);
	parser_skip_newlines(p);
	if (!index) {
		report(p->diag, PE_MissingArrayIndexExpression, span_after(after));
		parser_take(p, T_RBRACKET);
		index = node_string(p, span_after(after), STRING_BARE, "", 0);
	} else if (!parser_take(p, T_RBRACKET)) {
		report_open(p->diag, PE_MissingEndSquareBracket,
			    span_before(parser_peek(p)->span.start), parser_peek(p)->span.start);
	}
	p->no_comma = old;
	p->lex.in_ternary = ternary;
	parser_mode(p, mode);
	node = NODE(p, INDEX, index, target->span.start);
	node->target = target;
	node->index = index;
	node->null_conditional = null_conditional;
	return &node->ast;
}

/* A comment may stand before a member operator when it touches both sides. */
static void skip_touching_comments(struct lexer *lex)
{
	uint32_t start = lex->pos;
	const char *close, *at;

	while (lex->pos + 1 < lex->end && lex->text[lex->pos] == '<' &&
	       lex->text[lex->pos + 1] == '#') {
		close = g_strstr_len(lex->text + lex->pos + 2, lex->end - lex->pos - 2, "#>");
		if (!close)
			break;
		lex->pos = close + 2 - lex->text;
	}
	at = lex->text + lex->pos;
	if (lex->pos >= lex->end || !(at[0] == '.' || at[0] == '[' || (at[0] == ':' && at[1] == ':')))
		lex->pos = start;
}

struct ast *parse_members(struct parser *p, struct ast *node)
{
	struct lexer *lex = &p->lex;

	while (node && !p->has_token) {
		const char *at;
		bool conditional;

		skip_touching_comments(lex);
		at = lex->text + lex->pos;
		if (lex->pos >= lex->end)
			break;
		conditional = at[0] == '?' && lex->pos + 1 < lex->end &&
			(at[1] == '.' || at[1] == '[');
		at += conditional;
		if (at[0] == '.' && at[1] != '.') {
			lex->pos += 1 + conditional;
			node = parse_member(p, node, false, conditional);
		} else if (at[0] == '[') {
			lex->pos += 1 + conditional;
			node = parse_index(p, node, conditional);
		} else if (at[0] == ':' && lex->pos + 1 < lex->end && at[1] == ':') {
			lex->pos += 2;
			node = parse_member(p, node, true, false);
		} else {
			break;
		}
	}
	return node;
}
