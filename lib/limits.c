/*
 * The one error of what would be too large.
 */
#include "config.h"

#include "lib/limits.h"

#include "lib/fault.h"

static const struct fault out_of_memory = {
	"System.OutOfMemoryException", "System.OutOfMemoryException", CATEGORY_OPERATION_STOPPED,
	NULL,
};

bool limit_exceeded(GError **error)
{
	fault_set(error, &out_of_memory, VALUE_NULL,
		  "Insufficient memory to continue the execution of the program.");
	return false;
}
