/*
 * A hosting cmdlet does one change for each input object: a transaction that
 * is checked whole before it changes anything. -WhatIf runs the same code and
 * drops the transaction, so what it says is what would happen.
 */
#include "config.h"
#include "cmdlets/hosting/task.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/dict.h"

static const struct fault no_server = {
	"ServerNotInitialized", "System.InvalidOperationException", CATEGORY_OBJECT_NOT_FOUND,
	"Run Initialize-HostingServer first." };

static const struct fault nul_inside = {
	"InvalidText", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Remove the NUL character." };

struct store *task_store(struct call *call, enum flow *flow)
{
	GError *error = NULL;
	struct store *store = host_store(call_host(call), &error);

	if (!store)
		*flow = call_throw(call, error);
	return store;
}

static bool attempt(struct store *store, task_fn change, void *data, bool check_only,
		    GError **error)
{
	struct txn *txn = txn_begin(store, error);

	if (!txn)
		return false;
	if (!change(txn, data, error)) {
		txn_abort(txn);
		return false;
	}
	return check_only ? txn_check(txn, error) : txn_commit(txn, error) != 0;
}

/*
 * What follows handles text that ends at its first NUL, so none may be inside: a name would be cut
 * short without a word.
 */
static bool has_nul(struct value v)
{
	v = value_base(v);
	if (v.kind == V_STRING)
		return strlen(v.u.str->data) != v.u.str->len;
	if (v.kind != V_ARRAY || v.u.array->packed)
		return false;
	for (uint32_t i = 0; i < v.u.array->len; i++)
		if (has_nul(v.u.array->u.items[i]))
			return true;
	return false;
}

static bool arguments_are_text(struct call *call, enum flow *flow)
{
	value_auto bound = value_of(call_bound_arguments(call));
	const struct dict_entry *entry;

	for (uint32_t at = 0; dict_next(bound.u.dict, &at, &entry);) {
		if (!has_nul(entry->value))
			continue;
		*flow = call_fail(call, &nul_inside, entry->key,
				  "The argument of the parameter '%s' has a NUL character in it.",
				  arg_text(entry->key, ""));
		return false;
	}
	return true;
}

bool task_run(struct call *call, const char *target, task_fn change, void *data, enum flow *flow)
{
	GError *error = NULL;
	struct store *store = task_store(call, flow);

	if (!store || !arguments_are_text(call, flow))
		return false;
	if (call_what_if(call) && !attempt(store, change, data, true, &error)) {
		*flow = call_error(call, error);
		return false;
	}
	*flow = FLOW_NEXT;
	if (!call_should_process(call, target, flow))
		return false;
	if (!attempt(store, change, data, false, &error)) {
		*flow = call_error(call, error);
		return false;
	}
	return true;
}

struct record *task_server(struct store *store, GError **error)
{
	struct record *server = hosting_server(store);

	if (!server)
		fault_set(error, &no_server, VALUE_NULL, "This host has no server record yet.");
	return server;
}

enum flow task_emit(struct call *call, struct record *record)
{
	enum flow flow = FLOW_NEXT;
	struct store *store = task_store(call, &flow);

	return store && !call_discards(call) ? emit_take(call, record_object(store, record)) : flow;
}

bool task_set(struct record *record, const char *property, struct value v, GError **error)
{
	return v.kind == V_UNSET || record_set(record, property, v, error);
}

bool task_set_all(struct record *record, const void *args, const struct task_field *fields,
		  GError **error)
{
	for (; fields->property; fields++)
		if (!task_set(record, fields->property,
			      *(const struct value *)(const void *)((const char *)args + fields->at),
			      error))
			return false;
	return true;
}

char *task_text(struct call *call, struct value v)
{
	static const char *const members[] = { "Name", "Identity" };

	if (value_is_null(v))
		return NULL;
	if (value_base(v).kind == V_OBJECT) {
		for (unsigned i = 0; i < G_N_ELEMENTS(members); i++) {
			value_auto member = host_member(call_host(call), v, symbol_get(members[i], -1));

			if (!value_is_null(member)) {
				value_auto text = value_str(value_to_string(member, NULL));

				return g_strdup(text.u.str->data);
			}
		}
	}
	value_auto text = value_str(value_to_string(v, NULL));

	return g_strdup(text.u.str->data);
}

struct value task_object(const char *type_name, const char *const *names, struct value *values,
			 size_t n)
{
	struct shape *plain = shape_make(&type_pscustomobject, names, n);
	struct string *name = str_new(type_name, -1);
	struct shape *shape = shape_named(plain, name);
	struct object *object = object_new(shape);

	for (size_t i = 0; i < n; i++)
		value_put(&object->slots[i], values[i]);
	str_unref(name);
	shape_unref(plain);
	shape_unref(shape);
	return value_of(object);
}

/* -- References -------------------------------------------------------------------------------- */

static const char missing_id[] = "ManagementObjectNotFoundException";	/* of store_find() */

struct record *task_find(struct txn *txn, const char *kinds, const char *organization,
			 const char *identity, GError **error)
{
	g_auto(GStrv) list = g_strsplit(kinds, " ", -1);
	struct record *found = NULL;

	for (char **kind = list; *kind && !found; kind++)
		found = txn_get(txn, *kind, organization, identity);
	for (char **kind = list; *kind && !found; kind++) {
		g_autoptr(GError) problem = NULL;

		found = store_find(txn_store(txn), *kind, organization, identity, &problem);
		/* Two that answer are an error whatever else there is; the last kind's word is taken. */
		if (problem && (!kind[1] || strcmp(fault_id(problem), missing_id) != 0)) {
			g_propagate_error(error, g_steal_pointer(&problem));
			return NULL;
		}
	}
	return found;
}

static bool resolve_one(struct txn *txn, const struct record *record, const struct property *property,
			struct value v, struct value *ret, GError **error)
{
	value_auto text = value_str(value_to_string(v, NULL));
	g_autoptr(record_auto) found = task_find(txn, property->reference, record->organization,
						 text.u.str->data, error);

	if (!found)
		return false;
	*ret = value_text(record_name(found));
	return true;
}

bool task_resolve(struct txn *txn, struct record *record, const char *name, GError **error)
{
	const struct property *property = record_property(record->kind, name);
	value_auto v = record_get(record, name), list = VALUE_UNSET, one = VALUE_UNSET;

	if (value_is_null(v))
		return true;
	if (v.kind != V_ARRAY)
		return resolve_one(txn, record, property, v, &one, error) &&
			record_set(record, name, one, error);
	list = value_of(array_new(NULL, v.u.array->len));
	for (uint32_t i = 0; i < v.u.array->len; i++) {
		struct value item;

		if (!resolve_one(txn, record, property, v.u.array->u.items[i], &item, error))
			return false;
		array_set(list.u.array, i, item);
	}
	return record_set(record, name, list, error);
}

struct renaming {
	const struct record *old, *record;
	const struct property *property;
	GPtrArray *changed;
	GError *error;
};

static bool is_old_name(const struct renaming *r, struct value v)
{
	return v.kind == V_STRING && text_equal_nocase(v.u.str->data, record_name(r->old));
}

static struct value renamed(const struct renaming *r, struct value v)
{
	struct array *list;

	if (v.kind != V_ARRAY)
		return is_old_name(r, v) ? value_text(record_name(r->record)) : VALUE_UNSET;
	list = array_new(NULL, v.u.array->len);
	for (uint32_t i = 0; i < list->len; i++) {
		value_auto item = array_get(v.u.array, i);

		array_set(list, i, is_old_name(r, item) ? value_text(record_name(r->record))
			  : value_ref(item));
	}
	return value_of(list);
}

static bool rename_reference(struct record *other, void *data)
{
	struct renaming *r = data;
	value_auto v = record_get(other, r->property->name), to = renamed(r, v);
	g_autoptr(record_auto) changed = NULL;

	if (arg_given(to) && strcmp(other->guid, r->record->guid) != 0) {
		changed = record_copy(other);
		if (!record_set(changed, r->property->name, to, &r->error))
			return false;
		if (!record_equal(other, changed))
			g_ptr_array_add(r->changed, g_steal_pointer(&changed));
	}
	return true;
}

static bool rename_in_kind(struct txn *txn, struct renaming *r, const struct record_kind *kind,
			   GError **error)
{
	struct store_query query = { .kind = kind->name };

	if (kind->scope == SCOPE_ORGANIZATION)
		query.organization = r->old->organization;
	for (r->property = kind->properties; r->property->name; r->property++) {
		if (!property_refers_to(r->property, r->old->kind->name))
			continue;
		if (!txn_each(txn, &query, rename_reference, r, error))
			return false;
		if (r->error) {
			g_propagate_error(error, g_steal_pointer(&r->error));
			return false;
		}
		for (guint i = 0; i < r->changed->len; i++)
			txn_put(txn, r->changed->pdata[i]);
		g_ptr_array_set_size(r->changed, 0);
	}
	return true;
}

bool task_rename(struct txn *txn, const struct record *old, const struct record *record,
		 GError **error)
{
	struct renaming r = { .old = old, .record = record };
	bool ok = true;

	if (!old || strcmp(record_name(old), record_name(record)) == 0)
		return true;
	r.changed = g_ptr_array_new_with_free_func((GDestroyNotify)record_unref);
	for (const struct record_kind *const *kind = record_kinds(); *kind && ok; kind++)
		ok = rename_in_kind(txn, &r, *kind, error);
	g_ptr_array_unref(r.changed);
	return ok;
}
