/*
 * Documents and their text. libxml2 parses and keeps the tree; writing is ours,
 * since scripts compare what .NET would write.
 */
#include "config.h"

#include "lib/types/xml_tree.h"

#include <dlfcn.h>

#include "lib/dl.h"
#include "lib/types/table.h"

/* As .NET: what a document refers to outside of itself is not read. */
static xmlParserInput *load_nothing(const char *url, const char *id, xmlParserCtxt *context)
{
	(void)url;
	(void)id;
	(void)context;
	return NULL;
}

const struct xml_library *xml_library(GError **error)
{
	static struct xml_library library;
	static const struct dl_symbol symbols[] = {
#define XML_ROW(fn)	{ #fn, offsetof(struct xml_library, fn) },
		XML_SYMBOLS(XML_ROW)
#undef XML_ROW
		{ "xmlFree", offsetof(struct xml_library, xmlFree) },
	};

	if (!library.xmlFree &&
	    !dl_open("libxml2.so.2", "libxml2", symbols, G_N_ELEMENTS(symbols), &library, error))
		return NULL;
	(*library.xmlSetExternalEntityLoader)(load_nothing);
	return &library;
}

/* -- Documents ---------------------------------------------------------------------------------------- */

static struct xml_document *document_of(xmlDoc *doc)
{
	struct xml_document *document = g_new0(struct xml_document, 1);

	document->block.refs = 1;
	document->doc = doc;
	document->made = g_ptr_array_new();
	return document;
}

struct xml_document *xml_document_new(GError **error)
{
	const struct xml_library *xml = xml_library(error);

	return xml ? document_of(xml->xmlNewDoc((const xmlChar *)"1.0")) : NULL;
}

struct xml_document *xml_document_ref(struct xml_document *document)
{
	document->block.refs++;
	return document;
}

void xml_document_own(struct xml_document *document, xmlNode *node)
{
	if (!g_ptr_array_find(document->made, node, NULL))
		g_ptr_array_add(document->made, node);
}

void xml_document_unref(struct xml_document *document)
{
	const struct xml_library *xml = xml_library(NULL);
	g_autoptr(GPtrArray) loose = g_ptr_array_new();

	if (--document->block.refs)
		return;
	for (guint i = 0; i < document->made->len; i++)
		if (!((xmlNode *)document->made->pdata[i])->parent)
			g_ptr_array_add(loose, document->made->pdata[i]);
	for (guint i = 0; i < loose->len; i++) {
		xmlNode *node = loose->pdata[i];

		if (node->type == XML_ATTRIBUTE_NODE)
			xml->xmlFreeProp((xmlAttr *)node);
		else
			xml->xmlFreeNode(node);
	}
	xml->xmlFreeDoc(document->doc);
	g_ptr_array_unref(document->made);
	g_free(document);
}

/* White space between elements is no content, unless xml:space says so. */
static void drop_blanks(const struct xml_library *xml, xmlNode *node)
{
	xmlNode *next;

	for (xmlNode *child = node->children; child; child = next) {
		next = child->next;
		if (child->type == XML_ELEMENT_NODE) {
			drop_blanks(xml, child);
		} else if (child->type == XML_TEXT_NODE && child->content &&
			   !child->content[strspn((const char *)child->content, " \t\r\n")]) {
			xml->xmlUnlinkNode(child);
			xml->xmlFreeNode(child);
		}
	}
}

/* The end of what opens at `p`: a comment, CDATA, instruction or declaration. */
static const char *skip_other(const char *p, const char *end)
{
	const char *close = p[1] == '?' ? "?>" : g_str_has_prefix(p, "<!--") ? "-->"
			  : g_str_has_prefix(p, "<![CDATA[") ? "]]>" : ">";
	const char *at = g_strstr_len(p, end - p, close);

	return at ? at + strlen(close) : end;
}

/* The '>' of a tag; one within quotes does not count. */
static const char *tag_end(const char *p, const char *end)
{
	char quote = 0;

	for (; p < end; p++) {
		if (quote)
			quote = *p == quote ? 0 : quote;
		else if (*p == '"' || *p == '\'')
			quote = *p;
		else if (*p == '>')
			break;
	}
	return p;
}

