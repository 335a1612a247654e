/*
 * Translation of a .NET pattern. One pass over the text: what both engines
 * read alike is copied, the differences are rewritten (classes with
 * subtraction, \uXXXX, \v), and what .NET rejects is rejected here with its
 * words, for PCRE2 would read some of it as something else.
 */
#include "config.h"

#include "lib/regex_translate.h"

#include "lib/fault.h"
#include "lib/regex.h"
#include "lib/str.h"

struct translator {
	const char *text, *p, *end;
	GString *out;
	unsigned options;
	int depth;
	bool extended;			/* blanks and comments do not count */
	bool has_atom;			/* something a quantifier may follow */
	bool quantified;		/* it has one already */
	GError **error;
};

void regex_parse_error(GError **error, const char *pattern, size_t len, size_t offset,
		       const char *format, ...)
{
	g_autofree char *reason = NULL;
	va_list args;

	if (!error)
		return;
	va_start(args, format);
	reason = g_strdup_vprintf(format, args);
	va_end(args);
	fault_throw(error, "System.Text.RegularExpressions.RegexParseException",
		    "Invalid pattern '%.*s' at offset %zu. %s", (int)len, pattern, offset, reason);
}

/* At the present position; offsets count UTF-16 units, which for a message bytes come close to. */
#define FAIL(t, ...)                                                                               \
	(regex_parse_error((t)->error, (t)->text, (t)->end - (t)->text, (t)->p - (t)->text,        \
			   __VA_ARGS__),                                                           \
	 false)

static bool refuse(struct translator *t, const char *what)
{
	fault_throw(t->error, "System.NotSupportedException",
		    "The regular expression '%.*s' uses %s, which is not supported here.",
		    (int)(t->end - t->text), t->text, what);
	return false;
}

static void put_code(GString *out, unsigned c)
{
	g_string_append_printf(out, "\\x{%x}", c);
}

static bool read_hex(struct translator *t, unsigned digits, unsigned *ret)
{
	*ret = 0;
	for (unsigned i = 0; i < digits; i++) {
		if (t->p == t->end || !g_ascii_isxdigit(*t->p))
			return FAIL(t, "Insufficient or invalid hexadecimal digits.");
		*ret = *ret << 4 | (unsigned)g_ascii_xdigit_value(*t->p++);
	}
	return true;
}

/* General categories, and the names PCRE2 knows as well. */
static bool is_property(const char *name, size_t len)
{
	static const char names[] = " L Ll Lu Lt Lm Lo M Mn Mc Me N Nd Nl No P Pc Pd Ps Pe Pi Pf "
				    "Po S Sm Sc Sk So Z Zs Zl "
				    "Zp C Cc Cf Cs Co Cn ";
	g_autofree char *key = g_strdup_printf(" %.*s ", (int)len, name);

	return strstr(names, key) != NULL;
}

/* Named blocks that scripts ask for. */
static const struct { const char *name, *range;
} blocks[] = {
	{ "IsBasicLatin", "\\x{0}-\\x{7f}" },
	{ "IsLatin-1Supplement", "\\x{80}-\\x{ff}" },
	{ "IsLatinExtended-A", "\\x{100}-\\x{17f}" },
	{ "IsLatinExtended-B", "\\x{180}-\\x{24f}" },
	{ "IsGreek", "\\x{370}-\\x{3ff}" },
	{ "IsGreekandCoptic", "\\x{370}-\\x{3ff}" },
	{ "IsCyrillic", "\\x{400}-\\x{4ff}" },
	{ "IsHebrew", "\\x{590}-\\x{5ff}" },
	{ "IsArabic", "\\x{600}-\\x{6ff}" },
	{ "IsHiragana", "\\x{3040}-\\x{309f}" },
	{ "IsKatakana", "\\x{30a0}-\\x{30ff}" },
	{ "IsCJKUnifiedIdeographs", "\\x{4e00}-\\x{9fff}" },
};

/* \p{X} and \P{X}; the p is read. */
static bool property(struct translator *t, char letter, bool in_class)
{
	const char *start, *close;

	if (t->p == t->end || *t->p != '{')
		return FAIL(t, "Incomplete \\p{X} character escape.");
	start = ++t->p;
	close = memchr(start, '}', t->end - start);
	if (!close)
		return FAIL(t, "Incomplete \\p{X} character escape.");
	t->p = close + 1;
	if (is_property(start, close - start)) {
		g_string_append_printf(t->out, "\\%c{%.*s}", letter, (int)(close - start), start);
		return true;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(blocks); i++) {
		if (strlen(blocks[i].name) != (size_t)(close - start) ||
		    strncmp(blocks[i].name, start, close - start) != 0)
			continue;
		if (in_class && letter == 'P')
			return refuse(t, "a negated block inside a class");
		if (in_class)
			g_string_append(t->out, blocks[i].range);
		else
			g_string_append_printf(t->out, "[%s%s]", letter == 'P' ? "^" : "",
					       blocks[i].range);
		return true;
	}
	return FAIL(t, "Unknown property '%.*s'.", (int)(close - start), start);
}

