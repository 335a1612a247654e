/*
 * Select-String: lines of files or of the pipeline that match a pattern. A line
 * is tested with the compiled expressions; match objects are made for hits only.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/textfile.h"
#include "lib/convert.h"
#include "lib/object.h"
#include "lib/path.h"
#include "lib/regex.h"
#include "lib/types/results.h"

struct select_string_args {
	struct value input, pattern, path, literal, raw, simple, with_case, quiet, list, no_emphasis,
		include, exclude, not_match, all, encoding, context, culture;
};

enum { SET_FILE = 1, SET_OBJECT = 2, SET_OBJECT_RAW = 4, SET_FILE_RAW = 8, SET_LITERAL = 16,
	SET_LITERAL_RAW = 32, SET_RAWS = SET_OBJECT_RAW | SET_FILE_RAW | SET_LITERAL_RAW };

static const struct param select_string_params[] = {
	{ "Culture", "string", FIELD(select_string_args, culture), .flags = PARAM_IGNORED,
	  .help = "The culture of a simple match." },
	{ "InputObject", "psobject", FIELD(select_string_args, input), .pipeline = BY_VALUE,
	  .sets = SET_OBJECT | SET_OBJECT_RAW, .mandatory_sets = SET_OBJECT | SET_OBJECT_RAW,
	  .flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY, .help = "The lines." },
	{ "Pattern", "string[]", FIELD(select_string_args, pattern), POSITION(0),
	  .flags = PARAM_MANDATORY, .help = "The regular expressions; one must match." },
	{ "Path", "string[]", FIELD(select_string_args, path), POSITION(1), .pipeline = BY_NAME,
	  .sets = SET_FILE | SET_FILE_RAW, .mandatory_sets = SET_FILE | SET_FILE_RAW,
	  .flags = PARAM_WILDCARDS, .complete = "File", .help = "The files to search." },
	{ "LiteralPath", "string[]", FIELD(select_string_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL | SET_LITERAL_RAW, .mandatory_sets = SET_LITERAL | SET_LITERAL_RAW,
	  .aliases = "PSPath LP", .complete = "File", .help = "The files, without wildcards." },
	{ "Raw", "switch", FIELD(select_string_args, raw), .sets = SET_RAWS,
	  .mandatory_sets = SET_RAWS, .help = "Gives the matching lines as text." },
	{ "SimpleMatch", "switch", FIELD(select_string_args, simple),
	  .help = "The patterns are plain text." },
	{ "CaseSensitive", "switch", FIELD(select_string_args, with_case),
	  .help = "Upper and lower case differ." },
	{ "Quiet", "switch", FIELD(select_string_args, quiet),
	  .sets = SET_FILE | SET_OBJECT | SET_LITERAL, .help = "Only tells whether a line matches." },
	{ "List", "switch", FIELD(select_string_args, list), .help = "One match for each file." },
	{ "NoEmphasis", "switch", FIELD(select_string_args, no_emphasis),
	  .help = "Does not highlight the match." },
	{ "Include", "string[]", FIELD(select_string_args, include), .help = "Names that count." },
	{ "Exclude", "string[]", FIELD(select_string_args, exclude),
	  .help = "Names that do not count." },
	{ "NotMatch", "switch", FIELD(select_string_args, not_match),
	  .help = "Finds the lines that do not match." },
	{ "AllMatches", "switch", FIELD(select_string_args, all),
	  .help = "Finds all matches in a line." },
	{ "Encoding", "object", FIELD(select_string_args, encoding), .flags = PARAM_NO_CONVERT,
	  .complete = "Encoding", .help = "The files' encoding." },
	{ "Context", "int[]", FIELD(select_string_args, context), .min = 0, .max = INT32_MAX,
	  .help = "How many lines before and after to show." },
	{ NULL }
};

struct select_string_state {
	GPtrArray *regexes;		/* struct regex */
	int64_t before, after;
	GPtrArray *lines;		/* of the pipeline, when their context is wanted */
	uint32_t number;
	bool found;
};

/* The lines of one source while it is searched. */
struct search {
	struct call *call;
	const struct select_string_args *args;
	struct select_string_state *state;
	const char *path;		/* NULL: the pipeline */
	GPtrArray *lines;		/* struct string */
};

static void free_regex(void *data)
{
	regex_unref(data);
}

static void free_str(void *data)
{
	str_unref(data);
}

static struct regex *compile(const struct select_string_args *args, struct string *pattern,
			     GError **error)
{
	unsigned options = arg_on(args->with_case) ? 0 : REGEX_IGNORE_CASE;
	struct string *escaped;
	struct regex *regex;

	if (!arg_on(args->simple))
		return regex_get(pattern->data, pattern->len, options, error);
	escaped = regex_escape(pattern);
	regex = regex_get(escaped->data, escaped->len, options, error);
	str_unref(escaped);
	return regex;
}

