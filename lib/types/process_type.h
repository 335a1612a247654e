/* Processes as objects: what the process cmdlets share with their type. */
#ifndef HMSH_PROCESS_TYPE_H
#define HMSH_PROCESS_TYPE_H

#include "lib/type.h"

#include <sys/types.h>

extern const struct type type_process;

/* System.Diagnostics.Process; yours. V_UNSET: there is none of that id. */
struct value process_new(pid_t pid);
/* One that we started: its status is ours to collect. */
struct value process_new_child(pid_t pid);
pid_t process_id(struct value process);
const char *process_name(struct value process);
/* Whether it has ended; collects a child's status. */
bool process_has_ended(struct value process);
/* Waits until it has ended, `ms` at most (-1: for ever); false: it runs still. `stop` (may be NULL) is asked meanwhile. */
bool process_wait(struct value process, int64_t ms, bool (*stop)(void *data), void *data);
/* The ids of all processes, in order; yours. */
GArray *process_ids(void);	/* of pid_t */
/* An argument text taken apart as .NET does it: blanks separate, "..." keeps together, \" is a quote. */
void process_split_arguments(const char *text, GPtrArray *ret);	/* of char *, added */

#endif
