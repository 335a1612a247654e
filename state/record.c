/*
 * Records and their values: made, copied, read with defaults applied, set with
 * conversion to the property's type and every check that needs no other record.
 */
#include "config.h"
#include "state/keyhash.h"
#include "state/kind.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/datetime.h"
#include "lib/dict.h"
#include "lib/operate.h"
#include <sys/random.h>
#include <time.h>

#define TICKS_OF_1970 621355968000000000

static const struct fault property_missing = {
	"PropertyNotFound", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT, NULL };
static const struct fault property_invalid = {
	"DataValidation", "Microsoft.Exchange.Data.DataValidationException",
	CATEGORY_INVALID_DATA, NULL };

/* -- Life ----------------------------------------------------------------------------- */

static void make_guid(char guid[37])
{
	unsigned char b[16];

	if (getrandom(b, sizeof(b), 0) != sizeof(b))
		g_error("no random numbers from the kernel");
	b[6] = (b[6] & 0x0f) | 0x40;
	b[8] = (b[8] & 0x3f) | 0x80;
	for (int i = 0, at = 0; i < 16; i++) {
		guid[at++] = "0123456789abcdef"[b[i] >> 4];
		guid[at++] = "0123456789abcdef"[b[i] & 15];
		if (i == 3 || i == 5 || i == 7 || i == 9)
			guid[at++] = '-';
	}
	guid[36] = 0;
}

static int64_t now_ticks(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return TICKS_OF_1970 + (int64_t)now.tv_sec * TICKS_PER_SECOND + now.tv_nsec / 100;
}

static struct record *record_alloc(const struct kind_info *info, const char *organization)
{
	struct record *record = g_malloc0(sizeof(*record) + info->n * sizeof(struct value));

	record->refs = 1;
	record->n = info->n;
	record->kind = info->kind;
	record->info = info;
	record->organization = g_strdup(organization);
	record->organization_sum = organization ? key_hash_text(organization) : 0;
	return record;
}

struct record *record_blank(const struct record_kind *kind, const char *organization)
{
	return record_alloc(kind_info(kind), organization);
}

struct record *record_new(const struct record_kind *kind, const char *organization)
{
	struct record *record = record_alloc(kind_info(kind), organization);

	make_guid(record->guid);
	record->created = record->changed = now_ticks();
	return record;
}

struct record *record_copy(const struct record *record)
{
	struct record *copy = record_alloc(record->info, record->organization);

	memcpy(copy->guid, record->guid, sizeof(copy->guid));
	copy->sequence = record->sequence;
	copy->created = record->created;
	copy->changed = now_ticks();
	for (unsigned i = 0; i < record->n; i++)
		copy->values[i] = value_ref(record->values[i]);
	return copy;
}

struct record *record_ref(struct record *record)
{
	record->refs++;
	return record;
}

void record_unref(struct record *record)
{
	if (!record || --record->refs)
		return;
	for (unsigned i = 0; i < record->n; i++)
		value_unref(record->values[i]);
	g_free(record->keys);
	g_free(record->yaml);
	g_free(record->organization);
	g_free(record);
}

void record_touch(struct record *record)
{
	g_clear_pointer(&record->keys, g_free);
	record->n_keys = 0;
	g_clear_pointer(&record->yaml, g_free);
	record->n_yaml = 0;
}

/* -- Reading -------------------------------------------------------------------------- */

int record_property_index(const struct record_kind *kind, const char *property)
{
	return kind_property(kind_info(kind), property, strlen(property));
}

const struct property *record_property(const struct record_kind *kind, const char *property)
{
	int i = record_property_index(kind, property);

	return i < 0 ? NULL : &kind->properties[i];
}

struct value record_get(const struct record *record, const char *property)
{
	int i = kind_property(record->info, property, strlen(property));

	if (i < 0)
		return VALUE_NULL;
	if (record->values[i].kind == V_UNSET)
		return value_ref(record->info->properties[i].fallback);
	return value_ref(record->values[i]);
}

/* A list's single element, so that texts of lists of one read as that one. */
static struct value single(struct value v)
{
	if (v.kind == V_ARRAY && v.u.array->len == 1 && !v.u.array->packed)
		return v.u.array->u.items[0];
	return v;
}

char *record_text(const struct record *record, const char *property)
{
	value_auto v = record_get(record, property);
	struct string *str;
	char *text;

	if (value_is_null(v))
		return NULL;
	str = property_text(single(v));
	text = g_strndup(str->data, str->len);
	str_unref(str);
	return text;
}

