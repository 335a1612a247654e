/*
 * The end of the road: what reaches no other sink is formatted and written to
 * the console. One formatter a script or input line.
 */
#ifndef HMSH_OUT_DEFAULT_H
#define HMSH_OUT_DEFAULT_H

#include "shell/session.h"

/* A sink that formats by the objects' views; closed when the input is done. */
struct sink *out_default_open(struct session *session);
/* Flushes what the formatter still holds (column widths to be learnt, groups). */
enum flow out_default_close(struct session *session, struct sink *sink);
/* Whether a sink is the console's formatter: a program may then keep the terminal. */
bool out_default_is_console(struct session *session, struct sink *sink);

#endif
