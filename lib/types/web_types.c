/*
 * HttpUtility and WebUtility: text in URLs and HTML; NameValueCollection, which
 * ParseQueryString gives.
 */
#include "config.h"

#include "lib/types/entries.h"
#include "lib/types/table.h"
#include "lib/types/uri_type.h"

/* -- Names and values ------------------------------------------------------------------------------- */

struct collection {
	struct native native;
	GPtrArray *names, *values;	/* of char * */
	bool query;			/* its text is a query string */
};

extern const struct type type_name_values;

static struct collection *collection_of(struct value v)
{
	return (struct collection *)v.u.native;
}

static void collection_free(struct native *native)
{
	g_ptr_array_unref(((struct collection *)native)->names);
	g_ptr_array_unref(((struct collection *)native)->values);
}

static struct collection *collection_new(bool query)
{
	struct collection *c = native_new(&type_name_values, sizeof(*c));

	c->names = g_ptr_array_new_with_free_func(g_free);
	c->values = g_ptr_array_new_with_free_func(g_free);
	c->query = query;
	return c;
}

static int64_t find_name(struct collection *c, const char *name)
{
	for (guint i = 0; i < c->names->len; i++)
		if (text_equal_nocase(c->names->pdata[i], name))
			return i;
	return -1;
}

/* A second value of a name is put behind the first, after a comma. */
static void add_value(struct collection *c, const char *name, const char *v)
{
	int64_t at = find_name(c, name);

	if (at < 0) {
		g_ptr_array_add(c->names, g_strdup(name));
		g_ptr_array_add(c->values, g_strdup(v));
	} else {
		char *both = g_strconcat(c->values->pdata[at], ",", v, NULL);

		g_free(c->values->pdata[at]);
		c->values->pdata[at] = both;
	}
}

static struct value value_at(struct collection *c, int64_t at)
{
	return at >= 0 && at < c->values->len ? value_text(c->values->pdata[at]) : VALUE_NULL;
}

static bool collection_index(struct value self, struct value key, struct value *ret, GError **error)
{
	int64_t at;

	if (key.kind == V_STRING)
		at = find_name(collection_of(self), key.u.str->data);
	else if (!value_to_i64(key, &at, error))
		return false;
	*ret = value_at(collection_of(self), at);
	return true;
}

static bool set_value(struct collection *c, const char *name, const char *v)
{
	int64_t at = find_name(c, name);

	if (at < 0) {
		add_value(c, name, v);
	} else {
		g_free(c->values->pdata[at]);
		c->values->pdata[at] = g_strdup(v);
	}
	return true;
}

static bool collection_index_set(struct value self, struct value key, struct value to, GError **error)
{
	struct string *name = value_to_string(key, NULL), *text = value_to_string(to, NULL);

	(void)error;
	set_value(collection_of(self), name->data, text->data);
	str_unref(name);
	str_unref(text);
	return true;
}

static bool collection_next(struct enumerator *e, struct value *ret, GError **error)
{
	(void)error;
	if (e->at >= collection_of(e->source)->names->len)
		return false;
	*ret = value_text(collection_of(e->source)->names->pdata[e->at++]);
	return true;
}

static struct string *collection_text(struct value self)
{
	struct collection *c = collection_of(self);
	GString *out = g_string_new(NULL);

	if (!c->query) {
		g_string_free(out, TRUE);
		return str_new("System.Collections.Specialized.NameValueCollection", -1);
	}
	for (guint i = 0; i < c->names->len; i++) {
		g_autofree char *name = url_encode(c->names->pdata[i], URL_FORM_LOWER);
		g_autofree char *v = url_encode(c->values->pdata[i], URL_FORM_LOWER);

		g_string_append_printf(out, "%s%s=%s", i ? "&" : "", name, v);
	}
	return str_from_gstring(out);
}

static struct value strings_of(GPtrArray *texts)
{
	struct array *array = array_new(&type_string, texts->len);

