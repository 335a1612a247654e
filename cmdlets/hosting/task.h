/*
 * What the hosting cmdlets share: one change as one transaction, with -WhatIf,
 * and arguments that become properties of a record.
 */
#ifndef HMSH_TASK_H
#define HMSH_TASK_H

#include "lib/cmdlet.h"
#include "state/kinds/hosting.h"

/* Puts and removes what the cmdlet does to one input object. False + error: nothing happens. */
typedef bool (*task_fn)(struct txn *txn, void *data, GError **error);

/*
 * Runs a change on `target` as a transaction of its own. Under -WhatIf it is checked as it would be
 * done, shown, and dropped. True when it was done; else *flow says how to go on (an error was then
 * reported).
 */
bool task_run(struct call *call, const char *target, task_fn change, void *data, enum flow *flow);

/* The store, or NULL with a terminating error in *flow. */
struct store *task_store(struct call *call, enum flow *flow);
/* The server's record; an error that names Initialize-HostingServer when there is none. Yours. */
struct record *task_server(struct store *store, GError **error);
/* Emits the record as its object. */
enum flow task_emit(struct call *call, struct record *record);

/* Sets a property from an argument; one that was not given changes nothing. */
bool task_set(struct record *record, const char *property, struct value v, GError **error);

/* Arguments that become properties of the same value: a table beside the args struct. */
struct task_field {
	const char *property;
	size_t at;		/* FIELD() */
};

/* `fields` ends with property NULL. */
bool task_set_all(struct record *record, const void *args, const struct task_field *fields,
		  GError **error);

/* The text of a string, or of an object that names itself by a member (Name, Identity). Yours or NULL. */
char *task_text(struct call *call, struct value v);

/* An object with a type name of its own from names and values (taken over). Yours. */
struct value task_object(const char *type_name, const char *const *names, struct value *values,
			 size_t n);

/*
 * Puts the name of the record in place of whatever form of identity a reference property was given
 * (an address, an alias, an FQDN ...); lists too. False + error when there is no such record.
 */
bool task_resolve(struct txn *txn, struct record *record, const char *property, GError **error);
/* Exactly one record of any of these kinds (blank-separated), in the transaction's view. Yours. */
struct record *task_find(struct txn *txn, const char *kinds, const char *organization,
			 const char *identity, GError **error);
/* After a new name was set: every reference to the old one follows it. */
bool task_rename(struct txn *txn, const struct record *old, const struct record *record,
		 GError **error);

/* Published parameters that have no meaning here: args needs a field `ignored`. */
#define IGNORED(args, parameter) \
	{ parameter, "object", FIELD(args, ignored), \
	  .flags = PARAM_IGNORED | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY, \
	  .help = "Accepted for compatibility; it has no meaning on this host." }
#define IGNORED_SWITCH(args, parameter) \
	{ parameter, "switch", FIELD(args, ignored), .flags = PARAM_IGNORED, \
	  .help = "Accepted for compatibility; it has no meaning on this host." }
#define REFUSED(args, parameter, reason) \
	{ parameter, "object", FIELD(args, ignored), \
	  .flags = PARAM_REFUSED | PARAM_ALLOW_NULL | PARAM_ALLOW_EMPTY, .help = reason }
#define REFUSED_SWITCH(args, parameter, reason) \
	{ parameter, "switch", FIELD(args, ignored), .flags = PARAM_REFUSED, .help = reason }

#endif
