/* What record_params.c and record_cmdlets.c share: the struct that derived parameters fill. */
#ifndef HMSH_RECORD_PARAMS_H
#define HMSH_RECORD_PARAMS_H

#include "cmdlets/record_cmdlets.h"

struct record_args {
	struct value identity, organization, filter, result_size, sort_by, force, pass_thru, ignored;
};

/* The noun's own struct. */
void *record_args_extra(void *args);
/* The arguments of properties, by their index in the kind; V_UNSET when not given. */
struct value *record_args_properties(const struct record_verb *verb, void *args);

#endif
