/*
 * Statements of control: if, loops, switch, try, trap, data, and those that
 * leave.
 *
 * A rule that misses a part says so and gives what it has, with an empty block
 * for a missing one, so that the rest of the script is still read.
 */
#include "parser/parser.h"

#include <string.h>

static struct ast_statement_block *empty_block(struct parser *p)
{
	return NODE(p, STATEMENT_BLOCK, statement_block, p->last_end);
}

static struct ast *empty_statement(struct parser *p)
{
	return node_string(p, span_after(p->last_end), STRING_BARE, "", 0);
}

/* ( after a keyword. */
static bool take_open(struct parser *p, const struct token *word, enum parse_error_id id)
{
	parser_skip_newlines(p);
	if (parser_take(p, T_LPAREN))
		return true;
	report(p->diag, id, span_after(word->span.end), parser_token_text(p, word));
	return false;
}

static bool take_close(struct parser *p, enum parse_error_id id, const char *word)
{
	parser_skip_newlines(p);
	if (parser_take(p, T_RPAREN))
		return true;
	report(p->diag, id, parser_peek(p)->span, word);
	return false;
}

/* ( condition ): never NULL. */
static struct ast *parse_condition(struct parser *p, const struct token *word,
				   enum parse_error_id missing)
{
	const char *name = parser_token_text(p, word);
	uint32_t after = p->last_end;
	struct ast *condition;

	parser_skip_newlines(p);
	condition = parse_pipeline_chain(p);
	if (!condition) {
		report(p->diag, missing, span_after(after), name);
		parser_take(p, T_RPAREN);
		return empty_statement(p);
	}
	take_close(p, PE_MissingEndParenthesisAfterStatement, name);
	return condition;
}

/* -- if ------------------------------------------------------------------------------ */

static bool parse_if_clause(struct parser *p, const struct token *word, struct if_clause *ret)
{
	if (!take_open(p, word, PE_MissingOpenParenthesisInIfStatement)) {
		ret->condition = empty_statement(p);
		ret->body = empty_block(p);
		return false;
	}
	ret->condition = parse_condition(p, word, PE_IfStatementMissingCondition);
	ret->body = parse_statement_block(p);
	if (ret->body)
		return true;
	report(p->diag, PE_MissingStatementBlock, span_after(p->last_end),
	       parser_token_text(p, word));
	ret->body = empty_block(p);
	return false;
}

static struct ast_statement_block *parse_else(struct parser *p)
{
	struct token word = parser_next(p);
	struct ast_statement_block *body = parse_statement_block(p);

	if (body)
		return body;
	report(p->diag, PE_MissingStatementBlockAfterElse, span_after(word.span.end));
	return empty_block(p);
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

/* -- Loops ----------------------------------------------------------------------------- */

static struct symbol *label_symbol(const struct token *label)
{
	return label ? symbol_get(label->text, label->len) : NULL;
}

static struct ast_statement_block *parse_loop_body(struct parser *p, const char *word)
{
	struct ast_statement_block *body = parse_statement_block(p);

	if (body)
		return body;
	report(p->diag, PE_MissingLoopStatement, span_after(p->last_end), word);
	return empty_block(p);
}

static struct ast *parse_while(struct parser *p, const struct token *word)
{
	struct ast_while *node = NODE(p, WHILE, while, word->span.start);

	if (!take_open(p, word, PE_MissingOpenParenthesisAfterKeyword)) {
		node->condition = empty_statement(p);
		node->body = empty_block(p);
		return &node->ast;
	}
	node->condition = parse_condition(p, word, PE_MissingExpressionAfterKeyword);
	node->body = parse_loop_body(p, "while");
	node->ast.span.end = p->last_end;
	return &node->ast;
}

static struct ast *parse_do(struct parser *p, const struct token *word)
{
	struct ast_do_while *node = NODE(p, DO_WHILE, do_while, word->span.start);
	struct token last;
	uint32_t mark;

