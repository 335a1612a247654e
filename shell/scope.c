/*
 * Scopes: slots by layout, the rest in a table. See scope.h.
 */
#include "config.h"

#include "shell/scope.h"

#include "lib/convert.h"
#include "lib/heap.h"
#include "shell/automatic.h"
#include "shell/session.h"

/* -- Layouts -------------------------------------------------------------------- */

struct layout *layout_new(bool growing)
{
	struct layout *layout = g_new0(struct layout, 1);

	layout->refs = 1;
	layout->growing = growing;
	return layout;
}

void layout_unref(struct layout *layout)
{
	if (!layout || --layout->refs > 0)
		return;
	g_free(layout->names);
	g_free(layout->types);
	g_free(layout->index);
	g_free(layout);
}

int layout_find(const struct layout *layout, const struct symbol *name)
{
	uint32_t at;

	if (!layout->index)
		return -1;
	for (at = name->id & layout->mask; layout->index[at]; at = (at + 1) & layout->mask)
		if (layout->names[layout->index[at] - 1] == name)
			return layout->index[at] - 1;
	return -1;
}

static void layout_reindex(struct layout *layout)
{
	uint32_t size = 8;

	while (size < layout->capacity * 2)
		size *= 2;
	g_free(layout->index);
	layout->index = g_new0(uint32_t, size);
	layout->mask = size - 1;
	for (uint32_t i = 0; i < layout->n; i++) {
		uint32_t at = layout->names[i]->id & layout->mask;

		while (layout->index[at])
			at = (at + 1) & layout->mask;
		layout->index[at] = i + 1;
	}
}

uint32_t layout_add(struct layout *layout, struct symbol *name)
{
	int found = layout_find(layout, name);
	uint32_t at;

	if (found >= 0)
		return found;
	if (layout->n == layout->capacity) {
		layout->capacity = layout->capacity ? layout->capacity * 2 : 4;
		layout->names = g_renew(struct symbol *, layout->names, layout->capacity);
		layout->types = g_renew(const struct type *, layout->types, layout->capacity);
		layout_reindex(layout);
	}
	layout->names[layout->n] = name;
	layout->types[layout->n] = NULL;
	for (at = name->id & layout->mask; layout->index[at];)
		at = (at + 1) & layout->mask;
	layout->index[at] = ++layout->n;
	return layout->n - 1;
}

/* -- Scopes --------------------------------------------------------------------- */

void scope_init(struct scope *scope, struct session *session, struct scope *parent,
		struct layout *layout, struct value *slots, enum scope_kind kind)
{
	*scope = (struct scope){
		.session = session, .parent = parent, .caller = parent, .layout = layout,
		.slots = slots, .kind = kind, .strict = parent ? parent->strict : 0,
		.module = parent ? parent->module : NULL,
	};
	for (uint32_t i = 0; i < layout->n; i++)
		slots[i] = VALUE_UNSET;
}

void scope_clear(struct scope *scope)
{
	for (uint32_t i = 0; i < scope->layout->n; i++)
		value_clear(&scope->slots[i]);
	g_clear_pointer(&scope->extra, g_hash_table_unref);
	if (scope->functions) {
		scope->session->epoch++;
		g_clear_pointer(&scope->functions, g_hash_table_unref);
	}
}

static void place_free(gpointer place)
{
	value_unref(*(struct value *)place);
	g_free(place);
}

struct value *scope_find_own(struct scope *scope, struct symbol *name)
{
	int slot = layout_find(scope->layout, name);
	struct value *place = NULL;

	if (slot >= 0)
		place = &scope->slots[slot];
	else if (scope->extra)
		place = g_hash_table_lookup(scope->extra, name);
	return place && place->kind != V_UNSET ? place : NULL;
}

static bool is_private(const struct value *place)
{
	return place->kind == V_VARIABLE &&
	       ((struct variable *)place->u.block)->options & VARIABLE_PRIVATE;
}

struct value *scope_find(struct scope *scope, struct symbol *name)
{
	for (struct scope *s = scope; s; s = s->parent) {
		struct value *place = scope_find_own(s, name);

		if (place && (s == scope || !is_private(place)))
			return place;
	}
	return NULL;
}

/* The global scope grows its slots with its layout. */
static struct value *global_place(struct scope *scope, struct symbol *name)
{
	uint32_t before = scope->layout->n, slot = layout_add(scope->layout, name);

