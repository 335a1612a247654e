/*
 * Text on a terminal: how wide it is, where it can be cut, how it wraps.
 *
 * Cells are counted as PowerShell counts them: a UTF-16 unit is one, a wide
 * East Asian character two, an escape sequence nothing.
 */
#include "config.h"

#include "shell/format.h"

static const struct range {
	uint32_t first, last;
} wide_ranges[] = {
	{ 0x1100, 0x115f }, { 0x2329, 0x232a }, { 0x2e80, 0x303e }, { 0x3040, 0xa4cf },
	{ 0xac00, 0xd7a3 }, { 0xf900, 0xfaff }, { 0xfe10, 0xfe19 }, { 0xfe30, 0xfe6f },
	{ 0xff00, 0xff60 }, { 0xffe0, 0xffe6 },
};

static uint32_t char_width(uint32_t c)
{
	if (c >= 0x10000)
		return 2;
	for (size_t i = 0; c >= 0x1100 && i < G_N_ELEMENTS(wide_ranges); i++)
		if (c >= wide_ranges[i].first && c <= wide_ranges[i].last)
			return 2;
	return 1;
}

/* The end of the escape sequence at `p`, or NULL: colours, the cursor's visibility, links. */
static const char *escape_end(const char *p, const char *end)
{
	if (end - p < 3 || *p != 0x1b)
		return NULL;
	if (p[1] == '[') {
		for (p += 2; p < end && (g_ascii_isdigit(*p) || *p == ';' || *p == '?'); p++)
			;
		return p < end && strchr("mhl", *p) ? p + 1 : NULL;
	}
	if (p[1] == ']' && p[2] == '8') {
		const char *close = g_strstr_len(p, end - p, "\x1b\\");

		return close ? close + 2 : NULL;
	}
	return NULL;
}

/* Steps over one character or escape sequence; its width. */
static uint32_t step(const char **p, const char *end)
{
	const char *after = escape_end(*p, end);

	if (after) {
		*p = after;
		return 0;
	}
	return char_width(text_next(p, end));
}

uint32_t display_width(const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	uint32_t width = 0;

	while (p < end) {
		if ((uint8_t)*p < 0x80 && *p != 0x1b) {
			width++;
			p++;
		} else {
			width += step(&p, end);
		}
	}
	return width;
}

size_t text_head(const char *text, uint32_t width)
{
	const char *p = text, *end = text + strlen(text);
	uint32_t used = 0;

	while (p < end) {
		const char *next = p;

		used += step(&next, end);
		if (used > width)
			break;
		p = next;
	}
	return p - text;
}

size_t text_tail(const char *text, uint32_t width)
{
	const char *p = text, *end = text + strlen(text);
	uint32_t left = display_width(text, end - text);

	while (p < end && left > width)
		left -= step(&p, end);
	return p - text;
}

void text_pad(GString *out, uint32_t n)
{
	while (n-- > 0)
		g_string_append_c(out, ' ');
}

char *text_plain(const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	GString *out = g_string_sized_new(len);

	while (p < end) {
		const char *after = escape_end(p, end);

		if (after)
			p = after;
		else
			g_string_append_c(out, *p++);
	}
	return g_string_free(out, FALSE);
}

/* -- Wrapping ------------------------------------------------------------------------------ */

struct wrap {
	GString *line;
	uint32_t left;		/* cells that are free on the line */
	uint32_t width;		/* of the line */
	uint32_t next;		/* of those after it */
	GPtrArray *lines;
};

static void break_line(struct wrap *w)
{
	g_ptr_array_add(w->lines, g_strdup(w->line->str));
	g_string_truncate(w->line, 0);
	w->width = w->left = w->next;
}

/* A word wider than a line is cut where the line ends. */
static void add_long_word(struct wrap *w, const char *word, const char *end)
{
	while (word < end) {
		const char *next = word;
		uint32_t width = step(&next, end);
		bool narrow = width > w->width;

		if (narrow)
			width = 1;
		if (width > w->left)
			break_line(w);
		g_string_append_len(w->line, narrow ? "?" : word, narrow ? 1 : next - word);
		w->left -= MIN(width, w->left);
		word = next;
	}
}

static void add_word(struct wrap *w, const char *word, const char *end)
{
	uint32_t width = display_width(word, end - word);

	if (width > w->width) {
		add_long_word(w, word, end);
		return;
	}
	if (width > w->left)
		break_line(w);
	g_string_append_len(w->line, word, end - word);
	w->left -= width;
}

static void wrap_line(struct wrap *w, const char *p, const char *end)
{
	while (p < end) {
		const char *stop = p;

		while (stop < end && *stop != ' ' && *stop != '\t')
			stop++;
		if (stop < end)
			stop++;
		add_word(w, p, stop);
		p = stop;
	}
	g_ptr_array_add(w->lines, g_strdup(w->line->str));
	g_string_truncate(w->line, 0);
}

void text_wrap(const char *text, uint32_t first, uint32_t next, GPtrArray *lines)
{
	g_autoptr(GString) line = g_string_new(NULL);
	g_autofree char *clean = NULL;

	if (strchr(text, '\r')) {
		g_auto(GStrv) parts = g_strsplit(text, "\r", -1);

		text = clean = g_strjoinv("", parts);
	}
	for (;;) {
		const char *end = strchrnul(text, '\n');

		if (display_width(text, end - text) <= first) {
			g_ptr_array_add(lines, g_strndup(text, end - text));
		} else if (first > 0 && next > 0) {
			struct wrap w = { line, first, first, next, lines };

			wrap_line(&w, text, end);
		}
		if (!*end)
			break;
		text = end + 1;
	}
}
