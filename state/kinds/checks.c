/*
 * Checks shared by the record kinds. What passes here may still hold any
 * character a daemon's grammar must quote; these rules keep out what no
 * name, alias or line of text has a use for.
 */
#include "config.h"
#include "state/kinds/checks.h"
#include "lib/convert.h"
#include "lib/exchange.h"

#include <arpa/inet.h>

static const struct fault bad_name = {
	"InvalidName", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Use letters, digits, blanks and punctuation other than quotes and \\ / ; * ? < > | $ ` { }." };
static const struct fault bad_text = {
	"InvalidText", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Remove the control characters." };
static const struct fault bad_alias = {
	"InvalidAlias", "System.ArgumentException", CATEGORY_INVALID_ARGUMENT,
	"Use letters, digits and ! # $ % & ' * + - / = ? ^ _ ` { | } ~, with dots between them." };
static const struct fault bad_address = {
	"InvalidIPAddress", "System.FormatException", CATEGORY_INVALID_ARGUMENT,
	"Write an address as 10.0.0.1." };
static const struct fault bad_url = {
	"InvalidUrl", "System.UriFormatException", CATEGORY_INVALID_ARGUMENT,
	"Write a URL as https://mail.contoso.com/path." };
static const struct fault out_of_range = {
	"ArgumentOutOfRange", "System.ArgumentOutOfRangeException", CATEGORY_INVALID_ARGUMENT, NULL };

static bool is_control(gunichar c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029;
}

static const char *control_fault(const char *text, const char *allowed)
{
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (is_control(c) && !(c < 0x80 && strchr(allowed, (int)c)))
			return "it has a control character";
	}
	return NULL;
}

/* A string's bytes; a NUL inside becomes a control character that is refused. */
static const char *checked_text(struct value v)
{
	const char *text = value_cstr(v);

	return text && strlen(text) != v.u.str->len ? "\x01" : text;
}

static const char *characters_fault(const char *text, glong most)
{
	if (!*text)
		return "it is empty";
	if (!g_utf8_validate(text, -1, NULL))
		return "it is not UTF-8";
	if (g_utf8_strlen(text, -1) > most)
		return most == 64 ? "it is longer than 64 characters" : "it is too long";
	return NULL;
}

const char *name_fault(const char *text)
{
	const char *why = characters_fault(text, 64);

	if (!why)
		why = control_fault(text, "");
	if (!why && strpbrk(text, "\"\\/;*?<>|$`{}"))
		why = "it has one of the characters \" \\ / ; * ? < > | $ ` { }";
	if (!why && (text[0] == ' ' || text[strlen(text) - 1] == ' '))
		why = "it begins or ends with a blank";
	if (!why && strpbrk(text, "\xe2")) {
		static const char *const quotes[] = { "“", "”", "„" };

		for (unsigned i = 0; i < G_N_ELEMENTS(quotes); i++)
			if (strstr(text, quotes[i]))
				return "it has a quote";
	}
	return why;
}

const char *line_fault(const char *text)
{
	if (!g_utf8_validate(text, -1, NULL))
		return "it is not UTF-8";
	if (g_utf8_strlen(text, -1) > 256)
		return "it is longer than 256 characters";
	return control_fault(text, "");
}

/* The text in one line, for a message about it. */
static char *printable(const char *text)
{
	char *shown = g_utf8_make_valid(text, -1);

	for (char *p = shown; *p; p++)
		if ((unsigned char)*p < ' ' || *p == 0x7f)
			*p = '?';
	return shown;
}

static bool refuse(GError **error, const struct fault *fault, struct value v, const char *what,
		   const char *why)
{
	g_autofree char *shown = printable(value_cstr(v) ? value_cstr(v) : "");

	fault_set(error, fault, v, "\"%.128s\" is not a valid %s: %s.", shown, what, why);
	return false;
}

bool check_name(struct value *v, GError **error)
{
	const char *text = checked_text(*v), *why = text ? name_fault(text) : NULL;

	return !why || refuse(error, &bad_name, *v, "name", why);
}

