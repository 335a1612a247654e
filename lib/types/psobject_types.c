/*
 * .PSObject: the members of any value as objects. The collection is made when
 * it is asked for; what is set or added through it changes the value itself.
 */
#include "config.h"

#include "lib/types/psobject_types.h"

#include "lib/cmdlet.h"
#include "lib/object.h"
#include "lib/type_rank.h"
#include "lib/types/table.h"
#include "lib/wildcard.h"

/* -- The view ------------------------------------------------------------------------------------ */

struct view {
	struct native native;
	struct value of;
};

static struct value viewed(struct value self)
{
	return ((struct view *)self.u.native)->of;
}

static void view_free(struct native *native)
{
	value_unref(((struct view *)native)->of);
}

static void view_traverse(struct native *native, void (*visit)(struct value, void *), void *data)
{
	visit(((struct view *)native)->of, data);
}

struct value psobject_view_new(struct value v)
{
	struct view *view = native_new(&type_psobject, sizeof(*view));

	view->of = value_ref(v);
	return value_of(view);
}

/* Where members can be attached: the object itself, or the box around a value. */
static struct object *member_object(struct value v)
{
	if (v.kind == V_BOXED)
		return ((struct boxed *)v.u.block)->members;
	return v.kind == V_OBJECT ? v.u.object : NULL;
}

static struct value copy_of(struct value v)
{
	struct object *object, *copy;

	if (v.kind != V_OBJECT)
		return value_ref(v);
	object = v.u.object;
	copy = object_new(object->shape);
	for (uint32_t i = 0; i < object->shape->n; i++)
		value_put(&copy->slots[i], value_ref(object->slots[i]));
	return value_of(copy);
}

/* -- PSMemberInfo ---------------------------------------------------------------------------------- */

struct member_info {
	struct native native;
	struct value owner;		/* V_UNSET: not attached yet */
	struct string *name;
	enum member_kind kind;
	struct value v;			/* of one not attached; a method's overloads otherwise */
	bool is_static;			/* a static method: the owner is its type */
	struct host *host;
};

extern const struct type type_psmemberinfo, type_psnoteproperty, type_psproperty, type_psscriptproperty,
	type_psaliasproperty, type_psscriptmethod, type_psmethod, type_pspropertyset,
	type_member_collection;

static struct member_info *info_of(struct value v)
{
	return (struct member_info *)v.u.native;
}

static void info_free(struct native *native)
{
	struct member_info *info = (struct member_info *)native;

	value_unref(info->owner);
	value_unref(info->v);
	str_unref(info->name);
}

static void info_traverse(struct native *native, void (*visit)(struct value, void *), void *data)
{
	visit(((struct member_info *)native)->owner, data);
	visit(((struct member_info *)native)->v, data);
}

static const struct type *info_type(enum member_kind kind)
{
	switch (kind) {
	case MEMBER_NOTE:
		return &type_psnoteproperty;
	case MEMBER_ALIAS:
		return &type_psaliasproperty;
	case MEMBER_SCRIPT:
		return &type_psscriptproperty;
	case MEMBER_METHOD:
		return &type_psscriptmethod;
	default:
		return &type_psproperty;
	}
}

static struct member_info *info_new(const struct type *type, struct value owner, struct string *name,
				    enum member_kind kind, struct host *host)
{
	struct member_info *info = native_new(type, sizeof(*info));

	info->owner = owner.kind == V_UNSET ? VALUE_UNSET : value_ref(owner);
	info->name = str_ref(name);
	info->kind = kind;
	info->v = VALUE_NULL;
	info->host = host;
	return info;
}

static struct value info_value(struct value self)
{
	struct member_info *info = info_of(self);
	struct value v;

	if (info->owner.kind == V_UNSET)
		return value_ref(info->v);
	v = host_member(info->host, info->owner, symbol_of(info->name));
	return v.kind == V_UNSET ? VALUE_NULL : v;
}

