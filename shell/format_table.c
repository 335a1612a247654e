/*
 * Tables: the first rows are held back to learn the widths, the rest streams.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "shell/format.h"

#define LEARN_ROWS 2000
#define LEARN_TIME (300 * 1000)		/* microseconds */
#define LEAST_WIDTH 4			/* a trimmed column narrower than this is dropped */

struct grid {
	struct view *view;
	struct scope *scope;
	struct format_out *out;
	uint32_t n;			/* columns */
	uint32_t shown;
	uint32_t *widths;
	enum align *aligns;
	GPtrArray *rows;		/* held back: arrays of struct string * */
	gint64 started;
	bool learnt;
	bool wrapping;
};

static struct column *column_at(struct grid *t, uint32_t i)
{
	return &g_array_index(t->view->columns, struct column, i);
}

struct grid *grid_new(struct view *view, struct scope *scope, struct format_out *out)
{
	struct grid *t = g_new0(struct grid, 1);

	t->view = view_ref(view);
	t->scope = scope;
	t->out = out;
	t->n = t->shown = view->columns->len;
	t->widths = g_new0(uint32_t, t->n + 1);
	t->aligns = g_new0(enum align, t->n + 1);
	t->rows = g_ptr_array_new();
	t->started = g_get_monotonic_time();
	return t;
}

static void write_line(struct grid *t, GString *line)
{
	g_string_append_c(line, '\n');
	t->out->write(t->out, line->str, line->len);
	g_string_truncate(line, 0);
}

static void spaces(GString *line, uint32_t n)
{
	while (n-- > 0)
		g_string_append_c(line, ' ');
}

/* Cuts to a width: the end of left-aligned text, the start of right-aligned. */
static void append_cut(GString *line, const char *text, uint32_t width, bool from_start)
{
	const char *end = text + strlen(text), *p = text;
	uint32_t total = display_width(text, end - text), used = 0;

	if (from_start) {
		while (p < end && total - display_width(text, p - text) > width - 1)
			text_next(&p, end);
		g_string_append(line, "…");
		g_string_append(line, p);
		return;
	}
	while (p < end) {
		const char *next = p;
		uint32_t w;

		text_next(&next, end);
		w = display_width(p, next - p);
		if (used + w > width - 1)
			break;
		used += w;
		p = next;
	}
	g_string_append_len(line, text, p - text);
	g_string_append(line, "…");
	spaces(line, width - 1 - used);
}

static void append_cell(struct grid *t, GString *line, const char *text, uint32_t i, bool last)
{
	uint32_t width = t->widths[i], own = display_width(text, strlen(text)), room;
	const char *newline = strpbrk(text, "\r\n");
	g_autofree char *first = NULL;

	if (newline) {
		first = g_strdup_printf("%.*s…", (int)(newline - text), text);
		text = first;
		own = display_width(text, strlen(text));
	}
	if (own > width) {
		append_cut(line, text, width, t->aligns[i] == ALIGN_RIGHT);
		return;
	}
	room = width - own;
	if (t->aligns[i] == ALIGN_RIGHT)
		spaces(line, room);
	else if (t->aligns[i] == ALIGN_CENTER)
		spaces(line, room / 2);
	g_string_append(line, text);
	if (last && t->shown == t->n)
		return;
	if (t->aligns[i] == ALIGN_LEFT)
		spaces(line, room);
	else if (t->aligns[i] == ALIGN_CENTER)
		spaces(line, room - room / 2);
}

/* -- Wrapping ---------------------------------------------------------------------------- */

/* Breaks text into lines of at most `width`, at blanks where there are some. */
static GPtrArray *wrap_text(const char *text, uint32_t width)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) parts = g_strsplit(text, "\n", -1);

	for (size_t i = 0; parts[i]; i++) {
		char *p = g_strchomp(parts[i]);

		do {
			const char *at = p, *end = p + strlen(p), *blank = NULL;
			uint32_t used = 0;

			while (at < end) {
				const char *next = at;
				uint32_t w;

				text_next(&next, end);
				w = display_width(at, next - at);
				if (used + w > width)
					break;
				used += w;
				at = next;
				if (*at == ' ')
					blank = at;
			}
			if (at < end && blank && *at != ' ')
				at = blank;
			else if (at == p && at < end)
				text_next(&at, end);
			g_ptr_array_add(lines, g_strndup(p, at - p));
			p = (char *)at;
			while (*p == ' ' && at < end)
				p++;
		} while (*p);
	}
	return lines;
}