	node->condition = empty_statement(p);
	node->body = parse_statement_block(p);
	if (!node->body) {
		report(p->diag, PE_MissingLoopStatement, span_after(word->span.end), "do");
		node->body = empty_block(p);
		return &node->ast;
	}
	last = *parser_peek_line(p, &mark);
	if (last.kind != T_WHILE && last.kind != T_UNTIL) {
		parser_rewind(p, mark);
		report_open(p->diag, PE_MissingWhileOrUntilInDoWhile, span_after(p->last_end),
			    p->last_end);
		return &node->ast;
	}
	parser_skip(p);
	if (last.kind == T_UNTIL)
		node->ast.kind = AST_DO_UNTIL;
	if (take_open(p, &last, PE_MissingOpenParenthesisAfterKeyword))
		node->condition = parse_condition(p, &last, PE_MissingExpressionAfterKeyword);
	node->ast.span.end = p->last_end;
	return &node->ast;
}

/* ; or a line end between the parts of `for`. */
static void take_part_end(struct parser *p)
{
	if (parser_peek(p)->kind == T_SEMICOLON || parser_peek(p)->kind == T_NEWLINE)
		parser_skip(p);
}

static struct ast *parse_for(struct parser *p, const struct token *word)
{
	struct ast_for *node = NODE(p, FOR, for, word->span.start);

	if (!take_open(p, word, PE_MissingOpenParenthesisAfterKeyword)) {
		node->body = empty_block(p);
		return &node->ast;
	}
	parser_skip_newlines(p);
	node->init = parse_pipeline_chain(p);
	take_part_end(p);
	parser_skip_newlines(p);
	node->condition = parse_pipeline_chain(p);
	take_part_end(p);
	parser_skip_newlines(p);
	node->iterator = parse_pipeline_chain(p);
	if (!take_close(p, PE_MissingEndParenthesisAfterStatement, "for")) {
		node->body = empty_block(p);
		return &node->ast;
	}
	node->body = parse_loop_body(p, "for");
	node->ast.span.end = p->last_end;
	return &node->ast;
}

/* The prefix of a word, as parameters of statements may be written. */
static bool is_flag(const struct token *token, const char *name)
{
	return token->len && token->len <= strlen(name) &&
		g_ascii_strncasecmp(token->text, name, token->len) == 0;
}

static void parse_foreach_flags(struct parser *p, struct ast_foreach *node)
{
	while (parser_peek(p)->kind == T_PARAMETER) {
		struct token flag = parser_next(p);

		if (is_flag(&flag, "parallel")) {
			node->is_parallel = true;
			report_wrong(p->diag, PE_KeywordParameterReservedForFutureUse, flag.span,
				     "foreach", "parallel");
		} else if (is_flag(&flag, "throttlelimit")) {
			node->throttle = parse_argument(p);
			if (!node->throttle)
				report(p->diag, PE_MissingThrottleLimit, flag.span);
			report_wrong(p->diag, PE_KeywordParameterReservedForFutureUse, flag.span,
				     "foreach", "throttlelimit");
		} else {
			report_wrong(p->diag, PE_InvalidForeachFlag, flag.span,
				     parser_text(p, (struct span){ flag.span.start + 1,
								   flag.span.end }));
		}
	}
}

/* $name in expression: false after an error. */
static bool parse_foreach_head(struct parser *p, struct ast_foreach *node)
{
	struct token token;
	struct ast *variable;

	parser_skip_newlines(p);
	token = *parser_peek(p);
	if (token.kind != T_VARIABLE) {
		report(p->diag, PE_MissingVariableNameAfterForeach, span_after(p->last_end));
		return false;
	}
	parser_skip(p);
	variable = node_variable(p, token.span, token.text, token.len, token.braced, false);
	node->variable = variable->kind == AST_VARIABLE ? ast_variable(variable)
		: ast_variable(ast_using_expression(variable)->child);
	parser_skip_newlines(p);
	if (!parser_take(p, T_IN)) {
		report(p->diag, PE_MissingInInForeach, span_after(token.span.end));
		return false;
	}
	parser_skip_newlines(p);
	token.span.end = p->last_end;
	node->condition = parse_pipeline_chain(p);
	if (node->condition)
		return true;
	report(p->diag, PE_MissingForeachExpression, span_after(token.span.end));
	return false;
}

static struct ast *parse_foreach(struct parser *p, const struct token *word)
{
	struct ast_foreach *node = NODE(p, FOREACH, foreach, word->span.start);
	bool whole;

