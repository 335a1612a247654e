/*
 * .psobject of any value: what lib/types knows of it.
 */
#include "config.h"

#include "shell/psobject.h"

#include "lib/types/psobject_types.h"
#include "shell/intrinsic.h"

struct value psobject_of(struct value v)
{
	return psobject_view_new(v);
}

bool psobject_invoke(struct scope *scope, struct node *node, struct value v, struct symbol *name,
		     const struct value *args, unsigned n, struct value *ret)
{
	(void)scope;
	(void)node;
	(void)v;
	(void)name;
	(void)args;
	(void)n;
	(void)ret;
	return false;
}
