/*
 * What an expression of a line that is being typed is: seen from its tree and
 * from the session's values, without running anything but harmless reads.
 */
#ifndef HMSH_COMPLETE_INFER_H
#define HMSH_COMPLETE_INFER_H

#include "parser/ast.h"
#include "shell/session.h"

/* The line read up to the cursor. */
struct complete_tree {
	struct session *session;
	struct ast_tree *tree;
	uint32_t cursor;
	struct ast *path[64];		/* the nodes around the cursor, outermost first */
	uint32_t depth;
	unsigned nesting;		/* of inferences under way */
};

void complete_tree_init(struct complete_tree *tree, struct session *session, const char *line, size_t cursor);
void complete_tree_clear(struct complete_tree *tree);

/* One thing that an expression may be; the first that is not empty says what. */
struct guess {
	struct value value;		/* one that is there: owned; V_UNSET: none */
	const struct type *type;	/* an instance of it */
	const struct ast_type_definition *definition;	/* the same of a class that the text defines */
	const struct ast_hashtable *table;	/* a hashtable, or the object made of one (`type` says which) */
	GPtrArray *names;		/* an object with these properties: char *, owned; or NULL */
};

/* struct guess; yours: g_array_unref(). */
GArray *guesses_new(void);
void infer(struct complete_tree *tree, struct ast *expression, GArray *ret);
/* What comes down the pipeline to its element at `index`. */
void infer_input(struct complete_tree *tree, const struct ast_pipeline *pipeline, uint32_t index, GArray *ret);
/* The pipeline that holds the innermost command around the cursor, and its place there; NULL: none. */
const struct ast_pipeline *infer_pipeline_at(struct complete_tree *tree, const struct ast_command *command,
					     uint32_t *ret_index);
const struct ast_type_definition *infer_definition(struct complete_tree *tree, const char *name);
/* A function that the text defines before the cursor. */
const struct ast_function *infer_function(struct complete_tree *tree, const char *name);

#endif
