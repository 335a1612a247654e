/*
 * Members added to types by scripts, and the calls in progress.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/object.h"
#include "shell/pipeline.h"
#include "shell/typedata.h"

static const struct fault update_failed = {
	"TypesDynamicUpdateException", "System.Management.Automation.RuntimeException", CATEGORY_INVALID_OPERATION,
	NULL };
static const struct fault remove_failed = {
	"TypesDynamicRemoveException", "System.Management.Automation.RuntimeException", CATEGORY_INVALID_OPERATION,
	NULL };

/* The full name where it is a type's. */
static const char *full_name(const char *given)
{
	const struct type *type = type_find(given, -1);

	return type ? type->name : given;
}

/* -- Update-TypeData ------------------------------------------------------------------------------- */

struct update_args {
	struct value type, kind, name, value, second, force, display, default_display, keys, ignored, data, files;
};

static const struct param update_params[] = {
	{ "TypeName", "string", FIELD(update_args, type), .position = POSITION(0), .sets = 1, .mandatory_sets = 1,
	  .help = "The type, or a name given with PSTypeName." },
	{ "MemberType", "string", FIELD(update_args, kind), .sets = 1,
	  .values = "NoteProperty ScriptProperty ScriptMethod AliasProperty", .help = "What the member is." },
	{ "MemberName", "string", FIELD(update_args, name), .sets = 1, .help = "Its name." },
	{ "Value", "object", FIELD(update_args, value), .sets = 1, .flags = PARAM_ALLOW_NULL,
	  .help = "Its value, the block that gives it, or the member that an alias stands for." },
	{ "SecondValue", "object", FIELD(update_args, second), .sets = 1,
	  .help = "The block that sets a script property." },
	{ "DefaultDisplayProperty", "string", FIELD(update_args, default_display), .sets = 1,
	  .flags = PARAM_IGNORED, .help = "The property that a wide view shows." },
	{ "DefaultDisplayPropertySet", "string[]", FIELD(update_args, display), .sets = 1,
	  .help = "The properties that are shown when none are asked for." },
	{ "DefaultKeyPropertySet", "string[]", FIELD(update_args, keys), .sets = 1, .flags = PARAM_IGNORED,
	  .help = "The properties that sorting and grouping go by." },
	{ "SerializationDepth", "int", FIELD(update_args, ignored), .sets = 1, .flags = PARAM_IGNORED,
	  .help = "How deep Export-Clixml goes." },
	{ "SerializationMethod", "string", FIELD(update_args, ignored), .sets = 1, .flags = PARAM_IGNORED,
	  .help = "How the type is written." },
	{ "TargetTypeForDeserialization", "object", FIELD(update_args, ignored), .sets = 1, .flags = PARAM_IGNORED,
	  .help = "What the type is read as." },
	{ "TypeConverter", "object", FIELD(update_args, ignored), .sets = 1, .flags = PARAM_REFUSED,
	  .help = "Converters are .NET classes." },
	{ "TypeAdapter", "object", FIELD(update_args, ignored), .sets = 1, .flags = PARAM_REFUSED,
	  .help = "Adapters are .NET classes." },
	{ "TypeData", "object[]", FIELD(update_args, data), .position = POSITION(0), .sets = 2, .mandatory_sets = 2,
	  .pipeline = BY_VALUE | BY_NAME, .help = "What Get-TypeData gave." },
	{ "AppendPath", "string[]", FIELD(update_args, files), .sets = 4, .flags = PARAM_REFUSED,
	  .help = "Types are added by the other parameters, not by ps1xml files." },
	{ "PrependPath", "string[]", FIELD(update_args, files), .sets = 4, .flags = PARAM_REFUSED,
	  .help = "Types are added by the other parameters, not by ps1xml files." },
	{ "Force", "switch", FIELD(update_args, force), .help = "Replaces a member that is there." },
	{ NULL }
};

struct member_row {
	const char *kind, *data;	/* its name, and the type that Get-TypeData shows it as */
	enum member_kind number;
	const char *field;		/* what its value is called there */
};

