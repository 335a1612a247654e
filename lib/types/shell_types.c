/*
 * The shell's own kinds: custom objects, script blocks, errors, types.
 */
#include "config.h"

#include "lib/types/table.h"

TYPE(type_psobject);
const struct type type_psobject = {
	.name = "System.Management.Automation.PSObject", .alias = "psobject", .kind = V_OBJECT,
};

TYPE(type_pscustomobject);
const struct type type_pscustomobject = {
	.name = "System.Management.Automation.PSCustomObject", .alias = "pscustomobject", .kind = V_OBJECT,
};

TYPE(type_scriptblock);
const struct type type_scriptblock = {
	.name = "System.Management.Automation.ScriptBlock", .alias = "scriptblock", .kind = V_SCRIPTBLOCK,
};