/*
 * Whether the next start tag of the source is closed in itself. The tree does not say whether an
 * element without content was written <a/> or <a></a>; .NET writes it as it was.
 */
static bool next_is_closed(const char **p, const char *end)
{
	while (*p < end) {
		const char *start = memchr(*p, '<', end - *p);

		if (!start || start + 1 >= end) {
			*p = end;
		} else if (start[1] == '!' || start[1] == '?') {
			*p = skip_other(start, end);
		} else if (start[1] == '/') {
			*p = tag_end(start, end);
		} else {
			*p = tag_end(start, end);
			return (*p)[-1] == '/';
		}
	}
	return true;
}

static void note_spread(xmlNode *node, const char **p, const char *end)
{
	for (xmlNode *child = node->children; child; child = child->next) {
		if (child->type != XML_ELEMENT_NODE)
			continue;
		xml_set_spread(child, !next_is_closed(p, end));
		note_spread(child, p, end);
	}
}

static void throw_xml(const struct xml_library *xml, GError **error)
{
	const xmlError *last = xml->xmlGetLastError();

	if (last && last->code == XML_ERR_TAG_NAME_MISMATCH && last->str1 && last->str2)
		fault_throw(error, "System.Xml.XmlException",
			    "The '%s' start tag on line %d does not match the end tag of '%s'. Line %d, position %d.",
			    last->str1, last->int1, last->str2, last->line, last->int2);
	else if (last && last->code == XML_ERR_UNDECLARED_ENTITY && last->str1)
		fault_throw(error, "System.Xml.XmlException",
			    "Reference to undeclared entity '%s'. Line %d, position %d.", last->str1, last->line,
			    last->int2);
	else
		fault_throw(error, "System.Xml.XmlException",
			    "Data at the root level is invalid. Line 1, position 1.");
}

struct xml_document *xml_parse(const char *text, size_t len, bool keep_blanks, GError **error)
{
	const struct xml_library *xml = xml_library(error);
	struct xml_document *document;
	size_t skip;
	xmlDoc *doc;

	if (!xml)
		return NULL;
	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
		text += 3;
		len -= 3;
	}
	xml->xmlResetLastError();
	skip = strspn(text, " \t\r\n");
	doc = xml->xmlReadMemory(text + skip, len - skip, NULL, "UTF-8",
				 XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET | XML_PARSE_NOENT);
	if (!doc) {
		throw_xml(xml, error);
		return NULL;
	}
	document = document_of(doc);
	document->declared = len - skip > 5 && memcmp(text + skip, "<?xml", 5) == 0;
	if (!doc->intSubset) {
		const char *p = text + skip;

		note_spread((xmlNode *)doc, &p, text + len);
	}
	if (!keep_blanks)
		drop_blanks(xml, (xmlNode *)doc);
	return document;
}

/* -- Writing ------------------------------------------------------------------------------------------- */

void xml_escape(GString *out, const char *text, bool attribute)
{
	for (; text && *text; text++) {
		if (*text == '&')
			g_string_append(out, "&amp;");
		else if (*text == '<')
			g_string_append(out, "&lt;");
		else if (*text == '>')
			g_string_append(out, "&gt;");
		else if (attribute && *text == '"')
			g_string_append(out, "&quot;");
		else if (attribute && *text == '\n')
			g_string_append(out, "&#xA;");
		else
			g_string_append_c(out, *text);
	}
}

static void write_name(GString *out, const xmlNs *ns, const xmlChar *name)
{
	if (ns && ns->prefix)
		g_string_append_printf(out, "%s:", ns->prefix);
	g_string_append(out, (const char *)name);
}

static void write_attribute(GString *out, const xmlAttr *attribute)
{
	const struct xml_library *xml = xml_library(NULL);
	xmlChar *text = xml->xmlNodeGetContent((const xmlNode *)attribute);

	write_name(out, attribute->ns, attribute->name);
	g_string_append(out, "=\"");
	xml_escape(out, (const char *)text, true);
	g_string_append_c(out, '"');
	(*xml->xmlFree)(text);
}

