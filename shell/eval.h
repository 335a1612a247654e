/*
 * The evaluation functions of nodes, by family, for the files that prepare
 * them. See node.h for what they are.
 */
#ifndef HMSH_EVAL_H
#define HMSH_EVAL_H

#include "lib/dict.h"
#include "lib/operate.h"
#include "shell/node.h"
#include "shell/session.h"

/* eval_arith.c */
struct value eval_add(struct node *node, struct scope *scope);
struct value eval_sub(struct node *node, struct scope *scope);
struct value eval_mul(struct node *node, struct scope *scope);
struct value eval_rem(struct node *node, struct scope *scope);
struct value eval_operate(struct node *node, struct scope *scope);
struct value eval_compare(struct node *node, struct scope *scope);
struct value eval_not(struct node *node, struct scope *scope);
struct value eval_negate(struct node *node, struct scope *scope);
struct value eval_plus(struct node *node, struct scope *scope);
struct value eval_bnot(struct node *node, struct scope *scope);
struct value eval_unary_split(struct node *node, struct scope *scope);
struct value eval_unary_join(struct node *node, struct scope *scope);
struct value eval_and(struct node *node, struct scope *scope);
struct value eval_or(struct node *node, struct scope *scope);
struct value eval_xor(struct node *node, struct scope *scope);
struct value eval_coalesce(struct node *node, struct scope *scope);
/* Operands are taken over; errors are raised at `node`. */
struct value values_add(struct node *node, struct scope *scope, struct value a, struct value b);
struct value values_operate(struct node *node, struct scope *scope, enum operator op,
			    struct value a, struct value b);
/* 1, 0, or -1 when control leaves. */
int node_test(struct node *node, struct scope *scope);

/* eval_expr.c */
struct value eval_format(struct node *node, struct scope *scope);
struct value eval_range(struct node *node, struct scope *scope);
enum flow exec_range(struct node *node, struct scope *scope, struct sink *out);
struct value eval_match(struct node *node, struct scope *scope);
struct value eval_contains(struct node *node, struct scope *scope);
struct value eval_in(struct node *node, struct scope *scope);
struct value eval_replace(struct node *node, struct scope *scope);
struct value eval_split(struct node *node, struct scope *scope);
struct value eval_join(struct node *node, struct scope *scope);
struct value eval_is(struct node *node, struct scope *scope);
struct value eval_as(struct node *node, struct scope *scope);

/* prepare_expr.c */
struct value eval_constant(struct node *node, struct scope *scope);
struct value eval_array_literal(struct node *node, struct scope *scope);
/* Writes a value as the pipeline does: collections unrolled, V_NOTHING not at all. */
enum flow write_unrolled(struct scope *scope, struct node *node, struct sink *out, struct value v);
/* A [pscustomobject] with a dictionary's entries. Yours. */
struct value object_from_dict(const struct dict *dict);
/* The type that a type literal named, once evaluated; NULL for another node. */
const struct type *node_type(struct node *node);

/* cast.c */
/* [type]v with what only the shell knows: script classes, script blocks, objects from hashtables. */
bool value_cast(struct scope *scope, struct value v, const struct type *type, struct value *ret,
		GError **error);
/* "$v" with the scope's: objects by their ToString(), script properties. Yours. */
struct string *value_to_text(struct scope *scope, struct value v, const char *ofs);
/* A [ref] to a variable's place, which becomes boxed. Yours. */
struct value reference_to(struct symbol *name, struct value *place);

/* eval_variable.c */
struct value eval_variable(struct node *node, struct scope *scope);
struct value eval_underbar(struct node *node, struct scope *scope);
/* Assigns to a variable, member, index, list of them...; v is taken over. False: signal. */
bool assign_to(struct node *target, struct scope *scope, struct value v);
struct value *variable_own_place(struct variable_node *variable, struct scope *scope);
struct node *prepare_typed_target(struct unit *unit, const struct ast *ast);

/*
 * Where the value of a plain variable or $_ lies, for a look at it that evaluates nothing
 * else meanwhile; NULL for any other node.
 */
static inline const struct value *node_place(const struct node *node, const struct scope *scope)
{
	if (node->eval == eval_variable) {
		const struct variable_node *variable = (const struct variable_node *)node;

		return variable->layout == scope->layout ? &scope->slots[variable->slot] : NULL;
	}
	return node->eval == eval_underbar ? &scope->session->underbar : NULL;
}

/*
 * node->eval() without the call for what most operands are: a variable of this scope, a constant.
 */
static inline struct value node_value(struct node *node, struct scope *scope)
{
	if (node->eval == eval_variable) {
		const struct variable_node *variable = (struct variable_node *)node;

		if (G_LIKELY(variable->layout == scope->layout)) {
			struct value v = scope->slots[variable->slot];

			if (G_LIKELY(v.kind != V_UNSET && v.kind != V_VARIABLE))
				return value_ref(v);
		}
	} else if (node->eval == eval_constant) {
		return value_ref(((struct constant_node *)node)->value);
	}
	return node->eval(node, scope);
}

/* eval_index.c */
struct value eval_index(struct node *node, struct scope *scope);
bool assign_index(struct node *target, struct scope *scope, struct value v);

/* member.c */
bool assign_member(struct node *target, struct scope *scope, struct value v);

#endif