static struct value member_types(int64_t number)
{
	return value_enum(type_find("System.Management.Automation.PSMemberTypes", -1), number);
}

static int64_t member_type_number(struct value self)
{
	static const int numbers[] = {
		[MEMBER_PROPERTY] = 4, [MEMBER_NOTE] = 8, [MEMBER_ALIAS] = 1, [MEMBER_SCRIPT] = 16,
		[MEMBER_METHOD] = 256,
	};

	if (self.u.native->type == &type_psmethod || self.u.native->type == &type_pspropertyset)
		return self.u.native->type == &type_psmethod ? 64 : 32;
	return numbers[info_of(self)->kind];
}

static struct value type_name_of_value(struct value self)
{
	value_auto v = info_value(self);

	return value_text(value_is_null(v) ? "System.Object" : type_of(v)->name);
}

static struct string *info_text(struct value self)
{
	value_auto v = info_value(self);
	struct string *text;
	struct string *result;

	if (self.u.native->type != &type_psnoteproperty)
		return str_ref(info_of(self)->name);
	text = value_is_null(v) ? str_new("null", -1) : value_to_string(v, NULL);
	result = str_printf("%s %s=%s", value_is_null(v) ? "object" : type_short(type_of(v)),
			    info_of(self)->name->data, text->data);
	str_unref(text);
	return result;
}

MEMBER_IS(info_get_name, value_str(str_ref(info_of(self)->name)))
MEMBER_IS(info_get_value, info_value(self))
MEMBER_IS(info_member_type, member_types(member_type_number(self)))
MEMBER_IS(info_type_name, type_name_of_value(self))
MEMBER_IS(info_true, value_bool(true))
MEMBER_IS(info_settable, value_bool(info_of(self)->kind != MEMBER_METHOD))
MEMBER_IS(info_is_instance, value_bool(info_of(self)->kind != MEMBER_PROPERTY))
MEMBER_IS(info_to_string, value_str(info_text(self)))

MEMBER(info_set_value)
{
	struct member_info *info = info_of(self);

	if (info->owner.kind == V_UNSET) {
		value_put(&info->v, value_ref(args[0]));
		return true;
	}
	return host_set_member(info->host, info->owner, symbol_of(info->name), args[0], error);
}

static const struct type_member info_properties[] = {
	PROPERTY("System.Management.Automation.PSMemberTypes MemberType {get;}", info_member_type),
	SETTABLE("System.Object Value {get;set;}", info_get_value, info_set_value),
	PROPERTY("bool IsSettable {get;}", info_settable),
	PROPERTY("bool IsGettable {get;}", info_true),
	PROPERTY("string TypeNameOfValue {get;}", info_type_name),
	PROPERTY("string Name {get;}", info_get_name),
	PROPERTY("bool IsInstance {get;}", info_is_instance),
	END_OF_MEMBERS
};

static const struct type_member info_methods[] = {
	METHOD("string ToString()", info_to_string),
	END_OF_MEMBERS
};

TYPE(type_psmemberinfo);
const struct type type_psmemberinfo = {
	.name = "System.Management.Automation.PSMemberInfo", .kind = V_NATIVE,
	.flags = TYPE_IS_ABSTRACT, .properties = info_properties, .methods = info_methods,
};

static bool construct(struct type_call *call, const struct value *args, enum member_kind kind,
		      struct value *ret, GError **error)
{
	struct member_info *info;

	if (args[0].kind != V_STRING || !args[0].u.str->len) {
		fault_throw(error, "System.Management.Automation.PSArgumentException",
			    "Cannot process argument because the value of argument \"name\" is not valid. Change the value of the \"name\" argument and run the operation again.");
		return false;
	}
	info = info_new(call->type, VALUE_UNSET, args[0].u.str, kind, call->host);
	info->v = value_ref(args[1]);
	*ret = value_of(info);
	return true;
}

