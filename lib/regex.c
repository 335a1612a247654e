/*
 * Compiling, caching and matching. The cache is the program's: an expression
 * is the same whoever asks, and a script in a loop must not compile it anew.
 */
#define PCRE2_CODE_UNIT_WIDTH 8

#include "config.h"

#include "lib/regex.h"

#include <pcre2.h>

#include "lib/convert.h"
#include "lib/limits.h"
#include "lib/regex_translate.h"

/* More expressions than this empty the cache. */
#define CACHE_SIZE	512
/* Steps of one match; a runaway expression ends with an error. */
#define MATCH_LIMIT	50000000

struct regex {
	uint32_t refs;
	unsigned options;
	struct string *pattern;
	pcre2_code *code;
	pcre2_match_data *match;
	unsigned groups;
	uint16_t *pcre_group;		/* .NET's number -> PCRE2's */
	const char **names;		/* of .NET's numbers; in the code's own table */
};

struct cache_key {
	unsigned options;
	size_t len;
	const char *pattern;
};

static guint key_hash(gconstpointer p)
{
	const struct cache_key *key = p;
	guint h = 2166136261u ^ key->options;

	for (size_t i = 0; i < key->len; i++)
		h = (h ^ (unsigned char)key->pattern[i]) * 16777619u;
	return h;
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
	const struct cache_key *x = a, *y = b;

	return x->options == y->options && x->len == y->len &&
	       memcmp(x->pattern, y->pattern, x->len) == 0;
}

static GHashTable **cache(void)
{
	static GHashTable *table;

	return &table;
}

struct regex *regex_ref(struct regex *regex)
{
	regex->refs++;
	return regex;
}

void regex_unref(struct regex *regex)
{
	if (!regex || --regex->refs > 0)
		return;
	pcre2_match_data_free(regex->match);
	pcre2_code_free(regex->code);
	str_unref(regex->pattern);
	g_free(regex->pcre_group);
	g_free(regex->names);
	g_free(regex);
}

static void cache_drop(gpointer p)
{
	regex_unref(p);
}

void regex_shutdown(void)
{
	g_clear_pointer(cache(), g_hash_table_unref);
}

/* -- Compiling ---------------------------------------------------------------- */

static uint32_t pcre_options(unsigned options)
{
	static const struct { unsigned net; uint32_t pcre; } map[] = {
		{ REGEX_IGNORE_CASE, PCRE2_CASELESS },
		{ REGEX_MULTILINE, PCRE2_MULTILINE },
		{ REGEX_EXPLICIT_CAPTURE, PCRE2_NO_AUTO_CAPTURE },
		{ REGEX_SINGLELINE, PCRE2_DOTALL },
		{ REGEX_IGNORE_WHITESPACE, PCRE2_EXTENDED },
	};
	uint32_t r = PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_DUPNAMES | PCRE2_NEVER_BACKSLASH_C;

	if (!(options & REGEX_ECMASCRIPT))
		r |= PCRE2_UCP;
	for (size_t i = 0; i < G_N_ELEMENTS(map); i++)
		if (options & map[i].net)
			r |= map[i].pcre;
	return r;
}

/* Numbers the groups as .NET: 0, the unnamed, the named in order of first appearance. */
static void number_groups(struct regex *r)
{
	uint32_t captures = 0, names = 0, size = 0;
	PCRE2_SPTR table = NULL;
	g_autofree const char **by_pcre = NULL;
	unsigned n = 1;

	pcre2_pattern_info(r->code, PCRE2_INFO_CAPTURECOUNT, &captures);
	pcre2_pattern_info(r->code, PCRE2_INFO_NAMECOUNT, &names);
	pcre2_pattern_info(r->code, PCRE2_INFO_NAMEENTRYSIZE, &size);
	pcre2_pattern_info(r->code, PCRE2_INFO_NAMETABLE, &table);
	by_pcre = g_new0(const char *, captures + 1);
	for (uint32_t i = 0; i < names; i++) {
		PCRE2_SPTR entry = table + i * size;

		by_pcre[entry[0] << 8 | entry[1]] = (const char *)entry + 2;
	}
	r->groups = captures + 1;
	r->pcre_group = g_new0(uint16_t, r->groups);
	r->names = g_new0(const char *, r->groups);
	for (unsigned named = 0; named < 2; named++)
		for (uint32_t i = 1; i <= captures; i++)
			if ((by_pcre[i] != NULL) == named) {
				r->pcre_group[n] = (uint16_t)i;
				r->names[n++] = by_pcre[i];
			}
}

