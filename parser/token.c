/*
 * The fixed words and signs of the language: keywords, operators, precedence.
 */
#include "parser/token.h"


struct keyword {
	const char *name;
	enum token_kind kind;
};

/* In order of the names: searched by halves. */
static const struct keyword keywords[] = {
	{ "begin", T_BEGIN }, { "break", T_BREAK }, { "catch", T_CATCH }, { "class", T_CLASS },
	{ "clean", T_CLEAN }, { "continue", T_CONTINUE }, { "data", T_DATA },
	{ "define", T_DEFINE }, { "do", T_DO }, { "dynamicparam", T_DYNAMICPARAM },
	{ "else", T_ELSE }, { "elseif", T_ELSEIF }, { "end", T_ENDBLOCK }, { "enum", T_ENUMERATION },
	{ "exit", T_EXIT }, { "filter", T_FILTER }, { "finally", T_FINALLY }, { "for", T_FOR },
	{ "foreach", T_FOREACH }, { "from", T_FROM }, { "function", T_FUNCTION },
	{ "hidden", T_HIDDEN }, { "if", T_IF }, { "in", T_IN }, { "param", T_PARAM },
	{ "process", T_PROCESS }, { "return", T_RETURN }, { "static", T_STATIC },
	{ "switch", T_SWITCH }, { "throw", T_THROW }, { "trap", T_TRAP }, { "try", T_TRY },
	{ "until", T_UNTIL }, { "using", T_USING }, { "var", T_VAR }, { "while", T_WHILE },
	{ "workflow", T_WORKFLOW },
};

#define NONE AST_OP_COUNT
#define COMPARISON(name, op) \
	{ "c" name, op, NONE, true }, { "i" name, op, NONE, false }, { name, op, NONE, false }

/* Few enough to be searched in turn. */
static const struct dash_operator dash_operators[] = {
	COMPARISON("eq", AST_OP_EQ), COMPARISON("ne", AST_OP_NE), COMPARISON("ge", AST_OP_GE),
	COMPARISON("gt", AST_OP_GT), COMPARISON("lt", AST_OP_LT), COMPARISON("le", AST_OP_LE),
	COMPARISON("like", AST_OP_LIKE), COMPARISON("notlike", AST_OP_NOTLIKE),
	COMPARISON("match", AST_OP_MATCH), COMPARISON("notmatch", AST_OP_NOTMATCH),
	COMPARISON("replace", AST_OP_REPLACE), COMPARISON("contains", AST_OP_CONTAINS),
	COMPARISON("notcontains", AST_OP_NOTCONTAINS), COMPARISON("in", AST_OP_IN),
	COMPARISON("notin", AST_OP_NOTIN),
	{ "csplit", AST_OP_SPLIT, AST_OP_UNARY_SPLIT, true },
	{ "isplit", AST_OP_SPLIT, AST_OP_UNARY_SPLIT, false },
	{ "split", AST_OP_SPLIT, AST_OP_UNARY_SPLIT, false },
	{ "join", AST_OP_JOIN, AST_OP_UNARY_JOIN, false },
	{ "and", AST_OP_AND, NONE, false }, { "or", AST_OP_OR, NONE, false },
	{ "xor", AST_OP_XOR, NONE, false }, { "not", NONE, AST_OP_NOT, false },
	{ "is", AST_OP_IS, NONE, false }, { "isnot", AST_OP_ISNOT, NONE, false },
	{ "as", AST_OP_AS, NONE, false }, { "f", AST_OP_FORMAT, NONE, false },
	{ "band", AST_OP_BAND, NONE, false }, { "bor", AST_OP_BOR, NONE, false },
	{ "bxor", AST_OP_BXOR, NONE, false }, { "bnot", NONE, AST_OP_BNOT, false },
	{ "shl", AST_OP_SHL, NONE, false }, { "shr", AST_OP_SHR, NONE, false },
};

#undef COMPARISON
#undef NONE

/* By enum ast_operator; for the case-sensitive form `c` follows the dash. */
static const char *const operator_names[] = {
	"+", "-", "*", "/", "%", "-f", "..", "??", "-band", "-bor", "-bxor", "-shl", "-shr",
	"-and", "-or", "-xor",
	"-eq", "-ne", "-ge", "-gt", "-lt", "-le", "-like", "-notlike", "-match", "-notmatch",
	"-replace", "-contains", "-notcontains", "-in", "-notin", "-split", "-join",
	"-is", "-isnot", "-as",
	"-not", "-bnot", "-", "+", ",", "-split", "-join", "++", "--", "++", "--",
	"=", "+=", "-=", "*=", "/=", "%=", "\?\?=", "&&", "||",
};

G_STATIC_ASSERT(G_N_ELEMENTS(operator_names) == AST_OP_COUNT);

static const char *const case_operator_names[] = {
	"-ceq", "-cne", "-cge", "-cgt", "-clt", "-cle", "-clike", "-cnotlike", "-cmatch",
	"-cnotmatch", "-creplace", "-ccontains", "-cnotcontains", "-cin", "-cnotin", "-csplit",
};

