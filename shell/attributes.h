/*
 * Attributes of parameters and variables: Validate*, Allow*, Parameter,
 * Alias, CmdletBinding, as data made from the tree once.
 */
#ifndef HMSH_ATTRIBUTES_H
#define HMSH_ATTRIBUTES_H

#include "shell/node.h"
#include "shell/session.h"

struct check_kind;

/* One Validate* (or transforming) attribute with its arguments evaluated. */
struct check {
	const struct check_kind *kind;
	const struct ast_attribute *ast;
	struct unit *unit;
	struct value args;		/* object[]; owned by the unit */
	struct value block;		/* ValidateScript's */
	struct value message;		/* ErrorMessage, or V_UNSET */
	bool ignore_case;
	bool ready;
};

/* Whether [CmdletBinding()] or a [Parameter()] makes the unit's function advanced. */
bool unit_is_advanced(const struct unit *unit);
/* Collects a parameter's checks. False: an unknown attribute. */
bool checks_prepare(struct unit *unit, struct session *session, struct function_param *param,
		    GError **error);
/* Appends one attribute's check to an array in the unit's memory, when it is one. */
struct check *checks_add(struct unit *unit, struct check *checks, uint32_t *n,
			 const struct ast_attribute *attribute);
/* Runs the checks from the last written to the first; may replace *v. The message lacks its prefix. */
bool checks_run(struct check *checks, uint32_t n, struct scope *scope, struct value *v, GError **error);
/* The checks of a variable; NULL: none. */
const struct check *variable_checks(const struct variable *variable, uint32_t *ret_n);
void variable_add_checks(struct variable *variable, struct check *checks, uint32_t n,
			 struct scope *scope);
/* A named argument of an attribute as a constant: $true when omitted. V_UNSET when it is not there. Borrowed. */
struct value attribute_named(struct unit *unit, const struct ast_attribute *attribute,
			     const char *name);
const struct ast_attribute *attribute_find(struct ast_attribute **attributes, uint32_t n,
					   const char *name);
/* The simple name of an attribute's type, "Attribute" left off. */
bool attribute_is(const struct ast_attribute *attribute, const char *name);
/* The value of a constant expression (numbers, strings, $true, arrays of them); V_UNSET otherwise. Yours. */
struct value constant_value(const struct ast *ast);

#endif
