/*
 * XML trees made and changed: attributes, children, documents from text and
 * to files. What is taken out of a tree, or not yet in it, belongs to the document.
 */
#include "config.h"

#include "lib/types/file_types.h"
#include "lib/types/xml_nodes.h"

/* -- Attributes --------------------------------------------------------------------------------------------- */

static xmlAttr *find_attribute(const xmlNode *node, const char *name)
{
	for (xmlAttr *a = node->properties; a; a = a->next) {
		value_auto full = xml_qualified_name((xmlNode *)a);

		if (strcmp(full.u.str->data, name) == 0)
			return a;
	}
	return NULL;
}

static struct value attribute_text(const xmlNode *node, const char *name)
{
	xmlAttr *a = find_attribute(node, name);

	return a ? xml_content((xmlNode *)a) : value_text("");
}

static void put_attribute(xmlNode *node, xmlAttr *attribute)
{
	attribute->parent = node;
	attribute->next = NULL;
	attribute->prev = NULL;
	if (!node->properties) {
		node->properties = attribute;
	} else {
		xmlAttr *last = node->properties;

		while (last->next)
			last = last->next;
		last->next = attribute;
		attribute->prev = last;
	}
}

SHARED_MEMBER(element_set_attribute)
{
	xmlAttr *a = find_attribute(xml_raw(self), text_arg(args[0]));

	if (!a) {
		a = xml_lib()->xmlNewDocProp(xml_raw(self)->doc, (const xmlChar *)text_arg(args[0]), NULL);
		put_attribute(xml_raw(self), a);
	}
	xml_set_content(self, (xmlNode *)a, text_arg(args[n - 1]));
	return true;
}

static bool take_attribute(struct value self, xmlAttr *a)
{
	if (a) {
		xml_lib()->xmlUnlinkNode((xmlNode *)a);
		xml_document_own(xml_node_of(self)->document, (xmlNode *)a);
	}
	return true;
}

SHARED_MEMBER(element_remove_attribute)
{
	return take_attribute(self, find_attribute(xml_raw(self), text_arg(args[0])));
}

SHARED_MEMBER_IS(element_get_attribute, attribute_text(xml_raw(self), text_arg(args[0])))
SHARED_MEMBER_IS(element_has_attribute, value_bool(find_attribute(xml_raw(self), text_arg(args[0])) != NULL))
SHARED_MEMBER_IS(element_attribute_node, xml_near(self, (xmlNode *)find_attribute(xml_raw(self), text_arg(args[0]))))

SHARED_MEMBER(element_set_attribute_node)
{
	struct xml_node *given = native_of(args[0], &type_xml_attribute);

	if (!given)
		return throw_null(error, "newAttr");
	take_attribute(self, find_attribute(xml_raw(self), (const char *)given->node->name));
	put_attribute(xml_raw(self), (xmlAttr *)given->node);
	*ret = value_ref(args[0]);
	return true;
}

/* -- Changing the tree ----------------------------------------------------------------------------------------- */

/* A node that may be put under `self`: of the same document, and no ancestor. */
static xmlNode *insertable(struct value self, struct value v, GError **error)
{
	struct xml_node *given = native_of(v, &type_xml_node);

	if (!given) {
		throw_null(error, "newChild");
		return NULL;
	}
	if (given->document != xml_node_of(self)->document) {
		fault_throw(error, ARGUMENT, "The node to be inserted is from a different document context.");
		return NULL;
	}
	for (xmlNode *up = xml_raw(self); up; up = up->parent) {
		if (up == given->node) {
			fault_throw(error, ARGUMENT, "Cannot insert a node or any ancestor of that node as a child of itself.");
			return NULL;
		}
	}
	xml_lib()->xmlUnlinkNode(given->node);
	return given->node;
}

/* libxml2 would merge neighbouring texts and free one of them: linked by hand. */
static void link_last(xmlNode *parent, xmlNode *child)
{
	child->parent = parent;
	child->next = NULL;
	child->prev = parent->last;
	if (parent->last)
		parent->last->next = child;
	else
		parent->children = child;
	parent->last = child;
}

static void link_before(xmlNode *at, xmlNode *child)
{
	child->parent = at->parent;
	child->next = at;
	child->prev = at->prev;
	if (at->prev)
		at->prev->next = child;
	else
		at->parent->children = child;
	at->prev = child;
}

