/*
 * The data of DNS records as text in a zone file's order, and the records that
 * an organization's owner must publish for its domains.
 */
#ifndef HMSH_DNS_DATA_H
#define HMSH_DNS_DATA_H

#include "state/store.h"

/*
 * The canonical data of a record of `type` (A, AAAA, CNAME, MX, TXT, SRV, PTR, NS): addresses in
 * their usual form, names with a final dot. TXT keeps its text, which who renders it quotes. Yours;
 * NULL + error.
 */
char *dns_data_check(const char *type, const char *text, GError **error);
/*
 * A name within a zone as its records have it: "@" for the zone itself, relative names as given,
 * full names (with a final dot, or ending in the zone) made relative. Yours; NULL + error.
 */
char *dns_host_name(const char *zone, const char *name, GError **error);
/* The full name without a final dot. Yours. */
char *dns_full_name(const char *zone, const char *host);

struct tenant_dns_record {
	char *name;			/* full, without a final dot */
	const char *type;
	char *data;			/* as dns_data_check() gives it */
	uint32_t ttl;			/* seconds */
	bool required;			/* mail or autodiscovery does not work without it */
	const char *purpose;		/* one sentence */
};

/* What the owner of an AcceptedDomain publishes; free function set. */
GPtrArray *tenant_dns_records(struct store *store, const struct record *domain, GError **error);
/* The host that takes mail for tenants: Outlook Anywhere's name, else the server's. Yours or NULL. */
char *tenant_mail_host(struct store *store);
/* The text as one or more quoted strings of a zone file (RFC 1035 5.1). Yours. */
char *dns_quoted_text(const char *text);

#endif
