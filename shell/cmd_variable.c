/*
 * Get-, Set-, New-, Remove-, Clear-Variable.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/object.h"
#include "lib/wildcard.h"
#include "shell/automatic.h"
#include "shell/parameter_info.h"
#include "shell/pipeline.h"

struct variable_args {
	struct value name, value, value_only, include, exclude, scope, option, visibility, description, force,
		pass_thru;
};

static const struct fault not_found = {
	"VariableNotFound", "System.Management.Automation.ItemNotFoundException", CATEGORY_OBJECT_NOT_FOUND, NULL };
static const struct fault exists = {
	"VariableAlreadyExists", "System.Management.Automation.SessionStateException", CATEGORY_RESOURCE_EXISTS,
	NULL };
static const struct fault not_removable = {
	"VariableNotRemovable", "System.Management.Automation.SessionStateUnauthorizedAccessException",
	CATEGORY_WRITE_ERROR, NULL };
static const struct fault not_writable = {
	"VariableNotWritable", "System.Management.Automation.SessionStateUnauthorizedAccessException",
	CATEGORY_WRITE_ERROR, NULL };
static const struct fault bad_scope = {
	"ArgumentOutOfRange", "System.Management.Automation.PSArgumentOutOfRangeException",
	CATEGORY_INVALID_ARGUMENT, NULL };

/* The scope that -Scope names; the caller's without it. NULL: error reported in *flow. */
static struct scope *scope_of(struct call *call, struct variable_args *args, enum flow *flow)
{
	struct scope *scope;

	*flow = FLOW_NEXT;
	if (!arg_given(args->scope))
		return call->session->scope;
	scope = scope_named(call->session->scope, arg_text(args->scope, ""));
	if (!scope)
		*flow = call_throw_fault(call, &bad_scope, args->scope, "The scope number '%s' exceeds the number of "
					 "active scopes.", arg_text(args->scope, ""));
	return scope;
}

static const char *const option_names[] = { "None", "ReadOnly", "Constant", "Private", "AllScope" };
static const unsigned option_bits[] = { 0, VARIABLE_READONLY, VARIABLE_CONSTANT, VARIABLE_PRIVATE,
					VARIABLE_ALLSCOPE };

static unsigned parse_options(struct value v)
{
	struct string *text = value_to_string(v, ",");
	g_auto(GStrv) words = g_strsplit_set(text->data, ", ", -1);
	unsigned options = 0;

	for (size_t i = 0; words[i]; i++)
		for (size_t k = 0; k < G_N_ELEMENTS(option_names); k++)
			if (text_equal_nocase(words[i], option_names[k]))
				options |= option_bits[k];
	str_unref(text);
	return options;
}

static struct value options_text(unsigned options)
{
	GString *out = g_string_new(NULL);

	for (size_t k = 1; k < G_N_ELEMENTS(option_names); k++)
		if (options & option_bits[k])
			g_string_append_printf(out, "%s%s", out->len ? ", " : "", option_names[k]);
	if (out->len == 0)
		g_string_append(out, "None");
	return value_str(str_from_gstring(out));
}

/* A PSVariable object. Yours. */
static struct value variable_object(struct session *session, struct symbol *name, struct value *place)
{
	const struct type *type = type_find("System.Management.Automation.PSVariable", -1);
	struct shape *shape = shape_empty(type ? type : &type_pscustomobject);
	struct object *object = object_new(shape);
	struct variable *box = variable_box(place);

	shape_unref(shape);
	if (!type) {
		struct string *named = str_new("System.Management.Automation.PSVariable", -1);
		struct shape *own = shape_named(object->shape, named);

		str_unref(named);
		shape_unref(object->shape);
		object->shape = own;
	}
	object_set(object, "Name", value_str(str_ref(name->name)));
	object_set(object, "Description", box && box->description ? value_str(str_ref(box->description))
								  : value_text(""));
	object_set(object, "Value", variable_read(place));
	object_set(object, "Visibility", value_text("Public"));
	object_set(object, "Module", VALUE_NULL);
	object_set(object, "ModuleName", value_text(""));
	object_set(object, "Options", options_text(box ? box->options : 0));
	object_set(object, "Attributes", variable_attributes_info(session, box));
	return value_of(object);
}

/* -- Get-Variable ----------------------------------------------------------------------- */

struct found {
	GPtrArray *names;
	const char *pattern;
};

static void collect_name(struct symbol *name, struct value *place, void *data)
{
	struct found *found = data;

	if (wildcard_match_name(found->pattern, symbol_name(name)) &&
	    !g_ptr_array_find(found->names, name, NULL))
		g_ptr_array_add(found->names, name);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	return text_compare_nocase(symbol_name(*(struct symbol *const *)a),
				   symbol_name(*(struct symbol *const *)b));
}

