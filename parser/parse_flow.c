/*
 * What the statements of control share: conditions in parentheses, flags,
 * labels, and what stands for a part that is missing; and if, the plainest.
 *
 * A rule that misses a part says so and gives what it has, with an empty block
 * for a missing one, so that the rest of the script is still read.
 */
#include "parser/parser.h"

#include <string.h>

struct ast_statement_block *flow_empty_block(struct parser *p)
{
	return NODE(p, STATEMENT_BLOCK, statement_block, p->last_end);
}

struct ast *flow_empty_statement(struct parser *p)
{
	return node_string(p, span_after(p->last_end), STRING_BARE, "", 0);
}

/* ( after a keyword. */
bool flow_take_open(struct parser *p, const struct token *word, enum parse_error_id id)
{
	parser_skip_newlines(p);
	if (parser_take(p, T_LPAREN))
		return true;
	report(p->diag, id, span_after(word->span.end), parser_token_text(p, word));
	return false;
}

bool flow_take_close(struct parser *p, enum parse_error_id id, const char *word)
{
	parser_skip_newlines(p);
	if (parser_take(p, T_RPAREN))
		return true;
	report(p->diag, id, parser_peek(p)->span, word);
	return false;
}

/* condition ): never NULL; without the ) no body is looked for. */
struct ast *flow_condition(struct parser *p, const struct token *word,
			   enum parse_error_id missing, bool *ret_closed)
{
	const char *name = parser_token_text(p, word);
	uint32_t after = p->last_end;
	struct ast *condition;

	parser_skip_newlines(p);
	condition = parse_pipeline_chain(p);
	if (!condition) {
		report(p->diag, missing, span_after(after), name);
		*ret_closed = parser_take(p, T_RPAREN);
		return flow_empty_statement(p);
	}
	*ret_closed = flow_take_close(p, PE_MissingEndParenthesisAfterStatement, name);
	return condition;
}

/* The prefix of a word, as parameters of statements may be written. */
bool flow_is_flag(const struct token *token, const char *name)
{
	return token->len && token->len <= strlen(name) &&
		g_ascii_strncasecmp(token->text, name, token->len) == 0;
}

struct symbol *flow_label(const struct token *label)
{
	return label ? symbol_get(label->text, label->len) : NULL;
}

/* -- if -------------------------------------------------------------------- */

static bool parse_if_clause(struct parser *p, const struct token *word, struct if_clause *ret)
{
	bool closed;

	if (!flow_take_open(p, word, PE_MissingOpenParenthesisInIfStatement)) {
		ret->condition = flow_empty_statement(p);
		ret->body = flow_empty_block(p);
		return false;
	}
	ret->condition = flow_condition(p, word, PE_IfStatementMissingCondition, &closed);
	ret->body = closed ? parse_statement_block(p) : flow_empty_block(p);
	if (ret->body)
		return closed;
	report(p->diag, PE_MissingStatementBlock, span_after(p->last_end),
	       parser_token_text(p, word));
	ret->body = flow_empty_block(p);
	return false;
}

static struct ast_statement_block *parse_else(struct parser *p)
{
	struct token word = parser_next(p);
	struct ast_statement_block *body = parse_statement_block(p);

	if (body)
		return body;
	report(p->diag, PE_MissingStatementBlockAfterElse, span_after(word.span.end));
	return flow_empty_block(p);
}

struct ast *parse_if(struct parser *p)
{
	GArray *clauses = g_array_new(FALSE, FALSE, sizeof(struct if_clause));
	struct token word = parser_next(p);
	uint32_t start = word.span.start, mark;
	struct ast_statement_block *otherwise = NULL;
	struct ast_if *node;
	struct if_clause clause;
	bool whole;

	do {
		whole = parse_if_clause(p, &word, &clause);
		g_array_append_val(clauses, clause);
		word = *parser_peek_line(p, &mark);
		if (whole && word.kind == T_ELSEIF)
			parser_skip(p);
	} while (whole && word.kind == T_ELSEIF);
	if (whole && word.kind == T_ELSE)
		otherwise = parse_else(p);
	else
		parser_rewind(p, mark);
	node = NODE(p, IF, if, start);
	node->clause_count = clauses->len;
	node->clauses = arena_copy(p->arena, clauses->data, clauses->len * sizeof(clause));
	node->otherwise = otherwise;
	g_array_free(clauses, TRUE);
	return &node->ast;
}
