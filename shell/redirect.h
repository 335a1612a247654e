/*
 * Redirections of a command: streams merged into output, or into files.
 */
#ifndef HMSH_REDIRECT_H
#define HMSH_REDIRECT_H

#include "shell/pipeline.h"

struct redirection_node {
	bool merge;
	bool append;
	enum stream from;
	struct node *location;		/* of a file */
};

/* Applies a command's redirections to its stage; false: error raised. */
bool redirections_open(struct stage *stage, struct redirection_node *nodes, uint32_t n);
void redirections_close(struct stage *stage);
struct redirection_node *prepare_redirections(struct unit *unit, struct ast **redirections, uint32_t n);

#endif
