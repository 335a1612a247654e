/* The command line of hmsh. */
#ifndef HMSH_OPTIONS_H
#define HMSH_OPTIONS_H

#include <stdbool.h>

enum mode { MODE_PROMPT, MODE_STDIN, MODE_FILE, MODE_COMMAND, MODE_CHECK };

struct options {
	enum mode mode;
	char *text;			/* the file or the command */
	char **args;			/* of the script, or the files to check; borrowed */
	int arg_count;
	char *state_dir;
	bool no_exit;
	bool no_profile, non_interactive;
};

/* False: done already (-Version, -Help, a wrong option); *status is then the exit status. */
bool options_parse(struct options *options, int argc, char **argv, int *status);
void options_clear(struct options *options);

#endif