#define CONSTRUCT(name, kind)							\
	MEMBER(name)								\
	{									\
		return construct(call, args, kind, ret, error);			\
	}

CONSTRUCT(note_construct, MEMBER_NOTE)
CONSTRUCT(alias_construct, MEMBER_ALIAS)
CONSTRUCT(script_property_construct, MEMBER_SCRIPT)
CONSTRUCT(script_method_construct, MEMBER_METHOD)

#define INFO(symbol, full, short_name, makers)					\
	const struct type symbol = {						\
		.name = "System.Management.Automation." full, .alias = short_name, .kind = V_NATIVE, \
		.base = &type_psmemberinfo, .constructors = makers, .free = info_free, \
		.traverse = info_traverse, .to_string = info_text,		\
	}

static const struct type_member note_constructors[] = {
	CONSTRUCTOR("new(string name, System.Object value)", note_construct),
	END_OF_MEMBERS
};
static const struct type_member alias_constructors[] = {
	CONSTRUCTOR("new(string name, string referencedMemberName)", alias_construct),
	END_OF_MEMBERS
};
static const struct type_member script_property_constructors[] = {
	CONSTRUCTOR("new(string name, scriptblock getterScript)", script_property_construct),
	END_OF_MEMBERS
};
static const struct type_member script_method_constructors[] = {
	CONSTRUCTOR("new(string name, scriptblock script)", script_method_construct),
	END_OF_MEMBERS
};

TYPE(type_psnoteproperty);
INFO(type_psnoteproperty, "PSNoteProperty", "psnoteproperty", note_constructors);
TYPE(type_psproperty);
INFO(type_psproperty, "PSProperty", NULL, NULL);
TYPE(type_psaliasproperty);
INFO(type_psaliasproperty, "PSAliasProperty", "psaliasproperty", alias_constructors);
TYPE(type_psscriptproperty);
INFO(type_psscriptproperty, "PSScriptProperty", "psscriptproperty", script_property_constructors);
TYPE(type_psscriptmethod);
INFO(type_psscriptmethod, "PSScriptMethod", "psscriptmethod", script_method_constructors);

/* A set of properties: what Add-Member attaches so that an object is shown by some of its own. */
CONSTRUCT(property_set_construct, MEMBER_NOTE)

static const struct type_member property_set_constructors[] = {
	CONSTRUCTOR("new(string name, string[] referencedPropertyNames)", property_set_construct),
	END_OF_MEMBERS
};

static const struct type_member property_set_properties[] = {
	PROPERTY("System.Collections.ObjectModel.Collection[string] ReferencedPropertyNames {get;}",
		 info_get_value),
	END_OF_MEMBERS
};

TYPE(type_pspropertyset);
const struct type type_pspropertyset = {
	.name = "System.Management.Automation.PSPropertySet", .kind = V_NATIVE,
	.base = &type_psmemberinfo, .constructors = property_set_constructors,
	.properties = property_set_properties, .free = info_free, .traverse = info_traverse,
};

/* -- PSMethod ------------------------------------------------------------------------------------------ */

MEMBER(method_invoke)
{
	struct member_info *info = info_of(self);
	struct value items = args[0];

	if (info->is_static && text_equal_nocase(info->name->data, "new"))
		return type_construct(info->owner.u.type, items.u.array->u.items, items.u.array->len, call->host,
				      ret, error);
	if (info->is_static)
		return type_invoke(info->owner.u.type, VALUE_UNSET, info->name->data, items.u.array->u.items,
				   items.u.array->len, call->host, ret, error);
	return type_invoke(type_of(info->owner), info->owner, info->name->data, items.u.array->u.items,
			   items.u.array->len, call->host, ret, error);
}

static void collect_overload(const struct type_member *member, void *data)
{
	struct member_info *info = data;
	size_t len;
	const char *name = type_member_name(member, &len);
	g_autofree char *text = NULL;

	if (len != info->name->len || g_ascii_strncasecmp(name, info->name->data, len) != 0)
		return;
	text = type_signature(info->is_static ? info->owner.u.type : type_of(info->owner), member);
	list_add(info->v.u.list, value_text(text));
}

