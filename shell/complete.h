/*
 * Completion: what may stand at the cursor of a command line. One engine for
 * the prompt's Tab, TabExpansion2 and scripts.
 */
#ifndef HMSH_COMPLETE_H
#define HMSH_COMPLETE_H

#include "shell/session.h"

struct completion_match {
	char *text;			/* that replaces */
	char *item;			/* in a list */
	char *tip;
	const char *kind;		/* CompletionResultType's name */
};

struct completion {
	GArray *matches;		/* struct completion_match */
	size_t start, length;		/* bytes of the line that a match replaces */
};

/* `cursor` in bytes. Yours to clear. */
void complete_line(struct session *session, const char *line, size_t cursor, struct completion *ret);
void completion_clear(struct completion *completion);
/* Texts are copied; tip NULL: the item's. */
void completion_add(struct completion *completion, const char *text, const char *item, const char *kind,
		    const char *tip);

/* Register-ArgumentCompleter: command NULL = every command; parameter NULL = a program's words. */
void completer_register(struct session *session, const char *command, const char *parameter,
			struct value block);

/* -- Between its files -- */

struct complete_word {
	char *text;			/* without quotes */
	size_t start;
	char quote;			/* that it starts with, or 0 */
	bool after_comma;		/* a further element of the argument before it */
	bool called;			/* a command by & or .: an expression may name it */
};

struct ast_command;
struct complete_tree;

/* The command that the cursor is in: its words up to the cursor, the last one being typed. */
struct complete_line {
	struct session *session;
	const char *line;
	size_t cursor;
	GPtrArray *words;		/* struct complete_word */
	struct complete_tree *tree;
};

static inline struct complete_word *complete_word_at(const struct complete_line *line, guint i)
{
	return line->words->pdata[i];
}

/* Each is false when what is typed is no such thing. */
bool complete_members(struct complete_tree *tree, struct completion *c);
bool complete_keys(struct complete_tree *tree, const char *line, struct completion *c);	/* $table[' */
bool complete_table_keys(struct session *session, const char *line, size_t cursor, struct completion *c);
bool complete_type(struct complete_tree *tree, const char *line, struct completion *c);
bool complete_using(const struct complete_line *line, struct completion *c);
bool complete_attribute(const char *line, size_t cursor, struct completion *c);
bool complete_comment(const char *line, size_t cursor, struct completion *c);
bool complete_operator(const struct complete_line *line, struct completion *c);
/* Whether the words are an expression's, not a command's. */
bool complete_is_expression(const struct complete_line *line);
/* Names of types, without brackets. */
void complete_type_names(struct complete_tree *tree, const char *prefix, struct completion *c);
/* The properties of what comes down the pipeline to a command. */
void complete_input_members(struct complete_tree *tree, const struct ast_command *command, const char *prefix,
			    bool methods, struct completion *c);
/* Files and folders; `literal`: wildcards of names stand for themselves. */
void complete_path(struct session *session, const char *typed, char quote, bool literal, struct completion *c);
/* Text in quotes where it needs them, or in `quote`. Yours. */
char *complete_quoted(const char *text, char quote);
/* complete_argument.c */
void complete_argument(const struct complete_line *line, struct completion *c);
/* Whether a name goes on from what is typed; wildcards count. */
bool complete_matches(const char *name, const char *prefix);
/* Orders the matches added from `from` on by their item. */
void completion_sort(struct completion *completion, guint from);

#endif
