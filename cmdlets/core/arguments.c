/*
 * Readers of arguments shared by the core cmdlets.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"

#include "lib/convert.h"
#include "lib/wildcard.h"

bool text_is_like(struct value text, struct value pattern)
{
	struct string *like, *plain;
	bool ok;

	if (text.kind == V_STRING && pattern.kind == V_STRING)
		return wildcard_match_name(pattern.u.str->data, text.u.str->data);
	like = value_to_string(pattern, NULL);
	plain = value_to_string(text, NULL);
	ok = wildcard_match_name(like->data, plain->data);
	str_unref(like);
	str_unref(plain);
	return ok;
}

bool text_is_like_any(struct value text, struct value patterns)
{
	uint32_t n = arg_count(patterns);

	for (uint32_t i = 0; i < n; i++) {
		value_auto pattern = arg_at(patterns, i);

		if (text_is_like(text, pattern))
			return true;
	}
	return false;
}

bool text_has_wildcards(const char *text)
{
	return wildcard_has_special(text, strlen(text));
}

static void held_clear(void *slot)
{
	value_unref(*(struct value *)slot);
}

GArray *held_new(void)
{
	GArray *held = g_array_new(FALSE, FALSE, sizeof(struct value));

	g_array_set_clear_func(held, held_clear);
	return held;
}

void held_free(GArray *held)
{
	if (held)
		g_array_unref(held);
}

void held_add(GArray *held, struct value v)
{
	value_ref(v);
	g_array_append_val(held, v);
}

enum flow emit_text(struct call *call, const char *text, ssize_t len)
{
	return emit_take(call, value_str(str_new(text, len)));
}
