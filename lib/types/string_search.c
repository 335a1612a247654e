/*
 * One text within another: where it is, its replacement, what lies between its
 * occurrences; in UTF-16 units. Searches by text are ordinal unless .NET's are
 * by culture (IndexOf, StartsWith and EndsWith of a text).
 */
#include "config.h"

#include "lib/types/string_search.h"

#include "lib/limits.h"

enum { REMOVE_EMPTY = 1, TRIM_ENTRIES = 2 };	/* System.StringSplitOptions */

enum comparison comparison_arg(const struct value *args, unsigned n, enum comparison fallback)
{
	for (unsigned i = 1; i < n; i++)
		if (args[i].kind == V_ENUM)
			return (enum comparison)args[i].u.i;
	return fallback;
}

struct string *string_arg(struct value v)
{
	uint16_t unit = v.u.ch;

	if (v.kind == V_CHAR)
		return str_from_utf16(&unit, 1);
	return v.kind == V_STRING ? str_ref(v.u.str) : str_empty();
}

/* -- Finding ------------------------------------------------------------------------------------ */

static bool unit_equal(uint16_t a, uint16_t b, bool nocase)
{
	return a == b || (nocase && unichar_fold(a) == unichar_fold(b));
}

static bool equal_at(const uint16_t *s, const uint16_t *t, uint32_t n, bool nocase)
{
	for (uint32_t i = 0; i < n; i++)
		if (!unit_equal(s[i], t[i], nocase))
			return false;
	return true;
}

/* The first place of `what` in units [from, end), or -1. */
static int64_t find_forward(struct string *s, struct string *what, uint32_t from, uint32_t end, bool nocase)
{
	const uint16_t *units = str_utf16(s), *sought = str_utf16(what);

	for (uint32_t i = from; i + what->units <= end; i++)
		if (equal_at(units + i, sought, what->units, nocase))
			return i;
	return -1;
}

static int64_t find_backward(struct string *s, struct string *what, int64_t from, int64_t end, bool nocase)
{
	const uint16_t *units = str_utf16(s), *sought = str_utf16(what);

	for (int64_t i = end - (int64_t)what->units; i >= from; i--)
		if (equal_at(units + i, sought, what->units, nocase))
			return i;
	return -1;
}

static unsigned int_args(const struct value *args, unsigned n, int64_t *ret)
{
	unsigned found = 0;

	for (unsigned i = 1; i < n; i++)
		if (args[i].kind == V_I32 && found < 2)
			ret[found++] = args[i].u.i;
	return found;
}

SHARED_MEMBER(string_index_of)
{
	struct string *s = self.u.str;
	struct string *what;
	int64_t range[2] = { 0, 0 }, end = s->units;
	unsigned found = int_args(args, n, range);

	if (range[0] < 0 || range[0] > s->units) {
		fault_throw(error, ARGUMENT_RANGE,
			    "Index was out of range. Must be non-negative and less than or equal to the size of the collection. (Parameter 'startIndex')");
		return false;
	}
	if (found > 1) {
		end = range[0] + range[1];
		if (range[1] < 0 || end > s->units) {
			fault_throw(error, ARGUMENT_RANGE,
				    "Count must be positive and count must refer to a location within the string/array/collection. (Parameter 'count')");
			return false;
		}
	}
	what = string_arg(args[0]);
	*ret = value_i32((int32_t)find_forward(s, what, range[0], end,
					       ignores_case(comparison_arg(args, n, ORDINAL))));
	str_unref(what);
	return true;
}

SHARED_MEMBER(string_last_index_of)
{
	struct string *s = self.u.str;
	int64_t range[2] = { 0, 0 }, from = 0, end = s->units;
	unsigned found = int_args(args, n, range);
	struct string *what;

	if (found && s->units) {
		if (range[0] < 0 || range[0] > s->units) {
			fault_throw(error, ARGUMENT_RANGE,
				    "Index was out of range. Must be non-negative and less than or equal to the size of the collection. (Parameter 'startIndex')");
			return false;
		}
		end = MIN(range[0] + 1, (int64_t)s->units);
		from = found > 1 ? MAX(end - range[1], 0) : 0;
	}
	what = string_arg(args[0]);
	*ret = value_i32((int32_t)find_backward(s, what, from, end,
						ignores_case(comparison_arg(args, n, ORDINAL))));
	str_unref(what);
	return true;
}

bool unit_among(uint16_t unit, const struct array *set)
{
	for (uint32_t i = 0; i < set->len; i++)
		if (set->u.items[i].u.ch == unit)
			return true;
	return false;
}

SHARED_MEMBER(string_index_of_any)
{
	const uint16_t *units = str_utf16(self.u.str);
	int64_t from = n > 1 ? args[1].u.i : 0;
	int64_t end = n > 2 ? from + args[2].u.i : self.u.str->units;

	if (value_is_null(args[0]))
		return throw_null(error, "anyOf");
	if (from < 0 || from > self.u.str->units || end < from || end > self.u.str->units)
		return throw_range(error, n > 2 ? "count" : "startIndex");
	for (int64_t i = from; i < end; i++) {
		if (unit_among(units[i], args[0].u.array)) {
			*ret = value_i32(i);
			return true;
		}
	}
	*ret = value_i32(-1);
	return true;
}

