/*
 * Users without a mailbox: what Disable-Mailbox leaves. The mailbox's GUID is
 * kept, under which its mail lies, so that enabling it again finds the mail.
 */
#include "config.h"
#include "lib/exchange.h"
#include "state/kinds/checks.h"
#include "state/kinds/hosting.h"

static const struct fault foreign_domain = {
	"NotAcceptedDomain", "Microsoft.Exchange.Data.Directory.NotAcceptedDomainException",
	CATEGORY_INVALID_ARGUMENT,
	"Use a domain that Get-AcceptedDomain shows, or add it with New-AcceptedDomain." };

static const struct property user_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_VIEW, .check = check_name,
	  .help = "The name, unique within the organization." },
	{ "DisplayName", "string", 0, .check = check_line, .help = "The name shown." },
	{ "UserPrincipalName", "SmtpAddress",
	  PROPERTY_REQUIRED | PROPERTY_UNIQUE_EVERYWHERE | PROPERTY_IDENTITY | PROPERTY_VIEW,
	  .help = "The name to log on with." },
	{ "FirstName", "string", 0, .check = check_line, .help = "The first name." },
	{ "LastName", "string", 0, .check = check_line, .help = "The last name." },
	{ "MailboxGuid", "string", PROPERTY_READONLY | PROPERTY_HIDDEN,
	  .help = "The GUID of the mailbox that was disabled." },
	{ NULL }
};

static bool user_validate(struct txn *txn, const struct record *old, struct record *new,
			  GError **error)
{
	value_auto upn = new ? record_get(new, "UserPrincipalName") : VALUE_NULL;
	const char *domain = new ? smtp_address_domain(upn) : NULL;

	if (!domain || organization_accepts(txn, new->organization, domain))
		return true;
	fault_set(error, &foreign_domain, upn, "The address \"%s\" is outside the organization: \"%s\" is "
		  "not one of its accepted domains.", smtp_address_text(upn), domain);
	return false;
}

RECORD_KIND(user_kind) = {
	.name = "User", .type_name = "Microsoft.Exchange.Data.Directory.Management.UserWithoutMailbox",
	.scope = SCOPE_ORGANIZATION, .properties = user_properties, .order = 60,
	.help = "A user without a mailbox.", .validate = user_validate,
	.identity = identity_in_organization,
};