static void emit_wrapped(struct grid *t, char **cells)
{
	GPtrArray **columns = g_new(GPtrArray *, t->shown);
	g_autoptr(GString) line = g_string_new(NULL);
	guint height = 0;

	for (uint32_t i = 0; i < t->shown; i++) {
		columns[i] = wrap_text(cells[i], MAX(t->widths[i], 1));
		height = MAX(height, columns[i]->len);
	}
	for (guint row = 0; row < height; row++) {
		guint last = 0;

		for (uint32_t i = 0; i < t->shown; i++)
			if (row < columns[i]->len)
				last = i;
		for (uint32_t i = 0; i <= last; i++) {
			if (i)
				g_string_append_c(line, ' ');
			append_cell(t, line, row < columns[i]->len ? columns[i]->pdata[row] : "", i,
				    i + 1 == t->shown);
		}
		write_line(t, line);
	}
	for (uint32_t i = 0; i < t->shown; i++)
		g_ptr_array_unref(columns[i]);
	g_free(columns);
}

/* -- Widths and headers --------------------------------------------------------------------- */

/* Takes from the right until the line fits; what gets too narrow is dropped. */
static void fit_widths(struct grid *t)
{
	uint32_t width = t->out->width;

	while (t->shown > 1 || (t->shown == 1 && t->widths[0] > width)) {
		uint32_t total = t->shown - 1, last = t->shown - 1;

		for (uint32_t i = 0; i < t->shown; i++)
			total += t->widths[i];
		if (total <= width)
			return;
		if (t->widths[last] >= total - width + LEAST_WIDTH || last == 0) {
			t->widths[last] = last == 0 ? width : t->widths[last] - (total - width);
			return;
		}
		t->shown--;
	}
}

static void learn_widths(struct grid *t)
{
	for (uint32_t i = 0; i < t->n; i++) {
		struct column *column = column_at(t, i);
		uint32_t width = display_width(column->label->data, column->label->len);

		for (guint r = 0; r < t->rows->len && !column->width; r++) {
			struct string *cell = ((struct string **)t->rows->pdata[r])[i];
			const char *newline = strpbrk(cell->data, "\r\n");

			width = MAX(width, newline && !t->view->wrap
				    ? display_width(cell->data, newline - cell->data) + 1
				    : display_width(cell->data, cell->len));
		}
		t->widths[i] = column->width ? column->width : width;
	}
	fit_widths(t);
}

static void write_header(struct grid *t)
{
	char **labels = g_new(char *, t->shown + 1);
	char **rules = g_new(char *, t->shown + 1);
	bool wide = false;
	g_autoptr(GString) line = g_string_new(NULL);

	for (uint32_t i = 0; i < t->shown; i++) {
		struct string *label = column_at(t, i)->label;
		uint32_t width = MIN(display_width(label->data, label->len), t->widths[i]);

		labels[i] = label->data;
		wide |= display_width(label->data, label->len) > t->widths[i];
		rules[i] = g_strnfill(width, '-');
	}
	if (wide) {
		emit_wrapped(t, labels);
	} else {
		for (uint32_t i = 0; i < t->shown; i++) {
			if (i)
				g_string_append_c(line, ' ');
			append_cell(t, line, labels[i], i, i + 1 == t->shown);
		}
		write_line(t, line);
	}
	for (uint32_t i = 0; i < t->shown; i++) {
		if (i)
			g_string_append_c(line, ' ');
		append_cell(t, line, rules[i], i, i + 1 == t->shown);
		g_free(rules[i]);
	}
	write_line(t, line);
	g_free(labels);
	g_free(rules);
}

static void write_row(struct grid *t, struct string **cells)
{
	g_autoptr(GString) line = g_string_new(NULL);

	if (t->view->wrap) {
		char **texts = g_new(char *, t->n + 1);

		for (uint32_t i = 0; i < t->shown; i++)
			texts[i] = cells[i]->data;
		emit_wrapped(t, texts);
		g_free(texts);
		return;
	}
	for (uint32_t i = 0; i < t->shown; i++) {
		if (i)
			g_string_append_c(line, ' ');
		append_cell(t, line, cells[i]->data, i, i + 1 == t->shown);
	}
	write_line(t, line);
}

static void row_free(struct grid *t, struct string **cells)
{
	for (uint32_t i = 0; i < t->n; i++)
		str_unref(cells[i]);
	g_free(cells);
}

static void start(struct grid *t)
{
	if (t->learnt)
		return;
	t->learnt = true;
	learn_widths(t);
	if (!t->view->hide_headers)
		write_header(t);
	for (guint r = 0; r < t->rows->len; r++) {
		write_row(t, t->rows->pdata[r]);
		row_free(t, t->rows->pdata[r]);
	}
	g_ptr_array_set_size(t->rows, 0);
}

