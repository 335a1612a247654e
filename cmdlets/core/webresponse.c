/*
 * Answers as objects. Of HTML only tags are looked at, one after the other: a
 * link, an image, an input field is its attributes and its text.
 */
#include "config.h"

#include "cmdlets/core/webresponse.h"

#include "cmdlets/core/arguments.h"
#include "lib/dict.h"
#include "lib/encoding.h"
#include "lib/object.h"

static struct object *object_of_type(const char *name)
{
	struct shape *shape = shape_empty(type_find(name, -1));
	struct object *object = object_new(shape);

	shape_unref(shape);
	return object;
}

/* -- Body ------------------------------------------------------------------------------ */

char *response_media(const struct http_response *response)
{
	const char *type = http_header(response, "Content-Type");
	g_autofree char *media = type ? g_strndup(type, strcspn(type, "; ")) : g_strdup("");

	return g_ascii_strdown(media, -1);
}

bool response_is_text(const struct http_response *response)
{
	static const char *const texts[] = { "application/json",
					     "application/xml",
					     "application/javascript",
					     "application/x-javascript",
					     "application/ecmascript",
					     "application/x-www-form-urlencoded",
					     "application/atom+xml",
					     "application/x-powershell",
					     "application/soap+xml",
					     "application/hta",
					     NULL };
	g_autofree char *media = response_media(response);

	return !*media || g_str_has_prefix(media, "text/") || g_str_has_suffix(media, "+xml") ||
	       g_str_has_suffix(media, "+json") || g_strv_contains(texts, media);
}

static void charset_of(const struct http_response *response, struct encoding *ret)
{
	const char *type = http_header(response, "Content-Type");
	g_autofree char *lower = type ? g_ascii_strdown(type, -1) : NULL;
	char *at = lower ? strstr(lower, "charset=") : NULL;
	value_auto name = VALUE_UNSET;

	*ret = (struct encoding){ 0 };
	if (!at)
		return;
	at += strlen("charset=");
	at += *at == '"';
	at[strcspn(at, "\"; ")] = '\0';
	name = value_text(at);
	if (!encoding_parse(name, ret, NULL))
		*ret = (struct encoding){ 0 };
}

char *response_text(const struct http_response *response, gsize *ret_len)
{
	struct encoding encoding;
	char *bytes = g_malloc(response->body->len + 1);
	gsize len;

	if (response->body->len)
		memcpy(bytes, response->body->data, response->body->len);
	bytes[response->body->len] = '\0';
	charset_of(response, &encoding);
	return encoding_decode(&encoding, bytes, response->body->len, ret_len ? ret_len : &len);
}

/* -- Headers ---------------------------------------------------------------------------- */

/* The values of one header, in their order. */
static struct value header_values(const GPtrArray *headers, const char *name)
{
	struct list *list = list_new(NULL, NULL);
	struct array *array, *typed;

	for (guint i = 0; i + 1 < headers->len; i += 2)
		if (text_equal_nocase(headers->pdata[i], name))
			list_add(list, value_text(headers->pdata[i + 1]));
	array = list_to_array(list);
	value_unref(value_of(list));
	typed = array_new(&type_string, array->len);
	for (uint32_t i = 0; i < array->len; i++)
		array_set(typed, i, array_get(array, i));
	value_unref(value_of(array));
	return value_of(typed);
}

struct value response_headers(const struct http_response *response)
{
	struct dict *dict = dict_new(DICT_GENERIC, false);

	dict->type = type_find("System.Collections.Generic.Dictionary[string,object]", -1);
	for (guint i = 0; i + 1 < response->headers->len; i += 2)
		if (!dict_find_text(dict, response->headers->pdata[i]))
			dict_set_text(
				dict, response->headers->pdata[i],
				header_values(response->headers, response->headers->pdata[i]));
	return value_of(dict);
}

static struct value uri_value(const char *url)
{
	value_auto text = value_text(url ? url : "");
	struct value uri;

	return type_construct(&type_uri, &text, 1, NULL, &uri, NULL) ? uri : value_ref(text);
}

struct value response_message(const struct http_response *response)
{
	struct object *message = object_of_type("System.Net.Http.HttpResponseMessage");
	struct object *request = object_custom();
	const struct type *codes = type_find("System.Net.HttpStatusCode", -1);

	object_set(request, "RequestUri", uri_value(response->url));
	object_set(message, "Version", value_text(response->version ? response->version : "1.1"));
	object_set(message, "StatusCode", value_enum(codes, response->status));
	object_set(message, "ReasonPhrase", value_text(response->reason ? response->reason : ""));
	object_set(message, "Headers", response_headers(response));
	object_set(message, "RequestMessage", value_of(request));
	object_set(message, "IsSuccessStatusCode",
		   value_bool(response->status >= 200 && response->status < 300));
	return value_of(message);
}

struct value response_relations(const struct http_response *response)
{
	struct dict *dict = dict_new(DICT_GENERIC, false);

