/*
 * Types as values: [int].Name and its kin, read from the tables; and the
 * methods of System.Enum.
 */
#include "config.h"

#include "lib/types/table.h"

#include "lib/type_rank.h"

/* -- System.Type ------------------------------------------------------------------------------- */

static const struct type *this_type(struct value self)
{
	return self.u.type;
}

static bool is_reference(const struct type *type)
{
	return !(type->flags & TYPE_IS_VALUETYPE);
}

static struct value type_or_null(const struct type *type)
{
	return type ? value_type_object(type) : VALUE_NULL;
}

static const struct type *base_of(const struct type *type)
{
	if (type == &type_object || (type->flags & TYPE_IS_INTERFACE))
		return NULL;
	if (type->base)
		return type->base;
	return type->flags & TYPE_IS_VALUETYPE ? &type_valuetype : &type_object;
}

static bool is_primitive(enum value_kind kind)
{
	return kind == V_BOOL || kind == V_CHAR || (kind >= V_I8 && kind <= V_F64);
}

static struct value namespace_of(const struct type *type)
{
	const char *name = type->open && type->open != &type_array ? type->open->name : type->name;
	const char *dot = strrchr(name, '.');

	return dot ? value_str(str_new(name, dot - name)) : VALUE_NULL;
}

static struct string *type_display(struct value self)
{
	return str_new(type_text(self.u.type), -1);
}

MEMBER_IS(type_get_name, value_text(type_simple_name(this_type(self))))
MEMBER_IS(type_full_name, value_text(this_type(self)->name))
MEMBER_IS(type_base_type, type_or_null(base_of(this_type(self))))
MEMBER_IS(type_namespace, namespace_of(this_type(self)))
MEMBER_IS(type_is_enum, value_bool(this_type(self)->kind == V_ENUM))
MEMBER_IS(type_is_array, value_bool(this_type(self)->open == &type_array))
MEMBER_IS(type_is_value, value_bool(!is_reference(this_type(self)) && this_type(self) != &type_enum))
MEMBER_IS(type_is_class, value_bool(is_reference(this_type(self)) && !(this_type(self)->flags & TYPE_IS_INTERFACE)))
MEMBER_IS(type_is_interface, value_bool(this_type(self)->flags & TYPE_IS_INTERFACE))
MEMBER_IS(type_is_abstract, value_bool(this_type(self)->flags & (TYPE_IS_ABSTRACT | TYPE_IS_INTERFACE | TYPE_IS_STATIC)))
MEMBER_IS(type_is_sealed, value_bool(!is_reference(this_type(self)) || this_type(self) == &type_string ||
				     (this_type(self)->flags & TYPE_IS_STATIC)))
MEMBER_IS(type_is_public, value_bool(true))
MEMBER_IS(type_is_primitive, value_bool(is_primitive(this_type(self)->kind)))
MEMBER_IS(type_is_generic, value_bool((this_type(self)->flags & TYPE_IS_GENERIC) ||
				      (this_type(self)->open && this_type(self)->open != &type_array)))
MEMBER_IS(type_is_definition, value_bool(this_type(self)->flags & TYPE_IS_GENERIC))
MEMBER_IS(type_itself, value_ref(self))
MEMBER_IS(type_to_string, value_text(type_text(this_type(self))))
MEMBER_IS(type_element_type, this_type(self)->open == &type_array ? type_or_null(this_type(self)->element) : VALUE_NULL)
MEMBER_IS(type_is_assignable, value_bool(args[0].kind == V_TYPE && type_is(args[0].u.type, this_type(self))))
MEMBER_IS(type_is_instance, value_bool(value_is(args[0], this_type(self))))
MEMBER_IS(type_is_subclass, value_bool(args[0].kind == V_TYPE && args[0].u.type != this_type(self) &&
				       type_is(this_type(self), args[0].u.type)))
MEMBER_IS(type_make_array, value_type_object(type_array_of(this_type(self))))
MEMBER_IS(type_underlying, value_type_object(&type_int32))
MEMBER_IS(type_equals, value_bool(args[0].kind == V_TYPE && args[0].u.type == this_type(self)))

MEMBER(type_qualified_name)
{
	g_autofree char *text = g_strdup_printf("%s, System.Private.CoreLib, Version=10.0.0.0, Culture=neutral, PublicKeyToken=7cec85d7bea7798e",
						this_type(self)->name);

	*ret = value_text(text);
	return true;
}

