/*
 * What the record kinds know of each other: the one server, its full name,
 * the domains an organization owns. Records returned are yours.
 */
#ifndef HMSH_HOSTING_H
#define HMSH_HOSTING_H

#include "state/store.h"

/* The GUID that Initialize-HostingServer gives the one server's record. */
extern const char hosting_server_guid[];
/* The server's record, or NULL before Initialize-HostingServer. */
struct record *hosting_server(struct store *store);
/* "EX01.provider.com" (yours), or NULL. */
char *hosting_server_fqdn(struct store *store);
/* identity() of kinds that belong to a server: "EX01\Internet". */
struct string *identity_on_server(struct store *store, const struct record *record);
/* identity() of tenants' kinds: "Organization\Name". */
struct string *identity_in_organization(struct store *store, const struct record *record);

/*
 * Whether `domain` is one of the organization's accepted domains: by its own name, or below a
 * "*." domain. In the transaction's view.
 */
bool organization_accepts(struct txn *txn, const char *organization, const char *domain);
/* Refuses to let a default domain go, or one that addresses are in (in the transaction's view). */
bool accepted_domain_may_go(struct txn *txn, const struct record *domain, GError **error);
/* Whether the organization itself is being removed by the transaction (or is not there). */
bool organization_is_leaving(struct txn *txn, const char *organization);

/*
 * The quota properties of a mailbox plan, which a mailbox takes over when it is made; NULL-terminated
 * names, the same in OfferPlan, MailboxPlan and Mailbox.
 */
extern const char *const mailbox_plan_limits[];
/* Copies those limits from one record to another. */
bool mailbox_limits_copy(const struct record *from, struct record *to, GError **error);

#endif
