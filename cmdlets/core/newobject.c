/*
 * New-Object and Add-Member: objects of any type, and members of one's own on
 * any object.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/object.h"

/* -- New-Object -------------------------------------------------------------- */

struct new_object_args {
	struct value type, arguments, com, strict, property;
};

enum { SET_NET = 1, SET_COM = 2 };

static const struct param new_object_params[] = {
	{ "TypeName", "string", FIELD(new_object_args, type), POSITION(0), .sets = SET_NET,
	  .mandatory_sets = SET_NET, .complete = "Type", .help = "The type's name." },
	{ "ArgumentList", "object[]", FIELD(new_object_args, arguments), POSITION(1),
	  .sets = SET_NET, .aliases = "Args", .help = "The arguments of the constructor." },
	{ "ComObject", "string", FIELD(new_object_args, com), POSITION(0), .sets = SET_COM,
	  .mandatory_sets = SET_COM, .help = "The name of a COM object." },
	{ "Strict", "switch", FIELD(new_object_args, strict), .sets = SET_COM,
	  .flags = PARAM_IGNORED, .help = "Refuses COM objects that stand for others." },
	{ "Property", "System.Collections.IDictionary", FIELD(new_object_args, property),
	  .help = "Values for its properties." },
	{ NULL }
};

static const struct fault type_not_found = {
	"TypeNotFound", "System.Management.Automation.PSArgumentException", CATEGORY_INVALID_TYPE,
	NULL };
static const struct fault constructor_threw = {
	"ConstructorInvokedThrowException", "System.Management.Automation.MethodInvocationException",
	CATEGORY_INVALID_OPERATION, NULL };
static const struct fault no_constructor = {
	"CannotFindAppropriateCtor", "System.Management.Automation.PSArgumentException",
	CATEGORY_OBJECT_NOT_FOUND, NULL };
static const struct fault no_com = {
	"NoCOMClassIdentified", "System.Runtime.InteropServices.COMException",
	CATEGORY_RESOURCE_UNAVAILABLE, NULL };
static const struct fault no_member = {
	"InvalidOperationException", "System.InvalidOperationException",
	CATEGORY_INVALID_OPERATION, NULL };

/* The COM objects that scripts ask for and that have a meaning without a desktop. */
static const struct type *com_type(const char *name)
{
	g_autofree char *full = g_strconcat("Com.", name, NULL);

	return type_find(full, -1);
}

static enum flow find_type(struct call *call, const struct new_object_args *args,
			   const struct type **ret)
{
	const char *name = arg_text(args->type, "");

	if (args->com.kind == V_STRING) {
		*ret = com_type(args->com.u.str->data);
		if (!*ret)
			return call_throw_fault(call, &no_com, VALUE_NULL,
				"The COM class \"%s\" is not available on this system.",
				args->com.u.str->data);
		return FLOW_NEXT;
	}
	if (*name == '[' && name[strlen(name) - 1] == ']')
		*ret = type_find(name + 1, strlen(name) - 2);
	else
		*ret = type_find(name, -1);
	if (!*ret)
		return call_throw_fault(call, &type_not_found, VALUE_NULL,
			"Cannot find type [%s]: verify that the assembly containing this type is "
			"loaded.", name);
	return FLOW_NEXT;
}

static enum flow construct_failed(struct call *call, const struct type *type, unsigned n,
				  GError *error)
{
	g_autofree char *message = g_strdup(error->message);
	const struct fault_data *data = fault_data(error);
	GError *thrown = NULL;
	enum flow flow;

	if (g_str_has_prefix(fault_id(error), "MethodCount")) {
		flow = call_throw_fault(call, &no_constructor, VALUE_NULL,
			"A constructor was not found. Cannot find an appropriate constructor for "
			"type %s.", type->name);
		g_error_free(error);
		return flow;
	}
	if (g_str_has_prefix(message, "Exception calling"))
		fault_set(&thrown, &constructor_threw, VALUE_NULL, "%s", message);
	else
		fault_set(&thrown, &constructor_threw, VALUE_NULL,
			  "Exception calling \".ctor\" with \"%u\" argument(s): \"%s\"", n, message);
	if (data && data->inner_exception)
		fault_inner(&thrown, data->inner_exception, "%s", data->inner_message);
	else if (data && data->exception)
		fault_inner(&thrown, data->exception, "%s", message);
	g_error_free(error);
	return call_throw(call, thrown);
}

