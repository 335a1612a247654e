/*
 * Exceptions: objects whose type derives from System.Exception. A row a type:
 * its name, its base, what it says without a message.
 */
#include "config.h"

#include "lib/types/table.h"

#include "lib/error_record.h"
#include "lib/object.h"

static const char *default_message(const struct type *type);

/* -- Members ------------------------------------------------------------------------------------ */

static struct value slot_of(struct value self, const char *name)
{
	struct value v = self.kind == V_OBJECT ? object_get(self.u.object, name) : VALUE_UNSET;

	return v.kind == V_UNSET ? VALUE_NULL : v;
}

static struct string *exception_text(struct value self)
{
	struct string *message = exception_message(self), *text;
	value_auto inner = slot_of(self, "InnerException");
	struct string *nested = inner.kind == V_OBJECT ? exception_text(inner) : NULL;

	text = str_printf(message->len ? "%s: %s%s%s%s" : "%s%s%s%s%s", type_of(self)->name, message->data,
			  nested ? "\n ---> " : "", nested ? nested->data : "",
			  nested ? "\n   --- End of inner exception stack trace ---" : "");
	str_unref(message);
	str_unref(nested);
	return text;
}

MEMBER(exception_base)
{
	struct value found = value_ref(self);

	for (;;) {
		struct value inner = slot_of(found, "InnerException");

		if (inner.kind != V_OBJECT) {
			value_unref(inner);
			break;
		}
		value_unref(found);
		found = inner;
	}
	*ret = found;
	return true;
}

static void add_property(struct value exception, const char *name, struct value v)
{
	object_add(exception.u.object, symbol_get(name, -1)->name, MEMBER_PROPERTY, 0, v);
}

/* A slot that is made when first asked for. */
static struct value lazy_slot(struct value self, const char *name, struct value initial)
{
	struct value v = object_get(self.u.object, name);

	if (v.kind != V_UNSET && v.kind != V_NULL) {
		value_unref(initial);
		return v;
	}
	value_unref(v);
	add_property(self, name, value_ref(initial));
	return initial;
}

MEMBER_IS(exception_to_string, value_str(exception_text(self)))
MEMBER_IS(exception_data, lazy_slot(self, "Data", value_of(dict_new(DICT_HASHTABLE, true))))
/* HResult by type; one that is not here has that of the nearest type above it. */
static const struct {
	const char *type;
	uint32_t code;
} codes[] = {
	{ "System.Exception", 0x80131500 }, { "System.SystemException", 0x80131501 },
	{ "System.ApplicationException", 0x80131600 }, { "System.ArgumentException", 0x80070057 },
	{ "System.ArgumentNullException", 0x80004003 }, { "System.ArgumentOutOfRangeException", 0x80131502 },
	{ "System.ArithmeticException", 0x80070216 }, { "System.DivideByZeroException", 0x80020012 },
	{ "System.OverflowException", 0x80131516 }, { "System.FormatException", 0x80131537 },
	{ "System.IndexOutOfRangeException", 0x80131508 }, { "System.InvalidCastException", 0x80004002 },
	{ "System.InvalidOperationException", 0x80131509 }, { "System.ObjectDisposedException", 0x80131622 },
	{ "System.Collections.Generic.KeyNotFoundException", 0x80131577 },
	{ "System.NotImplementedException", 0x80004001 }, { "System.NotSupportedException", 0x80131515 },
	{ "System.PlatformNotSupportedException", 0x80131539 },
	{ "System.NullReferenceException", 0x80004003 }, { "System.OperationCanceledException", 0x8013153b },
	{ "System.OutOfMemoryException", 0x8007000e }, { "System.StackOverflowException", 0x800703e9 },
	{ "System.RankException", 0x80131517 }, { "System.TimeoutException", 0x80131505 },
	{ "System.UnauthorizedAccessException", 0x80070005 }, { "System.IO.IOException", 0x80131620 },
	{ "System.IO.DirectoryNotFoundException", 0x80070003 }, { "System.IO.EndOfStreamException", 0x80070026 },
	{ "System.IO.FileNotFoundException", 0x80070002 }, { "System.IO.PathTooLongException", 0x800700ce },
	{ "System.Xml.XmlException", 0x80131940 },
};

static int32_t code_of(const struct type *type)
{
	for (; type; type = type->base)
		for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
			if (!strcmp(codes[i].type, type->name))
				return (int32_t)codes[i].code;
	return (int32_t)codes[0].code;
}