MEMBER(type_generic_arguments)
{
	const struct type *type = this_type(self);
	struct array *array;
	unsigned count = type->open && type->open != &type_array ? !!type->element + !!type->element2 : 0;

	array = array_new(&type_type, count);
	for (unsigned i = 0; i < count; i++)
		array->u.items[i] = value_type_object(i ? type->element2 : type->element);
	*ret = value_of(array);
	return true;
}

static void add_interfaces(const struct type *type, GPtrArray *list)
{
	for (; type; type = type->base) {
		for (size_t i = 0; type->interfaces && type->interfaces[i]; i++) {
			if (!g_ptr_array_find(list, type->interfaces[i], NULL))
				g_ptr_array_add(list, (void *)type->interfaces[i]);
			add_interfaces(type->interfaces[i], list);
		}
	}
}

MEMBER(type_interfaces)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	struct array *array;

	add_interfaces(this_type(self), list);
	array = array_new(&type_type, list->len);
	for (guint i = 0; i < list->len; i++)
		array->u.items[i] = value_type_object(list->pdata[i]);
	*ret = value_of(array);
	return true;
}

MEMBER(type_make_generic)
{
	const struct type *arguments[8];
	struct array *given = args[0].u.array;

	if (!(this_type(self)->flags & TYPE_IS_GENERIC) || !given->len || given->len > 8) {
		fault_throw(error, INVALID_OPERATION,
			    "%s is not a GenericTypeDefinition. MakeGenericType may only be called on a type for which Type.IsGenericTypeDefinition is true.",
			    this_type(self)->name);
		return false;
	}
	for (uint32_t i = 0; i < given->len; i++)
		arguments[i] = given->u.items[i].u.type;
	*ret = value_type_object(type_generic(this_type(self), arguments, given->len));
	return true;
}

MEMBER(type_static_get)
{
	const struct type *type = type_find(text_arg(args[0]), -1);

	if (!type && n > 1 && args[1].kind == V_BOOL && args[1].u.b) {
		fault_throw(error, "System.TypeLoadException", "Could not load type '%s'.", text_arg(args[0]));
		return false;
	}
	*ret = type_or_null(type);
	return true;
}

/* -- What reflection lists ------------------------------------------------------------------------ */

struct member_info {
	struct native native;
	const struct type *type;
	const struct type_member *member;
	char *kind;
};

extern const struct type type_member_info;

static struct member_info *info_of(struct value v)
{
	return (struct member_info *)v.u.native;
}

static void info_free(struct native *native)
{
	g_free(((struct member_info *)native)->kind);
}

static struct value info_new(const struct type *type, const struct type_member *member, const char *kind)
{
	struct member_info *info = native_new(&type_member_info, sizeof(*info));

	info->type = type;
	info->member = member;
	info->kind = g_strdup(kind);
	return value_of(info);
}

static struct value info_name(const struct member_info *info)
{
	size_t len;
	const char *name = type_member_name(info->member, &len);

	return len == 3 && memcmp(name, "new", 3) == 0 ? value_text(".ctor") : value_str(str_new(name, len));
}

static struct string *info_text(struct value self)
{
	g_autofree char *text = type_signature(info_of(self)->type, info_of(self)->member);

	return str_new(text, -1);
}

MEMBER_IS(info_get_name, info_name(info_of(self)))
MEMBER_IS(info_declaring, value_type_object(info_of(self)->type))
MEMBER_IS(info_kind, value_text(info_of(self)->kind))
MEMBER_IS(info_is_static, value_bool(info_of(self)->member->flags & TYPE_STATIC))
MEMBER_IS(info_is_public, value_bool(true))

/* GetValue(object) of a property. */
MEMBER(info_get_value)
{
	struct member_info *info = info_of(self);
	struct type_call get = { .type = info->type, .member = info->member, .host = call->host };

	return info->member->get(&get, info->member->flags & TYPE_STATIC ? VALUE_UNSET : value_base(args[0]),
				 NULL, 0, ret, error);
}

static const struct type_member info_properties[] = {
	PROPERTY("type DeclaringType {get;}", info_declaring),
	PROPERTY("bool IsPublic {get;}", info_is_public),
	PROPERTY("bool IsStatic {get;}", info_is_static),
	PROPERTY("string MemberType {get;}", info_kind),
	PROPERTY("string Name {get;}", info_get_name),
	END_OF_MEMBERS
};

static const struct type_member info_methods[] = {
	METHOD("System.Object GetValue(System.Object obj)", info_get_value),
	END_OF_MEMBERS
};