static void collect_constructors(struct member_info *info)
{
	const struct type *type = info->owner.u.type;

	for (const struct type_member *m = type->constructors; m && m->signature; m++)
		list_add(info->v.u.list, value_str(str_printf("%s %s", type_short(type), m->signature)));
}

/* The signatures of the overloads. */
static struct value overloads_of(struct value self)
{
	struct member_info *info = info_of(self);

	if (info->v.kind != V_LIST) {
		value_put(&info->v, value_of(list_new(NULL, &type_string)));
		if (!info->is_static)
			type_each_method(type_of(info->owner), false, collect_overload, info);
		else if (text_equal_nocase(info->name->data, "new"))
			collect_constructors(info);
		else
			type_each_method(info->owner.u.type, true, collect_overload, info);
	}
	return value_of_rest(&type_string, info->v.u.list->items, info->v.u.list->len);
}

static struct string *method_text(struct value self)
{
	value_auto all = overloads_of(self);
	struct value joined;

	if (!value_join(all, ", ", &joined, NULL))
		return str_empty();
	return joined.u.str;
}

MEMBER_IS(method_overloads, overloads_of(self))
MEMBER_IS(method_to_string, value_str(method_text(self)))

static const struct type_member method_properties[] = {
	PROPERTY("string[] OverloadDefinitions {get;}", method_overloads),
	END_OF_MEMBERS
};

static const struct type_member method_methods[] = {
	METHOD("System.Object Invoke(params System.Object[] arguments)", method_invoke),
	METHOD("string ToString()", method_to_string),
	END_OF_MEMBERS
};

TYPE(type_psmethod);
const struct type type_psmethod = {
	.name = "System.Management.Automation.PSMethod", .alias = "psmethod", .kind = V_NATIVE,
	.base = &type_psmemberinfo, .properties = method_properties, .methods = method_methods,
	.free = info_free, .traverse = info_traverse, .to_string = method_text,
};

struct value psmethod_new(struct host *host, struct value owner, struct string *name)
{
	return value_of(info_new(&type_psmethod, owner, name, MEMBER_METHOD, host));
}

struct value psmethod_static_new(struct host *host, const struct type *type, struct string *name)
{
	struct value method = psmethod_new(host, value_type_object(type), name);

	info_of(method)->is_static = true;
	return method;
}

/* -- Collections ------------------------------------------------------------------------------------------ */

struct collection {
	struct native native;
	struct value owner;
	struct host *host;
	struct list *items;		/* of PSMemberInfo */
};

static struct collection *collection_of(struct value v)
{
	return (struct collection *)v.u.native;
}

static void collection_free(struct native *native)
{
	value_unref(((struct collection *)native)->owner);
	value_unref(value_of(((struct collection *)native)->items));
}

static void collection_traverse(struct native *native, void (*visit)(struct value, void *), void *data)
{
	visit(((struct collection *)native)->owner, data);
	visit(value_of(((struct collection *)native)->items), data);
}

static struct collection *collection_new(struct value owner, struct host *host)
{
	struct collection *c = native_new(&type_member_collection, sizeof(*c));

	c->owner = value_ref(owner);
	c->host = host;
	c->items = list_new(NULL, NULL);
	return c;
}

/* The kind of a property: what the object's shape says, else one of the type. */
static enum member_kind kind_of(struct value owner, struct string *name)
{
	struct object *object = member_object(owner);
	int slot = object ? shape_slot(object->shape, symbol_of(name)) : -1;

	return slot < 0 ? MEMBER_PROPERTY : (enum member_kind)object->shape->members[slot].kind;
}

