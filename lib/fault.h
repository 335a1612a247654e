/*
 * Faults: what a GError of ours carries besides its message.
 *
 * A row of a const table says what kind of error it is (id, .NET exception,
 * category, what to do); it stands beside the code that reports it:
 *
 *	static const struct fault no_such_offer = {
 *		"OfferNotFound", "System.ArgumentException", CATEGORY_OBJECT_NOT_FOUND,
 *		"Get-HostingPlan shows the offers." };
 *	...
 *	fault_set(error, &no_such_offer, target, "The offer \"%s\" ...", name);
 *
 * Every GError of lib, state and render is in the domain FAULT_ERROR or in a
 * domain of GLib's (file errors). The evaluator makes the error record; it
 * knows the position, so no message needs to say it.
 */
#ifndef HMSH_FAULT_H
#define HMSH_FAULT_H

#include "lib/value.h"

enum error_category {
	CATEGORY_NOT_SPECIFIED, CATEGORY_OPEN_ERROR, CATEGORY_CLOSE_ERROR, CATEGORY_DEVICE_ERROR,
	CATEGORY_DEADLOCK_DETECTED, CATEGORY_INVALID_ARGUMENT, CATEGORY_INVALID_DATA,
	CATEGORY_INVALID_OPERATION, CATEGORY_INVALID_RESULT, CATEGORY_INVALID_TYPE,
	CATEGORY_METADATA_ERROR, CATEGORY_NOT_IMPLEMENTED, CATEGORY_NOT_INSTALLED,
	CATEGORY_OBJECT_NOT_FOUND, CATEGORY_OPERATION_STOPPED, CATEGORY_OPERATION_TIMEOUT,
	CATEGORY_SYNTAX_ERROR, CATEGORY_PARSER_ERROR, CATEGORY_PERMISSION_DENIED,
	CATEGORY_RESOURCE_BUSY, CATEGORY_RESOURCE_EXISTS, CATEGORY_RESOURCE_UNAVAILABLE,
	CATEGORY_READ_ERROR, CATEGORY_WRITE_ERROR, CATEGORY_FROM_STDERR, CATEGORY_SECURITY_ERROR,
	CATEGORY_PROTOCOL_ERROR, CATEGORY_CONNECTION_ERROR, CATEGORY_AUTHENTICATION_ERROR,
	CATEGORY_LIMITS_EXCEEDED, CATEGORY_QUOTA_EXCEEDED, CATEGORY_NOT_ENABLED,
	CATEGORY_COUNT
};

/* "InvalidArgument" ... */
const char *error_category_name(enum error_category category);

struct fault {
	const char *id;			/* FullyQualifiedErrorId, without ",Command" */
	const char *exception;		/* full .NET type name */
	enum error_category category;
	const char *action;		/* RecommendedAction, or NULL */
};

#define FAULT_ERROR (fault_error_quark())
GQuark fault_error_quark(void);

/* `target` is borrowed (VALUE_NULL when there is none). */
void fault_set(GError **error, const struct fault *fault, struct value target,
	       const char *format, ...) G_GNUC_PRINTF(4, 5);
/*
 * A .NET exception as a method throws it; the evaluator wraps it
 * (MethodInvocationException) and its id is the exception's short name.
 */
void fault_throw(GError **error, const char *exception, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
/* Adds the inner exception's type and message to an error just set. */
void fault_inner(GError **error, const char *exception, const char *format, ...)
	G_GNUC_PRINTF(3, 4);
/* Adds what the inner exception holds in its turn. */
void fault_cause(GError **error, const char *exception, const char *message);
/* An error that is already a record or an exception object (throw $x); takes `record` over. */
void fault_set_record(GError **error, struct value record);

/* What an error carries; all borrowed, NULL / V_UNSET when it has none. */
struct fault_data {
	const struct fault *fault;
	char *id;			/* owned copy when made by fault_throw() */
	char *exception;
	char *inner_exception;
	char *inner_message;
	char *cause_exception;		/* inside the inner one, or NULL */
	char *cause_message;
	char *action;			/* RecommendedAction made for this error, or NULL */
	struct value target;
	struct value record;
	bool is_throw;			/* made by fault_throw() */
};

struct fault_data *fault_data(const GError *error);	/* NULL for a foreign domain */
/* The fault's id ("" when it has none). */
const char *fault_id(const GError *error);
bool fault_is(const GError *error, const struct fault *fault);

#endif
