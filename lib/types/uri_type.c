/*
 * URIs: the text as written, and its parts where it is absolute. Parsed once,
 * by the generic syntax; scheme and host are folded, default ports known.
 */
#include "config.h"

#include "lib/types/uri_type.h"

#include <arpa/inet.h>

#include "lib/types/table.h"

/* -- Percent encoding ------------------------------------------------------------------------------- */

static bool stays(char c, enum url_style style)
{
	if (g_ascii_isalnum(c))
		return true;
	switch (style) {
	case URL_DATA:
		return strchr("-_.~", c);
	case URL_WHOLE:
		return strchr("-_.~!*'();:@&=+$,/?#[]", c);
	case URL_PATH_LOWER:
		return c > ' ' && c < 0x7f;
	default:
		return strchr("-_.!*()", c);
	}
}

char *url_encode(const char *text, enum url_style style)
{
	GString *out = g_string_new(NULL);
	bool lower = style == URL_FORM_LOWER || style == URL_PATH_LOWER;

	for (; *text; text++) {
		if (stays(*text, style))
			g_string_append_c(out, *text);
		else if (*text == ' ' && (style == URL_FORM || style == URL_FORM_LOWER))
			g_string_append_c(out, '+');
		else
			g_string_append_printf(out, lower ? "%%%02x" : "%%%02X", (unsigned char)*text);
	}
	return g_string_free(out, FALSE);
}

char *url_decode(const char *text, bool plus)
{
	GString *out = g_string_new(NULL);

	for (; *text; text++) {
		if (*text == '%' && g_ascii_isxdigit(text[1]) && g_ascii_isxdigit(text[2])) {
			g_string_append_c(out, g_ascii_xdigit_value(text[1]) << 4 | g_ascii_xdigit_value(text[2]));
			text += 2;
		} else {
			g_string_append_c(out, plus && *text == '+' ? ' ' : *text);
		}
	}
	return g_string_free(out, FALSE);
}

/* -- The parts ------------------------------------------------------------------------------------------ */

struct uri {
	struct native native;
	char *original;
	bool absolute;
	char *scheme, *user, *host, *path, *query, *fragment;	/* query with ?, fragment with # */
	int port;			/* -1: none */
	bool has_authority;
};

static const struct {
	const char *scheme;
	int port;
} defaults[] = {
	{ "http", 80 }, { "https", 443 }, { "ftp", 21 }, { "ldap", 389 }, { "ldaps", 636 }, { "smtp", 25 },
	{ "mailto", 25 }, { "imap", 143 }, { "pop", 110 }, { "ws", 80 }, { "wss", 443 }, { "telnet", 23 },
	{ "nntp", 119 }, { "gopher", 70 },
};

static int default_port(const char *scheme)
{
	for (size_t i = 0; i < G_N_ELEMENTS(defaults); i++)
		if (strcmp(defaults[i].scheme, scheme) == 0)
			return defaults[i].port;
	return -1;
}

static struct uri *uri_of(struct value v)
{
	return (struct uri *)v.u.native;
}

static void uri_free(struct native *native)
{
	struct uri *u = (struct uri *)native;

	g_free(u->original);
	g_free(u->scheme);
	g_free(u->user);
	g_free(u->host);
	g_free(u->path);
	g_free(u->query);
	g_free(u->fragment);
}

/* Characters that may not stand in a URI are percent encoded; what is encoded stays. */
static char *normal(const char *text, size_t len)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < len; i++) {
		unsigned char c = text[i];

		if (c <= ' ' || c >= 0x7f || strchr("\"<>\\^`{|}", c))
			g_string_append_printf(out, "%%%02X", c);
		else
			g_string_append_c(out, c);
	}
	return g_string_free(out, FALSE);
}

