/*
 * The YAML form of a record: what it is and who it is first, then the
 * properties that differ from their defaults, in the table's order and under
 * Exchange's names.
 */
#include "config.h"
#include "state/record_yaml.h"
#include "state/keyhash.h"
#include "state/kind.h"
#include "lib/array.h"
#include "lib/str.h"

#define TICKS_PER_SECOND 10000000
#define TICKS_OF_1970 621355968000000000
#define SECONDS_PER_DAY 86400

/* -- Times ---------------------------------------------------------------------------- */

/* Days since 1970-01-01 <-> civil date, proleptic Gregorian. */
static void civil_of_days(int64_t days, int *year, int *month, int *day)
{
	int64_t z = days + 719468, era = z / 146097;
	unsigned doe = z - era * 146097;
	unsigned yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	unsigned doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;

	*day = doy - (153 * mp + 2) / 5 + 1;
	*month = mp < 10 ? mp + 3 : mp - 9;
	*year = yoe + era * 400 + (*month <= 2);
}

static int64_t days_of_civil(int year, int month, int day)
{
	int y = year - (month <= 2), era = y / 400;
	unsigned yoe = y - era * 400;
	unsigned doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

	return (int64_t)era * 146097 + (yoe * 365 + yoe / 4 - yoe / 100 + doy) - 719468;
}

static char *put_digits(char *p, int64_t value, int n)
{
	for (int i = n - 1; i >= 0; i--, value /= 10)
		p[i] = '0' + value % 10;
	return p + n;
}

void ticks_write(GString *out, int64_t ticks)
{
	int64_t seconds = (ticks - TICKS_OF_1970) / TICKS_PER_SECOND;
	int64_t days = seconds / SECONDS_PER_DAY, rest = seconds % SECONDS_PER_DAY;
	int year, month, day;
	char text[32], *p = text;

	civil_of_days(days, &year, &month, &day);
	p = put_digits(p, year, 4);
	*p++ = '-';
	p = put_digits(p, month, 2);
	*p++ = '-';
	p = put_digits(p, day, 2);
	*p++ = 'T';
	p = put_digits(p, rest / 3600, 2);
	*p++ = ':';
	p = put_digits(p, rest / 60 % 60, 2);
	*p++ = ':';
	p = put_digits(p, rest % 60, 2);
	*p++ = '.';
	p = put_digits(p, ticks % TICKS_PER_SECOND, 7);
	*p++ = 'Z';
	g_string_append_len(out, text, p - text);
}

static bool digits(const char **p, const char *end, int n, int *ret)
{
	int v = 0;

	if (end - *p < n)
		return false;
	for (int i = 0; i < n; i++) {
		if (!g_ascii_isdigit((*p)[i]))
			return false;
		v = v * 10 + (*p)[i] - '0';
	}
	*p += n;
	*ret = v;
	return true;
}

static bool literal(const char **p, const char *end, char c)
{
	return *p < end && *(*p)++ == c;
}

bool ticks_read(const char *text, size_t len, int64_t *ret)
{
	const char *p = text, *end = text + len;
	int year, month, day, hour, minute, second, fraction = 0;

	if (!digits(&p, end, 4, &year) || !literal(&p, end, '-') || !digits(&p, end, 2, &month) ||
	    !literal(&p, end, '-') || !digits(&p, end, 2, &day) || !literal(&p, end, 'T') ||
	    !digits(&p, end, 2, &hour) || !literal(&p, end, ':') || !digits(&p, end, 2, &minute) ||
	    !literal(&p, end, ':') || !digits(&p, end, 2, &second))
		return false;
	if (p < end && *p == '.' && (p++, !digits(&p, end, 7, &fraction)))
		return false;
	if (!literal(&p, end, 'Z') || p != end || year < 1970 || month < 1 || month > 12 ||
	    day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59)
		return false;
	*ret = TICKS_OF_1970 + fraction +
	       ((days_of_civil(year, month, day) * 24 + hour) * 3600 + minute * 60 + second) *
		       (int64_t)TICKS_PER_SECOND;
	return true;
}

/* -- Writing -------------------------------------------------------------------------- */

static void put_indent(GString *out, unsigned indent)
{
	static const char blanks[] = "                ";

	g_string_append_len(out, blanks, MIN(indent, sizeof(blanks) - 1));
}

