/*
 * Words: identifiers, the generic tokens of command mode, parameters, labels
 * and variables.
 *
 * A generic token runs to the next blank or one of & ( ) , ; { | }; quotes
 * inside it concatenate, variables and $( ) expand, backticks escape.
 */
#include "parser/lexer.h"

#include <string.h>

static void put_unicode_escape(struct lexer *lex, GString *out, uint32_t start)
{
	uint32_t value = 0, digits = 0;

	if (!lexer_take(lex, '{')) {
		report_wrong(lex->diag, PE_InvalidUnicodeEscapeSequence,
			     lexer_span(lex, start, lex->pos));
		return;
	}
	while (char_is(lexer_peek(lex), CHAR_HEX) && digits < 7) {
		value = value << 4 | g_ascii_xdigit_value(lexer_get(lex));
		digits++;
	}
	if (digits > 6) {
		report_wrong(lex->diag, PE_TooManyDigitsInUnicodeEscapeSequence,
			     lexer_span(lex, start, lex->pos));
	} else if (lexer_peek(lex) == CHAR_END && digits) {
		report(lex->diag, PE_MissingUnicodeEscapeSequenceTerminator,
		       lexer_span(lex, start, lex->pos));
	} else if (!digits || !lexer_take(lex, '}')) {
		report_wrong(lex->diag, PE_InvalidUnicodeEscapeSequence,
			     lexer_span(lex, start, lex->pos));
	} else if (value > 0x10FFFF) {
		report_wrong(lex->diag, PE_InvalidUnicodeEscapeSequenceValue,
			     lexer_span(lex, start, lex->pos));
	} else {
		text_put(out, value);
	}
}

void lexer_scan_escape(struct lexer *lex, GString *out)
{
	uint32_t start = lex->pos - 1;
	codepoint c = lexer_get(lex);

	switch (c) {
	case CHAR_END:
		report(lex->diag, PE_IncompleteString, lexer_span(lex, start, lex->pos));
		return;
	case '0': g_string_append_c(out, '\0'); return;
	case 'a': g_string_append_c(out, '\a'); return;
	case 'b': g_string_append_c(out, '\b'); return;
	case 'e': g_string_append_c(out, '\033'); return;
	case 'f': g_string_append_c(out, '\f'); return;
	case 'n': g_string_append_c(out, '\n'); return;
	case 'r': g_string_append_c(out, '\r'); return;
	case 't': g_string_append_c(out, '\t'); return;
	case 'v': g_string_append_c(out, '\v'); return;
	case 'u': put_unicode_escape(lex, out, start); return;
	default: text_put(out, c); return;
	}
}

/* A generic token that needs no second look is a slice of the source. */
static bool scan_plain_word(struct lexer *lex, struct token *token)
{
	uint32_t start = token->at, pos = start;

	for (; pos < lex->end; pos++) {
		unsigned char c = lex->text[pos];

		if (c >= 0x80 || c == '`' || c == '\'' || c == '"' || c == '$')
			return false;
		if (char_classes[c] & CHAR_BREAK)
			break;
	}
	lex->pos = pos;
	token->text = lex->text + start;
	token->len = pos - start;
	lexer_finish(lex, token, T_WORD);
	return true;
}

/* The token from its start, whatever was taken of it. */
void lexer_scan_word(struct lexer *lex, struct token *token)
{
	struct piece_list list;

	if (scan_plain_word(lex, token) && token->len)
		return;
	lex->pos = token->at;
	pieces_init(&list, lex->pos);
	for (;;) {
		uint32_t start = lex->pos, len;
		codepoint c = lexer_char(lex, start, &len);

		/* The first character is part of the word whatever it is. */
		if (start != token->at && char_breaks(c))
			break;
		lex->pos += len;
		if (c == CHAR_END)
			break;
		if (c == '`')
			lexer_scan_escape(lex, list.text);
		else if (char_is_single_quote(c) && start != token->at)
			lexer_scan_single(lex, list.text, start);
		else if (char_is_double_quote(c) && start != token->at)
			lexer_scan_double(lex, &list, start);
		else if (c == '$')
			pieces_scan_dollar(lex, &list, false);
		else
			text_put(list.text, c);
	}
	pieces_finish(lex, &list, token, T_WORD, T_WORD_EXPANDABLE);
	pieces_clear(&list);
}

void lexer_scan_identifier(struct lexer *lex, struct token *token)
{
	while (char_is_identifier(lexer_peek(lex)))
		lexer_get(lex);
	if (lexer_in_command(lex) && !char_breaks(lexer_peek(lex))) {
		lexer_scan_word(lex, token);
		return;
	}
	token->text = lex->text + token->at;
	token->len = lex->pos - token->at;
	token->plain = true;
	lexer_finish(lex, token, lexer_in_command(lex)
		     ? keyword_find(token->text, token->len) : T_WORD);
}

/* What a parameter's name cannot hold, besides blanks. */
static bool ends_parameter(codepoint c)
{
	return c == CHAR_END || char_is_blank(c) || (c < 128 && strchr("{}();,|&.[\r\n", (int)c));
}

static void finish_parameter(struct lexer *lex, struct token *token, uint32_t name)
{
	bool colon;

	token->text = lex->text + name;
	token->len = lex->pos - name;
	if (lex->mode == MODE_EXPRESSION) {
		const struct dash_operator *op = dash_operator_find(token->text, token->len);

		if (op) {
			token->op = op;
			lexer_finish(lex, token, T_OPERATOR);
			return;
		}
	}
	colon = lexer_take(lex, ':');
	token->has_colon = colon;
	lexer_finish(lex, token, T_PARAMETER);
}

/* The dash was taken, a letter, _ or ? follows. */
void lexer_scan_parameter(struct lexer *lex, struct token *token)
{
	uint32_t name = lex->pos;

	for (;;) {
		uint32_t len;
		codepoint c = lexer_char(lex, lex->pos, &len);

		if (c == ':' || ends_parameter(c))
			break;
		if (lexer_in_command(lex)) {
			if (char_is_single_quote(c) || char_is_double_quote(c)) {
				lexer_scan_word(lex, token);
				return;
			}
		} else if (!char_is_letter(c) && c != '_' && (c != '?' || lex->pos != name)) {
			break;
		}
		lex->pos += len;
	}
	finish_parameter(lex, token, name);
}

void lexer_scan_label(struct lexer *lex, struct token *token)
{
	codepoint c = lexer_peek(lex);
	uint32_t name = lex->pos;

	if (!char_is_letter(c) && c != '_') {
		lexer_scan_word(lex, token);
		return;
	}
	while (char_is_identifier(lexer_peek(lex)))
		lexer_get(lex);
	if (!char_breaks(lexer_peek(lex))) {
		lexer_scan_word(lex, token);
		return;
	}
	token->text = lex->text + name;
	token->len = lex->pos - name;
	lexer_finish(lex, token, T_LABEL);
}

/* After $ or @: a variable, or in command mode a word that holds one. */
void lexer_scan_variable(struct lexer *lex, struct token *token, bool splat)
{
	g_autoptr(GString) name = g_string_new(NULL);
	uint32_t start = lex->pos;
	bool is_word;

	if (!lexer_scan_name(lex, false, token->at, name, &token->braced, &is_word) ||
	    (is_word && !splat)) {
		lexer_scan_word(lex, token);
		return;
	}
	if (token->braced) {
		lexer_set_text(lex, token, name);
	} else {
		token->text = lex->text + start;
		token->len = lex->pos - start;
	}
	lexer_finish(lex, token, splat ? T_SPLAT : T_VARIABLE);
}
