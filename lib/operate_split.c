/*
 * -split: by expression, by plain text, or by a block asked for each
 * character. The groups of a delimiter are results too; a negative limit
 * counts from the right.
 */
#include "config.h"

#include "lib/operate.h"

#include "lib/array.h"
#include "lib/cmdlet.h"
#include "lib/convert.h"
#include "lib/regex.h"

static const struct fault bad_split = {
	"BadOperatorArgument", "System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_OPERATION, NULL,
};

struct splitter {
	struct regex *regex;
	char plain;			/* a delimiter of one character that means itself, or 0 */
	struct value block;
	struct host *host;
	int32_t limit;
	GArray *out;			/* of struct value */
};

enum {		/* System.Management.Automation.SplitOptions */
	SPLIT_SIMPLE = 1, SPLIT_REGEX = 2, SPLIT_INVARIANT = 4, SPLIT_WHITESPACE = 8,
	SPLIT_MULTILINE = 16, SPLIT_SINGLELINE = 32, SPLIT_IGNORE_CASE = 64, SPLIT_EXPLICIT = 128,
};

static void put_piece(const struct splitter *s, const char *text, size_t len)
{
	struct value v = value_str(str_new(text, (ssize_t)len));

	g_array_append_val(s->out, v);
}

/* -- By expression ------------------------------------------------------------ */

/* All delimiters with their groups, flattened: groups spans a match. */
static GArray *find_all(const struct splitter *s, struct string *text, GError **error)
{
	unsigned groups = regex_group_count(s->regex);
	g_autofree struct regex_span *spans = g_new(struct regex_span, groups);
	GArray *found = g_array_new(FALSE, FALSE, sizeof(struct regex_span));
	size_t at = 0;
	int r, left = s->limit > 0 ? s->limit - 1 : -1;

	while (left != 0 &&
	       (r = regex_exec(s->regex, text->data, text->len, at, spans, error)) != 0) {
		if (r < 0) {
			g_array_free(found, TRUE);
			return NULL;
		}
		g_array_append_vals(found, spans, groups);
		at = regex_next(text->data, text->len, &spans[0]);
		left -= left > 0;
	}
	return found;
}

static bool split_by_regex(const struct splitter *s, struct string *text, GError **error)
{
	unsigned groups = regex_group_count(s->regex);
	GArray *found = find_all(s, text, error);
	size_t done = 0;
	guint first = 0, n;

	if (!found)
		return false;
	n = found->len / groups;
	if (s->limit < 0 && n > (guint)-s->limit - 1)
		first = n - ((guint)-s->limit - 1);
	for (guint i = first; i < n; i++) {
		const struct regex_span *spans =
			&g_array_index(found, struct regex_span, i * groups);

		put_piece(s, text->data + done, (size_t)spans[0].start - done);
		for (unsigned g = 1; g < groups; g++)
			if (spans[g].start >= 0)
				put_piece(s, text->data + spans[g].start,
					  (size_t)(spans[g].end - spans[g].start));
		done = (size_t)spans[0].end;
	}
	put_piece(s, text->data + done, text->len - done);
	g_array_free(found, TRUE);
	return true;
}

static bool split_by_char(const struct splitter *s, struct string *text)
{
	const char *p = text->data, *end = p + text->len, *cut;

	while ((cut = memchr(p, s->plain, end - p))) {
		put_piece(s, p, cut - p);
		p = cut + 1;
	}
	put_piece(s, p, end - p);
	return true;
}

/* -- By block ----------------------------------------------------------------- */

/* Whether the block takes the character for a delimiter: 1, 0, -1 = failed. */
static int ask_block(const struct splitter *s, const char *c, size_t len, GError **error)
{
	value_auto one = value_str(str_new(c, (ssize_t)len));
	value_auto answer = VALUE_UNSET;

	if (block_value(s->host, s->block, one, &answer) != FLOW_NEXT) {
		fault_set_record(error, host_take_error(s->host));
		return -1;
	}
	return value_truth(answer);
}