static void collect_property(struct string *name, struct value v, void *data)
{
	struct collection *c = data;
	enum member_kind kind = kind_of(c->owner, name);

	(void)v;
	list_add(c->items, value_of(info_new(info_type(kind), c->owner, name, kind, c->host)));
}

static void collect_script_methods(struct collection *c)
{
	struct object *object = member_object(c->owner);

	for (uint32_t i = 0; object && i < object->shape->n; i++)
		if (object->shape->members[i].kind == MEMBER_METHOD)
			list_add(c->items, value_of(info_new(&type_psscriptmethod, c->owner,
							     object->shape->members[i].name, MEMBER_METHOD,
							     c->host)));
}

static bool collection_has(struct collection *c, const char *name, size_t len)
{
	for (uint32_t i = 0; i < c->items->len; i++) {
		struct string *known = info_of(c->items->items[i])->name;

		if (known->len == len && g_ascii_strncasecmp(known->data, name, len) == 0)
			return true;
	}
	return false;
}

static void collect_method(const struct type_member *member, void *data)
{
	struct collection *c = data;
	size_t len;
	const char *name = type_member_name(member, &len);
	struct string *text;

	if (collection_has(c, name, len))
		return;
	text = str_new(name, len);
	list_add(c->items, psmethod_new(c->host, c->owner, text));
	str_unref(text);
}

static struct value properties_of(struct value v, struct host *host)
{
	struct collection *c = collection_new(v, host);

	host_each_property(host, v, collect_property, c);
	return value_of(c);
}

static struct value methods_of(struct value v, struct host *host)
{
	struct collection *c = collection_new(v, host);

	type_each_method(type_of(v), false, collect_method, c);
	collect_script_methods(c);
	return value_of(c);
}

static struct value members_of(struct value v, struct host *host)
{
	struct collection *c = collection_new(v, host);

	host_each_property(host, v, collect_property, c);
	type_each_method(type_of(v), false, collect_method, c);
	collect_script_methods(c);
	return value_of(c);
}

static int64_t find_named(struct collection *c, const char *name)
{
	for (uint32_t i = 0; i < c->items->len; i++)
		if (text_equal_nocase(info_of(c->items->items[i])->name->data, name))
			return i;
	return -1;
}

static bool collection_index(struct value self, struct value key, struct value *ret, GError **error)
{
	struct collection *c = collection_of(self);
	struct string *name = value_to_string(key, NULL);
	int64_t at = find_named(c, name->data);

	(void)error;
	str_unref(name);
	*ret = at < 0 ? VALUE_NULL : list_get(c->items, at);
	return true;
}

static bool collection_next(struct enumerator *e, struct value *ret, GError **error)
{
	struct list *items = collection_of(e->source)->items;

	(void)error;
	if (e->at >= items->len)
		return false;
	*ret = list_get(items, e->at++);
	return true;
}

static bool member_exists(const struct member_info *info, GError **error)
{
	fault_throw(error, "System.Management.Automation.ExtendedTypeSystemException",
		    "Cannot add a member with the name \"%s\" because a member with that name already exists. To overwrite the member anyway, add the Force parameter to your command.",
		    info->name->data);
	return false;
}

MEMBER(collection_add)
{
	struct collection *c = collection_of(self);
	struct member_info *info = native_of(args[0], &type_psmemberinfo);
	struct object *object = member_object(c->owner);

	if (!info)
		return throw_null(error, "member");
	if (!object) {
		fault_throw(error, INVALID_OPERATION, "Members cannot be attached to this value.");
		return false;
	}
	if (find_named(c, info->name->data) >= 0 && !(n > 1 && args[1].u.b))
		return member_exists(info, error);
	object_remove(object, symbol_of(info->name));
	object_add(object, info->name, info->kind, 0, info_value(args[0]));
	list_add(c->items, value_of(info_new(info_type(info->kind), c->owner, info->name, info->kind,
					     c->host)));
	return true;
}

