/*
 * Path text: PowerShell's paths (drive letters, backslashes, ~, provider
 * prefixes) to paths of this system, and their parts.
 *
 * A drive letter is a folder: the environment variable HMSH_DRIVE_<letter>, or
 * drive_<letter> (lower case) in the home folder. Any other name of a drive is
 * one that such a variable exists for.
 */
#ifndef HMSH_PATH_H
#define HMSH_PATH_H

#include <glib.h>
#include <stdbool.h>

#define PATH_DRIVE_PREFIX "HMSH_DRIVE_"

/* The environment variable that holds a drive's folder, whatever the case of its name; NULL: none. Yours. */
char *path_drive_variable(const char *name);
/*
 * The absolute native path of `path`, relative to the folder `cwd`; "." and ".." resolved by text.
 * Yours; NULL + DriveNotFound for an unknown drive.
 */
char *path_native(const char *path, const char *cwd, GError **error);
/*
 * Adds the paths that fit an absolute native path with wildcards, in order of
 * name. Names that begin with a dot only fit a pattern that does, unless `hidden`.
 */
void path_glob(const char *pattern, bool hidden, GPtrArray *ret);
/*
 * What a cmdlet's -Path (or -LiteralPath) stands for: a path with wildcards may fit nothing, one
 * without must exist (PathNotFound).
 */
bool path_expand(const char *path, const char *cwd, bool literal, bool hidden, GPtrArray *ret,
		 GError **error);
/* "env" of "env:PATH"; NULL when no drive is named. Yours. A single letter is no such drive. */
char *path_drive(const char *path);

/* -- Parts of a path as written; both / and \ separate. Yours ---------------- */

char *path_parent(const char *path);		/* "" when there is none */
char *path_leaf(const char *path);
char *path_leaf_base(const char *path);
char *path_extension(const char *path);		/* with its dot, or "" */
char *path_qualifier(const char *path);		/* "C:", or NULL */
char *path_join(const char *parent, const char *child);
bool path_is_absolute(const char *path);
/* From folder `base` to `path`, both native and absolute. */
char *path_relative(const char *base, const char *path);

#endif
