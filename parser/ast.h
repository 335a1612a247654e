/*
 * The tree of a script: what the parser makes and the evaluator prepares.
 *
 * Node names and shapes follow System.Management.Automation.Language, since
 * behaviour is specified in those terms. All nodes of a tree lie in its arena
 * and live as long as the tree, which is counted (a script block value holds a
 * reference); nothing in a node is owned by its reader. Nodes do not change
 * after parsing.
 *
 * Every node starts with `struct ast`; `kind` says which struct it is. The
 * casts are made for each kind: ast_command(node) is a struct ast_command *
 * and asserts the kind. Children are `struct ast *` where several kinds may
 * stand, else the struct itself. A list is a pointer and a count.
 *
 * A symbol shows the spelling that was met first in the program; what is shown
 * as it was declared here has it beside the symbol, in `spelled`.
 *
 * "statement" below: any kind between AST_FUNCTION and AST_PIPELINE_CHAIN;
 * "expression": any kind from AST_BINARY on.
 */
#ifndef HMSH_AST_H
#define HMSH_AST_H

#include "lib/str.h"
#include "lib/symbol.h"
#include "parser/source.h"

/* kind, struct suffix, PowerShell's class (Ast left off) */
#define AST_KINDS(X) \
	X(SCRIPT_BLOCK, script_block, ScriptBlock) \
	X(PARAM_BLOCK, param_block, ParamBlock) \
	X(PARAMETER, parameter, Parameter) \
	X(ATTRIBUTE, attribute, Attribute) \
	X(TYPE_CONSTRAINT, type_constraint, TypeConstraint) \
	X(NAMED_BLOCK, named_block, NamedBlock) \
	X(STATEMENT_BLOCK, statement_block, StatementBlock) \
	X(PROPERTY_MEMBER, property_member, PropertyMember) \
	X(FUNCTION_MEMBER, function_member, FunctionMember) \
	X(CATCH, catch, CatchClause) \
	X(COMMAND, command, Command) \
	X(COMMAND_EXPRESSION, command_expression, CommandExpression) \
	X(COMMAND_PARAMETER, command_parameter, CommandParameter) \
	X(FILE_REDIRECTION, file_redirection, FileRedirection) \
	X(MERGING_REDIRECTION, merging_redirection, MergingRedirection) \
	/* Statements */ \
	X(FUNCTION, function, FunctionDefinition) \
	X(TYPE_DEFINITION, type_definition, TypeDefinition) \
	X(USING, using, UsingStatement) \
	X(IF, if, IfStatement) \
	X(WHILE, while, WhileStatement) \
	X(DO_WHILE, do_while, DoWhileStatement) \
	X(DO_UNTIL, do_until, DoUntilStatement) \
	X(FOR, for, ForStatement) \
	X(FOREACH, foreach, ForEachStatement) \
	X(SWITCH, switch, SwitchStatement) \
	X(TRY, try, TryStatement) \
	X(TRAP, trap, TrapStatement) \
	X(DATA, data, DataStatement) \
	X(RETURN, return, ReturnStatement) \
	X(EXIT, exit, ExitStatement) \
	X(THROW, throw, ThrowStatement) \
	X(BREAK, break, BreakStatement) \
	X(CONTINUE, continue, ContinueStatement) \
	X(BLOCK, block, BlockStatement) \
	X(ASSIGNMENT, assignment, AssignmentStatement) \
	X(PIPELINE, pipeline, Pipeline) \
	X(PIPELINE_CHAIN, pipeline_chain, PipelineChain) \
	/* Expressions */ \
	X(BINARY, binary, BinaryExpression) \
	X(UNARY, unary, UnaryExpression) \
	X(TERNARY, ternary, TernaryExpression) \
	X(CONVERT, convert, ConvertExpression) \
	X(ATTRIBUTED, attributed, AttributedExpression) \
	X(CONSTANT, constant, ConstantExpression) \
	X(STRING, string, StringConstantExpression) \
	X(EXPANDABLE, expandable, ExpandableStringExpression) \
	X(VARIABLE, variable, VariableExpression) \
	X(TYPE, type, TypeExpression) \
	X(MEMBER, member, MemberExpression) \
	X(INVOKE_MEMBER, invoke_member, InvokeMemberExpression) \
	X(INDEX, index, IndexExpression) \
	X(SUB_EXPRESSION, sub_expression, SubExpression) \
	X(ARRAY_EXPRESSION, array_expression, ArrayExpression) \
	X(ARRAY_LITERAL, array_literal, ArrayLiteral) \
	X(HASHTABLE, hashtable, Hashtable) \
	X(PAREN, paren, ParenExpression) \
	X(SCRIPT_BLOCK_EXPRESSION, script_block_expression, ScriptBlockExpression) \
	X(USING_EXPRESSION, using_expression, UsingExpression)

