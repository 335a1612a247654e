/*
 * The parser's ground: the token that was looked at, nodes, lists, nesting, and
 * the way in.
 */
#include "parser/parse.h"

#include <string.h>

#include "parser/parser.h"

/*
 * How deep rules may nest: a thousand parentheses, six hundred braces. The stack of a thread holds
 * several times that, with sanitizers too.
 */
enum { MAX_DEPTH = 3000 };

/* -- Tokens ---------------------------------------------------------------- */

struct token *parser_peek(struct parser *p)
{
	if (!p->has_token) {
		lexer_next(&p->lex, &p->token);
		p->has_token = true;
	}
	return &p->token;
}

void parser_skip(struct parser *p)
{
	p->last_end = parser_peek(p)->span.end;
	p->has_token = false;
}

struct token parser_next(struct parser *p)
{
	struct token token = *parser_peek(p);

	parser_skip(p);
	return token;
}

bool parser_take(struct parser *p, enum token_kind kind)
{
	if (parser_peek(p)->kind != kind)
		return false;
	parser_skip(p);
	return true;
}

void parser_skip_newlines(struct parser *p)
{
	uint32_t end = p->last_end;

	while (parser_peek(p)->kind == T_NEWLINE)
		p->has_token = false;
	p->last_end = end;
}

void parser_skip_separators(struct parser *p)
{
	while (parser_peek(p)->kind == T_NEWLINE || parser_peek(p)->kind == T_SEMICOLON)
		p->has_token = false;
}

void parser_unread(struct parser *p)
{
	if (p->has_token)
		p->lex.pos = p->token.at;
	p->has_token = false;
}

/* Tokens that are the same in both modes. */
static bool same_in_any_mode(enum token_kind kind)
{
	switch (kind) {
	case T_END: case T_NEWLINE: case T_SEMICOLON: case T_PIPE: case T_AMPERSAND: case T_AND_AND:
	case T_OR_OR: case T_COMMA: case T_LPAREN: case T_RPAREN: case T_LCURLY: case T_RCURLY:
	case T_AT_PAREN: case T_AT_CURLY: case T_DOLLAR_PAREN: case T_STRING: case T_EXPANDABLE:
	case T_HERE_STRING: case T_HERE_EXPANDABLE:
		return true;
	default:
		return false;
	}
}

enum lexer_mode parser_mode(struct parser *p, enum lexer_mode mode)
{
	enum lexer_mode old = p->lex.mode;

	if (old != mode && p->has_token && !same_in_any_mode(p->token.kind))
		parser_unread(p);
	p->lex.mode = mode;
	return old;
}

struct token *parser_peek_line(struct parser *p, uint32_t *ret_mark)
{
	parser_unread(p);
	*ret_mark = p->lex.pos;
	parser_skip_newlines(p);
	return parser_peek(p);
}

void parser_rewind(struct parser *p, uint32_t mark)
{
	p->has_token = false;
	p->lex.pos = mark;
}

const char *parser_text(struct parser *p, struct span span)
{
	char *text = arena_alloc(p->arena, span_len(span) + 1);

	memcpy(text, p->source->text + span.start, span_len(span));
	return text;
}

const char *parser_token_text(struct parser *p, const struct token *token)
{
	return parser_text(p, token->span);
}

bool parser_enter(struct parser *p)
{
	if (++p->depth <= MAX_DEPTH)
		return true;
	if (!p->diag->stopped) {
		report_wrong(p->diag, PE_ScriptTooComplicated, parser_peek(p)->span);
		p->diag->stopped = true;
	}
	/* Nothing more is read: every rule now finds the end. */
	p->has_token = false;
	p->lex.pos = p->lex.end;
	return false;
}

void parser_leave(struct parser *p)
{
	p->depth--;
	if (p->diag->stopped) {
		p->has_token = false;
		p->lex.pos = p->lex.end;
	}
}

/* -- Nodes ----------------------------------------------------------------- */

void *parser_node(struct parser *p, enum ast_kind kind, size_t size, uint32_t start)
{
	struct ast *node = arena_alloc(p->arena, size);

	node->kind = kind;
	node->span.start = start;
	node->span.end = MAX(p->last_end, start);
	return node;
}

