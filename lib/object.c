/*
 * Shapes and objects. A shape knows the shapes that follow it by one more
 * member, so objects built alike meet in the same one; the transition table
 * holds no references: a shape leaves its parent's table when it dies.
 */
#include "config.h"

#include "lib/object.h"

#include "lib/heap.h"
#include "lib/type.h"
#include "lib/variable.h"

#define INDEX_FROM 9	/* members from which a shape has an index */

/* -- Shapes --------------------------------------------------------------------- */

/* Shapes without members, by type; interned like symbols (see heap.h). */
static GHashTable *empty_shapes;

static struct shape *shape_zero(void)
{
	static uint64_t serial;
	struct shape *shape = g_new0(struct shape, 1);

	shape->serial = ++serial;
	shape->refs = 1;
	return shape;
}

static guint member_hash(gconstpointer p)
{
	const struct shape_member *m = p;

	return m->symbol->id * 31u + m->kind * 7u + m->flags;
}

static gboolean member_equal(gconstpointer p, gconstpointer q)
{
	const struct shape_member *a = p, *b = q;

	return a->symbol == b->symbol && a->kind == b->kind && a->flags == b->flags &&
	       str_equal(a->name, b->name);
}

struct shape *shape_ref(struct shape *shape)
{
	shape->refs++;
	return shape;
}

void shape_unref(struct shape *shape)
{
	if (!shape || --shape->refs > 0)
		return;
	if (shape->parent && shape->n > 0)
		g_hash_table_remove(shape->parent->next, &shape->members[shape->n - 1]);
	else if (!shape->parent && !shape->type_name && empty_shapes)
		g_hash_table_remove(empty_shapes, shape->type);
	for (uint32_t i = 0; i < shape->n; i++)
		str_unref(shape->members[i].name);
	g_clear_pointer(&shape->next, g_hash_table_unref);
	shape_unref(shape->parent);
	str_unref(shape->type_name);
	g_free(shape->members);
	g_free(shape->index);
	g_free(shape);
}

struct shape *shape_empty(const struct type *type)
{
	struct shape *shape;

	if (!empty_shapes)
		empty_shapes = g_hash_table_new(NULL, NULL);
	shape = g_hash_table_lookup(empty_shapes, type);
	if (shape)
		return shape_ref(shape);
	shape = shape_zero();
	shape->type = type;
	g_hash_table_insert(empty_shapes, (gpointer)type, shape);
	return shape;
}

static void shape_index(struct shape *shape)
{
	uint32_t size = 16;

	if (shape->n < INDEX_FROM)
		return;
	while (size < shape->n * 2)
		size *= 2;
	shape->index = g_new0(uint32_t, size);
	shape->mask = size - 1;
	for (uint32_t i = 0; i < shape->n; i++) {
		uint32_t at = shape->members[i].symbol->id & shape->mask;

		while (shape->index[at])
			at = (at + 1) & shape->mask;
		shape->index[at] = i + 1;
	}
}

static struct shape *shape_copy(const struct shape *shape, uint32_t extra)
{
	struct shape *copy = shape_zero();

	copy->n = shape->n;
	copy->type = shape->type;
	copy->type_name = shape->type_name ? str_ref(shape->type_name) : NULL;
	copy->members = g_new(struct shape_member, shape->n + extra);
	for (uint32_t i = 0; i < shape->n; i++) {
		copy->members[i] = shape->members[i];
		str_ref(copy->members[i].name);
	}
	return copy;
}

struct shape *shape_add(struct shape *shape, struct string *name, enum member_kind kind,
			unsigned flags)
{
	struct shape_member member = { symbol_of(name), name, kind, flags };
	struct shape *next;

	if (!shape->next)
		shape->next = g_hash_table_new(member_hash, member_equal);
	next = g_hash_table_lookup(shape->next, &member);
	if (next)
		return shape_ref(next);
	next = shape_copy(shape, 1);
	str_ref(name);
	next->members[next->n++] = member;
	next->parent = shape_ref(shape);
	shape_index(next);
	g_hash_table_insert(shape->next, &next->members[next->n - 1], next);
	return next;
}

struct shape *shape_make(const struct type *type, const char *const *names, size_t n)
{
	struct shape *shape = shape_empty(type);

