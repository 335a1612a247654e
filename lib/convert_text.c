/*
 * Values as text: "$v" (invariant, 15 digits, collections joined) and what
 * ToString(), -f and -join show (the session's culture, digits that round-trip).
 */
#include "config.h"

#include "lib/bigint.h"
#include "lib/callable.h"
#include "lib/convert.h"
#include "lib/datetime.h"
#include "lib/dict.h"
#include "lib/error_record.h"
#include "lib/number.h"
#include "lib/object.h"
#include "lib/operate.h"
#include "lib/symbol.h"

/* Which text is wanted. */
enum style {
	TEXT_INVARIANT,		/* "$v" */
	TEXT_ELEMENT,		/* of an element of such a text: collections are not opened again */
	TEXT_DISPLAY,
};

static void put_value(GString *out, struct value v, enum style style, const char *ofs);

static void put_string(GString *out, struct string *text)
{
	g_string_append_len(out, text->data, text->len);
	str_unref(text);
}

/* The type's own text, looked for along its bases. */
static void put_by_type(GString *out, struct value v, enum style style)
{
	const struct type *type = type_of(v);

	for (const struct type *t = type; t; t = t->base) {
		if (t->to_invariant && style != TEXT_DISPLAY) {
			put_string(out, t->to_invariant(v));
			return;
		}
		if (t->to_string) {
			put_string(out, t->to_string(v));
			return;
		}
	}
	g_string_append(out, type->name);
}

static void put_elements(GString *out, struct value v, const char *ofs)
{
	struct enumerator e;
	struct value item;
	bool first = true;

	enumerator_init(&e, v);
	while (enumerator_next(&e, &item, NULL)) {
		if (!first)
			g_string_append(out, ofs ? ofs : " ");
		first = false;
		put_value(out, item, TEXT_ELEMENT, NULL);
		value_unref(item);
	}
	enumerator_clear(&e);
}

/* @{a=1; b=2}; nested ones and nulls are empty. */
static void put_custom(GString *out, const struct object *object, enum style style)
{
	bool any = false;

	if (style == TEXT_ELEMENT)
		return;
	for (uint32_t i = 0; i < object->shape->n; i++) {
		const struct shape_member *member = &object->shape->members[i];

		if (member->kind > MEMBER_NOTE || (member->flags & MEMBER_HIDDEN))
			continue;
		g_string_append(out, any ? "; " : "@{");
		any = true;
		g_string_append_len(out, member->name->data, member->name->len);
		g_string_append_c(out, '=');
		put_value(out, object->slots[i], TEXT_ELEMENT, NULL);
	}
	if (any)
		g_string_append_c(out, '}');
}

static void put_object(GString *out, struct value v, enum style style)
{
	if (type_of(v) == &type_pscustomobject || type_of(v) == &type_psobject)
		put_custom(out, v.u.object, style);
	else
		put_by_type(out, v, style);
}

static void put_number(GString *out, struct value v, enum style style)
{
	if (style != TEXT_DISPLAY)
		number_text(out, v);
	else if (v.aux)
		put_string(out, str_ref(symbol_exact_text(v.aux)));
	else
		number_format(out, v, "", 0, &number_en_us, NULL);
}

static void put_block(GString *out, struct value v)
{
	struct callable *callable = (struct callable *)v.u.block;

	put_string(out, callable->ops->text(callable));
}

static void put_value(GString *out, struct value v, enum style style, const char *ofs)
{
	switch (v.kind) {
	case V_UNSET:
	case V_SIGNAL:
	case V_NULL:
	case V_NOTHING:
		return;
	case V_BOOL:
	case V_SWITCH:
		g_string_append(out, v.u.b ? "True" : "False");
		return;
	case V_CHAR:
		text_put(out, v.u.ch);
		return;
	case V_DATETIME:
		if (style == TEXT_DISPLAY)
			datetime_format(out, v, "G", 1, &date_en_us, NULL);
		else
			datetime_format(out, v, "G", 1, &date_invariant, NULL);
		return;
	case V_TIMESPAN:
		timespan_format(out, v, "c", 1, NULL);
		return;
	case V_ENUM:
		put_string(out, enum_text(type_of(v), v.u.i));
		return;
	case V_TYPE:
		g_string_append(out, style == TEXT_DISPLAY ? v.u.type->name : type_short(v.u.type));
		return;
	case V_STRING:
		g_string_append_len(out, v.u.str->data, v.u.str->len);
		return;
	case V_OBJECT:
		put_object(out, v, style);
		return;
	case V_SCRIPTBLOCK:
		put_block(out, v);
		return;
	case V_ERROR:
		put_string(out, error_record_message((struct error_record *)v.u.block));
		return;
	case V_BOXED:
		put_value(out, value_base(v), style, ofs);
		return;
	default:
		break;
	}
	if (value_is_number(v))
		put_number(out, v, style);
	else if (style == TEXT_INVARIANT && value_is_enumerable(v))
		put_elements(out, v, ofs);
	else if (v.kind == V_ARRAY || v.kind == V_LIST || v.kind == V_DICT)
		g_string_append(out, type_of(v)->name);
	else
		put_by_type(out, v, style);
}

/* Small whole numbers are most of what is made text of. */
static struct string *small_text(int64_t i)
{
	char text[24], *p = text + sizeof(text);
	uint64_t u = i < 0 ? -(uint64_t)i : (uint64_t)i;
	struct string *str;
	size_t n;

	do {
		*--p = '0' + (char)(u % 10);
		u /= 10;
	} while (u > 0);
	if (i < 0)
		*--p = '-';
	n = text + sizeof(text) - p;
	str = str_alloc(n);
	memcpy(str->data, p, n);
	return str_finish(str, n);
}

static struct string *make_text(struct value v, enum style style, const char *ofs)
{
	GString *out;

	if (v.kind == V_STRING)
		return str_ref(v.u.str);
	if (value_is_null(v))
		return str_empty();
	if (value_is_integer(v) && v.kind != V_U64 && (style != TEXT_DISPLAY || !v.aux))
		return small_text(v.u.i);
	out = g_string_sized_new(32);
	put_value(out, v, style, ofs);
	return str_from_gstring(out);
}

struct string *value_to_string(struct value v, const char *ofs)
{
	return make_text(v, TEXT_INVARIANT, ofs);
}

struct string *value_to_display(struct value v)
{
	return make_text(v, TEXT_DISPLAY, NULL);
}
