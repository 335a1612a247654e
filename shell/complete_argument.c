/*
 * Parameters and their values. The words before the cursor are bound by name
 * and by position, as far as names alone tell.
 */
#include "config.h"

#include "shell/complete.h"

#include "lib/convert.h"
#include "shell/attributes.h"
#include "shell/binder.h"
#include "shell/collector.h"
#include "shell/command.h"
#include "shell/exception.h"
#include "shell/pipeline.h"
#include "shell/scriptblock.h"

struct argument_state {
	const struct signature *signature;
	const struct complete_line *line;
	const char *command;		/* its name, aliases resolved */
	bool used[MAX_PARAMS];
	uint32_t sets;
	int value_of;			/* the parameter whose value comes next, or -1 */
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

	for (uint32_t i = 0; i < s->own; i++) {
		const struct sig_param *param = &s->params[i];

		if (state->used[i] || param->is_switch)
			continue;
		for (uint32_t j = 0; j < param->set_count; j++) {
			int position = param->sets[j].position;

			if (position < 0 && s->positional)
				position = i + 1000;
			if (position >= 0 && position < best_position && param->sets[j].mask & state->sets) {
				best = i;
				best_position = position;
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
	dict_set_text(state->bound, sig_param_name(&state->signature->params[i]), value_text(text));
}

static void bind_word(struct argument_state *state, const struct complete_word *word)
{
	const char *colon = strchr(word->text, ':');
	int i;

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

static void complete_parameter(struct argument_state *state, const char *prefix, struct completion *c)
{
	const struct signature *s = state->signature;

	for (uint32_t i = 0; i < s->n; i++) {
		const char *name = sig_param_name(&s->params[i]);
		g_autofree char *text = g_strconcat("-", name, NULL);

		if (!state->used[i] && (s->params[i].mask & state->sets || i >= s->own) &&
		    complete_matches(name, prefix) && (*prefix || !is_hidden(&s->params[i])))
			completion_add(c, text, name, "ParameterName", NULL);
	}
	for (uint32_t i = 0; !c->matches->len && i < s->n; i++)
		for (uint32_t j = 0; !state->used[i] && j < s->params[i].alias_count; j++) {
			const char *alias = symbol_name(s->params[i].aliases[j]);
			g_autofree char *text = g_strconcat("-", alias, NULL);

			if (complete_matches(alias, prefix))
				completion_add(c, text, alias, "ParameterName", NULL);
		}
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

static bool takes_commands(const struct argument_state *state, int i)
{
	return text_equal_nocase(sig_param_name(&state->signature->params[i]), "Name") &&
	       (text_equal_nocase(state->command, "Get-Command") || text_equal_nocase(state->command, "Get-Help"));
}

static bool takes_variables(const struct argument_state *state, int i)
{
	return text_equal_nocase(sig_param_name(&state->signature->params[i]), "Name") &&
	       g_str_has_suffix(state->command, "-Variable");
}

static void add_files(struct completion *c, struct typed_value typed)
{
	const char *slash = strrchr(typed.text, '/');
	g_autofree char *folder = slash ? g_strndup(typed.text, slash + 1 - typed.text) : g_strdup("./");
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name;
	guint from = c->matches->len;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_strconcat(folder, name, NULL);
		g_autofree char *quoted = g_strdup_printf("'%s'", path);

		if (complete_matches(name, slash ? slash + 1 : typed.text) && (name[0] != '.' || typed.text[0] == '.'))
			completion_add(c, strpbrk(path, " '\"(){}") ? quoted : path, name,
				       g_file_test(path, G_FILE_TEST_IS_DIR) ? "ProviderContainer"
									     : "ProviderItem", path);
	}
	completion_sort(c, from);
}

static void complete_value(struct argument_state *state, int i, struct typed_value typed, struct completion *c)
{
	const struct sig_param *param = &state->signature->params[i];
	const struct type *type = param->type;

	if (type && type->element && type->kind == V_ARRAY)
		type = type->element;
	if (param->is_switch) {
		add_value(c, typed, "$true", "ParameterValue", true);
		add_value(c, typed, "$false", "ParameterValue", true);
		return;
	}
	if (ask_completer(state, i, typed, c) ||
	    add_attribute_values(c, typed, value_attribute(param, "ValidateSet"), false) ||
	    add_attribute_values(c, typed, value_attribute(param, "ArgumentCompletions"), true))
		return;
	if (param->table && param->table->values)
		add_words(c, typed, param->table->values);
	else if (type && type->kind == V_ENUM) {
		g_autofree char *names = enum_names(type, " ");

		add_words(c, typed, names);
	} else if (g_str_has_suffix(sig_param_name(param), "Action") && i >= (int)state->signature->own) {
		add_words(c, typed, "SilentlyContinue Stop Continue Inquire Ignore Suspend Break");
	} else if (takes_commands(state, i)) {
		add_commands(state, typed, c);
	} else if (takes_variables(state, i)) {
		add_variable_names(state, typed, c);
	} else {
		add_files(c, typed);
	}
}

/* -- The command ------------------------------------------------------------------------------------- */

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
		add_files(c, (struct typed_value){ typed, 0 });
}

static void complete_bound(struct argument_state *state, struct completion *c)
{
	const struct complete_line *line = state->line;
	struct complete_word *last = complete_word_at(line, line->words->len - 1);
	char *colon = strchr(last->text, ':');
	int i;

	for (guint at = 1; at + 1 < line->words->len; at++)
		bind_word(state, complete_word_at(line, at));
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
	struct argument_state state = { .line = line, .sets = ALL_SETS, .value_of = -1 };

	state.command = alias ? alias->definition : name;
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
