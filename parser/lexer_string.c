/*
 * Strings: where they end, and the pieces of those that expand.
 *
 * Only $name, ${name} and $( ) expand. Any quote of a class closes any other
 * of it; two of them are one, the second. The text of $( ) is found by counting
 * parentheses alone, and doubled quotes in it are one, which is why it may have
 * to be lexed from a copy.
 */
#include "parser/lexer.h"


/* -- Pieces ---------------------------------------------------------------- */

void pieces_init(struct piece_list *list, uint32_t start)
{
	list->text = g_string_new(NULL);
	list->text_start = start;
	list->pieces = NULL;
}

void pieces_clear(struct piece_list *list)
{
	g_string_free(list->text, TRUE);
	if (list->pieces)
		g_array_free(list->pieces, TRUE);
}

static void add_piece(struct piece_list *list, const struct piece *piece)
{
	if (!list->pieces)
		list->pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
	g_array_append_vals(list->pieces, piece, 1);
}

/* What was collected so far, which ends at `end`, becomes a piece. */
static void flush_text(struct lexer *lex, struct piece_list *list, uint32_t end)
{
	struct piece piece = { .kind = PIECE_TEXT };

	if (!list->text->len)
		return;
	piece.text = arena_copy(lex->arena, list->text->str, list->text->len);
	piece.len = list->text->len;
	piece.span = lexer_span(lex, list->text_start, end);
	add_piece(list, &piece);
	g_string_truncate(list->text, 0);
}

void pieces_finish(struct lexer *lex, struct piece_list *list, struct token *token,
		   enum token_kind plain, enum token_kind expandable)
{
	if (!list->pieces) {
		lexer_set_text(lex, token, list->text);
		lexer_finish(lex, token, plain);
		return;
	}
	flush_text(lex, list, lex->pos);
	token->piece_count = list->pieces->len;
	token->pieces = arena_copy(lex->arena, list->pieces->data,
				   list->pieces->len * sizeof(struct piece));
	lexer_finish(lex, token, expandable);
}

/* -- Variables ------------------------------------------------------------- */

/* ${...}: the brace was taken. */
static void scan_braced_name(struct lexer *lex, bool in_string, uint32_t start, GString *name)
{
	for (;;) {
		uint32_t at = lex->pos;
		codepoint c = lexer_get(lex);

		if (c == '}')
			break;
		if (c == CHAR_END) {
			report(lex->diag, PE_IncompleteDollarVariableReference,
			       lexer_span(lex, start, lex->pos));
			return;
		}
		if (c == '{')
			report_wrong(lex->diag, PE_OpenBraceNeedsToBeBackTickedInVariableName,
				     lexer_span(lex, at, lex->pos));
		if (in_string && char_is_double_quote(c)) {
			if (!char_is_double_quote(lexer_peek(lex))) {
				lex->pos = at;
				report_wrong(lex->diag, PE_IncompleteDollarVariableReference,
					     lexer_span(lex, start, at));
				return;
			}
			c = lexer_get(lex);
		}
		if (c == '`')
			lexer_scan_escape(lex, name);
		else
			text_put(name, c);
	}
	if (!name->len)
		report_wrong(lex->diag, PE_EmptyVariableReference, lexer_span(lex, start, lex->pos));
	else if (name->str[name->len - 1] == ':')
		report_wrong(lex->diag, PE_InvalidBracedVariableReference,
			     lexer_span(lex, start, lex->pos));
}

/* What follows a variable in command mode without making a longer word of it. */
static bool variable_ends_before(codepoint c)
{
	return char_breaks(c) || c == '.' || c == '[' || c == '=';
}

