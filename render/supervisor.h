/* The process that owns a sandbox: the first one in its namespaces. */
#ifndef HMSH_SUPERVISOR_H
#define HMSH_SUPERVISOR_H

#include "render/sandbox.h"

/*
 * Runs in a child made for it; never returns. `dirfd` is the run folder,
 * `report` gets one byte ('0', or '1' + a sandbox_error) and, for an error, its
 * message, when the daemons answer or cannot; then it is closed.
 */
G_NORETURN void supervisor_main(const struct sandbox_config *config, int dirfd, int report);

#endif
