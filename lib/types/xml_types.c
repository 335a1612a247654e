/*
 * XmlDocument, XmlElement and their kin: a node of a tree, its elements and
 * attributes as properties of the same name, and .NET's members. Those that
 * make and change nodes are in xml_edit.c.
 */
#include "config.h"

#include "lib/types/entries.h"
#include "lib/types/xml_nodes.h"

struct node_list {
	struct native native;
	GPtrArray *items;		/* struct xml_node */
};

static void node_free(struct native *native)
{
	xml_document_unref(((struct xml_node *)native)->document);
}

static const struct type *node_type(const xmlNode *node)
{
	switch (node->type) {
	case XML_DOCUMENT_NODE:
	case XML_HTML_DOCUMENT_NODE:
		return &type_xml_document;
	case XML_ATTRIBUTE_NODE:
		return &type_xml_attribute;
	case XML_TEXT_NODE:
		return &type_xml_text;
	case XML_CDATA_SECTION_NODE:
		return &type_xml_cdata;
	case XML_COMMENT_NODE:
		return &type_xml_comment;
	case XML_PI_NODE:
		return &type_xml_pi;
	default:
		return &type_xml_element;
	}
}

struct value xml_node_new(struct xml_document *document, xmlNode *node)
{
	struct xml_node *made;

	if (!node)
		return VALUE_NULL;
	made = native_new(node_type(node), sizeof(*made));
	made->document = xml_document_ref(document);
	made->node = node;
	return value_of(made);
}

struct value xml_near(struct value self, xmlNode *node)
{
	return xml_node_new(xml_node_of(self)->document, node);
}

struct value xml_content(const xmlNode *node)
{
	xmlChar *text = xml_lib()->xmlNodeGetContent(node);
	struct value v = value_text(text ? (const char *)text : "");

	if (text)
		(*xml_lib()->xmlFree)(text);
	return v;
}

/* -- Lists ------------------------------------------------------------------------------------------- */

static void item_release(gpointer item)
{
	value_unref(value_of(item));
}

static void list_free(struct native *native)
{
	g_ptr_array_unref(((struct node_list *)native)->items);
}

static GPtrArray *items_of(struct value v)
{
	return ((struct node_list *)v.u.native)->items;
}

static struct value list_of_nodes(const struct type *type)
{
	struct node_list *list = native_new(type, sizeof(*list));

	list->items = g_ptr_array_new_with_free_func(item_release);
	return value_of(list);
}

static void list_put(struct value list, struct value self, xmlNode *node)
{
	g_ptr_array_add(items_of(list), xml_near(self, node).u.native);
}

static struct value list_get_at(struct value self, int64_t at)
{
	return at >= 0 && at < items_of(self)->len ? value_ref(value_of(items_of(self)->pdata[at])) : VALUE_NULL;
}

static bool nodes_next(struct enumerator *e, struct value *ret, GError **error)
{
	(void)error;
	if (e->at >= items_of(e->source)->len)
		return false;
	*ret = list_get_at(e->source, e->at++);
	return true;
}

static bool nodes_index(struct value self, struct value key, struct value *ret, GError **error)
{
	int64_t at;

	if (key.kind == V_STRING) {
		*ret = VALUE_NULL;
		for (guint i = 0; i < items_of(self)->len; i++)
			if (strcmp((const char *)((struct xml_node *)items_of(self)->pdata[i])->node->name,
				   key.u.str->data) == 0)
				value_put(ret, list_get_at(self, i));
		return true;
	}
	if (!value_to_i64(key, &at, error))
		return false;
	*ret = list_get_at(self, at < 0 ? at + items_of(self)->len : at);
	return true;
}

MEMBER(nodes_item)
{
	return nodes_index(self, args[0], ret, error);
}

MEMBER_IS(nodes_count, value_i32(items_of(self)->len))
MEMBER_IS(nodes_enumerator, iterator_new(self))

static const struct type_member nodes_properties[] = {
	PROPERTY("int Count {get;}", nodes_count),
	END_OF_MEMBERS
};

static const struct type_member nodes_methods[] = {
	METHOD("System.Collections.IEnumerator GetEnumerator()", nodes_enumerator),
	METHOD("System.Xml.XmlNode GetNamedItem(string name)", nodes_item),
	METHOD("System.Xml.XmlNode Item(int index)", nodes_item),
	METHOD("System.Xml.XmlNode ItemOf(string name)", nodes_item),
	END_OF_MEMBERS
};

