/*
 * UriBuilder: the parts of a URI, each of which can be set, and the URI they make.
 */
#include "config.h"

#include "lib/types/table.h"

enum part { SCHEME, USER, PASSWORD, HOST, PATH, QUERY, FRAGMENT, PART_COUNT };

struct builder {
	struct native native;
	char *parts[PART_COUNT];
	int port;			/* -1: none */
};

static struct builder *builder_of(struct value v)
{
	return (struct builder *)v.u.native;
}

static void builder_free(struct native *native)
{
	for (unsigned i = 0; i < PART_COUNT; i++)
		g_free(((struct builder *)native)->parts[i]);
}

static void set_part(struct builder *b, enum part part, char *text)
{
	g_free(b->parts[part]);
	b->parts[part] = text;
}

/* Set as the part begins: a path with "/", a query with "?", a fragment with "#". */
static char *with_start(const char *text, char start)
{
	if (!*text)
		return g_strdup(start == '/' ? "/" : "");
	return *text == start ? g_strdup(text) : g_strdup_printf("%c%s", start, text);
}

static struct builder *builder_new(void)
{
	extern const struct type type_uribuilder;
	struct builder *b = native_new(&type_uribuilder, sizeof(*b));

	for (unsigned i = 0; i < PART_COUNT; i++)
		b->parts[i] = g_strdup(i == SCHEME ? "http" : i == HOST ? "localhost" : i == PATH ? "/" : "");
	b->port = -1;
	return b;
}

static char *uri_property(struct value uri, const char *name)
{
	struct symbol *symbol = symbol_get(name, -1);
	const struct type_member *member = type_property(&type_uri, symbol, false);
	struct type_call call = { .type = &type_uri, .member = member };
	value_auto v = VALUE_NULL;

	if (!member || !member->get(&call, uri, NULL, 0, &v, NULL) || value_is_null(v))
		return g_strdup("");
	{
		struct string *text = value_to_string(v, NULL);
		char *copy = g_strdup(text->data);

		str_unref(text);
		return copy;
	}
}

static void take_uri(struct builder *b, struct value uri)
{
	g_autofree char *port = uri_property(uri, "Port"), *user = uri_property(uri, "UserInfo");
	char *colon = strchr(user, ':');

	set_part(b, SCHEME, uri_property(uri, "Scheme"));
	set_part(b, HOST, uri_property(uri, "Host"));
	set_part(b, PATH, uri_property(uri, "AbsolutePath"));
	set_part(b, QUERY, uri_property(uri, "Query"));
	set_part(b, FRAGMENT, uri_property(uri, "Fragment"));
	set_part(b, USER, colon ? g_strndup(user, colon - user) : g_strdup(user));
	set_part(b, PASSWORD, g_strdup(colon ? colon + 1 : ""));
	b->port = *port ? atoi(port) : -1;
}

/* new(uri), new(text): a text without a scheme is http's. */
static bool from_uri(struct value v, struct value *ret, GError **error)
{
	value_auto text = VALUE_UNSET, uri = VALUE_UNSET;
	struct builder *b;

	if (value_is_null(v))
		return throw_null(error, "uri");
	text = value_str(value_to_string(v, NULL));
	if (!strstr(text.u.str->data, "://"))
		value_put(&text, value_str(str_printf("http://%s", text.u.str->data)));
	if (!type_construct(&type_uri, &text, 1, NULL, &uri, error))
		return false;
	b = builder_new();
	take_uri(b, uri);
	*ret = value_of(b);
	return true;
}

/* new([uri | scheme, host[, port[, path[, extra]]]]) */
MEMBER(builder_construct)
{
	struct builder *b;

	if (n == 1)
		return from_uri(args[0], ret, error);
	b = builder_new();
	*ret = value_of(b);
	if (n > 1) {
		set_part(b, SCHEME, g_strdup(text_arg(args[0])));
		set_part(b, HOST, g_strdup(text_arg(args[1])));
	}
	if (n > 2)
		b->port = args[2].u.i;
	if (n > 3)
		set_part(b, PATH, with_start(text_arg(args[3]), '/'));
	if (n > 4)
		set_part(b, *text_arg(args[4]) == '#' ? FRAGMENT : QUERY, g_strdup(text_arg(args[4])));
	return true;
}

