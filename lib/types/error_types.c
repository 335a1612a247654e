/*
 * Error records as scripts see them: $_.CategoryInfo, $_.FullyQualifiedErrorId,
 * $_.ErrorDetails.
 */
#include "config.h"

#include "lib/types/table.h"

#include "lib/error_record.h"
#include "lib/object.h"

static struct error_record *record_of(struct value v)
{
	return (struct error_record *)v.u.block;
}

static struct value text_or_null(struct string *text)
{
	return text ? value_str(str_ref(text)) : VALUE_NULL;
}

static struct value value_or_null(struct value v)
{
	return v.kind == V_UNSET ? VALUE_NULL : value_ref(v);
}

/* -- CategoryInfo ------------------------------------------------------------------------------- */

struct part {
	struct native native;
	struct value record;
};

extern const struct type type_error_category_info, type_error_details;

static struct error_record *part_record(struct value self)
{
	return record_of(((struct part *)self.u.native)->record);
}

static void part_free(struct native *native)
{
	value_unref(((struct part *)native)->record);
}

static void part_traverse(struct native *native, void (*visit)(struct value, void *), void *data)
{
	visit(((struct part *)native)->record, data);
}

static struct value part_new(const struct type *type, struct value record)
{
	struct part *part = native_new(type, sizeof(*part));

	part->record = value_ref(record);
	return value_of(part);
}

static struct string *reason_of(struct error_record *record)
{
	if (record->reason)
		return str_ref(record->reason);
	return str_new(type_simple_name(type_of(record->exception)), -1);
}

static struct string *target_name_of(struct error_record *record)
{
	if (record->target_name)
		return str_ref(record->target_name);
	return value_is_null(record->target) ? str_empty() : value_to_display(record->target);
}

static struct string *target_type_of(struct error_record *record)
{
	if (record->target_type)
		return str_ref(record->target_type);
	return value_is_null(record->target) ? str_empty()
					     : str_new(type_simple_name(type_of(record->target)), -1);
}

static struct string *activity_of(struct error_record *record)
{
	return record->activity ? str_ref(record->activity) : str_empty();
}

static struct string *category_text(struct value self)
{
	struct error_record *record = part_record(self);
	struct string *reason = reason_of(record), *name = target_name_of(record);
	struct string *type = target_type_of(record), *activity = activity_of(record), *text;

	text = str_printf("%s: (%s:%s) [%s], %s", error_category_name(record->category), name->data,
			  type->data, activity->data, reason->data);
	str_unref(reason);
	str_unref(name);
	str_unref(type);
	str_unref(activity);
	return text;
}

MEMBER_IS(category_category, value_enum(type_find("System.Management.Automation.ErrorCategory", -1),
					part_record(self)->category))
MEMBER_IS(category_activity, value_str(activity_of(part_record(self))))
MEMBER_IS(category_reason, value_str(reason_of(part_record(self))))
MEMBER_IS(category_target_name, value_str(target_name_of(part_record(self))))
MEMBER_IS(category_target_type, value_str(target_type_of(part_record(self))))
MEMBER_IS(category_get_message, value_str(category_text(self)))

static bool set_text(struct string **slot, struct value v)
{
	str_unref(*slot);
	*slot = value_to_display(v);
	return true;
}

MEMBER(category_set_activity)
{
	return set_text(&part_record(self)->activity, args[0]);
}

MEMBER(category_set_reason)
{
	return set_text(&part_record(self)->reason, args[0]);
}

MEMBER(category_set_target_name)
{
	return set_text(&part_record(self)->target_name, args[0]);
}

MEMBER(category_set_target_type)
{
	return set_text(&part_record(self)->target_type, args[0]);
}

static const struct type_member category_properties[] = {
	PROPERTY("System.Management.Automation.ErrorCategory Category {get;}", category_category),
	SETTABLE("string Activity {get;set;}", category_activity, category_set_activity),
	SETTABLE("string Reason {get;set;}", category_reason, category_set_reason),
	SETTABLE("string TargetName {get;set;}", category_target_name, category_set_target_name),
	SETTABLE("string TargetType {get;set;}", category_target_type, category_set_target_type),
	END_OF_MEMBERS
};