void grid_add(struct grid *t, struct value object)
{
	struct string **cells = g_new(struct string *, t->n + 1);
	bool first = !t->learnt && t->rows->len == 0;

	for (uint32_t i = 0; i < t->n; i++) {
		enum align align;

		cells[i] = cell_text(t->scope, column_at(t, i), object, &align, true);
		if (first)
			t->aligns[i] = column_at(t, i)->align ? (enum align)column_at(t, i)->align : align;
	}
	if (t->learnt) {
		write_row(t, cells);
		row_free(t, cells);
		return;
	}
	g_ptr_array_add(t->rows, cells);
	if (!t->view->autosize && (t->rows->len >= LEARN_ROWS ||
				   g_get_monotonic_time() - t->started > LEARN_TIME))
		start(t);
}

void grid_flush(struct grid *t)
{
	start(t);
}

void grid_end(struct grid *t)
{
	start(t);
	view_unref(t->view);
	g_ptr_array_unref(t->rows);
	g_free(t->widths);
	g_free(t->aligns);
	g_free(t);
}

/* -- Lists and wide ------------------------------------------------------------------------------- */

static void append_value_lines(GString *out, const char *text, uint32_t indent, uint32_t width)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
	bool first = true;

	if (!lines[0])
		g_string_append_c(out, '\n');
	for (size_t i = 0; lines[i]; i++) {
		const char *p = g_strchomp(lines[i]), *end = p + strlen(p);

		do {
			const char *at = p;
			uint32_t used = 0;

			while (at < end) {
				const char *next = at;
				uint32_t w;

				text_next(&next, end);
				w = display_width(at, next - at);
				if (used + w > width)
					break;
				used += w;
				at = next;
			}
			if (at == p && at < end)
				text_next(&at, end);
			if (!first)
				spaces(out, indent);
			first = false;
			g_string_append_len(out, p, at - p);
			g_string_append_c(out, '\n');
			p = at;
		} while (p < end);
	}
}

void list_add_object(struct view *view, struct scope *scope, struct format_out *out, struct value object,
		     bool first)
{
	g_autoptr(GString) text = g_string_new(first ? "\n" : "");
	uint32_t label = 0;

	for (guint i = 0; i < view->columns->len; i++) {
		struct string *name = g_array_index(view->columns, struct column, i).label;

		label = MAX(label, display_width(name->data, name->len));
	}
	for (guint i = 0; i < view->columns->len; i++) {
		struct column *column = &g_array_index(view->columns, struct column, i);
		struct string *cell = cell_text(scope, column, object, NULL, false);

		g_string_append(text, column->label->data);
		spaces(text, label - display_width(column->label->data, column->label->len));
		g_string_append(text, " : ");
		append_value_lines(text, cell->data, label + 3,
				   out->width > label + 4 ? out->width - label - 3 : 1);
		str_unref(cell);
	}
	g_string_append_c(text, '\n');
	out->write(out, text->str, text->len);
}

void wide_write(struct view *view, struct scope *scope, struct format_out *out, struct list *objects)
{
	struct column *column = &g_array_index(view->columns, struct column, 0);
	GPtrArray *cells = g_ptr_array_new();
	uint32_t widest = 1, across, width;
	g_autoptr(GString) text = g_string_new("\n");

	for (uint32_t i = 0; i < objects->len; i++) {
		struct string *cell = cell_text(scope, column, objects->items[i], NULL, false);

		widest = MAX(widest, display_width(cell->data, cell->len));
		g_ptr_array_add(cells, cell);
	}
	across = view->across ? view->across : view->autosize ? MAX(1, (out->width + 1) / (widest + 1)) : 2;
	width = (out->width - (across - 1)) / across;
	if (view->autosize)
		width = widest;
	for (guint i = 0; i < cells->len; i++) {
		struct string *cell = cells->pdata[i];
		bool last = i % across == across - 1 || i + 1 == cells->len;
		uint32_t own = display_width(cell->data, cell->len);

		if (own > width)
			append_cut(text, cell->data, width, false);
		else
			g_string_append(text, cell->data);
		if (last)
			g_string_append_c(text, '\n');
		else
			spaces(text, (own < width ? width - own : 0) + 1);
		str_unref(cell);
	}
	g_ptr_array_unref(cells);
	g_string_append_c(text, '\n');
	out->write(out, text->str, text->len);
}
