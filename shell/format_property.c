/*
 * -Property and -GroupBy: names, script blocks and calculated properties, read
 * by a table of the keys that each command knows. Keys are found by any unique
 * prefix; what a key cannot be is PowerShell's error.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "shell/format.h"

enum { FOR_TABLE = 1 << VIEW_TABLE, FOR_LIST = 1 << VIEW_LIST, FOR_WIDE = 1 << VIEW_WIDE,
       FOR_CUSTOM = 1 << VIEW_CUSTOM, FOR_GROUP = 1 << VIEW_ANY };

#define FAULT(symbol, id)                                                        \
	static const struct fault symbol = { id, "System.NotSupportedException", \
					     CATEGORY_INVALID_ARGUMENT, NULL }

FAULT(unknown_type, "DictionaryKeyUnknownType");
FAULT(illegal_key, "DictionaryKeyIllegal");
FAULT(duplicate_key, "DictionaryKeyDuplicate");
FAULT(key_not_string, "DictionaryKeyNonString");
FAULT(wrong_of_many, "DictionaryKeyIllegalValue1");
FAULT(wrong_of_one, "DictionaryKeyIllegalValue2");
FAULT(missing_value, "DictionaryKeyMissingValue");
FAULT(missing_key, "DictionaryKeyMandatoryEntry");
FAULT(wrong_alignment, "AlignmentIllegalValue");
FAULT(wrong_width, "WidthOutOfRange");
FAULT(empty_format, "FormatStringEmpty");
FAULT(empty_in_table, "ExpressionEmptyString1");
FAULT(empty_name, "ExpressionEmptyString2");

#define EXPRESSION_TYPES "{System.String, System.Management.Automation.ScriptBlock}"

/* -- Values of keys ------------------------------------------------------------------------ */

static bool put_expression(struct column *column, const char *key, struct value v, GError **error)
{
	if (v.kind == V_SCRIPTBLOCK) {
		value_put(&column->block, value_ref(v));
		return true;
	}
	if (v.u.str->len == 0) {
		fault_set(error, &empty_in_table, VALUE_NULL,
			  "The \"%s\" key cannot have an empty string value.", key);
		return false;
	}
	column->name = symbol_of(v.u.str);
	str_unref(column->given);
	column->given = str_ref(v.u.str);
	return true;
}

static bool put_label(struct column *column, const char *key, struct value v, GError **error)
{
	str_unref(column->label);
	column->label = str_ref(v.u.str);
	return true;
}

static bool put_format(struct column *column, const char *key, struct value v, GError **error)
{
	if (v.u.str->len == 0) {
		fault_set(error, &empty_format, VALUE_NULL,
			  "Cannot have an empty formatting string for key \"%s\".", key);
		return false;
	}
	g_free(column->format);
	column->format = g_strdup(v.u.str->data);
	return true;
}

enum { WIDEST = 1 << 16 };	/* a line is padded to it */

static bool put_width(struct column *column, const char *key, struct value v, GError **error)
{
	if (v.u.i <= 0) {
		fault_set(error, &wrong_width, VALUE_NULL,
			  "The value \"%d\" for key \"%s\" should be greater than 0.", (int)v.u.i,
			  key);
		return false;
	}
	column->width = MIN(v.u.i, WIDEST);
	return true;
}

static bool put_alignment(struct column *column, const char *key, struct value v, GError **error)
{
	static const char *const names[] = { "left", "center", "right" };

	for (size_t i = 0; v.u.str->len && i < G_N_ELEMENTS(names); i++)
		if (v.u.str->len <= strlen(names[i]) &&
		    !g_ascii_strncasecmp(names[i], v.u.str->data, v.u.str->len)) {
			column->align = ALIGN_LEFT + i;
			return true;
		}
	fault_set(error, &wrong_alignment, VALUE_NULL,
		  "The value \"%s\" for key \"%s\" is not valid; valid values are "
		  "{left, center, right}.",
		  v.u.str->data, key);
	return false;
}

static bool put_depth(struct column *column, const char *key, struct value v, GError **error)
{
	column->depth = v.u.i;
	return true;
}

/* -- Keys ---------------------------------------------------------------------------------- */

static const struct key {
	const char *name, *other;
	unsigned where;
	enum value_kind kind;		/* V_UNSET: text or a script block */
	const char *type;
	bool (*put)(struct column *column, const char *key, struct value v, GError **error);
} keys[] = {
	{ "expression", NULL, FOR_TABLE | FOR_LIST | FOR_WIDE | FOR_CUSTOM | FOR_GROUP, V_UNSET,
	  EXPRESSION_TYPES, put_expression },
	{ "formatString", NULL, FOR_TABLE | FOR_LIST | FOR_WIDE | FOR_GROUP, V_STRING,
	  "System.String", put_format },
	{ "width", NULL, FOR_TABLE, V_I32, "System.Int32", put_width },
	{ "alignment", NULL, FOR_TABLE, V_STRING, "System.String", put_alignment },
	{ "label", "name", FOR_TABLE | FOR_LIST | FOR_GROUP, V_STRING, "System.String", put_label },
	{ "depth", NULL, FOR_CUSTOM, V_I32, "System.Int32", put_depth },
};