SHARED_MEMBER(string_last_index_of_any)
{
	const uint16_t *units = str_utf16(self.u.str);

	if (value_is_null(args[0]))
		return throw_null(error, "anyOf");
	for (int64_t i = (int64_t)self.u.str->units - 1; i >= 0; i--) {
		if (unit_among(units[i], args[0].u.array)) {
			*ret = value_i32(i);
			return true;
		}
	}
	*ret = value_i32(-1);
	return true;
}

SHARED_MEMBER(string_contains)
{
	struct string *what = string_arg(args[0]);

	*ret = value_bool(find_forward(self.u.str, what, 0, self.u.str->units,
				       ignores_case(comparison_arg(args, n, ORDINAL))) >= 0);
	str_unref(what);
	return true;
}

/* Whether the units at `at` equal `what`, by culture when the comparison says so. */
static bool part_equal(struct string *s, int64_t at, struct string *what, enum comparison comparison)
{
	struct string *part;
	bool equal;

	if (at < 0 || at + what->units > s->units)
		return false;
	if (comparison >= ORDINAL)
		return equal_at(str_utf16(s) + at, str_utf16(what), what->units, ignores_case(comparison));
	part = str_sub(s, at, what->units);
	equal = str_equal_culture(part, what, ignores_case(comparison));
	str_unref(part);
	return equal;
}

/* StartsWith(text[, ignoreCase, culture]) and StartsWith(text, comparison). */
static bool ends_or_starts(struct value self, const struct value *args, unsigned n, bool at_end)
{
	enum comparison comparison = comparison_arg(args, n, CURRENT_CULTURE);
	struct string *what = string_arg(args[0]);
	bool result;

	if (n > 1 && args[1].kind == V_BOOL && args[1].u.b)
		comparison = CURRENT_CULTURE_NOCASE;
	if (args[0].kind == V_CHAR)
		comparison = ORDINAL;
	result = part_equal(self.u.str, at_end ? (int64_t)self.u.str->units - what->units : 0, what,
			    comparison);
	str_unref(what);
	return result;
}

SHARED_MEMBER_IS(string_starts_with, value_bool(ends_or_starts(self, args, n, false)))
SHARED_MEMBER_IS(string_ends_with, value_bool(ends_or_starts(self, args, n, true)))

/* -- Replacing ------------------------------------------------------------------------------------- */

/* NULL: too long. */
static struct string *replace_units(struct string *s, struct string *old, struct string *with, bool nocase)
{
	GArray *out = g_array_sized_new(FALSE, FALSE, sizeof(uint16_t), s->units);
	const uint16_t *units = str_utf16(s);
	uint32_t from = 0;
	int64_t at;
	struct string *result;

	while ((at = find_forward(s, old, from, s->units, nocase)) >= 0) {
		g_array_append_vals(out, units + from, at - from);
		g_array_append_vals(out, str_utf16(with), with->units);
		from = at + old->units;
		if (out->len >= STR_MAX_BYTES)
			break;
	}
	g_array_append_vals(out, units + from, s->units - from);
	result = out->len < STR_MAX_BYTES ? str_from_utf16((const uint16_t *)out->data, out->len)
					  : NULL;
	g_array_unref(out);
	return result;
}

/* All of it in ASCII: by bytes. */
static struct string *replace_bytes(struct string *s, struct string *old, struct string *with)
{
	GString *out = NULL;
	const char *p = s->data, *end = s->data + s->len, *at;

	while ((at = memmem(p, end - p, old->data, old->len))) {
		if (!out)
			out = g_string_sized_new(s->len + with->len);
		g_string_append_len(out, p, at - p);
		g_string_append_len(out, with->data, with->len);
		p = at + old->len;
		if (out->len >= STR_MAX_BYTES) {
			g_string_free(out, TRUE);
			return NULL;
		}
	}
	if (!out)
		return str_ref(s);
	g_string_append_len(out, p, end - p);
	return str_from_gstring(out);
}

SHARED_MEMBER(string_replace)
{
	struct string *old = string_arg(args[0]), *with = string_arg(args[1]);
	struct string *result;
	bool nocase = ignores_case(comparison_arg(args, n, ORDINAL)) ||
		      (n > 2 && args[2].kind == V_BOOL && args[2].u.b);

	if (!old->units) {
		str_unref(old);
		str_unref(with);
		fault_throw(error, ARGUMENT, "The value cannot be an empty string. (Parameter 'oldValue')");
		return false;
	}
	if (!nocase && str_is_ascii(self.u.str) && str_is_ascii(old))
		result = replace_bytes(self.u.str, old, with);
	else
		result = replace_units(self.u.str, old, with, nocase);
	str_unref(old);
	str_unref(with);
	if (!result)
		return limit_exceeded(error);
	*ret = value_str(result);
	return true;
}