	parse_foreach_flags(p, node);
	node->body = empty_block(p);
	node->condition = empty_statement(p);
	node->variable = ast_variable(node_variable(p, word->span, "_", 1, false, false));
	if (!take_open(p, word, PE_MissingOpenParenthesisAfterKeyword))
		return &node->ast;
	whole = parse_foreach_head(p, node);
	if (!node->condition)
		node->condition = empty_statement(p);
	if (!whole)
		return &node->ast;
	if (!take_close(p, PE_MissingEndParenthesisAfterForeach, NULL))
		return &node->ast;
	node->body = parse_statement_block(p);
	if (!node->body) {
		report(p->diag, PE_MissingForeachStatement, span_after(p->last_end));
		node->body = empty_block(p);
	}
	node->ast.span.end = p->last_end;
	return &node->ast;
}

struct ast *parse_loop(struct parser *p, struct token *label)
{
	struct token word = parser_next(p);
	struct ast *node;

	switch (word.kind) {
	case T_WHILE: node = parse_while(p, &word); break;
	case T_DO: node = parse_do(p, &word); break;
	case T_FOR: node = parse_for(p, &word); break;
	default: node = parse_foreach(p, &word); break;
	}
	if (label) {
		/* All loops start with the same fields. */
		((struct ast_while *)node)->label = label_symbol(label);
		node->span.start = label->span.start;
	}
	return node;
}

/* -- switch ------------------------------------------------------------------------------ */

static const struct {
	const char *name;
	unsigned flag;
} switch_flags[] = {
	{ "regex", SWITCH_REGEX }, { "wildcard", SWITCH_WILDCARD }, { "exact", SWITCH_EXACT },
	{ "casesensitive", SWITCH_CASE_SENSITIVE }, { "parallel", SWITCH_PARALLEL },
	{ "file", SWITCH_FILE },
};

static void parse_switch_flag(struct parser *p, struct ast_switch *node)
{
	struct token flag = parser_next(p);
	size_t i;

	for (i = 0; i < G_N_ELEMENTS(switch_flags); i++)
		if (is_flag(&flag, switch_flags[i].name))
			break;
	if (i == G_N_ELEMENTS(switch_flags)) {
		report_wrong(p->diag, PE_InvalidSwitchFlag, flag.span,
			     parser_text(p, (struct span){ flag.span.start + 1, flag.span.end }));
		return;
	}
	node->flags |= switch_flags[i].flag;
	/* Of -regex, -wildcard and -exact the last one counts. */
	if (switch_flags[i].flag & (SWITCH_REGEX | SWITCH_WILDCARD | SWITCH_EXACT))
		node->flags &= ~((SWITCH_REGEX | SWITCH_WILDCARD | SWITCH_EXACT) &
				 ~switch_flags[i].flag);
	if (switch_flags[i].flag == SWITCH_PARALLEL)
		report_wrong(p->diag, PE_KeywordParameterReservedForFutureUse, flag.span, "switch",
			     "parallel");
	if (switch_flags[i].flag == SWITCH_FILE) {
		node->condition = parse_argument(p);
		if (!node->condition)
			report(p->diag, PE_MissingFilenameOption, span_after(flag.span.end));
	}
}

static bool parse_switch_head(struct parser *p, const struct token *word, struct ast_switch *node)
{
	uint32_t open;

	while (parser_peek(p)->kind == T_PARAMETER)
		parse_switch_flag(p, node);
	if (node->flags & SWITCH_FILE)
		return node->condition != NULL;
	parser_skip_newlines(p);
	open = parser_peek(p)->span.end;
	if (!parser_take(p, T_LPAREN)) {
		report(p->diag, PE_PipelineValueRequired, span_after(word->span.end));
		return false;
	}
	parser_skip_newlines(p);
	node->condition = parse_pipeline_chain(p);
	if (!node->condition) {
		report(p->diag, PE_PipelineValueRequired, span_after(open));
		parser_take(p, T_RPAREN);
		return false;
	}
	return take_close(p, PE_MissingEndParenthesisInSwitchStatement, NULL);
}

static bool is_default(const struct token *token)
{
	return token->kind == T_WORD && token->plain && token->len == 7 &&
		g_ascii_strncasecmp(token->text, "default", 7) == 0;
}

static struct ast_statement_block *parse_clause_body(struct parser *p)
{
	struct ast_statement_block *body = parse_statement_block(p);

