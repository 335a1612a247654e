/*
 * URIs.
 */
#include "config.h"

#include "lib/types/table.h"

TYPE(type_uri);
const struct type type_uri = {
	.name = "System.Uri", .alias = "uri", .kind = V_NATIVE, 
};
