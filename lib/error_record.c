/*
 * Error records and exception objects: making them, from a GError too.
 */
#include "config.h"

#include "lib/error_record.h"

#include "lib/heap.h"
#include "lib/object.h"
#include "lib/type.h"

/* -- Exceptions ------------------------------------------------------------------ */

struct value exception_new(const char *type_name, struct string *message, struct value inner)
{
	const struct type *type = type_find(type_name, -1);
	struct shape *shape = shape_empty(type ? type : &type_exception);
	struct object *object = object_new(shape);

	shape_unref(shape);
	object_set(object, "Message", value_str(str_ref(message)));
	object_set(object, "InnerException", value_is_null(inner) ? VALUE_NULL : value_ref(inner));
	return value_of(object);
}

struct string *exception_message(struct value exception)
{
	exception = value_base(exception);
	if (exception.kind == V_OBJECT) {
		struct value message = object_get(exception.u.object, "Message");

		if (message.kind == V_STRING)
			return message.u.str;
		value_unref(message);
	}
	return str_empty();
}

/* -- Records ------------------------------------------------------------------------ */

struct error_record *error_record_new(struct value exception, const char *id,
				      enum error_category category, struct value target)
{
	struct error_record *record = container_new(V_ERROR, sizeof(*record));

	record->exception = exception;
	record->id = str_new(id ? id : "", -1);
	record->category = category;
	record->target = value_is_null(target) ? VALUE_NULL : value_ref(target);
	record->invocation = VALUE_NULL;
	record->source = VALUE_NULL;
	return record;
}

struct string *error_record_message(struct error_record *record)
{
	return record->details ? str_ref(record->details) : exception_message(record->exception);
}

struct value error_record_invocation(struct error_record *record)
{
	if (record->describe) {
		value_put(&record->invocation, record->describe(record));
		record->describe = NULL;
	}
	return record->invocation;
}

static struct string *text_ref(struct string *text)
{
	return text ? str_ref(text) : NULL;
}

struct error_record *error_record_copy(const struct error_record *record)
{
	struct error_record *copy = error_record_new(value_ref(record->exception), "", record->category,
						     record->target);

	str_unref(copy->id);
	copy->id = str_ref(record->id);
	copy->own_id = record->own_id;
	copy->activity = text_ref(record->activity);
	copy->reason = text_ref(record->reason);
	copy->target_name = text_ref(record->target_name);
	copy->target_type = text_ref(record->target_type);
	copy->details = text_ref(record->details);
	copy->action = text_ref(record->action);
	copy->invocation = value_ref(record->invocation);
	copy->describe = record->describe;
	copy->stack = text_ref(record->stack);
	copy->command = text_ref(record->command);
	copy->source = value_ref(record->source);
	copy->start = record->start;
	copy->end = record->end;
	copy->pipeline_position = record->pipeline_position;
	copy->has_extent = record->has_extent;
	copy->from_throw = record->from_throw;
	return copy;
}

/* An exception by its name and message, with another inside; V_NULL when it has no name. */
static struct value exception_of(const char *type_name, const char *text, struct value inner)
{
	struct string *message;
	struct value exception;

	if (!type_name)
		return VALUE_NULL;
	message = str_new(text, -1);
	exception = exception_new(type_name, message, inner);
	str_unref(message);
	return exception;
}

static struct value inner_of(const struct fault_data *data)
{
	value_auto cause = exception_of(data->cause_exception, data->cause_message, VALUE_NULL);

	return exception_of(data->inner_exception, data->inner_message, cause);
}

/* File errors and the like: GLib's own domains. */
static struct error_record *record_of_foreign(const GError *error)
{
	struct string *message = str_new(error->message, -1);
	bool missing = error->domain == G_FILE_ERROR && error->code == G_FILE_ERROR_NOENT;
	struct value exception = exception_new(missing ? "System.IO.FileNotFoundException"
						       : "System.IO.IOException", message, VALUE_NULL);

	str_unref(message);
	return error_record_new(exception, missing ? "FileNotFound" : "IOError",
				missing ? CATEGORY_OBJECT_NOT_FOUND : CATEGORY_READ_ERROR, VALUE_NULL);
}

static struct error_record *record_of_fault(const GError *error, const struct fault_data *data)
{
	struct string *message = str_new(error->message, -1);
	value_auto inner = inner_of(data);
	const char *type = data->fault ? data->fault->exception : data->exception;
	struct value exception = exception_new(type ? type : "System.Management.Automation.RuntimeException",
					       message, inner);
	struct error_record *record = error_record_new(exception, data->is_throw ? type : fault_id(error),
		data->fault ? data->fault->category : CATEGORY_NOT_SPECIFIED, data->target);

	if (data->action || (data->fault && data->fault->action))
		record->action = str_new(data->action ? data->action : data->fault->action, -1);
	str_unref(message);
	return record;
}

struct error_record *error_record_of(GError *error)
{
	struct fault_data *data = fault_data(error);
	struct error_record *record;

	if (data && data->record.kind == V_ERROR) {
		record = (struct error_record *)value_ref(data->record).u.block;
	} else if (data && data->record.kind != V_UNSET) {
		g_autofree char *id = g_strdup(error->message);

		record = error_record_new(value_ref(data->record), id, CATEGORY_OPERATION_STOPPED,
					  data->record);
	} else if (data) {
		record = record_of_fault(error, data);
	} else {
		record = record_of_foreign(error);
	}
	g_error_free(error);
	return record;
}

struct error_record *error_record_of_call(struct error_record *thrown, const char *method, unsigned n)
{
	struct string *message = exception_message(thrown->exception);
	struct string *text = str_printf("Exception calling \"%s\" with \"%u\" argument(s): \"%s\"", method, n,
					 message->data);
	struct value exception = exception_new("System.Management.Automation.MethodInvocationException", text,
					       thrown->exception);
	struct error_record *record = error_record_new(exception, type_simple_name(type_of(thrown->exception)),
						       CATEGORY_NOT_SPECIFIED, VALUE_NULL);

	str_unref(message);
	str_unref(text);
	value_unref(value_of(thrown));
	return record;
}
