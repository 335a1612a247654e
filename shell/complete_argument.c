/*
 * Parameters and their values. The words before the cursor are bound by name
 * and by position, as far as names alone tell.
 */
#include "config.h"

#include "shell/complete.h"

#include "cmdlets/core/verb.h"
#include "lib/convert.h"
#include "parser/parse.h"
#include "shell/attributes.h"
#include "shell/binder.h"
#include "shell/collector.h"
#include "shell/command_info.h"
#include "shell/complete_infer.h"
#include "shell/exception.h"
#include "shell/module.h"
#include "shell/pipeline.h"
#include "shell/scriptblock.h"
#include "state/store.h"

struct argument_state {
	const struct signature *signature;
	const struct complete_line *line;
	const char *command;		/* its name, aliases resolved */
	bool used[MAX_PARAMS];
	uint32_t sets;
	int value_of;			/* the parameter whose value comes next, or -1 */
	int last;			/* the parameter that took the last value, or -1 */
	struct dict *bound;
};

static void completer_free(gpointer block)
{
	value_unref(*(struct value *)block);
	g_free(block);
}

static char *completer_key(const char *command, const char *parameter)
{
	g_autofree char *key = g_strdup_printf("%s:%s", command ? command : "*", parameter ? parameter : "");

	return g_ascii_strdown(key, -1);
}

void completer_register(struct session *session, const char *command, const char *parameter,
			struct value block)
{
	struct value *kept = g_new(struct value, 1);

	*kept = value_ref(block);
	if (!session->completers)
		session->completers = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, completer_free);
	g_hash_table_replace(session->completers, completer_key(command, parameter), kept);
}

static struct value *completer_find(struct session *session, const char *command, const char *parameter)
{
	g_autofree char *key = completer_key(command, parameter);

	return session->completers ? g_hash_table_lookup(session->completers, key) : NULL;
}

/* -- Binding by what is written --------------------------------------------------------------- */

static int param_named(const struct signature *s, const char *name, size_t len)
{
	int found = -1;

	for (uint32_t i = 0; i < s->n; i++) {
		const struct sig_param *param = &s->params[i];
		const char *full = sig_param_name(param);

		if (strlen(full) == len && g_ascii_strncasecmp(full, name, len) == 0)
			return i;
		for (uint32_t j = 0; j < param->alias_count; j++)
			if (strlen(symbol_name(param->aliases[j])) == len &&
			    g_ascii_strncasecmp(symbol_name(param->aliases[j]), name, len) == 0)
				return i;
		if (g_ascii_strncasecmp(full, name, len) == 0)
			found = i;
	}
	return found;
}

static int next_position(const struct argument_state *state)
{
	const struct signature *s = state->signature;
	int best = -1, best_position = INT32_MAX;
	bool best_is_default = false;

	for (uint32_t i = 0; i < s->own; i++) {
		const struct sig_param *param = &s->params[i];

		if (state->used[i] || param->is_switch)
			continue;
		for (uint32_t j = 0; j < param->set_count; j++) {
			int position = param->sets[j].position;

			bool is_default = param->sets[j].mask & s->default_set;

			if (position < 0 && s->positional)
				position = i + 1000;
			if (position < 0 || !(param->sets[j].mask & state->sets))
				continue;
			if (position < best_position ||
			    (position == best_position && is_default && !best_is_default)) {
				best = i;
				best_position = position;
				best_is_default = is_default;
			}
		}
	}
	return best;
}

static void use(struct argument_state *state, int i)
{
	state->used[i] = true;
	if (state->signature->params[i].mask & state->sets)
		state->sets &= state->signature->params[i].mask;
}

static void bind_value(struct argument_state *state, int i, const char *text)
{
	use(state, i);
	state->last = i;
	dict_set_text(state->bound, sig_param_name(&state->signature->params[i]), value_text(text));
}

