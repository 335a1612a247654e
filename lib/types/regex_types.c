/*
 * Regex, Match, Group, Capture and their collections over lib/regex.h. A match
 * keeps its expression, its text and its spans; groups are made when asked for.
 */
#include "config.h"

#include "lib/regex.h"

#include "lib/types/entries.h"
#include "lib/types/table.h"

struct match {
	struct native native;
	struct regex *regex;
	struct string *text;
	struct regex_span *spans;	/* NULL: no match */
};

/* A Group, a Capture. */
struct group {
	struct native native;
	struct value match;
	unsigned number;
};

/* A GroupCollection or CaptureCollection; a MatchCollection has a list. */
struct groups {
	struct native native;
	struct value match;
};

extern const struct type type_match, type_group, type_capture, type_group_collection,
	type_capture_collection, type_match_collection;

static struct match *match_of(struct value v)
{
	if (native_of(v, &type_match))
		return native_of(v, &type_match);
	return (struct match *)((struct group *)v.u.native)->match.u.native;
}

static void match_free(struct native *native)
{
	struct match *match = (struct match *)native;

	regex_unref(match->regex);
	str_unref(match->text);
	g_free(match->spans);
}

static struct value match_new(struct regex *regex, struct string *text, const struct regex_span *spans)
{
	struct match *match = native_new(&type_match, sizeof(*match));

	match->regex = regex_ref(regex);
	match->text = str_ref(text);
	if (spans)
		match->spans = g_memdup2(spans, regex_group_count(regex) * sizeof(*spans));
	return value_of(match);
}

static struct regex *regex_of(struct value self)
{
	return ((struct regex_value *)self.u.native)->regex;
}

/* -- Group and Match: a span of a text ------------------------------------------------------------ */

static unsigned number_of(struct value self)
{
	return native_of(self, &type_match) ? 0 : ((struct group *)self.u.native)->number;
}

static struct regex_span span_of(struct value self)
{
	struct match *match = match_of(self);

	return match->spans ? match->spans[number_of(self)] : (struct regex_span){ -1, -1 };
}

static struct value span_value(struct value self)
{
	struct regex_span span = span_of(self);

	if (span.start < 0)
		return value_str(str_empty());
	return value_str(str_new(match_of(self)->text->data + span.start, span.end - span.start));
}

static struct string *span_text(struct value self)
{
	return span_value(self).u.str;
}

static int32_t span_index(struct value self)
{
	struct regex_span span = span_of(self);

	return span.start < 0 ? 0 : (int32_t)str_unit_of_byte(match_of(self)->text, span.start);
}

static int32_t span_length(struct value self)
{
	struct regex_span span = span_of(self);
	struct string *text = match_of(self)->text;

	return span.start < 0 ? 0 : (int32_t)(str_unit_of_byte(text, span.end) -
					      str_unit_of_byte(text, span.start));
}

static struct value group_name(struct value self)
{
	struct match *match = match_of(self);
	unsigned number = number_of(self);
	const char *name = match->spans ? regex_group_name(match->regex, number) : NULL;

	return name ? value_text(name) : value_str(str_printf("%u", number));
}

static struct value group_new(const struct type *type, struct value match, unsigned number)
{
	struct group *group = native_new(type, sizeof(*group));

	group->match = value_ref(match);
	group->number = number;
	return value_of(group);
}

static struct value groups_new(const struct type *type, struct value match, unsigned number)
{
	return group_new(type, match, number);
}

static void group_free(struct native *native)
{
	value_unref(((struct group *)native)->match);
}

/* The match behind a match or a group. */
static struct value match_value(struct value self)
{
	return native_of(self, &type_match) ? self : ((struct group *)self.u.native)->match;
}

MEMBER_IS(group_success, value_bool(span_of(self).start >= 0))
MEMBER_IS(group_value, span_value(self))
MEMBER_IS(group_index, value_i32(span_index(self)))
MEMBER_IS(group_length, value_i32(span_length(self)))
MEMBER_IS(group_get_name, group_name(self))
MEMBER_IS(group_captures, groups_new(&type_capture_collection, match_value(self), number_of(self)))
MEMBER_IS(match_groups, groups_new(&type_group_collection, self, 0))