enum ast_kind {
#define X(kind, suffix, name) AST_##kind,
	AST_KINDS(X)
#undef X
	AST_KIND_COUNT
};

struct ast {
	uint32_t kind;		/* enum ast_kind */
	struct span span;
};

#define X(kind, suffix, name) struct ast_##suffix;
AST_KINDS(X)
#undef X

/* -- Types ----------------------------------------------------------------- */

enum type_name_kind { TYPE_NAME_PLAIN, TYPE_NAME_ARRAY, TYPE_NAME_GENERIC };

/* What stands between the brackets of [int], [string[]], [List[int]]. */
struct type_name {
	uint32_t kind;			/* enum type_name_kind */
	struct span span;
	uint32_t rank;			/* array: 1 for [], 2 for [,] */
	struct string *name;		/* plain: "System.Text.Encoding"; else the whole, as written */
	struct string *assembly;	/* what follows the comma of a qualified name, or NULL */
	struct type_name *element;	/* array: of what; generic: List of List[int] */
	struct type_name **args;	/* generic */
	uint32_t arg_count;
};

/* -- Blocks and parameters ------------------------------------------------- */

struct ast_script_block {
	struct ast ast;
	struct ast_using **usings;		/* at the top of a script only */
	uint32_t using_count;
	struct ast_param_block *params;		/* NULL: none written */
	struct ast_named_block *dynamicparam;	/* NULL: none, and so on */
	struct ast_named_block *begin;
	struct ast_named_block *process;
	struct ast_named_block *end;		/* also statements without a named block */
	struct ast_named_block *clean;
	bool is_filter;				/* the unnamed block is `process` */
};

/* param( ) and the attributes before it. */
struct ast_param_block {
	struct ast ast;
	struct ast_attribute **attributes;	/* [CmdletBinding()] ... */
	uint32_t attribute_count;
	struct ast_parameter **params;
	uint32_t param_count;
};

struct ast_parameter {
	struct ast ast;
	struct symbol *name;
	struct string *spelled;		/* the name as it is written here */
	struct ast_variable *variable;
	struct ast **attributes;	/* AST_ATTRIBUTE and AST_TYPE_CONSTRAINT, in order */
	uint32_t attribute_count;
	struct ast *value;		/* default: expression or NULL */
};

struct attribute_argument {
	struct symbol *name;
	struct ast *value;		/* expression */
	struct span span;
	bool omitted;			/* [Parameter(Mandatory)]: value is $true, not written */
};

struct ast_attribute {
	struct ast ast;
	struct type_name *type;
	struct ast **args;		/* positional, expressions */
	uint32_t arg_count;
	struct attribute_argument *named;
	uint32_t named_count;
};

struct ast_type_constraint {
	struct ast ast;
	struct type_name *type;
};

/* AST_NAMED_BLOCK, AST_STATEMENT_BLOCK: the same shape. */
#define AST_BLOCK_FIELDS \
	struct ast ast; \
	struct ast **statements; \
	uint32_t statement_count; \
	struct ast_trap **traps;	/* cover the whole block; not among the statements */ \
	uint32_t trap_count

struct ast_named_block {
	AST_BLOCK_FIELDS;
	bool unnamed;			/* no begin/process/end word: the script block's own text */
};

struct ast_statement_block {
	AST_BLOCK_FIELDS;
};

/* -- Definitions ----------------------------------------------------------- */

