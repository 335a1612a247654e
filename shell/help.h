/*
 * Help: what comments and tables say of a command, as an object with
 * PowerShell's names, and the layouts in which such an object is shown.
 */
#ifndef HMSH_HELP_H
#define HMSH_HELP_H

#include "shell/binder.h"

/* The sections of comment-based help, or what a cmdlet's table says in their place. */
struct help_text {
	char *synopsis, *description, *notes, *component, *role, *functionality;
	char *forward;				/* the command whose help stands for this one's, or NULL */
	GPtrArray *examples, *inputs, *outputs, *links;	/* char * */
	GPtrArray *params;			/* char *: a name, then its text */
};

void help_text_init(struct help_text *text);
void help_text_clear(struct help_text *text);
/* The text of a parameter, or NULL. */
const char *help_text_param(const struct help_text *text, const char *name);
/* The help comment of a function or script: false when it has none. Yours to clear. */
bool help_of_comment(struct unit *unit, struct help_text *ret);
/* What a cmdlet's table says. Yours to clear. */
void help_of_cmdlet(const struct cmdlet *cmdlet, const struct signature *signature, struct help_text *ret);

struct help_subject {
	const char *name, *category, *module;
	const struct signature *signature;	/* NULL: nothing is known of its parameters */
	struct value outputs;			/* PSTypeName objects */
	char *aliases;				/* a line each */
};

/* The help as an object; text NULL: from the syntax alone. Yours. */
struct value help_object(struct session *session, const struct help_subject *subject, const struct help_text *text);
/* The same object under the type name that a view goes by: "FullView", "DetailedView", "ExamplesView". */
void help_set_view(struct value help, const char *view);

/* The layout of a help object; NULL: it is no such object. */
struct layout_row;
const struct layout_row *help_layout(struct value v);
/* Writes a help object as its layout says. */
void help_view_write(struct value v, unsigned width, GString *out);

#endif