/* An escape that means one thing inside and outside classes; the letter is read. */
static bool common_escape(struct translator *t, char c, bool in_class)
{
	unsigned code;

	switch (c) {
	case 'u':
		if (!read_hex(t, 4, &code))
			return false;
		put_code(t->out, code);
		return true;
	case 'x':
		if (!read_hex(t, 2, &code))
			return false;
		put_code(t->out, code);
		return true;
	case 'v':
		g_string_append(t->out, "\\x{b}");
		return true;
	case 'c':
		if (t->p == t->end)
			return FAIL(t, "Missing control character.");
		code = (unsigned char)*t->p++;
		put_code(t->out, (code & 0xdf) ^ 0x40);
		return true;
	case 'p':
	case 'P':
		return property(t, c, in_class);
	case 'w':
		g_string_append(t->out, in_class ? "\\w\\p{Mn}\\p{Pc}" : "\\w");
		return true;
	default:
		break;
	}
	if (strchr("adDefnrsStW", c) || g_ascii_isdigit(c) || !g_ascii_isalnum(c)) {
		g_string_append_c(t->out, '\\');
		g_string_append_c(t->out, c);
		return true;
	}
	return FAIL(t, "Unrecognized escape sequence \\%c.", c);
}

/* -- Classes ------------------------------------------------------------------ */

/* One character of a class for the order of a range; -1 when it is a set of its own. */
static int class_char(struct translator *t)
{
	const char *p = t->p;
	unsigned code = 0;
	char c;

	if (*p != '\\')
		return (int)text_next(&p, t->end);
	c = p + 1 < t->end ? p[1] : 0;
	if (c == 'u' || c == 'x') {
		for (p += 2; p < t->end && g_ascii_isxdigit(*p) && p < t->p + (c == 'u' ? 6 : 4);
		     p++)
			code = code << 4 | (unsigned)g_ascii_xdigit_value(*p);
		return (int)code;
	}
	if (strchr("dDsSwWpP", c))
		return -1;
	switch (c) {
	case 'n':
		return '\n';
	case 't':
		return '\t';
	case 'r':
		return '\r';
	default:
		return g_ascii_isalnum(c) ? -1 : (unsigned char)c;
	}
}

static bool class_member(struct translator *t)
{
	char c = *t->p;

	if (c == '\\') {
		t->p++;
		if (t->p == t->end)
			return FAIL(t, "Illegal \\ at end of pattern.");
		c = *t->p++;
		if (c == 'b') {
			g_string_append(t->out, "\\x{8}");
			return true;
		}
		return common_escape(t, c, true);
	}
	if (c == '[')
		g_string_append(t->out, "\\[");
	else {
		const char *start = t->p;

		text_next(&t->p, t->end);
		g_string_append_len(t->out, start, t->p - start);
		return true;
	}
	t->p++;
	return true;
}

/* What stands between [ and ]; a subtraction [a-z-[aeiou]] becomes a negative look-ahead. */
static bool class(struct translator *t)
{
	gsize at = t->out->len;
	bool first = true;

	t->p++;
	g_string_append_c(t->out, '[');
	if (t->p < t->end && *t->p == '^') {
		g_string_append_c(t->out, '^');
		t->p++;
	}
	for (;; first = false) {
		int low, high;

		if (t->p == t->end)
			return FAIL(t, "Unterminated [] set.");
		if (*t->p == ']' && !first) {
			t->p++;
			g_string_append_c(t->out, ']');
			return true;
		}
		if (t->end - t->p >= 2 && t->p[0] == '-' && t->p[1] == '[' && !first) {
			GString *whole = t->out, *inner = g_string_new(NULL);
			bool good;

			t->p++;
			t->out = inner;
			good = class(t);
			t->out = whole;
			g_string_append_c(t->out, ']');
			g_string_insert(t->out, (gssize)at, ")");
			g_string_insert(t->out, (gssize)at, inner->str);
			g_string_insert(t->out, (gssize)at, "(?:(?!");
			g_string_append_c(t->out, ')');
			g_string_free(inner, TRUE);
			if (!good)
				return false;
			if (t->p == t->end || *t->p != ']')
				return FAIL(t, "A subtraction must be the last element in a "
					       "character class.");
			t->p++;
			return true;
		}
		if (*t->p == ']') {
			g_string_append(t->out, "\\]");
			t->p++;
			continue;
		}
		low = class_char(t);
		if (!class_member(t))
			return false;
		if (t->end - t->p < 2 || *t->p != '-' || t->p[1] == ']' || t->p[1] == '[')
			continue;
		if (low < 0) {
			g_string_append(t->out, "\\-");
			t->p++;
			continue;
		}
		g_string_append_c(t->out, '-');
		t->p++;
		high = class_char(t);
		if (!class_member(t))
			return false;
		if (high >= 0 && low > high)
			return FAIL(t, "[x-y] range in reverse order.");
	}
}