static bool listed(struct value words, const char *name)
{
	struct enumerator e;
	struct value item;
	bool any = false;

	enumerator_init(&e, words);
	while (enumerator_next(&e, &item, NULL)) {
		any |= wildcard_match_name(value_cstr(item) ? value_cstr(item) : "", name);
		value_unref(item);
	}
	enumerator_clear(&e);
	return any;
}

static enum flow get_one(struct call *call, struct variable_args *args, struct scope *scope,
			 struct symbol *name)
{
	struct value *place = arg_given(args->scope) ? scope_find_own(scope, name) : scope_find(scope, name);
	value_auto computed = VALUE_UNSET;

	if (!place) {
		computed = scope_get(scope, name);
		place = computed.kind == V_UNSET ? NULL : &computed;
	}
	if (!place)
		return FLOW_NEXT;
	if (arg_given(args->exclude) && listed(args->exclude, symbol_name(name)))
		return FLOW_NEXT;
	if (arg_given(args->include) && !listed(args->include, symbol_name(name)))
		return FLOW_NEXT;
	if (arg_on(args->value_only))
		return emit_take(call, variable_read(place));
	return emit_take(call, variable_object(call->session, name, place));
}

static enum flow get_named(struct call *call, struct variable_args *args, struct scope *scope,
			   const char *pattern)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	struct found found = { names, pattern };
	enum flow flow = FLOW_NEXT;

	if (!wildcard_has_special(pattern, strlen(pattern))) {
		struct symbol *name = symbol_get(pattern, -1);
		value_auto v = arg_given(args->scope) ? VALUE_UNSET : scope_get(scope, name);

		if (v.kind == V_UNSET && !scope_find_own(scope, name)) {
			value_auto target = value_text(pattern);

			return call_fail(call, &not_found, target, "Cannot find a variable with the name '%s'.", pattern);
		}
		return get_one(call, args, scope, name);
	}
	automatic_create_all(call->session);
	for (struct scope *s = scope; s; s = arg_given(args->scope) ? NULL : s->parent)
		scope_each(s, collect_name, &found);
	g_ptr_array_sort(names, by_name);
	for (guint i = 0; flow == FLOW_NEXT && i < names->len; i++)
		flow = get_one(call, args, scope, names->pdata[i]);
	return flow;
}

static enum flow each_name(struct call *call, struct variable_args *args,
			   enum flow (*fn)(struct call *, struct variable_args *, struct scope *, const char *))
{
	enum flow flow;
	struct scope *scope = scope_of(call, args, &flow);
	struct enumerator e;
	struct value item;

	if (!scope)
		return flow;
	if (!arg_given(args->name))
		return fn(call, args, scope, "*");
	enumerator_init(&e, args->name);
	while (flow == FLOW_NEXT && enumerator_next(&e, &item, NULL)) {
		flow = fn(call, args, scope, value_cstr(item) ? value_cstr(item) : "");
		value_unref(item);
	}
	enumerator_clear(&e);
	return flow;
}

static enum flow get_variable(struct call *call, void *args)
{
	return each_name(call, args, get_named);
}

#define SCOPE_PARAM { "Scope", "string", FIELD(variable_args, scope), \
		      .help = "Global, Local, Script, or how many callers up." }
#define NAME_PARAM(piped) { "Name", "string[]", FIELD(variable_args, name), .position = POSITION(0), \
			    .pipeline = piped, .complete = "Variable", .help = "The variables' names." }

static const struct param get_variable_params[] = {
	NAME_PARAM(BY_VALUE | BY_NAME),
	{ "ValueOnly", "switch", FIELD(variable_args, value_only), .help = "Emits the value alone." },
	{ "Include", "string[]", FIELD(variable_args, include), .help = "Only names like these." },
	{ "Exclude", "string[]", FIELD(variable_args, exclude), .help = "No names like these." },
	SCOPE_PARAM,
	{ NULL }
};

CMDLET(get_variable_cmdlet) = {
	.name = "Get-Variable", .params = get_variable_params, .args_size = sizeof(struct variable_args),
	.process = get_variable, .synopsis = "Shows variables.", .output = "System.Management.Automation.PSVariable",
};

/* -- Set-Variable, New-Variable ----------------------------------------------------------------- */

struct set_state {
	struct list *piped;
};

static enum flow put_variable(struct call *call, struct variable_args *args, struct scope *scope,
			      struct symbol *name, struct value v)
{
	struct value *place = scope_place(scope, name);
	struct variable *box;
	unsigned options = arg_given(args->option) ? parse_options(args->option) : 0;
	GError *error = NULL;

