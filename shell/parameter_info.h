/*
 * Parameters as objects, made of a signature: ParameterMetadata with its
 * attributes, and the parameter sets. All yours.
 */
#ifndef HMSH_PARAMETER_INFO_H
#define HMSH_PARAMETER_INFO_H

#include "shell/binder.h"

/* Name -> ParameterMetadata, common parameters included; NULL: empty. */
struct value parameters_info(struct session *session, const struct signature *signature);
/* CommandParameterSetInfo objects, the default set first. */
struct value parameter_sets_info(struct session *session, const struct signature *signature);
/* The name of the default set, or NULL. */
const char *signature_default_set(const struct signature *signature);

/* Calls `visit` for each set of a signature, the default one first; one unnamed when it has none. */
void signature_each_set(const struct signature *signature,
			void (*visit)(const struct signature *signature, const char *name, uint32_t mask, void *data),
			void *data);
/* How a parameter behaves in a set; NULL: it is not in it. */
const struct sig_set *sig_param_in(const struct sig_param *param, uint32_t mask);
/* The parameters of a set in the order of its syntax, common ones left out: struct sig_param *. Yours. */
GPtrArray *signature_in_order(const struct signature *signature, uint32_t mask);

/* What may be named in an attribute: "Name=default ...", or NULL when it is not known. */
const char *attribute_named_arguments(const char *name);
/* An attribute made at run time: [Parameter]::new(), New-Object ...ValidateSetAttribute(...). */
bool attribute_construct(struct type_call *call, struct value self, const struct value *args, unsigned n,
			 struct value *ret, GError **error);
/* The attributes written before a parameter or a variable, as objects: object[]. */
struct value attributes_info(struct session *session, struct unit *unit, struct ast *const *attributes, uint32_t n);

/* What a variable was declared with; NULL: nothing. */
struct value variable_attributes_info(struct session *session, const struct variable *variable);

#endif
