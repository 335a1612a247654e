/*
 * DNS data as text. What passes dns_data_check() holds no character that a
 * zone file takes for syntax, except in TXT, which is quoted when written.
 */
#include "config.h"
#include "lib/exchange.h"
#include "state/kinds/checks.h"
#include "state/kinds/dns_data.h"

#include <arpa/inet.h>

static const struct fault bad_data = {
	"InvalidDnsRecordData", "System.FormatException", CATEGORY_INVALID_ARGUMENT, NULL };
static const struct fault bad_host = {
	"InvalidDnsName", "System.FormatException", CATEGORY_INVALID_ARGUMENT,
	"Write a name within the zone as mail, or @ for the zone itself." };

static char *refuse(const char *type, const char *text, const char *right, GError **error)
{
	value_auto target = value_text(text);

	fault_set(error, &bad_data, target,
		  "\"%.128s\" is not the data of a record of type %s: write %s.",
		  line_fault(text) ? "?" : text, type, right);
	return NULL;
}

static char *check_address(const char *type, int family, const char *text, GError **error)
{
	uint8_t bytes[16];
	char shown[INET6_ADDRSTRLEN];

	if (inet_pton(family, text, bytes) != 1)
		return refuse(type, text, family == AF_INET ? "an address as 10.0.0.1"
			      : "an address as 2001:db8::1", error);
	inet_ntop(family, bytes, shown, sizeof(shown));
	return g_strdup(shown);
}

static char *check_target(const char *type, const char *text, GError **error)
{
	g_autofree char *name = domain_check(text, DOMAIN_ROOT_DOT | DOMAIN_UNDERSCORE, NULL);
	g_autofree char *lower = name ? g_ascii_strdown(name, -1) : NULL;

	if (!name)
		return refuse(type, text, "a host name as mail.contoso.com", error);
	return g_strconcat(lower, ".", NULL);
}

/* Numbers before a name: "10 mail.contoso.com" (MX), "0 0 443 mail.contoso.com" (SRV). */
static char *check_numbers(const char *type, unsigned numbers, const char *text, GError **error)
{
	g_auto(GStrv) parts = g_strsplit_set(text, " \t", -1);
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *target = NULL;
	unsigned n = 0;

	for (char **part = parts; *part; part++) {
		size_t digits = strspn(*part, "0123456789");

		if (!**part)
			continue;
		if (n < numbers && (!digits || digits > 5 || (*part)[digits] ||
				    g_ascii_strtoull(*part, NULL, 10) > 65535))
			break;
		if (n == numbers)
			target = check_target(type, *part, NULL);
		else if (n < numbers)
			g_string_append_printf(out, "%u ", (unsigned)g_ascii_strtoull(*part, NULL, 10));
		n++;
	}
	if (n != numbers + 1 || !target)
		return refuse(type, text, numbers == 1 ? "preference and host, as 10 mail.contoso.com"
			      : "priority, weight, port and host, as 0 0 443 mail.contoso.com", error);
	g_string_append(out, target);
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *dns_data_check(const char *type, const char *text, GError **error)
{
	if (strcmp(type, "A") == 0)
		return check_address(type, AF_INET, text, error);
	if (strcmp(type, "AAAA") == 0)
		return check_address(type, AF_INET6, text, error);
	if (strcmp(type, "CNAME") == 0 || strcmp(type, "PTR") == 0 || strcmp(type, "NS") == 0)
		return check_target(type, text, error);
	if (strcmp(type, "MX") == 0)
		return check_numbers(type, 1, text, error);
	if (strcmp(type, "SRV") == 0)
		return check_numbers(type, 3, text, error);
	if (strcmp(type, "TXT") == 0) {
		for (const char *p = text; *p; p++)
			if ((unsigned char)*p < ' ' || *p == 0x7f)
				return refuse(type, text, "text without control characters", error);
		return *text && strlen(text) <= 4096 ? g_strdup(text)
			: refuse(type, text, "text of 1 to 4096 bytes", error);
	}
	return refuse(type, text, "one of A, AAAA, CNAME, MX, TXT, SRV, PTR, NS", error);
}

/* -- Names ------------------------------------------------------------------------------------- */

char *dns_host_name(const char *zone, const char *name, GError **error)
{
	g_autofree char *lower = g_ascii_strdown(name, -1);
	g_autofree char *checked = NULL;
	size_t len = strlen(lower), tail = strlen(zone);
	bool wildcard = g_str_has_prefix(lower, "*.") || strcmp(lower, "*") == 0;

	if (len && lower[len - 1] == '.')
		lower[--len] = 0;
	if (strcmp(lower, "@") == 0 || !len || text_equal_nocase(lower, zone))
		return g_strdup("@");
	if (len > tail + 1 && lower[len - tail - 1] == '.' &&
	    text_equal_nocase(lower + len - tail, zone))
		lower[len - tail - 1] = 0;
	if (wildcard && !lower[1])
		return g_strdup("*");
	checked = domain_check(wildcard ? lower + 2 : lower, DOMAIN_UNDERSCORE, NULL);
	if (!checked) {
		value_auto target = value_text(name);

		fault_set(error, &bad_host, target, "\"%.128s\" is not a name of the zone \"%s\".",
			  line_fault(name) ? "?" : name, zone);
		return NULL;
	}
	return g_strconcat(wildcard ? "*." : "", checked, NULL);
}

char *dns_full_name(const char *zone, const char *host)
{
	return strcmp(host, "@") == 0 ? g_strdup(zone) : g_strconcat(host, ".", zone, NULL);
}

char *dns_quoted_text(const char *text)
{
	GString *out = g_string_new("\"");
	unsigned n = 0;

	for (const unsigned char *p = (const unsigned char *)text; *p; p++, n++) {
		if (n && n % 255 == 0)
			g_string_append(out, "\" \"");
		if (*p == '"' || *p == '\\')
			g_string_append_printf(out, "\\%c", *p);
		else if (*p < ' ' || *p >= 0x7f)
			g_string_append_printf(out, "\\%03u", *p);
		else
			g_string_append_c(out, *p);
	}
	g_string_append_c(out, '"');
	return g_string_free(out, FALSE);
}
