/* Making mailboxes: what New-Mailbox, New-Organization and Enable-Mailbox share. */
#ifndef HMSH_MAILBOX_H
#define HMSH_MAILBOX_H

#include "cmdlets/hosting/task.h"

struct mailbox_request {
	const char *organization, *name;
	const char *upn;		/* NULL: alias or name at the default domain */
	const char *alias;		/* NULL: the part of the UPN before the @, or made from the name */
	const char *primary;		/* NULL: the UPN */
	const struct record *plan;	/* NULL: the organization's default plan */
};

/* A mailbox with addresses and the plan's limits, not put yet. Yours. */
struct record *mailbox_make(struct txn *txn, const struct mailbox_request *request, GError **error);
/* The organization's plan by name, or its default one (name NULL). Yours; NULL without error: none. */
struct record *mailbox_plan_of(struct txn *txn, const char *organization, const char *name);
/* The domain that new addresses of an organization get. Yours; NULL when it has none. */
char *mailbox_default_domain(struct txn *txn, const char *organization);
/* The letters and digits of a name: "John Smith" -> "JohnSmith". Yours. */
char *mailbox_alias_of(const char *name);
/* Makes an address the only one, and primary. */
bool mailbox_set_address(struct record *mailbox, const char *primary, GError **error);
/* Adds a further SMTP address to a mailbox's list. */
bool mailbox_add_address(struct record *mailbox, const char *address, GError **error);

/*
 * The form of a password that is stored: a SecureString is hashed, a hash is checked for a scheme
 * that Dovecot reads. Both V_UNSET: NULL without an error. Wiped when freed.
 */
GBytes *mailbox_secret(struct call *call, struct value password, struct value hash, GError **error);

#endif
