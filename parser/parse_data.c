/*
 * Data sections: data NAME -SupportedCommand a, b { }. What may stand inside is
 * checked when the whole tree is there (parse_check_data.c).
 */
#include "parser/parser.h"

/* False after an error, the one that is told: no block is missed then. */
static bool parse_supported_commands(struct parser *p, struct ast_data *node)
{
	struct token flag = parser_next(p);
	unsigned mark = list_begin(p);
	bool good = true;

	if (!flow_is_flag(&flag, "supportedcommand")) {
		report_wrong(p->diag, PE_InvalidParameterForDataSectionStatement, flag.span,
			     parser_text(p, (struct span){ flag.span.start + 1, flag.span.end }));
		return false;
	}
	do {
		struct ast *name;

		parser_skip_newlines(p);
		name = parse_argument(p);
		if (!name) {
			report(p->diag, PE_MissingValueForSupportedCommandInDataSectionStatement,
			       span_after(p->last_end));
			good = false;
			break;
		}
		list_push(p, name);
		parser_skip_newlines(p);
	} while (parser_take(p, T_COMMA));
	node->allowed = list_end(p, mark, &node->allowed_count);
	return good;
}

struct ast *parse_data(struct parser *p)
{
	struct token word = parser_next(p), name;
	struct ast_data *node = NODE(p, DATA, data, word.span.start);
	bool good = true;
	uint32_t at;

	name = *parser_peek_line(p, &at);
	if (name.kind == T_WORD && name.plain) {
		node->variable = symbol_get(name.text, name.len);
		parser_skip(p);
		parser_skip_newlines(p);
	}
	if (parser_peek(p)->kind == T_PARAMETER)
		good = parse_supported_commands(p, node);
	node->body = good ? parse_statement_block(p) : flow_empty_block(p);
	if (!node->body) {
		report(p->diag, PE_MissingStatementBlockForDataSection, span_after(p->last_end));
		node->body = flow_empty_block(p);
	}
	node->ast.span.end = p->last_end;
	return &node->ast;
}
