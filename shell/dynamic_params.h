/*
 * Parameters that a function's dynamicparam block makes for one call.
 */
#ifndef HMSH_DYNAMIC_PARAMS_H
#define HMSH_DYNAMIC_PARAMS_H

#include "shell/binder.h"

/* A signature with those of a RuntimeDefinedParameterDictionary between its own and the common ones. */
struct signature *dynamic_signature_new(const struct signature *base, struct value dictionary);
void dynamic_signature_free(struct signature *signature);
/* Gives the objects of the dictionary the values that were bound: .Value and .IsSet. */
void dynamic_values_set(const struct binding *binding, struct value dictionary);

#endif
