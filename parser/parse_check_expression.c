/*
 * What can be said of an expression once it stands in a tree: what may be assigned to or stepped,
 * which keys of a hashtable meet, where [ordered] and [void] have no meaning.
 */
#include "parser/parser.h"

#include "lib/convert.h"

/* -- Targets --------------------------------------------------------------- */

/* What is said of a part that cannot be assigned to. */
struct target_check {
	struct parser *parser;
	enum parse_error_id id;
	const char *sign;	/* of ++ and --; NULL: an assignment */
};

static void refuse(const struct target_check *check, const struct ast *node)
{
	report_wrong(check->parser->diag, check->id, node->span, check->sign);
}

static bool is_void(const struct ast_type_constraint *type)
{
	return type->type->kind == TYPE_NAME_PLAIN &&
	       (text_equal_nocase(type->type->name->data, "void") ||
		text_equal_nocase(type->type->name->data, "System.Void"));
}

/* Past casts and attributes; a cast to nothing is an error of its own. */
static struct ast *without_types(const struct target_check *check, struct ast *node)
{
	for (;;) {
		if (node->kind == AST_ATTRIBUTED) {
			node = ast_attributed(node)->child;
		} else if (node->kind == AST_CONVERT) {
			struct ast_type_constraint *type = ast_convert(node)->type;

			if (is_void(type))
				report_wrong(check->parser->diag, PE_VoidTypeConstraintNotAllowed,
					     type->ast.span);
			node = ast_convert(node)->child;
		} else {
			return node;
		}
	}
}

/* `several`: a list may stand here. */
static void check_target(const struct target_check *check, struct ast *node, bool several)
{
	struct ast *inner;

	node = without_types(check, node);
	switch (node->kind) {
	case AST_VARIABLE:
		return;
	case AST_MEMBER:
		if (ast_member(node)->null_conditional)
			refuse(check, node);
		return;
	case AST_INDEX:
		if (ast_index(node)->null_conditional)
			refuse(check, node);
		return;
	case AST_PAREN:
		inner = ast_pure_expression(ast_paren(node)->pipeline);
		if (inner)
			check_target(check, inner, several);
		else
			refuse(check, ast_paren(node)->pipeline);
		return;
	case AST_ARRAY_LITERAL:
		if (!several)
			break;
		for (uint32_t i = 0; i < ast_array_literal(node)->element_count; i++)
			check_target(check, ast_array_literal(node)->elements[i], true);
		return;
	}
	refuse(check, node);
}

void parse_check_assignment(struct parser *p, struct ast_assignment *node)
{
	struct target_check check = { p, PE_InvalidLeftHandSide, NULL };

	check_target(&check, node->left, node->op == AST_OP_SET);
}

void parse_check_unary(struct parser *p, struct ast_unary *node)
{
	struct target_check check = { p, PE_OperatorRequiresVariableOrProperty, NULL };

	switch (node->op) {
	case AST_OP_PRE_INCREMENT: case AST_OP_POST_INCREMENT:
		check.sign = "++";
		break;
	case AST_OP_PRE_DECREMENT: case AST_OP_POST_DECREMENT:
		check.sign = "--";
		break;
	default:
		return;
	}
	check_target(&check, node->child, false);
}

void parse_check_convert(struct parser *p, struct ast_convert *node)
{
	const struct type_name *type = node->type->type;

	if (type->kind == TYPE_NAME_PLAIN && node->child->kind != AST_HASHTABLE &&
	    text_equal_nocase(type->name->data, "ordered"))
		report_wrong(p->diag, PE_OrderedAttributeOnlyOnHashLiteralNode, node->ast.span,
			     type->name->data);
}

/* -- Hashtables ------------------------------------------------------------ */

static unsigned text_hash(const void *text)
{
	return str_hash_nocase((struct string *)text);
}

static gboolean text_same(const void *a, const void *b)
{
	return str_equal_nocase(a, b);
}

static void text_drop(void *text)
{
	str_unref(text);
}

/* Keys meet by their text: 1 and '1' too. Large literals exist, hence a set. */
void parse_check_hashtable(struct parser *p, struct ast_hashtable *node)
{
	g_autoptr(GHashTable) seen = NULL;

	if (node->pair_count < 2)
		return;
	seen = g_hash_table_new_full(text_hash, text_same, text_drop, NULL);
	for (uint32_t i = 0; i < node->pair_count; i++) {
		struct ast *key = node->pairs[i].key;
		struct string *text;

		if (key->kind == AST_STRING)
			text = str_ref(ast_string(key)->value);
		else if (key->kind == AST_CONSTANT)
			text = value_to_string(ast_constant(key)->value, NULL);
		else
			continue;
		if (g_hash_table_contains(seen, text))
			report_wrong(p->diag, PE_DuplicateKeyInHashLiteral, key->span, text->data);
		g_hash_table_add(seen, text);
	}
}

/* -- Parameters ------------------------------------------------------------ */

void parse_check_parameters(struct parser *p, struct ast_parameter **params, uint32_t count)
{
	g_autoptr(GHashTable) seen = g_hash_table_new(NULL, NULL);

	for (uint32_t i = 0; i < count; i++) {
		if (!g_hash_table_add(seen, params[i]->name))
			report_wrong(p->diag, PE_DuplicateFormalParameter,
				     params[i]->variable->ast.span, params[i]->spelled->data);
		for (uint32_t j = 0; j < params[i]->attribute_count; j++) {
			struct ast *type = params[i]->attributes[j];

			if (type->kind == AST_TYPE_CONSTRAINT && is_void(ast_type_constraint(type)))
				report_wrong(p->diag, PE_VoidTypeConstraintNotAllowed, type->span);
		}
	}
}
