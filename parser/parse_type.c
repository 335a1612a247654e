/*
 * Type names and attributes: what stands between [ and ].
 *
 * Type names have their own characters, so they are read from the text itself;
 * no token is looked at while one is read.
 */
#include "parser/parser.h"

#include <string.h>

/* -- Type names ------------------------------------------------------------ */

static bool in_type_name(codepoint c)
{
	return char_is_identifier(c) || (c < 128 && c && strchr(".+#\\`", (int)c));
}

static void skip_blanks(struct parser *p)
{
	parser_unread(p);
	lexer_skip_lines(&p->lex);
}

static struct type_name *type_name_node(struct parser *p, enum type_name_kind kind, uint32_t start,
					uint32_t end)
{
	struct type_name *name = arena_alloc(p->arena, sizeof(*name));

	name->kind = kind;
	name->span = lexer_span(&p->lex, start, end);
	name->name = parser_string(p, p->lex.text + start, end - start);
	return name;
}

static struct type_name *parse_plain_name(struct parser *p)
{
	struct lexer *lex = &p->lex;
	uint32_t start = lex->pos;

	while (in_type_name(lexer_peek(lex)))
		lexer_get(lex);
	if (lex->pos == start)
		return NULL;
	p->last_end = lexer_source_offset(lex, lex->pos);
	return type_name_node(p, TYPE_NAME_PLAIN, start, lex->pos);
}

static struct span before(struct parser *p, uint32_t at)
{
	return at < p->source->len ? span_before(at) : span_after(at);
}

static struct span before_here(struct parser *p)
{
	return before(p, lexer_source_offset(&p->lex, p->lex.pos));
}

static bool expect_bracket(struct parser *p, enum parse_error_id id)
{
	skip_blanks(p);
	if (lexer_take(&p->lex, ']')) {
		p->last_end = lexer_source_offset(&p->lex, p->lex.pos);
		return true;
	}
	/* Blank lines that were skipped are not where the bracket is missing. */
	report_open(p->diag, id, p->last_end ? before(p, p->last_end) : before_here(p),
		    lexer_source_offset(&p->lex, p->lex.pos));
	return false;
}

/* One argument of a generic: a name, or one in brackets. */
static struct type_name *parse_generic_argument(struct parser *p)
{
	struct type_name *argument;

	skip_blanks(p);
	if (!lexer_take(&p->lex, '['))
		return parse_type_name(p, false);
	argument = parse_type_name(p, true);
	if (argument)
		expect_bracket(p, PE_EndSquareBracketExpectedAtEndOfAttribute);
	return argument;
}

/* After Name[, when it is not an array. */
static struct type_name *parse_generic(struct parser *p, struct type_name *open, uint32_t start)
{
	unsigned mark = list_begin(p);
	struct type_name *name, *argument;

	do {
		argument = parse_generic_argument(p);
		if (!argument)
			break;
		list_push(p, argument);
		skip_blanks(p);
	} while (lexer_take(&p->lex, ','));
	name = type_name_node(p, TYPE_NAME_GENERIC, start, start);
	name->args = list_end(p, mark, &name->arg_count);
	if (!argument)
		return NULL;
	name->element = open;
	if (!lexer_take(&p->lex, ']')) {
		report_open(p->diag, PE_EndSquareBracketExpectedAtEndOfAttribute,
			    before_here(p), lexer_source_offset(&p->lex, p->lex.pos));
		return NULL;
	}
	p->last_end = lexer_source_offset(&p->lex, p->lex.pos);
	name->span.end = p->last_end;
	name->name = parser_string(p, p->lex.text + start, p->lex.pos - start);
	return name;
}

/* [] and [,]: the bracket was taken; 0 (nothing taken) when it is no rank. */
static uint32_t parse_rank(struct parser *p)
{
	struct lexer *lex = &p->lex;
	uint32_t start = lex->pos, rank = 1;

	skip_blanks(p);
	while (lexer_take(lex, ',')) {
		rank++;
		skip_blanks(p);
	}
	if (lexer_take(lex, ']')) {
		p->last_end = lexer_source_offset(lex, lex->pos);
		return rank;
	}
	lex->pos = start;
	return 0;
}