/* -- Groups ------------------------------------------------------------------- */

static bool is_word(char c)
{
	return g_ascii_isalnum(c) || c == '_' || (unsigned char)c >= 0x80;
}

/* (?<name> and (?'name'; p stands after the opening mark. */
static bool named_group(struct translator *t, char close)
{
	const char *start = t->p;

	if (t->p < t->end && *t->p == '-')
		return refuse(t, "a balancing group");
	if (t->p == t->end || !is_word(*t->p))
		return FAIL(t, "Invalid group name: Group names must begin with a word character.");
	while (t->p < t->end && is_word(*t->p))
		t->p++;
	if (g_ascii_isdigit(*start)) {
		for (const char *q = start; q < t->p; q++)
			if (!g_ascii_isdigit(*q)) {
				t->p = start + 1;
				return FAIL(t, "Invalid group name: Group names must begin with a "
					       "word "
					       "character.");
			}
		return refuse(t, "a group named by a number");
	}
	if (t->p < t->end && *t->p == '-')
		return refuse(t, "a balancing group");
	if (t->p == t->end || *t->p != close)
		return FAIL(t, "Invalid group name: Group names must begin with a word character.");
	g_string_append_printf(t->out, "(?<%.*s>", (int)(t->p - start), start);
	t->p++;
	return true;
}

/* (?imnsx-imnsx) and (?imnsx-imnsx: */
static bool option_group(struct translator *t)
{
	const char *start = t->p;
	bool on = true;

	for (; t->p < t->end && strchr("imnsx-+", *t->p) && *t->p; t->p++) {
		if (*t->p == '-' || *t->p == '+')
			on = *t->p == '+';
		else if (*t->p == 'x')
			t->extended = on;
	}
	if (t->p == t->end || (*t->p != ')' && *t->p != ':'))
		return FAIL(t, "Unrecognized grouping construct.");
	g_string_append_printf(t->out, "(?%.*s%c", (int)(t->p - start), start, *t->p);
	if (*t->p++ == ':')
		t->depth++;
	else
		t->has_atom = false;
	return true;
}

static bool comment(struct translator *t)
{
	const char *close = memchr(t->p, ')', t->end - t->p);

	if (!close)
		return FAIL(t, "Unterminated (?#...) comment.");
	t->p = close + 1;
	return true;
}

static bool group(struct translator *t)
{
	t->p++;
	t->has_atom = false;
	if (t->p == t->end || *t->p != '?') {
		if (t->p < t->end && *t->p == '*')
			return FAIL(t, "Quantifier '*' following nothing.");
		g_string_append_c(t->out, '(');
		t->depth++;
		return true;
	}
	t->p++;
	if (t->p == t->end)
		return FAIL(t, "Unrecognized grouping construct.");
	switch (*t->p) {
	case '#':
		return comment(t);
	case ':':
	case '=':
	case '!':
	case '>':
		g_string_append_printf(t->out, "(?%c", *t->p++);
		break;
	case '(':
		g_string_append(t->out, "(?");
		break;
	case '\'':
		t->p++;
		if (!named_group(t, '\''))
			return false;
		break;
	case '<':
		t->p++;
		if (t->p < t->end && (*t->p == '=' || *t->p == '!'))
			g_string_append_printf(t->out, "(?<%c", *t->p++);
		else if (!named_group(t, '>'))
			return false;
		break;
	default:
		return option_group(t);
	}
	t->depth++;
	return true;
}

/* -- The rest ----------------------------------------------------------------- */