static struct string *builder_text(struct value self)
{
	const struct builder *b = builder_of(self);
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "%s://", b->parts[SCHEME]);
	if (*b->parts[USER])
		g_string_append_printf(out, "%s%s%s@", b->parts[USER], *b->parts[PASSWORD] ? ":" : "",
				       b->parts[PASSWORD]);
	g_string_append(out, b->parts[HOST]);
	if (b->port >= 0)
		g_string_append_printf(out, ":%d", b->port);
	g_string_append_printf(out, "%s%s%s", b->parts[PATH], b->parts[QUERY], b->parts[FRAGMENT]);
	return str_from_gstring(out);
}

MEMBER(builder_uri)
{
	value_auto text = value_str(builder_text(self));

	return type_construct(&type_uri, &text, 1, NULL, ret, error);
}

MEMBER_IS(builder_to_string, value_str(builder_text(self)))

#define PART(name, part, made)							\
	MEMBER_IS(builder_##name, value_text(builder_of(self)->parts[part]))	\
	MEMBER(builder_set_##name)						\
	{									\
		set_part(builder_of(self), part, made);				\
		return true;							\
	}

PART(scheme, SCHEME, g_ascii_strdown(text_arg(args[0]), strcspn(text_arg(args[0]), ":")))
PART(host, HOST, g_strdup(text_arg(args[0])))
PART(user, USER, g_strdup(text_arg(args[0])))
PART(password, PASSWORD, g_strdup(text_arg(args[0])))
PART(path, PATH, with_start(text_arg(args[0]), '/'))
PART(query, QUERY, with_start(text_arg(args[0]), '?'))
PART(fragment, FRAGMENT, with_start(text_arg(args[0]), '#'))

MEMBER_IS(builder_port, value_i32(builder_of(self)->port))

MEMBER(builder_set_port)
{
	if (args[0].u.i < -1 || args[0].u.i > 65535)
		return throw_range(error, "value");
	builder_of(self)->port = args[0].u.i;
	return true;
}

static const struct type_member builder_methods[] = {
	METHOD("string ToString()", builder_to_string), END_OF_MEMBERS
};

static const struct type_member builder_properties[] = {
	SETTABLE("string Fragment {get;set;}", builder_fragment, builder_set_fragment),
	SETTABLE("string Host {get;set;}", builder_host, builder_set_host),
	SETTABLE("string Password {get;set;}", builder_password, builder_set_password),
	SETTABLE("string Path {get;set;}", builder_path, builder_set_path),
	SETTABLE("int Port {get;set;}", builder_port, builder_set_port),
	SETTABLE("string Query {get;set;}", builder_query, builder_set_query),
	SETTABLE("string Scheme {get;set;}", builder_scheme, builder_set_scheme),
	PROPERTY("uri Uri {get;}", builder_uri),
	SETTABLE("string UserName {get;set;}", builder_user, builder_set_user),
	END_OF_MEMBERS
};

static const struct type_member builder_constructors[] = {
	CONSTRUCTOR("new()", builder_construct),
	CONSTRUCTOR("new(string uri)", builder_construct),
	CONSTRUCTOR("new(uri uri)", builder_construct),
	CONSTRUCTOR("new(string schemeName, string hostName)", builder_construct),
	CONSTRUCTOR("new(string scheme, string host, int portNumber)", builder_construct),
	CONSTRUCTOR("new(string scheme, string host, int port, string pathValue)", builder_construct),
	CONSTRUCTOR("new(string scheme, string host, int port, string path, string extraValue)", builder_construct),
	END_OF_MEMBERS
};

TYPE(type_uribuilder);
const struct type type_uribuilder = {
	.name = "System.UriBuilder", .kind = V_NATIVE, .methods = builder_methods,
	.properties = builder_properties, .constructors = builder_constructors, .free = builder_free,
	.to_string = builder_text,
	.default_properties = "Scheme UserName Password Host Port Path Query Fragment Uri",
};