/* Brackets after a name: ranks of arrays, or the arguments of a generic. */
static struct type_name *parse_suffixes(struct parser *p, struct type_name *name, uint32_t start)
{
	while (name && lexer_peek(&p->lex) == '[') {
		struct type_name *array;
		uint32_t rank;

		lexer_get(&p->lex);
		rank = parse_rank(p);
		if (!rank) {
			if (name->kind != TYPE_NAME_PLAIN)
				return NULL;
			name = parse_generic(p, name, start);
			continue;
		}
		array = type_name_node(p, TYPE_NAME_ARRAY, start, p->lex.pos);
		array->rank = rank;
		array->element = name;
		name = array;
	}
	return name;
}

/* After a comma: ", Version=..." up to the bracket. */
static bool parse_assembly(struct parser *p, struct type_name *name)
{
	struct lexer *lex = &p->lex;
	uint32_t start, end;

	skip_blanks(p);
	start = lex->pos;
	while (lex->pos < lex->end && !strchr("[]\r\n", lex->text[lex->pos]))
		lex->pos++;
	for (end = lex->pos; end > start && lex->text[end - 1] == ' '; end--)
		;
	if (end == start) {
		report(p->diag, PE_MissingAssemblyNameSpecification, before_here(p));
		return false;
	}
	p->last_end = lexer_source_offset(lex, end);
	name->assembly = parser_string(p, lex->text + start, end - start);
	return true;
}

static struct type_name *parse_nested_name(struct parser *p, bool in_brackets)
{
	struct type_name *name;
	uint32_t start;

	skip_blanks(p);
	start = p->lex.pos;
	name = parse_plain_name(p);
	if (!name) {
		report(p->diag, PE_MissingTypename,
		       span_after(lexer_source_offset(&p->lex, start)));
		return NULL;
	}
	name = parse_suffixes(p, name, start);
	if (!name || !in_brackets)
		return name;
	skip_blanks(p);
	if (lexer_take(&p->lex, ',') && !parse_assembly(p, name))
		return NULL;
	return name;
}

struct type_name *parse_type_name(struct parser *p, bool in_brackets)
{
	struct type_name *name = NULL;

	if (parser_enter(p))
		name = parse_nested_name(p, in_brackets);
	parser_leave(p);
	return name;
}

/* Only what can be nothing else: names, commas, brackets, then ]( . */
static bool type_arguments_follow(const struct lexer *lex)
{
	const char *at = lex->text + lex->pos, *end = lex->text + lex->end;
	unsigned depth = 0;

	if (at + 1 >= end || at[0] != '[' || !(g_ascii_isalpha(at[1]) || at[1] == '['))
		return false;
	for (; at < end; at++) {
		if (*at == '[')
			depth++;
		else if (*at == ']' && --depth == 0)
			return at + 1 < end && at[1] == '(';
		else if (!in_type_name((unsigned char)*at) && !strchr("[], ", *at))
			return false;
	}
	return false;
}

bool parse_type_arguments(struct parser *p, struct type_name ***ret_types, uint32_t *ret_count)
{
	unsigned mark = list_begin(p);

	if (!type_arguments_follow(&p->lex))
		return false;
	lexer_get(&p->lex);
	do {
		struct type_name *name = parse_generic_argument(p);

		if (!name)
			break;
		list_push(p, name);
		skip_blanks(p);
	} while (lexer_take(&p->lex, ','));
	*ret_types = list_end(p, mark, ret_count);
	expect_bracket(p, PE_EndSquareBracketExpectedAtEndOfAttribute);
	return true;
}

/* -- Attributes ------------------------------------------------------------ */