static const struct type *const list_interfaces[] = { &type_ienumerable, NULL };

#define NODE_LIST(symbol, full)							\
	const struct type symbol = {						\
		.name = full, .kind = V_NATIVE, .interfaces = list_interfaces,	\
		.properties = nodes_properties, .methods = nodes_methods,	\
		.free = list_free, .next = nodes_next, .index = nodes_index,	\
	}

TYPE(type_xml_node_list);
NODE_LIST(type_xml_node_list, "System.Xml.XmlNodeList");
TYPE(type_xml_attributes);
NODE_LIST(type_xml_attributes, "System.Xml.XmlAttributeCollection");

/* -- Properties by element and attribute name ---------------------------------------------------------- */

/* A simple element (text alone) is its text. */
static struct value shown(struct value self, xmlNode *node)
{
	if (node->type == XML_ATTRIBUTE_NODE)
		return xml_content(node);
	if (node->type != XML_ELEMENT_NODE)
		return xml_content(node);
	if (node->properties || node->nsDef)
		return xml_near(self, node);
	for (xmlNode *child = node->children; child; child = child->next)
		if (child->type != XML_TEXT_NODE)
			return xml_near(self, node);
	return xml_content(node);
}

static const char *special_name(const xmlNode *node)
{
	switch (node->type) {
	case XML_TEXT_NODE:
		return "#text";
	case XML_CDATA_SECTION_NODE:
		return "#cdata-section";
	case XML_COMMENT_NODE:
		return "#comment";
	default:
		return (const char *)node->name;
	}
}

/* The attributes and children of that name. */
static GPtrArray *named_nodes(const xmlNode *node, const char *name)
{
	GPtrArray *found = g_ptr_array_new();

	if (node->type == XML_ELEMENT_NODE)
		for (xmlAttr *a = node->properties; a; a = a->next)
			if (text_equal_nocase((const char *)a->name, name))
				g_ptr_array_add(found, a);
	if (node->type != XML_ATTRIBUTE_NODE)
		for (xmlNode *child = node->children; child; child = child->next)
			if (text_equal_nocase(special_name(child), name))
				g_ptr_array_add(found, child);
	return found;
}

static bool node_member_get(struct value self, const struct symbol *name, struct value *ret)
{
	g_autoptr(GPtrArray) found = named_nodes(xml_raw(self), symbol_name(name));
	struct array *array;

	if (!found->len && xml_raw(self)->type == XML_DOCUMENT_NODE && xml_node_of(self)->document->declared &&
	    text_equal_nocase(symbol_name(name), "xml")) {
		GString *text = g_string_new(NULL);

		xml_write_declaration(text, xml_node_of(self)->document);
		*ret = value_str(str_from_gstring(text));
		return true;
	}
	if (!found->len)
		return false;
	if (found->len == 1) {
		*ret = shown(self, found->pdata[0]);
		return true;
	}
	array = array_new(NULL, found->len);
	for (guint i = 0; i < found->len; i++)
		array_set(array, i, shown(self, found->pdata[i]));
	*ret = value_of(array);
	return true;
}

/* Takes the children out of a node; they live on with the document. */
void xml_drop_children(struct value self, xmlNode *node)
{
	xml_set_spread(node, true);
	while (node->children) {
		xmlNode *child = node->children;

		xml_lib()->xmlUnlinkNode(child);
		xml_document_own(xml_node_of(self)->document, child);
	}
}

void xml_set_content(struct value self, xmlNode *node, const char *text)
{
	if (node->type != XML_ELEMENT_NODE && node->type != XML_ATTRIBUTE_NODE) {
		xml_lib()->xmlNodeSetContent(node, (const xmlChar *)text);
		return;
	}
	xml_drop_children(self, node);
	if (*text)
		xml_lib()->xmlAddChild(node, xml_lib()->xmlNewDocText(node->doc, (const xmlChar *)text));
}

