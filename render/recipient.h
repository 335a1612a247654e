/*
 * A mailbox as the mail daemons see it: the name to log on with, its
 * addresses, where its mail goes. All lower case.
 */
#ifndef HMSH_RECIPIENT_H
#define HMSH_RECIPIENT_H

#include "state/store.h"

struct recipient {
	char *login;			/* the user principal name */
	GPtrArray *addresses;		/* char *: all SMTP addresses */
	char *forward;			/* where its mail goes, or NULL */
	bool keep;			/* whether forwarded mail is kept as well */
	bool disabled;			/* may not log on */
	uint64_t quota;			/* bytes; 0 = unlimited */
};

/* False when the mailbox has no name to log on with. */
bool recipient_read(struct recipient *ret, struct store *store, const struct record *mailbox);
/*
 * Where mail to a recipient of an organization goes by its name: the first address of a
 * mailbox or group (from where it is forwarded), a contact's address outside. Yours; NULL = no such recipient.
 */
char *recipient_target(struct store *store, const char *organization, const char *name);
/* The SMTP addresses of any recipient's record, lower case. Yours. */
GPtrArray *recipient_addresses(const struct record *record);
void recipient_clear(struct recipient *recipient);

#endif
