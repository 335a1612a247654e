/*
 * Commands from a terminal or from standard input, line by line.
 */
#ifndef HMSH_REPL_H
#define HMSH_REPL_H

#include "shell/session.h"

/* Reads and runs until the end of input or exit. `piped`: no prompt whatever input is. Exit status. */
int repl_run(struct session *session, bool piped);
/* Ctrl-C ends the running pipeline. */
void repl_watch_interrupt(struct session *session);
/* Runs the profile script when there is one. */
void repl_profile(struct session *session);

#endif
