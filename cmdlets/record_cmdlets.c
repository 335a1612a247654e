/*
 * The verbs that a kind's table is enough for. A change is one transaction for
 * one input object; under -WhatIf the same transaction is checked and dropped.
 */
#include "config.h"
#include "cmdlets/record_params.h"
#include "lib/callable.h"
#include "lib/convert.h"
#include "lib/operate.h"
#include "state/filter.h"
#include "state/kind.h"

#define DEFAULT_RESULTS 1000

static const struct fault bad_size = {
	"InvalidResultSize", "System.Management.Automation.ParameterBindingException",
	CATEGORY_INVALID_ARGUMENT, NULL };
static const struct fault no_identity = {
	"InvalidIdentity", "System.Management.Automation.ParameterBindingException",
	CATEGORY_INVALID_ARGUMENT, "Give a name, an address, a GUID or an object." };

/* -- Arguments ------------------------------------------------------------------------ */

/* What an object says of itself: yours, V_UNSET when it says nothing. */
static struct value member_identity(struct call *call, struct value v)
{
	static const char *const names[] = { "Identity", "Guid", "Name" };

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		struct value member = host_member(call_host(call), v, symbol_get(names[i], -1));

		if (!value_is_null(member))
			return member;
		value_unref(member);
	}
	return VALUE_UNSET;
}

/* The text of an identity argument; yours or NULL. */
static char *identity_text(struct call *call, struct value v)
{
	value_auto member = VALUE_UNSET;
	struct record *record = record_of(v);
	struct string *str;
	char *text;

	if (record)
		return g_strdup(record->guid);
	if (value_is_null(v))
		return NULL;
	if (value_base(v).kind == V_OBJECT) {
		member = member_identity(call, v);
		if (member.kind == V_UNSET)
			return NULL;
		v = member;
	}
	str = value_to_string(v, NULL);
	text = g_strdup(str->data);
	str_unref(str);
	return text;
}

static char *organization_text(struct call *call, struct value v)
{
	struct record *record = record_of(v);

	return record ? g_strdup(record_name(record)) : identity_text(call, v);
}

struct record *record_by_argument(struct call *call, struct store *store, const char *kind,
				  const char *organization, struct value identity, GError **error)
{
	g_autofree char *text = identity_text(call, identity);

	if (text && *text)
		return store_find(store, kind, organization, text, error);
	fault_set(error, &no_identity, identity, "The identity of the %s is empty.", kind);
	return NULL;
}

/* -- Get ------------------------------------------------------------------------------ */

struct getting {
	struct call *call;
	const struct record_verb *verb;
	const char *kind;		/* being looked through */
	struct record_args *args;
	struct store *store;
	struct filter *filter;
	GPtrArray *sorted;		/* records, when they have to be sorted first */
	uint64_t limit;			/* 0: none */
	uint64_t *seen;
	bool found, more;
	enum flow flow;
};

static bool is_kept(const struct record *record, void *data)
{
	struct getting *g = data;

	if (g->verb->keep && !g->verb->keep(g->call, record_args_extra(g->args), record))
		return false;
	return !g->filter || filter_matches(g->filter, g->store, record);
}

static enum flow emit_record(struct getting *g, struct record *record)
{
	if (g->verb->show)
		return emit_take(g->call, g->verb->show(g->call, record));
	return emit_take(g->call, record_object(g->store, record));
}

static bool take_record(struct record *record, void *data)
{
	struct getting *g = data;

	g->found = true;
	if (g->sorted) {
		g_ptr_array_add(g->sorted, record_ref(record));
		return true;
	}
	if (g->limit && *g->seen == g->limit) {
		g->more = true;
		return false;
	}
	++*g->seen;
	g->flow = emit_record(g, record);
	return g->flow == FLOW_NEXT;
}

struct sort_key {
	struct record *record;
	struct value key;
};

static int compare_keys(gconstpointer a, gconstpointer b)
{
	const struct sort_key *x = a, *y = b;
	int order = 0;

	if (value_is_null(x->key) || value_is_null(y->key))
		return value_is_null(y->key) - value_is_null(x->key);
	value_order(x->key, y->key, false, &order, NULL);
	return order;
}

