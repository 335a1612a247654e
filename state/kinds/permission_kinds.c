/*
 * Who may do what with another's mailbox: open it, send in its name, see one of
 * its folders. A record a pair of the two, which goes with either of them.
 */
#include "config.h"
#include "state/kinds/hosting.h"
#include "state/kinds/recipient_addresses.h"

static const struct fault who_is_missing = {
	"PermissionUser", "Microsoft.Exchange.Data.DataValidationException", CATEGORY_INVALID_DATA,
	"Name a recipient of the organization, Default or Anonymous." };

#define MAILBOX(name, what) \
	{ name, "string", PROPERTY_REQUIRED | PROPERTY_DELETE_WITH | PROPERTY_VIEW, \
	  .reference = "Mailbox", .help = what }
#define TRUSTEE(name, flags) \
	{ name, "string", PROPERTY_DELETE_WITH | PROPERTY_VIEW | (flags), \
	  .reference = RECIPIENT_KINDS, .help = "Who has the rights." }
#define RIGHTS(names) \
	{ "AccessRights", "string", PROPERTY_MULTI | PROPERTY_REQUIRED | PROPERTY_VIEW, .values = names, \
	  .help = "The rights." }

static const struct property mailbox_permission_properties[] = {
	MAILBOX("Mailbox", "The mailbox that is opened."),
	TRUSTEE("User", PROPERTY_REQUIRED),
	RIGHTS("FullAccess ReadPermission ChangePermission ChangeOwner DeleteItem ExternalAccount"),
	{ "Deny", "bool", PROPERTY_VIEW, "false", .help = "Whether the rights are denied." },
	{ "InheritanceType", "string", 0, "All",
	  .values = "None All Children Descendents SelfAndChildren",
	  .help = "Kept and shown: which folders inherit the rights." },
	{ "AutoMapping", "bool", 0, "true",
	  .help = "Kept and shown: whether clients open the mailbox by themselves." },
	{ NULL }
};

RECORD_KIND(mailbox_permission_kind) = {
	.name = "MailboxPermission",
	.type_name = "Microsoft.Exchange.Management.RecipientTasks.MailboxAcePresentationObject",
	.scope = SCOPE_ORGANIZATION, .properties = mailbox_permission_properties, .order = 80,
	.help = "Who may open whose mailbox.",
};

static const struct property recipient_permission_properties[] = {
	{ "Recipient", "string", PROPERTY_REQUIRED | PROPERTY_DELETE_WITH | PROPERTY_VIEW,
	  .reference = RECIPIENT_KINDS, .help = "In whose name is sent." },
	TRUSTEE("Trustee", PROPERTY_REQUIRED),
	RIGHTS("SendAs"),
	{ NULL }
};

RECORD_KIND(recipient_permission_kind) = {
	.name = "RecipientPermission",
	.type_name = "Microsoft.Exchange.Management.RecipientTasks.RecipientAcePresentationObject",
	.scope = SCOPE_ORGANIZATION, .properties = recipient_permission_properties, .order = 81,
	.help = "Who may send in whose name.",
};

static const struct property folder_permission_properties[] = {
	MAILBOX("Mailbox", "The mailbox that has the folder."),
	{ "Folder", "string", PROPERTY_REQUIRED | PROPERTY_VIEW, .check = check_line,
	  .help = "The folder's name, as Calendar or Inbox\\Projects." },
	TRUSTEE("User", 0),
	{ "Everyone", "string", 0, .values = "Default Anonymous",
	  .help = "Who has the rights when it is no recipient." },
	RIGHTS("None CreateItems CreateSubfolders DeleteAllItems DeleteOwnedItems EditAllItems "
	       "EditOwnedItems FolderContact FolderOwner FolderVisible ReadItems Owner "
	       "PublishingEditor Editor PublishingAuthor Author NonEditingAuthor Reviewer "
	       "Contributor AvailabilityOnly LimitedDetails"),
	{ "SharingPermissionFlags", "string", PROPERTY_MULTI,
	  .values = "None Delegate CanViewPrivateItems", .help = "Kept and shown." },
	{ NULL }
};

static bool folder_permission_validate(struct txn *txn, const struct record *old, struct record *new,
				       GError **error)
{
	g_autofree char *user = new ? record_text(new, "User") : NULL;
	g_autofree char *everyone = new ? record_text(new, "Everyone") : NULL;

	if (!new || user || everyone)
		return true;
	fault_set(error, &who_is_missing, VALUE_NULL, "The permission names nobody who has it.");
	return false;
}

RECORD_KIND(folder_permission_kind) = {
	.name = "MailboxFolderPermission",
	.type_name = "Microsoft.Exchange.Management.StoreTasks.MailboxFolderPermission",
	.scope = SCOPE_ORGANIZATION, .properties = folder_permission_properties, .order = 82,
	.help = "Who may do what with a folder.", .validate = folder_permission_validate,
};
