/*
 * Property expressions are read once, when the cmdlet begins: names become
 * symbols, keys of calculated properties are resolved by prefix. What remains
 * per object is a slot read or one call of the block.
 */
#include "config.h"

#include "cmdlets/core/column.h"

#include "cmdlets/core/arguments.h"
#include "lib/callable.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/operate.h"

static const struct fault unknown_key = {
	"DictionaryKeyUnknown", "System.NotSupportedException", CATEGORY_INVALID_ARGUMENT, NULL };
static const struct fault ambiguous_key = {
	"DictionaryKeyAmbiguous", "System.NotSupportedException", CATEGORY_INVALID_ARGUMENT, NULL };
static const struct fault bad_value = {
	"DictionaryKeyIllegalValue", "System.NotSupportedException", CATEGORY_INVALID_ARGUMENT, NULL };
static const struct fault missing_expression = {
	"DictionaryKeyMandatoryEntry", "System.NotSupportedException", CATEGORY_INVALID_ARGUMENT, NULL };
static const struct fault bad_type = {
	"DictionaryKeyUnknownType", "System.NotSupportedException", CATEGORY_INVALID_ARGUMENT, NULL };

void member_cache_clear(struct member_cache *cache)
{
	shape_unref(g_steal_pointer(&cache->shape));
}

static void member_cache_learn(struct member_cache *cache, struct shape *shape)
{
	member_cache_clear(cache);
	cache->shape = shape_ref(shape);
	cache->slot = shape_slot(shape, cache->symbol);
	if (cache->slot >= 0 && shape->members[cache->slot].kind > MEMBER_NOTE)
		cache->slot = -1;
}

struct value member_read(struct member_cache *cache, struct host *host, struct value v)
{
	if (v.kind == V_OBJECT) {
		if (v.u.object->shape != cache->shape)
			member_cache_learn(cache, v.u.object->shape);
		if (cache->slot >= 0)
			return value_ref(v.u.object->slots[cache->slot]);
	}
	return host_member(host, v, cache->symbol);
}

/* The keys of calculated properties; the first three are always known. */
enum column_key { KEY_EXPRESSION, KEY_NAME, KEY_LABEL, KEY_ASCENDING, KEY_DESCENDING, KEY_WIDTH,
	KEY_ALIGNMENT, KEY_FORMAT, KEY_COUNT };

static const struct {
	const char *name;
	unsigned needs;
} column_keys[KEY_COUNT] = {
	[KEY_EXPRESSION] = { "expression", 0 },
	[KEY_NAME] = { "name", COLUMN_NAME },
	[KEY_LABEL] = { "label", COLUMN_NAME },
	[KEY_ASCENDING] = { "ascending", COLUMN_ORDER },
	[KEY_DESCENDING] = { "descending", COLUMN_ORDER },
	[KEY_WIDTH] = { "width", COLUMN_LAYOUT },
	[KEY_ALIGNMENT] = { "alignment", COLUMN_LAYOUT },
	[KEY_FORMAT] = { "formatstring", COLUMN_LAYOUT },
};

static bool find_key(const char *text, unsigned allowed, enum column_key *ret, GError **error)
{
	int found = -1;

	for (int i = 0; i < KEY_COUNT; i++) {
		if (column_keys[i].needs & ~allowed)
			continue;
		if (!*text || g_ascii_strncasecmp(column_keys[i].name, text, strlen(text)))
			continue;
		if (found >= 0) {
			fault_set(error, &ambiguous_key, VALUE_NULL,
				  "The key %s is ambiguous. It matches %s and %s.", text,
				  column_keys[found].name, column_keys[i].name);
			return false;
		}
		found = i;
	}
	if (found < 0) {
		fault_set(error, &unknown_key, VALUE_NULL, "The %s key is not valid.", text);
		return false;
	}
	*ret = found;
	return true;
}

static void set_name(struct column *column, struct string *name)
{
	column->text = str_ref(name);
	column->wildcard = text_has_wildcards(name->data);
	if (!column->wildcard)
		column->member.symbol = symbol_of(name);
}

static void set_block(struct column *column, struct value block)
{
	struct callable *callable = (struct callable *)block.u.block;

	column->block = value_ref(block);
	column->text = callable->ops->text(callable);
}

static bool set_expression(struct column *column, struct value v, GError **error)
{
	v = value_base(v);
	if (v.kind == V_SCRIPTBLOCK) {
		set_block(column, v);
		return true;
	}
	if (v.kind == V_STRING && v.u.str->len) {
		set_name(column, v.u.str);
		return true;
	}
	fault_set(error, &bad_value, VALUE_NULL,
		  "The key %s has a type, %s, that is not valid; expected types are "
		  "{System.String, System.Management.Automation.ScriptBlock}.",
		  "expression", type_of(v)->name);
	return false;
}

static bool set_key(struct column *column, enum column_key key, struct value v, GError **error)
{
	switch (key) {
	case KEY_EXPRESSION:
		return set_expression(column, v, error);
	case KEY_NAME:
	case KEY_LABEL:
		str_unref(column->label);
		column->label = value_to_string(v, NULL);
		return true;
	case KEY_ASCENDING:
		column->direction = value_truth(v) ? 1 : -1;
		return true;
	case KEY_DESCENDING:
		column->direction = value_truth(v) ? -1 : 1;
		return true;
	case KEY_WIDTH:
		value_put(&column->width, value_ref(v));
		return true;
	case KEY_ALIGNMENT:
		value_put(&column->alignment, value_ref(v));
		return true;
	case KEY_FORMAT:
		value_put(&column->format, value_ref(v));
		return true;
	default:
		return true;
	}
}

