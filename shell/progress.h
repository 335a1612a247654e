/*
 * Progress: bars below what the console shows, one a line, on a terminal
 * only. Output takes them away; the next report draws them anew.
 */
#ifndef HMSH_PROGRESS_H
#define HMSH_PROGRESS_H

#include "shell/session.h"

/* A report, as Write-Progress and $Host.UI.WriteProgress() make it. */
void progress_report(struct session *session, const struct progress *progress);
/* Takes the bars off the terminal, before anything else is written. */
void progress_hide(struct session *session);
void progress_free(struct session *session);
/* The line of one bar, `width` columns at most, with its escape sequences; yours. */
char *progress_line(const struct progress *progress, unsigned width);

#endif
