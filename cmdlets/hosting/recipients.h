/* What the nouns of recipients share: how they are shown, and to whom they belong. */
#ifndef HMSH_RECIPIENTS_H
#define HMSH_RECIPIENTS_H

#include "cmdlets/hosting/task.h"
#include "state/kinds/recipient_addresses.h"

/* The record's chosen properties and what every object has, under a type of its own. Yours. */
struct value recipient_show_as(struct call *call, struct record *record, const char *type_name,
			       const char *const *properties, size_t n);
/* A recipient of any kind as Get-Recipient shows it. Yours. */
struct value recipient_show(struct call *call, struct record *record);
/* Whether the recipient is of one of the kinds wanted (RecipientTypeDetails[]; V_UNSET: all). */
bool recipient_details_fit(const struct record *record, struct value wanted);

/*
 * The organization of a new recipient when it is not named: the owner of the address's domain, or
 * the only one there is. Yours; NULL + error.
 */
char *recipient_organization(struct store *store, struct value address, GError **error);

/*
 * The recipient of one of the kinds (blank-separated) that an argument means: an object, an
 * address, a name. `organization` may be NULL: any. Yours; NULL + error.
 */
struct record *recipient_find(struct call *call, struct store *store, const char *kinds,
			      const char *organization, struct value identity, GError **error);
/* How permissions name it: the logon name of a mailbox, the address of others. Yours. */
char *recipient_logon(struct store *store, const struct record *record);

#endif
