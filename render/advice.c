/*
 * Names are followed the way a client would: a redirection leads to a host,
 * whose address a zone of ours must have and whose name the certificate of
 * the web sites must hold.
 */
#include "config.h"
#include "lib/exchange.h"
#include "render/advice.h"
#include "render/dns_records.h"
#include "render/sites.h"
#include "state/kinds/certificate.h"

static void warn(GPtrArray *warnings, char *text)
{
	for (guint i = 0; i < warnings->len; i++) {
		if (strcmp(g_ptr_array_index(warnings, i), text))
			continue;
		g_free(text);
		return;
	}
	g_ptr_array_add(warnings, text);
}

static bool covers(char **names, const char *host)
{
	const char *dot = strchr(host, '.');

	for (; *names; names++)
		if (!g_ascii_strcasecmp(*names, host) ||
		    (dot && g_str_has_prefix(*names, "*.") && !g_ascii_strcasecmp(*names + 1, dot)))
			return true;
	return false;
}

/* The command that makes a request for the names the certificate has and this one. */
static char *certificate_command(const struct record *certificate, char **names, const char *host)
{
	g_autofree char *list = g_strjoinv(", ", names);
	g_autofree char *subject = certificate_subject(certificate);

	return g_strdup_printf("New-ExchangeCertificate -GenerateRequest -SubjectName \"%s\" "
			       "-DomainName %s%s%s", subject, list, *list ? ", " : "", host);
}

static void advise_certificate(const struct facts *facts, const char *what, const char *host,
			       GPtrArray *warnings)
{
	const struct record *certificate = facts_certificate(facts, SERVICE_IIS);
	g_auto(GStrv) names = certificate ? certificate_names(certificate) : NULL;
	g_autofree char *command = NULL;

	if (!certificate) {
		warn(warnings,
		     g_strdup_printf("%s is served over HTTPS, but no certificate is enabled "
				     "for IIS. Enable one with Enable-ExchangeCertificate "
				     "-Services IIS.",
				     host));
		return;
	}
	if (covers(names, host))
		return;
	command = certificate_command(certificate, names, host);
	warn(warnings,
	     g_strdup_printf("%s %s, a name that the certificate %s does not hold. Make one "
			     "that does: %s",
			     what, host, record_name(certificate), command));
}

static void advise_address(const struct facts *facts, const char *host, const char *address,
			   GPtrArray *warnings)
{
	g_autofree char *name = NULL;
	const struct record *zone = dns_zone_of(facts, host, &name);

	if (!zone || dns_zone_has(facts, record_name(zone), name, NULL) || !address)
		return;
	warn(warnings,
	     g_strdup_printf("The zone %s has no address record for %s. Add one: "
			     "Add-DnsServerResourceRecordA -ZoneName %s -Name %s -IPv4Address %s",
			     record_name(zone), host, record_name(zone), name, address));
}

static void advise_redirect(const struct facts *facts, const struct record *site,
			    GPtrArray *warnings)
{
	g_autofree char *url = record_text(site, "HttpRedirectDestination");
	g_autofree char *what = NULL;
	bool tls = false;
	g_autofree char *host = url ? url_host(url, &tls) : NULL;

	/* A redirection to someone else's host is theirs to serve. */
	if (!host || !tls || !record_bool(site, "HttpRedirectEnabled") ||
	    !g_str_has_suffix(host, facts->domain))
		return;
	what = g_strdup_printf("The redirection of the web site \"%s\" leads to",
			       record_name(site));
	advise_certificate(facts, what, host, warnings);
	advise_address(facts, host, facts->address, warnings);
}

void advice_give(const struct facts *facts, GPtrArray *warnings)
{
	g_autoptr(GPtrArray) names = sites_service_names(facts);

	for (guint i = 0; i < facts->sites->len; i++)
		advise_redirect(facts, g_ptr_array_index(facts->sites, i), warnings);
	for (guint i = 0; i < names->len; i++) {
		const char *host = g_ptr_array_index(names, i);
		bool named = false;

		for (guint k = 0; k < warnings->len; k++)
			named |= strstr(g_ptr_array_index(warnings, k), host) != NULL;
		if (!named)
			advise_certificate(facts, "The HTTPS sites answer for", host, warnings);
		advise_address(facts, host, facts->address, warnings);
	}
}
