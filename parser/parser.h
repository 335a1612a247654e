/*
 * Between the files of the parser: its state, and who parses what.
 *
 * Every parse_*() takes what it knows and leaves the rest; one that may find
 * nothing of its kind returns NULL without having taken or reported anything.
 */
#ifndef HMSH_PARSER_H
#define HMSH_PARSER_H

#include "parser/lexer.h"

struct parser {
	struct lexer lex;
	struct token token;		/* looked at, not taken */
	bool has_token;
	uint32_t last_end;		/* end of the last token taken */
	bool no_comma;			/* a comma separates arguments, it makes no array */
	unsigned depth;
	struct ast_arena *arena;
	struct diagnostics *diag;
	GPtrArray *stack;		/* lists being made */
	struct source *source;
};

/* -- Tokens ---------------------------------------------------------------- */

struct token *parser_peek(struct parser *p);
void parser_skip(struct parser *p);
struct token parser_next(struct parser *p);
/* Takes the next token when it is of that kind. */
bool parser_take(struct parser *p, enum token_kind kind);
void parser_skip_newlines(struct parser *p);
/* Past line ends and semicolons. */
void parser_skip_separators(struct parser *p);
/* Scans a token that was looked at again, in the new mode. Returns the old mode. */
enum lexer_mode parser_mode(struct parser *p, enum lexer_mode mode);
/* Forgets the token that was looked at; lex.pos is then where it starts. */
void parser_unread(struct parser *p);
/* The next token that is no line end; parser_rewind() undoes the reading. */
struct token *parser_peek_line(struct parser *p, uint32_t *ret_mark);
void parser_rewind(struct parser *p, uint32_t mark);
/* Source text of a span, kept by the arena. */
const char *parser_text(struct parser *p, struct span span);
const char *parser_token_text(struct parser *p, const struct token *token);

/* The empty span just after an offset, and the one a character before it. */
static inline struct span span_after(uint32_t end)
{
	return (struct span){ end, end };
}

static inline struct span span_before(uint32_t start)
{
	return (struct span){ start ? start - 1 : 0, start ? start - 1 : 0 };
}

/* Counts nesting; false (after one error) when it is too deep. */
bool parser_enter(struct parser *p);
void parser_leave(struct parser *p);

/* -- Nodes ----------------------------------------------------------------- */

