/*
 * DNS records as zone files have them, and the records that a tenant's owner
 * must publish. A writer given here has the grammar of zone files.
 */
#ifndef HMSH_DNS_RECORDS_H
#define HMSH_DNS_RECORDS_H

#include "render/facts.h"
#include "render/writer.h"

/* Seconds. */
unsigned dns_record_ttl(const struct record *record);
/* A record's data as the state has it ("10 mail.provider.com"), each word by its kind. */
void dns_put_data(struct writer *out, const char *type, const char *data);
/* The records that the owner of an accepted domain publishes. */
bool dns_put_tenant(struct writer *out, struct store *store, const struct record *domain,
		    GError **error);
/* Whether the zone has a record of that name within it and type (NULL: address or alias). */
bool dns_zone_has(const struct facts *facts, const char *zone, const char *host, const char *type);
/* The zone of the provider that a full name lies in (borrowed), and the name within it; or NULL. */
const struct record *dns_zone_of(const struct facts *facts, const char *name, char **ret_host);

#endif
