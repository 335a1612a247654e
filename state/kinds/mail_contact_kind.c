/*
 * Mail contacts: recipients outside, whom members of an organization find in
 * their address book and groups have as members. A contact's addresses in the
 * organization's domains lead to the one outside.
 */
#include "config.h"
#include "lib/exchange.h"
#include "lib/str.h"
#include "state/kinds/hosting.h"
#include "state/kinds/recipient_addresses.h"

/* The primary address of its own if it has one, as Exchange shows it, else the one outside. */
static struct value primary(struct store *store, const struct record *record)
{
	value_auto own = recipient_primary(store, record), outside = VALUE_NULL, text = VALUE_NULL;
	const struct proxy_address *proxy;
	struct value address = VALUE_NULL;

	if (!value_is_null(own))
		return value_steal(&own);
	outside = record_get(record, "ExternalEmailAddress");
	proxy = proxy_address_of(outside);
	if (!proxy)
		return VALUE_NULL;
	text = value_text(proxy->address->data);
	type_smtp_address.convert_from(text, &address, NULL);
	return address;
}

static struct value mail_contact(struct store *store, const struct record *record)
{
	return value_text("MailContact");
}

/* An address without prefix, or with a small one, is the only one: the primary. */
static bool check_external(struct value *v, GError **error)
{
	const struct proxy_address *proxy = proxy_address_of(*v);

	if (proxy && proxy_address_is_smtp(proxy) && !proxy->primary)
		value_put(v, proxy_address_new("SMTP", proxy->address->data, true));
	return true;
}

#define LINE(name, flags, what) \
	{ name, "string", flags, .check = check_line, .help = what }

static const struct property contact_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_VIEW, .check = check_name,
	  .ldap = "cn", .help = "The name, unique among the organization's recipients." },
	{ "DisplayName", "string", 0, .check = check_line, .ldap = "displayName",
	  .help = "The name that address books show." },
	{ "Alias", "string", PROPERTY_UNIQUE | PROPERTY_IDENTITY | PROPERTY_VIEW,
	  .check = check_alias, .help = "A short name." },
	{ "ExternalEmailAddress", "ProxyAddress", PROPERTY_REQUIRED | PROPERTY_IDENTITY,
	  .check = check_external, .help = "The address outside." },
	{ "EmailAddresses", "ProxyAddress",
	  PROPERTY_MULTI | PROPERTY_UNIQUE_EVERYWHERE | PROPERTY_IDENTITY | PROPERTY_SET_ONLY,
	  .help = "Addresses in the organization's domains, which lead to the one outside." },
	{ "PrimarySmtpAddress", "SmtpAddress", PROPERTY_COMPUTED | PROPERTY_VIEW,
	  .compute = primary, .assign = recipient_assign_primary,
	  .help = "The address that address books show: the one outside unless it has one here." },
	LINE("FirstName", 0, "The first name."),
	LINE("LastName", 0, "The last name."),
	LINE("Initials", 0, "The initials."),
	LINE("Company", PROPERTY_SET_ONLY, "The company."),
	LINE("Department", PROPERTY_SET_ONLY, "The department."),
	LINE("Office", PROPERTY_SET_ONLY, "The office."),
	LINE("Phone", PROPERTY_SET_ONLY, "The telephone number."),
	LINE("MobilePhone", PROPERTY_SET_ONLY, "The mobile telephone number."),
	LINE("Title", PROPERTY_SET_ONLY, "The title."),
	LINE("City", PROPERTY_SET_ONLY, "The city."),
	LINE("SimpleDisplayName", PROPERTY_SET_ONLY, "The name for systems that show ASCII only."),
	{ "Notes", "string", PROPERTY_SET_ONLY, .check = check_text, .help = "Notes." },
	{ "RecipientType", "RecipientType", PROPERTY_COMPUTED | PROPERTY_VIEW,
	  .compute = mail_contact, .help = "Always MailContact." },
	{ "RecipientTypeDetails", "RecipientTypeDetails", PROPERTY_COMPUTED, .compute = mail_contact,
	  .help = "Always MailContact." },
	{ "HiddenFromAddressListsEnabled", "bool", PROPERTY_SET_ONLY, "false",
	  .help = "Whether directory look-ups do not find it." },
	{ "EmailAddressPolicyEnabled", "bool", PROPERTY_SET_ONLY | PROPERTY_INERT, "true",
	  .help = "Kept and shown." },
	{ "MaxReceiveSize", "UnlimitedSize", PROPERTY_SET_ONLY | PROPERTY_INERT, "Unlimited",
	  .help = "Kept and shown: largest message it may receive." },
	{ "MessageFormat", "string", PROPERTY_INERT, "Mime", .values = "Mime Text",
	  .help = "Kept and shown." },
	{ "UseMapiRichTextFormat", "string", PROPERTY_SET_ONLY | PROPERTY_INERT, "UseDefaultSettings",
	  .values = "Never Always UseDefaultSettings", .help = "Kept and shown." },
	{ "MailTip", "string", PROPERTY_SET_ONLY | PROPERTY_INERT, .check = check_text,
	  .help = "Kept and shown: text that senders see before they send." },
	CUSTOM_ATTRIBUTES,
	{ NULL }
};

static bool contact_validate(struct txn *txn, const struct record *old, struct record *new,
			     GError **error)
{
	return !new || (recipient_addresses_are_accepted(txn, new, error) &&
			recipient_name_is_free(txn, old, new, error));
}

RECORD_KIND(mail_contact_kind) = {
	.name = "MailContact",
	.type_name = "Microsoft.Exchange.Data.Directory.Management.MailContact",
	.scope = SCOPE_ORGANIZATION, .properties = contact_properties, .order = 65,
	.help = "A recipient outside.", .validate = contact_validate,
	.identity = identity_in_organization,
};
