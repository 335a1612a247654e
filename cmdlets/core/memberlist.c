/*
 * Get-Member: what an object's own members and its type's tables say, once for
 * each type of the input.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "lib/callable.h"
#include "lib/convert.h"
#include "lib/object.h"
#include "lib/types/results.h"

struct get_member_args {
	struct value input, name, kind, view, is_static, force;
};

static const struct param get_member_params[] = {
	{ "InputObject", "psobject", FIELD(get_member_args, input), .pipeline = BY_VALUE,
	  .help = "The objects whose members are listed." },
	{ "Name", "string[]", FIELD(get_member_args, name), POSITION(0), .flags = PARAM_WILDCARDS,
	  .help = "The members' names." },
	{ "MemberType", "System.Management.Automation.PSMemberTypes", FIELD(get_member_args, kind), .aliases = "Type",
	  .help = "Which members: Property, NoteProperty, Method, Properties, Methods ..." },
	{ "View", "string", FIELD(get_member_args, view), .flags = PARAM_IGNORED,
	  .values = "Extended Adapted Base All", .help = "Which of an object's layers." },
	{ "Static", "switch", FIELD(get_member_args, is_static),
	  .help = "The members of the type itself." },
	{ "Force", "switch", FIELD(get_member_args, force), .help = "Hidden members too." },
	{ NULL }
};

struct member_row {
	char *name, *definition;
	const char *kind;
};

struct member_listing {
	const struct get_member_args *args;
	GPtrArray *rows;
};

struct get_member_state {
	GHashTable *seen;		/* type names */
};

static const struct fault no_object = {
	"NoObjectInGetMember", "System.InvalidOperationException", CATEGORY_CLOSE_ERROR, NULL };

static void row_free(void *data)
{
	struct member_row *row = data;

	g_free(row->name);
	g_free(row->definition);
	g_free(row);
}

static int64_t kind_number(const char *kind)
{
	const struct type *type = type_find("System.Management.Automation.PSMemberTypes", -1);
	int64_t number = 0;

	return enum_parse(type, kind, &number, NULL) ? number : 0;
}

static bool kind_wanted(struct value kinds, const char *kind)
{
	struct value base = value_base(kinds);

	return base.kind != V_ENUM || base.u.i & kind_number(kind);
}

static bool name_wanted(const struct get_member_args *args, const char *name)
{
	value_auto text = value_text(name);

	return !arg_count(args->name) || text_is_like_any(text, args->name);
}

/* Takes `definition` over. A second overload is appended to the first. */
static void add_row(struct member_listing *listing, const char *name, const char *kind,
		    char *definition)
{
	struct member_row *row;

	for (guint i = 0; i < listing->rows->len; i++) {
		row = listing->rows->pdata[i];
		if (!text_equal_nocase(row->name, name))
			continue;
		if (g_str_equal(kind, "Method") && row->kind == kind) {
			char *both = g_strconcat(row->definition, ", ", definition, NULL);

			g_free(row->definition);
			row->definition = both;
		}
		g_free(definition);
		return;
	}
	if (!kind_wanted(listing->args->kind, kind) || !name_wanted(listing->args, name)) {
		g_free(definition);
		return;
	}
	row = g_new0(struct member_row, 1);
	row->name = g_strdup(name);
	row->kind = kind;
	row->definition = definition;
	g_ptr_array_add(listing->rows, row);
}

static char *block_text(struct value v)
{
	struct callable *callable = (struct callable *)v.u.block;
	struct string *text;
	char *ret;

	if (v.kind != V_SCRIPTBLOCK)
		return g_strdup("");
	text = callable->ops->text(callable);
	ret = g_strdup(text->data);
	str_unref(text);
	return ret;
}

static char *script_definition(const char *name, struct value v)
{
	value_auto getter = v.kind == V_ARRAY ? arg_at(v, 0) : value_ref(v);
	value_auto setter = v.kind == V_ARRAY ? arg_at(v, 1) : VALUE_UNSET;
	g_autofree char *get = block_text(getter);
	g_autofree char *set = block_text(setter);

	if (setter.kind == V_SCRIPTBLOCK)
		return g_strdup_printf("System.Object %s {get=%s;set=%s;}", name, get, set);
	return g_strdup_printf("System.Object %s {get=%s;}", name, get);
}

