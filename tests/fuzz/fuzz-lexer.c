/*
 * The lexer against any bytes, in either mode and changing between them: it always goes forward,
 * and a token lies where it was found.
 */
#include "tests/fuzz/fuzz.h"

#include "parser/lexer.h"

/* Modes change as the parser would change them: by the bits of the text's own hash. */
static void lex_all(struct lexer *lex, uint32_t modes)
{
	struct token token;
	uint32_t before, turn = 0;

	do {
		before = lex->pos;
		lex->mode = modes >> (turn++ & 31) & 1 ? MODE_EXPRESSION : MODE_COMMAND;
		lex->allow_signed = modes >> (turn & 31) & 1;
		lex->in_ternary = modes >> ((turn + 7) & 31) & 1;
		lexer_next(lex, &token);
		g_assert_cmpuint(token.at, >=, before);
		g_assert_cmpuint(token.at, <=, lex->pos);
		g_assert_cmpuint(lex->pos, <=, lex->end);
		g_assert_cmpuint(token.span.start, <=, token.span.end);
		g_assert_true(token.kind == T_END || lex->pos > before);
	} while (token.kind != T_END);
}

static void lex_source(struct source *source, uint32_t modes)
{
	g_autoptr(GPtrArray) errors = parse_errors_new();
	struct diagnostics diag = { .errors = errors, .source = source };
	struct lexer_notes notes = {
		g_array_new(FALSE, FALSE, sizeof(struct span)),
		g_array_new(FALSE, FALSE, sizeof(struct span)), G_MAXUINT32 };
	struct lexer lex = { .text = source->text, .end = source->len, .arena = arena_new(),
			     .diag = &diag, .notes = &notes };

	lex_all(&lex, modes);
	arena_free(lex.arena);
	g_array_free(notes.comments, TRUE);
	g_array_free(notes.requirements, TRUE);
}

void fuzz_one(const uint8_t *data, size_t size)
{
	struct source *source = source_decode(data, size, NULL);
	uint32_t hash = g_str_hash(source->text);

	lex_source(source, 0);
	lex_source(source, G_MAXUINT32);
	lex_source(source, hash);
	source_unref(source);
}