static void bind_word(struct argument_state *state, const struct complete_word *word)
{
	const char *colon = strchr(word->text, ':');
	int i;

	if (word->after_comma)
		return;
	if (word->text[0] == '-' && !word->quote && word->text[1]) {
		i = param_named(state->signature, word->text + 1,
				colon ? (size_t)(colon - word->text - 1) : strlen(word->text + 1));
		if (i < 0)
			return;
		use(state, i);
		state->value_of = state->signature->params[i].is_switch || colon ? -1 : i;
		return;
	}
	i = state->value_of >= 0 ? state->value_of : next_position(state);
	state->value_of = -1;
	if (i >= 0)
		bind_value(state, i, word->text);
}

/* -- Names ---------------------------------------------------------------------------------------- */

static bool is_hidden(const struct sig_param *param)
{
	return param->flags & PARAM_HIDDEN;
}

static void add_parameter(struct completion *c, const struct sig_param *param, const char *name)
{
	g_autofree char *text = g_strconcat("-", name, NULL), *type = sig_param_type(param);
	g_autofree char *tip = g_strdup_printf("[%s] %s", type, name);

	completion_add(c, text, name, "ParameterName", tip);
}

static bool is_offered(const struct argument_state *state, uint32_t i)
{
	const struct sig_param *param = &state->signature->params[i];

	return !state->used[i] && (param->mask & state->sets || i >= state->signature->own);
}

static void add_parameters(struct argument_state *state, const char *prefix, uint32_t from, uint32_t to,
			   struct completion *c)
{
	for (uint32_t i = from; i < to; i++) {
		const struct sig_param *param = &state->signature->params[i];
		const char *name = param->function ? param->function->ast->spelled->data : sig_param_name(param);

		if (is_offered(state, i) && complete_matches(name, prefix) && (*prefix || !is_hidden(param)))
			add_parameter(c, param, name);
	}
}

/* The common parameters come last; one that is hidden hides them. */
static void complete_parameter(struct argument_state *state, const char *prefix, struct completion *c)
{
	const struct signature *s = state->signature;
	uint32_t what_if = MIN(s->own + COMMON_WHAT_IF, s->n);
	bool hidden = false;

	for (uint32_t i = 0; i < s->own; i++)
		hidden |= is_hidden(&s->params[i]);
	add_parameters(state, prefix, 0, s->own, c);
	add_parameters(state, prefix, what_if, s->n, c);
	if (*prefix || !hidden)
		add_parameters(state, prefix, s->own, what_if, c);
	for (uint32_t i = 0; !c->matches->len && i < s->n; i++)
		for (uint32_t j = 0; is_offered(state, i) && j < s->params[i].alias_count; j++)
			if (complete_matches(symbol_name(s->params[i].aliases[j]), prefix))
				add_parameter(c, &s->params[i], symbol_name(s->params[i].aliases[j]));
}

/* -- Values ------------------------------------------------------------------------------------------ */

struct typed_value {
	const char *text;
	char quote;
};

static void add_value(struct completion *c, struct typed_value typed, const char *value, const char *kind,
		      bool verbatim)
{
	char quote = typed.quote ? typed.quote : strpbrk(value, " ,;'\"(){}&|") ? '\'' : 0;
	g_autofree char *text = verbatim || !quote ? g_strdup(value)
						   : g_strdup_printf("%c%s%c", quote, value, quote);

	if (complete_matches(value, typed.text))
		completion_add(c, text, value, kind, NULL);
}

static const struct ast_attribute *value_attribute(const struct sig_param *param, const char *name)
{
	const struct ast_parameter *ast = param->function ? param->function->ast : NULL;

	for (uint32_t i = 0; ast && i < ast->attribute_count; i++)
		if (ast->attributes[i]->kind == AST_ATTRIBUTE &&
		    attribute_is(ast_attribute(ast->attributes[i]), name))
			return ast_attribute(ast->attributes[i]);
	return NULL;
}

