/*
 * Tokens: what the lexer hands to the parser, by value.
 */
#ifndef HMSH_TOKEN_H
#define HMSH_TOKEN_H

#include "parser/ast.h"

enum token_kind {
	T_END, T_NEWLINE, T_SEMICOLON,
	T_PIPE, T_AMPERSAND, T_AND_AND, T_OR_OR, T_COMMA,
	T_LPAREN, T_RPAREN, T_LCURLY, T_RCURLY, T_LBRACKET, T_RBRACKET,
	T_AT_PAREN, T_AT_CURLY, T_DOLLAR_PAREN,
	T_VARIABLE, T_SPLAT,		/* text: the path, without $ or @ and braces */
	T_PARAMETER,			/* text: the name; has_colon */
	T_NUMBER,			/* number */
	T_LABEL,			/* text: without the colon */
	T_WORD,				/* text: an identifier or a generic token, escapes resolved */
	T_WORD_EXPANDABLE,		/* pieces */
	T_STRING, T_HERE_STRING,	/* text */
	T_EXPANDABLE, T_HERE_EXPANDABLE,	/* pieces */
	T_REDIRECT_FILE, T_REDIRECT_MERGE,	/* redirect */
	T_REDIRECT_IN, T_UNKNOWN,
	/* operators of signs */
	T_MINUS_MINUS, T_PLUS_PLUS, T_DOT_DOT, T_COLON_COLON, T_COLON, T_DOT, T_EXCLAIM,
	T_MULTIPLY, T_DIVIDE, T_REMAINDER, T_PLUS, T_MINUS,
	T_EQUALS, T_PLUS_EQUALS, T_MINUS_EQUALS, T_MULTIPLY_EQUALS, T_DIVIDE_EQUALS,
	T_REMAINDER_EQUALS, T_COALESCE_EQUALS,
	T_COALESCE, T_QUESTION, T_QUESTION_DOT, T_QUESTION_BRACKET,
	T_OPERATOR,			/* -eq, -not ...: op */
	/* keywords; text holds the word */
	T_KEYWORD,
	T_BEGIN = T_KEYWORD, T_BREAK, T_CATCH, T_CLASS, T_CLEAN, T_CONTINUE, T_DATA, T_DEFINE, T_DO,
	T_DYNAMICPARAM, T_ELSE, T_ELSEIF, T_ENUMERATION, T_ENDBLOCK, T_EXIT, T_FILTER, T_FINALLY,
	T_FOR, T_FOREACH, T_FROM, T_FUNCTION, T_HIDDEN, T_IF, T_IN, T_PARAM, T_PROCESS, T_RETURN,
	T_STATIC, T_SWITCH, T_THROW, T_TRAP, T_TRY, T_UNTIL, T_USING, T_VAR, T_WHILE, T_WORKFLOW,
	T_KIND_COUNT
};

/* What a string is cut into. */
enum piece_kind { PIECE_TEXT, PIECE_VARIABLE, PIECE_SUBEXPRESSION };

struct piece {
	enum piece_kind kind;
	bool braced;			/* ${name} */
	struct span span;
	const char *text;		/* TEXT: resolved; VARIABLE: its path; SUBEXPRESSION: inside */
	uint32_t len;
	const uint32_t *map;		/* SUBEXPRESSION: offset in the source of each byte of text */
	uint32_t at;			/* without a map: where text stands in the source */
};

struct dash_operator {
	const char *name;		/* lower case, without the dash */
	uint8_t binary;			/* enum ast_operator, or AST_OP_COUNT */
	uint8_t unary;
	bool with_case;
};

struct token {
	uint16_t kind;			/* enum token_kind */
	bool has_colon;			/* T_PARAMETER */
	bool braced;			/* T_VARIABLE */
	bool plain;			/* T_WORD: an identifier, nothing else */
	uint32_t at;			/* where it starts, in the lexer's text */
	struct span span;		/* in the source */
	union {
		struct { const char *text; uint32_t len; };
		struct { struct piece *pieces; uint32_t piece_count; };
		struct value number;
		const struct dash_operator *op;
		struct { uint8_t from, to; bool append; } redirect;
	};
};

static inline bool token_is_keyword(const struct token *token)
{
	return token->kind >= T_KEYWORD;
}

/* Where a statement or an argument list must end, whatever stands there. */
static inline bool token_ends_pipeline(const struct token *token)
{
	switch (token->kind) {
	case T_END: case T_NEWLINE: case T_SEMICOLON: case T_RPAREN: case T_RCURLY: case T_PIPE:
	case T_AND_AND: case T_OR_OR: case T_AMPERSAND:
		return true;
	default:
		return false;
	}
}

/* The keyword, or T_WORD. */
enum token_kind keyword_find(const char *text, uint32_t len);
/* The operator of a name without its dash, or NULL. */
const struct dash_operator *dash_operator_find(const char *text, uint32_t len);
/* Binary: its operator and precedence (1 lowest), false when the token is none. */
bool token_binary(const struct token *token, enum ast_operator *ret_op, int *ret_precedence);
bool token_unary(const struct token *token, enum ast_operator *ret_op);
bool token_assignment(const struct token *token, enum ast_operator *ret_op);

#endif
