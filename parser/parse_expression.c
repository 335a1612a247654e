/*
 * Expressions, from the loosest binding to the tightest: the ternary, binary
 * operators by precedence, the comma, unary operators and casts.
 *
 * Binary operators are put together on a small stack, so that long chains cost
 * no nesting here. A line may end after any operator.
 */
#include "parser/parser.h"

/* -- Unary ----------------------------------------------------------------- */

static struct ast *unary_node(struct parser *p, const struct token *sign, enum ast_operator op,
			      struct ast *child, uint32_t start)
{
	struct ast_unary *node = NODE(p, UNARY, unary, start);

	node->op = op;
	node->with_case = sign->kind == T_OPERATOR && sign->op->with_case;
	node->child = child;
	return &node->ast;
}

static struct ast *parse_operand(struct parser *p)
{
	struct ast *node = NULL;

	if (parser_enter(p))
		node = parse_unary(p);
	parser_leave(p);
	return node;
}

static struct ast *parse_prefix(struct parser *p, enum ast_operator op)
{
	struct token sign = parser_next(p);
	struct ast *child;

	parser_skip_newlines(p);
	child = parse_operand(p);
	if (!child) {
		report(p->diag, PE_MissingExpressionAfterOperator, span_after(sign.span.end),
		       parser_token_text(p, &sign));
		return node_string(p, sign.span, STRING_BARE, "", 0);
	}
	if (op == AST_OP_COMMA) {
		struct ast_array_literal *node = NODE(p, ARRAY_LITERAL, array_literal,
						      sign.span.start);

		node->elements = arena_copy(p->arena, &child, sizeof(child));
		node->element_count = 1;
		return &node->ast;
	}
	return unary_node(p, &sign, op, child, sign.span.start);
}

static struct ast *parse_postfix(struct parser *p, struct ast *child)
{
	struct token sign = *parser_peek(p);

	if (sign.kind != T_PLUS_PLUS && sign.kind != T_MINUS_MINUS)
		return child;
	parser_skip(p);
	return unary_node(p, &sign, sign.kind == T_PLUS_PLUS ? AST_OP_POST_INCREMENT
						     : AST_OP_POST_DECREMENT,
			  child, child->span.start);
}

/* -- Casts ----------------------------------------------------------------- */

static struct ast *convert_node(struct parser *p, struct ast_type_constraint *type,
				struct ast *child)
{
	struct ast_convert *node = NODE(p, CONVERT, convert, type->ast.span.start);

	node->type = type;
	node->child = child;
	return &node->ast;
}

static struct ast *type_node(struct parser *p, struct ast_type_constraint *type)
{
	struct ast_type *node = NODE(p, TYPE, type, type->ast.span.start);

	node->ast.span = type->ast.span;
	node->type = type->type;
	return &node->ast;
}

static bool member_follows(struct parser *p)
{
	const char *at = p->lex.text + p->lex.pos;

	/* The text ends with a NUL, so that one character may be looked at behind any. */
	if (p->has_token || p->lex.pos >= p->lex.end)
		return false;
	return (at[0] == '.' && at[1] != '.') || (at[0] == ':' && at[1] == ':');
}

/* A type: looked into with :: or ., or converted to, or itself. */
static struct ast *parse_cast(struct parser *p, struct ast_type_constraint *type)
{
	struct ast *child = NULL;

	if (member_follows(p))
		return parse_postfix(p, parse_members(p, type_node(p, type)));
	if (parser_peek(p)->kind != T_NEWLINE && parser_peek(p)->kind != T_COMMA)
		child = parse_operand(p);
	return child ? convert_node(p, type, child) : type_node(p, type);
}

static struct ast *parse_after_attribute(struct parser *p, struct ast_attribute *attribute)
{
	struct ast_attributed *node;
	struct ast *child;

	parser_skip_newlines(p);
	child = parse_operand(p);
	if (!child)
		report_wrong(p->diag, PE_UnexpectedAttribute, attribute->ast.span,
		       attribute->type->name->data);
	node = NODE(p, ATTRIBUTED, attributed, attribute->ast.span.start);
	node->attribute = attribute;
	node->child = child ? child : node_string(p, attribute->ast.span, STRING_BARE, "", 0);
	return &node->ast;
}

static struct ast *parse_bracket_operand(struct parser *p)
{
	struct span open = parser_peek(p)->span;
	struct ast *bracketed = parse_bracketed(p);

	if (!bracketed)	/* an error was reported; what was read stands for nothing */
		return node_string(p, open, STRING_BARE, "", 0);
	if (bracketed->kind == AST_ATTRIBUTE)
		return parse_after_attribute(p, ast_attribute(bracketed));
	return parse_cast(p, ast_type_constraint(bracketed));
}

struct ast *parse_unary(struct parser *p)
{
	bool old = p->lex.allow_signed;
	enum ast_operator op;
	struct token *token;
	struct ast *node;

	/* Only where an operand is expected does a sign belong to the number after it. */
	p->lex.allow_signed = true;
	if (p->has_token && (p->token.kind == T_MINUS || p->token.kind == T_PLUS))
		parser_unread(p);
	token = parser_peek(p);
	p->lex.allow_signed = old;
	if (token->kind == T_COMMA && p->no_comma)
		return NULL;
	if (token_unary(token, &op))
		return parse_prefix(p, op);
	if (token->kind == T_LBRACKET)
		return parse_bracket_operand(p);
	node = parse_primary(p);
	return node ? parse_postfix(p, parse_members(p, node)) : NULL;
}