static bool split_by_block(const struct splitter *s, struct string *text, GError **error)
{
	const char *p = text->data, *end = p + text->len, *done = p;
	g_autoptr(GArray) cuts = g_array_new(FALSE, FALSE, sizeof(struct regex_span));
	guint first = 0;

	while (p < end) {
		const char *start = p;
		int r;

		text_next(&p, end);
		r = ask_block(s, start, p - start, error);
		if (r < 0)
			return false;
		if (r > 0) {
			struct regex_span cut = { start - text->data, p - text->data };

			g_array_append_val(cuts, cut);
		}
		if (s->limit > 0 && cuts->len == (guint)s->limit - 1)
			break;
	}
	if (s->limit == 1)
		g_array_set_size(cuts, 0);
	if (s->limit < 0 && cuts->len > (guint)-s->limit - 1)
		first = cuts->len - ((guint)-s->limit - 1);
	for (guint i = first; i < cuts->len; i++) {
		const struct regex_span *cut = &g_array_index(cuts, struct regex_span, i);

		put_piece(s, done, text->data + cut->start - done);
		done = text->data + cut->end;
	}
	put_piece(s, done, end - done);
	return true;
}

/* -- Operands ----------------------------------------------------------------- */

static unsigned regex_options_of(int64_t options, bool with_case)
{
	static const struct { int split; unsigned regex; } map[] = {
		{ SPLIT_INVARIANT, REGEX_CULTURE_INVARIANT },
		{ SPLIT_WHITESPACE, REGEX_IGNORE_WHITESPACE },
		{ SPLIT_MULTILINE, REGEX_MULTILINE },
		{ SPLIT_SINGLELINE, REGEX_SINGLELINE },
		{ SPLIT_IGNORE_CASE, REGEX_IGNORE_CASE },
		{ SPLIT_EXPLICIT, REGEX_EXPLICIT_CAPTURE },
	};
	unsigned r = with_case ? 0 : REGEX_IGNORE_CASE;

	for (size_t i = 0; i < G_N_ELEMENTS(map); i++)
		if (options & map[i].split)
			r |= map[i].regex;
	return r;
}

static bool read_options(struct value v, int64_t *ret, GError **error)
{
	static const struct type_enum_name names[] = { { "SimpleMatch", SPLIT_SIMPLE },
						       { "RegexMatch", SPLIT_REGEX },
						       { "CultureInvariant", SPLIT_INVARIANT },
						       { "IgnorePatternWhitespace",
							 SPLIT_WHITESPACE },
						       { "Multiline", SPLIT_MULTILINE },
						       { "Singleline", SPLIT_SINGLELINE },
						       { "IgnoreCase", SPLIT_IGNORE_CASE },
						       { "ExplicitCapture", SPLIT_EXPLICIT },
						       { 0 } };
	static const struct type options = {
		.name = "System.Management.Automation.SplitOptions", .kind = V_ENUM,
		.flags = TYPE_IS_FLAGS | TYPE_IS_VALUETYPE, .names = names,
	};
	struct string *text;
	bool good;

	if (value_is_integer(v) || v.kind == V_ENUM) {
		*ret = v.u.i;
		return true;
	}
	text = value_to_string(v, NULL);
	good = enum_parse(&options, text->data, ret, error);
	str_unref(text);
	return good;
}

static bool bad_argument(struct value right, const char *text, GError **error)
{
	fault_set(error, &bad_split, right, "Bad argument to operator '-split': %s", text);
	return false;
}

static bool set_pattern(struct splitter *s, struct value pattern, int64_t options, bool with_case,
			GError **error)
{
	struct string *text = value_to_string(pattern, NULL);
	unsigned flags = regex_options_of(options, with_case);

	if (options & SPLIT_SIMPLE) {
		struct string *escaped = regex_escape(text);

		str_unref(text);
		text = escaped;
		flags = options & SPLIT_IGNORE_CASE || !with_case ? REGEX_IGNORE_CASE : 0;
	}
	if (text->len == 1 && s->limit == 0 && !(flags & ~REGEX_IGNORE_CASE) &&
	    strchr(",;:/=@-_!%&\"'~<>", text->data[0])) {
		s->plain = text->data[0];
		str_unref(text);
		return true;
	}
	s->regex = regex_get(text->data, text->len, flags, error);
	str_unref(text);
	return s->regex != NULL;
}

