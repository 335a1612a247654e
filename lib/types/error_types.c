/*
 * Error records.
 */
#include "config.h"

#include "lib/types/table.h"

TYPE(type_error_record);
const struct type type_error_record = {
	.name = "System.Management.Automation.ErrorRecord", .alias = NULL, .kind = V_ERROR, 
};