static const struct type_member category_methods[] = {
	METHOD("string GetMessage()", category_get_message),
	METHOD("string ToString()", category_get_message),
	END_OF_MEMBERS
};

TYPE(type_error_category_info);
const struct type type_error_category_info = {
	.name = "System.Management.Automation.ErrorCategoryInfo", .kind = V_NATIVE,
	.properties = category_properties, .methods = category_methods, .free = part_free,
	.traverse = part_traverse, .to_string = category_text,
};

/* -- ErrorDetails: texts of its own until it is given to a record ----------------------------------- */

struct details {
	struct native native;
	struct string *message, *action;
};

static struct details *details_of(struct value v)
{
	return (struct details *)v.u.native;
}

static void details_free(struct native *native)
{
	str_unref(((struct details *)native)->message);
	str_unref(((struct details *)native)->action);
}

static struct string *details_text(struct value self)
{
	return details_of(self)->message ? str_ref(details_of(self)->message) : str_empty();
}

static struct value details_new(struct string *message, struct string *action)
{
	struct details *details = native_new(&type_error_details, sizeof(*details));

	details->message = message ? str_ref(message) : NULL;
	details->action = action ? str_ref(action) : NULL;
	return value_of(details);
}

MEMBER_IS(details_message, value_str(details_text(self)))
MEMBER_IS(details_action, details_of(self)->action ? value_str(str_ref(details_of(self)->action))
						   : value_str(str_empty()))
MEMBER_IS(details_construct, details_new(args[0].u.str, NULL))

MEMBER(details_set_action)
{
	return set_text(&details_of(self)->action, args[0]);
}

static const struct type_member details_properties[] = {
	PROPERTY("string Message {get;}", details_message),
	SETTABLE("string RecommendedAction {get;set;}", details_action, details_set_action),
	END_OF_MEMBERS
};

static const struct type_member details_constructors[] = {
	CONSTRUCTOR("new(string message)", details_construct),
	END_OF_MEMBERS
};

TYPE(type_error_details);
const struct type type_error_details = {
	.name = "System.Management.Automation.ErrorDetails", .kind = V_NATIVE,
	.properties = details_properties, .constructors = details_constructors, .free = details_free,
	.to_string = details_text,
};

/* -- InvocationInfo: an object that the evaluator fills ------------------------------------------------ */

static struct string *invocation_text(struct value self)
{
	return str_new(type_of(self)->name, -1);
}

TYPE(type_invocation_info);
const struct type type_invocation_info = {
	.name = "System.Management.Automation.InvocationInfo", .kind = V_OBJECT,
	.to_string = invocation_text,
	.default_properties = "MyCommand BoundParameters UnboundArguments ScriptLineNumber OffsetInLine HistoryId "
			      "ScriptName Line Statement PositionMessage PSScriptRoot PSCommandPath "
			      "InvocationName PipelineLength PipelinePosition ExpectingInput CommandOrigin "
			      "DisplayScriptPosition",
};

/* -- ErrorRecord ---------------------------------------------------------------------------------------- */

/* The record inside a RuntimeException: like its own, the exception being but a text. */
static struct value record_inside(struct error_record *record)
{
	struct error_record *inside = error_record_copy(record);
	struct string *message = exception_message(record->exception);

	value_put(&inside->exception,
		  exception_new("System.Management.Automation.ParentContainsErrorRecordException", message,
				VALUE_NULL));
	str_unref(message);
	return value_of(inside);
}

static bool derives(struct value exception, const char *type_name)
{
	const struct type *type = type_find(type_name, -1);

	return type && exception.kind == V_OBJECT && value_is(exception, type);
}