static bool set_table(struct column *column, const struct dict *table, unsigned allowed,
		      GError **error)
{
	const struct dict_entry *entry;

	for (uint32_t i = 0; dict_next(table, &i, &entry);) {
		struct string *text = value_to_string(entry->key, NULL);
		enum column_key key = KEY_COUNT;
		bool ok = find_key(text->data, allowed, &key, error) &&
			  set_key(column, key, entry->value, error);

		str_unref(text);
		if (!ok)
			return false;
	}
	if (!column->text) {
		fault_set(error, &missing_expression, VALUE_NULL,
			  "The %s key is mandatory.", "expression");
		return false;
	}
	return true;
}

static bool column_init(struct column *column, struct value v, unsigned allowed, GError **error)
{
	struct value base = value_base(v);

	switch (base.kind) {
	case V_SCRIPTBLOCK:
		set_block(column, base);
		return true;
	case V_DICT:
		return set_table(column, base.u.dict, allowed, error);
	case V_STRING:
		set_name(column, base.u.str);
		return true;
	case V_NULL: case V_NOTHING: case V_UNSET:
		fault_set(error, &bad_type, VALUE_NULL,
			  "Cannot convert a null value to one of the following types "
			  "{System.String, System.Management.Automation.ScriptBlock}.");
		return false;
	default: {
		struct string *text = value_to_string(v, NULL);

		set_name(column, text);
		str_unref(text);
		return true;
	}
	}
}

static void column_clear(struct column *column)
{
	member_cache_clear(&column->member);
	str_unref(column->label);
	str_unref(column->text);
	value_unref(column->block);
	value_unref(column->width);
	value_unref(column->alignment);
	value_unref(column->format);
}

bool columns_init(struct columns *columns, struct value property, unsigned keys, GError **error)
{
	uint32_t n = arg_count(property);

	columns->at = g_new0(struct column, n);
	for (columns->n = 0; columns->n < n;) {
		value_auto v = arg_at(property, columns->n);

		if (!column_init(&columns->at[columns->n++], v, keys, error)) {
			columns_clear(columns);
			return false;
		}
	}
	return true;
}

void columns_clear(struct columns *columns)
{
	for (unsigned i = 0; i < columns->n; i++)
		column_clear(&columns->at[i]);
	g_free(columns->at);
	*columns = (struct columns){ 0 };
}

enum flow column_read(struct column *column, struct host *host, struct value object,
		      struct value *ret)
{
	if (column->member.symbol) {
		*ret = member_read(&column->member, host, object);
		return FLOW_NEXT;
	}
	if (column->block.kind == V_SCRIPTBLOCK)
		return block_value(host, column->block, object, ret);
	*ret = VALUE_UNSET;
	return FLOW_NEXT;
}

struct string *column_name(const struct column *column)
{
	return column->label && column->label->len ? column->label : column->text;
}

static int rank_numbers(double a, double b)
{
	return a < b ? -1 : a > b;
}

static int rank_text(struct value a, struct value b, bool with_case)
{
	struct string *left = value_to_display(a);
	struct string *right = value_to_display(b);
	int rank = str_compare_culture(left, right, !with_case);

	str_unref(left);
	str_unref(right);
	return rank;
}

int value_rank(struct value a, struct value b, bool with_case)
{
	int rank = 0;

	a = value_base(a);
	b = value_base(b);
	if (a.kind == V_STRING && b.kind == V_STRING)
		return str_compare_culture(a.u.str, b.u.str, !with_case);
	if (a.kind == b.kind && ((a.kind >= V_I8 && a.kind <= V_I64) || a.kind == V_TIMESPAN))
		return a.u.i < b.u.i ? -1 : a.u.i > b.u.i;
	if (a.kind == V_F64 && b.kind == V_F64)
		return rank_numbers(a.u.f, b.u.f);
	if (value_is_null(a) && value_is_null(b))
		return 0;
	if (!value_order(a, b, with_case, &rank, NULL))
		return rank_text(a, b, with_case);
	return rank;
}

/* Text as it counts for equality. */
static void key_text(GString *out, struct string *text, bool with_case)
{
	struct string *folded;

	if (with_case) {
		g_string_append_len(out, text->data, text->len);
	} else if (str_is_ascii(text)) {
		gsize at = out->len;

		g_string_append_len(out, text->data, text->len);
		for (; at < out->len; at++)
			out->str[at] = g_ascii_toupper(out->str[at]);
	} else {
		folded = str_upper(text);
		g_string_append_len(out, folded->data, folded->len);
		str_unref(folded);
	}
	g_string_append_c(out, '\0');
}

void value_key(GString *out, struct value v, bool with_case)
{
	struct string *text;

	v = value_base(v);
	if (value_is_null(v)) {
		g_string_append_len(out, "\1\0", 2);
		return;
	}
	if (value_is_number(v))
		v.aux = 0;	/* the number counts, not how it was written */
	text = v.kind == V_STRING ? str_ref(v.u.str) : value_to_display(v);
	key_text(out, text, with_case);
	str_unref(text);
}

struct string *value_cell(struct value v)
{
	if (v.kind == V_STRING)
		return str_ref(v.u.str);
	if (value_is_null(v))
		return str_empty();
	if (value_is_enumerable(v))
		return str_new(type_of(value_base(v))->name, -1);
	return value_to_display(v);
}
