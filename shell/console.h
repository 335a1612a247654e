/*
 * The console: standard output (buffered; whatever was committed is durable
 * before it is seen), standard error, and the one reader of standard input
 * that commands and prompts share.
 */
#ifndef HMSH_CONSOLE_H
#define HMSH_CONSOLE_H

#include "shell/session.h"

struct console;

struct console *console_new(struct session *session);
void console_free(struct console *console);
/* Text to standard output; nothing is added. */
void console_write(struct session *session, const char *text, size_t len);
/* The same in colours of System.ConsoleColor ("" = none), where a terminal shows them. */
void console_write_coloured(struct session *session, const char *text, const char *foreground,
			    const char *background);
/* To the terminal alone: kept by no transcript, and not before what is buffered. */
void console_draw(struct session *session, const char *text, size_t len);
/* The number of a colour of System.ConsoleColor as a terminal's foreground; 0: unknown. */
int console_colour(const char *name);
void console_flush(struct session *session);
/* A whole message to standard error, a newline added. */
void console_error(struct session *session, const char *text);
/* A message of a stream (warning, verbose ...), with its prefix. */
void console_stream(struct session *session, enum stream_index stream, const char *prefix, const char *text);
void console_what_if(struct session *session, const char *what);
/* Text of a prompt: standard output, flushed. */
void console_prompt_text(struct session *session, const char *text);
/* The next line of standard input, without its end; NULL at the end. Yours. */
char *console_read(struct session *session, const char *prompt, bool secret);
/*
 * More of a command, at the prompt: like console_read(), with history and completion; `earlier`: its
 * lines before, or NULL.
 */
char *console_read_command(struct session *session, const char *prompt, const char *earlier);

#endif
