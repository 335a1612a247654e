/*
 * Parameter binding: PowerShell's rules (about_Parameter_Binding; language
 * rules 1-15), for cmdlets and functions alike. A signature is made once from
 * a cmdlet's table or a function's parameters; binding fills an array of
 * values, one a parameter of the signature.
 */
#ifndef HMSH_BINDER_H
#define HMSH_BINDER_H

#include "lib/cmdlet.h"
#include "shell/node.h"
#include "shell/session.h"

#define ALL_SETS 0xffffffffu
#define MAX_PARAMS 512

/* How a parameter behaves in some of the sets. */
struct sig_set {
	uint32_t mask;
	int position;			/* -1: named only */
	bool mandatory, by_value, by_name, remaining;
};

struct sig_param {
	struct symbol *name;
	struct symbol **aliases;
	uint32_t alias_count;
	const struct type *type;	/* NULL = object */
	bool is_switch;
	unsigned flags;			/* PARAM_* */
	struct sig_set *sets;
	uint32_t set_count;
	uint32_t mask;			/* union of the sets' masks */
	const struct param *table;	/* of a cmdlet or common parameter; NULL for a function's */
	const struct function_param *function;
};

/* As its table spells it; a symbol keeps the spelling that came first anywhere. */
static inline const char *sig_param_name(const struct sig_param *param)
{
	return param->table ? param->table->name : symbol_name(param->name);
}

enum {		/* the common parameters, in the order in which they follow a signature's own */
	COMMON_VERBOSE, COMMON_DEBUG, COMMON_ERROR_ACTION, COMMON_WARNING_ACTION,
	COMMON_INFORMATION_ACTION, COMMON_PROGRESS_ACTION, COMMON_ERROR_VARIABLE,
	COMMON_WARNING_VARIABLE, COMMON_INFORMATION_VARIABLE, COMMON_OUT_VARIABLE, COMMON_OUT_BUFFER,
	COMMON_PIPELINE_VARIABLE, COMMON_WHAT_IF, COMMON_CONFIRM, COMMON_COUNT
};

struct signature {
	const char *name;		/* for messages; borrowed */
	struct sig_param *params;
	uint32_t n;			/* with the common ones */
	uint32_t own;			/* without them */
	char **set_names;
	uint32_t set_count;
	uint32_t default_set;		/* mask; 0 = none named */
	bool advanced;			/* refuses what it does not know */
	bool should_process;
	bool confirm_high, confirm_low;
	bool positional;		/* parameters without a position have one by order */
	bool paging;			/* the last three are -IncludeTotalCount, -Skip, -First */
	bool has_pipeline;		/* some parameter takes pipeline input */
	const struct cmdlet *cmdlet;
	struct unit *unit;		/* borrowed; owns the signature */
};

const struct signature *signature_of_cmdlet(struct session *session, const struct cmdlet *cmdlet);
const struct signature *signature_of_unit(struct session *session, struct unit *unit, GError **error);
void binder_signature_free(struct signature *signature);
/* The index of a common parameter, or -1 when the signature does not have it. */
int signature_common(const struct signature *signature, int common);
const struct param *common_params(void);

/* One argument as written. */
struct argument {
	const char *name;		/* of -Name; NULL: positional */
	struct value v;			/* owned; V_UNSET: a -Name without value yet */
	bool colon;			/* -Name:value */
	bool splatted;			/* comes after explicit ones, which win */
	struct node *node;		/* for positions; may be NULL */
	struct span name_span;		/* of -Name in the source */
};

struct arguments {
	struct argument *items;
	uint32_t n, capacity;
};

void arguments_add(struct arguments *args, struct argument arg);
void arguments_clear(struct arguments *args);

/* What binding makes; values are indexed like signature->params. */
struct binding {
	const struct signature *signature;
	struct session *session;
	struct scope *scope;		/* the caller's */
	struct node *node;		/* the command */
	const char *name;		/* as called, for messages */
	struct value *values;
	struct value *blocks;		/* delayed script blocks, by parameter; NULL: none */
	struct pipe_plan *plan;		/* what an object can bind; made for the first one */
	struct name_plan *names;	/* where objects of the last one's shape have what binds by name */
	uint64_t bound[MAX_PARAMS / 64];	/* by the command line */
	uint64_t piped[MAX_PARAMS / 64];	/* by the current pipeline object */
	uint64_t delayed[MAX_PARAMS / 64];	/* script blocks to be evaluated per object */
	uint32_t sets;			/* still possible */
	uint32_t set_chosen;		/* of the current object */
	struct list *rest;		/* unmatched: $args of a simple function */
	bool expects_input;
	/* Of the binding error, if there is one. */
	struct span blamed;		/* the argument; empty: the whole command */
	const char *blamed_name;	/* the parameter's name; NULL: none */
	int blamed_param;		/* its index, or -1 */
};

void name_plan_free(struct name_plan *plan);

static inline bool binding_has(const struct binding *b, uint32_t i)
{
	return (b->bound[i / 64] | b->piped[i / 64]) >> (i % 64) & 1;
}

/* Binds the command line. False: error set. `args` keep their values. */
bool binding_init(struct binding *b, const struct signature *signature, struct scope *scope,
		  struct node *node, const char *name, struct value *values);
bool binding_command_line(struct binding *b, struct arguments *args, bool expects_input,
			  GError **error);
/* Prompts for what is still missing (or fails), and settles the set. */
bool binding_complete(struct binding *b, GError **error);
/* Binds an object of the pipeline: false + error when it binds nowhere. */
bool binding_object(struct binding *b, struct value object, GError **error);
/*
 * The parameter that takes any object as it is, where that is all that can happen to one:
 * the caller may then do without binding_object(). -1: none.
 */
int binding_direct(struct binding *b);
/* Whether the pipeline may give a parameter $null: it is not converted first, as an argument's is. */
bool binding_null_fits(const struct binding *b, uint32_t index, GError **error);
/* Whether a value did not convert to its parameter's type. */
bool binding_error_is_conversion(const GError *error);
/* Takes the object's parameters away again. */
void binding_restore(struct binding *b);
void binding_clear(struct binding *b);
const char *binding_set_name(const struct binding *b);

/* prompt.c: asks for the missing ones as PowerShell does. */
bool binding_prompt(struct binding *b, const uint32_t *missing, uint32_t n, GError **error);
/* Converts and checks a value for a parameter; v is borrowed. */
bool binding_set_value(struct binding *b, uint32_t index, struct value v, bool coerce, GError **error);

#endif
