/*
 * Commands: a name, arguments, parameters, redirections.
 *
 * All is read in command mode. A name is never expanded unless & or . stands
 * before it. An argument is a word, or a primary expression with members; a
 * comma makes a list of them.
 */
#include "parser/parser.h"

#include <string.h>

/* -- Arguments ------------------------------------------------------------- */

static struct ast *word_node(struct parser *p, const struct token *token)
{
	return node_string(p, token->span, STRING_BARE, token->text, token->len);
}

/* Any token taken as the text it is written with. */
static struct ast *raw_node(struct parser *p, const struct token *token)
{
	return node_string(p, token->span, STRING_BARE, p->source->text + token->span.start,
			   span_len(token->span));
}

static struct ast *number_node(struct parser *p, const struct token *token)
{
	struct ast_constant *node = NODE(p, CONSTANT, constant, token->span.start);

	node->value = token->number;
	node->value.aux = symbol_exact(p->source->text + token->span.start,
				       span_len(token->span));
	return &node->ast;
}

static struct ast *splat_node(struct parser *p, const struct token *token)
{
	if (p->lex.pos < p->lex.end && strchr(".[", p->lex.text[p->lex.pos]))
		report_wrong(p->diag, PE_NoPropertiesInSplatting, token->span,
			     parser_text(p, (struct span){ token->span.start + 1,
							   token->span.end }));
	return node_variable(p, token->span, token->text, token->len, token->braced, true);
}

struct ast *parse_argument(struct parser *p)
{
	struct token token = *parser_peek(p);

	switch (token.kind) {
	case T_WORD:
		parser_skip(p);
		return word_node(p, &token);
	case T_WORD_EXPANDABLE:
		parser_skip(p);
		return parse_string_token(p, &token);
	case T_NUMBER:
		parser_skip(p);
		return parse_members(p, number_node(p, &token));
	case T_SPLAT:
		parser_skip(p);
		return splat_node(p, &token);
	case T_VARIABLE: case T_STRING: case T_EXPANDABLE: case T_HERE_STRING: case T_HERE_EXPANDABLE:
	case T_LPAREN: case T_AT_PAREN: case T_AT_CURLY: case T_DOLLAR_PAREN: case T_LCURLY:
		return parse_members(p, parse_primary(p));
	case T_COMMA: case T_REDIRECT_FILE: case T_REDIRECT_MERGE: case T_REDIRECT_IN: case T_UNKNOWN:
	case T_PARAMETER:
		return NULL;
	default:
		if (token_ends_pipeline(&token))
			return NULL;
		/* Keywords and signs are words here. */
		parser_skip(p);
		return raw_node(p, &token);
	}
}

/* An element of a list after a comma; there a parameter is a word too. */
static struct ast *parse_listed(struct parser *p)
{
	struct token token;

	if (parser_peek(p)->kind != T_PARAMETER)
		return parse_argument(p);
	token = parser_next(p);
	return raw_node(p, &token);
}

static void check_listed(struct parser *p, struct ast *node)
{
	if (node->kind == AST_VARIABLE && ast_variable(node)->splatted)
		report_wrong(p->diag, PE_SplattingNotPermittedInArgumentList, node->span,
			     symbol_name(ast_variable(node)->name));
}

/* The rest of a list whose first element is there. */
static struct ast *parse_argument_list(struct parser *p, struct ast *first)
{
	struct ast_array_literal *node;
	unsigned mark = list_begin(p);

	if (parser_peek(p)->kind != T_COMMA)
		return first;
	check_listed(p, first);
	list_push(p, first);
	while (parser_peek(p)->kind == T_COMMA) {
		struct span comma = parser_peek(p)->span;
		struct ast *next;

		parser_skip(p);
		parser_skip_newlines(p);
		next = parse_listed(p);
		if (!next) {
			report(p->diag, PE_MissingArgument, span_after(comma.end));
			break;
		}
		check_listed(p, next);
		list_push(p, next);
	}
	node = NODE(p, ARRAY_LITERAL, array_literal, first->span.start);
	node->elements = list_end(p, mark, &node->element_count);
	return &node->ast;
}

/* -- Parameters ------------------------------------------------------------ */

static struct ast_command_parameter *parameter_node(struct parser *p, const struct token *token)
{
	struct ast_command_parameter *node = NODE(p, COMMAND_PARAMETER, command_parameter,
						  token->span.start);

