/*
 * From text to tree.
 *
 * The parser evaluates nothing and knows no command. It always gives a tree;
 * with errors the tree is what could be made out, good for completion but not
 * for running. All errors are collected, in the order in which they were met,
 * which is PowerShell's; those that concern the whole come last.
 */
#ifndef HMSH_PARSE_H
#define HMSH_PARSE_H

#include "parser/ast.h"

struct parse_error {
	const char *id;		/* PowerShell's ErrorId: "MissingEndCurlyBrace" ... */
	char *message;		/* PowerShell's text */
	struct span span;
	bool incomplete;	/* the input ended too early: a prompt asks for another line */
};

/*
 * Parses the whole source. `errors` (may be NULL) receives struct parse_error *;
 * parse_errors_new() makes the array, which owns them. The tree is yours.
 */
struct ast_tree *parse(struct source *source, GPtrArray *errors);

GPtrArray *parse_errors_new(void);
/* All errors say that the input is not finished. */
bool parse_errors_incomplete(const GPtrArray *errors);

#endif