static void put_key(GString *out, unsigned indent, const char *key)
{
	put_indent(out, indent);
	g_string_append(out, key);
	g_string_append_c(out, ':');
}

static void put_value(GString *out, struct value v)
{
	struct string *str;

	if (v.kind == V_STRING) {
		yaml_put_text(out, v.u.str->data, v.u.str->len);
	} else if (v.kind == V_BOOL) {
		g_string_append(out, v.u.b ? "true" : "false");
	} else if (v.kind >= V_I8 && v.kind <= V_I64) {
		if (v.u.i < 0)
			g_string_append_c(out, '-');
		number_write(out, v.u.i < 0 ? -(uint64_t)v.u.i : (uint64_t)v.u.i);
	} else {
		str = property_text(v);
		yaml_put_text(out, str->data, str->len);
		str_unref(str);
	}
}

static void put_list(GString *out, unsigned indent, const struct array *array)
{
	if (!array->len) {
		g_string_append(out, " []\n");
		return;
	}
	g_string_append_c(out, '\n');
	for (uint32_t i = 0; i < array->len; i++) {
		put_indent(out, indent);
		g_string_append_len(out, "- ", 2);
		put_value(out, array->u.items[i]);
		g_string_append_c(out, '\n');
	}
}

static void put_property(GString *out, unsigned indent, const char *name, struct value v)
{
	put_key(out, indent, name);
	if (v.kind == V_ARRAY) {
		put_list(out, indent, v.u.array);
	} else if (v.kind == V_UNSET) {
		g_string_append(out, " null\n");
	} else {
		g_string_append_c(out, ' ');
		put_value(out, v);
		g_string_append_c(out, '\n');
	}
}

static void put_time(GString *out, const char *key, int64_t ticks)
{
	g_string_append(out, key);
	ticks_write(out, ticks);
	g_string_append_c(out, '\n');
}

void number_write(GString *out, uint64_t number)
{
	char text[20], *p = text + sizeof(text);

	do {
		*--p = '0' + number % 10;
		number /= 10;
	} while (number);
	g_string_append_len(out, p, text + sizeof(text) - p);
}

static void put_header(GString *out, const struct record *record)
{
	const struct kind_info *info = record->info;
	const char *name = record_name(record);

	g_string_append(out, "kind: ");
	g_string_append(out, record->kind->name);
	g_string_append_c(out, '\n');
	if (info->key >= 0 && record->values[info->key].kind != V_UNSET)
		yaml_put_pair(out, 0, "name", name, strlen(name));
	g_string_append(out, "guid: ");
	g_string_append_len(out, record->guid, 36);
	put_time(out, "\ncreated: ", record->created);
	if (record->changed != record->created)
		put_time(out, "changed: ", record->changed);
	g_string_append(out, "commit: ");
	number_write(out, record->sequence);
	g_string_append_c(out, '\n');
}

static void need_yaml(struct record *record)
{
	GString *out;

	if (record->yaml)
		return;
	out = g_string_sized_new(1000);
	put_header(out, record);
	for (int i = 0; i < record->info->n; i++)
		if (i != record->info->key && record->values[i].kind != V_UNSET)
			put_property(out, 0, record->info->properties[i].property->name,
				     record->values[i]);
	record->n_yaml = out->len;
	record->yaml = g_strndup(out->str, out->len);
	g_string_free(out, TRUE);
}

void record_write(GString *out, struct record *record)
{
	need_yaml(record);
	g_string_append_len(out, record->yaml, record->n_yaml);
}

void record_write_item(GString *out, struct record *record)
{
	const char *p, *end;

	need_yaml(record);
	p = record->yaml;
	end = p + record->n_yaml;
	for (const char *line = p; line < end; line = p) {
		p = (const char *)memchr(line, '\n', end - line) + 1;
		g_string_append_len(out, "  ", line == record->yaml ? 0 : 2);
		g_string_append_len(out, line, p - line);
		if (line == record->yaml && record->organization)
			yaml_put_pair(out, 2, "organization", record->organization,
				      strlen(record->organization));
	}
}

static bool same_text(struct value a, struct value b)
{
	g_autoptr(GString) x = g_string_new(NULL), y = g_string_new(NULL);

	put_property(x, 0, "", a);
	put_property(y, 0, "", b);
	return g_string_equal(x, y);
}

