/*
 * Addresses.
 */
#include "config.h"

#include "lib/types/table.h"

TYPE(type_ipaddress);
const struct type type_ipaddress = {
	.name = "System.Net.IPAddress", .alias = "ipaddress", .kind = V_NATIVE, 
};
