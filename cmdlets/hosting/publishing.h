/* What the publishing cmdlets share: where the configuration goes, and how a report is shown. */
#ifndef HMSH_PUBLISHING_H
#define HMSH_PUBLISHING_H

#include "lib/cmdlet.h"
#include "state/publish.h"

/*
 * The publish root: `path` when it is given, /etc/hmsh for root's own state, else a folder of the
 * state. Yours; NULL + error.
 */
char *publishing_root(struct call *call, struct value path, GError **error);
/* The sandbox's run folder for this state; yours. */
char *publishing_rundir(struct call *call);

#define PATH_PARAM_HELP \
	"The publish root: /etc/hmsh for the host's own state, else the state's folder published."

#endif