MEMBER_IS(exception_hresult, value_i32(code_of(type_of(self))))
MEMBER_IS(exception_null, VALUE_NULL)
MEMBER_IS(exception_empty, VALUE_NULL)
MEMBER_IS(exception_message_of, value_str(exception_message(self)))

/* -- Constructors ---------------------------------------------------------------------------------- */

static struct value make(const struct type *type, struct string *message, struct value inner)
{
	struct shape *shape = shape_empty(type);
	struct object *object = object_new(shape);

	shape_unref(shape);
	add_property(value_of(object), "Message", value_str(message));
	add_property(value_of(object), "InnerException",
		     value_is_null(inner) ? VALUE_NULL : value_ref(inner));
	return value_of(object);
}

static struct string *plain_message(const struct type *type)
{
	const char *text = default_message(type);

	return text ? str_new(text, -1) : str_printf("Exception of type '%s' was thrown.", type->name);
}

MEMBER(exception_construct)
{
	*ret = make(call->type, n && args[0].kind == V_STRING ? str_ref(args[0].u.str) : plain_message(call->type),
		    n > 1 ? args[1] : VALUE_NULL);
	return true;
}

static struct string *with_parameter(const char *message, const char *parameter)
{
	return *parameter ? str_printf("%s (Parameter '%s')", message, parameter) : str_new(message, -1);
}

static void set_parameter(struct value exception, struct value parameter)
{
	add_property(exception, "ParamName", value_ref(parameter));
}

/* ArgumentException(message, paramName[, inner]). */
MEMBER(argument_construct)
{
	*ret = make(call->type, with_parameter(text_arg(args[0]), text_arg(args[1])),
		    n > 2 ? args[2] : VALUE_NULL);
	set_parameter(*ret, args[1]);
	return true;
}

/* ArgumentNullException(paramName[, message]). */
MEMBER(argument_name_construct)
{
	*ret = make(call->type, with_parameter(n > 1 ? text_arg(args[1]) : default_message(call->type),
					       text_arg(args[0])), VALUE_NULL);
	set_parameter(*ret, args[0]);
	return true;
}

/* ArgumentOutOfRangeException(paramName, actualValue, message). */
MEMBER(argument_actual_construct)
{
	struct string *actual = value_to_display(args[1]);
	struct string *first = with_parameter(text_arg(args[2]), text_arg(args[0]));

	*ret = make(call->type, str_printf("%s\nActual value was %s.", first->data, actual->data), VALUE_NULL);
	set_parameter(*ret, args[0]);
	add_property(*ret, "ActualValue", value_ref(args[1]));
	str_unref(actual);
	str_unref(first);
	return true;
}

static const struct type_member exception_methods[] = {
	METHOD("System.Exception GetBaseException()", exception_base),
	METHOD("string ToString()", exception_to_string),
	END_OF_MEMBERS
};

static const struct type_member exception_properties[] = {
	PROPERTY("System.Object TargetSite {get;}", exception_empty),
	PROPERTY("string Message {get;}", exception_message_of),
	PROPERTY("System.Collections.IDictionary Data {get;}", exception_data),
	PROPERTY("System.Exception InnerException {get;}", exception_null),
	PROPERTY("string HelpLink {get;}", exception_empty),
	PROPERTY("string Source {get;}", exception_empty),
	PROPERTY("int HResult {get;}", exception_hresult),
	PROPERTY("string StackTrace {get;}", exception_empty),
	END_OF_MEMBERS
};

static const struct type_member exception_constructors[] = {
	CONSTRUCTOR("new()", exception_construct),
	CONSTRUCTOR("new(string message)", exception_construct),
	CONSTRUCTOR("new(string message, System.Exception innerException)", exception_construct),
	END_OF_MEMBERS
};

TYPE(type_exception);
const struct type type_exception = {
	.name = "System.Exception", .kind = V_OBJECT, .flags = TYPE_IS_EXCEPTION,
	.methods = exception_methods, .properties = exception_properties,
	.constructors = exception_constructors, .to_string = exception_text,
};

/* -- RuntimeException: has the record it travels in -------------------------------------------------- */

MEMBER(runtime_record)
{
	struct value record = object_get(self.u.object, "ErrorRecord");

	if (record.kind == V_ERROR) {
		*ret = record;
		return true;
	}
	value_unref(record);
	*ret = value_of(error_record_new(value_ref(self), type_simple_name(type_of(self)),
					 CATEGORY_NOT_SPECIFIED, VALUE_NULL));
	return true;
}