struct ast_function {
	struct ast ast;
	struct string *name;		/* may hold a scope: "global:f" */
	struct span name_span;
	struct ast_parameter **params;	/* function f($a, $b) { } */
	uint32_t param_count;
	bool is_workflow;		/* refused when the tree is checked */
	bool is_filter;
	struct ast_script_block *body;
};

enum type_definition_kind { DEFINE_CLASS, DEFINE_ENUM, DEFINE_INTERFACE };

struct ast_type_definition {
	struct ast ast;
	uint32_t type_kind;
	struct string *name;
	struct span name_span;
	struct ast_attribute **attributes;
	uint32_t attribute_count;
	struct ast_type_constraint **bases;	/* an enum's: its underlying type */
	uint32_t base_count;
	struct ast **members;		/* AST_PROPERTY_MEMBER, AST_FUNCTION_MEMBER */
	uint32_t member_count;
};

/* A property of a class, or a value of an enum. */
struct ast_property_member {
	struct ast ast;
	struct symbol *name;
	struct string *spelled;
	struct ast_type_constraint *type;	/* NULL: object */
	struct ast_attribute **attributes;
	uint32_t attribute_count;
	struct ast *value;			/* initial value: expression or NULL */
	bool is_static, is_hidden;
};

struct ast_function_member {
	struct ast ast;
	struct symbol *name;
	struct string *spelled;
	struct span name_span;
	struct ast_type_constraint *return_type;	/* NULL: void (none written) */
	struct ast_attribute **attributes;
	uint32_t attribute_count;
	struct ast_parameter **params;
	uint32_t param_count;
	struct ast_script_block *body;
	struct ast **base_args;		/* constructor: what stands in : base(...) */
	uint32_t base_arg_count;
	bool has_base_call;
	bool is_constructor, is_static, is_hidden;
};

enum using_kind { USING_ASSEMBLY, USING_COMMAND, USING_MODULE, USING_NAMESPACE, USING_TYPE };

struct ast_using {
	struct ast ast;
	uint32_t using_kind;
	struct string *name;		/* NULL when a module is given by `spec` */
	struct string *alias;		/* using type/namespace A = B; NULL otherwise */
	struct ast_hashtable *spec;
};

/* -- Statements ------------------------------------------------------------ */

struct if_clause {
	struct ast *condition;		/* statement (a pipeline) */
	struct ast_statement_block *body;
};

struct ast_if {
	struct ast ast;
	struct if_clause *clauses;
	uint32_t clause_count;
	struct ast_statement_block *otherwise;	/* else, or NULL */
};

/* AST_WHILE, AST_DO_WHILE, AST_DO_UNTIL */
#define AST_LOOP_FIELDS \
	struct ast ast; \
	struct symbol *label;		/* without the colon; NULL: none */ \
	struct ast *condition;		/* statement; NULL only in `for` */ \
	struct ast_statement_block *body

struct ast_while { AST_LOOP_FIELDS; };
struct ast_do_while { AST_LOOP_FIELDS; };
struct ast_do_until { AST_LOOP_FIELDS; };

struct ast_for {
	AST_LOOP_FIELDS;
	struct ast *init;		/* statement or NULL */
	struct ast *iterator;		/* statement or NULL */
};

struct ast_foreach {
	AST_LOOP_FIELDS;		/* condition: what is walked */
	struct ast_variable *variable;
	struct ast *throttle;		/* -ThrottleLimit, or NULL */
	bool is_parallel;
};

enum {
	SWITCH_REGEX = 1, SWITCH_WILDCARD = 2, SWITCH_EXACT = 4, SWITCH_CASE_SENSITIVE = 8,
	SWITCH_FILE = 16, SWITCH_PARALLEL = 32,
};

struct switch_clause {
	struct ast *test;		/* expression */
	struct ast_statement_block *body;
};

struct ast_switch {
	struct ast ast;
	struct symbol *label;
	uint32_t flags;			/* SWITCH_* */
	struct ast *condition;		/* statement; the file's name with SWITCH_FILE */
	struct switch_clause *clauses;
	uint32_t clause_count;
	struct ast_statement_block *otherwise;	/* default, or NULL */
};