	dict->type = type_find("System.Collections.Generic.Dictionary[string,string]", -1);
	for (guint i = 0; i + 1 < response->headers->len; i += 2) {
		g_auto(GStrv) links = NULL;

		if (!text_equal_nocase(response->headers->pdata[i], "Link"))
			continue;
		links = g_strsplit(response->headers->pdata[i + 1], ",", -1);
		for (size_t k = 0; links[k]; k++) {
			char *open = strchr(links[k], '<'),
			     *close = open ? strchr(open, '>') : NULL;
			char *rel = close ? strstr(close, "rel=") : NULL;
			g_autofree char *url = NULL, *whole = NULL;

			if (!rel)
				continue;
			rel += strlen("rel=");
			rel += *rel == '"';
			rel[strcspn(rel, "\"; ")] = '\0';
			url = g_strndup(open + 1, close - open - 1);
			whole = g_uri_resolve_relative(response->url, url, G_URI_FLAGS_NONE, NULL);
			dict_set_text(dict, rel, value_text(whole ? whole : url));
		}
	}
	return value_of(dict);
}

/* -- Tags of HTML -------------------------------------------------------------------------- */

static void put_attribute(struct object *object, const char *name, size_t name_len,
			  const char *text, size_t len)
{
	g_autofree char *key = g_strndup(name, name_len);

	if (!text_equal_nocase(key, "outerHTML") && !text_equal_nocase(key, "tagName"))
		object_set(object, key, value_str(str_new(text, len)));
}

/* name="value" ... up to `end`. */
static void put_attributes(struct object *object, const char *p, const char *end)
{
	while (p < end) {
		const char *name, *text = "";
		size_t name_len, len = 0;

		p += strspn(p, " \t\r\n/");
		name = p;
		name_len = strcspn(p, " \t\r\n=>/");
		p += name_len;
		if (!name_len || name >= end)
			return;
		if (*p == '=') {
			char quote = p[1] == '"' || p[1] == '\'' ? p[1] : '\0';

			text = p + 1 + (quote != '\0');
			len = quote ? (size_t)(strchr(text, quote) ? strchr(text, quote) - text
								   : end - text)
				    : strcspn(text, " \t\r\n>");
			p = text + len + (quote != '\0');
		}
		put_attribute(object, name, name_len, text, len);
	}
}

/* The tags of that name as objects; `pair`: up to their end tag. */
static struct value tags_of(const char *html, const char *name, bool pair)
{
	g_autofree char *lower = g_ascii_strdown(html, -1);
	g_autofree char *open = g_strconcat("<", name, NULL),
			*close = g_strconcat("</", name, ">", NULL);
	g_autofree char *upper = g_ascii_strup(name, -1);
	struct list *list = list_new(NULL, NULL);
	struct value array;

	for (const char *at = lower; (at = strstr(at, open)); at++) {
		const char *start = html + (at - lower), *after = start + strlen(open);
		const char *end = strchr(after, '>'), *last;
		struct object *object;

		if (!end || !strchr(" \t\r\n>/", *after))
			continue;
		last = pair ? strstr(at, close) : NULL;
		last = last ? html + (last - lower) + strlen(close) : end + 1;
		object = object_custom();
		object_set(object, "outerHTML", value_str(str_new(start, last - start)));
		object_set(object, "tagName", value_text(upper));
		put_attributes(object, after, end);
		list_add(list, value_of(object));
	}
	array = value_of(list_to_array(list));
	value_unref(value_of(list));
	return array;
}

/* -- The object -------------------------------------------------------------------------------- */

static struct value raw_content(const struct http_response *response, const char *text, gsize len)
{
	GString *raw = g_string_new(NULL);

	g_string_append_printf(raw, "HTTP/%s %d %s\r\n",
			       response->version ? response->version : "1.1", response->status,
			       response->reason ? response->reason : "");
	for (guint i = 0; i + 1 < response->headers->len; i += 2)
		g_string_append_printf(raw, "%s: %s\r\n", (char *)response->headers->pdata[i],
				       (char *)response->headers->pdata[i + 1]);
	g_string_append(raw, "\r\n");
	g_string_append_len(raw, text, len);
	return value_str(str_from_gstring(raw));
}

struct value response_object(const struct http_response *response)
{
	bool is_text = response_is_text(response);
	gsize len = 0;
	g_autofree char *text = response_text(response, &len);
	struct object *object = object_of_type(is_text
		? "Microsoft.PowerShell.Commands.BasicHtmlWebResponseObject"
		: "Microsoft.PowerShell.Commands.WebResponseObject");

	object_set(object, "StatusCode", value_i32(response->status));
	object_set(object, "StatusDescription",
		   value_text(response->reason ? response->reason : ""));
	object_set(object, "Content", is_text ? value_str(str_new(text, len))
		: value_of(array_of_bytes(response->body->data, response->body->len)));
	object_set(object, "RawContent", raw_content(response, text, len));
	object_set(object, "Headers", response_headers(response));
	if (is_text) {
		object_set(object, "Images", tags_of(text, "img", false));
		object_set(object, "InputFields", tags_of(text, "input", false));
		object_set(object, "Links", tags_of(text, "a", true));
	}
	object_set(object, "RawContentLength", value_i64(response->body->len));
	object_set(object, "RelationLink", response_relations(response));
	object_set(object, "BaseResponse", response_message(response));
	return value_of(object);
}