static enum flow construct(struct call *call, const struct new_object_args *args,
			   const struct type *type, struct value *ret)
{
	uint32_t n = arg_count(args->arguments);
	g_autofree struct value *values = NULL;
	GError *error = NULL;
	bool ok;

	if ((type == &type_pscustomobject || type == &type_psobject) && !n) {
		*ret = value_of(object_custom());
		return FLOW_NEXT;
	}
	values = g_new0(struct value, n + 1);
	for (uint32_t i = 0; i < n; i++)
		values[i] = arg_at(args->arguments, i);
	ok = type_construct(type, values, n, call_host(call), ret, &error);
	for (uint32_t i = 0; i < n; i++)
		value_unref(values[i]);
	return ok ? FLOW_NEXT : construct_failed(call, type, n, error);
}

static enum flow set_property(struct call *call, struct value object, struct string *name,
			      struct value v)
{
	struct value base = value_base(object);
	GError *error = NULL;

	if (base.kind == V_OBJECT && base.u.object->shape->type == &type_pscustomobject) {
		object_add(base.u.object, name, MEMBER_NOTE, 0, value_ref(v));
		return FLOW_NEXT;
	}
	if (host_set_member(call_host(call), object, symbol_of(name), v, &error))
		return FLOW_NEXT;
	if (g_str_has_prefix(fault_id(error), "PropertyAssignment") ||
	    g_str_has_prefix(fault_id(error), "PropertyNotFound")) {
		g_error_free(error);
		return call_fail(call, &no_member, object,
				 "The member \"%s\" was not found for the specified object.",
				 name->data);
	}
	return call_error(call, error);
}

static enum flow new_object(struct call *call, void *data)
{
	struct new_object_args *args = data;
	const struct type *type = NULL;
	value_auto object = VALUE_UNSET;
	struct value table = value_base(args->property);
	const struct dict_entry *entry;
	enum flow flow = find_type(call, args, &type);

	if (flow == FLOW_NEXT)
		flow = construct(call, args, type, &object);
	for (uint32_t i = 0; table.kind == V_DICT && flow == FLOW_NEXT &&
	     dict_next(table.u.dict, &i, &entry);) {
		struct string *name = value_to_string(entry->key, NULL);

		flow = set_property(call, object, name, entry->value);
		str_unref(name);
	}
	return flow == FLOW_NEXT ? emit(call, object) : flow;
}

static const struct cmdlet_example new_object_examples[] = {
	{ "New-Object -TypeName PSObject -Property @{ Name = 'anna'; Quota = 5 }",
	  "An object of one's own." },
	{ "New-Object System.Management.Automation.PSCredential 'anna', $password",
	  "An object of a type, with the arguments of its constructor." },
	{ NULL }
};

CMDLET(new_object_cmdlet) = {
	.name = "New-Object", .module = MODULE_UTILITY,
	.synopsis = "Creates an object of a type.",
	.params = new_object_params, .examples = new_object_examples, .sets = "Net Com",
	.default_set = "Net", .output = "System.Object",
	.args_size = sizeof(struct new_object_args), .process = new_object,
};

/* -- Add-Member ----------------------------------------------------------------- */

/*
 * The positional forms overlap (a member type and a name, a note's name and its value, a table),
 * so the first positional argument says which form it is.
 */
struct add_member_args {
	struct value input, kind, name, value, second, type_name, force, pass, note_name, note_value,
		notes;
};

enum { SET_TYPE_NAME = 1, SET_MEMBER = 2, SET_NOTE = 4, SET_NOTES = 8 };