G_STATIC_ASSERT(G_N_ELEMENTS(case_operator_names) == AST_OP_SPLIT - AST_OP_EQ + 1);

const char *ast_operator_name(enum ast_operator op, bool with_case)
{
	if (with_case && op >= AST_OP_EQ && op <= AST_OP_SPLIT)
		return case_operator_names[op - AST_OP_EQ];
	if (with_case && op == AST_OP_UNARY_SPLIT)
		return "-csplit";
	return operator_names[op];
}

/* -1, 0, 1: `text` (any case, `len` bytes) against a lower-case name. */
static int compare_word(const char *text, uint32_t len, const char *name)
{
	uint32_t i;

	for (i = 0; i < len; i++) {
		unsigned char a = g_ascii_tolower(text[i]), b = name[i];

		if (a != b)
			return a < b ? -1 : 1;
	}
	return name[len] ? -1 : 0;
}

enum token_kind keyword_find(const char *text, uint32_t len)
{
	size_t low = 0, high = G_N_ELEMENTS(keywords);

	if (len < 2 || len > 12)
		return T_WORD;
	while (low < high) {
		size_t middle = (low + high) / 2;
		int order = compare_word(text, len, keywords[middle].name);

		if (order == 0)
			return keywords[middle].kind;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return T_WORD;
}

const struct dash_operator *dash_operator_find(const char *text, uint32_t len)
{
	char first = g_ascii_tolower(text[0]);
	size_t i;

	for (i = 0; i < G_N_ELEMENTS(dash_operators); i++)
		if (dash_operators[i].name[0] == first &&
		    compare_word(text, len, dash_operators[i].name) == 0)
			return &dash_operators[i];
	return NULL;
}

static int precedence(enum ast_operator op)
{
	switch (op) {
	case AST_OP_AND: case AST_OP_OR: case AST_OP_XOR:
		return 1;
	case AST_OP_BAND: case AST_OP_BOR: case AST_OP_BXOR:
		return 2;
	case AST_OP_COALESCE:
		return 4;
	case AST_OP_ADD: case AST_OP_SUB:
		return 5;
	case AST_OP_MUL: case AST_OP_DIV: case AST_OP_REM:
		return 6;
	case AST_OP_FORMAT:
		return 7;
	case AST_OP_RANGE:
		return 8;
	default:
		return 3;	/* every comparison, -is, -as, -split, -join, -shl, -shr */
	}
}

bool token_binary(const struct token *token, enum ast_operator *ret_op, int *ret_precedence)
{
	enum ast_operator op;

	switch (token->kind) {
	case T_PLUS: op = AST_OP_ADD; break;
	case T_MINUS: op = AST_OP_SUB; break;
	case T_MULTIPLY: op = AST_OP_MUL; break;
	case T_DIVIDE: op = AST_OP_DIV; break;
	case T_REMAINDER: op = AST_OP_REM; break;
	case T_DOT_DOT: op = AST_OP_RANGE; break;
	case T_COALESCE: op = AST_OP_COALESCE; break;
	case T_OPERATOR: op = token->op->binary; break;
	default: return false;
	}
	if (op == AST_OP_COUNT)
		return false;
	*ret_op = op;
	*ret_precedence = precedence(op);
	return true;
}

bool token_unary(const struct token *token, enum ast_operator *ret_op)
{
	enum ast_operator op;

	switch (token->kind) {
	case T_PLUS: op = AST_OP_PLUS; break;
	case T_MINUS: op = AST_OP_MINUS; break;
	case T_EXCLAIM: op = AST_OP_NOT; break;
	case T_COMMA: op = AST_OP_COMMA; break;
	case T_PLUS_PLUS: op = AST_OP_PRE_INCREMENT; break;
	case T_MINUS_MINUS: op = AST_OP_PRE_DECREMENT; break;
	case T_OPERATOR: op = token->op->unary; break;
	default: return false;
	}
	if (op == AST_OP_COUNT)
		return false;
	*ret_op = op;
	return true;
}

bool token_assignment(const struct token *token, enum ast_operator *ret_op)
{
	switch (token->kind) {
	case T_EQUALS: *ret_op = AST_OP_SET; return true;
	case T_PLUS_EQUALS: *ret_op = AST_OP_SET_ADD; return true;
	case T_MINUS_EQUALS: *ret_op = AST_OP_SET_SUB; return true;
	case T_MULTIPLY_EQUALS: *ret_op = AST_OP_SET_MUL; return true;
	case T_DIVIDE_EQUALS: *ret_op = AST_OP_SET_DIV; return true;
	case T_REMAINDER_EQUALS: *ret_op = AST_OP_SET_REM; return true;
	case T_COALESCE_EQUALS: *ret_op = AST_OP_SET_COALESCE; return true;
	default: return false;
	}
}
