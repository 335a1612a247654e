/*
 * GUIDs.
 */
#include "config.h"

#include "lib/types/table.h"

TYPE(type_guid);
const struct type type_guid = {
	.name = "System.Guid", .alias = "guid", .kind = V_NATIVE, .base = &type_valuetype, .flags = TYPE_IS_VALUETYPE,
};