TYPE(type_member_info);
const struct type type_member_info = {
	.name = "System.Reflection.MemberInfo", .kind = V_NATIVE, .properties = info_properties,
	.methods = info_methods, .free = info_free, .to_string = info_text,
	.default_properties = "Name MemberType DeclaringType IsStatic",
};

struct listing {
	const struct type *type;
	const char *kind;
	const char *name;		/* only this one; NULL: all */
	GArray *items;
};

static void list_member(const struct type_member *member, void *data)
{
	struct listing *listing = data;
	size_t len;
	const char *name = type_member_name(member, &len);
	struct value item;

	if (listing->name && (strlen(listing->name) != len || strncmp(name, listing->name, len) != 0))
		return;
	item = info_new(listing->type, member, listing->kind);
	g_array_append_val(listing->items, item);
}

static struct value listed(struct listing *listing, bool one)
{
	struct value *items = (struct value *)listing->items->data, result = VALUE_NULL;
	guint len = listing->items->len;

	if (one) {
		for (guint i = 1; i < len; i++)
			value_unref(items[i]);
		result = len ? items[0] : VALUE_NULL;
	} else {
		result = value_array(items, len);
	}
	g_array_unref(listing->items);
	return result;
}

static struct value list_members(const struct type *type, const char *kind, const char *name)
{
	struct listing listing = { type, kind, name, g_array_new(FALSE, FALSE, sizeof(struct value)) };

	for (int is_static = 0; is_static < 2; is_static++) {
		if (*kind == 'P')
			type_each_property(type, is_static, list_member, &listing);
		else
			type_each_method(type, is_static, list_member, &listing);
	}
	return listed(&listing, name != NULL);
}

static struct value list_constructors(const struct type *type)
{
	struct listing listing = { type, "Constructor", NULL, g_array_new(FALSE, FALSE, sizeof(struct value)) };

	for (const struct type_member *m = type->constructors; m && m->signature; m++)
		list_member(m, &listing);
	return listed(&listing, false);
}

MEMBER_IS(type_methods_list, list_members(this_type(self), "Method", NULL))
MEMBER_IS(type_method, list_members(this_type(self), "Method", text_arg(args[0])))
MEMBER_IS(type_properties_list, list_members(this_type(self), "Property", NULL))
MEMBER_IS(type_one_property, list_members(this_type(self), "Property", text_arg(args[0])))
MEMBER_IS(type_constructors_list, list_constructors(this_type(self)))

/* -- Enum ---------------------------------------------------------------------------------------------- */

static const struct type *enum_arg(struct value v, GError **error)
{
	if (v.kind == V_TYPE && v.u.type->kind == V_ENUM)
		return v.u.type;
	fault_throw(error, ARGUMENT, "Type provided must be an Enum. (Parameter 'enumType')");
	return NULL;
}

static const struct type *enum_of(struct value v, GError **error)
{
	return v.kind == V_TYPE ? enum_arg(v, error) : type_of(v);
}

/* Names, or values, in the order of their numbers. */
static bool enum_list(const struct type *type, bool values, struct value *ret)
{
	g_autofree char *all = enum_names(type, "\n");
	g_auto(GStrv) names = g_strsplit(all, "\n", -1);
	unsigned count = type->names && type->names->name ? g_strv_length(names) : 0;
	struct array *array = array_new(values ? type : &type_string, count);

	for (unsigned i = 0; i < count; i++) {
		int64_t number = 0;

		for (const struct type_enum_name *m = type->names; m->name; m++)
			if (strcmp(m->name, names[i]) == 0)
				number = m->number;
		array_set(array, i, values ? value_enum(type, number) : value_text(names[i]));
	}
	*ret = value_of(array);
	return true;
}

MEMBER(enum_get_names)
{
	const struct type *type = enum_of(n ? args[0] : self, error);

	return type && enum_list(type, false, ret);
}

MEMBER(enum_get_values)
{
	const struct type *type = enum_of(n ? args[0] : self, error);

	return type && enum_list(type, true, ret);
}

static bool parse_exact(const struct type *type, const char *text, bool ignore_case, int64_t *ret)
{
	g_auto(GStrv) parts = g_strsplit(text, ",", -1);
	char *end;

	*ret = g_ascii_strtoll(text, &end, 10);
	if (end != text && !*end)
		return true;
	*ret = 0;
	for (unsigned i = 0; parts[i]; i++) {
		const struct type_enum_name *name = type->names;
		const char *part = g_strstrip(parts[i]);

		while (name && name->name && (ignore_case ? g_ascii_strcasecmp(name->name, part)
							  : strcmp(name->name, part)) != 0)
			name++;
		if (!name || !name->name)
			return false;
		*ret |= name->number;
	}
	return parts[0] != NULL;
}

