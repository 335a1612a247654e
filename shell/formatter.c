/*
 * The formatter: packets in, lines out. Rows of a group are held back until
 * the group ends, or for a moment, so that its columns can be as wide as what
 * they hold.
 */
#include "config.h"

#include "shell/format.h"
#include "shell/help.h"

#include "lib/convert.h"
#include "lib/object.h"
#include "shell/member.h"

#define LEARN_ROWS 20000
#define LEARN_TIME (300 * 1000)		/* microseconds */
#define DEFAULT_ACROSS 2
#define MOST_ACROSS 4096

enum hold { HOLD_NOT, HOLD_FOR_TIME, HOLD_ALL };
enum state { STATE_IDLE, STATE_DOCUMENT, STATE_GROUP };

struct formatter {
	struct packet_sink sink;	/* of its own shaper */
	struct shaper *shaper;		/* for what is no packet; made when first needed */
	struct scope *scope;
	struct format_out *out;
	enum state state;		/* of the packets that came */
	bool own_document;		/* that its own shaper began */
	bool colour;
	char *header_style, *label_style;	/* NULL: none */

	enum hold hold;
	bool holding;
	GPtrArray *held;		/* packets */
	gint64 started;
	uint32_t *hint;			/* widths that the held rows have, or NULL */
	uint32_t n_hint;

	struct view *view;		/* of the document being written */
	bool first_group;
	struct grid *grid;
	GPtrArray *wide;		/* texts of a line that is not full */
	uint32_t across;
	uint32_t lines;			/* since the header */
	GString *text;
};

/* -- Writing ------------------------------------------------------------------------------- */

/* A property of $PSStyle or of a part of it; `fallback` where nobody looked at it yet. Yours. */
static char *style_text(struct formatter *f, const char *part, const char *name,
			const char *fallback)
{
	struct value *place = scope_find_own(&f->scope->session->global, symbol_get("PSStyle", -1));
	value_auto style = place ? variable_read(place) : VALUE_UNSET;
	value_auto of = part && !value_is_null(style)
				? member_get(f->scope, style, symbol_get(part, -1), NULL)
				: value_ref(style);
	value_auto v = value_is_null(of) ? VALUE_UNSET
					 : member_get(f->scope, of, symbol_get(name, -1), NULL);
	struct string *text;
	char *copy;

	if (value_is_null(v))
		return g_strdup(fallback);
	text = value_to_display(v);
	copy = g_strdup(text->data);
	str_unref(text);
	return copy;
}

/* Whether escape sequences go out, and those of headers and labels. */
static void choose_colours(struct formatter *f)
{
	g_autofree char *rendering = style_text(f, NULL, "OutputRendering",
						g_getenv("NO_COLOR") ? "PlainText" : "Host");

	f->colour = text_equal_nocase(rendering, "Ansi") ||
		    (f->out->colour && !text_equal_nocase(rendering, "PlainText"));
	g_clear_pointer(&f->header_style, g_free);
	g_clear_pointer(&f->label_style, g_free);
	if (!f->colour)
		return;
	f->header_style = style_text(f, "Formatting", "TableHeader", "\x1b[32;1m");
	f->label_style = style_text(f, "Formatting", "FormatAccent", "\x1b[32;1m");
}

static void write_text(struct formatter *f, const char *text, size_t len)
{
	g_autofree char *plain = NULL;

	if (!f->colour && memchr(text, 0x1b, len)) {
		plain = text_plain(text, len);
		text = plain;
		len = strlen(plain);
	}
	f->out->write(f->out, text, len);
}

static void flush_text(struct formatter *f)
{
	write_text(f, f->text->str, f->text->len);
	g_string_truncate(f->text, 0);
}

static void write_blank(struct formatter *f)
{
	f->out->write(f->out, "\n", 1);
}

