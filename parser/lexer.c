/*
 * The dispatch on a token's first character, blanks and comments.
 *
 * In command mode nearly everything is a word: a sign is an operator there only
 * when a blank or one of & ( ) , ; { | } follows it. In expression mode signs
 * are operators.
 */
#include "parser/lexer.h"

#include <string.h>

codepoint lexer_wide_char(const struct lexer *lex, uint32_t pos, uint32_t *ret_len)
{
	const char *start = lex->text + pos, *p = start;
	codepoint c = text_next(&p, lex->text + lex->end);

	*ret_len = p - start;
	return c;
}

void lexer_finish(struct lexer *lex, struct token *token, enum token_kind kind)
{
	token->kind = kind;
	token->span = lexer_span(lex, token->at, lex->pos);
}

void lexer_set_text(struct lexer *lex, struct token *token, GString *text)
{
	token->text = arena_copy(lex->arena, text->str, text->len + 1);
	token->len = text->len;
}

/* -- Blanks and comments --------------------------------------------------- */

bool lexer_skip_newline(struct lexer *lex)
{
	if (lexer_take(lex, '\n'))
		return true;
	if (!lexer_take(lex, '\r'))
		return false;
	lexer_take(lex, '\n');
	return true;
}

static void note_comment(struct lexer *lex, uint32_t start)
{
	GArray *comments = lex->notes->comments;
	struct span span = lexer_span(lex, start, lex->pos);

	if (lex->map)
		return;
	/* A token that is scanned twice is preceded by the same comment. */
	if (comments->len && g_array_index(comments, struct span, comments->len - 1).start >= start)
		return;
	g_array_append_val(comments, span);
}

static bool starts_nocase(const char *text, uint32_t len, const char *word)
{
	return len >= strlen(word) && g_ascii_strncasecmp(text, word, strlen(word)) == 0;
}

static void note_requirement(struct lexer *lex, uint32_t start)
{
	GArray *list = lex->notes->requirements;
	struct span span = { start + 1, lex->pos };

	if (lex->map || (list->len && g_array_index(list, struct span, list->len - 1).start > start))
		return;
	g_array_append_val(list, span);
}

static void scan_line_comment(struct lexer *lex)
{
	uint32_t start = lex->pos, len;
	const char *text;

	while (lex->pos < lex->end && !char_is_newline((unsigned char)lex->text[lex->pos]))
		lex->pos++;
	note_comment(lex, start);
	text = lex->text + start + 1;
	len = lex->pos - start - 1;
	if (len > 9 && starts_nocase(text, len, "requires") && char_is(text[8], CHAR_BLANK))
		note_requirement(lex, start);
	else if (!lex->map && starts_nocase(text, len, " SIG # Begin signature block"))
		lex->notes->signature = MIN(lex->notes->signature, start);
}

static void scan_block_comment(struct lexer *lex)
{
	uint32_t start = lex->pos;
	const char *close;

	close = g_strstr_len(lex->text + start + 2, lex->end - start - 2, "#>");
	if (close) {
		lex->pos = close + 2 - lex->text;
	} else {
		lex->pos = lex->end;
		report(lex->diag, PE_MissingTerminatorMultiLineComment,
		       lexer_span(lex, start, lex->end));
	}
	note_comment(lex, start);
}

/* A comment at lex->pos? Past it. */
static bool skip_comment(struct lexer *lex)
{
	const char *p = lex->text + lex->pos;

	if (lex->pos >= lex->end)
		return false;
	if (*p == '#') {
		scan_line_comment(lex);
		return true;
	}
	if (*p == '<' && lex->pos + 1 < lex->end && p[1] == '#') {
		scan_block_comment(lex);
		return true;
	}
	return false;
}

/* A backtick before a line end joins the lines; before a blank it is a blank. */
static bool skip_backtick(struct lexer *lex)
{
	uint32_t start = lex->pos;

	if (!lexer_take(lex, '`'))
		return false;
	if (lexer_skip_newline(lex))
		return true;
	if (char_is_blank(lexer_peek(lex)))
		return true;
	lex->pos = start;
	return false;
}

