/*
 * Automatic variables, as two tables.
 */
#include "config.h"

#include "shell/automatic.h"

#include <unistd.h>

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/object.h"
#include "lib/types/entries.h"
#include "lib/types/styles.h"
#include "shell/host_objects.h"
#include "shell/invocation.h"
#include "shell/pipeline.h"
#include "shell/position.h"

/* -- Computed ---------------------------------------------------------------------------- */

struct invocation_frame *scope_invocation(struct scope *scope)
{
	for (; scope; scope = scope->caller)
		if (scope->invocation)
			return scope->invocation;
	return NULL;
}

static struct scope *invocation_scope(struct scope *scope)
{
	while (scope && !scope->invocation)
		scope = scope->caller;
	return scope;
}

/* An assignment to $args and the like makes a variable of that name, which then wins. */
static bool assigned(struct scope *scope, const char *name, struct value *ret)
{
	struct value *place = scope_find_own(scope, symbol_get(name, -1));

	if (place)
		*ret = variable_read(place);
	return place != NULL;
}

static struct value get_args(struct scope *scope)
{
	struct invocation_frame *in = scope_invocation(scope);
	struct value v;

	if (assigned(scope, "args", &v))
		return v;
	if (!in)
		return value_of(array_new(NULL, 0));
	if (in->args.kind == V_UNSET)
		in->args = value_of(array_new(NULL, 0));
	return value_ref(in->args);
}

static struct value iterator_of_nothing(void)
{
	value_auto empty = value_of(array_new(NULL, 0));

	return iterator_new(empty);
}

/* An enumerator: read once, unless it is reset. */
static struct value get_input(struct scope *scope)
{
	struct invocation_frame *in = scope_invocation(scope);
	struct value v;

	if (assigned(scope, "input", &v))
		return v;
	if (!in)
		return iterator_of_nothing();
	if (in->input.kind == V_UNSET)
		in->input = value_of(array_new(NULL, 0));
	if (in->input.kind == V_ARRAY)
		value_put(&in->input, iterator_new(in->input));
	return value_ref(in->input);
}

struct dict *invocation_bound(struct scope *scope)
{
	struct scope *s = invocation_scope(scope);
	struct invocation_frame *in = s ? s->invocation : NULL;

	if (!in)
		return NULL;
	if (in->bound)
		return in->bound;
	in->bound = dict_new(DICT_GENERIC, false);
	in->bound->type = type_find("System.Collections.Generic.Dictionary[string,object]", -1);
	if (in->call && in->call->stage) {
		const struct binding *b = &in->call->binding;

		for (uint32_t i = 0; i < b->signature->n; i++)
			if (binding_has(b, i))
				dict_set_text(in->bound, symbol_name(b->signature->params[i].name),
					      value_ref(b->values[i]));
		return in->bound;
	}
	for (uint32_t i = 0; i < in->unit->param_count && i < 128; i++) {
		struct value *place;

		if (!(in->bound_mask[i / 64] >> (i % 64) & 1))
			continue;
		place = scope_find_own(s, in->unit->params[i].name);
		if (place)
			dict_set_text(in->bound, symbol_name(in->unit->params[i].name), variable_read(place));
	}
	return in->bound;
}

static struct value get_bound(struct scope *scope)
{
	struct dict *bound = invocation_bound(scope);

	return bound ? value_ref(value_of(bound)) : value_of(dict_new(DICT_HASHTABLE, false));
}

static struct value get_underbar(struct scope *scope)
{
	struct value v = scope->session->underbar;

	return v.kind == V_UNSET ? VALUE_NULL : value_ref(v);
}

static struct value get_this(struct scope *scope)
{
	struct value v;

	if (assigned(scope, "this", &v))
		return v;
	v = scope->session->this;
	return v.kind == V_UNSET ? VALUE_NULL : value_ref(v);
}

static struct value get_ok(struct scope *scope)
{
	return value_bool(scope->session->ok);
}

static struct value get_location(struct scope *scope)
{
	const struct type *type = type_find("System.Management.Automation.PathInfo", -1);
	struct shape *shape = shape_empty(type ? type : &type_pscustomobject);
	struct object *object = object_new(shape);

	shape_unref(shape);
	object_set(object, "Path", value_text(scope->session->location));
	object_set(object, "ProviderPath", value_text(scope->session->location));
	return value_of(object);
}

