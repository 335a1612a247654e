/*
 * Text under way to a string: near at hand while it is short, which most is,
 * a GString of its own when it grows. Made by text_out_init(), ended by
 * text_out_take() or text_out_drop().
 */
#ifndef HMSH_TEXT_OUT_H
#define HMSH_TEXT_OUT_H

#include "lib/str.h"

struct text_out {
	GString *far;		/* NULL: all is in `near` */
	size_t len;		/* of near */
	char near[256];
};

static inline void text_out_init(struct text_out *out)
{
	out->far = NULL;
	out->len = 0;
}

void text_out_put_far(struct text_out *out, const char *p, size_t n);

static inline void text_out_put(struct text_out *out, const char *p, size_t n)
{
	if (G_UNLIKELY(out->far || n > sizeof(out->near) - out->len)) {
		text_out_put_far(out, p, n);
		return;
	}
	memcpy(out->near + out->len, p, n);
	out->len += n;
}

static inline void text_out_put_c(struct text_out *out, char c)
{
	if (G_UNLIKELY(out->far || out->len == sizeof(out->near)))
		text_out_put_far(out, &c, 1);
	else
		out->near[out->len++] = c;
}

/* In decimal digits. */
void text_out_integer(struct text_out *out, int64_t number);
/* What was put, as a string (yours). */
struct string *text_out_take(struct text_out *out);
void text_out_drop(struct text_out *out);

#endif