static bool begins(const char *name, struct string *key)
{
	return name && key->len <= strlen(name) && !g_ascii_strncasecmp(name, key->data, key->len);
}

static const struct key *find_key(unsigned where, struct string *given, GError **error)
{
	for (size_t i = 0; given->len && i < G_N_ELEMENTS(keys); i++)
		if (keys[i].where & where &&
		    (begins(keys[i].name, given) || begins(keys[i].other, given)))
			return &keys[i];
	fault_set(error, &illegal_key, VALUE_NULL, "The %s key is not valid.", given->data);
	return NULL;
}

static bool check_value(const struct key *key, struct string *given, struct value v, GError **error)
{
	if (value_is_null(v)) {
		fault_set(error, &missing_value, VALUE_NULL, "The %s key has no value.",
			  given->data);
		return false;
	}
	if (key->kind == V_UNSET ? v.kind == V_STRING || v.kind == V_SCRIPTBLOCK
				 : v.kind == key->kind)
		return true;
	fault_set(error, key->kind == V_UNSET ? &wrong_of_many : &wrong_of_one, VALUE_NULL,
		  "The \"%s\" key has a type, %s, that is not valid; expected type%s %s.",
		  given->data, type_of(v)->name, key->kind == V_UNSET ? "s are" : " is", key->type);
	return false;
}

static bool read_entry(struct column *column, unsigned where, const struct dict_entry *entry,
		       unsigned *seen, GError **error)
{
	struct value key_value = value_base(entry->key), v = value_base(entry->value);
	const struct key *key;

	if (key_value.kind != V_STRING) {
		fault_set(error, &key_not_string, VALUE_NULL,
			  "The %s key type is not valid. The key must be a string.",
			  type_simple_name(type_of(key_value)));
		return false;
	}
	key = find_key(where, key_value.u.str, error);
	if (!key)
		return false;
	if (*seen & 1u << (key - keys)) {
		fault_set(error, &duplicate_key, VALUE_NULL,
			  "The duplicated key \"%s\" conflicts with \"%s\".", key_value.u.str->data,
			  key->name);
		return false;
	}
	*seen |= 1u << (key - keys);
	return check_value(key, key_value.u.str, v, error) && key->put(column, key->name, v, error);
}

static bool read_table(struct column *column, unsigned where, const struct dict *dict,
		       GError **error)
{
	const struct dict_entry *entry;
	unsigned seen = 0;

	for (uint32_t at = 0; dict_next(dict, &at, &entry);)
		if (!read_entry(column, where, entry, &seen, error))
			return false;
	if (seen & 1)
		return true;
	fault_set(error, &missing_key, VALUE_NULL, "A mandatory entry for %s is missing.",
		  keys[0].name);
	return false;
}

static bool read_column(struct column *column, unsigned where, struct value v, GError **error)
{
	v = value_base(v);
	if (v.kind == V_DICT && v.u.dict->style != DICT_SET)
		return read_table(column, where, v.u.dict, error);
	if (v.kind == V_STRING && v.u.str->len == 0) {
		fault_set(error, &empty_name, VALUE_NULL, "An empty string value is not allowed.");
		return false;
	}
	if (v.kind == V_STRING || v.kind == V_SCRIPTBLOCK)
		return put_expression(column, keys[0].name, v, error);
	if (value_is_null(v))
		fault_set(error, &unknown_type, VALUE_NULL,
			  "The value of a parameter was null; one of the following types "
			  "was expected: " EXPRESSION_TYPES ".");
	else
		fault_set(error, &unknown_type, VALUE_NULL,
			  "Cannot convert %s to one of the following types " EXPRESSION_TYPES ".",
			  type_of(v)->name);
	return false;
}

GArray *columns_parse(enum view_kind kind, struct value properties, GError **error)
{
	GArray *columns = columns_new();
	struct enumerator e;
	struct value item;
	bool ok = true;

	enumerator_init(&e, properties);
	while (ok && enumerator_next(&e, &item, NULL)) {
		ok = read_column(columns_add(columns, NULL, NULL), 1u << kind, item, error);
		value_unref(item);
	}
	enumerator_clear(&e);
	if (ok)
		return columns;
	g_array_unref(columns);
	return NULL;
}

struct column *column_parse_group(struct value group, GError **error)
{
	GArray *columns = columns_new();
	struct column *column = columns_add(columns, NULL, NULL);
	bool ok = read_column(column, FOR_GROUP, group, error);

	column = ok ? g_memdup2(column, sizeof(*column)) : NULL;
	if (ok)
		g_array_set_clear_func(columns, NULL);
	g_array_unref(columns);
	return column;
}