static bool read_right(struct splitter *s, struct value right, bool with_case, GError **error)
{
	struct value parts[3] = { VALUE_UNSET, VALUE_UNSET, VALUE_UNSET };
	struct enumerator e;
	struct value item;
	unsigned n = 0;
	int64_t options = 0;
	bool good = true;

	enumerator_init(&e, right);
	while (enumerator_next(&e, &item, NULL)) {
		if (n < 3)
			parts[n] = value_base(item);
		n++;
		/* The operand keeps what we look at. */
		value_unref(item);
	}
	enumerator_clear(&e);
	if (n > 1)
		good = value_to_i32(parts[1], &s->limit, error);
	if (good && n > 2)
		good = read_options(parts[2], &options, error);
	if (!good)
		return false;
	if (parts[0].kind == V_SCRIPTBLOCK) {
		if (n > 2)
			return bad_argument(
				right, "Split options are not allowed with a script block.", error);
		s->block = value_ref(parts[0]);
		return true;
	}
	if ((options & SPLIT_SIMPLE) && (options & ~(SPLIT_SIMPLE | SPLIT_IGNORE_CASE)))
		return bad_argument(
			right, "The SimpleMatch option cannot be combined with the others.", error);
	return set_pattern(s, parts[0], options, with_case, error);
}

static bool split_all(struct splitter *s, struct value a, struct value *ret, GError **error)
{
	struct enumerator e;
	struct value item;
	struct array *array;
	bool good = true;

	s->out = g_array_new(FALSE, FALSE, sizeof(struct value));
	enumerator_init(&e, value_is_null(a) ? VALUE_NULL : a);
	while (good && enumerator_next(&e, &item, NULL)) {
		struct string *text = value_to_string(item, NULL);

		good = s->plain   ? split_by_char(s, text)
		       : s->regex ? split_by_regex(s, text, error)
				  : split_by_block(s, text, error);
		str_unref(text);
		value_unref(item);
	}
	enumerator_clear(&e);
	array = array_take((struct value *)s->out->data, s->out->len);
	array->element = &type_string;
	g_array_free(s->out, TRUE);
	regex_unref(s->regex);
	value_unref(s->block);
	*ret = value_of(array);
	if (!good)
		value_unref(*ret);
	return good;
}

bool value_split(struct value a, struct value right, bool with_case, void *host,
		 struct value *ret, GError **error)
{
	struct splitter s = { .host = host };
	GError *failure = NULL;

	if (read_right(&s, right, with_case, &failure) && split_all(&s, a, ret, &failure))
		return true;
	return regex_operator_error(failure, error);
}

/* White space around is no delimiter: it goes first. */
bool value_split_unary(struct value a, struct value *ret, GError **error)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct value));
	struct splitter s = { .out = out };
	struct enumerator e;
	struct value item;
	struct array *array;

	(void)error;
	enumerator_init(&e, value_is_null(a) ? VALUE_NULL : a);
	while (enumerator_next(&e, &item, NULL)) {
		struct string *text = value_to_string(item, NULL);
		const char *p = text->data, *end = p + text->len, *start = NULL;
		guint before = out->len;

		while (p < end) {
			const char *at = p;

			if (g_unichar_isspace(text_next(&p, end))) {
				if (start)
					put_piece(&s, start, at - start);
				start = NULL;
			} else if (!start) {
				start = at;
			}
		}
		if (start || out->len == before)
			put_piece(&s, start ? start : end, start ? end - start : 0);
		str_unref(text);
		value_unref(item);
	}
	enumerator_clear(&e);
	array = array_take((struct value *)out->data, out->len);
	array->element = &type_string;
	g_array_free(out, TRUE);
	*ret = value_of(array);
	return true;
}
