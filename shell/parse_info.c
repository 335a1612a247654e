/*
 * Extents and parse errors as objects of System.Management.Automation.Language:
 * plain objects, filled when they are made, since few are ever looked at.
 */
#include "config.h"

#include "shell/parse_info.h"

#include "lib/array.h"
#include "lib/object.h"
#include "lib/type.h"

static struct string *extent_text(struct value self)
{
	struct value text = object_get(self.u.object, "Text");

	return text.kind == V_STRING ? text.u.str : str_empty();
}

static struct string *error_text(struct value self)
{
	struct value message = object_get(self.u.object, "Message");

	return message.kind == V_STRING ? message.u.str : str_empty();
}

TYPE(type_script_position);
const struct type type_script_position = {
	.name = "System.Management.Automation.Language.InternalScriptPosition", .kind = V_OBJECT,
};

TYPE(type_script_extent);
const struct type type_script_extent = {
	.name = "System.Management.Automation.Language.InternalScriptExtent", .kind = V_OBJECT,
	.to_string = extent_text,
	.default_properties = "File StartScriptPosition EndScriptPosition StartLineNumber StartColumnNumber "
			      "EndLineNumber EndColumnNumber Text StartOffset EndOffset",
};

TYPE(type_parse_error);
const struct type type_parse_error = {
	.name = "System.Management.Automation.Language.ParseError", .kind = V_OBJECT, .to_string = error_text,
	.default_properties = "Extent ErrorId Message IncompleteInput",
};

static struct object *object_of(const struct type *type)
{
	struct shape *shape = shape_empty(type);
	struct object *object = object_new(shape);

	shape_unref(shape);
	return object;
}

static struct value file_of(const struct source *source)
{
	return source->path ? value_text(source->path) : VALUE_NULL;
}

static uint32_t units_before(const struct source *source, uint32_t offset)
{
	struct string *text = str_new(source->text, offset);
	uint32_t units = text->units;

	str_unref(text);
	return units;
}

static struct value position_info(struct source *source, uint32_t offset)
{
	struct object *position = object_of(&type_script_position);
	uint32_t line, column;
	g_autofree char *text = NULL;

	source_position(source, offset, &line, &column);
	text = source_text(source, source_line_span(source, line));
	object_set(position, "File", file_of(source));
	object_set(position, "LineNumber", value_i32(line));
	object_set(position, "ColumnNumber", value_i32(column));
	object_set(position, "Line", value_text(text));
	object_set(position, "Offset", value_i32(units_before(source, offset)));
	return value_of(position);
}

struct value extent_info(struct source *source, struct span span)
{
	struct object *extent = object_of(&type_script_extent);
	g_autofree char *text = source_text(source, span);
	uint32_t line, column;

	object_set(extent, "File", file_of(source));
	object_set(extent, "StartScriptPosition", position_info(source, span.start));
	object_set(extent, "EndScriptPosition", position_info(source, span.end));
	source_position(source, span.start, &line, &column);
	object_set(extent, "StartLineNumber", value_i32(line));
	object_set(extent, "StartColumnNumber", value_i32(column));
	source_position(source, span.end, &line, &column);
	object_set(extent, "EndLineNumber", value_i32(line));
	object_set(extent, "EndColumnNumber", value_i32(column));
	object_set(extent, "Text", value_text(text));
	object_set(extent, "StartOffset", value_i32(units_before(source, span.start)));
	object_set(extent, "EndOffset", value_i32(units_before(source, span.end)));
	return value_of(extent);
}

static struct value error_info(const struct parse_error *error, struct source *source)
{
	struct object *object = object_of(&type_parse_error);

	object_set(object, "Extent", extent_info(source, error->span));
	object_set(object, "ErrorId", value_text(error->id));
	object_set(object, "Message", value_text(error->message));
	object_set(object, "IncompleteInput", value_bool(error->incomplete));
	return value_of(object);
}

struct value parse_errors_info(const GPtrArray *errors, struct source *source)
{
	struct array *all = array_new(&type_parse_error, errors->len);

	for (guint i = 0; i < errors->len; i++)
		all->u.items[i] = error_info(errors->pdata[i], source);
	return value_of(all);
}
