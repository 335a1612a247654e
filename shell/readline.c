/*
 * readline: the shim.
 */
#include "config.h"

#include "shell/readline.h"

#include <readline/history.h>
#include <readline/readline.h>

char *readline_read(struct session *session, const char *prompt)
{
	char *line, *copy;

	rl_readline_name = "hmsh";
	line = readline(prompt);
	copy = g_strdup(line);
	free(line);
	return copy;
}

void readline_remember(struct session *session, const char *command)
{
	add_history(command);
}

void readline_finish(struct session *session)
{
	clear_history();
}