static bool node_member_set(struct value self, const struct symbol *name, struct value to, GError **error)
{
	g_autoptr(GPtrArray) found = named_nodes(xml_raw(self), symbol_name(name));
	struct string *text;

	if (found->len != 1) {
		if (found->len)
			fault_throw(error, INVALID_OPERATION, "Cannot set \"%s\" because there are several of that name.",
				    symbol_name(name));
		return false;
	}
	if (value_base(to).kind != V_STRING && value_base(to).kind != V_ENUM && !value_is_number(to) &&
	    value_base(to).kind != V_CHAR && value_base(to).kind != V_BOOL) {
		fault_throw(error, INVALID_OPERATION,
			    "Cannot set \"%s\" because only strings can be used as values to set XmlNode properties.",
			    symbol_name(name));
		return false;
	}
	text = value_to_string(to, NULL);
	xml_set_content(self, found->pdata[0], text->data);
	str_unref(text);
	return true;
}

static void visit_name(GHashTable *seen, const char *name, void (*visit)(struct string *, void *), void *data)
{
	struct string *text;

	if (!g_hash_table_add(seen, g_strdup(name)))
		return;
	text = str_new(name, -1);
	visit(text, data);
	str_unref(text);
}

static void node_member_each(struct value self, void (*visit)(struct string *name, void *data), void *data)
{
	g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	xmlNode *node = xml_raw(self);

	if (node->type == XML_ELEMENT_NODE)
		for (xmlAttr *a = node->properties; a; a = a->next)
			visit_name(seen, (const char *)a->name, visit, data);
	if (node->type == XML_DOCUMENT_NODE && xml_node_of(self)->document->declared)
		visit_name(seen, "xml", visit, data);
	if (node->type != XML_ATTRIBUTE_NODE)
		for (xmlNode *child = node->children; child; child = child->next)
			visit_name(seen, special_name(child), visit, data);
}

/* -- Properties of .NET -------------------------------------------------------------------------------- */

struct value xml_written(struct value self, bool inner)
{
	GString *out = g_string_new(NULL);

	if (inner && xml_raw(self)->type == XML_DOCUMENT_NODE)
		xml_write(out, xml_node_of(self)->document, xml_raw(self), false);
	else if (inner)
		xml_write_children(out, xml_node_of(self)->document, xml_raw(self));
	else
		xml_write(out, xml_node_of(self)->document, xml_raw(self), false);
	return value_str(str_from_gstring(out));
}

struct value xml_qualified_name(const xmlNode *node)
{
	const xmlNs *ns = node->type == XML_ELEMENT_NODE || node->type == XML_ATTRIBUTE_NODE ? node->ns : NULL;

	if (node->type == XML_DOCUMENT_NODE)
		return value_text("#document");
	if (ns && ns->prefix)
		return value_str(str_printf("%s:%s", ns->prefix, node->name));
	return value_text(special_name(node));
}

static struct value node_value(const xmlNode *node)
{
	if (node->type == XML_ELEMENT_NODE || node->type == XML_DOCUMENT_NODE)
		return VALUE_NULL;
	return xml_content(node);
}

static struct value attributes_of(struct value self)
{
	struct value list;

	if (xml_raw(self)->type != XML_ELEMENT_NODE)
		return VALUE_NULL;
	list = list_of_nodes(&type_xml_attributes);
	for (xmlAttr *a = xml_raw(self)->properties; a; a = a->next)
		list_put(list, self, (xmlNode *)a);
	return list;
}

static struct value children_of(struct value self)
{
	struct value list = list_of_nodes(&type_xml_node_list);

	for (xmlNode *child = xml_raw(self)->children; child; child = child->next)
		list_put(list, self, child);
	return list;
}

static xmlNode *parent_of(const xmlNode *node)
{
	return node->type == XML_ATTRIBUTE_NODE ? NULL : node->parent;
}

static const xmlNs *ns_of(const xmlNode *node)
{
	return node->type == XML_ELEMENT_NODE || node->type == XML_ATTRIBUTE_NODE ? node->ns : NULL;
}

static int node_number(const xmlNode *node)
{
	static const int numbers[] = {
		[XML_ELEMENT_NODE] = 1, [XML_ATTRIBUTE_NODE] = 2, [XML_TEXT_NODE] = 3,
		[XML_CDATA_SECTION_NODE] = 4, [XML_PI_NODE] = 7, [XML_COMMENT_NODE] = 8,
		[XML_DOCUMENT_NODE] = 9,
	};

	return (size_t)node->type < G_N_ELEMENTS(numbers) ? numbers[node->type] : 0;
}

