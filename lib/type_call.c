/*
 * Methods by name: the overloads of a name along the bases, read once and kept;
 * the choice among them for some arguments; the call, which converts the
 * arguments and wraps what the method throws.
 */
#include "config.h"

#include "lib/convert.h"
#include "lib/error_record.h"
#include "lib/symbol.h"
#include "lib/type_make.h"
#include "lib/type_rank.h"
#include "lib/type_signature.h"
#include "lib/variable.h"

struct type_group {
	const struct type *type;
	const char *name;		/* as asked, for messages */
	GPtrArray *overloads;		/* struct type_overload */
};

struct group_key {
	const struct type *type;
	const struct symbol *name;	/* NULL: constructors */
	bool is_static;
};

static GHashTable *groups;		/* struct group_key -> struct type_group, or NULL */
static GHashTable *properties;		/* struct group_key -> struct type_member, or NULL */

static const struct fault no_overload = {
	"MethodCountCouldNotFindBest", "System.Management.Automation.MethodException",
	CATEGORY_NOT_SPECIFIED, NULL };
static const struct fault bad_argument = {
	"MethodArgumentConversionInvalidCastArgument", "System.Management.Automation.MethodException",
	CATEGORY_NOT_SPECIFIED, NULL };
static const struct fault not_found = {
	"MethodNotFound", "System.Management.Automation.RuntimeException", CATEGORY_INVALID_OPERATION,
	NULL };
static const struct fault not_a_reference = {
	"NonRefArgumentToRefParameterMsg", "System.Management.Automation.MethodException",
	CATEGORY_NOT_SPECIFIED, NULL };

static guint key_hash(gconstpointer p)
{
	const struct group_key *key = p;

	return g_direct_hash(key->type) * 31 + (key->name ? key->name->hash : 0) + key->is_static;
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
	const struct group_key *x = a, *y = b;

	return x->type == y->type && x->name == y->name && x->is_static == y->is_static;
}

static void group_free(void *data)
{
	struct type_group *group = data;

	if (!group)
		return;
	g_ptr_array_unref(group->overloads);
	g_free((char *)group->name);
	g_free(group);
}

/* -- Finding ------------------------------------------------------------------------------- */

static bool member_named(const struct type_member *member, const struct symbol *name)
{
	size_t len;
	const char *text = type_member_name(member, &len);

	return len == name->name->len && g_ascii_strncasecmp(text, name->name->data, len) == 0;
}

static bool same_params(const struct type_overload *a, const struct type_overload *b)
{
	if (a->n != b->n)
		return false;
	for (unsigned i = 0; i < a->n; i++)
		if (a->params[i].type != b->params[i].type || a->params[i].flags != b->params[i].flags)
			return false;
	return true;
}

/* An overload of a base that a derived one overrides is left out. */
static void group_add(struct type_group *group, const struct type *type,
		      const struct type_member *member)
{
	g_autofree char *unknown = NULL;
	struct type_overload *overload = signature_read(type, member, &unknown);

	if (!overload) {
		g_critical("%s: %s: no type %s", type->name, member->signature, unknown);
		return;
	}
	for (guint i = 0; i < group->overloads->len; i++) {
		if (same_params(group->overloads->pdata[i], overload)) {
			signature_free(overload);
			return;
		}
	}
	g_ptr_array_add(group->overloads, overload);
}

static struct type_group *group_new(const struct type *type, const char *name)
{
	struct type_group *group = g_new0(struct type_group, 1);

	group->type = type;
	group->name = g_strdup(name);
	group->overloads = g_ptr_array_new_with_free_func((GDestroyNotify)signature_free);
	return group;
}

/* The methods of a type by itself; an interface's count as its own. */
static void group_collect(struct type_group *group, const struct type *type,
			  const struct type *from, const struct group_key *key)
{
	for (const struct type_member *m = from->methods; m && m->signature; m++)
		if (!!(m->flags & TYPE_STATIC) == key->is_static && member_named(m, key->name))
			group_add(group, type, m);
}

static struct type_group *group_make(const struct group_key *key)
{
	struct type_group *group = group_new(key->type, key->name->name->data);

