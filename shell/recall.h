/*
 * The commands of a session, as Get-History shows them. Kept for input that is
 * typed or piped, not for scripts; what may hold a secret is never kept.
 */
#ifndef HMSH_RECALL_H
#define HMSH_RECALL_H

#include "shell/session.h"

struct recall_entry {
	int64_t id;
	char *text;
	bool failed;
	struct value start, end;	/* date-times, local */
};

/* Whether a text may hold a secret: such a line is kept nowhere. */
bool recall_holds_secret(const char *text);
/* Keeps a command that has ended, unless it may hold a secret. */
void recall_add(struct session *session, const char *text, struct value start, bool failed);
/* All of it, the oldest first: struct recall_entry *. Borrowed. */
GPtrArray *recall_entries(struct session *session);
/* The time of day, local. */
struct value recall_now(void);

#endif