	for (size_t i = 0; i < n; i++) {
		struct string *name = str_new(names[i], -1);
		struct shape *next = shape_add(shape, name, MEMBER_NOTE, 0);

		str_unref(name);
		shape_unref(shape);
		shape = next;
	}
	return shape;
}

struct shape *shape_named(struct shape *shape, struct string *type_name)
{
	struct shape *copy = shape_copy(shape, 0);

	str_unref(copy->type_name);
	copy->type_name = type_name ? str_ref(type_name) : str_empty();
	shape_index(copy);
	return copy;
}

int shape_slot(const struct shape *shape, const struct symbol *symbol)
{
	if (shape->index) {
		uint32_t at = symbol->id & shape->mask;

		for (; shape->index[at]; at = (at + 1) & shape->mask)
			if (shape->members[shape->index[at] - 1].symbol == symbol)
				return shape->index[at] - 1;
		return -1;
	}
	for (uint32_t i = 0; i < shape->n; i++)
		if (shape->members[i].symbol == symbol)
			return i;
	return -1;
}

/* -- Objects ------------------------------------------------------------------------ */

struct object *object_new(struct shape *shape)
{
	struct object *object = container_raw(V_OBJECT, sizeof(*object) + shape->n * sizeof(struct value));

	object->shape = shape_ref(shape);
	object->capacity = shape->n;
	object->hidden = NULL;
	object->slots = object->own;
	for (uint32_t i = 0; i < shape->n; i++)
		object->slots[i] = VALUE_NULL;
	return object;
}

struct object *object_custom(void)
{
	struct shape *shape = shape_empty(&type_pscustomobject);
	struct object *object = object_new(shape);

	shape_unref(shape);
	return object;
}

struct value *object_slot(struct object *object, const struct symbol *symbol)
{
	int slot = shape_slot(object->shape, symbol);

	return slot < 0 ? NULL : &object->slots[slot];
}

struct value object_get(struct object *object, const char *name)
{
	struct symbol *symbol = symbol_find(name, -1);
	struct value *slot = symbol ? object_slot(object, symbol) : NULL;

	return slot ? value_ref(*slot) : VALUE_UNSET;
}

static void object_reserve(struct object *object, uint32_t n)
{
	bool moved = object->slots != object->own;
	struct value *slots;

	if (n <= object->capacity)
		return;
	object->capacity = n < 8 ? 8 : n * 2;
	slots = g_renew(struct value, moved ? object->slots : NULL, object->capacity);
	if (!moved)
		memcpy(slots, object->own, object->shape->n * sizeof(*slots));
	object->slots = slots;
}

void object_add(struct object *object, struct string *name, enum member_kind kind, unsigned flags,
		struct value v)
{
	struct shape *next = shape_add(object->shape, name, kind, flags);

	object_reserve(object, next->n);
	object->slots[next->n - 1] = v;
	shape_unref(object->shape);
	object->shape = next;
}

void object_set(struct object *object, const char *name, struct value v)
{
	struct value *slot = object_slot(object, symbol_get(name, -1));

	if (slot) {
		value_put(slot, v);
	} else {
		struct string *text = str_new(name, -1);

		object_add(object, text, MEMBER_NOTE, 0, v);
		str_unref(text);
	}
}

bool object_remove(struct object *object, const struct symbol *symbol)
{
	int gone = shape_slot(object->shape, symbol);
	struct shape *shape, *next;

	if (gone < 0)
		return false;
	shape = shape_empty(object->shape->type);
	if (object->shape->type_name) {
		next = shape_named(shape, object->shape->type_name);
		shape_unref(shape);
		shape = next;
	}
	for (uint32_t i = 0; i < object->shape->n; i++) {
		const struct shape_member *m = &object->shape->members[i];

		if (i == (uint32_t)gone)
			continue;
		next = shape_add(shape, m->name, m->kind, m->flags);
		shape_unref(shape);
		shape = next;
	}
	value_unref(object->slots[gone]);
	memmove(object->slots + gone, object->slots + gone + 1,
		(object->shape->n - gone - 1) * sizeof(struct value));
	shape_unref(object->shape);
	object->shape = shape;
	return true;
}

struct boxed *boxed_new(struct value base)
{
	struct boxed *boxed = container_new(V_BOXED, sizeof(*boxed));

	boxed->base = value_ref(value_base(base));
	boxed->members = object_custom();
	return boxed;
}

void shapes_shutdown(void)
{
	g_clear_pointer(&empty_shapes, g_hash_table_unref);
}
