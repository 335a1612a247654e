/*
 * Answers of HTTP as objects: those that the web cmdlets emit, and the one
 * that an error of theirs carries. All yours.
 */
#ifndef HMSH_WEBRESPONSE_H
#define HMSH_WEBRESPONSE_H

#include "lib/http.h"
#include "lib/value.h"

/* Its body as text, by the charset it names (UTF-8 when none); yours. */
char *response_text(const struct http_response *response, gsize *ret_len);
/* Whether the body is text: text/..., JSON, XML and the like. */
bool response_is_text(const struct http_response *response);
/* A media type: "application/json", lower case, without parameters; yours. */
char *response_media(const struct http_response *response);
/* BasicHtmlWebResponseObject, or WebResponseObject with the bytes when it is no text. */
struct value response_object(const struct http_response *response);
/* Name -> string[]. */
struct value response_headers(const struct http_response *response);
/* The HttpResponseMessage behind either. */
struct value response_message(const struct http_response *response);
/* Link: <url>; rel="next" -> next = url; absolute. */
struct value response_relations(const struct http_response *response);

#endif
