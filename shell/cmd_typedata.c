/*
 * Members added to types by scripts, and the calls in progress.
 */
#include "config.h"

#include "lib/convert.h"
#include "lib/object.h"
#include "shell/pipeline.h"
#include "shell/typedata.h"

struct update_args { struct value type, kind, name, value, force, display; };

static const struct param update_params[] = {
	{ "TypeName", "string", FIELD(update_args, type), .position = POSITION(0),
	  .help = "The type, or a name given with PSTypeName." },
	{ "MemberType", "string", FIELD(update_args, kind),
	  .values = "NoteProperty ScriptProperty ScriptMethod AliasProperty", .help = "What the member is." },
	{ "MemberName", "string", FIELD(update_args, name), .help = "Its name." },
	{ "Value", "object", FIELD(update_args, value), .flags = PARAM_ALLOW_NULL,
	  .help = "Its value, or the script block that gives it." },
	{ "Force", "switch", FIELD(update_args, force), .help = "Replaces a member that is there." },
	{ "DefaultDisplayPropertySet", "string[]", FIELD(update_args, display),
	  .help = "The properties that are shown when none are asked for." },
	{ NULL }
};

static int member_kind(const char *name)
{
	if (text_equal_nocase(name, "ScriptProperty"))
		return MEMBER_SCRIPT;
	if (text_equal_nocase(name, "ScriptMethod"))
		return MEMBER_METHOD;
	return MEMBER_NOTE;
}

/* An alias is a script property that reads the other one. */
static struct value alias_getter(struct session *session, const char *name)
{
	g_autofree char *text = g_strdup_printf("$this.'%s'", name);
	struct value block = VALUE_NULL;

	block_parse(&session->host, text, &block, NULL);
	return block;
}

static enum flow update_type(struct call *call, void *data)
{
	struct update_args *args = data;
	struct session *session = session_of(call_host(call));
	const char *kind = arg_text(args->kind, "NoteProperty"), *given = arg_text(args->type, "");
	const struct type *type = type_find(given, -1);
	bool alias = text_equal_nocase(kind, "AliasProperty");
	value_auto v = alias ? alias_getter(session, arg_text(args->value, ""))
			     : args->value.kind == V_UNSET ? VALUE_NULL : value_ref(args->value);

	if (arg_given(args->name))
		typedata_add(session, type ? type->name : given, arg_text(args->name, ""),
			     alias ? MEMBER_SCRIPT : member_kind(kind), v);
	if (arg_given(args->display))
		typedata_set_display(session, type ? type->name : given, args->display);
	return FLOW_NEXT;
}

CMDLET(update_typedata_cmdlet) = {
	.name = "Update-TypeData", .params = update_params, .args_size = sizeof(struct update_args),
	.process = update_type, .module = "Microsoft.PowerShell.Utility",
	.synopsis = "Adds a member to all objects of a type.",
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
