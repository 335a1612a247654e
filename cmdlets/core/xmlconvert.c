/*
 * ConvertTo-Xml, Select-Xml. The document of ConvertTo-Xml is written as text
 * and read by the [xml] type when it is wanted as a document.
 */
#include "config.h"

#include "cmdlets/core/arguments.h"
#include "cmdlets/core/column.h"
#include "cmdlets/core/markup.h"
#include "cmdlets/core/textfile.h"
#include "lib/convert.h"
#include "lib/dict.h"
#include "lib/object.h"
#include "lib/types/results.h"

static const struct type *xml_type(void)
{
	return type_find("System.Xml.XmlDocument", -1);
}

static const struct fault no_xml = {
	"TypeNotFound", "System.Management.Automation.RuntimeException", CATEGORY_INVALID_OPERATION,
	NULL };

static bool xml_document(struct value text, struct value *ret, GError **error)
{
	const struct type *type = xml_type();

	if (type)
		return value_convert(text, type, ret, error);
	fault_set(error, &no_xml, VALUE_NULL, "Unable to find type [xml].");
	return false;
}

/* -- ConvertTo-Xml ------------------------------------------------------------- */

struct convertto_xml_args {
	struct value input, depth, no_type, as;
};

static const struct param convertto_xml_params[] = {
	{ "InputObject", "psobject", FIELD(convertto_xml_args, input), POSITION(0),
	  .pipeline = BY_VALUE, .flags = PARAM_MANDATORY | PARAM_ALLOW_NULL,
	  .help = "The objects to write." },
	{ "Depth", "int", FIELD(convertto_xml_args, depth), .min = 1, .max = INT32_MAX,
	  .help = "How deep objects are followed; 1 if not given." },
	{ "NoTypeInformation", "switch", FIELD(convertto_xml_args, no_type),
	  .help = "Leaves the types out." },
	{ "As", "string", FIELD(convertto_xml_args, as), .values = "Stream String Document",
	  .help = "A document (the rule), one text, or one text for each object." },
	{ NULL }
};

struct xml_writer {
	struct call *call;
	GString *out;
	int64_t max_depth;
	bool with_types;
};

/* The property being written. */
struct xml_property {
	struct xml_writer *writer;
	int indent;
	int64_t depth;
};

static void put_element(struct xml_writer *writer, const char *tag, const char *name,
			struct value v, int indent, int64_t depth);

static void put_property(struct string *name, struct value v, void *data)
{
	const struct xml_property *property = data;

	put_element(property->writer, "Property", name->data, v, property->indent,
		    property->depth);
}

static bool is_simple(struct value v)
{
	v = value_base(v);
	return v.kind < V_ARRAY || v.kind == V_SCRIPTBLOCK;
}

static void put_children(struct xml_writer *writer, struct value v, int indent, int64_t depth)
{
	struct xml_property property = { writer, indent, depth };
	struct value base = value_base(v);
	const struct dict_entry *entry;
	struct enumerator e;
	struct value element;

	if (base.kind == V_DICT) {
		for (uint32_t i = 0; dict_next(base.u.dict, &i, &entry);) {
			put_element(writer, "Property", "Key", entry->key, indent, depth);
			put_element(writer, "Property", "Value", entry->value, indent, depth);
		}
	} else if (value_is_enumerable(base)) {
		enumerator_init(&e, base);
		while (enumerator_next(&e, &element, NULL)) {
			put_element(writer, "Property", NULL, element, indent, depth);
			value_unref(element);
		}
		enumerator_clear(&e);
	} else {
		host_each_property(call_host(writer->call), v, put_property, &property);
	}
}

static void put_tag(struct xml_writer *writer, const char *tag, const char *name, struct value v,
		    int indent)
{
	g_string_append_printf(writer->out, "%*s<%s", indent * 2, "", tag);
	if (name) {
		g_string_append(writer->out, " Name=\"");
		xml_put(writer->out, name, strlen(name));
		g_string_append_c(writer->out, '"');
	}
	if (writer->with_types && !value_is_null(v)) {
		const char *type = type_of(value_base(v))->name;

		g_string_append(writer->out, " Type=\"");
		xml_put(writer->out, type, strlen(type));
		g_string_append_c(writer->out, '"');
	}
}

static void put_element(struct xml_writer *writer, const char *tag, const char *name,
			struct value v, int indent, int64_t depth)
{
	struct string *text;
	gsize start;

