/*
 * Script blocks: using statements, the param block, named blocks or plain
 * statements.
 */
#include "parser/parser.h"

bool parse_close_brace(struct parser *p, struct span open)
{
	struct token *token;

	parser_skip_newlines(p);
	token = parser_peek(p);
	if (token->kind == T_RCURLY) {
		parser_skip(p);
		return true;
	}
	report_open(p->diag, PE_MissingEndCurlyBrace, open, token->span.start);
	return false;
}

static bool starts_named_block(struct parser *p)
{
	switch (parser_peek(p)->kind) {
	case T_BEGIN: case T_PROCESS: case T_ENDBLOCK: case T_DYNAMICPARAM:
		return true;
	case T_CLEAN: {
		/* Newer than the others: a command of that name must go on working. */
		struct token word = *parser_peek(p);
		bool found;

		parser_skip(p);
		parser_skip_newlines(p);
		found = parser_peek(p)->kind == T_LCURLY;
		parser_rewind(p, word.at);
		return found;
	}
	default:
		return false;
	}
}

static struct ast_named_block **slot_of(struct ast_script_block *script, enum token_kind kind)
{
	switch (kind) {
	case T_BEGIN: return &script->begin;
	case T_PROCESS: return &script->process;
	case T_ENDBLOCK: return &script->end;
	case T_CLEAN: return &script->clean;
	default: return &script->dynamicparam;
	}
}

static void parse_named_block(struct parser *p, struct ast_script_block *script)
{
	struct token word = parser_next(p), open;
	struct ast_named_block **slot = slot_of(script, word.kind);
	struct ast_named_block *block;

	parser_skip_newlines(p);
	open = *parser_peek(p);
	if (open.kind != T_LCURLY) {
		report(p->diag, PE_MissingNamedStatementBlock, span_after(word.span.end),
		       parser_token_text(p, &word));
		return;
	}
	parser_skip(p);
	block = NODE(p, NAMED_BLOCK, named_block, word.span.start);
	parse_statements(p, &block->statements, &block->statement_count, &block->traps,
			 &block->trap_count);
	parse_close_brace(p, open.span);
	block->ast.span.end = p->last_end;
	if (*slot)
		report_wrong(p->diag, PE_DuplicateScriptCommandClause, word.span,
			     parser_token_text(p, &word));
	else
		*slot = block;
}

static void parse_named_blocks(struct parser *p, struct ast_script_block *script)
{
	for (;;) {
		struct token *token;

		parser_skip_separators(p);
		if (starts_named_block(p)) {
			parse_named_block(p, script);
			continue;
		}
		token = parser_peek(p);
		if (token->kind == T_END || token->kind == T_RCURLY)
			return;
		report_wrong(p->diag, PE_MissingNamedBlocks, token->span, parser_token_text(p, token));
		/* What stands there is read as statements, so that its own errors show. */
		if (!parse_statement(p) && parser_peek(p)->kind != T_END)
			parser_skip(p);
	}
}

static void parse_unnamed_block(struct parser *p, struct ast_script_block *script)
{
	uint32_t start = parser_peek(p)->span.start;
	struct ast_named_block *block = NODE(p, NAMED_BLOCK, named_block, start);

	parse_statements(p, &block->statements, &block->statement_count, &block->traps,
			 &block->trap_count);
	block->unnamed = true;
	block->ast.span.end = MAX(start, p->last_end);
	if (script->is_filter)
		script->process = block;
	else
		script->end = block;
}

static void parse_body(struct parser *p, struct ast_script_block *script)
{
	script->params = parse_param_block(p);
	parser_skip_separators(p);
	if (starts_named_block(p))
		parse_named_blocks(p, script);
	else
		parse_unnamed_block(p, script);
}

struct ast_script_block *parse_braced_script(struct parser *p, struct span open, bool is_filter)
{
	enum lexer_mode mode = parser_mode(p, MODE_COMMAND);
	struct ast_script_block *script = NODE(p, SCRIPT_BLOCK, script_block, open.start);

	script->is_filter = is_filter;
	if (parser_enter(p))
		parse_body(p, script);
	parser_leave(p);
	parse_close_brace(p, open);
	parser_mode(p, mode);
	script->ast.span.end = p->last_end;
	return script;
}

static void parse_usings(struct parser *p, struct ast_script_block *script)
{
	unsigned mark = list_begin(p);

	for (;;) {
		parser_skip_separators(p);
		if (parser_peek(p)->kind != T_USING)
			break;
		list_push(p, parse_using(p));
	}
	script->usings = list_end(p, mark, &script->using_count);
}

/* What no rule took: said, passed over, and the statements after it are read too. */
static void parse_leftovers(struct parser *p, struct ast_script_block *script)
{
	struct ast_named_block *block = script->end;

	while (parser_peek(p)->kind != T_END) {
		struct token token = parser_next(p);
		struct ast **statements;
		struct ast_trap **traps;
		uint32_t count, trap_count;

		report_wrong(p->diag, PE_UnexpectedToken, token.span, parser_token_text(p, &token));
		parse_statements(p, &statements, &count, &traps, &trap_count);
		if (block && !block->statement_count) {
			block->statements = statements;
			block->statement_count = count;
		}
	}
}

struct ast_script_block *parse_script(struct parser *p)
{
	struct ast_script_block *script = NODE(p, SCRIPT_BLOCK, script_block, 0);

	parse_usings(p, script);
	parse_body(p, script);
	parse_leftovers(p, script);
	script->ast.span.end = p->source->len;
	return script;
}