	node->name = parser_string(p, token->text, token->len);
	node->name_span = token->span;
	node->has_colon = token->has_colon;
	return node;
}

/* -Name, or -Name: and its value, which may stand after blanks. */
static struct ast *parse_parameter(struct parser *p)
{
	struct token token = parser_next(p);
	struct ast_command_parameter *node = parameter_node(p, &token);
	struct ast *argument;

	if (!token.has_colon)
		return &node->ast;
	argument = parse_listed(p);
	if (!argument) {
		report(p->diag, PE_ParameterRequiresArgument, token.span,
		       parser_token_text(p, &token));
		return &node->ast;
	}
	node->argument = parse_argument_list(p, argument);
	node->ast.span.end = p->last_end;
	return &node->ast;
}

/* -- Redirections ---------------------------------------------------------- */

static const char *stream_name(enum stream stream)
{
	static const char *const names[] = {
		"* stream", "output stream", "error stream", "warning stream", "verbose stream",
		"debug stream", "information stream",
	};

	return names[stream];
}

static void check_stream(struct parser *p, struct span span, enum stream from, unsigned *seen)
{
	if (*seen & 1u << from)
		report_wrong(p->diag, PE_StreamAlreadyRedirected, span, stream_name(from));
	*seen |= 1u << from;
}

static struct ast *parse_file_redirection(struct parser *p)
{
	struct token token = parser_next(p);
	struct ast *location = parse_listed(p);
	struct ast_file_redirection *node;

	if (!location)
		report(p->diag, PE_MissingFileSpecification, span_after(token.span.end));
	node = NODE(p, FILE_REDIRECTION, file_redirection, token.span.start);
	node->from = token.redirect.from;
	node->append = token.redirect.append;
	node->location = location ? location : raw_node(p, &token);
	return &node->ast;
}

static struct ast *parse_merging_redirection(struct parser *p)
{
	struct token token = parser_next(p);
	struct ast_merging_redirection *node = NODE(p, MERGING_REDIRECTION, merging_redirection,
						    token.span.start);

	node->from = token.redirect.from;
	node->to = token.redirect.to;
	return &node->ast;
}

/* Those that stand here, on the list. */
void parse_redirections(struct parser *p, unsigned *seen)
{
	for (;;) {
		struct token *token = parser_peek(p);

		if (token->kind == T_REDIRECT_FILE) {
			check_stream(p, token->span, token->redirect.from, seen);
			list_push(p, parse_file_redirection(p));
		} else if (token->kind == T_REDIRECT_MERGE) {
			check_stream(p, token->span, token->redirect.from, seen);
			list_push(p, parse_merging_redirection(p));
		} else if (token->kind == T_REDIRECT_IN) {
			report_wrong(p->diag, PE_RedirectionNotSupported, token->span, "<");
			parser_skip(p);
		} else {
			return;
		}
	}
}

/* -- Commands -------------------------------------------------------------- */

/* After --%: the rest of the line as it is, up to &&, || or | outside of quotes. */
static struct ast *parse_verbatim(struct parser *p)
{
	struct lexer *lex = &p->lex;
	bool quoted = false;
	uint32_t start;

	while (char_is_blank(lexer_peek(lex)))
		lexer_get(lex);
	for (start = lex->pos; lex->pos < lex->end; lex->pos++) {
		char c = lex->text[lex->pos];

		if (char_is_newline((unsigned char)c))
			break;
		if (c == '"')
			quoted = !quoted;
		if (!quoted && (c == '|' || (c == '&' && lex->text[lex->pos + 1] == '&')))
			break;
	}
	if (lex->pos == start)
		return NULL;
	p->last_end = lexer_source_offset(lex, lex->pos);
	return node_string(p, lexer_span(lex, start, lex->pos), STRING_BARE, lex->text + start,
			   lex->pos - start);
}

struct command_state {
	unsigned elements;		/* mark of the list of elements */
	GPtrArray *redirections;
	unsigned seen;			/* streams redirected */
	bool no_parameters;		/* -- was there */
};

static void parse_verbatim_mark(struct parser *p)
{
	struct token token = parser_next(p);
	struct ast *rest = parse_verbatim(p);

	list_push(p, word_node(p, &token));
	if (rest)
		list_push(p, rest);
}

static void parse_one_element(struct parser *p)
{
	const struct token *token = parser_peek(p);
	struct ast *argument;

	if (token->kind == T_WORD && token->len == 3 && memcmp(token->text, "--%", 3) == 0) {
		parse_verbatim_mark(p);
		return;
	}
	argument = parse_argument(p);
	if (argument)
		list_push(p, parse_argument_list(p, argument));
}

