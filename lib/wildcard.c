/*
 * A pattern is compiled to elements: a character, any character, any run, or
 * a set. Matching needs no recursion: on a mismatch the last run takes one
 * character more.
 */
#include "config.h"

#include "lib/wildcard.h"

#include "lib/collate.h"
#include "lib/fault.h"
#include "lib/operate.h"

enum element_kind { ELEMENT_CHAR, ELEMENT_ANY, ELEMENT_RUN, ELEMENT_SET };

struct element {
	enum element_kind kind;
	uint32_t c;			/* folded */
	uint32_t first, n;		/* a set's ranges */
};

struct range {
	uint32_t low, high;
};

struct wildcard {
	GArray *ranges;			/* of all sets, or NULL */
	bool ignore_case;
	bool plain;			/* no special, or one * at the end */
	bool open_end;
	struct string *literal;		/* of a plain pattern, without the * */
	uint32_t n;
	struct element elements[];
};

static const struct fault invalid = {
	"RuntimeException", "System.Management.Automation.WildcardPatternException",
	CATEGORY_INVALID_ARGUMENT, NULL,
};

static uint32_t fold(const struct wildcard *w, uint32_t c)
{
	if (!w->ignore_case)
		return c;
	return c < 0x80 ? (uint32_t)g_ascii_tolower((char)c) : unichar_fold(c);
}

static void add(struct wildcard *w, enum element_kind kind, uint32_t c)
{
	w->elements[w->n++] = (struct element){ .kind = kind, .c = c };
}

/* The inside of [...]: `dash` says which - make ranges. False when one is reversed. */
static bool add_set(struct wildcard *w, const GArray *chars, const GArray *dashes)
{
	struct element e = { .kind = ELEMENT_SET };
	guint i = 0;

	if (!w->ranges)
		w->ranges = g_array_new(FALSE, FALSE, sizeof(struct range));
	e.first = w->ranges->len;
	while (i < chars->len) {
		uint32_t low = g_array_index(chars, uint32_t, i);
		struct range r = { low, low };

		if (i + 2 < chars->len && g_array_index(dashes, bool, i + 1)) {
			r.high = g_array_index(chars, uint32_t, i + 2);
			if (r.low > r.high)
				return false;
			i += 2;
		}
		i++;
		g_array_append_val(w->ranges, r);
	}
	e.n = w->ranges->len - e.first;
	w->elements[w->n++] = e;
	return true;
}

/* From after the [ to after its ]; false when the set is not closed or not valid. */
static bool compile_set(struct wildcard *w, const char **p, const char *end)
{
	g_autoptr(GArray) chars = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	g_autoptr(GArray) dashes = g_array_new(FALSE, FALSE, sizeof(bool));
	bool escaped = false, first = true;

	while (*p < end) {
		uint32_t c = text_next(p, end);
		bool dash = c == '-' && !escaped;

		if (c == ']' && !first && !escaped)
			return add_set(w, chars, dashes);
		if (c == '`' && !escaped) {
			escaped = true;
		} else {
			g_array_append_val(chars, c);
			g_array_append_val(dashes, dash);
			escaped = false;
		}
		first = false;
	}
	return false;
}

static bool compile(struct wildcard *w, const char *p, const char *end)
{
	bool escaped = false, only = end - p == 1;

	while (p < end) {
		uint32_t c = text_next(&p, end);

		if (escaped) {
			add(w, ELEMENT_CHAR, fold(w, c));
			escaped = false;
			continue;
		}
		switch (c) {
		case '`':
			escaped = true;
			break;
		case '*':
			add(w, ELEMENT_RUN, 0);
			break;
		case '?':
			add(w, ELEMENT_ANY, 0);
			break;
		case '[':
			if (!compile_set(w, &p, end))
				return false;
			break;
		default:
			add(w, ELEMENT_CHAR, fold(w, c));
			break;
		}
	}
	if (escaped && !only)
		add(w, ELEMENT_CHAR, '`');
	return true;
}

/* A pattern of characters and perhaps a last * compares by culture. */
static void find_plain(struct wildcard *w, struct string *pattern)
{
	uint32_t n = w->n;

	w->open_end = n > 0 && w->elements[n - 1].kind == ELEMENT_RUN;
	w->plain = !memchr(pattern->data, '`', pattern->len);
	for (uint32_t i = 0; w->plain && i < n - w->open_end; i++)
		if (w->elements[i].kind != ELEMENT_CHAR)
			w->plain = false;
	if (w->plain)
		w->literal = str_new(pattern->data, pattern->len - w->open_end);
}