static bool add_attribute_values(struct completion *c, struct typed_value typed,
				 const struct ast_attribute *attribute, bool verbatim)
{
	guint from = c->matches->len;

	if (!attribute)
		return false;
	for (uint32_t i = 0; i < attribute->arg_count; i++) {
		value_auto v = constant_value(attribute->args[i]);
		struct string *text = value_to_string(v, NULL);

		add_value(c, typed, text->data, "ParameterValue", verbatim);
		str_unref(text);
	}
	if (!verbatim)
		completion_sort(c, from);
	return true;
}

static void add_words(struct completion *c, struct typed_value typed, const char *words)
{
	g_auto(GStrv) list = g_strsplit(words, " ", -1);
	guint from = c->matches->len;

	for (char **word = list; *word; word++)
		add_value(c, typed, *word, "ParameterValue", false);
	completion_sort(c, from);
}

static void add_result(struct session *session, struct completion *c, struct value v)
{
	struct value text = host_member(&session->host, v, symbol_get("CompletionText", -1));
	struct string *plain;

	if (text.kind == V_STRING) {
		value_auto item = host_member(&session->host, v, symbol_get("ListItemText", -1));
		value_auto kind = host_member(&session->host, v, symbol_get("ResultType", -1));
		value_auto tip = host_member(&session->host, v, symbol_get("ToolTip", -1));
		struct string *kind_text = value_to_string(kind, NULL);

		completion_add(c, text.u.str->data, value_cstr(item), g_intern_string(kind_text->data),
			       value_cstr(tip));
		str_unref(kind_text);
		value_unref(text);
		return;
	}
	value_unref(text);
	plain = value_to_string(v, NULL);
	completion_add(c, plain->data, plain->data, "Text", NULL);
	str_unref(plain);
}

static bool run_completer(struct session *session, struct value block, const struct value *args, unsigned n,
			  struct completion *c)
{
	struct collector found;
	struct enumerator e;
	struct value item;
	value_auto all = VALUE_UNSET;

	collector_init(&found);
	session->try_depth++;
	if (unit_call(session->scope, block, NULL, NULL, args, n, &found.sink) == FLOW_ERROR && session->error)
		value_unref(value_of(error_take(session)));
	session->try_depth--;
	all = collector_take(&found);
	enumerator_init(&e, all);
	while (enumerator_next(&e, &item, NULL)) {
		add_result(session, c, item);
		value_unref(item);
	}
	enumerator_clear(&e);
	return true;
}

static bool ask_completer(struct argument_state *state, int i, struct typed_value typed, struct completion *c)
{
	struct session *session = state->line->session;
	const struct sig_param *param = &state->signature->params[i];
	const struct ast_attribute *attribute = value_attribute(param, "ArgumentCompleter");
	value_auto made = VALUE_UNSET, name = value_text(state->command);
	value_auto parameter = value_text(sig_param_name(param)), word = value_text(typed.text);
	struct value *registered = completer_find(session, state->command, sig_param_name(param));
	struct value args[] = { name, parameter, word, VALUE_NULL, value_of(state->bound) };

	if (!registered)
		registered = completer_find(session, NULL, sig_param_name(param));
	if (attribute && attribute->arg_count && !registered) {
		struct node *node = prepare_expression(state->signature->unit, attribute->args[0]);

		made = node->eval(node, session->scope);
		registered = &made;
	}
	return registered && value_base(*registered).kind == V_SCRIPTBLOCK &&
	       run_completer(session, *registered, args, G_N_ELEMENTS(args), c);
}

static void add_commands(struct argument_state *state, struct typed_value typed, struct completion *c)
{
	struct completion found;

	complete_line(state->line->session, typed.text, strlen(typed.text), &found);
	for (guint i = 0; i < found.matches->len; i++) {
		struct completion_match *match = &g_array_index(found.matches, struct completion_match, i);

		completion_add(c, match->text, match->item, match->kind, match->tip);
	}
	completion_clear(&found);
}