/* The next match of the same expression in the same text. */
MEMBER(match_next)
{
	struct match *match = match_of(self);
	g_autofree struct regex_span *spans = NULL;
	int found = 0;

	if (match->spans) {
		spans = g_new(struct regex_span, regex_group_count(match->regex));
		found = regex_exec(match->regex, match->text->data, match->text->len,
				   regex_next(match->text->data, match->text->len, match->spans), spans, error);
	}
	if (found < 0)
		return false;
	*ret = match_new(match->regex, match->text, found ? spans : NULL);
	return true;
}

MEMBER(match_result)
{
	struct match *match = match_of(self);
	GString *out = g_string_new(NULL);

	if (!match->spans) {
		g_string_free(out, TRUE);
		fault_throw(error, NOT_SUPPORTED, "Result cannot be called on a failed Match.");
		return false;
	}
	regex_expand(out, match->regex, text_arg(args[0]), strlen(text_arg(args[0])), match->text->data,
		     match->text->len, match->spans);
	*ret = value_str(str_from_gstring(out));
	return true;
}

static const struct type_member capture_properties[] = {
	PROPERTY("int Index {get;}", group_index),
	PROPERTY("int Length {get;}", group_length),
	PROPERTY("string Value {get;}", group_value),
	END_OF_MEMBERS
};

static const struct type_member capture_methods[] = {
	METHOD("string ToString()", group_value),
	END_OF_MEMBERS
};

TYPE(type_capture);
const struct type type_capture = {
	.name = "System.Text.RegularExpressions.Capture", .kind = V_NATIVE, .free = group_free,
	.properties = capture_properties, .methods = capture_methods, .to_string = span_text,
};

static const struct type_member group_properties[] = {
	PROPERTY("bool Success {get;}", group_success),
	PROPERTY("string Name {get;}", group_get_name),
	PROPERTY("System.Text.RegularExpressions.CaptureCollection Captures {get;}", group_captures),
	END_OF_MEMBERS
};

TYPE(type_group);
const struct type type_group = {
	.name = "System.Text.RegularExpressions.Group", .kind = V_NATIVE, .base = &type_capture,
	.free = group_free, .properties = group_properties, .to_string = span_text,
};

static const struct type_member match_properties[] = {
	PROPERTY("System.Text.RegularExpressions.GroupCollection Groups {get;}", match_groups),
	END_OF_MEMBERS
};

static const struct type_member match_methods[] = {
	METHOD("System.Text.RegularExpressions.Match NextMatch()", match_next),
	METHOD("string Result(string replacement)", match_result),
	END_OF_MEMBERS
};

TYPE(type_match);
const struct type type_match = {
	.name = "System.Text.RegularExpressions.Match", .kind = V_NATIVE, .base = &type_group,
	.free = match_free, .properties = match_properties, .methods = match_methods,
	.to_string = span_text,
};

/* -- Collections ------------------------------------------------------------------------------------- */

static unsigned group_count(struct value self)
{
	struct match *match = match_of(self);

	return match->spans ? regex_group_count(match->regex) : 1;
}

static struct value group_at(struct value self, unsigned i)
{
	struct value match = ((struct group *)self.u.native)->match;

	return i ? group_new(&type_group, match, i) : value_ref(match);
}

static bool groups_index(struct value self, struct value key, struct value *ret, GError **error)
{
	struct match *match = match_of(self);
	int64_t at;

	if (key.kind == V_STRING)
		at = match->spans ? regex_group_find(match->regex, key.u.str->data, key.u.str->len) : -1;
	else if (!value_to_i64(key, &at, error))
		return false;
	if (at < 0 || at >= group_count(self)) {
		*ret = match_new(match->regex, match->text, NULL);
		return true;
	}
	*ret = group_at(self, at);
	return true;
}

