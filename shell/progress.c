/*
 * Bars are kept in a list, each below its parent. A bar is one line: what is
 * done, and in brackets how far, the part that is over in reverse video. Bars
 * stand below the line of the cursor, which stays where it is: room is made by
 * index down (it keeps the column), and hiding them is clearing what is below.
 */
#include "config.h"

#include "shell/progress.h"

#include "shell/console.h"

#define REDRAW_US 100000
#define CLEAR_BELOW "\0337\033[B\r\033[J\0338"

struct bar {
	struct progress progress;	/* its texts are owned */
};

struct bars {
	GPtrArray *list;		/* of struct bar * */
	gint64 drawn;			/* when */
	bool shown;
};

static void bar_free(gpointer data)
{
	struct bar *bar = data;

	g_free((char *)bar->progress.activity);
	g_free((char *)bar->progress.status);
	g_free((char *)bar->progress.operation);
	g_free(bar);
}

static struct bars *bars_of(struct session *session)
{
	struct bars *bars = session->progress;

	if (bars)
		return bars;
	bars = session->progress = g_new0(struct bars, 1);
	bars->list = g_ptr_array_new_with_free_func(bar_free);
	return bars;
}

static int bar_find(const struct bars *bars, int id)
{
	for (guint i = 0; i < bars->list->len; i++)
		if (((struct bar *)bars->list->pdata[i])->progress.id == id)
			return (int)i;
	return -1;
}

/* A bar that is done goes, and those below it. */
static void bar_remove(struct bars *bars, int id)
{
	int at = bar_find(bars, id);

	if (at >= 0)
		g_ptr_array_remove_index(bars->list, at);
	for (guint i = 0; i < bars->list->len;) {
		struct bar *bar = bars->list->pdata[i];

		if (bar->progress.parent != id || bar->progress.parent < 0) {
			i++;
			continue;
		}
		bar_remove(bars, bar->progress.id);
		i = 0;
	}
}

static void bar_put(struct bars *bars, const struct progress *progress)
{
	struct bar *bar = g_new0(struct bar, 1);
	int at = bar_find(bars, progress->id), parent = bar_find(bars, progress->parent);

	bar->progress = *progress;
	bar->progress.activity = g_strdup(progress->activity);
	bar->progress.status = g_strdup(progress->status);
	bar->progress.operation = g_strdup(progress->operation);
	if (at >= 0) {
		bar_free(bars->list->pdata[at]);
		bars->list->pdata[at] = bar;
	} else {
		g_ptr_array_insert(bars->list, parent >= 0 ? parent + 1 : -1, bar);
	}
}

/* -- Drawing ------------------------------------------------------------------------- */

/* At most `columns` characters of a text, its control characters blanks; `fill`: exactly so many. */
static void put_cut(GString *out, const char *text, unsigned columns, bool fill)
{
	unsigned n = 0;

	for (; *text && n < columns; text = g_utf8_next_char(text), n++) {
		gunichar c = g_utf8_get_char_validated(text, -1);

		if ((gint32)c < 0)
			break;
		g_string_append_unichar(out, c < ' ' || c == 0x7f ? ' ' : c);
	}
	for (; fill && n < columns; n++)
		g_string_append_c(out, ' ');
}

/* What stands between the brackets: status, operation, time left. */
static char *bar_text(const struct progress *progress)
{
	GString *text = g_string_new(progress->status && *progress->status ? progress->status
									   : "Processing");

	if (progress->operation && *progress->operation)
		g_string_append_printf(text, " - %s", progress->operation);
	if (progress->seconds >= 0)
		g_string_append_printf(text, " %02d:%02d:%02d", (int)(progress->seconds / 3600),
				       (int)(progress->seconds / 60 % 60),
				       (int)(progress->seconds % 60));
	return g_string_free(text, FALSE);
}

char *progress_line(const struct progress *progress, unsigned width)
{
	GString *out = g_string_new("\033[33;1m");
	unsigned name = MIN(g_utf8_strlen(progress->activity, -1), width * 2 / 5);
	unsigned inner = width > name + 4 ? width - name - 4 : 1;
	unsigned over = progress->percent > 0 ? inner * MIN(progress->percent, 100) / 100 : 0;
	g_autofree char *text = bar_text(progress);
	g_autoptr(GString) cells = g_string_new(NULL);
	const char *split;

	put_cut(cells, text, inner, true);
	split = g_utf8_offset_to_pointer(cells->str, over);
	put_cut(out, progress->activity, name, false);
	g_string_append(out, " [");
	if (over)
		g_string_append_printf(out, "\033[7m%.*s\033[27m", (int)(split - cells->str),
				       cells->str);
	g_string_append_printf(out, "%s]\033[0m", split);
	return g_string_free(out, FALSE);
}

static void draw(struct session *session, struct bars *bars)
{
	g_autoptr(GString) out = g_string_new(NULL);
	unsigned width = host_width(&session->host), n = bars->list->len;

	for (guint i = 0; i < n; i++)
		g_string_append(out, "\033D");
	if (n)
		g_string_append_printf(out, "\033[%uA", n);
	else
		g_string_append(out, CLEAR_BELOW);
	g_string_append(out, "\0337");
	for (guint i = 0; i < n; i++) {
		g_autofree char *line = progress_line(
			&((struct bar *)bars->list->pdata[i])->progress, width - 1);

		g_string_append_printf(out, "\033[B\r%s%s", i ? "" : "\033[J", line);
	}
	g_string_append(out, "\0338");
	console_draw(session, out->str, out->len);
	bars->shown = n > 0;
	bars->drawn = g_get_monotonic_time();
}

void progress_hide(struct session *session)
{
	struct bars *bars = session->progress;

	if (!bars || !bars->shown)
		return;
	bars->shown = false;
	console_draw(session, CLEAR_BELOW, strlen(CLEAR_BELOW));
}

void progress_report(struct session *session, const struct progress *progress)
{
	struct bars *bars;

	if (!session->is_terminal)
		return;
	bars = bars_of(session);
	if (progress->done)
		bar_remove(bars, progress->id);
	else
		bar_put(bars, progress);
	if (progress->done || !bars->shown || g_get_monotonic_time() - bars->drawn >= REDRAW_US)
		draw(session, bars);
}

void progress_free(struct session *session)
{
	struct bars *bars = session->progress;

	if (!bars)
		return;
	progress_hide(session);
	g_ptr_array_unref(bars->list);
	g_clear_pointer(&session->progress, g_free);
}