static const struct param add_member_params[] = {
	{ "InputObject", "psobject", FIELD(add_member_args, input), .pipeline = BY_VALUE,
	  .flags = PARAM_MANDATORY, .help = "The object that gets the member." },
	{ "MemberType", "object", FIELD(add_member_args, kind), POSITION(0), .sets = SET_MEMBER,
	  .mandatory_sets = SET_MEMBER, .aliases = "Type", .flags = PARAM_NO_CONVERT,
	  .help = "NoteProperty, AliasProperty, ScriptProperty or ScriptMethod." },
	{ "Name", "object", FIELD(add_member_args, name), POSITION(1), .sets = SET_MEMBER,
	  .flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY, .help = "The member's name." },
	{ "Value", "object", FIELD(add_member_args, value), POSITION(2), .sets = SET_MEMBER,
	  .flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .help = "Its value, its block, or the name an alias stands for." },
	{ "SecondValue", "object", FIELD(add_member_args, second), POSITION(3),
	  .sets = SET_MEMBER, .help = "The block that sets a script property." },
	{ "TypeName", "string", FIELD(add_member_args, type_name),
	  .mandatory_sets = SET_TYPE_NAME, .help = "A type name that the object gets." },
	{ "Force", "switch", FIELD(add_member_args, force),
	  .help = "Replaces a member of that name." },
	{ "PassThru", "switch", FIELD(add_member_args, pass), .help = "Gives the object out." },
	{ "NotePropertyName", "string", FIELD(add_member_args, note_name), .sets = SET_NOTE,
	  .mandatory_sets = SET_NOTE, .help = "The name of a note property." },
	{ "NotePropertyValue", "object", FIELD(add_member_args, note_value), .sets = SET_NOTE,
	  .flags = PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY,
	  .help = "The value of a note property." },
	{ "NotePropertyMembers", "System.Collections.IDictionary", FIELD(add_member_args, notes),
	  .sets = SET_NOTES, .mandatory_sets = SET_NOTES,
	  .help = "Names and values of note properties." },
	{ NULL }
};

static const struct fault member_exists = {
	"MemberAlreadyExists", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION, NULL };
static const struct fault bad_member = {
	"InvalidValueForMember", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION, NULL };
static const struct fault bad_kind = {
	"CannotAddMemberType", "System.InvalidOperationException", CATEGORY_INVALID_OPERATION,
	"Use NoteProperty, AliasProperty, ScriptProperty or ScriptMethod." };

static int member_kind_of(struct value v)
{
	static const struct {
		const char *name;
		enum member_kind kind;
	} kinds[] = {
		{ "NoteProperty", MEMBER_NOTE }, { "AliasProperty", MEMBER_ALIAS },
		{ "ScriptProperty", MEMBER_SCRIPT }, { "ScriptMethod", MEMBER_METHOD },
	};
	struct string *text = value_to_string(v, NULL);
	int found = -1;

	for (unsigned i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (text_equal_nocase(text->data, kinds[i].name))
			found = kinds[i].kind;
	str_unref(text);
	return found;
}

static struct object *members_of(struct value *target)
{
	if (target->kind == V_OBJECT)
		return target->u.object;
	if (target->kind != V_BOXED) {
		struct boxed *box = boxed_new(*target);

		value_put(target, value_of(box));
	}
	return ((struct boxed *)target->u.block)->members;
}

static enum flow add_one(struct call *call, const struct add_member_args *args,
			 struct value *target, struct value name, enum member_kind kind,
			 struct value v)
{
	struct string *text = value_to_string(name, NULL);
	struct symbol *symbol = symbol_of(text);
	struct object *object = members_of(target);
	enum flow flow = FLOW_NEXT;

	if (object_slot(object, symbol) && !arg_on(args->force)) {
		flow = call_fail(call, &member_exists, *target,
			"Cannot add a member with the name \"%s\" because a member with that name "
			"already exists. To overwrite the member anyway, add the Force parameter to "
			"your command.", text->data);
	} else {
		object_remove(object, symbol);
		object_add(object, text, kind, 0, value_ref(v));
	}
	str_unref(text);
	return flow;
}

static enum flow add_table(struct call *call, const struct add_member_args *args,
			   struct value *target, const struct dict *table)
{
	const struct dict_entry *entry;
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; flow == FLOW_NEXT && dict_next(table, &i, &entry);)
		flow = add_one(call, args, target, entry->key, MEMBER_NOTE, entry->value);
	return flow;
}

/* What the slot of a member of that kind holds; yours. V_UNSET: it fits none. */
static struct value member_value(enum member_kind kind, const struct add_member_args *args)
{
	struct value v = value_base(args->value);
	struct array *pair;

