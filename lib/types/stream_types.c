/*
 * Records of the streams beside output: objects with a Message (information
 * records: MessageData), whose text is that message.
 */
#include "config.h"

#include "lib/types/table.h"

#include "lib/convert.h"
#include "lib/object.h"

static struct string *text_of(struct value self, const char *name)
{
	value_auto message = self.kind == V_OBJECT ? object_get(self.u.object, name) : VALUE_UNSET;

	return message.kind == V_UNSET ? str_empty() : value_to_string(message, " ");
}

static struct string *record_text(struct value self)
{
	return text_of(self, "Message");
}

static struct string *information_text(struct value self)
{
	return text_of(self, "MessageData");
}

TYPE(type_warning_record);
const struct type type_warning_record = {
	.name = "System.Management.Automation.WarningRecord", .kind = V_OBJECT, .to_string = record_text,
};

TYPE(type_verbose_record);
const struct type type_verbose_record = {
	.name = "System.Management.Automation.VerboseRecord", .kind = V_OBJECT, .to_string = record_text,
};

TYPE(type_debug_record);
const struct type type_debug_record = {
	.name = "System.Management.Automation.DebugRecord", .kind = V_OBJECT, .to_string = record_text,
};

/* What Write-Host writes: its text, colours, and whether the line goes on. */
TYPE(type_host_message);
const struct type type_host_message = {
	.name = "System.Management.Automation.HostInformationMessage", .kind = V_OBJECT,
	.to_string = record_text,
};

TYPE(type_information_record);
const struct type type_information_record = {
	.name = "System.Management.Automation.InformationRecord", .kind = V_OBJECT,
	.to_string = information_text,
};