MEMBER_IS(runtime_thrown, value_bool(false))

/* RuntimeException(message, inner, record). */
MEMBER(runtime_construct)
{
	*ret = make(call->type, str_new(text_arg(args[0]), -1), args[1]);
	add_property(*ret, "ErrorRecord", value_ref(args[2]));
	return true;
}

static const struct type_member runtime_properties[] = {
	PROPERTY("System.Management.Automation.ErrorRecord ErrorRecord {get;}", runtime_record),
	PROPERTY("bool WasThrownFromThrowStatement {get;}", runtime_thrown),
	END_OF_MEMBERS
};

static const struct type_member runtime_constructors[] = {
	CONSTRUCTOR("new()", exception_construct),
	CONSTRUCTOR("new(string message)", exception_construct),
	CONSTRUCTOR("new(string message, System.Exception innerException)", exception_construct),
	CONSTRUCTOR("new(string message, System.Exception innerException, System.Management.Automation.ErrorRecord errorRecord)", runtime_construct),
	END_OF_MEMBERS
};

/* -- Arguments ------------------------------------------------------------------------------------------ */

static const struct type_member argument_properties[] = {
	{ "string ParamName {get;}", exception_empty, NULL, 0 },
	END_OF_MEMBERS
};

static const struct type_member argument_constructors[] = {
	CONSTRUCTOR("new()", exception_construct),
	CONSTRUCTOR("new(string message)", exception_construct),
	CONSTRUCTOR("new(string message, System.Exception innerException)", exception_construct),
	CONSTRUCTOR("new(string message, string paramName)", argument_construct),
	CONSTRUCTOR("new(string message, string paramName, System.Exception innerException)", argument_construct),
	END_OF_MEMBERS
};

static const struct type_member argument_null_constructors[] = {
	CONSTRUCTOR("new()", exception_construct),
	CONSTRUCTOR("new(string paramName)", argument_name_construct),
	CONSTRUCTOR("new(string message, System.Exception innerException)", exception_construct),
	CONSTRUCTOR("new(string paramName, string message)", argument_name_construct),
	CONSTRUCTOR("new(string paramName, System.Object actualValue, string message)", argument_actual_construct),
	END_OF_MEMBERS
};

/* -- The types -------------------------------------------------------------------------------------------- */

#define EXCEPTION_AS(symbol, full, parent, makers, own)				\
	const struct type symbol = {						\
		.name = full, .kind = V_OBJECT, .base = &parent,		\
		.flags = TYPE_IS_EXCEPTION, .constructors = makers, .properties = own, \
		.to_string = exception_text,					\
	}
#define EXCEPTION(symbol, full, parent)	EXCEPTION_AS(symbol, full, parent, exception_constructors, NULL)
#define RUNTIME(symbol, full, parent)						\
	EXCEPTION_AS(symbol, "System.Management.Automation." full, parent, runtime_constructors, NULL)

TYPE(type_system_exception);
EXCEPTION(type_system_exception, "System.SystemException", type_exception);
TYPE(type_application_exception);
EXCEPTION(type_application_exception, "System.ApplicationException", type_exception);
TYPE(type_argument_exception);
EXCEPTION_AS(type_argument_exception, "System.ArgumentException", type_system_exception,
	     argument_constructors, argument_properties);
TYPE(type_argument_null_exception);
EXCEPTION_AS(type_argument_null_exception, "System.ArgumentNullException", type_argument_exception,
	     argument_null_constructors, NULL);
TYPE(type_argument_range_exception);
EXCEPTION_AS(type_argument_range_exception, "System.ArgumentOutOfRangeException", type_argument_exception,
	     argument_null_constructors, NULL);