static void scan_bare_name(struct lexer *lex, GString *name)
{
	codepoint c = lexer_get(lex);

	text_put(name, c);
	if (c == '$' || c == '?' || c == '^')
		return;
	for (;;) {
		uint32_t len, next;

		c = lexer_char(lex, lex->pos, &len);
		if (c == ':') {
			if (lexer_char(lex, lex->pos + 1, &next) == ':')
				return;
		} else if (!char_is_identifier(c) && c != '?') {
			return;
		}
		text_put(name, c);
		lex->pos += len;
	}
}

/* "script:" and the like, but for a drive's "env:". */
static bool is_scope_prefix(const GString *name)
{
	static const char *const scopes[] = { "global:", "local:", "private:", "script:", "using:",
					      "variable:" };

	for (size_t i = 0; i < G_N_ELEMENTS(scopes); i++)
		if (g_ascii_strcasecmp(scopes[i], name->str) == 0)
			return true;
	return false;
}

bool lexer_scan_name(struct lexer *lex, bool in_string, uint32_t start, GString *name,
		     bool *ret_braced, bool *ret_word)
{
	codepoint c = lexer_peek(lex);

	*ret_braced = c == '{';
	*ret_word = false;
	if (c == '{') {
		lexer_get(lex);
		scan_braced_name(lex, in_string, start, name);
	} else if (char_starts_variable(c) && c != ':') {
		scan_bare_name(lex, name);
		if (name->str[name->len - 1] == ':')
			report_wrong(lex->diag, is_scope_prefix(name) ? PE_InvalidVariableReference
						: PE_InvalidVariableReferenceWithDrive,
				     lexer_span(lex, start, lex->pos));
	} else {
		return false;
	}
	if (!in_string && lexer_in_command(lex)) {
		c = lexer_peek(lex);
		*ret_word = !variable_ends_before(c) &&
			!(c == ':' && lex->pos + 1 < lex->end && lex->text[lex->pos + 1] == ':');
	}
	return true;
}

/* -- Subexpressions in text ------------------------------------------------ */

/* A quote that stands for the next one: doubled, or after a backtick. */
static bool is_folded_quote(const struct lexer *lex, codepoint c)
{
	return (c == '`' || char_is_double_quote(c)) && char_is_double_quote(lexer_peek(lex));
}

/* Past the closing parenthesis; *ret_folded: quotes were folded, a copy is needed. */
static bool skip_inner(struct lexer *lex, bool here_string, bool *ret_folded)
{
	unsigned depth = 1;

	for (;;) {
		codepoint c = lexer_get(lex);

		if (c == CHAR_END)
			return false;
		if (c == '(')
			depth++;
		if (c == ')' && --depth == 0)
			return true;
		if (!here_string && is_folded_quote(lex, c)) {
			lexer_get(lex);
			*ret_folded = true;
		}
	}
}

/* The text from lex->pos to `end`, quotes folded, and where each byte of it stood. */
static void copy_inner(struct lexer *lex, struct piece *piece, uint32_t end, bool here_string)
{
	uint32_t max = end - lex->pos, n = 0;
	char *text = arena_alloc(lex->arena, max + 1);
	uint32_t *map = arena_alloc(lex->arena, (max + 1) * sizeof(*map));

	while (lex->pos < end) {
		uint32_t at = lex->pos;
		codepoint c = lexer_get(lex);

		if (!here_string && is_folded_quote(lex, c)) {
			at = lex->pos;
			lexer_get(lex);
		}
		for (; at < lex->pos; at++, n++) {
			text[n] = lex->text[at];
			map[n] = lexer_source_offset(lex, at);
		}
	}
	map[n] = lexer_source_offset(lex, end);
	piece->text = text;
	piece->len = n;
	piece->map = map;
}

