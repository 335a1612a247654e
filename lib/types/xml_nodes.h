/*
 * Nodes of XML as values: what reading them (xml_types.c) and making and
 * changing them (xml_edit.c) share. A node's value keeps its document alive.
 */
#ifndef HMSH_XML_NODES_H
#define HMSH_XML_NODES_H

#include "lib/types/table.h"
#include "lib/types/xml_tree.h"

struct xml_node {
	struct native native;
	struct xml_document *document;
	xmlNode *node;
};

extern const struct type type_xml_document, type_xml_element, type_xml_attribute, type_xml_text,
	type_xml_comment, type_xml_cdata, type_xml_pi, type_xml_declaration, type_xml_node_list,
	type_xml_attributes, type_xml_namespaces;

static inline struct xml_node *xml_node_of(struct value v)
{
	return (struct xml_node *)v.u.native;
}

static inline xmlNode *xml_raw(struct value v)
{
	return xml_node_of(v)->node;
}

static inline const struct xml_library *xml_lib(void)
{
	return xml_library(NULL);
}

/* A node of the document as a value, null for NULL; one near another. Yours. */
struct value xml_node_new(struct xml_document *document, xmlNode *node);
struct value xml_near(struct value self, xmlNode *node);
/* Its text; its name with the prefix; itself (or what is in it) as XML. Yours. */
struct value xml_content(const xmlNode *node);
struct value xml_qualified_name(const xmlNode *node);
struct value xml_written(struct value self, bool inner);
void xml_set_content(struct value self, xmlNode *node, const char *text);
void xml_drop_children(struct value self, xmlNode *node);
/* [xml] of a text. */
bool xml_document_convert(struct value v, struct value *ret, GError **error);

SHARED_MEMBER(element_set_attribute);
SHARED_MEMBER(element_remove_attribute);
SHARED_MEMBER(element_get_attribute);
SHARED_MEMBER(element_has_attribute);
SHARED_MEMBER(element_attribute_node);
SHARED_MEMBER(element_set_attribute_node);
SHARED_MEMBER(node_append);
SHARED_MEMBER(node_prepend);
SHARED_MEMBER(node_insert_before);
SHARED_MEMBER(node_insert_after);
SHARED_MEMBER(node_remove_child);
SHARED_MEMBER(node_replace_child);
SHARED_MEMBER(node_remove_all);
SHARED_MEMBER(node_clone);
SHARED_MEMBER(document_import);
SHARED_MEMBER(document_create_element);
SHARED_MEMBER(document_create_attribute);
SHARED_MEMBER(document_create_text);
SHARED_MEMBER(document_create_comment);
SHARED_MEMBER(document_create_cdata);
SHARED_MEMBER(document_create_declaration);
SHARED_MEMBER(document_load_xml);
SHARED_MEMBER(document_load);
SHARED_MEMBER(document_save);
SHARED_MEMBER(document_construct);

#endif
