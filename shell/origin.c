/*
 * The origin of an error. A record gets its place at once, since the stack is
 * gone later, but its InvocationInfo only when a script asks for it: until then
 * the record holds what that object is made of.
 */
#include "config.h"

#include "shell/origin.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/object.h"
#include "shell/command_info.h"
#include "shell/eval.h"
#include "shell/position.h"
#include "shell/scriptblock.h"

/* -- What an InvocationInfo is made of ------------------------------------------------- */

struct origin {
	struct native native;
	struct session *session;
	struct command command;
	struct string *name;		/* as called */
	struct dict *bound;
	uint32_t position, length;
	bool expects_input;
};

static void origin_free(struct native *native)
{
	struct origin *origin = (struct origin *)native;

	command_clear(&origin->command);
	str_unref(origin->name);
	if (origin->bound)
		value_unref(value_of(origin->bound));
}

static void origin_traverse(struct native *native, void (*visit)(struct value, void *), void *data)
{
	struct origin *origin = (struct origin *)native;

	visit(origin->command.block, data);
	if (origin->bound)
		visit(value_of(origin->bound), data);
}

static const struct type type_origin = {
	.name = "hmsh.ErrorOrigin", .kind = V_NATIVE, .free = origin_free, .traverse = origin_traverse,
};

static struct string *no_text(struct value self)
{
	return str_empty();
}

TYPE(type_plain_script_info);
const struct type type_plain_script_info = {
	.name = "System.Management.Automation.ScriptInfo", .kind = V_OBJECT, .to_string = no_text,
	.default_properties = "CommandType Name Definition ScriptBlock",
};

/* A script block as a command: it has no name. */
static struct value block_info(struct value block)
{
	const struct type *kinds = type_find("System.Management.Automation.CommandTypes", -1);
	struct shape *shape = shape_empty(&type_plain_script_info);
	struct object *info = object_new(shape);
	int64_t number = 0;

	shape_unref(shape);
	if (kinds && enum_parse(kinds, "Script", &number, NULL))
		object_set(info, "CommandType", value_enum(kinds, number));
	object_set(info, "Name", value_str(str_empty()));
	object_set(info, "Definition", value_str(scriptblock_text(scriptblock_of(block))));
	object_set(info, "ScriptBlock", value_ref(block));
	return value_of(info);
}

static struct value describe(struct error_record *record)
{
	struct origin *origin = (struct origin *)record->invocation.u.native;
	struct span span = { 0, 0 };
	struct source *source = error_source(record, &span);
	value_auto command = origin->command.kind == COMMAND_NONE ? VALUE_NULL
			   : origin->command.kind == COMMAND_BLOCK ? block_info(origin->command.block)
			   : command_info(origin->session, &origin->command);
	struct invocation_facts facts = {
		.source = source, .span = span, .command = command, .name = origin->name ? origin->name->data : "",
		.bound = origin->bound, .position = origin->position, .length = origin->length,
		.expects_input = origin->expects_input,
	};

	return invocation_info(&facts);
}

static struct command command_copy(const struct command *command)
{
	struct command copy = *command;

	if (copy.function)
		function_ref(copy.function);
	copy.path = g_strdup(copy.path);
	value_ref(copy.block);
	return copy;
}

/* Gives a record the parts of its InvocationInfo; those it had are dropped. */
static struct origin *origin_put(struct session *session, struct error_record *record,
				 const struct command *command, const char *name)
{
	struct origin *origin = native_new(&type_origin, sizeof(*origin));

	origin->session = session;
	origin->command = command ? command_copy(command) : (struct command){ .block = VALUE_NULL };
	origin->name = name ? str_new(name, -1) : NULL;
	value_put(&record->invocation, value_of(origin));
	record->describe = describe;
	return origin;
}

/* -- Places ------------------------------------------------------------------------------- */

static void place_put(struct error_record *record, struct unit *unit, struct span span)
{
	record->has_extent = true;
	record->start = span.start;
	record->end = span.end;
	value_put(&record->source, unit ? scriptblock_new(unit, NULL) : VALUE_NULL);
}

