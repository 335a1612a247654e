/*
 * Mailboxes. The addresses are one list, EmailAddresses, with one primary;
 * PrimarySmtpAddress and WindowsEmailAddress are ways to see and set it. Every
 * SMTP address lies in a domain of the organization, and nobody else has it.
 */
#include "config.h"
#include "lib/convert.h"
#include "lib/exchange.h"
#include "state/kinds/checks.h"
#include "state/kinds/hosting.h"
#include "state/kinds/recipient_addresses.h"

static const struct fault quota_order = {
	"QuotaOrder", "Microsoft.Exchange.Data.DataValidationException", CATEGORY_INVALID_DATA,
	"Raise the larger quota, or lower the smaller one." };
static const struct fault forwards_to_itself = {
	"ForwardingLoop", "Microsoft.Exchange.Data.DataValidationException", CATEGORY_INVALID_DATA,
	"Forward to another recipient." };

/* -- Computed properties ---------------------------------------------------------------- */

static struct value server_name(struct store *store, const struct record *record)
{
	g_autoptr(record_auto) server = hosting_server(store);

	return server ? value_text(record_name(server)) : VALUE_NULL;
}

static struct value organizational_unit(struct store *store, const struct record *record)
{
	g_autoptr(record_auto) server = hosting_server(store);
	g_autofree char *domain = server ? record_text(server, "DomainName") : NULL;

	return value_str(str_printf("%s/Microsoft Exchange Hosted Organizations/%s",
				    domain ? domain : "", record->organization));
}

static struct value user_mailbox(struct store *store, const struct record *record)
{
	return value_text("UserMailbox");
}

static struct value database(struct store *store, const struct record *record)
{
	return value_text("Mailbox Database");
}

static struct value always(struct store *store, const struct record *record)
{
	return value_bool(true);
}

static struct value exchange_guid(struct store *store, const struct record *record)
{
	value_auto text = value_text(record->guid);

	return value_as(text, &type_guid);
}

static bool details_are(const struct record *record, const char *what)
{
	g_autofree char *details = record_text(record, "RecipientTypeDetails");

	return details && strcmp(details, what) == 0;
}

static struct value is_shared(struct store *store, const struct record *record)
{
	return value_bool(details_are(record, "SharedMailbox"));
}

static struct value is_resource(struct store *store, const struct record *record)
{
	return value_bool(details_are(record, "RoomMailbox") ||
			  details_are(record, "EquipmentMailbox"));
}

static struct value has_forwarding(struct store *store, const struct record *record)
{
	value_auto to = record_get(record, "ForwardingAddress");
	value_auto out = record_get(record, "ForwardingSmtpAddress");

	return value_bool(!value_is_null(to) || !value_is_null(out));
}

/* -- The table ------------------------------------------------------------------------------ */

#define LINE(name, what)	{ name, "string", 0, .check = check_line, .help = what }
#define PERSON(name, what)	{ name, "string", PROPERTY_HIDDEN, .check = check_line, .help = what }
#define ACCESS(name, flags, fallback, what) \
	{ name, "bool", PROPERTY_HIDDEN | PROPERTY_SET_ONLY | (flags), fallback, .help = what }
#define RECIPIENTS(name, what)	{ name, "string", PROPERTY_MULTI | PROPERTY_SET_ONLY, \
	.reference = "Mailbox", .help = what }