/* -- Comma ----------------------------------------------------------------- */

static struct ast *parse_array_literal(struct parser *p)
{
	struct ast *first = parse_operand(p);
	struct ast_array_literal *node;
	unsigned mark = list_begin(p);

	if (!first || p->no_comma || parser_peek(p)->kind != T_COMMA)
		return first;
	list_push(p, first);
	while (parser_peek(p)->kind == T_COMMA) {
		struct span comma = parser_peek(p)->span;
		struct ast *next;

		parser_skip(p);
		parser_skip_newlines(p);
		next = parse_operand(p);
		if (!next) {
			report(p->diag, PE_MissingExpressionAfterToken, span_after(comma.end), ",");
			break;
		}
		list_push(p, next);
	}
	node = NODE(p, ARRAY_LITERAL, array_literal, first->span.start);
	node->elements = list_end(p, mark, &node->element_count);
	return &node->ast;
}

/* -- Binary ---------------------------------------------------------------- */

struct pending {
	enum ast_operator op;
	int precedence;
	bool with_case;
	struct span span;
	struct ast *left;
};

/* Folds what binds at least as tightly as `precedence` into one operand. */
static struct ast *fold(struct parser *p, GArray *stack, struct ast *right, int precedence)
{
	while (stack->len) {
		struct pending *top = &g_array_index(stack, struct pending, stack->len - 1);
		struct ast_binary *node;

		if (top->precedence < precedence)
			break;
		node = NODE(p, BINARY, binary, top->left->span.start);
		node->ast.span.end = right->span.end;
		node->op = top->op;
		node->with_case = top->with_case;
		node->op_span = top->span;
		node->left = top->left;
		node->right = right;
		right = &node->ast;
		g_array_set_size(stack, stack->len - 1);
	}
	return right;
}

static struct ast *parse_right_operand(struct parser *p, const struct token *sign)
{
	bool old = p->lex.in_ternary;
	struct ast *right;

	p->lex.in_ternary = true;
	parser_skip_newlines(p);
	right = parse_array_literal(p);
	p->lex.in_ternary = old;
	if (right)
		return right;
	report(p->diag, PE_ExpectedValueExpression, span_after(sign->span.end),
	       parser_token_text(p, sign));
	return node_string(p, span_after(sign->span.end), STRING_BARE, "", 0);
}

/* -foo where an operator is expected. */
static void reject_parameter(struct parser *p)
{
	struct token token = *parser_peek(p);

	if (token.kind != T_PARAMETER)
		return;
	report_wrong(p->diag, PE_UnexpectedToken, token.span, parser_token_text(p, &token));
	parser_skip(p);
	parse_operand(p);
}

static struct ast *parse_binary(struct parser *p)
{
	struct ast *operand = parse_array_literal(p);
	enum ast_operator op;
	GArray *stack;
	int precedence;

	if (!operand)
		return NULL;
	if (!token_binary(parser_peek(p), &op, &precedence)) {
		reject_parameter(p);
		return operand;
	}
	stack = g_array_new(FALSE, FALSE, sizeof(struct pending));
	while (token_binary(parser_peek(p), &op, &precedence)) {
		struct token sign = parser_next(p);
		struct pending pending = { op, precedence,
			sign.kind == T_OPERATOR && sign.op->with_case, sign.span,
			fold(p, stack, operand, precedence) };

		g_array_append_val(stack, pending);
		operand = parse_right_operand(p, &sign);
	}
	operand = fold(p, stack, operand, 0);
	g_array_free(stack, TRUE);
	reject_parameter(p);
	return operand;
}

/* -- Ternary --------------------------------------------------------------- */

static struct ast *parse_branch(struct parser *p, const struct token *sign)
{
	struct ast *branch;

	parser_skip_newlines(p);
	branch = parse_expression(p);
	if (branch)
		return branch;
	report(p->diag, PE_ExpectedValueExpression, span_after(sign->span.end),
	       parser_token_text(p, sign));
	return node_string(p, span_after(sign->span.end), STRING_BARE, "", 0);
}

static struct ast *parse_ternary(struct parser *p, struct ast *condition)
{
	struct token sign = parser_next(p), colon;
	bool old = p->lex.in_ternary;
	struct ast_ternary *node;
	struct ast *if_true, *if_false = NULL;

	p->lex.in_ternary = true;
	if_true = parse_branch(p, &sign);
	parser_skip_newlines(p);
	colon = *parser_peek(p);
	if (colon.kind == T_COLON) {
		parser_skip(p);
		if_false = parse_branch(p, &colon);
	} else {
		report(p->diag, PE_MissingColonInTernaryExpression, span_after(if_true->span.end));
	}
	p->lex.in_ternary = old;
	node = NODE(p, TERNARY, ternary, condition->span.start);
	node->condition = condition;
	node->if_true = if_true;
	node->if_false = if_false ? if_false
		: node_string(p, span_after(p->last_end), STRING_BARE, "", 0);
	return &node->ast;
}

struct ast *parse_expression(struct parser *p)
{
	enum lexer_mode mode = parser_mode(p, MODE_EXPRESSION);
	struct ast *node = NULL;

	if (parser_enter(p))
		node = parse_binary(p);
	if (node && parser_peek(p)->kind == T_QUESTION)
		node = parse_ternary(p, node);
	parser_leave(p);
	parser_mode(p, mode);
	return node;
}
