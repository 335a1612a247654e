/*
 * Lists: a property a line, `label : value`, the labels as wide as the widest
 * one; what does not fit goes on below the value.
 */
#include "config.h"

#include "shell/format.h"

#define SEPARATOR " : "
#define RESET_STYLE "\x1b[0m"

static uint32_t label_width(const struct packet *packet, uint32_t most)
{
	uint32_t width = 0;

	for (uint32_t i = 0; i < packet->n; i++)
		width = MAX(width, display_width(packet->labels[i]->data, packet->labels[i]->len));
	return MIN(width, most);
}

static void append_label(GString *out, struct string *label, uint32_t width, const char *style)
{
	size_t len = text_head(label->data, width);

	if (style)
		g_string_append(out, style);
	g_string_append_len(out, label->data, len);
	text_pad(out, width - MIN(display_width(label->data, len), width));
	g_string_append(out, SEPARATOR);
	if (style)
		g_string_append(out, RESET_STYLE);
}

void list_entry(const struct packet *packet, uint32_t width, GString *out, const char *style)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	uint32_t label, field;

	if (packet->n == 0 || width < strlen(SEPARATOR) + 2)
		return;
	label = label_width(packet, width - strlen(SEPARATOR) - 1);
	field = width - label - strlen(SEPARATOR);
	for (uint32_t i = 0; i < packet->n; i++) {
		g_ptr_array_set_size(lines, 0);
		text_wrap(packet->texts[i]->data, field, field, lines);
		append_label(out, packet->labels[i], label, style);
		for (guint k = 0; k < lines->len; k++) {
			if (k)
				text_pad(out, label + strlen(SEPARATOR));
			g_string_append(out, lines->pdata[k]);
			g_string_append_c(out, '\n');
		}
	}
}
