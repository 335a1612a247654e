/*
 * Secrets.
 */
#include "config.h"

#include "lib/types/table.h"

TYPE(type_pscredential);
const struct type type_pscredential = {
	.name = "System.Management.Automation.PSCredential", .alias = "pscredential", .kind = V_NATIVE, 
};
