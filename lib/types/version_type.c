/*
 * Versions.
 */
#include "config.h"

#include "lib/types/table.h"

TYPE(type_version);
const struct type type_version = {
	.name = "System.Version", .alias = "version", .kind = V_NATIVE, 
};