static bool groups_next(struct enumerator *e, struct value *ret, GError **error)
{
	(void)error;
	if (e->at >= group_count(e->source))
		return false;
	*ret = group_at(e->source, e->at++);
	return true;
}

MEMBER_IS(groups_count, value_i32(group_count(self)))
MEMBER_IS(groups_enumerator, iterator_new(self))

MEMBER(groups_item)
{
	return groups_index(self, args[0], ret, error);
}

MEMBER(groups_contains_key)
{
	struct match *match = match_of(self);

	*ret = value_bool(match->spans && regex_group_find(match->regex, text_arg(args[0]),
							   strlen(text_arg(args[0]))) >= 0);
	return true;
}

static const struct type_member groups_properties[] = {
	PROPERTY("int Count {get;}", groups_count),
	END_OF_MEMBERS
};

static const struct type_member groups_methods[] = {
	METHOD("bool ContainsKey(string key)", groups_contains_key),
	METHOD("System.Collections.IEnumerator GetEnumerator()", groups_enumerator),
	PARAMETERIZED("System.Text.RegularExpressions.Group Item(int groupnum) {get;}", groups_item, NULL),
	PARAMETERIZED("System.Text.RegularExpressions.Group Item(string groupname) {get;}", groups_item, NULL),
	END_OF_MEMBERS
};

static const struct type *const collection_interfaces[] = { &type_icollection, NULL };

TYPE(type_group_collection);
const struct type type_group_collection = {
	.name = "System.Text.RegularExpressions.GroupCollection", .kind = V_NATIVE, .free = group_free,
	.interfaces = collection_interfaces, .properties = groups_properties, .methods = groups_methods,
	.next = groups_next, .index = groups_index,
};

/* PCRE2 keeps the last capture of a group, and that is the group itself. */
static unsigned capture_count(struct value self)
{
	return span_of(self).start >= 0;
}

static struct value capture_at(struct value self)
{
	struct value match = ((struct group *)self.u.native)->match;
	unsigned number = number_of(self);

	return number ? group_new(&type_group, match, number) : value_ref(match);
}

static bool captures_next(struct enumerator *e, struct value *ret, GError **error)
{
	(void)error;
	if (e->at >= capture_count(e->source))
		return false;
	e->at++;
	*ret = capture_at(e->source);
	return true;
}

static bool captures_index(struct value self, struct value key, struct value *ret, GError **error)
{
	int64_t at;

	if (!value_to_i64(key, &at, error))
		return false;
	*ret = at == 0 && capture_count(self) ? capture_at(self) : VALUE_NULL;
	return true;
}

MEMBER_IS(captures_count, value_i32(capture_count(self)))

static const struct type_member captures_properties[] = {
	PROPERTY("int Count {get;}", captures_count),
	END_OF_MEMBERS
};

TYPE(type_capture_collection);
const struct type type_capture_collection = {
	.name = "System.Text.RegularExpressions.CaptureCollection", .kind = V_NATIVE, .free = group_free,
	.interfaces = collection_interfaces, .properties = captures_properties, .next = captures_next,
	.index = captures_index,
};

struct matches {
	struct native native;
	GPtrArray *items;		/* struct match */
};

static GPtrArray *items_of(struct value self)
{
	return ((struct matches *)self.u.native)->items;
}

static void match_release(gpointer match)
{
	value_unref(value_of(match));
}

static void matches_free(struct native *native)
{
	g_ptr_array_unref(((struct matches *)native)->items);
}

static struct value matches_item(struct value self, size_t i)
{
	return value_ref(value_of(items_of(self)->pdata[i]));
}

static bool matches_next(struct enumerator *e, struct value *ret, GError **error)
{
	(void)error;
	if (e->at >= items_of(e->source)->len)
		return false;
	*ret = matches_item(e->source, e->at++);
	return true;
}

static bool matches_index(struct value self, struct value key, struct value *ret, GError **error)
{
	int64_t at, len = items_of(self)->len;

	if (!value_to_i64(key, &at, error))
		return false;
	if (at < 0)
		at += len;
	*ret = at >= 0 && at < len ? matches_item(self, at) : VALUE_NULL;
	return true;
}