/* $( was taken. */
static void scan_inner(struct lexer *lex, struct piece_list *list, uint32_t start, bool here_string)
{
	struct piece piece = { .kind = PIECE_SUBEXPRESSION };
	uint32_t begin = lex->pos, after, end;
	bool folded = false;

	if (skip_inner(lex, here_string, &folded)) {
		end = lex->pos - 1;
	} else {
		end = lex->pos;
		report(lex->diag, PE_IncompleteDollarSubexpressionReference,
		       lexer_span(lex, start, lex->pos));
	}
	after = lex->pos;
	piece.span = lexer_span(lex, start, after);
	piece.text = lex->text + begin;
	piece.len = end - begin;
	piece.at = begin;
	if (folded || lex->map) {
		lex->pos = begin;
		copy_inner(lex, &piece, end, here_string);
		lex->pos = after;
	}
	add_piece(list, &piece);
}

/* The dollar was taken. */
void pieces_scan_dollar(struct lexer *lex, struct piece_list *list, bool here_string)
{
	uint32_t start = lex->pos - 1;
	struct piece piece = { .kind = PIECE_VARIABLE };
	g_autoptr(GString) name = NULL;
	bool is_word;

	if (lexer_peek(lex) == '(') {
		flush_text(lex, list, start);
		lexer_get(lex);
		scan_inner(lex, list, start, here_string);
		list->text_start = lex->pos;
		return;
	}
	name = g_string_new(NULL);
	if (!lexer_scan_name(lex, true, start, name, &piece.braced, &is_word)) {
		g_string_append_c(list->text, '$');
		return;
	}
	flush_text(lex, list, start);
	piece.text = arena_copy(lex->arena, name->str, name->len);
	piece.len = name->len;
	piece.span = lexer_span(lex, start, lex->pos);
	add_piece(list, &piece);
	list->text_start = lex->pos;
}

/* -- Strings --------------------------------------------------------------- */

static void report_unterminated(struct lexer *lex, uint32_t start, const char *terminator)
{
	report(lex->diag, PE_TerminatorExpectedAtEndOfString, lexer_span(lex, start, lex->pos),
	       terminator);
}

void lexer_scan_single(struct lexer *lex, GString *out, uint32_t start)
{
	for (;;) {
		codepoint c = lexer_get(lex);

		if (c == CHAR_END) {
			report_unterminated(lex, start, "'");
			return;
		}
		if (char_is_single_quote(c)) {
			if (!char_is_single_quote(lexer_peek(lex)))
				return;
			c = lexer_get(lex);
		}
		text_put(out, c);
	}
}

void lexer_scan_double(struct lexer *lex, struct piece_list *list, uint32_t start)
{
	for (;;) {
		codepoint c = lexer_get(lex);

		if (c == CHAR_END) {
			report_unterminated(lex, start, "\"");
			return;
		}
		if (char_is_double_quote(c)) {
			if (!char_is_double_quote(lexer_peek(lex)))
				return;
			c = lexer_get(lex);
		} else if (c == '$') {
			pieces_scan_dollar(lex, list, false);
			continue;
		} else if (c == '`') {
			/* At the very end the string itself is what is missing. */
			if (lexer_peek(lex) != CHAR_END)
				lexer_scan_escape(lex, list->text);
			continue;
		}
		text_put(list->text, c);
	}
}

/* A string without anything special in it is a slice of the source. */
static bool scan_plain_string(struct lexer *lex, struct token *token, char quote)
{
	uint32_t pos = lex->pos;

	for (; pos < lex->end; pos++) {
		unsigned char c = lex->text[pos];

		if (c >= 0x80 || (quote == '"' && (c == '$' || c == '`')))
			return false;
		if (c == quote)
			break;
	}
	if (pos >= lex->end || (pos + 1 < lex->end &&
				(lex->text[pos + 1] == quote || (lex->text[pos + 1] & 0x80))))
		return false;
	token->text = lex->text + lex->pos;
	token->len = pos - lex->pos;
	lex->pos = pos + 1;
	lexer_finish(lex, token, T_STRING);
	token->braced = quote == '"';
	return true;
}

