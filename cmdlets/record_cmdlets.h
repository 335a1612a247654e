/*
 * Verbs that need no code of their own: Get-, Set-, Remove- and New- of a
 * record kind, their parameters made from the kind's table. A noun's file
 * declares what it wants:
 *
 *	static const struct record_verb get_address_list = {
 *		.kind = "AddressList", .flags = RECORD_LISTS, .ignored = "DomainController" };
 *
 *	CMDLET(get_address_list_cmdlet) = {
 *		.name = "Get-AddressList", RECORD_GET(get_address_list),
 *		.synopsis = "Shows address lists." };
 *
 * Get:    Identity (position 0, from the pipeline by value or name), Organization for a tenant's
 *         kind, Filter, ResultSize and SortBy with RECORD_LISTS. Emits objects.
 * Set:    Identity, Organization, every settable property; lists take @{Add=...; Remove=...}.
 * Remove: Identity, Organization; asks (ConfirmImpact High).
 * New:    every property that New- takes, from the pipeline by name; emits the new object.
 */
#ifndef HMSH_RECORD_CMDLETS_H
#define HMSH_RECORD_CMDLETS_H

#include "lib/cmdlet.h"
#include "state/store.h"

enum {
	RECORD_LISTS = 1,		/* Get: Filter, ResultSize, SortBy */
	RECORD_FORCE = 2,		/* -Force: accepted; Remove does not ask */
	RECORD_NO_ORGANIZATION = 4,	/* no -Organization although the kind is a tenant's */
	RECORD_PASS_THRU = 8,		/* Set: emits the changed object with -PassThru */
};

struct record_verb {
	const char *kind;
	unsigned flags;
	/* Published parameters without meaning here, blank-separated; "Name!" is a switch. */
	const char *ignored;
	/* Published parameters that would change the outcome: refused, for this reason. */
	const char *refused, *refusal;
	/* Properties that this verb does not take, or those that alone it takes, blank-separated. */
	const char *without, *only;
	/* Parameters of the noun's own: a struct of `extra_size` bytes that `extra` fields are in. */
	const struct param *extra;
	size_t extra_size;
	/* Get: whether to show it. */
	bool (*keep)(struct call *call, const void *extra, const struct record *record);
	/* Get: the object shown, when it is not the record's own; yours. */
	struct value (*show)(struct call *call, struct record *record);
	/*
	 * Set and New: after the properties were set, before the commit. `old` is NULL for New. May
	 * put further records and secrets; `record` itself is put afterwards.
	 */
	bool (*put)(struct call *call, struct txn *txn, const void *extra, const struct record *old,
		    struct record *record, GError **error);
	/* Remove: before the record is removed. */
	bool (*remove)(struct call *call, struct txn *txn, const void *extra, struct record *record,
		       GError **error);
	/* Get: further kinds that are looked through, blank-separated (Get-Recipient). */
	const char *more;
	/* Further names of -Identity, blank-separated. */
	const char *identity_aliases;
	/*
	 * New: the name of the organization when -Organization is not given, from the properties'
	 * arguments (by their index in the kind); yours, NULL + error. NULL: it is mandatory.
	 */
	char *(*owner)(struct call *call, struct store *store, const struct value *properties,
		       GError **error);
	/* Remove: the second line of the question, with one %s for the identity; NULL: a plain one. */
	const char *question;
};

#define RECORD_GET(verb) \
	.data = &(verb), .derive = record_get_params, .process = record_verb_get, \
	.state_size = sizeof(uint64_t)
#define RECORD_SET(verb) \
	.data = &(verb), .derive = record_set_params, .process = record_verb_set, \
	.flags = CMDLET_SHOULD_PROCESS
#define RECORD_REMOVE(verb) \
	.data = &(verb), .derive = record_remove_params, .process = record_verb_remove, \
	.flags = CMDLET_SHOULD_PROCESS | CMDLET_CONFIRM_HIGH
#define RECORD_NEW(verb) \
	.data = &(verb), .derive = record_new_params, .process = record_verb_new, \
	.flags = CMDLET_SHOULD_PROCESS

const struct param_table *record_get_params(const struct cmdlet *cmdlet);
const struct param_table *record_set_params(const struct cmdlet *cmdlet);
const struct param_table *record_remove_params(const struct cmdlet *cmdlet);
const struct param_table *record_new_params(const struct cmdlet *cmdlet);
enum flow record_verb_get(struct call *call, void *args);
enum flow record_verb_set(struct call *call, void *args);
enum flow record_verb_remove(struct call *call, void *args);
enum flow record_verb_new(struct call *call, void *args);

/*
 * The record that -Identity means: an object that a cmdlet emitted, an object with an Identity,
 * or any form of identity as text. NULL + error. Yours.
 */
struct record *record_by_argument(struct call *call, struct store *store, const char *kind,
				  const char *organization, struct value identity, GError **error);

#endif