/* "." and ".." of a path taken out. */
static char *without_dots(const char *path)
{
	g_auto(GStrv) parts = g_strsplit(path, "/", -1);
	g_autoptr(GPtrArray) kept = g_ptr_array_new();
	bool ends_in_dots = false;

	for (unsigned i = 0; parts[i]; i++) {
		ends_in_dots = strcmp(parts[i], ".") == 0 || strcmp(parts[i], "..") == 0;
		if (strcmp(parts[i], "..") == 0 && kept->len > 1)
			g_ptr_array_remove_index(kept, kept->len - 1);
		else if (!ends_in_dots)
			g_ptr_array_add(kept, parts[i]);
	}
	if (ends_in_dots)
		g_ptr_array_add(kept, (char *)"");
	g_ptr_array_add(kept, NULL);
	return g_strjoinv("/", (char **)kept->pdata);
}

static size_t scheme_length(const char *text)
{
	size_t n = 0;

	if (!g_ascii_isalpha(*text))
		return 0;
	while (g_ascii_isalnum(text[n]) || strchr("+-.", text[n] ? text[n] : ' '))
		n++;
	return text[n] == ':' && n > 1 ? n : 0;
}

/* [user@]host[:port] */
static bool parse_authority(struct uri *u, const char *text, size_t len, const char **ret_why)
{
	g_autofree char *authority = g_strndup(text, len);
	char *at = strrchr(authority, '@');
	char *host = at ? at + 1 : authority;
	char *colon = *host == '[' ? strchr(host, ']') : host;

	colon = colon ? strchr(colon, ':') : NULL;
	if (at)
		u->user = g_strndup(authority, at - authority);
	if (colon) {
		char *end;
		gint64 port = g_ascii_strtoll(colon + 1, &end, 10);

		if (*end || port < 0 || port > 65535) {
			*ret_why = "Invalid URI: Invalid port specified.";
			return false;
		}
		if (end != colon + 1)
			u->port = port;
		*colon = 0;
	}
	if (strpbrk(host, " <>\"\\^`{|}")) {
		*ret_why = "Invalid URI: The hostname could not be parsed.";
		return false;
	}
	u->host = g_utf8_strdown(host, -1);
	return true;
}

static void parse_tail(struct uri *u, const char *p)
{
	const char *fragment = strchr(p, '#');
	const char *query = memchr(p, '?', fragment ? (size_t)(fragment - p) : strlen(p));
	const char *path_end = query ? query : fragment ? fragment : p + strlen(p);

	u->path = normal(p, path_end - p);
	u->query = query ? normal(query, (fragment ? fragment : query + strlen(query)) - query) : g_strdup("");
	u->fragment = fragment ? normal(fragment, strlen(fragment)) : g_strdup("");
}

/* False: not absolute; *ret_why says so when it is wrong. */
static bool parse_absolute(struct uri *u, const char *text, const char **ret_why)
{
	size_t n = scheme_length(text);
	const char *p = text + n + 1;

	*ret_why = NULL;
	u->port = -1;
	if (!n && *text == '/' && text[1] != '/') {
		u->scheme = g_strdup("file");
		u->host = g_strdup("");
		u->has_authority = true;
		parse_tail(u, text);
		return true;
	}
	if (!n)
		return false;
	u->scheme = g_ascii_strdown(text, n);
	u->port = default_port(u->scheme);
	if (g_str_has_prefix(p, "//")) {
		size_t len = strcspn(p + 2, "/?#\\");
		char *clean;

		u->has_authority = true;
		if (!parse_authority(u, p + 2, len, ret_why))
			return false;
		p += 2 + len;
		if (!*u->host && strcmp(u->scheme, "file") != 0) {
			*ret_why = "Invalid URI: The hostname could not be parsed.";
			return false;
		}
		parse_tail(u, p);
		clean = without_dots(*u->path ? u->path : "/");
		g_free(u->path);
		u->path = clean;
		return true;
	}
	u->host = g_strdup("");
	if (strcmp(u->scheme, "mailto") == 0 && strchr(p, '@')) {
		const char *at = strchr(p, '@');

		u->user = g_strndup(p, at - p);
		g_free(u->host);
		u->host = g_strndup(at + 1, strcspn(at + 1, "?#"));
		p = at + 1 + strlen(u->host);
	} else if (strcmp(u->scheme, "http") == 0 || strcmp(u->scheme, "https") == 0) {
		*ret_why = "Invalid URI: The Authority/Host could not be parsed.";
		return false;
	}
	parse_tail(u, p);
	return true;
}