static const struct property mailbox_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_VIEW, .check = check_name,
	  .ldap = "cn", .help = "The name, unique within the organization." },
	{ "DisplayName", "string", 0, .check = check_line, .ldap = "displayName",
	  .help = "The name that address books show." },
	{ "Alias", "string", PROPERTY_UNIQUE | PROPERTY_IDENTITY | PROPERTY_VIEW,
	  .check = check_alias, .ldap = "mailNickname", .help = "The part before the @ of new addresses." },
	{ "UserPrincipalName", "SmtpAddress",
	  PROPERTY_REQUIRED | PROPERTY_UNIQUE_EVERYWHERE | PROPERTY_IDENTITY,
	  .ldap = "userPrincipalName", .help = "The name to log on with, as jsmith@tenant.com." },
	{ "SamAccountName", "string", 0, .check = check_alias, .ldap = "sAMAccountName",
	  .help = "The logon name of earlier Windows versions; kept and shown." },
	{ "EmailAddresses", "ProxyAddress",
	  PROPERTY_MULTI | PROPERTY_UNIQUE_EVERYWHERE | PROPERTY_IDENTITY, .ldap = "proxyAddresses",
	  .help = "All addresses; the primary one has SMTP: in capitals." },
	{ "PrimarySmtpAddress", "SmtpAddress", PROPERTY_COMPUTED, .compute = recipient_primary,
	  .assign = recipient_assign_primary, .ldap = "mail", .help = "The address that mail is sent from." },
	{ "WindowsEmailAddress", "SmtpAddress", PROPERTY_COMPUTED | PROPERTY_SET_ONLY,
	  .compute = recipient_primary, .assign = recipient_assign_primary,
	  .help = "The same as PrimarySmtpAddress." },
	LINE("FirstName", "The first name."),
	LINE("LastName", "The last name."),
	LINE("Initials", "The initials."),
	LINE("Office", "The office."),
	LINE("SimpleDisplayName", "The name for systems that show ASCII only."),
	{ "RecipientTypeDetails", "RecipientTypeDetails", PROPERTY_READONLY, "UserMailbox",
	  .help = "What kind of mailbox it is." },
	{ "RecipientType", "RecipientType", PROPERTY_COMPUTED, .compute = user_mailbox,
	  .help = "Always UserMailbox." },
	{ "MailboxPlan", "string", PROPERTY_NEW_ONLY, .reference = "MailboxPlan",
	  .help = "The plan whose limits it took over when it was made." },
	{ "AccountDisabled", "bool", 0, "false", .help = "Whether its owner may not log on." },
	{ "IsMailboxEnabled", "bool", PROPERTY_COMPUTED, .compute = always,
	  .help = "Always true." },
	{ "IsShared", "bool", PROPERTY_COMPUTED, .compute = is_shared,
	  .help = "Whether it is a shared mailbox." },
	{ "IsResource", "bool", PROPERTY_COMPUTED, .compute = is_resource,
	  .help = "Whether it is a room or equipment." },
	{ "ResourceCapacity", "int", 0, .check = check_positive,
	  .help = "How many the room holds." },
	{ "HiddenFromAddressListsEnabled", "bool", PROPERTY_SET_ONLY, "false",
	  .help = "Whether directory look-ups do not find it." },
	{ "EmailAddressPolicyEnabled", "bool", PROPERTY_SET_ONLY | PROPERTY_INERT, "true",
	  .help = "Kept and shown." },
	{ "ForwardingAddress", "string", PROPERTY_SET_ONLY, .reference = RECIPIENT_KINDS,
	  .help = "The recipient of the organization that its mail goes to." },
	{ "ForwardingSmtpAddress", "ProxyAddress", PROPERTY_SET_ONLY,
	  .help = "The address anywhere that its mail goes to." },
	{ "DeliverToMailboxAndForward", "bool", PROPERTY_SET_ONLY, "false",
	  .help = "Whether forwarded mail is kept as well." },
	{ "HasForwarding", "bool", PROPERTY_COMPUTED | PROPERTY_HIDDEN, .compute = has_forwarding,
	  .help = "Whether its mail is forwarded." },
	{ "ServerName", "string", PROPERTY_COMPUTED | PROPERTY_VIEW, .compute = server_name,
	  .help = "The server it is on." },
	{ "Database", "string", PROPERTY_COMPUTED, .compute = database,
	  .help = "The mailbox store." },
	{ "UseDatabaseQuotaDefaults", "bool", PROPERTY_SET_ONLY, "false",
	  .help = "Gives it the limits of its mailbox plan again." },
	{ "IssueWarningQuota", "UnlimitedSize", PROPERTY_SET_ONLY, "Unlimited",
	  .help = "Size from which its owner is warned." },
	{ "ProhibitSendQuota", "UnlimitedSize", PROPERTY_SET_ONLY | PROPERTY_VIEW, "Unlimited",
	  .help = "Size from which it cannot send." },
	{ "ProhibitSendReceiveQuota", "UnlimitedSize", PROPERTY_SET_ONLY, "Unlimited",
	  .help = "Size from which it neither sends nor receives." },
	{ "MaxSendSize", "UnlimitedSize", PROPERTY_SET_ONLY | PROPERTY_INERT, "Unlimited",
	  .help = "Kept and shown: largest message it may send." },
	{ "MaxReceiveSize", "UnlimitedSize", PROPERTY_SET_ONLY | PROPERTY_INERT, "Unlimited",
	  .help = "Kept and shown: largest message it may receive." },
	{ "RecipientLimits", "Unlimited", PROPERTY_SET_ONLY | PROPERTY_INERT, "Unlimited",
	  .help = "Kept and shown: most recipients of one message it sends." },
	{ "RetainDeletedItemsFor", "timespan", PROPERTY_SET_ONLY | PROPERTY_INERT, "14.00:00:00",
	  .help = "Kept and shown: how long deleted items can be recovered." },
	{ "UseDatabaseRetentionDefaults", "bool", PROPERTY_SET_ONLY | PROPERTY_INERT, "true",
	  .help = "Kept and shown." },
	{ "SingleItemRecoveryEnabled", "bool", PROPERTY_SET_ONLY | PROPERTY_INERT, "false",
	  .help = "Kept and shown." },
	{ "RequireSenderAuthenticationEnabled", "bool", PROPERTY_SET_ONLY, "false",
	  .help = "Whether only authenticated senders reach it." },
	{ "GrantSendOnBehalfTo", "string", PROPERTY_MULTI | PROPERTY_SET_ONLY | PROPERTY_LETS_GO,
	  .reference = RECIPIENT_KINDS, .help = "Who may send on its behalf." },
	RECIPIENTS("AcceptMessagesOnlyFrom", "Who alone may send to it."),
	RECIPIENTS("RejectMessagesFrom", "Who may not send to it."),
	{ "ResetPasswordOnNextLogon", "bool", PROPERTY_INERT, "false", .help = "Kept and shown." },
	{ "AntispamBypassEnabled", "bool", PROPERTY_SET_ONLY | PROPERTY_INERT, "false",
	  .help = "Kept and shown: whether its mail is not filtered for spam." },
	{ "ExternalOofOptions", "ExternalOofOptions", PROPERTY_SET_ONLY | PROPERTY_INERT, "External",
	  .help = "Kept and shown: to whom automatic replies go." },
	{ "Languages", "string", PROPERTY_MULTI | PROPERTY_SET_ONLY | PROPERTY_INERT, .check = check_line,
	  .help = "Kept and shown: preferred languages, as en-US." },
	{ "MailTip", "string", PROPERTY_SET_ONLY | PROPERTY_INERT, .check = check_text,
	  .help = "Kept and shown: text that senders see before they send." },
	{ "OrganizationalUnit", "string", PROPERTY_COMPUTED, .compute = organizational_unit,
	  .help = "Its place in the directory." },
	{ "ExchangeGuid", "guid", PROPERTY_COMPUTED, .compute = exchange_guid,
	  .help = "The mailbox's GUID." },
	{ "IsValid", "bool", PROPERTY_COMPUTED, .compute = always, .help = "Always true." },
	CUSTOM_ATTRIBUTES,
	PERSON("AssistantName", "The assistant's name."),
	PERSON("City", "The city."),
	PERSON("Company", "The company."),
	PERSON("CountryOrRegion", "The country or region."),
	PERSON("Department", "The department."),
	PERSON("Fax", "The fax number."),
	PERSON("HomePhone", "The telephone number at home."),
	PERSON("MobilePhone", "The mobile telephone number."),
	PERSON("Pager", "The pager's number."),
	PERSON("Phone", "The telephone number."),
	PERSON("PhoneticDisplayName", "How the name is spoken."),
	PERSON("PostalCode", "The postal code."),
	PERSON("StateOrProvince", "The state or province."),
	PERSON("Title", "The title."),
	PERSON("WebPage", "The web page."),
	ACCESS("ImapEnabled", 0, "true", "Whether its owner may use IMAP."),
	ACCESS("PopEnabled", 0, "true", "Whether its owner may use POP3."),
	ACCESS("SmtpClientAuthenticationDisabled", 0, "false",
	       "Whether its owner may not send by authenticated submission."),
	ACCESS("OWAEnabled", PROPERTY_INERT, "true", "Kept and shown: webmail."),
	ACCESS("ECPEnabled", PROPERTY_INERT, "true", "Kept and shown: the control panel."),
	ACCESS("ActiveSyncEnabled", PROPERTY_INERT, "true", "Kept and shown: telephones."),
	ACCESS("OWAforDevicesEnabled", PROPERTY_INERT, "true", "Kept and shown: telephones."),
	ACCESS("MAPIEnabled", PROPERTY_INERT, "true", "Kept and shown: Outlook."),
	ACCESS("EwsEnabled", PROPERTY_INERT, "true", "Kept and shown: Exchange Web Services."),
	{ "Manager", "string", PROPERTY_HIDDEN, .reference = "Mailbox", .help = "The manager." },
	{ "Notes", "string", PROPERTY_HIDDEN, .check = check_text, .help = "Notes." },
	{ "StreetAddress", "string", PROPERTY_HIDDEN, .check = check_text, .help = "The street." },
	{ NULL }
};

