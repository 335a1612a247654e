/*
 * A recursive descent over the text makes a tree of tests; each test knows its
 * property and has its operand converted to the property's type already, so
 * that a record is looked at and nothing is parsed again.
 */
#include "config.h"
#include "state/filter.h"
#include "state/kind.h"
#include "state/recordtable.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/operate.h"
#include "lib/wildcard.h"

static const struct fault bad_filter = {
	"InvalidFilter", "System.Management.Automation.ParameterBindingException",
	CATEGORY_INVALID_ARGUMENT, "A filter is written as: Name -like 'a*' -and Alias -ne 'x'" };

enum filter_op {
	FILTER_AND, FILTER_OR, FILTER_NOT,
	FILTER_EQ, FILTER_NE, FILTER_LT, FILTER_LE, FILTER_GT, FILTER_GE,
	FILTER_LIKE, FILTER_NOTLIKE, FILTER_MATCH, FILTER_NOTMATCH,
	FILTER_COUNT
};

static const struct {
	const char *word;
	enum filter_op op;
} operators[] = {
	{ "eq", FILTER_EQ }, { "ne", FILTER_NE }, { "lt", FILTER_LT }, { "le", FILTER_LE },
	{ "gt", FILTER_GT }, { "ge", FILTER_GE }, { "like", FILTER_LIKE },
	{ "notlike", FILTER_NOTLIKE }, { "match", FILTER_MATCH }, { "notmatch", FILTER_NOTMATCH },
	{ "contains", FILTER_EQ }, { "notcontains", FILTER_NE },
};

struct filter {
	enum filter_op op;
	struct filter *left, *right;
	char *member;
	int property;			/* index in the kind, or -1: a member of every object */
	struct value operand;
	struct wildcard *pattern;
};

struct parser {
	const struct kind_info *kind;
	const char *text, *p;
	filter_variable variable;
	void *data;
	unsigned depth;
	GError **error;
};

void filter_free(struct filter *filter)
{
	if (!filter)
		return;
	filter_free(filter->left);
	filter_free(filter->right);
	g_free(filter->member);
	value_unref(filter->operand);
	if (filter->pattern)
		wildcard_free(filter->pattern);
	g_free(filter);
}

/* -- Text ----------------------------------------------------------------------------- */

static void refuse(struct parser *parser, const char *what)
{
	if (!parser->error || !*parser->error)
		fault_set(parser->error, &bad_filter, VALUE_NULL,
			  "Invalid filter syntax. For a description of the filter parameter syntax see the "
			  "command help.\n\"%s\" at position %u: %s.", parser->text,
			  (unsigned)(parser->p - parser->text) + 1, what);
}

static void skip_blanks(struct parser *parser)
{
	while (g_ascii_isspace(*parser->p))
		parser->p++;
}

static bool is_word_char(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '.' || (unsigned char)c >= 0x80;
}

/* Takes "-word" when it is there as a whole. */
static bool take_dash(struct parser *parser, const char *word)
{
	size_t len = strlen(word);

	skip_blanks(parser);
	if (*parser->p != '-' || g_ascii_strncasecmp(parser->p + 1, word, len) ||
	    is_word_char(parser->p[1 + len]))
		return false;
	parser->p += 1 + len;
	return true;
}

static bool take_char(struct parser *parser, char c)
{
	skip_blanks(parser);
	if (*parser->p != c)
		return false;
	parser->p++;
	return true;
}

static char *take_word(struct parser *parser)
{
	const char *start;

	skip_blanks(parser);
	start = parser->p;
	while (is_word_char(*parser->p))
		parser->p++;
	return parser->p > start ? g_strndup(start, parser->p - start) : NULL;
}

static bool take_quoted(struct parser *parser, struct value *ret)
{
	char quote = *parser->p;
	g_autoptr(GString) text = g_string_new(NULL);

	for (parser->p++; *parser->p; parser->p++) {
		if (*parser->p == quote && parser->p[1] != quote) {
			parser->p++;
			*ret = value_str(str_new(text->str, text->len));
			return true;
		}
		if (*parser->p == quote || (quote == '"' && *parser->p == '`' && parser->p[1]))
			parser->p++;
		g_string_append_c(text, *parser->p);
	}
	refuse(parser, "the quote is not closed");
	return false;
}

static bool take_variable(struct parser *parser, struct value *ret)
{
	g_autofree char *name = NULL;

	parser->p++;
	name = take_word(parser);
	if (!name) {
		refuse(parser, "a variable's name is missing");
		return false;
	}
	if (text_equal_nocase(name, "true") || text_equal_nocase(name, "false"))
		*ret = value_bool(text_equal_nocase(name, "true"));
	else if (text_equal_nocase(name, "null"))
		*ret = VALUE_NULL;
	else
		*ret = parser->variable ? parser->variable(name, parser->data) : VALUE_NULL;
	if (ret->kind == V_UNSET)
		*ret = VALUE_NULL;
	return true;
}

