/* A mailbox as it lies on disk: its folders, how many messages, how large. Nothing is changed. */
#ifndef HMSH_MAILDIR_H
#define HMSH_MAILDIR_H

#include <glib.h>
#include <stdint.h>

struct maildir_folder {
	char *name;			/* "Inbox", "Sent Items/2024" */
	uint64_t items, bytes;
	int64_t oldest, newest;		/* seconds since 1970; 0 when it is empty */
};

/*
 * The folders of the mailbox below `home` (its Maildir), Inbox first, then by name; the ones that
 * every mailbox has are there even when nothing was delivered yet. Yours, of struct maildir_folder.
 */
GArray *maildir_folders(const char *home);

#endif
