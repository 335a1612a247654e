/* The loopback interface of the network namespace that the caller is in. */
#ifndef HMSH_LOOPBACK_H
#define HMSH_LOOPBACK_H

#include <glib.h>
#include <stdbool.h>

bool loopback_up(GError **error);

/* One IPv4 or IPv6 address, as text; adding what is there already is no error. */
bool loopback_add(const char *address, GError **error);

#endif
