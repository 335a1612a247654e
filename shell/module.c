/* Modules and closures. */
#include "config.h"

#include "shell/module.h"

#include "lib/wildcard.h"
#include "shell/command.h"
#include "shell/pipeline.h"
#include "shell/scriptblock.h"

struct scope *module_scope(struct module *module)
{
	return &module->scope;
}

void closure_restore(struct scriptblock *block, struct scope *frame)
{
	const struct dict_entry *entry;

	for (uint32_t at = 0; dict_next(block->captured, &at, &entry);) {
		struct value *place = scope_place(frame, symbol_of(entry->key.u.str));

		value_put(place, value_ref(entry->value));
	}
}

void module_free(struct module *module)
{
	scope_clear(&module->scope);
	g_free(module->scope.slots);
	layout_unref(module->layout);
	g_clear_pointer(&module->functions, g_ptr_array_unref);
	g_clear_pointer(&module->variables, g_ptr_array_unref);
	g_clear_pointer(&module->aliases, g_ptr_array_unref);
	g_clear_pointer(&module->imported, g_ptr_array_unref);
	value_unref(module->block);
	value_unref(module->on_remove);
	g_free(module->version);
	g_free(module->description);
	g_free(module->name);
	g_free(module->path);
	g_free(module);
}

/* -- Loading, importing, removing ---------------------------------------------------------- */

static void keep(struct session *session, const char *name, struct module *module)
{
	if (!session->modules)
		session->modules = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
							 (GDestroyNotify)module_free);
	g_hash_table_insert(session->modules, g_ascii_strdown(name, -1), module);
}

static bool listed(GPtrArray *names, const char *name)
{
	for (guint i = 0; names && i < names->len; i++)
		if (wildcard_match_name(names->pdata[i], name))
			return true;
	return false;
}

struct exporting {
	struct module *module;
	GPtrArray *names;		/* of struct symbol * */
};

static void note_exported(struct symbol *name, struct value *place, void *data)
{
	struct exporting *exporting = data;

	if (listed(exporting->module->variables, symbol_name(name)))
		g_ptr_array_add(exporting->names, name);
}

/* An exported variable is one for the module and its importers: their places share its box. */
static void import_variables(struct session *session, struct module *module)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	struct exporting exporting = { module, names };

	scope_each(&module->scope, note_exported, &exporting);
	for (guint i = 0; i < names->len; i++) {
		struct value *place = scope_find_own(&module->scope, names->pdata[i]);

		if (place->kind != V_VARIABLE)
			value_put(place, value_of(variable_new(names->pdata[i], value_steal(place))));
		value_put(scope_place(&session->global, names->pdata[i]), value_ref(*place));
	}
}

/* They go with the module. */
static void forget_variables(struct session *session, struct module *module)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	struct exporting exporting = { module, names };

	scope_each(&module->scope, note_exported, &exporting);
	for (guint i = 0; i < names->len; i++) {
		struct value *own = scope_find_own(&module->scope, names->pdata[i]);
		struct value *there = scope_find_own(&session->global, names->pdata[i]);

		if (there && own->kind == V_VARIABLE && there->kind == V_VARIABLE && there->u.ptr == own->u.ptr)
			scope_remove(&session->global, names->pdata[i]);
	}
}

/* A removed module stays until the session ends: blocks of its code may still be held. */
void module_remove(struct session *session, struct module *module)
{
	g_autofree char *key = g_ascii_strdown(module->name, -1);
	g_autofree char *removed = g_strdup_printf("/%p", (void *)module);

	for (guint i = 0; module->imported && i < module->imported->len; i++)
		function_remove(&session->global, module->imported->pdata[i]);
	if (module->variables)
		forget_variables(session, module);
	if (session->modules && g_hash_table_lookup(session->modules, key) == module) {
		gpointer kept = NULL;

		g_hash_table_steal_extended(session->modules, key, &kept, NULL);
		g_free(kept);
		keep(session, removed, module);
	}
}

struct module *module_find(struct session *session, const char *name)
{
	g_autofree char *key = g_ascii_strdown(name, -1);

	return session->modules ? g_hash_table_lookup(session->modules, key) : NULL;
}

enum flow module_load(struct session *session, const char *name, const char *path, struct value block,
		      struct sink *out, struct module **ret)
{
	struct module *module = g_new0(struct module, 1), *old = module_find(session, name);
	struct scope *before = session->scope;
	enum flow flow;

	if (old)
		module_remove(session, old);
	module->name = g_strdup(name);
	module->path = g_strdup(path);
	module->layout = layout_new(true);
	module->block = block;
	scope_init(&module->scope, session, &session->global, module->layout, NULL, SCOPE_KIND_MODULE);
	module->scope.module = module;
	module->scope.unit = scriptblock_of(block)->unit;
	scriptblock_of(block)->module = module;
	keep(session, name, module);
	session->scope = &module->scope;
	flow = unit_run_here(&module->scope, scriptblock_of(block)->unit, VALUE_NULL, out);
	session->scope = before;
	*ret = module;
	return flow;
}

bool module_exports(const struct module *module, const char *name)
{
	return module->exported ? listed(module->functions, name) : true;
}

static char *prefixed(const char *name, const char *prefix)
{
	const char *dash = strchr(name, '-');

	return dash ? g_strdup_printf("%.*s-%s%s", (int)(dash - name), name, prefix, dash + 1)
		    : g_strdup_printf("%s%s", prefix, name);
}

static void import_function(struct session *session, struct module *module, struct function *function,
			    const char *prefix)
{
	g_autofree char *name = prefixed(function->spelling->data, prefix);
	g_autofree char *qualified = g_strdup_printf("%s\\%s", module->name, name);
	struct function *made;

	function_define(&session->global, qualified, function->block, function->is_filter);
	function_define(&session->global, name, function->block, function->is_filter);
	made = function_find(&session->global, name);
	if (made)
		made->module = module;
	g_ptr_array_add(module->imported, g_strdup(name));
	g_ptr_array_add(module->imported, g_steal_pointer(&qualified));
}

static bool wanted(struct value only, const char *name)
{
	struct enumerator e;
	struct value item;
	bool found = only.kind == V_UNSET;

	enumerator_init(&e, only);
	while (!found && enumerator_next(&e, &item, NULL)) {
		found = item.kind == V_STRING && wildcard_match_name(item.u.str->data, name);
		value_unref(item);
	}
	enumerator_clear(&e);
	return found;
}

void module_import(struct session *session, struct module *module, const char *prefix, struct value only)
{
	GHashTableIter iter;
	gpointer function;

	if (!module->imported)
		module->imported = g_ptr_array_new_with_free_func(g_free);
	if (module->variables)
		import_variables(session, module);
	if (!module->scope.functions)
		return;
	g_hash_table_iter_init(&iter, module->scope.functions);
	while (g_hash_table_iter_next(&iter, NULL, &function)) {
		const char *name = ((struct function *)function)->spelling->data;

		if (module_exports(module, name) && wanted(only, name))
			import_function(session, module, function, prefix);
	}
}
