/*
 * A session: everything that hmsh knows while it runs. One per program; all
 * state hangs off it.
 */
#ifndef HMSH_SESSION_H
#define HMSH_SESSION_H

#include "lib/array.h"
#include "lib/cmdlet.h"
#include "lib/dict.h"
#include "lib/error_record.h"
#include "lib/limits.h"
#include "shell/scope.h"

struct node;
struct unit;
struct stage;

/* What lib calls the shell behind a cmdlet is the session's first member. */
struct host {
	int unused;
};

enum stream_index { STREAM_I_ERROR, STREAM_I_WARNING, STREAM_I_VERBOSE, STREAM_I_DEBUG,
		    STREAM_I_INFORMATION, STREAM_I_COUNT };

/* Where the streams beside output go; NULL = to the host's console. */
struct streams {
	struct sink *sinks[STREAM_I_COUNT];
};

struct function {
	uint32_t refs;
	struct symbol *name;
	struct string *spelling;
	struct value block;		/* V_SCRIPTBLOCK */
	bool is_filter;
	unsigned options;		/* VARIABLE_READONLY ... */
	struct module *module;
};

struct alias {
	struct symbol *name;
	char *definition;
	unsigned options;
	char *description;
};

struct session {
	struct host host;
	struct scope global;
	struct scope *scope;		/* current */

	/* How control left, valid after V_SIGNAL or a flow other than FLOW_NEXT. */
	enum flow flow;
	struct error_record *error;	/* of FLOW_ERROR; owned */
	struct symbol *label;		/* of break and continue */
	int exit_code;

	struct value underbar;		/* $_ */
	struct value this;		/* $this of a class method or script property */
	bool ok;			/* $? */
	unsigned try_depth;		/* enclosing try blocks and traps: errors propagate */
	unsigned depth;			/* of calls */
	char *stack_limit;		/* lowest address that calls may reach */
	struct streams streams;
	struct stage *stage;		/* innermost stage running */

	uint32_t epoch;			/* changes with every command defined, removed or aliased */
	GHashTable *aliases;		/* symbol -> struct alias; NULL until changed */
	GHashTable *cmdlets;		/* symbol -> struct cmdlet */
	GHashTable *signatures;		/* struct cmdlet -> struct signature */
	GHashTable *modules;
	struct list *errors;		/* $Error */
	GHashTable *type_additions;	/* Update-TypeData */
	GHashTable *completers;
	struct dict *kept;		/* by cmdlets for later calls; NULL until needed */

	char *location;			/* current folder, native */
	GHashTable *location_stacks;
	char *state_dir;
	struct store *store;
	bool non_interactive;
	bool is_terminal;		/* output is one */
	bool at_prompt;
	bool interrupted;
	unsigned steps;			/* taken, in a build for fuzzing */
	bool exiting;
	unsigned history_id;
	GPtrArray *transcripts;		/* those running, or NULL */
	void *progress;			/* the bars of progress.c, or NULL */
	char *window_title;		/* as a script set it, or NULL */
	int window_colours[2];		/* foreground and background a script set, + 1; 0: none */
	struct console *console;	/* output buffer and reader */
	struct formatter *formatter;	/* innermost Out-Default's, or NULL */
	char *script_path;		/* of -File */
	GPtrArray *history;		/* struct recall_entry, the oldest first; or NULL */
	bool history_loaded;		/* the prompt has read its history file */
	GPtrArray *classes;		/* of scripts, in order of definition */
	struct value returned;		/* by the class method that runs */
};

static inline struct session *session_of(struct host *host)
{
	return (struct session *)host;
}

/* $LASTEXITCODE: a variable of the global scope, which a program or a script's exit sets. */
void session_set_exit_code(struct session *session, int code);
struct session *session_new(void);
void session_free(struct session *session);
/* Opens what `path` names and runs it in the global scope, output to `out`. Exit status. */
int session_run_file(struct session *session, const char *path, char **args, int n);
int session_run_text(struct session *session, const char *text, const char *name);
struct arguments;
/* Words of the command line as arguments: -Name, -Name:value, values. */
void command_line_arguments(struct arguments *arguments, char **args, int n);

/* Whether to leave at the next turn, call or pipeline. */
static inline bool session_stopping(struct session *session)
{
	if (RUN_MAX_STEPS && ++session->steps > RUN_MAX_STEPS)
		session->interrupted = true;
	return G_UNLIKELY(session->interrupted);
}

static inline struct value signal_flow(struct session *session, enum flow flow)
{
	session->flow = flow;
	return VALUE_SIGNAL;
}

/* Evaluation failed: makes `error` (taken over) the pending error, at the statement around `node`. */
struct value raise_value(struct scope *scope, struct node *node, GError *error);
enum flow raise_flow(struct scope *scope, struct node *node, GError *error);

#endif
