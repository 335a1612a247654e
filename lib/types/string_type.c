/*
 * Strings and characters.
 */
#include "config.h"

#include "lib/types/table.h"

TYPE(type_string);
const struct type type_string = {
	.name = "System.String", .alias = "string", .kind = V_STRING, 
};

TYPE(type_char);
const struct type type_char = {
	.name = "System.Char", .alias = "char", .kind = V_CHAR, .base = &type_valuetype, .flags = TYPE_IS_VALUETYPE,
};