	for (const struct type *t = key->type; t; t = t->base)
		group_collect(group, key->type, t, key);
	group_collect(group, key->type, &type_object, key);
	if (!group->overloads->len) {
		group_free(group);
		return NULL;
	}
	g_free((char *)group->name);
	group->name = g_strdup(((struct type_overload *)group->overloads->pdata[0])->name);
	return group;
}

const struct type_group *type_methods(const struct type *type, const struct symbol *name, bool is_static)
{
	struct group_key key = { type, name, is_static };
	void *found;

	if (!groups)
		groups = g_hash_table_new_full(key_hash, key_equal, g_free, group_free);
	if (!g_hash_table_lookup_extended(groups, &key, NULL, &found)) {
		found = group_make(&key);
		g_hash_table_insert(groups, g_memdup2(&key, sizeof(key)), found);
	}
	return found;
}

const struct type_group *type_constructors(const struct type *type)
{
	struct group_key key = { type, NULL, true };
	struct type_group *group;

	if (!groups)
		groups = g_hash_table_new_full(key_hash, key_equal, g_free, group_free);
	group = g_hash_table_lookup(groups, &key);
	if (group)
		return group;
	group = group_new(type, "new");
	for (const struct type_member *m = type->constructors; m && m->signature; m++)
		group_add(group, type, m);
	g_hash_table_insert(groups, g_memdup2(&key, sizeof(key)), group);
	return group;
}

static const struct type_member *find_property(const struct type *type, const struct symbol *name,
					       bool is_static)
{
	for (; type; type = type->base)
		for (const struct type_member *m = type->properties; m && m->signature; m++)
			if (!!(m->flags & TYPE_STATIC) == is_static && member_named(m, name))
				return m;
	return NULL;
}

const struct type_member *type_property(const struct type *type, const struct symbol *name, bool is_static)
{
	struct group_key key = { type, name, is_static };
	void *found;

	if (!properties)
		properties = g_hash_table_new_full(key_hash, key_equal, g_free, NULL);
	if (!g_hash_table_lookup_extended(properties, &key, NULL, &found)) {
		found = (void *)find_property(type, name, is_static);
		g_hash_table_insert(properties, g_memdup2(&key, sizeof(key)), found);
	}
	return found;
}

void type_each_property(const struct type *type, bool is_static,
			void (*visit)(const struct type_member *member, void *data), void *data)
{
	for (const struct type_member *m = type->properties; m && m->signature; m++)
		if (!!(m->flags & TYPE_STATIC) == is_static && !(m->flags & TYPE_HIDDEN_MEMBER))
			visit(m, data);
	if (type->base)
		type_each_property(type->base, is_static, visit, data);
}

void type_each_method(const struct type *type, bool is_static,
		      void (*visit)(const struct type_member *member, void *data), void *data)
{
	if (type != &type_object)
		type_each_method(type->base ? type->base : &type_object, is_static, visit, data);
	for (const struct type_member *m = type->methods; m && m->signature; m++)
		if (!!(m->flags & TYPE_STATIC) == is_static && !(m->flags & TYPE_HIDDEN_MEMBER))
			visit(m, data);
}

/* -- Choosing -------------------------------------------------------------------------------- */

static const struct type *param_type(const struct type_overload *overload, bool expanded, unsigned i)
{
	if (overload->rest && i >= overload->n - 1) {
		const struct type *element = overload->params[overload->n - 1].type;

		return expanded ? element : type_array_of(element);
	}
	return overload->params[i].type;
}

struct candidate {
	const struct type_overload *overload;
	bool expanded;			/* its `params` takes the arguments one by one */
	enum conversion_rank ranks[32];
};

static bool candidate_rank(struct candidate *c, const struct value *args, unsigned n)
{
	for (unsigned i = 0; i < n && i < G_N_ELEMENTS(c->ranks); i++) {
		if (i < c->overload->n && (c->overload->params[i].flags & TYPE_PARAM_OUT))
			c->ranks[i] = RANK_ASSIGNABLE;
		else
			c->ranks[i] = conversion_rank(args[i], param_type(c->overload, c->expanded, i));
		if (c->ranks[i] == RANK_NONE)
			return false;
	}
	return true;
}

