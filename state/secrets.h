/*
 * Secrets of records: password hashes, private keys, credentials. Folded ones
 * lie in keys/hosting.yaml and keys/organizations/<Name>.yaml, mode 0600, a
 * mapping from GUID to names to values; the others here until they are.
 */
#ifndef HMSH_SECRETS_H
#define HMSH_SECRETS_H

#include "state/staging.h"
#include <glib.h>
#include <stdbool.h>

struct secrets;
struct secrets *secrets_new(const char *dir);
void secrets_free(struct secrets *secrets);

/* Not yet folded: a value (NULL: removed), or all of a removed record's. */
void secrets_put(struct secrets *secrets, const char *guid, const char *organization,
		 const char *name, GBytes *bytes);
void secrets_drop(struct secrets *secrets, const char *guid, const char *organization);
/* Forgets what is not folded (somebody else has folded it). */
void secrets_reset(struct secrets *secrets);

/* NULL without error: none. Yours. */
GBytes *secrets_get(struct secrets *secrets, const char *guid, const char *organization,
		    const char *name, GError **error);
/* Stages the files with what is not folded; secrets_reset() once they are in place. */
bool secrets_fold(struct secrets *secrets, struct staging *staging, GError **error);
bool secrets_pending(const struct secrets *secrets);

#endif