void lexer_skip_blanks(struct lexer *lex)
{
	for (;;) {
		uint32_t len;
		codepoint c = lexer_char(lex, lex->pos, &len);

		if (char_is_blank(c))
			lex->pos += len;
		else if (!skip_comment(lex) && !skip_backtick(lex))
			return;
	}
}

void lexer_skip_lines(struct lexer *lex)
{
	do {
		lexer_skip_blanks(lex);
	} while (lexer_skip_newline(lex));
}

bool lexer_pipe_follows(struct lexer *lex)
{
	uint32_t start = lex->pos;
	bool found;

	/* Lines that hold a comment may stand between, empty lines may not. */
	for (;;) {
		uint32_t line = lex->pos;

		lexer_skip_blanks(lex);
		found = lexer_peek(lex) == '|';
		if (found || !memchr(lex->text + line, '#', lex->pos - line) ||
		    !lexer_skip_newline(lex))
			break;
	}
	if (found && lex->pos + 1 < lex->end && lex->text[lex->pos + 1] == '|')
		found = false;
	lex->pos = start;
	return found;
}

/* How far the end of an attribute is looked for: a stray [ must not cost a look at all the rest. */
enum { MAX_ATTRIBUTE = 32 * 1024 };

/* Past the closing bracket of the one at lex->pos; false when there is none. */
static bool skip_brackets(struct lexer *lex)
{
	uint32_t limit = MIN(lex->end, lex->pos + MAX_ATTRIBUTE);
	unsigned depth = 0;

	while (lex->pos < limit) {
		codepoint c = lexer_get(lex), quote = c;

		if (c == '[') {
			depth++;
		} else if (c == ']') {
			if (--depth == 0)
				return true;
		} else if (c == '`') {
			lexer_get(lex);
		} else if (char_is_single_quote(c) || char_is_double_quote(c)) {
			do {
				c = lexer_get(lex);
				if (c == '`' && char_is_double_quote(quote))
					c = (lexer_get(lex), 0);
			} while (c != CHAR_END && !(char_is_single_quote(quote) ?
						    char_is_single_quote(c) : char_is_double_quote(c)));
		}
	}
	return false;
}

bool lexer_word_after_attributes(struct lexer *lex, const char **ret_word, uint32_t *ret_len)
{
	uint32_t start = lex->pos, comments = lex->notes->comments->len;
	unsigned said = lex->diag->count;
	bool closed = true;

	lexer_skip_lines(lex);
	while (closed && lexer_peek(lex) == '[') {
		closed = skip_brackets(lex);
		lexer_skip_lines(lex);
	}
	*ret_word = lex->text + lex->pos;
	while (char_is_identifier(lexer_peek(lex)))
		lexer_get(lex);
	*ret_len = lex->text + lex->pos - *ret_word;
	lex->pos = start;
	g_array_set_size(lex->notes->comments, comments);
	return closed && *ret_len > 0 && lex->diag->count == said;
}

/* -- Signs ----------------------------------------------------------------- */

/* An operator whose characters were taken; in command mode only when the word ends here. */
static void finish_operator(struct lexer *lex, struct token *token, enum token_kind kind)
{
	if (lexer_in_command(lex) && !char_breaks(lexer_peek(lex)))
		lexer_scan_word(lex, token);
	else
		lexer_finish(lex, token, kind);
}

static bool number_follows(const struct lexer *lex)
{
	codepoint c = lexer_peek(lex);

	return lex->allow_signed && (char_is_digit(c) || c == '.');
}

static void scan_number_or_word(struct lexer *lex, struct token *token)
{
	lex->pos = token->at;
	if (lexer_scan_number(lex, token))
		return;
	lex->pos = token->at;
	lexer_get(lex);
	lexer_scan_word(lex, token);
}

static void scan_plus(struct lexer *lex, struct token *token)
{
	if (lexer_take(lex, '+'))
		finish_operator(lex, token, T_PLUS_PLUS);
	else if (lexer_take(lex, '='))
		finish_operator(lex, token, T_PLUS_EQUALS);
	else if (number_follows(lex))
		scan_number_or_word(lex, token);
	else
		finish_operator(lex, token, T_PLUS);
}