/* Lines with their indentation, broken at the width. */
static void write_lines(struct formatter *f, const struct packet *packet)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);

	for (uint32_t i = 0; i < packet->n; i++) {
		uint32_t indent = packet->indents[i];
		uint32_t width = f->out->width > indent ? f->out->width - indent : 0;

		g_ptr_array_set_size(lines, 0);
		text_wrap(width ? packet->texts[i]->data : "", width, width, lines);
		for (guint k = 0; k < lines->len; k++)
			g_string_append_printf(f->text, "%*s%s\n", (int)indent, "",
					       (char *)lines->pdata[k]);
	}
	flush_text(f);
}

static void write_out_of_band(struct formatter *f, const struct packet *packet)
{
	if (packet->entry == ENTRY_LIST) {
		choose_colours(f);
		g_string_append_c(f->text, '\n');
		list_entry(packet, f->out->width, f->text, f->label_style);
		g_string_append_c(f->text, '\n');
		flush_text(f);
	} else if (packet->n && f->out->write_plain) {
		f->out->write_plain(f->out, packet->texts[0]);
	} else if (packet->n) {
		f->out->write(f->out, packet->texts[0]->data, packet->texts[0]->len);
		write_blank(f);
	}
}

/* -- Entries of a document ----------------------------------------------------------------- */

static void write_wide(struct formatter *f)
{
	if (!f->wide || f->wide->len == 0)
		return;
	grid_row(f->grid, (struct string *const *)f->wide->pdata, f->wide->len, false, f->text);
	g_ptr_array_set_size(f->wide, 0);
	flush_text(f);
}

static void unref_text(gpointer text)
{
	str_unref(text);
}

static struct string **labels_of(const struct view *view)
{
	struct string **labels = g_new0(struct string *, view->columns->len + 1);

	for (guint i = 0; i < view->columns->len; i++)
		labels[i] = g_array_index(view->columns, struct column, i).label;
	return labels;
}

static void write_header(struct formatter *f)
{
	g_autofree struct string **labels = labels_of(f->view);

	grid_header(f->grid, labels, f->text, f->header_style);
	f->lines = 2;
	flush_text(f);
}

/* Long tables can say again what their columns are, a screen apart. */
static void repeat_header(struct formatter *f)
{
	uint32_t height = host_height(&f->scope->session->host);

	if (!f->view->repeat_header || !height || f->lines + 2 < height)
		return;
	write_blank(f);
	write_header(f);
}

static void write_entry(struct formatter *f, const struct packet *packet)
{
	switch (packet->entry) {
	case ENTRY_ROW:
		if (!f->grid)
			break;
		repeat_header(f);
		grid_row(f->grid, packet->texts, packet->n, packet->wrap, f->text);
		f->lines++;
		flush_text(f);
		break;
	case ENTRY_LIST:
		list_entry(packet, f->out->width, f->text, f->label_style);
		g_string_append_c(f->text, '\n');
		flush_text(f);
		break;
	case ENTRY_WIDE:
		if (!f->wide)
			break;
		g_ptr_array_add(f->wide, str_ref(packet->texts[0]));
		if (f->wide->len == f->across)
			write_wide(f);
		break;
	case ENTRY_HELP:
		help_view_write(packet->help, f->out->width, f->text);
		flush_text(f);
		break;
	default:
		write_lines(f, packet);
	}
}

static void open_wide(struct formatter *f)
{
	f->across = f->hint && f->hint[0] ? wide_fit(f->hint[0], f->out->table_width)
		  : f->view->across ? f->view->across : DEFAULT_ACROSS;
	f->across = MIN(f->across, MOST_ACROSS);
	f->grid = grid_new_wide(f->across, f->out->table_width);
	f->wide = g_ptr_array_new_with_free_func(unref_text);
}

static void open_group(struct formatter *f, const struct packet *packet)
{
	if (packet->n) {
		if (!f->first_group)
			write_blank(f);
		write_lines(f, packet);
		write_blank(f);
	}
	f->first_group = false;
	if (f->view && f->view->kind == VIEW_TABLE && f->view->columns->len) {
		f->grid = grid_new(f->view, f->n_hint == f->view->columns->len ? f->hint : NULL,
				   f->out->table_width);
		write_header(f);
	} else if (f->view && f->view->kind == VIEW_WIDE) {
		open_wide(f);
	}
	g_clear_pointer(&f->hint, g_free);
	f->n_hint = 0;
}

