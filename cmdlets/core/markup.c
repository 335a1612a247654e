/*
 * Characters that mean something in markup become entities.
 */
#include "config.h"

#include "cmdlets/core/markup.h"

#include "lib/str.h"

static const char *entity(uint32_t c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	default:
		return NULL;
	}
}

void html_put(GString *out, const char *text, gsize len)
{
	const char *end = text + len;

	while (text < end) {
		uint32_t c = text_next(&text, end);
		const char *name = c == '\'' ? "&#39;" : entity(c);

		if (name)
			g_string_append(out, name);
		else if ((c >= 0xa0 && c <= 0xff) || c > 0xffff)
			g_string_append_printf(out, "&#%u;", c);
		else
			text_put(out, c);
	}
}

void xml_put(GString *out, const char *text, gsize len)
{
	const char *end = text + len;

	while (text < end) {
		uint32_t c = text_next(&text, end);
		const char *name = entity(c);

		if (name)
			g_string_append(out, name);
		else if (c < 0x20 && c != '\n' && c != '\t')
			g_string_append_printf(out, "&#x%X;", c);
		else
			text_put(out, c);
	}
}