	box = variable_box(place);
	if (box && box->options & (VARIABLE_READONLY | VARIABLE_CONSTANT)) {
		if (!arg_on(args->force) || box->options & VARIABLE_CONSTANT)
			return call_fail(call, &not_writable, VALUE_NULL, "Cannot overwrite variable %s because it is "
					 "read-only or constant.", symbol_name(name));
		box->options &= ~(unsigned)VARIABLE_READONLY;
	}
	if (place->kind == V_UNSET && !options && !arg_given(args->description)) {
		value_put(place, value_ref(v));
	} else {
		if (!box && (options || arg_given(args->description))) {
			box = variable_new(name, value_steal(place));
			*place = value_of(box);
		}
		if (!variable_assign(place, name, NULL, value_ref(v), &error))
			return call_error(call, error);
		if (box && arg_given(args->option))
			box->options = options;
		if (box && arg_given(args->description)) {
			str_unref(box->description);
			box->description = str_ref(args->description.u.str);
		}
	}
	if (arg_on(args->pass_thru))
		return emit_take(call, variable_object(call->session, name, scope_find_own(scope, name)));
	return FLOW_NEXT;
}

/* What -WhatIf says is changed; yours. */
static char *change_text(const char *name, struct value v)
{
	struct string *text = v.kind == V_UNSET ? str_empty() : value_to_string(v, " ");
	char *change = g_strdup_printf("Name: %s Value: %s", name, text->data);

	str_unref(text);
	return change;
}

static enum flow set_process(struct call *call, void *data)
{
	struct variable_args *args = data;
	struct set_state *state = call_state(call);

	if (!call_has_input(call) || call_input(call).kind == V_UNSET)
		return FLOW_NEXT;
	if (!state->piped)
		state->piped = list_new(NULL, NULL);
	list_add(state->piped, arg_given(args->value) ? value_ref(args->value) : value_ref(call_input(call)));
	return FLOW_NEXT;
}

static enum flow set_end(struct call *call, void *data)
{
	struct variable_args *args = data;
	struct set_state *state = call_state(call);
	enum flow flow;
	struct scope *scope = scope_of(call, args, &flow);
	value_auto v = arg_given(args->value) ? value_ref(args->value) : VALUE_NULL;
	struct enumerator e;
	struct value item;

	if (!scope)
		return flow;
	if (state->piped && state->piped->len == 1)
		value_put(&v, list_get(state->piped, 0));
	else if (state->piped)
		value_put(&v, value_of(list_to_array(state->piped)));
	enumerator_init(&e, args->name);
	while (flow == FLOW_NEXT && enumerator_next(&e, &item, NULL)) {
		const char *name = value_cstr(item) ? value_cstr(item) : "";
		g_autofree char *target = change_text(name, v);

		if (call_should_process_action(call, target, "Set variable", &flow))
			flow = put_variable(call, args, scope, symbol_get(name, -1), v);
		value_unref(item);
	}
	enumerator_clear(&e);
	return flow;
}

static void set_clean(struct call *call)
{
	struct set_state *state = call_state(call);

	if (state->piped)
		value_unref(value_of(state->piped));
}

#define SET_PARAMS \
	{ "Value", "object", FIELD(variable_args, value), .position = POSITION(1), \
	  .pipeline = BY_VALUE | BY_NAME, .help = "The value." }, \
	{ "Description", "string", FIELD(variable_args, description), .help = "What the variable is for." }, \
	{ "Option", "object", FIELD(variable_args, option), .help = "None, ReadOnly, Constant, Private, AllScope." }, \
	{ "Visibility", "string", FIELD(variable_args, visibility), .help = "Public or Private." }, \
	{ "Force", "switch", FIELD(variable_args, force), .help = "Overwrites a read-only variable." }, \
	{ "PassThru", "switch", FIELD(variable_args, pass_thru), .help = "Emits the variable." }, \
	SCOPE_PARAM

static const struct param set_variable_params[] = {
	{ "Name", "string[]", FIELD(variable_args, name), .position = POSITION(0), .pipeline = BY_NAME,
	  .flags = PARAM_MANDATORY, .complete = "Variable", .help = "The variables' names." },
	SET_PARAMS,
	{ "Include", "string[]", FIELD(variable_args, include), .help = "Only names like these." },
	{ "Exclude", "string[]", FIELD(variable_args, exclude), .help = "No names like these." },
	{ NULL }
};

CMDLET(set_variable_cmdlet) = {
	.name = "Set-Variable", .params = set_variable_params, .args_size = sizeof(struct variable_args),
	.state_size = sizeof(struct set_state), .process = set_process, .end = set_end, .clean = set_clean,
	.flags = CMDLET_SHOULD_PROCESS, .synopsis = "Sets variables.",
};

static enum flow new_variable(struct call *call, void *data)
{
	struct variable_args *args = data;
	enum flow flow;
	struct scope *scope = scope_of(call, args, &flow);
	struct symbol *name = symbol_get(arg_text(args->name, ""), -1);
	g_autofree char *target = change_text(symbol_name(name), args->value);

