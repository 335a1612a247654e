/*
 * Files and folders as items: what the item cmdlets do to them.
 */
#ifndef HMSH_FILETREE_H
#define HMSH_FILETREE_H

#include "lib/cmdlet.h"

/* FileInfo or DirectoryInfo of a native path; yours. V_UNSET when the type refuses it. */
struct value file_item(struct host *host, const char *path);
bool is_folder(const char *path);
bool is_file_there(const char *path);	/* anything at all, a dangling link included */

bool folder_make(const char *path, GError **error);		/* and what is above it */
bool tree_remove(const char *path, bool recurse, bool force, GError **error);
bool tree_copy(const char *from, const char *to, bool recurse, bool force, GError **error);
/* Renames, or copies and removes across file systems. */
bool tree_move(const char *from, const char *to, bool force, GError **error);

/* The drives that are no folders: env, variable, function, alias. */
struct drive_path {
	char *drive;		/* NULL: a path of the file system */
	char *name;
	char *variable;		/* "env:NAME", as host_variable() takes it */
};

void drive_path_init(struct drive_path *drive, const char *path);
void drive_path_clear(struct drive_path *drive);
/* The item there, as Get-Item gives it, written to the call's output. */
enum flow drive_item(struct call *call, const struct drive_path *drive);
bool drive_has_item(struct host *host, const struct drive_path *drive);

#endif
