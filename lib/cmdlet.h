/*
 * What a cmdlet is, and what it may ask of the shell that runs it.
 *
 * A cmdlet is a parameter table and up to three functions. The binder fills a
 * struct of values, one field a parameter, from the table; a field not given
 * is V_UNSET. The table stands directly above the function it feeds:
 *
 *	struct get_thing_args { struct value name, force; };
 *
 *	static const struct param get_thing_params[] = {
 *		{ "Name", "string", FIELD(get_thing_args, name), .position = POSITION(0),
 *		  .pipeline = BY_VALUE | BY_NAME, .help = "The thing's name; wildcards are allowed." },
 *		{ "Force", "switch", FIELD(get_thing_args, force), .help = "..." },
 *		{ NULL }
 *	};
 *
 *	static enum flow get_thing(struct call *call, void *args) { ... }
 *
 *	CMDLET(get_thing_cmdlet) = {
 *		.name = "Get-Thing", .params = get_thing_params,
 *		.args_size = sizeof(struct get_thing_args), .process = get_thing,
 *		.synopsis = "Shows things.", .output = "Thing",
 *	};
 *
 * The build derives the registry from lines that start with CMDLET( in column
 * 0. Nothing else names a cmdlet.
 */
#ifndef HMSH_CMDLET_H
#define HMSH_CMDLET_H

#include "lib/symbol.h"
#include "lib/type.h"

/*
 * How control leaves an evaluation. FLOW_NEXT: normally. FLOW_ERROR: a
 * terminating error is pending in the session. FLOW_STOP: whoever reads our
 * output wants no more (Select-Object -First); ends the pipeline quietly.
 */
enum flow {
	FLOW_NEXT,
	FLOW_ERROR,
	FLOW_STOP,
	FLOW_BREAK,
	FLOW_CONTINUE,
	FLOW_RETURN,
	FLOW_EXIT,
};

/* Where objects go. write() borrows the value. */
struct sink {
	enum flow (*write)(struct sink *sink, struct value v);
};

static inline enum flow sink_write(struct sink *sink, struct value v)
{
	return sink->write(sink, v);
}

/* The write() of a sink that throws away: what goes there need not be made. */
enum flow sink_discards(struct sink *sink, struct value v);

enum {		/* struct param: pipeline */
	BY_VALUE = 1,
	BY_NAME = 2,
};

enum {		/* struct param: flags */
	PARAM_MANDATORY = 1,	/* in each of its sets */
	PARAM_REMAINING = 2,	/* ValueFromRemainingArguments */
	PARAM_ALLOW_NULL = 4,
	PARAM_ALLOW_EMPTY_TEXT = 8,	/* '' for a mandatory parameter */
	PARAM_SECRET = 16,	/* never echoed, never in history */
	PARAM_HIDDEN = 32,	/* DontShow */
	PARAM_WILDCARDS = 64,
	PARAM_IGNORED = 128,	/* accepted where a script passes it without harm; a verbose note says so */
	PARAM_REFUSED = 256,	/* would change the outcome: refused with `help` as the reason */
	PARAM_NO_CONVERT = 512,	/* takes the argument as it is (script block or property name) */
	PARAM_ALLOW_EMPTY_LIST = 1024,	/* @() for a mandatory parameter */
	PARAM_DYNAMIC = 2048,	/* of the provider: a prefix means it only when it means no other parameter */
	PARAM_ALLOW_EMPTY = PARAM_ALLOW_EMPTY_TEXT | PARAM_ALLOW_EMPTY_LIST,
};

struct param {
	const char *name;
	const char *type;	/* type name: "string", "string[]", "switch", "object", "int", an enum's name, "Identity", ... */
	size_t at;		/* FIELD() */
	int position;		/* POSITION(n); 0 = named only */
	unsigned pipeline;
	unsigned flags;
	unsigned sets;		/* bit mask; 0 = all sets */
	unsigned mandatory_sets;	/* sets in which it is mandatory, when not in all of `sets` */
	const char *aliases;	/* blank-separated */
	const char *values;	/* ValidateSet, blank-separated */
	const char *complete;	/* what Tab offers: a completer's name: "Command", "File", "Variable", a record kind's name ... */
	const char *help;	/* one or two sentences */
	int64_t min, max;	/* ValidateRange when max > min */
};

#define FIELD(args, field)	offsetof(struct args, field)
#define POSITION(n)		((n) + 1)

/* Parameters made from another table (a record kind's), and the size of the struct they fill. */
struct param_table {
	const struct param *params;	/* ends with name NULL */
	size_t args_size;
};

struct call;
struct cmdlet;

struct cmdlet_example {
	const char *code;
	const char *text;
};