static const struct member_row member_rows[] = {
	{ "NoteProperty", "NotePropertyData", MEMBER_NOTE, "Value" },
	{ "ScriptProperty", "ScriptPropertyData", MEMBER_SCRIPT, "GetScriptBlock" },
	{ "ScriptMethod", "ScriptMethodData", MEMBER_METHOD, "Script" },
	{ "AliasProperty", "AliasPropertyData", MEMBER_ALIAS, "ReferencedMemberName" },
};

static const struct member_row *row_named(const char *kind)
{
	for (size_t i = 0; i < G_N_ELEMENTS(member_rows); i++)
		if (text_equal_nocase(member_rows[i].kind, kind))
			return &member_rows[i];
	return &member_rows[0];
}

static struct value member_value(const struct update_args *args, enum member_kind kind)
{
	if (kind == MEMBER_SCRIPT && arg_given(args->second)) {
		struct value both[2] = { value_ref(args->value), value_ref(args->second) };

		return value_of(array_take(both, 2));
	}
	if (kind == MEMBER_ALIAS)
		return value_str(value_to_string(args->value, NULL));
	return args->value.kind == V_UNSET ? VALUE_NULL : value_ref(args->value);
}

static enum flow add_member(struct call *call, const struct update_args *args, const char *type_name)
{
	const struct member_row *row = row_named(arg_text(args->kind, "NoteProperty"));
	const char *name = arg_text(args->name, "");
	struct object *members = typedata_members(call->session, type_name);
	value_auto v = member_value(args, row->number);

	if (members && object_slot(members, symbol_get(name, -1)) && !arg_on(args->force))
		return call_fail(call, &update_failed, VALUE_NULL,
				 "Error in TypeData \"%s\": The member %s is already present.", type_name, name);
	typedata_add(call->session, type_name, name, row->number, v);
	return FLOW_NEXT;
}

/* The PSTypeName of an object, or "". */
static const char *type_data_name(struct value v)
{
	struct value base = value_base(v);

	return base.kind == V_OBJECT && base.u.object->shape->type_name ? base.u.object->shape->type_name->data : "";
}

/* What Get-TypeData gave, put back. */
static enum flow add_data(struct call *call, struct value data)
{
	struct host *host = call_host(call);
	value_auto name = host_member(host, data, symbol_get("TypeName", -1));
	value_auto members = host_member(host, data, symbol_get("Members", -1));
	const struct dict_entry *entry;

	if (name.kind != V_STRING || members.kind != V_DICT)
		return FLOW_NEXT;
	for (uint32_t at = 0; dict_next(members.u.dict, &at, &entry);) {
		const char *kind = type_data_name(entry->value);

		for (size_t i = 0; i < G_N_ELEMENTS(member_rows); i++)
			if (g_str_has_suffix(kind, member_rows[i].data)) {
				value_auto v = host_member(host, entry->value, symbol_get(member_rows[i].field, -1));

				typedata_add(call->session, name.u.str->data, entry->key.u.str->data,
					     member_rows[i].number, v);
			}
	}
	return FLOW_NEXT;
}

static enum flow update_type(struct call *call, void *data)
{
	struct update_args *args = data;
	const char *type_name = full_name(arg_text(args->type, ""));
	uint32_t n = arg_count(args->data);
	enum flow flow = FLOW_NEXT;

	for (uint32_t i = 0; flow == FLOW_NEXT && i < n; i++) {
		value_auto v = arg_at(args->data, i);

		flow = add_data(call, v);
	}
	if (arg_given(args->name))
		flow = add_member(call, args, type_name);
	if (arg_given(args->display))
		typedata_set_display(call->session, type_name, args->display);
	return flow;
}

static const struct cmdlet_example update_examples[] = {
	{ "Update-TypeData -TypeName System.Int32 -MemberType ScriptProperty -MemberName Double -Value { $this * 2 }",
	  "Every number has the property then: (21).Double." },
	{ NULL }
};

CMDLET(update_typedata_cmdlet) = {
	.name = "Update-TypeData", .params = update_params, .args_size = sizeof(struct update_args),
	.sets = "DynamicTypeSet TypeDataSet FileSet", .default_set = "DynamicTypeSet", .process = update_type,
	.module = "Microsoft.PowerShell.Utility", .examples = update_examples,
	.synopsis = "Adds members to all objects of a type.",
};

/* -- Get-TypeData ---------------------------------------------------------------------------------- */