bool record_bool(const struct record *record, const char *property)
{
	value_auto v = record_get(record, property);

	return value_truth(v);
}

int64_t record_int(const struct record *record, const char *property, int64_t fallback)
{
	value_auto v = record_get(record, property);
	int64_t i;

	if (value_is_integer(v) || v.kind == V_ENUM)
		return v.u.i;
	return value_is_null(v) || !value_to_i64(v, &i, NULL) ? fallback : i;
}

const char *record_name(const struct record *record)
{
	struct value v = record->info->key < 0 ? VALUE_UNSET : record->values[record->info->key];

	return v.kind == V_STRING ? v.u.str->data : record->guid;
}

static bool value_identical(struct value a, struct value b)
{
	bool same;
	struct string *x, *y;

	if (a.kind != b.kind)
		return false;
	if (a.kind == V_ARRAY) {
		if (a.u.array->len != b.u.array->len)
			return false;
		for (uint32_t i = 0; i < a.u.array->len; i++)
			if (!value_identical(a.u.array->u.items[i], b.u.array->u.items[i]))
				return false;
		return true;
	}
	if (a.kind == V_STRING)
		return str_equal(a.u.str, b.u.str);
	if (!value_counted(a))
		return a.u.u == b.u.u;
	x = property_text(a);
	y = property_text(b);
	same = str_equal(x, y);
	str_unref(x);
	str_unref(y);
	return same;
}

bool record_equal(const struct record *a, const struct record *b)
{
	if (a->kind != b->kind || g_strcmp0(a->organization, b->organization))
		return false;
	for (unsigned i = 0; i < a->n; i++)
		if (!value_identical(a->values[i], b->values[i]))
			return false;
	return true;
}

/* -- Setting -------------------------------------------------------------------------- */

/* The allowed word as the table spells it; NULL when it is none of them. */
static const char *allowed_word(const char *words, const char *text, size_t len, size_t *ret_len)
{
	for (const char *w = words; *w; ) {
		size_t n = strcspn(w, " ");

		if (n == len && !g_ascii_strncasecmp(w, text, n)) {
			*ret_len = n;
			return w;
		}
		w += n + strspn(w + n, " ");
	}
	return NULL;
}

static char *words_to_choose_from(const char *words)
{
	g_auto(GStrv) list = g_strsplit(words, " ", -1);

	return g_strjoinv(", ", list);
}

static bool check_words(const struct property *p, struct value *v, GError **error)
{
	g_autofree char *choice = NULL;
	const char *word;
	size_t len;

	if (!p->values || v->kind != V_STRING)
		return true;
	word = allowed_word(p->values, v->u.str->data, v->u.str->len, &len);
	if (word) {
		if (memcmp(word, v->u.str->data, len))
			value_put(v, value_str(str_new(word, len)));
		return true;
	}
	choice = words_to_choose_from(p->values);
	fault_set(error, &property_invalid, *v,
		  "The property \"%s\" cannot be \"%s\". It must be one of: %s.", p->name,
		  v->u.str->data, choice);
	return false;
}

/* Puts the property's name before what a conversion or check said. */
static void name_property(GError **error, const struct property *p, struct value v)
{
	g_autofree char *message = NULL;
	value_auto target = value_ref(v);

	if (!error || !*error || strstr((*error)->message, p->name))
		return;
	message = g_strdup((*error)->message);
	g_clear_error(error);
	fault_set(error, &property_invalid, target, "The property \"%s\" is not valid: %s",
		  p->name, message);
}

/* Control characters would end a line, or worse, in some daemon's file. */
static bool check_text(const struct property *p, struct value v, GError **error)
{
	if (v.kind != V_STRING)
		return true;
	for (uint32_t i = 0; i < v.u.str->len; i++) {
		unsigned char c = v.u.str->data[i];

		if (c >= ' ' && c != 0x7f)
			continue;
		if (c == '\n' || c == '\t' || c == '\r')
			continue;
		fault_set(error, &property_invalid, v,
			  "The property \"%s\" holds the control character U+%04X at position %u; "
			  "remove it.", p->name, c, i + 1);
		return false;
	}
	return true;
}

static bool check_value(const struct property_info *info, struct value *v, GError **error)
{
	const struct property *p = info->property;

	if (!check_text(p, *v, error) || !check_words(p, v, error))
		return false;
	if (!p->check || p->check(v, error))
		return true;
	name_property(error, p, *v);
	return false;
}