MEMBER(enum_static_parse)
{
	const struct type *type = enum_arg(args[0], error);
	bool ignore_case = n > 2 && args[2].u.b;
	int64_t number;

	if (!type)
		return false;
	if (!parse_exact(type, text_arg(args[1]), ignore_case, &number)) {
		fault_throw(error, ARGUMENT, "Requested value '%s' was not found.", text_arg(args[1]));
		return false;
	}
	*ret = value_enum(type, number);
	return true;
}

/* TryParse(type, text[, ignoreCase], out) of [enum], TryParse(text[, ignoreCase], out) of an enum. */
MEMBER(enum_try_parse)
{
	const struct type *type = args[0].kind == V_TYPE ? enum_arg(args[0], error) : call->type;
	unsigned at = args[0].kind == V_TYPE ? 1 : 0;
	bool ignore_case = n > at + 2 && args[at + 1].u.b;
	int64_t number = 0;
	bool ok;

	if (!type)
		return false;
	ok = parse_exact(type, text_arg(args[at]), ignore_case, &number);
	out_set(args[n - 1], value_enum(type, ok ? number : 0));
	*ret = value_bool(ok);
	return true;
}

MEMBER(enum_is_defined)
{
	const struct type *type = enum_arg(args[0], error);
	struct value v = value_base(args[1]);
	bool defined = false;

	if (!type)
		return false;
	for (const struct type_enum_name *name = type->names; name && name->name; name++)
		defined |= v.kind == V_STRING ? strcmp(name->name, v.u.str->data) == 0 : name->number == v.u.i;
	*ret = value_bool(defined);
	return true;
}

MEMBER(enum_get_name)
{
	const struct type *type = enum_arg(args[0], error);

	if (!type)
		return false;
	*ret = VALUE_NULL;
	for (const struct type_enum_name *name = type->names; name && name->name && ret->kind == V_NULL; name++)
		if (name->number == value_base(args[1]).u.i)
			*ret = value_text(name->name);
	return true;
}

MEMBER(enum_to_object)
{
	const struct type *type = enum_arg(args[0], error);

	if (!type)
		return false;
	*ret = value_enum(type, value_base(args[1]).u.i);
	return true;
}

MEMBER(enum_has_flag)
{
	int64_t flag = args[0].u.i;

	if (args[0].aux != self.aux) {
		fault_throw(error, ARGUMENT,
			    "The argument type, '%s', is not the same as the enum type '%s'.",
			    type_of(args[0])->name, type_of(self)->name);
		return false;
	}
	*ret = value_bool((self.u.i & flag) == flag);
	return true;
}

MEMBER_IS(enum_to_string, value_str(enum_text(type_of(self), self.u.i)))
MEMBER_IS(enum_value, value_i32(self.u.i))
MEMBER_IS(enum_compare_to, value_i32((self.u.i > args[0].u.i) - (self.u.i < args[0].u.i)))

MEMBER(enum_to_string_format)
{
	struct string *text;

	if (!value_format_one(self, text_arg(args[0]), &text, error))
		return false;
	*ret = value_str(text);
	return true;
}

static const struct type_member type_properties[] = {
	PROPERTY("string AssemblyQualifiedName {get;}", type_qualified_name),
	PROPERTY("type BaseType {get;}", type_base_type),
	PROPERTY("string FullName {get;}", type_full_name),
	PROPERTY("bool IsAbstract {get;}", type_is_abstract),
	PROPERTY("bool IsArray {get;}", type_is_array),
	PROPERTY("bool IsClass {get;}", type_is_class),
	PROPERTY("bool IsEnum {get;}", type_is_enum),
	PROPERTY("bool IsGenericType {get;}", type_is_generic),
	PROPERTY("bool IsGenericTypeDefinition {get;}", type_is_definition),
	PROPERTY("bool IsInterface {get;}", type_is_interface),
	PROPERTY("bool IsPrimitive {get;}", type_is_primitive),
	PROPERTY("bool IsPublic {get;}", type_is_public),
	PROPERTY("bool IsSealed {get;}", type_is_sealed),
	PROPERTY("bool IsSerializable {get;}", type_is_public),
	PROPERTY("bool IsValueType {get;}", type_is_value),
	PROPERTY("type[] GenericTypeArguments {get;}", type_generic_arguments),
	PROPERTY("string Name {get;}", type_get_name),
	PROPERTY("string Namespace {get;}", type_namespace),
	PROPERTY("type UnderlyingSystemType {get;}", type_itself),
	END_OF_MEMBERS
};