static struct regex *compile(const char *pattern, size_t len, unsigned options, GError **error)
{
	GString *translated = g_string_sized_new(len + 16);
	pcre2_code *code;
	PCRE2_SIZE offset;
	int number;
	struct regex *r;

	if (!regex_translate(translated, pattern, len, options, error)) {
		g_string_free(translated, TRUE);
		return NULL;
	}
	code = pcre2_compile((PCRE2_SPTR)translated->str, translated->len, pcre_options(options),
			     &number, &offset, NULL);
	g_string_free(translated, TRUE);
	if (!code) {
		char text[256];

		pcre2_get_error_message(number, (PCRE2_UCHAR *)text, sizeof(text));
		regex_parse_error(error, pattern, len, MIN(offset, len), "%s.", text);
		return NULL;
	}
	pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	r = g_new0(struct regex, 1);
	r->refs = 1;
	r->options = options;
	r->code = code;
	r->pattern = str_new(pattern, len);
	r->match = pcre2_match_data_create_from_pattern(code, NULL);
	number_groups(r);
	return r;
}

struct regex *regex_get(const char *pattern, size_t len, unsigned options, GError **error)
{
	GHashTable **table = cache();
	struct cache_key key = { options, len, pattern }, *own;
	struct regex *r;

	if (!*table)
		*table = g_hash_table_new_full(key_hash, key_equal, g_free, cache_drop);
	r = g_hash_table_lookup(*table, &key);
	if (r)
		return regex_ref(r);
	r = compile(pattern, len, options, error);
	if (!r)
		return NULL;
	if (g_hash_table_size(*table) >= CACHE_SIZE)
		g_hash_table_remove_all(*table);
	own = g_new(struct cache_key, 1);
	*own = (struct cache_key){ options, len, r->pattern->data };
	g_hash_table_insert(*table, own, r);
	return regex_ref(r);
}

struct string *regex_pattern(const struct regex *regex)
{
	return regex->pattern;
}

unsigned regex_options(const struct regex *regex)
{
	return regex->options;
}

unsigned regex_group_count(const struct regex *regex)
{
	return regex->groups;
}

const char *regex_group_name(const struct regex *regex, unsigned i)
{
	return regex->names[i];
}

int regex_group_find(const struct regex *regex, const char *name, size_t len)
{
	unsigned number = 0;

	for (unsigned i = 1; i < regex->groups; i++)
		if (regex->names[i] && strlen(regex->names[i]) == len &&
		    memcmp(regex->names[i], name, len) == 0)
			return (int)i;
	if (len == 0 || len > 5)
		return -1;
	for (size_t i = 0; i < len; i++) {
		if (!g_ascii_isdigit(name[i]))
			return -1;
		number = number * 10 + (unsigned)(name[i] - '0');
	}
	return number < regex->groups ? (int)number : -1;
}

/* -- Matching ----------------------------------------------------------------- */

static pcre2_match_context *match_context(void)
{
	pcre2_match_context *context = pcre2_match_context_create(NULL);

	pcre2_set_match_limit(context, MATCH_LIMIT);
	return context;
}

static int too_many_steps(const struct regex *regex, GError **error)
{
	fault_throw(error, "System.Text.RegularExpressions.RegexMatchTimeoutException",
		    "The regular expression '%s' took too many steps on this text. Write it so "
		    "that it "
		    "can fail early.",
		    regex->pattern->data);
	return -1;
}

