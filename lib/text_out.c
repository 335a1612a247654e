/*
 * Text under way: it moves to a GString once, when it outgrows its buffer.
 */
#include "config.h"

#include "lib/text_out.h"

void text_out_put_far(struct text_out *out, const char *p, size_t n)
{
	if (!out->far)
		out->far = g_string_new_len(out->near, out->len);
	g_string_append_len(out->far, p, n);
}

void text_out_integer(struct text_out *out, int64_t number)
{
	uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
	char digits[20], *p = digits + sizeof(digits);

	do
		*--p = '0' + left % 10;
	while (left /= 10);
	if (number < 0)
		text_out_put_c(out, '-');
	text_out_put(out, p, digits + sizeof(digits) - p);
}

struct string *text_out_take(struct text_out *out)
{
	return out->far ? str_from_gstring(out->far) : str_new(out->near, out->len);
}

void text_out_drop(struct text_out *out)
{
	if (out->far)
		g_string_free(out->far, TRUE);
}