static struct source *script_source(struct scope *scope)
{
	for (; scope; scope = scope->caller)
		if (scope->unit && scope->unit->tree->source->path)
			return scope->unit->tree->source;
	return NULL;
}

static struct value get_script_root(struct scope *scope)
{
	struct source *source = script_source(scope);
	g_autofree char *folder = source ? g_path_get_dirname(source->path) : NULL;

	return value_text(folder ? folder : "");
}

static struct value get_command_path(struct scope *scope)
{
	struct source *source = script_source(scope);

	return value_text(source ? source->path : "");
}

/* What a command is called by: its name, which may be an alias, or the operator. NULL: not by a command. */
static const char *written_name(const struct ast *ast)
{
	const struct ast *first;

	if (ast->kind != AST_COMMAND)
		return NULL;
	first = ast_command(ast)->elements[0];
	switch (ast_command(ast)->invocation) {
	case INVOKE_CALL:
		return "&";
	case INVOKE_DOT:
		return ".";
	default:
		return first->kind == AST_STRING ? ast_string(first)->value->data : NULL;
	}
}

static struct value get_invocation(struct scope *scope)
{
	struct invocation_frame *in = scope_invocation(scope);
	const char *written = in && in->call_node ? written_name(in->call_node->ast) : NULL;
	const char *name = written ? written : in && in->name ? in->name->data
			 : in && in->function ? in->function->spelling->data : "";

	return command_invocation(scope, in, name);
}

static struct value get_cmdlet(struct scope *scope)
{
	struct invocation_frame *in = scope_invocation(scope);

	return in && in->call ? pscmdlet_object(scope, in->call) : VALUE_NULL;
}

static struct value get_errors(struct scope *scope)
{
	return value_ref(value_of(scope->session->errors));
}

struct computed {
	const char *name;
	automatic_get get;
};

static const struct computed computed[] = {
	{ "args", get_args }, { "input", get_input }, { "PSBoundParameters", get_bound },
	{ "_", get_underbar }, { "PSItem", get_underbar }, { "this", get_this }, { "?", get_ok },
	{ "PWD", get_location }, { "PSScriptRoot", get_script_root },
	{ "PSCommandPath", get_command_path }, { "MyInvocation", get_invocation },
	{ "PSCmdlet", get_cmdlet }, { "Error", get_errors },
};

automatic_get automatic_computed(struct symbol *name)
{
	const char *text = symbol_name(name);

	for (size_t i = 0; i < G_N_ELEMENTS(computed); i++)
		if (g_ascii_toupper(*text) == g_ascii_toupper(*computed[i].name) &&
		    text_equal_nocase(text, computed[i].name))
			return computed[i].get;
	return NULL;
}

/* -- Made on first use ------------------------------------------------------------------------ */

static struct value make_version_table(struct session *session)
{
	struct dict *table = dict_new(DICT_ORDERED, false);
	const struct type *version = type_find("System.Version", -1);
	value_auto text = value_text("7.6.5");
	struct value v;

	if (!value_convert(text, version, &v, NULL))
		v = value_ref(text);
	dict_set_text(table, "PSVersion", v);
	dict_set_text(table, "PSEdition", value_text("Core"));
	dict_set_text(table, "GitCommitId", value_text("hmsh " PACKAGE_VERSION));
	dict_set_text(table, "OS", value_text("Linux"));
	dict_set_text(table, "Platform", value_text("Unix"));
	return value_of(table);
}

static struct value make_home(struct session *session)
{
	return value_text(g_get_home_dir());
}

static struct value make_pid(struct session *session)
{
	return value_i32(getpid());
}

static struct value make_style(struct session *session)
{
	return style_new(g_getenv("NO_COLOR") != NULL);
}

static struct value make_defaults(struct session *session)
{
	return value_of(dict_new(DICT_HASHTABLE, false));
}

static struct value make_host(struct session *session)
{
	return host_object(session);
}

static struct value make_profile(struct session *session)
{
	g_autofree char *path = g_build_filename(g_get_user_config_dir(), "hmsh", "profile.ps1", NULL);

	return value_text(path);
}

static struct value make_context(struct session *session)
{
	return execution_context(session);
}

struct startup {
	const char *name;
	const char *text;		/* a string; or */
	struct value (*make)(struct session *session);
	int64_t number;			/* when neither */
	bool boolean;
	const char *enumeration;	/* type of which `text` is a name */
	unsigned options;
};

