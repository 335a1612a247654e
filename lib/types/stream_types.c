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

/* -- Progress: what $Host.UI.WriteProgress() takes ------------------------------------ */

TYPE(type_progress_record_type);
static const struct type_enum_name progress_kinds[] = { { "Processing", 0 }, { "Completed", 1 }, { NULL, 0 } };
const struct type type_progress_record_type = {
	.name = "System.Management.Automation.ProgressRecordType", .kind = V_ENUM, .names = progress_kinds,
};

MEMBER(progress_construct)
{
	static const char *const names[] = { "ActivityId", "ParentActivityId", "Activity", "StatusDescription",
					     "CurrentOperation", "PercentComplete", "SecondsRemaining",
					     "RecordType" };
	struct shape *shape = shape_make(call->type, names, G_N_ELEMENTS(names));
	struct object *object = object_new(shape);

	shape_unref(shape);
	object->slots[0] = args[0];
	object->slots[1] = value_i32(-1);
	object->slots[2] = value_ref(args[1]);
	object->slots[3] = value_ref(args[2]);
	object->slots[5] = object->slots[6] = value_i32(-1);
	object->slots[7] = value_enum(&type_progress_record_type, 0);
	*ret = value_of(object);
	return true;
}

static const struct type_member progress_constructors[] = {
	CONSTRUCTOR("new(int activityId, string activity, string statusDescription)", progress_construct),
	END_OF_MEMBERS
};

TYPE(type_progress_record);
const struct type type_progress_record = {
	.name = "System.Management.Automation.ProgressRecord", .kind = V_OBJECT,
	.constructors = progress_constructors,
};