TYPE(type_duplicate_wait_exception);
EXCEPTION(type_duplicate_wait_exception, "System.DuplicateWaitObjectException", type_argument_exception);
TYPE(type_culture_exception);
EXCEPTION(type_culture_exception, "System.Globalization.CultureNotFoundException", type_argument_exception);
TYPE(type_regex_parse_exception);
EXCEPTION(type_regex_parse_exception, "System.Text.RegularExpressions.RegexParseException", type_argument_exception);
TYPE(type_decoder_exception);
EXCEPTION(type_decoder_exception, "System.Text.DecoderFallbackException", type_argument_exception);
TYPE(type_arithmetic_exception);
EXCEPTION(type_arithmetic_exception, "System.ArithmeticException", type_system_exception);
TYPE(type_divide_exception);
EXCEPTION(type_divide_exception, "System.DivideByZeroException", type_arithmetic_exception);
TYPE(type_overflow_exception);
EXCEPTION(type_overflow_exception, "System.OverflowException", type_arithmetic_exception);
TYPE(type_not_finite_exception);
EXCEPTION(type_not_finite_exception, "System.NotFiniteNumberException", type_arithmetic_exception);
TYPE(type_array_mismatch_exception);
EXCEPTION(type_array_mismatch_exception, "System.ArrayTypeMismatchException", type_system_exception);
TYPE(type_format_exception);
EXCEPTION(type_format_exception, "System.FormatException", type_system_exception);
TYPE(type_uri_format_exception);
EXCEPTION(type_uri_format_exception, "System.UriFormatException", type_format_exception);
TYPE(type_index_exception);
EXCEPTION(type_index_exception, "System.IndexOutOfRangeException", type_system_exception);
TYPE(type_invalid_cast_exception);
EXCEPTION(type_invalid_cast_exception, "System.InvalidCastException", type_system_exception);
TYPE(type_invalid_operation_exception);
EXCEPTION(type_invalid_operation_exception, "System.InvalidOperationException", type_system_exception);
TYPE(type_disposed_exception);
EXCEPTION(type_disposed_exception, "System.ObjectDisposedException", type_invalid_operation_exception);
TYPE(type_web_exception);
EXCEPTION(type_web_exception, "System.Net.WebException", type_invalid_operation_exception);
TYPE(type_protocol_violation_exception);
EXCEPTION(type_protocol_violation_exception, "System.Net.ProtocolViolationException", type_invalid_operation_exception);
TYPE(type_key_not_found_exception);
EXCEPTION(type_key_not_found_exception, "System.Collections.Generic.KeyNotFoundException", type_system_exception);
TYPE(type_member_access_exception);
EXCEPTION(type_member_access_exception, "System.MemberAccessException", type_system_exception);
TYPE(type_missing_member_exception);
EXCEPTION(type_missing_member_exception, "System.MissingMemberException", type_member_access_exception);
TYPE(type_missing_method_exception);
EXCEPTION(type_missing_method_exception, "System.MissingMethodException", type_missing_member_exception);
TYPE(type_missing_field_exception);
EXCEPTION(type_missing_field_exception, "System.MissingFieldException", type_missing_member_exception);
TYPE(type_not_implemented_exception);
EXCEPTION(type_not_implemented_exception, "System.NotImplementedException", type_system_exception);
TYPE(type_not_supported_exception);
EXCEPTION(type_not_supported_exception, "System.NotSupportedException", type_system_exception);
TYPE(type_platform_exception);
EXCEPTION(type_platform_exception, "System.PlatformNotSupportedException", type_not_supported_exception);
TYPE(type_null_reference_exception);
EXCEPTION(type_null_reference_exception, "System.NullReferenceException", type_system_exception);
TYPE(type_cancelled_exception);
EXCEPTION(type_cancelled_exception, "System.OperationCanceledException", type_system_exception);
TYPE(type_task_cancelled_exception);
EXCEPTION(type_task_cancelled_exception, "System.Threading.Tasks.TaskCanceledException", type_cancelled_exception);
TYPE(type_memory_exception);
EXCEPTION(type_memory_exception, "System.OutOfMemoryException", type_system_exception);
TYPE(type_stack_exception);
EXCEPTION(type_stack_exception, "System.StackOverflowException", type_system_exception);
TYPE(type_rank_exception);
EXCEPTION(type_rank_exception, "System.RankException", type_system_exception);
TYPE(type_timeout_exception);
EXCEPTION(type_timeout_exception, "System.TimeoutException", type_system_exception);
TYPE(type_type_load_exception);
EXCEPTION(type_type_load_exception, "System.TypeLoadException", type_system_exception);
TYPE(type_unauthorized_exception);
EXCEPTION(type_unauthorized_exception, "System.UnauthorizedAccessException", type_system_exception);
TYPE(type_aggregate_exception);
EXCEPTION(type_aggregate_exception, "System.AggregateException", type_exception);
TYPE(type_invalid_timezone_exception);
EXCEPTION(type_invalid_timezone_exception, "System.InvalidTimeZoneException", type_exception);
TYPE(type_timezone_exception);
EXCEPTION(type_timezone_exception, "System.TimeZoneNotFoundException", type_exception);
TYPE(type_io_exception);
EXCEPTION(type_io_exception, "System.IO.IOException", type_system_exception);
TYPE(type_directory_exception);
EXCEPTION(type_directory_exception, "System.IO.DirectoryNotFoundException", type_io_exception);
TYPE(type_drive_exception);
EXCEPTION(type_drive_exception, "System.IO.DriveNotFoundException", type_io_exception);
TYPE(type_end_of_stream_exception);
EXCEPTION(type_end_of_stream_exception, "System.IO.EndOfStreamException", type_io_exception);
TYPE(type_file_load_exception);
EXCEPTION(type_file_load_exception, "System.IO.FileLoadException", type_io_exception);
TYPE(type_file_exception);
EXCEPTION(type_file_exception, "System.IO.FileNotFoundException", type_io_exception);
TYPE(type_path_exception);
EXCEPTION(type_path_exception, "System.IO.PathTooLongException", type_io_exception);
TYPE(type_invalid_data_exception);
EXCEPTION(type_invalid_data_exception, "System.IO.InvalidDataException", type_system_exception);
TYPE(type_abandoned_mutex_exception);
EXCEPTION(type_abandoned_mutex_exception, "System.Threading.AbandonedMutexException", type_system_exception);
TYPE(type_security_exception);
EXCEPTION(type_security_exception, "System.Security.SecurityException", type_system_exception);
TYPE(type_authentication_exception);
EXCEPTION(type_authentication_exception, "System.Security.Authentication.AuthenticationException", type_system_exception);
TYPE(type_cryptographic_exception);
EXCEPTION(type_cryptographic_exception, "System.Security.Cryptography.CryptographicException", type_system_exception);
TYPE(type_external_exception);
EXCEPTION(type_external_exception, "System.Runtime.InteropServices.ExternalException", type_system_exception);
TYPE(type_com_exception);
EXCEPTION(type_com_exception, "System.Runtime.InteropServices.COMException", type_external_exception);
TYPE(type_win32_exception);
EXCEPTION(type_win32_exception, "System.ComponentModel.Win32Exception", type_external_exception);
TYPE(type_socket_exception);
EXCEPTION(type_socket_exception, "System.Net.Sockets.SocketException", type_win32_exception);
TYPE(type_http_exception);
EXCEPTION(type_http_exception, "System.Net.Http.HttpRequestException", type_exception);
TYPE(type_smtp_exception);
EXCEPTION(type_smtp_exception, "System.Net.Mail.SmtpException", type_exception);
TYPE(type_ping_exception);
EXCEPTION(type_ping_exception, "System.Net.NetworkInformation.PingException", type_invalid_operation_exception);
TYPE(type_xml_exception);
EXCEPTION(type_xml_exception, "System.Xml.XmlException", type_system_exception);
TYPE(type_xpath_exception);
EXCEPTION(type_xpath_exception, "System.Xml.XPath.XPathException", type_system_exception);
TYPE(type_data_exception);
EXCEPTION(type_data_exception, "System.Data.DataException", type_system_exception);
TYPE(type_target_invocation_exception);
EXCEPTION(type_target_invocation_exception, "System.Reflection.TargetInvocationException", type_application_exception);