struct ast_try {
	struct ast ast;
	struct ast_statement_block *body;
	struct ast_catch **catches;
	uint32_t catch_count;
	struct ast_statement_block *finally;	/* or NULL */
};

struct ast_catch {
	struct ast ast;
	struct ast_type_constraint **types;	/* none: catches all */
	uint32_t type_count;
	struct ast_statement_block *body;
};

struct ast_trap {
	struct ast ast;
	struct ast_type_constraint *type;	/* NULL: all */
	struct ast_statement_block *body;
};

struct ast_data {
	struct ast ast;
	struct symbol *variable;		/* data name { }; or NULL */
	struct ast **allowed;			/* -SupportedCommand expressions */
	uint32_t allowed_count;
	struct ast_statement_block *body;
};

/* AST_RETURN, AST_EXIT, AST_THROW */
#define AST_LEAVE_FIELDS \
	struct ast ast; \
	struct ast *value		/* statement (a pipeline) or NULL */

struct ast_return { AST_LEAVE_FIELDS; };
struct ast_exit { AST_LEAVE_FIELDS; };
struct ast_throw { AST_LEAVE_FIELDS; };

struct ast_break {
	struct ast ast;
	struct ast *label;		/* expression (AST_STRING as a rule) or NULL */
};

struct ast_continue {
	struct ast ast;
	struct ast *label;
};

/* parallel { } and sequence { }: refused by the parser; the kind exists for completeness. */
struct ast_block {
	struct ast ast;
	struct ast_statement_block *body;
};

enum ast_operator {
	/* binary arithmetic */
	AST_OP_ADD, AST_OP_SUB, AST_OP_MUL, AST_OP_DIV, AST_OP_REM,
	AST_OP_FORMAT, AST_OP_RANGE, AST_OP_COALESCE,
	AST_OP_BAND, AST_OP_BOR, AST_OP_BXOR, AST_OP_SHL, AST_OP_SHR,
	AST_OP_AND, AST_OP_OR, AST_OP_XOR,
	/* comparison: `with_case` says which form */
	AST_OP_EQ, AST_OP_NE, AST_OP_GE, AST_OP_GT, AST_OP_LT, AST_OP_LE,
	AST_OP_LIKE, AST_OP_NOTLIKE, AST_OP_MATCH, AST_OP_NOTMATCH, AST_OP_REPLACE,
	AST_OP_CONTAINS, AST_OP_NOTCONTAINS, AST_OP_IN, AST_OP_NOTIN,
	AST_OP_SPLIT, AST_OP_JOIN,
	AST_OP_IS, AST_OP_ISNOT, AST_OP_AS,
	/* unary */
	AST_OP_NOT,			/* -not and ! */
	AST_OP_BNOT, AST_OP_MINUS, AST_OP_PLUS, AST_OP_COMMA,
	AST_OP_UNARY_SPLIT, AST_OP_UNARY_JOIN,
	AST_OP_PRE_INCREMENT, AST_OP_PRE_DECREMENT, AST_OP_POST_INCREMENT, AST_OP_POST_DECREMENT,
	/* assignment */
	AST_OP_SET, AST_OP_SET_ADD, AST_OP_SET_SUB, AST_OP_SET_MUL, AST_OP_SET_DIV,
	AST_OP_SET_REM, AST_OP_SET_COALESCE,
	/* pipeline chains */
	AST_OP_AND_AND, AST_OP_OR_OR,
	AST_OP_COUNT
};

/* As written, in lower case: "+", "-eq", "&&"; the form with `c` when with_case. */
const char *ast_operator_name(enum ast_operator op, bool with_case);

struct ast_assignment {
	struct ast ast;
	enum ast_operator op;		/* AST_OP_SET... */
	struct span op_span;
	struct ast *left;		/* expression */
	struct ast *right;		/* statement of any kind */
};

/* One or more elements. A lone expression is a pipeline of one AST_COMMAND_EXPRESSION. */
struct ast_pipeline {
	struct ast ast;
	struct ast **elements;		/* AST_COMMAND; the first may be AST_COMMAND_EXPRESSION */
	uint32_t element_count;
	bool background;		/* & at the end */
};