MEMBER_IS(node_name, xml_qualified_name(xml_raw(self)))
MEMBER_IS(node_local_name, xml_raw(self)->type == XML_DOCUMENT_NODE ? value_text("#document")
								: value_text(special_name(xml_raw(self))))
MEMBER_IS(node_inner_text, xml_content(xml_raw(self)))
MEMBER_IS(node_inner_xml, xml_written(self, true))
MEMBER_IS(node_outer_xml, xml_written(self, false))
MEMBER_IS(node_get_value, node_value(xml_raw(self)))
MEMBER_IS(node_attributes, attributes_of(self))
MEMBER_IS(node_children, children_of(self))
MEMBER_IS(node_first, xml_near(self, xml_raw(self)->type == XML_ATTRIBUTE_NODE ? NULL : xml_raw(self)->children))
MEMBER_IS(node_last, xml_near(self, xml_raw(self)->type == XML_ATTRIBUTE_NODE ? NULL : xml_raw(self)->last))
MEMBER_IS(node_next, xml_near(self, xml_raw(self)->type == XML_DOCUMENT_NODE ? NULL : xml_raw(self)->next))
MEMBER_IS(node_previous, xml_near(self, xml_raw(self)->type == XML_DOCUMENT_NODE ? NULL : xml_raw(self)->prev))
MEMBER_IS(node_parent, xml_near(self, parent_of(xml_raw(self))))
MEMBER_IS(node_has_children, value_bool(xml_raw(self)->children != NULL))
MEMBER_IS(node_has_attributes, value_bool(xml_raw(self)->type == XML_ELEMENT_NODE && xml_raw(self)->properties))
MEMBER_IS(node_is_empty, value_bool(!xml_raw(self)->children && !xml_raw(self)->extra))
MEMBER_IS(node_get_type, value_enum(type_find("System.Xml.XmlNodeType", -1), node_number(xml_raw(self))))
MEMBER_IS(node_owner, xml_raw(self)->type == XML_DOCUMENT_NODE ? VALUE_NULL : xml_near(self, (xmlNode *)xml_raw(self)->doc))
MEMBER_IS(node_namespace, value_text(ns_of(xml_raw(self)) ? (const char *)ns_of(xml_raw(self))->href : ""))
MEMBER_IS(node_prefix, value_text(ns_of(xml_raw(self)) && ns_of(xml_raw(self))->prefix
				  ? (const char *)ns_of(xml_raw(self))->prefix : ""))
MEMBER_IS(document_root, xml_near(self, xml_lib()->xmlDocGetRootElement(xml_raw(self)->doc)))
MEMBER_IS(document_name_table, xml_near(self, (xmlNode *)xml_raw(self)->doc))

MEMBER(node_set_text)
{
	struct string *text = value_to_string(args[0], NULL);

	xml_set_content(self, xml_raw(self), text->data);
	str_unref(text);
	return true;
}

MEMBER(node_set_inner_xml)
{
	xmlNode *list = NULL;
	const char *text = text_arg(args[0]);

	xml_lib()->xmlResetLastError();
	if (*text && xml_lib()->xmlParseInNodeContext(xml_raw(self), text, strlen(text), XML_PARSE_NOERROR | XML_PARSE_NOWARNING |
						   XML_PARSE_NONET, &list) != XML_ERR_OK) {
		fault_throw(error, "System.Xml.XmlException", "The text is not well-formed XML.");
		return false;
	}
	xml_drop_children(self, xml_raw(self));
	while (list) {
		xmlNode *next = list->next;

		xml_lib()->xmlUnlinkNode(list);
		xml_lib()->xmlAddChild(xml_raw(self), list);
		list = next;
	}
	return true;
}

/* -- Finding --------------------------------------------------------------------------------------------- */

struct namespaces {
	struct native native;
	GPtrArray *pairs;		/* prefix, URI, ... */
};

static void register_namespaces(xmlXPathContext *context, struct value manager)
{
	struct namespaces *known = native_of(manager, &type_xml_namespaces);

	for (guint i = 0; known && i + 1 < known->pairs->len; i += 2)
		xml_lib()->xmlXPathRegisterNs(context, known->pairs->pdata[i], known->pairs->pdata[i + 1]);
}