	for (guint i = 0; i < texts->len; i++)
		array_set(array, i, value_text(texts->pdata[i]));
	return value_of(array);
}

MEMBER_IS(collection_construct, value_of(collection_new(false)))
MEMBER_IS(collection_count, value_i32(collection_of(self)->names->len))
MEMBER_IS(collection_keys, strings_of(collection_of(self)->names))
MEMBER_IS(collection_to_string, value_str(collection_text(self)))
MEMBER_IS(collection_enumerator, iterator_new(self))

MEMBER(collection_get)
{
	return collection_index(self, args[0], ret, error);
}

MEMBER(collection_add)
{
	add_value(collection_of(self), text_arg(args[0]), text_arg(args[1]));
	return true;
}

MEMBER(collection_set)
{
	return set_value(collection_of(self), text_arg(args[0]), text_arg(args[1]));
}

MEMBER(collection_remove)
{
	int64_t at = find_name(collection_of(self), text_arg(args[0]));

	if (at >= 0) {
		g_ptr_array_remove_index(collection_of(self)->names, at);
		g_ptr_array_remove_index(collection_of(self)->values, at);
	}
	return true;
}

MEMBER(collection_get_values)
{
	int64_t at = find_name(collection_of(self), text_arg(args[0]));
	g_auto(GStrv) parts = at < 0 ? NULL : g_strsplit(collection_of(self)->values->pdata[at], ",", -1);
	struct array *array;

	if (!parts) {
		*ret = VALUE_NULL;
		return true;
	}
	array = array_new(&type_string, g_strv_length(parts));
	for (unsigned i = 0; parts[i]; i++)
		array_set(array, i, value_text(parts[i]));
	*ret = value_of(array);
	return true;
}

static const struct type_member collection_methods[] = {
	METHOD("void Add(string name, string value)", collection_add),
	METHOD("string Get(string name)", collection_get),
	METHOD("string Get(int index)", collection_get),
	METHOD("System.Collections.IEnumerator GetEnumerator()", collection_enumerator),
	METHOD("string[] GetValues(string name)", collection_get_values),
	PARAMETERIZED("string Item(string name) {get;}", collection_get, NULL),
	METHOD("void Remove(string name)", collection_remove),
	METHOD("void Set(string name, string value)", collection_set),
	METHOD("string ToString()", collection_to_string),
	END_OF_MEMBERS
};

static const struct type_member collection_properties[] = {
	PROPERTY("string[] AllKeys {get;}", collection_keys),
	PROPERTY("int Count {get;}", collection_count),
	PROPERTY("System.Object Keys {get;}", collection_keys),
	END_OF_MEMBERS
};

static const struct type_member collection_constructors[] = {
	CONSTRUCTOR("new()", collection_construct),
	END_OF_MEMBERS
};

static const struct type *const collection_interfaces[] = { &type_icollection, NULL };

TYPE(type_name_values);
const struct type type_name_values = {
	.name = "System.Collections.Specialized.NameValueCollection", .kind = V_NATIVE,
	.interfaces = collection_interfaces, .methods = collection_methods,
	.properties = collection_properties, .constructors = collection_constructors,
	.free = collection_free, .next = collection_next, .index = collection_index,
	.index_set = collection_index_set, .to_string = collection_text,
};