	switch (kind) {
	case MEMBER_ALIAS:
		return value_str(value_to_string(v, NULL));
	case MEMBER_METHOD:
		return v.kind == V_SCRIPTBLOCK ? value_ref(v) : VALUE_UNSET;
	case MEMBER_SCRIPT:
		if (v.kind != V_SCRIPTBLOCK && args->second.kind != V_SCRIPTBLOCK)
			return VALUE_UNSET;
		if (args->second.kind != V_SCRIPTBLOCK)
			return value_ref(v);
		pair = array_new(NULL, 2);
		array_set(pair, 0, v.kind == V_SCRIPTBLOCK ? value_ref(v) : VALUE_NULL);
		array_set(pair, 1, value_ref(args->second));
		return value_of(pair);
	default:
		return arg_given(args->value) ? value_ref(args->value) : VALUE_NULL;
	}
}

/* An object's own PSStandardMembers: the properties it is shown by. */
static enum flow add_standard_members(struct call *call, const struct add_member_args *args,
				      struct value *target)
{
	struct string *name = str_new("PSStandardMembers", -1);
	struct object *object = members_of(target);
	bool fits = args->name.kind == V_STRING &&
		    text_equal_nocase(args->name.u.str->data, name->data) && arg_given(args->value);

	if (fits) {
		object_remove(object, symbol_of(name));
		object_add(object, name, MEMBER_NOTE, MEMBER_HIDDEN, value_ref(args->value));
	}
	str_unref(name);
	return fits ? FLOW_NEXT
		    : call_throw_fault(call, &bad_kind, VALUE_NULL, "Cannot add a member with type "
				       "\"MemberSet\" whose name is not PSStandardMembers.");
}

static enum flow add_positional(struct call *call, const struct add_member_args *args,
				struct value *target)
{
	struct value first = value_base(args->kind);
	value_auto v = VALUE_UNSET;
	int kind;

	if (first.kind == V_DICT)
		return add_table(call, args, target, first.u.dict);
	if (first.kind == V_STRING && text_equal_nocase(first.u.str->data, "MemberSet") &&
	    arg_given(args->name))
		return add_standard_members(call, args, target);
	kind = member_kind_of(first);
	if (kind < 0 && arg_given(args->value))
		return call_throw_fault(call, &bad_kind, VALUE_NULL,
			"Cannot add a member with type \"%s\". Specify a different type for the "
			"MemberTypes parameter.", arg_text(first, ""));
	if (kind < 0)
		return add_one(call, args, target, first, MEMBER_NOTE,
			       arg_given(args->name) ? args->name : VALUE_NULL);
	v = member_value(kind, args);
	if (v.kind == V_UNSET)
		return call_throw_fault(call, &bad_member, VALUE_NULL,
			"The value given does not fit a member of that type; it must be a script "
			"block.");
	return add_one(call, args, target, args->name, kind, v);
}

static void add_type_name(const struct add_member_args *args, struct value target)
{
	struct shape *shape;

	if (args->type_name.kind != V_STRING || target.kind != V_OBJECT)
		return;
	shape = shape_named(target.u.object->shape, args->type_name.u.str);
	shape_unref(target.u.object->shape);
	target.u.object->shape = shape;
}

static enum flow add_member(struct call *call, void *data)
{
	struct add_member_args *args = data;
	value_auto target = value_ref(args->input);
	struct value table = value_base(args->notes);
	enum flow flow = FLOW_NEXT;

	if (arg_given(args->kind))
		flow = add_positional(call, args, &target);
	else if (table.kind == V_DICT)
		flow = add_table(call, args, &target, table.u.dict);
	else if (arg_given(args->note_name))
		flow = add_one(call, args, &target, args->note_name, MEMBER_NOTE,
			       arg_given(args->note_value) ? args->note_value : VALUE_NULL);
	add_type_name(args, target);
	if (flow != FLOW_NEXT || !(arg_on(args->pass)))
		return flow;
	return emit(call, target);
}

static const struct cmdlet_example add_member_examples[] = {
	{ "$o | Add-Member -NotePropertyName Domain -NotePropertyValue contoso.com",
	  "Adds a property." },
	{ "$o | Add-Member ScriptProperty GB { $this.Bytes / 1GB }", "Adds a computed property." },
	{ NULL }
};

CMDLET(add_member_cmdlet) = {
	.name = "Add-Member", .module = MODULE_UTILITY,
	.synopsis = "Adds members to an object.",
	.params = add_member_params, .examples = add_member_examples,
	.sets = "TypeNameSet MemberSet NotePropertySingleMemberSet NotePropertyMultiMemberSet",
	.default_set = "TypeNameSet", .output = "System.Object",
	.args_size = sizeof(struct add_member_args), .process = add_member,
};