static bool put_before(struct value self, struct value v, xmlNode *at, struct value *ret, GError **error)
{
	xmlNode *child;

	if (native_of(v, &type_xml_declaration)) {
		xml_node_of(self)->document->declared = true;
		*ret = value_ref(v);
		return true;
	}
	child = insertable(self, v, error);
	if (!child)
		return false;
	if (at)
		link_before(at, child);
	else
		link_last(xml_raw(self), child);
	*ret = value_ref(v);
	return true;
}

static bool child_arg(struct value self, struct value v, xmlNode **ret, GError **error)
{
	struct xml_node *given = native_of(v, &type_xml_node);

	*ret = given ? given->node : NULL;
	if (!given || given->node->parent == xml_raw(self))
		return true;
	fault_throw(error, ARGUMENT, "The reference node is not a child of this node.");
	return false;
}

SHARED_MEMBER(node_append)
{
	return put_before(self, args[0], NULL, ret, error);
}

SHARED_MEMBER(node_prepend)
{
	return put_before(self, args[0], xml_raw(self)->children, ret, error);
}

SHARED_MEMBER(node_insert_before)
{
	xmlNode *at;

	return child_arg(self, args[1], &at, error) && put_before(self, args[0], at, ret, error);
}

SHARED_MEMBER(node_insert_after)
{
	xmlNode *at;

	if (!child_arg(self, args[1], &at, error))
		return false;
	return put_before(self, args[0], at ? at->next : xml_raw(self)->children, ret, error);
}

SHARED_MEMBER(node_remove_child)
{
	xmlNode *child;

	if (!child_arg(self, args[0], &child, error))
		return false;
	if (child) {
		xml_lib()->xmlUnlinkNode(child);
		xml_document_own(xml_node_of(self)->document, child);
	}
	*ret = value_ref(args[0]);
	return true;
}

SHARED_MEMBER(node_replace_child)
{
	xmlNode *old;
	value_auto put = VALUE_UNSET;

	if (!child_arg(self, args[1], &old, error) || !old || !put_before(self, args[0], old, &put, error))
		return false;
	xml_lib()->xmlUnlinkNode(old);
	xml_document_own(xml_node_of(self)->document, old);
	*ret = value_ref(args[1]);
	return true;
}

SHARED_MEMBER(node_remove_all)
{
	xml_drop_children(self, xml_raw(self));
	while (xml_raw(self)->type == XML_ELEMENT_NODE && xml_raw(self)->properties)
		take_attribute(self, xml_raw(self)->properties);
	return true;
}

static struct value loose(struct value self, xmlNode *node)
{
	xml_document_own(xml_node_of(self)->document, node);
	return xml_near(self, node);
}

SHARED_MEMBER(node_clone)
{
	bool deep = n ? args[0].u.b : true;
	xmlNode *copy;

	if (xml_raw(self)->type == XML_DOCUMENT_NODE) {
		value_auto text = xml_written(self, false);
		struct xml_document *document = xml_parse(text.u.str->data, text.u.str->len, true, error);

		if (!document)
			return false;
		*ret = xml_node_new(document, (xmlNode *)document->doc);
		xml_document_unref(document);
		return true;
	}
	copy = xml_lib()->xmlDocCopyNode(xml_raw(self), xml_raw(self)->doc, deep ? 1 : 2);
	*ret = loose(self, copy);
	return true;
}

SHARED_MEMBER(document_import)
{
	struct xml_node *given = native_of(args[0], &type_xml_node);
	xmlNode *copy;

	if (!given)
		return throw_null(error, "node");
	copy = xml_lib()->xmlDocCopyNode(given->node, xml_raw(self)->doc, args[1].u.b ? 1 : 2);
	*ret = loose(self, copy);
	return true;
}

/* -- Making -------------------------------------------------------------------------------------------------------- */

/* CreateElement(name[, namespace]), CreateElement(prefix, name, namespace). */
SHARED_MEMBER(document_create_element)
{
	const char *name = text_arg(args[n == 3 ? 1 : 0]);
	const char *prefix = n == 3 && *text_arg(args[0]) ? text_arg(args[0]) : NULL;
	xmlNode *node;

	if (!*name || strpbrk(name, " <>&\"'/=")) {
		fault_throw(error, "System.Xml.XmlException", "'%s' is not a valid XML name.", name);
		return false;
	}
	node = xml_lib()->xmlNewDocNode(xml_raw(self)->doc, NULL, (const xmlChar *)name, NULL);
	if (n > 1 && *text_arg(args[n - 1]))
		node->ns = xml_lib()->xmlNewNs(node, (const xmlChar *)text_arg(args[n - 1]), (const xmlChar *)prefix);
	*ret = loose(self, node);
	return true;
}

