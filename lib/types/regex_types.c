/*
 * Regular expressions.
 */
#include "config.h"

#include "lib/types/table.h"

TYPE(type_regex);
const struct type type_regex = {
	.name = "System.Text.RegularExpressions.Regex", .alias = "regex", .kind = V_NATIVE, 
};