static void close_group(struct formatter *f)
{
	write_wide(f);
	g_clear_pointer(&f->wide, g_ptr_array_unref);
	g_clear_pointer(&f->grid, grid_free);
}

static void close_document(struct formatter *f)
{
	if (f->view && f->view->kind != VIEW_LIST)
		write_blank(f);
	g_clear_pointer(&f->view, view_unref);
}

static void write_packet(struct formatter *f, const struct packet *packet)
{
	switch (packet->kind) {
	case PACKET_START:
		close_group(f);
		view_unref(f->view);
		f->view = view_ref(packet->view);
		f->first_group = true;
		choose_colours(f);
		write_blank(f);
		break;
	case PACKET_GROUP:
		open_group(f, packet);
		break;
	case PACKET_ENTRY:
		if (packet->out_of_band || !f->view)
			write_out_of_band(f, packet);
		else
			write_entry(f, packet);
		break;
	case PACKET_GROUP_END:
		close_group(f);
		break;
	default:
		close_document(f);
	}
}

/* -- Holding back -------------------------------------------------------------------------- */

static void widen(struct formatter *f, uint32_t i, const char *text, size_t len)
{
	f->hint[i] = MAX(f->hint[i], display_width(text, len));
}

/* How wide the columns of the held rows are. */
static void learn_widths(struct formatter *f)
{
	bool table = f->view && f->view->kind == VIEW_TABLE;

	if (!f->view || (!table && (f->view->kind != VIEW_WIDE || f->view->across)))
		return;
	g_free(f->hint);
	f->n_hint = table ? f->view->columns->len : 1;
	f->hint = g_new0(uint32_t, f->n_hint + 1);
	for (uint32_t i = 0; table && i < f->n_hint; i++) {
		struct string *label = g_array_index(f->view->columns, struct column, i).label;

		widen(f, i, label->data, label->len);
	}
	for (guint k = 0; k < f->held->len; k++) {
		const struct packet *packet = f->held->pdata[k];

		if (packet->kind != PACKET_ENTRY || packet->out_of_band)
			continue;
		for (uint32_t i = 0; i < MIN(packet->n, f->n_hint); i++)
			widen(f, i, packet->texts[i]->data, packet->texts[i]->len);
	}
}

static void unref_packet(gpointer packet)
{
	value_unref(value_of(packet));
}

static void release_held(struct formatter *f)
{
	g_autoptr(GPtrArray) held = NULL;

	if (!f->holding)
		return;
	learn_widths(f);
	f->holding = false;
	held = g_steal_pointer(&f->held);
	for (guint i = 0; i < held->len; i++)
		write_packet(f, held->pdata[i]);
}

static void choose_hold(struct formatter *f, const struct view *view)
{
	if (view->autosize)
		f->hold = HOLD_ALL;
	else if (view->kind == VIEW_TABLE && view->columns->len &&
		 g_array_index(view->columns, struct column, 0).width == 0)
		f->hold = HOLD_FOR_TIME;
}

/* Takes the packet over. */
static void take_packet(struct formatter *f, struct packet *packet)
{
	if (packet->kind == PACKET_START)
		choose_hold(f, packet->view);
	if (packet->kind == PACKET_GROUP && !f->holding && f->hold != HOLD_NOT) {
		f->holding = true;
		f->held = g_ptr_array_new_with_free_func(unref_packet);
		f->started = g_get_monotonic_time();
	}
	if (!f->holding) {
		write_packet(f, packet);
		value_unref(value_of(packet));
		return;
	}
	g_ptr_array_add(f->held, packet);
	if (packet->kind == PACKET_GROUP_END ||
	    (f->hold == HOLD_FOR_TIME && (f->held->len >= LEARN_ROWS ||
					  g_get_monotonic_time() - f->started > LEARN_TIME)))
		release_held(f);
}

