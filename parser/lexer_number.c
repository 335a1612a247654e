/*
 * Number literals: 1, 1.5, .5, 1e3, 0xFF, 0b11, a type suffix, a multiplier.
 *
 * Without a suffix an integer takes the first type that holds it: int, long,
 * decimal, double. The multiplier counts before the type is chosen. What looks
 * like a number but does not end like one (7zip, 2.exe) is a word.
 */
#include "parser/lexer.h"

#include <gmp.h>
#include <math.h>
#include <string.h>

#include "lib/convert.h"

enum suffix { SUFFIX_NONE, SUFFIX_DECIMAL, SUFFIX_BIG, SUFFIX_TYPED };

struct literal {
	bool negative, real;
	unsigned base;			/* 10, 16, 2 */
	uint32_t digits, digits_end;	/* where they stand, point and exponent included */
	enum suffix suffix;
	enum value_kind kind;		/* SUFFIX_TYPED */
	unsigned shift;			/* of the multiplier: 10 kb, 20 mb ... */
};

/* -- Reading --------------------------------------------------------------- */

static unsigned skip_digits(struct lexer *lex, unsigned classes)
{
	uint32_t start = lex->pos;

	while (char_is(lexer_peek(lex), classes))
		lex->pos++;
	return lex->pos - start;
}

static bool scan_exponent(struct lexer *lex, struct literal *lit)
{
	if (!lexer_take(lex, 'e') && !lexer_take(lex, 'E'))
		return true;
	lit->real = true;
	if (lexer_peek(lex) == '+' || char_is_dash(lexer_peek(lex)))
		lexer_get(lex);
	return skip_digits(lex, CHAR_DIGIT) > 0;
}

static bool scan_decimal_digits(struct lexer *lex, struct literal *lit)
{
	unsigned before = skip_digits(lex, CHAR_DIGIT), after = 0;
	bool range = lex->pos + 1 < lex->end && lex->text[lex->pos + 1] == '.';

	if (lexer_peek(lex) == '.' && !range) {
		lex->pos++;
		lit->real = true;
		after = skip_digits(lex, CHAR_DIGIT);
	}
	return before + after > 0 && scan_exponent(lex, lit);
}

static bool scan_digits(struct lexer *lex, struct literal *lit)
{
	codepoint second = lex->pos + 1 < lex->end ? (unsigned char)lex->text[lex->pos + 1] : CHAR_END;
	bool zero = lexer_peek(lex) == '0';
	bool found = true;

	lit->base = 10;
	lit->digits = lex->pos;
	if (zero && (second == 'x' || second == 'X')) {
		lit->base = 16;
		lit->digits = lex->pos += 2;
		skip_digits(lex, CHAR_HEX);
	} else if (zero && (second == 'b' || second == 'B')) {
		lit->base = 2;
		lit->digits = lex->pos += 2;
		while (lexer_peek(lex) == '0' || lexer_peek(lex) == '1')
			lex->pos++;
		found = lex->pos > lit->digits;
	} else {
		found = scan_decimal_digits(lex, lit);
	}
	lit->digits_end = lex->pos;
	return found;
}

static void set_kind(struct literal *lit, enum value_kind kind)
{
	lit->suffix = SUFFIX_TYPED;
	lit->kind = kind;
}

/* After a `u`: us, uy, ul, or nothing more. */
static void scan_unsigned_suffix(struct lexer *lex, struct literal *lit)
{
	if (lexer_take(lex, 's') || lexer_take(lex, 'S'))
		set_kind(lit, V_U16);
	else if (lexer_take(lex, 'y') || lexer_take(lex, 'Y'))
		set_kind(lit, V_U8);
	else if (lexer_take(lex, 'l') || lexer_take(lex, 'L'))
		set_kind(lit, V_U64);
	else
		set_kind(lit, V_U32);
}

static void scan_suffix(struct lexer *lex, struct literal *lit)
{
	codepoint c = lexer_peek(lex);

	lex->pos++;
	switch (c < 128 ? g_ascii_tolower(c) : 0) {
	case 'd': lit->suffix = SUFFIX_DECIMAL; return;
	case 'n': lit->suffix = SUFFIX_BIG; return;
	case 'l': set_kind(lit, V_I64); return;
	case 's': set_kind(lit, V_I16); return;
	case 'y': set_kind(lit, V_I8); return;
	case 'u': scan_unsigned_suffix(lex, lit); return;
	default: lex->pos--; return;
	}
}

static bool scan_multiplier(struct lexer *lex, struct literal *lit)
{
	static const char letters[] = "kmgtp";
	codepoint c = lexer_peek(lex);
	const char *letter = c < 128 && c ? strchr(letters, g_ascii_tolower(c)) : NULL;

	if (!letter)
		return true;
	lex->pos++;
	lit->shift = 10 * (letter - letters + 1);
	return lexer_take(lex, 'b') || lexer_take(lex, 'B');
}