/* -- Rules ------------------------------------------------------------------------------------- */

static bool quota_not_above(const struct record *record, const char *lower, const char *upper,
			    GError **error)
{
	value_auto a = record_get(record, lower), b = record_get(record, upper);
	uint64_t low, high;

	if (!size_bytes(b, &high) || (size_bytes(a, &low) && low <= high))
		return true;
	if (!size_bytes(a, &low))
		return true;
	fault_set(error, &quota_order, a, "%s of the mailbox \"%s\" is above its %s.", lower,
		  record_name(record), upper);
	return false;
}

static bool forwards_elsewhere(const struct record *record, GError **error)
{
	g_autofree char *to = record_text(record, "ForwardingAddress");
	value_auto target = VALUE_UNSET;

	if (!to || (!text_equal_nocase(to, record_name(record)) &&
		    !text_equal_nocase(to, record->guid)))
		return true;
	target = value_text(to);
	fault_set(error, &forwards_to_itself, target, "The mailbox \"%s\" would forward to itself.",
		  record_name(record));
	return false;
}

static bool mailbox_validate(struct txn *txn, const struct record *old, struct record *new,
			     GError **error)
{
	g_autofree char *upn = new ? record_text(new, "UserPrincipalName") : NULL;

	if (!new)
		return true;
	return (!upn || recipient_domain_is_accepted(txn, new, upn, error)) &&
		recipient_addresses_are_sound(txn, new, error) && recipient_name_is_free(txn, old, new, error) && forwards_elsewhere(new, error) &&
		quota_not_above(new, "IssueWarningQuota", "ProhibitSendQuota", error) &&
		quota_not_above(new, "ProhibitSendQuota", "ProhibitSendReceiveQuota", error);
}

RECORD_KIND(mailbox_kind) = {
	.name = "Mailbox",
	.type_name = "Microsoft.Exchange.Data.Directory.Management.Mailbox",
	.scope = SCOPE_ORGANIZATION, .properties = mailbox_properties, .order = 50,
	.help = "A mailbox and the user who owns it.",
	.validate = mailbox_validate, .identity = identity_in_organization,
};
