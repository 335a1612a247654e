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
};

/* The command that the cursor is in: its words up to the cursor, the last one being typed. */
struct complete_line {
	struct session *session;
	const char *line;
	size_t cursor;
	GPtrArray *words;		/* struct complete_word */
};

static inline struct complete_word *complete_word_at(const struct complete_line *line, guint i)
{
	return line->words->pdata[i];
}

/* complete_member.c: false when what is typed is no member access. */
bool complete_members(struct session *session, const char *line, size_t cursor, struct completion *c);
/* complete_argument.c */
void complete_argument(const struct complete_line *line, struct completion *c);
bool complete_matches(const char *name, const char *prefix);
/* Orders the matches added from `from` on by their item. */
void completion_sort(struct completion *completion, guint from);

#endif