enum { KIND_ANY, KIND_ABSOLUTE, KIND_RELATIVE };

static bool uri_new(const char *text, int64_t kind, struct value *ret, GError **error)
{
	struct uri *u = native_new(&type_uri, sizeof(*u));
	const char *why = NULL;

	u->original = g_strdup(text);
	if (kind != KIND_RELATIVE)
		u->absolute = parse_absolute(u, text, &why);
	if (!u->absolute && !why && !*text && kind == KIND_ABSOLUTE)
		why = "Invalid URI: The URI is empty.";
	if (!u->absolute && (why || kind == KIND_ABSOLUTE)) {
		value_unref(value_of(u));
		fault_throw(error, "System.UriFormatException", "%s",
			    why ? why : "Invalid URI: The format of the URI could not be determined.");
		return false;
	}
	*ret = value_of(u);
	return true;
}

/* -- Text of parts ------------------------------------------------------------------------------------------- */

static char *authority_of(const struct uri *u)
{
	if (u->port >= 0 && u->port != default_port(u->scheme))
		return g_strdup_printf("%s:%d", u->host, u->port);
	return g_strdup(u->host);
}

static char *absolute_text(const struct uri *u)
{
	g_autofree char *authority = authority_of(u);

	return g_strdup_printf("%s:%s%s%s%s%s%s%s", u->scheme, u->has_authority ? "//" : "",
			       u->user ? u->user : "", u->user ? "@" : "", authority, u->path, u->query,
			       u->fragment);
}

/* What ToString() shows: unescaped where that is harmless. */
static struct string *uri_text(struct value self)
{
	struct uri *u = uri_of(self);
	g_autofree char *whole = NULL;
	GString *out;

	if (!u->absolute)
		return str_new(u->original, -1);
	whole = absolute_text(u);
	out = g_string_new(NULL);
	for (const char *p = whole; *p; p++) {
		unsigned c = *p == '%' && g_ascii_isxdigit(p[1]) && g_ascii_isxdigit(p[2])
			     ? (unsigned)(g_ascii_xdigit_value(p[1]) << 4 | g_ascii_xdigit_value(p[2])) : 0;

		if (c && c > ' ' && !strchr("%#?/\\@:&=+$,;", (int)c) && c != 0x7f) {
			g_string_append_c(out, (char)c);
			p += 2;
		} else if (c == ' ') {
			g_string_append_c(out, ' ');
			p += 2;
		} else {
			g_string_append_c(out, *p);
		}
	}
	return str_from_gstring(out);
}

static bool need_absolute(struct value self, GError **error)
{
	if (uri_of(self)->absolute)
		return true;
	fault_throw(error, INVALID_OPERATION, "This operation is not supported for a relative URI.");
	return false;
}

#define URI_PART(name, expression)						\
	MEMBER(name)								\
	{									\
		struct uri *u = uri_of(self);					\
										\
		if (!need_absolute(self, error))				\
			return false;						\
		*ret = (expression);						\
		return true;							\
	}

static struct value taken(char *text)
{
	struct value v = value_text(text);

	g_free(text);
	return v;
}

static struct value local_path(const struct uri *u)
{
	return taken(url_decode(u->path, false));
}

static struct value host_type(const struct uri *u)
{
	struct in_addr four;
	int number = !*u->host ? 1 : *u->host == '[' ? 4 : inet_pton(AF_INET, u->host, &four) == 1 ? 3 : 2;

	return value_enum(type_find("System.UriHostNameType", -1), number);
}