/* Whether the number of arguments fits; *expanded: by spreading them over `params`. */
static bool count_fits(const struct type_overload *o, unsigned n, bool expanded)
{
	if (expanded)
		return o->rest && n >= o->n - 1;
	return o->rest ? n == o->n : n >= o->required && n <= o->n;
}

static int compare_specificity(const struct candidate *a, const struct candidate *b, unsigned n,
			       bool by_rank)
{
	int better = 0;

	for (unsigned i = 0; i < n; i++) {
		int specific;

		if (by_rank && (a->ranks[i] < RANK_NULL_TO_VALUE || b->ranks[i] < RANK_NULL_TO_VALUE))
			continue;
		specific = type_specificity(param_type(a->overload, a->expanded, i),
					    param_type(b->overload, b->expanded, i));
		if (by_rank && a->ranks[i] < RANK_NUMERIC_IMPLICIT)
			specific = -specific;
		better += specific * (int)(n - i);
	}
	return better;
}

/* Positive: `a` is the better one. */
static int candidate_compare(const struct candidate *a, const struct candidate *b, unsigned n)
{
	int better = 0;

	n = MIN(n, G_N_ELEMENTS(a->ranks));
	for (unsigned i = 0; i < n; i++)
		better += ((int)(a->ranks[i] > b->ranks[i]) - (int)(a->ranks[i] < b->ranks[i])) *
			  (int)(n - i);
	if (!better)
		better = compare_specificity(a, b, n, true);
	if (!better && a->expanded != b->expanded)
		return a->expanded ? -1 : 1;
	if (!better && a->expanded)
		better = (int)a->overload->n - (int)b->overload->n;
	if (!better)	/* one that has all its parameters given */
		better = (int)b->overload->n - (int)a->overload->n;
	return better ? better : compare_specificity(a, b, n, false);
}

static void set_no_overload(const struct type_group *group, unsigned n, bool ambiguous, GError **error)
{
	fault_set(error, &no_overload, VALUE_NULL,
		  ambiguous ? "Multiple ambiguous overloads found for \"%s\" and the argument count: \"%u\"."
			    : "Cannot find an overload for \"%s\" and the argument count: \"%u\".",
		  group->name, n);
}

/* The best so far against one more; equal ones are left to the first, as the tables list them. */
static void consider(struct candidate *best, const struct type_overload *overload, bool expanded,
		     const struct value *args, unsigned n)
{
	struct candidate c = { .overload = overload, .expanded = expanded };

	if (!count_fits(overload, n, expanded) || !candidate_rank(&c, args, n))
		return;
	if (!best->overload || candidate_compare(&c, best, n) > 0)
		*best = c;
}

const struct type_overload *type_select(const struct type_group *group, const struct value *args,
					unsigned n, GError **error)
{
	struct candidate best = { .overload = NULL };

	if (group->overloads->len == 1) {
		const struct type_overload *only = group->overloads->pdata[0];

		if (!only->rest && count_fits(only, n, false))
			return only;
	}
	for (guint i = 0; i < group->overloads->len; i++) {
		consider(&best, group->overloads->pdata[i], false, args, n);
		consider(&best, group->overloads->pdata[i], true, args, n);
	}
	if (!best.overload)
		set_no_overload(group, n, false, error);
	return best.overload;
}

/* -- Calling ----------------------------------------------------------------------------------- */

static void wrap_argument_error(const struct type_overload *o, unsigned i, const struct type *type,
				struct value arg, GError **error)
{
	g_autoptr(GError) inner = g_steal_pointer(error);
	struct string *text = value_to_display(arg);
	const char *name = o->params[MIN(i, o->n - 1)].name;

	fault_set(error, &bad_argument, VALUE_NULL,
		  "Cannot convert argument \"%s\", with value: \"%s\", for \"%s\" to type \"%s\": \"%s\"",
		  name, text->data, o->name, type_text(type), inner->message);
	str_unref(text);
}

static bool convert_argument(const struct type_overload *o, unsigned i, const struct type *type,
			     struct value arg, struct value *ret, GError **error)
{
	GError *inner = NULL;