static void write_start(GString *out, const xmlNode *node)
{
	g_string_append_c(out, '<');
	write_name(out, node->ns, node->name);
	for (const xmlNs *ns = node->nsDef; ns; ns = ns->next) {
		g_string_append(out, ns->prefix ? " xmlns:" : " xmlns");
		g_string_append_printf(out, "%s=\"", ns->prefix ? (const char *)ns->prefix : "");
		xml_escape(out, (const char *)ns->href, true);
		g_string_append_c(out, '"');
	}
	for (const xmlAttr *a = node->properties; a; a = a->next) {
		g_string_append_c(out, ' ');
		write_attribute(out, a);
	}
}

static bool has_text(const xmlNode *node)
{
	for (const xmlNode *child = node->children; child; child = child->next)
		if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
			return true;
	return false;
}

static void write_node(GString *out, const xmlNode *node, int depth);

static void new_line(GString *out, int depth)
{
	if (depth < 0)
		return;
	g_string_append_c(out, '\n');
	for (int i = 0; i < depth; i++)
		g_string_append(out, "  ");
}

static void write_element(GString *out, const xmlNode *node, int depth)
{
	int inner = depth < 0 || has_text(node) ? -1 : depth + 1;

	write_start(out, node);
	if (!node->children && !node->extra) {
		g_string_append(out, " />");
		return;
	}
	g_string_append_c(out, '>');
	for (const xmlNode *child = node->children; child; child = child->next) {
		new_line(out, inner);
		write_node(out, child, inner);
	}
	if (inner >= 0 && node->children)
		new_line(out, depth);
	g_string_append(out, "</");
	write_name(out, node->ns, node->name);
	g_string_append_c(out, '>');
}

static void write_node(GString *out, const xmlNode *node, int depth)
{
	switch (node->type) {
	case XML_ELEMENT_NODE:
		write_element(out, node, depth);
		break;
	case XML_ATTRIBUTE_NODE:
		write_attribute(out, (const xmlAttr *)node);
		break;
	case XML_TEXT_NODE:
		xml_escape(out, (const char *)node->content, false);
		break;
	case XML_CDATA_SECTION_NODE:
		g_string_append_printf(out, "<![CDATA[%s]]>", node->content ? (const char *)node->content : "");
		break;
	case XML_COMMENT_NODE:
		g_string_append_printf(out, "<!--%s-->", node->content ? (const char *)node->content : "");
		break;
	case XML_PI_NODE:
		g_string_append_printf(out, "<?%s %s?>", node->name, node->content ? (const char *)node->content : "");
		break;
	default:
		break;
	}
}

void xml_write_children(GString *out, const struct xml_document *document, const xmlNode *node)
{
	(void)document;
	for (const xmlNode *child = node->children; child; child = child->next)
		write_node(out, child, -1);
}

void xml_write_declaration(GString *out, const struct xml_document *document)
{
	const xmlDoc *doc = document->doc;

	g_string_append_printf(out, "version=\"%s\"", doc->version ? (const char *)doc->version : "1.0");
	if (doc->encoding)
		g_string_append_printf(out, " encoding=\"%s\"", doc->encoding);
	if (doc->standalone >= 0)
		g_string_append_printf(out, " standalone=\"%s\"", doc->standalone ? "yes" : "no");
}

static void write_document(GString *out, const struct xml_document *document, bool indent)
{
	const xmlDoc *doc = document->doc;
	bool first = true;

	if (document->declared) {
		g_string_append(out, "<?xml ");
		xml_write_declaration(out, document);
		g_string_append(out, "?>");
		first = false;
	}
	for (const xmlNode *child = doc->children; child; child = child->next) {
		if (indent && !first)
			g_string_append_c(out, '\n');
		write_node(out, child, indent ? 0 : -1);
		first = false;
	}
}

void xml_write(GString *out, const struct xml_document *document, const xmlNode *node, bool indent)
{
	if (node->type == XML_DOCUMENT_NODE || node->type == XML_HTML_DOCUMENT_NODE)
		write_document(out, document, indent);
	else
		write_node(out, node, indent ? 0 : -1);
}