static void add_variable_names(struct argument_state *state, struct typed_value typed, struct completion *c)
{
	struct completion found;
	g_autofree char *text = g_strconcat("$", typed.text, NULL);

	complete_line(state->line->session, text, strlen(text), &found);
	for (guint i = 0; i < found.matches->len; i++)
		add_value(c, typed, g_array_index(found.matches, struct completion_match, i).item,
			  "ParameterValue", false);
	completion_clear(&found);
}

static bool is_named(const struct argument_state *state, int i, const char *const *names)
{
	for (; *names; names++)
		if (text_equal_nocase(sig_param_name(&state->signature->params[i]), *names))
			return true;
	return false;
}

static bool takes_commands(const struct argument_state *state, int i)
{
	const struct param *table = state->signature->params[i].table;

	return table && table->complete && g_str_equal(table->complete, "Command");
}

static bool takes_variables(const struct argument_state *state, int i)
{
	return text_equal_nocase(sig_param_name(&state->signature->params[i]), "Name") &&
	       g_str_has_suffix(state->command, "-Variable");
}

static const struct ast_command *command_at(struct complete_tree *t)
{
	for (uint32_t i = t->depth; i > 0; i--)
		if (t->path[i - 1]->kind == AST_COMMAND)
			return ast_command(t->path[i - 1]);
	return NULL;
}

/* Names of properties of what comes down the pipeline. */
static bool add_properties(struct argument_state *state, int i, struct typed_value typed, struct completion *c)
{
	static const char *const names[] = { "Property", "ExpandProperty", "ExcludeProperty", "MemberName", NULL };
	const struct ast_command *command = command_at(state->line->tree);
	bool members = text_equal_nocase(state->command, "ForEach-Object");

	if (!state->signature->cmdlet || !command || !(is_named(state, i, names) || (members && *typed.text)))
		return false;
	complete_input_members(state->line->tree, command, typed.text, members, c);
	return c->matches->len > 0;
}

/* The records that a parameter names: of the kind that its table says, or of the cmdlet's noun. */
static const struct record_kind *kind_named(const struct argument_state *state, int i)
{
	const struct param *table = state->signature->params[i].table;
	const char *dash = strchr(state->command, '-');

	if (table && table->complete && record_kind_find(table->complete))
		return record_kind_find(table->complete);
	return state->signature->cmdlet && dash && text_equal_nocase(sig_param_name(&state->signature->params[i]), "Identity")
	       ? record_kind_find(dash + 1) : NULL;
}

struct record_search {
	struct completion *c;
	struct typed_value typed;
};

static bool add_record(struct record *record, void *data)
{
	struct record_search *search = data;
	value_auto name = record_get(record, "Name");

	if (name.kind == V_STRING)
		add_value(search->c, search->typed, name.u.str->data, "ParameterValue", false);
	return true;
}

static bool add_records(struct argument_state *state, int i, struct typed_value typed, struct completion *c)
{
	const struct record_kind *kind = kind_named(state, i);
	struct store *store = kind ? host_store(&state->line->session->host, NULL) : NULL;
	const struct store_query query = { .kind = kind ? kind->name : NULL };
	struct record_search search = { c, typed };

	if (!store || !store_each(store, &query, add_record, &search, NULL))
		return false;
	completion_sort(c, 0);
	return c->matches->len > 0;
}

static void add_verbs(struct completion *c, struct typed_value typed)
{
	for (const struct verb *verb = verbs(); verb->name; verb++)
		add_value(c, typed, verb->name, "ParameterValue", false);
	completion_sort(c, 0);
}

static void add_aliases(struct argument_state *state, struct completion *c, struct typed_value typed)
{
	GHashTableIter iter;
	gpointer key;

	g_hash_table_iter_init(&iter, aliases(state->line->session));
	while (g_hash_table_iter_next(&iter, &key, NULL))
		add_value(c, typed, symbol_name(key), "ParameterValue", false);
	completion_sort(c, 0);
}