TYPE(type_parent_contains_exception);
EXCEPTION(type_parent_contains_exception,
	  "System.Management.Automation.ParentContainsErrorRecordException", type_system_exception);
TYPE(type_runtime_exception);
EXCEPTION_AS(type_runtime_exception, "System.Management.Automation.RuntimeException",
	     type_system_exception, runtime_constructors, runtime_properties);
TYPE(type_cmdlet_invocation_exception);
RUNTIME(type_cmdlet_invocation_exception, "CmdletInvocationException", type_runtime_exception);
TYPE(type_cmdlet_provider_exception);
RUNTIME(type_cmdlet_provider_exception, "CmdletProviderInvocationException", type_cmdlet_invocation_exception);
TYPE(type_action_stop_exception);
RUNTIME(type_action_stop_exception, "ActionPreferenceStopException", type_runtime_exception);
TYPE(type_pipeline_stopped_exception);
RUNTIME(type_pipeline_stopped_exception, "PipelineStoppedException", type_runtime_exception);
TYPE(type_parse_exception);
RUNTIME(type_parse_exception, "ParseException", type_runtime_exception);
TYPE(type_incomplete_parse_exception);
RUNTIME(type_incomplete_parse_exception, "IncompleteParseException", type_parse_exception);
TYPE(type_command_not_found_exception);
RUNTIME(type_command_not_found_exception, "CommandNotFoundException", type_runtime_exception);
TYPE(type_application_failed_exception);
RUNTIME(type_application_failed_exception, "ApplicationFailedException", type_runtime_exception);
TYPE(type_native_exit_exception);
RUNTIME(type_native_exit_exception, "NativeCommandExitException", type_runtime_exception);
TYPE(type_script_requires_exception);
RUNTIME(type_script_requires_exception, "ScriptRequiresException", type_runtime_exception);
TYPE(type_call_depth_exception);
RUNTIME(type_call_depth_exception, "ScriptCallDepthException", type_system_exception);
TYPE(type_binding_exception);
RUNTIME(type_binding_exception, "ParameterBindingException", type_runtime_exception);
TYPE(type_binding_validation_exception);
RUNTIME(type_binding_validation_exception, "ParameterBindingValidationException", type_binding_exception);
TYPE(type_binding_transform_exception);
RUNTIME(type_binding_transform_exception, "ParameterBindingArgumentTransformationException", type_binding_exception);
TYPE(type_metadata_exception);
RUNTIME(type_metadata_exception, "MetadataException", type_runtime_exception);
TYPE(type_validation_exception);
RUNTIME(type_validation_exception, "ValidationMetadataException", type_metadata_exception);
TYPE(type_transform_exception);
RUNTIME(type_transform_exception, "ArgumentTransformationMetadataException", type_metadata_exception);
TYPE(type_parsing_metadata_exception);
RUNTIME(type_parsing_metadata_exception, "ParsingMetadataException", type_metadata_exception);
TYPE(type_ets_exception);
RUNTIME(type_ets_exception, "ExtendedTypeSystemException", type_runtime_exception);
TYPE(type_method_exception);
RUNTIME(type_method_exception, "MethodException", type_ets_exception);
TYPE(type_method_invocation_exception);
RUNTIME(type_method_invocation_exception, "MethodInvocationException", type_method_exception);
TYPE(type_get_value_exception);
RUNTIME(type_get_value_exception, "GetValueException", type_ets_exception);
TYPE(type_get_value_invocation_exception);
RUNTIME(type_get_value_invocation_exception, "GetValueInvocationException", type_get_value_exception);
TYPE(type_property_not_found_exception);
RUNTIME(type_property_not_found_exception, "PropertyNotFoundException", type_ets_exception);
TYPE(type_set_value_exception);
RUNTIME(type_set_value_exception, "SetValueException", type_ets_exception);
TYPE(type_set_value_invocation_exception);
RUNTIME(type_set_value_invocation_exception, "SetValueInvocationException", type_set_value_exception);
TYPE(type_session_state_exception);
RUNTIME(type_session_state_exception, "SessionStateException", type_runtime_exception);
TYPE(type_item_not_found_exception);
RUNTIME(type_item_not_found_exception, "ItemNotFoundException", type_session_state_exception);
TYPE(type_drive_not_found_exception);
RUNTIME(type_drive_not_found_exception, "DriveNotFoundException", type_session_state_exception);
TYPE(type_provider_not_found_exception);
RUNTIME(type_provider_not_found_exception, "ProviderNotFoundException", type_session_state_exception);
TYPE(type_session_state_overflow_exception);
RUNTIME(type_session_state_overflow_exception, "SessionStateOverflowException", type_session_state_exception);
TYPE(type_unwritable_exception);
RUNTIME(type_unwritable_exception, "SessionStateUnauthorizedAccessException", type_session_state_exception);
TYPE(type_provider_invocation_exception);
RUNTIME(type_provider_invocation_exception, "ProviderInvocationException", type_runtime_exception);
TYPE(type_wildcard_exception);
RUNTIME(type_wildcard_exception, "WildcardPatternException", type_runtime_exception);
TYPE(type_ps_argument_exception);
EXCEPTION_AS(type_ps_argument_exception, "System.Management.Automation.PSArgumentException",
	     type_argument_exception, argument_constructors, runtime_properties);