/* Emits what was gathered, by the property of -SortBy. */
static void emit_sorted(struct getting *g)
{
	GArray *keys = g_array_new(FALSE, FALSE, sizeof(struct sort_key));
	const char *property = arg_text(g->args->sort_by, "");
	GPtrArray *records = g->sorted;

	for (guint i = 0; i < records->len; i++) {
		struct sort_key key = {
			.record = records->pdata[i],
			.key = record_member(g->store, records->pdata[i], property),
		};

		g_array_append_val(keys, key);
	}
	g_array_sort(keys, compare_keys);
	g->sorted = NULL;
	for (guint i = 0; i < keys->len; i++)
		if (!take_record(g_array_index(keys, struct sort_key, i).record, g))
			break;
	for (guint i = 0; i < keys->len; i++)
		value_unref(g_array_index(keys, struct sort_key, i).key);
	g_array_free(keys, TRUE);
	g_ptr_array_unref(records);
}

static struct value filter_variable_of(const char *name, void *data)
{
	return host_variable(data, name);
}

static bool read_filter(struct getting *g, GError **error)
{
	struct value v = value_base(g->args->filter);
	const struct record_kind *kind = record_kind_find(g->kind);
	struct callable *block;
	struct string *text;

	if (value_is_null(v))
		return true;
	if (v.kind == V_SCRIPTBLOCK) {
		block = (struct callable *)v.u.block;
		text = block->ops->text(block);
	} else {
		text = value_to_string(v, NULL);
	}
	if (text->len && strcmp(text->data, "*"))
		g->filter = filter_parse(kind, text->data, filter_variable_of, call_host(g->call),
					 error);
	str_unref(text);
	return !*error;
}

static bool read_limit(struct getting *g, GError **error)
{
	struct value v = value_base(g->args->result_size);
	int64_t n;

	g->limit = g->verb->flags & RECORD_LISTS ? DEFAULT_RESULTS : 0;
	if (value_is_null(v))
		return true;
	if (v.kind == V_STRING && text_equal_nocase(v.u.str->data, "Unlimited")) {
		g->limit = 0;
		return true;
	}
	if (value_to_i64(v, &n, NULL) && n > 0) {
		g->limit = n;
		return true;
	}
	fault_set(error, &bad_size, v,
		  "The ResultSize must be a number above 0, or Unlimited.");
	return false;
}

static void warn_of_more(struct getting *g)
{
	if (!g->more || g->flow != FLOW_NEXT)
		return;
	if (arg_given(g->args->result_size))
		g->flow = call_warning(g->call,
			"There are more results available than are currently displayed. To view them, "
			"increase the value for the ResultSize parameter.");
	else
		g->flow = call_warning(g->call,
			"By default, only the first %d items are returned. Use the ResultSize parameter "
			"to specify the number of items returned. To return all items, specify "
			"\"-ResultSize Unlimited\". Be aware that, depending on the actual number of "
			"items, returning all items can take a long time and consume a large amount of "
			"memory. Also, we don't recommend storing the results in a variable. Instead, "
			"pipe the results to another task or script to perform batch changes.",
			DEFAULT_RESULTS);
}

static bool run_query(struct getting *g, const char *identity, GError **error)
{
	g_autofree char *organization = organization_text(g->call, g->args->organization);
	struct store_query query = {
		.kind = g->kind, .organization = organization, .identity = identity,
		.filter = g->filter || g->verb->keep ? is_kept : NULL, .data = g,
	};

	return store_each(g->store, &query, take_record, g, error);
}

/* A filter names properties of the verb's kind; a further kind without one of them has no match. */
static bool run_more(struct getting *g, const char *identity, GError **error)
{
	g_auto(GStrv) kinds = g_strsplit(g->verb->more ? g->verb->more : "", " ", -1);

	for (char **kind = kinds; *kind && g->flow == FLOW_NEXT && !g->more; kind++) {
		g_autoptr(GError) unfit = NULL;

		if (!**kind)
			continue;
		g->kind = *kind;
		g_clear_pointer(&g->filter, filter_free);
		if (read_filter(g, &unfit) && !run_query(g, identity, error))
			return false;
	}
	return true;
}