	put_tag(writer, tag, name, v, indent);
	if (value_is_null(v)) {
		g_string_append(writer->out, " />\n");
		return;
	}
	g_string_append_c(writer->out, '>');
	if (is_simple(v) || depth > writer->max_depth) {
		text = value_cell(v);
		xml_put(writer->out, text->data, text->len);
		str_unref(text);
		g_string_append_printf(writer->out, "</%s>\n", tag);
		return;
	}
	g_string_append_c(writer->out, '\n');
	start = writer->out->len;
	put_children(writer, v, indent + 1, depth + 1);
	if (writer->out->len == start)
		g_string_truncate(writer->out, start - 1);
	else
		g_string_append_printf(writer->out, "%*s", indent * 2, "");
	g_string_append_printf(writer->out, "</%s>\n", tag);
}

static enum flow convertto_xml(struct call *call, void *data)
{
	struct convertto_xml_args *args = data;
	GArray **held = call_state(call);

	if (!*held)
		*held = held_new();
	if (args->input.kind != V_UNSET)
		held_add(*held, args->input);
	return FLOW_NEXT;
}

static enum flow emit_pieces(struct call *call, struct xml_writer *writer, const GArray *held)
{
	enum flow flow = emit_text(call, "<?xml version=\"1.0\" encoding=\"utf-8\"?>", -1);

	if (flow == FLOW_NEXT)
		flow = emit_text(call, "<Objects>", -1);
	for (guint i = 0; held && i < held->len && flow == FLOW_NEXT; i++) {
		g_string_truncate(writer->out, 0);
		put_element(writer, "Object", NULL, g_array_index(held, struct value, i), 0, 1);
		flow = emit_text(call, writer->out->str, writer->out->len - 1);
	}
	return flow == FLOW_NEXT ? emit_text(call, "</Objects>", -1) : flow;
}

static enum flow convertto_xml_end(struct call *call, void *data)
{
	struct convertto_xml_args *args = data;
	const GArray *held = *(GArray **)call_state(call);
	const char *as = arg_text(args->as, "Document");
	g_autoptr(GString) out = g_string_new(NULL);
	struct xml_writer writer = { call, out, arg_int(args->depth, 1), !arg_on(args->no_type) };
	value_auto text = VALUE_UNSET;
	struct value document;
	GError *error = NULL;

	if (text_equal_nocase(as, "Stream"))
		return emit_pieces(call, &writer, held);
	g_string_append(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Objects>\n");
	for (guint i = 0; held && i < held->len; i++)
		put_element(&writer, "Object", NULL, g_array_index(held, struct value, i), 1, 1);
	g_string_append(out, "</Objects>");
	text = value_str(str_new(out->str, out->len));
	if (text_equal_nocase(as, "String"))
		return emit(call, text);
	if (!xml_document(text, &document, &error))
		return call_throw(call, error);
	return emit_take(call, document);
}

static void convertto_xml_clean(struct call *call)
{
	held_free(*(GArray **)call_state(call));
}

static const struct cmdlet_example convertto_xml_examples[] = {
	{ "(Get-Mailbox | Select-Object Name, Database | ConvertTo-Xml).Save('mailboxes.xml')",
	  "Mailboxes as an XML file." },
	{ NULL }
};

CMDLET(convertto_xml_cmdlet) = {
	.name = "ConvertTo-Xml", .module = MODULE_UTILITY,
	.synopsis = "Creates an XML representation of objects.",
	.params = convertto_xml_params, .examples = convertto_xml_examples,
	.output = "System.Xml.XmlDocument System.String",
	.args_size = sizeof(struct convertto_xml_args), .state_size = sizeof(GArray *),
	.process = convertto_xml, .end = convertto_xml_end, .clean = convertto_xml_clean,
};

/* -- Select-Xml -------------------------------------------------------------------- */

struct select_xml_args {
	struct value path, literal, xml, content, xpath, namespaces;
};

enum { SET_XML = 1, SET_PATH = 2, SET_LITERAL = 4, SET_CONTENT = 8 };

static const struct param select_xml_params[] = {
	{ "XPath", "string", FIELD(select_xml_args, xpath), POSITION(0), .flags = PARAM_MANDATORY,
	  .help = "What to look for." },
	{ "Xml", "object[]", FIELD(select_xml_args, xml), POSITION(1), .pipeline = BY_VALUE | BY_NAME,
	  .sets = SET_XML, .mandatory_sets = SET_XML, .aliases = "Node",
	  .help = "The documents or nodes to search." },
	{ "Path", "string[]", FIELD(select_xml_args, path), POSITION(1), .pipeline = BY_NAME,
	  .sets = SET_PATH, .mandatory_sets = SET_PATH, .flags = PARAM_WILDCARDS,
	  .complete = "File", .help = "The files to search." },
	{ "LiteralPath", "string[]", FIELD(select_xml_args, literal), .pipeline = BY_NAME,
	  .sets = SET_LITERAL, .mandatory_sets = SET_LITERAL, .aliases = "PSPath LP",
	  .complete = "File", .help = "The files, without wildcards." },
	{ "Content", "string[]", FIELD(select_xml_args, content), .pipeline = BY_VALUE,
	  .sets = SET_CONTENT, .mandatory_sets = SET_CONTENT, .help = "The text to search." },
	{ "Namespace", "System.Collections.Hashtable", FIELD(select_xml_args, namespaces),
	  .help = "Prefixes and the namespaces they stand for." },
	{ NULL }
};

static bool namespace_manager(struct call *call, struct value document, struct value table,
			      struct value *ret, GError **error)
{
	const struct type *type = type_find("System.Xml.XmlNamespaceManager", -1);
	value_auto names = host_member(call_host(call), document, symbol_get("NameTable", -1));
	value_auto nothing = VALUE_NOTHING;
	const struct dict_entry *entry;