static const char *shown_type(struct value v)
{
	const struct type *type = type_of(value_base(v));
	const char *name = type_short(type);
	const char *dot = strrchr(name, '.');

	if (g_str_equal(name, "object[]"))
		return "Object[]";
	return dot ? dot + 1 : name;
}

static char *note_definition(const char *name, struct value v)
{
	struct string *text;
	char *ret;

	if (value_is_null(v))
		return g_strdup_printf("object %s=null", name);
	text = value_is_enumerable(v) ? str_new(type_of(value_base(v))->name, -1) : value_to_string(v, NULL);
	ret = g_strdup_printf("%s %s=%s", shown_type(v), name, text->data);
	str_unref(text);
	return ret;
}

static void list_own(struct member_listing *listing, struct object *object)
{
	for (uint32_t i = 0; i < object->shape->n; i++) {
		const struct shape_member *member = &object->shape->members[i];
		const char *name = member->name->data;
		struct value v = object->slots[i];

		if (member->flags & MEMBER_HIDDEN && !arg_on(listing->args->force))
			continue;
		switch ((enum member_kind)member->kind) {
		case MEMBER_NOTE:
			add_row(listing, name, "NoteProperty", note_definition(name, v));
			break;
		case MEMBER_PROPERTY:
			add_row(listing, name, "Property",
				g_strdup_printf("%s %s {get;%s}", value_is_null(v) ? "Object" : shown_type(v),
						name, member->flags & MEMBER_READONLY ? "" : "set;"));
			break;
		case MEMBER_ALIAS:
			add_row(listing, name, "AliasProperty",
				g_strdup_printf("%s = %s", name, arg_text(v, "")));
			break;
		case MEMBER_SCRIPT:
			add_row(listing, name, "ScriptProperty", script_definition(name, v));
			break;
		case MEMBER_METHOD:
			add_row(listing, name, "ScriptMethod",
				g_strdup_printf("System.Object %s();", name));
			break;
		}
	}
}

/* The name in a signature: the word before "(" or before " {". */
static char *signature_name(const char *signature)
{
	const char *end = strpbrk(signature, "({");
	const char *start;

	if (!end)
		end = signature + strlen(signature);
	while (end > signature && end[-1] == ' ')
		end--;
	for (start = end; start > signature && start[-1] != ' '; start--)
		;
	return g_strndup(start, end - start);
}

static void list_rows(struct member_listing *listing, const struct type *type, const struct type_member *member,
		      const char *kind)
{
	bool want_static = arg_on(listing->args->is_static);

	for (; member && member->signature; member++) {
		g_autofree char *name = NULL;

		if (!!(member->flags & TYPE_STATIC) != want_static)
			continue;
		if (member->flags & TYPE_HIDDEN_MEMBER && !arg_on(listing->args->force))
			continue;
		name = signature_name(member->signature);
		add_row(listing, name, kind, type_signature(type, member));
	}
}

/* Constructors, as the static method that they are here. */
static void list_constructors(struct member_listing *listing, const struct type *type)
{
	for (const struct type_member *row = type->constructors; row && row->signature; row++)
		add_row(listing, "new", "Method", g_strdup_printf("%s %s", type_short(type), row->signature));
}

static void list_type(struct member_listing *listing, const struct type *of)
{
	for (const struct type *type = of; type; type = type->base) {
		list_rows(listing, of, type->methods, "Method");
		list_rows(listing, of, type->properties, "Property");
		if (!type->base && type != &type_object) {
			list_rows(listing, of, type_object.methods, "Method");
			list_rows(listing, of, type_object.properties, "Property");
		}
	}
	if (!arg_on(listing->args->is_static))
		return;
	list_constructors(listing, of);
	for (const struct type_enum_name *name = of->names; name && name->name; name++)
		add_row(listing, name->name, "Property", g_strdup_printf("static %s %s {get;}", type_short(of), name->name));
}