static int run(struct regex *r, const char *text, size_t len, size_t start)
{
	int n = pcre2_match(r->code, (PCRE2_SPTR)text, len, start, PCRE2_NO_UTF_CHECK, r->match,
			    NULL);
	pcre2_match_context *context;

	if (n != PCRE2_ERROR_JIT_STACKLIMIT && n != PCRE2_ERROR_MATCHLIMIT)
		return n;
	/* Without JIT the backtracking lives on the heap, and may take more steps. */
	context = match_context();
	n = pcre2_match(r->code, (PCRE2_SPTR)text, len, start, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT,
			r->match, context);
	pcre2_match_context_free(context);
	return n;
}

int regex_exec(struct regex *regex, const char *text, size_t len, size_t start,
	       struct regex_span *spans, GError **error)
{
	const PCRE2_SIZE *ovector;
	int n;

	if (start > len)
		return 0;
	n = run(regex, text, len, start);
	if (n == PCRE2_ERROR_NOMATCH)
		return 0;
	if (n < 0)
		return too_many_steps(regex, error);
	ovector = pcre2_get_ovector_pointer(regex->match);
	for (unsigned i = 0; i < regex->groups; i++) {
		unsigned g = regex->pcre_group[i];

		if ((int)g >= n || ovector[2 * g] == PCRE2_UNSET)
			spans[i] = (struct regex_span){ -1, -1 };
		else
			spans[i] = (struct regex_span){ (ssize_t)ovector[2 * g],
							(ssize_t)ovector[2 * g + 1] };
	}
	return 1;
}

size_t regex_next(const char *text, size_t len, const struct regex_span *match)
{
	const char *p = text + match->end;

	if (match->end > match->start || (size_t)match->end >= len)
		return (size_t)match->end + (match->end == match->start);
	text_next(&p, text + len);
	return p - text;
}

/* -- Replacing ---------------------------------------------------------------- */

static void put_span(GString *out, const char *text, struct regex_span span)
{
	if (span.start >= 0)
		g_string_append_len(out, text + span.start, span.end - span.start);
}

static void put_last_group(GString *out, const struct regex *regex, const char *text,
			   const struct regex_span *spans)
{
	put_span(out, text, spans[regex->groups - 1]);
}

/* $name forms at p (after the $); how much was read, 0 when the $ stands for itself. */
static size_t expand_one(GString *out, const struct regex *regex, const char *p, const char *end,
			 const char *text, size_t len, const struct regex_span *spans)
{
	const char *close, *q = p;
	int group;

	switch (*p) {
	case '$':
		g_string_append_c(out, '$');
		return 1;
	case '&':
		put_span(out, text, spans[0]);
		return 1;
	case '`':
		g_string_append_len(out, text, spans[0].start);
		return 1;
	case '\'':
		g_string_append_len(out, text + spans[0].end, (gssize)len - spans[0].end);
		return 1;
	case '+':
		put_last_group(out, regex, text, spans);
		return 1;
	case '_':
		g_string_append_len(out, text, (gssize)len);
		return 1;
	case '{':
		close = memchr(p, '}', end - p);
		group = close ? regex_group_find(regex, p + 1, close - p - 1) : -1;
		if (group < 0)
			return 0;
		put_span(out, text, spans[group]);
		return close + 1 - p;
	default:
		break;
	}
	while (q < end && g_ascii_isdigit(*q))
		q++;
	group = regex_group_find(regex, p, q - p);
	if (q == p || group < 0)
		return 0;
	put_span(out, text, spans[group]);
	return q - p;
}

void regex_expand(GString *out, const struct regex *regex, const char *pattern, size_t pattern_len,
		  const char *text, size_t len, const struct regex_span *spans)
{
	const char *p = pattern, *end = pattern + pattern_len, *dollar;

	while ((dollar = memchr(p, '$', end - p))) {
		size_t n;

		g_string_append_len(out, p, dollar - p);
		n = dollar + 1 < end ? expand_one(out, regex, dollar + 1, end, text, len, spans)
				     : 0;
		if (n == 0)
			g_string_append_c(out, '$');
		p = dollar + 1 + n;
	}
	g_string_append_len(out, p, end - p);
}

