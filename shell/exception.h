/*
 * Errors on their way: raising, reporting, try and catch, traps, throw.
 */
#ifndef HMSH_EXCEPTION_H
#define HMSH_EXCEPTION_H

#include "lib/error_record.h"
#include "shell/node.h"
#include "shell/session.h"

enum action_preference { ACTION_SILENTLY, ACTION_STOP, ACTION_CONTINUE, ACTION_INQUIRE, ACTION_IGNORE,
			 ACTION_SUSPEND, ACTION_BREAK };

/* Makes a record (taken over) the pending error. */
enum flow raise_record(struct session *session, struct error_record *record);
/* raise_value() at a place of its own in the node's source. */
struct value raise_at(struct scope *scope, struct node *node, struct span span, GError *error);
/* Gives a record its position when it has none. */
void error_locate(struct scope *scope, struct node *node, struct error_record *record);
/* Whether the pending error ends only its statement here (no try, not fatal). */
bool error_continues(struct session *session);
/* Writes the pending error to the error stream and $Error; the error is handled. */
void error_report(struct session *session);
/* A record to $Error and to the error stream, as a non-terminating error. */
enum flow error_write(struct session *session, struct error_record *record);
/* Only to $Error. */
void error_remember(struct session *session, struct error_record *record);
/* The pending error, handled: yours. */
struct error_record *error_take(struct session *session);
/* $ErrorActionPreference and its relatives as they are in `scope`. */
enum action_preference preference_get(struct scope *scope, const char *variable,
				      enum action_preference fallback);
bool preference_parse(struct value v, enum action_preference *ret);

enum flow block_exec_trapped(struct block_node *block, struct scope *scope, struct sink *out);
struct node *prepare_try(struct unit *unit, const struct ast_try *ast);
struct node *prepare_throw(struct unit *unit, const struct ast_throw *ast);

#endif
