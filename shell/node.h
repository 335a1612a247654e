/*
 * The prepared form: a tree of nodes run through function pointers, made once
 * when a script block first runs. Nodes hold caches (slots, shapes, commands)
 * and are never shared between trees.
 *
 * eval() gives a value (yours) or V_SIGNAL when control leaves; exec() runs a
 * statement, its output goes to the sink. Expressions have both: their exec()
 * writes what eval() gives, unrolled.
 */
#ifndef HMSH_NODE_H
#define HMSH_NODE_H

#include "lib/cmdlet.h"
#include "parser/ast.h"
#include "shell/scope.h"

struct node;
struct unit;

typedef struct value (*node_eval)(struct node *node, struct scope *scope);
typedef enum flow (*node_exec)(struct node *node, struct scope *scope, struct sink *out);

struct node {
	node_eval eval;
	node_exec exec;
	struct unit *unit;
	const struct ast *ast;
};

struct node_list {
	struct node **nodes;
	uint32_t n;
};

struct binary_node {
	struct node node;
	struct node *left, *right;
	uint32_t op;			/* enum operator, COMPARE_*, MATCH_*: by the eval function */
	bool with_case;
	bool negate;
};

struct unary_node {
	struct node node;
	struct node *child;
	uint32_t op;
	const struct type *type;	/* casts, -is */
};

struct constant_node {
	struct node node;
	struct value value;		/* owned by the unit */
};

struct variable_node {
	struct node node;
	struct symbol *name;
	const struct layout *layout;	/* of the cached slot */
	int32_t slot;
	uint32_t scope_kind;		/* enum variable_scope */
	bool in_text;			/* "...$name..." */
};

struct list_node {
	struct node node;
	struct node_list items;
};

/* A block of statements with its traps. */
struct block_node {
	struct node node;
	struct node_list statements;
	const bool *succeeds;		/* statements that make $? true; NULL: nobody asks */
	struct trap *traps;
	uint32_t trap_count;
};

struct trap {
	const struct type *type;	/* NULL: all; resolved when used */
	struct type_name *type_name;
	struct block_node *body;
};

/* A parameter of a function or script block. */
struct function_param {
	struct symbol *name;
	uint32_t slot;
	const struct type *type;	/* NULL: none written */
	struct type_name *type_name;	/* as written */
	struct node *fallback;		/* default expression, or NULL */
	const struct ast_parameter *ast;
	bool is_switch;
	bool has_checks;		/* Validate* or transformation attributes */
	struct check *checks;
	uint32_t check_count;
};

/*
 * One script block, function body or script: its tree and its prepared form. Counted; a script
 * block value holds it, a frame borrows it.
 */
struct unit {
	uint32_t refs;
	bool prepared;
	bool is_script;			/* a file or typed text: root of its tree */
	bool advanced;			/* [CmdletBinding()] or [Parameter()] */
	bool uses_args;
	bool asks_status;		/* something in the source may read $? */
	bool is_class_method;
	struct ast_tree *tree;
	const struct ast_script_block *ast;
	const struct ast_function *function;	/* or NULL */
	const struct ast_function_member *method;	/* or NULL */
	struct layout *layout;
	struct function_param *params;
	uint32_t param_count;
	struct signature *signature;	/* for the binder; made on first need */
	struct block_node *dynamicparam, *begin, *process, *end, *clean;
	struct unit *parent;		/* lexically; borrowed */
	GPtrArray *chunks;		/* memory of the nodes */
	char *chunk;
	size_t chunk_left;
	GArray *constants;		/* values to drop */
	GPtrArray *units;		/* of nested script blocks */
	const struct type *class_type;	/* of a class method */
};

struct unit *unit_new(struct ast_tree *tree, const struct ast_script_block *ast, struct unit *parent);
struct unit *unit_ref(struct unit *unit);
void unit_unref(struct unit *unit);
/* Prepares on first use. Fails when a type named in it does not exist (param types). */
bool unit_prepare_now(struct unit *unit, struct session *session, GError **error);

static inline bool unit_prepare(struct unit *unit, struct session *session, GError **error)
{
	return unit->prepared || unit_prepare_now(unit, session, error);
}

/* Zeroed memory that lives as long as the unit. */
void *unit_alloc(struct unit *unit, size_t size);
/* Keeps a value (taken over) until the unit goes; returns it, borrowed. */
struct value unit_keep(struct unit *unit, struct value v);

/* prepare_*.c: from tree to nodes. */
struct node *prepare_expression(struct unit *unit, const struct ast *ast);
/* A node that gives `v`, which is taken over. */
struct node *prepare_constant(struct unit *unit, const struct ast *ast, struct value v);
struct node *prepare_statement(struct unit *unit, const struct ast *ast);
struct block_node *prepare_block(struct unit *unit, const struct ast_statement_block *ast);
struct node *prepare_pipeline(struct unit *unit, const struct ast *ast);
struct node *prepare_command_statement(struct unit *unit, const struct ast *ast);
struct node *prepare_assignment(struct unit *unit, const struct ast_assignment *ast);
struct node *prepare_increment(struct unit *unit, const struct ast_unary *ast);
struct node *prepare_member(struct unit *unit, const struct ast *ast);
struct node *prepare_type_definition(struct unit *unit, const struct ast_type_definition *ast);
struct variable_node *prepare_variable(struct unit *unit, const struct ast_variable *ast);
void *node_new(struct unit *unit, size_t size, const struct ast *ast, node_eval eval, node_exec exec);
/* exec() of an expression: writes its value, unrolled. */
enum flow exec_expression(struct node *node, struct scope *scope, struct sink *out);
/* eval() of a statement: collects its output. */
struct value eval_statement(struct node *node, struct scope *scope);
enum flow block_exec(struct block_node *block, struct scope *scope, struct sink *out);
/* Constant when nothing can see the folding. */
bool node_is_constant(const struct node *node, struct value *ret);

/* Type names of the source, resolved (script classes first); NULL + error. */
const struct type *resolve_type_name(struct session *session, struct scope *scope,
				     const struct type_name *name, GError **error);

#endif
