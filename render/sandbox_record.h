/*
 * What a sandbox keeps in its run folder, and how a live supervisor is told
 * from a stale file: by its pid and its start time together.
 */
#ifndef HMSH_SANDBOX_RECORD_H
#define HMSH_SANDBOX_RECORD_H

#include "render/sandbox.h"

#define SANDBOX_STATUS_FILE	"status"
#define SANDBOX_LOCK_FILE	"lock"		/* flocked by the supervisor while it lives */

/* Replaces the status file in the folder open as `dirfd`. */
bool sandbox_record_write(int dirfd, const struct sandbox_status *status);

/* Reads the file, without asking whether the process lives. */
bool sandbox_record_read(const char *rundir, struct sandbox_status *ret_status, GError **error);

/* Pid and start time as `file`, a /proc/.../stat, has them. */
bool sandbox_process_read(const char *file, pid_t *ret_pid, guint64 *ret_start);

#endif