struct cmdlet {
	const char *name;
	const char *aliases;		/* blank-separated */
	const char *synopsis;
	const char *description;
	const struct param *params;	/* ends with name NULL; not the common parameters */
	const struct cmdlet_example *examples;	/* ends with code NULL */
	const char *sets;		/* names of the sets, blank-separated, bit 0 first */
	const char *default_set;
	const char *output;		/* type name(s) of what it emits */
	const char *module;		/* NULL: Microsoft.PowerShell.Utility or by folder */
	size_t args_size;
	size_t state_size;		/* of call_state(): zeroed, lives from begin to clean */
	unsigned flags;			/* CMDLET_* */
	const void *data;		/* for functions shared by cmdlets derived from a table */
	enum flow (*begin)(struct call *call, void *args);
	enum flow (*process)(struct call *call, void *args);
	enum flow (*end)(struct call *call, void *args);
	void (*clean)(struct call *call);
	/* Instead of `params` and `args_size`: made on first use, the same for all calls. */
	const struct param_table *(*derive)(const struct cmdlet *cmdlet);
	/* Adjusts or refuses parameters before anything is bound; dynamic parameters; may be NULL. */
	const struct param *(*dynamic)(struct call *call, void *args);
};

enum {
	CMDLET_SHOULD_PROCESS = 1,	/* has -WhatIf and -Confirm */
	CMDLET_CONFIRM_HIGH = 2,	/* asks unless -Confirm:$false (ConfirmImpact High) */
	CMDLET_CONFIRM_LOW = 4,
	CMDLET_NO_POSITIONS = 8,
	CMDLET_HIDDEN = 16,
	CMDLET_FOR_CALLER = 32,	/* its errors are the calling function's (Write-Error) */
	CMDLET_BARE_CLASS = 64,	/* .NET's class of it does not end in "Command" */
	CMDLET_DISCARDS = 64,	/* looks at none of its input (Out-Null) */
};

/* The parameters of a cmdlet and the size of its args, wherever they come from. */
static inline const struct param *cmdlet_params(const struct cmdlet *cmdlet)
{
	return cmdlet->derive ? cmdlet->derive(cmdlet)->params : cmdlet->params;
}

static inline size_t cmdlet_args_size(const struct cmdlet *cmdlet)
{
	return cmdlet->derive ? cmdlet->derive(cmdlet)->args_size : cmdlet->args_size;
}

#define CMDLET(symbol) extern const struct cmdlet symbol; const struct cmdlet symbol

/* -- What a running cmdlet asks of its call ------------------------------ */

/* State of its own, state_size bytes, zeroed before begin. */
void *call_state(struct call *call);
const struct cmdlet *call_cmdlet(struct call *call);
/* The object that came down the pipeline (borrowed; V_UNSET in begin and end or without pipeline). */
struct value call_input(struct call *call);
/* Whether the call has a pipeline before it. */
bool call_has_input(struct call *call);
/* The name of the parameter set chosen (for this object). */
const char *call_set_name(struct call *call);
bool call_set_is(struct call *call, const char *name);
/* Whether a parameter was given (bound), by name. */
bool call_bound(struct call *call, const char *name);
/* The name it was called by (an alias), for messages. */
const char *call_invoked_as(struct call *call);
struct host *call_host(struct call *call);
/* Collection of unmatched things is the binder's; all arguments by name as a dict (yours). */
struct dict *call_bound_arguments(struct call *call);

/* Output. `v` is borrowed by emit(), taken over by emit_take(). Return its flow. */
enum flow emit(struct call *call, struct value v);
enum flow emit_take(struct call *call, struct value v);
/* Unrolls a collection as Write-Output does. */
enum flow emit_each(struct call *call, struct value v);
struct sink *call_sink(struct call *call);
/* Whether its output is thrown away ($null =, > $null, | Out-Null): it may be left out. */
bool call_discards(struct call *call);

/*
 * Errors: a non-terminating one (goes on with the next object unless
 * -ErrorAction says otherwise: return its flow), or one that ends the call.
 * Both take `error` over.
 */
enum flow call_error(struct call *call, GError *error);
enum flow call_throw(struct call *call, GError *error);
/* The same with the fault in place. */
enum flow call_fail(struct call *call, const struct fault *fault, struct value target,
		    const char *format, ...) G_GNUC_PRINTF(4, 5);
enum flow call_throw_fault(struct call *call, const struct fault *fault, struct value target,
			   const char *format, ...) G_GNUC_PRINTF(4, 5);
enum flow call_warning(struct call *call, const char *format, ...) G_GNUC_PRINTF(2, 3);
enum flow call_verbose(struct call *call, const char *format, ...) G_GNUC_PRINTF(2, 3);
enum flow call_debug(struct call *call, const char *format, ...) G_GNUC_PRINTF(2, 3);
enum flow call_information(struct call *call, struct value v, const char *const *tags);
/* How far something is; shown on a terminal. Texts are borrowed, NULL or "" when there is none. */
struct progress {
	int id, parent;			/* parent -1: none */
	const char *activity, *status, *operation;
	int percent;			/* -1: not known */
	int64_t seconds;		/* that are left; -1: not known */
	bool done;			/* takes the bar away */
};
enum flow call_progress(struct call *call, const struct progress *progress);

/*
 * ShouldProcess: false under -WhatIf or when the answer was no (nothing may change then). `flow`
 * receives FLOW_NEXT, or how to leave. Prints `What if: Performing the operation "Set-X" on target "T".`
 */
