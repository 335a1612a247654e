/*
 * Exceptions.
 */
#include "config.h"

#include "lib/types/table.h"

TYPE(type_exception);
const struct type type_exception = {
	.name = "System.Exception", .alias = NULL, .kind = V_OBJECT, .flags = TYPE_IS_EXCEPTION,
};