static bool number_ends(const struct lexer *lex)
{
	codepoint c = lexer_peek(lex);

	if (char_breaks(c))
		return true;
	if (lexer_in_command(lex))
		return false;
	return char_is(c, CHAR_AFTER_NUMBER) || char_is_dash(c) ||
		(lex->in_ternary && (c == '?' || c == ':'));
}

/* -- Values ---------------------------------------------------------------- */

/* The digits as a plain C number: typographic signs of the exponent are made ASCII. */
static char *literal_text(const struct lexer *lex, const struct literal *lit)
{
	GString *text = g_string_new(lit->negative ? "-" : NULL);
	uint32_t pos = lit->digits;

	while (pos < lit->digits_end) {
		uint32_t len;
		codepoint c = lexer_char(lex, pos, &len);

		g_string_append_c(text, char_is_dash(c) ? '-' : (char)c);
		pos += len;
	}
	return g_string_free(text, FALSE);
}

static double literal_double(const char *text, const struct literal *lit)
{
	return ldexp(g_ascii_strtod(text, NULL), lit->shift);
}

/* The text of a decimal times 2^shift: the digits multiplied, the point put back. */
static char *scale_decimal(const char *text, unsigned shift)
{
	const char *digits = text + (*text == '-'), *point = strchr(digits, '.');
	const char *e = strpbrk(digits, "eE");
	size_t whole = e ? (size_t)(e - digits) : strlen(digits);
	long places = point ? (long)(whole - (point - digits) - 1) : 0;
	g_autofree char *plain = g_strndup(digits, whole);
	g_autofree char *product = NULL;
	GString *out;
	mpz_t n;

	if (e)
		places -= strtol(e + 1, NULL, 10);
	if (point)
		memmove(plain + (point - digits), plain + (point - digits) + 1,
			whole - (point - digits));
	if (places < -40 || places > 400)
		return NULL;
	mpz_init_set_str(n, *plain ? plain : "0", 10);
	mpz_mul_2exp(n, n, shift);
	product = g_malloc(mpz_sizeinbase(n, 10) + 2);
	mpz_get_str(product, 10, n);
	mpz_clear(n);
	out = g_string_new(product);
	for (; places < 0; places++)
		g_string_append_c(out, '0');
	while ((long)out->len <= places)
		g_string_prepend_c(out, '0');
	if (places > 0)
		g_string_insert_c(out, out->len - places, '.');
	if (*text == '-')
		g_string_prepend_c(out, '-');
	return g_string_free(out, FALSE);
}

static bool decimal_value(const char *text, const struct literal *lit, struct value *ret)
{
	g_autofree char *scaled = scale_decimal(text, lit->shift);

	return scaled && decimal_parse(scaled, strlen(scaled), ret);
}

static bool big_value(const mpz_t n, struct value *ret)
{
	g_autofree char *text = g_malloc(mpz_sizeinbase(n, 10) + 2);

	mpz_get_str(text, 10, n);
	return bigint_parse(text, strlen(text), ret);
}

static bool fits(const mpz_t n, enum value_kind kind)
{
	static const struct { bool is_signed; unsigned bits; } ranges[] = {
		[V_I8] = { true, 7 }, [V_U8] = { false, 8 }, [V_I16] = { true, 15 },
		[V_U16] = { false, 16 }, [V_I32] = { true, 31 }, [V_U32] = { false, 32 },
		[V_I64] = { true, 63 }, [V_U64] = { false, 64 },
	};
	mpz_t limit;
	bool below;

	if (mpz_sgn(n) < 0 && !ranges[kind].is_signed)
		return false;
	mpz_init_set_ui(limit, 1);
	mpz_mul_2exp(limit, limit, ranges[kind].bits);
	below = mpz_sgn(n) < 0 ? mpz_cmpabs(n, limit) <= 0 : mpz_cmp(n, limit) < 0;
	mpz_clear(limit);
	return below;
}

static uint64_t low_bits(const mpz_t n)
{
	uint64_t bits = 0;
	size_t count;

	mpz_export(&bits, &count, -1, sizeof(bits), 0, 0, n);
	return mpz_sgn(n) < 0 ? -bits : bits;
}

static bool typed_value(const mpz_t n, enum value_kind kind, struct value *ret)
{
	if (kind == V_U32 && !fits(n, kind))
		kind = V_U64;
	if (!fits(n, kind))
		return false;
	*ret = value_int(kind, (int64_t)low_bits(n));
	return true;
}

/* An integer without a suffix: the first type that holds it. */
static bool untyped_value(const mpz_t n, const char *text, const struct literal *lit,
			  struct value *ret)
{
	g_autofree char *whole = NULL;

	/* All digits of a long make one, however small the number. */
	if (lit->base == 16 && strlen(text) - lit->negative == 16)
		return typed_value(n, V_I64, ret);
	if (typed_value(n, V_I32, ret) || typed_value(n, V_I64, ret))
		return true;
	if (lit->base != 10)
		return false;
	whole = g_malloc(mpz_sizeinbase(n, 10) + 2);
	mpz_get_str(whole, 10, n);
	if (!decimal_parse(whole, strlen(whole), ret))
		*ret = value_f64(literal_double(text, lit));
	return true;
}