void origin_of_code(struct scope *scope, struct unit *unit, struct span span, struct error_record *record)
{
	if (record->has_extent)
		return;
	place_put(record, unit, span);
	if (record->invocation.kind == V_NULL)
		origin_put(scope->session, record, NULL, NULL);
	if (!record->stack)
		record->stack = position_stack(scope, record);
}

void origin_of_error(struct scope *scope, struct unit *unit, struct span span, GError **error)
{
	struct error_record *record;

	if (!error || !*error)
		return;
	record = error_record_of(g_steal_pointer(error));
	origin_of_code(scope, unit, span, record);
	fault_set_record(error, value_of(record));
}

void origin_of_unknown(struct scope *scope, struct node *node, const char *name, struct error_record *record)
{
	if (!record->has_extent)
		origin_put(scope->session, record, NULL, name);
	str_unref(record->command);
	record->command = str_new(name, -1);
	if (record->exception.kind == V_OBJECT)
		object_set(record->exception.u.object, "CommandName", value_text(name));
	origin_of_code(scope, node->unit, node->ast->span, record);
}

/* -- The reporter's name ------------------------------------------------------------------------ */

/* The class that .NET would have for a cmdlet of PowerShell's own modules; else its name. */
static void append_class(GString *out, const struct cmdlet *cmdlet)
{
	if (cmdlet->module && !g_str_has_prefix(cmdlet->module, "Microsoft.PowerShell.")) {
		g_string_append(out, cmdlet->name);
		return;
	}
	g_string_append(out, "Microsoft.PowerShell.Commands.");
	for (const char *p = cmdlet->name; *p; p++)
		if (*p != '-')
			g_string_append_c(out, *p);
	if (!(cmdlet->flags & CMDLET_BARE_CLASS))
		g_string_append(out, "Command");
}

/* A command's own name: not an alias of it. NULL: it has none. */
static char *command_name(const struct command *command, const char *as_called)
{
	switch (command->kind) {
	case COMMAND_FUNCTION:
		return g_strdup(command->function->spelling->data);
	case COMMAND_CMDLET:
		return g_strdup(command->cmdlet->name);
	case COMMAND_SCRIPT:
		return g_path_get_basename(command->path);
	case COMMAND_PROGRAM:
		return g_strdup(as_called);
	default:
		return NULL;
	}
}

/* Puts the reporter's name on a record; one that another command had put there is replaced. */
static void name_put(struct error_record *record, const struct command *command, const char *as_called)
{
	g_autofree char *name = command_name(command, as_called);
	bool whole = !record->own_id && strchr(record->id->data, ',');
	GString *id = g_string_new_len(record->id->data, record->own_id ? record->own_id : record->id->len);

	record->own_id = id->len;
	str_unref(record->command);
	record->command = name ? str_new(name, -1) : NULL;
	if (name && !whole) {
		g_string_append_c(id, ',');
		if (command->kind == COMMAND_CMDLET)
			append_class(id, command->cmdlet);
		else
			g_string_append(id, name);
	}
	str_unref(record->id);
	record->id = str_from_gstring(id);
}

/* -- Stages ---------------------------------------------------------------------------------------- */

/* The arguments by name, without those that are secret. */
static struct dict *shown_arguments(const struct binding *b)
{
	struct dict *dict = dict_new(DICT_GENERIC, false);

	for (uint32_t i = 0; i < b->signature->n; i++)
		if (binding_has(b, i) && !(b->signature->params[i].flags & PARAM_SECRET))
			dict_set_text(dict, sig_param_name(&b->signature->params[i]), value_ref(b->values[i]));
	return dict;
}

static void stage_facts(struct stage *stage, struct origin *origin)
{
	origin->position = stage->index + 1;
	origin->length = stage->length;
	origin->expects_input = stage->expects_input;
	if (stage->call.binding.signature)
		origin->bound = shown_arguments(&stage->call.binding);
}

/* The record as that of the stage's command, at its node. */
static void report_stage(struct stage *stage, struct error_record *record)
{
	name_put(record, &stage->command, stage->name);
	if (!record->activity && record->command)
		record->activity = str_ref(record->command);
	if (stage->node)
		place_put(record, stage->node->unit, stage->node->ast->span);
	record->pipeline_position = stage->index + 1;
	stage_facts(stage, origin_put(stage->session, record, &stage->command, stage->name));
	if (!record->stack)
		record->stack = position_stack(stage->scope, record);
}