static bool is_loopback(const struct uri *u)
{
	return strcmp(u->host, "localhost") == 0 || strcmp(u->host, "127.0.0.1") == 0 ||
	       strcmp(u->host, "[::1]") == 0 || !*u->host;
}

static struct value segments_of(const struct uri *u)
{
	g_autoptr(GPtrArray) parts = g_ptr_array_new();
	const char *p = u->path;

	while (*p) {
		size_t len = strcspn(p, "/");

		len += p[len] == '/';
		g_ptr_array_add(parts, str_new(p, len));
		p += len;
	}
	return value_string_array((struct string **)parts->pdata, parts->len);
}

URI_PART(uri_absolute_path, value_text(u->path))
URI_PART(uri_absolute_uri, taken(absolute_text(u)))
URI_PART(uri_authority, taken(authority_of(u)))
URI_PART(uri_dns_host, value_text(u->host))
URI_PART(uri_fragment, value_text(u->fragment))
URI_PART(uri_host, value_text(u->host))
URI_PART(uri_host_type, host_type(u))
URI_PART(uri_is_default_port, value_bool(u->port == default_port(u->scheme)))
URI_PART(uri_is_file, value_bool(strcmp(u->scheme, "file") == 0))
URI_PART(uri_is_loopback, value_bool(is_loopback(u)))
URI_PART(uri_local_path, local_path(u))
URI_PART(uri_path_and_query, taken(g_strconcat(u->path, u->query, NULL)))
URI_PART(uri_port, value_i32(u->port))
URI_PART(uri_query, value_text(u->query))
URI_PART(uri_scheme, value_text(u->scheme))
URI_PART(uri_segments, segments_of(u))
URI_PART(uri_user, value_text(u->user ? u->user : ""))
MEMBER_IS(uri_is_absolute, value_bool(uri_of(self)->absolute))
MEMBER_IS(uri_is_unc, value_bool(false))
MEMBER_IS(uri_original, value_text(uri_of(self)->original))
MEMBER_IS(uri_to_string, value_str(uri_text(self)))

/* -- Methods ----------------------------------------------------------------------------------------------------- */

MEMBER(uri_left_part)
{
	struct uri *u = uri_of(self);
	g_autofree char *authority = NULL, *whole = NULL;

	if (!need_absolute(self, error))
		return false;
	authority = authority_of(u);
	whole = g_strdup_printf("%s:%s%s%s%s%s%s", u->scheme, u->has_authority ? "//" : "",
				args[0].u.i > 0 && u->user ? u->user : "", args[0].u.i > 0 && u->user ? "@" : "",
				args[0].u.i > 0 ? authority : "", args[0].u.i > 1 ? u->path : "",
				args[0].u.i > 2 ? u->query : "");
	*ret = value_text(whole);
	return true;
}

/* A reference resolved against a base (RFC 3986, 5.2). */
static bool resolve(struct value base, const char *text, struct value *ret, GError **error)
{
	struct uri *u = uri_of(base);
	g_autofree char *authority = NULL, *folder = NULL, *joined = NULL;
	const char *slash;

	if (scheme_length(text))
		return uri_new(text, KIND_ABSOLUTE, ret, error);
	if (!need_absolute(base, error))
		return false;
	authority = authority_of(u);
	slash = strrchr(u->path, '/');
	folder = *text == '/' ? g_strdup("") : g_strndup(u->path, slash ? slash - u->path + 1 : 0);
	if (g_str_has_prefix(text, "//"))
		joined = g_strdup_printf("%s:%s", u->scheme, text);
	else if (*text == '?' || *text == '#' || !*text)
		joined = g_strdup_printf("%s://%s%s%s%s", u->scheme, authority, u->path,
					 *text == '?' ? "" : u->query, text);
	else
		joined = g_strdup_printf("%s://%s%s%s", u->scheme, authority, folder, text);
	return uri_new(joined, KIND_ABSOLUTE, ret, error);
}

