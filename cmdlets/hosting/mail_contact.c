/* Mail contacts: recipients outside that an organization has in its address book. */
#include "config.h"
#include "cmdlets/hosting/mailbox.h"
#include "cmdlets/hosting/recipients.h"
#include "cmdlets/record_cmdlets.h"
#include "lib/exchange.h"

static const struct record_verb get_contact = {
	.kind = "MailContact", .flags = RECORD_LISTS,
	.ignored = "Credential IgnoreDefaultScope! OrganizationalUnit ReadFromDomainController! "
		"RecipientTypeDetails",
	.refused = "Anr", .refusal = "Use -Filter, as -Filter \"DisplayName -like 'jo*'\".",
};

CMDLET(get_mail_contact) = {
	.name = "Get-MailContact", RECORD_GET(get_contact), .module = "HostingManagement",
	.synopsis = "Shows mail contacts.", .output = "MailContact",
};

/* The names that follow from the contact's own. */
static bool new_contact_put(struct call *call, struct txn *txn, const void *extra,
			    const struct record *old, struct record *contact, GError **error)
{
	g_autofree char *alias = record_text(contact, "Alias");
	g_autofree char *shown = record_text(contact, "DisplayName");
	g_autofree char *made = mailbox_alias_of(record_name(contact));

	return (alias || record_set_text(contact, "Alias", made, error)) &&
		(shown || record_set_text(contact, "DisplayName", record_name(contact), error));
}

/* The address outside says nothing: without -Organization only one of its own domains does. */
static char *contact_owner(struct call *call, struct store *store, const struct value *properties,
			   GError **error)
{
	int i = record_property_index(record_kind_find("MailContact"), "PrimarySmtpAddress");

	return recipient_organization(
		store, properties[i].kind == V_UNSET ? VALUE_NULL : properties[i], error);
}

#define IGNORED_OF_CONTACTS \
	"ArbitrationMailbox CreateDTMFMap ForceUpgrade! IgnoreDefaultScope! MacAttachmentFormat " \
	"MailTipTranslations MaxRecipientPerMessage MaxSendSize MessageBodyFormat " \
	"OrganizationalUnit RemovePicture! RemoveSpokenName! SecondaryAddress SecondaryDialPlan " \
	"SendModerationNotifications UMDtmfMap UsePreferMessageFormat UserCertificate " \
	"UserSMimeCertificate"
#define REFUSED_OF_CONTACTS \
	"AcceptMessagesOnlyFrom AcceptMessagesOnlyFromDLMembers " \
	"AcceptMessagesOnlyFromSendersOrMembers BypassModerationFromSendersOrMembers " \
	"GrantSendOnBehalfTo ModeratedBy ModerationEnabled RejectMessagesFrom " \
	"RejectMessagesFromDLMembers RejectMessagesFromSendersOrMembers " \
	"RequireSenderAuthenticationEnabled"

static const char why_refused[] = "this host does not choose among the senders to a contact.";

static const struct record_verb new_contact = {
	.kind = "MailContact", .put = new_contact_put, .owner = contact_owner,
	.ignored = IGNORED_OF_CONTACTS, .refused = REFUSED_OF_CONTACTS, .refusal = why_refused,
};

CMDLET(new_mail_contact) = {
	.name = "New-MailContact", RECORD_NEW(new_contact), .module = "HostingManagement",
	.synopsis = "Makes a mail contact.", .output = "MailContact",
};

static bool set_contact_put(struct call *call, struct txn *txn, const void *extra,
			    const struct record *old, struct record *contact, GError **error)
{
	return task_rename(txn, old, contact, error);
}

static const struct record_verb set_contact = {
	.kind = "MailContact", .flags = RECORD_FORCE, .put = set_contact_put,
	.ignored = IGNORED_OF_CONTACTS, .refused = REFUSED_OF_CONTACTS, .refusal = why_refused,
};

CMDLET(set_mail_contact) = {
	.name = "Set-MailContact", RECORD_SET(set_contact), .module = "HostingManagement",
	.synopsis = "Changes a mail contact.",
};

static const struct record_verb remove_contact = {
	.kind = "MailContact", .flags = RECORD_FORCE, .ignored = "IgnoreDefaultScope!",
};

CMDLET(remove_mail_contact) = {
	.name = "Remove-MailContact", RECORD_REMOVE(remove_contact), .module = "HostingManagement",
	.synopsis = "Removes a mail contact.",
};