SHARED_MEMBER(document_create_attribute)
{
	*ret = loose(self, (xmlNode *)xml_lib()->xmlNewDocProp(xml_raw(self)->doc, (const xmlChar *)text_arg(args[0]), NULL));
	return true;
}

SHARED_MEMBER(document_create_text)
{
	*ret = loose(self, xml_lib()->xmlNewDocText(xml_raw(self)->doc, (const xmlChar *)text_arg(args[0])));
	return true;
}

SHARED_MEMBER(document_create_comment)
{
	*ret = loose(self, xml_lib()->xmlNewDocComment(xml_raw(self)->doc, (const xmlChar *)text_arg(args[0])));
	return true;
}

SHARED_MEMBER(document_create_cdata)
{
	*ret = loose(self, xml_lib()->xmlNewCDataBlock(xml_raw(self)->doc, (const xmlChar *)text_arg(args[0]),
						   strlen(text_arg(args[0]))));
	return true;
}

/* The declaration is a property of the document; the node is a token for it. */
SHARED_MEMBER(document_create_declaration)
{
	struct xml_node *token = native_new(&type_xml_declaration, sizeof(*token));

	token->document = xml_document_ref(xml_node_of(self)->document);
	token->node = xml_raw(self);
	*ret = value_of(token);
	return true;
}

static bool replace_tree(struct value self, struct xml_document *document)
{
	xml_document_unref(xml_node_of(self)->document);
	xml_node_of(self)->document = document;
	xml_node_of(self)->node = (xmlNode *)document->doc;
	return true;
}

SHARED_MEMBER(document_load_xml)
{
	struct xml_document *document;

	if (value_is_null(args[0]))
		return throw_null(error, "xml");
	document = xml_parse(args[0].u.str->data, args[0].u.str->len, false, error);
	return document && replace_tree(self, document);
}

SHARED_MEMBER(document_load)
{
	g_autofree char *path = file_path_arg(args[0], error), *text = NULL;
	struct xml_document *document;
	gsize len;

	if (!path || !file_load(path, &text, &len, error))
		return false;
	document = xml_parse(text, len, false, error);
	return document && replace_tree(self, document);
}

SHARED_MEMBER(document_save)
{
	GString *out;
	g_autofree char *path = NULL;
	bool ok;

	if (args[0].kind != V_STRING) {
		value_auto text = xml_written(self, false), ignored = VALUE_UNSET;

		return type_invoke(type_of(args[0]), args[0], "Write", &text, 1, call->host, &ignored, error);
	}
	path = file_path_arg(args[0], error);
	if (!path)
		return false;
	out = g_string_new(NULL);
	xml_write(out, xml_node_of(self)->document, xml_raw(self), true);
	ok = file_store(path, out->str, out->len, false, error);
	g_string_free(out, TRUE);
	return ok;
}

SHARED_MEMBER(document_construct)
{
	struct xml_document *document = xml_document_new(error);

	if (!document)
		return false;
	*ret = xml_node_new(document, (xmlNode *)document->doc);
	xml_document_unref(document);
	return true;
}

static const struct fault bad_xml = {
	"InvalidCastToXmlDocument", "System.Management.Automation.RuntimeException",
	CATEGORY_INVALID_ARGUMENT, NULL };

bool xml_document_convert(struct value v, struct value *ret, GError **error)
{
	struct string *text, *display;
	struct xml_document *document = NULL;
	g_autoptr(GError) failure = NULL;
	const char *reason;

	if (native_of(v, &type_xml_document)) {
		*ret = value_ref(value_base(v));
		return true;
	}
	text = value_to_string(v, NULL);
	if (text->data[strspn(text->data, " \t\r\n")] == '<')
		document = xml_parse(text->data, text->len, false, &failure);
	if (document) {
		*ret = xml_node_new(document, (xmlNode *)document->doc);
		xml_document_unref(document);
	} else {
		display = value_to_display(v);
		reason = failure ? failure->message : "The specified node cannot be inserted as the valid child "
						      "of this node, because the specified node is the wrong type.";
		fault_set(error, &bad_xml, VALUE_NULL,
			  "Cannot convert value \"%s\" to type \"System.Xml.XmlDocument\". Error: \"%s\"", display->data,
			  reason);
		fault_inner(error, "System.Management.Automation.PSInvalidCastException",
			    "Cannot convert value \"%s\" to type \"System.Xml.XmlDocument\". Error: \"%s\"",
			    display->data, reason);
		str_unref(display);
	}
	str_unref(text);
	return document != NULL;
}