void *list_end(struct parser *p, unsigned mark, uint32_t *ret_count)
{
	unsigned count = p->stack->len - mark;
	void *list = count ? arena_copy(p->arena, p->stack->pdata + mark, count * sizeof(void *))
			   : NULL;

	g_ptr_array_set_size(p->stack, mark);
	*ret_count = count;
	return list;
}

struct string *parser_string(struct parser *p, const char *text, uint32_t len)
{
	struct string *str = str_new(text, len);

	arena_own(p->arena, value_str(str));
	return str;
}

struct ast *node_string(struct parser *p, struct span span, enum string_form form,
			const char *text, uint32_t len)
{
	struct ast_string *node = NODE(p, STRING, string, span.start);

	node->ast.span = span;
	node->form = form;
	node->value = parser_string(p, text, len);
	return &node->ast;
}

static enum variable_scope scope_of(const char *prefix, size_t len)
{
	static const struct { const char *name; enum variable_scope scope; } scopes[] = {
		{ "local", SCOPE_LOCAL }, { "global", SCOPE_GLOBAL }, { "script", SCOPE_SCRIPT },
		{ "private", SCOPE_PRIVATE }, { "variable", SCOPE_VARIABLE },
	};
	size_t i;

	for (i = 0; i < G_N_ELEMENTS(scopes); i++)
		if (strlen(scopes[i].name) == len &&
		    g_ascii_strncasecmp(prefix, scopes[i].name, len) == 0)
			return scopes[i].scope;
	return SCOPE_DRIVE;
}

struct ast *node_variable(struct parser *p, struct span span, const char *path, uint32_t len,
			  bool braced, bool splatted)
{
	struct ast_variable *node = NODE(p, VARIABLE, variable, span.start);
	const char *colon = len ? memchr(path, ':', len) : NULL;
	struct ast_using_expression *using;

	node->ast.span = span;
	node->braced = braced;
	node->splatted = splatted;
	if (!colon || colon == path) {
		node->name = symbol_get(path, len);
		return &node->ast;
	}
	node->scope = scope_of(path, colon - path);
	node->name = symbol_get(colon + 1, path + len - colon - 1);
	if (node->scope != SCOPE_DRIVE)
		return &node->ast;
	if (colon - path != 5 || g_ascii_strncasecmp(path, "using", 5) != 0) {
		node->drive = symbol_get(path, colon - path);
		return &node->ast;
	}
	node->scope = SCOPE_NONE;
	using = NODE(p, USING_EXPRESSION, using_expression, span.start);
	using->ast.span = span;
	using->child = &node->ast;
	return &using->ast;
}

/* -- The way in ------------------------------------------------------------ */

static void check_signature(struct parser *p, const struct lexer_notes *notes)
{
	if (notes->signature < p->last_end)
		report_wrong(p->diag, PE_TokenAfterEndOfValidScriptText, span_after(p->last_end));
}

static void *take_array(struct ast_arena *arena, GArray *array, size_t size, uint32_t *ret_count)
{
	void *copy = arena_copy(arena, array->data, array->len * size);

	*ret_count = array->len;
	g_array_free(array, TRUE);
	return copy;
}

struct ast_tree *parse(struct source *source, GPtrArray *errors)
{
	struct ast_tree *tree = g_new0(struct ast_tree, 1);
	struct diagnostics diag = { .errors = errors, .source = source };
	struct lexer_notes notes = {
		g_array_new(FALSE, FALSE, sizeof(struct span)),
		g_array_new(FALSE, FALSE, sizeof(struct span)), G_MAXUINT32 };
	struct parser p = { .diag = &diag, .source = source };

	tree->refs = 1;
	tree->source = source_ref(source);
	tree->arena = p.arena = arena_new();
	p.stack = g_ptr_array_new();
	p.lex = (struct lexer){ .text = source->text, .end = source->len, .arena = tree->arena,
				.diag = &diag, .notes = &notes };
	tree->root = parse_script(&p);
	check_signature(&p, &notes);
	tree->requirements = parse_requirements(&p, &tree->requirement_count);
	if (!diag.stopped && !(errors && errors->len && parse_errors_incomplete(errors)))
		parse_check(&p, tree->root);
	g_ptr_array_free(p.stack, TRUE);
	tree->comments = take_array(tree->arena, notes.comments, sizeof(struct span),
				    &tree->comment_count);
	g_array_free(notes.requirements, TRUE);
	return tree;
}
