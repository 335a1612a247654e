/*
 * Tables and wide views: how wide each column is, and its cells on a line.
 *
 * Columns without a width share what the others leave; columns that do not fit
 * are narrowed, then left out, from the right.
 */
#include "config.h"

#include "shell/format.h"

#define LEAST_WIDTH 5			/* of a line: below that nothing is shown */
#define RESET_STYLE "\x1b[0m"

struct grid {
	uint32_t n;
	int *widths;			/* -1: left out */
	uint8_t *aligns;
	bool disabled;
	bool hide_headers;
};

/* -- Widths -------------------------------------------------------------------------------- */

static int total_width(const struct grid *grid)
{
	int sum = 0, shown = 0;

	for (uint32_t i = 0; i < grid->n; i++)
		if (grid->widths[i] > 0) {
			sum += grid->widths[i];
			shown++;
		}
	return sum + shown - 1;
}

/* Columns without a width get one cell each, then one more each in turn. False: too wide. */
static bool share_width(struct grid *grid, int width)
{
	g_autofree bool *fixed = g_new0(bool, grid->n + 1);
	int n_open = 0, nth = 0, left;

	for (uint32_t i = 0; i < grid->n; i++) {
		fixed[i] = grid->widths[i] > 0;
		if (fixed[i])
			continue;
		grid->widths[i] = 1;
		n_open++;
	}
	left = width - total_width(grid);
	for (uint32_t i = 0; n_open && left > 0 && i < grid->n; i++)
		if (!fixed[i])
			grid->widths[i] += left / n_open + (nth++ < left % n_open);
	return left >= 0;
}

static void trim_to_fit(struct grid *grid, int width)
{
	uint32_t last = grid->n;

	while (last > 0) {
		int excess = total_width(grid) - width;

		if (excess <= 0)
			return;
		if (grid->widths[last - 1] - excess < 1) {
			grid->widths[--last] = -1;
			continue;
		}
		grid->widths[last - 1] -= excess;
	}
}

static struct grid *grid_make(uint32_t n, uint32_t width)
{
	struct grid *grid = g_new0(struct grid, 1);

	grid->n = n;
	grid->widths = g_new0(int, n + 1);
	grid->aligns = g_new0(uint8_t, n + 1);
	grid->disabled = width < LEAST_WIDTH || n == 0;
	return grid;
}

static void set_widths(struct grid *grid, uint32_t width)
{
	if (!grid->disabled && !share_width(grid, width))
		trim_to_fit(grid, width);
	if (grid->n && grid->widths[0] <= 0)
		grid->disabled = true;
}

struct grid *grid_new(const struct view *view, const uint32_t *hint, uint32_t width)
{
	struct grid *grid = grid_make(view->columns->len, width);

	grid->hide_headers = view->hide_headers;
	for (uint32_t i = 0; i < grid->n; i++) {
		const struct column *column = &g_array_index(view->columns, struct column, i);

		grid->widths[i] = MIN(hint ? hint[i] : column->width, G_MAXINT / 4 / (grid->n + 1));
		grid->aligns[i] = column->align;
	}
	set_widths(grid, width);
	return grid;
}

struct grid *grid_new_wide(uint32_t across, uint32_t width)
{
	struct grid *grid = grid_make(across, width);

	set_widths(grid, width);
	return grid;
}

void grid_free(struct grid *grid)
{
	if (!grid)
		return;
	g_free(grid->widths);
	g_free(grid->aligns);
	g_free(grid);
}

uint32_t wide_fit(uint32_t widest, uint32_t width)
{
	uint32_t n = 1;

	if (widest == 0 || widest >= width)
		return 1;
	while ((widest + 1) * (n + 1) - 1 < width)
		n++;
	return n;
}

/* -- Cells --------------------------------------------------------------------------------- */

/* Text that is too wide loses its end; right-aligned, its start. */
static void append_cut(GString *out, const char *text, uint32_t width, bool right)
{
	uint32_t room = width > 1 ? width - 1 : width;

	if (right) {
		if (room < width)
			g_string_append(out, "…");
		g_string_append(out, text + text_tail(text, room));
		return;
	}
	g_string_append_len(out, text, text_head(text, room));
	if (room < width)
		g_string_append(out, "…");
}

static void append_padded(GString *out, const char *text, uint32_t room, enum align align, bool pad)
{
	uint32_t before = align == ALIGN_RIGHT ? room : align == ALIGN_CENTER ? room / 2 : 0;

	text_pad(out, before);
	g_string_append(out, text);
	if (pad)
		text_pad(out, room - before);
}

/* A cell on one line; `pad`: something follows it. */
static void append_field(GString *out, const char *text, uint32_t width, enum align align, bool pad)
{
	g_autofree char *first = NULL;
	size_t len = strcspn(text, "\r\n"), start = out->len;
	uint32_t own;

	if (text[len]) {
		first = g_strdup_printf("%.*s…", (int)len, text);
		text = first;
	}
	own = display_width(text, strlen(text));
	if (own <= width) {
		append_padded(out, text, width - own, align, pad);
		return;
	}
	append_cut(out, text, width, align == ALIGN_RIGHT);
	if (display_width(out->str + start, out->len - start) < width && align == ALIGN_RIGHT)
		g_string_insert_c(out, start, ' ');
	else if (display_width(out->str + start, out->len - start) < width && pad)
		g_string_append_c(out, ' ');
}