struct type_args { struct value name, data, files; };

static const struct param get_type_params[] = {
	{ "TypeName", "string[]", FIELD(type_args, name), .position = POSITION(0), .pipeline = BY_VALUE | BY_NAME,
	  .flags = PARAM_WILDCARDS, .help = "Only these types." },
	{ NULL }
};

static struct object *data_object(const char *type_name)
{
	g_autofree char *full = g_strdup_printf("System.Management.Automation.Runspaces.%s", type_name);
	struct string *name = str_new(full, -1);
	struct object *object = object_custom();
	struct shape *shape = shape_named(object->shape, name);

	shape_unref(object->shape);
	object->shape = shape;
	str_unref(name);
	return object;
}

static struct value member_data(const struct shape_member *member, struct value v)
{
	const struct member_row *row = &member_rows[0];
	struct object *object;

	for (size_t i = 0; i < G_N_ELEMENTS(member_rows); i++)
		if (member_rows[i].number == (enum member_kind)member->kind)
			row = &member_rows[i];
	object = data_object(row->data);
	object_set(object, "Name", value_str(str_ref(member->name)));
	if (row->number == MEMBER_SCRIPT && v.kind == V_ARRAY) {
		object_set(object, row->field, array_get(v.u.array, 0));
		object_set(object, "SetScriptBlock", array_get(v.u.array, 1));
	} else {
		object_set(object, row->field, value_ref(v));
	}
	return value_of(object);
}

static struct value type_data(const char *type_name, const struct object *members)
{
	struct object *object = data_object("TypeData");
	struct dict *all = dict_new(DICT_GENERIC, false);
	struct value display = VALUE_NULL;

	for (uint32_t i = 0; i < members->shape->n; i++) {
		const struct shape_member *member = &members->shape->members[i];

		if (member->flags & MEMBER_HIDDEN)
			display = members->slots[i];
		else
			dict_set_text(all, member->name->data, member_data(member, members->slots[i]));
	}
	object_set(object, "TypeName", value_text(type_name));
	object_set(object, "Members", value_of(all));
	object_set(object, "DefaultDisplayPropertySet", value_ref(display));
	return value_of(object);
}

static gint by_name(gconstpointer a, gconstpointer b)
{
	return text_compare_nocase(symbol_name(*(struct symbol *const *)a), symbol_name(*(struct symbol *const *)b));
}

static GPtrArray *type_names(struct session *session)
{
	GPtrArray *names = g_ptr_array_new();
	GHashTableIter iter;
	gpointer key;

	if (!session->type_additions)
		return names;
	g_hash_table_iter_init(&iter, session->type_additions);
	while (g_hash_table_iter_next(&iter, &key, NULL))
		g_ptr_array_add(names, key);
	g_ptr_array_sort(names, by_name);
	return names;
}

static enum flow get_type(struct call *call, void *data)
{
	struct type_args *args = data;
	g_autoptr(GPtrArray) names = type_names(call->session);
	enum flow flow = FLOW_NEXT;

	for (guint i = 0; flow == FLOW_NEXT && i < names->len; i++) {
		const char *name = symbol_name(names->pdata[i]);
		value_auto text = value_text(name);

		if (!arg_given(args->name) || text_is_like_any(text, args->name))
			flow = emit_take(call, type_data(name, typedata_members(call->session, name)));
	}
	return flow;
}

CMDLET(get_typedata_cmdlet) = {
	.name = "Get-TypeData", .params = get_type_params, .args_size = sizeof(struct type_args),
	.process = get_type, .module = "Microsoft.PowerShell.Utility",
	.synopsis = "Gets the members that were added to types.",
	.output = "System.Management.Automation.Runspaces.TypeData",
};

/* -- Remove-TypeData ------------------------------------------------------------------------------- */

static const struct param remove_type_params[] = {
	{ "TypeName", "string", FIELD(type_args, name), .position = POSITION(0), .sets = 1, .mandatory_sets = 1,
	  .pipeline = BY_VALUE | BY_NAME, .help = "The type whose added members go." },
	{ "TypeData", "object", FIELD(type_args, data), .sets = 2, .mandatory_sets = 2, .pipeline = BY_VALUE,
	  .help = "What Get-TypeData gave." },
	{ "Path", "string[]", FIELD(type_args, files), .sets = 4, .flags = PARAM_REFUSED,
	  .help = "Types were not added by ps1xml files." },
	{ NULL }
};