MEMBER(collection_remove)
{
	struct collection *c = collection_of(self);
	struct object *object = member_object(c->owner);
	int64_t at = find_named(c, text_arg(args[0]));

	if (object && at >= 0) {
		object_remove(object, symbol_of(info_of(c->items->items[at])->name));
		list_remove(c->items, at, 1);
	}
	return true;
}

MEMBER(collection_match)
{
	struct collection *c = collection_of(self), *found = collection_new(c->owner, c->host);

	for (uint32_t i = 0; i < c->items->len; i++)
		if (wildcard_match_name(text_arg(args[0]), info_of(c->items->items[i])->name->data))
			list_add(found->items, list_get(c->items, i));
	*ret = value_of(found);
	return true;
}

MEMBER(collection_item)
{
	return collection_index(self, args[0], ret, error);
}

MEMBER_IS(collection_count, value_i32(collection_of(self)->items->len))

static const struct type_member collection_properties[] = {
	{ "int Count {get;}", collection_count, NULL, 0 },
	END_OF_MEMBERS
};

static const struct type_member collection_methods[] = {
	METHOD("void Add(System.Management.Automation.PSMemberInfo member)", collection_add),
	METHOD("void Add(System.Management.Automation.PSMemberInfo member, bool preValidated)", collection_add),
	PARAMETERIZED("System.Object Item(string name) {get;}", collection_item, NULL),
	METHOD("System.Object Match(string name)", collection_match),
	METHOD("void Remove(string name)", collection_remove),
	END_OF_MEMBERS
};

static const struct type *const collection_interfaces[] = { &type_ienumerable, NULL };

TYPE(type_member_collection);
const struct type type_member_collection = {
	.name = "System.Management.Automation.PSMemberInfoIntegratingCollection`1", .kind = V_NATIVE,
	.interfaces = collection_interfaces, .properties = collection_properties,
	.methods = collection_methods, .free = collection_free, .traverse = collection_traverse,
	.next = collection_next, .index = collection_index,
};

/* -- Type names: a collection that writes through to the object ----------------------------------------- */

extern const struct type type_names_collection;

GPtrArray *type_names_of(struct value v)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	const struct type *type = type_of(v);
	struct value base = value_base(v);

	if (base.kind == V_OBJECT && base.u.object->shape->type_name)
		g_ptr_array_add(names, g_strdup(base.u.object->shape->type_name->data));
	for (; type && type != &type_object; type = type->base) {
		g_ptr_array_add(names, g_strdup(type->name));
		if (!type->base && (type->flags & TYPE_IS_VALUETYPE))
			g_ptr_array_add(names, g_strdup("System.ValueType"));
	}
	g_ptr_array_add(names, g_strdup("System.Object"));
	return names;
}

static bool names_next(struct enumerator *e, struct value *ret, GError **error)
{
	g_autoptr(GPtrArray) names = type_names_of(viewed(e->source));

	(void)error;
	if (e->at >= names->len)
		return false;
	*ret = value_text(names->pdata[e->at++]);
	return true;
}

static bool names_index(struct value self, struct value key, struct value *ret, GError **error)
{
	g_autoptr(GPtrArray) names = type_names_of(viewed(self));
	int64_t at;

	if (!value_to_i64(key, &at, error))
		return false;
	if (at < 0)
		at += names->len;
	*ret = at >= 0 && at < names->len ? value_text(names->pdata[at]) : VALUE_NULL;
	return true;
}

static void rename_object(struct value v, struct string *name)
{
	struct value base = value_base(v);
	struct shape *shape;

	if (base.kind != V_OBJECT)
		return;
	shape = shape_named(base.u.object->shape, name);
	shape_unref(base.u.object->shape);
	base.u.object->shape = shape;
}

MEMBER(names_insert)
{
	if (args[1].kind == V_STRING)
		rename_object(viewed(self), args[1].u.str);
	return true;
}

MEMBER(names_add)
{
	if (args[0].kind == V_STRING)
		rename_object(viewed(self), args[0].u.str);
	return true;
}