/* What an exception knows of the record it travels in becomes its own when a script asks for it. */
MEMBER(record_exception)
{
	struct error_record *record = record_of(self);
	struct object *exception = record->exception.u.object;

	*ret = value_ref(record->exception);
	if (!derives(*ret, "System.Management.Automation.RuntimeException") ||
	    object_slot(exception, symbol_get("ErrorRecord", -1)))
		return true;
	object_set(exception, "ErrorRecord", record_inside(record));
	object_set(exception, "WasThrownFromThrowStatement", value_bool(record->from_throw));
	if (derives(*ret, "System.Management.Automation.SessionStateException") &&
	    value_base(record->target).kind == V_STRING)
		object_set(exception, "ItemName", value_ref(record->target));
	return true;
}

MEMBER_IS(record_target, value_or_null(record_of(self)->target))
MEMBER_IS(record_id, text_or_null(record_of(self)->id))
MEMBER_IS(record_stack, text_or_null(record_of(self)->stack))
MEMBER_IS(record_invocation, value_or_null(error_record_invocation(record_of(self))))
MEMBER_IS(record_category, part_new(&type_error_category_info, self))
MEMBER_IS(record_to_string, value_str(error_record_message(record_of(self))))
MEMBER_IS(record_null, VALUE_NULL)

/* How often each command of the pipeline was given an object, from index 1 on. */
MEMBER(record_iterations)
{
	uint32_t last = record_of(self)->pipeline_position;
	struct array *counts = array_new(type_find("System.Int32", -1), last ? last + 1 : 0);

	for (uint32_t i = 1; i <= last; i++)
		array_set(counts, i, value_i32(1));
	*ret = value_of(counts);
	return true;
}

MEMBER(record_details)
{
	struct error_record *record = record_of(self);

	*ret = record->details || record->action ? details_new(record->details, record->action) : VALUE_NULL;
	return true;
}

MEMBER(record_set_details)
{
	struct error_record *record = record_of(self);
	struct details *details = native_of(args[0], &type_error_details);

	if (!details)
		return set_text(&record->details, args[0]);
	str_unref(record->details);
	str_unref(record->action);
	record->details = details->message ? str_ref(details->message) : str_empty();
	record->action = details->action ? str_ref(details->action) : NULL;
	return true;
}

/* new(exception, id, category, target). */
MEMBER(record_construct)
{
	if (value_is_null(args[0]))
		return throw_null(error, "exception");
	*ret = value_of(error_record_new(value_ref(args[0]), text_arg(args[1]),
					 (enum error_category)args[2].u.i, args[3]));
	return true;
}

static struct string *record_text(struct value self)
{
	return error_record_message(record_of(self));
}

static const struct type_member record_properties[] = {
	PROPERTY("System.Object PSMessageDetails {get;}", record_null),
	PROPERTY("System.Exception Exception {get;}", record_exception),
	PROPERTY("System.Object TargetObject {get;}", record_target),
	PROPERTY("System.Management.Automation.ErrorCategoryInfo CategoryInfo {get;}", record_category),
	PROPERTY("string FullyQualifiedErrorId {get;}", record_id),
	SETTABLE("System.Management.Automation.ErrorDetails ErrorDetails {get;set;}", record_details,
		 record_set_details),
	PROPERTY("System.Object InvocationInfo {get;}", record_invocation),
	PROPERTY("string ScriptStackTrace {get;}", record_stack),
	PROPERTY("System.Object PipelineIterationInfo {get;}", record_iterations),
	END_OF_MEMBERS
};

static const struct type_member record_methods[] = {
	METHOD("string ToString()", record_to_string),
	END_OF_MEMBERS
};

static const struct type_member record_constructors[] = {
	CONSTRUCTOR("new(System.Exception exception, string errorId, System.Management.Automation.ErrorCategory errorCategory, System.Object targetObject)", record_construct),
	END_OF_MEMBERS
};

TYPE(type_error_record);
const struct type type_error_record = {
	.name = "System.Management.Automation.ErrorRecord", .kind = V_ERROR,
	.properties = record_properties, .methods = record_methods, .constructors = record_constructors,
	.to_string = record_text,
};