static int compare_rows(const void *a, const void *b)
{
	const struct member_row *x = *(struct member_row *const *)a;
	const struct member_row *y = *(struct member_row *const *)b;
	int rank = strcmp(x->kind, y->kind);

	return rank ? rank : text_compare_nocase(x->name, y->name);
}

static struct value member_kind_value(const char *kind)
{
	const struct type *type = type_find("System.Management.Automation.PSMemberTypes", -1);
	int64_t number;

	if (type && enum_parse(type, kind, &number, NULL))
		return value_enum(type, number);
	return value_text(kind);
}

static enum flow emit_rows(struct call *call, const GPtrArray *rows, const char *type_name)
{
	enum flow flow = FLOW_NEXT;

	for (guint i = 0; i < rows->len && flow == FLOW_NEXT; i++) {
		const struct member_row *row = rows->pdata[i];
		const struct value slots[] = { value_text(type_name), value_text(row->name),
			member_kind_value(row->kind), value_text(row->definition) };

		flow = emit_take(call, result_make(RESULT_MEMBER, slots));
	}
	return flow;
}

static const char *input_type_name(struct value v)
{
	struct value base = value_base(v);

	if (base.kind == V_OBJECT && base.u.object->shape->type_name)
		return base.u.object->shape->type_name->data;
	return type_of(base)->name;
}

/* What scripts added to the value's types. */
static void list_added(struct call *call, struct member_listing *listing, struct value v)
{
	const char *named = input_type_name(v);
	struct object *members = host_added_members(call_host(call), named);

	if (members)
		list_own(listing, members);
	for (const struct type *type = type_of(value_base(v)); type; type = type->base) {
		members = g_str_equal(type->name, named) ? NULL : host_added_members(call_host(call), type->name);
		if (members)
			list_own(listing, members);
	}
}

static enum flow list_members(struct call *call, const struct get_member_args *args)
{
	struct member_listing listing = { args, g_ptr_array_new_with_free_func(row_free) };
	struct value base = value_base(args->input);
	const struct type *type = type_of(base);
	enum flow flow;

	if (arg_on(args->is_static)) {
		if (base.kind == V_TYPE)
			type = base.u.type;
	} else {
		if (args->input.kind == V_BOXED)
			list_own(&listing, ((struct boxed *)args->input.u.block)->members);
		if (base.kind == V_OBJECT)
			list_own(&listing, base.u.object);
		list_added(call, &listing, args->input);
	}
	list_type(&listing, type);
	g_ptr_array_sort(listing.rows, compare_rows);
	flow = emit_rows(call, listing.rows,
			 arg_on(args->is_static) ? type->name : input_type_name(args->input));
	g_ptr_array_unref(listing.rows);
	return flow;
}

static enum flow get_member(struct call *call, void *data)
{
	struct get_member_args *args = data;
	struct get_member_state *state = call_state(call);
	const char *name;

	if (value_is_null(args->input))
		return FLOW_NEXT;
	if (!state->seen)
		state->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	name = input_type_name(args->input);
	if (!g_hash_table_add(state->seen, g_strdup(name)))
		return FLOW_NEXT;
	return list_members(call, args);
}

static enum flow get_member_end(struct call *call, void *data)
{
	struct get_member_state *state = call_state(call);

	if (state->seen)
		return FLOW_NEXT;
	return call_fail(call, &no_object, VALUE_NULL,
			 "You must specify an object for the Get-Member cmdlet.");
}

static void get_member_clean(struct call *call)
{
	struct get_member_state *state = call_state(call);

	g_clear_pointer(&state->seen, g_hash_table_unref);
}

static const struct cmdlet_example get_member_examples[] = {
	{ "Get-Mailbox Anna | Get-Member -MemberType Properties", "The properties of a mailbox." },
	{ NULL }
};

CMDLET(get_member_cmdlet) = {
	.name = "Get-Member", .aliases = "gm", .module = MODULE_UTILITY,
	.synopsis = "Gets the properties and methods of objects.",
	.params = get_member_params, .examples = get_member_examples,
	.output = "Microsoft.PowerShell.Commands.MemberDefinition",
	.args_size = sizeof(struct get_member_args), .state_size = sizeof(struct get_member_state),
	.process = get_member, .end = get_member_end, .clean = get_member_clean,
};
