/* The daemons of this host under their Windows service names. */
#ifndef HMSH_WINDOWS_SERVICE_H
#define HMSH_WINDOWS_SERVICE_H

#include "lib/cmdlet.h"

/* Restarts those of our daemons that run as units of this host; none running is no error. */
enum flow windows_service_restart_all(struct call *call);

#endif