	if (!body)
		report(p->diag, PE_MissingSwitchStatementClause, span_after(p->last_end));
	return body;
}

static bool parse_clause(struct parser *p, struct ast_switch *node, GArray *clauses)
{
	struct switch_clause clause;
	struct token token = *parser_peek(p);

	if (is_default(&token)) {
		parser_skip(p);
		if (node->otherwise)
			report_wrong(p->diag, PE_MultipleSwitchDefaultClauses, token.span);
		node->otherwise = parse_clause_body(p);
		return node->otherwise != NULL;
	}
	clause.test = parse_argument(p);
	if (!clause.test) {
		report(p->diag, PE_MissingSwitchConditionExpression, token.span);
		return false;
	}
	if (clause.test->kind == AST_CONSTANT)
		ast_constant(clause.test)->value.aux = 0;
	clause.body = parse_clause_body(p);
	if (!clause.body)
		return false;
	g_array_append_val(clauses, clause);
	return true;
}

static void parse_clauses(struct parser *p, struct ast_switch *node, struct span open)
{
	GArray *clauses = g_array_new(FALSE, FALSE, sizeof(struct switch_clause));
	bool any = false;

	for (;;) {
		while (parser_peek(p)->kind == T_NEWLINE || parser_peek(p)->kind == T_SEMICOLON)
			p->has_token = false;
		if (any && (parser_peek(p)->kind == T_RCURLY || parser_peek(p)->kind == T_END ||
			    parser_peek(p)->kind == T_RPAREN))
			break;
		if (!parse_clause(p, node, clauses))
			break;
		any = true;
	}
	parse_close_brace(p, open);
	node->clause_count = clauses->len;
	node->clauses = arena_copy(p->arena, clauses->data,
				   clauses->len * sizeof(struct switch_clause));
	g_array_free(clauses, TRUE);
}

struct ast *parse_switch(struct parser *p, struct token *label)
{
	struct token word = parser_next(p), open;
	struct ast_switch *node = NODE(p, SWITCH, switch,
				       label ? label->span.start : word.span.start);

	node->label = label_symbol(label);
	if (!parse_switch_head(p, &word, node)) {
		if (!node->condition)
			node->condition = empty_statement(p);
		return &node->ast;
	}
	parser_skip_newlines(p);
	open = *parser_peek(p);
	if (open.kind != T_LCURLY) {
		report(p->diag, PE_MissingCurlyBraceInSwitchStatement, span_after(p->last_end));
		return &node->ast;
	}
	parser_skip(p);
	parse_clauses(p, node, open.span);
	node->ast.span.end = p->last_end;
	return &node->ast;
}

/* -- try, trap ------------------------------------------------------------------------------ */

/* [A], [B] before a block, on the list. */
static void parse_catch_types(struct parser *p)
{
	do {
		struct ast *type;

		parser_unread(p);
		lexer_skip_lines(&p->lex);
		type = parse_bracketed(p);
		if (!type)
			return;
		if (type->kind == AST_TYPE_CONSTRAINT)
			list_push(p, type);
		else
			report_wrong(p->diag, PE_UnexpectedAttribute, type->span,
				     ast_attribute(type)->type->name->data);
		parser_skip_newlines(p);
	} while (parser_take(p, T_COMMA));
}

static struct ast_catch *parse_catch(struct parser *p)
{
	struct token word = parser_next(p);
	struct ast_catch *node = NODE(p, CATCH, catch, word.span.start);
	unsigned mark = list_begin(p);
	uint32_t at;

	parser_peek_line(p, &at);
	parser_unread(p);
	if (lexer_peek(&p->lex) == '[')
		parse_catch_types(p);
	else
		parser_rewind(p, at);
	node->types = list_end(p, mark, &node->type_count);
	node->body = parse_statement_block(p);
	if (!node->body) {
		report(p->diag, PE_MissingCatchHandlerBlock, span_after(p->last_end));
		node->body = empty_block(p);
	}
	node->ast.span.end = p->last_end;
	return node;
}

static struct ast_statement_block *parse_finally(struct parser *p)
{
	struct token word = parser_next(p);
	struct ast_statement_block *body = parse_statement_block(p);

	if (body)
		return body;
	report(p->diag, PE_MissingFinallyStatementBlock, span_after(word.span.end));
	return empty_block(p);
}

struct ast *parse_try(struct parser *p)
{
	struct token word = parser_next(p);
	struct ast_try *node = NODE(p, TRY, try, word.span.start);
	unsigned mark = list_begin(p);
	uint32_t at;