struct wildcard *wildcard_new(struct string *pattern, bool ignore_case, GError **error)
{
	struct wildcard *w = g_malloc(sizeof(*w) + (pattern->len + 1) * sizeof(struct element));

	*w = (struct wildcard){ .ignore_case = ignore_case };
	if (!compile(w, pattern->data, pattern->data + pattern->len)) {
		fault_set(error, &invalid, VALUE_NULL,
			  "The specified wildcard character pattern is not valid: %s",
			  pattern->data);
		wildcard_free(w);
		return NULL;
	}
	find_plain(w, pattern);
	return w;
}

void wildcard_free(struct wildcard *w)
{
	if (!w)
		return;
	if (w->ranges)
		g_array_free(w->ranges, TRUE);
	str_unref(w->literal);
	g_free(w);
}

/* -- Matching ----------------------------------------------------------------- */

static bool in_ranges(const struct wildcard *w, const struct element *e, uint32_t c)
{
	for (uint32_t i = e->first; i < e->first + e->n; i++) {
		const struct range *r = &g_array_index(w->ranges, struct range, i);

		if (c >= r->low && c <= r->high)
			return true;
	}
	return false;
}

static bool in_set(const struct wildcard *w, const struct element *e, uint32_t c)
{
	if (in_ranges(w, e, c))
		return true;
	return w->ignore_case && (in_ranges(w, e, g_unichar_tolower(c)) ||
				  in_ranges(w, e, g_unichar_toupper(c)));
}

static bool element_takes(const struct wildcard *w, const struct element *e, uint32_t c)
{
	switch (e->kind) {
	case ELEMENT_CHAR:
		return e->c == fold(w, c);
	case ELEMENT_ANY:
		return true;
	default:
		return in_set(w, e, c);
	}
}

bool wildcard_match_text(const struct wildcard *w, const char *text, size_t len)
{
	const struct element *elements = w->elements;
	const char *p = text, *end = text + len, *run_text = NULL;
	uint32_t i = 0, n = w->n, run = 0;

	for (;;) {
		if (i < n && elements[i].kind == ELEMENT_RUN) {
			run = ++i;
			run_text = p;
			if (i == n)
				return true;
			continue;
		}
		if (p < end && i < n) {
			const char *next = p;

			if (element_takes(w, &elements[i], text_next(&next, end))) {
				p = next;
				i++;
				continue;
			}
		} else if (p == end && i == n) {
			return true;
		}
		if (!run_text || run_text == end)
			return false;
		text_next(&run_text, end);
		p = run_text;
		i = run;
	}
}

static bool starts_with(const struct wildcard *w, struct string *text)
{
	struct string *start;
	bool r;

	if (text->units < w->literal->units)
		return false;
	start = str_sub(text, 0, w->literal->units);
	r = str_equal_culture(start, w->literal, w->ignore_case);
	str_unref(start);
	return r;
}

bool wildcard_match(const struct wildcard *w, struct string *text)
{
	if (w->plain)
		return w->open_end ? starts_with(w, text)
				   : str_equal_culture(text, w->literal, w->ignore_case);
	return wildcard_match_text(w, text->data, text->len);
}

bool wildcard_match_name(const char *pattern, const char *name)
{
	struct string *text = str_new(pattern, -1);
	struct wildcard *w = wildcard_new(text, true, NULL);
	bool r = w ? wildcard_match_text(w, name, strlen(name)) : text_equal_nocase(pattern, name);

	wildcard_free(w);
	str_unref(text);
	return r;
}

/* -- Escaping ----------------------------------------------------------------- */

bool wildcard_has_special(const char *pattern, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (pattern[i] == '`')
			i++;
		else if (pattern[i] == '*' || pattern[i] == '?' || pattern[i] == '[')
			return true;
	}
	return false;
}

static bool is_special(char c)
{
	return c == '*' || c == '?' || c == '[' || c == ']' || c == '`';
}

struct string *wildcard_escape(struct string *text)
{
	GString *out = g_string_sized_new(text->len + 8);

	for (uint32_t i = 0; i < text->len; i++) {
		if (is_special(text->data[i]))
			g_string_append_c(out, '`');
		g_string_append_c(out, text->data[i]);
	}
	return str_from_gstring(out);
}

struct string *wildcard_unescape(struct string *text)
{
	GString *out = g_string_sized_new(text->len);

	for (uint32_t i = 0; i < text->len; i++) {
		if (text->data[i] == '`' && i + 1 < text->len && is_special(text->data[i + 1]))
			i++;
		g_string_append_c(out, text->data[i]);
	}
	return str_from_gstring(out);
}