void lexer_scan_string(struct lexer *lex, struct token *token, bool expandable)
{
	struct piece_list list;

	if (scan_plain_string(lex, token, expandable ? '"' : '\''))
		return;
	pieces_init(&list, lex->pos);
	if (expandable)
		lexer_scan_double(lex, &list, token->at);
	else
		lexer_scan_single(lex, list.text, token->at);
	pieces_finish(lex, &list, token, T_STRING, T_EXPANDABLE);
	/* Which quotes they were: ast_string.form. */
	token->braced = expandable;
	pieces_clear(&list);
}

/* -- Here-strings ---------------------------------------------------------- */

static bool is_quote(codepoint c, bool expandable)
{
	return expandable ? char_is_double_quote(c) : char_is_single_quote(c);
}

/* At the start of a line: the closing quote and @, which are taken. */
static bool take_footer(struct lexer *lex, bool expandable)
{
	uint32_t len;
	codepoint c = lexer_char(lex, lex->pos, &len);

	if (!is_quote(c, expandable) || lex->pos + len >= lex->end || lex->text[lex->pos + len] != '@')
		return false;
	lex->pos += len + 1;
	return true;
}

/* Only blanks may stand after the opening; then the line ends. */
static bool take_header(struct lexer *lex, struct token *token, bool expandable)
{
	uint32_t start = lex->pos;

	while (char_is_blank(lexer_peek(lex)))
		lexer_get(lex);
	if (lexer_skip_newline(lex))
		return true;
	if (lexer_peek(lex) == CHAR_END) {
		lex->pos = lex->end;
		report_unterminated(lex, token->at, expandable ? "\"@" : "'@");
		return false;
	}
	start = lex->pos;
	while (lex->pos < lex->end && !char_is_newline((unsigned char)lex->text[lex->pos]))
		lex->pos++;
	report_wrong(lex->diag, PE_UnexpectedCharactersAfterHereStringHeader,
		     lexer_span(lex, start, lex->pos));
	return lexer_skip_newline(lex);
}

/* A footer with blanks before it, to say more than that the end is missing. */
static bool indented_footer(struct lexer *lex, bool expandable, uint32_t *ret_at)
{
	uint32_t start = lex->pos;
	bool found;

	while (char_is_blank(lexer_peek(lex)))
		lexer_get(lex);
	*ret_at = lex->pos;
	found = lex->pos != start && take_footer(lex, expandable);
	lex->pos = start;
	return found;
}

static void scan_here_body(struct lexer *lex, struct token *token, struct piece_list *list,
			   bool expandable)
{
	uint32_t indented = 0, at;

	if (take_footer(lex, expandable))
		return;
	for (;;) {
		uint32_t start = lex->pos;
		codepoint c;

		if (lexer_skip_newline(lex)) {
			if (take_footer(lex, expandable))
				return;
			if (!indented && indented_footer(lex, expandable, &at))
				indented = at;
			g_string_append_len(list->text, lex->text + start, lex->pos - start);
			continue;
		}
		c = lexer_get(lex);
		if (c == CHAR_END)
			break;
		if (expandable && c == '$')
			pieces_scan_dollar(lex, list, true);
		else if (expandable && c == '`' && lexer_peek(lex) != CHAR_END)
			lexer_scan_escape(lex, list->text);
		else
			text_put(list->text, c);
	}
	if (indented)
		report_wrong(lex->diag, PE_WhitespaceBeforeHereStringFooter,
			     lexer_span(lex, indented, indented));
	else
		report_unterminated(lex, token->at, expandable ? "\"@" : "'@");
}

void lexer_scan_here_string(struct lexer *lex, struct token *token, bool expandable)
{
	struct piece_list list;
	bool has_body = take_header(lex, token, expandable);

	pieces_init(&list, lex->pos);
	if (has_body)
		scan_here_body(lex, token, &list, expandable);
	pieces_finish(lex, &list, token, T_HERE_STRING, T_HERE_EXPANDABLE);
	token->braced = expandable;
	pieces_clear(&list);
}