static bool run_queries(struct getting *g, const char *identity, GError **error)
{
	bool filtered = g->filter;

	if (!value_is_null(g->args->sort_by))
		g->sorted = g_ptr_array_new_with_free_func((GDestroyNotify)record_unref);
	if (!run_query(g, identity, error) || !run_more(g, identity, error)) {
		g_clear_pointer(&g->sorted, g_ptr_array_unref);
		return false;
	}
	if (g->sorted)
		emit_sorted(g);
	/* A name that means nothing is an error; a pattern or a filter may well match nothing. */
	if (!g->found && identity && !strpbrk(identity, "*?") && !filtered)
		store_report_missing(g->store, identity, error);
	return !*error;
}

/* Whether an object came that names nothing: not the same as asking for all. */
static bool names_nothing(const struct getting *g, const char *identity)
{
	return arg_given(g->args->identity) && (!identity || !*identity);
}

enum flow record_verb_get(struct call *call, void *args)
{
	struct getting g = {
		.call = call, .verb = call_cmdlet(call)->data, .args = args,
		.seen = call_state(call), .flow = FLOW_NEXT,
	};
	g_autofree char *identity = identity_text(call, g.args->identity);
	GError *error = NULL;
	bool ok;

	g.kind = g.verb->kind;
	g.store = host_store(call_host(call), &error);
	if (!g.store)
		return call_throw(call, error);
	if (names_nothing(&g, identity))
		fault_set(&error, &no_identity, g.args->identity, "The identity is empty.");
	ok = !error && read_filter(&g, &error) && read_limit(&g, &error) &&
	     run_queries(&g, identity, &error);
	filter_free(g.filter);
	if (!ok)
		return call_error(call, error);
	warn_of_more(&g);
	return g.flow;
}

/* -- Changes -------------------------------------------------------------------------- */

struct change_task {
	struct call *call;
	const struct record_verb *verb;
	struct record_args *args;
	const struct record *old;	/* NULL: New */
	struct record *record;
};

static bool put_record(struct change_task *task, struct txn *txn, GError **error)
{
	if (task->verb->put && !task->verb->put(task->call, txn, record_args_extra(task->args),
						task->old, task->record, error))
		return false;
	txn_put(txn, task->record);
	return true;
}

static bool remove_record(struct change_task *task, struct txn *txn, GError **error)
{
	if (task->verb->remove && !task->verb->remove(task->call, txn,
						      record_args_extra(task->args), task->record,
						      error))
		return false;
	txn_remove(txn, task->record);
	return true;
}

typedef bool (*change_fn)(struct change_task *task, struct txn *txn, GError **error);

static bool attempt(struct change_task *task, struct store *store, change_fn change, bool check_only,
		    GError **error)
{
	struct txn *txn = txn_begin(store, error);

	if (!txn)
		return false;
	if (!change(task, txn, error)) {
		txn_abort(txn);
		return false;
	}
	return check_only ? txn_check(txn, error) : txn_commit(txn, error) != 0;
}

static char *identity_of(struct store *store, const struct record *record)
{
	struct string *str = record_identity(store, record);
	char *text = g_strdup(str->data);

	str_unref(str);
	return text;
}

static bool is_confirmed(struct change_task *task, struct store *store, enum flow *flow)
{
	g_autofree char *identity = identity_of(store, task->record);
	g_auto(GStrv) around = NULL;
	g_autofree char *question = NULL;

	*flow = FLOW_NEXT;
	if (arg_on(task->args->force) && !call_what_if(task->call))
		return true;
	if (!task->verb->question || call_what_if(task->call))
		return call_should_process(task->call, identity, flow);
	around = g_strsplit(task->verb->question, "%s", 2);
	question = g_strjoinv(identity, around);
	return call_should_process_question(task->call, identity, question, flow);
}

/* True when it was done; else *flow says how to go on. */
static bool run(struct change_task *task, struct store *store, change_fn change, enum flow *flow)
{
	GError *error = NULL;

	if (call_what_if(task->call) && !attempt(task, store, change, true, &error)) {
		*flow = call_error(task->call, error);
		return false;
	}
	if (!is_confirmed(task, store, flow))
		return false;
	if (attempt(task, store, change, false, &error))
		return true;
	*flow = call_error(task->call, error);
	return false;
}

/* -- Set ------------------------------------------------------------------------------ */

static bool set_property(struct record *record, const struct property *p, struct value v,
			 GError **error)
{
	if (v.kind == V_STRING && !v.u.str->len && !(p->flags & PROPERTY_REQUIRED))
		v = VALUE_NULL;
	return p->flags & PROPERTY_MULTI ? record_set_multi(record, p->name, v, error)
					 : record_set(record, p->name, v, error);
}

