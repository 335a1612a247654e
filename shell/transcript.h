/*
 * Transcripts: files that get what the console shows, and what is typed at
 * the prompt. Several may run; the one started last is stopped first. Escape
 * sequences of the terminal are left out, lines that may hold a secret as well.
 */
#ifndef HMSH_TRANSCRIPT_H
#define HMSH_TRANSCRIPT_H

#include "shell/session.h"

enum { TRANSCRIPT_APPEND = 1, TRANSCRIPT_MINIMAL = 2, TRANSCRIPT_INVOCATIONS = 4 };

/* Begins one; `path` is native. */
bool transcript_start(struct session *session, const char *path, unsigned flags, GError **error);
/* Ends the last; its path (yours), or NULL when there is none. */
char *transcript_stop(struct session *session);
/* What the console shows. */
void transcript_write(struct session *session, const char *text, size_t len);
/* A command that was typed. */
void transcript_command(struct session *session, const char *prompt, const char *command);
void transcripts_free(struct session *session);

#endif