/* new(text[, kind]), new(base, relative). */
MEMBER(uri_construct)
{
	if (value_is_null(args[0]))
		return throw_null(error, "uriString");
	if (args[0].kind == V_STRING)
		return uri_new(args[0].u.str->data,
			       n > 1 && args[1].kind == V_ENUM ? args[1].u.i : KIND_ABSOLUTE, ret, error);
	if (args[1].kind == V_STRING)
		return resolve(args[0], args[1].u.str->data, ret, error);
	return resolve(args[0], uri_of(args[1])->original, ret, error);
}

/* A cast takes relative text too. */
static bool uri_convert(struct value v, struct value *ret, GError **error)
{
	v = value_base(v);
	return v.kind == V_STRING && uri_new(v.u.str->data, KIND_ANY, ret, error);
}

MEMBER(uri_try_create)
{
	struct value made = VALUE_NULL;
	bool ok = args[0].kind == V_STRING ? uri_new(args[0].u.str->data, args[1].u.i, &made, NULL)
		: native_of(args[0], &type_uri) && args[1].kind == V_STRING &&
		  resolve(args[0], args[1].u.str->data, &made, NULL);

	out_set(args[n - 1], ok ? made : VALUE_NULL);
	*ret = value_bool(ok);
	return true;
}

MEMBER(uri_well_formed)
{
	value_auto made = VALUE_UNSET;
	const char *text = text_arg(args[0]);
	bool ok = uri_new(text, args[1].u.i, &made, NULL) && !strpbrk(text, " <>\"{}|\\^`");

	if (ok && args[1].u.i == KIND_ABSOLUTE)
		ok = scheme_length(text) > 0;
	if (ok && args[1].u.i == KIND_RELATIVE)
		ok = !scheme_length(text);
	*ret = value_bool(ok);
	return true;
}

static struct value escaped(struct value v, enum url_style style)
{
	return taken(url_encode(text_arg(v), style));
}

