/* How a sandbox sees the machine: mounts, host name, loopback addresses, folders and files. */
#ifndef HMSH_SANDBOX_VIEW_H
#define HMSH_SANDBOX_VIEW_H

#include "render/sandbox.h"

/*
 * Called by the first process of new mount, network, process and host name
 * namespaces. The paths in `config` are absolute, and RUNDIR has spool and log.
 */
bool sandbox_view_make(const struct sandbox_config *config, GError **error);

#endif
