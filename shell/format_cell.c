/*
 * Cells: the text of a value in a table or list, and how wide text is.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/object.h"
#include "lib/operate.h"
#include "shell/eval.h"
#include "shell/format.h"
#include "shell/member.h"

uint32_t display_width(const char *text, size_t len)
{
	const char *p = text, *end = text + len;
	uint32_t width = 0;

	while (p < end) {
		uint32_t c;

		if (*p == 0x1b) {
			while (p < end && !g_ascii_isalpha(*p))
				p++;
			p += p < end;
			continue;
		}
		c = text_next(&p, end);
		width += c < 0x20 || g_unichar_iszerowidth(c) ? 0 : g_unichar_iswide(c) ? 2 : 1;
	}
	return width;
}

static int enumeration_limit(struct scope *scope)
{
	value_auto v = scope_get(scope, symbol_get("FormatEnumerationLimit", -1));
	int32_t limit = 4;

	if (v.kind != V_UNSET)
		value_to_i32(v, &limit, NULL);
	return limit < 0 ? G_MAXINT : limit;
}

static struct string *element_text(struct scope *scope, struct value v)
{
	if (value_is_null(v))
		return str_new("$null", -1);
	return cell_of(scope, v, NULL, false);
}

/* {a, b, c, d…} */
static struct string *collection_text(struct scope *scope, struct value v)
{
	GString *out = g_string_new("{");
	int limit = enumeration_limit(scope), n = 0;
	struct enumerator e;
	struct value item;

	enumerator_init(&e, v);
	while (enumerator_next(&e, &item, NULL)) {
		struct string *text;

		if (n == limit) {
			g_string_append(out, "…");
			value_unref(item);
			break;
		}
		text = value_is_enumerable(item) || value_base(item).kind == V_DICT
		       ? value_to_text(scope, item, " ") : element_text(scope, item);
		g_string_append_printf(out, "%s%s", n++ ? ", " : "", text->data);
		str_unref(text);
		value_unref(item);
	}
	enumerator_clear(&e);
	g_string_append_c(out, '}');
	return str_from_gstring(out);
}

static struct string *dict_text(struct scope *scope, const struct dict *dict)
{
	GString *out = g_string_new("{");
	int limit = enumeration_limit(scope), n = 0;
	const struct dict_entry *entry;

	for (uint32_t at = 0; dict_next(dict, &at, &entry); n++) {
		struct string *key;

		if (n == limit) {
			g_string_append(out, "…");
			break;
		}
		key = value_to_text(scope, entry->key, " ");
		g_string_append_printf(out, "%s[%s, ", n ? ", " : "", key->data);
		str_unref(key);
		key = value_to_text(scope, entry->value, " ");
		g_string_append_printf(out, "%s]", key->data);
		str_unref(key);
	}
	g_string_append_c(out, '}');
	return str_from_gstring(out);
}

struct string *cell_of(struct scope *scope, struct value v, const char *format, bool in_table)
{
	struct value base = value_base(v);
	struct string *text;

	if (value_is_null(v))
		return str_empty();
	if (format && value_format_one(base, format, &text, NULL))
		return text;
	if (base.kind == V_DICT && base.u.dict->style != DICT_SET)
		return dict_text(scope, base.u.dict);
	if (value_is_enumerable(base))
		return collection_text(scope, base);
	if (in_table && (base.kind == V_F64 || base.kind == V_F32 || base.kind == V_DECIMAL) &&
	    value_format_one(base, "F", &text, NULL))
		return text;
	if (base.kind == V_OBJECT)
		return value_to_text(scope, v, " ");
	return value_to_display(v);
}

static enum align natural_align(struct value v)
{
	v = value_base(v);
	if (value_is_number(v) || v.kind == V_BOOL || v.kind == V_SWITCH || v.kind == V_ENUM || v.kind == V_CHAR)
		return ALIGN_RIGHT;
	return v.kind == V_NATIVE && v.u.native->type == &type_securestring ? ALIGN_RIGHT : ALIGN_LEFT;
}

struct string *cell_text(struct scope *scope, const struct column *column, struct value object,
			 enum align *ret_align, bool in_table)
{
	struct value v = VALUE_NULL;
	struct string *text;

	if (column->name) {
		v = member_get(scope, object, column->name, NULL);
		if (v.kind == V_UNSET)
			v = VALUE_NULL;
	} else if (column->block.kind == V_SCRIPTBLOCK &&
		   block_value(&scope->session->host, column->block, object, &v) != FLOW_NEXT) {
		value_unref(host_take_error(&scope->session->host));
		v = VALUE_NULL;
	}
	if (ret_align)
		*ret_align = natural_align(v);
	text = cell_of(scope, v, column->format, in_table);
	value_unref(v);
	return text;
}