static const struct type_member type_methods_table[] = {
	METHOD("bool Equals(System.Object o)", type_equals),
	METHOD("System.Object[] GetConstructors()", type_constructors_list),
	METHOD("type GetElementType()", type_element_type),
	METHOD("string[] GetEnumNames()", enum_get_names),
	METHOD("type GetEnumUnderlyingType()", type_underlying),
	METHOD("array GetEnumValues()", enum_get_values),
	METHOD("type[] GetGenericArguments()", type_generic_arguments),
	METHOD("type[] GetInterfaces()", type_interfaces),
	METHOD("System.Object GetMethod(string name)", type_method),
	METHOD("System.Object[] GetMethods()", type_methods_list),
	METHOD("System.Object[] GetProperties()", type_properties_list),
	METHOD("System.Object GetProperty(string name)", type_one_property),
	METHOD("bool IsAssignableFrom(type c)", type_is_assignable),
	METHOD("bool IsInstanceOfType(System.Object o)", type_is_instance),
	METHOD("bool IsSubclassOf(type c)", type_is_subclass),
	METHOD("type MakeArrayType()", type_make_array),
	METHOD("type MakeGenericType(params type[] typeArguments)", type_make_generic),
	METHOD("string ToString()", type_to_string),
	STATIC("type GetType(string typeName)", type_static_get),
	STATIC("type GetType(string typeName, bool throwOnError)", type_static_get),
	STATIC("type GetType(string typeName, bool throwOnError, bool ignoreCase)", type_static_get),
	END_OF_MEMBERS
};

TYPE(type_type);
const struct type type_type = {
	.name = "System.RuntimeType", .alias = "type System.Type", .kind = V_TYPE,
	.properties = type_properties, .methods = type_methods_table, .to_string = type_display,
};

static const struct type_member enum_methods[] = {
	METHOD("int CompareTo(System.Object target)", enum_compare_to),
	METHOD("bool HasFlag(System.Enum flag)", enum_has_flag),
	METHOD("string ToString()", enum_to_string),
	METHOD("string ToString(string format)", enum_to_string_format),
	STATIC("string GetName(type enumType, System.Object value)", enum_get_name),
	STATIC("string[] GetNames(type enumType)", enum_get_names),
	GENERIC_STATIC("string[] GetNames`1(type T)", enum_get_names),
	STATIC("type GetUnderlyingType(type enumType)", type_underlying),
	STATIC("array GetValues(type enumType)", enum_get_values),
	GENERIC_STATIC("array GetValues`1(type T)", enum_get_values),
	GENERIC_STATIC("System.Object Parse`1(type T, string value)", enum_static_parse),
	GENERIC_STATIC("System.Object Parse`1(type T, string value, bool ignoreCase)", enum_static_parse),
	GENERIC_STATIC("bool TryParse`1(type T, string value, out System.Object result)", enum_try_parse),
	GENERIC_STATIC("bool TryParse`1(type T, string value, bool ignoreCase, out System.Object result)", enum_try_parse),
	STATIC("bool IsDefined(type enumType, System.Object value)", enum_is_defined),
	GENERIC_STATIC("bool IsDefined`1(type T, System.Object value)", enum_is_defined),
	STATIC("System.Object Parse(type enumType, string value)", enum_static_parse),
	STATIC("System.Object Parse(type enumType, string value, bool ignoreCase)", enum_static_parse),
	STATIC("System.Object ToObject(type enumType, System.Object value)", enum_to_object),
	STATIC("bool TryParse(type enumType, string value, out System.Object result)", enum_try_parse),
	STATIC("bool TryParse(type enumType, string value, bool ignoreCase, out System.Object result)", enum_try_parse),
	STATIC("bool TryParse(string value, out System.Object result)", enum_try_parse),
	STATIC("bool TryParse(string value, bool ignoreCase, out System.Object result)", enum_try_parse),
	END_OF_MEMBERS
};

static const struct type_member enum_properties[] = {
	{ "int value__ {get;}", enum_value, NULL, 0 },
	END_OF_MEMBERS
};

static const struct type *const enum_interfaces[] = {
	&type_icomparable, &type_iconvertible, &type_iformattable, NULL
};

TYPE(type_enum);
const struct type type_enum = {
	.name = "System.Enum", .alias = "enum", .kind = V_OBJECT, .base = &type_valuetype,
	.flags = TYPE_IS_ABSTRACT | TYPE_IS_VALUETYPE, .interfaces = enum_interfaces,
	.methods = enum_methods, .properties = enum_properties,
};