static enum flow select_string_begin(struct call *call, void *data)
{
	struct select_string_args *args = data;
	struct select_string_state *state = call_state(call);
	uint32_t n = arg_count(args->pattern);
	GError *error = NULL;

	state->regexes = g_ptr_array_new_with_free_func(free_regex);
	for (uint32_t i = 0; i < n; i++) {
		value_auto pattern = arg_at(args->pattern, i);
		struct regex *regex = compile(args, pattern.u.str, &error);

		if (!regex)
			return call_throw(call, error);
		g_ptr_array_add(state->regexes, regex);
	}
	if (arg_count(args->context)) {
		value_auto before = arg_at(args->context, 0);
		value_auto after = arg_at(args->context, arg_count(args->context) > 1 ? 1 : 0);

		state->before = arg_int(before, 0);
		state->after = arg_int(after, 0);
		state->lines = g_ptr_array_new_with_free_func(free_str);
	}
	return FLOW_NEXT;
}

/* Which pattern matches the line: its number, or -1. */
static int matching_pattern(const struct select_string_state *state, const struct string *line)
{
	for (guint i = 0; i < state->regexes->len; i++) {
		struct regex *regex = state->regexes->pdata[i];
		g_autofree struct regex_span *spans =
			g_new(struct regex_span, regex_group_count(regex));

		if (regex_exec(regex, line->data, line->len, 0, spans, NULL) > 0)
			return i;
	}
	return -1;
}

/* The Match objects of a hit. */
static struct value match_objects(const struct search *search, int pattern, struct string *line)
{
	value_auto regex = VALUE_UNSET, found = VALUE_UNSET;
	const struct value subject = value_str(line);
	struct list *list = list_new(NULL, NULL);
	struct enumerator e;
	struct value match;
	struct array *array;
	bool all = arg_on(search->args->all);

	if (pattern >= 0 && !arg_on(search->args->simple)) {
		regex = regex_value_new(regex_ref(search->state->regexes->pdata[pattern]));
		type_invoke(&type_regex, regex, all ? "Matches" : "Match", &subject, 1,
			    call_host(search->call), &found, NULL);
		enumerator_init(&e, found);
		while (enumerator_next(&e, &match, NULL))
			list_add(list, match);
		enumerator_clear(&e);
	}
	array = list_to_array(list);
	value_unref(value_of(list));
	return value_of(array);
}

static struct value line_array(const GPtrArray *lines, int64_t from, int64_t to)
{
	struct array *array;

	from = MAX(from, 0);
	to = MIN(to, (int64_t)lines->len);
	array = array_new(&type_string, MAX(to - from, 0));
	for (int64_t i = from; i < to; i++)
		array_set(array, i - from, value_str(str_ref(lines->pdata[i])));
	return value_of(array);
}

static struct value match_context(const struct search *search, guint at)
{
	struct select_string_state *state = search->state;
	struct value slots[4];

	if (!state->lines)
		return VALUE_NULL;
	slots[0] = line_array(search->lines, (int64_t)at - state->before, at);
	slots[1] = line_array(search->lines, at + 1, at + 1 + state->after);
	slots[2] = value_ref(slots[0]);
	slots[3] = value_ref(slots[1]);
	return result_make(RESULT_MATCH_CONTEXT, slots);
}

static enum flow emit_match(const struct search *search, struct string *line, guint number, int pattern,
			    guint at)
{
	g_autofree char *leaf = search->path ? path_leaf(search->path) : g_strdup("InputStream");
	struct value slots[8];

	if (arg_on(search->args->raw))
		return emit(search->call, value_str(line));
	slots[0] = value_bool(!arg_on(search->args->with_case));
	slots[1] = value_i32(number);
	slots[2] = value_str(str_ref(line));
	slots[3] = value_text(leaf);
	slots[4] = value_text(search->path ? search->path : "InputStream");
	slots[5] = arg_at(search->args->pattern, MAX(pattern, 0));
	slots[6] = match_context(search, at);
	slots[7] = match_objects(search, pattern, line);
	return emit_take(search->call, result_make(RESULT_MATCH, slots));
}

static bool is_hit(const struct search *search, struct string *line, int *ret_pattern)
{
	*ret_pattern = matching_pattern(search->state, line);
	if (arg_on(search->args->not_match)) {
		bool hit = *ret_pattern < 0;

		*ret_pattern = -1;
		return hit;
	}
	return *ret_pattern >= 0;
}

static enum flow search_lines(const struct search *search)
{
	enum flow flow = FLOW_NEXT;

	for (guint i = 0; i < search->lines->len && flow == FLOW_NEXT; i++) {
		int pattern;

		if (!is_hit(search, search->lines->pdata[i], &pattern))
			continue;
		search->state->found = true;
		if (arg_on(search->args->quiet))
			return FLOW_NEXT;
		flow = emit_match(search, search->lines->pdata[i], i + 1, pattern, i);
		if (arg_on(search->args->list))
			break;
	}
	return flow;
}