	if (scope->layout->n > before) {
		if (!(before & (before - 1)) || before == 0)
			scope->slots = g_renew(struct value, scope->slots, before ? before * 2 : 1);
		scope->slots[slot] = VALUE_UNSET;
	}
	return &scope->slots[slot];
}

struct value *scope_place(struct scope *scope, struct symbol *name)
{
	int slot = layout_find(scope->layout, name);
	struct value *place;

	if (slot >= 0)
		return &scope->slots[slot];
	if (scope->layout->growing)
		return global_place(scope, name);
	if (!scope->extra)
		scope->extra = g_hash_table_new_full(NULL, NULL, NULL, place_free);
	place = g_hash_table_lookup(scope->extra, name);
	if (!place) {
		place = g_new0(struct value, 1);
		g_hash_table_insert(scope->extra, name, place);
	}
	return place;
}

struct value variable_read(const struct value *place)
{
	struct variable *box = variable_box(place);

	return value_ref(box ? box->v : *place);
}

struct value scope_get(struct scope *scope, struct symbol *name)
{
	automatic_get get = automatic_computed(name);
	struct value *place;

	if (get)
		return get(scope);
	place = scope_find(scope, name);
	if (!place && automatic_create(scope->session, name))
		place = scope_find(scope, name);
	return place ? variable_read(place) : VALUE_UNSET;
}


bool variable_assign(struct value *place, struct symbol *name, const struct type *slot_type,
		     struct value v, GError **error)
{
	struct variable *box = variable_box(place);

	if (box)
		return variable_set(box, v, error);
	if (slot_type && !variable_constrain(slot_type, &v, error)) {
		value_unref(v);
		return false;
	}
	value_put(place, v);
	return true;
}

static bool assign_all_scope(struct scope *scope, struct symbol *name, struct value **ret)
{
	struct value *place = scope_find(scope, name);

	*ret = place;
	return place && place->kind == V_VARIABLE &&
	       ((struct variable *)place->u.block)->options & (VARIABLE_ALLSCOPE | VARIABLE_CONSTANT);
}

bool scope_set(struct scope *scope, struct symbol *name, struct value v, GError **error)
{
	struct value *place;
	int slot;

	if (assign_all_scope(scope, name, &place))
		return variable_assign(place, name, NULL, v, error);
	slot = layout_find(scope->layout, name);
	place = slot >= 0 ? &scope->slots[slot] : scope_place(scope, name);
	return variable_assign(place, name, slot >= 0 ? scope->layout->types[slot] : NULL, v, error);
}

bool scope_remove(struct scope *scope, struct symbol *name)
{
	int slot = layout_find(scope->layout, name);

	if (slot >= 0 && scope->slots[slot].kind != V_UNSET) {
		value_clear(&scope->slots[slot]);
		return true;
	}
	return scope->extra && g_hash_table_remove(scope->extra, name);
}

void scope_each(struct scope *scope, void (*visit)(struct symbol *name, struct value *place, void *data),
		void *data)
{
	GHashTableIter iter;
	gpointer name, place;

	for (uint32_t i = 0; i < scope->layout->n; i++)
		if (scope->slots[i].kind != V_UNSET)
			visit(scope->layout->names[i], &scope->slots[i], data);
	if (!scope->extra)
		return;
	g_hash_table_iter_init(&iter, scope->extra);
	while (g_hash_table_iter_next(&iter, &name, &place))
		visit(name, place, data);
}

struct scope *scope_script(struct scope *scope)
{
	while (scope->parent && scope->kind != SCOPE_KIND_SCRIPT && scope->kind != SCOPE_KIND_MODULE)
		scope = scope->parent;
	return scope;
}

struct scope *scope_named(struct scope *scope, const char *name)
{
	char *end;
	unsigned long up;

	if (text_equal_nocase(name, "local") || text_equal_nocase(name, "private"))
		return scope;
	if (text_equal_nocase(name, "global"))
		return &scope->session->global;
	if (text_equal_nocase(name, "script"))
		return scope_script(scope);
	up = strtoul(name, &end, 10);
	if (end == name || *end)
		return NULL;
	while (up-- > 0 && scope)
		scope = scope->parent;
	return scope;
}
