/* An organization's address lists: which of its recipients a directory look-up finds. */
#include "config.h"
#include "state/kinds/checks.h"
#include "state/kinds/hosting.h"

static const struct property address_list_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_VIEW, .check = check_name,
	  .help = "The list's name." },
	{ "DisplayName", "string", PROPERTY_VIEW, .check = check_line, .help = "The name shown." },
	{ "IncludedRecipients", "string", 0, "AllRecipients",
	  .values = "None MailboxUsers Resources MailContacts MailUsers MailGroups AllRecipients",
	  .help = "The recipients the list holds." },
	{ "RecipientFilter", "string", PROPERTY_VIEW, "Alias -ne $null", .check = check_line,
	  .help = "The filter that chooses its recipients." },
	{ "IsGlobal", "bool", PROPERTY_READONLY, "false",
	  .help = "Whether it is the organization's global address list." },
	{ NULL }
};

RECORD_KIND(address_list_kind) = {
	.name = "AddressList",
	.type_name = "Microsoft.Exchange.Data.Directory.SystemConfiguration.AddressList",
	.scope = SCOPE_ORGANIZATION, .properties = address_list_properties, .order = 40,
	.help = "Which recipients of an organization its members can look up.",
	.identity = identity_in_organization,
};