static enum flow remove_type(struct call *call, void *data)
{
	struct type_args *args = data;
	value_auto from = arg_given(args->data)
		? host_member(call_host(call), args->data, symbol_get("TypeName", -1)) : value_ref(args->name);
	const char *name = full_name(arg_text(from, ""));
	enum flow flow;

	if (!call_should_process(call, name, &flow))
		return flow;
	if (typedata_remove(call->session, name))
		return FLOW_NEXT;
	return call_fail(call, &remove_failed, VALUE_NULL, "Error in TypeData \"%s\": The type \"%s\" was not found. The "
			 "type name value must be the full name of the type. Verify the type name and run the command "
			 "again.", name, name);
}

CMDLET(remove_typedata_cmdlet) = {
	.name = "Remove-TypeData", .params = remove_type_params, .args_size = sizeof(struct type_args),
	.sets = "RemoveTypeSet RemoveTypeDataSet RemoveFileSet", .default_set = "RemoveTypeSet",
	.process = remove_type, .flags = CMDLET_SHOULD_PROCESS, .module = "Microsoft.PowerShell.Utility",
	.synopsis = "Takes added members away from a type.",
};

/* -- Get-PSCallStack ----------------------------------------------------------------------------- */

static const struct param no_params[] = { { NULL } };

static struct value arguments_text(struct scope *scope)
{
	GString *text = g_string_new("{");
	struct unit *unit = scope->invocation->unit;

	for (uint32_t i = 0; unit && i < unit->param_count; i++) {
		struct value *place = scope_find_own(scope, unit->params[i].name);
		value_auto v = place ? variable_read(place) : VALUE_NULL;
		struct string *shown = value_to_string(v, NULL);

		g_string_append_printf(text, "%s%s=%s", i ? ", " : "", unit->params[i].ast->spelled->data,
				       shown->data);
		str_unref(shown);
	}
	g_string_append_c(text, '}');
	return value_str(str_from_gstring(text));
}

static struct object *frame_object(struct scope *scope, const struct node *at)
{
	const struct invocation_frame *in = scope->invocation;
	struct source *source = at ? at->unit->tree->source : NULL;
	g_autofree char *base = source && source->path ? g_path_get_basename(source->path) : NULL;
	const char *name = in && in->function ? in->function->spelling->data : NULL;
	uint32_t line = at ? source_line_of(source, at->ast->span.start) : 0;
	struct object *object = object_custom();
	struct string *type_name = str_new("System.Management.Automation.CallStackFrame", -1);
	struct shape *shape = shape_named(object->shape, type_name);

	str_unref(type_name);
	shape_unref(object->shape);
	object->shape = shape;
	object_set(object, "Command", value_text(name ? name : base ? base : "<ScriptBlock>"));
	object_set(object, "Arguments", in ? arguments_text(scope) : value_text("{}"));
	object_set(object, "Location", value_str(str_printf("%s: line %u", base ? base : "<No file>", line)));
	object_set(object, "FunctionName", value_text(name ? name : "<ScriptBlock>"));
	object_set(object, "ScriptName", source && source->path ? value_text(source->path) : VALUE_NULL);
	object_set(object, "ScriptLineNumber", value_i32((int32_t)line));
	return object;
}

static enum flow get_stack(struct call *call, void *data)
{
	struct scope *scope = session_of(call_host(call))->scope;
	const struct node *at = call->stage->node;
	enum flow flow = FLOW_NEXT;

	for (; flow == FLOW_NEXT && scope; scope = scope->caller) {
		if (!scope->invocation && scope->kind != SCOPE_KIND_GLOBAL)
			continue;
		flow = emit_take(call, value_of(frame_object(scope, at)));
		at = scope->invocation ? scope->invocation->call_node : NULL;
	}
	return flow;
}

CMDLET(get_stack_cmdlet) = {
	.name = "Get-PSCallStack", .params = no_params, .process = get_stack, .module = "Microsoft.PowerShell.Utility",
	.synopsis = "Lists the calls in progress, the innermost first.",
};