MEMBER_IS(matches_count, value_i32(items_of(self)->len))
MEMBER_IS(matches_enumerator, iterator_new(self))

MEMBER(matches_get)
{
	if (args[0].u.i < 0 || args[0].u.i >= items_of(self)->len)
		return throw_range(error, "i");
	*ret = matches_item(self, args[0].u.i);
	return true;
}

static const struct type_member matches_properties[] = {
	PROPERTY("int Count {get;}", matches_count),
	END_OF_MEMBERS
};

static const struct type_member matches_methods[] = {
	METHOD("System.Collections.IEnumerator GetEnumerator()", matches_enumerator),
	PARAMETERIZED("System.Text.RegularExpressions.Match Item(int i) {get;}", matches_get, NULL),
	END_OF_MEMBERS
};

TYPE(type_match_collection);
const struct type type_match_collection = {
	.name = "System.Text.RegularExpressions.MatchCollection", .kind = V_NATIVE,
	.interfaces = collection_interfaces, .free = matches_free, .properties = matches_properties,
	.methods = matches_methods, .next = matches_next, .index = matches_index,
};

/* -- Regex ------------------------------------------------------------------------------------------- */

/*
 * Members come twice: of an expression, Match(input), and static, Match(input,
 * pattern[, options]). This gives the expression and what follows the input.
 */
struct regex_call {
	struct regex *regex;
	struct string *input;
	const struct value *rest;	/* after input (and pattern) */
	unsigned n_rest;
};

static bool regex_call_init(struct regex_call *rc, struct value self, const struct value *args, unsigned n,
			    GError **error)
{
	unsigned options = 0;

	if (value_is_null(args[0]))
		return throw_null(error, "input");
	rc->input = args[0].u.str;
	rc->rest = args + 1;
	rc->n_rest = n - 1;
	if (self.kind == V_NATIVE) {
		rc->regex = regex_ref(regex_of(self));
		return true;
	}
	for (unsigned i = 2; i < n; i++)
		if (args[i].kind == V_ENUM)
			options = args[i].u.i;
	rc->rest++;
	rc->n_rest--;
	rc->regex = regex_get(text_arg(args[1]), strlen(text_arg(args[1])), options, error);
	return rc->regex != NULL;
}

/* An int argument among the rest, as a byte offset of the input; 0 without one. */
static bool start_arg(const struct regex_call *rc, unsigned at, size_t *ret, GError **error)
{
	*ret = 0;
	if (rc->n_rest <= at || rc->rest[at].kind != V_I32)
		return true;
	if (rc->rest[at].u.i < 0 || rc->rest[at].u.i > rc->input->units) {
		throw_range(error, "startat");
		return false;
	}
	*ret = str_byte_of_unit(rc->input, rc->rest[at].u.i);
	return true;
}

static int first_match(const struct regex_call *rc, struct regex_span *spans, GError **error)
{
	size_t start;

	if (!start_arg(rc, 0, &start, error))
		return -1;
	return regex_exec(rc->regex, rc->input->data, rc->input->len, start, spans, error);
}

MEMBER(regex_is_match)
{
	struct regex_call rc;
	g_autofree struct regex_span *spans = NULL;
	int found;

	if (!regex_call_init(&rc, self, args, n, error))
		return false;
	spans = g_new(struct regex_span, regex_group_count(rc.regex));
	found = first_match(&rc, spans, error);
	regex_unref(rc.regex);
	*ret = value_bool(found > 0);
	return found >= 0;
}

MEMBER(regex_match)
{
	struct regex_call rc;
	g_autofree struct regex_span *spans = NULL;
	int found;

	if (!regex_call_init(&rc, self, args, n, error))
		return false;
	spans = g_new(struct regex_span, regex_group_count(rc.regex));
	found = first_match(&rc, spans, error);
	if (found >= 0)
		*ret = match_new(rc.regex, rc.input, found ? spans : NULL);
	regex_unref(rc.regex);
	return found >= 0;
}

