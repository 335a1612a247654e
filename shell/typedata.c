/*
 * Update-TypeData: an object of members per type name, looked up along the
 * value's type names.
 */
#include "config.h"

#include "shell/typedata.h"

#include "lib/convert.h"
#include "lib/object.h"
#include "shell/collector.h"
#include "shell/exception.h"
#include "shell/member.h"
#include "shell/pipeline.h"

static void members_free(gpointer members)
{
	value_unref(value_of(members));
}

static struct object *members_of(struct session *session, const char *type_name)
{
	struct symbol *symbol = symbol_get(type_name, -1);
	struct object *members;

	if (!session->type_additions)
		session->type_additions = g_hash_table_new_full(NULL, NULL, NULL, members_free);
	members = g_hash_table_lookup(session->type_additions, symbol);
	if (!members) {
		members = object_custom();
		g_hash_table_insert(session->type_additions, symbol, members);
	}
	return members;
}

void typedata_add(struct session *session, const char *type_name, const char *name, int member_kind,
		  struct value v)
{
	struct object *members = members_of(session, type_name);
	struct string *text = str_new(name, -1);

	if (object_slot(members, symbol_of(text)))
		object_remove(members, symbol_of(text));
	object_add(members, text, member_kind, 0, value_ref(v));
	str_unref(text);
}

struct object *typedata_members(struct session *session, const char *type_name)
{
	struct symbol *symbol = session->type_additions ? symbol_find(type_name, -1) : NULL;

	return symbol ? g_hash_table_lookup(session->type_additions, symbol) : NULL;
}

bool typedata_remove(struct session *session, const char *type_name)
{
	struct symbol *symbol = session->type_additions ? symbol_find(type_name, -1) : NULL;

	return symbol && g_hash_table_remove(session->type_additions, symbol);
}

static struct object *additions_named(struct session *session, const char *name)
{
	struct symbol *symbol = symbol_find(name, -1);

	return symbol ? g_hash_table_lookup(session->type_additions, symbol) : NULL;
}

struct object *typedata_find(struct scope *scope, struct value v, struct symbol *name, int *ret_slot)
{
	struct session *session = scope->session;
	struct value base = value_base(v);
	struct object *members;

	if (!session->type_additions)
		return NULL;
	if (base.kind == V_OBJECT && base.u.object->shape->type_name) {
		members = additions_named(session, base.u.object->shape->type_name->data);
		*ret_slot = members ? shape_slot(members->shape, name) : -1;
		if (*ret_slot >= 0)
			return members;
	}
	for (const struct type *type = type_of(base); type; type = type->base) {
		members = additions_named(session, type->name);
		*ret_slot = members ? shape_slot(members->shape, name) : -1;
		if (*ret_slot >= 0)
			return members;
	}
	return NULL;
}

static struct value added_value(struct scope *scope, struct value v, struct object *members,
				int slot)
{
	struct session *session = scope->session;
	struct value member = members->slots[slot], before = session->this, result;
	struct collector c;

	value_auto getter = member.kind == V_ARRAY && member.u.array->len ? array_get(member.u.array, 0)
									    : value_ref(member);

	if (members->shape->members[slot].kind == MEMBER_METHOD)
		return VALUE_UNSET;
	if (members->shape->members[slot].kind == MEMBER_ALIAS && member.kind == V_STRING)
		return member_get(scope, v, symbol_of(member.u.str), NULL);
	if (members->shape->members[slot].kind != MEMBER_SCRIPT)
		return value_ref(member);
	session->this = value_ref(v);
	collector_init(&c);
	if (unit_call(scope, getter, NULL, NULL, NULL, 0, &c.sink) == FLOW_ERROR && session->error)
		value_unref(value_of(error_take(session)));
	result = collector_take(&c);
	value_put(&session->this, before);
	return result;
}

struct value typedata_get(struct scope *scope, struct value v, struct symbol *name)
{
	int slot = -1;
	struct object *members = typedata_find(scope, v, name, &slot);

	return members ? added_value(scope, v, members, slot) : VALUE_UNSET;
}

struct value typedata_method(struct scope *scope, struct value v, struct symbol *name)
{
	int slot = -1;
	struct object *members = typedata_find(scope, v, name, &slot);

	return members && members->shape->members[slot].kind == MEMBER_METHOD ? members->slots[slot]
									      : VALUE_UNSET;
}

static void each_of(struct scope *scope, struct value v, struct object *members,
		    void (*visit)(struct string *name, struct value v, void *data), void *data)
{
	for (uint32_t i = 0; members && i < members->shape->n; i++) {
		struct value got;

		if (members->shape->members[i].flags & MEMBER_HIDDEN)
			continue;
		got = added_value(scope, v, members, i);
		if (got.kind != V_UNSET)
			visit(members->shape->members[i].name, got, data);
		value_unref(got);
	}
}

void typedata_each(struct scope *scope, struct value v,
		   void (*visit)(struct string *name, struct value v, void *data), void *data)
{
	struct value base = value_base(v);

	if (!scope->session->type_additions)
		return;
	if (base.kind == V_OBJECT && base.u.object->shape->type_name)
		each_of(scope, v,
			additions_named(scope->session, base.u.object->shape->type_name->data),
			visit, data);
	for (const struct type *type = type_of(base); type; type = type->base)
		each_of(scope, v, additions_named(scope->session, type->name), visit, data);
}

/* -- What is shown by default -------------------------------------------------------------- */

#define DISPLAY_SET "PSStandardMembers"

void typedata_set_display(struct session *session, const char *type_name, struct value v)
{
	struct object *members = members_of(session, type_name);
	struct string *name = str_new(DISPLAY_SET, -1);
	struct value *slot = object_slot(members, symbol_of(name));

	if (slot)
		value_put(slot, value_ref(v));
	else
		object_add(members, name, MEMBER_NOTE, MEMBER_HIDDEN, value_ref(v));
	str_unref(name);
}

static char *joined(struct value names)
{
	GString *out = g_string_new(NULL);
	struct enumerator e;
	struct value item;

	enumerator_init(&e, names);
	while (enumerator_next(&e, &item, NULL)) {
		struct string *text = value_to_string(item, NULL);

		g_string_append_printf(out, "%s%s", out->len ? "\n" : "", text->data);
		str_unref(text);
		value_unref(item);
	}
	enumerator_clear(&e);
	return g_string_free(out, out->len == 0);
}

/* An object's own PSStandardMembers, as Add-Member attaches it; V_UNSET: none. Borrowed. */
static struct value own_display_set(struct value v)
{
	struct symbol *name = symbol_find(DISPLAY_SET, -1);
	struct value base = value_base(v), *slot = NULL;

	if (name && v.kind == V_BOXED)
		slot = object_slot(((struct boxed *)v.u.block)->members, name);
	if (name && !slot && base.kind == V_OBJECT)
		slot = object_slot(base.u.object, name);
	return slot ? *slot : VALUE_UNSET;
}

char *typedata_display_set(struct scope *scope, struct value v)
{
	struct symbol *name = symbol_find(DISPLAY_SET, -1);
	struct value own = own_display_set(v);
	struct object *members = NULL;
	int slot = -1;

	if (own.kind != V_UNSET) {
		value_auto names = member_get(scope, own, symbol_get("ReferencedPropertyNames", -1),
					      NULL);

		return joined(names);
	}
	if (name && scope->session->type_additions)
		members = typedata_find(scope, v, name, &slot);
	return members ? joined(members->slots[slot]) : NULL;
}

struct object *host_added_members(struct host *host, const char *type_name)
{
	return typedata_members(session_of(host), type_name);
}
