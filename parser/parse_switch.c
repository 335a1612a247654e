/*
 * switch: flags, what is looked at, clauses.
 */
#include "parser/parser.h"

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
		if (flow_is_flag(&flag, switch_flags[i].name))
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

static bool parse_switch_head(struct parser *p, struct ast_switch *node)
{
	struct span open;
	uint32_t last;

	while (parser_peek(p)->kind == T_PARAMETER)
		parse_switch_flag(p, node);
	if (node->flags & SWITCH_FILE && !node->condition)
		return false;
	last = p->last_end;
	parser_skip_newlines(p);
	open = parser_peek(p)->span;
	if (!parser_take(p, T_LPAREN)) {
		if (!(node->flags & SWITCH_FILE))
			report(p->diag, PE_PipelineValueRequired, span_after(last));
		return node->flags & SWITCH_FILE;
	}
	if (node->flags & SWITCH_FILE)
		report(p->diag, PE_PipelineValueRequired, open);
	parser_skip_newlines(p);
	node->condition = parse_pipeline_chain(p);
	if (!node->condition) {
		report(p->diag, PE_PipelineValueRequired, span_after(open.end));
		return parser_take(p, T_RPAREN);
	}
	return flow_take_close(p, PE_MissingEndParenthesisInSwitchStatement, NULL);
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
	bool any = false, wrong = false;

	for (;;) {
		parser_skip_separators(p);
		if (any && (parser_peek(p)->kind == T_RCURLY || parser_peek(p)->kind == T_END ||
			    parser_peek(p)->kind == T_RPAREN))
			break;
		if (!parse_clause(p, node, clauses))
			wrong = true;
		if (wrong)
			break;
		any = true;
	}
	if (!wrong || parser_peek(p)->kind == T_RCURLY)
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

	node->label = flow_label(label);
	if (!parse_switch_head(p, node)) {
		if (!node->condition)
			node->condition = flow_empty_statement(p);
		return &node->ast;
	}
	parser_skip_newlines(p);
	open = *parser_peek(p);
	if (!node->condition)
		node->condition = flow_empty_statement(p);
	if (open.kind != T_LCURLY) {
		report(p->diag, PE_MissingCurlyBraceInSwitchStatement, span_after(p->last_end));
		return &node->ast;
	}
	parser_skip(p);
	parse_clauses(p, node, open.span);
	node->ast.span.end = p->last_end;
	return &node->ast;
}
