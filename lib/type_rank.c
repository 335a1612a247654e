/*
 * Ranks of conversions by pairs of types. Numbers rank by their classes:
 * widening is implicit, narrowing explicit.
 */
#include "config.h"

#include "lib/type_rank.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/type_make.h"

static bool is_numeric(enum value_kind kind)
{
	return (kind >= V_I8 && kind <= V_F64) || kind == V_DECIMAL;
}

/* Bits of value of an integer kind; the sign apart. */
static int integer_bits(enum value_kind kind)
{
	static const int bits[V_KIND_COUNT] = {
		[V_CHAR] = 16, [V_I8] = 7, [V_U8] = 8, [V_I16] = 15, [V_U16] = 16, [V_I32] = 31,
		[V_U32] = 32, [V_I64] = 63, [V_U64] = 64,
	};

	return bits[kind];
}

static bool is_signed(enum value_kind kind)
{
	return kind == V_I8 || kind == V_I16 || kind == V_I32 || kind == V_I64;
}

static bool widens(enum value_kind from, enum value_kind to)
{
	if (integer_bits(from) && integer_bits(to))
		return integer_bits(to) > integer_bits(from) && (is_signed(to) || !is_signed(from));
	if (integer_bits(from))
		return true;
	return from == V_F32 && to == V_F64;
}

static enum conversion_rank rank_numeric(enum value_kind from, enum value_kind to)
{
	if (from == to)
		return RANK_IDENTITY;
	if (widens(from, to))
		return RANK_NUMERIC_IMPLICIT;
	if (from == V_DECIMAL || (from == V_F64 && to == V_F32))
		return RANK_NUMERIC_EXPLICIT_1;
	return RANK_NUMERIC_EXPLICIT;
}

static bool has_parse(const struct type *to)
{
	for (const struct type_member *m = to->methods; m && m->signature; m++)
		if ((m->flags & TYPE_STATIC) && strstr(m->signature, " Parse(string"))
			return true;
	return false;
}

static bool has_constructor_for(const struct type *from, const struct type *to)
{
	for (const struct type_member *m = to->constructors; m && m->signature; m++) {
		const char *p = strchr(m->signature, '(');

		if (strchr(p, ',') || p[1] == ')')
			continue;
		if (g_str_has_prefix(p + 1, type_short(from)) && p[1 + strlen(type_short(from))] == ' ')
			return true;
		if (from->open == &type_array && strstr(p, "IEnumerable"))
			return true;
	}
	return false;
}

static enum conversion_rank rank_from_string(const struct type *to)
{
	if (is_numeric(to->kind) || to->kind == V_BIGINT)
		return RANK_NUMERIC_STRING;
	if (to->kind == V_ENUM)
		return RANK_PARSE;
	if (to->open == &type_array)
		return to->element->kind == V_CHAR ? RANK_CHAR_ARRAY : RANK_UNRELATED_ARRAYS;
	if (to->kind == V_CHAR || to->kind == V_BOOL || to == &type_regex || to == &type_type ||
	    to == &type_uri)
		return RANK_LANGUAGE;
	if (has_parse(to))
		return RANK_PARSE;
	if (to->convert_from || has_constructor_for(&type_string, to))
		return RANK_CONSTRUCTOR;
	return RANK_NONE;
}

static enum conversion_rank rank_from_null(const struct type *to)
{
	if (to->kind == V_STRING || to->kind == V_CHAR || to->kind == V_BOOL || is_numeric(to->kind))
		return RANK_NULL_TO_VALUE;
	if (to->open == &type_nullable)
		return RANK_NULL_TO_REFERENCE;
	return (to->flags & TYPE_IS_VALUETYPE) || to->kind == V_ENUM ? RANK_NONE : RANK_NULL_TO_REFERENCE;
}