static void add_modules(struct argument_state *state, struct completion *c, struct typed_value typed)
{
	GHashTableIter iter;
	gpointer key, module;

	if (!state->line->session->modules)
		return;
	g_hash_table_iter_init(&iter, state->line->session->modules);
	while (g_hash_table_iter_next(&iter, &key, &module))
		if (*(char *)key != '/')
			add_value(c, typed, ((struct module *)module)->name, "ParameterValue", false);
	completion_sort(c, 0);
}

/* What some parameters of core cmdlets name; false: nothing that is known here. */
static bool add_named_things(struct argument_state *state, int i, struct typed_value typed, struct completion *c)
{
	static const char *const type_names[] = { "TypeName", NULL }, *const verb[] = { "Verb", NULL },
		*const module[] = { "Module", NULL }, *const name[] = { "Name", NULL };

	if (is_named(state, i, type_names))
		complete_type_names(state->line->tree, typed.text, c);
	else if (is_named(state, i, verb))
		add_verbs(c, typed);
	else if (is_named(state, i, module) ||
		 (is_named(state, i, name) && (g_str_equal(state->command, "Get-Module") ||
					       g_str_equal(state->command, "Remove-Module"))))
		add_modules(state, c, typed);
	else if (is_named(state, i, name) && g_str_has_suffix(state->command, "-Alias"))
		add_aliases(state, c, typed);
	return c->matches->len > 0;
}

static bool complete_known(struct argument_state *state, int i, struct typed_value typed, struct completion *c)
{
	const struct sig_param *param = &state->signature->params[i];
	const struct type *type = param->type;

	if (type && type->element && type->kind == V_ARRAY)
		type = type->element;
	if (param->is_switch || type == &type_bool) {
		add_value(c, typed, "$true", "ParameterValue", true);
		add_value(c, typed, "$false", "ParameterValue", true);
		return true;
	}
	if (ask_completer(state, i, typed, c) ||
	    add_attribute_values(c, typed, value_attribute(param, "ValidateSet"), false) ||
	    add_attribute_values(c, typed, value_attribute(param, "ArgumentCompletions"), true))
		return true;
	if (param->table && param->table->values) {
		add_words(c, typed, param->table->values);
		return true;
	}
	if (type && type->kind == V_ENUM) {
		g_autofree char *names = enum_names(type, " ");

		add_words(c, typed, names);
		return true;
	}
	return false;
}

static void complete_value(struct argument_state *state, int i, struct typed_value typed, struct completion *c)
{
	static const char *const literal[] = { "LiteralPath", NULL }, *const encoding[] = { "Encoding", NULL };

	if (complete_known(state, i, typed, c))
		return;
	if (g_str_has_suffix(sig_param_name(&state->signature->params[i]), "Action") && i >= (int)state->signature->own)
		add_words(c, typed, "SilentlyContinue Stop Continue Inquire Ignore Suspend Break");
	else if (state->signature->cmdlet && is_named(state, i, encoding))
		add_words(c, typed, "ansi ascii bigendianunicode bigendianutf32 oem unicode utf7 utf8 utf8BOM utf8NoBOM utf32");
	else if (takes_commands(state, i))
		add_commands(state, typed, c);
	else if (takes_variables(state, i))
		add_variable_names(state, typed, c);
	else if (!add_properties(state, i, typed, c) && !add_records(state, i, typed, c) &&
		 !(state->signature->cmdlet && add_named_things(state, i, typed, c)))
		complete_path(state->line->session, typed.text, typed.quote, is_named(state, i, literal), c);
}

/* -- The command ------------------------------------------------------------------------------------- */

/* The signature of a function that the text itself defines: of its own text, parsed apart. */
static const struct signature *signature_in_text(const struct complete_line *line, const char *name, struct value *script)
{
	const struct ast_function *function = infer_function(line->tree, name);
	g_autofree char *text = NULL;
	source_auto struct source *source = NULL;
	const struct signature *signature = NULL;
	const struct ast_named_block *body;
	struct ast_tree *tree;

	if (!function || function->ast.span.end > line->cursor)
		return NULL;
	text = source_text(line->tree->tree->source, function->ast.span);
	source = source_new(text, -1, NULL);
	tree = parse(source, NULL);
	body = tree->root->end;
	if (body && body->statement_count && body->statements[0]->kind == AST_FUNCTION) {
		struct unit *unit = unit_new(tree, ast_function(body->statements[0])->body, NULL);

		unit->function = ast_function(body->statements[0]);
		*script = scriptblock_new(unit, NULL);
		signature = signature_of_unit(line->session, unit, NULL);
		unit_unref(unit);
	}
	ast_tree_unref(tree);
	return signature;
}

