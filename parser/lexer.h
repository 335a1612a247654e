/*
 * The lexer: text to tokens, on demand.
 *
 * What a character means depends on the mode, and the parser knows the mode
 * only when it has seen the token before; so a token that was looked at is
 * scanned again when the mode changes (parser_mode()). Nothing is kept between
 * tokens but the position.
 *
 * A string with $( ) in it is lexed by a second lexer over the inner text; when
 * quotes were doubled there, that text is a copy, and `map` leads back to the
 * source.
 */
#ifndef HMSH_LEXER_H
#define HMSH_LEXER_H

#include "parser/arena.h"
#include "parser/chars.h"
#include "parser/diagnostics.h"
#include "parser/token.h"

enum lexer_mode { MODE_COMMAND, MODE_EXPRESSION };

/* What a parse collects beside the tree; shared by the lexers of one source. */
struct lexer_notes {
	GArray *comments;		/* struct span */
	GArray *requirements;		/* struct span: what follows "#requires" */
	uint32_t signature;		/* where a signature block starts, or G_MAXUINT32 */
};

struct lexer {
	const char *text;
	const uint32_t *map;		/* or NULL: offsets are the source's */
	uint32_t pos, end;
	enum lexer_mode mode;
	bool allow_signed;		/* a sign before a digit belongs to the number */
	bool in_ternary;		/* ? and : end a number */
	struct ast_arena *arena;
	struct diagnostics *diag;
	struct lexer_notes *notes;
};

void lexer_next(struct lexer *lex, struct token *ret);

/* -- Between the files of the lexer ---------------------------------------- */

static inline uint32_t lexer_source_offset(const struct lexer *lex, uint32_t pos)
{
	return lex->map ? lex->map[pos] : pos;
}

static inline struct span lexer_span(const struct lexer *lex, uint32_t start, uint32_t end)
{
	return (struct span){ lexer_source_offset(lex, start), lexer_source_offset(lex, end) };
}

/* The code point at `pos` and its length in bytes (0 at the end of the text). */
codepoint lexer_wide_char(const struct lexer *lex, uint32_t pos, uint32_t *ret_len);

static inline codepoint lexer_char(const struct lexer *lex, uint32_t pos, uint32_t *ret_len)
{
	unsigned char c;

	if (pos >= lex->end) {
		*ret_len = 0;
		return CHAR_END;
	}
	c = lex->text[pos];
	if (c < 0x80) {
		*ret_len = 1;
		return c;
	}
	return lexer_wide_char(lex, pos, ret_len);
}

static inline codepoint lexer_peek(const struct lexer *lex)
{
	uint32_t len;

	return lexer_char(lex, lex->pos, &len);
}

static inline codepoint lexer_get(struct lexer *lex)
{
	uint32_t len;
	codepoint c = lexer_char(lex, lex->pos, &len);

	lex->pos += len;
	return c;
}

/* Takes the next character when it is that one. */
static inline bool lexer_take(struct lexer *lex, char c)
{
	if (lex->pos >= lex->end || lex->text[lex->pos] != c)
		return false;
	lex->pos++;
	return true;
}

static inline bool lexer_in_command(const struct lexer *lex)
{
	return lex->mode == MODE_COMMAND;
}

/* Past CR, LF or CRLF; false when none is there. */
bool lexer_skip_newline(struct lexer *lex);
/* Past blanks, comments and continued lines; not past the end of the line. */
void lexer_skip_blanks(struct lexer *lex);
/* Past those and line ends too. */
void lexer_skip_lines(struct lexer *lex);
/* Whether the lines after this one go on with `|` (comment lines between them allowed). */
bool lexer_pipe_follows(struct lexer *lex);
/*
 * Whether attributes [..] [..] stand here and a word after them; gives it. This is how
 * [CmdletBinding()] param and [Flags()] enum are told from casts.
 */
bool lexer_word_after_attributes(struct lexer *lex, const char **ret_word, uint32_t *ret_len);

void lexer_finish(struct lexer *lex, struct token *token, enum token_kind kind);
void lexer_set_text(struct lexer *lex, struct token *token, GString *text);

/* lexer_word.c: `token->at` is where the token starts; lex->pos just after it. */
void lexer_scan_word(struct lexer *lex, struct token *token);
void lexer_scan_identifier(struct lexer *lex, struct token *token);
void lexer_scan_parameter(struct lexer *lex, struct token *token);
void lexer_scan_variable(struct lexer *lex, struct token *token, bool splat);
void lexer_scan_label(struct lexer *lex, struct token *token);
/* An escape after its backtick, to `out`. */
void lexer_scan_escape(struct lexer *lex, GString *out);

/* A text being cut into pieces. */
struct piece_list {
	GString *text;		/* literal text not yet made a piece */
	uint32_t text_start;	/* where it started */
	GArray *pieces;		/* struct piece; NULL until there is something to expand */
};

void pieces_init(struct piece_list *list, uint32_t start);
void pieces_clear(struct piece_list *list);
/* Gives the token its text, or its pieces when there are any. */
void pieces_finish(struct lexer *lex, struct piece_list *list, struct token *token,
		   enum token_kind plain, enum token_kind expandable);
/* After a `$` in expandable text: a variable, a subexpression, or a plain dollar. */
void pieces_scan_dollar(struct lexer *lex, struct piece_list *list, bool here_string);

/* lexer_string.c: lex->pos is just after the opening quote. */
void lexer_scan_single(struct lexer *lex, GString *out, uint32_t start);
void lexer_scan_double(struct lexer *lex, struct piece_list *list, uint32_t start);
void lexer_scan_string(struct lexer *lex, struct token *token, bool expandable);
void lexer_scan_here_string(struct lexer *lex, struct token *token, bool expandable);
/* The name of a variable at lex->pos (after $ or @); false when there is none. */
bool lexer_scan_name(struct lexer *lex, bool in_string, uint32_t start, GString *name,
		     bool *ret_braced, bool *ret_word);

/* lexer_number.c: false when it is no number; lex->pos is then anywhere. */
bool lexer_scan_number(struct lexer *lex, struct token *token);

#endif