static void scan_dash(struct lexer *lex, struct token *token)
{
	codepoint c = lexer_peek(lex);

	if (char_is_dash(c)) {
		lexer_get(lex);
		finish_operator(lex, token, T_MINUS_MINUS);
	} else if (c == '=') {
		lexer_get(lex);
		finish_operator(lex, token, T_MINUS_EQUALS);
	} else if (char_is_letter(c) || c == '_' || c == '?') {
		lexer_scan_parameter(lex, token);
	} else if (number_follows(lex)) {
		scan_number_or_word(lex, token);
	} else {
		finish_operator(lex, token, T_MINUS);
	}
}

static void scan_equals_form(struct lexer *lex, struct token *token, enum token_kind plain,
			     enum token_kind with_equals)
{
	finish_operator(lex, token, lexer_take(lex, '=') ? with_equals : plain);
}

/* After `>`: >, >>, >&1; `from` is a stream. */
static void scan_redirection(struct lexer *lex, struct token *token, unsigned from)
{
	token->redirect.from = from;
	token->redirect.append = false;
	if (lexer_take(lex, '&')) {
		codepoint c = lexer_peek(lex);

		if (c >= '1' && c <= '6') {
			lexer_get(lex);
			token->redirect.to = c - '0';
		} else {
			token->redirect.to = STREAM_ALL;
		}
		lexer_finish(lex, token, T_REDIRECT_MERGE);
		if (token->redirect.to != STREAM_OUTPUT || from == STREAM_OUTPUT) {
			g_autofree char *text = g_strndup(lex->text + token->at,
							  lex->pos - token->at);

			report_wrong(lex->diag, PE_RedirectionNotSupported, token->span, text);
		}
		return;
	}
	token->redirect.append = lexer_take(lex, '>');
	lexer_finish(lex, token, T_REDIRECT_FILE);
}

static void scan_digit(struct lexer *lex, struct token *token, codepoint c)
{
	if (lexer_in_command(lex) && c >= '1' && c <= '6' && lexer_take(lex, '>'))
		scan_redirection(lex, token, c - '0');
	else
		scan_number_or_word(lex, token);
}

static void scan_star(struct lexer *lex, struct token *token)
{
	if (lexer_take(lex, '>'))
		scan_redirection(lex, token, STREAM_ALL);
	else
		scan_equals_form(lex, token, T_MULTIPLY, T_MULTIPLY_EQUALS);
}

static void scan_dot(struct lexer *lex, struct token *token)
{
	codepoint c = lexer_peek(lex);

	if (c == '.') {
		lexer_get(lex);
		finish_operator(lex, token, T_DOT_DOT);
	} else if (char_is_digit(c)) {
		scan_number_or_word(lex, token);
	} else if (lexer_in_command(lex) && !char_breaks(c) && c != '$' &&
		   !char_is_single_quote(c) && !char_is_double_quote(c)) {
		lexer_scan_word(lex, token);
	} else {
		lexer_finish(lex, token, T_DOT);
	}
}

static void scan_at(struct lexer *lex, struct token *token)
{
	uint32_t len;
	codepoint c = lexer_char(lex, lex->pos, &len);

	if (c == '{' || c == '(') {
		lex->pos++;
		lexer_finish(lex, token, c == '{' ? T_AT_CURLY : T_AT_PAREN);
	} else if (char_is_single_quote(c) || char_is_double_quote(c)) {
		lex->pos += len;
		lexer_scan_here_string(lex, token, char_is_double_quote(c));
	} else if (char_starts_variable(c) && c != ':') {
		lexer_scan_variable(lex, token, true);
	} else {
		lexer_finish(lex, token, T_UNKNOWN);
		report_wrong(lex->diag, PE_UnrecognizedToken, token->span);
	}
}

static void scan_colon(struct lexer *lex, struct token *token)
{
	if (lexer_take(lex, ':'))
		finish_operator(lex, token, T_COLON_COLON);
	else if (lexer_in_command(lex))
		lexer_scan_label(lex, token);
	else
		lexer_finish(lex, token, T_COLON);
}

