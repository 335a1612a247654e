/*
 * Trees as text: a line a node, indented, with what the node itself says. The
 * tests of the parser compare it.
 */
#include "parser/ast.h"

static void put_text(GString *out, const struct string *text)
{
	uint32_t i;

	g_string_append(out, " '");
	for (i = 0; i < text->len; i++) {
		unsigned char c = text->data[i];

		if (c < ' ' || c == '\\' || c == 0x7F)
			g_string_append_printf(out, "\\x%02X", c);
		else
			g_string_append_c(out, c);
	}
	g_string_append_c(out, '\'');
}

static void put_number(GString *out, const struct value *v)
{
	switch (v->kind) {
	case V_F64:
		g_string_append_printf(out, " Double %.17g", v->u.f);
		break;
	case V_U64:
		g_string_append_printf(out, " UInt64 %" G_GUINT64_FORMAT, v->u.u);
		break;
	case V_DECIMAL:
		g_string_append(out, " Decimal");
		break;
	case V_BIGINT:
		g_string_append(out, " BigInteger");
		break;
	default:
		g_string_append_printf(out, " %s %" G_GINT64_FORMAT, value_kind_name(v->kind),
				       v->u.i);
	}
	if (v->aux)
		put_text(out, symbol_exact_text(v->aux));
}

static const char *form_name(enum string_form form)
{
	static const char *const names[] = { "bare", "single", "double", "here-single",
					     "here-double" };

	G_STATIC_ASSERT(G_N_ELEMENTS(names) == STRING_HERE_DOUBLE + 1);
	return names[form];
}

static const char *scope_name(enum variable_scope scope)
{
	static const char *const names[] = { "", "local:", "global:", "script:", "private:",
					     "variable:", "" };

	G_STATIC_ASSERT(G_N_ELEMENTS(names) == SCOPE_DRIVE + 1);
	return names[scope];
}

/* Names are the program's symbols, whose spelling depends on what was parsed before. */
static void put_symbol(GString *out, const struct symbol *symbol)
{
	g_autofree char *name = g_utf8_strdown(symbol_name(symbol), -1);

	g_string_append(out, name);
}

static void put_variable(GString *out, const struct ast_variable *node)
{
	g_string_append_printf(out, " %c%s", node->splatted ? '@' : '$', scope_name(node->scope));
	if (node->drive) {
		put_symbol(out, node->drive);
		g_string_append_c(out, ':');
	}
	put_symbol(out, node->name);
}

static void put_type(GString *out, const struct type_name *type)
{
	uint32_t i;

	switch (type->kind) {
	case TYPE_NAME_ARRAY:
		put_type(out, type->element);
		g_string_append_c(out, '[');
		for (i = 1; i < type->rank; i++)
			g_string_append_c(out, ',');
		g_string_append_c(out, ']');
		break;
	case TYPE_NAME_GENERIC:
		put_type(out, type->element);
		g_string_append_c(out, '<');
		for (i = 0; i < type->arg_count; i++) {
			if (i)
				g_string_append_c(out, ',');
			put_type(out, type->args[i]);
		}
		g_string_append_c(out, '>');
		break;
	default:
		g_string_append(out, type->name->data);
	}
	if (type->assembly)
		g_string_append_printf(out, ", %s", type->assembly->data);
}

static void put_flag(GString *out, bool flag, const char *name)
{
	if (flag)
		g_string_append_printf(out, " %s", name);
}

static void put_label(GString *out, const struct symbol *label)
{
	if (!label)
		return;
	g_string_append(out, " :");
	put_symbol(out, label);
}

static void put_switch_flags(GString *out, uint32_t flags)
{
	put_flag(out, flags & SWITCH_REGEX, "-regex");
	put_flag(out, flags & SWITCH_WILDCARD, "-wildcard");
	put_flag(out, flags & SWITCH_EXACT, "-exact");
	put_flag(out, flags & SWITCH_CASE_SENSITIVE, "-casesensitive");
	put_flag(out, flags & SWITCH_FILE, "-file");
}

static void put_attribute(GString *out, const struct ast_attribute *node)
{
	uint32_t i;

	g_string_append_c(out, ' ');
	put_type(out, node->type);
	for (i = 0; i < node->named_count; i++) {
		g_string_append_c(out, ' ');
		put_symbol(out, node->named[i].name);
		if (!node->named[i].omitted)
			g_string_append_c(out, '=');
	}
}

