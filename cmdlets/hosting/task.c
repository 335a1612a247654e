/*
 * A hosting cmdlet does one change for each input object: a transaction that
 * is checked whole before it changes anything. -WhatIf runs the same code and
 * drops the transaction, so what it says is what would happen.
 */
#include "config.h"
#include "cmdlets/hosting/task.h"
#include "lib/convert.h"

static const struct fault no_server = {
	"ServerNotInitialized", "System.InvalidOperationException", CATEGORY_OBJECT_NOT_FOUND,
	"Run Initialize-HostingServer first." };

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

bool task_run(struct call *call, const char *target, task_fn change, void *data, enum flow *flow)
{
	GError *error = NULL;
	struct store *store = task_store(call, flow);

	if (!store)
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

	return store ? emit_take(call, record_object(store, record)) : flow;
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
