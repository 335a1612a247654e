/*
 * Statements: keywords lead to their own rules, all else is a pipeline.
 */
#include "parser/parser.h"


/* [..] [..] before class or enum; anything else in brackets starts an expression. */
static bool attributes_of_definition(struct parser *p)
{
	const char *word;
	uint32_t len;

	parser_unread(p);
	if (!lexer_word_after_attributes(&p->lex, &word, &len))
		return false;
	return (len == 5 && g_ascii_strncasecmp(word, "class", 5) == 0) ||
		(len == 4 && g_ascii_strncasecmp(word, "enum", 4) == 0);
}

/* A label counts only before a loop or switch; else it is the name of a command. */
static struct ast *parse_labelled(struct parser *p)
{
	struct token label = parser_next(p);

	parser_skip_newlines(p);
	switch (parser_peek(p)->kind) {
	case T_FOR: case T_FOREACH: case T_WHILE: case T_DO:
		return parse_loop(p, &label);
	case T_SWITCH:
		return parse_switch(p, &label);
	default:
		parser_rewind(p, label.at);
		return parse_pipeline_chain(p);
	}
}

static struct ast *reject_keyword(struct parser *p, enum parse_error_id id)
{
	struct token token = parser_next(p);

	report_wrong(p->diag, id, token.span, parser_token_text(p, &token));
	return node_string(p, token.span, STRING_BARE, "", 0);
}

/* using, where it may not stand any more: read all the same. */
static struct ast *parse_late_using(struct parser *p)
{
	struct ast *node = parse_using(p);

	report_wrong(p->diag, PE_UsingMustBeAtStartOfScript, node->span);
	return node;
}

static struct ast *parse_one(struct parser *p)
{
	struct token *token = parser_peek(p);

	switch (token->kind) {
	case T_IF: return parse_if(p);
	case T_FOR: case T_FOREACH: case T_WHILE: case T_DO: return parse_loop(p, NULL);
	case T_SWITCH: return parse_switch(p, NULL);
	case T_TRY: return parse_try(p);
	case T_TRAP: return parse_trap(p);
	case T_DATA: return parse_data(p);
	case T_RETURN: case T_EXIT: case T_THROW: case T_BREAK: case T_CONTINUE: return parse_leave(p);
	case T_FUNCTION: case T_FILTER: case T_WORKFLOW: return parse_function(p);
	case T_CLASS: case T_ENUMERATION: return parse_type_definition(p);
	case T_USING: return parse_late_using(p);
	case T_FROM: case T_DEFINE: case T_VAR: return reject_keyword(p, PE_ReservedKeywordNotAllowed);
	case T_LABEL: return parse_labelled(p);
	case T_WORD: case T_WORD_EXPANDABLE:
		if (p->source->text[token->span.start] == '[' && attributes_of_definition(p))
			return parse_type_definition(p);
		return parse_pipeline_chain(p);
	case T_END: case T_NEWLINE: case T_SEMICOLON: case T_RPAREN: case T_RCURLY:
		return NULL;
	default:
		return parse_pipeline_chain(p);
	}
}

struct ast *parse_statement(struct parser *p)
{
	enum lexer_mode mode = parser_mode(p, MODE_COMMAND);
	struct ast *node = NULL;

	if (parser_enter(p))
		node = parse_one(p);
	parser_leave(p);
	parser_mode(p, mode);
	return node;
}

/* Traps are put aside: they cover the whole block, wherever they stand. */
static void take_traps(struct parser *p, unsigned mark, struct ast_trap ***ret_traps,
		       uint32_t *ret_trap_count)
{
	GPtrArray *traps = NULL;
	unsigned from, to = mark;

	for (from = mark; from < p->stack->len; from++) {
		struct ast *node = p->stack->pdata[from];

		if (node->kind != AST_TRAP) {
			p->stack->pdata[to++] = node;
			continue;
		}
		if (!traps)
			traps = g_ptr_array_new();
		g_ptr_array_add(traps, node);
	}
	g_ptr_array_set_size(p->stack, to);
	*ret_trap_count = traps ? traps->len : 0;
	*ret_traps = NULL;
	if (!traps)
		return;
	*ret_traps = arena_copy(p->arena, traps->pdata, traps->len * sizeof(void *));
	g_ptr_array_free(traps, TRUE);
}

void parse_statements(struct parser *p, struct ast ***ret_statements, uint32_t *ret_count,
		      struct ast_trap ***ret_traps, uint32_t *ret_trap_count)
{
	unsigned mark = list_begin(p);

	for (;;) {
		struct ast *node;

		parser_skip_separators(p);
		node = parse_statement(p);
		if (!node)
			break;
		list_push(p, node);
	}
	take_traps(p, mark, ret_traps, ret_trap_count);
	*ret_statements = list_end(p, mark, ret_count);
}

/* The inside of $( ) and @( ), up to what no statement starts with. */
struct ast_statement_block *parse_block_until(struct parser *p, uint32_t start)
{
	struct ast_statement_block *block = NODE(p, STATEMENT_BLOCK, statement_block, start);

	parse_statements(p, &block->statements, &block->statement_count, &block->traps,
			 &block->trap_count);
	block->ast.span.end = MAX(start, p->last_end);
	return block;
}

/* { statements }; NULL when no brace is there. */
struct ast_statement_block *parse_statement_block(struct parser *p)
{
	enum lexer_mode mode = parser_mode(p, MODE_COMMAND);
	struct ast_statement_block *block = NULL;
	struct token open;
	uint32_t mark;

	open = *parser_peek_line(p, &mark);
	if (open.kind != T_LCURLY) {
		parser_rewind(p, mark);
		parser_mode(p, mode);
		return NULL;
	}
	parser_skip(p);
	block = parse_block_until(p, open.span.start);
	parse_close_brace(p, open.span);
	block->ast.span.end = p->last_end;
	parser_mode(p, mode);
	return block;
}