/*
 * Hexadecimal with as many digits as a type has is two's complement: 8 or 16, 2 with y, 4 with s;
 * binary with 8, 16, 32 or 64.
 */
static void take_sign_bit(mpz_t n, const struct literal *lit, unsigned digits)
{
	unsigned bits = lit->base == 16 ? digits * 4 : digits;
	bool whole = lit->base == 16 ? digits == 8 || digits == 16
				     : bits == 8 || bits == 16 || bits == 32 || bits == 64;
	mpz_t modulus;

	if (lit->suffix == SUFFIX_TYPED) {
		/* A long has 16 digits: 0xFFFFFFFFL is positive. */
		if (lit->kind == V_I64 && bits < 64)
			return;
		if (lit->kind == V_U8 || lit->kind == V_U16 || lit->kind == V_U32 ||
		    lit->kind == V_U64)
			return;
		whole |= (lit->kind == V_I8 && bits == 8) || (lit->kind == V_I16 && bits == 16);
	}
	if (!whole || !mpz_tstbit(n, bits - 1))
		return;
	mpz_init_set_ui(modulus, 1);
	mpz_mul_2exp(modulus, modulus, bits);
	mpz_sub(n, n, modulus);
	mpz_clear(modulus);
}

static bool integer_value(const char *text, const struct literal *lit, struct value *ret)
{
	const char *digits = text + lit->negative;
	unsigned count = strlen(digits);
	bool good;
	mpz_t n;

	if (lit->base != 10 && lit->suffix != SUFFIX_BIG && count > (lit->base == 16 ? 16 : 64))
		return false;
	mpz_init_set_str(n, count ? digits : "0", lit->base);
	if (lit->base != 10)
		take_sign_bit(n, lit, count);
	if (lit->negative)
		mpz_neg(n, n);
	mpz_mul_2exp(n, n, lit->shift);
	switch (lit->suffix) {
	case SUFFIX_TYPED: good = typed_value(n, lit->kind, ret); break;
	case SUFFIX_BIG: good = big_value(n, ret); break;
	case SUFFIX_DECIMAL: good = decimal_value(text, lit, ret); break;
	default: good = untyped_value(n, text, lit, ret); break;
	}
	mpz_clear(n);
	return good;
}

/* A real with the suffix of an integer type is rounded, half to even. */
static bool real_value(const char *text, const struct literal *lit, struct value *ret)
{
	double d = literal_double(text, lit);
	bool good;
	mpz_t n;

	if (lit->suffix == SUFFIX_NONE) {
		*ret = value_f64(d);
		return true;
	}
	if (lit->suffix == SUFFIX_DECIMAL)
		return decimal_value(text, lit, ret);
	if (!isfinite(d))
		return false;
	mpz_init_set_d(n, rint(d));
	good = lit->suffix == SUFFIX_BIG ? big_value(n, ret) : typed_value(n, lit->kind, ret);
	mpz_clear(n);
	return good;
}

/* By far the most: a few decimal digits. */
static bool small_value(const struct lexer *lex, const struct literal *lit, struct value *ret)
{
	int32_t n = 0;
	uint32_t i;

	if (lit->base != 10 || lit->real || lit->suffix != SUFFIX_NONE || lit->shift ||
	    lit->digits_end - lit->digits > 9)
		return false;
	for (i = lit->digits; i < lit->digits_end; i++)
		n = n * 10 + (lex->text[i] - '0');
	*ret = value_i32(lit->negative ? -n : n);
	return true;
}

static bool literal_value(const struct lexer *lex, const struct literal *lit, struct value *ret)
{
	g_autofree char *text = NULL;

	if (small_value(lex, lit, ret))
		return true;
	text = literal_text(lex, lit);
	return lit->real ? real_value(text, lit, ret) : integer_value(text, lit, ret);
}

bool lexer_scan_number(struct lexer *lex, struct token *token)
{
	struct literal lit = { .suffix = SUFFIX_NONE };
	codepoint c = lexer_peek(lex);

	if (c == '+' || char_is_dash(c)) {
		lit.negative = c != '+';
		lexer_get(lex);
	}
	if (!scan_digits(lex, &lit))
		return false;
	scan_suffix(lex, &lit);
	if (!scan_multiplier(lex, &lit) || !number_ends(lex))
		return false;
	if (!literal_value(lex, &lit, &token->number)) {
		if (lexer_in_command(lex))
			return false;
		lexer_finish(lex, token, T_NUMBER);
		g_autofree char *text = g_strndup(lex->text + token->at, lex->pos - token->at);
		report_wrong(lex->diag, PE_BadNumericConstant, token->span, text);
		token->number = value_i32(0);
		return true;
	}
	arena_own(lex->arena, token->number);
	lexer_finish(lex, token, T_NUMBER);
	return true;
}