void record_write_was(GString *out, const struct record *old, const struct record *new,
		      unsigned indent)
{
	bool any = false;

	put_key(out, indent, "was");
	for (unsigned i = 0; i < old->n; i++) {
		if (same_text(old->values[i], new->values[i]))
			continue;
		if (!any)
			g_string_append_c(out, '\n');
		any = true;
		put_property(out, indent + 2, old->info->properties[i].property->name,
			     old->values[i]);
	}
	if (!any)
		g_string_append(out, " {}\n");
}

/* -- Reading -------------------------------------------------------------------------- */

struct reading {
	const char *file;
	bool trusted;
	struct record *record;
};

static bool put_place(const struct reading *reading, const struct yaml_node *node, GError **error)
{
	g_autofree char *message = NULL;

	if (!error)
		return false;
	message = g_strdup(*error ? (*error)->message : "not valid");
	g_clear_error(error);
	yaml_fault(error, reading->file, node->line, node->column, "%s", message);
	return false;
}

static bool read_one(const struct reading *reading, const struct property_info *info,
		     const struct yaml_node *node, struct value *ret, GError **error)
{
	if (node->form != YAML_FORM_SCALAR || yaml_is_null(node)) {
		yaml_fault(error, reading->file, node->line, node->column,
			   "the property \"%s\" takes %s", info->property->name,
			   info->property->flags & PROPERTY_MULTI ? "a list of single values"
								  : "one value");
		return false;
	}
	return property_parse(info, node->text, node->len, reading->trusted, ret, error) ||
	       put_place(reading, node, error);
}

static bool read_list(const struct reading *reading, const struct property_info *info,
		      const struct yaml_node *node, struct value *ret, GError **error)
{
	const struct yaml_node *item = node->form == YAML_FORM_LIST ? node->first : node;
	uint32_t n = 0, capacity = 0;
	struct array *array;
	bool ok = true;

	for (const struct yaml_node *i = item; i; i = node->form == YAML_FORM_LIST ? i->next : NULL)
		capacity++;
	array = array_new(info->type == &type_byte ? NULL : info->type, capacity);
	for (; ok && n < capacity; item = item->next) {
		struct value v = VALUE_UNSET;

		ok = read_one(reading, info, item, &v, error);
		array_set(array, n++, v);
	}
	if (ok)
		*ret = value_of(array);
	else
		value_unref(value_of(array));
	return ok;
}

static bool read_property(const struct reading *reading, unsigned i, const struct yaml_node *node,
			  GError **error)
{
	const struct property_info *info = &reading->record->info->properties[i];
	struct value v = VALUE_UNSET;
	bool ok = true;

	if (yaml_is_null(node))
		ok = true;
	else if (info->property->flags & PROPERTY_MULTI)
		ok = read_list(reading, info, node, &v, error);
	else
		ok = read_one(reading, info, node, &v, error);
	if (ok)
		value_put(&reading->record->values[i], v);
	return ok;
}

static bool bad_header(const struct reading *reading, const struct yaml_node *node,
		       const char *right, GError **error)
{
	yaml_fault(error, reading->file, node->line, node->column, "\"%.*s: %.*s\" should be %s",
		   (int)node->key_len, node->key, (int)node->len, node->text ? node->text : "",
		   right);
	return false;
}

static bool read_guid(const struct reading *reading, const struct yaml_node *node, GError **error)
{
	struct record *record = reading->record;

	for (uint32_t i = 0; i < 36; i++) {
		bool dash = i == 8 || i == 13 || i == 18 || i == 23;

		if (node->len != 36 || (dash ? node->text[i] != '-' : !g_ascii_isxdigit(node->text[i])))
			return bad_header(reading, node,
					  "a GUID as 6f9619ff-8b86-4011-b42d-00c04fc964ff", error);
		record->guid[i] = g_ascii_tolower(node->text[i]);
	}
	return true;
}

static bool read_time(const struct reading *reading, const struct yaml_node *node, int64_t *ret,
		      GError **error)
{
	return (node->form == YAML_FORM_SCALAR && ticks_read(node->text, node->len, ret)) ||
	       bad_header(reading, node, "a time as 2026-11-21T14:20:00.0000000Z", error);
}

static bool read_sequence(const struct reading *reading, const struct yaml_node *node,
			  GError **error)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < node->len; i++) {
		if (!g_ascii_isdigit(node->text[i]) || i > 18)
			return bad_header(reading, node, "a number", error);
		n = n * 10 + node->text[i] - '0';
	}
	reading->record->sequence = n;
	return true;
}