	if (!type || !type_construct(type, &names, 1, call_host(call), ret, error))
		return false;
	for (uint32_t i = 0; dict_next(table.u.dict, &i, &entry);) {
		const struct value args[] = { entry->key, entry->value };

		if (!type_invoke(type, *ret, "AddNamespace", args, 2, call_host(call), &nothing, error))
			return false;
	}
	return true;
}

static enum flow search_node(struct call *call, const struct select_xml_args *args,
			     struct value node, const char *path)
{
	value_auto manager = VALUE_UNSET, found = VALUE_UNSET;
	struct value call_args[2] = { args->xpath }, table = value_base(args->namespaces), match;
	struct enumerator e;
	unsigned n = 1;
	GError *error = NULL;
	enum flow flow = FLOW_NEXT;

	if (table.kind == V_DICT) {
		if (!namespace_manager(call, node, table, &manager, &error))
			return call_error(call, error);
		call_args[n++] = manager;
	}
	if (!type_invoke(type_of(node), node, "SelectNodes", call_args, n, call_host(call), &found,
			 &error))
		return call_error(call, error);
	enumerator_init(&e, found);
	while (flow == FLOW_NEXT && enumerator_next(&e, &match, NULL)) {
		const struct value slots[] = { match, value_text(path), value_ref(args->xpath) };

		flow = emit_take(call, result_make(RESULT_XML_MATCH, slots));
	}
	enumerator_clear(&e);
	return flow;
}

static enum flow search_text(struct call *call, const struct select_xml_args *args,
			     const char *text, gsize len, const char *path)
{
	value_auto source = value_str(str_new(text, len));
	value_auto document = VALUE_UNSET;
	GError *error = NULL;

	if (!xml_document(source, &document, &error))
		return call_error(call, error);
	return search_node(call, args, document, path);
}

static enum flow search_files(struct call *call, const struct select_xml_args *args)
{
	struct encoding encoding = { 0 };
	enum flow flow;
	g_autoptr(GPtrArray) found = paths_expand(call, args->path, args->literal, &flow);

	for (guint i = 0; i < found->len && flow == FLOW_NEXT; i++) {
		GError *error = NULL;
		gsize len = 0;
		g_autofree char *text = text_file_read(found->pdata[i], &encoding, &len, &error);

		flow = text ? search_text(call, args, text, len, found->pdata[i])
			    : call_error(call, error);
	}
	return flow;
}

static enum flow select_xml(struct call *call, void *data)
{
	struct select_xml_args *args = data;
	struct value list = arg_given(args->xml) ? args->xml : args->content;
	uint32_t n = arg_count(list);
	enum flow flow = FLOW_NEXT;

	if (arg_given(args->path) || arg_given(args->literal))
		return search_files(call, args);
	for (uint32_t i = 0; i < n && flow == FLOW_NEXT; i++) {
		value_auto v = arg_at(list, i);

		if (v.kind == V_STRING)
			flow = search_text(call, args, v.u.str->data, v.u.str->len, "InputStream");
		else
			flow = search_node(call, args, value_base(v), "InputStream");
	}
	return flow;
}

static const struct cmdlet_example select_xml_examples[] = {
	{ "Select-Xml -Path config.xml -XPath '//server/@name' | ForEach-Object { $_.Node.Value }",
	  "Attributes of a file." },
	{ NULL }
};

CMDLET(select_xml_cmdlet) = {
	.name = "Select-Xml", .module = MODULE_UTILITY,
	.synopsis = "Finds text in an XML string or document.",
	.params = select_xml_params, .examples = select_xml_examples,
	.sets = "Xml Path LiteralPath Content", .default_set = "Xml",
	.output = "Microsoft.PowerShell.Commands.SelectXmlInfo",
	.args_size = sizeof(struct select_xml_args), .process = select_xml,
};
