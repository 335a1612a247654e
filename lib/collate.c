/*
 * Collation. ASCII text is compared by primary weights, and when those are
 * equal by case, the first difference deciding. Control characters weigh
 * nothing. Text beyond ASCII goes to ICU's root collator, one for each
 * strength, made once.
 */
#include "config.h"

#include "lib/collate.h"

#include <unicode/ucol.h>

#include "lib/dl.h"
#include "lib/operate.h"

/* Primary weights: blanks, signs, digits, letters; 0 is ignored. */
enum { WEIGHT_BLANK = 1, WEIGHT_SPACE = 7, WEIGHT_SIGN = 8, WEIGHT_LETTER = 64 };

static const unsigned char signs[128] = {
	['_'] = 1, ['-'] = 2, [','] = 3, [';'] = 4, [':'] = 5, ['!'] = 6, ['?'] = 7, ['.'] = 8,
	['\''] = 9, ['"'] = 10, ['('] = 11, [')'] = 12, ['['] = 13, [']'] = 14, ['{'] = 15,
	['}'] = 16, ['@'] = 17, ['*'] = 18, ['/'] = 19, ['\\'] = 20, ['&'] = 21, ['#'] = 22,
	['%'] = 23, ['`'] = 24, ['^'] = 25, ['+'] = 26, ['<'] = 27, ['='] = 28, ['>'] = 29,
	['|'] = 30, ['~'] = 31, ['$'] = 32, ['0'] = 33, ['1'] = 34, ['2'] = 35, ['3'] = 36,
	['4'] = 37, ['5'] = 38, ['6'] = 39, ['7'] = 40, ['8'] = 41, ['9'] = 42,
};

static int weight(unsigned char c)
{
	if (g_ascii_isalpha(c))
		return WEIGHT_LETTER + (c | 0x20) - 'a';
	if (signs[c])
		return WEIGHT_SIGN + signs[c];
	if (c >= '\t' && c <= '\r')
		return WEIGHT_BLANK + c - '\t';
	return c == ' ' ? WEIGHT_SPACE : 0;
}

unsigned collate_weight(unsigned char c)
{
	return weight(c);
}

/* The next character that weighs something; 0 at the end. */
static int next_weight(const char **p, const char *end)
{
	while (*p < end) {
		int w = weight((unsigned char)*(*p)++);

		if (w)
			return w;
	}
	return 0;
}

static bool is_ascii(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)p[i] >= 0x80)
			return false;
	return true;
}

static int collate_ascii(const char *a, const char *a_end, const char *b, const char *b_end,
			 bool ignore_case)
{
	int by_case = 0;

	for (;;) {
		int x = next_weight(&a, a_end), y = next_weight(&b, b_end);

		if (x != y)
			return x < y ? -1 : 1;
		if (x == 0)
			return ignore_case ? 0 : by_case;
		if (by_case == 0 && a[-1] != b[-1])
			by_case = g_ascii_islower(a[-1]) ? -1 : 1;
	}
}

/* -- ICU ---------------------------------------------------------------------- */

/* The functions carry ICU's version as a suffix; unicode/urename.h gives them their names. */
#define ICU_NAME_OF(name)	#name
#define ICU_NAME(name)		ICU_NAME_OF(name)

struct icu {
	__typeof__(&ucol_open) open;
	__typeof__(&ucol_setStrength) set_strength;
	__typeof__(&ucol_strcollUTF8) compare;
	UCollator *collators[2];	/* with case, without */
	bool failed;
};

static const struct dl_symbol symbols[] = {
	{ ICU_NAME(ucol_open), offsetof(struct icu, open) },
	{ ICU_NAME(ucol_setStrength), offsetof(struct icu, set_strength) },
	{ ICU_NAME(ucol_strcollUTF8), offsetof(struct icu, compare) },
};

/* One for the program, made on first use: the collators are read-only and cost megabytes. */
static struct icu *icu_get(void)
{
	static struct icu icu;
	UErrorCode status = U_ZERO_ERROR;