/* -- HTML -------------------------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	uint32_t c;
} entities[] = {
	{ "lt", '<' }, { "gt", '>' }, { "amp", '&' }, { "quot", '"' }, { "apos", '\'' }, { "nbsp", 0xa0 },
	{ "iexcl", 0xa1 }, { "cent", 0xa2 }, { "pound", 0xa3 }, { "yen", 0xa5 }, { "sect", 0xa7 },
	{ "copy", 0xa9 }, { "laquo", 0xab }, { "reg", 0xae }, { "deg", 0xb0 }, { "plusmn", 0xb1 },
	{ "sup2", 0xb2 }, { "para", 0xb6 }, { "middot", 0xb7 }, { "raquo", 0xbb }, { "frac12", 0xbd },
	{ "iquest", 0xbf }, { "Agrave", 0xc0 }, { "Aacute", 0xc1 }, { "Auml", 0xc4 }, { "Aring", 0xc5 },
	{ "AElig", 0xc6 }, { "Ccedil", 0xc7 }, { "Eacute", 0xc9 }, { "Ntilde", 0xd1 }, { "Ouml", 0xd6 },
	{ "Oslash", 0xd8 }, { "Uuml", 0xdc }, { "szlig", 0xdf }, { "agrave", 0xe0 }, { "aacute", 0xe1 },
	{ "acirc", 0xe2 }, { "atilde", 0xe3 }, { "auml", 0xe4 }, { "aring", 0xe5 }, { "aelig", 0xe6 },
	{ "ccedil", 0xe7 }, { "egrave", 0xe8 }, { "eacute", 0xe9 }, { "ecirc", 0xea }, { "euml", 0xeb },
	{ "igrave", 0xec }, { "iacute", 0xed }, { "ntilde", 0xf1 }, { "ograve", 0xf2 }, { "oacute", 0xf3 },
	{ "ocirc", 0xf4 }, { "ouml", 0xf6 }, { "oslash", 0xf8 }, { "ugrave", 0xf9 }, { "uacute", 0xfa },
	{ "uuml", 0xfc }, { "euro", 0x20ac }, { "ndash", 0x2013 }, { "mdash", 0x2014 }, { "lsquo", 0x2018 },
	{ "rsquo", 0x2019 }, { "ldquo", 0x201c }, { "rdquo", 0x201d }, { "bull", 0x2022 },
	{ "hellip", 0x2026 }, { "trade", 0x2122 },
};

/* The characters of U+00A0..U+00FF and beyond U+FFFF become numbers, as .NET writes them. */
MEMBER(html_encode)
{
	GString *out = g_string_new(NULL);
	const char *p = text_arg(args[0]), *end = p + strlen(p);

	while (p < end) {
		uint32_t c = text_next(&p, end);

		if (c == '<')
			g_string_append(out, "&lt;");
		else if (c == '>')
			g_string_append(out, "&gt;");
		else if (c == '&')
			g_string_append(out, "&amp;");
		else if (c == '"')
			g_string_append(out, "&quot;");
		else if (c == '\'')
			g_string_append(out, "&#39;");
		else if ((c >= 0xa0 && c < 0x100) || c > 0xffff)
			g_string_append_printf(out, "&#%u;", c);
		else
			text_put(out, c);
	}
	*ret = value_is_null(args[0]) ? VALUE_NULL : value_str(str_new(out->str, out->len));
	g_string_free(out, TRUE);
	return true;
}

/* The character of an entity's name or number, 0 when it is none. */
static uint32_t entity(const char *name, size_t len)
{
	char *end;
	guint64 number;

	if (len > 1 && *name == '#') {
		bool hex = len > 2 && (name[1] == 'x' || name[1] == 'X');

		number = g_ascii_strtoull(name + (hex ? 2 : 1), &end, hex ? 16 : 10);
		return end == name + len && number && number <= 0x10ffff ? (uint32_t)number : 0;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(entities); i++)
		if (strlen(entities[i].name) == len && memcmp(entities[i].name, name, len) == 0)
			return entities[i].c;
	return 0;
}

MEMBER(html_decode)
{
	GString *out = g_string_new(NULL);
	const char *p = text_arg(args[0]);

	while (*p) {
		const char *end = *p == '&' ? strchr(p, ';') : NULL;
		uint32_t c = end && end - p < 12 ? entity(p + 1, end - p - 1) : 0;

		if (c) {
			text_put(out, c);
			p = end + 1;
		} else {
			g_string_append_c(out, *p++);
		}
	}
	*ret = value_is_null(args[0]) ? VALUE_NULL : value_str(str_new(out->str, out->len));
	g_string_free(out, TRUE);
	return true;
}