static bool take_bare(struct parser *parser, struct value *ret)
{
	const char *start = parser->p;

	while (*parser->p && !g_ascii_isspace(*parser->p) && *parser->p != ')')
		parser->p++;
	if (parser->p == start) {
		refuse(parser, "a value is missing");
		return false;
	}
	*ret = value_str(str_new(start, parser->p - start));
	return true;
}

static bool take_operand(struct parser *parser, struct value *ret)
{
	skip_blanks(parser);
	if (*parser->p == '\'' || *parser->p == '"')
		return take_quoted(parser, ret);
	if (*parser->p == '$')
		return take_variable(parser, ret);
	return take_bare(parser, ret);
}

/* -- Tests ---------------------------------------------------------------------------- */

static bool take_operator(struct parser *parser, enum filter_op *ret)
{
	for (size_t i = 0; i < G_N_ELEMENTS(operators); i++) {
		if (take_dash(parser, operators[i].word)) {
			*ret = operators[i].op;
			return true;
		}
	}
	refuse(parser, "an operator is missing, such as -eq or -like");
	return false;
}

static bool find_member(struct parser *parser, struct filter *test)
{
	test->property = kind_property(parser->kind, test->member, strlen(test->member));
	if (test->property >= 0 && !(parser->kind->properties[test->property].property->flags &
				     PROPERTY_SECRET))
		return true;
	if (test->property < 0 && record_has_member(parser->kind->kind, test->member))
		return true;
	fault_set(parser->error, &bad_filter, VALUE_NULL,
		  "\"%s\" is not a recognized filterable property. For a complete list of filterable "
		  "properties see the command help.", test->member);
	return false;
}

static bool make_pattern(struct parser *parser, struct filter *test)
{
	struct string *text;

	if (value_is_null(test->operand)) {
		refuse(parser, "a pattern cannot be $null");
		return false;
	}
	text = property_text(value_base(test->operand));
	test->pattern = wildcard_new(text, true, parser->error);
	str_unref(text);
	return test->pattern;
}

/* The operand in the property's type; text is compared as text. */
static bool convert_operand(struct parser *parser, struct filter *test)
{
	const struct type *type;
	struct value to;

	if (test->op == FILTER_LIKE || test->op == FILTER_NOTLIKE)
		return make_pattern(parser, test);
	if (test->property < 0 || value_is_null(test->operand) || test->op > FILTER_GE)
		return true;
	type = parser->kind->properties[test->property].type;
	if (type == &type_bool && test->operand.kind == V_STRING) {
		value_put(&test->operand, value_bool(g_ascii_strcasecmp(test->operand.u.str->data,
									 "false") != 0));
		return true;
	}
	if (type == &type_string || !value_convert(value_base(test->operand), type, &to, NULL))
		to = value_str(property_text(value_base(test->operand)));
	value_put(&test->operand, to);
	return true;
}

static struct filter *parse_test(struct parser *parser)
{
	struct filter *test = g_new0(struct filter, 1);

	test->member = take_word(parser);
	if (!test->member)
		refuse(parser, "a property is missing");
	else if (find_member(parser, test) && take_operator(parser, &test->op) &&
		 take_operand(parser, &test->operand) && convert_operand(parser, test))
		return test;
	filter_free(test);
	return NULL;
}

/* -- Grammar -------------------------------------------------------------------------- */

static struct filter *parse_or(struct parser *parser);

static struct filter *join(enum filter_op op, struct filter *left, struct filter *right)
{
	struct filter *filter;

	if (!left || (!right && op != FILTER_NOT)) {
		filter_free(left);
		return NULL;
	}
	filter = g_new0(struct filter, 1);
	filter->op = op;
	filter->left = left;
	filter->right = right;
	return filter;
}

static struct filter *parse_group(struct parser *parser)
{
	struct filter *filter = parse_or(parser);

	if (filter && !take_char(parser, ')')) {
		refuse(parser, "a closing parenthesis is missing");
		filter_free(filter);
		return NULL;
	}
	return filter;
}

static struct filter *parse_term(struct parser *parser)
{
	struct filter *filter = NULL;

	if (++parser->depth > FILTER_MAX_DEPTH)
		refuse(parser, "nested too deeply");
	else if (take_dash(parser, "not") || take_char(parser, '!'))
		filter = join(FILTER_NOT, parse_term(parser), NULL);
	else if (take_char(parser, '('))
		filter = parse_group(parser);
	else
		filter = parse_test(parser);
	parser->depth--;
	return filter;
}

