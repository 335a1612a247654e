/*
 * What the certificate cmdlets share, and what setup needs of them. Records
 * are yours; errors are faults that a cmdlet reports as they are.
 */
#ifndef HMSH_EXCHANGE_CERTIFICATE_H
#define HMSH_EXCHANGE_CERTIFICATE_H

#include "lib/cmdlet.h"
#include "lib/pki.h"
#include "state/store.h"

/*
 * The self-signed certificate that setup makes: puts it, with its key, into the transaction,
 * enabled for POP, IMAP, SMTP and IIS, and replaced later without asking. `names` are its host
 * names, the server's first; `server` is the server's name. Yours.
 */
struct record *exchange_certificate_self_signed(struct txn *txn, const char *server,
						const char *const *names, GError **error);

/* A record's services after it got `services`: takes them from every other certificate. */
bool exchange_certificate_take_services(struct txn *txn, struct record *record, unsigned services,
					GError **error);
/*
 * Asks before the SMTP service leaves another certificate that an administrator chose; true when it
 * may go on, else *flow says how to leave.
 */
bool exchange_certificate_may_take(struct call *call, const struct record *record,
				   unsigned services, bool force, enum flow *flow);
/* By thumbprint, "Server\Thumbprint" or GUID; blanks in a pasted thumbprint do not count. */
struct record *exchange_certificate_find(struct store *store, const char *identity,
					 GError **error);
/* Warns from 30 days before the certificate expires, and afterwards. */
enum flow exchange_certificate_warn_expiry(struct call *call, const struct record *record);
/* byte[] or text as bytes; NULL + error. */
GBytes *exchange_certificate_bytes(struct value v, GError **error);
/* The clear text of a SecureString, NUL-terminated, wiped when freed; NULL when there is none. */
GBytes *exchange_certificate_password(struct call *call, struct value v);
/* Reads a file by a PowerShell path; at most 1 MB. */
GBytes *exchange_certificate_read(struct call *call, const char *path, GError **error);
/* Writes a file by a PowerShell path, with the mode given. */
bool exchange_certificate_write(struct call *call, const char *path, GBytes *bytes, mode_t mode,
				GError **error);

#define SERVER_PARAM_HELP \
	"The server; this host is the only one."
#define DC_PARAM_HELP \
	"The domain controller to use; this host keeps its own state."

#endif