/* -- URLs --------------------------------------------------------------------------------------------------- */

static struct value encoded(struct value v, enum url_style style)
{
	g_autofree char *text = url_encode(text_arg(v), style);

	return value_is_null(v) ? VALUE_NULL : value_text(text);
}

static struct value decoded(struct value v)
{
	g_autofree char *text = url_decode(text_arg(v), true);

	return value_is_null(v) ? VALUE_NULL : value_text(text);
}

MEMBER_IS(web_url_encode, encoded(args[0], URL_FORM))
MEMBER_IS(http_url_encode, encoded(args[0], URL_FORM_LOWER))
MEMBER_IS(http_path_encode, encoded(args[0], URL_PATH_LOWER))
MEMBER_IS(web_url_decode, decoded(args[0]))

MEMBER(http_parse_query)
{
	struct collection *c = collection_new(true);
	const char *query = text_arg(args[0]);
	g_auto(GStrv) pairs = g_strsplit(*query == '?' ? query + 1 : query, "&", -1);

	for (unsigned i = 0; pairs[i]; i++) {
		char *equals = strchr(pairs[i], '=');
		g_autofree char *v = url_decode(equals ? equals + 1 : pairs[i], true);
		g_autofree char *name = NULL;

		if (!*pairs[i])
			continue;
		if (equals)
			*equals = 0;
		name = url_decode(equals ? pairs[i] : "", true);
		add_value(c, name, v);
	}
	*ret = value_of(c);
	return true;
}

static const struct type_member web_methods[] = {
	STATIC("string HtmlDecode(string value)", html_decode),
	STATIC("string HtmlEncode(string value)", html_encode),
	STATIC("string UrlDecode(string encodedValue)", web_url_decode),
	STATIC("string UrlEncode(string value)", web_url_encode),
	END_OF_MEMBERS
};

MEMBER(http_script_encode)
{
	GString *out = g_string_new(n > 1 && args[1].u.b ? "\"" : "");

	for (const char *p = text_arg(args[0]); *p; p++) {
		if (*p == '"' || *p == '\\')
			g_string_append_printf(out, "\\%c", *p);
		else if (*p == '\n')
			g_string_append(out, "\\n");
		else if (*p == '\r')
			g_string_append(out, "\\r");
		else if (*p == '\t')
			g_string_append(out, "\\t");
		else if ((unsigned char)*p < 0x20 || strchr("<>&'", *p))
			g_string_append_printf(out, "\\u%04x", (unsigned char)*p);
		else
			g_string_append_c(out, *p);
	}
	if (n > 1 && args[1].u.b)
		g_string_append_c(out, '"');
	*ret = value_str(str_from_gstring(out));
	return true;
}

static const struct type_member http_methods[] = {
	STATIC("string JavaScriptStringEncode(string value)", http_script_encode),
	STATIC("string JavaScriptStringEncode(string value, bool addDoubleQuotes)", http_script_encode),
	STATIC("string HtmlAttributeEncode(string s)", html_encode),
	STATIC("string HtmlDecode(string s)", html_decode),
	STATIC("string HtmlEncode(string s)", html_encode),
	STATIC("System.Collections.Specialized.NameValueCollection ParseQueryString(string query)", http_parse_query),
	STATIC("string UrlDecode(string str)", web_url_decode),
	STATIC("string UrlEncode(string str)", http_url_encode),
	STATIC("string UrlPathEncode(string str)", http_path_encode),
	END_OF_MEMBERS
};

TYPE(type_webutility);
const struct type type_webutility = {
	.name = "System.Net.WebUtility", .kind = V_OBJECT, .flags = TYPE_IS_STATIC, .methods = web_methods,
};

TYPE(type_httputility);
const struct type type_httputility = {
	.name = "System.Web.HttpUtility", .kind = V_OBJECT, .flags = TYPE_IS_STATIC,
	.methods = http_methods,
};
