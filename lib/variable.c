/*
 * Variables with a box, and [ref]s: a [ref] is a box of its own that holds the
 * variable's, so that a variable can hold a [ref] as it holds any value.
 */
#include "config.h"

#include "lib/variable.h"

#include "lib/convert.h"
#include "lib/heap.h"

static const struct fault not_writable = {
	"VariableNotWritable", "System.Management.Automation.SessionStateUnauthorizedAccessException",
	CATEGORY_WRITE_ERROR, NULL };
static const struct fault metadata_error = {
	"RuntimeException", "System.Management.Automation.ArgumentTransformationMetadataException",
	CATEGORY_METADATA_ERROR, NULL };

struct variable *variable_new(struct symbol *name, struct value v)
{
	struct variable *variable = container_new(V_VARIABLE, sizeof(*variable));

	variable->name = name;
	variable->v = v;
	return variable;
}

bool variable_constrain(const struct type *type, struct value *v, GError **error)
{
	struct value converted;
	g_autoptr(GError) inner = NULL;

	if (value_convert(*v, type, &converted, &inner)) {
		value_put(v, converted);
		return true;
	}
	fault_set(error, &metadata_error, *v, "%s", inner->message);
	return false;
}

bool variable_set(struct variable *variable, struct value v, GError **error)
{
	if (variable->options & (VARIABLE_READONLY | VARIABLE_CONSTANT)) {
		fault_set(error, &not_writable, VALUE_NULL,
			  "Cannot overwrite variable %s because it is read-only or constant.",
			  symbol_name(variable->name));
		value_unref(v);
		return false;
	}
	if ((variable->type && !variable_constrain(variable->type, &v, error)) ||
	    (variable->check && !variable->check(variable, &v, error))) {
		value_unref(v);
		return false;
	}
	value_put(&variable->v, v);
	return true;
}

/* -- References ------------------------------------------------------------------------------ */

struct value variable_reference(struct value target)
{
	struct variable *reference = variable_new(NULL, target);

	reference->options = VARIABLE_REFERENCE;
	return value_of(reference);
}

static struct variable *meant(struct value reference)
{
	struct variable *variable = (struct variable *)reference.u.block;
	struct variable *box = variable_box(&variable->v);

	return variable->options & VARIABLE_REFERENCE && box ? box : variable;
}

struct value reference_get(struct value reference)
{
	return meant(reference)->v;
}

bool reference_set(struct value reference, struct value v, GError **error)
{
	return variable_set(meant(reference), v, error);
}