/* What a frame runs, as a command. */
static struct command frame_command(const struct invocation_frame *frame)
{
	struct command command = { .block = VALUE_NULL };
	struct source *source = frame->unit->tree->source;

	if (frame->function) {
		command.kind = COMMAND_FUNCTION;
		command.function = (struct function *)frame->function;
	} else if (frame->unit->is_script && source->path) {
		command.kind = COMMAND_SCRIPT;
		command.path = source->path;
	} else {
		command.kind = COMMAND_BLOCK;
		command.block = scriptblock_new(frame->unit, NULL);
	}
	return command;
}

/* Write-Error speaks for the code that calls it: its record stands where that was called. */
static void report_caller(struct stage *stage, struct error_record *record)
{
	struct scope *scope = stage->scope;
	struct invocation_frame *frame = scope_invocation(scope);
	struct origin *origin;
	struct command command;

	if (!record->activity)
		record->activity = str_new(stage->call.cmdlet->name, -1);
	if (!record->stack && stage->node) {
		place_put(record, stage->node->unit, stage->node->ast->span);
		record->stack = position_stack(scope, record);
	}
	if (!frame)
		return;
	command = frame_command(frame);
	name_put(record, &command, NULL);
	origin = origin_put(stage->session, record, &command, frame->name ? frame->name->data : "");
	value_unref(command.block);
	origin->position = frame->pipeline_position;
	origin->length = frame->pipeline_length;
	origin->expects_input = frame->expecting_input;
	origin->bound = value_ref(value_of(invocation_bound(scope))).u.dict;
	place_put(record, frame->call_node ? frame->call_node->unit : NULL,
		  frame->call_node ? frame->call_node->ast->span : (struct span){ 0, 0 });
}

void origin_of_stage(struct stage *stage, struct error_record *record)
{
	const struct cmdlet *cmdlet = stage->call.cmdlet;

	if (cmdlet && cmdlet->flags & CMDLET_FOR_CALLER)
		report_caller(stage, record);
	else if (!record->has_extent || !cmdlet)
		report_stage(stage, record);
}

void origin_of_leaving(struct stage *stage, struct error_record *record)
{
	if (!record || record->from_throw || record->from_cmdlet || record->recorded)
		return;
	record->from_cmdlet = true;
	report_stage(stage, record);
}

/* What a ParameterBindingException says of the parameter. */
static void name_parameter(struct object *exception, const struct binding *b, struct error_record *record)
{
	const struct type *type = b->blamed_param < 0 ? NULL : b->signature->params[b->blamed_param].type;

	struct span span;
	struct source *source = error_source(record, &span);
	uint32_t line = 0, column = 0;

	if (source)
		source_position(source, span.start, &line, &column);
	object_set(exception, "Line", value_i64(line));
	object_set(exception, "Offset", value_i64(column));
	object_set(exception, "ErrorId", value_str(str_sub(record->id, 0, record->own_id)));
	object_set(exception, "ParameterName", b->blamed_name ? value_text(b->blamed_name) : VALUE_NULL);
	object_set(exception, "ParameterType", b->blamed_param < 0 ? VALUE_NULL
		   : value_type_object(type ? type : &type_object));
}

struct error_record *binding_failed(struct stage *stage, GError *error, struct value input)
{
	struct error_record *record = error_record_of(error);
	const struct binding *b = &stage->call.binding;

	if (!b->signature) {	/* the function itself is wrong */
		if (stage->node)
			origin_of_code(stage->scope, stage->node->unit, stage->node->ast->span, record);
		return record;
	}
	report_stage(stage, record);
	if (!value_is_null(input))
		value_put(&record->target, value_ref(input));
	if (b->blamed.end > b->blamed.start && stage->node)
		place_put(record, stage->node->unit, b->blamed);
	if (record->exception.kind == V_OBJECT)
		name_parameter(record->exception.u.object, b, record);
	return record;
}