struct ast_pipeline_chain {
	struct ast ast;
	enum ast_operator op;		/* AST_OP_AND_AND, AST_OP_OR_OR */
	struct ast *left;		/* AST_PIPELINE_CHAIN or AST_PIPELINE */
	struct ast *right;		/* AST_PIPELINE */
	bool background;
};

/* -- Commands -------------------------------------------------------------- */

enum invocation { INVOKE_PLAIN, INVOKE_CALL /* & */, INVOKE_DOT /* . */ };

struct ast_command {
	struct ast ast;
	enum invocation invocation;
	/*
	 * elements[0] is the name: AST_STRING (bare) or, after & or ., any expression. Then
	 * AST_COMMAND_PARAMETER and expressions. The first `--` is AST_COMMAND_PARAMETER
	 * named "-"; `--%` is the bare string "--%" followed by the rest of the line.
	 */
	struct ast **elements;
	uint32_t element_count;
	struct ast **redirections;
	uint32_t redirection_count;
};

struct ast_command_expression {
	struct ast ast;
	struct ast *expression;
	struct ast **redirections;
	uint32_t redirection_count;
};

struct ast_command_parameter {
	struct ast ast;
	struct string *name;		/* without dash and colon */
	struct ast *argument;		/* after a colon: expression or NULL */
	struct span name_span;		/* dash, name and colon: what $args shows */
	bool has_colon;
};

enum stream { STREAM_ALL, STREAM_OUTPUT, STREAM_ERROR, STREAM_WARNING, STREAM_VERBOSE,
	      STREAM_DEBUG, STREAM_INFORMATION };

struct ast_file_redirection {
	struct ast ast;
	enum stream from;
	bool append;
	struct ast *location;		/* expression */
};

struct ast_merging_redirection {
	struct ast ast;
	enum stream from, to;
};

/* -- Expressions ----------------------------------------------------------- */

struct ast_binary {
	struct ast ast;
	enum ast_operator op;
	bool with_case;			/* -ceq and so on */
	struct span op_span;		/* where PowerShell reports a failing operator */
	struct ast *left, *right;
};

struct ast_unary {
	struct ast ast;
	enum ast_operator op;
	bool with_case;			/* -csplit */
	struct ast *child;
};

struct ast_ternary {
	struct ast ast;
	struct ast *condition, *if_true, *if_false;
};

struct ast_convert {
	struct ast ast;
	struct ast_type_constraint *type;
	struct ast *child;
};

/* An attribute before an expression: [ValidateRange(1,5)]$x = 3. */
struct ast_attributed {
	struct ast ast;
	struct ast_attribute *attribute;
	struct ast *child;
};

/*
 * A number. value.aux holds the literal's text (symbol_exact()) when it is a
 * command's argument, else 0: only there does the text count.
 */
struct ast_constant {
	struct ast ast;
	struct value value;
};

enum string_form { STRING_BARE, STRING_SINGLE, STRING_DOUBLE, STRING_HERE_SINGLE,
		   STRING_HERE_DOUBLE };

/* Text without anything to expand; escapes are resolved. */
struct ast_string {
	struct ast ast;
	enum string_form form;
	struct string *value;
};

/* Text to expand, cut: AST_STRING pieces and expressions, in order. */
struct ast_expandable {
	struct ast ast;
	enum string_form form;
	struct ast **parts;
	uint32_t part_count;
};

enum variable_scope {
	SCOPE_NONE,
	SCOPE_LOCAL, SCOPE_GLOBAL, SCOPE_SCRIPT, SCOPE_PRIVATE,
	SCOPE_VARIABLE,			/* $variable:x */
	SCOPE_DRIVE,			/* $env:x, $function:f, ${c:\file}: see `drive` */
};

struct ast_variable {
	struct ast ast;
	enum variable_scope scope;
	bool splatted;			/* @name */
	bool braced;			/* ${name} */
	struct symbol *name;		/* without scope or drive */
	struct symbol *drive;		/* SCOPE_DRIVE only */
};

struct ast_type {
	struct ast ast;
	struct type_name *type;
};