	if (arg.kind == V_NOTHING)
		arg = VALUE_NULL;
	if (type == &type_object || type == &type_psobject || (arg.kind == V_NULL && !type_takes_no_null(type))) {
		*ret = value_ref(arg);
		return true;
	}
	if (value_is(arg, type)) {
		*ret = value_ref(value_base(arg));
		return true;
	}
	if (value_convert(arg, type, ret, &inner))
		return true;
	g_propagate_error(error, inner);
	wrap_argument_error(o, i, type, arg, error);
	return false;
}

/* Kinds that are one type each, so that an argument of that kind is of the type. */
static bool kind_is_type(uint32_t kind)
{
	return (kind >= V_BOOL && kind <= V_TIMESPAN && kind != V_SWITCH) || kind == V_STRING;
}

bool type_fits_exactly(const struct type_group *group, const struct type_overload *o,
		       const struct value *args, unsigned n, uint8_t *ret_kinds)
{
	if (o->rest || n != o->n)
		return false;
	for (unsigned i = 0; i < n; i++) {
		const struct type *type = o->params[i].type;

		if (o->params[i].flags & TYPE_PARAM_OUT)
			return false;
		if (type == &type_object && group->overloads->len == 1)
			ret_kinds[i] = V_UNSET;
		else if (kind_is_type(args[i].kind) && type_of(args[i]) == type)
			ret_kinds[i] = args[i].kind;
		else
			return false;
	}
	return true;
}

static bool check_reference(const struct type_overload *o, unsigned i, struct value arg,
			    struct value *ret, GError **error)
{
	if (arg.kind == V_VARIABLE) {
		*ret = value_ref(arg);
		return true;
	}
	fault_set(error, &not_a_reference, VALUE_NULL,
		  "Argument: '%u' should be a System.Management.Automation.PSReference. Use [ref].", i + 1);
	(void)o;
	return false;
}

/* Whether the last of `params` came as an array already. */
static bool rest_is_array(const struct type_overload *o, const struct value *args, unsigned n)
{
	const struct type *array;

	if (!o->rest || n != o->n)
		return false;
	array = type_array_of(o->params[n - 1].type);
	return value_is_null(args[n - 1]) ||
	       conversion_rank(args[n - 1], array) > conversion_rank(args[n - 1], array->element);
}

/* The same of a property with arguments. */
static void wrap_getting(const struct type_overload *o, struct fault_data *data, GError *error)
{
	char *message = g_strdup_printf("Exception getting \"%s\": \"%s\"", o->name, error->message);

	g_free(data->id);
	data->id = g_strdup("ExceptionWhenGetting");
	g_free(data->inner_exception);
	g_free(data->inner_message);
	data->inner_exception = data->exception;
	data->inner_message = error->message;
	data->exception = g_strdup("System.Management.Automation.GetValueInvocationException");
	data->is_throw = false;
	error->message = message;
}

/* What a method threw, as MethodInvocationException with the thrown one inside. */
static void wrap_thrown(const struct type_overload *o, unsigned n, GError **error)
{
	struct fault_data *data = error ? fault_data(*error) : NULL;
	char *message;

	if (!data)
		return;
	if (!data->is_throw) {
		struct error_record *record = error_record_of_call(error_record_of(*error), o->name, n);

		*error = NULL;
		fault_set_record(error, value_of(record));
		return;
	}
	if (o->member->flags & TYPE_PARAMETERIZED) {
		wrap_getting(o, data, *error);
		return;
	}
	message = g_strdup_printf("Exception calling \"%s\" with \"%u\" argument(s): \"%s\"", o->name, n,
				  (*error)->message);
	g_free(data->inner_exception);
	g_free(data->inner_message);
	data->inner_exception = data->exception;
	data->inner_message = (*error)->message;
	data->exception = g_strdup("System.Management.Automation.MethodInvocationException");
	data->is_throw = false;
	(*error)->message = message;
}