static enum conversion_rank rank_other(const struct type *from, const struct type *to)
{
	if (to->kind == V_STRING)
		return RANK_TO_STRING;
	if (to->kind == V_BOOL || to->kind == V_SWITCH)
		return RANK_LANGUAGE;
	if (to->open == &type_array) {
		if (from->open == &type_array || from == &type_arraylist || from->kind == V_LIST)
			return RANK_UNRELATED_ARRAYS;
		return RANK_UNRELATED_ARRAYS;
	}
	if (to->kind == V_CHAR && integer_bits(from->kind))
		return RANK_LANGUAGE;
	if (is_numeric(to->kind) && (from->kind == V_BOOL || from->kind == V_CHAR))
		return from->kind == V_CHAR ? rank_numeric(from->kind, to->kind) : RANK_ICONVERTIBLE;
	if (to->kind == V_ENUM && integer_bits(from->kind))
		return RANK_LANGUAGE;
	if (to->kind == V_BIGINT && is_numeric(from->kind))
		return RANK_CAST;
	if ((to->kind == V_DATETIME || to->kind == V_TIMESPAN) && integer_bits(from->kind))
		return RANK_CONSTRUCTOR;
	if (from == &type_scriptblock && strstr(to->name, "Delegate"))
		return RANK_LANGUAGE;
	if (is_numeric(to->kind) && from->kind == V_ENUM)
		return RANK_LANGUAGE;
	if (from->kind == V_DICT && !(to->flags & TYPE_IS_VALUETYPE) && to->constructors)
		return RANK_CONSTRUCTOR;
	if (has_constructor_for(from, to) || to->convert_from)
		return RANK_CONSTRUCTOR;
	return RANK_NONE;
}

static enum conversion_rank rank_types(const struct type *from, const struct type *to)
{
	if (from == to)
		return RANK_IDENTITY;
	if (to == &type_object || type_is(from, to))
		return RANK_ASSIGNABLE;
	if (to == &type_psobject)
		return RANK_ASSIGNABLE;
	if (to->open == &type_nullable)
		return rank_types(from, to->element);
	if (is_numeric(from->kind) && is_numeric(to->kind))
		return rank_numeric(from->kind, to->kind);
	if (from->kind == V_STRING)
		return rank_from_string(to);
	return rank_other(from, to);
}

enum conversion_rank conversion_rank(struct value v, const struct type *to)
{
	if (value_is_null(v))
		return rank_from_null(to);
	if (v.kind == V_OBJECT && to->kind != V_STRING && !type_is(type_of(v), to) &&
	    type_of(v) == &type_pscustomobject)
		return to == &type_psobject || to == &type_object ? RANK_ASSIGNABLE : rank_other(type_of(v), to);
	return rank_types(type_of(v), to);
}

int type_specificity(const struct type *a, const struct type *b)
{
	enum conversion_rank there, back;

	if (a == b)
		return 0;
	there = rank_types(a, b);
	back = rank_types(b, a);
	return (there > back) - (there < back);
}

bool type_takes_no_null(const struct type *type)
{
	return type->kind == V_STRING || type->kind == V_ENUM ||
	       (type->flags & TYPE_IS_VALUETYPE && type->open != &type_nullable);
}

struct value value_default(const struct type *type)
{
	switch (type->kind) {
	case V_DECIMAL:
		return decimal_from_i64(0);
	case V_ENUM:
		return value_enum(type, 0);
	case V_F32:
	case V_F64:
		return (struct value){ .kind = type->kind, .u.f = 0 };
	case V_BOOL: case V_SWITCH: case V_CHAR: case V_DATETIME: case V_TIMESPAN:
	case V_I8: case V_U8: case V_I16: case V_U16: case V_I32: case V_U32: case V_I64: case V_U64:
		return (struct value){ .kind = type->kind };
	default:
		return VALUE_NOTHING;
	}
}

struct value value_of_rest(const struct type *element, const struct value *items, unsigned n)
{
	struct array *array = array_new(element == &type_object ? NULL : element, n);

	for (unsigned i = 0; i < n; i++)
		array_set(array, i, value_ref(items[i]));
	return value_of(array);
}
