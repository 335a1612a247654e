/*
 * The operators on text: -like, -match, -replace, -join. A collection on the
 * left is worked through element by element.
 */
#include "config.h"

#include "lib/operate.h"

#include "lib/array.h"
#include "lib/cmdlet.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/number.h"
#include "lib/limits.h"
#include "lib/regex.h"
#include "lib/symbol.h"
#include "lib/wildcard.h"

static const struct fault bad_replace = {
	"BadReplaceArgument", "System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION, NULL,
};

/* -- -like and -match --------------------------------------------------------- */

/* One of the two kinds of test, made once for all elements. */
struct matcher {
	struct wildcard *wildcard;
	struct regex *regex;
	struct regex_span *spans;
	bool negate;
};

static bool matcher_init(struct matcher *m, int op, struct value pattern, bool with_case,
			 GError **error)
{
	struct string *text;

	*m = (struct matcher){ .negate = op == MATCH_NOTLIKE || op == MATCH_NOTMATCH };
	if (op == MATCH_MATCH || op == MATCH_NOTMATCH) {
		m->regex = regex_of_value(pattern, with_case ? 0 : REGEX_IGNORE_CASE, error);
		if (m->regex)
			m->spans = g_new(struct regex_span, regex_group_count(m->regex));
		return m->regex != NULL;
	}
	text = value_to_string(pattern, NULL);
	m->wildcard = wildcard_new(text, !with_case, error);
	str_unref(text);
	return m->wildcard != NULL;
}

static void matcher_clear(struct matcher *m)
{
	wildcard_free(m->wildcard);
	regex_unref(m->regex);
	g_free(m->spans);
}

/* 1, 0, or -1 with an error; negation not applied. */
static int matcher_try(struct matcher *m, struct string *text, GError **error)
{
	if (m->wildcard)
		return wildcard_match(m->wildcard, text);
	return regex_exec(m->regex, text->data, text->len, 0, m->spans, error);
}

static bool match_each(struct matcher *m, struct value a, struct value *ret, GError **error)
{
	GArray *kept = g_array_new(FALSE, FALSE, sizeof(struct value));
	struct enumerator e;
	struct value item;
	GError *failure = NULL;

	enumerator_init(&e, a);
	while (!failure && enumerator_next(&e, &item, &failure)) {
		struct string *text = value_to_string(item, NULL);
		int found = matcher_try(m, text, &failure);

		/* -like gives the text it compared, -match the element itself. */
		if (m->wildcard)
			value_put(&item, value_str(str_ref(text)));
		str_unref(text);
		if (found >= 0 && found != m->negate)
			g_array_append_val(kept, item);
		else
			value_unref(item);
	}
	enumerator_clear(&e);
	*ret = value_of(array_take((struct value *)kept->data, kept->len));
	g_array_free(kept, TRUE);
	if (!failure)
		return true;
	value_unref(*ret);
	g_propagate_error(error, failure);
	return false;
}

/* The $Matches table: groups that took part, by name or number. */
static struct value matches_of(const struct matcher *m, struct string *text)
{
	struct dict *dict = dict_new(DICT_HASHTABLE, false);

	for (unsigned i = 0; i < regex_group_count(m->regex); i++) {
		const char *name = regex_group_name(m->regex, i);
		struct regex_span span = m->spans[i];

		if (span.start < 0)
			continue;
		dict_set(dict, name ? value_text(name) : value_i32((int32_t)i),
			 value_str(str_new(text->data + span.start, span.end - span.start)));
	}
	return value_of(dict);
}

static bool match_scalar(struct matcher *m, struct value a, struct value *ret,
			 struct value *matches, GError **error)
{
	struct string *text = value_to_string(a, NULL);
	int found = matcher_try(m, text, error);

	if (found >= 0) {
		*ret = value_bool(found != m->negate);
		if (found == 1 && m->regex && matches)
			value_put(matches, matches_of(m, text));
	}
	str_unref(text);
	return found >= 0;
}

bool value_match(int op, struct value a, struct value b, bool with_case, struct value *ret,
		 struct value *matches, GError **error)
{
	struct matcher m;
	GError *failure = NULL;
	bool good;

	if (!matcher_init(&m, op, b, with_case, &failure))
		return regex_operator_error(failure, error);
	good = value_is_enumerable(a) ? match_each(&m, a, ret, &failure)
				      : match_scalar(&m, a, ret, matches, &failure);
	matcher_clear(&m);
	return good || regex_operator_error(failure, error);
}

/* -- -replace ----------------------------------------------------------------- */

/* What to put for a match: text with references, or a block that is asked. */
struct replacement {
	struct regex *regex;
	struct string *text;
	struct value block;
	struct host *host;
};

static bool flow_failed(struct host *host, GError **error)
{
	fault_set_record(error, host_take_error(host));
	return false;
}

/* The block's text for one Match. */
static bool ask_block(const struct replacement *r, struct value match, GString *out, GError **error)
{
	value_auto result = VALUE_UNSET;
	struct string *text;

	if (block_value(r->host, r->block, match, &result) != FLOW_NEXT)
		return flow_failed(r->host, error);
	text = value_to_string(result, NULL);
	g_string_append_len(out, text->data, text->len);
	str_unref(text);
	return true;
}