static void split_lines(GPtrArray *lines, const char *text, gsize len)
{
	const char *end = text + len;

	while (text < end) {
		const char *stop = memchr(text, '\n', end - text);
		const char *last = stop ? stop : end;

		g_ptr_array_add(lines, str_new(text, last - text -
						     (last > text && last[-1] == '\r' ? 1 : 0)));
		text = stop ? stop + 1 : end;
	}
}

static enum flow search_file(struct call *call, const struct select_string_args *args,
			     const char *path)
{
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(free_str);
	struct search search = { call, args, call_state(call), path, lines };
	struct encoding encoding;
	GError *error = NULL;
	gsize len = 0;
	g_autofree char *text = NULL;

	if (!encoding_parse(args->encoding, &encoding, &error))
		return call_throw(call, error);
	text = text_file_read(path, &encoding, &len, &error);
	if (!text)
		return call_error(call, error);
	split_lines(lines, text, len);
	return search_lines(&search);
}

static bool wanted(const struct select_string_args *args, const char *path)
{
	g_autofree char *leaf = path_leaf(path);
	value_auto name = value_text(leaf);

	if (g_file_test(path, G_FILE_TEST_IS_DIR))
		return false;
	if (arg_count(args->include) && !text_is_like_any(name, args->include))
		return false;
	return !text_is_like_any(name, args->exclude);
}

static enum flow search_files(struct call *call, const struct select_string_args *args,
			      struct value path, struct value literal)
{
	enum flow flow;
	g_autoptr(GPtrArray) found = paths_expand(call, path, literal, &flow);

	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++)
		if (wanted(args, found->pdata[i]))
			flow = search_file(call, args, found->pdata[i]);
	return flow;
}

static enum flow search_input(struct call *call, const struct select_string_args *args)
{
	struct select_string_state *state = call_state(call);
	struct search search = { call, args, state, NULL, NULL };
	struct string *line;
	enum flow flow = FLOW_NEXT;
	int pattern;

	if (value_is_null(args->input))
		return FLOW_NEXT;
	line = value_to_display(args->input);
	if (g_str_equal(type_of(value_base(args->input))->name, "System.IO.FileInfo")) {
		flow = search_files(call, args, VALUE_UNSET, value_str(line));
		str_unref(line);
		return flow;
	}
	if (state->lines) {
		g_ptr_array_add(state->lines, line);
		return FLOW_NEXT;
	}
	state->number++;
	if (is_hit(&search, line, &pattern)) {
		bool first = !state->found;

		state->found = true;
		if (!arg_on(args->quiet) && (first || !arg_on(args->list)))
			flow = emit_match(&search, line, state->number, pattern, 0);
	}
	str_unref(line);
	return flow;
}

static enum flow select_string(struct call *call, void *data)
{
	struct select_string_args *args = data;

	if (arg_given(args->path) || arg_given(args->literal))
		return search_files(call, args, args->path, args->literal);
	return search_input(call, args);
}

static enum flow select_string_end(struct call *call, void *data)
{
	struct select_string_args *args = data;
	struct select_string_state *state = call_state(call);
	struct search search = { call, args, state, NULL, state->lines };
	enum flow flow = FLOW_NEXT;

	if (state->lines && state->lines->len)
		flow = search_lines(&search);
	if (flow == FLOW_NEXT && arg_on(args->quiet))
		flow = emit(call, value_bool(state->found));
	return flow;
}

static void select_string_clean(struct call *call)
{
	struct select_string_state *state = call_state(call);

	g_clear_pointer(&state->regexes, g_ptr_array_unref);
	g_clear_pointer(&state->lines, g_ptr_array_unref);
}

static const struct cmdlet_example select_string_examples[] = {
	{ "Select-String -Path /var/log/mail.log -Pattern 'status=deferred'",
	  "The lines of a log that match." },
	{ "Get-Content list.txt | Select-String '@contoso\\.com$' -Raw", "Matching lines as text." },
	{ NULL }
};

CMDLET(select_string_cmdlet) = {
	.name = "Select-String", .aliases = "sls", .module = MODULE_UTILITY,
	.synopsis = "Finds text in strings and files.",
	.params = select_string_params, .examples = select_string_examples,
	.sets = "File Object ObjectRaw FileRaw LiteralFile LiteralFileRaw", .default_set = "File",
	.output = "Microsoft.PowerShell.Commands.MatchInfo System.Boolean System.String",
	.args_size = sizeof(struct select_string_args),
	.state_size = sizeof(struct select_string_state), .begin = select_string_begin,
	.process = select_string, .end = select_string_end, .clean = select_string_clean,
};