static bool set_properties(struct change_task *task, GError **error)
{
	const struct property *p = task->record->kind->properties;
	const struct value *values = record_args_properties(task->verb, task->args);

	for (unsigned i = 0; p[i].name; i++)
		if (values[i].kind != V_UNSET && !set_property(task->record, &p[i], values[i], error))
			return false;
	return true;
}

static bool is_given_extra(struct call *call, const struct record_verb *verb)
{
	for (const struct param *p = verb->extra; p && p->name; p++)
		if (call_bound(call, p->name))
			return true;
	return false;
}

static struct record *find_record(struct call *call, struct store *store, struct record_args *args,
				  GError **error)
{
	const struct record_verb *verb = call_cmdlet(call)->data;
	g_autofree char *organization = organization_text(call, args->organization);

	return record_by_argument(call, store, verb->kind, organization, args->identity, error);
}

static enum flow apply_set(struct change_task *task, struct store *store)
{
	g_autofree char *identity = identity_of(store, task->old);
	enum flow flow = FLOW_NEXT;

	if (!is_given_extra(task->call, task->verb) && record_equal(task->old, task->record))
		return call_warning(task->call,
				    "The command completed successfully but no settings of '%s' have "
				    "been modified.", identity);
	if (run(task, store, put_record, &flow) && arg_on(task->args->pass_thru))
		flow = emit_take(task->call, record_object(store, task->record));
	return flow;
}

enum flow record_verb_set(struct call *call, void *args)
{
	struct change_task task = { .call = call, .verb = call_cmdlet(call)->data, .args = args };
	GError *error = NULL;
	struct store *store = host_store(call_host(call), &error);
	g_autoptr(record_auto) old = NULL;
	enum flow flow;

	if (!store)
		return call_throw(call, error);
	old = find_record(call, store, args, &error);
	if (!old)
		return call_error(call, error);
	task.old = old;
	task.record = record_copy(old);
	flow = set_properties(&task, &error) ? apply_set(&task, store) : call_error(call, error);
	record_unref(task.record);
	return flow;
}

/* -- Remove --------------------------------------------------------------------------- */

enum flow record_verb_remove(struct call *call, void *args)
{
	struct change_task task = { .call = call, .verb = call_cmdlet(call)->data, .args = args };
	GError *error = NULL;
	struct store *store = host_store(call_host(call), &error);
	enum flow flow = FLOW_NEXT;

	if (!store)
		return call_throw(call, error);
	task.record = find_record(call, store, args, &error);
	if (!task.record)
		return call_error(call, error);
	run(&task, store, remove_record, &flow);
	record_unref(task.record);
	return flow;
}

/* -- New ------------------------------------------------------------------------------ */

/* The organization as its own record spells it; NULL + error when there is none. */
static char *new_organization(struct call *call, struct store *store, struct record_args *args,
			      GError **error)
{
	const struct record_verb *verb = call_cmdlet(call)->data;
	g_autofree char *text = organization_text(call, args->organization);
	g_autoptr(record_auto) record = NULL;

	if (!text && verb->owner)
		return verb->owner(call, store, record_args_properties(verb, args), error);
	if (!text) {
		fault_set(error, &no_identity, VALUE_NULL, "The organization is missing.");
		return NULL;
	}
	record = store_find(store, STORE_ORGANIZATION, NULL, text, error);
	return record ? g_strdup(record_name(record)) : NULL;
}

enum flow record_verb_new(struct call *call, void *args)
{
	struct change_task task = { .call = call, .verb = call_cmdlet(call)->data, .args = args };
	const struct record_kind *kind = record_kind_find(task.verb->kind);
	bool tenants = kind->scope == SCOPE_ORGANIZATION;
	g_autofree char *organization = NULL;
	GError *error = NULL;
	struct store *store = host_store(call_host(call), &error);
	enum flow flow = FLOW_NEXT;

	if (!store)
		return call_throw(call, error);
	organization = tenants ? new_organization(call, store, args, &error) : NULL;
	if (error)
		return call_error(call, error);
	task.record = record_new(kind, organization);
	if (!set_properties(&task, &error))
		flow = call_error(call, error);
	else if (run(&task, store, put_record, &flow))
		flow = emit_take(call, record_object(store, task.record));
	record_unref(task.record);
	return flow;
}