/* {n}, {n,} or {n,m} at p: its length, else 0. */
static size_t counted(const struct translator *t, unsigned *ret_min, unsigned *ret_max)
{
	const char *p = t->p + 1;
	unsigned n[2] = { 0, UINT_MAX };

	if (p == t->end || !g_ascii_isdigit(*p))
		return 0;
	for (; p < t->end && g_ascii_isdigit(*p); p++)
		n[0] = MIN(n[0] * 10 + (unsigned)(*p - '0'), 1000000);
	if (p < t->end && *p == ',') {
		p++;
		if (p < t->end && g_ascii_isdigit(*p))
			for (n[1] = 0; p < t->end && g_ascii_isdigit(*p); p++)
				n[1] = MIN(n[1] * 10 + (unsigned)(*p - '0'), 1000000);
	} else {
		n[1] = n[0];
	}
	if (p == t->end || *p != '}')
		return 0;
	*ret_min = n[0];
	*ret_max = n[1];
	return p + 1 - t->p;
}

static bool quantifier(struct translator *t)
{
	unsigned min = 0, max = UINT_MAX;
	size_t len = *t->p == '{' ? counted(t, &min, &max) : 1;
	const char *start = t->p;

	if (len == 0) {
		g_string_append(t->out, "\\{");
		t->p++;
		t->has_atom = true;
		t->quantified = false;
		return true;
	}
	t->p += len;
	if (t->quantified)
		return FAIL(t, "Nested quantifier '%.*s'.", (int)len, start);
	if (!t->has_atom)
		return FAIL(t, "Quantifier '%.*s' following nothing.", (int)len, start);
	if (min > max)
		return FAIL(t, "Illegal {x,y} with x > y.");
	g_string_append_len(t->out, start, (gssize)len);
	if (t->p < t->end && *t->p == '?')
		g_string_append_c(t->out, *t->p++);
	t->quantified = true;
	return true;
}

/* \k<name>, \k'name'; the k is read. */
static bool backreference(struct translator *t)
{
	const char *start;
	char close;

	if (t->p == t->end || (*t->p != '<' && *t->p != '\''))
		return FAIL(t, "Malformed \\k<...> named back reference.");
	close = *t->p == '<' ? '>' : '\'';
	start = ++t->p;
	while (t->p < t->end && is_word(*t->p))
		t->p++;
	if (t->p == t->end || *t->p != close)
		return FAIL(t, "Malformed \\k<...> named back reference.");
	g_string_append_printf(t->out, g_ascii_isdigit(*start) ? "\\g{%.*s}" : "\\k<%.*s>",
			       (int)(t->p - start), start);
	t->p++;
	return true;
}

static bool escape(struct translator *t)
{
	char c;

	t->p++;
	if (t->p == t->end)
		return FAIL(t, "Illegal \\ at end of pattern.");
	c = *t->p++;
	if (c == 'k')
		return backreference(t);
	if (c && strchr("AbBGzZ", c)) {
		g_string_append_printf(t->out, "\\%c", c);
		t->has_atom = true;
		return true;
	}
	return common_escape(t, c, false);
}

static bool step(struct translator *t)
{
	char c = *t->p;
	bool was_quantified = t->quantified;

	switch (c) {
	case '*':
	case '+':
	case '?':
	case '{':
		return quantifier(t);
	default:
		break;
	}
	if (t->extended && g_ascii_isspace(c)) {
		t->p++;
		t->quantified = was_quantified;
		return true;
	}
	if (t->extended && c == '#') {
		while (t->p < t->end && *t->p != '\n')
			t->p++;
		return true;
	}
	t->quantified = false;
	t->has_atom = true;
	switch (c) {
	case '(':
		return group(t);
	case ')':
		if (t->depth-- == 0) {
			t->p++;
			return FAIL(t, "Too many )'s.");
		}
		break;
	case '[':
		return class(t);
	case '\\':
		return escape(t);
	case '|':
		t->has_atom = false;
		break;
	default:
		break;
	}
	g_string_append_c(t->out, c);
	t->p++;
	return true;
}

bool regex_translate(GString *out, const char *pattern, size_t len, unsigned options,
		     GError **error)
{
	struct translator t = {
		.text = pattern, .p = pattern, .end = pattern + len, .out = out, .options = options,
		.extended = options & REGEX_IGNORE_WHITESPACE, .error = error,
	};

	if (options & REGEX_RIGHT_TO_LEFT)
		return refuse(&t, "RegexOptions.RightToLeft");
	while (t.p < t.end)
		if (!step(&t))
			return false;
	if (t.depth > 0)
		return FAIL(&t, "Not enough )'s.");
	return true;
}
