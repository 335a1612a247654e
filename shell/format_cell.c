/*
 * Cells: the value that a column shows of an object, and its text.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/object.h"
#include "lib/operate.h"
#include "shell/class.h"
#include "shell/eval.h"
#include "shell/exception.h"
#include "shell/format.h"
#include "shell/member.h"

#define DEFAULT_ENUMERATION_LIMIT 4

/* -- The value ----------------------------------------------------------------------------- */

bool column_value(struct scope *scope, const struct column *column, struct value object,
		  struct value *ret, struct value *ret_failed)
{
	struct host *host = &scope->session->host;
	struct value v = VALUE_NULL;

	*ret_failed = VALUE_UNSET;
	if (column->name) {
		GError *error = NULL;

		v = member_get(scope, object, column->name, &error);
		if (error) {
			value_unref(v);
			*ret_failed = value_of(error_record_of(error));
			return false;
		}
	} else if (column->block.kind == V_SCRIPTBLOCK &&
		   block_value(host, column->block, object, &v) != FLOW_NEXT) {
		*ret_failed = scope->session->error ? host_take_error(host) : VALUE_NULL;
		return false;
	}
	*ret = v.kind <= V_NOTHING ? VALUE_NULL : v;
	return true;
}

struct string *column_label(struct scope *scope, const struct column *column, struct value object)
{
	if (column->label)
		return str_ref(column->label);
	if (column->name)
		return str_ref(column->given ? column->given : column->name->name);
	return column->block.kind == V_SCRIPTBLOCK ? value_to_string(column->block, NULL)
						   : str_empty();
}

/* -- Its text ------------------------------------------------------------------------------ */

int enumeration_limit(struct scope *scope)
{
	value_auto v = scope_get(&scope->session->global, symbol_get("FormatEnumerationLimit", -1));

	if (value_base(v).kind != V_I32)
		return DEFAULT_ENUMERATION_LIMIT;
	return value_base(v).u.i < 0 ? G_MAXINT : value_base(v).u.i;
}

static struct string *plain_text(struct scope *scope, struct value v)
{
	struct value base = value_base(v);

	if (v.kind == V_BOXED || v.kind == V_OBJECT || value_is_enumerable(v) ||
	    base.kind == V_F64 || base.kind == V_F32)
		return value_to_text(scope, v, " ");
	return value_to_display(v);
}

/* Whether the type itself, and none it derives from, says how its values read. */
static bool has_own_text(struct value base)
{
	const struct type *type = type_of(base);

	return base.kind < V_ARRAY || base.kind == V_SCRIPTBLOCK || base.kind == V_ERROR ||
	       type == &type_pscustomobject ||
	       (type->to_string && !(type->flags & TYPE_IS_SCRIPT) &&
		!(type->base && type->base->to_string == type->to_string));
}

/* What stands for an object without a text of its own; V_UNSET: nothing. */
static struct value name_of(struct scope *scope, struct value v)
{
	struct string *name = naming_property(scope, v);
	struct value got = name ? member_get(scope, v, symbol_of(name), NULL) : VALUE_UNSET;

	str_unref(name);
	return got;
}

static struct string *element_text(struct scope *scope, struct value v)
{
	struct value base = value_base(v);
	value_auto name = VALUE_UNSET;

	if (value_is_null(v))
		return str_new("$null", -1);
	if (has_own_text(base) || value_is_enumerable(base) || base.kind == V_DICT)
		return plain_text(scope, v);
	if (base.kind == V_OBJECT && type_of(base)->flags & TYPE_IS_SCRIPT &&
	    class_has_tostring(base))
		return plain_text(scope, v);
	name = name_of(scope, v);
	return name.kind == V_UNSET || value_is_null(name) ? plain_text(scope, v)
							   : plain_text(scope, name);
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
		text = element_text(scope, item);
		g_string_append_printf(out, "%s%s", n++ ? ", " : "", text->data);
		str_unref(text);
		value_unref(item);
	}
	enumerator_clear(&e);
	g_string_append_c(out, '}');
	return str_from_gstring(out);
}

/* {[key, value], ...} */
static struct string *dict_text(struct scope *scope, const struct dict *dict)
{
	GString *out = g_string_new("{");
	int limit = enumeration_limit(scope), n = 0;
	const struct dict_entry *entry;

	for (uint32_t at = 0; dict_next(dict, &at, &entry); n++) {
		struct string *key, *v;

		if (n == limit) {
			g_string_append(out, "…");
			break;
		}
		key = value_to_text(scope, entry->key, " ");
		v = value_to_text(scope, entry->value, " ");
		g_string_append_printf(out, "%s[%s, %s]", n ? ", " : "", key->data, v->data);
		str_unref(key);
		str_unref(v);
	}
	g_string_append_c(out, '}');
	return str_from_gstring(out);
}

struct string *cell_text(struct scope *scope, struct value v, bool in_table)
{
	struct value base = value_base(v);
	struct string *text;

	if (value_is_null(v))
		return str_empty();
	if (base.kind == V_DICT && base.u.dict->style != DICT_SET)
		return dict_text(scope, base.u.dict);
	if (value_is_enumerable(base))
		return collection_text(scope, base);
	if (in_table && (base.kind == V_F64 || base.kind == V_F32 || base.kind == V_DECIMAL) &&
	    value_format_one(base, "F", &text, NULL))
		return text;
	return plain_text(scope, v);
}

bool cell_format(struct scope *scope, struct value v, const char *format, struct string **ret)
{
	struct value base = value_base(v);
	struct string *composite;
	bool ok;

	if (!strstr(format, "{0") && !strchr(format, '}')) {
		if (value_format_one(base, format, ret, NULL))
			return true;
		*ret = plain_text(scope, v);
		return base.kind == V_STRING || base.kind == V_BOOL || base.kind >= V_ARRAY;
	}
	composite = str_new(format, -1);
	ok = format_composite(composite, &base, 1, ret, NULL);
	str_unref(composite);
	return ok;
}
