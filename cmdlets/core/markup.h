/*
 * The quoting functions of HTML and XML: the only way for text into markup.
 */
#ifndef HMSH_MARKUP_H
#define HMSH_MARKUP_H

#include <glib.h>

/* As WebUtility.HtmlEncode: also U+00A0 to U+00FF and what lies beyond U+FFFF as numbers. */
void html_put(GString *out, const char *text, gsize len);
/* Text or an attribute's value of XML. */
void xml_put(GString *out, const char *text, gsize len);

#endif