static void scan_question(struct lexer *lex, struct token *token)
{
	if (lexer_in_command(lex))
		lexer_scan_word(lex, token);
	else if (lexer_take(lex, '?'))
		lexer_finish(lex, token, lexer_take(lex, '=') ? T_COALESCE_EQUALS : T_COALESCE);
	else
		lexer_finish(lex, token, T_QUESTION);
}

static void scan_exclamation(struct lexer *lex, struct token *token)
{
	codepoint c = lexer_peek(lex);

	if ((lexer_in_command(lex) && !char_breaks(c)) || char_is_letter(c) || c == '_')
		lexer_scan_word(lex, token);
	else
		lexer_finish(lex, token, T_EXCLAIM);
}

static void scan_dollar(struct lexer *lex, struct token *token)
{
	if (lexer_take(lex, '('))
		lexer_finish(lex, token, T_DOLLAR_PAREN);
	else
		lexer_scan_variable(lex, token, false);
}

static void scan_bracket(struct lexer *lex, struct token *token, enum token_kind kind)
{
	if (lexer_in_command(lex))
		lexer_scan_word(lex, token);
	else
		lexer_finish(lex, token, kind);
}

static void scan_other(struct lexer *lex, struct token *token, codepoint c)
{
	if (char_is_letter(c) || c == '_')
		lexer_scan_identifier(lex, token);
	else if (char_is_dash(c))
		scan_dash(lex, token);
	else if (char_is_single_quote(c))
		lexer_scan_string(lex, token, false);
	else if (char_is_double_quote(c))
		lexer_scan_string(lex, token, true);
	else
		lexer_scan_word(lex, token);
}

void lexer_next(struct lexer *lex, struct token *token)
{
	codepoint c;

	lexer_skip_blanks(lex);
	memset(token, 0, sizeof(*token));
	token->at = lex->pos;
	c = lexer_get(lex);
	switch (c) {
	case CHAR_END: lexer_finish(lex, token, T_END); return;
	case '\r': lexer_take(lex, '\n'); lexer_finish(lex, token, T_NEWLINE); return;
	case '\n': lexer_finish(lex, token, T_NEWLINE); return;
	case ';': lexer_finish(lex, token, T_SEMICOLON); return;
	case ',': lexer_finish(lex, token, T_COMMA); return;
	case '(': lexer_finish(lex, token, T_LPAREN); return;
	case ')': lexer_finish(lex, token, T_RPAREN); return;
	case '{': lexer_finish(lex, token, T_LCURLY); return;
	case '}': lexer_finish(lex, token, T_RCURLY); return;
	case '[': scan_bracket(lex, token, T_LBRACKET); return;
	case ']': scan_bracket(lex, token, T_RBRACKET); return;
	case '|': lexer_finish(lex, token, lexer_take(lex, '|') ? T_OR_OR : T_PIPE); return;
	case '&': lexer_finish(lex, token, lexer_take(lex, '&') ? T_AND_AND : T_AMPERSAND); return;
	case '$': scan_dollar(lex, token); return;
	case '@': scan_at(lex, token); return;
	case '=': finish_operator(lex, token, T_EQUALS); return;
	case '+': scan_plus(lex, token); return;
	case '*': scan_star(lex, token); return;
	case '/': scan_equals_form(lex, token, T_DIVIDE, T_DIVIDE_EQUALS); return;
	case '%': scan_equals_form(lex, token, T_REMAINDER, T_REMAINDER_EQUALS); return;
	case '<': lexer_finish(lex, token, T_REDIRECT_IN); return;
	case '>': scan_redirection(lex, token, STREAM_OUTPUT); return;
	case '.': scan_dot(lex, token); return;
	case ':': scan_colon(lex, token); return;
	case '?': scan_question(lex, token); return;
	case '!': scan_exclamation(lex, token); return;
	case '0': case '1': case '2': case '3': case '4':
	case '5': case '6': case '7': case '8': case '9': scan_digit(lex, token, c); return;
	default: scan_other(lex, token, c); return;
	}
}