static const char *cell_at(struct string *const *cells, uint32_t n, uint32_t i)
{
	return i < n && cells[i] ? cells[i]->data : "";
}

/* Colours that a cell leaves on end with it. */
static void end_colours(GString *out, size_t start)
{
	const char *escape = strchr(out->str + start, 0x1b);
	size_t end = out->len;

	while (end > start && out->str[end - 1] == ' ')
		end--;
	if (escape &&
	    !(end - start >= strlen(RESET_STYLE) &&
	      !strncmp(out->str + end - strlen(RESET_STYLE), RESET_STYLE, strlen(RESET_STYLE))))
		g_string_append(out, RESET_STYLE);
}

static void write_line(const struct grid *grid, struct string *const *cells, uint32_t n,
		       GString *out, const char *style)
{
	for (uint32_t i = 0; i < grid->n; i++) {
		size_t start;

		if (grid->widths[i] <= 0)
			continue;
		if (i)
			g_string_append_c(out, ' ');
		if (style)
			g_string_append(out, style);
		start = out->len;
		append_field(out, cell_at(cells, n, i), grid->widths[i], grid->aligns[i],
			     i + 1 < grid->n);
		if (style)
			g_string_append(out, RESET_STYLE);
		else
			end_colours(out, start);
	}
	g_string_append_c(out, '\n');
}

/* -- Rows of several lines ----------------------------------------------------------------- */

static GPtrArray *field_lines(const char *text, uint32_t width, enum align align, bool pad)
{
	GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

	text_wrap(text, width, width, lines);
	for (guint i = 0; i < lines->len; i++) {
		GString *field;

		if (!pad && align != ALIGN_RIGHT && align != ALIGN_CENTER)
			continue;
		field = g_string_new(NULL);
		append_field(field, lines->pdata[i], width, align, pad);
		g_free(lines->pdata[i]);
		lines->pdata[i] = g_string_free(field, FALSE);
	}
	return lines;
}

static void trim_end(GString *out, size_t start)
{
	while (out->len > start && g_ascii_isspace(out->str[out->len - 1]))
		g_string_truncate(out, out->len - 1);
}

/* One line of a row: up to the last column that has text on it. */
static void write_row_line(const struct grid *grid, GPtrArray **fields, uint32_t shown, guint line,
			   guint height, GString *out, const char *style)
{
	uint32_t last = 0;

	for (uint32_t i = 0; i < shown; i++)
		if (line < fields[i]->len)
			last = i;
	for (uint32_t i = 0; i < shown && (i <= last || style); i++) {
		size_t start = out->len;

		if (style)
			g_string_append(out, style);
		if (i && i <= last)
			g_string_append_c(out, ' ');
		if (line < fields[i]->len)
			g_string_append(out, fields[i]->pdata[line]);
		else if (i < last)
			text_pad(out, grid->widths[i]);
		if (i == last && height > 1)
			trim_end(out, start);
		if (style)
			g_string_append(out, RESET_STYLE);
	}
	g_string_append_c(out, '\n');
}

static void write_wrapped(const struct grid *grid, struct string *const *cells, uint32_t n,
			  GString *out, const char *style)
{
	g_autofree GPtrArray **fields = g_new(GPtrArray *, grid->n);
	uint32_t shown = 0;
	guint height = 0;

	while (shown < grid->n && grid->widths[shown] > 0)
		shown++;
	for (uint32_t i = 0; i < shown; i++) {
		fields[i] = field_lines(cell_at(cells, n, i), grid->widths[i], grid->aligns[i],
					i + 1 < shown);
		height = MAX(height, fields[i]->len);
	}
	for (guint line = 0; line < height; line++)
		write_row_line(grid, fields, shown, line, height, out, style);
	for (uint32_t i = 0; i < shown; i++)
		g_ptr_array_unref(fields[i]);
}

void grid_row(struct grid *grid, struct string *const *cells, uint32_t n, bool wrap, GString *out)
{
	if (grid->disabled)
		return;
	if (wrap)
		write_wrapped(grid, cells, n, out, NULL);
	else
		write_line(grid, cells, n, out, NULL);
}

/* The labels, and below each as many dashes. */
void grid_header(struct grid *grid, struct string *const *labels, GString *out, const char *style)
{
	g_autofree struct string **rules = NULL;

	if (grid->disabled || grid->hide_headers)
		return;
	write_wrapped(grid, labels, grid->n, out, style);
	rules = g_new0(struct string *, grid->n);
	for (uint32_t i = 0; i < grid->n; i++) {
		uint32_t own = display_width(labels[i]->data, labels[i]->len);
		g_autofree char *dashes = NULL;

		if (grid->widths[i] <= 0)
			continue;
		if (own == 0 || own > (uint32_t)grid->widths[i])
			own = grid->widths[i];
		dashes = g_strnfill(own, '-');
		rules[i] = str_new(dashes, own);
	}
	write_line(grid, rules, grid->n, out, style);
	for (uint32_t i = 0; i < grid->n; i++)
		str_unref(rules[i]);
}