static const char *organization_name_fault(const char *text)
{
	const char *why = name_fault(text);
	size_t len = strlen(text);

	if (why)
		return why;
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (!g_unichar_isalnum(c) && !(c < 0x80 && strchr(" -_.", (int)c)))
			return "letters, digits, blanks, hyphens, dots and underscores are allowed";
	}
	if (text[0] == '.' || text[0] == '-' || text[len - 1] == '.')
		return "it begins with a dot or hyphen, or ends with a dot";
	return NULL;
}

bool check_organization_name(struct value *v, GError **error)
{
	const char *text = checked_text(*v), *why = text ? organization_name_fault(text) : NULL;

	return !why || refuse(error, &bad_name, *v, "organization name", why);
}

bool check_line(struct value *v, GError **error)
{
	const char *text = checked_text(*v), *why = text ? line_fault(text) : NULL;

	return !why || refuse(error, &bad_text, *v, "line of text", why);
}

bool check_text(struct value *v, GError **error)
{
	const char *text = checked_text(*v), *why = text ? control_fault(text, "\t\r\n") : NULL;

	return !why || refuse(error, &bad_text, *v, "text", why);
}

bool check_alias(struct value *v, GError **error)
{
	const char *text = checked_text(*v);
	g_autofree char *address = text ? g_strconcat(text, "@a.b", NULL) : NULL;
	g_autofree char *checked = NULL;

	if (!text)
		return true;
	checked = strchr(text, '@') ? NULL : address_check(address, NULL);
	return checked || refuse(error, &bad_alias, *v, "alias",
				 "it could not stand before the @ of an address");
}

static bool check_ip(struct value *v, bool v6_too, GError **error)
{
	const char *text = checked_text(*v);
	uint8_t bytes[16];

	if (!text || inet_pton(AF_INET, text, bytes) == 1 ||
	    (v6_too && inet_pton(AF_INET6, text, bytes) == 1))
		return true;
	return refuse(error, &bad_address, *v, "IP address",
		      v6_too ? "write it as 10.0.0.1 or 2001:db8::1" : "write it as 10.0.0.1");
}

bool check_ip_address(struct value *v, GError **error)
{
	return check_ip(v, true, error);
}

bool check_ipv4_address(struct value *v, GError **error)
{
	return check_ip(v, false, error);
}

static const char *url_fault(const char *text)
{
	g_autoptr(GUri) uri = g_uri_parse(text, G_URI_FLAGS_NONE, NULL);
	g_autofree char *host = NULL;

	if (!uri || !g_uri_get_host(uri))
		return "it is no URL";
	if (strcmp(g_uri_get_scheme(uri), "http") != 0 && strcmp(g_uri_get_scheme(uri), "https") != 0)
		return "it begins with neither http:// nor https://";
	for (const char *p = text; *p; p++)
		if ((unsigned char)*p <= ' ' || (unsigned char)*p >= 0x7f || strchr("\"'`\\<>;{}|^$", *p))
			return "it has a character that a URL must write as % and two digits";
	host = domain_check(g_uri_get_host(uri), 0, NULL);
	return host ? NULL : "its host is no domain name";
}

bool check_url(struct value *v, GError **error)
{
	struct string *text = value_to_string(*v, NULL);
	const char *why = text->len ? url_fault(text->data) : NULL;
	value_auto target = value_str(text);

	return !why || refuse(error, &bad_url, target, "URL", why);
}

static bool check_range(struct value *v, int64_t low, int64_t high, GError **error)
{
	if (!value_is_integer(*v) || (v->u.i >= low && v->u.i <= high))
		return true;
	fault_set(error, &out_of_range, *v,
		  "The value %" G_GINT64_FORMAT " is out of range: it must be from %" G_GINT64_FORMAT
		  " to %" G_GINT64_FORMAT ".", v->u.i, low, high);
	return false;
}

bool check_port(struct value *v, GError **error)
{
	return check_range(v, 1, 65535, error);
}

bool check_positive(struct value *v, GError **error)
{
	return check_range(v, 1, INT32_MAX, error);
}

bool check_percent(struct value *v, GError **error)
{
	return check_range(v, 1, 100, error);
}

bool check_dotted_domain(struct value *v, GError **error)
{
	const char *text = exchange_text(*v);
	g_autofree char *domain = NULL;

	if (!text)
		return true;
	domain = domain_check(g_str_has_prefix(text, "*.") ? text + 2 : text, DOMAIN_DOTTED, error);
	return domain != NULL;
}