MEMBER(regex_matches)
{
	struct regex_call rc;
	g_autofree struct regex_span *spans = NULL;
	struct matches *matches;
	size_t start;
	int found = 1;

	if (!regex_call_init(&rc, self, args, n, error))
		return false;
	if (!start_arg(&rc, 0, &start, error)) {
		regex_unref(rc.regex);
		return false;
	}
	spans = g_new(struct regex_span, regex_group_count(rc.regex));
	matches = native_new(&type_match_collection, sizeof(*matches));
	matches->items = g_ptr_array_new_with_free_func(match_release);
	while (start <= rc.input->len) {
		found = regex_exec(rc.regex, rc.input->data, rc.input->len, start, spans, error);
		if (found <= 0)
			break;
		g_ptr_array_add(matches->items, match_new(rc.regex, rc.input, spans).u.native);
		start = regex_next(rc.input->data, rc.input->len, spans);
	}
	regex_unref(rc.regex);
	*ret = value_of(matches);
	if (found < 0)
		value_clear(ret);
	return found >= 0;
}

/* Each match given to a script block, its text put in place. */
static bool replace_by_block(struct type_call *call, const struct regex_call *rc, int64_t limit,
			     size_t start, struct value *ret, GError **error)
{
	g_autofree struct regex_span *spans = g_new(struct regex_span, regex_group_count(rc->regex));
	GString *out = g_string_new(NULL);
	size_t from = 0;
	int found = 1;

	while (limit-- != 0 && start <= rc->input->len) {
		value_auto match = VALUE_UNSET, answer = VALUE_UNSET;
		struct string *text;

		found = regex_exec(rc->regex, rc->input->data, rc->input->len, start, spans, error);
		if (found <= 0)
			break;
		match = match_new(rc->regex, rc->input, spans);
		if (!delegate_call(call, rc->rest[0], &match, 1, &answer, error)) {
			found = -1;
			break;
		}
		text = value_to_string(answer, NULL);
		g_string_append_len(out, rc->input->data + from, spans[0].start - from);
		g_string_append_len(out, text->data, text->len);
		str_unref(text);
		from = spans[0].end;
		start = regex_next(rc->input->data, rc->input->len, spans);
	}
	g_string_append_len(out, rc->input->data + from, rc->input->len - from);
	*ret = value_str(str_from_gstring(out));
	if (found < 0)
		value_clear(ret);
	return found >= 0;
}

MEMBER(regex_replace_member)
{
	struct regex_call rc;
	struct string *text = NULL;
	int64_t limit;
	size_t start;
	bool ok;

	if (!regex_call_init(&rc, self, args, n, error))
		return false;
	limit = rc.n_rest > 1 && rc.rest[1].kind == V_I32 ? rc.rest[1].u.i : -1;
	ok = start_arg(&rc, 2, &start, error);
	if (ok && rc.rest[0].kind == V_SCRIPTBLOCK) {
		ok = replace_by_block(call, &rc, limit, start, ret, error);
	} else if (ok) {
		ok = regex_replace(rc.regex, rc.input, text_arg(rc.rest[0]), strlen(text_arg(rc.rest[0])),
				   limit, start, &text, error);
		if (ok)
			*ret = value_str(text);
	}
	regex_unref(rc.regex);
	return ok;
}

static void add_text(GPtrArray *parts, struct string *s, ssize_t from, ssize_t to)
{
	g_ptr_array_add(parts, str_new(s->data + from, to - from));
}

