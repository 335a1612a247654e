/*
 * Get-, Set-, New-, Remove-Alias.
 */
#include "config.h"

#include "lib/array.h"
#include "lib/object.h"
#include "lib/wildcard.h"
#include "shell/command.h"
#include "shell/command_info.h"
#include "shell/pipeline.h"

struct alias_args {
	struct value name, value, definition, exclude, scope, option, description, force, pass_thru;
};

static const struct fault no_alias = {
	"ItemNotFoundException", "System.Management.Automation.ItemNotFoundException", CATEGORY_OBJECT_NOT_FOUND,
	NULL };
static const struct fault alias_exists = {
	"AliasAlreadyExists", "System.Management.Automation.SessionStateException", CATEGORY_RESOURCE_EXISTS, NULL };

static gint by_name(gconstpointer a, gconstpointer b)
{
	return text_compare_nocase(symbol_name((*(struct alias *const *)a)->name),
				   symbol_name((*(struct alias *const *)b)->name));
}

static GPtrArray *sorted(struct session *session)
{
	GPtrArray *all = g_ptr_array_new();
	GHashTableIter iter;
	gpointer value;

	g_hash_table_iter_init(&iter, aliases(session));
	while (g_hash_table_iter_next(&iter, NULL, &value))
		g_ptr_array_add(all, value);
	g_ptr_array_sort(all, by_name);
	return all;
}

static enum flow get_matching(struct call *call, const char *pattern, bool by_definition)
{
	g_autoptr(GPtrArray) all = sorted(call->session);
	enum flow flow = FLOW_NEXT;
	bool any = false;
	value_auto target = value_text(pattern);

	for (guint i = 0; flow == FLOW_NEXT && i < all->len; i++) {
		struct alias *alias = all->pdata[i];

		if (!wildcard_match_name(pattern, by_definition ? alias->definition : symbol_name(alias->name)))
			continue;
		any = true;
		flow = emit_take(call, alias_info(call->session, alias));
	}
	if (!any && !wildcard_has_special(pattern, strlen(pattern)))
		return call_fail(call, &no_alias, target, by_definition
				 ? "This command cannot find a matching alias because an alias with the definition '%s' "
				   "does not exist."
				 : "This command cannot find a matching alias because an alias with the name '%s' does "
				   "not exist.", pattern);
	return flow;
}

static enum flow get_alias(struct call *call, void *data)
{
	struct alias_args *args = data;
	bool by_definition = arg_given(args->definition);
	struct value names = by_definition ? args->definition : args->name;
	struct enumerator e;
	struct value item;
	enum flow flow = FLOW_NEXT;

	if (!arg_given(names))
		return get_matching(call, "*", false);
	enumerator_init(&e, names);
	while (flow == FLOW_NEXT && enumerator_next(&e, &item, NULL)) {
		flow = get_matching(call, value_cstr(item) ? value_cstr(item) : "", by_definition);
		value_unref(item);
	}
	enumerator_clear(&e);
	return flow;
}

static const struct param get_alias_params[] = {
	{ "Name", "string[]", FIELD(alias_args, name), .position = POSITION(0), .sets = 1,
	  .pipeline = BY_VALUE | BY_NAME, .help = "The aliases' names; wildcards are allowed." },
	{ "Definition", "string[]", FIELD(alias_args, definition), .sets = 2, .help = "Aliases of these commands." },
	{ "Exclude", "string[]", FIELD(alias_args, exclude), .help = "Not these." },
	{ "Scope", "string", FIELD(alias_args, scope), .help = "Aliases are global here." },
	{ NULL }
};

CMDLET(get_alias_cmdlet) = {
	.name = "Get-Alias", .params = get_alias_params, .args_size = sizeof(struct alias_args),
	.sets = "Default Definition", .default_set = "Default", .process = get_alias, .synopsis = "Shows aliases.",
	.output = "System.Management.Automation.AliasInfo",
};

static enum flow put_alias(struct call *call, void *data)
{
	struct alias_args *args = data;
	const char *name = arg_text(args->name, "");
	bool is_new = text_equal_nocase(call_cmdlet(call)->name, "New-Alias");

	if (is_new && alias_find(call->session, name) && !arg_on(args->force))
		return call_fail(call, &alias_exists, args->name,
				 "The alias is not allowed, because an alias with the name '%s' already exists.", name);
	alias_set(call->session, name, arg_text(args->value, ""), 0, arg_text(args->description, ""));
	if (arg_on(args->pass_thru))
		return emit_take(call, alias_info(call->session, alias_find(call->session, name)));
	return FLOW_NEXT;
}

static const struct param set_alias_params[] = {
	{ "Name", "string", FIELD(alias_args, name), .position = POSITION(0), .flags = PARAM_MANDATORY,
	  .pipeline = BY_NAME, .help = "The alias." },
	{ "Value", "string", FIELD(alias_args, value), .position = POSITION(1), .flags = PARAM_MANDATORY,
	  .pipeline = BY_NAME, .complete = "Command", .help = "The command it stands for." },
	{ "Description", "string", FIELD(alias_args, description), .help = "What it is for." },
	{ "Option", "string", FIELD(alias_args, option), .help = "None, ReadOnly, AllScope." },
	{ "Force", "switch", FIELD(alias_args, force), .help = "Replaces an alias." },
	{ "PassThru", "switch", FIELD(alias_args, pass_thru), .help = "Emits the alias." },
	{ "Scope", "string", FIELD(alias_args, scope), .help = "Aliases are global here." },
	{ NULL }
};

CMDLET(set_alias_cmdlet) = {
	.name = "Set-Alias", .params = set_alias_params, .args_size = sizeof(struct alias_args),
	.process = put_alias, .flags = CMDLET_SHOULD_PROCESS, .synopsis = "Makes or changes an alias.",
};

CMDLET(new_alias_cmdlet) = {
	.name = "New-Alias", .params = set_alias_params, .args_size = sizeof(struct alias_args),
	.process = put_alias, .flags = CMDLET_SHOULD_PROCESS, .synopsis = "Makes an alias.",
};

static enum flow remove_alias(struct call *call, void *data)
{
	struct alias_args *args = data;
	struct enumerator e;
	struct value item;
	enum flow flow = FLOW_NEXT;

	enumerator_init(&e, args->name);
	while (flow == FLOW_NEXT && enumerator_next(&e, &item, NULL)) {
		const char *name = value_cstr(item) ? value_cstr(item) : "";

		if (!alias_remove(call->session, name))
			flow = call_fail(call, &no_alias, item, "This command cannot find a matching alias because an alias "
					 "with the name '%s' does not exist.", name);
		value_unref(item);
	}
	enumerator_clear(&e);
	return flow;
}

static const struct param remove_alias_params[] = {
	{ "Name", "string[]", FIELD(alias_args, name), .position = POSITION(0), .flags = PARAM_MANDATORY,
	  .pipeline = BY_VALUE | BY_NAME, .help = "The aliases." },
	{ "Force", "switch", FIELD(alias_args, force), .help = "Takes read-only aliases too." },
	{ "Scope", "string", FIELD(alias_args, scope), .help = "Aliases are global here." },
	{ NULL }
};

CMDLET(remove_alias_cmdlet) = {
	.name = "Remove-Alias", .params = remove_alias_params, .args_size = sizeof(struct alias_args),
	.process = remove_alias, .synopsis = "Removes aliases.",
};