TYPE(type_ps_argument_null_exception);
EXCEPTION_AS(type_ps_argument_null_exception, "System.Management.Automation.PSArgumentNullException",
	     type_argument_null_exception, argument_null_constructors, runtime_properties);
TYPE(type_ps_argument_range_exception);
EXCEPTION_AS(type_ps_argument_range_exception, "System.Management.Automation.PSArgumentOutOfRangeException",
	     type_argument_range_exception, argument_null_constructors, runtime_properties);
TYPE(type_ps_cast_exception);
EXCEPTION_AS(type_ps_cast_exception, "System.Management.Automation.PSInvalidCastException",
	     type_invalid_cast_exception, runtime_constructors, runtime_properties);
TYPE(type_ps_operation_exception);
EXCEPTION_AS(type_ps_operation_exception, "System.Management.Automation.PSInvalidOperationException",
	     type_invalid_operation_exception, runtime_constructors, runtime_properties);
TYPE(type_ps_not_supported_exception);
EXCEPTION_AS(type_ps_not_supported_exception, "System.Management.Automation.PSNotSupportedException",
	     type_not_supported_exception, runtime_constructors, runtime_properties);
TYPE(type_ps_not_implemented_exception);
EXCEPTION_AS(type_ps_not_implemented_exception, "System.Management.Automation.PSNotImplementedException",
	     type_not_implemented_exception, runtime_constructors, runtime_properties);