/* -- What comes in ------------------------------------------------------------------------- */

static const struct fault out_of_sequence = { "ConsoleLineOutputOutOfSequencePacket",
					      "System.InvalidOperationException",
					      CATEGORY_INVALID_DATA, NULL };

static bool in_sequence(struct formatter *f, const struct packet *packet)
{
	static const struct { enum state before, after;
	} moves[] = {
		[PACKET_START] = { STATE_IDLE, STATE_DOCUMENT },
		[PACKET_GROUP] = { STATE_DOCUMENT, STATE_GROUP },
		[PACKET_ENTRY] = { STATE_GROUP, STATE_GROUP },
		[PACKET_GROUP_END] = { STATE_GROUP, STATE_DOCUMENT },
		[PACKET_END] = { STATE_DOCUMENT, STATE_IDLE },
	};

	if (packet->out_of_band)
		return true;
	if (f->state != moves[packet->kind].before)
		return false;
	f->state = moves[packet->kind].after;
	return true;
}

/* A document that begins within another ends that. */
static void begin_anew(struct formatter *f)
{
	release_held(f);
	close_group(f);
	f->state = STATE_IDLE;
}

static enum flow put_own(struct packet_sink *sink, struct packet *packet)
{
	struct formatter *f = (struct formatter *)sink;

	if (packet->kind == PACKET_START && f->state != STATE_IDLE)
		begin_anew(f);
	in_sequence(f, packet);
	take_packet(f, packet);
	return FLOW_NEXT;
}

static bool add_packet(struct formatter *f, struct packet *packet, GError **error)
{
	static const char *const makers[] = { [VIEW_ANY] = "format-*",
					      [VIEW_TABLE] = "format-table",
					      [VIEW_LIST] = "format-list",
					      [VIEW_WIDE] = "format-wide",
					      [VIEW_CUSTOM] = "format-complex" };

	if (packet->kind == PACKET_START && f->state != STATE_IDLE) {
		if (f->shaper)
			shaper_end(f->shaper);
		begin_anew(f);
	}
	if (!in_sequence(f, packet)) {
		fault_set(error, &out_of_sequence, VALUE_NULL,
			  "The object of type \"%s\" is not valid or not in the correct sequence. "
			  "This is likely caused by a user-specified \"%s\" command which is "
			  "conflicting with the default formatting.",
			  packet_type_name(packet),
			  makers[packet->view ? packet->view->kind : VIEW_ANY]);
		return false;
	}
	take_packet(f, (struct packet *)value_ref(value_of(packet)).u.native);
	return true;
}

struct formatter *formatter_new(struct scope *scope, struct format_out *out)
{
	struct formatter *f = g_new0(struct formatter, 1);

	f->scope = scope;
	f->out = out;
	f->sink.put = put_own;
	f->text = g_string_new(NULL);
	return f;
}

bool formatter_add(struct formatter *f, struct value v, GError **error)
{
	struct packet *packet = packet_of(v);

	if (packet)
		return add_packet(f, packet, error);
	if (!f->shaper)
		f->shaper = shaper_new(f->scope, NULL, &f->sink);
	return shaper_add(f->shaper, v, error) == FLOW_NEXT;
}

void formatter_flush(struct formatter *f)
{
	release_held(f);
}

void formatter_end(struct formatter *f)
{
	if (f->shaper)
		shaper_end(f->shaper);
	release_held(f);
}

void formatter_free(struct formatter *f)
{
	if (!f)
		return;
	shaper_free(f->shaper);
	g_clear_pointer(&f->held, g_ptr_array_unref);
	g_clear_pointer(&f->wide, g_ptr_array_unref);
	g_clear_pointer(&f->grid, grid_free);
	view_unref(f->view);
	g_free(f->hint);
	g_free(f->header_style);
	g_free(f->label_style);
	g_string_free(f->text, TRUE);
	g_free(f);
}
