/*
 * Distribution groups: addresses that stand for the recipients who are their
 * members. Members and owners are kept by name, and leave with the record that
 * has the name.
 */
#include "config.h"
#include "lib/array.h"
#include "lib/exchange.h"
#include "state/kinds/hosting.h"
#include "state/kinds/recipient_addresses.h"

static const struct fault holds_itself = {
	"GroupMemberLoop", "Microsoft.Exchange.Data.DataValidationException", CATEGORY_INVALID_DATA,
	"Take the group out of its members." };

static bool is_security(const struct record *record)
{
	g_autofree char *type = record_text(record, "GroupType");

	return type && strstr(type, "Security");
}

static struct value recipient_type(struct store *store, const struct record *record)
{
	return value_text(is_security(record) ? "MailUniversalSecurityGroup"
					      : "MailUniversalDistributionGroup");
}

static struct value organizational_unit(struct store *store, const struct record *record)
{
	g_autoptr(record_auto) server = hosting_server(store);
	g_autofree char *domain = server ? record_text(server, "DomainName") : NULL;

	return value_str(str_printf("%s/Microsoft Exchange Hosted Organizations/%s",
				    domain ? domain : "", record->organization));
}

#define INERT(name, type, fallback, what) \
	{ name, type, PROPERTY_INERT, fallback, .help = "Kept and shown: " what }

static const struct property group_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_VIEW, .check = check_name,
	  .ldap = "cn", .help = "The name, unique among the organization's recipients." },
	{ "DisplayName", "string", PROPERTY_VIEW, .check = check_line, .ldap = "displayName",
	  .help = "The name that address books show." },
	{ "GroupType", "string", PROPERTY_READONLY | PROPERTY_VIEW, "Universal",
	  .help = "Universal, or Universal, SecurityEnabled." },
	{ "Alias", "string", PROPERTY_UNIQUE | PROPERTY_IDENTITY, .check = check_alias,
	  .ldap = "mailNickname", .help = "The part before the @ of new addresses." },
	{ "EmailAddresses", "ProxyAddress",
	  PROPERTY_MULTI | PROPERTY_UNIQUE_EVERYWHERE | PROPERTY_IDENTITY | PROPERTY_SET_ONLY,
	  .ldap = "proxyAddresses",
	  .help = "All addresses; the primary one has SMTP: in capitals." },
	{ "PrimarySmtpAddress", "SmtpAddress", PROPERTY_COMPUTED | PROPERTY_VIEW,
	  .compute = recipient_primary, .assign = recipient_assign_primary, .ldap = "mail",
	  .help = "The group's first address." },
	{ "WindowsEmailAddress", "SmtpAddress", PROPERTY_COMPUTED | PROPERTY_SET_ONLY,
	  .compute = recipient_primary, .assign = recipient_assign_primary,
	  .help = "The same as PrimarySmtpAddress." },
	{ "Members", "string",
	  PROPERTY_MULTI | PROPERTY_NEW_ONLY | PROPERTY_HIDDEN | PROPERTY_LETS_GO,
	  .reference = RECIPIENT_KINDS, .help = "Who receives the group's mail." },
	{ "ManagedBy", "string", PROPERTY_MULTI | PROPERTY_LETS_GO, .reference = RECIPIENT_KINDS,
	  .help = "The owners." },
	{ "RecipientType", "RecipientType", PROPERTY_COMPUTED, .compute = recipient_type,
	  .help = "What kind of recipient it is." },
	{ "RecipientTypeDetails", "RecipientTypeDetails", PROPERTY_COMPUTED,
	  .compute = recipient_type, .help = "What kind of recipient it is." },
	{ "SamAccountName", "string", 0, .check = check_alias,
	  .help = "The name in earlier Windows versions; kept and shown." },
	{ "HiddenFromAddressListsEnabled", "bool", PROPERTY_SET_ONLY, "false",
	  .help = "Whether directory look-ups do not find it." },
	{ "RequireSenderAuthenticationEnabled", "bool", 0, "false",
	  .help = "Whether only authenticated senders reach it: not enforced here, so only $false." },
	{ "MemberJoinRestriction", "string", PROPERTY_INERT, "Closed",
	  .values = "Closed Open ApprovalRequired", .help = "Kept and shown: who may join." },
	{ "MemberDepartRestriction", "string", PROPERTY_INERT, "Open", .values = "Closed Open",
	  .help = "Kept and shown: who may leave." },
	INERT("EmailAddressPolicyEnabled", "bool", "true", "whether a policy makes its addresses."),
	INERT("ReportToManagerEnabled", "bool", "false", "whether owners get delivery reports."),
	INERT("ReportToOriginatorEnabled", "bool", "true", "whether senders get delivery reports."),
	INERT("SendOofMessageToOriginatorEnabled", "bool", "false",
	      "whether senders get automatic replies."),
	INERT("MaxSendSize", "UnlimitedSize", "Unlimited", "largest message it may send."),
	INERT("MaxReceiveSize", "UnlimitedSize", "Unlimited", "largest message it may receive."),
	{ "MailTip", "string", PROPERTY_SET_ONLY | PROPERTY_INERT, .check = check_text,
	  .help = "Kept and shown: text that senders see before they send." },
	{ "SimpleDisplayName", "string", PROPERTY_SET_ONLY, .check = check_line,
	  .help = "The name for systems that show ASCII only." },
	{ "Notes", "string", PROPERTY_HIDDEN, .check = check_text, .help = "Notes." },
	{ "Description", "string", PROPERTY_MULTI, .check = check_text, .help = "What it is for." },
	{ "OrganizationalUnit", "string", PROPERTY_COMPUTED, .compute = organizational_unit,
	  .help = "Its place in the directory." },
	CUSTOM_ATTRIBUTES,
	{ NULL }
};

static bool is_not_its_own_member(const struct record *record, GError **error)
{
	value_auto members = record_get(record, "Members");
	value_auto target = value_text(record_name(record));

	for (uint32_t i = 0; members.kind == V_ARRAY && i < members.u.array->len; i++) {
		struct value v = members.u.array->u.items[i];

		if (v.kind != V_STRING || !text_equal_nocase(v.u.str->data, record_name(record)))
			continue;
		fault_set(error, &holds_itself, target,
			  "The group \"%s\" cannot be a member of itself.", record_name(record));
		return false;
	}
	return true;
}

static bool group_validate(struct txn *txn, const struct record *old, struct record *new,
			   GError **error)
{
	return !new || (recipient_addresses_are_sound(txn, new, error) &&
			recipient_name_is_free(txn, old, new, error) &&
			is_not_its_own_member(new, error));
}

RECORD_KIND(distribution_group_kind) = {
	.name = "DistributionGroup",
	.type_name = "Microsoft.Exchange.Data.Directory.Management.DistributionGroup",
	.scope = SCOPE_ORGANIZATION, .properties = group_properties, .order = 70,
	.help = "An address that stands for its members.", .validate = group_validate,
	.identity = identity_in_organization,
};