bool call_should_process(struct call *call, const char *target, enum flow *flow);
bool call_should_process_action(struct call *call, const char *target, const char *action,
				enum flow *flow);
/* The same with a question of its own where it has to ask: ShouldProcess with a description. */
bool call_should_process_question(struct call *call, const char *target, const char *question,
				  enum flow *flow);
/* ShouldContinue: asks whatever the preference is, unless `force`. */
bool call_should_continue(struct call *call, const char *question, const char *caption,
			  enum flow *flow);
bool call_what_if(struct call *call);	/* -WhatIf is in force */

/* -- The shell behind it -------------------------------------------------- */

struct host;

/* Script blocks: run in the caller's scope with $_ set (as ForEach-Object), output to `out`. */
enum flow block_run(struct host *host, struct value block, struct value underbar, struct sink *out);
/* The same, collecting: none = V_NOTHING, one = it, many = object[]. */
enum flow block_value(struct host *host, struct value block, struct value underbar, struct value *ret);
/* & block args: a scope of its own; args bind to its parameters. */
enum flow block_call(struct host *host, struct value block, const struct value *args, unsigned n,
		     struct sink *out);
/* A script block made of a text ([scriptblock]::Create). Yours. */
bool block_parse(struct host *host, const char *text, struct value *ret, GError **error);
/* The pending error of FLOW_ERROR as a record (yours); the flow is then handled. */
struct value host_take_error(struct host *host);
/* Makes `error` (taken over) the pending error. */
enum flow host_raise(struct host *host, GError *error);
/* Variables by name, scope rules applied. Yours; V_UNSET when there is none. */
struct value host_variable(struct host *host, const char *name);
void host_set_variable(struct host *host, const char *name, struct value v);

/* Members of any value: own members, attached members, the type's, script properties. Yours; V_UNSET = no such member. */
struct value host_member(struct host *host, struct value v, const struct symbol *name);
/* Sets one; on failure the error is set. */
bool host_set_member(struct host *host, struct value v, const struct symbol *name, struct value to,
		     GError **error);
/* Names and values of all properties as Select-Object * sees them, in order. */
void host_each_property(struct host *host, struct value v,
			void (*visit)(struct string *name, struct value v, void *data), void *data);

/* The members that scripts added to a type of that name; NULL: none. Borrowed. */
struct object *host_added_members(struct host *host, const char *type_name);

/* A command by name with arguments, as a script would call it: names[i] NULL = positional. */
struct command_arg {
	const char *name;
	struct value v;
};
enum flow host_command(struct host *host, const char *command, const struct command_arg *args,
		       unsigned n, struct sink *out);
/* Parses and runs script text in the current scope (Invoke-Expression, profile, eval). */
enum flow host_script(struct host *host, const char *text, const char *name, struct sink *out);

/* Ends the whole program with that status: the caller fails without an error. */
void host_exit(struct host *host, int code);

/* Terminal: prompts as PowerShell's. `secret` reads without echo. Yours; NULL + error with -NonInteractive or at the end of input. */
char *host_read_line(struct host *host, const char *prompt, bool secret, GError **error);
/* Text straight to the terminal/standard output (Write-Host), no newline added. */
void host_write(struct host *host, const char *text);
/* What was written gets out, and what was committed is on disk: before another program runs. */
void host_flush(struct host *host);
bool host_is_interactive(struct host *host);
unsigned host_width(struct host *host);
unsigned host_height(struct host *host);	/* 0: no terminal */
bool host_interrupted(struct host *host);

/* Paths: PowerShell path -> native path (drives, C:\ folder, backslashes, ~). Yours. */
char *host_native_path(struct host *host, const char *path, GError **error);
/* Expands wildcards of a path into native paths; a path without wildcards must exist. */
bool host_expand_path(struct host *host, const char *path, bool literal, GPtrArray *ret, GError **error);
const char *host_location(struct host *host);	/* current folder, native */
/* Makes an existing folder the current one. */
void host_set_location(struct host *host, const char *native);
/* The stack of locations of that name ("" = the default), native paths; the session's. NULL when there is none and not `make`. */
GPtrArray *host_location_stack(struct host *host, const char *name, bool make);

/*
 * What a cmdlet keeps in the session for later calls, under a name of its own: borrowed, V_UNSET when
 * there is none; `v` is taken over.
 */
struct value host_kept(struct host *host, const char *name);
void host_keep(struct host *host, const char *name, struct value v);

/* The state's store (state/store.h), opened on first use; NULL + error. */
struct store *host_store(struct host *host, GError **error);
/* What -State says; where keys and generations live. */
const char *host_state_dir(struct host *host);

/* Conveniences on arguments: V_UNSET and V_NULL give the fallback. Borrowed. */
static inline const char *arg_text(struct value v, const char *fallback)
{
	return v.kind == V_STRING ? v.u.str->data : fallback;
}

static inline bool arg_on(struct value v)
{
	return (v.kind == V_SWITCH || v.kind == V_BOOL) && v.u.b;
}

static inline bool arg_given(struct value v)
{
	return v.kind != V_UNSET;
}

#endif
