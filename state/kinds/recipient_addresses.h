/*
 * What all recipients have: a list of addresses with one primary, names of
 * their own, attributes that are free to use.
 */
#ifndef HMSH_RECIPIENT_ADDRESSES_H
#define HMSH_RECIPIENT_ADDRESSES_H

#include "state/kinds/checks.h"
#include "state/store.h"

/* The kinds that can be a member, a forwarding address, a recipient. */
#define RECIPIENT_KINDS	"Mailbox DistributionGroup MailContact"

#define CUSTOM_ATTRIBUTE(number) \
	{ "CustomAttribute" number, "string", 0, .check = check_line, \
	  .help = "Free for the organization's use." }
#define EXTENSION_ATTRIBUTE(number) \
	{ "ExtensionCustomAttribute" number, "string", PROPERTY_MULTI | PROPERTY_SET_ONLY, \
	  .check = check_line, .help = "Free for the organization's use." }
#define CUSTOM_ATTRIBUTES \
	CUSTOM_ATTRIBUTE("1"), CUSTOM_ATTRIBUTE("2"), CUSTOM_ATTRIBUTE("3"), CUSTOM_ATTRIBUTE("4"), \
	CUSTOM_ATTRIBUTE("5"), CUSTOM_ATTRIBUTE("6"), CUSTOM_ATTRIBUTE("7"), CUSTOM_ATTRIBUTE("8"), \
	CUSTOM_ATTRIBUTE("9"), CUSTOM_ATTRIBUTE("10"), CUSTOM_ATTRIBUTE("11"), \
	CUSTOM_ATTRIBUTE("12"), CUSTOM_ATTRIBUTE("13"), CUSTOM_ATTRIBUTE("14"), \
	CUSTOM_ATTRIBUTE("15"), EXTENSION_ATTRIBUTE("1"), EXTENSION_ATTRIBUTE("2"), \
	EXTENSION_ATTRIBUTE("3"), EXTENSION_ATTRIBUTE("4"), EXTENSION_ATTRIBUTE("5")

/* PrimarySmtpAddress: `compute` and `assign` of a property that is seen in EmailAddresses. */
struct value recipient_primary(struct store *store, const struct record *record);
bool recipient_assign_primary(struct record *record, struct value v, GError **error);

/* Whether an address lies in a domain of the record's organization. */
bool recipient_domain_is_accepted(struct txn *txn, const struct record *record, const char *address,
				  GError **error);
/* EmailAddresses: each once, in accepted domains, exactly one primary. */
bool recipient_addresses_are_sound(struct txn *txn, const struct record *record, GError **error);
/* The same of a recipient that may have no address of its own. */
bool recipient_addresses_are_accepted(struct txn *txn, const struct record *record, GError **error);
/* Members are named by name: no two recipients of an organization have the same one. */
bool recipient_name_is_free(struct txn *txn, const struct record *old, const struct record *record,
			    GError **error);

#endif