static bool select_nodes(struct value self, const struct value *args, unsigned n, struct value *ret, GError **error)
{
	xmlXPathContext *context = xml_lib()->xmlXPathNewContext(xml_raw(self)->doc);
	xmlXPathObject *found;

	context->node = xml_raw(self);
	register_namespaces(context, n > 1 ? args[1] : VALUE_NULL);
	found = xml_lib()->xmlXPathEval((const xmlChar *)text_arg(args[0]), context);
	if (!found || found->type != XPATH_NODESET) {
		if (found)
			xml_lib()->xmlXPathFreeObject(found);
		xml_lib()->xmlXPathFreeContext(context);
		fault_throw(error, "System.Xml.XPath.XPathException", "'%s' has an invalid token.", text_arg(args[0]));
		return false;
	}
	*ret = list_of_nodes(&type_xml_node_list);
	for (int i = 0; found->nodesetval && i < found->nodesetval->nodeNr; i++)
		if (found->nodesetval->nodeTab[i]->type != XML_NAMESPACE_DECL)
			list_put(*ret, self, found->nodesetval->nodeTab[i]);
	xml_lib()->xmlXPathFreeObject(found);
	xml_lib()->xmlXPathFreeContext(context);
	return true;
}

MEMBER(node_select_nodes)
{
	return select_nodes(self, args, n, ret, error);
}

MEMBER(node_select_single)
{
	value_auto all = VALUE_UNSET;

	if (!select_nodes(self, args, n, &all, error))
		return false;
	*ret = list_get_at(all, 0);
	return true;
}

static void collect_elements(struct value list, struct value self, xmlNode *node, const char *name)
{
	for (xmlNode *child = node->children; child; child = child->next) {
		value_auto full = VALUE_UNSET;

		if (child->type != XML_ELEMENT_NODE)
			continue;
		full = xml_qualified_name(child);
		if (strcmp(name, "*") == 0 || strcmp(full.u.str->data, name) == 0)
			list_put(list, self, child);
		collect_elements(list, self, child, name);
	}
}

MEMBER(node_elements_by_name)
{
	*ret = list_of_nodes(&type_xml_node_list);
	collect_elements(*ret, self, xml_raw(self), text_arg(args[0]));
	return true;
}

/* The element whose attribute "id" has this value. */
static xmlNode *element_with_id(xmlNode *node, const char *id)
{
	for (xmlNode *child = node->children; child; child = child->next) {
		xmlNode *found = NULL;

		if (child->type != XML_ELEMENT_NODE)
			continue;
		for (xmlAttr *a = child->properties; a; a = a->next) {
			value_auto text = xml_content((xmlNode *)a);

			if (g_ascii_strcasecmp((const char *)a->name, "id") == 0 && strcmp(text.u.str->data, id) == 0)
				return child;
		}
		found = element_with_id(child, id);
		if (found)
			return found;
	}
	return NULL;
}

MEMBER_IS(document_by_id, xml_near(self, element_with_id(xml_raw(self), text_arg(args[0]))))

/* -- Tables ----------------------------------------------------------------------------------------------------------- */

#define NODE	"System.Xml.XmlNode"

static const struct type_member node_properties[] = {
	PROPERTY("string Name {get;}", node_name),
	SETTABLE("string Value {get;set;}", node_get_value, node_set_text),
	PROPERTY("System.Xml.XmlNodeType NodeType {get;}", node_get_type),
	PROPERTY(NODE " ParentNode {get;}", node_parent),
	PROPERTY("System.Xml.XmlNodeList ChildNodes {get;}", node_children),
	PROPERTY(NODE " PreviousSibling {get;}", node_previous),
	PROPERTY(NODE " NextSibling {get;}", node_next),
	PROPERTY("System.Xml.XmlAttributeCollection Attributes {get;}", node_attributes),
	PROPERTY("System.Xml.XmlDocument OwnerDocument {get;}", node_owner),
	PROPERTY(NODE " FirstChild {get;}", node_first),
	PROPERTY(NODE " LastChild {get;}", node_last),
	PROPERTY("bool HasChildNodes {get;}", node_has_children),
	PROPERTY("bool HasAttributes {get;}", node_has_attributes),
	PROPERTY("bool IsEmpty {get;}", node_is_empty),
	PROPERTY("string NamespaceURI {get;}", node_namespace),
	PROPERTY("string Prefix {get;}", node_prefix),
	PROPERTY("string LocalName {get;}", node_local_name),
	SETTABLE("string InnerText {get;set;}", node_inner_text, node_set_text),
	PROPERTY("string OuterXml {get;}", node_outer_xml),
	SETTABLE("string InnerXml {get;set;}", node_inner_xml, node_set_inner_xml),
	END_OF_MEMBERS
};

