/*
 * Error records: what $Error, catch and the error stream hold. Terminating or
 * not is how a record travels, not what it is.
 */
#ifndef HMSH_ERROR_RECORD_H
#define HMSH_ERROR_RECORD_H

#include "lib/fault.h"
#include "lib/str.h"

struct error_record {		/* V_ERROR */
	struct block block;
	struct gc_link link;
	struct value exception;		/* an object whose type derives from System.Exception */
	struct string *id;		/* FullyQualifiedErrorId, ",Command" included */
	uint32_t own_id;		/* its length without ",Command"; 0: it has no such part yet */
	enum error_category category;
	struct value target;		/* V_NULL: none */
	struct string *activity;	/* CategoryInfo's, each NULL or text */
	struct string *reason;
	struct string *target_name;
	struct string *target_type;
	struct string *details;		/* ErrorDetails.Message, or NULL */
	struct string *action;		/* RecommendedAction, or NULL */
	struct value invocation;	/* InvocationInfo object (or what `describe` makes it of), or V_NULL */
	/* Makes the InvocationInfo when it is first asked for (yours); NULL: `invocation` is it. */
	struct value (*describe)(struct error_record *record);
	struct string *stack;		/* ScriptStackTrace */
	struct string *command;		/* name of the command that reported it, or NULL */
	struct value source;		/* keeps the position's text alive (of the evaluator) */
	uint32_t start, end;		/* its extent in that source */
	uint32_t pipeline_position;	/* of its command, from 1; 0: of no command */
	bool has_extent;
	bool from_throw;		/* by the throw statement */
	bool from_cmdlet;		/* left a cmdlet, which has reported it */
	bool recorded;			/* a function of the running pipeline failed with it */
	bool fatal;			/* ends the script, not the statement (throw, -ErrorAction Stop) */
	bool ends_function;		/* `fatal` only as far as the function that threw it */
	bool shown;			/* written to the error stream already */
};

/* Takes `exception` over. */
struct error_record *error_record_new(struct value exception, const char *id,
				      enum error_category category, struct value target);
/* The record a GError stands for: the one it carries, or a new one from its fault. Frees `error`. */
struct error_record *error_record_of(GError *error);
/* The record of a method that threw: MethodInvocationException with the thrown one (taken over) inside. */
struct error_record *error_record_of_call(struct error_record *thrown, const char *method, unsigned n);
/* Its message: ErrorDetails' or the exception's. Yours. */
struct string *error_record_message(struct error_record *record);
/* Its InvocationInfo, made now if it was not yet; borrowed, V_NULL: none. */
struct value error_record_invocation(struct error_record *record);
/* One like it, to be reported anew. Yours. */
struct error_record *error_record_copy(const struct error_record *record);
/* An exception object of a .NET type with Message and InnerException (borrowed, V_NULL: none). Yours. */
struct value exception_new(const char *type_name, struct string *message, struct value inner);
/* Message of an exception object; yours. */
struct string *exception_message(struct value exception);

#endif
