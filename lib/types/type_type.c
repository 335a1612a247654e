/*
 * Types as values, and enums.
 */
#include "config.h"

#include "lib/types/table.h"

TYPE(type_type);
const struct type type_type = {
	.name = "System.RuntimeType", .alias = "type", .kind = V_TYPE, 
};

TYPE(type_enum);
const struct type type_enum = {
	.name = "System.Enum", .alias = NULL, .kind = V_OBJECT, .base = &type_valuetype, .flags = TYPE_IS_ABSTRACT | TYPE_IS_VALUETYPE,
};
