/*
 * .psobject. Properties is a dictionary-like list of PSPropertyInfo objects,
 * each with Name, Value, MemberType, TypeNameOfValue.
 */
#include "config.h"

#include "shell/psobject.h"

#include "lib/array.h"
#include "lib/convert.h"
#include "lib/object.h"
#include "shell/eval.h"
#include "shell/intrinsic.h"
#include "shell/member.h"

static struct object *typed_object(const char *type_name)
{
	const struct type *type = type_find(type_name, -1);
	struct shape *shape = shape_empty(type ? type : &type_pscustomobject);
	struct object *object = object_new(shape);

	shape_unref(shape);
	return object;
}

struct value psobject_of(struct value v)
{
	struct object *view = typed_object("System.Management.Automation.PSObject");

	object_set(view, "BaseObject", value_ref(v));
	return value_of(view);
}

bool psobject_invoke(struct scope *scope, struct node *node, struct value v, struct symbol *name,
		     const struct value *args, unsigned n, struct value *ret)
{
	return false;
}
