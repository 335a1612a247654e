/*
 * Inside classes: what class.c makes of a definition and class_call.c runs.
 *
 * A class is a type whose member rows lead back to its methods and properties:
 * overload choice, conversion of arguments, casts from hashtables and
 * Get-Member read the rows as they read any type's. A row's place in its table
 * is its method's or property's place in the class.
 */
#ifndef HMSH_SCRIPT_CLASS_H
#define HMSH_SCRIPT_CLASS_H

#include "shell/attributes.h"
#include "shell/class.h"
#include "shell/function.h"

struct class_property {
	const struct ast_property_member *ast;
	const struct type *type;	/* NULL: any */
	struct node *initial;		/* or NULL; prepared on first use */
	struct check *checks;
	uint32_t check_count;
	struct value v;			/* of a static one */
};

struct class_method {
	const struct ast_function_member *ast;
	const struct type *type;	/* of the result; NULL: none */
	struct function *function;
};

struct script_class {
	struct type type;		/* first: a script type is its class */
	struct session *session;
	struct unit *unit;		/* that defines it */
	const struct ast_type_definition *ast;
	bool complete;			/* members are read */
	bool ready;			/* static members have their values */
	struct class_property *properties;	/* parallel to type.properties */
	struct class_method *methods;		/* parallel to type.methods */
	struct class_method *constructors;	/* parallel to type.constructors */
	uint32_t property_count, method_count, constructor_count;
};

/* The class of a script's type; NULL for another type, an enum included. */
static inline struct script_class *class_of_type(const struct type *type)
{
	return type && type->flags & TYPE_IS_SCRIPT && type->kind == V_OBJECT ? (struct script_class *)type
									      : NULL;
}

/* class_call.c: the functions behind the rows. */
bool class_row_call(struct type_call *call, struct value self, const struct value *args, unsigned n,
		    struct value *ret, GError **error);
bool class_row_construct(struct type_call *call, struct value self, const struct value *args, unsigned n,
			 struct value *ret, GError **error);
bool class_row_construct_default(struct type_call *call, struct value self, const struct value *args,
				 unsigned n, struct value *ret, GError **error);
bool class_row_get(struct type_call *call, struct value self, const struct value *args, unsigned n,
		   struct value *ret, GError **error);
bool class_row_set(struct type_call *call, struct value self, const struct value *args, unsigned n,
		   struct value *ret, GError **error);
struct string *class_to_string(struct value self);
bool class_equals(struct value a, struct value b);
int class_compare(struct value a, struct value b);
/* A statement of a constructor that runs the base's: prepared into its body. */
struct node *class_base_call(struct unit *unit, const struct script_class *class,
			     const struct ast_function_member *method);

#endif