static bool replace_by_block(const struct replacement *r, struct string *text, struct string **ret,
			     GError **error)
{
	value_auto regex = regex_value_new(regex_ref(r->regex));
	value_auto matches = VALUE_UNSET;
	struct value subject = value_str(text), match;
	g_autofree struct regex_span *spans = g_new(struct regex_span, regex_group_count(r->regex));
	GString *out;
	struct enumerator e;
	size_t at = 0, done = 0;
	bool good = true;

	if (!type_invoke(&type_regex, regex, "Matches", &subject, 1, r->host, &matches, error))
		return false;
	out = g_string_sized_new(text->len + 32);
	enumerator_init(&e, matches);
	while (good && enumerator_next(&e, &match, NULL)) {
		if (regex_exec(r->regex, text->data, text->len, at, spans, NULL) > 0) {
			g_string_append_len(out, text->data + done, spans[0].start - (gssize)done);
			done = (size_t)spans[0].end;
			at = regex_next(text->data, text->len, &spans[0]);
		}
		good = ask_block(r, match, out, error);
		value_unref(match);
	}
	enumerator_clear(&e);
	g_string_append_len(out, text->data + done, (gssize)(text->len - done));
	if (good)
		*ret = str_from_gstring(out);
	else
		g_string_free(out, TRUE);
	return good;
}

static bool replace_one(const struct replacement *r, struct value v, struct value *ret,
			GError **error)
{
	struct string *text = value_to_string(v, NULL), *result;
	bool good;

	if (r->block.kind == V_SCRIPTBLOCK)
		good = replace_by_block(r, text, &result, error);
	else
		good = regex_replace(r->regex, text, r->text->data, r->text->len, -1, 0, &result,
				     error);
	str_unref(text);
	if (good)
		*ret = value_str(result);
	return good;
}

static struct value take_array(GArray *items)
{
	struct array *array = array_take((struct value *)items->data, items->len);

	g_array_free(items, TRUE);
	return value_of(array);
}

static bool replace_each(const struct replacement *r, struct value a, struct value *ret,
			 GError **error)
{
	GArray *results = g_array_new(FALSE, FALSE, sizeof(struct value));
	struct enumerator e;
	struct value item, result;
	bool good = true;

	enumerator_init(&e, a);
	while (good && enumerator_next(&e, &item, NULL)) {
		good = replace_one(r, item, &result, error);
		if (good)
			g_array_append_val(results, result);
		value_unref(item);
	}
	enumerator_clear(&e);
	*ret = take_array(results);
	if (!good)
		value_unref(*ret);
	return good;
}

static bool invalid_pattern(struct value pattern, GError *failure, GError **error)
{
	static const struct fault fault = {
		"InvalidRegularExpression", "System.Management.Automation.RuntimeException",
		CATEGORY_INVALID_OPERATION, NULL,
	};
	struct string *text = value_to_string(pattern, NULL);

	fault_set(error, &fault, pattern, "The regular expression pattern %s is not valid.",
		  text->data);
	fault_inner(error, "System.Text.RegularExpressions.RegexParseException", "%s",
		    failure->message);
	str_unref(text);
	g_error_free(failure);
	return false;
}

static bool read_replacement(struct replacement *r, struct value right, bool with_case, void *host,
			     GError **error)
{
	value_auto pattern = VALUE_UNSET;
	value_auto second = VALUE_UNSET;
	GError *failure = NULL;

	*r = (struct replacement){ .host = host };
	right = value_base(right);
	if (right.kind == V_ARRAY || right.kind == V_LIST) {
		uint32_t n = right.kind == V_ARRAY ? right.u.array->len : right.u.list->len;

		if (n > 2) {
			fault_set(error, &bad_replace, right,
				  "The %s operator allows only two elements to follow it, not %u.",
				  with_case ? "-creplace" : "-replace", n);
			return false;
		}
		if (n > 0)
			pattern = right.kind == V_ARRAY ? array_get(right.u.array, 0)
							: list_get(right.u.list, 0);
		if (n > 1)
			second = right.kind == V_ARRAY ? array_get(right.u.array, 1)
						       : list_get(right.u.list, 1);
	} else {
		pattern = value_ref(right);
	}
	r->regex = regex_of_value(pattern, with_case ? 0 : REGEX_IGNORE_CASE, &failure);
	if (!r->regex)
		return invalid_pattern(pattern, failure, error);
	if (value_base(second).kind == V_SCRIPTBLOCK)
		r->block = value_ref(value_base(second));
	else
		r->text = value_to_string(second, NULL);
	return true;
}

bool value_replace(struct value a, struct value right, bool with_case, void *host,
		   struct value *ret, GError **error)
{
	struct replacement r;
	GError *failure = NULL;
	bool good;

	if (!read_replacement(&r, right, with_case, host, error))
		return false;
	good = value_is_enumerable(a) ? replace_each(&r, a, ret, &failure)
				      : replace_one(&r, a, ret, &failure);
	regex_unref(r.regex);
	str_unref(r.text);
	value_unref(r.block);
	return good || regex_operator_error(failure, error);
}

/* -- -join -------------------------------------------------------------------- */

/* Numbers as "$v" has them, but dates in the session's culture. */
static void put_joined(GString *out, struct value v)
{
	struct string *text;

	v = value_base(v);
	if (value_is_number(v) && !v.aux) {
		number_text(out, v);
		return;
	}
	text = value_to_display(v);
	g_string_append_len(out, text->data, text->len);
	str_unref(text);
}

bool value_join(struct value a, const char *separator, struct value *ret, GError **error)
{
	GString *out = g_string_sized_new(64);
	size_t len = strlen(separator);
	struct enumerator e;
	struct value item;
	bool first = true;
	GError *failure = NULL;

	enumerator_init(&e, a);
	while (enumerator_next(&e, &item, &failure)) {
		if (!first)
			g_string_append_len(out, separator, (gssize)len);
		first = false;
		put_joined(out, item);
		value_unref(item);
		if (!limit_string(out->len, &failure))
			break;
	}
	enumerator_clear(&e);
	if (failure) {
		g_string_free(out, TRUE);
		g_propagate_error(error, failure);
		return false;
	}
	*ret = value_str(str_from_gstring(out));
	return true;
}