static const struct signature *signature_named(struct session *session, const char *name, struct command *command,
					       struct value *script)
{
	g_autoptr(GError) error = NULL;
	g_autofree char *text = NULL;

	if (!command_find(session->scope, name, command, &error))
		return NULL;
	if (command->cmdlet)
		return signature_of_cmdlet(session, command->cmdlet);
	if (command->function)
		return signature_of_unit(session, scriptblock_of(command->function->block)->unit, NULL);
	if (command->kind != COMMAND_SCRIPT || !g_file_get_contents(command->path, &text, NULL, NULL))
		return NULL;
	*script = scriptblock_parse(session, text, command->path, NULL);
	return script->kind == V_SCRIPTBLOCK ? signature_of_unit(session, scriptblock_of(*script)->unit, NULL) : NULL;
}

static void complete_native(const struct complete_line *line, const char *name, const char *typed,
			    struct completion *c)
{
	struct value *block = completer_find(line->session, name, NULL);
	value_auto word = value_text(typed);
	struct value args[] = { word, VALUE_NULL, value_i32((int)line->cursor) };

	if (block)
		run_completer(line->session, *block, args, G_N_ELEMENTS(args), c);
	else
		complete_path(line->session, typed, complete_word_at(line, line->words->len - 1)->quote, false, c);
}

static void complete_bound(struct argument_state *state, struct completion *c)
{
	const struct complete_line *line = state->line;
	struct complete_word *last = complete_word_at(line, line->words->len - 1);
	char *colon = strchr(last->text, ':');
	int i;

	for (guint at = 1; at + 1 < line->words->len; at++)
		bind_word(state, complete_word_at(line, at));
	if (last->after_comma) {
		if (state->last >= 0)
			complete_value(state, state->last, (struct typed_value){ last->text, last->quote }, c);
		return;
	}
	if (last->text[0] == '-' && !last->quote && colon) {
		i = param_named(state->signature, last->text + 1, colon - last->text - 1);
		c->start += colon + 1 - last->text;
		c->length -= colon + 1 - last->text;
		if (i >= 0)
			complete_value(state, i, (struct typed_value){ colon + 1, 0 }, c);
	} else if (last->text[0] == '-' && !last->quote) {
		complete_parameter(state, last->text + 1, c);
	} else {
		i = state->value_of >= 0 ? state->value_of : next_position(state);
		if (i >= 0)
			complete_value(state, i, (struct typed_value){ last->text, last->quote }, c);
	}
}

void complete_argument(const struct complete_line *line, struct completion *c)
{
	const char *name = complete_word_at(line, 0)->text;
	struct alias *alias = alias_find(line->session, name);
	struct command command = { .block = VALUE_NULL };
	value_auto script = VALUE_NULL;
	struct argument_state state = { .line = line, .sets = ALL_SETS, .value_of = -1, .last = -1 };

	state.command = alias ? alias->definition : name;
	state.signature = signature_in_text(line, name, &script);
	if (!state.signature)
		state.signature = signature_named(line->session, name, &command, &script);
	if (command.cmdlet)
		state.command = command.cmdlet->name;
	else if (command.function)
		state.command = command.function->spelling->data;
	if (state.signature && state.signature->n <= MAX_PARAMS) {
		state.bound = dict_new(DICT_HASHTABLE, false);
		complete_bound(&state, c);
		value_unref(value_of(state.bound));
	} else {
		complete_native(line, name, complete_word_at(line, line->words->len - 1)->text, c);
	}
	command_clear(&command);
}