MEMBER_IS(uri_escape_data, escaped(args[0], URL_DATA))
MEMBER_IS(uri_escape_whole, escaped(args[0], URL_WHOLE))
MEMBER_IS(uri_unescape, taken(url_decode(text_arg(args[0]), false)))
MEMBER_IS(uri_check_scheme, value_bool(*text_arg(args[0]) && !text_arg(args[0])[strspn(text_arg(args[0]),
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.")]))

static bool uri_equal(struct value a, struct value b)
{
	struct string *x = uri_text(a), *y = uri_text(b);
	bool same = str_equal(x, y);

	str_unref(x);
	str_unref(y);
	return same;
}

MEMBER_IS(uri_equals, value_bool(native_of(args[0], &type_uri) && uri_equal(self, value_base(args[0]))))

MEMBER_IS(uri_scheme_file, value_text("file"))
MEMBER_IS(uri_scheme_ftp, value_text("ftp"))
MEMBER_IS(uri_scheme_http, value_text("http"))
MEMBER_IS(uri_scheme_https, value_text("https"))
MEMBER_IS(uri_scheme_mailto, value_text("mailto"))
MEMBER_IS(uri_delimiter, value_text("://"))
MEMBER_IS(uri_is_hex, value_bool(args[0].u.ch < 128 && g_ascii_isxdigit(args[0].u.ch)))
MEMBER_IS(uri_hex_escape, value_str(str_printf("%%%02X", (unsigned)(args[0].u.ch & 0xff))))

MEMBER(uri_check_host)
{
	g_autofree char *text = g_strdup_printf("http://%s/", text_arg(args[0]));
	struct value uri = VALUE_UNSET;
	bool ok = *text_arg(args[0]) && !strpbrk(text_arg(args[0]), "/?#@") && uri_new(text, 1, &uri, NULL);

	*ret = ok ? host_type(uri_of(uri)) : value_enum(type_find("System.UriHostNameType", -1), 0);
	value_unref(uri);
	return true;
}

static const struct type_member uri_methods[] = {
	STATIC("System.UriHostNameType CheckHostName(string name)", uri_check_host),
	STATIC("string HexEscape(char character)", uri_hex_escape),
	STATIC("bool IsHexDigit(char character)", uri_is_hex),
	METHOD("bool Equals(System.Object comparand)", uri_equals),
	METHOD("string GetLeftPart(System.UriPartial part)", uri_left_part),
	METHOD("string ToString()", uri_to_string),
	STATIC("bool CheckSchemeName(string schemeName)", uri_check_scheme),
	STATIC("string EscapeDataString(string stringToEscape)", uri_escape_data),
	STATIC("string EscapeUriString(string stringToEscape)", uri_escape_whole),
	STATIC("bool IsWellFormedUriString(string uriString, System.UriKind uriKind)", uri_well_formed),
	STATIC("bool TryCreate(string uriString, System.UriKind uriKind, out uri result)", uri_try_create),
	STATIC("bool TryCreate(uri baseUri, string relativeUri, out uri result)", uri_try_create),
	STATIC("string UnescapeDataString(string stringToUnescape)", uri_unescape),
	END_OF_MEMBERS
};

static const struct type_member uri_properties[] = {
	STATIC_PROPERTY("string SchemeDelimiter {get;}", uri_delimiter),
	STATIC_PROPERTY("string UriSchemeFile {get;}", uri_scheme_file),
	STATIC_PROPERTY("string UriSchemeFtp {get;}", uri_scheme_ftp),
	STATIC_PROPERTY("string UriSchemeHttp {get;}", uri_scheme_http),
	STATIC_PROPERTY("string UriSchemeHttps {get;}", uri_scheme_https),
	STATIC_PROPERTY("string UriSchemeMailto {get;}", uri_scheme_mailto),
	PROPERTY("string AbsolutePath {get;}", uri_absolute_path),
	PROPERTY("string AbsoluteUri {get;}", uri_absolute_uri),
	PROPERTY("string LocalPath {get;}", uri_local_path),
	PROPERTY("string Authority {get;}", uri_authority),
	PROPERTY("System.UriHostNameType HostNameType {get;}", uri_host_type),
	PROPERTY("bool IsDefaultPort {get;}", uri_is_default_port),
	PROPERTY("bool IsFile {get;}", uri_is_file),
	PROPERTY("bool IsLoopback {get;}", uri_is_loopback),
	PROPERTY("string PathAndQuery {get;}", uri_path_and_query),
	PROPERTY("string[] Segments {get;}", uri_segments),
	PROPERTY("bool IsUnc {get;}", uri_is_unc),
	PROPERTY("string Host {get;}", uri_host),
	PROPERTY("int Port {get;}", uri_port),
	PROPERTY("string Query {get;}", uri_query),
	PROPERTY("string Fragment {get;}", uri_fragment),
	PROPERTY("string Scheme {get;}", uri_scheme),
	PROPERTY("string OriginalString {get;}", uri_original),
	PROPERTY("string DnsSafeHost {get;}", uri_dns_host),
	PROPERTY("string IdnHost {get;}", uri_dns_host),
	PROPERTY("bool IsAbsoluteUri {get;}", uri_is_absolute),
	PROPERTY("bool UserEscaped {get;}", uri_is_unc),
	PROPERTY("string UserInfo {get;}", uri_user),
	END_OF_MEMBERS
};

static const struct type_member uri_constructors[] = {
	CONSTRUCTOR("new(string uriString)", uri_construct),
	CONSTRUCTOR("new(string uriString, System.UriKind uriKind)", uri_construct),
	CONSTRUCTOR("new(uri baseUri, string relativeUri)", uri_construct),
	CONSTRUCTOR("new(uri baseUri, uri relativeUri)", uri_construct),
	END_OF_MEMBERS
};

TYPE(type_uri);
const struct type type_uri = {
	.name = "System.Uri", .alias = "uri", .kind = V_NATIVE, .methods = uri_methods,
	.properties = uri_properties, .constructors = uri_constructors, .free = uri_free,
	.to_string = uri_text, .equals = uri_equal, .convert_from = uri_convert,
};