static bool call_converted(const struct type_overload *o, struct value self, const struct value *args,
			   unsigned n, unsigned given, void *host, struct value *ret, GError **error)
{
	struct type_call call = { .type = o->type, .member = o->member, .host = host };
	GError *inner = NULL;

	*ret = VALUE_NOTHING;
	if (o->member->get(&call, self, args, n, ret, &inner))
		return true;
	if (!inner)	/* control leaves otherwise */
		return false;
	g_propagate_error(error, inner);
	wrap_thrown(o, given, error);
	return false;
}

bool type_set_property(const struct type *type, const struct type_member *property, struct value self,
		       struct value to, void *host, GError **error)
{
	struct type_call call = { .type = type, .member = property, .host = host };
	const struct type *wanted = signature_result(type, property);
	struct value ignored = VALUE_NOTHING;
	value_auto converted = VALUE_UNSET;

	if (!wanted || (value_is_null(to) && !type_takes_no_null(wanted)))
		converted = value_ref(to);
	else if (!value_convert(to, wanted, &converted, error))
		return false;
	return property->set(&call, self, &converted, 1, &ignored, error);
}

bool type_call_member(const struct type_overload *o, struct value self, const struct value *args,
		      unsigned n, void *host, struct value *ret, GError **error)
{
	struct value space[8];
	struct value *converted = n <= G_N_ELEMENTS(space) ? space : g_new(struct value, n);
	bool expanded = o->rest && !rest_is_array(o, args, n);
	unsigned done = 0;
	bool ok = true;

	self = value_base(self);
	for (; ok && done < n; done += ok) {
		if (done < o->n && (o->params[done].flags & TYPE_PARAM_OUT))
			ok = check_reference(o, done, args[done], &converted[done], error);
		else
			ok = convert_argument(o, done, param_type(o, expanded, done), args[done],
					      &converted[done], error);
	}
	if (ok && expanded) {
		struct value rest = value_of_rest(o->params[o->n - 1].type, converted + o->n - 1,
						  n - (o->n - 1));
		struct value with[9];

		memcpy(with, converted, MIN(o->n - 1, 8) * sizeof(*with));
		with[MIN(o->n - 1, 8)] = rest;
		ok = call_converted(o, self, with, o->n, n, host, ret, error);
		value_unref(rest);
	} else if (ok) {
		ok = call_converted(o, self, converted, n, n, host, ret, error);
	}
	for (unsigned i = 0; i < done; i++)
		value_unref(converted[i]);
	if (converted != space)
		g_free(converted);
	return ok;
}

bool type_call_exact(const struct type_overload *o, struct value self, const struct value *args,
		     unsigned n, void *host, struct value *ret, GError **error)
{
	return call_converted(o, self, args, n, n, host, ret, error);
}

bool type_invoke(const struct type *type, struct value self, const char *name,
		 const struct value *args, unsigned n, void *host, struct value *ret, GError **error)
{
	const struct type_group *group = type_methods(type, symbol_get(name, -1), self.kind == V_UNSET);
	const struct type_overload *overload;

	if (!group) {
		value_auto target = value_text(name);

		fault_set(error, &not_found, target,
			  "Method invocation failed because [%s] does not contain a method named '%s'.",
			  type_text(type), name);
		return false;
	}
	overload = type_select(group, args, n, error);
	return overload && type_call_member(overload, self, args, n, host, ret, error);
}

static bool default_value(const struct type *type, struct value *ret)
{
	if (type->kind == V_ENUM)
		*ret = value_enum(type, 0);
	else if (type->flags & TYPE_IS_VALUETYPE)
		*ret = value_default(type);
	return ret->kind != V_NOTHING;
}

bool type_construct(const struct type *type, const struct value *args, unsigned n, void *host,
		    struct value *ret, GError **error)
{
	const struct type_group *group = type_constructors(type);
	const struct type_overload *overload;

	*ret = VALUE_NOTHING;
	if (!n && default_value(type, ret))
		return true;
	overload = type_select(group, args, n, error);
	return overload && type_call_member(overload, VALUE_UNSET, args, n, host, ret, error);
}

void type_calls_shutdown(void)
{
	g_clear_pointer(&groups, g_hash_table_unref);
	g_clear_pointer(&properties, g_hash_table_unref);
}