MEMBER(regex_split)
{
	struct regex_call rc;
	g_autofree struct regex_span *spans = NULL;
	GPtrArray *parts;
	int64_t count;
	size_t start = 0, from = 0;
	int found = 1;

	if (!regex_call_init(&rc, self, args, n, error))
		return false;
	count = rc.n_rest > 0 && rc.rest[0].kind == V_I32 && rc.rest[0].u.i > 0 ? rc.rest[0].u.i : G_MAXINT64;
	spans = g_new(struct regex_span, regex_group_count(rc.regex));
	parts = g_ptr_array_new();
	while (--count > 0 && start <= rc.input->len) {
		found = regex_exec(rc.regex, rc.input->data, rc.input->len, start, spans, error);
		if (found <= 0)
			break;
		add_text(parts, rc.input, from, spans[0].start);
		for (unsigned i = 1; i < regex_group_count(rc.regex); i++)
			if (spans[i].start >= 0)
				add_text(parts, rc.input, spans[i].start, spans[i].end);
		from = spans[0].end;
		start = regex_next(rc.input->data, rc.input->len, spans);
	}
	add_text(parts, rc.input, from, rc.input->len);
	*ret = value_string_array((struct string **)parts->pdata, parts->len);
	g_ptr_array_unref(parts);
	regex_unref(rc.regex);
	if (found < 0)
		value_clear(ret);
	return found >= 0;
}

MEMBER_IS(regex_escape_member, value_str(regex_escape(args[0].u.str)))

static uint32_t unescape_one(const char **p)
{
	const char *digits = *p + 1;
	unsigned n = **p == 'x' ? 2 : 4;
	uint32_t c = 0;

	switch (**p) {
	case 'n':
		(*p)++;
		return '\n';
	case 'r':
		(*p)++;
		return '\r';
	case 't':
		(*p)++;
		return '\t';
	case 'f':
		(*p)++;
		return '\f';
	case 'v':
		(*p)++;
		return '\v';
	case 'x':
	case 'u':
		for (unsigned i = 0; i < n && g_ascii_isxdigit(digits[i]); i++)
			c = c * 16 + g_ascii_xdigit_value(digits[i]);
		*p = digits + n;
		return c;
	default:
		return text_next(p, *p + strlen(*p));
	}
}

MEMBER(regex_unescape)
{
	GString *out = g_string_new(NULL);
	const char *p = text_arg(args[0]), *end = p + strlen(p);

	while (p < end) {
		if (*p == '\\' && p + 1 < end) {
			p++;
			text_put(out, unescape_one(&p));
			p = MIN(p, end);
		} else {
			text_put(out, text_next(&p, end));
		}
	}
	*ret = value_str(str_from_gstring(out));
	return true;
}

MEMBER(regex_construct)
{
	struct regex *regex;

	if (value_is_null(args[0]))
		return throw_null(error, "pattern");
	regex = regex_get(args[0].u.str->data, args[0].u.str->len, n > 1 ? args[1].u.i : 0, error);
	if (!regex)
		return false;
	*ret = regex_value_new(regex);
	return true;
}

static struct string *regex_text(struct value self)
{
	return str_ref(regex_pattern(regex_of(self)));
}

static void regex_free_native(struct native *native)
{
	regex_unref(((struct regex_value *)native)->regex);
}

MEMBER_IS(regex_to_string, value_str(regex_text(self)))
MEMBER_IS(regex_get_options, value_enum(type_find("System.Text.RegularExpressions.RegexOptions", -1),
					regex_options(regex_of(self))))

MEMBER(regex_group_names)
{
	unsigned count = regex_group_count(regex_of(self));
	struct array *names = array_new(&type_string, count);

	for (unsigned i = 0; i < count; i++) {
		const char *name = regex_group_name(regex_of(self), i);

		array_set(names, i, name ? value_text(name) : value_str(str_printf("%u", i)));
	}
	*ret = value_of(names);
	return true;
}

MEMBER(regex_group_number)
{
	*ret = value_i32(regex_group_find(regex_of(self), text_arg(args[0]), strlen(text_arg(args[0]))));
	return true;
}

#define RX		"System.Text.RegularExpressions."
#define RX_OPTIONS	RX "RegexOptions options"
#define EVALUATOR	RX "MatchEvaluator evaluator"

