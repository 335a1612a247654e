/*
 * A small formatter that knows the grammar it writes: %s is a word of it.
 */
#include "config.h"
#include "render/writer.h"

#include <stdarg.h>

void writer_init(struct writer *writer, quote_fn quote)
{
	writer->text = g_string_sized_new(1024);
	writer->quote = quote;
	writer->error = NULL;
}

static const char *put_argument(struct writer *writer, const char *p, va_list *ap)
{
	switch (*p) {
	case 's':
		writer->quote(writer->text, va_arg(*ap, const char *), &writer->error);
		break;
	case 'd':
		g_string_append_printf(writer->text, "%d", va_arg(*ap, int));
		break;
	case 'u':
		g_string_append_printf(writer->text, "%u", va_arg(*ap, unsigned));
		break;
	case 'l':
		p++;
		g_assert(*p == 'u');
		g_string_append_printf(writer->text, "%lu", va_arg(*ap, unsigned long));
		break;
	default:
		g_assert(*p == '%');
		g_string_append_c(writer->text, '%');
	}
	return p + 1;
}

void writer_put(struct writer *writer, const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	while (*format && !writer->error) {
		const char *percent = strchr(format, '%');

		if (!percent) {
			g_string_append(writer->text, format);
			break;
		}
		g_string_append_len(writer->text, format, percent - format);
		format = put_argument(writer, percent + 1, &ap);
	}
	va_end(ap);
}

GBytes *writer_bytes(struct writer *writer, const char *path, GError **error)
{
	if (!writer->error)
		return g_string_free_to_bytes(writer->text);
	g_propagate_prefixed_error(error, writer->error, "%s: ", path);
	g_string_free(writer->text, TRUE);
	return NULL;
}

void writer_drop(struct writer *writer)
{
	g_clear_error(&writer->error);
	g_string_free(writer->text, TRUE);
}

bool writer_finish(struct writer *writer, struct tree *tree, const char *path, enum tree_mode mode,
		   GError **error)
{
	GBytes *bytes = writer_bytes(writer, path, error);

	if (bytes)
		tree_add(tree, path, bytes, mode);
	return bytes != NULL;
}