MEMBER(names_clear)
{
	struct string *none = str_new("System.Object", -1);

	rename_object(viewed(self), none);
	str_unref(none);
	return true;
}

MEMBER(names_contains)
{
	g_autoptr(GPtrArray) names = type_names_of(viewed(self));

	*ret = value_bool(false);
	for (guint i = 0; i < names->len; i++)
		if (text_equal_nocase(names->pdata[i], text_arg(args[0])))
			*ret = value_bool(true);
	return true;
}

static int32_t names_number(struct value self)
{
	g_autoptr(GPtrArray) names = type_names_of(viewed(self));

	return names->len;
}

MEMBER_IS(names_count, value_i32(names_number(self)))

static const struct type_member names_properties[] = {
	PROPERTY("int Count {get;}", names_count),
	END_OF_MEMBERS
};

static const struct type_member names_methods[] = {
	METHOD("void Add(string item)", names_add),
	METHOD("void Clear()", names_clear),
	METHOD("bool Contains(string item)", names_contains),
	METHOD("void Insert(int index, string item)", names_insert),
	END_OF_MEMBERS
};

TYPE(type_names_collection);
const struct type type_names_collection = {
	.name = "System.Management.Automation.Runspaces.TypeNameCollection", .kind = V_NATIVE,
	.interfaces = collection_interfaces, .properties = names_properties, .methods = names_methods,
	.free = view_free, .traverse = view_traverse, .next = names_next, .index = names_index,
};

static struct value names_view(struct value v)
{
	struct view *view = native_new(&type_names_collection, sizeof(*view));

	view->of = value_ref(v);
	return value_of(view);
}

/* -- PSObject and PSCustomObject ---------------------------------------------------------------------------- */

MEMBER_IS(psobject_base, value_ref(value_base(viewed(self))))
MEMBER_IS(psobject_properties_of, properties_of(viewed(self), call->host))
MEMBER_IS(psobject_methods_of, methods_of(viewed(self), call->host))
MEMBER_IS(psobject_members_of, members_of(viewed(self), call->host))
MEMBER_IS(psobject_names, names_view(viewed(self)))
MEMBER_IS(psobject_copy, copy_of(viewed(self)))
MEMBER_IS(psobject_to_string, value_str(value_to_display(viewed(self))))
MEMBER_IS(psobject_construct, n ? value_ref(args[0]) : value_of(object_custom()))

static const struct type_member psobject_properties[] = {
	PROPERTY("System.Object BaseObject {get;}", psobject_base),
	PROPERTY("System.Object ImmediateBaseObject {get;}", psobject_base),
	PROPERTY("System.Object Members {get;}", psobject_members_of),
	PROPERTY("System.Object Methods {get;}", psobject_methods_of),
	PROPERTY("System.Object Properties {get;}", psobject_properties_of),
	PROPERTY("System.Object TypeNames {get;}", psobject_names),
	END_OF_MEMBERS
};

static const struct type_member psobject_methods[] = {
	METHOD("psobject Copy()", psobject_copy),
	METHOD("string ToString()", psobject_to_string),
	END_OF_MEMBERS
};

static const struct type_member psobject_constructors[] = {
	CONSTRUCTOR("new()", psobject_construct),
	CONSTRUCTOR("new(System.Object obj)", psobject_construct),
	END_OF_MEMBERS
};

TYPE(type_psobject);
const struct type type_psobject = {
	.name = "System.Management.Automation.PSObject", .alias = "psobject", .kind = V_OBJECT,
	.properties = psobject_properties, .methods = psobject_methods,
	.constructors = psobject_constructors, .free = view_free, .traverse = view_traverse,
};

TYPE(type_pscustomobject);
const struct type type_pscustomobject = {
	.name = "System.Management.Automation.PSCustomObject", .alias = "pscustomobject", .kind = V_OBJECT,
};