/* The redirections of a command are put aside, for its elements are being listed. */
static void collect_redirections(struct parser *p, struct command_state *state)
{
	unsigned mark = list_begin(p), i;

	parse_redirections(p, &state->seen);
	for (i = mark; i < p->stack->len; i++)
		g_ptr_array_add(state->redirections, p->stack->pdata[i]);
	g_ptr_array_set_size(p->stack, mark);
}

/* One argument, parameter or redirection; false at the end of the command. */
static bool parse_part(struct parser *p, struct command_state *state)
{
	struct token *token = parser_peek(p);

	if (token_ends_pipeline(token))
		return false;
	switch (token->kind) {
	case T_PARAMETER:
		if (state->no_parameters)
			list_push(p, parse_argument_list(p, parse_listed(p)));
		else
			list_push(p, parse_parameter(p));
		return true;
	case T_MINUS_MINUS:
		if (state->no_parameters) {
			parse_one_element(p);
		} else {
			token->text = "-";
			token->len = 1;
			list_push(p, parameter_node(p, token));
			parser_skip(p);
			ast_command_parameter(g_ptr_array_index(p->stack, p->stack->len - 1))
				->ast.span.end = p->last_end;
			state->no_parameters = true;
		}
		return true;
	case T_COMMA:
		report(p->diag, PE_MissingArgument, token->span);
		parser_skip(p);
		parser_skip_newlines(p);
		return true;
	case T_UNKNOWN:
		parser_skip(p);
		return true;
	case T_REDIRECT_FILE: case T_REDIRECT_MERGE: case T_REDIRECT_IN:
		collect_redirections(p, state);
		return true;
	default:
		parse_one_element(p);
		return true;
	}
}

/* The name, without & or .: a word as it is written. */
static struct ast *parse_name(struct parser *p)
{
	struct token token = *parser_peek(p);

	if (token_ends_pipeline(&token))
		return NULL;
	switch (token.kind) {
	case T_WORD:
		parser_skip(p);
		return word_node(p, &token);
	case T_COMMA: case T_UNKNOWN: case T_REDIRECT_IN:
		return NULL;
	case T_REDIRECT_FILE: case T_REDIRECT_MERGE:
		report_wrong(p->diag, PE_UnexpectedToken, token.span, parser_token_text(p, &token));
		parser_skip(p);
		return NULL;
	case T_STRING: case T_EXPANDABLE: case T_HERE_STRING: case T_HERE_EXPANDABLE: case T_LPAREN:
	case T_AT_PAREN: case T_AT_CURLY: case T_DOLLAR_PAREN: case T_LCURLY:
		return parse_argument(p);
	default:
		parser_skip(p);
		return raw_node(p, &token);
	}
}

/* After & or .: anything that can name a command. */
static struct ast *parse_invoked_name(struct parser *p, const struct token *sign)
{
	struct ast *name;

	if (parser_peek(p)->kind == T_PARAMETER) {
		struct token token = parser_next(p);

		return raw_node(p, &token);
	}
	name = parse_argument(p);
	if (!name)
		report(p->diag, PE_MissingExpression, span_after(sign->span.end),
		       parser_token_text(p, sign));
	return name;
}

struct ast *parse_command(struct parser *p)
{
	struct token first = *parser_peek(p);
	struct command_state state = { .elements = list_begin(p) };
	enum invocation invocation = first.kind == T_AMPERSAND ? INVOKE_CALL :
		first.kind == T_DOT ? INVOKE_DOT : INVOKE_PLAIN;
	struct ast_command *node;
	struct ast *name;

	if (invocation != INVOKE_PLAIN) {
		parser_skip(p);
		name = parse_invoked_name(p, &first);
	} else {
		name = parse_name(p);
		if (!name)
			return NULL;
	}
	state.redirections = g_ptr_array_new();
	if (name)
		list_push(p, name);
	while (name && parse_part(p, &state))
		;
	node = NODE(p, COMMAND, command, first.span.start);
	node->invocation = invocation;
	node->elements = list_end(p, state.elements, &node->element_count);
	node->redirection_count = state.redirections->len;
	node->redirections = arena_copy(p->arena, state.redirections->pdata,
					state.redirections->len * sizeof(void *));
	g_ptr_array_free(state.redirections, TRUE);
	return &node->ast;
}