/* name = value, or a name alone; false when a positional argument stands here. */
static bool parse_named_argument(struct parser *p, GArray *named)
{
	struct token name = *parser_peek(p);
	struct attribute_argument argument = { .span = name.span };
	struct token *next;
	uint32_t mark = name.at;

	if (name.kind != T_WORD || !name.plain)
		return false;
	parser_skip(p);
	parser_skip_newlines(p);
	next = parser_peek(p);
	argument.name = symbol_get(name.text, name.len);
	if (next->kind == T_EQUALS) {
		struct span sign = next->span;

		parser_skip(p);
		parser_skip_newlines(p);
		argument.value = parse_expression(p);
		if (!argument.value)
			report(p->diag, PE_MissingExpressionInNamedArgument,
			       span_after(sign.end));
	} else if (next->kind != T_COMMA && next->kind != T_RPAREN && next->kind != T_END) {
		parser_rewind(p, mark);
		return false;
	} else {
		argument.omitted = true;
	}
	if (!argument.value) {
		argument.value = node_variable(p, name.span, "true", 4, false, false);
		argument.omitted = true;
	}
	argument.span.end = p->last_end;
	g_array_append_val(named, argument);
	return true;
}

static void check_named(struct parser *p, const struct ast_attribute *node)
{
	uint32_t i, j;

	for (i = 1; i < node->named_count; i++)
		for (j = 0; j < i; j++)
			if (node->named[i].name == node->named[j].name)
				report_wrong(p->diag, PE_DuplicateNamedArgument,
					     node->named[i].span, symbol_name(node->named[i].name));
}

/* The arguments after ( and the closing parenthesis. */
static void parse_attribute_arguments(struct parser *p, struct ast_attribute *node)
{
	GArray *named = g_array_new(FALSE, FALSE, sizeof(struct attribute_argument));
	enum lexer_mode mode = parser_mode(p, MODE_EXPRESSION);
	unsigned mark = list_begin(p);
	bool old = p->no_comma;

	p->no_comma = true;
	do {
		struct ast *argument;

		parser_skip_newlines(p);
		if (parse_named_argument(p, named))
			continue;
		argument = parse_expression(p);
		if (!argument)
			break;
		list_push(p, argument);
	} while (parser_skip_newlines(p), parser_take(p, T_COMMA));
	node->args = list_end(p, mark, &node->arg_count);
	node->named_count = named->len;
	node->named = arena_copy(p->arena, named->data,
				 named->len * sizeof(struct attribute_argument));
	g_array_free(named, TRUE);
	parser_skip_newlines(p);
	if (!parser_take(p, T_RPAREN))
		report(p->diag, PE_MissingEndParenthesisInExpression, parser_peek(p)->span);
	p->no_comma = old;
	parser_mode(p, mode);
	check_named(p, node);
}

struct ast *parse_bracketed(struct parser *p)
{
	struct type_name *type;
	uint32_t start;
	bool closed;

	parser_unread(p);
	lexer_skip_blanks(&p->lex);
	start = p->lex.pos;
	if (!lexer_take(&p->lex, '['))
		return NULL;
	p->last_end = lexer_source_offset(&p->lex, p->lex.pos);
	type = parse_type_name(p, true);
	if (!type)
		return NULL;
	start = lexer_source_offset(&p->lex, start);
	skip_blanks(p);
	if (lexer_take(&p->lex, '(')) {
		struct ast_attribute *node = NODE(p, ATTRIBUTE, attribute, start);

		node->type = type;
		parse_attribute_arguments(p, node);
		closed = expect_bracket(p, PE_EndSquareBracketExpectedAtEndOfAttribute);
		node->ast.span.end = p->last_end;
		return closed ? &node->ast : NULL;
	} else {
		struct ast_type_constraint *node = NODE(p, TYPE_CONSTRAINT, type_constraint, start);

		node->type = type;
		closed = expect_bracket(p, PE_EndSquareBracketExpectedAtEndOfAttribute);
		node->ast.span.end = p->last_end;
		return closed ? &node->ast : NULL;
	}
}

void parse_attributes(struct parser *p)
{
	for (;;) {
		struct ast *node;

		skip_blanks(p);
		if (lexer_peek(&p->lex) != '[')
			return;
		node = parse_bracketed(p);
		if (!node)
			return;
		list_push(p, node);
	}
}