static struct filter *parse_and(struct parser *parser)
{
	struct filter *filter = parse_term(parser);

	while (filter && take_dash(parser, "and"))
		filter = join(FILTER_AND, filter, parse_term(parser));
	return filter;
}

static struct filter *parse_or(struct parser *parser)
{
	struct filter *filter = parse_and(parser);

	while (filter && take_dash(parser, "or"))
		filter = join(FILTER_OR, filter, parse_and(parser));
	return filter;
}

struct filter *filter_parse(const struct record_kind *kind, const char *text,
			    filter_variable variable, void *data, GError **error)
{
	g_autoptr(GError) local = NULL;
	struct parser parser = {
		.kind = kind_info(kind), .text = text, .p = text, .variable = variable,
		.data = data, .error = &local,
	};
	struct filter *filter = parse_or(&parser);

	skip_blanks(&parser);
	if (filter && *parser.p)
		refuse(&parser, "-and or -or is missing");
	if (local) {
		filter_free(filter);
		g_propagate_error(error, g_steal_pointer(&local));
		return NULL;
	}
	return filter;
}

/* -- Matching ------------------------------------------------------------------------- */

static bool text_is(struct value v, struct value operand, bool equal)
{
	struct string *a = property_text(value_base(v)), *b = property_text(value_base(operand));
	size_t a_len, b_len;
	const char *x = key_text(a, &a_len), *y = key_text(b, &b_len);
	bool same = a_len == b_len && text_compare_range(x, x + a_len, y, y + b_len) == 0;

	str_unref(a);
	str_unref(b);
	return same == equal;
}

static bool in_order(enum filter_op op, struct value v, struct value operand)
{
	int order;

	if (!value_order(value_base(v), operand, false, &order, NULL))
		return false;
	return op == FILTER_LT ? order < 0 : op == FILTER_LE ? order <= 0
	     : op == FILTER_GT ? order > 0 : order >= 0;
}

static bool like(const struct filter *test, struct value v)
{
	struct string *text = property_text(value_base(v));
	bool matches = wildcard_match(test->pattern, text);

	str_unref(text);
	return matches;
}

static bool is_match(const struct filter *test, struct value v)
{
	value_auto ret = VALUE_UNSET, text = value_str(property_text(value_base(v)));

	return value_match(MATCH_MATCH, text, test->operand, false, &ret, NULL, NULL) &&
	       value_truth(ret);
}

/* One value by the operator's positive form. */
static bool matches_one(const struct filter *test, struct value v)
{
	switch (test->op) {
	case FILTER_EQ:
	case FILTER_NE:
		if (test->operand.kind == V_BOOL || value_is_number(test->operand))
			return value_equal(value_base(v), test->operand, false);
		return !value_is_null(test->operand) && text_is(v, test->operand, true);
	case FILTER_LIKE:
	case FILTER_NOTLIKE:
		return like(test, v);
	case FILTER_MATCH:
	case FILTER_NOTMATCH:
		return is_match(test, v);
	default:
		return in_order(test->op, v, test->operand);
	}
}

static bool matches_any(const struct filter *test, struct value v)
{
	struct enumerator e;
	struct value item;
	bool any = false, found = false;

	if (v.kind != V_ARRAY && v.kind != V_LIST)
		return value_is_null(v) ? value_is_null(test->operand) && !test->pattern
					: matches_one(test, v);
	enumerator_init(&e, v);
	while (!found && enumerator_next(&e, &item, NULL)) {
		any = true;
		found = matches_one(test, item);
		value_unref(item);
	}
	enumerator_clear(&e);
	return found || (!any && value_is_null(test->operand) && !test->pattern);
}

static struct value member_value(const struct filter *test, struct store *store,
				 const struct record *record)
{
	if (test->property >= 0 && record->values[test->property].kind != V_UNSET)
		return value_ref(record->values[test->property]);
	return record_member(store, record, test->member);
}

bool filter_matches(const struct filter *filter, struct store *store, const struct record *record)
{
	value_auto v = VALUE_UNSET;
	bool negative;

	switch (filter->op) {
	case FILTER_AND:
		return filter_matches(filter->left, store, record) &&
		       filter_matches(filter->right, store, record);
	case FILTER_OR:
		return filter_matches(filter->left, store, record) ||
		       filter_matches(filter->right, store, record);
	case FILTER_NOT:
		return !filter_matches(filter->left, store, record);
	default:
		v = member_value(filter, store, record);
		negative = filter->op == FILTER_NE || filter->op == FILTER_NOTLIKE ||
			   filter->op == FILTER_NOTMATCH;
		return matches_any(filter, v) != negative;
	}
}