static void put_definition(struct ast *node, GString *out)
{
	switch (node->kind) {
	case AST_FUNCTION:
		put_text(out, ast_function(node)->name);
		put_flag(out, ast_function(node)->is_filter, "filter");
		break;
	case AST_TYPE_DEFINITION:
		put_text(out, ast_type_definition(node)->name);
		put_flag(out, ast_type_definition(node)->type_kind == DEFINE_ENUM, "enum");
		break;
	case AST_PROPERTY_MEMBER:
		g_string_append_printf(out, " %s", ast_property_member(node)->spelled->data);
		put_flag(out, ast_property_member(node)->is_static, "static");
		put_flag(out, ast_property_member(node)->is_hidden, "hidden");
		break;
	case AST_FUNCTION_MEMBER:
		g_string_append_printf(out, " %s", ast_function_member(node)->spelled->data);
		put_flag(out, ast_function_member(node)->is_constructor, "constructor");
		put_flag(out, ast_function_member(node)->has_base_call, "base");
		put_flag(out, ast_function_member(node)->is_static, "static");
		put_flag(out, ast_function_member(node)->is_hidden, "hidden");
		break;
	case AST_USING:
		if (ast_using(node)->name)
			put_text(out, ast_using(node)->name);
		break;
	case AST_PARAMETER:
		g_string_append_printf(out, " %s", ast_parameter(node)->spelled->data);
		break;
	case AST_ATTRIBUTE:
		put_attribute(out, ast_attribute(node));
		break;
	case AST_TYPE_CONSTRAINT:
		g_string_append_c(out, ' ');
		put_type(out, ast_type_constraint(node)->type);
		break;
	}
}

static void put_statement(struct ast *node, GString *out)
{
	switch (node->kind) {
	case AST_WHILE: case AST_DO_WHILE: case AST_DO_UNTIL: case AST_FOR: case AST_FOREACH:
		put_label(out, ((struct ast_while *)node)->label);
		break;
	case AST_SWITCH:
		put_label(out, ast_switch(node)->label);
		put_switch_flags(out, ast_switch(node)->flags);
		put_flag(out, ast_switch(node)->otherwise, "default");
		break;
	case AST_ASSIGNMENT:
		g_string_append_printf(out, " %s", ast_operator_name(ast_assignment(node)->op, false));
		break;
	case AST_PIPELINE:
		put_flag(out, ast_pipeline(node)->background, "&");
		break;
	case AST_PIPELINE_CHAIN:
		g_string_append_printf(out, " %s",
				       ast_operator_name(ast_pipeline_chain(node)->op, false));
		put_flag(out, ast_pipeline_chain(node)->background, "&");
		break;
	case AST_COMMAND:
		put_flag(out, ast_command(node)->invocation == INVOKE_CALL, "&");
		put_flag(out, ast_command(node)->invocation == INVOKE_DOT, ".");
		break;
	case AST_COMMAND_PARAMETER:
		put_text(out, ast_command_parameter(node)->name);
		put_flag(out, ast_command_parameter(node)->has_colon, ":");
		break;
	case AST_FILE_REDIRECTION:
		g_string_append_printf(out, " %d>%s", ast_file_redirection(node)->from,
				       ast_file_redirection(node)->append ? ">" : "");
		break;
	case AST_MERGING_REDIRECTION:
		g_string_append_printf(out, " %d>&%d", ast_merging_redirection(node)->from,
				       ast_merging_redirection(node)->to);
		break;
	default:
		put_definition(node, out);
	}
}

static void put_details(struct ast *node, GString *out)
{
	switch (node->kind) {
	case AST_BINARY:
		g_string_append_printf(out, " %s", ast_operator_name(ast_binary(node)->op,
								     ast_binary(node)->with_case));
		break;
	case AST_UNARY:
		g_string_append_printf(out, " %s%s",
				       ast_operator_name(ast_unary(node)->op,
							 ast_unary(node)->with_case),
				       ast_unary(node)->op >= AST_OP_POST_INCREMENT ? " post" : "");
		break;
	case AST_CONSTANT:
		put_number(out, &ast_constant(node)->value);
		break;
	case AST_STRING:
		g_string_append_printf(out, " %s", form_name(ast_string(node)->form));
		put_text(out, ast_string(node)->value);
		break;
	case AST_EXPANDABLE:
		g_string_append_printf(out, " %s", form_name(ast_expandable(node)->form));
		break;
	case AST_VARIABLE:
		put_variable(out, ast_variable(node));
		break;
	case AST_TYPE:
		g_string_append_c(out, ' ');
		put_type(out, ast_type(node)->type);
		break;
	case AST_MEMBER: case AST_INVOKE_MEMBER:
		put_flag(out, ((struct ast_member *)node)->is_static, "::");
		put_flag(out, ((struct ast_member *)node)->null_conditional, "?.");
		if (node->kind == AST_INVOKE_MEMBER && ast_invoke_member(node)->type_arg_count)
			put_flag(out, true, "generic");
		break;
	case AST_INDEX:
		put_flag(out, ast_index(node)->null_conditional, "?[");
		break;
	default:
		put_statement(node, out);
	}
}

struct dump {
	GString *out;
	unsigned depth;
};

static bool dump_node(struct ast *node, void *data)
{
	struct dump *dump = data;

	g_string_append_printf(dump->out, "%*s%s %u-%u", (int)dump->depth * 2, "",
			       ast_kind_name(node->kind), node->span.start, node->span.end);
	put_details(node, dump->out);
	g_string_append_c(dump->out, '\n');
	dump->depth++;
	ast_children(node, dump_node, data);
	dump->depth--;
	return true;
}

void ast_dump(struct ast_tree *tree, struct ast *node, GString *out)
{
	struct dump dump = { out, 0 };

	dump_node(node ? node : &tree->root->ast, &dump);
}
