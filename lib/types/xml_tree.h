/*
 * XML trees by libxml2, which is loaded with the first document. A document
 * lives as long as a value points into it; nodes that a script made and never
 * put into the tree, or took out of it, are released with it.
 */
#ifndef HMSH_XML_TREE_H
#define HMSH_XML_TREE_H

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include "lib/type.h"

#define XML_SYMBOLS(X)								\
	X(xmlReadMemory) X(xmlFreeDoc) X(xmlFreeNode) X(xmlFreeProp) X(xmlNewDoc)	\
	X(xmlNewDocNode) X(xmlNewDocText) X(xmlNewDocComment) X(xmlNewCDataBlock)	\
	X(xmlNewNs) X(xmlSearchNs) X(xmlNewDocProp) X(xmlUnlinkNode)		\
	X(xmlAddChild) X(xmlAddPrevSibling) X(xmlAddNextSibling) X(xmlDocCopyNode)	\
	X(xmlNodeGetContent) X(xmlDocGetRootElement) X(xmlGetLastError)		\
	X(xmlResetLastError) X(xmlXPathNewContext) X(xmlXPathFreeContext)		\
	X(xmlXPathEval) X(xmlXPathFreeObject) X(xmlXPathRegisterNs)		\
	X(xmlParseInNodeContext) X(xmlNodeSetContent) X(xmlSetExternalEntityLoader)

struct xml_library {
#define XML_FIELD(fn)	__typeof__(&fn) fn;
	XML_SYMBOLS(XML_FIELD)
#undef XML_FIELD
	xmlFreeFunc *xmlFree;
};

/* Loaded on first use; NULL + error. */
const struct xml_library *xml_library(GError **error);

/* A document: what keeps a tree alive. */
struct xml_document {
	struct block block;
	xmlDoc *doc;
	GPtrArray *made;		/* nodes that may have no parent */
	bool declared;			/* has an XML declaration */
};

/* Parses text (an XmlException says what is wrong); one reference. */
struct xml_document *xml_parse(const char *text, size_t len, bool keep_blanks, GError **error);
struct xml_document *xml_document_new(GError **error);
struct xml_document *xml_document_ref(struct xml_document *document);
void xml_document_unref(struct xml_document *document);
/* Notes a node that has no parent (yet, or any more). */
void xml_document_own(struct xml_document *document, xmlNode *node);

/* Notes that an element without content is written with an end tag, <a></a>, or not, <a />. */
static inline void xml_set_spread(xmlNode *node, bool spread)
{
	if (node->type == XML_ELEMENT_NODE)
		node->extra = spread;
}

/* Writes a node as .NET does: `<a />`, &quot; in attributes; `indent`: elements on lines of their own. */
void xml_write(GString *out, const struct xml_document *document, const xmlNode *node, bool indent);
/* The attributes of its XML declaration, as text. */
void xml_write_declaration(GString *out, const struct xml_document *document);
void xml_write_children(GString *out, const struct xml_document *document, const xmlNode *node);
/* Text with < > & replaced; with " as well when it is an attribute's. */
void xml_escape(GString *out, const char *text, bool attribute);

#endif