	if (icu.collators[1] || icu.failed)
		return icu.failed ? NULL : &icu;
	icu.failed = true;
	if (!dl_open("libicui18n.so.72", "libicu72", symbols, G_N_ELEMENTS(symbols), &icu, NULL))
		return NULL;
	for (int i = 0; i < 2; i++) {
		icu.collators[i] = icu.open("", &status);
		if (U_FAILURE(status))
			return NULL;
		icu.set_strength(icu.collators[i], i ? UCOL_SECONDARY : UCOL_TERTIARY);
	}
	icu.failed = false;
	return &icu;
}

static int collate_unicode(const char *a, size_t alen, const char *b, size_t blen, bool ignore_case)
{
	struct icu *icu = icu_get();
	UErrorCode status = U_ZERO_ERROR;
	int r;

	if (icu) {
		r = icu->compare(icu->collators[ignore_case], a, (int32_t)alen, b, (int32_t)blen,
				 &status);
		if (!U_FAILURE(status))
			return r;
	}
	r = memcmp(a, b, MIN(alen, blen));
	return r ? (r < 0 ? -1 : 1) : (alen > blen) - (alen < blen);
}

/* Hiragana and katakana, and the full and half width forms: differences that stay without case. */
static bool has_width_or_kana(const char *p, size_t n)
{
	for (size_t i = 0; i + 1 < n; i++) {
		unsigned char c = (unsigned char)p[i], next = (unsigned char)p[i + 1];

		if ((c == 0xe3 && next >= 0x81 && next <= 0x83) ||
		    (c == 0xef && next >= 0xbc && next <= 0xbf))
			return true;
	}
	return false;
}

static int collate_folded(const char *a, size_t alen, const char *b, size_t blen)
{
	g_autofree char *x = g_utf8_strdown(a, (gssize)alen);
	g_autofree char *y = g_utf8_strdown(b, (gssize)blen);

	return collate_unicode(x, strlen(x), y, strlen(y), false);
}

static int collate_beyond(const char *a, size_t alen, const char *b, size_t blen, bool ignore_case)
{
	int r = collate_unicode(a, alen, b, blen, ignore_case);

	if (r == 0 && ignore_case && (has_width_or_kana(a, alen) || has_width_or_kana(b, blen)))
		return collate_folded(a, alen, b, blen);
	return r;
}

int collate_text(const char *a, size_t alen, const char *b, size_t blen, bool ignore_case)
{
	if (is_ascii(a, alen) && is_ascii(b, blen))
		return collate_ascii(a, a + alen, b, b + blen, ignore_case);
	return collate_beyond(a, alen, b, blen, ignore_case);
}

int collate(struct string *a, struct string *b, bool ignore_case)
{
	if (a == b)
		return 0;
	if (str_is_ascii(a) && str_is_ascii(b))
		return collate_ascii(a->data, a->data + a->len, b->data, b->data + b->len,
				     ignore_case);
	return collate_beyond(a->data, a->len, b->data, b->len, ignore_case);
}

int str_compare_culture(struct string *a, struct string *b, bool ignore_case)
{
	return collate(a, b, ignore_case);
}

static bool has_control(const struct string *s)
{
	for (uint32_t i = 0; i < s->len; i++)
		if ((unsigned char)s->data[i] < ' ' || s->data[i] == 0x7f)
			return true;
	return false;
}

bool str_equal_culture(struct string *a, struct string *b, bool ignore_case)
{
	if (a == b)
		return true;
	/* Printable ASCII weighs one by one: other lengths cannot be equal. */
	if (str_is_ascii(a) && str_is_ascii(b)) {
		if (a->len == b->len && (ignore_case ? g_ascii_strncasecmp(a->data, b->data, a->len)
						     : memcmp(a->data, b->data, a->len)) == 0 &&
		    strlen(a->data) == a->len)
			return true;
		if (!has_control(a) && !has_control(b))
			return false;
	}
	return collate(a, b, ignore_case) == 0;
}
