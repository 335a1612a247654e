/*
 * The prompt's line editor. GNU readline keeps its state in globals: this file
 * is the one shim over them.
 */
#ifndef HMSH_READLINE_H
#define HMSH_READLINE_H

#include "shell/session.h"

/*
 * A line from the terminal, with history and completion; NULL at the end. Yours. `earlier`: the lines
 * of the same input before it, or NULL.
 */
char *readline_read(struct session *session, const char *prompt, const char *earlier);
/* The answer to a question, which no history keeps; NULL at the end or at Ctrl-C. Yours. */
char *readline_answer(struct session *session, const char *question);
/* Keeps a command in the history, unless it holds a secret. */
void readline_remember(struct session *session, const char *command);
/* Writes the history file. */
void readline_finish(struct session *session);

#endif
