/*
 * Pipelines at run time: stages that push objects to one another. A stage is a
 * sink (its input) with begin, process and end; the last writes to the
 * pipeline's own sink.
 */
#ifndef HMSH_PIPELINE_H
#define HMSH_PIPELINE_H

#include "shell/binder.h"
#include "shell/command.h"
#include "shell/exception.h"
#include "shell/invocation.h"

struct stage;
struct command_node;

/* What a kind of command does as a stage. */
struct stage_ops {
	bool (*open)(struct stage *stage, struct arguments *args);	/* binds; false: error raised */
	enum flow (*begin)(struct stage *stage);
	enum flow (*process)(struct stage *stage, struct value input);	/* V_UNSET: no pipeline input */
	enum flow (*end)(struct stage *stage);
	void (*close)(struct stage *stage);		/* clean blocks, release */
};

struct variable_collector {
	struct symbol *name;
	bool append;
	struct list *list;
};

/* The call of a cmdlet or advanced function: what lib/cmdlet.h calls `struct call`. */
struct call {
	struct session *session;
	struct scope *scope;		/* the caller's */
	struct stage *stage;
	const struct cmdlet *cmdlet;	/* NULL: advanced function */
	struct binding binding;
	void *args;
	void *state;
	struct value input;		/* borrowed */
	struct sink *out;
	int error_action;		/* enum action_preference, -1: the preference variable */
	int warning_action, information_action;
	int verbose, debug, what_if, confirm;	/* -1: not given */
	bool yes_to_all, no_to_all;
};

struct stage {
	struct sink sink;		/* its input */
	struct session *session;
	struct scope *scope;		/* the pipeline's */
	struct node *node;		/* the command; may be NULL */
	const struct stage_ops *ops;
	struct command command;
	const char *name;		/* as called */
	struct sink *out;
	struct streams streams;
	struct stage *previous_stage;	/* of the session, while running */
	unsigned entered_again;
	uint32_t index, length;
	bool opened, begun, done;
	bool failed;			/* its command reported an error: $? */
	bool expects_input;
	struct call call;
	struct value *values;
	/* functions and blocks */
	struct unit *unit;
	struct signature *dynamic;	/* of this call alone, when its dynamicparam block made some; or NULL */
	struct value dynamic_given;	/* what that block gave */
	struct scope frame;
	struct invocation_frame invocation;
	struct value *defaults;		/* of the parameters, without the pipeline; NULL: it binds none */
	uint64_t piped_before[2];	/* what the object before bound */
	struct list *collected;		/* $input */
	bool dot;			/* runs in the caller's scope */
	struct value *preferences;	/* of the caller while `dot` runs; NULL = unchanged */
	/* redirections and common parameters */
	struct redirection *redirections;
	struct sink *redirect_out;
	struct variable_collector collectors[4];
	struct sink tee;		/* -OutVariable, -PipelineVariable */
	struct symbol *pipeline_variable;
};

extern const struct stage_ops cmdlet_stage, function_stage, script_stage, program_stage;

/* Runs stages[0..n): objects of `first` (NULL: none) go into the first stage. */
enum flow stages_run(struct stage *stages, uint32_t n, struct scope *scope, struct node *first,
		     struct sink *out);
/* Prepares a stage for a command found; takes `command` over. */
void stage_init(struct stage *stage, struct scope *scope, struct node *node, struct command command,
		const char *name);
void stage_close(struct stage *stage);
/* A non-terminating error of the stage's command (taken over): -ErrorAction decides. */
enum flow stage_error(struct stage *stage, struct error_record *record);
/* The same, but not for -ErrorVariable: an object of the pipeline that could not be bound. */
enum flow stage_error_uncollected(struct stage *stage, struct error_record *record);
/* Adds to -ErrorVariable (0), -WarningVariable (1) ... of a stage and those it runs in. */
void stage_collect(struct session *session, struct stage *stage, unsigned which, struct value v);
/* Whether any of them is there. */
bool stage_collects(struct session *session, struct stage *stage, unsigned which);
/* Enter and leave a stage's context (streams, current stage). */
void stage_enter(struct stage *stage, struct streams *saved);
void stage_leave(struct stage *stage, const struct streams *saved);
/* Common parameters after binding. */
bool stage_common(struct stage *stage, GError **error);
/* -Verbose, -ErrorAction ... as preference variables of an advanced function's frame. */
void preferences_bind(struct stage *stage);
/* What a dot-sourced one found there comes back. */
void preferences_restore(struct stage *stage);
/* Which stage functions run a command. */
const struct stage_ops *stage_ops_of(const struct command *command);

/* Calls a function or script block with arguments already evaluated. `args` are borrowed. */
enum flow unit_call(struct scope *scope, struct value block, const struct function *function,
		    struct node *node, const struct value *args, unsigned n, struct sink *out);
/* Runs a block's statements in `scope` itself (ForEach-Object, dot-sourcing) with $_ set. */
enum flow unit_run_here(struct scope *scope, struct unit *unit, struct value underbar, struct sink *out);
/* The same, collecting: none = V_NOTHING, one = it, many = object[]; yours. */
enum flow unit_value_here(struct scope *scope, struct unit *unit, struct value underbar,
			  struct value *ret);

#endif