#define ACTION "System.Management.Automation.ActionPreference"

static const struct startup startup[] = {
	{ "ErrorActionPreference", "Continue", .enumeration = ACTION },
	{ "WarningPreference", "Continue", .enumeration = ACTION },
	{ "VerbosePreference", "SilentlyContinue", .enumeration = ACTION },
	{ "DebugPreference", "SilentlyContinue", .enumeration = ACTION },
	{ "InformationPreference", "SilentlyContinue", .enumeration = ACTION },
	{ "ProgressPreference", "Continue", .enumeration = ACTION },
	{ "ConfirmPreference", "High", .enumeration = "System.Management.Automation.ConfirmImpact" },
	{ "WhatIfPreference", .boolean = true, .number = 0 },
	{ "ErrorView", "ConciseView", .enumeration = "System.Management.Automation.ErrorView" },
	{ "FormatEnumerationLimit", .number = 4 },
	{ "MaximumHistoryCount", .number = 4096 },
	{ "NestedPromptLevel", .number = 0 },
	{ "PSVersionTable", .make = make_version_table, .options = VARIABLE_CONSTANT },
	{ "HOME", .make = make_home, .options = VARIABLE_READONLY },
	{ "PID", .make = make_pid, .options = VARIABLE_READONLY },
	{ "PSDefaultParameterValues", .make = make_defaults },
	{ "PSStyle", .make = make_style },
	{ "Host", .make = make_host, .options = VARIABLE_CONSTANT },
	{ "PROFILE", .make = make_profile },
	{ "ExecutionContext", .make = make_context, .options = VARIABLE_CONSTANT },
	{ "PSCulture", "en-US", .options = VARIABLE_READONLY },
	{ "PSUICulture", "en-US", .options = VARIABLE_READONLY },
	{ "PSEdition", "Core", .options = VARIABLE_CONSTANT },
	{ "PSHOME", PKGDATADIR, .options = VARIABLE_CONSTANT },
	{ "ShellId", "Microsoft.PowerShell", .options = VARIABLE_CONSTANT },
	{ "StackTrace", "" },
	{ "IsLinux", .boolean = true, .number = 1, .options = VARIABLE_CONSTANT },
	{ "IsWindows", .boolean = true, .number = 0, .options = VARIABLE_CONSTANT },
	{ "IsMacOS", .boolean = true, .number = 0, .options = VARIABLE_CONSTANT },
	{ "IsCoreCLR", .boolean = true, .number = 1, .options = VARIABLE_CONSTANT },
	{ "PSNativeCommandArgumentPassing", "Standard" },
	{ "PSNativeCommandUseErrorActionPreference", .boolean = true, .number = 0 },
	{ "true", .boolean = true, .number = 1, .options = VARIABLE_CONSTANT },
	{ "false", .boolean = true, .number = 0, .options = VARIABLE_CONSTANT },
};

static struct value startup_value(struct session *session, const struct startup *row)
{
	const struct type *type = row->enumeration ? type_find(row->enumeration, -1) : NULL;
	int64_t number;

	if (type && enum_parse(type, row->text, &number, NULL))
		return value_enum(type, number);
	if (row->make)
		return row->make(session);
	if (row->text)
		return value_text(row->text);
	return row->boolean ? value_bool(row->number) : value_i32(row->number);
}

static void startup_create(struct session *session, const struct startup *row)
{
	struct symbol *name = symbol_get(row->name, -1);
	struct value v = startup_value(session, row);
	struct variable *box;

	if (row->options || row->enumeration) {
		box = variable_new(name, v);
		box->options = row->options ? row->options | VARIABLE_ALLSCOPE : 0;
		box->type = row->enumeration ? type_find(row->enumeration, -1) : NULL;
		v = value_of(box);
	}
	value_put(scope_place(&session->global, name), v);
}

bool automatic_create(struct session *session, struct symbol *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(startup); i++)
		if (text_equal_nocase(symbol_name(name), startup[i].name)) {
			startup_create(session, &startup[i]);
			return true;
		}
	return false;
}

void automatic_create_all(struct session *session)
{
	for (size_t i = 0; i < G_N_ELEMENTS(startup); i++)
		if (!scope_find_own(&session->global, symbol_get(startup[i].name, -1)))
			startup_create(session, &startup[i]);
}
