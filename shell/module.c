/* Modules and closures. */
#include "config.h"

#include "shell/module.h"

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
	g_free(module->name);
	g_free(module->path);
	g_free(module);
}
