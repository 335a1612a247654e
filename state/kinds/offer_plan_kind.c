/*
 * Plans. An offer of a hosting program (HostingSample/2) says what a tenant
 * gets; enrolling the tenant makes a mailbox plan of its own from it, whose
 * limits every new mailbox takes over.
 */
#include "config.h"
#include "state/kinds/checks.h"
#include "state/kinds/hosting.h"

const char *const mailbox_plan_limits[] = {
	"IssueWarningQuota", "ProhibitSendQuota", "ProhibitSendReceiveQuota", "MaxSendSize",
	"MaxReceiveSize", "RecipientLimits", NULL
};

bool mailbox_limits_copy(const struct record *from, struct record *to, GError **error)
{
	for (const char *const *name = mailbox_plan_limits; *name; name++) {
		value_auto v = record_get(from, *name);

		if (!value_is_null(v) && !record_set(to, *name, v, error))
			return false;
	}
	return true;
}

/* The limits, the same in every kind that has them (mailbox_plan_limits). */
#define LIMITS(warning, send, receive, message, recipients) \
	{ "IssueWarningQuota", "UnlimitedSize", 0, warning, \
	  .help = "Size from which the owner is warned." }, \
	{ "ProhibitSendQuota", "UnlimitedSize", PROPERTY_VIEW, send, \
	  .help = "Size from which the mailbox cannot send." }, \
	{ "ProhibitSendReceiveQuota", "UnlimitedSize", PROPERTY_VIEW, receive, \
	  .help = "Size from which the mailbox neither sends nor receives." }, \
	{ "MaxSendSize", "UnlimitedSize", 0, message, .help = "Largest message it may send." }, \
	{ "MaxReceiveSize", "UnlimitedSize", 0, message, \
	  .help = "Largest message it may receive." }, \
	{ "RecipientLimits", "Unlimited", 0, recipients, \
	  .help = "Most recipients of one message it sends." }

static const struct property offer_plan_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED | PROPERTY_VIEW,
	  .help = "Program and offer, as HostingSample/2." },
	{ "ProgramId", "string", PROPERTY_REQUIRED | PROPERTY_VIEW, .check = check_name,
	  .help = "The program, as HostingSample." },
	{ "OfferId", "string", PROPERTY_REQUIRED | PROPERTY_VIEW, .check = check_name,
	  .help = "The offer within the program, as 2." },
	{ "Description", "string", 0, .check = check_line, .help = "What the offer is for." },
	{ "MailboxPlanName", "string", 0, "DefaultMailboxPlan", .check = check_name,
	  .help = "Name of the mailbox plan that a tenant gets." },
	LIMITS("1800MB", "1900MB", "2GB", "25MB", "500"),
	{ NULL }
};

RECORD_KIND(offer_plan_kind) = {
	.name = "OfferPlan",
	.type_name = "Microsoft.Exchange.Data.Directory.SystemConfiguration.ServicePlan",
	.scope = SCOPE_PROVIDER, .properties = offer_plan_properties, .order = 40,
	.help = "An offer of a hosting program: what a tenant gets.",
};

static const struct property mailbox_plan_properties[] = {
	{ "Name", "string", PROPERTY_KEY | PROPERTY_REQUIRED, .check = check_name,
	  .help = "The plan's name." },
	{ "DisplayName", "string", PROPERTY_VIEW, .check = check_line, .help = "The name shown." },
	{ "Alias", "string", 0, .check = check_alias, .help = "A short name." },
	{ "IsDefault", "bool", PROPERTY_VIEW, "false",
	  .help = "Whether new mailboxes take this plan." },
	LIMITS("Unlimited", "Unlimited", "Unlimited", "Unlimited", "Unlimited"),
	{ "RetainDeletedItemsFor", "timespan", 0, "14.00:00:00",
	  .help = "How long deleted items can be recovered." },
	{ "RetentionPolicy", "string", PROPERTY_INERT, .check = check_name,
	  .help = "Kept and shown." },
	{ "RoleAssignmentPolicy", "string", PROPERTY_INERT, .check = check_name,
	  .help = "Kept and shown." },
	{ NULL }
};

RECORD_KIND(mailbox_plan_kind) = {
	.name = "MailboxPlan",
	.type_name = "Microsoft.Exchange.Data.Directory.Management.MailboxPlan",
	.scope = SCOPE_ORGANIZATION, .properties = mailbox_plan_properties, .order = 30,
	.help = "The limits that an organization's new mailboxes take over.",
	.identity = identity_in_organization,
};
