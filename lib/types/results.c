/*
 * The types of what core cmdlets give out. The properties live in the objects'
 * shapes; the tables here name the types and say how they read as text.
 */
#include "config.h"

#include "lib/types/results.h"

#include "lib/convert.h"

TYPE(type_group_info);
TYPE(type_group_info_no_element);
TYPE(type_measure_info);
TYPE(type_generic_measure_info);
TYPE(type_generic_object_measure_info);
TYPE(type_text_measure_info);
extern const struct type type_match_info;	/* matchinfo_type.c */
TYPE(type_match_info_context);
TYPE(type_member_definition);
TYPE(type_path_info);
TYPE(type_orderedhashtable);
TYPE(type_select_xml_info);
TYPE(type_script_error);

const struct type type_group_info = {
	.name = "Microsoft.PowerShell.Commands.GroupInfo", .kind = V_OBJECT };

const struct type type_group_info_no_element = {
	.name = "Microsoft.PowerShell.Commands.GroupInfoNoElement", .base = &type_group_info,
	.kind = V_OBJECT };

const struct type type_measure_info = {
	.name = "Microsoft.PowerShell.Commands.MeasureInfo", .kind = V_OBJECT,
	.flags = TYPE_IS_ABSTRACT };

const struct type type_generic_measure_info = {
	.name = "Microsoft.PowerShell.Commands.GenericMeasureInfo", .base = &type_measure_info,
	.kind = V_OBJECT };

const struct type type_generic_object_measure_info = {
	.name = "Microsoft.PowerShell.Commands.GenericObjectMeasureInfo",
	.base = &type_measure_info, .kind = V_OBJECT };

const struct type type_text_measure_info = {
	.name = "Microsoft.PowerShell.Commands.TextMeasureInfo", .base = &type_measure_info,
	.kind = V_OBJECT };

const struct type type_match_info_context = {
	.name = "Microsoft.PowerShell.Commands.MatchInfoContext", .kind = V_OBJECT };

const struct type type_select_xml_info = {
	.name = "Microsoft.PowerShell.Commands.SelectXmlInfo", .kind = V_OBJECT };

const struct type type_script_error = {
	.name = "ScriptError", .kind = V_OBJECT,
	.default_properties = "Path Line Column ErrorId Message" };

static struct string *definition_text(struct value self)
{
	value_auto v = object_get(self.u.object, "Definition");

	return v.kind == V_STRING ? str_ref(v.u.str) : str_empty();
}

const struct type type_member_definition = {
	.name = "Microsoft.PowerShell.Commands.MemberDefinition", .kind = V_OBJECT,
	.to_string = definition_text };

static struct string *path_text(struct value self)
{
	value_auto v = object_get(self.u.object, "Path");

	return v.kind == V_STRING ? str_ref(v.u.str) : str_empty();
}

const struct type type_path_info = {
	.name = "System.Management.Automation.PathInfo", .kind = V_OBJECT,
	.to_string = path_text };

/* What ConvertFrom-Json -AsHashtable gives: a hashtable that keeps its order. */
const struct type type_orderedhashtable = {
	.name = "System.Management.Automation.OrderedHashtable", .base = &type_hashtable,
	.kind = V_DICT };

static const struct result_table {
	const struct type *type;
	const char *names;
	unsigned n;
} result_tables[RESULT_KIND_COUNT] = {
	[RESULT_GROUP] = { &type_group_info, "Count Name Values Group", 4 },
	[RESULT_GROUP_NO_ELEMENT] = { &type_group_info_no_element, "Count Name Values Group", 4 },
	[RESULT_MEASURE] = { &type_generic_measure_info,
		"Count Average Sum Maximum Minimum StandardDeviation Property", 7 },
	[RESULT_MEASURE_OBJECT] = { &type_generic_object_measure_info,
		"Count Average Sum Maximum Minimum StandardDeviation Property", 7 },
	[RESULT_MEASURE_TEXT] = { &type_text_measure_info, "Lines Words Characters Property", 4 },
	[RESULT_MATCH] = { &type_match_info,
		"IgnoreCase LineNumber Line Filename Path Pattern Context Matches", 8 },
	[RESULT_MATCH_CONTEXT] = { &type_match_info_context,
		"PreContext PostContext DisplayPreContext DisplayPostContext", 4 },
	[RESULT_MEMBER] = { &type_member_definition, "TypeName Name MemberType Definition", 4 },
	[RESULT_PATH] = { &type_path_info, "Drive Provider ProviderPath Path", 4 },
	[RESULT_XML_MATCH] = { &type_select_xml_info, "Node Path Pattern", 3 },
	[RESULT_SCRIPT_ERROR] = { &type_script_error,
		"Path Line Column EndLine EndColumn ErrorId Message Text", 8 },
};

unsigned result_size(enum result_kind kind)
{
	return result_tables[kind].n;
}

const char *result_names(enum result_kind kind)
{
	return result_tables[kind].names;
}

struct value result_make(enum result_kind kind, const struct value *values)
{
	const struct result_table *table = &result_tables[kind];
	struct shape *shape = shape_empty(table->type);
	const char *at = table->names;
	struct object *object;

	for (unsigned i = 0; i < table->n; i++) {
		const char *end = strchrnul(at, ' ');
		struct string *name = str_new(at, end - at);
		struct shape *next = shape_add(shape, name, MEMBER_PROPERTY, 0);

		str_unref(name);
		shape_unref(shape);
		shape = next;
		at = *end ? end + 1 : end;
	}
	object = object_new(shape);
	shape_unref(shape);
	memcpy(object->slots, values, table->n * sizeof(*values));
	return value_of(object);
}

struct value result_group(bool no_element, uint32_t count, struct value name, struct value values,
			  struct value members)
{
	const struct value slots[] = { value_i32(count), name, values, members };

	return result_make(no_element ? RESULT_GROUP_NO_ELEMENT : RESULT_GROUP, slots);
}

const struct type *result_collection_type(void)
{
	return type_find("System.Collections.ObjectModel.Collection[psobject]", -1);
}

struct value result_path(const char *path)
{
	struct object *drive = object_custom();
	const struct value slots[] = {
		value_of(drive), value_text("Microsoft.PowerShell.Core\\FileSystem"),
		value_text(path), value_text(path) };

	object_set(drive, "Name", value_text("/"));
	object_set(drive, "Root", value_text("/"));
	return result_make(RESULT_PATH, slots);
}
