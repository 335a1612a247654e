/*
 * Secrets.
 */
#include "config.h"

#include "lib/types/table.h"

TYPE(type_securestring);
const struct type type_securestring = {
	.name = "System.Security.SecureString", .alias = "securestring", .kind = V_NATIVE, 
};

TYPE(type_pscredential);
const struct type type_pscredential = {
	.name = "System.Management.Automation.PSCredential", .alias = "pscredential", .kind = V_NATIVE, 
};