bool regex_replace(struct regex *regex, struct string *text, const char *pattern,
		   size_t pattern_len, int limit, size_t start, struct string **ret, GError **error)
{
	g_autofree struct regex_span *spans = g_new(struct regex_span, regex->groups);
	GString *out = NULL;
	size_t done = 0;
	int found = 0;

	while (limit != 0 &&
	       (found = regex_exec(regex, text->data, text->len, start, spans, error)) > 0) {
		if (!out)
			out = g_string_sized_new(text->len + 32);
		g_string_append_len(out, text->data + done, spans[0].start - (gssize)done);
		regex_expand(out, regex, pattern, pattern_len, text->data, text->len, spans);
		done = (size_t)spans[0].end;
		start = regex_next(text->data, text->len, &spans[0]);
		limit -= limit > 0;
		if (!limit_string(out->len, error)) {
			found = -1;
			break;
		}
	}
	if (found < 0) {
		if (out)
			g_string_free(out, TRUE);
		return false;
	}
	if (!out) {
		*ret = str_ref(text);
		return true;
	}
	g_string_append_len(out, text->data + done, (gssize)(text->len - done));
	*ret = str_from_gstring(out);
	return true;
}

struct string *regex_escape(struct string *text)
{
	GString *out = g_string_sized_new(text->len + 8);

	for (uint32_t i = 0; i < text->len; i++) {
		char c = text->data[i];

		switch (c) {
		case '\n':
			g_string_append(out, "\\n");
			break;
		case '\r':
			g_string_append(out, "\\r");
			break;
		case '\t':
			g_string_append(out, "\\t");
			break;
		case '\f':
			g_string_append(out, "\\f");
			break;
		default:
			if (c && strchr("\\*+?|{[()^$.# ", c))
				g_string_append_c(out, '\\');
			g_string_append_c(out, c);
			break;
		}
	}
	return str_from_gstring(out);
}

/* In an operator nothing wraps what an expression throws; its id is the exception's full name. */
bool regex_operator_error(GError *failure, GError **error)
{
	static const struct fault rows[] = {
		{ "System.Text.RegularExpressions.RegexParseException",
		  "System.Text.RegularExpressions.RegexParseException", CATEGORY_OPERATION_STOPPED,
		  NULL },
		{ "System.Text.RegularExpressions.RegexMatchTimeoutException",
		  "System.Text.RegularExpressions.RegexMatchTimeoutException",
		  CATEGORY_LIMITS_EXCEEDED, NULL },
		{ "System.NotSupportedException", "System.NotSupportedException",
		  CATEGORY_NOT_IMPLEMENTED, "Write the expression without it." },
	};
	const struct fault_data *data = fault_data(failure);

	for (size_t i = 0; data && data->exception && i < G_N_ELEMENTS(rows); i++) {
		if (!g_str_equal(data->exception, rows[i].exception))
			continue;
		fault_set(error, &rows[i], VALUE_NULL, "%s", failure->message);
		g_error_free(failure);
		return false;
	}
	g_propagate_error(error, failure);
	return false;
}

/* -- Values ------------------------------------------------------------------- */

struct value regex_value_new(struct regex *regex)
{
	struct regex_value *r = native_new(&type_regex, sizeof(*r));

	r->regex = regex;
	return value_of(r);
}

struct regex *regex_of_value(struct value v, unsigned options, GError **error)
{
	struct regex_value *own;
	struct string *text;
	struct regex *r;

	v = value_base(v);
	own = native_of(v, &type_regex);
	if (own)
		return regex_ref(own->regex);
	text = value_to_string(v, NULL);
	r = regex_get(text->data, text->len, options, error);
	str_unref(text);
	return r;
}
