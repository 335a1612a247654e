/*
 * Drives and providers as Get-PSDrive and Get-PSProvider give them: objects
 * whose properties are filled by the cmdlets, and whose text is their name.
 */
#include "config.h"

#include "lib/types/table.h"

#include "lib/object.h"

static struct string *name_text(struct value self)
{
	value_auto name = object_get(self.u.object, "Name");

	return name.kind == V_STRING ? str_ref(name.u.str) : str_empty();
}

MEMBER_IS(name_to_string, value_str(name_text(self)))

static const struct type_member named_methods[] = {
	METHOD("string ToString()", name_to_string),
	END_OF_MEMBERS
};

TYPE(type_drive_info);
const struct type type_drive_info = {
	.name = "System.Management.Automation.PSDriveInfo", .alias = "psdriveinfo", .kind = V_OBJECT,
	.methods = named_methods, .to_string = name_text,
	.default_properties = "Name Root Used Free",
};

TYPE(type_provider_info);
const struct type type_provider_info = {
	.name = "System.Management.Automation.ProviderInfo", .kind = V_OBJECT,
	.methods = named_methods, .to_string = name_text,
	.default_properties = "Name Capabilities Drives",
};