/* AST_MEMBER, AST_INVOKE_MEMBER */
#define AST_MEMBER_FIELDS \
	struct ast ast; \
	struct ast *expression; \
	struct ast *member;		/* AST_STRING as a rule, else any expression */ \
	bool is_static;			/* :: */ \
	bool null_conditional		/* ?. */

struct ast_member {
	AST_MEMBER_FIELDS;
};

struct ast_invoke_member {
	AST_MEMBER_FIELDS;
	struct ast **args;
	uint32_t arg_count;
	struct type_name **type_args;	/* .Method[int](1) */
	uint32_t type_arg_count;
};

struct ast_index {
	struct ast ast;
	struct ast *target, *index;	/* several indexes: an AST_ARRAY_LITERAL */
	bool null_conditional;		/* ?[ */
};

struct ast_sub_expression {
	struct ast ast;
	struct ast_statement_block *body;
};

struct ast_array_expression {
	struct ast ast;
	struct ast_statement_block *body;
};

struct ast_array_literal {
	struct ast ast;
	struct ast **elements;
	uint32_t element_count;
};

struct hashtable_pair {
	struct ast *key;		/* expression; a simple name is a bare AST_STRING */
	struct ast *value;		/* statement */
};

struct ast_hashtable {
	struct ast ast;
	struct hashtable_pair *pairs;
	uint32_t pair_count;
};

struct ast_paren {
	struct ast ast;
	struct ast *pipeline;		/* statement */
};

struct ast_script_block_expression {
	struct ast ast;
	struct ast_script_block *body;
};

struct ast_using_expression {
	struct ast ast;
	struct ast *child;		/* AST_VARIABLE without the using: */
};

/* -- The tree -------------------------------------------------------------- */

enum requirement_kind {
	REQUIRE_VERSION, REQUIRE_EDITION, REQUIRE_MODULES, REQUIRE_ADMINISTRATOR, REQUIRE_ASSEMBLY,
	REQUIRE_SHELL_ID, REQUIRE_SNAPIN,
};

/* One #requires. */
struct requirement {
	enum requirement_kind kind;
	struct span span;
	struct ast *value;		/* expression of constants; NULL for -RunAsAdministrator */
};

struct ast_arena;

struct ast_tree {
	uint32_t refs;
	struct source *source;
	struct ast_script_block *root;
	struct span *comments;		/* every comment, in order: Get-Help looks here */
	uint32_t comment_count;
	struct requirement *requirements;
	uint32_t requirement_count;
	struct ast_arena *arena;
};

struct ast_tree *ast_tree_ref(struct ast_tree *tree);
void ast_tree_unref(struct ast_tree *tree);

/* "BinaryExpression" ... */
const char *ast_kind_name(enum ast_kind kind);

static inline bool ast_is_statement(const struct ast *node)
{
	return node->kind >= AST_FUNCTION && node->kind <= AST_PIPELINE_CHAIN;
}

static inline bool ast_is_expression(const struct ast *node)
{
	return node->kind >= AST_BINARY;
}

/* The expression that a statement merely wraps (no redirection, no &), else NULL. */
struct ast *ast_pure_expression(struct ast *statement);

/* Calls visit() with each child, in source order; a visit() that returns false ends the walk. */
typedef bool (*ast_visit)(struct ast *child, void *data);
bool ast_children(struct ast *node, ast_visit visit, void *data);

/* The innermost node whose span holds the offset (or ends at it); the root if none does. */
struct ast *ast_find_at(struct ast_tree *tree, uint32_t offset);
/*
 * The path to it: fills `path` (outermost first) with up to `max` nodes, returns how many
 * there are; completion asks for the command around a word.
 */
uint32_t ast_path_at(struct ast_tree *tree, uint32_t offset, struct ast **path, uint32_t max);

/* One line a node, indented by depth: kind, span, what the node itself says. For tests. */
void ast_dump(struct ast_tree *tree, struct ast *node, GString *out);

/* -- Casts ----------------------------------------------------------------- */

#define X(upper, suffix, name) \
static inline struct ast_##suffix *ast_##suffix(const struct ast *node) \
{ \
	g_assert(node->kind == AST_##upper); \
	return (struct ast_##suffix *)node; \
}
AST_KINDS(X)
#undef X

#endif