static bool unknown_property(const struct reading *reading, const struct yaml_node *node,
			     GError **error)
{
	yaml_fault(error, reading->file, node->line, node->column > 1 ? 1 : node->column,
		   "%s has no property \"%.*s\"", reading->record->kind->name, (int)node->key_len,
		   node->key);
	return false;
}

static bool read_name(const struct reading *reading, const struct yaml_node *node, GError **error)
{
	int key = reading->record->info->key;

	return key < 0 ? unknown_property(reading, node, error)
		       : read_property(reading, key, node, error);
}

/* The header's words are in lower case; no property of Exchange is. */
static bool read_entry(const struct reading *reading, const struct yaml_node *node, int64_t *changed,
		       GError **error)
{
	int i;

	if (!g_ascii_islower(*node->key)) {
		i = kind_property(reading->record->info, node->key, node->key_len);
		if (i < 0 || !reading->record->info->properties[i].stored)
			return unknown_property(reading, node, error);
		return read_property(reading, i, node, error);
	}
	if (yaml_key_is(node, "kind") || yaml_key_is(node, "organization") || yaml_key_is(node, "was"))
		return true;
	if (yaml_key_is(node, "name"))
		return read_name(reading, node, error);
	if (yaml_key_is(node, "guid"))
		return read_guid(reading, node, error);
	if (yaml_key_is(node, "created"))
		return read_time(reading, node, &reading->record->created, error);
	if (yaml_key_is(node, "changed"))
		return read_time(reading, node, changed, error);
	if (yaml_key_is(node, "commit"))
		return read_sequence(reading, node, error);
	return unknown_property(reading, node, error);
}

static const struct record_kind *read_kind(const struct yaml_node *map, const char *file,
					   GError **error)
{
	const struct yaml_node *node = yaml_child(map, "kind");
	const struct record_kind *kind;
	g_autofree char *name = yaml_child_text(map, "kind");

	if (!name) {
		yaml_fault(error, file, map->line, map->column,
			   "an object starts with its kind, as \"kind: Mailbox\"");
		return NULL;
	}
	kind = record_kind_find(name);
	if (!kind)
		yaml_fault(error, file, node->line, node->column, "there is no kind \"%s\"", name);
	return kind;
}

/* Objects written by hand may lack a GUID: it follows from what they are, until they are put. */
static void derive_guid(struct record *record)
{
	g_autofree char *text = g_strdup_printf("%s\n%s\n%s", record->kind->name,
						record->organization ? record->organization : "",
						record_name(record));
	g_autofree char *folded = g_utf8_casefold(text, -1);
	g_autofree char *sum = g_compute_checksum_for_string(G_CHECKSUM_SHA1, folded, -1);

	g_snprintf(record->guid, sizeof(record->guid), "%.8s-%.4s-5%.3s-8%.3s-%.12s", sum, sum + 8,
		   sum + 13, sum + 17, sum + 20);
}

struct record *record_read(const struct yaml_node *map, const char *organization, bool trusted,
			   const char *file, GError **error)
{
	struct reading reading = { .file = file, .trusted = trusted };
	const struct record_kind *kind;
	int64_t changed = 0;

	if (map->form != YAML_FORM_MAP) {
		yaml_fault(error, file, map->line, map->column,
			   "an object is a list of \"property: value\" lines");
		return NULL;
	}
	kind = read_kind(map, file, error);
	if (!kind)
		return NULL;
	reading.record = record_blank(kind, organization);
	for (const struct yaml_node *n = map->first; n; n = n->next) {
		if (!read_entry(&reading, n, &changed, error)) {
			record_unref(reading.record);
			return NULL;
		}
	}
	reading.record->changed = changed ? changed : reading.record->created;
	if (!*reading.record->guid)
		derive_guid(reading.record);
	return reading.record;
}

struct record *record_read_was(const struct yaml_node *was, const struct record *new,
			       const char *file, GError **error)
{
	struct reading reading = { .file = file, .trusted = true, .record = record_copy(new) };
	int64_t changed = 0;

	for (const struct yaml_node *n = was->first; n; n = n->next) {
		if (!read_entry(&reading, n, &changed, error)) {
			record_unref(reading.record);
			return NULL;
		}
	}
	return reading.record;
}
