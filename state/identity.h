/*
 * The forms in which Exchange takes an identity: name, "Organization\Name",
 * GUID, address, alias, user principal name, display name, domain,
 * distinguished or canonical name; name patterns with * and ?.
 */
#ifndef HMSH_IDENTITY_H
#define HMSH_IDENTITY_H

#include "state/store.h"

struct identity;
struct identity *identity_parse(const char *text);
void identity_free(struct identity *identity);	/* NULL is fine */
bool identity_is_pattern(const struct identity *identity);
/* For patterns: whether the record's name (or Organization\Name) is like it. */
bool identity_matches(const struct identity *identity, struct store *store,
		      const struct record *record);
/* For all others: the records it means, the most exact form first that has any; yours. */
GPtrArray *identity_find(const struct identity *identity, struct store *store,
			 const struct record_kind *kind, const char *organization);

#endif
