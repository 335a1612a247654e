/*
 * What the provider parts of all renderers ask of the state, read once: the
 * server and its addresses, connectors, certificates, sites, zones. Small
 * whatever the number of tenants, but for their domains.
 */
#ifndef HMSH_FACTS_H
#define HMSH_FACTS_H

#include "state/store.h"

struct facts {
	struct store *store;
	struct record *server;		/* NULL: not initialized */
	char *host;			/* "ex01.provider.com" */
	char *domain;			/* "provider.com" */
	char *address;			/* primary, or NULL */
	char *dns_address;		/* where the name server answers, or NULL */
	char *dns_host;			/* "dc01.provider.com", or NULL */
	char **addresses;		/* primary and secondary */
	GPtrArray *receive_connectors, *send_connectors, *sites, *bindings, *zones, *zone_records,
		*certificates, *directories, *accepted_domains;	/* of struct record */
};

/* NULL + error when the server has not been initialized. */
struct facts *facts_new(struct store *store, GError **error);
void facts_free(struct facts *facts);

/* The certificate of a service (one bit), borrowed; NULL when there is none. */
struct record *facts_certificate(const struct facts *facts, unsigned service);

/* Texts of a multi-valued property in the state's form; yours. */
char **record_texts(const struct record *record, const char *property);
/* Lower case; yours, NULL when unset or empty. */
char *record_lower(const struct record *record, const char *property);

#endif
