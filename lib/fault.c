/*
 * Errors with data: GLib's extended errors carry the fault's row, its target
 * and its inner exception behind an ordinary GError.
 */
#include "config.h"

#include "lib/fault.h"

#include "lib/error_record.h"
#include "lib/heap.h"
#include "lib/object.h"
#include "lib/type.h"

static void fault_error_private_init(struct fault_data *data)
{
	data->target = VALUE_NULL;
	data->record = VALUE_UNSET;
}

static void fault_error_private_copy(const struct fault_data *from, struct fault_data *to)
{
	to->fault = from->fault;
	to->id = g_strdup(from->id);
	to->exception = g_strdup(from->exception);
	to->inner_exception = g_strdup(from->inner_exception);
	to->inner_message = g_strdup(from->inner_message);
	to->cause_exception = g_strdup(from->cause_exception);
	to->cause_message = g_strdup(from->cause_message);
	to->action = g_strdup(from->action);
	to->target = value_ref(from->target);
	to->record = value_ref(from->record);
	to->is_throw = from->is_throw;
}

static void fault_error_private_clear(struct fault_data *data)
{
	g_free(data->id);
	g_free(data->exception);
	g_free(data->inner_exception);
	g_free(data->inner_message);
	g_free(data->cause_exception);
	g_free(data->cause_message);
	g_free(data->action);
	value_unref(data->target);
	value_unref(data->record);
}

typedef struct fault_data FaultErrorPrivate;
G_DEFINE_EXTENDED_ERROR(FaultError, fault_error)

struct fault_data *fault_data(const GError *error)
{
	return error && error->domain == FAULT_ERROR ? fault_error_get_private(error) : NULL;
}

void fault_set(GError **error, const struct fault *fault, struct value target,
	       const char *format, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	if (!error)
		return;
	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error_literal(error, FAULT_ERROR, 0, text);
	fault_data(*error)->fault = fault;
	fault_data(*error)->target = value_ref(target);
}

void fault_throw(GError **error, const char *exception, const char *format, ...)
{
	g_autofree char *text = NULL;
	struct fault_data *data;
	const char *dot = strrchr(exception, '.');
	va_list args;

	if (!error)
		return;
	va_start(args, format);
	text = g_strdup_vprintf(format, args);
	va_end(args);
	g_set_error_literal(error, FAULT_ERROR, 0, text);
	data = fault_data(*error);
	data->exception = g_strdup(exception);
	data->id = g_strdup(dot ? dot + 1 : exception);
	data->is_throw = true;
}

void fault_inner(GError **error, const char *exception, const char *format, ...)
{
	struct fault_data *data = error ? fault_data(*error) : NULL;
	va_list args;

	if (!data)
		return;
	g_free(data->inner_exception);
	g_free(data->inner_message);
	data->inner_exception = g_strdup(exception);
	va_start(args, format);
	data->inner_message = g_strdup_vprintf(format, args);
	va_end(args);
}

void fault_cause(GError **error, const char *exception, const char *message)
{
	struct fault_data *data = error ? fault_data(*error) : NULL;

	if (!data)
		return;
	g_free(data->cause_exception);
	g_free(data->cause_message);
	data->cause_exception = g_strdup(exception);
	data->cause_message = g_strdup(message);
}

void fault_set_record(GError **error, struct value record)
{
	struct string *message;

	if (!error) {
		value_unref(record);
		return;
	}
	message = record.kind == V_ERROR ? error_record_message((struct error_record *)record.u.block)
					 : exception_message(record);
	g_set_error_literal(error, FAULT_ERROR, 0, message->data);
	str_unref(message);
	fault_data(*error)->record = record;
}

const char *fault_id(const GError *error)
{
	const struct fault_data *data = fault_data(error);

	if (!data)
		return "";
	return data->id ? data->id : data->fault && data->fault->id ? data->fault->id : "";
}

bool fault_is(const GError *error, const struct fault *fault)
{
	const struct fault_data *data = fault_data(error);

	return data && data->fault == fault;
}

const char *error_category_name(enum error_category category)
{
	static const char *const names[] = {
		"NotSpecified", "OpenError", "CloseError", "DeviceError", "DeadlockDetected",
		"InvalidArgument", "InvalidData", "InvalidOperation", "InvalidResult", "InvalidType",
		"MetadataError", "NotImplemented", "NotInstalled", "ObjectNotFound", "OperationStopped",
		"OperationTimeout", "SyntaxError", "ParserError", "PermissionDenied", "ResourceBusy",
		"ResourceExists", "ResourceUnavailable", "ReadError", "WriteError", "FromStdErr",
		"SecurityError", "ProtocolError", "ConnectionError", "AuthenticationError",
		"LimitsExceeded", "QuotaExceeded", "NotEnabled",
	};
	static_assert(G_N_ELEMENTS(names) == CATEGORY_COUNT, "one name a category");

	return names[category];
}
