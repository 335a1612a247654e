/*
 * Classes of scripts.
 */
#include "config.h"

#include "shell/class.h"

#include "lib/object.h"
#include "shell/eval.h"

const struct type *class_find(struct session *session, const char *name)
{
	return NULL;
}

bool class_invoke(struct scope *scope, struct node *node, struct value self, struct symbol *name,
		  const struct value *args, unsigned n, struct value *ret)
{
	return false;
}

bool class_invoke_static(struct scope *scope, struct node *node, const struct type *type,
			 struct symbol *name, const struct value *args, unsigned n, struct value *ret)
{
	return false;
}

bool class_get_static(struct scope *scope, const struct type *type, struct symbol *name, struct value *ret)
{
	return false;
}

bool class_set_static(struct scope *scope, const struct type *type, struct symbol *name, struct value to,
		      GError **error)
{
	return false;
}

bool class_set_property(struct scope *scope, struct object *object, int slot, struct value to,
			GError **error)
{
	value_put(&object->slots[slot], value_ref(to));
	return true;
}

bool class_convert(struct scope *scope, struct value v, const struct type *type, struct value *ret,
		   GError **error)
{
	return false;
}

bool class_has_tostring(struct value v)
{
	return false;
}

struct node *prepare_type_definition(struct unit *unit, const struct ast_type_definition *ast)
{
	return prepare_expression(unit, &ast->ast);
}
