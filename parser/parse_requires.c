/*
 * #requires lines: parameters and constants after the word, read as a command's.
 */
#include "parser/parser.h"

#include <string.h>

static const struct {
	const char *name;
	enum requirement_kind kind;
} requirement_names[] = {
	{ "version", REQUIRE_VERSION }, { "psedition", REQUIRE_EDITION },
	{ "modules", REQUIRE_MODULES }, { "runasadministrator", REQUIRE_ADMINISTRATOR },
	{ "assembly", REQUIRE_ASSEMBLY }, { "shellid", REQUIRE_SHELL_ID },
	{ "pssnapin", REQUIRE_SNAPIN },
};

static bool find_kind(const struct string *name, enum requirement_kind *ret)
{
	size_t i;

	for (i = 0; i < G_N_ELEMENTS(requirement_names); i++)
		if (name->len <= strlen(requirement_names[i].name) && name->len &&
		    g_ascii_strncasecmp(name->data, requirement_names[i].name, name->len) == 0) {
			*ret = requirement_names[i].kind;
			return true;
		}
	return false;
}

static bool is_constant(const struct ast *node)
{
	uint32_t i;

	switch (node->kind) {
	case AST_STRING: case AST_CONSTANT: case AST_HASHTABLE:
		return true;
	case AST_ARRAY_LITERAL:
		for (i = 0; i < ast_array_literal(node)->element_count; i++)
			if (!is_constant(ast_array_literal(node)->elements[i]))
				return false;
		return true;
	default:
		return false;
	}
}

/* One parameter of the line and its value; returns how many elements it took. */
static uint32_t take_requirement(struct parser *p, const struct ast_command *line, uint32_t at,
				 GArray *list)
{
	struct ast *element = line->elements[at];
	struct requirement requirement = { .span = element->span };
	struct ast_command_parameter *parameter;
	uint32_t took = 1;

	if (element->kind != AST_COMMAND_PARAMETER) {
		report_wrong(p->diag, PE_UnexpectedToken, element->span,
			     parser_text(p, element->span));
		return took;
	}
	parameter = ast_command_parameter(element);
	if (!find_kind(parameter->name, &requirement.kind)) {
		report_wrong(p->diag, PE_UnexpectedToken, element->span,
			     parser_text(p, element->span));
		return took;
	}
	requirement.value = parameter->argument;
	if (requirement.kind != REQUIRE_ADMINISTRATOR && !requirement.value) {
		if (at + 1 >= line->element_count ||
		    line->elements[at + 1]->kind == AST_COMMAND_PARAMETER) {
			report_wrong(p->diag, PE_ParameterRequiresArgument, element->span,
				     parser_text(p, element->span));
			return took;
		}
		requirement.value = line->elements[at + 1];
		took = 2;
	}
	if (requirement.value && !is_constant(requirement.value))
		report_wrong(p->diag, PE_RequiresArgumentMustBeConstant, requirement.value->span);
	else
		g_array_append_val(list, requirement);
	return took;
}

static void parse_line(struct parser *p, struct span span, GArray *list)
{
	struct parser inner = *p;
	struct ast *node;
	uint32_t i;

	inner.has_token = false;
	inner.lex.pos = span.start;
	inner.lex.end = span.end;
	inner.lex.mode = MODE_COMMAND;
	node = parse_command(&inner);
	if (!node)
		return;
	for (i = 1; i < ast_command(node)->element_count;)
		i += take_requirement(p, ast_command(node), i, list);
}

struct requirement *parse_requirements(struct parser *p, uint32_t *ret_count)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(struct requirement));
	const GArray *lines = p->lex.notes->requirements;
	struct requirement *copy;
	guint i;

	for (i = 0; i < lines->len; i++)
		parse_line(p, g_array_index(lines, struct span, i), list);
	*ret_count = list->len;
	copy = arena_copy(p->arena, list->data, list->len * sizeof(struct requirement));
	g_array_free(list, TRUE);
	return copy;
}