SHARED_MEMBER(string_replace_line_endings)
{
	GString *out = g_string_new(NULL);
	const char *with = n ? text_arg(args[0]) : "\n";

	for (const char *p = self.u.str->data; *p; p++) {
		if (*p == '\r' || *p == '\n') {
			p += *p == '\r' && p[1] == '\n';
			g_string_append(out, with);
		} else {
			g_string_append_c(out, *p);
		}
	}
	*ret = value_str(str_from_gstring(out));
	return true;
}

/* -- Splitting -------------------------------------------------------------------------------------- */

struct splitter {
	struct string *s;
	const uint16_t *units;
	GPtrArray *parts;
	const struct array *chars;	/* separators: any of these, or */
	struct string **texts;		/* any of these, or white space */
	unsigned n_texts;
	int64_t count;
	int64_t options;
};

/* The length of the separator at `at`, 0 when there is none. */
static uint32_t separator_at(const struct splitter *sp, uint32_t at)
{
	if (sp->n_texts) {
		for (unsigned i = 0; i < sp->n_texts; i++) {
			struct string *t = sp->texts[i];

			if (t->units && at + t->units <= sp->s->units &&
			    equal_at(sp->units + at, str_utf16(t), t->units, false))
				return t->units;
		}
		return 0;
	}
	if (sp->chars && sp->chars->len)
		return unit_among(sp->units[at], sp->chars);
	return unit_is_white(sp->units[at]);
}

/* False when the part is dropped. */
static bool add_part(struct splitter *sp, uint32_t from, uint32_t to)
{
	if (sp->options & TRIM_ENTRIES) {
		while (from < to && unit_is_white(sp->units[from]))
			from++;
		while (to > from && unit_is_white(sp->units[to - 1]))
			to--;
	}
	if (from == to && (sp->options & REMOVE_EMPTY))
		return false;
	g_ptr_array_add(sp->parts, str_sub(sp->s, from, to - from));
	return true;
}

/* With a count and empty entries removed, separators before the last part are skipped. */
static uint32_t skip_separators(const struct splitter *sp, uint32_t at)
{
	uint32_t len;

	while ((sp->options & REMOVE_EMPTY) && at < sp->s->units && (len = separator_at(sp, at)))
		at += len;
	return at;
}

static void split(struct splitter *sp)
{
	uint32_t from = 0;

	sp->units = str_utf16(sp->s);
	if (sp->count == 0)
		return;
	for (uint32_t at = 0; at < sp->s->units;) {
		uint32_t len;

		if ((int64_t)sp->parts->len + 1 >= sp->count)
			break;
		len = separator_at(sp, at);
		if (!len) {
			at++;
			continue;
		}
		add_part(sp, from, at);
		from = at += len;
	}
	if ((int64_t)sp->parts->len + 1 >= sp->count)
		from = skip_separators(sp, from);
	add_part(sp, from, sp->s->units);
}

/* Split's separators: a char, chars, a text or texts. */
static void read_separators(struct splitter *sp, const struct value *arg, struct array **ret_made)
{
	if (arg->kind == V_CHAR) {
		*ret_made = array_new(&type_char, 1);
		(*ret_made)->u.items[0] = *arg;
		sp->chars = *ret_made;
	} else if (arg->kind == V_STRING) {
		sp->texts = g_new(struct string *, 1);
		sp->texts[0] = arg->u.str;
		sp->n_texts = arg->u.str->units ? 1 : 0;
		if (!sp->n_texts)
			sp->count = 1;		/* an empty text separates nothing */
	} else if (arg->kind == V_ARRAY && arg->u.array->element && arg->u.array->element->kind == V_CHAR) {
		sp->chars = arg->u.array;
	} else if (arg->kind == V_ARRAY) {
		sp->texts = g_new(struct string *, arg->u.array->len + 1);
		for (uint32_t i = 0; i < arg->u.array->len; i++)
			if (arg->u.array->u.items[i].kind == V_STRING && arg->u.array->u.items[i].u.str->units)
				sp->texts[sp->n_texts++] = arg->u.array->u.items[i].u.str;
	}
}

SHARED_MEMBER(string_split)
{
	struct splitter sp = { .s = self.u.str, .count = G_MAXINT64 };
	struct array *made = NULL;

	for (unsigned i = 1; i < n; i++) {
		if (args[i].kind == V_I32)
			sp.count = args[i].u.i;
		else if (args[i].kind == V_ENUM)
			sp.options = args[i].u.i;
	}
	if (sp.count < 0) {
		fault_throw(error, ARGUMENT_RANGE,
			    "Count cannot be less than zero. (Parameter 'count')");
		return false;
	}
	sp.parts = g_ptr_array_new();
	if (n)
		read_separators(&sp, &args[0], &made);
	split(&sp);
	*ret = value_string_array((struct string **)sp.parts->pdata, sp.parts->len);
	g_ptr_array_unref(sp.parts);
	g_free(sp.texts);
	if (made)
		value_unref(value_of(made));
	return true;
}