static const struct type_member node_methods[] = {
	METHOD(NODE " AppendChild(" NODE " newChild)", node_append),
	METHOD(NODE " Clone()", node_clone),
	METHOD(NODE " CloneNode(bool deep)", node_clone),
	METHOD(NODE " InsertAfter(" NODE " newChild, " NODE " refChild)", node_insert_after),
	METHOD(NODE " InsertBefore(" NODE " newChild, " NODE " refChild)", node_insert_before),
	METHOD(NODE " PrependChild(" NODE " newChild)", node_prepend),
	METHOD("void RemoveAll()", node_remove_all),
	METHOD(NODE " RemoveChild(" NODE " oldChild)", node_remove_child),
	METHOD(NODE " ReplaceChild(" NODE " newChild, " NODE " oldChild)", node_replace_child),
	METHOD("System.Xml.XmlNodeList SelectNodes(string xpath)", node_select_nodes),
	METHOD("System.Xml.XmlNodeList SelectNodes(string xpath, System.Xml.XmlNamespaceManager nsmgr)", node_select_nodes),
	METHOD(NODE " SelectSingleNode(string xpath)", node_select_single),
	METHOD(NODE " SelectSingleNode(string xpath, System.Xml.XmlNamespaceManager nsmgr)", node_select_single),
	END_OF_MEMBERS
};

static struct string *node_text(struct value self)
{
	value_auto name = VALUE_UNSET;

	if (xml_raw(self)->type == XML_DOCUMENT_NODE)
		return str_new("#document", -1);
	name = value_text(special_name(xml_raw(self)));
	return str_ref(name.u.str);
}

/* A node in a text is its type's name: only what is shown has its own. */
static struct string *node_type_name(struct value self)
{
	return str_new(type_of(self)->name, -1);
}

static bool node_equal(struct value a, struct value b)
{
	return xml_raw(a) == xml_raw(b);
}

#define NODE_TYPE(symbol, full, parent, own_properties, own_methods, makers, from)	\
	const struct type symbol = {						\
		.name = "System.Xml." full, .kind = V_NATIVE, .base = parent,	\
		.properties = own_properties, .methods = own_methods,		\
		.constructors = makers, .free = node_free, .to_string = node_text, .to_invariant = node_type_name, \
		.equals = node_equal, .member_get = node_member_get,		\
		.member_set = node_member_set, .member_each = node_member_each,	\
		.convert_from = from,						\
	}

TYPE(type_xml_node);
NODE_TYPE(type_xml_node, "XmlNode", NULL, node_properties, node_methods, NULL, NULL);

static const struct type_member element_methods[] = {
	METHOD("string GetAttribute(string name)", element_get_attribute),
	METHOD("System.Xml.XmlAttribute GetAttributeNode(string name)", element_attribute_node),
	METHOD("System.Xml.XmlNodeList GetElementsByTagName(string name)", node_elements_by_name),
	METHOD("bool HasAttribute(string name)", element_has_attribute),
	METHOD("void RemoveAttribute(string name)", element_remove_attribute),
	METHOD("void SetAttribute(string name, string value)", element_set_attribute),
	METHOD("System.Xml.XmlAttribute SetAttributeNode(System.Xml.XmlAttribute newAttr)", element_set_attribute_node),
	END_OF_MEMBERS
};