/* One value of the property's type, checked. */
static bool convert_one(const struct property_info *info, struct value v, struct value *ret,
			GError **error)
{
	value_auto to = VALUE_UNSET;

	v = value_base(v);
	if (type_of(v) == info->type) {
		to = value_ref(v);
	} else if (!value_convert(v, info->type, &to, error)) {
		name_property(error, info->property, v);
		return false;
	}
	if (!check_value(info, &to, error))
		return false;
	*ret = value_steal(&to);
	return true;
}

static bool convert_list(const struct property_info *info, struct value v, struct value *ret,
			 GError **error)
{
	struct enumerator e;
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct value));
	struct value item;
	g_autoptr(GError) local = NULL;

	enumerator_init(&e, v);
	while (enumerator_next(&e, &item, &local)) {
		struct value to;
		bool ok = convert_one(info, item, &to, &local);

		value_unref(item);
		if (!ok)
			break;
		g_array_append_val(items, to);
	}
	enumerator_clear(&e);
	if (local) {
		for (guint i = 0; i < items->len; i++)
			value_unref(g_array_index(items, struct value, i));
		g_propagate_error(error, g_steal_pointer(&local));
	} else {
		struct array *array = array_take((struct value *)items->data, items->len);

		array->element = info->type;
		*ret = value_of(array);
	}
	g_array_free(items, TRUE);
	return !local && (!error || !*error);
}

static const struct property_info *property_to_set(struct record *record, const char *property,
						   GError **error)
{
	int i = kind_property(record->info, property, strlen(property));

	if (i >= 0 && (record->info->properties[i].stored ||
		       record->info->properties[i].property->assign))
		return &record->info->properties[i];
	fault_set(error, &property_missing, VALUE_NULL, "%s has no property \"%s\" that can be set.",
		  record->kind->name, property);
	return NULL;
}

/* Stores a converted value, taken over, or has the table's function do it. */
static bool store_value(struct record *record, const struct property_info *info, struct value v,
			GError **error)
{
	bool ok;

	record_touch(record);
	if (!info->property->assign) {
		value_put(&record->values[info - record->info->properties], v);
		return true;
	}
	ok = info->property->assign(record, v.kind == V_UNSET ? VALUE_NULL : v, error);
	value_unref(v);
	return ok;
}

bool record_set(struct record *record, const char *property, struct value v, GError **error)
{
	const struct property_info *info = property_to_set(record, property, error);
	struct value to = VALUE_UNSET;
	bool ok = true;

	if (!info)
		return false;
	if (value_is_null(v))
		ok = true;
	else if (info->property->flags & PROPERTY_MULTI)
		ok = convert_list(info, v, &to, error);
	else
		ok = convert_one(info, v, &to, error);
	return ok && store_value(record, info, to, error);
}

bool record_set_text(struct record *record, const char *property, const char *text, GError **error)
{
	value_auto v = text ? value_text(text) : VALUE_NULL;

	return record_set(record, property, v, error);
}

/* -- @{Add=...; Remove=...} ----------------------------------------------------------- */

/* Text to compare list elements by: a proxy address without its prefix matches one with. */
static bool same_element(struct value a, struct value b)
{
	struct string *x = property_text(a), *y = property_text(b);
	const char *p = x->data, *q = y->data;
	bool same;

	if (!g_ascii_strncasecmp(p, "smtp:", 5))
		p += 5;
	if (!g_ascii_strncasecmp(q, "smtp:", 5))
		q += 5;
	same = text_equal_nocase(p, q);
	str_unref(x);
	str_unref(y);
	return same;
}

static bool list_has(struct array *array, struct value v)
{
	for (uint32_t i = 0; array && i < array->len; i++)
		if (same_element(array->u.items[i], v))
			return true;
	return false;
}

static struct array *change_list(const struct property_info *info, struct array *old,
				 struct array *add, struct array *remove)
{
	uint32_t n = (old ? old->len : 0) + (add ? add->len : 0), at = 0;
	g_autofree struct value *items = g_new(struct value, n + 1);
	struct array *ret;

	for (uint32_t i = 0; old && i < old->len; i++)
		if (!list_has(remove, old->u.items[i]))
			items[at++] = value_ref(old->u.items[i]);
	for (uint32_t i = 0; add && i < add->len; i++)
		if (!list_has(old, add->u.items[i]) || list_has(remove, add->u.items[i]))
			items[at++] = value_ref(add->u.items[i]);
	ret = array_take(items, at);
	ret->element = info->type;
	return ret;
}