	node->body = parse_statement_block(p);
	if (!node->body) {
		report(p->diag, PE_MissingTryStatementBlock, span_after(word.span.end));
		node->body = empty_block(p);
		return &node->ast;
	}
	while (parser_peek_line(p, &at)->kind == T_CATCH)
		list_push(p, parse_catch(p));
	node->catches = list_end(p, mark, &node->catch_count);
	if (parser_peek(p)->kind == T_FINALLY)
		node->finally = parse_finally(p);
	else
		parser_rewind(p, at);
	if (!node->catch_count && !node->finally)
		report(p->diag, PE_MissingCatchOrFinally, span_after(node->body->ast.span.end));
	node->ast.span.end = p->last_end;
	return &node->ast;
}

struct ast *parse_trap(struct parser *p)
{
	struct token word = parser_next(p);
	struct ast_trap *node = NODE(p, TRAP, trap, word.span.start);
	uint32_t at;

	parser_peek_line(p, &at);
	parser_unread(p);
	if (lexer_peek(&p->lex) == '[') {
		struct ast *type = parse_bracketed(p);

		if (type && type->kind == AST_TYPE_CONSTRAINT)
			node->type = ast_type_constraint(type);
	}
	node->body = parse_statement_block(p);
	if (!node->body) {
		report(p->diag, PE_MissingTrapStatement, span_after(p->last_end));
		node->body = empty_block(p);
	}
	node->ast.span.end = p->last_end;
	return &node->ast;
}

/* -- data ------------------------------------------------------------------------------------- */

static void parse_supported_commands(struct parser *p, struct ast_data *node)
{
	struct token flag = parser_next(p);
	unsigned mark = list_begin(p);

	if (!is_flag(&flag, "supportedcommand")) {
		report_wrong(p->diag, PE_InvalidParameterForDataSectionStatement, flag.span,
			     parser_text(p, (struct span){ flag.span.start + 1, flag.span.end }));
		return;
	}
	do {
		struct ast *name;

		parser_skip_newlines(p);
		name = parse_argument(p);
		if (!name) {
			report(p->diag, PE_MissingValueForSupportedCommandInDataSectionStatement,
			       span_after(p->last_end));
			break;
		}
		list_push(p, name);
		parser_skip_newlines(p);
	} while (parser_take(p, T_COMMA));
	node->allowed = list_end(p, mark, &node->allowed_count);
}

struct ast *parse_data(struct parser *p)
{
	struct token word = parser_next(p), name;
	struct ast_data *node = NODE(p, DATA, data, word.span.start);
	uint32_t at;

	name = *parser_peek_line(p, &at);
	if (name.kind == T_WORD && name.plain) {
		node->variable = symbol_get(name.text, name.len);
		parser_skip(p);
		parser_skip_newlines(p);
	}
	if (parser_peek(p)->kind == T_PARAMETER)
		parse_supported_commands(p, node);
	node->body = parse_statement_block(p);
	if (!node->body) {
		report(p->diag, PE_MissingStatementBlockForDataSection, span_after(p->last_end));
		node->body = empty_block(p);
	}
	node->ast.span.end = p->last_end;
	return &node->ast;
}

/* -- Leaving ------------------------------------------------------------------------------------ */

static struct ast *parse_jump(struct parser *p, const struct token *word)
{
	bool is_break = word->kind == T_BREAK;
	struct ast *label = parse_argument(p);
	struct ast_break *node = NODE(p, BREAK, break, word->span.start);

	node->ast.kind = is_break ? AST_BREAK : AST_CONTINUE;
	node->label = label;
	return &node->ast;
}

struct ast *parse_leave(struct parser *p)
{
	struct token word = parser_next(p);
	struct ast_return *node;
	struct ast *value;

	if (word.kind == T_BREAK || word.kind == T_CONTINUE)
		return parse_jump(p, &word);
	value = parse_pipeline_chain(p);
	node = NODE(p, RETURN, return, word.span.start);
	node->ast.kind = word.kind == T_RETURN ? AST_RETURN :
		word.kind == T_EXIT ? AST_EXIT : AST_THROW;
	node->value = value;
	return &node->ast;
}
