/*
 * Positions as scripts see them.
 */
#include "config.h"

#include "shell/position.h"

#include "lib/object.h"
#include "shell/invocation.h"
#include "shell/scriptblock.h"

struct source *error_source(const struct error_record *record, struct span *ret_span)
{
	struct scriptblock *block = scriptblock_of(record->source);

	if (!block || !record->has_extent)
		return NULL;
	*ret_span = (struct span){ record->start, record->end };
	return block->unit->tree->source;
}

/* The part of the first line that a span covers, in columns. */
static uint32_t underline_length(struct source *source, struct span span, struct span line)
{
	g_autofree char *part = source_text(source, (struct span){ span.start, MIN(span.end, line.end) });

	return MAX(1, g_utf8_strlen(part, -1));
}

char *position_message(struct source *source, struct span span)
{
	uint32_t line, column;
	struct span text;
	GString *out = g_string_new(NULL);

	source_position(source, span.start, &line, &column);
	text = source_line_span(source, line);
	g_string_append_printf(out, "At %s%sline:%u char:%u\n", "", "", line, column);
	if (source->path) {
		g_string_truncate(out, 0);
		g_string_append_printf(out, "At %s:%u char:%u\n", source->path, line, column);
	}
	{
		g_autofree char *whole = source_text(source, text);
		uint32_t lead = strspn(whole, " \t"), n = underline_length(source, span, text);

		if (lead >= column)
			lead = column - 1;
		g_string_append_printf(out, "+ %s%s\n+ ", lead ? " " : "", whole + lead);
		for (uint32_t i = 1 + lead - (lead ? 1 : 0); i < column; i++)
			g_string_append_c(out, ' ');
		for (uint32_t i = 0; i < n; i++)
			g_string_append_c(out, '~');
	}
	return g_string_free(out, FALSE);
}

static void set_text(struct object *object, const char *name, const char *text)
{
	object_set(object, name, value_text(text ? text : ""));
}

static struct object *info_new(void)
{
	const struct type *type = type_find("System.Management.Automation.InvocationInfo", -1);
	struct shape *shape = shape_empty(type ? type : &type_pscustomobject);
	struct object *info = object_new(shape);

	shape_unref(shape);
	return info;
}

static void set_position(struct object *info, struct source *source, struct span span)
{
	uint32_t line = 0, column = 0;
	g_autofree char *text = NULL, *statement = NULL, *message = NULL, *folder = NULL;
	struct span line_span;

	source_position(source, span.start, &line, &column);
	line_span = source_line_span(source, line);
	text = source_text(source, line_span);
	statement = source_text(source, span);
	message = position_message(source, span);
	folder = source->path ? g_path_get_dirname(source->path) : NULL;
	object_set(info, "ScriptLineNumber", value_i32(line));
	object_set(info, "OffsetInLine", value_i32(column));
	object_set(info, "HistoryId", value_i64(-1));
	set_text(info, "ScriptName", source->path);
	set_text(info, "Line", text);
	set_text(info, "Statement", statement);
	set_text(info, "PositionMessage", message);
	set_text(info, "PSScriptRoot", folder);
	set_text(info, "PSCommandPath", source->path);
}

struct value invocation_info(struct scope *scope, struct node *node, const char *name,
			     struct value command)
{
	struct object *info = info_new();
	struct invocation_frame *invocation = scope_invocation(scope);

	object_set(info, "MyCommand", value_ref(command));
	object_set(info, "BoundParameters", invocation ? value_ref(value_of(invocation_bound(scope)))
						       : value_of(dict_new(DICT_HASHTABLE, false)));
	object_set(info, "UnboundArguments", value_of(list_new(NULL, NULL)));
	if (node)
		set_position(info, node->unit->tree->source, node->ast->span);
	set_text(info, "InvocationName", name);
	object_set(info, "PipelineLength", value_i32(invocation ? invocation->pipeline_length : 1));
	object_set(info, "PipelinePosition", value_i32(invocation ? invocation->pipeline_position : 1));
	object_set(info, "ExpectingInput", value_bool(invocation && invocation->expecting_input));
	object_set(info, "CommandOrigin", value_text("Internal"));
	return value_of(info);
}

struct value position_invocation(struct scope *scope, struct error_record *record)
{
	struct object *info = info_new();
	struct span span;
	struct source *source = error_source(record, &span);

	object_set(info, "MyCommand", record->command ? value_str(str_ref(record->command)) : VALUE_NULL);
	if (source)
		set_position(info, source, span);
	set_text(info, "InvocationName", record->command ? record->command->data : "");
	return value_of(info);
}

struct string *position_stack(struct scope *scope, struct error_record *record)
{
	GString *out = g_string_new(NULL);
	struct span span;
	struct source *source = error_source(record, &span);

	for (struct scope *s = scope; s && source; s = s->caller) {
		struct invocation_frame *in = s->invocation;
		const char *name = in && in->function ? in->function->spelling->data : "<ScriptBlock>";

		if (!in && s->kind != SCOPE_KIND_GLOBAL)
			continue;
		g_string_append_printf(out, "%sat %s, %s: line %u", out->len ? "\n" : "", name,
				       source->path ? source->path : "<No file>",
				       source_line_of(source, span.start));
		if (in && in->call_node) {
			source = in->call_node->unit->tree->source;
			span = in->call_node->ast->span;
		} else {
			break;
		}
	}
	return str_from_gstring(out);
}