TYPE(type_xml_element);
NODE_TYPE(type_xml_element, "XmlElement", &type_xml_node, NULL, element_methods, NULL, NULL);
TYPE(type_xml_attribute);
NODE_TYPE(type_xml_attribute, "XmlAttribute", &type_xml_node, NULL, NULL, NULL, NULL);
TYPE(type_xml_text);
NODE_TYPE(type_xml_text, "XmlText", &type_xml_node, NULL, NULL, NULL, NULL);
TYPE(type_xml_cdata);
NODE_TYPE(type_xml_cdata, "XmlCDataSection", &type_xml_node, NULL, NULL, NULL, NULL);
TYPE(type_xml_comment);
NODE_TYPE(type_xml_comment, "XmlComment", &type_xml_node, NULL, NULL, NULL, NULL);
TYPE(type_xml_pi);
NODE_TYPE(type_xml_pi, "XmlProcessingInstruction", &type_xml_node, NULL, NULL, NULL, NULL);
TYPE(type_xml_declaration);
NODE_TYPE(type_xml_declaration, "XmlDeclaration", &type_xml_node, NULL, NULL, NULL, NULL);

static const struct type_member document_properties[] = {
	PROPERTY("System.Xml.XmlElement DocumentElement {get;}", document_root),
	PROPERTY("System.Xml.XmlNode NameTable {get;}", document_name_table),
	END_OF_MEMBERS
};

static const struct type_member document_methods[] = {
	METHOD("System.Xml.XmlAttribute CreateAttribute(string name)", document_create_attribute),
	METHOD("System.Xml.XmlCDataSection CreateCDataSection(string data)", document_create_cdata),
	METHOD("System.Xml.XmlComment CreateComment(string data)", document_create_comment),
	METHOD("System.Xml.XmlElement CreateElement(string name)", document_create_element),
	METHOD("System.Xml.XmlElement CreateElement(string qualifiedName, string namespaceURI)", document_create_element),
	METHOD("System.Xml.XmlElement CreateElement(string prefix, string localName, string namespaceURI)", document_create_element),
	METHOD("System.Xml.XmlText CreateTextNode(string text)", document_create_text),
	METHOD("System.Xml.XmlDeclaration CreateXmlDeclaration(string version, string encoding, string standalone)", document_create_declaration),
	METHOD("System.Xml.XmlElement GetElementById(string elementId)", document_by_id),
	METHOD("System.Xml.XmlNodeList GetElementsByTagName(string name)", node_elements_by_name),
	METHOD(NODE " ImportNode(" NODE " node, bool deep)", document_import),
	METHOD("void Load(string filename)", document_load),
	METHOD("void LoadXml(string xml)", document_load_xml),
	METHOD("void Save(string filename)", document_save),
	METHOD("void Save(System.Object writer)", document_save),
	END_OF_MEMBERS
};

static const struct type_member document_constructors[] = {
	CONSTRUCTOR("new()", document_construct),
	END_OF_MEMBERS
};

TYPE(type_xml_document);
const struct type type_xml_document = {
	.name = "System.Xml.XmlDocument", .alias = "xml", .kind = V_NATIVE, .base = &type_xml_node,
	.properties = document_properties, .methods = document_methods,
	.constructors = document_constructors, .free = node_free, .to_string = node_text, .to_invariant = node_type_name,
	.equals = node_equal, .member_get = node_member_get, .member_set = node_member_set,
	.member_each = node_member_each, .convert_from = xml_document_convert,
};

/* -- XmlNamespaceManager ------------------------------------------------------------------------------------------------ */

static void namespaces_free(struct native *native)
{
	g_ptr_array_unref(((struct namespaces *)native)->pairs);
}

MEMBER(namespaces_construct)
{
	struct namespaces *made = native_new(call->type, sizeof(*made));

	made->pairs = g_ptr_array_new_with_free_func(g_free);
	*ret = value_of(made);
	return true;
}

MEMBER(namespaces_add)
{
	GPtrArray *pairs = ((struct namespaces *)self.u.native)->pairs;

	g_ptr_array_add(pairs, g_strdup(text_arg(args[0])));
	g_ptr_array_add(pairs, g_strdup(text_arg(args[1])));
	return true;
}

static const struct type_member namespaces_methods[] = {
	METHOD("void AddNamespace(string prefix, string uri)", namespaces_add),
	END_OF_MEMBERS
};

static const struct type_member namespaces_constructors[] = {
	CONSTRUCTOR("new(System.Object nameTable)", namespaces_construct),
	END_OF_MEMBERS
};

TYPE(type_xml_namespaces);
const struct type type_xml_namespaces = {
	.name = "System.Xml.XmlNamespaceManager", .kind = V_NATIVE, .methods = namespaces_methods,
	.constructors = namespaces_constructors, .free = namespaces_free,
};