static bool only_add_and_remove(const struct dict *dict, const struct property *p, GError **error)
{
	const struct dict_entry *entry;

	for (uint32_t i = 0; dict_next(dict, &i, &entry); ) {
		const char *key = value_cstr(entry->key);

		if (key && (text_equal_nocase(key, "Add") || text_equal_nocase(key, "Remove")))
			continue;
		fault_set(error, &property_invalid, entry->key,
			  "The property \"%s\" takes a list, or @{Add=...; Remove=...}; \"%s\" is neither.",
			  p->name, key ? key : "?");
		return false;
	}
	return true;
}

static bool operand(const struct property_info *info, const struct dict *dict, const char *key,
		    struct value *ret, GError **error)
{
	const struct value *v = dict_find_text(dict, key);

	return !v || value_is_null(*v) || convert_list(info, *v, ret, error);
}

bool record_set_multi(struct record *record, const char *property, struct value v, GError **error)
{
	const struct property_info *info = property_to_set(record, property, error);
	value_auto add = VALUE_UNSET, remove = VALUE_UNSET, old = VALUE_UNSET;
	struct value base = value_base(v);

	if (!info || base.kind != V_DICT || !(info->property->flags & PROPERTY_MULTI))
		return info && record_set(record, property, v, error);
	if (!only_add_and_remove(base.u.dict, info->property, error) ||
	    !operand(info, base.u.dict, "Add", &add, error) ||
	    !operand(info, base.u.dict, "Remove", &remove, error))
		return false;
	old = record_get(record, property);
	return store_value(record, info,
			   value_of(change_list(info, old.kind == V_ARRAY ? old.u.array : NULL,
						add.kind == V_ARRAY ? add.u.array : NULL,
						remove.kind == V_ARRAY ? remove.u.array : NULL)),
			   error);
}

/* -- Text ----------------------------------------------------------------------------- */

/* Points in time are kept as universal time: "2031-11-20T17:29:20Z". */
static struct string *date_text(struct value v)
{
	static const char format[] = "yyyy-MM-ddTHH:mm:ss.FFFFFFFK";
	GString *text = g_string_new(NULL);
	struct string *str;

	datetime_format(text, date_to_utc(v), format, strlen(format), &date_invariant, NULL);
	str = str_new(text->str, text->len);
	g_string_free(text, TRUE);
	return str;
}

struct string *property_text(struct value v)
{
	if (v.kind == V_STRING)
		return str_ref(v.u.str);
	if (v.kind == V_BOOL || v.kind == V_SWITCH)
		return str_new(v.u.b ? "true" : "false", -1);
	if (v.kind == V_NATIVE && v.u.native->type->to_string)
		return v.u.native->type->to_string(v);
	if (v.kind == V_DATETIME)
		return date_text(v);
	return value_to_string(v, NULL);
}

/* What was written without its kind was universal time. */
static bool parse_date(const char *text, size_t len, struct value *ret, GError **error)
{
	struct value v;

	if (!datetime_parse(text, len, &date_invariant, DATE_ROUNDTRIP, &v, error))
		return false;
	*ret = date_kind(v) == DATE_UNSPECIFIED ? date_value(date_ticks(v), DATE_UTC) : date_to_utc(v);
	return true;
}

static bool parse_bool(const char *text, size_t len, struct value *ret)
{
	bool yes = len == 4 && !g_ascii_strncasecmp(text, "true", 4);

	if (!yes && (len != 5 || g_ascii_strncasecmp(text, "false", 5)))
		return false;
	*ret = value_bool(yes);
	return true;
}

bool property_parse(const struct property_info *info, const char *text, size_t len, bool trusted,
		    struct value *ret, GError **error)
{
	value_auto v = VALUE_UNSET;
	bool ok;

	if (info->type == &type_bool) {
		if (parse_bool(text, len, ret))
			return true;
		fault_set(error, &property_invalid, VALUE_NULL,
			  "The property \"%s\" cannot be \"%.*s\". It must be true or false.",
			  info->property->name, (int)len, text);
		return false;
	}
	if (info->type->kind == V_DATETIME)
		return parse_date(text, len, ret, error);
	v = value_str(str_new(text, len));
	if (!trusted)
		return convert_one(info, v, ret, error);
	if (info->type == &type_string) {
		*ret = value_steal(&v);
		return true;
	}
	ok = value_convert(v, info->type, ret, error);
	if (!ok)
		name_property(error, info->property, v);
	return ok;
}