TYPE(type_ps_security_exception);
RUNTIME(type_ps_security_exception, "PSSecurityException", type_runtime_exception);
TYPE(type_write_error_exception);
EXCEPTION(type_write_error_exception, "Microsoft.PowerShell.Commands.WriteErrorException", type_system_exception);
TYPE(type_http_response_exception);
EXCEPTION(type_http_response_exception, "Microsoft.PowerShell.Commands.HttpResponseException", type_http_exception);
TYPE(type_service_exception);
EXCEPTION(type_service_exception, "Microsoft.PowerShell.Commands.ServiceCommandException", type_system_exception);
TYPE(type_process_exception);
EXCEPTION(type_process_exception, "Microsoft.PowerShell.Commands.ProcessCommandException", type_system_exception);

static const char *default_message(const struct type *type)
{
	static const struct {
		const struct type *type;
		const char *text;
	} messages[] = {
		{ &type_argument_null_exception, "Value cannot be null." },
		{ &type_argument_range_exception, "Specified argument was out of the range of valid values." },
		{ &type_argument_exception, "Value does not fall within the expected range." },
		{ &type_disposed_exception, "Cannot access a disposed object." },
		{ &type_invalid_operation_exception,
		  "Operation is not valid due to the current state of the object." },
		{ &type_invalid_cast_exception, "Specified cast is not valid." },
		{ &type_platform_exception, "Operation is not supported on this platform." },
		{ &type_not_supported_exception, "Specified method is not supported." },
		{ &type_not_implemented_exception, "The method or operation is not implemented." },
		{ &type_uri_format_exception, "Invalid URI: The format of the URI could not be determined." },
		{ &type_format_exception, "One of the identified items was in an invalid format." },
		{ &type_divide_exception, "Attempted to divide by zero." },
		{ &type_overflow_exception, "Arithmetic operation resulted in an overflow." },
		{ &type_arithmetic_exception, "Overflow or underflow in the arithmetic operation." },
		{ &type_index_exception, "Index was outside the bounds of the array." },
		{ &type_null_reference_exception, "Object reference not set to an instance of an object." },
		{ &type_key_not_found_exception, "The given key was not present in the dictionary." },
		{ &type_timeout_exception, "The operation has timed out." },
		{ &type_unauthorized_exception, "Attempted to perform an unauthorized operation." },
		{ &type_memory_exception, "Insufficient memory to continue the execution of the program." },
		{ &type_file_exception, "Unable to find the specified file." },
		{ &type_directory_exception, "Attempted to access a path that is not on the disk." },
		{ &type_io_exception, "I/O error occurred." },
		{ &type_cancelled_exception, "The operation was canceled." },
		{ &type_application_exception, "Error in the application." },
		{ &type_security_exception, "Security error." },
		{ &type_system_exception, "System error." },
	};

	for (; type; type = type->base)
		for (size_t i = 0; i < G_N_ELEMENTS(messages); i++)
			if (messages[i].type == type)
				return type_is(type, &type_runtime_exception) ? NULL : messages[i].text;
	return NULL;
}
