/*
 * Mailboxes. The addresses are one list, EmailAddresses, with one primary;
 * PrimarySmtpAddress and WindowsEmailAddress are ways to see and set it. Every
 * SMTP address lies in a domain of the organization, and nobody else has it.
 */
#include "config.h"
#include "lib/array.h"
#include "lib/convert.h"
#include "lib/exchange.h"
#include "state/kinds/checks.h"
#include "state/kinds/hosting.h"

static const struct fault foreign_domain = {
	"NotAcceptedDomain", "Microsoft.Exchange.Data.Directory.NotAcceptedDomainException",
	CATEGORY_INVALID_ARGUMENT,
	"Use a domain that Get-AcceptedDomain shows, or add it with New-AcceptedDomain." };
static const struct fault no_primary = {
	"PrimaryAddressCount", "Microsoft.Exchange.Data.DataValidationException",
	CATEGORY_INVALID_DATA, "Mark one address with SMTP: in capitals." };
static const struct fault quota_order = {
	"QuotaOrder", "Microsoft.Exchange.Data.DataValidationException", CATEGORY_INVALID_DATA,
	"Raise the larger quota, or lower the smaller one." };
static const struct fault forwards_to_itself = {
	"ForwardingLoop", "Microsoft.Exchange.Data.DataValidationException", CATEGORY_INVALID_DATA,
	"Forward to another recipient." };

/* -- The list of addresses ------------------------------------------------------------ */

/* The primary SMTP address of a list, or NULL; valid as long as the list. */
static const char *primary_of(struct value list)
{
	if (list.kind != V_ARRAY)
		return NULL;
	for (uint32_t i = 0; i < list.u.array->len; i++) {
		const struct proxy_address *proxy = proxy_address_of(list.u.array->u.items[i]);

		if (proxy && proxy->primary && proxy_address_is_smtp(proxy))
			return proxy->address->data;
	}
	return NULL;
}

static struct value primary_address(struct store *store, const struct record *record)
{
	value_auto list = record_get(record, "EmailAddresses");
	const char *primary = primary_of(list);
	value_auto text = primary ? value_text(primary) : VALUE_NULL;
	struct value address = VALUE_NULL;

	if (primary)
		type_smtp_address.convert_from(text, &address, NULL);
	return address;
}

/*
 * The list with `address` as its primary one, which was perhaps a further one; the old primary stays
 * as a further address.
 */
static struct value with_primary(struct value list, const char *address)
{
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct value));
	struct value item = proxy_address_new("SMTP", address, true);
	struct array *array;

	g_array_append_val(items, item);
	for (uint32_t i = 0; list.kind == V_ARRAY && i < list.u.array->len; i++) {
		struct value old = list.u.array->u.items[i];
		const struct proxy_address *proxy = proxy_address_of(old);

		if (!proxy || (proxy_address_is_smtp(proxy) &&
			       text_equal_nocase(proxy->address->data, address)))
			continue;
		item = proxy->primary && proxy_address_is_smtp(proxy)
			? proxy_address_new("smtp", proxy->address->data, false) : value_ref(old);
		g_array_append_val(items, item);
	}
	array = array_take((struct value *)(void *)items->data, items->len);
	g_array_free(items, TRUE);
	return value_of(array);
}

static bool assign_primary(struct record *record, struct value v, GError **error)
{
	value_auto list = record_get(record, "EmailAddresses");
	value_auto changed = with_primary(list, smtp_address_text(v));

	return record_set(record, "EmailAddresses", changed, error);
}

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
#define CUSTOM(number)		LINE("CustomAttribute" number, "Free for the organization's use.")
#define EXTENSION(number)	{ "ExtensionCustomAttribute" number, "string", \
	PROPERTY_MULTI | PROPERTY_SET_ONLY, .check = check_line, .help = "Free for the organization's use." }
#define PERSON(name, what)	{ name, "string", PROPERTY_HIDDEN, .check = check_line, .help = what }
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
	{ "PrimarySmtpAddress", "SmtpAddress", PROPERTY_COMPUTED, .compute = primary_address,
	  .assign = assign_primary, .ldap = "mail", .help = "The address that mail is sent from." },
	{ "WindowsEmailAddress", "SmtpAddress", PROPERTY_COMPUTED | PROPERTY_SET_ONLY,
	  .compute = primary_address, .assign = assign_primary,
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
	{ "ForwardingAddress", "string", PROPERTY_SET_ONLY, .reference = "Mailbox",
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
	RECIPIENTS("GrantSendOnBehalfTo", "Who may send on its behalf."),
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
	CUSTOM("1"), CUSTOM("2"), CUSTOM("3"), CUSTOM("4"), CUSTOM("5"), CUSTOM("6"), CUSTOM("7"),
	CUSTOM("8"), CUSTOM("9"), CUSTOM("10"), CUSTOM("11"), CUSTOM("12"), CUSTOM("13"),
	CUSTOM("14"), CUSTOM("15"),
	EXTENSION("1"), EXTENSION("2"), EXTENSION("3"), EXTENSION("4"), EXTENSION("5"),
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
	{ "Manager", "string", PROPERTY_HIDDEN, .reference = "Mailbox", .help = "The manager." },
	{ "Notes", "string", PROPERTY_HIDDEN, .check = check_text, .help = "Notes." },
	{ "StreetAddress", "string", PROPERTY_HIDDEN, .check = check_text, .help = "The street." },
	{ NULL }
};

/* -- Rules ------------------------------------------------------------------------------------- */

static bool domain_is_accepted(struct txn *txn, const struct record *record, const char *address,
			       GError **error)
{
	const char *domain = strrchr(address, '@') + 1;
	value_auto target = VALUE_UNSET;

	if (organization_accepts(txn, record->organization, domain))
		return true;
	target = value_text(address);
	fault_set(error, &foreign_domain, target,
		  "The address \"%s\" is outside the organization: \"%s\" is not one of its accepted "
		  "domains.", address, domain);
	return false;
}

/* Addresses equal but for case are one: the list must not hold both. */
static bool one_of_each(struct value list, uint32_t at, GError **error)
{
	const struct proxy_address *proxy = proxy_address_of(list.u.array->u.items[at]);

	for (uint32_t i = 0; i < at; i++) {
		if (!type_proxy_address.equals(list.u.array->u.items[i], list.u.array->u.items[at]))
			continue;
		fault_set(error, &no_primary, list.u.array->u.items[at],
			  "The address \"%s\" stands twice in the list.", proxy->address->data);
		return false;
	}
	return true;
}

static bool addresses_are_sound(struct txn *txn, const struct record *record, GError **error)
{
	value_auto list = record_get(record, "EmailAddresses");
	unsigned primaries = 0;

	for (uint32_t i = 0; list.kind == V_ARRAY && i < list.u.array->len; i++) {
		const struct proxy_address *proxy = proxy_address_of(list.u.array->u.items[i]);

		if (!one_of_each(list, i, error))
			return false;
		if (!proxy_address_is_smtp(proxy))
			continue;
		primaries += proxy->primary;
		if (!domain_is_accepted(txn, record, proxy->address->data, error))
			return false;
	}
	if (primaries == 1)
		return true;
	fault_set(error, &no_primary, list, "The mailbox \"%s\" has %s primary SMTP address: exactly "
		  "one address has the prefix SMTP: in capitals.", record_name(record),
		  primaries ? "more than one" : "no");
	return false;
}

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
	return (!upn || domain_is_accepted(txn, new, upn, error)) &&
		addresses_are_sound(txn, new, error) && forwards_elsewhere(new, error) &&
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