	if (!scope)
		return flow;
	if (scope_find_own(scope, name) && !arg_on(args->force))
		return call_fail(call, &exists, args->name, "A variable with name '%s' already exists.",
				 symbol_name(name));
	if (!call_should_process_action(call, target, "New variable", &flow))
		return flow;
	scope_remove(scope, name);
	return put_variable(call, args, scope, name, arg_given(args->value) ? args->value : VALUE_NULL);
}

static const struct param new_variable_params[] = {
	{ "Name", "string", FIELD(variable_args, name), .position = POSITION(0), .pipeline = BY_NAME,
	  .flags = PARAM_MANDATORY, .help = "The variable's name." },
	SET_PARAMS,
	{ NULL }
};

CMDLET(new_variable_cmdlet) = {
	.name = "New-Variable", .params = new_variable_params, .args_size = sizeof(struct variable_args),
	.process = new_variable, .flags = CMDLET_SHOULD_PROCESS, .synopsis = "Makes a variable.",
};

/* -- Remove-Variable, Clear-Variable ---------------------------------------------------------------- */

/* Calls fn for each variable that a pattern names in the scope, or reports that there is none. */
static enum flow each_place(struct call *call, struct scope *scope, const char *pattern,
			    enum flow (*fn)(struct call *, struct scope *, struct symbol *))
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	struct found found = { names, pattern };
	value_auto target = value_text(pattern);
	enum flow flow = FLOW_NEXT;

	scope_each(scope, collect_name, &found);
	if (names->len == 0 && !wildcard_has_special(pattern, strlen(pattern)))
		return call_fail(call, &not_found, target, "Cannot find a variable with the name '%s'.", pattern);
	for (guint i = 0; flow == FLOW_NEXT && i < names->len; i++)
		flow = fn(call, scope, names->pdata[i]);
	return flow;
}

static enum flow remove_place(struct call *call, struct scope *scope, struct symbol *name)
{
	struct variable_args *args = call->args;
	struct value *place = scope_find_own(scope, name);
	unsigned options = variable_box(place) ? variable_box(place)->options : 0;
	g_autofree char *target = g_strdup_printf("Name: %s", symbol_name(name));
	enum flow flow;

	if (options & VARIABLE_CONSTANT || (options & VARIABLE_READONLY && !arg_on(args->force)))
		return call_fail(call, &not_removable, VALUE_NULL, "Cannot remove variable %s because it is constant or "
				 "read-only. If the variable is read-only, try the operation again specifying the "
				 "Force option.", symbol_name(name));
	if (call_should_process_action(call, target, "Remove variable", &flow))
		scope_remove(scope, name);
	return flow;
}

static enum flow remove_named(struct call *call, struct variable_args *args, struct scope *scope,
			      const char *pattern)
{
	return each_place(call, scope, pattern, remove_place);
}

static enum flow clear_place(struct call *call, struct scope *scope, struct symbol *name)
{
	struct value *place = scope_find_own(scope, name);
	GError *error = NULL;

	return variable_assign(place, name, NULL, VALUE_NULL, &error) ? FLOW_NEXT : call_error(call, error);
}

static enum flow clear_named(struct call *call, struct variable_args *args, struct scope *scope,
			     const char *pattern)
{
	return each_place(call, scope, pattern, clear_place);
}

static enum flow remove_variable(struct call *call, void *args)
{
	return each_name(call, args, remove_named);
}

static enum flow clear_variable(struct call *call, void *args)
{
	return each_name(call, args, clear_named);
}

static const struct param remove_variable_params[] = {
	{ "Name", "string[]", FIELD(variable_args, name), .position = POSITION(0), .pipeline = BY_NAME | BY_VALUE,
	  .flags = PARAM_MANDATORY, .complete = "Variable", .help = "The variables' names; wildcards are allowed." },
	{ "Include", "string[]", FIELD(variable_args, include), .help = "Only names like these." },
	{ "Exclude", "string[]", FIELD(variable_args, exclude), .help = "No names like these." },
	{ "Force", "switch", FIELD(variable_args, force), .help = "Takes read-only variables too." },
	SCOPE_PARAM,
	{ NULL }
};

CMDLET(remove_variable_cmdlet) = {
	.name = "Remove-Variable", .params = remove_variable_params, .args_size = sizeof(struct variable_args),
	.process = remove_variable, .flags = CMDLET_SHOULD_PROCESS, .synopsis = "Removes variables.",
};

CMDLET(clear_variable_cmdlet) = {
	.name = "Clear-Variable", .params = remove_variable_params, .args_size = sizeof(struct variable_args),
	.process = clear_variable, .flags = CMDLET_SHOULD_PROCESS, .synopsis = "Sets variables to null.",
};