/* A node from `start` to the last token taken. */
void *parser_node(struct parser *p, enum ast_kind kind, size_t size, uint32_t start);
#define NODE(p, upper, suffix, start) \
	((struct ast_##suffix *)parser_node(p, AST_##upper, sizeof(struct ast_##suffix), start))

/* Lists: push on p->stack from a mark on, then take them off into the arena. */
static inline unsigned list_begin(struct parser *p)
{
	return p->stack->len;
}

static inline void list_push(struct parser *p, void *item)
{
	g_ptr_array_add(p->stack, item);
}

void *list_end(struct parser *p, unsigned mark, uint32_t *ret_count);

struct ast *node_string(struct parser *p, struct span span, enum string_form form,
			const char *text, uint32_t len);
struct string *parser_string(struct parser *p, const char *text, uint32_t len);
/* From a path such as "script:x"; a USING_EXPRESSION for using:x. */
struct ast *node_variable(struct parser *p, struct span span, const char *path, uint32_t len,
			  bool braced, bool splatted);

/* -- Who parses what ------------------------------------------------------- */

/* parse_statement.c */
struct ast *parse_statement(struct parser *p);
struct ast_statement_block *parse_statement_block(struct parser *p);
/* Statements up to a token that none starts with; traps go to *traps. */
void parse_statements(struct parser *p, struct ast ***ret_statements, uint32_t *ret_count,
		      struct ast_trap ***ret_traps, uint32_t *ret_trap_count);
struct ast_statement_block *parse_block_until(struct parser *p, uint32_t start);

/* Statements of control; the keyword was not taken yet. */
struct ast *parse_if(struct parser *p);
struct ast *parse_loop(struct parser *p, struct token *label);
struct ast *parse_switch(struct parser *p, struct token *label);
struct ast *parse_try(struct parser *p);
struct ast *parse_trap(struct parser *p);
struct ast *parse_data(struct parser *p);
struct ast *parse_leave(struct parser *p);

/* parse_flow.c: what they share. */
struct ast_statement_block *flow_empty_block(struct parser *p);
struct ast *flow_empty_statement(struct parser *p);
/* ( after a keyword, and ) : taken, or an error. */
bool flow_take_open(struct parser *p, const struct token *word, enum parse_error_id id);
bool flow_take_close(struct parser *p, enum parse_error_id id, const char *word);
/* condition ) : never NULL. */
struct ast *flow_condition(struct parser *p, const struct token *word,
			   enum parse_error_id missing, bool *ret_closed);
/* Whether a parameter of a statement is (a prefix of) that one. */
bool flow_is_flag(const struct token *token, const char *name);
struct symbol *flow_label(const struct token *label);

/* parse_block.c */
struct ast_script_block *parse_script(struct parser *p);
/* { ... }: the brace was taken. */
struct ast_script_block *parse_braced_script(struct parser *p, struct span open, bool is_filter);
bool parse_close_brace(struct parser *p, struct span open);

/* parse_definition.c */
struct ast *parse_function(struct parser *p);
struct ast *parse_using(struct parser *p);
struct ast_param_block *parse_param_block(struct parser *p);
void parse_parameters(struct parser *p, bool in_method, struct ast_parameter ***ret_params,
		      uint32_t *ret_count);
struct ast *parse_type_definition(struct parser *p);

/* parse_class.c */
void parse_class_body(struct parser *p, struct ast_type_definition *type);
void parse_enum_body(struct parser *p, struct ast_type_definition *type);

/* parse_pipeline.c: a pipeline, a chain of them, or an assignment; NULL: none starts here. */
struct ast *parse_pipeline_chain(struct parser *p);

/* parse_command.c */
struct ast *parse_command(struct parser *p);
/* One argument of a command, without commas; NULL when none starts here. */
struct ast *parse_argument(struct parser *p);
void parse_redirections(struct parser *p, unsigned *seen);

/* parse_expression.c */
struct ast *parse_expression(struct parser *p);
struct ast *parse_unary(struct parser *p);

/* parse_primary.c */
struct ast *parse_primary(struct parser *p);
struct ast *parse_members(struct parser *p, struct ast *expression);
struct ast *parse_braces(struct parser *p);

/* parse_string.c: the token was taken. */
struct ast *parse_string_token(struct parser *p, const struct token *token);

/* parse_hashtable.c: @{ was taken. */
struct ast *parse_hashtable(struct parser *p, struct span open);

/* parse_type.c */
/* [type] or [attribute(...)]: AST_TYPE_CONSTRAINT or AST_ATTRIBUTE; NULL: no bracket here. */
struct ast *parse_bracketed(struct parser *p);
/* All that stand here, line ends between them; for parameters and members. */
void parse_attributes(struct parser *p);
/* A bare type name at lex.pos; NULL after an error. */
struct type_name *parse_type_name(struct parser *p, bool in_brackets);
/* [int, string] of a generic method at lex.pos, when a ( follows. */
bool parse_type_arguments(struct parser *p, struct type_name ***ret_types, uint32_t *ret_count);

/* parse_requires.c: the #requires lines that the lexer noted. */
struct requirement *parse_requirements(struct parser *p, uint32_t *ret_count);

/*
 * parse_check.c: what can be said only about the whole, also when parts of it were wrong; classes are then
 * left alone, since what their methods lack may be what is wrong.
 */
void parse_check(struct parser *p, struct ast_script_block *root);
/* parse_check_expression.c */
void parse_check_assignment(struct parser *p, struct ast_assignment *node);
void parse_check_unary(struct parser *p, struct ast_unary *node);
void parse_check_convert(struct parser *p, struct ast_convert *node);
void parse_check_hashtable(struct parser *p, struct ast_hashtable *node);
void parse_check_parameters(struct parser *p, struct ast_parameter **params, uint32_t count);
/* parse_check_attribute.c */
void parse_check_attribute(struct parser *p, struct ast_attribute *attribute);
bool parse_is_constant(struct ast *expression);
/* parse_check_class.c, parse_check_data.c */
void parse_check_class(struct parser *p, struct ast_type_definition *type);
void parse_check_data(struct parser *p, struct ast_data *data);

#endif