/* How many matches there are. */
MEMBER(regex_count)
{
	value_auto found = VALUE_UNSET;

	if (!regex_matches(call, self, args, n, &found, error))
		return false;
	*ret = value_i32(items_of(found)->len);
	return true;
}

static const struct type_member regex_methods[] = {
	METHOD("int Count(string input)", regex_count),
	STATIC("int Count(string input, string pattern)", regex_count),
	STATIC("int Count(string input, string pattern, " RX_OPTIONS ")", regex_count),
	METHOD("string[] GetGroupNames()", regex_group_names),
	METHOD("int GroupNumberFromName(string name)", regex_group_number),
	METHOD("bool IsMatch(string input)", regex_is_match),
	METHOD("bool IsMatch(string input, int startat)", regex_is_match),
	METHOD(RX "Match Match(string input)", regex_match),
	METHOD(RX "Match Match(string input, int startat)", regex_match),
	METHOD(RX "MatchCollection Matches(string input)", regex_matches),
	METHOD(RX "MatchCollection Matches(string input, int startat)", regex_matches),
	METHOD("string Replace(string input, string replacement)", regex_replace_member),
	METHOD("string Replace(string input, string replacement, int count)", regex_replace_member),
	METHOD("string Replace(string input, string replacement, int count, int startat)", regex_replace_member),
	METHOD("string Replace(string input, " EVALUATOR ")", regex_replace_member),
	METHOD("string Replace(string input, " EVALUATOR ", int count)", regex_replace_member),
	METHOD("string[] Split(string input)", regex_split),
	METHOD("string[] Split(string input, int count)", regex_split),
	METHOD("string ToString()", regex_to_string),
	STATIC("string Escape(string str)", regex_escape_member),
	STATIC("bool IsMatch(string input, string pattern)", regex_is_match),
	STATIC("bool IsMatch(string input, string pattern, " RX_OPTIONS ")", regex_is_match),
	STATIC(RX "Match Match(string input, string pattern)", regex_match),
	STATIC(RX "Match Match(string input, string pattern, " RX_OPTIONS ")", regex_match),
	STATIC(RX "MatchCollection Matches(string input, string pattern)", regex_matches),
	STATIC(RX "MatchCollection Matches(string input, string pattern, " RX_OPTIONS ")", regex_matches),
	STATIC("string Replace(string input, string pattern, string replacement)", regex_replace_member),
	STATIC("string Replace(string input, string pattern, string replacement, " RX_OPTIONS ")", regex_replace_member),
	STATIC("string Replace(string input, string pattern, " EVALUATOR ")", regex_replace_member),
	STATIC("string Replace(string input, string pattern, " EVALUATOR ", " RX_OPTIONS ")", regex_replace_member),
	STATIC("string[] Split(string input, string pattern)", regex_split),
	STATIC("string[] Split(string input, string pattern, " RX_OPTIONS ")", regex_split),
	STATIC("string Unescape(string str)", regex_unescape),
	END_OF_MEMBERS
};

MEMBER_IS(regex_right_to_left, value_bool(false))

/* No limit is a millisecond before nothing; a step limit stands in its place. */
MEMBER_IS(regex_timeout, ((struct value){ .kind = V_TIMESPAN, .u.i = -10000 }))

static const struct type_member regex_properties[] = {
	PROPERTY(RX "RegexOptions Options {get;}", regex_get_options),
	PROPERTY("bool RightToLeft {get;}", regex_right_to_left),
	PROPERTY("timespan MatchTimeout {get;}", regex_timeout),
	END_OF_MEMBERS
};

static const struct type_member regex_constructors[] = {
	CONSTRUCTOR("new(string pattern)", regex_construct),
	CONSTRUCTOR("new(string pattern, " RX_OPTIONS ")", regex_construct),
	END_OF_MEMBERS
};

TYPE(type_regex);
const struct type type_regex = {
	.name = "System.Text.RegularExpressions.Regex", .alias = "regex", .kind = V_NATIVE,
	.methods = regex_methods, .properties = regex_properties, .constructors = regex_constructors,
	.free = regex_free_native, .to_string = regex_text,
};
